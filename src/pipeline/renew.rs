//! Settings and templates that a clerk changes while a watch works: taken over between passes.
//! It never works with faulty ones; the watch goes on with what it had, and says so.

use super::desk::{self, Closed, Desk, Room, SETTINGS, Tools};
use super::foundation;
use crate::failure::{Failure, FailureKind};
use crate::intake;
use crate::reader::Readers;
use crate::trays::inbox::{self, Stamp};
use crate::trays::names;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A changed file must lie still for this long: what an editor has half written may be settings as well, of another
/// office.
const STILL_MILLIS: i64 = 2_000;

/// What a watch works by, as it looked when it was read.
#[derive(Debug)]
pub(super) struct Basis {
    read: BTreeMap<PathBuf, Stamp>,
    /// What it looks like since when, where that is something else.
    changed: Option<(BTreeMap<PathBuf, Stamp>, i64)>,
}

impl Basis {
    /// The basis of an office that has just been opened.
    pub(super) fn of(root: &Path) -> Basis {
        Basis { read: stamps(root), changed: None }
    }

    /// Whether it is another one, and has been so for a while. It answers so once for each change.
    pub(super) fn is_another(&mut self, root: &Path, now_millis: i64) -> bool {
        let stamps = stamps(root);
        if stamps == self.read {
            self.changed = None;
            return false;
        }
        match &self.changed {
            Some((known, since)) if *known == stamps => {
                // A clock that was set back must not make a change wait for hours.
                if (0..STILL_MILLIS).contains(&(now_millis - since)) {
                    return false;
                }
                self.read = stamps;
                self.changed = None;
                true
            }
            _ => {
                self.changed = Some((stamps, now_millis));
                false
            }
        }
    }
}

fn stamps(root: &Path) -> BTreeMap<PathBuf, Stamp> {
    let templates = fs::read_dir(root.join("templates")).into_iter().flatten().flatten();
    let templates = templates.filter(|entry| !names::is_passed_over(&entry.file_name().to_string_lossy()));
    let paths = templates.map(|entry| entry.path()).chain([root.join(SETTINGS)]);
    let seen = |path: PathBuf| fs::metadata(&path).ok().map(|found| (path, inbox::stamp(&found)));
    paths.filter_map(seen).collect()
}

/// Takes over settings and templates as they are now, or none of them.
pub(super) fn renew(desk: &mut Desk) -> Result<(), Closed> {
    let old = &desk.tools;
    let room = Room::open(&old.room.root)?;
    if room.settings.ledger != old.room.settings.ledger {
        let message = "office.toml names another ledger; stop the watch and start it again";
        return Err(Failure::new(FailureKind::Settings, message).into());
    }
    let (rulebook, press) = desk::sound_parts(&room)?;
    foundation::make_folders(&room)?;
    let readers = Readers::new(&room.settings.limits);
    let labels = intake::labels::Index::new(&room.settings.labels);
    let (archive, clock) = (old.archive.clone(), old.clock);
    desk.tools = Arc::new(Tools { room, rulebook, labels, press, readers, archive, clock });
    // The living sheets name the office, its steps and its destinations.
    desk.shown = None;
    desk.awaited = None;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::step::Step;
    use crate::pipeline::clock::Clock;

    fn office() -> (tempfile::TempDir, Desk) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        foundation::lay(folder.path()).expect("laid");
        let room = Room::open(folder.path()).expect("sound");
        let desk = Desk::open(room, Clock::default()).expect("open");
        (folder, desk)
    }

    fn rewrite(folder: &Path, from: &str, to: &str) {
        let path = folder.join(SETTINGS);
        let text = fs::read_to_string(&path).expect("settings");
        assert!(text.contains(from), "{from}");
        fs::write(path, text.replacen(from, to, 1)).expect("written");
    }

    #[test]
    fn a_change_counts_when_it_has_lain_still_and_only_once() {
        let (folder, _desk) = office();
        let mut basis = Basis::of(folder.path());
        assert!(!basis.is_another(folder.path(), 0));
        rewrite(folder.path(), "gates = []", "gates = [\"筛选\"]");
        assert!(!basis.is_another(folder.path(), 0));
        assert!(!basis.is_another(folder.path(), STILL_MILLIS - 1));
        rewrite(folder.path(), "gates = [\"筛选\"]", "gates = [\"筛选\", \"签发\"]");
        assert!(!basis.is_another(folder.path(), STILL_MILLIS), "it changed once more");
        assert!(basis.is_another(folder.path(), 2 * STILL_MILLIS));
        assert!(!basis.is_another(folder.path(), 4 * STILL_MILLIS));
        fs::remove_file(folder.path().join("templates/回执.docx")).expect("removed");
        assert!(!basis.is_another(folder.path(), 5 * STILL_MILLIS));
        assert!(basis.is_another(folder.path(), 6 * STILL_MILLIS));
    }

    #[test]
    fn sound_settings_are_taken_over_and_faulty_ones_are_not() {
        let (folder, mut desk) = office();
        rewrite(folder.path(), "gates = []", "gates = [\"筛选\"]");
        renew(&mut desk).expect("sound");
        assert_eq!(desk.tools.room.settings.gates, [Step::Screen]);
        rewrite(folder.path(), "gates = [\"筛选\"]", "gates = [\"筛选");
        assert!(matches!(renew(&mut desk), Err(Closed::Complaints(_))));
        rewrite(folder.path(), "gates = [\"筛选", "ledger = \"other.db\"\ngates = [\"签发\"]#");
        rewrite(folder.path(), "\nledger = \"ledger.db\"", "\n");
        assert!(matches!(renew(&mut desk), Err(Closed::Failure(_))));
        assert_eq!(desk.tools.room.settings.gates, [Step::Screen]);
    }
}
