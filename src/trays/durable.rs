//! Making files and folders outlast a power cut, one at a time or a whole batch with one call.
//! It never repeats a failed sync: after a failure the pages may be gone, and only a new write is true.

use crate::failure::{Failure, Outcome};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Beginning of the names of files that are being written.
pub const ASIDE: &str = ".~minyi-";
/// Tells the files apart that this process replaces.
static MARK: AtomicUsize = AtomicUsize::new(1);
/// From this many files on, one sync of the file system costs less than one a file.
const TOGETHER_FROM: usize = 6;

/// Writes a new file; it is durable only after `sync_files` on it and `sync_folders` on its folder. The caller
/// names the failure: the temporary name says nothing to a person, and is another one at each try.
pub fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o640);
    let mut file = options.open(path)?;
    file.write_all(bytes)
}

/// Writes a file whole and durably, in place of what lies there: after a crash it is the old one or the new.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Outcome<()> {
    let folder = folder_of(path);
    make_folder(&folder)?;
    // A name of its own: two commands that replace the same sheet must not name each other's halves.
    let mark = MARK.fetch_add(1, Ordering::Relaxed);
    let temporary = folder.join(format!("{ASIDE}{}-whole{mark}.tmp", std::process::id()));
    // An earlier process of this number may have left one.
    let _ = fs::remove_file(&temporary);
    let done = write_new(&temporary, bytes)
        .map_err(|cause| Failure::file("cannot write", path, cause))
        .and_then(|()| sync_one(&temporary))
        .and_then(|()| {
            fs::rename(&temporary, path).map_err(|cause| Failure::file("cannot replace", path, cause))
        });
    if done.is_err() {
        // What could not be named is in nobody's way but costs room.
        let _ = fs::remove_file(&temporary);
    }
    done.and_then(|()| sync_folders(&[folder]))
}

/// Makes the bytes of files durable.
pub fn sync_files(paths: &[PathBuf]) -> Outcome<()> {
    sync_together(paths, sync_one, |file| file.parent().unwrap_or(file))
}

/// Makes the names in folders durable.
pub fn sync_folders(folders: &[PathBuf]) -> Outcome<()> {
    sync_together(folders, sync_folder, |folder| folder)
}

/// Syncs many paths, each file system that holds many of them with one call: an outbox may be a share of its
/// own, and a sync of the first path's disk would say nothing about it. `place` gives the folder that tells a path's
/// disk, which is asked once for all that lies in it.
fn sync_together(paths: &[PathBuf], one: fn(&Path) -> Outcome<()>, place: fn(&Path) -> &Path) -> Outcome<()> {
    if paths.len() < TOGETHER_FROM {
        return paths.iter().try_for_each(|path| one(path));
    }
    let mut places: BTreeMap<&Path, Vec<&PathBuf>> = BTreeMap::new();
    for path in paths {
        places.entry(place(path)).or_default().push(path);
    }
    let mut disks: BTreeMap<u64, Vec<&PathBuf>> = BTreeMap::new();
    for (place, paths) in places {
        disks.entry(disk_of(place)?).or_default().extend(paths);
    }
    for paths in disks.values() {
        match paths.first() {
            Some(first) if paths.len() >= TOGETHER_FROM && sync_file_system(first)? => {}
            _ => paths.iter().try_for_each(|path| one(path))?,
        }
    }
    Ok(())
}

/// What tells the file system of a path from others.
#[cfg(unix)]
fn disk_of(path: &Path) -> Outcome<u64> {
    let found = fs::metadata(path).map_err(|cause| Failure::file("cannot make durable", path, cause))?;
    Ok(std::os::unix::fs::MetadataExt::dev(&found))
}

/// Elsewhere each path is synced by itself.
#[cfg(not(unix))]
fn disk_of(_path: &Path) -> Outcome<u64> {
    Ok(0)
}

/// Makes a folder and its parents exist, durably.
pub fn make_folder(folder: &Path) -> Outcome<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent()
        && !parent.as_os_str().is_empty()
    {
        make_folder(parent)?;
    }
    match fs::create_dir(folder) {
        Ok(()) => {}
        Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => return Ok(()),
        Err(cause) => return Err(Failure::file("cannot make the folder", folder, cause)),
    }
    match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => sync_folder(parent),
        _ => Ok(()),
    }
}

/// The folder in which a path lies.
pub fn folder_of(path: &Path) -> PathBuf {
    path.parent().map(Path::to_path_buf).unwrap_or_default()
}

fn sync_one(path: &Path) -> Outcome<()> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|cause| Failure::file("cannot make durable", path, cause))
}

/// Windows has no sync of a folder; there the rename itself is written through.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> Outcome<()> {
    Ok(())
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> Outcome<()> {
    sync_one(folder)
}

/// One call for everything written on the file system of `path`; false where there is no such call.
/// Linux reports write-back errors through it since 5.8.
#[cfg(target_os = "linux")]
fn sync_file_system(path: &Path) -> Outcome<bool> {
    let wrong = |cause| Failure::file("cannot make durable the file system of", path, cause);
    let file = File::open(path).map_err(wrong)?;
    rustix::fs::syncfs(&file).map_err(|cause| wrong(cause.into()))?;
    Ok(true)
}

#[cfg(not(target_os = "linux"))]
fn sync_file_system(_path: &Path) -> Outcome<bool> {
    Ok(false)
}
