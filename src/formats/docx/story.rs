//! One text of a document (body, header, notes, comments) from XML to blocks, in one pass over its events.
//! It never recurses: what is open lies on stacks, and each element knows what closes it.

use super::fields::{self, Fields};
use super::findings::{Findings, is_suspicious};
use super::numbering::Numbering;
use super::parts::Relationships;
use super::pictures;
use super::properties::{ParagraphProperties, RunProperties, ends_page};
use super::styles::{Styles, short};
use super::symbols;
use super::tables::OpenTable;
use crate::document::{Block, Cell, Inline, Look, Paragraph, Script, Text};
use crate::formats::package::Package;
use crate::formats::xml::{Event, Name, Scanner, Space};
use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use std::collections::HashMap;
use std::sync::Arc;

/// Tables within tables that are kept as tables; the text of deeper ones goes to the cell around them. Stops what is
/// stored as JSON from nesting deeper than its readers allow.
const TABLES: usize = 8;

/// Images of a document. Stops names of parts that are repeated a million times.
const IMAGES: usize = 10_000;

/// Notes that get a mark.
const NOTES: usize = 20_000;

/// What all texts of a document share.
pub(super) struct Shared {
    pub styles: Arc<Styles>,
    pub numbering: Numbering,
    pub findings: Findings,
    /// All characters of text so far, with one for the end of each paragraph.
    pub characters: usize,
    /// Notes in the order of their marks.
    pub notes: Vec<Note>,
    pub note_numbers: HashMap<Note, usize>,
    paragraphs_left: usize,
    cells_left: usize,
    images_left: usize,
}

/// A note by kind and id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Note {
    pub at_end: bool,
    pub id: String,
}

/// What one text gave.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Blocks in order.
    pub blocks: Vec<Block>,
    /// Notes or comments by id, in the order of the part.
    pub notes: Vec<(String, Vec<Block>)>,
}

/// One text while it is read.
pub(super) struct Story<'s> {
    shared: &'s mut Shared,
    relationships: Option<&'s Relationships>,
    package: &'s Package<'s>,
    closings: Vec<Closing>,
    frames: Vec<Frame>,
    tables: Vec<OpenTable>,
    paragraphs: Vec<OpenParagraph>,
    fields: Fields,
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

/// A paragraph while it is read.
#[derive(Default)]
struct OpenParagraph {
    inlines: Vec<Inline>,
    look: Look,
    list: Option<(u32, u8)>,
    mark_deleted: bool,
    mark_hidden: bool,
    ends_page: bool,
    /// Properties of its text before those of its runs.
    base: RunLook,
    run: RunLook,
    has_text: bool,
    has_light_text: bool,
    page_break: bool,
    boxes: Vec<Block>,
}

/// The look of a run.
#[derive(Clone, Copy, Debug, Default)]
struct RunLook {
    bold: bool,
    hidden: bool,
    half_points: Option<u16>,
    script: Script,
}

impl RunLook {
    fn of(properties: &RunProperties) -> Self {
        RunLook {
            bold: properties.bold.unwrap_or(false),
            hidden: properties.hidden.unwrap_or(false),
            half_points: properties.half_points,
            script: properties.script.unwrap_or_default(),
        }
    }

    fn with(self, over: &RunProperties) -> Self {
        RunLook {
            bold: over.bold.unwrap_or(self.bold),
            hidden: over.hidden.unwrap_or(self.hidden),
            half_points: over.half_points.or(self.half_points),
            script: over.script.unwrap_or(self.script),
        }
    }
}

impl Shared {
    /// What texts share, before the first of them.
    pub fn new(styles: Arc<Styles>, numbering: Numbering, findings: Findings, limits: &Limits) -> Self {
        Shared {
            styles,
            numbering,
            findings,
            characters: 0,
            notes: Vec::new(),
            note_numbers: HashMap::new(),
            paragraphs_left: limits.paragraphs,
            cells_left: limits.paragraphs,
            images_left: IMAGES,
        }
    }

    fn spend(left: &mut usize) -> Result<(), Rejection> {
        *left = left.checked_sub(1).ok_or_else(|| Rejection::of_file(Code::XmlLimit, "文件中的段落或单元格过多。"))?;
        Ok(())
    }
}

/// The mark of a note in the text, and in front of the note at the end.
pub(super) fn note_mark(number: usize) -> String {
    format!("［注{number}］")
}

impl<'s> Story<'s> {
    /// Reads a part from its first event to its last.
    pub fn read(
        scanner: &mut Scanner<'_>,
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
    fn open(&mut self, name: Name<'_>, scanner: &mut Scanner<'_>) -> Result<Option<Closing>, Rejection> {
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

    fn open_word(&mut self, local: &str, scanner: &mut Scanner<'_>) -> Result<Option<Closing>, Rejection> {
        let closing = match local {
            "r" => Closing::Run,
            "t" => {
                let text = scanner.text()?;
                self.say(&text);
                return Ok(None);
            }
            "rPr" => {
                let properties = RunProperties::read(scanner)?;
                self.take_run_properties(&properties);
                return Ok(None);
            }
            "p" => {
                self.begin_paragraph()?;
                Closing::Paragraph
            }
            "pPr" => {
                let properties = ParagraphProperties::read(scanner)?;
                self.take_paragraph_properties(properties);
                return Ok(None);
            }
            "tab" | "ptab" => self.speak("\t"),
            "br" => match scanner.attribute("type").as_deref() {
                Some("page" | "column") => self.break_page(),
                _ => self.speak("\n"),
            },
            "cr" => self.speak("\n"),
            "noBreakHyphen" => self.speak("\u{2011}"),
            "sym" => {
                let font = scanner.attribute("font").unwrap_or_default();
                let code = scanner.attribute("char").unwrap_or_default();
                if let Some(sign) = symbols::character(&font, &code) {
                    self.say(sign.encode_utf8(&mut [0; 4]));
                }
                Closing::Nothing
            }
            "tbl" => {
                self.tables.push(OpenTable::new(self.frames.len(), self.tables.len() >= TABLES));
                self.flush_carried()?;
                Closing::Table
            }
            "tblGrid" => {
                let columns = super::tables::columns(scanner)?;
                if let Some(table) = self.table() {
                    table.set_columns(columns);
                }
                return Ok(None);
            }
            "tr" => self.begin_row(),
            "trPr" => {
                let properties = super::tables::RowProperties::read(scanner)?;
                self.take_row_properties(&properties)?;
                return Ok(None);
            }
            "tc" => self.begin_cell()?,
            "tcPr" => {
                let properties = super::tables::CellProperties::read(scanner)?;
                self.shared.findings.tracked |= properties.tracked;
                if let Some(table) = self.table_of_cell() {
                    table.set_cell(&properties);
                }
                return Ok(None);
            }
            "txbxContent" => {
                self.frames.push(Frame::default());
                self.boxed += 1;
                Closing::Box
            }
            "footnote" | "endnote" | "comment" => {
                let id = scanner.attribute("id").unwrap_or_default().into_owned();
                self.frames.push(Frame { id, ..Frame::default() });
                Closing::Note
            }
            "footnoteReference" => self.mark_note(false, scanner),
            "endnoteReference" => self.mark_note(true, scanner),
            "commentReference" | "commentRangeStart" => {
                self.shared.findings.comments = true;
                Closing::Nothing
            }
            "sdt" => {
                self.placeholders.push(false);
                Closing::Control
            }
            "sdtPr" => {
                let placeholder = shows_placeholder(scanner)?;
                if let Some(last) = self.placeholders.last_mut() {
                    *last = placeholder;
                }
                return Ok(None);
            }
            "sdtContent" if self.placeholders.last() == Some(&true) => {
                self.silent += 1;
                Closing::Silence
            }
            "ins" | "moveTo" => {
                self.shared.findings.tracked = true;
                Closing::Nothing
            }
            "del" | "moveFrom" => {
                self.shared.findings.tracked = true;
                self.deleted += 1;
                Closing::Deletion
            }
            "fldChar" => {
                let shown = self.fields.take(scanner, &mut self.shared.findings)?;
                self.say(&shown);
                return Ok(None);
            }
            "fldSimple" => {
                fields::note(&scanner.attribute("instr").unwrap_or_default(), &mut self.shared.findings);
                Closing::Nothing
            }
            "instrText" => {
                let text = scanner.text()?;
                self.fields.instruct(&text);
                return Ok(None);
            }
            "altChunk" | "control" | "subDoc" => {
                let part = scanner.reference("id").unwrap_or_default();
                let target = self.relationships.and_then(|list| list.get(&part)).map(|one| one.target.clone());
                self.shared.findings.embedded.add(target.as_deref().unwrap_or(local));
                Closing::Nothing
            }
            "sectPr" => {
                ends_page(scanner)?;
                return Ok(None);
            }
            "rt" | "rubyPr" | "delText" | "delInstrText" | "sdtEndPr" | "tblPr" | "tblPrEx" | "background"
            | "customXmlPr" | "smartTagPr" | "fldData" => {
                scanner.skip()?;
                return Ok(None);
            }
            _ => Closing::Nothing,
        };
        Ok(Some(closing))
    }

    /// Two writings of one thing: the first branch that is understood counts, else the fallback, never both.
    fn open_branch(&mut self, local: &str, scanner: &mut Scanner<'_>) -> Result<Option<Closing>, Rejection> {
        let taken = self.branch_taken.last().copied().unwrap_or(false);
        let take = match local {
            "AlternateContent" => {
                self.branch_taken.push(false);
                return Ok(Some(Closing::Branches));
            }
            "Choice" => {
                let requires = scanner.attribute("Requires").unwrap_or_default();
                let known = |prefix: &str| !matches!(scanner.space_of(prefix), Space::Other | Space::None);
                !taken && requires.split_whitespace().all(known)
            }
            "Fallback" => !taken,
            _ => return Ok(Some(Closing::Nothing)),
        };
        if !take {
            scanner.skip()?;
            return Ok(None);
        }
        if let Some(last) = self.branch_taken.last_mut() {
            *last = true;
        }
        Ok(Some(Closing::Nothing))
    }

    /// A formula gives its characters in a line, raised and lowered ones marked.
    fn open_formula(&mut self, local: &str, scanner: &mut Scanner<'_>) -> Result<Option<Closing>, Rejection> {
        let script = match local {
            "t" => {
                let text = scanner.text()?;
                self.say(&text);
                return Ok(None);
            }
            "r" => return Ok(Some(Closing::Run)),
            "ctrlPr" => {
                scanner.skip()?;
                return Ok(None);
            }
            "sup" => Script::Super,
            "sub" => Script::Sub,
            _ => return Ok(Some(Closing::Nothing)),
        };
        self.scripts.push(script);
        Ok(Some(Closing::Script))
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
        if self.deleted == 0 && self.silent == 0
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.page_break = true;
        }
        Closing::Nothing
    }

    fn begin_paragraph(&mut self) -> Result<(), Rejection> {
        Shared::spend(&mut self.shared.paragraphs_left)?;
        self.shared.characters += 1;
        if self.paragraphs.is_empty() {
            self.fields.end_paragraph();
        }
        let mut paragraph = OpenParagraph { inlines: std::mem::take(&mut self.frame().carried), ..OpenParagraph::default() };
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

    fn take_paragraph_properties(&mut self, mut direct: ParagraphProperties) {
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
        paragraph.list = direct.list.filter(|list| *list != 0).map(|list| {
            (list, direct.list_level.or_else(|| level_of_style(list)).unwrap_or(0))
        });
        paragraph.look.align = direct.align.unwrap_or_default();
        paragraph.look.outline = direct.outline.filter(|level| *level < 9).map(|level| level + 1);
        paragraph.look.new_page |= direct.new_page == Some(true);
        paragraph.mark_deleted = direct.mark_deleted;
        paragraph.mark_hidden = direct.mark_hidden;
        paragraph.ends_page = direct.ends_page;
        paragraph.run = paragraph.base;
    }

    fn take_run_properties(&mut self, direct: &RunProperties) {
        self.shared.findings.tracked |= direct.tracked;
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let styled = direct.style.as_deref().and_then(|id| self.shared.styles.character(id));
        let run = styled.map_or(paragraph.base, |style| paragraph.base.with(style));
        paragraph.run = run.with(direct);
    }

    fn end_paragraph(&mut self) {
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
        if let Some((list, level)) = paragraph.list.filter(|_| self.deleted + self.silent == 0 && !paragraph.mark_hidden) {
            paragraph.look.label = self.shared.numbering.label(list, level);
        }
        paragraph.look.bold = paragraph.has_text && !paragraph.has_light_text;
        let frame = self.frame();
        frame.blocks.push(Block::Paragraph(Paragraph { level: 0, inlines: paragraph.inlines, look: paragraph.look }));
        frame.blocks.append(&mut paragraph.boxes);
    }

    fn frame(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// Content whose paragraph mark was deleted and behind which no paragraph comes stays a paragraph.
    fn flush_carried(&mut self) -> Result<(), Rejection> {
        if self.frame().carried.is_empty() {
            return Ok(());
        }
        self.begin_paragraph()?;
        self.end_paragraph();
        Ok(())
    }

    fn pop_frame(&mut self) -> Result<Frame, Rejection> {
        self.flush_carried()?;
        Ok(self.frames.pop().unwrap_or_default())
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

    /// The table in whose rows this place lies.
    fn table(&mut self) -> Option<&mut OpenTable> {
        let frames = self.frames.len();
        self.tables.last_mut().filter(|table| table.frames == frames && !table.flat)
    }

    /// The table in whose cell this place lies.
    fn table_of_cell(&mut self) -> Option<&mut OpenTable> {
        let frames = self.frames.len();
        self.tables.last_mut().filter(|table| table.frames + 1 == frames && !table.flat)
    }

    fn begin_row(&mut self) -> Closing {
        match self.table() {
            Some(table) => {
                if table.begin_row() {
                    self.deleted = self.deleted.saturating_sub(1);
                }
                Closing::Row
            }
            None => Closing::Nothing,
        }
    }

    fn take_row_properties(&mut self, properties: &super::tables::RowProperties) -> Result<(), Rejection> {
        self.shared.findings.tracked |= properties.tracked;
        if properties.before > 0 {
            Shared::spend(&mut self.shared.cells_left)?;
        }
        if self.table().is_some_and(|table| table.set_row(properties)) {
            self.deleted += 1;
        }
        Ok(())
    }

    fn end_row(&mut self) {
        if self.table().is_some_and(OpenTable::end_row) {
            self.deleted = self.deleted.saturating_sub(1);
        }
    }

    fn begin_cell(&mut self) -> Result<Closing, Rejection> {
        Shared::spend(&mut self.shared.cells_left)?;
        let Some(table) = self.table() else { return Ok(Closing::Nothing) };
        table.cell = Cell { span: 1, ..Cell::default() };
        self.frames.push(Frame::default());
        Ok(Closing::Cell)
    }

    fn end_cell(&mut self) -> Result<(), Rejection> {
        let frame = self.pop_frame()?;
        if let Some(table) = self.table() {
            table.end_cell(frame.blocks);
        }
        Ok(())
    }

    fn end_table(&mut self) {
        let Some(mut table) = self.tables.pop() else { return };
        if table.end_row() {
            self.deleted = self.deleted.saturating_sub(1);
        }
        if let Some(table) = table.finish() {
            self.frame().blocks.push(Block::Table(table));
        }
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

impl OpenParagraph {
    fn take_style(&mut self, style: &super::styles::Style) {
        self.base = RunLook::of(&style.run);
        self.look.align = style.paragraph.align.unwrap_or_default();
        self.look.outline = style.paragraph.outline.filter(|level| *level < 9).map(|level| level + 1);
        self.list = style.paragraph.list.filter(|list| *list != 0).map(|list| (list, style.paragraph.list_level.unwrap_or(0)));
        self.look.new_page |= style.paragraph.new_page == Some(true);
    }

    /// Takes what text that is not blank says of the paragraph's look.
    fn note_text(&mut self) {
        self.has_text = true;
        self.has_light_text |= !self.run.bold;
        self.look.half_points = self.look.half_points.max(self.run.half_points);
    }

    fn push(&mut self, script: Script, text: &str) {
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

    fn append(&mut self, script: Script, text: &str) {
        match self.inlines.last_mut() {
            Some(Inline::Text(last)) if last.script == script => last.text.push_str(text),
            _ => self.inlines.push(Inline::Text(Text { text: text.to_owned(), script })),
        }
    }
}

/// Whether a content control still shows the words that ask for its content.
fn shows_placeholder(scanner: &mut Scanner<'_>) -> Result<bool, Rejection> {
    let mut placeholder = false;
    loop {
        match scanner.advance()? {
            Event::Start(name) => {
                if name.is_word("showingPlcHdr") {
                    placeholder = scanner.is_on();
                }
                scanner.skip()?;
            }
            Event::End | Event::Finish => return Ok(placeholder),
            Event::Text(_) => {}
        }
    }
}
