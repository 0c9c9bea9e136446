//! Words taken one after the other: who is named, and to whom each remark belongs.
//! It never says what a word is by itself: `word` does.

use super::phone::phone_in;
use super::pieces::{cut_brackets, goes_on, pieces};
use super::word::{
    closed, could_be_anyone, could_be_name, is_biography, is_helper, is_name, is_noise, joined_by_and, led,
    led_rarely, titled, unlabelled, without_count,
};
use super::{People, Trust, add_post, set_workplace};
use crate::intake::headings;
use crate::intake::posts;
use crate::intake::sectors;
use crate::intake::spread::{Joined, joined_words};
use crate::intake::surnames;
use crate::intake::text::trim;

pub(super) fn read_into(words: &str, trust: Trust, people: &mut People) {
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
