//! Writes a rich body as paragraphs in the look of its place.
//! It never chooses a font, and never writes what the place's styles should say.

use super::escape::push_text;
use super::pictures::Pictures;
use super::place::{Place, Runs, align, free_height};
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
    pub(super) out: String,
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
        out: String::with_capacity(rich.blocks.len() * 400),
    };
    let mut after_table = false;
    for (index, block) in rich.blocks.iter().enumerate() {
        match block {
            RichBlock::Paragraph(paragraph) => writer.paragraph(paragraph, index == 0),
            RichBlock::Table(table) => {
                if after_table {
                    // Two tables that touch become one in Word.
                    writer.empty_paragraph();
                }
                writer.table(table, place.area, 0);
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

    fn paragraph(&mut self, paragraph: &RichParagraph, first: bool) {
        let place = self.place;
        let level = usize::from(paragraph.level);
        let holds_image = holds_image(&paragraph.inlines);
        if !holds_image && paragraph.align.is_none() {
            self.out.push_str(place.start(level, first));
        } else {
            let mut properties = place.paragraph(level);
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
        let properties = table.paragraph(centered, holds_image(&paragraph.inlines));
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

fn is_blank(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text(piece) => piece.text.trim().is_empty(),
        Inline::Image(_) => true,
    })
}
