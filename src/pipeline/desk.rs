//! The desk: an office opened for work, with everything that a pass needs at hand.
//! It never starts with settings or templates at fault, and never shares the inbox with a second `run`.

use super::clock::Clock;
use super::forms::FORM_INBOXES;
use super::presence;
use super::stored::roster_on;
use crate::failure::{Complaint, Failure, FailureKind, Outcome};
use crate::intake;
use crate::ledger::{self, Ledger};
use crate::office::roster::Roster;
use crate::office::rules::Rulebook;
use crate::office::scoring::scheme::Scheme;
use crate::office::scoring::{self, presets};
use crate::office::settings::Settings;
use crate::reader::Readers;
use crate::trays::archive::Archive;
use crate::trays::inbox::{Sighting, Stamp};
use crate::trays::outbox;
use crate::trays::taken::Taken;
use crate::typeset::Press;
use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Name of the settings file that makes a folder an office.
pub const SETTINGS: &str = "office.toml";
/// Folders of the inbox whose files become papers.
pub const PAPER_INBOXES: [&str; 2] = ["来稿", "急件"];
/// Folder of the inbox for rosters.
pub const ROSTER_INBOX: &str = "名册";
/// Folders of the outbox that are no destinations.
pub const OUTBOXES: [&str; 4] = ["回执", "退稿", "待办", "表样"];
/// Every folder of the inbox that somebody reads.
pub fn inboxes() -> impl Iterator<Item = &'static str> {
    PAPER_INBOXES.into_iter().chain([ROSTER_INBOX]).chain(FORM_INBOXES)
}

/// Why an office cannot be opened.
#[derive(Debug)]
pub enum Closed {
    /// Faults of settings and templates, all of them.
    Complaints(Vec<Complaint>),
    /// The world's fault.
    Failure(Failure),
}

impl From<Failure> for Closed {
    fn from(failure: Failure) -> Self {
        Closed::Failure(failure)
    }
}

/// office.toml as text. What an editor saved in another encoding is a fault of the file, not of the world.
pub(super) fn settings_text(root: &Path) -> Result<String, Closed> {
    let path = root.join(SETTINGS);
    let bytes = fs::read(&path).map_err(|cause| no_settings(root, &path, cause))?;
    String::from_utf8(bytes).map_err(|cause| {
        let sound = cause.as_bytes().get(..cause.utf8_error().valid_up_to()).unwrap_or_default();
        let line = String::from_utf8_lossy(sound).matches('\n').count() + 1;
        Closed::Complaints(vec![Complaint {
            file: SETTINGS.to_owned(),
            place: format!("line {line}"),
            message: "the file is not saved as UTF-8".to_owned(),
            hint: "save it again and choose the encoding UTF-8 (in Notepad: 另存为, 编码 UTF-8)".to_owned(),
        }])
    })
}

/// Why there are no settings: a folder that is not there is most often a share that is away.
pub(super) fn no_settings(root: &Path, path: &Path, cause: std::io::Error) -> Failure {
    if !root.is_dir() {
        let message = format!("the office folder {} is not there", root.display());
        return Failure::new(FailureKind::Away, message).because(cause);
    }
    if cause.kind() == std::io::ErrorKind::NotFound {
        let message =
            format!("there is no office.toml in {}; make an office with `minyi init`", root.display());
        return Failure::new(FailureKind::Settings, message);
    }
    Failure::file("cannot read", path, cause)
}

/// An office with its settings read, without its ledger: what every command needs.
pub struct Room {
    /// Folder of the office.
    pub root: PathBuf,
    /// office.toml.
    pub settings: Settings,
}

impl Room {
    /// Reads the settings of the office in a folder.
    pub fn open(root: &Path) -> Result<Room, Closed> {
        let text = settings_text(root)?;
        let settings = Settings::parse(&text).map_err(Closed::Complaints)?;
        Ok(Room { root: root.to_path_buf(), settings })
    }

    /// The office that a folder lies in: the nearest one upward with an office.toml.
    pub fn find(from: &Path) -> Option<PathBuf> {
        from.ancestors().find(|folder| folder.join(SETTINGS).is_file()).map(Path::to_path_buf)
    }

    /// The inbox.
    pub fn inbox(&self) -> PathBuf {
        self.root.join("inbox")
    }

    /// The outbox.
    pub fn outbox(&self) -> PathBuf {
        self.root.join("outbox")
    }

    /// Where the ledger lies.
    pub fn ledger_path(&self) -> PathBuf {
        self.root.join(&self.settings.ledger)
    }

    /// The templates of the office by file name, as bytes.
    pub fn templates(&self) -> Result<BTreeMap<String, Vec<u8>>, Closed> {
        templates(&self.root)
    }

    /// The scoring scheme of the office; a stock one that was never laid out is taken as it is shipped.
    pub fn scheme(&self) -> Result<Scheme, Closed> {
        let name = &self.settings.scoring;
        let path = self.root.join("templates").join(presets::FOLDER).join(name);
        let shown = format!("templates/{}/{name}", presets::FOLDER);
        let text = match (fs::read_to_string(&path), presets::preset(name)) {
            (Ok(text), _) => text,
            (Err(cause), Some(stock)) if cause.kind() == ErrorKind::NotFound => stock.to_owned(),
            (Err(cause), _) if cause.kind() == ErrorKind::NotFound => {
                return Err(Closed::Complaints(vec![Complaint {
                    file: SETTINGS.to_owned(),
                    place: String::new(),
                    message: format!("there is no scoring file {shown}"),
                    hint: "put it there, or name another with scoring = \"…\"".to_owned(),
                }]));
            }
            (Err(cause), _) => return Err(Failure::file("cannot read", &path, cause).into()),
        };
        scoring::parse::parse(&shown, &text).map_err(Closed::Complaints)
    }

    /// Opens the ledger, which must exist unless `create`.
    pub fn ledger(&self, create: bool) -> Outcome<Ledger> {
        let path = self.ledger_path();
        if !create {
            return Ledger::open_existing(&path);
        }
        presence::check_ledger(self)?;
        Ledger::open(&path)
    }
}

/// The templates of the office in a folder by file name, as bytes.
pub(super) fn templates(root: &Path) -> Result<BTreeMap<String, Vec<u8>>, Closed> {
    let folder = root.join("templates");
    if !folder.exists() {
        return Err(Closed::Complaints(vec![Complaint {
            file: "templates".to_owned(),
            place: String::new(),
            message: "the folder of templates is missing".to_owned(),
            hint: "bring it back, or let `minyi init` write the stock ones".to_owned(),
        }]));
    }
    let wrong = |cause| Failure::file("cannot list", &folder, cause);
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(&folder).map_err(wrong)? {
        let entry = entry.map_err(wrong)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_template = Path::new(&name).extension().is_some_and(|ending| ending == "docx");
        if is_template && !crate::trays::names::is_passed_over(&name) {
            let path = entry.path();
            let bytes = fs::read(&path).map_err(|cause| Failure::file("cannot read", &path, cause))?;
            found.insert(name, bytes);
        }
    }
    Ok(found)
}

/// What many threads of a pass use at once: everything of an office but its ledger.
pub struct Tools {
    /// The room.
    pub room: Room,
    /// Classification and routing, compiled.
    pub rulebook: Rulebook,
    /// Labels on forms, built-in and the office's own.
    pub labels: intake::labels::Index,
    /// Templates, compiled.
    pub press: Press,
    /// Readers of strangers' files.
    pub readers: Readers,
    /// Originals.
    pub archive: Archive,
    /// The clock.
    pub clock: Clock,
}

/// A file taken lately.
#[derive(Debug)]
pub(super) struct Lately {
    pub(super) taken: Taken,
    pub(super) stamp: Option<Stamp>,
    pub(super) since_millis: i64,
}

/// An office at work.
pub struct Desk {
    /// What threads share; the one that reads ahead has a hold of its own.
    pub tools: Arc<Tools>,
    /// The book.
    pub ledger: Ledger,
    /// The roster of the day; a thread that prints goes on with the one it began with.
    pub roster: Arc<Roster>,
    /// What is known of the files that lie in the inbox.
    pub(super) sightings: BTreeMap<PathBuf, Sighting>,
    /// Files that did not open whole at this stamp: not read again until they change or their time is up.
    pub(super) unfinished: BTreeMap<PathBuf, Stamp>,
    /// Files that could not be read in this pass, with the reason in the clerk's words.
    pub(super) unread: BTreeMap<PathBuf, &'static str>,
    /// Files taken lately, which a client may still write into, as they looked when they were put away.
    pub(super) taken: BTreeMap<i64, Lately>,
    /// The sightings as the ledger has them, so that a pass without news writes nothing.
    kept: Vec<ledger::Sighting>,
    /// The status sheet as it was last written, so that a pass without news writes none.
    pub(super) shown: Option<super::status::Status>,
    /// What was shown as not yet answered, so that a pass without news writes no sheet.
    pub(super) awaited: Option<Vec<ledger::Unanswered>>,
    /// Day on which it was last asked whether a bulletin is due.
    pub(super) bulletins_looked_at: Option<chrono::NaiveDate>,
    /// Day on which it was last asked whether a workbook of scores is due.
    pub(super) workbooks_looked_at: Option<chrono::NaiveDate>,
    /// Kept for its lock alone, which the system drops with the process.
    _lock: Option<File>,
}

impl Desk {
    /// Opens an office for passes: takes its lock, opens everything, and clears what a crash left aside.
    pub fn open(room: Room, clock: Clock) -> Result<Desk, Closed> {
        presence::check(&room)?;
        super::foundation::make_folders(&room)?;
        let lock = lock(&room)?;
        let mut desk = Desk::assemble(room, clock, Some(lock))?;
        sweep(&desk)?;
        super::put_away::remember_suspects(&mut desk)?;
        super::proofs::withdraw_left(&desk)?;
        Ok(desk)
    }

    /// Opens an office for a command that goes on beside a `watch`: no sweep, and none by others while it lasts.
    pub fn open_beside(room: Room, clock: Clock) -> Result<Desk, Closed> {
        let desk = Desk::assemble(room, clock, None)?;
        let (path, beside) = beside(&desk.tools.room)?;
        beside.lock_shared().map_err(|cause| Failure::file("cannot lock", &path, cause))?;
        Ok(Desk { _lock: Some(beside), ..desk })
    }

    /// Sets the clock, between passes.
    pub fn set_clock(&mut self, clock: Clock) {
        let tools = Arc::get_mut(&mut self.tools).expect("a pass ends with the thread that reads ahead");
        tools.clock = clock;
    }

    /// Keeps what is known of the files that stay, for a `run` an hour later.
    pub(super) fn remember_sightings(&mut self) -> Outcome<()> {
        let instant =
            |millis: i64| chrono::DateTime::from_timestamp_millis(millis).unwrap_or_default().to_rfc3339();
        let kept: Vec<ledger::Sighting> = self
            .sightings
            .iter()
            .map(|(path, sighting)| ledger::Sighting {
                path: path.clone(),
                first_seen: instant(sighting.first_millis),
                last_changed: instant(sighting.still_millis),
                size_bytes: sighting.stamp.size,
                mtime_nanos: sighting.stamp.changed_nanos,
            })
            .collect();
        if kept == self.kept {
            return Ok(());
        }
        let moment = self.tools.clock.moment();
        self.ledger.write(&moment, |book| book.replace_sightings(&kept))?;
        self.kept = kept;
        Ok(())
    }

    fn assemble(room: Room, clock: Clock, lock: Option<File>) -> Result<Desk, Closed> {
        let (rulebook, press) = sound_parts(&room)?;
        let ledger = room.ledger(true)?;
        presence::check_archive(&room, &ledger)?;
        presence::check_age(&room, &ledger)?;
        if lock.is_some() && ledger.ended_uncleanly() {
            refuse_damaged(&ledger)?;
        }
        let roster = roster_on(&ledger, clock.day())?;
        let kept = ledger.sightings()?;
        let sightings = remembered(&kept);
        let readers = Readers::new(&room.settings.limits);
        let archive = Archive::open(room.root.join("archive"))?;
        let labels = intake::labels::Index::new(&room.settings.labels);
        let tools = Arc::new(Tools { room, rulebook, labels, press, readers, archive, clock });
        Ok(Desk {
            tools,
            ledger,
            roster: Arc::new(roster),
            sightings,
            unfinished: BTreeMap::new(),
            unread: BTreeMap::new(),
            taken: BTreeMap::new(),
            kept,
            shown: None,
            awaited: None,
            bulletins_looked_at: None,
            workbooks_looked_at: None,
            _lock: lock,
        })
    }
}

/// After an unclean end the book is looked through before anything is added to it.
fn refuse_damaged(ledger: &Ledger) -> Outcome<()> {
    match ledger.quick_check()?.first() {
        None => Ok(()),
        Some(finding) => {
            let message = format!("the ledger is damaged: {} {}", finding.path, finding.found);
            Err(Failure::new(FailureKind::Integrity, message))
        }
    }
}

/// What the ledger remembers of files that lay in the inbox when the last pass ended.
fn remembered(kept: &[ledger::Sighting]) -> BTreeMap<PathBuf, Sighting> {
    let millis = |instant: &str| {
        chrono::DateTime::parse_from_rfc3339(instant).map_or(0, |time| time.timestamp_millis())
    };
    let known = kept.iter().map(|kept| {
        let stamp = Stamp { size: kept.size_bytes, changed_nanos: kept.mtime_nanos };
        let sighting = Sighting {
            stamp,
            first_millis: millis(&kept.first_seen),
            still_millis: millis(&kept.last_changed),
        };
        (kept.path.clone(), sighting)
    });
    known.collect()
}

/// Clears what a crash left aside, unless a command works beside: what it has just written aside is its own.
fn sweep(desk: &Desk) -> Outcome<()> {
    let (path, beside) = beside(&desk.tools.room)?;
    match beside.try_lock() {
        Ok(()) => {}
        // Leftovers cost room, nothing else; the next start tries again.
        Err(TryLockError::WouldBlock) => return Ok(()),
        Err(TryLockError::Error(cause)) => return Err(Failure::file("cannot lock", &path, cause)),
    }
    desk.tools.archive.sweep()?;
    outbox::sweep(&desk.tools.room.outbox());
    Ok(())
}

/// The file whose lock commands share that work beside a `run` or `watch`.
fn beside(room: &Room) -> Outcome<(PathBuf, File)> {
    lock_file(room, "beside")
}

/// `run` and `watch` exclude each other by a lock beside the ledger; it holds while the file is kept.
pub fn lock(room: &Room) -> Outcome<File> {
    let (path, file) = lock_file(room, "lock")?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            let message = format!("another `minyi run` or `minyi watch` works on {}", room.root.display());
            Err(Failure::new(FailureKind::Busy, message))
        }
        Err(TryLockError::Error(cause)) => Err(Failure::file("cannot lock", &path, cause)),
    }
}

/// What an office decides and prints by, made of its settings and templates, or all their faults.
pub(super) fn sound_parts(room: &Room) -> Result<(Rulebook, Press), Closed> {
    let templates = room.templates()?;
    let mut complaints = Vec::new();
    let rulebook = keep(Rulebook::new(&room.settings), &mut complaints);
    let press = keep(Press::open(&templates, &room.settings), &mut complaints);
    match (rulebook, press) {
        (Some(rulebook), Some(press)) => Ok((rulebook, press)),
        _ => Err(Closed::Complaints(complaints)),
    }
}

fn keep<T>(result: Result<T, Vec<Complaint>>, complaints: &mut Vec<Complaint>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(more) => {
            complaints.extend(more);
            None
        }
    }
}

/// A file beside the ledger that is only there to be locked.
fn lock_file(room: &Room, ending: &str) -> Outcome<(PathBuf, File)> {
    let path = room.ledger_path().with_extension(ending);
    let opened = File::options().create(true).truncate(false).write(true).open(&path);
    let file = opened.map_err(|cause| Failure::file("cannot open", &path, cause))?;
    Ok((path, file))
}
