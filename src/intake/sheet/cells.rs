//! A sheet's cells by row and column, merges resolved.
//! It never copies a cell.

use crate::document::{Area, Sheet, SheetCell};
use std::collections::HashMap;

/// Cells of a sheet for looking up.
pub struct Cells<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Columns in use, merges included.
    pub width: u32,
    rows: HashMap<u32, usize>,
    /// Merged areas by their rows. A sheet that declares thousands of areas would make each look-up slow.
    areas: HashMap<u32, Vec<Area>>,
}

/// Rows of one merge that are looked up; a taller merge is a column painted white.
const TALLEST: u32 = 500;

/// Columns that are read; Excel has 16,384, no batch sheet more than this.
const WIDEST: u32 = 256;

impl<'a> Cells<'a> {
    /// The cells of a sheet.
    pub fn new(sheet: &'a Sheet) -> Self {
        let rows = sheet.rows.iter().enumerate().map(|(at, row)| (row.number, at)).collect();
        let used = sheet
            .rows
            .iter()
            .filter_map(|row| row.cells.last())
            .map(|cell| cell.column + 1)
            .max()
            .unwrap_or(0);
        let mut areas: HashMap<u32, Vec<Area>> = HashMap::new();
        for area in sheet.merges.iter().filter(|area| area.last_row.saturating_sub(area.first_row) <= TALLEST)
        {
            for row in area.first_row..=area.last_row {
                areas.entry(row).or_default().push(*area);
            }
        }
        Cells { sheet, width: used.min(WIDEST), rows, areas }
    }

    /// The merged area that covers a cell.
    pub fn covering(&self, row: u32, column: u32) -> Option<&Area> {
        self.areas.get(&row)?.iter().find(|area| (area.first_column..=area.last_column).contains(&column))
    }

    /// The cell itself.
    pub fn own(&self, row: u32, column: u32) -> Option<&'a SheetCell> {
        let row = &self.sheet.rows[*self.rows.get(&row)?];
        let at = row.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
        Some(&row.cells[at])
    }

    /// The cell's own text, empty where there is none.
    pub fn own_text(&self, row: u32, column: u32) -> &'a str {
        self.own(row, column).map_or("", |cell| cell.text.as_str())
    }

    /// The text that is seen at a cell: of the merge that covers it, or its own.
    pub fn text(&self, row: u32, column: u32) -> &'a str {
        match self.covering(row, column) {
            Some(area) => self.own_text(area.first_row, area.first_column),
            None => self.own_text(row, column),
        }
    }
}

/// A cell's name as Excel shows it: `C5`.
pub fn reference(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &row.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_in_excel() {
        assert_eq!(reference(5, 2), "C5");
        assert_eq!(reference(1, 26), "AA1");
        assert_eq!(reference(1, 701), "ZZ1");
    }
}
