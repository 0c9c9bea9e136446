//! What the sections of office.toml say of each other: names that are used must be defined, once.
//! It never reads the file; it is told the names with their lines.

use super::Settings;
use super::faults::{Faults, did_you_mean};
use std::collections::BTreeMap;

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Publication,
    Destination,
    Category,
    Topic,
    Rule,
    Sector,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Publication => "publication",
            Kind::Destination => "destination",
            Kind::Category => "category",
            Kind::Topic => "topic",
            Kind::Rule => "rule",
            Kind::Sector => "sector",
        }
    }
}

/// Names defined and used. Line 0 marks a name of the stock settings.
#[derive(Default)]
pub(super) struct Names {
    defined: Vec<Name>,
    used: Vec<Name>,
}

struct Name {
    kind: Kind,
    word: String,
    line: usize,
    /// For a definition what the name stands for; for a use the section that uses it.
    of: String,
}

impl Names {
    /// A name is defined here.
    pub(super) fn define(&mut self, kind: Kind, name: &str, line: usize) {
        self.defined.push(Name { kind, word: name.to_owned(), line, of: name.to_owned() });
    }

    /// Other names of something that is defined.
    pub(super) fn define_aliases<'a>(
        &mut self,
        kind: Kind,
        of: &str,
        aliases: impl IntoIterator<Item = &'a String>,
        line: usize,
    ) {
        for alias in aliases {
            self.defined.push(Name { kind, word: alias.clone(), line, of: of.to_owned() });
        }
    }

    /// A name is used here; an empty one is none.
    pub(super) fn refer(&mut self, kind: Kind, name: &str, line: usize, by: &str) {
        if !name.is_empty() {
            self.used.push(Name { kind, word: name.to_owned(), line, of: by.to_owned() });
        }
    }

    /// Complains of names defined twice, of names used and not defined, and of kinds without any.
    pub(super) fn check(&self, settings: &Settings, faults: &mut Faults) {
        self.check_defined_once(faults);
        self.check_used(faults);
        for (kind, none) in [
            (Kind::Publication, settings.publications.is_empty()),
            (Kind::Destination, settings.destinations.is_empty()),
            (Kind::Category, settings.categories.is_empty()),
        ] {
            if none {
                faults.add(0, format!("there is no {}", kind.word()), format!("add [[{}]]", kind.word()));
            }
        }
    }

    fn check_defined_once(&self, faults: &mut Faults) {
        let mut first: BTreeMap<(Kind, &str), &Name> = BTreeMap::new();
        for name in &self.defined {
            let Some(earlier) = first.insert((name.kind, name.word.trim()), name) else { continue };
            let place = if earlier.line == 0 {
                "in the stock settings".to_owned()
            } else {
                format!("on line {}", earlier.line)
            };
            let message = format!("{} \"{}\" is named twice, first {place}", name.kind.word(), name.word);
            faults.add(name.line, message, "a name or alias must mean one thing");
        }
    }

    fn check_used(&self, faults: &mut Faults) {
        for name in &self.used {
            // What the stock settings say of names that the office has replaced is dropped, except what
            // must lead somewhere.
            let must = name.line > 0 || name.kind == Kind::Publication || name.of == "default";
            if !must || self.meaning(name.kind, &name.word).is_some() {
                continue;
            }
            let known = self.defined.iter().filter(|one| one.kind == name.kind).map(|one| one.word.as_str());
            let message = format!("{} names an unknown {} \"{}\"", name.of, name.kind.word(), name.word);
            faults.add(name.line, message, did_you_mean(&name.word, known));
        }
    }

    /// What a name or alias stands for.
    fn meaning(&self, kind: Kind, name: &str) -> Option<&str> {
        self.defined.iter().find(|one| one.kind == kind && one.word == name).map(|one| one.of.as_str())
    }
}

/// Puts the proper name where an alias was used, and drops what the stock settings say of names that the
/// office has not.
pub(super) fn prune(settings: &mut Settings, names: &Names) {
    let proper = |kind, name: &str| names.meaning(kind, name).map(str::to_owned);
    let all_proper =
        |list: &[String]| list.iter().filter_map(|name| proper(Kind::Destination, name)).collect::<Vec<_>>();
    settings.default_destinations = all_proper(&settings.default_destinations);
    for topic in &mut settings.topics {
        topic.destination = proper(Kind::Destination, &topic.destination).unwrap_or_default();
    }
    for rule in &mut settings.rules {
        rule.destinations = all_proper(&rule.destinations);
        rule.category = proper(Kind::Category, &rule.category).unwrap_or_default();
        rule.topic = proper(Kind::Topic, &rule.topic).unwrap_or_default();
    }
    settings.rules.retain(|rule| {
        rule.urgent || !(rule.category.is_empty() && rule.topic.is_empty() && rule.destinations.is_empty())
    });
}

/// Whether a name may become a file or folder on Windows and Linux: this stops names that lead out of the
/// office (`../x`), that Windows refuses (`a:b`, `CON`) or that nobody sees (`.x`).
pub(super) fn is_safe_name(name: &str) -> bool {
    let forbidden = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (stem.len() == 4
            && (stem.starts_with("COM") || stem.starts_with("LPT"))
            && stem.ends_with(|c: char| c.is_ascii_digit()));
    !name.is_empty()
        && name.trim() == name
        && name.chars().count() <= 60
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains(forbidden)
        && !device
}
