//! Mends what typing left behind: half-width punctuation, full-width digits, straight quotes, stray spaces.
//! It never changes a letter, a digit or a Chinese character, and where a guard doubts, it leaves the text.
//!
//! The rules are those that the office's style sheet marks as automatic (GB/T 15834, GB/T 15835); each pass
//! below is one of them. 的的 is not among them, since 目的的 is good Chinese.

use super::script::{is_alphanumeric, is_cjk};
use crate::document::{Inline, Text};
use std::mem;

/// A character with the inline that it belongs to, so that m² keeps its raised 2 through every pass.
#[derive(Clone, Copy, PartialEq)]
struct Mark {
    c: char,
    piece: usize,
}

/// Stands for an image among the characters: it is next to nothing.
const IMAGE: char = '\u{FFFC}';

/// The text, normalised.
pub fn text(text: &str) -> String {
    if !is_suspect(text) {
        return text.to_owned();
    }
    run(text.chars().map(|c| Mark { c, piece: 0 }).collect()).into_iter().map(|mark| mark.c).collect()
}

/// The inlines of one paragraph, normalised as one text; images stay where they are.
pub fn inlines(inlines: &[Inline]) -> Vec<Inline> {
    let mut typed = inlines.iter().filter_map(|inline| match inline {
        Inline::Text(it) => Some(it.text.as_str()),
        Inline::Image(_) => None,
    });
    // A rule may look over the border of two texts, so only one text alone is judged alone.
    if inlines.len() < 2 && !typed.any(is_suspect) {
        return inlines.to_vec();
    }
    let mut marks = Vec::new();
    for (piece, inline) in inlines.iter().enumerate() {
        match inline {
            Inline::Text(it) => marks.extend(it.text.chars().map(|c| Mark { c, piece })),
            Inline::Image(_) => marks.push(Mark { c: IMAGE, piece }),
        }
    }
    regroup(inlines, &run(marks))
}

/// Whether a text holds anything that a pass may change; most paragraphs do not, and are copied.
fn is_suspect(text: &str) -> bool {
    let mut last = '\n';
    text.chars().any(|c| {
        let before = std::mem::replace(&mut last, c);
        match c {
            ',' | ';' | ':' | '?' | '!' | '(' | ')' | '"' | '\'' | '—' | '\u{200B}' | '\u{FEFF}' => true,
            '，' | '。' | '、' | '；' | '：' | '.' | '-' => c == before,
            '1' | '2' => matches!(before, '[' | '【' | '（' | '〔'),
            _ => is_space(c) || is_wide_alphanumeric(c),
        }
    })
}

/// The passes, again while they still change something: a mark that one of them widens makes its neighbour
/// stand beside Chinese. It ends, since every pass only widens or drops.
fn run(mut marks: Vec<Mark>) -> Vec<Mark> {
    loop {
        let mended = pass(marks.clone());
        if mended == marks {
            return mended;
        }
        marks = mended;
    }
}

fn pass(mut marks: Vec<Mark>) -> Vec<Mark> {
    narrow(&mut marks);
    drop_invisible(&mut marks);
    let kept = kept_spans(&marks);
    quotes(&mut marks, &kept);
    document_numbers(&mut marks);
    brackets(&mut marks, &kept);
    let mut marks = punctuation(&marks, &kept);
    ellipses_and_dashes(&mut marks);
    drop_doubled(&mut marks);
    drop_spaces(&mut marks);
    marks
}

/// Full-width digits and letters become half-width.
fn narrow(marks: &mut [Mark]) {
    for mark in marks {
        if is_wide_alphanumeric(mark.c) {
            mark.c = u32::from(mark.c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(mark.c);
        }
    }
}

fn is_wide_alphanumeric(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// Characters without width that come from web pages and would part words.
fn drop_invisible(marks: &mut Vec<Mark>) {
    marks.retain(|mark| !matches!(mark.c, '\u{200B}' | '\u{FEFF}'));
}

/// Which characters belong to a web address or an e-mail address, where every mark is part of the name.
fn kept_spans(marks: &[Mark]) -> Vec<bool> {
    let mut kept = vec![false; marks.len()];
    let mut start = 0;
    while start < marks.len() {
        let length = marks[start..].iter().take_while(|mark| mark.c.is_ascii_graphic()).count();
        keep_address(&marks[start..start + length], &mut kept[start..start + length]);
        start += length + 1;
    }
    kept
}

fn keep_address(token: &[Mark], kept: &mut [bool]) {
    let shown: String = token.iter().map(|mark| mark.c).collect();
    let begin = match (shown.find("://"), shown.find("www."), shown.find('@')) {
        (Some(colon), _, _) => {
            colon - shown[..colon].chars().rev().take_while(char::is_ascii_alphabetic).count()
        }
        (None, Some(www), _) => www,
        (None, None, Some(_)) => 0,
        (None, None, None) => return,
    };
    let end = shown.trim_end_matches(['.', ',', ';', ':', '?', '!', '(', ')', '\'', '"']).len();
    let end = if shown[begin..end].contains('(') && shown[end..].starts_with(')') { end + 1 } else { end };
    if begin < end {
        kept[begin..end].fill(true);
    }
}

/// `[2026]5号` and its like become `〔2026〕5号`.
fn document_numbers(marks: &mut [Mark]) {
    for open in 0..marks.len().saturating_sub(7) {
        let at = |offset: usize| marks.get(open + offset).map_or(' ', |mark| mark.c);
        let is_year = matches!((at(1), at(2)), ('1', '9') | ('2', '0'))
            && at(3).is_ascii_digit()
            && at(4).is_ascii_digit();
        if !is_year
            || !matches!(at(0), '[' | '【' | '(' | '（' | '〔')
            || !matches!(at(5), ']' | '】' | ')' | '）' | '〕')
        {
            continue;
        }
        let digits = marks[open + 6..].iter().take_while(|mark| mark.c.is_ascii_digit()).count();
        if digits > 0 && at(6 + digits) == '号' {
            marks[open].c = '〔';
            marks[open + 5].c = '〕';
        }
    }
}

/// Straight quotes become “ ” and ‘ ’, if they pair over the paragraph; a pair inside “ ” becomes ‘ ’.
fn quotes(marks: &mut [Mark], kept: &[bool]) {
    for straight in ['"', '\''] {
        let places: Vec<usize> = (0..marks.len())
            .filter(|&at| marks[at].c == straight && !kept[at] && !is_apostrophe(marks, at))
            .collect();
        let pairs: Vec<(usize, usize)> = places.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        if places.len().is_multiple_of(2) && pairs.iter().all(|&(open, close)| can_quote(marks, open, close))
        {
            for (open, close) in pairs {
                let inner = straight == '\'' || is_inside_quotes(marks, open);
                marks[open].c = if inner { '‘' } else { '“' };
                marks[close].c = if inner { '’' } else { '”' };
            }
        }
    }
}

/// Between two letters it is an apostrophe, behind a digit an inch or a minute.
fn is_apostrophe(marks: &[Mark], at: usize) -> bool {
    let before = before(marks, at);
    marks[at].c == '\'' && is_alphanumeric(before) && is_alphanumeric(after(marks, at))
}

fn can_quote(marks: &[Mark], open: usize, close: usize) -> bool {
    let inside = &marks[open + 1..close];
    let blank = |mark: Option<&Mark>| mark.is_none_or(|mark| mark.c.is_whitespace());
    !before(marks, open).is_ascii_digit() && !blank(inside.first()) && !blank(inside.last())
}

fn is_inside_quotes(marks: &[Mark], at: usize) -> bool {
    let mut depth = 0_usize;
    for mark in &marks[..at] {
        match mark.c {
            '“' => depth += 1,
            '”' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth > 0
}

/// Half-width brackets become full-width in pairs, so that no pair is left with two widths.
fn brackets(marks: &mut [Mark], kept: &[bool]) {
    let mut open = Vec::new();
    for at in 0..marks.len() {
        match marks[at].c {
            '(' | '（' if !kept[at] => open.push(at),
            ')' | '）' if !kept[at] => match open.pop() {
                Some(start) if is_chinese_pair(marks, start, at) => {
                    marks[start].c = '（';
                    marks[at].c = '）';
                }
                None if marks[at].c == ')' && touches_cjk(marks, at) => marks[at].c = '）',
                _ => {}
            },
            _ => {}
        }
    }
    for at in open {
        if marks[at].c == '(' && touches_cjk(marks, at) {
            marks[at].c = '（';
        }
    }
}

/// A pair with Chinese in it, or one that already has one full-width side, or one between Chinese that is
/// not the argument of a code such as `f(x)` or `5G(NSA)`.
fn is_chinese_pair(marks: &[Mark], open: usize, close: usize) -> bool {
    let holds = marks[open + 1..close].iter().any(|mark| is_cjk(mark.c));
    let mixed = (marks[open].c == '(') != (marks[close].c == ')');
    let beside = is_cjk(before(marks, open)) || is_cjk(after(marks, close));
    holds || mixed || (beside && !is_alphanumeric(before(marks, open)))
}

fn touches_cjk(marks: &[Mark], at: usize) -> bool {
    is_cjk(before(marks, at)) || is_cjk(after(marks, at))
}

/// `, ; : ? !` next to Chinese become full-width, with the spaces that typing put around them.
fn punctuation(marks: &[Mark], kept: &[bool]) -> Vec<Mark> {
    let mut out: Vec<Mark> = Vec::with_capacity(marks.len());
    let mut at = 0;
    while at < marks.len() {
        let mark = marks[at];
        at += 1;
        let Some(wide) = widened(mark.c) else {
            out.push(mark);
            continue;
        };
        let spaces = marks[at..].iter().take_while(|mark| is_space(mark.c)).count();
        let next = marks.get(at + spaces).map_or('\n', |mark| mark.c);
        let last = out.iter().rev().map(|mark| mark.c).find(|c| !is_space(*c)).unwrap_or('\n');
        if kept[at - 1] || next == '=' || !(is_cjk(last) || is_cjk(next)) || is_open(next, last) {
            out.push(mark);
            continue;
        }
        while out.last().is_some_and(|mark| is_space(mark.c)) {
            out.pop();
        }
        out.push(Mark { c: wide, ..mark });
        at += spaces;
    }
    out
}

/// Half-width inside a code (`:` behind a drive letter, before a path), though Chinese stands near.
fn is_open(next: char, last: char) -> bool {
    matches!(next, '\\' | '/') && last.is_ascii()
}

fn widened(c: char) -> Option<char> {
    Some(match c {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '?' => '？',
        '!' => '！',
        _ => return None,
    })
}

/// `...` and `。。。` become `……`; `--` and a lone `—` become `——`, but not between digits or letters, where
/// they join (2020—2025年).
fn ellipses_and_dashes(marks: &mut Vec<Mark>) {
    let mut out: Vec<Mark> = Vec::with_capacity(marks.len());
    let mut at = 0;
    while at < marks.len() {
        let mark = marks[at];
        let length = marks[at..].iter().take_while(|other| other.c == mark.c).count();
        let last = out.last().map_or('\n', |mark| mark.c);
        let next = marks.get(at + length).map_or('\n', |mark| mark.c);
        let new = match mark.c {
            '.' if length >= 3 && (is_cjk(last) || is_cjk(next)) => Some('…'),
            '。' if length >= 3 => Some('…'),
            '-' if (2..=4).contains(&length) && is_dash(last, next) => Some('—'),
            '—' if length == 1 && is_dash(last, next) => Some('—'),
            _ => None,
        };
        match new {
            Some(c) => out.extend([Mark { c, ..mark }; 2]),
            None => out.extend(&marks[at..at + length]),
        }
        at += length;
    }
    *marks = out;
}

/// A dash that breaks a sentence has Chinese on both sides, and no numeral behind it.
fn is_dash(last: char, next: char) -> bool {
    let numeral = matches!(next, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '〇');
    is_cjk(last) && is_cjk(next) && last != '—' && next != '—' && !numeral
}

/// `，，` and `。。` become one.
fn drop_doubled(marks: &mut Vec<Mark>) {
    marks.dedup_by(|later, earlier| {
        later.c == earlier.c && matches!(later.c, '，' | '。' | '、' | '；' | '：')
    });
}

/// Spaces of every kind between Chinese and a digit or letter go: official pages set them solid.
fn drop_spaces(marks: &mut Vec<Mark>) {
    let mut at = 0;
    let mut out: Vec<Mark> = Vec::with_capacity(marks.len());
    while at < marks.len() {
        let spaces = marks[at..].iter().take_while(|mark| is_space(mark.c)).count();
        if spaces == 0 {
            out.push(marks[at]);
            at += 1;
            continue;
        }
        let last = out.last().map_or('\n', |mark| mark.c);
        let next = marks.get(at + spaces).map_or('\n', |mark| mark.c);
        let solid = (is_solid(last) && is_alphanumeric(next)) || (is_alphanumeric(last) && is_solid(next));
        if !solid || is_caption_label(&out) {
            out.extend(&marks[at..at + spaces]);
        }
        at += spaces;
    }
    *marks = out;
}

/// 表1 and 图2 at the start, behind which a space parts the number from the name.
fn is_caption_label(marks: &[Mark]) -> bool {
    let Some((first, rest)) = marks.split_first() else { return false };
    matches!(first.c, '表' | '图') && !rest.is_empty() && rest.iter().all(|mark| mark.c.is_ascii_digit())
}

/// Chinese that stands solid against digits; quotes, dashes and ellipses may belong to English words.
fn is_solid(c: char) -> bool {
    is_cjk(c) && !matches!(c, '“' | '”' | '‘' | '’' | '—' | '…')
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{3000}' | '\u{2002}' | '\u{2003}' | '\u{2009}' | '\u{202F}')
}

fn before(marks: &[Mark], at: usize) -> char {
    at.checked_sub(1).map_or('\n', |at| marks[at].c)
}

fn after(marks: &[Mark], at: usize) -> char {
    marks.get(at + 1).map_or('\n', |mark| mark.c)
}

/// Back to inlines: runs of one piece, in order.
fn regroup(original: &[Inline], marks: &[Mark]) -> Vec<Inline> {
    let mut out = Vec::with_capacity(original.len());
    for (piece, inline) in original.iter().enumerate() {
        match inline {
            Inline::Image(_) => out.push(inline.clone()),
            Inline::Text(it) => {
                let text: String =
                    marks.iter().filter(|mark| mark.piece == piece).map(|mark| mark.c).collect();
                if !text.is_empty() {
                    out.push(Inline::Text(Text { text, script: it.script }));
                }
            }
        }
    }
    merge(out)
}

/// Neighbouring texts of one script become one, as if they had been typed in one go.
fn merge(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match (out.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(mut next)) if last.script == next.script => {
                last.text.push_str(&mem::take(&mut next.text));
            }
            (_, inline) => out.push(inline),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Image, Script};
    use proptest::prelude::*;

    #[test]
    fn punctuation_beside_chinese_becomes_full_width() {
        for (typed, set) in [
            ("目前,全区共有312台, 受益4000户;", "目前，全区共有312台，受益4000户；"),
            ("时间:上午9:30", "时间：上午9:30"),
            ("为什么?太慢!", "为什么？太慢！"),
            ("总额1,000元,同比3.5%,下降", "总额1,000元，同比3.5%，下降"),
            ("附件1:实施方案", "附件1：实施方案"),
            ("题为Hello, world的文章", "题为Hello, world的文章"),
        ] {
            assert_eq!(text(typed), set);
        }
    }

    #[test]
    fn addresses_keep_every_mark() {
        for typed in
            ["详见http://www.a.gov.cn/x?id=1:2;3(4)--5", "邮箱zhang,san@a.cn", "参数--json", "文件在C:\\政协"]
        {
            assert_eq!(text(typed), typed);
        }
        assert_eq!(text("网址:https://a.cn/b,请查"), "网址：https://a.cn/b，请查");
        assert_eq!(text("见https://a.cn/b?x=1(附)。"), "见https://a.cn/b?x=1（附）。");
    }

    #[test]
    fn brackets_become_full_width_in_pairs() {
        for (typed, set) in [
            ("老旧小区(含城中村)改造", "老旧小区（含城中村）改造"),
            ("(一)加强", "（一）加强"),
            ("(1)加强", "（1）加强"),
            ("函数f(x)的值", "函数f(x)的值"),
            ("5G(NSA)网络", "5G(NSA)网络"),
            ("人均GDP(万元)", "人均GDP（万元）"),
            ("(混合）宽度", "（混合）宽度"),
            ("1)加强", "1）加强"),
        ] {
            assert_eq!(text(typed), set);
        }
    }

    #[test]
    fn document_numbers_take_their_own_brackets() {
        assert_eq!(text("浙政发[2026]5号和（2025）12号"), "浙政发〔2026〕5号和〔2025〕12号");
        assert_eq!(text("(2026年)5号楼"), "（2026年）5号楼");
    }

    #[test]
    fn straight_quotes_pair_or_stay() {
        for (typed, set) in [
            ("实行\"一梯一档\"制", "实行“一梯一档”制"),
            ("“他说\"好\"”", "“他说‘好’”"),
            ("的'最后一公里'问题", "的‘最后一公里’问题"),
            ("少了一半\"的引号", "少了一半\"的引号"),
            ("管径5\"和6\"两种", "管径5\"和6\"两种"),
            ("It's 'fine'吗", "It's ‘fine’吗"),
        ] {
            assert_eq!(text(typed), set);
        }
    }

    #[test]
    fn ellipses_and_dashes_take_two_places() {
        for (typed, set) in [
            ("等等...", "等等……"),
            ("等等。。。", "等等……"),
            ("问题--尤其是", "问题——尤其是"),
            ("问题—尤其是", "问题——尤其是"),
            ("2020—2025年", "2020—2025年"),
            ("一月—三月", "一月—三月"),
            ("破折——号", "破折——号"),
            ("-----", "-----"),
        ] {
            assert_eq!(text(typed), set);
        }
    }

    #[test]
    fn spaces_between_chinese_and_digits_go_and_others_stay() {
        for (typed, set) in [
            ("截至 2026 年\u{3000}8\u{A0}月底", "截至2026年8月底"),
            ("用 Word 文档", "用Word文档"),
            ("张 三", "张 三"),
            ("表 1 加装情况", "表1 加装情况"),
            ("iPhone 15 手机", "iPhone 15手机"),
            ("（  ）单篇", "（  ）单篇"),
            ("零\u{200B}宽", "零宽"),
        ] {
            assert_eq!(text(typed), set);
        }
    }

    #[test]
    fn wide_digits_and_doubled_marks_are_mended() {
        assert_eq!(text("２０２６年Ａ类"), "2026年A类");
        assert_eq!(text("好，，的。。"), "好，的。");
        assert_eq!(text("目的的确"), "目的的确");
    }

    #[test]
    fn a_raised_digit_keeps_its_height_and_an_image_its_place() {
        let plain = |text: &str| Inline::Text(Text { text: text.into(), script: Script::Base });
        let square = Inline::Text(Text { text: "2".into(), script: Script::Super });
        let image = Inline::Image(Image { part: "word/media/image1.png".into(), ..Image::default() });
        let typed = [plain("面积5 m"), square.clone(), plain(",约"), image.clone(), plain("(见图)")];
        let set = [plain("面积5 m"), square, plain("，约"), image, plain("（见图）")];
        assert_eq!(inlines(&typed), set);
    }

    /// What no rule may change: letters, digits (by their half-width form) and Chinese characters.
    fn substance(text: &str) -> String {
        let mut marks: Vec<_> = text.chars().map(|c| Mark { c, piece: 0 }).collect();
        narrow(&mut marks);
        marks.iter().map(|mark| mark.c).filter(|c| c.is_alphanumeric()).collect()
    }

    proptest! {
        #[test]
        fn substance_survives_and_a_second_pass_changes_nothing(
            typed in "([一的号年月〇汉字，。、；：（）“”‘’《》—… \u{3000}\u{200B}]|[0-9０-９a-zＡ-Ｃ@/.,;:?!()\\[\\]\"'=-]){0,40}"
        ) {
            let once = text(&typed);
            prop_assert_eq!(substance(&once), substance(&typed));
            prop_assert_eq!(text(&once), once);
        }
    }
}
