//! The one place that knows SQLite: opening, binding, rows, transactions.
//! It never knows what a table means, and nothing above it names the driver.

mod faults;
mod values;

pub(super) use values::{Row, Value, integer};

use super::chain::Finding;
use crate::failure::{Failure, Outcome};
use faults::{fault, is_locked};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long another writer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Rows of one `INSERT`, largest first: few lengths, so that each is prepared once. On PostgreSQL each
/// statement is a round trip, so a hundred rows go in one.
const ROWS_PER_INSERT: [usize; 3] = [100, 10, 1];

/// Statements that stay prepared.
const STATEMENTS_KEPT: usize = 128;

/// An open database.
pub(super) struct Engine {
    connection: Connection,
    path: PathBuf,
}

impl Engine {
    /// Opens the file with everything durable: WAL, `synchronous=FULL`.
    pub(super) fn open(path: &Path, create: bool) -> Outcome<Engine> {
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if create {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
        let connection = Connection::open_with_flags(path, flags)
            .map_err(|error| fault(path, "cannot open the ledger", error))?;
        let engine = Engine { connection, path: path.to_owned() };
        engine.set_up().map_err(|error| fault(path, "cannot open the ledger", error))?;
        Ok(engine)
    }

    fn set_up(&self) -> rusqlite::Result<()> {
        self.connection.busy_timeout(PATIENCE)?;
        self.connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        self.write_ahead()?;
        // FULL: with NORMAL a committed paper may roll back when the power fails.
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        self.connection.pragma_update(None, "foreign_keys", true)?;
        // Statements stay as prepared: otherwise SQLite plans those that compare a value anew for each value.
        self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        // A schema that somebody else wrote into the file may not call functions.
        self.connection.pragma_update(None, "trusted_schema", false)?;
        // A batch of a thousand cases stays in memory until its commit, and is not at once copied again.
        self.connection.pragma_update(None, "cache_size", -32_000)?;
        self.connection.pragma_update(None, "wal_autocheckpoint", 4_000)
    }

    /// Switches a new file to WAL. SQLite does not wait for others here by itself.
    fn write_ahead(&self) -> rusqlite::Result<()> {
        let until = Instant::now() + PATIENCE;
        loop {
            let mode = self
                .connection
                .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0));
            match mode {
                Ok(mode) if mode == "wal" => return Ok(()),
                Ok(mode) => {
                    return Err(rusqlite::Error::InvalidParameterName(format!(
                        "the file system allows journal mode {mode} only, WAL is needed"
                    )));
                }
                Err(error) if is_locked(&error) && Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Where the ledger lies.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Does work in a transaction that holds the write lock from the start; whatever ends it without `Ok`,
    /// a panic included, leaves nothing.
    pub(super) fn transaction<T>(&self, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)
            .map_err(|error| self.fault("cannot begin to write the ledger", error))?;
        let done = work()?;
        transaction.commit().map_err(|error| self.fault("cannot commit to the ledger", error))?;
        Ok(done)
    }

    /// Does work that only reads, all of it seeing the ledger as it was at one moment.
    pub(super) fn snapshot<T>(&self, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        if !self.connection.is_autocommit() {
            return work();
        }
        let _ends_when_dropped = self
            .connection
            .unchecked_transaction()
            .map_err(|error| self.fault("cannot read the ledger", error))?;
        work()
    }

    /// Several statements without values, as a migration has them.
    pub(super) fn batch(&self, sql: &str) -> Outcome<()> {
        self.connection
            .execute_batch(&dialect(sql))
            .map_err(|error| self.fault("cannot set up the ledger", error))
    }

    /// One statement; the number of rows that it changed.
    pub(super) fn execute(&self, sql: &str, values: &[Value<'_>]) -> Outcome<usize> {
        self.connection
            .prepare_cached(&dialect(sql))
            .and_then(|mut statement| statement.execute(rusqlite::params_from_iter(values)))
            .map_err(|error| self.fault("cannot write the ledger", error))
    }

    /// Inserts many rows: `values` holds one row after the other, `tail` is what follows (`ON CONFLICT …`).
    /// Returns how many rows were inserted or changed.
    pub(super) fn insert(
        &self,
        table: &str,
        columns: &[&str],
        values: &[Value<'_>],
        tail: &str,
    ) -> Outcome<usize> {
        let mut rest = values;
        let mut inserted = 0;
        for rows in ROWS_PER_INSERT {
            let many = rows * columns.len();
            if rest.len() < many {
                continue;
            }
            let sql = insertion(table, columns, rows, tail);
            while rest.len() >= many {
                let (now, later) = rest.split_at(many);
                inserted += self.execute(&sql, now)?;
                rest = later;
            }
        }
        Ok(inserted)
    }

    /// Every row of a query, one at a time.
    pub(super) fn each(
        &self,
        sql: &str,
        values: &[Value<'_>],
        mut take: impl FnMut(&Row<'_>) -> Outcome<()>,
    ) -> Outcome<()> {
        let unreadable = |error| self.fault("cannot read the ledger", error);
        let mut statement = self.connection.prepare_cached(&dialect(sql)).map_err(unreadable)?;
        let mut rows = statement.query(rusqlite::params_from_iter(values)).map_err(unreadable)?;
        while let Some(row) = rows.next().map_err(unreadable)? {
            take(&Row { row })?;
        }
        Ok(())
    }

    /// All rows of a query.
    pub(super) fn all<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        mut make: impl FnMut(&Row<'_>) -> Outcome<T>,
    ) -> Outcome<Vec<T>> {
        let mut made = Vec::new();
        self.each(sql, values, |row| {
            made.push(make(row)?);
            Ok(())
        })?;
        Ok(made)
    }

    /// The first row of a query, if there is one.
    pub(super) fn first<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        make: impl FnMut(&Row<'_>) -> Outcome<T>,
    ) -> Outcome<Option<T>> {
        Ok(self.all(sql, values, make)?.into_iter().next())
    }

    /// Copies the write-ahead log into the database, without waiting for readers.
    pub(super) fn fold_log(&self) -> Outcome<()> {
        self.each("PRAGMA wal_checkpoint(PASSIVE)", &[], |_| Ok(()))
    }

    /// Names of the tables, as one look saw them.
    pub(super) fn tables(&self) -> Outcome<Vec<String>> {
        self.all("SELECT name FROM sqlite_master WHERE type = 'table'", &[], |row| {
            Ok(row.text(0)?.to_owned())
        })
    }

    /// One of SQLite's own checks, a finding for each line that it complains in.
    pub(super) fn self_check(&self, pragma: &str) -> Outcome<Vec<Finding>> {
        let mut findings = Vec::new();
        self.each(&format!("PRAGMA {pragma}"), &[], |row| {
            let found = row.text(0)?;
            if found != "ok" {
                findings.push(Finding::new(pragma, self.path.display(), "ok", found));
            }
            Ok(())
        })?;
        Ok(findings)
    }

    fn fault(&self, doing: &str, error: rusqlite::Error) -> Failure {
        fault(&self.path, doing, error)
    }
}

/// Whether a log lies beside the database, which the last program to close it would have removed.
pub(super) fn has_unfinished_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

/// The common SQL in SQLite's words: `$1` is `?1`, and only `INTEGER PRIMARY KEY` is the row's own address.
fn dialect(sql: &str) -> String {
    sql.replace('$', "?").replace("BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY")
}

fn insertion(table: &str, columns: &[&str], rows: usize, tail: &str) -> String {
    use std::fmt::Write;
    let mut sql = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns.len() {
            let comma = if column == 0 { "" } else { ", " };
            write!(sql, "{comma}${}", row * columns.len() + column + 1).expect("a string takes all");
        }
        sql.push(')');
    }
    sql.push(' ');
    sql.push_str(tail);
    sql
}
