//! Last touches to a rendered document: cells that a condition emptied, and the properties part.
//! It never writes a date or a name that is not the office's.

use super::escape::push_flat;
use minijinja::Value;
use std::fmt::Write;

/// Ends of elements that must hold a paragraph last.
const ENDS: [&str; 4] = ["</w:tc>", "</w:txbxContent>", "</w:hdr>", "</w:ftr>"];
/// End of the grid right before the end of the table: all rows were looped away.
const NO_ROWS: &str = "</w:tblGrid></w:tbl>";

/// Puts a paragraph where Word needs one, and takes away tables that lost all their rows.
pub(super) fn close_cells(xml: String) -> String {
    close_ends(drop_empty_tables(xml))
}

fn drop_empty_tables(mut xml: String) -> String {
    while let Some(at) = xml.find(NO_ROWS) {
        let Some(start) = xml[..at].rfind("<w:tbl>") else {
            return xml;
        };
        xml.replace_range(start..at + NO_ROWS.len(), "");
    }
    xml
}

fn close_ends(xml: String) -> String {
    let mut closed = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = xml[at..].find("</w:") {
        let position = at + found;
        at = position + 4;
        let rest = &xml[position..];
        if !ENDS.iter().any(|end| rest.starts_with(end)) || ends_with_paragraph(&xml[..position]) {
            continue;
        }
        closed.push_str(&xml[copied..position]);
        closed.push_str("<w:p/>");
        copied = position;
    }
    if copied == 0 {
        return xml;
    }
    closed.push_str(&xml[copied..]);
    closed
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
        value
            .ok()
            .and_then(|value| value.as_str().map(str::to_owned))
    };
    let title = text(context.get_attr("标题"));
    let office = text(
        context
            .get_attr("机关")
            .and_then(|office| office.get_attr("名称")),
    );
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
        let cell =
            |inner: &str| format!("<w:tbl><w:tr><w:tc><w:tcPr/>{inner}</w:tc></w:tr></w:tbl>");
        assert_eq!(close_cells(cell("")), cell("<w:p/>"));
        assert_eq!(close_cells(cell("<w:p/>")), cell("<w:p/>"));
        assert_eq!(
            close_cells(cell("<w:p w:x=\"1\"/>")),
            cell("<w:p w:x=\"1\"/>")
        );
        assert_eq!(close_cells(cell("<w:p></w:p>")), cell("<w:p></w:p>"));
        let nested = cell(&cell("<w:p/>"));
        assert!(close_cells(nested).contains("</w:tbl><w:p/></w:tc>"));
        assert_eq!(
            close_cells("a<w:tbl><w:tblPr/><w:tblGrid></w:tblGrid></w:tbl>b".to_owned()),
            "ab"
        );
    }
}
