//! What Word leaves in a document: a picture, tracked changes, hidden text; and two letters in one file.
//! It never changes the wording of a paper.

use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

/// The line of a body in whose place the picture stands.
pub(super) const PICTURE_MARK: &str = "[#]";
/// A chart of the figures in the paper on the river.
const PICTURE: &[u8] = include_bytes!("river.png");
/// Its size on the page in English Metric Units: 12 cm by 5.75 cm.
const PICTURE_SIZE: &str = "cx=\"4320000\" cy=\"2070000\"";

const DOCUMENT: &str = "word/document.xml";
const RELATIONSHIPS: &str = "word/_rels/document.xml.rels";
const CONTENT_TYPES: &str = "[Content_Types].xml";

/// The document with its marks made into what they stand for.
pub(super) fn as_word_left_it(docx: &[u8], author: &str, day: NaiveDate) -> io::Result<Vec<u8>> {
    let mut parts = unpack(docx)?;
    let text = text_of(&parts, DOCUMENT);
    let by = format!("w:author=\"{author}\" w:date=\"{day}T09:00:00Z\"");
    let struck = |text: &str, look: &str| {
        format!("<w:del w:id=\"901\" {by}><w:r>{look}<w:delText>{text}</w:delText></w:r></w:del>")
    };
    let inserted = |text: &str, look: &str| {
        format!("<w:ins w:id=\"902\" {by}><w:r>{look}<w:t>{text}</w:t></w:r></w:ins>")
    };
    let hidden = |text: &str, look: &str| {
        format!("<w:r>{}<w:t>{text}</w:t></w:r>", look.replacen("<w:sz ", "<w:vanish/><w:sz ", 1))
    };
    let mut marked = replaced(&text, "[-", "-]", struck);
    marked = replaced(&marked, "[+", "+]", inserted);
    marked = replaced(&marked, "[~", "~]", hidden);
    if marked.contains(PICTURE_MARK) {
        marked = with_drawing(&marked);
        add_picture(&mut parts);
    }
    if marked == text {
        return Ok(docx.to_vec());
    }
    parts.insert(DOCUMENT.to_owned(), marked.into_bytes());
    pack(&parts)
}

/// Both documents in one, the second on a new page.
pub(super) fn joined(first: &[u8], second: &[u8]) -> io::Result<Vec<u8>> {
    let mut parts = unpack(first)?;
    let front = text_of(&parts, DOCUMENT);
    let back = text_of(&unpack(second)?, DOCUMENT);
    let content =
        back.split_once("<w:body>").and_then(|(_, rest)| rest.split_once("<w:sectPr")).map_or("", |(c, _)| c);
    let page = "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";
    let joined = front.replacen("<w:sectPr", &format!("{page}{content}<w:sectPr"), 1);
    parts.insert(DOCUMENT.to_owned(), joined.into_bytes());
    pack(&parts)
}

/// The text with what stands between the marks made anew, which ends the run it stands in and begins another.
fn replaced(text: &str, open: &str, close: &str, make: impl Fn(&str, &str) -> String) -> String {
    let Some((before, rest)) = text.split_once(open) else { return text.to_owned() };
    let Some((inside, after)) = rest.split_once(close) else { return text.to_owned() };
    let run = before.rfind("<w:r>").map_or("", |at| &before[at..]);
    let look = match (run.find("<w:rPr>"), run.find("</w:rPr>")) {
        (Some(from), Some(to)) => &run[from..to + "</w:rPr>".len()],
        _ => "",
    };
    let made = make(inside, look);
    format!("{before}</w:t></w:r>{made}<w:r>{look}<w:t xml:space=\"preserve\">{after}")
}

/// The paragraph of the mark with a drawing in its place.
fn with_drawing(text: &str) -> String {
    let Some(mark) = text.find(PICTURE_MARK) else { return text.to_owned() };
    let from = text[..mark].rfind("<w:p>").unwrap_or(mark);
    let to = text[mark..].find("</w:p>").map_or(mark, |end| mark + end + "</w:p>".len());
    format!("{}{}{}", &text[..from], drawing(), &text[to..])
}

fn drawing() -> String {
    let picture = "http://schemas.openxmlformats.org/drawingml/2006/picture";
    format!(
        "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:drawing><wp:inline \
         xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" distT=\"0\" distB=\"0\" \
         distL=\"0\" distR=\"0\"><wp:extent {PICTURE_SIZE}/><wp:docPr id=\"1\" name=\"图片 1\" descr=\"三个点位的测量结果\"/>\
         <a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:graphicData uri=\"{picture}\">\
         <pic:pic xmlns:pic=\"{picture}\"><pic:nvPicPr><pic:cNvPr id=\"1\" name=\"图片 1\"/><pic:cNvPicPr/></pic:nvPicPr>\
         <pic:blipFill><a:blip xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
         r:embed=\"rId90\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>\
         <a:ext {PICTURE_SIZE}/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>\
         </a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
}

fn add_picture(parts: &mut BTreeMap<String, Vec<u8>>) {
    let relationship = "<Relationship Id=\"rId90\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" \
        Target=\"media/image1.png\"/></Relationships>";
    let relationships = text_of(parts, RELATIONSHIPS).replace("</Relationships>", relationship);
    parts.insert(RELATIONSHIPS.to_owned(), relationships.into_bytes());
    let kind = "<Default Extension=\"png\" ContentType=\"image/png\"/><Override ";
    let types = text_of(parts, CONTENT_TYPES).replacen("<Override ", kind, 1);
    parts.insert(CONTENT_TYPES.to_owned(), types.into_bytes());
    parts.insert("word/media/image1.png".to_owned(), PICTURE.to_vec());
}

fn text_of(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    parts.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
}

fn unpack(docx: &[u8]) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut archive = ZipArchive::new(Cursor::new(docx))?;
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut member = archive.by_index(index)?;
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes)?;
        parts.insert(member.name()?.into_owned(), bytes);
    }
    Ok(parts)
}

/// The parts in the order of their names, in which the content types come first.
fn pack(parts: &BTreeMap<String, Vec<u8>>) -> io::Result<Vec<u8>> {
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::docx;
    use crate::limits::Limits;
    use crate::rejection::Code;
    use crate::typeset::lists::{SubmissionDocument, submission_document};

    fn letter(lines: &[&str]) -> Vec<u8> {
        let submission = SubmissionDocument {
            title: "关于某事的建议".into(),
            body: lines.iter().map(|line| (*line).to_owned()).collect(),
            ..SubmissionDocument::default()
        };
        let plain = submission_document(&submission).unwrap();
        as_word_left_it(&plain, "王伟", NaiveDate::from_ymd_opt(2026, 5, 22).unwrap()).unwrap()
    }

    #[test]
    fn marks_become_tracked_changes_hidden_text_and_a_picture() {
        let reading =
            docx::read(&letter(&["前[-旧-][+新+]后。", "[~私下的话~]", PICTURE_MARK]), &Limits::default());
        let codes: Vec<Code> = reading.warnings.iter().map(|one| one.code).collect();
        assert!(codes.contains(&Code::TrackedChanges) && codes.contains(&Code::HiddenText), "{codes:?}");
        let content = format!("{:?}", reading.content);
        assert!(content.contains("新") && !content.contains("旧") && !content.contains("私下"), "{content}");
        assert!(content.contains("image1.png"), "{content}");
    }

    #[test]
    fn a_letter_without_marks_stays_as_it_is() {
        let bytes = letter(&["一段。"]);
        assert_eq!(as_word_left_it(&bytes, "", NaiveDate::default()).unwrap(), bytes);
    }
}
