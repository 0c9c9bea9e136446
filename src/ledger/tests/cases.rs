//! Stories of cases: registered once, found, folded, counted.
//! They never tamper with the file.

use super::*;
use crate::ledger::cases::{key, number as number_of};

#[test]
fn what_is_written_is_read_again_by_another_program() {
    let mut desk = Desk::new();
    let number = desk.write(|book| register(book, "关于停车"));
    let other = Ledger::open_existing(&desk.path()).unwrap();
    let case = other.case(number).unwrap().unwrap();
    assert_eq!(case.registered, registered("关于停车"));
    assert_eq!(other.paper(number).unwrap().unwrap().title.as_deref(), Some("关于停车"));
    assert_eq!(other.find_by_fingerprint(&print("关于停车")).unwrap(), [number]);
    assert_eq!(other.find_by_title("关于停车", "王建国").unwrap(), Some(number));
    assert_eq!(other.find_by_title("关于停车", "别人").unwrap(), None);
    assert_eq!(other.entries(number).unwrap()[0].event, Event::Registered(registered("关于停车")));
}

#[test]
fn the_same_paper_is_registered_once() {
    let mut desk = Desk::new();
    let first = desk.write(|book| register(book, "关于停车"));
    let paper = Paper::default();
    let again = NewCase {
        number: number(2),
        fingerprint: print("关于停车"),
        paper_index: 0,
        title_key: "",
        author_key: "",
        received: day(3),
        paper: &paper,
    };
    let other_paper = NewCase { number: number(3), paper_index: 1, ..again.clone() };
    let conflicts = desk.write(|book| book.add_cases(&[other_paper, again]));
    assert_eq!(conflicts, [Conflict { fingerprint: print("关于停车"), paper_index: 0, number: first }]);
    assert_eq!(desk.ledger.find_by_fingerprint(&print("关于停车")).unwrap(), [first]);
}

#[test]
fn a_case_is_not_added_without_its_entry_nor_entered_without_being_added() {
    let mut desk = Desk::new();
    let paper = Paper::default();
    let case = NewCase {
        number: number(1),
        fingerprint: print("x"),
        paper_index: 0,
        title_key: "",
        author_key: "",
        received: day(2),
        paper: &paper,
    };
    let silent = desk.ledger.write(&moment(2), |book| book.add_cases(&[case]));
    assert_eq!(silent.unwrap_err().kind, FailureKind::Integrity);
    let unknown = desk.ledger.write(&moment(2), |book| {
        book.append(vec![NewEntry::of_case(number(1), "minyi", Event::Registered(registered("x")))])
    });
    assert_eq!(unknown.unwrap_err().kind, FailureKind::Integrity);
    let headless = desk.ledger.write(&moment(2), |book| append(book, number(1), judged(Verdict::Keep)));
    assert_eq!(headless.unwrap_err().kind, FailureKind::Integrity);
    assert_eq!(desk.findings(), [""; 0]);
}

#[test]
fn the_office_at_a_glance_follows_the_entries() {
    let (desk, [one, two, _]) = busy_desk();
    let counts = desk.ledger.counts(day(4), false).unwrap();
    let by_step = vec![
        (Step::Screen, Standing::Kept, 1),
        (Step::Screen, Standing::Waiting, 1),
        (Step::Archive, Standing::Moving, 1),
    ];
    let expected = Counts { by_step, due_today: 1, overdue: 0, placed_not_sent: 1, pending_outputs: 0 };
    assert_eq!(counts, expected);
    let later = desk.ledger.counts(day(10), false).unwrap();
    assert_eq!((later.due_today, later.overdue), (0, 2));
    let lenient = desk.ledger.counts(day(10), true).unwrap();
    assert_eq!((lenient.overdue, lenient.placed_not_sent), (1, 0));

    let open = desk.ledger.open_deadlines(false).unwrap();
    let open: Vec<_> =
        open.iter().map(|it| (it.number, it.destination.as_str(), it.due, it.placed)).collect();
    assert_eq!(open, [(one, "市政协", day(4), Some(day(2))), (two, "区政府", day(9), None)]);
    assert_eq!(desk.findings(), [""; 0]);
}

#[test]
fn cases_are_found_by_number_day_step_and_destination() {
    let (desk, [one, two, three]) = busy_desk();
    let found = |filter: CaseFilter| -> Vec<CaseNumber> {
        desk.ledger.cases(&filter).unwrap().iter().map(|case| case.number).collect()
    };
    let all = CaseFilter::default;
    assert_eq!(found(all()), [one, two, three]);
    assert_eq!(found(CaseFilter { numbers: Some((two, three)), ..all() }), [two, three]);
    assert_eq!(found(CaseFilter { step: Some(Step::Screen), ..all() }), [two, three]);
    assert_eq!(found(CaseFilter { destination: Some("区政府".into()), ..all() }), [two, three]);
    assert_eq!(found(CaseFilter { open_only: true, ..all() }), [one, two]);
    assert_eq!(found(CaseFilter { received_from: Some(day(3)), ..all() }), []);
    assert_eq!(found(CaseFilter { received_to: Some(day(1)), ..all() }), []);
    let before = CaseFilter { as_of: Some(day(3)), numbers: Some((one, one)), ..all() };
    assert_eq!(desk.ledger.cases(&before).unwrap()[0].sent, []);
    let folded: Vec<Entry> = desk.ledger.entries(one).unwrap();
    assert_eq!(desk.ledger.cases(&all()).unwrap()[0], Case::fold(one, &folded).unwrap());
}

#[test]
fn numbers_sort_beyond_four_digits_and_years() {
    let keys: Vec<_> =
        ["2025-99999", "2026-0001", "2026-9999", "2026-10000"].map(|text| key(text.parse().unwrap())).into();
    assert!(keys.is_sorted());
    assert_eq!(number_of(keys[3]).unwrap().to_string(), "2026-10000");
}

#[test]
fn the_newest_cases_come_without_the_rest() {
    let mut desk = Desk::new();
    desk.write(|book| {
        for serial in 1..=250 {
            let number = register(book, &serial.to_string())?;
            if serial % 2 == 0 {
                append(book, number, judged(Verdict::Keep))?;
            }
        }
        Ok(())
    });
    let newest = |filter: &CaseFilter, how_many| -> Vec<u32> {
        let cases = desk.ledger.newest_cases(filter, how_many).unwrap();
        cases.iter().map(|case| case.number.serial).collect()
    };
    let all = CaseFilter::default();
    assert_eq!(newest(&all, 3), [248, 249, 250]);
    assert_eq!(newest(&all, 0), [0; 0]);
    assert_eq!(newest(&all, 1000), (1..=250).collect::<Vec<_>>());
    let open = CaseFilter { open_only: true, ..all.clone() };
    assert_eq!(newest(&open, 2), [247, 249]);
    // As of a day the projections cannot help: folding decides.
    let open_then = CaseFilter { as_of: Some(day(2)), ..open };
    assert_eq!(newest(&open_then, 101), (49..=249).step_by(2).collect::<Vec<_>>());
    assert_eq!(desk.ledger.cases(&all).unwrap().len(), 250);
}
