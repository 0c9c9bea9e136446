//! The hash chain over the entries: whoever changes, removes or reorders one breaks every later hash.
//! It never repairs anything, and it never knows what an entry means.
//!
//! The hash of an entry is the SHA-256 of its canonical line: the hash of the entry before it (empty for the
//! first), then all of its columns, each written as its length in bytes, a colon, the text and a line feed, so
//! that no two entries share a line. A 登记 entry's column `sealed` is the SHA-256 of the paper as extracted:
//! through it the chain covers the papers as well.

use super::engine::{Engine, Row, Value};
use super::{Reading, cases};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::office::numbers::Fingerprint;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Display;

/// Something stored that is not what was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at: `chain`, `paper`, `numbers`, `projection`, `quick_check` …
    pub what: String,
    /// Where: an entry, a case, a counter or a file.
    pub path: String,
    /// What should be there.
    pub expected: String,
    /// What is there.
    pub found: String,
}

impl Finding {
    /// A finding.
    pub fn new(
        what: impl Into<String>,
        path: impl Display,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Finding {
        Finding { what: what.into(), path: path.to_string(), expected: expected.into(), found: found.into() }
    }
}

/// The last entry: its position, and its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) seq: i64,
    pub(super) hash: String,
}

/// The columns of an entry that its hash covers.
pub(super) struct Link<'a> {
    pub(super) at: &'a str,
    pub(super) day: &'a str,
    pub(super) actor: &'a str,
    /// The case number as printed, or empty.
    pub(super) number: &'a str,
    pub(super) subject: &'a str,
    pub(super) kind: &'a str,
    pub(super) step: &'a str,
    pub(super) what: &'a str,
    pub(super) body: &'a str,
    pub(super) sealed: &'a str,
}

impl Head {
    /// Reads the head by writing it, so that on every engine one transaction at a time appends.
    pub(super) fn take(engine: &Engine) -> Outcome<Head> {
        engine
            .first("UPDATE chain SET seq = seq WHERE id = 1 RETURNING seq, hash", &[], read_head)?
            .ok_or_else(headless)
    }

    /// The head after one more entry.
    pub(super) fn advance(&mut self, link: &Link<'_>) {
        self.seq += 1;
        self.hash = hash(&self.hash, self.seq, link);
    }

    /// Stores the head.
    pub(super) fn store(self, engine: &Engine) -> Outcome<()> {
        let values = [Value::from(self.seq), Value::from(self.hash)];
        engine.execute("UPDATE chain SET seq = $1, hash = $2 WHERE id = 1", &values).map(|_| ())
    }
}

impl Reading {
    /// Where the chain stands: the position of the last entry.
    pub(super) fn chain_seq(&self) -> Outcome<i64> {
        let seq = |row: &Row<'_>| row.integer(0);
        self.engine.first("SELECT seq FROM chain WHERE id = 1", &[], seq)?.ok_or_else(headless)
    }
}

fn read_head(row: &Row<'_>) -> Outcome<Head> {
    Ok(Head { seq: row.integer(0)?, hash: row.text(1)?.to_owned() })
}

fn headless() -> Failure {
    Failure::new(FailureKind::Integrity, "the ledger has lost the head of its chain")
}

fn hash(previous: &str, seq: i64, link: &Link<'_>) -> String {
    let mut line = Sha256::new();
    let seq = seq.to_string();
    let columns = [
        previous,
        &seq,
        link.at,
        link.day,
        link.actor,
        link.number,
        link.subject,
        link.kind,
        link.step,
        link.what,
        link.body,
        link.sealed,
    ];
    for column in columns {
        line.update(column.len().to_string());
        line.update(":");
        line.update(column);
        line.update("\n");
    }
    Fingerprint(line.finalize().into()).to_string()
}

/// A SHA-256 in hexadecimal.
pub(super) fn digest(bytes: &[u8]) -> String {
    Fingerprint::of(bytes).to_string()
}

impl Reading {
    /// Reads every entry and every paper and says where the chain does not hold: an entry changed, missing or
    /// put in, a paper that is not the one that was registered, a head that is not the last entry's.
    pub fn verify_chain(&self) -> Outcome<Vec<Finding>> {
        self.engine.snapshot(|| self.broken_links())
    }

    fn broken_links(&self) -> Outcome<Vec<Finding>> {
        let mut findings = Vec::new();
        let mut last = Head { seq: 0, hash: String::new() };
        self.engine.each(
            "SELECT seq, hash, at, day, actor, number, subject, kind, step, what, body, sealed \
             FROM entry ORDER BY seq",
            &[],
            |row| verify_link(row, &mut last, &mut findings),
        )?;
        let head = self
            .engine
            .first("SELECT seq, hash FROM chain WHERE id = 1", &[], read_head)?
            .ok_or_else(headless)?;
        if head != last {
            findings.push(Finding::new(
                "chain",
                "head",
                format!("{} {}", head.seq, head.hash),
                format!("{} {}", last.seq, last.hash),
            ));
        }
        self.verify_papers(&mut findings)?;
        Ok(findings)
    }

    fn verify_papers(&self, findings: &mut Vec<Finding>) -> Outcome<()> {
        self.engine.each(
            "SELECT cases.number, entry.sealed, paper.body FROM cases \
             LEFT JOIN entry ON entry.number = cases.number AND entry.kind = 'registered' \
             LEFT JOIN paper ON paper.number = cases.number ORDER BY cases.number",
            &[],
            |row| {
                let expected = row.text_or_null(1)?.unwrap_or("a 登记 entry");
                let found = row.text_or_null(2)?.map(|body| digest(body.as_bytes()));
                if found.as_deref() != Some(expected) {
                    let number = cases::number(row.integer(0)?)?;
                    let found = found.unwrap_or_else(|| "no paper".to_owned());
                    findings.push(Finding::new("paper", number, expected, found));
                }
                Ok(())
            },
        )
    }
}

/// Checks one entry against the one before it, and goes on from what it says itself, so that one change is
/// one finding.
fn verify_link(row: &Row<'_>, last: &mut Head, findings: &mut Vec<Finding>) -> Outcome<()> {
    let (seq, said) = (row.integer(0)?, row.text(1)?);
    if seq != last.seq + 1 {
        findings.push(Finding::new(
            "chain",
            format_args!("entry {}", last.seq + 1),
            format!("entry {}", last.seq + 1),
            format!("entry {seq}"),
        ));
    }
    let number = match row.integer_or_null(5)? {
        Some(key) => cases::number(key).map_or_else(|_| key.to_string(), |number| number.to_string()),
        None => String::new(),
    };
    let link = Link {
        at: row.text(2)?,
        day: row.text(3)?,
        actor: row.text(4)?,
        number: &number,
        subject: row.text(6)?,
        kind: row.text(7)?,
        step: row.text(8)?,
        what: row.text(9)?,
        body: row.text(10)?,
        sealed: row.text(11)?,
    };
    let found = hash(&last.hash, seq, &link);
    if found != said {
        findings.push(Finding::new("chain", format_args!("entry {seq}"), said, found));
    }
    *last = Head { seq, hash: said.to_owned() };
    Ok(())
}
