//! A person's verdict on a case: into the ledger, and on from there as far as rules carry it.
//! It never overrules what the office allows; a refused verdict says why and changes nothing.

use super::commit::new_output;
use super::desk::Desk;
use super::print::{self, Printed};
use super::progress::advance;
use super::proofs;
use super::recipe::Recipe;
use crate::failpoint::reached;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::ledger::{Moment, NewEntry, NewOutput};
use crate::office::case::Case;
use crate::office::numbers::CaseNumber;
use crate::office::settings::Office;
use crate::office::step::Verdict;
use crate::office::verdicts::{self, Said};
use crate::trays::outbox::OutputPath;
use crate::typeset::press::NoticeSheet;
use crate::typeset::view;

/// What came of a verdict.
#[derive(Debug)]
pub struct Judgement {
    /// It was accepted.
    pub accepted: bool,
    /// Why not, or where the case stands now, in the clerk's words.
    pub reason: String,
    /// Documents placed by it.
    pub printed: Printed,
}

/// Gives a verdict on a case, and prints what follows from it.
pub fn judge(desk: &mut Desk, number: CaseNumber, verdict: Verdict, said: &Said) -> Outcome<Judgement> {
    let moment = desk.tools.clock.moment();
    let tools = &desk.tools;
    let answer = desk.ledger.write(&moment, |book| {
        let Some(mut case) = book.case(number)? else {
            return Ok(Err(format!("没有登记号{number}")));
        };
        let events = match verdicts::judge(&case, verdict, said, &tools.room.settings, moment.day) {
            Ok(events) => events,
            Err(reason) => return Ok(Err(reason)),
        };
        let mut outputs = Vec::new();
        let mut entries = Vec::new();
        for event in events {
            case.apply(&super::commit::entry(&event, &moment));
            entries.push(NewEntry::of_case(number, said.by.as_str(), event));
        }
        if verdict == Verdict::Return {
            outputs.push(notice(&case, &tools.room.settings.office, &moment)?);
        }
        let more = advance(&mut case, book, tools, &moment, &mut outputs)?;
        entries
            .extend(more.into_iter().map(|event| NewEntry::of_case(number, super::commit::PROGRAM, event)));
        book.append(entries)?;
        book.add_outputs(&outputs)?;
        Ok(Ok(()))
    })?;
    if let Err(reason) = answer {
        return Ok(Judgement { accepted: false, reason, printed: Printed::default() });
    }
    let mut printed = Printed::default();
    print::print_all(desk, &mut printed)?;
    let case = desk.ledger.case(number)?.ok_or_else(|| gone(number))?;
    reached("judged");
    proofs::withdraw(desk, &case)?;
    Ok(Judgement { accepted: true, reason: case.standing_in_words(), printed })
}

fn notice(case: &Case, office: &Office, moment: &Moment) -> Outcome<NewOutput> {
    let sheet = NoticeSheet {
        file_name: &case.registered.source,
        case: Some(case),
        addressee: "",
        received: case.registered.received,
        returned: moment.day,
        reasons: &[],
        titles: &[],
    };
    let view = view::notice(&sheet, office);
    let front = format!("{} ", case.number);
    let path = OutputPath::named("退稿", &front, &case.registered.title, "（退稿通知）.docx")?;
    new_output(&path, Some(case.number), None, &Recipe::Notice { view: Box::new(view) })
}

fn gone(number: CaseNumber) -> Failure {
    Failure::new(FailureKind::Integrity, format!("case {number} was judged and cannot be read back"))
}
