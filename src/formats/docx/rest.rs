//! Parts that are not read: they are gone through all the same, since a copy cut short may show only there.
//! It never goes through the same bytes twice in a row: submissions written on one form share their theme and fonts.

use super::findings::Findings;
use super::parts::Parts;
use crate::formats::package::{Kept, Packed};
use crate::formats::xml::{self, Scanner};
use crate::limits::Limits;
use crate::rejection::{Code, Rejection};

/// Parts that are remembered.
const PARTS: usize = 32;

/// Parts that were found sound.
static SOUND: Kept<()> = Kept::new(PARTS);

/// Bytes of a part in which a document type must show itself: it stands before the first element.
const PROLOG: usize = 1024 * 1024;

/// Tells of the parts that are not what the directory says, of those that were not read. A document type in any of
/// them refuses the file: whoever opens the original reads that part.
pub(super) fn check(parts: &mut Parts<'_>, findings: &mut Findings) -> Result<(), Rejection> {
    let is_known = |packed: &Packed<'_>| SOUND.find(packed, |()| true).is_some();
    let limits = parts.limits.clone();
    let look = |name: &str, bytes: &[u8]| refuse_dtd(name, bytes, &limits);
    let rest = parts.package.check_rest(&is_known, &look)?;
    for name in &rest.unsound {
        findings.damaged.add(name);
    }
    for packed in rest.sound.iter().take(PARTS) {
        SOUND.keep(packed, ());
    }
    Ok(())
}

fn refuse_dtd(name: &str, bytes: &[u8], limits: &Limits) -> Result<(), Rejection> {
    let head = &bytes[..bytes.len().min(PROLOG)];
    let text = xml::decode(head).unwrap_or_else(|_| String::from_utf8_lossy(head).into_owned());
    match Scanner::new(&text, limits).advance() {
        Err(refused) if refused.code == Code::Dtd => Err(refused.at(name)),
        _ => Ok(()),
    }
}
