//! The folder of the practice office: whether it may be used, cleared, and furnished with names.
//! It never deletes anything that the demo did not write.

use crate::failure::{Failure, FailureKind, Outcome};
use crate::pipeline::desk::{self, Closed, Room, SETTINGS};
use std::fs;
use std::path::Path;

/// The file that makes a folder a demo, and tells a newcomer where to look.
const MARKER: &str = "演示说明.txt";
/// Its text; the first line is what the demo is known by.
const GUIDE: &str = include_str!("guide.txt");
/// What an office consists of, the marker last, so that a clearing that was cut off can be done again.
const CONTENTS: [&str; 10] = [
    "inbox",
    "outbox",
    "archive",
    "templates",
    SETTINGS,
    "ledger.db",
    "ledger.db-wal",
    "ledger.db-shm",
    "ledger.lock",
    MARKER,
];
/// Who works in the practice office, beside what office.toml says of any office.
const NAMES: [(&str, &str); 3] = [
    ("editor = \"\"", "editor = \"陈晓芸\""),
    ("reviewer = \"\"", "reviewer = \"郝建民\""),
    ("signer = \"\"", "signer = \"秦岚\""),
];

/// Makes the folder ready: it is made, found empty, or cleared of an earlier demo. Anything else is refused.
pub(super) fn clear(folder: &Path) -> Result<(), Closed> {
    if holds_something(folder)? {
        if !is_demo(folder) {
            let message =
                format!("{} is not empty and no demo; name a folder that may be filled", folder.display());
            return Err(Failure::new(FailureKind::Usage, message).into());
        }
        // A `watch` in the earlier demo must not lose its inbox under its hands.
        if let Ok(room) = Room::open(folder) {
            drop(desk::lock(&room)?);
        }
        for name in CONTENTS {
            remove(&folder.join(name))?;
        }
    }
    fs::create_dir_all(folder).map_err(|cause| Failure::file("cannot make", folder, cause))?;
    write(&folder.join(MARKER), GUIDE)?;
    Ok(())
}

/// Puts the invented names into office.toml.
pub(super) fn furnish(folder: &Path) -> Outcome<()> {
    let path = folder.join(SETTINGS);
    let text = fs::read_to_string(&path).map_err(|cause| Failure::file("cannot read", &path, cause))?;
    let furnished = NAMES.iter().fold(text, |text, (empty, filled)| text.replacen(empty, filled, 1));
    write(&path, &furnished)
}

fn holds_something(folder: &Path) -> Outcome<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(cause) => Err(Failure::file("cannot list", folder, cause)),
    }
}

fn is_demo(folder: &Path) -> bool {
    let first = GUIDE.lines().next();
    fs::read_to_string(folder.join(MARKER)).is_ok_and(|text| text.lines().next() == first)
}

fn remove(path: &Path) -> Outcome<()> {
    // A link is removed as a link: what it leads to is not the demo's.
    let removed = match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(cause) => Err(cause),
    };
    match removed {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::file("cannot remove", path, cause))
        }
        _ => Ok(()),
    }
}

fn write(path: &Path, text: &str) -> Outcome<()> {
    fs::write(path, text).map_err(|cause| Failure::file("cannot write", path, cause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_folder_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("重要.docx"), b"x").unwrap();
        assert!(clear(folder.path()).is_err());
        assert_eq!(fs::read(folder.path().join("重要.docx")).unwrap(), b"x");
        assert!(!folder.path().join(MARKER).exists());
    }

    #[test]
    fn an_earlier_demo_is_cleared_but_for_what_somebody_put_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        clear(folder.path()).unwrap();
        fs::create_dir_all(folder.path().join("outbox/区委")).unwrap();
        fs::write(folder.path().join("我的笔记.txt"), b"x").unwrap();
        clear(folder.path()).unwrap();
        assert!(!folder.path().join("outbox").exists());
        assert!(folder.path().join("我的笔记.txt").exists());
    }

    #[test]
    fn the_stock_settings_have_room_for_the_names() {
        for (empty, _) in NAMES {
            assert!(crate::office::settings::STOCK.contains(empty), "{empty}");
        }
    }
}
