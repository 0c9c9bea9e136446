//! Reading: bytes into the archive and papers out of them, many files at once.
//! It never decides anything about a paper, and a file that breaks a reader costs itself alone.

use super::claim::{Patience, millis_of, takes_papers, takes_rosters};
use super::desk::{Desk, Tools};
use super::forms::{ACTIVITY_INBOX, ADJUSTMENT_INBOX, FEEDBACK_INBOX, FORM_INBOXES, TOPIC_INBOX};
use crate::document::{Block, Content, Format, Inline, Workbook};
use crate::failpoint::reached;
use crate::failure::{Failure, Outcome};
use crate::formats::Reading;
use crate::intake;
use crate::intake::filled::{self, FilledRow};
use crate::office::activity::Activity;
use crate::office::adjustment;
use crate::office::feedback::Draft;
use crate::office::numbers::Fingerprint;
use crate::office::paper::Paper;
use crate::office::roster::Roster;
use crate::office::taken_back::Written;
use crate::office::wanted::WantedTopic;
use crate::reader::Readers;
use crate::rejection::{Code, Rejection};
use crate::trays::archive::Aside;
use crate::trays::inbox::{self, CUT_SECONDS, EMPTY_SECONDS, Kind, Sighting, Slot};
use rayon::prelude::*;
use std::collections::{BTreeMap, VecDeque};
use std::iter;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A dropped file with what was found in it: what one arrival in the ledger is made of.
#[derive(Debug)]
pub struct Sheaf {
    /// Where it lies.
    pub slot: Slot,
    /// Fingerprint of its bytes; of its name, size and time where the bytes are not read (a link, a FIFO, a
    /// file over the limit), so that a crash still finds the same arrival.
    pub fingerprint: Fingerprint,
    /// What was found.
    pub found: Found,
    /// Its bytes on their way into the archive; `None` where they are not read.
    pub aside: Option<Aside>,
}

impl Sheaf {
    /// Takes the paper of an index out, when the file has papers.
    pub fn take_paper(&mut self, index: usize) -> Option<Paper> {
        match &mut self.found {
            Found::Papers(papers) => papers.papers.get_mut(index).map(std::mem::take),
            _ => None,
        }
    }
}

/// What a file turned out to be.
#[derive(Debug)]
pub enum Found {
    /// Papers, each good or with faults.
    Papers(Papers),
    /// Papers, each of them with faults.
    BadPapers(Papers),
    /// Rows of a 反馈登记.
    Feedback(Vec<FilledRow<Draft>>),
    /// Rows of a 活动登记.
    Activities(Vec<FilledRow<Written<Activity>>>),
    /// Rows of a 征集要点.
    Topics(Vec<FilledRow<Written<WantedTopic>>>),
    /// Rows of a 考核调整.
    Adjustments(Vec<FilledRow<adjustment::Draft>>),
    /// A file of any kind beside the feedback: a scan, a letter.
    Evidence,
    /// A roster that was read whole, with warnings.
    Roster(Box<Roster>, Vec<Rejection>),
    /// Refused as a whole.
    Refused(Vec<Rejection>),
}

/// Papers of one file.
#[derive(Debug)]
pub struct Papers {
    /// What the file is.
    pub format: Format,
    /// Papers in order.
    pub papers: Vec<Paper>,
    /// Faults of papers; a paper with a fault is not registered.
    pub rejections: Vec<Rejection>,
    /// Findings that refuse nothing.
    pub warnings: Vec<Rejection>,
}

/// What came of one slot.
enum Taken {
    Sheaf(Box<Sheaf>),
    /// It takes so much memory that it must be read when nothing else is held.
    Heavy(Slot),
    /// It vanished or changed under our hands; the next look settles it.
    Gone(Slot),
    /// It lies there and cannot be read: a lock of another program, a bad block of its disk.
    Unreadable(Slot, Failure),
    /// It does not open whole and may still be copied.
    Unfinished(Slot),
}

impl Taken {
    fn aside(&self) -> Option<&Aside> {
        match self {
            Taken::Sheaf(sheaf) => sheaf.aside.as_ref(),
            _ => None,
        }
    }
}

/// Memory that the papers of one batch may take, roughly. Stops a hundred small files that each unpack to a
/// million paragraphs from being held at once; three batches are, and honest ones are far below it.
pub(super) const PAPERS_PER_BATCH_BYTES: usize = 16 * 1024 * 1024;
/// What a block costs beside its text.
const BLOCK_BYTES: usize = 512;
/// What a paper costs beside its blocks, until its documents are printed.
const PAPER_BYTES: usize = 8 * 1024;

/// Why a file stays that changed while it was read.
const CHANGED: &str = "刚被改动，等待文件写完";
/// Why a file stays that could not be read.
const UNREADABLE: &str = "暂时无法读取，请关闭正在使用它的程序或检查磁盘";

static MARK: AtomicUsize = AtomicUsize::new(1);

/// A mark for a temporary file that no other file of this process has.
pub(super) fn next_mark() -> usize {
    MARK.fetch_add(1, Ordering::Relaxed)
}

/// What reading a batch gave.
#[derive(Debug, Default)]
pub struct Batch {
    /// Files to be registered or returned, in the order of their slots.
    pub sheaves: Vec<Sheaf>,
    /// Files that cannot be read now: they stay and cost the others nothing.
    pub unreadable: Vec<Failure>,
}

/// Reads the batches of a pass, one after another, while the desk goes on with those that were read.
pub struct Pile {
    tools: Arc<Tools>,
    sightings: BTreeMap<PathBuf, Sighting>,
    patience: Patience,
    batches: VecDeque<Vec<Slot>>,
}

/// What was read of a batch, file by file, and whether its bytes got into the archive.
pub struct Ahead {
    taken: Vec<Outcome<Taken>>,
    archived: Outcome<()>,
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

/// Separates what is to be registered or returned from what stays in the inbox, and notes why it stays.
pub fn sift(desk: &mut Desk, ahead: Ahead) -> Outcome<Batch> {
    ahead.archived?;
    let mut read = Batch::default();
    for one in ahead.taken {
        match one? {
            Taken::Sheaf(sheaf) => read.sheaves.push(*sheaf),
            // A heavy file is read alone before it comes here; one that is not stays for the next pass.
            Taken::Gone(slot) | Taken::Heavy(slot) => {
                desk.unread.insert(slot.relative, CHANGED);
            }
            Taken::Unreadable(slot, failure) => {
                desk.unread.insert(slot.relative, UNREADABLE);
                read.unreadable.push(failure);
            }
            Taken::Unfinished(slot) => {
                desk.unfinished.insert(slot.relative, slot.stamp);
            }
        }
    }
    Ok(read)
}

/// The memory that the papers of a file take, roughly.
fn bytes_of(sheaf: &Sheaf) -> usize {
    let Found::Papers(found) = &sheaf.found else { return 0 };
    found.papers.iter().map(bytes_of_paper).sum()
}

/// The memory that a paper takes until its documents are printed, roughly.
pub(super) fn bytes_of_paper(paper: &Paper) -> usize {
    let mut bytes = PAPER_BYTES;
    let mut waiting: Vec<&Block> = paper.body.iter().collect();
    while let Some(block) = waiting.pop() {
        bytes += BLOCK_BYTES;
        match block {
            Block::Paragraph(paragraph) => {
                bytes += paragraph.inlines.iter().map(bytes_of_inline).sum::<usize>();
            }
            Block::Table(table) => {
                waiting.extend(table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.blocks));
            }
        }
    }
    bytes
}

fn bytes_of_inline(inline: &Inline) -> usize {
    match inline {
        Inline::Text(text) => text.text.len(),
        Inline::Image(_) => BLOCK_BYTES,
    }
}

/// How long a file that does not open whole is given: an empty one longer than a cut one.
pub fn seconds_until_cut(size: u64) -> u64 {
    if size == 0 { EMPTY_SECONDS } else { CUT_SECONDS }
}

fn take(
    tools: &Tools,
    sightings: &BTreeMap<PathBuf, Sighting>,
    slot: Slot,
    patience: Patience,
    now: i64,
    read: impl FnOnce(&Readers, &[u8]) -> Outcome<Option<Reading>>,
) -> Outcome<Taken> {
    let refused = |slot: Slot, rejection| {
        let found = Found::Refused(vec![rejection]);
        let fingerprint = inbox::stand_in(&slot.relative, slot.stamp);
        Ok(Taken::Sheaf(Box::new(Sheaf { slot, fingerprint, found, aside: None })))
    };
    if slot.kind == Kind::Special {
        let message = "这是链接或特殊文件，不是文件本身";
        return refused(slot, Rejection::of_file(Code::NotAFile, message));
    }
    let limit_mib = tools.room.settings.limits.file_mib;
    if slot.stamp.size > limit_mib * 1024 * 1024 {
        let message = format!("文件超过{limit_mib}MB");
        return refused(slot, Rejection::of_file(Code::TooLarge, message));
    }
    let bytes = match inbox::read(&slot) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(Taken::Gone(slot)),
        Err(failure) => return Ok(Taken::Unreadable(slot, failure)),
    };
    let fingerprint = Fingerprint::of(&bytes);
    let reading = match read(&tools.readers, &bytes) {
        Ok(Some(reading)) => reading,
        Ok(None) => return Ok(Taken::Heavy(slot)),
        // The machine would not read it now: it stays, and costs the others nothing.
        Err(failure) => return Ok(Taken::Unreadable(slot, failure)),
    };
    let still = now - sightings.get(&slot.relative).map_or(now, |one| one.still_millis);
    let patient = patience == Patience::Settling && still < millis_of(seconds_until_cut(slot.stamp.size));
    if patient && may_be_unfinished(&reading) {
        return Ok(Taken::Unfinished(slot));
    }
    let found = sort(tools, &slot, reading);
    let aside = tools.archive.put_aside(fingerprint, &bytes, next_mark())?;
    reached("aside");
    Ok(Taken::Sheaf(Box::new(Sheaf { slot, fingerprint, found, aside: Some(aside) })))
}

/// A copy that still goes on shows as a package without its end, or with members whose CRC is wrong.
fn may_be_unfinished(reading: &Reading) -> bool {
    let cut = [Code::Empty, Code::Truncated, Code::Damaged, Code::DamagedImage];
    reading.rejections.iter().chain(&reading.warnings).any(|one| cut.contains(&one.code))
}

fn sort(tools: &Tools, slot: &Slot, reading: Reading) -> Found {
    if slot.folder == FEEDBACK_INBOX && is_evidence(&reading) {
        return Found::Evidence;
    }
    let Some(content) = reading.content.filter(|_| reading.rejections.is_empty()) else {
        return Found::Refused(reading.rejections);
    };
    if takes_papers(&slot.folder) {
        papers_of(tools, slot, reading.format, &content, reading.warnings)
    } else if takes_rosters(&slot.folder) {
        roster_of(tools, &content)
    } else if let Content::Workbook(workbook) = &content
        && let Some(found) = rows_of(&slot.folder, workbook)
    {
        found
    } else if FORM_INBOXES.contains(&slot.folder.as_str()) {
        let message = format!("“{}”文件夹只收 Excel 表格", slot.folder);
        Found::Refused(vec![Rejection::of_file(Code::WrongType, message)])
    } else {
        let message = match slot.folder.as_str() {
            "" => "文件直接放在了 inbox 下".to_owned(),
            folder => format!("“{folder}”不是收件文件夹"),
        };
        Found::Refused(vec![Rejection::of_file(Code::UnknownPlace, message)])
    }
}

/// Whatever is no table and not empty: a broken table is a form that somebody must send again.
fn is_evidence(reading: &Reading) -> bool {
    let table = matches!(
        reading.format,
        Format::Xlsx | Format::Xlsm | Format::Xlsb | Format::Xls | Format::Ods | Format::Et
    );
    let empty = reading.rejections.iter().any(|one| one.code == Code::Empty);
    !table && !empty && !matches!(reading.content, Some(Content::Workbook(_)))
}

/// The rows of a filled form; `None` in a folder that takes none.
fn rows_of(folder: &str, workbook: &Workbook) -> Option<Found> {
    fn found<T>(rows: Result<T, Vec<Rejection>>, make: fn(T) -> Found) -> Found {
        rows.map_or_else(Found::Refused, make)
    }
    match folder {
        FEEDBACK_INBOX => Some(found(filled::feedback(workbook), Found::Feedback)),
        ACTIVITY_INBOX => Some(found(filled::activities(workbook), Found::Activities)),
        TOPIC_INBOX => Some(found(filled::topics(workbook), Found::Topics)),
        ADJUSTMENT_INBOX => Some(found(filled::adjustments(workbook), Found::Adjustments)),
        _ => None,
    }
}

fn papers_of(
    tools: &Tools,
    slot: &Slot,
    format: Format,
    content: &Content,
    mut warnings: Vec<Rejection>,
) -> Found {
    let file_name = slot.name.rsplit('/').next().unwrap_or(&slot.name);
    let settings = &tools.room.settings;
    let most_papers = settings.limits.papers;
    let context = intake::Context { labels: &tools.labels, file_name, today: tools.clock.day(), most_papers };
    let taken = intake::papers(content, &context);
    let for_the_file: Vec<Rejection> =
        taken.rejections.iter().filter(|one| one.paper.is_none()).cloned().collect();
    if !for_the_file.is_empty() || taken.papers.is_empty() {
        let mut reasons = taken.rejections;
        if reasons.iter().any(|one| one.code == Code::NoText) {
            reasons.extend(warnings.into_iter().filter(|one| tells_where_text_is(one.code)));
        }
        return Found::Refused(reasons);
    }
    if taken.beyond > 0 {
        let message = format!("一个文件中有{}篇，超过{most_papers}篇", most_papers + taken.beyond);
        return Found::Refused(vec![Rejection::of_file(Code::TooMuch, message)]);
    }
    let all_bad =
        (0..taken.papers.len()).all(|index| taken.rejections.iter().any(|one| one.paper == Some(index)));
    warnings.extend(taken.warnings);
    let papers = Papers { format, papers: taken.papers, rejections: taken.rejections, warnings };
    if all_bad { Found::BadPapers(papers) } else { Found::Papers(papers) }
}

/// What a clerk should know of a file without text: it may lie where nobody reads it.
fn tells_where_text_is(code: Code) -> bool {
    matches!(code, Code::HiddenText | Code::Comments | Code::Embedded | Code::Field)
}

fn roster_of(tools: &Tools, content: &Content) -> Found {
    let Content::Workbook(workbook) = content else {
        let cure = "请填写 outbox/表样 中的名册表（.xlsx）后投放；来稿请投放到“来稿”文件夹。".to_owned();
        let fault = Rejection::of_file(Code::WrongType, "名册应为 Excel 文件");
        return Found::Refused(vec![Rejection { cure, ..fault }]);
    };
    match intake::roster::read(workbook, tools.clock.day()) {
        // The blank form in the wrong hands would strike everybody off the roster that holds.
        Ok((roster, _))
            if roster.members.is_empty() && roster.informants.is_empty() && roster.units.is_empty() =>
        {
            let cure = "请填写后重新投放；现行名册仍然有效。".to_owned();
            let fault = Rejection::of_file(Code::NoText, "名册中没有填写任何人和单位");
            Found::Refused(vec![Rejection { cure, ..fault }])
        }
        Ok((roster, warnings)) => Found::Roster(Box::new(roster), warnings),
        Err(rejections) => Found::Refused(rejections),
    }
}
