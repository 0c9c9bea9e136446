//! What a body needs to know of a template's styles: headings, the table style, the type area.
//! It never changes a style.

use super::properties::Properties;
use super::tree::{Id, ROOT, Tree};
use std::collections::BTreeMap;

/// Levels of headings that a body may have.
pub(super) const LEVELS: usize = 4;

/// Name of the paragraph style for text in tables, where a template has one.
const TABLE_TEXT: &str = "表格";

/// The styles that a body uses.
#[derive(Clone, Debug, Default)]
pub(super) struct Styles {
    /// The styles named `heading 1` to `heading 4`, whatever their ids.
    pub headings: [Option<Heading>; LEVELS],
    /// Id of the style for text in tables.
    pub table_text: Option<String>,
    /// Names by id, for descriptions.
    pub names: BTreeMap<String, String>,
}

/// A heading style.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    /// Its id.
    pub id: String,
    /// Its character look with that of the styles below it.
    pub look: Properties,
}

impl Styles {
    /// Reads styles.xml.
    pub(super) fn read(tree: &Tree) -> Styles {
        let mut styles = Styles::default();
        let mut by_id: BTreeMap<String, Id> = BTreeMap::new();
        for id in tree.children(ROOT).iter().filter(|id| tree.name(**id) == "w:style") {
            let Some(style_id) = tree.attribute(*id, "w:styleId") else {
                continue;
            };
            let name =
                tree.child(*id, "w:name").and_then(|name| tree.attribute(name, "w:val")).unwrap_or_default();
            if tree.attribute(*id, "w:type").as_deref() == Some("paragraph") {
                by_id.insert(style_id.clone(), *id);
                if name == TABLE_TEXT {
                    styles.table_text = Some(style_id.clone());
                }
            }
            styles.names.insert(style_id, name);
        }
        for (index, heading) in styles.headings.iter_mut().enumerate() {
            let wanted = format!("heading {}", index + 1);
            let found = styles
                .names
                .iter()
                .find(|(id, name)| name.to_lowercase() == wanted && by_id.contains_key(*id));
            *heading = found.map(|(id, _)| Heading { id: id.clone(), look: look(tree, &by_id, id) });
        }
        styles
    }
}

/// The style's character look, with those of the styles that it is based on below it.
fn look(tree: &Tree, by_id: &BTreeMap<String, Id>, style: &str) -> Properties {
    /// Stops styles that are based on one another in a circle.
    const CHAIN_LIMIT: usize = 16;
    let mut chain = Vec::new();
    let mut next = Some(style.to_owned());
    while let Some(id) = next.take().and_then(|id| by_id.get(&id).copied()) {
        chain.push(id);
        if chain.len() < CHAIN_LIMIT {
            next = tree.child(id, "w:basedOn").and_then(|based| tree.attribute(based, "w:val"));
        }
    }
    let own = |id: &Id| Properties::read(tree, tree.child(*id, "w:rPr"));
    chain.iter().rev().map(own).fold(Properties::default(), |below, above| below.overlaid(&above))
}

/// The type area of a section in twentieths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    /// Width.
    pub width: u64,
    /// Height.
    pub height: u64,
}

impl Area {
    /// The type area of the section in which the node lies; A4 by GB/T 9704 where the template does not say.
    pub(super) fn of(tree: &Tree, node: Id) -> Area {
        let section = (node..tree.len())
            .find(|id| tree.name(*id) == "w:sectPr")
            .or_else(|| (0..tree.len()).rfind(|id| tree.name(*id) == "w:sectPr"));
        let number = |element: &str, attribute: &str, usual: u64| {
            section
                .and_then(|section| tree.child(section, element))
                .and_then(|id| tree.attribute(id, attribute))
                .and_then(|value| value.parse::<u64>().ok())
                .unwrap_or(usual)
        };
        let margins = number("w:pgMar", "w:left", 1588)
            + number("w:pgMar", "w:right", 1474)
            + number("w:pgMar", "w:gutter", 0);
        let edges = number("w:pgMar", "w:top", 2098) + number("w:pgMar", "w:bottom", 1984);
        Area {
            width: number("w:pgSz", "w:w", 11906).saturating_sub(margins).max(LEAST),
            height: number("w:pgSz", "w:h", 16838).saturating_sub(edges).max(LEAST),
        }
    }

    /// The area within a cell of the given width.
    pub(super) fn within_cell(self, cell_width: u64) -> Area {
        Area { width: cell_width.saturating_sub(CELL_MARGINS).clamp(LEAST, self.width), height: self.height }
    }
}

/// Least width and height that are worked with, so that a broken page setup divides by no zero.
const LEAST: u64 = 200;
/// Left and right margin of a cell together.
pub(super) const CELL_MARGINS: u64 = 216;
