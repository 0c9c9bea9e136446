//! 要点: rows to topics wanted.
//! It never ties a case to one.

use super::{FilledRow, Said, parts, rows};
use crate::document::Workbook;
use crate::office::forms::{TAKE_BACK, TOPICS};
use crate::office::taken_back::Written;
use crate::office::wanted::WantedTopic;
use crate::rejection::{Code, Rejection};

/// The rows of a dropped 征集要点.
pub fn topics(workbook: &Workbook) -> Result<Vec<FilledRow<Written<WantedTopic>>>, Vec<Rejection>> {
    rows(workbook, "征集要点", TOPICS, |line, faults| {
        line.is_complete(faults);
        let (from, to) = (line.date("起", false, faults), line.date("止", true, faults));
        let (Some(from), Some(to)) = (from, to) else { return Said::Blank };
        if to < from {
            faults.add(Code::BadRow, "截止日期早于开始日期".to_owned(), &line.place());
        }
        let row = WantedTopic {
            name: line.text("要点").unwrap_or_default(),
            from,
            to,
            words: line.text("词语").map(|text| parts(&text)).unwrap_or_default(),
        };
        Said::Filled(Written { row, take_back: line.text(TAKE_BACK) })
    })
}
