//! Where a file that is made again may lie: in place of what minyi wrote, beside what somebody has edited.
//! It never replaces what a person has touched.

use crate::failure::{Failure, Outcome};
use crate::office::numbers::Fingerprint;
use crate::trays::{durable, names, outbox};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes a file in place of what minyi wrote there, or beside what somebody has edited: `甲.docx`,
/// `甲（更正2）.docx`, `甲（更正3）.docx` …
pub(super) fn place(
    outbox: &Path,
    folder: &str,
    stem: &str,
    tail: &str,
    bytes: &[u8],
    written: &BTreeMap<String, Fingerprint>,
) -> Outcome<(String, Fingerprint)> {
    let print = Fingerprint::of(bytes);
    durable::make_folder(&outbox.join(folder))?;
    let (below, path) = free_place(outbox, folder, stem, tail, print, written)?;
    outbox::replace(&path, bytes)?;
    Ok((below, print))
}

/// Where a file of the office may lie: by its name when what lies there is the same, or what we wrote and nobody has
/// touched since; else beside it as 更正. The path below the outbox, and the whole of it.
pub(super) fn free_place(
    outbox: &Path,
    folder: &str,
    stem: &str,
    tail: &str,
    print: Fingerprint,
    written: &BTreeMap<String, Fingerprint>,
) -> Outcome<(String, PathBuf)> {
    let mut count = 1_u32;
    loop {
        let mark = if count == 1 { tail.to_owned() } else { format!("（更正{count}）{tail}") };
        let name = names::safe("", stem, &mark);
        let below = format!("{folder}/{name}");
        let path = outbox.join(folder).join(&name);
        let found = match fs::File::open(&path).and_then(Fingerprint::of_reader) {
            Ok(found) => Some(found),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => None,
            Err(cause) => return Err(Failure::file("cannot read", &path, cause)),
        };
        let ours = found.is_none_or(|found| found == print || written.get(&below) == Some(&found));
        if ours {
            return Ok((below, path));
        }
        count += 1;
    }
}
