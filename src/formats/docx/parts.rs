//! The parts of a document's package: relationships, content types, and which part is the main one.
//! It never follows a relationship that leads out of the package.

use super::findings::Findings;
use crate::document::Format;
use crate::formats::package::{Kept, Package};
use crate::formats::xml::{self, Event, Scanner, Space};
use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use std::collections::HashMap;
use std::sync::Arc;

/// Relationships of one part. Stops lists that fill the memory; an honest document has a few hundred.
const RELATIONSHIPS: usize = 100_000;

/// Entries of a table of content types. Stops tables that fill the memory; an honest one has an entry a part.
const CONTENT_TYPES: usize = 100_000;

/// Lists of relationships that were read last.
static LISTS: Kept<Arc<Relationships>> = Kept::new(16);

/// Tables of content types that were read last.
static TYPES: Kept<Arc<ContentTypes>> = Kept::new(8);

/// What a relationship is for, transitional and strict alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Main,
    CoreProperties,
    Styles,
    Numbering,
    Header,
    Footer,
    Footnotes,
    Endnotes,
    Comments,
    Image,
    Hyperlink,
    Embedded,
    Other,
}

impl Kind {
    fn of(uri: &str) -> Kind {
        match uri.rsplit('/').next().unwrap_or_default() {
            "officeDocument" => Kind::Main,
            "core-properties" | "coreProperties" => Kind::CoreProperties,
            "styles" => Kind::Styles,
            "numbering" => Kind::Numbering,
            "header" => Kind::Header,
            "footer" => Kind::Footer,
            "footnotes" => Kind::Footnotes,
            "endnotes" => Kind::Endnotes,
            "comments" => Kind::Comments,
            "image" => Kind::Image,
            "hyperlink" => Kind::Hyperlink,
            "oleObject" | "package" | "aFChunk" | "control" | "subDocument" => Kind::Embedded,
            _ => Kind::Other,
        }
    }
}

/// One relationship of a part.
#[derive(Clone, Debug)]
pub(super) struct Relationship {
    pub kind: Kind,
    /// Name of the part, or the address outside.
    pub target: String,
    pub external: bool,
    /// It would lead above the root of the package; the target is what is left of it within.
    pub outside: bool,
}

/// Relationships of one part by id, and their order in the file.
#[derive(Debug, Default)]
pub(super) struct Relationships {
    /// The part that they belong to, as their targets are seen from it.
    source: String,
    /// Elements of the list.
    elements: usize,
    by_id: HashMap<String, usize>,
    list: Vec<Relationship>,
}

impl Relationships {
    /// The relationship of an id.
    pub fn get(&self, id: &str) -> Option<&Relationship> {
        self.list.get(*self.by_id.get(id)?)
    }

    /// Parts inside the package of a kind, in order, each once.
    pub fn parts(&self, kind: Kind) -> Vec<&str> {
        let mut parts: Vec<&str> = Vec::new();
        for one in self.list.iter().filter(|one| one.kind == kind && !one.external) {
            if parts.len() < 1_000 && !parts.contains(&one.target.as_str()) {
                parts.push(&one.target);
            }
        }
        parts
    }
}

/// A package while it is read as a document: parts as text, with one budget of elements over all of them.
pub(super) struct Parts<'a> {
    pub package: Package<'a>,
    pub limits: Limits,
    by_part: HashMap<String, Arc<Relationships>>,
}

impl<'a> Parts<'a> {
    /// Reads all relationships of a package. A list that is broken refuses the file only where the
    /// document hangs on it; one with a document type always does.
    pub fn open(package: Package<'a>, limits: &Limits, findings: &mut Findings) -> Result<Self, Rejection> {
        let mut parts = Parts { package, limits: limits.clone(), by_part: HashMap::new() };
        let lists: Vec<String> =
            parts.package.names().filter(|name| is_list(name)).map(str::to_owned).collect();
        for list in lists {
            let source = source_of(&list);
            match parts.relationships_in(&list, &source, findings) {
                Ok(relationships) => {
                    parts.by_part.insert(source.to_lowercase(), relationships);
                }
                Err(refused) if source.is_empty() || !is_broken(refused.code) => return Err(refused),
                Err(refused) => findings.broken(refused.code).add(&list),
            }
        }
        Ok(parts)
    }

    /// Relationships of a part; `""` is the package itself.
    pub fn relationships(&self, part: &str) -> Option<&Relationships> {
        self.by_part.get(&part.to_lowercase()).map(Arc::as_ref)
    }

    /// The name of the first part of a kind that a part names.
    pub fn first(&self, part: &str, kind: Kind) -> Option<String> {
        self.relationships(part)?.parts(kind).first().map(|name| (*name).to_owned())
    }

    /// The name of the main part.
    pub fn main(&self) -> Result<String, Rejection> {
        let none = || Rejection::of_file(Code::NotOoxml, "文件内部没有正文部件。");
        let package = self.relationships("").ok_or_else(none)?;
        let mut mains: Vec<&Relationship> = Vec::new();
        for one in package.list.iter().filter(|one| one.kind == Kind::Main) {
            if one.external || one.outside {
                return Err(Rejection::of_file(Code::ExternalMain, "文件的正文指向文件之外。"));
            }
            if !mains.iter().any(|other| other.target == one.target) {
                mains.push(one);
            }
        }
        match mains.as_slice() {
            [one] if self.package.has(&one.target) => Ok(one.target.clone()),
            [] | [_] => Err(none()),
            _ => Err(Rejection::of_file(Code::AmbiguousOpc, "文件内部有两个正文部件。")),
        }
    }

    /// What the main part is by its content type.
    pub fn format(&mut self, main: &str) -> Result<Format, Rejection> {
        let name = "[Content_Types].xml";
        let packed = self.package.packed(name);
        let types = if let Some(types) = packed.and_then(|packed| TYPES.find(&packed, |_| true)) {
            self.package.pass_over(name);
            types
        } else {
            let types = Arc::new(self.content_types(name)?);
            if let Some(packed) = packed {
                TYPES.keep(&packed, Arc::clone(&types));
            }
            types
        };
        Ok(super::super::sniff::format_of_type(types.of(main)).unwrap_or(Format::Zip))
    }

    /// A part as text, or `None` where there is none.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Rejection> {
        match self.package.read(name)? {
            Some(bytes) => xml::decode(&bytes).map(Some).map_err(|refused| refused.at(name)),
            None => Ok(None),
        }
    }

    /// Takes the elements that a scanner has seen from what the parts behind it may have.
    pub fn spend(&mut self, elements: usize) {
        self.limits.elements = self.limits.elements.saturating_sub(elements);
    }

    fn relationships_in(
        &mut self,
        list: &str,
        source: &str,
        findings: &mut Findings,
    ) -> Result<Arc<Relationships>, Rejection> {
        let most = self.limits.elements;
        let packed = self.package.packed(list);
        let kept = packed
            .and_then(|packed| LISTS.find(&packed, |kept| kept.source == source && kept.elements <= most));
        let found = if let Some(found) = kept {
            self.package.pass_over(list);
            found
        } else {
            let found = Arc::new(self.read_relationships(list, source)?);
            if let Some(packed) = packed {
                LISTS.keep(&packed, Arc::clone(&found));
            }
            found
        };
        self.spend(found.elements);
        found.list.iter().for_each(|one| note_external(one, findings));
        Ok(found)
    }

    fn read_relationships(&mut self, list: &str, source: &str) -> Result<Relationships, Rejection> {
        let text = self.text(list)?.unwrap_or_default();
        let mut scanner = Scanner::new(&text, &self.limits);
        let mut found = Relationships { source: source.to_owned(), ..Relationships::default() };
        loop {
            match scanner.advance().map_err(|refused| refused.at(list))? {
                Event::Start(name) if name.space == Space::Relationships && name.local == "Relationship" => {
                    if found.list.len() == RELATIONSHIPS {
                        return Err(xml::limit("关系过多").at(list));
                    }
                    let id = scanner.attribute("Id").unwrap_or_default().into_owned();
                    found.by_id.entry(id).or_insert(found.list.len());
                    found.list.push(relationship(&scanner, source));
                }
                Event::Finish => break,
                _ => {}
            }
        }
        found.elements = scanner.elements();
        Ok(found)
    }

    fn content_types(&mut self, name: &str) -> Result<ContentTypes, Rejection> {
        let none = || Rejection::of_file(Code::NotOoxml, "文件内部缺少内容类型表。");
        let source = self.text(name)?.ok_or_else(none)?;
        ContentTypes::read(&source, &self.limits).map_err(|refused| refused.at(name))
    }
}

/// Whether a fault means a broken part, which harms only what hangs on it, and not an attack.
pub(super) fn is_broken(code: Code) -> bool {
    matches!(code, Code::XmlSyntax | Code::XmlEncoding | Code::Damaged)
}

fn relationship(scanner: &Scanner<'_>, source: &str) -> Relationship {
    let target = scanner.attribute("Target").unwrap_or_default();
    let external = scanner.attribute("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
    let kind = Kind::of(&scanner.attribute("Type").unwrap_or_default());
    if external {
        return Relationship { kind, target: target.into_owned(), external, outside: false };
    }
    let (target, outside) = resolve(source, &target);
    Relationship { kind, target, external, outside }
}

/// An external target is told, unless it is a plain hyperlink that a reader may click.
fn note_external(one: &Relationship, findings: &mut Findings) {
    let plain = ["http://", "https://", "mailto:", "#"];
    let lower: String = one.target.trim().chars().take(10).flat_map(char::to_lowercase).collect();
    let honest = one.kind == Kind::Hyperlink
        && (lower.is_empty() || plain.iter().any(|start| lower.starts_with(start)));
    if one.external && !honest {
        findings.external.add(&one.target);
    }
}

/// The part that a target names, as seen from its source part, and whether it would lead above the root.
fn resolve(source: &str, target: &str) -> (String, bool) {
    let target = target.split('#').next().unwrap_or_default().replace('\\', "/");
    let folder = source.rsplit_once('/').map_or("", |(folder, _)| folder);
    let above = if target.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = above.split('/').filter(|step| !step.is_empty()).collect();
    let mut outside = false;
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => outside |= steps.pop().is_none(),
            step => steps.push(step),
        }
    }
    (steps.join("/"), outside)
}

fn is_list(name: &str) -> bool {
    ends_with(name, ".rels")
        && name.rsplit('/').nth(1).is_some_and(|folder| folder.eq_ignore_ascii_case("_rels"))
}

/// Whether a name ends so, without regard to case.
pub(super) fn ends_with(name: &str, ending: &str) -> bool {
    let start = name.len().checked_sub(ending.len());
    start.and_then(|start| name.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

/// The part that a list of relationships belongs to: `word/_rels/document.xml.rels` to `word/document.xml`.
fn source_of(list: &str) -> String {
    let (folder, file) = list.rsplit_once('/').unwrap_or(("", list));
    let parent =
        folder.len().checked_sub("_rels".len()).and_then(|length| folder.get(..length)).unwrap_or_default();
    let name =
        file.len().checked_sub(".rels".len()).and_then(|length| file.get(..length)).unwrap_or_default();
    format!("{parent}{name}")
}

/// What each part is, by its name or by its ending.
#[derive(Debug, Default)]
struct ContentTypes {
    by_name: Vec<(String, String)>,
    by_ending: Vec<(String, String)>,
}

impl ContentTypes {
    fn read(source: &str, limits: &Limits) -> Result<Self, Rejection> {
        let mut scanner = Scanner::new(source, limits);
        let mut types = ContentTypes::default();
        loop {
            match scanner.advance()? {
                Event::Start(name) if name.space == Space::ContentTypes => {
                    let value =
                        |attribute: &str| scanner.attribute(attribute).unwrap_or_default().into_owned();
                    if types.by_name.len() + types.by_ending.len() == CONTENT_TYPES {
                        return Err(xml::limit("内容类型过多"));
                    }
                    match name.local {
                        "Override" => types.by_name.push((value("PartName"), value("ContentType"))),
                        "Default" => types.by_ending.push((value("Extension"), value("ContentType"))),
                        _ => {}
                    }
                }
                Event::Finish => return Ok(types),
                _ => {}
            }
        }
    }

    /// The content type of a part, or nothing; where it is said twice, the last word holds.
    fn of(&self, part: &str) -> &str {
        let ending = part.rsplit_once('.').map_or("", |(_, ending)| ending);
        let last = |list: &'_ [(String, String)], wanted: &str| {
            list.iter().rposition(|(name, _)| name.trim_start_matches('/').eq_ignore_ascii_case(wanted))
        };
        match (last(&self.by_name, part), last(&self.by_ending, ending)) {
            (Some(at), _) => &self.by_name[at].1,
            (None, Some(at)) => &self.by_ending[at].1,
            (None, None) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_seen_from_their_part() {
        assert_eq!(resolve("", "word/document.xml"), ("word/document.xml".to_owned(), false));
        assert_eq!(resolve("", "/word/document.xml"), ("word/document.xml".to_owned(), false));
        assert_eq!(resolve("word/document.xml", "media/a.png"), ("word/media/a.png".to_owned(), false));
        assert_eq!(resolve("word/document.xml", "../media/a.png"), ("media/a.png".to_owned(), false));
        assert_eq!(resolve("word/document.xml", "../../../a.png"), ("a.png".to_owned(), true));
    }

    #[test]
    fn lists_belong_to_parts() {
        assert_eq!(source_of("_rels/.rels"), "");
        assert_eq!(source_of("word/_rels/document.xml.rels"), "word/document.xml");
    }
}
