//! The characters of a paragraph with the inline that each belongs to, and inlines of them again.
//! It never changes a character.

use crate::document::{Inline, Text};
use std::mem;

/// A character with the inline that it belongs to, so that m² keeps its raised 2 through every pass.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Mark {
    pub(super) c: char,
    pub(super) piece: usize,
}

/// Stands for an image among the characters: it is next to nothing.
pub(super) const IMAGE: char = '\u{FFFC}';

pub(super) fn before(marks: &[Mark], at: usize) -> char {
    at.checked_sub(1).map_or('\n', |at| marks[at].c)
}

pub(super) fn after(marks: &[Mark], at: usize) -> char {
    marks.get(at + 1).map_or('\n', |mark| mark.c)
}

/// Back to inlines: runs of one piece, in order.
pub(super) fn regroup(original: &[Inline], marks: &[Mark]) -> Vec<Inline> {
    let mut out = Vec::with_capacity(original.len());
    for (piece, inline) in original.iter().enumerate() {
        match inline {
            Inline::Image(_) => out.push(inline.clone()),
            Inline::Text(it) => {
                let text: String =
                    marks.iter().filter(|mark| mark.piece == piece).map(|mark| mark.c).collect();
                if !text.is_empty() {
                    out.push(Inline::Text(Text { text, script: it.script }));
                }
            }
        }
    }
    merge(out)
}

/// Neighbouring texts of one script become one, as if they had been typed in one go.
fn merge(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match (out.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(mut next)) if last.script == next.script => {
                last.text.push_str(&mem::take(&mut next.text));
            }
            (_, inline) => out.push(inline),
        }
    }
    out
}
