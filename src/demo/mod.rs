//! The practice office: a year of drops, played day by day through the same pass as any office.
//! It never takes a short cut round the pipeline, and never touches a folder that it did not make.

mod clerk;
mod faults;
mod ground;
mod heard;
mod papers;
mod people;
mod sheets;
mod word;
mod writing;
mod year;

use crate::failure::{Failure, FailureKind, Outcome};
use crate::office::bulletin::Period;
use crate::pipeline::claim::Patience;
use crate::pipeline::clock::Clock;
use crate::pipeline::desk::{Closed, Desk, Room};
use crate::pipeline::{self, Progress, Report, foundation, score as scoring};
use chrono::NaiveDate;
use heard::Heard;
use std::fs;
use std::path::Path;
use writing::Writers;
use year::Year;

/// The year that is played; its papers speak of it.
const YEAR: i32 = 2026;

/// What a year, or a part of it, came to.
#[derive(Debug, Default)]
pub struct Played {
    /// The last day that was played.
    pub day: NaiveDate,
    /// Files dropped.
    pub dropped: usize,
    /// Documents that a person said were sent, by destination.
    pub sent: usize,
    /// What the passes did, all together.
    pub report: Report,
}

/// Makes a practice office in a folder and plays the year 2026 in it, up to its end or to an earlier day. The
/// folder must be missing, empty, or an earlier demo, which is cleared. Days done and to do are told to
/// `progress`.
pub fn play(folder: &Path, last_day: Option<NaiveDate>, progress: Progress) -> Result<Played, Closed> {
    let year = Year::read();
    let last_day = last_day_of(last_day)?;
    ground::clear(folder)?;
    foundation::lay(folder)?;
    ground::furnish(folder)?;
    let days = year.days_until(last_day);
    let writers = Writers::new(year);
    let heard = Heard::read();
    let mut desk = Desk::open(Room::open(folder)?, Clock { today: days.first().copied() })?;
    let mut played = Played { day: last_day, ..Played::default() };
    for (done, day) in days.iter().enumerate() {
        desk.set_clock(Clock { today: Some(*day) });
        play_day(&mut desk, (&writers, &heard), *day, *day == last_day, &mut played)?;
        progress(done + 1, days.len());
    }
    Ok(played)
}

/// One day: what authors drop, a pass over it, and what the clerk says in the evening.
fn play_day(
    desk: &mut Desk,
    (writers, heard): (&Writers, &Heard),
    day: NaiveDate,
    is_last: bool,
    played: &mut Played,
) -> Result<(), Closed> {
    let mut dropped = 0;
    for drop in writers.year.drops_on(day) {
        let bytes = writers.bytes(drop, desk)?;
        put(&desk.tools.room.inbox().join(&drop.file), &bytes)?;
        dropped += 1;
    }
    for (file, bytes) in heard.drops_on(day, writers, desk)? {
        put(&desk.tools.room.inbox().join(&file), &bytes)?;
        dropped += 1;
    }
    played.dropped += dropped;
    if dropped > 0 {
        pass(desk, played)?;
    }
    let sent = clerk::work(desk, &writers.year, day)?;
    played.sent += sent;
    // The status sheet shows the last evening, whatever day the last paper came.
    if is_last {
        pass(desk, played)?;
        make_bulletins(desk, day)?;
        make_workbook(desk, day)?;
    }
    Ok(())
}

fn pass(desk: &mut Desk, played: &mut Played) -> Outcome<()> {
    let report = pipeline::pass(desk, Patience::Now, &|| false, &mut |_, _| {})?;
    played.report.add(report);
    Ok(())
}

/// The quarters that end with the last day, and the year: a pass makes those of quarters that ended before it.
fn make_bulletins(desk: &mut Desk, day: NaiveDate) -> Outcome<()> {
    for period in [Period::quarter_of(day), Period::year(YEAR)] {
        if period.to() == day {
            pipeline::bulletin::make(desk, period, day)?;
        }
    }
    Ok(())
}

/// The year's scores, once it has ended: an office's own pass makes them on the first day of the next.
fn make_workbook(desk: &mut Desk, day: NaiveDate) -> Result<(), Closed> {
    if Period::year(YEAR).to() == day {
        let figures = scoring::figures(&desk.ledger, &desk.tools.room, None, &YEAR.to_string(), day)?;
        scoring::make(desk, &figures.scores())?;
    }
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> Outcome<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|cause| Failure::file("cannot make", folder, cause))?;
    }
    fs::write(path, bytes).map_err(|cause| Failure::file("cannot write", path, cause))
}

/// The year's end, or the day that was named, which must lie in the year.
fn last_day_of(named: Option<NaiveDate>) -> Outcome<NaiveDate> {
    let day = |month, day| NaiveDate::from_ymd_opt(YEAR, month, day).unwrap_or_default();
    let (first, last) = (day(1, 5), day(12, 31));
    match named {
        None => Ok(last),
        Some(named) if named >= first => Ok(named.min(last)),
        Some(named) => {
            let message = format!("the demo plays from {first} to {last}; {named} is before it");
            Err(Failure::new(FailureKind::Usage, message))
        }
    }
}
