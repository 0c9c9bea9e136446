//! A paragraph while it is read: its text so far, and what its runs say of its look.
//! It never knows where in the document it stands.

use super::properties::RunProperties;
use super::styles::Style;
use crate::document::{Block, Inline, Look, Script, Text};

/// A paragraph while it is read.
#[derive(Default)]
pub(super) struct OpenParagraph {
    pub inlines: Vec<Inline>,
    pub look: Look,
    pub list: Option<(u32, u8)>,
    pub mark_deleted: bool,
    pub mark_hidden: bool,
    pub ends_page: bool,
    /// Properties of its text before those of its runs.
    pub base: RunLook,
    pub run: RunLook,
    pub has_text: bool,
    pub has_light_text: bool,
    pub page_break: bool,
    pub boxes: Vec<Block>,
}

/// The look of a run.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RunLook {
    pub bold: bool,
    pub hidden: bool,
    pub half_points: Option<u16>,
    pub script: Script,
}

impl RunLook {
    pub fn of(properties: &RunProperties) -> Self {
        RunLook {
            bold: properties.bold.unwrap_or(false),
            hidden: properties.hidden.unwrap_or(false),
            half_points: properties.half_points,
            script: properties.script.unwrap_or_default(),
        }
    }

    pub fn with(self, over: &RunProperties) -> Self {
        RunLook {
            bold: over.bold.unwrap_or(self.bold),
            hidden: over.hidden.unwrap_or(self.hidden),
            half_points: over.half_points.or(self.half_points),
            script: over.script.unwrap_or(self.script),
        }
    }
}

impl OpenParagraph {
    pub fn take_style(&mut self, style: &Style) {
        self.base = RunLook::of(&style.run);
        self.look.align = style.paragraph.align.unwrap_or_default();
        self.look.outline = style.paragraph.outline.filter(|level| *level < 9).map(|level| level + 1);
        self.list = style
            .paragraph
            .list
            .filter(|list| *list != 0)
            .map(|list| (list, style.paragraph.list_level.unwrap_or(0)));
        self.look.new_page |= style.paragraph.new_page == Some(true);
    }

    /// Takes what text that is not blank says of the paragraph's look.
    pub fn note_text(&mut self) {
        self.has_text = true;
        self.has_light_text |= !self.run.bold;
        self.look.half_points = self.look.half_points.max(self.run.half_points);
    }

    pub fn push(&mut self, script: Script, text: &str) {
        if self.page_break {
            self.page_break = false;
            if self.inlines.is_empty() {
                self.look.new_page = true;
            } else {
                self.append(Script::Base, "\n");
            }
        }
        self.append(script, text);
    }

    pub fn append(&mut self, script: Script, text: &str) {
        match self.inlines.last_mut() {
            Some(Inline::Text(last)) if last.script == script => last.text.push_str(text),
            _ => self.inlines.push(Inline::Text(Text { text: text.to_owned(), script })),
        }
    }
}
