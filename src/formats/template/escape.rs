//! Writes values as text of a Word run.
//! It never reads a value as template or as XML: what a submission says stays text.

use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind, Output, State, Value};

const LINE_BREAK: &str = "</w:t><w:br/><w:t xml:space=\"preserve\">";
const NEXT: &str = "</w:t><w:t xml:space=\"preserve\">";
/// Text of one element at most: readers of XML refuse one of ten megabytes.
const LONGEST_BYTES: usize = 1 << 20;
const TAB: &str = "</w:t><w:tab/><w:t xml:space=\"preserve\">";

/// The formatter of the environment: a safe string is ready XML of the engine's own making, all else is text.
pub(super) fn format(out: &mut Output<'_>, _state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_safe() {
        if let Some(xml) = value.as_str() {
            out.write_str(xml)?;
        }
        return Ok(());
    }
    let text = plain(value)?;
    let mut escaped = String::with_capacity(text.len());
    push_text(&mut escaped, &text);
    out.write_str(&escaped)?;
    Ok(())
}

/// What a value prints as; a list or a map is an error, since its debug form is for nobody.
pub(super) fn plain(value: &Value) -> Result<String, Error> {
    match value.kind() {
        ValueKind::Undefined => Err(Error::from(ErrorKind::UndefinedError)),
        ValueKind::None => Ok(String::new()),
        ValueKind::Bool => Ok(if value.is_true() { "是" } else { "否" }.to_owned()),
        ValueKind::Number => Ok(number(value)),
        ValueKind::String => Ok(value.as_str().unwrap_or_default().to_owned()),
        ValueKind::Plain => Err(Error::new(
            ErrorKind::InvalidOperation,
            "the value is a whole text with paragraphs and tables: give its tag a paragraph of its own, with nothing beside it",
        )),
        other => Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("the value is a {other}, not text; use a loop or |join(\"、\")"),
        )),
    }
}

fn number(value: &Value) -> String {
    let text = value.to_string();
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// Appends text to the content of a `w:t`: escaped, line ends and tabs as elements, control characters dropped
/// (XML 1.0 cannot hold them). A text of megabytes goes into several.
pub(super) fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while rest.len() > LONGEST_BYTES {
        let (piece, behind) = rest.split_at(rest.floor_char_boundary(LONGEST_BYTES));
        push_piece(out, piece);
        out.push_str(NEXT);
        rest = behind;
    }
    push_piece(out, rest);
}

fn push_piece(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| SPECIAL[usize::from(byte)]) {
        out.push_str(&rest[..at]);
        let c = rest[at..].chars().next().unwrap_or_default();
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' => out.push_str(LINE_BREAK),
            '\t' => out.push_str(TAB),
            _ if is_forbidden(c) => {}
            _ => out.push(c),
        }
        rest = &rest[at + c.len_utf8()..];
    }
    out.push_str(rest);
}

/// Bytes with which a character that needs care may begin: 0xE2 begins quotes and what turns the direction, 0xEF begins U+FFFE and the full-width signs, 0xF3 the
/// tags and the private plane of the engine's own delimiters.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        special[byte] = true;
        byte += 1;
    }
    special[b'&' as usize] = true;
    special[b'<' as usize] = true;
    special[b'>' as usize] = true;
    special[0x7F] = true;
    special[0xE2] = true;
    special[0xEF] = true;
    special[0xF3] = true;
    special
};

/// Appends text to an instruction of a field or to an attribute: one line, quotes escaped.
pub(super) fn push_flat(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | '\r' => out.push(' '),
            _ if is_forbidden(c) => {}
            _ => out.push(c),
        }
    }
}

fn is_forbidden(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{1F}' | '\u{7F}' | '\u{FFFE}' | '\u{FFFF}' | '\u{F0000}'..='\u{F000F}')
        || is_turning(c)
}

/// Whether a character turns the direction of those behind it, or is a tag that nobody sees: by them a title reads
/// otherwise than it is. No document and no list of ours holds them; the ledger keeps what was written.
pub fn is_turning(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_megabytes_goes_into_several_elements() {
        let mut out = String::new();
        push_text(&mut out, &"停".repeat(1 << 20));
        assert_eq!(out.matches(NEXT).count(), 3);
        assert_eq!(out.replace(NEXT, "").chars().count(), 1 << 20);
    }

    #[test]
    fn text_becomes_content_of_a_run() {
        let mut out = String::new();
        push_text(&mut out, "a<b>&\"c\"\u{1}\u{FFFF}\u{F0006}\u{202E}\u{2067}\u{E0061}\nd\te");
        assert_eq!(
            out,
            "a&lt;b&gt;&amp;\"c\"</w:t><w:br/><w:t xml:space=\"preserve\">d</w:t><w:tab/><w:t xml:space=\"preserve\">e"
        );
    }

    #[test]
    fn values_print_as_a_clerk_expects() {
        assert_eq!(plain(&Value::from(())).unwrap(), "");
        assert_eq!(plain(&Value::from(true)).unwrap(), "是");
        assert_eq!(plain(&Value::from(6.0)).unwrap(), "6");
        assert_eq!(plain(&Value::from(6.5)).unwrap(), "6.5");
        assert!(plain(&Value::from(vec![1, 2])).is_err());
        assert!(plain(&Value::UNDEFINED).is_err());
    }
}
