//! Packs documents of the size and make of minyi's: members that differ from case to case are deflated,
//! members that do not are copied as deflated once.
//! It never fills a template: the bytes to deflate are those that minyi rendered in an earlier run.

use anyhow::Context;
use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

/// One kind of output, as benches/run.py found it in minyi's outbox.
#[derive(serde::Deserialize)]
pub struct Model {
    /// Folders that get a copy of the same bytes.
    folders: Vec<String>,
    /// Some of the files that minyi wrote of this kind; submissions take them in turn.
    samples: Vec<PathBuf>,
}

/// One kind of output, unpacked and ready to be packed again and again.
pub struct Output {
    folders: Vec<String>,
    level: u32,
    samples: Vec<Vec<Member>>,
}

/// A member of a package.
struct Member {
    name: String,
    plain: Vec<u8>,
    packed: Vec<u8>,
    crc: u32,
    /// It differs from case to case, so that it must be deflated each time.
    rendered: bool,
}

impl Output {
    /// Reads the samples, tells rendered members from static ones, and finds minyi's deflate level.
    pub fn prepare(model: &Model) -> anyhow::Result<Self> {
        let mut samples: Vec<Vec<Member>> =
            model.samples.iter().map(|path| members(path)).collect::<anyhow::Result<_>>()?;
        let mut versions: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for member in samples.iter().flatten() {
            versions.entry(member.name.clone()).or_default().push(member.crc);
        }
        for member in samples.iter_mut().flatten() {
            let crcs = &versions[&member.name];
            member.rendered = crcs.iter().any(|crc| crc != &crcs[0]) || member.name == "word/document.xml";
        }
        let level = samples.first().map_or(6, |sample| level_of(sample));
        Ok(Output { folders: model.folders.clone(), level, samples })
    }

    /// Folders that get a copy.
    pub fn folders(&self) -> Vec<String> {
        self.folders.clone()
    }

    /// The deflate level found in the samples: the floor must not pack more cheaply than minyi, nor more tightly.
    pub fn level(&self) -> u32 {
        self.level
    }

    /// The bytes of the document for one submission.
    pub fn pack(&self, mark: usize) -> anyhow::Result<Vec<u8>> {
        let sample = self.samples.get(mark % self.samples.len().max(1)).context("no sample to pack")?;
        let mut out = Vec::with_capacity(24_000);
        let mut directory = Vec::with_capacity(1_200);
        for member in sample {
            let offset = out.len();
            if member.rendered {
                let mut crc = Crc::new();
                crc.update(&member.plain);
                let packed = deflate(&member.plain, self.level);
                put_member(&mut out, &mut directory, member, crc.sum(), &packed, offset)?;
            } else {
                put_member(&mut out, &mut directory, member, member.crc, &member.packed, offset)?;
            }
        }
        let start = u32::try_from(out.len())?;
        let count = u16::try_from(sample.len())?;
        out.extend_from_slice(&directory);
        put(&mut out, &[0x0605_4b50, 0]);
        out.extend_from_slice(&count.to_le_bytes());
        out.extend_from_slice(&count.to_le_bytes());
        put(&mut out, &[u32::try_from(directory.len())?, start]);
        out.extend_from_slice(&[0, 0]);
        Ok(out)
    }
}

/// The members of a document on disk.
fn members(path: &Path) -> anyhow::Result<Vec<Member>> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut package = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut members = Vec::new();
    for index in 0..package.len() {
        let mut packed = Vec::new();
        package.by_index_raw(index)?.read_to_end(&mut packed)?;
        let mut member = package.by_index(index)?;
        let mut plain = Vec::new();
        member.read_to_end(&mut plain)?;
        let (name, crc) = (member.name()?.into_owned(), member.crc32());
        members.push(Member { name, plain, packed, crc, rendered: false });
    }
    Ok(members)
}

/// The level whose packed size comes nearest to that of the rendered members in the sample.
fn level_of(sample: &[Member]) -> u32 {
    let rendered = || sample.iter().filter(|member| member.rendered);
    let wanted: usize = rendered().map(|member| member.packed.len()).sum();
    let size_at = |level| rendered().map(|member| deflate(&member.plain, level).len()).sum::<usize>();
    (1..=9).min_by_key(|level| size_at(*level).abs_diff(wanted)).unwrap_or(6)
}

thread_local! {
    /// A deflate state a thread and level: making one costs more than a small member.
    static STATES: RefCell<BTreeMap<u32, Compress>> = const { RefCell::new(BTreeMap::new()) };
}

fn deflate(plain: &[u8], level: u32) -> Vec<u8> {
    STATES.with_borrow_mut(|states| {
        let state = states.entry(level).or_insert_with(|| Compress::new(Compression::new(level), false));
        state.reset();
        let mut packed = Vec::with_capacity(plain.len() / 3 + 256);
        loop {
            let read = usize::try_from(state.total_in()).unwrap_or(usize::MAX).min(plain.len());
            match state.compress_vec(&plain[read..], &mut packed, FlushCompress::Finish) {
                Ok(Status::StreamEnd) => return packed,
                _ => packed.reserve(plain.len() / 2 + 256),
            }
        }
    })
}

fn put(out: &mut Vec<u8>, numbers: &[u32]) {
    for number in numbers {
        out.extend_from_slice(&number.to_le_bytes());
    }
}

/// Writes the local header and the bytes of a member, and its entry in the directory.
fn put_member(
    out: &mut Vec<u8>,
    directory: &mut Vec<u8>,
    member: &Member,
    crc: u32,
    packed: &[u8],
    offset: usize,
) -> anyhow::Result<()> {
    let mut common = vec![20, 0, 0, 8, 8, 0];
    put(&mut common, &[0x0021_0000, crc, u32::try_from(packed.len())?, u32::try_from(member.plain.len())?]);
    common.extend_from_slice(&u16::try_from(member.name.len())?.to_le_bytes());
    common.extend_from_slice(&[0, 0]);

    put(out, &[0x0403_4b50]);
    out.extend_from_slice(&common);
    out.extend_from_slice(member.name.as_bytes());
    out.extend_from_slice(packed);

    put(directory, &[0x0201_4b50]);
    directory.extend_from_slice(&[20, 0]);
    directory.extend_from_slice(&common);
    directory.extend_from_slice(&[0; 10]);
    put(directory, &[u32::try_from(offset)?]);
    directory.extend_from_slice(member.name.as_bytes());
    Ok(())
}
