//! The style sheet: how a paragraph or a run looks before its own properties.
//! It never holds more styles than a limit, and follows a chain of styles only so far.

use super::properties::{ParagraphProperties, RunProperties};
use crate::formats::xml::{Event, Scanner};
use crate::limits::Limits;
use crate::rejection::Rejection;
use std::collections::HashMap;

/// Styles that are kept. Word itself allows 4,080.
const STYLES: usize = 10_000;

/// Styles based on styles. Stops circles and chains that are walked for ever.
const CHAIN: usize = 32;

/// Characters of a style's name that are kept, since every paragraph repeats it.
const NAME: usize = 64;

/// All styles, resolved along their chains.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, usize>,
    list: Vec<Style>,
    default_paragraph: Option<usize>,
    defaults: RunProperties,
}

/// One style. After reading, its properties include those of the styles it is based on.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// Its name in lower case.
    pub name: String,
    /// Properties of the paragraph.
    pub paragraph: ParagraphProperties,
    /// Properties of its text.
    pub run: RunProperties,
    based_on: String,
    is_paragraph: bool,
}

impl Styles {
    /// Reads the part; the scanner's element count goes to the caller's budget.
    pub fn read(source: &str, limits: &Limits) -> Result<(Self, usize), Rejection> {
        let mut scanner = Scanner::new(source, limits);
        let mut styles = Styles::default();
        loop {
            match scanner.advance()? {
                Event::Start(name) if name.is_word("style") => styles.read_style(&mut scanner)?,
                Event::Start(name) if name.is_word("rPr") => {
                    styles.defaults = RunProperties::read(&mut scanner)?;
                }
                Event::Start(name) if name.is_word("latentStyles") => scanner.skip()?,
                Event::Finish => break,
                _ => {}
            }
        }
        styles.resolve();
        Ok((styles, scanner.elements()))
    }

    /// The style of a paragraph that names it, or the default one.
    pub fn paragraph(&self, id: Option<&str>) -> Option<&Style> {
        let at = match id {
            Some(id) => self.by_id.get(id).copied().or(self.default_paragraph),
            None => self.default_paragraph,
        };
        self.list.get(at?)
    }

    /// What a run's style says by itself, without what holds for all text.
    pub fn character(&self, id: &str) -> Option<&RunProperties> {
        self.list.get(*self.by_id.get(id)?).map(|style| &style.run)
    }

    /// What holds for all text where no style speaks.
    pub fn defaults(&self) -> &RunProperties {
        &self.defaults
    }

    /// Whether any style numbers its paragraphs.
    pub fn number(&self) -> bool {
        self.list.iter().any(|style| style.paragraph.list.is_some())
    }

    /// The list that a style numbers its paragraphs by, for lists that are defined through a style.
    pub fn list_of(&self, id: &str) -> Option<u32> {
        self.list.get(*self.by_id.get(id)?)?.paragraph.list
    }

    fn read_style(&mut self, scanner: &mut Scanner<'_>) -> Result<(), Rejection> {
        let id = scanner.attribute("styleId").unwrap_or_default().into_owned();
        let paragraph = scanner.attribute("type").is_none_or(|kind| kind == "paragraph");
        let default = matches!(scanner.attribute("default").as_deref(), Some("1" | "true" | "on"));
        if self.list.len() >= STYLES || scanner.attribute("type").is_some_and(|kind| kind == "table") {
            return scanner.skip();
        }
        let mut style = Style { is_paragraph: paragraph, ..Style::default() };
        loop {
            match scanner.advance()? {
                Event::Start(name) if name.is_word("name") => {
                    style.name = short(&scanner.value().unwrap_or_default());
                    scanner.skip()?;
                }
                Event::Start(name) if name.is_word("basedOn") => {
                    style.based_on = scanner.value().unwrap_or_default().into_owned();
                    scanner.skip()?;
                }
                Event::Start(name) if name.is_word("pPr") => {
                    style.paragraph = ParagraphProperties::read(scanner)?;
                }
                Event::Start(name) if name.is_word("rPr") => style.run = RunProperties::read(scanner)?,
                Event::Start(_) => scanner.skip()?,
                Event::End | Event::Finish => break,
                Event::Text(_) => {}
            }
        }
        if default && paragraph {
            self.default_paragraph = Some(self.list.len());
        }
        self.by_id.entry(id).or_insert(self.list.len());
        self.list.push(style);
        Ok(())
    }

    fn resolve(&mut self) {
        let resolved: Vec<Style> = (0..self.list.len()).map(|at| self.resolved(at)).collect();
        self.list = resolved;
    }

    fn resolved(&self, at: usize) -> Style {
        let mut style = self.list[at].clone();
        let mut base = self.by_id.get(&style.based_on).copied();
        for _ in 0..CHAIN {
            let Some(below) = base.and_then(|base| self.list.get(base)) else { break };
            style.paragraph.inherit(&below.paragraph);
            style.run.inherit(&below.run);
            base = self.by_id.get(&below.based_on).copied();
        }
        if style.is_paragraph {
            style.run.inherit(&self.defaults);
        }
        if style.paragraph.outline.is_none() {
            style.paragraph.outline = outline_of(&style.name);
        }
        style
    }
}

/// A style's name in lower case, cut to a length that may be repeated.
pub(super) fn short(name: &str) -> String {
    name.chars().take(NAME).flat_map(char::to_lowercase).collect()
}

/// The level of a heading style whose sheet does not say it, counted from 0 as in the file.
fn outline_of(name: &str) -> Option<u8> {
    let level = name.strip_prefix("heading ").or_else(|| name.strip_prefix("标题 "))?;
    level.parse::<u8>().ok().filter(|level| (1..=9).contains(level)).map(|level| level - 1)
}
