//! Commands about the office as a whole: init, demo, check, status, verify, reconcile.
//! It never does the work; it opens the office, starts the loops and tells what came of them.

use super::arguments::Global;
use super::passes::exit_of;
use super::shapes::{
    DemoShape, FindingShape, FollowUpShape, ReconcileShape, StatusShape, VERSION, WaitingShape,
};
use super::voice::Voice;
use super::{Ended, Exit, clock, office_folder, open_desk_beside, open_room};
use crate::failure::{Failure, FailureKind};
use crate::office::balance::Balance;
use crate::office::calendar::chinese_date;
use crate::pipeline::desk::{Desk, SETTINGS};
use crate::pipeline::reconcile;
use crate::pipeline::{
    check as checking, foundation, score as scoring, status as standing, verify as verifying,
};
use crate::typeset::lists::{StatementView, statement};
use chrono::NaiveDate;
use std::path::Path;

/// Waiting files that are named one by one; a share may hold ten thousand, and the sheet names them all.
pub(super) const NAMED: usize = 20;

pub(super) fn init(global: &Global, named: Option<&Path>, voice: Voice) -> Ended {
    let office = global.office.as_deref();
    let folder = named.or(office).unwrap_or(Path::new("."));
    let lies = |folder: &Path| std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    if office.is_some_and(|office| lies(office) != lies(folder)) {
        return Err(Failure::new(FailureKind::Usage, "DIR and --office name two folders; name one").into());
    }
    if foundation::is_office(folder) {
        for path in foundation::put_back(folder)? {
            voice.say(&format!("Put back {}.", path.display()));
        }
        return Ok(Exit::Well);
    }
    let made = foundation::lay(folder)?;
    for path in &made {
        voice.detail(&format!("made {}", path.display()));
    }
    voice.say(&format!("The office lies in {}.", lies(folder).display()));
    voice.say(&format!(
        "Put the office's name into {SETTINGS}, drop papers into inbox/来稿 and start `minyi watch`."
    ));
    Ok(Exit::Well)
}

pub(super) fn demo(global: &Global, voice: Voice, folder: &Path) -> Ended {
    let bar = voice.bar("days");
    let mut progress = |done: usize, total: usize| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    };
    let played = crate::demo::play(folder, global.today, &mut progress)?;
    bar.finish_and_clear();
    let report = &played.report;
    if voice.json {
        voice.object(&DemoShape {
            v: VERSION,
            day: played.day,
            dropped: played.dropped,
            registered: report.registered,
            papers: report.cases,
            returned: report.returned,
            duplicate: report.duplicates,
            placed: report.placed,
            sent: played.sent,
        });
    } else {
        tell_demo(voice, folder, &played);
    }
    for failure in &report.troubles {
        voice.failure(failure);
    }
    Ok(exit_of(report))
}

/// Where a newcomer looks.
fn tell_demo(voice: Voice, folder: &Path, played: &crate::demo::Played) {
    let outbox = folder.join("outbox");
    let outbox = outbox.display();
    let report = &played.report;
    voice.data(&format!(
        "A practice office on {} in {}: {} files dropped, {} papers registered, {} files returned, {} known already, \
         {} documents written.",
        played.day,
        folder.display(),
        played.dropped,
        report.cases,
        report.returned,
        report.duplicates,
        report.placed
    ));
    voice.data(&format!("  {outbox}/{}   how the office stands, what is due and overdue", standing::SHEET));
    voice.data(&format!("  {outbox}/市政协, 区委, 区教育局 …   edited papers and their cover sheets"));
    voice.data(&format!("  {outbox}/回执   a receipt for each file taken"));
    voice.data(&format!("  {outbox}/退稿   files that came back, each with its notice"));
    if folder.join("outbox").join(scoring::FOLDER).is_dir() {
        voice
            .data(&format!("  {outbox}/{}   the year's scores, each point with its reason", scoring::FOLDER));
    }
    let office = folder.display();
    let day = played.day;
    voice.data(&format!("  minyi --office {office} --today {day} status   and: list --overdue, show 2026-0001, explain 2026-0001"));
    voice.data(&format!(
        "  minyi --office {office} watch   then drop a Word file of your own into {office}/inbox/来稿"
    ));
}

pub(super) fn check(global: &Global, voice: Voice) -> Ended {
    let folder = office_folder(global)?;
    let found = checking::check(&folder);
    voice.complaints(&found.complaints);
    for failure in &found.failures {
        voice.failure(failure);
    }
    for finding in &found.findings {
        print_finding(voice, finding);
    }
    match found.worst() {
        None => {
            voice.say("Settings, templates, folders and ledger are well.");
            Ok(Exit::Well)
        }
        Some(kind) => {
            let message = format!("{} faults in {}", found.count(), folder.display());
            Err(Failure::new(kind, message).into())
        }
    }
}

pub(super) fn status(global: &Global, voice: Voice) -> Ended {
    let mut desk = open_desk_beside(global)?;
    let waiting = standing::look(&mut desk)?;
    let settings = &desk.tools.room.settings;
    let status = standing::status(&desk.ledger, settings, desk.tools.clock.day(), waiting)?;
    let shape = StatusShape {
        v: VERSION,
        day: status.day,
        received: status.received,
        registered: status.registered,
        returned: status.returned,
        duplicate: status.duplicate,
        waiting: status.files_waiting.len() as u64,
        files_waiting: status
            .files_waiting
            .iter()
            .map(|one| WaitingShape { file: one.name.clone(), reason: one.reason.clone() })
            .collect(),
        by_step: status.by_step.iter().cloned().collect(),
        due_today: status.due_today,
        overdue: status.overdue,
        placed_not_sent: status.placed_not_sent,
        pending_outputs: status.pending_outputs,
        follow_ups: status
            .follow_ups
            .iter()
            .map(|(number, next)| FollowUpShape { number: *number, next: *next })
            .collect(),
    };
    if voice.json {
        voice.object(&shape);
    } else {
        tell_status(voice, &status.by_step, &shape);
    }
    Ok(Exit::Well)
}

fn tell_status(voice: Voice, by_step: &[(String, u64)], shape: &StatusShape) {
    voice.data(&format!(
        "收到文件 {} = 登记 {} + 退回 {} + 重复 {} + 待处理 {}",
        shape.received, shape.registered, shape.returned, shape.duplicate, shape.waiting
    ));
    for (step, count) in by_step {
        voice.data(&format!("{step} {count} 件"));
    }
    voice.data(&format!(
        "今日到期 {} 份，逾期 {} 份，已置出未报送 {} 份，待输出 {} 份",
        shape.due_today, shape.overdue, shape.placed_not_sent, shape.pending_outputs
    ));
    for one in &shape.follow_ups {
        voice.data(&format!("重点跟踪 {} 下次{}", one.number, one.next));
    }
    for one in shape.files_waiting.iter().take(NAMED) {
        voice.data(&format!("未收 {}：{}", one.file, one.reason));
    }
    let more = shape.files_waiting.len().saturating_sub(NAMED);
    if more > 0 {
        voice.data(&format!("未收的文件另有 {more} 个，全部见 outbox/{} 或 --json", standing::SHEET));
    }
}

pub(super) fn verify(global: &Global, voice: Voice) -> Ended {
    let room = open_room(global)?;
    let ledger = room.ledger(false)?;
    let findings = verifying::verify(&room, &ledger)?;
    for finding in &findings {
        print_finding(voice, finding);
    }
    if findings.is_empty() {
        voice.say("Ledger, archive and outbox are as recorded.");
        return Ok(Exit::Well);
    }
    let message = format!("{} things are not as recorded", findings.len());
    Err(Failure::new(FailureKind::Integrity, message).into())
}

pub(super) fn reconcile(
    global: &Global,
    voice: Voice,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
    docx: Option<&Path>,
) -> Ended {
    let mut desk = open_desk_beside(global)?;
    let to = to.unwrap_or_else(|| clock(global).day());
    let waiting = standing::look(&mut desk)?;
    let balances = reconcile::balances(&desk.ledger, from, to, &waiting, clock(global).day())?;
    for balance in &balances {
        print_balance(voice, balance, from, to);
    }
    if let Some(path) = docx {
        write_statement(&desk, (from, to), &balances, path)?;
        voice.say(&format!("wrote {}", path.display()));
    }
    if balances.iter().all(Balance::adds_up) {
        return Ok(Exit::Well);
    }
    let message = "what was received is not what was registered, returned, duplicate and waiting";
    Err(Failure::new(FailureKind::Integrity, message).into())
}

fn write_statement(
    desk: &Desk,
    (from, to): (Option<NaiveDate>, NaiveDate),
    balances: &[Balance],
    path: &Path,
) -> Result<(), Failure> {
    let view = StatementView {
        office: desk.tools.room.settings.office.name.clone(),
        from: from.map(chinese_date),
        to: chinese_date(to),
        day: chinese_date(desk.tools.clock.day()),
        rows: balances,
    };
    let bytes = statement(&view).map_err(|cause| Failure::file("cannot make", path, cause))?;
    std::fs::write(path, bytes).map_err(|cause| Failure::file("cannot write", path, cause))
}

fn print_balance(voice: Voice, balance: &Balance, from: Option<NaiveDate>, to: NaiveDate) {
    let shape = ReconcileShape { v: VERSION, from, to, balance, adds_up: balance.adds_up() };
    if voice.json {
        voice.object(&shape);
        return;
    }
    voice.data(&format!(
        "{}：收到 {} = 登记 {} + 退回 {} + 重复 {} + 待处理 {}（登记 {} 篇，退回 {} 行）{}",
        balance.inbox,
        balance.received,
        balance.registered,
        balance.returned,
        balance.duplicate,
        balance.waiting,
        balance.papers,
        balance.bad_rows,
        if shape.adds_up { "" } else { " 不平" },
    ));
}

fn print_finding(voice: Voice, finding: &crate::ledger::Finding) {
    if voice.json {
        voice.object(&FindingShape { v: VERSION, finding });
    } else {
        voice.data(&format!(
            "{} {}: expected {}, found {}",
            finding.what, finding.path, finding.expected, finding.found
        ));
    }
}
