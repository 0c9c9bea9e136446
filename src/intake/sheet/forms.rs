//! Forms laid out in the cells of a sheet: label left, value right, one form below the other.
//! It never looks for forms in a sheet that is longer than a form can be.

use super::cells::reference;
use super::table::to_table;
use crate::document::Sheet;
use crate::intake::assemble::Draft;
use crate::intake::form;
use crate::intake::grid::Grid;
use crate::intake::labels::{Index, Key};
use crate::intake::several;

/// Rows of a sheet that may hold a single form; a longer sheet is a list.
pub(super) const LONGEST_FORM: usize = 300;

/// Forms laid out in cells: label left, value right.
pub(super) fn forms(sheet: &Sheet, index: &Index) -> Vec<Draft> {
    if sheet.rows.len() > LONGEST_FORM {
        return Vec::new();
    }
    let table = to_table(sheet);
    let grid = Grid::new(&table, index);
    if !matches!(form::shape_of(&grid, index), form::Shape::Form | form::Shape::Doubtful) {
        return Vec::new();
    }
    let first = sheet.rows.first().map_or(1, |row| row.number);
    let place = |row: usize, column: usize| {
        let number = first.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
        format!("{}!{}", sheet.name, reference(number, u32::try_from(column).unwrap_or(u32::MAX)))
    };
    let entries = form::read(grid, index, &place);
    let told = entries
        .iter()
        .filter(|entry| !entry.is_empty())
        .any(|entry| entry.label.key == Key::Title || entry.label.key.is_body());
    if !told {
        return Vec::new();
    }
    let forms = several::split_form(entries).into_iter().enumerate();
    forms
        .map(|(number, entries)| {
            let below = entries.iter().find_map(|entry| row_of(&entry.place)).filter(|_| number > 0);
            let place = format!("{}!{}", sheet.name, below.unwrap_or(first));
            Draft { entries, place, ..Draft::default() }
        })
        .collect()
}

/// The row of a place as `来稿表!B8`.
fn row_of(place: &str) -> Option<u32> {
    let (_, cell) = place.rsplit_once('!')?;
    cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()
}
