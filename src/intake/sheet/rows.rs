//! The papers of a batch sheet, row by row, with the rows that belong to the paper above them.
//! It never holds more than one paper at a time.

use super::above::{above_header, add_missing};
use super::cells::{Cells, reference};
use super::header::Header;
use super::left_out::{heads_block, is_no_paper};
use super::paragraphs;
use crate::document::{Sheet, SheetRow};
use crate::intake::assemble::Draft;
use crate::intake::dates;
use crate::intake::entry::Entry;
use crate::intake::labels::{Index, Key};
use crate::intake::text::trim;
use chrono::NaiveDate;

/// The papers of a batch, one after another: a sheet of a million rows is never a million papers at once.
pub struct Rows<'a> {
    cells: Cells<'a>,
    header: Header,
    above: Vec<Entry>,
    /// Number of the header's last row.
    after: u32,
    year: Option<i32>,
    below: std::slice::Iter<'a, SheetRow>,
    /// The paper that rows below may still belong to.
    open: Option<Draft>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(
        sheet: &'a Sheet,
        cells: Cells<'a>,
        header: Header,
        index: &Index,
        today: NaiveDate,
    ) -> Self {
        let year = sheet.rows[..header.first]
            .iter()
            .flat_map(|row| &row.cells)
            .find_map(|cell| dates::year_in(&cell.text, today))
            .or_else(|| dates::year_in(&sheet.name, today));
        let above = above_header(&cells, &header, index);
        let after = sheet.rows[header.last].number;
        let below = sheet.rows[header.last + 1..].iter();
        Rows { cells, header, above, after, year, below, open: None }
    }
}

impl Iterator for Rows<'_> {
    type Item = Draft;

    fn next(&mut self) -> Option<Draft> {
        while let Some(row) = self.below.next() {
            let next = self.below.as_slice().first();
            if is_no_paper(row, &self.header) || heads_block(row, next, &self.header) {
                continue;
            }
            let joint = joint_with_above(&self.cells, &self.header, row.number, self.after);
            let mut entries = entries(&self.cells, &self.header, row.number, self.after, joint);
            if !joint {
                add_missing(&mut entries, &self.above);
            }
            if let Some(last) = self.open.as_mut().filter(|_| joint) {
                last.entries.extend(entries);
                continue;
            }
            let draft = Draft {
                entries,
                place: format!("{}!{}", self.cells.sheet.name, row.number),
                textless: !self.header.has_text(),
                year: self.year,
                ..Draft::default()
            };
            if let Some(whole) = self.open.replace(draft) {
                return Some(whole);
            }
        }
        self.open.take()
    }
}

/// The title or the text of this row belongs to the row above: a joint paper over several rows.
fn joint_with_above(cells: &Cells<'_>, header: &Header, number: u32, after: u32) -> bool {
    header.columns.iter().any(|column| {
        (column.label.key == Key::Title || column.label.key.is_body())
            && cells.covering(number, column.number).is_some_and(|area| {
                area.first_row < number
                    && area.first_row > after
                    && !trim(cells.own_text(area.first_row, area.first_column)).is_empty()
            })
    })
}

fn entries(cells: &Cells<'_>, header: &Header, number: u32, after: u32, joint: bool) -> Vec<Entry> {
    let row_id = usize::try_from(number).unwrap_or(usize::MAX);
    let mut entries = Vec::new();
    for column in &header.columns {
        let key = column.label.key;
        let own = cells.own(number, column.number);
        let shared = cells
            .covering(number, column.number)
            .filter(|area| area.first_row < number && area.first_row > after);
        let source = match (own, shared) {
            (Some(cell), _) => Some((cell, number)),
            (None, Some(area)) if !joint => {
                cells.own(area.first_row, area.first_column).map(|cell| (cell, area.first_row))
            }
            _ => None,
        };
        let Some((cell, from)) = source.filter(|(cell, _)| !trim(&cell.text).is_empty()) else {
            // A blank cell still ends what is said of the person before it.
            if key.is_person() && !joint {
                entries.push(Entry::labelled(column.label, &column.words, "", String::new(), row_id));
            }
            continue;
        };
        let place = format!("{}!{}", cells.sheet.name, reference(from, column.number));
        let mut entry = if key.is_body() {
            Entry::text(column.label, &column.words, paragraphs(&cell.text), place, row_id)
        } else {
            Entry::labelled(column.label, &column.words, trim(&cell.text), place, row_id)
        };
        entry.date = cell.date.filter(|_| key == Key::Date);
        entries.push(entry);
    }
    entries
}
