//! Which parts of a template go out with a document: those that its text needs.
//! It never keeps what tells of a person, a machine or another file: properties, comments, macros, links.

use super::fault::{Fault, THE_FILE};
use super::package::{Package, Relation, extension, relations_name, resolve};
use super::tree::{ROOT, Tree, attributes_of};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const RELATIONS_NAMESPACE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPE_BASE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
/// Name of the part with title and creator, which each document gets anew.
pub(super) const CORE_PART: &str = "docProps/core.xml";

/// What a kept part is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The main document.
    Document,
    /// A header or footer.
    Margin,
    /// Footnotes or endnotes.
    Notes,
    /// Styles.
    Styles,
    /// Settings.
    Settings,
    /// Another WordprocessingML part or the theme.
    Plain,
    /// Bytes that are copied: an image, an embedded font.
    Bytes,
}

/// A part that goes out.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// Its content type.
    pub content_type: String,
    /// Its relationships that go out.
    pub relations: Vec<Relation>,
    /// Ids of its relationships that do not.
    pub lost: BTreeSet<String>,
}

/// The parts that go out, the main document first; or every reason why the file cannot be a template.
pub(super) fn choose(package: &Package) -> Result<Vec<Kept>, Vec<Fault>> {
    let main = main_part(package).map_err(|fault| vec![fault])?;
    let mut faults = forbidden_parts(package);
    let mut kept = Vec::new();
    let mut seen = BTreeSet::from([main.to_lowercase()]);
    let mut waiting = vec![(main, Role::Document)];
    while let Some((name, role)) = waiting.pop() {
        let mut part = Kept {
            content_type: content_type(package, &name, role),
            relations: Vec::new(),
            lost: BTreeSet::new(),
            name,
            role,
        };
        for relation in package.relations(&part.name) {
            match fate(package, &part.name, &relation) {
                Fate::Keep => part.relations.push(relation),
                Fate::Follow(target, role) => {
                    if seen.insert(target.to_lowercase()) {
                        waiting.push((target, role));
                    }
                    part.relations.push(relation);
                }
                Fate::Lose => drop(part.lost.insert(relation.id)),
                Fate::Refuse(message, hint) => {
                    faults.push(Fault::new(&part.name, &relation.target, message, hint));
                }
            }
        }
        kept.push(part);
    }
    kept[1..].sort_by(|a, b| a.name.cmp(&b.name));
    if faults.is_empty() { Ok(kept) } else { Err(faults) }
}

fn main_part(package: &Package) -> Result<String, Fault> {
    let not_word = |message: String| Fault::of_file(message, "save the template as a Word document (.docx)");
    let relation = package
        .relations("")
        .into_iter()
        .find(|relation| relation.kind == "officeDocument")
        .ok_or_else(|| not_word("this is not a Word document: it names no main part".to_owned()))?;
    if relation.kind_uri.contains("purl.oclc.org") {
        return Err(not_word("this is a \"Strict Open XML\" document".to_owned()));
    }
    let target = resolve("", &relation.target);
    let name = package.written_name(&target).ok_or_else(|| {
        Fault::new(&target, "", "the main part is missing", "open the template in Word and save it again")
    })?;
    let kind = package.content_type(name);
    match kind {
        _ if kind.contains("macroEnabled") => Err(not_word("the template may hold macros".to_owned())),
        _ if kind.contains("wordprocessingml") => Ok(name.to_owned()),
        _ => Err(not_word("this is not a Word document".to_owned())),
    }
}

fn forbidden_parts(package: &Package) -> Vec<Fault> {
    let is_macro = |name: &&str| {
        let low = name.to_lowercase();
        low.ends_with("vbaproject.bin") || low.contains("/activex/")
    };
    let fault = |name| {
        Fault::new(
            THE_FILE,
            name,
            "the template holds macros or controls",
            "save it as .docx, which keeps no macros",
        )
    };
    package.names().filter(is_macro).map(fault).collect()
}

enum Fate {
    Keep,
    Follow(String, Role),
    Lose,
    Refuse(String, String),
}

fn fate(package: &Package, from: &str, relation: &Relation) -> Fate {
    if relation.external {
        return fate_of_link(relation);
    }
    let role = match relation.kind.as_str() {
        "styles" => Role::Styles,
        "settings" => Role::Settings,
        "header" | "footer" => Role::Margin,
        "footnotes" | "endnotes" => Role::Notes,
        "numbering" | "fontTable" | "theme" => Role::Plain,
        "image" | "font" => Role::Bytes,
        "hyperlink" => return Fate::Keep,
        "chart" | "chartEx" | "oleObject" | "package" | "control" | "aFChunk" | "subDocument" | "video"
        | "audio" | "media" | "diagramData" => {
            return Fate::Refuse(
                format!("the template holds an embedded object ({})", relation.kind),
                "replace it with a picture".to_owned(),
            );
        }
        _ => return Fate::Lose,
    };
    let target = resolve(from, &relation.target);
    match package.written_name(&target) {
        Some(name) => Fate::Follow(name.to_owned(), role),
        None => Fate::Refuse(
            format!("the part {target} is missing"),
            "open the template in Word or WPS, save it again, and copy it again".to_owned(),
        ),
    }
}

fn fate_of_link(relation: &Relation) -> Fate {
    let target = relation.target.to_lowercase();
    let is_web = ["http://", "https://", "mailto:"].iter().any(|scheme| target.starts_with(scheme));
    match relation.kind.as_str() {
        "hyperlink" if is_web => Fate::Keep,
        "image" => Fate::Refuse(
            "a picture is only linked, not inserted".to_owned(),
            "insert the picture itself; the link would lead nowhere on another computer".to_owned(),
        ),
        _ => Fate::Lose,
    }
}

fn content_type(package: &Package, name: &str, role: Role) -> String {
    if role == Role::Document { MAIN_TYPE.to_owned() } else { package.content_type(name).to_owned() }
}

/// `[Content_Types].xml` of the outgoing documents. The kinds of images that a body may bring are always
/// declared, so that the part stays static.
pub(super) fn content_types_part(kept: &[Kept], images: &[(&str, &str)]) -> Vec<u8> {
    let mut defaults: BTreeMap<String, String> =
        images.iter().map(|(extension, kind)| ((*extension).to_owned(), (*kind).to_owned())).collect();
    defaults.insert("rels".to_owned(), "application/vnd.openxmlformats-package.relationships+xml".to_owned());
    defaults.insert("xml".to_owned(), "application/xml".to_owned());
    let mut overrides =
        BTreeMap::from([(CORE_PART, "application/vnd.openxmlformats-package.core-properties+xml")]);
    for part in kept {
        let extension = extension(&part.name).to_lowercase();
        let same = defaults.get(&extension).is_some_and(|kind| *kind == part.content_type);
        if part.role == Role::Bytes && !defaults.contains_key(&extension) && !part.content_type.is_empty() {
            defaults.insert(extension, part.content_type.clone());
        } else if !same && !part.content_type.is_empty() {
            overrides.insert(&part.name, &part.content_type);
        }
    }
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
    );
    for (extension, kind) in &defaults {
        let _ =
            write!(xml, "<Default Extension=\"{}\" ContentType=\"{}\"/>", escape(extension), escape(kind));
    }
    for (name, kind) in &overrides {
        let _ = write!(xml, "<Override PartName=\"/{}\" ContentType=\"{}\"/>", escape(name), escape(kind));
    }
    xml.push_str("</Types>");
    xml.into_bytes()
}

/// `_rels/.rels` of the outgoing documents.
pub(super) fn package_relations(main: &str) -> Vec<u8> {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    let relation = |id: &str, kind_uri: String, target: &str| Relation {
        id: id.to_owned(),
        kind: String::new(),
        kind_uri,
        target: target.to_owned(),
        external: false,
    };
    relations_part(
        &[
            relation("rId1", format!("{TYPE_BASE}/officeDocument"), main),
            relation("rId2", core.to_owned(), CORE_PART),
        ],
        &[],
    )
}

/// A relationship part; `images` are id and target of the pictures that a body brought.
pub(super) fn relations_part(relations: &[Relation], images: &[(String, String)]) -> Vec<u8> {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Relationships xmlns=\"{RELATIONS_NAMESPACE}\">"
    );
    for relation in relations {
        let mode = if relation.external { " TargetMode=\"External\"" } else { "" };
        let _ = write!(
            xml,
            "<Relationship Id=\"{}\" Type=\"{}\" Target=\"{}\"{mode}/>",
            escape(&relation.id),
            escape(&relation.kind_uri),
            escape(&relation.target)
        );
    }
    for (id, target) in images {
        let _ = write!(
            xml,
            "<Relationship Id=\"{id}\" Type=\"{TYPE_BASE}/image\" Target=\"{}\"/>",
            escape(target)
        );
    }
    xml.push_str("</Relationships>");
    xml.into_bytes()
}

/// First number N such that neither a part `body N` nor a relationship `rIdB N` of the template is in the way:
/// a template may have been made from an outgoing document.
pub(super) fn first_image_number(kept: &[Kept]) -> usize {
    let digits =
        |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0);
    let mut highest = 0;
    for part in kept {
        let file = part.name.rsplit('/').next().unwrap_or_default();
        highest = highest.max(file.strip_prefix("body").map_or(0, digits));
        for relation in &part.relations {
            highest = highest.max(relation.id.strip_prefix("rIdB").map_or(0, digits));
        }
    }
    highest + 1
}

/// Whether the root declares the one WordprocessingML namespace that the engine writes, under its usual prefix.
pub(super) fn check_namespace(part: &str, tree: &Tree) -> Result<(), Fault> {
    let usual = ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");
    if attributes_of(tree.open(ROOT)).contains(&usual) {
        return Ok(());
    }
    Err(Fault::new(
        part,
        "",
        "the part does not use Word's usual names",
        "open the template in Word or WPS, save it as a Word document (.docx) and copy it again",
    ))
}

/// Name of the relationship part, when the part has relationships that go out.
pub(super) fn kept_relations(part: &Kept) -> Option<(String, Vec<u8>)> {
    (!part.relations.is_empty()).then(|| (relations_name(&part.name), relations_part(&part.relations, &[])))
}

fn escape(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}
