//! What is counted and bounded: days of the calendar, quotas, limits on files.
//! It never asks what year it is.

use super::faults::Faults;
use super::section::Section;
use super::{CalendarDays, Counted, Quota};
use crate::limits::Limits;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use toml::de::DeValue;

/// Longest span of one entry of the calendar: a slip in the year would make every day a holiday.
const SPAN_DAYS: i64 = 60;

pub(super) fn calendar(top: &mut Section, base: CalendarDays, faults: &mut Faults) -> CalendarDays {
    let Some(mut section) = top.table("calendar", faults) else { return base };
    let holidays = days(&mut section, "holidays", faults);
    let workdays = days(&mut section, "workdays", faults);
    section.finish(faults);
    for (day, line) in &workdays {
        if holidays.contains_key(day) {
            faults.add(*line, format!("{day} is both a holiday and a working day"), "keep one of them");
        }
    }
    CalendarDays { holidays: holidays.into_keys().collect(), workdays: workdays.into_keys().collect() }
}

/// Days in order with their lines.
fn days(section: &mut Section, key: &'static str, faults: &mut Faults) -> BTreeMap<NaiveDate, usize> {
    let mut days = BTreeMap::new();
    for item in section.list(key, faults).unwrap_or_default() {
        match span_of_days(item.value) {
            Some((first, last)) => {
                days.extend(first.iter_days().take_while(|day| *day <= last).map(|day| (day, item.line)));
            }
            None => faults.add(
                item.line,
                format!("\"{key}\" holds {}, which is no day or span of days", written(item.value)),
                "write \"2026-04-06\", or \"2026-10-01 至 2026-10-07\"",
            ),
        }
    }
    days
}

/// A value as it may be found again in the file.
fn written(value: &DeValue) -> String {
    match value {
        DeValue::String(text) => format!("\"{text}\""),
        DeValue::Datetime(day) => day.to_string(),
        DeValue::Integer(number) => number.to_string(),
        other => other.type_str().to_owned(),
    }
}

fn span_of_days(value: &DeValue) -> Option<(NaiveDate, NaiveDate)> {
    let text = match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(day) => day.to_string(),
        _ => return None,
    };
    let (first, last) = text.split_once(['至', '到', '~', '～']).unwrap_or((&text, &text));
    let day = |text: &str| NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok();
    let (first, last) = (day(first)?, day(last)?);
    ((0..=SPAN_DAYS).contains(&(last - first).num_days())).then_some((first, last))
}

pub(super) fn quota(top: &mut Section, base: Quota, faults: &mut Faults) -> Quota {
    let Some(mut section) = top.table("quota", faults) else { return base };
    let mut number = |key: &'static str, base: u32| {
        let written = section.number(key, 0..=1_000, faults);
        written.and_then(|number| u32::try_from(number.value).ok()).unwrap_or(base)
    };
    let quota = Quota {
        member: number("member", base.member),
        informant: number("informant", base.informant),
        sector: number("sector", base.sector),
        committee: number("committee", base.committee),
        town: number("town", base.town),
        counts: section.chosen("counts", &Counted::WORDS, faults).unwrap_or(base.counts),
        both_roles: section.flag("both_roles", faults).unwrap_or(base.both_roles),
        by_members: section.flag("by_members", faults).unwrap_or(base.by_members),
    };
    section.finish(faults);
    quota
}

macro_rules! limits_of {
    ($section:ident, $faults:ident, $base:ident, u64: $($large:ident)*, usize: $($small:ident)*) => {
        Limits {
            $($large: $section
                .number(stringify!($large), 1..=1_000_000_000, $faults)
                .map_or($base.$large, |number| number.value),)*
            $($small: $section
                .number(stringify!($small), 1..=1_000_000_000, $faults)
                .and_then(|number| usize::try_from(number.value).ok())
                .unwrap_or($base.$small),)*
        }
    };
}

pub(super) fn limits(top: &mut Section, base: &Limits, faults: &mut Faults) -> Limits {
    let Some(mut section) = top.table("limits", faults) else { return base.clone() };
    let limits = limits_of!(section, faults, base,
        u64: file_mib sheet_mib workbook_mib unpacked_mib part_mib pictures_mib ratio reader_mib reader_seconds,
        usize: members xml_depth attribute_kib elements paragraphs cells sheets papers batch_files);
    section.finish(faults);
    limits
}
