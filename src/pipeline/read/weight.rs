//! How much memory papers take, roughly, so that a batch of them can be bounded.
//! It never measures; an estimate that is too high costs only a batch more.

use super::sheaf::{Found, Sheaf};
use crate::document::{Block, Inline};
use crate::office::paper::Paper;

/// Memory that the papers of one batch may take, roughly. Stops a hundred small files that each unpack to a
/// million paragraphs from being held at once; three batches are, and honest ones are far below it.
pub const PAPERS_PER_BATCH_BYTES: usize = 16 * 1024 * 1024;
/// What a block costs beside its text.
const BLOCK_BYTES: usize = 512;
/// What a paper costs beside its blocks, until its documents are printed.
const PAPER_BYTES: usize = 8 * 1024;

/// The memory that the papers of a file take, roughly.
pub(super) fn bytes_of(sheaf: &Sheaf) -> usize {
    match &sheaf.found {
        Found::Papers(found) | Found::BadPapers(found) => found.papers.iter().map(bytes_of_paper).sum(),
        _ => 0,
    }
}

/// The memory that a paper takes until its documents are printed, roughly.
pub fn bytes_of_paper(paper: &Paper) -> usize {
    let mut bytes = PAPER_BYTES;
    let mut waiting: Vec<&Block> = paper.body.iter().collect();
    while let Some(block) = waiting.pop() {
        bytes += BLOCK_BYTES;
        match block {
            Block::Paragraph(paragraph) => {
                bytes += paragraph.inlines.iter().map(bytes_of_inline).sum::<usize>();
            }
            Block::Table(table) => {
                waiting.extend(table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.blocks));
            }
        }
    }
    bytes
}

fn bytes_of_inline(inline: &Inline) -> usize {
    match inline {
        Inline::Text(text) => text.text.len(),
        Inline::Image(_) => BLOCK_BYTES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, Paragraph};
    use crate::office::numbers::Fingerprint;
    use crate::pipeline::read::Papers;
    use crate::trays::inbox::{Kind, Slot, Stamp};
    use std::path::PathBuf;

    fn sheaf(found: fn(Papers) -> Found) -> Sheaf {
        let body = vec![Block::Paragraph(Paragraph::plain("老城区夜间停车难。"))];
        let papers = vec![Paper { body, ..Paper::default() }];
        let slot = Slot {
            name: "来稿/停车.docx".to_owned(),
            relative: PathBuf::from("来稿/停车.docx"),
            path: PathBuf::from("inbox/来稿/停车.docx"),
            folder: "来稿".to_owned(),
            kind: Kind::File,
            stamp: Stamp { size: 1, changed_nanos: 0 },
            owner: None,
        };
        let found =
            found(Papers { format: Format::Docx, papers, rejections: Vec::new(), warnings: Vec::new() });
        Sheaf { slot, fingerprint: Fingerprint::of(b""), found, aside: None }
    }

    #[test]
    fn papers_that_will_be_returned_weigh_like_any() {
        let good = bytes_of(&sheaf(Found::Papers));
        assert!(good > PAPER_BYTES + BLOCK_BYTES);
        assert_eq!(bytes_of(&sheaf(Found::BadPapers)), good);
    }
}
