//! A file of hand-made events, TOML or JSON, for trying a scheme without an office.
//! It never scores anything.

use super::happening::{
    Adjustment, Author, EVENTS, Happening, Happenings, MANUAL, Person, Source, Trait, Unit, Word,
};
use super::points::{Fraction, Halves, PLACES_MAX, Points};
use crate::failure::Complaint;
use crate::office::settings::did_you_mean;
use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashMap;

/// One word or several.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(untagged)]
enum Texts {
    #[default]
    None,
    One(String),
    Several(Vec<String>),
}

impl Texts {
    fn all(&self) -> Vec<&str> {
        match self {
            Texts::None => Vec::new(),
            Texts::One(text) => vec![text],
            Texts::Several(texts) => texts.iter().map(String::as_str).collect(),
        }
    }
}

/// A person: of the roster, or an author written as a table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct PersonRow {
    name: String,
    role: Texts,
    rank: Texts,
    sector: Texts,
    committee: Texts,
    town: Texts,
    party: Texts,
    group: Texts,
    unranked: bool,
    #[serde(rename = "self")]
    self_points: Option<Value>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct UnitRow {
    name: String,
    kind: String,
    members: Option<u32>,
    unranked: bool,
    #[serde(rename = "self")]
    self_points: Option<Value>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum AuthorRow {
    Name(String),
    Table(Box<PersonRow>),
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct SourceRow {
    #[serde(alias = "author")]
    authors: Vec<AuthorRow>,
    #[serde(alias = "units")]
    unit: Texts,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct EventRow {
    event: String,
    case: Option<Value>,
    title: Option<String>,
    #[serde(alias = "issues")]
    issue: Texts,
    organ: String,
    level: String,
    form: String,
    leader: String,
    publication: String,
    grade: String,
    chief: bool,
    evidence: bool,
    wanted: bool,
    urgent: bool,
    category: String,
    topic: String,
    date: Option<NaiveDate>,
    received: Option<NaiveDate>,
    signed: Option<NaiveDate>,
    year: i32,
    #[serde(alias = "author")]
    authors: Option<Value>,
    #[serde(alias = "units")]
    unit: Texts,
    sources: Vec<SourceRow>,
    name: String,
    points: Option<Value>,
    reason: String,
    by: String,
    board: String,
}

/// What a file says happened. `events` are the words that the scheme adds to the built-in ones. Otherwise every
/// fault of the file. `file` names it in them; what begins with `{` or `[{` is JSON, all else TOML.
pub fn read(file: &str, text: &str, events: &[String]) -> Result<Happenings, Vec<Complaint>> {
    let fault = |place: String, message: String| Complaint {
        file: file.to_owned(),
        place,
        message,
        hint: String::new(),
    };
    let value = as_value(text).map_err(|(place, message)| vec![fault(place, message)])?;
    let mut reading =
        Reading { faults: Vec::new(), happenings: Happenings::default(), known: HashMap::new(), events };
    let parts = match value {
        Value::Array(events) => vec![("event".to_owned(), Value::Array(events))],
        Value::Object(parts) => parts.into_iter().collect(),
        _ => return Err(vec![fault(String::new(), "the file holds no events".to_owned())]),
    };
    reading.take(parts);
    if reading.faults.is_empty() {
        return Ok(reading.happenings);
    }
    let complaint = |(place, message, hint): (String, String, String)| Complaint {
        file: file.to_owned(),
        place,
        message,
        hint,
    };
    Err(reading.faults.into_iter().map(complaint).collect())
}

/// TOML or JSON as one kind of value; days of TOML become texts.
fn as_value(text: &str) -> Result<Value, (String, String)> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.trim_start();
    let second = head.strip_prefix('[').map(|rest| rest.trim_start().chars().next().unwrap_or(' '));
    if head.starts_with('{') || matches!(second, Some('{' | ']')) {
        return serde_json::from_str(text)
            .map_err(|cause| (format!("line {}", cause.line()), format!("not JSON: {cause}")));
    }
    let table: toml::Table = toml::from_str(text).map_err(|cause: toml::de::Error| {
        let before = cause.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        (format!("line {line}"), format!("not TOML: {}", cause.message()))
    })?;
    Ok(of_toml(toml::Value::Table(table)))
}

fn of_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(flag) => Value::from(flag),
        toml::Value::Datetime(day) => Value::String(day.to_string()),
        toml::Value::Array(items) => items.into_iter().map(of_toml).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, of_toml(value))).collect(),
    }
}

struct Reading<'e> {
    faults: Vec<(String, String, String)>,
    happenings: Happenings,
    known: HashMap<String, PersonRow>,
    events: &'e [String],
}

impl Reading<'_> {
    fn take(&mut self, parts: Vec<(String, Value)>) {
        // People and units first: events refer to them.
        let order = |name: &str| match name {
            "person" | "people" => 0,
            "unit" | "units" => 1,
            _ => 2,
        };
        let mut parts = parts;
        parts.sort_by_key(|(name, _)| order(name));
        for (name, value) in parts {
            let Value::Array(rows) = value else {
                self.fault(&name, "is no list of sections".to_owned(), &format!("write [[{name}]]"));
                continue;
            };
            for (at, row) in rows.into_iter().enumerate() {
                let place = format!("{name} {}", at + 1);
                match name.as_str() {
                    "person" | "people" => self.row(&place, row, Reading::person),
                    "unit" | "units" => self.row(&place, row, Reading::unit),
                    "event" | "events" => self.row(&place, row, Reading::event),
                    _ => {
                        let hint = did_you_mean(&name, ["person", "unit", "event"]);
                        self.fault(&name, "is no part of a file of events".to_owned(), &hint);
                        break;
                    }
                }
            }
        }
    }

    fn fault(&mut self, place: &str, message: String, hint: &str) {
        self.faults.push((place.to_owned(), message, hint.to_owned()));
    }

    fn row<T: DeserializeOwned>(&mut self, place: &str, row: Value, take: fn(&mut Self, &str, &T)) {
        match serde_json::from_value(row) {
            Ok(row) => take(self, place, &row),
            Err(cause) => self.fault(place, cause.to_string(), ""),
        }
    }

    fn person(&mut self, place: &str, row: &PersonRow) {
        if row.name.trim().is_empty() {
            return self.fault(place, "has no name".to_owned(), "add name = \"张三\"");
        }
        let person = Person {
            author: self.author_of(row),
            unranked: row.unranked,
            self_points: self.points(place, "self", row.self_points.as_ref()),
            from: row.from,
            to: row.to,
        };
        self.happenings.people.push(person);
        self.known.insert(row.name.trim().to_owned(), row.clone());
    }

    fn unit(&mut self, place: &str, row: &UnitRow) {
        if row.name.trim().is_empty() {
            return self.fault(place, "has no name".to_owned(), "add name = \"民革区委会\"");
        }
        let self_points = self.points(place, "self", row.self_points.as_ref());
        let words = &mut self.happenings.words;
        let unit = Unit {
            name: words.of(&row.name),
            kind: words.of(&row.kind),
            members: row.members.filter(|count| *count > 0),
            unranked: row.unranked,
            self_points,
        };
        self.happenings.units.push(unit);
    }

    fn event(&mut self, place: &str, row: &EventRow) {
        if row.event == MANUAL {
            return self.adjustment(place, row);
        }
        let known = EVENTS.contains(&row.event.as_str()) || self.events.contains(&row.event);
        if !known {
            let all = EVENTS.iter().copied().chain(self.events.iter().map(String::as_str)).chain([MANUAL]);
            let hint = did_you_mean(&row.event, all);
            return self.fault(place, format!("names an unknown event \"{}\"", row.event), &hint);
        }
        let Some(date) = row.date.or(row.received) else {
            return self.fault(place, "has no date".to_owned(), "add date = \"2026-03-05\"");
        };
        let case = match &row.case {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        let authors = self.authors(place, row.authors.as_ref());
        let sources: Vec<Source> = row
            .sources
            .iter()
            .map(|source| Source {
                authors: source.authors.iter().map(|author| self.author(author)).collect(),
                units: source.unit.all().iter().map(|unit| self.happenings.words.of(unit)).collect(),
            })
            .collect();
        let item = self.happenings.item(&case);
        self.complete_item(item, row, date, &authors, sources);
        let words = &mut self.happenings.words;
        let happening = Happening {
            item,
            event: words.of(&row.event),
            organ: words.of(&row.organ),
            level: words.of(&row.level),
            form: words.of(&row.form),
            leader: words.of(&row.leader),
            publication: words.of(&row.publication),
            grade: words.of(&row.grade),
            chief: row.chief,
            evidence: row.evidence,
            date,
            year: row.year,
        };
        self.happenings.events.push(happening);
    }

    /// What one event of a case says of the case itself holds for all of them; what is said twice must agree,
    /// and here the one that says more wins.
    fn complete_item(
        &mut self,
        item: u32,
        row: &EventRow,
        date: NaiveDate,
        authors: &[u32],
        sources: Vec<Source>,
    ) {
        let all = &mut self.happenings;
        let units: Vec<Word> = row.unit.all().iter().map(|unit| all.words.of(unit)).collect();
        let known = all.item_at(item);
        let (more_authors, more_units) =
            (all.authors_of(known).len() < authors.len(), all.units_of(known).len() < units.len());
        if more_authors {
            all.set_authors(item, authors);
        }
        if more_units {
            all.set_units(item, &units);
        }
        let Happenings { words, texts, items, .. } = all;
        let Some(item) = items.get_mut(usize::try_from(item).unwrap_or(usize::MAX)) else { return };
        if let Some(title) = &row.title {
            item.title = texts.add(title);
        }
        if !row.issue.all().is_empty() {
            item.issues = texts.add(&row.issue.all().join("、"));
        }
        if item.sources.len() < sources.len() {
            item.sources = sources.into();
        }
        for (slot, text) in [(&mut item.category, &row.category), (&mut item.topic, &row.topic)] {
            if !text.is_empty() {
                *slot = words.of(text);
            }
        }
        if matches!(row.event.as_str(), "登记" | "编发") && !row.form.is_empty() {
            item.form = words.of(&row.form);
        }
        item.wanted |= row.wanted;
        item.urgent |= row.urgent;
        let received = if row.event == "登记" { Some(date) } else { None };
        item.received = row.received.or(received).or(item.received);
        let signed = if row.event == "编发" { Some(date) } else { None };
        item.signed = row.signed.or(signed).or(item.signed);
    }

    fn adjustment(&mut self, place: &str, row: &EventRow) {
        let points = self.points(place, "points", row.points.as_ref());
        let (Some(points), Some(date), false) = (points, row.date, row.name.trim().is_empty()) else {
            return self.fault(
                place,
                "is no whole adjustment".to_owned(),
                "write event = \"手工\", name, points, date and reason",
            );
        };
        let words = &mut self.happenings.words;
        let adjustment = Adjustment {
            name: words.of(&row.name),
            board: words.of(&row.board),
            points,
            reason: row.reason.clone(),
            by: row.by.clone(),
            date,
        };
        self.happenings.adjustments.push(adjustment);
    }

    fn points(&mut self, place: &str, key: &str, value: Option<&Value>) -> Option<Points> {
        let written = match value? {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let exact = Fraction::parse(&written);
        if exact.is_none() {
            self.fault(place, format!("\"{key}\" is no number"), "write 5, 0.5 or \"1/2\"");
        }
        exact.map(|exact| exact.rounded(PLACES_MAX, Halves::Up))
    }

    fn authors(&mut self, place: &str, value: Option<&Value>) -> Vec<u32> {
        let Some(value) = value else { return Vec::new() };
        let one_name = value.is_string() || value.is_object();
        let list = if one_name { Value::Array(vec![value.clone()]) } else { value.clone() };
        let Ok(rows) = serde_json::from_value::<Vec<AuthorRow>>(list) else {
            let hint = "write authors = [\"甲\"], or [{ name = \"甲\", role = \"委员\" }]";
            self.fault(place, "has authors that cannot be read".to_owned(), hint);
            return Vec::new();
        };
        rows.iter().map(|row| self.author(row)).collect()
    }

    fn author(&mut self, row: &AuthorRow) -> u32 {
        let row = match row {
            AuthorRow::Name(name) => self
                .known
                .get(name.trim())
                .cloned()
                .unwrap_or_else(|| PersonRow { name: name.clone(), ..PersonRow::default() }),
            AuthorRow::Table(row) => (**row).clone(),
        };
        let author = self.author_of(&row);
        self.happenings.author(author)
    }

    fn author_of(&mut self, row: &PersonRow) -> Author {
        let words = &mut self.happenings.words;
        let mut author = Author { person: words.of(&row.name), ..Author::default() };
        let traits = [
            (Trait::Role, &row.role),
            (Trait::Rank, &row.rank),
            (Trait::Sector, &row.sector),
            (Trait::Committee, &row.committee),
            (Trait::Town, &row.town),
            (Trait::Party, &row.party),
            (Trait::Group, &row.group),
        ];
        for (of, texts) in traits {
            author.traits[of.index()] = texts.all().iter().map(|text| words.of(text)).collect();
        }
        author
    }
}
