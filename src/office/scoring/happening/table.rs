//! Events held small: a million of them share a few thousand kinds.
//! It never puts them in another order than they came in.

use super::{Happening, place};
use chrono::NaiveDate;
use std::collections::HashMap;

/// Events. A million of them share a few thousand kinds (采用, 市政协, 单篇 …): each is held as its item, its day and
/// its kind.
#[derive(Clone, Debug, Default)]
pub struct EventTable {
    rows: Vec<(u32, u32, NaiveDate)>,
    kinds: Vec<Happening>,
    places: HashMap<Happening, u32>,
}

impl EventTable {
    /// One more event.
    pub fn push(&mut self, event: Happening) {
        let kind = Happening { item: 0, date: NaiveDate::default(), ..event };
        let next = place(self.kinds.len());
        let at = *self.places.entry(kind).or_insert(next);
        if at == next {
            self.kinds.push(kind);
        }
        self.rows.push((event.item, at, event.date));
    }

    /// The event at a place.
    pub fn get(&self, at: u32) -> Happening {
        self.whole(self.rows[usize::try_from(at).unwrap_or(usize::MAX)])
    }

    /// The item of the event at a place.
    pub fn item_of(&self, at: u32) -> u32 {
        self.rows[usize::try_from(at).unwrap_or(usize::MAX)].0
    }

    /// Item and day of each.
    pub fn items_and_days(&self) -> impl Iterator<Item = (u32, NaiveDate)> {
        self.rows.iter().map(|(item, _, date)| (*item, *date))
    }

    /// All in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = Happening> {
        self.rows.iter().map(|row| self.whole(*row))
    }

    /// Keeps those up to a day.
    pub fn keep_until(&mut self, day: NaiveDate) {
        self.rows.retain(|(_, _, date)| *date <= day);
    }

    fn whole(&self, (item, kind, date): (u32, u32, NaiveDate)) -> Happening {
        Happening { item, date, ..self.kinds[usize::try_from(kind).unwrap_or(usize::MAX)] }
    }
}
