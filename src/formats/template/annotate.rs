//! Writes faults into a copy of a template as Word comments, where the clerk who mends it meets them.
//! It never changes the template's own text.

use super::archive::Prepared;
use super::clerk;
use super::escape::push_flat;
use super::fault::Fault;
use super::package::{Package, relations_name, resolve};
use super::tree::{Id, ROOT, Tree};
use super::whereabouts;
use std::collections::BTreeMap;
use std::fmt::Write;

const COMMENTS_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const COMMENTS_RELATION: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const WORD_NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const AUTHOR: &str = "minyi";

/// A copy of the template with a comment at each faulty paragraph; none when it cannot be opened as a document or
/// has no paragraph. Word allows no comments in headers, notes and text boxes: theirs stand at the paragraph that
/// holds the box, or at the first of the document, and name their place.
pub fn annotate(bytes: &[u8], faults: &[Fault]) -> Option<Vec<u8>> {
    let package = Package::open(bytes).ok()?;
    let main = package.relations("").into_iter().find(|relation| relation.kind == "officeDocument")?;
    let main = package.written_name(&resolve("", &main.target))?.to_owned();
    let tree = Tree::parse(package.bytes(&main)?).ok()?;
    let comments = Comments::existing(&package, &main)?;
    let anchors = anchors(&tree, faults)?;
    let mut parts: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for name in package.names() {
        parts.insert(name.to_owned(), package.bytes(name)?.to_vec());
    }
    let mut document = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>");
    mark(&tree, ROOT, &anchors, comments.first_id, &mut document);
    parts.insert(main.clone(), document.into_bytes());
    comments.add_to(&package, &main, faults, &mut parts)?;
    pack(parts)
}

/// The faults of each paragraph that a comment may stand at.
fn anchors(tree: &Tree, faults: &[Fault]) -> Option<BTreeMap<Id, Vec<usize>>> {
    let places = whereabouts::places(tree, "");
    let first = *places.keys().next()?;
    let mut anchors: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
    for (index, fault) in faults.iter().enumerate() {
        let exact = places.iter().find(|(_, place)| **place == fault.place).map(|(id, _)| *id);
        let outside = exact.map(|id| {
            let boxed = tree.ancestors(id).filter(|up| tree.name(*up) == "w:p").last();
            boxed.unwrap_or(id)
        });
        anchors.entry(outside.unwrap_or(first)).or_default().push(index);
    }
    Some(anchors)
}

/// Copies the tree with comment marks in the anchored paragraphs.
fn mark(tree: &Tree, id: Id, anchors: &BTreeMap<Id, Vec<usize>>, first_id: usize, out: &mut String) {
    let Some(faults) = anchors.get(&id) else {
        out.push_str(tree.open(id));
        for child in tree.children(id) {
            mark(tree, *child, anchors, first_id, out);
        }
        out.push_str(tree.close(id));
        return;
    };
    out.push_str(tree.open(id).trim_end_matches("/>").trim_end_matches('>'));
    out.push('>');
    let properties = tree.child(id, "w:pPr");
    if let Some(properties) = properties {
        out.push_str(tree.slice(properties));
    }
    for fault in faults {
        let _ = write!(out, "<w:commentRangeStart w:id=\"{}\"/>", first_id + fault);
    }
    for child in tree.children(id).iter().filter(|child| Some(**child) != properties) {
        mark(tree, *child, anchors, first_id, out);
    }
    for fault in faults {
        let number = first_id + fault;
        let _ = write!(
            out,
            "<w:commentRangeEnd w:id=\"{number}\"/><w:r><w:commentReference w:id=\"{number}\"/></w:r>"
        );
    }
    out.push_str("</w:p>");
}

/// The comments that the template already has.
struct Comments {
    /// Name of their part, and its content up to the end tag, if there is one.
    part: Option<(String, String)>,
    first_id: usize,
}

impl Comments {
    fn existing(package: &Package, main: &str) -> Option<Comments> {
        let relation = package.relations(main).into_iter().find(|relation| relation.kind == "comments");
        let Some(name) = relation.map(|relation| resolve(main, &relation.target)) else {
            return Some(Comments { part: None, first_id: 0 });
        };
        let tree = Tree::parse(package.bytes(&name)?).ok()?;
        let ids =
            tree.children(ROOT).iter().filter_map(|id| tree.attribute(*id, "w:id")?.parse::<usize>().ok());
        let first_id = ids.max().map_or(0, |highest| highest.saturating_add(1));
        let mut content = tree.open(ROOT).trim_end_matches("/>").trim_end_matches('>').to_owned();
        content.push('>');
        tree.children(ROOT).iter().for_each(|id| content.push_str(tree.slice(*id)));
        Some(Comments { part: Some((package.written_name(&name)?.to_owned(), content)), first_id })
    }

    fn add_to(
        self,
        package: &Package,
        main: &str,
        faults: &[Fault],
        parts: &mut BTreeMap<String, Vec<u8>>,
    ) -> Option<()> {
        let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let is_new = self.part.is_none();
        let new_part =
            || (format!("{folder}comments.xml"), format!("<w:comments xmlns:w=\"{WORD_NAMESPACE}\">"));
        let (name, mut content) = self.part.unwrap_or_else(new_part);
        for (index, fault) in faults.iter().enumerate() {
            push_comment(&mut content, self.first_id + index, fault);
        }
        content.push_str("</w:comments>");
        if is_new {
            let file = name.rsplit('/').next()?;
            let relation =
                format!("<Relationship Id=\"rIdMinyi\" Type=\"{COMMENTS_RELATION}\" Target=\"{file}\"/>");
            let relations = relations_name(main);
            let written = package.written_name(&relations).unwrap_or(&relations).to_owned();
            let empty =
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>";
            let before = parts.get(&written).map_or(empty.as_bytes(), Vec::as_slice).to_vec();
            parts.insert(written, append_child(&before, &relation)?);
            let types = package.written_name("[Content_Types].xml")?.to_owned();
            let kind = format!("<Override PartName=\"/{name}\" ContentType=\"{COMMENTS_TYPE}\"/>");
            let before = parts.get(&types)?.clone();
            parts.insert(types, append_child(&before, &kind)?);
        }
        parts.insert(name, content.into_bytes());
        Some(())
    }
}

fn push_comment(content: &mut String, number: usize, fault: &Fault) {
    let _ = write!(content, "<w:comment w:id=\"{number}\" w:author=\"{AUTHOR}\" w:initials=\"{AUTHOR}\">");
    for line in clerk::lines(fault) {
        content.push_str("<w:p><w:r><w:t xml:space=\"preserve\">");
        push_flat(content, &line);
        content.push_str("</w:t></w:r></w:p>");
    }
    content.push_str("</w:comment>");
}

fn append_child(xml: &[u8], child: &str) -> Option<Vec<u8>> {
    let tree = Tree::parse(xml).ok()?;
    let root = ROOT;
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>");
    out.push_str(tree.open(root).trim_end_matches("/>").trim_end_matches('>'));
    out.push('>');
    tree.children(root).iter().for_each(|id| out.push_str(tree.slice(*id)));
    out.push_str(child);
    let _ = write!(out, "</{}>", tree.name(root));
    Some(out.into_bytes())
}

/// Packs with the content types first, where readers look for them.
fn pack(mut parts: BTreeMap<String, Vec<u8>>) -> Option<Vec<u8>> {
    let types = parts.keys().find(|name| name.eq_ignore_ascii_case("[Content_Types].xml"))?.clone();
    let content = parts.remove(&types)?;
    let mut ordered = vec![(types, content)];
    ordered.extend(parts);
    Prepared::new(&[]).ok()?.with(&ordered).ok()
}
