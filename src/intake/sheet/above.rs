//! What is said above the header of a batch sheet, and so of every paper below it.
//! It never overrules what a row says itself.

use super::cells::{Cells, reference};
use super::header::Header;
use crate::intake::entry::Entry;
use crate::intake::labels::{Index, Key, Label};
use crate::intake::lines;
use crate::intake::text::{dense, trim};

/// What is said above the header holds for every row: 报送单位：民盟示例区委.
pub(super) fn above_header(cells: &Cells<'_>, header: &Header, index: &Index) -> Vec<Entry> {
    let mut entries = Vec::new();
    for row in &cells.sheet.rows[..header.first] {
        for (at, cell) in row.cells.iter().enumerate() {
            let place = || format!("{}!{}", cells.sheet.name, reference(row.number, cell.column));
            // The label and its value often stand in cells of their own.
            let beside = row.cells.get(at + 1).filter(|_| index.find(&cell.text).is_some());
            let joined = beside.map(|value| {
                format!("{}：{}", trim(&cell.text).trim_end_matches(['：', ':']), trim(&value.text))
            });
            let pairs = lines::pairs(joined.as_deref().unwrap_or(&cell.text), index);
            let told = pairs.iter().filter(|pair| {
                let key = key_above(pair);
                matches!(key, Key::Unit | Key::MaybeUnit | Key::Date) && !pair.value.is_empty()
            });
            entries.extend(told.map(|pair| {
                let label = Label { key: key_above(pair), ..pair.label };
                Entry::labelled(label, pair.words, pair.value, place(), 0)
            }));
        }
    }
    entries
}

/// Adds what the row does not say itself.
pub(super) fn add_missing(entries: &mut Vec<Entry>, above: &[Entry]) {
    for entry in above {
        let key = if entry.label.key == Key::MaybeUnit { Key::Unit } else { entry.label.key };
        let told = entries.iter().any(|own| {
            !own.value.is_empty()
                && (own.label.key == key || (key == Key::Unit && own.label.key == Key::MaybeUnit))
        });
        if !told {
            let mut entry = entry.clone();
            entry.label.key = key;
            entries.push(entry);
        }
    }
}

/// 单位（盖章） on a form is where the stamp goes; above a header it names the unit.
fn key_above(pair: &lines::Pair<'_>) -> Key {
    if pair.label.key == Key::Other && dense(pair.words).starts_with("单位") {
        Key::Unit
    } else {
        pair.label.key
    }
}
