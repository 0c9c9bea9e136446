//! Templates that a clerk edits: checked as a whole, tried with an invented case.
//! They never change a template of the repository.

use crate::office::{Office, parking, repository};
use std::fs;
use std::io::{Cursor, Read, Write};

#[test]
fn the_stock_templates_are_well_and_the_same_as_the_repository_s() {
    let office = Office::new();
    let ran = office.minyi(&["template", "check"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let templates = office.files("templates");
    assert!(templates.len() > 5, "{:?}", templates.keys());
    for name in templates.keys() {
        let stock = fs::read(repository("templates").join(name)).expect("a stock template");
        let made = fs::read(office.root().join("templates").join(name)).expect("a template");
        assert!(stock == made, "{name}");
    }
}

#[test]
fn a_template_that_is_missing_refuses_the_start_and_names_itself() {
    let office = Office::new();
    fs::remove_file(office.root().join("templates/报送单.docx")).expect("removed");
    let ran = office.minyi(&["run", "--now"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("报送单.docx"), "{}", ran.err);
}

#[test]
fn a_template_can_be_tried_before_it_is_used() {
    let office = Office::new();
    let template = office.root().join("templates/社情民意信息.docx");
    let out = office.root().join("预览.docx");
    let ran =
        office.minyi(&["template", "preview", &template.to_string_lossy(), "--out", &out.to_string_lossy()]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let text = crate::office::text_of(&fs::read(out).expect("a preview"));
    assert!(text.contains("第12期"), "{text}");
}

/// A stock template of the office with other words in its text.
fn change(office: &Office, name: &str, from: &str, to: &str) {
    let path = office.root().join("templates").join(name);
    let bytes = fs::read(&path).expect("a template");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let member = archive.by_index(index).expect("a member");
        let part = member.name().expect("a name").into_owned();
        let mut content = Vec::new();
        { member }.read_to_end(&mut content).expect("read");
        if part == "word/document.xml" {
            let text = String::from_utf8(content).expect("text");
            assert!(text.contains(from), "{from}");
            content = text.replace(from, to).into_bytes();
        }
        writer.start_file(part, zip::write::SimpleFileOptions::default()).expect("started");
        writer.write_all(&content).expect("written");
    }
    fs::write(path, writer.finish().expect("packed").into_inner()).expect("written");
}

#[test]
fn comments_come_in_chinese_in_a_copy_that_is_no_template() {
    let office = Office::new();
    change(&office, "社情民意信息.docx", "{{ 标题行 }}", "{{ 标提行 }}");
    for _ in 0..2 {
        let ran = office.minyi(&["template", "check", "--comment"]);
        assert_eq!(ran.code, Some(3), "{}", ran.err);
        assert_eq!(ran.err.matches("标提行 is not a name").count(), 1, "{}", ran.err);
    }
    let copies: Vec<String> =
        office.files("templates").into_keys().filter(|name| name.contains("批注")).collect();
    assert_eq!(copies, ["社情民意信息（批注）.docx"]);
    let copy = fs::read(office.root().join("templates").join(&copies[0])).expect("the copy");
    let mut archive = zip::ZipArchive::new(Cursor::new(copy)).expect("a package");
    let comments = archive.by_name("word/comments.xml").expect("comments");
    let comments = std::io::read_to_string(comments).expect("text");
    assert!(comments.contains("这种版式里没有“标提行”这个名称"), "{comments}");
}

#[test]
fn a_template_that_would_leave_out_the_text_is_refused_before_a_paper_is_taken() {
    let office = Office::new();
    change(&office, "转送.docx", "{{ 正文 }}", "（略）");
    office.drop_file("来稿/停车.docx", &parking());
    for arguments in [&["check"][..], &["run", "--now"]] {
        let ran = office.minyi(arguments);
        assert_eq!(ran.code, Some(3), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("the template has no {{ 正文 }}"), "{}", ran.err);
    }
    assert!(office.root().join("inbox/来稿/停车.docx").exists());
}
