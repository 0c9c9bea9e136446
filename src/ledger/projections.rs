//! What is looked up often and could be folded again: where each case stands, and its deadlines.
//! It never holds anything that the entries do not say.

use super::engine::{Engine, Row, Value, integer};
use super::{CaseFilter, Finding, Reading, cases};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::office::case::{Case, Standing};
use crate::office::feedback::FeedbackRow;
use std::collections::BTreeMap;

/// Writes what is derived from cases, in place of what was derived before.
pub(super) fn write<'a>(engine: &Engine, cases: impl Iterator<Item = &'a Case>) -> Outcome<()> {
    let mut standings = Vec::new();
    let mut deadlines = Vec::new();
    let mut issues = Vec::new();
    let mut heard = Heard::default();
    for case in cases {
        let key = cases::key(case.number);
        for issue in &case.issues {
            issues.extend([
                Value::from(issue.publication.as_str()),
                Value::from(i64::from(issue.year)),
                Value::from(issue.number),
                Value::from(key),
            ]);
        }
        heard.take(engine, case)?;
        standings.extend([
            Value::from(key),
            Value::from(case.step.word()),
            Value::from(word(case.standing)),
            Value::from(case.reason.as_str()),
            Value::from(case.changed),
        ]);
        engine.execute("DELETE FROM deadline WHERE number = $1", &[key.into()])?;
        for (destination, dates) in deadlines_of(case) {
            deadlines.extend([
                Value::from(key),
                Value::from(destination),
                Value::from(dates.due),
                Value::from(dates.placed),
                Value::from(dates.sent),
            ]);
        }
    }
    engine.insert(
        "standing",
        &["number", "step", "standing", "reason", "changed"],
        &standings,
        "ON CONFLICT (number) DO UPDATE SET \
         step = excluded.step, standing = excluded.standing, reason = excluded.reason, \
         changed = excluded.changed",
    )?;
    engine.insert(
        "issue",
        &["publication", "year", "serial", "number"],
        &issues,
        "ON CONFLICT (publication, year, serial) DO NOTHING",
    )?;
    heard.write(engine)?;
    engine.insert("deadline", &["number", "destination", "due", "placed", "sent"], &deadlines, "")?;
    Ok(())
}

/// What is derived from feedback, of the few cases that have any.
#[derive(Default)]
struct Heard<'a> {
    feedback: Vec<Value<'a>>,
    follow_ups: Vec<Value<'a>>,
}

impl<'a> Heard<'a> {
    fn take(&mut self, engine: &Engine, case: &'a Case) -> Outcome<()> {
        if !case.heard && case.followed.is_empty() {
            return Ok(());
        }
        let key = cases::key(case.number);
        engine.execute("DELETE FROM feedback WHERE number = $1", &[key.into()])?;
        engine.execute("DELETE FROM follow_up WHERE number = $1", &[key.into()])?;
        for row in &case.feedback {
            self.feedback.extend([
                Value::from(row.seq),
                Value::from(key),
                Value::from(row.feedback.organ.as_str()),
                Value::from(row.feedback.result.word()),
                Value::from(row.feedback.date),
            ]);
        }
        if let Some(next) = case.follow_up() {
            self.follow_ups.extend([Value::from(key), Value::from(next)]);
        }
        Ok(())
    }

    fn write(self, engine: &Engine) -> Outcome<()> {
        let columns = ["seq", "number", "organ", "result", "day"];
        engine.insert("feedback", &columns, &self.feedback, "")?;
        engine.insert("follow_up", &["number", "next"], &self.follow_ups, "")?;
        Ok(())
    }
}

/// The days of one deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Dates {
    due: String,
    placed: Option<String>,
    sent: Option<String>,
}

/// The deadlines of a case by destination; a case that was kept or returned has none.
fn deadlines_of(case: &Case) -> BTreeMap<&str, Dates> {
    if matches!(case.standing, Standing::Kept | Standing::Returned) {
        return BTreeMap::new();
    }
    let day_in = |days: &[(String, chrono::NaiveDate)], name: &str| {
        days.iter().find(|(destination, _)| destination == name).map(|(_, day)| day.to_string())
    };
    case.routed
        .destinations
        .iter()
        .map(|route| {
            let name = route.destination.as_str();
            let dates = Dates {
                due: route.due.to_string(),
                placed: day_in(&case.placed, name),
                sent: day_in(&case.sent, name),
            };
            (name, dates)
        })
        .collect()
}

/// A standing as the ledger stores it.
pub(super) fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Moving => "moving",
        Standing::Waiting => "waiting",
        Standing::Kept => "kept",
        Standing::Returned => "returned",
        Standing::Done => "done",
    }
}

/// The standing that a stored word means.
pub(super) fn standing(stored: &str) -> Outcome<Standing> {
    [Standing::Moving, Standing::Waiting, Standing::Kept, Standing::Returned, Standing::Done]
        .into_iter()
        .find(|standing| word(*standing) == stored)
        .ok_or_else(|| {
            Failure::new(FailureKind::Integrity, format!("the ledger knows no standing \"{stored}\""))
        })
}

/// What is stored of each case beside its entries: lines by number, for comparing.
type Shown = BTreeMap<String, Vec<String>>;

impl Reading {
    /// Folds every case again and says where what is stored beside the entries differs.
    pub fn verify_projections(&self) -> Outcome<Vec<Finding>> {
        self.engine.snapshot(|| self.differing_projections())
    }

    fn differing_projections(&self) -> Outcome<Vec<Finding>> {
        let mut stored = self.stored_projections()?;
        let mut findings = Vec::new();
        self.each_case(&CaseFilter::default(), |case| {
            let number = case.number.to_string();
            let expected = one_text(show(&case));
            let found = one_text(stored.remove(&number).unwrap_or_default());
            if found != expected {
                findings.push(Finding::new("projection", number, expected, found));
            }
            Ok(())
        })?;
        for (number, lines) in stored {
            findings.push(Finding::new("projection", number, "", one_text(lines)));
        }
        Ok(findings)
    }

    fn stored_projections(&self) -> Outcome<Shown> {
        let mut shown = Shown::new();
        let mut add = |row: &Row<'_>, line: String| {
            let number = cases::number(row.integer(0)?)?.to_string();
            shown.entry(number).or_default().push(line);
            Ok(())
        };
        self.engine.each("SELECT number, fingerprint, paper_index, received FROM cases", &[], |row| {
            add(row, case_line(row.text(1)?, row.integer(2)?, row.text(3)?))
        })?;
        self.engine.each("SELECT number, step, standing, reason, changed FROM standing", &[], |row| {
            let line = standing_line(row.text(1)?, row.text(2)?, row.text(3)?, row.text(4)?);
            add(row, line)
        })?;
        self.engine.each("SELECT number, publication, year, serial FROM issue", &[], |row| {
            add(row, issue_line(row.text(1)?, row.integer(2)?, row.integer(3)?))
        })?;
        self.engine.each("SELECT number, seq, organ, result, day FROM feedback", &[], |row| {
            let line = feedback_line(row.integer(1)?, row.text(2)?, row.text(3)?, row.text(4)?);
            add(row, line)
        })?;
        self.engine
            .each("SELECT number, next FROM follow_up", &[], |row| add(row, follow_up_line(row.text(1)?)))?;
        self.engine.each("SELECT number, destination, due, placed, sent FROM deadline", &[], |row| {
            add(row, deadline_line(row.text(1)?, &read_dates(row)?))
        })?;
        Ok(shown)
    }
}

/// The lines that should be stored of a case.
fn show(case: &Case) -> Vec<String> {
    let first = &case.registered;
    let mut lines = vec![
        case_line(&first.sha256.to_string(), integer(first.paper), &first.received.to_string()),
        standing_line(case.step.word(), word(case.standing), &case.reason, &case.changed.to_string()),
    ];
    lines.extend(
        case.issues
            .iter()
            .map(|issue| issue_line(&issue.publication, i64::from(issue.year), i64::from(issue.number))),
    );
    lines.extend(case.feedback.iter().map(|row| {
        let FeedbackRow { seq, feedback, .. } = row;
        feedback_line(*seq, &feedback.organ, feedback.result.word(), &feedback.date.to_string())
    }));
    lines.extend(case.follow_up().map(|next| follow_up_line(&next.to_string())));
    lines.extend(deadlines_of(case).iter().map(|(name, dates)| deadline_line(name, dates)));
    lines
}

/// Lines are put in order here, not in SQL: engines sort Chinese differently.
fn one_text(mut lines: Vec<String>) -> String {
    lines.sort_unstable();
    lines.join("; ")
}

fn read_dates(row: &Row<'_>) -> Outcome<Dates> {
    Ok(Dates {
        due: row.text(2)?.to_owned(),
        placed: row.text_or_null(3)?.map(str::to_owned),
        sent: row.text_or_null(4)?.map(str::to_owned),
    })
}

fn case_line(fingerprint: &str, paper: i64, received: &str) -> String {
    format!("{fingerprint} paper {paper} received {received}")
}

fn standing_line(step: &str, standing: &str, reason: &str, changed: &str) -> String {
    format!("{step} {standing} {changed} {reason}")
}

fn issue_line(publication: &str, year: i64, serial: i64) -> String {
    format!("issue {publication} {year} {serial}")
}

fn feedback_line(seq: i64, organ: &str, result: &str, day: &str) -> String {
    format!("feedback {seq} {organ} {result} {day}")
}

fn follow_up_line(next: &str) -> String {
    format!("follow up {next}")
}

fn deadline_line(destination: &str, dates: &Dates) -> String {
    let shown = |day: &Option<String>| day.clone().unwrap_or_else(|| "-".to_owned());
    format!("{destination} due {} placed {} sent {}", dates.due, shown(&dates.placed), shown(&dates.sent))
}
