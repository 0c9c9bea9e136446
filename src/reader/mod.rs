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
use std::sync::{Mutex, PoisonError};

pub use child::serve;

/// The hidden argument under which the binary serves as a reading child.
pub const SERVE: &str = "serve-reader";

/// Bytes of parts from which on a file is read alone: two documents of 200,000 paragraphs at once would take
/// more memory than all processes may.
const HEAVY_BYTES: u64 = 2 << 20;

/// Reads files of any kind. Shared by all threads; holds the children between files.
#[derive(Debug)]
pub struct Readers {
    limits: Limits,
    helpers: Helpers,
    /// Held while a file is read that may be heavy.
    alone: Mutex<()>,
}

impl Readers {
    /// Readers whose children are this very binary. No child starts before the first workbook.
    pub fn new(limits: &Limits) -> Self {
        Readers::with_program(limits, helpers::own_program())
    }

    /// Readers whose children are another binary, for tests: theirs is the test runner.
    pub fn with_program(limits: &Limits, program: PathBuf) -> Self {
        Readers { limits: limits.clone(), helpers: Helpers::new(program, limits), alone: Mutex::new(()) }
    }

    /// What the bytes are and hold: always an answer about the file. It fails only when the machine will not
    /// start a child, which is no fault of the file. Of heavy files one is read at a time.
    pub fn read(&self, bytes: &[u8]) -> Outcome<Reading> {
        if let Some(reading) = self.read_light(bytes)? {
            return Ok(reading);
        }
        let _alone = self.alone.lock().unwrap_or_else(PoisonError::into_inner);
        let read = self.read_as(Weight::Any, bytes)?;
        Ok(read.expect("a file of any weight is read"))
    }

    /// The same for a file that others may be read and held beside; `None` for a heavy one, which is to be read
    /// when nothing else is.
    pub fn read_light(&self, bytes: &[u8]) -> Outcome<Option<Reading>> {
        self.read_as(Weight::Light, bytes)
    }

    fn read_as(&self, weight: Weight, bytes: &[u8]) -> Outcome<Option<Reading>> {
        // A package is opened once, for telling what it is and for reading it.
        let mut package = bytes.starts_with(b"PK").then(|| Package::open(bytes, &self.limits));
        let format = match &mut package {
            Some(Ok(package)) => sniff::sniff_package(package, bytes),
            _ => sniff::sniff(bytes),
        };
        if let Some(rejection) = refusal_for(format, bytes) {
            return Ok(Some(refused(format, rejection)));
        }
        if weight == Weight::Light && is_heavy(package.as_ref(), bytes) {
            return Ok(None);
        }
        match format {
            Format::Xlsx | Format::Xlsb | Format::Xls | Format::Ods => {
                self.read_sheets(weight, format, bytes)
            }
            _ => Ok(Some(read_document(format, package, bytes, &self.limits))),
        }
    }

    fn read_sheets(&self, weight: Weight, format: Format, bytes: &[u8]) -> Outcome<Option<Reading>> {
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > self.limits.sheet_mib << 20 {
            let message = format!("表格超过{}MB", self.limits.sheet_mib);
            return Ok(Some(refused(format, Rejection::of_file(Code::TooLarge, message))));
        }
        self.helpers.read(weight, format, bytes)
    }
}

/// What a file may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    /// Little: others are read beside it.
    Light,
    /// All that the limits allow.
    Any,
}

fn is_heavy(package: Option<&Result<Package<'_>, Rejection>>, bytes: &[u8]) -> bool {
    let unpacked = match package {
        Some(Ok(package)) => package.readable_bytes(),
        Some(Err(_)) => 0,
        None => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
    };
    unpacked > HEAVY_BYTES
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
