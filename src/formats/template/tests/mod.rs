//! Templates built in code, opened and rendered: what a clerk writes in Word, and what comes out.
//! They never read a file.

mod any;
mod bodies;
mod builder;
mod faults;
mod package;
mod text;
