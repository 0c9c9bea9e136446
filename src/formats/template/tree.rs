//! One XML part as a tree of slices, in which every element has an identity and a place in the document's order.
//! It never copies text and never changes the source.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::ops::Range;

/// Identity of a node: its index in document order, so that a parent comes before its children.
pub(super) type Id = usize;

/// The root element of every tree.
pub(super) const ROOT: Id = 0;

/// Nesting that a template may have. Stops a file made to overflow the stack of the recursive writers.
const DEPTH_LIMIT: usize = 200;

/// Size of a part that is parsed. Stops a part of millions of elements from filling the memory.
const PART_MIB: usize = 16;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An element.
    Element,
    /// Character data with its references still escaped.
    Text,
    /// A CDATA section.
    Literal,
}

#[derive(Debug)]
struct Node {
    kind: Kind,
    name: Range<usize>,
    /// The start tag, or the whole text.
    open: Range<usize>,
    /// The end tag; empty for `<w:p/>` and for text.
    close: Range<usize>,
    parent: Id,
    children: Vec<Id>,
    /// Last node of the subtree.
    last: Id,
}

/// A parsed part.
#[derive(Debug)]
pub(super) struct Tree {
    source: String,
    nodes: Vec<Node>,
}

impl Tree {
    /// Parses a part. Line ends become spaces, so that a line of the compiled template is ours to give; the
    /// private characters that delimit tags there are removed. The error is plain English.
    pub(super) fn parse(bytes: &[u8]) -> Result<Tree, String> {
        if bytes.len() > PART_MIB << 20 {
            return Err(format!("it is larger than {PART_MIB} MiB"));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| "it is not in UTF-8".to_owned())?;
        let source: String = text
            .trim_start_matches('\u{FEFF}')
            .chars()
            .filter(|c| !matches!(c, '\u{1}' | '\u{F0000}'..='\u{F000F}'))
            .map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c })
            .collect();
        let nodes = Builder::default().build(&source)?;
        Ok(Tree { source, nodes })
    }

    /// Number of nodes: every identity is below it.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// What the node is.
    pub(super) fn kind(&self, id: Id) -> Kind {
        self.nodes[id].kind
    }

    /// Name with prefix, empty for text.
    pub(super) fn name(&self, id: Id) -> &str {
        &self.source[self.nodes[id].name.clone()]
    }

    /// The element around it, if it is not the root.
    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        (id != 0).then(|| self.nodes[id].parent)
    }

    /// Children in order.
    pub(super) fn children(&self, id: Id) -> &[Id] {
        &self.nodes[id].children
    }

    /// Last node of its subtree; the subtree is `id..=last`.
    pub(super) fn last(&self, id: Id) -> Id {
        self.nodes[id].last
    }

    /// All nodes below it, in order.
    pub(super) fn below(&self, id: Id) -> impl Iterator<Item = Id> + use<> {
        id + 1..=self.nodes[id].last
    }

    /// Elements around it, the nearest first.
    pub(super) fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.parent(id), |at| self.parent(*at))
    }

    /// The nearest element around it that has the name.
    pub(super) fn ancestor(&self, id: Id, name: &str) -> Option<Id> {
        self.ancestors(id).find(|at| self.name(*at) == name)
    }

    /// First child with the name.
    pub(super) fn child(&self, id: Id, name: &str) -> Option<Id> {
        self.children(id).iter().copied().find(|at| self.name(*at) == name)
    }

    /// A path of first children.
    pub(super) fn path(&self, id: Id, names: &[&str]) -> Option<Id> {
        names.iter().try_fold(id, |at, name| self.child(at, name))
    }

    /// The start tag as written, or the text as written.
    pub(super) fn open(&self, id: Id) -> &str {
        &self.source[self.nodes[id].open.clone()]
    }

    /// The end tag as written; empty for `<w:p/>`.
    pub(super) fn close(&self, id: Id) -> &str {
        &self.source[self.nodes[id].close.clone()]
    }

    /// The node as written.
    pub(super) fn slice(&self, id: Id) -> &str {
        let node = &self.nodes[id];
        &self.source[node.open.start..node.close.end]
    }

    /// Value of an attribute, with references resolved.
    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<String> {
        self.attributes(id)
            .into_iter()
            .find(|(key, _)| *key == name)
            .map(|(_, raw)| unescape(raw).into_owned())
    }

    /// Attributes as written, in order. Those of a broken start tag end where it breaks.
    pub(super) fn attributes(&self, id: Id) -> Vec<(&str, &str)> {
        attributes_of(self.open(id))
    }

    /// The element's own character data, decoded.
    pub(super) fn text(&self, id: Id) -> String {
        let mut text = String::new();
        for child in self.children(id) {
            match self.kind(*child) {
                Kind::Element => {}
                Kind::Text => text.push_str(&unescape(self.open(*child))),
                Kind::Literal => {
                    let raw = self.open(*child);
                    text.push_str(
                        raw.strip_prefix("<![CDATA[").and_then(|r| r.strip_suffix("]]>")).unwrap_or(raw),
                    );
                }
            }
        }
        text
    }
}

/// Attributes of a start tag as written.
pub(super) fn attributes_of(tag: &str) -> Vec<(&str, &str)> {
    let inner = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    let mut rest = inner.find(char::is_whitespace).map_or("", |at| &inner[at..]);
    let mut found = Vec::new();
    while let Some(equals) = rest.find('=') {
        let key = rest[..equals].trim();
        let after = rest[equals + 1..].trim_start();
        let Some(quote) = after.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            break;
        };
        let Some(end) = after[1..].find(quote) else {
            break;
        };
        found.push((key, &after[1..=end]));
        rest = &after[end + 2..];
    }
    found
}

/// Text with references resolved; text with a broken reference as it is.
pub(super) fn unescape(raw: &str) -> Cow<'_, str> {
    quick_xml::escape::unescape(raw).unwrap_or(Cow::Borrowed(raw))
}

#[derive(Default)]
struct Builder {
    nodes: Vec<Node>,
    open: Vec<Id>,
}

impl Builder {
    fn build(mut self, source: &str) -> Result<Vec<Node>, String> {
        let mut reader = Reader::from_str(source);
        loop {
            let start = position(&reader);
            let event = reader.read_event().map_err(|error| format!("its XML is broken: {error}"))?;
            let range = start..position(&reader);
            match event {
                Event::Start(tag) => self.push(Kind::Element, &tag, range)?,
                Event::Empty(tag) => {
                    self.push(Kind::Element, &tag, range.clone())?;
                    self.pop(range.end..range.end);
                }
                Event::End(_) => self.pop(range),
                Event::Text(_) | Event::GeneralRef(_) => self.text(Kind::Text, range),
                Event::CData(_) => self.text(Kind::Literal, range),
                // A DTD is how entities that expand without end, or that name files, come in.
                Event::DocType(_) => return Err("it has a document type definition".to_owned()),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
        }
        match (self.nodes.is_empty(), self.open.is_empty()) {
            (true, _) => Err("it holds no XML element".to_owned()),
            (false, false) => Err("its XML is cut off".to_owned()),
            (false, true) => Ok(self.nodes),
        }
    }

    fn push(&mut self, kind: Kind, tag: &BytesStart<'_>, open: Range<usize>) -> Result<(), String> {
        if self.open.len() >= DEPTH_LIMIT {
            return Err(format!("its elements are nested more than {DEPTH_LIMIT} deep"));
        }
        if self.open.is_empty() && !self.nodes.is_empty() {
            return Err("it has more than one root element".to_owned());
        }
        let name = open.start + 1..open.start + 1 + tag.name().as_ref().len();
        let id = self.add(kind, name, open);
        self.open.push(id);
        Ok(())
    }

    fn text(&mut self, kind: Kind, range: Range<usize>) {
        let Some(parent) = self.open.last().copied() else {
            return;
        };
        if let Some(before) = self.nodes[parent].children.last().copied()
            && kind == Kind::Text
            && self.nodes[before].kind == Kind::Text
            && self.nodes[before].open.end == range.start
        {
            self.nodes[before].open.end = range.end;
            self.nodes[before].close = range.end..range.end;
            return;
        }
        self.add(kind, range.start..range.start, range);
    }

    fn add(&mut self, kind: Kind, name: Range<usize>, open: Range<usize>) -> Id {
        let id = self.nodes.len();
        let parent = self.open.last().copied().unwrap_or(0);
        if id != 0 {
            self.nodes[parent].children.push(id);
        }
        let close = open.end..open.end;
        self.nodes.push(Node { kind, name, open, close, parent, children: Vec::new(), last: id });
        id
    }

    fn pop(&mut self, close: Range<usize>) {
        if let Some(id) = self.open.pop() {
            self.nodes[id].close = close;
            self.nodes[id].last = self.nodes.len() - 1;
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_identity_and_slices_are_those_of_the_source() {
        let tree = Tree::parse(b"<a x='1'><b/>t&amp;u<c><d y=\"&lt;\">z</d></c></a>").unwrap();
        let root = ROOT;
        assert_eq!(tree.attribute(root, "x").as_deref(), Some("1"));
        assert_eq!(tree.text(root), "t&u");
        let d = tree.path(root, &["c", "d"]).unwrap();
        assert_eq!(tree.slice(d), "<d y=\"&lt;\">z</d>");
        assert_eq!(tree.attribute(d, "y").as_deref(), Some("<"));
        assert_eq!(tree.last(root), tree.len() - 1);
    }

    #[test]
    fn broken_parts_are_refused() {
        for bad in ["", "<a>", "<a></b>", "<!DOCTYPE a><a/>", "<a/><b/>"] {
            assert!(Tree::parse(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(Tree::parse("<a>".repeat(300).as_bytes()).is_err());
    }
}
