//! What the sheets of a roster say of each other: names on one must stand on another, people must be told apart.
//! It never changes a name except to the unit's own.

use super::Lines;
use super::grid::{Faults, nearest};
use crate::office::naming::key;
use crate::office::roster::{Roster, SHEETS, Term, Unit};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Checks a roster as a whole and puts the units' own names where aliases were written.
pub(super) fn check(roster: &mut Roster, lines: &Lines, today: NaiveDate, faults: &mut Faults) {
    units_once(roster, lines, faults);
    use_unit_names(roster, lines, faults);
    groups(roster, lines, faults);
    people_told_apart(roster, lines, faults);
    what_is_missing(roster, lines, today, faults);
}

fn units_once(roster: &Roster, lines: &Lines, faults: &mut Faults) {
    let mut seen: BTreeMap<String, (&str, &str)> = BTreeMap::new();
    for (unit, place) in roster.units.iter().zip(&lines.units) {
        for name in std::iter::once(&unit.name).chain(&unit.aliases) {
            match seen.insert(key(name), (&unit.name, place)) {
                Some((other, earlier)) if other != unit.name || earlier == place => faults.row_with_cure(
                    place,
                    format!("“{name}”已见于{earlier}（{other}）"),
                    "名称和别称只能指一个单位，请删去重复的一处。",
                ),
                Some((_, earlier)) => {
                    faults.row(place, format!("单位“{}”与{earlier}重复", unit.name));
                }
                None => {}
            }
        }
    }
}

/// The units among which the values of one column must be found.
struct Choice {
    title: &'static str,
    units: Roster,
}

impl Choice {
    fn of(roster: &Roster, title: &'static str, kinds: &[&str]) -> Self {
        let units = roster.units.iter().filter(|unit| kinds.contains(&unit.kind.as_str())).cloned().collect();
        Choice { title, units: Roster { units, ..Roster::default() } }
    }

    /// Puts the unit's own name in the place of a written one. An office that lists no units of the kind
    /// may write anything.
    fn settle(&self, value: &mut Option<String>, place: &str, faults: &mut Faults) {
        let Some(written) = value.as_deref() else { return };
        if self.units.units.is_empty() {
            return;
        }
        if let Some(unit) = self.units.match_unit(written) {
            *value = Some(unit.name.clone());
            return;
        }
        let names: Vec<&str> = self.units.units.iter().map(|unit: &Unit| unit.name.as_str()).collect();
        let near = nearest(written, &names).map(|near| format!("是否应为“{near}”？")).unwrap_or_default();
        faults.row_with_cure(
            place,
            format!("“单位”表中没有{}“{written}”", self.title),
            &format!("{near}请改成“单位”表中的名称，或在该表中补上这个单位。"),
        );
    }
}

fn use_unit_names(roster: &mut Roster, lines: &Lines, faults: &mut Faults) {
    let sectors = Choice::of(roster, "界别", &["界别", "党派团体"]);
    let committees = Choice::of(roster, "专委会", &["专委会"]);
    let towns = Choice::of(roster, "镇街", &["镇街工委"]);
    for (member, place) in roster.members.iter_mut().zip(&lines.members) {
        sectors.settle(&mut member.sector, place, faults);
        committees.settle(&mut member.committee, place, faults);
        towns.settle(&mut member.town, place, faults);
    }
}

fn groups(roster: &mut Roster, lines: &Lines, faults: &mut Faults) {
    let names: BTreeMap<String, String> =
        roster.groups.iter().map(|group| (key(&group.name), group.name.clone())).collect();
    let titles: Vec<&str> = names.values().map(String::as_str).collect();
    for (informant, place) in roster.informants.iter_mut().zip(&lines.informants) {
        let Some(written) = informant.group.clone().filter(|_| !names.is_empty()) else { continue };
        if let Some(name) = names.get(&key(&written)) {
            informant.group = Some(name.clone());
            continue;
        }
        let near = nearest(&written, &titles).map(|near| format!("是否应为“{near}”？")).unwrap_or_default();
        faults.row_with_cure(
            place,
            format!("“信息小组”表中没有“{written}”"),
            &format!("{near}请改成“信息小组”表中的名称，或在该表中补上。"),
        );
    }
    let mut seen: BTreeMap<String, &String> = BTreeMap::new();
    for (group, place) in roster.groups.iter().zip(&lines.groups) {
        if let Some(earlier) = seen.insert(key(&group.name), place) {
            faults.row(place, format!("信息小组“{}”与{earlier}重复", group.name));
        }
        let leads = |leader: &String| {
            roster.informants.iter().any(|one| {
                key(&one.name) == key(leader) && one.group.as_deref().map(key) == Some(key(&group.name))
            })
        };
        if let Some(leader) = group.leader.as_ref().filter(|leader| !leads(leader)) {
            let message = format!("组长“{leader}”不在本组信息员之中");
            faults.warn(place, message, "请核对“信息员”表。");
        }
    }
}

/// What must agree between two rows in force at the same time, if both are of one person.
struct Row<'r> {
    person: &'r str,
    /// The sheet, which makes cards comparable.
    sheet: &'static str,
    workplace: Option<&'r str>,
    phone: Option<&'r str>,
    card: Option<&'r str>,
    /// All else, to find rows that say the same twice.
    rest: Vec<Option<&'r str>>,
    term: Term,
    place: &'r str,
}

/// Two people of one name must be told apart in 区分: who is who is never guessed.
fn people_told_apart(roster: &Roster, lines: &Lines, faults: &mut Faults) {
    let members = roster.members.iter().zip(&lines.members).map(|(row, place)| Row {
        person: &row.person,
        sheet: "委员",
        workplace: row.workplace.as_deref(),
        phone: row.phone.as_deref(),
        card: row.card.as_deref(),
        rest: vec![
            row.sector.as_deref(),
            row.committee.as_deref(),
            row.town.as_deref(),
            row.party.as_deref(),
        ],
        term: row.term,
        place,
    });
    let informants = roster.informants.iter().zip(&lines.informants).map(|(row, place)| Row {
        person: &row.person,
        sheet: "信息员",
        workplace: row.workplace.as_deref(),
        phone: row.phone.as_deref(),
        card: row.card.as_deref(),
        rest: vec![row.group.as_deref()],
        term: row.term,
        place,
    });
    let mut people: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    for row in members.chain(informants) {
        people.entry(row.person).or_default().push(row);
    }
    let mut found: Vec<(String, String, &str)> = Vec::new();
    for rows in people.values() {
        for (at, row) in rows.iter().enumerate() {
            let clash = rows[..at]
                .iter()
                .filter(|earlier| earlier.term.overlaps(&row.term))
                .find_map(|earlier| Some((clash(earlier, row)?, earlier.place)));
            if let Some(((what, cure), earlier)) = clash {
                found.push((row.place.to_owned(), format!("{}与{earlier}{what}", row.person), cure));
            }
        }
    }
    for (place, message, cure) in found {
        faults.row_with_cure(&place, message, cure);
    }
    half_told_apart(&people, faults);
}

/// Where one of two people of a name carries a 区分 and the other none, the other could be either.
fn half_told_apart(people: &BTreeMap<&str, Vec<Row>>, faults: &mut Faults) {
    for (person, rows) in people.iter().filter(|(person, _)| !person.ends_with('）')) {
        let namesake = people.keys().find(|other| other.starts_with(&format!("{person}（")));
        if let (Some(namesake), Some(row)) = (namesake, rows.first()) {
            faults.row_with_cure(
                row.place,
                format!("另有{namesake}，此处的{person}没有填写“区分”"),
                "同名的人每一行都要填写“区分”；是同一人的，各行写成一样。",
            );
        }
    }
}

fn clash(one: &Row, other: &Row) -> Option<(&'static str, &'static str)> {
    const APART: &str = "若是两人，请在“区分”栏注明；若是一人，请填写一致，或用任期起止分开。";
    let differ = |a: Option<&str>, b: Option<&str>| a.zip(b).is_some_and(|(a, b)| key(a) != key(b));
    let same_phone = one.phone.is_some() && one.phone == other.phone;
    let alike = |a: &str, b: &str| {
        let (a, b) = (key(a), key(b));
        a.contains(&b) || b.contains(&a)
    };
    let apart = one.workplace.zip(other.workplace).is_some_and(|(a, b)| !alike(a, b));
    if one.sheet == other.sheet && differ(one.card, other.card) {
        return Some(("同名而证号不同", APART));
    }
    if apart && !same_phone {
        return Some(("同名而工作单位不同", APART));
    }
    let same = one.sheet == other.sheet && one.rest == other.rest && one.workplace == other.workplace;
    same.then_some(("重复", "请删去一行，或用任期起止分开。"))
}

fn what_is_missing(roster: &Roster, lines: &Lines, today: NaiveDate, faults: &mut Faults) {
    for (title, _) in SHEETS.iter().filter(|(title, _)| !lines.sheets.contains(title)) {
        faults.warn("", format!("没有“{title}”表，按没有{title}处理"), "如有，请补齐后重新投放。");
    }
    let members = roster.members.iter().any(|row| row.term.holds(today));
    if !roster.members.is_empty() && !members {
        faults.warn("委员", format!("{today}没有一名委员在任期内"), "请核对任期。");
    }
    let informants = roster.informants.iter().any(|row| row.term.holds(today));
    if !roster.informants.is_empty() && !informants {
        faults.warn("信息员", format!("{today}没有一名信息员在任期内"), "请核对任期。");
    }
}
