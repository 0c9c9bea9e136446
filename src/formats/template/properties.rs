//! Properties of a paragraph or run as a list of elements in the order that the schema wants.
//! It never knows what a property means, save that a named font beats a theme's.

use super::tree::{Id, Tree, attributes_of};
use std::fmt::Write;

/// Order of the children of `w:pPr`.
const PARAGRAPH_ORDER: [&str; 35] = [
    "w:pStyle",
    "w:keepNext",
    "w:keepLines",
    "w:pageBreakBefore",
    "w:framePr",
    "w:widowControl",
    "w:numPr",
    "w:suppressLineNumbers",
    "w:pBdr",
    "w:shd",
    "w:tabs",
    "w:suppressAutoHyphens",
    "w:kinsoku",
    "w:wordWrap",
    "w:overflowPunct",
    "w:topLinePunct",
    "w:autoSpaceDE",
    "w:autoSpaceDN",
    "w:bidi",
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:mirrorIndents",
    "w:suppressOverlap",
    "w:jc",
    "w:textDirection",
    "w:textAlignment",
    "w:textboxTightWrap",
    "w:outlineLvl",
    "w:divId",
    "w:cnfStyle",
    "w:rPr",
    "w:sectPr",
];
/// Order of the children of `w:rPr`.
const RUN_ORDER: [&str; 39] = [
    "w:rStyle",
    "w:rFonts",
    "w:b",
    "w:bCs",
    "w:i",
    "w:iCs",
    "w:caps",
    "w:smallCaps",
    "w:strike",
    "w:dstrike",
    "w:outline",
    "w:shadow",
    "w:emboss",
    "w:imprint",
    "w:noProof",
    "w:snapToGrid",
    "w:vanish",
    "w:webHidden",
    "w:color",
    "w:spacing",
    "w:w",
    "w:kern",
    "w:position",
    "w:sz",
    "w:szCs",
    "w:highlight",
    "w:u",
    "w:effect",
    "w:bdr",
    "w:shd",
    "w:fitText",
    "w:vertAlign",
    "w:rtl",
    "w:cs",
    "w:em",
    "w:lang",
    "w:eastAsianLayout",
    "w:specVanish",
    "w:oMath",
];

/// A `w:pPr` or `w:rPr`.
#[derive(Clone, Debug, Default)]
pub(super) struct Properties {
    children: Vec<(String, String)>,
}

impl Properties {
    /// Reads the children of a `w:pPr` or `w:rPr`.
    pub(super) fn read(tree: &Tree, id: Option<Id>) -> Properties {
        let mut properties = Properties::default();
        for child in id.map_or(&[][..], |id| tree.children(id)) {
            let name = tree.name(*child);
            if !name.is_empty() && !super::clean::is_noise(name) {
                properties.set(name, tree.slice(*child).to_owned());
            }
        }
        properties
    }

    /// Sets one property to ready XML.
    pub(super) fn set(&mut self, name: &str, xml: impl Into<String>) {
        match self.children.iter_mut().find(|(other, _)| other == name) {
            Some((_, old)) => *old = xml.into(),
            None => self.children.push((name.to_owned(), xml.into())),
        }
    }

    /// Takes one property away.
    pub(super) fn remove(&mut self, name: &str) {
        self.children.retain(|(other, _)| other != name);
    }

    /// XML of one property.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.children.iter().find(|(other, _)| other == name).map(|(_, xml)| xml.as_str())
    }

    /// The same with the other's properties over it. Fonts are merged script by script.
    pub(super) fn overlaid(&self, other: &Properties) -> Properties {
        let mut merged = self.clone();
        for (name, xml) in &other.children {
            match merged.get(name) {
                Some(below) if name == "w:rFonts" => {
                    let fonts = merge_fonts(below, xml);
                    merged.set(name, fonts);
                }
                _ => merged.set(name, xml.clone()),
            }
        }
        merged
    }

    /// The same with quotes, dashes and dots in the East Asian font: without the hint they take the Latin one.
    pub(super) fn hinted(&self) -> Properties {
        let mut hinted = self.clone();
        let fonts = self.get("w:rFonts").unwrap_or("<w:rFonts/>");
        hinted.set("w:rFonts", merge_fonts(fonts, "<w:rFonts w:hint=\"eastAsia\"/>"));
        hinted
    }

    /// As a `w:pPr`, or nothing when it is empty.
    pub(super) fn paragraph_xml(&self) -> String {
        self.xml("w:pPr", &PARAGRAPH_ORDER)
    }

    /// As a `w:rPr`, or nothing when it is empty.
    pub(super) fn run_xml(&self) -> String {
        self.xml("w:rPr", &RUN_ORDER)
    }

    fn xml(&self, wrapper: &str, order: &[&str]) -> String {
        if self.children.is_empty() {
            return String::new();
        }
        let rank = |name: &str| order.iter().position(|other| *other == name).unwrap_or(order.len());
        let mut sorted: Vec<&(String, String)> = self.children.iter().collect();
        sorted.sort_by_key(|(name, _)| rank(name));
        let inner: String = sorted.into_iter().map(|(_, xml)| xml.as_str()).collect();
        format!("<{wrapper}>{inner}</{wrapper}>")
    }
}

fn merge_fonts(below: &str, above: &str) -> String {
    // A theme's font beats a name, so a name that comes over it must take it away.
    let named: Vec<String> = attributes_of(above)
        .into_iter()
        .map(|(key, _)| if key == "w:cs" { "w:cstheme".to_owned() } else { format!("{key}Theme") })
        .collect();
    let kept: Vec<(&str, &str)> =
        attributes_of(below).into_iter().filter(|(key, _)| !named.iter().any(|theme| theme == key)).collect();
    write_merged("w:rFonts", kept, attributes_of(above))
}

/// An empty element with the attributes of both; those above win.
pub(super) fn merge_attributes(name: &str, below: &str, above: &str) -> String {
    write_merged(name, attributes_of(below), attributes_of(above))
}

fn write_merged<'a>(
    name: &str,
    mut merged: Vec<(&'a str, &'a str)>,
    above: Vec<(&'a str, &'a str)>,
) -> String {
    for (key, value) in above {
        merged.retain(|(other, _)| *other != key);
        merged.push((key, value));
    }
    let mut xml = format!("<{name}");
    for (key, value) in merged {
        let _ = write!(xml, " {key}=\"{value}\"");
    }
    xml.push_str("/>");
    xml
}

#[cfg(test)]
mod tests {
    use super::super::tree::ROOT;
    use super::*;

    fn run(xml: &str) -> Properties {
        let tree = Tree::parse(xml.as_bytes()).unwrap();
        Properties::read(&tree, Some(ROOT))
    }

    #[test]
    fn a_heading_look_lies_over_the_tags_look() {
        let tag = run(
            "<w:rPr><w:sz w:val=\"32\"/><w:rFonts w:ascii=\"Times New Roman\" w:eastAsiaTheme=\"minor\"/></w:rPr>",
        );
        let heading = run("<w:rPr><w:b/><w:rFonts w:eastAsia=\"黑体\"/></w:rPr>");
        assert_eq!(
            tag.overlaid(&heading).hinted().run_xml(),
            "<w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"黑体\" w:hint=\"eastAsia\"/><w:b/><w:sz w:val=\"32\"/></w:rPr>"
        );
    }
}
