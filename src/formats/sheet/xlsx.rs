//! SpreadsheetML: the parts are checked and mended, packed anew, and only then read by the library.
//! It never shows the library a count, a reference or a name that the file declares unchecked.

use super::check::{Findings, check};
use super::parts::{Parts, damaged, unread};
use super::serial::{Shown, Stamp, characters};
use super::strings;
use super::tally::{Tally, Value};
use super::workbook::{Outline, Tab, outline};
use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use calamine::{DataRef, Reader as _, Xlsx, XlsxError};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{BufReader, Cursor, Read, Write};
use std::ops::Range;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Cells of one workbook that may be odd before it counts as damaged.
const ODD_CELLS: usize = 10_000;

/// Reads every sheet into the tally.
pub(super) fn read(bytes: &[u8], limits: &Limits, tally: &mut Tally) -> Result<(), Rejection> {
    let mut parts = Parts::open(bytes, limits)?;
    let mut outline = outline(&mut parts, limits)?;
    for warning in std::mem::take(&mut outline.warnings) {
        tally.warn(warning);
    }
    let (clean, findings) = clean_package(&mut parts, &outline, limits, tally)?;
    drop(parts);
    let mut library = Xlsx::new(Cursor::new(clean)).map_err(|error| misread(&error, ""))?;
    for (index, (tab, found)) in outline.sheets.iter().zip(findings).enumerate() {
        if let Some(found) = found {
            tally.sheet(&tab.name, tab.visible, found.merges)?;
            tally.more_characters(found.surplus);
            read_sheet(&mut library, index, tab, &outline, tally)?;
        }
    }
    Ok(())
}

/// A package of our own making: the sheets under our names, checked, and the strings without counts.
fn clean_package(
    parts: &mut Parts,
    outline: &Outline,
    limits: &Limits,
    tally: &mut Tally,
) -> Result<(Vec<u8>, Vec<Option<Findings>>), Rejection> {
    let mut clean = ZipWriter::new(Cursor::new(Vec::new()));
    add(&mut clean, "_rels/.rels", PACKAGE_RELATIONSHIPS)?;
    if let Some(part) = &outline.strings
        && let Some(text) = parts.text(part)?
    {
        add(&mut clean, "xl/sharedStrings.xml", &strings::mended(&text, part, limits)?)?;
    }
    let (mut findings, mut seen) = (Vec::new(), BTreeSet::new());
    for (index, tab) in outline.sheets.iter().enumerate() {
        let repeated = !seen.insert(tab.part.to_lowercase());
        let found = if repeated { None } else { add_sheet(&mut clean, parts, index, tab, limits)? };
        if found.is_none() {
            let message = format!("工作表“{}”没有自己的内容，未读取", tab.name);
            tally.warn(Rejection::of_file(Code::OddPackage, message));
        }
        if found.as_ref().is_some_and(|found| found.merges_dropped) {
            let message = format!("工作表“{}”的合并区域过多，未全部列出", tab.name);
            tally.warn(Rejection::of_file(Code::OddPackage, message));
        }
        if let Some(unvalued) = found.as_ref().map(|found| found.unvalued).filter(|unvalued| *unvalued > 0) {
            tally.warn(without_results(&tab.name, unvalued));
        }
        findings.push(found.filter(|found| found.has_data));
    }
    add_workbook(&mut clean, outline.sheets.len())?;
    let bytes = clean.finish().map_err(|_| damaged(""))?.into_inner();
    Ok((bytes, findings))
}

/// The file was written by a program that does not calculate; Excel would show the results, the file does not hold them.
fn without_results(sheet: &str, unvalued: usize) -> Rejection {
    let message = format!("工作表“{sheet}”中有{unvalued}个公式没有保存计算结果，读作空白");
    let cure = "请用 Excel 或 WPS 打开，保存一次后重新投放。".to_owned();
    Rejection { cure, ..Rejection::of_file(Code::Field, message) }
}

type Clean = ZipWriter<Cursor<Vec<u8>>>;

const PACKAGE_RELATIONSHIPS: &str = "<Relationships><Relationship Id=\"r\" \
    Type=\"/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

fn add(clean: &mut Clean, name: &str, text: &str) -> Result<(), Rejection> {
    clean.start_file(name, packing()).map_err(|_| damaged(name))?;
    clean.write_all(text.as_bytes()).map_err(|error| unread(&error, name))
}

/// The fastest packing: the package lives for one reading.
fn packing() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_level(Some(1)).large_file(false)
}

fn add_workbook(clean: &mut Clean, sheets: usize) -> Result<(), Rejection> {
    let (mut tabs, mut relationships) = (String::from("<workbook><sheets>"), String::from("<Relationships>"));
    for index in 0..sheets {
        let _ = write!(tabs, "<sheet name=\"{index}\" r:id=\"r{index}\"/>");
        let _ = write!(
            relationships,
            "<Relationship Id=\"r{index}\" Type=\"/worksheet\" Target=\"{index}.xml\"/>"
        );
    }
    tabs.push_str("</sheets></workbook>");
    relationships.push_str("</Relationships>");
    add(clean, "xl/workbook.xml", &tabs)?;
    add(clean, "xl/_rels/workbook.xml.rels", &relationships)
}

/// Checks a sheet and adds it: as it is packed where nothing is to be mended, else without what was cut.
fn add_sheet(
    clean: &mut Clean,
    parts: &mut Parts,
    index: usize,
    tab: &Tab,
    limits: &Limits,
) -> Result<Option<Findings>, Rejection> {
    let name = format!("xl/{index}.xml");
    let part = tab.part.as_str();
    if is_utf16(parts, part)? {
        let text = parts.text(part)?.unwrap_or_default();
        let found = check(text.as_bytes(), part, limits)?;
        clean.start_file(&name, packing()).map_err(|_| damaged(part))?;
        copy_without(text.as_bytes(), &found.cuts, clean).map_err(|error| unread(&error, part))?;
        return Ok(Some(found));
    }
    let Some(stream) = parts.stream(part)? else {
        return Ok(None);
    };
    let found = check(BufReader::new(stream), part, limits)?;
    if found.cuts.is_empty() {
        clean.raw_copy_file_rename(parts.packed(part)?, name).map_err(|_| damaged(part))?;
    } else if let Some(stream) = parts.stream(part)? {
        clean.start_file(&name, packing()).map_err(|_| damaged(part))?;
        copy_without(stream, &found.cuts, clean).map_err(|error| unread(&error, part))?;
    }
    Ok(Some(found))
}

fn is_utf16(parts: &mut Parts, part: &str) -> Result<bool, Rejection> {
    let mut mark = [0; 2];
    let read = match parts.stream(part)? {
        Some(mut stream) => stream.read_exact(&mut mark).is_ok(),
        None => false,
    };
    Ok(read && matches!(mark, [0xFF, 0xFE] | [0xFE, 0xFF] | [b'<', 0] | [0, b'<']))
}

fn copy_without(mut from: impl Read, cuts: &[Range<u64>], to: &mut impl Write) -> std::io::Result<()> {
    let mut at = 0;
    for cut in cuts {
        std::io::copy(&mut from.by_ref().take(cut.start.saturating_sub(at)), to)?;
        std::io::copy(&mut from.by_ref().take(cut.end - cut.start), &mut std::io::sink())?;
        at = cut.end;
    }
    std::io::copy(&mut from, to).map(drop)
}

fn read_sheet(
    library: &mut Xlsx<Cursor<Vec<u8>>>,
    index: usize,
    tab: &Tab,
    outline: &Outline,
    tally: &mut Tally,
) -> Result<(), Rejection> {
    let place = tab.name.as_str();
    let mut cells =
        library.worksheet_cells_reader(&index.to_string()).map_err(|error| misread(&error, place))?;
    let mut odd = 0;
    loop {
        match cells.next_cell_with_style_id() {
            Ok(Some((cell, style))) => {
                let (row, column) = cell.get_position();
                let shown = outline.shown.get(style).copied().unwrap_or_default();
                tell(tally, row + 1, column, cell.get_value(), shown, outline.epoch_1904)?;
            }
            Ok(None) => break,
            Err(error) if is_of_one_cell(&error) && odd < ODD_CELLS => odd += 1,
            Err(error) => return Err(misread(&error, place)),
        }
    }
    if odd > 0 {
        let message = format!("工作表“{place}”中有{odd}个单元格的内容无法识别，已略过");
        tally.warn(Rejection::of_file(Code::OddPackage, message));
    }
    Ok(())
}

fn tell(
    tally: &mut Tally,
    row: u32,
    column: u32,
    data: &DataRef,
    shown: Shown,
    epoch_1904: bool,
) -> Result<(), Rejection> {
    match data {
        DataRef::String(text) => tally.cell(row, column, &Value::Text(text)),
        DataRef::SharedString(text) => tally.cell(row, column, &Value::Text(text)),
        DataRef::Bool(flag) => tally.cell(row, column, &Value::Flag(*flag)),
        DataRef::Error(error) => tally.cell(row, column, &Value::Text(&error.to_string())),
        DataRef::Float(number) => match Stamp::of(*number, shown, epoch_1904) {
            Some(stamp) => tally.cell(row, column, &Value::Stamp(stamp, characters(*number))),
            None => tally.cell(row, column, &Value::Number(*number)),
        },
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => match Stamp::of_iso(text) {
            Some(stamp) => tally.cell(row, column, &Value::Stamp(stamp, text.len())),
            None => tally.cell(row, column, &Value::Text(text)),
        },
        // The binary formats alone give the last two.
        DataRef::Empty | DataRef::Int(_) | DataRef::DateTime(_) => Ok(()),
    }
}

/// Whether the fault is one cell's and the stream goes on behind it: a string that the table does not have, a
/// type or an error code that is not known.
fn is_of_one_cell(error: &XlsxError) -> bool {
    !matches!(
        error,
        XlsxError::Io(_)
            | XlsxError::Zip(_)
            | XlsxError::Xml(_)
            | XlsxError::XmlAttr(_)
            | XlsxError::XmlEof(_)
    )
}

fn misread(error: &XlsxError, place: &str) -> Rejection {
    let code = match error {
        XlsxError::Xml(_) | XlsxError::XmlAttr(_) | XlsxError::XmlEof(_) => Code::XmlSyntax,
        _ => Code::Damaged,
    };
    Rejection::of_file(code, "工作表内部格式有误，无法读取").at(place)
}
