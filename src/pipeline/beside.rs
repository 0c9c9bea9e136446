//! Two pieces of work at once.
//! It never outlives either of them, and a panic in one is a panic here.

use std::panic::resume_unwind;

/// Does some work while a thread of its own does other work; gives what came of the other and of this.
pub(super) fn beside<A: Send, B>(other: impl FnOnce() -> A + Send, work: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let other = scope.spawn(other);
        let done = work();
        (other.join().unwrap_or_else(|panic| resume_unwind(panic)), done)
    })
}
