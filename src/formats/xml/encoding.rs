//! The bytes of a part as text: UTF-8 or UTF-16, and only the characters that XML allows.
//! It never guesses an encoding, since two readers could then see two texts.

use crate::rejection::{Code, Rejection};
use memchr::memmem;

/// A part's text from its bytes, as OPC allows them: UTF-8, or UTF-16 that shows itself. Control characters and
/// the two non-characters are refused here, so that no reader behind ever sees one.
pub fn decode(bytes: &[u8]) -> Result<String, Rejection> {
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => from_utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => from_utf16(rest, u16::from_be_bytes)?,
        [b'<', 0, ..] => from_utf16(bytes, u16::from_le_bytes)?,
        [0, b'<', ..] => from_utf16(bytes, u16::from_be_bytes)?,
        bytes => simdutf8::basic::from_utf8(bytes).map_err(|_| refusal("内容不是 UTF-8 编码"))?.to_owned(),
    };
    check_characters(text.as_bytes())?;
    Ok(text)
}

/// Whether XML 1.0 allows the character; references are held to the same rule.
pub fn is_allowed(character: char) -> bool {
    !matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// A declared encoding that the decoded text may have had.
pub fn is_known(declared: &str) -> bool {
    ["utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii"]
        .iter()
        .any(|known| declared.eq_ignore_ascii_case(known))
}

/// The refusal for bytes outside the encodings that OPC allows.
pub fn refusal(what: &str) -> Rejection {
    Rejection::of_file(Code::XmlEncoding, format!("文件内部的文字编码有误：{what}。"))
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Rejection> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(refusal("UTF-16 字节数为奇数"));
    }
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .collect::<Result<String, _>>()
        .map_err(|_| refusal("UTF-16 代理对不完整"))
}

/// This looks at every byte of every part, in blocks that the compiler turns into vector code.
fn check_characters(bytes: &[u8]) -> Result<(), Rejection> {
    for block in bytes.chunks(1024) {
        let lowest = block.iter().fold(u8::MAX, |lowest, byte| lowest.min(*byte));
        if lowest < 0x20 && block.iter().any(|byte| *byte < 0x20 && !is_blank(*byte)) {
            return Err(refusal("含有控制字符"));
        }
    }
    let mut like_non_characters = memmem::find_iter(bytes, b"\xef\xbf");
    if like_non_characters.any(|at| matches!(bytes.get(at + 2), Some(0xbe | 0xbf))) {
        return Err(refusal("含有非字符码位"));
    }
    Ok(())
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
    }

    #[test]
    fn both_orders_of_utf16_are_read() {
        assert_eq!(decode(&utf16("<甲/>", u16::to_le_bytes)), Ok("<甲/>".to_owned()));
        assert_eq!(decode(&utf16("<甲/>", u16::to_be_bytes)), Ok("<甲/>".to_owned()));
    }

    #[test]
    fn bytes_that_xml_forbids_are_refused() {
        let hostile: [&[u8]; 7] = [
            b"<a>\0</a>",
            b"<a>\x01</a>",
            b"<a>\xc4\xe3</a>",
            b"<a>\xed\xa0\x80</a>",
            "<a>\u{fffe}</a>".as_bytes(),
            "<a>\u{ffff}</a>".as_bytes(),
            b"\xff\xfe<\0a",
        ];
        for bytes in hostile {
            let code = decode(bytes).map_err(|refused| refused.code);
            assert_eq!(code, Err(Code::XmlEncoding), "{bytes:?}");
        }
    }

    #[test]
    fn a_forbidden_character_is_found_across_blocks() {
        for before in 1_018..1_028 {
            let text = format!("{}\u{ffff}", "x".repeat(before));
            assert!(decode(text.as_bytes()).is_err(), "{before}");
        }
    }

    #[test]
    fn ordinary_text_passes() {
        let text = "<a>\t换行\r\n﻿¿ \u{fffd}\u{1f600}</a>";
        assert_eq!(decode(text.as_bytes()).as_deref(), Ok(text));
    }
}
