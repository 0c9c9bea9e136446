//! Scores of the office: a scheme from its file, figures of a period, the workbook into the outbox, adjustments.
//! It never holds a rule of scoring, and never replaces a workbook that somebody has edited.

mod gather;

use super::desk::{Closed, Desk, Room};
use super::forms::boards_and_events;
use super::placing::free_place;
use super::stored::{adjustment_entry, json, office_values};
use super::{Report, commit};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::ledger::{Ledger, NewEntry};
use crate::office::adjustment::{self, Draft};
use crate::office::numbers::Fingerprint;
use crate::office::scoring::happening::Happenings;
use crate::office::scoring::period::Period;
use crate::office::scoring::scheme::Scheme;
use crate::office::scoring::{Scores, events, parse::parse, score};
use crate::trays::outbox;
use crate::typeset::sheets::write_score_book;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io::BufWriter;
use std::path::Path;

/// Folder of workbooks below the outbox.
pub const FOLDER: &str = "考核";
/// Subject of the entry that says which workbook was made.
const SUBJECT: &str = "workbook";

/// A scheme with what happened: everything that scores of a period are made of.
pub struct Figures {
    /// The scheme.
    pub scheme: Scheme,
    /// What happened.
    pub happenings: Happenings,
    /// The scoring period.
    pub period: Period,
    /// The day as of which they stand.
    pub as_of: NaiveDate,
}

impl Figures {
    /// The scores.
    pub fn scores(&self) -> Scores<'_> {
        score(&self.scheme, &self.happenings, self.period, self.as_of)
    }
}

/// What the book keeps of a workbook that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Made {
    period: String,
    as_of: NaiveDate,
    file: String,
    sha256: Fingerprint,
}

/// Reads a scheme.
pub fn read_scheme(path: &Path) -> Result<Scheme, Closed> {
    parse(&path.display().to_string(), &read_text(path)?).map_err(Closed::Complaints)
}

/// A scheme on the events of a file, without an office.
pub fn try_out(
    scheme: &Path,
    happened: &Path,
    asked: Option<&str>,
    as_of: Option<NaiveDate>,
) -> Result<Figures, Closed> {
    let scheme = read_scheme(scheme)?;
    let name = happened.display().to_string();
    let mut happenings =
        events::read(&name, &read_text(happened)?, &scheme.events).map_err(Closed::Complaints)?;
    if let Some(day) = as_of {
        happenings.events.keep_until(day);
    }
    let period = period_of(asked, &scheme, &happenings)?;
    Ok(Figures { scheme, happenings, period, as_of: as_of.unwrap_or(period.to) })
}

/// Figures of the office for a period as they stood in the evening of a day. The scheme is the office's unless
/// another is to be tried.
pub fn figures(
    ledger: &Ledger,
    room: &Room,
    scheme: Option<Scheme>,
    asked: &str,
    as_of: NaiveDate,
) -> Result<Figures, Closed> {
    let scheme = match scheme {
        Some(scheme) => scheme,
        None => room.scheme()?,
    };
    let period = scheme.period.named(asked).ok_or_else(|| no_period(asked))?;
    let happenings = gather::happenings(ledger, &scheme, period, as_of)?;
    Ok(Figures { scheme, happenings, period, as_of })
}

/// The period that was asked for; without one, the whole periods around all that happened.
pub fn period_of(asked: Option<&str>, scheme: &Scheme, happenings: &Happenings) -> Result<Period, Failure> {
    if let Some(text) = asked {
        return scheme.period.named(text).ok_or_else(|| no_period(text));
    }
    let of_year = |year: i32| scheme.period.year(year).filter(|_| year != 0).map(|period| period.from);
    let events = happenings.events.iter().map(|event| of_year(event.year).unwrap_or(event.date));
    let received = happenings.items.iter().filter_map(|item| item.received);
    let days: Vec<NaiveDate> =
        events.chain(received).chain(happenings.adjustments.iter().map(|one| one.date)).collect();
    let around = days
        .iter()
        .min()
        .zip(days.iter().max())
        .and_then(|(first, last)| scheme.period.around(*first, *last));
    around.ok_or_else(|| Failure::new(FailureKind::Usage, "there are no events; name a period"))
}

fn no_period(text: &str) -> Failure {
    let message = format!("\"{text}\" is no period; write 2026, 2026H1, 2026Q1 or 2026-03");
    Failure::new(FailureKind::Usage, message)
}

fn read_text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|cause| Failure::file("cannot read", path, cause))
}

/// Writes the workbook of a period, in place of the earlier one if nobody has touched that, and gives its path
/// below the outbox.
pub fn make(desk: &mut Desk, scores: &Scores) -> Outcome<String> {
    let office = &desk.tools.room.settings.office.name;
    let label = scores.period.label();
    // 2026年 is a year of scoring (年度); a quarter or a month is not.
    let label = if label.ends_with('年') { format!("{label}度") } else { label };
    let stem = format!("{label}社情民意信息考核");
    let written: BTreeMap<String, Fingerprint> = made(&desk.ledger, NaiveDate::MAX)?
        .into_iter()
        .filter(|one| one.period == scores.period.label())
        .map(|one| (one.file, one.sha256))
        .collect();
    let root = desk.tools.room.outbox();
    // A million points are too many to hold as a file in memory as well.
    let draft = outbox::draft(&root.join(FOLDER), &stem, |file| {
        write_score_book(scores, office, BufWriter::new(file)).map_err(|cause| {
            Failure::new(FailureKind::World, "cannot make the workbook of scores").because(cause)
        })
    })?;
    let sha256 = draft.fingerprint;
    let (file, path) = free_place(&root, FOLDER, &stem, ".xlsx", sha256, &written)?;
    let same = fs::File::open(&path).and_then(Fingerprint::of_reader).is_ok_and(|print| print == sha256);
    if !same {
        draft.replace(&path)?;
    }
    let now = Made { period: scores.period.label(), as_of: scores.as_of, file: file.clone(), sha256 };
    let earlier = made(&desk.ledger, NaiveDate::MAX)?;
    if earlier.iter().rev().find(|one| one.period == now.period) != Some(&now) {
        let json = json(&now, "what was made")?;
        let what = format!("编制{stem}（数据截至{}）", scores.as_of);
        let moment = desk.tools.clock.moment();
        desk.ledger.write(&moment, |book| {
            book.append(vec![NewEntry::of_office(commit::PROGRAM, SUBJECT, what, json)])
        })?;
    }
    Ok(file)
}

/// Workbooks that were made last for each period, with the fingerprints that were written.
pub fn latest(ledger: &Ledger) -> Outcome<Vec<(String, Fingerprint)>> {
    let all = made(ledger, NaiveDate::MAX)?;
    let by_period: BTreeMap<String, Made> = all.into_iter().map(|made| (made.period.clone(), made)).collect();
    Ok(by_period.into_values().map(|made| (made.file, made.sha256)).collect())
}

fn made(ledger: &Ledger, until: NaiveDate) -> Outcome<Vec<Made>> {
    office_values(ledger, SUBJECT, until)
}

/// Makes the workbooks of years that have ended and have none, once a day at most; says what it made.
pub fn make_due(desk: &mut Desk, report: &mut Report) {
    let today = desk.tools.clock.day();
    if desk.workbooks_looked_at == Some(today) {
        return;
    }
    match due(desk, today) {
        Ok(made) => {
            report.bulletins.extend(made);
            desk.workbooks_looked_at = Some(today);
        }
        Err(Closed::Failure(failure)) => report.troubles.push(failure),
        Err(Closed::Complaints(complaints)) => {
            // Told once a day: a scheme at fault must not stop papers.
            desk.workbooks_looked_at = Some(today);
            let told = |complaint: crate::failure::Complaint| {
                Failure::new(FailureKind::Settings, complaint.to_string())
            };
            report.troubles.extend(complaints.into_iter().map(told));
        }
    }
}

fn due(desk: &mut Desk, today: NaiveDate) -> Result<Vec<String>, Closed> {
    let Some(first) = desk.ledger.first_day()? else { return Ok(Vec::new()) };
    if first.year() == today.year() && first.month() == today.month() {
        // Nothing can have ended since; most offices are asked here for the first time.
        return Ok(Vec::new());
    }
    let rule = desk.tools.room.scheme()?.period;
    let known = made(&desk.ledger, today)?;
    let mut paths = Vec::new();
    let years = rule.number_of(first).zip(rule.number_of(today)).map_or(0..0, |(first, now)| first..now);
    for year in years {
        let Some(period) = rule.year(year).filter(|period| period.to < today) else { continue };
        let whole = known.iter().any(|one| one.period == period.label() && one.as_of > period.to);
        if whole || !desk.ledger.has_entries(period.from, period.to)? {
            continue;
        }
        let figures = figures(&desk.ledger, &desk.tools.room, None, &year.to_string(), today)?;
        paths.push(make(desk, &figures.scores())?);
    }
    Ok(paths)
}

/// What came of an adjustment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjusted {
    /// Person or unit as the roster calls it, else as written.
    pub name: String,
    /// It holds now.
    pub accepted: bool,
    /// Why not, or what it came to, in the clerk's words.
    pub reason: String,
}

/// Adds points by hand. `by` is who wrote it down.
pub fn adjust(desk: &mut Desk, draft: &Draft, by: &str) -> Outcome<Adjusted> {
    let (boards, events) = boards_and_events(&desk.tools.room);
    match adjustment::weigh(draft, &desk.roster, &boards, &events, desk.tools.clock.day()) {
        Err(reasons) => {
            Ok(Adjusted { name: draft.name.clone(), accepted: false, reason: reasons.join("；") })
        }
        Ok(adjustment) => {
            let moment = desk.tools.clock.moment();
            let entry = adjustment_entry(&adjustment, by)?;
            desk.ledger.write(&moment, |book| book.append(vec![entry]))?;
            Ok(Adjusted { name: adjustment.name.clone(), accepted: true, reason: adjustment.what() })
        }
    }
}
