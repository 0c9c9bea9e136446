//! What is looked up often and could be folded again: where each case stands, and its deadlines.
//! It never holds anything that the entries do not say.

use super::engine::{Engine, Row, Value};
use super::{CaseFilter, Finding, Reading, cases};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::office::case::{Case, Standing};
use std::collections::BTreeMap;

/// Writes what is derived from cases, in place of what was derived before.
pub(super) fn write<'a>(engine: &Engine, cases: impl Iterator<Item = &'a Case>) -> Outcome<()> {
    let mut standings = Vec::new();
    let mut deadlines = Vec::new();
    for case in cases {
        let key = cases::key(case.number);
        standings.extend([
            Value::from(key),
            Value::from(case.step.word()),
            Value::from(word(case.standing)),
            Value::from(case.reason.as_str()),
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
        &["number", "step", "standing", "reason"],
        &standings,
        "ON CONFLICT (number) DO UPDATE SET \
         step = excluded.step, standing = excluded.standing, reason = excluded.reason",
    )?;
    engine.insert(
        "deadline",
        &["number", "destination", "due", "placed", "sent"],
        &deadlines,
        "",
    )
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
        days.iter()
            .find(|(destination, _)| destination == name)
            .map(|(_, day)| day.to_string())
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
    [
        Standing::Moving,
        Standing::Waiting,
        Standing::Kept,
        Standing::Returned,
        Standing::Done,
    ]
    .into_iter()
    .find(|standing| word(*standing) == stored)
    .ok_or_else(|| {
        Failure::new(
            FailureKind::Integrity,
            format!("the ledger knows no standing \"{stored}\""),
        )
    })
}

/// A case's projections as one text, for comparing.
type Shown = BTreeMap<String, String>;

impl Reading {
    /// Folds every case again and says where what is stored differs.
    pub fn verify_projections(&self) -> Outcome<Vec<Finding>> {
        let mut stored = self.stored_projections()?;
        let mut findings = Vec::new();
        self.each_case(&CaseFilter::default(), |case| {
            let number = case.number.to_string();
            let expected = show(&case);
            let found = stored.remove(&number).unwrap_or_default();
            if found != expected {
                findings.push(Finding::new("projection", number, expected, found));
            }
            Ok(())
        })?;
        for (number, found) in stored {
            findings.push(Finding::new("projection", number, "", found));
        }
        Ok(findings)
    }

    fn stored_projections(&self) -> Outcome<Shown> {
        let mut shown = Shown::new();
        self.engine.each(
            "SELECT number, step, standing, reason FROM standing",
            &[],
            |row| {
                let line = standing_line(row.text(1)?, row.text(2)?, row.text(3)?);
                shown.insert(cases::number(row.integer(0)?)?.to_string(), line);
                Ok(())
            },
        )?;
        self.engine.each(
            "SELECT number, destination, due, placed, sent FROM deadline",
            &[],
            |row| add_deadline(row, &mut shown),
        )?;
        // Lines of deadlines are put in order here, not in SQL: engines collate Chinese differently.
        for text in shown.values_mut() {
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            lines[1..].sort_unstable();
            *text = lines.concat();
        }
        Ok(shown)
    }
}

fn add_deadline(row: &Row<'_>, shown: &mut Shown) -> Outcome<()> {
    let dates = Dates {
        due: row.text(2)?.to_owned(),
        placed: row.text_or_null(3)?.map(str::to_owned),
        sent: row.text_or_null(4)?.map(str::to_owned),
    };
    let number = cases::number(row.integer(0)?)?.to_string();
    shown
        .entry(number)
        .or_default()
        .push_str(&deadline_line(row.text(1)?, &dates));
    Ok(())
}

fn show(case: &Case) -> String {
    let mut lines: Vec<_> = deadlines_of(case)
        .iter()
        .map(|(name, dates)| deadline_line(name, dates))
        .collect();
    lines.sort_unstable();
    standing_line(case.step.word(), word(case.standing), &case.reason) + &lines.concat()
}

fn standing_line(step: &str, standing: &str, reason: &str) -> String {
    format!("{step} {standing} {}\n", reason.replace('\n', " "))
}

fn deadline_line(destination: &str, dates: &Dates) -> String {
    let (placed, sent) = (
        dates.placed.as_deref().unwrap_or("-"),
        dates.sent.as_deref().unwrap_or("-"),
    );
    format!(
        "{destination} due {} placed {placed} sent {sent}\n",
        dates.due
    )
}
