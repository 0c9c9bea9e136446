//! Opens a ZIP package under limits: the directory is checked whole before a byte is inflated.
//! It never writes a member anywhere, never trusts a size that the directory declares, never opens a package inside.

mod directory;
mod end;
mod inflate;
mod kept;

pub use kept::Kept;

use crate::limits::Limits;
use crate::rejection::{Code, Rejection};
use directory::Member;
use inflate::{Inflater, Sink};
use std::collections::HashMap;

/// One MiB in bytes.
const MIB: u64 = 1024 * 1024;

/// Bytes of a member that tell its kind, and packed bytes that surely hold them: a deflate header has its tables first.
const HEAD: usize = 64;
const PACKED_HEAD: usize = 4096;

/// A package whose directory is sound. Members are found by name without regard to case, as OPC wants it.
pub struct Package<'a> {
    bytes: &'a [u8],
    members: Vec<Member>,
    by_name: HashMap<String, usize>,
    /// Which members were inflated and found to be what the directory says, or not.
    seen: Vec<bool>,
    inflater: Inflater,
    budget: Budget,
}

/// A member as it lies in the file. Two that are alike in all of it unpack to the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packed<'a> {
    /// Its packed bytes.
    pub bytes: &'a [u8],
    /// Whether they are deflated; else they are stored.
    pub deflated: bool,
    /// What its unpacked bytes must sum to.
    pub crc: u32,
    /// Its unpacked length as declared.
    pub unpacked: u64,
}

/// Judges a part by its name and bytes.
pub type Look<'l> = dyn Fn(&str, &[u8]) -> Result<(), Rejection> + 'l;

/// What was found of the members that nobody has asked for.
#[derive(Debug, Default)]
pub struct Rest<'a> {
    /// Those that are what the directory says.
    pub sound: Vec<Packed<'a>>,
    /// Names of those that are not.
    pub unsound: Vec<String>,
}

/// What may still be inflated.
struct Budget {
    left: u64,
    part: u64,
    ratio: u64,
}

impl<'a> Package<'a> {
    /// Checks the end record and the directory: one end record within reach, no overlap, no member twice, no name
    /// that leads out, no encryption, no method but stored and deflate, local headers that agree.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Rejection> {
        let (members, by_name) = directory::read(bytes, limits)?;
        let budget = Budget {
            left: limits.unpacked_mib.saturating_mul(MIB),
            part: limits.part_mib.saturating_mul(MIB),
            ratio: limits.ratio,
        };
        let seen = vec![false; members.len()];
        Ok(Package { bytes, members, by_name, seen, inflater: Inflater::new(), budget })
    }

    /// Names of all members in the order of the directory, backslashes made slashes.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|member| member.name.as_str())
    }

    /// Whether there is a member of this name.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The bytes of a member, or `None` where there is none. Refused when it is larger than the limits allow, or
    /// when its length or CRC is not what the directory says.
    pub fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, Rejection> {
        let Some(at) = self.find(name) else { return Ok(None) };
        self.seen[at] = true;
        let member = &self.members[at];
        let mut unpacked = Vec::new();
        self.inflater
            .run(self.bytes, member, &self.budget, &mut Sink::Keep(&mut unpacked))
            .map_err(|refused| refused.at(member.name.clone()))?;
        self.budget.left = self.budget.left.saturating_sub(to_u64(unpacked.len()));
        Ok(Some(unpacked))
    }

    /// Bytes that the parts a reader takes in unpack to, as declared; one that unpacks to more is refused.
    pub fn readable_bytes(&self) -> u64 {
        let read =
            |name: &str| [".xml", ".rels", ".bin"].iter().any(|ending| name.to_lowercase().ends_with(ending));
        let members = self.members.iter().filter(|member| read(&member.name));
        members.fold(0, |sum, member| sum.saturating_add(member.unpacked))
    }

    /// A member's bytes as they lie in the file, with what the directory says of them.
    pub fn packed(&self, name: &str) -> Option<Packed<'a>> {
        self.packed_at(self.find(name)?)
    }

    /// The first bytes of a member, as many as it takes to tell a picture's kind; nothing where there are none.
    pub fn head(&self, name: &str) -> Vec<u8> {
        let Some(packed) = self.packed(name) else { return Vec::new() };
        let some = &packed.bytes[..packed.bytes.len().min(PACKED_HEAD)];
        if !packed.deflated {
            return some[..some.len().min(HEAD)].to_vec();
        }
        let mut head = vec![0; HEAD];
        let mut state = flate2::Decompress::new(false);
        // Bytes that cannot be inflated have no head; whether they are sound is asked elsewhere.
        let _ = state.decompress(some, &mut head, flate2::FlushDecompress::None);
        head.truncate(usize::try_from(state.total_out()).unwrap_or(0));
        head
    }

    /// Whether a member's bytes are what the directory says; they are not kept. A member that is missing is not
    /// sound. Refused when it is larger than the limits allow.
    pub fn is_sound(&mut self, name: &str) -> Result<bool, Rejection> {
        let Some(at) = self.find(name) else { return Ok(false) };
        self.seen[at] = true;
        let member = &self.members[at];
        let mut length = 0;
        match self.inflater.run(self.bytes, member, &self.budget, &mut Sink::Count(&mut length)) {
            Ok(()) => {
                self.budget.left = self.budget.left.saturating_sub(length);
                Ok(true)
            }
            Err(refused) if refused.code == Code::Damaged => Ok(false),
            Err(refused) => Err(refused.at(member.name.clone())),
        }
    }

    /// Goes through the members that nobody has asked for, for which `vouched` does not speak: those that are what the
    /// directory says, and the names of those that are not. XML is given to `look`. One too large to be gone through is
    /// passed over.
    pub fn check_rest(
        &mut self,
        vouched: &dyn Fn(&Packed<'a>) -> bool,
        look: &Look<'_>,
    ) -> Result<Rest<'a>, Rejection> {
        let mut rest = Rest::default();
        for at in 0..self.members.len() {
            let Some(packed) = self.packed_at(at).filter(|packed| !self.seen[at] && !vouched(packed)) else {
                continue;
            };
            let member = &self.members[at];
            let is_xml = [".xml", ".rels"].iter().any(|ending| member.name.to_lowercase().ends_with(ending));
            let is_kept = is_xml && member.unpacked <= self.budget.part;
            let budget = if is_kept {
                Budget { ..self.budget }
            } else {
                Budget { part: self.budget.left, ..self.budget }
            };
            let (mut length, mut bytes) = (0, Vec::new());
            let mut sink = if is_kept { Sink::Keep(&mut bytes) } else { Sink::Count(&mut length) };
            match self.inflater.run(self.bytes, member, &budget, &mut sink) {
                Ok(()) => {
                    look(&member.name, &bytes)?;
                    rest.sound.push(packed);
                }
                Err(refused) if refused.code == Code::Damaged => rest.unsound.push(member.name.clone()),
                Err(_) => {}
            }
            self.budget.left = self.budget.left.saturating_sub(length.max(to_u64(bytes.len())));
        }
        Ok(rest)
    }

    /// Takes a member as asked for: its very bytes were found sound before.
    pub fn pass_over(&mut self, name: &str) {
        if let Some(at) = self.find(name) {
            self.seen[at] = true;
        }
    }

    fn packed_at(&self, at: usize) -> Option<Packed<'a>> {
        let member = self.members.get(at)?;
        let bytes = self.bytes.get(member.start..member.start + member.packed)?;
        Some(Packed { bytes, deflated: member.deflated, crc: member.crc, unpacked: member.unpacked })
    }

    fn find(&self, name: &str) -> Option<usize> {
        match self.by_name.get(name) {
            Some(at) => Some(*at),
            None => self.by_name.get(&name.to_lowercase()).copied(),
        }
    }
}

fn damaged(what: &str) -> Rejection {
    Rejection::of_file(Code::Damaged, format!("文件已损坏：{what}。"))
}

fn to_u64(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
