//! The title of a letter, by how it looks and what it says.
//! It never takes a label line, a byline, a date or a numbered heading for a title.

use super::assemble::{is_branch_and_people, only_people};
use super::dates;
use super::headings;
use super::labels::Index;
use super::letter::Line;
use super::signs::{is_form_heading, is_separator, is_transmittal, is_urgent_mark};
use super::text::{bracketed, ends_sentence, narrow, runs_on, seen, seen_over, unbracketed};
use crate::document::{Align, Paragraph};
use std::ops::Range;

/// How many lines from the top a title may stand.
const DEEPEST: usize = 10;

/// Longest title by look; a label may hold a longer one.
const LONGEST: usize = 110;

/// Whether the words are a title with the number that it has in a collection: 二、关于…的建议. Without 关于 only
/// where a label under it names the author, or every heading would be one.
pub fn is_numbered_title(line: &Line<'_>, next: Option<&Line<'_>>, index: &Index) -> bool {
    let text = line.text.as_str();
    let rest = headings::without_number(text);
    let signed = || {
        let pairs = next.map(|next| next.bare_pairs(index)).unwrap_or_default();
        pairs
            .first()
            .is_some_and(|pair| pair.label.key == super::labels::Key::Author && !pair.value.is_empty())
    };
    rest.len() < text.len()
        && (8..=60).contains(&seen(rest))
        && says_title(rest)
        && !runs_on(rest)
        && !ends_sentence(rest)
        && (rest.starts_with("关于")
            || (index.find(rest).is_none() && line.pairs(index).is_empty() && signed()))
}

/// The lines of the title, if one can be told.
pub fn find(lines: &[Line<'_>], index: &Index) -> Option<Range<usize>> {
    if let Some(at) =
        lines.iter().take(DEEPEST).position(|line| !is_form_heading(&line.text) && !is_separator(&line.text))
        && is_numbered_title(&lines[at], lines.get(at + 1), index)
        && lines.get(at + 1).is_some_and(|next| names_people(next, index))
    {
        return Some(at..at + 1);
    }
    let head = head(lines);
    if labelled(lines, index).is_some() {
        return None;
    }
    if let Some(at) = overlong(lines, index) {
        return Some(at..at + 1);
    }
    let usual = usual_size(lines);
    let mut best: Option<(usize, i32)> = None;
    let first = lines.iter().position(|line| !is_form_heading(&line.text)).unwrap_or_default();
    for (at, line) in lines[..head].iter().enumerate() {
        if !may_be_title(line, index) {
            continue;
        }
        let score = score(line, at == first, usual);
        if score >= 3 && best.is_none_or(|(_, other)| score > other) {
            best = Some((at, score));
        }
    }
    let (at, _) = best?;
    Some(whole(lines, at, head, index))
}

/// A line longer than any title, which is one all the same: it is set as a title at the top, is no sentence, and
/// people are named right under it. Cutting it short is the office's to decide, not a reason to send it back.
fn overlong(lines: &[Line<'_>], index: &Index) -> Option<usize> {
    let at = lines.iter().take(DEEPEST).position(|line| {
        !is_form_heading(&line.text) && !is_separator(&line.text) && !is_urgent_mark(&line.text)
    })?;
    let line = &lines[at];
    let set_as_title = look_score(line, usual_size(lines)) >= 3 || line.text.starts_with("关于");
    let is_long = line.seen > LONGEST && !runs_on(&line.text) && !ends_sentence(&line.text);
    (set_as_title && is_long && lines.get(at + 1).is_some_and(|next| names_people(next, index))).then_some(at)
}

/// The line above the text that holds the title under its label.
pub fn labelled(lines: &[Line<'_>], index: &Index) -> Option<usize> {
    lines[..head(lines)]
        .iter()
        .position(|line| line.pairs(index).iter().any(|pair| pair.label.key == super::labels::Key::Title))
}

/// Where the text begins, as far as lines alone can tell.
fn head(lines: &[Line<'_>]) -> usize {
    lines.iter().take(DEEPEST).position(is_text).unwrap_or(lines.len().min(DEEPEST))
}

/// Whether a line is a byline or a label line.
fn names_people(line: &Line<'_>, index: &Index) -> bool {
    let bare = unbracketed(&line.text);
    line.is_short(60)
        && (only_people(bare).is_some() || is_branch_and_people(bare) || !line.bare_pairs(index).is_empty())
}

/// Whether a line could be a title wherever it stands: for finding where the next paper begins.
pub fn looks_like_title(line: &Line<'_>, index: &Index, usual: Option<u16>) -> bool {
    may_be_title(line, index) && look_score(line, usual) >= 3
}

/// The font size that most of the text has.
pub fn usual_size(lines: &[Line<'_>]) -> Option<u16> {
    let mut sizes: Vec<(usize, u16)> = Vec::new();
    for line in lines {
        let Some(size) = line.paragraph().and_then(|paragraph| paragraph.look.half_points) else { continue };
        match sizes.iter_mut().find(|(_, other)| *other == size) {
            Some((count, _)) => *count += line.seen,
            None => sizes.push((line.seen, size)),
        }
    }
    sizes.into_iter().max().map(|(_, size)| size)
}

/// A long paragraph or a table: here the text has begun.
fn is_text(line: &Line<'_>) -> bool {
    if is_transmittal(&line.text) {
        return false;
    }
    line.text.is_empty()
        || line.seen > LONGEST
        || (line.seen > 30 && (runs_on(&line.text) || ends_sentence(&line.text)))
}

/// Whether the words could be a title: short, no sentence, no label, no byline, no number in front.
pub fn may_be_title(line: &Line<'_>, index: &Index) -> bool {
    may_go_on(line, index) && index.find(&line.text).is_none()
}

/// Whether the words could be a further line of a title: 几点建议 alone would be a label.
fn may_go_on(line: &Line<'_>, index: &Index) -> bool {
    let text = &line.text;
    (2..=LONGEST).contains(&line.seen)
        && !runs_on(text)
        && (!ends_sentence(text) || text.ends_with(['？', '?', '！', '!']))
        && !text.ends_with(['：', ':', '，', '、'])
        && headings::numbered(text) == 0
        && !is_form_heading(text)
        && !is_separator(text)
        && !is_urgent_mark(text)
        && !dates::is_date(text)
        && !bracketed(text)
        && !text.starts_with("——")
        && !text.starts_with("附件")
        && line.pairs(index).is_empty()
        && (only_people(text).is_none() || says_title(text))
        && !is_branch_and_people(text)
        && !is_dated_unit(text)
        && !is_edited_by(text)
}

/// 某县政协办公室编: whose the issue is.
fn is_edited_by(text: &str) -> bool {
    ["编印", "编发", "主办", "编"]
        .iter()
        .find_map(|deed| text.strip_suffix(deed))
        .is_some_and(super::posts::is_submitter)
}

/// 政协某区委员会办公室　2026年3月28日, as an issue's masthead ends.
fn is_dated_unit(text: &str) -> bool {
    text.ends_with(|c: char| matches!(c, '日' | '号' | '）' | ')') || narrow(c).is_ascii_digit())
        && dates::split_trailing(text).is_some_and(|(front, _)| only_people(front).is_some())
}

#[rustfmt::skip] // A table reads better by line of meaning than by word.
const ENDS: &[&str] = &["建议", "意见", "对策", "思考", "问题", "反映", "情况", "报告", "亟待解决", "亟需重视", "关注", "重视", "呼吁"];

/// Whether the words say by themselves that they are a title.
pub fn says_title(text: &str) -> bool {
    text.starts_with("关于")
        || ENDS.iter().any(|end| text.ends_with(end))
        || ["亟待", "亟需", "应高度", "不容忽视", "的建议"].iter().any(|word| text.contains(word))
}

fn look_score(line: &Line<'_>, usual: Option<u16>) -> i32 {
    let Some(paragraph) = line.paragraph() else { return 0 };
    let look = &paragraph.look;
    let mut score = 0;
    score += if is_title_style(paragraph) { 5 } else { 0 };
    score += if look.outline == Some(1) { 3 } else { 0 };
    score += if look.align == Align::Center { 3 } else { 0 };
    score += if look.half_points > usual && usual.is_some() { 3 } else { 0 };
    score + i32::from(look.bold)
}

fn score(line: &Line<'_>, first: bool, usual: Option<u16>) -> i32 {
    let length = line.seen;
    let mut score = look_score(line, usual);
    score += if first { 2 } else { 0 };
    score += if says_title(&line.text) { 2 } else { 0 };
    score += i32::from((5..=60).contains(&length));
    score - if length < 4 { 3 } else { 0 }
}

fn is_title_style(paragraph: &Paragraph) -> bool {
    matches!(paragraph.look.style.as_str(), "title" | "标题" | "文档标题" | "公文标题" | "大标题" | "主标题")
}

/// The title with the lines that it goes on in: the same look above or below, or a subtitle with a dash.
fn whole(lines: &[Line<'_>], at: usize, head: usize, index: &Index) -> Range<usize> {
    let mut start = at;
    let complete = lines[at].text.starts_with("关于") && ENDS.iter().any(|end| lines[at].text.ends_with(end));
    // 民情速递 above 关于…的建议 is a column's name, and no part of the title.
    let part = |above: &Line<'_>| !complete || seen_over(&above.text, 6);
    while start > 0
        && part(&lines[start - 1])
        && same_look(&lines[start - 1], &lines[at])
        && may_be_title(&lines[start - 1], index)
    {
        start -= 1;
    }
    let mut end = at + 1;
    while end < head.max(at + 1) && end < lines.len() && goes_on(&lines[end], &lines[at], index) {
        end += 1;
    }
    start..end
}

fn goes_on(next: &Line<'_>, title: &Line<'_>, index: &Index) -> bool {
    let dash = |c: char| matches!(c, '—' | '-' | '―');
    let subtitle = next.text.starts_with("——") || next.text.starts_with("--") || next.text.starts_with('—');
    // ——区政协委员　张三 is a byline.
    let subtitle =
        subtitle && only_people(next.text.trim_matches(dash)).is_none_or(|people| people.persons.is_empty());
    let same_paragraph = next.continued && may_be_title(next, index);
    (subtitle && seen(&next.text) <= 50)
        || (same_paragraph && !title.text.ends_with("建议"))
        || goes_on_in_words(&title.text, next, index)
        || (same_look(next, title) && may_go_on(next, index) && !title.text.ends_with("建议"))
}

/// 关于加强某某保护 and below it 的几点建议: the first line does not end as titles do, and the second only could
/// end one.
fn goes_on_in_words(title: &str, next: &Line<'_>, index: &Index) -> bool {
    let ends = |text: &str| ENDS.iter().any(|end| text.ends_with(end));
    title.starts_with("关于")
        && !ends(title)
        && !next.seen > 30
        && next.text.contains('的')
        && ends(&next.text)
        && may_go_on(next, index)
}

fn same_look(one: &Line<'_>, other: &Line<'_>) -> bool {
    let (Some(one), Some(other)) = (one.paragraph(), other.paragraph()) else { return false };
    let (one, other) = (&one.look, &other.look);
    let marked = one.align == Align::Center || one.style == "title";
    marked
        && one.align == other.align
        && one.half_points == other.half_points
        && one.bold == other.bold
        && one.style == other.style
}
