//! Where the floor keeps things: temporary names and renames, one sync a batch, a ledger in SQLite.
//! It never fsyncs a single file: that alone would put the floor below what grouped syncs reach.

use rusqlite::{Connection, params};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// A submission on its way.
pub struct Arrival {
    /// Its place in the pass, from 0.
    pub mark: usize,
    /// Where it lay in the inbox.
    pub path: PathBuf,
    /// SHA-256, hexadecimal.
    pub fingerprint: String,
}

/// Makes everything written so far durable, names included.
#[cfg(target_os = "linux")]
pub fn sync(office: &Path) -> anyhow::Result<()> {
    Ok(rustix::fs::syncfs(File::open(office)?)?)
}

/// There is no such call elsewhere for an ordinary user.
#[cfg(not(target_os = "linux"))]
pub fn sync(_office: &Path) -> anyhow::Result<()> {
    let _: Option<File> = None;
    anyhow::bail!("the floor groups its syncs with syncfs, which only Linux has")
}

/// Where an archive copy is written first.
pub fn aside_in_archive(office: &Path, mark: usize) -> PathBuf {
    office.join("archive/tmp").join(mark.to_string())
}

/// Names an archive copy by its fingerprint, in a folder made when it is needed.
pub fn name_in_archive(office: &Path, arrival: &Arrival) -> anyhow::Result<()> {
    let folder = office.join("archive").join(&arrival.fingerprint[..2]).join(&arrival.fingerprint[2..4]);
    fs::create_dir_all(&folder)?;
    Ok(fs::rename(aside_in_archive(office, arrival.mark), folder.join(&arrival.fingerprint))?)
}

/// Where an output is written first.
pub fn aside(office: &Path, folder: &str, arrival: &Arrival) -> PathBuf {
    office.join(folder).join(format!(".~{}.tmp", arrival.mark))
}

/// Gives an output its name.
pub fn place(office: &Path, folder: &str, arrival: &Arrival) -> anyhow::Result<()> {
    let name = arrival.path.file_name().unwrap_or_default();
    Ok(fs::rename(aside(office, folder, arrival), office.join(folder).join(name))?)
}

/// Moves a submission out of the inbox.
pub fn put_away(inbox: &Path, arrival: &Arrival) -> anyhow::Result<()> {
    Ok(fs::rename(&arrival.path, inbox.join(".taken").join(arrival.mark.to_string()))?)
}

/// The ledger: a row a submission with its text, a row an output, four indexes.
pub struct Ledger(Connection);

impl Ledger {
    /// A fresh ledger, as durable as minyi's.
    pub fn create(path: &Path) -> anyhow::Result<Self> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(
            "CREATE TABLE submission (id INTEGER PRIMARY KEY, file TEXT NOT NULL, fingerprint TEXT NOT NULL UNIQUE,
                 number TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
             CREATE TABLE output (id INTEGER PRIMARY KEY, submission INTEGER NOT NULL, folder TEXT NOT NULL,
                 placed INTEGER NOT NULL);
             CREATE INDEX output_of ON output (submission);
             CREATE INDEX output_due ON output (placed) WHERE placed = 0;",
        )?;
        Ok(Ledger(connection))
    }

    /// One transaction for a batch: every submission with `bytes` of text, and its outputs as due.
    pub fn register(&mut self, arrivals: &[Arrival], folders: &[String], bytes: usize) -> anyhow::Result<()> {
        let body = "x".repeat(bytes);
        let transaction = self.0.transaction()?;
        {
            let mut submission = transaction.prepare(
                "INSERT INTO submission (id, file, fingerprint, number, body) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            let mut output =
                transaction.prepare("INSERT INTO output (submission, folder, placed) VALUES (?1, ?2, 0)")?;
            for arrival in arrivals {
                let id = i64::try_from(arrival.mark)? + 1;
                let number = format!("2026-{id:04}");
                submission.execute(params![
                    id,
                    arrival.path.to_string_lossy(),
                    arrival.fingerprint,
                    number,
                    body
                ])?;
                for folder in folders {
                    output.execute(params![id, folder])?;
                }
            }
        }
        Ok(transaction.commit()?)
    }

    /// One transaction for a batch: its outputs are placed.
    pub fn placed(&mut self, arrivals: &[Arrival]) -> anyhow::Result<()> {
        let transaction = self.0.transaction()?;
        {
            let mut update = transaction.prepare("UPDATE output SET placed = 1 WHERE submission = ?1")?;
            for arrival in arrivals {
                update.execute(params![i64::try_from(arrival.mark)? + 1])?;
            }
        }
        Ok(transaction.commit()?)
    }
}
