//! What a file's name tells when its document does not: 关于…的建议.docx, 社情民意征集+姓名+单位.docx.
//! It never overrides what the document says.

use super::entry::Entry;
use super::labels::Key;
use super::names;
use super::posts;
use super::text::{seen, trim};

const PLACE: &str = "文件名";

/// Title and people that the name holds, each flagged with the place 文件名.
pub fn read(file_name: &str, untitled: bool, unnamed: bool) -> Vec<Entry> {
    let stem = stem(file_name);
    if let Some(entries) = subject(stem, PLACE) {
        return if unnamed { entries } else { Vec::new() };
    }
    let mut entries = Vec::new();
    if untitled && let Some(title) = title(stem) {
        entries.push(Entry::found(Key::Title, title, PLACE.to_owned()));
    }
    entries
}

/// The people of the subject that offices ask for in mails, 社情民意征集+姓名+单位, which some also put above their
/// title; `None` when the words are none.
pub fn subject(words: &str, place: &str) -> Option<Vec<Entry>> {
    if !words.contains("社情民意") {
        return None;
    }
    let parts: Vec<&str> =
        words.split(['+', '＋', '_', '－']).map(trim).filter(|part| !part.is_empty()).collect();
    let [front, name, unit, ..] = parts.as_slice() else { return None };
    if !front.contains("社情民意") {
        return None;
    }
    let mut entries = Vec::new();
    if names::is_name(&names::closed(name)) {
        entries.push(Entry::found(Key::Author, name, place.to_owned()));
        if posts::is_unit(unit) || posts::split(unit).1.is_some() {
            entries.push(Entry::found(Key::Workplace, unit, place.to_owned()));
        }
    }
    Some(entries)
}

/// The name without its ending and without the number that a second copy gets.
fn stem(file_name: &str) -> &str {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let bare = trim(stem);
    match bare.rfind(['(', '（']) {
        Some(at)
            if at > 0
                && bare[at..].chars().skip(1).all(|c| c.is_ascii_digit() || matches!(c, ')' | '）')) =>
        {
            trim(&bare[..at])
        }
        _ => bare,
    }
}

/// The part of the name that reads like a title.
fn title(stem: &str) -> Option<&str> {
    let says = |text: &str| {
        (6..=60).contains(&seen(text))
            && (text.starts_with("关于")
                || ["建议", "对策", "思考", "意见", "亟待解决"].iter().any(|end| text.ends_with(end))
                || text.contains("亟待")
                || text.contains("应高度"))
    };
    if says(stem) && !stem.contains(['+', '＋', '_']) {
        return Some(stem);
    }
    stem.split(['+', '＋', '_', '-', '－', ' ']).map(trim).find(|part| says(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str) -> Vec<(Key, String)> {
        read(name, true, true).into_iter().map(|entry| (entry.label.key, entry.value)).collect()
    }

    #[test]
    fn a_name_tells_the_title_or_the_author() {
        assert_eq!(
            told("关于加强小区管理的建议(1).docx"),
            [(Key::Title, "关于加强小区管理的建议".to_owned())]
        );
        assert_eq!(
            told("社情民意征集+王伟+示例区第一中学.docx"),
            [(Key::Author, "王伟".to_owned()), (Key::Workplace, "示例区第一中学".to_owned())]
        );
        assert!(told("新建 Microsoft Word 文档.docx").is_empty());
        assert!(told("批量来稿.xlsx").is_empty());
    }
}
