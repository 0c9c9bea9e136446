//! What becomes of a paper that is registered, and what the program does next with a case: values in, entries out.
//! It never stores anything and never hands out a number.

use super::calendar;
use super::case::{Case, Contributor, Event, Judged, Reason, Registered, Route, Routed, Standing};
use super::numbers::{CaseNumber, Fingerprint};
use super::paper::{Author, Paper};
use super::roster::{Match, Roster};
use super::rules::Rulebook;
use super::settings::{From, Settings};
use super::step::{Step, Verdict};
use super::view::RuleView;
use crate::rejection::{Code, Rejection};
use chrono::NaiveDate;

/// The inbox folder that makes what lies in it urgent.
pub const URGENT_INBOX: &str = "急件";

/// A paper at the counter: what came, where from, and what the ledger knows of it.
#[derive(Clone, Copy, Debug)]
pub struct Arriving<'a> {
    /// The paper.
    pub paper: &'a Paper,
    /// Name of the file as dropped, below its inbox folder.
    pub source: &'a str,
    /// Inbox folder.
    pub inbox: &'a str,
    /// Fingerprint of the file.
    pub sha256: Fingerprint,
    /// Index of the paper in the file.
    pub index: usize,
    /// Findings that refuse nothing.
    pub flags: &'a [Rejection],
    /// The earlier case of the same title by the same author.
    pub resubmits: Option<CaseNumber>,
    /// The case that it continues, where the paper names one that exists.
    pub continues: Option<CaseNumber>,
    /// Day of receipt.
    pub day: NaiveDate,
}

/// What the office knows and wants.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// office.toml.
    pub settings: &'a Settings,
    /// Its rules, compiled.
    pub rulebook: &'a Rulebook,
    /// The roster of the day.
    pub roster: &'a Roster,
}

/// 登记 and 分类: the first entries of a case.
pub fn register(arriving: &Arriving, desk: &Desk) -> Vec<Event> {
    let paper = arriving.paper;
    let mut flags = arriving.flags.to_vec();
    let authors: Vec<Contributor> =
        paper.authors.iter().map(|author| recognise(author, arriving, desk, &mut flags)).collect();
    let unit_known = paper.unit.as_deref().and_then(|unit| known_unit(unit, arriving, desk, &mut flags));
    if let Some(earlier) = arriving.resubmits {
        let message = format!("与{earlier}同题同作者");
        flags.push(Rejection::of_paper(Code::Resubmission, arriving.index, message));
    }
    let classification = desk.rulebook.classify(&rule_view(arriving, &authors));
    for finding in &classification.findings {
        flags.push(Rejection { paper: Some(arriving.index), ..finding.clone() });
    }
    let registered = Registered {
        source: arriving.source.to_owned(),
        inbox: arriving.inbox.to_owned(),
        sha256: arriving.sha256,
        paper: arriving.index,
        title: paper.title.clone().unwrap_or_default(),
        authors,
        unit: paper.unit.clone(),
        unit_known,
        characters: paper.characters(),
        textless: paper.textless,
        flags,
        resubmits: arriving.resubmits,
        continues: arriving.continues,
        received: arriving.day,
    };
    let routed = route(&classification.destinations, desk.settings, arriving.day, arriving.day);
    vec![Event::Registered(registered), Event::Classified(classification.classified), Event::Routed(routed)]
}

/// What the program does next with a case by itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// Append this entry and ask again.
    Append(Box<Event>),
    /// Give it a number in each of these publications, then ask again.
    Number(Vec<String>),
    /// Name its documents (排印), then ask again.
    Typeset,
    /// Place its documents in the outbox; the rest follows when they lie there.
    Place,
    /// Nothing: it waits for a person, or it has ended.
    Nothing,
}

/// The next step that the program takes with a case.
pub fn next(case: &Case, settings: &Settings) -> Next {
    if case.standing != Standing::Moving {
        return Next::Nothing;
    }
    match case.step {
        Step::Register | Step::Classify => Next::Nothing,
        Step::Screen => screen(case, settings),
        Step::Edit => by_rule(Verdict::Submit, settings),
        Step::Review => by_rule(Verdict::Pass, settings),
        Step::SignOff => by_rule(Verdict::Sign, settings),
        Step::Typeset if case.issues.is_empty() => Next::Number(publications(case)),
        Step::Typeset => Next::Typeset,
        Step::Proofread => by_rule(Verdict::Clean, settings),
        Step::Deliver => Next::Place,
        Step::Archive => archive(case, settings),
    }
}

/// The key under which two titles count as the same: letters, digits and characters only.
pub fn title_key(title: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    title.nfkc().flat_map(char::to_lowercase).filter(|character| character.is_alphanumeric()).collect()
}

/// The key under which two papers count as the same author's: sorted names, else the unit.
pub fn author_key(paper: &Paper) -> String {
    let mut names: Vec<String> = paper.authors.iter().map(|author| title_key(&author.name)).collect();
    names.sort();
    if names.is_empty() {
        return paper.unit.as_deref().map(title_key).unwrap_or_default();
    }
    names.join("/")
}

fn recognise(author: &Author, arriving: &Arriving, desk: &Desk, flags: &mut Vec<Rejection>) -> Contributor {
    let office_name = |sector: &String| desk.rulebook.sector(sector).unwrap_or(sector).to_owned();
    let as_written = || Contributor {
        name: author.name.clone(),
        sector: author.sector.as_ref().map(office_name),
        unit: author.unit.clone(),
        position: author.position.clone(),
        phone: author.phone.clone(),
        ..Contributor::default()
    };
    match desk.roster.match_author(author, arriving.day) {
        Match::Found(contributor) => contributor,
        Match::Unknown => {
            let message = format!("名册中没有“{}”", author.name);
            flags.push(Rejection::of_paper(Code::NotOnRoster, arriving.index, message));
            as_written()
        }
        Match::Several => {
            let message = format!("名册中有多人名为“{}”，未能确定是哪一位", author.name);
            flags.push(Rejection::of_paper(Code::AmbiguousAuthor, arriving.index, message));
            as_written()
        }
    }
}

fn known_unit(unit: &str, arriving: &Arriving, desk: &Desk, flags: &mut Vec<Rejection>) -> Option<String> {
    let known = desk.roster.match_unit(unit).map(|found| found.name.clone());
    if known.is_none() {
        let message = format!("名册中没有单位“{unit}”");
        flags.push(Rejection::of_paper(Code::NotOnRoster, arriving.index, message));
    }
    known
}

fn rule_view(arriving: &Arriving, authors: &[Contributor]) -> RuleView {
    let paper = arriving.paper;
    let first = authors.first();
    let body: Vec<String> = paper.texts().collect();
    RuleView {
        标题: paper.title.clone().unwrap_or_default(),
        正文: body.join("\n"),
        类别: paper.category.clone().unwrap_or_default(),
        反映人: authors.iter().map(|author| author.name.clone()).collect(),
        反映单位: paper.unit.clone().unwrap_or_default(),
        界别: first.and_then(|author| author.sector.clone()).unwrap_or_default(),
        身份: first.map(|author| author.roles.clone()).unwrap_or_default(),
        主送: paper.destinations.clone(),
        急件: paper.urgent || arriving.inbox == URGENT_INBOX,
        字数: paper.characters(),
        来源: arriving.source.rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default(),
    }
}

/// Destinations with their last days, in the order of office.toml. `decided` is the day of 采用 where it is
/// known, else the day of receipt stands in for it.
pub(super) fn route(
    chosen: &[(String, Reason)],
    settings: &Settings,
    received: NaiveDate,
    decided: NaiveDate,
) -> Routed {
    let mut routed = Routed::default();
    for destination in &settings.destinations {
        let Some((_, reason)) = chosen.iter().find(|(name, _)| *name == destination.name) else { continue };
        let start = match destination.from {
            From::Received => received,
            From::Decided => decided,
        };
        let (due, derivation) = calendar::due(start, destination, &settings.calendar);
        routed.destinations.push(Route {
            destination: destination.name.clone(),
            publication: destination.publication.clone(),
            due,
            derivation,
        });
        routed.reasons.push(reason.clone());
    }
    routed
}

fn screen(case: &Case, settings: &Settings) -> Next {
    let wait = |reason: &str| append(Event::Waiting { step: Step::Screen, reason: reason.to_owned() });
    if case.registered.textless {
        return wait("无正文");
    }
    if case.routed.destinations.is_empty() {
        return wait("没有去向");
    }
    by_rule(Verdict::Adopt, settings)
}

fn append(event: Event) -> Next {
    Next::Append(Box::new(event))
}

fn by_rule(verdict: Verdict, settings: &Settings) -> Next {
    let step = verdict.step();
    append(if settings.gates.contains(&step) {
        Event::Waiting { step, reason: format!("等待{step}") }
    } else {
        Event::Judged(Judged { verdict, note: String::new(), by_rule: true })
    })
}

fn archive(case: &Case, settings: &Settings) -> Next {
    let all_sent = case
        .routed
        .destinations
        .iter()
        .all(|route| case.sent.iter().any(|(name, _)| *name == route.destination));
    if settings.gates.contains(&Step::Deliver) && !all_sent {
        return append(Event::Waiting { step: Step::Deliver, reason: "等待报送".to_owned() });
    }
    let path = format!("archive/{}", case.registered.sha256.place());
    append(Event::Archived { path })
}

/// Publications of a case's destinations, each once, in the order of its destinations.
fn publications(case: &Case) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for route in &case.routed.destinations {
        if !names.contains(&route.publication) {
            names.push(route.publication.clone());
        }
    }
    names
}
