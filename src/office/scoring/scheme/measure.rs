//! Factors (系数) and metrics (统计量): what points are multiplied by, and what is counted beside points.
//! It never counts.

use super::condition::Condition;
use super::rule::Amount;
use crate::office::scoring::expression::Expression;
use crate::office::scoring::points::Fraction;
use chrono::NaiveDate;

/// A factor (系数).
#[derive(Debug)]
pub struct Factor {
    /// Name.
    pub name: String,
    /// Line of the file.
    pub line: usize,
    /// Rules or blocks it applies to; empty is all.
    pub rules: Vec<String>,
    /// Boards; empty is all.
    pub boards: Vec<usize>,
    /// When it applies.
    pub condition: Condition,
    /// By what points are multiplied.
    pub times: Amount,
    /// By what else: the value of an expression, nothing where it is below zero.
    pub measure: Option<Expression>,
    /// First day on which it holds.
    pub from: Option<NaiveDate>,
    /// Last day on which it holds.
    pub until: Option<NaiveDate>,
}

/// A count of items or events, or a rate of one over another.
#[derive(Debug)]
pub struct Metric {
    /// Name.
    pub name: String,
    /// What is counted.
    pub condition: Condition,
    /// What is counted.
    pub unit: Counting,
    /// What it is divided by.
    pub over: Over,
    /// Only whole numbers of it count (每满3件).
    pub whole: bool,
    /// At most.
    pub most: Option<Fraction>,
}

/// What a metric counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counting {
    /// 件: items.
    #[default]
    Items,
    /// 次: events.
    Events,
    /// 人: different authors of the items, of a unit those who belong to it.
    People,
}

/// What a metric is divided by.
#[derive(Debug, Default)]
pub enum Over {
    /// Nothing: it is a count.
    #[default]
    Nothing,
    /// Items or events.
    Count(Box<Condition>),
    /// A number, as a target.
    Number(Fraction),
    /// 人数: the people of the unit by the roster.
    Heads,
}
