//! Scores of the office: cases and adjustments to happenings, a scheme from its file, figures and workbook out.
//! It never holds a rule of scoring.

use super::desk::Closed;
use crate::failure::{Failure, FailureKind};
use crate::office::scoring::happening::Happenings;
use crate::office::scoring::period::Period;
use crate::office::scoring::scheme::Scheme;
use crate::office::scoring::{events, parse::parse};
use chrono::NaiveDate;
use std::fs;
use std::path::Path;

/// A scheme with the events of a file, for trying it.
pub struct Trial {
    /// The scheme.
    pub scheme: Scheme,
    /// The events.
    pub happenings: Happenings,
}

/// Reads a scheme.
pub fn read_scheme(path: &Path) -> Result<Scheme, Closed> {
    parse(&path.display().to_string(), &read_text(path)?).map_err(Closed::Complaints)
}

/// Reads a scheme and a file of hand-made events.
pub fn read_trial(scheme: &Path, happened: &Path) -> Result<Trial, Closed> {
    let scheme = read_scheme(scheme)?;
    let text = read_text(happened)?;
    let happenings =
        events::read(&happened.display().to_string(), &text, &scheme.events).map_err(Closed::Complaints)?;
    Ok(Trial { scheme, happenings })
}

/// The period that was asked for; without one, the whole periods around all that happened.
pub fn period_of(asked: Option<&str>, scheme: &Scheme, happenings: &Happenings) -> Result<Period, Failure> {
    let wrong = |text: &str| {
        let message = format!("\"{text}\" is no period; write 2026, 2026H1, 2026Q1 or 2026-03");
        Failure::new(FailureKind::Usage, message)
    };
    if let Some(text) = asked {
        return scheme.period.named(text).ok_or_else(|| wrong(text));
    }
    let of_year = |year: i32| scheme.period.year(year).filter(|_| year != 0).map(|period| period.from);
    let events = happenings.events.iter().map(|event| of_year(event.year).unwrap_or(event.date));
    let received = happenings.items.iter().filter_map(|item| item.received);
    let days: Vec<NaiveDate> =
        events.chain(received).chain(happenings.adjustments.iter().map(|one| one.date)).collect();
    let around = days.iter().min().zip(days.iter().max()).and_then(|(first, last)| scheme.period.around(*first, *last));
    around.ok_or_else(|| Failure::new(FailureKind::Usage, "there are no events; name a period"))
}

fn read_text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|cause| Failure::file("cannot read", path, cause))
}
