//! Faults of a paper, all at once, and what is odd about it.
//! It never mends anything, and never refuses for what the office may judge.

use super::assemble::DateFault;
use super::text::invisible;
use crate::document::{Block, Paragraph};
use crate::office::paper::Paper;
use crate::rejection::{Code, Rejection};

/// Longest title of a submission form (虹口: 100 characters).
const LONGEST_TITLE: usize = 100;

/// Why a paper cannot be registered: all reasons.
pub fn faults(paper: &Paper, index: usize) -> Vec<Rejection> {
    let mut faults = Vec::new();
    if paper.title.is_none() {
        faults.push(fault(Code::NoTitle, index, paper, "没有找到标题"));
    }
    if paper.authors.is_empty() && paper.unit.is_none() {
        faults.push(fault(Code::NoAuthor, index, paper, "没有找到反映人或反映单位"));
    }
    if !paper.textless && !has_text(paper) {
        faults.push(fault(Code::NoText, index, paper, "没有找到正文"));
    }
    faults
}

/// What a clerk should look at and nobody needs to mend first.
pub fn warnings(paper: &Paper, index: usize, date: Option<DateFault>) -> Vec<Rejection> {
    let mut warnings = Vec::new();
    if let Some((why, place)) = date {
        warnings.push(Rejection::of_paper(Code::BadDate, index, why).at(place));
    }
    if let Some(title) = &paper.title {
        let length = title.chars().count();
        if length > LONGEST_TITLE {
            warnings.push(fault(
                Code::LongTitle,
                index,
                paper,
                &format!("标题有{length}个字，超过{LONGEST_TITLE}个字"),
            ));
        }
    }
    if let Some(words) = suspicious(paper) {
        warnings.push(fault(
            Code::SuspiciousText,
            index,
            paper,
            &format!("{words}中有不可见或改变显示方向的字符"),
        ));
    }
    warnings
}

fn fault(code: Code, index: usize, paper: &Paper, message: &str) -> Rejection {
    Rejection::of_paper(code, index, message).at(paper.place.clone())
}

fn has_text(paper: &Paper) -> bool {
    paper.body.iter().any(|block| match block {
        Block::Paragraph(paragraph) => {
            paragraph.pieces().any(|piece| piece.chars().any(|c| !super::text::blank(c)))
        }
        Block::Table(table) => {
            table.rows.iter().flat_map(|row| &row.cells).any(|cell| !cell.text().trim().is_empty())
        }
    })
}

/// A soft hyphen or a joiner is common in pasted text; in a title or a name any of them misleads.
fn suspicious(paper: &Paper) -> Option<&'static str> {
    let odd = |text: &str| text.chars().any(|c| invisible(c) || (c.is_control() && c != '\n' && c != '\t'));
    if paper.title.as_deref().is_some_and(odd) {
        return Some("标题");
    }
    if paper.authors.iter().any(|author| odd(&author.name)) || paper.unit.as_deref().is_some_and(odd) {
        return Some("反映人或单位");
    }
    paper.paragraphs().flat_map(Paragraph::pieces).any(turns).then_some("正文")
}

/// Whether a text holds characters that turn the direction of others.
fn turns(text: &str) -> bool {
    let turn =
        |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}');
    // All of them begin with one of two bytes, which Chinese text seldom has outside its quotation marks.
    text.as_bytes().iter().fold(false, |found, byte| found | matches!(byte, 0xe2 | 0xf3))
        && text.chars().any(turn)
}
