//! Numbers that a section gives: one, a table by attributes, steps, an expression.
//! It never knows of what they are points.

use super::super::expression::{Expression, NAMES};
use super::super::happening::Trait;
use super::super::points::Fraction;
use super::super::scheme::{Amount, Attribute};
use super::Names;
use super::values::{as_number, list};
use crate::office::settings::{Faults, Section, Spotted, did_you_mean};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const ATTRIBUTES: &[(&str, Attribute)] = &[
    ("事项", Attribute::Event),
    ("单位", Attribute::Organ),
    ("级别", Attribute::Level),
    ("形式", Attribute::Form),
    ("刊物", Attribute::Publication),
    ("答复类别", Attribute::Grade),
    ("主要领导", Attribute::Chief),
    ("署名", Attribute::Position),
    ("身份", Attribute::Trait(Trait::Role)),
    ("职务", Attribute::Trait(Trait::Rank)),
    ("界别", Attribute::Trait(Trait::Sector)),
    ("专委会", Attribute::Trait(Trait::Committee)),
    ("镇街", Attribute::Trait(Trait::Town)),
    ("党派", Attribute::Trait(Trait::Party)),
    ("信息小组", Attribute::Trait(Trait::Group)),
];

/// `points = 5`, or `by` with a table; a factor's `times` likewise.
pub(super) fn amount(section: &mut Section, key: &'static str, names: &Names, faults: &mut Faults) -> Amount {
    let by: Vec<Spotted<String>> = list(section, "by", faults);
    let attributes: Vec<Attribute> =
        by.iter().filter_map(|written| faults.word(written, "by", ATTRIBUTES)).collect();
    let Some(value) = section.value(key) else { return Amount::Fixed(Fraction::ZERO) };
    let DeValue::Table(table) = value.get_ref() else {
        if !by.is_empty() {
            faults.add(
                section.line,
                format!("{} has \"by\", but {key} are no table", section.title),
                format!("write {key} = {{ \"单篇\" = 5, \"综合\" = 2 }}"),
            );
        }
        return Amount::Fixed(as_number(key, value, faults).unwrap_or(Fraction::ZERO));
    };
    if attributes.is_empty() && by.is_empty() {
        let line = faults.line(&value.span());
        faults.add(
            line,
            format!("{} has a table of {key}, but no \"by\"", section.title),
            "add by = \"形式\", or by = [\"级别\", \"形式\"]",
        );
    }
    let mut rows = Vec::new();
    let words = Words { key, by: &attributes, names };
    collect_rows(&words, table, by.len(), &mut Vec::new(), &mut rows, faults);
    Amount::Table { by: attributes, rows }
}

/// What the words of a table may be.
struct Words<'n> {
    key: &'static str,
    by: &'n [Attribute],
    names: &'n Names,
}

impl Words<'_> {
    /// Complains of a word that its attribute can never have.
    fn check(&self, depth: usize, word: &Spotted<String>, faults: &mut Faults) {
        let all = |texts: &[String]| texts.to_vec();
        let known = match self.by.get(depth) {
            Some(Attribute::Event) => all(&self.names.events),
            Some(Attribute::Level) => all(&self.names.levels),
            Some(Attribute::Chief) => ["主要领导", "主要", "是"].map(str::to_owned).to_vec(),
            Some(Attribute::Position) => ["独立", "第一人", "其他人"].map(str::to_owned).to_vec(),
            _ => return,
        };
        let bare = word.value.strip_suffix("以上").or_else(|| word.value.strip_suffix("以下"));
        let is = |text: &str| text == "其他" || known.iter().any(|one| one == text);
        if !is(&word.value) && !bare.is_some_and(is) {
            let hint = did_you_mean(&word.value, known.iter().map(String::as_str).chain(["其他"]));
            let message = format!("the table of {} has an unknown word \"{}\"", self.key, word.value);
            faults.add(word.line, message, hint);
        }
    }
}

/// Rows of a table of points, one key a level of nesting, in the order of the file.
fn collect_rows(
    words: &Words,
    table: &DeTable,
    depth: usize,
    above: &mut Vec<String>,
    rows: &mut Vec<(Vec<String>, Fraction)>,
    faults: &mut Faults,
) {
    let mut entries: Vec<(&Spanned<_>, &Spanned<DeValue>)> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (word, value) in entries {
        let word = Spotted { value: word.get_ref().to_string(), line: faults.line(&word.span()) };
        words.check(above.len(), &word, faults);
        above.push(word.value);
        match value.get_ref() {
            DeValue::Table(inner) if above.len() < depth => {
                collect_rows(words, inner, depth, above, rows, faults);
            }
            _ if above.len() == depth.max(1) => {
                if let Some(points) = as_number(words.key, value, faults) {
                    rows.push((above.clone(), points));
                }
            }
            _ => {
                let line = faults.line(&value.span());
                let message =
                    format!("the table of {} has not {depth} words everywhere, as \"by\" says", words.key);
                faults.add(line, message, "nest a table for each word of \"by\"");
            }
        }
        above.pop();
    }
}

/// `steps = { "5" = 10, "10" = 20 }`: what is reached, and points.
pub(super) fn steps(section: &mut Section, faults: &mut Faults) -> Vec<(Fraction, Fraction)> {
    let Some(value) = section.value("steps") else { return Vec::new() };
    let DeValue::Table(table) = value.get_ref() else {
        section.wrong_type("steps", value, "a table such as { \"5\" = 10, \"10\" = 20 }", faults);
        return Vec::new();
    };
    let mut steps = Vec::new();
    for (reach, points) in table {
        let line = faults.line(&reach.span());
        match Fraction::parse(reach.get_ref()) {
            Some(least) => {
                if let Some(points) = as_number("steps", points, faults) {
                    steps.push((least, points));
                }
            }
            None => faults.add(
                line,
                format!("step \"{}\" is no number", reach.get_ref()),
                "write \"5\" = 10, or \"30%\" = 10",
            ),
        }
    }
    steps.sort();
    steps
}

/// `times = "天数 - 2"`: a text that is no number is an expression.
pub(super) fn measure(section: &mut Section, faults: &mut Faults) -> Option<Expression> {
    let value = section.value("times")?;
    let written = value.get_ref().as_str()?;
    let reckons = (!written.is_ascii() && written.contains(['+', '-', '*', '/', '(', '×', '÷', '－', '（']))
        || NAMES.iter().any(|(name, _)| written.contains(name));
    if Fraction::parse(written).is_some() || !reckons {
        return None;
    }
    let line = faults.line(&value.span());
    let found = Expression::measure(written);
    for (message, hint) in found.as_ref().err().into_iter().flatten() {
        faults.add(line, message.clone(), hint.clone());
    }
    // A wrong one has been told of, and is not told of again as a wrong number.
    found.or_else(|_| Expression::measure("1")).ok()
}
