//! Quotas (任务数), grade bands (等次) and awards (奖项): what follows from a total.
//! It never ranks anybody; `standing` does.

use super::condition::{Condition, Who};
use crate::office::scoring::period::Scope;
use crate::office::scoring::points::{Fraction, Points};

/// A quota (任务数) and what follows when it is not met.
#[derive(Debug)]
pub struct Quota {
    /// Name.
    pub name: String,
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
