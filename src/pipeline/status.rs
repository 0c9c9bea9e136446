//! How the office stands: the figures of `minyi status` and the living sheet 收件情况.
//! It never changes the ledger; it asks and counts.

use super::claim::Waiting;
use super::desk::Desk;
use super::{Report, claim, reconcile};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::ledger::{ArrivalState, CaseFilter, Ledger};
use crate::office::calendar::chinese_date;
use crate::office::case::{Case, Standing};
use crate::office::feedback::Feedback;
use crate::office::numbers::CaseNumber;
use crate::office::settings::Settings;
use crate::trays::{names, outbox};
use crate::typeset::sheets::{
    DeadlineRow, FileCounts, FollowUpRow, RecentRow, StatusView, StepCount, TaskRow, WaitingFile,
    status_sheet,
};
use crate::typeset::view;
use chrono::{DateTime, NaiveDate};

/// Name of the living sheet.
pub const SHEET: &str = "收件情况.xlsx";
/// Open deadlines shown at most, the nearest first.
const DEADLINES_MAX: usize = 1_000;
/// Papers in the list of recent papers at most.
const RECENT_MAX: usize = 200;

/// How the office stands on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// The day.
    pub day: NaiveDate,
    /// Files received: registered + returned + duplicate + waiting.
    pub received: u64,
    /// Files of which something was registered.
    pub registered: u64,
    /// Files returned.
    pub returned: u64,
    /// Files whose bytes were known.
    pub duplicate: u64,
    /// Files that stay in the inbox, with their reasons.
    pub files_waiting: Vec<Waiting>,
    /// Cases by step and standing, in the order of the ten steps.
    pub by_step: Vec<(String, u64)>,
    /// Open deadlines that end today.
    pub due_today: u64,
    /// Open deadlines that are past.
    pub overdue: u64,
    /// Documents placed that nobody said were sent.
    pub placed_not_sent: u64,
    /// Documents that are due and not written.
    pub pending_outputs: u64,
    /// Cases that are followed up until an effect is recorded, with the next day to look after each.
    pub follow_ups: Vec<(CaseNumber, NaiveDate)>,
}

/// Counts the office as it stands.
pub fn status(
    ledger: &Ledger,
    settings: &Settings,
    day: NaiveDate,
    files_waiting: Vec<Waiting>,
) -> Outcome<Status> {
    let counts = ledger.counts(day, settings.placed_is_sent)?;
    let arrivals = ledger.arrival_counts(reconcile::FIRST_DAY, reconcile::LAST_DAY)?;
    let files = |state: &[ArrivalState]| -> u64 {
        arrivals.iter().filter(|one| state.contains(&one.state)).map(|one| one.files).sum()
    };
    let registered = files(&[ArrivalState::Registered, ArrivalState::Answered]);
    let returned = files(&[ArrivalState::Returned]);
    let duplicate = files(&[ArrivalState::Duplicate]);
    let waiting = files_waiting.len() as u64;
    let by_step = counts
        .by_step
        .iter()
        .map(|(step, standing, count)| (format!("{step}{}", standing_mark(*standing)), *count))
        .collect();
    Ok(Status {
        day,
        received: registered + returned + duplicate + waiting,
        registered,
        returned,
        duplicate,
        files_waiting,
        by_step,
        due_today: counts.due_today,
        overdue: counts.overdue,
        placed_not_sent: counts.placed_not_sent,
        pending_outputs: counts.pending_outputs,
        follow_ups: ledger.follow_ups()?,
    })
}

/// Looks into the inbox without taking anything: what lies there, and why.
pub fn look(desk: &mut Desk) -> Outcome<Vec<Waiting>> {
    let claim = claim::claim(desk, claim::Patience::Settling)?;
    let ready = claim.ready.into_iter().map(|slot| Waiting {
        first_millis: desk.sightings.get(&slot.relative).map_or(0, |one| one.first_millis),
        name: slot.name,
        reason: "等待读取".to_owned(),
    });
    let mut waiting: Vec<Waiting> = ready.chain(claim.waiting).collect();
    waiting.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(waiting)
}

/// Writes the living sheet anew when something changed. When it is open in Excel and cannot be replaced,
/// that is said, and the next pass tries again.
pub fn refresh(desk: &mut Desk, report: &mut Report) {
    match try_refresh(desk, &report.waiting) {
        Ok(()) => {}
        Err(failure) => report.trouble(failure),
    }
}

fn try_refresh(desk: &mut Desk, waiting: &[Waiting]) -> Outcome<()> {
    let room = &desk.tools.room;
    let day = desk.tools.clock.day();
    let now = status(&desk.ledger, &room.settings, day, waiting.to_vec())?;
    let path = room.outbox().join(SHEET);
    if desk.shown.as_ref() == Some(&now) && path.exists() {
        return Ok(());
    }
    let sheet = sheet_of(&desk.ledger, &room.settings, &now)?;
    let bytes = status_sheet(&sheet).map_err(|cause| {
        Failure::new(FailureKind::World, format!("cannot make {}", path.display())).because(cause)
    })?;
    outbox::replace(&path, &bytes)?;
    desk.shown = Some(now);
    Ok(())
}

fn sheet_of(ledger: &Ledger, settings: &Settings, status: &Status) -> Outcome<StatusView> {
    let recent = ledger.newest_cases(&CaseFilter::default(), RECENT_MAX)?;
    let open = ledger.cases(&CaseFilter { open_only: true, ..CaseFilter::default() })?;
    let waiting = open.iter().filter(|case| case.standing == Standing::Waiting);
    Ok(StatusView {
        office: settings.office.name.clone(),
        day: chinese_date(status.day),
        files: FileCounts {
            received: status.received,
            registered: status.registered,
            returned: status.returned,
            duplicate: status.duplicate,
            waiting: status.files_waiting.len() as u64,
        },
        cases: status.by_step.iter().map(|(_, count)| count).sum(),
        due_today: status.due_today,
        overdue: status.overdue,
        placed_not_sent: status.placed_not_sent,
        steps: status
            .by_step
            .iter()
            .map(|(step, count)| StepCount { step: step.clone(), cases: *count })
            .collect(),
        waiting_files: status.files_waiting.iter().map(file_row).collect(),
        tasks: waiting.map(|case| task_row(case, settings, status.day)).collect(),
        deadlines: deadline_rows(ledger, settings, status.day)?,
        follow_ups: follow_up_rows(ledger, status)?,
        recent: recent.iter().rev().map(recent_row).collect(),
    })
}

/// Open deadlines, nearest first.
fn deadline_rows(ledger: &Ledger, settings: &Settings, day: NaiveDate) -> Outcome<Vec<DeadlineRow>> {
    let mut open = ledger.open_deadlines(settings.placed_is_sent)?;
    open.sort_by_key(|one| (one.due, one.number));
    open.truncate(DEADLINES_MAX);
    let cases = ledger.named_cases(&open.iter().map(|one| one.number).collect())?;
    let mut rows = Vec::with_capacity(open.len());
    for one in open {
        let Some(case) = cases.get(&one.number) else { continue };
        let left = (one.due - day).num_days();
        rows.push(DeadlineRow {
            number: one.number.to_string(),
            title: case.registered.title.clone(),
            destination: one.destination.clone(),
            due: one.due.to_string(),
            days_left: Some(left),
            state: deadline_state(left, one.placed.is_some()).to_owned(),
        });
    }
    Ok(rows)
}

fn follow_up_rows(ledger: &Ledger, status: &Status) -> Outcome<Vec<FollowUpRow>> {
    let mut rows = Vec::with_capacity(status.follow_ups.len());
    for (number, next) in &status.follow_ups {
        let Some(case) = ledger.case(*number)? else { continue };
        let latest = case.feedback.iter().max_by_key(|row| (row.feedback.date, row.seq));
        rows.push(FollowUpRow {
            number: number.to_string(),
            title: case.registered.title.clone(),
            latest: latest.map(|row| heard(&row.feedback)).unwrap_or_default(),
            next: next.to_string(),
            days_left: Some((*next - status.day).num_days()),
        });
    }
    Ok(rows)
}

fn heard(feedback: &Feedback) -> String {
    format!("{} {}{}", feedback.date, feedback.organ, feedback.result)
}

fn deadline_state(days_left: i64, placed: bool) -> &'static str {
    match (days_left < 0, placed) {
        (true, true) => "逾期：已置出未报送",
        (true, false) => "逾期",
        (false, true) => "已置出未报送",
        (false, false) => "办理中",
    }
}

fn task_row(case: &Case, settings: &Settings, day: NaiveDate) -> TaskRow {
    let due = case.due(settings.placed_is_sent).map(|route| route.due);
    TaskRow {
        number: case.number.to_string(),
        title: case.registered.title.clone(),
        authors: view::names(case),
        step: case.step.to_string(),
        reason: case.reason.clone(),
        due: due.map(|due| due.to_string()).unwrap_or_default(),
        days_left: due.map(|due| (due - day).num_days()),
    }
}

fn file_row(waiting: &Waiting) -> WaitingFile {
    let first = DateTime::from_timestamp_millis(waiting.first_millis)
        .map(|instant| instant.with_timezone(&chrono::Local).date_naive());
    WaitingFile {
        file: names::shown(&waiting.name),
        reason: waiting.reason.clone(),
        first_seen: first.map(|day| day.to_string()).unwrap_or_default(),
    }
}

fn recent_row(case: &Case) -> RecentRow {
    RecentRow {
        number: case.number.to_string(),
        received: case.registered.received.to_string(),
        title: case.registered.title.clone(),
        authors: view::names(case),
        category: case.classified.category.clone(),
        destinations: case.destination_names().join("、"),
        step: format!("{}{}", case.step, standing_mark(case.standing)),
    }
}

fn standing_mark(standing: Standing) -> &'static str {
    match standing {
        Standing::Moving => "",
        Standing::Waiting => "（等待）",
        Standing::Kept => "（留存）",
        Standing::Returned => "（退回）",
        Standing::Done => "（完成）",
    }
}
