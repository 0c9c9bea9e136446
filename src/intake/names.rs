//! People as papers name them: several in one cell, with titles, units and telephones around them.
//! It never asks a roster, and never splits a name that was only spread with a space.

use super::headings;
use super::posts;
use super::sectors;
use super::spread::{Joined, joined_words};
use super::surnames;
use super::text::{blank, ideograph, invisible, narrow, trim};
use crate::office::paper::Author;

/// Who is named in some words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Persons in order.
    pub persons: Vec<Author>,
    /// Units that stand apart from persons: in their name the paper comes.
    pub units: Vec<String>,
    /// Words that are neither, so that this may be no list of people at all.
    pub unknown: usize,
    /// What was said of a person who was not named: 作者系区政协委员.
    pub about: Author,
    waiting: Author,
    waiting_unit: Option<String>,
}

/// How far words are believed to be names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// They stand under a label such as 反映人: any short word is a name.
    Labelled,
    /// They stand in a line that looks like a byline: a name needs a known surname.
    Guessed,
}

/// Reads the people in the words.
pub fn people(words: &str, trust: Trust) -> People {
    let mut people = People::default();
    read_into(words, trust, &mut people);
    people.settle();
    people
}

/// Whether the word is a person's name by itself, with a known surname.
pub fn is_name(word: &str) -> bool {
    let chars: Vec<char> = word.chars().filter(|c| !invisible(*c)).collect();
    if has_dot(&chars) {
        return chars.len() <= 20 && chars.iter().all(|c| ideograph(*c) || is_dot(*c));
    }
    let surname = surnames::length(word);
    let given = chars.len().saturating_sub(surname);
    if surname == 0 || !(1..=2).contains(&given) {
        return surnames::is_sounded(word) && !posts::is_plainly_unit(word);
    }
    chars.iter().all(|c| ideograph(*c) || is_mask(*c))
        && !surnames::is_word(word)
        && !posts::is_plainly_unit(word)
        && !posts::is_post(word)
        && !posts::is_standing(word)
        && !posts::is_membership(word)
        && !word.ends_with(['县', '市', '区', '省'])
}

/// A name without the blanks inside it: `王　伟` is one person.
pub fn closed(name: &str) -> String {
    let latin = name.chars().all(|c| c.is_ascii() || blank(c));
    if latin {
        trim(name).split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        name.chars().filter(|c| !c.is_whitespace()).collect()
    }
}

impl People {
    fn settle(&mut self) {
        if let Some(unit) = self.waiting_unit.take() {
            // （某公司　高级工程师）: a post beside a workplace is somebody's.
            let told = self.waiting.position.is_some() || self.waiting.phone.is_some();
            let placed = told && !posts::is_submitter(&unit);
            if self.persons.is_empty() && (placed || posts::split(&unit).1.is_some()) {
                let post = self.waiting.position.take();
                set_workplace(&mut self.waiting, &unit);
                if let Some(post) = post {
                    add_post(&mut self.waiting, &post);
                }
            } else {
                self.units.push(unit);
            }
        }
        // 区政协教育界别委员 are many, and none of them is named.
        if let Some(many) = self.waiting.kind.take_if(|kind| self.persons.is_empty() && kind.contains('界'))
        {
            self.units.push(many);
        }
        if self.persons.is_empty() {
            self.about = std::mem::take(&mut self.waiting);
        }
    }

    fn add(&mut self, name: &str) {
        let mut person = std::mem::take(&mut self.waiting);
        name.clone_into(&mut person.name);
        if let Some(unit) = self.waiting_unit.take() {
            if posts::is_submitter(&unit) && posts::split(&unit).1.is_none() {
                self.units.push(unit);
            } else {
                // The post beside the unit stands in front of those that follow it.
                let later = person.position.take();
                set_workplace(&mut person, &unit);
                if let Some(later) = later {
                    add_post(&mut person, &later);
                }
            }
        }
        if !self.persons.iter().any(|other| other.name == person.name) {
            self.persons.push(person);
        }
    }

    /// Whether a unit, a post or a standing in front asks for a name, so that a rare surname is one: 民进示例区支部 黛丽丝.
    fn expects_name(&self, word: &str) -> bool {
        let led = self.waiting_unit.is_some()
            || self.waiting.position.is_some()
            || self.waiting.kind.is_some()
            || self.waiting.sector.is_some();
        // 区政协委员　易某某某: three given characters may follow a surname that is known.
        let longest = if surnames::length(word) > 0 { 4 } else { 3 };
        led && (2..=longest).contains(&word.chars().count())
            && word.chars().all(ideograph)
            && !surnames::is_word(word)
            && !posts::ends_like_unit(word)
    }

    /// Whether anything in front asks for a name.
    fn expects_any(&self) -> bool {
        !self.persons.is_empty()
            || self.waiting_unit.is_some()
            || self.waiting.position.is_some()
            || self.waiting.kind.is_some()
    }

    /// The person that a remark belongs to: the one before it, or the one to come.
    fn subject(&mut self) -> &mut Author {
        match self.persons.last_mut() {
            Some(last) => last,
            None => &mut self.waiting,
        }
    }
}

fn read_into(words: &str, trust: Trust, people: &mut People) {
    for piece in pieces(words) {
        // A list may be numbered: 1.张三，某校教师.
        read_piece(headings::without_number(piece), trust, people);
    }
}

/// One piece between commas: `张三（区政协委员、某公司董事长）`, `示例区第一中学　张三`.
fn read_piece(piece: &str, trust: Trust, people: &mut People) {
    let Some((head, inner, tail)) = cut_brackets(piece).filter(|(head, _, tail)| !goes_on(head, tail)) else {
        return read_words(piece, trust, people);
    };
    if trim(head).is_empty() {
        if trim(tail).is_empty() {
            return read_into(inner, trust, people);
        }
        read_piece(tail, trust, people);
        return remarks(inner, people);
    }
    let before = people.persons.len();
    read_words(head, trust, people);
    let names_inside = pieces(inner).all(|part| is_name(&closed(unlabelled(part))));
    if people.persons.len() == before && names_inside {
        people.settle();
        pieces(inner).for_each(|part| read_words(unlabelled(part), trust, people));
    } else {
        remarks(inner, people);
    }
    if !trim(tail).is_empty() {
        read_piece(tail, trust, people);
    }
}

/// Whether a word of two or three characters is nothing else than a name could be.
fn could_be_anyone(word: &str) -> bool {
    (2..=3).contains(&word.chars().count())
        && word.chars().all(ideograph)
        && surnames::length(word) > 0
        && !posts::ends_like_unit(word)
        && !posts::is_post(word)
        && !posts::is_standing(word)
        && !sectors::is_sector(word)
}

/// Whether the brackets stand inside the name of a unit: 北京某某（示例）律师事务所律师.
fn goes_on(head: &str, tail: &str) -> bool {
    let inside = |c: Option<char>| c.is_some_and(ideograph);
    let tail = tail.split(char::is_whitespace).next().unwrap_or_default();
    inside(head.chars().next_back())
        && inside(tail.chars().next())
        && !is_name(trim(head))
        && (posts::is_unit(tail)
            || posts::split(tail).0.is_some_and(|unit| unit != tail && posts::is_unit(&unit)))
}

fn read_words(words: &str, trust: Trust, people: &mut People) {
    // 区政协委员：张三.
    let words = match words.split_once(['：', ':']) {
        Some((standing, rest)) if posts::is_standing(standing) => {
            remark(standing, people);
            rest
        }
        _ => words,
    };
    let mut joined = joined_words(words).into_iter().peekable();
    while let Some(Joined { word, spread }) = joined.next() {
        // 龙华　某律师事务所合伙人: in front of a workplace with a post a short word is a name.
        let placed =
            joined.peek().is_some_and(|next| could_be_anyone(&word) && posts::tells_workplace(&next.word));
        let spread = spread || placed;
        // 江 山 behind 区政协委员 is a person, though 江山 is a word; 冰 心 behind another name is one.
        let believed = trust == Trust::Labelled
            || placed
            || (surnames::length(&word) > 0 && people.expects_any())
            || (!people.persons.is_empty() && !surnames::is_word(&word));
        if spread && believed {
            people.add(&word);
        } else {
            read_word(&word, trust, people);
        }
    }
}

fn read_word(word: &str, trust: Trust, people: &mut People) {
    // 张三①: the mark of a note is no part of the name.
    let word = trim(word).trim_matches(|c: char| ('①'..='⑳').contains(&c));
    let word = without_count(word);
    if word.is_empty() || is_noise(word) || is_biography(word) {
        return;
    }
    // 张三　系某校教师.
    let word = word
        .strip_prefix('系')
        .filter(|rest| posts::is_unit(rest) || posts::is_post(rest) || posts::split(rest).1.is_some())
        .unwrap_or(word);
    if let Some(phone) = phone_in(word) {
        people.subject().phone.get_or_insert_with(|| phone.to_owned());
    } else if is_name(word) {
        people.add(word);
    } else if !remark(word, people) {
        if let Some((name, title)) = titled(word) {
            people.add(name);
            remark(title, people);
        } else if let Some((lead, name)) = led(word) {
            remark_next(lead, people);
            people.add(name);
        } else if let Some((lead, name)) = led_rarely(word).filter(|_| people.waiting.kind.is_some()) {
            remark_next(lead, people);
            people.add(name);
        } else if let Some((left, right)) = joined_by_and(word) {
            people.add(left);
            people.add(right);
        } else if could_be_name(word) && (trust == Trust::Labelled || people.expects_name(word)) {
            people.add(word);
        } else if let Some(unit) = people.waiting_unit.as_mut().filter(|_| posts::ends_like_unit(word)) {
            // A department too short for a unit of its own: 示例区人民医院　儿科.
            unit.push_str(word);
        } else if posts::is_occupation(word) {
            add_post(people.subject(), word);
        } else {
            people.unknown += 1;
            place_unit(word, people);
        }
    }
}

/// Takes a word that tells something of a person; false when it tells nothing.
fn remark(word: &str, people: &mut People) -> bool {
    let word = trim(word);
    if posts::is_standing(word) {
        // A second standing is the next person's: 区政协委员甲；区政协委员乙.
        match people.persons.last_mut() {
            Some(last) if last.kind.is_none() => last.kind = Some(word.to_owned()),
            _ => _ = people.waiting.kind.get_or_insert_with(|| word.to_owned()),
        }
    } else if posts::is_membership(word) {
        // Kept in the field's own words only.
    } else if sectors::is_sector(word) {
        people.subject().sector.get_or_insert_with(|| word.to_owned());
    } else if posts::is_post(word) {
        add_post(people.subject(), word);
    } else if posts::is_unit(word) || posts::split(word).1.is_some() {
        place_unit(word, people);
    } else {
        return false;
    }
    true
}

/// A remark on the person to come.
fn remark_next(word: &str, people: &mut People) {
    let done = std::mem::take(&mut people.persons);
    remark(word, people);
    people.persons = done;
}

/// A unit after a person is the person's; one in front of a person waits for the person.
fn place_unit(word: &str, people: &mut People) {
    match people.persons.last_mut() {
        Some(last) if last.unit.is_none() => set_workplace(last, word),
        Some(last) => add_post(last, word),
        None => place_waiting_unit(word, people),
    }
}

/// A second unit in front of a person: the department of the first (示例区老年大学　教务处主任), or the person's
/// own where the first is one in whose name papers come.
fn place_waiting_unit(word: &str, people: &mut People) {
    let Some(first) = people.waiting_unit.take() else {
        people.waiting_unit = Some(word.to_owned());
        return;
    };
    let (unit, post) = posts::split(word);
    let department = unit.is_none_or(|unit| {
        unit.chars().count() <= 5
            && !(unit.starts_with(['区', '县', '市', '省']) && posts::is_plainly_unit(&unit))
    });
    people.waiting_unit = Some(if post.is_some() && posts::is_submitter(&first) && !department {
        // A post beside that unit was one in it.
        people.waiting.position = None;
        // 民盟示例区支部主委、某校校长: the post in the party makes it no paper of the party's.
        if posts::split(&first).1.is_none() {
            people.units.push(first);
        }
        word.to_owned()
    } else if post.is_some() && department {
        format!("{first}{word}")
    } else {
        people.units.push(word.to_owned());
        first
    });
}

/// What stands in brackets behind a name.
fn remarks(inner: &str, people: &mut People) {
    let (kind, of_last) = (people.waiting.kind.clone(), !people.persons.is_empty());
    for part in pieces(inner) {
        for word in trim(part).split_whitespace() {
            let word = unlabelled(word);
            if is_noise(word) || word.is_empty() || is_biography(word) || (of_last && is_helper(word)) {
                continue;
            }
            if let Some(phone) = phone_in(word) {
                people.subject().phone.get_or_insert_with(|| phone.to_owned());
            } else if !remark(word, people) {
                place_unit(word, people);
            }
        }
    }
    // In brackets nothing is said of the next person.
    if of_last {
        people.waiting.kind = kind;
    }
}

fn set_workplace(person: &mut Author, words: &str) {
    let (unit, post) = posts::split(words);
    if let Some(unit) = unit {
        person.unit.get_or_insert(unit);
    }
    if let Some(post) = post {
        add_post(person, &post);
    }
}

fn add_post(person: &mut Author, post: &str) {
    match &mut person.position {
        Some(before) if before.contains(post) => {}
        Some(before) => {
            before.push('、');
            before.push_str(post);
        }
        None => person.position = Some(post.to_owned()),
    }
}

/// Pieces between commas and line breaks that stand outside brackets and outside the name of a 界别.
fn pieces(words: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    let mut next = 0;
    let kept = sectors::marks(words);
    words
        .split(move |c: char| {
            let at = next;
            next += c.len_utf8();
            match c {
                '（' | '(' | '【' | '[' => depth += 1,
                '）' | ')' | '】' | ']' => depth = (depth - 1).max(0),
                _ => {}
            }
            depth == 0
                && !kept.contains(&at)
                && matches!(
                    c,
                    '、' | '，'
                        | ','
                        | '；'
                        | ';'
                        | '\n'
                        | '\r'
                        | '/'
                        | '／'
                        | '|'
                        | '｜'
                        | '。'
                        | '\\'
                        | '&'
                )
        })
        .filter(|piece| !trim(piece).is_empty())
}

fn cut_brackets(piece: &str) -> Option<(&str, &str, &str)> {
    let open = piece.find(['（', '(', '【', '['])?;
    let start = open + piece[open..].chars().next().map_or(0, char::len_utf8);
    let mut depth = 0_i32;
    let closing = piece[start..].char_indices().find(|(_, c)| match c {
        '（' | '(' | '【' | '[' => {
            depth += 1;
            false
        }
        '）' | ')' | '】' | ']' => {
            depth -= 1;
            depth < 0
        }
        _ => false,
    });
    let close = closing.map_or(piece.len(), |(at, _)| start + at);
    let end = close + piece[close..].chars().next().map_or(0, char::len_utf8);
    Some((&piece[..open], &piece[start..close], &piece[end..]))
}

/// `张三等5人`, `张三等12名人大代表`, `张三等` without the count.
fn without_count(word: &str) -> &str {
    let Some((name, rest)) = word.split_once('等') else { return word };
    let counted =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十多几".contains(c));
    let told = rest.is_empty()
        || (counted.len() < rest.len() && counted.starts_with(['人', '名', '位', '个']))
        || matches!(rest, "人" | "同志");
    if told { trim(name) } else { word }
}

fn is_noise(word: &str) -> bool {
    let people = word.ends_with('族') && (2..=5).contains(&word.chars().count());
    people
        || matches!(
            word,
            "男" | "女"
                | "执笔"
                | "主笔"
                | "无"
                | "等"
                | "及"
                | "和"
                | "-"
                | "—"
                | "——"
                | "签名"
                | "签字"
                | "系"
                | "盖章"
                | "公章"
                | "汉族"
                | "摘"
                | "文"
                | "供稿"
                | "来稿"
                | "整理"
                | "文图"
                | "图文"
                | "摄影"
                | "摘编"
                | "推荐"
                | "第一作者"
                | "第二作者"
                | "通讯作者"
                | "第一反映人"
                | "执笔人"
                | "主笔人"
                | "联系人"
                | "敬上"
                | "谨上"
                | "呈上"
                | "敬呈"
                | "谨呈"
                | "文/"
                | "转报"
        )
}

/// Somebody in brackets behind a name, who wrote for the author and is no unit of his: 张三（李四代笔）.
fn is_helper(word: &str) -> bool {
    let bare =
        ["代笔", "代写", "代", "记录整理", "整理", "记录"].iter().find_map(|deed| word.strip_suffix(deed));
    is_name(bare.unwrap_or(word))
}

/// A telephone: seven digits and more, with the marks that people put between them.
pub fn is_phone(word: &str) -> bool {
    let digits = word.chars().map(narrow).filter(char::is_ascii_digit).count();
    (7..=24).contains(&digits)
        && word
            .chars()
            .map(narrow)
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '(' | ')' | ' ' | '—' | '*'))
}

/// Whether the words tell of a person's birth or learning, which no register of papers keeps.
fn is_biography(word: &str) -> bool {
    let born = word.contains('年') && (word.ends_with('生') || word.ends_with("岁"));
    born || ["学历", "学位", "本科", "大专", "研究生", "籍贯", "出生"].iter().any(|end| word.ends_with(end))
}

/// Whether the words can only be a telephone, so that no label need say so: a mobile one, or one with its area.
pub fn is_plainly_phone(word: &str) -> bool {
    let digits: String = word.chars().map(narrow).filter(char::is_ascii_digit).collect();
    let mobile = digits.len() == 11 && digits.starts_with('1') && !digits.starts_with("10");
    let area = (10..=12).contains(&digits.len()) && digits.starts_with('0');
    (mobile || area) && is_phone(word)
}

/// The telephone in a word that may say so in front: 电话13900000000.
fn phone_in(word: &str) -> Option<&str> {
    let number = word.trim_start_matches(|c: char| ideograph(c) || matches!(c, '：' | ':'));
    let said = &word[..word.len() - number.len()];
    let named = said.is_empty()
        || ["电话", "手机", "方式"].iter().any(|end| said.trim_end_matches(['：', ':']).ends_with(end));
    (named && is_phone(number)).then_some(number)
}

/// `李四主任`, `王伟委员`: a name with its title.
fn titled(word: &str) -> Option<(&str, &str)> {
    for (at, _) in word.char_indices().skip(2).take(3) {
        let (name, title) = word.split_at(at);
        let polite = matches!(title, "同志" | "先生" | "女士" | "老师" | "小姐");
        if is_name(name) && (polite || posts::is_post(title) || posts::is_standing(title)) {
            return Some((name, if polite { "" } else { title }));
        }
    }
    None
}

/// `区政协委员张三`, `某公司董事长张三`: what the person is, then the name.
fn led(word: &str) -> Option<(&str, &str)> {
    let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    for length in [3, 2, 4] {
        let at = *starts.get(starts.len().checked_sub(length)?)?;
        let (lead, name) = word.split_at(at);
        if at > 0 && is_name(name) && (posts::is_standing(lead) || posts::split(lead).1.is_some()) {
            return Some((lead, name));
        }
    }
    None
}

/// 示例区妇保院院长铁凝: behind a unit and a post two or three characters are a name, though no list holds the
/// surname. Asked only where a standing in front asks for a name as well.
fn led_rarely(word: &str) -> Option<(&str, &str)> {
    [2, 3].into_iter().find_map(|length| {
        let at = word.char_indices().rev().nth(length - 1)?.0;
        let (lead, name) = word.split_at(at);
        let placed = matches!(posts::split(lead), (Some(unit), Some(_)) if posts::is_unit(&unit));
        (placed && name.chars().all(ideograph) && !surnames::is_word(name) && !posts::ends_like_unit(name))
            .then_some((lead, name))
    })
}

/// `张三和李四`.
fn joined_by_and(word: &str) -> Option<(&str, &str)> {
    word.char_indices().filter(|(_, c)| matches!(c, '和' | '与' | '及')).find_map(|(at, c)| {
        let (left, right) = (&word[..at], &word[at + c.len_utf8()..]);
        (is_name(left) && is_name(right)).then_some((left, right))
    })
}

/// Under a label, a short word is a name even with a rare surname, and so is a foreign one.
fn could_be_name(word: &str) -> bool {
    let length = word.chars().count();
    let chinese = word.chars().all(|c| ideograph(c) || is_mask(c) || is_dot(c));
    let latin = word.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '.' | '-' | '\''));
    ((chinese && (2..=4).contains(&length)) || (latin && (2..=40).contains(&length)))
        && !posts::is_plainly_unit(word)
}

fn unlabelled(word: &str) -> &str {
    let word = trim(word);
    let word = word.rsplit_once(['：', ':']).map_or(word, |(_, value)| trim(value));
    word.strip_prefix("系").unwrap_or(word)
}

fn has_dot(chars: &[char]) -> bool {
    chars.len() >= 3 && chars[1..chars.len() - 1].iter().any(|c| is_dot(*c))
}

fn is_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '‧' | '・' | '∙' | '⋅' | '．')
}

/// Stands for a character of a name that is not told: 张某某, 李××.
pub fn is_mask(c: char) -> bool {
    matches!(c, '×' | 'X' | 'x' | '＊' | '*' | '○' | '〇' | 'Ｘ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(words: &str) -> Vec<String> {
        people(words, Trust::Labelled).persons.into_iter().map(|person| person.name).collect()
    }

    #[test]
    fn several_names_in_one_cell() {
        for words in [
            "张三、李四、王小明",
            "张三，李四，王小明",
            "张三,李四,王小明",
            "张三；李四；王小明",
            "张三/李四/王小明",
            "张三 李四 王小明",
            "张三　李四　王小明",
            "张三\n李四\n王小明",
            "张　三、李　四、王小明",
            "张三、李四、王小明等5人",
            "张三、李四和王小明",
            "张 三　李 四　王小明",
        ] {
            assert_eq!(names(words), ["张三", "李四", "王小明"], "{words}");
        }
    }

    #[test]
    fn a_space_inside_a_name_is_no_comma() {
        assert_eq!(names("王 伟"), ["王伟"]);
        assert_eq!(names("王　　伟"), ["王伟"]);
        assert_eq!(names("王 小 明"), ["王小明"]);
        assert_eq!(names("张　小明"), ["张小明"]);
        assert_eq!(names("欧阳 锋"), ["欧阳锋"]);
        assert_eq!(names("马 合木提"), ["马合木提"]);
        assert_eq!(names("王 伟 李 强"), ["王伟", "李强"]);
        assert_eq!(names("阿卜杜拉·买买提、王伟"), ["阿卜杜拉·买买提", "王伟"]);
        assert_eq!(names("John Smith"), ["John Smith"]);
        assert_eq!(names("阿依古丽"), ["阿依古丽"]);
        assert_eq!(names("张某某"), ["张某某"]);
        assert_eq!(names("李××"), ["李××"]);
    }

    #[test]
    fn who_wrote_for_the_author_is_neither_author_nor_unit() {
        for words in ["张三（代笔：李四）", "张三（李四代笔）", "张三（李四记录整理）", "张三（李四）"]
        {
            let person = one(words);
            assert_eq!((person.name.as_str(), person.unit), ("张三", None), "{words}");
        }
        assert_eq!(one("张三（示例区教育局）").unit.as_deref(), Some("示例区教育局"));
    }

    #[test]
    fn a_rare_surname_behind_a_standing_and_a_post_is_one() {
        let found = people("区政协委员、示例区妇保院院长铁凝", Trust::Guessed);
        assert_eq!((found.persons[0].name.as_str(), found.unknown), ("铁凝", 0));
        assert_eq!(people("示例区妇保院院长热线", Trust::Guessed).persons, []);
    }

    fn one(words: &str) -> Author {
        let people = people(words, Trust::Labelled);
        assert_eq!(people.persons.len(), 1, "{words}: {people:?}");
        people.persons[0].clone()
    }

    fn author(name: &str, unit: &str, position: &str, kind: &str) -> Author {
        let some = |words: &str| (!words.is_empty()).then(|| words.to_owned());
        Author {
            name: name.to_owned(),
            unit: some(unit),
            position: some(position),
            kind: some(kind),
            ..Author::default()
        }
    }

    #[test]
    fn titles_and_remarks_belong_to_the_person() {
        assert_eq!(one("张三（区政协委员、某公司董事长）"), author("张三", "某公司", "董事长", "区政协委员"));
        assert_eq!(one("张某某，区政协委员，某社区书记"), author("张某某", "某社区", "书记", "区政协委员"));
        assert_eq!(one("张三 委员"), author("张三", "", "", "委员"));
        assert_eq!(one("李四主任"), author("李四", "", "主任", ""));
        assert_eq!(one("李四老师"), author("李四", "", "", ""));
        assert_eq!(one("区政协委员张三"), author("张三", "", "", "区政协委员"));
        assert_eq!(one("示例区第一中学　张三"), author("张三", "示例区第一中学", "", ""));
        assert_eq!(one("张三　示例区第一中学教师"), author("张三", "示例区第一中学", "教师", ""));
        assert_eq!(one("示例区第一中学教师 张三"), author("张三", "示例区第一中学", "教师", ""));
        assert_eq!(one("区政协委员、某公司董事长张三"), author("张三", "某公司", "董事长", "区政协委员"));
        assert_eq!(one("张三（女，民建会员）"), author("张三", "", "", ""));
        assert_eq!(one("张三（13800000001）").phone.as_deref(), Some("13800000001"));
        assert_eq!(one("张三（教育界）").sector.as_deref(), Some("教育界"));
    }

    #[test]
    fn posts_and_standings_go_to_their_own_person() {
        assert_eq!(
            one("示例区第一中学党委书记、校长 王伟"),
            author("王伟", "示例区第一中学", "党委书记、校长", "")
        );
        assert_eq!(
            one("示例区老年大学　教务处主任　王伟"),
            author("王伟", "示例区老年大学教务处", "主任", "")
        );
        assert_eq!(one("王伟（示例区教育局，电话13800000001）").phone.as_deref(), Some("13800000001"));
        let read = people("区政协委员、某公司经理王伟；区政协委员、某学校校长李娜", Trust::Guessed);
        let wanted =
            [author("王伟", "某公司", "经理", "区政协委员"), author("李娜", "某学校", "校长", "区政协委员")];
        assert_eq!(read.persons, wanted);
        let read = people("王伟（区政协委员、信息员）、李娜", Trust::Guessed);
        assert_eq!(read.persons[1], author("李娜", "", "", ""));
    }

    #[test]
    fn a_rare_surname_stands_behind_a_unit_and_a_department_is_none() {
        assert_eq!(people("民进示例区支部 黛小满", Trust::Guessed).persons, [author("黛小满", "", "", "")]);
        let read = people("示例区人民医院 儿科", Trust::Guessed);
        assert_eq!((read.persons.len(), read.units), (0, vec!["示例区人民医院儿科".to_owned()]));
        assert!(people("示例区司法局 整理", Trust::Guessed).persons.is_empty());
    }

    #[test]
    fn rows_of_spread_names_come_apart_by_their_surnames_and_gaps() {
        assert_eq!(names("王 伟 李 小 强 赵 娜"), ["王伟", "李小强", "赵娜"]);
        assert_eq!(names("林 芳　　彭 小 程　　高 翔"), ["林芳", "彭小程", "高翔"]);
        assert_eq!(names("张　　三　区政协委员"), ["张三"]);
        assert_eq!(names("史湘云  女  回族"), ["史湘云"]);
        assert_eq!(names("朱自清 冰 心 等"), ["朱自清", "冰心"]);
        assert_eq!(one("区政协委员　江 山").kind.as_deref(), Some("区政协委员"));
    }

    #[test]
    fn lists_are_read_with_their_numbers_brackets_and_counts() {
        assert_eq!(names("1.张三，区文联主席\n2.李四，区图书馆馆长"), ["张三", "李四"]);
        assert_eq!(names("张三（区民政局）　李四（区卫健局）"), ["张三", "李四"]);
        assert_eq!(names("张三等12名镇人大代表"), ["张三"]);
        assert_eq!(names("张三（第一作者）、李四"), ["张三", "李四"]);
        assert_eq!(one("区政协委员：王伟"), author("王伟", "", "", "区政协委员"));
        assert_eq!(
            one("民盟示例区支部主委、示例区实验小学校长 王伟").unit.as_deref(),
            Some("示例区实验小学")
        );
        assert_eq!(people("区政协教育界别委员", Trust::Labelled).units, ["区政协教育界别委员"]);
    }

    #[test]
    fn units_are_no_persons() {
        assert!(!is_name("区残联") && !is_name("区妇联"));
        let read = people("民盟示例区委", Trust::Labelled);
        assert_eq!((read.persons.len(), read.units), (0, vec!["民盟示例区委".to_owned()]));
        let read = people("民盟示例区委 张三", Trust::Labelled);
        assert_eq!(read.units, ["民盟示例区委"]);
        assert_eq!(read.persons, [author("张三", "", "", "")]);
        let read = people("民盟示例区委（张三、李四）", Trust::Labelled);
        assert_eq!(read.units, ["民盟示例区委"]);
        assert_eq!(read.persons.len(), 2);
        assert_eq!(people("张三（区一中）、李四（区二院）", Trust::Labelled).persons.len(), 2);
    }

    #[test]
    fn words_are_no_names_in_a_line_without_a_label() {
        for words in ["现状", "高新区", "关于", "前言", "方庄镇", "平安建设", "一、现状"]
        {
            let read = people(words, Trust::Guessed);
            assert!(read.persons.is_empty(), "{words}: {read:?}");
        }
        assert_eq!(people("王伟", Trust::Guessed).persons.len(), 1);
    }

    proptest! {
        #[test]
        fn joined_names_come_apart_again(
            list in prop::collection::vec("[张李王陈刘赵周吴][伟芳娜敏静丽强磊洋勇艳杰]{1,2}", 1..6),
            mark in prop::sample::select(vec!["、", "，", ",", "；", ";", " ", "　", "\n", "/", "、 "]),
            spread in any::<bool>(),
        ) {
            let mut wanted: Vec<String> = Vec::new();
            for name in list {
                if !wanted.contains(&name) {
                    wanted.push(name);
                }
            }
            let shown: Vec<String> = wanted.iter().map(|name| {
                if spread && name.chars().count() == 2 {
                    name.chars().map(String::from).collect::<Vec<_>>().join("　")
                } else {
                    name.clone()
                }
            }).collect();
            prop_assert_eq!(names(&shown.join(mark)), wanted);
        }

        #[test]
        fn no_words_break_it(words in "\\PC{0,40}") {
            people(&words, Trust::Guessed);
            people(&words, Trust::Labelled);
        }
    }
}
