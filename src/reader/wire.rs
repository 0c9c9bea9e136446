//! What goes over the pipes between parent and child: a length in four bytes, then that many bytes.
//! It never sends a workbook whole: rows go in batches, so that neither side holds two copies.

use crate::document::{Area, Format, SheetCell, SheetRow};
use crate::limits::Limits;
use crate::rejection::Rejection;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// First message to a child.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Hello {
    pub(super) limits: Limits,
}

/// Head of a request; the file's bytes follow as a frame of their own.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) format: Format,
}

/// One message of the child about the file that it is reading.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Message {
    #[serde(rename = "s")]
    Sheet { name: String, visible: bool, merges: Vec<(u32, u32, u32, u32)> },
    #[serde(rename = "r")]
    Rows(Vec<(u32, Vec<WireCell>)>),
    #[serde(rename = "d")]
    Done { characters: usize, warnings: Vec<Rejection> },
    #[serde(rename = "x")]
    Refused(Rejection),
}

/// Column, text, and what the text stands for.
pub(super) type WireCell = (u32, String, Kind);

/// What a cell's text stands for; number and date are read from it again, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kind {
    #[serde(rename = "t")]
    Text,
    #[serde(rename = "n")]
    Number,
    #[serde(rename = "d")]
    Date,
}

/// Largest message of a child. Stops a child gone astray from filling the parent.
pub(super) const MESSAGE_BYTES: usize = 16 << 20;

pub(super) fn packed(row: SheetRow) -> (u32, Vec<WireCell>) {
    let cell = |cell: SheetCell| {
        let kind = match (cell.date, cell.number) {
            (Some(_), _) => Kind::Date,
            (None, Some(_)) => Kind::Number,
            (None, None) => Kind::Text,
        };
        (cell.column, cell.text, kind)
    };
    (row.number, row.cells.into_iter().map(cell).collect())
}

pub(super) fn unpacked((number, cells): (u32, Vec<WireCell>)) -> SheetRow {
    let cell = |(column, text, kind): WireCell| SheetCell {
        column,
        date: if kind == Kind::Date { NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok() } else { None },
        number: if kind == Kind::Number { text.parse().ok() } else { None },
        text,
    };
    SheetRow { number, cells: cells.into_iter().map(cell).collect() }
}

pub(super) fn corners(area: &Area) -> (u32, u32, u32, u32) {
    (area.first_row, area.first_column, area.last_row, area.last_column)
}

pub(super) fn area(corners: (u32, u32, u32, u32)) -> Area {
    let (first_row, first_column, last_row, last_column) = corners;
    Area { first_row, first_column, last_row, last_column }
}

pub(super) fn send(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(bytes)?;
    to.flush()
}

pub(super) fn send_value(to: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    send(to, &serde_json::to_vec(value)?)
}

/// The next frame; `None` at the end of the pipe. A frame over the limit is an error.
pub(super) fn receive(from: &mut impl Read, limit: usize) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let length = u32::from_le_bytes(length);
    if usize::try_from(length).is_ok_and(|length| length > limit) {
        return Err(io::Error::from(io::ErrorKind::InvalidData));
    }
    let mut bytes = Vec::new();
    from.take(u64::from(length)).read_to_end(&mut bytes)?;
    if u32::try_from(bytes.len()) == Ok(length) {
        Ok(Some(bytes))
    } else {
        Err(io::Error::from(io::ErrorKind::UnexpectedEof))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_survives_the_pipe() {
        let date = NaiveDate::from_ymd_opt(2026, 3, 5);
        let row = SheetRow {
            number: 7,
            cells: vec![
                SheetCell {
                    column: 0,
                    text: "13800000000".into(),
                    date: None,
                    number: Some(13_800_000_000.0),
                },
                SheetCell { column: 2, text: "2026-03-05".into(), date, number: None },
                SheetCell { column: 3, text: "12".into(), date: None, number: None },
            ],
        };
        let mut pipe = Vec::new();
        send_value(&mut pipe, &Message::Rows(vec![packed(row.clone())])).unwrap();
        let frame = receive(&mut pipe.as_slice(), MESSAGE_BYTES).unwrap().unwrap();
        let Message::Rows(rows) = serde_json::from_slice(&frame).unwrap() else { panic!("rows") };
        assert_eq!(rows.into_iter().map(unpacked).collect::<Vec<_>>(), [row]);
    }

    #[test]
    fn frames_that_are_cut_or_too_long_are_errors() {
        assert!(receive(&mut [9, 0, 0, 0, 1].as_slice(), 100).is_err());
        assert!(receive(&mut [255, 255, 255, 255].as_slice(), 100).is_err());
        assert!(receive(&mut [].as_slice(), 100).unwrap().is_none());
    }
}
