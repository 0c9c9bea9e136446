//! Whether a file has arrived whole: its end record, its directory and the CRC of every member.
//! It never judges what the file is or whether it is welcome; the readers do.

use super::inflate::Sink;
use super::{Budget, MIB, Package};
use crate::limits::Limits;
use crate::rejection::Code;

/// Whether a package has arrived whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wholeness {
    /// Complete, or odd in a way that waiting does not mend: the reader will say which.
    Whole,
    /// Cut off, or with bytes that have not been written yet.
    Incomplete,
    /// It does not begin as a package does; such a file is complete when it no longer changes.
    NotAPackage,
}

/// Whether a package is complete. A copy that is still under way misses its end or has members that do not match
/// their CRC; a share that reserves space first has zeros there. The default limits bound the work; a file that
/// goes over them is called whole, since waiting would not make it smaller.
pub fn is_whole(bytes: &[u8]) -> Wholeness {
    if bytes.iter().all(|byte| *byte == 0) {
        return Wholeness::Incomplete;
    }
    if !bytes.starts_with(b"PK") {
        return Wholeness::NotAPackage;
    }
    let limits = Limits::default();
    let mut package = match Package::open(bytes, &limits) {
        Ok(package) => package,
        Err(refused) if is_unfinished(refused.code) => return Wholeness::Incomplete,
        Err(_) => return Wholeness::Whole,
    };
    let mut left = limits.unpacked_mib * MIB;
    for member in &package.members {
        let budget = Budget { left, part: left, ratio: limits.ratio };
        let mut length = 0;
        match package.inflater.run(bytes, member, &budget, &mut Sink::Count(&mut length)) {
            Ok(()) => left = left.saturating_sub(length),
            Err(refused) if is_unfinished(refused.code) => return Wholeness::Incomplete,
            Err(_) => return Wholeness::Whole,
        }
    }
    Wholeness::Whole
}

fn is_unfinished(code: Code) -> bool {
    matches!(code, Code::Truncated | Code::Damaged)
}
