//! A case (来稿 and all that happened to it): the sum of its entries.
//! It never changes an entry; a correction is a later entry.

mod event;

pub use event::{Classified, Contributor, Entry, Event, Judged, Reason, Registered, Route, Routed};

use super::feedback::FeedbackRow;
use super::numbers::{CaseNumber, IssueNumber};
use super::step::{Step, Verdict};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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

impl Standing {
    /// The clerk's word.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Moving => "办理中",
            Standing::Waiting => "等待",
            Standing::Kept => "已留存",
            Standing::Returned => "已退回",
            Standing::Done => "已办结",
        }
    }
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

    /// Where it stands, as one phrase: on which step, or what it waits for.
    pub fn standing_in_words(&self) -> String {
        match self.standing {
            Standing::Moving => format!("{}中", self.step),
            Standing::Waiting => self.reason.clone(),
            Standing::Kept | Standing::Returned | Standing::Done => self.standing.word().to_owned(),
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
