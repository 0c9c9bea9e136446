//! The directory of a package: every member with where its bytes lie, checked before any of them is inflated.
//! It never allocates by a declared number and never lets two members mean the same name or the same bytes.

use super::damaged;
use super::end::{self, ambiguous, u16_at, u32_at, u64_at};
use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use std::collections::HashMap;

/// Bytes of a directory entry without name, extra field and comment.
const ENTRY: usize = 46;

/// Bytes of a local header without name and extra field.
const LOCAL: usize = 30;

/// Longest name of a member in bytes. Stops names that are repeated a million times as values.
const NAME: usize = 512;

/// One member of a package.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// Its name with slashes.
    pub name: String,
    /// Whether it is deflated; else it is stored.
    pub deflated: bool,
    /// What its bytes must sum to.
    pub crc: u32,
    /// First packed byte in the file.
    pub start: usize,
    /// Packed bytes.
    pub packed: usize,
    /// Unpacked bytes as declared; compared, never allocated.
    pub unpacked: u64,
}

/// One entry of the directory as it is written.
struct Entry<'a> {
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    unpacked: u64,
    offset: u64,
    external: u32,
    name: &'a [u8],
}

/// Reads the directory and checks it against the local headers. Gives the members in order, and where to find them by
/// their names in lower case, as OPC compares names.
pub(super) fn read(
    bytes: &[u8],
    limits: &Limits,
) -> Result<(Vec<Member>, HashMap<String, usize>), Rejection> {
    let end = end::find(bytes)?;
    if end.members > u64::try_from(limits.members).unwrap_or(u64::MAX) {
        return Err(Rejection::of_file(Code::TooManyMembers, "文件内部的部件过多。"));
    }
    let entries = entries(bytes, &end, limits)?;
    let mut places = check_overlap(&entries, end.start)?;
    let mut members = Vec::with_capacity(entries.len());
    let mut by_name = HashMap::with_capacity(entries.len());
    for (at, entry) in entries.iter().enumerate() {
        let member = member(bytes, entry, end.start)?;
        if by_name.insert(member.name.to_lowercase(), at).is_some() {
            return Err(Rejection::of_file(Code::DuplicateMember, "文件内部有两个同名部件。").at(member.name));
        }
        members.push(member);
    }
    places.dedup();
    check_gaps(bytes, &members, &places, end.start)?;
    Ok((members, by_name))
}

fn entries<'a>(bytes: &'a [u8], end: &end::End, limits: &Limits) -> Result<Vec<Entry<'a>>, Rejection> {
    let directory = &bytes[..end.stop];
    let mut entries = Vec::new();
    let mut at = end.start;
    while at < end.stop {
        if !directory[at..].starts_with(b"PK\x01\x02") || end.stop - at < ENTRY {
            return Err(damaged("目录损坏"));
        }
        if entries.len() == limits.members {
            return Err(Rejection::of_file(Code::TooManyMembers, "文件内部的部件过多。"));
        }
        let name = usize::from(u16_at(bytes, at + 28));
        let extra = usize::from(u16_at(bytes, at + 30));
        let comment = usize::from(u16_at(bytes, at + 32));
        let next = at + ENTRY + name + extra + comment;
        if next > end.stop {
            return Err(damaged("目录损坏"));
        }
        let mut entry = Entry {
            flags: u16_at(bytes, at + 8),
            method: u16_at(bytes, at + 10),
            crc: u32_at(bytes, at + 16),
            packed: u64::from(u32_at(bytes, at + 20)),
            unpacked: u64::from(u32_at(bytes, at + 24)),
            external: u32_at(bytes, at + 38),
            offset: u64::from(u32_at(bytes, at + 42)),
            name: &bytes[at + ENTRY..at + ENTRY + name],
        };
        let extra_start = at + ENTRY + name;
        entry.take_large(&bytes[extra_start..extra_start + extra]);
        entries.push(entry);
        at = next;
    }
    if end.members & 0xffff != u64::try_from(entries.len()).unwrap_or(u64::MAX) & 0xffff {
        return Err(ambiguous("部件数量与目录不符"));
    }
    Ok(entries)
}

impl Entry<'_> {
    /// Takes sizes and offset from the ZIP64 extra field, where the entry says that they are there.
    fn take_large(&mut self, extra: &[u8]) {
        let mut at = 0;
        while at + 4 <= extra.len() {
            let length = usize::from(u16_at(extra, at + 2));
            if u16_at(extra, at) == 1 {
                let mut field = at + 4;
                for value in [&mut self.unpacked, &mut self.packed, &mut self.offset] {
                    if *value == 0xffff_ffff && field + 8 <= (at + 4 + length).min(extra.len()) {
                        *value = u64_at(extra, field);
                        field += 8;
                    }
                }
            }
            at += 4 + length;
        }
    }

    /// First and last place in the file that the member needs at least; none if it lies outside.
    fn place(&self, directory: usize) -> Option<(usize, usize)> {
        let start = usize::try_from(self.offset).ok()?;
        let packed = usize::try_from(self.packed).ok()?;
        let stop = start.checked_add(LOCAL)?.checked_add(packed)?;
        (stop <= directory).then_some((start, stop))
    }
}

/// Two members on the same bytes make a small file unpack to petabytes, so this is checked on the directory alone.
fn check_overlap(entries: &[Entry<'_>], directory: usize) -> Result<Vec<(usize, usize)>, Rejection> {
    let mut places = Vec::with_capacity(entries.len());
    for entry in entries {
        places.push(entry.place(directory).ok_or_else(|| damaged("部件超出文件范围"))?);
    }
    places.sort_unstable();
    if places.windows(2).any(|pair| pair[1].0 < pair[0].1) {
        return Err(Rejection::of_file(Code::Overlap, "文件内部的部件互相重叠。"));
    }
    Ok(places)
}

fn member(bytes: &[u8], entry: &Entry<'_>, directory: usize) -> Result<Member, Rejection> {
    let name = name(entry)?;
    if entry.flags & 0x2041 != 0 {
        return Err(Rejection::of_file(Code::Encrypted, "文件内部的部件已加密。").at(name));
    }
    if !matches!(entry.method, 0 | 8) {
        return Err(
            Rejection::of_file(Code::UnsupportedMethod, "文件使用了办公软件不用的压缩方法。").at(name)
        );
    }
    let (offset, _) = entry.place(directory).ok_or_else(|| damaged("部件超出文件范围"))?;
    if !bytes[offset..].starts_with(b"PK\x03\x04") {
        return Err(damaged("部件的开头有误"));
    }
    let length = usize::from(u16_at(bytes, offset + 26));
    let extra = usize::from(u16_at(bytes, offset + 28));
    if bytes.get(offset + LOCAL..offset + LOCAL + length) != Some(entry.name)
        || u16_at(bytes, offset + 8) != entry.method
    {
        return Err(ambiguous("部件的名称或压缩方法与目录不符").at(name));
    }
    let start = offset + LOCAL + length + extra;
    let packed = usize::try_from(entry.packed).map_err(|_| damaged("部件超出文件范围"))?;
    if start.checked_add(packed).is_none_or(|stop| stop > directory) {
        return Err(damaged("部件超出文件范围").at(name));
    }
    if entry.method == 0 && entry.packed != entry.unpacked {
        return Err(damaged("部件的长度有误").at(name));
    }
    Ok(Member { name, deflated: entry.method == 8, crc: entry.crc, start, packed, unpacked: entry.unpacked })
}

/// A member's name: UTF-8, or GBK as Chinese tools of before wrote it. Names that lead out of the package are
/// refused even though nothing is ever written under them: no honest program makes them.
fn name(entry: &Entry<'_>) -> Result<String, Rejection> {
    let text = match std::str::from_utf8(entry.name) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(entry.name).0.into_owned(),
    };
    let name = if text.contains('\\') { text.replace('\\', "/") } else { text };
    let drive = name.as_bytes().get(1) == Some(&b':');
    let link = entry.external >> 28 == 0xa;
    let leads_out = name.starts_with('/') || drive || name.split('/').any(|step| step == "..");
    if name.is_empty() || name.len() > NAME || leads_out || link || name.chars().any(char::is_control) {
        let shown: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
        return Err(Rejection::of_file(Code::BadMemberName, "文件内部有名称不合规定的部件。").at(shown));
    }
    Ok(name)
}

/// Local headers lengthen the places; what is left between the last member and the directory must not hold a
/// second end record, and the file must begin with a member.
fn check_gaps(
    bytes: &[u8],
    members: &[Member],
    places: &[(usize, usize)],
    directory: usize,
) -> Result<(), Rejection> {
    if places.first().map_or(directory, |first| first.0) != 0 {
        return Err(end::polyglot());
    }
    let mut extents: Vec<_> =
        members.iter().map(|member| (member.start, member.start + member.packed)).collect();
    extents.sort_unstable();
    let overlap = extents.windows(2).any(|pair| pair[1].0 < pair[0].1);
    let through = places.iter().skip(1).zip(&extents).any(|(next, extent)| extent.1 > next.0);
    if overlap || through {
        return Err(Rejection::of_file(Code::Overlap, "文件内部的部件互相重叠。"));
    }
    let last = extents.last().map_or(0, |extent| extent.1);
    if bytes[last..directory].windows(4).any(|four| four == b"PK\x05\x06") {
        return Err(ambiguous("有两个结尾记录"));
    }
    Ok(())
}
