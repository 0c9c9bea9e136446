//! A table of a document as a sheet, and a sheet as such a table, each with its merges.
//! It never reads what the cells say.

use super::cells::Cells;
use super::forms::LONGEST_FORM;
use super::paragraphs;
use crate::document::{Area, Cell, Merge, Row, Sheet, SheetCell, SheetRow, Table};
use crate::intake::text::trim;

/// A table of a document as a sheet, its rows numbered from 1.
pub fn from_table(table: &Table, name: &str) -> Sheet {
    let mut sheet = Sheet { name: name.to_owned(), visible: true, ..Sheet::default() };
    let mut open: Vec<Area> = Vec::new();
    for (number, row) in (1_u32..).zip(&table.rows) {
        let mut cells = Vec::new();
        let mut column = 0_u32;
        for cell in &row.cells {
            let last_column = column + u32::from(cell.span.max(1)) - 1;
            let area = Area { first_row: number, first_column: column, last_row: number, last_column };
            if cell.merge == Merge::Continue {
                if let Some(above) = open
                    .iter_mut()
                    .rev()
                    .find(|above| above.first_column == column && above.last_row + 1 == number)
                {
                    above.last_row = number;
                }
            } else {
                if cell.merge == Merge::Start || cell.span > 1 {
                    open.push(area);
                }
                let text = cell.text();
                if !trim(&text).is_empty() {
                    cells.push(SheetCell { column, text, date: None, number: None });
                }
            }
            column = last_column + 1;
        }
        if !cells.is_empty() {
            sheet.rows.push(SheetRow { number, cells });
        }
    }
    sheet.merges = open;
    sheet
}

/// The sheet as a table with its merges, for the form's rules.
pub(super) fn to_table(sheet: &Sheet) -> Table {
    let cells = Cells::new(sheet);
    let (Some(first), Some(last)) = (sheet.rows.first(), sheet.rows.last()) else { return Table::default() };
    let last_row = last.number.min(first.number + 2 * u32::try_from(LONGEST_FORM).unwrap_or(600));
    let width = cells.width.min(64);
    let mut rows = Vec::new();
    for number in first.number..=last_row {
        let mut row = Row::default();
        let mut column = 0;
        while column < width {
            let area = cells.covering(number, column);
            let last_column = area.map_or(column, |area| area.last_column).min(width - 1).max(column);
            let merge = match area {
                Some(area) if area.first_row < number => Merge::Continue,
                Some(area) if area.last_row > number => Merge::Start,
                _ => Merge::None,
            };
            let text = if merge == Merge::Continue { "" } else { cells.own_text(number, column) };
            let text = match cells.own(number, column).and_then(|cell| cell.date) {
                Some(date) => date.to_string(),
                None => text.to_owned(),
            };
            let span = u16::try_from(last_column - column + 1).unwrap_or(1);
            row.cells.push(Cell { span, merge, blocks: paragraphs(&text) });
            column = last_column + 1;
        }
        rows.push(row);
    }
    Table { columns: Vec::new(), rows }
}
