//! The workbook of scores: a ranking for each board, every point, the rules, what is missing, how to check it.
//! It never computes a point; totals and ranks are formulas over the points, with their results beside them.

mod chart;
mod detail;
mod notes;
mod place;
mod ranking;
mod splice;
#[cfg(test)]
mod tests;

use super::page;
use crate::office::scoring::Scores;
use place::Places;
use rust_xlsxwriter::{Workbook, XlsxError};
use std::io::{Seek, Write};

/// The workbook of a period into a writer, row by row: a million points need little memory. The same figures give
/// the same bytes.
pub fn write_score_book(
    scores: &Scores,
    office: &str,
    out: impl Write + Seek + Send,
) -> Result<(), XlsxError> {
    let places = Places::of(scores);
    let stub = made(scores, office, &places)?.save_to_buffer()?;
    splice::splice(&stub, scores, &places, out)
        .map_err(|cause| XlsxError::IoError(std::io::Error::other(cause)))
}

/// The workbook with sheets of points that have none yet.
fn made(scores: &Scores, office: &str, places: &Places) -> Result<Workbook, XlsxError> {
    let mut workbook = page::workbook()?;
    for (at, board) in scores.boards.iter().enumerate() {
        let sheet = workbook.add_worksheet().set_name(places.ranking(at))?;
        ranking::write(sheet, scores, board, at, places, office)?;
    }
    chart::write(workbook.add_worksheet().set_name(place::CHARTS)?, scores, places)?;
    for at in 0..places.details.len() {
        let sheet = workbook.add_worksheet().set_name(&places.details[at].name)?;
        detail::stub(sheet, scores, &places.details[at], office)?;
    }
    if !scores.scheme.money.is_empty() {
        let sheet = workbook.add_worksheet().set_name(place::MONEY)?;
        detail::write_money(sheet, scores, office)?;
    }
    notes::rules(workbook.add_worksheet().set_name(place::RULES)?, scores)?;
    notes::missing(workbook.add_worksheet().set_name(place::MISSING)?, scores, office)?;
    notes::explain(workbook.add_worksheet().set_name(place::NOTES)?, scores, office)?;
    Ok(workbook)
}
