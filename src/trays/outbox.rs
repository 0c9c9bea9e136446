//! The outbox: documents written aside, made durable, then named; living sheets replaced whole.
//! It never replaces a paper, and never leaves a half-written file under a final name.

use super::durable::{self, ASIDE};
use super::names;
use crate::failpoint::reached;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::office::numbers::Fingerprint;
use std::cell::Cell;
use std::fs;
use std::io::{ErrorKind, Seek};
use std::path::{Path, PathBuf};

/// A path below the outbox, of safe names only: `市政协/2026-0001 ….docx`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(String);

impl OutputPath {
    /// A path of a folder and a file name; both must be single safe components, a folder may be two.
    pub fn new(folder: &str, name: &str) -> Option<OutputPath> {
        OutputPath::parse(&format!("{folder}/{name}"))
    }

    /// A path in a folder with a name made of words from a submission, as [`names::safe`] makes it.
    pub fn named(folder: &str, head: &str, middle: &str, tail: &str) -> Outcome<OutputPath> {
        let name = names::safe(head, middle, tail);
        OutputPath::new(folder, &name)
            .ok_or_else(|| Failure::new(FailureKind::World, format!("no safe path can be made of {name:?}")))
    }

    /// The path that a row of the ledger names, refused when it would lead out of the outbox.
    pub fn parse(text: &str) -> Option<OutputPath> {
        let sound = text
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0', ':']));
        sound.then(|| OutputPath(text.to_owned()))
    }

    /// The path with `/` between its parts.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path below an outbox folder.
    pub fn below(&self, outbox: &Path) -> PathBuf {
        self.0.split('/').fold(outbox.to_path_buf(), |path, part| path.join(part))
    }
}

/// A document written aside, on its way to its final name.
#[derive(Debug)]
pub struct Aside {
    /// Where it will lie.
    pub path: OutputPath,
    /// Fingerprint of its bytes.
    pub fingerprint: Fingerprint,
    temporary: PathBuf,
    placed: Cell<bool>,
}

/// What was not placed leaves nothing behind; after a kill the next start's sweep does it.
impl Drop for Aside {
    fn drop(&mut self) {
        if !self.placed.get() {
            // What cannot be removed costs room, nothing else; the next start's sweep tries again.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Writes a document aside in the folder where it will lie. `mark` tells this pass's files apart.
pub fn write_aside(outbox: &Path, path: &OutputPath, bytes: &[u8], mark: usize) -> Outcome<Aside> {
    let folder = durable::folder_of(&path.below(outbox));
    let temporary = folder.join(format!("{ASIDE}{}-{mark}.tmp", std::process::id()));
    let placed = Cell::new(false);
    let aside = Aside { path: path.clone(), fingerprint: Fingerprint::of(bytes), temporary, placed };
    let wrong = |cause| Failure::file("cannot write", &path.below(outbox), cause);
    match durable::write_new(&aside.temporary, bytes) {
        Ok(()) => {}
        // The folder is nearly always there; asking first would cost a look for each document.
        Err(cause) if cause.kind() == ErrorKind::NotFound => {
            durable::make_folder(&folder)?;
            durable::write_new(&aside.temporary, bytes).map_err(wrong)?;
        }
        // An earlier process of this number may have left one; if it cannot be removed, writing says why.
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {
            let _ = fs::remove_file(&aside.temporary);
            durable::write_new(&aside.temporary, bytes).map_err(wrong)?;
        }
        Err(cause) => return Err(wrong(cause)),
    }
    Ok(aside)
}

/// Gives a batch its final names: files durable, then named without replacing, then the names durable.
/// What cannot be named (a foreign file in the way) is handed back with the reason; the rest goes on.
pub fn place(outbox: &Path, batch: &[Aside]) -> Outcome<Vec<(OutputPath, Failure)>> {
    let files: Vec<PathBuf> = batch.iter().map(|aside| aside.temporary.clone()).collect();
    durable::sync_files(&files)?;
    let mut folders = Vec::new();
    let mut refused = Vec::new();
    for aside in batch {
        let path = aside.path.below(outbox);
        match name_without_replacing(&aside.temporary, &path) {
            Ok(()) => {
                aside.placed.set(true);
                folders.push(durable::folder_of(&path));
                reached("document_named");
            }
            Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {
                let same = fs::read(&path).is_ok_and(|bytes| Fingerprint::of(&bytes) == aside.fingerprint);
                // After a crash the file may lie there already: the same case gives the same bytes.
                if !same {
                    refused.push((aside.path.clone(), in_the_way(&path)));
                }
            }
            Err(cause) => return Err(Failure::file("cannot name", &path, cause)),
        }
    }
    folders.sort();
    folders.dedup();
    durable::sync_folders(&folders)?;
    Ok(refused)
}

/// Replaces a living sheet whole, unless its bytes are the same already. `Ok(false)`: nothing to do.
pub fn replace(path: &Path, bytes: &[u8]) -> Outcome<bool> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(false);
    }
    durable::write_whole(path, bytes)?;
    Ok(true)
}

/// A large file on its way to a name, written aside piece by piece. Dropped before it has one, it leaves nothing.
#[derive(Debug)]
pub struct Draft {
    /// Fingerprint of its bytes.
    pub fingerprint: Fingerprint,
    temporary: PathBuf,
}

impl Drop for Draft {
    fn drop(&mut self) {
        // It has its name, or costs room until the next start's sweep.
        let _ = fs::remove_file(&self.temporary);
    }
}

/// Writes a large file aside in a folder. `write` says what is in it; `stem` names it in failures.
pub fn draft(folder: &Path, stem: &str, write: impl FnOnce(&mut fs::File) -> Outcome<()>) -> Outcome<Draft> {
    durable::make_folder(folder)?;
    let temporary = folder.join(format!("{ASIDE}{}-{stem}.tmp", std::process::id()));
    let _ = fs::remove_file(&temporary);
    let wrong = |cause| Failure::file("cannot write", &folder.join(stem), cause);
    durable::write_new(&temporary, &[]).map_err(wrong)?;
    // From here on the file goes when this does.
    let mut draft = Draft { fingerprint: Fingerprint::of(&[]), temporary };
    let mut file = fs::OpenOptions::new().read(true).write(true).open(&draft.temporary).map_err(wrong)?;
    write(&mut file)?;
    file.sync_all().and_then(|()| file.rewind()).map_err(wrong)?;
    draft.fingerprint = Fingerprint::of_reader(&file).map_err(wrong)?;
    Ok(draft)
}

impl Draft {
    /// Gives it its name, in place of what lies there.
    pub fn replace(self, path: &Path) -> Outcome<()> {
        fs::rename(&self.temporary, path).map_err(|cause| Failure::file("cannot replace", path, cause))?;
        durable::sync_folders(&[durable::folder_of(path)])
    }
}

/// Takes a document away again that is as it was written: the ledger prints it again to the byte. What a person has
/// changed stays, and what is gone already is fine.
pub fn withdraw(outbox: &Path, path: &OutputPath, written: &Fingerprint) -> Outcome<()> {
    let path = path.below(outbox);
    if !fs::read(&path).is_ok_and(|bytes| Fingerprint::of(&bytes) == *written) {
        return Ok(());
    }
    match fs::remove_file(&path) {
        Err(cause) if cause.kind() != ErrorKind::NotFound => {
            Err(Failure::file("cannot take away", &path, cause))
        }
        _ => Ok(()),
    }
}

/// Removes what a crash left aside in the outbox's folders. Only the holder of the office's lock may call it.
pub fn sweep(outbox: &Path) {
    for entry in walkdir::WalkDir::new(outbox).min_depth(1).max_depth(4).into_iter().flatten() {
        let name = entry.file_name().to_string_lossy();
        if entry.file_type().is_file() && name.starts_with(ASIDE) && name.ends_with(".tmp") {
            // What cannot be removed costs room, nothing else; the next start tries again.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn in_the_way(path: &Path) -> Failure {
    let message = format!("a file that minyi did not write lies at {}; move it away", path.display());
    Failure::new(FailureKind::World, message)
}

#[cfg(target_os = "linux")]
fn name_without_replacing(from: &Path, to: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // Some network file systems know no flags; a hard link refuses to replace as well.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => link_then_unlink(from, to),
        other => other.map_err(Into::into),
    }
}

#[cfg(not(target_os = "linux"))]
fn name_without_replacing(from: &Path, to: &Path) -> std::io::Result<()> {
    link_then_unlink(from, to)
}

fn link_then_unlink(from: &Path, to: &Path) -> std::io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => Err(cause),
        // Where even links are unknown, the office's lock is what keeps others out.
        Err(_) if !to.exists() => fs::rename(from, to),
        Err(_) => Err(ErrorKind::AlreadyExists.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a temporary folder")
    }

    #[test]
    fn a_paper_is_never_replaced() {
        let outbox = folder();
        let path = OutputPath::new("市政协", "甲.docx").expect("a sound path");
        let first = write_aside(outbox.path(), &path, b"one", 1).expect("written");
        assert!(place(outbox.path(), &[first]).expect("placed").is_empty());
        let same = write_aside(outbox.path(), &path, b"one", 2).expect("written");
        assert!(place(outbox.path(), &[same]).expect("placed").is_empty());
        let other = write_aside(outbox.path(), &path, b"two", 3).expect("written");
        assert_eq!(place(outbox.path(), &[other]).expect("placed").len(), 1);
        assert_eq!(fs::read(path.below(outbox.path())).expect("read"), b"one");
        assert_eq!(fs::read_dir(outbox.path().join("市政协")).expect("listed").count(), 1);
    }

    #[test]
    fn a_document_is_withdrawn_only_as_it_was_written() {
        let outbox = folder();
        let path = OutputPath::new("待办", "甲（清样）.docx").expect("a sound path");
        let aside = write_aside(outbox.path(), &path, b"one", 1).expect("written");
        assert!(place(outbox.path(), std::slice::from_ref(&aside)).expect("placed").is_empty());
        withdraw(outbox.path(), &path, &Fingerprint::of(b"two")).expect("left");
        assert!(path.below(outbox.path()).exists());
        withdraw(outbox.path(), &path, &aside.fingerprint).expect("withdrawn");
        assert!(!path.below(outbox.path()).exists());
        withdraw(outbox.path(), &path, &aside.fingerprint).expect("gone already");
    }

    #[test]
    fn a_path_that_leads_out_is_none() {
        for text in ["../x", "a/../../x", "a//b", "a/./b", "a\\b/c", "C:/x"] {
            assert!(OutputPath::parse(text).is_none(), "{text}");
        }
        assert!(OutputPath::parse("回执/a.docx").is_some());
    }

    #[test]
    fn a_living_sheet_is_replaced_only_when_it_changed() {
        let outbox = folder();
        let path = outbox.path().join("收件情况.xlsx");
        assert!(replace(&path, b"one").expect("written"));
        assert!(!replace(&path, b"one").expect("same"));
        assert!(replace(&path, b"two").expect("written"));
        assert_eq!(fs::read(&path).expect("read"), b"two");
    }
}
