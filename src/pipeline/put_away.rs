//! Putting away: taken files into `.taken`, looked at again while a client may still write, purged days later.
//! It never lets one file that cannot be moved stop the others.

use super::Report;
use super::claim::millis_of;
use super::desk::{Desk, Lately, Tools};
use crate::failpoint::reached;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::ledger::{Arrival, Book, Clearing, Moment};
use crate::office::numbers::Fingerprint;
use crate::trays::archive::Archive;
use crate::trays::taken::{self, PutAway, Taken};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// A taken file is looked at in every pass for this long: a client that writes still has it open.
const LATE_SECONDS: u64 = 3600;
/// Files that an earlier process took and that are looked at when this one starts, the newest.
const SUSPECTS_MAX: usize = 200;

/// Tells an original that is put right from those that a batch writes aside.
const MENDING: usize = usize::MAX;

/// A taken file by its arrival.
pub(super) fn taken(desk: &Desk, arrival: i64, relative: PathBuf, fingerprint: Fingerprint) -> Taken {
    let has_bytes = desk.tools.archive.holds(&fingerprint);
    Taken { arrival, relative, fingerprint, has_bytes }
}

/// Taken files by their arrivals.
pub(super) fn of_arrivals(desk: &Desk, arrivals: &[Arrival]) -> Vec<Taken> {
    let of_one =
        |arrival: &Arrival| taken(desk, arrival.id, arrival.file.path.clone(), arrival.file.fingerprint);
    arrivals.iter().map(of_one).collect()
}

/// Files that were moved into `.taken`, not yet recorded.
#[derive(Debug, Default)]
pub(super) struct Moved {
    clearings: Vec<Clearing>,
    lately: Vec<Lately>,
    failures: Vec<Failure>,
}

impl Moved {
    /// Whether there is nothing to be recorded.
    pub(super) fn is_empty(&self) -> bool {
        self.clearings.is_empty()
    }

    /// Records that the places of the files in the inbox are free again.
    pub(super) fn enter(&self, book: &mut Book<'_>) -> Outcome<()> {
        book.clear_arrivals(&self.clearings)
    }

    /// Remembers the files, which are looked at again, and tells what could not be moved.
    pub(super) fn note(self, desk: &mut Desk, report: &mut Report) {
        if !self.is_empty() {
            reached("cleared");
        }
        desk.taken.extend(self.lately.into_iter().map(|one| (one.taken.arrival, one)));
        report.trouble_files(self.failures);
    }
}

/// Renames files into `.taken` and records it.
pub(super) fn put_away(
    desk: &mut Desk,
    moment: &Moment,
    files: &[Taken],
    report: &mut Report,
) -> Outcome<()> {
    let moved = move_away(&desk.tools, files)?;
    if !moved.is_empty() {
        desk.ledger.write(moment, |book| moved.enter(book))?;
    }
    moved.note(desk, report);
    Ok(())
}

/// Renames files into `.taken`; what somebody wrote into meanwhile is back in the inbox. What cannot be moved (open
/// in Word, a read-only folder) stays committed and is tried again by the next pass. It needs no ledger.
pub(super) fn move_away(tools: &Tools, files: &[Taken]) -> Outcome<Moved> {
    let mut moved = Moved::default();
    if files.is_empty() {
        return Ok(moved);
    }
    let inbox = tools.room.inbox();
    let since_millis = tools.clock.millis();
    let mut left = Vec::with_capacity(files.len());
    let put = |file| {
        let put = taken::put_away(&inbox, file);
        reached("renamed");
        put
    };
    let all: Vec<Outcome<PutAway>> = files.par_iter().map(put).collect();
    for (file, one) in files.iter().zip(all) {
        let cleared = match one {
            Ok(PutAway::Cleared) => true,
            Ok(PutAway::LateWrite(_)) => false,
            Err(failure) if failure.kind == FailureKind::Away => return Err(failure),
            Err(failure) => {
                moved.failures.push(failure);
                continue;
            }
        };
        if cleared {
            let stamp = taken::stamp_of(&inbox, file);
            moved.lately.push(Lately { taken: file.clone(), stamp, since_millis });
        }
        left.push(inbox.join(&file.relative));
        let place = cleared.then(|| inbox.join(taken::FOLDER).join(file.arrival.to_string()));
        moved.clearings.push(Clearing { id: file.arrival, taken: place });
    }
    taken::settle(&inbox, &left)?;
    reached("put_away");
    Ok(moved)
}

/// Looks at what was taken lately: what a client has written into since goes back into the inbox.
pub(super) fn look_again(desk: &mut Desk, moment: &Moment, report: &mut Report) -> Outcome<()> {
    let inbox = desk.tools.room.inbox();
    let now = desk.tools.clock.millis();
    let mut given_back = Vec::new();
    let mut failures = Vec::new();
    desk.taken.retain(|arrival, lately| {
        let stamp = taken::stamp_of(&inbox, &lately.taken);
        if stamp != lately.stamp {
            match taken::look_again(&inbox, &lately.taken) {
                Ok(PutAway::Cleared) => lately.stamp = stamp,
                Ok(PutAway::LateWrite(_)) => {
                    given_back.push(Clearing { id: *arrival, taken: None });
                    return false;
                }
                Err(failure) => failures.push(failure),
            }
        }
        now - lately.since_millis < millis_of(LATE_SECONDS)
    });
    report.trouble_files(failures);
    record(desk, moment, &given_back)
}

/// Remembers what earlier processes took lately and what may have been written into since.
pub(super) fn remember_suspects(desk: &mut Desk) -> Outcome<()> {
    let day = desk.tools.clock.day();
    let yesterday = day.pred_opt().unwrap_or(day);
    let arrivals = desk.ledger.taken_since(yesterday, SUSPECTS_MAX)?;
    let inbox = desk.tools.room.inbox();
    let now = desk.tools.clock.millis();
    for arrival in arrivals {
        let file = taken(desk, arrival.id, arrival.file.path, arrival.file.fingerprint);
        if taken::is_suspect(&inbox, &file, arrival.file.size_bytes) {
            let lately = Lately { taken: file, stamp: None, since_millis: now };
            desk.taken.insert(arrival.id, lately);
        }
    }
    Ok(())
}

/// Deletes taken files after the days of office.toml, each only when it is still what is in the archive.
pub(super) fn purge(desk: &mut Desk, report: &mut Report) -> Outcome<()> {
    let day = desk.tools.clock.day();
    let days = chrono::Days::new(u64::from(desk.tools.room.settings.taken_days));
    let Some(before) = day.checked_sub_days(days) else { return Ok(()) };
    let old = desk.ledger.purgeable(before)?;
    let old = of_arrivals(desk, &old);
    let inbox = desk.tools.room.inbox();
    let (mut purged, mut given_back, mut failures) = (Vec::new(), Vec::new(), Vec::new());
    // What the archive does not hold (a film over the limit) stays until a person removes it.
    for file in old.iter().filter(|file| file.has_bytes) {
        match taken::look_again(&inbox, file) {
            Ok(PutAway::LateWrite(_)) => given_back.push(Clearing { id: file.arrival, taken: None }),
            Ok(PutAway::Cleared) => match let_go(&desk.tools.archive, &inbox, file) {
                Ok(mended) => {
                    purged.push(file.arrival);
                    failures.extend(mended);
                }
                Err(failure) => failures.push(failure),
            },
            Err(failure) => failures.push(failure),
        }
    }
    report.trouble_files(failures);
    let moment = desk.tools.clock.moment();
    record(desk, &moment, &given_back)?;
    if purged.is_empty() {
        return Ok(());
    }
    desk.ledger.write(&moment, |book| book.purge_arrivals(&purged))
}

/// Deletes a taken file whose bytes lie in the archive. Where they lie there no longer as they came, this is the last
/// of them: the original is put right first, which a person must hear of.
fn let_go(archive: &Archive, inbox: &Path, file: &Taken) -> Outcome<Option<Failure>> {
    let mut mended = None;
    if !archive.is_whole(&file.fingerprint)
        && let Some(bytes) = taken::bytes_of(inbox, file)?
    {
        let aside = archive.put_aside(file.fingerprint, &bytes, MENDING)?;
        archive.settle(&[&aside])?;
        let message = format!(
            "the original {} no longer had its fingerprint; it was put right from the file that was dropped",
            archive.path_of(&file.fingerprint).display()
        );
        mended = Some(Failure::new(FailureKind::World, message));
    }
    taken::purge(inbox, file)?;
    Ok(mended)
}

/// Records that files are back in the inbox.
fn record(desk: &mut Desk, moment: &Moment, given_back: &[Clearing]) -> Outcome<()> {
    if given_back.is_empty() {
        return Ok(());
    }
    desk.ledger.write(moment, |book| book.clear_arrivals(given_back))
}
