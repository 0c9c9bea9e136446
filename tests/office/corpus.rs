//! Every Word and Excel file of the shared corpus through the reader: opened where others open it, with as much text.
//! It never runs by itself: the corpus is not part of the project (`cargo test --test corpus -- --ignored`).

#![expect(clippy::print_stdout, reason = "a test says aloud what it skips")]

use minyi::formats::Reading;
use minyi::limits::Limits;
use minyi::reader::Readers;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// No file may take longer.
const LONGEST: Duration = Duration::from_secs(10);

/// Files that another library opens and we do not, or with fewer characters, and why.
const EXCEPTIONS: &str = include_str!("../corpus-exceptions.tsv");

/// A row of the corpus' index.
struct Indexed {
    file: String,
    opened: bool,
    characters: usize,
}

#[test]
#[ignore = "needs the shared corpus, which is not part of the project"]
fn what_others_open_is_opened_with_as_much_text() {
    let Some(corpus) = corpus() else { return };
    let index = std::fs::read_to_string(corpus.join("index.tsv")).unwrap();
    let readers = Readers::with_program(&Limits::default(), env!("CARGO_BIN_EXE_minyi").into());
    let mut faults = Vec::new();
    let files: Vec<Indexed> = index.lines().skip(1).filter_map(indexed).collect();
    for row in &files {
        let bytes = std::fs::read(corpus.join(&row.file)).unwrap();
        let begun = Instant::now();
        let reading = readers.read(&bytes).unwrap();
        if begun.elapsed() > LONGEST {
            faults.push(format!("{}: took {:?}", row.file, begun.elapsed()));
        }
        faults.extend(fault(row, &reading));
    }
    assert!(files.len() > 300, "the index has become short");
    assert!(faults.is_empty(), "{} of {} files:\n{}", faults.len(), files.len(), faults.join("\n"));
}

/// The corpus beside the project or where `MINYI_CORPUS` says; says aloud when there is none.
fn corpus() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let corpus = std::env::var_os("MINYI_CORPUS").map_or_else(beside, PathBuf::from);
    if corpus.join("index.tsv").exists() {
        return Some(corpus);
    }
    println!("SKIPPED: no corpus at {}", corpus.display());
    None
}

fn indexed(line: &str) -> Option<Indexed> {
    let columns: Vec<&str> = line.split('\t').collect();
    Some(Indexed {
        file: (*columns.first()?).to_owned(),
        opened: columns.get(7) == Some(&"ok"),
        characters: columns.get(8).and_then(|count| count.parse().ok()).unwrap_or(0),
    })
}

fn fault(row: &Indexed, reading: &Reading) -> Option<String> {
    let names = EXCEPTIONS.lines().filter(|line| !line.starts_with('#'));
    let excepted = names.filter_map(|line| line.split('\t').next()).any(|name| row.file.ends_with(name));
    if reading.content.is_none() && reading.rejections.is_empty() {
        return Some(format!("{}: neither read nor refused", row.file));
    }
    if !row.opened || excepted {
        return None;
    }
    match reading.rejections.first() {
        Some(refused) => Some(format!("{}: {} {}", row.file, refused.code.as_str(), refused.message)),
        None if reading.characters < row.characters => {
            Some(format!("{}: {} of {} characters", row.file, reading.characters, row.characters))
        }
        None => None,
    }
}
