//! Tells what a file is from its bytes.
//! It never looks at a name and never judges whether the file is welcome.

use super::package::{Kept, Package};
use super::xml;
use crate::document::Format;
use crate::limits::Limits;

/// Bytes at the start in which a page or a PDF must show itself.
const HEAD: usize = 4096;

/// What the tables of content types name that were looked at last.
static FOUND: Kept<Vec<Format>> = Kept::new(8);

/// What a file is, by content.
pub fn sniff(bytes: &[u8]) -> Format {
    match bytes {
        [b'P', b'K', ..] => package(bytes),
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => compound(bytes),
        _ if bytes.starts_with(b"{\\rtf") => Format::Rtf,
        // Excel 2 to 4 wrote their records without a container.
        [0x09, 0x00 | 0x02 | 0x04 | 0x08, 0x04..=0x10, 0x00, ..] => Format::Xls,
        _ if is_image(bytes) => Format::Image,
        _ if head(bytes).windows(5).take(1024).any(|five| five == b"%PDF-") => Format::Pdf,
        _ => text(bytes),
    }
}

/// The format that a main part's content type stands for.
pub(super) fn format_of_type(kind: &str) -> Option<Format> {
    // Shorter than any of them; most of what is asked about are other attributes.
    if kind.len() < "presentationml.".len() {
        return None;
    }
    let kind = kind.trim().to_lowercase();
    let known = [
        ("wordprocessingml.document.main+xml", Format::Docx),
        ("wordprocessingml.template.main+xml", Format::Docx),
        ("ms-word.document.macroenabled.main+xml", Format::Docm),
        ("ms-word.document.macroenabledtemplate.main+xml", Format::Docm),
        ("ms-word.template.macroenabledtemplate.main+xml", Format::Docm),
        ("spreadsheetml.sheet.main+xml", Format::Xlsx),
        ("spreadsheetml.template.main+xml", Format::Xlsx),
        ("ms-excel.sheet.macroenabled.main+xml", Format::Xlsm),
        ("ms-excel.template.macroenabled.main+xml", Format::Xlsm),
        ("ms-excel.addin.macroenabled.main+xml", Format::Xlsm),
        ("ms-excel.sheet.binary.macroenabled.main", Format::Xlsb),
    ];
    known
        .iter()
        .find(|(ending, _)| kind.ends_with(ending))
        .map(|(_, format)| *format)
        .or_else(|| kind.contains("presentationml.").then_some(Format::Pptx))
}

/// A package that cannot be opened is named by its members' names, so that the clerk is told what arrived broken.
fn package(bytes: &[u8]) -> Format {
    let limits = Limits { part_mib: 4, ..Limits::default() };
    match Package::open(bytes, &limits) {
        Ok(mut package) => sniff_package(&mut package, bytes),
        Err(_) => by_names(bytes),
    }
}

/// What an opened package is, by the content type of its main part; `bytes` are all of it.
pub fn sniff_package(package: &mut Package<'_>, bytes: &[u8]) -> Format {
    if let Ok(Some(kind)) = package.read("mimetype") {
        return match kind.trim_ascii() {
            kind if kind.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") => Format::Ods,
            kind if kind.starts_with(b"application/vnd.oasis.opendocument.text") => Format::Odt,
            _ => Format::Zip,
        };
    }
    let found = main_formats(package);
    match found.as_slice() {
        [one] => *one,
        [] => by_names(bytes),
        several => *several.iter().find(|format| has_main(package, **format)).unwrap_or(&several[0]),
    }
}

/// The formats of main parts that the table of content types names, each once; it need not be well formed.
fn main_formats(package: &mut Package<'_>) -> Vec<Format> {
    let name = "[Content_Types].xml";
    let Some(packed) = package.packed(name) else { return Vec::new() };
    if let Some(found) = FOUND.find(&packed, |_| true) {
        package.pass_over(name);
        return found;
    }
    let types = package.read(name).ok().flatten().and_then(|types| xml::decode(&types).ok());
    let Some(types) = types else { return Vec::new() };
    let mut found: Vec<Format> = Vec::new();
    for kind in types.split(['"', '\'']) {
        if let Some(format) = format_of_type(kind).filter(|format| !found.contains(format)) {
            found.push(format);
        }
    }
    FOUND.keep(&packed, found.clone());
    found
}

fn has_main(package: &Package<'_>, format: Format) -> bool {
    let prefix = match format {
        Format::Docx | Format::Docm => "word/document",
        Format::Xlsx | Format::Xlsm | Format::Xlsb => "xl/workbook",
        _ => "ppt/presentation",
    };
    package.names().any(|name| name.starts_with(prefix))
}

fn by_names(bytes: &[u8]) -> Format {
    let names = [
        ("word/document", Format::Docx),
        ("word\\document", Format::Docx),
        ("xl/workbook.bin", Format::Xlsb),
        ("xl/workbook", Format::Xlsx),
        ("xl/worksheets", Format::Xlsx),
        ("ppt/presentation", Format::Pptx),
        ("word/", Format::Docx),
        ("xl/", Format::Xlsx),
        ("ppt/", Format::Pptx),
        ("mimetypeapplication/vnd.oasis.opendocument.spreadsheet", Format::Ods),
        ("mimetypeapplication/vnd.oasis.opendocument.text", Format::Odt),
    ];
    let mut best: Option<(usize, Format)> = None;
    for header in headers(bytes) {
        let name = &bytes[header..];
        let found = names.iter().position(|(start, _)| name.starts_with(start.as_bytes()));
        if let Some(at) = found.filter(|at| best.is_none_or(|(rank, _)| *at < rank)) {
            best = Some((at, names[at].1));
        }
    }
    best.map_or(Format::Zip, |(_, format)| format)
}

/// Where the names of members begin, by their local headers.
fn headers(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let starts = bytes.windows(4).enumerate().filter(|(_, four)| *four == b"PK\x03\x04");
    starts.map(|(at, _)| (at + 30).min(bytes.len())).take(10_000)
}

/// A compound file by the names in its directory, whose entries lie on multiples of 128 bytes.
fn compound(bytes: &[u8]) -> Format {
    let mut seen = Seen::default();
    for entry in bytes.get(512..).unwrap_or_default().chunks_exact(128) {
        seen.take(entry);
    }
    match seen {
        Seen { encrypted: true, .. } => Format::Encrypted,
        Seen { excel_root: true, workbook: true, .. } => Format::Xls,
        Seen { wps: true, word: true, .. } | Seen { works: true, .. } => Format::Wps,
        Seen { et: true, workbook: true, .. } => Format::Et,
        Seen { word: true, .. } => Format::Doc,
        Seen { workbook: true, .. } => Format::Xls,
        _ => Format::Ole,
    }
}

/// Class identifiers of a root that Excel, or WPS when it saves an .xls, writes: 97 and 5.
const EXCEL_ROOTS: [[u8; 4]; 2] = [[0x20, 0x08, 0x02, 0x00], [0x10, 0x08, 0x02, 0x00]];

/// Names seen in the directory of a compound file. The root's class goes before names, since a workbook may hold a
/// Word document and WPS leaves streams of its own in an .xls.
#[derive(Default)]
struct Seen {
    excel_root: bool,
    encrypted: bool,
    word: bool,
    workbook: bool,
    wps: bool,
    et: bool,
    works: bool,
}

impl Seen {
    fn take(&mut self, entry: &[u8]) {
        let length = usize::from(u16::from_le_bytes([entry[64], entry[65]]));
        if !(4..=64).contains(&length) || !length.is_multiple_of(2) || !matches!(entry[66], 1 | 2 | 5) {
            return;
        }
        if entry[66] == 5 {
            self.excel_root |= EXCEL_ROOTS.iter().any(|class| entry[80..96].starts_with(class));
        }
        let units = entry[..length - 2].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let Ok(name) = String::from_utf16(&units.collect::<Vec<_>>()) else { return };
        match name.to_lowercase().as_str() {
            "encryptedpackage" => self.encrypted = true,
            "worddocument" => self.word = true,
            "workbook" | "book" => self.workbook = true,
            "matost" => self.works = true,
            lower if lower.starts_with("wps") => self.wps = true,
            _ if name.starts_with("ET") => self.et = true,
            _ => {}
        }
    }
}

fn is_image(bytes: &[u8]) -> bool {
    let starts: [&[u8]; 7] =
        [b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"\x01\0\0\0\x6c\0\0\0"];
    let bitmap = bytes.starts_with(b"BM") && bytes.get(14..18) == Some(&[40, 0, 0, 0]);
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    bitmap || webp || starts.iter().any(|start| bytes.starts_with(start))
}

fn head(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(HEAD)]
}

fn text(bytes: &[u8]) -> Format {
    if bytes.is_empty() {
        return Format::Unknown;
    }
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Format::Text;
    }
    let head = head(bytes);
    let control = |byte: &u8| *byte < 0x20 && !matches!(*byte, b'\t' | b'\n' | b'\r' | 0x0c);
    if head.iter().any(control) {
        return Format::Unknown;
    }
    let lower = String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_lowercase();
    let page = ["<!doctype html", "<html", "<head", "<body", "mime-version:", "<meta"];
    if page.iter().any(|start| lower.starts_with(start))
        || (lower.starts_with('<') && lower.contains("<html"))
    {
        return Format::Html;
    }
    let chinese = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes).is_some();
    if std::str::from_utf8(bytes).is_ok() || chinese { Format::Text } else { Format::Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::packages::{Package as Builder, content_types, docx, p};

    #[test]
    fn packages_by_their_main_part() {
        assert_eq!(sniff(&docx(&p("正文")).build()), Format::Docx);
        let kinds = [
            (
                "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
                Format::Docx,
            ),
            ("application/vnd.ms-word.document.macroEnabled.main+xml", Format::Docm),
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", Format::Xlsx),
            ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", Format::Xlsm),
            ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", Format::Xlsb),
            (
                "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
                Format::Pptx,
            ),
        ];
        for (kind, format) in kinds {
            let bytes = Builder::new().part("[Content_Types].xml", content_types("/a.xml", kind)).build();
            assert_eq!(sniff(&bytes), format, "{kind}");
        }
        let mimetype = |kind: &str| Builder::new().part("mimetype", kind).build();
        assert_eq!(sniff(&mimetype("application/vnd.oasis.opendocument.text")), Format::Odt);
        assert_eq!(sniff(&mimetype("application/vnd.oasis.opendocument.spreadsheet")), Format::Ods);
        assert_eq!(sniff(&Builder::new().part("a.txt", "a").build()), Format::Zip);
        assert_eq!(sniff(&Builder::new().build()), Format::Zip);
    }

    #[test]
    fn a_broken_package_is_named_by_its_members() {
        let bytes = docx(&p("正文")).build();
        assert_eq!(sniff(&bytes[..bytes.len() - 30]), Format::Docx);
    }

    #[test]
    fn other_kinds() {
        let mut compound = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        compound.resize(1024, 0);
        assert_eq!(sniff(&compound), Format::Ole);
        assert_eq!(sniff(&with_entry(&compound, "WordDocument")), Format::Doc);
        assert_eq!(sniff(&with_entry(&compound, "Workbook")), Format::Xls);
        assert_eq!(sniff(&with_entry(&compound, "EncryptedPackage")), Format::Encrypted);
        assert_eq!(sniff(b"%PDF-1.7\n"), Format::Pdf);
        assert_eq!(sniff(b"{\\rtf1 a}"), Format::Rtf);
        assert_eq!(sniff("\u{feff}\r\n<!DOCTYPE html><html>".as_bytes()), Format::Html);
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\n"), Format::Image);
        assert_eq!(sniff("关于停车难的建议".as_bytes()), Format::Text);
        assert_eq!(sniff(b"\xb9\xd8\xd3\xda\xcd\xa3\xb3\xb5"), Format::Text);
        assert_eq!(sniff(b""), Format::Unknown);
        assert_eq!(sniff(&[0; 4096]), Format::Unknown);
    }

    #[test]
    fn the_root_tells_a_workbook_that_holds_other_things() {
        let mut compound = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        compound.resize(1024, 0);
        let workbook = with_entry(&compound, "Workbook");
        let mut with_word = workbook.clone();
        with_word.extend_from_slice(&with_entry(&compound, "WordDocument")[512..]);
        assert_eq!(sniff(&with_word), Format::Doc);
        let mut root = with_entry(&compound, "Root Entry");
        root[512 + 66] = 5;
        root[512 + 80..512 + 84].copy_from_slice(&EXCEL_ROOTS[0]);
        with_word.extend_from_slice(&root[512..]);
        assert_eq!(sniff(&with_word), Format::Xls);
    }

    fn with_entry(compound: &[u8], name: &str) -> Vec<u8> {
        let mut bytes = compound.to_vec();
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes[512..512 + units.len()].copy_from_slice(&units);
        bytes[512 + 64] = u8::try_from(units.len() + 2).unwrap();
        bytes[512 + 66] = 2;
        bytes
    }
}
