//! The office from outside: files dropped into a temporary office, the real binary run, all that can be
//! seen held against what should be.
//! It never holds a test itself.

mod answers;
mod bulletin;
mod commands;
mod crashes;
mod demo;
mod feedback;
mod fixtures;
mod gates;
mod office;
mod rooms;
mod scores;
mod secrets;
mod sheets;
mod templates;
mod way;
