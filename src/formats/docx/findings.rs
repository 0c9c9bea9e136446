//! What was odd in a document and refuses nothing: collected while reading, told once each at the end.
//! It never refuses a file.

use crate::rejection::{Code, Rejection};

/// Places that are named in one warning at most; the rest is only counted.
const NAMED: usize = 5;

const UNKNOWN_IMAGE: &str = "文件中有编辑稿不能收入的图片（不是 PNG、JPEG、GIF、BMP、TIFF、EMF 或 WMF）。";
const SAVE_IMAGE: &str = "请把图片另存为 PNG 或 JPEG，重新插入文中后投放，或另行补送。";

/// Oddities of one document.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Insertions, deletions or moves that nobody has accepted.
    pub tracked: bool,
    /// Text that Word does not show.
    pub hidden: bool,
    /// Comments.
    pub comments: bool,
    /// Characters that are invisible or turn the direction of others.
    pub suspicious: bool,
    /// A project of macros under the content type of a document without macros.
    pub macros: bool,
    /// Targets outside the package.
    pub external: Places,
    /// Names of fields that would fetch or run something.
    pub fields: Places,
    /// Embedded objects and files.
    pub embedded: Places,
    /// Images that are missing or damaged.
    pub images: Places,
    /// Images of a kind that no document of ours may hold.
    pub unknown_images: Places,
    /// Parts whose bytes are not what the package says, and that are not needed.
    pub damaged: Places,
    /// Parts that are broken but not needed.
    pub odd: Places,
}

/// A few places by name and the number of all.
#[derive(Debug, Default)]
pub(super) struct Places {
    named: Vec<String>,
    all: usize,
}

impl Places {
    /// Adds a place; long names are cut, repeated ones told once.
    pub fn add(&mut self, place: &str) {
        let short: String = place.chars().filter(|c| !c.is_control()).take(100).collect();
        if self.named.contains(&short) {
            return;
        }
        self.all += 1;
        if self.named.len() < NAMED {
            self.named.push(short);
        }
    }

    fn warning(&self, code: Code, message: &str) -> Option<Rejection> {
        let more = if self.all > self.named.len() { format!(" 等 {} 处", self.all) } else { String::new() };
        let place = format!("{}{more}", self.named.join("；"));
        (self.all > 0).then(|| Rejection::of_file(code, message).at(place))
    }
}

impl Findings {
    /// Where a part belongs that is broken in this way and not needed.
    pub fn broken(&mut self, code: Code) -> &mut Places {
        if code == Code::Damaged { &mut self.damaged } else { &mut self.odd }
    }

    /// The warnings, always in the same order.
    pub fn warnings(&self) -> Vec<Rejection> {
        let plain = |found: bool, code, message: &str| found.then(|| Rejection::of_file(code, message));
        [
            plain(self.tracked, Code::TrackedChanges, "文中有未接受的修订。"),
            plain(self.hidden, Code::HiddenText, "文中有隐藏文字，未计入正文。"),
            plain(self.comments, Code::Comments, "文中有批注。"),
            plain(self.macros, Code::Macro, "文件中夹带了宏，未读取。"),
            self.external.warning(Code::ExternalLink, "文件中有指向外部的链接。"),
            self.fields.warning(Code::Field, "文件中有会调用外部内容的域。"),
            self.embedded.warning(Code::Embedded, "文件中嵌入了其他文件。"),
            self.images.warning(Code::DamagedImage, "文件中有损坏或缺失的图片。"),
            self.unknown_images.warning(Code::OddPackage, UNKNOWN_IMAGE).map(|one| one.with_cure(SAVE_IMAGE)),
            plain(self.suspicious, Code::SuspiciousText, "文字中有不可见或改变显示方向的字符。"),
            self.damaged.warning(Code::Damaged, "文件有损坏之处，正文已读出，请核对是否完整。"),
            self.odd.warning(Code::OddPackage, "文件中有损坏的次要部件。"),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Whether a text holds characters that are invisible or turn the direction of others.
#[expect(clippy::needless_bitwise_bool, reason = "without branches it becomes vector code")]
pub(super) fn is_suspicious(text: &str) -> bool {
    // The first two bytes of all of them, so that ordinary Chinese is passed over quickly.
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let possible = pairs.fold(false, |found, (first, second)| {
        found
            | ((*first == 0xe2) & ((*second == 0x80) | (*second == 0x81)))
            | ((*first == 0xef) & (*second == 0xbb))
            | ((*first == 0xf3) & (*second == 0xa0))
    });
    possible
        && text.chars().any(|character| {
            matches!(
                character,
                '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
                    | '\u{e0000}'..='\u{e007f}'
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_suspicious_and_quotes_are_not() {
        for text in ["报\u{202e}告", "报\u{200b}告", "\u{feff}报告", "a\u{e0061}"] {
            assert!(is_suspicious(text), "{text:?}");
        }
        assert!(!is_suspicious("“引文”——，☑👨\u{200d}👩"));
    }

    #[test]
    fn many_places_are_counted_and_few_named() {
        let mut findings = Findings::default();
        for n in 0..8 {
            findings.external.add(&format!("http://x/{}", n % 7));
        }
        let warnings = findings.warnings();
        assert_eq!(warnings.len(), 1);
        assert_eq!(warnings[0].place, "http://x/0；http://x/1；http://x/2；http://x/3；http://x/4 等 7 处");
    }
}
