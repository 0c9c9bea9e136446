//! Submissions without a form: title, byline or signature, body.
//! It never writes a label, as letters have none.

use super::SubmissionDocument;
use super::blocks::{self, Face};
use docx_rs::Docx;

/// A letter, with its byline under the title or its signature at the end.
pub(super) fn letter(submission: &SubmissionDocument, signed_at_end: bool) -> Docx {
    let mut document = Docx::new();
    if !submission.title.is_empty() {
        document = document.add_paragraph(blocks::centred(&submission.title, Face::Title, 44));
    }
    if !signed_at_end {
        for line in byline(submission) {
            document = document.add_paragraph(blocks::centred(&line, Face::Subheading, 32));
        }
    }
    if submission.urgent {
        document = document.add_paragraph(blocks::centred("（急件）", Face::Heading, 32));
    }
    document = blocks::add_body(document, &submission.body, &submission.tables);
    if signed_at_end {
        for line in signature(submission) {
            document = document.add_paragraph(blocks::signed(&line));
        }
    }
    document
}

/// `（区政协委员、某单位主任 林某）`, one line an author, or the unit.
fn byline(submission: &SubmissionDocument) -> Vec<String> {
    let mut lines: Vec<String> = submission
        .authors
        .iter()
        .filter(|author| !author.name.is_empty())
        .map(|author| {
            let standing = [author.kind.clone(), author.workplace_and_position()];
            let standing: Vec<String> = standing.into_iter().filter(|part| !part.is_empty()).collect();
            let space = if standing.is_empty() { "" } else { "　" };
            format!("（{}{space}{}）", standing.join("、"), author.name)
        })
        .collect();
    if lines.is_empty() && !submission.unit.is_empty() {
        lines.push(format!("（{}）", submission.unit));
    }
    if !lines.is_empty() && !submission.date.is_empty() {
        lines.push(format!("（{}）", submission.date));
    }
    lines
}

fn signature(submission: &SubmissionDocument) -> Vec<String> {
    let mut lines = Vec::new();
    if !submission.unit.is_empty() {
        lines.push(submission.unit.clone());
    }
    for author in submission.authors.iter().filter(|author| !author.name.is_empty()) {
        let phone = if author.phone.is_empty() { String::new() } else { format!("　{}", author.phone) };
        let workplace = author.workplace_and_position();
        let space = if workplace.is_empty() { "" } else { "　" };
        lines.push(format!("{workplace}{space}{}{phone}", author.name));
    }
    if !submission.date.is_empty() {
        lines.push(submission.date.clone());
    }
    lines
}
