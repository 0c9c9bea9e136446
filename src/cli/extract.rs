//! `extract`: files in, papers out, one line a file; needs no office.
//! It never refuses with an exit code: a refused file is a line too.

use super::arguments::Global;
use super::shapes::ExtractShape;
use super::voice::Voice;
use super::{Ended, Exit, clock, office_folder};
use crate::document::{Block, Format};
use crate::failure::{Failure, Outcome};
use crate::formats::Reading;
use crate::intake::{self, Context, Papers};
use crate::limits::Limits;
use crate::pipeline::desk::Room;
use crate::reader::Readers;
use crate::rejection::{Code, Rejection};
use rayon::prelude::*;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Files read at a time, so that memory stays bounded however many are named.
const FILES_AT_ONCE: usize = 32;

/// Papers of one file that are printed at most. Stops a table of one row that is said to repeat a million times;
/// an office takes far fewer.
const MOST_PAPERS: usize = 100_000;

/// What is to be said of a file when its turn comes.
enum Told {
    Text(String),
    /// It is heavy, and is read when nothing else is held.
    Later,
}

/// What reading needs: the office's labels and limits, or the built-in ones.
struct Counter {
    labels: intake::labels::Index,
    limits: Limits,
    readers: Readers,
    today: chrono::NaiveDate,
}

/// Prints the papers of files, in the order of the arguments.
pub(super) fn extract(global: &Global, voice: Voice, files: &[PathBuf]) -> Ended {
    let counter = Counter::new(global)?;
    let mut exit = Exit::Well;
    for some in files.chunks(FILES_AT_ONCE) {
        let told: Vec<Outcome<Told>> = some.par_iter().map(|file| counter.tell(file, voice.json)).collect();
        // One piece for all that stand together: a reader at the other end of a pipe is woken for each.
        let mut texts: Vec<String> = Vec::new();
        for (one, file) in told.into_iter().zip(some) {
            let failed = match one {
                Ok(Told::Text(text)) => {
                    texts.push(text);
                    continue;
                }
                Ok(Told::Later) => {
                    say(&mut texts, voice);
                    counter.tell_heavy(file, voice).err()
                }
                Err(failure) => Some(failure),
            };
            if let Some(failure) = failed {
                say(&mut texts, voice);
                tell_failure(file, &failure, voice);
                exit = Exit::Attention;
            }
        }
        say(&mut texts, voice);
    }
    Ok(exit)
}

fn say(texts: &mut Vec<String>, voice: Voice) {
    if !texts.is_empty() {
        voice.data(&std::mem::take(texts).join("\n"));
    }
}

/// Whoever counts lines finds one a file, one that could not be read too.
fn tell_failure(file: &Path, failure: &Failure, voice: Voice) {
    voice.failure(failure);
    if voice.json {
        let reading = refused(unread(failure));
        let name = file.to_string_lossy().into_owned();
        voice.large_object(&ExtractShape::of(name, reading, Papers::default()));
    }
}

impl Counter {
    fn new(global: &Global) -> Result<Counter, super::Unfinished> {
        let room = match office_folder(global) {
            Ok(folder) => Some(Room::open(&folder)?),
            // No office is needed here; one that was named must be there.
            Err(failure) if global.office.is_some() => return Err(failure.into()),
            Err(_) => None,
        };
        let (labels, limits) = match room {
            Some(room) => (intake::labels::Index::new(&room.settings.labels), room.settings.limits),
            None => (intake::labels::Index::default(), Limits::default()),
        };
        let readers = Readers::new(&limits);
        Ok(Counter { labels, limits, readers, today: clock(global).day() })
    }

    /// What is printed of a file. Only the text is kept until its turn comes: what it was made of takes ten
    /// times the memory, and a stranger's file may have a million paragraphs.
    fn tell(&self, file: &Path, json: bool) -> Outcome<Told> {
        let reading = match bytes_of(file, self.limits.file_mib)? {
            Ok(bytes) => self.readers.read_light(&bytes)?,
            Err(rejection) => Some(refused(rejection)),
        };
        let Some(reading) = reading else { return Ok(Told::Later) };
        let (reading, papers) = self.papers(file, reading);
        let name = file.to_string_lossy().into_owned();
        if !json {
            return Ok(Told::Text(prose(&name, &reading, &papers)));
        }
        serde_json::to_string(&ExtractShape::of(name, reading, papers))
            .map(Told::Text)
            .map_err(|cause| Failure::file("cannot print", file, cause.into()))
    }

    /// Prints a heavy file while nothing else is held, and never its text as a whole.
    fn tell_heavy(&self, file: &Path, voice: Voice) -> Outcome<()> {
        let reading = match bytes_of(file, self.limits.file_mib)? {
            Ok(bytes) => self.readers.read(&bytes)?,
            Err(rejection) => refused(rejection),
        };
        let (reading, papers) = self.papers(file, reading);
        let name = file.to_string_lossy().into_owned();
        if voice.json {
            voice.large_object(&ExtractShape::of(name, reading, papers));
        } else {
            voice.data(&prose(&name, &reading, &papers));
        }
        Ok(())
    }

    /// The papers of a reading, whose content is let go.
    fn papers(&self, file: &Path, mut reading: Reading) -> (Reading, Papers) {
        let content = reading.content.take();
        let Some(content) = content.filter(|_| reading.rejections.is_empty()) else {
            return (reading, Papers::default());
        };
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
        let file_name = name.unwrap_or_default();
        let context = Context {
            labels: &self.labels,
            file_name: &file_name,
            today: self.today,
            most_papers: MOST_PAPERS,
        };
        let mut papers = intake::papers(&content, &context);
        if papers.beyond > 0 {
            let message = format!("文件中还有{}篇没有列出", papers.beyond);
            papers.warnings.push(Rejection::of_file(Code::TooMuch, message));
        }
        (reading, papers)
    }
}

/// The bytes of a file, or why it is refused unread.
fn bytes_of(file: &Path, limit_mib: u64) -> Outcome<Result<Vec<u8>, Rejection>> {
    let wrong = |cause| Failure::file("cannot read", file, cause);
    let found = fs::metadata(file).map_err(wrong)?;
    if !found.is_file() {
        let message = "这不是文件";
        return Ok(Err(Rejection::of_file(Code::NotAFile, message)));
    }
    let limit = limit_mib.saturating_mul(1024 * 1024);
    if found.len() > limit {
        let message = format!("文件超过{limit_mib}MB");
        return Ok(Err(Rejection::of_file(Code::TooLarge, message)));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).unwrap_or_default() + 1);
    File::open(file).map_err(wrong)?.take(limit).read_to_end(&mut bytes).map_err(wrong)?;
    Ok(Ok(bytes))
}

/// What a script is told of a file that could not be read; the operator is told the cause.
fn unread(failure: &Failure) -> Rejection {
    match failure.io_kind() {
        Some(ErrorKind::NotFound) => Rejection::of_file(Code::NotAFile, "没有这个文件"),
        Some(ErrorKind::PermissionDenied) => Rejection::of_file(Code::NoPermission, "没有读取权限"),
        _ => Rejection::of_file(Code::NotAFile, "文件暂时无法读取"),
    }
}

fn refused(rejection: Rejection) -> Reading {
    Reading {
        format: Format::Unknown,
        characters: 0,
        content: None,
        rejections: vec![rejection],
        warnings: Vec::new(),
    }
}

/// A file's papers for a person.
fn prose(name: &str, reading: &Reading, papers: &Papers) -> String {
    let mut lines =
        vec![format!("{name}: {} characters, {} papers", reading.characters, papers.papers.len())];
    for paper in &papers.papers {
        lines.push(format!("  标题：{}", paper.title.as_deref().unwrap_or("—")));
        let names: Vec<&str> = paper.authors.iter().map(|author| author.name.as_str()).collect();
        lines.push(format!("  反映人：{}", names.join("、")));
        lines.push(format!("  反映单位：{}", paper.unit.as_deref().unwrap_or("—")));
        let date = paper.date.map(|date| date.to_string());
        lines.push(format!("  日期：{}", date.as_deref().unwrap_or("—")));
        lines.extend(paper.body.iter().map(|block| match block {
            Block::Paragraph(paragraph) => format!("    {}", paragraph.text()),
            Block::Table(table) => format!("    （表格，{}行）", table.rows.len()),
        }));
    }
    for (mark, list) in [
        ("退回", reading.rejections.iter().chain(&papers.rejections)),
        ("提示", reading.warnings.iter().chain(&papers.warnings)),
    ] {
        lines.extend(list.map(|one| format!("  {mark} {}: {} {}", one.code.as_str(), one.message, one.cure)));
    }
    lines.join("\n")
}
