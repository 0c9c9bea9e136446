//! 明细: a row for each point, written as XML one after the other; and the same for money, of which there is less.
//! It never leaves a row out, and writes no text that a program could take for a formula.

use super::super::page::{self, Cell, FIRST_ROW, HEADER_ROW};
use super::place::DetailSheet;
use super::splice::{RowLooks, RowWriter};
use crate::office::scoring::{Credited, Detail, Scores, describe};
use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

/// Columns with their widths.
const COLUMNS: [(&str, f64); 11] = [
    ("榜", 12.0),
    ("姓名（单位）", 16.0),
    ("登记号", 12.0),
    ("期号", 24.0),
    ("标题或缘由", 44.0),
    ("单位", 14.0),
    ("事项", 20.0),
    ("日期", 12.0),
    ("规则", 22.0),
    ("系数", 8.0),
    ("得分", 9.0),
];
/// Columns whose text may be long.
const RUNNING: [usize; 4] = [3, 4, 6, 8];
/// Rows up to which heights are fitted to wrapped titles; beyond, each costs time and nobody prints them.
const FITTED_ROWS: usize = 20_000;

/// Looks of cells, made once for all rows.
struct Looks {
    center: Format,
    left: Format,
    guarded: Format,
    guarded_center: Format,
    date: Format,
    points: Format,
    adjusted: Format,
}

impl Looks {
    /// The look of a column's text.
    fn text(&self, column: usize, guarded: bool) -> &Format {
        match (RUNNING.contains(&column), guarded) {
            (true, false) => &self.left,
            (true, true) => &self.guarded,
            (false, false) => &self.center,
            (false, true) => &self.guarded_center,
        }
    }

    fn new() -> Looks {
        let left = page::body_look(FormatAlign::Left);
        let center = page::body_look(FormatAlign::Center);
        Looks {
            guarded: left.clone().set_quote_prefix(),
            guarded_center: center.clone().set_quote_prefix(),
            date: center.clone().set_num_format("yyyy-mm-dd"),
            points: center.clone(),
            adjusted: center.clone().set_font_color(0x007F_7F7F),
            left,
            center,
        }
    }
}

/// A sheet of points without its points: title, header and two rows that show the looks of cells, for `splice` to
/// put the points in their place.
pub(super) fn stub(
    sheet: &mut Worksheet,
    scores: &Scores,
    part: &DetailSheet,
    office: &str,
) -> Result<(), XlsxError> {
    head(sheet, "考核得分明细", &line(scores, office), "得分")?;
    let looks = Looks::new();
    for (row, guarded) in [(FIRST_ROW, false), (FIRST_ROW + 1, true)] {
        for column in (0..9_u16).filter(|column| *column != DATE) {
            let look = looks.text(usize::from(column), guarded);
            sheet.write_string_with_format(row, column, "样", look)?;
        }
        sheet.write_number_with_format(row, DATE, 1, &looks.date)?;
        sheet.write_number_with_format(row, 9, 1, &looks.points)?;
        let points = if guarded { &looks.adjusted } else { &looks.points };
        sheet.write_number_with_format(row, 10, 1, points)?;
    }
    let last = super::place::row(part.rows.max(1)) - 1;
    sheet.autofilter(HEADER_ROW, 0, last, 10)?;
    Ok(())
}

/// The points of one sheet as rows of its XML, in the looks that the stub has for them; each chunk is handed on.
pub(super) fn rows<E>(
    scores: &Scores,
    part: &DetailSheet,
    looks: &RowLooks,
    mut take: impl FnMut(Vec<u8>) -> Result<(), E>,
) -> Result<(), E> {
    let boards = scores.boards.iter().flat_map(|board| board.rows().map(|row| (board.name.as_str(), row)));
    let mut chunk = RowWriter::default();
    for (row, (board, credited)) in (FIRST_ROW..).zip(boards.skip(part.first).take(part.rows)) {
        let detail = describe(scores, &credited, &scores.scheme.rules);
        let texts = texts(board, &detail);
        let height = (part.rows <= FITTED_ROWS).then(|| fitted(&texts));
        chunk.begin(row, height);
        for (at, text) in texts.iter().enumerate() {
            let column = u16::try_from(at).unwrap_or(0);
            if column == DATE {
                chunk.number(column, looks.of(column, false), &serial(detail.date).to_string());
            } else {
                let guarded = text.starts_with(page::FORMULA_STARTS);
                chunk.text(column, looks.of(column, guarded), page::capped(text));
            }
        }
        let factor = detail.factor.rounded(6, crate::office::scoring::points::Halves::Up);
        chunk.number(9, looks.of(9, false), &factor.to_string());
        chunk.number(10, looks.of(10, credited.row.adjusts()), &detail.points.to_string());
        chunk.end();
        if chunk.bytes.len() > CHUNK_BYTES {
            take(std::mem::take(&mut chunk.bytes))?;
        }
    }
    take(chunk.bytes)
}

/// Bytes of XML that are handed on at once.
const CHUNK_BYTES: usize = 256 * 1024;
/// The column of days.
const DATE: u16 = 7;

/// Days as Excel counts them.
fn serial(day: chrono::NaiveDate) -> i64 {
    let origin = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
    (day - origin).num_days()
}

/// All money.
pub(super) fn write_money(sheet: &mut Worksheet, scores: &Scores, office: &str) -> Result<(), XlsxError> {
    head(sheet, "稿酬明细", &line(scores, office), "元")?;
    let looks = Looks::new();
    let all: Vec<(&str, Credited)> =
        scores.boards.iter().flat_map(|board| board.money().map(|row| (board.name.as_str(), row))).collect();
    for (row, (board, credited)) in (FIRST_ROW..).zip(&all) {
        let detail = describe(scores, credited, &scores.scheme.money);
        write_row(sheet, row, board, &detail, credited.row.adjusts(), &looks)?;
    }
    Ok(())
}

fn line(scores: &Scores, office: &str) -> String {
    format!("{office}　　{}　　数据截至{}", scores.period.label(), scores.as_of)
}

/// Title, line and header; in constant memory each row is finished before the next.
fn head(sheet: &mut Worksheet, title: &str, line: &str, unit: &str) -> Result<(), XlsxError> {
    for (at, (_, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(at, width)?;
    }
    sheet.set_row_height(0, 34)?;
    sheet.merge_range(0, 0, 0, 10, title, &page::title_look())?;
    sheet.set_row_height(1, 20)?;
    sheet.merge_range(1, 0, 1, 10, line, &page::line_look())?;
    sheet.set_row_height(HEADER_ROW, 24)?;
    for (at, (title, _)) in (0_u16..).zip(COLUMNS) {
        let title = if at == 10 { unit } else { title };
        sheet.write_string_with_format(HEADER_ROW, at, title, &page::header_look())?;
    }
    page::printed(sheet)
}

fn texts<'d>(board: &'d str, detail: &'d Detail) -> [&'d str; 9] {
    [
        board,
        detail.subject,
        detail.case,
        detail.issues,
        &detail.title,
        detail.organ,
        &detail.event,
        "",
        detail.rule,
    ]
}

/// Height of a row whose texts are wrapped.
fn fitted(texts: &[&str]) -> f64 {
    let cells: Vec<(Cell, f64)> =
        texts.iter().zip(COLUMNS).map(|(text, (_, width))| (Cell::Text((*text).to_owned()), width)).collect();
    page::height(cells.iter().map(|(cell, width)| (cell, *width)))
}

fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    board: &str,
    detail: &Detail,
    adjusts: bool,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let texts = texts(board, detail);
    sheet.set_row_height(row, fitted(&texts))?;
    for (at, text) in texts.iter().enumerate().filter(|(at, _)| *at != usize::from(DATE)) {
        let look = looks.text(at, text.starts_with(page::FORMULA_STARTS));
        sheet.write_string_with_format(row, u16::try_from(at).unwrap_or(0), page::capped(text), look)?;
    }
    sheet.write_date_with_format(row, DATE, detail.date, &looks.date)?;
    let factor = detail.factor.rounded(6, crate::office::scoring::points::Halves::Up);
    sheet.write_number_with_format(row, 9, factor.as_double(), &looks.points)?;
    let look = if adjusts { &looks.adjusted } else { &looks.points };
    sheet.write_number_with_format(row, 10, detail.points.as_double(), look)?;
    Ok(())
}
