//! Reading: bytes into the archive and papers out of them, many files at once.
//! It never decides anything about a paper, and a file that breaks a reader costs itself alone.

mod pile;
mod sheaf;
mod sort;
pub mod weight;

use super::claim::{Patience, millis_of};
use super::desk::{Desk, Tools};
use crate::failpoint::reached;
use crate::failure::{Failure, Outcome};
use crate::formats::Reading;
use crate::office::numbers::Fingerprint;
use crate::reader::Readers;
use crate::rejection::{Code, Rejection};
use crate::trays::archive::Aside;
use crate::trays::inbox::{self, CUT_SECONDS, EMPTY_SECONDS, Kind, Sighting, Slot};
pub use pile::{Ahead, Pile};
pub use sheaf::{Found, Papers, Sheaf};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What reading a batch gave.
#[derive(Debug, Default)]
pub struct Batch {
    /// Files to be registered or returned, in the order of their slots.
    pub sheaves: Vec<Sheaf>,
    /// Files that cannot be read now: they stay and cost the others nothing.
    pub unreadable: Vec<Failure>,
}

/// Why a file stays that changed while it was read.
const CHANGED: &str = "刚被改动，等待文件写完";
/// Why a file stays that could not be read.
const UNREADABLE: &str = "暂时无法读取，请关闭正在使用它的程序或检查磁盘";

/// Separates what is to be registered or returned from what stays in the inbox, and notes why it stays.
pub fn sift(desk: &mut Desk, ahead: Ahead) -> Outcome<Batch> {
    ahead.archived?;
    let mut read = Batch::default();
    for one in ahead.taken {
        match one? {
            Taken::Sheaf(sheaf) => read.sheaves.push(*sheaf),
            // A heavy file is read alone before it comes here; one that is not stays for the next pass.
            Taken::Gone(slot) | Taken::Heavy(slot) => {
                desk.unread.insert(slot.relative, CHANGED);
            }
            Taken::Unreadable(slot, failure) => {
                desk.unread.insert(slot.relative, UNREADABLE);
                read.unreadable.push(failure);
            }
            Taken::Unfinished(slot) => {
                desk.unfinished.insert(slot.relative, slot.stamp);
            }
        }
    }
    Ok(read)
}

/// What came of one slot.
enum Taken {
    Sheaf(Box<Sheaf>),
    /// It takes so much memory that it must be read when nothing else is held.
    Heavy(Slot),
    /// It vanished or changed under our hands; the next look settles it.
    Gone(Slot),
    /// It lies there and cannot be read: a lock of another program, a bad block of its disk.
    Unreadable(Slot, Failure),
    /// It does not open whole and may still be copied.
    Unfinished(Slot),
}

impl Taken {
    fn aside(&self) -> Option<&Aside> {
        match self {
            Taken::Sheaf(sheaf) => sheaf.aside.as_ref(),
            _ => None,
        }
    }
}

/// How long a file that does not open whole is given: an empty one longer than a cut one.
pub fn seconds_until_cut(size: u64) -> u64 {
    if size == 0 { EMPTY_SECONDS } else { CUT_SECONDS }
}

fn take(
    tools: &Tools,
    sightings: &BTreeMap<PathBuf, Sighting>,
    slot: Slot,
    patience: Patience,
    now: i64,
    read: impl FnOnce(&Readers, &[u8]) -> Outcome<Option<Reading>>,
) -> Outcome<Taken> {
    let refused = |slot: Slot, rejection| {
        let found = Found::Refused(vec![rejection]);
        let fingerprint = inbox::stand_in(&slot.relative, slot.stamp);
        Ok(Taken::Sheaf(Box::new(Sheaf { slot, fingerprint, found, aside: None })))
    };
    if slot.kind == Kind::Special {
        let message = "这是链接或特殊文件，不是文件本身";
        return refused(slot, Rejection::of_file(Code::NotAFile, message));
    }
    let limit_mib = tools.room.settings.limits.file_mib;
    if slot.stamp.size > limit_mib * 1024 * 1024 {
        let message = format!("文件超过{limit_mib}MB");
        return refused(slot, Rejection::of_file(Code::TooLarge, message));
    }
    let bytes = match inbox::read(&slot) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(Taken::Gone(slot)),
        Err(failure) => return Ok(Taken::Unreadable(slot, failure)),
    };
    let fingerprint = Fingerprint::of(&bytes);
    let reading = match read(&tools.readers, &bytes) {
        Ok(Some(reading)) => reading,
        Ok(None) => return Ok(Taken::Heavy(slot)),
        // The machine would not read it now: it stays, and costs the others nothing.
        Err(failure) => return Ok(Taken::Unreadable(slot, failure)),
    };
    let still = now - sightings.get(&slot.relative).map_or(now, |one| one.still_millis);
    let patient = patience == Patience::Settling && still < millis_of(seconds_until_cut(slot.stamp.size));
    if patient && may_be_unfinished(&reading) {
        return Ok(Taken::Unfinished(slot));
    }
    let found = sort::sort(tools, &slot, reading);
    let aside = tools.archive.put_aside(fingerprint, &bytes, next_mark())?;
    reached("aside");
    Ok(Taken::Sheaf(Box::new(Sheaf { slot, fingerprint, found, aside: Some(aside) })))
}

/// A copy that still goes on shows as a package without its end, or with members whose CRC is wrong.
fn may_be_unfinished(reading: &Reading) -> bool {
    let cut = [Code::Empty, Code::Truncated, Code::Damaged, Code::DamagedImage];
    reading.rejections.iter().chain(&reading.warnings).any(|one| cut.contains(&one.code))
}

static MARK: AtomicUsize = AtomicUsize::new(1);

/// A mark for a temporary file that no other file of this process has.
pub(super) fn next_mark() -> usize {
    MARK.fetch_add(1, Ordering::Relaxed)
}
