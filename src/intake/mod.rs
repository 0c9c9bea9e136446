//! A document to the papers in it, by label, by look and by row.
//! It never asks a ledger, never opens a file, and decides nothing.
//!
//! What the rooms behind it agreed on where real forms leave it open:
//! * A form's own labels (情况反映, 意见建议) are not text: the body holds what was written under them, in the
//!   order of the form, and the labels stay in the fields. In a letter without a title label, 建议： is the
//!   author's own word and stays.
//! * 单位 alone is the submitting unit, unless another unit submits or the value is plainly a workplace.
//! * Details of a person (职务, 电话) belong to the person named before them in the same form.

mod assemble;
mod byline;
mod check;
pub mod dates;
mod desk;
mod entry;
mod filename;
pub mod filled;
mod form;
mod grid;
pub mod headings;
pub mod labels;
mod letter;
mod lines;
pub mod names;
pub mod posts;
mod reported;
pub mod roster;
mod sections;
mod sectors;
mod several;
mod sheet;
mod signed;
mod signs;
mod spread;
mod surnames;
mod tail;
#[cfg(test)]
mod tests;
pub mod text;
mod title;
mod words;

use crate::document::{Block, Content, Document, Inline, Sheet, Workbook};
use crate::office::paper::{Field, Paper};
use crate::rejection::{Code, Rejection};
use assemble::Draft;
use chrono::NaiveDate;
use labels::{Index, Key};

/// What intake must know beside the content.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Labels on forms: the built-in ones and those that office.toml adds.
    pub labels: &'a Index,
    /// The file's name, for what the document itself does not say.
    pub file_name: &'a str,
    /// The day on which the file is read, for dates without a year.
    pub today: NaiveDate,
    /// Papers to be read at most; those behind are only counted. Stops a sheet of a million rows.
    pub most_papers: usize,
}

/// The papers of a file with all their faults.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Papers {
    /// Every paper that could be read, whatever it lacks.
    pub papers: Vec<Paper>,
    /// Why papers, or the file, cannot be registered.
    pub rejections: Vec<Rejection>,
    /// What a clerk should look at.
    pub warnings: Vec<Rejection>,
    /// Papers beyond the most that were to be read.
    pub beyond: usize,
    /// Memory that the papers take, roughly.
    bytes: usize,
}

/// Memory that the papers of one file may take, roughly. Stops a sheet of long texts from being held twice over.
const PAPERS_BYTES: usize = 192 << 20;
/// What a field or a paragraph costs beside its text.
const PIECE_BYTES: usize = 160;

/// Reads the papers of a file.
pub fn papers(content: &Content, context: &Context<'_>) -> Papers {
    match content {
        Content::Document(document) => from_document(document, context.labels, context),
        Content::Workbook(workbook) => from_workbook(workbook, context.labels, context),
    }
}

fn from_document(document: &Document, index: &Index, context: &Context<'_>) -> Papers {
    let mut drafts = several::drafts(document, index, context.today);
    if drafts.iter().all(Draft::is_wordless) {
        return wordless(document);
    }
    if let [draft] = drafts.as_mut_slice() {
        let has = |wanted: fn(Key) -> bool| {
            draft.entries.iter().any(|entry| wanted(entry.label.key) && !entry.value.is_empty())
        };
        let untitled = !has(|key| matches!(key, Key::Title | Key::MaybeTitle));
        let unnamed = !has(|key| key.is_person() || matches!(key, Key::Unit | Key::MaybeUnit));
        let named = filename::read(context.file_name, untitled, unnamed);
        let personless = !has(Key::is_person) && !named.iter().any(|entry| entry.label.key == Key::Author);
        draft.entries.extend(named);
        draft.entries.extend(Some(&draft.body).filter(|_| personless).and_then(|body| {
            reported::read(body, if unnamed { reported::Besides::Nobody } else { reported::Besides::Unit })
        }));
    }
    let mut papers = Papers::default();
    papers.take(drafts, context);
    papers
}

fn from_workbook(workbook: &Workbook, index: &Index, context: &Context<'_>) -> Papers {
    let mut papers = Papers::default();
    let mut unknown: Vec<(&str, Draft)> = Vec::new();
    for sheet in workbook.sheets.iter().filter(|sheet| sheet.visible) {
        match sheet::read(sheet, index, context.today) {
            sheet::Reading::Batch(rows) => papers.take(*rows, context),
            sheet::Reading::Forms(forms) => papers.take(forms, context),
            sheet::Reading::Unknown(Some(draft)) => unknown.push((sheet.name.as_str(), draft)),
            sheet::Reading::Unknown(None) => {}
        }
    }
    let headed = !papers.papers.is_empty();
    if !headed && unknown.is_empty() {
        return rowless(workbook);
    }
    // Lists of words for the columns are hidden in many forms; only papers that nobody reads are worth a word.
    let hidden =
        names(workbook.sheets.iter().filter(|sheet| !sheet.visible && holds_papers(sheet, index, context)));
    if !hidden.is_empty() {
        let message = format!("{}是隐藏的，未读取", named(&hidden));
        let cure = "其中如有来稿，请取消隐藏后重新投放。".to_owned();
        papers.warnings.push(Rejection { cure, ..Rejection::of_file(Code::HiddenText, message) });
    }
    if !headed {
        papers.take(unknown.first().map(|(_, draft)| draft.clone()), context);
        // Without a header no field can be expected; one reason says it.
        papers.rejections.clear();
    }
    for (name, _) in unknown {
        let fault = Rejection::of_file(Code::NoHeader, format!("工作表“{name}”没有找到表头")).at(name);
        if headed { papers.warnings.push(fault) } else { papers.rejections.push(fault) }
    }
    papers
}

impl Papers {
    /// Puts drafts together to papers, with what is wrong with each.
    fn take(&mut self, drafts: impl IntoIterator<Item = Draft>, context: &Context<'_>) {
        for draft in drafts {
            let index = self.papers.len();
            if index >= context.most_papers || self.bytes > PAPERS_BYTES {
                self.beyond += 1;
                continue;
            }
            let (paper, date) = assemble::assemble(draft, context.today);
            self.rejections.extend(check::faults(&paper, index));
            self.warnings.extend(check::warnings(&paper, index, date));
            self.bytes += bytes_of(&paper);
            self.papers.push(paper);
        }
    }
}

fn bytes_of(paper: &Paper) -> usize {
    let field = |one: &Field| PIECE_BYTES + one.label.len() + one.value.len() + one.place.len();
    let block = |block: &Block| match block {
        Block::Paragraph(paragraph) => PIECE_BYTES + paragraph.pieces().map(str::len).sum::<usize>(),
        Block::Table(table) => table.rows.len() * PIECE_BYTES,
    };
    paper.fields.iter().map(field).sum::<usize>() + paper.body.iter().map(block).sum::<usize>()
}

/// A document that says nothing: most often a scan, whose pictures a person can read and the program cannot.
fn wordless(document: &Document) -> Papers {
    if document.blocks.iter().any(shows_picture) {
        return without_text(
            "文件中只有图片，没有文字",
            "请把图片中的文字录入文档后重新投放，图片可保留在文中。",
        );
    }
    without_text("文件中没有文字", Code::NoText.cure())
}

fn shows_picture(block: &Block) -> bool {
    let mut waiting = vec![block];
    while let Some(block) = waiting.pop() {
        match block {
            Block::Paragraph(paragraph) => {
                if paragraph.inlines.iter().any(|inline| matches!(inline, Inline::Image(_))) {
                    return true;
                }
            }
            Block::Table(table) => {
                waiting.extend(table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.blocks));
            }
        }
    }
    false
}

/// A workbook without a paper: a blank form, hidden sheets, or nothing at all.
fn rowless(workbook: &Workbook) -> Papers {
    let hidden = names(workbook.sheets.iter().filter(|sheet| !sheet.visible));
    if workbook.sheets.iter().any(|sheet| sheet.visible && !sheet.rows.is_empty()) {
        return without_text("表头下面没有填写来稿", "请在表头下面逐行填写后重新投放。");
    }
    if !hidden.is_empty() {
        let message = format!("内容都在隐藏的{}中", named(&hidden));
        return without_text(&message, "请取消隐藏工作表后重新投放。");
    }
    without_text("表格中没有文字", Code::NoText.cure())
}

fn holds_papers(sheet: &Sheet, index: &Index, context: &Context<'_>) -> bool {
    match sheet::read(sheet, index, context.today) {
        sheet::Reading::Batch(mut rows) => rows.next().is_some(),
        sheet::Reading::Forms(forms) => !forms.is_empty(),
        sheet::Reading::Unknown(_) => false,
    }
}

fn names<'a>(sheets: impl Iterator<Item = &'a Sheet>) -> Vec<&'a str> {
    sheets.map(|sheet| sheet.name.as_str()).collect()
}

/// A few sheets by name, and the number of all.
fn named(sheets: &[&str]) -> String {
    let few = sheets.iter().take(NAMED_SHEETS).copied().collect::<Vec<_>>().join("”“");
    let more = if sheets.len() > NAMED_SHEETS { format!("等{}张", sheets.len()) } else { String::new() };
    format!("工作表“{few}”{more}")
}

/// Sheets that one message names at most.
const NAMED_SHEETS: usize = 3;

fn without_text(message: &str, cure: &str) -> Papers {
    let refused = Rejection { cure: cure.to_owned(), ..Rejection::of_file(Code::NoText, message) };
    Papers { rejections: vec![refused], ..Papers::default() }
}
