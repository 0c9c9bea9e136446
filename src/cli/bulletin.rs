//! Commands about what became of it all: bulletin and quota.
//! It never counts; it asks `pipeline::bulletin`.

use super::arguments::Global;
use super::shapes::{BulletinShape, QuotaShape};
use super::voice::Voice;
use super::{Ended, Exit, clock, open_desk_beside, open_room};
use crate::failure::{Failure, FailureKind};
use crate::office::bulletin::{Figures, Kind, Period};
use crate::pipeline::bulletin as making;
use chrono::{Datelike, NaiveDate};

/// Years that the book can hold.
const YEARS: std::ops::RangeInclusive<i32> = 1_000..=9_998;

pub(super) fn bulletin(global: &Global, voice: Voice, period: Period, as_of: Option<NaiveDate>) -> Ended {
    let today = clock(global).day();
    let as_of = as_of.unwrap_or(today);
    if as_of > today {
        let message = format!("{as_of} is still to come; figures are taken up to {today} at most");
        return Err(Failure::new(FailureKind::Usage, message).into());
    }
    if period.from() > as_of {
        let message = format!("{period} begins on {}, behind {as_of}", period.from());
        return Err(Failure::new(FailureKind::Usage, message).into());
    }
    if voice.json {
        let room = open_room(global)?;
        let ledger = room.ledger(false)?;
        voice.object(&BulletinShape::of(&making::figures(&ledger, &room, period, as_of)?));
        return Ok(Exit::Well);
    }
    let mut desk = open_desk_beside(global)?;
    let made = making::make(&mut desk, period, as_of)?;
    tell(voice, &made.figures);
    for path in &made.files {
        voice.data(&format!("outbox/{path}"));
    }
    Ok(Exit::Well)
}

pub(super) fn quota(global: &Global, voice: Voice, year: Option<i32>) -> Ended {
    let today = clock(global).day();
    let year = year.unwrap_or_else(|| today.year());
    if !YEARS.contains(&year) {
        return Err(Failure::new(FailureKind::Usage, format!("{year} is no year")).into());
    }
    let room = open_room(global)?;
    let ledger = room.ledger(false)?;
    let figures = making::figures(&ledger, &room, Period::year(year), today)?;
    for kind in [Kind::Member, Kind::Informant, Kind::Sector, Kind::Committee, Kind::Town] {
        for row in figures.of_kind(kind) {
            let shape = QuotaShape::of(row, year);
            if voice.json {
                voice.object(&shape);
            } else {
                let term = shape.term().map(|term| format!("（{term}）")).unwrap_or_default();
                voice.data(&format!(
                    "{}\t{}{term}\t应报 {}\t完成 {}\t尚缺 {}",
                    shape.kind, shape.name, shape.wanted, shape.done, shape.missing
                ));
            }
        }
    }
    if figures.standings.is_empty() {
        voice.say("There is no roster yet: drop one into inbox/名册.");
    }
    Ok(Exit::Well)
}

fn tell(voice: Voice, figures: &Figures) {
    let counts = &figures.counts;
    let rate = |rate: Option<String>| rate.map_or_else(|| "—".to_owned(), |rate| format!("{rate}%"));
    voice.data(&format!(
        "{}（数据截至{}）：收到文件 {}，登记 {} 件，编发 {} 件，采用 {} 件，采用率 {}，编发率 {}，批示 {} 件 {} 人次",
        figures.period.name(),
        figures.as_of,
        counts.files.received(),
        counts.papers,
        counts.cases_issued,
        counts.adopted,
        rate(counts.adoption_rate()),
        rate(counts.issue_rate()),
        counts.instructions.cases,
        counts.instructions.times,
    ));
}
