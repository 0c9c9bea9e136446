//! Rules, money, factors, metrics and quotas of a scoring file.
//! It never counts anything.

use super::super::expression::{Expression, NAMES};
use super::super::happening::Trait;
use super::super::period::Scope;
use super::super::points::Fraction;
use super::super::scheme::{
    Amount, Attribute, Condition, Counted, Counting, Credit, Factor, Metric, Over, Quota, Rule, Scheme, Who,
};
use super::condition::{condition, table};
use super::values::{STACK, as_number, chosen, day, limits, list, nth, number, share, texts, word};
use super::{DATED, Names, all_of, once, one_of};
use crate::office::settings::{Faults, Section, Spotted, did_you_mean};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const CREDIT: &[(&str, Credit)] =
    &[("署名", Credit::Signed), ("来源", Credit::Sources), ("全部", Credit::All)];

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

pub(super) fn rules(top: &mut Section, key: &'static str, names: &Names, faults: &mut Faults) -> Vec<Rule> {
    let Some(sections) = top.tables(key, faults) else { return Vec::new() };
    sections.into_iter().map(|section| rule(section, names, faults)).collect()
}

fn rule(mut section: Section, names: &Names, faults: &mut Faults) -> Rule {
    let written = section.text("name", faults).map(|name| name.value).unwrap_or_default();
    let condition = condition(&mut section, names, faults);
    let steps = steps(&mut section, faults);
    let metric = one_of(&mut section, "metric", "metric", &names.metrics, faults);
    let spans = !steps.is_empty() || metric.is_some();
    let named = !written.trim().is_empty();
    let name = if named { written } else { called(&condition) };
    let rule = Rule {
        boards: all_of(&mut section, "board", "board", &names.boards, faults),
        block: one_of(&mut section, "block", "block", &names.blocks, faults),
        amount: amount(&mut section, "points", names, faults),
        nth: nth(&mut section, faults),
        steps,
        metric,
        stack: chosen(&mut section, "stack", STACK, faults).unwrap_or_default(),
        per: chosen(&mut section, "per", Scope::WORDS, faults).unwrap_or(if spans {
            Scope::Whole
        } else {
            Scope::Item
        }),
        keep: super::keep(&mut section, faults),
        limits: limits(&mut section, faults),
        share: share(&mut section, faults),
        credit: chosen(&mut section, "credit", CREDIT, faults).unwrap_or_default(),
        replaces: texts(&mut section, "replaces", faults),
        void: chosen(&mut section, "void", Scope::WORDS, faults),
        bar: section.flag("bar", faults).unwrap_or(false),
        dated: chosen(&mut section, "dated", DATED, faults),
        from: day(&mut section, "from", faults),
        until: day(&mut section, "until", faults),
        line: section.line,
        named,
        name,
        condition,
    };
    check_one(&rule, &section, faults);
    section.finish(faults);
    rule
}

fn check_one(rule: &Rule, section: &Section, faults: &mut Faults) {
    let does = section.has("points") || section.has("steps") || rule.void.is_some() || rule.bar;
    if !does {
        faults.add(section.line, format!("{} gives nothing", section.title), "add points = 5");
    }
    if !section.has("event") && !section.has("metric") && !section.has("when") {
        let message = format!("{} says no event", section.title);
        faults.add(section.line, message, "add event = \"编发\", or metric = \"…\"");
    }
    if rule.metric.is_some() && !rule.condition.event.is_empty() {
        let message = format!("{} has both \"event\" and \"metric\"", section.title);
        faults.add(section.line, message, "a metric says itself what it counts");
    }
    if section.has("points") && section.has("steps") {
        faults.add(
            section.line,
            format!("{} has both \"points\" and \"steps\"", section.title),
            "keep one of them",
        );
    }
    check_days(section, rule.from, rule.until, faults);
}

fn check_days(section: &Section, from: Option<NaiveDate>, until: Option<NaiveDate>, faults: &mut Faults) {
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        faults.add(
            section.line,
            format!("{} ends before it begins", section.title),
            "write until on or after from",
        );
    }
}

/// A rule without a name is called by what it matches: `采用 市政协 单篇`.
fn called(condition: &Condition) -> String {
    let mut parts = vec![condition.event.join("、")];
    for words in [&condition.organ, &condition.level, &condition.form] {
        parts.push(words.join("、"));
    }
    if condition.chief == Some(true) {
        parts.push("主要领导".to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

/// `points = 5`, or `by` with a table; a factor's `times` likewise.
fn amount(section: &mut Section, key: &'static str, names: &Names, faults: &mut Faults) -> Amount {
    let by: Vec<Spotted<String>> = list(section, "by", faults);
    let attributes: Vec<Attribute> =
        by.iter().filter_map(|written| word(written, "by", ATTRIBUTES, faults)).collect();
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
fn steps(section: &mut Section, faults: &mut Faults) -> Vec<(Fraction, Fraction)> {
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

pub(super) fn factors(top: &mut Section, names: &Names, faults: &mut Faults) -> Vec<Factor> {
    let Some(sections) = top.tables("factor", faults) else { return Vec::new() };
    sections.into_iter().map(|section| factor(section, names, faults)).collect()
}

fn factor(mut section: Section, names: &Names, faults: &mut Faults) -> Factor {
    let condition = condition(&mut section, names, faults);
    let written = section.text("name", faults).map(|name| name.value).unwrap_or_default();
    if !section.has("times") {
        faults.add(section.line, format!("{} has no \"times\"", section.title), "add times = \"1/2\"");
    }
    let measure = measure(&mut section, faults);
    let times = if measure.is_some() || !section.has("times") {
        Amount::Fixed(Fraction::ONE)
    } else {
        amount(&mut section, "times", names, faults)
    };
    let called = match (&times, &measure) {
        (_, Some(measure)) => format!("×{}", measure.source()),
        (Amount::Fixed(times), None) => format!("×{times}"),
        (Amount::Table { .. }, None) => "系数".to_owned(),
    };
    let factor = Factor {
        name: if written.is_empty() { called } else { written },
        line: section.line,
        rules: texts(&mut section, "rules", faults),
        boards: all_of(&mut section, "board", "board", &names.boards, faults),
        condition,
        times,
        measure,
        from: day(&mut section, "from", faults),
        until: day(&mut section, "until", faults),
    };
    check_days(&section, factor.from, factor.until, faults);
    section.finish(faults);
    factor
}

/// `times = "天数 - 2"`: a text that is no number is an expression.
fn measure(section: &mut Section, faults: &mut Faults) -> Option<Expression> {
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

const COUNTING: &[(&str, Counting)] =
    &[("件", Counting::Items), ("次", Counting::Events), ("人", Counting::People)];

pub(super) fn metrics(top: &mut Section, names: &Names, faults: &mut Faults) -> Vec<Metric> {
    let Some(sections) = top.tables("metric", faults) else { return Vec::new() };
    once(&names.metrics, &sections, "metric", faults);
    let mut metrics = Vec::new();
    for mut section in sections {
        let name = section.needed("name", faults).map(|name| name.value).unwrap_or_default();
        metrics.push(Metric {
            name,
            line: section.line,
            condition: condition(&mut section, names, faults),
            unit: chosen(&mut section, "of", COUNTING, faults).unwrap_or_default(),
            whole: section.flag("whole", faults).unwrap_or(false),
            over: over(&mut section, names, faults),
            most: number(&mut section, "most", faults),
        });
        section.finish(faults);
    }
    metrics
}

fn over(section: &mut Section, names: &Names, faults: &mut Faults) -> Over {
    let Some(value) = section.value("over") else { return Over::Nothing };
    if let DeValue::Table(inside) = value.get_ref() {
        let line = faults.line(&value.span());
        let inner = Section::inner(format!("over of {}", section.title), line, inside);
        return Over::Count(Box::new(table(inner, names, faults)));
    }
    if value.get_ref().as_str() == Some("人数") {
        return Over::Heads;
    }
    let number = as_number("over", value, faults);
    if number.is_some_and(|number| number.is_zero() || number.is_negative()) {
        let line = faults.line(&value.span());
        faults.add(line, "\"over\" is not above zero", "write the number that is 100%, as over = 5");
    }
    number.map_or(Over::Nothing, Over::Number)
}

pub(super) fn quotas(top: &mut Section, names: &Names, faults: &mut Faults) -> Vec<Quota> {
    let Some(sections) = top.tables("quota", faults) else { return Vec::new() };
    sections.into_iter().map(|section| quota(section, names, faults)).collect()
}

/// Effects of a missed quota, beside points.
#[derive(Clone, Copy, PartialEq)]
enum Effect {
    Show,
    Fail,
    Bar,
}

fn quota(mut section: Section, names: &Names, faults: &mut Faults) -> Quota {
    let name = section.needed("name", faults).map(|name| name.value).unwrap_or_default();
    let condition = condition(&mut section, names, faults);
    let least = number(&mut section, "least", faults);
    if !section.has("least") {
        faults.add(section.line, format!("{} has no \"least\"", section.title), "add least = 5");
    }
    let metric = one_of(&mut section, "metric", "metric", &names.metrics, faults);
    let units = [("件", 0), ("次", 1), ("分", 2)];
    let unit = chosen(&mut section, "of", &units, faults).unwrap_or(0);
    let counts = one_of(&mut section, "counts", "block", &names.blocks, faults);
    if !section.has("event") && !section.has("metric") && unit != 2 {
        faults.add(
            section.line,
            format!("{} does not say what counts", section.title),
            "add event = \"登记\", metric = \"…\", or of = \"分\"",
        );
    }
    let what = match (metric, unit) {
        (Some(metric), _) => Counted::Metric(metric),
        (None, 0) => Counted::Items(Box::new(condition)),
        (None, 1) => Counted::Events(Box::new(condition)),
        (None, _) => Counted::Points(counts),
    };
    let effects = [("提示", Effect::Show), ("不达标", Effect::Fail), ("取消评优", Effect::Bar)];
    let effects: Vec<Effect> = list(&mut section, "effect", faults)
        .iter()
        .filter_map(|written| word(written, "effect", &effects, faults))
        .collect();
    let per = chosen(&mut section, "per", Scope::WORDS, faults).unwrap_or(Scope::Whole);
    let quota = Quota {
        name,
        line: section.line,
        boards: all_of(&mut section, "board", "board", &names.boards, faults),
        who: who(&mut section, "who", faults).unwrap_or_default(),
        per,
        least: least.unwrap_or(Fraction::ZERO),
        what,
        minus: number(&mut section, "minus", faults).unwrap_or(Fraction::ZERO),
        times: number(&mut section, "times", faults).unwrap_or(Fraction::ONE),
        lose: lose(&mut section, per, names, faults),
        block: one_of(&mut section, "block", "block", &names.blocks, faults),
        fail: effects.contains(&Effect::Fail),
        bar: effects.contains(&Effect::Bar),
        running: section
            .number("running", 1..=24, faults)
            .and_then(|running| u32::try_from(running.value).ok())
            .unwrap_or(1),
    };
    if quota.least.is_negative() {
        faults.add(section.line, format!("{} has a \"least\" below zero", section.title), "write least = 5");
    }
    if quota.times.is_negative() || quota.times > Fraction::ONE {
        let message = format!("{} has a \"times\" that is not between 0 and 1", section.title);
        faults.add(section.line, message, "times = \"80%\" leaves four fifths of the total");
    }
    if quota.minus.is_negative() {
        faults.add(
            section.line,
            format!("{} has a \"minus\" below zero", section.title),
            "write the points that each missing one costs, as minus = 2",
        );
    }
    section.finish(faults);
    quota
}

/// `lose = "基础分"`, or `lose = { block = "基础分", per = "每月" }`.
fn lose(section: &mut Section, per: Scope, names: &Names, faults: &mut Faults) -> Option<(usize, Scope)> {
    let value = section.value("lose")?;
    let DeValue::Table(inside) = value.get_ref() else {
        return one_of(section, "lose", "block", &names.blocks, faults).map(|block| (block, per));
    };
    let line = faults.line(&value.span());
    let mut inner = Section::inner(format!("lose of {}", section.title), line, inside);
    let block = one_of(&mut inner, "block", "block", &names.blocks, faults);
    let scope = chosen(&mut inner, "per", Scope::WORDS, faults).unwrap_or(per);
    inner.finish(faults);
    block.map(|block| (block, scope))
}

/// `who = { rank = "常委" }`: for whom a quota is.
pub(super) fn who(section: &mut Section, key: &'static str, faults: &mut Faults) -> Option<Who> {
    let value = section.value(key)?;
    let DeValue::Table(inside) = value.get_ref() else {
        section.wrong_type(key, value, "a table such as { rank = \"常委\" }", faults);
        return None;
    };
    let line = faults.line(&value.span());
    let mut inner = Section::inner(format!("{key} of {}", section.title), line, inside);
    let mut found = Who {
        names: texts(&mut inner, "name", faults),
        kinds: texts(&mut inner, "kind", faults),
        ..Who::default()
    };
    for (name, of) in super::condition::TRAITS {
        let words = texts(&mut inner, name, faults);
        if !words.is_empty() {
            found.traits.push((*of, words));
        }
    }
    found.not = who(&mut inner, "not", faults).map(Box::new);
    inner.finish(faults);
    Some(found)
}

/// What can be told only of all rules: names that are used, names that are given twice at one time.
pub(super) fn check(scheme: &Scheme, faults: &mut Faults) {
    check_names_once(&scheme.rules, "rule", faults);
    check_names_once(&scheme.money, "money", faults);
    let rules: Vec<&str> = scheme.rules.iter().chain(&scheme.money).map(|rule| rule.name.as_str()).collect();
    let blocks = scheme.blocks.iter().map(|block| block.name.as_str());
    let both: Vec<&str> = rules.iter().copied().chain(blocks).filter(|name| !name.is_empty()).collect();
    for rule in scheme.rules.iter().chain(&scheme.money) {
        for name in rule.replaces.iter().filter(|name| !rules.contains(&name.as_str())) {
            let hint = did_you_mean(name, rules.iter().copied());
            faults.add(
                rule.line,
                format!("rule \"{}\" replaces an unknown rule \"{name}\"", rule.name),
                hint,
            );
        }
        if let Some(over) = replaced_by(rule, scheme) {
            faults.add(
                rule.line,
                format!("rule \"{}\" replaces \"{over}\", which replaces it", rule.name),
                "keep one direction",
            );
        }
        if rule.replaces.contains(&rule.name) {
            faults.add(
                rule.line,
                format!("rule \"{}\" replaces itself", rule.name),
                "remove it from replaces",
            );
        }
    }
    for factor in &scheme.factors {
        for name in factor.rules.iter().filter(|name| !both.contains(&name.as_str())) {
            let hint = did_you_mean(name, both.iter().copied());
            faults.add(
                factor.line,
                format!("factor \"{}\" names an unknown rule or block \"{name}\"", factor.name),
                hint,
            );
        }
    }
}

/// The rule that this one replaces and that, by itself or through others, replaces this one.
fn replaced_by<'s>(rule: &'s Rule, scheme: &'s Scheme) -> Option<&'s str> {
    let all = || scheme.rules.iter().chain(&scheme.money);
    rule.replaces.iter().map(String::as_str).find(|first| {
        let mut reached = vec![*first];
        let mut next = 0;
        while let Some(name) = reached.get(next).copied() {
            for one in all().filter(|one| one.name == name).flat_map(|one| &one.replaces) {
                if !reached.contains(&one.as_str()) {
                    reached.push(one);
                }
            }
            next += 1;
        }
        *first != rule.name && reached.contains(&rule.name.as_str())
    })
}

fn check_names_once(rules: &[Rule], kind: &str, faults: &mut Faults) {
    let mut by_name: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in rules {
        let earlier = by_name.entry(rule.name.as_str()).or_default();
        let clash = earlier.iter().find(|one| meet(one, rule) && boards_meet(one, rule));
        if let Some(one) = clash {
            let dated = |rule: &Rule| rule.from.is_some() || rule.until.is_some();
            if dated(one) || dated(rule) {
                let message =
                    format!("{kind} \"{}\" holds on the same days as on line {}", rule.name, one.line);
                faults.add(
                    rule.line,
                    message,
                    "let the older one end (until) on the day before the newer one begins (from)",
                );
            } else {
                let (message, hint) = if rule.named {
                    (format!("is named twice, first on line {}", one.line), "give each a name of its own")
                } else {
                    (format!("has no name and is called as that on line {}", one.line), "add name = \"…\"")
                };
                faults.add(rule.line, format!("{kind} \"{}\" {message}", rule.name), hint);
            }
        }
        earlier.push(rule);
    }
}

/// Whether two rules hold on a common day.
fn meet(one: &Rule, other: &Rule) -> bool {
    let before = |end: Option<NaiveDate>, start: Option<NaiveDate>| {
        end.zip(start).is_some_and(|(end, start)| end < start)
    };
    !before(one.until, other.from) && !before(other.until, one.from)
}

/// Rules for different boards may share a name.
fn boards_meet(one: &Rule, other: &Rule) -> bool {
    super::share_a_board(&one.boards, &other.boards)
}
