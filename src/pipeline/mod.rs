//! One pass from inbox to outbox, and the loops around it: `run` until idle, `watch` again and again.
//! It never holds an office rule; it asks `office`, reads with `reader`, writes with `trays` and `ledger`.

pub mod awaited;
mod behind;
mod beside;
pub mod bulletin;
pub mod check;
pub mod claim;
pub mod clock;
pub mod commit;
pub mod desk;
pub mod feedback;
pub mod forms;
pub mod foundation;
pub mod judge;
mod placing;
pub mod presence;
pub mod print;
pub mod progress;
pub mod proofs;
mod put_away;
pub mod read;
pub mod recipe;
pub mod reconcile;
mod renew;
pub mod score;
pub mod status;
pub mod stored;
pub mod verify;
pub mod watch;

use crate::failpoint::reached;
use crate::failure::{Failure, Outcome};
use crate::office::case::Case;
use crate::trays::inbox::Slot;
use crate::trays::taken::Taken;
use behind::{Behind, Done};
use beside::beside;
use chrono::Datelike;
use claim::{Claim, Patience, Waiting};
use desk::Desk;
use print::Printed;
use read::{Ahead, Pile, Sheaf};
use std::sync::Arc;

/// Bytes of one batch, so that large files are read few at a time; three batches are in memory.
pub const BYTES_PER_BATCH_MAX: u64 = 32 * 1024 * 1024;

/// What a pass did, for the operator.
#[derive(Debug, Default)]
pub struct Report {
    /// Files of which something was registered.
    pub registered: usize,
    /// Files returned.
    pub returned: usize,
    /// Files known already.
    pub duplicates: usize,
    /// Cases made.
    pub cases: usize,
    /// Documents placed in the outbox.
    pub placed: usize,
    /// Files that stay in the inbox.
    pub waiting: Vec<Waiting>,
    /// Milliseconds until the first of them may have settled.
    pub settles_in_millis: Option<i64>,
    /// Bulletins and workbooks of scores made because their quarter or year has ended, below the outbox.
    pub bulletins: Vec<String>,
    /// What needs the operator; the pass went on without it.
    pub troubles: Vec<Failure>,
}

impl Report {
    /// Files that left the inbox in this pass.
    pub fn taken(&self) -> usize {
        self.registered + self.returned + self.duplicates
    }

    /// Adds what another pass did; what waits is what waits now.
    pub fn add(&mut self, other: Report) {
        self.registered += other.registered;
        self.returned += other.returned;
        self.duplicates += other.duplicates;
        self.cases += other.cases;
        self.placed += other.placed;
        self.waiting = other.waiting;
        self.settles_in_millis = other.settles_in_millis;
        self.bulletins.extend(other.bulletins);
        other.troubles.into_iter().for_each(|failure| self.trouble(failure));
    }

    /// Notes what needs the operator, once: the next pass of a run meets it again.
    pub fn trouble(&mut self, failure: Failure) {
        let message = failure.to_string();
        if self.troubles.iter().all(|known| known.to_string() != message) {
            self.troubles.push(failure);
        }
    }

    /// Notes what went wrong with many files, each cause once: a full disk is one message, not two hundred.
    pub fn trouble_files(&mut self, failures: Vec<Failure>) {
        let mut by_cause: Vec<(String, Failure, usize)> = Vec::new();
        for failure in failures {
            let cause = failure.source.as_ref().map_or_else(|| failure.message.clone(), ToString::to_string);
            match by_cause.iter_mut().find(|(known, _, _)| *known == cause) {
                Some((_, _, more)) => *more += 1,
                None => by_cause.push((cause, failure, 0)),
            }
        }
        for (_, mut failure, more) in by_cause {
            if more > 0 {
                failure.message = format!("{} and {more} more files", failure.message);
            }
            self.trouble(failure);
        }
    }
}

/// Progress of a long pass: files done and files to do.
pub type Progress<'a> = &'a mut dyn FnMut(usize, usize);

/// One pass: what lies still is read, decided, committed, put away and printed, batch by batch. While one batch is
/// committed, the next is read, the one before is put away and printed, and what was done of the one before that is
/// recorded. It stops after a batch when `stop` says so; whatever is left is the next pass's.
pub fn pass(
    desk: &mut Desk,
    patience: Patience,
    stop: &dyn Fn() -> bool,
    progress: Progress,
) -> Outcome<Report> {
    let mut report = Report::default();
    let mut printed = Printed::default();
    presence::check(&desk.tools.room)?;
    finish_pending(desk, &mut report, &mut printed)?;
    let claim = claim::claim(desk, patience)?;
    reached("claimed");
    let total = claim.ready.len();
    let most_files = desk.tools.room.settings.limits.batch_files;
    let batches = batches(&forms::evidence_first(&claim.ready), most_files);
    let mut pile = Pile::of(desk, batches, patience);
    let mut ahead = pile.next();
    let mut behind = Behind::default();
    let mut done = Done::default();
    while let Some(batch) = ahead.filter(|_| !stop()) {
        if batch.alone || batch.brings_roster() || behind.is_heavy() {
            std::mem::take(&mut done).record(desk, &mut report, &mut printed)?;
            std::mem::take(&mut behind).finish(desk, &mut report, &mut printed)?;
        }
        if batch.alone {
            let heavy = take_batch(desk, pile.read_alone(), &mut report)?.left(desk, &mut printed)?;
            heavy.finish(desk, &mut report, &mut printed)?;
            ahead = pile.next();
        } else {
            let (tools, roster) = (Arc::clone(&desk.tools), Arc::clone(&desk.roster));
            let commit = || {
                std::mem::take(&mut done).record(desk, &mut report, &mut printed)?;
                take_batch(desk, batch, &mut report)
            };
            let (read, (worked, committed)) =
                beside(|| pile.next(), || beside(|| behind.work(&tools, &roster), commit));
            ahead = read;
            done = worked?;
            behind = committed?.left(desk, &mut printed)?;
        }
        progress(report.taken(), total);
    }
    finish_last(desk, done, &behind, &mut report, &mut printed)?;
    report.placed += printed.placed;
    report.trouble_files(printed.refused);
    note_waiting(desk, claim, &mut report);
    desk.remember_sightings()?;
    reached("remembered");
    status::refresh(desk, &mut report);
    awaited::refresh(desk, &mut report);
    if !reports_wait(desk) {
        bulletin::make_due(desk, &mut report);
        score::make_due(desk, &mut report);
    }
    reached("shown");
    Ok(report)
}

/// What is left when all is committed.
fn finish_last(
    desk: &mut Desk,
    done: Done,
    behind: &Behind,
    report: &mut Report,
    printed: &mut Printed,
) -> Outcome<()> {
    let (tools, roster) = (Arc::clone(&desk.tools), Arc::clone(&desk.roster));
    let record = || {
        done.record(desk, report, printed)?;
        // The pass ends with this in any case: better while the other processor writes documents.
        if behind.is_long() { desk.ledger.fold_log() } else { Ok(()) }
    };
    let (worked, recorded) = beside(|| behind.work(&tools, &roster), record);
    recorded?;
    worked?.record(desk, report, printed)
}

/// Days of a month in which the reports of what has ended wait for files that could not be read.
const REPORTS_WAIT_DAYS: u32 = 3;

/// Whether a file lies in the inbox that should have been read and was not, because a reader died or a share
/// stuttered: it may tell of the period that has just ended, whose bulletin is made once. What can never be read
/// does not hold a bulletin for ever.
fn reports_wait(desk: &Desk) -> bool {
    !desk.unread.is_empty() && desk.tools.clock.day().day() <= REPORTS_WAIT_DAYS
}

/// What a crash or a full disk left undone: files committed and not put away, rows not yet printed.
fn finish_pending(desk: &mut Desk, report: &mut Report, printed: &mut Printed) -> Outcome<()> {
    let moment = desk.tools.clock.moment();
    let arrivals = desk.ledger.uncleared_arrivals()?;
    let files = put_away::of_arrivals(desk, &arrivals);
    put_away::put_away(desk, &moment, &files, report)?;
    put_away::look_again(desk, &moment, report)?;
    print::print_all(desk, printed)?;
    if printed.placed > 0 {
        // A proof may have come late, after the verdict that it was for.
        proofs::withdraw_left(desk)?;
    }
    put_away::purge(desk, report)
}

/// A batch that was committed.
struct Committed {
    files: Vec<Taken>,
    fresh: print::Fresh,
    due: print::Due,
}

impl Committed {
    /// What is left of it. Documents that do not fit into memory together are printed at once, but for the last.
    fn left(self, desk: &mut Desk, printed: &mut Printed) -> Outcome<Behind> {
        let jobs = print::all_but_last(desk, self.due, self.fresh, printed)?;
        Ok(Behind { files: self.files, jobs })
    }
}

/// Commits one batch.
fn take_batch(desk: &mut Desk, batch: Ahead, report: &mut Report) -> Outcome<Committed> {
    let read = read::sift(desk, batch)?;
    let sheaves = read.sheaves;
    report.trouble_files(read.unreadable);
    let moment = desk.tools.clock.moment();
    let committed = commit::commit(desk, &moment, &sheaves)?;
    reached("committed");
    report.registered += committed.registered;
    report.returned += committed.returned;
    report.duplicates += committed.duplicates;
    report.cases += committed.fresh.len();
    if let Some(roster) = committed.roster {
        desk.roster = Arc::new(roster);
    }
    let file = |(arrival, position): &(i64, usize)| {
        let sheaf: &Sheaf = sheaves.get(*position)?;
        Some(put_away::taken(desk, *arrival, sheaf.slot.relative.clone(), sheaf.fingerprint))
    };
    let files = committed.arrivals.iter().filter_map(file).collect();
    let due = print::Due::of(committed.outputs)?;
    Ok(Committed { files, due, fresh: fresh(committed.fresh, sheaves) })
}

/// The cases of a batch with their papers, as printing wants them.
fn fresh(cases: Vec<(usize, Case)>, mut sheaves: Vec<Sheaf>) -> print::Fresh {
    let with_paper = cases.into_iter().filter_map(|(position, case)| {
        let paper = sheaves.get_mut(position)?.take_paper(case.registered.paper)?;
        Some((case.number, (case, paper)))
    });
    with_paper.collect()
}

/// What stays in the inbox: what was not claimed, and what did not open whole.
fn note_waiting(desk: &Desk, claim: Claim, report: &mut Report) {
    report.waiting = claim.waiting;
    report.settles_in_millis = claim.settles_in_millis;
    for slot in claim.ready {
        let unfinished = desk.unfinished.get(&slot.relative) == Some(&slot.stamp);
        let unread = desk.unread.get(&slot.relative).filter(|_| slot.path.exists()).copied();
        let reason = if unfinished { Some(claim::UNFINISHED) } else { unread };
        if let Some((sighting, reason)) = desk.sightings.get(&slot.relative).zip(reason) {
            report.waiting.push(Waiting {
                name: slot.name,
                reason: reason.to_owned(),
                first_millis: sighting.first_millis,
            });
        }
    }
    report.waiting.sort_by(|one, other| one.name.cmp(&other.name));
}

/// Divides slots into batches by number and by bytes. The first is a quarter, since nothing goes on beside its reading,
/// and the last is parted in two, since little goes on beside its printing.
fn batches(slots: &[Slot], most_files: usize) -> Vec<Vec<Slot>> {
    let mut batches = Vec::new();
    let mut batch = Vec::new();
    let mut bytes = 0_u64;
    for slot in slots {
        let most_files = if batches.is_empty() { most_files.div_ceil(4) } else { most_files };
        let full = batch.len() >= most_files || bytes + slot.stamp.size > BYTES_PER_BATCH_MAX;
        if full && !batch.is_empty() {
            batches.push(std::mem::take(&mut batch));
            bytes = 0;
        }
        bytes += slot.stamp.size;
        batch.push(slot.clone());
    }
    if batch.len() > most_files / 4 && !batches.is_empty() {
        let half = batch.split_off(batch.len() / 2);
        batches.push(std::mem::replace(&mut batch, half));
    }
    if !batch.is_empty() {
        batches.push(batch);
    }
    batches
}
