//! Bytes to documents and back: packages, Word, sheets, Word templates.
//! It never opens a path, never knows the word 登记, never trusts a size that a file declares.

pub mod docx;
pub mod package;
pub mod refusal;
pub mod rich;
pub mod sheet;
pub mod sniff;
pub mod template;
pub mod xml;

#[cfg(test)]
#[path = "../../tests/support/package.rs"]
pub(crate) mod packages;

use crate::document::{Content, Format};
use crate::rejection::Rejection;
use serde::{Deserialize, Serialize};

/// What reading one file gave: always an answer, whatever the bytes were.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// What the file is, by content; set for refused files too.
    pub format: Format,
    /// All characters read: body, tables, notes, headers, text boxes, labels; white space not counted out.
    pub characters: usize,
    /// The content, unless the file was refused.
    pub content: Option<Content>,
    /// Why it was refused; empty when it was not.
    pub rejections: Vec<Rejection>,
    /// What was odd and did not refuse it.
    pub warnings: Vec<Rejection>,
}
