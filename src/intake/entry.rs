//! What a form or letter gave, piece by piece, before it is put together to a paper.
//! It never weighs one piece against another.

use super::labels::{Key, Label, Whose};
use super::names::Trust;
use crate::document::{Block, Paragraph};

/// A value under a label, or a value that was recognised without one.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is.
    pub label: Label,
    /// The label as written; empty when there was none.
    pub words: String,
    /// The value as written; text of the body is in `blocks`.
    pub value: String,
    /// Text of the body.
    pub blocks: Vec<Block>,
    /// Where it was found.
    pub place: String,
    /// Row of its table, to tell which details stand beside which person.
    pub row: usize,
    /// How far its value is believed to be names.
    pub trust: Trust,
    /// A date cell's own day.
    pub date: Option<chrono::NaiveDate>,
}

impl Entry {
    /// A value under a label.
    pub fn labelled(label: Label, words: &str, value: &str, place: String, row: usize) -> Self {
        Entry {
            label,
            words: words.to_owned(),
            value: value.to_owned(),
            blocks: Vec::new(),
            place,
            row,
            trust: Trust::Labelled,
            date: None,
        }
    }

    /// A value without a label, known by its look or place.
    pub fn found(key: Key, value: &str, place: String) -> Self {
        let label = Label { key, whose: Whose::Unsaid };
        Entry { trust: Trust::Guessed, ..Entry::labelled(label, "", value, place, 0) }
    }

    /// Text of the body under a label.
    pub fn text(label: Label, words: &str, blocks: Vec<Block>, place: String, row: usize) -> Self {
        Entry { blocks, ..Entry::labelled(label, words, "", place, row) }
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.value.is_empty() && !self.blocks.iter().any(says_something)
    }
}

/// Whether a block holds text, an image or a table.
pub fn says_something(block: &Block) -> bool {
    match block {
        Block::Table(_) => true,
        Block::Paragraph(paragraph) => paragraph_says_something(paragraph),
    }
}

fn paragraph_says_something(paragraph: &Paragraph) -> bool {
    paragraph.inlines.iter().any(|inline| match inline {
        crate::document::Inline::Image(_) => true,
        crate::document::Inline::Text(text) => text.text.chars().any(|c| !super::text::blank(c)),
    })
}
