//! 收件情况: what came, what waits, what is due, in one workbook that is kept current.
//! It never prints a clock time, and never counts: the pipeline does.

use super::page::{self, Cell, Column, FIRST_ROW, HEADER_ROW};
use rust_xlsxwriter::{ConditionalFormatFormula, Format, FormatAlign, Worksheet, XlsxError};

/// All that the status sheet shows; dates as `2026-09-24`.
#[derive(Clone, Debug, Default)]
pub struct StatusView {
    /// Name of the office.
    pub office: String,
    /// The day that the figures are of, as it is printed.
    pub day: String,
    /// Files by what became of them.
    pub files: FileCounts,
    /// Papers registered.
    pub cases: u64,
    /// Deadlines that end today, one for each case and destination, as the sheet 限期 lists them.
    pub due_today: u64,
    /// Deadlines that have passed.
    pub overdue: u64,
    /// Documents placed in the outbox that nobody has said to be sent.
    pub placed_not_sent: u64,
    /// Open cases at each step, in the order of the steps.
    pub steps: Vec<StepCount>,
    /// Files in the inbox that were not taken.
    pub waiting_files: Vec<WaitingFile>,
    /// Cases that wait for a person.
    pub tasks: Vec<TaskRow>,
    /// Open deadlines, nearest first.
    pub deadlines: Vec<DeadlineRow>,
    /// Cases that are followed up (重点跟踪), the nearest day first.
    pub follow_ups: Vec<FollowUpRow>,
    /// Latest cases, newest first.
    pub recent: Vec<RecentRow>,
}

/// Files: received is the sum of the others.
#[derive(Clone, Debug, Default)]
pub struct FileCounts {
    /// 收到.
    pub received: u64,
    /// 登记.
    pub registered: u64,
    /// 退回.
    pub returned: u64,
    /// 重复.
    pub duplicate: u64,
    /// 待处理.
    pub waiting: u64,
}

/// Open cases at a step.
#[derive(Clone, Debug, Default)]
pub struct StepCount {
    /// Name of the step.
    pub step: String,
    /// Cases.
    pub cases: u64,
}

/// A file that was not taken.
#[derive(Clone, Debug, Default)]
pub struct WaitingFile {
    /// Path in the inbox.
    pub file: String,
    /// Why, in the clerk's words.
    pub reason: String,
    /// Day on which it was first seen.
    pub first_seen: String,
}

/// A case that waits for a person.
#[derive(Clone, Debug, Default)]
pub struct TaskRow {
    /// 登记号.
    pub number: String,
    /// Title.
    pub title: String,
    /// Authors or unit.
    pub authors: String,
    /// Step at which it waits.
    pub step: String,
    /// Why it waits.
    pub reason: String,
    /// Nearest deadline, or empty.
    pub due: String,
    /// Days until then; negative when it has passed.
    pub days_left: Option<i64>,
}

/// An open deadline.
#[derive(Clone, Debug, Default)]
pub struct DeadlineRow {
    /// 登记号.
    pub number: String,
    /// Title.
    pub title: String,
    /// Destination.
    pub destination: String,
    /// Last day.
    pub due: String,
    /// Days until then; negative when it has passed.
    pub days_left: Option<i64>,
    /// 办理中, 已置出未报送, 逾期 …
    pub state: String,
}

/// A case that is followed up.
#[derive(Clone, Debug, Default)]
pub struct FollowUpRow {
    /// 登记号.
    pub number: String,
    /// Title.
    pub title: String,
    /// What was heard of it last, or empty.
    pub latest: String,
    /// The next day to look after it.
    pub next: String,
    /// Days until then; negative when it has passed.
    pub days_left: Option<i64>,
}

/// A case among the latest.
#[derive(Clone, Debug, Default)]
pub struct RecentRow {
    /// 登记号.
    pub number: String,
    /// Day of receipt.
    pub received: String,
    /// Title.
    pub title: String,
    /// Authors or unit.
    pub authors: String,
    /// Category.
    pub category: String,
    /// Destinations joined by 、.
    pub destinations: String,
    /// Step at which it is.
    pub step: String,
}

/// Latest cases that the sheet shows; more make it slow to open and nobody reads them there.
const RECENT_ROWS: usize = 200;

/// The workbook `收件情况.xlsx`.
pub fn status_sheet(view: &StatusView) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = page::workbook()?;
    let line = format!("{}    {}", view.office, view.day);
    overview(workbook.add_worksheet().set_name("总览")?, view, &line)?;
    waiting_files(workbook.add_worksheet().set_name("未收文件")?, view, &line)?;
    tasks(workbook.add_worksheet().set_name("待办")?, view, &line)?;
    deadlines(workbook.add_worksheet().set_name("限期")?, view, &line)?;
    follow_ups(workbook.add_worksheet().set_name("重点跟踪")?, view, &line)?;
    recent(workbook.add_worksheet().set_name("近期来稿")?, view, &line)?;
    workbook.save_to_buffer()
}

fn overview(sheet: &mut Worksheet, view: &StatusView, line: &str) -> Result<(), XlsxError> {
    page::heading(sheet, "收件情况", line, 5)?;
    let figures = [
        ("收到文件（个）", view.files.received),
        ("　其中：已登记", view.files.registered),
        ("　　　　已退回", view.files.returned),
        ("　　　　重复", view.files.duplicate),
        ("　　　　待处理", view.files.waiting),
        ("登记来稿（篇）", view.cases),
        ("今日到期（份）", view.due_today),
        ("逾期（份）", view.overdue),
        ("已置出未报送（份）", view.placed_not_sent),
        ("重点跟踪（件）", u64::try_from(view.follow_ups.len()).unwrap_or(u64::MAX)),
    ];
    let figures = figures.map(|(name, value)| (name.to_owned(), value));
    figure_block(sheet, 0, ["项目", "数量"], &figures)?;
    let steps: Vec<_> = view.steps.iter().map(|step| (step.step.clone(), step.cases)).collect();
    figure_block(sheet, 3, ["环节", "件数"], &steps)?;
    for (column, width) in (0..).zip([26, 14, 6, 26, 14]) {
        sheet.set_column_width(column, width)?;
    }
    if view.overdue > 0 {
        let overdue = FIRST_ROW + 7;
        let alarm = page::body_look(FormatAlign::Center).set_font_color(page::RED).set_bold();
        page::write(sheet, overdue, 1, &Cell::Number(signed(view.overdue)), &alarm)?;
    }
    page::printed(sheet)
}

/// Two columns of names and numbers, from a column on.
fn figure_block(
    sheet: &mut Worksheet,
    column: u16,
    titles: [&str; 2],
    figures: &[(String, u64)],
) -> Result<(), XlsxError> {
    for (offset, title) in (0..).zip(titles) {
        sheet.write_string_with_format(HEADER_ROW, column + offset, title, &page::header_look())?;
    }
    sheet.set_row_height(HEADER_ROW, 24)?;
    for (row, (name, value)) in (FIRST_ROW..).zip(figures) {
        sheet.set_row_height(row, 22)?;
        page::write(sheet, row, column, &name.into(), &page::body_look(FormatAlign::Left))?;
        let number = Cell::Number(signed(*value));
        page::write(sheet, row, column + 1, &number, &page::body_look(FormatAlign::Center))?;
    }
    Ok(())
}

fn waiting_files(sheet: &mut Worksheet, view: &StatusView, line: &str) -> Result<(), XlsxError> {
    let columns = [
        Column::text("文件", 40, 60),
        Column::text("未收原因", 40, 64),
        Column::center("首次发现日", 14, 14),
    ];
    let rows: Vec<Vec<Cell>> = view
        .waiting_files
        .iter()
        .map(|file| vec![(&file.file).into(), (&file.reason).into(), (&file.first_seen).into()])
        .collect();
    page::table(sheet, "未收文件", line, &columns, &rows)
}

fn tasks(sheet: &mut Worksheet, view: &StatusView, line: &str) -> Result<(), XlsxError> {
    let columns = [
        Column::center("登记号", 12, 14),
        Column::text("标题", 36, 52),
        Column::text("反映人", 14, 22),
        Column::center("环节", 8, 10),
        Column::text("等待原因", 18, 30),
        Column::center("最近限期", 13, 13),
        Column::center("剩余天数", 11, 11),
    ];
    let rows: Vec<Vec<Cell>> = view.tasks.iter().map(task_cells).collect();
    page::table(sheet, "待办", line, &columns, &rows)?;
    coloured(sheet, rows.len(), columns.len(), 'G')
}

fn task_cells(task: &TaskRow) -> Vec<Cell> {
    vec![
        (&task.number).into(),
        (&task.title).into(),
        (&task.authors).into(),
        (&task.step).into(),
        (&task.reason).into(),
        (&task.due).into(),
        task.days_left.into(),
    ]
}

fn deadlines(sheet: &mut Worksheet, view: &StatusView, line: &str) -> Result<(), XlsxError> {
    let columns = [
        Column::center("登记号", 12, 14),
        Column::text("标题", 40, 60),
        Column::text("去向", 14, 26),
        Column::center("限期", 13, 13),
        Column::center("剩余天数", 11, 11),
        Column::center("状态", 16, 20),
    ];
    let rows: Vec<Vec<Cell>> = view
        .deadlines
        .iter()
        .map(|row| {
            vec![
                (&row.number).into(),
                (&row.title).into(),
                (&row.destination).into(),
                (&row.due).into(),
                row.days_left.into(),
                (&row.state).into(),
            ]
        })
        .collect();
    page::table(sheet, "限期", line, &columns, &rows)?;
    coloured(sheet, rows.len(), columns.len(), 'E')
}

fn follow_ups(sheet: &mut Worksheet, view: &StatusView, line: &str) -> Result<(), XlsxError> {
    let columns = [
        Column::center("登记号", 12, 14),
        Column::text("标题", 40, 60),
        Column::text("最近反馈", 24, 44),
        Column::center("下次跟踪", 13, 13),
        Column::center("剩余天数", 11, 11),
    ];
    let cells = |row: &FollowUpRow| {
        vec![
            (&row.number).into(),
            (&row.title).into(),
            (&row.latest).into(),
            (&row.next).into(),
            row.days_left.into(),
        ]
    };
    let rows: Vec<Vec<Cell>> = view.follow_ups.iter().map(cells).collect();
    page::table(sheet, "重点跟踪", line, &columns, &rows)?;
    coloured(sheet, rows.len(), columns.len(), 'E')
}

fn recent(sheet: &mut Worksheet, view: &StatusView, line: &str) -> Result<(), XlsxError> {
    let columns = [
        Column::center("登记号", 12, 14),
        Column::center("收到日期", 13, 13),
        Column::text("标题", 36, 52),
        Column::text("反映人", 14, 22),
        Column::text("类别", 14, 22),
        Column::text("去向", 16, 28),
        Column::center("环节", 8, 10),
    ];
    let cells = |row: &RecentRow| -> Vec<Cell> {
        [&row.number, &row.received, &row.title, &row.authors, &row.category, &row.destinations, &row.step]
            .map(Cell::from)
            .to_vec()
    };
    let rows: Vec<Vec<Cell>> = view.recent.iter().take(RECENT_ROWS).map(cells).collect();
    page::table(sheet, "近期来稿", line, &columns, &rows)
}

/// Rows whose days are over in red, those of today and tomorrow in amber.
fn coloured(sheet: &mut Worksheet, rows: usize, columns: usize, days: char) -> Result<(), XlsxError> {
    let Some(last) = u32::try_from(rows).ok().and_then(|rows| (FIRST_ROW + rows).checked_sub(1)) else {
        return Ok(());
    };
    if last < FIRST_ROW {
        return Ok(());
    }
    let cell = format!("${days}{}", FIRST_ROW + 1);
    let over = Format::new().set_font_color(page::RED).set_background_color(0x00FD_E4E1);
    let near = Format::new().set_background_color(0x00FF_F2CC);
    let rules = [
        (format!("=AND(ISNUMBER({cell}),{cell}<0)"), over),
        (format!("=AND(ISNUMBER({cell}),{cell}>=0,{cell}<=1)"), near),
    ];
    for (rule, look) in rules {
        let rule = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(look);
        sheet.add_conditional_format(FIRST_ROW, 0, last, page::last_column(columns), &rule)?;
    }
    Ok(())
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Content, Workbook};
    use crate::formats::sheet;
    use crate::limits::Limits;

    fn view() -> StatusView {
        StatusView {
            office: "政协示例区委员会办公室".into(),
            day: "2026年9月24日".into(),
            overdue: 1,
            steps: vec![StepCount { step: "审稿".into(), cases: 3 }],
            deadlines: vec![DeadlineRow {
                number: "2026-0007".into(),
                title: "=1+1".into(),
                destination: "市政协".into(),
                due: "2026-09-20".into(),
                days_left: Some(-4),
                state: "逾期".into(),
            }],
            ..StatusView::default()
        }
    }

    fn read(bytes: &[u8]) -> Workbook {
        match sheet::read(bytes, &Limits::default()).content {
            Some(Content::Workbook(workbook)) => workbook,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_status_sheet_reads_back_as_it_was_told() {
        let workbook = read(&status_sheet(&view()).unwrap());
        let names: Vec<_> = workbook.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(names, ["总览", "未收文件", "待办", "限期", "重点跟踪", "近期来稿"]);
        let texts: Vec<_> = workbook.sheets[3].rows[3].cells.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(texts, ["2026-0007", "=1+1", "市政协", "2026-09-20", "-4", "逾期"]);
        assert_eq!(workbook.sheets[1].rows[3].cells[0].text, "（无）");
    }

    #[test]
    fn the_same_view_gives_the_same_bytes() {
        assert_eq!(status_sheet(&view()).unwrap(), status_sheet(&view()).unwrap());
    }
}
