//! What one word is: a name, a name with its title, or noise beside one.
//! It never looks at the words around it.

use crate::intake::posts;
use crate::intake::sectors;
use crate::intake::surnames;
use crate::intake::text::{blank, ideograph, invisible, trim};

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

/// Stands for a character of a name that is not told: 张某某, 李××.
pub fn is_mask(c: char) -> bool {
    matches!(c, '×' | 'X' | 'x' | '＊' | '*' | '○' | '〇' | 'Ｘ')
}

/// Under a label, a short word is a name even with a rare surname, and so is a foreign one.
pub(super) fn could_be_name(word: &str) -> bool {
    let length = word.chars().count();
    let chinese = word.chars().all(|c| ideograph(c) || is_mask(c) || is_dot(c));
    let latin = word.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '.' | '-' | '\''));
    ((chinese && (2..=4).contains(&length)) || (latin && (2..=40).contains(&length)))
        && !posts::is_plainly_unit(word)
}

/// Whether a word of two or three characters is nothing else than a name could be.
pub(super) fn could_be_anyone(word: &str) -> bool {
    (2..=3).contains(&word.chars().count())
        && word.chars().all(ideograph)
        && surnames::length(word) > 0
        && !posts::ends_like_unit(word)
        && !posts::is_post(word)
        && !posts::is_standing(word)
        && !sectors::is_sector(word)
}

/// `李四主任`, `王伟委员`: a name with its title.
pub(super) fn titled(word: &str) -> Option<(&str, &str)> {
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
pub(super) fn led(word: &str) -> Option<(&str, &str)> {
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

/// Somebody in brackets behind a name, who wrote for the author and is no unit of his: 张三（李四代笔）.
pub(super) fn is_helper(word: &str) -> bool {
    let bare =
        ["代笔", "代写", "代", "记录整理", "整理", "记录"].iter().find_map(|deed| word.strip_suffix(deed));
    is_name(bare.unwrap_or(word))
}

/// 示例区妇保院院长铁凝: behind a unit and a post two or three characters are a name, though no list holds the
/// surname. Asked only where a standing in front asks for a name as well.
pub(super) fn led_rarely(word: &str) -> Option<(&str, &str)> {
    [2, 3].into_iter().find_map(|length| {
        let at = word.char_indices().rev().nth(length - 1)?.0;
        let (lead, name) = word.split_at(at);
        let placed = matches!(posts::split(lead), (Some(unit), Some(_)) if posts::is_unit(&unit));
        (placed && name.chars().all(ideograph) && !surnames::is_word(name) && !posts::ends_like_unit(name))
            .then_some((lead, name))
    })
}

/// `张三和李四`.
pub(super) fn joined_by_and(word: &str) -> Option<(&str, &str)> {
    word.char_indices().filter(|(_, c)| matches!(c, '和' | '与' | '及')).find_map(|(at, c)| {
        let (left, right) = (&word[..at], &word[at + c.len_utf8()..]);
        (is_name(left) && is_name(right)).then_some((left, right))
    })
}

/// `张三等5人`, `张三等12名人大代表`, `张三等` without the count.
pub(super) fn without_count(word: &str) -> &str {
    let Some((name, rest)) = word.split_once('等') else { return word };
    let counted =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十多几".contains(c));
    let told = rest.is_empty()
        || (counted.len() < rest.len() && counted.starts_with(['人', '名', '位', '个']))
        || matches!(rest, "人" | "同志");
    if told { trim(name) } else { word }
}

pub(super) fn unlabelled(word: &str) -> &str {
    let word = trim(word);
    let word = word.rsplit_once(['：', ':']).map_or(word, |(_, value)| trim(value));
    word.strip_prefix("系").unwrap_or(word)
}

pub(super) fn is_noise(word: &str) -> bool {
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

/// Whether the words tell of a person's birth or learning, which no register of papers keeps.
pub(super) fn is_biography(word: &str) -> bool {
    let born = word.contains('年') && (word.ends_with('生') || word.ends_with("岁"));
    born || ["学历", "学位", "本科", "大专", "研究生", "籍贯", "出生"].iter().any(|end| word.ends_with(end))
}

fn has_dot(chars: &[char]) -> bool {
    chars.len() >= 3 && chars[1..chars.len() - 1].iter().any(|c| is_dot(*c))
}

fn is_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '‧' | '・' | '∙' | '⋅' | '．')
}
