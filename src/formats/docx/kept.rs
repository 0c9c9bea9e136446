//! Style sheets that were read last: submissions written on one form share theirs, and it is often the largest part.
//! It never keeps a large one, nor one that was refused.

use super::parts::{Kind, Parts};
use super::styles::Styles;
use crate::formats::package::{KeptMember, Packed};
use std::sync::{Arc, Mutex, PoisonError};

/// Sheets that are kept.
const SHEETS: usize = 8;

/// Packed and unpacked bytes of a sheet that is kept at most. Stops hostile sheets from staying in memory.
const PACKED: usize = 64 * 1024;
const UNPACKED: u64 = 1024 * 1024;

static LAST: Mutex<Vec<Kept>> = Mutex::new(Vec::new());

/// A sheet with the bytes that it was read from: only the very same bytes find it again.
struct Kept {
    member: KeptMember,
    styles: Arc<Styles>,
    elements: usize,
}

/// The sheet of the main part, if it was read before, with the elements that it has.
pub(super) fn find(parts: &Parts<'_>, main: &str) -> Option<(Arc<Styles>, usize)> {
    let packed = packed(parts, main)?;
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    let at =
        last.iter().position(|kept| kept.member.is(&packed) && kept.elements <= parts.limits.elements)?;
    last[..=at].rotate_right(1);
    Some((Arc::clone(&last[0].styles), last[0].elements))
}

/// Takes the sheet of the main part as read: one that was kept was sound.
pub(super) fn pass_over(parts: &mut Parts<'_>, main: &str) {
    let name = parts
        .relationships(main)
        .and_then(|list| list.parts(Kind::Styles).first().map(|name| (*name).to_owned()));
    if let Some(name) = name {
        parts.package.pass_over(&name);
    }
}

/// Keeps the sheet of the main part, which was read without fault.
pub(super) fn keep(parts: &Parts<'_>, main: &str, styles: &Arc<Styles>, elements: usize) {
    let Some(packed) = packed(parts, main) else { return };
    let kept = Kept { member: packed.keep(), styles: Arc::clone(styles), elements };
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    last.truncate(SHEETS - 1);
    last.insert(0, kept);
}

fn packed<'a>(parts: &Parts<'a>, main: &str) -> Option<Packed<'a>> {
    let name = parts.relationships(main)?.parts(Kind::Styles).first().copied()?;
    let packed = parts.package.packed(name)?;
    (packed.bytes.len() <= PACKED && packed.unpacked <= UNPACKED).then_some(packed)
}
