//! Forms in tables: label left and value right, label above value, both in one cell, people in rows.
//! It never decides what a doubtful label means, and never reads text outside its table.

mod cell;
mod crossed;
mod reader;

pub use cell::is_own_word;
pub use reader::read;

use super::grid::{Grid, Kind, Spot, inner_tables};
use super::labels::{Index, Key};
use super::lines;
use crate::document::Table;

/// What a table is for the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Part of the text.
    Text,
    /// A form.
    Form,
    /// Labels of a form that could head a table of the text as well: a form only where no text surrounds it.
    Doubtful,
    /// A batch sheet set in Word: one paper a row.
    Batch,
}

/// How a cell's place is named for the clerk, by row and column from 0.
pub type Places<'a> = dyn Fn(usize, usize) -> String + 'a;

/// What a table is.
pub fn shape(table: &Table, index: &Index) -> Shape {
    shape_of(&Grid::new(table, index), index)
}

/// What a table is, by its grid.
pub fn shape_of(grid: &Grid<'_>, index: &Index) -> Shape {
    let mut keys: Vec<Key> = grid.spots.iter().filter_map(|spot| spot_key(spot, index)).collect();
    let total = keys.len();
    keys.sort_unstable();
    keys.dedup();
    let named = keys
        .iter()
        .any(|key| matches!(key, Key::Title | Key::Author | Key::Unit | Key::CoAuthor | Key::Contact));
    let strong = keys.iter().filter(|key| key.is_strong()).count();
    let bodies = keys.iter().filter(|key| key.is_body()).count();
    let headed = (0..grid.rows.len()).any(|row| is_header(grid, row));
    let may_list = headed || (total >= 3 && (0..grid.rows.len()).any(|row| heads_papers(grid, row)));
    if may_list && keys.contains(&Key::Title) && is_batch(grid) {
        return Shape::Batch;
    }
    if headed && !keys.contains(&Key::Title) && grid.rows.first().is_some_and(|row| row.len() == total) {
        // 姓名 单位 电话 may head a list of cases as well.
        let details = keys.iter().filter(|key| key.is_of_person() || **key == Key::MaybeUnit).count();
        return if keys.contains(&Key::Author) && details >= 1 { Shape::Doubtful } else { Shape::Text };
    }
    if named && (keys.len() >= 2) && strong >= 1 {
        Shape::Form
    } else if (named && total >= 1 && grid.spots.len() <= 4)
        || bodies >= 2
        || strong >= 2
        || (bodies >= 1 && keys.len() >= 3)
        || keys.contains(&Key::MaybeTitle) && bodies >= 1
    {
        Shape::Doubtful
    } else {
        Shape::Text
    }
}

/// Whether the table can be the rest of a form that began in another: every row begins with a label, and one asks
/// for text.
pub fn goes_on(grid: &Grid<'_>) -> bool {
    let first = |row: &Vec<usize>| row.first().and_then(|&at| grid.label(at)).map(|label| label.key);
    let keys: Option<Vec<Key>> = grid.rows.iter().map(first).collect();
    keys.is_some_and(|keys| keys.into_iter().any(Key::is_body))
        && grid.spots.iter().any(|spot| spot.kind == Kind::Value)
}

fn spot_key(spot: &Spot<'_>, index: &Index) -> Option<Key> {
    match spot.kind {
        Kind::Label(label) => Some(label.key),
        Kind::Inline => {
            let first = spot.text.lines().next()?;
            lines::pairs(first, index)
                .first()
                .map(|pair| pair.label.key)
                .or_else(|| index.find(first).map(|label| label.key))
        }
        _ => inner_tables(spot.cell)
            .next()
            .filter(|table| shape(table, index) == Shape::Form)
            .map(|_| Key::Title),
    }
}

/// Rows of papers under a header: a title in at least two of them.
fn is_batch(grid: &Grid<'_>) -> bool {
    let mut rows = 0..grid.rows.len();
    let Some(header) = rows.find(|&row| is_header(grid, row) || heads_papers(grid, row)) else {
        return false;
    };
    let Some(title) = grid.rows[header]
        .iter()
        .copied()
        .find(|&at| grid.label(at).is_some_and(|label| label.key == Key::Title))
    else {
        return false;
    };
    let (column, width) = (grid.spots[title].column, grid.spots[title].width);
    let after = &grid.rows[header + 1..];
    let filled = after
        .iter()
        .filter(|row| {
            // A cell across the table is a text or a section, and no title.
            row.iter().any(|&at| {
                let spot = &grid.spots[at];
                spot.column == column && spot.width <= width && spot.kind == Kind::Value
            })
        })
        .count();
    filled >= 2
        && !after
            .iter()
            .flatten()
            .any(|&at| matches!(grid.spots[at].kind, Kind::Label(label) if label.key.is_strong()))
}

/// Whether a row heads the rows below: labels side by side and nothing else, values under the first.
fn is_header(grid: &Grid<'_>, row: usize) -> bool {
    let spots: Vec<usize> = grid.rows[row].iter().copied().filter(|&at| !is_group(grid, at)).collect();
    if spots.len() < 2 || !spots.iter().all(|&at| matches!(grid.spots[at].kind, Kind::Label(_))) {
        return false;
    }
    let Some(next) = grid.rows.get(row + 1) else { return false };
    let mut kinds = next.iter().filter(|&&at| !is_group(grid, at)).map(|&at| kind_under(grid, &spots, at));
    kinds.next().is_some_and(|kind| !matches!(kind, Kind::Label(_) | Kind::Inline))
        && !kinds.any(|kind| matches!(kind, Kind::Label(label) if label.key.is_strong()))
}

/// What a cell is below a header: under 身份 the word 信息员 is a value.
fn kind_under(grid: &Grid<'_>, header: &[usize], at: usize) -> Kind {
    let spot = &grid.spots[at];
    // The first cell of a row is taken for what it says, or every row of pairs below 身份 would be a value.
    let over = header.iter().skip(1).find(|&&label| {
        let label = &grid.spots[label];
        (label.column..label.column + label.width).contains(&spot.column)
    });
    match over.and_then(|&label| grid.label(label)) {
        Some(label) if expects_a_word(label.key) && matches!(spot.kind, Kind::Label(_)) => Kind::Value,
        _ => spot.kind,
    }
}

/// Whether a row heads papers though a column or two have names that no list holds: a title and a person among at
/// least twice as many labels, values under the first.
fn heads_papers(grid: &Grid<'_>, row: usize) -> bool {
    let spots = &grid.rows[row];
    // Most rows end here: they hold a label or two with their values.
    if spots.len() < 3 || !spots.iter().take(3).any(|&at| grid.label(at).is_some()) {
        return false;
    }
    let labels = || spots.iter().filter_map(|&at| grid.label(at)).map(|label| label.key);
    let below = grid.rows.get(row + 1).and_then(|below| below.first()).map(|&at| grid.spots[at].kind);
    labels().count() >= 3
        && labels().count() * 3 >= spots.len() * 2
        && labels().any(|key| key == Key::Title)
        && labels().any(Key::is_person)
        && below == Some(Kind::Value)
}

/// A label over several rows with labels beside it: 反映人 in front of 姓名, 单位职务, 联系电话.
fn is_group(grid: &Grid<'_>, at: usize) -> bool {
    let spot = &grid.spots[at];
    spot.height > 1
        && matches!(spot.kind, Kind::Label(label) if label.key.is_person() || label.key == Key::Other)
        && grid.rows[spot.row].iter().any(|&other| {
            grid.spots[other].column == spot.column + spot.width
                && matches!(grid.spots[other].kind, Kind::Label(_))
        })
}

/// Labels whose value is a word that may be a label elsewhere: 身份 信息员, 类别 建议.
fn expects_a_word(key: Key) -> bool {
    matches!(key, Key::Category | Key::MaybeKind | Key::Kind | Key::Urgency | Key::Attachment | Key::Sector)
}
