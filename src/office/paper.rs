//! A paper (来稿): what one submission says, as its author wrote it.
//! It never holds what the office decided about it; that is a case.

use crate::document::{Block, Paragraph};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One submission out of a file: a whole document, one of several in it, or one row of a batch sheet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Paper {
    /// 标题, as written, spaces inside folded.
    pub title: Option<String>,
    /// 反映人, in the order of the paper; the first is 第一反映人.
    pub authors: Vec<Author>,
    /// 反映单位: the unit in whose name the paper comes.
    pub unit: Option<String>,
    /// Date of the paper, when it is a possible calendar day.
    pub date: Option<NaiveDate>,
    /// The date as written, where there was one.
    pub date_written: Option<String>,
    /// 类别, as written.
    pub category: Option<String>,
    /// 主送 or 建议主办单位, as written.
    pub destinations: Vec<String>,
    /// The paper itself says that it is urgent.
    pub urgent: bool,
    /// The case that it continues (续报), as written: a case number or a title.
    pub continues: Option<String>,
    /// Body in order: paragraphs with levels, tables, images.
    pub body: Vec<Block>,
    /// Every field with the words of its label and the place where it was found.
    pub fields: Vec<Field>,
    /// Where the paper begins: a row of a sheet as `批量来稿!5`, or empty for a document.
    pub place: String,
    /// A row of an old ledger without text: registered, kept at 筛选, never typeset.
    pub textless: bool,
}

/// 反映人: a person as named on a paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Author {
    /// 姓名.
    pub name: String,
    /// 工作单位.
    pub unit: Option<String>,
    /// 职务.
    pub position: Option<String>,
    /// 界别.
    pub sector: Option<String>,
    /// 联系电话.
    pub phone: Option<String>,
    /// 身份: 委员, 信息员, 非委员 …, as written.
    pub kind: Option<String>,
}

/// A field as it stood on the paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Canonical key: `title`, `author`, `unit`, `date`, `category`, `phone` …; `other` when the office has
    /// no use for it but the words are kept.
    pub name: String,
    /// The label as written, or empty where the value stood without one.
    pub label: String,
    /// The value as written.
    pub value: String,
    /// Where it was found, in the clerk's words: `表1第2行`, `第3段`, `批量来稿!C5`.
    #[serde(rename = "where")]
    pub place: String,
}

impl Paper {
    /// Characters of the body without white space, tables left out.
    pub fn characters(&self) -> usize {
        // Nearly all are ideographs, for which nothing need be looked up.
        let seen = |c: &char| matches!(c, '\u{4e00}'..='\u{9fff}') || !c.is_whitespace();
        self.paragraphs().flat_map(Paragraph::pieces).map(|piece| piece.chars().filter(seen).count()).sum()
    }

    /// The body's paragraphs as text, tables left out.
    pub fn texts(&self) -> impl Iterator<Item = String> + '_ {
        self.paragraphs().map(Paragraph::text)
    }

    /// The body's paragraphs, tables left out.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        self.body.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph),
            Block::Table(_) => None,
        })
    }
}
