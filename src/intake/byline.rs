//! Lines under a title and at the end of a letter that name people, a unit or a date without a label.
//! It never looks at more than one line.

use super::assemble::only_people;
use super::dates;
use super::entry::Entry;
use super::headings;
use super::labels::{Index, Key};
use super::letter::Line;
use super::lines::{self, Pair};
use super::names::{self, People, Trust};
use super::posts;
use super::sectors;
use super::text::{blank, bracketed, dense, ideograph, seen_over, trim, unbracketed};

/// What somebody did for the paper, behind his name.
const DEEDS: &[&str] = &[
    "供稿",
    "提供",
    "整理",
    "撰稿",
    "撰写",
    "报送",
    "反映",
    "编印",
    "编发",
    "主办",
    "编",
    "来稿",
    "来信",
    "口述",
    "发言",
    "联名",
    "联合反映",
    "联名反映",
    "共同反映",
];

/// Words that begin a sentence about the author; 此件由区政协委员张三反映 ends with what he did.
#[rustfmt::skip] // A table reads better by line of meaning than by word.
const FRONTS: &[&str] = &[
    "作者系", "作者为", "反映人系", "反映人为", "此件由", "本件由", "此文由", "本文由", "此信息由", "本信息由", "该信息由", "此稿由", "本稿由",
    "以上由", "以上信息由", "摘自", "选自", "根据", "据",
];

/// People, unit and date of a line without a label under the title or at the end.
pub fn read(line: &Line<'_>, near: bool, index: &Index) -> Vec<Entry> {
    if !line.may_name_people() || headings::numbered(&line.text) > 0 {
        return Vec::new();
    }
    if (near || line.is_set_off()) && names::is_plainly_phone(&line.text) {
        return vec![Entry::found(Key::Phone, &line.text, line.place())];
    }
    let (bare, contact) = without_contact(unbracketed(without_bullet(&line.text)), index);
    let bare = bare.strip_suffix("报").filter(|front| front.ends_with(['日', '号'])).unwrap_or(bare);
    let (words, date) = without_date(bare);
    let Some((unit, words)) = without_unit(words) else { return Vec::new() };
    if unit.is_none()
        && let Some(told) = told_of_each(words)
    {
        return vec![Entry::found(Key::Author, &told, line.place())];
    }
    let words = without_deeds(words);
    let told = Told { line, near, unit, words, date, contact };
    match only_people(words).filter(|people| unit.is_none() || !people.persons.is_empty()) {
        Some(people) => told.of_people(&people),
        None => told.of_others(bare, index),
    }
}

/// A line taken apart.
struct Told<'a> {
    line: &'a Line<'a>,
    near: bool,
    unit: Option<&'a str>,
    words: &'a str,
    date: Option<&'a str>,
    contact: Vec<Pair<'a>>,
}

impl Told<'_> {
    /// Whether the line stands apart from the text, by its look or by what it says beside names.
    fn is_set_off(&self) -> bool {
        self.line.is_set_off() || bracketed(&self.line.text) || self.unit.is_some() || self.date.is_some()
    }

    /// What the line says where its words are people or a unit.
    fn of_people(self, people: &People) -> Vec<Entry> {
        let nobody = people.persons.is_empty();
        let near = self.near && (!nobody || stands_for_unit(self.words));
        // A telephone behind a name tells a signature from a sentence.
        let rings = people.persons.iter().any(|person| person.phone.is_some());
        if !self.is_set_off() && !near && !rings {
            return Vec::new();
        }
        let line = self.line;
        let mut entries = Vec::new();
        entries.extend(self.unit.map(|unit| Entry::found(Key::Unit, unit, line.place())));
        let key = if nobody { Key::Unit } else { Key::Author };
        entries.push(Entry::found(key, trim(self.words), line.place()));
        entries.extend(labelled(self.contact, line));
        entries.extend(self.date.map(|date| Entry::found(Key::Date, date, line.place())));
        entries
    }

    /// What the line says where its words are no people for certain: a sentence about the author, rare names
    /// alone on their line, a 界别.
    fn of_others(self, bare: &str, index: &Index) -> Vec<Entry> {
        let (line, words) = (self.line, self.words);
        let led = words.len() < bare.len() && (bare.contains("系") || bare.starts_with("作者"));
        let alone = bracketed(&line.text) || line.is_set_off();
        let mut entries = Vec::new();
        if bracketed(&line.text) && introduces(words) {
            let trust = Trust::Labelled;
            entries.push(Entry { trust, ..Entry::found(Key::Author, trim(words), line.place()) });
        } else if led || (alone && tells_about(words)) {
            entries.push(Entry::found(Key::Author, words, line.place()));
            entries.extend(labelled(self.contact, line));
        } else if self.near && line.is_set_off() && could_all_sign(words, index) {
            let trust = Trust::Labelled;
            entries.push(Entry { trust, ..Entry::found(Key::Author, trim(words), line.place()) });
            entries.extend(self.date.map(|date| Entry::found(Key::Date, date, line.place())));
        } else if sectors::is_sector(words) && (self.is_set_off() || self.near) {
            entries.push(Entry::found(Key::Sector, trim(words), line.place()));
            entries.extend(self.date.map(|date| Entry::found(Key::Date, date, line.place())));
        }
        entries
    }
}

/// The words without a date at their end or beginning.
fn without_date(bare: &str) -> (&str, Option<&str>) {
    match dates::split_trailing(bare) {
        Some((front, date)) => (front, Some(date)),
        None => dates::split_leading(bare).map_or((bare, None), |(date, rest)| (rest, Some(date))),
    }
}

/// The unit in front, and the words behind it; `None` where what stands before a colon is no unit.
fn without_unit(words: &str) -> Option<(Option<&str>, &str)> {
    let colon = words.split_once(['：', ':']).filter(|(front, _)| {
        // 民盟示例区委（执笔：张三）: the colon is the bracket's.
        front.matches(['（', '(']).count() == front.matches(['）', ')']).count()
    });
    match colon {
        // 区政协委员：张三 tells what he is and then his name.
        Some((standing, _)) if posts::is_standing(standing) => {}
        Some((unit, words)) if posts::is_unit(unit) || sectors::is_sector(unit) => {
            return Some((Some(trim(unit)), words));
        }
        Some(_) => return None,
        None => {}
    }
    // 区政协办公室根据张三委员发言整理 names the unit and then the author.
    Some(match words.split_once("根据") {
        Some((front, told)) if posts::is_unit(trim(front)) => (Some(trim(front)), told),
        _ => (None, words),
    })
}

/// The words without what somebody did, and without the beginning of a sentence about the author.
fn without_deeds(words: &str) -> &str {
    fn without_deed(words: &str) -> &str {
        DEEDS.iter().find_map(|end| words.strip_suffix(end)).unwrap_or(words)
    }
    // 区政协委员张三来稿整理 ends with two of them.
    let words = without_deed(without_deed(words));
    FRONTS.iter().find_map(|front| words.strip_prefix(front)).unwrap_or(words)
}

/// Whether one word, or several of which one is a name for certain, can only be names.
fn could_all_sign(words: &str, index: &Index) -> bool {
    let parts: Vec<&str> = words
        .split(|c: char| c.is_whitespace() || matches!(c, '、' | '，'))
        .filter(|part| !part.is_empty())
        .collect();
    let known = |part: &&str| names::is_name(part);
    could_sign(words, index)
        || (parts.len() > 1
            && parts.iter().any(known)
            && parts.iter().all(|part| known(part) || could_sign(part, index)))
}

/// A name and a standing lead, so that what follows is the person's though no list holds it: （张三，区政协委员，
/// 示例区电视台编导）.
fn introduces(words: &str) -> bool {
    let mut parts = words.split(['，', ',', '、']).map(trim);
    parts.next().is_some_and(|name| names::is_name(&names::closed(name)))
        && parts.next().is_some_and(posts::is_standing)
}

/// Words of two or three characters right below the title, away from the edge, that can only be a name, though
/// no list holds the surname.
fn could_sign(words: &str, index: &Index) -> bool {
    let bare = dense(words);
    (2..=3).contains(&bare.chars().count())
        && bare.chars().all(ideograph)
        && index.find(&bare).is_none()
        && !NO_NAMES.contains(&bare.as_str())
        && !super::surnames::is_word(&bare)
        && !posts::ends_like_unit(&bare)
        && !posts::is_post(&bare)
        && !posts::is_standing(&bare)
        && !sectors::is_sector(&bare)
}

#[rustfmt::skip] // A table reads better by line of meaning than by word.
const NO_NAMES: &[&str] = &[
    "初稿", "草稿", "草案", "定稿", "送审稿", "修改稿", "讨论稿", "代拟稿", "摘要", "前言", "引言", "导语", "按语", "编者按", "目录",
    "提纲", "概要", "综述", "内部", "秘密", "机密", "平件", "附件", "摘编", "节选", "建议稿", "汇报", "素材", "不署名", "未署名", "匿名", "佚名", "其一", "其二", "一", "二", "上", "下",
];

/// Whether the words tell what somebody is who is named on another line: （区政协委员，某校校长）.
fn tells_about(words: &str) -> bool {
    let about = names::people(words, Trust::Guessed);
    about.unknown == 0
        && about.persons.is_empty()
        && (about.about.kind.is_some() || about.about.position.is_some() || about.about.phone.is_some())
}

/// 张三系某公司经理；李四系某校教师, told of people by their names, as a list of people.
fn told_of_each(words: &str) -> Option<String> {
    let told: Option<Vec<String>> = words
        .split(['；', ';'])
        .map(|part| {
            let (name, about) = trim(part).split_once('系')?;
            let name = trim(name);
            names::is_name(name).then(|| format!("{name}（{}）", trim(about)))
        })
        .collect();
    told.map(|told| told.join("；"))
}

/// A byline without the mark that some put in front of the author: □ 张三, ——张三.
fn without_bullet(text: &str) -> &str {
    trim(text).trim_start_matches(|c: char| {
        blank(c)
            || matches!(
                c,
                '□' | '■'
                    | '○'
                    | '●'
                    | '◇'
                    | '◆'
                    | '△'
                    | '▲'
                    | '☆'
                    | '★'
                    | '※'
                    | '▪'
                    | '•'
                    | '—'
                    | '―'
                    | '-'
            )
    })
}

/// A byline without the telephone that its end tells under a label: 张三，联系电话：138….
fn without_contact<'a>(words: &'a str, index: &Index) -> (&'a str, Vec<Pair<'a>>) {
    let ends =
        words.char_indices().filter(|(at, c)| *at > 0 && (blank(*c) || matches!(c, '，' | ',' | '；' | ';')));
    for (at, mark) in ends {
        let pairs = lines::pairs(&words[at + mark.len_utf8()..], index);
        if pairs.first().is_some_and(|pair| {
            matches!(pair.label.key, Key::Phone | Key::Email) || pair.label.key.is_person()
        }) {
            return (trim(&words[..at]), pairs);
        }
    }
    (words, Vec::new())
}

fn labelled<'a>(pairs: Vec<Pair<'a>>, line: &Line<'_>) -> impl Iterator<Item = Entry> + use<'a> {
    let place = line.place();
    pairs.into_iter().map(move |pair| Entry::labelled(pair.label, pair.words, pair.value, place.clone(), 0))
}

/// Whether the words are a unit beyond doubt, or a 界别.
pub fn stands_for_unit(text: &str) -> bool {
    let bare = trim(text);
    !seen_over(bare, 24)
        && headings::numbered(bare) == 0
        && !bare.contains(['，', '、', '；', '：'])
        && only_people(bare).map_or(sectors::is_sector(bare), |people| {
            people.persons.is_empty()
                && people.units.len() == 1
                && (posts::is_submitter(bare) || posts::is_plainly_unit(bare))
        })
}
