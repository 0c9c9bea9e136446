//! Body paragraphs made ready: blanks off, computed numbers in front, soft breaks cut, levels set.
//! It never changes a word of the text.

use super::text::{blank, ends_sentence, narrow, runs_on, seen, trim};
use crate::document::{Block, Inline, Paragraph, Text};

/// Longest heading in characters: a longer line runs on.
const LONGEST_HEADING: usize = 40;

const COLONS: [char; 4] = ['：', ':', '∶', '︰'];

/// The body's paragraphs in order with their levels; tables and images go through as they are.
pub fn body(blocks: Vec<Block>) -> Vec<Block> {
    let mut ready = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                ready.extend(lines_of(paragraph).into_iter().map(Block::Paragraph));
            }
            table @ Block::Table(_) => ready.push(table),
        }
    }
    set_levels(&mut ready);
    ready
}

/// The level that a number at the start of a text gives: 一、 1, （一） 2, 1. 3, （1） 4; 0 without one.
pub fn numbered(text: &str) -> u8 {
    number(text).map_or(0, |(level, _)| level)
}

/// The text behind the number at its start.
pub fn without_number(text: &str) -> &str {
    number(text).map_or(text, |(_, rest)| trim(rest))
}

/// Whether a paragraph is a heading by itself: numbered, and short enough to stand alone.
pub fn is_heading(text: &str) -> bool {
    let bare = trim(text);
    number(bare).is_some_and(|(level, rest)| stands_alone(level, rest))
}

/// One paragraph for each line of it, blanks off, its computed number in front; none when it is blank.
pub fn lines_of(mut paragraph: Paragraph) -> Vec<Paragraph> {
    let label = std::mem::take(&mut paragraph.look.label);
    if is_number(&label) {
        put_in_front(&mut paragraph.inlines, trim(&label));
    }
    let look = paragraph.look;
    lines(paragraph.inlines)
        .into_iter()
        .map(|mut inlines| {
            trim_ends(&mut inlines);
            inlines
        })
        .filter(|inlines| !inlines.is_empty())
        .map(|inlines| Paragraph { level: 0, inlines, look: look.clone() })
        .collect()
}

/// The paragraph cut at its soft breaks, blanks kept: they show where a line stands.
pub fn cut_at_breaks(paragraph: &Paragraph) -> Vec<Paragraph> {
    let mut cut: Vec<Paragraph> = lines(paragraph.inlines.clone())
        .into_iter()
        .map(|inlines| Paragraph { level: 0, inlines, look: paragraph.look.clone() })
        .collect();
    for later in cut.iter_mut().skip(1) {
        later.look.label.clear();
        later.look.new_page = false;
    }
    cut
}

/// The paragraph without its label, up to and with the first colon; none when nothing is left.
pub fn after_colon(mut paragraph: Paragraph) -> Option<Paragraph> {
    while let Some(Inline::Text(first)) = paragraph.inlines.first_mut() {
        match first.text.find(COLONS) {
            Some(at) => {
                let end = at + first.text[at..].chars().next().map_or(0, char::len_utf8);
                first.text.drain(..end);
                break;
            }
            None => {
                paragraph.inlines.remove(0);
            }
        }
    }
    trim_ends(&mut paragraph.inlines);
    (!paragraph.inlines.is_empty()).then_some(paragraph)
}

/// A label that says something; a bullet does not.
fn is_number(label: &str) -> bool {
    label.chars().any(char::is_alphanumeric)
}

fn put_in_front(inlines: &mut Vec<Inline>, label: &str) {
    while let Some(Inline::Text(first)) = inlines.first_mut() {
        let bare = first.text.trim_start_matches(blank);
        if bare.is_empty() {
            inlines.remove(0);
            continue;
        }
        first.text = format!("{label}{bare}");
        return;
    }
    inlines.insert(0, Inline::Text(Text { text: label.to_owned(), ..Text::default() }));
}

fn lines(inlines: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut lines = vec![Vec::new()];
    for inline in inlines {
        let Inline::Text(text) = inline else {
            last(&mut lines).push(inline);
            continue;
        };
        for (index, piece) in text.text.split('\n').enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            if !piece.is_empty() {
                add_text(last(&mut lines), piece, &text);
            }
        }
    }
    lines
}

fn last(lines: &mut [Vec<Inline>]) -> &mut Vec<Inline> {
    lines.last_mut().expect("there is one line from the start")
}

fn add_text(line: &mut Vec<Inline>, piece: &str, like: &Text) {
    if let Some(Inline::Text(before)) = line.last_mut()
        && before.script == like.script
    {
        before.text.push_str(piece);
    } else {
        line.push(Inline::Text(Text { text: piece.to_owned(), script: like.script }));
    }
}

fn trim_ends(inlines: &mut Vec<Inline>) {
    while let Some(Inline::Text(first)) = inlines.first_mut() {
        let bare = first.text.trim_start_matches(blank);
        if !bare.is_empty() {
            let cut = first.text.len() - bare.len();
            first.text.drain(..cut);
            break;
        }
        inlines.remove(0);
    }
    while let Some(Inline::Text(end)) = inlines.last_mut() {
        let length = end.text.trim_end_matches(blank).len();
        if length > 0 {
            end.text.truncate(length);
            break;
        }
        inlines.pop();
    }
}

fn set_levels(blocks: &mut [Block]) {
    let top = blocks.iter().filter_map(outline_without_number).min();
    let mut annexes = false;
    for block in blocks {
        let Block::Paragraph(paragraph) = block else { continue };
        let text = paragraph.text();
        let numbered = number(trim(&text));
        // Below 附件：1. … the further numbers are the list's.
        annexes = lists_annexes(&text) || (annexes && numbered.is_some_and(|(level, _)| level >= 3));
        let level = match numbered {
            Some(_) if annexes => 0,
            Some((level, rest)) if stands_alone(level, rest) => level,
            Some(_) => 0,
            None => by_outline(paragraph, &text, top),
        };
        paragraph.level = level;
    }
}

/// Whether the line begins the list of annexes: 附件：1.调查表.
fn lists_annexes(text: &str) -> bool {
    trim(text)
        .strip_prefix("附件")
        .and_then(|rest| rest.trim_start_matches(blank).strip_prefix(COLONS))
        .is_some_and(|list| number(list).is_some())
}

/// The outline level of a heading that has no number in its text; its rank among the body's headings counts,
/// since the title often takes the first level.
fn outline_without_number(block: &Block) -> Option<u8> {
    let Block::Paragraph(paragraph) = block else { return None };
    let outline = paragraph.look.outline?;
    let text = paragraph.text();
    (number(trim(&text)).is_none() && can_be_heading(&text)).then_some(outline)
}

fn by_outline(paragraph: &Paragraph, text: &str, top: Option<u8>) -> u8 {
    match (paragraph.look.outline, top) {
        (Some(outline), Some(top)) if can_be_heading(text) => (outline - top + 1).min(4),
        _ => 0,
    }
}

fn can_be_heading(text: &str) -> bool {
    let length = seen(text);
    (1..=LONGEST_HEADING).contains(&length) && !runs_on(text) && !ends_sentence(text)
}

/// A heading stands alone: it is short, no sentence ends inside it, and it ends without a mark. The two
/// upper levels may end in one, as clerks write （一）加强领导。
fn stands_alone(level: u8, rest: &str) -> bool {
    let length = seen(rest);
    if length == 0 || length > LONGEST_HEADING || runs_on(rest) {
        return false;
    }
    !ends_sentence(rest)
        || (level <= 2 && length <= 20 && trim(rest).ends_with('。') && !rest.contains(['，', ',', '；']))
}

/// Level and what follows the number.
fn number(text: &str) -> Option<(u8, &str)> {
    let text = trim(text);
    let first = text.chars().next()?;
    if matches!(first, '（' | '(') {
        let inner = &text[first.len_utf8()..];
        let (kind, rest) = digits(inner)?;
        let rest = trim(rest);
        let close = rest.chars().next().filter(|c| matches!(c, '）' | ')'))?;
        let rest = rest[close.len_utf8()..].trim_start_matches(['、', '.', '．', ' ']);
        return Some((if kind == Digits::Chinese { 2 } else { 4 }, rest));
    }
    if matches!(first, '⑴'..='⒇') {
        return Some((4, &text[first.len_utf8()..]));
    }
    let (kind, rest) = digits(text)?;
    let rest = rest.trim_start_matches(blank);
    let mark = rest.chars().next()?;
    let after = &rest[mark.len_utf8()..];
    match (kind, mark) {
        (Digits::Chinese, '、' | '.' | '．' | ',' | '，') => Some((1, after)),
        (Digits::Arabic, '、') => Some((3, after)),
        // 1.5万亩 and 1.1 are no headings of the third level.
        (Digits::Arabic, '.' | '．') if !after.starts_with(|c: char| narrow(c).is_ascii_digit()) => {
            Some((3, after))
        }
        (Digits::Arabic, '）' | ')') => Some((4, after)),
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Digits {
    Chinese,
    Arabic,
}

fn digits(text: &str) -> Option<(Digits, &str)> {
    let text = text.trim_start_matches(blank);
    let chinese = text.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    if chinese.len() < text.len() {
        return (text.len() - chinese.len() <= 9).then_some((Digits::Chinese, chinese));
    }
    let arabic = text.trim_start_matches(|c: char| narrow(c).is_ascii_digit());
    let count = text[..text.len() - arabic.len()].chars().count();
    ((1..=2).contains(&count)).then_some((Digits::Arabic, arabic))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Image, Look, Script};

    fn levels(lines: &[&str]) -> Vec<u8> {
        let blocks = lines.iter().map(|line| Block::Paragraph(Paragraph::plain(*line))).collect();
        body(blocks)
            .iter()
            .map(|block| match block {
                Block::Paragraph(paragraph) => paragraph.level,
                Block::Table(_) => 9,
            })
            .collect()
    }

    #[test]
    fn typed_numbers_give_levels() {
        assert_eq!(levels(&["一、现状", "（一）底数不清", "1.管理滞后", "（1）人员不足"]), [1, 2, 3, 4]);
        assert_eq!(
            levels(&["　　一、现状", "(一)底数不清", "１．管理滞后", "(1)人员不足", "1、管理", "1）人员"]),
            [1, 2, 3, 4, 3, 4]
        );
        assert_eq!(levels(&["十一、其他", "一．现状", "一、存在的问题："]), [1, 1, 1]);
    }

    #[test]
    fn a_sentence_that_runs_on_is_no_heading() {
        assert_eq!(
            levels(&[
                "（一）明确责任。由区教育局牵头，尽快摸清底数。",
                "1.建议由区交通局牵头加强巡查。",
                "1.5万亩农田受灾",
                "2023年以来",
                "一是加强领导",
                "一、今年以来我区老旧小区加装电梯工作在各方面共同努力下取得了明显成效但也暴露出一些不容忽视的突出问题亟待解决",
                "（一）加强领导。",
                "3.增设路灯；",
            ]),
            [0, 0, 0, 0, 0, 0, 2, 0]
        );
    }

    #[test]
    fn the_list_of_annexes_holds_no_headings() {
        assert_eq!(levels(&["附件：1.调查表", "2.投诉清单", "一、调查表", "1.概况"]), [0, 0, 1, 3]);
    }

    #[test]
    fn a_computed_number_goes_in_front() {
        let mut paragraph = Paragraph::plain("　现状");
        paragraph.look = Look { label: "一、".to_owned(), ..Look::default() };
        let mut bullet = Paragraph::plain("路灯不亮");
        bullet.look.label = "•".to_owned();
        let ready = body(vec![Block::Paragraph(paragraph), Block::Paragraph(bullet)]);
        let Block::Paragraph(first) = &ready[0] else { panic!() };
        assert_eq!((first.text().as_str(), first.level, first.look.label.as_str()), ("一、现状", 1, ""));
        let Block::Paragraph(second) = &ready[1] else { panic!() };
        assert_eq!(second.text(), "路灯不亮");
    }

    #[test]
    fn an_outline_without_number_counts_by_rank() {
        let heading = |text: &str, outline| {
            let mut paragraph = Paragraph::plain(text);
            paragraph.look.outline = Some(outline);
            Block::Paragraph(paragraph)
        };
        let ready = body(vec![heading("基本情况", 2), heading("车位不足", 3), heading("有关建议", 2)]);
        let levels: Vec<u8> =
            ready.iter().map(|block| if let Block::Paragraph(p) = block { p.level } else { 9 }).collect();
        assert_eq!(levels, [1, 2, 1]);
    }

    #[test]
    fn images_and_scripts_stay_and_lines_come_apart() {
        let paragraph = Paragraph {
            inlines: vec![
                Inline::Text(Text { text: "　　面积1200m".to_owned(), script: Script::Base }),
                Inline::Text(Text { text: "2".to_owned(), script: Script::Super }),
                Inline::Text(Text { text: "。\n　　第二段 ".to_owned(), script: Script::Base }),
                Inline::Image(Image { part: "word/media/image1.png".to_owned(), ..Image::default() }),
            ],
            ..Paragraph::default()
        };
        let ready = body(vec![Block::Paragraph(paragraph), Block::Paragraph(Paragraph::plain("　\n "))]);
        let texts: Vec<String> = ready
            .iter()
            .map(|block| if let Block::Paragraph(p) = block { p.text() } else { String::new() })
            .collect();
        assert_eq!(texts, ["面积1200m2。", "第二段 "]);
        let Block::Paragraph(second) = &ready[1] else { panic!() };
        assert!(matches!(second.inlines.last(), Some(Inline::Image(_))));
    }
}
