//! Stories of the ledger: what must hold whoever writes, dies or tampers.
//! They never look at a clock; a second connection stands for a second program.

use super::numbers::{case_counter, issue_counter};
use super::*;
use crate::office::case::{Contributor, Entry, Event, Judged, Registered, Route, Routed, Standing};
use crate::office::numbers::{Fingerprint, IssueNumber};
use crate::office::paper::Paper;
use crate::office::step::{Step, Verdict};
use std::path::PathBuf;
use tempfile::TempDir;

/// A ledger in a folder that goes away with it.
struct Desk {
    folder: TempDir,
    ledger: Ledger,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&folder.path().join("ledger.db")).unwrap();
        Desk { folder, ledger }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("ledger.db")
    }

    fn write<T>(&mut self, work: impl FnOnce(&mut Book<'_>) -> Outcome<T>) -> T {
        self.ledger.write(&moment(2), work).unwrap()
    }

    /// What somebody does to the file with a shell of SQLite.
    fn tamper(&self, sql: &str) {
        self.ledger.engine.batch(sql).unwrap();
    }

    /// The same with the guards taken off.
    fn tamper_unguarded(&self, sql: &str) {
        self.tamper(
            "DROP TRIGGER entry_is_never_changed; DROP TRIGGER entry_is_never_deleted;
             DROP TRIGGER paper_is_never_changed; DROP TRIGGER paper_is_never_deleted;",
        );
        self.tamper(sql);
    }

    fn findings(&self) -> Vec<String> {
        let findings = self.ledger.verify().unwrap();
        findings
            .iter()
            .map(|finding| format!("{} {}", finding.what, finding.path))
            .collect()
    }
}

fn day(of_march: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, of_march).unwrap()
}

fn moment(of_march: u32) -> Moment {
    Moment {
        at: format!("{}T09:00:00+08:00", day(of_march)),
        day: day(of_march),
    }
}

fn number(serial: u32) -> CaseNumber {
    CaseNumber { year: 2026, serial }
}

fn print(of: &str) -> Fingerprint {
    Fingerprint::of(of.as_bytes())
}

fn registered(title: &str) -> Registered {
    Registered {
        source: format!("来稿/{title}.docx"),
        inbox: "来稿".into(),
        sha256: print(title),
        paper: 0,
        title: title.into(),
        authors: vec![Contributor {
            name: "王建国".into(),
            ..Contributor::default()
        }],
        unit: None,
        unit_known: None,
        characters: 800,
        textless: false,
        flags: Vec::new(),
        resubmits: None,
        continues: None,
        received: day(2),
    }
}

/// Registers a case under the next number of 2026.
fn register(book: &mut Book<'_>, title: &str) -> Outcome<CaseNumber> {
    let number = number(book.next_numbers(&case_counter(2026), 1)?);
    let paper = Paper {
        title: Some(title.into()),
        ..Paper::default()
    };
    let conflicts = book.add_cases(&[NewCase {
        number,
        fingerprint: print(title),
        paper_index: 0,
        title_key: title,
        author_key: "王建国",
        received: day(2),
        paper: &paper,
    }])?;
    assert_eq!(conflicts, []);
    book.append(vec![NewEntry::of_case(
        number,
        "minyi",
        Event::Registered(registered(title)),
    )])?;
    Ok(number)
}

fn judged(verdict: Verdict) -> Event {
    Event::Judged(Judged {
        verdict,
        note: String::new(),
        by_rule: false,
    })
}

fn routed(destinations: &[(&str, u32)]) -> Event {
    let route = |(name, of_march): &(&str, u32)| Route {
        destination: (*name).into(),
        publication: "委员反映".into(),
        due: day(*of_march),
        derivation: String::new(),
    };
    Event::Routed(Routed {
        destinations: destinations.iter().map(route).collect(),
        reasons: Vec::new(),
    })
}

fn append(book: &mut Book<'_>, number: CaseNumber, event: Event) -> Outcome<()> {
    book.append(vec![NewEntry::of_case(number, "李科长", event)])
}

fn arrival(path: &str) -> NewArrival {
    NewArrival {
        inbox: "来稿".into(),
        path: path.into(),
        fingerprint: print(path),
        size_bytes: 20_480,
        day: day(2),
        state: ArrivalState::Registered,
        papers: 1,
        bad_rows: 0,
    }
}

fn document(path: &str, recipe: &str) -> NewOutput {
    NewOutput {
        path: path.into(),
        number: None,
        arrival: None,
        kind: "cover".into(),
        recipe: recipe.into(),
    }
}

#[test]
fn what_is_written_is_read_again_by_another_program() {
    let mut desk = Desk::new();
    let number = desk.write(|book| register(book, "关于停车"));
    let other = Ledger::open_existing(&desk.path()).unwrap();
    let case = other.case(number).unwrap().unwrap();
    assert_eq!(case.registered, registered("关于停车"));
    assert_eq!(
        other.paper(number).unwrap().unwrap().title.as_deref(),
        Some("关于停车")
    );
    assert_eq!(
        other.find_by_fingerprint(&print("关于停车")).unwrap(),
        [number]
    );
    assert_eq!(
        other.find_by_title("关于停车", "王建国").unwrap(),
        Some(number)
    );
    assert_eq!(other.find_by_title("关于停车", "别人").unwrap(), None);
    assert_eq!(
        other.entries(number).unwrap()[0].event,
        Event::Registered(registered("关于停车"))
    );
}

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
        let workers: Vec<_> = (0..4)
            .map(|name| scope.spawn(move || worker(name)))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    });
    given.sort_unstable();
    assert_eq!(given, (1..=64).map(number).collect::<Vec<_>>());
    assert_eq!(desk.findings(), [""; 0]);
}

#[test]
fn an_entry_is_neither_changed_nor_deleted() {
    let mut desk = Desk::new();
    desk.write(|book| register(book, "关于停车"));
    for sql in [
        "UPDATE entry SET actor = 'x'",
        "DELETE FROM entry",
        "DELETE FROM paper",
    ] {
        let refused = desk.ledger.engine.batch(sql).unwrap_err();
        assert!(refused.to_string().contains("never"), "{refused}");
    }
    assert_eq!(desk.findings(), [""; 0]);
}

#[test]
fn whoever_takes_the_guards_off_is_found_by_the_chain() {
    for (sql, found) in [
        (
            "UPDATE entry SET actor = '别人' WHERE seq = 2",
            vec!["chain entry 2"],
        ),
        (
            "UPDATE entry SET day = '2026-03-01' WHERE seq = 1",
            vec!["chain entry 1"],
        ),
        (
            "UPDATE entry SET body = replace(body, '采用', '留存') WHERE seq = 2",
            vec!["chain entry 2"],
        ),
        // The last entry leaves no hole, but the head remembers it.
        (
            "DELETE FROM entry WHERE seq = 3",
            vec!["chain head", "projection 2026-0001"],
        ),
        (
            "DELETE FROM entry WHERE seq = 2",
            vec!["chain entry 2", "chain entry 3"],
        ),
        (
            "UPDATE paper SET body = replace(body, '停车', '养犬')",
            vec!["paper 2026-0001"],
        ),
        ("UPDATE chain SET hash = 'x'", vec!["chain head"]),
    ] {
        let mut desk = Desk::new();
        desk.write(|book| {
            let number = register(book, "关于停车")?;
            append(book, number, judged(Verdict::Adopt))?;
            append(book, number, judged(Verdict::Submit))
        });
        assert_eq!(desk.findings(), [""; 0]);
        desk.tamper_unguarded(sql);
        assert_eq!(desk.findings(), found, "{sql}");
    }
}

#[test]
fn the_same_entries_have_the_same_hash_however_they_were_committed() {
    let mut at_once = Desk::new();
    at_once.write(|book| {
        let number = register(book, "关于停车")?;
        append(book, number, judged(Verdict::Adopt))?;
        book.append(vec![NewEntry::of_office(
            "minyi",
            "roster",
            "收到名册",
            "{}",
        )])
    });
    let mut one_by_one = Desk::new();
    let number = one_by_one.write(|book| register(book, "关于停车"));
    one_by_one.write(|book| append(book, number, judged(Verdict::Adopt)));
    one_by_one.write(|book| {
        book.append(vec![NewEntry::of_office(
            "minyi",
            "roster",
            "收到名册",
            "{}",
        )])
    });
    let log = at_once.ledger.log(0, 100).unwrap();
    assert_eq!(log, one_by_one.ledger.log(0, 100).unwrap());
    assert_eq!(log.len(), 3);
}

#[test]
fn the_log_tells_cases_and_the_office_in_order() {
    let mut desk = Desk::new();
    let number = desk.write(|book| {
        let number = register(book, "关于停车")?;
        book.append(vec![NewEntry::of_office(
            "minyi",
            "roster",
            "收到名册",
            "{}",
        )])?;
        append(book, number, judged(Verdict::Adopt))?;
        Ok(number)
    });
    let told: Vec<_> = desk.ledger.log(1, 100).unwrap();
    let told: Vec<_> = told
        .iter()
        .map(|line| {
            (
                line.seq,
                line.number,
                line.subject.as_str(),
                line.step,
                line.what.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (2, None, "roster", None, "收到名册"),
            (3, Some(number), "case", Some(Step::Screen), "采用"),
        ]
    );
    assert_eq!(desk.ledger.log(0, 1).unwrap().len(), 1);
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
            "ledger::tests::a_program_killed_in_a_transaction_leaves_nothing",
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
    let other_paper = NewCase {
        number: number(3),
        paper_index: 1,
        ..again.clone()
    };
    let conflicts = desk.write(|book| book.add_cases(&[other_paper, again]));
    assert_eq!(
        conflicts,
        [Conflict {
            fingerprint: print("关于停车"),
            paper_index: 0,
            number: first
        }]
    );
    assert_eq!(
        desk.ledger.find_by_fingerprint(&print("关于停车")).unwrap(),
        [first]
    );
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
    let silent = desk
        .ledger
        .write(&moment(2), |book| book.add_cases(&[case]));
    assert_eq!(silent.unwrap_err().kind, FailureKind::Integrity);
    let unknown = desk.ledger.write(&moment(2), |book| {
        book.append(vec![NewEntry::of_case(
            number(1),
            "minyi",
            Event::Registered(registered("x")),
        )])
    });
    assert_eq!(unknown.unwrap_err().kind, FailureKind::Integrity);
    let headless = desk.ledger.write(&moment(2), |book| {
        append(book, number(1), judged(Verdict::Keep))
    });
    assert_eq!(headless.unwrap_err().kind, FailureKind::Integrity);
    assert_eq!(desk.findings(), [""; 0]);
}

#[test]
fn a_file_in_its_place_is_one_arrival_until_it_is_put_away() {
    let mut desk = Desk::new();
    let file = arrival("inbox/来稿/关于停车.docx");
    let first = desk.write(|book| book.add_arrivals(&[file.clone(), file.clone()]));
    assert_eq!(
        first,
        [
            KnownArrival {
                id: 1,
                known: false
            },
            KnownArrival { id: 1, known: true }
        ]
    );
    let again = desk.write(|book| book.add_arrivals(std::slice::from_ref(&file)));
    assert_eq!(again, [KnownArrival { id: 1, known: true }]);
    assert_eq!(desk.ledger.uncleared_arrivals().unwrap().len(), 1);

    let taken = Some(PathBuf::from("inbox/.taken/1"));
    desk.write(|book| {
        book.clear_arrivals(&[Clearing {
            id: 1,
            taken: taken.clone(),
        }])
    });
    assert_eq!(desk.ledger.uncleared_arrivals().unwrap(), []);
    let dropped_again = desk.write(|book| book.add_arrivals(std::slice::from_ref(&file)));
    assert_eq!(
        dropped_again,
        [KnownArrival {
            id: 2,
            known: false
        }]
    );
    assert_eq!(desk.ledger.arrivals_of(&file.fingerprint).unwrap().len(), 2);

    assert_eq!(desk.ledger.purgeable(day(2)).unwrap(), []);
    let purgeable = desk.ledger.purgeable(day(3)).unwrap();
    assert_eq!(
        purgeable
            .iter()
            .map(|arrival| arrival.id)
            .collect::<Vec<_>>(),
        [1]
    );
    assert_eq!(purgeable[0].taken, taken);
    desk.write(|book| book.purge_arrivals(&[1]));
    assert_eq!(desk.ledger.purgeable(day(30)).unwrap(), []);
    assert!(desk.ledger.arrival(1).unwrap().unwrap().purged);
}

#[test]
fn files_are_counted_by_folder_end_and_day() {
    let mut desk = Desk::new();
    let returned = NewArrival {
        state: ArrivalState::Returned,
        papers: 0,
        ..arrival("inbox/急件/甲.doc")
    };
    let late = NewArrival {
        day: day(9),
        ..arrival("inbox/来稿/丙.docx")
    };
    let batch = NewArrival {
        papers: 12,
        bad_rows: 2,
        ..arrival("inbox/来稿/乙.xlsx")
    };
    let urgent = NewArrival {
        inbox: "急件".into(),
        ..returned
    };
    desk.write(|book| book.add_arrivals(&[arrival("inbox/来稿/甲.docx"), batch, urgent, late]));
    let counts = desk.ledger.arrival_counts(day(1), day(5)).unwrap();
    let counted: Vec<_> = counts
        .iter()
        .map(|count| {
            (
                count.inbox.as_str(),
                count.state.word(),
                count.files,
                count.papers,
                count.bad_rows,
            )
        })
        .collect();
    assert_eq!(
        counted,
        [
            ("急件", "returned", 1, 0, 0),
            ("来稿", "registered", 2, 13, 2)
        ]
    );
    assert_eq!(desk.ledger.arrivals(day(6), day(9)).unwrap().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_name_in_gbk_comes_back_byte_for_byte() {
    use std::os::unix::ffi::OsStrExt;
    let name = std::ffi::OsStr::from_bytes(b"inbox/\xB9\xD8\xD3\xDA.docx");
    let mut desk = Desk::new();
    let file = NewArrival {
        path: name.into(),
        ..arrival("x")
    };
    let sighting = Sighting {
        path: name.into(),
        first_seen: moment(2).at,
        last_changed: moment(2).at,
        size_bytes: 0,
        mtime_nanos: -1,
    };
    desk.write(|book| {
        book.add_arrivals(std::slice::from_ref(&file))?;
        book.replace_sightings(std::slice::from_ref(&sighting))
    });
    assert_eq!(desk.ledger.arrival(1).unwrap().unwrap().file, file);
    assert_eq!(desk.ledger.sightings().unwrap(), [sighting]);
    desk.write(|book| book.replace_sightings(&[]));
    assert_eq!(desk.ledger.sightings().unwrap(), []);
}

#[test]
fn a_document_is_due_until_it_is_placed_and_its_path_is_its_own() {
    let mut desk = Desk::new();
    let cover = document("区委/2026-0001 关于停车（报送单）.docx", "{\"v\":1}");
    assert_eq!(
        desk.write(|book| book.add_outputs(std::slice::from_ref(&cover))),
        [""; 0]
    );
    assert_eq!(
        desk.write(|book| book.add_outputs(std::slice::from_ref(&cover))),
        [""; 0]
    );
    let other = NewOutput {
        recipe: "{\"v\":2}".into(),
        ..cover.clone()
    };
    let free = document("区委/别的.docx", "{}");
    assert_eq!(
        desk.write(|book| book.add_outputs(&[free, other])),
        [cover.path.as_str()]
    );
    assert_eq!(desk.ledger.pending_outputs().unwrap().len(), 2);

    desk.write(|book| book.place_outputs(&[(cover.path.clone(), print("bytes"))]));
    let placed = desk.ledger.output(&cover.path).unwrap().unwrap();
    assert_eq!(
        (placed.fingerprint, placed.placed),
        (Some(print("bytes")), Some(day(2)))
    );
    assert_eq!(placed.document, cover);
    assert_eq!(desk.ledger.pending_outputs().unwrap().len(), 1);
    let mut all = Vec::new();
    desk.ledger
        .each_output(|output| {
            all.push(output.document.path);
            Ok(())
        })
        .unwrap();
    assert_eq!(all.len(), 2);
    let never_due = desk.ledger.write(&moment(2), |book| {
        book.place_outputs(&[("没有.docx".into(), print(""))])
    });
    assert!(never_due.is_err());
}

/// Three cases: one placed and sent to one of two organs, one that waits, one that was kept.
fn busy_desk() -> (Desk, [CaseNumber; 3]) {
    let mut desk = Desk::new();
    let numbers = desk.write(|book| {
        let [one, two, three] = [
            register(book, "甲")?,
            register(book, "乙")?,
            register(book, "丙")?,
        ];
        append(book, one, routed(&[("区委", 5), ("市政协", 4)]))?;
        append(
            book,
            one,
            Event::Placed {
                destinations: vec!["区委".into(), "市政协".into()],
            },
        )?;
        append(book, two, routed(&[("区政府", 9)]))?;
        append(
            book,
            two,
            Event::Waiting {
                step: Step::Screen,
                reason: "等待筛选".into(),
            },
        )?;
        append(book, three, routed(&[("区政府", 3)]))?;
        append(book, three, judged(Verdict::Keep))?;
        Ok([one, two, three])
    });
    let sent = Event::Sent {
        destinations: vec!["区委".into()],
        date: day(3),
        note: String::new(),
    };
    desk.ledger
        .write(&moment(4), |book| append(book, numbers[0], sent))
        .unwrap();
    (desk, numbers)
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
    let expected = Counts {
        by_step,
        due_today: 1,
        overdue: 0,
        placed_not_sent: 1,
        pending_outputs: 0,
    };
    assert_eq!(counts, expected);
    let later = desk.ledger.counts(day(10), false).unwrap();
    assert_eq!((later.due_today, later.overdue), (0, 2));
    let lenient = desk.ledger.counts(day(10), true).unwrap();
    assert_eq!((lenient.overdue, lenient.placed_not_sent), (1, 0));

    let open = desk.ledger.open_deadlines(false).unwrap();
    let open: Vec<_> = open
        .iter()
        .map(|it| (it.number, it.destination.as_str(), it.due, it.placed))
        .collect();
    assert_eq!(
        open,
        [
            (one, "市政协", day(4), Some(day(2))),
            (two, "区政府", day(9), None)
        ]
    );
    assert_eq!(desk.findings(), [""; 0]);
}

#[test]
fn a_projection_that_says_more_than_the_entries_is_found() {
    for sql in [
        "UPDATE standing SET step = '签发' WHERE number = 20260000000002",
        "DELETE FROM standing WHERE number = 20260000000002",
        "UPDATE deadline SET due = '2027-01-01' WHERE number = 20260000000002",
        "UPDATE cases SET received = '2026-03-01' WHERE number = 20260000000002",
        "DELETE FROM deadline WHERE number = 20260000000002",
    ] {
        let (desk, _) = busy_desk();
        desk.tamper(sql);
        assert_eq!(desk.findings(), ["projection 2026-0002"], "{sql}");
    }
}

#[test]
fn numbers_that_are_missing_or_were_never_given_are_found() {
    let mut desk = Desk::new();
    desk.write(|book| {
        let number = register(book, "甲")?;
        let issue = book.next_numbers(&issue_counter("委员反映", 2026), 1)?;
        let issue = IssueNumber {
            publication: "委员反映".into(),
            year: 2026,
            number: issue,
        };
        append(
            book,
            number,
            Event::Numbered {
                issues: vec![issue],
            },
        )
    });
    assert_eq!(desk.findings(), [""; 0]);
    desk.tamper("UPDATE counter SET last = 3");
    assert_eq!(
        desk.findings(),
        ["numbers 期/2026/委员反映", "numbers 登记/2026"]
    );
    desk.tamper("UPDATE counter SET last = 0");
    assert_eq!(
        desk.findings(),
        ["numbers 期/2026/委员反映", "numbers 登记/2026"]
    );
}

#[test]
fn cases_are_found_by_number_day_step_and_destination() {
    let (desk, [one, two, three]) = busy_desk();
    let found = |filter: CaseFilter| -> Vec<CaseNumber> {
        desk.ledger
            .cases(&filter)
            .unwrap()
            .iter()
            .map(|case| case.number)
            .collect()
    };
    let all = CaseFilter::default;
    assert_eq!(found(all()), [one, two, three]);
    assert_eq!(
        found(CaseFilter {
            numbers: Some((two, three)),
            ..all()
        }),
        [two, three]
    );
    assert_eq!(
        found(CaseFilter {
            step: Some(Step::Screen),
            ..all()
        }),
        [two, three]
    );
    assert_eq!(
        found(CaseFilter {
            destination: Some("区政府".into()),
            ..all()
        }),
        [two, three]
    );
    assert_eq!(
        found(CaseFilter {
            open_only: true,
            ..all()
        }),
        [one, two]
    );
    assert_eq!(
        found(CaseFilter {
            received_from: Some(day(3)),
            ..all()
        }),
        []
    );
    assert_eq!(
        found(CaseFilter {
            received_to: Some(day(1)),
            ..all()
        }),
        []
    );
    let before = CaseFilter {
        as_of: Some(day(3)),
        numbers: Some((one, one)),
        ..all()
    };
    assert_eq!(desk.ledger.cases(&before).unwrap()[0].sent, []);
    let folded: Vec<Entry> = desk.ledger.entries(one).unwrap();
    assert_eq!(
        desk.ledger.cases(&all()).unwrap()[0],
        Case::fold(one, &folded).unwrap()
    );
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
fn numbers_sort_beyond_four_digits_and_years() {
    let keys: Vec<_> = ["2025-99999", "2026-0001", "2026-9999", "2026-10000"]
        .map(|text| cases::key(text.parse().unwrap()))
        .into();
    assert!(keys.is_sorted());
    assert_eq!(cases::number(keys[3]).unwrap().to_string(), "2026-10000");
}

#[test]
fn a_roster_holds_from_its_day_until_the_next() {
    let mut desk = Desk::new();
    desk.write(|book| {
        book.add_roster(day(1), "一")?;
        book.add_roster(day(10), "二")?;
        book.add_roster(day(10), "二改")
    });
    let on = |of_march| desk.ledger.roster_on(day(of_march)).unwrap();
    assert_eq!(on(1).as_deref(), Some("一"));
    assert_eq!(on(9).as_deref(), Some("一"));
    assert_eq!(on(10).as_deref(), Some("二改"));
    assert_eq!(
        desk.ledger
            .roster_on(NaiveDate::from_ymd_opt(2025, 12, 31).unwrap())
            .unwrap(),
        None
    );
}

#[test]
fn kinds_are_those_of_the_json() {
    let destinations = vec!["区委".to_owned()];
    for event in [
        Event::Registered(registered("甲")),
        Event::Classified(crate::office::case::Classified::default()),
        routed(&[]),
        Event::Waiting {
            step: Step::Screen,
            reason: String::new(),
        },
        judged(Verdict::Adopt),
        Event::Numbered { issues: Vec::new() },
        Event::Typeset {
            outputs: Vec::new(),
        },
        Event::Placed {
            destinations: destinations.clone(),
        },
        Event::Sent {
            destinations,
            date: day(2),
            note: String::new(),
        },
        Event::Archived {
            path: String::new(),
        },
    ] {
        assert_eq!(serde_json::to_value(&event).unwrap()["event"], event.kind());
    }
}

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
    assert_eq!(
        Ledger::open(&text).err().unwrap().kind,
        FailureKind::Integrity
    );

    let foreign = folder.path().join("foreign.db");
    Engine::open(&foreign, true)
        .unwrap()
        .batch("CREATE TABLE other (x TEXT)")
        .unwrap();
    assert_eq!(
        Ledger::open(&foreign).err().unwrap().kind,
        FailureKind::Integrity
    );

    let missing = folder.path().join("missing.db");
    assert_eq!(
        Ledger::open_existing(&missing).err().unwrap().kind,
        FailureKind::Away
    );
    assert!(!missing.exists());
}

#[test]
fn every_commit_is_durable_before_it_is_reported() {
    let desk = Desk::new();
    let pragma = |name: &str| -> i64 {
        desk.ledger
            .engine
            .first(&format!("PRAGMA {name}"), &[], |row| row.integer(0))
            .unwrap()
            .unwrap()
    };
    assert_eq!(pragma("synchronous"), 2);
    assert_eq!(pragma("foreign_keys"), 1);
    assert_eq!(pragma("trusted_schema"), 0);
    assert_eq!(pragma("busy_timeout"), 10_000);
    let mode = desk.ledger.engine.first("PRAGMA journal_mode", &[], |row| {
        Ok(row.text(0)?.to_owned())
    });
    assert_eq!(mode.unwrap().as_deref(), Some("wal"));
}

#[test]
fn a_ledger_of_version_1_is_taken_over_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    Engine::open(&path, true)
        .unwrap()
        .batch(include_str!("../../fixtures/ledger/version-1.sql"))
        .unwrap();
    let mut ledger = Ledger::open_existing(&path).unwrap();
    assert_eq!(ledger.verify().unwrap(), []);
    let cases = ledger.cases(&CaseFilter::default()).unwrap();
    assert_eq!(cases.len(), 3);
    assert_eq!(cases[0].sent, [("区委".to_owned(), day(3))]);
    assert_eq!(
        ledger
            .write(&moment(5), |book| register(book, "后来的"))
            .unwrap(),
        number(4)
    );
    assert_eq!(ledger.verify().unwrap(), []);
}

#[test]
fn a_copy_of_the_ledger_is_a_ledger() {
    let (desk, _) = busy_desk();
    let copy = desk.folder.path().join("copy.db");
    desk.ledger.back_up(&copy).unwrap();
    let copy = Ledger::open_existing(&copy).unwrap();
    assert_eq!(copy.log(0, 100).unwrap(), desk.ledger.log(0, 100).unwrap());
    assert_eq!(copy.verify().unwrap(), []);
}

#[test]
fn programs_that_create_the_ledger_at_the_same_time_share_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let open = |name: usize| {
        let mut ledger = Ledger::open(&path).unwrap();
        ledger
            .write(&moment(2), |book| register(book, &name.to_string()))
            .unwrap()
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
fn a_ledger_that_another_program_keeps_locked_is_away() {
    let mut desk = Desk::new();
    let mut other = Ledger::open(&desk.path()).unwrap();
    other.engine.batch("PRAGMA busy_timeout = 0").unwrap();
    let refused = desk.write(|_| Ok(other.write(&moment(2), |book| register(book, "关于停车"))));
    let refused = refused.unwrap_err();
    assert_eq!(refused.kind, FailureKind::Away);
    assert!(refused.to_string().contains("locked"), "{refused}");
    assert_eq!(
        other
            .write(&moment(2), |book| register(book, "关于停车"))
            .unwrap(),
        number(1)
    );
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
