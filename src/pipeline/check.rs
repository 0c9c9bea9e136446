//! Checking an office before it works: settings, rules, templates, rights, folders, ledger, all at once.
//! It never stops at the first fault and never repairs one.

use super::desk::{self, Closed, OUTBOXES, Room};
use super::presence;
use crate::failure::{Complaint, Failure, FailureKind};
use crate::ledger::Finding;
use crate::office::rules::Rulebook;
use crate::office::settings::{Destination, Settings};
use crate::typeset::{Press, trial};
use std::collections::BTreeMap;
use std::fs;
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

    fn keep(&mut self, checked: Result<(), Closed>) {
        match checked {
            Ok(()) => {}
            Err(Closed::Complaints(complaints)) => self.complaints.extend(complaints),
            Err(Closed::Failure(failure)) => self.failures.push(failure),
        }
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
    let text = match desk::settings_text(folder) {
        Ok(text) => text,
        Err(closed) => {
            found.keep(Err(closed));
            return found;
        }
    };
    let (settings, complaints) = Settings::read(&text);
    found.complaints = complaints;
    match settings {
        Some(settings) => check_room(&Room { root: folder.to_path_buf(), settings }, &mut found),
        None => check_templates_alone(folder, &mut found),
    }
    found
}

/// What the settings lead to. Where they have faults, what they say wrongly is left out.
fn check_room(room: &Room, found: &mut Found) {
    let are_sound = found.complaints.is_empty();
    if let Err(complaints) = Rulebook::new(&room.settings) {
        found.complaints.extend(complaints);
    }
    if are_sound {
        found.keep(room.scheme().map(drop));
    }
    let templates = desk::templates(&room.root);
    found.keep(templates.and_then(|templates| {
        let press = Press::open(&templates, &room.settings).map(drop);
        press.and_then(|()| tried(&templates, Some(&room.settings))).map_err(Closed::Complaints)
    }));
    let destinations = if are_sound { room.settings.destinations.as_slice() } else { &[] };
    check_folders(room, destinations, found);
    if !room.settings.ledger.is_empty() {
        check_ledger(room, found);
    }
}

/// The templates that lie there, when nothing is known of what they are for.
fn check_templates_alone(folder: &Path, found: &mut Found) {
    let templates = desk::templates(folder);
    found.keep(templates.and_then(|templates| tried(&templates, None).map_err(Closed::Complaints)));
}

/// The templates that lie there, each filled with an invented case.
fn tried(templates: &BTreeMap<String, Vec<u8>>, settings: Option<&Settings>) -> Result<(), Vec<Complaint>> {
    let used = |name: &str| settings.is_none() || !trial::kinds(name, settings).is_empty();
    let complaints: Vec<Complaint> = templates
        .iter()
        .filter(|(name, _)| used(name))
        .flat_map(|(name, bytes)| trial::complaints(name, bytes, settings))
        .collect();
    if complaints.is_empty() { Ok(()) } else { Err(complaints) }
}

/// Every folder that is there must be writable; one that is missing is made by the next run.
fn check_folders(room: &Room, destinations: &[Destination], found: &mut Found) {
    let inbox = room.inbox();
    let outbox = room.outbox();
    let mut folders: Vec<PathBuf> = vec![inbox.clone(), outbox.clone(), room.root.join("archive")];
    folders.extend(desk::inboxes().map(|name| inbox.join(name)));
    folders.extend(OUTBOXES.iter().map(|name| outbox.join(name)));
    folders.extend(destinations.iter().map(|one| outbox.join(&one.name)));
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
    if let Err(failure) = presence::check(room) {
        found.failures.push(failure);
    }
    if fs::metadata(room.ledger_path()).map_or(0, |known| known.len()) == 0 {
        return;
    }
    let looked_through = room.ledger(false).and_then(|ledger| {
        presence::check_archive(room, &ledger)?;
        presence::check_age(room, &ledger)?;
        ledger.quick_check()
    });
    match looked_through {
        Ok(findings) => found.findings.extend(findings),
        Err(failure) => found.failures.push(failure),
    }
}
