//! 考核调整: rows to adjustments of points.
//! It never asks who is on the roster.

use super::{FilledRow, Said, rows};
use crate::document::Workbook;
use crate::office::adjustment::Draft;
use crate::office::forms::ADJUSTMENTS;
use crate::rejection::Rejection;

/// The rows of a dropped 考核调整.
pub fn adjustments(workbook: &Workbook) -> Result<Vec<FilledRow<Draft>>, Vec<Rejection>> {
    rows(workbook, "考核调整", ADJUSTMENTS, |line, faults| {
        let text = |title: &str| line.text(title).unwrap_or_default();
        Said::Filled(Draft {
            name: text("姓名或单位"),
            points: text("分值"),
            reason: text("理由"),
            by: text("决定人"),
            board: text("榜"),
            date: line.date("日期", false, faults),
            self_points: text("自评分"),
            event: text("事项"),
        })
    })
}
