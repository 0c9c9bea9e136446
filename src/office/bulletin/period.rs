//! Periods that the office reports on: a month, a quarter, half a year, a year.
//! It never asks what day it is.

use chrono::{Datelike, NaiveDate};
use std::fmt;
use std::str::FromStr;

/// A period of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    year: i32,
    /// First month, from 1.
    month: u32,
    /// Months: 1, 3, 6 or 12.
    months: u32,
}

impl Period {
    /// A quarter, from 1 to 4.
    pub fn quarter(year: i32, quarter: u32) -> Period {
        Period { year, month: (quarter.clamp(1, 4) - 1) * 3 + 1, months: 3 }
    }

    /// A year.
    pub fn year(year: i32) -> Period {
        Period { year, month: 1, months: 12 }
    }

    /// The quarter that a day lies in.
    pub fn quarter_of(day: NaiveDate) -> Period {
        Period::quarter(day.year(), day.month0() / 3 + 1)
    }

    /// Its year.
    pub fn of_year(self) -> i32 {
        self.year
    }

    /// First day.
    pub fn from(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or_default()
    }

    /// Last day.
    pub fn to(self) -> NaiveDate {
        self.next().from().pred_opt().unwrap_or_default()
    }

    /// Whether a day lies in it.
    pub fn holds(self, day: NaiveDate) -> bool {
        self.from() <= day && day <= self.to()
    }

    /// The period behind it, as long as it.
    #[must_use]
    pub fn next(self) -> Period {
        let month = self.month + self.months;
        if month > 12 {
            Period { year: self.year + 1, month: month - 12, ..self }
        } else {
            Period { month, ..self }
        }
    }

    /// The period before it, as long as it.
    #[must_use]
    pub fn previous(self) -> Period {
        if self.month > self.months {
            return Period { month: self.month - self.months, ..self };
        }
        Period { year: self.year - 1, month: self.month + 12 - self.months, ..self }
    }

    /// The same period of the year before.
    #[must_use]
    pub fn last_year(self) -> Period {
        Period { year: self.year - 1, ..self }
    }

    /// The quarters that lie in it; none in a month.
    pub fn quarters(self) -> Vec<Period> {
        let first = (self.month - 1) / 3 + 1;
        (first..first + self.months / 3).map(|quarter| Period::quarter(self.year, quarter)).collect()
    }

    /// `2026年第1季度`.
    pub fn name(self) -> String {
        format!("{}年{}", self.year, self.part())
    }

    /// `第1季度`; empty for a year.
    fn part(self) -> String {
        match self.months {
            1 => format!("{}月", self.month),
            3 => format!("第{}季度", (self.month - 1) / 3 + 1),
            6 if self.month == 1 => "上半年".to_owned(),
            6 => "下半年".to_owned(),
            _ => String::new(),
        }
    }

    /// `本季度`.
    pub fn this(self) -> &'static str {
        self.words()[0]
    }

    /// What the period before is called: `上季度`.
    pub fn before(self) -> &'static str {
        self.words()[1]
    }

    /// What the period behind is called: `下季度`.
    pub fn behind(self) -> &'static str {
        self.words()[2]
    }

    /// What the same period of the year before is called: `去年同期`; empty for a year, whose period before it is.
    pub fn a_year_ago(self) -> &'static str {
        self.words()[3]
    }

    fn words(self) -> [&'static str; 4] {
        match self.months {
            1 => ["本月", "上月", "下月", "去年同期"],
            3 => ["本季度", "上季度", "下季度", "去年同期"],
            6 => ["本期", "上一个半年", "下一个半年", "去年同期"],
            _ => ["全年", "上年", "下年", ""],
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Period { year, month, months } = self;
        match months {
            1 => write!(out, "{year:04}-{month:02}"),
            3 => write!(out, "{year:04}Q{}", (month - 1) / 3 + 1),
            6 => write!(out, "{year:04}H{}", (month - 1) / 6 + 1),
            _ => write!(out, "{year:04}"),
        }
    }
}

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("\"{text}\" is no period; write 2026Q1, 2026-03, 2026H1 or 2026");
        let digits = text.get(..4).ok_or_else(wrong)?;
        // The book compares days as text, so years have four digits.
        let year: i32 = digits.parse().ok().filter(|year| (1000..=9998).contains(year)).ok_or_else(wrong)?;
        let rest = text.get(4..).ok_or_else(wrong)?.to_ascii_uppercase();
        let number =
            |digits: &str, most: u32| digits.parse().ok().filter(|number| (1..=most).contains(number));
        match rest.get(..1) {
            None => Some(Period::year(year)),
            Some("Q") => number(&rest[1..], 4).map(|quarter| Period::quarter(year, quarter)),
            Some("H") => number(&rest[1..], 2).map(|half| Period { year, month: half * 6 - 5, months: 6 }),
            Some("-") => number(&rest[1..], 12).map(|month| Period { year, month, months: 1 }),
            Some(_) => None,
        }
        .ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_prints_what_it_reads_and_knows_its_days() {
        for (text, name, from, to) in [
            ("2026Q1", "2026年第1季度", "2026-01-01", "2026-03-31"),
            ("2026Q4", "2026年第4季度", "2026-10-01", "2026-12-31"),
            ("2024-02", "2024年2月", "2024-02-01", "2024-02-29"),
            ("2026H2", "2026年下半年", "2026-07-01", "2026-12-31"),
            ("2026", "2026年", "2026-01-01", "2026-12-31"),
        ] {
            let one = period(text);
            assert_eq!((one.to_string(), one.name()), (text.to_owned(), name.to_owned()));
            assert_eq!((one.from().to_string(), one.to().to_string()), (from.to_owned(), to.to_owned()));
            assert_eq!(one.next().previous(), one);
        }
        for wrong in ["2026Q5", "26Q1", "2026-13", "2026H0", "2026x", "季度", ""] {
            assert!(wrong.parse::<Period>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_period_before_the_first_lies_in_the_year_before() {
        let before = |text| period(text).previous().to_string();
        assert_eq!(
            [before("2026Q1"), before("2026-01"), before("2026H1"), before("2026")],
            ["2025Q4", "2025-12", "2025H2", "2025"]
        );
        assert_eq!(period("2026H2").quarters(), [period("2026Q3"), period("2026Q4")]);
        assert!(period("2026-02").quarters().is_empty());
    }
}
