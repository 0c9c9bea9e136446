//! Charts into a rendered document: where a mark stands alone in its paragraph, a drawing takes its place.
//! It never touches another part, and leaves no mark behind.

use super::{Chart, MARK, part, workbook};
use quick_xml::escape::escape;
use std::fmt::Write as _;
use std::io::{Cursor, Error, Read, Result, Write as _};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

const DOCUMENT: &str = "word/document.xml";
const RELATIONS: &str = "word/_rels/document.xml.rels";
const TYPES: &str = "[Content_Types].xml";
/// Bytes of a part that the template engine wrote itself.
const PART_LIMIT: u64 = 1 << 28;

const CHART_TYPE: &str = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
const SHEET_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const TYPE_BASE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The document with its charts. A chart whose place the document does not name is left out; so is one without
/// a value, with the paragraph that was kept for it.
pub fn insert(document: &[u8], charts: &[Chart]) -> Result<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(document)).map_err(Error::other)?;
    let text = read(&mut archive, DOCUMENT)?;
    if !text.contains(MARK) {
        return Ok(document.to_vec());
    }
    let (text, drawn) = placed(text, charts);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(Error::other)?;
        let name = member.name().map_err(Error::other)?.into_owned();
        match name.as_str() {
            DOCUMENT | RELATIONS | TYPES => {
                drop(member);
                let part = if name == DOCUMENT { text.clone() } else { read(&mut archive, &name)? };
                let part = match name.as_str() {
                    RELATIONS => with_relations(&part, &drawn),
                    TYPES => with_types(&part, &drawn),
                    _ => part,
                };
                write(&mut writer, &name, part.as_bytes())?;
            }
            _ => writer.raw_copy_file(member).map_err(Error::other)?,
        }
    }
    for (number, chart) in &drawn {
        let sheet = workbook::workbook(chart).map_err(Error::other)?;
        write(&mut writer, &format!("word/charts/chart{number}.xml"), part::part(chart).as_bytes())?;
        let relations = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships \
             xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
             Type=\"{TYPE_BASE}/package\" Target=\"../embeddings/chart{number}.xlsx\"/></Relationships>"
        );
        write(&mut writer, &format!("word/charts/_rels/chart{number}.xml.rels"), relations.as_bytes())?;
        write(&mut writer, &format!("word/embeddings/chart{number}.xlsx"), &sheet)?;
    }
    Ok(writer.finish().map_err(Error::other)?.into_inner())
}

/// The text with drawings for marks, and the charts that were drawn with their numbers.
fn placed(mut text: String, charts: &[Chart]) -> (String, Vec<(usize, &Chart)>) {
    let mut drawn = Vec::new();
    for chart in charts {
        let mark = Chart::place(chart.key);
        while let Some(at) = text.find(&mark) {
            // Once only: a second drawing of one chart would need parts of its own.
            if chart.is_empty() || drawn.iter().any(|(_, one): &(usize, &Chart)| one.key == chart.key) {
                take_out_paragraph(&mut text, at, mark.len());
                continue;
            }
            let number = drawn.len() + 1;
            let start = text[..at].rfind("<w:t").unwrap_or(at);
            let end = text[at..].find("</w:t>").map_or(at + mark.len(), |end| at + end + "</w:t>".len());
            text.replace_range(start..end, &drawing(number, chart));
            drawn.push((number, chart));
        }
    }
    (text, drawn)
}

fn take_out_paragraph(text: &mut String, at: usize, length: usize) {
    let start = text[..at].rfind("<w:p>").max(text[..at].rfind("<w:p "));
    let end = text[at..].find("</w:p>").map(|end| at + end + "</w:p>".len());
    match start.zip(end) {
        Some((start, end)) => text.replace_range(start..end, ""),
        None => text.replace_range(at..at + length, ""),
    }
}

fn drawing(number: usize, chart: &Chart) -> String {
    let (width, height) = chart.extent();
    format!(
        "<w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
         distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/>\
         <wp:docPr id=\"{id}\" name=\"图表{number}\" descr=\"{title}\"/><wp:cNvGraphicFramePr/>\
         <a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">\
         <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\">\
         <c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" xmlns:r=\"{TYPE_BASE}\" \
         r:id=\"rIdChart{number}\"/></a:graphicData></a:graphic></wp:inline></w:drawing>",
        id = 9_000 + number,
        title = escape(&chart.title),
    )
}

fn with_relations(part: &str, drawn: &[(usize, &Chart)]) -> String {
    let mut more = String::new();
    for (number, _) in drawn {
        let _ = write!(
            more,
            "<Relationship Id=\"rIdChart{number}\" Type=\"{TYPE_BASE}/chart\" Target=\"charts/chart{number}.xml\"/>"
        );
    }
    part.replacen("</Relationships>", &format!("{more}</Relationships>"), 1)
}

fn with_types(part: &str, drawn: &[(usize, &Chart)]) -> String {
    let mut more = String::new();
    if !drawn.is_empty() && !part.contains("Extension=\"xlsx\"") {
        let _ = write!(more, "<Default Extension=\"xlsx\" ContentType=\"{SHEET_TYPE}\"/>");
    }
    for (number, _) in drawn {
        let name = format!("/word/charts/chart{number}.xml");
        let _ = write!(more, "<Override PartName=\"{name}\" ContentType=\"{CHART_TYPE}\"/>");
    }
    part.replacen("</Types>", &format!("{more}</Types>"), 1)
}

fn read(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String> {
    let mut text = String::new();
    archive.by_name(name).map_err(Error::other)?.take(PART_LIMIT).read_to_string(&mut text)?;
    Ok(text)
}

fn write(writer: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8]) -> Result<()> {
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    writer.start_file(name, options).map_err(Error::other)?;
    writer.write_all(bytes)
}
