//! The package of a template: its parts by name, and the relationships between them.
//! It never decides which parts an outgoing document keeps.

use super::fault::Fault;
use super::tree::{ROOT, Tree, unescape};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Bytes that all parts of a template may unpack to. Stops a zip bomb in the folder of templates.
const UNPACKED_MIB: u64 = 64;
/// Members of a template's package. Stops directories of millions of empty entries.
const MEMBERS: usize = 4_000;

const CONTENT_TYPES: &str = "[content_types].xml";

/// Parts by lower-case name: names of parts differ in more than case.
#[derive(Debug)]
pub(super) struct Package {
    parts: BTreeMap<String, Part>,
    defaults: BTreeMap<String, String>,
    overrides: BTreeMap<String, String>,
}

#[derive(Debug)]
struct Part {
    name: String,
    bytes: Vec<u8>,
}

/// A relationship of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    /// Id by which the part names it.
    pub id: String,
    /// Last word of its type: `styles`, `image`, `hyperlink`.
    pub kind: String,
    /// Its type in full.
    pub kind_uri: String,
    /// Target as written, with references resolved.
    pub target: String,
    /// The target is outside the package.
    pub external: bool,
}

impl Package {
    /// Unpacks a template within limits.
    pub(super) fn open(bytes: &[u8]) -> Result<Package, Fault> {
        if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            return Err(Fault::of_file(
                "this is an old Word document (.doc) or it is locked with a password",
                "open it in Word or WPS, remove the password, and save it as .docx",
            ));
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            Fault::of_file(
                "this is not a Word document (.docx)",
                "save the template as .docx and copy it again",
            )
        })?;
        if archive.len() > MEMBERS {
            return Err(Fault::of_file("the file holds too many members", "make the template anew in Word"));
        }
        let mut package =
            Package { parts: BTreeMap::new(), defaults: BTreeMap::new(), overrides: BTreeMap::new() };
        let mut left = UNPACKED_MIB << 20;
        for index in 0..archive.len() {
            package.unpack(&mut archive, index, &mut left)?;
        }
        package.read_content_types()?;
        Ok(package)
    }

    fn unpack(
        &mut self,
        archive: &mut ZipArchive<Cursor<&[u8]>>,
        index: usize,
        left: &mut u64,
    ) -> Result<(), Fault> {
        let damaged = |_| {
            Fault::of_file(
                "the file is damaged or encrypted",
                "open it in Word, save it again without a password, and copy it again",
            )
        };
        let member = archive.by_index(index).map_err(|error| damaged(error.to_string()))?;
        if member.is_dir() {
            return Ok(());
        }
        let name = match member.name() {
            Ok(name) => normal_name(&name),
            Err(_) => return Err(damaged(String::new())),
        };
        let mut content = Vec::new();
        member.take(*left + 1).read_to_end(&mut content).map_err(|error| damaged(error.to_string()))?;
        let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
        if size > *left {
            return Err(Fault::of_file(
                format!("the file unpacks to more than {UNPACKED_MIB} MiB"),
                "use smaller pictures in the template",
            ));
        }
        *left -= size;
        self.parts.insert(name.to_lowercase(), Part { name, bytes: content });
        Ok(())
    }

    fn read_content_types(&mut self) -> Result<(), Fault> {
        let missing = |why: &str| {
            Fault::of_file(
                format!("this is not a Word document: [Content_Types].xml {why}"),
                "save the template as .docx and copy it again",
            )
        };
        let part = self.parts.get(CONTENT_TYPES).ok_or_else(|| missing("is missing"))?;
        let tree = Tree::parse(&part.bytes).map_err(|why| missing(&format!("cannot be read: {why}")))?;
        for id in tree.children(ROOT) {
            let kind = tree.attribute(*id, "ContentType").unwrap_or_default();
            if let Some(extension) = tree.attribute(*id, "Extension") {
                self.defaults.insert(extension.to_lowercase(), kind);
            } else if let Some(name) = tree.attribute(*id, "PartName") {
                self.overrides.insert(normal_name(&name).to_lowercase(), kind);
            }
        }
        Ok(())
    }

    /// Bytes of a part.
    pub(super) fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.parts.get(&name.to_lowercase()).map(|part| part.bytes.as_slice())
    }

    /// The part's name as the package writes it.
    pub(super) fn written_name(&self, name: &str) -> Option<&str> {
        self.parts.get(&name.to_lowercase()).map(|part| part.name.as_str())
    }

    /// Names of all parts as written, in alphabetical order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.values().map(|part| part.name.as_str())
    }

    /// The part's content type, or empty.
    pub(super) fn content_type(&self, name: &str) -> &str {
        let key = name.to_lowercase();
        let by_extension = || self.defaults.get(extension(&key));
        self.overrides.get(&key).or_else(by_extension).map_or("", String::as_str)
    }

    /// Relationships of a part (`""` is the package itself); none when it has none or they cannot be read.
    pub(super) fn relations(&self, part: &str) -> Vec<Relation> {
        let Some(bytes) = self.bytes(&relations_name(part)) else {
            return Vec::new();
        };
        let Ok(tree) = Tree::parse(bytes) else {
            return Vec::new();
        };
        let read = |id: &usize| {
            let kind_uri = tree.attribute(*id, "Type")?;
            Some(Relation {
                id: tree.attribute(*id, "Id")?,
                kind: kind_uri.rsplit('/').next().unwrap_or_default().to_owned(),
                target: tree.attribute(*id, "Target")?,
                external: tree.attribute(*id, "TargetMode").is_some_and(|mode| mode == "External"),
                kind_uri,
            })
        };
        tree.children(ROOT).iter().filter_map(read).collect()
    }
}

/// Name of the part that holds the relationships of a part.
pub(super) fn relations_name(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
    if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") }
}

/// The part that a relationship of `from` points to: relative, absolute and with `..`, never above the root.
pub(super) fn resolve(from: &str, target: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let joined =
        if target.starts_with('/') { target.to_owned() } else { format!("{folder}/{}", unescape(target)) };
    let mut steps: Vec<&str> = Vec::new();
    for step in joined.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            other => steps.push(other),
        }
    }
    steps.join("/")
}

/// The ending of a part's name, without the dot.
pub(super) fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn normal_name(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_relative_absolute_or_climb() {
        assert_eq!(resolve("word/document.xml", "media/a.png"), "word/media/a.png");
        assert_eq!(resolve("word/document.xml", "/word/media/a.png"), "word/media/a.png");
        assert_eq!(resolve("word/document.xml", "../../../x.xml"), "x.xml");
        assert_eq!(resolve("", "word/document.xml"), "word/document.xml");
        assert_eq!(relations_name("word/document.xml"), "word/_rels/document.xml.rels");
        assert_eq!(relations_name(""), "_rels/.rels");
    }

    #[test]
    fn what_is_not_a_package_is_named() {
        assert!(Package::open(b"hello").unwrap_err().message.contains("not a Word document"));
        let compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0];
        assert!(Package::open(&compound).unwrap_err().message.contains("password"));
    }
}
