//! The office at a glance, out of narrow indexes: how many cases stand where, and what is due.
//! It never folds a case.

use super::engine::{Row, Value, integer};
use super::{Reading, cases, projections};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::office::case::Standing;
use crate::office::numbers::CaseNumber;
use crate::office::step::Step;
use chrono::NaiveDate;

/// What `status` and the status sheet count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Cases by step and standing, in the order of the steps; pairs without a case are left out.
    pub by_step: Vec<(Step, Standing, u64)>,
    /// Open deadlines that end today: one for each case and destination.
    pub due_today: u64,
    /// Open deadlines before today, counted likewise.
    pub overdue: u64,
    /// Destinations of cases that documents were placed for and that nobody has said to be sent to.
    pub placed_not_sent: u64,
    /// Documents that are still to be made or placed.
    pub pending_outputs: u64,
}

/// A deadline that is open: nobody has said 已送出.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDeadline {
    /// The case.
    pub number: CaseNumber,
    /// Where it must go.
    pub destination: String,
    /// Last day.
    pub due: NaiveDate,
    /// Day on which its documents were placed, if they are.
    pub placed: Option<NaiveDate>,
}

/// A document that was placed for a destination of which nothing was heard yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// The case.
    pub number: CaseNumber,
    /// Where it went.
    pub destination: String,
    /// Day on which it was placed.
    pub placed: NaiveDate,
}

/// A deadline is open while it is not sent and, where `$1` says that placing counts as sending, not placed.
const OPEN: &str = "sent IS NULL AND ($1 = 0 OR placed IS NULL)";

impl Reading {
    /// The counts of a day. `placed_is_sent` is the office's setting.
    pub fn counts(&self, today: NaiveDate, placed_is_sent: bool) -> Outcome<Counts> {
        self.engine.snapshot(|| self.counts_now(today, placed_is_sent))
    }

    fn counts_now(&self, today: NaiveDate, placed_is_sent: bool) -> Outcome<Counts> {
        let open = |compared: &str| {
            self.count(
                &format!("SELECT COUNT(*) FROM deadline WHERE {OPEN} AND due {compared} $2"),
                &[placed_is_sent.into(), today.into()],
            )
        };
        Ok(Counts {
            by_step: self.by_step()?,
            due_today: open("=")?,
            overdue: open("<")?,
            placed_not_sent: self.count(
                "SELECT COUNT(*) FROM deadline \
                 WHERE sent IS NULL AND placed IS NOT NULL AND $1 = 0",
                &[placed_is_sent.into()],
            )?,
            pending_outputs: self.count("SELECT COUNT(*) FROM output WHERE placed IS NULL", &[])?,
        })
    }

    /// Open deadlines, the nearest first.
    pub fn open_deadlines(&self, placed_is_sent: bool) -> Outcome<Vec<OpenDeadline>> {
        self.engine.all(
            &format!(
                "SELECT number, destination, due, placed FROM deadline WHERE {OPEN} ORDER BY due, number"
            ),
            &[placed_is_sent.into()],
            |row| {
                Ok(OpenDeadline {
                    number: cases::number(row.integer(0)?)?,
                    destination: row.text(1)?.to_owned(),
                    due: row.parsed(2)?,
                    placed: row.parsed_or_null(3)?,
                })
            },
        )
    }

    /// What was issued and not answered, the newest cases first, at most so many.
    pub fn unanswered(&self, at_most: usize) -> Outcome<Vec<Unanswered>> {
        self.engine.all(
            "SELECT number, destination, placed FROM deadline WHERE placed IS NOT NULL \
             AND NOT EXISTS (SELECT 1 FROM feedback WHERE feedback.number = deadline.number \
             AND feedback.organ = deadline.destination) ORDER BY number DESC, destination LIMIT $1",
            &[integer(at_most).into()],
            |row| {
                Ok(Unanswered {
                    number: cases::number(row.integer(0)?)?,
                    destination: row.text(1)?.to_owned(),
                    placed: row.parsed(2)?,
                })
            },
        )
    }

    /// Cases that are followed up, with the next day to look after each, the nearest first.
    pub fn follow_ups(&self) -> Outcome<Vec<(CaseNumber, NaiveDate)>> {
        self.engine.all("SELECT number, next FROM follow_up ORDER BY next, number", &[], |row| {
            Ok((cases::number(row.integer(0)?)?, row.parsed(1)?))
        })
    }

    fn by_step(&self) -> Outcome<Vec<(Step, Standing, u64)>> {
        let mut counts = self.engine.all(
            "SELECT step, standing, COUNT(*) FROM standing GROUP BY step, standing",
            &[],
            read_count,
        )?;
        counts.sort_by_key(|(step, standing, _)| (*step, projections::word(*standing)));
        Ok(counts)
    }

    fn count(&self, sql: &str, values: &[Value<'_>]) -> Outcome<u64> {
        let count = self.engine.first(sql, values, |row| unsigned(row, 0))?;
        Ok(count.unwrap_or(0))
    }
}

fn read_count(row: &Row<'_>) -> Outcome<(Step, Standing, u64)> {
    let step = Step::from_word(row.text(0)?).ok_or_else(|| {
        Failure::new(FailureKind::Integrity, "the ledger holds a step that this program does not know")
    })?;
    Ok((step, projections::standing(row.text(1)?)?, unsigned(row, 2)?))
}

/// A BIGINT that counts something.
pub(super) fn unsigned(row: &Row<'_>, column: usize) -> Outcome<u64> {
    let number = row.integer(column)?;
    u64::try_from(number)
        .map_err(|_| Failure::new(FailureKind::Integrity, format!("the ledger counts {number} of something")))
}
