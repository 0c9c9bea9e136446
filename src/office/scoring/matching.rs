//! Conditions made ready for many events: words as numbers, levels as bits, rules found by their event.
//! It never looks at points.

use super::expression::Expression;
use super::happening::{Author, EventTable, Happening, Happenings, Item, Trait, Word, Words};
use super::scheme::{Attribute, Condition, Of, Range, Scheme};
use chrono::{Datelike, NaiveDate};
use minijinja::Value;
use std::collections::{BTreeMap, HashMap};

/// No level.
pub(super) const NO_LEVEL: u8 = u8::MAX;

/// Words of which one must be there; `None` does not matter.
type Set = Option<Box<[Word]>>;

/// A condition over numbers.
#[derive(Debug)]
pub(super) struct Test<'s> {
    event: Set,
    organ: Set,
    levels: Option<u64>,
    form: Set,
    publication: Set,
    leader: Set,
    grade: Set,
    category: Set,
    topic: Set,
    unit: Set,
    traits: Vec<(Trait, Box<[Word]>)>,
    chief: Option<bool>,
    evidence: Option<bool>,
    wanted: Option<bool>,
    urgent: Option<bool>,
    joint: Option<bool>,
    position: Option<Range>,
    authors: Option<Range>,
    with: Vec<Test<'s>>,
    without: Vec<Test<'s>>,
    not: Vec<Test<'s>>,
    when: Option<&'s Expression>,
}

/// What a scheme's words mean in a table of words.
pub(super) struct Lexicon<'s> {
    words: &'s Words,
    scheme: &'s Scheme,
}

/// One event, seen from one person or unit that it may credit.
#[derive(Clone, Copy)]
pub(super) struct Facts<'f> {
    pub(super) all: &'f Happenings,
    pub(super) item: &'f Item,
    /// All events of the item, for `with` and `without`, each with its level.
    pub(super) events: Events<'f>,
    pub(super) event: Happening,
    pub(super) level: u8,
    pub(super) board: &'f str,
    pub(super) of: Of,
    pub(super) subject: Word,
    /// The person, where people are ranked.
    pub(super) author: Option<&'f Author>,
    /// Position among those who share, from 1.
    pub(super) position: u32,
    pub(super) sharers: u32,
}

/// Events of one item in their order, each with its level.
#[derive(Clone, Copy)]
pub(super) struct Events<'f> {
    pub(super) all: &'f EventTable,
    pub(super) order: &'f [u32],
    pub(super) levels: &'f [u8],
}

impl Events<'_> {
    pub(super) fn iter(&self) -> impl Iterator<Item = (Happening, u8)> {
        self.order.iter().map(move |at| self.all.get(*at)).zip(self.levels.iter().copied())
    }
}

impl<'s> Lexicon<'s> {
    pub(super) fn new(words: &'s Words, scheme: &'s Scheme) -> Self {
        Lexicon { words, scheme }
    }

    pub(super) fn test(&self, condition: &'s Condition) -> Test<'s> {
        let tests = |all: &'s [Condition]| all.iter().map(|one| self.test(one)).collect::<Vec<_>>();
        Test {
            event: self.set(&condition.event),
            organ: self.organs(&condition.organ),
            levels: (!condition.level.is_empty()).then(|| self.levels(&condition.level)),
            form: self.set(&condition.form),
            publication: self.set(&condition.publication),
            leader: self.set(&condition.leader),
            grade: self.set(&condition.grade),
            category: self.set(&condition.category),
            topic: self.set(&condition.topic),
            unit: self.set(&condition.unit),
            traits: condition
                .traits
                .iter()
                .map(|(of, words)| (*of, self.set(words).unwrap_or_default()))
                .collect(),
            chief: condition.chief,
            evidence: condition.evidence,
            wanted: condition.wanted,
            urgent: condition.urgent,
            joint: condition.joint,
            position: condition.position,
            authors: condition.authors,
            with: tests(&condition.with),
            without: tests(&condition.without),
            not: tests(&condition.not),
            when: condition.when.as_ref(),
        }
    }

    /// The words that events use; those that none uses cannot match and are left out.
    pub(super) fn set(&self, texts: &[String]) -> Set {
        let found = |texts: &[String]| texts.iter().filter_map(|text| self.words.find(text)).collect();
        (!texts.is_empty()).then(|| found(texts))
    }

    /// The same with classes of organs taken apart.
    pub(super) fn organs(&self, texts: &[String]) -> Set {
        let mut all: Vec<String> = Vec::new();
        for text in texts {
            let class = self.scheme.organs.iter().find(|(name, _)| name == text);
            match class {
                Some((_, members)) => all.extend(members.iter().cloned()),
                None => all.push(text.clone()),
            }
        }
        (!texts.is_empty()).then(|| self.set(&all).unwrap_or_default())
    }

    /// Levels as bits: 市, 市以上, 市以下.
    pub(super) fn levels(&self, texts: &[String]) -> u64 {
        let place = |name: &str| self.scheme.levels.iter().position(|(level, _)| level == name);
        let all = self.scheme.levels.len().min(63);
        let mut bits = 0;
        for text in texts {
            let (from, to) = if let Some(at) = place(text) {
                (at, at)
            } else if let Some(at) = text.strip_suffix("以上").and_then(place) {
                (at, all)
            } else if let Some(at) = text.strip_suffix("以下").and_then(place) {
                (0, at)
            } else {
                continue;
            };
            for at in from..=to.min(all) {
                bits |= 1_u64 << at.min(63);
            }
        }
        bits
    }

    /// The level of an event: as it says, else that of its organ.
    pub(super) fn level_of(&self) -> impl Fn(&Happening) -> u8 + use<> {
        let mut by_level: HashMap<Word, u8> = HashMap::new();
        let mut by_organ: HashMap<Word, u8> = HashMap::new();
        for (at, (level, organs)) in (0_u8..62).zip(&self.scheme.levels) {
            if let Some(word) = self.words.find(level) {
                by_level.insert(word, at);
            }
            for organ in organs {
                if let Some(word) = self.words.find(organ) {
                    by_organ.insert(word, at);
                }
            }
        }
        move |event| {
            let said = by_level.get(&event.level).filter(|_| !event.level.is_none());
            let known = if event.level.is_none() { by_organ.get(&event.organ) } else { said };
            known.copied().unwrap_or(NO_LEVEL)
        }
    }
}

impl Test<'_> {
    /// Events that it may take; `None`: any.
    pub(super) fn events(&self) -> Option<&[Word]> {
        self.event.as_deref()
    }

    /// Whether an event fits.
    pub(super) fn holds(&self, facts: &Facts) -> bool {
        self.fits_event(facts)
            && self.fits_item(facts)
            && self.fits_person(facts)
            && self.with.iter().all(|test| test.some_event(facts))
            && !self.without.iter().any(|test| test.some_event(facts))
            && !self.not.iter().any(|test| test.holds(facts))
            && self.when.is_none_or(|expression| expression.holds(&value_of(facts)))
    }

    fn some_event(&self, facts: &Facts) -> bool {
        facts.events.iter().any(|(event, level)| self.holds(&Facts { event, level, ..*facts }))
    }

    fn fits_event(&self, facts: &Facts) -> bool {
        let event = facts.event;
        has(&self.event, event.event)
            && has(&self.organ, event.organ)
            && self.levels.is_none_or(|bits| facts.level != NO_LEVEL && bits & (1_u64 << facts.level) != 0)
            && has(&self.form, form_of(facts))
            && has(&self.publication, event.publication)
            && has(&self.leader, event.leader)
            && has(&self.grade, event.grade)
            && self.chief.is_none_or(|wanted| wanted == event.chief)
            && self.evidence.is_none_or(|wanted| wanted == event.evidence)
    }

    fn fits_item(&self, facts: &Facts) -> bool {
        let item = facts.item;
        has(&self.category, item.category)
            && has(&self.topic, item.topic)
            && self
                .unit
                .as_ref()
                .is_none_or(|set| facts.all.units_of(item).iter().any(|unit| set.contains(unit)))
            && self.wanted.is_none_or(|wanted| wanted == item.wanted)
            && self.urgent.is_none_or(|wanted| wanted == item.urgent)
    }

    fn fits_person(&self, facts: &Facts) -> bool {
        self.joint.is_none_or(|wanted| wanted == (facts.sharers > 1))
            && self.position.is_none_or(|range| range.holds(facts.position))
            && self.authors.is_none_or(|range| range.holds(facts.sharers))
            && self.traits.iter().all(|(of, set)| has_trait(facts, *of, set))
    }
}

fn has(set: &Set, word: Word) -> bool {
    set.as_ref().is_none_or(|set| set.contains(&word))
}

fn form_of(facts: &Facts) -> Word {
    if facts.event.form.is_none() { facts.item.form } else { facts.event.form }
}

/// Whether the person, or one of the people that a unit has in the item, is called so.
fn has_trait(facts: &Facts, of: Trait, set: &[Word]) -> bool {
    let carries = |author: &Author| author.traits[of.index()].iter().any(|word| set.contains(word));
    match facts.author {
        Some(author) => carries(author),
        None => people_of(facts).any(carries),
    }
}

/// The authors of an item that stand behind a unit.
fn people_of<'f>(facts: &Facts<'f>) -> impl Iterator<Item = &'f Author> {
    let (of, subject) = (facts.of, facts.subject);
    let all = facts.all;
    let sources = facts.item.sources.iter().flat_map(|source| &source.authors);
    let authors = all.authors_of(facts.item).iter().chain(sources).map(move |place| all.author_at(*place));
    authors.filter(move |author| match of {
        Of::Belonging(one) => author.traits[one.index()].contains(&subject),
        Of::Units | Of::Authors => true,
    })
}

/// A table of points, made ready.
#[derive(Debug)]
pub(super) enum Cell {
    Any,
    Words(Box<[Word]>),
    Levels(u64),
    Chief,
    /// 独立, 第一人, 其他人.
    Position(&'static str),
}

impl Lexicon<'_> {
    /// A word of a table of points.
    pub(super) fn cell(&self, attribute: Attribute, text: &str) -> Cell {
        let one = [text.to_owned()];
        if text == "其他" {
            return Cell::Any;
        }
        match attribute {
            Attribute::Level => Cell::Levels(self.levels(&one)),
            Attribute::Organ => Cell::Words(self.organs(&one).unwrap_or_default()),
            Attribute::Chief if ["主要领导", "主要", "是"].contains(&text) => Cell::Chief,
            Attribute::Chief => Cell::Words(Box::default()),
            Attribute::Position => {
                Cell::Position(POSITIONS.iter().find(|word| **word == text).map_or("", |word| word))
            }
            _ => Cell::Words(self.set(&one).unwrap_or_default()),
        }
    }
}

/// Words of 署名 in a table of points.
const POSITIONS: [&str; 3] = ["独立", "第一人", "其他人"];

impl Cell {
    pub(super) fn fits(&self, attribute: Attribute, facts: &Facts) -> bool {
        let word = match attribute {
            Attribute::Event => facts.event.event,
            Attribute::Organ => facts.event.organ,
            Attribute::Form => form_of(facts),
            Attribute::Publication => facts.event.publication,
            Attribute::Grade => facts.event.grade,
            Attribute::Level | Attribute::Chief | Attribute::Position | Attribute::Trait(_) => Word::NONE,
        };
        match self {
            Cell::Any => true,
            Cell::Levels(bits) => facts.level != NO_LEVEL && bits & (1_u64 << facts.level) != 0,
            Cell::Chief => facts.event.chief,
            Cell::Position("独立") => facts.sharers == 1,
            Cell::Position("第一人") => facts.position == 1,
            Cell::Position("其他人") => facts.position > 1,
            Cell::Position(_) => false,
            Cell::Words(words) => match attribute {
                Attribute::Trait(of) => has_trait(facts, of, words),
                _ => words.contains(&word),
            },
        }
    }
}

/// The facts under the names that `when` uses.
pub(super) fn value_of(facts: &Facts) -> Value {
    let words = &facts.all.words;
    let text = |word: Word| Value::from(words.text(word));
    let texts = |list: &[Word]| list.iter().map(|word| words.text(*word).to_owned()).collect::<Vec<_>>();
    let traits = |of: Trait| {
        let own: Vec<&Author> =
            facts.author.map_or_else(|| people_of(facts).collect(), |author| vec![author]);
        Value::from(own.iter().flat_map(|author| texts(&author.traits[of.index()])).collect::<Vec<_>>())
    };
    let day = |day: Option<NaiveDate>| Value::from(day.map(|day| day.to_string()).unwrap_or_default());
    let level = facts.event;
    let authors = facts.all.authors_of(facts.item).iter().map(|place| facts.all.author_at(*place).person);
    let authors: Vec<Word> = authors.collect();
    let days = facts.item.received.map_or(0, |received| (facts.event.date - received).num_days());
    let entries: [(&str, Value); 36] = [
        ("天数", Value::from(days)),
        ("事项", text(facts.event.event)),
        ("单位", text(facts.event.organ)),
        ("级别", text(level.level)),
        ("形式", text(form_of(facts))),
        ("刊物", text(facts.event.publication)),
        ("领导", text(facts.event.leader)),
        ("主要领导", Value::from(facts.event.chief)),
        ("答复类别", text(facts.event.grade)),
        ("佐证", Value::from(facts.event.evidence)),
        ("日期", day(Some(facts.event.date))),
        ("来稿日期", day(facts.item.received)),
        ("签发日期", day(facts.item.signed)),
        ("年", Value::from(facts.event.date.year())),
        ("月", Value::from(facts.event.date.month())),
        ("编号", Value::from(facts.all.texts.get(facts.item.case))),
        ("标题", Value::from(facts.all.texts.get(facts.item.title))),
        ("期号", Value::from(facts.all.texts.get(facts.item.issues))),
        ("类别", text(facts.item.category)),
        ("议题", text(facts.item.topic)),
        ("约稿", Value::from(facts.item.wanted)),
        ("急件", Value::from(facts.item.urgent)),
        ("反映人", Value::from(texts(&authors))),
        ("反映单位", Value::from(texts(facts.all.units_of(facts.item)))),
        ("人数", Value::from(facts.sharers)),
        ("第几人", Value::from(facts.position)),
        ("联名", Value::from(facts.sharers > 1)),
        ("榜", Value::from(facts.board)),
        ("对象", text(facts.subject)),
        ("身份", traits(Trait::Role)),
        ("职务", traits(Trait::Rank)),
        ("界别", traits(Trait::Sector)),
        ("专委会", traits(Trait::Committee)),
        ("镇街", traits(Trait::Town)),
        ("党派", traits(Trait::Party)),
        ("信息小组", traits(Trait::Group)),
    ];
    Value::from(BTreeMap::from(entries))
}
