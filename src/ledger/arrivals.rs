//! Arrivals: one occupancy of a place in the inbox by one content, from taking it to purging it.
//! It never touches a file.

use super::counts::unsigned;
use super::engine::{Row, Value, integer};
use super::{Book, Reading, paths};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::office::numbers::Fingerprint;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What became of a dropped file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArrivalState {
    /// At least one paper of it was registered.
    Registered,
    /// Nothing of it could be taken.
    Returned,
    /// The same bytes were registered before.
    Duplicate,
    /// A filled form (roster, feedback) that was answered.
    Answered,
}

impl ArrivalState {
    /// Every state.
    pub const ALL: [ArrivalState; 4] =
        [ArrivalState::Registered, ArrivalState::Returned, ArrivalState::Duplicate, ArrivalState::Answered];

    /// The state as scripts see it.
    pub fn word(self) -> &'static str {
        match self {
            ArrivalState::Registered => "registered",
            ArrivalState::Returned => "returned",
            ArrivalState::Duplicate => "duplicate",
            ArrivalState::Answered => "answered",
        }
    }
}

/// A file that is being taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewArrival {
    /// Folder of the inbox: 来稿, 急件, 名册 …; empty for the inbox's top.
    pub inbox: String,
    /// Path as dropped, as the caller writes paths (under the office).
    pub path: PathBuf,
    /// Fingerprint of the bytes.
    pub fingerprint: Fingerprint,
    /// Size in bytes.
    pub size_bytes: u64,
    /// Day of receipt, by which it is counted.
    pub day: NaiveDate,
    /// What becomes of it.
    pub state: ArrivalState,
    /// Papers taken.
    pub papers: u32,
    /// Papers or rows of it that came back.
    pub bad_rows: u32,
}

/// A file that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Number of the arrival, from 1 without a gap; its name under `.taken/`.
    pub id: i64,
    /// What was dropped, and what became of it.
    pub file: NewArrival,
    /// Its place in the inbox is free again.
    pub cleared: bool,
    /// Where the file was put away, while it lies there.
    pub taken: Option<PathBuf>,
    /// Day on which it was put away.
    pub taken_day: Option<NaiveDate>,
    /// The put-away file is gone.
    pub purged: bool,
}

/// An arrival as the ledger now has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownArrival {
    /// Its number.
    pub id: i64,
    /// It was there already, not yet cleared: an earlier run decided it, and only the clearing is left.
    pub known: bool,
}

/// An arrival whose place in the inbox is free again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clearing {
    /// Its number.
    pub id: i64,
    /// Where the file was put away; `None` when the clerk had taken it back.
    pub taken: Option<PathBuf>,
}

/// How many files of one inbox folder had one end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrivalCount {
    /// Folder of the inbox.
    pub inbox: String,
    /// What became of them.
    pub state: ArrivalState,
    /// Files.
    pub files: u64,
    /// Papers taken out of them.
    pub papers: u64,
    /// Papers or rows that came back.
    pub bad_rows: u64,
}

const COUNTER: &str = "arrival";

const COLUMNS: &[&str] = &[
    "id",
    "inbox",
    "path",
    "fingerprint",
    "size",
    "day",
    "state",
    "papers",
    "bad_rows",
    "cleared",
    "purged",
];

const SELECT: &str = "SELECT id, inbox, path, fingerprint, size, day, state, papers, bad_rows, \
                      cleared, taken, taken_day, purged FROM arrival";

impl Book<'_> {
    /// Adds arrivals and returns the number of each, in their order. A file that still lies in its place with
    /// the same bytes is the same arrival: its number is returned as known, and nothing is added.
    pub fn add_arrivals(&mut self, files: &[NewArrival]) -> Outcome<Vec<KnownArrival>> {
        let engine = &self.reading.engine;
        let mut ids = Vec::with_capacity(files.len());
        let mut new: BTreeMap<(String, String), i64> = BTreeMap::new();
        let mut values = Vec::new();
        for file in files {
            let slot = (paths::to_text(&file.path), file.fingerprint.to_string());
            let known = match new.get(&slot) {
                Some(id) => Some(*id),
                None => self.reading.uncleared_in(&slot.0, &slot.1)?,
            };
            if let Some(id) = known {
                ids.push(KnownArrival { id, known: true });
                continue;
            }
            let id = self.counters.next(engine, COUNTER, 1)?;
            ids.push(KnownArrival { id, known: false });
            values.extend([
                Value::from(id),
                Value::from(file.inbox.as_str()),
                Value::from(slot.0.clone()),
                Value::from(slot.1.clone()),
                Value::from(i64::try_from(file.size_bytes).unwrap_or(i64::MAX)),
                Value::from(file.day),
                Value::from(file.state.word()),
                Value::from(file.papers),
                Value::from(file.bad_rows),
                Value::from(false),
                Value::from(false),
            ]);
            new.insert(slot, id);
        }
        engine.insert("arrival", COLUMNS, &values, "")?;
        Ok(ids)
    }

    /// Notes that the places of arrivals in the inbox are free again.
    pub fn clear_arrivals(&mut self, clearings: &[Clearing]) -> Outcome<()> {
        for clearing in clearings {
            let taken = clearing.taken.as_deref().map(paths::to_text);
            self.reading.engine.execute(
                "UPDATE arrival SET cleared = 1, taken = $2, taken_day = $3 WHERE id = $1",
                &[clearing.id.into(), taken.into(), self.moment.day.into()],
            )?;
        }
        Ok(())
    }

    /// Notes that the put-away files of arrivals are gone.
    pub fn purge_arrivals(&mut self, ids: &[i64]) -> Outcome<()> {
        for id in ids {
            self.reading.engine.execute("UPDATE arrival SET purged = 1 WHERE id = $1", &[(*id).into()])?;
        }
        Ok(())
    }
}

impl Reading {
    /// Arrivals whose file may still lie in its place: an earlier run died before it put them away.
    pub fn uncleared_arrivals(&self) -> Outcome<Vec<Arrival>> {
        self.engine.all(&format!("{SELECT} WHERE cleared = 0 ORDER BY id"), &[], read_arrival)
    }

    /// Arrivals from one day to another, both included.
    pub fn arrivals(&self, from: NaiveDate, to: NaiveDate) -> Outcome<Vec<Arrival>> {
        self.engine.all(
            &format!("{SELECT} WHERE day BETWEEN $1 AND $2 ORDER BY id"),
            &[from.into(), to.into()],
            read_arrival,
        )
    }

    /// One arrival.
    pub fn arrival(&self, id: i64) -> Outcome<Option<Arrival>> {
        self.engine.first(&format!("{SELECT} WHERE id = $1"), &[id.into()], read_arrival)
    }

    /// The number of the last arrival, 0 before the first.
    pub fn last_arrival(&self) -> Outcome<i64> {
        let last = self.engine.first("SELECT MAX(id) FROM arrival", &[], |row| row.integer_or_null(0))?;
        Ok(last.flatten().unwrap_or(0))
    }

    /// Arrivals of the same bytes, in their order.
    pub fn arrivals_of(&self, fingerprint: &Fingerprint) -> Outcome<Vec<Arrival>> {
        self.engine.all(
            &format!("{SELECT} WHERE fingerprint = $1 ORDER BY id"),
            &[fingerprint.to_string().into()],
            read_arrival,
        )
    }

    /// The latest file of this name in an inbox folder or below it that was not returned.
    pub fn arrival_named(&self, inbox: &str, name: &str) -> Outcome<Option<Arrival>> {
        let tail = format!("/{}", paths::to_text(Path::new(name)));
        self.engine.first(
            &format!(
                "{SELECT} WHERE inbox = $1 AND state <> $2 AND substr(path, length(path) - $3 + 1) = $4 \
                 ORDER BY id DESC LIMIT 1"
            ),
            &[
                inbox.into(),
                ArrivalState::Returned.word().into(),
                integer(tail.chars().count()).into(),
                tail.as_str().into(),
            ],
            read_arrival,
        )
    }

    /// Every arrival, one at a time.
    pub fn each_arrival(&self, mut take: impl FnMut(Arrival) -> Outcome<()>) -> Outcome<()> {
        self.engine.each(&format!("{SELECT} ORDER BY id"), &[], |row| take(read_arrival(row)?))
    }

    /// Files from one day to another, both included, by inbox folder and end.
    pub fn arrival_counts(&self, from: NaiveDate, to: NaiveDate) -> Outcome<Vec<ArrivalCount>> {
        let mut counts = self.engine.all(
            "SELECT inbox, state, COUNT(*), CAST(SUM(papers) AS BIGINT), CAST(SUM(bad_rows) AS BIGINT) \
             FROM arrival WHERE day BETWEEN $1 AND $2 GROUP BY inbox, state",
            &[from.into(), to.into()],
            |row| {
                Ok(ArrivalCount {
                    inbox: row.text(0)?.to_owned(),
                    state: state(row.text(1)?)?,
                    files: unsigned(row, 2)?,
                    papers: unsigned(row, 3)?,
                    bad_rows: unsigned(row, 4)?,
                })
            },
        )?;
        counts.sort_by(|one, other| (&one.inbox, one.state).cmp(&(&other.inbox, other.state)));
        Ok(counts)
    }

    /// The newest arrivals whose file was put away on a day or later and lies there still, at most `most`.
    pub fn taken_since(&self, from: NaiveDate, most: usize) -> Outcome<Vec<Arrival>> {
        self.engine.all(
            &format!(
                "{SELECT} WHERE purged = 0 AND taken IS NOT NULL AND taken_day >= $1 \
                 ORDER BY id DESC LIMIT $2"
            ),
            &[from.into(), i64::try_from(most).unwrap_or(i64::MAX).into()],
            read_arrival,
        )
    }

    /// Arrivals whose file was put away before a day and lies there still.
    pub fn purgeable(&self, before: NaiveDate) -> Outcome<Vec<Arrival>> {
        self.engine.all(
            &format!("{SELECT} WHERE purged = 0 AND taken IS NOT NULL AND taken_day < $1 ORDER BY id"),
            &[before.into()],
            read_arrival,
        )
    }

    fn uncleared_in(&self, path: &str, fingerprint: &str) -> Outcome<Option<i64>> {
        self.engine.first(
            "SELECT id FROM arrival WHERE path = $1 AND fingerprint = $2 AND cleared = 0",
            &[path.into(), fingerprint.into()],
            |row| row.integer(0),
        )
    }
}

fn read_arrival(row: &Row<'_>) -> Outcome<Arrival> {
    Ok(Arrival {
        id: row.integer(0)?,
        file: NewArrival {
            inbox: row.text(1)?.to_owned(),
            path: paths::from_text(row.text(2)?),
            fingerprint: row.parsed(3)?,
            size_bytes: unsigned(row, 4)?,
            day: row.parsed(5)?,
            state: state(row.text(6)?)?,
            papers: small(row, 7)?,
            bad_rows: small(row, 8)?,
        },
        cleared: row.integer(9)? != 0,
        taken: row.text_or_null(10)?.map(paths::from_text),
        taken_day: row.parsed_or_null(11)?,
        purged: row.integer(12)? != 0,
    })
}

fn small(row: &Row<'_>, column: usize) -> Outcome<u32> {
    Ok(u32::try_from(row.integer(column)?).unwrap_or(u32::MAX))
}

fn state(stored: &str) -> Outcome<ArrivalState> {
    ArrivalState::ALL.into_iter().find(|state| state.word() == stored).ok_or_else(|| {
        Failure::new(FailureKind::Integrity, format!("the ledger knows no arrival that is \"{stored}\""))
    })
}
