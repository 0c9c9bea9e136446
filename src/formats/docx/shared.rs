//! What the texts of one document share: styles, counters, findings, and what may still be kept.
//! It never reads a part.

use super::findings::Findings;
use super::numbering::Numbering;
use super::styles::Styles;
use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use std::collections::HashMap;
use std::sync::Arc;

/// Images of a document. Stops names of parts that are repeated a million times.
const IMAGES: usize = 10_000;

/// What all texts of a document share.
pub(super) struct Shared {
    pub styles: Arc<Styles>,
    pub numbering: Numbering,
    pub findings: Findings,
    /// All characters of text so far, with one for the end of each paragraph.
    pub characters: usize,
    /// Notes in the order of their marks.
    pub notes: Vec<Note>,
    pub note_numbers: HashMap<Note, usize>,
    pub paragraphs_left: usize,
    pub cells_left: usize,
    pub rows_left: usize,
    pub images_left: usize,
}

/// A note by kind and id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Note {
    pub at_end: bool,
    pub id: String,
}

impl Shared {
    /// What texts share, before the first of them.
    pub fn new(styles: Arc<Styles>, numbering: Numbering, findings: Findings, limits: &Limits) -> Self {
        Shared {
            styles,
            numbering,
            findings,
            characters: 0,
            notes: Vec::new(),
            note_numbers: HashMap::new(),
            paragraphs_left: limits.paragraphs,
            cells_left: limits.paragraphs,
            rows_left: limits.paragraphs,
            images_left: IMAGES,
        }
    }

    /// Takes one from what is left of something.
    pub fn spend(left: &mut usize) -> Result<(), Rejection> {
        *left = left
            .checked_sub(1)
            .ok_or_else(|| Rejection::of_file(Code::XmlLimit, "文件中的段落、表格行或单元格过多。"))?;
        Ok(())
    }
}

/// The mark of a note in the text, and in front of the note at the end.
pub(super) fn note_mark(number: usize) -> String {
    format!("［注{number}］")
}
