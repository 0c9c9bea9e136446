//! Entries in and out: appended in the chain's order, read as the domain sees them.
//! It never changes or deletes one.

use super::chain::Link;
use super::engine::{Row, Value, integer};
use super::{Book, Head, Reading, cases};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::office::case::{Case, Entry, Event};
use crate::office::numbers::CaseNumber;
use crate::office::step::Step;
use chrono::NaiveDate;
use std::borrow::Cow;

/// The subject of entries that belong to a case.
const CASE: &str = "case";

/// An entry to be appended.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEntry {
    by: String,
    about: About,
}

#[derive(Clone, Debug, PartialEq)]
enum About {
    Case(CaseNumber, Event),
    Office { subject: String, what: String, body: String },
}

impl NewEntry {
    /// What happened to a case, and who did it.
    pub fn of_case(number: CaseNumber, by: impl Into<String>, event: Event) -> NewEntry {
        NewEntry { by: by.into(), about: About::Case(number, event) }
    }

    /// What happened in the office at large: `subject` is a noun for scripts (`roster`, `arrival`, `sweep`),
    /// `what` one Chinese phrase for the log, `body` JSON or empty.
    pub fn of_office(
        by: impl Into<String>,
        subject: impl Into<String>,
        what: impl Into<String>,
        body: impl Into<String>,
    ) -> NewEntry {
        let about = About::Office { subject: subject.into(), what: what.into(), body: body.into() };
        NewEntry { by: by.into(), about }
    }
}

/// An entry's columns, position and hash apart.
struct Written {
    number: Option<CaseNumber>,
    subject: String,
    kind: &'static str,
    step: &'static str,
    what: String,
    body: String,
    sealed: String,
}

/// An entry of the office at large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeEntry {
    /// Position in the book.
    pub seq: i64,
    /// Civil day.
    pub day: NaiveDate,
    /// What it says, JSON or empty.
    pub body: String,
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Position in the book, from 1.
    pub seq: i64,
    /// Instant, RFC 3339 with offset.
    pub at: String,
    /// Who.
    pub by: String,
    /// The case, or `None` for what happened in the office at large.
    pub number: Option<CaseNumber>,
    /// `case`, or the noun of an entry of the office at large.
    pub subject: String,
    /// The step, for a case.
    pub step: Option<Step>,
    /// What happened, one Chinese phrase.
    pub what: String,
    /// Hash of the entry, 64 hexadecimal digits.
    pub hash: String,
}

const COLUMNS: &[&str] =
    &["seq", "at", "day", "actor", "number", "subject", "kind", "step", "what", "body", "sealed", "hash"];

impl Book<'_> {
    /// Appends entries in their order. A case must have been added before its first entry, which is 登记.
    pub fn append(&mut self, entries: Vec<NewEntry>) -> Outcome<()> {
        let mut head = match self.head.take() {
            Some(head) => head,
            None => Head::take(&self.reading.engine)?,
        };
        let day = self.moment.day.to_string();
        let mut values = Vec::with_capacity(entries.len() * COLUMNS.len());
        for entry in entries {
            self.append_one(entry, &day, &mut head, &mut values)?;
        }
        self.head = Some(head);
        self.reading.engine.insert("entry", COLUMNS, &values, "")?;
        Ok(())
    }

    fn append_one(
        &mut self,
        entry: NewEntry,
        day: &str,
        head: &mut Head,
        values: &mut Vec<Value<'_>>,
    ) -> Outcome<()> {
        let written = self.write_down(&entry)?;
        head.advance(&Link {
            at: &self.moment.at,
            day,
            actor: &entry.by,
            number: &written.number.map(|number| number.to_string()).unwrap_or_default(),
            subject: &written.subject,
            kind: written.kind,
            step: written.step,
            what: &written.what,
            body: &written.body,
            sealed: &written.sealed,
        });
        values.extend([
            Value::from(head.seq),
            Value::from(self.moment.at.clone()),
            Value::from(day.to_owned()),
            Value::from(entry.by.clone()),
            Value::from(written.number.map(cases::key)),
            Value::from(written.subject),
            Value::from(written.kind),
            Value::from(written.step),
            Value::from(written.what),
            Value::from(written.body),
            Value::from(written.sealed),
            Value::from(head.hash.clone()),
        ]);
        let NewEntry { by, about } = entry;
        match about {
            About::Case(number, event) => {
                let (at, day) = (self.moment.at.clone(), self.moment.day);
                self.touch(number, &Entry { seq: head.seq, at, day, by, event })
            }
            About::Office { .. } => Ok(()),
        }
    }

    /// The columns that an entry fills by itself.
    fn write_down(&mut self, entry: &NewEntry) -> Outcome<Written> {
        match &entry.about {
            About::Case(number, event) => Ok(Written {
                number: Some(*number),
                subject: CASE.to_owned(),
                kind: event.kind(),
                step: event.step().word(),
                what: String::new(),
                body: to_json(event)?,
                sealed: self.seal(*number, event)?,
            }),
            About::Office { subject, what, body } => Ok(Written {
                number: None,
                subject: subject.clone(),
                kind: "",
                step: "",
                what: what.clone(),
                body: body.clone(),
                sealed: String::new(),
            }),
        }
    }

    /// What a 登记 entry seals into the chain: the digest of the paper that was added with the case.
    fn seal(&mut self, number: CaseNumber, event: &Event) -> Outcome<String> {
        match event {
            Event::Registered(_) => self.unsealed.remove(&number).ok_or_else(|| {
                Failure::new(
                    FailureKind::Integrity,
                    format!("case {number} is registered without having been added"),
                )
            }),
            _ => Ok(String::new()),
        }
    }

    /// Keeps the case as it stands after an entry, for the projections and for whoever asks next.
    fn touch(&mut self, number: CaseNumber, entry: &Entry) -> Outcome<()> {
        if let Some(case) = self.touched.get_mut(&number) {
            case.apply(entry);
            return Ok(());
        }
        let known = match self.last.take(number) {
            Some(case) => Some(case),
            // A case that is only now registered has no entries to be read.
            None if matches!(entry.event, Event::Registered(_)) => None,
            None => self.reading.case(number)?,
        };
        let case = match known {
            Some(mut case) => {
                case.apply(entry);
                Some(case)
            }
            None => Case::fold(number, [entry]),
        };
        let case = case.ok_or_else(|| {
            Failure::new(
                FailureKind::Integrity,
                format!("the first entry of case {number} does not register it"),
            )
        })?;
        self.touched.insert(number, case);
        Ok(())
    }
}

impl Reading {
    /// The entries of a case in their order; none when there is no such case.
    pub fn entries(&self, number: CaseNumber) -> Outcome<Vec<Entry>> {
        self.engine.all(
            "SELECT seq, at, day, actor, body FROM entry WHERE number = $1 ORDER BY seq",
            &[cases::key(number).into()],
            read_entry,
        )
    }

    /// The day of the first entry.
    pub fn first_day(&self) -> Outcome<Option<NaiveDate>> {
        self.engine.first("SELECT day FROM entry ORDER BY seq LIMIT 1", &[], |row| row.parsed(0))
    }

    /// Whether anything came, was registered or was said in a period, bulletins apart.
    pub fn has_entries(&self, from: NaiveDate, to: NaiveDate) -> Outcome<bool> {
        let values = [from.into(), to.into()];
        let found = |sql: &str| Ok(self.engine.first(sql, &values, |row| row.integer(0))?.is_some());
        Ok(found("SELECT 1 FROM cases WHERE received BETWEEN $1 AND $2 LIMIT 1")?
            || found("SELECT 1 FROM arrival WHERE day BETWEEN $1 AND $2 LIMIT 1")?
            || found(
                "SELECT 1 FROM entry WHERE number IS NULL AND subject = 'activity' \
                 AND day BETWEEN $1 AND $2 LIMIT 1",
            )?
            || found("SELECT 1 FROM feedback WHERE day BETWEEN $1 AND $2 LIMIT 1")?)
    }

    /// Every entry of feedback, also what was taken back, one at a time. It looks through the whole book.
    pub fn each_feedback(&self, mut take: impl FnMut(Entry) -> Outcome<()>) -> Outcome<()> {
        self.engine.each(
            "SELECT seq, at, day, actor, body FROM entry WHERE kind = 'feedback' ORDER BY seq",
            &[],
            |row| take(read_entry(row)?),
        )
    }

    /// Entries of the office at large on a subject up to a day, in their order.
    pub fn office_entries(&self, subject: &str, as_of: NaiveDate) -> Outcome<Vec<OfficeEntry>> {
        self.engine.all(
            "SELECT seq, day, body FROM entry WHERE number IS NULL AND subject = $1 AND day <= $2 ORDER BY seq",
            &[subject.into(), as_of.into()],
            |row| {
                Ok(OfficeEntry { seq: row.integer(0)?, day: row.parsed(1)?, body: row.text(2)?.to_owned() })
            },
        )
    }

    /// At most `limit` lines of the log after a position, of cases and of the office at large.
    pub fn log(&self, after: i64, limit: usize) -> Outcome<Vec<LogLine>> {
        self.engine.all(
            "SELECT seq, at, actor, number, subject, step, what, body, hash FROM entry \
             WHERE seq > $1 ORDER BY seq LIMIT $2",
            &[after.into(), integer(limit).into()],
            read_line,
        )
    }
}

/// Reads `seq, at, day, actor, body`.
pub(super) fn read_entry(row: &Row<'_>) -> Outcome<Entry> {
    let seq = row.integer(0)?;
    Ok(Entry {
        seq,
        at: row.text(1)?.to_owned(),
        day: row.parsed(2)?,
        by: row.text(3)?.to_owned(),
        event: from_json(seq, row.text(4)?)?,
    })
}

fn read_line(row: &Row<'_>) -> Outcome<LogLine> {
    let seq = row.integer(0)?;
    let number = row.integer_or_null(3)?.map(cases::number).transpose()?;
    let what = match number {
        Some(_) => Cow::Owned(from_json(seq, row.text(7)?)?.what()),
        None => Cow::Borrowed(row.text(6)?),
    };
    Ok(LogLine {
        seq,
        at: row.text(1)?.to_owned(),
        by: row.text(2)?.to_owned(),
        number,
        subject: row.text(4)?.to_owned(),
        step: Step::from_word(row.text(5)?),
        what: what.into_owned(),
        hash: row.text(8)?.to_owned(),
    })
}

fn to_json(event: &Event) -> Outcome<String> {
    serde_json::to_string(event).map_err(|error| {
        Failure::new(FailureKind::Integrity, "an event cannot be written as JSON").because(error)
    })
}

fn from_json(seq: i64, text: &str) -> Outcome<Event> {
    serde_json::from_str(text).map_err(|error| {
        Failure::new(FailureKind::Integrity, format!("entry {seq} of the ledger cannot be read"))
            .because(error)
    })
}
