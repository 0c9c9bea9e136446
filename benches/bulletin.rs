//! Bench: the figures of a bulletin out of a book of many entries, papers without text.
//! It never measures the making of the book; that is told apart.
#![expect(clippy::print_stdout, reason = "the bench prints its figures")]

use chrono::{Datelike, Days, NaiveDate};
use minyi::failure::Outcome;
use minyi::ledger::{Ledger, Moment, NewCase, NewEntry, numbers};
use minyi::office::bulletin::Period;
use minyi::office::case::{Classified, Contributor, Event, Judged, Registered, Route, Routed};
use minyi::office::feedback::{Feedback, Form, Outcome as Became};
use minyi::office::numbers::{CaseNumber, Fingerprint, IssueNumber};
use minyi::office::paper::Paper;
use minyi::office::step::Verdict;
use minyi::pipeline::bulletin::figures;
use minyi::pipeline::desk::Room;
use minyi::pipeline::foundation;
use std::path::PathBuf;
use std::time::Instant;

/// Years over which the cases are spread.
const YEARS: u32 = 4;
/// Cases of one transaction.
const BATCH: usize = 2_000;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("usage: bench-bulletin FOLDER [ENTRIES]"));
    let entries: usize = arguments.next().map_or(1_000_000, |count| count.parse().expect("a number"));
    if !folder.join("office.toml").exists() {
        foundation::lay(&folder).expect("an office");
        let room = Room::open(&folder).expect("an office");
        let begun = Instant::now();
        let made = fill(&mut room.ledger(true).expect("a ledger"), entries).expect("filled");
        println!("{made} entries written in {:.1} s", begun.elapsed().as_secs_f64());
    }
    let room = Room::open(&folder).expect("an office");
    let ledger = room.ledger(false).expect("a ledger");
    let as_of = NaiveDate::from_ymd_opt(2026, 10, 1).expect("a day");
    for period in [Period::quarter(2026, 3), Period::year(2026)] {
        let begun = Instant::now();
        let figures = figures(&ledger, &room, period, as_of).expect("figures");
        println!("{period}: {} papers, {:.2} s", figures.counts.papers, begun.elapsed().as_secs_f64());
    }
}

/// Writes cases until there are so many entries; gives how many.
fn fill(ledger: &mut Ledger, entries: usize) -> Outcome<usize> {
    let mut written = 0;
    let mut serial = 0_usize;
    let first = NaiveDate::from_ymd_opt(2023, 1, 2).expect("a day");
    let cases = entries / 11;
    while written < entries {
        let days = u64::try_from(serial).unwrap_or(0) * u64::from(YEARS) * 365
            / u64::try_from(cases).unwrap_or(1).max(1);
        let day = first + Days::new(days);
        let moment = Moment { at: format!("{day}T09:00:00+08:00"), day };
        written += ledger.write(&moment, |book| {
            let mut rows = Vec::new();
            for _ in 0..BATCH {
                serial += 1;
                let number = CaseNumber {
                    year: day.year(),
                    serial: book.next_numbers(&numbers::case_counter(day.year()), 1)?,
                };
                let fingerprint = Fingerprint::of(&serial.to_le_bytes());
                let (title, paper) = (format!("关于第{serial}件事的建议"), Paper::default());
                book.add_cases(&[NewCase {
                    number,
                    fingerprint,
                    paper_index: 0,
                    title_key: &title,
                    author_key: "",
                    received: day,
                    paper: &paper,
                }])?;
                rows.extend(
                    events(&title, fingerprint, day, serial)
                        .into_iter()
                        .map(|event| NewEntry::of_case(number, "minyi", event)),
                );
            }
            let count = rows.len();
            book.append(rows)?;
            Ok(count)
        })?;
    }
    Ok(written)
}

fn events(title: &str, sha256: Fingerprint, day: NaiveDate, serial: usize) -> Vec<Event> {
    let author = Contributor {
        name: format!("委员{}", serial % 300),
        person: Some(format!("委员{}", serial % 300)),
        roles: vec!["委员".to_owned()],
        sector: Some(format!("界别{}", serial % 20)),
        ..Contributor::default()
    };
    let route = Route {
        destination: "市政协".to_owned(),
        publication: "社情民意信息".to_owned(),
        due: day + Days::new(2),
        derivation: "自收到之日起2个自然日".to_owned(),
    };
    let judged = |verdict| Event::Judged(Judged { verdict, note: String::new(), by_rule: true });
    let registered = Registered {
        source: "来稿.docx".to_owned(),
        inbox: "来稿".to_owned(),
        sha256,
        paper: 0,
        title: title.to_owned(),
        authors: vec![author],
        unit: None,
        unit_known: None,
        characters: 900,
        textless: false,
        flags: Vec::new(),
        resubmits: None,
        continues: None,
        received: day,
    };
    let issue = IssueNumber {
        publication: "社情民意信息".to_owned(),
        year: day.year(),
        number: u32::try_from(serial).unwrap_or(u32::MAX),
    };
    let mut events = vec![
        Event::Registered(registered),
        Event::Classified(Classified { category: "热点与情绪".to_owned(), ..Classified::default() }),
        Event::Routed(Routed { destinations: vec![route], reasons: Vec::new() }),
        judged(Verdict::Adopt),
        judged(Verdict::Submit),
        judged(Verdict::Pass),
        judged(Verdict::Sign),
        Event::Numbered { issues: vec![issue] },
        Event::Typeset { outputs: vec![format!("市政协/{title}.docx")] },
        Event::Placed { destinations: vec!["市政协".to_owned()] },
        Event::Archived { path: format!("archive/{}", sha256.place()) },
    ];
    if serial.is_multiple_of(5) {
        events.push(Event::Feedback(Feedback {
            organ: "市政协".to_owned(),
            result: Became::Adopted,
            form: Some(Form::Single),
            leader: None,
            level: Some("市".to_owned()),
            chief: false,
            date: day,
            content: String::new(),
            grade: None,
            follow_up: None,
            evidence: Vec::new(),
        }));
    }
    events
}
