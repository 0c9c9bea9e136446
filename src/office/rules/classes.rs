//! Categories and topics: which one a paper names, and which one its words speak for.
//! It never routes anything.

use super::Sheet;
use super::condition::Facts;
use super::words::{Hit, WordIndex};
use crate::office::naming::{NameIndex, key};
use crate::office::settings::Settings;

/// Words that a reason lists; the rest is summed up.
const WORDS_SHOWN: usize = 6;

/// A category or topic with the places of its words in the index.
#[derive(Debug)]
pub(super) struct Class {
    pub(super) name: String,
    /// Keys of the name and its aliases.
    keys: Vec<String>,
    words: Vec<(String, usize)>,
    least: u32,
    otherwise: bool,
    /// Place of its department among the destinations.
    pub(super) destination: Option<usize>,
}

pub(super) fn classes(
    settings: &Settings,
    index: &WordIndex,
    destination_of: &impl Fn(&String) -> Option<usize>,
) -> (Vec<Class>, Vec<Class>) {
    let placed = |words: &[String]| {
        words.iter().filter_map(|word| Some((word.clone(), index.place(word)?))).collect::<Vec<_>>()
    };
    let categories = settings.categories.iter().map(|one| Class {
        name: one.name.clone(),
        keys: std::iter::once(&one.name).chain(&one.aliases).map(|name| key(name)).collect(),
        words: placed(&one.words),
        least: one.least,
        otherwise: one.otherwise,
        destination: None,
    });
    let topics = settings.topics.iter().map(|one| Class {
        name: one.name.clone(),
        keys: std::iter::once(&one.name).chain(&one.aliases).map(|name| key(name)).collect(),
        words: placed(&one.words),
        least: 1,
        otherwise: false,
        destination: destination_of(&one.destination),
    });
    (categories.collect(), topics.collect())
}

pub(super) fn names<'a>(all: impl Iterator<Item = (&'a String, &'a Vec<String>)>) -> NameIndex {
    let mut index = NameIndex::default();
    for (at, (name, aliases)) in all.enumerate() {
        index.add(name, at);
        for alias in aliases {
            index.add(alias, at);
        }
    }
    index
}

/// The class of this name or alias; also where one class alone has a name within the words written, or the
/// words written within a name (`一、热点与情绪`, `精神文明、法制建设与勤政廉政`).
pub(super) fn find_class<'a>(index: &NameIndex, classes: &'a [Class], written: &str) -> Option<&'a Class> {
    let written = key(written);
    if written.chars().count() < 2 {
        return None;
    }
    if let Some(at) = index.find(&written) {
        return classes.get(at);
    }
    let long_enough = |text: &str| text.chars().count() >= 3;
    let alike = |name: &String| {
        (long_enough(name) && written.contains(name)) || (long_enough(&written) && name.contains(&written))
    };
    let mut near = classes.iter().filter(|class| class.keys.iter().any(alike));
    near.next().filter(|_| near.next().is_none())
}

/// The class whose words earn the most marks; of equals the first.
pub(super) fn by_words(classes: &[Class], facts: &Facts, about: &str, sheet: &mut Sheet) -> String {
    let marks = |class: &Class| -> u32 {
        class.words.iter().map(|(_, place)| facts.counts().hit(*place).marks()).sum()
    };
    let mut ranked: Vec<(u32, &Class)> = classes
        .iter()
        .map(|class| (marks(class), class))
        .filter(|(marks, class)| *marks >= class.least.max(1))
        .collect();
    ranked.sort_by_key(|(marks, _)| std::cmp::Reverse(*marks));
    let Some((most, best)) = ranked.first() else {
        let otherwise = classes.iter().find(|class| class.otherwise);
        let name = otherwise.map(|class| class.name.clone()).unwrap_or_default();
        sheet.decide(about, &name, vec!["没有哪一类的词语达到应有的分数".to_owned()], "默认");
        return name;
    };
    let mut because = words_found(best, facts);
    because.push(match ranked.get(1) {
        None => format!("合计{most}分"),
        Some((second, other)) if second == most => {
            format!("合计{most}分，与{}相同，取排在前面的", other.name)
        }
        Some((second, other)) => format!("合计{most}分，其次为{}{second}分", other.name),
    });
    sheet.decide(about, &best.name, because, "词语");
    best.name.clone()
}

/// The words that spoke for a class, the weightiest first.
fn words_found(class: &Class, facts: &Facts) -> Vec<String> {
    let mut found: Vec<(&str, Hit)> = class
        .words
        .iter()
        .map(|(word, place)| (word.as_str(), facts.counts().hit(*place)))
        .filter(|(_, hit)| hit.marks() > 0)
        .collect();
    found.sort_by_key(|(_, hit)| std::cmp::Reverse(hit.marks()));
    let hidden = found.len().saturating_sub(WORDS_SHOWN);
    let mut lines: Vec<String> =
        found.iter().take(WORDS_SHOWN).map(|(word, hit)| word_line(word, *hit)).collect();
    if hidden > 0 {
        lines.push(format!("另有{hidden}个词"));
    }
    lines
}

fn word_line(word: &str, hit: Hit) -> String {
    let place = match (hit.title, hit.body) {
        (0, body) => format!("正文{body}次"),
        (title, 0) => format!("标题{title}次"),
        (title, body) => format!("标题{title}次、正文{body}次"),
    };
    format!("“{word}”{place}，记{}分", hit.marks())
}
