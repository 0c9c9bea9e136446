//! Quotas (founding document: 委员 1, 信息员, 界别, 专委会, 镇街工委 5 a year): who is asked, what counts, what is missing.
//! It never asks more of somebody than the settings say, and credits a case to the roles of its day.

use super::Contribution;
use super::period::Period;
use crate::office::case::{Case, Contributor};
use crate::office::feedback::{FeedbackRow, Outcome};
use crate::office::roster::{INFORMANT, MEMBER, Roster, Term};
use crate::office::settings::{Counted, Quota};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Kinds of people and units with a quota, in the order of the bulletin's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 界别, parties and bodies among them.
    Sector,
    /// 专委会.
    Committee,
    /// 镇街工委.
    Town,
    /// 信息员.
    Informant,
    /// 委员.
    Member,
}

impl Kind {
    /// All of them, in order.
    pub const ALL: [Kind; 5] = [Kind::Sector, Kind::Committee, Kind::Town, Kind::Informant, Kind::Member];

    /// The office's word.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Sector => "界别",
            Kind::Committee => "专委会",
            Kind::Town => "镇街工委",
            Kind::Informant => "信息员",
            Kind::Member => "委员",
        }
    }

    /// The kinds of unit on the roster that it means.
    fn unit_kinds(self) -> &'static [&'static str] {
        match self {
            Kind::Sector => &["界别", "党派团体"],
            Kind::Committee => &["专委会"],
            Kind::Town => &["镇街工委"],
            Kind::Informant | Kind::Member => &[],
        }
    }

    /// How many a year are wanted of each.
    pub fn wanted(self, quota: &Quota) -> u64 {
        u64::from(match self {
            Kind::Sector => quota.sector,
            Kind::Committee => quota.committee,
            Kind::Town => quota.town,
            Kind::Informant => quota.informant,
            Kind::Member => quota.member,
        })
    }
}

/// A roster with the days on which it was in force, as far as is known.
#[derive(Clone, Debug)]
pub struct RosterInForce {
    /// First day; `None` for the first roster, which speaks of the time before it too.
    pub from: Option<NaiveDate>,
    /// Last day; `None` while it is in force.
    pub to: Option<NaiveDate>,
    /// The roster.
    pub roster: Roster,
}

/// A person or unit with what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What it is.
    pub kind: Kind,
    /// Name; people of one name carry what tells them apart.
    pub name: String,
    /// In the period: papers handed in, registered or returned at the counter.
    pub submitted: u64,
    /// In the period: papers registered.
    pub registered: u64,
    /// In the period: cases issued.
    pub issued: u64,
    /// In the period: cases adopted by some organ.
    pub adopted: u64,
    /// In the year to the end of the period, of what counts.
    pub done: u64,
    /// In the whole year.
    pub wanted: u64,
    /// Wanted and not done.
    pub missing: u64,
    /// First and last day of office where they lie in the year.
    pub term: Term,
}

/// What the tables are made of.
pub struct Asked<'a> {
    /// The period of the tables.
    pub period: Period,
    /// Cases of the year and of the period.
    pub cases: &'a [Case],
    /// Papers returned at the counter whose authors or units are known.
    pub returned: &'a [Contribution],
    /// Rosters of the year.
    pub rosters: &'a [RosterInForce],
    /// The office's quotas.
    pub quota: &'a Quota,
}

/// Everybody and every unit with a quota in the year of a period, in the order of kinds and of the roster.
pub fn standings(asked: &Asked) -> Vec<Standing> {
    let year = Period::year(asked.period.of_year());
    // The year so far is the year to the end of the period, also when that is long past.
    let so_far = |day: NaiveDate| year.holds(day) && day <= asked.period.to();
    let mut rows = people_and_units(asked, year);
    let mut index: BTreeMap<(Kind, String), usize> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        index.insert((row.kind, row.name.clone()), at);
    }
    let mut add = |credits: &[(Kind, String)], count: &dyn Fn(&mut Standing)| {
        for credit in credits {
            if let Some(row) = index.get(credit).and_then(|at| rows.get_mut(*at)) {
                count(row);
            }
        }
    };
    for case in asked.cases {
        let registered = &case.registered;
        let credits = credits(&registered.authors, registered.unit_known.as_deref(), asked);
        let seen = Seen::of(case, &|day| asked.period.holds(day));
        let of_year = Seen::of(case, &so_far);
        add(&credits, &|row| {
            row.submitted += u64::from(seen.registered);
            row.registered += u64::from(seen.registered);
            row.issued += u64::from(seen.issued);
            row.adopted += u64::from(seen.adopted);
            row.done += u64::from(of_year.counts(asked.quota.counts));
        });
    }
    for paper in asked.returned {
        let credits = credits(&paper.authors, paper.unit.as_deref(), asked);
        let (here, this_year) = (asked.period.holds(paper.day), so_far(paper.day));
        let counts = this_year && asked.quota.counts == Counted::Submitted;
        add(&credits, &|row| {
            row.submitted += u64::from(here);
            row.done += u64::from(counts);
        });
    }
    for row in &mut rows {
        row.missing = row.wanted.saturating_sub(row.done);
    }
    rows
}

/// What happened to a case in a period.
struct Seen {
    registered: bool,
    issued: bool,
    adopted: bool,
}

impl Seen {
    fn of(case: &Case, holds: &dyn Fn(NaiveDate) -> bool) -> Seen {
        let adopted = |row: &FeedbackRow| row.feedback.result == Outcome::Adopted && holds(row.feedback.date);
        Seen {
            registered: holds(case.registered.received),
            issued: !case.issues.is_empty() && case.signed.is_some_and(holds),
            adopted: case.feedback.iter().any(adopted),
        }
    }

    fn counts(&self, counted: Counted) -> bool {
        match counted {
            Counted::Submitted | Counted::Registered => self.registered,
            Counted::Issued => self.issued,
            Counted::Adopted => self.adopted,
        }
    }
}

/// Whom a paper is credited to, each once.
fn credits(authors: &[Contributor], unit: Option<&str>, asked: &Asked) -> Vec<(Kind, String)> {
    let mut credits = Vec::new();
    let mut credit = |kind: Kind, name: &str| {
        let one = (kind, name.to_owned());
        if !name.is_empty() && !credits.contains(&one) {
            credits.push(one);
        }
    };
    for author in authors {
        let Some(person) = &author.person else { continue };
        let has = |role: &str| author.roles.iter().any(|one| one == role);
        if has(MEMBER) {
            credit(Kind::Member, person);
        }
        if has(INFORMANT) && (asked.quota.both_roles || !has(MEMBER)) {
            credit(Kind::Informant, person);
        }
        if asked.quota.by_members {
            let of = [
                (Kind::Sector, &author.sector),
                (Kind::Committee, &author.committee),
                (Kind::Town, &author.town),
            ];
            for (kind, names) in of {
                // A person with several seats at once has them joined.
                names.iter().flat_map(|names| names.split('、')).for_each(|name| credit(kind, name));
            }
        }
    }
    for kind in [Kind::Sector, Kind::Committee, Kind::Town] {
        if let Some(unit) = unit {
            credit(kind, unit);
        }
    }
    credits
}

/// The rows without figures: units of the rosters of the year, and people in office in it.
fn people_and_units(asked: &Asked, year: Period) -> Vec<Standing> {
    let mut rows = Vec::new();
    for kind in Kind::ALL {
        let mut names: Vec<(String, Term)> = Vec::new();
        // The latest roster gives the order; who was only on an earlier one stands behind.
        for in_force in asked.rosters.iter().rev() {
            for (name, term) in listed(kind, in_force, year) {
                match names.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, known)) => *known = joined(*known, term),
                    None => names.push((name, term)),
                }
            }
        }
        let wanted = kind.wanted(asked.quota);
        rows.extend(names.into_iter().map(|(name, term)| Standing {
            kind,
            name,
            submitted: 0,
            registered: 0,
            issued: 0,
            adopted: 0,
            done: 0,
            wanted,
            missing: wanted,
            term: within(term, year),
        }));
    }
    rows
}

fn listed(kind: Kind, in_force: &RosterInForce, year: Period) -> Vec<(String, Term)> {
    let roster = &in_force.roster;
    let reign = Term { from: in_force.from, to: in_force.to };
    let of_year = Term { from: Some(year.from()), to: Some(year.to()) };
    let in_office = |term: &Term| {
        let term = cut(*term, reign);
        (term.overlaps(&of_year) && !is_void(term)).then_some(term)
    };
    let named = |names: Vec<(&String, &Term)>| -> Vec<(String, Term)> {
        names.into_iter().filter_map(|(name, term)| Some((name.clone(), in_office(term)?))).collect()
    };
    match kind {
        Kind::Member => named(roster.members.iter().map(|row| (&row.person, &row.term)).collect()),
        Kind::Informant => named(roster.informants.iter().map(|row| (&row.person, &row.term)).collect()),
        _ => {
            let units = roster.units.iter().filter(|unit| kind.unit_kinds().contains(&unit.kind.as_str()));
            units.map(|unit| (unit.name.clone(), Term::default())).collect()
        }
    }
}

/// The days that lie in both.
fn cut(one: Term, other: Term) -> Term {
    Term { from: one.from.max(other.from), to: earlier(one.to, other.to) }
}

/// From the earlier beginning to the later end; gaps between are not shown.
fn joined(one: Term, other: Term) -> Term {
    let to = one.to.zip(other.to).map(|(one, other)| one.max(other));
    let from = one.from.zip(other.from).map(|(one, other)| one.min(other));
    Term { from, to }
}

fn is_void(term: Term) -> bool {
    term.from.zip(term.to).is_some_and(|(from, to)| to < from)
}

fn earlier(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Option<NaiveDate> {
    [one, other].into_iter().flatten().min()
}

/// Only ends that lie inside the year are worth a word.
fn within(term: Term, year: Period) -> Term {
    Term {
        from: term.from.filter(|from| *from > year.from() && *from <= year.to()),
        to: term.to.filter(|to| *to < year.to()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::case::{Entry, Event, Registered};
    use crate::office::numbers::{CaseNumber, Fingerprint};
    use crate::office::roster::{Informant, Member, Unit};

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn member(name: &str, sector: &str, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Member {
        Member {
            person: name.into(),
            name: name.into(),
            sector: Some(sector.into()),
            term: Term { from, to },
            ..Member::default()
        }
    }

    fn roster() -> Roster {
        let unit = |name: &str, kind: &str| Unit { name: name.into(), kind: kind.into(), ..Unit::default() };
        Roster {
            members: vec![
                member("甲", "教育", None, Some(day(6, 30))),
                member("甲", "医卫", Some(day(7, 1)), None),
                member("乙", "教育", None, NaiveDate::from_ymd_opt(2025, 12, 31)),
            ],
            informants: vec![Informant { person: "甲".into(), name: "甲".into(), ..Informant::default() }],
            units: vec![unit("教育", "界别"), unit("医卫", "界别"), unit("提案委", "专委会")],
            ..Roster::default()
        }
    }

    fn case(serial: u32, received: NaiveDate, roster: &Roster, unit: Option<&str>) -> Case {
        let author = crate::office::paper::Author { name: "甲".into(), ..Default::default() };
        let crate::office::roster::Match::Found(author) = roster.match_author(&author, received) else {
            panic!()
        };
        let registered = Registered {
            source: String::new(),
            inbox: String::new(),
            sha256: Fingerprint::of(b""),
            paper: 0,
            title: String::new(),
            authors: vec![author],
            unit: None,
            unit_known: unit.map(str::to_owned),
            characters: 1,
            textless: false,
            flags: Vec::new(),
            resubmits: None,
            continues: None,
            received,
        };
        Case::new(CaseNumber { year: 2026, serial }, registered)
    }

    fn rows(cases: &[Case], quota: &Quota, period: Period) -> Vec<Standing> {
        let rosters = [RosterInForce { from: None, to: None, roster: roster() }];
        standings(&Asked { period, cases, returned: &[], rosters: &rosters, quota })
    }

    fn of<'a>(rows: &'a [Standing], kind: Kind, name: &str) -> &'a Standing {
        rows.iter().find(|row| row.kind == kind && row.name == name).unwrap_or_else(|| panic!("no {name}"))
    }

    #[test]
    fn a_case_counts_for_the_sector_of_its_day() {
        let cases = [case(1, day(3, 1), &roster(), Some("提案委")), case(2, day(8, 1), &roster(), None)];
        let rows = rows(&cases, &Quota::default(), Period::year(2026));
        assert_eq!((of(&rows, Kind::Sector, "教育").done, of(&rows, Kind::Sector, "医卫").done), (1, 1));
        assert_eq!(of(&rows, Kind::Committee, "提案委").missing, 4);
        let member = of(&rows, Kind::Member, "甲");
        assert_eq!((member.done, member.missing, member.term), (2, 0, Term::default()));
        assert!(rows.iter().all(|row| row.name != "乙"), "whose term ended before the year");
    }

    #[test]
    fn both_roles_count_unless_the_office_says_otherwise() {
        let cases = [case(1, day(3, 1), &roster(), None)];
        let both = rows(&cases, &Quota::default(), Period::year(2026));
        assert_eq!(of(&both, Kind::Informant, "甲").done, 1);
        let one = Quota { both_roles: false, by_members: false, ..Quota::default() };
        let one = rows(&cases, &one, Period::year(2026));
        assert_eq!((of(&one, Kind::Informant, "甲").done, of(&one, Kind::Sector, "教育").done), (0, 0));
    }

    #[test]
    fn the_table_is_of_the_period_and_the_quota_of_the_year() {
        let mut cases = [case(1, day(2, 1), &roster(), None), case(2, day(5, 1), &roster(), None)];
        let entry = |event| Entry { seq: 1, at: String::new(), day: day(5, 2), by: String::new(), event };
        cases[1]
            .apply(&entry(Event::Numbered { issues: vec!["委员反映2026年第1期".parse().unwrap()] }));
        cases[1].signed = Some(day(5, 2));
        let quota = Quota { counts: Counted::Issued, ..Quota::default() };
        let rows = rows(&cases, &quota, Period::quarter(2026, 2));
        let informant = of(&rows, Kind::Informant, "甲");
        assert_eq!((informant.registered, informant.issued, informant.done, informant.missing), (1, 1, 1, 4));
    }

    #[test]
    fn who_is_only_on_an_earlier_roster_of_the_year_is_listed_with_the_end() {
        let mut later = roster();
        later.informants.clear();
        let rosters = [
            RosterInForce { from: None, to: Some(day(6, 30)), roster: roster() },
            RosterInForce { from: Some(day(7, 1)), to: None, roster: later },
        ];
        let quota = Quota::default();
        let period = Period::year(2026);
        let asked = Asked { period, cases: &[], returned: &[], rosters: &rosters, quota: &quota };
        let rows = standings(&asked);
        assert_eq!(of(&rows, Kind::Informant, "甲").term.to, Some(day(6, 30)));
    }
}
