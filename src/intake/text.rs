//! Small questions about characters: what is blank, what can be seen, where a value ends.
//! It never knows a label, a name or a date.

/// Whether a character is blank on the page: every kind of space, and characters without a shape.
pub fn blank(c: char) -> bool {
    // Nearly all characters that are asked for are ideographs.
    !matches!(c, '\u{4e00}'..='\u{9fff}') && (c.is_whitespace() || invisible(c))
}

/// Whether a character has no shape of its own or turns the direction of its neighbours. Such characters
/// can make two different names look alike, so they are kept and reported.
pub fn invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// The text without blanks at its ends.
pub fn trim(text: &str) -> &str {
    text.trim_matches(blank)
}

/// A value without the line that a form draws for it with the keyboard: 反映人：___张三___.
pub fn undrawn(value: &str) -> &str {
    trim(value).trim_matches(|c: char| blank(c) || matches!(c, '_' | '＿'))
}

/// The text in one line, each run of blanks folded to one space; a line break between two Chinese
/// characters leaves nothing, since a title broken over two lines is one title.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = Gap::None;
    for c in trim(text).chars() {
        if c.is_whitespace() {
            let broken = c == '\n' || c == '\r';
            gap = if broken || gap == Gap::Line { Gap::Line } else { Gap::Space };
            continue;
        }
        let joins = gap == Gap::Line && (wide(c) || folded.chars().next_back().is_some_and(wide));
        if gap != Gap::None && !joins {
            folded.push(' ');
        }
        gap = Gap::None;
        folded.push(c);
    }
    folded
}

#[derive(Clone, Copy, PartialEq)]
enum Gap {
    None,
    Space,
    Line,
}

/// A line whose characters were spread over it (`关 于 … 的 建 议`) closed again, its wider gaps kept as one
/// blank each; any other line as it is.
pub fn closed_up(line: &str) -> String {
    let bare = trim(line);
    let words = bare.split(char::is_whitespace).filter(|word| !word.is_empty());
    let (all, single) = words
        .fold((0, 0), |(all, single), word| (all + 1, single + usize::from(word.chars().nth(1).is_none())));
    if all < 6 || single < all || lists_names(bare) {
        return bare.to_owned();
    }
    let mut closed = String::with_capacity(bare.len());
    let mut gap = 0;
    for c in bare.chars() {
        if c.is_whitespace() {
            gap += if c == '\u{3000}' || c == '\t' { 2 } else { 1 };
            continue;
        }
        if gap > 2 {
            closed.push(' ');
        }
        gap = 0;
        closed.push(c);
    }
    closed
}

/// Whether wider gaps part the characters into twos and threes, as a list of spread names: 王 蒙　李 准　张 洁.
fn lists_names(spread: &str) -> bool {
    let gaps = || spread.split(|c: char| !c.is_whitespace()).filter(|gap| !gap.is_empty()).map(width);
    let narrowest = gaps().min().unwrap_or_default();
    let mut group = 1;
    let mut groups = 1;
    for gap in gaps() {
        if gap > narrowest {
            groups += 1;
            group = 1;
        } else {
            group += 1;
        }
        if group > 3 {
            return false;
        }
    }
    groups > 1 && group > 1
}

fn width(gap: &str) -> usize {
    gap.chars().map(|c| if c == '\u{3000}' || c == '\t' { 2 } else { 1 }).sum()
}

/// The text without any blank.
pub fn dense(text: &str) -> String {
    text.chars().filter(|c| !blank(*c)).collect()
}

/// Whether a character takes a full cell: ideographs and full-width punctuation.
pub fn wide(c: char) -> bool {
    matches!(c, '\u{2014}' | '\u{2018}'..='\u{201d}' | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character is an ideograph.
pub fn ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{3007}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// A full-width digit, letter or mark as its ordinary form.
pub fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Whether more characters than this can be seen; it stops counting there.
pub fn seen_over(text: &str, most: usize) -> bool {
    text.len() > most && text.chars().filter(|c| !blank(*c)).nth(most).is_some()
}

/// Number of characters that can be seen.
pub fn seen(text: &str) -> usize {
    text.chars().filter(|c| !blank(*c)).count()
}

/// Whether the text ends as a sentence does.
pub fn ends_sentence(text: &str) -> bool {
    let bare = trim(text).trim_end_matches(['”', '’', '"', '）', ')']);
    bare.ends_with(['。', '！', '？', '；', ';', '…', '!', '?'])
}

/// Whether a sentence ends inside the text, before its last character.
pub fn runs_on(text: &str) -> bool {
    let bare = trim(text);
    let Some((last, _)) = bare.char_indices().next_back() else { return false };
    bare[..last].contains(['。', '！', '？', '；'])
}

/// The text inside one pair of brackets that encloses all of it, or the text itself.
pub fn unbracketed(text: &str) -> &str {
    let bare = trim(text);
    for (open, close) in
        [('（', '）'), ('(', ')'), ('【', '】'), ('[', ']'), ('〔', '〕'), ('（', ')'), ('(', '）')]
    {
        if let Some(inner) = bare.strip_prefix(open).and_then(|rest| rest.strip_suffix(close))
            && (!inner.contains(open) || encloses(inner, open, close))
        {
            return trim(inner);
        }
    }
    bare
}

/// Whether the brackets round these words are one pair: every one inside is opened and closed there.
fn encloses(inner: &str, open: char, close: char) -> bool {
    let mut depth = 0_usize;
    for c in inner.chars() {
        if c == open {
            depth += 1;
        } else if c == close {
            let Some(less) = depth.checked_sub(1) else { return false };
            depth = less;
        }
    }
    depth == 0
}

/// Whether brackets enclose all of the text.
pub fn bracketed(text: &str) -> bool {
    unbracketed(text).len() < trim(text).len()
}

/// The options that a clerk ticked in a cell such as `□一般 ☑急件` or `（√）单篇 （）综合`; `None` when the
/// cell holds no boxes.
pub fn ticked(text: &str) -> Option<Vec<String>> {
    let marks = boxes(text);
    if marks.is_empty() {
        return None;
    }
    let leads = trim(&text[..marks[0].start]).is_empty()
        || text[..marks[0].start].trim_end().ends_with([':', '：', '）', ')']);
    let mut chosen = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        if !mark.ticked {
            continue;
        }
        let words = if leads {
            let end = marks.get(index + 1).map_or(text.len(), |next| next.start);
            &text[mark.end..end]
        } else {
            let start = if index == 0 { 0 } else { marks[index - 1].end };
            &text[start..mark.start]
        };
        let words = trim(words).trim_matches(['；', ';', '，', ',', '、', '。', '/', '|']);
        if !trim(words).is_empty() {
            chosen.push(fold(words));
        }
    }
    Some(chosen)
}

struct Mark {
    start: usize,
    end: usize,
    ticked: bool,
}

/// Boxes with their state: a sign of its own, or brackets that hold a tick or nothing.
fn boxes(text: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut position = 0;
    while let Some(c) = text[position..].chars().next() {
        let after = position + c.len_utf8();
        let found = match c {
            '☑' | '☒' | '■' | '√' | '✓' | '✔' | '◉' | '●' | '🗹' | '🗸' | '✅' => {
                Some((after, true))
            }
            '□' | '☐' | '○' | '◯' | '❑' | '❏' => Some((after, false)),
            '（' | '(' | '[' | '［' | '【' => {
                if let Some(length) = bracket_hint(&text[after..]) {
                    position = after + length;
                    continue;
                }
                bracket_box(&text[after..]).map(|(length, state)| (after + length, state))
            }
            _ => None,
        };
        match found {
            Some((end, ticked)) => {
                push_mark(&mut marks, Mark { start: position, end, ticked }, text);
                position = end;
            }
            None => position = after,
        }
    }
    marks
}

/// Two signs that touch are one box (`□√`).
fn push_mark(marks: &mut Vec<Mark>, mark: Mark, text: &str) {
    if let Some(last) = marks.last_mut()
        && trim(&text[last.end..mark.start]).is_empty()
        && last.ticked != mark.ticked
        && mark.start - last.end <= 1
    {
        last.end = mark.end;
        last.ticked = true;
        return;
    }
    marks.push(mark);
}

/// How to tick, which is itself no tick: `(请打√)`, `（可多选）`.
fn bracket_hint(rest: &str) -> Option<usize> {
    let close = rest.find(['）', ')', ']', '］', '】'])?;
    let inner = &rest[..close];
    let hint = inner.contains('打') && inner.contains(['√', '✓', '勾'])
        || ["勾选", "多选", "单选", "任选"].iter().any(|word| inner.contains(word));
    hint.then(|| close + rest[close..].chars().next().map_or(0, char::len_utf8))
}

/// Whether the words begin with a box, ticked or not, so that they are an option of a form.
pub fn begins_with_box(text: &str) -> bool {
    let bare = trim(text);
    boxes(bare).first().is_some_and(|mark| mark.start == 0)
}

fn bracket_box(rest: &str) -> Option<(usize, bool)> {
    let close = rest.find(['）', ')', ']', '］', '】'])?;
    let inner = trim(&rest[..close]);
    let length = close + rest[close..].chars().next().map_or(0, char::len_utf8);
    match inner {
        "" => Some((length, false)),
        "√" | "✓" | "✔" | "■" | "☑" | "V" | "v" | "x" | "X" | "×" | "●" => Some((length, true)),
        _ => None,
    }
}

/// The first ticked option, or the words; nothing when they say no.
pub fn one_choice(value: &str) -> Option<String> {
    match ticked(value) {
        Some(options) => options.into_iter().next(),
        None => Some(fold(value)).filter(|words| !says_no(words)),
    }
}

/// Whether the words say no, or nothing: `否`, `无`, `—`.
pub fn says_no(text: &str) -> bool {
    matches!(
        dense(text).as_str(),
        "" | "否"
            | "无"
            | "没有"
            | "不"
            | "—"
            | "-"
            | "--"
            | "——"
            | "/"
            | "\\"
            | "×"
            | "0"
            | "N"
            | "n"
            | "暂无"
            | "□"
            | "☐"
    )
}

/// Whether the words are only yes: `是`, `√`.
pub fn says_yes(text: &str) -> bool {
    matches!(
        dense(text).as_str(),
        "是" | "√" | "✓" | "✔" | "有" | "1" | "Y" | "y" | "☑" | "■" | "（√）" | "(√)" | "TRUE" | "true"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_line_is_closed_up() {
        assert_eq!(closed_up("关 于 加 装 电 梯 的 建 议"), "关于加装电梯的建议");
        assert_eq!(closed_up("东 林 乡 退 休 教 师 　 王 小 明"), "东林乡退休教师 王小明");
        assert_eq!(closed_up("王 伟　李 强"), "王 伟　李 强");
    }

    #[test]
    fn a_title_broken_over_lines_is_one() {
        assert_eq!(fold("关于加强老旧小区\n电梯加装的建议"), "关于加强老旧小区电梯加装的建议");
        assert_eq!(fold("  A  big\ttitle　一 "), "A big title 一");
    }

    #[test]
    fn ticks_are_read_on_either_side() {
        let some = |words: &[&str]| Some(words.iter().map(|&w| w.to_owned()).collect::<Vec<_>>());
        assert_eq!(ticked("□一般　☑急件　□特急"), some(&["急件"]));
        assert_eq!(ticked("（√）单篇 （）综合"), some(&["单篇"]));
        assert_eq!(ticked("（　）单篇（ √ ）综合"), some(&["综合"]));
        assert_eq!(ticked("一般（ ） 紧急（√）"), some(&["紧急"]));
        assert_eq!(ticked("是□ 否☑"), some(&["否"]));
        assert_eq!(ticked("■委员 □党派团体"), some(&["委员"]));
        assert_eq!(ticked("□√委员 □党派团体"), some(&["委员"]));
        assert_eq!(ticked("√委员　党派"), some(&["委员　党派".replace('　', " ").as_str()]));
        assert_eq!(ticked("□一般 □急件"), some(&[]));
        assert_eq!(ticked("急件"), None);
        assert_eq!(ticked("(请打√)（）报送市政协（√）转送区教育局"), some(&["转送区教育局"]));
        assert_eq!(ticked("（请打√）"), None);
        assert!(
            begins_with_box("（）报送市政协")
                && !begins_with_box("（请打√）")
                && !begins_with_box("（一）现状")
        );
    }

    #[test]
    fn a_sentence_is_told_from_a_line() {
        assert!(ends_sentence("到此为止。”"));
        assert!(!ends_sentence("一、现状"));
        assert!(runs_on("（一）明确责任。由区教育局牵头"));
        assert!(!runs_on("（一）明确责任。"));
    }

    #[test]
    fn brackets_are_taken_off_only_when_they_hold_all() {
        assert_eq!(unbracketed("（民革　张三）"), "民革　张三");
        assert_eq!(unbracketed("（甲）乙（丙）"), "（甲）乙（丙）");
        assert_eq!(unbracketed("（甲（乙）丙）"), "甲（乙）丙");
    }
}
