//! Lines that hold labels with their values: 反映人：张三　　联系电话：138….
//! It never says whether a line belongs to the form or to the text.

use super::headings;
use super::labels::{Index, Key, Label};
use super::text::{blank, dense, seen_over, trim, undrawn};

/// One label of a line with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair<'a> {
    /// The label as written.
    pub words: &'a str,
    /// What it names.
    pub label: Label,
    /// The value, up to the next label or the end.
    pub value: &'a str,
}

/// The labels and values of a line that begins with a label; nothing for any other line.
pub fn pairs<'a>(line: &'a str, index: &Index) -> Vec<Pair<'a>> {
    let line = trim(line);
    if is_text(line) {
        return Vec::new();
    }
    if let Some(bracketed) = bracketed(line, index) {
        return bracketed;
    }
    if let Some(slashed) = slashed(line, index) {
        return slashed;
    }
    let mut starts: Vec<(usize, usize, usize, Label)> = Vec::new();
    for (colon, mark) in line.char_indices().filter(|(_, c)| is_colon(*c)) {
        let from = starts.last().map_or(0, |&(_, _, after, _)| after);
        match label_before(line, from, colon, index) {
            Some((start, label)) => starts.push((start, colon, colon + mark.len_utf8(), label)),
            // What begins with something else is a sentence.
            None if starts.is_empty() => return Vec::new(),
            None => {}
        }
    }
    if starts.first().is_none_or(|first| !lead_in(&line[..first.0])) {
        return by_turns(line, index).unwrap_or_else(|| unmarked(line, index).into_iter().collect());
    }
    let ends = starts.iter().skip(1).map(|next| next.0).chain([line.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&(start, colon, after, label), end)| Pair {
            words: trim(&line[start..colon]),
            label,
            value: undrawn(
                trim(known_part(label, &line[after..end]))
                    .trim_end_matches(['，', '；', ',', ';', '|', '｜', '（', '(']),
            ),
        })
        .collect()
}

/// Whether a line is long and has no colon where a label could end that begins it: most lines of a text are told by
/// their first characters.
fn is_text(line: &str) -> bool {
    let begun = line.chars().skip_while(|c| is_lead_in(*c)).take(LONGEST + 1);
    !line.starts_with('【') && !begun.into_iter().any(is_colon) && seen_over(line, 80)
}

fn is_colon(c: char) -> bool {
    matches!(c, '：' | ':' | '∶' | '︰')
}

/// Characters of a label at most.
const LONGEST: usize = 30;

/// What is said of a person or unit, up to a label that no list holds: 报送人：张三　审阅人：李四.
fn known_part(label: Label, value: &str) -> &str {
    let of_people =
        label.key.is_person() || label.key.is_of_person() || matches!(label.key, Key::Unit | Key::MaybeUnit);
    if !of_people || !value.contains(['：', ':']) {
        return value;
    }
    let mut from = 0;
    while let Some(colon) = value[from..].find(['：', ':']).map(|at| from + at) {
        let front = &value[..colon];
        if let Some((gap, c)) = front.char_indices().rev().find(|(_, c)| c.is_whitespace())
            && !trim(&front[..gap]).is_empty()
            && is_like_label(&front[gap + c.len_utf8()..])
        {
            return &value[..gap];
        }
        from = colon + value[colon..].chars().next().map_or(1, char::len_utf8);
    }
    value
}

/// Whether a word in front of a colon asks for something as labels do: 审阅人, 办结时间.
fn is_like_label(word: &str) -> bool {
    (2..=6).contains(&word.chars().count())
        && ["人", "员", "者", "部门", "单位", "时间", "日期", "意见", "情况", "编号"]
            .iter()
            .any(|end| word.ends_with(end))
}

/// Labels in brackets of their own, as many type on a telephone: 【标题】关于…的建议 【反映人】张三. A number
/// alone may part a label from the line below it as well: 一、标题.
fn bracketed<'a>(line: &'a str, index: &Index) -> Option<Vec<Pair<'a>>> {
    if !line.starts_with('【') {
        let label = Some(line).filter(|line| headings::numbered(line) > 0 && !seen_over(line, 10));
        let label = label.and_then(|line| index.find(line));
        let named = label.filter(|label| matches!(label.key, Key::Title | Key::Author | Key::Unit));
        return named.map(|label| vec![Pair { words: line, label, value: "" }]);
    }
    line['【'.len_utf8()..]
        .split('【')
        .map(|part| {
            let (words, value) = part.split_once('】')?;
            let label = index.find(words)?;
            let value = trim(trim(value).trim_start_matches(['：', ':']));
            Some(Pair { words: trim(words), label, value })
        })
        .collect()
}

/// 撰稿/张三　审核/李四: the stroke stands for the colon, as papers sign.
fn slashed<'a>(line: &'a str, index: &Index) -> Option<Vec<Pair<'a>>> {
    if seen_over(line, 40) || !line.contains(['/', '／']) {
        return None;
    }
    line.split_whitespace()
        .map(|word| {
            let (words, value) = word.split_once(['/', '／'])?;
            let label = index.find(words)?;
            let signs = label.key.is_person() || matches!(label.key, Key::Other | Key::Unit);
            (signs && index.find(value).is_none()).then_some(Pair { words, label, value })
        })
        .collect()
}

/// Whether only a bullet or a bracket stands in front of the first label.
fn lead_in(front: &str) -> bool {
    front.chars().all(is_lead_in)
}

fn is_lead_in(c: char) -> bool {
    blank(c) || matches!(c, '（' | '(' | '【' | '*' | '●' | '■' | '◆' | '-' | '·' | '★')
}

/// The longest label that ends at the colon and begins where a word can begin.
fn label_before(line: &str, from: usize, colon: usize, index: &Index) -> Option<(usize, Label)> {
    let front = &line[from..colon];
    let mut longest = None;
    for (count, (at, c)) in front.char_indices().rev().take(LONGEST).enumerate() {
        if count > 0 && matches!(c, '。' | '！' | '？' | '：' | ':') {
            break;
        }
        if blank(c) {
            continue;
        }
        let start = from + at;
        let before = line[..start].chars().next_back();
        if before.is_none_or(|c| {
            blank(c)
                || matches!(
                    c,
                    '，' | '；'
                        | ','
                        | ';'
                        | '、'
                        | '|'
                        | '｜'
                        | '（'
                        | '('
                        | '】'
                        | '●'
                        | '■'
                        | '◆'
                        | '·'
                        | '/'
                        | '.'
                )
        }) && let Some(label) = index.find(&line[start..colon])
        {
            longest = Some((start, label));
        }
    }
    longest
}

/// Labels and values by turns, parted by blanks only: `反映人　张三　工作单位　某校　职务　教师`.
fn by_turns<'a>(line: &'a str, index: &Index) -> Option<Vec<Pair<'a>>> {
    // Most lines end here: they do not begin with a label.
    let lead = line.split(char::is_whitespace).next().filter(|word| word.len() < line.len())?;
    if index.find(lead).is_none() || seen_over(line, 80) {
        return None;
    }
    let mut labels: Vec<(usize, &'a str, Label)> = Vec::new();
    let mut at = 0;
    for word in line.split(char::is_whitespace) {
        if dense(word).chars().count() >= 2
            && let Some(label) = index.find(word)
        {
            labels.push((at, word, label));
        }
        at += word.len() + line[at + word.len()..].chars().next().map_or(0, char::len_utf8);
    }
    let &(start, _, first) = labels.first()?;
    if labels.len() < 2 || start > 0 || !(first.key.is_person() || first.key == Key::Unit) {
        return None;
    }
    let ends = labels.iter().skip(1).map(|(start, ..)| *start).chain([line.len()]);
    let pairs: Vec<Pair<'a>> = labels
        .iter()
        .zip(ends)
        .map(|(&(start, words, label), end)| Pair {
            words,
            label,
            value: trim(&line[start + words.len()..end]),
        })
        .collect();
    pairs.iter().all(|pair| !pair.value.is_empty() && !pair.label.key.is_body()).then_some(pairs)
}

/// A label that is parted from its value by blanks only: `反映人　张三`.
fn unmarked<'a>(line: &'a str, index: &Index) -> Option<Pair<'a>> {
    if seen_over(line, 50) {
        return None;
    }
    let gaps = line.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at).take(8);
    let mut found = None;
    for at in gaps {
        let (words, value) = (trim(&line[..at]), trim(&line[at..]));
        let Some(label) = index.find(words) else { continue };
        let plain = matches!(
            label.key,
            Key::Title
                | Key::Author
                | Key::CoAuthor
                | Key::Outsider
                | Key::Contact
                | Key::Unit
                | Key::Workplace
                | Key::Phone
                | Key::Sector
        );
        if plain && !value.is_empty() && dense(words).chars().count() >= 2 {
            found = Some(Pair { words, label, value });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Vec<(String, Key, String)> {
        pairs(line, &Index::default())
            .into_iter()
            .map(|pair| (pair.words.to_owned(), pair.label.key, pair.value.to_owned()))
            .collect()
    }

    #[test]
    fn several_labels_stand_in_one_line() {
        assert_eq!(
            read("反 映 人：张三　　联系电话：13800000001 工作单位及职务: 示例区第一中学教师"),
            [
                ("反 映 人".to_owned(), Key::Author, "张三".to_owned()),
                ("联系电话".to_owned(), Key::Phone, "13800000001".to_owned()),
                ("工作单位及职务".to_owned(), Key::Workplace, "示例区第一中学教师".to_owned()),
            ]
        );
        assert_eq!(read("联系人：李四，联系电话：138")[1].1, Key::Phone);
        assert_eq!(read("标　　题：关于10:30停水的反映")[0].2, "关于10:30停水的反映");
    }

    #[test]
    fn a_sentence_with_a_colon_is_no_label() {
        assert!(read("居民张某说：标题太长").is_empty());
        assert!(read("为此建议：一是加强").is_empty());
        assert_eq!(read("建议：一是加强")[0].1, Key::Suggestion);
    }

    #[test]
    fn brackets_and_strokes_stand_for_the_colon() {
        let found = read("【反映人】张三　【电话】13800000001");
        assert_eq!((found.len(), found[0].1, found[1].2.as_str()), (2, Key::Author, "13800000001"));
        assert!(read("【编者按】近日，多名居民反映路灯不亮").is_empty());
        let found = read("撰稿/张三　审核/李四");
        assert_eq!((found[0].1, found[1].1), (Key::Author, Key::Other));
        assert!(read("区教育局/区财政局").is_empty());
        assert_eq!(read("一、标题")[0].1, Key::Title);
    }

    #[test]
    fn blanks_may_stand_for_the_colon() {
        assert_eq!(read("反 映 人　　王 伟"), [("反 映 人".to_owned(), Key::Author, "王 伟".to_owned())]);
        assert!(read("建议 加强").is_empty());
        let found = read("反映人　王伟　工作单位　示例区第一中学　职务　教师");
        assert_eq!(
            found.iter().map(|pair| pair.2.as_str()).collect::<Vec<_>>(),
            ["王伟", "示例区第一中学", "教师"]
        );
    }

    #[test]
    fn a_value_ends_where_an_unknown_label_begins_and_holds_no_drawn_line() {
        assert_eq!(read("报送人：张三　审阅人：李四")[0].2, "张三");
        assert_eq!(read("标题：让爱回家 记者：路在何方")[0].2, "让爱回家 记者：路在何方");
        assert_eq!(read("反映人：___张三____")[0].2, "张三");
    }
}
