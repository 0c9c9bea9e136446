//! Last touches to a rendered document: cells and tables that a condition emptied, the last row of a list that
//! stays with what is behind it, and the properties part.
//! It never writes a date or a name that is not the office's.

use super::escape::push_flat;
use minijinja::Value;
use std::fmt::Write;

/// Begins a mark in the source: a character that XML cannot hold, so that neither template nor value has it.
pub(super) const MARK: char = '\u{1}';
/// Stands behind `MARK` before the end of an element that must hold a paragraph last and may not.
pub(super) const CLOSING: char = 'c';
/// Stands behind `MARK` before the end of a table whose rows come from a loop or a condition.
pub(super) const ROWS_END: char = 'r';

/// Puts a paragraph where Word needs one, takes away tables that lost all their rows, and ties the last row of a
/// list to a paragraph behind it that is kept with what follows. The marks were written when the part was
/// compiled; a part without such a risk has none.
pub(super) fn close(xml: &str) -> String {
    let mut closed = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once(MARK) {
        closed.push_str(before);
        if let Some(after) = after.strip_prefix(CLOSING) {
            if !ends_with_paragraph(&closed) {
                closed.push_str("<w:p/>");
            }
            rest = after;
        } else {
            rest = after.strip_prefix(ROWS_END).unwrap_or(after);
            let has_rows = closed.ends_with("</w:tr>") || closed.ends_with("</w:sdt>");
            let Some(after) = rest.strip_prefix(TABLE_END) else { continue };
            if has_rows && begins_kept(after) {
                keep_last_row(&mut closed);
            } else if !has_rows && let Some(start) = closed.rfind("<w:tbl>") {
                closed.truncate(start);
                rest = after;
            }
        }
    }
    closed.push_str(rest);
    closed
}

const TABLE_END: &str = "</w:tbl>";

/// Whether the next paragraph says itself that it stays on one page with what follows it.
fn begins_kept(after: &str) -> bool {
    let Some(paragraph) = after.strip_prefix("<w:p>") else { return false };
    let own = paragraph.split("</w:pPr>").next().unwrap_or_default();
    own.starts_with("<w:pPr>") && says_keep(own)
}

fn says_keep(properties: &str) -> bool {
    let said =
        properties.split_once("<w:keepNext").map(|(_, rest)| rest.split('>').next().unwrap_or_default());
    said.is_some_and(|said| !said.contains("\"0\"") && !said.contains("\"false\""))
}

/// Ties the last row to what follows the table: Word asks for it in the paragraphs of the row. A template cannot
/// say so, since one row stands there for all.
fn keep_last_row(closed: &mut String) {
    let Some(start) = closed.rfind("<w:tr>").max(closed.rfind("<w:tr ")) else { return };
    let row = closed.split_off(start);
    let mut rest = row.as_str();
    while let Some((before, paragraph)) = rest.split_once("<w:p>") {
        closed.push_str(before);
        rest = paragraph;
        let own = paragraph.strip_prefix("<w:pPr>").and_then(|own| own.split("</w:pPr>").next());
        let Some(own) = own else {
            closed.push_str("<w:p><w:pPr><w:keepNext/></w:pPr>");
            continue;
        };
        // The name of the style comes first in the schema's order, then this.
        let style =
            own.find("<w:pStyle").and_then(|at| own[at..].find("/>").map(|end| at + end + 2)).unwrap_or(0);
        closed.push_str("<w:p><w:pPr>");
        closed.push_str(&own[..style]);
        if !own.contains("<w:keepNext") {
            closed.push_str("<w:keepNext/>");
        }
        rest = &rest["<w:pPr>".len() + style..];
    }
    closed.push_str(rest);
}

fn ends_with_paragraph(before: &str) -> bool {
    let before = before.trim_end();
    if before.ends_with("</w:p>") || before.ends_with("</w:sdt>") {
        return true;
    }
    let last = before.rfind('<').map_or("", |at| &before[at..]);
    last.ends_with("/>") && (last.starts_with("<w:p/") || last.starts_with("<w:p "))
}

/// `docProps/core.xml`: the title and the office, and nothing else.
pub(super) fn core_part(context: &Value) -> Vec<u8> {
    let text = |value: Result<Value, minijinja::Error>| {
        value.ok().and_then(|value| value.as_str().map(str::to_owned))
    };
    let title = text(context.get_attr("标题"));
    let office = text(context.get_attr("机关").and_then(|office| office.get_attr("名称")));
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\">",
    );
    for (element, value) in [("dc:title", title), ("dc:creator", office)] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let _ = write!(xml, "<{element}>");
            push_flat(&mut xml, &value);
            let _ = write!(xml, "</{element}>");
        }
    }
    xml.push_str("</cp:coreProperties>");
    xml.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emptied_cells_get_a_paragraph_and_emptied_tables_go() {
        let cell = |inner: &str, end: &str| {
            format!("<w:tbl><w:tr><w:tc><w:tcPr/>{inner}{end}</w:tc></w:tr></w:tbl>")
        };
        let closed = |inner: &str| close(&cell(inner, "\u{1}c"));
        assert_eq!(closed(""), cell("<w:p/>", ""));
        for whole in ["<w:p/>", "<w:p w:x=\"1\"/>", "<w:p></w:p>"] {
            assert_eq!(closed(whole), cell(whole, ""));
        }
        assert!(closed(&cell("<w:p/>", "")).contains("</w:tbl><w:p/></w:tc>"));
        assert_eq!(close("a<w:tbl><w:tblPr/><w:tblGrid></w:tblGrid>\u{1}r</w:tbl>b"), "ab");
        assert_eq!(close("<w:tbl><w:tr></w:tr>\u{1}r</w:tbl>"), "<w:tbl><w:tr></w:tr></w:tbl>");
    }

    #[test]
    fn the_last_row_of_a_list_stays_with_a_paragraph_that_is_kept() {
        let row = |inner: &str| format!("<w:tr><w:tc>{inner}</w:tc></w:tr>");
        let first = row("<w:p><w:pPr><w:pStyle w:val=\"cf\"/></w:pPr></w:p>");
        let last =
            row("<w:p><w:pPr><w:pStyle w:val=\"cf\"/><w:jc w:val=\"center\"/></w:pPr></w:p><w:p>乙</w:p>");
        let tied =
            row("<w:p><w:pPr><w:pStyle w:val=\"cf\"/><w:keepNext/><w:jc w:val=\"center\"/></w:pPr></w:p>\
             <w:p><w:pPr><w:keepNext/></w:pPr>乙</w:p>");
        let table = |last: &str, mark: &str| format!("<w:tbl>{first}{last}{mark}</w:tbl>");
        let kept = "<w:p><w:pPr><w:keepNext w:val=\"true\"/></w:pPr></w:p>";
        assert_eq!(
            close(&format!("{}{kept}", table(&last, "\u{1}r"))),
            format!("{}{kept}", table(&tied, ""))
        );
        for free in ["<w:p></w:p>", "<w:p><w:pPr><w:keepNext w:val=\"0\"/></w:pPr></w:p>", ""] {
            assert_eq!(
                close(&format!("{}{free}", table(&last, "\u{1}r"))),
                format!("{}{free}", table(&last, ""))
            );
        }
    }
}
