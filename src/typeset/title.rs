//! Breaks a title into centred lines by meaning: never inside a word, in the shape of a trapezoid or diamond.
//! It never changes the wording; joined again, the lines are the title.
//!
//! Clause 7.3.1 of GB/T 9704 asks for lines that are complete in meaning. What a word is, `words.txt` says;
//! between characters that it does not know, a break costs more than behind a word.

use super::script::{half_width, half_widths, is_alphanumeric, is_han};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Half characters that fit into the type area at size 2: 442 pt / 22 pt = 20 characters.
const LINE_LIMIT: usize = 40;
/// More lines than any title needs; it bounds the search.
const MOST_LINES: usize = 12;

/// Words that lean on what follows: a line may begin with one, and should not end with one.
const LEANING: &[&str] = &[
    "亟待",
    "亟需",
    "急需",
    "应当",
    "应予",
    "应引起",
    "应尽快",
    "应加强",
    "值得",
    "仍需",
    "仍存在",
    "尽快",
    "及早",
    "及时",
    "切实",
    "进一步",
];

/// Verbs that take what follows as their object, alike: …秩序 / 提升城市…, never …秩序提升 / 城市….
const VERBS: &[&str] = &[
    "加强", "加快", "加大", "完善", "健全", "提升", "提高", "推进", "推动", "促进", "强化", "优化", "改善",
    "缓解", "破解", "化解", "打通", "明确", "确保", "避免", "防范", "遏制", "激发", "建立", "构建", "支持",
    "引导", "影响", "增设", "导致", "面临",
];

/// The words of `words.txt` by their first character, each with its length in characters.
static WORDS: LazyLock<HashMap<char, Vec<(&'static str, usize)>>> = LazyLock::new(|| {
    let lines = include_str!("words.txt").lines().filter(|line| !line.starts_with('#'));
    let mut words: HashMap<char, Vec<(&str, usize)>> = HashMap::new();
    for word in lines.flat_map(str::split_whitespace) {
        let of_first = words.entry(word.chars().next().unwrap_or(' ')).or_default();
        of_first.push((word, word.chars().count()));
    }
    for of_first in words.values_mut() {
        of_first.sort_by_key(|(_, length)| *length);
    }
    words
});

/// The title on one line or more of at most 20 full-width characters, joined by `\n`.
pub fn broken(title: &str) -> String {
    if half_widths(title) <= LINE_LIMIT {
        return title.to_owned();
    }
    let letters: Vec<char> = title.chars().collect();
    let costs = break_costs(title, &letters);
    let fewest = half_widths(title).div_ceil(LINE_LIMIT);
    (fewest..=fewest + 1)
        .filter_map(|count| best_lines(&letters, &costs, count))
        .min_by_key(|(cost, _)| *cost)
        .map_or_else(|| cut_hard(&letters), |(_, lines)| lines.join("\n"))
}

/// What a break in front of each character costs; `None` forbids it.
fn break_costs(title: &str, letters: &[char]) -> Vec<Option<u32>> {
    let words = words_of(title, letters);
    let mut depth = 0_usize;
    let mut costs = vec![None; letters.len()];
    for at in 1..letters.len() {
        match letters[at - 1] {
            '《' | '“' | '（' | '〔' => depth += 1,
            '》' | '”' | '）' | '〕' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let inside = if depth > 0 { 60 } else { 0 };
        costs[at] = place_cost(letters, at, &words).map(|cost| cost + inside);
    }
    costs
}

/// The rules for one place, without regard to the lines' lengths.
fn place_cost(letters: &[char], at: usize, words: &Words) -> Option<u32> {
    let (before, after) = (letters[at - 1], letters[at]);
    let ascii = is_alphanumeric(before) && is_alphanumeric(after);
    let with_unit = before.is_ascii_digit() && is_han(after);
    let opens = matches!(before, '《' | '“' | '（' | '〔' | '第');
    let closes = "的了着地得等者们性化率之》”）〕，。、；：！？％%".contains(after);
    let difficult = after == '难' && !words.known[at];
    if ascii || with_unit || opens || closes || difficult || words.joined[at] {
        return None;
    }
    Some(match before {
        '、' | '，' | '；' | '：' | '》' | '”' => 0,
        _ if matches!(after, '“' | '《') => 5,
        _ if ends_with_one_of(&letters[..at], &["关于"]) => {
            if at > 6 {
                4
            } else {
                40
            }
        }
        _ if ends_with_one_of(&letters[..at], LEANING) || ends_with_one_of(&letters[..at], VERBS) => 30,
        '和' | '与' | '及' | '或' | '并' | '对' | '在' | '将' | '向' | '把' | '为' | '以' | '从' | '被' => {
            24
        }
        // A word of one character that leans on what follows, where it is no end of a longer one (供需, 效应).
        '应' | '需' | '宜' | '仍' | '让' | '使' | '不' | '未' | '由' | '至' if !words.joined[at - 1] => {
            24
        }
        _ if begins_with_one_of(&letters[at..], LEANING) || begins_with_one_of(&letters[at..], VERBS) => 2,
        _ if ends_with_one_of(&letters[..at], &["反映", "呼吁"]) => 5,
        '的' => 12,
        _ if matches!(after, '和' | '与' | '及' | '并' | '让' | '在') => 2,
        '中' | '后' | '时' | '上' | '下' if !words.joined[at - 1] => 4,
        _ if words.known[at - 1] && words.known[at] => 7,
        _ if words.known[at - 1] || words.known[at] => 14,
        _ => 30,
    })
}

fn ends_with_one_of(letters: &[char], words: &[&str]) -> bool {
    words.iter().any(|word| letters.iter().rev().copied().take(word.chars().count()).eq(word.chars().rev()))
}

fn begins_with_one_of(letters: &[char], words: &[&str]) -> bool {
    words.iter().any(|word| letters.iter().copied().take(word.chars().count()).eq(word.chars()))
}

/// Which characters stand in a known word, and which follow another character of the same word.
struct Words {
    known: Vec<bool>,
    joined: Vec<bool>,
}

/// The words of a title: as few pieces as possible, then as few unknown characters; ties to longer first words.
fn words_of(title: &str, letters: &[char]) -> Words {
    let count = letters.len();
    // For each place, (pieces, length of the first piece) of the best parting of what follows.
    let mut best: Vec<(usize, usize)> = vec![(0, 0); count + 1];
    let mut offset = title.len();
    for at in (0..count).rev() {
        offset -= letters[at].len_utf8();
        best[at] = (best[at + 1].0 + 3, 1);
        for (word, length) in WORDS.get(&letters[at]).into_iter().flatten() {
            if title[offset..].starts_with(word) && best[at + length].0 + 2 <= best[at].0 {
                best[at] = (best[at + length].0 + 2, *length);
            }
        }
    }
    let mut words = Words { known: vec![false; count], joined: vec![false; count + 1] };
    let mut at = 0;
    while at < count {
        let length = best[at].1;
        if length > 1 {
            words.known[at..at + length].fill(true);
            words.joined[at + 1..at + length].fill(true);
        }
        at += length;
    }
    words
}

/// The cheapest parting into exactly `count` lines, by trying every set of allowed breaks line by line.
fn best_lines(letters: &[char], costs: &[Option<u32>], count: usize) -> Option<(u32, Vec<String>)> {
    if count > MOST_LINES {
        return None;
    }
    let widths = widths_before(letters);
    let ideal = widths[letters.len()] / count;
    // cheapest[line][end] = (cost, start of that line)
    let mut cheapest = vec![vec![None; letters.len() + 1]; count + 1];
    cheapest[0][0] = Some((0_u32, 0_usize));
    for line in 1..=count {
        for end in 1..=letters.len() {
            let place = if end == letters.len() { Some(0) } else { costs[end] };
            let Some(place) = place else { continue };
            for start in (0..end).rev() {
                let width = widths[end] - widths[start];
                if width > LINE_LIMIT {
                    break;
                }
                if let Some((sum, _)) = cheapest[line - 1][start] {
                    let cost = sum + place + line_cost(width, ideal, end == letters.len());
                    if cheapest[line][end].is_none_or(|(other, _)| cost < other) {
                        cheapest[line][end] = Some((cost, start));
                    }
                }
            }
        }
    }
    let (cost, _) = cheapest[count][letters.len()]?;
    let lines = walk_back(letters, &cheapest, count);
    Some((cost + shape_cost(&lines), lines))
}

fn walk_back(letters: &[char], cheapest: &[Vec<Option<(u32, usize)>>], count: usize) -> Vec<String> {
    let mut lines = Vec::with_capacity(count);
    let mut end = letters.len();
    for line in (1..=count).rev() {
        let start = cheapest[line][end].map_or(0, |(_, start)| start);
        lines.push(letters[start..end].iter().collect());
        end = start;
    }
    lines.reverse();
    lines
}

/// How far a line is from the even length; a last line of one or two characters looks lost.
fn line_cost(width: usize, ideal: usize, is_last: bool) -> u32 {
    let distance = u32::try_from(width.abs_diff(ideal)).unwrap_or(u32::MAX);
    let lost = if width < 6 {
        200
    } else if is_last && width < 8 {
        30
    } else {
        0
    };
    distance.saturating_mul(distance) / 12 + lost
}

/// An hour-glass (a middle line shorter than both neighbours) and a plain rectangle are not among the shapes;
/// each further line costs.
fn shape_cost(lines: &[String]) -> u32 {
    let widths: Vec<usize> = lines.iter().map(|line| half_widths(line)).collect();
    let hour_glass = widths.windows(3).any(|three| three[1] < three[0] && three[1] < three[2]);
    let rectangle = widths.windows(2).all(|two| two[0] == two[1]);
    let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    u32::from(hour_glass) * 40 + u32::from(rectangle) * 2 + count.saturating_mul(10)
}

fn widths_before(letters: &[char]) -> Vec<usize> {
    let mut widths = vec![0];
    for letter in letters {
        widths.push(widths[widths.len() - 1] + half_width(*letter));
    }
    widths
}

/// Full lines, for a text in which no rule finds a place (a title of one Latin word of 50 letters).
fn cut_hard(letters: &[char]) -> String {
    let mut out = String::new();
    let mut width = 0;
    for letter in letters {
        width += half_width(*letter);
        if width > LINE_LIMIT {
            out.push('\n');
            width = half_width(*letter);
        }
        out.push(*letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_break_by_meaning() {
        let titles = [
            "关于加装电梯的建议",
            "关于完善老旧小区加装电梯后续管理机制的建议",
            "关于进一步规范全区农村生活污水治理设施长效运行维护管理工作的建议",
            "政协示例区委员会办公室关于2025年度反映社情民意信息工作情况的通报",
            "关于加强新就业群体权益保障和推动平台经济健康发展的几点建议",
            "关于尽快修订《示例区城市管理条例》完善电动自行车停放充电管理的建议",
            "夏季暴雨期间主城区部分路段内涝频发亟待完善城市地下管网排水体系",
            "关于优化AED等急救设备在轨道交通站点和学校布局的建议",
            "警惕预付式消费“卷款跑路”损害群众利益应加强源头监管",
            "聋人就医报警办事“只能打电话”的困境应予重视",
            "小区业主委员会成立难换届难运行难问题值得关注",
            "关于提高新生儿疾病筛查率完善出生缺陷三级预防体系的建议",
            "暑期青少年溺水事故多发应加强重点水域安全管控",
            "关于推进城市更新中历史文化街区保护利用的建议",
        ];
        let shown: Vec<_> = titles.iter().map(|title| broken(title)).collect();
        insta::assert_snapshot!(shown.join("\n\n"), @r"
        关于加装电梯的建议

        关于完善老旧小区加装电梯
        后续管理机制的建议

        关于进一步规范全区农村生活污水治理
        设施长效运行维护管理工作的建议

        政协示例区委员会办公室关于2025年度
        反映社情民意信息工作情况的通报

        关于加强新就业群体权益保障
        和推动平台经济健康发展的几点建议

        关于尽快修订《示例区城市管理条例》
        完善电动自行车停放充电管理的建议

        夏季暴雨期间主城区部分路段内涝频发
        亟待完善城市地下管网排水体系

        关于优化AED等急救设备
        在轨道交通站点和学校布局的建议

        警惕预付式消费“卷款跑路”
        损害群众利益应加强源头监管

        聋人就医报警办事
        “只能打电话”的困境应予重视

        小区业主委员会成立难
        换届难运行难问题值得关注

        关于提高新生儿疾病筛查率
        完善出生缺陷三级预防体系的建议

        暑期青少年溺水事故多发
        应加强重点水域安全管控

        关于推进城市更新中
        历史文化街区保护利用的建议
        ");
    }

    #[test]
    fn a_latin_word_longer_than_a_line_is_cut() {
        let lines = broken(&"x".repeat(50));
        assert_eq!(lines.split('\n').map(str::len).collect::<Vec<_>>(), [40, 10]);
    }

    proptest! {
        #[test]
        fn lines_fit_and_joined_are_the_title(title in "[关于加强农村污水处理的建议和与《》“”、0-9A-Z]{1,90}") {
            let lines = broken(&title);
            prop_assert_eq!(lines.replace('\n', ""), title);
            prop_assert!(lines.split('\n').all(|line| half_widths(line) <= LINE_LIMIT));
        }
    }
}
