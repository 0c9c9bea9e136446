//! Printing: pending outputs of this pass, and of any that a crash cut short, become files in the outbox.
//! It never decides what is printed; rows of the ledger do, and the same row gives the same bytes.

use super::beside::beside;
use super::commit::PROGRAM;
use super::desk::{Desk, Tools};
use super::progress::advance;
use super::read::{PAPERS_PER_BATCH_BYTES, bytes_of_paper, next_mark};
use super::recipe::Recipe;
use crate::document::{Block, Content, Inline, Workbook};
use crate::failpoint::reached;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::formats::docx;
use crate::ledger::{Arrival, Book, Ledger, Moment, NewEntry, NewOutput};
use crate::office::case::{Case, Event};
use crate::office::numbers::{CaseNumber, Fingerprint};
use crate::office::paper::Paper;
use crate::office::roster::Roster;
use crate::trays::outbox::{self, Aside, OutputPath};
use crate::typeset::press::{CoverSheet, IssueSheet};
use crate::typeset::sheets::{RegisteredRow, RowAnswer, SheetAnswer, answered_copy, answered_form};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;

/// What printing gave.
#[derive(Debug, Default)]
pub struct Printed {
    /// Documents placed.
    pub placed: usize,
    /// What could not be placed, for the operator; the rows stay pending.
    pub refused: Vec<Failure>,
}

/// Documents of one case or one arrival: made together, so that what they share is read once.
pub struct Job {
    outputs: Vec<(OutputPath, Recipe)>,
    source: Source,
    /// Memory that it takes until it is printed, roughly, that of its pictures left out.
    bytes: usize,
    /// Memory that its pictures take while it is printed, roughly.
    picture_bytes: usize,
}

enum Source {
    Case(Box<CaseFile>),
    Arrival(Arrival),
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

/// Cases that this pass has just committed, with their papers: what the ledger would give back is at hand.
pub type Fresh = BTreeMap<CaseNumber, (Case, Paper)>;

/// A case with all that its documents say.
struct CaseFile {
    case: Case,
    paper: Paper,
    /// Title of the case that it continues.
    continues: Option<String>,
}

impl CaseFile {
    fn open(ledger: &Ledger, fresh: &mut Fresh, number: CaseNumber) -> Outcome<CaseFile> {
        let (case, paper) = if let Some(known) = fresh.remove(&number) {
            known
        } else {
            let case = ledger.case(number)?.ok_or_else(|| missing(&number))?;
            let paper = ledger.paper(number)?.ok_or_else(|| missing(&number))?;
            (case, paper)
        };
        let continues = match case.continues {
            Some(first) => ledger.case(first)?.map(|first| first.registered.title),
            None => None,
        };
        Ok(CaseFile { case, paper, continues })
    }

    fn issue_sheet<'b>(&'b self, tools: &Tools, publication: &'b str) -> Outcome<IssueSheet<'b>> {
        Ok(IssueSheet {
            case: &self.case,
            paper: &self.paper,
            publication,
            images: images(tools, &self.case, &self.paper)?,
            continues: self.continues.as_deref(),
        })
    }

    fn cover_sheet<'b>(&'b self, roster: &'b Roster, destination: &'b str) -> CoverSheet<'b> {
        let contact = roster.contact(destination);
        CoverSheet {
            case: &self.case,
            paper: &self.paper,
            destination,
            contact_name: contact.map(|one| one.name.as_str()).unwrap_or_default(),
            contact_phone: contact.and_then(|one| one.phone.as_deref()).unwrap_or_default(),
            continues: self.continues.as_deref(),
        }
    }

    /// A draft shows the form of the first publication that the case will go out in.
    fn first_publication(&self) -> String {
        let first = self.case.routed.destinations.first();
        first.map(|route| route.publication.clone()).unwrap_or_default()
    }
}

/// Documents of one case or arrival that are due.
type Group = (Owner, Vec<(OutputPath, Recipe)>);

/// What due documents belong to; those of cases come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Case(CaseNumber),
    Arrival(i64),
}

impl Owner {
    fn of(output: &NewOutput) -> Outcome<Owner> {
        match (output.number, output.arrival) {
            (Some(number), _) => Ok(Owner::Case(number)),
            (None, Some(arrival)) => Ok(Owner::Arrival(arrival)),
            (None, None) => {
                let message = format!("output {} belongs to nothing", output.path);
                Err(Failure::new(FailureKind::Integrity, message))
            }
        }
    }
}

/// Jobs that are made together at most: one sync of the disk for many, and never a year's papers in memory.
const JOBS_AT_ONCE: usize = 1_024;

/// Documents that are due, by what they are made of.
pub struct Due(VecDeque<Group>);

impl Due {
    /// These documents, in the order of their paths: what cannot be written is then told in the same words each time.
    pub fn of(mut outputs: Vec<NewOutput>) -> Outcome<Due> {
        outputs.sort_by(|one, other| one.path.cmp(&other.path));
        let mut groups: BTreeMap<Owner, Vec<(OutputPath, Recipe)>> = BTreeMap::new();
        for output in outputs {
            groups.entry(Owner::of(&output)?).or_default().push(parsed(&output)?);
        }
        Ok(Due(groups.into_iter().collect()))
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
        let jobs = next_jobs(desk, &mut due.0, &mut fresh)?;
        if due.0.is_empty() {
            return Ok(jobs);
        }
        print(desk, &jobs, printed)?;
    }
}

/// Memory of a paper from which its documents are not printed beside the reading of others. Stops a few documents of
/// a hundred thousand paragraphs from being laid out while as many are read.
const HEAVY_BYTES: usize = 1024 * 1024;

/// Pictures of a paper from which on the same holds. Stops two documents full of photographs from being held while
/// others are read.
const HEAVY_PICTURES_BYTES: usize = 8 * 1024 * 1024;

/// Whether jobs need room: a long paper, many photographs, or a sheet that is read again for its answers.
pub fn are_heavy(jobs: &[Job]) -> bool {
    jobs.iter().any(|job| job.bytes > HEAVY_BYTES || job.picture_bytes > HEAVY_PICTURES_BYTES)
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

/// A document by its recipe, as bytes.
fn make(tools: &Tools, roster: &Roster, recipe: &Recipe, source: &Source) -> Outcome<Vec<u8>> {
    let press = &tools.press;
    let faulty =
        |complaint: crate::failure::Complaint| Failure::new(FailureKind::Settings, complaint.to_string());
    match (recipe, source) {
        (Recipe::Issue { publication }, Source::Case(file)) => {
            press.issue(file.issue_sheet(tools, publication)?).map_err(faulty)
        }
        (Recipe::Proof { .. }, Source::Case(file)) => {
            let publication = file.first_publication();
            press.proof(file.issue_sheet(tools, &publication)?).map_err(faulty)
        }
        (Recipe::Cover { destination }, Source::Case(file)) => {
            press.cover(&file.cover_sheet(roster, destination)).map_err(faulty)
        }
        (Recipe::Receipt { view }, _) => press.receipt(view).map_err(faulty),
        (Recipe::Notice { view }, _) => press.notice(view).map_err(faulty),
        (Recipe::Original, Source::Arrival(arrival)) => original(tools, arrival),
        (Recipe::Rows { refused, registered }, Source::Arrival(arrival)) => {
            returned_rows(tools, arrival, refused, registered)
        }
        (Recipe::Answers { answers }, Source::Arrival(arrival)) => answered_rows(tools, arrival, answers),
        _ => Err(Failure::new(FailureKind::Integrity, "a row of output does not fit its source")),
    }
}

fn write_job(tools: &Tools, roster: &Roster, job: &Job) -> Outcome<Vec<Aside>> {
    let outbox = tools.room.outbox();
    let mut asides = Vec::with_capacity(job.outputs.len());
    // One publication to several destinations is the same bytes: made once, and only one is held.
    let mut outputs: Vec<&(OutputPath, Recipe)> = job.outputs.iter().collect();
    outputs.sort_by_key(|(_, recipe)| publication_of(recipe));
    let mut last: Option<(&str, Vec<u8>)> = None;
    for (path, recipe) in outputs {
        let aside = if let Some(publication) = publication_of(recipe) {
            let known = last.take().filter(|(name, _)| *name == publication);
            let issue = match known {
                Some(known) => known,
                None => (publication, make(tools, roster, recipe, &job.source)?),
            };
            let aside = outbox::write_aside(&outbox, path, &issue.1, next_mark())?;
            last = Some(issue);
            aside
        } else {
            let bytes = make(tools, roster, recipe, &job.source)?;
            outbox::write_aside(&outbox, path, &bytes, next_mark())?
        };
        asides.push(aside);
        reached("written");
    }
    Ok(asides)
}

/// The publication whose issue a recipe asks for.
fn publication_of(recipe: &Recipe) -> Option<&str> {
    match recipe {
        Recipe::Issue { publication } => Some(publication),
        _ => None,
    }
}

/// The next jobs, until they are many or their papers fill their memory.
fn next_jobs(desk: &Desk, due: &mut VecDeque<Group>, fresh: &mut Fresh) -> Outcome<Vec<Job>> {
    let ledger = &desk.ledger;
    let mut jobs = Vec::new();
    let mut held_bytes = 0;
    while jobs.len() < JOBS_AT_ONCE && held_bytes < PAPERS_PER_BATCH_BYTES {
        let Some((owner, outputs)) = due.pop_front() else { break };
        let (source, bytes, picture_bytes) = match owner {
            Owner::Case(number) => {
                let file = CaseFile::open(ledger, fresh, number)?;
                let (bytes, pictures) = (bytes_of_paper(&file.paper), bytes_of_pictures(&desk.tools, &file));
                (Source::Case(Box::new(file)), bytes, pictures)
            }
            Owner::Arrival(id) => {
                // A sheet is read again for its answers, as large as it may be: one at a time.
                let reads_the_sheet = outputs.iter().any(|(_, recipe)| recipe.reads_the_sheet());
                let bytes = if reads_the_sheet { PAPERS_PER_BATCH_BYTES } else { 0 };
                (Source::Arrival(ledger.arrival(id)?.ok_or_else(|| missing(&id))?), bytes, 0)
            }
        };
        held_bytes = held_bytes.saturating_add(bytes).saturating_add(picture_bytes);
        jobs.push(Job { outputs, source, bytes, picture_bytes });
    }
    Ok(jobs)
}

fn parsed(output: &NewOutput) -> Outcome<(OutputPath, Recipe)> {
    let wrong = || Failure::new(FailureKind::Integrity, format!("output {} cannot be read", output.path));
    let path = OutputPath::parse(&output.path).ok_or_else(wrong)?;
    let recipe = serde_json::from_str(&output.recipe).map_err(|cause| wrong().because(cause))?;
    Ok((path, recipe))
}

fn missing(what: &dyn std::fmt::Display) -> Failure {
    Failure::new(FailureKind::Integrity, format!("{what} has pending output and is not in the ledger"))
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

/// The memory that a paper's pictures take while it is printed, roughly: they come out of its original.
fn bytes_of_pictures(tools: &Tools, file: &CaseFile) -> usize {
    let mut parts = Vec::new();
    collect_images(&file.paper.body, &mut parts);
    if parts.is_empty() {
        return 0;
    }
    usize::try_from(tools.archive.length(&file.case.registered.sha256)).unwrap_or(usize::MAX)
}

/// The images that a body names, out of the archived original; none is read when none is named.
fn images(tools: &Tools, case: &Case, paper: &Paper) -> Outcome<BTreeMap<String, Vec<u8>>> {
    let mut parts = Vec::new();
    collect_images(&paper.body, &mut parts);
    if parts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let bytes = tools.archive.read(&case.registered.sha256)?;
    Ok(docx::images(&bytes, &parts, &tools.room.settings.limits))
}

fn collect_images(blocks: &[Block], parts: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                for inline in &paragraph.inlines {
                    if let Inline::Image(image) = inline {
                        parts.push(image.part.clone());
                    }
                }
            }
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    collect_images(&cell.blocks, parts);
                }
            }
        }
    }
}

fn original(tools: &Tools, arrival: &Arrival) -> Outcome<Vec<u8>> {
    tools.archive.read(&arrival.file.fingerprint)
}

fn returned_rows(
    tools: &Tools,
    arrival: &Arrival,
    refused: &BTreeMap<String, Vec<String>>,
    registered: &BTreeMap<String, RegisteredRow>,
) -> Outcome<Vec<u8>> {
    let workbook = dropped_sheet(tools, arrival)?;
    let answer = SheetAnswer {
        returned: refused.iter().map(|(place, reasons)| (row_of(place), reasons.clone())).collect(),
        registered: registered.iter().map(|(place, row)| (row_of(place), row.clone())).collect(),
    };
    answered_copy(&workbook, &answer).map_err(|cause| {
        let message = format!("cannot write the returned rows of arrival {}", arrival.id);
        Failure::new(FailureKind::World, message).because(cause)
    })
}

fn answered_rows(
    tools: &Tools,
    arrival: &Arrival,
    answers: &BTreeMap<String, RowAnswer>,
) -> Outcome<Vec<u8>> {
    let workbook = dropped_sheet(tools, arrival)?;
    let answers = answers.iter().map(|(place, answer)| (row_of(place), answer.clone())).collect();
    answered_form(&workbook, &answers).map_err(|cause| {
        let message = format!("cannot write the answers to arrival {}", arrival.id);
        Failure::new(FailureKind::World, message).because(cause)
    })
}

fn dropped_sheet(tools: &Tools, arrival: &Arrival) -> Outcome<Workbook> {
    let bytes = original(tools, arrival)?;
    if let Some(Content::Workbook(workbook)) = tools.readers.read(&bytes)?.content {
        return Ok(workbook);
    }
    let message = format!("the archived sheet of arrival {} can no longer be read", arrival.id);
    Err(Failure::new(FailureKind::Integrity, message))
}

/// Sheet and row of a place as `批量来稿!5`.
fn row_of(place: &str) -> (String, u32) {
    let (sheet, row) = place.rsplit_once('!').unwrap_or((place, ""));
    (sheet.to_owned(), row.parse().unwrap_or(0))
}
