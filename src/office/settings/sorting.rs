//! How papers are sorted: categories, topics, rules, sectors, labels.
//! It never compiles a rule; the rulebook does.

use super::check::{Kind, Names};
use super::faults::{Faults, did_you_mean};
use super::section::Section;
use super::{Category, LABEL_FIELDS, Rule, Sector, Topic};
use std::collections::BTreeMap;

pub(super) fn categories(
    top: &mut Section,
    base: Vec<Category>,
    names: &mut Names,
    faults: &mut Faults,
) -> Vec<Category> {
    let Some(sections) = top.tables("category", faults) else {
        for one in &base {
            names.define(Kind::Category, &one.name, 0);
            names.define_aliases(Kind::Category, &one.name, &one.aliases, 0);
        }
        return base;
    };
    let mut all: Vec<Category> = Vec::new();
    for mut section in sections {
        let least = section.number("least", 1..=1_000, faults);
        let otherwise = section.flag("otherwise", faults).unwrap_or(false);
        if otherwise && all.iter().any(|one| one.otherwise) {
            faults.add(section.line, "two categories say otherwise = true", "keep one of them");
        }
        let words = words(&mut section, faults);
        if let Some((name, aliases)) = named(section, Kind::Category, names, faults) {
            let least = least.and_then(|least| u32::try_from(least.value).ok()).unwrap_or(1);
            all.push(Category { name, aliases, words, least, otherwise });
        }
    }
    all
}

pub(super) fn topics(
    top: &mut Section,
    base: Vec<Topic>,
    names: &mut Names,
    faults: &mut Faults,
) -> Vec<Topic> {
    let Some(sections) = top.tables("topic", faults) else {
        for one in &base {
            names.define(Kind::Topic, &one.name, 0);
            names.define_aliases(Kind::Topic, &one.name, &one.aliases, 0);
            names.refer(Kind::Destination, &one.destination, 0, "");
        }
        return base;
    };
    let mut all = Vec::new();
    for mut section in sections {
        let destination = section.text("destination", faults).unwrap_or_default();
        names.refer(Kind::Destination, &destination.value, destination.line, &section.title);
        let words = words(&mut section, faults);
        if let Some((name, aliases)) = named(section, Kind::Topic, names, faults) {
            all.push(Topic { name, aliases, words, destination: destination.value });
        }
    }
    all
}

/// Name and aliases of a section that has no other key left.
fn named(
    mut section: Section,
    kind: Kind,
    names: &mut Names,
    faults: &mut Faults,
) -> Option<(String, Vec<String>)> {
    let name = section.needed("name", faults);
    let aliases = section.texts("aliases", faults).unwrap_or_default();
    section.finish(faults);
    let name = name?;
    names.define(kind, &name.value, name.line);
    for alias in &aliases {
        names.define_aliases(kind, &name.value, [&alias.value], alias.line);
    }
    Some((name.value, aliases.into_iter().map(|alias| alias.value).collect()))
}

/// Words to count, each once: a word that is listed twice would count twice.
fn words(section: &mut Section, faults: &mut Faults) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in section.texts("words", faults).unwrap_or_default() {
        if !words.contains(&word.value) {
            words.push(word.value);
        }
    }
    words
}

pub(super) fn rules(top: &mut Section, base: Vec<Rule>, names: &mut Names, faults: &mut Faults) -> Vec<Rule> {
    let Some(sections) = top.tables("rule", faults) else { return base };
    sections.into_iter().filter_map(|section| rule(section, names, faults)).collect()
}

fn rule(mut section: Section, names: &mut Names, faults: &mut Faults) -> Option<Rule> {
    let name = section.needed("name", faults);
    let when = section.needed("when", faults);
    let category = section.text("category", faults).unwrap_or_default();
    let topic = section.text("topic", faults).unwrap_or_default();
    let destinations = section.texts("destinations", faults).unwrap_or_default();
    let urgent = section.flag("urgent", faults).unwrap_or(false);
    names.refer(Kind::Category, &category.value, category.line, &section.title);
    names.refer(Kind::Topic, &topic.value, topic.line, &section.title);
    for destination in &destinations {
        names.refer(Kind::Destination, &destination.value, destination.line, &section.title);
    }
    if category.value.is_empty() && topic.value.is_empty() && destinations.is_empty() && !urgent {
        let message = format!("{} does nothing", section.title);
        faults.add(section.line, message, "give it category, topic, destinations or urgent");
    }
    section.finish(faults);
    let name = name?;
    names.define(Kind::Rule, &name.value, name.line);
    let when = when?;
    Some(Rule {
        name: name.value,
        line: when.line,
        when: when.value,
        category: category.value,
        topic: topic.value,
        destinations: destinations.into_iter().map(|name| name.value).collect(),
        urgent,
    })
}

pub(super) fn sectors(
    top: &mut Section,
    base: Vec<Sector>,
    names: &mut Names,
    faults: &mut Faults,
) -> Vec<Sector> {
    let Some(section) = top.table("sectors", faults) else { return base };
    let mut all = Vec::new();
    for (name, aliases) in section.lists(faults) {
        names.define(Kind::Sector, &name.value, name.line);
        for alias in &aliases {
            names.define_aliases(Kind::Sector, &name.value, [&alias.value], alias.line);
        }
        all.push(Sector {
            name: name.value,
            aliases: aliases.into_iter().map(|alias| alias.value).collect(),
        });
    }
    all
}

pub(super) fn labels(
    top: &mut Section,
    base: BTreeMap<String, Vec<String>>,
    faults: &mut Faults,
) -> BTreeMap<String, Vec<String>> {
    let Some(section) = top.table("labels", faults) else { return base };
    let mut labels: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (field, words) in section.lists(faults) {
        if !LABEL_FIELDS.contains(&field.value.as_str()) {
            let hint = did_you_mean(&field.value, LABEL_FIELDS.iter().copied());
            faults.add(field.line, format!("[labels] has no field \"{}\"", field.value), hint);
        }
        for word in words {
            let bare: String = word.value.chars().filter(|c| !c.is_whitespace()).collect();
            if let Some(other) = seen.insert(bare, field.value.clone()) {
                let message = format!("label \"{}\" is listed for {other} and {}", word.value, field.value);
                faults.add(word.line, message, "keep one of them");
            }
            labels.entry(field.value.clone()).or_default().push(word.value);
        }
    }
    labels
}
