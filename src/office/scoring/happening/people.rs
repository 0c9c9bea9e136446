//! People and units whom scores are for, with what the roster says of them.
//! It never looks into a roster; it is told what one says on a day.

use super::Word;
use crate::office::scoring::points::Points;
use chrono::NaiveDate;

/// What the roster says of a person, several of each: a person may sit in two committees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trait {
    /// 身份: 委员, 信息员.
    Role,
    /// 职务 in the organ: 主席, 常委.
    Rank,
    /// 界别.
    Sector,
    /// 专委会.
    Committee,
    /// 镇街.
    Town,
    /// 党派.
    Party,
    /// 信息小组.
    Group,
}

impl Trait {
    /// How many there are.
    pub const COUNT: usize = 7;

    /// Its place.
    pub fn index(self) -> usize {
        match self {
            Trait::Role => 0,
            Trait::Rank => 1,
            Trait::Sector => 2,
            Trait::Committee => 3,
            Trait::Town => 4,
            Trait::Party => 5,
            Trait::Group => 6,
        }
    }
}

/// An author, or a person of the roster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Author {
    /// The person: a key that tells two of one name apart.
    pub person: Word,
    /// What the roster says of the day.
    pub traits: [Vec<Word>; Trait::COUNT],
}

/// Who is counted though nothing may have happened.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// Who, with what is said of him.
    pub author: Author,
    /// Not ranked (不排名).
    pub unranked: bool,
    /// Points by his own count (自评).
    pub self_points: Option<Points>,
    /// First day in office.
    pub from: Option<NaiveDate>,
    /// Last day in office.
    pub to: Option<NaiveDate>,
}

/// A unit that is counted though nothing may have happened.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// Name.
    pub name: Word,
    /// Kind: 界别, 专委会, 镇街工委, 党派团体, 信息小组 …
    pub kind: Word,
    /// How many people it has (人数), where that is known.
    pub members: Option<u32>,
    /// Not ranked (不排名).
    pub unranked: bool,
    /// Points by its own count (自评).
    pub self_points: Option<Points>,
}

/// A paper from which a merged one (综合) was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its authors, as places in [`super::Happenings::authors`].
    pub authors: Vec<u32>,
    /// Its units.
    pub units: Vec<Word>,
}
