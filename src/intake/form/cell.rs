//! One cell that holds labels and text itself: 标题：… 反映人：… 情况反映：….
//! It never takes a sentence of the author's for a label.

use super::{Shape, read, shape};
use crate::document::{Block, Cell, Paragraph};
use crate::intake::entry::{Entry, says_something};
use crate::intake::grid::Grid;
use crate::intake::headings;
use crate::intake::labels::{Index, Key, Label, Whose};
use crate::intake::lines;
use crate::intake::signs::is_hint;
use crate::intake::text::{seen, trim};

/// The labels and text of one cell that holds both: 标题：… 反映人：… 情况反映：…. Where another cell holds the
/// suggestions (`parted`), a line 建议： in this one is the author's own.
pub(super) fn read_cell(cell: &Cell, index: &Index, place: &str, row: usize, parted: bool) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for block in &cell.blocks {
        match block {
            Block::Table(table) if shape(table, index) == Shape::Form => {
                entries.extend(read(Grid::new(table, index), index, &|_, _| place.to_owned()));
            }
            Block::Table(_) => add_text(&mut entries, block.clone(), place, row),
            Block::Paragraph(paragraph) => {
                for line in headings::lines_of(paragraph.clone()) {
                    read_line(line, index, place, row, parted, &mut entries);
                }
            }
        }
    }
    entries
}

fn read_line(
    line: Paragraph,
    index: &Index,
    place: &str,
    row: usize,
    parted: bool,
    entries: &mut Vec<Entry>,
) {
    let text = line.text();
    if is_hint(&text) || entries.last_mut().is_some_and(|last| last.add_option(&text)) {
        return;
    }
    let section = entries.last().map(|entry| entry.label.key).filter(|key| key.is_body());
    let in_text = section.is_some();
    // Below 正文： a line 建议： is the author's own, and so is a numbered heading anywhere.
    let own = (in_text && headings::numbered(&text) > 0) || section == Some(Key::Content);
    let again = |label: Label| {
        label.key == Key::Suggestion && (section == Some(Key::Suggestion) || (in_text && parted))
    };
    let pairs = lines::pairs(&text, index);
    let heads = pairs.first().map(|pair| pair.label).or_else(|| index.find(&text));
    if heads.is_some_and(|label| (own && label.key.is_body()) || again(label)) {
        add_text(entries, Block::Paragraph(line), place, row);
        return;
    }
    let Some(first) = pairs.first() else {
        match index.find(&text).filter(|label| label.key.is_body() && seen(&text) <= 16) {
            Some(label) => entries.push(Entry::text(label, trim(&text), Vec::new(), place.to_owned(), row)),
            None => add_text(entries, Block::Paragraph(line), place, row),
        }
        return;
    };
    // Inside the text only a short line of labels ends it; a sentence may begin with 来源：.
    if in_text
        && !first.label.key.is_body()
        && !(first.label.key.is_strong() && pairs.iter().all(|pair| seen(pair.value) <= 40))
    {
        add_text(entries, Block::Paragraph(line), place, row);
        return;
    }
    // 建议：一是… inside the text is the author's own word.
    if in_text && first.label.key.is_body() && !first.value.is_empty() && is_own_word(first.words) {
        add_text(entries, Block::Paragraph(line), place, row);
        return;
    }
    if first.label.key.is_body() {
        let label = first.label;
        let words = first.words.to_owned();
        let rest = headings::after_colon(line);
        let blocks = rest.into_iter().map(Block::Paragraph).collect();
        entries.push(Entry::text(label, &words, blocks, place.to_owned(), row));
        return;
    }
    entries.extend(
        pairs.iter().map(|pair| Entry::labelled(pair.label, pair.words, pair.value, place.to_owned(), row)),
    );
}

/// Whether a word in front of a colon is so plain that authors begin sentences with it: 建议, 对策, 原因.
pub fn is_own_word(words: &str) -> bool {
    seen(words) <= 2
}

/// Text goes to the section before it, or fills the label that had no value yet.
fn add_text(entries: &mut Vec<Entry>, block: Block, place: &str, row: usize) {
    if !says_something(&block) {
        return;
    }
    match entries.last_mut() {
        Some(last) if last.label.key.is_body() => last.blocks.push(block),
        Some(last) if last.value.is_empty() => {
            if let Block::Paragraph(paragraph) = &block {
                trim(&paragraph.text()).clone_into(&mut last.value);
            }
        }
        _ => {
            let label = Label { key: Key::Content, whose: Whose::Unsaid };
            entries.push(Entry::text(label, "", vec![block], place.to_owned(), row));
        }
    }
}
