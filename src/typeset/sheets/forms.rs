//! Blank workbooks for outbox/表样: the batch sheet and the roster, with lists to choose from.
//! It never puts an example row into them, which somebody would drop unfilled.

use super::page;
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

/// 批量来稿.xlsx: one paper a row. The lists are the office's categories and destinations.
pub fn batch_form(categories: &[&str], destinations: &[&str]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = page::workbook()?;
    let sheet = workbook.add_worksheet().set_name("批量来稿")?;
    let fields = batch_fields(categories, destinations);
    let line = "每行一篇；带 * 的必填，反映人与反映单位至少填一项。填好后存入“来稿”文件夹（急件存入“急件”）。";
    page::heading(sheet, "社情民意信息批量来稿表", line, fields.len())?;
    form(sheet, page::HEADER_ROW, &fields)?;
    page::printed(sheet)?;
    workbook.save_to_buffer()
}

fn batch_fields<'a>(categories: &[&'a str], destinations: &[&'a str]) -> Vec<Field<'a>> {
    let field = |title, width, note| Field { title, width, note, choices: Vec::new(), required: false };
    let required = |field| Field { required: true, ..field };
    vec![
        field("序号", 7.0, "可不填。"),
        required(field("标题", 36.0, "必填，一事一报，不超过100字。")),
        field("反映人", 14.0, "姓名；几人联名的用顿号隔开。"),
        field("界别", 14.0, "第一反映人的界别。"),
        field("单位及职务", 24.0, "第一反映人的工作单位和职务。"),
        field("联系电话", 16.0, "手机或固定电话。"),
        field("反映单位", 20.0, "以单位名义反映的填写单位名称。"),
        field("日期", 13.0, "来稿日期，例如 2026-03-05。"),
        Field { choices: categories.to_vec(), ..field("类别", 20.0, "从列表中选，可不填。") },
        Field { choices: destinations.to_vec(), ..field("主送", 16.0, "建议报送的单位，可不填；几个单位用顿号隔开。") },
        Field { choices: vec!["平件", "急件"], ..field("缓急", 8.0, "不填为平件。") },
        required(field("正文", 60.0, "必填。分段用 Alt+Enter 换行。")),
    ]
}

/// Header, prepared rows and what may be put into them.
fn form(sheet: &mut Worksheet, header: u32, fields: &[Field]) -> Result<(), XlsxError> {
    sheet.set_row_height(header, 26)?;
    for (column, field) in (0..).zip(fields) {
        let star = if field.required { "*" } else { "" };
        sheet.write_string_with_format(header, column, format!("{}{star}", field.title), &header_look(field))?;
        sheet.set_column_width(column, field.width)?;
        for row in header + 1..=header + 20 {
            sheet.write_blank(row, column, &blank_look())?;
        }
        for row in header + 21..=header + ROWS {
            sheet.write_blank(row, column, &Format::new().set_num_format("@").set_font_name("仿宋"))?;
        }
        sheet.add_data_validation(header + 1, column, header + ROWS, column, &guidance(field)?)?;
    }
    Ok(())
}

/// The note of a field as it shows beside the chosen cell; a list offers, and takes other words as well.
fn guidance(field: &Field) -> Result<DataValidation, XlsxError> {
    let list = !field.choices.is_empty() && field.choices.iter().map(|choice| choice.len() + 1).sum::<usize>() < 255;
    let rule = if list {
        DataValidation::new().allow_list_strings(&field.choices)?.show_error_message(false)
    } else {
        DataValidation::new().allow_text_length(DataValidationRule::LessThanOrEqualTo(32_767)).show_error_message(false)
    };
    rule.set_input_title(short(field.title, 32))?.set_input_message(short(field.note, 255))
}

fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn header_look(field: &Field) -> Format {
    let look = page::header_look();
    if field.required { look.set_font_color(0x00C0_0000) } else { look }
}

/// Cells are text, so that telephone numbers and dates stay as they are typed.
fn blank_look() -> Format {
    page::body_look(FormatAlign::Left).set_num_format("@")
}
