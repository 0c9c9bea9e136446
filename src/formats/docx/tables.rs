//! A table while it is read: rows, cells and their spans.
//! It never lays out: a grid that does not add up stays as it is.

use super::properties::number;
use crate::document::{Block, Cell, Merge, Row, Table};
use crate::formats::xml::{Event, Scanner};
use crate::rejection::Rejection;

/// Columns of a table. Word itself allows 63.
const COLUMNS: usize = 1_000;

/// A table that is open.
#[derive(Debug)]
pub(super) struct OpenTable {
    /// Frames that were open where it began; its rows lie there.
    pub frames: usize,
    /// It lies too deep to be kept: its text goes to the cell around.
    pub flat: bool,
    /// The cell that is open.
    pub cell: Cell,
    table: Table,
    row: Row,
    row_open: bool,
    row_deleted: bool,
    joins_left: bool,
}

impl OpenTable {
    pub fn new(frames: usize, flat: bool) -> Self {
        OpenTable {
            frames,
            flat,
            cell: Cell::default(),
            table: Table::default(),
            row: Row::default(),
            row_open: false,
            row_deleted: false,
            joins_left: false,
        }
    }

    pub fn set_columns(&mut self, columns: Vec<u32>) {
        self.table.columns = columns;
    }

    /// Opens a row. Says whether one that nobody had closed was a deleted one.
    pub fn begin_row(&mut self) -> bool {
        let deleted = self.end_row();
        self.row_open = true;
        deleted
    }

    /// Takes properties of the open row; columns left free in front become an empty cell. Says whether they delete
    /// the row, the first time that they do.
    pub fn set_row(&mut self, properties: &RowProperties) -> bool {
        let deletes = properties.deleted && !self.row_deleted;
        self.row_deleted |= properties.deleted;
        self.row.header = properties.header;
        if properties.before > 0 && self.row.cells.is_empty() {
            self.row.cells.push(Cell { span: properties.before, ..Cell::default() });
        }
        deletes
    }

    /// Closes the open row. Says whether it was a deleted one.
    pub fn end_row(&mut self) -> bool {
        let row = std::mem::take(&mut self.row);
        let deleted = std::mem::take(&mut self.row_deleted);
        if (self.row_open || !row.cells.is_empty()) && !deleted {
            self.table.rows.push(row);
        }
        self.row_open = false;
        deleted
    }

    pub fn set_cell(&mut self, properties: &CellProperties) {
        self.cell.span = properties.span;
        self.cell.merge = properties.merge;
        self.joins_left = properties.joins_left;
    }

    /// Closes the open cell. A cell that an old program merged into the one on its left widens that one.
    pub fn end_cell(&mut self, blocks: Vec<Block>) {
        let mut cell = std::mem::take(&mut self.cell);
        cell.blocks = blocks;
        match self.row.cells.last_mut() {
            Some(left) if std::mem::take(&mut self.joins_left) => {
                left.span = left.span.saturating_add(cell.span);
                left.blocks.extend(cell.blocks.into_iter().filter(holds_something));
            }
            _ => self.row.cells.push(cell),
        }
    }

    /// The table, its rows closed, unless it has none or lies too deep.
    pub fn finish(self) -> Option<Table> {
        (!self.flat && !self.table.rows.is_empty()).then_some(self.table)
    }
}

fn holds_something(block: &Block) -> bool {
    match block {
        Block::Paragraph(paragraph) => !paragraph.inlines.is_empty(),
        Block::Table(_) => true,
    }
}

/// Properties of a row.
#[derive(Debug, Default)]
pub(super) struct RowProperties {
    pub header: bool,
    /// Columns left free in front of the first cell.
    pub before: u16,
    pub deleted: bool,
    pub tracked: bool,
}

impl RowProperties {
    /// Reads the element that was just opened, to its end.
    pub fn read(scanner: &mut Scanner<'_>) -> Result<Self, Rejection> {
        let mut found = RowProperties::default();
        loop {
            match scanner.advance()? {
                Event::Start(name) => {
                    match name.local {
                        "tblHeader" => found.header = scanner.is_on(),
                        "gridBefore" => found.before = columns_of(scanner),
                        "ins" | "trPrChange" => found.tracked = true,
                        "del" => {
                            found.tracked = true;
                            found.deleted = true;
                        }
                        _ => {}
                    }
                    scanner.skip()?;
                }
                Event::End | Event::Finish => return Ok(found),
                Event::Text(_) => {}
            }
        }
    }
}

/// Properties of a cell.
#[derive(Debug)]
pub(super) struct CellProperties {
    pub span: u16,
    pub merge: Merge,
    pub joins_left: bool,
    pub tracked: bool,
}

impl CellProperties {
    /// Reads the element that was just opened, to its end.
    pub fn read(scanner: &mut Scanner<'_>) -> Result<Self, Rejection> {
        let mut found = CellProperties { span: 1, merge: Merge::None, joins_left: false, tracked: false };
        loop {
            match scanner.advance()? {
                Event::Start(name) => {
                    let starts = || scanner.value().as_deref() == Some("restart");
                    match name.local {
                        "gridSpan" => found.span = columns_of(scanner).max(1),
                        "vMerge" => found.merge = if starts() { Merge::Start } else { Merge::Continue },
                        "hMerge" => found.joins_left = !starts(),
                        "cellIns" | "cellDel" | "cellMerge" | "tcPrChange" => found.tracked = true,
                        _ => {}
                    }
                    scanner.skip()?;
                }
                Event::End | Event::Finish => return Ok(found),
                Event::Text(_) => {}
            }
        }
    }
}

/// Reads a grid to its end: widths of its columns.
pub(super) fn columns(scanner: &mut Scanner<'_>) -> Result<Vec<u32>, Rejection> {
    let mut columns = Vec::new();
    loop {
        match scanner.advance()? {
            Event::Start(name) => {
                if name.is_word("gridCol") && columns.len() < COLUMNS {
                    columns.push(number(scanner.attribute("w").as_deref()).unwrap_or(0));
                }
                scanner.skip()?;
            }
            Event::End | Event::Finish => return Ok(columns),
            Event::Text(_) => {}
        }
    }
}

fn columns_of(scanner: &Scanner<'_>) -> u16 {
    let most = u16::try_from(COLUMNS).unwrap_or(u16::MAX);
    number::<u16>(scanner.value().as_deref()).unwrap_or(0).min(most)
}
