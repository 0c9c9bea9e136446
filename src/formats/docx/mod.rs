//! Reads a Word document under limits: blocks in order, with what was odd about them.
//! It never evaluates a field, opens an embedded file or follows a link, and never changes a byte.

mod fields;
mod findings;
mod numbering;
mod numerals;
mod paragraph;
mod parts;
mod pictures;
mod properties;
mod rest;
mod shared;
mod story;
mod styles;
mod symbols;
mod tables;

use super::Reading;
use super::package::{Kept, Package};
use super::refusal::refusal_for;
use super::sniff::sniff;
use super::xml::{Event, Scanner, Space};
use crate::document::{Block, Content, Document, Format, Inline, Paragraph, Text};
use crate::formats::template::picture_kind;
use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use findings::Findings;
use memchr::memmem;
use numbering::Numbering;
use parts::{Kind, Parts, ends_with, is_broken};
use shared::{Note, Shared, note_mark};
use std::collections::BTreeMap;
use std::sync::Arc;
use story::{Story, Told};
use styles::Styles;

/// Characters of a document's property that are kept.
const PROPERTY: usize = 200;

/// Lines of headers, footers and comments that are kept, and their bytes. Stops a thousand headers of a megabyte.
const MARGIN_LINES: usize = 20_000;
const MARGIN_BYTES: usize = 1 << 20;

/// Style sheets that were read last, with their elements: often the largest part, and many files share theirs.
static STYLES: Kept<(Arc<Styles>, usize)> = Kept::new(8);

/// Reads the bytes of a docx. Always gives an answer: what was read, or why nothing was, in the clerk's words.
pub fn read(bytes: &[u8], limits: &Limits) -> Reading {
    read_opened(Package::open(bytes, limits), bytes, limits)
}

/// Reads a docx whose package was opened under the same limits, or could not be; `bytes` are all of it.
pub fn read_opened(package: Result<Package<'_>, Rejection>, bytes: &[u8], limits: &Limits) -> Reading {
    let mut format = None;
    match package.and_then(|package| read_package(package, limits, &mut format)) {
        Ok((document, shared)) => Reading {
            format: Format::Docx,
            characters: shared.characters,
            content: Some(Content::Document(document)),
            rejections: Vec::new(),
            warnings: shared.findings.warnings(),
        },
        Err(refused) => {
            let format = format.unwrap_or_else(|| sniff(bytes));
            // What is no package at all is told by its kind, not by the end record that it cannot have.
            let other = if bytes.starts_with(b"PK") { None } else { refusal_for(format, bytes) };
            Reading {
                format,
                characters: 0,
                content: None,
                rejections: vec![other.unwrap_or(refused)],
                warnings: Vec::new(),
            }
        }
    }
}

/// The bytes of the named parts (as `Image::part` names them) that are there, sound and within the limits.
pub fn images(bytes: &[u8], parts: &[String], limits: &Limits) -> BTreeMap<String, Vec<u8>> {
    let Ok(mut package) = Package::open(bytes, limits) else { return BTreeMap::new() };
    let mut images = BTreeMap::new();
    for part in parts {
        if let Ok(Some(image)) = package.read(part) {
            images.insert(part.clone(), image);
        }
    }
    images
}

fn read_package(
    package: Package<'_>,
    limits: &Limits,
    format: &mut Option<Format>,
) -> Result<(Document, Shared), Rejection> {
    let mut findings = Findings::default();
    let mut parts = Parts::open(package, limits, &mut findings)?;
    let main = parts.main()?;
    let found = parts.format(&main)?;
    *format = Some(found);
    match found {
        Format::Docx => {}
        Format::Docm => return Err(Rejection::of_file(Code::Macro, "文件含有宏（.docm）。")),
        _ => return Err(Rejection::of_file(Code::WrongType, "文件不是 Word 文档。")),
    }
    findings.macros = parts.package.names().any(|name| ends_with(name, "vbaProject.bin"));
    let source = parts.text(&main)?.unwrap_or_default();
    check_root(&source, &main, limits)?;
    let styles = read_styles(&mut parts, &main, &mut findings)?;
    let numbering = read_numbering(&mut parts, &main, &source, &styles, &mut findings)?;
    let mut shared = Shared::new(styles, numbering, findings, limits);
    let mut document =
        Document { properties: read_properties(&mut parts, &mut shared.findings)?, ..Document::default() };
    document.blocks = tell(&source, &main, &mut parts, &mut shared)?.blocks;
    drop(source);
    read_notes(&mut parts, &main, &mut shared, &mut document)?;
    read_margins(&mut parts, &main, &mut shared, &mut document)?;
    check_images(&mut parts, &document, &mut shared.findings)?;
    rest::check(&mut parts, &mut shared.findings)?;
    Ok((document, shared))
}

/// The main part must be a document by its root: a header or a part of another namespace under its name is none.
fn check_root(source: &str, main: &str, limits: &Limits) -> Result<(), Rejection> {
    match Scanner::new(source, limits).advance().map_err(|refused| refused.at(main))? {
        Event::Start(name) if !name.is_word("document") => {
            Err(Rejection::of_file(Code::NotOoxml, "正文部件不是 Word 正文。").at(main))
        }
        _ => Ok(()),
    }
}

/// Reads one part as a text.
fn tell(source: &str, part: &str, parts: &mut Parts<'_>, shared: &mut Shared) -> Result<Told, Rejection> {
    let mut scanner = Scanner::new(source, &parts.limits);
    let told = Story::read(&mut scanner, shared, parts.relationships(part), &parts.package);
    let elements = scanner.elements();
    parts.spend(elements);
    told.map_err(|refused| refused.at(part))
}

/// The first part of a kind that the main part names, as text. A broken one is told and passed over; an attack in
/// it refuses the file.
fn side_part(
    parts: &mut Parts<'_>,
    main: &str,
    kind: Kind,
    findings: &mut Findings,
) -> Result<Option<(String, String)>, Rejection> {
    let Some(name) = parts.first(main, kind) else { return Ok(None) };
    let text = pass_over(parts.text(&name), &name, findings)?.flatten();
    Ok(text.map(|text| (name, text)))
}

/// A part that is broken but not needed becomes a finding; anything worse refuses the file.
fn pass_over<T>(
    result: Result<T, Rejection>,
    part: &str,
    findings: &mut Findings,
) -> Result<Option<T>, Rejection> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(refused) if is_broken(refused.code) => {
            findings.broken(refused.code).add(part);
            Ok(None)
        }
        Err(refused) => Err(refused.at(part)),
    }
}

fn read_styles(parts: &mut Parts<'_>, main: &str, findings: &mut Findings) -> Result<Arc<Styles>, Rejection> {
    let Some(name) = parts.first(main, Kind::Styles) else { return Ok(Arc::default()) };
    let most = parts.limits.elements;
    let packed = parts.package.packed(&name);
    if let Some((styles, elements)) =
        packed.and_then(|packed| STYLES.find(&packed, |(_, elements)| *elements <= most))
    {
        parts.package.pass_over(&name);
        parts.spend(elements);
        return Ok(styles);
    }
    let text = pass_over(parts.text(&name), &name, findings)?.flatten();
    let read = text.map(|text| Styles::read(&text, &parts.limits));
    let read = read.map(|read| pass_over(read, &name, findings)).transpose()?.flatten();
    let Some((styles, elements)) = read else { return Ok(Arc::default()) };
    let styles = Arc::new(styles);
    if let Some(packed) = packed {
        STYLES.keep(&packed, (Arc::clone(&styles), elements));
    }
    parts.spend(elements);
    Ok(styles)
}

/// Numbering is read only where a paragraph or its style asks for it.
fn read_numbering(
    parts: &mut Parts<'_>,
    main: &str,
    source: &str,
    styles: &Styles,
    findings: &mut Findings,
) -> Result<Numbering, Rejection> {
    if memmem::find(source.as_bytes(), b"numPr").is_none() && !uses_list_style(source, styles) {
        return Ok(Numbering::default());
    }
    let Some((name, text)) = side_part(parts, main, Kind::Numbering, findings)? else {
        return Ok(Numbering::default());
    };
    let read = pass_over(Numbering::read(&text, &parts.limits, styles), &name, findings)?;
    let (numbering, elements) = read.unwrap_or_default();
    parts.spend(elements);
    Ok(numbering)
}

/// A look ahead at the styles that paragraphs name, so that most documents need no numbering. It may say yes for
/// nothing, never no for something.
fn uses_list_style(source: &str, styles: &Styles) -> bool {
    if !styles.number() {
        return false;
    }
    if styles.paragraph(None).is_some_and(|style| style.paragraph.list.is_some()) {
        return true;
    }
    memmem::find_iter(source.as_bytes(), b"pStyle").any(|at| {
        let id = source[at..].split(['"', '\'']).nth(1).unwrap_or_default();
        id.contains('&') || styles.paragraph(Some(id)).is_some_and(|style| style.paragraph.list.is_some())
    })
}

/// Notes whose marks stand in the text follow at its end; others are counted, since Word does not show them.
fn read_notes(
    parts: &mut Parts<'_>,
    main: &str,
    shared: &mut Shared,
    document: &mut Document,
) -> Result<(), Rejection> {
    let mut numbered: BTreeMap<usize, Vec<Block>> = BTreeMap::new();
    for (kind, at_end) in [(Kind::Footnotes, false), (Kind::Endnotes, true)] {
        let Some((name, text)) = side_part(parts, main, kind, &mut shared.findings)? else { continue };
        let told = tell(&text, &name, parts, shared);
        for (id, blocks) in pass_over(told, &name, &mut shared.findings)?.unwrap_or_default().notes {
            if let Some(number) = shared.note_numbers.get(&Note { at_end, id }) {
                numbered.entry(*number).or_insert(blocks);
            }
        }
    }
    for (number, mut blocks) in numbered {
        let mark = Inline::Text(Text { text: note_mark(number), ..Text::default() });
        match blocks.first_mut() {
            Some(Block::Paragraph(first)) => first.inlines.insert(0, mark),
            _ => {
                blocks.insert(0, Block::Paragraph(Paragraph { inlines: vec![mark], ..Paragraph::default() }));
            }
        }
        document.blocks.append(&mut blocks);
    }
    Ok(())
}

fn read_margins(
    parts: &mut Parts<'_>,
    main: &str,
    shared: &mut Shared,
    document: &mut Document,
) -> Result<(), Rejection> {
    for kind in [Kind::Header, Kind::Footer, Kind::Comments] {
        let names: Vec<String> = parts
            .relationships(main)
            .map(|list| list.parts(kind).into_iter().map(str::to_owned).collect())
            .unwrap_or_default();
        for name in names {
            let text = pass_over(parts.text(&name), &name, &mut shared.findings)?.flatten();
            let Some(text) = text else { continue };
            let told = tell(&text, &name, parts, shared);
            let told = pass_over(told, &name, &mut shared.findings)?.unwrap_or_default();
            shared.findings.comments |= kind == Kind::Comments && !told.notes.is_empty();
            add_lines(&told.blocks, &mut document.margins);
            for (_, blocks) in &told.notes {
                add_lines(blocks, &mut document.margins);
            }
        }
    }
    Ok(())
}

/// Adds the lines of a header, footer or comment, while they are few: no label stands behind a megabyte of them.
fn add_lines(blocks: &[Block], lines: &mut Vec<String>) {
    if lines.len() > MARGIN_LINES || lines.iter().map(String::len).sum::<usize>() > MARGIN_BYTES {
        return;
    }
    for block in blocks {
        let texts = match block {
            Block::Paragraph(paragraph) => vec![paragraph.shown()],
            Block::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).map(crate::document::Cell::text).collect()
            }
        };
        lines.extend(texts.into_iter().filter(|text| !text.trim().is_empty()));
    }
}

/// Title and author as the file's properties have them, often those of a template: hints at most.
fn read_properties(
    parts: &mut Parts<'_>,
    findings: &mut Findings,
) -> Result<Vec<(String, String)>, Rejection> {
    let Some((name, text)) = side_part(parts, "", Kind::CoreProperties, findings)? else {
        return Ok(Vec::new());
    };
    let mut scanner = Scanner::new(&text, &parts.limits);
    let read = properties_in(&mut scanner);
    let elements = scanner.elements();
    parts.spend(elements);
    Ok(pass_over(read, &name, findings)?.unwrap_or_default())
}

fn properties_in(scanner: &mut Scanner<'_>) -> Result<Vec<(String, String)>, Rejection> {
    let mut properties = Vec::new();
    loop {
        match scanner.advance()? {
            Event::Start(name) if name.space == Space::Properties && is_property(name.local) => {
                let key = name.local.to_owned();
                let value: String = scanner.text()?.trim().chars().take(PROPERTY).collect();
                if !value.is_empty() && properties.len() < 8 {
                    properties.push((key, value));
                }
            }
            Event::Finish => return Ok(properties),
            _ => {}
        }
    }
}

fn is_property(local: &str) -> bool {
    matches!(local, "title" | "creator" | "lastModifiedBy" | "subject" | "created" | "modified")
}

/// Images that the text shows are checked here, so that the clerk is told before the edited version lacks one.
fn check_images(
    parts: &mut Parts<'_>,
    document: &Document,
    findings: &mut Findings,
) -> Result<(), Rejection> {
    let mut named: Vec<&str> = Vec::new();
    let mut waiting: Vec<&Block> = document.blocks.iter().collect();
    while let Some(block) = waiting.pop() {
        match block {
            Block::Paragraph(paragraph) => {
                named.extend(paragraph.inlines.iter().filter_map(|inline| match inline {
                    Inline::Image(image) => Some(image.part.as_str()),
                    Inline::Text(_) => None,
                }));
            }
            Block::Table(table) => {
                waiting.extend(table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.blocks));
            }
        }
    }
    named.sort_unstable();
    named.dedup();
    let sizes = named.iter().filter_map(|part| parts.package.packed(part)).map(|packed| packed.unpacked);
    let shown_mib = sizes.fold(0, u64::saturating_add) >> 20;
    if shown_mib > parts.limits.pictures_mib {
        let message = format!("文中图片解开后共{shown_mib}MB，超过{}MB。", parts.limits.pictures_mib);
        return Err(Rejection::of_file(Code::TooLarge, message));
    }
    // Pictures that no paragraph shows are checked too: one that a copy cut short would not be told otherwise.
    let kept: Vec<String> =
        parts.package.names().filter(|name| name.contains("/media/")).map(str::to_owned).collect();
    let shown = named.clone();
    named.extend(kept.iter().map(String::as_str));
    named.sort_unstable();
    named.dedup();
    for part in named {
        if !parts.package.is_sound(part)? {
            findings.images.add(part);
        } else if shown.binary_search(&part).is_ok() && picture_kind(&parts.package.head(part)).is_none() {
            findings.unknown_images.add(part);
        }
    }
    Ok(())
}

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod tests;
