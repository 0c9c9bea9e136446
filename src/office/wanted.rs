//! 征集要点: topics that the office asks for in a period, and which one a paper belongs to.
//! It never overrules what a person said.

use super::case::Event;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Subject of the entry of the office at large that holds one.
pub const SUBJECT: &str = "wanted";

/// A topic wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedTopic {
    /// 要点.
    pub name: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Words of which one ties a paper to it; none leaves it to people.
    #[serde(default)]
    pub words: Vec<String>,
}

impl WantedTopic {
    /// Whether it is wanted on a day.
    pub fn is_open(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether it is wanted on any day from one to another.
    pub fn overlaps(&self, from: NaiveDate, to: NaiveDate) -> bool {
        self.from <= to && from <= self.to
    }

    /// What the log says.
    pub fn what(&self) -> String {
        format!("征集要点：{}（{}至{}）", self.name, self.from, self.to)
    }
}

/// Topics as they hold: of two of one name the later row holds.
pub fn latest(rows: impl IntoIterator<Item = WantedTopic>) -> Vec<WantedTopic> {
    let mut topics: Vec<WantedTopic> = Vec::new();
    for row in rows {
        match topics.iter_mut().find(|topic| topic.name == row.name) {
            Some(earlier) => *earlier = row,
            None => topics.push(row),
        }
    }
    topics
}

/// The topic that a paper belongs to, as an entry: open on its day, with most of its words in title or body,
/// a word in the title counting twice; of equals the one that was asked for first.
pub fn tie(topics: &[WantedTopic], title: &str, body: &str, day: NaiveDate) -> Option<Event> {
    let mut best: Option<(usize, &WantedTopic, Vec<&str>)> = None;
    for topic in topics.iter().filter(|topic| topic.is_open(day)) {
        let found: Vec<&str> = topic
            .words
            .iter()
            .map(String::as_str)
            .filter(|word| title.contains(word) || body.contains(word))
            .collect();
        let marks = found.len() + found.iter().filter(|word| title.contains(**word)).count();
        if marks > best.as_ref().map_or(0, |(marks, ..)| *marks) {
            best = Some((marks, topic, found));
        }
    }
    let (_, topic, found) = best?;
    let because = format!("在征集期内（{}至{}），有“{}”", topic.from, topic.to, found.join("”“"));
    Some(Event::Wanted { topic: topic.name.clone(), because })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(name: &str, words: &[&str]) -> WantedTopic {
        let day = |month| NaiveDate::from_ymd_opt(2026, month, 1).unwrap();
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        WantedTopic { name: name.to_owned(), from: day(4), to: day(6), words }
    }

    fn tied(topics: &[WantedTopic], title: &str, body: &str, month: u32) -> String {
        match tie(topics, title, body, NaiveDate::from_ymd_opt(2026, month, 1).unwrap()) {
            Some(Event::Wanted { topic, .. }) => topic,
            _ => String::new(),
        }
    }

    #[test]
    fn a_paper_belongs_to_the_open_topic_that_most_words_speak_for() {
        let topics = [topic("停车", &["停车", "车位"]), topic("电梯", &["电梯"]), topic("不按词语", &[])];
        assert_eq!(tied(&topics, "关于加装电梯的建议", "车位", 5), "电梯");
        assert_eq!(tied(&topics, "关于某事的建议", "停车难，车位少，有电梯", 5), "停车");
        assert_eq!(tied(&topics, "关于加装电梯的建议", "", 7), "");
        assert_eq!(tied(&topics, "关于某事的建议", "没有", 5), "");
    }

    #[test]
    fn a_topic_that_is_dropped_again_is_changed() {
        let later = WantedTopic { words: vec!["泊位".into()], ..topic("停车", &[]) };
        assert_eq!(latest([topic("停车", &["停车"]), topic("电梯", &[]), later.clone()])[0], later);
    }
}
