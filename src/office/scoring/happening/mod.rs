//! What happened, as scoring sees it: narrow events without texts, people and units with what the roster says.
//! It never knows the ledger; it is filled from cases or from a file of hand-made events.

mod people;
mod table;
mod texts;

use super::points::Points;
use chrono::NaiveDate;
pub use people::{Author, Person, Source, Trait, Unit};
use std::collections::HashMap;
pub use table::EventTable;
pub use texts::{Text, Texts, Word, Words};

/// The office's words for what can happen.
pub const EVENTS: &[&str] = &[
    "登记",
    "编发",
    "报送",
    "采用",
    "批示",
    "答复",
    "落实",
    "未采用",
    "留存",
    "退稿",
    "优秀",
    "媒体",
    "约稿完成",
    "约稿未完成",
    "提案转来",
    "迟报",
    "差错",
    "失实",
    "抄袭",
];
/// Marks on a case that score: what no step and no feedback says.
pub const SCORED_MARKS: &[&str] = &["优秀", "约稿完成", "提案转来", "媒体", "迟报", "差错", "失实", "抄袭"];
/// The event of a person who did not answer a call: there is no case to carry it.
pub const UNMET: &str = "约稿未完成";
/// The event of a manual adjustment, which no rule matches.
pub const MANUAL: &str = "手工";

/// A case, or whatever else several events belong to.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// 登记号, or another label.
    pub case: Text,
    /// Title, for the reader alone.
    pub title: Text,
    /// 期号, for the reader alone.
    pub issues: Text,
    /// Authors in their order, see [`Happenings::authors_of`].
    pub authors: Few,
    /// Units in whose name it came, see [`Happenings::units_of`].
    pub units: Few,
    /// The papers it was made of (综合).
    pub sources: Box<[Source]>,
    /// Form (单篇, 综合), for events that say none.
    pub form: Word,
    /// 类别.
    pub category: Word,
    /// 议题.
    pub topic: Word,
    /// It answers a call (约稿, 征集要点).
    pub wanted: bool,
    /// 急件.
    pub urgent: bool,
    /// Day of registration.
    pub received: Option<NaiveDate>,
    /// Day of sign-off.
    pub signed: Option<NaiveDate>,
}

/// One event of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Happening {
    /// Place in [`Happenings::items`].
    pub item: u32,
    /// 事项.
    pub event: Word,
    /// 单位 that adopted, instructed or answered.
    pub organ: Word,
    /// 级别.
    pub level: Word,
    /// 形式.
    pub form: Word,
    /// 领导.
    pub leader: Word,
    /// 刊物.
    pub publication: Word,
    /// 答复类别.
    pub grade: Word,
    /// 主要领导.
    pub chief: bool,
    /// 佐证: 批件 or 正式文稿 is there.
    pub evidence: bool,
    /// Day of the event.
    pub date: NaiveDate,
    /// The year that it counts in whatever its day (履职年度), or 0.
    pub year: i32,
}

/// A manual adjustment (手工).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// Person or unit.
    pub name: Word,
    /// Points, signed.
    pub points: Points,
    /// Why.
    pub reason: String,
    /// Who decided it.
    pub by: String,
    /// The board it is for; without one every board on which the name stands.
    pub board: Word,
    /// Day.
    pub date: NaiveDate,
}

/// Everything that scores are made of.
#[derive(Clone, Debug, Default)]
pub struct Happenings {
    /// Texts of all the rest.
    pub words: Words,
    /// Labels, titles and numbers in publications.
    pub texts: Texts,
    author_pool: Vec<u32>,
    unit_pool: Vec<Word>,
    /// Different authors.
    pub authors: Vec<Author>,
    author_places: HashMap<Author, u32>,
    /// Cases.
    pub items: Vec<Item>,
    item_places: HashMap<String, u32>,
    /// Events.
    pub events: EventTable,
    /// Manual adjustments.
    pub adjustments: Vec<Adjustment>,
    /// The roster's people.
    pub people: Vec<Person>,
    /// The roster's units.
    pub units: Vec<Unit>,
}

impl Happenings {
    /// The place of an author; equal authors share one.
    pub fn author(&mut self, author: Author) -> u32 {
        if let Some(known) = self.author_places.get(&author) {
            return *known;
        }
        let place = place(self.authors.len());
        self.authors.push(author.clone());
        self.author_places.insert(author, place);
        place
    }

    /// The place of the item of a case, new when it is met for the first time; without a label always new.
    pub fn item(&mut self, case: &str) -> u32 {
        let case = case.trim();
        if let Some(known) = self.item_places.get(case) {
            return *known;
        }
        let new = self.new_item(case);
        if !case.is_empty() {
            self.item_places.insert(case.to_owned(), new);
        }
        new
    }

    /// The place of an item whose case nobody has named before.
    pub fn new_item(&mut self, case: &str) -> u32 {
        let case = self.texts.add(case);
        self.items.push(Item { case, ..Item::default() });
        place(self.items.len() - 1)
    }

    /// Gives an item its authors.
    pub fn set_authors(&mut self, item: u32, authors: &[u32]) {
        let few = Few { start: place(self.author_pool.len()), count: place(authors.len()) };
        self.author_pool.extend_from_slice(authors);
        if let Some(item) = self.item_mut(item) {
            item.authors = few;
        }
    }

    /// Gives an item its units.
    pub fn set_units(&mut self, item: u32, units: &[Word]) {
        let few = Few { start: place(self.unit_pool.len()), count: place(units.len()) };
        self.unit_pool.extend_from_slice(units);
        if let Some(item) = self.item_mut(item) {
            item.units = few;
        }
    }

    /// The authors of an item, as places in [`Happenings::authors`].
    pub fn authors_of(&self, item: &Item) -> &[u32] {
        few(&self.author_pool, item.authors)
    }

    /// The units of an item.
    pub fn units_of(&self, item: &Item) -> &[Word] {
        few(&self.unit_pool, item.units)
    }

    /// The item at a place, to be filled.
    pub fn item_mut(&mut self, place: u32) -> Option<&mut Item> {
        self.items.get_mut(usize::try_from(place).ok()?)
    }

    /// The item at a place.
    pub fn item_at(&self, place: u32) -> &Item {
        &self.items[usize::try_from(place).unwrap_or(usize::MAX)]
    }

    /// The author at a place.
    pub fn author_at(&self, place: u32) -> &Author {
        &self.authors[usize::try_from(place).unwrap_or(usize::MAX)]
    }
}

/// Several numbers that stand one behind the other in a pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Few {
    start: u32,
    count: u32,
}

fn few<T>(pool: &[T], few: Few) -> &[T] {
    let at = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    pool.get(at(few.start)..at(few.start.saturating_add(few.count))).unwrap_or_default()
}

/// A place in a table of fewer than four thousand million.
pub(super) fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
