//! 反馈登记: what was issued and not yet answered, ready to be filled in; all that is known is locked.
//! It never asks what was issued; the pipeline does.

use super::page::{self, Cell};
use crate::office::forms::{Column, FEEDBACK};
use rust_xlsxwriter::{
    DataValidation, DataValidationRule, Format, FormatAlign, ProtectionOptions, Worksheet, XlsxError,
};

/// Rows without a case, for organs that are no destination and for second results.
const FREE_ROWS: u32 = 60;
/// Columns that are known: locked in a prepared row.
const KNOWN: usize = 4;

/// A document of which nothing was heard yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AwaitedRow {
    /// 登记号.
    pub number: String,
    /// 期号 of the publication in which it went there, or empty.
    pub issue: String,
    /// Title.
    pub title: String,
    /// 单位.
    pub organ: String,
}

/// The workbook `反馈登记.xlsx`. `organs` are offered in rows without a case; `more` says that older documents
/// are left out.
pub fn feedback_sheet(
    office: &str,
    rows: &[AwaitedRow],
    organs: &[&str],
    more: bool,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = page::workbook()?;
    let sheet = workbook.add_worksheet().set_name("反馈登记")?;
    page::heading(sheet, "反馈登记", &line(office, rows.len(), more), FEEDBACK.len())?;
    sheet.set_row_height(page::HEADER_ROW, 26)?;
    for (index, column) in (0..).zip(FEEDBACK) {
        sheet.write_string_with_format(page::HEADER_ROW, index, column.title, &header_look(column))?;
        sheet.set_column_width(index, f64::from(column.width))?;
    }
    let (locked, open) = (locked_look(), open_look());
    let mut at = page::FIRST_ROW;
    for row in rows {
        prepared(sheet, at, row, &locked, &open)?;
        at += 1;
    }
    for free in at..at + FREE_ROWS {
        for index in 0..=page::last_column(FEEDBACK.len()) {
            sheet.write_blank(free, index, &open)?;
        }
    }
    for (index, column) in (0..).zip(FEEDBACK) {
        let choices = if column.title == "单位" { organs } else { column.choices };
        sheet.add_data_validation(
            page::FIRST_ROW,
            index,
            at + FREE_ROWS - 1,
            index,
            &guidance(column, choices)?,
        )?;
    }
    sheet.protect_with_options(&allowed());
    page::printed(sheet)?;
    workbook.save_to_buffer()
}

fn line(office: &str, rows: usize, more: bool) -> String {
    let left_out = if more { "（只列最近的，其余请在表末空行填写）" } else { "" };
    format!(
        "{office}　待反馈{rows}项{left_out}　只填知道的行，另存一份放入“反馈”文件夹；一行一个结果，另有结果或其他单位的填在表末空行。"
    )
}

fn prepared(
    sheet: &mut Worksheet,
    at: u32,
    row: &AwaitedRow,
    locked: &Format,
    open: &Format,
) -> Result<(), XlsxError> {
    let known = [&row.number, &row.issue, &row.title, &row.organ];
    for (index, text) in (0..).zip(known) {
        page::write(sheet, at, index, &Cell::from(text), locked)?;
    }
    for index in u16::try_from(KNOWN).unwrap_or(0)..=page::last_column(FEEDBACK.len()) {
        sheet.write_blank(at, index, open)?;
    }
    let widths =
        known.iter().zip(FEEDBACK).map(|(text, column)| (Cell::from(*text), f64::from(column.width)));
    let texts: Vec<(Cell, f64)> = widths.collect();
    sheet.set_row_height(at, page::height(texts.iter().map(|(cell, width)| (cell, *width))))?;
    Ok(())
}

/// A list that must be kept to, or one that only offers where anything may be written.
fn guidance(column: &Column, choices: &[&str]) -> Result<DataValidation, XlsxError> {
    let fits = choices.iter().map(|choice| choice.len() + 1).sum::<usize>() < 255;
    let rule = if !choices.is_empty() && fits {
        DataValidation::new().allow_list_strings(choices)?.show_error_message(!column.choices.is_empty())
    } else {
        DataValidation::new()
            .allow_text_length(DataValidationRule::LessThanOrEqualTo(32_767))
            .show_error_message(false)
    };
    rule.set_input_title(column.title)?.set_input_message(column.note)
}

/// The lock keeps slips out, not people: there is no password, and widths and filters stay free.
fn allowed() -> ProtectionOptions {
    ProtectionOptions {
        format_columns: true,
        format_rows: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    }
}

fn header_look(column: &Column) -> Format {
    let look = page::header_look();
    if column.required { look.set_font_color(page::RED) } else { look }
}

fn locked_look() -> Format {
    page::body_look(FormatAlign::Left).set_background_color(0x00F7_F7F7)
}

fn open_look() -> Format {
    page::body_look(FormatAlign::Left).set_num_format("@").set_unlocked()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Content;
    use crate::formats::sheet;
    use crate::intake::filled;
    use crate::limits::Limits;
    use std::io::Read;

    fn row() -> AwaitedRow {
        AwaitedRow {
            number: "2026-0001".into(),
            issue: "社情民意信息2026年第1期".into(),
            title: "关于停车的建议".into(),
            organ: "市政协".into(),
        }
    }

    #[test]
    fn its_reader_finds_every_prepared_row_blank() {
        let bytes = feedback_sheet("某办", &[row()], &["市政协"], false).unwrap();
        let Some(Content::Workbook(workbook)) = sheet::read(&bytes, &Limits::default()).content else {
            panic!()
        };
        let rows = filled::feedback(&workbook).unwrap();
        assert_eq!((rows.len(), &rows[0].said), (1, &filled::Said::Blank));
    }

    #[test]
    fn only_what_is_to_be_filled_in_is_open() {
        let bytes = feedback_sheet("某办", &[row()], &["市政协"], false).unwrap();
        let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut xml = String::new();
        package.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut xml).unwrap();
        assert!(xml.contains("<sheetProtection sheet=\"1\""), "locked");
        assert!(xml.contains("采用,批示,答复,落实,未采用"), "drop-down");
        let mut styles = String::new();
        package.by_name("xl/styles.xml").unwrap().read_to_string(&mut styles).unwrap();
        assert!(styles.contains("<protection locked=\"0\"/>"));
    }
}
