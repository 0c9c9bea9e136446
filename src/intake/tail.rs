//! What stands below the text of a letter: signatures, dates, lists of people, closing formulas.
//! It never reads the text itself.

use super::assemble::only_people;
use super::byline;
use super::dates;
use super::entry::Entry;
use super::labels::{Index, Key};
use super::letter::{Beside, Letter, Line, label_lines};
use super::signs::{is_closing, is_hint, is_rule};
use super::text::{bracketed, seen, unbracketed};

/// Reads what stands below the text, from the end upwards; returns where the text ends.
pub fn read(
    lines: &[Line<'_>],
    index: &Index,
    letter: &Letter,
    beside: Beside,
    entries: &mut Vec<Entry>,
) -> usize {
    let signed = letter.entries.iter().any(|entry| entry.label.key.is_person() && !entry.value.is_empty());
    let named = beside.people || letter.entries.iter().any(|entry| entry.label.key == Key::Unit) || signed;
    let mut end = lines.len();
    if let Some((start, list)) = listed(lines, index) {
        entries.extend(list.into_iter().rev());
        end = start;
    }
    while end > 0 {
        let line = &lines[end - 1];
        // A unit alone at the left edge is a signature only where nobody else is named.
        let alone = !named && entries.is_empty() && byline::stands_for_unit(&line.text);
        let Some(mut found) = tail_line(line, index, !entries.is_empty() || alone, signed) else { break };
        found.reverse();
        entries.extend(found);
        end -= 1;
    }
    end
}

/// A list of people at the end under a label of its own: 联名委员： and a line for each. Its first line, and
/// what it says in reading order.
fn listed(lines: &[Line<'_>], index: &Index) -> Option<(usize, Vec<Entry>)> {
    let from = lines.len().saturating_sub(LONGEST_LIST);
    let (at, label) = (from..lines.len()).rev().find_map(|at| {
        let labels = label_lines(&lines[at], index);
        let [label] = labels.as_slice() else { return None };
        (label.label.key.is_person() && label.value.is_empty()).then(|| (at, label.clone()))
    })?;
    let mut entries = Vec::new();
    for line in &lines[at + 1..] {
        if dates::is_date(&line.text) {
            entries.push(Entry::found(Key::Date, &line.text, line.place()));
            continue;
        }
        if !line.is_short(60) || only_people(&line.text)?.persons.is_empty() {
            return None;
        }
        entries.push(Entry { value: line.text.clone(), place: line.place(), ..label.clone() });
    }
    (!entries.is_empty()).then_some((at, entries))
}

/// How many lines from the end a list of people may begin.
const LONGEST_LIST: usize = 12;

/// The entries of a line below the text; `None` when it is text.
fn tail_line(line: &Line<'_>, index: &Index, below: bool, signed: bool) -> Option<Vec<Entry>> {
    if line.text.is_empty() {
        return None;
    }
    let bare = unbracketed(&line.text);
    if is_closing(&line.text) || is_rule(&line.text) {
        return Some(Vec::new());
    }
    if is_hint(&line.text) {
        return Some(vec![Entry::found(Key::Note, &line.text, line.place())]);
    }
    let bare =
        ["写于", "撰于", "成稿于", "作于"].iter().find_map(|front| bare.strip_prefix(front)).unwrap_or(bare);
    if dates::is_date(bare) && seen(bare) <= 24 {
        return Some(vec![Entry::found(Key::Date, bare, line.place())]);
    }
    let labels = label_lines(line, index);
    if let Some(first) = labels.first() {
        // 注：张三，区政协委员，某校教师 tells of the authors.
        if first.label.key == Key::Note
            && labels.len() == 1
            && only_people(first.value.trim_end_matches('。'))
                .is_some_and(|people| !people.persons.is_empty())
        {
            let told = first.value.trim_end_matches('。');
            return Some(vec![Entry::found(Key::Author, told, line.place())]);
        }
        let meta = !labels.iter().any(|entry| entry.label.key.is_body() || entry.label.key == Key::Title);
        let remark = first.label.key == Key::Note && line.seen > 20;
        let long = line.seen > 120 && first.label.key != Key::Attachment;
        return (meta && !remark && !long).then_some(labels);
    }
    let signature = byline::read(line, below, index);
    let only_unit = signature.iter().all(|entry| entry.label.key == Key::Unit);
    let plain = !line.is_set_off() && !bracketed(&line.text) && !below;
    let doubtful =
        (plain && (only_unit || signed)) || line.seen > if bracketed(&line.text) { 80 } else { 40 };
    (!signature.is_empty() && !doubtful).then_some(signature)
}
