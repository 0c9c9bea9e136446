//! 明细: a row for each point, in constant memory; and the same for money.
//! It never leaves a row out, and writes no text that a program could take for a formula.

use super::super::page::{self, Cell, FIRST_ROW, HEADER_ROW};
use super::place::DetailSheet;
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

/// The points of one sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    scores: &Scores,
    part: &DetailSheet,
    office: &str,
) -> Result<(), XlsxError> {
    head(sheet, "考核得分明细", &line(scores, office), "得分")?;
    let looks = Looks::new();
    let boards =
        scores.boards.iter().flat_map(|board| board.rows.iter().map(|row| (board.name.as_str(), row)));
    let wanted = boards.skip(part.first).take(part.rows);
    for (row, (board, credited)) in (FIRST_ROW..).zip(wanted) {
        let detail = describe(scores, credited, &scores.scheme.rules);
        write_row(sheet, row, board, &detail, credited.row.adjusts(), &looks, part.rows <= FITTED_ROWS)?;
    }
    let last = super::place::row(part.rows.max(1)) - 1;
    sheet.autofilter(HEADER_ROW, 0, last, 10)?;
    Ok(())
}

/// All money.
pub(super) fn write_money(sheet: &mut Worksheet, scores: &Scores, office: &str) -> Result<(), XlsxError> {
    head(sheet, "稿酬明细", &line(scores, office), "元")?;
    let looks = Looks::new();
    let all: Vec<(&str, &Credited)> = scores
        .boards
        .iter()
        .flat_map(|board| board.money.iter().map(|row| (board.name.as_str(), row)))
        .collect();
    for (row, (board, credited)) in (FIRST_ROW..).zip(&all) {
        let detail = describe(scores, credited, &scores.scheme.money);
        write_row(sheet, row, board, &detail, credited.row.adjusts(), &looks, all.len() <= FITTED_ROWS)?;
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

fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    board: &str,
    detail: &Detail,
    adjusts: bool,
    looks: &Looks,
    fitted: bool,
) -> Result<(), XlsxError> {
    let texts = [
        board,
        detail.subject,
        detail.case,
        detail.issues,
        &detail.title,
        detail.organ,
        &detail.event,
        "",
        &detail.rule,
    ];
    if fitted {
        let cells: Vec<(Cell, f64)> = texts
            .iter()
            .zip(COLUMNS)
            .map(|(text, (_, width))| (Cell::Text((*text).to_owned()), width))
            .collect();
        sheet.set_row_height(row, page::height(cells.iter().map(|(cell, width)| (cell, *width))))?;
    }
    for (at, text) in texts.iter().enumerate().filter(|(at, _)| *at != 7) {
        let column = u16::try_from(at).unwrap_or(0);
        let running = RUNNING.contains(&at);
        let look = match (running, text.starts_with(page::FORMULA_STARTS)) {
            (true, false) => &looks.left,
            (true, true) => &looks.guarded,
            (false, false) => &looks.center,
            (false, true) => &looks.guarded_center,
        };
        sheet.write_string_with_format(row, column, page::capped(text), look)?;
    }
    sheet.write_date_with_format(row, 7, detail.date, &looks.date)?;
    let factor: f64 = detail.factor.rounded(6, crate::office::scoring::points::Halves::Up).as_double();
    sheet.write_number_with_format(row, 9, factor, &looks.points)?;
    let look = if adjusts { &looks.adjusted } else { &looks.points };
    sheet.write_number_with_format(row, 10, detail.points.as_double(), look)?;
    Ok(())
}
