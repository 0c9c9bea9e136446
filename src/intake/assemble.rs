//! The pieces of a form or letter put together to one paper; doubtful labels are settled here.
//! It never looks at a document, and never drops words: what has no use is kept as a field.

use super::dates;
use super::entry::Entry;
use super::headings;
use super::labels::{Key, Whose};
use super::names::{self, People, Trust};
use super::posts;
use super::text::{dense, fold, says_no, says_yes, seen, ticked, trim};
use crate::document::Block;
use crate::office::paper::{Author, Field, Paper};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What was read for one paper.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Labels with values, in reading order.
    pub entries: Vec<Entry>,
    /// Text outside the form.
    pub body: Vec<Block>,
    /// Where the paper begins; empty for a whole document.
    pub place: String,
    /// Row of an old ledger without a column for text.
    pub textless: bool,
    /// The year that a sheet's title names, for dates without one.
    pub year: Option<i32>,
}

/// A date that is no day, with its place, for the warning.
pub type DateFault = (String, String);

/// The paper, and what is wrong with its date.
pub fn assemble(mut draft: Draft, today: NaiveDate) -> (Paper, Option<DateFault>) {
    settle_doubtful(&mut draft.entries);
    let mut paper = Paper { place: draft.place, textless: draft.textless, ..Paper::default() };
    let fault = set_date(&mut paper, &draft.entries, today, draft.year);
    set_people(&mut paper, &draft.entries);
    set_words(&mut paper, &draft.entries);
    paper.fields = draft.entries.iter().filter(|entry| !entry.is_empty()).map(field).collect();
    let mut body: Vec<Block> = Vec::new();
    for entry in draft.entries {
        if entry.label.key.is_body() {
            body.extend(entry.blocks);
        }
    }
    body.extend(draft.body);
    paper.body = headings::body(body);
    (paper, fault)
}

/// 名称 is a title where there is none; 类型 is who submitted or the topic by its value; 单位 is the author's
/// own where another unit submits, or where it is plainly a workplace.
fn settle_doubtful(entries: &mut [Entry]) {
    let has = |entries: &[Entry], key: Key| entries.iter().any(|entry| entry.label.key == key && !entry.value.is_empty());
    let (titled, united, placed, named) =
        (has(entries, Key::Title), has(entries, Key::Unit), has(entries, Key::Workplace), has(entries, Key::Author));
    for entry in entries {
        entry.label.key = match entry.label.key {
            Key::MaybeTitle if titled || seen(&entry.value) < 4 => Key::Other,
            Key::MaybeTitle => Key::Title,
            Key::MaybeKind if tells_who(&entry.value) => Key::Kind,
            Key::MaybeKind => Key::Category,
            Key::MaybeUnit if named && !placed && (united || is_workplace(&entry.value)) => Key::Workplace,
            Key::MaybeUnit => Key::Unit,
            other => other,
        };
    }
}

fn tells_who(value: &str) -> bool {
    let chosen = ticked(value).map_or_else(|| value.to_owned(), |options| options.join(" "));
    const WHO: &[&str] = &["委员", "党派", "专委会", "界别", "信息员", "工商联", "团体", "群众", "个人", "集体", "单位", "处室", "旗县", "镇街", "街道", "代表"];
    WHO.iter().any(|word| chosen.contains(word))
}

fn is_workplace(value: &str) -> bool {
    const ENDS: &[&str] = &["公司", "学校", "中学", "小学", "大学", "学院", "幼儿园", "医院", "卫生院", "事务所", "银行", "研究所", "研究院", "厂", "合作社", "集团", "酒店", "店", "电视台", "报社"];
    let bare = trim(value);
    posts::split(bare).1.is_some() || (ENDS.iter().any(|end| bare.ends_with(end)) && !posts::is_submitter(bare))
}

fn set_date(paper: &mut Paper, entries: &[Entry], today: NaiveDate, year: Option<i32>) -> Option<DateFault> {
    let term = entries.iter().filter(|entry| entry.label.key == Key::Term).find_map(|entry| dates::year_in(&entry.value, today));
    let year = year.or(term);
    let mut fault = None;
    let mut ordered: Vec<&Entry> = entries.iter().filter(|entry| entry.label.key == Key::Date && !says_no(&entry.value)).collect();
    ordered.sort_by_key(|entry| entry.words.is_empty());
    for entry in ordered {
        if is_blank_date(&entry.value) {
            continue;
        }
        let dated = match entry.date {
            Some(date) => dates::read(&date.to_string(), today, year),
            None => dates::read(&entry.value, today, year),
        };
        if dated.date.is_some() || paper.date_written.is_none() {
            paper.date = dated.date;
            paper.date_written = Some(entry.value.clone());
            fault = dated.fault.map(|why| (why, entry.place.clone()));
        }
        if paper.date.is_some() {
            break;
        }
    }
    fault
}

/// `　　年　月　日` left blank on the form.
fn is_blank_date(value: &str) -> bool {
    matches!(dense(value).trim_matches(['_', '＿']), "年月日" | "月日" | "" | "20年月日")
}

fn set_people(paper: &mut Paper, entries: &[Entry]) {
    let mut desk = Desk::default();
    for entry in entries.iter().filter(|entry| entry.label.key.is_of_person()) {
        *desk.asked.entry(entry.label.key).or_default() += 1;
    }
    for entry in entries {
        let key = entry.label.key;
        if key.is_person() {
            desk.person(entry);
        } else if key.is_of_person() {
            desk.detail(entry);
        } else if key == Key::Unit && !says_no(&entry.value) {
            desk.unit(entry);
        }
    }
    let kind = entries.iter().filter(|entry| entry.label.key == Key::Kind).find_map(|entry| one_choice(&entry.value));
    if let (Some(kind), Some(first)) = (kind, desk.authors.first_mut()) {
        first.kind = Some(kind);
    }
    paper.unit = desk.unit.or(desk.unit_of_people);
    paper.authors = desk.authors;
}

/// People as they come up while the form is read from top to bottom.
#[derive(Default)]
struct Desk {
    authors: Vec<Author>,
    unit: Option<String>,
    /// A unit that stood where a person was asked for.
    unit_of_people: Option<String>,
    /// The persons that the last label named; none after a blank one or a contact person.
    current: Vec<usize>,
    /// Details that came before their person, with their row.
    waiting: Vec<(Key, String, usize)>,
    seen_person: bool,
    /// Where the last label of a person stood.
    person_place: String,
    /// How often the form asks for each detail.
    asked: BTreeMap<Key, usize>,
}

impl Desk {
    fn person(&mut self, entry: &Entry) {
        self.current.clear();
        self.seen_person = true;
        self.person_place.clone_from(&entry.place);
        if entry.label.key == Key::Contact {
            self.waiting.clear();
            return;
        }
        let value = entry.value.as_str();
        // A text that slipped under a person's label is nobody's name.
        if says_no(value) || (seen(value) > 60 && value.contains('。')) {
            return;
        }
        let People { persons, units, about, .. } = names::people(value, entry.trust);
        let kind = kind_by_label(entry);
        if persons.is_empty() {
            self.about_first(about);
        }
        for mut person in persons {
            if person.kind.is_none() {
                person.kind.clone_from(&kind);
            }
            let at = self.place(person);
            self.current.push(at);
        }
        if let Some(unit) = units.into_iter().next() {
            self.unit_of_people.get_or_insert(unit);
        }
        for (key, words, row) in std::mem::take(&mut self.waiting) {
            if row == 0 || row == entry.row || self.authors.len() <= self.current.len() {
                self.give(key, &words);
            }
        }
    }

    /// 作者系区政协委员: said of the first author.
    fn about_first(&mut self, about: Author) {
        let Some(first) = self.authors.first_mut() else { return };
        first.unit = first.unit.take().or(about.unit);
        first.position = first.position.take().or(about.position);
        first.kind = first.kind.take().or(about.kind);
        first.sector = first.sector.take().or(about.sector);
        first.phone = first.phone.take().or(about.phone);
    }

    /// Adds a person, or finds the one of the same name.
    fn place(&mut self, person: Author) -> usize {
        if let Some(at) = self.authors.iter().position(|other| other.name == person.name) {
            let known = &mut self.authors[at];
            known.unit = known.unit.take().or(person.unit);
            known.position = known.position.take().or(person.position);
            known.kind = known.kind.take().or(person.kind);
            known.sector = known.sector.take().or(person.sector);
            known.phone = known.phone.take().or(person.phone);
            return at;
        }
        self.authors.push(person);
        self.authors.len() - 1
    }

    fn detail(&mut self, entry: &Entry) {
        let key = entry.label.key;
        if says_no(&entry.value) || entry.label.whose == Whose::Contact {
            return;
        }
        // A detail asked for once, and not beside the co-authors, is the first author's.
        let once = self.asked.get(&key) == Some(&1) && self.person_place != entry.place && !self.current.is_empty();
        if (entry.label.whose == Whose::Author || once) && !self.authors.is_empty() && !self.current.contains(&0) {
            let current = std::mem::replace(&mut self.current, vec![0]);
            self.give(key, &entry.value);
            self.current = current;
            return;
        }
        if self.current.is_empty() {
            if !self.seen_person || entry.row > 0 {
                self.waiting.push((key, entry.value.clone(), entry.row));
            }
        } else if self.current.first().is_some_and(|&at| has_detail(&self.authors[at], key)) {
            self.waiting.push((key, entry.value.clone(), entry.row.max(1)));
        } else {
            self.give(key, &entry.value);
        }
    }

    fn unit(&mut self, entry: &Entry) {
        let value = fold(trim(&entry.value));
        let chosen = ticked(&value).map_or(Some(value), |options| options.into_iter().next());
        if self.unit.is_none() {
            self.unit = chosen;
        }
    }

    /// One detail for each of the people where as many are given, else for the first of them.
    fn give(&mut self, key: Key, words: &str) {
        let parts = shares(key, words, self.current.len());
        for (at, part) in self.current.iter().zip(parts) {
            set_detail(&mut self.authors[*at], key, &part);
        }
    }
}

/// The words cut into as many shares as there are people; one share when they do not come out even.
fn shares(key: Key, words: &str, people: usize) -> Vec<String> {
    if people > 1 {
        let marks: &[&[char]] = if key == Key::Position || key == Key::Workplace {
            &[&['\n'], &['；', ';'], &['、', '，', ',']]
        } else {
            &[&['\n'], &['；', ';', '、', '，', ',', '/'], &[' ', '\u{3000}']]
        };
        for mark in marks {
            let parts: Vec<String> = words.split(*mark).map(trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
            if parts.len() == people {
                return parts;
            }
        }
    }
    vec![words.to_owned()]
}

fn has_detail(author: &Author, key: Key) -> bool {
    match key {
        Key::Workplace => author.unit.is_some(),
        Key::Position => author.position.is_some(),
        Key::Sector => author.sector.is_some(),
        Key::Phone => author.phone.is_some(),
        _ => false,
    }
}

fn set_detail(author: &mut Author, key: Key, words: &str) {
    let words = trim(words);
    match key {
        Key::Workplace => {
            let (unit, post) = posts::split(&fold(words));
            author.unit = author.unit.take().or(unit);
            author.position = author.position.take().or(post);
        }
        Key::Position => author.position = Some(fold(words)),
        Key::Sector => author.sector = one_choice(words),
        Key::Phone => author.phone = Some(fold(words)),
        _ => {}
    }
}

/// Who someone is by the label that names him: 非委员联名人. The label 委员姓名 says what the form is for, and
/// not who filled it in; the roster tells that.
fn kind_by_label(entry: &Entry) -> Option<String> {
    let outside = entry.label.key == Key::Outsider || dense(&entry.words).contains("非委员");
    outside.then(|| "非委员".to_owned())
}

/// The first ticked option, or the words.
fn one_choice(value: &str) -> Option<String> {
    match ticked(value) {
        Some(options) => options.into_iter().next(),
        None => Some(fold(value)).filter(|words| !says_no(words)),
    }
}

fn set_words(paper: &mut Paper, entries: &[Entry]) {
    let mut titles = entries.iter().filter(|entry| entry.label.key == Key::Title && !entry.value.is_empty());
    paper.title = titles.next().map(|entry| fold(&entry.value)).filter(|title| !title.is_empty());
    for entry in entries.iter().filter(|entry| !entry.value.is_empty()) {
        match entry.label.key {
            Key::Category if paper.category.is_none() => paper.category = choices(&entry.value),
            Key::Destination => add_destinations(&mut paper.destinations, &entry.value),
            Key::Urgency => paper.urgent |= is_urgent(&entry.words, &entry.value),
            Key::Continues if paper.continues.is_none() => {
                paper.continues = one_choice(&entry.value).filter(|words| !says_no(words) && !says_yes(words));
            }
            _ => {}
        }
    }
}

fn choices(value: &str) -> Option<String> {
    let words = ticked(value).map_or_else(|| fold(value), |options| options.join("、"));
    (!words.is_empty()).then_some(words)
}

fn add_destinations(destinations: &mut Vec<String>, value: &str) {
    let ticked = ticked(value);
    let chosen = ticked.unwrap_or_else(|| vec![value.to_owned()]);
    for words in chosen {
        for part in words.split(['、', '，', ',', '；', ';', '\n', '/', '。', ' ', '\u{3000}']).flat_map(organs) {
            let name = without_verb(trim(part));
            let name = name.trim_end_matches(['：', ':']);
            if !says_no(name) && !destinations.iter().any(|other| other == name) {
                destinations.push(name.to_owned());
            }
        }
    }
}

fn without_verb(words: &str) -> &str {
    ["报送", "转送", "呈送", "主送", "抄送", "报", "送"]
        .iter()
        .find_map(|verb| words.strip_prefix(verb).filter(|rest| seen(rest) >= 2))
        .unwrap_or(words)
}

/// 区教育局和区财政局 are two, 区住房和城乡建设局 is one.
fn organs(words: &str) -> Vec<&str> {
    let organ = |text: &str| ["局", "委", "办", "府", "协", "部", "院", "会", "镇", "街道", "中心", "部门", "公司"].iter().any(|end| trim(text).ends_with(end));
    for (at, c) in words.char_indices().filter(|(_, c)| matches!(c, '和' | '及' | '与')) {
        let (left, right) = (&words[..at], &words[at + c.len_utf8()..]);
        if organ(left) && organ(right) && seen(left) >= 2 {
            let mut both = vec![left];
            both.extend(organs(right));
            return both;
        }
    }
    vec![words]
}

fn is_urgent(label: &str, value: &str) -> bool {
    let chosen = match ticked(value) {
        Some(options) if !options.is_empty() => options.join(" "),
        Some(_) => return dense(value) == "√" || dense(value) == "☑" || dense(value) == "■" || dense(value) == "✓" || dense(value) == "✔" || dense(value) == "（√）" || dense(value) == "(√)",
        None => value.to_owned(),
    };
    let words = dense(&chosen);
    if ["不急", "一般", "普通", "平件", "常规", "非急", "非紧急", "不紧急", "缓"].iter().any(|calm| words.contains(calm)) || says_no(&words) {
        return false;
    }
    words.contains('急') || (says_yes(&words) && dense(label).contains('急')) || words.contains("特提")
}

fn field(entry: &Entry) -> Field {
    let value = if entry.label.key.is_body() { opening(entry) } else { entry.value.clone() };
    Field { name: entry.label.key.name().to_owned(), label: entry.words.trim_end_matches(['：', ':']).to_owned(), value, place: entry.place.clone() }
}

/// The first words of a text, so that the field shows what it was without holding the body twice.
fn opening(entry: &Entry) -> String {
    let first = entry.blocks.iter().find_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.shown()).filter(|text| !trim(text).is_empty()),
        Block::Table(_) => None,
    });
    let words = fold(&first.unwrap_or_default());
    let mut short: String = words.chars().take(20).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}

/// Whether the words are a byline with its branch: 民进示例区三支部：刘洋.
pub fn is_branch_and_people(words: &str) -> bool {
    words.split_once(['：', ':']).is_some_and(|(unit, people)| posts::is_unit(unit) && only_people(people).is_some())
}

/// Whether the words hold people and nothing else, so that a line without label may be a byline.
pub fn only_people(words: &str) -> Option<People> {
    let people = names::people(words, Trust::Guessed);
    (people.unknown == 0 && !(people.persons.is_empty() && people.units.is_empty())).then_some(people)
}
