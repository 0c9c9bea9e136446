//! One sheet of a workbook: a batch with one paper a row, forms laid out in cells, or neither.
//! It never reads a hidden sheet as papers, and never mends a row.

mod above;
mod cells;
mod forms;
mod header;
mod left_out;
mod rows;
mod table;

use super::assemble::Draft;
use super::labels::Index;
use super::letter::{self, Line};
use super::text::trim;
use crate::document::{Block, Paragraph, Sheet};
use cells::Cells;
use chrono::NaiveDate;
use forms::forms;
use header::Header;
use rows::Rows;
pub use table::from_table;

/// What a sheet holds.
pub enum Reading<'a> {
    /// One paper a row under a header that is known.
    Batch(Box<Rows<'a>>),
    /// Papers laid out as forms, one below the other.
    Forms(Vec<Draft>),
    /// No header that is known; what could be read, if the sheet holds anything.
    Unknown(Option<Draft>),
}

/// Reads one sheet.
pub fn read<'a>(sheet: &'a Sheet, index: &Index, today: NaiveDate) -> Reading<'a> {
    let cells = Cells::new(sheet);
    if let Some(header) = Header::find(&cells, index) {
        return Reading::Batch(Box::new(Rows::new(sheet, cells, header, index, today)));
    }
    let forms = forms(sheet, index);
    if !forms.is_empty() {
        return Reading::Forms(forms);
    }
    Reading::Unknown(plain(sheet, index))
}

/// What can be read of a sheet without a header: its rows as lines.
fn plain(sheet: &Sheet, index: &Index) -> Option<Draft> {
    let mut blocks = Vec::new();
    for row in &sheet.rows {
        let texts: Vec<&str> =
            row.cells.iter().map(|cell| trim(&cell.text)).filter(|text| !text.is_empty()).collect();
        blocks.extend(paragraphs(&texts.join("　")));
    }
    if blocks.is_empty() {
        return None;
    }
    let numbered: Vec<Line<'_>> =
        (1..).zip(&blocks).map(|(number, block)| Line::new(block, number)).collect();
    let read = letter::read(&numbered, index, letter::Beside::default());
    let place = format!("{}!{}", sheet.name, sheet.rows.first().map_or(1, |row| row.number));
    Some(Draft { entries: read.entries, body: read.body, place, ..Draft::default() })
}

fn paragraphs(text: &str) -> Vec<Block> {
    text.replace("_x000D_", "")
        .split(['\n', '\r'])
        .filter(|line| !trim(line).is_empty())
        .map(|line| Block::Paragraph(Paragraph::plain(trim(line))))
        .collect()
}
