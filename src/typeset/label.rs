//! The labels of headings: 一、 / （一） / 1. / （1）, how they are written and which level they name.
//! It never numbers anything; what the author counted stays counted.

/// A label at the start of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Level that it names, 1 to 4.
    pub level: u8,
    /// As official pages write it (`一、`, `（一）`, `1.`, `（1）`).
    pub written: String,
    /// Bytes of the text that it takes, spaces behind it included.
    pub length: usize,
}

/// The label with which a text begins, if it does.
pub fn at_start(text: &str) -> Option<Label> {
    let first = text.chars().next()?;
    if matches!(first, '（' | '(') { bracketed(text, first) } else { bare(text) }
}

/// The text with its label as official pages write it; a text without one is unchanged.
pub fn mended(text: &str) -> String {
    at_start(text).map_or_else(|| text.to_owned(), |label| label.written + &text[label.length..])
}

/// （一） and （1）, with a 、 or full stop behind it that does not belong there.
fn bracketed(text: &str, open: char) -> Option<Label> {
    let inside = &text[open.len_utf8()..];
    let close = inside.find(['）', ')'])?;
    let number = inside[..close].trim();
    let level = match kind(number)? {
        Kind::Chinese => 2,
        Kind::Digits => 4,
    };
    let mut length = open.len_utf8() + close + inside[close..].chars().next()?.len_utf8();
    length +=
        text[length..].chars().next().filter(|c| matches!(c, '、' | '.' | '．')).map_or(0, char::len_utf8);
    Some(Label { level, written: format!("（{number}）"), length: length + blank(&text[length..]) })
}

/// 一、 and 1., with any of the marks that people put behind the number.
fn bare(text: &str) -> Option<Label> {
    let end = text.find(|c: char| !is_chinese_numeral(c) && !c.is_ascii_digit())?;
    let mark = text[end..].chars().next()?;
    let (level, written) = match (kind(&text[..end])?, mark) {
        (Kind::Chinese, '、' | '.' | '．' | '，' | ',') => (1, format!("{}、", &text[..end])),
        (Kind::Digits, '、' | '.' | '．') => (3, format!("{}.", &text[..end])),
        _ => return None,
    };
    let length = end + mark.len_utf8();
    // 3.5 is a number, and 2026.9.24 a date.
    if level == 3 && text[length..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(Label { level, written, length: length + blank(&text[length..]) })
}

enum Kind {
    Chinese,
    Digits,
}

fn kind(number: &str) -> Option<Kind> {
    let short = (1..=3).contains(&number.chars().count());
    if short && number.chars().all(is_chinese_numeral) {
        Some(Kind::Chinese)
    } else if short && number.chars().all(|c| c.is_ascii_digit()) {
        Some(Kind::Digits)
    } else {
        None
    }
}

fn is_chinese_numeral(c: char) -> bool {
    "一二三四五六七八九十百".contains(c)
}

fn blank(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\u{3000}', '\t', '\u{A0}']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_written_as_on_official_pages() {
        for (typed, set) in [
            ("一、存在的问题", "一、存在的问题"),
            ("二.建议", "二、建议"),
            ("(一)管理主体", "（一）管理主体"),
            ("（二）、资金", "（二）资金"),
            ("1、明确责任", "1.明确责任"),
            ("2．\u{3000}建立台账", "2.建立台账"),
            ("(3) 加强", "（3）加强"),
            ("3.5万元", "3.5万元"),
            ("一是加强", "一是加强"),
            ("2026年", "2026年"),
            ("（征求意见稿）", "（征求意见稿）"),
        ] {
            assert_eq!(mended(typed), set);
            assert_eq!(mended(set), set);
        }
    }

    #[test]
    fn a_label_names_its_level() {
        let level = |text| at_start(text).map(|label| label.level);
        assert_eq!(
            [level("十一、总"), level("（三）分"), level("12.细"), level("（4）条"), level("无")],
            [Some(1), Some(2), Some(3), Some(4), None]
        );
    }
}
