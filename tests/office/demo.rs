//! The practice office: the same to the byte each time, every drop answered, no foreign folder touched.
//! They never touch a demo that a person made.

use crate::office::minyi;
use minyi::office::numbers::Fingerprint;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Days that hold every kind of drop but the later faults, so that the test stays quick.
const UNTIL: &str = "2026-03-31";

fn play(folder: &Path) -> serde_json::Value {
    let ran = minyi(&["demo", &folder.to_string_lossy(), "--today", UNTIL, "--json"], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    serde_json::from_str(&ran.out).expect("an object")
}

/// Everything in the folder but the ledger, which holds instants.
fn tree(folder: &Path) -> BTreeMap<String, Fingerprint> {
    let entries =
        walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let files = entries.map(|entry| {
        let name = entry.path().strip_prefix(folder).expect("below").to_string_lossy().into_owned();
        (name, Fingerprint::of(&fs::read(entry.path()).expect("read")))
    });
    files.filter(|(name, _)| !name.starts_with("ledger.")).collect()
}

#[test]
fn a_demo_is_the_same_each_time_and_answers_every_drop() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (first, second) = (folder.path().join("甲"), folder.path().join("乙"));
    let played = play(&first);
    play(&second);
    // An earlier demo is cleared and played anew.
    play(&second);
    let (one, other) = (tree(&first), tree(&second));
    assert_eq!(one, other);

    let count = |key: &str| played[key].as_u64().expect("a number");
    let dropped = count("dropped");
    assert_eq!(dropped, count("registered") + count("returned") + count("duplicate"));
    let left = one.keys().filter(|name| name.starts_with("inbox/") && !name.starts_with("inbox/.taken/"));
    assert_eq!(left.collect::<Vec<_>>(), Vec::<&String>::new());
    let receipts = one.keys().filter(|name| name.ends_with("回执）.docx")).count() as u64;
    let notices = one.keys().filter(|name| name.ends_with("（退稿通知）.docx")).count() as u64;
    // One notice more is the clerk's, for a case that was registered.
    assert_eq!(receipts + notices, dropped + 1);

    let office = first.to_string_lossy();
    for command in [&["verify"][..], &["reconcile"], &["check"]] {
        let arguments = [&["--office", &office, "--today", UNTIL], command].concat();
        let ran = minyi(&arguments, &[]);
        assert_eq!(ran.code, Some(0), "{command:?}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn a_demo_never_fills_a_folder_that_is_not_its_own() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("重要.docx"), b"x").expect("written");
    let ran = minyi(&["demo", &folder.path().to_string_lossy()], &[]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert_eq!(tree(folder.path()).into_keys().collect::<Vec<_>>(), ["重要.docx"]);
}
