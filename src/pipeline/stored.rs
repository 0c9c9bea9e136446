//! What the book keeps as JSON, made and read again: rosters, and entries of the office at large.
//! It never says whether a value is right.

use crate::failure::{Failure, FailureKind, Outcome};
use crate::ledger::{NewEntry, Reading};
use crate::office::activity::{self, Activity};
use crate::office::adjustment::{self, Adjustment};
use crate::office::bulletin::{Period, RosterInForce};
use crate::office::roster::Roster;
use crate::office::taken_back::{self, Standing, TakenBack};
use crate::office::wanted::{self, WantedTopic};
use chrono::NaiveDate;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What entries of the office at large on a subject hold, up to a day.
pub fn office_values<T: DeserializeOwned>(
    reading: &Reading,
    subject: &str,
    as_of: NaiveDate,
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
    as_of: NaiveDate,
) -> Outcome<Vec<Standing<T>>> {
    let taken_back: Vec<TakenBack> = office_values(reading, taken_back::SUBJECT, as_of)?;
    let rows: Vec<T> = office_values(reading, subject, as_of)?;
    let entries = reading.office_entries(subject, as_of)?.into_iter().zip(rows);
    Ok(taken_back::standing(entries.map(|(entry, row)| Standing { seq: entry.seq, row }), &taken_back))
}

/// The topics wanted as they hold on a day.
pub fn topics(reading: &Reading, as_of: NaiveDate) -> Outcome<Vec<WantedTopic>> {
    let standing = standing_values::<WantedTopic>(reading, wanted::SUBJECT, as_of)?;
    Ok(wanted::latest(standing.into_iter().map(|one| one.row)))
}

/// The meetings that hold on a day.
pub fn activities(reading: &Reading, as_of: NaiveDate) -> Outcome<Vec<Activity>> {
    let standing = standing_values::<Activity>(reading, activity::SUBJECT, as_of)?;
    Ok(standing.into_iter().map(|one| one.row).collect())
}

/// The entry that an adjustment becomes.
pub fn adjustment_entry(adjustment: &Adjustment, by: &str) -> Outcome<NewEntry> {
    Ok(NewEntry::of_office(by, adjustment::SUBJECT, adjustment.what(), json(adjustment, "a row")?))
}

pub(super) fn taken_back_entry(seq: i64, what: &str, note: &str, by: &str) -> Outcome<NewEntry> {
    let taken = TakenBack { seq, note: note.to_owned() };
    Ok(NewEntry::of_office(by, taken_back::SUBJECT, taken.what(what), json(&taken, "a row")?))
}

/// A value as the book keeps it; `what` names it where it cannot be kept.
pub(super) fn json(value: &impl Serialize, what: &str) -> Outcome<String> {
    serde_json::to_string(value)
        .map_err(|cause| Failure::new(FailureKind::World, format!("cannot store {what}")).because(cause))
}

/// The roster that is valid on a day; an empty one before the first.
pub fn roster_on(reading: &Reading, day: NaiveDate) -> Outcome<Roster> {
    reading.roster_on(day)?.map_or_else(|| Ok(Roster::default()), |json| roster(&json))
}

/// Rosters that were in force in a year, each with its days.
pub fn rosters(reading: &Reading, year: Period, as_of: NaiveDate) -> Outcome<Vec<RosterInForce>> {
    let rows = reading.rosters_until(year.to().min(as_of))?;
    let mut rosters = Vec::with_capacity(rows.len());
    for (at, (from, json)) in rows.iter().enumerate() {
        let next = rows.get(at + 1).and_then(|(next, _)| next.pred_opt());
        if next.is_some_and(|to| to < year.from()) {
            continue;
        }
        rosters.push(RosterInForce { from: (at > 0).then_some(*from), to: next, roster: roster(json)? });
    }
    Ok(rosters)
}

fn roster(json: &str) -> Outcome<Roster> {
    serde_json::from_str(json).map_err(|cause| {
        Failure::new(FailureKind::Integrity, "a roster in the ledger cannot be read").because(cause)
    })
}
