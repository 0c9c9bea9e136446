//! Proofs in 待办: they lie there while a case waits for the person who reads them, and leave when it goes on.
//! It never takes away what a clerk has changed, and never a document that goes out.

use super::desk::Desk;
use super::progress::{DRAFTS, waits_for};
use crate::failure::{Failure, Outcome};
use crate::ledger::{Ledger, Output};
use crate::office::case::Case;
use crate::office::numbers::CaseNumber;
use crate::trays::outbox::{self, OutputPath};
use std::fs;

/// Whether a document is a proof that no one waits for any more.
pub fn is_withdrawn(case: Option<&Case>, output: &Output) -> bool {
    let is_read_now = |case| waits_for(case, &output.document.path);
    output.document.kind == "proof" && !case.is_some_and(is_read_now)
}

/// Takes the proofs of a case away that were read: the ledger can print each again to the byte.
pub fn withdraw(desk: &Desk, case: &Case) -> Outcome<()> {
    for output in desk.ledger.outputs(case.number)? {
        withdraw_one(desk, Some(case), &output)?;
    }
    Ok(())
}

/// Takes away what a verdict left when its process ended before it could. What lies in the folder says what to ask.
pub fn withdraw_left(desk: &Desk) -> Outcome<()> {
    let folder = desk.tools.room.outbox().join(DRAFTS);
    let entries = fs::read_dir(&folder).map_err(|cause| Failure::file("cannot list", &folder, cause))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(number) = name.split(' ').next().and_then(|first| first.parse::<CaseNumber>().ok()) else {
            continue;
        };
        if let Some(output) = desk.ledger.output(&format!("{DRAFTS}/{name}"))? {
            withdraw_one(desk, desk.ledger.case(number)?.as_ref(), &output)?;
        }
    }
    Ok(())
}

/// Whether a document of the outbox is a withdrawn proof, by the book.
pub fn was_withdrawn(ledger: &Ledger, output: &Output) -> Outcome<bool> {
    let Some(number) = output.document.number.filter(|_| output.document.kind == "proof") else {
        return Ok(false);
    };
    Ok(is_withdrawn(ledger.case(number)?.as_ref(), output))
}

fn withdraw_one(desk: &Desk, case: Option<&Case>, output: &Output) -> Outcome<()> {
    let path = OutputPath::parse(&output.document.path);
    match path.zip(output.fingerprint) {
        Some((path, fingerprint)) if is_withdrawn(case, output) => {
            outbox::withdraw(&desk.tools.room.outbox(), &path, &fingerprint)
        }
        _ => Ok(()),
    }
}
