//! Values of a scoring file: words of a closed list, exact numbers, days, ranges, bounds, shares.
//! It never takes a number as floating point; what is written is what counts.

use super::super::period::Scope;
use super::super::points::{Fraction, Halves, PLACES_MAX, Points};
use super::super::scheme::{Limits, Nth, Others, Range, Share, Stack};
use crate::office::settings::{Faults, Section, Spotted};
use chrono::NaiveDate;
use toml::Spanned;
use toml::de::DeValue;

/// The largest number of points that a file may name: a slip of the finger is not a score.
const LARGEST: i64 = 1_000_000;

pub(super) const STACK: &[(&str, Stack)] =
    &[("累计", Stack::Sum), ("取高", Stack::Highest), ("计一次", Stack::Once), ("首项", Stack::First)];

/// One text, or a list of them.
pub(super) fn list(section: &mut Section, key: &'static str, faults: &mut Faults) -> Vec<Spotted<String>> {
    let single = section.value(key).is_some_and(|value| value.get_ref().is_str());
    if single {
        return section.text(key, faults).into_iter().filter(|text| !text.value.trim().is_empty()).collect();
    }
    if let Some(value) = section.value(key).filter(|value| !value.get_ref().is_array()) {
        section.wrong_type(key, value, "a text in quotes, or a list such as [\"甲\", \"乙\"]", faults);
        return Vec::new();
    }
    section.texts(key, faults).unwrap_or_default()
}

/// The same without lines.
pub(super) fn texts(section: &mut Section, key: &'static str, faults: &mut Faults) -> Vec<String> {
    list(section, key, faults).into_iter().map(|text| text.value).collect()
}

/// A number as people write it: 5, 0.5, "1/2", "50%".
pub(super) fn number(section: &mut Section, key: &'static str, faults: &mut Faults) -> Option<Fraction> {
    let value = section.value(key)?;
    as_number(key, value, faults)
}

pub(super) fn as_number(key: &str, value: &Spanned<DeValue>, faults: &mut Faults) -> Option<Fraction> {
    let line = faults.line(&value.span());
    let found = match value.get_ref() {
        DeValue::Integer(written) if written.radix() == 10 => Fraction::parse(written.as_str()),
        DeValue::Float(written) => Fraction::parse(written.as_str()),
        DeValue::String(written) => Fraction::parse(written),
        _ => None,
    };
    let largest = Fraction::whole(LARGEST);
    match found {
        Some(number) if number <= largest && Fraction::whole(-LARGEST) <= number => Some(number),
        Some(_) => {
            faults.add(line, format!("\"{key}\" is beyond {LARGEST}"), "write a smaller number");
            None
        }
        None => {
            faults.add(line, format!("\"{key}\" is no number"), "write 5, 0.5, \"1/2\" or \"50%\"");
            None
        }
    }
}

/// A number of points that ends within six decimal places.
pub(super) fn points(section: &mut Section, key: &'static str, faults: &mut Faults) -> Option<Points> {
    number(section, key, faults).map(|number| number.rounded(PLACES_MAX, Halves::Up))
}

/// A day, with or without quotes.
pub(super) fn day(section: &mut Section, key: &'static str, faults: &mut Faults) -> Option<NaiveDate> {
    let value = section.value(key)?;
    let written = match value.get_ref() {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(day) => day.to_string(),
        _ => String::new(),
    };
    let day = NaiveDate::parse_from_str(written.trim(), "%Y-%m-%d").ok();
    if day.is_none() {
        faults.add(faults.line(&value.span()), format!("\"{key}\" is no day"), "write \"2026-03-05\"");
    }
    day
}

/// A range of numbers from 1: `2`, `"2"`, `"2-5"`, `"2-"`, or a word that means one.
pub(super) fn range(
    section: &mut Section,
    key: &'static str,
    words: &[(&'static str, Range)],
    faults: &mut Faults,
) -> Option<Range> {
    let value = section.value(key)?;
    as_range(key, value, words, faults)
}

fn as_range(
    key: &str,
    value: &Spanned<DeValue>,
    words: &[(&'static str, Range)],
    faults: &mut Faults,
) -> Option<Range> {
    let written = match value.get_ref() {
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::String(text) => text.trim().to_owned(),
        _ => String::new(),
    };
    let number = |text: &str| text.trim().parse::<u32>().ok().filter(|number| *number > 0);
    let found = match written.split_once(['-', '－', '—', '~', '至']) {
        _ if words.iter().any(|(word, _)| *word == written) => {
            words.iter().find(|(word, _)| *word == written).map(|(_, range)| *range)
        }
        None => number(&written).map(|one| Range { from: one, to: Some(one) }),
        Some((from, "")) => number(from).map(|from| Range { from, to: None }),
        Some((from, to)) => number(from).zip(number(to)).map(|(from, to)| Range { from, to: Some(to) }),
    };
    let found = found.filter(|range| range.to.is_none_or(|to| range.from <= to));
    if found.is_none() {
        let known = ["1", "2-5", "2-"].into_iter().chain(words.iter().map(|(word, _)| *word));
        let hint = format!("write \"{}\"", known.collect::<Vec<_>>().join("\", \""));
        faults.add(faults.line(&value.span()), format!("\"{key}\" is no number or range"), hint);
    }
    found
}

/// `nth = "2-"`, or `nth = { no = "2-", of = "次", per = "每月" }`.
pub(super) fn nth(section: &mut Section, faults: &mut Faults) -> Option<Nth> {
    let value = section.value("nth")?;
    let DeValue::Table(table) = value.get_ref() else {
        let Range { from, to } = as_range("nth", value, &[], faults)?;
        return Some(Nth { from, to, events: false, per: Scope::Whole });
    };
    let line = faults.line(&value.span());
    let mut inner = Section::inner(format!("nth of {}", section.title), line, table);
    let no = range(&mut inner, "no", &[], faults);
    if !inner.has("no") {
        faults.add(line, "\"nth\" has no \"no\"", "write nth = { no = \"2-\", per = \"每月\" }");
    }
    let events = inner.chosen("of", &[("件", false), ("次", true)], faults).unwrap_or(false);
    let per = inner.chosen("per", Scope::WORDS, faults).unwrap_or(Scope::Whole);
    inner.finish(faults);
    let Range { from, to } = no?;
    Some(Nth { from, to, events, per })
}

/// `cap` and `floor`: a number for the whole period, or a table by scope.
pub(super) fn limits(section: &mut Section, faults: &mut Faults) -> Limits {
    let caps = bounds(section, "cap", faults);
    let floors = bounds(section, "floor", faults);
    for (scope, cap) in &caps {
        if *cap < Points::ZERO {
            faults.add(
                section.line_of("cap", faults),
                format!("{} has a cap below zero", section.title),
                "write the most that may be had, as cap = 15",
            );
        }
        if floors.iter().any(|(of, floor)| of == scope && floor > cap) {
            faults.add(
                section.line_of("floor", faults),
                format!("{} has a floor above its cap", section.title),
                "write a floor below the cap",
            );
        }
    }
    let beyond = number(section, "beyond", faults);
    if beyond.is_some() && caps.is_empty() {
        faults.add(
            section.line_of("beyond", faults),
            format!("{} has \"beyond\", but no \"cap\"", section.title),
            "beyond = \"1/2\" lets half of what is over the cap count",
        );
    }
    if beyond.is_some_and(|part| part.is_negative() || part > Fraction::ONE) {
        faults.add(
            section.line_of("beyond", faults),
            "\"beyond\" is not between 0 and 1",
            "write \"1/2\" or \"50%\"",
        );
    }
    Limits { caps, floors, beyond: beyond.unwrap_or(Fraction::ZERO) }
}

fn bounds(section: &mut Section, key: &'static str, faults: &mut Faults) -> Vec<(Scope, Points)> {
    let Some(value) = section.value(key) else { return Vec::new() };
    let exact = |number: Fraction| number.rounded(PLACES_MAX, Halves::Up);
    match value.get_ref() {
        DeValue::String(text) if text == "不封顶" => Vec::new(),
        DeValue::Table(table) => {
            let mut bounds = Vec::new();
            for (scope, value) in table {
                let line = faults.line(&scope.span());
                let written = Spotted { value: scope.get_ref().to_string(), line };
                let scope = faults.word(&written, key, Scope::WORDS);
                if let (Some(scope), Some(number)) = (scope, as_number(key, value, faults)) {
                    bounds.push((scope, exact(number)));
                }
            }
            bounds.sort();
            bounds
        }
        _ => as_number(key, value, faults).map(|number| (Scope::Whole, exact(number))).into_iter().collect(),
    }
}

const SHARES: &[(&str, Share)] = &[
    ("全额", Share::FULL),
    ("平分", Share { first: Fraction::ONE, others: Others::Equal, most: None }),
    ("只计第一人", Share { first: Fraction::ONE, others: Others::Each(Fraction::ZERO), most: Some(1) }),
];

/// `share = "平分"`, or `share = { first = "1/2", rest = "1/2", most = 3 }`.
pub(super) fn share(section: &mut Section, faults: &mut Faults) -> Option<Share> {
    let value = section.value("share")?;
    let DeValue::Table(table) = value.get_ref() else {
        let written = section.text("share", faults)?;
        if written.value == "第一人一半" {
            let half = Fraction::new(1, 2);
            return Some(Share { first: half, others: Others::Together(half), most: None });
        }
        if written.value == "折半" {
            let half = Fraction::new(1, 2);
            return Some(Share { first: half, others: Others::Each(half), most: None });
        }
        let found = SHARES.iter().find(|(word, _)| *word == written.value).map(|(_, share)| *share);
        if found.is_none() {
            let known =
                "known: 全额, 平分, 折半, 只计第一人, 第一人一半, or { first = \"60%\", rest = \"40%\" }";
            faults.add(written.line, format!("\"share\" cannot be \"{}\"", written.value), known);
        }
        return found;
    };
    let line = faults.line(&value.span());
    let mut inner = Section::inner(format!("share of {}", section.title), line, table);
    let first = number(&mut inner, "first", faults).unwrap_or(Fraction::ONE);
    let each = number(&mut inner, "others", faults);
    let rest = number(&mut inner, "rest", faults);
    let most = inner.number("most", 1..=100, faults).and_then(|most| u32::try_from(most.value).ok());
    let equal = inner.flag("equal", faults).unwrap_or(false);
    if each.is_some() && rest.is_some() {
        faults.add(
            line,
            "\"share\" has both \"others\" and \"rest\"",
            "others: each has so much; rest: all of them together",
        );
    }
    inner.finish(faults);
    let others = match (each, rest) {
        _ if equal => Others::Equal,
        (Some(each), _) => Others::Each(each),
        (None, Some(rest)) => Others::Together(rest),
        (None, None) => Others::Each(Fraction::ONE),
    };
    Some(Share { first, others, most })
}
