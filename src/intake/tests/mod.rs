//! Whole submissions through intake, built in memory.
//! They never read a file: that is the integration tests' part.

mod build;
mod forms;
mod letters;
mod sheets;
