//! 分类: the category, topic, urgency and destinations of a paper, each with its reasons.
//! It never looks beyond the paper and the settings: the same paper is always classified alike.

mod condition;
#[cfg(test)]
mod tests;
mod words;

pub use condition::NAMES;

use super::case::{Classified, Reason};
use super::naming::{DestinationNames, NameIndex, key};
use super::settings::{Rule, Settings};
use super::view::RuleView;
use crate::failure::Complaint;
use crate::rejection::{Code, Rejection};
use condition::{Condition, Facts};
use std::collections::BTreeMap;
use std::sync::Arc;
use words::WordIndex;

/// Words that a reason lists; the rest is summed up.
const WORDS_SHOWN: usize = 6;

/// The classification of office.toml, compiled.
#[derive(Debug)]
pub struct Rulebook {
    rules: Vec<Compiled>,
    index: Arc<WordIndex>,
    categories: Vec<Class>,
    topics: Vec<Class>,
    category_names: NameIndex,
    topic_names: NameIndex,
    destination_names: DestinationNames,
    destinations: Vec<Target>,
    defaults: Vec<usize>,
}

/// What 分类 made of a paper.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Classification {
    /// Category, topic and urgency with their reasons.
    pub classified: Classified,
    /// Destinations in the order of office.toml, each with its reason.
    pub destinations: Vec<(String, Reason)>,
    /// What the paper named and the office does not have; it refuses nothing. The index of the paper is the
    /// caller's to set.
    pub findings: Vec<Rejection>,
}

/// A rule with its condition.
#[derive(Debug)]
struct Compiled {
    rule: Rule,
    condition: Condition,
    destinations: Vec<usize>,
}

impl Compiled {
    /// A rule that decides category or topic runs before those that build on them.
    fn decides(&self) -> bool {
        !self.rule.category.is_empty() || !self.rule.topic.is_empty()
    }
}

/// A category or topic with the places of its words in the index.
#[derive(Debug)]
struct Class {
    name: String,
    /// Keys of the name and its aliases.
    keys: Vec<String>,
    words: Vec<(String, usize)>,
    least: u32,
    otherwise: bool,
    destination: Option<usize>,
}

/// What routing needs to know of a destination.
#[derive(Debug)]
struct Target {
    name: String,
    publication: String,
}

impl Rulebook {
    /// Compiles the rules of checked settings; else every fault of their conditions.
    pub fn new(settings: &Settings) -> Result<Rulebook, Vec<Complaint>> {
        let destination_of = |name: &String| settings.destinations.iter().position(|one| one.name == *name);
        let mut complaints = Vec::new();
        let mut rules = Vec::new();
        for rule in &settings.rules {
            match compile(rule) {
                Ok(condition) => rules.push(Compiled {
                    destinations: rule.destinations.iter().filter_map(destination_of).collect(),
                    rule: rule.clone(),
                    condition,
                }),
                Err(wrong) => complaints.extend(wrong),
            }
        }
        if !complaints.is_empty() {
            return Err(complaints);
        }
        let index = Arc::new(word_index(settings));
        let (categories, topics) = classes(settings, &index, &destination_of);
        Ok(Rulebook {
            rules,
            categories,
            topics,
            category_names: names(settings.categories.iter().map(|one| (&one.name, &one.aliases))),
            topic_names: names(settings.topics.iter().map(|one| (&one.name, &one.aliases))),
            destination_names: DestinationNames::new(settings),
            destinations: settings
                .destinations
                .iter()
                .map(|one| Target { name: one.name.clone(), publication: one.publication.clone() })
                .collect(),
            defaults: settings.default_destinations.iter().filter_map(destination_of).collect(),
            index,
        })
    }

    /// Classifies a paper.
    pub fn classify(&self, view: &RuleView) -> Classification {
        let mut facts = Arc::new(Facts::new(view, &self.index));
        let mut sheet = Sheet::default();
        let deciding = self.holding(&facts, &mut sheet, Compiled::decides);
        let category = self.category(view, &facts, &deciding, &mut sheet);
        let topic = self.topic(view, &facts, &deciding, &mut sheet);
        Arc::get_mut(&mut facts).expect("a condition keeps nothing once it is told").decided(&category, &topic);
        let mut applied = deciding;
        applied.extend(self.holding(&facts, &mut sheet, |rule| !rule.decides()));
        let urgent = urgency(view, &applied, &mut sheet);
        let destinations = self.route(view, &applied, &topic, &mut sheet);
        Classification {
            classified: Classified {
                category,
                category_written: Some(view.类别.clone()).filter(|written| !written.is_empty()),
                topic,
                urgent,
                reasons: sheet.reasons,
            },
            destinations,
            findings: sheet.findings,
        }
    }

    /// Rules of a kind whose conditions hold, in order.
    fn holding(&self, facts: &Arc<Facts>, sheet: &mut Sheet, kind: impl Fn(&Compiled) -> bool) -> Vec<&Compiled> {
        let mut holding = Vec::new();
        for one in self.rules.iter().filter(|one| kind(one)) {
            match one.condition.holds(facts) {
                Ok(true) => holding.push(one),
                Ok(false) => {}
                // A condition that passed its trial and fails on this paper: the paper goes on without it.
                Err(why) => sheet.decide("规则", &one.rule.name, vec![format!("未能判断，未适用：{why}")], "例外"),
            }
        }
        holding
    }

    fn category(&self, view: &RuleView, facts: &Facts, deciding: &[&Compiled], sheet: &mut Sheet) -> String {
        if let Some(one) = deciding.iter().find(|one| !one.rule.category.is_empty()) {
            return sheet.by_rule("类别", &one.rule.category, &one.rule);
        }
        let known = |written: &str| find_class(&self.category_names, &self.categories, written);
        match known(&view.类别) {
            Some(class) => return sheet.as_written("类别", &class.name, &view.类别),
            None if view.类别.is_empty() || self.written_topic(view).is_some() => {}
            None => sheet.unknown(format!("类别“{}”不在本办公室的类别中，已按词语归类", view.类别)),
        }
        by_words(&self.categories, facts, "类别", sheet)
    }

    fn topic(&self, view: &RuleView, facts: &Facts, deciding: &[&Compiled], sheet: &mut Sheet) -> String {
        if let Some(one) = deciding.iter().find(|one| !one.rule.topic.is_empty()) {
            return sheet.by_rule("议题", &one.rule.topic, &one.rule);
        }
        match self.written_topic(view) {
            Some(class) => sheet.as_written("议题", &class.name, &view.类别),
            None => by_words(&self.topics, facts, "议题", sheet),
        }
    }

    /// Forms ask for one 类别 and mean now the priority, now the topic (domain.md 2.3).
    fn written_topic(&self, view: &RuleView) -> Option<&Class> {
        if find_class(&self.category_names, &self.categories, &view.类别).is_some() {
            return None;
        }
        find_class(&self.topic_names, &self.topics, &view.类别)
    }

    /// Destinations: as the paper says, as rules say, by the topic, else the default.
    fn route(
        &self,
        view: &RuleView,
        applied: &[&Compiled],
        topic: &str,
        sheet: &mut Sheet,
    ) -> Vec<(String, Reason)> {
        let mut chosen: BTreeMap<usize, Reason> = BTreeMap::new();
        for written in &view.主送 {
            let (found, unknown) = self.destination_names.find_all(written);
            for at in found {
                self.choose(&mut chosen, at, format!("来稿主送写明“{written}”"), "来稿写明");
            }
            for name in unknown {
                sheet.unknown(format!("主送“{name}”不在本办公室的去向中"));
            }
        }
        let written_publications: Vec<&str> =
            chosen.keys().map(|at| self.destinations[*at].publication.as_str()).collect();
        let topic_destination = self
            .topics
            .iter()
            .find(|one| one.name == topic)
            .and_then(|one| one.destination)
            .filter(|at| !written_publications.contains(&self.destinations[*at].publication.as_str()));
        for one in applied {
            for at in &one.destinations {
                self.choose(&mut chosen, *at, format!("规则“{}”成立", one.rule.name), &one.rule.name);
            }
        }
        if let Some(at) = topic_destination {
            self.choose(&mut chosen, at, format!("议题为{topic}"), "议题");
        }
        if chosen.is_empty() {
            for at in &self.defaults {
                self.choose(&mut chosen, *at, "来稿、规则和议题都没有指明去向".to_owned(), "默认");
            }
        }
        chosen.into_iter().map(|(at, reason)| (self.destinations[at].name.clone(), reason)).collect()
    }

    fn choose(&self, chosen: &mut BTreeMap<usize, Reason>, at: usize, because: String, rule: &str) {
        let reason = chosen.entry(at).or_insert_with(|| Reason {
            about: "去向".to_owned(),
            value: self.destinations[at].name.clone(),
            because: Vec::new(),
            rule: rule.to_owned(),
        });
        if !reason.because.contains(&because) {
            reason.because.push(because);
        }
    }
}

/// Reasons and findings as they come up.
#[derive(Default)]
struct Sheet {
    reasons: Vec<Reason>,
    findings: Vec<Rejection>,
}

impl Sheet {
    fn decide(&mut self, about: &str, value: &str, because: Vec<String>, rule: &str) {
        self.reasons.push(Reason {
            about: about.to_owned(),
            value: value.to_owned(),
            because,
            rule: rule.to_owned(),
        });
    }

    fn by_rule(&mut self, about: &str, value: &str, rule: &Rule) -> String {
        self.decide(about, value, vec![format!("规则“{}”成立：{}", rule.name, rule.when)], &rule.name);
        value.to_owned()
    }

    fn as_written(&mut self, about: &str, value: &str, written: &str) -> String {
        self.decide(about, value, vec![format!("来稿写明“{written}”")], "来稿写明");
        value.to_owned()
    }

    fn unknown(&mut self, message: String) {
        self.findings.push(Rejection::of_file(Code::UnknownValue, message));
    }
}

fn compile(rule: &Rule) -> Result<Condition, Vec<Complaint>> {
    let complaint = |message: String, hint: String| Complaint {
        file: "office.toml".to_owned(),
        place: if rule.line == 0 { String::new() } else { format!("line {}", rule.line) },
        message: format!("rule \"{}\": {message}", rule.name),
        hint,
    };
    let condition = Condition::new(&rule.when)
        .map_err(|wrong| wrong.into_iter().map(|(message, hint)| complaint(message, hint)).collect::<Vec<_>>())?;
    let circular = [("判定类别", "category"), ("判定议题", "topic")]
        .into_iter()
        .filter(|(name, _)| condition.uses(name) && !(rule.category.is_empty() && rule.topic.is_empty()))
        .map(|(name, _)| {
            let message = format!("\"when\" names {name}, which is not decided yet where a rule sets category or topic");
            complaint(message, "use 有('词') here, or put the destinations into a rule of their own".to_owned())
        })
        .collect::<Vec<_>>();
    if circular.is_empty() { Ok(condition) } else { Err(circular) }
}

fn word_index(settings: &Settings) -> WordIndex {
    let quoted: Vec<String> = settings.rules.iter().flat_map(|rule| condition::quoted(&rule.when)).collect();
    let categories = settings.categories.iter().flat_map(|one| &one.words);
    let topics = settings.topics.iter().flat_map(|one| &one.words);
    WordIndex::new(categories.chain(topics).chain(&quoted).map(String::as_str))
}

fn classes(
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

fn names<'a>(all: impl Iterator<Item = (&'a String, &'a Vec<String>)>) -> NameIndex {
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
fn find_class<'a>(index: &NameIndex, classes: &'a [Class], written: &str) -> Option<&'a Class> {
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
fn by_words(classes: &[Class], facts: &Facts, about: &str, sheet: &mut Sheet) -> String {
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
        Some((second, other)) if second == most => format!("合计{most}分，与{}相同，取排在前面的", other.name),
        Some((second, other)) => format!("合计{most}分，其次为{}{second}分", other.name),
    });
    sheet.decide(about, &best.name, because, "词语");
    best.name.clone()
}

/// The words that spoke for a class, the weightiest first.
fn words_found(class: &Class, facts: &Facts) -> Vec<String> {
    let mut found: Vec<(&str, words::Hit)> = class
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

fn word_line(word: &str, hit: words::Hit) -> String {
    let place = match (hit.title, hit.body) {
        (0, body) => format!("正文{body}次"),
        (title, 0) => format!("标题{title}次"),
        (title, body) => format!("标题{title}次、正文{body}次"),
    };
    format!("“{word}”{place}，记{}分", hit.marks())
}

fn urgency(view: &RuleView, applied: &[&Compiled], sheet: &mut Sheet) -> bool {
    let rules: Vec<&&Compiled> = applied.iter().filter(|one| one.rule.urgent).collect();
    let mut because: Vec<String> = rules.iter().map(|one| format!("规则“{}”成立", one.rule.name)).collect();
    if view.急件 {
        because.insert(0, "投放在“急件”文件夹，或来稿写明急件".to_owned());
    }
    if because.is_empty() {
        return false;
    }
    let rule = if view.急件 { "来稿写明" } else { rules.first().map_or("", |one| one.rule.name.as_str()) };
    sheet.decide("急件", "是", because, rule);
    true
}
