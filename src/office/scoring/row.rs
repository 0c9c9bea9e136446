//! Rows of 明细: one a point, and one for whatever took points away or gave them back.
//! It never adds anything up.

use super::happening::Word;
use super::period::Scope;
use super::points::{Fraction, Points};
use chrono::NaiveDate;

/// Nothing there.
pub const NOTHING: u32 = u32::MAX;

/// To what a row belongs, which is also what bounds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// A rule, by its place.
    Rule(u16),
    /// A block.
    Block(u16),
    /// A quota.
    Quota(u16),
    /// The board itself.
    Board,
    /// A manual adjustment, by its place. Small, so that a row takes forty bytes.
    Manual(u16),
}

/// Why a row is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// An event scored.
    Event,
    /// A count or a rate scored.
    Reached,
    /// No points because the evidence is missing.
    Unproved,
    /// Taken together with others of its rule (取高, 计一次).
    InRule,
    /// Taken together with others of a block.
    InBlock(u16),
    /// Another rule takes its place.
    Replaced(u16),
    /// Set to zero by a rule.
    Voided(u16),
    /// Lost by a quota.
    Lost(u16),
    /// Taken away for what is missing.
    Missing,
    /// A total made less for what is missing.
    Lessened,
    /// Weighted.
    Weighted,
    /// In proportion to the best.
    Scaled,
    /// Over a cap.
    Capped(Scope),
    /// Under a floor.
    Floored(Scope),
    /// Points to begin with.
    Base,
    /// Divided by heads.
    Averaged,
    /// A total rounded.
    Rounded,
    /// By hand.
    Manual,
}

/// One row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// To what it belongs.
    pub owner: Owner,
    /// Why it is there.
    pub note: Note,
    /// Place of the item in the order of the computation, or [`NOTHING`]. An adjustment keeps it for bounds a
    /// case; the reader is not shown it.
    pub item: u32,
    /// Place of the event there, or [`NOTHING`].
    pub event: u32,
    /// Which of several people of one unit, where each counts; else 0.
    pub(super) sharer: u16,
    /// Day.
    pub date: NaiveDate,
    /// What the points were multiplied with.
    pub factor: Factor,
    /// Points.
    pub points: Points,
    /// Another row takes it away whole.
    pub(super) struck: bool,
}

/// A fraction in eight bytes: what points are multiplied with is made of small numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor {
    numerator: i32,
    denominator: i32,
}

impl From<Fraction> for Factor {
    /// Exact for all that fits; else to a thousandth.
    fn from(exact: Fraction) -> Factor {
        let (numerator, denominator) = exact.parts();
        if let (Ok(numerator), Ok(denominator)) = (numerator.try_into(), denominator.try_into()) {
            return Factor { numerator, denominator };
        }
        let rounded = exact.rounded(3, super::points::Halves::Up).millionths() / 1_000;
        Factor { numerator: rounded.try_into().unwrap_or(i32::MAX), denominator: 1_000 }
    }
}

impl Factor {
    /// The fraction.
    pub fn fraction(self) -> Fraction {
        Fraction::new(self.numerator.into(), self.denominator.into())
    }
}

/// A row with the person or unit that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credited {
    /// Person or unit.
    pub subject: Word,
    /// The row.
    pub row: Row,
}

impl Row {
    /// Whether it adjusts other rows.
    pub fn adjusts(&self) -> bool {
        !matches!(self.note, Note::Event | Note::Unproved | Note::Reached | Note::Manual)
    }
}
