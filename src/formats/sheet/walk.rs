//! One walk over an XML part, with every limit that a stranger's XML is held to.
//! It never builds a tree, never recurses, never resolves an entity that the part defines.

use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;
use std::io::BufRead;

/// What the walk meets.
pub(super) enum Node<'a> {
    /// An element opens. An empty element opens and closes.
    Open(&'a BytesStart<'a>),
    /// The element of this local name, opened last, closes.
    Close(&'a str),
    /// Text, with entities resolved; one text may come in several pieces.
    Text(&'a str),
}

/// Where in the part a node lies.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// First byte of the markup.
    pub(super) start: u64,
    /// Byte behind it.
    pub(super) end: u64,
    /// Elements open around it.
    pub(super) depth: usize,
}

/// Visits every node of a part in order; the first fault ends the walk.
pub(super) fn walk(
    input: impl BufRead,
    part: &str,
    elements: usize,
    limits: &Limits,
    visit: &mut dyn FnMut(Node, Place) -> Result<(), Rejection>,
) -> Result<(), Rejection> {
    let mut reader = Reader::from_reader(input);
    let mut guard = Guard { part, limits, elements_left: elements };
    let (mut buffer, mut open, mut any, mut start) = (Vec::new(), Names::default(), false, 0);
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|error| guard.misread(&error))?;
        let place = Place { start, end: reader.buffer_position(), depth: open.ends.len() };
        start = place.end;
        match event {
            Event::Start(element) => {
                any = true;
                guard.element(&element, place.depth)?;
                visit(Node::Open(&element), place)?;
                open.push(element.local_name().as_ref());
            }
            Event::Empty(element) => {
                any = true;
                guard.element(&element, place.depth)?;
                visit(Node::Open(&element), place)?;
                visit(Node::Close(element.local_name().as_ref()), place)?;
            }
            Event::End(_) => {
                let depth = place.depth.saturating_sub(1);
                visit(Node::Close(open.last()), Place { depth, ..place })?;
                open.pop();
            }
            Event::Text(text) => visit(Node::Text(guard.legal(&text.xml10_content())?), place)?,
            Event::CData(text) => visit(Node::Text(guard.legal(&text.xml10_content())?), place)?,
            Event::GeneralRef(reference) => {
                let character = guard.character(&reference)?;
                visit(Node::Text(character.encode_utf8(&mut [0; 4])), place)?;
            }
            Event::DocType(_) => {
                return Err(guard.refuse(Code::Dtd, "文件中含有文档类型定义（DTD）"));
            }
            Event::Decl(declaration) => match declaration.encoding() {
                Some(encoding) if !encoding.as_ref().is_ok_and(|name| is_unicode(name)) => {
                    return Err(guard.refuse(Code::XmlEncoding, "文件使用了不允许的文字编码"));
                }
                _ => {}
            },
            Event::Eof if any && open.ends.is_empty() => return Ok(()),
            Event::Eof => return Err(guard.refuse(Code::XmlSyntax, "文件内容不完整，结尾缺失")),
            Event::Comment(_) | Event::PI(_) => {}
        }
    }
}

/// The value of an attribute without prefix, entities resolved.
pub(super) fn attribute<'a>(element: &'a BytesStart, name: &str) -> Option<Cow<'a, str>> {
    let found = element.attributes().with_checks(false).flatten().find(|found| found.key.as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok()
}

/// The value of `r:id`, whatever its prefix.
pub(super) fn relationship_id(element: &BytesStart) -> Option<String> {
    let mut attributes = element.attributes();
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|found| found.key.prefix().is_some() && found.key.local_name().as_ref() == "id")?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
}

/// The open elements' local names in one string, so that a cell costs no allocation.
#[derive(Default)]
struct Names {
    joined: String,
    ends: Vec<usize>,
}

impl Names {
    fn push(&mut self, name: &str) {
        self.joined.push_str(name);
        self.ends.push(self.joined.len());
    }

    fn last(&self) -> &str {
        let before = self.ends.iter().rev().nth(1).copied().unwrap_or(0);
        &self.joined[before..]
    }

    fn pop(&mut self) {
        self.ends.pop();
        self.joined.truncate(self.ends.last().copied().unwrap_or(0));
    }
}

/// The limits of one walk.
struct Guard<'a> {
    part: &'a str,
    limits: &'a Limits,
    elements_left: usize,
}

impl Guard<'_> {
    fn refuse(&self, code: Code, message: &str) -> Rejection {
        Rejection::of_file(code, message).at(self.part)
    }

    fn misread(&self, error: &quick_xml::Error) -> Rejection {
        match error {
            quick_xml::Error::Encoding(_) => self.refuse(Code::XmlEncoding, "文件中的文字编码有误"),
            quick_xml::Error::Io(cause) => super::parts::unread(cause, self.part),
            _ => self.refuse(Code::XmlSyntax, "文件内部格式有误"),
        }
    }

    /// Stops deep nesting, millions of empty elements and attributes of megabytes.
    fn element(&mut self, element: &BytesStart, depth: usize) -> Result<(), Rejection> {
        if depth >= self.limits.xml_depth {
            return Err(self.refuse(Code::TooDeep, "文件中的结构嵌套过深"));
        }
        if element.attributes_raw().len() > self.limits.attribute_kib << 10 {
            return Err(self.refuse(Code::XmlLimit, "文件中有过长的属性"));
        }
        self.elements_left = match self.elements_left.checked_sub(1) {
            Some(left) => left,
            None => return Err(self.refuse(Code::XmlLimit, "文件中的元素过多")),
        };
        Ok(())
    }

    /// Control characters are not XML; a part that holds them was not written by an office program.
    fn legal<'t>(&self, text: &'t str) -> Result<&'t str, Rejection> {
        if text.bytes().any(|byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) {
            return Err(self.refuse(Code::XmlSyntax, "文件中有不允许的控制字符"));
        }
        Ok(text)
    }

    /// A character by number, or one of the five that XML itself names.
    fn character(&self, reference: &BytesRef) -> Result<char, Rejection> {
        let resolved = match reference.resolve_char_ref() {
            Ok(Some(character)) => Some(character),
            Ok(None) => {
                quick_xml::escape::resolve_predefined_entity(reference).and_then(|text| text.chars().next())
            }
            Err(_) => None,
        };
        resolved
            .filter(|&found| found >= ' ' || matches!(found, '\t' | '\n' | '\r'))
            .ok_or_else(|| self.refuse(Code::XmlSyntax, "文件中有无法识别的字符"))
    }
}

fn is_unicode(encoding: &str) -> bool {
    ["utf-8", "utf8", "utf-16", "us-ascii", "ascii"].contains(&encoding.to_ascii_lowercase().as_str())
}
