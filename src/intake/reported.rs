//! Authors that only the text names: 据区政协委员张三反映，….
//! It never takes words out of the text, and is asked only where no label, byline or signature names anyone.

use super::assemble::only_people;
use super::entry::Entry;
use super::labels::Key;
use super::text::trim;
use crate::document::Block;

/// How far into the text the word 反映 may stand, in characters.
const DEEPEST: usize = 40;

/// Whom the paper names elsewhere.
#[derive(Clone, Copy, PartialEq)]
pub enum Besides {
    /// Nobody: any person with a name is welcome.
    Nobody,
    /// The unit that submits it: only a person with a standing is its author.
    Unit,
}

/// The people whom the first paragraph of a text names as its source.
pub fn read(body: &[Block], besides: Besides) -> Option<Entry> {
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
    let standing =
        people.persons.iter().all(|person| person.kind.as_ref().is_some_and(|kind| !kind.ends_with("群众")));
    let believed = match besides {
        Besides::Nobody => stands || before.starts_with('据'),
        Besides::Unit => standing,
    };
    believed.then(|| Entry::found(Key::Author, trim(words), "正文第1段".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Paragraph;

    fn told(text: &str) -> Option<String> {
        told_besides(text, Besides::Nobody)
    }

    fn told_besides(text: &str, besides: Besides) -> Option<String> {
        read(&[Block::Paragraph(Paragraph::plain(text))], besides).map(|entry| entry.value)
    }

    #[test]
    fn beside_a_unit_only_a_standing_makes_an_author() {
        assert!(told_besides("区政协委员张三反映：路灯不亮。", Besides::Unit).is_some());
        assert_eq!(told_besides("据居民张三反映，路灯不亮。", Besides::Unit), None);
    }

    #[test]
    fn the_text_names_its_source() {
        assert_eq!(told("　　据区政协委员张三反映，近来路灯不亮。").as_deref(), Some("区政协委员张三"));
        assert_eq!(told("王伟委员反映：路灯不亮。").as_deref(), Some("王伟委员"));
        assert_eq!(told("居民反映强烈"), None);
        assert_eq!(told("近年来，群众反映"), None);
    }
}
