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
        Format::Text => wrong("这是纯文本文件", TO_WORD),
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
        Ok(_) => refusal(Code::NotOoxml, "这是压缩包，不是 Word 或 Excel 文件", UNPACK),
    }
}

fn of_unknown(bytes: &[u8]) -> Rejection {
    if bytes.is_empty() {
        Rejection::of_file(Code::Empty, "文件是空的，没有任何内容")
    } else if bytes.iter().all(|byte| *byte == 0) {
        Rejection::of_file(Code::Truncated, "文件只占了位置，没有写入内容")
    } else {
        refusal(Code::WrongType, "无法识别文件的类型", UNKNOWN)
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
}
