//! Rules of points and of money, and the blocks (计分块) that they lie in.
//! It never gives points; `settle` does.

use super::board::Share;
use super::condition::Condition;
use crate::office::scoring::happening::Trait;
use crate::office::scoring::period::{Dated, Scope};
use crate::office::scoring::points::{Fraction, Points};
use chrono::NaiveDate;

/// A rule of points or of money.
#[derive(Debug)]
pub struct Rule {
    /// Name; versions of a rule that hold at different times share it.
    pub name: String,
    /// Whether the file says the name, and not the condition.
    pub named: bool,
    /// Line of the file.
    pub line: usize,
    /// Boards; empty is all.
    pub boards: Vec<usize>,
    /// Block.
    pub block: Option<usize>,
    /// What it matches.
    pub condition: Condition,
    /// Points.
    pub amount: Amount,
    /// Which of the items in order count.
    pub nth: Option<Nth>,
    /// Points for a count or rate that is reached, from the lowest step.
    pub steps: Vec<(Fraction, Fraction)>,
    /// Points are this metric's value times the points, or by its steps.
    pub metric: Option<usize>,
    /// How several events are taken together.
    pub stack: Stack,
    /// Within what; for steps and metrics the span that is counted.
    pub per: Scope,
    /// So many are kept of what is taken together.
    pub keep: usize,
    /// Bounds.
    pub limits: Limits,
    /// Instead of the board's way of sharing.
    pub share: Option<Share>,
    /// Whom it credits.
    pub credit: Credit,
    /// Names of rules that do not count for an item where this one does.
    pub replaces: Vec<String>,
    /// What is set to zero where it matches.
    pub void: Option<Scope>,
    /// Where it matches there is no award (取消评优).
    pub bar: bool,
    /// Which day counts, instead of the scheme's.
    pub dated: Option<Dated>,
    /// First day on which it holds.
    pub from: Option<NaiveDate>,
    /// Last day on which it holds.
    pub until: Option<NaiveDate>,
}

/// Points of a rule, or what a factor multiplies with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    /// The same always.
    Fixed(Fraction),
    /// By one or more attributes; the first row whose words fit, `其他` fits all.
    Table {
        /// The attributes.
        by: Vec<Attribute>,
        /// Words, one an attribute, and points.
        rows: Vec<(Vec<String>, Fraction)>,
    },
}

/// An attribute by which a table of points is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// 事项.
    Event,
    /// 单位.
    Organ,
    /// 级别.
    Level,
    /// 形式.
    Form,
    /// 刊物.
    Publication,
    /// 答复类别.
    Grade,
    /// 主要领导, or 其他.
    Chief,
    /// 署名: 第一人, 其他人; alone is 独立.
    Position,
    /// Of the person.
    Trait(Trait),
}

/// Which items, in order of days, count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nth {
    /// From this one.
    pub from: u32,
    /// To this one.
    pub to: Option<u32>,
    /// Events are counted, not items.
    pub events: bool,
    /// Counting begins anew in each.
    pub per: Scope,
}

/// Whom a rule credits where an item was made of several papers (综合).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Credit {
    /// 署名: authors and units of the item itself.
    #[default]
    Signed,
    /// 来源: those of the papers it was made of.
    Sources,
    /// 全部: both.
    All,
}

/// How what counts several times within a scope is taken together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stack {
    /// 累计.
    #[default]
    Sum,
    /// 取高: only the highest.
    Highest,
    /// 计一次: the first by day, once.
    Once,
    /// 首项: the first rule of the file that scored.
    First,
}

/// A block of rules (计分块).
#[derive(Debug)]
pub struct Block {
    /// Name.
    pub name: String,
    /// Line of the file.
    pub line: usize,
    /// The block that it lies in.
    pub within: Option<usize>,
    /// How its rules are taken together.
    pub stack: Stack,
    /// Within what they are.
    pub per: Scope,
    /// So many are kept.
    pub keep: usize,
    /// What is adjusted by hand belongs to it.
    pub manual: bool,
    /// Its sum is multiplied by this.
    pub times: Fraction,
    /// Points that everybody has in it to begin with.
    pub base: Points,
    /// The best of the board gets this, the others in proportion.
    pub scale: Option<Points>,
    /// Bounds of its sum.
    pub limits: Limits,
}

/// Caps and floors, each for a scope, from the narrowest to the widest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// At most.
    pub caps: Vec<(Scope, Points)>,
    /// At least.
    pub floors: Vec<(Scope, Points)>,
    /// So much of what is over a cap counts all the same.
    pub beyond: Fraction,
}
