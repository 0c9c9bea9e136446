//! The table of shared strings, written anew so that the library below finds nothing to believe in it.
//! It never keeps a declared count, phonetic text, or more of a string than a cell can hold.

use super::tally::CELL_CHARACTERS;
use super::walk::{Node, walk};
use crate::limits::Limits;
use crate::rejection::Rejection;
use quick_xml::escape::escape;

/// The part with one plain text a string and no counts: a lying `uniqueCount` makes the library reserve
/// hundreds of gigabytes, and text without `xml:space` loses its outer spaces.
pub(super) fn mended(text: &str, part: &str, limits: &Limits) -> Result<String, Rejection> {
    let mut written = String::from("<sst>");
    let mut string = String::new();
    let (mut in_string, mut in_text, mut phonetic) = (false, false, false);
    walk(text.as_bytes(), part, limits.elements, limits, &mut |node, _| {
        match node {
            Node::Open(element) => match element.local_name().as_ref() {
                "si" => in_string = true,
                "t" => in_text = in_string && !phonetic,
                "rPh" => phonetic = true,
                _ => {}
            },
            Node::Text(piece) if in_text => string.push_str(piece),
            Node::Close("t") => in_text = false,
            Node::Close("rPh") => phonetic = false,
            Node::Close("si") => {
                in_string = false;
                push(&mut written, &string);
                string.clear();
            }
            Node::Close(_) | Node::Text(_) => {}
        }
        Ok(())
    })?;
    written.push_str("</sst>");
    Ok(written)
}

fn push(written: &mut String, string: &str) {
    let end = string.char_indices().nth(CELL_CHARACTERS).map_or(string.len(), |(end, _)| end);
    written.push_str("<si><t xml:space=\"preserve\">");
    written.push_str(&escape(&string[..end]).replace('\r', "&#13;"));
    written.push_str("</t></si>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(body: &str) -> String {
        let part = format!("<sst uniqueCount='20000000000'>{body}</sst>");
        mended(&part, "xl/sharedStrings.xml", &Limits::default()).unwrap()
    }

    #[test]
    fn counts_are_dropped_and_rich_text_joined() {
        let rich = strings("<si><r><t>社情</t></r><r><rPr/><t xml:space='preserve'> 民意</t></r></si>");
        assert_eq!(rich, "<sst><si><t xml:space=\"preserve\">社情 民意</t></si></sst>");
    }

    #[test]
    fn phonetic_text_is_dropped_and_an_empty_string_kept() {
        let kept = strings("<si><t>民</t><rPh sb='0' eb='1'><t>mín</t></rPh></si><si/>");
        assert_eq!(kept.matches("<si>").count(), 2);
        assert!(!kept.contains("mín"));
    }
}
