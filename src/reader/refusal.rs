//! What is not read, named for the clerk: one sentence a kind, with the cure.
//! It never looks at bytes; `formats::sniff` has said what they are.

use crate::document::Format;
use crate::rejection::{Code, Rejection};

/// The refusal of a file of this kind and size in bytes; `None` for the kinds that are read.
pub fn refusal_for(format: Format, bytes: usize) -> Option<Rejection> {
    if bytes == 0 {
        return Some(Rejection::of_file(Code::Empty, "文件是空的，没有任何内容"));
    }
    let (code, message, cure) = match format {
        Format::Docx | Format::Xlsx | Format::Xlsb | Format::Xls | Format::Ods => return None,
        Format::Docm => (
            Code::Macro,
            "这是带宏的 Word 文档（.docm）",
            "请在 Word 或 WPS 中另存为不含宏的 .docx 后重新投放。",
        ),
        Format::Xlsm => (
            Code::Macro,
            "这是带宏的 Excel 工作簿（.xlsm）",
            "请在 Excel 或 WPS 中另存为不含宏的 .xlsx 后重新投放。",
        ),
        Format::Encrypted => (
            Code::Encrypted,
            "这是设有打开密码的 Office 文件",
            Code::Encrypted.cure(),
        ),
        Format::Doc => wrong("这是旧版 Word 文档（.doc）", TO_WORD),
        Format::Wps => wrong("这是 WPS 文字文档（.wps）", TO_WORD),
        Format::Odt => wrong("这是开放文档格式的文字文档（.odt）", TO_WORD),
        Format::Rtf => wrong("这是 RTF 文档（.rtf）", TO_WORD),
        Format::Et => wrong("这是 WPS 表格（.et）", TO_EXCEL),
        Format::Pptx => wrong(
            "这是演示文稿（.pptx）",
            "请把文字内容放入 Word 文档（.docx）后重新投放。",
        ),
        Format::Pdf => wrong(
            "这是 PDF 文件（.pdf）",
            "请投放原来的 Word 文档（.docx）；只有 PDF 的，请转换为 .docx 并核对文字后投放。",
        ),
        Format::Html => wrong(
            "这是网页文件（.html），不是真正的 Word 或 Excel 文件",
            "请用 Word 或 WPS 打开，另存为 .docx 或 .xlsx 后重新投放。",
        ),
        Format::Image => wrong(
            "这是图片",
            "请把文字内容录入 Word 文档（.docx）后重新投放，图片可插入文中。",
        ),
        Format::Text => wrong(
            "这是纯文本文件",
            "请用 Word 或 WPS 打开，另存为 .docx 后重新投放。",
        ),
        Format::Zip => (
            Code::NotOoxml,
            "这是压缩包，不是 Word 或 Excel 文件",
            "请解压后把其中的 .docx 或 .xlsx 文件逐个投放。",
        ),
        Format::Ole => wrong(
            "这是旧格式的 Office 文件，但不是能够识别的文档或表格",
            "请用原来的程序打开，另存为 .docx 或 .xlsx 后重新投放。",
        ),
        Format::Unknown => wrong(
            "无法识别文件的类型",
            "请确认文件能用 Word、Excel 或 WPS 打开，另存为 .docx 或 .xlsx 后重新投放。",
        ),
    };
    Some(Rejection {
        cure: cure.to_owned(),
        ..Rejection::of_file(code, message)
    })
}

const TO_WORD: &str = "请用 Word 或 WPS 打开，另存为 .docx 后重新投放。";
const TO_EXCEL: &str = "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新投放。";

fn wrong(message: &'static str, cure: &'static str) -> (Code, &'static str, &'static str) {
    (Code::WrongType, message, cure)
}
