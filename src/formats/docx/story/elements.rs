//! What each element means where it opens.
//! It never closes anything: an element that stays open says what closes it.

use super::{Closing, Frame, Story};
use crate::document::Script;
use crate::formats::docx::fields;
use crate::formats::docx::properties::{ParagraphProperties, RunProperties, ends_page};
use crate::formats::docx::symbols;
use crate::formats::docx::tables::{self, CellProperties, OpenTable, RowProperties};
use crate::formats::xml::{Event, Scanner, Space};
use crate::rejection::Rejection;

/// Tables within tables that are kept as tables; the text of deeper ones goes to the cell around them. Stops what is
/// stored as JSON from nesting deeper than its readers allow.
const TABLES: usize = 8;

impl<'a> Story<'_, 'a> {
    pub(super) fn open_word(
        &mut self,
        local: &str,
        scanner: &mut Scanner<'a>,
    ) -> Result<Option<Closing>, Rejection> {
        let closing = match local {
            "r" => Closing::Run,
            "t" => {
                let text = scanner.text()?;
                self.say(&text);
                return Ok(None);
            }
            "rPr" => {
                let properties = self.run_properties.read(scanner, RunProperties::read)?;
                self.take_run_properties(&properties);
                return Ok(None);
            }
            "p" => {
                self.begin_paragraph()?;
                Closing::Paragraph
            }
            "pPr" => {
                let properties = self.paragraph_properties.read(scanner, ParagraphProperties::read)?;
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
                let columns = tables::columns(scanner)?;
                if let Some(table) = self.table() {
                    table.set_columns(columns);
                }
                return Ok(None);
            }
            "tr" => self.begin_row()?,
            "trPr" => {
                let properties = RowProperties::read(scanner)?;
                self.take_row_properties(&properties)?;
                return Ok(None);
            }
            "tc" => self.begin_cell()?,
            "tcPr" => {
                let properties = CellProperties::read(scanner)?;
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
                let target =
                    self.relationships.and_then(|list| list.get(&part)).map(|one| one.target.clone());
                self.shared.findings.embedded.add(target.as_deref().unwrap_or(local));
                Closing::Nothing
            }
            "sectPr" => {
                ends_page(scanner)?;
                return Ok(None);
            }
            "rt" | "rubyPr" | "delText" | "delInstrText" | "sdtEndPr" | "tblPr" | "tblPrEx"
            | "background" | "customXmlPr" | "smartTagPr" | "fldData" => {
                scanner.skip()?;
                return Ok(None);
            }
            _ => Closing::Nothing,
        };
        Ok(Some(closing))
    }

    /// Two writings of one thing: the first branch that is understood counts, else the fallback, never both.
    pub(super) fn open_branch(
        &mut self,
        local: &str,
        scanner: &mut Scanner<'_>,
    ) -> Result<Option<Closing>, Rejection> {
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
    pub(super) fn open_formula(
        &mut self,
        local: &str,
        scanner: &mut Scanner<'_>,
    ) -> Result<Option<Closing>, Rejection> {
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
