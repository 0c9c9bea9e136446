//! Taking a case on: the steps that pass by rule, with their numbers and the rows of what is to be printed.
//! It never decides; `office::decide` says what is next, and this asks until nothing is.

use super::commit::{entry, new_output};
use super::desk::Tools;
use super::recipe::Recipe;
use crate::failure::Outcome;
use crate::ledger::{Book, Moment, NewOutput, numbers};
use crate::office::case::{Case, Event, Standing};
use crate::office::decide::{self, Next};
use crate::office::numbers::IssueNumber;
use crate::office::step::Step;
use crate::trays::outbox::OutputPath;
use chrono::Datelike;

/// The outbox folder of drafts for the person at a gate.
pub const DRAFTS: &str = "待办";

/// The entries by which the program takes a case on from where it stands. Numbers come from the book, rows
/// of pending output are added to `outputs`.
pub fn advance(
    case: &mut Case,
    book: &mut Book<'_>,
    tools: &Tools,
    moment: &Moment,
    outputs: &mut Vec<NewOutput>,
) -> Outcome<Vec<Event>> {
    let mut events = Vec::new();
    loop {
        let event = match decide::next(case, &tools.room.settings) {
            Next::Append(event) => *event,
            Next::Number(publications) => Event::Numbered { issues: number(book, publications, moment)? },
            Next::Typeset => {
                let going_out = documents(case)?;
                Event::Typeset {
                    outputs: going_out.into_iter().map(|(path, _)| path.as_str().to_owned()).collect(),
                }
            }
            Next::Place => {
                for (path, recipe) in documents(case)? {
                    outputs.push(new_output(&path, Some(case.number), None, &recipe)?);
                }
                return Ok(events);
            }
            Next::Nothing => {
                outputs.extend(draft(case)?);
                return Ok(events);
            }
        };
        case.apply(&entry(&event, moment));
        events.push(event);
    }
}

/// The documents of a case: the edited version and a cover sheet for each destination.
fn documents(case: &Case) -> Outcome<Vec<(OutputPath, Recipe)>> {
    let (front, title) = (format!("{} ", case.number), &case.registered.title);
    let mut documents = Vec::new();
    for route in &case.routed.destinations {
        if let Some(issue) = case.issue_in(&route.publication) {
            let path = OutputPath::named(&route.destination, &format!("{issue} "), title, ".docx")?;
            documents.push((path, Recipe::Issue { publication: route.publication.clone() }));
        }
        let path = OutputPath::named(&route.destination, &front, title, "（报送单）.docx")?;
        documents.push((path, Recipe::Cover { destination: route.destination.clone() }));
    }
    Ok(documents)
}

/// The draft that a person at a gate looks at.
fn draft(case: &Case) -> Outcome<Option<NewOutput>> {
    let Some(mark) = draft_mark(case) else { return Ok(None) };
    let recipe = Recipe::Proof { mark: mark.to_owned() };
    new_output(&draft_path(case, mark)?, Some(case.number), None, &recipe).map(Some)
}

/// Whether the draft that a case waits to have read lies at a path.
pub fn waits_for(case: &Case, path: &str) -> bool {
    draft_mark(case).and_then(|mark| draft_path(case, mark).ok()).is_some_and(|draft| draft.as_str() == path)
}

fn draft_path(case: &Case, mark: &str) -> Outcome<OutputPath> {
    OutputPath::named(DRAFTS, &format!("{} ", case.number), &case.registered.title, &format!("{mark}.docx"))
}

/// Before sign-off a draft has no number, at 校对 it has.
fn draft_mark(case: &Case) -> Option<&'static str> {
    match (case.standing, case.step) {
        (Standing::Waiting, Step::Edit | Step::Review | Step::SignOff) => Some("（清样）"),
        (Standing::Waiting, Step::Proofread) => Some("（校样）"),
        _ => None,
    }
}

fn number(book: &mut Book<'_>, publications: Vec<String>, moment: &Moment) -> Outcome<Vec<IssueNumber>> {
    let year = moment.day.year();
    publications
        .into_iter()
        .map(|publication| {
            let number = book.next_numbers(&numbers::issue_counter(&publication, year), 1)?;
            Ok(IssueNumber { publication, year, number })
        })
        .collect()
}
