//! The text of a scoring file to a scheme: every fault at once, with line and hint.
//! It never guesses what a rule may have meant.

mod amounts;
mod awards;
mod boards;
mod condition;
mod references;
mod rules;
#[cfg(test)]
mod tests;
mod values;

use super::happening::{EVENTS, MANUAL};
use super::period::{Dated, PeriodRule, Scope};
use super::points::{Fraction, Halves, Moment, Points, Rounding};
use super::scheme::{Block, Scheme, Validity};
use crate::failure::Complaint;
use crate::office::settings::{Faults, Section, Spotted, add_syntax_errors, did_you_mean};
use awards::{bands, tiers};
use boards::{boards, unranked};
use std::collections::BTreeMap;
use toml::de::DeTable;
use values::{limits, list, number, points};

/// Names that a scheme defines, by which its parts refer to each other.
#[derive(Default)]
struct Names {
    events: Vec<String>,
    levels: Vec<String>,
    boards: Vec<String>,
    blocks: Vec<String>,
    metrics: Vec<String>,
    quotas: Vec<String>,
}

/// The scheme that a text says; otherwise every fault of it, in the order of lines. `file` names it in them.
pub fn parse(file: &str, text: &str) -> Result<Scheme, Vec<Complaint>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut faults = Faults::of(file, text);
    let (root, errors) = DeTable::parse_recoverable(text);
    add_syntax_errors(text, &errors, &mut faults);
    if !faults.none() {
        return Err(faults.into_complaints());
    }
    let scheme = read(Section::top(root.get_ref()), root.get_ref(), &mut faults);
    if faults.none() { Ok(scheme) } else { Err(faults.into_complaints()) }
}

fn read(mut top: Section, root: &DeTable, faults: &mut Faults) -> Scheme {
    let mut scheme = Scheme {
        title: top.text_or_empty("title", faults),
        note: top.text_or_empty("note", faults),
        events: own_events(&mut top, faults),
        validity: top.chosen("validity", VALIDITY, faults).unwrap_or_default(),
        double: top.flag("double", faults).unwrap_or(true),
        unranked: unranked(&mut top, faults),
        period: period(&mut top, faults),
        rounding: rounding(&mut top, faults),
        levels: named_lists(&mut top, "levels", faults),
        organs: named_lists(&mut top, "organs", faults),
        ..Scheme::default()
    };
    if scheme.levels.is_empty() {
        scheme.levels = ["区", "市", "省", "国"].map(|level| (level.to_owned(), Vec::new())).to_vec();
    }
    let names = Names {
        events: EVENTS.iter().map(|one| (*one).to_owned()).chain(scheme.events.iter().cloned()).collect(),
        levels: scheme.levels.iter().map(|(level, _)| level.clone()).collect(),
        boards: board_names(root),
        blocks: section_names(root, "block"),
        metrics: section_names(root, "metric"),
        quotas: section_names(root, "quota"),
    };
    scheme.boards = boards(&mut top, &names, faults);
    scheme.blocks = blocks(&mut top, &names, faults);
    scheme.metrics = rules::metrics(&mut top, &names, faults);
    scheme.rules = rules::rules(&mut top, "rule", &names, faults);
    scheme.money = rules::rules(&mut top, "money", &names, faults);
    scheme.factors = rules::factors(&mut top, &names, faults);
    scheme.quotas = rules::quotas(&mut top, &names, faults);
    scheme.bands = bands(&mut top, &names, faults);
    scheme.tiers = tiers(&mut top, &names, faults);
    top.finish(faults);
    check(&scheme, faults);
    scheme
}

const VALIDITY: &[(&str, Validity)] =
    &[("事项日期", Validity::Event), ("来稿日期", Validity::Received), ("重新计分", Validity::Rescored)];

const DATED: &[(&str, Dated)] =
    &[("事项日期", Dated::Event), ("来稿日期", Dated::Received), ("签发日期", Dated::Signed)];

fn own_events(top: &mut Section, faults: &mut Faults) -> Vec<String> {
    let mut own = Vec::new();
    for word in list(top, "events", faults) {
        if word.value == MANUAL || EVENTS.contains(&word.value.as_str()) || own.contains(&word.value) {
            faults.add(word.line, format!("event \"{}\" is known already", word.value), "remove it");
        } else {
            own.push(word.value);
        }
    }
    own
}

fn period(top: &mut Section, faults: &mut Faults) -> PeriodRule {
    let Some(mut section) = top.table("period", faults) else { return PeriodRule::default() };
    let months = section.chosen("length", &[("年", 12), ("两年", 24)], faults).unwrap_or(12);
    let mut rule = PeriodRule { months, ..PeriodRule::default() };
    if let Some(start) = section.text("start", faults) {
        let day = chrono::NaiveDate::parse_from_str(&format!("2001-{}", start.value.trim()), "%Y-%m-%d");
        match day {
            Ok(day) => {
                use chrono::Datelike;
                (rule.month, rule.day) = (day.month(), day.day());
            }
            Err(_) => faults.add(
                start.line,
                format!("\"start\" cannot be \"{}\"", start.value),
                "write month and day, as \"10-01\"",
            ),
        }
    }
    rule.dated = section.chosen("dated", DATED, faults).unwrap_or_default();
    section.finish(faults);
    rule
}

fn rounding(top: &mut Section, faults: &mut Faults) -> Rounding {
    let stock = Rounding::default();
    let Some(mut section) = top.table("round", faults) else { return stock };
    let places = section.number("places", 0..=6, faults).and_then(|places| u32::try_from(places.value).ok());
    let halves = [
        ("四舍五入", Halves::Up),
        ("四舍六入五成双", Halves::Even),
        ("舍去", Halves::Cut),
        ("进一", Halves::Raise),
    ];
    let moments = [("每笔", Moment::Row), ("合计", Moment::Total)];
    let rounding = Rounding {
        places: places.unwrap_or(stock.places),
        halves: section.chosen("halves", &halves, faults).unwrap_or(stock.halves),
        moment: section.chosen("at", &moments, faults).unwrap_or(stock.moment),
    };
    section.finish(faults);
    rounding
}

/// A section whose keys are the office's words, each with a list: `"市" = ["市政协", "市委"]`.
fn named_lists(top: &mut Section, key: &'static str, faults: &mut Faults) -> Vec<(String, Vec<String>)> {
    let Some(section) = top.table(key, faults) else { return Vec::new() };
    let mut lists = Vec::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (name, members) in section.lists(faults) {
        for member in &members {
            // An organ has one level; it may be in several classes.
            let earlier = seen.insert(member.value.clone(), name.value.clone());
            if let Some(earlier) = earlier.filter(|_| key == "levels") {
                let message = format!("\"{}\" is listed for {earlier} and for {}", member.value, name.value);
                faults.add(member.line, message, "keep one of them");
            }
        }
        lists.push((name.value, members.into_iter().map(|member| member.value).collect()));
    }
    lists
}

/// The board of a scheme that names none.
const ONLY_BOARD: &str = "个人";

fn board_names(root: &DeTable) -> Vec<String> {
    let names = section_names(root, "board");
    if names.is_empty() { vec![ONLY_BOARD.to_owned()] } else { names }
}

/// Names of the sections `[[key]]` in the order of the file; one without a name keeps its place.
fn section_names(root: &DeTable, key: &str) -> Vec<String> {
    let Some(sections) = root.get(key).and_then(|value| value.get_ref().as_array()) else {
        return Vec::new();
    };
    let name_of = |section: &toml::Spanned<toml::de::DeValue>| {
        let table = section.get_ref().as_table();
        let name = table.and_then(|table| table.get("name")).and_then(|name| name.get_ref().as_str());
        name.unwrap_or_default().to_owned()
    };
    sections.iter().map(name_of).collect()
}

/// How many are kept of what is taken together: one, unless the file says more.
fn keep(section: &mut Section, faults: &mut Faults) -> usize {
    let written = section.number("keep", 1..=1000, faults);
    if written.is_some() && !section.has("stack") {
        faults.add(
            section.line,
            format!("{} has \"keep\", but no \"stack\"", section.title),
            "add stack = \"取高\"",
        );
    }
    written.and_then(|keep| usize::try_from(keep.value).ok()).unwrap_or(1)
}

fn blocks(top: &mut Section, names: &Names, faults: &mut Faults) -> Vec<Block> {
    let Some(sections) = top.tables("block", faults) else { return Vec::new() };
    once(&names.blocks, &sections, "block", faults);
    let mut blocks = Vec::new();
    for mut section in sections {
        let name = section.needed("name", faults).map(|name| name.value).unwrap_or_default();
        blocks.push(Block {
            name,
            line: section.line,
            within: one_of(&mut section, "within", "block", &names.blocks, faults),
            stack: section.chosen("stack", values::STACK, faults).unwrap_or_default(),
            per: section.chosen("per", Scope::WORDS, faults).unwrap_or(Scope::Item),
            keep: keep(&mut section, faults),
            manual: section.flag("manual", faults).unwrap_or(false),
            times: number(&mut section, "times", faults).unwrap_or(Fraction::ONE),
            base: points(&mut section, "base", faults).unwrap_or(Points::ZERO),
            scale: points(&mut section, "scale", faults),
            limits: limits(&mut section, faults),
        });
        section.finish(faults);
    }
    blocks
}

/// Complains of names that are given twice.
fn once(names: &[String], sections: &[Section], kind: &str, faults: &mut Faults) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, section) in names.iter().zip(sections).filter(|(name, _)| !name.is_empty()) {
        if let Some(first) = seen.insert(name, section.line) {
            let message = format!("{kind} \"{name}\" is named twice, first on line {first}");
            faults.add(section.line, message, "give each a name of its own");
        }
    }
}

/// The place of a name that must be known.
fn one_of(
    section: &mut Section,
    key: &'static str,
    kind: &str,
    names: &[String],
    faults: &mut Faults,
) -> Option<usize> {
    let word = section.text(key, faults)?;
    find(&word, kind, names, &section.title, faults)
}

/// The places of names that must be known; one name or a list of them.
fn all_of(
    section: &mut Section,
    key: &'static str,
    kind: &str,
    names: &[String],
    faults: &mut Faults,
) -> Vec<usize> {
    let title = section.title.clone();
    list(section, key, faults).iter().filter_map(|word| find(word, kind, names, &title, faults)).collect()
}

fn find(
    word: &Spotted<String>,
    kind: &str,
    names: &[String],
    by: &str,
    faults: &mut Faults,
) -> Option<usize> {
    let found = names.iter().position(|name| *name == word.value);
    if found.is_none() {
        let named = names.iter().map(String::as_str).filter(|name| !name.is_empty());
        let hint = if names.is_empty() {
            format!("add [[{kind}]] with name = \"{}\"", word.value)
        } else {
            did_you_mean(&word.value, named)
        };
        faults.add(word.line, format!("{by} names an unknown {kind} \"{}\"", word.value), hint);
    }
    found
}

/// What can be told only of the whole scheme.
fn check(scheme: &Scheme, faults: &mut Faults) {
    for (at, block) in scheme.blocks.iter().enumerate() {
        let mut above = block.within;
        let mut steps = 0;
        while let Some(place) = above.filter(|_| steps <= scheme.blocks.len()) {
            if place == at {
                faults.add(
                    block.line,
                    format!("block \"{}\" lies within itself", block.name),
                    "remove one \"within\"",
                );
                break;
            }
            above = scheme.blocks[place].within;
            steps += 1;
        }
    }
    let by_hand: Vec<&Block> = scheme.blocks.iter().filter(|block| block.manual).collect();
    if let [first, others @ ..] = &by_hand[..] {
        for block in others {
            let message = format!("block \"{}\" has \"manual\", as block \"{}\" has", block.name, first.name);
            faults.add(block.line, message, "keep it in one of them");
        }
    }
    for rule in &scheme.money {
        if rule.boards.is_empty() && scheme.boards.len() > 1 {
            let message =
                format!("[[money]] {} has no \"board\", and would be paid on every board", rule.name);
            faults.add(rule.line, message, "name the board whose people or units are paid");
        }
    }
    if scheme.rules.is_empty() && faults.none() && scheme.metrics.is_empty() && scheme.quotas.is_empty() {
        faults.add(0, "there is no [[rule]]", "add [[rule]] with event = \"编发\" and points = 1");
    }
    references::check(scheme, faults);
}
