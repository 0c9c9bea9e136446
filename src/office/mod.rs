//! The domain: papers, cases, steps, rules, deadlines, people. It is arithmetic over values.
//! It never touches a file, a database, the clock or the environment, never prints, and knows no OOXML.

pub mod activity;
pub mod adjustment;
pub mod balance;
pub mod bulletin;
pub mod calendar;
pub mod case;
pub mod decide;
pub mod feedback;
pub mod fields;
pub mod forms;
pub mod naming;
pub mod numbers;
pub mod paper;
pub mod roster;
pub mod rules;
pub mod scoring;
pub mod settings;
pub mod step;
pub mod taken_back;
pub mod taken_in;
pub mod verdicts;
pub mod view;
pub mod wanted;
mod words;
