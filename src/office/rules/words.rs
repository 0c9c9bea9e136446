//! Counts the words of categories, topics and conditions in a paper, all in one walk over it.
//! It never decides what the counts mean.

use std::collections::BTreeMap;
use std::fmt;

/// Marks for a word that stands in the title, however often.
pub(super) const TITLE_MARKS: u32 = 5;
/// Most marks for a word in the body, one for each time: a word repeated twenty times says no more.
pub(super) const BODY_MARKS_MOST: u32 = 3;

/// One slot for each character of the basic plane; rarer ones share the last.
const SLOTS: usize = 0x1_0000;

/// Words with their places in the counts, found together. They are short and hundreds, so the first
/// character leads to the few that it begins: an automaton over bytes takes 40 ms to build for its speed.
pub(super) struct WordIndex {
    places: BTreeMap<String, usize>,
    /// Bucket of each first character; bucket 0 is empty.
    slots: Vec<usize>,
    buckets: Vec<Vec<(String, usize)>>,
}

/// How often each word of the index stands in one paper.
#[derive(Debug)]
pub(super) struct Counts {
    title: Vec<u32>,
    body: Vec<u32>,
}

/// A word that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// Times in the title.
    pub(super) title: u32,
    /// Times in the body.
    pub(super) body: u32,
}

impl Hit {
    /// What the word is worth.
    pub(super) fn marks(self) -> u32 {
        let title = if self.title > 0 { TITLE_MARKS } else { 0 };
        title + self.body.min(BODY_MARKS_MOST)
    }
}

impl WordIndex {
    /// An index of these words.
    pub(super) fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut index =
            WordIndex { places: BTreeMap::new(), slots: vec![0; SLOTS], buckets: vec![Vec::new()] };
        for word in words {
            index.add(word);
        }
        index
    }

    fn add(&mut self, word: &str) {
        let Some(first) = word.chars().next().filter(|_| !self.places.contains_key(word)) else { return };
        let place = self.places.len();
        self.places.insert(word.to_owned(), place);
        let slot = &mut self.slots[slot_of(first)];
        if *slot == 0 {
            *slot = self.buckets.len();
            self.buckets.push(Vec::new());
        }
        self.buckets[*slot].push((word.to_owned(), place));
    }

    /// Where a word stands in the counts.
    pub(super) fn place(&self, word: &str) -> Option<usize> {
        self.places.get(word).copied()
    }

    /// The counts of a paper.
    pub(super) fn count(&self, title: &str, body: &str) -> Counts {
        Counts { title: self.count_in(title), body: self.count_in(body) }
    }

    fn count_in(&self, text: &str) -> Vec<u32> {
        let mut counts = vec![0; self.places.len()];
        for (at, first) in text.char_indices() {
            for (word, place) in &self.buckets[self.slots[slot_of(first)]] {
                if text[at..].starts_with(word.as_str()) {
                    counts[*place] += 1;
                }
            }
        }
        counts
    }
}

impl fmt::Debug for WordIndex {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.places.keys()).finish()
    }
}

fn slot_of(first: char) -> usize {
    usize::try_from(u32::from(first)).map_or(SLOTS - 1, |code| code.min(SLOTS - 1))
}

impl Counts {
    /// How often the word at a place was found.
    pub(super) fn hit(&self, place: usize) -> Hit {
        Hit { title: self.title[place], body: self.body[place] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_any_script_are_found_and_an_empty_word_is_none() {
        let index = WordIndex::new(["", "APP", "𠮷", "𠮷野", "é"]);
        let counts = index.count("APP𠮷野", "é𠮷");
        let hit = |word| counts.hit(index.place(word).unwrap());
        assert_eq!(index.place(""), None);
        assert_eq!(hit("APP"), Hit { title: 1, body: 0 });
        assert_eq!(hit("𠮷"), Hit { title: 1, body: 1 });
        assert_eq!(hit("𠮷野"), Hit { title: 1, body: 0 });
        assert_eq!(hit("é"), Hit { title: 0, body: 1 });
    }

    #[test]
    fn words_inside_other_words_count_too() {
        let index = WordIndex::new(["突发", "突发事件", "事件", "突发"]);
        let counts = index.count("突发事件", "应对突发事件。事件突发事件突发事件事件");
        let hit = |word| counts.hit(index.place(word).unwrap());
        assert_eq!(hit("突发"), Hit { title: 1, body: 3 });
        assert_eq!(hit("突发事件"), Hit { title: 1, body: 3 });
        assert_eq!(hit("事件"), Hit { title: 1, body: 5 });
        assert_eq!(hit("事件").marks(), 8, "five for the title and at most three for the body");
    }
}
