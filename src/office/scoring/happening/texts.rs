//! Texts by number: those that occur often and are compared, and those that only a reader needs.
//! It never gives a number a meaning, and nothing that is seen depends on one.

use super::place;
use std::collections::HashMap;
use std::sync::Arc;

/// A text that occurs often, by number; 0 is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(u32);

impl Word {
    /// No text.
    pub const NONE: Word = Word(0);

    /// Whether it is no text.
    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Its place in tables.
    pub fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(0)
    }
}

/// Texts by number. Numbers follow the order in which texts came; nothing that is seen depends on them.
#[derive(Clone, Debug)]
pub struct Words {
    numbers: HashMap<Arc<str>, Word>,
    texts: Vec<Arc<str>>,
}

impl Default for Words {
    fn default() -> Self {
        Words { numbers: HashMap::new(), texts: vec!["".into()] }
    }
}

impl Words {
    /// The number of a text, a new one when it is met for the first time.
    pub fn of(&mut self, text: &str) -> Word {
        let text = text.trim();
        if text.is_empty() {
            return Word::NONE;
        }
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let word = Word(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        let text: Arc<str> = text.into();
        self.texts.push(text.clone());
        self.numbers.insert(text, word);
        word
    }

    /// The number of a text that was met.
    pub fn find(&self, text: &str) -> Option<Word> {
        self.numbers.get(text.trim()).copied()
    }

    /// The text of a number.
    pub fn text(&self, word: Word) -> &str {
        self.texts.get(word.index()).map_or("", |text| text)
    }

    /// For each number its place in the order of texts.
    pub fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..).take(self.texts.len()).collect();
        order.sort_by_key(|number| self.text(Word(*number)));
        let mut ranks = vec![0; order.len()];
        for (rank, number) in (0..).zip(order) {
            ranks[usize::try_from(number).unwrap_or(0)] = rank;
        }
        ranks
    }
}

/// A text that occurs once, by its place among all such texts; the first is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(u32);

/// Texts that only a reader needs, one behind the other: a million titles are one piece of memory.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    all: String,
    ends: Vec<u32>,
}

impl Texts {
    /// One more text.
    pub fn add(&mut self, text: &str) -> Text {
        if text.is_empty() {
            return Text::default();
        }
        self.all.push_str(text);
        self.ends.push(place(self.all.len()));
        Text(place(self.ends.len()))
    }

    /// A text.
    pub fn get(&self, text: Text) -> &str {
        let Some(at) = usize::try_from(text.0).ok().and_then(|number| number.checked_sub(1)) else {
            return "";
        };
        let end = |at: usize| self.ends.get(at).and_then(|end| usize::try_from(*end).ok()).unwrap_or(0);
        let start = at.checked_sub(1).map_or(0, end);
        self.all.get(start..end(at)).unwrap_or_default()
    }
}
