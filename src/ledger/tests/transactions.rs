//! Stories of transactions: all of one, or nothing, whoever else writes or dies.
//! They never wait for a clock.

use super::*;

#[test]
fn four_programs_leave_no_gap_and_give_no_number_twice() {
    let desk = Desk::new();
    let path = desk.path();
    let worker = |name: usize| {
        let mut ledger = Ledger::open(&path).unwrap();
        let mut given = Vec::new();
        for turn in 0..20 {
            let wrote = ledger.write(&moment(2), |book| {
                let number = register(book, &format!("{name}的第{turn}篇"))?;
                if turn % 5 == 0 {
                    return Err(Failure::new(FailureKind::World, "thought better of it"));
                }
                Ok(number)
            });
            given.extend(wrote.ok());
        }
        given
    };
    let mut given: Vec<CaseNumber> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|name| scope.spawn(move || worker(name))).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    given.sort_unstable();
    assert_eq!(given, (1..=64).map(number).collect::<Vec<_>>());
    assert_eq!(desk.findings(), [""; 0]);
}

#[test]
fn a_transaction_that_fails_or_panics_leaves_nothing() {
    let mut desk = Desk::new();
    let failed = desk.ledger.write(&moment(2), |book| {
        register(book, "关于停车")?;
        Err::<(), _>(Failure::new(FailureKind::World, "the disk went away"))
    });
    assert!(failed.is_err());
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        desk.ledger.write(&moment(2), |book| -> Outcome<()> {
            register(book, "关于停车")?;
            panic!("a bug above the ledger");
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(desk.ledger.log(0, 10).unwrap(), []);
    assert_eq!(desk.write(|book| register(book, "关于停车")), number(1));
}

/// Names the ledger in which the child below dies.
const DYING_IN: &str = "MINYI_TEST_DYING_IN";

#[test]
fn a_program_killed_in_a_transaction_leaves_nothing() {
    if let Some(path) = std::env::var_os(DYING_IN) {
        let mut ledger = Ledger::open(Path::new(&path)).unwrap();
        let _ = ledger.write(&moment(2), |book| -> Outcome<()> {
            register(book, "死前登记")?;
            std::process::abort()
        });
    }
    let mut desk = Desk::new();
    desk.write(|book| register(book, "关于停车"));
    let died = std::process::Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            concat!(module_path!(), "::a_program_killed_in_a_transaction_leaves_nothing")
                .trim_start_matches("minyi::"),
        ])
        .env(DYING_IN, desk.path())
        .stderr(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(!died.success());
    assert_eq!(desk.ledger.cases(&CaseFilter::default()).unwrap().len(), 1);
    assert_eq!(desk.findings(), [""; 0]);
    assert_eq!(desk.write(|book| register(book, "关于养犬")), number(2));
}

#[test]
fn a_book_sees_what_it_has_written() {
    let mut desk = Desk::new();
    desk.write(|book| {
        let number = register(book, "甲")?;
        append(book, number, judged(Verdict::Adopt))?;
        assert_eq!(book.case(number)?.unwrap().step, Step::Edit);
        assert_eq!(book.entries(number)?.len(), 2);
        assert_eq!(book.find_by_title("甲", "王建国")?, Some(number));
        Ok(())
    });
}

#[test]
fn a_ledger_that_another_program_keeps_locked_is_away() {
    let mut desk = Desk::new();
    let mut other = Ledger::open(&desk.path()).unwrap();
    other.engine.batch("PRAGMA busy_timeout = 0").unwrap();
    let refused = desk.write(|_| Ok(other.write(&moment(2), |book| register(book, "关于停车"))));
    let refused = refused.unwrap_err();
    assert_eq!(refused.kind, FailureKind::Away);
    assert!(refused.to_string().contains("locked"), "{refused}");
    assert_eq!(other.write(&moment(2), |book| register(book, "关于停车")).unwrap(), number(1));
}

#[test]
fn a_full_disk_is_named_and_passes_when_somebody_makes_room() {
    let mut desk = Desk::new();
    desk.tamper("PRAGMA max_page_count = 60");
    let fill = |book: &mut Book<'_>| {
        for index in 0..400 {
            register(book, &format!("{index}"))?;
        }
        Ok(())
    };
    let full = desk.ledger.write(&moment(2), fill).unwrap_err();
    assert!(full.is_full_disk(), "{full}");
    assert_eq!(desk.ledger.log(0, 1).unwrap(), []);
    desk.tamper("PRAGMA max_page_count = 100000");
    desk.ledger.write(&moment(2), fill).unwrap();
    assert_eq!(desk.findings(), [""; 0]);
}

#[test]
fn what_is_asked_in_a_snapshot_is_of_one_moment() {
    let mut desk = Desk::new();
    let reader = Ledger::open(&desk.path()).unwrap();
    let seen = reader.snapshot(|reading| {
        let before = reading.log(0, 10)?.len();
        desk.write(|book| register(book, "关于停车"));
        Ok((before, reading.log(0, 10)?.len(), reading.verify()?))
    });
    assert_eq!(seen.unwrap(), (0, 0, Vec::new()));
    assert_eq!(reader.log(0, 10).unwrap().len(), 1);
}
