//! A scoring scheme (考核计分办法) as its file says it: boards, rules, blocks, factors, quotas, bands, awards.
//! It never reads the file; `parse` does.

use super::expression::Expression;
use super::happening::Trait;
use super::period::{Dated, PeriodRule, Scope};
use super::points::{Fraction, Points, Rounding};
use chrono::NaiveDate;

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

/// Whom a board ranks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// 反映人: authors.
    Authors,
    /// 反映单位: units in whose name papers came.
    Units,
    /// 界别, 专委会 …: what the authors belong to, and such units themselves.
    Belonging(Trait),
}

/// A board (榜): a ranking of its own.
#[derive(Debug)]
pub struct Board {
    /// Name.
    pub name: String,
    /// Line of the file.
    pub line: usize,
    /// Whom it ranks.
    pub of: Of,
    /// Roles that a person must have (any of them); empty takes everybody.
    pub roles: Vec<String>,
    /// Roles that a person must not have.
    pub except: Vec<String>,
    /// Kinds that a unit must be of, by the roster; empty takes every unit.
    pub kinds: Vec<String>,
    /// What else those on it must be: names, ranks, parties.
    pub who: Who,
    /// How those who share an item share its points.
    pub share: Share,
    /// Only those on the board count for shares, positions and 联名; otherwise all who signed.
    pub counted_only: bool,
    /// Every author of an item counts for his unit, not the item once.
    pub each_person: bool,
    /// Points that everybody starts with.
    pub base: Points,
    /// Bounds of a total.
    pub limits: Limits,
    /// Total is divided by the people of the unit.
    pub per_head: bool,
    /// Ranked by this metric instead of points.
    pub rank: Option<usize>,
    /// Metrics that decide between equal points, in order.
    pub ties: Vec<usize>,
    /// Those who are not ranked.
    pub unranked: Option<Who>,
}

/// How several share an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Share of the first when he is not alone; alone he has all.
    pub first: Fraction,
    /// Share of the others.
    pub others: Others,
    /// Only so many from the front have a share at all.
    pub most: Option<u32>,
}

/// Share of those after the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// Each this much.
    Each(Fraction),
    /// This much divided among them.
    Together(Fraction),
    /// Everybody, the first included, the same part of the whole.
    Equal,
}

impl Share {
    /// 全额: the whole for each.
    pub const FULL: Share = Share { first: Fraction::ONE, others: Others::Each(Fraction::ONE), most: None };

    /// The share of the one at a position (from 1) of so many.
    pub fn of(&self, position: u32, of: u32) -> Fraction {
        let of = self.most.map_or(of, |most| of.min(most)).max(1);
        if position > of {
            return Fraction::ZERO;
        }
        match self.others {
            Others::Equal => Fraction::new(1, of.into()),
            _ if of == 1 && self.most != Some(1) => Fraction::ONE,
            _ if position == 1 => self.first,
            Others::Each(each) => each,
            Others::Together(rest) => rest.over(Fraction::whole(i64::from(of - 1))),
        }
    }
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
    /// Line of the file.
    pub line: usize,
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

/// A quota (任务数) and what follows when it is not met.
#[derive(Debug)]
pub struct Quota {
    /// Name.
    pub name: String,
    /// Line of the file.
    pub line: usize,
    /// Boards; empty is all.
    pub boards: Vec<usize>,
    /// Whom it is for.
    pub who: Who,
    /// Of each of these.
    pub per: Scope,
    /// So many.
    pub least: Fraction,
    /// What counts.
    pub what: Counted,
    /// Points for each that is missing, taken away.
    pub minus: Fraction,
    /// What is left of the total where it is not met.
    pub times: Fraction,
    /// Block whose points are lost, and those of which span around.
    pub lose: Option<(usize, Scope)>,
    /// Block to which the deduction belongs.
    pub block: Option<usize>,
    /// 不达标 is written beside the name.
    pub fail: bool,
    /// No award (取消评优).
    pub bar: bool,
    /// Effects begin only after so many spans missed one after the other.
    pub running: u32,
}

/// What a quota counts.
#[derive(Debug)]
pub enum Counted {
    /// Items that have such an event.
    Items(Box<Condition>),
    /// Events.
    Events(Box<Condition>),
    /// A metric.
    Metric(usize),
    /// Points, of one block or of the board.
    Points(Option<usize>),
}

/// A grade band (等次).
#[derive(Clone, Debug)]
pub struct Band {
    /// Name.
    pub name: String,
    /// Boards; empty is all.
    pub boards: Vec<usize>,
    /// From so many points.
    pub least: Points,
    /// Only where these quotas are met.
    pub needs: Vec<usize>,
}

/// An award for the first of a board.
#[derive(Clone, Debug)]
pub struct Tier {
    /// Name.
    pub name: String,
    /// Boards; empty is all.
    pub boards: Vec<usize>,
    /// So many of those left.
    pub top: Top,
    /// Only with so many points.
    pub least: Option<Points>,
    /// Only where these quotas are met.
    pub needs: Vec<usize>,
    /// Those equal to the last one have it as well.
    pub ties: bool,
}

/// How many have an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Top {
    /// So many.
    Number(u32),
    /// A part of those ranked, at least one.
    Part(Fraction),
}

impl Scheme {
    /// Whether something that names boards applies to one.
    pub fn applies(boards: &[usize], board: usize) -> bool {
        boards.is_empty() || boards.contains(&board)
    }
}
