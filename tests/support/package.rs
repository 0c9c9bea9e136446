//! Builds ZIP packages for tests, honest ones in a line and lying ones in three.
//! It never checks anything, so that every lie can be told.
#![allow(dead_code, missing_docs, clippy::cast_possible_truncation, clippy::unwrap_used)]

use flate2::{Compress, Compression, Crc, FlushCompress};

pub const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
pub const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
pub const REFERENCES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
pub const MAIN_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

/// One member, with every field that can lie.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: Vec<u8>,
    pub data: Vec<u8>,
    pub stored: bool,
    pub flags: u16,
    /// Name in the local header, when it differs.
    pub local_name: Option<Vec<u8>>,
    /// Method in both headers, when it lies.
    pub method: Option<u16>,
    /// CRC in both headers, when it lies.
    pub crc: Option<u32>,
    /// Unpacked size in both headers, when it lies.
    pub size: Option<u32>,
    /// Uses the local header of the entry at this index.
    pub shares: Option<usize>,
    pub external: u32,
}

impl Entry {
    pub fn new(name: impl AsRef<[u8]>, data: impl AsRef<[u8]>) -> Self {
        Entry {
            name: name.as_ref().to_vec(),
            data: data.as_ref().to_vec(),
            stored: false,
            flags: 0,
            local_name: None,
            method: None,
            crc: None,
            size: None,
            shares: None,
            external: 0,
        }
    }
}

/// A package in the making.
#[derive(Clone, Debug, Default)]
pub struct Package {
    pub entries: Vec<Entry>,
    pub prefix: Vec<u8>,
    pub comment: Vec<u8>,
    pub tail: Vec<u8>,
    /// Members that the end record declares, when it lies.
    pub count: Option<u16>,
}

impl Package {
    pub fn new() -> Self {
        Package::default()
    }

    /// Adds a member, or gives it new bytes.
    pub fn part(mut self, name: &str, data: impl AsRef<[u8]>) -> Self {
        match self.entries.iter_mut().find(|entry| entry.name == name.as_bytes()) {
            Some(entry) => entry.data = data.as_ref().to_vec(),
            None => self.entries.push(Entry::new(name, data)),
        }
        self
    }

    /// Adds a member even where one of that name exists.
    pub fn entry(mut self, entry: Entry) -> Self {
        self.entries.push(entry);
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.entries.retain(|entry| entry.name != name.as_bytes());
        self
    }

    /// Changes one member.
    pub fn lie(mut self, name: &str, change: impl FnOnce(&mut Entry)) -> Self {
        change(self.entries.iter_mut().find(|entry| entry.name == name.as_bytes()).unwrap());
        self
    }

    /// Changes the text of one member.
    pub fn edit(self, name: &str, from: &str, to: &str) -> Self {
        self.lie(name, |entry| {
            let text = String::from_utf8(entry.data.clone()).unwrap();
            assert!(text.contains(from), "{name} has no {from}");
            entry.data = text.replace(from, to).into_bytes();
        })
    }

    pub fn build(&self) -> Vec<u8> {
        let mut out = self.prefix.clone();
        let mut directory = Vec::new();
        let mut offsets = Vec::new();
        for entry in &self.entries {
            let packed = if entry.stored { entry.data.clone() } else { deflate(&entry.data) };
            let mut crc = Crc::new();
            crc.update(&entry.data);
            let method = entry.method.unwrap_or(if entry.stored { 0 } else { 8 });
            let mut fields = Vec::new();
            fields.extend(20_u16.to_le_bytes());
            fields.extend(entry.flags.to_le_bytes());
            fields.extend(method.to_le_bytes());
            fields.extend([0, 0, 0x21, 0]);
            fields.extend(entry.crc.unwrap_or(crc.sum()).to_le_bytes());
            fields.extend((packed.len() as u32).to_le_bytes());
            fields.extend(entry.size.unwrap_or(entry.data.len() as u32).to_le_bytes());
            let offset = match entry.shares {
                Some(other) => offsets[other],
                None => out.len() as u32,
            };
            offsets.push(offset);
            if entry.shares.is_none() {
                let name = entry.local_name.as_ref().unwrap_or(&entry.name);
                out.extend(b"PK\x03\x04");
                out.extend(&fields);
                out.extend((name.len() as u16).to_le_bytes());
                out.extend([0, 0]);
                out.extend(name);
                out.extend(&packed);
            }
            directory.extend(b"PK\x01\x02\x14\x00");
            directory.extend(&fields);
            directory.extend((entry.name.len() as u16).to_le_bytes());
            directory.extend([0; 8]);
            directory.extend(entry.external.to_le_bytes());
            directory.extend(offset.to_le_bytes());
            directory.extend(&entry.name);
        }
        let start = out.len() as u32;
        let count = self.count.unwrap_or(self.entries.len() as u16);
        out.extend(&directory);
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend(count.to_le_bytes());
        out.extend(count.to_le_bytes());
        out.extend((directory.len() as u32).to_le_bytes());
        out.extend(start.to_le_bytes());
        out.extend((self.comment.len() as u16).to_le_bytes());
        out.extend(&self.comment);
        out.extend(&self.tail);
        out
    }
}

/// The smallest honest docx around the content of `w:body`.
pub fn docx(body: &str) -> Package {
    Package::new()
        .part("[Content_Types].xml", content_types("/word/document.xml", MAIN_TYPE))
        .part("_rels/.rels", relationships(&[("officeDocument", "word/document.xml")]))
        .part("word/document.xml", document(body))
}

/// The main part around the content of `w:body`, with the prefixes that tests use.
pub fn document(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document {}><w:body>{body}</w:body></w:document>",
        namespaces()
    )
}

pub fn namespaces() -> String {
    format!(
        "xmlns:w=\"{WORD}\" xmlns:r=\"{REFERENCES}\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
         xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" \
         xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
         xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
         xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\""
    )
}

pub fn content_types(main: &str, kind: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Types xmlns=\"{TYPES}\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"{main}\" ContentType=\"{kind}\"/></Types>"
    )
}

/// Relationships `rId1`, `rId2` … of (kind, target); a target with `://` or `\\` is external.
pub fn relationships(list: &[(&str, &str)]) -> String {
    let items = list
        .iter()
        .enumerate()
        .map(|(at, (kind, target))| {
            let external = target.contains(':') || target.starts_with('\\');
            let mode = if external { " TargetMode=\"External\"" } else { "" };
            let kind = if kind.contains('/') { (*kind).to_owned() } else { format!("{REFERENCES}/{kind}") };
            format!("<Relationship Id=\"rId{}\" Type=\"{kind}\" Target=\"{target}\"{mode}/>", at + 1)
        })
        .collect::<Vec<_>>()
        .concat();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships xmlns=\"{RELATIONSHIPS}\">{items}</Relationships>"
    )
}

/// A paragraph of plain text.
pub fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

pub fn deflate(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() / 2 + 1024);
    let mut compress = Compress::new(Compression::new(6), false);
    loop {
        let from = compress.total_in() as usize;
        let status = compress.compress_vec(&data[from..], &mut out, FlushCompress::Finish).unwrap();
        if status == flate2::Status::StreamEnd {
            return out;
        }
        out.reserve(out.capacity().max(1024));
    }
}
