//! The shapes of `score`, `explain --score` and `adjust`.
//! It never computes a point.

use crate::office::scoring::points::Points;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// A row of a board.
#[derive(Debug, Serialize)]
pub struct ScoreShape {
    /// Version of the shape.
    pub v: u32,
    /// Board.
    pub board: String,
    /// Rank, equal ones sharing it; null where one is not ranked.
    pub rank: Option<u32>,
    /// Person or unit.
    pub name: String,
    /// Total.
    pub points: Points,
    /// Points by his own count.
    pub self_points: Option<Points>,
    /// Cases that gave points.
    pub items: usize,
    /// Counts and rates of the scheme.
    pub metrics: BTreeMap<String, String>,
    /// Grade band.
    pub band: Option<String>,
    /// Award.
    pub tier: Option<String>,
    /// Quotas that are not met.
    pub missing: Vec<MissingShape>,
    /// Quotas that say 不达标.
    pub failed: Vec<String>,
    /// Why there is no award.
    pub barred: Vec<String>,
    /// Money in yuan, where the scheme has any.
    pub money: Option<Points>,
    /// First day of the period.
    pub from: NaiveDate,
    /// Last day of the period.
    pub to: NaiveDate,
    /// Day as of which the figures stand.
    pub as_of: NaiveDate,
}

/// A quota that is not met.
#[derive(Debug, Serialize)]
pub struct MissingShape {
    /// Quota.
    pub quota: String,
    /// The span, as `2026年3月`.
    pub span: String,
    /// What is wanted.
    pub wanted: String,
    /// What was done.
    pub done: String,
    /// What is missing.
    pub missing: String,
    /// The span has ended.
    pub ended: bool,
}

/// A point.
#[derive(Debug, Serialize)]
pub struct PointShape {
    /// Version of the shape.
    pub v: u32,
    /// Board.
    pub board: String,
    /// Person or unit.
    pub name: String,
    /// Rule, or what else gave or took it.
    pub rule: String,
    /// Case; null where other points are adjusted.
    pub case: Option<String>,
    /// Numbers in publications.
    pub issues: Option<String>,
    /// Title, or why.
    pub title: String,
    /// Organ.
    pub organ: Option<String>,
    /// Event in words.
    pub event: String,
    /// Day that it counts on.
    pub date: NaiveDate,
    /// What the points were multiplied with.
    pub factor: String,
    /// Points, signed.
    pub points: Points,
    /// `分`, or `元` for money.
    pub unit: String,
}

/// What `adjust` did.
#[derive(Debug, Serialize)]
pub struct AdjustedShape {
    /// Version of the shape.
    pub v: u32,
    /// Person or unit.
    pub name: String,
    /// It was accepted.
    pub accepted: bool,
    /// Why not, or what it came to.
    pub reason: String,
}
