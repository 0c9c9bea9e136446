//! The roster (名册): members, informants, units, groups, terms, contacts; and who an author is.
//! It never guesses between two people of one name.

mod forms;
#[cfg(test)]
mod tests;

pub use forms::{Column, KINDS, SHEETS};

use super::case::Contributor;
use super::naming::key;
use super::paper::Author;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Role of a person on the 委员 sheet.
pub const MEMBER: &str = "委员";
/// Role of a person on the 信息员 sheet.
pub const INFORMANT: &str = "信息员";

/// Everybody and every unit that the office counts, with dates. Stored whole as a ledger entry: keys are
/// only added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Roster {
    /// 委员: one row a membership; a person may have several, at once or one after the other.
    pub members: Vec<Member>,
    /// 信息员: one row a term.
    pub informants: Vec<Informant>,
    /// 单位.
    pub units: Vec<Unit>,
    /// 信息小组.
    pub groups: Vec<Group>,
    /// Whom to call at a destination.
    pub contacts: Vec<Contact>,
}

/// Days from and to which a row holds, both included; open where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Term {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// A row of the 委员 sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Member {
    /// Key of the person, the same in every roster: the name, with what tells apart people of one name.
    pub person: String,
    /// 姓名.
    pub name: String,
    /// 界别, by the name of its unit.
    pub sector: Option<String>,
    /// 专委会, by the name of its unit.
    pub committee: Option<String>,
    /// 镇街, by the name of its unit.
    pub town: Option<String>,
    /// 党派.
    pub party: Option<String>,
    /// 政协职务: 主席, 常委.
    pub rank: Option<String>,
    /// Not ranked in scores (不排名).
    pub unranked: bool,
    /// 工作单位.
    pub workplace: Option<String>,
    /// 职务.
    pub position: Option<String>,
    /// 联系电话.
    pub phone: Option<String>,
    /// 委员证号.
    pub card: Option<String>,
    /// 任期.
    pub term: Term,
}

/// A row of the 信息员 sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Informant {
    /// Key of the person; the same as on the 委员 sheet when it is the same person.
    pub person: String,
    /// 姓名.
    pub name: String,
    /// 信息小组.
    pub group: Option<String>,
    /// 工作单位.
    pub workplace: Option<String>,
    /// 职务.
    pub position: Option<String>,
    /// 联系电话.
    pub phone: Option<String>,
    /// 信息员证号.
    pub card: Option<String>,
    /// 任期.
    pub term: Term,
}

/// A unit that papers come from and points go to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Unit {
    /// Name.
    pub name: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// Other names (民革 = 民革区委会).
    pub aliases: Vec<String>,
    /// How many people it has (人数), for points a head.
    pub members: Option<u32>,
    /// Person to call.
    pub contact: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// A group of informants (founding document 四.2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Group {
    /// Name.
    pub name: String,
    /// 组长.
    pub leader: Option<String>,
}

/// Whom to call at a destination.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// Destination of office.toml.
    pub destination: String,
    /// 姓名.
    pub name: String,
    /// 职务.
    pub position: Option<String>,
    /// 电话.
    pub phone: Option<String>,
}

/// Who an author is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "it is taken apart where it is made and never kept")]
pub enum Match {
    /// This person, with what the roster says of the day.
    Found(Contributor),
    /// Nobody of the name on that day.
    Unknown,
    /// Several, and the paper does not tell which.
    Several,
}

impl Term {
    /// Whether the day lies in it.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether two terms have a day in common.
    pub fn overlaps(&self, other: &Term) -> bool {
        let before = |end: Option<NaiveDate>, start: Option<NaiveDate>| {
            end.zip(start).is_some_and(|(end, start)| end < start)
        };
        !before(self.to, other.from) && !before(other.to, self.from)
    }
}

impl Roster {
    /// Whether nothing is on it: the office has not filled one in yet.
    pub fn is_empty(&self) -> bool {
        *self == Roster::default()
    }

    /// Who an author of a paper is on a day. Two of one name are told apart by telephone, unit or sector.
    pub fn match_author(&self, author: &Author, day: NaiveDate) -> Match {
        let mut people: Vec<(usize, Person)> = self
            .people_called(&author.name, day)
            .into_iter()
            .map(|person| (person.agreements(author, self), person))
            .collect();
        if people.len() > 1 {
            let most = people.iter().map(|(agreements, _)| *agreements).max().unwrap_or(0);
            people.retain(|(agreements, _)| *agreements == most && most > 0);
            if people.len() != 1 {
                return Match::Several;
            }
        }
        match people.first() {
            Some((_, person)) => Match::Found(person.as_contributor(author)),
            None => Match::Unknown,
        }
    }

    /// The unit of this name, of this alias, or of this name but for the usual endings (民革区委会 = 民革).
    pub fn match_unit(&self, written: &str) -> Option<&Unit> {
        let wanted = key(written);
        if wanted.is_empty() {
            return None;
        }
        let names = |unit: &Unit| {
            std::iter::once(&unit.name).chain(&unit.aliases).map(|name| key(name)).collect::<Vec<_>>()
        };
        let as_written = |unit: &&Unit| unit.name == written || unit.aliases.iter().any(|one| one == written);
        let exact = self.units.iter().find(as_written);
        exact.or_else(|| self.units.iter().find(|unit| names(unit).contains(&wanted))).or_else(|| {
            let core = core_of_unit(&wanted);
            let mut near =
                self.units.iter().filter(|unit| names(unit).iter().any(|name| core_of_unit(name) == core));
            near.next().filter(|_| near.next().is_none())
        })
    }

    /// Whom to call at a destination.
    pub fn contact(&self, destination: &str) -> Option<&Contact> {
        let wanted = key(destination);
        self.contacts.iter().find(|contact| key(&contact.destination) == wanted)
    }

    /// Rows in force on a day, by person, of everybody of a name.
    fn people_called(&self, name: &str, day: NaiveDate) -> Vec<Person<'_>> {
        let wanted = key(name);
        let mut people: BTreeMap<&str, Person> = BTreeMap::new();
        for row in self.members.iter().filter(|row| is_called(&row.name, &wanted) && row.term.holds(day)) {
            people.entry(&row.person).or_default().members.push(row);
        }
        for row in self.informants.iter().filter(|row| is_called(&row.name, &wanted) && row.term.holds(day)) {
            people.entry(&row.person).or_default().informants.push(row);
        }
        people.into_values().collect()
    }
}

/// One person's rows that are in force on a day.
#[derive(Default)]
struct Person<'r> {
    members: Vec<&'r Member>,
    informants: Vec<&'r Informant>,
}

impl Person<'_> {
    /// On how many of telephone, unit and sector the paper agrees with the roster.
    fn agreements(&self, author: &Author, roster: &Roster) -> usize {
        let agrees = |written: &Option<String>, known: Vec<&String>, alike: fn(&str, &str) -> bool| {
            let written = written.as_deref().map(key).filter(|written| !written.is_empty());
            written.is_some_and(|written| known.iter().any(|one| alike(&key(one), &written)))
        };
        let sector = author.sector.as_deref().map(|written| {
            roster.match_unit(written).map_or_else(|| written.to_owned(), |unit| unit.name.clone())
        });
        let same: fn(&str, &str) -> bool = |one, other| one == other;
        usize::from(agrees(&author.phone, self.phones(), same))
            + usize::from(agrees(&author.unit, self.workplaces(), alike_workplaces))
            + usize::from(agrees(&sector, self.sectors(), alike_sectors))
    }

    fn phones(&self) -> Vec<&String> {
        let members = self.members.iter().filter_map(|row| row.phone.as_ref());
        members.chain(self.informants.iter().filter_map(|row| row.phone.as_ref())).collect()
    }

    fn workplaces(&self) -> Vec<&String> {
        let members = self.members.iter().filter_map(|row| row.workplace.as_ref());
        members.chain(self.informants.iter().filter_map(|row| row.workplace.as_ref())).collect()
    }

    fn sectors(&self) -> Vec<&String> {
        self.members.iter().filter_map(|row| row.sector.as_ref()).collect()
    }

    /// What a case keeps of the person: the paper's own words for workplace, post and telephone, the
    /// roster's for the rest. Several at once are joined by 、.
    fn as_contributor(&self, author: &Author) -> Contributor {
        let members = |field: fn(&Member) -> &Option<String>| {
            joined(self.members.iter().filter_map(|row| field(row).as_ref()))
        };
        let informants = |field: fn(&Informant) -> &Option<String>| {
            joined(self.informants.iter().filter_map(|row| field(row).as_ref()))
        };
        let positions: Vec<_> = self.members.iter().filter_map(|row| row.position.as_ref()).collect();
        let more_positions = self.informants.iter().filter_map(|row| row.position.as_ref());
        let written = |value: &Option<String>| value.clone().filter(|value| !value.trim().is_empty());
        let mut roles = Vec::new();
        if !self.members.is_empty() {
            roles.push(MEMBER.to_owned());
        }
        if !self.informants.is_empty() {
            roles.push(INFORMANT.to_owned());
        }
        Contributor {
            name: self.name().to_owned(),
            person: Some(self.person().to_owned()),
            roles,
            sector: members(|row| &row.sector).or_else(|| written(&author.sector)),
            committee: members(|row| &row.committee),
            town: members(|row| &row.town),
            party: members(|row| &row.party),
            group: informants(|row| &row.group),
            unit: written(&author.unit).or_else(|| self.workplaces().first().map(|one| (*one).clone())),
            position: written(&author.position)
                .or_else(|| positions.into_iter().chain(more_positions).next().cloned()),
            phone: written(&author.phone).or_else(|| self.phones().first().map(|one| (*one).clone())),
        }
    }

    fn name(&self) -> &str {
        let member = self.members.first().map(|row| row.name.as_str());
        member.or(self.informants.first().map(|row| row.name.as_str())).unwrap_or_default()
    }

    fn person(&self) -> &str {
        let member = self.members.first().map(|row| row.person.as_str());
        member.or(self.informants.first().map(|row| row.person.as_str())).unwrap_or_default()
    }
}

/// The key of a person: the name, and beside it what tells apart people of one name.
pub fn person_key(name: &str, apart: Option<&str>) -> String {
    match apart.map(str::trim).filter(|apart| !apart.is_empty()) {
        Some(apart) => format!("{name}（{apart}）"),
        None => name.to_owned(),
    }
}

/// Whether a name has this key; a name of plain characters is its own key.
fn is_called(name: &str, wanted: &str) -> bool {
    let plain = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    name == wanted || (!name.chars().all(plain) && key(name) == wanted)
}

/// Different values, each once, joined by 、.
fn joined<'a>(values: impl Iterator<Item = &'a String>) -> Option<String> {
    let mut different: Vec<&str> = Vec::new();
    for value in values {
        if !different.contains(&value.as_str()) {
            different.push(value);
        }
    }
    (!different.is_empty()).then(|| different.join("、"))
}

/// Workplaces are written longer and shorter: `区教育局`, `示例区教育局基教科`.
fn alike_workplaces(one: &str, other: &str) -> bool {
    let long_enough = one.chars().count().min(other.chars().count()) >= 3;
    one == other || (long_enough && (one.contains(other) || other.contains(one)))
}

/// `医卫` and `医卫界`.
fn alike_sectors(one: &str, other: &str) -> bool {
    core_of_unit(one) == core_of_unit(other)
}

/// A unit's name without the words that people add or leave out.
fn core_of_unit(name: &str) -> &str {
    const PREFIXES: &[&str] = &["区政协", "市政协", "县政协", "政协", "区", "县"];
    const SUFFIXES: &[&str] = &[
        "政协工作委员会",
        "政协联络工作委员会",
        "政协联络处",
        "政协工委",
        "工作委员会",
        "界别活动组",
        "区委员会",
        "区委会",
        "区基层委员会",
        "基层委员会",
        "区基层委",
        "基层委",
        "区总支",
        "总支部",
        "总支",
        "区支部",
        "支部",
        "支社",
        "区工委",
        "工委",
        "区委",
        "委员会",
        "界别",
        "专委会",
        "界",
        "委",
    ];
    let mut core = name;
    if let Some(rest) = PREFIXES.iter().find_map(|prefix| core.strip_prefix(prefix)) {
        core = rest;
    }
    match SUFFIXES.iter().find_map(|suffix| core.strip_suffix(suffix)) {
        Some(rest) if rest.chars().count() >= 2 => rest,
        _ => core,
    }
}
