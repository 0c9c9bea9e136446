//! Dates in every usual writing, and what is wrong with the ones that are no day of the calendar.
//! It never guesses a day: a date without one stays empty, and its words are kept.

use super::text::{blank, narrow, trim};
use chrono::{Datelike, Days, NaiveDate};

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

/// The day that an Excel serial number means, where a date is expected: 45013 is 2023-03-28.
pub fn from_serial(serial: f64, today: NaiveDate) -> Option<NaiveDate> {
    let days = format!("{:.0}", serial.trunc()).parse::<u64>().ok()?;
    let date = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?;
    in_range(date.year(), today).then_some(date)
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

/// `8.19`, `8-3`, `8/3`, where a date is asked for and nothing else is written.
fn month_and_day_alone(chars: &[char]) -> Option<(u32, u32)> {
    let words: String = chars.iter().filter(|c| !blank(**c)).collect();
    let (month, day) = words.split_once(['.', '-', '/'])?;
    let number = |digits: &str| {
        let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
        plain.then(|| digits.parse::<u32>().ok()).flatten()
    };
    Some((number(month)?, number(day)?)).filter(|(month, day)| (1..=12).contains(month) && *day > 0)
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

#[derive(Debug, Default)]
struct Found {
    year: Option<i32>,
    short_year: bool,
    month: Option<u32>,
    day: Option<u32>,
    start: usize,
    end: usize,
}

/// Characters with full-width forms made plain. Only the first 80 are looked at: no date is longer, and a
/// cell may hold a whole text.
fn plain(text: &str) -> Vec<char> {
    text.chars()
        .take(80)
        .map(|c| match narrow(c) {
            '—' | '–' | '‐' | '‑' | '−' => '-',
            '。' | '·' => '.',
            // The line that a form draws with the keyboard: _2026_年_3_月_28_日.
            '_' => ' ',
            other => other,
        })
        .collect()
}

fn find(chars: &[char]) -> Option<Found> {
    (0..chars.len()).filter(|at| starts_number(chars, *at)).find_map(|at| at_position(chars, at))
}

fn find_last(chars: &[char]) -> Option<Found> {
    let mut last = None;
    let mut at = 0;
    while at < chars.len() {
        match starts_number(chars, at).then(|| at_position(chars, at)).flatten() {
            Some(found) => {
                at = found.end;
                last = Some(found);
            }
            None => at += 1,
        }
    }
    last
}

fn starts_number(chars: &[char], at: usize) -> bool {
    let new_year = chars[at] == '元' && chars.get(at + 1) == Some(&'月');
    new_year || (digit(chars[at]).is_some() && (at == 0 || digit(chars[at - 1]).is_none()))
}

fn at_position(chars: &[char], start: usize) -> Option<Found> {
    chars.get(start)?;
    in_words(chars, start).or_else(|| with_marks(chars, start)).or_else(|| compact(chars, start))
}

/// `2023年3月28日`, `二〇二三年三月`, `3月28号`, `3月`.
fn in_words(chars: &[char], start: usize) -> Option<Found> {
    if chars[start] == '元' {
        let mut found = Found { start, ..Found::default() };
        return month_and_day(chars, start, &mut found).then_some(found);
    }
    let (first, end) = number(chars, start)?;
    let at = skip(chars, end);
    match chars.get(at)? {
        '年' => {
            let mut found = Found {
                year: Some(first),
                short_year: end - start <= 2,
                start,
                end: at + 1,
                ..Found::default()
            };
            if end - start != 4 && end - start != 2 {
                return None;
            }
            month_and_day(chars, skip(chars, at + 1), &mut found);
            Some(found)
        }
        '月' => {
            let mut found = Found { start, ..Found::default() };
            month_and_day(chars, start, &mut found).then_some(found)
        }
        _ => None,
    }
}

fn month_and_day(chars: &[char], start: usize, found: &mut Found) -> bool {
    let (month, end) = if chars.get(start) == Some(&'元') {
        (1, start + 1)
    } else {
        match number(chars, start) {
            Some(read) => read,
            None => return false,
        }
    };
    let at = skip(chars, end);
    if chars.get(at) != Some(&'月') {
        return false;
    }
    found.month = u32::try_from(month).ok();
    found.end = at + 1;
    let Some((day, end)) = number(chars, skip(chars, at + 1)) else {
        if chars.get(at + 1) == Some(&'份') {
            found.end = at + 2;
        }
        return true;
    };
    let at = skip(chars, end);
    if matches!(chars.get(at), Some('日' | '号')) {
        found.day = u32::try_from(day).ok();
        found.end = at + 1;
    } else if found.year.is_some() && chars[end..].iter().all(|c| blank(*c)) {
        found.day = u32::try_from(day).ok();
        found.end = end;
    }
    true
}

/// `2023-3-28`, `2023.03.28`, `23/3/28`, `2023.3`, and `28/3/2023` where it can mean one day only.
fn with_marks(chars: &[char], start: usize) -> Option<Found> {
    let (first, end) = arabic(chars, start)?;
    let length = end - start;
    let mark = mark(chars, end)?;
    let (second, second_end) = arabic(chars, skip(chars, skip(chars, end) + 1))?;
    if second_end - skip(chars, skip(chars, end) + 1) > 2 {
        return None;
    }
    let third = self::mark(chars, second_end)
        .filter(|other| *other == mark)
        .and_then(|_| arabic(chars, skip(chars, skip(chars, second_end) + 1)));
    // 3、4、12 is a list, and 2026、3 another; only the three parts with a whole year are a date.
    if matches!(mark, '、' | ',') && (length != 4 || third.is_none()) {
        return None;
    }
    let to_u32 = |value: i32| u32::try_from(value).ok();
    match (length, third) {
        (4, Some((third, end))) => Some(Found {
            year: Some(first),
            month: to_u32(second),
            day: to_u32(third),
            start,
            end,
            ..Found::default()
        }),
        (4, None) if second <= 12 || mark != '-' => Some(Found {
            year: Some(first),
            month: to_u32(second),
            start,
            end: second_end,
            ..Found::default()
        }),
        (2, Some((third, end))) if third <= 31 => Some(Found {
            year: Some(first),
            short_year: true,
            month: to_u32(second),
            day: to_u32(third),
            start,
            end,
        }),
        (1 | 2, Some((third, end))) if third > 1000 && (first > 12 || second > 12) => {
            let (month, day) = if first > 12 { (second, first) } else { (first, second) };
            Some(Found {
                year: Some(third),
                month: to_u32(month),
                day: to_u32(day),
                start,
                end,
                ..Found::default()
            })
        }
        _ => None,
    }
}

/// `20230328`.
fn compact(chars: &[char], start: usize) -> Option<Found> {
    let (value, end) = arabic(chars, start)?;
    if end - start != 8 {
        return None;
    }
    let (year, month, day) = (value / 10_000, value / 100 % 100, value % 100);
    ((1949..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)).then(|| Found {
        year: Some(year),
        month: u32::try_from(month).ok(),
        day: u32::try_from(day).ok(),
        start,
        end,
        ..Found::default()
    })
}

fn mark(chars: &[char], at: usize) -> Option<char> {
    chars.get(skip(chars, at)).copied().filter(|c| matches!(c, '.' | '-' | '/' | '、' | ','))
}

fn skip(chars: &[char], mut at: usize) -> usize {
    while chars.get(at).is_some_and(|c| blank(*c)) {
        at += 1;
    }
    at
}

fn number(chars: &[char], start: usize) -> Option<(i32, usize)> {
    arabic(chars, start).or_else(|| chinese(chars, start))
}

fn arabic(chars: &[char], start: usize) -> Option<(i32, usize)> {
    let mut value: i32 = 0;
    let mut at = start;
    while let Some(digit) = chars.get(at).and_then(|c| c.to_digit(10)) {
        value = value.checked_mul(10)?.checked_add(i32::try_from(digit).ok()?)?;
        at += 1;
    }
    (at > start).then_some((value, at))
}

/// `二〇二三` by position, `二十八` and `廿八` by value.
fn chinese(chars: &[char], start: usize) -> Option<(i32, usize)> {
    let mut at = start;
    let mut value: i32 = 0;
    let mut by_value = false;
    while let Some(unit) = chars.get(at).and_then(|c| numeral(*c)) {
        match unit {
            10 => {
                value = if value == 0 { 10 } else { value.checked_mul(10)? };
                by_value = true;
            }
            20 | 30 => {
                value = unit;
                by_value = true;
            }
            digit if by_value => value = value.checked_add(digit)?,
            digit => value = value.checked_mul(10)?.checked_add(digit)?,
        }
        at += 1;
    }
    (at > start).then_some((value, at))
}

fn numeral(c: char) -> Option<i32> {
    Some(match c {
        '〇' | '○' | '零' | 'O' | 'o' | '◯' => 0,
        '一' | '壹' => 1,
        '二' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        '十' | '拾' => 10,
        '廿' => 20,
        '卅' => 30,
        _ => return None,
    })
}

fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| numeral(c).map(|_| 0))
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, 30).expect("a day")
    }

    fn day_of(words: &str) -> Option<String> {
        read(words, today(), None).date.map(|date| date.to_string())
    }

    #[test]
    fn a_month_and_a_day_alone_take_the_year_of_their_sheet() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
        let day = |words: &str| read(words, today, Some(2025)).date.map(|date| date.to_string());
        assert_eq!(day("8.19").as_deref(), Some("2025-08-19"));
        assert_eq!(day("8-3").as_deref(), Some("2025-08-03"));
        assert_eq!(day("13.1"), None);
    }

    #[test]
    fn every_usual_writing_is_read() {
        for words in [
            "二〇二三年三月二十八日",
            "二○二三年三月二十八日",
            "二零二三年三月廿八日",
            "2023.3.28",
            "_2023_年_3_月_28_日",
            "2023-03-28",
            "2023/3/28",
            "23年3月28日",
            "2023年3月28号",
            "２０２３年３月２８日",
            "2023 年 3 月 28 日",
            "20230328",
            "2023．3．28",
            "2023—03—28",
            "2023年03月28日（星期二）",
            "2023-03-28 10:30:00",
            "45013",
            "23.3.28",
            "2023-03-28T00:00:00",
            "2023年3月28",
            "28/3/2023",
            "（2023年3月28日）",
            "'23.3.28",
            "2023。3。28",
            "2023、3、28",
            "2023，03，28",
            "2023年3月28日于示例区",
        ] {
            assert_eq!(day_of(words).as_deref(), Some("2023-03-28"), "{words}");
        }
        for list in ["第3、4、12号", "2023、3", "2021、2022、2023"] {
            assert_eq!(day_of(list), None, "{list}");
        }
    }

    #[test]
    fn a_year_comes_from_context() {
        assert_eq!(day_of("3月28日").as_deref(), Some("2026-03-28"));
        assert_eq!(day_of("十二月一日").as_deref(), Some("2025-12-01"));
        assert_eq!(day_of("元月5日").as_deref(), Some("2026-01-05"));
        assert_eq!(read("3月28日", today(), Some(2023)).date, NaiveDate::from_ymd_opt(2023, 3, 28));
        assert_eq!(day_of("2月29日").as_deref(), Some("2024-02-29"));
    }

    #[test]
    fn what_is_no_day_is_said() {
        for words in [
            "3月",
            "2023年3月",
            "2023.3",
            "2023年",
            "2023年2月30日",
            "2023-13-01",
            "1900年1月1日",
            "2099年1月1日",
            "近日",
            "13月5日",
            "3/4/2023",
            "2028年1月1日",
            "三月份",
            "2023年3月下旬",
        ] {
            let dated = read(words, today(), None);
            assert_eq!(dated.date, None, "{words}");
            assert!(dated.fault.is_some(), "{words}");
            assert_eq!(dated.written, words);
        }
    }

    #[test]
    fn a_line_is_a_date_or_ends_in_one() {
        assert!(is_date("　　　　2023年3月28日"));
        assert!(is_date("二〇二三年三月"));
        assert!(!is_date("2023年3月28日，示例区发生火灾"));
        assert!(!is_date("2023年"));
        assert_eq!(split_trailing("民建示例区委　2023年3月28日"), Some(("民建示例区委", "2023年3月28日")));
        assert_eq!(split_trailing("张三（2023.3.28）"), Some(("张三", "2023.3.28")));
        assert_eq!(split_trailing("2023年3月28日"), None);
    }

    #[test]
    fn a_title_tells_its_year() {
        assert_eq!(year_in("示例区政协2025年社情民意来稿登记表", today()), Some(2025));
        assert_eq!(year_in("2024年度", today()), Some(2024));
        assert_eq!(year_in("2024", today()), Some(2024));
        assert_eq!(year_in("五年规划", today()), None);
    }

    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

    fn by_position(value: i32) -> String {
        value.to_string().chars().filter_map(|c| c.to_digit(10)).map(|d| DIGITS[d as usize]).collect()
    }

    fn by_value(value: u32) -> String {
        let (tens, ones) = (value / 10, value % 10);
        let mut words = String::new();
        if tens > 1 {
            words.push(DIGITS[tens as usize]);
        }
        if tens > 0 {
            words.push('十');
        }
        if ones > 0 {
            words.push(DIGITS[ones as usize]);
        }
        words
    }

    proptest! {
        #[test]
        fn a_day_is_read_from_all_its_writings(days in 0u64..28_000) {
            let date = NaiveDate::from_ymd_opt(1949, 10, 1).expect("a day") + Days::new(days);
            prop_assume!(date.year() <= 2027);
            let (year, month, day) = (date.year(), date.month(), date.day());
            for words in [
                format!("{year}年{month}月{day}日"), format!("{year}.{month}.{day}"), format!("{year}-{month:02}-{day:02}"),
                format!("{year}/{month}/{day}"), format!("{year}{month:02}{day:02}"), format!("{year}年{month:02}月{day:02}号"),
                format!("{}年{}月{}日", by_position(year), by_value(month), by_value(day)),
            ] {
                prop_assert_eq!(read(&words, today(), None).date, Some(date), "{}", words);
                prop_assert!(is_date(&words), "{}", words);
            }
        }

        #[test]
        fn no_words_break_it(words in "[0-9年月日号./ \\-〇一二十廿元a（）]{0,24}") {
            let dated = read(&words, today(), None);
            prop_assert_eq!(dated.date.is_some(), dated.fault.is_none());
            split_trailing(&words);
            is_date(&words);
        }
    }
}
