//! Counts the words of categories, topics and conditions in a paper, all in one walk over it.
//! It never decides what the counts mean.

use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::BTreeMap;

/// Marks for a word that stands in the title, however often.
pub(super) const TITLE_MARKS: u32 = 5;
/// Most marks for a word in the body, one for each time: a word repeated twenty times says no more.
pub(super) const BODY_MARKS_MOST: u32 = 3;

/// Words with their places in the counts, found together.
#[derive(Debug)]
pub(super) struct WordIndex {
    searcher: Option<AhoCorasick>,
    places: BTreeMap<String, usize>,
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
        let mut places = BTreeMap::new();
        for word in words.into_iter().filter(|word| !word.is_empty()) {
            let next = places.len();
            places.entry(word.to_owned()).or_insert(next);
        }
        let mut patterns = vec![""; places.len()];
        for (word, place) in &places {
            patterns[*place] = word;
        }
        // Too many words to search for at once can only come from an office.toml of hundreds of megabytes;
        // they are then looked up one by one.
        let searcher = AhoCorasick::builder().match_kind(MatchKind::Standard).build(patterns).ok();
        WordIndex { searcher, places }
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
        if let Some(searcher) = &self.searcher {
            for found in searcher.find_overlapping_iter(text) {
                counts[found.pattern().as_usize()] += 1;
            }
        } else {
            for (word, place) in &self.places {
                counts[*place] = u32::try_from(text.matches(word.as_str()).count()).unwrap_or(u32::MAX);
            }
        }
        counts
    }
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
