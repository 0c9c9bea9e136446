//! Making files and folders outlast a power cut, one at a time or a whole batch with one call.
//! It never repeats a failed sync: after a failure the pages may be gone, and only a new write is true.

use crate::failure::{Failure, Outcome};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// From this many files on, one sync of the file system costs less than one a file.
const TOGETHER_FROM: usize = 6;

/// Writes a new file; it is durable only after `sync_files` on it and `sync_folders` on its folder.
pub fn write_new(path: &Path, bytes: &[u8]) -> Outcome<()> {
    let wrong = |cause| Failure::file("cannot write", path, cause);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o640);
    let mut file = options.open(path).map_err(wrong)?;
    file.write_all(bytes).map_err(wrong)
}

/// Makes the bytes of files durable. All must lie on the file system of the first.
pub fn sync_files(paths: &[PathBuf]) -> Outcome<()> {
    match paths.first() {
        Some(first) if paths.len() >= TOGETHER_FROM && sync_file_system(first)? => Ok(()),
        _ => paths.iter().try_for_each(|path| sync_one(path)),
    }
}

/// Makes the names in folders durable.
pub fn sync_folders(folders: &[PathBuf]) -> Outcome<()> {
    match folders.first() {
        Some(first) if folders.len() >= TOGETHER_FROM && sync_file_system(first)? => Ok(()),
        _ => folders.iter().try_for_each(|folder| sync_folder(folder)),
    }
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
