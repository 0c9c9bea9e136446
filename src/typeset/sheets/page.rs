//! The look that all sheets share: fonts, widths for Chinese text, A4 across, repeated header, page number.
//! It never knows what a sheet is about.

use crate::formats::template::is_turning;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// Characters of one cell in Excel.
const CELL_CHARACTERS: usize = 32_767;
/// Row of a table's header on the page, from 0: a title and a line on office and date stand above.
pub(super) const HEADER_ROW: u32 = 2;
/// First row of a table's content.
pub(super) const FIRST_ROW: u32 = HEADER_ROW + 1;
/// Number in the middle of the foot.
pub(super) const FOOTER: &str = "&C&\"宋体,常规\"&12— &P —";
/// The colour of what is late, wrong or must be filled in.
pub(super) const RED: u32 = 0x00C0_0000;
/// A4 and A3 in Excel's list of papers.
pub(super) const A4: u8 = 9;
const A3: u8 = 8;
/// Latin characters that A4 across takes in letters that can still be read; a wider sheet is for A3.
pub(super) const A4_CHARACTERS: f64 = 165.0;

/// A column of a table.
#[derive(Clone, Copy)]
pub(super) struct Column {
    pub(super) title: &'static str,
    /// Narrowest and widest, in Latin characters; longer text is wrapped.
    pub(super) width: (u16, u16),
    pub(super) align: FormatAlign,
}

impl Column {
    /// A column whose text stands in the middle: numbers, dates, states.
    pub(super) const fn center(title: &'static str, least: u16, most: u16) -> Self {
        Column { title, width: (least, most), align: FormatAlign::Center }
    }

    /// A column of running text.
    pub(super) const fn text(title: &'static str, least: u16, most: u16) -> Self {
        Column { title, width: (least, most), align: FormatAlign::Left }
    }
}

/// A cell of a table.
#[derive(Clone)]
pub(super) enum Cell {
    Text(String),
    Number(i64),
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Cell::Text(text.clone())
    }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Self {
        number.map_or_else(|| Cell::Text(String::new()), Cell::Number)
    }
}

/// A workbook without a trace of who made it and when, so that the same content gives the same bytes.
pub(super) fn workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let beginning = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&beginning));
    Ok(workbook)
}

/// A sheet with one table: title, a line under it, header, rows; `（无）` when there are none.
pub(super) fn table(
    sheet: &mut Worksheet,
    title: &str,
    line: &str,
    columns: &[Column],
    rows: &[Vec<Cell>],
) -> Result<(), XlsxError> {
    heading(sheet, title, line, columns.len())?;
    let mut widths = Vec::new();
    for (index, column) in (0..).zip(columns) {
        sheet.write_string_with_format(HEADER_ROW, index, column.title, &header_look())?;
        let width = fitting(column, rows.iter().filter_map(|row| row.get(usize::from(index))));
        sheet.set_column_width(index, width)?;
        widths.push(width);
    }
    for (row_index, row) in (FIRST_ROW..).zip(rows) {
        sheet.set_row_height(row_index, height(row.iter().zip(widths.iter().copied())))?;
        for ((index, column), cell) in (0..).zip(columns).zip(row) {
            write(sheet, row_index, index, cell, &body_look(column.align))?;
        }
    }
    if rows.is_empty() {
        let last = last_column(columns.len());
        sheet.merge_range(FIRST_ROW, 0, FIRST_ROW, last, "（无）", &body_look(FormatAlign::Center))?;
    }
    sheet.set_row_height(HEADER_ROW, 24)?;
    printed(sheet)
}

/// Title and the line under it, over all columns.
pub(super) fn heading(
    sheet: &mut Worksheet,
    title: &str,
    line: &str,
    columns: usize,
) -> Result<(), XlsxError> {
    let last = last_column(columns);
    sheet.merge_range(0, 0, 0, last, title, &title_look())?;
    sheet.merge_range(1, 0, 1, last, line, &line_look())?;
    sheet.set_row_height(0, 34)?;
    sheet.set_row_height(1, 20)?;
    Ok(())
}

/// The paper that a sheet of so many characters across is readable on.
pub(super) fn paper(characters: f64) -> u8 {
    if characters > A4_CHARACTERS { A3 } else { A4 }
}

/// A4 across, one page wide, header frozen and repeated, number in the middle of the foot.
pub(super) fn printed(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet
        .set_paper_size(A4)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_print_center_horizontally(true)
        .set_margins(0.6, 0.6, 0.7, 0.7, 0.3, 0.35)
        .set_footer(FOOTER);
    sheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
    sheet.set_freeze_panes(FIRST_ROW, 0)?;
    Ok(())
}

/// Writes a cell; text stays text whatever it begins with.
pub(super) fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    look: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Number(number) => sheet.write_with_format(row, column, *number, look)?,
        Cell::Text(text) => {
            let text = straight(capped(text));
            if text.starts_with(FORMULA_STARTS) {
                sheet.write_string_with_format(row, column, &*text, &look.clone().set_quote_prefix())?
            } else {
                sheet.write_string_with_format(row, column, &*text, look)?
            }
        }
    };
    Ok(())
}

/// A text without what would make it read otherwise than it is.
fn straight(text: &str) -> Cow<'_, str> {
    let misleads = |c: char| is_turning(c) || (c.is_control() && c != '\n' && c != '\t');
    if text.contains(misleads) { text.replace(misleads, "").into() } else { text.into() }
}

/// Characters with which Excel would begin a formula when a clerk edits the cell.
pub(super) const FORMULA_STARTS: [char; 9] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t'];

/// A text that fits into a cell.
pub(super) fn capped(text: &str) -> &str {
    text.char_indices().nth(CELL_CHARACTERS).map_or(text, |(end, _)| &text[..end])
}

/// Width of the longest line among the texts, inside the column's bounds. A Chinese character takes two.
fn fitting<'a>(column: &Column, cells: impl Iterator<Item = &'a Cell>) -> f64 {
    let (least, most) = column.width;
    let longest = cells.map(shown_width).chain([column.title.width()]).max().unwrap_or(0);
    let wanted = u16::try_from(longest + 3).unwrap_or(u16::MAX);
    f64::from(wanted.clamp(least, most))
}

/// Height in points that the fullest cell of a row needs in a column of this width: programs do not all fit rows
/// to wrapped text when they open a file.
pub(super) fn height<'a>(cells: impl Iterator<Item = (&'a Cell, f64)>) -> f64 {
    let lines = cells.map(|(cell, width)| lines_in(cell, width)).max().unwrap_or(1);
    f64::from(u16::try_from(lines).unwrap_or(u16::MAX)).mul_add(LINE_POINTS, 5.0).min(TALLEST_POINTS)
}

/// A line of 12-point text.
const LINE_POINTS: f64 = 16.0;
/// The tallest row that Excel has.
const TALLEST_POINTS: f64 = 409.0;

/// Lines of a cell's text when wrapped. The edges of a cell and 12-point text leave 9 of 10 characters of room.
fn lines_in(cell: &Cell, width: f64) -> usize {
    let room = usize::from(format!("{:.0}", (width * 0.9).max(2.0)).parse::<u16>().unwrap_or(2));
    match cell {
        Cell::Number(_) => 1,
        Cell::Text(text) => text.lines().map(|line| line.width().div_ceil(room).max(1)).sum::<usize>().max(1),
    }
}

fn shown_width(cell: &Cell) -> usize {
    match cell {
        Cell::Number(number) => number.to_string().len(),
        Cell::Text(text) => text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0),
    }
}

pub(super) fn last_column(columns: usize) -> u16 {
    u16::try_from(columns.saturating_sub(1)).unwrap_or(u16::MAX)
}

pub(super) fn title_look() -> Format {
    Format::new()
        .set_font_name("黑体")
        .set_font_size(18)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
}

pub(super) fn line_look() -> Format {
    Format::new()
        .set_font_name("仿宋")
        .set_font_size(11)
        .set_align(FormatAlign::Right)
        .set_align(FormatAlign::VerticalCenter)
}

pub(super) fn header_look() -> Format {
    Format::new()
        .set_font_name("黑体")
        .set_font_size(12)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_background_color(0x00F2_F2F2)
        .set_text_wrap()
}

pub(super) fn body_look(align: FormatAlign) -> Format {
    Format::new()
        .set_font_name("仿宋")
        .set_font_size(12)
        .set_align(align)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
}
