//! 业务通讯: every figure of a period, out of cases, files, meetings, topics and rosters.
//! It never writes a sentence and never asks a ledger; what it is given is all that it knows.

pub mod counts;
pub mod period;
pub mod quota;
pub mod view;

pub use counts::Counts;
pub use period::Period;
pub use quota::{Kind, RosterInForce, Standing};

use crate::office::activity::Activity;
use crate::office::case::{Case, Contributor};
use crate::office::feedback::{Feedback, LEVELS, Outcome};
use crate::office::naming::key;
use crate::office::numbers::CaseNumber;
use crate::office::settings::Settings;
use crate::office::wanted::WantedTopic;
use chrono::NaiveDate;
use counts::heard_in;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Subject of the entry of the office at large that says that a bulletin was made.
pub const SUBJECT: &str = "bulletin";

/// Files dropped as papers, by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// Files of which something was registered.
    pub registered: u64,
    /// Files returned.
    pub returned: u64,
    /// Files known already.
    pub duplicate: u64,
}

impl Files {
    /// All of them.
    pub fn received(self) -> u64 {
        self.registered + self.returned + self.duplicate
    }
}

/// A paper that was returned at the counter, and whose it was: what is handed in counts for its author too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    /// Day on which it came.
    pub day: NaiveDate,
    /// Its authors as the roster of the day knew them.
    #[serde(default)]
    pub authors: Vec<Contributor>,
    /// Its unit as the roster knew it.
    #[serde(default)]
    pub unit: Option<String>,
}

impl Contribution {
    /// Subject of the entry of the office at large that holds one.
    pub const SUBJECT: &'static str = "returned_paper";
}

/// What the figures are made of: everything as it stood in the evening of `as_of`.
pub struct Source<'a> {
    /// The period.
    pub period: Period,
    /// The last day that counts.
    pub as_of: NaiveDate,
    /// Cases to which anything happened in the year before the period or since.
    pub cases: &'a [Case],
    /// Files of a period.
    pub files: &'a dyn Fn(Period) -> Files,
    /// Papers returned at the counter.
    pub returned: &'a [Contribution],
    /// Meetings of the groups.
    pub activities: &'a [Activity],
    /// Topics wanted.
    pub topics: &'a [WantedTopic],
    /// Rosters of the year.
    pub rosters: &'a [RosterInForce],
    /// office.toml.
    pub settings: &'a Settings,
}

/// The figures of a bulletin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The period.
    pub period: Period,
    /// The day as of which they were taken.
    pub as_of: NaiveDate,
    /// The counts.
    pub counts: Counts,
    /// The same of the period before.
    pub previous: Counts,
    /// The same of this period a year ago.
    pub last_year: Counts,
    /// Adoptions by organ, the highest first.
    pub adopted: Vec<Organ>,
    /// 批示, in the order of their days.
    pub instructions: Vec<Heard>,
    /// 答复.
    pub replies: Vec<Heard>,
    /// 落实.
    pub effects: Vec<Heard>,
    /// 未采用.
    pub declined: u64,
    /// Cases that are followed up and without an effect, the nearest day first.
    pub follow_ups: Vec<FollowUp>,
    /// People and units with their quotas.
    pub standings: Vec<Standing>,
    /// Groups with their meetings.
    pub groups: Vec<GroupMeetings>,
    /// Topics wanted in the period, with the papers that came.
    pub topics: Vec<TopicAnswered>,
    /// Topics wanted in the period behind this one.
    pub next_topics: Vec<WantedTopic>,
}

/// What an organ adopted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organ {
    /// Name.
    pub name: String,
    /// 件.
    pub cases: u64,
    /// Each adoption.
    pub items: Vec<Heard>,
}

/// A row of feedback with its case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The case.
    pub number: CaseNumber,
    /// Title as written.
    pub title: String,
    /// Names of its authors.
    pub authors: Vec<String>,
    /// Unit in whose name it came, or of its first author.
    pub unit: String,
    /// What was said.
    pub feedback: Feedback,
    /// Position of the entry, which orders rows of one day.
    pub seq: i64,
}

/// A case that is followed up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// The case.
    pub number: CaseNumber,
    /// Title as written.
    pub title: String,
    /// The next day to look after it.
    pub next: NaiveDate,
    /// What was heard of it last.
    pub latest: Option<Feedback>,
}

/// A group with its meetings in the period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupMeetings {
    /// Name.
    pub name: String,
    /// Meetings, in the order of their days.
    pub meetings: Vec<Activity>,
    /// Quarters of the period that are over and without a meeting.
    pub missed: Vec<Period>,
}

/// A topic wanted with the papers that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicAnswered {
    /// The topic.
    pub topic: WantedTopic,
    /// Papers registered in the period that belong to it.
    pub papers: u64,
}

/// The figures of a period.
pub fn figures(source: &Source) -> Figures {
    let Source { period, as_of, cases, .. } = *source;
    let publications: Vec<String> = source.settings.publications.iter().map(|one| one.name.clone()).collect();
    let asked = counts::Asked { as_of, placed_is_sent: source.settings.placed_is_sent };
    let counts = |of: Period| Counts::of(of, cases, (source.files)(of), &publications, asked);
    let quotas = quota::Asked {
        period,
        cases,
        returned: source.returned,
        rosters: source.rosters,
        quota: &source.settings.quota,
    };
    Figures {
        period,
        as_of,
        counts: counts(period),
        previous: counts(period.previous()),
        last_year: counts(period.last_year()),
        adopted: organs(heard(cases, period, Outcome::Adopted)),
        instructions: heard(cases, period, Outcome::Instructed),
        replies: heard(cases, period, Outcome::Answered),
        effects: heard(cases, period, Outcome::Effected),
        declined: heard(cases, period, Outcome::Declined).len() as u64,
        follow_ups: follow_ups(cases),
        standings: quota::standings(&quotas),
        groups: groups(source),
        topics: topics(source),
        next_topics: {
            let next = period.next();
            source.topics.iter().filter(|topic| topic.overlaps(next.from(), next.to())).cloned().collect()
        },
    }
}

/// Rows of one result in a period, by day and then by entry.
fn heard(cases: &[Case], period: Period, result: Outcome) -> Vec<Heard> {
    let mut rows: Vec<Heard> = Vec::new();
    for case in cases {
        let of_case = heard_in(case, period).filter(|row| row.feedback.result == result);
        rows.extend(of_case.map(|row| Heard {
            number: case.number,
            title: case.registered.title.clone(),
            authors: case.registered.authors.iter().map(|author| author.name.clone()).collect(),
            unit: unit_of(case),
            feedback: row.feedback.clone(),
            seq: row.seq,
        }));
    }
    rows.sort_by_key(|row| (row.feedback.date, row.seq));
    rows
}

fn unit_of(case: &Case) -> String {
    let registered = &case.registered;
    let collective = registered.unit_known.as_ref().or(registered.unit.as_ref());
    let of_author = registered.authors.first().and_then(|author| author.unit.as_ref());
    collective.or(of_author).cloned().unwrap_or_default()
}

/// Adoptions by organ: those of higher levels first, then by name.
fn organs(rows: Vec<Heard>) -> Vec<Organ> {
    let mut organs: BTreeMap<String, Vec<Heard>> = BTreeMap::new();
    for row in rows {
        organs.entry(row.feedback.organ.clone()).or_default().push(row);
    }
    let mut organs: Vec<Organ> = organs
        .into_iter()
        .map(|(name, items)| {
            let mut numbers: Vec<CaseNumber> = items.iter().map(|item| item.number).collect();
            numbers.sort_unstable();
            numbers.dedup();
            Organ { name, cases: numbers.len() as u64, items }
        })
        .collect();
    let height = |organ: &Organ| {
        let level = organ.items.iter().find_map(|item| item.feedback.level.as_deref());
        LEVELS.iter().position(|known| Some(*known) == level)
    };
    organs.sort_by(|one, other| height(other).cmp(&height(one)).then_with(|| one.name.cmp(&other.name)));
    organs
}

fn follow_ups(cases: &[Case]) -> Vec<FollowUp> {
    let mut rows: Vec<FollowUp> = cases
        .iter()
        .filter_map(|case| {
            let latest = case.feedback.iter().max_by_key(|row| (row.feedback.date, row.seq));
            Some(FollowUp {
                number: case.number,
                title: case.registered.title.clone(),
                next: case.follow_up()?,
                latest: latest.map(|row| row.feedback.clone()),
            })
        })
        .collect();
    rows.sort_by_key(|row| (row.next, row.number));
    rows
}

/// Groups of the latest roster, and any other that met.
fn groups(source: &Source) -> Vec<GroupMeetings> {
    let Source { period, as_of, .. } = *source;
    let mut groups: Vec<GroupMeetings> = Vec::new();
    let listed = source.rosters.last().map(|last| last.roster.groups.as_slice()).unwrap_or_default();
    for group in listed {
        groups.push(GroupMeetings { name: group.name.clone(), ..GroupMeetings::default() });
    }
    for activity in source.activities.iter().filter(|one| period.holds(one.date) && one.date <= as_of) {
        match groups.iter_mut().find(|group| key(&group.name) == key(&activity.group)) {
            Some(group) => group.meetings.push(activity.clone()),
            None => groups.push(GroupMeetings {
                name: activity.group.clone(),
                meetings: vec![activity.clone()],
                missed: Vec::new(),
            }),
        }
    }
    for group in &mut groups {
        group.meetings.sort_by_key(|meeting| meeting.date);
        let met = |quarter: &Period| group.meetings.iter().any(|meeting| quarter.holds(meeting.date));
        // A quarter that goes on may still have its meeting.
        let over = |quarter: &Period| quarter.to() <= as_of;
        group.missed =
            period.quarters().into_iter().filter(|quarter| over(quarter) && !met(quarter)).collect();
    }
    groups
}

fn topics(source: &Source) -> Vec<TopicAnswered> {
    let period = source.period;
    let open = source.topics.iter().filter(|topic| topic.overlaps(period.from(), period.to()));
    open.map(|topic| {
        let belongs = |case: &&Case| case.wanted == topic.name && period.holds(case.registered.received);
        TopicAnswered { topic: topic.clone(), papers: source.cases.iter().filter(belongs).count() as u64 }
    })
    .collect()
}

impl Figures {
    /// Standings of one kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Standing> {
        self.standings.iter().filter(move |row| row.kind == kind)
    }
}
