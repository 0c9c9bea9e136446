//! The shapes of papers: what `extract` prints of a file, and `show` of a case's paper.
//! It never reads a file.

use super::VERSION;
use crate::document::{Block, Format, Inline};
use crate::formats::Reading;
use crate::intake::Papers;
use crate::office::paper::{Author, Field, Paper};
use crate::rejection::Rejection;
use chrono::NaiveDate;
use serde::{Serialize, Serializer};

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
fn as_shapes<S: Serializer>(papers: &[Paper], to: S) -> Result<S::Ok, S::Error> {
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
pub struct PaperShape {
    title: Option<String>,
    authors: Vec<AuthorShape>,
    unit: Option<String>,
    date: Option<NaiveDate>,
    date_written: Option<String>,
    category: Option<String>,
    destinations: Vec<String>,
    urgent: bool,
    continues: Option<String>,
    body: Vec<BodyShape>,
    tables: usize,
    images: usize,
    characters: usize,
    fields: Vec<Field>,
}

#[derive(Debug, Serialize)]
struct AuthorShape {
    name: String,
    unit: Option<String>,
    position: Option<String>,
    sector: Option<String>,
    phone: Option<String>,
    kind: Option<String>,
}

#[derive(Debug, Serialize)]
struct BodyShape {
    level: u8,
    text: String,
}

impl PaperShape {
    /// A paper as scripts see it.
    pub fn of(paper: &Paper) -> PaperShape {
        PaperShape {
            title: paper.title.clone(),
            authors: paper.authors.iter().map(AuthorShape::of).collect(),
            unit: paper.unit.clone(),
            date: paper.date,
            date_written: paper.date_written.clone(),
            category: paper.category.clone(),
            destinations: paper.destinations.clone(),
            urgent: paper.urgent,
            continues: paper.continues.clone(),
            body: body_shapes(&paper.body),
            tables: paper.body.iter().filter(|block| matches!(block, Block::Table(_))).count(),
            images: images(&paper.body),
            characters: paper.characters(),
            fields: paper.fields.clone(),
        }
    }
}

impl AuthorShape {
    fn of(author: &Author) -> AuthorShape {
        AuthorShape {
            name: author.name.clone(),
            unit: author.unit.clone(),
            position: author.position.clone(),
            sector: author.sector.clone(),
            phone: author.phone.clone(),
            kind: author.kind.clone(),
        }
    }
}

fn body_shapes(blocks: &[Block]) -> Vec<BodyShape> {
    let paragraphs = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(BodyShape { level: paragraph.level, text: paragraph.text() }),
        Block::Table(_) => None,
    });
    paragraphs.filter(|shape| !shape.text.is_empty()).collect()
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
