//! To whom a bulletin goes: people in office and units, as the list shows them.
//! It never decides who is in office; the roster's terms do.

use crate::office::bulletin::{Figures, Kind};
use crate::office::roster::{INFORMANT, MEMBER, Roster, Unit};
use crate::typeset::bulletin::NAME;
use crate::typeset::sheets::{DistributionView, MemberRow, UnitRow};
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The list of a bulletin as of a day.
pub(super) fn distribution(
    figures: &Figures,
    roster: &Roster,
    office: &str,
    day: NaiveDate,
) -> DistributionView {
    DistributionView {
        office: office.to_owned(),
        title: format!("{}{NAME}", figures.period.name()),
        members: people(roster, day),
        units: units(figures, roster),
    }
}

/// Members, then informants, each person once with every role.
fn people(roster: &Roster, day: NaiveDate) -> Vec<MemberRow> {
    let members = roster.members.iter().filter(|row| row.term.holds(day)).map(|row| MemberRow {
        name: row.person.clone(),
        roles: MEMBER.to_owned(),
        sector: row.sector.clone().unwrap_or_default(),
        workplace: joined(row.workplace.as_deref(), row.position.as_deref()),
        phone: row.phone.clone().unwrap_or_default(),
    });
    let informants = roster.informants.iter().filter(|row| row.term.holds(day)).map(|row| MemberRow {
        name: row.person.clone(),
        roles: INFORMANT.to_owned(),
        sector: String::new(),
        workplace: joined(row.workplace.as_deref(), row.position.as_deref()),
        phone: row.phone.clone().unwrap_or_default(),
    });
    let mut rows: Vec<MemberRow> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for row in members.chain(informants) {
        let place = *places.entry(row.name.clone()).or_insert(rows.len());
        match rows.get_mut(place) {
            None => rows.push(row),
            Some(known) if known.roles.contains(&row.roles) => {}
            Some(known) => known.roles = format!("{}、{}", known.roles, row.roles),
        }
    }
    rows
}

fn joined(workplace: Option<&str>, position: Option<&str>) -> String {
    format!("{}{}", workplace.unwrap_or_default(), position.unwrap_or_default())
}

/// Units, those that contributed most first.
fn units(figures: &Figures, roster: &Roster) -> Vec<UnitRow> {
    let papers = |name: &str| {
        let of_unit = figures.standings.iter().filter(|row| row.name == name);
        let of_unit = of_unit.filter(|row| !matches!(row.kind, Kind::Member | Kind::Informant));
        of_unit.map(|row| row.registered).max().unwrap_or(0)
    };
    let row = |unit: &Unit| UnitRow {
        name: unit.name.clone(),
        kind: unit.kind.clone(),
        contact: unit.contact.clone().unwrap_or_default(),
        phone: unit.phone.clone().unwrap_or_default(),
        papers: papers(&unit.name),
    };
    let mut units: Vec<UnitRow> = roster.units.iter().map(row).collect();
    units.sort_by_key(|unit| Reverse(unit.papers));
    units
}
