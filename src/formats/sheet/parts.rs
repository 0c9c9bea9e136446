//! The parts of a workbook's package, by name as OPC compares names, as text or as a stream.
//! It never holds more than one part unpacked, and never checks what `package` has checked already.

use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;

/// The package of a workbook, open.
pub(super) struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    members: BTreeMap<String, usize>,
    limits: &'a Limits,
}

impl<'a> Parts<'a> {
    /// Opens the package after all checks on packages.
    pub(super) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, Rejection> {
        super::seam::checked(bytes, limits)?;
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(""))?;
        let mut members = BTreeMap::new();
        for index in 0..archive.len() {
            if let Some(Ok(name)) = archive.name_for_index(index) {
                members.insert(normal(&name), index);
            }
        }
        Ok(Parts {
            archive,
            members,
            limits,
        })
    }

    /// Names of all members, in lower case and without a leading slash.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(String::as_str)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.members.contains_key(&normal(name))
    }

    /// A part as UTF-8 text; `None` when there is none of that name.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Rejection> {
        let Some(&index) = self.members.get(&normal(name)) else {
            return Ok(None);
        };
        let limit = self.limits.part_mib << 20;
        let member = self.archive.by_index(index).map_err(|_| damaged(name))?;
        let mut bytes = Vec::new();
        member
            .take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| unread(&error, name))?;
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
            let message = format!("文件中的一个部件超过{}MB", self.limits.part_mib);
            return Err(Rejection::of_file(Code::XmlLimit, message).at(name));
        }
        decoded(bytes)
            .map(Some)
            .ok_or_else(|| Rejection::of_file(Code::XmlEncoding, "文件中的文字编码有误").at(name))
    }

    /// A part as a stream of bytes, for sheets that are too long to hold.
    pub(super) fn stream(&mut self, name: &str) -> Result<Option<impl Read + '_>, Rejection> {
        let Some(&index) = self.members.get(&normal(name)) else {
            return Ok(None);
        };
        let limit = self.limits.unpacked_mib << 20;
        let member = self.archive.by_index(index).map_err(|_| damaged(name))?;
        Ok(Some(BufReader::with_capacity(64 << 10, member.take(limit))))
    }

    /// A part as it is packed, to be copied into another package.
    pub(super) fn packed(
        &mut self,
        name: &str,
    ) -> Result<zip::read::ZipFile<'_, Cursor<&'a [u8]>>, Rejection> {
        let index = self
            .members
            .get(&normal(name))
            .copied()
            .unwrap_or(usize::MAX);
        self.archive.by_index_raw(index).map_err(|_| damaged(name))
    }
}

/// The refusal of a member that cannot be unpacked.
pub(super) fn damaged(part: &str) -> Rejection {
    Rejection::of_file(Code::Damaged, "文件已损坏，内容无法解压").at(part)
}

/// The refusal of a member that could not be read: damaged, unless it was the memory that did not suffice.
pub(super) fn unread(error: &std::io::Error, part: &str) -> Rejection {
    if error.kind() == std::io::ErrorKind::OutOfMemory {
        return Rejection::of_file(Code::ParserLimit, "读取该文件超出了内存限制").at(part);
    }
    damaged(part)
}

fn normal(name: &str) -> String {
    name.replace('\\', "/")
        .trim_start_matches('/')
        .to_lowercase()
}

/// UTF-8, or UTF-16 with its mark, as OPC allows.
fn decoded(bytes: Vec<u8>) -> Option<String> {
    match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => std::str::from_utf8(rest).ok().map(str::to_owned),
        _ => String::from_utf8(bytes).ok(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text = char::decode_utf16(pairs.iter().map(|&pair| unit(pair)))
        .collect::<Result<_, _>>()
        .ok();
    text.filter(|_| rest.is_empty())
}
