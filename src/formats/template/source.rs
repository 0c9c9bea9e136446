//! Writes a part as one minijinja source: the XML around, tags and text inside.
//! It never lets text of the template be read as a tag: tags have delimiters from the private planes.

use super::clean;
use super::escape::{push_flat, push_text};
use super::finish::{CLOSING, MARK, ROWS_END};
use super::hoist::Layout;
use super::place::Place;
use super::properties::Properties;
use super::styles::{Area, Styles};
use super::tags::{self, Found, Piece, TagKind};
use super::tree::{Id, Kind, ROOT, Tree};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Delimiters of block tags.
pub(super) const BLOCK: (&str, &str) = ("\u{F0000}", "\u{F0001}");
/// Delimiters of value tags.
pub(super) const VALUE: (&str, &str) = ("\u{F0002}", "\u{F0003}");
/// Delimiters of comments, which are never written.
pub(super) const COMMENT: (&str, &str) = ("\u{F0004}", "\u{F0005}");

/// Filter behind a value that is alone in its paragraph.
pub(super) const PLACE_FILTER: &str = "_place";
/// Filter behind a value in a field's instruction.
pub(super) const FIELD_FILTER: &str = "_field";
/// Function that gives the next number of a drawing inside a loop.
pub(super) const DRAWING_FUNCTION: &str = "_drawing";

/// Numbers of drawings that a part may use: the first part those up to this, and so on.
pub(super) const DRAWINGS_PER_PART: usize = 100_000;
/// Within a part, numbers from here are given out by loops.
pub(super) const DRAWINGS_IN_LOOPS: usize = 10_000;

/// A part, compiled.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// The text for minijinja: line n + 2 holds the n-th tag written, counted from 0.
    pub text: String,
    /// Tags in the order in which they were written.
    pub lines: Vec<usize>,
    /// Places of values that are alone in their paragraph, by the number that the source names.
    pub places: Vec<(usize, Place)>,
    /// It holds marks for `finish::close`.
    pub is_marked: bool,
}

/// Compiles a part. `first_place` and `first_drawing` continue the numbering of the parts before.
pub(super) fn write(
    tree: &Tree,
    found: &Found,
    layout: &Layout,
    styles: &Styles,
    lost: &BTreeSet<String>,
    first_place: usize,
    first_drawing: usize,
) -> Source {
    let mut writer = Writer {
        tree,
        found,
        layout,
        styles,
        lost,
        first_place,
        next_drawing: first_drawing,
        bookmarks: bookmarks_to_drop(tree, layout),
        lifted: layout.before.values().chain(layout.after.values()).flatten().copied().collect(),
        out: Source::default(),
    };
    writer.out.text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>");
    writer.node(ROOT);
    writer.out
}

/// Ids of bookmarks that a loop would repeat or that lose an end with a paragraph.
fn bookmarks_to_drop(tree: &Tree, layout: &Layout) -> BTreeSet<String> {
    let is_mark = |id: Id| matches!(tree.name(id), "w:bookmarkStart" | "w:bookmarkEnd");
    let goes = |id: Id| {
        layout.is_looped(id)
            || tree.attribute(id, "w:name").is_some_and(|name| name == "_GoBack")
            || tree.ancestors(id).any(|up| layout.dropped.contains(&up) || layout.placed.contains_key(&up))
    };
    (0..tree.len())
        .filter(|id| is_mark(*id) && goes(*id))
        .filter_map(|id| tree.attribute(id, "w:id"))
        .collect()
}

struct Writer<'a> {
    tree: &'a Tree,
    found: &'a Found,
    layout: &'a Layout,
    styles: &'a Styles,
    lost: &'a BTreeSet<String>,
    first_place: usize,
    next_drawing: usize,
    bookmarks: BTreeSet<String>,
    /// Tags that stand around an element instead of inside a run.
    lifted: BTreeSet<usize>,
    out: Source,
}

impl Writer<'_> {
    fn node(&mut self, id: Id) {
        if self.tree.kind(id) != Kind::Element {
            self.out.text.push_str(self.tree.open(id));
            return;
        }
        let layout = self.layout;
        let before = layout.before.get(&id).map_or(&[][..], Vec::as_slice);
        let after = layout.after.get(&id).map_or(&[][..], Vec::as_slice);
        if layout.dropped.contains(&id) {
            let mut tags: Vec<usize> = before.iter().chain(after).copied().collect();
            tags.sort_unstable();
            for tag in tags {
                self.tag(tag);
            }
            return;
        }
        for tag in before {
            self.tag(*tag);
        }
        match layout.placed.get(&id) {
            Some(tag) => self.placed(id, *tag),
            None => self.element(id),
        }
        for tag in after {
            self.tag(*tag);
        }
    }

    fn element(&mut self, id: Id) {
        let name = self.tree.name(id);
        match name {
            _ if clean::is_noise(name) || self.found.swallowed.contains(&id) => {}
            "w:bookmarkStart" | "w:bookmarkEnd"
                if self.tree.attribute(id, "w:id").is_some_and(|mark| self.bookmarks.contains(&mark)) => {}
            "w:r" if self.is_touched(id) => self.run(id),
            "wp:docPr" => self.drawing_properties(id),
            _ => {
                clean::write_open(self.tree, id, self.lost, &mut self.out.text);
                for child in self.tree.children(id) {
                    self.node(*child);
                }
                match self.risk(id) {
                    Some(mark) => self.close_marked(id, mark),
                    None => self.out.text.push_str(self.tree.close(id)),
                }
            }
        }
    }

    /// The mark before the end of an element that a document may leave without what Word needs there.
    fn risk(&self, id: Id) -> Option<char> {
        let layout = self.layout;
        let is_conditional = |child: Id| {
            layout.dropped.contains(&child)
                || layout.placed.contains_key(&child)
                || layout.before.contains_key(&child)
                || layout.after.contains_key(&child)
        };
        let mut blocks =
            self.tree.children(id).iter().copied().filter(|at| self.tree.kind(*at) == Kind::Element);
        match self.tree.name(id) {
            "w:tbl" => blocks.any(is_conditional).then_some(ROWS_END),
            "w:tc" => blocks
                .next_back()
                .is_none_or(|last| is_conditional(last) || !matches!(self.tree.name(last), "w:p" | "w:sdt"))
                .then_some(CLOSING),
            "w:txbxContent" | "w:hdr" | "w:ftr" => {
                blocks.next_back().is_none_or(is_conditional).then_some(CLOSING)
            }
            _ => None,
        }
    }

    /// Ends an element with a mark before its end tag, which `<w:hdr/>` must be given first.
    fn close_marked(&mut self, id: Id, mark: char) {
        if self.tree.close(id).is_empty() && self.out.text.ends_with("/>") {
            self.out.text.truncate(self.out.text.len() - 2);
            self.out.text.push('>');
        }
        let _ = write!(self.out.text, "{MARK}{mark}</{}>", self.tree.name(id));
        self.out.is_marked = true;
    }

    fn is_touched(&self, run: Id) -> bool {
        self.tree.children(run).iter().any(|child| self.found.pieces.contains_key(child))
    }

    /// Writes a run that holds tags. A block tag stands between runs, so that what a branch leaves out is whole.
    fn run(&mut self, id: Id) {
        let mut head = String::new();
        clean::write_open(self.tree, id, self.lost, &mut head);
        let mut look = Properties::read(self.tree, self.tree.child(id, "w:rPr"));
        if self.holds_value(id) {
            look = look.hinted();
        }
        head.push_str(&look.run_xml());
        let mut is_open = false;
        for child in self.tree.children(id) {
            if self.tree.name(*child) == "w:rPr" {
                continue;
            }
            let Some(pieces) = self.found.pieces.get(child) else {
                if !is_noise_or_gone(self, *child) {
                    self.open_run(&mut is_open, &head);
                    self.node(*child);
                }
                continue;
            };
            let name = self.tree.name(*child);
            let mut rest = pieces.as_slice();
            while !rest.is_empty() {
                let block = rest.iter().position(|piece| self.is_inline_block(piece));
                let content = &rest[..block.unwrap_or(rest.len())];
                if content.iter().any(|piece| self.writes(piece)) {
                    self.open_run(&mut is_open, &head);
                    self.content(name, content);
                }
                if let Some(Piece::Tag(tag)) = block.map(|at| &rest[at]) {
                    self.close_run(&mut is_open);
                    self.tag(*tag);
                }
                rest = &rest[block.map_or(rest.len(), |at| at + 1)..];
            }
        }
        self.close_run(&mut is_open);
    }

    fn open_run(&mut self, is_open: &mut bool, head: &str) {
        if !*is_open {
            self.out.text.push_str(head);
            *is_open = true;
        }
    }

    fn close_run(&mut self, is_open: &mut bool) {
        if *is_open {
            self.out.text.push_str("</w:r>");
            *is_open = false;
        }
    }

    fn content(&mut self, name: &str, pieces: &[Piece]) {
        let is_field = name == "w:instrText";
        let _ = write!(self.out.text, "<{name} xml:space=\"preserve\">");
        for piece in pieces {
            match piece {
                Piece::Text(text) if is_field => push_flat(&mut self.out.text, text),
                Piece::Text(text) => push_text(&mut self.out.text, text),
                Piece::Tag(tag) if self.lifted.contains(tag) => {}
                Piece::Tag(tag) => self.tag(*tag),
            }
        }
        let _ = write!(self.out.text, "</{name}>");
    }

    fn is_inline_block(&self, piece: &Piece) -> bool {
        match piece {
            Piece::Tag(tag) => self.found.tags[*tag].kind != TagKind::Value && !self.lifted.contains(tag),
            Piece::Text(_) => false,
        }
    }

    fn writes(&self, piece: &Piece) -> bool {
        match piece {
            Piece::Tag(tag) => !self.lifted.contains(tag),
            Piece::Text(_) => true,
        }
    }

    fn holds_value(&self, run: Id) -> bool {
        let is_value =
            |piece: &Piece| matches!(piece, Piece::Tag(tag) if self.found.tags[*tag].kind == TagKind::Value);
        let pieces = |child: &Id| self.found.pieces.get(child);
        self.tree.children(run).iter().filter_map(pieces).flatten().any(is_value)
    }

    /// Writes the n-th tag on line n + 2, so that the line of an error tells the tag.
    fn tag(&mut self, index: usize) {
        let tag = &self.found.tags[index];
        let out = &mut self.out.text;
        let _ = match tag.kind {
            TagKind::Block(_) => write!(out, "{}\n{} {}", BLOCK.0, tag.inner, BLOCK.1),
            TagKind::Value if tag.in_field => {
                write!(out, "{}\n({})|{FIELD_FILTER} {}", VALUE.0, tag.inner, VALUE.1)
            }
            TagKind::Value => write!(out, "{}\n{} {}", VALUE.0, tag.inner, VALUE.1),
        };
        self.out.lines.push(index);
    }

    /// Writes a value that takes the place of its whole paragraph.
    fn placed(&mut self, paragraph: Id, index: usize) {
        let tag = &self.found.tags[index];
        let number = self.first_place + self.out.places.len();
        let _ = write!(self.out.text, "{}\n({})|{PLACE_FILTER}({number}) {}", VALUE.0, tag.inner, VALUE.1);
        self.out.lines.push(index);
        let run = self.tree.ancestor(tag.node, "w:r");
        let look = Properties::read(self.tree, run.and_then(|run| self.tree.child(run, "w:rPr")));
        let properties = Properties::read(self.tree, self.tree.child(paragraph, "w:pPr"));
        let around = self.white_space_around(paragraph, index);
        let place = Place::new(&properties, &look, around, self.area(paragraph), self.styles);
        self.out.places.push((index, place));
    }

    /// White space that the clerk typed before and behind the tag; it stays around a text, not around a body.
    fn white_space_around(&self, paragraph: Id, index: usize) -> [String; 2] {
        let tag = &self.found.tags[index];
        let text = tags::Paragraph::read(self.tree, paragraph).text;
        let before = text.get(..tag.start).unwrap_or_default();
        let behind = text.get(tag.start + tag.written.len()..).unwrap_or_default();
        [before, behind].map(|space| if space.trim().is_empty() { space.to_owned() } else { String::new() })
    }

    fn area(&self, paragraph: Id) -> Area {
        let area = Area::of(self.tree, paragraph);
        let width = self
            .tree
            .ancestor(paragraph, "w:tc")
            .and_then(|cell| self.tree.path(cell, &["w:tcPr", "w:tcW"]))
            .filter(|width| self.tree.attribute(*width, "w:type").is_none_or(|kind| kind == "dxa"))
            .and_then(|width| self.tree.attribute(width, "w:w"))
            .and_then(|width| width.parse().ok());
        width.map_or(area, |width| area.within_cell(width))
    }

    /// Numbers a drawing anew: numbers are unique in a document, also where a loop repeats it.
    fn drawing_properties(&mut self, id: Id) {
        let number = if self.layout.is_looped(id) {
            format!("{}{DRAWING_FUNCTION}(){}", VALUE.0, VALUE.1)
        } else {
            self.next_drawing += 1;
            (self.next_drawing - 1).to_string()
        };
        self.out.text.push_str("<wp:docPr");
        for (key, value) in self.tree.attributes(id) {
            let value = if key == "id" { &number } else { value };
            let quote = if value.contains('"') { '\'' } else { '"' };
            let _ = write!(self.out.text, " {key}={quote}{value}{quote}");
        }
        self.out.text.push('>');
        for child in self.tree.children(id) {
            self.node(*child);
        }
        self.out.text.push_str("</wp:docPr>");
    }
}

fn is_noise_or_gone(writer: &Writer<'_>, id: Id) -> bool {
    let name = writer.tree.name(id);
    writer.tree.kind(id) != Kind::Element || clean::is_noise(name) || writer.found.swallowed.contains(&id)
}
