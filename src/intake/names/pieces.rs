//! Words cut at commas and brackets, as lists of people are written.
//! It never cuts inside brackets, nor inside the name of a unit or a 界别.

use super::word::is_name;
use crate::intake::posts;
use crate::intake::sectors;
use crate::intake::text::{ideograph, trim};

/// Pieces between commas and line breaks that stand outside brackets and outside the name of a 界别.
pub(super) fn pieces(words: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    let mut next = 0;
    let kept = sectors::marks(words);
    words
        .split(move |c: char| {
            let at = next;
            next += c.len_utf8();
            match c {
                '（' | '(' | '【' | '[' => depth += 1,
                '）' | ')' | '】' | ']' => depth = (depth - 1).max(0),
                _ => {}
            }
            depth == 0
                && !kept.contains(&at)
                && matches!(
                    c,
                    '、' | '，'
                        | ','
                        | '；'
                        | ';'
                        | '\n'
                        | '\r'
                        | '/'
                        | '／'
                        | '|'
                        | '｜'
                        | '。'
                        | '\\'
                        | '&'
                )
        })
        .filter(|piece| !trim(piece).is_empty())
}

pub(super) fn cut_brackets(piece: &str) -> Option<(&str, &str, &str)> {
    let open = piece.find(['（', '(', '【', '['])?;
    let start = open + piece[open..].chars().next().map_or(0, char::len_utf8);
    let mut depth = 0_i32;
    let closing = piece[start..].char_indices().find(|(_, c)| match c {
        '（' | '(' | '【' | '[' => {
            depth += 1;
            false
        }
        '）' | ')' | '】' | ']' => {
            depth -= 1;
            depth < 0
        }
        _ => false,
    });
    let close = closing.map_or(piece.len(), |(at, _)| start + at);
    let end = close + piece[close..].chars().next().map_or(0, char::len_utf8);
    Some((&piece[..open], &piece[start..close], &piece[end..]))
}

/// Whether the brackets stand inside the name of a unit: 北京某某（示例）律师事务所律师.
pub(super) fn goes_on(head: &str, tail: &str) -> bool {
    let inside = |c: Option<char>| c.is_some_and(ideograph);
    let tail = tail.split(char::is_whitespace).next().unwrap_or_default();
    inside(head.chars().next_back())
        && inside(tail.chars().next())
        && !is_name(trim(head))
        && (posts::is_unit(tail)
            || posts::split(tail).0.is_some_and(|unit| unit != tail && posts::is_unit(&unit)))
}
