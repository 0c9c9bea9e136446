//! What a person says of a case by command: feedback, taking it back, marks, topics wanted, continuation.
//! It never writes what the same words in a sheet would not write.

use super::desk::Desk;
use super::forms::case_meant;
use super::read::next_mark;
use super::stored::topics;
use crate::failure::{Failure, Outcome};
use crate::ledger::{Book, NewEntry};
use crate::office::case::{Case, Event};
use crate::office::feedback::{self, Draft, Evidence, Which};
use crate::office::numbers::{CaseNumber, Fingerprint};
use crate::office::scoring::happening::SCORED_MARKS;
use std::path::PathBuf;

/// Marks that an office may put on a case (founding document 二.4).
pub const MARKS: [&str; 2] = ["少数意见", "不同意见"];

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The case, when there is one.
    pub number: Option<CaseNumber>,
    /// It holds now.
    pub accepted: bool,
    /// Why not, or what it came to, in the clerk's words.
    pub reason: String,
    /// Position of the latest entry that it wrote.
    pub seq: Option<i64>,
}

/// What a person says of a case: its events with the answer, or why not.
type Said = Result<(Vec<Event>, String), String>;

/// Feedback, with files to be kept as evidence.
pub fn record(
    desk: &mut Desk,
    which: &Which,
    mut draft: Draft,
    evidence: &[PathBuf],
    by: &str,
) -> Outcome<Answer> {
    let kept = keep(desk, evidence)?;
    let settings = &desk.tools.room.settings;
    if let Some(feedback) = &mut draft.feedback {
        feedback.organ = settings.organ(feedback.organ.trim()).to_owned();
        feedback.evidence = kept;
    }
    let today = desk.tools.clock.day();
    say(desk, which, by, |_, case| {
        Ok(match feedback::weigh(case, &draft, today) {
            Ok(weighed) => Ok((weighed.events, weighed.answer.words().to_owned())),
            Err(reasons) => Err(reasons.join("；")),
        })
    })
}

/// Takes a row of feedback back; it stays in the book.
pub fn take_back(desk: &mut Desk, which: &Which, seq: i64, note: &str, by: &str) -> Outcome<Answer> {
    say(desk, which, by, |_, case| {
        Ok(feedback::take_back(case, seq, note).map(|event| (vec![event], format!("已撤回第{seq}条"))))
    })
}

/// Puts a mark on a case or takes it off.
pub fn mark(desk: &mut Desk, which: &Which, mark: &str, on: bool, by: &str) -> Outcome<Answer> {
    say(desk, which, by, |_, case| {
        if !MARKS.contains(&mark) && !SCORED_MARKS.contains(&mark) {
            let known: Vec<&str> = MARKS.iter().chain(SCORED_MARKS).copied().collect();
            return Ok(Err(format!("没有“{mark}”这个标记，可用：{}", known.join("、"))));
        }
        let has = case.marks.iter().any(|one| one == mark);
        if has == on {
            return Ok(Ok((Vec::new(), if on { "此前已标记" } else { "没有这个标记" }.to_owned())));
        }
        let event = Event::Marked { mark: mark.to_owned(), on };
        let answer = if on { format!("已标记“{mark}”") } else { format!("已去掉“{mark}”") };
        Ok(Ok((vec![event], answer)))
    })
}

/// Says which topic wanted a case belongs to; `None` takes it off.
pub fn want(desk: &mut Desk, which: &Which, topic: Option<&str>, by: &str) -> Outcome<Answer> {
    let today = desk.tools.clock.day();
    say(desk, which, by, |book, case| {
        let name = topic.unwrap_or_default();
        let known = topics(book, today)?;
        if !name.is_empty() && known.iter().all(|one| one.name != name) {
            let names: Vec<&str> = known.iter().map(|one| one.name.as_str()).collect();
            return Ok(Err(format!("没有征集要点“{name}”，有：{}", names.join("、"))));
        }
        if case.wanted == name {
            return Ok(Ok((Vec::new(), "此前已是如此".to_owned())));
        }
        let event = Event::Wanted { topic: name.to_owned(), because: format!("{by}指定") };
        let answer = event.what();
        Ok(Ok((vec![event], answer)))
    })
}

/// Says that a case continues an earlier one (续报).
pub fn continues(desk: &mut Desk, which: &Which, first: &Which, by: &str) -> Outcome<Answer> {
    say(desk, which, by, |book, case| {
        let earlier = match meant(book, first)? {
            Ok(earlier) => earlier,
            Err(reason) => return Ok(Err(reason)),
        };
        if earlier.number >= case.number {
            return Ok(Err(format!("续报的前一件应先登记，{}不早于{}", earlier.number, case.number)));
        }
        if case.continues == Some(earlier.number) {
            return Ok(Ok((Vec::new(), "此前已是如此".to_owned())));
        }
        let event = Event::Continues { number: earlier.number };
        let answer = event.what();
        Ok(Ok((vec![event], answer)))
    })
}

fn say(
    desk: &mut Desk,
    which: &Which,
    by: &str,
    speak: impl FnOnce(&Book<'_>, &Case) -> Outcome<Said>,
) -> Outcome<Answer> {
    let moment = desk.tools.clock.moment();
    let (number, said) = desk.ledger.write(&moment, |book| {
        let case = match meant(book, which)? {
            Ok(case) => case,
            Err(reason) => return Ok((None, Err(reason))),
        };
        let said = match speak(book, &case)? {
            Ok((events, answer)) => {
                let wrote = !events.is_empty();
                let entries = events.into_iter().map(|event| NewEntry::of_case(case.number, by, event));
                book.append(entries.collect())?;
                Ok((answer, wrote))
            }
            Err(reason) => Err(reason),
        };
        Ok((Some(case.number), said))
    })?;
    Ok(match (number, said) {
        (Some(number), Ok((reason, wrote))) => {
            let last = if wrote { desk.ledger.entries(number)?.last().map(|entry| entry.seq) } else { None };
            Answer { number: Some(number), accepted: true, reason, seq: last }
        }
        (number, Ok((reason, _)) | Err(reason)) => Answer { number, accepted: false, reason, seq: None },
    })
}

fn meant(book: &Book<'_>, which: &Which) -> Outcome<Result<Case, String>> {
    let (number, issue) = match which {
        Which::Number(number) => (Some(*number), None),
        Which::Issue(issue) => (None, Some(issue.clone())),
    };
    case_meant(book, &Draft { number, issue, ..Draft::default() })
}

/// Puts files into the archive, durably, before an entry names them.
fn keep(desk: &Desk, files: &[PathBuf]) -> Outcome<Vec<Evidence>> {
    let archive = &desk.tools.archive;
    let mut kept = Vec::with_capacity(files.len());
    let mut asides = Vec::with_capacity(files.len());
    for path in files {
        let bytes = std::fs::read(path).map_err(|cause| Failure::file("cannot read", path, cause))?;
        let sha256 = Fingerprint::of(&bytes);
        asides.push(archive.put_aside(sha256, &bytes, next_mark())?);
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        kept.push(Evidence { name, sha256 });
    }
    archive.settle(&asides.iter().collect::<Vec<_>>())?;
    Ok(kept)
}
