//! Entries of the office at large, made of the rows of forms and read as such rows again.
//! It never says whether a row is right.

use crate::failure::{Failure, FailureKind, Outcome};
use crate::ledger::{NewEntry, Reading};
use crate::office::activity::{self, Activity};
use crate::office::adjustment::{self, Adjustment};
use crate::office::taken_back::{self, Standing, TakenBack};
use crate::office::wanted::{self, WantedTopic};
use serde::de::DeserializeOwned;

/// What entries of the office at large on a subject hold, up to a day.
pub fn office_values<T: DeserializeOwned>(
    reading: &Reading,
    subject: &str,
    as_of: chrono::NaiveDate,
) -> Outcome<Vec<T>> {
    let read = |entry: crate::ledger::OfficeEntry| {
        serde_json::from_str(&entry.body).map_err(|cause| {
            let message = format!("entry {} of the ledger cannot be read", entry.seq);
            Failure::new(FailureKind::Integrity, message).because(cause)
        })
    };
    reading.office_entries(subject, as_of)?.into_iter().map(read).collect()
}

/// The same without those that were taken back up to that day, each with its position.
pub fn standing_values<T: DeserializeOwned>(
    reading: &Reading,
    subject: &str,
    as_of: chrono::NaiveDate,
) -> Outcome<Vec<Standing<T>>> {
    let taken_back: Vec<TakenBack> = office_values(reading, taken_back::SUBJECT, as_of)?;
    let rows: Vec<T> = office_values(reading, subject, as_of)?;
    let entries = reading.office_entries(subject, as_of)?.into_iter().zip(rows);
    Ok(taken_back::standing(entries.map(|(entry, row)| Standing { seq: entry.seq, row }), &taken_back))
}

/// The topics wanted as they hold on a day.
pub fn topics(reading: &Reading, as_of: chrono::NaiveDate) -> Outcome<Vec<WantedTopic>> {
    let standing = standing_values::<WantedTopic>(reading, wanted::SUBJECT, as_of)?;
    Ok(wanted::latest(standing.into_iter().map(|one| one.row)))
}

/// The meetings that hold on a day.
pub fn activities(reading: &Reading, as_of: chrono::NaiveDate) -> Outcome<Vec<Activity>> {
    let standing = standing_values::<Activity>(reading, activity::SUBJECT, as_of)?;
    Ok(standing.into_iter().map(|one| one.row).collect())
}

/// The entry that an adjustment becomes.
pub fn adjustment_entry(adjustment: &Adjustment, by: &str) -> Outcome<NewEntry> {
    Ok(NewEntry::of_office(by, adjustment::SUBJECT, adjustment.what(), json(adjustment)?))
}

pub(super) fn taken_back_entry(seq: i64, what: &str, note: &str, by: &str) -> Outcome<NewEntry> {
    let taken = TakenBack { seq, note: note.to_owned() };
    Ok(NewEntry::of_office(by, taken_back::SUBJECT, taken.what(what), json(&taken)?))
}

pub(super) fn json(value: &impl serde::Serialize) -> Outcome<String> {
    serde_json::to_string(value)
        .map_err(|cause| Failure::new(FailureKind::World, "cannot store a row").because(cause))
}
