//! Stories of the ledger: what must hold whoever writes, dies or tampers.
//! They never look at a clock; a second connection stands for a second program.

mod cases;
mod chain;
mod files;
mod opening;
mod transactions;

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
        findings.iter().map(|finding| format!("{} {}", finding.what, finding.path)).collect()
    }
}

fn day(of_march: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, of_march).unwrap()
}

fn moment(of_march: u32) -> Moment {
    Moment { at: format!("{}T09:00:00+08:00", day(of_march)), day: day(of_march) }
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
        authors: vec![Contributor { name: "王建国".into(), ..Contributor::default() }],
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
    let paper = Paper { title: Some(title.into()), ..Paper::default() };
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
    book.append(vec![NewEntry::of_case(number, "minyi", Event::Registered(registered(title)))])?;
    Ok(number)
}

fn judged(verdict: Verdict) -> Event {
    Event::Judged(Judged { verdict, note: String::new(), by_rule: false })
}

fn routed(destinations: &[(&str, u32)]) -> Event {
    let route = |(name, of_march): &(&str, u32)| Route {
        destination: (*name).into(),
        publication: "委员反映".into(),
        due: day(*of_march),
        derivation: String::new(),
    };
    Event::Routed(Routed { destinations: destinations.iter().map(route).collect(), reasons: Vec::new() })
}

fn append(book: &mut Book<'_>, number: CaseNumber, event: Event) -> Outcome<()> {
    book.append(vec![NewEntry::of_case(number, "李科长", event)])
}

/// Three cases: one placed and sent to one of two organs, one that waits, one that was kept.
fn busy_desk() -> (Desk, [CaseNumber; 3]) {
    let mut desk = Desk::new();
    let numbers = desk.write(|book| {
        let [one, two, three] = [register(book, "甲")?, register(book, "乙")?, register(book, "丙")?];
        append(book, one, routed(&[("区委", 5), ("市政协", 4)]))?;
        append(book, one, Event::Placed { destinations: vec!["区委".into(), "市政协".into()] })?;
        append(book, two, routed(&[("区政府", 9)]))?;
        append(book, two, Event::Waiting { step: Step::Screen, reason: "等待筛选".into() })?;
        append(book, three, routed(&[("区政府", 3)]))?;
        append(book, three, judged(Verdict::Keep))?;
        Ok([one, two, three])
    });
    let sent = Event::Sent { destinations: vec!["区委".into()], date: day(3), note: String::new() };
    desk.ledger.write(&moment(4), |book| append(book, numbers[0], sent)).unwrap();
    (desk, numbers)
}
