//! Rosters: each valid from a day on, until a later one takes its place.
//! It never reads one; a roster is JSON to it.

use super::engine::Value;
use super::{Book, Reading, numbers};
use crate::failure::Outcome;
use chrono::NaiveDate;

impl Book<'_> {
    /// Adds a roster that holds from a day on. Of two for the same day the later one holds.
    pub fn add_roster(&mut self, valid_from: NaiveDate, json: &str) -> Outcome<()> {
        let engine = &self.reading.engine;
        let id = numbers::next(engine, "roster", 1)?;
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
}
