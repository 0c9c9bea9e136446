//! What an error of SQLite means to the operator.
//! It never hides the driver's own words; they stay underneath as the cause.

use crate::failure::{Failure, FailureKind};
use rusqlite::ErrorCode;
use std::path::Path;

/// Whether another program holds a lock.
pub(super) fn is_locked(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// The failure that an error is, while `doing` something with the ledger at a path.
pub(super) fn fault(path: &Path, doing: &str, error: rusqlite::Error) -> Failure {
    let message = |why: &str| format!("{doing} {}{why}", path.display());
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => full_disk(message("")),
        // Where SQLite wanted to make a file longer, a full disk is an I/O error like any other.
        Some(ErrorCode::SystemIoFailure) if has_no_room(path) => full_disk(message("")),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Failure::new(FailureKind::Away, message(": another program has held it locked for 10 seconds"))
                .because(error)
        }
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            Failure::new(FailureKind::Integrity, message("")).because(error)
        }
        Some(ErrorCode::ConstraintViolation) => {
            Failure::new(FailureKind::Integrity, message(": it already holds something that excludes this"))
                .because(error)
        }
        _ => Failure::new(FailureKind::Away, message("")).because(error),
    }
}

fn full_disk(message: String) -> Failure {
    Failure::new(FailureKind::Away, message).because(std::io::Error::from(std::io::ErrorKind::StorageFull))
}

/// Whether the disk under a path has less room than one step of SQLite asks for.
#[cfg(unix)]
fn has_no_room(path: &Path) -> bool {
    const STEP_BYTES: u64 = 64 * 1024;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    rustix::fs::statvfs(folder.unwrap_or(Path::new(".")))
        .is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) < STEP_BYTES)
}

/// Elsewhere SQLite's own word must do.
#[cfg(not(unix))]
fn has_no_room(_path: &Path) -> bool {
    false
}
