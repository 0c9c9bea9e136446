//! 活动: rows to meetings of the groups.
//! It never asks whether a group is on the roster.

use super::{FilledRow, Said, rows};
use crate::document::Workbook;
use crate::office::activity::Activity;
use crate::office::forms::{ACTIVITIES, TAKE_BACK};
use crate::office::taken_back::Written;
use crate::rejection::Rejection;

/// The rows of a dropped 活动登记.
pub fn activities(workbook: &Workbook) -> Result<Vec<FilledRow<Written<Activity>>>, Vec<Rejection>> {
    rows(workbook, "活动登记", ACTIVITIES, |line, faults| {
        line.is_complete(faults);
        let Some(date) = line.date("日期", false, faults) else { return Said::Blank };
        let row = Activity {
            group: line.name("组别"),
            date,
            place: line.text("地点").unwrap_or_default(),
            topic: line.text("主题").unwrap_or_default(),
            present: line.text("出席").unwrap_or_default(),
        };
        Said::Filled(Written { row, take_back: line.text(TAKE_BACK) })
    })
}
