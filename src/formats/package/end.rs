//! The end record of a ZIP file, and through it where the directory lies.
//! It never follows a record that does not stand just behind its directory.

use super::damaged;
use crate::rejection::{Code, Rejection};

/// Bytes of an end record without its comment.
const LENGTH: usize = 22;

/// Bytes that may follow the end: mail gateways append line ends, some shares fill up with NUL.
const TAIL: usize = 64 * 1024;

/// Where the directory lies and how many members it declares.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct End {
    /// First byte of the directory.
    pub start: usize,
    /// First byte behind the directory.
    pub stop: usize,
    /// Members that the record declares; only compared, never allocated.
    pub members: u64,
}

/// Finds the last end record and what it says; it must stand just behind the directory, so that one which hides in
/// the comment of another is not believed. A ZIP file without one was cut off.
pub(super) fn find(bytes: &[u8]) -> Result<End, Rejection> {
    let farthest = bytes.len().saturating_sub(LENGTH + usize::from(u16::MAX) + TAIL);
    let Some(at) = last_record(bytes, farthest) else {
        return Err(match last_record(bytes, 0) {
            Some(_) => trailing(),
            None => Rejection::of_file(Code::Truncated, "文件不完整，缺少结尾部分。"),
        });
    };
    let comment = usize::from(u16_at(bytes, at + 20));
    let tail = bytes
        .get(at + LENGTH + comment..)
        .ok_or_else(|| Rejection::of_file(Code::Truncated, "文件不完整，结尾部分缺失。"))?;
    if tail.len() > TAIL || tail.iter().any(|byte| !matches!(byte, b'\r' | b'\n' | 0)) {
        return Err(trailing());
    }
    read(bytes, at)
}

/// Reads a little-endian number; the caller has checked that it is there, else it is 0.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).map_or(0, u16::from_le_bytes)
}

/// Reads a little-endian number; the caller has checked that it is there, else it is 0.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes)
}

/// Reads a little-endian number; the caller has checked that it is there, else it is 0.
pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok()).map_or(0, u64::from_le_bytes)
}

/// The refusal for a package that two programs could read in two ways.
pub(super) fn ambiguous(what: &str) -> Rejection {
    Rejection::of_file(Code::AmbiguousZip, format!("文件结构异常，不同软件可能读出不同内容：{what}。"))
}

fn trailing() -> Rejection {
    Rejection::of_file(Code::TrailingData, "文件结尾之后还有多余的内容。")
}

fn last_record(bytes: &[u8], farthest: usize) -> Option<usize> {
    let last = bytes.len().checked_sub(LENGTH)?;
    (farthest..=last).rev().find(|at| bytes[*at] == b'P' && bytes[*at..].starts_with(b"PK\x05\x06"))
}

fn read(bytes: &[u8], at: usize) -> Result<End, Rejection> {
    let small = |offset: usize| u64::from(u32_at(bytes, at + offset));
    let mut members = u64::from(u16_at(bytes, at + 10));
    let (mut length, mut start) = (small(12), small(16));
    let mut behind = at;
    if members == 0xffff || length == 0xffff_ffff || start == 0xffff_ffff {
        if let Some(large) = large_record(bytes, at) {
            members = u64_at(bytes, large + 32);
            length = u64_at(bytes, large + 40);
            start = u64_at(bytes, large + 48);
            behind = large;
        }
    } else if u16_at(bytes, at + 4) != 0 || u16_at(bytes, at + 6) != 0 {
        return Err(damaged("分卷压缩的文件不完整"));
    }
    let start = usize::try_from(start).map_err(|_| damaged("目录位置有误"))?;
    let stop = usize::try_from(length)
        .ok()
        .and_then(|length| start.checked_add(length))
        .filter(|stop| *stop <= behind)
        .ok_or_else(|| damaged("目录位置有误"))?;
    if stop != behind {
        let shifted =
            bytes.get(behind - (stop - start)..).is_some_and(|rest| rest.starts_with(b"PK\x01\x02"));
        return Err(if shifted { polyglot() } else { ambiguous("目录与结尾之间有空隙") });
    }
    Ok(End { start, stop, members })
}

/// The refusal for a file that is something else as well.
pub(super) fn polyglot() -> Rejection {
    ambiguous("开头夹带了其他内容")
}

/// The record of large files (ZIP64), which a locator just in front of the end record points to.
fn large_record(bytes: &[u8], at: usize) -> Option<usize> {
    let locator = at.checked_sub(20)?;
    if !bytes[locator..].starts_with(b"PK\x06\x07") {
        return None;
    }
    let large = usize::try_from(u64_at(bytes, locator + 8)).ok()?;
    let found = bytes.get(large..locator)?;
    (found.len() >= 56 && found.starts_with(b"PK\x06\x06")).then_some(large)
}
