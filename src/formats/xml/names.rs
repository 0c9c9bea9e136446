//! The names of elements and attributes, taken apart at their colon.
//! It never asks what a prefix stands for.

use super::{limit, syntax};
use crate::rejection::Rejection;

/// A name as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written<'a> {
    /// Before the colon, or empty.
    pub prefix: &'a str,
    /// Behind the colon.
    pub local: &'a str,
    /// All of it.
    pub whole: &'a str,
}

/// Bytes of a name at most. Stops a name of megabytes, which every comparison would walk through.
const LONGEST: usize = 4096;

/// Bytes that names are made of, as a table since every name is looked at. Characters beyond ASCII all pass.
const NAME_BYTES: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < 256 {
        table[at] = at >= 0x80 || matches!(at, 0x2d | 0x2e | 0x5f | 0x30..=0x39 | 0x41..=0x5a | 0x61..=0x7a);
        at += 1;
    }
    table
};

/// The name that begins at a place, as long as it goes.
pub(super) fn take(source: &str, start: usize) -> Result<Written<'_>, Rejection> {
    let bytes = &source.as_bytes()[start..];
    let prefix = run(bytes);
    let (local, length) = match bytes.get(prefix) {
        Some(b':') => (prefix + 1, prefix + 1 + run(&bytes[prefix + 1..])),
        _ => (0, prefix),
    };
    let starts_well = |at: usize| !matches!(bytes.get(at), Some(b'0'..=b'9' | b'-' | b'.'));
    if local == length || local == 1 || !starts_well(0) || !starts_well(local) {
        return Err(syntax("名称不合规定"));
    }
    if length > LONGEST {
        return Err(limit("名称过长"));
    }
    let whole = &source[start..start + length];
    Ok(Written { prefix: &whole[..local.saturating_sub(1)], local: &whole[local..], whole })
}

fn run(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| !NAME_BYTES[usize::from(*byte)]).unwrap_or(bytes.len())
}
