//! Counts what a workbook costs while its cells go by, and hands them on row by row.
//! It never keeps more than one row, and never trusts a size that the file declares.

use super::serial::Stamp;
use super::{Sink, Summary};
use crate::document::{Area, SheetCell, SheetRow};
use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use chrono::NaiveDate;

/// Characters that one cell can hold in Excel; whatever is longer was not typed there.
pub(super) const CELL_CHARACTERS: usize = 32_767;
/// Rows of a sheet in Excel.
pub(super) const ROWS: u32 = 1_048_576;
/// Columns of a sheet in Excel.
pub(super) const COLUMNS: u32 = 16_384;
/// Merged areas that are listed for a sheet. Honest forms have hundreds; more than these are dropped, so that
/// whoever asks every cell against every area cannot be made to work for minutes.
pub(super) const MERGES: usize = 10_000;
/// Bytes that a cell costs in memory beside its text.
const CELL_BYTES: u64 = 80;

/// What a cell holds, before it is written as text.
pub(super) enum Value<'a> {
    Text(&'a str),
    Number(f64),
    Flag(bool),
    /// A moment, and the characters that it counts for.
    Stamp(Stamp, usize),
}

/// The running count over a workbook.
pub(super) struct Tally<'a> {
    sink: &'a mut dyn Sink,
    limits: &'a Limits,
    waiting: Option<(String, bool, Vec<Area>)>,
    row: SheetRow,
    cells: usize,
    bytes: u64,
    summary: Summary,
}

impl<'a> Tally<'a> {
    pub(super) fn new(sink: &'a mut dyn Sink, limits: &'a Limits) -> Self {
        Tally {
            sink,
            limits,
            waiting: None,
            row: SheetRow::default(),
            cells: 0,
            bytes: 0,
            summary: Summary::default(),
        }
    }

    /// A sheet begins; it reaches the sink with its first cell, so that empty sheets never do.
    pub(super) fn sheet(&mut self, name: &str, visible: bool, merges: Vec<Area>) -> Result<(), Rejection> {
        self.flush()?;
        self.waiting = Some((name.to_owned(), visible, merges));
        Ok(())
    }

    /// The next cell: row from 1, column from 0. Cells without text are left out.
    pub(super) fn cell(&mut self, row: u32, column: u32, value: &Value) -> Result<(), Rejection> {
        let (cell, characters) = written(column, value);
        if cell.text.is_empty() {
            return Ok(());
        }
        self.weigh(&cell)?;
        self.summary.characters += characters;
        if let Some((name, visible, merges)) = self.waiting.take() {
            self.sink.sheet(&name, visible, merges)?;
        }
        if row != self.row.number {
            self.flush()?;
            self.row.number = row;
        }
        self.row.cells.push(cell);
        Ok(())
    }

    /// Characters that the file holds and the cells' texts do not (`1.0` for 1).
    pub(super) fn more_characters(&mut self, surplus: usize) {
        self.summary.characters += surplus;
    }

    /// A finding that refuses nothing.
    pub(super) fn warn(&mut self, warning: Rejection) {
        if !self.summary.warnings.contains(&warning) {
            self.summary.warnings.push(warning);
        }
    }

    pub(super) fn finish(mut self) -> Result<Summary, Rejection> {
        self.flush()?;
        Ok(self.summary)
    }

    /// Stops one long shared string used thousands of times, and sheets of millions of cells.
    fn weigh(&mut self, cell: &SheetCell) -> Result<(), Rejection> {
        self.cells += 1;
        self.bytes += CELL_BYTES + u64::try_from(cell.text.len()).unwrap_or(u64::MAX);
        if self.cells > self.limits.cells {
            return Err(too_much(&format!("表格中有内容的单元格超过{}个", self.limits.cells)));
        }
        if self.bytes > self.limits.workbook_mib << 20 {
            return Err(too_much(&format!("表格内容展开后超过{}MB", self.limits.workbook_mib)));
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Rejection> {
        let row = std::mem::take(&mut self.row);
        if row.cells.is_empty() { Ok(()) } else { self.sink.row(row) }
    }
}

/// A refusal because there is more than is read.
pub(super) fn too_much(message: &str) -> Rejection {
    Rejection::of_file(Code::TooMuch, message)
}

/// The cell as text, with the characters that it counts for.
fn written(column: u32, value: &Value) -> (SheetCell, usize) {
    let (text, date, number) = match value {
        Value::Text(text) => (capped(text).to_owned(), None, None),
        Value::Flag(flag) => (if *flag { "TRUE" } else { "FALSE" }.to_owned(), None, None),
        Value::Number(number) if number.is_finite() => {
            let number = number + 0.0; // turns -0 into 0
            (format!("{number}"), None, Some(number))
        }
        Value::Number(_) => ("#NUM!".to_owned(), None, None),
        Value::Stamp(stamp, _) => (stamp.text(), stamp.date(), None),
    };
    let characters = match value {
        Value::Stamp(_, characters) => *characters,
        _ => text.chars().count(),
    };
    (cell(column, text, date, number), characters)
}

fn cell(column: u32, text: String, date: Option<NaiveDate>, number: Option<f64>) -> SheetCell {
    SheetCell { column, text, date, number }
}

/// The text up to the length that a cell can hold.
fn capped(text: &str) -> &str {
    if text.len() <= CELL_CHARACTERS {
        return text;
    }
    text.char_indices().nth(CELL_CHARACTERS).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Workbook;

    fn text_of(value: &Value) -> String {
        written(0, value).0.text
    }

    #[test]
    fn numbers_are_written_in_their_shortest_form() {
        assert_eq!(text_of(&Value::Number(13_800_000_000.0)), "13800000000");
        assert_eq!(text_of(&Value::Number(3.5)), "3.5");
        assert_eq!(text_of(&Value::Number(-0.0)), "0");
        assert_eq!(text_of(&Value::Number(f64::NAN)), "#NUM!");
    }

    #[test]
    fn a_cell_ends_at_the_length_of_excel() {
        let long = "民".repeat(CELL_CHARACTERS + 1);
        assert_eq!(text_of(&Value::Text(&long)).chars().count(), CELL_CHARACTERS);
    }

    #[test]
    fn text_beyond_the_limit_is_refused() {
        let limits = Limits { workbook_mib: 1, ..Limits::default() };
        let mut gathered = Workbook::default();
        let mut tally = Tally::new(&mut gathered, &limits);
        tally.sheet("一", true, Vec::new()).unwrap();
        let text = "x".repeat(30_000);
        let refused = (1..100).find_map(|row| tally.cell(row, 0, &Value::Text(&text)).err());
        assert_eq!(refused.unwrap().code, Code::TooMuch);
    }
}
