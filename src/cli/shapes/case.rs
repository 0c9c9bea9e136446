//! The shapes of cases: `list`, `show`, `explain`, and what `judge` and `feedback` answer.
//! It never asks the ledger.

use super::VERSION;
use super::paper::as_shapes;
use crate::office::case::{Case, Contributor, Reason};
use crate::office::feedback::{Evidence, FeedbackRow};
use crate::office::numbers::{CaseNumber, Fingerprint, IssueNumber};
use crate::office::paper::{Field, Paper};
use crate::rejection::Rejection;
use chrono::NaiveDate;
use serde::Serialize;

/// One line of `list`, and the head of `show`.
#[derive(Debug, Serialize)]
pub struct CaseShape {
    v: u32,
    number: CaseNumber,
    title: String,
    authors: Vec<String>,
    unit: Option<String>,
    received: NaiveDate,
    step: String,
    standing: String,
    category: Option<String>,
    topic: Option<String>,
    wanted: Option<String>,
    marks: Vec<String>,
    urgent: bool,
    destinations: Vec<String>,
    due: Option<NaiveDate>,
    signed: Option<NaiveDate>,
    issues: Vec<IssueNumber>,
    source: String,
    sha256: Fingerprint,
}

impl CaseShape {
    /// A case as scripts see it.
    pub fn of(case: &Case, placed_is_sent: bool) -> CaseShape {
        CaseShape {
            v: VERSION,
            number: case.number,
            title: case.registered.title.clone(),
            authors: case.registered.authors.iter().map(|author| author.name.clone()).collect(),
            unit: case.registered.unit.clone(),
            received: case.registered.received,
            step: case.step.to_string(),
            standing: case.standing_in_words(),
            category: some(&case.classified.category),
            topic: some(&case.classified.topic),
            wanted: some(&case.wanted),
            marks: case.marks.clone(),
            urgent: case.classified.urgent,
            destinations: case.destination_names().iter().map(|name| (*name).to_owned()).collect(),
            due: case.due(placed_is_sent).map(|route| route.due),
            signed: case.signed,
            issues: case.issues.clone(),
            source: case.registered.source.clone(),
            sha256: case.registered.sha256,
        }
    }
}

/// `show`.
#[derive(Debug, Serialize)]
pub struct ShowShape {
    /// What `list` prints.
    #[serde(flatten)]
    pub case: CaseShape,
    /// The paper as `extract` prints it.
    #[serde(serialize_with = "as_shapes")]
    pub papers: Vec<Paper>,
    /// Every field with where it was found.
    pub fields: Vec<Field>,
    /// Last days.
    pub deadlines: Vec<DeadlineShape>,
    /// Versions of the text.
    pub versions: Vec<VersionShape>,
    /// Entries of the ledger.
    pub entries: Vec<EntryShape>,
    /// Documents.
    pub outputs: Vec<OutputShape>,
    /// What became of it.
    pub feedback: Vec<FeedbackShape>,
    /// 重点跟踪: the next day to look after it.
    pub follow_up: Option<NaiveDate>,
    /// Its authors as the roster of its day knew them.
    pub contributors: Vec<Contributor>,
    /// Its unit as the roster of its day knew it.
    pub unit_known: Option<String>,
    /// The case that it continues.
    pub continues: Option<CaseNumber>,
    /// The earlier case of the same title by the same author.
    pub resubmits: Option<CaseNumber>,
    /// Findings that refused nothing.
    pub flags: Vec<Rejection>,
}

/// A last day.
#[derive(Debug, Serialize)]
pub struct DeadlineShape {
    /// Destination.
    pub destination: String,
    /// Last day.
    pub due: NaiveDate,
    /// How it was found.
    pub derivation: String,
    /// Day on which the documents were placed.
    pub placed: Option<NaiveDate>,
    /// Day on which it was really sent.
    pub sent: Option<NaiveDate>,
}

/// A row of feedback.
#[derive(Debug, Serialize)]
pub struct FeedbackShape {
    /// Position of its entry, by which it can be taken back.
    pub seq: i64,
    /// Organ.
    pub organ: String,
    /// 采用, 批示, 答复, 落实, 未采用.
    pub result: &'static str,
    /// 单篇, 综合, 转送.
    pub form: Option<&'static str>,
    /// Leader.
    pub leader: Option<String>,
    /// 区, 市, 省, 国.
    pub level: Option<String>,
    /// 主要领导.
    pub chief: bool,
    /// Day of the event.
    pub date: NaiveDate,
    /// Text.
    pub content: String,
    /// A, B, C.
    pub grade: Option<&'static str>,
    /// The next day to look after the case that the row set.
    pub follow_up: Option<NaiveDate>,
    /// Files in the archive.
    pub evidence: Vec<Evidence>,
}

impl FeedbackShape {
    /// A row as scripts see it.
    pub fn of(row: &FeedbackRow) -> FeedbackShape {
        let said = &row.feedback;
        FeedbackShape {
            seq: row.seq,
            organ: said.organ.clone(),
            result: said.result.word(),
            form: said.form.map(crate::office::feedback::Form::word),
            leader: said.leader.clone(),
            level: said.level.clone(),
            chief: said.chief,
            date: said.date,
            content: said.content.clone(),
            grade: said.grade.map(crate::office::feedback::Grade::word),
            follow_up: said.follow_up,
            evidence: said.evidence.clone(),
        }
    }
}

/// What `feedback`, `mark`, `continue` and `want` did.
#[derive(Debug, Serialize)]
pub struct AnswerShape {
    /// Version of the shape.
    pub v: u32,
    /// The case, or as it was written where there is none.
    pub number: String,
    /// It holds now.
    pub accepted: bool,
    /// Why not, or what it came to.
    pub reason: String,
    /// Position of the latest entry that it wrote.
    pub seq: Option<i64>,
}

/// A version of the text.
#[derive(Debug, Serialize)]
pub struct VersionShape {
    /// `original` or `edited`.
    pub version: String,
    /// Where it lies below the office.
    pub path: String,
    /// Fingerprint of that file.
    pub sha256: Option<Fingerprint>,
}

/// An entry.
#[derive(Debug, Serialize)]
pub struct EntryShape {
    /// Position in the book.
    pub seq: i64,
    /// Instant.
    pub at: String,
    /// Who.
    pub by: String,
    /// Step.
    pub step: String,
    /// What happened.
    pub what: String,
}

/// A document.
#[derive(Debug, Serialize)]
pub struct OutputShape {
    /// Path below the outbox.
    pub path: String,
    /// What it is.
    pub kind: String,
    /// Fingerprint, once it is placed.
    pub sha256: Option<Fingerprint>,
    /// `pending`, `placed`, or `withdrawn`: a proof that was read.
    pub state: &'static str,
}

/// One decision of `explain`.
#[derive(Debug, Serialize)]
pub struct ReasonShape {
    /// Version of the shape.
    pub v: u32,
    /// `category`, `topic`, `urgent`, `destination`, `deadline`, `return`.
    pub about: String,
    /// What was decided.
    pub value: String,
    /// The facts.
    pub because: Vec<String>,
    /// The rule, or who decided.
    pub rule: String,
}

impl ReasonShape {
    /// A reason as scripts see it.
    pub fn of(reason: &Reason) -> ReasonShape {
        let about = match reason.about.as_str() {
            "类别" => "category",
            "议题" => "topic",
            "急件" => "urgent",
            "去向" => "destination",
            other => other,
        };
        ReasonShape {
            v: VERSION,
            about: about.to_owned(),
            value: reason.value.clone(),
            because: reason.because.clone(),
            rule: reason.rule.clone(),
        }
    }
}

/// What `judge` did.
#[derive(Debug, Serialize)]
pub struct JudgementShape {
    /// Version of the shape.
    pub v: u32,
    /// The case.
    pub number: String,
    /// It was accepted.
    pub accepted: bool,
    /// Why not, or where the case stands now.
    pub reason: String,
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
