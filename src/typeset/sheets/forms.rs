//! Blank workbooks for outbox/表样: the batch sheet and the roster, with lists to choose from.
//! It never puts an example row into them, which somebody would drop unfilled.

use super::page::{self, Cell};
use crate::office::roster::{Column, SHEETS};
use rust_xlsxwriter::{DataValidation, DataValidationRule, Format, FormatAlign, Worksheet, XlsxError};

/// Rows that are prepared for filling in; more may be added.
const ROWS: u32 = 500;

/// A column to fill in.
struct Field<'a> {
    title: &'a str,
    width: f64,
    /// What to fill in, shown when the cell is chosen.
    note: &'a str,
    choices: Vec<&'a str>,
    required: bool,
}

/// Rows that are prepared with borders, so that the form looks like one on paper.
const RULED_ROWS: u32 = 20;

/// Their height, to be written into by hand as well.
const RULED_POINTS: f64 = 18.0;

/// 批量来稿.xlsx: one paper a row. The lists are the office's categories and destinations; rows, in the order of
/// the columns, are filled in (none in the blank form).
pub fn batch_form(
    categories: &[&str],
    destinations: &[&str],
    rows: &[Vec<String>],
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = page::workbook()?;
    let sheet = workbook.add_worksheet().set_name("批量来稿")?;
    let fields = batch_fields(categories, destinations);
    let line =
        "每行一篇，红色栏目必填，反映人与反映单位至少填一项；填好后存入“来稿”文件夹，急件存入“急件”文件夹。";
    page::heading(sheet, "社情民意信息批量来稿表", line, fields.len())?;
    form(sheet, &fields, rows)?;
    workbook.save_to_buffer()
}

/// 名册.xlsx with the sheets that the roster's reader knows, and a sheet of notes. Rows, by the title of their
/// sheet and in the order of its columns, are filled in (none in the blank form).
pub fn roster_form(filled: &[(&str, Vec<Vec<String>>)]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = page::workbook()?;
    for (title, columns) in SHEETS {
        let sheet = workbook.add_worksheet().set_name(*title)?;
        let fields: Vec<Field> = columns.iter().map(Field::of).collect();
        let rows = filled.iter().find(|(name, _)| name == title).map_or(&[][..], |(_, rows)| rows);
        page::heading(sheet, &format!("名册（{title}）"), ROSTER_LINE, fields.len())?;
        form(sheet, &fields, rows)?;
    }
    notes(workbook.add_worksheet().set_name("说明")?)?;
    workbook.save_to_buffer()
}

/// A form of one sheet: 活动登记, 征集要点. `folder` is the inbox folder that takes it.
pub fn plain_form(title: &str, folder: &str, columns: &[Column]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = page::workbook()?;
    let sheet = workbook.add_worksheet().set_name(title)?;
    let fields: Vec<Field> = columns.iter().map(Field::of).collect();
    let line = format!("红色栏目必填；填好后存入“{folder}”文件夹。");
    page::heading(sheet, title, &line, fields.len())?;
    form(sheet, &fields, &[])?;
    workbook.save_to_buffer()
}

const ROSTER_LINE: &str = "红色栏目必填；填好后存入“名册”文件夹。";

/// Every column of the roster with what to fill in.
fn notes(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let columns = [
        page::Column::center("表", 12, 14),
        page::Column::center("栏目", 14, 18),
        page::Column::text("填写说明", 60, 90),
    ];
    let note = |title: &str, column: &Column| {
        let must = if column.required { "必填。" } else { "" };
        let text = if column.note.starts_with(must) { String::new() } else { must.to_owned() } + column.note;
        [title, column.title, &text].map(|text| Cell::Text(text.to_owned())).to_vec()
    };
    let all =
        |(title, columns): &(&str, &[Column])| columns.iter().map(|c| note(title, c)).collect::<Vec<_>>();
    let rows: Vec<Vec<Cell>> = SHEETS.iter().flat_map(all).collect();
    page::table(
        sheet,
        "名册填写说明",
        "名册整本校验：有错的整本退回并逐行注明原因，改正后重新投放。",
        &columns,
        &rows,
    )
}

impl<'a> Field<'a> {
    fn of(column: &'a Column) -> Self {
        Field {
            title: column.title,
            width: f64::from(column.width),
            note: column.note,
            choices: column.choices.to_vec(),
            required: column.required,
        }
    }
}

fn batch_fields<'a>(categories: &[&'a str], destinations: &[&'a str]) -> Vec<Field<'a>> {
    let field = |title, width, note| Field { title, width, note, choices: Vec::new(), required: false };
    let required = |field| Field { required: true, ..field };
    vec![
        field("序号", 6.0, "可不填。"),
        required(field("标题", 32.0, "必填，一事一报，不超过100字。")),
        field("反映人", 12.0, "姓名；几人联名的用顿号隔开。"),
        field("界别", 11.0, "第一反映人的界别。"),
        field("单位及职务", 22.0, "第一反映人的工作单位和职务。"),
        field("联系电话", 14.0, "手机或固定电话。"),
        field("反映单位", 17.0, "以单位名义反映的填写单位名称。"),
        field("日期", 12.0, "来稿日期，例如 2026-03-05。"),
        Field { choices: categories.to_vec(), ..field("类别", 16.0, "从列表中选，可不填。") },
        Field {
            choices: destinations.to_vec(),
            ..field("主送", 15.0, "建议报送的单位，可不填；几个单位用顿号隔开。")
        },
        Field { choices: vec!["平件", "急件"], ..field("缓急", 7.0, "不填为平件。") },
        required(field("正文", 50.0, "必填。分段用 Alt+Enter 换行。")),
    ]
}

/// Header, rows and what may be put into them.
fn form(sheet: &mut Worksheet, fields: &[Field], rows: &[Vec<String>]) -> Result<(), XlsxError> {
    let first = page::FIRST_ROW;
    let filled = u32::try_from(rows.len()).unwrap_or(ROWS);
    sheet.set_row_height(page::HEADER_ROW, 26)?;
    for (column, field) in (0..).zip(fields) {
        sheet.write_string_with_format(page::HEADER_ROW, column, field.title, &header_look(field))?;
        sheet.set_column_width(column, field.width)?;
        sheet.set_column_format(
            column,
            &Format::new().set_num_format("@").set_font_name("仿宋").set_font_size(12),
        )?;
        for row in first + filled..first + RULED_ROWS.max(filled) {
            sheet.set_row_height(row, RULED_POINTS)?;
            sheet.write_blank(row, column, &blank_look())?;
        }
        sheet.add_data_validation(first, column, first + ROWS.max(filled), column, &guidance(field)?)?;
    }
    for (row, texts) in (first..).zip(rows) {
        for (column, text) in (0..).zip(texts) {
            page::write(sheet, row, column, &text.into(), &blank_look())?;
        }
    }
    page::printed(sheet)?;
    sheet.set_paper_size(page::paper(fields.iter().map(|field| field.width).sum()));
    Ok(())
}

/// The note of a field as it shows beside the chosen cell; a list offers, and takes other words as well.
fn guidance(field: &Field) -> Result<DataValidation, XlsxError> {
    let list =
        !field.choices.is_empty() && field.choices.iter().map(|choice| choice.len() + 1).sum::<usize>() < 255;
    let rule = if list {
        DataValidation::new().allow_list_strings(&field.choices)?.show_error_message(false)
    } else {
        DataValidation::new()
            .allow_text_length(DataValidationRule::LessThanOrEqualTo(32_767))
            .show_error_message(false)
    };
    rule.set_input_title(short(field.title, 32))?.set_input_message(short(field.note, 255))
}

fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn header_look(field: &Field) -> Format {
    let look = page::header_look();
    if field.required { look.set_font_color(page::RED) } else { look }
}

/// Cells are text, so that telephone numbers and dates stay as they are typed.
fn blank_look() -> Format {
    page::body_look(FormatAlign::Left).set_num_format("@")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Content, Sheet};
    use crate::formats::sheet;
    use crate::limits::Limits;

    fn sheets(bytes: &[u8]) -> Vec<Sheet> {
        let reading = sheet::read(bytes, &Limits::default());
        assert_eq!(reading.warnings, []);
        match reading.content {
            Some(Content::Workbook(workbook)) => workbook.sheets,
            other => panic!("{other:?}"),
        }
    }

    fn texts(sheet: &Sheet, row: usize) -> Vec<&str> {
        sheet.rows[row].cells.iter().map(|cell| cell.text.as_str()).collect()
    }

    #[test]
    fn the_batch_form_holds_its_header_and_no_paper() {
        let form = batch_form(&["热点与情绪"], &["区委", "区政府"], &[]).unwrap();
        let read = sheets(&form);
        assert_eq!(read[0].rows.len(), 3);
        assert_eq!(texts(&read[0], 2)[..3], ["序号", "标题", "反映人"]);
    }

    #[test]
    fn rows_are_filled_in_as_text() {
        let row = ["1", "关于某事的建议", "甲", "", "", "013800000000"].map(String::from).to_vec();
        let read = sheets(&batch_form(&[], &[], &[row]).unwrap());
        assert_eq!(texts(&read[0], 3), ["1", "关于某事的建议", "甲", "013800000000"]);
    }

    #[test]
    fn the_roster_form_has_the_sheets_that_its_reader_knows() {
        let read = sheets(&roster_form(&[]).unwrap());
        let names: Vec<_> = read.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(names[..5], ["委员", "信息员", "单位", "信息小组", "联系人"]);
        assert_eq!(names[5], "说明");
        for (sheet, (_, columns)) in read.iter().zip(SHEETS) {
            let titles: Vec<_> = columns.iter().map(|column| column.title).collect();
            assert_eq!(texts(sheet, 2), titles);
        }
    }
}
