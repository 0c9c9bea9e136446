//! The shapes of papers: what `extract` prints of a file, and `show` of a case's paper.
//! It never reads a file.

use super::VERSION;
use crate::document::{Block, Format, Inline, Paragraph};
use crate::formats::Reading;
use crate::intake::Papers;
use crate::office::paper::{Author, Field, Paper};
use crate::rejection::Rejection;
use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// One line of `extract`.
#[derive(Debug, Serialize)]
pub struct ExtractShape {
    v: u32,
    file: String,
    format: Format,
    characters: usize,
    #[serde(serialize_with = "as_shapes")]
    papers: Vec<Paper>,
    rejections: Vec<Rejection>,
    warnings: Vec<Rejection>,
}

/// Papers one by one: the shapes of 100,000 of them would take as much memory again.
pub(super) fn as_shapes<S: Serializer>(papers: &[Paper], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(papers.iter().map(PaperShape::of))
}

impl ExtractShape {
    /// What reading and intake gave for a file.
    pub fn of(file: String, reading: Reading, taken: Papers) -> ExtractShape {
        let mut rejections = reading.rejections;
        rejections.extend(taken.rejections);
        let mut warnings = reading.warnings;
        warnings.extend(taken.warnings);
        ExtractShape {
            v: VERSION,
            file,
            format: reading.format,
            characters: reading.characters,
            papers: taken.papers,
            rejections,
            warnings,
        }
    }
}

/// A paper.
#[derive(Debug, Serialize)]
struct PaperShape<'p> {
    title: Option<&'p str>,
    authors: Vec<AuthorShape<'p>>,
    unit: Option<&'p str>,
    date: Option<NaiveDate>,
    date_written: Option<&'p str>,
    category: Option<&'p str>,
    destinations: &'p [String],
    urgent: bool,
    continues: Option<&'p str>,
    body: Vec<BodyShape<'p>>,
    tables: usize,
    images: usize,
    characters: usize,
    fields: &'p [Field],
}

#[derive(Debug, Serialize)]
struct AuthorShape<'p> {
    name: &'p str,
    unit: Option<&'p str>,
    position: Option<&'p str>,
    sector: Option<&'p str>,
    phone: Option<&'p str>,
    kind: Option<&'p str>,
}

#[derive(Debug, Serialize)]
struct BodyShape<'p> {
    level: u8,
    text: Cow<'p, str>,
}

impl<'p> PaperShape<'p> {
    /// A paper as scripts see it.
    fn of(paper: &'p Paper) -> Self {
        PaperShape {
            title: paper.title.as_deref(),
            authors: paper.authors.iter().map(AuthorShape::of).collect(),
            unit: paper.unit.as_deref(),
            date: paper.date,
            date_written: paper.date_written.as_deref(),
            category: paper.category.as_deref(),
            destinations: &paper.destinations,
            urgent: paper.urgent,
            continues: paper.continues.as_deref(),
            body: body_shapes(&paper.body),
            tables: paper.body.iter().filter(|block| matches!(block, Block::Table(_))).count(),
            images: images(&paper.body),
            characters: paper.characters(),
            fields: &paper.fields,
        }
    }
}

impl<'p> AuthorShape<'p> {
    fn of(author: &'p Author) -> Self {
        AuthorShape {
            name: &author.name,
            unit: author.unit.as_deref(),
            position: author.position.as_deref(),
            sector: author.sector.as_deref(),
            phone: author.phone.as_deref(),
            kind: author.kind.as_deref(),
        }
    }
}

fn body_shapes(blocks: &[Block]) -> Vec<BodyShape<'_>> {
    let paragraphs = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(BodyShape { level: paragraph.level, text: text_of(paragraph) }),
        Block::Table(_) => None,
    });
    paragraphs.filter(|shape| !shape.text.is_empty()).collect()
}

/// The text of a paragraph, which mostly is one piece.
fn text_of(paragraph: &Paragraph) -> Cow<'_, str> {
    match paragraph.inlines.as_slice() {
        [Inline::Text(only)] => Cow::Borrowed(&only.text),
        _ => Cow::Owned(paragraph.text()),
    }
}

fn images(blocks: &[Block]) -> usize {
    let of_block = |block: &Block| match block {
        Block::Paragraph(paragraph) => {
            paragraph.inlines.iter().filter(|inline| matches!(inline, Inline::Image(_))).count()
        }
        Block::Table(table) => {
            table.rows.iter().flat_map(|row| &row.cells).map(|cell| images(&cell.blocks)).sum()
        }
    };
    blocks.iter().map(of_block).sum()
}
