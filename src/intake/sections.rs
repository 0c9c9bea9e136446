//! The text of a letter without the form's own labels in it: 情况反映：, 意见建议：.
//! It never drops a word that the author may have chosen.

use super::entry::Entry;
use super::form::is_own_word;
use super::headings;
use super::labels::{Index, Key, Label, Whose};
use super::letter::Line;
use super::signs::{is_hint, is_rule};
use super::text::{dense, seen, trim, unbracketed};
use crate::document::Block;

/// The text's blocks. Where the title stood under a label (`formed`), the first label of the text tells whose
/// the others are: below 正文： all are the author's; below 情况反映： they are the form's, as far as one
/// 意见建议： goes.
pub fn body(lines: &[Line<'_>], index: &Index, formed: bool, entries: &mut Vec<Entry>) -> Vec<Block> {
    // 正文 alone above the text is a form's, whatever stood in the form.
    let plain = |at: usize, line: &Line<'_>| {
        at == 0 && matches!(dense(unbracketed(words_of(line))).as_str(), "正文" | "信息正文" | "内容")
    };
    let heads: Vec<Option<Key>> = (0..)
        .zip(lines)
        .map(|(at, line)| {
            heads_text(line, index).filter(|_| formed || plain(at, line)).map(|label| label.key)
        })
        .collect();
    let first = heads.iter().position(Option::is_some);
    let parted = first.is_some_and(|at| heads[at] == Some(Key::Situation));
    let suggestions = || (0..lines.len()).filter(|&at| heads[at] == Some(Key::Suggestion));
    let suggestion =
        suggestions().find(|&at| seen(words_of(&lines[at])) > 2).or_else(|| suggestions().next());
    let mut blocks = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        if is_hint(&line.text) || is_rule(&line.text) {
            continue;
        }
        let of_form = match heads[at] {
            Some(Key::Suggestion) => parted && suggestion == Some(at),
            Some(Key::Situation) => parted,
            Some(_) => parted || first == Some(at),
            None => false,
        };
        blocks.extend(if of_form { without_label(line, entries) } else { Some(line.block.clone()) });
    }
    blocks
}

/// The label of a line that heads a part of the text, alone or with the text behind it.
fn heads_text(line: &Line<'_>, index: &Index) -> Option<Label> {
    if line.text.is_empty() || headings::numbered(&line.text) > 0 {
        return None;
    }
    let pairs = line.pairs(index);
    match pairs.first() {
        Some(pair) => Some(pair.label).filter(|label| label.key.is_body()),
        None if line.seen <= 12 => index.find(&line.text).filter(|label| label.key.is_body()),
        None => None,
    }
}

fn words_of<'a>(line: &'a Line<'_>) -> &'a str {
    trim(line.text.split(['：', ':']).next().unwrap_or_default())
}

/// The text of a line behind its label, which is kept as a field.
fn without_label(line: &Line<'_>, entries: &mut Vec<Entry>) -> Option<Block> {
    let words = words_of(line);
    let runs = seen(words) + 1 < line.seen;
    if runs && is_own_word(words) && !matches!(dense(words).as_str(), "正文" | "内容") {
        return Some(line.block.clone());
    }
    let label = Label { key: Key::Other, whose: Whose::Unsaid };
    entries.push(Entry::labelled(label, words, words, line.place(), 0));
    let paragraph = line.paragraph()?.clone();
    if runs { headings::after_colon(paragraph).map(Block::Paragraph) } else { None }
}
