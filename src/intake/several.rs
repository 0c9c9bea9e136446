//! One document to the papers in it: repeated forms, repeated titles, separators, new pages with a title.
//! It never takes a heading for a title: one paper with headings stays one.

use super::assemble::{Draft, is_branch_and_people, only_people};
use super::entry::{Entry, says_something};
use super::form::{self, Shape};
use super::grid::Grid;
use super::labels::{Index, Key};
use super::letter::{self, Beside, Line};
use super::lines;
use super::sheet;
use super::signed;
use super::signs::{is_form_heading, is_hint, is_separator, is_urgent_mark};
use super::text::{blank, bracketed, ends_sentence, seen, seen_over, trim, unbracketed};
use super::{dates, headings, title};
use crate::document::{Align, Block, Document, Inline, Paragraph, Table};
use chrono::NaiveDate;
use std::borrow::Cow;

/// A part of the document in order.
pub(super) enum Part<'a> {
    Line(Line<'a>),
    Form(Vec<Entry>),
    Batch(Vec<Draft>),
}

/// The papers of a document.
pub fn drafts(document: &Document, index: &Index, today: NaiveDate) -> Vec<Draft> {
    let blocks = unwrapped(&document.blocks);
    let cut = cut_lines(&blocks);
    let parts = parts(&cut, index, today);
    let mut drafts = Vec::new();
    let starts = starts(&parts, index);
    let ends = starts.iter().skip(1).copied().chain([parts.len()]);
    let several = starts.len() > 1;
    let mut rest = parts.into_iter();
    for (start, end) in starts.iter().copied().zip(ends) {
        read_segment(rest.by_ref().take(end - start), index, several, &mut drafts);
    }
    if drafts.len() > 1 {
        share_unit(&mut drafts);
        for (number, draft) in (1..).zip(&mut drafts).filter(|(_, draft)| draft.place.is_empty()) {
            draft.place = format!("第{number}篇");
        }
    }
    add_margins(document, index, &mut drafts);
    drafts
}

/// A collection names its unit once, under its own heading or below its last paper; it is each paper's that names
/// nobody.
fn share_unit(drafts: &mut [Draft]) {
    let headed = |draft: &Draft| {
        let title = draft.entries.iter().position(|entry| entry.label.key == Key::Title);
        let above = &draft.entries[..title.unwrap_or(draft.entries.len())];
        above
            .iter()
            .any(|entry| entry.label.key == Key::Other && is_form_heading(&entry.value))
            .then(|| above.iter().find(|entry| entry.label.key == Key::Unit).cloned())
    };
    let Some(above) = drafts.first().and_then(headed) else { return };
    let nobody = |draft: &Draft| {
        !draft.entries.iter().any(|entry| {
            (entry.label.key.is_person() || matches!(entry.label.key, Key::Unit | Key::MaybeUnit))
                && !entry.value.is_empty()
        })
    };
    let below = || {
        let (last, others) = drafts.split_last()?;
        let persons = last.entries.iter().any(|entry| entry.label.key.is_person());
        let unit = last.entries.iter().find(|entry| entry.label.key == Key::Unit)?;
        (!persons && others.iter().all(nobody)).then(|| unit.clone())
    };
    let Some(unit) = above.or_else(below) else { return };
    for draft in drafts.iter_mut().filter(|draft| nobody(draft)) {
        draft.entries.push(unit.clone());
    }
}

/// The blocks with tables of one cell opened: such a table is a frame round the whole text.
fn unwrapped(blocks: &[Block]) -> Vec<&Block> {
    let mut open = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block {
            Block::Table(Table { rows, .. }) if rows.len() == 1 && rows[0].cells.len() == 1 => {
                open.extend(unwrapped(&rows[0].cells[0].blocks));
            }
            other => open.push(other),
        }
    }
    open
}

/// The blocks with their paragraphs cut at soft breaks, since many type them where a paragraph ends; whether
/// each goes on in the paragraph before it.
fn cut_lines<'a>(blocks: &[&'a Block]) -> Vec<(Cow<'a, Block>, bool)> {
    let mut cut = Vec::with_capacity(blocks.len());
    for &block in blocks {
        match block {
            Block::Paragraph(paragraph) if has_break(paragraph) => {
                let lines = headings::cut_at_breaks(paragraph);
                cut.extend(
                    lines
                        .into_iter()
                        .enumerate()
                        .map(|(at, line)| (Cow::Owned(Block::Paragraph(line)), at > 0)),
                );
            }
            other => {
                let parted = match other {
                    Block::Paragraph(paragraph) => cut_at_separator(paragraph),
                    Block::Table(_) => None,
                };
                match parted {
                    Some((separator, title)) => {
                        cut.push((Cow::Owned(Block::Paragraph(separator)), false));
                        cut.push((Cow::Owned(Block::Paragraph(title)), true));
                    }
                    None => cut.push((Cow::Borrowed(other), false)),
                }
            }
        }
    }
    cut
}

/// 第一篇：关于…的建议 as the separator and the title.
fn cut_at_separator(paragraph: &Paragraph) -> Option<(Paragraph, Paragraph)> {
    // A separator is short; most paragraphs end here.
    if !paragraph.pieces().flat_map(str::chars).take(40).any(|c| matches!(c, '：' | ':')) {
        return None;
    }
    let text = paragraph.text();
    let (front, rest) =
        text.split_once(['：', ':']).filter(|(front, _)| front.len() < 40 && is_separator(front))?;
    if seen(rest) < 4 || seen_over(rest, 60) || ends_sentence(rest) {
        return None;
    }
    let separator = Paragraph { look: paragraph.look.clone(), ..Paragraph::plain(front) };
    let mut title = headings::after_colon(paragraph.clone())?;
    title.look.label.clear();
    title.look.new_page = false;
    Some((separator, title))
}

/// Whether a paragraph is text for certain.
fn is_long(paragraph: &Paragraph) -> bool {
    let seen = paragraph.pieces().flat_map(str::chars).filter(|c| !blank(*c)).take(61).count();
    let is_sentence = || {
        let text = paragraph.text();
        ends_sentence(&text) && text.contains('，')
    };
    seen > 60 || (seen > 30 && is_sentence())
}

fn has_break(paragraph: &Paragraph) -> bool {
    paragraph.inlines.iter().any(|inline| matches!(inline, Inline::Text(text) if text.text.contains('\n')))
}

fn parts<'a>(blocks: &'a [(Cow<'a, Block>, bool)], index: &Index, today: NaiveDate) -> Vec<Part<'a>> {
    let long: Vec<bool> =
        blocks.iter().map(|(block, _)| matches!(&**block, Block::Paragraph(p) if is_long(p))).collect();
    let mut parts = Vec::with_capacity(blocks.len());
    let (mut paragraphs, mut tables, mut turned) = (0, 0, false);
    for (at, (block, continued)) in blocks.iter().enumerate() {
        let block: &Block = block;
        match block {
            Block::Paragraph(_) if says_something(block) => {
                paragraphs += usize::from(!continued || paragraphs == 0);
                let mut line = Line::new(block, paragraphs);
                line.continued = *continued;
                line.new_page |= turned;
                parts.push(Part::Line(line));
                turned = false;
            }
            // A page is often turned by a blank paragraph that holds the break.
            Block::Paragraph(paragraph) => turned |= paragraph.look.new_page,
            Block::Table(table) => {
                tables += 1;
                let before = long[..at].contains(&true);
                let formed = !before && parts.iter().any(|part| matches!(part, Part::Form(_)));
                let around = Around { before, after: long[at..].contains(&true), formed };
                parts.push(table_part(block, table, tables, around, index, today));
            }
        }
    }
    parts
}

/// What stands around a table.
#[derive(Clone, Copy)]
struct Around {
    /// Text above it.
    before: bool,
    /// Text below it.
    after: bool,
    /// A form above it, and no text between.
    formed: bool,
}

fn table_part<'a>(
    block: &'a Block,
    table: &'a Table,
    number: usize,
    around: Around,
    index: &Index,
    today: NaiveDate,
) -> Part<'a> {
    let text = || Part::Line(Line::new(block, number));
    let grid = Grid::new(table, index);
    match form::shape_of(&grid, index) {
        // Behind the page that a form began on it goes on with its text: 意见建议 and nothing that names anyone.
        Shape::Text if around.formed && form::goes_on(&grid) => {
            Part::Form(form::read(grid, index, &|row, _| format!("表{number}第{}行", row + 1)))
        }
        Shape::Text => text(),
        Shape::Batch => {
            let sheet = sheet::from_table(table, &format!("表{number}"));
            match sheet::read(&sheet, index, today) {
                sheet::Reading::Batch(rows) => Part::Batch(rows.collect()),
                _ => text(),
            }
        }
        Shape::Doubtful if around.before && around.after => text(),
        shape => {
            let entries = form::read(grid, index, &|row, _| format!("表{number}第{}行", row + 1));
            let persons =
                entries.iter().any(|entry| entry.label.key.is_person() || entry.label.key == Key::Unit);
            if shape == Shape::Doubtful && around.before && !persons { text() } else { Part::Form(entries) }
        }
    }
}

/// Where papers begin, the first at 0.
fn starts(parts: &[Part<'_>], index: &Index) -> Vec<usize> {
    let found = [
        forms(parts),
        labels(parts, index),
        separators(parts, index),
        numbered(parts, index),
        signed::starts(parts, index),
        looks(parts, index),
    ];
    let chosen = found.into_iter().find(|starts| starts.len() > 1).unwrap_or_default();
    let mut starts = vec![0];
    for start in chosen.into_iter().skip(1) {
        let start = back_over_heading(parts, start);
        if start > *starts.last().unwrap_or(&0) {
            starts.push(start);
        }
    }
    starts
}

/// Forms that hold a title, or an author and text.
fn forms(parts: &[Part<'_>]) -> Vec<usize> {
    let begins = |entries: &[Entry]| {
        let has = |wanted: fn(Key) -> bool| {
            entries.iter().any(|entry| wanted(entry.label.key) && !entry.is_empty())
        };
        has(|key| key == Key::Title) || (has(Key::is_person) && has(Key::is_body))
    };
    parts
        .iter()
        .enumerate()
        .filter(|(_, part)| matches!(part, Part::Form(entries) if begins(entries)))
        .map(|(at, _)| at)
        .collect()
}

fn labels(parts: &[Part<'_>], index: &Index) -> Vec<usize> {
    // 案由： alone above a paragraph heads the reasons, and no title.
    let below = |at: usize| matches!(parts.get(at + 1), Some(Part::Line(next)) if next.is_short_title(80) || next.text.is_empty());
    let titled = |at: usize, line: &Line<'_>| {
        line.pairs(index)
            .first()
            .is_some_and(|pair| pair.label.key == Key::Title && (!pair.value.is_empty() || below(at)))
    };
    parts
        .iter()
        .enumerate()
        .filter(|(at, part)| matches!(part, Part::Line(line) if titled(*at, line)))
        .map(|(at, _)| at)
        .collect()
}

/// 第一篇, 第二篇, each with a title-like line below.
fn separators(parts: &[Part<'_>], index: &Index) -> Vec<usize> {
    let found: Vec<usize> = (0..parts.len())
        .filter(|&at| matches!(&parts[at], Part::Line(line) if is_separator(&line.text)))
        .filter(|&at| {
            matches!(parts.get(at + 1), Some(Part::Line(next)) if next.is_short_title(60) || !next.pairs(index).is_empty())
                || matches!(parts.get(at + 1), Some(Part::Form(_)))
        })
        .collect();
    found
}

/// 一、关于…的建议 with its byline, and 二、关于…的建议 with another: a collection.
fn numbered(parts: &[Part<'_>], index: &Index) -> Vec<usize> {
    let found: Vec<usize> = (0..parts.len())
        .filter(|&at| {
            let next = parts
                .get(at + 1)
                .and_then(|next| if let Part::Line(next) = next { Some(next) } else { None });
            matches!(&parts[at], Part::Line(line) if title::is_numbered_title(line, next, index))
        })
        .filter(|&at| matches!(parts.get(at + 1), Some(Part::Line(next)) if is_byline(next, index)))
        .collect();
    if found.len() > 1 { found } else { Vec::new() }
}

/// Lines that look like the first title, with a byline below or a signature above, or at the top of a page.
fn looks(parts: &[Part<'_>], index: &Index) -> Vec<usize> {
    let lines: Vec<(usize, &Line<'_>)> = parts
        .iter()
        .enumerate()
        .filter_map(|(at, part)| match part {
            Part::Line(line) => Some((at, line)),
            _ => None,
        })
        .collect();
    let sizes = usual_size(&lines);
    let mut starts = vec![0];
    for at in 1..lines.len() {
        if begins_paper(&lines, at, index, sizes)
            && has_text_between(&lines, *starts.last().unwrap_or(&0), at)
        {
            starts.push(at);
        }
    }
    // A title over two lines begins once.
    starts.into_iter().map(|at| lines.get(at).map_or(0, |(part, _)| *part)).collect()
}

fn usual_size(lines: &[(usize, &Line<'_>)]) -> Option<u16> {
    let mut counts: Vec<(u16, usize)> = Vec::new();
    for (_, line) in lines {
        let Some(size) = line.paragraph().and_then(|paragraph| paragraph.look.half_points) else { continue };
        match counts.iter_mut().find(|(other, _)| *other == size) {
            Some((_, count)) => *count += line.seen,
            None => counts.push((size, line.seen)),
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(size, _)| size)
}

fn begins_paper(lines: &[(usize, &Line<'_>)], at: usize, index: &Index, usual: Option<u16>) -> bool {
    let line = lines[at].1;
    if !line.is_short_title(80) || !title::may_be_title(line, index) {
        return false;
    }
    let looks = title::looks_like_title(line, index, usual);
    let new_page = line.new_page;
    let signed_above = signs_off(lines[at - 1].1, index);
    let byline_below = lines[at + 1..].iter().take(3).any(|(_, next)| is_byline(next, index));
    let marked = looks && (byline_below || signed_above || new_page);
    // A byline in brackets right below needs no look of the title.
    let bracketed_below =
        lines.get(at + 1).is_some_and(|(_, next)| bracketed(&next.text) && is_byline(next, index));
    let plain = (new_page || signed_above || bracketed_below)
        && title::says_title(&line.text)
        && (byline_below || signed_above);
    (marked || plain) && lines[at + 1..].iter().take(6).any(|(_, next)| next.seen > 30)
}

/// A date, a signature or a sentence about the author: here a paper ends.
pub(super) fn signs_off(line: &Line<'_>, index: &Index) -> bool {
    let bare = unbracketed(&line.text);
    dates::is_date(bare)
        || line.bare_pairs(index).first().is_some_and(|pair| {
            pair.label.key.is_person() || pair.label.key == Key::Phone || pair.label.key == Key::Unit
        })
        || ((line.is_set_off() || bracketed(&line.text)) && only_people(bare).is_some())
}

fn is_byline(line: &Line<'_>, index: &Index) -> bool {
    if !line.may_name_people() || title::says_title(&line.text) {
        return false;
    }
    let bare = unbracketed(&line.text);
    let labelled = line
        .bare_pairs(index)
        .first()
        .is_some_and(|pair| pair.label.key.is_person() || pair.label.key == Key::Unit);
    let people = only_people(dates::split_trailing(bare).map_or(bare, |(front, _)| front));
    let named = people.as_ref().is_some_and(|people| !people.persons.is_empty());
    let set_off = line.is_set_off() || bracketed(&line.text);
    labelled || is_branch_and_people(bare) || named || (people.is_some() && set_off)
}

fn has_text_between(lines: &[(usize, &Line<'_>)], from: usize, to: usize) -> bool {
    lines[from..to].iter().any(|(_, line)| line.seen > 30 || line.text.is_empty())
}

/// The form's heading, a separator or a mark of urgency above a title belongs to it.
fn back_over_heading(parts: &[Part<'_>], mut start: usize) -> usize {
    let form = matches!(parts[start], Part::Form(_));
    while start > 0 {
        let Part::Line(line) = &parts[start - 1] else { break };
        let centred = line.new_page || line.paragraph().is_some_and(|p| p.look.align == Align::Center);
        let heading = is_form_heading(&line.text) || is_separator(&line.text) || is_urgent_mark(&line.text);
        if !(heading || (form && centred && line.is_short(60))) {
            break;
        }
        start -= 1;
    }
    start
}

fn read_segment<'a>(
    parts: impl Iterator<Item = Part<'a>>,
    index: &Index,
    several: bool,
    drafts: &mut Vec<Draft>,
) {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    let mut batch: Vec<Draft> = Vec::new();
    let mut boxed: Vec<Entry> = Vec::new();
    for part in parts {
        match part {
            Part::Line(line) if boxed_labels(&line, index, &mut boxed) => {}
            Part::Line(line) => lines.push(line),
            Part::Form(form) => entries.extend(form),
            Part::Batch(rows) => batch.extend(rows),
        }
    }
    if !batch.is_empty() && !several {
        drafts.extend(batch);
        return;
    }
    let mut forms = split_form(entries);
    let last = forms.pop().unwrap_or_default();
    drafts.extend(forms.into_iter().map(|entries| Draft { entries, ..Draft::default() }));
    let mut last = last;
    if several && last.is_empty() {
        last.extend(signed::title(&mut lines, index));
    }
    if last.is_empty() && lines.is_empty() && boxed.is_empty() {
        return;
    }
    let mut draft = with_letter(last, &lines, index);
    draft.entries.extend(boxed);
    drafts.push(draft);
}

/// A text box with labels is a field wherever it is anchored: 联系方式 beside the title, or on the last page.
fn boxed_labels(line: &Line<'_>, index: &Index, boxed: &mut Vec<Entry>) -> bool {
    if !line.paragraph().is_some_and(|paragraph| paragraph.look.boxed) {
        return false;
    }
    let pairs = line.pairs(index);
    if pairs.is_empty() || pairs.iter().any(|pair| pair.label.key.is_body()) {
        return false;
    }
    boxed.extend(
        pairs.iter().map(|pair| Entry::labelled(pair.label, pair.words, pair.value, line.place(), 0)),
    );
    true
}

fn with_letter(mut entries: Vec<Entry>, lines: &[Line<'_>], index: &Index) -> Draft {
    let has =
        |wanted: fn(Key) -> bool| entries.iter().any(|entry| wanted(entry.label.key) && !entry.is_empty());
    let beside = Beside {
        title: has(|key| key == Key::Title),
        people: has(|key| key.is_person() || key == Key::Unit),
        text: has(Key::is_body),
    };
    let letter = letter::read(lines, index, beside);
    let body = if beside.text {
        // Beside a form with its own text, a line is the form's print unless it is a paragraph.
        let notes = letter
            .body
            .iter()
            .position(|block| matches!(block, Block::Paragraph(p) if begins_notes(&p.text())));
        letter.body.into_iter().take(notes.unwrap_or(usize::MAX)).filter(is_substance).collect()
    } else {
        letter.body
    };
    entries.extend(letter.entries);
    Draft { entries, body, ..Draft::default() }
}

fn is_substance(block: &Block) -> bool {
    match block {
        Block::Table(_) => true,
        Block::Paragraph(paragraph) => {
            let text = paragraph.text();
            let sentence = seen(&text) >= 40 || (seen(&text) >= 15 && ends_sentence(&text));
            (sentence && !is_hint(&text)) || text.is_empty()
        }
    }
}

/// The form's print below the table: how to fill it in, and where to send it.
fn begins_notes(text: &str) -> bool {
    let bare = trim(text);
    ["填表说明", "填写说明", "注：", "注:", "说明：", "备注：", "填报说明", "注意事项"]
        .iter()
        .any(|start| bare.starts_with(start))
}

/// Several papers in one table: each begins where the labels begin again.
pub(super) fn split_form(entries: Vec<Entry>) -> Vec<Vec<Entry>> {
    let titles: Vec<usize> = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| {
            entry.label.key == Key::Title && !entry.value.is_empty() && !entry.words.is_empty()
        })
        .map(|(at, _)| at)
        .collect();
    let mut starts = vec![0];
    if titles.len() > 1 {
        let lead = titles[0];
        for &title in &titles[1..] {
            let mut start = title;
            while start > title - lead.min(title)
                && entries[start - 1].label.key == entries[lead - (title - start) - 1].label.key
            {
                start -= 1;
            }
            starts.push(start);
        }
    }
    let mut rest = entries;
    let mut forms = Vec::new();
    for start in starts.into_iter().rev() {
        forms.push(rest.split_off(start));
    }
    forms.reverse();
    forms
}

/// Headers and footers may hold the author's labels; they count where the paper itself has none.
fn add_margins(document: &Document, index: &Index, drafts: &mut [Draft]) {
    let [draft] = drafts else { return };
    let named = draft.entries.iter().any(|entry| {
        (entry.label.key.is_person() || entry.label.key == Key::Unit) && !entry.value.is_empty()
    });
    for text in document.margins.iter().flat_map(|margin| margin.lines()) {
        for pair in lines::pairs(text, index) {
            let key = pair.label.key;
            let wanted = !named && (key.is_person() || key.is_of_person() || key == Key::Unit);
            if wanted || matches!(key, Key::Urgency | Key::Continues) {
                draft.entries.push(Entry::labelled(
                    pair.label,
                    pair.words,
                    pair.value,
                    "页眉页脚".to_owned(),
                    0,
                ));
            }
        }
    }
}
