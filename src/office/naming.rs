//! Names as people write them, brought to the names that the office uses (住建局 = 区住房和城乡建设局).
//! It never guesses: a name that could mean two things means nothing.

use super::settings::Settings;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// What two writings of one name have in common: full and half width alike, without white space and
/// punctuation, in lower case.
pub fn key(name: &str) -> String {
    name.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Names with their aliases, by key. A key that was given for two things finds neither.
#[derive(Clone, Debug, Default)]
pub struct NameIndex {
    keys: BTreeMap<String, Option<usize>>,
}

impl NameIndex {
    /// One more name of the thing at `index`.
    pub fn add(&mut self, name: &str, index: usize) {
        let key = key(name);
        if key.is_empty() {
            return;
        }
        let entry = self.keys.entry(key).or_insert(Some(index));
        if *entry != Some(index) {
            *entry = None;
        }
    }

    /// The thing of this name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.find_key(&key(name))
    }

    fn find_key(&self, key: &str) -> Option<usize> {
        self.keys.get(key).copied().flatten()
    }

    /// The longest name with which a key begins, and how many bytes of the key it takes.
    fn longest_prefix(&self, key: &str) -> Option<(usize, usize)> {
        let mut ends = key.char_indices().rev().map(|(at, c)| at + c.len_utf8());
        ends.find_map(|end| Some((self.find_key(&key[..end])?, end)))
    }
}

/// Destinations by every name that a paper may call them.
#[derive(Clone, Debug)]
pub struct DestinationNames {
    index: NameIndex,
    place: String,
    tail: String,
}

impl DestinationNames {
    /// The names of an office's destinations.
    pub fn new(settings: &Settings) -> Self {
        let mut index = NameIndex::default();
        for (at, destination) in settings.destinations.iter().enumerate() {
            index.add(&destination.name, at);
            for alias in &destination.aliases {
                index.add(alias, at);
            }
        }
        let place = key(&settings.office.place);
        let tail = place.chars().last().map(String::from).unwrap_or_default();
        DestinationNames { index, place, tail }
    }

    /// Destinations that a text names, as indices, and the parts of it that name none. The text may name
    /// several, with signs between them or without (`区委、区政府`, `区委区政府及有关部门`).
    pub fn find_all(&self, written: &str) -> (Vec<usize>, Vec<String>) {
        if let Some(at) = self.find(&key(written)) {
            return (vec![at], Vec::new());
        }
        let (mut found, mut unknown) = (Vec::new(), Vec::new());
        for piece in written.split(['、', ',', '，', ';', '；', '/', '\n', '\t', '　', ' ']) {
            let piece_key = key(piece);
            if piece_key.is_empty() || is_filler(&piece_key) {
                continue;
            }
            match self.find(&piece_key).map(|at| vec![at]).or_else(|| self.find_joined(&piece_key)) {
                Some(all) => found.extend(all),
                None => unknown.push(piece.trim().to_owned()),
            }
        }
        (found, unknown)
    }

    /// One name, also with the place in front of it (`示例区教育局`, `我区教育局`) or without it (`教育局`).
    fn find(&self, key: &str) -> Option<usize> {
        let bare = key.strip_prefix("中共").unwrap_or(key);
        let local = ["我", "本"]
            .iter()
            .map(|own| format!("{own}{}", self.tail))
            .chain((!self.place.is_empty()).then(|| self.place.clone()))
            .find_map(|own| bare.strip_prefix(own.as_str()));
        self.index
            .find_key(key)
            .or_else(|| self.index.find_key(bare))
            .or_else(|| self.index.find_key(&format!("{}{}", self.tail, local.unwrap_or(bare))))
    }

    /// Names that follow each other without a sign; all of the text must be names or fillers.
    fn find_joined(&self, key: &str) -> Option<Vec<usize>> {
        let mut rest = key;
        let mut found = Vec::new();
        while !rest.is_empty() && !is_filler(rest) {
            rest = ["及", "和", "与", "并"].iter().find_map(|joint| rest.strip_prefix(joint)).unwrap_or(rest);
            if is_filler(rest) {
                break;
            }
            let (at, length) = self.index.longest_prefix(rest)?;
            found.push(at);
            rest = &rest[length..];
        }
        (!found.is_empty()).then_some(found)
    }
}

/// Words in a 主送 that name nobody.
fn is_filler(key: &str) -> bool {
    matches!(
        key,
        "领导"
            | "有关领导"
            | "有关部门"
            | "相关部门"
            | "及有关部门"
            | "及相关部门"
            | "和有关部门"
            | "等"
            | "无"
            | "等部门"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::settings::STOCK;

    fn found(written: &str) -> (Vec<String>, Vec<String>) {
        let settings = Settings::parse(STOCK).unwrap();
        let (found, unknown) = DestinationNames::new(&settings).find_all(written);
        (found.into_iter().map(|at| settings.destinations[at].name.clone()).collect(), unknown)
    }

    #[test]
    fn destinations_are_found_as_people_write_them() {
        for (written, wanted) in [
            ("区教育局", "区教育局"),
            ("示例区教育局", "区教育局"),
            ("教育局", "区教育局"),
            ("我区教体局", "区教育局"),
            ("区 住 建 局", "区住房和城乡建设局"),
            ("中共示例区委", "区委"),
            ("示例区人民政府", "区政府"),
            ("生态环境局示例分局", ""),
            ("市生态环境局示例分局", "市生态环境局示例分局"),
            ("区委区政府", "区委+区政府"),
            ("区委、区政府领导及有关部门", "区委+区政府"),
            ("区发展和改革局和区财政局", "区发展和改革局+区财政局"),
            ("全国政协；市政协", "全国政协+市政协"),
            ("有关部门", ""),
        ] {
            assert_eq!(found(written).0.join("+"), wanted, "{written}");
        }
    }

    #[test]
    fn names_of_others_are_never_taken_for_ours() {
        for written in ["市教育局", "民革区委", "省政协", "区人大", "区委党校"] {
            assert_eq!(found(written), (vec![], vec![written.to_owned()]));
        }
    }

    #[test]
    fn a_name_of_two_things_finds_neither() {
        let mut index = NameIndex::default();
        index.add("侨联", 0);
        index.add("侨 联", 1);
        assert_eq!(index.find("侨联"), None);
    }
}
