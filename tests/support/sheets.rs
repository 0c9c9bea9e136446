//! Small workbooks with one trait each, built part by part.
//! It never goes through a writing library, which would not make what is wrong.

use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORKBOOK_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

/// A workbook to be; every part can be replaced by text of the test's own.
pub struct Book {
    content_type: String,
    properties: String,
    tabs: Vec<(String, String, String)>,
    sheets: Vec<String>,
    strings: Option<String>,
    styles: Option<String>,
    extra: Vec<(String, Vec<u8>)>,
    utf16: bool,
}

impl Book {
    /// A workbook with one visible sheet `来稿` of this `sheetData` content.
    pub fn of(rows: &str) -> Book {
        Book::of_sheet(&format!("<sheetData>{rows}</sheetData>"))
    }

    /// A workbook with one visible sheet of this content.
    pub fn of_sheet(body: &str) -> Book {
        Book {
            content_type: WORKBOOK_TYPE.into(),
            properties: String::new(),
            tabs: vec![("来稿".into(), String::new(), "rId1".into())],
            sheets: vec![body.to_owned()],
            strings: None,
            styles: None,
            extra: Vec::new(),
            utf16: false,
        }
    }

    /// Another sheet with its `state` (`hidden` or empty).
    pub fn sheet(mut self, name: &str, state: &str, rows: &str) -> Book {
        self.sheets.push(format!("<sheetData>{rows}</sheetData>"));
        let state = if state.is_empty() { String::new() } else { format!(" state=\"{state}\"") };
        self.tabs.push((name.into(), state, format!("rId{}", self.sheets.len())));
        self
    }

    /// Many tabs that all name the first sheet's part.
    pub fn tabs(mut self, count: usize) -> Book {
        self.tabs = (0..count).map(|n| (format!("表{n}"), String::new(), "rId1".into())).collect();
        self
    }

    /// The shared strings part, its `sst` element included.
    pub fn strings(mut self, sst: &str) -> Book {
        self.strings = Some(sst.to_owned());
        self
    }

    /// The content of `styleSheet`.
    pub fn styles(mut self, styles: &str) -> Book {
        self.styles = Some(styles.to_owned());
        self
    }

    /// `workbookPr` with these attributes.
    pub fn properties(mut self, attributes: &str) -> Book {
        self.properties = format!("<workbookPr {attributes}/>");
        self
    }

    /// The content type of the workbook part.
    pub fn content_type(mut self, content_type: &str) -> Book {
        content_type.clone_into(&mut self.content_type);
        self
    }

    /// One more part.
    pub fn part(mut self, name: &str, bytes: &[u8]) -> Book {
        self.extra.push((name.to_owned(), bytes.to_vec()));
        self
    }

    /// The sheets in UTF-16, as OPC allows.
    pub fn utf16(mut self) -> Book {
        self.utf16 = true;
        self
    }

    /// The file's bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let mut add = |name: &str, bytes: &[u8]| {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        };
        add("[Content_Types].xml", self.content_types().as_bytes());
        add("_rels/.rels", package_relationships().as_bytes());
        add("xl/workbook.xml", self.workbook().as_bytes());
        add("xl/_rels/workbook.xml.rels", self.relationships().as_bytes());
        for (index, sheet) in self.sheets.iter().enumerate() {
            let text = format!("<worksheet xmlns=\"{MAIN}\">{sheet}</worksheet>");
            add(&format!("xl/worksheets/sheet{}.xml", index + 1), &self.encoded(&text));
        }
        if let Some(sst) = &self.strings {
            add("xl/sharedStrings.xml", sst.as_bytes());
        }
        if let Some(styles) = &self.styles {
            let text = format!("<styleSheet xmlns=\"{MAIN}\">{styles}</styleSheet>");
            add("xl/styles.xml", text.as_bytes());
        }
        for (name, bytes) in &self.extra {
            add(name, bytes);
        }
        zip.finish().unwrap().into_inner()
    }

    fn encoded(&self, text: &str) -> Vec<u8> {
        if !self.utf16 {
            return text.as_bytes().to_vec();
        }
        [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    }

    fn content_types(&self) -> String {
        format!(
            "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>\
             <Default Extension=\"rels\" \
             ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Override PartName=\"/xl/workbook.xml\" ContentType=\"{}\"/></Types>",
            self.content_type
        )
    }

    fn workbook(&self) -> String {
        let tab = |(index, (name, state, id)): (usize, &(String, String, String))| {
            format!("<sheet name=\"{name}\" sheetId=\"{}\"{state} r:id=\"{id}\"/>", index + 1)
        };
        let tabs: String = self.tabs.iter().enumerate().map(tab).collect();
        format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{DOCUMENT}\">{}<sheets>{tabs}</sheets></workbook>",
            self.properties
        )
    }

    fn relationships(&self) -> String {
        let mut all = String::new();
        for number in 1..=self.sheets.len() {
            all +=
                &relationship(&format!("rId{number}"), "worksheet", &format!("worksheets/sheet{number}.xml"));
        }
        if self.strings.is_some() {
            all += &relationship("rIdS", "sharedStrings", "sharedStrings.xml");
        }
        if self.styles.is_some() {
            all += &relationship("rIdF", "styles", "styles.xml");
        }
        format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{all}</Relationships>")
    }
}

fn relationship(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"{id}\" Type=\"{DOCUMENT}/{kind}\" Target=\"{target}\"/>")
}

fn package_relationships() -> String {
    let main = relationship("rId1", "officeDocument", "xl/workbook.xml");
    format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{main}</Relationships>")
}

/// A cell with text in it.
pub fn text(reference: &str, text: &str) -> String {
    format!("<c r=\"{reference}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>")
}

/// A cell with a stored value, its type and its style.
pub fn value(attributes: &str, value: &str) -> String {
    format!("<c {attributes}><v>{value}</v></c>")
}

/// A row around cells.
pub fn row(number: usize, cells: &str) -> String {
    format!("<row r=\"{number}\">{cells}</row>")
}
