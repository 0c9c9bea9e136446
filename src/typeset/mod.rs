//! Papers to Word documents: the edited version, its form, cover sheets, receipts and notices.
//! It never decides anything about a case, and writes no file; it hands back bytes.

pub mod normalise;
pub mod script;
pub mod body;
pub mod label;
pub mod title;
