//! One door for everything that docx-rs writes: its document mended to the schema, packed with parts of our own.
//! It never lets through what the crate invents: identifiers, dates, an order of elements that no schema knows.

use docx_rs::Docx;
use quick_xml::events::Event;
use quick_xml::{Reader, escape::escape};
use std::fmt::Write as _;
use std::io::{self, Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

/// The document as a .docx, deflated, the same bytes for the same content. A note stands in the foot of its
/// pages, or none.
pub fn pack(document: Docx, note: &str) -> io::Result<Vec<u8>> {
    let built = document.build();
    let text = String::from_utf8(built.document).map_err(io::Error::other)?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", PACKAGE_RELATIONSHIPS.to_owned()),
        ("word/document.xml", mended(&text)?),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONSHIPS.to_owned()),
        ("word/styles.xml", STYLES.to_owned()),
        ("word/footer1.xml", footer(note)),
    ];
    for (name, text) in parts {
        zip.start_file(name, options())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().last_modified_time(DateTime::default())
}

/// The part with the children of its property elements in the order of the schema, without attributes that no
/// schema knows or that differ from call to call (paragraph identifiers), and with a section of ours at its end.
fn mended(text: &str) -> io::Result<String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Frame> = vec![Frame::default()];
    loop {
        match reader.read_event().map_err(io::Error::other)? {
            Event::Start(element) => open.push(Frame::of(&element)),
            Event::Empty(element) => {
                let frame = Frame::of(&element);
                close(&mut open, frame);
            }
            Event::End(_) => {
                if let Some(frame) = open.pop() {
                    close(&mut open, frame);
                }
            }
            Event::Text(text) => push(&mut open, &text),
            Event::GeneralRef(reference) => push(&mut open, &format!("&{};", &*reference)),
            Event::Eof => break,
            _ => {}
        }
    }
    let root = open.into_iter().next().unwrap_or_default();
    Ok(format!("{DECLARATION}{}", root.content()))
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// An element that is open: its start tag, and its children so far.
#[derive(Default)]
struct Frame {
    name: String,
    tag: String,
    children: Vec<(usize, String)>,
}

impl Frame {
    fn of(element: &quick_xml::events::BytesStart) -> Self {
        let name = element.name().as_ref().to_owned();
        let mut tag = name.clone();
        for attribute in element.attributes().flatten() {
            let key = attribute.key.as_ref();
            let foreign = key.starts_with("w14:") || (name == "w:gridCol" && key == "w:type");
            if !foreign {
                let _ = write!(tag, " {key}=\"{}\"", attribute.value);
            }
        }
        Frame { name, tag, children: Vec::new() }
    }

    /// The children in order: of the schema in property elements, as they came elsewhere.
    fn content(mut self) -> String {
        if order_in(&self.name).is_some() {
            self.children.sort_by_key(|(rank, _)| *rank);
        }
        self.children.into_iter().map(|(_, text)| text).collect()
    }

    fn text(self) -> String {
        let (tag, name) = (self.tag.clone(), self.name.clone());
        let content = self.content();
        if content.is_empty() { format!("<{tag}/>") } else { format!("<{tag}>{content}</{name}>") }
    }
}

/// Adds the finished element to the one around it, in place of the crate's section ours.
fn close(open: &mut [Frame], frame: Frame) {
    let Some(parent) = open.last_mut() else {
        return;
    };
    let rank = order_in(&parent.name).map_or(0, |order| {
        order.iter().position(|name| frame.name.strip_prefix("w:") == Some(name)).unwrap_or(order.len())
    });
    let text = if frame.name == "w:sectPr" { SECTION.to_owned() } else { frame.text() };
    parent.children.push((rank, text));
}

fn push(open: &mut [Frame], text: &str) {
    if let Some(frame) = open.last_mut() {
        frame.children.push((0, text.to_owned()));
    }
}

/// The order of children that ECMA-376 asks for in the property elements which docx-rs gets wrong.
fn order_in(element: &str) -> Option<&'static [&'static str]> {
    match element {
        "w:pPr" => Some(&[
            "pStyle",
            "keepNext",
            "keepLines",
            "pageBreakBefore",
            "framePr",
            "widowControl",
            "numPr",
            "pBdr",
            "shd",
            "tabs",
            "kinsoku",
            "wordWrap",
            "overflowPunct",
            "snapToGrid",
            "spacing",
            "ind",
            "jc",
            "textAlignment",
            "outlineLvl",
            "rPr",
            "sectPr",
            "pPrChange",
        ]),
        "w:rPr" => Some(&[
            "rStyle",
            "rFonts",
            "b",
            "bCs",
            "i",
            "iCs",
            "strike",
            "dstrike",
            "vanish",
            "color",
            "spacing",
            "w",
            "kern",
            "position",
            "sz",
            "szCs",
            "highlight",
            "u",
            "bdr",
            "shd",
            "fitText",
            "vertAlign",
            "lang",
        ]),
        "w:tblPr" => Some(&[
            "tblStyle",
            "tblpPr",
            "tblW",
            "jc",
            "tblInd",
            "tblBorders",
            "shd",
            "tblLayout",
            "tblCellMar",
            "tblLook",
        ]),
        "w:tcPr" => {
            Some(&["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "tcMar", "textDirection", "vAlign"])
        }
        _ => None,
    }
}

/// A4 with the margins of official pages and the foot.
const SECTION: &str = "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/>\
    <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1701\" w:right=\"1474\" w:bottom=\"1474\" w:left=\"1587\" \
    w:header=\"851\" w:footer=\"851\" w:gutter=\"0\"/></w:sectPr>";

fn footer(note: &str) -> String {
    format!(
        "{DECLARATION}<w:ftr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:pPr>\
         <w:jc w:val=\"left\"/></w:pPr><w:r><w:rPr><w:rFonts w:eastAsia=\"仿宋_GB2312\"/><w:sz w:val=\"18\"/></w:rPr>\
         <w:t xml:space=\"preserve\">{}</w:t></w:r></w:p></w:ftr>",
        escape(note)
    )
}

const CONTENT_TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Override PartName=\"/word/document.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
    <Override PartName=\"/word/styles.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
    <Override PartName=\"/word/footer1.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/></Types>";

const PACKAGE_RELATIONSHIPS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
    Target=\"word/document.xml\"/></Relationships>";

const DOCUMENT_RELATIONSHIPS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
    <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\" \
    Target=\"footer1.xml\"/></Relationships>";

const STYLES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:docDefaults><w:rPrDefault>\
    <w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"仿宋_GB2312\" w:hAnsi=\"Times New Roman\"/>\
    <w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault>\
    <w:pPrDefault/></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\">\
    <w:name w:val=\"Normal\"/></w:style></w:styles>";
