//! A case (来稿 and all that happened to it): the sum of its entries.
//! It never changes an entry; a correction is a later entry.

use super::feedback::{Feedback, FeedbackRow};
use super::numbers::{CaseNumber, Fingerprint, IssueNumber};
use super::step::{Step, Verdict};
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

/// Where a case stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// On its way; the program goes on by itself.
    #[default]
    Moving,
    /// At a gate, until a person decides.
    Waiting,
    /// 留存 or 不签发: not issued.
    Kept,
    /// 退回 to the author.
    Returned,
    /// Through all ten steps; 传送 may still be unconfirmed.
    Done,
}

/// A case: the fold of its entries.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// 登记号.
    pub number: CaseNumber,
    /// What was registered.
    pub registered: Registered,
    /// Latest classification.
    pub classified: Classified,
    /// Latest destinations.
    pub routed: Routed,
    /// The step that it is at (the next one to be done), or 存档 when all are done.
    pub step: Step,
    /// How it stands there.
    pub standing: Standing,
    /// Why it waits, was kept or returned.
    pub reason: String,
    /// Day of 采用.
    pub decided: Option<NaiveDate>,
    /// Day of 签发.
    pub signed: Option<NaiveDate>,
    /// Numbers in publications.
    pub issues: Vec<IssueNumber>,
    /// Paths of its documents under the outbox.
    pub outputs: Vec<String>,
    /// Destinations whose documents are placed, with the day.
    pub placed: Vec<(String, NaiveDate)>,
    /// Destinations to which it was really sent, with the day.
    pub sent: Vec<(String, NaiveDate)>,
    /// What became of it, without what was taken back.
    pub feedback: Vec<FeedbackRow>,
    /// Whether feedback was ever written, also when all of it was taken back.
    pub heard: bool,
    /// Days to look after it that entries of their own set, with the entries' positions.
    pub followed: Vec<(i64, NaiveDate)>,
    /// Day of its latest entry.
    pub changed: NaiveDate,
    /// Marks on it.
    pub marks: Vec<String>,
    /// The day of each of them.
    pub mark_days: Vec<NaiveDate>,
    /// Day on which it was kept or returned.
    pub ended: Option<NaiveDate>,
    /// The topic wanted (征集要点) that it belongs to, or empty.
    pub wanted: String,
    /// Why it does.
    pub wanted_because: String,
    /// The case that it continues, by its paper or by a person.
    pub continues: Option<CaseNumber>,
}

impl Case {
    /// The case that entries add up to; `None` without a 登记 entry. Entries must be in the book's order.
    pub fn fold<'a>(number: CaseNumber, entries: impl IntoIterator<Item = &'a Entry>) -> Option<Case> {
        let mut entries = entries.into_iter();
        let first = entries.next()?;
        let Event::Registered(registered) = &first.event else { return None };
        let mut case = Case::new(number, registered.clone());
        for entry in entries {
            case.apply(entry);
        }
        Some(case)
    }

    /// A case that was just registered.
    pub fn new(number: CaseNumber, registered: Registered) -> Case {
        Case {
            number,
            continues: registered.continues,
            changed: registered.received,
            registered,
            classified: Classified::default(),
            routed: Routed::default(),
            step: Step::Classify,
            standing: Standing::Moving,
            reason: String::new(),
            decided: None,
            signed: None,
            issues: Vec::new(),
            outputs: Vec::new(),
            placed: Vec::new(),
            sent: Vec::new(),
            feedback: Vec::new(),
            heard: false,
            followed: Vec::new(),
            marks: Vec::new(),
            mark_days: Vec::new(),
            ended: None,
            wanted: String::new(),
            wanted_because: String::new(),
        }
    }

    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        self.changed = self.changed.max(entry.day);
        match &entry.event {
            Event::Registered(_) => {}
            Event::Classified(classified) => {
                self.classified = classified.clone();
                if self.step == Step::Classify {
                    self.go_to(Step::Screen);
                }
            }
            Event::Routed(routed) => self.routed = routed.clone(),
            Event::Waiting { step, reason } => {
                self.step = *step;
                self.standing = Standing::Waiting;
                self.reason.clone_from(reason);
            }
            Event::Judged(judged) => self.apply_verdict(judged, entry.day),
            Event::Numbered { issues } => self.issues.clone_from(issues),
            Event::Typeset { outputs } => {
                self.outputs.clone_from(outputs);
                self.go_to(Step::Proofread);
            }
            Event::Placed { destinations } => {
                remember(&mut self.placed, destinations, entry.day);
                self.go_to(Step::Archive);
            }
            Event::Sent { destinations, date, .. } => {
                remember(&mut self.sent, destinations, *date);
                self.leave_delivery();
            }
            Event::Feedback(feedback) => {
                self.heard = true;
                self.feedback.push(FeedbackRow {
                    seq: entry.seq,
                    day: entry.day,
                    feedback: feedback.clone(),
                });
            }
            Event::TakenBack { seq, .. } => self.feedback.retain(|row| row.seq != *seq),
            Event::FollowUp { next } => self.followed.push((entry.seq, *next)),
            Event::Marked { mark, on } => {
                if let Some(at) = self.marks.iter().position(|one| one == mark) {
                    self.marks.remove(at);
                    self.mark_days.remove(at);
                }
                if *on {
                    self.marks.push(mark.clone());
                    self.mark_days.push(entry.day);
                }
            }
            Event::Wanted { topic, because } => {
                self.wanted.clone_from(topic);
                self.wanted_because.clone_from(because);
            }
            Event::Continues { number } => self.continues = Some(*number),
            Event::Archived { .. } => {
                self.step = Step::Archive;
                self.standing = Standing::Done;
                self.reason.clear();
            }
        }
    }

    fn apply_verdict(&mut self, judged: &Judged, day: NaiveDate) {
        let ends = matches!(judged.verdict, Verdict::Keep | Verdict::Return | Verdict::Decline);
        self.ended = ends.then_some(day);
        match judged.verdict {
            Verdict::Adopt => {
                self.decided = Some(day);
                self.go_to(Step::Edit);
            }
            Verdict::Keep => self.end(Step::Screen, Standing::Kept, &judged.note),
            Verdict::Return => self.end(Step::Screen, Standing::Returned, &judged.note),
            Verdict::Submit => self.go_to(Step::Review),
            Verdict::Pass => self.go_to(Step::SignOff),
            Verdict::Rework => self.go_to(Step::Edit),
            Verdict::Sign => {
                self.signed = Some(day);
                self.go_to(Step::Typeset);
            }
            Verdict::Decline => self.end(Step::SignOff, Standing::Kept, &judged.note),
            Verdict::Clean => self.go_to(Step::Deliver),
            // 已送出 is its own event; the verdict alone moves nothing.
            Verdict::Sent => {}
        }
    }

    /// A case that waits at 传送 goes on when it was sent everywhere.
    fn leave_delivery(&mut self) {
        let waits = self.step == Step::Deliver && self.standing == Standing::Waiting;
        let all = self.routed.destinations.iter().all(|route| has(&self.sent, &route.destination));
        if waits && all {
            self.go_to(Step::Archive);
        }
    }

    fn go_to(&mut self, step: Step) {
        self.step = step;
        self.standing = Standing::Moving;
        self.reason.clear();
    }

    fn end(&mut self, step: Step, standing: Standing, note: &str) {
        self.step = step;
        self.standing = standing;
        note.clone_into(&mut self.reason);
    }

    /// Names of its destinations.
    pub fn destination_names(&self) -> Vec<&str> {
        self.routed.destinations.iter().map(|route| route.destination.as_str()).collect()
    }

    /// Whether a destination's deadline is closed: sent, or placed where the office counts that as sent.
    pub fn is_closed(&self, destination: &str, placed_is_sent: bool) -> bool {
        has(&self.sent, destination) || (placed_is_sent && has(&self.placed, destination))
    }

    /// The nearest last day that is still open; `None` when nothing is open or the case will not go out.
    pub fn due(&self, placed_is_sent: bool) -> Option<&Route> {
        if matches!(self.standing, Standing::Kept | Standing::Returned) {
            return None;
        }
        self.routed
            .destinations
            .iter()
            .filter(|route| !self.is_closed(&route.destination, placed_is_sent))
            .min_by_key(|route| route.due)
    }

    /// 重点跟踪: the next day to look after it, by its latest entry that sets one, unless an effect (落实) was
    /// recorded behind that.
    pub fn follow_up(&self) -> Option<NaiveDate> {
        let by_rows = self.feedback.iter().filter_map(|row| Some((row.seq, row.feedback.follow_up?)));
        let (seq, next) = by_rows.chain(self.followed.iter().copied()).max_by_key(|(seq, _)| *seq)?;
        let effected =
            |row: &FeedbackRow| row.feedback.result == super::feedback::Outcome::Effected && row.seq >= seq;
        (!self.feedback.iter().any(effected)).then_some(next)
    }

    /// The number that it got in a publication.
    pub fn issue_in(&self, publication: &str) -> Option<&IssueNumber> {
        self.issues.iter().find(|issue| issue.publication == publication)
    }
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

fn remember(days: &mut Vec<(String, NaiveDate)>, destinations: &[String], day: NaiveDate) {
    for destination in destinations {
        if !has(days, destination) {
            days.push((destination.clone(), day));
        }
    }
}

fn has(days: &[(String, NaiveDate)], destination: &str) -> bool {
    days.iter().any(|(name, _)| name == destination)
}
