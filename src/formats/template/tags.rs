//! Finds the tags in the text of a part's paragraphs, joined over the runs into which Word has split them.
//! It never looks beyond a paragraph's end and never decides where a tag takes effect.

use super::fault::Fault;
use super::repair;
use super::tree::{Id, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagKind {
    /// `{{ 标题 }}`.
    Value,
    /// `{% if … %}` and its kin.
    Block(Keyword),
}

/// The block tags that a template may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyword {
    /// `if`.
    If,
    /// `elif`.
    Elif,
    /// `else`, of `if` and of `for`.
    Else,
    /// `endif`.
    EndIf,
    /// `for`.
    For,
    /// `endfor`.
    EndFor,
    /// `with`.
    With,
    /// `endwith`.
    EndWith,
    /// `set name = value`.
    Set,
}

impl Keyword {
    fn of(word: &str) -> Option<Keyword> {
        Some(match word {
            "if" => Keyword::If,
            "elif" => Keyword::Elif,
            "else" => Keyword::Else,
            "endif" => Keyword::EndIf,
            "for" => Keyword::For,
            "endfor" => Keyword::EndFor,
            "with" => Keyword::With,
            "endwith" => Keyword::EndWith,
            "set" => Keyword::Set,
            _ => return None,
        })
    }

    /// The tag that closes this one, if it opens something.
    pub(super) fn closer(self) -> Option<Keyword> {
        match self {
            Keyword::If => Some(Keyword::EndIf),
            Keyword::For => Some(Keyword::EndFor),
            Keyword::With => Some(Keyword::EndWith),
            _ => None,
        }
    }

    /// The word as written.
    pub(super) fn word(self) -> &'static str {
        match self {
            Keyword::If => "if",
            Keyword::Elif => "elif",
            Keyword::Else => "else",
            Keyword::EndIf => "endif",
            Keyword::For => "for",
            Keyword::EndFor => "endfor",
            Keyword::With => "with",
            Keyword::EndWith => "endwith",
            Keyword::Set => "set",
        }
    }
}

/// A tag, repaired.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    /// What it does.
    pub kind: TagKind,
    /// What stands between the braces, ready for minijinja.
    pub inner: String,
    /// The tag as the clerk wrote it.
    pub written: String,
    /// The `w:t` or `w:instrText` in which it begins.
    pub node: Id,
    /// Byte in the paragraph's joined text at which it begins, which orders tags of one node.
    pub start: usize,
    /// Its paragraph.
    pub paragraph: Id,
    /// Where the paragraph is.
    pub place: String,
    /// It stands in a field's instruction.
    pub in_field: bool,
}

/// A piece of a `w:t` that holds a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text, decoded.
    Text(String),
    /// A tag by its index.
    Tag(usize),
}

/// The tags of a part and what they make of its text.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Tags in document order.
    pub tags: Vec<Tag>,
    /// New content of each `w:t` and `w:instrText` that a tag touches.
    pub pieces: BTreeMap<Id, Vec<Piece>>,
    /// Line breaks and tabs inside a tag, which go with it.
    pub swallowed: BTreeSet<Id>,
    /// Text outside tags that a reader sees, as positions; see `Tag::start`.
    pub visible: Vec<(Id, usize)>,
    /// What is wrong with tags.
    pub faults: Vec<Fault>,
}

/// Finds the tags of a part.
pub(super) fn find(tree: &Tree, places: &BTreeMap<Id, String>) -> Found {
    let mut found = Found::default();
    for (paragraph, place) in places {
        Paragraph::read(tree, *paragraph).find(&mut found, place);
    }
    // A text box lies inside its paragraph: order by position, so that blocks nest as on the page.
    let mut order: Vec<usize> = (0..found.tags.len()).collect();
    order.sort_by_key(|index| (found.tags[*index].node, found.tags[*index].start));
    let mut rank = vec![0; order.len()];
    for (new, old) in order.iter().enumerate() {
        rank[*old] = new;
    }
    found.tags.sort_by_key(|tag| (tag.node, tag.start));
    for piece in found.pieces.values_mut().flatten() {
        if let Piece::Tag(index) = piece {
            *index = rank[*index];
        }
    }
    found.visible.sort_unstable();
    found
}

/// A paragraph's own text, decoded and joined.
pub(super) struct Paragraph {
    id: Id,
    /// The joined text.
    pub text: String,
    spans: Vec<Span>,
}

struct Span {
    node: Id,
    start: usize,
    end: usize,
    kind: SpanKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum SpanKind {
    Text,
    Field,
    Break,
}

impl Paragraph {
    /// Joins the text of a paragraph; that of a text box inside it is not its own.
    pub(super) fn read(tree: &Tree, id: Id) -> Paragraph {
        let mut paragraph = Paragraph { id, text: String::new(), spans: Vec::new() };
        let mut at = id + 1;
        while at <= tree.last(id) {
            let (kind, text) = match tree.name(at) {
                "w:p" => {
                    at = tree.last(at) + 1;
                    continue;
                }
                "w:t" => (SpanKind::Text, tree.text(at)),
                "w:instrText" => (SpanKind::Field, tree.text(at)),
                "w:br" | "w:cr" | "w:tab" if tree.parent(at).is_some_and(|up| tree.name(up) == "w:r") => {
                    (SpanKind::Break, " ".to_owned())
                }
                _ => {
                    at += 1;
                    continue;
                }
            };
            let start = paragraph.text.len();
            paragraph.text.push_str(&text);
            paragraph.spans.push(Span { node: at, start, end: paragraph.text.len(), kind });
            at += 1;
        }
        paragraph
    }

    fn find(&self, found: &mut Found, place: &str) {
        let raw_tags = repair::find(&self.text);
        let mut ranges: Vec<(usize, usize, Option<usize>)> = Vec::new();
        for raw in &raw_tags {
            let written = &self.text[raw.start..raw.end];
            let fault = |message: &str, hint: &str| Fault::new(place, written, message, hint);
            match raw.problem {
                Some(repair::Problem::Unclosed) => {
                    let hint =
                        "a tag must end in the paragraph in which it begins; write {{ 名称 }} or {% … %}";
                    found.faults.push(fault("the tag is not closed in its paragraph", hint));
                    continue;
                }
                Some(repair::Problem::Unopened) => {
                    let hint =
                        "a tag must begin in the paragraph in which it ends; write {{ 名称 }} or {% … %}";
                    found.faults.push(fault("the tag is not opened in its paragraph", hint));
                    continue;
                }
                None => {}
            }
            let index = match self.tag(raw, place) {
                Ok(tag) => tag.map(|tag| {
                    found.tags.push(tag);
                    found.tags.len() - 1
                }),
                Err(fault) => {
                    found.faults.push(fault);
                    None
                }
            };
            ranges.push((raw.start, raw.end, index));
        }
        self.note_visible(&ranges, found);
        if !ranges.is_empty() {
            self.cut(&ranges, found);
        }
    }

    fn tag(&self, raw: &repair::RawTag, place: &str) -> Result<Option<Tag>, Fault> {
        let written = &self.text[raw.start..raw.end];
        let fault = |message: String, hint: &str| Fault::new(place, written, message, hint);
        let span = self.span_at(raw.start);
        let in_field = span.is_some_and(|span| span.kind == SpanKind::Field);
        let kind = match raw.kind {
            repair::RawKind::Comment => return Ok(None),
            repair::RawKind::Value => TagKind::Value,
            repair::RawKind::Block => {
                let word = raw.inner.split_whitespace().next().unwrap_or_default();
                let keyword = Keyword::of(word).ok_or_else(|| {
                    fault(
                        format!("`{word}` is not a block that templates may use"),
                        "use if, elif, else, endif, for, endfor, set, with, endwith",
                    )
                })?;
                TagKind::Block(keyword)
            }
        };
        match kind {
            _ if raw.inner.is_empty() => {
                Err(fault("the tag is empty".to_owned(), "write a name: {{ 标题 }}"))
            }
            TagKind::Block(_) if in_field => Err(fault(
                "a block tag stands inside a field".to_owned(),
                "only {{ 名称 }} may stand in a field's instruction",
            )),
            TagKind::Block(Keyword::Set) if !raw.inner.contains('=') => {
                Err(fault("`set` without a value".to_owned(), "write {% set 名称 = 值 %}"))
            }
            _ => Ok(span.map(|span| Tag {
                kind,
                inner: raw.inner.clone(),
                written: written.to_owned(),
                node: span.node,
                start: raw.start,
                paragraph: self.id,
                place: place.to_owned(),
                in_field,
            })),
        }
    }

    fn span_at(&self, byte: usize) -> Option<&Span> {
        self.spans.iter().find(|span| span.start <= byte && byte < span.end)
    }

    fn note_visible(&self, ranges: &[(usize, usize, Option<usize>)], found: &mut Found) {
        for span in self.spans.iter().filter(|span| span.kind == SpanKind::Text) {
            for (at, c) in self.text[span.start..span.end].char_indices() {
                let byte = span.start + at;
                let in_tag = ranges.iter().any(|(start, end, _)| (*start..*end).contains(&byte));
                if !in_tag && !c.is_whitespace() {
                    found.visible.push((span.node, byte));
                }
            }
        }
    }

    /// Cuts the text of each touched element into pieces. The tag goes where it begins and takes that run's look.
    fn cut(&self, ranges: &[(usize, usize, Option<usize>)], found: &mut Found) {
        for span in &self.spans {
            let touching =
                |(start, end, _): &&(usize, usize, Option<usize>)| *start < span.end && *end > span.start;
            let touched: Vec<_> = ranges.iter().filter(touching).collect();
            if touched.is_empty() {
                continue;
            }
            if span.kind == SpanKind::Break {
                found.swallowed.insert(span.node);
                continue;
            }
            let mut pieces = Vec::new();
            let mut at = span.start;
            for (start, end, index) in touched {
                if *start > at {
                    pieces.push(Piece::Text(self.text[at..*start].to_owned()));
                }
                if let Some(index) = index
                    && *start >= span.start
                {
                    pieces.push(Piece::Tag(*index));
                }
                at = (*end).min(span.end);
            }
            if at < span.end {
                pieces.push(Piece::Text(self.text[at..span.end].to_owned()));
            }
            found.pieces.insert(span.node, pieces);
        }
    }
}

/// Text that looks like a tag in places where the engine does not look: equations, drawings.
pub(super) fn stray(tree: &Tree, places: &BTreeMap<Id, String>, label: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for id in 0..tree.len() {
        if !matches!(tree.name(id), "m:t" | "a:t" | "w:sym" | "w:delText") {
            continue;
        }
        let text = tree.text(id);
        if text.contains("{{") || text.contains("{%") {
            let place = tree.ancestors(id).find_map(|up| places.get(&up));
            let place = place.map_or(label, String::as_str);
            faults.push(Fault::new(
                place,
                &text,
                "the tag stands in an equation or a drawing",
                "put it into an ordinary paragraph, cell or text box",
            ));
        }
    }
    faults
}
