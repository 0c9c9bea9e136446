//! Where a paragraph begins and ends, and what its properties make of it.
//! It never takes text.

use super::{Frame, Story};
use crate::document::{Block, Paragraph};
use crate::formats::docx::paragraph::{OpenParagraph, RunLook};
use crate::formats::docx::properties::{ParagraphProperties, RunProperties};
use crate::formats::docx::shared::Shared;
use crate::formats::docx::styles::short;
use crate::rejection::Rejection;

impl Story<'_, '_> {
    pub(super) fn begin_paragraph(&mut self) -> Result<(), Rejection> {
        Shared::spend(&mut self.shared.paragraphs_left)?;
        self.shared.characters += 1;
        if self.paragraphs.is_empty() {
            self.fields.end_paragraph();
        }
        let mut paragraph =
            OpenParagraph { inlines: std::mem::take(&mut self.frame().carried), ..OpenParagraph::default() };
        paragraph.has_text = !paragraph.inlines.is_empty();
        paragraph.look.boxed = self.boxed > 0;
        if self.boxed == 0 {
            paragraph.look.new_page = std::mem::take(&mut self.next_on_new_page);
        }
        match self.shared.styles.paragraph(None) {
            Some(style) => paragraph.take_style(style),
            None => paragraph.base = RunLook::of(self.shared.styles.defaults()),
        }
        paragraph.run = paragraph.base;
        self.paragraphs.push(paragraph);
        Ok(())
    }

    pub(super) fn take_paragraph_properties(&mut self, mut direct: ParagraphProperties) {
        self.shared.findings.tracked |= direct.tracked;
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        if let Some(id) = &direct.style {
            match self.shared.styles.paragraph(Some(id)) {
                Some(style) => {
                    paragraph.take_style(style);
                    paragraph.look.style.clone_from(&style.name);
                }
                None => paragraph.look.style = short(id),
            }
        }
        let own_list = direct.list.is_some() || direct.list_level.is_some();
        if let Some(style) = self.shared.styles.paragraph(direct.style.as_deref()) {
            direct.inherit(&style.paragraph);
        }
        let level_of_style = |list| {
            let style = direct.style.as_deref().filter(|_| !own_list)?;
            self.shared.numbering.level_of_style(list, style)
        };
        paragraph.list = direct
            .list
            .filter(|list| *list != 0)
            .map(|list| (list, direct.list_level.or_else(|| level_of_style(list)).unwrap_or(0)));
        paragraph.look.align = direct.align.unwrap_or_default();
        paragraph.look.outline = direct.outline.filter(|level| *level < 9).map(|level| level + 1);
        paragraph.look.new_page |= direct.new_page == Some(true);
        paragraph.mark_deleted = direct.mark_deleted;
        paragraph.mark_hidden = direct.mark_hidden;
        paragraph.ends_page = direct.ends_page;
        paragraph.run = paragraph.base;
    }

    pub(super) fn take_run_properties(&mut self, direct: &RunProperties) {
        self.shared.findings.tracked |= direct.tracked;
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let styled = direct.style.as_deref().and_then(|id| self.shared.styles.character(id));
        let run = styled.map_or(paragraph.base, |style| paragraph.base.with(style));
        paragraph.run = run.with(direct);
    }

    pub(super) fn end_paragraph(&mut self) {
        self.fields.end_paragraph();
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        if paragraph.ends_page || paragraph.page_break {
            self.next_on_new_page = true;
        }
        if paragraph.mark_deleted {
            let new_page = paragraph.look.new_page;
            let frame = self.frame();
            frame.carried = paragraph.inlines;
            frame.blocks.append(&mut paragraph.boxes);
            self.next_on_new_page |= new_page;
            return;
        }
        if let Some((list, level)) =
            paragraph.list.filter(|_| self.deleted + self.silent == 0 && !paragraph.mark_hidden)
        {
            paragraph.look.label = self.shared.numbering.label(list, level);
        }
        paragraph.look.bold = paragraph.has_text && !paragraph.has_light_text;
        let frame = self.frame();
        frame.blocks.push(Block::Paragraph(Paragraph {
            level: 0,
            inlines: paragraph.inlines,
            look: paragraph.look,
        }));
        frame.blocks.append(&mut paragraph.boxes);
    }

    /// Content whose paragraph mark was deleted and behind which no paragraph comes stays a paragraph.
    pub(super) fn flush_carried(&mut self) -> Result<(), Rejection> {
        if self.frame().carried.is_empty() {
            return Ok(());
        }
        self.begin_paragraph()?;
        self.end_paragraph();
        Ok(())
    }

    pub(super) fn pop_frame(&mut self) -> Result<Frame, Rejection> {
        self.flush_carried()?;
        Ok(self.frames.pop().unwrap_or_default())
    }
}
