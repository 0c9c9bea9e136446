//! Properties of paragraphs and runs, as far as they tell what a text is; the rest is passed over.
//! It never reads what a property was before a tracked change.

use crate::document::{Align, Script};
use crate::formats::xml::{Event, Scanner, Space};
use crate::rejection::Rejection;

/// Properties of a paragraph or of a style; absent ones come from what lies beneath.
#[derive(Clone, Debug, Default)]
pub(super) struct ParagraphProperties {
    /// Id of its style.
    pub style: Option<String>,
    pub align: Option<Align>,
    /// Outline level from 0; 9 is body text.
    pub outline: Option<u8>,
    /// The list that numbers it; 0 is none.
    pub list: Option<u32>,
    /// Level in the list from 0.
    pub list_level: Option<u8>,
    pub new_page: Option<bool>,
    /// Its mark was deleted, so that it runs into the next paragraph.
    pub mark_deleted: bool,
    /// Its mark is hidden.
    pub mark_hidden: bool,
    /// It ends a section, and the next one begins on a new page.
    pub ends_page: bool,
    /// A tracked change was among them.
    pub tracked: bool,
}

/// Properties of a run or of a style; absent ones come from what lies beneath.
#[derive(Clone, Debug, Default)]
pub(super) struct RunProperties {
    /// Id of its character style.
    pub style: Option<String>,
    pub bold: Option<bool>,
    pub half_points: Option<u16>,
    pub hidden: Option<bool>,
    pub script: Option<Script>,
    /// The run, or the paragraph mark that has them, was inserted or deleted.
    pub tracked: bool,
    /// The paragraph mark that has them was deleted.
    pub deleted: bool,
}

impl ParagraphProperties {
    /// Reads the element that was just opened, to its end.
    pub fn read(scanner: &mut Scanner<'_>) -> Result<Self, Rejection> {
        let mut found = ParagraphProperties::default();
        loop {
            match scanner.advance()? {
                Event::Start(name) if name.space == Space::Word => found.take(name.local, scanner)?,
                Event::Start(_) => scanner.skip()?,
                Event::End | Event::Finish => return Ok(found),
                Event::Text(_) => {}
            }
        }
    }

    /// Takes what is absent from the style beneath.
    pub fn inherit(&mut self, below: &ParagraphProperties) {
        self.align = self.align.or(below.align);
        self.outline = self.outline.or(below.outline);
        self.new_page = self.new_page.or(below.new_page);
        if self.list.is_none() {
            self.list = below.list;
            self.list_level = self.list_level.or(below.list_level);
        }
    }

    fn take(&mut self, local: &str, scanner: &mut Scanner<'_>) -> Result<(), Rejection> {
        match local {
            "pStyle" => self.style = scanner.value().map(std::borrow::Cow::into_owned),
            "jc" => self.align = scanner.value().map(|value| align(&value)),
            "outlineLvl" => self.outline = number(scanner.value().as_deref()),
            "pageBreakBefore" => self.new_page = Some(scanner.is_on()),
            "numPr" => return self.take_list(scanner),
            "rPr" => {
                let mark = RunProperties::read(scanner)?;
                self.mark_deleted = mark.deleted;
                self.mark_hidden = mark.hidden == Some(true);
                self.tracked |= mark.tracked;
                return Ok(());
            }
            "sectPr" => {
                self.ends_page = ends_page(scanner)?;
                return Ok(());
            }
            "pPrChange" => self.tracked = true,
            _ => {}
        }
        scanner.skip()
    }

    fn take_list(&mut self, scanner: &mut Scanner<'_>) -> Result<(), Rejection> {
        loop {
            match scanner.advance()? {
                Event::Start(name) => {
                    if name.is_word("numId") {
                        self.list = number(scanner.value().as_deref());
                    } else if name.is_word("ilvl") {
                        self.list_level = number(scanner.value().as_deref());
                    } else if name.is_word("ins") || name.is_word("numberingChange") {
                        self.tracked = true;
                    }
                    scanner.skip()?;
                }
                Event::End | Event::Finish => return Ok(()),
                Event::Text(_) => {}
            }
        }
    }
}

impl RunProperties {
    /// Reads the element that was just opened, to its end.
    pub fn read(scanner: &mut Scanner<'_>) -> Result<Self, Rejection> {
        let mut found = RunProperties::default();
        loop {
            match scanner.advance()? {
                Event::Start(name) => {
                    if name.space == Space::Word {
                        found.take(name.local, scanner);
                    }
                    scanner.skip()?;
                }
                Event::End | Event::Finish => return Ok(found),
                Event::Text(_) => {}
            }
        }
    }

    /// Takes what is absent from what lies beneath.
    pub fn inherit(&mut self, below: &RunProperties) {
        self.bold = self.bold.or(below.bold);
        self.half_points = self.half_points.or(below.half_points);
        self.hidden = self.hidden.or(below.hidden);
        self.script = self.script.or(below.script);
    }

    fn take(&mut self, local: &str, scanner: &Scanner<'_>) {
        match local {
            "rStyle" => self.style = scanner.value().map(std::borrow::Cow::into_owned),
            "b" => self.bold = Some(scanner.is_on()),
            "sz" => self.half_points = number(scanner.value().as_deref()),
            "vanish" => self.hidden = Some(scanner.is_on()),
            "vertAlign" => {
                self.script = Some(match scanner.value().as_deref() {
                    Some("superscript") => Script::Super,
                    Some("subscript") => Script::Sub,
                    _ => Script::Base,
                });
            }
            "ins" | "moveTo" | "rPrChange" => self.tracked = true,
            "del" | "moveFrom" => {
                self.tracked = true;
                self.deleted = true;
            }
            _ => {}
        }
    }
}

/// A whole number out of an attribute; some programs write `12.0`.
pub(super) fn number<T: std::str::FromStr>(value: Option<&str>) -> Option<T> {
    value?.trim().split('.').next()?.parse().ok()
}

/// Reads the properties of a section to their end: whether the next section begins on a new page.
pub(super) fn ends_page(scanner: &mut Scanner<'_>) -> Result<bool, Rejection> {
    let mut new_page = true;
    loop {
        match scanner.advance()? {
            Event::Start(name) => {
                if name.is_word("type") {
                    new_page = scanner.value().as_deref() != Some("continuous");
                }
                scanner.skip()?;
            }
            Event::End | Event::Finish => return Ok(new_page),
            Event::Text(_) => {}
        }
    }
}

fn align(value: &str) -> Align {
    match value {
        "center" => Align::Center,
        "right" | "end" => Align::End,
        _ => Align::Start,
    }
}
