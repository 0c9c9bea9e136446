//! Serial numbers of the two date systems of Excel to civil dates.
//! It never invents a day: a cell that shows year and month alone keeps those words and has no date.

use chrono::{Days, NaiveDate};

/// What a cell's number format shows of a serial number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shown {
    /// The number itself.
    #[default]
    Number,
    /// A day, with or without a time.
    Day,
    /// Year and month without a day.
    Month,
    /// A year alone.
    Year,
    /// A time of day.
    Time,
    /// Hours that run past 24.
    Duration,
}

/// A moment in a cell, as its format shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stamp {
    Day(NaiveDate),
    Month(NaiveDate),
    Year(NaiveDate),
    /// Seconds since midnight, or of a duration.
    Seconds(i64),
}

/// Last serial day that Excel knows, 9999-12-31.
const LAST_SERIAL: f64 = 2_958_466.0;
/// Half a second in days: fractions are binary, and a day must not lose its midnight.
const ROUNDING: f64 = 0.5 / 86_400.0;

impl Stamp {
    /// The serial number under a format; `None` when it is none that Excel would show, so the number stays.
    pub(super) fn of(serial: f64, shown: Shown, epoch_1904: bool) -> Option<Stamp> {
        if !(0.0..LAST_SERIAL).contains(&serial) {
            return None;
        }
        match shown {
            Shown::Number => None,
            Shown::Duration => seconds(serial).map(Stamp::Seconds),
            Shown::Time => seconds(serial.fract()).map(Stamp::Seconds),
            _ if serial < 1.0 && !epoch_1904 => seconds(serial).map(Stamp::Seconds),
            Shown::Day => day(serial, epoch_1904).map(Stamp::Day),
            Shown::Month => day(serial, epoch_1904).map(Stamp::Month),
            Shown::Year => day(serial, epoch_1904).map(Stamp::Year),
        }
    }

    /// A date in ISO 8601 as newer files store it (`2026-03-05T00:00:00`).
    pub(super) fn of_iso(text: &str) -> Option<Stamp> {
        let day = text.get(..10)?;
        NaiveDate::parse_from_str(day, "%Y-%m-%d").ok().map(Stamp::Day)
    }

    pub(super) fn text(&self) -> String {
        match self {
            Stamp::Day(date) => date.format("%Y-%m-%d").to_string(),
            Stamp::Month(date) => date.format("%Y年%-m月").to_string(),
            Stamp::Year(date) => date.format("%Y年").to_string(),
            Stamp::Seconds(seconds) => {
                format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
            }
        }
    }

    pub(super) fn date(&self) -> Option<NaiveDate> {
        match self {
            Stamp::Day(date) => Some(*date),
            _ => None,
        }
    }
}

/// Characters of a moment: it counts as written out in full, whatever of it the format shows.
pub(super) fn characters(serial: f64) -> usize {
    let seconds = serial * 86_400.0;
    let has_fraction = (seconds - seconds.round()).abs() > 0.000_5;
    if has_fraction { "2026-03-05 00:00:00.000000".len() } else { "2026-03-05 00:00:00".len() }
}

fn day(serial: f64, epoch_1904: bool) -> Option<NaiveDate> {
    let days = whole(serial + ROUNDING)?;
    let (year, month, first, shift) = match (epoch_1904, days) {
        (true, _) => (1904, 1, 1, 0),
        (false, 60) => return None, // 29 February 1900, which only Excel knows
        (false, 0..60) => (1899, 12, 31, 0),
        (false, _) => (1899, 12, 30, 0),
    };
    NaiveDate::from_ymd_opt(year, month, first)?.checked_add_days(Days::new(days + shift))
}

fn seconds(days: f64) -> Option<i64> {
    whole(days * 86_400.0 + 0.5).and_then(|seconds| i64::try_from(seconds).ok())
}

/// The whole part of a number from 0 to 2^53, by way of its text since casts are not allowed to lose anything.
fn whole(number: f64) -> Option<u64> {
    format!("{:.0}", number.trunc()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day_of(serial: f64, epoch_1904: bool) -> String {
        Stamp::of(serial, Shown::Day, epoch_1904).map_or_else(String::new, |stamp| stamp.text())
    }

    #[test]
    fn both_date_systems() {
        assert_eq!(day_of(1.0, false), "1900-01-01");
        assert_eq!(day_of(59.0, false), "1900-02-28");
        assert_eq!(day_of(60.0, false), "");
        assert_eq!(day_of(61.0, false), "1900-03-01");
        assert_eq!(day_of(46_090.0, false), "2026-03-09");
        assert_eq!(day_of(46_089.999_999_9, false), "2026-03-09");
        assert_eq!(day_of(44_628.0, true), "2026-03-09");
        assert_eq!(day_of(2_958_465.0, false), "9999-12-31");
        assert_eq!(day_of(2_958_466.0, false), "");
        assert_eq!(day_of(-1.0, false), "");
    }

    #[test]
    fn what_shows_no_day_has_no_date() {
        let month = Stamp::of(46_082.0, Shown::Month, false).unwrap();
        assert_eq!((month.text().as_str(), month.date()), ("2026年3月", None));
        assert_eq!(Stamp::of(0.604_166_7, Shown::Time, false).unwrap().text(), "14:30:00");
        assert_eq!(Stamp::of(1.083_333_333, Shown::Duration, false).unwrap().text(), "26:00:00");
    }

    #[test]
    fn iso_dates_are_read() {
        assert_eq!(Stamp::of_iso("2026-03-05T14:30:00").unwrap().text(), "2026-03-05");
        assert_eq!(Stamp::of_iso("2026年3月5日"), None);
    }
}
