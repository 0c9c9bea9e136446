//! The edited version of a paper as a body for a template: levels, run-in heads, tables, images, in order.
//! It never leaves out substance: only blank paragraphs and the spaces at a paragraph's ends go.

use super::{label, normalise};
use crate::document::{Align, Block, Cell, Inline, Paragraph, Row, Table, Text};
use crate::formats::rich::{Rich, RichBlock, RichParagraph};
use crate::office::paper::Paper;
use std::collections::BTreeMap;

/// Longest run-in head behind its label, in characters: longer first sentences are sentences.
const LEAD_LIMIT: usize = 26;
/// Longest caption of a table or figure, in characters.
const CAPTION_LIMIT: usize = 40;

/// The body of a paper, normalised, with the bytes of its images by part name.
pub fn of(paper: &Paper, images: BTreeMap<String, Vec<u8>>) -> Rich {
    let mut blocks = Vec::with_capacity(paper.body.len());
    for block in &paper.body {
        match block {
            Block::Paragraph(paragraph) => {
                blocks.extend(paragraphs(paragraph).into_iter().map(RichBlock::Paragraph));
            }
            Block::Table(table) => blocks.push(RichBlock::Table(normalised_table(table))),
        }
    }
    Rich { blocks, images }
}

/// A paragraph with line breaks is several: an author who pressed Shift and Enter meant paragraphs.
fn paragraphs(paragraph: &Paragraph) -> Vec<RichParagraph> {
    split_lines(&paragraph.inlines)
        .into_iter()
        .filter_map(|line| {
            let inlines = trimmed(normalise::inlines(&line));
            (!inlines.is_empty()).then(|| rich_paragraph(paragraph.level, inlines))
        })
        .collect()
}

fn rich_paragraph(level: u8, mut inlines: Vec<Inline>) -> RichParagraph {
    let lead = if level == 0 { run_in_lead(&first_text(&inlines)) } else { None };
    if level > 0 || lead.is_some() {
        mend_label(&mut inlines);
    }
    let align = (level == 0 && is_centred(&inlines)).then_some(Align::Center);
    let (lead, lead_level) = lead.unwrap_or((0, 0));
    RichParagraph { level, lead, lead_level, inlines, align }
}

/// Characters and level of a run-in head: a label, a short sentence, and text behind it.
fn run_in_lead(text: &str) -> Option<(usize, u8)> {
    let label = label::at_start(text)?;
    let rest = &text[label.length..];
    let stop = rest.find(['。', '：', '？', '！', '；']).filter(|stop| rest[*stop..].starts_with('。'))?;
    let head = rest[..stop].chars().count();
    let runs_on = rest[stop..].chars().nth(1).is_some();
    let is_head = (1..=LEAD_LIMIT).contains(&head) && rest[..stop].matches('，').count() <= 2 && runs_on;
    is_head.then(|| (label.written.chars().count() + head + 1, label.level))
}

fn first_text(inlines: &[Inline]) -> String {
    match inlines.first() {
        Some(Inline::Text(it)) if it.script.is_base() => it.text.clone(),
        _ => String::new(),
    }
}

fn mend_label(inlines: &mut [Inline]) {
    if let Some(Inline::Text(it)) = inlines.first_mut() {
        it.text = label::mended(&it.text);
    }
}

/// Pictures alone in a paragraph, and captions, stand in the middle.
fn is_centred(inlines: &[Inline]) -> bool {
    let has_image = inlines.iter().any(|inline| matches!(inline, Inline::Image(_)));
    let text: String = inlines.iter().filter_map(as_text).collect();
    (has_image && text.trim().is_empty()) || is_caption(&text)
}

/// 表1 … and 图2 …, as one line.
fn is_caption(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['图', '表']) else { return false };
    let rest = rest.trim_start();
    rest.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        && text.chars().count() <= CAPTION_LIMIT
        && !text.contains(['。', '，', '；'])
}

fn as_text(inline: &Inline) -> Option<&str> {
    match inline {
        Inline::Text(it) => Some(&it.text),
        Inline::Image(_) => None,
    }
}

fn split_lines(inlines: &[Inline]) -> Vec<Vec<Inline>> {
    let mut lines = vec![Vec::new()];
    for inline in inlines {
        let Inline::Text(it) = inline else {
            push_to_last(&mut lines, inline.clone());
            continue;
        };
        for (index, part) in it.text.split('\n').enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            if !part.is_empty() {
                push_to_last(&mut lines, Inline::Text(Text { text: part.to_owned(), script: it.script }));
            }
        }
    }
    lines
}

fn push_to_last(lines: &mut [Vec<Inline>], inline: Inline) {
    if let Some(line) = lines.last_mut() {
        line.push(inline);
    }
}

/// Without the spaces at both ends: indents are the template's business.
fn trimmed(mut inlines: Vec<Inline>) -> Vec<Inline> {
    while let Some(Inline::Text(it)) = inlines.first_mut() {
        it.text = it.text.trim_start().to_owned();
        if !it.text.is_empty() {
            break;
        }
        inlines.remove(0);
    }
    while let Some(Inline::Text(it)) = inlines.last_mut() {
        it.text.truncate(it.text.trim_end().len());
        if !it.text.is_empty() {
            break;
        }
        inlines.pop();
    }
    inlines
}

fn normalised_table(table: &Table) -> Table {
    let rows = table
        .rows
        .iter()
        .map(|row| Row { cells: row.cells.iter().map(normalised_cell).collect(), header: row.header });
    Table { columns: table.columns.clone(), rows: rows.collect() }
}

fn normalised_cell(cell: &Cell) -> Cell {
    let blocks = cell.blocks.iter().map(|block| match block {
        Block::Paragraph(paragraph) => Block::Paragraph(Paragraph {
            inlines: trimmed(normalise::inlines(&paragraph.inlines)),
            ..paragraph.clone()
        }),
        Block::Table(inner) => Block::Table(normalised_table(inner)),
    });
    Cell { blocks: blocks.collect(), ..cell.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Image;

    fn body(blocks: Vec<Block>) -> Vec<RichBlock> {
        of(&Paper { body: blocks, ..Paper::default() }, BTreeMap::new()).blocks
    }

    fn paragraph(level: u8, text: &str) -> Block {
        Block::Paragraph(Paragraph { level, ..Paragraph::plain(text) })
    }

    /// One line a block: level, lead, text.
    fn shown(blocks: &[RichBlock]) -> Vec<String> {
        blocks
            .iter()
            .map(|block| match block {
                RichBlock::Table(table) => format!("table of {}", table.rows.len()),
                RichBlock::Paragraph(it) => {
                    let text: String =
                        it.inlines.iter().map(|one| as_text(one).unwrap_or("[image]")).collect();
                    let centre = if it.align.is_some() { " centre" } else { "" };
                    format!("{} {}/{}{centre} {text}", it.level, it.lead, it.lead_level)
                }
            })
            .collect()
    }

    #[test]
    fn levels_and_order_stay_and_labels_are_mended() {
        let blocks = body(vec![
            paragraph(1, "一.存在的问题"),
            paragraph(0, "\u{3000}\u{3000}近期,有群众反映。"),
            paragraph(0, " \u{3000}"),
            Block::Table(Table { rows: vec![Row::default()], ..Table::default() }),
            paragraph(3, "1、明确责任"),
            paragraph(0, "2、由区住建局牵头，会同街道办理"),
        ]);
        insta::assert_snapshot!(shown(&blocks).join("\n"), @r"
        1 0/0 一、存在的问题
        0 0/0 近期，有群众反映。
        table of 1
        3 0/0 1.明确责任
        0 0/0 2、由区住建局牵头，会同街道办理
        ");
    }

    #[test]
    fn a_short_first_sentence_behind_a_label_is_a_run_in_head() {
        let blocks = body(vec![
            paragraph(0, "（一）管理主体不明确。加装电梯多由业主自筹。"),
            paragraph(0, "1、建立台账。由区住房城乡建设部门牵头。"),
            paragraph(0, "（二）管理主体不明确。"),
            paragraph(0, "（三）例如：电梯停运。居民只得爬楼。"),
        ]);
        insta::assert_snapshot!(shown(&blocks).join("\n"), @r"
        0 11/2 （一）管理主体不明确。加装电梯多由业主自筹。
        0 7/3 1.建立台账。由区住房城乡建设部门牵头。
        0 0/0 （二）管理主体不明确。
        0 0/0 （三）例如：电梯停运。居民只得爬楼。
        ");
    }

    #[test]
    fn line_breaks_part_paragraphs_and_pictures_stand_in_the_middle() {
        let image = Inline::Image(Image { part: "word/media/image1.png".into(), ..Image::default() });
        let blocks = body(vec![
            paragraph(0, "第一段。\n第二段。"),
            Block::Paragraph(Paragraph { inlines: vec![image], ..Paragraph::default() }),
            paragraph(0, "图1 停车位现状"),
            paragraph(0, "表1列出的数字，均为实地调查所得。"),
        ]);
        insta::assert_snapshot!(shown(&blocks).join("\n"), @r"
        0 0/0 第一段。
        0 0/0 第二段。
        0 0/0 centre [image]
        0 0/0 centre 图1 停车位现状
        0 0/0 表1列出的数字，均为实地调查所得。
        ");
    }
}
