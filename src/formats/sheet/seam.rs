//! A stand-in for the checks on packages until they are merged.
//! It never stays.

use crate::document::Format;
use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use std::io::{Cursor, Read};

pub(crate) fn sniff(bytes: &[u8]) -> Format {
    if bytes.is_empty() {
        return Format::Unknown;
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        let wide = |s: &str| s.bytes().flat_map(|b| [b, 0]).collect::<Vec<_>>();
        let has = |s: &str| bytes.windows(s.len() * 2).any(|w| w == wide(s));
        return if has("EncryptedPackage") {
            Format::Encrypted
        } else if has("Workbook") || has("Book") {
            Format::Xls
        } else {
            Format::Ole
        };
    }
    let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return Format::Unknown;
    };
    let mut read = |name: &str| {
        let mut s = String::new();
        zip.by_name(name)
            .ok()
            .and_then(|mut f| f.read_to_string(&mut s).ok());
        s
    };
    let types = read("[Content_Types].xml");
    if read("mimetype").contains("opendocument.spreadsheet") {
        return Format::Ods;
    }
    if types.contains("sheet.macroEnabled")
        || types.contains("template.macroEnabled")
        || types.contains("addin.macroEnabled")
    {
        return Format::Xlsm;
    }
    if types.contains("ms-excel.sheet.binary") {
        return Format::Xlsb;
    }
    if types.contains("wordprocessingml.document.main") {
        return Format::Docx;
    }
    if types.contains("spreadsheetml") {
        return Format::Xlsx;
    }
    Format::Zip
}

pub(crate) fn checked(bytes: &[u8], _: &Limits) -> Result<(), Rejection> {
    zip::ZipArchive::new(Cursor::new(bytes))
        .map(drop)
        .map_err(|_| Rejection::of_file(Code::Truncated, "文件不完整"))
}
