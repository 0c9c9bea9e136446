//! Meetings and topics wanted taken back, by a row that says so or by command.
//! It never takes an entry out of the book; it adds one that says it no longer holds.

use crate::failure::Outcome;
use crate::ledger::{Book, NewEntry};
use crate::office::activity::{self, Activity};
use crate::office::taken_in::TakenIn;
use crate::office::wanted::{self, WantedTopic};
use crate::pipeline::desk::Desk;
use crate::pipeline::stored::{standing_values, taken_back_entry};

/// What came of taking an entry back by command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// What the entry said, or its position where there is none.
    pub name: String,
    /// It no longer holds.
    pub accepted: bool,
    /// Why not, or what it came to, in the clerk's words.
    pub reason: String,
}

/// Takes one meeting or one topic wanted back by the position of its entry; it stays in the book.
pub fn take_back(desk: &mut Desk, seq: i64, note: &str, by: &str) -> Outcome<Withdrawn> {
    let moment = desk.tools.clock.moment();
    let refused = |reason: String| Withdrawn { name: seq.to_string(), accepted: false, reason };
    if note.trim().is_empty() {
        return Ok(refused("撤回须写明原因（--note）".to_owned()));
    }
    desk.ledger.write(&moment, |book| {
        let meetings = standing_values::<Activity>(book, activity::SUBJECT, moment.day)?;
        let topics = standing_values::<WantedTopic>(book, wanted::SUBJECT, moment.day)?;
        let meetings = meetings.iter().map(|one| (one.seq, one.row.what()));
        let mut known = meetings.chain(topics.iter().map(|one| (one.seq, one.row.what())));
        let Some((_, what)) = known.find(|(position, _)| *position == seq) else {
            return Ok(refused(format!("第{seq}条不是活动或征集要点，或已撤回")));
        };
        book.append(vec![taken_back_entry(seq, &what, note.trim(), by)?])?;
        Ok(Withdrawn { name: what, accepted: true, reason: format!("已撤回第{seq}条") })
    })
}

/// Takes entries of the office at large back, each with what it said; the answer to the row that asks for it.
/// `was_there`: such an entry was registered once, whether it still holds or not.
pub(super) fn withdraw(
    book: &mut Book<'_>,
    by: &str,
    same: &[(i64, String)],
    note: &str,
    was_there: bool,
) -> Outcome<Result<TakenIn, Vec<String>>> {
    if same.is_empty() {
        let never = || vec!["没有登记过这一行，无从撤回；请照原来登记的样子填写".to_owned()];
        return Ok(if was_there { Ok(TakenIn::TakenBackBefore) } else { Err(never()) });
    }
    let entries = same.iter().map(|(seq, what)| taken_back_entry(*seq, what, note, by));
    book.append(entries.collect::<Outcome<Vec<NewEntry>>>()?)?;
    Ok(Ok(TakenIn::TakenBack))
}
