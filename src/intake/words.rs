//! A list of words ready for asking whether a text begins or ends with one of them.
//! It never compares a word whose first or last character already differs.

/// Words by their first and by their last character.
pub struct Words {
    by_first: Vec<(char, &'static str)>,
    by_last: Vec<(char, &'static str)>,
}

impl Words {
    /// The words made ready.
    pub fn new(words: &[&'static str]) -> Self {
        let sorted = |end: fn(&'static str) -> Option<char>| {
            let mut list: Vec<(char, &'static str)> =
                words.iter().filter_map(|&word| Some((end(word)?, word))).collect();
            list.sort_unstable();
            list
        };
        Words {
            by_first: sorted(|word| word.chars().next()),
            by_last: sorted(|word| word.chars().next_back()),
        }
    }

    /// The longest word that the text begins with.
    pub fn longest_start(&self, text: &str) -> Option<&'static str> {
        let first = text.chars().next()?;
        group(&self.by_first, first).filter(|word| text.starts_with(word)).max_by_key(|word| word.len())
    }

    /// Whether the text ends with one of the words.
    pub fn ends(&self, text: &str) -> bool {
        text.chars()
            .next_back()
            .is_some_and(|last| group(&self.by_last, last).any(|word| text.ends_with(word)))
    }
}

fn group(list: &[(char, &'static str)], wanted: char) -> impl Iterator<Item = &'static str> {
    let start = list.partition_point(|(c, _)| *c < wanted);
    list[start..].iter().take_while(move |(c, _)| *c == wanted).map(|(_, word)| *word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_at_either_end() {
        let words = Words::new(&["主任", "主任科员", "书记"]);
        assert_eq!(words.longest_start("主任科员、书记"), Some("主任科员"));
        assert_eq!(words.longest_start("科员"), None);
        assert!(words.ends("党委书记") && !words.ends("书") && !words.ends(""));
    }
}
