//! Where a date stands in some characters, and which parts of it are written.
//! It never asks whether there is such a day.

use super::numerals::{arabic, digit, number};
use crate::intake::text::{blank, narrow};

#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) year: Option<i32>,
    pub(super) short_year: bool,
    pub(super) month: Option<u32>,
    pub(super) day: Option<u32>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Characters with full-width forms made plain. Only the first 80 are looked at: no date is longer, and a
/// cell may hold a whole text.
pub(super) fn plain(text: &str) -> Vec<char> {
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

pub(super) fn find(chars: &[char]) -> Option<Found> {
    (0..chars.len()).filter(|at| starts_number(chars, *at)).find_map(|at| at_position(chars, at))
}

pub(super) fn find_last(chars: &[char]) -> Option<Found> {
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

pub(super) fn at_position(chars: &[char], start: usize) -> Option<Found> {
    chars.get(start)?;
    in_words(chars, start).or_else(|| with_marks(chars, start)).or_else(|| compact(chars, start))
}

/// `8.19`, `8-3`, `8/3`, where a date is asked for and nothing else is written.
pub(super) fn month_and_day_alone(chars: &[char]) -> Option<(u32, u32)> {
    let words: String = chars.iter().filter(|c| !blank(**c)).collect();
    let (month, day) = words.split_once(['.', '-', '/'])?;
    let number = |digits: &str| {
        let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
        plain.then(|| digits.parse::<u32>().ok()).flatten()
    };
    Some((number(month)?, number(day)?)).filter(|(month, day)| (1..=12).contains(month) && *day > 0)
}

pub(super) fn skip(chars: &[char], mut at: usize) -> usize {
    while chars.get(at).is_some_and(|c| blank(*c)) {
        at += 1;
    }
    at
}

fn starts_number(chars: &[char], at: usize) -> bool {
    let new_year = chars[at] == '元' && chars.get(at + 1) == Some(&'月');
    new_year || (digit(chars[at]).is_some() && (at == 0 || digit(chars[at - 1]).is_none()))
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
