//! The folders of an office: what lies in the inbox, what goes into archive and outbox, and how it gets there.
//! It never looks inside a file, and never deletes what is not stored and verified.

pub mod archive;
pub mod durable;
pub mod inbox;
pub mod names;
pub mod outbox;
pub mod taken;
