//! A template as text: each paragraph with its place, style, look and tags.
//! It never says what a template means, only what a reviewer could see in Word.

use super::styles::Styles;
use super::tags::Paragraph;
use super::tree::{Id, Tree};
use std::collections::BTreeMap;
use std::fmt::Write;

/// One line a paragraph: `place | style; look | text`.
pub(super) fn story(tree: &Tree, places: &BTreeMap<Id, String>, styles: &Styles, label: &str) -> String {
    let mut out = format!("== {}\n", if label.is_empty() { "document" } else { label });
    for (paragraph, place) in places {
        let text = Paragraph::read(tree, *paragraph).text;
        let place = place.strip_prefix(label).unwrap_or(place).trim_start_matches(", ");
        let _ = writeln!(out, "{place} | {} | {}", look(tree, *paragraph, styles), text.trim());
    }
    for section in (0..tree.len()).filter(|id| tree.name(*id) == "w:sectPr") {
        let _ = writeln!(out, "section | {}", section_look(tree, section));
    }
    out
}

fn look(tree: &Tree, paragraph: Id, styles: &Styles) -> String {
    let mut words = Vec::new();
    let properties = tree.child(paragraph, "w:pPr");
    let value = |path: &[&str], attribute: &str| {
        let id = properties.and_then(|properties| tree.path(properties, path))?;
        tree.attribute(id, attribute)
    };
    if let Some(style) = value(&["w:pStyle"], "w:val") {
        words.push(styles.names.get(&style).cloned().unwrap_or(style));
    }
    if let Some(align) = value(&["w:jc"], "w:val") {
        words.push(align);
    }
    if let Some(line) = value(&["w:spacing"], "w:line") {
        words.push(format!("line {line} {}", value(&["w:spacing"], "w:lineRule").unwrap_or_default()));
    }
    let run = tree.below(paragraph).find(|id| tree.name(*id) == "w:r");
    let run_value = |element: &str, attribute: &str| {
        let id = run.and_then(|run| tree.path(run, &["w:rPr", element]))?;
        tree.attribute(id, attribute)
    };
    if let Some(font) = run_value("w:rFonts", "w:eastAsia") {
        words.push(font);
    }
    if let Some(size) = run_value("w:sz", "w:val") {
        words.push(format!("size {size}"));
    }
    if let Some(color) = run_value("w:color", "w:val") {
        words.push(color);
    }
    words.join("; ")
}

fn section_look(tree: &Tree, section: Id) -> String {
    let all = |element: &str| {
        let id = tree.child(section, element)?;
        let attributes = tree.attributes(id);
        let shown = attributes.iter().map(|(key, value)| format!("{}={value}", key.trim_start_matches("w:")));
        Some(format!("{} {}", element.trim_start_matches("w:"), shown.collect::<Vec<_>>().join(" ")))
    };
    ["w:pgSz", "w:pgMar", "w:docGrid"].into_iter().filter_map(all).collect::<Vec<_>>().join("; ")
}
