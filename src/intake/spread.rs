//! Words between blanks with spread names closed up: `王 伟　李 小 明` are two people.
//! It never says whether a word is a name.

use super::names::is_mask;
use super::posts;
use super::surnames;
use super::text::{ideograph, trim};

/// A word of a line.
pub struct Joined {
    /// The word, closed up.
    pub word: String,
    /// Its single characters stood apart.
    pub spread: bool,
}

/// Words between blanks, with the parts of one name put together: `王 伟`, `张　小明`, `欧阳 锋`, `John Smith`.
pub fn joined_words(words: &str) -> Vec<Joined> {
    at_wide_gaps(words).into_iter().flat_map(joined).collect()
}

/// The words cut where a gap is at least twice as wide as another: `林 芳　　彭 小 程`. Not where that would
/// leave one character alone.
fn at_wide_gaps(words: &str) -> Vec<&str> {
    let bare = trim(words);
    let mut gaps: Vec<(usize, usize, usize)> = Vec::new();
    for (at, c) in bare.char_indices().filter(|(_, c)| c.is_whitespace()) {
        let width = if c == '\u{3000}' || c == '\t' { 2 } else { 1 };
        match gaps.last_mut() {
            Some((_, end, wide)) if *end == at => (*end, *wide) = (at + c.len_utf8(), *wide + width),
            _ => gaps.push((at, at + c.len_utf8(), width)),
        }
    }
    let narrow = gaps.iter().map(|gap| gap.2).min().unwrap_or(0);
    let mut cut = Vec::new();
    let mut from = 0;
    for &(start, end, _) in gaps.iter().filter(|gap| gap.2 >= 2 * narrow && gap.2 > narrow) {
        cut.push(&bare[from..start]);
        from = end;
    }
    cut.push(&bare[from..]);
    if cut.iter().any(|part| leaves_one_alone(part)) { vec![bare] } else { cut }
}

/// Whether a single character stands beside no other: half of a name that was spread wider than its list.
fn leaves_one_alone(part: &str) -> bool {
    let single: Vec<bool> = part.split_whitespace().map(|word| word.chars().nth(1).is_none()).collect();
    (0..single.len()).any(|at| {
        let before = at > 0 && single[at - 1];
        let after = single.get(at + 1) == Some(&true);
        single[at] && !before && !after
    })
}

fn joined(words: &str) -> Vec<Joined> {
    let parts: Vec<&str> = words.split(char::is_whitespace).filter(|part| !trim(part).is_empty()).collect();
    let single = |part: &&str| {
        let mut chars = part.chars();
        chars.next().is_some_and(|c| ideograph(c) || is_mask(c)) && chars.next().is_none() && *part != "等"
    };
    let mut joined: Vec<Joined> = Vec::new();
    // The word before may be the first part of a name: `张　小明`, `欧阳 锋`.
    let mut open = false;
    let mut at = 0;
    while at < parts.len() {
        let part = parts[at];
        let row = parts[at..].iter().take_while(|part| single(part)).count();
        let latin = part.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '.' | '-' | '\''));
        let chinese = part.chars().all(|c| ideograph(c) || is_mask(c));
        match joined.last_mut() {
            Some(last) if latin && last.word.chars().all(|c| c.is_ascii() && !c.is_ascii_digit()) => {
                last.word.push(' ');
                last.word.push_str(part);
            }
            Some(last) if open && chinese && goes_behind(part, &last.word) && !posts::is_post(part) => {
                last.word.push_str(part);
                last.spread = row > 0;
                open = false;
            }
            _ if row >= 2 => {
                let lengths = name_lengths(&parts[at..at + row]);
                for length in lengths {
                    joined.push(Joined { word: parts[at..at + length].concat(), spread: true });
                    at += length;
                }
                open = false;
                continue;
            }
            _ => {
                joined.push(Joined { word: part.to_owned(), spread: false });
                open = (row == 1 && !matches!(part, "男" | "女"))
                    || (part.chars().count() == 2 && surnames::length(part) == 2);
            }
        }
        at += 1;
    }
    joined
}

/// Whether a word can be the given name behind the characters in front: two characters, and three behind a surname
/// that stands alone (马 合木提), which says nothing by itself.
fn goes_behind(part: &str, front: &str) -> bool {
    match part.chars().count() {
        1 | 2 => true,
        3 => front.chars().nth(1).is_none() && surnames::length(front) == 1 && !posts::is_plainly_unit(part),
        _ => false,
    }
}

/// How many of the single characters in a row are each name's: three are one name, four are two; of more, the
/// surnames tell.
fn name_lengths(row: &[&str]) -> Vec<usize> {
    let mut ways: Vec<Vec<usize>> = vec![Vec::new()];
    let mut whole: Vec<Vec<usize>> = Vec::new();
    while row.len() > 3 && row.len() <= LONGEST_ROW && !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let taken: usize = way.iter().sum();
            if taken == row.len() {
                whole.push(way);
                continue;
            }
            if surnames::length(row[taken]) == 0 {
                continue;
            }
            longer.extend((2..=3).filter(|length| taken + length <= row.len()).map(|length| {
                let mut way = way.clone();
                way.push(length);
                way
            }));
        }
        ways = longer;
    }
    let pairs = || {
        let mut lengths = vec![2; row.len() / 2];
        match lengths.last_mut() {
            Some(last) if !row.len().is_multiple_of(2) => *last = 3,
            _ => {}
        }
        lengths
    };
    let even = pairs();
    // Of several ways, the one whose rarest surname is the commonest.
    let rarest = |way: &Vec<usize>| {
        let mut start = 0;
        let ranks = way.iter().map(|length| {
            let rank = surnames::rank(row[start]);
            start += length;
            rank
        });
        ranks.max()
    };
    if whole.is_empty() || (row.len().is_multiple_of(2) && whole.contains(&even)) {
        return even;
    }
    whole.into_iter().min_by_key(rarest).unwrap_or(even)
}

/// More single characters in a row than this are no list of names.
const LONGEST_ROW: usize = 18;
