//! Claiming: which files of the inbox are taken in this pass, and why the others are not.
//! It never opens a file.

use super::desk::{Desk, PAPER_INBOXES, ROSTER_INBOX};
use super::read::seconds_until_cut;
use crate::failure::Outcome;
use crate::trays::inbox::{self, Kind, OWNER_SECONDS, Sighting, Slot};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Why a file stays that does not open whole.
pub const UNFINISHED: &str = "文件不完整，可能仍在复制";

/// When files are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// After the settling time, and cut files only after a quarter of an hour.
    Settling,
    /// At once (`run --now`): what does not open whole is returned.
    Now,
}

/// What a look at the inbox gave.
#[derive(Debug, Default)]
pub struct Claim {
    /// Files to take, in the order of their names.
    pub ready: Vec<Slot>,
    /// Files that stay, with the reason in the clerk's words.
    pub waiting: Vec<Waiting>,
    /// Milliseconds until the first of them may have settled; `None` when none is settling.
    pub settles_in_millis: Option<i64>,
}

/// A file that stays in the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Path below the inbox.
    pub name: String,
    /// Why, in the clerk's words.
    pub reason: String,
    /// First seen, in milliseconds since 1970.
    pub first_millis: i64,
}

/// Lists the inbox and divides it.
pub fn claim(desk: &mut Desk, patience: Patience) -> Outcome<Claim> {
    let now = desk.tools.clock.millis();
    let slots = inbox::list(&desk.tools.room.inbox())?;
    let mut claim = Claim::default();
    let mut seen: BTreeMap<PathBuf, Sighting> = BTreeMap::new();
    for slot in slots {
        let sighting = inbox::look(&slot, desk.sightings.get(&slot.relative), now);
        seen.insert(slot.relative.clone(), sighting);
        match hold(desk, &slot, &sighting, patience, now) {
            None => claim.ready.push(slot),
            Some((reason, settles_in)) => {
                let soonest = claim.settles_in_millis.into_iter().chain(settles_in).min();
                claim.settles_in_millis = soonest;
                claim.waiting.push(Waiting { name: slot.name, reason, first_millis: sighting.first_millis });
            }
        }
    }
    desk.unfinished.retain(|name, _| seen.contains_key(name));
    desk.unread.clear();
    desk.sightings = seen;
    Ok(claim)
}

/// Why a slot is not taken yet, and in how many milliseconds it may be, when that is known.
fn hold(
    desk: &Desk,
    slot: &Slot,
    sighting: &Sighting,
    patience: Patience,
    now: i64,
) -> Option<(String, Option<i64>)> {
    if slot.kind == Kind::Closed {
        return Some(("没有读取权限，请检查文件权限".to_owned(), None));
    }
    if slot.kind == Kind::Folder {
        return Some(("这是文件夹，不是文件，请取出其中的文件".to_owned(), None));
    }
    let owner_counts = now - sighting.first_millis < millis_of(OWNER_SECONDS);
    if let Some(owner) = slot.owner.as_ref().filter(|_| owner_counts) {
        return Some((format!("文件正被打开（{owner}），请关闭后等待"), None));
    }
    if patience == Patience::Now {
        return None;
    }
    let settle = millis_of(desk.tools.room.settings.settle_seconds);
    let still = now - sighting.still_millis;
    if still < settle {
        return Some(("刚放入，等待文件写完".to_owned(), Some(settle - still)));
    }
    let unfinished = desk.unfinished.get(&slot.relative) == Some(&slot.stamp);
    let limit = millis_of(seconds_until_cut(slot.stamp.size));
    if unfinished && still < limit {
        return Some((UNFINISHED.to_owned(), None));
    }
    None
}

/// Whether files in a folder of the inbox become papers.
pub fn takes_papers(folder: &str) -> bool {
    PAPER_INBOXES.contains(&folder)
}

/// Whether files in a folder of the inbox are rosters.
pub fn takes_rosters(folder: &str) -> bool {
    folder == ROSTER_INBOX
}

/// Seconds of a setting in the clock's unit.
pub(super) fn millis_of(seconds: u64) -> i64 {
    i64::try_from(seconds.saturating_mul(1000)).unwrap_or(i64::MAX)
}
