//! The check of a sheet's XML before the library reads it: references inside the sheet, merges, oddities to cut.
//! It never reads values; it only makes sure that the library may.

use super::tally::{COLUMNS, MERGES, ROWS, too_much};
use super::walk::{Node, Place, attribute, walk};
use crate::document::Area;
use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use quick_xml::events::BytesStart;
use std::io::BufRead;
use std::ops::Range;

/// What the check found in a sheet.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Merged areas, as many as are listed.
    pub(super) merges: Vec<Area>,
    /// There were more merged areas.
    pub(super) merges_dropped: bool,
    /// Bytes to leave out before the library reads the part, in order.
    pub(super) cuts: Vec<Range<u64>>,
    /// The part holds cells at all; a chart does not.
    pub(super) has_data: bool,
    /// Characters that the library drops: numbers beyond their shortest form (`1.0`), spaces around text.
    pub(super) surplus: usize,
    /// Formulas without a stored result: whoever wrote the file did not calculate.
    pub(super) unvalued: usize,
}

/// Elements that one cell may have around it: row, cell, formula, value, inline text, run.
const ELEMENTS_A_CELL: usize = 6;

/// Walks the part once.
pub(super) fn check(input: impl BufRead, part: &str, limits: &Limits) -> Result<Findings, Rejection> {
    let mut state = State {
        limits,
        part,
        cells: 0,
        found: Findings::default(),
        cut: None,
        number: false,
        formula: false,
        value: None,
    };
    let elements = limits.cells.saturating_mul(ELEMENTS_A_CELL);
    let mut parents = Parents::default();
    walk(input, part, elements, limits, &mut |node, place| match node {
        Node::Open(element) => {
            state.open(element, parents.cell(), place)?;
            parents.open(element.local_name().as_ref(), place.depth);
            Ok(())
        }
        Node::Close(name) => {
            parents.close(place.depth);
            state.close(name, place);
            Ok(())
        }
        Node::Text(text) => {
            if let Some(value) = &mut state.value {
                value.push_str(text);
            }
            Ok(())
        }
    })?;
    Ok(state.found)
}

/// Whether the walk is directly inside a cell.
#[derive(Default)]
struct Parents {
    cell_depth: Option<usize>,
    depth: usize,
}

impl Parents {
    fn open(&mut self, name: &str, depth: usize) {
        self.depth = depth + 1;
        if name == "c" && self.cell_depth.is_none() {
            self.cell_depth = Some(self.depth);
        }
    }

    fn close(&mut self, depth: usize) {
        self.depth = depth;
        if self.cell_depth.is_some_and(|cell| cell > depth) {
            self.cell_depth = None;
        }
    }

    fn cell(&self) -> bool {
        self.cell_depth == Some(self.depth)
    }
}

struct State<'a> {
    limits: &'a Limits,
    part: &'a str,
    cells: usize,
    found: Findings,
    /// First byte and depth of an element that is being cut.
    cut: Option<(u64, usize)>,
    /// The open cell holds a number.
    number: bool,
    /// The open cell holds a formula whose result has not come by yet.
    formula: bool,
    /// The text that is being compared with what the library makes of it.
    value: Option<String>,
}

impl State<'_> {
    fn open(&mut self, element: &BytesStart, in_cell: bool, place: Place) -> Result<(), Rejection> {
        match element.local_name().as_ref() {
            "sheetData" => self.found.has_data = true,
            "row" => {
                if let Some(row) = attribute(element, "r") {
                    row.parse().ok().filter(|&row: &u32| row <= ROWS).ok_or_else(|| self.outside(&row))?;
                }
            }
            "c" => self.cell(element)?,
            "v" if in_cell && self.number => self.value = Some(String::new()),
            "f" if in_cell => self.formula = true,
            "v" if in_cell => self.formula = false,
            "t" if keeps_no_space(element) => self.value = Some(String::new()),
            "f" | "v" | "is" => {}
            "mergeCell" => self.merge(element),
            "dimension" if !has_sound_reference(element) => self.begin_cut(place),
            _ if in_cell => self.begin_cut(place),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str, place: Place) {
        if let Some(value) = self.value.take_if(|_| name == "v" || name == "t") {
            self.formula &= name != "v" || value.is_empty();
            self.found.surplus += if name == "v" { surplus(&value) } else { outer_spaces(&value) };
        }
        if name == "c" && std::mem::take(&mut self.formula) {
            self.found.unvalued += 1;
        }
        if let Some((start, _)) = self.cut.take_if(|(_, depth)| *depth == place.depth) {
            self.found.cuts.push(start..place.end);
        }
    }

    fn cell(&mut self, element: &BytesStart) -> Result<(), Rejection> {
        self.cells += 1;
        if self.cells > self.limits.cells {
            return Err(too_much(&format!("一张工作表的单元格超过{}个", self.limits.cells)));
        }
        self.number = attribute(element, "t").is_none_or(|kind| kind == "n");
        if let Some(reference) = attribute(element, "r") {
            position(&reference).ok_or_else(|| self.outside(&reference))?;
        }
        Ok(())
    }

    fn merge(&mut self, element: &BytesStart) {
        let area = attribute(element, "ref").and_then(|reference| area(&reference));
        match area {
            Some(area) if self.found.merges.len() < MERGES => self.found.merges.push(area),
            Some(_) => self.found.merges_dropped = true,
            None => {}
        }
    }

    fn begin_cut(&mut self, place: Place) {
        self.cut.get_or_insert((place.start, place.depth));
    }

    /// Stops positions that overflow a reader's arithmetic or its grid.
    fn outside(&self, reference: &str) -> Rejection {
        let shown: String = reference.chars().take(20).collect();
        Rejection::of_file(Code::Damaged, format!("单元格位置“{shown}”不存在")).at(self.part)
    }
}

fn has_sound_reference(element: &BytesStart) -> bool {
    attribute(element, "ref").is_some_and(|reference| area(&reference).is_some())
}

fn keeps_no_space(element: &BytesStart) -> bool {
    attribute(element, "xml:space").is_none_or(|space| space != "preserve")
}

fn outer_spaces(text: &str) -> usize {
    text.len() - text.trim_matches([' ', '\t', '\r', '\n']).len()
}

/// Characters of a number as stored beyond those of its shortest form.
fn surplus(stored: &str) -> usize {
    let shortest = stored.trim().parse::<f64>().map(|number| format!("{number}").len());
    shortest.map_or(0, |shortest| stored.len().saturating_sub(shortest))
}

/// `B7` as (row from 1, column from 0), inside the sheet.
fn position(reference: &str) -> Option<(u32, u32)> {
    let digits = reference.find(|character: char| character.is_ascii_digit())?;
    let (letters, row) = reference.split_at(digits);
    let row = row.parse().ok().filter(|row| (1..=ROWS).contains(row))?;
    if letters.is_empty() || letters.len() > 3 || !row_is_plain(&reference[digits..]) {
        return None;
    }
    let column = letters.bytes().try_fold(0u32, |sum, letter| {
        letter.is_ascii_alphabetic().then(|| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    (column <= COLUMNS).then(|| (row, column - 1))
}

fn row_is_plain(row: &str) -> bool {
    row.bytes().all(|digit| digit.is_ascii_digit())
}

/// `B2:C7`, or one cell, as an area with its corners in order.
fn area(reference: &str) -> Option<Area> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    let ((first_row, first_column), (last_row, last_column)) = (position(first)?, position(last)?);
    let in_order = first_row <= last_row && first_column <= last_column;
    in_order.then_some(Area { first_row, first_column, last_row, last_column })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(body: &str) -> Result<Findings, Rejection> {
        let part = format!("<worksheet>{body}</worksheet>");
        check(part.as_bytes(), "sheet1.xml", &Limits::default())
    }

    fn cut(body: &str) -> Vec<String> {
        let part = format!("<worksheet>{body}</worksheet>");
        let found = check(part.as_bytes(), "sheet1.xml", &Limits::default()).unwrap();
        let piece = |range: &Range<u64>| {
            part[usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap()].to_owned()
        };
        found.cuts.iter().map(piece).collect()
    }

    #[test]
    fn references_outside_the_sheet_are_refused() {
        for reference in ["XFE1", "A1048577", "A0", "ZZZZZZZZ1", "A99999999999", "1A", "A+1", "民1"] {
            let body = format!("<sheetData><row><c r=\"{reference}\"/></row></sheetData>");
            assert_eq!(checked(&body).unwrap_err().code, Code::Damaged, "{reference}");
        }
        assert!(checked("<sheetData><row r='1048576'><c r='XFD1048576'/></row></sheetData>").is_ok());
        assert!(checked("<sheetData><row r='4294967295'/></sheetData>").is_err());
    }

    #[test]
    fn what_the_library_cannot_bear_is_cut() {
        assert_eq!(cut("<dimension/><sheetData/>"), ["<dimension/>"]);
        assert_eq!(cut("<dimension ref='B2:A1'></dimension>"), ["<dimension ref='B2:A1'></dimension>"]);
        assert!(cut("<dimension ref='A1:B2'/>").is_empty());
        let cell = "<sheetData><c><v>1</v><extLst><ext><v/></ext></extLst></c><c/></sheetData>";
        assert_eq!(cut(cell), ["<extLst><ext><v/></ext></extLst>"]);
        assert!(cut("<sheetData><c><f>A1</f><is><r><t>1</t></r></is></c></sheetData>").is_empty());
    }

    #[test]
    fn merges_are_listed_and_never_expanded() {
        let merges = "<mergeCell ref='A1:XFD1048576'/>".repeat(MERGES + 1);
        let found = checked(&format!("<sheetData/><mergeCells>{merges}</mergeCells>")).unwrap();
        assert_eq!((found.merges.len(), found.merges_dropped), (MERGES, true));
        assert_eq!(found.merges[0].last_column, COLUMNS - 1);
    }

    #[test]
    fn spaces_that_the_library_drops_are_counted() {
        let body = "<sheetData><c t='inlineStr'><is><t> 民 </t></is></c></sheetData>";
        assert_eq!(checked(body).unwrap().surplus, 2);
    }

    #[test]
    fn formulas_without_a_result_are_counted() {
        let body = "<sheetData><c><f>A1</f></c><c><f>A1</f><v/></c><c><f>A1</f><v>1</v></c>\
            <c t='str'><f>A1</f><v>甲</v></c><c><v/></c></sheetData>";
        assert_eq!(checked(body).unwrap().unvalued, 2);
    }

    #[test]
    fn stored_numbers_longer_than_their_shortest_form_are_counted() {
        let body = "<sheetData><c><v>1.0</v></c><c><v>12</v></c><c t='s'><v>007</v></c></sheetData>";
        assert_eq!(checked(body).unwrap().surplus, 2);
    }
}
