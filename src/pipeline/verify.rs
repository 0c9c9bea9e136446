//! Verifying: the book against itself, the archive against the book, the outbox against both.
//! It never repairs; it names what is not as it was recorded.

use super::desk::Room;
use super::{bulletin, proofs, score};
use crate::failure::{FailureKind, Outcome};
use crate::ledger::chain::Finding;
use crate::ledger::{ArrivalState, Ledger};
use crate::office::case::Event;
use crate::office::numbers::Fingerprint;
use crate::trays::archive::{self, Archive};
use crate::trays::outbox::OutputPath;
use std::collections::BTreeSet;
use std::fs;

/// Everything that is not as it was recorded; empty when all is well.
pub fn verify(room: &Room, ledger: &Ledger) -> Outcome<Vec<Finding>> {
    let mut findings = ledger.verify()?;
    findings.extend(verify_archive(room, ledger)?);
    findings.extend(verify_outbox(room, ledger)?);
    findings.extend(verify_made(room, ledger)?);
    Ok(findings)
}

/// Every bulletin and workbook of scores that was made last for its period still lies in the outbox. A person may
/// edit them, so other bytes are no finding; one that is gone is.
fn verify_made(room: &Room, ledger: &Ledger) -> Outcome<Vec<Finding>> {
    let outbox = room.outbox();
    let made = bulletin::latest(ledger)?.into_iter().chain(score::latest(ledger)?);
    let missing =
        made.filter(|(path, _)| OutputPath::parse(path).is_none_or(|path| !path.below(&outbox).is_file()));
    let finding = |(path, print): (String, Fingerprint)| {
        Finding::new("output", format!("outbox/{path}"), print.to_string(), "missing")
    };
    Ok(missing.map(finding).collect())
}

/// Every original and every piece of evidence that the book names lies in the archive and has its fingerprint.
fn verify_archive(room: &Room, ledger: &Ledger) -> Outcome<Vec<Finding>> {
    let archive = Archive::at(room.root.join("archive"));
    let mut named = BTreeSet::new();
    ledger.each_arrival(|arrival| {
        let print = arrival.file.fingerprint;
        // What was refused unread (a link, a film over the limit) has no bytes in the archive.
        let unread = arrival.file.state == ArrivalState::Returned && !archive.holds(&print);
        if !unread {
            named.insert(print);
        }
        Ok(())
    })?;
    ledger.each_feedback(|entry| {
        if let Event::Feedback(feedback) = entry.event {
            named.extend(feedback.evidence.iter().map(|one| one.sha256));
        }
        Ok(())
    })?;
    let mut findings = Vec::new();
    for print in named {
        if let Err(failure) = archive.read(&print) {
            let path = archive::shown(&room.root, &archive.path_of(&print));
            let found = match failure.kind {
                FailureKind::Integrity => "other bytes".to_owned(),
                _ => "cannot be read".to_owned(),
            };
            findings.push(Finding::new("archive", path, print.to_string(), found));
        }
    }
    Ok(findings)
}

/// Every document that was placed lies in the outbox as it was written; a proof only while a case waits for it.
fn verify_outbox(room: &Room, ledger: &Ledger) -> Outcome<Vec<Finding>> {
    let outbox = room.outbox();
    let mut findings = Vec::new();
    ledger.each_output(|output| {
        let Some(expected) = output.fingerprint else { return Ok(()) };
        let path = OutputPath::parse(&output.document.path).map(|path| path.below(&outbox));
        let found = match path.map(fs::read) {
            Some(Ok(bytes)) if Fingerprint::of(&bytes) == expected => return Ok(()),
            _ if proofs::was_withdrawn(ledger, &output)? => return Ok(()),
            Some(Ok(_)) => "other bytes",
            Some(Err(_)) => "missing",
            None => "not a path below the outbox",
        };
        let path = format!("outbox/{}", output.document.path);
        findings.push(Finding::new("output", path, expected.to_string(), found));
        Ok(())
    })?;
    Ok(findings)
}
