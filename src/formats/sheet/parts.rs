//! The parts of a workbook's package: small ones as text, sheets as streams, since a sheet may be too long to hold.
//! It never unpacks more than the limits allow, whatever the directory declares.

use crate::formats::package::Package;
use crate::formats::xml;
use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use std::collections::BTreeMap;
use std::io::{self, BufReader, Cursor, ErrorKind, Read};
use zip::ZipArchive;
use zip::read::ZipFile;

/// Unpacked bytes below which no ratio is suspicious.
const RATIO_FROM: u64 = 32 << 20;

/// The package of a workbook, open.
pub(super) struct Parts<'a> {
    package: Package<'a>,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    members: BTreeMap<String, usize>,
    /// Bytes that streams may still unpack.
    left: u64,
    ratio: u64,
}

impl<'a> Parts<'a> {
    /// Opens the package after all checks on its directory.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Rejection> {
        let package = Package::open(bytes, limits)?;
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(""))?;
        let mut members = BTreeMap::new();
        for index in 0..archive.len() {
            if let Some(Ok(name)) = archive.name_for_index(index) {
                members.insert(normal(&name), index);
            }
        }
        Ok(Parts { package, archive, members, left: limits.unpacked_mib << 20, ratio: limits.ratio })
    }

    /// Names of all members, in lower case, with slashes.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(String::as_str)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.members.contains_key(&normal(name))
    }

    /// A part as text; `None` when there is none of that name.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Rejection> {
        match self.package.read(name.trim_start_matches('/'))? {
            Some(bytes) => xml::decode(&bytes).map(Some).map_err(|fault| fault.at(name)),
            None => Ok(None),
        }
    }

    /// A part as a stream of bytes.
    pub(super) fn stream(&mut self, name: &str) -> Result<Option<impl Read + '_>, Rejection> {
        let Some(&index) = self.members.get(&normal(name)) else { return Ok(None) };
        let member = self.archive.by_index(index).map_err(|_| damaged(name))?;
        let by_ratio = member.compressed_size().saturating_mul(self.ratio).max(RATIO_FROM);
        let metered = Metered { member, left: &mut self.left, by_ratio };
        Ok(Some(BufReader::with_capacity(64 << 10, metered)))
    }

    /// A part as it is packed, to be copied into another package.
    pub(super) fn packed(&mut self, name: &str) -> Result<ZipFile<'_, Cursor<&'a [u8]>>, Rejection> {
        let index = self.members.get(&normal(name)).copied().unwrap_or(usize::MAX);
        self.archive.by_index_raw(index).map_err(|_| damaged(name))
    }
}

/// The refusal of a member that cannot be unpacked.
pub(super) fn damaged(part: &str) -> Rejection {
    Rejection::of_file(Code::Damaged, "文件已损坏，内容无法解压").at(part)
}

/// The refusal of a member that could not be read: damaged, unless a limit or the memory ended it.
pub(super) fn unread(error: &io::Error, part: &str) -> Rejection {
    match error.kind() {
        ErrorKind::OutOfMemory => Rejection::of_file(Code::ParserLimit, "读取该文件超出了内存限制").at(part),
        ErrorKind::FileTooLarge => Rejection::of_file(Code::Bomb, "文件解开后过大").at(part),
        _ => damaged(part),
    }
}

fn normal(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// Counts the bytes that really come out of a member. Stops bombs, which declare what they like.
struct Metered<'a, R> {
    member: R,
    left: &'a mut u64,
    by_ratio: u64,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.member.read(buffer)?;
        let bytes = u64::try_from(read).unwrap_or(u64::MAX);
        if bytes > *self.left || bytes > self.by_ratio {
            return Err(io::Error::from(ErrorKind::FileTooLarge));
        }
        *self.left -= bytes;
        self.by_ratio -= bytes;
        Ok(read)
    }
}
