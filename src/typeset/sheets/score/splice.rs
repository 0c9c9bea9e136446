//! Rows of XML put into a sheet that was made without them: a million rows need no more memory than one.
//! It never changes another part of the workbook.
//!
//! The library that writes the rest holds every cell of a sheet, or writes each through a slower way. Here it writes
//! the sheet with two rows that only show the looks of cells; those are cut out and the real rows put in their place,
//! while a second thread deflates them.

use super::detail;
use super::place::{self, DetailSheet, Places, letters};
use crate::office::scoring::Scores;
use std::io::{Cursor, Error, Read, Seek, Write};
use std::sync::mpsc::sync_channel;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Chunks that may wait to be deflated.
const WAITING: usize = 8;
/// How hard rows are deflated: beyond, files shrink little and time doubles.
const LEVEL: i64 = 1;

/// Style numbers of the cells of a row, plain ones and those that are guarded or adjusted.
#[derive(Debug, Default)]
pub(super) struct RowLooks {
    plain: Vec<String>,
    other: Vec<String>,
}

impl RowLooks {
    /// The style of a column.
    pub(super) fn of(&self, column: u16, other: bool) -> &str {
        let styles = if other { &self.other } else { &self.plain };
        styles.get(usize::from(column)).map_or("0", String::as_str)
    }

    /// Out of the rows of a stub.
    fn read(xml: &str) -> Option<RowLooks> {
        let style = |row: u32, column: u16| {
            let cell = format!("<c r=\"{}{}\" s=\"", letters(column), row + 1);
            let rest = &xml[xml.find(&cell)? + cell.len()..];
            Some(rest[..rest.find('"')?].to_owned())
        };
        let row = |row: u32| (0..11).map(|column| style(row, column)).collect::<Option<Vec<_>>>();
        Some(RowLooks { plain: row(place::FIRST)?, other: row(place::FIRST + 1)? })
    }
}

/// The workbook with the points of its sheets in place of the stubs.
pub(super) fn splice(
    stub: &[u8],
    scores: &Scores,
    places: &Places,
    out: impl Write + Seek + Send,
) -> Result<(), ZipError> {
    let mut archive = ZipArchive::new(Cursor::new(stub))?;
    let parts = sheet_parts(&mut archive, places)?;
    let mut target = ZipWriter::new(out);
    for at in 0..archive.len() {
        let name = archive.by_index_raw(at)?.name()?.into_owned();
        let Some(part) = parts.iter().position(|one| *one == name) else {
            target.raw_copy_file(archive.by_index_raw(at)?)?;
            continue;
        };
        let mut xml = String::new();
        archive.by_index(at)?.read_to_string(&mut xml)?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(LEVEL))
            .last_modified_time(DateTime::default());
        target.start_file(name, options)?;
        write_sheet(&xml, scores, &places.details[part], &mut target)?;
    }
    target.finish()?.flush()?;
    Ok(())
}

/// The parts of the sheets of points: sheets stand in the package in the order of the workbook.
fn sheet_parts(archive: &mut ZipArchive<Cursor<&[u8]>>, places: &Places) -> Result<Vec<String>, ZipError> {
    let mut workbook = String::new();
    archive.by_name("xl/workbook.xml")?.read_to_string(&mut workbook)?;
    let names: Vec<&str> =
        workbook.split("<sheet name=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let part = |sheet: &DetailSheet| {
        let at = names.iter().position(|name| *name == sheet.name).unwrap_or(0);
        format!("xl/worksheets/sheet{}.xml", at + 1)
    };
    Ok(places.details.iter().map(part).collect())
}

/// Head of the stub, rows, tail of the stub.
fn write_sheet(
    xml: &str,
    scores: &Scores,
    part: &DetailSheet,
    target: &mut (impl Write + Send),
) -> Result<(), ZipError> {
    let wrong = || Error::other("the sheet of points has not the rows that show its looks");
    let looks = RowLooks::read(xml).ok_or_else(wrong)?;
    let begin = xml.find(&format!("<row r=\"{}\"", place::FIRST + 1)).ok_or_else(wrong)?;
    let end = xml.find("</sheetData>").ok_or_else(wrong)?;
    target.write_all(with_dimension(&xml[..begin], part).as_bytes())?;
    let (chunks, written) = sync_channel::<Vec<u8>>(WAITING);
    std::thread::scope(|scope| -> Result<(), Error> {
        let making = scope.spawn(move || detail::rows(scores, part, &looks, |chunk| chunks.send(chunk)));
        for chunk in written {
            target.write_all(&chunk)?;
        }
        // The rows' thread can fail only when this one stopped taking.
        let _ = making.join();
        Ok(())
    })?;
    target.write_all(&xml.as_bytes()[end..])?;
    Ok(())
}

/// The cells that a program is told to expect.
fn with_dimension(head: &str, part: &DetailSheet) -> String {
    let Some(from) = head.find("<dimension ref=\"") else { return head.to_owned() };
    let Some(to) = head[from..].find("/>") else { return head.to_owned() };
    let last = place::row(part.rows.max(1));
    format!("{}<dimension ref=\"A1:K{last}\"{}", &head[..from], &head[from + to..])
}

/// Rows as XML.
#[derive(Debug, Default)]
pub(super) struct RowWriter {
    pub(super) bytes: Vec<u8>,
    row: String,
}

impl RowWriter {
    /// A row, from 0, with its height in points.
    pub(super) fn begin(&mut self, row: u32, height: Option<f64>) {
        self.row = (row + 1).to_string();
        let height = height.map(|height| format!(" ht=\"{height}\" customHeight=\"1\"")).unwrap_or_default();
        self.put(&["<row r=\"", &self.row.clone(), "\"", &height, ">"]);
    }

    pub(super) fn number(&mut self, column: u16, style: &str, number: &str) {
        self.cell(column, style);
        self.put(&["><v>", number, "</v></c>"]);
    }

    pub(super) fn text(&mut self, column: u16, style: &str, text: &str) {
        self.cell(column, style);
        if text.is_empty() {
            return self.put(&["/>"]);
        }
        let keep = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
        let space = if keep { " xml:space=\"preserve\"" } else { "" };
        self.put(&[" t=\"inlineStr\"><is><t", space, ">"]);
        self.escaped(text);
        self.put(&["</t></is></c>"]);
    }

    pub(super) fn end(&mut self) {
        self.put(&["</row>"]);
    }

    fn cell(&mut self, column: u16, style: &str) {
        let letter = char::from(b'A' + u8::try_from(column).unwrap_or(0).min(25));
        let row = std::mem::take(&mut self.row);
        self.put(&["<c r=\"", letter.encode_utf8(&mut [0; 4]), &row, "\" s=\"", style, "\""]);
        self.row = row;
    }

    fn put(&mut self, parts: &[&str]) {
        for part in parts {
            self.bytes.extend_from_slice(part.as_bytes());
        }
    }

    /// Text as XML holds it. What XML cannot hold is written as Excel writes it (`_x0001_`), and what looks like
    /// that already is told apart.
    fn escaped(&mut self, text: &str) {
        for (at, character) in text.char_indices() {
            match character {
                '&' => self.put(&["&amp;"]),
                '<' => self.put(&["&lt;"]),
                '>' => self.put(&["&gt;"]),
                '\t' | '\n' => self.bytes.push(if character == '\t' { b'\t' } else { b'\n' }),
                '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                    let number = format!("_x{:04X}_", u32::from(character));
                    self.put(&[&number]);
                }
                '_' if looks_escaped(&text[at..]) => self.put(&["_x005F_"]),
                _ => self.put(&[character.encode_utf8(&mut [0; 4])]),
            }
        }
    }
}

/// `_x0041_`, which Excel would read as `A`.
fn looks_escaped(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7 && bytes[1] == b'x' && bytes[2..6].iter().all(u8::is_ascii_hexdigit) && bytes[6] == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_held_as_excel_holds_them() {
        let mut writer = RowWriter::default();
        writer.begin(3, None);
        writer.text(0, "1", " a<b>&\u{1}_x0041_ ");
        writer.number(10, "2", "-1.5");
        writer.end();
        assert_eq!(
            String::from_utf8(writer.bytes).unwrap(),
            "<row r=\"4\"><c r=\"A4\" s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> a&lt;b&gt;&amp;_x0001__x005F_x0041_ </t></is></c><c r=\"K4\" s=\"2\"><v>-1.5</v></c></row>"
        );
    }
}
