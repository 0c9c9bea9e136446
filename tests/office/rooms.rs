//! The plan of the house, kept: which room may use which.
//! They never judge style beyond the opening of a file.

use crate::office::repository;
use std::fs;

/// What a room may use beside itself and the shared values.
const MAY_USE: [(&str, &[&str]); 10] = [
    ("office", &[]),
    ("formats", &[]),
    ("reader", &["formats"]),
    ("intake", &["office", "formats"]),
    ("typeset", &["office", "formats"]),
    ("trays", &["office"]),
    ("ledger", &["office"]),
    ("pipeline", &["office", "formats", "reader", "intake", "typeset", "trays", "ledger"]),
    ("demo", &["office", "formats", "intake", "typeset", "trays", "ledger", "pipeline"]),
    ("cli", &["office", "formats", "reader", "intake", "typeset", "trays", "ledger", "pipeline", "demo"]),
];
const SHARED: [&str; 5] = ["document", "failpoint", "failure", "limits", "rejection"];

#[test]
fn no_room_uses_one_that_it_may_not() {
    let mut wrong = Vec::new();
    for entry in walkdir::WalkDir::new(repository("src")).into_iter().flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let below = path.strip_prefix(repository("src")).expect("below").to_string_lossy().into_owned();
        let room = below.split(['/', '.']).next().unwrap_or_default();
        let may_use = match MAY_USE.iter().find(|(name, _)| *name == room) {
            Some((_, may_use)) => *may_use,
            None if SHARED.contains(&room) => &[],
            None => continue,
        };
        let text = fs::read_to_string(path).expect("a source");
        // Tests may build with whatever they like: those at the end of a file, and files of their own.
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        if ["tests.rs", "/tests/", "fixtures.rs"].iter().any(|mark| below.contains(mark)) {
            continue;
        }
        for used in text.split("crate::").skip(1) {
            let used = used.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
            let known = MAY_USE.iter().any(|(name, _)| *name == used);
            let allowed = used == room || SHARED.contains(&used) || may_use.contains(&used);
            if known && !allowed {
                wrong.push(format!("{below} uses {used}"));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_file_says_what_it_is_for_and_what_it_never_does() {
    let mut silent = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for entry in walkdir::WalkDir::new(repository(folder)).into_iter().flatten() {
            let path = entry.path();
            if path.extension().is_none_or(|ending| ending != "rs") {
                continue;
            }
            let text = fs::read_to_string(path).expect("a source");
            let opening: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//!")).collect();
            let sentences = opening.join(" ").matches(['.', '。']).count();
            if sentences < 2 {
                silent.push(path.display().to_string());
            }
        }
    }
    silent.sort();
    assert_eq!(silent, Vec::<String>::new());
}
