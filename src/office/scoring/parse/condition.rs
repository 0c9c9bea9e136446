//! What an event must be for a rule to take it, out of the keys of a section.
//! It never decides whether an event fits.

use super::super::expression::Expression;
use super::super::happening::Trait;
use super::super::scheme::{Condition, Range};
use super::Names;
use super::values::{list, range, texts};
use crate::office::settings::{Faults, Section, did_you_mean};
use toml::de::DeValue;

/// Keys that name what the roster says of a person.
pub(super) const TRAITS: &[(&str, Trait)] = &[
    ("role", Trait::Role),
    ("rank", Trait::Rank),
    ("sector", Trait::Sector),
    ("committee", Trait::Committee),
    ("town", Trait::Town),
    ("party", Trait::Party),
    ("group", Trait::Group),
];

const POSITIONS: &[(&str, Range)] =
    &[("第一人", Range { from: 1, to: Some(1) }), ("其他人", Range { from: 2, to: None })];

/// The condition that a section says, with all its other keys left to be asked for.
pub(super) fn condition(section: &mut Section, names: &Names, faults: &mut Faults) -> Condition {
    let mut condition = Condition {
        event: known(section, "event", &names.events, faults),
        organ: texts(section, "organ", faults),
        level: levels(section, names, faults),
        form: texts(section, "form", faults),
        publication: texts(section, "publication", faults),
        leader: texts(section, "leader", faults),
        grade: texts(section, "grade", faults),
        category: texts(section, "category", faults),
        topic: texts(section, "topic", faults),
        unit: texts(section, "unit", faults),
        chief: section.flag("chief", faults),
        evidence: section.flag("evidence", faults),
        wanted: section.flag("wanted", faults),
        urgent: section.flag("urgent", faults),
        joint: section.flag("joint", faults),
        position: range(section, "position", POSITIONS, faults),
        authors: range(section, "authors", &[], faults),
        when: when(section, faults),
        ..Condition::default()
    };
    for (key, of) in TRAITS {
        let words = texts(section, key, faults);
        if !words.is_empty() {
            condition.traits.push((*of, words));
        }
    }
    condition.with = inner(section, "with", names, faults);
    condition.without = inner(section, "without", names, faults);
    condition.not = inner(section, "not", names, faults);
    condition
}

/// A condition in a table of its own: `{ event = "采用", level = "市以上" }`.
pub(super) fn table(mut section: Section, names: &Names, faults: &mut Faults) -> Condition {
    let condition = condition(&mut section, names, faults);
    section.finish(faults);
    condition
}

/// One such table, or a list of them.
fn inner(section: &mut Section, key: &'static str, names: &Names, faults: &mut Faults) -> Vec<Condition> {
    let Some(value) = section.value(key) else { return Vec::new() };
    let title = format!("{key} of {}", section.title);
    let mut conditions = Vec::new();
    let items = match value.get_ref() {
        DeValue::Array(items) => items.iter().collect(),
        _ => vec![value],
    };
    for item in items {
        let line = faults.line(&item.span());
        match item.get_ref() {
            DeValue::Table(inside) => {
                conditions.push(table(Section::inner(title.clone(), line, inside), names, faults));
            }
            _ => section.wrong_type(key, item, "a condition such as { event = \"采用\" }", faults),
        }
    }
    conditions
}

fn known(section: &mut Section, key: &'static str, words: &[String], faults: &mut Faults) -> Vec<String> {
    let mut found = Vec::new();
    for word in list(section, key, faults) {
        if words.contains(&word.value) {
            found.push(word.value);
        } else {
            let hint = did_you_mean(&word.value, words.iter().map(String::as_str));
            faults.add(
                word.line,
                format!("{} names an unknown {key} \"{}\"", section.title, word.value),
                hint,
            );
        }
    }
    found
}

fn levels(section: &mut Section, names: &Names, faults: &mut Faults) -> Vec<String> {
    let mut found = Vec::new();
    for word in list(section, "level", faults) {
        let bare = word
            .value
            .strip_suffix("以上")
            .or_else(|| word.value.strip_suffix("以下"))
            .unwrap_or(&word.value);
        if names.levels.iter().any(|level| level == bare) {
            found.push(word.value);
        } else {
            let hint = did_you_mean(bare, names.levels.iter().map(String::as_str));
            faults.add(word.line, format!("{} names an unknown level \"{bare}\"", section.title), hint);
        }
    }
    found
}

fn when(section: &mut Section, faults: &mut Faults) -> Option<Expression> {
    let source = section.text("when", faults)?;
    match Expression::new(&source.value) {
        Ok(expression) => Some(expression),
        Err(wrong) => {
            for (message, hint) in wrong {
                faults.add(source.line, format!("{}: {message}", section.title), hint);
            }
            None
        }
    }
}
