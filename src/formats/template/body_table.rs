//! Writes a table of a body: fixed layout over the width of the type area, ruled, text small and level.
//! It never drops a cell: what Word cannot show as a table becomes lines of text.

use super::body::BodyWriter;
use super::styles::Area;
use crate::document::{Block, Cell, Merge, Paragraph, Row, Table};
use std::fmt::Write;

/// Columns that Word can show.
const COLUMNS_LIMIT: usize = 63;
/// Rows up to which a table stays on one page; a longer one breaks between rows.
const TOGETHER_ROWS: usize = 12;
/// Tables within tables; deeper ones become text.
const NESTING_LIMIT: usize = 4;
/// Characters up to which a column counts as short, and is centred.
const SHORT_CHARACTERS: usize = 10;
/// A column's share grows with its text up to this many characters.
const WEIGHT_CHARACTERS: usize = 24;

/// Borders of half a point.
const BORDERS: &str = "<w:tblBorders><w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>\
    <w:left w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>\
    <w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>\
    <w:right w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>\
    <w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>\
    <w:insideV w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/></w:tblBorders>";
const MARGINS: &str =
    "<w:tblCellMar><w:left w:w=\"108\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar>";

/// Where a table stands.
#[derive(Clone, Copy)]
pub(super) struct Nesting {
    /// Tables around it.
    depth: usize,
    /// It ends the body: its last row stays with what the template sets behind.
    ends_body: bool,
}

impl Nesting {
    /// A table of the body itself.
    pub(super) fn body(ends_body: bool) -> Nesting {
        Nesting { depth: 0, ends_body }
    }

    fn deeper(self) -> Nesting {
        Nesting { depth: self.depth + 1, ends_body: false }
    }
}

impl BodyWriter<'_> {
    /// Writes a table into the area.
    pub(super) fn table(&mut self, table: &Table, area: Area, nesting: Nesting) {
        let columns = table.rows.iter().map(row_columns).max().unwrap_or(0);
        if columns == 0 {
            return;
        }
        if columns > COLUMNS_LIMIT || nesting.depth >= NESTING_LIMIT {
            self.table_as_lines(table, area);
            return;
        }
        let widths = widths(table, columns, area.width);
        let centered = centered_columns(table, columns);
        let total: u64 = widths.iter().sum();
        let _ = write!(
            self.out,
            "<w:tbl><w:tblPr><w:tblW w:w=\"{total}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>{BORDERS}\
             <w:tblLayout w:type=\"fixed\"/>{MARGINS}</w:tblPr><w:tblGrid>"
        );
        for width in &widths {
            let _ = write!(self.out, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.out.push_str("</w:tblGrid>");
        let rows: Vec<&Row> = table.rows.iter().filter(|row| !row.cells.is_empty()).collect();
        let together = nesting.depth == 0 && rows.len() <= TOGETHER_ROWS;
        for (index, row) in rows.iter().enumerate() {
            if nesting.depth == 0 {
                self.keep_row = together && (index + 1 < rows.len() || nesting.ends_body);
            }
            self.row(row, &widths, &centered, area, nesting);
        }
        self.out.push_str("</w:tbl>");
    }

    fn row(&mut self, row: &Row, widths: &[u64], centered: &[bool], area: Area, nesting: Nesting) {
        self.out.push_str("<w:tr><w:trPr>");
        let missing = widths.len() - row_columns(row).min(widths.len());
        if missing > 0 {
            let width: u64 = widths[widths.len() - missing..].iter().sum();
            let _ = write!(
                self.out,
                "<w:gridAfter w:val=\"{missing}\"/><w:wAfter w:w=\"{width}\" w:type=\"dxa\"/>"
            );
        }
        self.out.push_str("<w:cantSplit/>");
        if row.header {
            self.out.push_str("<w:tblHeader/>");
        }
        self.out.push_str("</w:trPr>");
        let mut column = 0;
        for cell in &row.cells {
            let span = usize::from(cell.span.max(1));
            let width: u64 = widths[column..column + span].iter().sum();
            let _ = write!(self.out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
            if span > 1 {
                let _ = write!(self.out, "<w:gridSpan w:val=\"{span}\"/>");
            }
            match cell.merge {
                Merge::None => {}
                Merge::Start => self.out.push_str("<w:vMerge w:val=\"restart\"/>"),
                Merge::Continue => self.out.push_str("<w:vMerge/>"),
            }
            self.out.push_str("<w:vAlign w:val=\"center\"/></w:tcPr>");
            let is_centered = row.header || (span == 1 && centered[column]);
            self.cell(cell, is_centered, widths.len(), area.within_cell(width), nesting);
            self.out.push_str("</w:tc>");
            column += span;
        }
        self.out.push_str("</w:tr>");
    }

    fn cell(&mut self, cell: &Cell, centered: bool, columns: usize, area: Area, nesting: Nesting) {
        // Word needs a paragraph at the end of each cell, also behind a table and in a covered cell.
        let mut ends_with_paragraph = false;
        for block in &cell.blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    self.cell_paragraph(paragraph, centered, columns, area);
                }
                Block::Table(table) => {
                    if self.out.ends_with("</w:tbl>") {
                        self.cell_paragraph(&Paragraph::default(), centered, columns, area);
                    }
                    self.table(table, area, nesting.deeper());
                }
            }
            ends_with_paragraph = self.out.ends_with("</w:p>");
        }
        if !ends_with_paragraph {
            self.cell_paragraph(&Paragraph::default(), centered, columns, area);
        }
    }

    fn table_as_lines(&mut self, table: &Table, area: Area) {
        for row in &table.rows {
            let cells: Vec<String> = row.cells.iter().map(|cell| cell.text().replace('\n', " ")).collect();
            self.cell_paragraph(&Paragraph::plain(cells.join("\u{3000}")), false, COLUMNS_LIMIT, area);
        }
    }
}

fn row_columns(row: &Row) -> usize {
    row.cells.iter().map(|cell| usize::from(cell.span.max(1))).sum()
}

/// Widths that fill the area: in the original's proportion where it says one, else by the amount of text.
/// Equal columns are what Word makes by itself, and say nothing.
fn widths(table: &Table, columns: usize, total: u64) -> Vec<u64> {
    let is_even = table.columns.windows(2).all(|two| two[0].abs_diff(two[1]) <= 20);
    let given = table.columns.len() == columns && table.columns.iter().all(|width| *width > 0) && !is_even;
    let weights: Vec<u64> = if given {
        table.columns.iter().map(|width| u64::from(*width)).collect()
    } else {
        let longest = longest_lines(table, columns);
        longest
            .iter()
            .map(|length| u64::try_from((*length).clamp(3, WEIGHT_CHARACTERS)).unwrap_or(1) + 2)
            .collect()
    };
    let sum: u64 = weights.iter().sum::<u64>().max(1);
    let mut widths: Vec<u64> = weights.iter().map(|weight| (total * weight / sum).max(1)).collect();
    let used: u64 = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += total.saturating_sub(used);
    }
    widths
}

fn centered_columns(table: &Table, columns: usize) -> Vec<bool> {
    longest_lines(table, columns).into_iter().map(|length| length <= SHORT_CHARACTERS).collect()
}

/// Characters of the longest cell of each column, cells over several columns left out.
fn longest_lines(table: &Table, columns: usize) -> Vec<usize> {
    let mut longest = vec![0; columns];
    for row in table.rows.iter().filter(|row| !row.header) {
        let mut column = 0;
        for cell in &row.cells {
            let span = usize::from(cell.span.max(1));
            if span == 1 {
                let length = cell.text().lines().map(|line| line.chars().count()).max().unwrap_or(0);
                longest[column] = longest[column].max(length);
            }
            column += span;
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_fill_the_area_in_proportion() {
        let row = Row {
            cells: vec![Cell { span: 1, ..Cell::default() }, Cell { span: 1, ..Cell::default() }],
            header: false,
        };
        let table = Table { columns: vec![1000, 3000], rows: vec![row] };
        assert_eq!(widths(&table, 2, 8844), [2211, 6633]);
        let unsaid = Table { columns: Vec::new(), ..table };
        assert_eq!(widths(&unsaid, 2, 8845), [4422, 4423]);
    }

    #[test]
    fn equal_columns_are_set_by_their_text() {
        let cell = |text: &str| Cell {
            blocks: vec![Block::Paragraph(Paragraph::plain(text))],
            span: 1,
            ..Cell::default()
        };
        let row = Row { cells: vec![cell("父母请假、早退或换班"), cell("118")], header: false };
        let table = Table { columns: vec![4422, 4422], rows: vec![row] };
        assert_eq!(widths(&table, 2, 8500), [6000, 2500]);
    }
}
