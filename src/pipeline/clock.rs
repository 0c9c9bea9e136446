//! The one place that asks what day and what time it is.
//! It never lets a clock time reach a document; only days are printed.

use crate::ledger::Moment;
use chrono::{DateTime, Local, NaiveDate};

/// The office's clock: the machine's, or a day that the operator named with `--today`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    /// The named day.
    pub today: Option<NaiveDate>,
}

impl Clock {
    /// The day that rules and papers count by.
    pub fn day(&self) -> NaiveDate {
        self.today.unwrap_or_else(|| Local::now().date_naive())
    }

    /// Now, for entries: the time of day of the machine on the office's day.
    pub fn moment(&self) -> Moment {
        let now = Local::now();
        let at = match self.today {
            Some(day) => on_day(now, day),
            None => now,
        };
        Moment { at: at.to_rfc3339_opts(chrono::SecondsFormat::Millis, false), day: at.date_naive() }
    }

    /// Milliseconds since 1970 by the machine, for stillness alone: a named day must not age files.
    pub fn millis(&self) -> i64 {
        Local::now().timestamp_millis()
    }
}

/// The same time on another day; where the clocks jump over that time, the present stands.
fn on_day(now: DateTime<Local>, day: NaiveDate) -> DateTime<Local> {
    day.and_time(now.time()).and_local_timezone(Local).earliest().unwrap_or(now)
}
