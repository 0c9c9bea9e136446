//! Papers to Word documents: the edited version, its form, cover sheets, receipts and notices.
//! It never decides anything about a case, and writes no file; it hands back bytes.

pub mod body;
pub mod bulletin;
pub mod chart;
#[cfg(test)]
mod fixtures;
pub mod label;
pub mod layout;
pub mod lists;
pub mod normalise;
pub mod press;
pub mod promise;
pub mod script;
pub mod sheets;
pub mod stock;
pub mod title;
pub mod trial;
pub mod view;

pub use press::Press;
