//! 界别 as papers name them, also those whose name holds two: 科技、科协.
//! It never knows which of them an office has; the roster does.

use super::text::trim;

/// 界别 whose names hold a mark that parts people elsewhere.
#[rustfmt::skip] // A table reads better by line of meaning than by word.
const COMPOUNDS: &[&str] = &[
    "共青团、青联", "科技、科协", "侨、台", "台、侨", "民族、宗教", "少数民族、宗教", "工会、妇联", "文化、艺术",
    "文化、体育", "新闻、出版",
];

/// Whether the words are a 界别: 教育界, 医卫界别.
pub fn is_sector(text: &str) -> bool {
    let bare = trim(text);
    let length = bare.chars().count();
    // 区政协教育界别 is those in whose name a paper comes.
    (length <= 10 && bare.ends_with("界别") && !bare.contains("政协"))
        || (length <= 8 && bare.ends_with('界') && !bare.ends_with("各界") && length >= 3)
}

/// Whether the words are one 界别 whose name holds two.
pub fn is_compound(text: &str) -> bool {
    let bare = trim(text).trim_end_matches("界别").trim_end_matches('界');
    COMPOUNDS.contains(&bare)
}

/// Where in the words a mark belongs to the name of a 界别, as in 侨、台界别　张三.
pub fn marks(words: &str) -> Vec<usize> {
    if !(words.contains('界') && words.contains('、')) {
        return Vec::new();
    }
    let named = |(at, name): (usize, &str)| {
        let goes_on = words[at + name.len()..].starts_with('界');
        goes_on.then(|| name.find('、').map(|mark| at + mark)).flatten()
    };
    COMPOUNDS.iter().flat_map(|name| words.match_indices(name)).filter_map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sector_may_hold_two() {
        assert!(is_sector("教育界") && !is_sector("界") && !is_sector("区政协教育界别"));
        assert!(is_compound("科技、科协界") && !is_compound("科技、教育"));
        assert_eq!(marks("张三、李四（侨、台界）"), ["张三、李四（侨".len()]);
        assert!(marks("科技、科协的张三，教育界").is_empty());
    }
}
