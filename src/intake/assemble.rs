//! The pieces of a form or letter put together to one paper; doubtful labels are settled here.
//! It never looks at a document, and never drops words: what has no use is kept as a field.

use super::dates;
use super::desk;
use super::entry::Entry;
use super::headings;
use super::labels::Key;
use super::names::{self, People, Trust};
use super::posts;
use super::signs::{is_hint, is_masthead, is_urgent_mark};
use super::text::{dense, fold, one_choice, says_no, says_yes, seen, ticked, trim};
use crate::document::Block;
use crate::office::paper::{Field, Paper};
use chrono::NaiveDate;

/// What was read for one paper.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Labels with values, in reading order.
    pub entries: Vec<Entry>,
    /// Text outside the form.
    pub body: Vec<Block>,
    /// Where the paper begins; empty for a whole document.
    pub place: String,
    /// Row of an old ledger without a column for text.
    pub textless: bool,
    /// The year that a sheet's title names, for dates without one.
    pub year: Option<i32>,
}

impl Draft {
    /// Whether nothing in it can be read, as in a document of pictures.
    pub fn is_wordless(&self) -> bool {
        let said = |block: &Block| match block {
            Block::Paragraph(paragraph) => seen(&paragraph.shown()) > 0,
            Block::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).any(|cell| seen(&cell.text()) > 0)
            }
        };
        !self.entries.iter().any(|entry| !entry.value.is_empty() || entry.blocks.iter().any(said))
            && !self.body.iter().any(said)
    }
}

fn is_none(text: &str) -> bool {
    !text.is_empty() && text.len() <= 12 && says_no(text)
}

/// A date that is no day, with its place, for the warning.
pub type DateFault = (String, String);

/// The paper, and what is wrong with its date.
pub fn assemble(mut draft: Draft, today: NaiveDate) -> (Paper, Option<DateFault>) {
    settle_doubtful(&mut draft.entries);
    let mut paper = Paper { place: draft.place, textless: draft.textless, ..Paper::default() };
    let fault = set_date(&mut paper, &draft.entries, today, draft.year);
    (paper.authors, paper.unit) = desk::people(&draft.entries);
    set_words(&mut paper, &draft.entries);
    paper.fields = draft.entries.iter().filter(|entry| !entry.is_empty()).map(field).collect();
    let mut body: Vec<Block> = Vec::new();
    for entry in draft.entries {
        // 意见建议：无 says that there is none; a paragraph without words may hold a picture.
        let none = matches!(entry.blocks.as_slice(), [Block::Paragraph(only)] if is_none(&only.text()));
        if entry.label.key.is_body() && !none {
            body.extend(entry.blocks);
        }
    }
    body.extend(draft.body);
    paper.body = headings::body(body);
    (paper, fault)
}

/// 来源 is who submitted where nothing else says it; 名称 is a title where there is none; 类型 is who submitted or the topic by its value; 单位 is the author's
/// own where another unit submits, where the form asks for his post beside it, or where it is plainly a
/// workplace.
fn settle_doubtful(entries: &mut [Entry]) {
    let has = |entries: &[Entry], key: Key| {
        entries.iter().any(|entry| entry.label.key == key && !entry.value.is_empty())
    };
    let (titled, united, placed, named, posted) = (
        has(entries, Key::Title),
        has(entries, Key::Unit),
        has(entries, Key::Workplace),
        has(entries, Key::Author),
        has(entries, Key::Position),
    );
    let nobody = !named && !united && !has(entries, Key::MaybeUnit);
    for entry in entries {
        entry.label.key = match entry.label.key {
            Key::MaybeTitle if titled || seen(&entry.value) < 4 => Key::Other,
            Key::MaybeTitle => Key::Title,
            Key::MaybeKind if tells_who(&entry.value) => Key::Kind,
            Key::MaybeKind => Key::Category,
            Key::Source if nobody => source(&entry.value),
            // 签名：张三 below a paper that names nobody else; 报送：民盟某区委 where it tells no office.
            Key::Other if nobody && is_signature(&entry.words) => match source(&entry.value) {
                Key::Source => Key::Other,
                signed => signed,
            },
            Key::Copies if nobody && dense(&entry.words) == "报送" && !is_office(&entry.value) => {
                match source(&entry.value) {
                    Key::Source => Key::Copies,
                    sender => sender,
                }
            }
            Key::MaybeUnit if named && !placed && (united || posted || is_workplace(&entry.value)) => {
                Key::Workplace
            }
            Key::MaybeUnit => Key::Unit,
            other => other,
        };
    }
}

fn is_signature(words: &str) -> bool {
    matches!(dense(words).as_str(), "签名" | "签字" | "本人签名" | "委员签名")
}

/// Whether papers are sent there: 区政协办公室, 市委, 区政府.
fn is_office(value: &str) -> bool {
    let bare = trim(value);
    ["政协", "办公室", "办公厅", "政府", "政协办", "府办", "委办"].iter().any(|end| bare.ends_with(end))
}

/// 来源：区政协文史委 names who submitted; 来源：走访调研 does not.
fn source(value: &str) -> Key {
    match only_people(value) {
        Some(people) if !people.persons.is_empty() => Key::Author,
        Some(_) if posts::is_submitter(value) => Key::Unit,
        _ => Key::Source,
    }
}

#[rustfmt::skip] // A table reads better by line of meaning than by word.
const WHO: &[&str] = &["委员", "党派", "专委会", "界别", "信息员", "工商联", "团体", "群众", "个人", "集体", "单位", "处室", "旗县", "镇街", "街道", "代表"];

fn tells_who(value: &str) -> bool {
    let chosen = ticked(value).map_or_else(|| value.to_owned(), |options| options.join(" "));
    WHO.iter().any(|word| chosen.contains(word))
}

#[rustfmt::skip] // A table reads better by line of meaning than by word.
const ENDS: &[&str] = &["公司", "学校", "中学", "小学", "大学", "学院", "幼儿园", "院", "园", "馆", "事务所", "银行", "研究所", "研究院", "厂", "合作社", "集团", "酒店", "店", "电视台", "报社"];

fn is_workplace(value: &str) -> bool {
    let bare = trim(value);
    posts::split(bare).1.is_some()
        || (ENDS.iter().any(|end| bare.ends_with(end)) && !posts::is_submitter(bare))
}

fn set_date(paper: &mut Paper, entries: &[Entry], today: NaiveDate, year: Option<i32>) -> Option<DateFault> {
    let term = entries
        .iter()
        .filter(|entry| entry.label.key == Key::Term)
        .find_map(|entry| dates::year_in(&entry.value, today));
    let year = year.or(term);
    let mut fault = None;
    let mut ordered: Vec<&Entry> =
        entries.iter().filter(|entry| entry.label.key == Key::Date && !says_no(&entry.value)).collect();
    ordered.sort_by_key(|entry| entry.words.is_empty());
    for entry in ordered {
        if is_blank_date(&entry.value) {
            continue;
        }
        let dated = match entry.date {
            Some(date) => dates::read(&date.to_string(), today, year),
            None => dates::read(&entry.value, today, year),
        };
        if dated.date.is_some() || paper.date_written.is_none() {
            paper.date = dated.date;
            paper.date_written = Some(entry.value.clone());
            fault = dated.fault.map(|why| (why, entry.place.clone()));
        }
        if paper.date.is_some() {
            break;
        }
    }
    fault
}

/// `　　年　月　日` left blank on the form.
fn is_blank_date(value: &str) -> bool {
    matches!(dense(value).trim_matches(['_', '＿']), "年月日" | "月日" | "" | "20年月日")
}

fn set_words(paper: &mut Paper, entries: &[Entry]) {
    let mut titles = entries.iter().filter(|entry| entry.label.key == Key::Title && !entry.value.is_empty());
    if let Some(title) = titles.next().map(|entry| fold(&entry.value)) {
        let calm = without_urgency(&title);
        paper.urgent = calm.is_some();
        let bare = without_book_marks(without_masthead(calm.unwrap_or(&title)));
        paper.title = Some(bare.to_owned()).filter(|title| !title.is_empty());
    }
    // 抄送 tells where a paper should go only where no 主送 does.
    let sent = entries.iter().any(|entry| entry.label.key == Key::Destination && !entry.value.is_empty());
    for entry in entries.iter().filter(|entry| !entry.value.is_empty()) {
        match entry.label.key {
            Key::Category if paper.category.is_none() => paper.category = choices(&entry.value),
            Key::Destination => add_destinations(&mut paper.destinations, &entry.value),
            Key::Urgency => paper.urgent |= is_urgent(&entry.words, &entry.value),
            Key::Copies if !sent => add_destinations(&mut paper.destinations, &entry.value),
            Key::Continues if paper.continues.is_none() => {
                paper.continues =
                    one_choice(&entry.value).filter(|words| !says_no(words) && !says_yes(words));
            }
            _ => {}
        }
    }
}

/// 《关于…的建议》 as a whole is the title that the marks only point at.
fn without_book_marks(title: &str) -> &str {
    title
        .strip_prefix('《')
        .and_then(|rest| rest.strip_suffix('》'))
        .filter(|inner| !inner.contains(['《', '》']))
        .map_or(title, trim)
}

/// 【社情民意】关于…的建议 names the publication first.
fn without_masthead(title: &str) -> &str {
    title
        .strip_prefix('【')
        .and_then(|rest| rest.split_once('】'))
        .filter(|(name, rest)| is_masthead(name) && seen(rest) >= 4)
        .map_or(title, |(_, rest)| trim(rest))
}

/// 【急件】关于…的反映, 关于…的反映（特急）: what is left of a title that says how urgent it is; `None` for others.
fn without_urgency(title: &str) -> Option<&str> {
    let inside = |rest: &str| rest.starts_with(['【', '[', '（', '(', '〔']);
    let front = if inside(title) {
        let (mark, rest) = title.split_once(['】', ']', '）', ')', '〕'])?;
        is_urgent_mark(mark.trim_start_matches(['【', '[', '（', '(', '〔'])).then_some(rest)
    } else {
        title.split_once(['：', ':', ' ']).filter(|(mark, _)| is_urgent_mark(mark)).map(|(_, rest)| rest)
    };
    let back = || {
        let open = title.rfind(['【', '[', '（', '('])?;
        is_urgent_mark(&title[open..]).then_some(&title[..open])
    };
    front.or_else(back).map(trim).filter(|rest| seen(rest) >= 4)
}

fn choices(value: &str) -> Option<String> {
    let words = ticked(value).map_or_else(|| fold(value), |options| options.join("、"));
    (!words.is_empty()).then_some(words)
}

fn add_destinations(destinations: &mut Vec<String>, value: &str) {
    let ticked = ticked(value);
    let chosen = ticked.unwrap_or_else(|| vec![value.to_owned()]);
    for words in chosen {
        for part in
            words.split(['、', '，', ',', '；', ';', '\n', '/', '。', ' ', '\u{3000}']).flat_map(organs)
        {
            let name = without_verb(trim(part));
            let name = name.strip_prefix("尊敬的").unwrap_or(name);
            let name = name.trim_end_matches(['：', ':']);
            // 转送区卫健委/办/局 leaves 办 and 局 of the form.
            let blank = name.contains(['＿', '_']) || is_hint(name) || seen(name) < 2;
            if !blank && !says_no(name) && !destinations.iter().any(|other| other == name) {
                destinations.push(name.to_owned());
            }
        }
    }
}

fn without_verb(words: &str) -> &str {
    ["报送", "转送", "呈送", "主送", "抄送", "报", "送"]
        .iter()
        .find_map(|verb| words.strip_prefix(verb).filter(|rest| seen(rest) >= 2))
        .unwrap_or(words)
}

/// 区教育局和区财政局 are two, 区住房和城乡建设局 is one.
fn organs(words: &str) -> Vec<&str> {
    let organ = |text: &str| {
        ["局", "委", "办", "府", "协", "部", "院", "会", "镇", "街道", "中心", "部门", "公司"]
            .iter()
            .any(|end| trim(text).ends_with(end))
    };
    for (at, c) in words.char_indices().filter(|(_, c)| matches!(c, '和' | '及' | '与')) {
        let (left, right) = (&words[..at], &words[at + c.len_utf8()..]);
        if organ(left) && organ(right) && seen(left) >= 2 {
            let mut both = vec![left];
            both.extend(organs(right));
            return both;
        }
    }
    vec![words]
}

fn is_urgent(label: &str, value: &str) -> bool {
    let chosen = match ticked(value) {
        Some(options) if !options.is_empty() => options.join(" "),
        Some(_) => {
            return dense(value) == "√"
                || dense(value) == "☑"
                || dense(value) == "■"
                || dense(value) == "✓"
                || dense(value) == "✔"
                || dense(value) == "（√）"
                || dense(value) == "(√)";
        }
        None => value.to_owned(),
    };
    let words = dense(&chosen);
    if ["不急", "一般", "普通", "平件", "平急", "常规", "非急", "非紧急", "不紧急", "缓"]
        .iter()
        .any(|calm| words.contains(calm))
        || says_no(&words)
    {
        return false;
    }
    words.contains('急') || (says_yes(&words) && dense(label).contains('急')) || words.contains("特提")
}

fn field(entry: &Entry) -> Field {
    let value = if entry.label.key.is_body() { opening(entry) } else { entry.value.clone() };
    Field {
        name: entry.label.key.name().to_owned(),
        label: entry.words.trim_end_matches(['：', ':']).to_owned(),
        value,
        place: entry.place.clone(),
    }
}

/// The first words of a text, so that the field shows what it was without holding the body twice.
fn opening(entry: &Entry) -> String {
    let first = entry.blocks.iter().find_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.shown()).filter(|text| !trim(text).is_empty()),
        Block::Table(_) => None,
    });
    let words = fold(&first.unwrap_or_default());
    let mut short: String = words.chars().take(20).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}

/// Whether the words are a byline with its branch: 民进示例区三支部：刘洋.
pub fn is_branch_and_people(words: &str) -> bool {
    words.split_once(['：', ':']).is_some_and(|(unit, people)| {
        (posts::is_unit(unit) || posts::is_standing(unit)) && only_people(people).is_some()
    })
}

/// Whether the words hold people and nothing else, so that a line without label may be a byline.
pub fn only_people(words: &str) -> Option<People> {
    let people = names::people(words, Trust::Guessed);
    (people.unknown == 0 && !(people.persons.is_empty() && people.units.is_empty())).then_some(people)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_says_how_urgent_it_is_at_either_end() {
        for title in ["【急件】关于防汛的反映", "关于防汛的反映（特急）", "急件：关于防汛的反映"]
        {
            assert_eq!(without_urgency(title), Some("关于防汛的反映"), "{title}");
        }
        for title in ["关于急件管理的建议", "【社情民意】关于防汛的反映", "关于防汛（三期）的反映"]
        {
            assert_eq!(without_urgency(title), None, "{title}");
        }
    }

    #[test]
    fn a_source_is_who_submitted_only_where_it_names_someone() {
        assert_eq!(source("区政协文史委"), Key::Unit);
        assert_eq!(source("区政协委员张三"), Key::Author);
        assert_eq!(source("走访调研"), Key::Source);
        assert_eq!(source("网络平台"), Key::Source);
    }
}
