//! Mends what typing left behind: half-width punctuation, full-width digits, straight quotes, stray spaces.
//! It never changes a letter, a digit or a Chinese character, and where a guard doubts, it leaves the text.
//!
//! The rules are those that the office's style sheet marks as automatic (GB/T 15834, GB/T 15835); each pass
//! below is one of them. 的的 is not among them, since 目的的 is good Chinese.

mod address;
mod marks;
mod pairs;
#[cfg(test)]
mod tests;

use super::script::{is_alphanumeric, is_cjk};
use crate::document::Inline;
use address::kept_spans;
use marks::{IMAGE, Mark, regroup};
use pairs::{brackets, document_numbers, quotes};
use std::mem;

/// The text, normalised.
pub fn text(text: &str) -> String {
    if !is_suspect(text) {
        return text.to_owned();
    }
    run(text.chars().map(|c| Mark { c, piece: 0 }).collect()).into_iter().map(|mark| mark.c).collect()
}

/// The inlines of one paragraph, normalised as one text; images stay where they are.
pub fn inlines(inlines: &[Inline]) -> Vec<Inline> {
    let mut typed = inlines.iter().filter_map(|inline| match inline {
        Inline::Text(it) => Some(it.text.as_str()),
        Inline::Image(_) => None,
    });
    // A rule may look over the border of two texts, so only one text alone is judged alone.
    if inlines.len() < 2 && !typed.any(is_suspect) {
        return inlines.to_vec();
    }
    let mut marks = Vec::new();
    for (piece, inline) in inlines.iter().enumerate() {
        match inline {
            Inline::Text(it) => marks.extend(it.text.chars().map(|c| Mark { c, piece })),
            Inline::Image(_) => marks.push(Mark { c: IMAGE, piece }),
        }
    }
    regroup(inlines, &run(marks))
}

/// Whether a text holds anything that a pass may change; most paragraphs do not, and are copied.
fn is_suspect(text: &str) -> bool {
    let mut last = '\n';
    text.chars().any(|c| {
        let before = mem::replace(&mut last, c);
        match c {
            ',' | ';' | ':' | '?' | '!' | '(' | ')' | '"' | '\'' | '—' | '\u{200B}' | '\u{FEFF}' => true,
            '，' | '。' | '、' | '；' | '：' | '.' | '-' => c == before,
            '1' | '2' => matches!(before, '[' | '【' | '（' | '〔'),
            _ => is_space(c) || is_wide_alphanumeric(c),
        }
    })
}

/// The passes, again while they still change something: a mark that one of them widens makes its neighbour
/// stand beside Chinese. It ends, since every pass only widens or drops.
fn run(mut marks: Vec<Mark>) -> Vec<Mark> {
    loop {
        let mended = pass(marks.clone());
        if mended == marks {
            return mended;
        }
        marks = mended;
    }
}

fn pass(mut marks: Vec<Mark>) -> Vec<Mark> {
    narrow(&mut marks);
    drop_invisible(&mut marks);
    let kept = kept_spans(&marks);
    quotes(&mut marks, &kept);
    document_numbers(&mut marks);
    brackets(&mut marks, &kept);
    let mut marks = punctuation(&marks, &kept);
    ellipses_and_dashes(&mut marks);
    drop_doubled(&mut marks);
    drop_spaces(&mut marks);
    marks
}

/// Full-width digits and letters become half-width.
fn narrow(marks: &mut [Mark]) {
    for mark in marks {
        if is_wide_alphanumeric(mark.c) {
            mark.c = u32::from(mark.c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(mark.c);
        }
    }
}

fn is_wide_alphanumeric(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// Characters without width that come from web pages and would part words.
fn drop_invisible(marks: &mut Vec<Mark>) {
    marks.retain(|mark| !matches!(mark.c, '\u{200B}' | '\u{FEFF}'));
}

/// `, ; : ? !` next to Chinese become full-width, with the spaces that typing put around them.
fn punctuation(marks: &[Mark], kept: &[bool]) -> Vec<Mark> {
    let mut out: Vec<Mark> = Vec::with_capacity(marks.len());
    let mut at = 0;
    while at < marks.len() {
        let mark = marks[at];
        at += 1;
        let Some(wide) = widened(mark.c) else {
            out.push(mark);
            continue;
        };
        let spaces = marks[at..].iter().take_while(|mark| is_space(mark.c)).count();
        let next = marks.get(at + spaces).map_or('\n', |mark| mark.c);
        let last = out.iter().rev().map(|mark| mark.c).find(|c| !is_space(*c)).unwrap_or('\n');
        if kept[at - 1] || next == '=' || !(is_cjk(last) || is_cjk(next)) || is_open(next, last) {
            out.push(mark);
            continue;
        }
        while out.last().is_some_and(|mark| is_space(mark.c)) {
            out.pop();
        }
        out.push(Mark { c: wide, ..mark });
        at += spaces;
    }
    out
}

/// Half-width inside a code (`:` behind a drive letter, before a path), though Chinese stands near.
fn is_open(next: char, last: char) -> bool {
    matches!(next, '\\' | '/') && last.is_ascii()
}

fn widened(c: char) -> Option<char> {
    Some(match c {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '?' => '？',
        '!' => '！',
        _ => return None,
    })
}

/// `...` and `。。。` become `……`; `--` and a lone `—` become `——`, but not between digits or letters, where
/// they join (2020—2025年).
fn ellipses_and_dashes(marks: &mut Vec<Mark>) {
    let mut out: Vec<Mark> = Vec::with_capacity(marks.len());
    let mut at = 0;
    while at < marks.len() {
        let mark = marks[at];
        let length = marks[at..].iter().take_while(|other| other.c == mark.c).count();
        let last = out.last().map_or('\n', |mark| mark.c);
        let next = marks.get(at + length).map_or('\n', |mark| mark.c);
        let new = match mark.c {
            '.' if length >= 3 && (is_cjk(last) || is_cjk(next)) => Some('…'),
            '。' if length >= 3 => Some('…'),
            '-' if (2..=4).contains(&length) && is_dash(last, next) => Some('—'),
            '—' if length == 1 && is_dash(last, next) => Some('—'),
            _ => None,
        };
        match new {
            Some(c) => out.extend([Mark { c, ..mark }; 2]),
            None => out.extend(&marks[at..at + length]),
        }
        at += length;
    }
    *marks = out;
}

/// A dash that breaks a sentence has Chinese on both sides, and no numeral behind it.
fn is_dash(last: char, next: char) -> bool {
    let numeral = matches!(next, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '〇');
    is_cjk(last) && is_cjk(next) && last != '—' && next != '—' && !numeral
}

/// `，，` and `。。` become one.
fn drop_doubled(marks: &mut Vec<Mark>) {
    marks.dedup_by(|later, earlier| {
        later.c == earlier.c && matches!(later.c, '，' | '。' | '、' | '；' | '：')
    });
}

/// Spaces of every kind between Chinese and a digit or letter go: official pages set them solid.
fn drop_spaces(marks: &mut Vec<Mark>) {
    let mut at = 0;
    let mut out: Vec<Mark> = Vec::with_capacity(marks.len());
    while at < marks.len() {
        let spaces = marks[at..].iter().take_while(|mark| is_space(mark.c)).count();
        if spaces == 0 {
            out.push(marks[at]);
            at += 1;
            continue;
        }
        let last = out.last().map_or('\n', |mark| mark.c);
        let next = marks.get(at + spaces).map_or('\n', |mark| mark.c);
        let solid = (is_solid(last) && is_alphanumeric(next)) || (is_alphanumeric(last) && is_solid(next));
        if !solid || is_caption_label(&out) {
            out.extend(&marks[at..at + spaces]);
        }
        at += spaces;
    }
    *marks = out;
}

/// 表1 and 图2 at the start, behind which a space parts the number from the name.
fn is_caption_label(marks: &[Mark]) -> bool {
    let Some((first, rest)) = marks.split_first() else { return false };
    matches!(first.c, '表' | '图') && !rest.is_empty() && rest.iter().all(|mark| mark.c.is_ascii_digit())
}

/// Chinese that stands solid against digits; quotes, dashes and ellipses may belong to English words.
fn is_solid(c: char) -> bool {
    is_cjk(c) && !matches!(c, '“' | '”' | '‘' | '’' | '—' | '…')
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{3000}' | '\u{2002}' | '\u{2003}' | '\u{2009}' | '\u{202F}')
}
