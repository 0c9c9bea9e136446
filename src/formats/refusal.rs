//! What is not read, named for the clerk: one sentence a kind, with the cure.
//! It never decides what a file is; `sniff` has.

use super::package::Package;
use crate::document::Format;
use crate::limits::Limits;
use crate::rejection::{Code, Rejection};

/// The refusal of a file of a kind that no reader takes; `None` for the kinds that are read.
pub fn refusal_for(format: Format, bytes: &[u8]) -> Option<Rejection> {
    let (code, message, cure) = match format {
        Format::Docx | Format::Xlsx | Format::Xlsb | Format::Xls | Format::Ods => return None,
        Format::Docm => (Code::Macro, "这是带宏的 Word 文档（.docm）", DOCM),
        Format::Xlsm => (Code::Macro, "这是带宏的 Excel 工作簿（.xlsm）", XLSM),
        Format::Encrypted => (Code::Encrypted, "这是设有打开密码的 Office 文件", Code::Encrypted.cure()),
        Format::Doc => wrong("这是旧版 Word 文档（.doc）", TO_WORD),
        Format::Wps => wrong("这是 WPS 文字文档（.wps）", TO_WORD),
        Format::Odt => wrong("这是开放文档格式的文字文档（.odt）", TO_WORD),
        Format::Rtf => wrong("这是 RTF 文档（.rtf）", TO_WORD),
        Format::Et => wrong("这是 WPS 表格（.et）", TO_EXCEL),
        Format::Pptx => wrong("这是演示文稿（.pptx）", SLIDES),
        Format::Pdf => wrong("这是 PDF 文件（.pdf）", PDF),
        Format::Html => wrong("这是网页文件（.html），不是真正的 Word 或 Excel 文件", PAGE),
        Format::Image => wrong("这是图片", IMAGE),
        Format::Text => of_text(bytes),
        Format::Ole => wrong("这是旧格式的 Office 文件，但不是能够识别的文档或表格", ORIGINAL),
        Format::Zip => return Some(of_package(bytes)),
        Format::Unknown => return Some(of_unknown(bytes)),
    };
    Some(refusal(code, message, cure))
}

const TO_WORD: &str = "请用 Word 或 WPS 打开，另存为 .docx 后重新投放。";
const TO_EXCEL: &str = "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新投放。";
const DOCM: &str = "请在 Word 或 WPS 中另存为不含宏的 .docx 后重新投放。";
const XLSM: &str = "请在 Excel 或 WPS 中另存为不含宏的 .xlsx 后重新投放。";
const SLIDES: &str = "请把文字内容放入 Word 文档（.docx）后重新投放。";
const PDF: &str = "请投放原来的 Word 文档（.docx）；只有 PDF 的，请转换为 .docx 并核对文字后投放。";
const PAGE: &str = "请用 Word 或 WPS 打开，另存为 .docx 或 .xlsx 后重新投放。";
const IMAGE: &str = "请把文字内容录入 Word 文档（.docx）后重新投放，图片可插入文中。";
const ORIGINAL: &str = "请用原来的程序打开，另存为 .docx 或 .xlsx 后重新投放。";
const UNPACK: &str = "请解压后把其中的 .docx 或 .xlsx 文件逐个投放。";
const COPY: &str = "请把文字内容复制到 Word 文档（.docx）后重新投放。";
const PROGRAM: &str = "请不要打开它，核实来源后投放 Word 或 Excel 文件。";
const UNKNOWN: &str = "请确认文件能用 Word、Excel 或 WPS 打开，另存为 .docx 或 .xlsx 后重新投放。";

fn wrong(message: &'static str, cure: &'static str) -> (Code, &'static str, &'static str) {
    (Code::WrongType, message, cure)
}

fn refusal(code: Code, message: &str, cure: &str) -> Rejection {
    Rejection { cure: cure.to_owned(), ..Rejection::of_file(code, message) }
}

/// A package that is no Office document: what is wrong with it, or that it is an archive.
fn of_package(bytes: &[u8]) -> Rejection {
    match Package::open(bytes, &Limits::default()) {
        Err(fault) => fault,
        Ok(package) if package.has("OFD.xml") => refusal(Code::WrongType, "这是 OFD 版式文件（.ofd）", PDF),
        Ok(_) => refusal(Code::NotOoxml, "这是压缩包，不是 Word 或 Excel 文件", UNPACK),
    }
}

/// Text is mostly text; Office wrote documents and tables as XML too.
fn of_text(bytes: &[u8]) -> (Code, &'static str, &'static str) {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]);
    if head.contains("progid=\"Word.Document\"") {
        wrong("这是 XML 格式的 Word 文档（.xml）", TO_WORD)
    } else if head.contains("progid=\"Excel.Sheet\"") {
        wrong("这是 XML 格式的 Excel 表格（.xml）", TO_EXCEL)
    } else {
        wrong("这是纯文本文件", Code::WrongType.cure())
    }
}

/// Kinds that nobody reads and that clerks drop all the same, by their first bytes (and where these stand).
const KNOWN: [(usize, &[u8], &str, &str); 13] = [
    (0, b"Rar!\x1a\x07", "这是压缩包（.rar），不是 Word 或 Excel 文件", UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "这是压缩包（.7z），不是 Word 或 Excel 文件", UNPACK),
    (0, b"\x1f\x8b", "这是压缩包（.gz），不是 Word 或 Excel 文件", UNPACK),
    (257, b"ustar", "这是压缩包（.tar），不是 Word 或 Excel 文件", UNPACK),
    (4, b"ftypheic", "这是手机照片（.heic）", IMAGE),
    (4, b"ftypmif1", "这是手机照片（.heic）", IMAGE),
    (4, b"ftyp", "这是录像或录音", COPY),
    (0, b"ID3", "这是录音", COPY),
    (8, b"WAVE", "这是录音", COPY),
    (8, b"AVI ", "这是录像", COPY),
    (0, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "这是 OneNote 笔记（.one）", COPY),
    (0, b"MZ", "这是程序，不是文档", PROGRAM),
    (0, b"\x7fELF", "这是程序，不是文档", PROGRAM),
];

fn of_unknown(bytes: &[u8]) -> Rejection {
    if bytes.is_empty() {
        Rejection::of_file(Code::Empty, "文件是空的，没有任何内容")
    } else if bytes.iter().all(|byte| *byte == 0) {
        Rejection::of_file(Code::Truncated, "文件只占了位置，没有写入内容")
    } else {
        let stands = |at: usize, mark: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(mark));
        let known = KNOWN.iter().find(|(at, mark, ..)| stands(*at, mark));
        let (message, cure) =
            known.map_or(("无法识别文件的类型", UNKNOWN), |(_, _, message, cure)| (*message, *cure));
        refusal(Code::WrongType, message, cure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read_or_refused_with_its_code() {
        let code = |format, bytes: &[u8]| refusal_for(format, bytes).map(|refused| refused.code);
        assert_eq!(code(Format::Docx, b""), None);
        assert_eq!(code(Format::Ods, b""), None);
        assert_eq!(code(Format::Unknown, b""), Some(Code::Empty));
        assert_eq!(code(Format::Unknown, &[0; 9]), Some(Code::Truncated));
        assert_eq!(code(Format::Unknown, b"x"), Some(Code::WrongType));
        assert_eq!(code(Format::Pdf, b"x"), Some(Code::WrongType));
        assert_eq!(code(Format::Encrypted, b"x"), Some(Code::Encrypted));
        assert_eq!(code(Format::Xlsm, b"x"), Some(Code::Macro));
        assert_eq!(code(Format::Zip, b"PK\x03\x04"), Some(Code::Truncated));
    }

    #[test]
    fn what_clerks_drop_all_the_same_is_named() {
        let named = |format, bytes: &[u8]| refusal_for(format, bytes).unwrap().message;
        assert_eq!(named(Format::Unknown, b"Rar!\x1a\x07\0"), "这是压缩包（.rar），不是 Word 或 Excel 文件");
        assert_eq!(named(Format::Unknown, b"\0\0\0\x18ftypheic"), "这是手机照片（.heic）");
        assert_eq!(named(Format::Unknown, b"\0\0\0\x18ftypisom"), "这是录像或录音");
        assert_eq!(named(Format::Unknown, b"MZ\x90\0"), "这是程序，不是文档");
        assert_eq!(named(Format::Unknown, b"\x01\x02"), "无法识别文件的类型");
        let word = b"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w/>";
        assert_eq!(named(Format::Text, word), "这是 XML 格式的 Word 文档（.xml）");
        assert_eq!(named(Format::Text, b"<a/>"), "这是纯文本文件");
    }
}
