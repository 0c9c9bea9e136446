//! Builds a minimal Word file out of paragraph XML.
//! It never makes anything that a test did not ask for.

use super::super::archive::Prepared;
use super::super::{Fault, Template};
use crate::formats::rich::Rich;
use minijinja::Value;
use std::io::{Cursor, Read};

pub(super) const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
    xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
    xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\"";

const STYLES: &str = "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"a\"/>\
    <w:pPr><w:keepNext/></w:pPr><w:rPr><w:rFonts w:eastAsia=\"黑体\"/></w:rPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"2\"><w:name w:val=\"heading 2\"/><w:basedOn w:val=\"1\"/>\
    <w:rPr><w:rFonts w:eastAsia=\"楷体\"/><w:b/></w:rPr></w:style>";

const DOCUMENT_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

/// Parts of a Word file, to be changed before it is packed.
pub(super) struct Builder {
    pub(super) parts: Vec<(String, String)>,
    overrides: Vec<(String, String)>,
    relations: Vec<String>,
}

impl Builder {
    /// A document with this body.
    pub(super) fn new(body: &str) -> Builder {
        let document = format!(
            "<w:document {NAMESPACES}><w:body>{body}<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
             <w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"992\" w:gutter=\"0\"/>\
             </w:sectPr></w:body></w:document>"
        );
        let mut builder = Builder { parts: Vec::new(), overrides: Vec::new(), relations: Vec::new() };
        builder.overrides.push(("word/document.xml".to_owned(), DOCUMENT_TYPE.to_owned()));
        builder.parts.push(("word/document.xml".to_owned(), document));
        builder.part("styles", "styles", &format!("<w:styles {NAMESPACES}>{STYLES}</w:styles>"))
    }

    /// Adds a part of the document under `word/`, related by its kind.
    pub(super) fn part(mut self, name: &str, kind: &str, xml: &str) -> Builder {
        let path = format!("word/{name}.xml");
        let content_type =
            format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml");
        self.overrides.push((path.clone(), content_type));
        self.parts.push((path, xml.to_owned()));
        self.relation(name, kind, &format!("{name}.xml"), "")
    }

    /// Adds a relationship of the document.
    pub(super) fn relation(mut self, id: &str, kind: &str, target: &str, more: &str) -> Builder {
        self.relations.push(format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" \
             Target=\"{target}\" {more}/>"
        ));
        self
    }

    /// Adds a part without a relationship.
    pub(super) fn loose(mut self, path: &str, text: &str) -> Builder {
        self.parts.push((path.to_owned(), text.to_owned()));
        self
    }

    pub(super) fn bytes(self) -> Vec<u8> {
        let relations = |inner: &str| {
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
            )
        };
        let overrides: Vec<String> = self
            .overrides
            .iter()
            .map(|(path, kind)| format!("<Override PartName=\"/{path}\" ContentType=\"{kind}\"/>"))
            .collect();
        let types = format!(
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/>{}</Types>",
            overrides.concat()
        );
        let root = relations(
            "<Relationship Id=\"rId1\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
             Target=\"word/document.xml\"/>",
        );
        let mut parts = vec![
            ("[Content_Types].xml".to_owned(), types),
            ("_rels/.rels".to_owned(), root),
            ("word/_rels/document.xml.rels".to_owned(), relations(&self.relations.concat())),
        ];
        parts.extend(self.parts);
        let parts: Vec<(String, Vec<u8>)> =
            parts.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        Prepared::new(&[]).unwrap().with(&parts).unwrap()
    }
}

/// A paragraph of one run.
pub(super) fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A table of rows of cells of text.
pub(super) fn table(rows: &[&[&str]]) -> String {
    let row = |cells: &&[&str]| {
        let cells: Vec<String> = cells
            .iter()
            .map(|text| {
                format!("<w:tc><w:tcPr><w:tcW w:w=\"2000\" w:type=\"dxa\"/></w:tcPr>{}</w:tc>", p(text))
            })
            .collect();
        format!("<w:tr>{}</w:tr>", cells.concat())
    };
    let rows: Vec<String> = rows.iter().map(row).collect();
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"2000\"/></w:tblGrid>{}</w:tbl>",
        rows.concat()
    )
}

/// Opens a template with this body.
pub(super) fn open(body: &str) -> Template {
    Template::open(&Builder::new(body).bytes()).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// The faults of a template with this body.
pub(super) fn faults(body: &str) -> Vec<Fault> {
    Template::open(&Builder::new(body).bytes()).err().unwrap_or_default()
}

/// The body's XML as rendered, between `<w:body>` and the section.
pub(super) fn render(body: &str, context: &Value) -> String {
    body_of(&open(body).render(context, &[]).unwrap_or_else(|fault| panic!("{fault}")))
}

/// The body's XML as rendered with a rich body named 正文.
pub(super) fn render_rich(body: &str, rich: &Rich) -> String {
    body_of(
        &open(body)
            .render(&minijinja::context! {}, &[("正文", rich)])
            .unwrap_or_else(|fault| panic!("{fault}")),
    )
}

pub(super) fn body_of(document: &[u8]) -> String {
    let xml = part_of(document, "word/document.xml");
    let start = xml.find("<w:body>").unwrap() + "<w:body>".len();
    let end = xml.rfind("<w:sectPr>").unwrap();
    xml[start..end].to_owned()
}

pub(super) fn part_of(document: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(document)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

pub(super) fn names_of(document: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(document)).unwrap();
    (0..archive.len()).map(|index| archive.name_for_index(index).unwrap().unwrap().into_owned()).collect()
}

/// Only the text, a paragraph a line, cells too.
pub(super) fn text_of(xml: &str) -> String {
    let mut lines = Vec::new();
    for paragraph in xml.split("</w:p>") {
        let mut line = String::new();
        for piece in paragraph.split("<w:t").skip(1) {
            if piece.starts_with([' ', '>']) {
                let content = piece.split_once('>').unwrap().1.split("</w:t>").next().unwrap();
                line.push_str(&quick_xml::escape::unescape(content).unwrap());
            }
            if piece.contains("<w:br/>") {
                line.push('⏎');
            }
        }
        if paragraph.contains("<w:p>") || paragraph.contains("<w:p ") {
            lines.push(line);
        }
    }
    lines.join("\n")
}
