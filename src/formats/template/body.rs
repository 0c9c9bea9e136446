//! Writes a rich body as paragraphs in the look of its place.
//! It never chooses a font, and never writes what the place's styles should say.

use super::body_table::Nesting;
use super::escape::push_text;
use super::pictures::Pictures;
use super::place::{Place, Runs, align, free_height, set_attribute};
use super::properties::Properties;
use super::styles::Area;
use crate::document::{Align, Image, Inline, Paragraph, Script, Text};
use crate::formats::rich::{Rich, RichBlock, RichParagraph};
use std::fmt::Write;

/// Writes one body into one place.
pub(super) struct BodyWriter<'a> {
    pub(super) place: &'a Place,
    pictures: &'a Pictures<'a>,
    /// Index of the body, by which pictures are found.
    body: usize,
    /// Number of the next drawing: unique in the document.
    next_drawing: &'a mut usize,
    /// What is written in cells now stays on one page with the row behind it.
    pub(super) keep_row: bool,
    pub(super) out: String,
}

/// Space between text and a table or picture, in twentieths of a point.
const AIR: &str = "160";

/// How a paragraph stands among its neighbours.
#[derive(Clone, Copy)]
struct Spot {
    /// It is the first of the body.
    first: bool,
    /// It stays on one page with what follows: a caption with its table, a picture with its caption, a line that
    /// announces what comes (建议：) with it, and the end of the body with what the template sets behind it. A last page that holds nothing but a signature and the
    /// foot reads as 此页无正文, which the standard forbids (GB/T 9704, 7.3.5.5).
    keep: bool,
    /// A table stands before it.
    after_table: bool,
    /// A table follows.
    before_table: bool,
}

impl Spot {
    fn of(blocks: &[RichBlock], index: usize) -> Spot {
        let is_table = |block: Option<&RichBlock>| matches!(block, Some(RichBlock::Table(_)));
        let (here, next) = (&blocks[index], blocks.get(index + 1));
        let is_caption =
            matches!(here, RichBlock::Paragraph(it) if it.align.is_some() && !holds_image(&it.inlines));
        let is_picture = matches!(here, RichBlock::Paragraph(it) if holds_image(&it.inlines));
        let announces = matches!(here, RichBlock::Paragraph(it) if announces(&it.inlines));
        let is_named = matches!(next, Some(RichBlock::Paragraph(it)) if it.align.is_some());
        Spot {
            first: index == 0,
            keep: next.is_none() || announces || (is_caption && is_table(next)) || (is_picture && is_named),
            after_table: index > 0 && is_table(blocks.get(index - 1)),
            before_table: is_table(next),
        }
    }

    fn is_plain(self) -> bool {
        !self.keep && !self.after_table && !self.before_table
    }

    /// Sets what the neighbours ask for.
    fn apply(self, properties: &mut Properties, holds_image: bool) {
        if self.keep {
            properties.set("w:keepNext", "<w:keepNext/>");
            // Where the program that shows it parts the paragraph, two lines go along.
            properties.set("w:widowControl", "<w:widowControl/>");
        }
        if holds_image || self.after_table {
            set_attribute(properties, "w:spacing", "w:before", AIR);
        }
        if holds_image || self.before_table {
            set_attribute(properties, "w:spacing", "w:after", AIR);
        }
    }
}

/// The body as XML of block elements.
pub(super) fn write(
    rich: &Rich,
    body: usize,
    place: &Place,
    pictures: &Pictures<'_>,
    next_drawing: &mut usize,
) -> String {
    let mut writer = BodyWriter {
        place,
        pictures,
        body,
        next_drawing,
        keep_row: false,
        out: String::with_capacity(rich.blocks.len() * 400),
    };
    let mut after_table = false;
    for (index, block) in rich.blocks.iter().enumerate() {
        match block {
            RichBlock::Paragraph(paragraph) => writer.paragraph(paragraph, Spot::of(&rich.blocks, index)),
            RichBlock::Table(table) => {
                if after_table {
                    // Two tables that touch become one in Word.
                    writer.empty_paragraph();
                }
                writer.table(table, place.area, Nesting::body(index + 1 == rich.blocks.len()));
            }
        }
        after_table = matches!(block, RichBlock::Table(_));
    }
    if rich.blocks.is_empty() {
        writer.empty_paragraph();
    }
    writer.out
}

impl BodyWriter<'_> {
    fn empty_paragraph(&mut self) {
        self.out.push_str(self.place.start(0, false));
        self.out.push_str("</w:p>");
    }

    fn paragraph(&mut self, paragraph: &RichParagraph, spot: Spot) {
        let place = self.place;
        let level = usize::from(paragraph.level);
        let holds_image = holds_image(&paragraph.inlines);
        if !holds_image && paragraph.align.is_none() && spot.is_plain() {
            self.out.push_str(place.start(level, spot.first));
        } else {
            let mut properties = place.paragraph(level, spot.first);
            if holds_image {
                free_height(&mut properties);
            }
            let alone = holds_image && is_blank(&paragraph.inlines);
            match paragraph.align {
                Some(Align::Center) => align(&mut properties, "center"),
                Some(Align::End) => align(&mut properties, "right"),
                _ if alone => align(&mut properties, "center"),
                Some(Align::Start) => align(&mut properties, "left"),
                None => {}
            }
            spot.apply(&mut properties, holds_image);
            let _ = write!(self.out, "<w:p>{}", properties.paragraph_xml());
        }
        let lead = if level == 0 { paragraph.lead } else { 0 };
        let lead_runs = place.lead(usize::from(paragraph.lead_level));
        self.inlines(&paragraph.inlines, place.runs(level), lead, lead_runs, place.area);
        self.out.push_str("</w:p>");
    }

    /// Writes a paragraph of a table cell.
    pub(super) fn cell_paragraph(
        &mut self,
        paragraph: &Paragraph,
        centered: bool,
        columns: usize,
        area: Area,
    ) {
        let table = &self.place.table;
        let mut properties = table.paragraph(centered, holds_image(&paragraph.inlines));
        if self.keep_row {
            properties.set("w:keepNext", "<w:keepNext/>");
        }
        let _ = write!(self.out, "<w:p>{}", properties.paragraph_xml());
        let runs = table.runs(columns);
        self.inlines(&paragraph.inlines, runs, 0, runs, area);
        self.out.push_str("</w:p>");
    }

    fn inlines(&mut self, inlines: &[Inline], runs: &Runs, mut lead: usize, lead_runs: &Runs, area: Area) {
        for inline in inlines {
            match inline {
                Inline::Text(Text { text, script }) => {
                    let cut = text.char_indices().nth(lead).map_or(text.len(), |(at, _)| at);
                    let (head, tail) = text.split_at(if lead == 0 { 0 } else { cut });
                    lead -= head.chars().count().min(lead);
                    self.run(head, lead_runs.start(*script));
                    self.run(tail, runs.start(*script));
                }
                Inline::Image(image) => self.image(image, runs, area),
            }
        }
    }

    fn run(&mut self, text: &str, start: &str) {
        if text.is_empty() {
            return;
        }
        self.out.push_str(start);
        self.out.push_str("<w:t xml:space=\"preserve\">");
        push_text(&mut self.out, text);
        self.out.push_str("</w:t></w:r>");
    }

    fn image(&mut self, image: &Image, runs: &Runs, area: Area) {
        let Some(picture) = self.pictures.get(self.body, &image.part) else {
            self.run("〔此处图片无法载入，见原稿〕", runs.start(Script::Base));
            return;
        };
        let (width, height) = picture.shown_size(image, area);
        let number = *self.next_drawing;
        *self.next_drawing += 1;
        let _ = write!(
            self.out,
            "<w:r><w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
             distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/>\
             <wp:docPr id=\"{number}\" name=\"图片 {number}\"/><wp:cNvGraphicFramePr>\
             <a:graphicFrameLocks xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" noChangeAspect=\"1\"/>\
             </wp:cNvGraphicFramePr><a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">\
             <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
             <pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:nvPicPr>\
             <pic:cNvPr id=\"{number}\" name=\"{file}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>\
             <a:blip xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:embed=\"{id}\"/>\
             <a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>\
             <a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr>\
             </pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
            file = picture.file,
            id = picture.id,
        );
    }
}

fn holds_image(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| matches!(inline, Inline::Image(_)))
}

/// A line of its own that announces what comes. A longer paragraph would take its other lines along in programs
/// that move a kept paragraph whole, and leave the page short.
fn announces(inlines: &[Inline]) -> bool {
    const LINE_CHARACTERS: usize = 26;
    let mut characters = 0;
    let texts = inlines.iter().all(|inline| match inline {
        Inline::Text(piece) => {
            characters += piece.text.chars().count();
            true
        }
        Inline::Image(_) => false,
    });
    let ends =
        matches!(inlines.last(), Some(Inline::Text(piece)) if piece.text.trim_end().ends_with(['：', ':']));
    texts && ends && characters <= LINE_CHARACTERS
}

fn is_blank(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text(piece) => piece.text.trim().is_empty(),
        Inline::Image(_) => true,
    })
}
