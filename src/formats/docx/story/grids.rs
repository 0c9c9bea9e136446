//! Where tables, rows and cells begin and end.
//! It never looks into a cell.

use super::{Closing, Frame, Story};
use crate::document::{Block, Cell};
use crate::formats::docx::shared::Shared;
use crate::formats::docx::tables::{OpenTable, RowProperties};
use crate::rejection::Rejection;

impl Story<'_, '_> {
    /// The table in whose rows this place lies.
    pub(super) fn table(&mut self) -> Option<&mut OpenTable> {
        let frames = self.frames.len();
        self.tables.last_mut().filter(|table| table.frames == frames && !table.flat)
    }

    /// The table in whose cell this place lies.
    pub(super) fn table_of_cell(&mut self) -> Option<&mut OpenTable> {
        let frames = self.frames.len();
        self.tables.last_mut().filter(|table| table.frames + 1 == frames && !table.flat)
    }

    pub(super) fn begin_row(&mut self) -> Result<Closing, Rejection> {
        Shared::spend(&mut self.shared.rows_left)?;
        let Some(table) = self.table() else { return Ok(Closing::Nothing) };
        if table.begin_row() {
            self.deleted = self.deleted.saturating_sub(1);
        }
        Ok(Closing::Row)
    }

    pub(super) fn take_row_properties(&mut self, properties: &RowProperties) -> Result<(), Rejection> {
        self.shared.findings.tracked |= properties.tracked;
        if properties.before > 0 {
            Shared::spend(&mut self.shared.cells_left)?;
        }
        if self.table().is_some_and(|table| table.set_row(properties)) {
            self.deleted += 1;
        }
        Ok(())
    }

    pub(super) fn end_row(&mut self) {
        if self.table().is_some_and(OpenTable::end_row) {
            self.deleted = self.deleted.saturating_sub(1);
        }
    }

    pub(super) fn begin_cell(&mut self) -> Result<Closing, Rejection> {
        Shared::spend(&mut self.shared.cells_left)?;
        let Some(table) = self.table() else { return Ok(Closing::Nothing) };
        table.cell = Cell { span: 1, ..Cell::default() };
        self.frames.push(Frame::default());
        Ok(Closing::Cell)
    }

    pub(super) fn end_cell(&mut self) -> Result<(), Rejection> {
        let frame = self.pop_frame()?;
        if let Some(table) = self.table() {
            table.end_cell(frame.blocks);
        }
        Ok(())
    }

    pub(super) fn end_table(&mut self) {
        let Some(mut table) = self.tables.pop() else { return };
        if table.end_row() {
            self.deleted = self.deleted.saturating_sub(1);
        }
        if let Some(table) = table.finish() {
            self.frame().blocks.push(Block::Table(table));
        }
    }
}
