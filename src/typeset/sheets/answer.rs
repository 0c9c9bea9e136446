//! The answer to a batch sheet or a roster: its bad rows come back, each with its reasons beside it.
//! It never changes what the clerk wrote in a cell.

use super::page::{self, Cell};
use crate::document::{Sheet, SheetRow, Workbook as Dropped};
use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use unicode_width::UnicodeWidthStr;

/// Header of the added column.
const REASONS: &str = "退回原因";
/// Sheet on which the good rows are listed.
const REGISTERED: &str = "已登记";

/// What became of the rows of a dropped workbook. Rows are keyed by the sheet's name and the row number as
/// Excel shows it.
#[derive(Clone, Debug, Default)]
pub struct SheetAnswer {
    /// Reasons of the rows that come back.
    pub returned: BTreeMap<(String, u32), Vec<String>>,
    /// Rows that were registered; none for a roster, which is taken or returned whole.
    pub registered: BTreeMap<(String, u32), RegisteredRow>,
}

/// A row that became a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredRow {
    /// 登记号.
    pub number: String,
    /// Title.
    pub title: String,
}

/// A copy with the header and the bad rows of each sheet, the reasons in a last column in red, and the good rows
/// listed with their numbers on a sheet of their own. Mended, it can be dropped again as it is.
pub fn answered_copy(dropped: &Dropped, answer: &SheetAnswer) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = page::workbook()?;
    let mut names = BTreeSet::from([REGISTERED.to_owned()]);
    for sheet in &dropped.sheets {
        let reasons = of_sheet(&answer.returned, &sheet.name);
        if reasons.is_empty() {
            continue;
        }
        let first = first_answered(answer, &sheet.name);
        let name = free_name(&sheet.name, &mut names);
        returned_sheet(workbook.add_worksheet().set_name(name)?, sheet, first, &reasons)?;
    }
    if !answer.registered.is_empty() {
        registered_sheet(workbook.add_worksheet().set_name(REGISTERED)?, answer)?;
    }
    workbook.save_to_buffer()
}

fn of_sheet<'a, T>(rows: &'a BTreeMap<(String, u32), T>, sheet: &str) -> BTreeMap<u32, &'a T> {
    rows.iter().filter(|((name, _), _)| name == sheet).map(|((_, row), value)| (*row, value)).collect()
}

/// Rows above the first one that was judged are title and header.
fn first_answered(answer: &SheetAnswer, sheet: &str) -> u32 {
    let rows = answer.returned.keys().chain(answer.registered.keys());
    rows.filter(|(name, _)| name == sheet).map(|(_, row)| *row).min().unwrap_or(1)
}

/// A name that Excel takes, for the sheet at a place counted from 1.
pub(super) fn legal_name(wanted: &str, at: usize) -> String {
    let mut taken = BTreeSet::new();
    let name = free_name(wanted, &mut taken);
    if at == 1 { name } else { format!("{name}{at}") }
}

/// A name that Excel takes and no other sheet has.
fn free_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let legal: String = wanted.chars().filter(|c| !"[]:*?/\\".contains(*c) && !c.is_control()).collect();
    let stem: String = legal.trim_matches('\'').chars().take(28).collect();
    let stem = if stem.trim().is_empty() { "退回".to_owned() } else { stem };
    let numbered = (2..).map(|number| format!("{stem}{number}"));
    let name =
        std::iter::once(stem.clone()).chain(numbered).find(|name| !taken.contains(&name.to_lowercase()));
    let name = name.unwrap_or(stem);
    taken.insert(name.to_lowercase());
    name
}

fn returned_sheet(
    sheet: &mut Worksheet,
    dropped: &Sheet,
    first: u32,
    reasons: &BTreeMap<u32, &Vec<String>>,
) -> Result<(), XlsxError> {
    let above: Vec<&SheetRow> = dropped.rows.iter().filter(|row| row.number < first).collect();
    let bad: Vec<&SheetRow> = dropped.rows.iter().filter(|row| reasons.contains_key(&row.number)).collect();
    let width = above.iter().chain(&bad).filter_map(|row| row.cells.last()).map(|cell| cell.column).max();
    let reason_column = column(width.map_or(0, |last| last + 1));
    let widths = widths(above.last().into_iter().chain(&bad));
    for (&column, &width) in &widths {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_column_width(reason_column, REASON_WIDTH)?;
    let mut at = 0;
    for (index, row) in above.iter().enumerate() {
        let is_header = index + 1 == above.len();
        let look =
            if is_header { page::header_look() } else { page::title_look().set_align(FormatAlign::Left) };
        write_row(sheet, at, row, &look)?;
        sheet.set_row_height(at, if is_header { 26 } else { 30 })?;
        if is_header {
            sheet.write_string_with_format(at, reason_column, REASONS, &page::header_look())?;
            sheet.set_repeat_rows(at, at)?;
            sheet.set_freeze_panes(at + 1, 0)?;
        }
        at += 1;
    }
    for row in bad {
        for column in 0..reason_column {
            sheet.write_blank(at, column, &page::body_look(FormatAlign::Left))?;
        }
        write_row(sheet, at, row, &page::body_look(FormatAlign::Left))?;
        let reason = Cell::Text(reasons.get(&row.number).map(|all| all.join("\n")).unwrap_or_default());
        page::write(sheet, at, reason_column, &reason, &red())?;
        let texts: Vec<(Cell, f64)> = row
            .cells
            .iter()
            .map(|cell| (Cell::from(&cell.text), widths.get(&column(cell.column)).copied().unwrap_or(9.0)))
            .chain([(reason, REASON_WIDTH)])
            .collect();
        sheet.set_row_height(at, page::height(texts.iter().map(|(cell, width)| (cell, *width))))?;
        at += 1;
    }
    let across = widths.values().sum::<f64>() + REASON_WIDTH;
    sheet
        .set_paper_size(page::paper(across))
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.6, 0.6, 0.7, 0.7, 0.3, 0.35);
    Ok(())
}

/// Width of the added column.
const REASON_WIDTH: f64 = 40.0;

/// Widest column of words, and of a whole text: a row is at most 409 points high, and what does not fit into it
/// is not printed.
const WORDS_WIDTH: u16 = 44;
const TEXT_WIDTH: u16 = 90;
/// Characters from which a cell holds a text.
const TEXT_CHARACTERS: usize = 200;

/// Widths of the columns by their longest line, within bounds.
fn widths<'a>(rows: impl Iterator<Item = &'a &'a SheetRow>) -> BTreeMap<u16, f64> {
    let mut widths = BTreeMap::new();
    for cell in rows.flat_map(|row| &row.cells) {
        let longest = cell.text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
        let most = if cell.text.chars().count() >= TEXT_CHARACTERS { TEXT_WIDTH } else { WORDS_WIDTH };
        let wanted = f64::from(u16::try_from(longest + 3).unwrap_or(u16::MAX).clamp(9, most));
        let width = widths.entry(column(cell.column)).or_insert(wanted);
        *width = width.max(wanted);
    }
    widths
}

fn write_row(sheet: &mut Worksheet, at: u32, row: &SheetRow, look: &Format) -> Result<(), XlsxError> {
    for cell in &row.cells {
        page::write(sheet, at, column(cell.column), &Cell::Text(cell.text.clone()), look)?;
    }
    Ok(())
}

fn registered_sheet(sheet: &mut Worksheet, answer: &SheetAnswer) -> Result<(), XlsxError> {
    let columns = [
        page::Column::center("登记号", 14, 16),
        page::Column::text("工作表", 12, 30),
        page::Column::center("原行号", 9, 9),
        page::Column::text("标题", 40, 80),
    ];
    let rows: Vec<Vec<Cell>> = answer
        .registered
        .iter()
        .map(|((name, row), case)| {
            vec![(&case.number).into(), name.into(), Cell::Number(i64::from(*row)), (&case.title).into()]
        })
        .collect();
    page::table(sheet, "已登记来稿", "以下各行已经登记，无须再次投放", &columns, &rows)
}

fn column(index: u32) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

fn red() -> Format {
    page::body_look(FormatAlign::Left).set_font_color(page::RED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Content, SheetCell};
    use crate::formats::sheet;
    use crate::limits::Limits;

    fn row(number: u32, texts: &[&str]) -> SheetRow {
        let cell =
            |(column, text): (u32, &&str)| SheetCell { column, text: (*text).into(), ..SheetCell::default() };
        SheetRow { number, cells: (0..).zip(texts).map(cell).collect() }
    }

    fn answered() -> Dropped {
        let rows = vec![
            row(1, &["批量来稿"]),
            row(2, &["标题", "反映人"]),
            row(3, &["好稿", "甲"]),
            row(4, &["=坏稿", ""]),
        ];
        let dropped = Dropped {
            sheets: vec![Sheet { name: "来稿/一".into(), visible: true, rows, merges: Vec::new() }],
        };
        let mut answer = SheetAnswer::default();
        let key = |row| ("来稿/一".to_owned(), row);
        answer.returned.insert(key(4), vec!["没有反映人".into(), "没有正文".into()]);
        answer.registered.insert(key(3), RegisteredRow { number: "2026-0007".into(), title: "好稿".into() });
        let bytes = answered_copy(&dropped, &answer).unwrap();
        match sheet::read(&bytes, &Limits::default()).content {
            Some(Content::Workbook(workbook)) => workbook,
            other => panic!("{other:?}"),
        }
    }

    fn texts(row: &SheetRow) -> Vec<&str> {
        row.cells.iter().map(|cell| cell.text.as_str()).collect()
    }

    #[test]
    fn bad_rows_come_back_with_their_reasons_and_good_ones_with_their_number() {
        let workbook = answered();
        let bad = &workbook.sheets[0];
        assert_eq!(bad.name, "来稿一");
        let all: Vec<_> = bad.rows.iter().map(texts).collect();
        assert_eq!(
            all,
            [vec!["批量来稿"], vec!["标题", "反映人", "退回原因"], vec!["=坏稿", "没有反映人\n没有正文"]]
        );
        assert_eq!(texts(&workbook.sheets[1].rows[3]), ["2026-0007", "来稿/一", "3", "好稿"]);
    }
}
