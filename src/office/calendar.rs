//! Deadlines: from a day and a rule to a last day, with the derivation in words.
//! It never asks what day it is; every date comes in as a value.

use super::settings::{CalendarDays, Count, Destination, From};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeSet;

/// The last day for a destination and how it was found, as printed on the cover sheet. The day that the
/// clock starts from is day 0 (founding document 四.3 and decisions on it).
pub fn due(start: NaiveDate, destination: &Destination, calendar: &CalendarDays) -> (NaiveDate, String) {
    let from = match destination.from {
        From::Received => "收到",
        From::Decided => "决定采用",
    };
    let head = format!("自{from}之日（{}）起", chinese_date(start));
    let basis =
        if destination.basis.is_empty() { String::new() } else { format!("（{}）", destination.basis) };
    let (last, length) = match destination.count {
        Count::Calendar => (later(start, destination.days), calendar_length(destination)),
        Count::Working => working_days(start, destination.days, calendar),
    };
    (last, format!("{head}{length}，至{}{basis}", chinese_date(last)))
}

/// `2026年9月24日`, as official documents write a day.
pub fn chinese_date(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// Whether people work on the day: Monday to Friday without holidays, and weekend days that are worked.
pub fn is_working_day(day: NaiveDate, calendar: &CalendarDays) -> bool {
    if is_weekend(day) { calendar.workdays.contains(&day) } else { !calendar.holidays.contains(&day) }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn later(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
}

fn calendar_length(destination: &Destination) -> String {
    if destination.weeks {
        format!("{}周", destination.days / 7)
    } else {
        format!("{}个自然日", destination.days)
    }
}

/// The day on which the nth working day after `start` falls, and the length in words with what was skipped.
fn working_days(start: NaiveDate, days: u32, calendar: &CalendarDays) -> (NaiveDate, String) {
    let (mut last, mut counted, mut skipped, mut made_up) = (start, 0, 0, 0);
    while counted < days {
        let Some(next) = last.succ_opt() else { break };
        last = next;
        if is_working_day(last, calendar) {
            counted += 1;
            made_up += u32::from(is_weekend(last));
        } else {
            skipped += 1;
        }
    }
    let mut remarks = Vec::new();
    if skipped > 0 {
        remarks.push(format!("其间周末和节假日{skipped}天不计"));
    }
    if made_up > 0 {
        remarks.push(format!("调休上班{made_up}天计入"));
    }
    for year in years_without_holidays(start, last, calendar) {
        remarks.push(format!("{year}年放假安排未录入，按周一至周五计"));
    }
    let remark = if remarks.is_empty() { String::new() } else { format!("（{}）", remarks.join("，")) };
    (last, format!("{days}个工作日{remark}"))
}

/// Years of a span for which the office has entered no holiday: the count may be off, and paper says so.
fn years_without_holidays(first: NaiveDate, last: NaiveDate, calendar: &CalendarDays) -> Vec<i32> {
    let known: BTreeSet<i32> = calendar.holidays.iter().map(Datelike::year).collect();
    (first.year()..=last.year()).filter(|year| !known.contains(year)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::settings::{STOCK, Settings};
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn stock() -> Settings {
        Settings::parse(STOCK).unwrap()
    }

    fn working(days: u32) -> Destination {
        let mut destination = stock().destination("市政协").unwrap().clone();
        destination.days = days;
        destination.count = Count::Working;
        destination.basis = String::new();
        destination
    }

    #[test]
    fn two_days_from_receipt_as_printed() {
        let settings = stock();
        let (last, derivation) =
            due(day("2026-09-24"), settings.destination("市政协").unwrap(), &settings.calendar);
        assert_eq!(last, day("2026-09-26"));
        assert_eq!(
            derivation,
            "自收到之日（2026年9月24日）起2个自然日，至2026年9月26日\
             （《关于进一步加强反映社情民意信息工作的意见》四.3）"
        );
    }

    #[test]
    fn two_weeks_are_printed_as_weeks() {
        let settings = stock();
        let mut education = settings.destination("区教育局").unwrap().clone();
        education.from = From::Decided;
        education.basis = String::new();
        let (last, derivation) = due(day("2026-12-25"), &education, &settings.calendar);
        assert_eq!(last, day("2027-01-08"));
        assert_eq!(derivation, "自决定采用之日（2026年12月25日）起2周，至2027年1月8日");
    }

    #[test]
    fn working_days_skip_the_national_holidays_and_count_the_make_up_day() {
        let (last, derivation) = due(day("2026-09-30"), &working(2), &stock().calendar);
        assert_eq!(last, day("2026-10-09"));
        assert_eq!(
            derivation,
            "自收到之日（2026年9月30日）起2个工作日（其间周末和节假日7天不计），至2026年10月9日"
        );
        let (last, derivation) = due(day("2026-09-30"), &working(3), &stock().calendar);
        assert_eq!(last, day("2026-10-10"), "a Saturday that is worked");
        assert!(derivation.contains("7天不计，调休上班1天计入"), "{derivation}");
    }

    #[test]
    fn a_year_without_holidays_is_said_on_paper() {
        let (last, derivation) = due(day("2026-12-31"), &working(1), &stock().calendar);
        assert_eq!(last, day("2027-01-01"));
        assert!(derivation.contains("（2027年放假安排未录入，按周一至周五计）"), "{derivation}");
    }

    proptest! {
        #[test]
        fn as_many_working_days_lie_in_the_span_as_were_asked_for(offset in 0_u64..1_000, days in 1_u32..40) {
            let calendar = stock().calendar;
            let start = day("2025-06-01").checked_add_days(Days::new(offset)).unwrap();
            let (last, _) = due(start, &working(days), &calendar);
            let counted = start
                .iter_days()
                .skip(1)
                .take_while(|one| *one <= last)
                .filter(|one| is_working_day(*one, &calendar))
                .count();
            prop_assert_eq!(counted, usize::try_from(days).unwrap());
            prop_assert!(is_working_day(last, &calendar));
        }
    }
}
