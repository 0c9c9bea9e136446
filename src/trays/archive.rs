//! The archive: every dropped file to the byte, under its SHA-256 (原汁原味).
//! It never deletes, and overwrites only what no longer has its fingerprint; the same bytes are kept once.

use super::durable;
use crate::failpoint::reached;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::office::numbers::Fingerprint;
use std::cell::Cell;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The folder of originals, `ab/cd/<sha256>` below it.
#[derive(Clone, Debug)]
pub struct Archive {
    root: PathBuf,
}

/// Bytes written aside, on their way into the archive.
#[derive(Debug)]
pub struct Aside {
    fingerprint: Fingerprint,
    /// `None` when the archive held the bytes already.
    temporary: Option<PathBuf>,
    named: Cell<bool>,
}

/// What did not get into the archive leaves nothing behind; after a kill the next start's sweep does it.
impl Drop for Aside {
    fn drop(&mut self) {
        if let Some(temporary) = self.temporary.as_ref().filter(|_| !self.named.get()) {
            // What cannot be removed costs room, nothing else; the next start's sweep tries again.
            let _ = fs::remove_file(temporary);
        }
    }
}

impl Archive {
    /// The archive of an office; makes its folder and the one for files on their way.
    pub fn open(root: PathBuf) -> Outcome<Archive> {
        durable::make_folder(&root.join("tmp"))?;
        Ok(Archive { root })
    }

    /// The same for looking only: nothing is made, so that an archive that is away stays away.
    pub fn at(root: PathBuf) -> Archive {
        Archive { root }
    }

    /// Where the bytes of a fingerprint lie, or would lie.
    pub fn path_of(&self, fingerprint: &Fingerprint) -> PathBuf {
        self.root.join(fingerprint.place())
    }

    /// Writes bytes aside; they are in the archive only after `settle`. `mark` tells this pass's files apart.
    pub fn put_aside(&self, fingerprint: Fingerprint, bytes: &[u8], mark: usize) -> Outcome<Aside> {
        if self.is_whole(&fingerprint) {
            return Ok(Aside { fingerprint, temporary: None, named: Cell::new(false) });
        }
        let name = format!("{}-{mark}", std::process::id());
        let temporary = self.root.join("tmp").join(name);
        let aside = Aside { fingerprint, temporary: Some(temporary.clone()), named: Cell::new(false) };
        durable::write_new(&temporary, bytes)
            .map_err(|cause| Failure::file("cannot write into the archive", &self.root, cause))?;
        Ok(aside)
    }

    /// Takes a batch into the archive: files durable, then named, then the names durable.
    pub fn settle(&self, batch: &[&Aside]) -> Outcome<()> {
        let fresh: Vec<PathBuf> = batch.iter().filter_map(|aside| aside.temporary.clone()).collect();
        if fresh.is_empty() {
            return Ok(());
        }
        durable::sync_files(&fresh)?;
        let mut folders = Vec::new();
        for aside in batch {
            let Some(temporary) = &aside.temporary else { continue };
            let path = self.path_of(&aside.fingerprint);
            let folder = durable::folder_of(&path);
            name_in(&folder, temporary, &path)?;
            aside.named.set(true);
            reached("named");
            // The folder and its parents may be new: their names must last as well.
            folders.extend([durable::folder_of(&folder), self.root.clone(), folder]);
        }
        folders.sort();
        folders.dedup();
        durable::sync_folders(&folders)
    }

    /// The bytes of a fingerprint, checked against it.
    pub fn read(&self, fingerprint: &Fingerprint) -> Outcome<Vec<u8>> {
        let path = self.path_of(fingerprint);
        let bytes =
            fs::read(&path).map_err(|cause| Failure::file("cannot read the original", &path, cause))?;
        if Fingerprint::of(&bytes) == *fingerprint {
            return Ok(bytes);
        }
        let message = format!("the original {} no longer has its fingerprint", path.display());
        Err(Failure::new(FailureKind::Integrity, message))
    }

    /// Whether the bytes of a fingerprint lie in the archive as they came. A disk may have lost them since, or a hand
    /// changed them: then whoever holds them yet must not let them go.
    pub fn is_whole(&self, fingerprint: &Fingerprint) -> bool {
        fs::read(self.path_of(fingerprint)).is_ok_and(|bytes| Fingerprint::of(&bytes) == *fingerprint)
    }

    /// How many bytes an original has; 0 where it cannot be told.
    pub fn length(&self, fingerprint: &Fingerprint) -> u64 {
        fs::metadata(self.path_of(fingerprint)).map_or(0, |known| known.len())
    }

    /// Removes what a crash left on its way. Only the holder of the office's lock may call it.
    pub fn sweep(&self) -> Outcome<()> {
        let folder = self.root.join("tmp");
        let list = fs::read_dir(&folder).map_err(|cause| Failure::file("cannot list", &folder, cause))?;
        for entry in list.flatten() {
            // A temporary that cannot be removed costs room, nothing else; the next start tries again.
            let _ = fs::remove_file(entry.path());
        }
        Ok(())
    }

    /// Whether the bytes of a fingerprint lie in the archive. A name is given only to durable, whole bytes.
    pub fn holds(&self, fingerprint: &Fingerprint) -> bool {
        self.path_of(fingerprint).is_file()
    }
}

/// Names a file in a folder of the archive, which is nearly always there after the first thousands.
fn name_in(folder: &Path, temporary: &Path, path: &Path) -> Outcome<()> {
    match fs::rename(temporary, path) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(folder)
                .map_err(|cause| Failure::file("cannot make the folder", folder, cause))?;
            fs::rename(temporary, path)
        }
        other => other,
    }
    .map_err(|cause| Failure::file("cannot put into the archive", path, cause))
}

/// A path as entries and `verify` print it.
pub fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}
