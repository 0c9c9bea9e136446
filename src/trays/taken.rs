//! `.taken`: where an inbox file goes once its bytes are in the archive and its entries in the ledger.
//! It never unlinks at once: a client that still writes must not lose what it writes.

use super::durable;
use crate::failure::{Failure, Outcome};
use crate::office::numbers::Fingerprint;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Name of the folder inside the inbox.
pub const FOLDER: &str = ".taken";

/// What became of a file that was to be put away.
#[derive(Debug, PartialEq, Eq)]
pub enum PutAway {
    /// It lies in `.taken` with the bytes that were registered.
    Cleared,
    /// Somebody wrote into it after it was read: it is a new arrival, back in the inbox under this name.
    LateWrite(PathBuf),
}

/// The place of an arrival's file in `.taken`: its number without an ending, so that nothing opens it.
pub fn place_of(inbox: &Path, arrival: i64) -> PathBuf {
    inbox.join(FOLDER).join(arrival.to_string())
}

/// Renames an inbox file into `.taken` and looks whether it is still what was registered. `expected` is
/// `None` for what has no bytes (a link, a FIFO). May be repeated after a crash.
pub fn put_away(
    inbox: &Path,
    slot: &Path,
    arrival: i64,
    expected: Option<&Fingerprint>,
) -> Outcome<PutAway> {
    let place = place_of(inbox, arrival);
    if !exists(&place) {
        match fs::rename(slot, &place) {
            Ok(()) => {}
            // Somebody took it away after we had archived it: nothing is lost, nothing to clear.
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(PutAway::Cleared),
            Err(cause) => return Err(Failure::file("cannot put away", slot, cause)),
        }
    }
    let Some(expected) = expected else { return Ok(PutAway::Cleared) };
    let bytes =
        fs::read(&place).map_err(|cause| Failure::file("cannot read", &place, cause))?;
    if Fingerprint::of(&bytes) == *expected {
        return Ok(PutAway::Cleared);
    }
    let back = free_name(slot);
    fs::rename(&place, &back).map_err(|cause| Failure::file("cannot give back", &back, cause))?;
    Ok(PutAway::LateWrite(back))
}

/// Makes the renames of a batch durable: the folders that files left, and `.taken`.
pub fn settle(inbox: &Path, slots: &[PathBuf]) -> Outcome<()> {
    let mut folders: Vec<PathBuf> = slots.iter().map(|slot| durable::folder_of(slot)).collect();
    folders.push(inbox.join(FOLDER));
    folders.sort();
    folders.dedup();
    folders.retain(|folder| folder.is_dir());
    durable::sync_folders(&folders)
}

/// Deletes a taken file once its bytes are known to be in the archive; `false` when they differ and it stays.
pub fn purge(inbox: &Path, arrival: i64, expected: Option<&Fingerprint>) -> Outcome<bool> {
    let place = place_of(inbox, arrival);
    if !exists(&place) {
        return Ok(true);
    }
    if let Some(expected) = expected {
        let bytes =
            fs::read(&place).map_err(|cause| Failure::file("cannot read", &place, cause))?;
        if Fingerprint::of(&bytes) != *expected {
            return Ok(false);
        }
    }
    fs::remove_file(&place).map_err(|cause| Failure::file("cannot purge", &place, cause))?;
    Ok(true)
}

/// Whether anything lies at a path, a dangling link included.
fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// The slot itself, or a name beside it, that nothing holds.
fn free_name(slot: &Path) -> PathBuf {
    if !exists(slot) {
        return slot.to_path_buf();
    }
    let name = slot.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (stem, ending) = super::names::split_ending(&name);
    let mut count = 2_u32;
    loop {
        let other = slot.with_file_name(format!("{stem} ({count}){ending}"));
        if !exists(&other) {
            return other;
        }
        count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_write_comes_back_into_the_inbox() {
        let inbox = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(inbox.path().join(FOLDER)).expect("made");
        let slot = inbox.path().join("甲.docx");
        fs::write(&slot, b"read").expect("written");
        let print = Fingerprint::of(b"read");
        assert_eq!(put_away(inbox.path(), &slot, 1, Some(&print)).expect("put"), PutAway::Cleared);
        assert_eq!(put_away(inbox.path(), &slot, 1, Some(&print)).expect("again"), PutAway::Cleared);
        fs::write(&slot, b"written later").expect("written");
        let late = put_away(inbox.path(), &slot, 2, Some(&print)).expect("put");
        assert_eq!(late, PutAway::LateWrite(slot.clone()));
        assert!(slot.exists() && purge(inbox.path(), 1, Some(&print)).expect("purged"));
    }
}
