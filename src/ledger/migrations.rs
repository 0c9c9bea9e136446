//! How the ledger's tables came to be: numbered texts, only ever appended.
//! It never changes a migration that was released, and never touches an entry.

use super::engine::{Engine, Value};
use crate::failure::{Failure, FailureKind, Outcome};

/// One step from a version to the next.
struct Migration {
    /// What every engine takes.
    common: &'static str,
    /// What each engine says in words of its own: triggers. These are SQLite's.
    sqlite: &'static str,
}

/// The migration at index *n* leads from version *n* to version *n* + 1.
const MIGRATIONS: &[Migration] = &[
    Migration { common: FIRST, sqlite: FIRST_GUARDS },
    Migration { common: FEEDBACK, sqlite: FEEDBACK_BACKFILL },
];

const FIRST: &str = "
CREATE TABLE chain (id BIGINT PRIMARY KEY, seq BIGINT NOT NULL, hash TEXT NOT NULL);
INSERT INTO chain (id, seq, hash) VALUES (1, 0, '');

CREATE TABLE counter (name TEXT PRIMARY KEY, last BIGINT NOT NULL);

CREATE TABLE cases (
    number BIGINT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    paper_index BIGINT NOT NULL,
    title_key TEXT NOT NULL,
    author_key TEXT NOT NULL,
    received TEXT NOT NULL,
    UNIQUE (fingerprint, paper_index)
);
CREATE INDEX cases_by_title ON cases (title_key, author_key, number);
CREATE INDEX cases_by_received ON cases (received);

CREATE TABLE paper (
    number BIGINT PRIMARY KEY REFERENCES cases (number),
    body TEXT NOT NULL
);

CREATE TABLE entry (
    seq BIGINT PRIMARY KEY,
    at TEXT NOT NULL,
    day TEXT NOT NULL,
    actor TEXT NOT NULL,
    number BIGINT REFERENCES cases (number),
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    step TEXT NOT NULL,
    what TEXT NOT NULL,
    body TEXT NOT NULL,
    sealed TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX entry_by_number ON entry (number, seq);

CREATE TABLE standing (
    number BIGINT PRIMARY KEY REFERENCES cases (number),
    step TEXT NOT NULL,
    standing TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX standing_by_step ON standing (standing, step);

CREATE TABLE deadline (
    number BIGINT NOT NULL REFERENCES cases (number),
    destination TEXT NOT NULL,
    due TEXT NOT NULL,
    placed TEXT,
    sent TEXT,
    PRIMARY KEY (number, destination)
);
CREATE INDEX deadline_open ON deadline (due, number) WHERE sent IS NULL;

CREATE TABLE arrival (
    id BIGINT PRIMARY KEY,
    inbox TEXT NOT NULL,
    path TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    size BIGINT NOT NULL,
    day TEXT NOT NULL,
    state TEXT NOT NULL,
    papers BIGINT NOT NULL,
    bad_rows BIGINT NOT NULL,
    cleared BIGINT NOT NULL,
    taken TEXT,
    taken_day TEXT,
    purged BIGINT NOT NULL
);
CREATE UNIQUE INDEX arrival_slot ON arrival (path, fingerprint) WHERE cleared = 0;
CREATE INDEX arrival_by_day ON arrival (day, inbox, state, papers, bad_rows);
CREATE INDEX arrival_by_fingerprint ON arrival (fingerprint);
CREATE INDEX arrival_to_purge ON arrival (taken_day, id) WHERE purged = 0 AND taken IS NOT NULL;

CREATE TABLE output (
    path TEXT PRIMARY KEY,
    number BIGINT REFERENCES cases (number),
    arrival BIGINT REFERENCES arrival (id),
    kind TEXT NOT NULL,
    recipe TEXT NOT NULL,
    day TEXT NOT NULL,
    fingerprint TEXT,
    placed TEXT
);
CREATE INDEX output_pending ON output (path) WHERE placed IS NULL;
CREATE INDEX output_by_number ON output (number);
CREATE INDEX output_by_arrival ON output (arrival);

CREATE TABLE sighting (
    path TEXT PRIMARY KEY,
    first_seen TEXT NOT NULL,
    last_changed TEXT NOT NULL,
    size BIGINT NOT NULL,
    mtime_nanos BIGINT NOT NULL
);

CREATE TABLE roster (
    id BIGINT PRIMARY KEY,
    valid_from TEXT NOT NULL,
    day TEXT NOT NULL,
    body TEXT NOT NULL
);
";

const FIRST_GUARDS: &str = "
CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
CREATE TRIGGER paper_is_never_changed BEFORE UPDATE ON paper
BEGIN SELECT RAISE(ABORT, 'a paper is never changed'); END;
CREATE TRIGGER paper_is_never_deleted BEFORE DELETE ON paper
BEGIN SELECT RAISE(ABORT, 'a paper is never deleted'); END;
";

/// Narrow tables for feedback, issue numbers and what changed when.
const FEEDBACK: &str = "
CREATE INDEX entry_of_office ON entry (subject, seq) WHERE number IS NULL;

ALTER TABLE standing ADD COLUMN changed TEXT NOT NULL DEFAULT '';
CREATE INDEX standing_by_change ON standing (changed);

CREATE TABLE issue (
    publication TEXT NOT NULL,
    year BIGINT NOT NULL,
    serial BIGINT NOT NULL,
    number BIGINT NOT NULL REFERENCES cases (number),
    PRIMARY KEY (publication, year, serial)
);

CREATE TABLE feedback (
    seq BIGINT PRIMARY KEY REFERENCES entry (seq),
    number BIGINT NOT NULL REFERENCES cases (number),
    organ TEXT NOT NULL,
    result TEXT NOT NULL,
    day TEXT NOT NULL
);
CREATE INDEX feedback_by_number ON feedback (number, organ);

CREATE TABLE follow_up (
    number BIGINT PRIMARY KEY REFERENCES cases (number),
    next TEXT NOT NULL
);
";

/// Fills the tables of [`FEEDBACK`] for a book that was begun before them; feedback could not be written then.
const FEEDBACK_BACKFILL: &str = "
UPDATE standing SET changed = (SELECT MAX(day) FROM entry WHERE entry.number = standing.number);
INSERT INTO issue (publication, year, serial, number)
SELECT one.value ->> 'publication', one.value ->> 'year', one.value ->> 'number', entry.number
FROM entry, json_each(entry.body -> 'issues') AS one WHERE entry.kind = 'numbered';
";

/// Brings a ledger to this version, all of it in one transaction, or refuses it.
pub(super) fn bring_up_to_date(engine: &Engine) -> Outcome<()> {
    if version(engine)? == MIGRATIONS.len() {
        return Ok(());
    }
    // Asked again inside: another program may have been faster.
    engine.transaction(|| {
        let from = version(engine)?;
        if from == 0 {
            engine.batch("CREATE TABLE migration (version BIGINT PRIMARY KEY)")?;
        }
        for (index, migration) in MIGRATIONS.iter().enumerate().skip(from) {
            engine.batch(migration.common)?;
            engine.batch(migration.sqlite)?;
            let number = Value::Integer(super::engine::integer(index + 1));
            engine.execute("INSERT INTO migration (version) VALUES ($1)", &[number])?;
        }
        Ok(())
    })
}

/// The version of a ledger: 0 for an empty file. What is no ledger, or is newer than this program, is refused.
fn version(engine: &Engine) -> Outcome<usize> {
    let tables = engine.tables()?;
    if tables.is_empty() {
        return Ok(0);
    }
    if !tables.iter().any(|name| name == "migration") {
        return Err(refusal(engine, FailureKind::Integrity, "is a database, but no ledger of minyi"));
    }
    let found = engine
        .first("SELECT MAX(version) FROM migration", &[], |row| row.integer_or_null(0))?
        .flatten()
        .unwrap_or(0);
    match usize::try_from(found) {
        Ok(found) if found <= MIGRATIONS.len() => Ok(found),
        _ => Err(refusal(
            engine,
            FailureKind::Away,
            &format!(
                "is of version {found}, this program knows versions up to {}; use the newer program",
                MIGRATIONS.len()
            ),
        )),
    }
}

fn refusal(engine: &Engine, kind: FailureKind, why: &str) -> Failure {
    Failure::new(kind, format!("the ledger {} {why}", engine.path().display()))
}
