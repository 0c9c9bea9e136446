//! The shapes of `bulletin --json` and `quota --json`: a promise to scripts.
//! It never computes a figure.

use super::VERSION;
use crate::office::bulletin::{Counts, Figures, Heard, Standing};
use crate::office::numbers::CaseNumber;
use chrono::NaiveDate;
use serde::Serialize;

/// `bulletin`.
#[derive(Debug, Serialize)]
pub struct BulletinShape {
    v: u32,
    period: String,
    from: NaiveDate,
    to: NaiveDate,
    as_of: NaiveDate,
    #[serde(flatten)]
    counts: CountsShape,
    adopted: Vec<OrganShape>,
    instruction_items: Vec<HeardShape>,
    reply_items: Vec<HeardShape>,
    effect_items: Vec<HeardShape>,
    declined: u64,
    follow_ups: u64,
    follow_up_items: Vec<FollowUpShape>,
    by_kind: Vec<StandingShape>,
    groups: Vec<GroupShape>,
    topics: Vec<TopicShape>,
    next_topics: Vec<NextTopicShape>,
    previous: CountsShape,
    last_year: CountsShape,
}

/// The counts of a period.
#[derive(Debug, Serialize)]
struct CountsShape {
    received: u64,
    registered: u64,
    returned: u64,
    duplicate: u64,
    papers: u64,
    cases_issued: u64,
    issues: Vec<IssuesShape>,
    adopted_cases: u64,
    adoption_rate: Option<String>,
    issue_rate: Option<String>,
    instructions: InstructionsShape,
    replies: RepliesShape,
    effects: u64,
    on_time: u64,
    late: u64,
    unsent: u64,
}

#[derive(Debug, Serialize)]
struct IssuesShape {
    publication: String,
    count: u64,
}

#[derive(Debug, Serialize)]
struct InstructionsShape {
    cases: u64,
    times: u64,
    by_chiefs: u64,
    by_level: Vec<LevelShape>,
}

#[derive(Debug, Serialize)]
struct LevelShape {
    level: Option<String>,
    cases: u64,
    times: u64,
}

#[derive(Debug, Serialize)]
#[expect(non_snake_case, reason = "the grades' own names are the keys")]
struct RepliesShape {
    A: u64,
    B: u64,
    C: u64,
    ungraded: u64,
}

#[derive(Debug, Serialize)]
struct OrganShape {
    organ: String,
    cases: u64,
    items: Vec<HeardShape>,
}

#[derive(Debug, Serialize)]
struct HeardShape {
    number: CaseNumber,
    title: String,
    authors: Vec<String>,
    unit: Option<String>,
    organ: String,
    form: Option<&'static str>,
    leader: Option<String>,
    level: Option<String>,
    chief: bool,
    grade: Option<&'static str>,
    date: NaiveDate,
    content: String,
}

#[derive(Debug, Serialize)]
struct FollowUpShape {
    number: CaseNumber,
    title: String,
    next: NaiveDate,
}

#[derive(Debug, Serialize)]
struct StandingShape {
    kind: &'static str,
    name: String,
    submitted: u64,
    registered: u64,
    issued: u64,
    adopted: u64,
    done: u64,
    wanted: u64,
    missing: u64,
}

#[derive(Debug, Serialize)]
struct GroupShape {
    name: String,
    meetings: u64,
    missed: Vec<String>,
}

#[derive(Debug, Serialize)]
struct TopicShape {
    topic: String,
    papers: u64,
}

#[derive(Debug, Serialize)]
struct NextTopicShape {
    topic: String,
    from: NaiveDate,
    to: NaiveDate,
}

impl BulletinShape {
    /// The figures as scripts see them.
    pub fn of(figures: &Figures) -> BulletinShape {
        let heard = |rows: &[Heard]| rows.iter().map(HeardShape::of).collect::<Vec<_>>();
        BulletinShape {
            v: VERSION,
            period: figures.period.to_string(),
            from: figures.period.from(),
            to: figures.period.to(),
            as_of: figures.as_of,
            counts: CountsShape::of(&figures.counts),
            adopted: figures
                .adopted
                .iter()
                .map(|organ| OrganShape {
                    organ: organ.name.clone(),
                    cases: organ.cases,
                    items: heard(&organ.items),
                })
                .collect(),
            instruction_items: heard(&figures.instructions),
            reply_items: heard(&figures.replies),
            effect_items: heard(&figures.effects),
            declined: figures.declined,
            follow_ups: figures.follow_ups.len() as u64,
            follow_up_items: figures
                .follow_ups
                .iter()
                .map(|one| FollowUpShape { number: one.number, title: one.title.clone(), next: one.next })
                .collect(),
            by_kind: figures.standings.iter().map(StandingShape::of).collect(),
            groups: figures
                .groups
                .iter()
                .map(|group| GroupShape {
                    name: group.name.clone(),
                    meetings: group.meetings.len() as u64,
                    missed: group.missed.iter().map(ToString::to_string).collect(),
                })
                .collect(),
            topics: figures
                .topics
                .iter()
                .map(|one| TopicShape { topic: one.topic.name.clone(), papers: one.papers })
                .collect(),
            next_topics: figures
                .next_topics
                .iter()
                .map(|one| NextTopicShape { topic: one.name.clone(), from: one.from, to: one.to })
                .collect(),
            previous: CountsShape::of(&figures.previous),
            last_year: CountsShape::of(&figures.last_year),
        }
    }
}

impl CountsShape {
    fn of(counts: &Counts) -> CountsShape {
        let issues = counts.issues.iter();
        let levels = counts.instructions.by_level.iter();
        CountsShape {
            received: counts.files.received(),
            registered: counts.files.registered,
            returned: counts.files.returned,
            duplicate: counts.files.duplicate,
            papers: counts.papers,
            cases_issued: counts.cases_issued,
            issues: issues
                .map(|(name, count)| IssuesShape { publication: name.clone(), count: *count })
                .collect(),
            adopted_cases: counts.adopted,
            adoption_rate: counts.adoption_rate(),
            issue_rate: counts.issue_rate(),
            instructions: InstructionsShape {
                cases: counts.instructions.cases,
                times: counts.instructions.times,
                by_chiefs: counts.instructions.by_chiefs,
                by_level: levels
                    .map(|one| LevelShape {
                        level: (!one.level.is_empty()).then(|| one.level.clone()),
                        cases: one.cases,
                        times: one.times,
                    })
                    .collect(),
            },
            replies: RepliesShape {
                A: counts.replies.a,
                B: counts.replies.b,
                C: counts.replies.c,
                ungraded: counts.replies.ungraded,
            },
            effects: counts.effects,
            on_time: counts.on_time,
            late: counts.late,
            unsent: counts.unsent,
        }
    }
}

impl HeardShape {
    fn of(heard: &Heard) -> HeardShape {
        let said = &heard.feedback;
        HeardShape {
            number: heard.number,
            title: heard.title.clone(),
            authors: heard.authors.clone(),
            unit: (!heard.unit.is_empty()).then(|| heard.unit.clone()),
            organ: said.organ.clone(),
            form: said.form.map(crate::office::feedback::Form::word),
            leader: said.leader.clone(),
            level: said.level.clone(),
            chief: said.chief,
            grade: said.grade.map(crate::office::feedback::Grade::word),
            date: said.date,
            content: said.content.clone(),
        }
    }
}

impl StandingShape {
    fn of(row: &Standing) -> StandingShape {
        StandingShape {
            kind: row.kind.word(),
            name: row.name.clone(),
            submitted: row.submitted,
            registered: row.registered,
            issued: row.issued,
            adopted: row.adopted,
            done: row.done,
            wanted: row.wanted,
            missing: row.missing,
        }
    }
}

/// `quota`.
#[derive(Debug, Serialize)]
pub struct QuotaShape {
    v: u32,
    /// What kind of contributor.
    pub kind: &'static str,
    /// Who.
    pub name: String,
    year: i32,
    /// Papers wanted in the year.
    pub wanted: u64,
    /// Papers done.
    pub done: u64,
    /// Papers missing.
    pub missing: u64,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl QuotaShape {
    /// A standing as scripts see it.
    pub fn of(row: &Standing, year: i32) -> QuotaShape {
        QuotaShape {
            v: VERSION,
            kind: row.kind.word(),
            name: row.name.clone(),
            year,
            wanted: row.wanted,
            done: row.done,
            missing: row.missing,
            from: row.term.from,
            to: row.term.to,
        }
    }

    /// The part of the year in office, when it is not the whole.
    pub fn term(&self) -> Option<String> {
        match (self.from, self.to) {
            (None, None) => None,
            (Some(from), None) => Some(format!("{from}起")),
            (None, Some(to)) => Some(format!("至{to}")),
            (Some(from), Some(to)) => Some(format!("{from}至{to}")),
        }
    }
}
