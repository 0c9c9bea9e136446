//! The batches of a pass, read one after another while the desk goes on with those that were read.
//! It never holds more papers at once than one batch may.

use super::sheaf::Found;
use super::weight::{PAPERS_PER_BATCH_BYTES, bytes_of};
use super::{Taken, take};
use crate::failpoint::reached;
use crate::failure::Outcome;
use crate::pipeline::claim::Patience;
use crate::pipeline::desk::{Desk, Tools};
use crate::reader::Readers;
use crate::trays::archive::Aside;
use crate::trays::inbox::{Sighting, Slot};
use rayon::prelude::*;
use std::collections::{BTreeMap, VecDeque};
use std::iter;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Reads the batches of a pass, one after another, while the desk goes on with those that were read.
pub struct Pile {
    tools: Arc<Tools>,
    sightings: BTreeMap<PathBuf, Sighting>,
    patience: Patience,
    batches: VecDeque<Vec<Slot>>,
}

/// What was read of a batch, file by file, and whether its bytes got into the archive.
pub struct Ahead {
    pub(super) taken: Vec<Outcome<Taken>>,
    pub(super) archived: Outcome<()>,
    /// A heavy file comes next, to be read alone: nothing else is to be held.
    pub alone: bool,
}

impl Pile {
    /// The pile of one pass.
    pub fn of(desk: &Desk, batches: Vec<Vec<Slot>>, patience: Patience) -> Pile {
        let (tools, sightings) = (Arc::clone(&desk.tools), desk.sightings.clone());
        Pile { tools, sightings, patience, batches: batches.into() }
    }

    /// Reads the heavy file that comes next, while nothing else is read or printed.
    pub fn read_alone(&mut self) -> Ahead {
        let mut taken = Vec::new();
        if let Some(mut slots) = self.batches.pop_front().map(VecDeque::from)
            && let Some(slot) = slots.pop_front()
        {
            let now = self.tools.clock.millis();
            let whole = |readers: &Readers, bytes: &[u8]| readers.read(bytes).map(Some);
            taken.push(take(&self.tools, &self.sightings, slot, self.patience, now, whole));
            if !slots.is_empty() {
                self.batches.push_front(slots.into());
            }
        }
        let archived = self.archive(&taken);
        Ahead { taken, archived, alone: false }
    }

    /// Puts the bytes of a batch into the archive, durably.
    fn archive(&self, taken: &[Outcome<Taken>]) -> Outcome<()> {
        let asides: Vec<&Aside> = taken.iter().flatten().filter_map(Taken::aside).collect();
        self.tools.archive.settle(&asides)?;
        reached("archived");
        Ok(())
    }
}

impl Iterator for Pile {
    type Item = Ahead;

    /// Reads a batch in parallel, until its papers fill their memory or a heavy file comes, and archives it: the
    /// files behind that are a batch of their own. Slots are handed out in order, so that the numbers of cases do not tell which
    /// thread was faster.
    fn next(&mut self) -> Option<Ahead> {
        let slots = self.batches.pop_front()?;
        let mut waiting: VecDeque<(usize, Slot)> = slots.iter().cloned().enumerate().collect();
        let now = self.tools.clock.millis();
        let held_bytes = AtomicUsize::new(0);
        let hand_out = || {
            let room = held_bytes.load(Ordering::Relaxed) <= PAPERS_PER_BATCH_BYTES;
            if room { waiting.pop_front() } else { None }
        };
        let read_one = |(place, slot): (usize, Slot)| {
            let taken = take(&self.tools, &self.sightings, slot, self.patience, now, Readers::read_light);
            let bytes = match &taken {
                Ok(Taken::Sheaf(sheaf)) => bytes_of(sheaf),
                Ok(Taken::Heavy(_)) => PAPERS_PER_BATCH_BYTES + 1,
                _ => 0,
            };
            held_bytes.fetch_add(bytes, Ordering::Relaxed);
            (place, taken)
        };
        let mut read: Vec<_> = iter::from_fn(hand_out).par_bridge().map(read_one).collect();
        read.sort_by_key(|(place, _)| *place);
        let heavy = read.iter().position(|(_, taken)| matches!(taken, Ok(Taken::Heavy(_))));
        // What was read behind a heavy file is read again after it.
        read.truncate(heavy.unwrap_or(read.len()));
        let alone = read.is_empty() && heavy.is_some();
        if let Some(rest) = slots.get(read.len()..).filter(|rest| !rest.is_empty()) {
            self.batches.push_front(rest.to_vec());
        }
        let taken: Vec<_> = read.into_iter().map(|(_, taken)| taken).collect();
        let archived = self.archive(&taken);
        Some(Ahead { taken, archived, alone })
    }
}

impl Ahead {
    /// Whether a roster is among the files: what was committed before it is printed by the old one.
    pub fn brings_roster(&self) -> bool {
        self.taken.iter().flatten().any(|taken| match taken {
            Taken::Sheaf(sheaf) => matches!(sheaf.found, Found::Roster(..)),
            _ => false,
        })
    }
}
