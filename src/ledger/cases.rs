//! Cases and their papers: added once, found by number, fingerprint and title, folded from their entries.
//! It never says where a case stands; its entries do.

use super::chain::digest;
use super::engine::{Row, Value, integer};
use super::{Book, Reading, entries};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::office::case::{Case, Standing};
use crate::office::numbers::{CaseNumber, Fingerprint, IssueNumber};
use crate::office::paper::Paper;
use crate::office::step::Step;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A case to be added.
#[derive(Clone, Debug)]
pub struct NewCase<'a> {
    /// 登记号, out of the counter of its year.
    pub number: CaseNumber,
    /// Fingerprint of the file.
    pub fingerprint: Fingerprint,
    /// Index of the paper in the file, from 0.
    pub paper_index: usize,
    /// The title as resubmissions are compared by it.
    pub title_key: &'a str,
    /// The author as resubmissions are compared by him.
    pub author_key: &'a str,
    /// Day of receipt.
    pub received: NaiveDate,
    /// The paper as extracted.
    pub paper: &'a Paper,
}

/// A paper that is registered already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Fingerprint of the file.
    pub fingerprint: Fingerprint,
    /// Index of the paper in the file.
    pub paper_index: usize,
    /// The number that it has.
    pub number: CaseNumber,
}

/// Which cases are wanted. The default is all of them, as they stand now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// Numbers, from first to last.
    pub numbers: Option<(CaseNumber, CaseNumber)>,
    /// First day of receipt.
    pub received_from: Option<NaiveDate>,
    /// Last day of receipt.
    pub received_to: Option<NaiveDate>,
    /// Something happened to them on this day or later.
    pub changed_from: Option<NaiveDate>,
    /// Entries up to this day only: the cases as they stood in its evening.
    pub as_of: Option<NaiveDate>,
    /// At this step.
    pub step: Option<Step>,
    /// On their way to this destination.
    pub destination: Option<String>,
    /// Only what moves or waits.
    pub open_only: bool,
}

/// Serials of a year lie apart by this in the key: more than any `u32`.
const SERIALS: i64 = 10_000_000_000;

/// A case number as one BIGINT that sorts as numbers do: 2026-0031 is 20260000000031.
pub(super) fn key(number: CaseNumber) -> i64 {
    i64::from(number.year) * SERIALS + i64::from(number.serial)
}

/// The case number of a key.
pub(super) fn number(key: i64) -> Outcome<CaseNumber> {
    let parts = (i32::try_from(key / SERIALS), u32::try_from(key % SERIALS));
    match parts {
        (Ok(year), Ok(serial)) => Ok(CaseNumber { year, serial }),
        _ => Err(Failure::new(
            FailureKind::Integrity,
            format!("the ledger holds {key} where a case number should be"),
        )),
    }
}

const COLUMNS: &[&str] = &["number", "fingerprint", "paper_index", "title_key", "author_key", "received"];

impl Book<'_> {
    /// Adds cases with their papers; the entry that registers each must follow in the same transaction.
    /// When papers of these bytes are registered already, nothing is added and these are returned: decide again.
    pub fn add_cases(&mut self, cases: &[NewCase<'_>]) -> Outcome<Vec<Conflict>> {
        let conflicts = self.conflicts(cases)?;
        if !conflicts.is_empty() {
            return Ok(conflicts);
        }
        let mut rows = Vec::with_capacity(cases.len() * COLUMNS.len());
        let mut papers = Vec::with_capacity(cases.len() * 2);
        for case in cases {
            let body = serde_json::to_string(case.paper).map_err(|error| {
                Failure::new(FailureKind::Integrity, "a paper cannot be written as JSON").because(error)
            })?;
            self.unsealed.insert(case.number, digest(body.as_bytes()));
            rows.extend([
                Value::from(key(case.number)),
                Value::from(case.fingerprint.to_string()),
                Value::from(integer(case.paper_index)),
                Value::from(case.title_key),
                Value::from(case.author_key),
                Value::from(case.received),
            ]);
            papers.extend([Value::from(key(case.number)), Value::from(body)]);
        }
        self.reading.engine.insert("cases", COLUMNS, &rows, "")?;
        self.reading.engine.insert("paper", &["number", "body"], &papers, "")?;
        Ok(Vec::new())
    }

    fn conflicts(&self, cases: &[NewCase<'_>]) -> Outcome<Vec<Conflict>> {
        let mut conflicts = Vec::new();
        for case in cases {
            let found = self.reading.engine.first(
                "SELECT number FROM cases WHERE fingerprint = $1 AND paper_index = $2",
                &[case.fingerprint.to_string().into(), integer(case.paper_index).into()],
                read_number,
            )?;
            if let Some(number) = found {
                let NewCase { fingerprint, paper_index, .. } = *case;
                conflicts.push(Conflict { fingerprint, paper_index, number });
            }
        }
        Ok(conflicts)
    }
}

impl Reading {
    /// The case as its entries add up to it.
    pub fn case(&self, number: CaseNumber) -> Outcome<Option<Case>> {
        let entries = self.entries(number)?;
        Ok(Case::fold(number, &entries))
    }

    /// Cases as far as their registration, their destinations and their numbers tell: what names them, for lists, at
    /// a third of the cost of [`Reading::case`].
    pub fn named_cases(&self, numbers: &BTreeSet<CaseNumber>) -> Outcome<BTreeMap<CaseNumber, Case>> {
        let keys: Vec<i64> = numbers.iter().copied().map(key).collect();
        let mut named = BTreeMap::new();
        for keys in keys.chunks(CASES_PER_QUERY) {
            self.fold(entries_that_name(), keys, NaiveDate::MAX, &mut |case| {
                named.insert(case.number, case);
                Ok(())
            })?;
        }
        Ok(named)
    }

    /// The paper of a case as it was extracted.
    pub fn paper(&self, number: CaseNumber) -> Outcome<Option<Paper>> {
        self.engine.first("SELECT body FROM paper WHERE number = $1", &[key(number).into()], |row| {
            serde_json::from_str(row.text(0)?).map_err(|error| {
                let message = format!("the paper of case {number} cannot be read");
                Failure::new(FailureKind::Integrity, message).because(error)
            })
        })
    }

    /// The cases of a file, in the order of its papers.
    pub fn find_by_fingerprint(&self, fingerprint: &Fingerprint) -> Outcome<Vec<CaseNumber>> {
        self.engine.all(
            "SELECT number FROM cases WHERE fingerprint = $1 ORDER BY paper_index",
            &[fingerprint.to_string().into()],
            read_number,
        )
    }

    /// The latest case of this title by this author.
    pub fn find_by_title(&self, title_key: &str, author_key: &str) -> Outcome<Option<CaseNumber>> {
        self.engine.first(
            "SELECT number FROM cases WHERE title_key = $1 AND author_key = $2 \
             ORDER BY number DESC LIMIT 1",
            &[title_key.into(), author_key.into()],
            read_number,
        )
    }

    /// The case that got a number in a publication.
    pub fn find_by_issue(&self, issue: &IssueNumber) -> Outcome<Option<CaseNumber>> {
        self.engine.first(
            "SELECT number FROM issue WHERE publication = $1 AND year = $2 AND serial = $3",
            &[issue.publication.as_str().into(), i64::from(issue.year).into(), issue.number.into()],
            read_number,
        )
    }

    /// All cases that a filter lets through, by number.
    pub fn cases(&self, filter: &CaseFilter) -> Outcome<Vec<Case>> {
        let mut cases = Vec::new();
        self.each_case(filter, |case| {
            cases.push(case);
            Ok(())
        })?;
        Ok(cases)
    }

    /// The same one at a time, so that a whole history needs no memory.
    pub fn each_case(&self, filter: &CaseFilter, mut take: impl FnMut(Case) -> Outcome<()>) -> Outcome<()> {
        self.snapshot(|reading| {
            let keys = reading.keys(filter)?;
            keys.chunks(CASES_PER_QUERY).try_for_each(|keys| reading.fold_filtered(keys, filter, &mut take))
        })
    }

    /// At most so many of the cases that a filter lets through, the newest of them, by number.
    pub fn newest_cases(&self, filter: &CaseFilter, how_many: usize) -> Outcome<Vec<Case>> {
        self.snapshot(|reading| {
            let keys = reading.keys(filter)?;
            let mut newest = Vec::new();
            for keys in keys.rchunks(how_many.clamp(1, CASES_PER_QUERY)) {
                let mut cases = Vec::new();
                reading.fold_filtered(keys, filter, &mut |case| {
                    cases.push(case);
                    Ok(())
                })?;
                newest.splice(0..0, cases);
                if newest.len() >= how_many {
                    break;
                }
            }
            Ok(newest.split_off(newest.len().saturating_sub(how_many)))
        })
    }

    /// Keys of the cases that a filter may let through, in order: all that can be told without folding.
    fn keys(&self, filter: &CaseFilter) -> Outcome<Vec<i64>> {
        let mut sql = "SELECT number FROM cases WHERE 1 = 1".to_owned();
        let mut values = Vec::new();
        let mut ask = |condition: &str, value: Value<'static>| {
            values.push(value);
            sql.push_str(&condition.replace('$', &format!("${}", values.len())));
        };
        if let Some((first, last)) = filter.numbers {
            ask(" AND number >= $", key(first).into());
            ask(" AND number <= $", key(last).into());
        }
        if let Some(day) = filter.received_from {
            ask(" AND received >= $", day.into());
        }
        if let Some(day) = filter.received_to {
            ask(" AND received <= $", day.into());
        }
        // What changed on a day may have changed again since: the projection lets through too many, never too
        // few, and whoever asks looks at the days of what the case holds.
        if let Some(day) = filter.changed_from {
            ask(" AND number IN (SELECT number FROM standing WHERE changed >= $)", day.into());
        }
        // Projections know only how things stand now.
        if filter.as_of.is_none() {
            if let Some(step) = filter.step {
                ask(" AND number IN (SELECT number FROM standing WHERE step = $)", step.word().into());
            }
            if filter.open_only {
                sql.push_str(OPEN);
            }
        }
        sql.push_str(" ORDER BY number");
        self.engine.all(&sql, &values, |row| row.integer(0))
    }

    /// Folds cases, at most [`CASES_PER_QUERY`] of them, from the entries that a query gives up to a day.
    fn fold(
        &self,
        sql: &str,
        keys: &[i64],
        as_of: NaiveDate,
        take: &mut impl FnMut(Case) -> Outcome<()>,
    ) -> Outcome<()> {
        let Some(last) = keys.last() else {
            return Ok(());
        };
        let mut folding: Option<Case> = None;
        let mut finish = |case: Option<Case>| case.map_or(Ok(()), &mut *take);
        let mut values = vec![Value::from(as_of)];
        // Always as many values, so that the statement stays prepared.
        values.extend((0..CASES_PER_QUERY).map(|at| Value::from(*keys.get(at).unwrap_or(last))));
        self.engine.each(sql, &values, |row| {
            let number = number(row.integer(5)?)?;
            let entry = entries::read_entry(row)?;
            match &mut folding {
                Some(case) if case.number == number => case.apply(&entry),
                _ => finish(std::mem::replace(&mut folding, Case::fold(number, [&entry])))?,
            }
            Ok(())
        })?;
        finish(folding)
    }

    /// Folds cases, at most [`CASES_PER_QUERY`] of them, and hands on those that a filter lets through.
    fn fold_filtered(
        &self,
        keys: &[i64],
        filter: &CaseFilter,
        take: &mut impl FnMut(Case) -> Outcome<()>,
    ) -> Outcome<()> {
        let as_of = filter.as_of.unwrap_or(NaiveDate::MAX);
        self.fold(entries_of_cases(), keys, as_of, &mut |case| {
            if filter.lets_through(&case) { take(case) } else { Ok(()) }
        })
    }
}

/// Cases whose entries are read at once.
const CASES_PER_QUERY: usize = 100;

/// What moves or waits.
const OPEN: &str = " AND number IN (SELECT number FROM standing WHERE standing IN ('moving', 'waiting'))";

/// The query for the entries of [`CASES_PER_QUERY`] cases up to a day.
fn entries_of_cases() -> &'static str {
    static SQL: LazyLock<String> = LazyLock::new(|| entries_where(""));
    &SQL
}

/// The same for the entries that [`Reading::named_cases`] is made of.
fn entries_that_name() -> &'static str {
    static SQL: LazyLock<String> =
        LazyLock::new(|| entries_where("AND kind IN ('registered', 'routed', 'numbered') "));
    &SQL
}

fn entries_where(condition: &str) -> String {
    let places: Vec<_> = (0..CASES_PER_QUERY).map(|at| format!("${}", at + 2)).collect();
    let places = places.join(", ");
    format!(
        "SELECT seq, at, day, actor, body, number FROM entry \
         WHERE day <= $1 AND number IN ({places}) {condition}ORDER BY number, seq"
    )
}

impl CaseFilter {
    fn lets_through(&self, case: &Case) -> bool {
        self.step.is_none_or(|step| case.step == step)
            && (!self.open_only || matches!(case.standing, Standing::Moving | Standing::Waiting))
            && self
                .destination
                .as_ref()
                .is_none_or(|name| case.routed.destinations.iter().any(|route| route.destination == *name))
    }
}

fn read_number(row: &Row<'_>) -> Outcome<CaseNumber> {
    number(row.integer(0)?)
}
