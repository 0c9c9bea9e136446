//! Stories of opening: what a ledger is, and what is refused.
//! They never write more than it takes.

use super::*;

#[test]
fn a_file_that_is_no_ledger_or_a_newer_one_is_refused() {
    let desk = Desk::new();
    desk.tamper("INSERT INTO migration (version) VALUES (99)");
    let newer = Ledger::open(&desk.path()).err().unwrap();
    assert_eq!(newer.kind, FailureKind::Away);
    assert!(newer.to_string().contains("version 99"), "{newer}");

    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text.db");
    std::fs::write(
        &text,
        "not a database, but long enough to have a header of one hundred bytes. ".repeat(3),
    )
    .unwrap();
    assert_eq!(Ledger::open(&text).err().unwrap().kind, FailureKind::Integrity);

    let foreign = folder.path().join("foreign.db");
    Engine::open(&foreign, true).unwrap().batch("CREATE TABLE other (x TEXT)").unwrap();
    assert_eq!(Ledger::open(&foreign).err().unwrap().kind, FailureKind::Integrity);

    let missing = folder.path().join("missing.db");
    assert_eq!(Ledger::open_existing(&missing).err().unwrap().kind, FailureKind::Away);
    assert!(!missing.exists());
}

#[test]
fn every_commit_is_durable_before_it_is_reported() {
    let desk = Desk::new();
    let pragma = |name: &str| -> i64 {
        desk.ledger.engine.first(&format!("PRAGMA {name}"), &[], |row| row.integer(0)).unwrap().unwrap()
    };
    assert_eq!(pragma("synchronous"), 2);
    assert_eq!(pragma("foreign_keys"), 1);
    assert_eq!(pragma("trusted_schema"), 0);
    assert_eq!(pragma("busy_timeout"), 10_000);
    let mode = desk.ledger.engine.first("PRAGMA journal_mode", &[], |row| Ok(row.text(0)?.to_owned()));
    assert_eq!(mode.unwrap().as_deref(), Some("wal"));
}

#[test]
fn a_ledger_of_version_1_is_taken_over_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    Engine::open(&path, true).unwrap().batch(include_str!("../../../fixtures/ledger/version-1.sql")).unwrap();
    let mut ledger = Ledger::open_existing(&path).unwrap();
    assert_eq!(ledger.verify().unwrap(), []);
    let cases = ledger.cases(&CaseFilter::default()).unwrap();
    assert_eq!(cases.len(), 3);
    assert_eq!(cases[0].sent, [("区委".to_owned(), day(3))]);
    assert_eq!(ledger.write(&moment(5), |book| register(book, "后来的")).unwrap(), number(4));
    assert_eq!(ledger.verify().unwrap(), []);
}

#[test]
fn programs_that_create_the_ledger_at_the_same_time_share_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let open = |name: usize| {
        let mut ledger = Ledger::open(&path).unwrap();
        ledger.write(&moment(2), |book| register(book, &name.to_string())).unwrap()
    };
    std::thread::scope(|scope| {
        for name in 0..6 {
            scope.spawn(move || open(name));
        }
    });
    let ledger = Ledger::open_existing(&path).unwrap();
    assert_eq!(ledger.cases(&CaseFilter::default()).unwrap().len(), 6);
    assert_eq!(ledger.verify().unwrap(), []);
}

#[test]
fn a_ledger_that_was_not_closed_says_so() {
    let desk = Desk::new();
    assert!(!desk.ledger.ended_uncleanly());
    assert!(Ledger::open(&desk.path()).unwrap().ended_uncleanly());
    let path = desk.path();
    let Desk { folder, ledger } = desk;
    drop(ledger);
    assert!(!Ledger::open(&path).unwrap().ended_uncleanly());
    drop(folder);
}
