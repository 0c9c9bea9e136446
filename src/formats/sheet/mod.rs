//! Workbooks to sheets of cells: xlsx, xlsb, xls and ods, through calamine behind checks of our own.
//! It never runs in the main process on a stranger's file: `reader` calls it in a child under limits.

mod binary;
mod check;
mod format;
mod parts;
mod serial;
mod strings;
mod tally;
mod walk;
mod workbook;
mod xlsx;

use crate::document::{Area, Content, Format, Sheet, SheetRow, Workbook};
use crate::formats::{Reading, sniff};
use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use tally::Tally;

/// Takes a workbook piece by piece, so that the child need never hold all of it.
pub trait Sink {
    /// A sheet that holds something begins; its rows follow.
    fn sheet(&mut self, name: &str, visible: bool, merges: Vec<Area>) -> Result<(), Rejection>;
    /// The next row of the sheet, in the order of the file.
    fn row(&mut self, row: SheetRow) -> Result<(), Rejection>;
}

/// What is known once all rows have gone to the sink.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Characters of all cells.
    pub characters: usize,
    /// What was odd and did not refuse the file.
    pub warnings: Vec<Rejection>,
}

/// Reads a workbook whole. What is no workbook is refused as what it is.
pub fn read(bytes: &[u8], limits: &Limits) -> Reading {
    let format = sniff::sniff(bytes);
    let mut gathered = Workbook::default();
    match stream(bytes, format, limits, &mut gathered) {
        Ok(summary) => {
            tidy(&mut gathered);
            Reading {
                format,
                characters: summary.characters,
                content: Some(Content::Workbook(gathered)),
                rejections: Vec::new(),
                warnings: summary.warnings,
            }
        }
        Err(rejection) => Reading {
            format,
            characters: 0,
            content: None,
            rejections: vec![rejection],
            warnings: Vec::new(),
        },
    }
}

/// Reads a workbook of a known format into a sink, row by row.
pub fn stream(
    bytes: &[u8],
    format: Format,
    limits: &Limits,
    sink: &mut dyn Sink,
) -> Result<Summary, Rejection> {
    let mut tally = Tally::new(sink, limits);
    match format {
        Format::Xlsx => xlsx::read(bytes, limits, &mut tally)?,
        Format::Xlsb => binary::read_xlsb(bytes, limits, &mut tally)?,
        Format::Ods => binary::read_ods(bytes, limits, &mut tally)?,
        Format::Xls => binary::read_xls(bytes, limits, &mut tally)?,
        _ => return Err(Rejection::of_file(Code::WrongType, "这不是电子表格")),
    }
    tally.finish()
}

/// Puts rows and cells in order where the file did not, and joins what came under one row number.
pub fn tidy(workbook: &mut Workbook) {
    for sheet in &mut workbook.sheets {
        if !sheet.rows.is_sorted_by(|one, next| one.number < next.number) {
            sheet.rows.sort_by_key(|row| row.number);
            sheet.rows.dedup_by(|later, kept| {
                let same = later.number == kept.number;
                if same {
                    kept.cells.append(&mut later.cells);
                }
                same
            });
        }
        for row in &mut sheet.rows {
            if !row.cells.is_sorted_by(|one, next| one.column < next.column) {
                row.cells.sort_by_key(|cell| cell.column);
                row.cells.dedup_by_key(|cell| cell.column);
            }
        }
    }
}

impl Sink for Workbook {
    fn sheet(&mut self, name: &str, visible: bool, merges: Vec<Area>) -> Result<(), Rejection> {
        self.sheets.push(Sheet { name: name.to_owned(), visible, rows: Vec::new(), merges });
        Ok(())
    }

    fn row(&mut self, row: SheetRow) -> Result<(), Rejection> {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.rows.push(row);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::SheetCell;

    fn row(number: u32, columns: &[u32]) -> SheetRow {
        let cell = |&column| SheetCell { column, text: format!("{number}.{column}"), ..SheetCell::default() };
        SheetRow { number, cells: columns.iter().map(cell).collect() }
    }

    #[test]
    fn rows_out_of_order_are_sorted_and_joined() {
        let rows = vec![row(3, &[1, 0]), row(1, &[0]), row(3, &[2])];
        let mut workbook = Workbook { sheets: vec![Sheet { rows, ..Sheet::default() }] };
        tidy(&mut workbook);
        assert_eq!(workbook.sheets[0].rows, vec![row(1, &[0]), row(3, &[0, 1, 2])]);
    }
}
