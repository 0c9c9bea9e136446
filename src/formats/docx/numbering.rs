//! Automatic numbering: the label that Word computes and does not store in a paragraph's text.
//! It never puts a label into a text; intake decides that.

use super::properties::number;
use super::styles::Styles;
use super::{numerals, symbols};
use crate::formats::xml::{Event, Scanner};
use crate::limits::Limits;
use crate::rejection::Rejection;
use std::collections::{HashMap, HashSet};

/// Lists and list definitions that are kept. Word itself allows 2,046.
const LISTS: usize = 10_000;

/// Levels of a list.
const LEVELS: usize = 9;

/// Characters of a label. Stops patterns of a megabyte that every paragraph repeats.
const LABEL: usize = 64;

/// Lists with their counters.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<u32, Definition>,
    lists: HashMap<u32, List>,
    counters: HashMap<u32, [Option<u32>; LEVELS]>,
    restarted: HashSet<(u32, usize)>,
}

#[derive(Debug, Default)]
struct Definition {
    levels: Vec<Option<Level>>,
    /// The style that defines the list, where this is only a reference to it.
    style: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    definition: u32,
    starts: Vec<(usize, u32)>,
    levels: Vec<Option<Level>>,
}

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    pattern: String,
    font: String,
    /// All numbers in it are written in digits.
    legal: bool,
    /// Level whose advance restarts this one, from 1; 0 never restarts; none is the level above.
    restart: Option<u32>,
    hidden: bool,
    picture: bool,
    /// Style whose paragraphs stand at this level.
    style: String,
}

impl Default for Level {
    fn default() -> Self {
        Level {
            start: 0,
            format: "decimal".to_owned(),
            pattern: String::new(),
            font: String::new(),
            legal: false,
            restart: None,
            hidden: false,
            picture: false,
            style: String::new(),
        }
    }
}

impl Numbering {
    /// Reads the part; the scanner's element count goes to the caller's budget.
    pub fn read(source: &str, limits: &Limits, styles: &Styles) -> Result<(Self, usize), Rejection> {
        let mut scanner = Scanner::new(source, limits);
        let mut numbering = Numbering::default();
        loop {
            match scanner.advance()? {
                Event::Start(name) if name.is_word("abstractNum") => {
                    let id = number(scanner.attribute("abstractNumId").as_deref());
                    let definition = Definition::read(&mut scanner)?;
                    if let Some(id) = id.filter(|_| numbering.definitions.len() < LISTS) {
                        numbering.definitions.entry(id).or_insert(definition);
                    }
                }
                Event::Start(name) if name.is_word("num") => {
                    let id = number(scanner.attribute("numId").as_deref());
                    let list = List::read(&mut scanner)?;
                    if let Some(id) = id.filter(|_| numbering.lists.len() < LISTS) {
                        numbering.lists.entry(id).or_insert(list);
                    }
                }
                Event::Finish => break,
                _ => {}
            }
        }
        numbering.follow_styles(styles);
        Ok((numbering, scanner.elements()))
    }

    /// The level of a list whose paragraphs have this style, where the paragraph itself does not say.
    pub fn level_of_style(&self, list: u32, style: &str) -> Option<u8> {
        let list = self.lists.get(&list)?;
        let definition = self.definitions.get(&list.definition)?;
        let at = definition
            .levels
            .iter()
            .position(|level| level.as_ref().is_some_and(|level| level.style == style))?;
        u8::try_from(at).ok()
    }

    /// Counts one paragraph and gives its label; empty where the list shows none or is not known.
    pub fn label(&mut self, list_id: u32, level: u8) -> String {
        let at = usize::from(level).min(LEVELS - 1);
        let Some(list) = self.lists.get(&list_id) else { return String::new() };
        let Some(definition) = self.definitions.get(&list.definition) else { return String::new() };
        let find = |at: usize| list.level(at).or_else(|| definition.level(at));
        let Some(found) = find(at) else { return String::new() };
        let counters = self.counters.entry(list.definition).or_default();
        let start = list.starts.iter().find(|(of, _)| *of == at).map(|(_, start)| *start);
        counters[at] = Some(match (start, counters[at]) {
            (Some(start), _) if self.restarted.insert((list_id, at)) => start,
            (start, None) => start.unwrap_or(found.start),
            (_, Some(before)) => before.saturating_add(1),
        });
        for (below, counter) in counters.iter_mut().enumerate().skip(at + 1) {
            let restarts = match find(below).and_then(|level| level.restart) {
                Some(0) => false,
                Some(of) => usize::try_from(of).is_ok_and(|of| at < of),
                None => true,
            };
            if restarts {
                *counter = None;
            }
        }
        let counters = *counters;
        let value = |at: usize| {
            let level = find(at);
            let start = level.map_or(1, |level| level.start);
            (level.map_or("decimal", |level| &level.format), counters[at].unwrap_or(start))
        };
        found.label(value)
    }

    /// A definition that only names a style takes the levels of the list which that style uses.
    fn follow_styles(&mut self, styles: &Styles) {
        let mut targets: Vec<(u32, u32)> = Vec::new();
        for (id, definition) in &self.definitions {
            let list = definition.style.as_deref().and_then(|style| styles.list_of(style));
            if let Some(list) = list.and_then(|list| self.lists.get(&list)) {
                targets.push((*id, list.definition));
            }
        }
        targets.sort_unstable();
        for list in self.lists.values_mut() {
            if let Ok(found) = targets.binary_search_by_key(&list.definition, |(id, _)| *id) {
                list.definition = targets[found].1;
            }
        }
    }
}

impl Definition {
    fn read(scanner: &mut Scanner<'_>) -> Result<Self, Rejection> {
        let mut definition = Definition::default();
        loop {
            match scanner.advance()? {
                Event::Start(name) if name.is_word("lvl") => {
                    Level::read_into(&mut definition.levels, scanner)?;
                }
                Event::Start(name) => {
                    if name.is_word("numStyleLink") {
                        definition.style = scanner.value().map(std::borrow::Cow::into_owned);
                    }
                    scanner.skip()?;
                }
                Event::End | Event::Finish => return Ok(definition),
                Event::Text(_) => {}
            }
        }
    }

    fn level(&self, at: usize) -> Option<&Level> {
        self.levels.get(at)?.as_ref()
    }
}

impl List {
    fn read(scanner: &mut Scanner<'_>) -> Result<Self, Rejection> {
        let mut list = List::default();
        loop {
            match scanner.advance()? {
                Event::Start(name) if name.is_word("lvlOverride") => list.read_override(scanner)?,
                Event::Start(name) => {
                    if name.is_word("abstractNumId") {
                        list.definition = number(scanner.value().as_deref()).unwrap_or(u32::MAX);
                    }
                    scanner.skip()?;
                }
                Event::End | Event::Finish => return Ok(list),
                Event::Text(_) => {}
            }
        }
    }

    fn read_override(&mut self, scanner: &mut Scanner<'_>) -> Result<(), Rejection> {
        let at: usize = number(scanner.attribute("ilvl").as_deref()).unwrap_or(0);
        loop {
            match scanner.advance()? {
                Event::Start(name) if name.is_word("lvl") => Level::read_into(&mut self.levels, scanner)?,
                Event::Start(name) => {
                    let start = number(scanner.value().as_deref());
                    if let Some(start) = start.filter(|_| name.is_word("startOverride") && at < LEVELS) {
                        self.starts.retain(|(of, _)| *of != at);
                        self.starts.push((at, start));
                    }
                    scanner.skip()?;
                }
                Event::End | Event::Finish => return Ok(()),
                Event::Text(_) => {}
            }
        }
    }

    fn level(&self, at: usize) -> Option<&Level> {
        self.levels.get(at)?.as_ref()
    }
}

impl Level {
    fn read_into(levels: &mut Vec<Option<Level>>, scanner: &mut Scanner<'_>) -> Result<(), Rejection> {
        let at: usize = number(scanner.attribute("ilvl").as_deref()).unwrap_or(0);
        let level = Level::read(scanner)?;
        if at < LEVELS {
            levels.resize(levels.len().max(at + 1), None);
            levels[at] = Some(level);
        }
        Ok(())
    }

    /// Reads to the end of the level. Word writes its newer formats twice, in two branches of which the last is the
    /// one that every program knows; `custom` itself says nothing that is used here.
    fn read(scanner: &mut Scanner<'_>) -> Result<Self, Rejection> {
        let mut level = Level::default();
        let mut inner = 1_usize;
        while inner > 0 {
            match scanner.advance()? {
                Event::Start(name) => {
                    inner += 1;
                    if name.space == crate::formats::xml::Space::Word {
                        level.take(name.local, scanner);
                    }
                }
                Event::End => inner -= 1,
                Event::Text(_) => {}
                Event::Finish => break,
            }
        }
        Ok(level)
    }

    fn take(&mut self, local: &str, scanner: &Scanner<'_>) {
        let value = scanner.value();
        match local {
            "start" => self.start = number(value.as_deref()).unwrap_or(0),
            "numFmt" if value.as_deref() != Some("custom") => {
                self.format = value.unwrap_or_default().into_owned();
            }
            "lvlText" => self.pattern = value.unwrap_or_default().chars().take(LABEL).collect(),
            "rFonts" => {
                let font = scanner.attribute("ascii").or_else(|| scanner.attribute("hAnsi"));
                self.font = font.unwrap_or_default().chars().take(LABEL).collect();
            }
            "isLgl" => self.legal = scanner.is_on(),
            "lvlRestart" => self.restart = number(value.as_deref()),
            "vanish" => self.hidden = scanner.is_on(),
            "lvlPicBulletId" => self.picture = true,
            "pStyle" => self.style = value.unwrap_or_default().into_owned(),
            _ => {}
        }
    }

    fn label<'f>(&self, value: impl Fn(usize) -> (&'f str, u32)) -> String {
        if self.hidden {
            return String::new();
        }
        if self.picture {
            return "•".to_owned();
        }
        if self.format == "bullet" {
            return symbols::bullet(&self.font, &self.pattern);
        }
        let mut label = String::new();
        let mut signs = self.pattern.chars().peekable();
        while let Some(sign) = signs.next() {
            let level = if sign == '%' { signs.peek().and_then(|digit| digit.to_digit(10)) } else { None };
            match level.and_then(|level| usize::try_from(level).ok()) {
                Some(level @ 1..=LEVELS) => {
                    signs.next();
                    let (format, number) = value(level - 1);
                    label.push_str(&numerals::write(if self.legal { "decimal" } else { format }, number));
                }
                _ => label.push(sign),
            }
        }
        label.chars().take(LABEL).collect::<String>().trim_end_matches(['\t', ' ']).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    fn numbering(content: &str) -> Numbering {
        let source = format!("<w:numbering xmlns:w='{WORD}'>{content}</w:numbering>");
        Numbering::read(&source, &Limits::default(), &Styles::default()).expect("well formed").0
    }

    fn level(at: usize, start: u32, format: &str, text: &str) -> String {
        format!(
            "<w:lvl w:ilvl='{at}'><w:start w:val='{start}'/><w:numFmt w:val='{format}'/><w:lvlText w:val='{text}'/></w:lvl>"
        )
    }

    fn official() -> String {
        let levels = level(0, 1, "chineseCountingThousand", "%1、")
            + &level(1, 1, "chineseCounting", "（%2）")
            + &level(2, 1, "decimal", "%3.")
            + &level(3, 1, "decimalEnclosedCircle", "%4");
        format!("<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>")
    }

    fn labels(numbering: &mut Numbering, steps: &[(u32, u8)]) -> String {
        steps.iter().map(|(list, level)| numbering.label(*list, *level)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn levels_count_and_restart() {
        let mut numbering =
            numbering(&format!("{}<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>", official()));
        let steps = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (1, 3), (1, 3)];
        assert_eq!(labels(&mut numbering, &steps), "一、 （一） （二） 1. 二、 （一） ① ②");
        assert_eq!(numbering.label(9, 0), "", "a list that is not there");
        assert_eq!(numbering.label(1, 8), "", "a level that is not there");
    }

    #[test]
    fn lists_of_one_definition_go_on_unless_they_start_anew() {
        let anew = "<w:num w:numId='2'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>";
        let plain = "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='3'><w:abstractNumId w:val='0'/></w:num>";
        let mut numbering = numbering(&format!("{}{plain}{anew}", official()));
        assert_eq!(labels(&mut numbering, &[(1, 0), (3, 0), (2, 0), (2, 0)]), "一、 二、 五、 六、");
    }

    #[test]
    fn a_level_can_be_written_over() {
        let over = format!(
            "<w:num w:numId='1'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'>{}</w:lvlOverride></w:num>",
            level(0, 3, "upperRoman", "%1)")
        );
        let mut numbering = numbering(&(official() + &over));
        assert_eq!(labels(&mut numbering, &[(1, 0), (1, 0)]), "III) IV)");
    }

    #[test]
    fn upper_levels_show_in_lower_ones() {
        let levels = level(0, 1, "chineseCounting", "第%1章")
            + &level(1, 1, "decimal", "%1.%2")
            + "<w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:isLgl/><w:lvlText w:val='%1.%2.%3'/></w:lvl>";
        let mut numbering = numbering(&format!(
            "<w:abstractNum w:abstractNumId='7'>{levels}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
        ));
        assert_eq!(labels(&mut numbering, &[(1, 1), (1, 0), (1, 1), (1, 2)]), "一.1 第一章 一.1 1.1.1");
    }

    #[test]
    fn restarting_can_be_turned_off() {
        let levels = level(0, 1, "decimal", "%1")
            + &level(1, 1, "decimal", "%2").replace("</w:lvl>", "<w:lvlRestart w:val='0'/></w:lvl>");
        let mut numbering = numbering(&format!(
            "<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
        ));
        assert_eq!(labels(&mut numbering, &[(1, 0), (1, 1), (1, 0), (1, 1)]), "1 1 2 2");
    }

    #[test]
    fn bullets_and_none() {
        let levels = "<w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='\u{f0b7}'/><w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr></w:lvl>".to_owned() + &level(1, 1, "none", "");
        let mut numbering = numbering(&format!(
            "<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
        ));
        assert_eq!(numbering.label(1, 0), "•");
        assert_eq!(numbering.label(1, 1), "");
    }
}
