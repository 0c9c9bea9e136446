//! Collections whose papers have numbers for titles and end with who wrote them: 一、…, text, （反映人：张三）.
//! It never takes the headings of one paper for titles: above the first there is no title, and each ends signed.

use super::entry::Entry;
use super::headings;
use super::labels::{Index, Key};
use super::letter::Line;
use super::several::{Part, signs_off};
use super::signs::is_form_heading;
use super::text::{ends_sentence, runs_on};

/// Where such papers begin; nothing where the document is no such collection.
pub fn starts(parts: &[Part<'_>], index: &Index) -> Vec<usize> {
    let line = |at: usize| match &parts[at] {
        Part::Line(line) => Some(line),
        _ => None,
    };
    let top = (0..parts.len()).find(|&at| line(at).is_none_or(|line| !is_form_heading(&line.text)));
    let Some(top) = top.filter(|&at| line(at).is_some_and(is_numbered)) else { return Vec::new() };
    if !line(parts.len() - 1).is_some_and(|last| signs_off(last, index)) {
        return Vec::new();
    }
    let behind = |at: &usize| {
        line(*at).is_some_and(is_numbered) && line(at - 1).is_some_and(|above| signs_off(above, index))
    };
    std::iter::once(top).chain((top + 1..parts.len()).filter(behind)).collect()
}

/// Takes the title of one paper of such a collection out of its lines.
pub fn title(lines: &mut Vec<Line<'_>>, index: &Index) -> Option<Entry> {
    let at = lines.iter().position(|line| !is_form_heading(&line.text))?;
    if !is_numbered(&lines[at]) || !signs_off(lines.last()?, index) {
        return None;
    }
    let line = lines.remove(at);
    Some(Entry::found(Key::Title, headings::without_number(&line.text), line.place()))
}

fn is_numbered(line: &Line<'_>) -> bool {
    headings::numbered(&line.text) == 1
        && line.is_short(60)
        && !ends_sentence(&line.text)
        && !runs_on(&line.text)
}
