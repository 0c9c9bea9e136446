//! Reads one XML part as a stream of elements with known namespaces, and refuses what an honest part never has.
//! It never builds a tree, never recurses, never expands an entity of the part and never fetches anything.

mod attributes;
mod encoding;
mod names;
mod repeated;
mod space;
mod tokens;

pub use encoding::decode;
pub use repeated::Repeated;
pub use space::Space;

use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use attributes::Attribute;
use names::Written;
use std::borrow::Cow;
use tokens::{Token, Tokens};

/// Namespace declarations in force at one place. Stops look-ups that walk over thousands of them.
const DECLARATIONS: usize = 400;

/// The name of an element: its namespace and its local part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name<'a> {
    /// The namespace, resolved.
    pub space: Space,
    /// The part behind the prefix.
    pub local: &'a str,
}

impl Name<'_> {
    /// Whether it is this element of WordprocessingML.
    pub fn is_word(&self, local: &str) -> bool {
        self.space == Space::Word && self.local == local
    }
}

/// What comes next in a part. An element without content gives `Start` and `End` like any other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// An element opens; its attributes can be asked until the next event.
    Start(Name<'a>),
    /// The element that was opened last closes.
    End,
    /// Characters, references resolved. One text may come in several pieces.
    Text(Cow<'a, str>),
    /// The part is at its end, and was well formed.
    Finish,
}

/// A stream of events over one part, with every check on.
pub struct Scanner<'a> {
    tokens: Tokens<'a>,
    attributes: Vec<Attribute<'a>>,
    declared: Vec<Declared<'a>>,
    /// How often declarations came into force or went out of it.
    declarations: usize,
    /// Names of the elements that are open, as they are written.
    open: Vec<&'a str>,
    last_prefix: Option<(&'a str, Space)>,
    close_at_once: bool,
    root_seen: bool,
    elements: usize,
    most_elements: usize,
    most_depth: usize,
    most_attribute_bytes: usize,
}

struct Declared<'a> {
    prefix: &'a str,
    space: Space,
    depth: usize,
}

impl<'a> Scanner<'a> {
    /// A stream over decoded text. `limits` bound depth, elements and attributes.
    pub fn new(source: &'a str, limits: &Limits) -> Self {
        Scanner {
            tokens: Tokens::new(source.trim_start_matches('\u{feff}')),
            attributes: Vec::new(),
            declared: Vec::new(),
            declarations: 0,
            open: Vec::new(),
            last_prefix: None,
            close_at_once: false,
            root_seen: false,
            elements: 0,
            most_elements: limits.elements,
            most_depth: limits.xml_depth,
            most_attribute_bytes: limits.attribute_kib.saturating_mul(1024),
        }
    }

    /// The next event. After `Finish` it stays at `Finish`.
    pub fn advance(&mut self) -> Result<Event<'a>, Rejection> {
        if self.close_at_once {
            self.close_at_once = false;
            return Ok(self.closed());
        }
        loop {
            match self.tokens.advance()? {
                Token::Open(name) => return self.opened(name),
                Token::Close(name) if self.open.last() == Some(&name) => return Ok(self.closed()),
                Token::Close(_) => return Err(syntax("起止标记不对应")),
                Token::Text(text) if self.open.is_empty() && text.trim_ascii().is_empty() => {}
                Token::Finish => return self.finished(),
                _ if self.open.is_empty() => return Err(syntax("根元素之外有文字")),
                Token::Text(text) | Token::Verbatim(text) => return Ok(Event::Text(Cow::Borrowed(text))),
                Token::Reference(name) => {
                    let character = attributes::resolve_reference(name)?;
                    return Ok(Event::Text(Cow::Owned(character.to_string())));
                }
            }
        }
    }

    /// Reads over the rest of the element that was opened last, its end included, with the checks on.
    pub fn skip(&mut self) -> Result<(), Rejection> {
        let mut inner = 1_usize;
        while inner > 0 {
            match self.advance()? {
                Event::Start(_) => inner += 1,
                Event::End => inner -= 1,
                Event::Text(_) => {}
                Event::Finish => break,
            }
        }
        Ok(())
    }

    /// The text of the element that was opened last, to its end. Elements inside it are passed over.
    pub fn text(&mut self) -> Result<Cow<'a, str>, Rejection> {
        let mut text = Cow::Borrowed("");
        loop {
            match self.advance()? {
                Event::Text(piece) if text.is_empty() => text = piece,
                Event::Text(piece) => text.to_mut().push_str(&piece),
                Event::Start(_) => self.skip()?,
                Event::End | Event::Finish => return Ok(text),
            }
        }
    }

    /// The value of an attribute of the element just opened, by its local name; a relationship's reference
    /// (`r:id`) is never taken for a plain `id`.
    pub fn attribute(&self, local: &str) -> Option<Cow<'a, str>> {
        let found = self.attributes.iter().find(|one| {
            one.local == local && one.declares().is_none() && self.space_here(one.prefix) != Space::Reference
        })?;
        attributes::resolve(found.value).ok()
    }

    /// The value of `val`, which most elements of WordprocessingML have.
    pub fn value(&self) -> Option<Cow<'a, str>> {
        self.attribute("val")
    }

    /// Whether an on-off element (`w:b`, `w:vanish`) is on: it is, unless its value says no.
    pub fn is_on(&self) -> bool {
        !matches!(self.value().as_deref(), Some("0" | "false" | "off" | "none"))
    }

    /// The value of a reference to a relationship (`r:id`, `r:embed`, `r:link`) of the element just opened.
    pub fn reference(&self, local: &str) -> Option<Cow<'a, str>> {
        let found = self
            .attributes
            .iter()
            .find(|one| one.local == local && self.space_here(one.prefix) == Space::Reference)?;
        attributes::resolve(found.value).ok()
    }

    /// Elements seen so far, so that several parts can share one limit.
    pub fn elements(&self) -> usize {
        self.elements
    }

    /// The namespace of a prefix at this place, as `mc:Choice` names prefixes in its `Requires`.
    pub fn space_of(&self, prefix: &str) -> Space {
        self.declared_space(prefix).unwrap_or(if prefix.is_empty() { Space::None } else { Space::Other })
    }

    fn declared_space(&self, prefix: &str) -> Option<Space> {
        self.declared.iter().rev().find(|one| one.prefix == prefix).map(|one| one.space)
    }

    fn opened(&mut self, name: Written<'a>) -> Result<Event<'a>, Rejection> {
        let Written { prefix, local, whole } = name;
        if self.open.is_empty() && self.root_seen {
            return Err(syntax("根元素之后还有内容"));
        }
        self.root_seen = true;
        self.open.push(whole);
        self.elements += 1;
        if self.open.len() > self.most_depth {
            return Err(Rejection::of_file(Code::TooDeep, "文件内部元素嵌套过深。"));
        }
        if self.elements > self.most_elements {
            return Err(limit("元素数量过多"));
        }
        self.close_at_once = self.tokens.attributes(&mut self.attributes, self.most_attribute_bytes)?;
        self.declare()?;
        let space = match self.last_prefix {
            Some((last, space)) if last == prefix => space,
            _ => {
                let space = self.declared_space(prefix);
                if space.is_none() && !prefix.is_empty() && prefix != "xml" {
                    return Err(syntax("前缀没有声明"));
                }
                let space = space.unwrap_or(if prefix.is_empty() { Space::None } else { Space::Other });
                self.last_prefix = Some((prefix, space));
                space
            }
        };
        Ok(Event::Start(Name { space, local }))
    }

    /// The namespace of an attribute's prefix; mostly it is that of its element.
    fn space_here(&self, prefix: &str) -> Space {
        match self.last_prefix {
            _ if prefix.is_empty() => Space::None,
            Some((last, space)) if last == prefix => space,
            _ => self.space_of(prefix),
        }
    }

    fn declare(&mut self) -> Result<(), Rejection> {
        for attribute in &self.attributes {
            let Some(prefix) = attribute.declares() else { continue };
            if self.declared.len() == DECLARATIONS {
                return Err(limit("命名空间声明过多"));
            }
            let uri = attributes::resolve(attribute.value)?;
            self.declared.push(Declared { prefix, space: Space::of(&uri), depth: self.open.len() });
            self.declarations += 1;
            self.last_prefix = None;
        }
        Ok(())
    }

    fn closed(&mut self) -> Event<'a> {
        while self.declared.last().is_some_and(|last| last.depth == self.open.len()) {
            self.declared.pop();
            self.declarations += 1;
            self.last_prefix = None;
        }
        self.open.pop();
        self.attributes.clear();
        Event::End
    }

    fn finished(&mut self) -> Result<Event<'a>, Rejection> {
        if !self.open.is_empty() {
            return Err(syntax("内容在元素中间中断"));
        }
        if !self.root_seen {
            return Err(syntax("没有内容"));
        }
        Ok(Event::Finish)
    }
}

/// The refusal for what is not well formed.
pub fn syntax(what: &str) -> Rejection {
    Rejection::of_file(Code::XmlSyntax, format!("文件内部结构损坏：{what}。"))
}

/// The refusal for what is larger than any honest part.
pub fn limit(what: &str) -> Rejection {
    Rejection::of_file(Code::XmlLimit, format!("文件内部结构异常：{what}。"))
}

fn dtd() -> Rejection {
    Rejection::of_file(Code::Dtd, "文件内部含有文档类型定义（DTD），办公文件不应有此内容。")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

    fn events(source: &str) -> Result<String, Code> {
        let mut scanner = Scanner::new(source, &Limits::default());
        let mut seen = String::new();
        loop {
            match scanner.advance().map_err(|refused| refused.code)? {
                Event::Start(name) => seen.extend(["<", &format!("{:?}", name.space), ":", name.local]),
                Event::End => seen.push('>'),
                Event::Text(text) => seen.push_str(&text),
                Event::Finish => return Ok(seen),
            }
        }
    }

    #[test]
    fn namespaces_are_known_by_uri() {
        for uri in [WORD, STRICT] {
            assert_eq!(events(&format!("<x:p xmlns:x='{uri}'/>")).as_deref(), Ok("<Word:p>"));
            assert_eq!(events(&format!("<p xmlns='{uri}'><t/></p>")).as_deref(), Ok("<Word:p<Word:t>>"));
        }
    }

    #[test]
    fn a_prefix_can_change_its_meaning_inside() {
        let source = format!("<w:a xmlns:w='{WORD}'><w:b xmlns:w='urn:x'><w:c/></w:b><w:d/></w:a>");
        assert_eq!(events(&source).as_deref(), Ok("<Word:a<Other:b<Other:c>><Word:d>>"));
    }

    #[test]
    fn references_and_cdata_are_text() {
        assert_eq!(events("<a>甲&amp;&#x4e59;<![CDATA[<丙>]]></a>").as_deref(), Ok("<None:a甲&乙<丙>>"));
    }

    #[test]
    fn ill_formed_parts_are_refused() {
        for source in [
            "",
            " ",
            "文字",
            "<a>",
            "<a><b></a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>文字",
            "文字<a/>",
            "<a/>&amp;",
            "<a>&x;</a>",
            "<a>&</a>",
            "<a",
            "<a b='1' b='2'/>",
            "<a><![CDATA[</a>",
            "<a><!-- -- --></a>",
            "</a>",
            "<a>&#xFFFE;</a>",
            "<a><b",
            "<a>&#xD800;</a>",
            "<1a/>",
            "<a:/>",
            "<a:b/>",
            "<a><b xmlns:c='urn:c'/><c:d/></a>",
            "<?xml version='1.0'?><?xml version='1.0'?><a/>",
            "<a><?xml version='1.0'?></a>",
            "<?XML version='1.0'?><a/>",
        ] {
            assert_eq!(events(source), Err(Code::XmlSyntax), "{source}");
        }
    }

    #[test]
    fn document_types_are_refused_whole_or_not() {
        for source in [
            "<!DOCTYPE a><a/>",
            "<!doctype a [<!ENTITY x 'y'>]><a>&x;</a>",
            "<!DOCTYPE a [ <a/>",
            "<?xml version='1.0'?><!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        ] {
            assert_eq!(events(source), Err(Code::Dtd), "{source}");
        }
    }

    #[test]
    fn other_encodings_are_refused() {
        assert_eq!(events("<?xml version='1.0' encoding='gb18030'?><a/>"), Err(Code::XmlEncoding));
        assert_eq!(events("<?xml version='1.0' encoding='UTF-7'?><a/>"), Err(Code::XmlEncoding));
        assert_eq!(events("\u{feff}<?xml version='1.0' encoding='utf-8'?><a/>").as_deref(), Ok("<None:a>"));
    }

    #[test]
    fn depth_elements_and_attributes_have_limits() {
        let limits = Limits::default();
        let deep = "<a>".repeat(limits.xml_depth + 1);
        assert_eq!(events(&deep), Err(Code::TooDeep));
        let long = format!("<a b='{}'/>", "x".repeat(limits.attribute_kib * 1024));
        assert_eq!(events(&long), Err(Code::XmlLimit));
        let declarations = (0..900).map(|n| format!(" xmlns:p{n}='urn:{n}'")).collect::<Vec<_>>().concat();
        assert_eq!(events(&format!("<a{declarations}><b{declarations}/></a>")), Err(Code::XmlLimit));
        let few = Limits { elements: 3, ..limits };
        let mut scanner = Scanner::new("<a><b/><b/><b/></a>", &few);
        let refused = std::iter::from_fn(|| Some(scanner.advance())).find_map(Result::err);
        assert_eq!(refused.map(|refused| refused.code), Some(Code::XmlLimit));
    }

    #[test]
    fn a_reference_is_not_an_id() {
        let uri = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let source = format!("<a xmlns:r='{uri}' r:id='rId1' id='7'/>");
        let mut scanner = Scanner::new(&source, &Limits::default());
        scanner.advance().expect("well formed");
        assert_eq!(scanner.attribute("id").as_deref(), Some("7"));
        assert_eq!(scanner.reference("id").as_deref(), Some("rId1"));
    }

    #[test]
    fn skipping_stops_behind_the_element() {
        let mut scanner = Scanner::new("<a><b><b/>x</b><c>y<d>z</d>w</c></a>", &Limits::default());
        scanner.advance().expect("a");
        scanner.advance().expect("b");
        scanner.skip().expect("well formed");
        assert_eq!(scanner.advance().expect("c"), Event::Start(Name { space: Space::None, local: "c" }));
        assert_eq!(scanner.text().expect("well formed"), "yw");
    }
}
