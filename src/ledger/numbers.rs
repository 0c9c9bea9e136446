//! Gapless counters: 登记号, 期号, and the ledger's own row numbers.
//! It never leaves a gap: a number is given in the transaction that uses it, or it is not given.

use super::engine::{Engine, Row};
use super::{Book, CaseFilter, Finding, Reading};
use crate::failure::{Failure, FailureKind, Outcome};
use std::collections::{BTreeMap, BTreeSet};

/// Counters of 登记号 are named after this and the year.
const CASES: &str = "登记/";

/// Counters of 期号 are named after this, the year and the publication.
const ISSUES: &str = "期/";

/// The counter of 登记号 of a year.
pub fn case_counter(year: i32) -> String {
    format!("{CASES}{year:04}")
}

/// The counter of 期号 of a publication in a year.
pub fn issue_counter(publication: &str, year: i32) -> String {
    format!("{ISSUES}{year:04}/{publication}")
}

/// Counters as one transaction leaves them: each is read and locked once, and written when the transaction ends.
#[derive(Debug, Default)]
pub(super) struct Counters {
    last: BTreeMap<String, i64>,
}

impl Counters {
    /// Takes the next numbers of a counter, a new one beginning with 1; returns the first of them.
    pub(super) fn next(&mut self, engine: &Engine, counter: &str, how_many: i64) -> Outcome<i64> {
        if !self.last.contains_key(counter) {
            self.last.insert(counter.to_owned(), locked(engine, counter)?);
        }
        let last = self.last.entry(counter.to_owned()).or_default();
        *last += how_many;
        Ok(*last - how_many + 1)
    }

    /// Stores where the counters now stand.
    pub(super) fn store(self, engine: &Engine) -> Outcome<()> {
        for (name, last) in self.last {
            engine.execute("UPDATE counter SET last = $2 WHERE name = $1", &[name.into(), last.into()])?;
        }
        Ok(())
    }
}

/// The last number that a counter gave; nobody else takes one until this transaction ends.
fn locked(engine: &Engine, counter: &str) -> Outcome<i64> {
    let last = engine.first(
        "INSERT INTO counter (name, last) VALUES ($1, 0) \
         ON CONFLICT (name) DO UPDATE SET last = counter.last RETURNING last",
        &[counter.into()],
        |row| row.integer(0),
    )?;
    last.ok_or_else(|| Failure::new(FailureKind::Integrity, format!("counter {counter} gave no number")))
}

impl Book<'_> {
    /// Takes the next numbers of a counter, a new one beginning with 1; returns the first of them.
    /// Use [`case_counter`] and [`issue_counter`] for the office's numbers: `verify` knows these.
    pub fn next_numbers(&mut self, counter: &str, how_many: u32) -> Outcome<u32> {
        let first = self.counters.next(&self.reading.engine, counter, i64::from(how_many))?;
        u32::try_from(first)
            .ok()
            .filter(|first| first.checked_add(how_many).is_some())
            .ok_or_else(|| Failure::new(FailureKind::World, format!("counter {counter} is exhausted")))
    }
}

impl Reading {
    /// Says where numbers are missing or too many: for each year 登记号 run from 1 to the counter, for each
    /// publication and year 期号 do.
    pub fn verify_numbers(&self) -> Outcome<Vec<Finding>> {
        self.engine.snapshot(|| self.gaps())
    }

    fn gaps(&self) -> Outcome<Vec<Finding>> {
        let mut given: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
        self.each_case(&CaseFilter::default(), |case| {
            let number = case.number;
            given.entry(case_counter(number.year)).or_default().insert(i64::from(number.serial));
            for issue in &case.issues {
                let counter = issue_counter(&issue.publication, issue.year);
                given.entry(counter).or_default().insert(i64::from(issue.number));
            }
            Ok(())
        })?;
        let counters: BTreeMap<String, i64> = self
            .engine
            .all("SELECT name, last FROM counter", &[], read_counter)?
            .into_iter()
            .filter(|(name, _)| name.starts_with(CASES) || name.starts_with(ISSUES))
            .collect();
        let names: BTreeSet<&String> = counters.keys().chain(given.keys()).collect();
        let none = BTreeSet::new();
        Ok(names
            .into_iter()
            .filter_map(|name| {
                let last = counters.get(name).copied().unwrap_or(0);
                gap(name, last, given.get(name).unwrap_or(&none))
            })
            .collect())
    }
}

fn read_counter(row: &Row<'_>) -> Outcome<(String, i64)> {
    Ok((row.text(0)?.to_owned(), row.integer(1)?))
}

fn gap(counter: &str, last: i64, given: &BTreeSet<i64>) -> Option<Finding> {
    let expected = format!("1 to {last}");
    if let Some(missing) = (1..=last).find(|number| !given.contains(number)) {
        return Some(Finding::new("numbers", counter, expected, format!("{missing} is missing")));
    }
    let extra = given.iter().find(|number| **number > last)?;
    Some(Finding::new("numbers", counter, expected, format!("{extra} was never given")))
}
