//! The authors of the demo: from an entry of the year to the bytes of the file that they drop.
//! It never makes a file that an office could not have received.

use super::papers::{self, Text};
use super::people::People;
use super::year::{Drop, Missing, Sent, Shape, Year};
use super::{faults, sheets, word};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::ledger::CaseFilter;
use crate::pipeline::desk::Desk;
use crate::typeset::lists::{
    SubmissionAuthor, SubmissionDocument, SubmissionStyle, SubmissionTable, submission_document,
};
use std::collections::BTreeMap;

/// Everybody who writes, and what they write.
pub(super) struct Writers {
    pub(super) year: Year,
    texts: BTreeMap<&'static str, Text>,
    people: People,
}

impl Writers {
    /// The writers of a year.
    pub(super) fn new(year: Year) -> Writers {
        Writers { year, texts: papers::read(), people: People::read() }
    }

    /// The bytes of a file. The desk tells the number of the case that a paper follows.
    pub(super) fn bytes(&self, drop: &Drop, desk: &Desk) -> Outcome<Vec<u8>> {
        if let Some(earlier) = drop.repeat.as_deref().and_then(|path| self.year.drop_at(path)) {
            return self.bytes(earlier, desk);
        }
        let whole = match drop.form {
            Some(form) if is_document(form) => self.documents(drop, form, desk)?,
            Some(form) => self.workbook(drop, form, desk)?,
            None => Vec::new(),
        };
        Ok(faults::spoil(whole, drop.fault))
    }

    fn documents(&self, drop: &Drop, form: Shape, desk: &Desk) -> Outcome<Vec<u8>> {
        let mut made: Option<Vec<u8>> = None;
        for sent in &drop.papers {
            let submission = self.submission(sent, form, desk)?;
            let author = submission.authors.first().map_or("", |author| &author.name);
            let plain = submission_document(&submission).map_err(unmade(drop))?;
            let bytes = word::as_word_left_it(&plain, author, drop.day).map_err(unmade(drop))?;
            made = Some(match made {
                None => bytes,
                Some(first) => word::joined(&first, &bytes).map_err(unmade(drop))?,
            });
        }
        Ok(made.unwrap_or_default())
    }

    fn workbook(&self, drop: &Drop, form: Shape, desk: &Desk) -> Outcome<Vec<u8>> {
        let mut submissions = Vec::new();
        for sent in &drop.papers {
            submissions.push(self.submission(sent, form, desk)?);
        }
        let made = match (form, drop.roster) {
            (Shape::Roster, Some(edition)) => self.people.workbook(edition),
            (Shape::Batch, _) => sheets::batch(&submissions, &desk.tools.room.settings),
            (Shape::OwnSheet, _) => sheets::own(&submissions, drop.day),
            (Shape::OldLedger, _) => sheets::old_ledger(&drop.ledger),
            _ => sheets::headless(&submissions),
        };
        made.map_err(unmade(drop))
    }

    fn submission(&self, sent: &Sent, form: Shape, desk: &Desk) -> Outcome<SubmissionDocument> {
        let Some(text) = self.texts.get(sent.id.as_str()) else {
            return Err(Failure::new(FailureKind::World, format!("the demo has no paper {}", sent.id)));
        };
        let lacks = |what| sent.without == Some(what);
        let authors = sent.authors.iter().map(|name| self.author(name, &sent.at, form)).collect();
        let continues = match &sent.continues {
            Some(id) => self.number_of(id, desk)?,
            None => String::new(),
        };
        Ok(SubmissionDocument {
            style: style(form),
            title: if lacks(Missing::Title) { String::new() } else { text.title.clone() },
            authors: if lacks(Missing::Author) { Vec::new() } else { authors },
            unit: if lacks(Missing::Author) { String::new() } else { sent.unit.clone() },
            date: sent.date.clone(),
            category: sent.category.clone(),
            destinations: sent.to.clone(),
            urgent: text.urgent,
            continues,
            body: if lacks(Missing::Text) { Vec::new() } else { body(text, sent) },
            tables: tables(sent),
        })
    }

    /// A person with the name as it is written there: two characters are spread in Word and in sheets.
    fn author(&self, name: &str, workplace: &str, form: Shape) -> SubmissionAuthor {
        let known = self.people.author(name, workplace);
        let author = known.unwrap_or_else(|| self.stranger(name));
        let spread = match form {
            Shape::OfficeForm | Shape::Signature => "\u{3000}",
            Shape::Batch => " ",
            _ => "",
        };
        let name = match author.name.chars().collect::<Vec<_>>().as_slice() {
            [first, second] => format!("{first}{spread}{second}"),
            _ => author.name.clone(),
        };
        SubmissionAuthor { name, ..author }
    }

    fn stranger(&self, name: &str) -> SubmissionAuthor {
        let found = self.year.strangers.iter().find(|one| one.name == name);
        let field = |of: fn(&super::year::Stranger) -> &String| found.map(of).cloned().unwrap_or_default();
        SubmissionAuthor {
            name: name.to_owned(),
            workplace: field(|one| &one.workplace),
            position: field(|one| &one.position),
            phone: field(|one| &one.phone),
            ..SubmissionAuthor::default()
        }
    }

    /// The number under which a text was registered.
    pub(super) fn number_of(&self, id: &str, desk: &Desk) -> Outcome<String> {
        let title = self.texts.get(id).map_or("", |text| &text.title);
        let cases = desk.ledger.cases(&CaseFilter::default())?;
        let found = cases.iter().find(|case| case.registered.title == title);
        Ok(found.map_or_else(|| title.to_owned(), |case| case.number.to_string()))
    }
}

fn is_document(form: Shape) -> bool {
    matches!(form, Shape::OfficeForm | Shape::CheckingForm | Shape::Byline | Shape::Signature | Shape::Two)
}

fn style(form: Shape) -> SubmissionStyle {
    match form {
        Shape::OfficeForm => SubmissionStyle::FormTable,
        Shape::CheckingForm => SubmissionStyle::HongkouForm,
        Shape::Signature => SubmissionStyle::LetterWithSignature,
        _ => SubmissionStyle::Letter,
    }
}

fn body(text: &Text, sent: &Sent) -> Vec<String> {
    let mut body = text.paragraphs();
    if let Some(behind) = sent.picture {
        body.insert((behind + 1).min(body.len()), word::PICTURE_MARK.to_owned());
    }
    if !sent.more.is_empty() {
        body.push(sent.more.clone());
    }
    body
}

fn tables(sent: &Sent) -> Vec<SubmissionTable> {
    let table = sent.table.as_ref();
    table
        .map(|table| SubmissionTable { behind: table.behind, rows: table.rows.clone() })
        .into_iter()
        .collect()
}

fn unmade<E: std::error::Error + Send + Sync + 'static>(drop: &Drop) -> impl FnOnce(E) -> Failure + use<E> {
    let message = format!("cannot make {}", drop.file);
    move |cause| Failure::new(FailureKind::World, message).because(cause)
}
