//! Marks that stand in pairs: quotes, brackets, the brackets of a document's number.
//! It never changes one side of a pair without the other, but for a bracket whose other side is not there.

use super::marks::{Mark, after, before};
use crate::typeset::script::{is_alphanumeric, is_cjk};

/// Straight quotes become “ ” and ‘ ’, if they pair over the paragraph; a pair inside “ ” becomes ‘ ’.
pub(super) fn quotes(marks: &mut [Mark], kept: &[bool]) {
    for straight in ['"', '\''] {
        let places: Vec<usize> = (0..marks.len())
            .filter(|&at| marks[at].c == straight && !kept[at] && !is_apostrophe(marks, at))
            .collect();
        let pairs: Vec<(usize, usize)> = places.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        if places.len().is_multiple_of(2) && pairs.iter().all(|&(open, close)| can_quote(marks, open, close))
        {
            for (open, close) in pairs {
                let inner = straight == '\'' || is_inside_quotes(marks, open);
                marks[open].c = if inner { '‘' } else { '“' };
                marks[close].c = if inner { '’' } else { '”' };
            }
        }
    }
}

/// Half-width brackets become full-width in pairs, so that no pair is left with two widths.
pub(super) fn brackets(marks: &mut [Mark], kept: &[bool]) {
    let mut open = Vec::new();
    for at in 0..marks.len() {
        match marks[at].c {
            '(' | '（' if !kept[at] => open.push(at),
            ')' | '）' if !kept[at] => match open.pop() {
                Some(start) if is_chinese_pair(marks, start, at) => {
                    marks[start].c = '（';
                    marks[at].c = '）';
                }
                None if marks[at].c == ')' && touches_cjk(marks, at) => marks[at].c = '）',
                _ => {}
            },
            _ => {}
        }
    }
    for at in open {
        if marks[at].c == '(' && touches_cjk(marks, at) {
            marks[at].c = '（';
        }
    }
}

/// `[2026]5号` and its like become `〔2026〕5号`.
pub(super) fn document_numbers(marks: &mut [Mark]) {
    for open in 0..marks.len().saturating_sub(7) {
        let at = |offset: usize| marks.get(open + offset).map_or(' ', |mark| mark.c);
        let is_year = matches!((at(1), at(2)), ('1', '9') | ('2', '0'))
            && at(3).is_ascii_digit()
            && at(4).is_ascii_digit();
        if !is_year
            || !matches!(at(0), '[' | '【' | '(' | '（' | '〔')
            || !matches!(at(5), ']' | '】' | ')' | '）' | '〕')
        {
            continue;
        }
        let digits = marks[open + 6..].iter().take_while(|mark| mark.c.is_ascii_digit()).count();
        if digits > 0 && at(6 + digits) == '号' {
            marks[open].c = '〔';
            marks[open + 5].c = '〕';
        }
    }
}

/// Between two letters it is an apostrophe, behind a digit an inch or a minute.
fn is_apostrophe(marks: &[Mark], at: usize) -> bool {
    let before = before(marks, at);
    marks[at].c == '\'' && is_alphanumeric(before) && is_alphanumeric(after(marks, at))
}

fn can_quote(marks: &[Mark], open: usize, close: usize) -> bool {
    let inside = &marks[open + 1..close];
    let blank = |mark: Option<&Mark>| mark.is_none_or(|mark| mark.c.is_whitespace());
    !before(marks, open).is_ascii_digit() && !blank(inside.first()) && !blank(inside.last())
}

fn is_inside_quotes(marks: &[Mark], at: usize) -> bool {
    let mut depth = 0_usize;
    for mark in &marks[..at] {
        match mark.c {
            '“' => depth += 1,
            '”' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth > 0
}

/// A pair with Chinese in it, or one that already has one full-width side, or one between Chinese that is
/// not the argument of a code such as `f(x)` or `5G(NSA)`.
fn is_chinese_pair(marks: &[Mark], open: usize, close: usize) -> bool {
    let holds = marks[open + 1..close].iter().any(|mark| is_cjk(mark.c));
    let mixed = (marks[open].c == '(') != (marks[close].c == ')');
    let beside = is_cjk(before(marks, open)) || is_cjk(after(marks, close));
    holds || mixed || (beside && !is_alphanumeric(before(marks, open)))
}

fn touches_cjk(marks: &[Mark], at: usize) -> bool {
    is_cjk(before(marks, at)) || is_cjk(after(marks, at))
}
