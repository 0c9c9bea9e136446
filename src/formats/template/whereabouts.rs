//! Names the paragraphs of a part as a person counts them in Word.
//! It never looks at tags.

use super::tree::{Id, ROOT, Tree};
use std::collections::BTreeMap;

/// Every paragraph of the part with its place, in document order. Paragraphs outside tables are counted through;
/// in a cell the place is the cell, and its second paragraph says so.
pub(super) fn places(tree: &Tree, label: &str) -> BTreeMap<Id, String> {
    let mut found = BTreeMap::new();
    let prefix = if label.is_empty() { String::new() } else { format!("{label}, ") };
    walk(tree, ROOT, &prefix, &mut Counters::default(), &mut found);
    found
}

/// What a part is called in places: nothing for the document itself.
pub(super) fn label(content_type: &str, name: &str) -> String {
    let kind =
        ["header", "footer", "footnotes", "endnotes"].into_iter().find(|kind| content_type.contains(kind));
    kind.map_or_else(String::new, |kind| format!("{kind} ({name})"))
}

#[derive(Default)]
struct Counters {
    paragraph: usize,
    table: usize,
    row: usize,
    cell: usize,
    text_box: usize,
    /// The cell in which paragraphs are counted, if it is one.
    cell_name: Option<String>,
}

fn walk(tree: &Tree, id: Id, prefix: &str, counters: &mut Counters, found: &mut BTreeMap<Id, String>) {
    match tree.name(id) {
        "w:p" => {
            counters.paragraph += 1;
            let place = match &counters.cell_name {
                Some(cell) if counters.paragraph == 1 => cell.clone(),
                Some(cell) => format!("{cell}, paragraph {}", counters.paragraph),
                None => format!("{prefix}paragraph {}", counters.paragraph),
            };
            counters.text_box = 0;
            let inner = format!("{place}, ");
            found.insert(id, place);
            walk_children(tree, id, &inner, counters, found);
        }
        "w:tbl" => {
            counters.table += 1;
            let inner = format!("{prefix}table {}, ", counters.table);
            let (row, cell) = (counters.row, counters.cell);
            (counters.row, counters.cell) = (0, 0);
            walk_children(tree, id, &inner, counters, found);
            (counters.row, counters.cell) = (row, cell);
        }
        "w:tr" => {
            counters.row += 1;
            counters.cell = 0;
            let inner = format!("{prefix}row {}, ", counters.row);
            walk_children(tree, id, &inner, counters, found);
        }
        "w:tc" => {
            counters.cell += 1;
            let cell = format!("{prefix}cell {}", counters.cell);
            let inner = format!("{cell}, ");
            let mut own = Counters { cell_name: Some(cell), ..Counters::default() };
            walk_children(tree, id, &inner, &mut own, found);
        }
        "w:txbxContent" => {
            counters.text_box += 1;
            let inner = format!("{prefix}text box {}, ", counters.text_box);
            walk_children(tree, id, &inner, &mut Counters::default(), found);
        }
        // The fallback repeats the text box for old programs: a person sees one box, so it has one name.
        "mc:Fallback" => {
            let boxes = tree.below(id).filter(|at| tree.name(*at) == "w:txbxContent").count();
            counters.text_box = counters.text_box.saturating_sub(boxes);
            walk_children(tree, id, prefix, counters, found);
        }
        _ => walk_children(tree, id, prefix, counters, found),
    }
}

fn walk_children(
    tree: &Tree,
    id: Id,
    prefix: &str,
    counters: &mut Counters,
    found: &mut BTreeMap<Id, String>,
) {
    for child in tree.children(id) {
        walk(tree, *child, prefix, counters, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_cells_and_text_boxes_have_one_name_each() {
        let xml = "<w:body><w:p/><w:tbl><w:tr><w:tc><w:p/><w:p/></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr>\
                   </w:tbl><w:p/></w:tc></w:tr></w:tbl><w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p/>\
                   </w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p/></w:txbxContent></mc:Fallback>\
                   </mc:AlternateContent></w:r></w:p></w:body>";
        let tree = Tree::parse(xml.as_bytes()).unwrap();
        let names: Vec<String> = places(&tree, "").into_values().collect();
        assert_eq!(
            names,
            [
                "paragraph 1",
                "table 1, row 1, cell 1",
                "table 1, row 1, cell 1, paragraph 2",
                "table 1, row 1, cell 2, table 1, row 1, cell 1",
                "table 1, row 1, cell 2",
                "paragraph 2",
                "paragraph 2, text box 1, paragraph 1",
                "paragraph 2, text box 1, paragraph 1",
            ]
        );
    }
}
