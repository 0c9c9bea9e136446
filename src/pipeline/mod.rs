//! One pass from inbox to outbox, and the loops around it: `run` until idle, `watch` again and again.
//! It never holds an office rule; it asks `office`, reads with `reader`, writes with `trays` and `ledger`.

pub mod check;
pub mod claim;
pub mod clock;
pub mod commit;
pub mod desk;
pub mod foundation;
pub mod judge;
pub mod print;
pub mod progress;
pub mod read;
pub mod recipe;
pub mod reconcile;
pub mod status;
pub mod verify;
pub mod watch;

use crate::failpoint::reached;
use crate::failure::{Failure, Outcome};
use crate::ledger::{Clearing, Moment};
use crate::office::case::Case;
use crate::office::numbers::Fingerprint;
use crate::trays::inbox::Slot;
use crate::trays::taken::{self, PutAway};
use claim::{Claim, Patience, Waiting};
use desk::Desk;
use rayon::prelude::*;
use read::Sheaf;
use std::path::PathBuf;

/// Files of one batch: one transaction, one group of syncs.
pub const FILES_PER_BATCH_MAX: usize = 256;
/// Bytes of one batch, so that large files are read few at a time.
pub const BYTES_PER_BATCH_MAX: u64 = 64 * 1024 * 1024;

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
        self.troubles.extend(other.troubles);
    }
}

/// Progress of a long pass: files done and files to do.
pub type Progress<'a> = &'a mut dyn FnMut(usize, usize);

/// One pass: what lies still is read, decided, committed, printed and put away, batch by batch. It stops
/// after a batch when `stop` says so; whatever is left is the next pass's.
pub fn pass(
    desk: &mut Desk,
    patience: Patience,
    stop: &dyn Fn() -> bool,
    progress: Progress,
) -> Outcome<Report> {
    let mut report = Report::default();
    finish_pending(desk, &mut report)?;
    let claim = claim::claim(desk, patience)?;
    reached("claimed");
    let total = claim.ready.len();
    for batch in batches(&claim.ready) {
        if stop() {
            break;
        }
        take_batch(desk, batch, patience, &mut report)?;
        progress(report.taken(), total);
    }
    note_waiting(desk, claim, &mut report);
    desk.remember_sightings()?;
    reached("remembered");
    status::refresh(desk, &mut report);
    reached("shown");
    Ok(report)
}

/// What a crash or a full disk left undone: files committed and not put away, rows not yet printed.
fn finish_pending(desk: &mut Desk, report: &mut Report) -> Outcome<()> {
    let moment = desk.tools.clock.moment();
    let inbox = desk.tools.room.inbox();
    let arrivals = desk.ledger.uncleared_arrivals()?;
    let slots: Vec<(i64, PathBuf, Fingerprint)> = arrivals
        .into_iter()
        .map(|arrival| (arrival.id, inbox.join(&arrival.file.path), arrival.file.fingerprint))
        .collect();
    put_away(desk, &moment, &slots)?;
    print_pending(desk, report, &print::Fresh::new())?;
    purge_taken(desk)
}

fn take_batch(
    desk: &mut Desk,
    batch: Vec<Slot>,
    patience: Patience,
    report: &mut Report,
) -> Outcome<()> {
    let sheaves = read::read_all(desk, batch, patience)?;
    reached("archived");
    let moment = desk.tools.clock.moment();
    let committed = commit::commit(desk, &moment, &sheaves)?;
    reached("committed");
    report.registered += committed.registered;
    report.returned += committed.returned;
    report.duplicates += committed.duplicates;
    report.cases += committed.fresh.len();
    if let Some(roster) = committed.roster {
        desk.roster = roster;
    }
    let slots: Vec<(i64, PathBuf, Fingerprint)> = committed
        .arrivals
        .iter()
        .filter_map(|(arrival, position)| {
            let sheaf: &Sheaf = sheaves.get(*position)?;
            Some((*arrival, sheaf.slot.path.clone(), sheaf.fingerprint))
        })
        .collect();
    put_away(desk, &moment, &slots)?;
    print_pending(desk, report, &fresh(&committed.fresh, &sheaves))
}

/// Renames files into `.taken` and records it; what somebody wrote into meanwhile is back in the inbox.
fn put_away(
    desk: &mut Desk,
    moment: &Moment,
    slots: &[(i64, PathBuf, Fingerprint)],
) -> Outcome<()> {
    if slots.is_empty() {
        return Ok(());
    }
    let inbox = desk.tools.room.inbox();
    let archive = &desk.tools.archive;
    let clear = |(id, slot, fingerprint): &(i64, PathBuf, Fingerprint)| {
        let expected = archive.holds(fingerprint).then_some(fingerprint);
        let taken = match taken::put_away(&inbox, slot, *id, expected)? {
            PutAway::Cleared => Some(taken::place_of(&inbox, *id)),
            PutAway::LateWrite(_) => None,
        };
        reached("renamed");
        Ok(Clearing { id: *id, taken })
    };
    let clearings: Vec<Clearing> = slots.par_iter().map(clear).collect::<Outcome<_>>()?;
    let paths: Vec<PathBuf> = slots.iter().map(|(_, slot, _)| slot.clone()).collect();
    taken::settle(&inbox, &paths)?;
    reached("put_away");
    desk.ledger.write(moment, |book| book.clear_arrivals(&clearings))?;
    reached("cleared");
    Ok(())
}

/// Deletes taken files after the days of office.toml, each only when its bytes are in the archive.
fn purge_taken(desk: &mut Desk) -> Outcome<()> {
    let day = desk.tools.clock.day();
    let days = chrono::Days::new(u64::from(desk.tools.room.settings.taken_days));
    let Some(before) = day.checked_sub_days(days) else { return Ok(()) };
    let old = desk.ledger.purgeable(before)?;
    let inbox = desk.tools.room.inbox();
    let mut purged = Vec::new();
    for arrival in old {
        let print = &arrival.file.fingerprint;
        // What the archive does not hold (a film over the limit) stays until a person removes it.
        if desk.tools.archive.holds(print) && taken::purge(&inbox, arrival.id, Some(print))? {
            purged.push(arrival.id);
        }
    }
    if purged.is_empty() {
        return Ok(());
    }
    let moment = desk.tools.clock.moment();
    desk.ledger.write(&moment, |book| book.purge_arrivals(&purged))
}

/// The cases of a batch with their papers, as printing wants them.
fn fresh<'a>(cases: &'a [(usize, Case)], sheaves: &'a [Sheaf]) -> print::Fresh<'a> {
    let with_paper = cases.iter().filter_map(|(position, case)| {
        let paper = sheaves.get(*position)?.paper(case.registered.paper)?;
        Some((case.number, (case, paper)))
    });
    with_paper.collect()
}

fn print_pending(desk: &mut Desk, report: &mut Report, fresh: &print::Fresh<'_>) -> Outcome<()> {
    let moment = desk.tools.clock.moment();
    let printed = print::print_all(desk, &moment, fresh)?;
    report.placed += printed.placed;
    report.troubles.extend(printed.refused);
    Ok(())
}

/// What stays in the inbox: what was not claimed, and what did not open whole.
fn note_waiting(desk: &Desk, claim: Claim, report: &mut Report) {
    report.waiting = claim.waiting;
    report.settles_in_millis = claim.settles_in_millis;
    for slot in claim.ready {
        let unfinished = desk.unfinished.get(&slot.relative) == Some(&slot.stamp);
        if let Some(sighting) = desk.sightings.get(&slot.relative).filter(|_| unfinished) {
            report.waiting.push(Waiting {
                name: slot.name,
                reason: claim::UNFINISHED.to_owned(),
                first_millis: sighting.first_millis,
            });
        }
    }
    report.waiting.sort_by(|one, other| one.name.cmp(&other.name));
}

/// Divides slots into batches by number and by bytes.
fn batches(slots: &[Slot]) -> Vec<Vec<Slot>> {
    let mut batches = Vec::new();
    let mut batch = Vec::new();
    let mut bytes = 0_u64;
    for slot in slots {
        let full = batch.len() >= FILES_PER_BATCH_MAX || bytes + slot.stamp.size > BYTES_PER_BATCH_MAX;
        if full && !batch.is_empty() {
            batches.push(std::mem::take(&mut batch));
            bytes = 0;
        }
        bytes += slot.stamp.size;
        batch.push(slot.clone());
    }
    if !batch.is_empty() {
        batches.push(batch);
    }
    batches
}
