//! What can happen to a case: the events of its entries, which are a promise to every later version.
//! It never says what they add up to; the case does.

use crate::office::feedback::Feedback;
use crate::office::numbers::{CaseNumber, Fingerprint, IssueNumber};
use crate::office::step::{Step, Verdict};
use crate::rejection::Rejection;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An entry of the ledger, as the domain sees it: who, when, and what happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Position in the book, from 1.
    pub seq: i64,
    /// Instant, RFC 3339 with offset.
    pub at: String,
    /// Civil day of the instant, which is what rules and papers count by.
    pub day: NaiveDate,
    /// Who: a person's name, or `minyi` for a step passed by rule.
    pub by: String,
    /// What happened.
    pub event: Event,
}

/// What can happen to a case. The JSON of each kind is a promise: keys are only added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// 登记.
    Registered(Registered),
    /// 分类: category, topic, urgency and their reasons.
    Classified(Classified),
    /// 分类 and later corrections: where the case goes, each with its reason.
    Routed(Routed),
    /// A gate keeps the case at a step until a person decides.
    Waiting {
        /// The step.
        step: Step,
        /// Why, in the clerk's words (`等待筛选`, `无正文`).
        reason: String,
    },
    /// A verdict, by a person or by rule.
    Judged(Judged),
    /// 签发: the numbers that the case got.
    Numbered {
        /// One number a publication.
        issues: Vec<IssueNumber>,
    },
    /// 排印: the documents that were made of it.
    Typeset {
        /// Paths under the outbox.
        outputs: Vec<String>,
    },
    /// 传送: the documents lie in the outbox (已置出). Nothing is said about sending.
    Placed {
        /// Destinations.
        destinations: Vec<String>,
    },
    /// 传送: a person says that it was really sent.
    Sent {
        /// Destinations.
        destinations: Vec<String>,
        /// Day of sending.
        date: NaiveDate,
        /// Remark, or empty.
        note: String,
    },
    /// 反馈: what became of it at an organ.
    Feedback(Feedback),
    /// An earlier entry of feedback is taken back; it stays in the book.
    TakenBack {
        /// Position of that entry.
        seq: i64,
        /// Why.
        note: String,
    },
    /// 重点跟踪: the next day to look after the case, until an effect is recorded.
    FollowUp {
        /// That day.
        next: NaiveDate,
    },
    /// 标记: the views of a minority or differing opinions (founding document 二.4), or taken off again.
    Marked {
        /// The mark, as `少数意见` or `不同意见`.
        mark: String,
        /// Put on, or taken off.
        on: bool,
    },
    /// 征集要点: the case belongs to a topic wanted, by rule or by a person; empty takes it off.
    Wanted {
        /// The topic wanted.
        topic: String,
        /// Why.
        because: String,
    },
    /// 续报: the case continues an earlier one, as a person says.
    Continues {
        /// The first case.
        number: CaseNumber,
    },
    /// 存档: the original lies in the archive under its fingerprint.
    Archived {
        /// Path under the office.
        path: String,
    },
}

/// What 登记 leaves: everything but the paper itself, which is stored beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Registered {
    /// Name of the file as dropped, with sub-folders.
    pub source: String,
    /// Inbox folder: 来稿 or 急件.
    pub inbox: String,
    /// Fingerprint of the file.
    pub sha256: Fingerprint,
    /// Index of the paper in the file, from 0.
    pub paper: usize,
    /// Title as written.
    pub title: String,
    /// Who the authors are by the roster.
    pub authors: Vec<Contributor>,
    /// Unit in whose name it comes, as written.
    #[serde(default)]
    pub unit: Option<String>,
    /// That unit by the roster, when it is on it.
    #[serde(default)]
    pub unit_known: Option<String>,
    /// Characters of the body.
    pub characters: usize,
    /// A row of an old ledger without text.
    #[serde(default)]
    pub textless: bool,
    /// Findings that refuse nothing.
    #[serde(default)]
    pub flags: Vec<Rejection>,
    /// The earlier case of the same title by the same author.
    #[serde(default)]
    pub resubmits: Option<CaseNumber>,
    /// The case that it continues (续报).
    #[serde(default)]
    pub continues: Option<CaseNumber>,
    /// Days of the deadline's clock start from here.
    pub received: NaiveDate,
}

/// An author of a case with what the roster of that day says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contributor {
    /// Name.
    pub name: String,
    /// Key of the person in the roster, when exactly one fits.
    pub person: Option<String>,
    /// Roles on that day: 委员, 信息员.
    pub roles: Vec<String>,
    /// 界别 by the roster, else as written.
    pub sector: Option<String>,
    /// 专委会.
    pub committee: Option<String>,
    /// 镇街.
    pub town: Option<String>,
    /// 党派.
    pub party: Option<String>,
    /// 信息小组.
    pub group: Option<String>,
    /// Workplace by the paper, else by the roster.
    pub unit: Option<String>,
    /// Post by the paper, else by the roster.
    pub position: Option<String>,
    /// Telephone by the paper, else by the roster.
    pub phone: Option<String>,
}

/// What 分类 leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Classified {
    /// One of the five priorities.
    pub category: String,
    /// The category as written on the paper, kept beside it.
    pub category_written: Option<String>,
    /// Topic of the office's list, or empty.
    pub topic: String,
    /// Urgent.
    pub urgent: bool,
    /// Every decision with its reasons.
    pub reasons: Vec<Reason>,
}

/// Why something was decided, for `explain` and for paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// 类别, 议题, 急件, 去向 …
    pub about: String,
    /// What was decided.
    pub value: String,
    /// The facts, one a line, in the clerk's words.
    pub because: Vec<String>,
    /// Name of the rule, or `默认`, or the person.
    pub rule: String,
}

/// Where a case goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Routed {
    /// Destinations in the order of office.toml, with their last days.
    pub destinations: Vec<Route>,
    /// Why each.
    pub reasons: Vec<Reason>,
}

/// One destination of a case with its deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// Name of the destination.
    pub destination: String,
    /// Publication in which it goes there.
    pub publication: String,
    /// Last day.
    pub due: NaiveDate,
    /// How the day was found, as printed.
    pub derivation: String,
}

/// A verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// What was said.
    pub verdict: Verdict,
    /// Why, or what to mend; empty when nothing was said.
    #[serde(default)]
    pub note: String,
    /// Passed by rule, no person looked.
    #[serde(default)]
    pub by_rule: bool,
}

impl Event {
    /// The step under which the entry stands in the book.
    pub fn step(&self) -> Step {
        match self {
            Event::Registered(_) => Step::Register,
            Event::Classified(_)
            | Event::Routed(_)
            | Event::Marked { .. }
            | Event::Wanted { .. }
            | Event::Continues { .. } => Step::Classify,
            Event::Waiting { step, .. } => *step,
            Event::Judged(judged) => judged.verdict.step(),
            Event::Numbered { .. } => Step::SignOff,
            Event::Typeset { .. } => Step::Typeset,
            // Feedback belongs to none of the ten steps; it answers what was delivered.
            Event::Placed { .. }
            | Event::Sent { .. }
            | Event::Feedback(_)
            | Event::TakenBack { .. }
            | Event::FollowUp { .. } => Step::Deliver,
            Event::Archived { .. } => Step::Archive,
        }
    }

    /// The kind as its JSON names it under `event`.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::Registered(_) => "registered",
            Event::Classified(_) => "classified",
            Event::Routed(_) => "routed",
            Event::Waiting { .. } => "waiting",
            Event::Judged(_) => "judged",
            Event::Numbered { .. } => "numbered",
            Event::Typeset { .. } => "typeset",
            Event::Placed { .. } => "placed",
            Event::Sent { .. } => "sent",
            Event::Feedback(_) => "feedback",
            Event::TakenBack { .. } => "taken_back",
            Event::FollowUp { .. } => "follow_up",
            Event::Marked { .. } => "marked",
            Event::Wanted { .. } => "wanted",
            Event::Continues { .. } => "continues",
            Event::Archived { .. } => "archived",
        }
    }

    /// What happened, as one Chinese phrase for the log.
    pub fn what(&self) -> String {
        match self {
            Event::Registered(it) => format!("登记《{}》", it.title),
            Event::Classified(it) => {
                let topic = if it.topic.is_empty() { String::new() } else { format!("，{}", it.topic) };
                format!("{}{topic}{}", it.category, if it.urgent { "，急件" } else { "" })
            }
            Event::Routed(it) => {
                let names: Vec<_> = it.destinations.iter().map(|route| route.destination.as_str()).collect();
                format!("去向：{}", names.join("、"))
            }
            Event::Waiting { reason, .. } => reason.clone(),
            Event::Judged(it) => {
                let rule = if it.by_rule { "（按规则）" } else { "" };
                let note = if it.note.is_empty() { String::new() } else { format!("：{}", it.note) };
                format!("{}{rule}{note}", it.verdict)
            }
            Event::Numbered { issues } => {
                let names: Vec<_> = issues.iter().map(ToString::to_string).collect();
                names.join("、")
            }
            Event::Typeset { outputs } => format!("排印{}份", outputs.len()),
            Event::Placed { destinations } => format!("已置出：{}", destinations.join("、")),
            Event::Sent { destinations, date, note } => {
                let note = if note.is_empty() { String::new() } else { format!("（{note}）") };
                format!("已送出：{}，{date}{note}", destinations.join("、"))
            }
            Event::Feedback(it) => {
                let by = it.leader.as_ref().map(|leader| format!("（{leader}）")).unwrap_or_default();
                format!("{}{}{by}，{}", it.organ, it.result, it.date)
            }
            Event::TakenBack { seq, note } => format!("撤回第{seq}条：{note}"),
            Event::FollowUp { next } => format!("重点跟踪，下次{next}"),
            Event::Marked { mark, on } => format!("{}标记“{mark}”", if *on { "加上" } else { "去掉" }),
            Event::Wanted { topic, .. } if topic.is_empty() => "不属征集要点".to_owned(),
            Event::Wanted { topic, .. } => format!("征集要点：{topic}"),
            Event::Continues { number } => format!("续报{number}"),
            Event::Archived { path } => format!("存档：{path}"),
        }
    }
}
