//! xls, xlsb and ods, as the library reads them; its dense grids are why this runs under a memory limit.
//! It never reads xlsx, whose parts are checked first.

use super::parts::Parts;
use super::serial::{Shown, Stamp, characters};
use super::tally::{MERGES, Tally, Value, too_much};
use super::walk::Node;
use crate::document::Area;
use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use calamine::{
    Data, Dimensions, ExcelDateTime, Ods, OdsError, Range, Reader, Sheet, SheetType, SheetVisible, Xls,
    XlsError, Xlsb,
};
use std::io::Cursor;

/// A binary workbook in a package, cell by cell.
pub(super) fn read_xlsb(bytes: &[u8], limits: &Limits, tally: &mut Tally) -> Result<(), Rejection> {
    let parts = Parts::open(bytes, limits)?;
    if !parts.has("xl/workbook.bin") {
        let message = "文件声明为二进制工作簿（.xlsb），内容却不是";
        return Err(Rejection::of_file(Code::WrongType, message));
    }
    if parts.names().any(|name| name.contains("vbaproject.bin")) {
        tally.warn(Rejection::of_file(Code::Macro, "表格中含有宏，宏未读取也未运行"));
    }
    if parts.names().any(|name| name.contains("/externallinks/")) {
        tally.warn(Rejection::of_file(Code::ExternalLink, "表格含有指向外部的链接"));
    }
    drop(parts);
    let mut library: Xlsb<_> = Reader::new(Cursor::new(bytes)).map_err(|_| damaged(""))?;
    let epoch_1904 = library.has_1904_epoch();
    let sheets = sheets_of(&library, limits)?;
    for sheet in &sheets {
        tally.sheet(&sheet.name, sheet.visible == SheetVisible::Visible, Vec::new())?;
        let mut cells = library.worksheet_cells_reader(&sheet.name).map_err(|_| damaged(&sheet.name))?;
        while let Some(cell) = cells.next_cell().map_err(|_| damaged(&sheet.name))? {
            tell(tally, cell.get_position(), cell.get_value().clone().into(), epoch_1904)?;
        }
    }
    Ok(())
}

/// A workbook of Excel 97 to 2003.
pub(super) fn read_xls(bytes: &[u8], limits: &Limits, tally: &mut Tally) -> Result<(), Rejection> {
    let mut library: Xls<_> = Reader::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => Rejection::of_file(Code::Encrypted, "表格设有打开密码"),
        _ => damaged(""),
    })?;
    if library.vba_project().is_ok_and(|project| project.is_some()) {
        tally.warn(Rejection::of_file(Code::Macro, "表格中含有宏，宏未读取也未运行"));
    }
    let epoch_1904 = library.has_1904_epoch();
    for sheet in sheets_of(&library, limits)? {
        let merges = library.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        tally.sheet(&sheet.name, sheet.visible == SheetVisible::Visible, areas(&merges))?;
        let range = library.worksheet_range(&sheet.name).map_err(|_| damaged(&sheet.name))?;
        tell_range(tally, &range, epoch_1904)?;
    }
    Ok(())
}

/// An OpenDocument spreadsheet.
pub(super) fn read_ods(bytes: &[u8], limits: &Limits, tally: &mut Tally) -> Result<(), Rejection> {
    let mut parts = Parts::open(bytes, limits)?;
    for part in ["META-INF/manifest.xml", "content.xml"] {
        let text = parts.text(part)?.unwrap_or_default();
        if !text.is_empty() {
            // What is encrypted is no XML; the manifest comes first, since it says so.
            super::walk::walk(text.as_bytes(), part, limits.elements, limits, &mut |node, _| match node {
                Node::Open(element) if element.local_name().as_ref() == "encryption-data" => {
                    Err(Rejection::of_file(Code::Encrypted, "表格设有打开密码"))
                }
                _ => Ok(()),
            })?;
        }
    }
    drop(parts);
    let mut library: Ods<_> = Reader::new(Cursor::new(bytes)).map_err(|error| match error {
        OdsError::Password => Rejection::of_file(Code::Encrypted, "表格设有打开密码"),
        _ => damaged(""),
    })?;
    for sheet in sheets_of(&library, limits)? {
        tally.sheet(&sheet.name, sheet.visible == SheetVisible::Visible, Vec::new())?;
        let range = library.worksheet_range(&sheet.name).map_err(|_| damaged(&sheet.name))?;
        tell_range(tally, &range, false)?;
    }
    Ok(())
}

fn sheets_of<L: Reader<Cursor<B>>, B: AsRef<[u8]>>(
    library: &L,
    limits: &Limits,
) -> Result<Vec<Sheet>, Rejection> {
    let sheets = library.sheets_metadata();
    if sheets.len() > limits.sheets {
        return Err(too_much(&format!("工作表超过{}张", limits.sheets)));
    }
    Ok(sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect())
}

fn tell_range(tally: &mut Tally, range: &Range<Data>, epoch_1904: bool) -> Result<(), Rejection> {
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, data) in range.used_cells() {
        let position = (added(first_row, row)?, added(first_column, column)?);
        tell(tally, position, data.clone(), epoch_1904)?;
    }
    Ok(())
}

fn added(first: u32, offset: usize) -> Result<u32, Rejection> {
    u32::try_from(offset).ok().and_then(|offset| first.checked_add(offset)).ok_or_else(|| damaged(""))
}

fn tell(tally: &mut Tally, (row, column): (u32, u32), data: Data, epoch_1904: bool) -> Result<(), Rejection> {
    let row = row.checked_add(1).ok_or_else(|| damaged(""))?;
    match data {
        Data::Empty => Ok(()),
        Data::String(text) | Data::DurationIso(text) => tally.cell(row, column, &Value::Text(&text)),
        Data::Bool(flag) => tally.cell(row, column, &Value::Flag(flag)),
        Data::Error(error) => tally.cell(row, column, &Value::Text(&error.to_string())),
        Data::Int(number) => tally.cell(row, column, &Value::Text(&number.to_string())),
        Data::Float(number) => tally.cell(row, column, &Value::Number(number)),
        Data::DateTime(moment) => tally.cell(row, column, &moment_of(&moment, epoch_1904)),
        Data::DateTimeIso(text) => match Stamp::of_iso(&text) {
            Some(stamp) => tally.cell(row, column, &Value::Stamp(stamp, text.len())),
            None => tally.cell(row, column, &Value::Text(&text)),
        },
    }
}

fn moment_of(moment: &ExcelDateTime, epoch_1904: bool) -> Value<'static> {
    let shown = if moment.is_duration() { Shown::Duration } else { Shown::Day };
    match Stamp::of(moment.as_f64(), shown, epoch_1904) {
        Some(stamp) => Value::Stamp(stamp, characters(moment.as_f64())),
        None => Value::Number(moment.as_f64()),
    }
}

fn areas(merges: &[Dimensions]) -> Vec<Area> {
    let area = |merge: &Dimensions| {
        let ((first_row, first_column), (last_row, last_column)) = (merge.start, merge.end);
        Area { first_row: first_row + 1, first_column, last_row: last_row + 1, last_column }
    };
    merges.iter().take(MERGES).map(area).collect()
}

fn damaged(place: &str) -> Rejection {
    Rejection::of_file(Code::Damaged, "表格已损坏，无法读取").at(place)
}
