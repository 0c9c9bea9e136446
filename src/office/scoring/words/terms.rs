//! The parts of a rule in words: its condition, how several are taken together and shared, its bounds and days.
//! It never knows which rule, board or quota it speaks of.

use crate::office::scoring::happening::Trait;
use crate::office::scoring::period::{Dated, Scope};
use crate::office::scoring::scheme::{Condition, Limits, Others, Range, Share, Stack, Who};
use chrono::NaiveDate;

/// A condition in words.
pub fn condition(condition: &Condition) -> String {
    let mut parts: Vec<String> = Vec::new();
    let texts = [
        ("", &condition.event),
        ("单位：", &condition.organ),
        ("级别：", &condition.level),
        ("形式：", &condition.form),
        ("刊物：", &condition.publication),
        ("领导：", &condition.leader),
        ("答复类别：", &condition.grade),
        ("类别：", &condition.category),
        ("议题：", &condition.topic),
        ("反映单位：", &condition.unit),
    ];
    for (label, words) in texts {
        if !words.is_empty() {
            parts.push(format!("{label}{}", words.join("、")));
        }
    }
    for (of, words) in &condition.traits {
        parts.push(format!("{}：{}", trait_word(*of), words.join("、")));
    }
    let flags = [
        (condition.chief, "主要领导"),
        (condition.evidence, "有佐证"),
        (condition.wanted, "约稿"),
        (condition.urgent, "急件"),
        (condition.joint, "联名"),
    ];
    for (flag, word) in flags {
        match flag {
            None => {}
            Some(true) => parts.push(word.to_owned()),
            Some(false) => parts.push(format!("非{word}")),
        }
    }
    parts.extend(condition.position.map(|position| format!("第{}署名人", range(position))));
    parts.extend(condition.authors.map(|authors| format!("{}人", range(authors))));
    for (label, inner) in
        [("同件有", &condition.with), ("同件无", &condition.without), ("不是", &condition.not)]
    {
        parts.extend(inner.iter().map(|one| format!("{label}（{}）", self::condition(one))));
    }
    parts.extend(condition.when.as_ref().map(|when| when.source().to_owned()));
    parts.join("；")
}

/// Whom a scheme means, in words; nothing where it means everybody.
pub(super) fn meant(who: &Who) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for words in [&who.names, &who.kinds] {
        if !words.is_empty() {
            parts.push(words.join("、"));
        }
    }
    parts.extend(who.traits.iter().map(|(_, words)| words.join("、")));
    parts.extend(who.not.as_deref().and_then(meant).map(|not| format!("{not}除外")));
    (!parts.is_empty()).then(|| parts.join("；"))
}

pub(super) fn stacking(stack: Stack, per: Scope, keep: usize) -> Option<String> {
    let word = match stack {
        Stack::Sum => return None,
        Stack::Highest => "只计最高",
        Stack::Once if keep > 1 => "只计最早",
        Stack::Once => "只计一次",
        Stack::First => "只计首项",
    };
    let many = if keep > 1 { format!("{keep}笔") } else { String::new() };
    Some(format!("{}{word}{many}", per.word()))
}

pub(super) fn sharing(share: &Share) -> String {
    let most = share.most.map(|most| format!("，限前{most}人")).unwrap_or_default();
    let way = match share.others {
        Others::Equal => "平分".to_owned(),
        Others::Each(each) => format!("第一人{}，其他人各{each}", share.first),
        Others::Together(rest) => format!("第一人{}，其他人共{rest}", share.first),
    };
    way + &most
}

pub(super) fn bounds(limits: &Limits) -> Vec<String> {
    let caps = limits.caps.iter().map(|(scope, cap)| format!("{}最多{cap}分", scope.word()));
    let floors = limits.floors.iter().map(|(scope, floor)| format!("{}最少{floor}分", scope.word()));
    let beyond = (!limits.beyond.is_zero()).then(|| format!("超出部分按{}计", limits.beyond));
    caps.chain(beyond).chain(floors).collect()
}

pub(super) fn validity(from: Option<NaiveDate>, until: Option<NaiveDate>) -> String {
    match (from, until) {
        (None, None) => String::new(),
        (Some(from), None) => format!("{from}起"),
        (None, Some(until)) => format!("至{until}"),
        (Some(from), Some(until)) => format!("{from}至{until}"),
    }
}

pub(super) fn dated_word(dated: Dated) -> &'static str {
    match dated {
        Dated::Event => "事项日期",
        Dated::Received => "来稿日期",
        Dated::Signed => "签发日期",
    }
}

pub(super) fn range(range: Range) -> String {
    match range.to {
        Some(to) if to == range.from => to.to_string(),
        Some(to) => format!("{}至{to}", range.from),
        None => format!("{}起", range.from),
    }
}

fn trait_word(of: Trait) -> &'static str {
    match of {
        Trait::Role => "身份",
        Trait::Rank => "职务",
        Trait::Sector => "界别",
        Trait::Committee => "专委会",
        Trait::Town => "镇街",
        Trait::Party => "党派",
        Trait::Group => "信息小组",
    }
}
