//! What can be told only of a whole scheme: names that are used, names given twice, rules in a circle.
//! It never reads a section.

use super::super::scheme::{Rule, Scheme};
use crate::office::settings::{Faults, did_you_mean};
use chrono::NaiveDate;
use std::collections::BTreeMap;

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
    super::awards::share_a_board(&one.boards, &other.boards)
}
