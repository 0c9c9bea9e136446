//! minyi registers, edits, routes and accounts for 社情民意信息 out of folders of Word and Excel files.

pub mod document;
pub mod failure;
pub mod limits;
pub mod rejection;

pub mod cli;
pub mod demo;
pub mod formats;
pub mod intake;
pub mod ledger;
pub mod office;
pub mod pipeline;
pub mod reader;
pub mod trays;
pub mod typeset;
