//! Dates in every usual writing, and what is wrong with the ones that are no day of the calendar.
//! It never guesses a day: a date without one stays empty, and its words are kept.

mod numerals;
#[cfg(test)]
mod tests;
mod writings;

use super::text::{blank, trim};
use chrono::{Datelike, Days, NaiveDate};
use numerals::number;
use writings::{at_position, find, find_last, month_and_day_alone, plain, skip};

/// A date as it was read: the day, the words, and the fault when there is no day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The civil day, when the words name a possible one.
    pub date: Option<NaiveDate>,
    /// The words as written, without blanks at their ends.
    pub written: String,
    /// Why there is no day, in the clerk's words.
    pub fault: Option<String>,
}

/// Reads the first date in the words. A date without a year takes `year` (from the sheet or form), or else
/// the latest such day that is not after `today`.
pub fn read(words: &str, today: NaiveDate, year: Option<i32>) -> Dated {
    let written = trim(words).to_owned();
    let (date, fault) = match day(&written, today, year) {
        Ok(date) => (Some(date), None),
        Err(why) => (None, Some(format!("日期“{written}”{why}"))),
    };
    Dated { date, written, fault }
}

/// Whether the text is a date and nothing else, a weekday and the word 印发 apart.
pub fn is_date(text: &str) -> bool {
    let chars = plain(text);
    find(&chars).is_some_and(|found| {
        found.month.is_some()
            && chars[..found.start].iter().all(|c| blank(*c) || matches!(c, '(' | '[' | '〔' | ':'))
            && harmless(&chars[found.end..])
    })
}

/// The text in front of a date that ends it (`示例区教育局　2023年3月28日`), with the date's words.
pub fn split_trailing(text: &str) -> Option<(&str, &str)> {
    let chars = plain(text);
    let found = find_last(&chars)?;
    found.month?;
    if !harmless(&chars[found.end..]) {
        return None;
    }
    let at = text.char_indices().nth(found.start).map_or(text.len(), |(at, _)| at);
    let front = text[..at].trim_end_matches(|c: char| blank(c) || matches!(c, '（' | '(' | '，' | ','));
    let back = text[at..].trim_end_matches(['）', ')']);
    (!trim(front).is_empty()).then_some((front, back))
}

/// The text behind a date that begins it (`2023年3月28日　张三`), with the date's words.
pub fn split_leading(text: &str) -> Option<(&str, &str)> {
    let chars = plain(text);
    let found = at_position(&chars, skip(&chars, 0)).filter(|found| found.day.is_some())?;
    let at = text.char_indices().nth(found.end).map(|(at, _)| at)?;
    let rest = trim(&text[at..]);
    (!rest.is_empty() && text[at..].starts_with(blank)).then_some((trim(&text[..at]), rest))
}

/// The year that the text names, as a sheet's title does (`2025年社情民意来稿登记表`).
pub fn year_in(text: &str, today: NaiveDate) -> Option<i32> {
    let chars = plain(text);
    let mut at = 0;
    while at < chars.len() {
        if let Some((year, end)) = number(&chars, at) {
            if end - at == 4 && chars.get(end) == Some(&'年') && in_range(year, today) {
                return Some(year);
            }
            at = end;
        }
        at += 1;
    }
    let bare: String = chars.iter().filter(|c| !blank(**c)).collect();
    bare.trim_end_matches("年度").parse().ok().filter(|year| in_range(*year, today))
}

fn day(written: &str, today: NaiveDate, year: Option<i32>) -> Result<NaiveDate, &'static str> {
    let chars = plain(written);
    let Some(found) = find(&chars) else {
        if let Some((month, day)) = month_and_day_alone(&chars) {
            return without_year(month, day, today, year);
        }
        let serial = written.parse::<f64>().ok().filter(|serial| *serial > 17_000.0);
        return serial.and_then(|serial| from_serial(serial, today)).ok_or("无法识别");
    };
    let (Some(month), Some(day)) = (found.month, found.day) else {
        if found.month.is_some_and(|month| !(1..=12).contains(&month)) {
            return Err("不是有效的月份");
        }
        return Err("没有写明到日");
    };
    let year = match found.year {
        Some(short) if found.short_year => century(short, today),
        Some(full) => full,
        None => return without_year(month, day, today, year),
    };
    if !in_range(year, today) {
        return Err("年份不合理");
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or("不是有效的日期")
}

/// The day that an Excel serial number means, where a date is expected: 45013 is 2023-03-28.
fn from_serial(serial: f64, today: NaiveDate) -> Option<NaiveDate> {
    let days = format!("{:.0}", serial.trunc()).parse::<u64>().ok()?;
    let date = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?;
    in_range(date.year(), today).then_some(date)
}

fn without_year(
    month: u32,
    day: u32,
    today: NaiveDate,
    year: Option<i32>,
) -> Result<NaiveDate, &'static str> {
    if let Some(year) = year {
        return NaiveDate::from_ymd_opt(year, month, day).ok_or("不是有效的日期");
    }
    // 29 February may lie up to eight years back.
    (0..=8)
        .filter_map(|back| NaiveDate::from_ymd_opt(today.year() - back, month, day))
        .find(|date| *date <= today)
        .ok_or("不是有效的日期")
}

fn century(short: i32, today: NaiveDate) -> i32 {
    let this = today.year() / 100 * 100;
    if this + short <= today.year() + 1 { this + short } else { this - 100 + short }
}

fn in_range(year: i32, today: NaiveDate) -> bool {
    (1949..=today.year() + 1).contains(&year)
}

/// What may follow a date on its line: a weekday, 印发, a closing bracket, a time, a place: 于示例区.
fn harmless(rest: &[char]) -> bool {
    let rest: String =
        rest.iter().filter(|c| !blank(**c) && !matches!(c, ')' | ']' | '〕' | '(' | '.')).collect();
    matches!(rest.as_str(), "" | "印发" | "印" | "讯" | "供稿" | "报送" | "提交" | "前" | "上午" | "下午")
        || rest.starts_with("星期")
        || rest.starts_with('周')
        || (rest.starts_with('于') && rest.chars().count() <= 8)
        || (!rest.is_empty()
            && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | 'T' | 'Z' | '时' | '分')))
}
