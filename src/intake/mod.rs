//! A document to the papers in it, by label, by look and by row.
//! It never asks a ledger, never opens a file, and decides nothing.

pub mod roster;
pub mod dates;
mod surnames;
pub mod text;
pub mod labels;
pub mod names;
pub mod posts;
pub mod headings;
