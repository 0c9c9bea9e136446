//! Rules, money, factors, metrics and quotas of a scoring file.
//! It never counts anything.

use super::super::period::Scope;
use super::super::points::Fraction;
use super::super::scheme::{
    Amount, Condition, Counted, Counting, Credit, Factor, Metric, Over, Quota, Rule, Who,
};
use super::amounts::{amount, measure, steps};
use super::condition::{condition, table};
use super::values::{STACK, as_number, day, limits, list, nth, number, share, texts};
use super::{DATED, Names, all_of, once, one_of};
use crate::office::settings::{Faults, Section};
use chrono::NaiveDate;
use toml::de::DeValue;

const CREDIT: &[(&str, Credit)] =
    &[("署名", Credit::Signed), ("来源", Credit::Sources), ("全部", Credit::All)];

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
        stack: section.chosen("stack", STACK, faults).unwrap_or_default(),
        per: section.chosen("per", Scope::WORDS, faults).unwrap_or(if spans {
            Scope::Whole
        } else {
            Scope::Item
        }),
        keep: super::keep(&mut section, faults),
        limits: limits(&mut section, faults),
        share: share(&mut section, faults),
        credit: section.chosen("credit", CREDIT, faults).unwrap_or_default(),
        replaces: texts(&mut section, "replaces", faults),
        void: section.chosen("void", Scope::WORDS, faults),
        bar: section.flag("bar", faults).unwrap_or(false),
        dated: section.chosen("dated", DATED, faults),
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
            condition: condition(&mut section, names, faults),
            unit: section.chosen("of", COUNTING, faults).unwrap_or_default(),
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
    let unit = section.chosen("of", &units, faults).unwrap_or(0);
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
        .filter_map(|written| faults.word(written, "effect", &effects))
        .collect();
    let per = section.chosen("per", Scope::WORDS, faults).unwrap_or(Scope::Whole);
    let quota = Quota {
        name,
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
    let scope = inner.chosen("per", Scope::WORDS, faults).unwrap_or(per);
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
