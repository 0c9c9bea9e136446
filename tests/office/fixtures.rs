//! Fixtures of the readers: each a file named by its one trait, with the expected extraction beside it.
//! They never make a fixture, and leave free what an expectation does not name.

use crate::office::{minyi, repository};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

#[test]
fn every_fixture_is_extracted_as_expected() {
    let mut expected = BTreeMap::new();
    for entry in fs::read_dir(repository("fixtures")).expect("fixtures").flatten() {
        let path = entry.path();
        let read = ["docx", "xlsx", "xls", "xlsb", "ods", "doc", "pdf"];
        if path.extension().is_some_and(|ending| read.iter().any(|one| ending == *one)) {
            let beside = path.with_extension("json");
            let text = fs::read_to_string(&beside).unwrap_or_else(|_| panic!("no {}", beside.display()));
            let value: Value = serde_json::from_str(&text).expect("expected extraction");
            expected.insert(path.to_string_lossy().into_owned(), value);
        }
    }
    assert!(!expected.is_empty());
    let mut arguments = vec!["extract", "--json", "--today", "2026-11-24"];
    arguments.extend(expected.keys().map(String::as_str));
    let ran = minyi(&arguments, &[]);
    let mut wrong = Vec::new();
    for line in ran.out.lines() {
        let found: Value = serde_json::from_str(line).expect("an object");
        let file = found["file"].as_str().expect("a file");
        let Some(wanted) = expected.remove(file) else { panic!("{file} was not asked for") };
        differences(&wanted, &found, file, &mut wrong);
    }
    assert!(expected.is_empty(), "no line for {:?}", expected.keys());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every value that the expectation names must be there; keys that it leaves out are free.
fn differences(wanted: &Value, found: &Value, place: &str, wrong: &mut Vec<String>) {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(_)) => {
            for (key, value) in wanted {
                differences(value, &found[key], &format!("{place}.{key}"), wrong);
            }
        }
        // Rejections and warnings may be expected by their codes alone.
        (Value::String(code), Value::Object(rejection))
            if rejection.get("code") == Some(&Value::from(code.as_str())) => {}
        (Value::Array(wanted), Value::Array(found)) if wanted.len() == found.len() => {
            for (index, (wanted, found)) in wanted.iter().zip(found).enumerate() {
                differences(wanted, found, &format!("{place}[{index}]"), wrong);
            }
        }
        _ if wanted == found => {}
        _ => wrong.push(format!("{place}: expected {wanted}, found {found}")),
    }
}
