//! A table as cells in a grid, merges resolved, each cell told as label, value or nothing.
//! It never joins a label to its value; the form does.

use super::headings;
use super::labels::{Index, Label};
use super::lines;
use super::text::{seen, seen_over, trim};
use crate::document::{Block, Cell, Merge, Table};

/// A table's cells by row.
pub struct Grid<'a> {
    /// All cells that begin somewhere, in reading order.
    pub spots: Vec<Spot<'a>>,
    /// For each row, the cells that begin in it.
    pub rows: Vec<Vec<usize>>,
    /// Grid columns.
    pub width: usize,
}

/// One cell.
pub struct Spot<'a> {
    /// Row from 0.
    pub row: usize,
    /// First grid column from 0.
    pub column: usize,
    /// Grid columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// What it holds.
    pub cell: &'a Cell,
    /// Its text without blanks at the ends.
    pub text: String,
    /// What it is for the form.
    pub kind: Kind,
}

/// What a cell is for the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing in it.
    Empty,
    /// A label alone.
    Label(Label),
    /// A label with its value in the same cell.
    Inline,
    /// Anything else.
    Value,
}

impl<'a> Grid<'a> {
    /// The grid of a table.
    pub fn new(table: &'a Table, index: &Index) -> Self {
        let mut grid = Grid { spots: Vec::new(), rows: Vec::with_capacity(table.rows.len()), width: 0 };
        for (row, cells) in table.rows.iter().enumerate() {
            let mut begins = Vec::with_capacity(cells.cells.len());
            let mut column = 0;
            for cell in &cells.cells {
                let width = usize::from(cell.span.max(1));
                if cell.merge == Merge::Continue && grid.lengthen(row, column) {
                    column += width;
                    continue;
                }
                let text = trim(&cell.text()).to_owned();
                let kind = kind_of(cell, &text, index);
                begins.push(grid.spots.len());
                grid.spots.push(Spot { row, column, width, height: 1, cell, text, kind });
                column += width;
            }
            grid.width = grid.width.max(column);
            grid.rows.push(begins);
        }
        grid
    }

    fn lengthen(&mut self, row: usize, column: usize) -> bool {
        let above = self.spots.iter_mut().rev().find(|spot| {
            spot.row + spot.height == row && spot.column <= column && column < spot.column + spot.width
        });
        above.map(|spot| spot.height += 1).is_some()
    }

    /// The cell that begins below another one.
    pub fn below(&self, at: usize) -> Option<usize> {
        let spot = &self.spots[at];
        let begins = self.rows.get(spot.row + spot.height)?;
        begins.iter().copied().find(|&other| {
            let other = &self.spots[other];
            other.column <= spot.column && spot.column < other.column + other.width
        })
    }

    /// The label of a cell.
    pub fn label(&self, at: usize) -> Option<Label> {
        match self.spots[at].kind {
            Kind::Label(label) => Some(label),
            _ => None,
        }
    }
}

fn kind_of(cell: &Cell, text: &str, index: &Index) -> Kind {
    if text.is_empty() {
        let filled = cell.blocks.iter().any(super::entry::says_something);
        return if filled { Kind::Value } else { Kind::Empty };
    }
    if !seen_over(text, 24)
        && let Some(label) = index.find(text)
    {
        return Kind::Label(label);
    }
    let first = text.lines().find(|line| !trim(line).is_empty()).unwrap_or_default();
    if !lines::pairs(first, index).is_empty() || heads_text(text, first, index) {
        return Kind::Inline;
    }
    Kind::Value
}

/// A cell whose first line is a label alone, with the text below it.
fn heads_text(text: &str, first: &str, index: &Index) -> bool {
    first.len() < text.len()
        && seen(first) <= 16
        && headings::numbered(first) == 0
        && index.find(first).is_some_and(|label| label.key.is_body())
}

/// The tables inside a cell.
pub fn inner_tables(cell: &Cell) -> impl Iterator<Item = &Table> {
    cell.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    })
}
