//! One text of a document (body, header, notes, comments) from XML to blocks, in one pass over its events.
//! It never recurses: what is open lies on stacks, and each element knows what closes it.

mod elements;
mod grids;
mod paragraphs;

use super::fields::Fields;
use super::findings::is_suspicious;
use super::paragraph::OpenParagraph;
use super::parts::Relationships;
use super::pictures;
use super::properties::{ParagraphProperties, RunProperties};
use super::shared::{Note, Shared, note_mark};
use super::tables::OpenTable;
use crate::document::{Block, Inline, Paragraph, Script};
use crate::formats::package::Package;
use crate::formats::xml::{Event, Name, Repeated, Scanner, Space};
use crate::rejection::Rejection;

/// Notes that get a mark.
const NOTES: usize = 20_000;

/// What one text gave.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Blocks in order.
    pub blocks: Vec<Block>,
    /// Notes or comments by id, in the order of the part.
    pub notes: Vec<(String, Vec<Block>)>,
}

/// One text while it is read.
pub(super) struct Story<'s, 'a> {
    shared: &'s mut Shared,
    relationships: Option<&'s Relationships>,
    package: &'s Package<'s>,
    closings: Vec<Closing>,
    frames: Vec<Frame>,
    tables: Vec<OpenTable>,
    paragraphs: Vec<OpenParagraph>,
    fields: Fields,
    run_properties: Repeated<'a, RunProperties>,
    paragraph_properties: Repeated<'a, ParagraphProperties>,
    drawing: pictures::Frame,
    branch_taken: Vec<bool>,
    placeholders: Vec<bool>,
    scripts: Vec<Script>,
    silent: usize,
    deleted: usize,
    boxed: usize,
    next_on_new_page: bool,
    notes: Vec<(String, Vec<Block>)>,
}

/// What has to be done when an element closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closing {
    Nothing,
    Paragraph,
    Run,
    Table,
    Row,
    Cell,
    Box,
    Note,
    Control,
    Silence,
    Deletion,
    Branches,
    Script,
}

/// A place that collects blocks.
#[derive(Default)]
struct Frame {
    blocks: Vec<Block>,
    /// Content of paragraphs whose mark was deleted: it belongs to the next paragraph.
    carried: Vec<Inline>,
    /// Id of the note that it is.
    id: String,
}

impl<'s, 'a> Story<'s, 'a> {
    /// Reads a part from its first event to its last.
    pub fn read(
        scanner: &mut Scanner<'a>,
        shared: &'s mut Shared,
        relationships: Option<&'s Relationships>,
        package: &'s Package<'s>,
    ) -> Result<Told, Rejection> {
        let mut story = Story {
            shared,
            relationships,
            package,
            closings: Vec::new(),
            frames: vec![Frame::default()],
            tables: Vec::new(),
            paragraphs: Vec::new(),
            fields: Fields::default(),
            run_properties: Repeated::default(),
            paragraph_properties: Repeated::default(),
            drawing: pictures::Frame::default(),
            branch_taken: Vec::new(),
            placeholders: Vec::new(),
            scripts: Vec::new(),
            silent: 0,
            deleted: 0,
            boxed: 0,
            next_on_new_page: false,
            notes: Vec::new(),
        };
        loop {
            match scanner.advance()? {
                Event::Start(name) => {
                    if let Some(closing) = story.open(name, scanner)? {
                        story.closings.push(closing);
                    }
                }
                Event::End => {
                    let closing = story.closings.pop().unwrap_or(Closing::Nothing);
                    story.close(closing)?;
                }
                Event::Text(_) => {}
                Event::Finish => break,
            }
        }
        let blocks = story.pop_frame()?.blocks;
        Ok(Told { blocks, notes: story.notes })
    }

    /// Takes an element. Gives what closes it, or nothing when it was read to its end.
    fn open(&mut self, name: Name<'_>, scanner: &mut Scanner<'a>) -> Result<Option<Closing>, Rejection> {
        match name.space {
            Space::Word => return self.open_word(name.local, scanner),
            Space::Compatibility => return self.open_branch(name.local, scanner),
            Space::Math => return self.open_formula(name.local, scanner),
            Space::WordDrawing if name.local == "extent" => self.drawing.take_extent(scanner),
            Space::Shape if name.local == "wgp" || name.local == "wpc" => self.drawing.group(),
            Space::Drawing if name.local == "blip" => {
                if let Some(id) = scanner.reference("embed") {
                    self.show_image(&id)?;
                }
            }
            Space::Drawing if name.local == "ext" => self.size_image(pictures::extent(scanner)),
            Space::Vml if matches!(name.local, "shape" | "rect") => {
                self.drawing.take_style(&scanner.attribute("style").unwrap_or_default());
            }
            Space::Vml if name.local == "imagedata" => {
                if let Some(id) = scanner.reference("id").or_else(|| scanner.reference("pict")) {
                    self.show_image(&id)?;
                }
            }
            Space::Office if name.local == "OLEObject" => {
                let program = scanner.attribute("ProgID").unwrap_or_default().into_owned();
                self.shared.findings.embedded.add(&program);
            }
            _ => {}
        }
        Ok(Some(Closing::Nothing))
    }

    fn close(&mut self, closing: Closing) -> Result<(), Rejection> {
        match closing {
            Closing::Nothing => {}
            Closing::Run => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.run = paragraph.base;
                }
            }
            Closing::Paragraph => self.end_paragraph(),
            Closing::Table => self.end_table(),
            Closing::Row => self.end_row(),
            Closing::Cell => self.end_cell()?,
            Closing::Box => self.end_box()?,
            Closing::Note => {
                let frame = self.pop_frame()?;
                self.notes.push((frame.id, frame.blocks));
            }
            Closing::Control => {
                self.placeholders.pop();
            }
            Closing::Silence => self.silent -= 1,
            Closing::Deletion => self.deleted -= 1,
            Closing::Branches => {
                self.branch_taken.pop();
            }
            Closing::Script => {
                self.scripts.pop();
            }
        }
        Ok(())
    }

    /// A sign that stands for an element.
    fn speak(&mut self, sign: &str) -> Closing {
        self.say(sign);
        Closing::Nothing
    }

    /// Takes text as it stands at this place: shown, hidden, deleted, a placeholder or an instruction.
    fn say(&mut self, text: &str) {
        if text.is_empty() || self.deleted > 0 || self.silent > 0 {
            return;
        }
        self.shared.characters += text.chars().count();
        if self.fields.hides_text() {
            return;
        }
        let raised = self.scripts.last().copied();
        let Some(paragraph) = self.paragraphs.last_mut() else {
            self.frame().blocks.push(Block::Paragraph(Paragraph::plain(text)));
            return;
        };
        let blank = text.trim().is_empty();
        if paragraph.run.hidden {
            self.shared.findings.hidden |= !blank;
            return;
        }
        self.shared.findings.suspicious |= is_suspicious(text);
        if !blank {
            paragraph.note_text();
        }
        paragraph.push(raised.unwrap_or(paragraph.run.script), text);
    }

    fn break_page(&mut self) -> Closing {
        if self.deleted == 0
            && self.silent == 0
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.page_break = true;
        }
        Closing::Nothing
    }

    fn frame(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn end_box(&mut self) -> Result<(), Rejection> {
        let mut frame = self.pop_frame()?;
        self.boxed -= 1;
        match self.paragraphs.last_mut() {
            Some(anchor) => anchor.boxes.append(&mut frame.blocks),
            None => self.frame().blocks.append(&mut frame.blocks),
        }
        Ok(())
    }

    fn mark_note(&mut self, at_end: bool, scanner: &Scanner<'_>) -> Closing {
        if self.deleted == 0 && self.silent == 0 {
            let note = Note { at_end, id: scanner.attribute("id").unwrap_or_default().into_owned() };
            let notes = &mut self.shared.notes;
            if notes.len() < NOTES {
                let number = *self.shared.note_numbers.entry(note.clone()).or_insert_with(|| {
                    notes.push(note);
                    notes.len()
                });
                self.say(&note_mark(number));
            }
        }
        Closing::Nothing
    }

    fn show_image(&mut self, id: &str) -> Result<(), Rejection> {
        if self.deleted > 0 || self.silent > 0 {
            return Ok(());
        }
        let image = self.drawing.image(id, self.relationships, self.package, &mut self.shared.findings);
        let Some(image) = image else { return Ok(()) };
        Shared::spend(&mut self.shared.images_left)?;
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.inlines.push(Inline::Image(image));
        }
        Ok(())
    }

    /// The size that a picture of a group has for itself.
    fn size_image(&mut self, (width, height): (u64, u64)) {
        let last = self.paragraphs.last_mut().and_then(|paragraph| paragraph.inlines.last_mut());
        if let Some(Inline::Image(image)) = last
            && image.width_emu == 0
        {
            image.width_emu = width;
            image.height_emu = height;
        }
    }
}
