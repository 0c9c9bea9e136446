//! Papers written as letters: title by its look, bylines under it, text, signature and date at the end.
//! It never splits a document into papers, and never reads tables.

use super::assemble::only_people;
use super::dates;
use super::entry::Entry;
use super::headings;
use super::labels::{Index, Key};
use super::lines::{self, Pair};
use super::signs::{
    is_form_heading, is_hint, is_masthead, is_office_name, is_separator, is_transmittal, is_urgent_mark,
};
use super::text::{blank, closed_up, ends_sentence, runs_on, seen, trim, unbracketed};
use super::{byline, filename, names, sections, tail, title};
use crate::document::{Align, Block, Paragraph};
use std::cell::Cell;

/// A block of a letter with its text and number.
#[derive(Clone)]
pub struct Line<'a> {
    /// The block: a paragraph that says something, or a table of the text.
    pub block: &'a Block,
    /// Its text without blanks at the ends; empty for a table.
    pub text: String,
    /// Its number among the document's paragraphs, from 1.
    pub number: usize,
    /// It goes on in the paragraph of the line before it, after a soft break.
    pub continued: bool,
    /// It is the first on its page, by its own break or by a blank paragraph with one before it.
    pub new_page: bool,
    /// How many of its characters can be seen.
    pub seen: usize,
    /// Somebody asked for its labels, and there are none.
    unlabelled: Cell<bool>,
}

impl<'a> Line<'a> {
    /// The line of a block.
    pub fn new(block: &'a Block, number: usize) -> Self {
        let text = match block {
            Block::Paragraph(paragraph) => closed_up(&paragraph.shown()),
            Block::Table(_) => String::new(),
        };
        let new_page = matches!(block, Block::Paragraph(paragraph) if paragraph.look.new_page);
        let seen = seen(&text);
        Line { block, text, number, continued: false, new_page, seen, unlabelled: Cell::new(false) }
    }

    /// The labels and values of the line. Every step of reading asks for them, and most lines have none.
    pub fn pairs(&self, index: &Index) -> Vec<Pair<'_>> {
        if self.unlabelled.get() {
            return Vec::new();
        }
        let pairs = lines::pairs(&self.text, index);
        self.unlabelled.set(pairs.is_empty());
        pairs
    }

    /// The labels and values of the line, brackets round all of it taken off.
    pub fn bare_pairs(&self, index: &Index) -> Vec<Pair<'_>> {
        let bare = unbracketed(&self.text);
        if bare.len() == self.text.len() { self.pairs(index) } else { lines::pairs(bare, index) }
    }

    /// The paragraph, unless it is a table.
    pub fn paragraph(&self) -> Option<&'a Paragraph> {
        match self.block {
            Block::Paragraph(paragraph) => Some(paragraph),
            Block::Table(_) => None,
        }
    }

    /// Where it stands.
    pub fn place(&self) -> String {
        format!("第{}段", self.number)
    }

    /// Whether it stands away from the left edge, as bylines and signatures do.
    pub fn is_set_off(&self) -> bool {
        let Some(paragraph) = self.paragraph() else { return false };
        paragraph.look.align != Align::Start
            || paragraph
                .text()
                .chars()
                .take_while(|c| blank(*c))
                .map(|c| if c == '\u{3000}' || c == '\t' { 2 } else { 1 })
                .sum::<usize>()
                >= 12
    }

    /// Whether it is a short line without the marks of a sentence.
    pub fn is_short(&self, longest: usize) -> bool {
        (1..=longest).contains(&self.seen) && !ends_sentence(&self.text) && !runs_on(&self.text)
    }

    /// Whether it is a short line that may be a question or a call, as titles are.
    pub fn is_short_title(&self, longest: usize) -> bool {
        self.is_short(longest)
            || (self.text.ends_with(['？', '?', '！', '!']) && self.seen <= longest && !runs_on(&self.text))
    }

    /// Whether it can be a byline: several people are often parted by semicolons.
    pub fn may_name_people(&self) -> bool {
        self.is_short(60)
            || (self.text.contains('；')
                && self.seen <= 100
                && !ends_sentence(&self.text)
                && !self.text.contains(['。', '！', '？']))
    }
}

/// What a letter says.
#[derive(Default)]
pub struct Letter {
    /// Title, people, date, destinations, in reading order.
    pub entries: Vec<Entry>,
    /// The text.
    pub body: Vec<Block>,
}

/// What a form in the same document holds already, so that the lines beside it are not asked for it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside {
    /// The title.
    pub title: bool,
    /// Authors or the unit.
    pub people: bool,
    /// The text.
    pub text: bool,
}

/// Reads a letter.
pub fn read(lines: &[Line<'_>], index: &Index, beside: Beside) -> Letter {
    let mut letter = Letter::default();
    let start = head(lines, index, beside, &mut letter);
    let mut tail_entries = Vec::new();
    let end = tail::read(&lines[start..], index, &letter, beside, &mut tail_entries) + start;
    let by_label = letter
        .entries
        .iter()
        .any(|entry| matches!(entry.label.key, Key::Title | Key::MaybeTitle) && !entry.words.is_empty());
    letter.body = sections::body(&lines[start..end], index, by_label, &mut letter.entries);
    tail_entries.reverse();
    letter.entries.extend(tail_entries);
    if !beside.people {
        settle_sectors(&mut letter.entries);
        settle_office(&mut letter.entries);
    }
    letter
}

/// 教育界 alone is whose paper it is, unless a byline or signature names a person of it.
fn settle_sectors(entries: &mut [Entry]) {
    let personal = entries
        .iter()
        .any(|entry| entry.label.key.is_person() && entry.words.is_empty() && !entry.value.is_empty());
    let united = entries.iter().any(|entry| entry.label.key == Key::Unit && !entry.value.is_empty());
    if personal || united {
        return;
    }
    if let Some(sector) =
        entries.iter_mut().find(|entry| entry.label.key == Key::Sector && entry.words.is_empty())
    {
        sector.label.key = Key::Unit;
    }
}

/// The office's own name printed above a form whose labels name the author is not in whose name the paper comes.
fn settle_office(entries: &mut [Entry]) {
    let labelled =
        |entry: &Entry| entry.label.key.is_person() && !entry.words.is_empty() && !entry.value.is_empty();
    let first = entries.iter().position(labelled).unwrap_or_default();
    for entry in &mut entries[..first] {
        if entry.label.key == Key::Unit && entry.words.is_empty() && is_office_name(&entry.value) {
            entry.label.key = Key::Other;
        }
    }
}

/// Reads what stands above the text; returns where the text begins.
fn head(lines: &[Line<'_>], index: &Index, beside: Beside, letter: &mut Letter) -> usize {
    let titled = if beside.title { None } else { title::find(lines, index) };
    let labelled = if beside.title || titled.is_some() { None } else { title::labelled(lines, index) };
    let mut since_title = 0;
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        if let Some(range) = titled.clone().filter(|range| range.start == at) {
            let words: Vec<&str> = lines[range.clone()].iter().map(|line| line.text.as_str()).collect();
            let words = words.join("\n");
            let words = if title::is_numbered_title(line, lines.get(range.end), index) {
                headings::without_number(&words)
            } else {
                &words
            };
            letter.entries.push(Entry::found(Key::Title, words, line.place()));
            at = range.end;
            since_title = 1;
            continue;
        }
        if line.text.is_empty() {
            break;
        }
        if letter.entries.last_mut().is_some_and(|last| last.add_option(&line.text)) {
            at += 1;
            continue;
        }
        if let Some(next) = letter.entries.last().and_then(|last| next_of_list(last, line)) {
            letter.entries.push(next);
            at += 1;
            continue;
        }
        let before_title =
            titled.as_ref().map(|range| range.start).or(labelled).is_some_and(|start| at < start);
        let taken = head_line(lines, at, index, letter, before_title, since_title, beside.people);
        if taken == 0 {
            break;
        }
        since_title += usize::from(since_title > 0);
        at += taken;
    }
    at
}

/// Whether an entry names a person or unit, and does not only tell what somebody is who is named below.
fn names_someone(entry: &Entry) -> bool {
    let person = || !names::people(&entry.value, entry.trust).persons.is_empty();
    !entry.value.is_empty() && (entry.label.key == Key::Unit || (entry.label.key.is_person() && person()))
}

/// A further line of a numbered list of people that begins behind its label: 联名人：1.张三（某校校长）.
fn next_of_list(last: &Entry, line: &Line<'_>) -> Option<Entry> {
    let numbered = |text: &str| headings::without_number(text).len() < text.len();
    let listed = last.label.key.is_person() && numbered(&last.value) && numbered(&line.text);
    let people = || only_people(headings::without_number(&line.text));
    (listed && line.is_short(60) && people().is_some_and(|people| !people.persons.is_empty()))
        .then(|| Entry { value: line.text.clone(), place: line.place(), ..last.clone() })
}

/// Reads one line above the text; returns how many lines it took, 0 when the text begins here.
fn head_line(
    lines: &[Line<'_>],
    at: usize,
    index: &Index,
    letter: &mut Letter,
    before_title: bool,
    since_title: usize,
    formed: bool,
) -> usize {
    let line = &lines[at];
    let place = line.place();
    let bare = unbracketed(&line.text);
    let pairs = label_lines(line, index);
    if let Some(first) = pairs.first().map(|entry| entry.label) {
        // 备注：无 between the labels of a form is the form's; 注：… above a text is the author's.
        let labelled = letter.entries.last().is_some_and(|last| !last.words.is_empty());
        let remark = first.key == Key::Note && (!labelled || line.seen > 20);
        if first.key.is_body() || remark {
            return 0;
        }
        letter.entries.extend(pairs);
        return 1 + value_below(lines, at, index, letter);
    }
    let printed = masthead(line, before_title);
    if !printed.is_empty() {
        letter.entries.extend(printed);
    } else if is_urgent_mark(bare) {
        letter.entries.push(Entry::found(Key::Urgency, bare, place));
    } else if dates::is_date(bare) {
        letter.entries.push(Entry::found(Key::Date, bare, place));
    } else if is_salutation(&line.text)
        && (!before_title || lines.get(at + 1).is_some_and(|next| is_transmittal(&next.text)))
    {
        letter.entries.push(Entry::found(Key::Destination, &line.text, place));
    } else if before_title && is_transmittal(&line.text) {
        letter.entries.push(Entry::found(Key::Other, &line.text, place));
    } else if before_title {
        if !line.is_short(40) {
            return 0;
        }
        let named = byline::read(line, true, index);
        if named.is_empty() {
            letter.entries.push(Entry::found(Key::Other, &line.text, place));
        } else {
            letter.entries.extend(named);
        }
    } else if (since_title <= 4 && !formed) && (since_title > 0 || line.is_set_off()) {
        // Lines that name nobody may stand between: a date, 报送：区政协办公室.
        let near = since_title == 1 || (since_title > 0 && !letter.entries.iter().any(names_someone));
        let named = byline::read(line, near, index);
        if named.is_empty() {
            return 0;
        }
        letter.entries.extend(named);
    } else {
        return 0;
    }
    1
}

/// What the form's or the office's own print above the text says; nothing for any other line.
fn masthead(line: &Line<'_>, before_title: bool) -> Vec<Entry> {
    let (text, place) = (line.text.as_str(), line.place());
    if is_form_heading(text) || is_separator(text) || is_hint(text) {
        let mut entries = vec![Entry::found(Key::Other, text, place.clone())];
        // 紧急社情民意 heads the form and says how urgent it is.
        if is_masthead(text) && URGENT.iter().any(|mark| text.contains(mark)) {
            entries.push(Entry::found(Key::Urgency, text, place));
        }
        return entries;
    }
    if let Some((issue, date)) = dated_masthead(text) {
        return vec![Entry::found(Key::Other, issue, place.clone()), Entry::found(Key::Date, date, place)];
    }
    let Some(people) = filename::subject(text, &place).filter(|_| before_title) else { return Vec::new() };
    let mut entries = vec![Entry::found(Key::Other, text, place)];
    entries.extend(people);
    entries
}

/// Words in a masthead that say how urgent the paper is.
const URGENT: [&str; 5] = ["紧急", "急件", "特急", "加急", "急报"];

/// 2026年第8期　　2026年3月28日: the number of an issue and its day.
fn dated_masthead(text: &str) -> Option<(&str, &str)> {
    if !text.contains('期') {
        return None;
    }
    dates::split_trailing(text).filter(|(front, _)| is_masthead(front))
}

/// A label line whose value stands on the next line: 标题： and below it the title.
fn value_below(lines: &[Line<'_>], at: usize, index: &Index, letter: &mut Letter) -> usize {
    let Some(last) = letter.entries.last_mut() else { return 0 };
    let Some(next) = lines.get(at + 1) else { return 0 };
    let wanted = matches!(last.label.key, Key::Title | Key::Author | Key::Unit);
    if !wanted
        || !last.value.is_empty()
        || !next.is_short(60)
        || !next.pairs(index).is_empty()
        || headings::is_heading(&next.text)
    {
        return 0;
    }
    last.value.clone_from(&next.text);
    1
}

/// The labels of a line, brackets round the whole line taken off.
pub fn label_lines(line: &Line<'_>, index: &Index) -> Vec<Entry> {
    let mut entries = Vec::new();
    for part in line.text.lines() {
        let whole = part.len() == line.text.len();
        let pairs = if whole { line.bare_pairs(index) } else { lines::pairs(unbracketed(part), index) };
        if pairs.is_empty() && !entries.is_empty() && !trim(part).is_empty() {
            return Vec::new();
        }
        for pair in &pairs {
            let (value, date) = without_date(pair);
            entries.push(Entry::labelled(pair.label, pair.words, value, line.place(), 0));
            entries.extend(date.map(|date| Entry::found(Key::Date, date, line.place())));
        }
    }
    // 编辑：张三　电话：88110000 is the office's own telephone.
    let office = entries.iter().any(|entry| entry.label.key == Key::Other)
        && !entries.iter().any(|entry| entry.label.key.is_person() || entry.label.key == Key::Unit);
    for entry in entries.iter_mut().filter(|entry| office && entry.label.key == Key::Phone) {
        entry.label.key = Key::Other;
    }
    entries
}

/// The value of a person or unit without the date that stands at the far end of its line.
fn without_date<'a>(pair: &Pair<'a>) -> (&'a str, Option<&'a str>) {
    if !(pair.label.key.is_person() || matches!(pair.label.key, Key::Unit | Key::MaybeUnit)) {
        return (pair.value, None);
    }
    match dates::split_trailing(pair.value) {
        Some((front, date)) if !trim(front).is_empty() => (trim(front), Some(date)),
        _ => (pair.value, None),
    }
}

/// 区委、区政府：
fn is_salutation(text: &str) -> bool {
    let bare = trim(text);
    let Some(name) = bare.strip_suffix(['：', ':']) else { return false };
    let organ = ["委", "府", "协", "局", "办", "室", "厅", "处", "部", "会", "部门", "领导", "单位", "同志"]
        .iter()
        .any(|end| name.ends_with(end));
    organ && seen(name) <= 40 && !name.contains(['，', '。', '：']) && headings::numbered(name) == 0
}
