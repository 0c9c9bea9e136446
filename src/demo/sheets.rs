//! Papers in workbooks: the office's batch sheet, a sheet of somebody's own, one without header, an old register.
//! It never uses the look of minyi's own sheets where a clerk made the sheet.

use crate::office::forms::Column;
use crate::office::settings::Settings;
use crate::typeset::lists::{SubmissionAuthor, SubmissionDocument};
use crate::typeset::sheets::batch_form;
use chrono::{Days, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

/// 批量来稿.xlsx, filled in.
pub(super) fn batch(papers: &[SubmissionDocument], settings: &Settings) -> Result<Vec<u8>, XlsxError> {
    let rows: Vec<Vec<String>> = (1..).zip(papers).map(|(number, paper)| batch_row(number, paper)).collect();
    let categories: Vec<&str> = settings.categories.iter().map(|one| one.name.as_str()).collect();
    let destinations: Vec<&str> = settings.destinations.iter().map(|one| one.name.as_str()).collect();
    batch_form(&categories, &destinations, &rows)
}

fn batch_row(number: usize, paper: &SubmissionDocument) -> Vec<String> {
    let first = paper.authors.first().cloned().unwrap_or_default();
    let names: Vec<&str> = paper.authors.iter().map(|author| author.name.as_str()).collect();
    vec![
        number.to_string(),
        paper.title.clone(),
        names.join("、"),
        first.sector.clone(),
        workplace(&first),
        first.phone.clone(),
        paper.unit.clone(),
        paper.date.clone(),
        paper.category.clone(),
        paper.destinations.clone(),
        if paper.urgent { "急件" } else { "" }.to_owned(),
        paper.body.join("\n"),
    ]
}

/// A sheet with columns of somebody's own, true dates, a title above and a total below.
pub(super) fn own(papers: &[SubmissionDocument], day: NaiveDate) -> Result<Vec<u8>, XlsxError> {
    const HEADER: [&str; 7] =
        ["编号", "信息题目", "撰稿人", "所在单位及职务", "手机", "报送时间", "信息内容"];
    let mut workbook = workbook()?;
    let sheet = workbook.add_worksheet().set_name("11月")?;
    heading(sheet, "社情民意信息来稿汇总", &HEADER)?;
    let date_look = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    let wrapped = Format::new().set_text_wrap();
    let mut row = 2;
    for (number, paper) in (1_u32..).zip(papers) {
        let author = paper.authors.first().cloned().unwrap_or_default();
        let before = u64::try_from(papers.len()).unwrap_or(0).saturating_sub(u64::from(number)) * 2;
        let sent = day.checked_sub_days(Days::new(before)).unwrap_or(day);
        sheet.write_number(row, 0, number)?;
        sheet.write_string(row, 1, &paper.title)?;
        sheet.write_string(row, 2, &author.name)?;
        sheet.write_string(row, 3, workplace(&author))?;
        sheet.write_string(row, 4, &author.phone)?;
        sheet.write_datetime_with_format(row, 5, sent, &date_look)?;
        sheet.write_string_with_format(row, 6, paper.body.join("\n"), &wrapped)?;
        row += 1;
    }
    sheet.write_string(row, 0, "合计")?;
    sheet.write_string(row, 1, format!("{}篇", papers.len()))?;
    workbook.save_to_buffer()
}

/// Titles and names without a word of what they are.
pub(super) fn headless(papers: &[SubmissionDocument]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook()?;
    let sheet = workbook.add_worksheet();
    for (row, paper) in (0..).zip(papers) {
        let author = paper.authors.first().cloned().unwrap_or_default();
        sheet.write_string(row, 0, &paper.title)?;
        sheet.write_string(row, 1, &author.name)?;
        sheet.write_string(row, 2, workplace(&author))?;
    }
    workbook.save_to_buffer()
}

/// A register as an office kept it before: where each paper went, and no text.
pub(super) fn old_ledger(rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    const HEADER: [&str; 14] = [
        "序号",
        "来稿时间",
        "姓名",
        "界别",
        "反映单位",
        "政治面貌",
        "信息标题",
        "期数",
        "区政协采用情况",
        "报区",
        "区采纳落实情况",
        "报市",
        "市政协采用情况",
        "全国政协采用/市（全国）领导批示",
    ];
    let mut workbook = workbook()?;
    let sheet = workbook.add_worksheet().set_name("2025年")?;
    heading(sheet, "2025年四季度社情民意来稿登记表", &HEADER)?;
    for (row, texts) in (2..).zip(rows) {
        for (column, text) in (0..).zip(texts) {
            sheet.write_string(row, column, text)?;
        }
    }
    workbook.save_to_buffer()
}

/// A form of the office with rows in it.
pub(super) fn filled(title: &str, columns: &[Column], rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook()?;
    let sheet = workbook.add_worksheet().set_name(title)?;
    let header: Vec<&str> = columns.iter().map(|column| column.title).collect();
    heading(sheet, title, &header)?;
    for (index, column) in (0..).zip(columns) {
        sheet.set_column_width(index, f64::from(column.width))?;
    }
    for (row, texts) in (2..).zip(rows) {
        for (index, text) in (0..).zip(texts).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(row, index, text)?;
        }
    }
    workbook.save_to_buffer()
}

fn heading(sheet: &mut Worksheet, title: &str, header: &[&str]) -> Result<(), XlsxError> {
    let middle = Format::new().set_bold().set_align(FormatAlign::Center);
    let last = u16::try_from(header.len()).unwrap_or(1) - 1;
    sheet.merge_range(0, 0, 0, last, title, &middle)?;
    for (column, text) in (0..).zip(header) {
        sheet.write_string_with_format(1, column, *text, &middle)?;
    }
    Ok(())
}

fn workplace(author: &SubmissionAuthor) -> String {
    format!("{}{}", author.workplace, author.position)
}

/// A workbook without the hour in which it was made, so that two demos are the same.
fn workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    Ok(workbook)
}
