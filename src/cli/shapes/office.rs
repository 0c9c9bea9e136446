//! The shapes of the office at large: `status`, `reconcile`, `verify`, `check`, `log`, `fields`, `demo`.
//! It never counts.

use super::VERSION;
use crate::failure::Complaint;
use crate::office::balance::Balance;
use crate::office::numbers::CaseNumber;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// `demo`.
#[derive(Debug, Serialize)]
pub struct DemoShape {
    /// Version of the shape.
    pub v: u32,
    /// The last day played.
    pub day: NaiveDate,
    /// Files dropped.
    pub dropped: usize,
    /// Files of which something was registered.
    pub registered: usize,
    /// Papers registered.
    pub papers: usize,
    /// Files returned.
    pub returned: usize,
    /// Files known already.
    pub duplicate: usize,
    /// Documents placed in the outbox.
    pub placed: usize,
    /// Documents that the clerk said were sent.
    pub sent: usize,
}

/// `run`, and each pass of `watch` that did something.
#[derive(Debug, Serialize)]
pub struct RunShape {
    /// Version of the shape.
    pub v: u32,
    /// Files of which something was registered.
    pub registered: usize,
    /// Papers registered.
    pub papers: usize,
    /// Files returned.
    pub returned: usize,
    /// Files known already.
    pub duplicate: usize,
    /// Documents placed in the outbox.
    pub placed: usize,
    /// Files that stay in the inbox.
    pub waiting: usize,
    /// Those files.
    pub files_waiting: Vec<WaitingShape>,
    /// Bulletins and workbooks made, below the office.
    pub made: Vec<String>,
}

/// `status`.
#[derive(Debug, Serialize)]
pub struct StatusShape {
    /// Version of the shape.
    pub v: u32,
    /// The day.
    pub day: NaiveDate,
    /// Files received.
    pub received: u64,
    /// Files registered.
    pub registered: u64,
    /// Files returned.
    pub returned: u64,
    /// Files known already.
    pub duplicate: u64,
    /// Files that stay in the inbox.
    pub waiting: u64,
    /// Those files.
    pub files_waiting: Vec<WaitingShape>,
    /// Cases by step.
    pub by_step: BTreeMap<String, u64>,
    /// Open deadlines that end today.
    pub due_today: u64,
    /// Open deadlines that are past.
    pub overdue: u64,
    /// Placed and not said to be sent.
    pub placed_not_sent: u64,
    /// Documents due and not written.
    pub pending_outputs: u64,
    /// Cases that are followed up.
    pub follow_ups: Vec<FollowUpShape>,
}

/// A case that is followed up.
#[derive(Debug, Serialize)]
pub struct FollowUpShape {
    /// The case.
    pub number: CaseNumber,
    /// The next day to look after it.
    pub next: NaiveDate,
}

/// A file that stays in the inbox.
#[derive(Debug, Serialize)]
pub struct WaitingShape {
    /// Path below the inbox.
    pub file: String,
    /// Why.
    pub reason: String,
}

/// One inbox folder of `reconcile`.
#[derive(Debug, Serialize)]
pub struct ReconcileShape<'a> {
    /// Version of the shape.
    pub v: u32,
    /// First day, or null from the beginning.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: NaiveDate,
    /// The folder and its files.
    #[serde(flatten)]
    pub balance: &'a Balance,
    /// received = registered + returned + duplicate + waiting.
    pub adds_up: bool,
}

/// A finding of `verify`.
#[derive(Debug, Serialize)]
pub struct FindingShape<'a> {
    /// Version of the shape.
    pub v: u32,
    /// The finding.
    #[serde(flatten)]
    pub finding: &'a crate::ledger::Finding,
}

/// A complaint of `check` and `template check`.
#[derive(Debug, Serialize)]
pub struct ComplaintShape {
    v: u32,
    file: String,
    line: Option<usize>,
    place: String,
    message: String,
    hint: String,
}

impl ComplaintShape {
    /// A complaint as scripts see it.
    pub fn of(complaint: &Complaint) -> ComplaintShape {
        let line = complaint.place.strip_prefix("line ").and_then(|digits| digits.parse().ok());
        ComplaintShape {
            v: VERSION,
            file: complaint.file.clone(),
            line,
            place: complaint.place.clone(),
            message: complaint.message.clone(),
            hint: complaint.hint.clone(),
        }
    }
}

/// A line of `log`.
#[derive(Debug, Serialize)]
pub struct LogShape {
    /// Version of the shape.
    pub v: u32,
    /// Position in the book.
    pub seq: i64,
    /// Instant.
    pub at: String,
    /// Who.
    pub by: String,
    /// The case, or null.
    pub number: Option<CaseNumber>,
    /// `case`, or what else.
    pub subject: String,
    /// What happened.
    pub what: String,
    /// Hash of the entry.
    pub hash: String,
}

/// A name of `fields`.
#[derive(Debug, Serialize)]
pub struct FieldShape {
    /// Version of the shape.
    pub v: u32,
    /// The name.
    pub name: String,
    /// What it means.
    pub meaning: String,
    /// An example.
    pub example: String,
    /// `templates`, `rules` or `both`.
    #[serde(rename = "where")]
    pub place: String,
}
