//! Characters of symbol fonts as characters of Unicode: boxes, ticks and the signs that forms use.
//! It never invents a sign: what is not known is left out.

/// The character that `w:sym` shows, if it is known. `code` is hexadecimal as in the file.
pub(super) fn character(font: &str, code: &str) -> Option<char> {
    let code = u32::from_str_radix(code.trim(), 16).ok()?;
    let symbolic = (0xf000..=0xf0ff).contains(&code) || code < 0x100;
    if !symbolic {
        return char::from_u32(code)
            .filter(|sign| !sign.is_control() && !matches!(*sign as u32, 0xe000..=0xf8ff));
    }
    let byte = u8::try_from(code & 0xff).ok()?;
    match font.to_lowercase().as_str() {
        "wingdings" => wingdings(byte),
        "wingdings 2" => wingdings_2(byte),
        "wingdings 3" => wingdings_3(byte),
        "webdings" => webdings(byte),
        "symbol" => symbol(byte),
        _ if code < 0x100 => char::from_u32(code).filter(|sign| !sign.is_control()),
        _ => None,
    }
}

/// The sign of a bullet: one that Unicode has stays, one of a symbol font becomes its like or a plain bullet.
pub(super) fn bullet(font: &str, text: &str) -> String {
    let shown: String = text
        .chars()
        .filter_map(|sign| match sign {
            '\u{f000}'..='\u{f0ff}' => character(font, &format!("{:x}", u32::from(sign))),
            '\u{e000}'..='\u{f8ff}' => None,
            sign => Some(sign),
        })
        .take(8)
        .collect();
    match shown.as_str() {
        "" if text.is_empty() => String::new(),
        "" | "·" | "l" | "o" | "n" | "u" | "Ø" => "•".to_owned(),
        _ => shown,
    }
}

fn wingdings(byte: u8) -> Option<char> {
    Some(match byte {
        0x20 => ' ',
        0x21 => '✏',
        0x22 => '✂',
        0x28 => '☎',
        0x29 => '✆',
        0x2a => '✉',
        0x4a => '☺',
        0x6c => '●',
        0x6d => '❍',
        0x6e => '■',
        0x6f | 0x70 | 0xa8 => '□',
        0x71 => '❑',
        0x72 => '❒',
        0x73 => '⬧',
        0x74 => '⧫',
        0x75 => '◆',
        0x76 => '❖',
        0x80 => '⓪',
        0x81..=0x8a => char::from_u32(0x2460 + u32::from(byte) - 0x81)?,
        0x8b => '⓿',
        0x8c..=0x95 => char::from_u32(0x2776 + u32::from(byte) - 0x8c)?,
        0x9e => '·',
        0x9f => '•',
        0xa0 | 0xa7 => '▪',
        0xa1 => '○',
        0xa3 => '◉',
        0xab => '★',
        0xd8 => '➢',
        0xdf | 0xe7 => '←',
        0xe0 | 0xe8 => '→',
        0xe1 | 0xe9 => '↑',
        0xe2 | 0xea => '↓',
        0xf0 => '⇨',
        0xfb => '✗',
        0xfc => '✓',
        0xfd => '☒',
        0xfe => '☑',
        _ => return None,
    })
}

fn wingdings_2(byte: u8) -> Option<char> {
    Some(match byte {
        0x20 => ' ',
        0x4f => '✗',
        0x50 => '✓',
        0x51 | 0x53 | 0x54 => '☒',
        0x52 => '☑',
        0x2a | 0xa3 => '□',
        0xa2 => '■',
        0x97 => '●',
        0x95 | 0x96 => '•',
        0x6a..=0x73 => char::from_u32(0x2460 + u32::from(byte) - 0x6a)?,
        _ => return None,
    })
}

fn wingdings_3(byte: u8) -> Option<char> {
    Some(match byte {
        0x20 => ' ',
        0x70 | 0x80 => '▲',
        0x71 | 0x81 => '▼',
        0x74 | 0x82 => '◀',
        0x75 | 0x7d => '▶',
        0x66 => '←',
        0x67 => '→',
        _ => return None,
    })
}

fn webdings(byte: u8) -> Option<char> {
    Some(match byte {
        0x20 => ' ',
        0x61 => '✓',
        0x63 => '□',
        0x67 => '■',
        0x6e => '●',
        0x72 => '✗',
        0xc9 => '☎',
        _ => return None,
    })
}

fn symbol(byte: u8) -> Option<char> {
    const UPPER: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const LOWER: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    Some(match byte {
        b'A'..=b'Z' => UPPER.chars().nth(usize::from(byte - b'A'))?,
        b'a'..=b'z' => LOWER.chars().nth(usize::from(byte - b'a'))?,
        0x22 => '∀',
        0x24 => '∃',
        0x27 => '∋',
        0x2a => '∗',
        0x2d => '−',
        0x40 => '≅',
        0x5c => '∴',
        0x5e => '⊥',
        0x7e => '∼',
        0x20..=0x7d => char::from(byte),
        0xa2 => '′',
        0xa3 => '≤',
        0xa5 => '∞',
        0xa8 => '♦',
        0xab => '↔',
        0xac => '←',
        0xad => '↑',
        0xae => '→',
        0xaf => '↓',
        0xb0 => '°',
        0xb1 => '±',
        0xb2 => '″',
        0xb3 => '≥',
        0xb4 => '×',
        0xb5 => '∝',
        0xb6 => '∂',
        0xb7 => '•',
        0xb8 => '÷',
        0xb9 => '≠',
        0xba => '≡',
        0xbb => '≈',
        0xbc => '…',
        0xc6 => '∅',
        0xc7 => '∩',
        0xc8 => '∪',
        0xcc => '⊂',
        0xce => '∈',
        0xd0 => '∠',
        0xd5 => '∏',
        0xd6 => '√',
        0xd7 => '⋅',
        0xde => '⇒',
        0xe5 => '∑',
        0xf2 => '∫',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_and_ticks() {
        assert_eq!(character("Wingdings", "F0FE"), Some('☑'));
        assert_eq!(character("Wingdings", "00A8"), Some('□'));
        assert_eq!(character("Wingdings 2", "F052"), Some('☑'));
        assert_eq!(character("Symbol", "F0D6"), Some('√'));
        assert_eq!(character("Symbol", "F061"), Some('α'));
        assert_eq!(character("MS Gothic", "2610"), Some('☐'));
        assert_eq!(character("Wingdings", "F0FF"), None);
        assert_eq!(character("自造字", "E123"), None);
        assert_eq!(character("Wingdings", "x"), None);
    }

    #[test]
    fn bullets_are_plain() {
        assert_eq!(bullet("Symbol", "\u{f0b7}"), "•");
        assert_eq!(bullet("Wingdings", "\u{f0d8}"), "➢");
        assert_eq!(bullet("Unknown", "\u{f0ff}"), "•");
        assert_eq!(bullet("Courier New", "o"), "•");
        assert_eq!(bullet("宋体", "●"), "●");
        assert_eq!(bullet("", ""), "");
    }
}
