//! The shapes of `--json`: a promise to scripts. Keys are only added; a change of meaning raises `v`.
//! It never leaks a type of the program: core types are free to change behind these.

use crate::document::{Block, Format, Inline};
use crate::failure::Complaint;
use crate::formats::Reading;
use crate::intake::Papers;
use crate::office::case::{Case, Contributor, Reason};
use crate::office::feedback::{Evidence, FeedbackRow};
use crate::office::numbers::{CaseNumber, Fingerprint, IssueNumber};
use crate::office::paper::{Author, Field, Paper};
use crate::office::scoring::points::Points;
use crate::rejection::Rejection;
use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// Version of the shapes.
pub const VERSION: u32 = 1;

/// One line of `extract`.
#[derive(Debug, Serialize)]
pub struct ExtractShape {
    v: u32,
    file: String,
    format: Format,
    characters: usize,
    #[serde(serialize_with = "as_shapes")]
    papers: Vec<Paper>,
    rejections: Vec<Rejection>,
    warnings: Vec<Rejection>,
}

/// Papers one by one: the shapes of 100,000 of them would take as much memory again.
fn as_shapes<S: Serializer>(papers: &[Paper], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(papers.iter().map(PaperShape::of))
}

impl ExtractShape {
    /// What reading and intake gave for a file.
    pub fn of(file: String, reading: Reading, taken: Papers) -> ExtractShape {
        let mut rejections = reading.rejections;
        rejections.extend(taken.rejections);
        let mut warnings = reading.warnings;
        warnings.extend(taken.warnings);
        ExtractShape {
            v: VERSION,
            file,
            format: reading.format,
            characters: reading.characters,
            papers: taken.papers,
            rejections,
            warnings,
        }
    }
}

/// A paper.
#[derive(Debug, Serialize)]
pub struct PaperShape {
    title: Option<String>,
    authors: Vec<AuthorShape>,
    unit: Option<String>,
    date: Option<NaiveDate>,
    date_written: Option<String>,
    category: Option<String>,
    destinations: Vec<String>,
    urgent: bool,
    continues: Option<String>,
    body: Vec<BodyShape>,
    tables: usize,
    images: usize,
    characters: usize,
    fields: Vec<Field>,
}

#[derive(Debug, Serialize)]
struct AuthorShape {
    name: String,
    unit: Option<String>,
    position: Option<String>,
    sector: Option<String>,
    phone: Option<String>,
    kind: Option<String>,
}

#[derive(Debug, Serialize)]
struct BodyShape {
    level: u8,
    text: String,
}

impl PaperShape {
    /// A paper as scripts see it.
    pub fn of(paper: &Paper) -> PaperShape {
        PaperShape {
            title: paper.title.clone(),
            authors: paper.authors.iter().map(AuthorShape::of).collect(),
            unit: paper.unit.clone(),
            date: paper.date,
            date_written: paper.date_written.clone(),
            category: paper.category.clone(),
            destinations: paper.destinations.clone(),
            urgent: paper.urgent,
            continues: paper.continues.clone(),
            body: body_shapes(&paper.body),
            tables: paper.body.iter().filter(|block| matches!(block, Block::Table(_))).count(),
            images: images(&paper.body),
            characters: paper.characters(),
            fields: paper.fields.clone(),
        }
    }
}

impl AuthorShape {
    fn of(author: &Author) -> AuthorShape {
        AuthorShape {
            name: author.name.clone(),
            unit: author.unit.clone(),
            position: author.position.clone(),
            sector: author.sector.clone(),
            phone: author.phone.clone(),
            kind: author.kind.clone(),
        }
    }
}

fn body_shapes(blocks: &[Block]) -> Vec<BodyShape> {
    let paragraphs = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(BodyShape { level: paragraph.level, text: paragraph.text() }),
        Block::Table(_) => None,
    });
    paragraphs.filter(|shape| !shape.text.is_empty()).collect()
}

fn images(blocks: &[Block]) -> usize {
    let of_block = |block: &Block| match block {
        Block::Paragraph(paragraph) => {
            paragraph.inlines.iter().filter(|inline| matches!(inline, Inline::Image(_))).count()
        }
        Block::Table(table) => {
            table.rows.iter().flat_map(|row| &row.cells).map(|cell| images(&cell.blocks)).sum()
        }
    };
    blocks.iter().map(of_block).sum()
}

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
            standing: crate::pipeline::judge::standing(case),
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
    pub papers: Vec<PaperShape>,
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
    /// `pending` or `placed`.
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
pub struct ReconcileShape {
    /// Version of the shape.
    pub v: u32,
    /// Folder of the inbox.
    pub inbox: String,
    /// First day, or null from the beginning.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: NaiveDate,
    /// Files received.
    pub received: u64,
    /// Files registered.
    pub registered: u64,
    /// Files returned.
    pub returned: u64,
    /// Files known already.
    pub duplicate: u64,
    /// Files that stay.
    pub waiting: u64,
    /// Papers registered.
    pub papers: u64,
    /// Papers or rows that came back.
    pub bad_rows: u64,
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

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A row of a board.
#[derive(Debug, Serialize)]
pub struct ScoreShape {
    /// Version of the shape.
    pub v: u32,
    /// Board.
    pub board: String,
    /// Rank, equal ones sharing it; null where one is not ranked.
    pub rank: Option<u32>,
    /// Person or unit.
    pub name: String,
    /// Total.
    pub points: Points,
    /// Points by his own count.
    pub self_points: Option<Points>,
    /// Cases that gave points.
    pub items: usize,
    /// Counts and rates of the scheme.
    pub metrics: BTreeMap<String, String>,
    /// Grade band.
    pub band: Option<String>,
    /// Award.
    pub tier: Option<String>,
    /// Quotas that are not met.
    pub missing: Vec<MissingShape>,
    /// Quotas that say 不达标.
    pub failed: Vec<String>,
    /// Why there is no award.
    pub barred: Vec<String>,
    /// Money in yuan, where the scheme has any.
    pub money: Option<Points>,
    /// First day of the period.
    pub from: NaiveDate,
    /// Last day of the period.
    pub to: NaiveDate,
    /// Day as of which the figures stand.
    pub as_of: NaiveDate,
}

/// A quota that is not met.
#[derive(Debug, Serialize)]
pub struct MissingShape {
    /// Quota.
    pub quota: String,
    /// The span, as `2026年3月`.
    pub span: String,
    /// What is wanted.
    pub wanted: String,
    /// What was done.
    pub done: String,
    /// What is missing.
    pub missing: String,
    /// The span has ended.
    pub ended: bool,
}

/// A point.
#[derive(Debug, Serialize)]
pub struct PointShape {
    /// Version of the shape.
    pub v: u32,
    /// Board.
    pub board: String,
    /// Person or unit.
    pub name: String,
    /// Rule, or what else gave or took it.
    pub rule: String,
    /// Case; null where other points are adjusted.
    pub case: Option<String>,
    /// Numbers in publications.
    pub issues: Option<String>,
    /// Title, or why.
    pub title: String,
    /// Organ.
    pub organ: Option<String>,
    /// Event in words.
    pub event: String,
    /// Day that it counts on.
    pub date: NaiveDate,
    /// What the points were multiplied with.
    pub factor: String,
    /// Points, signed.
    pub points: Points,
    /// `分`, or `元` for money.
    pub unit: String,
}

/// What `adjust` did.
#[derive(Debug, Serialize)]
pub struct AdjustedShape {
    /// Version of the shape.
    pub v: u32,
    /// Person or unit.
    pub name: String,
    /// It was accepted.
    pub accepted: bool,
    /// Why not, or what it came to.
    pub reason: String,
}
