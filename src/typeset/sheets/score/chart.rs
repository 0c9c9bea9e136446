//! The sheet of charts: the first of each board, as native charts over the rankings.
//! It never holds a figure of its own.

use super::super::page::{self, FIRST_ROW};
use super::place::Places;
use crate::office::scoring::Scores;
use crate::office::scoring::points::Points;
use rust_xlsxwriter::{Chart, ChartFont, ChartType, Worksheet, XlsxError};

/// Names in a chart.
const NAMES: u32 = 10;
/// Rows of the sheet that one chart takes.
const ROWS: u32 = 14;

/// Pixels between a row and the chart that begins on it.
const GAP: u32 = 8;
/// Percent at which it is printed: programs with a wider stock font than the library reckons with draw the columns,
/// and with them the charts, a quarter wider.
const SCALE: u16 = 75;

pub(super) fn write(sheet: &mut Worksheet, scores: &Scores, places: &Places) -> Result<(), XlsxError> {
    page::heading(sheet, "各榜前十名得分", &format!("数据截至{}", scores.as_of), 12)?;
    for column in 0..12 {
        sheet.set_column_width(column, 10)?;
    }
    let mut row = 2;
    for (at, board) in scores.boards.iter().enumerate() {
        let shown = board.standings.iter().filter(|standing| standing.points > Points::ZERO).count();
        let shown = u32::try_from(shown).unwrap_or(NAMES).min(NAMES);
        if shown == 0 {
            continue;
        }
        let (name, last) = (places.ranking(at), FIRST_ROW + shown - 1);
        let mut chart = Chart::new(ChartType::Column);
        chart
            .add_series()
            .set_categories((name, FIRST_ROW, 1, last, 1))
            .set_values((name, FIRST_ROW, 3, last, 3))
            .set_name("得分")
            .set_gap(80);
        let mut font = ChartFont::new();
        font.set_size(12).set_bold();
        chart.title().set_name(&board.name).set_font(&font);
        chart.legend().set_hidden();
        chart.set_width(880).set_height(262);
        // A little below the row, or its frame would stand on the page before.
        sheet.insert_chart_with_offset(row, 0, &chart, 0, GAP)?;
        row += ROWS;
    }
    if row == 2 {
        sheet.merge_range(
            2,
            0,
            2,
            11,
            "（本期各榜都没有得分）",
            &page::body_look(rust_xlsxwriter::FormatAlign::Center),
        )?;
    }
    sheet
        .set_paper_size(page::A4)
        .set_landscape()
        .set_print_scale(SCALE)
        .set_margins(0.7, 0.7, 0.6, 0.6, 0.3, 0.3)
        .set_footer("&C&\"宋体,常规\"&12— &P —");
    // A page holds two charts; without a break one would be cut in half. Fitting to pages would undo the breaks.
    let breaks: Vec<u32> = (2 + 2 * ROWS..row).step_by(28).collect();
    if !breaks.is_empty() {
        sheet.set_page_breaks(&breaks)?;
    }
    Ok(())
}
