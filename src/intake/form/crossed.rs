//! People in a form whose rows name who they are and whose columns name what is told of them.
//! It never reads a table of people without labels in front of its rows; that is the reader's block.

use super::reader::Reader;
use crate::intake::grid::{Grid, Kind};

/// Whether a row heads such people: an empty cell and labels, and below it 反映人 with values.
pub fn heads_people(grid: &Grid<'_>, row: usize) -> bool {
    let Some((first, labels)) = grid.rows[row].split_first() else { return false };
    grid.spots[*first].kind == Kind::Empty
        && labels.len() >= 2
        && labels.iter().all(|&at| matches!(grid.spots[at].kind, Kind::Label(_)))
        && grid.rows.get(row + 1).is_some_and(|next| names_person(grid, next))
}

fn names_person(grid: &Grid<'_>, row: &[usize]) -> bool {
    let Some((first, values)) = row.split_first() else { return false };
    grid.label(*first).is_some_and(|label| label.key.is_person())
        && values.len() >= 2
        && values.iter().all(|&at| matches!(grid.spots[at].kind, Kind::Value | Kind::Empty))
}

impl Reader<'_, '_> {
    /// Reads the people below such a header; returns the row after them.
    pub(super) fn crossed(&mut self, header: usize) -> usize {
        let columns: Vec<usize> = self.grid.rows[header].iter().skip(1).copied().collect();
        let mut row = header + 1;
        while self.grid.rows.get(row).is_some_and(|spots| names_person(&self.grid, spots)) {
            let spots = self.grid.rows[row].clone();
            self.groups[row] = self.grid.label(spots[0]).map(|label| label.key);
            self.used[spots[0]] = true;
            for &at in &spots[1..] {
                let column = self.grid.spots[at].column;
                let over = columns.iter().copied().find(|&over| {
                    let label = &self.grid.spots[over];
                    (label.column..label.column + label.width).contains(&column)
                });
                let Some((over, label)) = over.and_then(|over| Some((over, self.grid.label(over)?))) else {
                    continue;
                };
                let words = self.grid.spots[over].text.clone();
                self.take(label, &words, &[at]);
            }
            row += 1;
        }
        row
    }
}
