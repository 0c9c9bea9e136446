//! What lies in the inbox and is not taken yet, since when: the memory of a `run` each hour.
//! It never decides when a file has waited long enough.

use super::engine::{Row, Value};
use super::{Book, Reading, paths};
use crate::failure::Outcome;
use std::path::PathBuf;

/// A file that was seen and not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Path as the caller writes paths (under the office).
    pub path: PathBuf,
    /// Instant of the first look, RFC 3339.
    pub first_seen: String,
    /// Instant of the look that first saw it as it is now, RFC 3339.
    pub last_changed: String,
    /// Size in bytes at the last look.
    pub size_bytes: u64,
    /// Time of change by the file's own server, in nanoseconds since 1970; compared with itself only.
    pub mtime_nanos: i64,
}

impl Book<'_> {
    /// Puts these sightings in place of all that were kept.
    pub fn replace_sightings(&mut self, sightings: &[Sighting]) -> Outcome<()> {
        self.reading.engine.execute("DELETE FROM sighting", &[])?;
        let mut values = Vec::new();
        for sighting in sightings {
            values.extend([
                Value::from(paths::to_text(&sighting.path)),
                Value::from(sighting.first_seen.as_str()),
                Value::from(sighting.last_changed.as_str()),
                Value::from(i64::try_from(sighting.size_bytes).unwrap_or(i64::MAX)),
                Value::from(sighting.mtime_nanos),
            ]);
        }
        let columns = ["path", "first_seen", "last_changed", "size", "mtime_nanos"];
        self.reading.engine.insert("sighting", &columns, &values, "")?;
        Ok(())
    }
}

impl Reading {
    /// The sightings of the last pass, by path.
    pub fn sightings(&self) -> Outcome<Vec<Sighting>> {
        let mut sightings = self.engine.all(
            "SELECT path, first_seen, last_changed, size, mtime_nanos FROM sighting",
            &[],
            read_sighting,
        )?;
        sightings.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(sightings)
    }
}

fn read_sighting(row: &Row<'_>) -> Outcome<Sighting> {
    Ok(Sighting {
        path: paths::from_text(row.text(0)?),
        first_seen: row.text(1)?.to_owned(),
        last_changed: row.text(2)?.to_owned(),
        size_bytes: super::counts::unsigned(row, 3)?,
        mtime_nanos: row.integer(4)?,
    })
}
