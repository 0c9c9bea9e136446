//! Small builders of documents and workbooks, and a short print of what came out.
//! They never know what is right.

use crate::document::{
    Align, Area, Block, Cell, Content, Document, Look, Merge, Paragraph, Row, Sheet, SheetCell, SheetRow,
    Table, Workbook,
};
use crate::intake::{Context, Papers, labels, papers};
use chrono::NaiveDate;
use std::fmt::Write;

/// A body paragraph long enough to be one.
pub fn long(words: &str) -> String {
    format!(
        "　　{words}据了解，示例区现有老旧小区一百二十余个，居民反映强烈，有关问题已经影响日常生活，应当尽快研究解决。"
    )
}

pub fn p(text: &str) -> Block {
    Block::Paragraph(Paragraph::plain(text))
}

pub fn look(text: &str, change: impl FnOnce(&mut Look)) -> Block {
    let mut paragraph = Paragraph::plain(text);
    change(&mut paragraph.look);
    Block::Paragraph(paragraph)
}

/// A centred line in the size of a title.
pub fn centre(text: &str) -> Block {
    look(text, |look| {
        look.align = Align::Center;
        look.half_points = Some(44);
    })
}

pub fn right(text: &str) -> Block {
    look(text, |look| look.align = Align::End)
}

/// A table from rows of cells; `>` in front of a cell's text is a further grid column of the cell before it,
/// `^` a cell covered from above, `\n` a new paragraph.
pub fn table(rows: &[&[&str]]) -> Block {
    let mut built: Vec<Row> = Vec::new();
    for cells in rows {
        let mut row = Row::default();
        for &text in *cells {
            match text {
                ">" => {
                    if let Some(last) = row.cells.last_mut() {
                        last.span += 1;
                    }
                }
                "^" => row.cells.push(Cell { span: 1, merge: Merge::Continue, blocks: vec![p("")] }),
                text => row.cells.push(Cell {
                    span: 1,
                    merge: Merge::None,
                    blocks: text.split('\n').map(p).collect(),
                }),
            }
        }
        built.push(row);
    }
    for at in 1..built.len() {
        for cell in 0..built[at].cells.len() {
            if built[at].cells[cell].merge == Merge::Continue
                && let Some(above) =
                    built[at - 1].cells.get_mut(cell).filter(|above| above.merge == Merge::None)
            {
                above.merge = Merge::Start;
            }
        }
    }
    Block::Table(Table { columns: Vec::new(), rows: built })
}

pub fn document(blocks: Vec<Block>) -> Content {
    Content::Document(Document { blocks, ..Document::default() })
}

/// A sheet from rows of cells; blank cells are left out, as a reader does.
pub fn sheet(name: &str, rows: &[&[&str]], merges: &[(u32, u32, u32, u32)]) -> Sheet {
    let rows = (1..)
        .zip(rows)
        .map(|(number, cells)| SheetRow {
            number,
            cells: (0..)
                .zip(*cells)
                .filter(|(_, text)| !text.is_empty())
                .map(|(column, text)| SheetCell {
                    column,
                    text: (*text).to_owned(),
                    date: None,
                    number: text.parse().ok(),
                })
                .collect(),
        })
        .filter(|row: &SheetRow| !row.cells.is_empty())
        .collect();
    let merges = merges
        .iter()
        .map(|&(first_row, first_column, last_row, last_column)| Area {
            first_row,
            first_column,
            last_row,
            last_column,
        })
        .collect();
    Sheet { name: name.to_owned(), visible: true, rows, merges }
}

pub fn workbook(sheets: Vec<Sheet>) -> Content {
    Content::Workbook(Workbook { sheets })
}

pub fn read(content: &Content) -> Papers {
    read_named(content, "来稿.docx")
}

pub fn read_named(content: &Content, file_name: &str) -> Papers {
    let labels = labels::Index::default();
    let today = NaiveDate::from_ymd_opt(2026, 6, 30).expect("a day");
    papers(content, &Context { labels: &labels, file_name, today, most_papers: 5_000 })
}

/// What came out, one thing a line.
pub fn print(papers: &Papers) -> String {
    let mut out = String::new();
    for paper in &papers.papers {
        let _ = writeln!(out, "题 {}", paper.title.as_deref().unwrap_or("-"));
        for author in &paper.authors {
            let parts = [&author.unit, &author.position, &author.sector, &author.phone, &author.kind];
            let parts: Vec<&str> = parts.iter().map(|part| part.as_deref().unwrap_or("-")).collect();
            let _ = writeln!(out, "人 {} | {}", author.name, parts.join(" | "));
        }
        let mut line = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                let _ = writeln!(out, "{name} {value}");
            }
        };
        line("单位", paper.unit.clone());
        line("日期", paper.date.map(|date| date.to_string()));
        line("类别", paper.category.clone());
        line("主送", (!paper.destinations.is_empty()).then(|| paper.destinations.join("；")));
        line("急", paper.urgent.then(String::new));
        line("续", paper.continues.clone());
        line("处", (!paper.place.is_empty()).then(|| paper.place.clone()));
        for block in &paper.body {
            match block {
                Block::Paragraph(paragraph) => {
                    let text: String = paragraph.text().chars().take(14).collect();
                    let _ = writeln!(out, "{} {text}", paragraph.level);
                }
                Block::Table(table) => {
                    let _ = writeln!(out, "表 {}", table.rows.len());
                }
            }
        }
    }
    for fault in &papers.rejections {
        let _ = writeln!(out, "退 {} {:?}", fault.code.as_str(), fault.paper);
    }
    for fault in &papers.warnings {
        let _ = writeln!(out, "注 {} {:?}", fault.code.as_str(), fault.paper);
    }
    out
}
