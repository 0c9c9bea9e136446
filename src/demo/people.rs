//! The invented people and units of the practice office: a roster in two editions, and who signs a paper.
//! It never holds a person or a telephone that exists.

use crate::office::roster::{INFORMANT, MEMBER, SHEETS};
use crate::typeset::lists::SubmissionAuthor;
use crate::typeset::sheets;
use rust_xlsxwriter::XlsxError;
use serde::Deserialize;

/// Rows by sheet, in the columns of the stock roster; explained at its head.
const ROSTER: &str = include_str!("roster.txt");

/// Which of the year's two rosters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Edition {
    /// Of the year's beginning.
    #[serde(rename = "旧")]
    First,
    /// Of July: somebody has moved, somebody has left, somebody is new.
    #[serde(rename = "新")]
    Second,
}

/// Everybody and everything on the rosters.
#[derive(Debug)]
pub(super) struct People {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    sheet: &'static str,
    /// The only edition that has it; `None` is both.
    only: Option<Edition>,
    cells: Vec<String>,
}

impl People {
    /// Reads the rows.
    pub(super) fn read() -> People {
        let mut sheet = "";
        let mut rows = Vec::new();
        for line in ROSTER.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(title) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                sheet = title;
                continue;
            }
            let mut cells = line.split('|').map(|cell| cell.trim().to_owned());
            let only = match cells.next().as_deref() {
                Some("旧") => Some(Edition::First),
                Some("新") => Some(Edition::Second),
                _ => None,
            };
            rows.push(Row { sheet, only, cells: cells.collect() });
        }
        People { rows }
    }

    /// The workbook of an edition, in the stock form.
    pub(super) fn workbook(&self, edition: Edition) -> Result<Vec<u8>, XlsxError> {
        let filled: Vec<(&str, Vec<Vec<String>>)> = SHEETS
            .iter()
            .map(|(title, _)| {
                let of_sheet = self.rows.iter().filter(|row| row.sheet == *title);
                let valid = of_sheet.filter(|row| row.only.is_none_or(|only| only == edition));
                (*title, valid.map(|row| row.cells.clone()).collect())
            })
            .collect();
        sheets::roster_form(&filled)
    }

    /// A person as he or she signs: the 委员 of the name before the 信息员, of two by the workplace.
    pub(super) fn author(&self, name: &str, workplace: &str) -> Option<SubmissionAuthor> {
        let member = self.find(MEMBER, name, workplace).map(|cells| SubmissionAuthor {
            kind: "区政协委员".to_owned(),
            sector: cells(2),
            committee: cells(3),
            party: cells(5),
            workplace: cells(6),
            position: cells(7),
            phone: cells(8),
            name: name.to_owned(),
        });
        member.or_else(|| {
            self.find(INFORMANT, name, workplace).map(|cells| SubmissionAuthor {
                kind: INFORMANT.to_owned(),
                workplace: cells(3),
                position: cells(4),
                phone: cells(5),
                name: name.to_owned(),
                ..SubmissionAuthor::default()
            })
        })
    }

    fn find(&self, sheet: &str, name: &str, workplace: &str) -> Option<impl Fn(usize) -> String> {
        let fits = |row: &&Row| {
            row.sheet == sheet
                && row.cells.first().is_some_and(|cell| cell == name)
                && (workplace.is_empty() || row.cells.iter().any(|cell| cell == workplace))
        };
        let row = self.rows.iter().find(fits)?;
        Some(|column: usize| row.cells.get(column).cloned().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Content;
    use crate::formats::sheet;
    use crate::intake::roster;
    use crate::limits::Limits;

    #[test]
    fn both_editions_are_taken_without_a_warning() {
        let people = People::read();
        for (edition, day) in [(Edition::First, "2026-01-05"), (Edition::Second, "2026-07-01")] {
            let reading = sheet::read(&people.workbook(edition).unwrap(), &Limits::default());
            let Some(Content::Workbook(workbook)) = reading.content else {
                panic!("{:?}", reading.rejections)
            };
            let (roster, warnings) = roster::read(&workbook, day.parse().unwrap()).unwrap();
            assert_eq!(warnings, []);
            assert!(roster.members.len() >= 60 && roster.informants.len() == 30 && roster.groups.len() == 5);
        }
    }

    #[test]
    fn two_of_a_name_are_told_apart_by_where_they_work() {
        let people = People::read();
        let sector = |workplace| people.author("李静", workplace).unwrap().sector;
        assert_eq!(sector("柳溪镇中心卫生院"), "医卫");
        assert_eq!(sector("青河镇中心小学"), "教育");
        assert!(people.author("祝小满", "").is_none());
    }
}
