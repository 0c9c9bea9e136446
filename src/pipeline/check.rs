//! Checking an office before it works: settings, rules, templates, rights, folders, ledger, all at once.
//! It never stops at the first fault and never repairs one.

use super::desk::{self, Closed, OUTBOXES, Room};
use crate::failure::{Complaint, Failure, FailureKind};
use crate::ledger::Finding;
use crate::office::rules::Rulebook;
use crate::typeset::Press;
use std::path::{Path, PathBuf};

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Faults of settings and templates.
    pub complaints: Vec<Complaint>,
    /// Folders, rights, ledger.
    pub failures: Vec<Failure>,
    /// What is stored and not as it was recorded.
    pub findings: Vec<Finding>,
}

impl Found {
    /// Faults in all.
    pub fn count(&self) -> usize {
        self.complaints.len() + self.failures.len() + self.findings.len()
    }

    /// The kind of the gravest fault; `None` when all is well.
    pub fn worst(&self) -> Option<FailureKind> {
        let grave = [FailureKind::Away, FailureKind::Busy, FailureKind::World];
        if !self.findings.is_empty() {
            return Some(FailureKind::Integrity);
        }
        if !self.complaints.is_empty() {
            return Some(FailureKind::Settings);
        }
        grave
            .into_iter()
            .find(|kind| self.failures.iter().any(|failure| failure.kind == *kind))
            .or_else(|| self.failures.first().map(|failure| failure.kind))
    }
}

/// Checks the office in a folder.
pub fn check(folder: &Path) -> Found {
    let mut found = Found::default();
    let room = match Room::open(folder) {
        Ok(room) => room,
        Err(Closed::Complaints(complaints)) => {
            found.complaints = complaints;
            return found;
        }
        Err(Closed::Failure(failure)) => {
            found.failures.push(failure);
            return found;
        }
    };
    check_rules_and_templates(&room, &mut found);
    check_folders(&room, &mut found);
    check_ledger(&room, &mut found);
    found
}

fn check_rules_and_templates(room: &Room, found: &mut Found) {
    if let Err(complaints) = Rulebook::new(&room.settings) {
        found.complaints.extend(complaints);
    }
    match room.scheme() {
        Ok(_) => {}
        Err(Closed::Complaints(complaints)) => found.complaints.extend(complaints),
        Err(Closed::Failure(failure)) => found.failures.push(failure),
    }
    match room.templates() {
        Ok(templates) => {
            if let Err(complaints) = Press::open(&templates, &room.settings) {
                found.complaints.extend(complaints);
            }
        }
        Err(failure) => found.failures.push(failure),
    }
}

/// Every folder that is there must be writable; one that is missing is made by the next run.
fn check_folders(room: &Room, found: &mut Found) {
    let inbox = room.inbox();
    let outbox = room.outbox();
    let mut folders: Vec<PathBuf> = vec![inbox.clone(), outbox.clone(), room.root.join("archive")];
    folders.extend(desk::inboxes().map(|name| inbox.join(name)));
    folders.extend(OUTBOXES.iter().map(|name| outbox.join(name)));
    folders.extend(room.settings.destinations.iter().map(|one| outbox.join(&one.name)));
    for folder in folders.into_iter().filter(|folder| folder.exists()) {
        if let Err(cause) = try_writing(&folder) {
            found.failures.push(Failure::file("cannot write into", &folder, cause));
        }
    }
}

fn try_writing(folder: &Path) -> std::io::Result<()> {
    tempfile::Builder::new().prefix(".~minyi-").suffix(".tmp").tempfile_in(folder).map(drop)
}

fn check_ledger(room: &Room, found: &mut Found) {
    if !room.ledger_path().exists() {
        return;
    }
    match room.ledger(false).and_then(|ledger| ledger.quick_check()) {
        Ok(findings) => found.findings.extend(findings),
        Err(failure) => found.failures.push(failure),
    }
}
