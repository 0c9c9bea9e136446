//! Commands that take papers: run, watch.
//! It never does the work; it opens the office, starts the loops and tells what came of them.

use super::arguments::Global;
use super::office::NAMED;
use super::shapes::{RunShape, VERSION, WaitingShape};
use super::signals::Stop;
use super::voice::Voice;
use super::{Ended, Exit, Unfinished, clock, open_room};
use crate::failure::FailureKind;
use crate::pipeline::claim::{Patience, Waiting};
use crate::pipeline::desk::{Closed, Desk};
use crate::pipeline::watch::News;
use crate::pipeline::{Report, status as standing, watch as loops};

pub(super) fn run(global: &Global, voice: Voice, now: bool) -> Ended {
    let mut desk = Desk::open(open_room(global)?, clock(global))?;
    let stop = Stop::listen();
    let bar = voice.bar("files");
    let patience = if now { Patience::Now } else { Patience::Settling };
    let mut progress = |done: usize, total: usize| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    };
    let report = loops::run(&mut desk, patience, &|| stop.asked(), &mut progress)?;
    bar.finish_and_clear();
    tell(voice, &report);
    Ok(stop.or(exit_of(&report)))
}

pub(super) fn watch(global: &Global, voice: Voice) -> Ended {
    let stop = Stop::listen();
    let Some(mut desk) = open_when_there_is_room(global, voice, &stop)? else {
        return Ok(stop.or(Exit::Well));
    };
    voice.say(&format!("Watching {}; stop with Ctrl-C.", desk.tools.room.inbox().display()));
    loops::watch(&mut desk, &|| stop.asked(), &mut |news| match news {
        News::Passed(report) => tell_news(voice, report),
        News::Failed(failure) => {
            voice.failure(failure);
            voice.say("Trying again until it goes.");
        }
        News::Renewed => voice.say("Settings and templates have changed; from now on the new ones hold."),
        News::Kept(closed) => tell_kept(voice, closed),
    })?;
    Ok(stop.or(Exit::Well))
}

/// Opens the office; a full disk is waited for like any that fills up later. `None` when asked to stop.
fn open_when_there_is_room(global: &Global, voice: Voice, stop: &Stop) -> Result<Option<Desk>, Unfinished> {
    let mut told = false;
    while !stop.asked() {
        match Desk::open(open_room(global)?, clock(global)) {
            Ok(desk) => return Ok(Some(desk)),
            Err(Closed::Failure(failure)) if failure.is_full_disk() => {
                if !told {
                    voice.failure(&failure);
                    voice.say("Trying again until it goes.");
                }
                told = true;
                loops::rest(loops::RETRY, &|| stop.asked());
            }
            Err(closed) => return Err(closed.into()),
        }
    }
    Ok(None)
}

/// What a run did, and what stays.
fn tell(voice: Voice, report: &Report) {
    if voice.json {
        voice.object(&run_shape(report));
    } else {
        tell_person(voice, report);
    }
    for failure in &report.troubles {
        voice.failure(failure);
    }
}

fn run_shape(report: &Report) -> RunShape {
    let waits = |one: &Waiting| WaitingShape { file: one.name.clone(), reason: one.reason.clone() };
    RunShape {
        v: VERSION,
        registered: report.registered,
        papers: report.cases,
        returned: report.returned,
        duplicate: report.duplicates,
        placed: report.placed,
        waiting: report.waiting.len(),
        files_waiting: report.waiting.iter().map(waits).collect(),
        made: report.bulletins.iter().map(|path| format!("outbox/{path}")).collect(),
    }
}

fn tell_person(voice: Voice, report: &Report) {
    for path in &report.bulletins {
        voice.say(&format!("made outbox/{path}"));
    }
    voice.say(&format!(
        "{} files registered ({} papers), {} returned, {} duplicates, {} documents placed, {} files waiting",
        report.registered,
        report.cases,
        report.returned,
        report.duplicates,
        report.placed,
        report.waiting.len()
    ));
    for one in report.waiting.iter().take(NAMED) {
        voice.say(&format!("waiting: {} ({})", crate::trays::names::shown(&one.name), one.reason));
    }
    let more = report.waiting.len().saturating_sub(NAMED);
    if more > 0 {
        voice.say(&format!("and {more} more; outbox/{} names them all", standing::SHEET));
    }
}

/// Settings or templates that were changed for the worse.
fn tell_kept(voice: Voice, closed: Closed) {
    match closed {
        Closed::Complaints(complaints) => voice.complaints(&complaints),
        Closed::Failure(failure) => voice.failure(&failure),
    }
    voice.trouble(
        "Settings or templates have changed and are at fault; the old ones hold until that is mended.",
    );
}

/// The same for a watch, which is silent while nothing happens.
fn tell_news(voice: Voice, report: &Report) {
    if report.taken() > 0 || report.placed > 0 || !report.bulletins.is_empty() || !report.troubles.is_empty()
    {
        tell(voice, report);
    }
}

/// The exit code of a run.
pub(super) fn exit_of(report: &Report) -> Exit {
    match report.troubles.as_slice() {
        [] => Exit::Well,
        troubles if troubles.iter().any(|one| one.kind == FailureKind::Integrity) => Exit::Integrity,
        _ => Exit::Attention,
    }
}
