//! 收件核对表: received = registered + returned + duplicate + waiting by inbox folder, to be signed.
//! It never adds anything up; what does not balance is printed so.

use super::blocks::{self, Face, label, row, value};
use crate::office::balance::Balance;
use docx_rs::Docx;
use std::io;

/// The statement of a period.
#[derive(Clone, Debug, Default)]
pub struct StatementView<'a> {
    /// Name of the office.
    pub office: String,
    /// First day, as printed; `None` from the beginning.
    pub from: Option<String>,
    /// Last day, as printed.
    pub to: String,
    /// Day of the statement, as printed.
    pub day: String,
    /// Folders of the inbox.
    pub rows: &'a [Balance],
}

/// The statement as a .docx.
pub fn statement(view: &StatementView<'_>) -> io::Result<Vec<u8>> {
    const GRID: [usize; 9] = [1245, 950, 950, 950, 950, 950, 950, 950, 950];
    const HEADER: [&str; 9] =
        ["文件夹", "收到", "登记", "退回", "重复", "待处理", "来稿篇数", "退回行数", "核对"];
    let header = HEADER.iter().zip(GRID).map(|(text, width)| label(text, width)).collect();
    let mut rows = vec![row(header, 30.0)];
    rows.extend(view.rows.iter().map(|one| {
        let numbers = [
            one.received,
            one.registered,
            one.returned,
            one.duplicate,
            one.waiting,
            one.papers,
            one.bad_rows,
        ];
        let mut cells = vec![label(&one.inbox, GRID[0])];
        cells.extend(
            numbers.iter().zip(&GRID[1..]).map(|(number, width)| value(&number.to_string(), *width, 1)),
        );
        cells.push(value(if one.adds_up() { "相符" } else { "不符" }, GRID[8], 1));
        row(cells, 30.0)
    }));
    let from = view.from.as_deref().unwrap_or("启用之日");
    let agreed = view.rows.iter().all(Balance::adds_up);
    let conclusion = if agreed {
        "经核对，各文件夹收到的文件数均等于登记、退回、重复和待处理的文件数之和。"
    } else {
        "经核对，有文件夹收到的文件数不等于登记、退回、重复和待处理的文件数之和，须查明原因。"
    };
    let signature = "经办人：　　　　　　　　负责人：　　　　　　　";
    let document = Docx::new()
        .add_paragraph(blocks::centred("收件核对表", Face::Title, 44))
        .add_paragraph(blocks::centred(&format!("（{from}至{}）", view.to), Face::Subheading, 32))
        .add_table(blocks::table(rows, &GRID))
        .add_paragraph(blocks::body(conclusion))
        .add_paragraph(blocks::body("“收到”按文件逐个清点，“来稿篇数”“退回行数”为文件内的篇数和行数。"))
        .add_paragraph(blocks::signed(signature))
        .add_paragraph(blocks::signed(&view.office))
        .add_paragraph(blocks::signed(&view.day));
    super::pack(document, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Content;
    use crate::limits::Limits;

    #[test]
    fn the_statement_says_what_does_not_add_up() {
        let row = Balance { inbox: "来稿".into(), received: 3, registered: 2, ..Balance::default() };
        let view = StatementView {
            office: "某办".into(),
            to: "2026年3月31日".into(),
            rows: &[row],
            ..StatementView::default()
        };
        let bytes = statement(&view).unwrap();
        let Some(Content::Document(document)) =
            crate::formats::docx::read(&bytes, &Limits::default()).content
        else {
            panic!("no document")
        };
        let text = crate::document::Cell { blocks: document.blocks, ..Default::default() }.text();
        assert!(text.contains("不符") && text.contains("须查明原因") && text.contains("经办人"), "{text}");
    }
}
