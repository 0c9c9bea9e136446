//! What never leaves the office in a document: revisions, comments, session numbers, links, personal settings.
//! It never changes what a reader sees; what it cannot remove silently, it reports.

use super::fault::Fault;
use super::tree::{Id, Kind, ROOT, Tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Elements that are left out wherever they stand.
pub(super) fn is_noise(name: &str) -> bool {
    matches!(
        name,
        "w:proofErr"
            | "w:lastRenderedPageBreak"
            | "w:commentRangeStart"
            | "w:commentRangeEnd"
            | "w:commentReference"
            | "w:annotationRef"
            | "w:permStart"
            | "w:permEnd"
            | "w:rsid"
            | "w:dataBinding"
            | "w15:dataBinding"
            | "w:placeholder"
            | "w:docPartObj"
            | "w:printerSettings"
    )
}

/// Elements of settings.xml that are left out: they name persons, files and servers, or turn tracking on.
fn is_private_setting(name: &str) -> bool {
    matches!(
        name,
        "w:rsids"
            | "w:attachedTemplate"
            | "w:mailMerge"
            | "w:docVars"
            | "w:trackRevisions"
            | "w:revisionView"
            | "w:documentProtection"
            | "w:writeProtection"
            | "w:readModeInkLockDown"
            | "w:saveThroughXslt"
            | "w:attachedSchema"
            | "w:schemaLibrary"
            | "sl:schemaLibrary"
            | "w:proofState"
            | "w:linkStyles"
            | "w:zoom"
            | "w:view"
            | "w:saveSubsetFonts"
            | "w14:docId"
            | "w15:docId"
            | "w16:docId"
            | "w15:person"
            | "w16cid:docId"
    ) || name.ends_with(":docId")
}

/// Whether the element belongs to a tracked change that was neither accepted nor rejected.
fn is_revision(name: &str) -> bool {
    name.ends_with("PrChange")
        || matches!(
            name,
            "w:ins"
                | "w:del"
                | "w:moveFrom"
                | "w:moveTo"
                | "w:moveFromRangeStart"
                | "w:moveToRangeStart"
                | "w:delText"
                | "w:delInstrText"
                | "w:cellIns"
                | "w:cellDel"
                | "w:cellMerge"
                | "w:tblGridChange"
                | "w:numberingChange"
        )
}

/// Fields that read other files, start programs or print who sits at the computer.
const FIELDS_REFUSED: [&str; 15] = [
    "INCLUDEPICTURE",
    "INCLUDETEXT",
    "INCLUDE",
    "LINK",
    "DDE",
    "DDEAUTO",
    "MACROBUTTON",
    "DATABASE",
    "IMPORT",
    "RD",
    "AUTHOR",
    "LASTSAVEDBY",
    "USERNAME",
    "FILENAME",
    "TEMPLATE",
];

/// Tracked changes, hidden text and fields that may not go out, one fault a paragraph and kind.
pub(super) fn faults(tree: &Tree, places: &BTreeMap<Id, String>, label: &str) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    for id in 0..tree.len() {
        let name = tree.name(id);
        let (excerpt, message, hint) = if is_revision(name) {
            let hint = "in Word: Review, Accept All Changes; then save (审阅 → 接受所有修订)";
            (String::new(), "the paragraph holds a tracked change", hint)
        } else if is_hidden_run(tree, id) {
            (text_below(tree, id), "the paragraph holds hidden text", "delete it or make it visible")
        } else if let Some(field) = refused_field(tree, id) {
            (
                field,
                "the field would read another file or print a personal name",
                "replace the field with its text or with a tag",
            )
        } else {
            continue;
        };
        let around = std::iter::once(id).chain(tree.ancestors(id)).find_map(|at| places.get(&at));
        let place = around.or_else(|| tree.below(id).find_map(|at| places.get(&at)));
        let fault = Fault::new(place.map_or(label, String::as_str), &excerpt, message, hint);
        if !faults.iter().any(|other| other.place == fault.place && other.message == fault.message) {
            faults.push(fault);
        }
    }
    faults
}

fn is_hidden_run(tree: &Tree, id: Id) -> bool {
    let is_on =
        |at| tree.attribute(at, "w:val").is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off"));
    tree.name(id) == "w:r"
        && tree.path(id, &["w:rPr", "w:vanish"]).is_some_and(is_on)
        && !text_below(tree, id).trim().is_empty()
}

fn text_below(tree: &Tree, id: Id) -> String {
    tree.below(id).filter(|at| tree.name(*at) == "w:t").map(|at| tree.text(at)).collect()
}

fn refused_field(tree: &Tree, id: Id) -> Option<String> {
    let instruction = match tree.name(id) {
        "w:instrText" => tree.text(id),
        "w:fldSimple" => tree.attribute(id, "w:instr")?,
        _ => return None,
    };
    let word = instruction.split_whitespace().next()?.to_uppercase();
    FIELDS_REFUSED.contains(&word.as_str()).then(|| instruction.trim().to_owned())
}

/// Writes the start tag without session numbers and without links that lead nowhere.
pub(super) fn write_open(tree: &Tree, id: Id, lost: &BTreeSet<String>, out: &mut String) {
    let raw = tree.open(id);
    let attributes = tree.attributes(id);
    let is_private = |(key, value): &&(&str, &str)| {
        key.starts_with("w:rsid")
            || matches!(*key, "w14:paraId" | "w14:textId")
            || (key.starts_with("r:") && lost.contains(*value))
    };
    if !attributes.iter().any(|attribute| is_private(&attribute)) {
        out.push_str(raw);
        return;
    }
    let _ = write!(out, "<{}", tree.name(id));
    for attribute in attributes.iter().filter(|attribute| !is_private(attribute)) {
        let (key, value) = attribute;
        let quote = if value.contains('"') { '\'' } else { '"' };
        let _ = write!(out, " {key}={quote}{value}{quote}");
    }
    out.push_str(if raw.ends_with("/>") { "/>" } else { ">" });
}

/// A part that holds no tag, cleaned.
pub(super) fn part(tree: &Tree, lost: &BTreeSet<String>, is_settings: bool) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>");
    write_clean(tree, ROOT, lost, is_settings, &mut out);
    out
}

fn write_clean(tree: &Tree, id: Id, lost: &BTreeSet<String>, is_settings: bool, out: &mut String) {
    if tree.kind(id) != Kind::Element {
        out.push_str(tree.open(id));
        return;
    }
    if is_noise(tree.name(id)) || (is_settings && is_private_setting(tree.name(id))) {
        return;
    }
    write_open(tree, id, lost, out);
    for child in tree.children(id) {
        write_clean(tree, *child, lost, is_settings, out);
    }
    out.push_str(tree.close(id));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn session_numbers_and_lost_links_go_and_the_rest_stays() {
        let xml = "<w:p w:rsidR='1' w:x='2' w14:paraId='3'><w:hyperlink r:id='rId9' w:y='4'><w:proofErr/></w:hyperlink></w:p>";
        let tree = Tree::parse(xml.as_bytes()).unwrap();
        let lost = BTreeSet::from(["rId9".to_owned()]);
        assert!(
            part(&tree, &lost, false).ends_with("<w:p w:x=\"2\"><w:hyperlink w:y=\"4\"></w:hyperlink></w:p>")
        );
    }
}
