//! A body to be set into a template: paragraphs with their look by role, tables, images.
//! It never says which fonts; the template's styles and the tag's paragraph do.

use crate::document::{Align, Inline, Table};
use std::collections::BTreeMap;

/// What stands in place of a tag that is alone in its paragraph.
#[derive(Clone, Debug, Default)]
pub struct Rich {
    /// Blocks in order.
    pub blocks: Vec<RichBlock>,
    /// Bytes of the images that blocks name, by part name of the original.
    pub images: BTreeMap<String, Vec<u8>>,
}

/// A block of a body.
#[derive(Clone, Debug)]
pub enum RichBlock {
    /// A paragraph or heading.
    Paragraph(RichParagraph),
    /// A table, set to the width of the type area.
    Table(Table),
}

/// A paragraph of a body.
#[derive(Clone, Debug, Default)]
pub struct RichParagraph {
    /// 0: the look of the tag's own paragraph. 1 to 4: the template's style named `heading 1` to `heading 4`.
    pub level: u8,
    /// Characters at the start that take the look of `lead_level` in a paragraph of level 0
    /// (a run-in heading: （一）明确责任。由区…); 0 when there is none.
    pub lead: usize,
    /// Level whose character look the lead takes.
    pub lead_level: u8,
    /// Text and images; number labels are part of the text.
    pub inlines: Vec<Inline>,
    /// Alignment that differs from the tag's paragraph, for captions and formulas.
    pub align: Option<Align>,
}
