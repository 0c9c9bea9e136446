//! Scoring periods and the shorter spans within which caps, ordinals and quotas count.
//! It never asks what day it is.

use chrono::{Datelike, Days, Months, NaiveDate};

/// How far a cap, an ordinal or a quota reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// 每件: one case.
    Item,
    /// 每周, from Monday.
    Week,
    /// 每月.
    Month,
    /// 每季.
    Quarter,
    /// 每半年.
    Half,
    /// 每年: twelve months counted from the beginning of the scoring period.
    Year,
    /// 全期: the scoring period.
    Whole,
}

impl Scope {
    /// The office's words for them.
    pub const WORDS: &'static [(&'static str, Scope)] = &[
        ("每件", Scope::Item),
        ("每周", Scope::Week),
        ("每月", Scope::Month),
        ("每季", Scope::Quarter),
        ("每半年", Scope::Half),
        ("每年", Scope::Year),
        ("全期", Scope::Whole),
    ];

    /// The office's word.
    pub fn word(self) -> &'static str {
        Scope::WORDS.iter().find(|(_, scope)| *scope == self).map_or("", |(word, _)| word)
    }
}

/// Which of a case's days decides the period that an event counts in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dated {
    /// 事项日期: the event's own day.
    #[default]
    Event,
    /// 来稿日期: the day of registration.
    Received,
    /// 签发日期: the day of sign-off.
    Signed,
}

/// The scoring period as a scheme defines it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodRule {
    /// Length in months: 1, 3, 6, 12 or 24.
    pub months: u32,
    /// Month in which the year begins.
    pub month: u32,
    /// Day of that month.
    pub day: u32,
    /// Which day counts.
    pub dated: Dated,
}

impl Default for PeriodRule {
    fn default() -> Self {
        PeriodRule { months: 12, month: 1, day: 1, dated: Dated::Event }
    }
}

/// A scoring period, both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl PeriodRule {
    /// The year of a number: from its first day (`2026-01-01`, or the first day that the scheme names in the
    /// year *before* when the year does not begin in January: 2008 is 2007-10-01 to 2008-09-30). A period of two
    /// years ends with the year.
    pub fn year(&self, year: i32) -> Option<Period> {
        let in_january = self.month == 1 && self.day == 1;
        let begins = if in_january { year } else { year - 1 };
        let first = NaiveDate::from_ymd_opt(begins, self.month, self.day)?;
        let earlier = Months::new(self.months.saturating_sub(12));
        let from = first.checked_sub_months(earlier)?;
        let to = first.checked_add_months(Months::new(12))?.pred_opt()?;
        Some(Period { from, to })
    }

    /// A period as it is asked for: `2026`, `2026H1`, `2026Q1`, `2026-03`. Parts are counted from the year's first
    /// day.
    pub fn named(&self, text: &str) -> Option<Period> {
        let text = text.trim();
        let year: i32 =
            text.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()?;
        let rest = text.get(4..)?;
        let one_year = PeriodRule { months: 12, ..*self };
        let part = |scope: Scope, number: &str| {
            let number: usize = number.parse().ok()?;
            one_year.year(year)?.spans(scope).get(number.checked_sub(1)?).copied()
        };
        match (rest.get(..1), rest.get(1..)) {
            (None, _) => self.year(year),
            (Some("H" | "h"), Some(number)) => part(Scope::Half, number),
            (Some("Q" | "q"), Some(number)) => part(Scope::Quarter, number),
            (Some("-"), Some(number)) => part(Scope::Month, number),
            _ => None,
        }
    }

    /// The whole periods that hold two days and all between them.
    pub fn around(&self, first: NaiveDate, last: NaiveDate) -> Option<Period> {
        let (of_first, of_last) = (self.year_of(first)?, self.year_of(last)?);
        Some(Period { from: of_first.from, to: of_last.to })
    }

    /// The number of the year that holds a day.
    pub fn number_of(&self, day: NaiveDate) -> Option<i32> {
        let year = self.year(day.year())?;
        Some(if day > year.to { day.year() + 1 } else { day.year() })
    }

    fn year_of(&self, day: NaiveDate) -> Option<Period> {
        PeriodRule { months: 12, ..*self }.year(self.number_of(day)?)
    }
}

impl Period {
    /// Whether a day lies in it.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// A number that days of one span share. `Item` has none of its own and gives that of the period.
    pub fn key(&self, scope: Scope, day: NaiveDate) -> i32 {
        let months = (day.year() - self.from.year()) * 12 + ordinal(day.month0())
            - ordinal(self.from.month0())
            - i32::from(day.day() < self.from.day());
        match scope {
            Scope::Item | Scope::Whole => 0,
            Scope::Week => {
                day.num_days_from_ce().div_euclid(7) - i32::from(day.num_days_from_ce().rem_euclid(7) == 0)
            }
            Scope::Month => months,
            Scope::Quarter => months.div_euclid(3),
            Scope::Half => months.div_euclid(6),
            Scope::Year => months.div_euclid(12),
        }
    }

    /// All spans of the period with their first and last days, in order.
    pub fn spans(&self, scope: Scope) -> Vec<Period> {
        let months = match scope {
            Scope::Item | Scope::Whole => return vec![*self],
            Scope::Week => return self.weeks(),
            Scope::Month => 1,
            Scope::Quarter => 3,
            Scope::Half => 6,
            Scope::Year => 12,
        };
        let mut spans = Vec::new();
        for step in (0_u32..).step_by(months) {
            let Some(from) = self.from.checked_add_months(Months::new(step)) else { break };
            if from > self.to {
                break;
            }
            let next = self.from.checked_add_months(Months::new(step + u32::try_from(months).unwrap_or(1)));
            let to = next.and_then(|day| day.pred_opt()).unwrap_or(self.to).min(self.to);
            spans.push(Period { from, to });
        }
        spans
    }

    fn weeks(&self) -> Vec<Period> {
        let mut spans = Vec::new();
        let mut from = self.from;
        while from <= self.to {
            let left = u64::from(6 - from.weekday().num_days_from_monday());
            let to = from.checked_add_days(Days::new(left)).unwrap_or(self.to).min(self.to);
            spans.push(Period { from, to });
            let Some(next) = to.succ_opt() else { break };
            from = next;
        }
        spans
    }

    /// The span as a reader calls it: `2026年`, `2026年第1季度`, `2026年3月`, else its days.
    pub fn label(&self) -> String {
        let (from, to) = (self.from, self.to);
        let next = to.succ_opt().unwrap_or(to);
        let whole_months = from.day() == 1 && next.day() == 1;
        let months = (next.year() - from.year()) * 12 + ordinal(next.month0()) - ordinal(from.month0());
        let year = from.year();
        match (whole_months, months, from.month0()) {
            (true, 12, 0) => format!("{year}年"),
            (true, 24, 0) => format!("{year}—{}年", to.year()),
            (true, 6, 0) => format!("{year}年上半年"),
            (true, 6, 6) => format!("{year}年下半年"),
            (true, 3, month) if month % 3 == 0 => format!("{year}年第{}季度", month / 3 + 1),
            (true, 1, month) => format!("{year}年{}月", month + 1),
            _ => format!("{from}至{to}"),
        }
    }
}

fn ordinal(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_year_may_begin_in_october_and_two_years_end_with_theirs() {
        let october = PeriodRule { month: 10, ..PeriodRule::default() };
        let year = october.year(2008).expect("a year");
        assert_eq!((year.from, year.to), (day("2007-10-01"), day("2008-09-30")));
        assert_eq!(october.number_of(day("2008-10-01")), Some(2009));
        assert_eq!(october.named("2008Q2").expect("a quarter").label(), "2008年第1季度");
        for text in ["", "26", "2026Q5", "2026-13", "2026X", "2026Q", "二〇二六"] {
            assert_eq!(october.named(text), None, "{text}");
        }
        let two = PeriodRule { months: 24, ..PeriodRule::default() };
        assert_eq!(two.year(2026).expect("two years").label(), "2025—2026年");
    }

    #[test]
    fn spans_cover_the_period_and_agree_with_keys() {
        let year = PeriodRule { month: 10, ..PeriodRule::default() }.year(2026).expect("a year");
        for scope in [Scope::Week, Scope::Month, Scope::Quarter, Scope::Half, Scope::Year, Scope::Whole] {
            let spans = year.spans(scope);
            assert_eq!((spans[0].from, spans[spans.len() - 1].to), (year.from, year.to));
            for pair in spans.windows(2) {
                assert_eq!(pair[0].to.succ_opt(), Some(pair[1].from));
                assert_ne!(year.key(scope, pair[0].to), year.key(scope, pair[1].from), "{scope:?}");
            }
            for span in &spans {
                assert_eq!(year.key(scope, span.from), year.key(scope, span.to), "{scope:?} {span:?}");
            }
        }
        assert_eq!(year.spans(Scope::Quarter)[1].label(), "2026年第1季度");
    }
}
