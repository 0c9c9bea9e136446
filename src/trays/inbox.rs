//! The inbox: what lies in it, since when it lies still, and why a thing is not taken yet.
//! It never trusts an event and never compares a file's time with our clock, only with an earlier look.

use super::names;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::office::numbers::Fingerprint;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Folders deep inside the inbox at most. Stops a loop of bind mounts from making the walk endless.
const DEPTH_MAX: usize = 16;
/// An owner file counts this long after it was first seen; later it is what a crash left behind.
pub const OWNER_SECONDS: u64 = 24 * 3600;
/// A cut file is returned when nothing changed for this long.
pub const CUT_SECONDS: u64 = 15 * 60;
/// An empty file is returned when nothing changed for this long.
pub const EMPTY_SECONDS: u64 = 30 * 60;

/// One thing in the inbox, as a listing shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Path below the inbox with `/`, as the ledger keeps it; bytes that are no UTF-8 are read as GB18030.
    pub name: String,
    /// Path below the inbox, byte for byte.
    pub relative: PathBuf,
    /// Path to open.
    pub path: PathBuf,
    /// Folder of the inbox in which it lies (`来稿`), empty at the inbox's top.
    pub folder: String,
    /// What it is.
    pub kind: Kind,
    /// What changes when somebody writes.
    pub stamp: Stamp,
    /// The owner file that says somebody has it open.
    pub owner: Option<String>,
}

/// What a directory entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A link, FIFO, socket or device: never followed, never opened.
    Special,
    /// A folder or file without the right to read it.
    Closed,
    /// A folder with a document's name: a person meant a file. What lies in it is listed as well.
    Folder,
}

/// What is compared between two looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Size in bytes.
    pub size: u64,
    /// Time of change in nanoseconds since 1970, whatever the file server's clock says.
    pub changed_nanos: i64,
}

/// What is remembered about a slot between looks and between runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// What it looked like.
    pub stamp: Stamp,
    /// First seen, in milliseconds since 1970 by our clock.
    pub first_millis: i64,
    /// Since when nothing changed, in milliseconds since 1970 by our clock.
    pub still_millis: i64,
}

/// Lists the inbox whole, in the order of the names. System and temporary files are passed over.
pub fn list(inbox: &Path) -> Outcome<Vec<Slot>> {
    let away = |cause: std::io::Error| {
        Failure::new(FailureKind::Away, format!("cannot list the inbox {}", inbox.display())).because(cause)
    };
    fs::read_dir(inbox).map_err(away)?;
    let mut slots = Vec::new();
    let mut owners: BTreeMap<PathBuf, BTreeSet<String>> = BTreeMap::new();
    let walk = walkdir::WalkDir::new(inbox).min_depth(1).max_depth(DEPTH_MAX).sort_by_file_name();
    let walk = walk.into_iter().filter_entry(|entry| !is_foreign_folder(entry));
    for entry in walk {
        match entry {
            Ok(entry) => {
                let name = readable(entry.file_name());
                if names::is_passed_over(&name) {
                    let folder = entry.path().parent().unwrap_or(inbox).to_path_buf();
                    owners.entry(folder).or_default().insert(name);
                } else if !entry.file_type().is_dir()
                    || names::is_of_a_document(&name)
                    || entry.depth() == DEPTH_MAX
                {
                    // A folder at the depth limit is shown, since what lies in it is not looked at.
                    slots.extend(slot_of(inbox, entry.path()));
                }
            }
            Err(cause) => {
                let Some(path) = cause.path().map(Path::to_path_buf) else { continue };
                let denied =
                    cause.io_error().is_some_and(|io| io.kind() == std::io::ErrorKind::PermissionDenied);
                // Anything else vanished between listing and looking; the next look tells.
                if denied {
                    slots.push(closed_slot(inbox, path));
                }
            }
        }
    }
    for slot in &mut slots {
        slot.owner = owner_beside(slot, &owners);
    }
    Ok(slots)
}

/// Reads a file whole without ever following a link or waiting on a FIFO; `None` when it is gone or is no
/// longer what the listing showed, which the next look settles.
pub fn read(slot: &Slot) -> Outcome<Option<Vec<u8>>> {
    let wrong = |cause: std::io::Error| Failure::file("cannot read", &slot.path, cause);
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        let flags = i32::try_from(flags.bits()).unwrap_or_default();
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags);
    }
    let mut file = match options.open(&slot.path) {
        Ok(file) => file,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(wrong(cause)),
    };
    if stamp_of(&file).map_err(wrong)? != Some(slot.stamp) {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(slot.stamp.size).unwrap_or_default());
    // One byte more than expected shows a file that grows under our hands.
    file.by_ref().take(slot.stamp.size.saturating_add(1)).read_to_end(&mut bytes).map_err(wrong)?;
    let unchanged = stamp_of(&file).map_err(wrong)? == Some(slot.stamp);
    Ok((unchanged && bytes.len() as u64 == slot.stamp.size).then_some(bytes))
}

/// What is now known of a slot, given what was known: a changed stamp starts the stillness anew.
pub fn look(slot: &Slot, before: Option<&Sighting>, now_millis: i64) -> Sighting {
    match before {
        Some(before) if before.stamp == slot.stamp => *before,
        Some(before) => Sighting { stamp: slot.stamp, still_millis: now_millis, ..*before },
        None => Sighting { stamp: slot.stamp, first_millis: now_millis, still_millis: now_millis },
    }
}

fn slot_of(inbox: &Path, path: &Path) -> Option<Slot> {
    // The entry may be gone again: then there is nothing to take.
    let found = fs::symlink_metadata(path).ok()?;
    let kind = match found.file_type() {
        kind if kind.is_file() => Kind::File,
        kind if kind.is_dir() => Kind::Folder,
        _ => Kind::Special,
    };
    let kind = if kind == Kind::File && is_closed(path) { Kind::Closed } else { kind };
    let (name, folder) = names_of(inbox, path);
    let relative = relative(inbox, path);
    let path = path.to_path_buf();
    Some(Slot { name, relative, path, folder, kind, stamp: stamp(&found), owner: None })
}

fn closed_slot(inbox: &Path, path: PathBuf) -> Slot {
    let (name, folder) = names_of(inbox, &path);
    let relative = relative(inbox, &path);
    Slot { name, relative, path, folder, kind: Kind::Closed, stamp: Stamp::default(), owner: None }
}

fn relative(inbox: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(inbox).unwrap_or(path).to_path_buf()
}

fn is_closed(path: &Path) -> bool {
    #[cfg(unix)]
    {
        rustix::fs::access(path, rustix::fs::Access::READ_OK) == Err(rustix::io::Errno::ACCESS)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

fn names_of(inbox: &Path, path: &Path) -> (String, String) {
    let parts: Vec<String> = relative(inbox, path).iter().map(readable).collect();
    let folder = if parts.len() > 1 { parts[0].clone() } else { String::new() };
    (parts.join("/"), folder)
}

fn stamp_of(file: &File) -> std::io::Result<Option<Stamp>> {
    let found = file.metadata()?;
    Ok(found.is_file().then(|| stamp(&found)))
}

/// What changes when somebody writes.
pub fn stamp(found: &fs::Metadata) -> Stamp {
    let changed = found.modified().ok();
    let nanos = changed.map_or(0, |time| match time.duration_since(std::time::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_nanos()).unwrap_or(i64::MAX),
    });
    Stamp { size: found.len(), changed_nanos: nanos }
}

/// What stands for the fingerprint of what is not read, so that after a crash it is still the same arrival.
pub fn stand_in(relative: &Path, stamp: Stamp) -> Fingerprint {
    let mut seen = relative.as_os_str().as_encoded_bytes().to_vec();
    seen.extend(format!("\n{}\n{}", stamp.size, stamp.changed_nanos).as_bytes());
    Fingerprint::of(&seen)
}

/// Our own folder, and those in which a system keeps what people have deleted or never see.
fn is_foreign_folder(entry: &walkdir::DirEntry) -> bool {
    entry.file_type().is_dir()
        && (entry.file_name() == super::taken::FOLDER
            || names::is_system_folder(&readable(entry.file_name())))
}

fn owner_beside(slot: &Slot, owners: &BTreeMap<PathBuf, BTreeSet<String>>) -> Option<String> {
    let name = readable(slot.path.file_name()?);
    let beside = owners.get(slot.path.parent()?)?;
    beside.iter().find(|owner| names::is_owner_of(owner, &name)).cloned()
}

/// A file name as text: old clients write GB18030 bytes on Linux servers.
fn readable(name: &std::ffi::OsStr) -> String {
    match name.to_str() {
        Some(text) => text.to_owned(),
        None => encoding_rs::GB18030.decode(name.as_encoded_bytes()).0.into_owned(),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn links_are_listed_and_never_followed() {
        let inbox = tempfile::tempdir().expect("a temporary folder");
        let folder = inbox.path().join("来稿");
        fs::create_dir(&folder).expect("made");
        fs::write(folder.join("甲.docx"), b"x").expect("written");
        fs::write(folder.join("~$甲.docx"), b"x").expect("written");
        std::os::unix::fs::symlink("/etc/passwd", folder.join("乙.docx")).expect("linked");
        let slots = list(inbox.path()).expect("listed");
        let kinds: Vec<_> = slots.iter().map(|slot| (slot.name.as_str(), slot.kind)).collect();
        assert_eq!(kinds, [("来稿/乙.docx", Kind::Special), ("来稿/甲.docx", Kind::File)]);
        assert!(read(&slots[0]).is_err(), "a link is not opened");
        assert_eq!(read(&slots[1]).expect("read"), Some(b"x".to_vec()));
        assert_eq!(slots[1].owner.as_deref(), Some("~$甲.docx"));
    }

    #[test]
    fn a_folder_too_deep_to_be_looked_into_is_shown() {
        let inbox = tempfile::tempdir().expect("a temporary folder");
        let deep = inbox.path().join(vec!["层"; DEPTH_MAX + 3].join("/"));
        fs::create_dir_all(&deep).expect("made");
        fs::write(deep.join("甲.docx"), b"x").expect("written");
        let slots = list(inbox.path()).expect("listed");
        let kinds: Vec<_> = slots.iter().map(|slot| (slot.name.clone(), slot.kind)).collect();
        assert_eq!(kinds, [(vec!["层"; DEPTH_MAX].join("/"), Kind::Folder)]);
    }

    #[test]
    fn a_changed_stamp_starts_the_stillness_anew() {
        let slot = Slot {
            name: "来稿/甲.docx".to_owned(),
            relative: PathBuf::new(),
            path: PathBuf::new(),
            folder: "来稿".to_owned(),
            kind: Kind::File,
            stamp: Stamp { size: 2, changed_nanos: 5 },
            owner: None,
        };
        let first = look(&slot, None, 100);
        assert_eq!((first.first_millis, first.still_millis), (100, 100));
        assert_eq!(look(&slot, Some(&first), 107), first);
        let grown = Slot { stamp: Stamp { size: 3, changed_nanos: 5 }, ..slot };
        let second = look(&grown, Some(&first), 109);
        assert_eq!((second.first_millis, second.still_millis), (100, 109));
    }
}
