//! Conditions: which events, and which people or units, something of a scheme is about.
//! It never tries one on an event; `matching` does.

use crate::office::scoring::expression::Expression;
use crate::office::scoring::happening::Trait;

/// What an event must be for a rule, factor, metric or quota to take it. What is left out does not matter.
#[derive(Debug, Default)]
pub struct Condition {
    /// 事项.
    pub event: Vec<String>,
    /// 单位, or classes of them.
    pub organ: Vec<String>,
    /// 级别: `市`, `市以上`, `市以下`.
    pub level: Vec<String>,
    /// 形式.
    pub form: Vec<String>,
    /// 刊物.
    pub publication: Vec<String>,
    /// 领导.
    pub leader: Vec<String>,
    /// 答复类别.
    pub grade: Vec<String>,
    /// 类别.
    pub category: Vec<String>,
    /// 议题.
    pub topic: Vec<String>,
    /// 反映单位.
    pub unit: Vec<String>,
    /// Of the person: any of the words.
    pub traits: Vec<(Trait, Vec<String>)>,
    /// 主要领导.
    pub chief: Option<bool>,
    /// 佐证.
    pub evidence: Option<bool>,
    /// 约稿.
    pub wanted: Option<bool>,
    /// 急件.
    pub urgent: Option<bool>,
    /// 联名: more than one shares the item.
    pub joint: Option<bool>,
    /// Position among those who share.
    pub position: Option<Range>,
    /// How many share.
    pub authors: Option<Range>,
    /// The item must also have such events, one for each.
    pub with: Vec<Condition>,
    /// The item must have no such event.
    pub without: Vec<Condition>,
    /// The event must not be any of these.
    pub not: Vec<Condition>,
    /// For all else.
    pub when: Option<Expression>,
}

/// A range of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// From.
    pub from: u32,
    /// To.
    pub to: Option<u32>,
}

impl Range {
    /// Whether a number lies in it.
    pub fn holds(&self, number: u32) -> bool {
        self.from <= number && self.to.is_none_or(|to| number <= to)
    }
}

/// Whom a quota is for; what is left out does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// Names of people or units.
    pub names: Vec<String>,
    /// Kinds of units.
    pub kinds: Vec<String>,
    /// What the roster says of the person: any of the words.
    pub traits: Vec<(Trait, Vec<String>)>,
    /// Not those.
    pub not: Option<Box<Who>>,
}
