//! A temporary office and the real binary.
//! It never asserts what an office should hold; the tests do.

use minyi::office::numbers::Fingerprint;
use minyi::typeset::lists::{SubmissionAuthor, SubmissionDocument, SubmissionStyle, submission_document};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The day on which tests work.
pub(crate) const DAY: &str = "2026-03-09";

/// An office in a folder that goes away with the test.
pub(crate) struct Office {
    folder: tempfile::TempDir,
}

/// What a command said.
#[derive(Debug)]
pub(crate) struct Ran {
    /// Exit code; `None` when a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Office {
    /// A fresh office by `minyi init`.
    pub(crate) fn new() -> Office {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let ran = minyi(&["init", &folder.path().join("office").to_string_lossy()], &[]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        Office { folder }
    }

    /// A fresh office with its settings edited.
    pub(crate) fn with(edit: impl FnOnce(String) -> String) -> Office {
        let office = Office::new();
        let path = office.root().join("office.toml");
        let text = fs::read_to_string(&path).expect("settings");
        fs::write(path, edit(text)).expect("settings written");
        office
    }

    /// A fresh office in which the named steps wait for a person.
    pub(crate) fn with_gates(gates: &str) -> Office {
        Office::with(|text| {
            let edited = text.replacen("gates = []", &format!("gates = [{gates}]"), 1);
            assert_ne!(edited, text, "the stock settings have no `gates = []`");
            edited
        })
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("office")
    }

    /// Puts a file into the inbox.
    pub(crate) fn drop_file(&self, path: &str, bytes: &[u8]) {
        let path = self.root().join("inbox").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folder made");
        fs::write(path, bytes).expect("file dropped");
    }

    /// Runs a command on the office on the tests' day.
    pub(crate) fn minyi(&self, arguments: &[&str]) -> Ran {
        self.minyi_with(arguments, &[])
    }

    /// The same with variables in its environment.
    pub(crate) fn minyi_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
        let root = self.root();
        let root = root.to_string_lossy();
        let mut all = arguments.to_vec();
        all.extend(["--office", &root]);
        if !arguments.contains(&"--today") {
            all.extend(["--today", DAY]);
        }
        minyi(&all, environment)
    }

    /// `run --now`, which must end well.
    pub(crate) fn run(&self) -> Ran {
        let ran = self.minyi(&["run", "--now"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        ran
    }

    /// Objects that a command prints with `--json`.
    pub(crate) fn json(&self, arguments: &[&str]) -> Vec<serde_json::Value> {
        let mut all = arguments.to_vec();
        all.push("--json");
        let ran = self.minyi(&all);
        let parsed = ran.out.lines().map(|line| serde_json::from_str(line).expect("an object"));
        parsed.collect()
    }

    /// Files below a folder of the office, with fingerprints.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, Fingerprint> {
        let root = self.root().join(folder);
        let mut files = BTreeMap::new();
        for entry in walkdir::WalkDir::new(&root).into_iter().flatten() {
            if entry.file_type().is_file() {
                let name = entry.path().strip_prefix(&root).expect("below").to_string_lossy();
                files.insert(name.into_owned(), Fingerprint::of(&fs::read(entry.path()).expect("read")));
            }
        }
        files
    }

    /// Documents of the outbox, of which there must be some: looking at each of none would show nothing.
    pub(crate) fn printed(&self) -> Vec<String> {
        let documents = self.documents();
        assert!(!documents.is_empty(), "nothing was printed");
        documents
    }

    /// The command and the keys of the first object that it prints with `--json`.
    pub(crate) fn keys(&self, arguments: &[&str]) -> String {
        let first = self.json(arguments).into_iter().next().unwrap_or_default();
        let mut keys: Vec<String> =
            first.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default();
        keys.sort();
        format!("{}: {}", arguments[0], keys.join(" "))
    }

    /// Names of documents that are neither blank forms nor living sheets.
    pub(crate) fn documents(&self) -> Vec<String> {
        let names = self.files("outbox").into_keys();
        names
            .filter(|name| {
                !name.starts_with("表样/") && name != "收件情况.xlsx" && name != "待办/反馈登记.xlsx"
            })
            .collect()
    }

    /// Files that lie in the inbox, `.taken` apart.
    pub(crate) fn inbox(&self) -> Vec<String> {
        let names = self.files("inbox").into_keys();
        names.filter(|name| !name.starts_with(".taken/")).collect()
    }

    /// All that a person can see: documents, cases, the book without instants and hashes.
    pub(crate) fn seen(&self) -> String {
        let mut seen = String::new();
        for name in self.documents() {
            writeln!(seen, "outbox/{name}").expect("written");
        }
        for name in self.inbox() {
            writeln!(seen, "inbox/{name}").expect("written");
        }
        writeln!(seen, "-- list\n{}", self.minyi(&["list"]).out.trim_end()).expect("written");
        writeln!(seen, "-- log").expect("written");
        for line in self.json(&["log"]) {
            let text = |key: &str| line[key].as_str().unwrap_or("—").to_owned();
            writeln!(seen, "{} {} {}", text("by"), text("number"), text("what")).expect("written");
        }
        seen
    }

    /// The text of a document of the outbox, one paragraph a line.
    pub(crate) fn text(&self, document: &str) -> String {
        let path = self.root().join("outbox").join(document);
        text_of(&fs::read(&path).unwrap_or_else(|_| panic!("no document {document}")))
    }
}

/// Runs the real binary.
pub(crate) fn minyi(arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minyi"));
    command.args(arguments).env("USER", "测试员").env_remove("FAILPOINTS");
    for (name, value) in environment {
        command.env(name, value);
    }
    let output = command.output().expect("the binary runs");
    Ran {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The text of a docx as our reader sees it, tables and margins included.
pub(crate) fn text_of(bytes: &[u8]) -> String {
    let reading = minyi::formats::docx::read(bytes, &minyi::limits::Limits::default());
    let Some(minyi::document::Content::Document(document)) = reading.content else {
        panic!("no document: {:?}", reading.rejections);
    };
    let mut cell = minyi::document::Cell { blocks: document.blocks, ..Default::default() };
    let margins = document.margins.join("\n");
    let body = cell.text();
    cell.blocks.clear();
    format!("{body}\n{margins}")
}

/// A form in a table with a title, an author and a body.
pub(crate) fn form(title: &str, author: &str, body: &[&str]) -> Vec<u8> {
    document(SubmissionStyle::default(), title, author, body)
}

/// A submission in a style; what is empty is left out.
pub(crate) fn document(style: SubmissionStyle, title: &str, author: &str, body: &[&str]) -> Vec<u8> {
    let author = SubmissionAuthor {
        name: author.to_owned(),
        workplace: "示例区第一中学".to_owned(),
        position: "教师".to_owned(),
        ..SubmissionAuthor::default()
    };
    let authors = if author.name.is_empty() { Vec::new() } else { vec![author] };
    let submission = SubmissionDocument {
        style,
        title: title.to_owned(),
        authors,
        date: "2026年3月9日".to_owned(),
        body: body.iter().map(|line| (*line).to_owned()).collect(),
        ..SubmissionDocument::default()
    };
    submission_document(&submission).expect("a submission")
}

/// A plain paper about parking.
pub(crate) fn parking() -> Vec<u8> {
    form(
        "关于缓解老城区夜间停车难的建议",
        "张三",
        &[
            "近期，老城区居民反映夜间停车难，公交站旁也停满了车。",
            "一、盘活存量车位",
            "由区交通运输局牵头，开放机关车位。",
        ],
    )
}

/// The path of a folder of the repository.
pub(crate) fn repository(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}
