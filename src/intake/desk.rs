//! The people of a form as they come up from top to bottom, each with the details that are his.
//! It never reads a label's words: it is given entries with their keys settled.

use super::entry::Entry;
use super::labels::{Key, Whose};
use super::names::{self, People, Trust};
use super::posts;
use super::sectors;
use super::text::{dense, fold, one_choice, says_no, seen, ticked, trim, undrawn};
use crate::office::paper::Author;
use std::collections::BTreeMap;

/// The people and the unit that entries name.
pub fn people(entries: &[Entry]) -> (Vec<Author>, Option<String>) {
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
    let kind = entries
        .iter()
        .filter(|entry| entry.label.key == Key::Kind)
        .find_map(|entry| one_choice(&entry.value));
    if let (Some(kind), Some(first)) = (kind, desk.authors.first_mut()) {
        first.kind = Some(kind);
    }
    (desk.authors, desk.unit.or(desk.unit_of_people).or(desk.kind_of_unit))
}

/// What is known while the form is read.
#[derive(Default)]
struct Desk {
    authors: Vec<Author>,
    unit: Option<String>,
    /// What was said of somebody who is named after it.
    about: Option<Author>,
    /// What was ticked where a unit was asked for.
    kind_of_unit: Option<String>,
    /// A unit that stood where a person was asked for.
    unit_of_people: Option<String>,
    /// The persons that the last label named; none after a blank one or a contact person.
    current: Vec<usize>,
    /// Details that came before their person, with their row.
    waiting: Vec<(Key, String, usize)>,
    seen_person: bool,
    /// The last label of a person asked for the contact person, whose telephone is no author's.
    contacted: bool,
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
        self.contacted = entry.label.key == Key::Contact;
        if self.contacted {
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
        if persons.is_empty() && about != Author::default() {
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
        let Some(first) = self.authors.first_mut() else {
            // A signature may say what he is above his name.
            self.about.get_or_insert(about);
            return;
        };
        add_what_is_missing(first, about);
        self.current = vec![0];
    }

    /// Adds a person, or finds the one of the same name.
    fn place(&mut self, person: Author) -> usize {
        if let Some(at) = self.authors.iter().position(|other| other.name == person.name) {
            add_what_is_missing(&mut self.authors[at], person);
            return at;
        }
        let mut person = person;
        if let Some(about) = self.about.take() {
            add_what_is_missing(&mut person, about);
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
        let named = !self.current.is_empty() || (!self.contacted && self.seen_person);
        let once = self.asked.get(&key) == Some(&1) && self.person_place != entry.place && named;
        if (entry.label.whose == Whose::Author || once)
            && !self.authors.is_empty()
            && !self.current.contains(&0)
        {
            let current = std::mem::replace(&mut self.current, vec![0]);
            self.give(key, &entry.value);
            self.current = current;
            return;
        }
        let reaching = matches!(key, Key::Phone | Key::Email | Key::Address);
        if self.current.is_empty() && self.contacted && reaching {
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
        let value = fold(without_seal(&entry.value));
        // （区政协文艺界委员） below names tells what those are.
        if entry.words.is_empty() && posts::is_standing(&value) && !self.authors.is_empty() {
            for author in self.authors.iter_mut().filter(|author| author.kind.is_none()) {
                author.kind = Some(value.clone());
            }
            return;
        }
        // 报送单位及联系人：某区政协　张三.
        let people =
            if value.contains(' ') { names::people(&value, Trust::Guessed) } else { People::default() };
        let value = match people.units.as_slice() {
            [unit] if people.unknown == 0 && !people.persons.is_empty() => unit.clone(),
            _ => value,
        };
        match ticked(&value) {
            // ☑民主党派 tells of what kind the unit is; its name may stand elsewhere.
            Some(options) => self.kind_of_unit = self.kind_of_unit.take().or(options.into_iter().next()),
            None => self.unit = self.unit.take().or(Some(value)),
        }
    }

    /// One detail for each of the people where as many are given, else for the first of them.
    fn give(&mut self, key: Key, words: &str) {
        let parts = shares(key, words, self.current.len());
        let placed = self.asked.contains_key(&Key::Workplace);
        for (at, part) in self.current.iter().zip(parts) {
            let author = &mut self.authors[*at];
            let part = without_name(&part, &author.name);
            // Where nothing asks for the workplace, 职务 often tells it as well.
            let whole = key == Key::Position
                && !placed
                && author.unit.is_none()
                && posts::tells_workplace(&fold(part));
            set_detail(author, if whole { Key::Workplace } else { key }, part);
        }
    }
}

/// Adds to a person what is said of him elsewhere; what is known stays.
fn add_what_is_missing(known: &mut Author, more: Author) {
    known.unit = known.unit.take().or(more.unit);
    known.position = known.position.take().or(more.position);
    known.kind = known.kind.take().or(more.kind);
    known.sector = known.sector.take().or(more.sector);
    known.phone = known.phone.take().or(more.phone);
}

/// The words cut into as many shares as there are people; one share when they do not come out even.
fn shares(key: Key, words: &str, people: usize) -> Vec<String> {
    if people > 1 && !(key == Key::Sector && sectors::is_compound(words)) {
        let marks: &[&[char]] = if key == Key::Position || key == Key::Workplace {
            &[&['\n'], &['；', ';'], &['、', '，', ',']]
        } else {
            &[&['\n'], &['；', ';', '、', '，', ',', '/'], &[' ', '\u{3000}']]
        };
        for mark in marks {
            let parts: Vec<String> = words
                .split(*mark)
                .map(without_marks)
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect();
            if parts.len() == people {
                return parts;
            }
        }
        // Blanks part workplaces only where each part is a unit with a post.
        let parts: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        if key == Key::Workplace
            && parts.len() == people
            && parts.iter().all(|part| posts::tells_workplace(&fold(part)))
        {
            return parts;
        }
    }
    vec![words.to_owned()]
}

/// A share without the mark that a list in lines often ends each line with.
fn without_marks(part: &str) -> &str {
    trim(trim(part).trim_matches(['、', '，', ',', '；', ';', '：', ':']))
}

/// A share that repeats whose it is: 张三，某校教师；李四，某局科长.
fn without_name<'a>(part: &'a str, name: &str) -> &'a str {
    part.strip_prefix(name)
        .filter(|rest| rest.starts_with(['，', ',', '：', ':']))
        .map_or(part, without_marks)
}

/// A unit without the word that shows where its seal goes: 某镇政协工委（盖章）.
fn without_seal(words: &str) -> &str {
    let bare = trim(words);
    let seal = ["盖章", "公章", "签章", "章"].iter().find_map(|seal| {
        let open = bare.trim_end_matches(['）', ')']).strip_suffix(seal)?;
        open.strip_suffix(['（', '('])
    });
    seal.map_or(bare, trim)
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
            let words = fold(words);
            let (words, phone) = before_phone(&words);
            author.phone = author.phone.take().or(phone.map(str::to_owned));
            let (unit, post) = posts::split(words);
            author.unit = author.unit.take().or(unit);
            author.position = author.position.take().or(post);
        }
        Key::Position => author.position = Some(fold(words)),
        Key::Sector => author.sector = one_choice(words),
        Key::Phone => author.phone = phone(words),
        _ => {}
    }
}

/// A workplace without the telephone behind it, where the form has no label for that: 某局局长 13800000001.
fn before_phone(words: &str) -> (&str, Option<&str>) {
    match words.rsplit_once(' ') {
        Some((place, phone)) if names::is_plainly_phone(phone) => (place, Some(phone)),
        _ => (words, None),
    }
}

/// Words without the date that the form leaves blank behind them: 13800000001　　年　月　日.
fn before_blank_date(words: &str) -> &str {
    let blank = words.ends_with('日').then(|| words.rfind('年')).flatten();
    match blank.filter(|&at| dense(&words[at..]) == "年月日") {
        Some(at) => undrawn(&words[..at]),
        None => words,
    }
}

/// The telephone under a label that asks how to reach somebody, without an e-mail beside it or a remark such as
/// （微信同号） behind it.
fn phone(words: &str) -> Option<String> {
    let folded = fold(words);
    let words = before_blank_date(&folded);
    let remark = words
        .strip_suffix(['）', ')'])
        .and_then(|front| front.rsplit_once(['（', '(']))
        .filter(|(front, inner)| !front.trim().is_empty() && !inner.chars().any(char::is_numeric));
    let words = remark.map_or(words, |(front, _)| trim(front));
    if !words.contains('@') {
        return Some(words.to_owned());
    }
    let numbers: Vec<&str> = words
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '／' | '、' | '，' | ',' | '；' | ';'))
        .filter(|part| !part.contains('@') && part.chars().any(char::is_numeric))
        .collect();
    (!numbers.is_empty()).then(|| numbers.join("、"))
}

/// Who someone is by the label that names him: 非委员联名人, 信息员. The label 委员姓名 says what the form is for,
/// and not who filled it in; the roster tells that.
fn kind_by_label(entry: &Entry) -> Option<String> {
    let words = dense(&entry.words);
    if entry.label.key == Key::Outsider || words.contains("非委员") {
        return Some("非委员".to_owned());
    }
    (words.ends_with("信息员") || words.ends_with("通讯员")).then_some(words)
}
