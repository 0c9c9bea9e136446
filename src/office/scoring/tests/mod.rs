//! Schemes with events and what must come of them.
//! It never reads a file.

mod examples;
mod page;
mod properties;
