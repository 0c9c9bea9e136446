//! The loops around the pass: until idle, or for ever with a watcher that shortens the wait.
//! It never trusts a notification to be complete: each turn lists the inbox.

use super::claim::Patience;
use super::desk::{Closed, Desk};
use super::renew::{self, Basis};
use super::{Progress, Report, pass};
use crate::failure::{Failure, FailureKind, Outcome};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// The inbox is listed at least this often: shares do not report what other machines write.
const LISTING_SECONDS: u64 = 5;
/// Wait after the share or the disk failed, before it is tried again.
pub const RETRY: Duration = Duration::from_secs(5);
/// A stop is noticed within this time.
const STOP_MILLIS: u64 = 50;

/// Passes until nothing is taken and nothing is settling.
pub fn run(
    desk: &mut Desk,
    patience: Patience,
    stop: &dyn Fn() -> bool,
    progress: Progress,
) -> Outcome<Report> {
    let mut report = Report::default();
    loop {
        let one = pass(desk, patience, stop, progress)?;
        let idle = one.taken() == 0 && one.settles_in_millis.is_none();
        let settles_in = one.settles_in_millis.unwrap_or(0);
        report.add(one);
        if idle || stop() {
            return Ok(report);
        }
        rest(Duration::from_millis(u64::try_from(settles_in).unwrap_or(0)), stop);
    }
}

/// What a watch has to tell.
pub enum News<'a> {
    /// What a pass did.
    Passed(&'a Report),
    /// Why there was none; it is tried again.
    Failed(&'a Failure),
    /// Settings and templates were changed and are taken over.
    Renewed,
    /// They were changed and have faults; the old ones hold.
    Kept(Closed),
}

/// Passes for ever, until `stop`. What a pass did or could not do is told to `tell`; a failure of the world
/// is told once and tried again until it goes. Settings and templates that change are taken over between passes.
pub fn watch(desk: &mut Desk, stop: &dyn Fn() -> bool, tell: &mut dyn FnMut(News<'_>)) -> Outcome<()> {
    let inbox = desk.tools.room.inbox();
    let (hints, hinted) = channel();
    let mut watcher = start_watching(&inbox, &hints);
    let mut told: Vec<Failure> = Vec::new();
    let mut basis = Basis::of(&desk.tools.room.root);
    while !stop() {
        if basis.is_another(&desk.tools.room.root, desk.tools.clock.millis()) {
            tell(renew::renew(desk).map_or_else(News::Kept, |()| News::Renewed));
        }
        let wait = match pass(desk, Patience::Settling, stop, &mut |_, _| {}) {
            Ok(mut report) => {
                let (known, new): (Vec<_>, Vec<_>) =
                    report.troubles.into_iter().partition(|failure| is_told(&told, failure));
                report.troubles = new;
                tell(News::Passed(&report));
                told = known.into_iter().chain(std::mem::take(&mut report.troubles)).collect();
                if watcher.is_none() {
                    watcher = start_watching(&inbox, &hints);
                }
                wait_of(&report)
            }
            Err(failure) if failure.kind == FailureKind::Integrity => return Err(failure),
            Err(failure) => {
                if !is_told(&told, &failure) {
                    tell(News::Failed(&failure));
                }
                told = vec![failure];
                // A share that comes back is another folder to the system: it is watched anew.
                watcher = None;
                RETRY
            }
        };
        await_hint(&hinted, wait, stop);
    }
    Ok(())
}

/// Whether the last pass met a failure that says the same.
fn is_told(told: &[Failure], failure: &Failure) -> bool {
    told.iter().any(|known| known.is_like(failure))
}

/// How long until the next listing: until the first file may have settled, at most the listing time.
fn wait_of(report: &Report) -> Duration {
    let listing = Duration::from_secs(LISTING_SECONDS);
    let settling = report.settles_in_millis.and_then(|millis| u64::try_from(millis).ok());
    settling.map_or(listing, |millis| Duration::from_millis(millis).min(listing))
}

/// Where the system cannot watch (a share, too many watches), listing alone does it.
fn start_watching(inbox: &Path, hints: &Sender<()>) -> Option<RecommendedWatcher> {
    let hints = hints.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Our own reading of files is no news, and `.taken` is filled by us.
        let news = event.is_ok_and(|event| {
            let of_ours = event
                .paths
                .iter()
                .all(|path| path.components().any(|part| part.as_os_str() == crate::trays::taken::FOLDER));
            !matches!(event.kind, notify::EventKind::Access(_)) && !of_ours
        });
        if news {
            // The receiver is gone only when the watch ends.
            let _ = hints.send(());
        }
    })
    .ok()?;
    watcher.watch(inbox, RecursiveMode::Recursive).ok()?;
    Some(watcher)
}

/// Waits for a hint or for the time to pass, whichever is first; looks at `stop` all the while.
fn await_hint(hinted: &Receiver<()>, wait: Duration, stop: &dyn Fn() -> bool) {
    let end = Instant::now() + wait;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() || stop() {
            return;
        }
        match hinted.recv_timeout(left.min(Duration::from_millis(STOP_MILLIS))) {
            Ok(()) => {
                // One drop makes many events; all that are there mean one listing.
                while hinted.try_recv().is_ok() {}
                return;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return rest(left, stop),
        }
    }
}

/// Waits for a time, and no longer when `stop` says so.
pub fn rest(time: Duration, stop: &dyn Fn() -> bool) {
    let end = Instant::now() + time;
    while !stop() {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        std::thread::sleep(left.min(Duration::from_millis(STOP_MILLIS)));
    }
}
