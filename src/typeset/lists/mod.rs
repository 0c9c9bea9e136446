//! Word documents that are built and not filled in: the blank submission form and the demo's submissions.
//! It never makes official layout; that is a Word template.

mod blocks;
mod form;
mod letter;
mod pack;
mod statement;

pub use pack::pack;
pub use statement::{StatementView, statement};

use std::io;

/// A submission as somebody might send it.
#[derive(Clone, Debug, Default)]
pub struct SubmissionDocument {
    /// How it is laid out.
    pub style: SubmissionStyle,
    /// Title; empty leaves it out, as in a paper that must be returned.
    pub title: String,
    /// Authors; the first is 第一反映人.
    pub authors: Vec<SubmissionAuthor>,
    /// Unit in whose name it comes, or empty.
    pub unit: String,
    /// Date as its author writes it, or empty.
    pub date: String,
    /// Category as its author writes it, or empty.
    pub category: String,
    /// Destinations as its author writes them, or empty.
    pub destinations: String,
    /// It says that it is urgent.
    pub urgent: bool,
    /// Case that it continues, as written, or empty.
    pub continues: String,
    /// Paragraphs of the body; `一、`, `（一）` and `1.` at their start make headings.
    pub body: Vec<String>,
    /// Tables of the body.
    pub tables: Vec<SubmissionTable>,
}

/// 反映人 on a submission; what is empty is left out or left blank.
#[derive(Clone, Debug, Default)]
pub struct SubmissionAuthor {
    /// Name.
    pub name: String,
    /// What the person is: `区政协委员`, `信息员`.
    pub kind: String,
    /// 界别.
    pub sector: String,
    /// 专委会.
    pub committee: String,
    /// 政治面貌.
    pub party: String,
    /// 工作单位.
    pub workplace: String,
    /// 职务.
    pub position: String,
    /// 联系电话.
    pub phone: String,
}

/// A table of a submission's body.
#[derive(Clone, Debug, Default)]
pub struct SubmissionTable {
    /// It stands behind this paragraph of the body, counted from 0.
    pub behind: usize,
    /// Rows of cells; the first is the header.
    pub rows: Vec<Vec<String>>,
}

/// Layouts of submissions that offices receive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SubmissionStyle {
    /// 社情民意信息来稿表: a form in a table, the same as the blank one.
    FormTable,
    /// Title, byline, body.
    #[default]
    Letter,
    /// Title, body, signature with date and telephone at the end.
    LetterWithSignature,
    /// 社情民意信息核稿单: the printed form of another district, with boxes to tick.
    HongkouForm,
}

/// The submission as a .docx.
pub fn submission_document(submission: &SubmissionDocument) -> io::Result<Vec<u8>> {
    let document = match submission.style {
        SubmissionStyle::FormTable => form::office_form(submission),
        SubmissionStyle::HongkouForm => form::hongkou_form(submission),
        SubmissionStyle::Letter => letter::letter(submission, false),
        SubmissionStyle::LetterWithSignature => letter::letter(submission, true),
    };
    pack(document, "")
}

/// 来稿表.docx: the form for one paper, blank.
pub fn submission_form() -> io::Result<Vec<u8>> {
    let blank = SubmissionDocument {
        style: SubmissionStyle::FormTable,
        authors: vec![SubmissionAuthor::default()],
        ..SubmissionDocument::default()
    };
    pack(form::office_form(&blank), FORM_NOTE)
}

/// Stands in the page's foot, where nobody takes it for text of the paper.
const FORM_NOTE: &str = "填表说明：一事一报，正文一般不超过1500字；反映人与反映单位至少填一项；填好后存入“来稿”文件夹，急件存入“急件”文件夹。";

impl SubmissionAuthor {
    /// Workplace and post in one cell.
    fn workplace_and_position(&self) -> String {
        format!("{}{}", self.workplace, self.position)
    }
}

#[cfg(test)]
mod tests;
