//! Any file's bytes to a reading: documents in this process, workbooks in a child of the same binary.
//! It never lets a file cost more than itself: what panics, loops or asks for 512 GiB is one refusal.

mod child;
mod helpers;
mod wire;

use crate::document::{Content, Format, Workbook};
use crate::failure::Outcome;
use crate::formats::package::Package;
use crate::formats::refusal::refusal_for;
use crate::formats::{Reading, docx, sheet, sniff};
use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use helpers::Helpers;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

pub use child::serve;

/// The hidden argument under which the binary serves as a reading child.
pub const SERVE: &str = "serve-reader";

/// Reads files of any kind. Shared by all threads; holds the children between files.
#[derive(Debug)]
pub struct Readers {
    limits: Limits,
    helpers: Helpers,
}

impl Readers {
    /// Readers whose children are this very binary. No child starts before the first workbook.
    pub fn new(limits: &Limits) -> Self {
        Readers::with_program(limits, helpers::own_program())
    }

    /// Readers whose children are another binary, for tests: theirs is the test runner.
    pub fn with_program(limits: &Limits, program: PathBuf) -> Self {
        Readers { limits: limits.clone(), helpers: Helpers::new(program, limits) }
    }

    /// What the bytes are and hold: always an answer about the file. It fails only when the machine will not
    /// start a child, which is no fault of the file.
    pub fn read(&self, bytes: &[u8]) -> Outcome<Reading> {
        // A package is opened once, for telling what it is and for reading it.
        let mut package = bytes.starts_with(b"PK").then(|| Package::open(bytes, &self.limits));
        let format = match &mut package {
            Some(Ok(package)) => sniff::sniff_package(package, bytes),
            _ => sniff::sniff(bytes),
        };
        if let Some(rejection) = refusal_for(format, bytes) {
            return Ok(refused(format, rejection));
        }
        match format {
            Format::Xlsx | Format::Xlsb | Format::Xls | Format::Ods => self.read_sheets(format, bytes),
            _ => Ok(read_document(format, package, bytes, &self.limits)),
        }
    }

    fn read_sheets(&self, format: Format, bytes: &[u8]) -> Outcome<Reading> {
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > self.limits.sheet_mib << 20 {
            let message = format!("表格超过{}MB", self.limits.sheet_mib);
            return Ok(refused(format, Rejection::of_file(Code::TooLarge, message)));
        }
        self.helpers.read(format, bytes)
    }
}

/// Our own reader is bounded and does not recurse; should it panic all the same, it costs this file only.
fn read_document(
    format: Format,
    package: Option<Result<Package<'_>, Rejection>>,
    bytes: &[u8],
    limits: &Limits,
) -> Reading {
    let read = || match package {
        Some(package) => docx::read_opened(package, bytes, limits),
        None => docx::read(bytes, limits),
    };
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| refused(format, beyond_limits()))
}

/// A reading that is a refusal.
fn refused(format: Format, rejection: Rejection) -> Reading {
    Reading { format, characters: 0, content: None, rejections: vec![rejection], warnings: Vec::new() }
}

/// A workbook that was read.
fn taken(format: Format, mut workbook: Workbook, characters: usize, warnings: Vec<Rejection>) -> Reading {
    sheet::tidy(&mut workbook);
    Reading {
        format,
        characters,
        content: Some(Content::Workbook(workbook)),
        rejections: Vec::new(),
        warnings,
    }
}

/// The refusal of what the reader could not finish.
fn beyond_limits() -> Rejection {
    Rejection::of_file(Code::ParserLimit, "读取该文件超出了时间或内存限制，或文件结构异常")
}
