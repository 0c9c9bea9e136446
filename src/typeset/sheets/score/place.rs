//! Where things stand in the workbook: sheets by name, rows of the points, references for formulas and links.
//! It never writes a cell.

use crate::office::scoring::Scores;
use std::collections::BTreeSet;

/// Sheet of charts.
pub(super) const CHARTS: &str = "图";
/// Sheet of points.
pub(super) const DETAIL: &str = "明细";
/// Sheet of money.
pub(super) const MONEY: &str = "稿酬";
/// Sheet of rules.
pub(super) const RULES: &str = "规则";
/// Sheet of what is missing.
pub(super) const MISSING: &str = "未达标";
/// Sheet of explanations.
pub(super) const NOTES: &str = "说明";

/// Points on one sheet; more begin another. Excel has 1,048,576 rows.
const ROWS_PER_SHEET: usize = 1_000_000;
/// Blank rows below the points that formulas take in, so that a person may add some.
const SPARE_ROWS: u32 = 200;
/// Points times names beyond which formulas take in only a name's own rows: programs would calculate for hours.
const CELLS_MAX: usize = 20_000_000;
/// First row of points on a sheet, from 0.
pub(super) const FIRST: u32 = super::page::FIRST_ROW;

/// A sheet of points.
pub(super) struct DetailSheet {
    /// Name.
    pub(super) name: String,
    /// First point, counted over all boards.
    pub(super) first: usize,
    /// How many.
    pub(super) rows: usize,
}

/// All places.
pub(super) struct Places {
    rankings: Vec<String>,
    pub(super) details: Vec<DetailSheet>,
    /// First point of each board, counted over all boards.
    board_first: Vec<usize>,
    wide: bool,
}

/// Rows of one sheet of points, from 0, both included.
pub(super) struct Span<'p> {
    pub(super) sheet: &'p str,
    pub(super) first: u32,
    pub(super) last: u32,
}

impl Places {
    pub(super) fn of(scores: &Scores) -> Places {
        let mut taken: BTreeSet<String> =
            [CHARTS, DETAIL, MONEY, RULES, MISSING, NOTES].iter().map(|name| (*name).to_owned()).collect();
        let rankings = scores.boards.iter().map(|board| free_name(&board.name, &mut taken)).collect();
        let mut board_first = Vec::new();
        let mut total = 0;
        for board in &scores.boards {
            board_first.push(total);
            total += board.row_count();
        }
        let names: usize = scores.boards.iter().map(|board| board.standings.len()).sum();
        let mut details = Vec::new();
        for first in (0..total.max(1)).step_by(ROWS_PER_SHEET) {
            let name = if details.is_empty() { DETAIL.to_owned() } else { free_name(DETAIL, &mut taken) };
            details.push(DetailSheet { name, first, rows: (total - first).min(ROWS_PER_SHEET) });
        }
        Places { rankings, details, board_first, wide: total.saturating_mul(names) <= CELLS_MAX }
    }

    /// Name of a board's sheet.
    pub(super) fn ranking(&self, board: usize) -> &str {
        &self.rankings[board]
    }

    /// Rows over which a name's total is taken: all of them, or in a large workbook its own.
    pub(super) fn spans(&self, board: usize, first: usize, rows: usize) -> Vec<Span<'_>> {
        let from = self.board_first[board] + first;
        let (from, to) = if self.wide { (0, usize::MAX) } else { (from, from + rows.max(1)) };
        let mut spans = Vec::new();
        for sheet in &self.details {
            let (low, high) = (from.max(sheet.first), to.min(sheet.first + sheet.rows.max(1)));
            if low < high {
                let spare = if self.wide { SPARE_ROWS } else { 0 };
                let last = row(high - sheet.first) - 1 + spare;
                spans.push(Span { sheet: &sheet.name, first: row(low - sheet.first), last });
            }
        }
        spans
    }

    /// The whole of the points.
    pub(super) fn everything(&self) -> Vec<Span<'_>> {
        let spare = |sheet: &DetailSheet| row(sheet.rows.max(1)) - 1 + SPARE_ROWS;
        self.details
            .iter()
            .map(|sheet| Span { sheet: &sheet.name, first: FIRST, last: spare(sheet) })
            .collect()
    }

    /// Where a link to a name's first point leads.
    pub(super) fn link(&self, board: usize, first: usize) -> String {
        let at = self.board_first[board] + first;
        let sheet = self.details.iter().rev().find(|sheet| sheet.first <= at).unwrap_or(&self.details[0]);
        format!("internal:{}!A{}", quoted(&sheet.name), row(at - sheet.first) + 1)
    }
}

/// The row, from 0, of a point on its sheet.
pub(super) fn row(at: usize) -> u32 {
    FIRST + u32::try_from(at).unwrap_or(u32::MAX - FIRST)
}

impl Span<'_> {
    /// The rows in a column, as `明细!$K$4:$K$30`.
    pub(super) fn column(&self, letter: char) -> String {
        format!("{}!${letter}${}:${letter}${}", quoted(self.sheet), self.first + 1, self.last + 1)
    }
}

/// A sheet's name as formulas write it.
pub(super) fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

/// The letters of a column from 0.
pub(super) fn letters(column: u16) -> String {
    let mut letters = String::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters
}

/// A name that Excel takes and no other sheet has.
fn free_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let legal: String = wanted.chars().filter(|c| !"[]:*?/\\".contains(*c) && !c.is_control()).collect();
    let stem: String = legal.trim_matches('\'').chars().take(28).collect();
    let stem = if stem.trim().is_empty() { "榜".to_owned() } else { stem };
    let numbered = (2..).map(|number| format!("{stem}{number}"));
    let mut names = std::iter::once(stem.clone()).chain(numbered);
    let name = names.find(|name| !taken.contains(&name.to_lowercase())).unwrap_or(stem);
    taken.insert(name.to_lowercase());
    name
}
