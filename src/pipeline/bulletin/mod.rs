//! The bulletin of a period: figures out of the book, the document and its list into the outbox.
//! It never counts; `office::bulletin` does. It never replaces what somebody has edited.

mod distribution;

use super::desk::{Desk, PAPER_INBOXES, Room};
use super::placing::place;
use super::stored::{activities, json, office_values, roster_on, rosters, topics};
use super::{Report, commit};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::ledger::{ArrivalState, CaseFilter, Ledger, NewEntry, Reading};
use crate::office::bulletin::{Contribution, Figures, Files, Period, SUBJECT, Source, figures as count};
use crate::office::numbers::Fingerprint;
use crate::typeset::bulletin::NAME;
use crate::typeset::sheets::distribution_sheet;
use chrono::NaiveDate;
use distribution::distribution;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Folder of bulletins below the outbox.
pub const FOLDER: &str = "业务通讯";

/// What the book keeps of a bulletin that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Made {
    period: String,
    as_of: NaiveDate,
    /// Paths below the outbox with the fingerprints that were written.
    files: Vec<(String, Fingerprint)>,
}

/// The figures of a period as they stood in the evening of a day.
pub fn figures(ledger: &Ledger, room: &Room, period: Period, as_of: NaiveDate) -> Outcome<Figures> {
    ledger.snapshot(|reading| {
        let year = Period::year(period.of_year());
        let earliest = period.last_year().from().min(period.previous().from()).min(year.from());
        let filter = CaseFilter { changed_from: Some(earliest), as_of: Some(as_of), ..CaseFilter::default() };
        let mut cases = reading.cases(&filter)?;
        // What is followed up stays open however long nothing happens to it.
        for (number, _) in reading.follow_ups()? {
            if !cases.iter().any(|case| case.number == number) {
                let one = CaseFilter {
                    numbers: Some((number, number)),
                    as_of: Some(as_of),
                    ..CaseFilter::default()
                };
                cases.extend(reading.cases(&one)?);
            }
        }
        let mut files: BTreeMap<Period, Files> = BTreeMap::new();
        for one in [period, period.previous(), period.last_year()] {
            files.insert(one, files_of(reading, one, as_of)?);
        }
        Ok(count(&Source {
            period,
            as_of,
            cases: &cases,
            files: &|period| files.get(&period).copied().unwrap_or_default(),
            returned: &office_values::<Contribution>(reading, Contribution::SUBJECT, as_of)?,
            activities: &activities(reading, as_of)?,
            topics: &topics(reading, as_of)?,
            rosters: &rosters(reading, year, as_of)?,
            settings: &room.settings,
        }))
    })
}

/// What came of making a bulletin.
#[derive(Debug)]
pub struct Bulletin {
    /// Its figures.
    pub figures: Figures,
    /// Files below the outbox, the document first.
    pub files: Vec<String>,
}

/// Makes the bulletin of a period, replacing the earlier one if nobody has touched it.
pub fn make(desk: &mut Desk, period: Period, as_of: NaiveDate) -> Outcome<Bulletin> {
    let figures = figures(&desk.ledger, &desk.tools.room, period, as_of)?;
    let settings = &desk.tools.room.settings;
    let document = desk
        .tools
        .press
        .bulletin(&figures, settings)
        .map_err(|complaint| Failure::new(FailureKind::Settings, complaint.to_string()))?;
    let roster = roster_on(&desk.ledger, as_of)?;
    let list = distribution_sheet(&distribution(&figures, &roster, &settings.office.name, as_of)).map_err(
        |cause| Failure::new(FailureKind::World, "cannot make the distribution list").because(cause),
    )?;
    let stem = format!("{}{NAME}", period.name());
    let written = written(&desk.ledger, period)?;
    let root = desk.tools.room.outbox();
    let mut files = Vec::new();
    for (tail, bytes) in [(".docx", document), ("（发送名单）.xlsx", list)] {
        files.push(place(&root, FOLDER, &stem, tail, &bytes, &written)?);
    }
    let made = Made { period: period.to_string(), as_of, files };
    let json = json(&made, "what was made")?;
    let what = format!("编印{stem}（数据截至{as_of}）");
    let moment = desk.tools.clock.moment();
    if !is_known(&desk.ledger, &made)? {
        let entry = NewEntry::of_office(commit::PROGRAM, SUBJECT, what, json);
        desk.ledger.write(&moment, |book| book.append(vec![entry]))?;
    }
    Ok(Bulletin { figures, files: made.files.into_iter().map(|(path, _)| path).collect() })
}

/// Makes the bulletins of quarters that have ended and have none, once a day at most; says what it made.
pub fn make_due(desk: &mut Desk, report: &mut Report) {
    let today = desk.tools.clock.day();
    if desk.bulletins_looked_at == Some(today) {
        return;
    }
    match due(desk, today) {
        Ok(made) => {
            report.bulletins.extend(made);
            desk.bulletins_looked_at = Some(today);
        }
        Err(failure) => report.troubles.push(failure),
    }
}

fn due(desk: &mut Desk, today: NaiveDate) -> Outcome<Vec<String>> {
    let mut made = Vec::new();
    let Some(first) = desk.ledger.first_day()? else { return Ok(made) };
    let mut quarter = Period::quarter_of(today).previous();
    let mut missing = Vec::new();
    let known: Vec<Made> = office_values(&desk.ledger, SUBJECT, today)?;
    while quarter.to() >= first {
        // Whatever was made by hand while the quarter went on does not stand for the whole of it.
        let whole = |one: &Made| one.period == quarter.to_string() && one.as_of > quarter.to();
        if known.iter().any(whole) {
            break;
        }
        missing.push(quarter);
        quarter = quarter.previous();
    }
    for quarter in missing.into_iter().rev() {
        if !desk.ledger.has_entries(quarter.from(), quarter.to())? {
            continue;
        }
        let bulletin = make(desk, quarter, today)?;
        made.extend(bulletin.files.into_iter().take(1));
    }
    Ok(made)
}

/// Papers dropped in a period, by what became of the files.
fn files_of(reading: &Reading, period: Period, as_of: NaiveDate) -> Outcome<Files> {
    let mut files = Files::default();
    let to = period.to().min(as_of);
    if period.from() > to {
        return Ok(files);
    }
    for count in reading.arrival_counts(period.from(), to)? {
        if !PAPER_INBOXES.contains(&count.inbox.as_str()) {
            continue;
        }
        match count.state {
            ArrivalState::Registered | ArrivalState::Answered => files.registered += count.files,
            ArrivalState::Returned => files.returned += count.files,
            ArrivalState::Duplicate => files.duplicate += count.files,
        }
    }
    Ok(files)
}

/// Files of the bulletins that were made last for each period, with the fingerprints that were written.
pub fn latest(ledger: &Ledger) -> Outcome<Vec<(String, Fingerprint)>> {
    let all: Vec<Made> = office_values(ledger, SUBJECT, NaiveDate::MAX)?;
    let by_period: BTreeMap<String, Made> = all.into_iter().map(|made| (made.period.clone(), made)).collect();
    Ok(by_period.into_values().flat_map(|made| made.files).collect())
}

/// Fingerprints under which files of a period's bulletin were written, by path; the last of each counts.
fn written(ledger: &Ledger, period: Period) -> Outcome<BTreeMap<String, Fingerprint>> {
    let all: Vec<Made> = office_values(ledger, SUBJECT, NaiveDate::MAX)?;
    let of_period = all.into_iter().filter(|made| made.period == period.to_string());
    Ok(of_period.flat_map(|made| made.files).collect())
}

/// Whether the very same was made last.
fn is_known(ledger: &Ledger, made: &Made) -> Outcome<bool> {
    let all: Vec<Made> = office_values(ledger, SUBJECT, NaiveDate::MAX)?;
    Ok(all.iter().rev().find(|one| one.period == made.period) == Some(made))
}
