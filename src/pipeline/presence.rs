//! Whether an office is all there: a share that is away or a ledger that was lost must not be taken for a fresh start.
//! It never makes a folder and never brings anything back.

use super::desk::Room;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::ledger::Ledger;
use crate::trays::taken;
use std::fs;
use std::path::Path;

/// Fails as `Away` where the office has worked and something that it worked with is not there. An office that has not
/// worked yet lacks nothing.
pub fn check(room: &Room) -> Outcome<()> {
    check_ledger(room)?;
    if !is_filled(&room.ledger_path()) {
        return Ok(());
    }
    taken::check_present(&room.inbox())?;
    let outbox = room.outbox();
    if !is_bare(&outbox) {
        return Ok(());
    }
    let message = format!(
        "the outbox is away: there is nothing in {}; bring it back, or let `minyi init` make it anew if it is gone for good",
        outbox.display()
    );
    Err(Failure::new(FailureKind::Away, message))
}

/// Fails as `Away` where there are originals and no ledger: a new one would give their numbers a second time.
pub fn check_ledger(room: &Room) -> Outcome<()> {
    let path = room.ledger_path();
    if is_filled(&path) {
        return Ok(());
    }
    if path.parent().is_some_and(|folder| !folder.is_dir()) {
        let message = format!("the ledger is away: there is no folder for {}", path.display());
        return Err(Failure::new(FailureKind::Away, message));
    }
    if holds_originals(&archive_of(room)) {
        let message = format!(
            "the ledger is away: there is nothing at {}, though the archive holds originals; bring it back from a backup",
            path.display()
        );
        return Err(Failure::new(FailureKind::Away, message));
    }
    Ok(())
}

/// Fails as `Away` where the ledger knows of files and there is no archive: a new one would hide that they are gone.
pub fn check_archive(room: &Room, ledger: &Ledger) -> Outcome<()> {
    let archive = archive_of(room);
    if !is_bare(&archive) || ledger.arrival(FIRST_ARRIVAL)?.is_none() {
        return Ok(());
    }
    let message = format!("the archive is away: there is nothing in {}", archive.display());
    Err(Failure::new(FailureKind::Away, message))
}

/// Fails as an integrity fault where a file lies put away that the ledger does not know. Files are put away only once
/// they are in the ledger, so this one is an older copy, and would give numbers a second time.
pub fn check_age(room: &Room, ledger: &Ledger) -> Outcome<()> {
    let inbox = room.inbox();
    let last = ledger.last_arrival()?;
    let beyond = (last + 1..=last + LOOKED_AHEAD).find(|arrival| taken::lies_there(&inbox, *arrival));
    let Some(arrival) = beyond else { return Ok(()) };
    // A watch may have gone on since the ledger was asked.
    if arrival <= ledger.last_arrival()? {
        return Ok(());
    }
    let message = format!(
        "the ledger is older than the office: it ends at file {last}, and file {arrival} lies in {}; bring the newer \
         ledger back, or, if it is gone for good, move the files behind {last} from there into the inbox to have them \
         registered anew",
        inbox.join(taken::FOLDER).display()
    );
    Err(Failure::new(FailureKind::Integrity, message))
}

/// Arrivals behind the last that are looked for. The first few may have been taken away by hand.
const LOOKED_AHEAD: i64 = 16;

/// Arrivals are counted from here, and none is ever deleted.
const FIRST_ARRIVAL: i64 = 1;

fn archive_of(room: &Room) -> std::path::PathBuf {
    room.root.join("archive")
}

/// A file of no bytes is what a lost disk or a failed copy leaves; an engine would begin a new ledger in it.
fn is_filled(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.len() > 0)
}

/// Whether a folder is not there or has nothing in it, as the mount point of a share that is away. What the program
/// fills has folders in it from the start.
fn is_bare(folder: &Path) -> bool {
    fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none())
}

/// Whether anything but the folder of temporaries lies in an archive.
fn holds_originals(archive: &Path) -> bool {
    fs::read_dir(archive).is_ok_and(|entries| entries.flatten().any(|entry| entry.file_name() != "tmp"))
}
