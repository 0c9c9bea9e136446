//! Forms that are filled in and dropped (反馈, 活动, 要点, 考核): each row read by itself, so that good ones go through.
//! It never asks whether a case or a group exists.

mod activity;
mod adjustment;
mod feedback;
#[cfg(test)]
mod tests;
mod wanted;

pub use activity::activities;
pub use adjustment::adjustments;
pub use feedback::feedback;
pub use wanted::topics;

use super::roster::grid::{Faults, Grid, Line};
use crate::document::Workbook;
use crate::office::forms::Column;
use crate::rejection::{Code, Rejection};

/// A row of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct FilledRow<T> {
    /// Name of its sheet.
    pub sheet: String,
    /// Its number as Excel shows it.
    pub row: u32,
    /// What it says, every fault of it, or that it was prepared and left blank.
    pub said: Said<T>,
}

/// What a row says.
#[derive(Clone, Debug, PartialEq)]
pub enum Said<T> {
    /// Something.
    Filled(T),
    /// Nothing: the row was prepared and nobody filled it in.
    Blank,
    /// It cannot be used, with every reason in the clerk's words.
    Faulty(Vec<String>),
}

/// Rows under a header that has the columns of a form, out of all visible sheets; a fault of the file when no
/// sheet has such a header. `row` reads one line, telling its faults.
fn rows<T>(
    workbook: &Workbook,
    form: &'static str,
    columns: &'static [Column],
    row: impl Fn(&Line, &mut Faults) -> Said<T>,
) -> Result<Vec<FilledRow<T>>, Vec<Rejection>> {
    let mut found = Vec::new();
    let mut known = false;
    let mut refused = Vec::new();
    for sheet in workbook.sheets.iter().filter(|sheet| sheet.visible && !sheet.rows.is_empty()) {
        let mut faults = Faults::default();
        let Some(grid) = Grid::of(sheet, form, columns, &mut faults) else { continue };
        known = true;
        if !faults.none() {
            refused.extend(faults.messages());
            continue;
        }
        for line in grid.lines() {
            let mut faults = Faults::default();
            let said = row(&line, &mut faults);
            let said = if faults.none() { said } else { Said::Faulty(faults.messages()) };
            found.push(FilledRow { sheet: sheet.name.clone(), row: line.number(), said });
        }
    }
    if !known {
        refused.push(format!("没有找到“{form}”的表头"));
    }
    if refused.is_empty() {
        Ok(found)
    } else {
        Err(refused.into_iter().map(|one| refusal(form, one)).collect())
    }
}

fn refusal(form: &str, message: String) -> Rejection {
    let mut fault = Rejection::of_file(Code::NoHeader, message);
    fault.cure = match form {
        "反馈登记" => "请使用 outbox/待办 中的反馈登记表，保留表头后重新投放。".to_owned(),
        other => format!("请使用 outbox/表样 中的{other}，保留表头后重新投放。"),
    };
    fault
}

/// Several things in one cell.
fn parts(text: &str) -> Vec<String> {
    let signs = ['、', ',', '，', ';', '；', '\n', '\r'];
    text.split(signs).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
