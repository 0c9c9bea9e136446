//! Workbooks that people open: the status sheet, blank forms, and answers to batch sheets and rosters.
//! It never writes a formula or a link: whatever a submission says arrives as text.

mod answer;
mod answered;
mod distribution;
mod feedback;
mod forms;
mod page;
mod score;
mod status;

pub use answer::{RegisteredRow, SheetAnswer, answered_copy};
pub use answered::{RowAnswer, RowAnswers, answered_form};
pub use distribution::{DistributionView, MemberRow, UnitRow, distribution_sheet};
pub use feedback::{AwaitedRow, feedback_sheet};
pub use forms::{batch_form, plain_form, roster_form};
pub use score::write_score_book;
pub use status::{
    DeadlineRow, FileCounts, FollowUpRow, RecentRow, StatusView, StepCount, TaskRow, WaitingFile,
    status_sheet,
};

/// A workbook without a trace of who made it and when.
pub(super) fn plain_workbook() -> Result<rust_xlsxwriter::Workbook, rust_xlsxwriter::XlsxError> {
    page::workbook()
}
