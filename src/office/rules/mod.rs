//! 分类: the category, topic, urgency and destinations of a paper, each with its reasons.
//! It never looks beyond the paper and the settings: the same paper is always classified alike.

mod classes;
mod condition;
#[cfg(test)]
mod tests;
mod words;

pub use condition::NAMES;
pub(in crate::office) use condition::told;

use super::case::{Classified, Reason};
use super::naming::{DestinationNames, NameIndex, key};
use super::settings::{Rule, Settings};
use super::view::RuleView;
use crate::failure::Complaint;
use crate::rejection::{Code, Rejection};
use classes::{Class, by_words, classes, find_class, names};
use condition::{Condition, Facts};
use std::collections::BTreeMap;
use std::sync::Arc;
use words::WordIndex;

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
    sector_names: NameIndex,
    sectors: Vec<String>,
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
            sector_names: names(settings.sectors.iter().map(|one| (&one.name, &one.aliases))),
            sectors: settings.sectors.iter().map(|one| one.name.clone()).collect(),
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
        Arc::get_mut(&mut facts)
            .expect("a condition keeps nothing once it is told")
            .decided(&category, &topic);
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

    /// The office's name for a sector (界别) as written: by name or alias, also with 界 or 界别 behind it.
    pub fn sector(&self, written: &str) -> Option<&str> {
        let written = key(written);
        let bare = ["界别", "界"].iter().find_map(|ending| written.strip_suffix(ending));
        let found = self.sector_names.find(&written).or_else(|| self.sector_names.find(bare?))?;
        self.sectors.get(found).map(String::as_str)
    }

    /// Rules of a kind whose conditions hold, in order.
    fn holding(
        &self,
        facts: &Arc<Facts>,
        sheet: &mut Sheet,
        kind: impl Fn(&Compiled) -> bool,
    ) -> Vec<&Compiled> {
        let mut holding = Vec::new();
        for one in self.rules.iter().filter(|one| kind(one)) {
            match one.condition.holds(facts) {
                Ok(true) => holding.push(one),
                Ok(false) => {}
                // A condition that passed its trial and fails on this paper: the paper goes on without it.
                Err(why) => {
                    sheet.decide("规则", &one.rule.name, vec![format!("未能判断，未适用：{why}")], "例外");
                }
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
        for one in applied {
            for at in &one.destinations {
                self.choose(&mut chosen, *at, format!("规则“{}”成立", one.rule.name), &one.rule.name);
            }
        }
        // Who names a department, the paper or a rule, knows better than the topic, which has one for all.
        let topic_destination = self
            .topics
            .iter()
            .find(|one| one.name == topic)
            .and_then(|one| one.destination)
            .filter(|at| !self.is_served(&chosen, *at));
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

    /// Whether a destination of the same publication was chosen.
    fn is_served(&self, chosen: &BTreeMap<usize, Reason>, at: usize) -> bool {
        let publication = &self.destinations[at].publication;
        chosen.keys().any(|other| self.destinations[*other].publication == *publication)
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
    let condition = Condition::new(&rule.when).map_err(|wrong| {
        wrong.into_iter().map(|(message, hint)| complaint(message, hint)).collect::<Vec<_>>()
    })?;
    let circular = [("判定类别", "category"), ("判定议题", "topic")]
        .into_iter()
        .filter(|(name, _)| condition.uses(name) && !(rule.category.is_empty() && rule.topic.is_empty()))
        .map(|(name, _)| {
            let message = format!(
                "\"when\" names {name}, which is not decided yet where a rule sets category or topic"
            );
            complaint(
                message,
                "use 有('词') here, or put the destinations into a rule of their own".to_owned(),
            )
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

fn urgency(view: &RuleView, applied: &[&Compiled], sheet: &mut Sheet) -> bool {
    let rules: Vec<&&Compiled> = applied.iter().filter(|one| one.rule.urgent).collect();
    let mut because: Vec<String> = rules.iter().map(|one| format!("规则“{}”成立", one.rule.name)).collect();
    if view.急件 {
        because.insert(0, "投放在“急件”文件夹，或来稿写明急件".to_owned());
    }
    if because.is_empty() {
        return false;
    }
    let rule =
        if view.急件 { "来稿写明" } else { rules.first().map_or("", |one| one.rule.name.as_str()) };
    sheet.decide("急件", "是", because, rule);
    true
}
