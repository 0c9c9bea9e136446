//! Authors that only the text names: 据区政协委员张三反映，….
//! It never takes words out of the text, and is asked only where no label, byline or signature names anyone.

use super::assemble::only_people;
use super::entry::Entry;
use super::labels::Key;
use super::text::trim;
use crate::document::Block;

/// How far into the text the word 反映 may stand, in characters.
const DEEPEST: usize = 40;

/// The people whom the first paragraph of a text names as its source.
pub fn read(body: &[Block]) -> Option<Entry> {
    let first = body.iter().find_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.text()),
        Block::Table(_) => None,
    })?;
    let opening: String = trim(&first).chars().take(DEEPEST).collect();
    let before = &opening[..opening.find("反映")?];
    let words = before.strip_prefix("编者按：").unwrap_or(before);
    let words = words.strip_prefix("近日，").unwrap_or(words);
    let words = words.strip_prefix('据').unwrap_or(words);
    let people = only_people(words).filter(|people| !people.persons.is_empty())?;
    let stands = people
        .persons
        .iter()
        .all(|person| person.kind.is_some() || person.position.is_some() || person.unit.is_some());
    (stands || before.starts_with('据'))
        .then(|| Entry::found(Key::Author, trim(words), "正文第1段".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Paragraph;

    fn told(text: &str) -> Option<String> {
        read(&[Block::Paragraph(Paragraph::plain(text))]).map(|entry| entry.value)
    }

    #[test]
    fn the_text_names_its_source() {
        assert_eq!(told("　　据区政协委员张三反映，近来路灯不亮。").as_deref(), Some("区政协委员张三"));
        assert_eq!(told("王伟委员反映：路灯不亮。").as_deref(), Some("王伟委员"));
        assert_eq!(told("居民反映强烈"), None);
        assert_eq!(told("近年来，群众反映"), None);
    }
}
