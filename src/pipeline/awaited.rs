//! The living sheet 反馈登记: what was issued and not yet answered, kept current for the clerk to fill in.
//! It never reads what the clerk fills in; a copy dropped into the inbox does.

use super::Report;
use super::desk::Desk;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::ledger::{Ledger, Unanswered};
use crate::trays::outbox;
use crate::typeset::sheets::{AwaitedRow, feedback_sheet};

/// Where the sheet lies below the outbox.
pub const SHEET: &str = "待办/反馈登记.xlsx";
/// Rows at most, the newest: more are scrolled through by nobody.
const ROWS_MAX: usize = 300;

/// Writes the sheet anew when something was issued or answered. When it is open in Excel and cannot be
/// replaced, that is said, and the next pass tries again.
pub fn refresh(desk: &mut Desk, report: &mut Report) {
    if let Err(failure) = try_refresh(desk) {
        report.troubles.push(failure);
    }
}

fn try_refresh(desk: &mut Desk) -> Outcome<()> {
    let path = desk.tools.room.outbox().join(SHEET);
    let mut awaited = desk.ledger.unanswered(ROWS_MAX + 1)?;
    if desk.awaited.as_ref() == Some(&awaited) && path.exists() {
        return Ok(());
    }
    let shown = awaited.clone();
    let more = awaited.len() > ROWS_MAX;
    awaited.truncate(ROWS_MAX);
    // Oldest first, as they came: the clerk fills in what has been out longest.
    awaited.sort_by_key(|one| one.number);
    let settings = &desk.tools.room.settings;
    let rows = rows(&desk.ledger, &awaited)?;
    let organs: Vec<&str> = settings.destinations.iter().map(|one| one.name.as_str()).collect();
    let bytes = feedback_sheet(&settings.office.name, &rows, &organs, more).map_err(|cause| {
        Failure::new(FailureKind::World, format!("cannot make {}", path.display())).because(cause)
    })?;
    outbox::replace(&path, &bytes)?;
    desk.awaited = Some(shown);
    Ok(())
}

fn rows(ledger: &Ledger, awaited: &[Unanswered]) -> Outcome<Vec<AwaitedRow>> {
    let cases = ledger.named_cases(&awaited.iter().map(|one| one.number).collect())?;
    let row = |one: &Unanswered| {
        let case = cases.get(&one.number)?;
        let route = case.routed.destinations.iter().find(|route| route.destination == one.destination);
        let issue = route.and_then(|route| case.issue_in(&route.publication));
        Some(AwaitedRow {
            number: one.number.to_string(),
            issue: issue.map(ToString::to_string).unwrap_or_default(),
            title: case.registered.title.clone(),
            organ: one.destination.clone(),
        })
    };
    Ok(awaited.iter().filter_map(row).collect())
}
