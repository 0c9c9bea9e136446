//! The one memory: an append-only book of entries, and beside it what is looked up often.
//! It never decides anything, never opens a submission, and never changes or deletes an entry.
//!
//! # What is truth and what is derived
//! `entry` is the truth about cases, hash-chained from the first line on (see [`chain`]). `cases`, `paper`,
//! `arrival`, `output`, `counter` and `roster` are facts that are written once and then only move forward
//! (an output from due to placed, an arrival to cleared). `standing`, `deadline`, `issue`, `feedback` and `follow_up` are *projections*: what
//! [`Case::fold`](crate::office::case::Case::fold) says of each case, written by the ledger itself in the
//! transaction that appends, so that nobody can forget them; [`Reading::verify_projections`] makes them again
//! and compares.
//!
//! # One text for two engines
//! All SQL is what SQLite and PostgreSQL both take: `TEXT` and `BIGINT`, `$1…$n`, `ON CONFLICT`, `RETURNING`,
//! inserts of many rows; a PostgreSQL database must sort by bytes (collation `C`). Only `engine` knows a
//! driver. Days are `YYYY-MM-DD`, instants RFC 3339, fingerprints and hashes hexadecimal, so that a person
//! with a shell can read the book.
//!
//! # Reading and writing
//! Everything that can be asked is asked of a [`Reading`]: a [`Ledger`] is one between transactions, a
//! [`Book`] is one inside a transaction, where it sees what was just written (projections follow at its
//! end). Everything that is written is written by a [`Book`], which [`Ledger::write`] opens and closes: all of
//! it is durable, or nothing was.
//!
//! # What is to come
//! Adjustments are further kinds of [`Event`](crate::office::case::Event), or entries of the office at large, as
//! activities and topics wanted are; where they must be found quickly, a narrow table beside `deadline`, written
//! in [`projections`] from the same fold and checked there. A change of tables is one more migration.

pub mod arrivals;
pub mod cases;
pub mod chain;
pub mod counts;
mod engine;
pub mod entries;
mod migrations;
pub mod numbers;
pub mod outputs;
mod paths;
mod place;
pub mod projections;
pub mod rosters;
pub mod sightings;
#[cfg(test)]
mod tests;

pub use arrivals::{Arrival, ArrivalCount, ArrivalState, Clearing, KnownArrival, NewArrival};
pub use cases::{CaseFilter, Conflict, NewCase};
pub use chain::Finding;
pub use counts::{Counts, OpenDeadline, Unanswered};
pub use entries::{LogLine, NewEntry, OfficeEntry};
pub use outputs::{NewOutput, Output};
pub use sightings::Sighting;

use crate::failure::{Failure, FailureKind, Outcome};
use crate::office::case::Case;
use crate::office::numbers::CaseNumber;
use chain::Head;
use chrono::NaiveDate;
use engine::Engine;
use numbers::Counters;
use std::collections::{BTreeMap, VecDeque};
use std::ops::Deref;
use std::path::Path;

/// When something is written: the same for all that one transaction writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Instant, RFC 3339 with offset.
    pub at: String,
    /// Civil day, which is what rules and papers count by.
    pub day: NaiveDate,
}

/// An open ledger.
pub struct Ledger {
    reading: Reading,
    ended_uncleanly: bool,
    last: Last,
}

/// The cases that the last transactions touched, as they then stood: the next one is nearly always about the same.
/// They are good only while the chain stands where the last transaction left it.
#[derive(Default)]
struct Last {
    seq: i64,
    /// By transaction, the newest first; a case stands in one of them.
    cases: VecDeque<BTreeMap<CaseNumber, Case>>,
}

/// Transactions whose cases are kept: those of a batch are committed, then those of the batch before are placed, the
/// next batch is committed, and only then are they placed.
const TRANSACTIONS_KEPT: usize = 3;

impl Last {
    fn get(&self, number: CaseNumber) -> Option<&Case> {
        self.cases.iter().find_map(|cases| cases.get(&number))
    }

    fn take(&mut self, number: CaseNumber) -> Option<Case> {
        self.cases.iter_mut().find_map(|cases| cases.remove(&number))
    }

    fn followed_by(mut self, seq: i64, touched: BTreeMap<CaseNumber, Case>) -> Last {
        self.cases.push_front(touched);
        self.cases.truncate(TRANSACTIONS_KEPT);
        Last { seq, cases: self.cases }
    }
}

/// Whatever can be asked of the ledger, inside a transaction or outside.
pub struct Reading {
    engine: Engine,
}

/// The ledger inside one transaction.
pub struct Book<'a> {
    reading: &'a Reading,
    moment: &'a Moment,
    /// Where the chain stands, once this transaction has appended.
    head: Option<Head>,
    /// Cases that this transaction has touched, as they stand now.
    touched: BTreeMap<CaseNumber, Case>,
    /// Cases that the last transactions touched, when nobody has appended since.
    last: Last,
    /// SHA-256 of the papers stored by this transaction, until their 登记 entry seals them into the chain.
    unsealed: BTreeMap<CaseNumber, String>,
    counters: Counters,
}

impl Ledger {
    /// Opens the ledger at a path, creates it when there is none, and brings it to this version.
    ///
    /// Fails as `Away` when it cannot be opened, is locked for ten seconds, lies on a network share or was
    /// written by a newer version; as `Integrity` when the file is no ledger.
    pub fn open(path: &Path) -> Outcome<Ledger> {
        Ledger::opened(path, true)
    }

    /// Opens the ledger at a path and fails as `Away` when there is none.
    pub fn open_existing(path: &Path) -> Outcome<Ledger> {
        Ledger::opened(path, false)
    }

    fn opened(path: &Path, create: bool) -> Outcome<Ledger> {
        place::refuse_network_share(path)?;
        if !create && !path.exists() {
            return Err(Failure::new(FailureKind::Away, format!("there is no ledger at {}", path.display())));
        }
        let ended_uncleanly = engine::has_unfinished_log(path);
        let engine = Engine::open(path, create)?;
        migrations::bring_up_to_date(&engine)?;
        Ok(Ledger { reading: Reading { engine }, ended_uncleanly, last: Last::default() })
    }

    /// Whether the last program to use the ledger did not close it, or another has it open now: a reason for
    /// [`Reading::quick_check`].
    pub fn ended_uncleanly(&self) -> bool {
        self.ended_uncleanly
    }

    /// Does work in one transaction: when it returns `Ok`, all that it wrote is durable; otherwise nothing is.
    /// The transaction is a writer from its first line, so that what it reads cannot change under it.
    pub fn write<T>(
        &mut self,
        moment: &Moment,
        work: impl FnOnce(&mut Book<'_>) -> Outcome<T>,
    ) -> Outcome<T> {
        let reading = &self.reading;
        let last = std::mem::take(&mut self.last);
        let (done, last) = reading.engine.transaction(|| {
            let unmoved = !last.cases.is_empty() && reading.chain_seq()? == last.seq;
            let mut book = Book {
                reading,
                moment,
                head: None,
                touched: BTreeMap::new(),
                last: if unmoved { last } else { Last::default() },
                unsealed: BTreeMap::new(),
                counters: Counters::default(),
            };
            let done = work(&mut book)?;
            Ok((done, book.close()?))
        })?;
        self.last = last;
        Ok(done)
    }

    /// Folds the log of what was written into the ledger's own file, as far as nobody is reading it.
    pub fn fold_log(&self) -> Outcome<()> {
        self.reading.engine.fold_log()
    }
}

impl Book<'_> {
    /// The case as this transaction leaves it so far.
    pub fn case(&self, number: CaseNumber) -> Outcome<Option<Case>> {
        match self.touched.get(&number).or_else(|| self.last.get(number)) {
            Some(case) => Ok(Some(case.clone())),
            None => self.reading.case(number),
        }
    }

    /// Writes what is derived from this transaction's entries, and where the chain now stands.
    fn close(self) -> Outcome<Last> {
        if let Some(number) = self.unsealed.keys().next() {
            return Err(Failure::new(
                FailureKind::Integrity,
                format!("case {number} was added without an entry that registers it"),
            ));
        }
        projections::write(&self.reading.engine, self.touched.values())?;
        self.counters.store(&self.reading.engine)?;
        let Some(head) = self.head else { return Ok(self.last) };
        let seq = head.seq;
        head.store(&self.reading.engine)?;
        Ok(self.last.followed_by(seq, self.touched))
    }
}

impl Deref for Ledger {
    type Target = Reading;

    fn deref(&self) -> &Reading {
        &self.reading
    }
}

impl Deref for Book<'_> {
    type Target = Reading;

    fn deref(&self) -> &Reading {
        self.reading
    }
}

impl Reading {
    /// SQLite's quick look at its own pages and indexes: one finding for each fault.
    pub fn quick_check(&self) -> Outcome<Vec<Finding>> {
        self.engine.self_check("quick_check")
    }

    /// SQLite's thorough look at its own pages, indexes and foreign keys: one finding for each fault.
    pub fn integrity_check(&self) -> Outcome<Vec<Finding>> {
        let mut findings = self.engine.self_check("integrity_check")?;
        findings.extend(self.engine.self_check("foreign_key_check")?);
        Ok(findings)
    }

    /// Every check that the ledger can make by itself, all of the same moment though others go on writing.
    pub fn verify(&self) -> Outcome<Vec<Finding>> {
        self.snapshot(|reading| {
            let mut findings = reading.integrity_check()?;
            findings.extend(reading.verify_chain()?);
            findings.extend(reading.verify_numbers()?);
            findings.extend(reading.verify_projections()?);
            Ok(findings)
        })
    }

    /// Gives the memory back that read pages take, before work that needs none of them.
    pub fn let_go_of_pages(&self) -> Outcome<()> {
        self.engine.batch("PRAGMA shrink_memory")
    }

    /// Asks several things of one moment: what others commit meanwhile is not seen.
    pub fn snapshot<T>(&self, work: impl FnOnce(&Reading) -> Outcome<T>) -> Outcome<T> {
        self.engine.snapshot(|| work(self))
    }
}
