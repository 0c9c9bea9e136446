//! Workbooks that people open: the status sheet, blank forms, and answers to batch sheets and rosters.
//! It never writes a formula or a link: whatever a submission says arrives as text.

mod answer;
mod forms;
mod page;
mod status;

pub use answer::{RegisteredRow, SheetAnswer, answered_copy};
pub use forms::{batch_form, roster_form};
pub use status::{
    DeadlineRow, FileCounts, RecentRow, StatusView, StepCount, TaskRow, WaitingFile, status_sheet,
};
