//! What a form or letter gave, piece by piece, before it is put together to a paper.
//! It never weighs one piece against another.

use super::labels::{Key, Label, Whose};
use super::names::Trust;
use super::signs::is_hint;
use super::text::{begins_with_box, ticked, trim, undrawn};
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
            value: if value.contains(['_', '＿']) { undrawn(value) } else { value }.to_owned(),
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

    /// Adds a line that begins with a box to the options of its label: below 主送： stands （√）报送….
    /// False when the line is none, or the label one that has no options.
    pub fn add_option(&mut self, line: &str) -> bool {
        let asks = matches!(
            self.label.key,
            Key::Destination
                | Key::Copies
                | Key::Status
                | Key::Category
                | Key::Kind
                | Key::MaybeKind
                | Key::Urgency
                | Key::Public
                | Key::Source
                | Key::Other
        );
        let open = self.value.is_empty() || is_hint(&self.value) || ticked(&self.value).is_some();
        if !(asks && open && !self.words.is_empty() && begins_with_box(line)) {
            return false;
        }
        if !self.value.is_empty() {
            self.value.push('\n');
        }
        self.value.push_str(trim(line));
        true
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
