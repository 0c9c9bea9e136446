//! `.taken`: where an inbox file goes once its bytes are in the archive and its entries in the ledger.
//! It never unlinks at once: a client that still writes must not lose what it writes.

use super::durable;
use super::inbox;
use crate::failure::{Failure, FailureKind, Outcome};
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

/// A file that was taken, as the ledger has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Number of its arrival.
    pub arrival: i64,
    /// Path below the inbox where it was dropped.
    pub relative: PathBuf,
    /// Fingerprint of its bytes, or what stands for it.
    pub fingerprint: Fingerprint,
    /// Whether the archive holds its bytes; a link, a FIFO or a film over the limit has none there.
    pub has_bytes: bool,
}

impl Taken {
    fn slot(&self, inbox: &Path) -> PathBuf {
        inbox.join(&self.relative)
    }

    /// Where it may lie: in the inbox's `.taken`, or in one beside it where the folder is a share of its own.
    /// Its name there is its number without an ending, so that nothing opens it.
    fn places(&self, inbox: &Path) -> [PathBuf; 2] {
        let top = self.relative.parent().and_then(|folder| folder.iter().next()).unwrap_or_default();
        let name = self.arrival.to_string();
        [inbox.join(FOLDER).join(&name), inbox.join(top).join(FOLDER).join(name)]
    }

    fn place(&self, inbox: &Path) -> Option<PathBuf> {
        self.places(inbox).into_iter().find(|place| exists(place))
    }

    /// Whether what lies at a place is what was registered.
    fn is_at(&self, place: &Path) -> Outcome<bool> {
        let wrong = |cause| Failure::file("cannot read", place, cause);
        let found = fs::symlink_metadata(place).map_err(wrong)?;
        if !self.has_bytes {
            return Ok(inbox::stand_in(&self.relative, inbox::stamp(&found)) == self.fingerprint);
        }
        // What is no file any more (somebody put a FIFO in its place) is never opened.
        Ok(found.is_file() && Fingerprint::of(&fs::read(place).map_err(wrong)?) == self.fingerprint)
    }
}

/// Whether the inbox is the one that files were taken from. A share that was unmounted leaves an empty folder
/// behind: without `.taken` in it nothing there may be believed, least of all that a file is gone.
pub fn check_present(inbox: &Path) -> Outcome<()> {
    let folder = inbox.join(FOLDER);
    match fs::read_dir(&folder) {
        Ok(_) => Ok(()),
        Err(cause) => {
            let message = format!(
                "the inbox is away: cannot list {}; bring it back, or let `minyi init` make it anew if it is gone for good",
                folder.display()
            );
            Err(Failure::new(FailureKind::Away, message).because(cause))
        }
    }
}

/// Renames an inbox file into `.taken` and looks whether it is still what was registered. May be repeated
/// after a crash.
pub fn put_away(inbox: &Path, taken: &Taken) -> Outcome<PutAway> {
    let slot = taken.slot(inbox);
    let lies_there = taken.place(inbox);
    let place = if lies_there.is_some() { lies_there } else { rename_away(inbox, &slot, taken)? };
    let Some(place) = place else {
        // Somebody took it away after we had archived it, or the share went away under our hands.
        check_present(inbox)?;
        return Ok(PutAway::Cleared);
    };
    if taken.is_at(&place)? { Ok(PutAway::Cleared) } else { give_back(&place, &slot) }
}

/// Looks again at a taken file, which a client may still have open: what was written into it since is a new
/// arrival and goes back into the inbox.
pub fn look_again(inbox: &Path, taken: &Taken) -> Outcome<PutAway> {
    match taken.place(inbox) {
        Some(place) if !taken.is_at(&place)? => give_back(&place, &taken.slot(inbox)),
        _ => Ok(PutAway::Cleared),
    }
}

/// Whether a file of this arrival was put away and lies there still.
pub fn lies_there(inbox: &Path, arrival: i64) -> bool {
    exists(&inbox.join(FOLDER).join(arrival.to_string()))
}

/// What a taken file looks like now; `None` when it does not lie there.
pub fn stamp_of(inbox: &Path, taken: &Taken) -> Option<inbox::Stamp> {
    let found = taken.places(inbox).iter().find_map(|place| fs::symlink_metadata(place).ok())?;
    Some(inbox::stamp(&found))
}

/// Whether a taken file may have been written into since it was renamed: a rename changes the time of the
/// entry, a write both times.
pub fn is_suspect(inbox: &Path, taken: &Taken, size: u64) -> bool {
    let Some(found) = taken.place(inbox).and_then(|place| fs::symlink_metadata(place).ok()) else {
        return false;
    };
    #[cfg(unix)]
    let written = {
        use std::os::unix::fs::MetadataExt;
        (found.mtime(), found.mtime_nsec()) >= (found.ctime(), found.ctime_nsec())
    };
    #[cfg(not(unix))]
    let written = true;
    written || found.len() != size
}

/// `None` when nothing lies in the slot.
fn rename_away(inbox: &Path, slot: &Path, taken: &Taken) -> Outcome<Option<PathBuf>> {
    let [place, beside] = taken.places(inbox);
    let renamed = match fs::rename(slot, &place) {
        Err(cause) if cause.kind() == ErrorKind::CrossesDevices => {
            durable::make_folder(&durable::folder_of(&beside))?;
            fs::rename(slot, &beside).map(|()| beside)
        }
        other => other.map(|()| place),
    };
    match renamed {
        Ok(place) => Ok(Some(place)),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Failure::file("cannot put away", slot, cause)),
    }
}

fn give_back(place: &Path, slot: &Path) -> Outcome<PutAway> {
    let back = free_name(slot);
    if let Some(folder) = back.parent() {
        durable::make_folder(folder)?;
    }
    fs::rename(place, &back).map_err(|cause| Failure::file("cannot give back", &back, cause))?;
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

/// The bytes of a taken file, which must have been looked at again; `None` when it does not lie there.
pub fn bytes_of(inbox: &Path, taken: &Taken) -> Outcome<Option<Vec<u8>>> {
    let Some(place) = taken.place(inbox) else { return Ok(None) };
    fs::read(&place).map(Some).map_err(|cause| Failure::file("cannot read", &place, cause))
}

/// Deletes a taken file, which must have been looked at again and whose bytes must be in the archive.
pub fn purge(inbox: &Path, taken: &Taken) -> Outcome<()> {
    match taken.place(inbox) {
        None => Ok(()),
        Some(place) => fs::remove_file(&place).map_err(|cause| Failure::file("cannot purge", &place, cause)),
    }
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

    fn inbox() -> tempfile::TempDir {
        let inbox = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(inbox.path().join(FOLDER)).expect("made");
        inbox
    }

    fn taken(arrival: i64, bytes: &[u8]) -> Taken {
        let fingerprint = Fingerprint::of(bytes);
        Taken { arrival, relative: "甲.docx".into(), fingerprint, has_bytes: true }
    }

    #[test]
    fn a_late_write_comes_back_into_the_inbox() {
        let inbox = inbox();
        let inbox = inbox.path();
        let slot = inbox.join("甲.docx");
        fs::write(&slot, b"read").expect("written");
        assert_eq!(put_away(inbox, &taken(1, b"read")).expect("put"), PutAway::Cleared);
        assert_eq!(put_away(inbox, &taken(1, b"read")).expect("again"), PutAway::Cleared);
        fs::write(&slot, b"written later").expect("written");
        let late = put_away(inbox, &taken(2, b"read")).expect("put");
        assert_eq!(late, PutAway::LateWrite(slot.clone()));
        purge(inbox, &taken(1, b"read")).expect("purged");
        assert!(slot.exists() && !inbox.join(FOLDER).join("1").exists());
    }

    #[test]
    fn what_a_client_writes_into_a_taken_file_comes_back_into_the_inbox() {
        let inbox = inbox();
        let inbox = inbox.path();
        let slot = inbox.join("甲.docx");
        fs::write(&slot, b"half").expect("written");
        assert_eq!(put_away(inbox, &taken(1, b"half")).expect("put"), PutAway::Cleared);
        assert_eq!(look_again(inbox, &taken(1, b"half")).expect("looked"), PutAway::Cleared);
        fs::write(inbox.join(FOLDER).join("1"), b"half and half").expect("written");
        assert!(is_suspect(inbox, &taken(1, b"half"), 4));
        let late = look_again(inbox, &taken(1, b"half")).expect("looked");
        assert_eq!(late, PutAway::LateWrite(slot.clone()));
        assert_eq!(fs::read(slot).expect("read"), b"half and half");
    }

    #[test]
    fn a_file_is_not_believed_to_be_gone_when_the_share_is() {
        let inbox = tempfile::tempdir().expect("a temporary folder");
        let failure = put_away(inbox.path(), &taken(1, b"read")).expect_err("away");
        assert_eq!(failure.kind, FailureKind::Away);
    }

    #[test]
    fn a_paper_put_in_the_place_of_a_link_is_not_put_away_unread() {
        let inbox = inbox();
        let inbox = inbox.path();
        let slot = inbox.join("甲.docx");
        let link = inbox::Stamp { size: 11, changed_nanos: 5 };
        let fingerprint = inbox::stand_in(Path::new("甲.docx"), link);
        let was_a_link = Taken { fingerprint, has_bytes: false, ..taken(1, b"") };
        fs::write(&slot, b"a paper").expect("written");
        let back = put_away(inbox, &was_a_link).expect("put");
        assert_eq!(back, PutAway::LateWrite(slot.clone()));
        assert_eq!(fs::read(slot).expect("read"), b"a paper");
    }
}
