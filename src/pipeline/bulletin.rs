//! The bulletin of a period: figures out of the book, the document and its list into the outbox.
//! It never counts; `office::bulletin` does. It never replaces what somebody has edited.

use super::desk::{Desk, PAPER_INBOXES, Room};
use super::stored::{activities, json, office_values, roster_on, rosters, topics};
use super::{Report, commit};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::ledger::{ArrivalState, CaseFilter, Ledger, NewEntry, Reading};
use crate::office::bulletin::{
    Contribution, Figures, Files, Kind, Period, SUBJECT, Source, figures as count,
};
use crate::office::numbers::Fingerprint;
use crate::office::roster::{INFORMANT, MEMBER, Roster};
use crate::trays::{durable, names, outbox};
use crate::typeset::bulletin::NAME;
use crate::typeset::sheets::{DistributionView, MemberRow, UnitRow, distribution_sheet};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

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

/// Writes a file in place of what minyi wrote there, or beside what somebody has edited: `甲.docx`,
/// `甲（更正2）.docx`, `甲（更正3）.docx` …
pub(super) fn place(
    outbox: &Path,
    folder: &str,
    stem: &str,
    tail: &str,
    bytes: &[u8],
    written: &BTreeMap<String, Fingerprint>,
) -> Outcome<(String, Fingerprint)> {
    let print = Fingerprint::of(bytes);
    durable::make_folder(&outbox.join(folder))?;
    let (below, path) = free_place(outbox, folder, stem, tail, print, written)?;
    outbox::replace(&path, bytes)?;
    Ok((below, print))
}

/// Where a file of the office may lie: by its name when what lies there is the same, or what we wrote and nobody has
/// touched since; else beside it as 更正. The path below the outbox, and the whole of it.
pub(super) fn free_place(
    outbox: &Path,
    folder: &str,
    stem: &str,
    tail: &str,
    print: Fingerprint,
    written: &BTreeMap<String, Fingerprint>,
) -> Outcome<(String, PathBuf)> {
    let mut count = 1_u32;
    loop {
        let mark = if count == 1 { tail.to_owned() } else { format!("（更正{count}）{tail}") };
        let name = names::safe("", stem, &mark);
        let below = format!("{folder}/{name}");
        let path = outbox.join(folder).join(&name);
        let found = match fs::File::open(&path).and_then(Fingerprint::of_reader) {
            Ok(found) => Some(found),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => None,
            Err(cause) => return Err(Failure::file("cannot read", &path, cause)),
        };
        let ours = found.is_none_or(|found| found == print || written.get(&below) == Some(&found));
        if ours {
            return Ok((below, path));
        }
        count += 1;
    }
}

/// To whom it goes: members and informants in office, units with what they contributed.
fn distribution(figures: &Figures, roster: &Roster, office: &str, day: NaiveDate) -> DistributionView {
    let mut members: Vec<MemberRow> = Vec::new();
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    let mut add = |person: &'_ str, role: &str, row: MemberRow, at_person: Option<usize>| -> usize {
        let place = at_person.unwrap_or(members.len());
        match members.get_mut(place) {
            Some(known) if !known.roles.contains(role) => known.roles = format!("{}、{role}", known.roles),
            Some(_) => {}
            None => members.push(MemberRow { name: person.to_owned(), roles: role.to_owned(), ..row }),
        }
        place
    };
    let joined = |workplace: &Option<String>, position: &Option<String>| {
        format!("{}{}", workplace.as_deref().unwrap_or_default(), position.as_deref().unwrap_or_default())
    };
    for row in roster.members.iter().filter(|row| row.term.holds(day)) {
        let shown = MemberRow {
            sector: row.sector.clone().unwrap_or_default(),
            workplace: joined(&row.workplace, &row.position),
            phone: row.phone.clone().unwrap_or_default(),
            ..MemberRow::default()
        };
        let known = at.get(row.person.as_str()).copied();
        at.insert(&row.person, add(&row.person, MEMBER, shown, known));
    }
    for row in roster.informants.iter().filter(|row| row.term.holds(day)) {
        let shown = MemberRow {
            workplace: joined(&row.workplace, &row.position),
            phone: row.phone.clone().unwrap_or_default(),
            ..MemberRow::default()
        };
        let known = at.get(row.person.as_str()).copied();
        at.insert(&row.person, add(&row.person, INFORMANT, shown, known));
    }
    let papers = |name: &str| {
        let of_unit = figures.standings.iter().filter(|row| row.name == name);
        of_unit
            .filter(|row| !matches!(row.kind, Kind::Member | Kind::Informant))
            .map(|row| row.registered)
            .max()
    };
    let mut units: Vec<UnitRow> = roster
        .units
        .iter()
        .map(|unit| UnitRow {
            name: unit.name.clone(),
            kind: unit.kind.clone(),
            contact: unit.contact.clone().unwrap_or_default(),
            phone: unit.phone.clone().unwrap_or_default(),
            papers: papers(&unit.name).unwrap_or(0),
        })
        .collect();
    units.sort_by_key(|unit| std::cmp::Reverse(unit.papers));
    let title = format!("{}{NAME}", figures.period.name());
    DistributionView { office: office.to_owned(), title, members, units }
}
