//! What is due, as jobs: the documents of one case or one arrival, made together.
//! It never writes a document and never records one.

use super::make::collect_images;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::ledger::{Arrival, Ledger, NewOutput};
use crate::office::case::Case;
use crate::office::numbers::CaseNumber;
use crate::office::paper::Paper;
use crate::pipeline::desk::{Desk, Tools};
use crate::pipeline::read::weight::{PAPERS_PER_BATCH_BYTES, bytes_of_paper};
use crate::pipeline::recipe::Recipe;
use crate::trays::outbox::OutputPath;
use std::collections::{BTreeMap, VecDeque};

/// Documents of one case or one arrival: made together, so that what they share is read once.
pub struct Job {
    pub(super) outputs: Vec<(OutputPath, Recipe)>,
    pub(super) source: Source,
    /// Memory that it takes until it is printed, roughly, that of its pictures left out.
    bytes: usize,
    /// Memory that its pictures take while it is printed, roughly.
    picture_bytes: usize,
}

pub(super) enum Source {
    Case(Box<CaseFile>),
    Arrival(Arrival),
}

/// Cases that this pass has just committed, with their papers: what the ledger would give back is at hand.
pub type Fresh = BTreeMap<CaseNumber, (Case, Paper)>;

/// A case with all that its documents say.
pub(super) struct CaseFile {
    pub(super) case: Case,
    pub(super) paper: Paper,
    /// Title of the case that it continues.
    pub(super) continues: Option<String>,
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

    /// Whether nothing is left of it.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next jobs, until they are many or their papers fill their memory.
    pub(super) fn next_jobs(&mut self, desk: &Desk, fresh: &mut Fresh) -> Outcome<Vec<Job>> {
        let ledger = &desk.ledger;
        let mut jobs = Vec::new();
        let mut held_bytes = 0;
        while jobs.len() < JOBS_AT_ONCE && held_bytes < PAPERS_PER_BATCH_BYTES {
            let Some((owner, outputs)) = self.0.pop_front() else { break };
            let (source, bytes, picture_bytes) = match owner {
                Owner::Case(number) => {
                    let file = CaseFile::open(ledger, fresh, number)?;
                    let (bytes, pictures) =
                        (bytes_of_paper(&file.paper), bytes_of_pictures(&desk.tools, &file));
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

fn parsed(output: &NewOutput) -> Outcome<(OutputPath, Recipe)> {
    let wrong = || Failure::new(FailureKind::Integrity, format!("output {} cannot be read", output.path));
    let path = OutputPath::parse(&output.path).ok_or_else(wrong)?;
    let recipe = serde_json::from_str(&output.recipe).map_err(|cause| wrong().because(cause))?;
    Ok((path, recipe))
}

fn missing(what: &dyn std::fmt::Display) -> Failure {
    Failure::new(FailureKind::Integrity, format!("{what} has pending output and is not in the ledger"))
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
