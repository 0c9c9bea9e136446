//! Boards (榜): whom each ranks, and how those who signed one paper share it.
//! It never knows a rule; rules name the boards that they are for.

use super::condition::Who;
use super::rule::Limits;
use crate::office::scoring::happening::Trait;
use crate::office::scoring::points::{Fraction, Points};

/// A board (榜): a ranking of its own.
#[derive(Debug)]
pub struct Board {
    /// Name.
    pub name: String,
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
