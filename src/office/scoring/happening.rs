//! What happened, as scoring sees it: narrow events without texts, people and units with what the roster says.
//! It never knows the ledger; it is filled from cases or from a file of hand-made events.

use super::points::Points;
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::Arc;

/// The office's words for what can happen.
pub const EVENTS: &[&str] = &[
    "登记",
    "编发",
    "报送",
    "采用",
    "批示",
    "答复",
    "落实",
    "未采用",
    "留存",
    "退稿",
    "优秀",
    "媒体",
    "约稿完成",
    "约稿未完成",
    "提案转来",
    "迟报",
    "差错",
    "失实",
    "抄袭",
];
/// Marks on a case that score: what no step and no feedback says.
pub const SCORED_MARKS: &[&str] = &["优秀", "约稿完成", "提案转来", "媒体", "迟报", "差错", "失实", "抄袭"];
/// The event of a person who did not answer a call: there is no case to carry it.
pub const UNMET: &str = "约稿未完成";
/// The event of a manual adjustment, which no rule matches.
pub const MANUAL: &str = "手工";

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

/// Several numbers that stand one behind the other in a pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Few {
    start: u32,
    count: u32,
}

/// What the roster says of a person, several of each: a person may sit in two committees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trait {
    /// 身份: 委员, 信息员.
    Role,
    /// 职务 in the organ: 主席, 常委.
    Rank,
    /// 界别.
    Sector,
    /// 专委会.
    Committee,
    /// 镇街.
    Town,
    /// 党派.
    Party,
    /// 信息小组.
    Group,
}

impl Trait {
    /// How many there are.
    pub const COUNT: usize = 7;

    /// Its place.
    pub fn index(self) -> usize {
        match self {
            Trait::Role => 0,
            Trait::Rank => 1,
            Trait::Sector => 2,
            Trait::Committee => 3,
            Trait::Town => 4,
            Trait::Party => 5,
            Trait::Group => 6,
        }
    }
}

/// An author, or a person of the roster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Author {
    /// The person: a key that tells two of one name apart.
    pub person: Word,
    /// What the roster says of the day.
    pub traits: [Vec<Word>; Trait::COUNT],
}

/// Who is counted though nothing may have happened.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// Who, with what is said of him.
    pub author: Author,
    /// Not ranked (不排名).
    pub unranked: bool,
    /// Points by his own count (自评).
    pub self_points: Option<Points>,
    /// First day in office.
    pub from: Option<NaiveDate>,
    /// Last day in office.
    pub to: Option<NaiveDate>,
}

/// A unit that is counted though nothing may have happened.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// Name.
    pub name: Word,
    /// Kind: 界别, 专委会, 镇街工委, 党派团体, 信息小组 …
    pub kind: Word,
    /// How many people it has (人数), where that is known.
    pub members: Option<u32>,
    /// Not ranked (不排名).
    pub unranked: bool,
    /// Points by its own count (自评).
    pub self_points: Option<Points>,
}

/// A paper from which a merged one (综合) was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its authors, as places in [`Happenings::authors`].
    pub authors: Vec<u32>,
    /// Its units.
    pub units: Vec<Word>,
}

/// A case, or whatever else several events belong to.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// 登记号, or another label.
    pub case: Text,
    /// Title, for the reader alone.
    pub title: Text,
    /// 期号, for the reader alone.
    pub issues: Text,
    /// Authors in their order, see [`Happenings::authors_of`].
    pub authors: Few,
    /// Units in whose name it came, see [`Happenings::units_of`].
    pub units: Few,
    /// The papers it was made of (综合).
    pub sources: Box<[Source]>,
    /// Form (单篇, 综合), for events that say none.
    pub form: Word,
    /// 类别.
    pub category: Word,
    /// 议题.
    pub topic: Word,
    /// It answers a call (约稿, 征集要点).
    pub wanted: bool,
    /// 急件.
    pub urgent: bool,
    /// Day of registration.
    pub received: Option<NaiveDate>,
    /// Day of sign-off.
    pub signed: Option<NaiveDate>,
}

/// One event of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Happening {
    /// Place in [`Happenings::items`].
    pub item: u32,
    /// 事项.
    pub event: Word,
    /// 单位 that adopted, instructed or answered.
    pub organ: Word,
    /// 级别.
    pub level: Word,
    /// 形式.
    pub form: Word,
    /// 领导.
    pub leader: Word,
    /// 刊物.
    pub publication: Word,
    /// 答复类别.
    pub grade: Word,
    /// 主要领导.
    pub chief: bool,
    /// 佐证: 批件 or 正式文稿 is there.
    pub evidence: bool,
    /// Day of the event.
    pub date: NaiveDate,
    /// The year that it counts in whatever its day (履职年度), or 0.
    pub year: i32,
}

/// Events. A million of them share a few thousand kinds (采用, 市政协, 单篇 …): each is held as its item, its day and
/// its kind.
#[derive(Clone, Debug, Default)]
pub struct EventTable {
    rows: Vec<(u32, u32, NaiveDate)>,
    kinds: Vec<Happening>,
    places: HashMap<Happening, u32>,
}

impl EventTable {
    /// One more event.
    pub fn push(&mut self, event: Happening) {
        let kind = Happening { item: 0, date: NaiveDate::default(), ..event };
        let next = place(self.kinds.len());
        let at = *self.places.entry(kind).or_insert(next);
        if at == next {
            self.kinds.push(kind);
        }
        self.rows.push((event.item, at, event.date));
    }

    /// The event at a place.
    pub fn get(&self, at: u32) -> Happening {
        self.whole(self.rows[usize::try_from(at).unwrap_or(usize::MAX)])
    }

    /// The item of the event at a place.
    pub(super) fn item_of(&self, at: u32) -> u32 {
        self.rows[usize::try_from(at).unwrap_or(usize::MAX)].0
    }

    /// Item and day of each.
    pub(super) fn items_and_days(&self) -> impl Iterator<Item = (u32, NaiveDate)> {
        self.rows.iter().map(|(item, _, date)| (*item, *date))
    }

    /// All in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = Happening> {
        self.rows.iter().map(|row| self.whole(*row))
    }

    /// Keeps those up to a day.
    pub fn keep_until(&mut self, day: NaiveDate) {
        self.rows.retain(|(_, _, date)| *date <= day);
    }

    fn whole(&self, (item, kind, date): (u32, u32, NaiveDate)) -> Happening {
        Happening { item, date, ..self.kinds[usize::try_from(kind).unwrap_or(usize::MAX)] }
    }
}

/// A manual adjustment (手工).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// Person or unit.
    pub name: Word,
    /// Points, signed.
    pub points: Points,
    /// Why.
    pub reason: String,
    /// Who decided it.
    pub by: String,
    /// The board it is for; without one every board on which the name stands.
    pub board: Word,
    /// Day.
    pub date: NaiveDate,
}

/// Everything that scores are made of.
#[derive(Clone, Debug, Default)]
pub struct Happenings {
    /// Texts of all the rest.
    pub words: Words,
    /// Labels, titles and numbers in publications.
    pub texts: Texts,
    author_pool: Vec<u32>,
    unit_pool: Vec<Word>,
    /// Different authors.
    pub authors: Vec<Author>,
    author_places: HashMap<Author, u32>,
    /// Cases.
    pub items: Vec<Item>,
    item_places: HashMap<String, u32>,
    /// Events.
    pub events: EventTable,
    /// Manual adjustments.
    pub adjustments: Vec<Adjustment>,
    /// The roster's people.
    pub people: Vec<Person>,
    /// The roster's units.
    pub units: Vec<Unit>,
}

impl Happenings {
    /// The place of an author; equal authors share one.
    pub fn author(&mut self, author: Author) -> u32 {
        if let Some(known) = self.author_places.get(&author) {
            return *known;
        }
        let place = place(self.authors.len());
        self.authors.push(author.clone());
        self.author_places.insert(author, place);
        place
    }

    /// The place of the item of a case, new when it is met for the first time; without a label always new.
    pub fn item(&mut self, case: &str) -> u32 {
        let case = case.trim();
        if let Some(known) = self.item_places.get(case) {
            return *known;
        }
        let new = self.new_item(case);
        if !case.is_empty() {
            self.item_places.insert(case.to_owned(), new);
        }
        new
    }

    /// The place of an item whose case nobody has named before.
    pub fn new_item(&mut self, case: &str) -> u32 {
        let case = self.texts.add(case);
        self.items.push(Item { case, ..Item::default() });
        place(self.items.len() - 1)
    }

    /// Gives an item its authors.
    pub fn set_authors(&mut self, item: u32, authors: &[u32]) {
        let few = Few { start: place(self.author_pool.len()), count: place(authors.len()) };
        self.author_pool.extend_from_slice(authors);
        if let Some(item) = self.item_mut(item) {
            item.authors = few;
        }
    }

    /// Gives an item its units.
    pub fn set_units(&mut self, item: u32, units: &[Word]) {
        let few = Few { start: place(self.unit_pool.len()), count: place(units.len()) };
        self.unit_pool.extend_from_slice(units);
        if let Some(item) = self.item_mut(item) {
            item.units = few;
        }
    }

    /// The authors of an item, as places in [`Happenings::authors`].
    pub fn authors_of(&self, item: &Item) -> &[u32] {
        few(&self.author_pool, item.authors)
    }

    /// The units of an item.
    pub fn units_of(&self, item: &Item) -> &[Word] {
        few(&self.unit_pool, item.units)
    }

    /// The item at a place, to be filled.
    pub fn item_mut(&mut self, place: u32) -> Option<&mut Item> {
        self.items.get_mut(usize::try_from(place).ok()?)
    }

    /// The item at a place.
    pub fn item_at(&self, place: u32) -> &Item {
        &self.items[usize::try_from(place).unwrap_or(usize::MAX)]
    }

    /// The author at a place.
    pub fn author_at(&self, place: u32) -> &Author {
        &self.authors[usize::try_from(place).unwrap_or(usize::MAX)]
    }
}

fn few<T>(pool: &[T], few: Few) -> &[T] {
    let at = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    pool.get(at(few.start)..at(few.start.saturating_add(few.count))).unwrap_or_default()
}

/// A place in a table of fewer than four thousand million.
pub(super) fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
