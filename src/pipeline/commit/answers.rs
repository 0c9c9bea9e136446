//! What a batch answers to those who dropped its files: receipts, return notices, rows and papers that come back.
//! It never decides what is returned, and writes no file: each answer is a row of pending output.

use super::Batch;
use crate::failure::Outcome;
use crate::ledger::{Book, NewOutput};
use crate::office::case::Case;
use crate::office::numbers::CaseNumber;
use crate::office::paper::Paper;
use crate::office::view::ReceiptView;
use crate::pipeline::read::{Papers, Sheaf};
use crate::pipeline::recipe::Recipe;
use crate::pipeline::stored::json;
use crate::rejection::{Code, Rejection};
use crate::trays::names;
use crate::trays::outbox::OutputPath;
use crate::typeset::press::{NoticeSheet, ReceiptSheet};
use crate::typeset::sheets::RegisteredRow;
use crate::typeset::view;
use std::collections::BTreeMap;

impl Batch<'_> {
    /// Papers with faults out of a file of which others went through: rows of a sheet come back as a sheet,
    /// papers of a document with a notice and the whole document.
    pub(in crate::pipeline) fn return_bad(
        &mut self,
        book: &mut Book<'_>,
        sheaf: &Sheaf,
        arrival: i64,
        found: &Papers,
        cases: &[Case],
    ) -> Outcome<()> {
        let is_bad = |index: &usize| found.rejections.iter().any(|one| one.paper == Some(*index));
        self.note_returned((0..found.papers.len()).filter(is_bad).map(|index| &found.papers[index]))?;
        if !found.format.is_workbook() {
            return self.return_file(book, sheaf, arrival, &found.rejections, &found.papers);
        }
        let mut refused: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for one in &found.rejections {
            if let Some(paper) = one.paper.and_then(|index| found.papers.get(index)) {
                refused.entry(paper.place.clone()).or_default().push(one.message.clone());
            }
        }
        let registered = cases
            .iter()
            .filter_map(|case| {
                let paper = found.papers.get(case.registered.paper)?;
                let row =
                    RegisteredRow { number: case.number.to_string(), title: case.registered.title.clone() };
                Some((paper.place.clone(), row))
            })
            .collect();
        let path = self.free_path(book, "退稿", &stem_of(sheaf), "（退回行）.xlsx")?;
        self.output(&path, None, Some(arrival), &Recipe::Rows { refused, registered })
    }

    /// The refused file and its notice, side by side under one name.
    pub(in crate::pipeline) fn return_file(
        &mut self,
        book: &mut Book<'_>,
        sheaf: &Sheaf,
        arrival: i64,
        rejections: &[Rejection],
        papers: &[Paper],
    ) -> Outcome<()> {
        let name = file_name(sheaf);
        let (stem, ending) = names::split_ending(&name);
        let ending = names::safe("", ending.trim_start_matches('.'), "");
        let ending = if stem.len() == name.len() { String::new() } else { format!(".{ending}") };
        let shown = names::shown(&sheaf.slot.name);
        let view = view::notice(
            &NoticeSheet {
                file_name: &shown,
                case: None,
                addressee: &addressee(papers),
                received: self.moment.day,
                returned: self.moment.day,
                reasons: rejections,
                titles: &titles(papers),
            },
            &self.tools.room.settings.office,
        );
        let notice = self.free_path(book, "退稿", stem, "（退稿通知）.docx")?;
        self.output(&notice, None, Some(arrival), &Recipe::Notice { view: Box::new(view) })?;
        if sheaf.aside.is_some() {
            let path = self.free_path(book, "退稿", stem, &ending)?;
            self.output(&path, None, Some(arrival), &Recipe::Original)?;
        }
        Ok(())
    }

    pub(in crate::pipeline) fn receipt(
        &mut self,
        book: &Book<'_>,
        sheaf: &Sheaf,
        arrival: i64,
        found: Option<&Papers>,
        cases: &[Case],
        repeated: &str,
    ) -> Outcome<()> {
        let (returned, warnings, titles) = match found {
            Some(found) => (found.rejections.clone(), hints(found, cases), titles(&found.papers)),
            None => Default::default(),
        };
        let view = self.receipt_view(sheaf, cases, (&returned, &warnings), &titles, (repeated, ""));
        let stem = stem_of(sheaf);
        let path = match cases.first() {
            Some(case) => OutputPath::named("回执", &format!("{} ", case.number), &stem, "（回执）.docx")?,
            None => self.free_path(book, "回执", &stem, "（重复投放回执）.docx")?,
        };
        self.output(&path, None, Some(arrival), &Recipe::Receipt { view: Box::new(view) })
    }

    /// The receipt of a filled form or of evidence: a sentence, and the rows that were not registered.
    pub(in crate::pipeline) fn answer_receipt(
        &mut self,
        book: &Book<'_>,
        sheaf: &Sheaf,
        arrival: i64,
        returned: &[Rejection],
        sentence: &str,
    ) -> Outcome<()> {
        let view = self.receipt_view(sheaf, &[], (returned, &[]), &[], ("", sentence));
        let path = self.free_path(book, "回执", &stem_of(sheaf), "（回执）.docx")?;
        self.output(&path, None, Some(arrival), &Recipe::Receipt { view: Box::new(view) })
    }

    /// The receipt of a form that came before.
    pub(in crate::pipeline) fn duplicate_receipt(
        &mut self,
        book: &Book<'_>,
        sheaf: &Sheaf,
        arrival: i64,
        sentence: &str,
    ) -> Outcome<()> {
        self.receipt(book, sheaf, arrival, None, &[], sentence)
    }

    pub(in crate::pipeline) fn receipt_view(
        &self,
        sheaf: &Sheaf,
        cases: &[Case],
        (returned, warnings): (&[Rejection], &[Rejection]),
        titles: &[Option<String>],
        (repeated, note): (&str, &str),
    ) -> ReceiptView {
        let (folder, name) = sheaf.slot.name.rsplit_once('/').unwrap_or(("", &sheaf.slot.name));
        let sheet = ReceiptSheet {
            file_name: &names::shown(name),
            folder: &names::shown(folder),
            sha256: sheaf.fingerprint,
            received: self.moment.day,
            cases: &cases.iter().collect::<Vec<_>>(),
            returned,
            warnings,
            titles,
            duplicate: repeated,
            note,
        };
        view::receipt(&sheet, &self.tools.room.settings.office)
    }

    /// A path that neither the book nor this batch has given away: `甲.docx`, `甲（2）.docx` …
    pub(in crate::pipeline) fn free_path(
        &mut self,
        book: &Book<'_>,
        folder: &str,
        stem: &str,
        tail: &str,
    ) -> Outcome<OutputPath> {
        let mut count = 1_u32;
        loop {
            let mark = if count == 1 { tail.to_owned() } else { format!("（{count}）{tail}") };
            let path = OutputPath::named(folder, "", stem, &mark)?;
            if !self.paths.contains(path.as_str()) && book.output(path.as_str())?.is_none() {
                self.paths.insert(path.as_str().to_owned());
                return Ok(path);
            }
            count += 1;
        }
    }

    pub(in crate::pipeline) fn output(
        &mut self,
        path: &OutputPath,
        number: Option<CaseNumber>,
        arrival: Option<i64>,
        recipe: &Recipe,
    ) -> Outcome<()> {
        self.outputs.push(new_output(path, number, arrival, recipe)?);
        Ok(())
    }
}

/// A row of pending output.
pub(in crate::pipeline) fn new_output(
    path: &OutputPath,
    number: Option<CaseNumber>,
    arrival: Option<i64>,
    recipe: &Recipe,
) -> Outcome<NewOutput> {
    let json = json(recipe, "a recipe")?;
    let kind = recipe.kind().to_owned();
    Ok(NewOutput { path: path.as_str().to_owned(), number, arrival, kind, recipe: json })
}

/// Findings that refuse nothing: those of reading, and those of registering.
fn hints(found: &Papers, cases: &[Case]) -> Vec<Rejection> {
    let mut all: Vec<Rejection> = found.warnings.clone();
    let late = [Code::NotOnRoster, Code::AmbiguousAuthor, Code::Resubmission];
    for case in cases {
        let more = case.registered.flags.iter().filter(|one| late.contains(&one.code));
        all.extend(more.cloned());
    }
    all
}

fn titles(papers: &[Paper]) -> Vec<Option<String>> {
    papers.iter().map(|paper| paper.title.clone()).collect()
}

fn addressee(papers: &[Paper]) -> String {
    let Some(paper) = papers.first() else { return String::new() };
    let names: Vec<&str> = paper.authors.iter().map(|author| author.name.as_str()).collect();
    if names.is_empty() { paper.unit.clone().unwrap_or_default() } else { names.join("、") }
}

pub(in crate::pipeline) fn file_name(sheaf: &Sheaf) -> String {
    sheaf.slot.name.rsplit('/').next().unwrap_or(&sheaf.slot.name).to_owned()
}

pub(in crate::pipeline) fn stem_of(sheaf: &Sheaf) -> String {
    let name = file_name(sheaf);
    names::split_ending(&name).0.to_owned()
}
