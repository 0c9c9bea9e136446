//! Printing: pending outputs of this pass, and of any that a crash cut short, become files in the outbox.
//! It never decides what is printed; rows of the ledger do, and the same row gives the same bytes.

mod due;
mod make;

pub use due::{Due, Fresh, Job, are_heavy};

use super::beside::beside;
use super::commit::PROGRAM;
use super::desk::{Desk, Tools};
use super::progress::advance;
use crate::failpoint::reached;
use crate::failure::{Failure, Outcome};
use crate::ledger::{Book, Moment, NewEntry};
use crate::office::case::{Case, Event};
use crate::office::numbers::{CaseNumber, Fingerprint};
use crate::office::roster::Roster;
use crate::trays::outbox::{self, Aside, OutputPath};
use due::Source;
use make::write_job;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// What printing gave.
#[derive(Debug, Default)]
pub struct Printed {
    /// Documents placed.
    pub placed: usize,
    /// What could not be placed, for the operator; the rows stay pending.
    pub refused: Vec<Failure>,
}

/// What was written of some jobs and lies in the outbox, not yet recorded.
#[derive(Debug, Default)]
pub struct Written {
    placed: Vec<(String, Fingerprint)>,
    cases: BTreeSet<CaseNumber>,
    refused: Vec<Failure>,
}

impl Written {
    fn add(&mut self, more: Written) {
        self.placed.extend(more.placed);
        self.cases.extend(more.cases);
        self.refused.extend(more.refused);
    }

    /// Whether there is nothing to be recorded.
    pub fn is_empty(&self) -> bool {
        self.placed.is_empty()
    }

    /// Records what was placed, and takes the cases on whose documents now all lie in the outbox.
    pub fn enter(&self, book: &mut Book<'_>, tools: &Tools, moment: &Moment) -> Outcome<()> {
        book.place_outputs(&self.placed)?;
        let still = book.cases_with_pending_outputs()?;
        let mut entries = Vec::new();
        let mut outputs = Vec::new();
        for number in self.cases.difference(&still) {
            let Some(mut case) = book.case(*number)? else { continue };
            if !awaits_placing(&case) {
                continue;
            }
            let names = case.destination_names().iter().map(|name| (*name).to_owned()).collect();
            let event = Event::Placed { destinations: names };
            case.apply(&super::commit::entry(&event, moment));
            entries.push(NewEntry::of_case(*number, PROGRAM, event));
            let more = advance(&mut case, book, tools, moment, &mut outputs)?;
            entries.extend(more.into_iter().map(|event| NewEntry::of_case(*number, PROGRAM, event)));
        }
        book.append(entries)?;
        book.add_outputs(&outputs)?;
        Ok(())
    }

    /// Counts what was placed and keeps what was not for the operator.
    pub fn note(self, printed: &mut Printed) {
        if !self.is_empty() {
            reached("recorded");
        }
        printed.placed += self.placed.len();
        printed.refused.extend(self.refused);
    }
}

/// Jobs whose documents get their names together: two syncs of the disk for each lot, while the next lot is made.
const JOBS_PER_PLACING: usize = 128;

/// Prints all pending outputs.
pub fn print_all(desk: &mut Desk, printed: &mut Printed) -> Outcome<()> {
    let pending = desk.ledger.pending_outputs()?;
    let due = Due::of(pending.into_iter().map(|output| output.document).collect())?;
    let last = all_but_last(desk, due, Fresh::new(), printed)?;
    print(desk, &last, printed)
}

/// Prints what is due in portions until one is left, and gives that; mostly it is the only one.
pub fn all_but_last(
    desk: &mut Desk,
    mut due: Due,
    mut fresh: Fresh,
    printed: &mut Printed,
) -> Outcome<Vec<Job>> {
    loop {
        let jobs = due.next_jobs(desk, &mut fresh)?;
        if due.is_empty() {
            return Ok(jobs);
        }
        print(desk, &jobs, printed)?;
    }
}

/// Makes, places and records what jobs ask for.
pub fn print(desk: &mut Desk, jobs: &[Job], printed: &mut Printed) -> Outcome<()> {
    let written = write(&desk.tools, &desk.roster, jobs)?;
    if !written.is_empty() {
        let moment = desk.tools.clock.moment();
        let tools = &desk.tools;
        desk.ledger.write(&moment, |book| written.enter(book, tools, &moment))?;
    }
    written.note(printed);
    Ok(())
}

/// Makes documents and writes them aside in parallel; while some are made, those before get their names. It needs no
/// ledger.
pub fn write(tools: &Tools, roster: &Roster, jobs: &[Job]) -> Outcome<Written> {
    let outbox = tools.room.outbox();
    let mut written = Written { cases: cases_of(jobs), ..Written::default() };
    let mut asides = Vec::new();
    for some in jobs.chunks(JOBS_PER_PLACING) {
        let before = std::mem::take(&mut asides);
        let make = || -> Vec<Outcome<Vec<Aside>>> {
            some.par_iter().map(|job| write_job(tools, roster, job)).collect()
        };
        let (placed, made) = beside(|| place(&outbox, before), make);
        written.add(placed?);
        for one in made {
            match one {
                Ok(more) => asides.extend(more),
                // A full disk stops the pass; the rows stay pending and the next pass prints them.
                Err(failure) if failure.is_full_disk() => return Err(failure),
                Err(failure) => written.refused.push(failure),
            }
        }
    }
    written.add(place(&outbox, asides)?);
    reached("placed");
    Ok(written)
}

/// Gives documents their names.
fn place(outbox: &Path, asides: Vec<Aside>) -> Outcome<Written> {
    let refused = outbox::place(outbox, &asides)?;
    let in_the_way: BTreeSet<OutputPath> = refused.iter().map(|(path, _)| path.clone()).collect();
    let placed = asides.into_iter().filter(|aside| !in_the_way.contains(&aside.path));
    Ok(Written {
        placed: placed.map(|aside| (aside.path.as_str().to_owned(), aside.fingerprint)).collect(),
        cases: BTreeSet::new(),
        refused: refused.into_iter().map(|(_, failure)| failure).collect(),
    })
}

fn awaits_placing(case: &Case) -> bool {
    use crate::office::case::Standing;
    use crate::office::step::Step;
    case.step == Step::Deliver && case.standing == Standing::Moving
}

/// Cases of which a document that goes out was made.
fn cases_of(jobs: &[Job]) -> BTreeSet<CaseNumber> {
    jobs.iter()
        .filter(|job| job.outputs.iter().any(|(_, recipe)| recipe.goes_out()))
        .filter_map(|job| match &job.source {
            Source::Case(file) => Some(file.case.number),
            Source::Arrival(_) => None,
        })
        .collect()
}
