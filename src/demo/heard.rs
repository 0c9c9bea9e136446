//! What came back in the year: feedback, letters kept as evidence, meetings of the groups, topics wanted.
//! It never names a number that the office has not given, except where a clerk is to have mistyped it.

use super::sheets::filled;
use super::writing::Writers;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::office::forms::{ACTIVITIES, FEEDBACK, TOPICS};
use crate::pipeline::desk::Desk;
use crate::typeset::lists::{SubmissionDocument, SubmissionStyle, submission_document};
use chrono::NaiveDate;
use serde::Deserialize;

const HEARD: &str = include_str!("heard.toml");

/// All that comes back, in any order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Heard {
    #[serde(rename = "heard")]
    feedback: Vec<Sheet<Row>>,
    letter: Vec<Letter>,
    meeting: Vec<Sheet<Vec<String>>>,
    wanted: Vec<Sheet<Vec<String>>>,
}

/// A filled form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet<T> {
    day: NaiveDate,
    file: String,
    rows: Vec<T>,
}

/// A row of feedback.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Row {
    paper: String,
    number: String,
    organ: String,
    result: String,
    form: String,
    leader: String,
    level: String,
    chief: bool,
    date: String,
    content: String,
    grade: String,
    follow: String,
    evidence: String,
}

/// A letter of an organ.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Letter {
    day: NaiveDate,
    file: String,
    title: String,
    from: String,
    body: Vec<String>,
}

impl Heard {
    /// Reads the list.
    pub(super) fn read() -> Heard {
        toml::from_str(HEARD).expect("a test reads what came back")
    }

    /// Files of a day below the inbox, with their bytes.
    pub(super) fn drops_on(
        &self,
        day: NaiveDate,
        writers: &Writers,
        desk: &Desk,
    ) -> Outcome<Vec<(String, Vec<u8>)>> {
        let mut drops = Vec::new();
        for letter in self.letter.iter().filter(|letter| letter.day == day) {
            drops.push((letter.file.clone(), letter.bytes()?));
        }
        for sheet in self.feedback.iter().filter(|sheet| sheet.day == day) {
            let mut rows = Vec::with_capacity(sheet.rows.len());
            for row in &sheet.rows {
                rows.push(row.cells(writers, desk)?);
            }
            drops.push((
                sheet.file.clone(),
                filled("反馈登记", FEEDBACK, &rows).map_err(unmade(&sheet.file))?,
            ));
        }
        for (title, columns, sheets) in
            [("活动登记", ACTIVITIES, &self.meeting), ("征集要点", TOPICS, &self.wanted)]
        {
            for sheet in sheets.iter().filter(|sheet| sheet.day == day) {
                let bytes = filled(title, columns, &sheet.rows).map_err(unmade(&sheet.file))?;
                drops.push((sheet.file.clone(), bytes));
            }
        }
        Ok(drops)
    }
}

impl Row {
    /// The cells in the order of the form.
    fn cells(&self, writers: &Writers, desk: &Desk) -> Outcome<Vec<String>> {
        let number =
            if self.paper.is_empty() { self.number.clone() } else { writers.number_of(&self.paper, desk)? };
        let chief = if self.chief { "是" } else { "" };
        let cells = [
            &number,
            "",
            "",
            &self.organ,
            &self.result,
            &self.form,
            &self.leader,
            &self.level,
            chief,
            &self.date,
            &self.content,
            &self.grade,
            &self.follow,
            &self.evidence,
        ];
        Ok(cells.map(str::to_owned).to_vec())
    }
}

impl Letter {
    fn bytes(&self) -> Outcome<Vec<u8>> {
        let letter = SubmissionDocument {
            style: SubmissionStyle::LetterWithSignature,
            title: self.title.clone(),
            unit: self.from.clone(),
            body: self.body.clone(),
            ..SubmissionDocument::default()
        };
        submission_document(&letter).map_err(unmade(&self.file))
    }
}

fn unmade<E: std::error::Error + Send + Sync + 'static>(file: &str) -> impl FnOnce(E) -> Failure + use<E> {
    let message = format!("cannot make {file}");
    move |cause| Failure::new(FailureKind::World, message).because(cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_back_can_be_read_and_is_of_each_kind() {
        let heard = Heard::read();
        let rows = heard.feedback.iter().flat_map(|sheet| &sheet.rows);
        for result in ["采用", "批示", "答复", "落实", "未采用"] {
            assert!(rows.clone().any(|row| row.result == result), "{result}");
        }
        for sheet in &heard.feedback {
            assert!(sheet.rows.iter().all(|row| row.date <= sheet.day.to_string()), "{}", sheet.file);
        }
    }
}
