//! The answer to a filled form: the whole of it comes back with what became of each row beside it.
//! It never changes what the clerk wrote in a cell.

use super::page::{self, Cell};
use crate::document::{Sheet, SheetRow, Workbook as Dropped};
use crate::office::forms::ANSWER;
use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// What became of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowAnswer {
    /// The answer in the clerk's words: `已登记`, `未登记：…`, `未填写`.
    pub text: String,
    /// The row was not registered although it was filled in.
    pub refused: bool,
}

/// Answers by sheet and row as Excel numbers it.
pub type RowAnswers = BTreeMap<(String, u32), RowAnswer>;

/// Width of the column of answers.
const ANSWER_WIDTH: f64 = 44.0;

/// A copy of the form with the column 回执; what was in a column of this name is left out.
pub fn answered_form(dropped: &Dropped, answers: &RowAnswers) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = page::workbook()?;
    for (at, sheet) in (1..).zip(&dropped.sheets) {
        let first = answers.keys().filter(|(name, _)| *name == sheet.name).map(|(_, row)| *row).min();
        let Some(first) = first else { continue };
        let name = super::answer::legal_name(&sheet.name, at);
        copy(workbook.add_worksheet().set_name(name)?, sheet, first, answers)?;
    }
    workbook.save_to_buffer()
}

fn copy(to: &mut Worksheet, sheet: &Sheet, first: u32, answers: &RowAnswers) -> Result<(), XlsxError> {
    let header = sheet.rows.iter().filter(|row| row.number < first).max_by_key(|row| row.number);
    let header_number = header.map_or(0, |row| row.number);
    let old = header
        .and_then(|row| row.cells.iter().find(|cell| cell.text.trim() == ANSWER))
        .map(|cell| cell.column);
    let last = sheet.rows.iter().flat_map(|row| &row.cells).filter(|cell| Some(cell.column) != old);
    let last = last.map(|cell| cell.column).max().unwrap_or(0);
    let answer_column = column(last + 1);
    let widths = widths(sheet, header_number);
    for (index, width) in &widths {
        to.set_column_width(*index, *width)?;
    }
    to.set_column_width(answer_column, ANSWER_WIDTH)?;
    let first_column = header.and_then(|row| row.cells.iter().map(|cell| cell.column).min()).unwrap_or(0);
    let columns = column(first_column)..answer_column;
    for row in &sheet.rows {
        let at = row.number.saturating_sub(1);
        let is_header = row.number == header_number;
        let answer = answers.get(&(sheet.name.clone(), row.number));
        let look = match (is_header, answer.is_some()) {
            (true, _) => page::header_look(),
            (false, true) => page::body_look(FormatAlign::Left),
            (false, false) => Format::new().set_font_name("仿宋").set_font_size(12),
        };
        if answer.is_some() {
            // A row is framed whole: what was left empty is a cell too.
            for index in columns.clone() {
                to.write_blank(at, index, &look)?;
            }
        }
        for cell in row.cells.iter().filter(|cell| Some(cell.column) != old) {
            page::write(to, at, column(cell.column), &Cell::from(&cell.text), &look)?;
        }
        if is_header {
            to.write_string_with_format(at, answer_column, ANSWER, &page::header_look())?;
            to.set_row_height(at, 26)?;
            to.set_repeat_rows(at, at)?;
            to.set_freeze_panes(at + 1, 0)?;
        }
        if let Some(answer) = answer {
            page::write(to, at, answer_column, &Cell::from(&answer.text), &answer_look(answer))?;
            to.set_row_height(at, height(row, answer, &widths))?;
        }
    }
    let across = widths.values().sum::<f64>() + ANSWER_WIDTH;
    to.set_paper_size(page::paper(across)).set_landscape().set_print_fit_to_pages(1, 0);
    to.set_margins(0.6, 0.6, 0.7, 0.7, 0.3, 0.35).set_footer(page::FOOTER);
    Ok(())
}

fn answer_look(answer: &RowAnswer) -> Format {
    let look = page::body_look(FormatAlign::Left);
    if answer.refused { look.set_font_color(page::RED) } else { look }
}

fn height(row: &SheetRow, answer: &RowAnswer, widths: &BTreeMap<u16, f64>) -> f64 {
    let mut cells: Vec<(Cell, f64)> = row
        .cells
        .iter()
        .map(|cell| (Cell::from(&cell.text), widths.get(&column(cell.column)).copied().unwrap_or(9.0)))
        .collect();
    cells.push((Cell::from(&answer.text), ANSWER_WIDTH));
    page::height(cells.iter().map(|(cell, width)| (cell, *width)))
}

/// Widths by the longest line from the header on: a title above it runs over its neighbours.
fn widths(sheet: &Sheet, header: u32) -> BTreeMap<u16, f64> {
    let mut widths = BTreeMap::new();
    for cell in sheet.rows.iter().filter(|row| row.number >= header).flat_map(|row| &row.cells) {
        let longest = cell.text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
        let wanted = f64::from(u16::try_from(longest + 3).unwrap_or(u16::MAX).clamp(9, 44));
        let width = widths.entry(column(cell.column)).or_insert(wanted);
        *width = width.max(wanted);
    }
    widths
}

fn column(index: u32) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Content, SheetCell};
    use crate::formats::sheet;
    use crate::limits::Limits;

    #[test]
    fn empty_cells_of_an_answered_row_are_framed() {
        let cell = |column, text: &str| SheetCell { column, text: text.into(), ..SheetCell::default() };
        let row = |number, cells| SheetRow { number, cells };
        let rows = vec![
            row(1, vec![cell(0, "登记号"), cell(1, "形式"), cell(2, "结果")]),
            row(2, vec![cell(0, "2026-0001"), cell(2, "采用")]),
        ];
        let sheet = Sheet { name: "反馈登记".into(), visible: true, rows, merges: Vec::new() };
        let answer = RowAnswer { text: "已登记".into(), refused: false };
        let answers = RowAnswers::from([(("反馈登记".into(), 2), answer)]);
        let bytes = answered_form(&Dropped { sheets: vec![sheet] }, &answers).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let xml = std::io::read_to_string(archive.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
        assert!(xml.contains("<c r=\"B2\" s=\""), "{xml}");
    }

    #[test]
    fn every_row_comes_back_where_it_was_with_its_answer() {
        let cell =
            |(column, text): (u32, &&str)| SheetCell { column, text: (*text).into(), ..SheetCell::default() };
        let row = |(number, texts): (u32, &[&str])| SheetRow {
            number,
            cells: (0..).zip(texts).map(cell).collect(),
        };
        let rows: [(u32, &[&str]); 4] = [
            (1, &["反馈登记"]),
            (3, &["登记号", "回执", "结果"]),
            (4, &["2026-0001", "旧", "采用"]),
            (6, &["=1", "", "??"]),
        ];
        let dropped = Dropped {
            sheets: vec![Sheet {
                name: "反馈/登记".into(),
                visible: true,
                rows: rows.into_iter().map(row).collect(),
                merges: Vec::new(),
            }],
        };
        let answer = |text: &str, refused| RowAnswer { text: text.into(), refused };
        let answers = RowAnswers::from([
            (("反馈/登记".into(), 4), answer("已登记", false)),
            (("反馈/登记".into(), 6), answer("未登记：没有登记号", true)),
        ]);
        let bytes = answered_form(&dropped, &answers).unwrap();
        let Some(Content::Workbook(workbook)) = sheet::read(&bytes, &Limits::default()).content else {
            panic!()
        };
        let sheet = &workbook.sheets[0];
        let texts: Vec<(u32, Vec<&str>)> = sheet
            .rows
            .iter()
            .map(|row| (row.number, row.cells.iter().map(|cell| cell.text.as_str()).collect()))
            .collect();
        assert_eq!(texts[1], (3, vec!["登记号", "结果", "回执"]));
        assert_eq!(texts[2], (4, vec!["2026-0001", "采用", "已登记"]));
        assert_eq!(texts[3], (6, vec!["=1", "??", "未登记：没有登记号"]));
    }
}
