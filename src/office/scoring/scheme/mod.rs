//! A scoring scheme (考核计分办法) as its file says it: boards, rules, blocks, factors, quotas, bands, awards.
//! It never reads the file; `parse` does.

mod board;
mod condition;
mod measure;
mod quota;
mod rule;

use super::period::PeriodRule;
use super::points::Rounding;
pub use board::{Board, Of, Others, Share};
pub use condition::{Condition, Range, Who};
pub use measure::{Counting, Factor, Metric, Over};
pub use quota::{Band, Counted, Quota, Tier, Top};
pub use rule::{Amount, Attribute, Block, Credit, Limits, Nth, Rule, Stack};

/// A whole scheme.
#[derive(Debug, Default)]
pub struct Scheme {
    /// Name, printed on the 规则 sheet.
    pub title: String,
    /// Remark for the reader (source, what is assumed).
    pub note: String,
    /// Event words of the office's own, beside the built-in ones.
    pub events: Vec<String>,
    /// The scoring period.
    pub period: PeriodRule,
    /// By which day a rule's validity is judged.
    pub validity: Validity,
    /// How points are rounded.
    pub rounding: Rounding,
    /// An item may count for several quotas of one person.
    pub double: bool,
    /// Levels from low to high with the organs that belong to each.
    pub levels: Vec<(String, Vec<String>)>,
    /// Classes of organs, by which rules may name them.
    pub organs: Vec<(String, Vec<String>)>,
    /// Those who are not ranked on any board.
    pub unranked: Option<Who>,
    /// Boards.
    pub boards: Vec<Board>,
    /// Blocks of rules.
    pub blocks: Vec<Block>,
    /// Rules of points.
    pub rules: Vec<Rule>,
    /// Rules of money, in yuan.
    pub money: Vec<Rule>,
    /// Factors.
    pub factors: Vec<Factor>,
    /// Counts and rates.
    pub metrics: Vec<Metric>,
    /// Quotas.
    pub quotas: Vec<Quota>,
    /// Grade bands.
    pub bands: Vec<Band>,
    /// Awards for the first of a board.
    pub tiers: Vec<Tier>,
}

/// By which day a rule's validity is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Validity {
    /// 事项日期: the event's own day.
    #[default]
    Event,
    /// 来稿日期: old items keep the rules under which they came in.
    Received,
    /// 重新计分: everything by the rules that hold on the last day of the period.
    Rescored,
}

impl Scheme {
    /// Whether something that names boards applies to one.
    pub fn applies(boards: &[usize], board: usize) -> bool {
        boards.is_empty() || boards.contains(&board)
    }
}
