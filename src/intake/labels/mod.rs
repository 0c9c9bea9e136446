//! The words that forms use for the same thing: 标题, 信息标题, 题目 …, each to one key.
//! It never reads a value; what a doubtful label means is settled where the form is put together.

mod key;
mod table;

use super::text::{blank, narrow};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use table::{PERSONS, TABLE, THINGS};

pub use key::Key;

/// Whose detail a label asks for, when the label says so: 联系人电话, 联名人单位.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// It does not say.
    Unsaid,
    /// The first author.
    Author,
    /// A co-author.
    CoAuthor,
    /// The contact person, who is no author.
    Contact,
}

/// A label that was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// What it names.
    pub key: Key,
    /// Whose it is.
    pub whose: Whose,
}

/// Canonical name of what is no field of its own: its words have nothing in common.
pub const OTHER: &str = Key::Other.name();

/// All labels known without settings, by canonical name; office.toml may add to them.
pub fn built_in() -> BTreeMap<String, Vec<String>> {
    let mut map: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, labels) in TABLE {
        map.entry(key.name().to_owned()).or_default().extend(labels.iter().map(|&label| label.to_owned()));
    }
    map
}

/// Labels ready for looking up: the built-in ones and the office's own.
#[derive(Clone, Debug, Default)]
pub struct Index {
    own: Vec<(String, Key)>,
}

impl Index {
    /// The index with what an office.toml adds to the built-in labels, by canonical name.
    pub fn new(additions: &BTreeMap<String, Vec<String>>) -> Self {
        let mut own = Vec::new();
        for (name, labels) in additions {
            for label in labels {
                let Some(normal) = Normal::of(label, Brackets::Open) else { continue };
                if look_up(normal.text()).is_none_or(|key| key.name() != name) {
                    own.push((normal.text().to_owned(), key_named(name)));
                }
            }
        }
        Index { own }
    }

    /// What the words name, if they are a label. Spaces, colons, brackets and a leading number do not count.
    pub fn find(&self, words: &str) -> Option<Label> {
        // A value may be a whole text; no label is longer than this.
        if words.len() > 2 * LONGEST {
            return None;
        }
        let open = Normal::of(words, Brackets::Open)?;
        if self.own.is_empty()
            && !words.contains(['（', '(', '【', '['])
            && !Edges::known().fit(uncounted(open.text()))
            && !open.text().ends_with("意见")
        {
            return None;
        }
        let bare =
            words.contains(['（', '(', '【', '[']).then(|| Normal::of(words, Brackets::Dropped)).flatten();
        let bare = bare.as_ref().map_or("", Normal::text);
        self.whole(open.text())
            .or_else(|| self.whole(bare))
            .or_else(|| self.prefixed(open.text()))
            .or_else(|| self.prefixed(bare))
            .or_else(|| self.paired(words))
            .or_else(|| self.counted(open.text()))
            .or_else(|| opinion(open.text()))
    }

    /// 反映人1, 单位②: a label of a person with the person's number.
    fn counted(&self, normal: &str) -> Option<Label> {
        let base = uncounted(normal);
        if base.len() == normal.len() {
            return None;
        }
        let key = match self.key(base)? {
            Key::MaybeUnit => Key::Workplace,
            key if key.is_person() || key.is_of_person() => key,
            _ => return None,
        };
        Some(Label { key, whose: Whose::Unsaid })
    }

    /// 来稿单位/反映人, 姓名、单位: two labels in one, of which one asks for the person; or two words for the
    /// same thing, 标题/题目, of which the first may only say of what: 提案/信息标题.
    fn paired(&self, words: &str) -> Option<Label> {
        let (left, right) = words.split_once(['/', '／', '或', '、', '及', '和'])?;
        let key =
            |words: &str| Normal::of(words, Brackets::Dropped).and_then(|normal| self.key(normal.text()));
        let right = key(right)?;
        let both = match (key(left), right) {
            (Some(left), right) if left == right => left,
            (Some(Key::Author), other) | (Some(other), Key::Author) => Some(Key::Author).filter(|_| {
                matches!(other, Key::Unit | Key::MaybeUnit | Key::Workplace | Key::Position | Key::Phone)
            })?,
            (Some(Key::Phone), Key::Email) => Key::Phone,
            // 内容摘要及建议: the text, whatever its parts are called.
            (Some(left), Key::Suggestion) if left.is_body() => Key::Content,
            // 党派/单位, 报送单位及联系人: the unit is what is asked for.
            (Some(Key::Party | Key::Sector | Key::Committee | Key::Group), Key::Unit | Key::MaybeUnit)
            | (Some(Key::Unit | Key::MaybeUnit), Key::Contact) => Key::Unit,
            (None, Key::Title) if OF_WHAT.contains(&left) => Key::Title,
            _ => return None,
        };
        Some(Label { key: both, whose: Whose::Unsaid })
    }

    fn key(&self, normal: &str) -> Option<Key> {
        self.own.iter().find(|(label, _)| label == normal).map(|(_, key)| *key).or_else(|| look_up(normal))
    }

    fn whole(&self, normal: &str) -> Option<Label> {
        self.key(normal).map(|key| Label { key, whose: Whose::Unsaid })
    }

    /// 反映人单位, 联名人电话, 来稿类别.
    fn prefixed(&self, normal: &str) -> Option<Label> {
        for (prefix, whose) in PERSONS {
            if let Some(found) = normal.strip_prefix(prefix).and_then(|rest| self.key(rest)) {
                return of_person(found, *whose);
            }
        }
        THINGS.iter().find_map(|prefix| {
            let key = normal.strip_prefix(prefix).and_then(|rest| self.key(rest))?;
            // 原作者 is somebody else.
            of_thing(key).filter(|label| *prefix != "原" || !label.key.is_person())
        })
    }
}

/// 区政协办公室意见, 镇街工委审核意见: where others write what they think of the paper.
fn opinion(normal: &str) -> Option<Label> {
    const ORGANS: [&str; 9] = ["办公室", "委员会", "工委", "专委会", "党委", "支部", "单位", "领导", "组"];
    const DEEDS: [&str; 8] = ["审核", "审批", "审查", "处理", "拟办", "办理", "推荐", "初审"];
    let organ = ["意见", "意见盖章", "意见及盖章"].iter().find_map(|end| normal.strip_suffix(end))?;
    let bare = DEEDS.iter().find_map(|deed| organ.strip_suffix(deed)).unwrap_or(organ);
    let short = normal.chars().count() <= 16;
    (short && ORGANS.iter().any(|end| bare.ends_with(end)))
        .then_some(Label { key: Key::Other, whose: Whose::Unsaid })
}

fn key_named(name: &str) -> Key {
    TABLE.iter().map(|(key, _)| *key).find(|key| key.name() == name).unwrap_or(Key::Other)
}

/// What a title may be of, besides a paper: 提案/信息标题.
const OF_WHAT: &[&str] = &["提案", "议案", "建议", "信息", "社情民意", "稿件", "大会发言"];

/// A label without the number at its end.
fn uncounted(normal: &str) -> &str {
    let base = normal.trim_end_matches(|c: char| c.is_ascii_digit() || ('①'..='⑳').contains(&c));
    // A longer number is a value: 电话 in front of its digits.
    if base.len() + 3 < normal.len() { normal } else { base }
}

/// 反映人单位 is the person's workplace, 联名人姓名 the co-author.
fn of_person(key: Key, whose: Whose) -> Option<Label> {
    let key = match key {
        Key::MaybeUnit | Key::Workplace => Key::Workplace,
        Key::Author => match whose {
            Whose::CoAuthor => Key::CoAuthor,
            Whose::Contact => Key::Contact,
            Whose::Author | Whose::Unsaid => Key::Author,
        },
        Key::Kind | Key::MaybeKind | Key::Category => Key::Kind,
        Key::Serial => Key::Member,
        other if other.is_of_person() => other,
        Key::Other => Key::Other,
        _ => return None,
    };
    Some(Label { key, whose })
}

/// 信息名称 is the title, 来稿类别 the category.
fn of_thing(key: Key) -> Option<Label> {
    let key = match key {
        Key::MaybeTitle => Key::Title,
        Key::MaybeKind => Key::Category,
        Key::Suggestion => return None,
        other => other,
    };
    Some(Label { key, whose: Whose::Unsaid })
}

/// First and last characters of labels: most words that are none are told by these two.
struct Edges {
    firsts: Vec<char>,
    lasts: Vec<char>,
}

impl Edges {
    fn known() -> &'static Edges {
        static KNOWN: OnceLock<Edges> = OnceLock::new();
        KNOWN.get_or_init(|| {
            let labels = || TABLE.iter().flat_map(|(_, labels)| labels.iter().copied());
            let prefixes = PERSONS.iter().map(|(prefix, _)| *prefix).chain(THINGS.iter().copied());
            let normals =
                || labels().chain(prefixes.clone()).filter_map(|label| Normal::of(label, Brackets::Open));
            let mut firsts: Vec<char> = normals().filter_map(|normal| normal.text().chars().next()).collect();
            let mut lasts: Vec<char> =
                normals().filter_map(|normal| normal.text().chars().next_back()).collect();
            for list in [&mut firsts, &mut lasts] {
                list.sort_unstable();
                list.dedup();
            }
            Edges { firsts, lasts }
        })
    }

    fn fit(&self, normal: &str) -> bool {
        let holds = |list: &[char], c: Option<char>| c.is_some_and(|c| list.binary_search(&c).is_ok());
        holds(&self.firsts, normal.chars().next()) && holds(&self.lasts, normal.chars().next_back())
    }
}

fn look_up(normal: &str) -> Option<Key> {
    static SORTED: OnceLock<Vec<(String, Key)>> = OnceLock::new();
    let sorted = SORTED.get_or_init(|| {
        let mut all: Vec<_> = TABLE
            .iter()
            .flat_map(|(key, labels)| labels.iter().map(|label| (label, *key)))
            .filter_map(|(label, key)| Normal::of(label, Brackets::Open).map(|n| (n.text().to_owned(), key)))
            .collect();
        all.sort();
        all
    });
    sorted.binary_search_by(|(label, _)| label.as_str().cmp(normal)).ok().map(|at| sorted[at].1)
}

#[derive(Clone, Copy, PartialEq)]
enum Brackets {
    /// What is in brackets counts, the brackets do not: 联名反映人（委员）.
    Open,
    /// What is in brackets is a remark: 标题（30字以内）.
    Dropped,
}

/// The longest label in bytes once blanks are gone; longer words are no label and cost nothing.
const LONGEST: usize = 90;

/// A label without blanks, marks and leading number, on the stack: matching happens for every cell and line.
struct Normal {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Normal {
    fn of(words: &str, brackets: Brackets) -> Option<Self> {
        let mut normal = Normal { bytes: [0; LONGEST], length: 0 };
        let mut depth = 0_u32;
        for c in unnumbered(words).chars().map(narrow) {
            match c {
                '(' | '[' | '【' | '〔' | '〈' | '<' | '《' => depth += 1,
                ')' | ']' | '】' | '〕' | '〉' | '>' | '》' => depth = depth.saturating_sub(1),
                _ if depth > 0 && brackets == Brackets::Dropped => {}
                ':' | '*' | '_' | '、' | '/' | '\\' | '·' | '-' | '"' | '“' | '”' | '|' | '＊' | '※'
                | '★' | '●' | '■' | '◆' => {}
                '。' | '，' | '；' | ',' | ';' => return None,
                c if blank(c) => {}
                c => normal.push(c)?,
            }
        }
        (normal.length > 0).then_some(normal)
    }

    fn push(&mut self, c: char) -> Option<()> {
        let end = self.length + c.len_utf8();
        c.encode_utf8(self.bytes.get_mut(self.length..end)?);
        self.length = end;
        Some(())
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

/// The words without a leading `1.`, `一、` or `（一）`.
fn unnumbered(words: &str) -> &str {
    let bare = words.trim_start_matches(blank);
    let inner = bare.trim_start_matches(['（', '(']);
    let rest = inner.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    if rest.len() == inner.len() {
        return bare;
    }
    match rest.chars().next() {
        Some(mark @ ('、' | '.' | '．' | '）' | ')')) => &rest[mark.len_utf8()..],
        _ => bare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(words: &str) -> Option<Key> {
        Index::default().find(words).map(|label| label.key)
    }

    #[test]
    fn office_toml_may_add_labels_to_every_field_that_has_some() {
        let mut fields: Vec<&str> = crate::office::settings::LABEL_FIELDS.to_vec();
        fields.sort_unstable();
        let built_in = built_in();
        let names: Vec<&str> = built_in.keys().map(String::as_str).filter(|name| *name != "other").collect();
        assert_eq!(fields, names);
    }

    #[test]
    fn two_labels_in_one_and_labels_with_a_number_are_known() {
        assert_eq!(key("来稿单位/反映人"), Some(Key::Author));
        assert_eq!(key("姓名、单位"), Some(Key::Author));
        assert_eq!(key("提案/信息标题"), Some(Key::Title));
        assert_eq!(key("标题/题目"), Some(Key::Title));
        assert_eq!(key("党派/单位"), Some(Key::Unit));
        assert_eq!(key("报送单位及联系人"), Some(Key::Unit));
        assert_eq!(key("区教育局/标题"), None);
        assert_eq!(key("信息报送人"), Some(Key::Author));
        assert_eq!(key("原作者"), None);
        assert_eq!(key("区政协办公室意见"), Some(Key::Other));
        assert_eq!(key("所在单位审核意见（盖章）"), Some(Key::Other));
        assert_eq!(key("群众意见"), None);
        assert_eq!(key("反映人2"), Some(Key::Author));
        assert_eq!(key("单位2"), Some(Key::Workplace));
        assert_eq!(key("提交人类别"), Some(Key::Kind));
        assert_eq!(key("电话：13800000001"), None);
    }

    #[test]
    fn spaces_colons_brackets_and_numbers_do_not_count() {
        for words in [
            "标题",
            "标　　题：",
            "*标题：",
            "【标题】",
            "1.标题",
            "一、标题",
            "标题（30字以内）",
            " 标 题 :",
            "（一）标题",
            "信息标题",
            "社情民意信息标题",
        ] {
            assert_eq!(key(words), Some(Key::Title), "{words}");
        }
        assert_eq!(key("联名反映人（委员）"), Some(Key::CoAuthor));
        assert_eq!(key("联名反映人（非委员）"), Some(Key::Outsider));
        assert_eq!(key("反映的问题（分析）："), Some(Key::Situation));
        assert_eq!(key("单位、职务"), Some(Key::Workplace));
        assert_eq!(key("工作单位/职务"), Some(Key::Workplace));
        assert_eq!(key("全国政协采用/市（全国）领导批示"), Some(Key::Status));
        assert_eq!(key("关于加强治理的建议"), None);
        assert_eq!(key("：（）"), None);
    }

    #[test]
    fn a_prefix_tells_whose_it_is() {
        let index = Index::default();
        assert_eq!(index.find("联系人电话"), Some(Label { key: Key::Phone, whose: Whose::Contact }));
        assert_eq!(index.find("反映人单位职务"), Some(Label { key: Key::Workplace, whose: Whose::Author }));
        assert_eq!(index.find("反映人（单位）"), Some(Label { key: Key::Author, whose: Whose::Unsaid }));
        assert_eq!(index.find("联名人姓名"), Some(Label { key: Key::CoAuthor, whose: Whose::CoAuthor }));
        assert_eq!(index.find("作者单位"), Some(Label { key: Key::Workplace, whose: Whose::Author }));
        assert_eq!(index.find("联名人单位职务"), Some(Label { key: Key::Workplace, whose: Whose::CoAuthor }));
    }

    #[test]
    fn each_label_has_one_key() {
        let mut seen: BTreeMap<String, Key> = BTreeMap::new();
        for (key, labels) in TABLE {
            for label in *labels {
                let normal = Normal::of(label, Brackets::Open).expect("a label").text().to_owned();
                let before = seen.insert(normal, *key);
                assert!(before.is_none_or(|other| other == *key), "{label}");
            }
        }
    }

    #[test]
    fn an_office_adds_its_own() {
        let own = [("title", "来信要点"), ("author", "单位")];
        let own = own.map(|(name, label)| (name.to_owned(), vec![label.to_owned()]));
        let index = Index::new(&BTreeMap::from(own));
        assert_eq!(index.find("来信要点：").map(|label| label.key), Some(Key::Title));
        assert_eq!(index.find("单位").map(|label| label.key), Some(Key::Author));
    }
}
