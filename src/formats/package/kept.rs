//! What was read last from members that many files share: programs write the same parts into every file.
//! It never takes one member for another: only the very same bytes find what was read from them.

use super::{MIB, Packed};
use std::sync::{Mutex, PoisonError};

/// Packed and unpacked bytes of a member whose reading is kept at most. Stops hostile members from staying in memory.
const PACKED: usize = 64 * 1024;
const UNPACKED: u64 = MIB;

/// The last few readings, the one used last first. It is meant for a `static`.
pub struct Kept<T> {
    last: Mutex<Vec<(Member, T)>>,
    most: usize,
}

/// A member with bytes of its own, to be known again in another file.
struct Member {
    bytes: Box<[u8]>,
    deflated: bool,
    crc: u32,
    unpacked: u64,
}

impl<T: Clone> Kept<T> {
    /// Nothing yet, and later `most` readings.
    pub const fn new(most: usize) -> Self {
        Kept { last: Mutex::new(Vec::new()), most }
    }

    /// What was read from a member that is alike in all of it, if that `fits`.
    pub fn find(&self, packed: &Packed<'_>, fits: impl Fn(&T) -> bool) -> Option<T> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let at = last.iter().position(|(member, value)| member.is(packed) && fits(value))?;
        last[..=at].rotate_right(1);
        Some(last[0].1.clone())
    }

    /// Keeps what was read from a member without fault, if that is small.
    pub fn keep(&self, packed: &Packed<'_>, value: T) {
        if packed.bytes.len() > PACKED || packed.unpacked > UNPACKED {
            return;
        }
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.truncate(self.most - 1);
        last.insert(0, (Member::of(packed), value));
    }
}

impl Member {
    fn of(packed: &Packed<'_>) -> Member {
        let Packed { bytes, deflated, crc, unpacked } = *packed;
        Member { bytes: bytes.into(), deflated, crc, unpacked }
    }

    fn is(&self, other: &Packed<'_>) -> bool {
        let Member { bytes, deflated, crc, unpacked } = self;
        *other == Packed { bytes, deflated: *deflated, crc: *crc, unpacked: *unpacked }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(bytes: &[u8]) -> Packed<'_> {
        Packed { bytes, deflated: false, crc: 7, unpacked: 1 }
    }

    #[test]
    fn only_the_very_same_member_is_found() {
        let kept = Kept::new(2);
        kept.keep(&packed(b"a"), "a");
        assert_eq!(kept.find(&packed(b"a"), |_| true), Some("a"));
        assert_eq!(kept.find(&packed(b"a"), |_| false), None);
        for other in [
            packed(b"b"),
            Packed { crc: 8, ..packed(b"a") },
            Packed { deflated: true, ..packed(b"a") },
            Packed { unpacked: 2, ..packed(b"a") },
        ] {
            assert_eq!(kept.find(&other, |_| true), None);
        }
    }

    #[test]
    fn the_one_not_used_for_longest_goes_first() {
        let kept = Kept::new(2);
        kept.keep(&packed(b"a"), "a");
        kept.keep(&packed(b"b"), "b");
        assert_eq!(kept.find(&packed(b"a"), |_| true), Some("a"));
        kept.keep(&packed(b"c"), "c");
        assert_eq!(kept.find(&packed(b"b"), |_| true), None);
        assert_eq!(kept.find(&packed(b"a"), |_| true), Some("a"));
    }

    #[test]
    fn large_members_are_not_kept() {
        let kept = Kept::new(2);
        let bytes = vec![0; PACKED + 1];
        kept.keep(&packed(&bytes), "a");
        assert_eq!(kept.find(&packed(&bytes), |_| true), None);
        let large = Packed { unpacked: UNPACKED + 1, ..packed(b"a") };
        kept.keep(&large, "a");
        assert_eq!(kept.find(&large, |_| true), None);
    }
}
