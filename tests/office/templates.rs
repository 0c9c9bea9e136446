//! Templates that a clerk edits: checked as a whole, tried with an invented case.

use crate::office::{Office, repository};
use std::fs;

#[test]
fn the_stock_templates_are_well_and_the_same_as_the_repository_s() {
    let office = Office::new();
    let ran = office.minyi(&["template", "check"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    for name in office.files("templates").keys() {
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
