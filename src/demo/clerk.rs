//! The clerk of the practice office: verdicts on what waits, and 已送出 on later days, sometimes late.
//! It never says more than a person with the command line could say.

use super::year::Year;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::ledger::{CaseFilter, OpenDeadline};
use crate::office::numbers::CaseNumber;
use crate::office::step::Verdict;
use crate::office::verdicts::Said;
use crate::pipeline::desk::Desk;
use crate::pipeline::judge::judge;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeMap;

/// Who judges.
const CLERK: &str = "陈晓芸";
/// Month and day from which the clerk has begun to leave things lying: what shows at the year's end.
const BUSY_FROM: (u32, u32) = (12, 8);

/// The clerk's day; gives how many documents were said to be sent.
pub(super) fn work(desk: &mut Desk, year: &Year, day: NaiveDate) -> Outcome<usize> {
    for planned in year.verdicts.iter().filter(|planned| planned.day == day) {
        let verdict = Verdict::from_word(&planned.word).ok_or_else(|| refused(&planned.word))?;
        let said = Said { note: planned.note.clone(), by: CLERK.to_owned(), ..Said::default() };
        let cases = desk.ledger.cases(&CaseFilter { open_only: true, ..CaseFilter::default() })?;
        for case in cases.iter().filter(|case| case.registered.title == planned.title) {
            give(desk, case.number, verdict, &said)?;
        }
    }
    let mut going: BTreeMap<CaseNumber, Vec<String>> = BTreeMap::new();
    for open in desk.ledger.open_deadlines(false)? {
        if sent_on(&open) == Some(day) {
            going.entry(open.number).or_default().push(open.destination);
        }
    }
    let mut sent = 0;
    for (number, destinations) in going {
        sent += destinations.len();
        let said = Said { destinations, date: Some(day), by: CLERK.to_owned(), ..Said::default() };
        give(desk, number, Verdict::Sent, &said)?;
    }
    Ok(sent)
}

fn give(desk: &mut Desk, number: CaseNumber, verdict: Verdict, said: &Said) -> Outcome<()> {
    let judgement = judge(desk, number, verdict, said)?;
    if judgement.accepted { Ok(()) } else { Err(refused(&judgement.reason)) }
}

/// The day on which the clerk brings a document away: mostly in time, one in thirteen late, in December every
/// other one not at all.
fn sent_on(open: &OpenDeadline) -> Option<NaiveDate> {
    let placed = open.placed?;
    let lot = open.number.serial + open.destination.chars().map(u32::from).sum::<u32>();
    let busy = (placed.month(), placed.day()) >= BUSY_FROM;
    if busy && lot.is_multiple_of(2) {
        return None;
    }
    if lot % 13 == 5 {
        return Some(working_day(open.due + Days::new(1 + u64::from(lot % 3))));
    }
    let room = u64::try_from((open.due - placed).num_days()).unwrap_or(0);
    let sent = placed + Days::new(if room == 0 { 0 } else { 1 + u64::from(lot) % room });
    Some(before_weekend(sent, placed))
}

fn working_day(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => day + Days::new(2),
        Weekday::Sun => day + Days::new(1),
        _ => day,
    }
}

/// The Friday before a weekend, though not before the document was there.
fn before_weekend(day: NaiveDate, placed: NaiveDate) -> NaiveDate {
    let back = match day.weekday() {
        Weekday::Sat => 1,
        Weekday::Sun => 2,
        _ => 0,
    };
    (day - Days::new(back)).max(placed)
}

fn refused(reason: &str) -> Failure {
    Failure::new(FailureKind::World, format!("the demo's clerk was refused: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(serial: u32, placed: &str, due: &str) -> OpenDeadline {
        OpenDeadline {
            number: CaseNumber { year: 2026, serial },
            destination: "区委".to_owned(),
            due: due.parse().unwrap(),
            placed: Some(placed.parse().unwrap()),
        }
    }

    #[test]
    fn most_are_sent_in_time_and_some_late() {
        let days: Vec<(NaiveDate, NaiveDate)> = (1..=52)
            .map(|serial| {
                let open = open(serial, "2026-03-02", "2026-03-07");
                (sent_on(&open).unwrap(), open.due)
            })
            .collect();
        assert_eq!(days.iter().filter(|(sent, due)| sent > due).count(), 4);
        assert!(days.iter().all(|(sent, _)| sent.weekday() != Weekday::Sun));
    }

    #[test]
    fn in_december_some_are_left() {
        let left = (1..=10).filter(|serial| sent_on(&open(*serial, "2026-12-11", "2026-12-16")).is_none());
        assert_eq!(left.count(), 5);
    }
}
