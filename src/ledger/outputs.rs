//! Outputs: a document is a row before it is a file, so that a crash leaves it due, never forgotten.
//! It never writes a document and never changes what one is to be made of.

use super::engine::{Row, Value};
use super::{Book, Reading, cases};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::office::numbers::{CaseNumber, Fingerprint};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A document to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOutput {
    /// Path under the outbox; there is one document to a path.
    pub path: String,
    /// The case that it belongs to.
    pub number: Option<CaseNumber>,
    /// The arrival that it answers.
    pub arrival: Option<i64>,
    /// What it is, for scripts: `issue`, `cover`, `receipt`, `notice`, `original` …
    pub kind: String,
    /// All that it is made of, as JSON: the same recipe gives the same bytes.
    pub recipe: String,
}

/// A document that is due or placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// What it is made of.
    pub document: NewOutput,
    /// Day on which it was decided.
    pub day: NaiveDate,
    /// Fingerprint of the file, once it is placed.
    pub fingerprint: Option<Fingerprint>,
    /// Day on which it was placed.
    pub placed: Option<NaiveDate>,
}

const COLUMNS: &[&str] = &["path", "number", "arrival", "kind", "recipe", "day"];

const SELECT: &str = "SELECT path, number, arrival, kind, recipe, day, fingerprint, placed FROM output";

impl Book<'_> {
    /// Adds documents to be made. The same document again is fine and stays as it is. Paths that another
    /// document has are returned, and these documents are not added: choose another name for them.
    pub fn add_outputs(&mut self, documents: &[NewOutput]) -> Outcome<Vec<String>> {
        let mut values = Vec::with_capacity(documents.len() * COLUMNS.len());
        for document in documents {
            values.extend([
                Value::from(document.path.as_str()),
                Value::from(document.number.map(cases::key)),
                Value::from(document.arrival),
                Value::from(document.kind.as_str()),
                Value::from(document.recipe.as_str()),
                Value::from(self.moment.day),
            ]);
        }
        let engine = &self.reading.engine;
        let added = engine.insert("output", COLUMNS, &values, "ON CONFLICT (path) DO NOTHING")?;
        if added == documents.len() {
            return Ok(Vec::new());
        }
        self.taken_paths(documents)
    }

    fn taken_paths(&self, documents: &[NewOutput]) -> Outcome<Vec<String>> {
        let mut taken = Vec::new();
        for document in documents {
            let there = self.reading.output(&document.path)?;
            if there.is_none_or(|there| there.document != *document) {
                taken.push(document.path.clone());
            }
        }
        Ok(taken)
    }

    /// Notes that documents lie in the outbox, with the fingerprints of their files.
    pub fn place_outputs(&mut self, placed: &[(String, Fingerprint)]) -> Outcome<()> {
        for (path, fingerprint) in placed {
            let changed = self.reading.engine.execute(
                "UPDATE output SET fingerprint = $2, placed = $3 WHERE path = $1",
                &[path.as_str().into(), fingerprint.to_string().into(), self.moment.day.into()],
            )?;
            if changed == 0 {
                return Err(Failure::new(
                    FailureKind::Integrity,
                    format!("{path} was placed without having been due"),
                ));
            }
        }
        Ok(())
    }
}

impl Reading {
    /// Cases of which a document is due and not placed.
    pub fn cases_with_pending_outputs(&self) -> Outcome<BTreeSet<CaseNumber>> {
        let numbers = self.engine.all(
            "SELECT DISTINCT number FROM output WHERE placed IS NULL AND number IS NOT NULL",
            &[],
            |row| cases::number(row.integer(0)?),
        )?;
        Ok(numbers.into_iter().collect())
    }

    /// Documents that are due and not placed, by path.
    pub fn pending_outputs(&self) -> Outcome<Vec<Output>> {
        self.engine.all(&format!("{SELECT} WHERE placed IS NULL ORDER BY path"), &[], read_output)
    }

    /// Documents of a case, by path.
    pub fn outputs(&self, number: CaseNumber) -> Outcome<Vec<Output>> {
        self.engine.all(
            &format!("{SELECT} WHERE number = $1 ORDER BY path"),
            &[cases::key(number).into()],
            read_output,
        )
    }

    /// The document at a path.
    pub fn output(&self, path: &str) -> Outcome<Option<Output>> {
        self.engine.first(&format!("{SELECT} WHERE path = $1"), &[path.into()], read_output)
    }

    /// Every document, one at a time, by path.
    pub fn each_output(&self, mut take: impl FnMut(Output) -> Outcome<()>) -> Outcome<()> {
        self.engine.each(&format!("{SELECT} ORDER BY path"), &[], |row| take(read_output(row)?))
    }
}

fn read_output(row: &Row<'_>) -> Outcome<Output> {
    Ok(Output {
        document: NewOutput {
            path: row.text(0)?.to_owned(),
            number: row.integer_or_null(1)?.map(cases::number).transpose()?,
            arrival: row.integer_or_null(2)?,
            kind: row.text(3)?.to_owned(),
            recipe: row.text(4)?.to_owned(),
        },
        day: row.parsed(5)?,
        fingerprint: row.parsed_or_null(6)?,
        placed: row.parsed_or_null(7)?,
    })
}
