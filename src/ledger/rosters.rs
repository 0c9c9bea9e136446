//! Rosters: each valid from a day on, until a later one takes its place.
//! It never reads one; a roster is JSON to it.

use super::engine::Value;
use super::{Book, Reading};
use crate::failure::Outcome;
use chrono::NaiveDate;

impl Book<'_> {
    /// Adds a roster that holds from a day on. Of two for the same day the later one holds.
    pub fn add_roster(&mut self, valid_from: NaiveDate, json: &str) -> Outcome<()> {
        let engine = &self.reading.engine;
        let id = self.counters.next(engine, "roster", 1)?;
        let values =
            [Value::from(id), Value::from(valid_from), Value::from(self.moment.day), Value::from(json)];
        engine.insert("roster", &["id", "valid_from", "day", "body"], &values, "")?;
        Ok(())
    }
}

impl Reading {
    /// The roster that held on a day, as JSON.
    pub fn roster_on(&self, day: NaiveDate) -> Outcome<Option<String>> {
        self.engine.first(
            "SELECT body FROM roster WHERE valid_from <= $1 ORDER BY valid_from DESC, id DESC LIMIT 1",
            &[day.into()],
            |row| Ok(row.text(0)?.to_owned()),
        )
    }

    /// Rosters that held on any day up to a day and were known by its evening, with the first day of each, in
    /// their order; of several for one day the last. Nothing says which of them are still needed.
    pub fn rosters_until(&self, day: NaiveDate) -> Outcome<Vec<(NaiveDate, String)>> {
        let mut found: Vec<(NaiveDate, String)> = self.engine.all(
            "SELECT valid_from, body FROM roster WHERE valid_from <= $1 AND day <= $1 ORDER BY valid_from, id",
            &[day.into()],
            |row| Ok((row.parsed(0)?, row.text(1)?.to_owned())),
        )?;
        found.reverse();
        found.dedup_by_key(|(from, _)| *from);
        found.reverse();
        Ok(found)
    }
}
