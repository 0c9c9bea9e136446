//! What is left of a committed batch: files to be put away, documents to be printed, and both to be recorded.
//! It never decides anything, and asks the ledger for nothing while it works, so that the next batch is committed
//! meanwhile.

use super::Report;
use super::desk::{Desk, Tools};
use super::print::{self, Job, Printed, Written};
use super::put_away::{self, Moved};
use crate::failure::Outcome;
use crate::office::roster::Roster;
use crate::trays::taken::Taken;

/// From so many jobs on, their documents take some ten milliseconds.
const LONG_JOBS: usize = 64;

/// What is left of a batch.
#[derive(Default)]
pub(super) struct Behind {
    pub(super) files: Vec<Taken>,
    pub(super) jobs: Vec<Job>,
}

/// What was done of it, not yet recorded.
#[derive(Default)]
pub(super) struct Done {
    moved: Moved,
    written: Written,
}

impl Behind {
    /// Whether it needs room: nothing is to be read beside it.
    pub(super) fn is_heavy(&self) -> bool {
        print::are_heavy(&self.jobs)
    }

    /// Whether it takes longer than folding the ledger's log.
    pub(super) fn is_long(&self) -> bool {
        self.jobs.len() > LONG_JOBS
    }

    /// Puts the files away and writes the documents.
    pub(super) fn work(&self, tools: &Tools, roster: &Roster) -> Outcome<Done> {
        let moved = put_away::move_away(tools, &self.files)?;
        let written = print::write(tools, roster, &self.jobs)?;
        Ok(Done { moved, written })
    }

    /// Works and records at once, for what has nothing beside it.
    pub(super) fn finish(self, desk: &mut Desk, report: &mut Report, printed: &mut Printed) -> Outcome<()> {
        self.work(&desk.tools, &desk.roster)?.record(desk, report, printed)
    }
}

impl Done {
    /// Records both in one transaction.
    pub(super) fn record(self, desk: &mut Desk, report: &mut Report, printed: &mut Printed) -> Outcome<()> {
        let Done { moved, written } = self;
        if !moved.is_empty() || !written.is_empty() {
            let moment = desk.tools.clock.moment();
            let tools = &desk.tools;
            desk.ledger.write(&moment, |book| {
                moved.enter(book)?;
                written.enter(book, tools, &moment)
            })?;
        }
        moved.note(desk, report);
        written.note(printed);
        Ok(())
    }
}
