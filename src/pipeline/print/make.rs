//! A document's bytes from its recipe, and the file aside that holds them.
//! It never gives a document its name, and the same recipe gives the same bytes.

use super::due::{CaseFile, Job, Source};
use crate::document::{Block, Content, Inline, Workbook};
use crate::failpoint::reached;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::formats::docx;
use crate::ledger::Arrival;
use crate::office::case::Case;
use crate::office::paper::Paper;
use crate::office::roster::Roster;
use crate::pipeline::desk::Tools;
use crate::pipeline::read::next_mark;
use crate::pipeline::recipe::Recipe;
use crate::trays::outbox::{self, Aside, OutputPath};
use crate::typeset::press::{CoverSheet, IssueSheet};
use crate::typeset::sheets::{RegisteredRow, RowAnswer, SheetAnswer, answered_copy, answered_form};
use std::collections::BTreeMap;

pub(super) fn write_job(tools: &Tools, roster: &Roster, job: &Job) -> Outcome<Vec<Aside>> {
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

/// The publication whose issue a recipe asks for.
fn publication_of(recipe: &Recipe) -> Option<&str> {
    match recipe {
        Recipe::Issue { publication } => Some(publication),
        _ => None,
    }
}

impl CaseFile {
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

pub(super) fn collect_images(blocks: &[Block], parts: &mut Vec<String>) {
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
