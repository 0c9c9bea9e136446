//! What a package says about its workbook: the sheets in order, the date system, number formats, links.
//! It never follows a link out of the package.

use super::format;
use super::parts::Parts;
use super::serial::Shown;
use super::walk::{Node, attribute, relationship_id, walk};
use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use std::collections::BTreeMap;

/// Where the parts of the workbook lie, and what it says of itself.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) sheets: Vec<Tab>,
    pub(super) epoch_1904: bool,
    /// What each cell format (`s` of a cell) shows.
    pub(super) shown: Vec<Shown>,
    pub(super) strings: Option<String>,
    pub(super) warnings: Vec<Rejection>,
}

/// A tab of the workbook that is a sheet of cells.
#[derive(Debug)]
pub(super) struct Tab {
    pub(super) name: String,
    pub(super) visible: bool,
    pub(super) part: String,
}

struct Relationship {
    kind: String,
    target: String,
    external: bool,
}

type Relationships = BTreeMap<String, Relationship>;

/// Reads the outline. A package without a workbook part is refused.
pub(super) fn outline(parts: &mut Parts, limits: &Limits) -> Result<Outline, Rejection> {
    let main = main_part(parts, limits)?;
    let relationships = relationships(parts, &main, limits)?;
    let mut outline = Outline::default();
    read_workbook(parts, &main, &relationships, limits, &mut outline)?;
    if let Some(part) = target_of(&relationships, "/styles") {
        outline.shown = shown_formats(parts, &part, limits)?;
    }
    outline.strings = target_of(&relationships, "/sharedStrings");
    outline.warnings = findings(parts, limits)?;
    Ok(outline)
}

fn main_part(parts: &mut Parts, limits: &Limits) -> Result<String, Rejection> {
    let package = relationships(parts, "", limits)?;
    let main = target_of(&package, "/officeDocument").unwrap_or_else(|| "xl/workbook.xml".to_owned());
    if parts.has(&main) {
        return Ok(main);
    }
    Err(Rejection::of_file(Code::NotOoxml, "文件中没有工作簿"))
}

fn target_of(relationships: &Relationships, kind: &str) -> Option<String> {
    relationships
        .values()
        .find(|found| found.kind.ends_with(kind) && !found.external)
        .map(|found| found.target.clone())
}

/// The relationships of a part, or of the package for an empty name.
fn relationships(parts: &mut Parts, part: &str, limits: &Limits) -> Result<Relationships, Rejection> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let path = format!("{folder}/_rels/{name}.rels");
    let mut found = Relationships::new();
    let Some(text) = parts.text(&path)? else {
        return Ok(found);
    };
    walk(text.as_bytes(), &path, limits.elements, limits, &mut |node, _| {
        if let Node::Open(element) = node
            && element.local_name().as_ref() == "Relationship"
            && let Some(id) = attribute(element, "Id")
        {
            let value = |name| attribute(element, name).unwrap_or_default().into_owned();
            let external = value("TargetMode").eq_ignore_ascii_case("external");
            let target = if external { value("Target") } else { resolved(folder, &value("Target")) };
            found.insert(id.into_owned(), Relationship { kind: value("Type"), target, external });
        }
        Ok(())
    })?;
    Ok(found)
}

/// A target against the folder of its source; what would lead out of the package ends at its root.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let (mut steps, rest): (Vec<&str>, &str) = match target.strip_prefix('/') {
        Some(rest) => (Vec::new(), rest),
        None => (folder.split('/').filter(|step| !step.is_empty()).collect(), &target),
    };
    for step in rest.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn read_workbook(
    parts: &mut Parts,
    main: &str,
    relationships: &Relationships,
    limits: &Limits,
    outline: &mut Outline,
) -> Result<(), Rejection> {
    let text = parts.text(main)?.unwrap_or_default();
    let mut root = String::new();
    walk(text.as_bytes(), main, limits.elements, limits, &mut |node, place| {
        let Node::Open(element) = node else {
            return Ok(());
        };
        match (element.local_name().as_ref(), place.depth) {
            (name, 0) => name.clone_into(&mut root),
            ("workbookPr", 1) => {
                outline.epoch_1904 = attribute(element, "date1904").is_some_and(|value| is_true(&value));
            }
            ("sheet", 2) => {
                if outline.sheets.len() >= limits.sheets {
                    let message = format!("工作表超过{}张", limits.sheets);
                    return Err(Rejection::of_file(Code::TooMuch, message));
                }
                let target = relationship_id(element).and_then(|id| relationships.get(&id));
                if let Some(target) = target.filter(|to| to.kind.ends_with("/worksheet") && !to.external) {
                    outline.sheets.push(Tab {
                        name: attribute(element, "name").unwrap_or_default().into_owned(),
                        visible: attribute(element, "state").is_none_or(|state| state == "visible"),
                        part: target.target.clone(),
                    });
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    if root == "workbook" {
        return Ok(());
    }
    Err(Rejection::of_file(Code::NotOoxml, "文件中没有工作簿").at(main))
}

fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

/// What each cell format shows, in the order of `cellXfs`.
fn shown_formats(parts: &mut Parts, part: &str, limits: &Limits) -> Result<Vec<Shown>, Rejection> {
    let Some(text) = parts.text(part)? else {
        return Ok(Vec::new());
    };
    let (mut custom, mut shown, mut inside) = (BTreeMap::new(), Vec::new(), false);
    walk(text.as_bytes(), part, limits.elements, limits, &mut |node, _| {
        match node {
            Node::Open(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (number_of(element), attribute(element, "formatCode")) {
                        custom.insert(id, format::of_code(&code));
                    }
                }
                "cellXfs" => inside = true,
                "xf" if inside => {
                    let id = number_of(element).unwrap_or(0);
                    shown.push(custom.get(&id).copied().unwrap_or_else(|| format::built_in(id)));
                }
                _ => {}
            },
            Node::Close("cellXfs") => inside = false,
            Node::Close(_) | Node::Text(_) => {}
        }
        Ok(())
    })?;
    Ok(shown)
}

fn number_of(element: &quick_xml::events::BytesStart) -> Option<u32> {
    attribute(element, "numFmtId")?.parse().ok()
}

/// What leads out of the package or lies in it unread: links, DDE, embedded files, macros, comments.
fn findings(parts: &mut Parts, limits: &Limits) -> Result<Vec<Rejection>, Rejection> {
    let mut warnings = Vec::new();
    let names: Vec<String> = parts.names().map(str::to_owned).collect();
    let mut warn = |code, message: &str| warnings.push(Rejection::of_file(code, message));
    let any = |piece: &str| names.iter().any(|name| name.contains(piece));
    let mut outside = false;
    for name in names.iter().filter(|name| name.strip_suffix(".rels").is_some()) {
        let text = parts.text(name)?.unwrap_or_default();
        walk(text.as_bytes(), name, limits.elements, limits, &mut |node, _| {
            if let Node::Open(element) = node {
                outside |= leads_out(element);
            }
            Ok(())
        })?;
    }
    if any("/externallinks/") || any("/connections.xml") || outside {
        warn(Code::ExternalLink, "表格含有指向外部的链接或数据源（外部引用、DDE、外部图片等）");
    }
    if any("/embeddings/") || any("/activex/") {
        warn(Code::Embedded, "表格中嵌有其他文件或控件");
    }
    if any("vbaproject.bin") {
        warn(Code::Macro, "表格中含有宏，宏未读取也未运行");
    }
    if any("/comments") || any("/threadedcomments/") {
        warn(Code::Comments, "表格中有批注");
    }
    Ok(warnings)
}

/// An external target that is no plain web or mail link.
fn leads_out(element: &quick_xml::events::BytesStart) -> bool {
    let value = |name| attribute(element, name).unwrap_or_default().to_ascii_lowercase();
    let plain = ["http://", "https://", "mailto:"];
    value("TargetMode") == "external"
        && !(value("Type").ends_with("/hyperlink")
            && plain.iter().any(|start| value("Target").starts_with(start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_stay_in_the_package() {
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl", "/xl/a.xml"), "xl/a.xml");
        assert_eq!(resolved("xl", "../../../etc/passwd"), "etc/passwd");
        assert_eq!(resolved("xl", "worksheets\\sheet1.xml"), "xl/worksheets/sheet1.xml");
    }
}
