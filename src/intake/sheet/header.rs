//! The header of a batch sheet, found by its labels: which row it is, and what each column means.
//! It never takes a row of values for a header, nor the rows of a form.

use super::cells::Cells;
use crate::document::SheetRow;
use crate::intake::labels::{Index, Key, Label, Whose};
use crate::intake::text::{dense, seen, trim};

/// How many rows from the top a header may stand.
const DEEPEST_HEADER: usize = 30;

/// Columns with what they mean, and where the header ends.
pub(super) struct Header {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) columns: Vec<Column>,
}

pub(super) struct Column {
    pub(super) number: u32,
    pub(super) label: Label,
    pub(super) words: String,
}

impl Header {
    /// The first row, or pair of rows, with two labels and more, a title or text among them.
    pub(super) fn find(cells: &Cells<'_>, index: &Index) -> Option<Header> {
        for at in 0..cells.sheet.rows.len().min(DEEPEST_HEADER) {
            if !is_label_row(&cells.sheet.rows[at], index, 1) {
                continue;
            }
            let under = at + 1;
            let double = cells.sheet.rows.get(under).is_some_and(|row| {
                is_label_row(row, index, 1)
                    && (goes_under(cells, at, under)
                        || (is_label_row(row, index, 2) && !alternates(&cells.sheet.rows[at], index)))
            });
            if double {
                let columns = columns(cells, at, under, index);
                if is_header(&columns) {
                    return Some(Header { first: at, last: under, columns });
                }
            }
            let columns = columns(cells, at, at, index);
            if is_header(&columns)
                && is_label_row(&cells.sheet.rows[at], index, 2)
                && !is_form_row(cells, at, index)
            {
                return Some(Header { first: at, last: at, columns });
            }
        }
        None
    }

    pub(super) fn has_text(&self) -> bool {
        self.columns.iter().any(|column| column.label.key.is_body())
    }

    /// Repeated at the head of a printed page.
    pub(super) fn repeats(&self, row: &SheetRow) -> bool {
        let same = row.cells.iter().filter(|cell| {
            self.columns
                .iter()
                .any(|column| column.number == cell.column && dense(&column.words) == dense(&cell.text))
        });
        same.count() >= 2
    }
}

/// Labels of at least this many and at least half of its cells, none of them long.
fn is_label_row(row: &SheetRow, index: &Index, least: usize) -> bool {
    let filled: Vec<&str> =
        row.cells.iter().map(|cell| trim(&cell.text)).filter(|text| !text.is_empty()).collect();
    if filled.iter().any(|text| seen(text) > 30) {
        return false;
    }
    let known = filled.iter().filter(|text| index.find(text).is_some()).count();
    known >= least && known * 2 >= filled.len()
}

/// Whether the second row fills what the first left open: under a wide cell, or beside tall ones.
fn goes_under(cells: &Cells<'_>, upper: usize, lower: usize) -> bool {
    let number = cells.sheet.rows[upper].number;
    cells.sheet.rows[lower].number == number + 1
        && cells.sheet.merges.iter().any(|area| {
            area.first_row <= number
                && number <= area.last_row
                && (area.first_column < area.last_column || area.last_row > number)
        })
}

/// A row of a form: label, value, label, value.
fn is_form_row(cells: &Cells<'_>, at: usize, index: &Index) -> bool {
    let below = cells.sheet.rows.get(at + 1);
    let label_below =
        below.and_then(|row| row.cells.first()).is_some_and(|cell| index.find(&cell.text).is_some());
    alternates(&cells.sheet.rows[at], index)
        || (label_below
            && below.is_some_and(|row| {
                row.cells.first().map(|cell| cell.column)
                    == cells.sheet.rows[at].cells.first().map(|cell| cell.column)
            }))
}

/// 报送单位 某单位 报送时间 某日: labels and values by turns.
fn alternates(row: &SheetRow, index: &Index) -> bool {
    let mut known = row.cells.iter().map(|cell| index.find(&cell.text).is_some()).enumerate();
    row.cells.len() >= 2 && known.all(|(place, known)| known == (place % 2 == 0))
}

fn columns(cells: &Cells<'_>, upper: usize, lower: usize, index: &Index) -> Vec<Column> {
    let (top, bottom) = (cells.sheet.rows[upper].number, cells.sheet.rows[lower].number);
    let mut columns = Vec::new();
    for column in 0..cells.width {
        let above = cells.text(top, column);
        let below = if upper == lower { "" } else { cells.own_text(bottom, column) };
        let words = if trim(below).is_empty() { above } else { below };
        if trim(words).is_empty() {
            continue;
        }
        let group = index.find(above).filter(|label| !trim(below).is_empty() && label.key.is_person());
        let found = index.find(words).or_else(|| index.find(above)).or_else(|| only_heads(words));
        let mut label = found.unwrap_or(Label { key: Key::Other, whose: Whose::Unsaid });
        if let Some(group) = group {
            label.key = match label.key {
                Key::Author => group.key,
                Key::MaybeUnit => Key::Workplace,
                other => other,
            };
            label.whose = if group.key == Key::Contact { Whose::Contact } else { label.whose };
        } else if dense(above).starts_with("联名") && label.key == Key::Author {
            label.key = Key::CoAuthor;
        }
        columns.push(Column { number: column, label, words: trim(words).to_owned() });
    }
    columns
}

/// Words that are labels only over a column, since they are values everywhere else.
fn only_heads(words: &str) -> Option<Label> {
    let key = match dense(words).as_str() {
        "委员" | "政协委员" | "报送者" | "来稿者" => Key::Author,
        "紧急" | "急件" | "加急" => Key::Urgency,
        _ => return None,
    };
    Some(Label { key, whose: Whose::Unsaid })
}

fn is_header(columns: &[Column]) -> bool {
    let known = columns.iter().filter(|column| column.label.key != Key::Other).count();
    let named = columns
        .iter()
        .any(|column| matches!(column.label.key, Key::Title | Key::MaybeTitle) || column.label.key.is_body());
    known >= 2 && named
}
