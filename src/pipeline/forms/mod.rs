//! Filled forms in a batch: feedback, activities, topics wanted, adjustments. Every row is answered, good ones go through.
//! It never judges a row itself; `office` does.

pub mod take_back;
mod tally;

use super::commit::{Batch, file_name, stem_of};
use super::desk::Room;
use super::read::Sheaf;
use super::recipe::Recipe;
use super::stored::{adjustment_entry, json, office_values, standing_values, topics};
use crate::failure::Outcome;
use crate::intake::filled::{FilledRow, Said};
use crate::ledger::{ArrivalState, Book, NewEntry};
use crate::office::activity::{self, Activity};
use crate::office::adjustment::{self, Adjustment};
use crate::office::calendar::chinese_date;
use crate::office::case::Case;
use crate::office::feedback::{Draft, Evidence, weigh};
use crate::office::naming::key;
use crate::office::scoring::happening::UNMET;
use crate::office::taken_back::Written;
use crate::office::taken_in::TakenIn;
use crate::office::wanted::{self, WantedTopic};
use crate::trays::inbox::Slot;
use crate::trays::names;
use take_back::withdraw;
use tally::Tally;

/// Folder of the inbox for feedback and its evidence.
pub const FEEDBACK_INBOX: &str = "反馈";
/// Folder of the inbox for activities.
pub const ACTIVITY_INBOX: &str = "活动";
/// Folder of the inbox for topics wanted.
pub const TOPIC_INBOX: &str = "要点";
/// Folder of the inbox for adjustments of points.
pub const ADJUSTMENT_INBOX: &str = "考核";
/// Folders of the inbox whose files are filled forms.
pub const FORM_INBOXES: [&str; 4] = [FEEDBACK_INBOX, ACTIVITY_INBOX, TOPIC_INBOX, ADJUSTMENT_INBOX];

/// Slots with what can only be evidence before the forms that may name it.
pub(super) fn evidence_first(slots: &[Slot]) -> Vec<Slot> {
    let is_table = |slot: &Slot| {
        let name = slot.name.to_lowercase();
        [".xlsx", ".xls", ".et", ".ods", ".xlsb", ".xlsm"].iter().any(|ending| name.ends_with(ending))
    };
    let mut slots = slots.to_vec();
    slots.sort_by_key(|slot| slot.folder != FEEDBACK_INBOX || is_table(slot));
    slots
}

impl Batch<'_> {
    /// Feedback: each row to its case.
    pub(super) fn take_feedback(
        &mut self,
        book: &mut Book<'_>,
        sheaf: &Sheaf,
        rows: &[FilledRow<Draft>],
    ) -> Outcome<i64> {
        let by = names::shown(&file_name(sheaf));
        self.answer_rows(book, sheaf, rows, |batch, book, draft| batch.feedback_row(book, draft, &by))
    }

    /// Activities: each row an entry of the office at large.
    pub(super) fn take_activities(
        &mut self,
        book: &mut Book<'_>,
        sheaf: &Sheaf,
        rows: &[FilledRow<Written<Activity>>],
    ) -> Outcome<i64> {
        let by = names::shown(&file_name(sheaf));
        let day = self.moment.day;
        self.answer_rows(book, sheaf, rows, |batch, book, written| {
            let activity = match batch.checked(&written.row) {
                Ok(activity) => activity,
                Err(reasons) => return Ok(Err(reasons)),
            };
            let known = standing_values::<Activity>(book, activity::SUBJECT, day)?;
            if let Some(note) = &written.take_back {
                let same = known.iter().filter(|one| activity.means(&one.row));
                let same: Vec<(i64, String)> = same.map(|one| (one.seq, one.row.what())).collect();
                if same.len() > 1 {
                    let reason = "这样的活动登记过几次，请照原样填写地点和出席".to_owned();
                    return Ok(Err(vec![reason]));
                }
                let earlier = office_values::<Activity>(book, activity::SUBJECT, day)?;
                let was_there = earlier.iter().any(|one| activity.means(one));
                return withdraw(book, &by, &same, note, was_there);
            }
            if known.iter().any(|one| one.row == activity) {
                return Ok(Ok(TakenIn::KnownBefore));
            }
            let entry = NewEntry::of_office(
                by.as_str(),
                activity::SUBJECT,
                activity.what(),
                json(&activity, "a row")?,
            );
            book.append(vec![entry])?;
            Ok(Ok(TakenIn::Registered))
        })
    }

    /// Topics wanted: each row an entry; a row of a name that is there already changes that topic.
    pub(super) fn take_topics(
        &mut self,
        book: &mut Book<'_>,
        sheaf: &Sheaf,
        rows: &[FilledRow<Written<WantedTopic>>],
    ) -> Outcome<i64> {
        let by = names::shown(&file_name(sheaf));
        let day = self.moment.day;
        self.answer_rows(book, sheaf, rows, |batch, book, written| {
            let topic = &written.row;
            if let Some(note) = &written.take_back {
                let known = standing_values::<WantedTopic>(book, wanted::SUBJECT, day)?;
                let same = known.iter().filter(|one| one.row.name == topic.name);
                let same: Vec<(i64, String)> = same.map(|one| (one.seq, one.row.what())).collect();
                let earlier = office_values::<WantedTopic>(book, wanted::SUBJECT, day)?;
                let was_there = earlier.iter().any(|one| one.name == topic.name);
                let answer = withdraw(book, &by, &same, note, was_there)?;
                batch.topics = topics(book, day)?;
                return Ok(answer);
            }
            if batch.topics.contains(topic) {
                return Ok(Ok(TakenIn::KnownBefore));
            }
            let is_new = batch.topics.iter().all(|one| one.name != topic.name);
            book.append(vec![NewEntry::of_office(
                by.as_str(),
                wanted::SUBJECT,
                topic.what(),
                json(topic, "a row")?,
            )])?;
            let all = batch.topics.drain(..).chain([topic.clone()]).collect::<Vec<_>>();
            batch.topics = wanted::latest(all);
            Ok(Ok(if is_new { TakenIn::Registered } else { TakenIn::Changed }))
        })
    }

    /// Adjustments of points: each row an entry of the office at large.
    pub(super) fn take_adjustments(
        &mut self,
        book: &mut Book<'_>,
        sheaf: &Sheaf,
        rows: &[FilledRow<adjustment::Draft>],
    ) -> Outcome<i64> {
        let by = names::shown(&file_name(sheaf));
        let mut known: Vec<Adjustment> = office_values(book, adjustment::SUBJECT, self.moment.day)?;
        let (boards, events) = boards_and_events(&self.tools.room);
        self.answer_rows(book, sheaf, rows, |batch, book, draft| {
            let weighed = adjustment::weigh(draft, &batch.roster, &boards, &events, batch.moment.day);
            let adjustment = match weighed {
                Ok(adjustment) => adjustment,
                Err(reasons) => return Ok(Err(reasons)),
            };
            if known.contains(&adjustment) {
                return Ok(Ok(TakenIn::KnownBefore));
            }
            book.append(vec![adjustment_entry(&adjustment, &by)?])?;
            known.push(adjustment);
            Ok(Ok(TakenIn::Registered))
        })
    }

    /// A scan or a letter beside the forms: kept in the archive, named by rows.
    pub(super) fn take_evidence(&mut self, book: &mut Book<'_>, sheaf: &Sheaf) -> Outcome<i64> {
        let arrival = self.arrive(book, sheaf, ArrivalState::Answered, 0, 0)?;
        let name = names::shown(&file_name(sheaf));
        let sentence = format!("已作为反馈的附件存档；在反馈登记表的“附件”栏写上“{name}”，即与该行相连。");
        self.committed.registered += 1;
        self.answer_receipt(book, sheaf, arrival, &[], &sentence)?;
        Ok(arrival)
    }

    /// A form whose very bytes were answered before, every row of it well: nothing is done again.
    pub(super) fn repeat_form(&mut self, book: &mut Book<'_>, sheaf: &Sheaf) -> Outcome<Option<i64>> {
        if !FORM_INBOXES.contains(&sheaf.slot.folder.as_str()) || sheaf.aside.is_none() {
            return Ok(None);
        }
        let earlier = book.arrivals_of(&sheaf.fingerprint)?.into_iter().find(|arrival| {
            let file = &arrival.file;
            file.inbox == sheaf.slot.folder && file.state == ArrivalState::Answered && file.bad_rows == 0
        });
        let Some(earlier) = earlier else { return Ok(None) };
        let arrival = self.arrive(book, sheaf, ArrivalState::Duplicate, 0, 0)?;
        self.committed.duplicates += 1;
        let day = chinese_date(earlier.file.day);
        let sentence = format!("与{day}收到的文件内容完全相同，此前已登记，未重复登记。");
        self.duplicate_receipt(book, sheaf, arrival, &sentence)?;
        Ok(Some(arrival))
    }

    fn answer_rows<T>(
        &mut self,
        book: &mut Book<'_>,
        sheaf: &Sheaf,
        rows: &[FilledRow<T>],
        mut take: impl FnMut(&mut Self, &mut Book<'_>, &T) -> Outcome<Result<TakenIn, Vec<String>>>,
    ) -> Outcome<i64> {
        // Rows may speak of cases that this batch registered, and of what the row above said.
        book.append(std::mem::take(&mut self.entries))?;
        let mut tally = Tally::default();
        for row in rows {
            match &row.said {
                Said::Blank => tally.leave(&row.sheet, row.row),
                Said::Faulty(reasons) => tally.answer(&row.sheet, row.row, Err(reasons.clone())),
                Said::Filled(said) => {
                    let answer = take(self, book, said)?;
                    tally.answer(&row.sheet, row.row, answer);
                }
            }
        }
        self.answer_form(book, sheaf, tally)
    }

    fn answer_form(&mut self, book: &mut Book<'_>, sheaf: &Sheaf, tally: Tally) -> Outcome<i64> {
        let taken = tally.new + tally.known > 0;
        let state = if taken { ArrivalState::Answered } else { ArrivalState::Returned };
        let arrival = self.arrive(book, sheaf, state, 0, tally.refused)?;
        if taken {
            self.committed.registered += 1;
        } else {
            self.committed.returned += 1;
        }
        self.answer_receipt(book, sheaf, arrival, &tally.rejections, &tally.sentence())?;
        if !tally.answers.is_empty() {
            let answers =
                tally.answers.into_iter().map(|((sheet, row), answer)| (format!("{sheet}!{row}"), answer));
            let recipe = Recipe::Answers { answers: answers.collect() };
            let path = self.free_path(book, "回执", &stem_of(sheaf), "（回执）.xlsx")?;
            self.output(&path, None, Some(arrival), &recipe)?;
        }
        Ok(arrival)
    }

    fn feedback_row(
        &mut self,
        book: &mut Book<'_>,
        draft: &Draft,
        by: &str,
    ) -> Outcome<Result<TakenIn, Vec<String>>> {
        let case = match case_meant(book, draft)? {
            Ok(case) => case,
            Err(reason) => return Ok(Err(vec![reason])),
        };
        let mut draft = draft.clone();
        if let Some(feedback) = &mut draft.feedback {
            feedback.organ = self.tools.room.settings.organ(&feedback.organ).to_owned();
            match evidence(book, &draft.attachments)? {
                Ok(found) => feedback.evidence = found,
                Err(reasons) => return Ok(Err(reasons)),
            }
        }
        match weigh(&case, &draft, self.moment.day) {
            Err(reasons) => Ok(Err(reasons)),
            Ok(weighed) => {
                let entries =
                    weighed.events.into_iter().map(|event| NewEntry::of_case(case.number, by, event));
                book.append(entries.collect())?;
                Ok(Ok(weighed.answer))
            }
        }
    }

    /// The activity under the group's own name, or why it cannot be taken.
    fn checked(&self, written: &Activity) -> Result<Activity, Vec<String>> {
        let mut reasons = Vec::new();
        let groups = &self.roster.groups;
        let group = groups.iter().find(|group| key(&group.name) == key(&written.group));
        if group.is_none() && !groups.is_empty() {
            let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
            reasons.push(format!("名册中没有信息小组“{}”，有：{}", written.group, names.join("、")));
        }
        if written.date > self.moment.day {
            reasons.push(format!("日期{}晚于今天{}", written.date, self.moment.day));
        }
        let name = group.map_or(&written.group, |group| &group.name).clone();
        if reasons.is_empty() { Ok(Activity { group: name, ..written.clone() }) } else { Err(reasons) }
    }
}

/// The case that a row means, or why there is none.
pub(super) fn case_meant(book: &Book<'_>, draft: &Draft) -> Outcome<Result<Case, String>> {
    let number = match (&draft.number, &draft.issue) {
        (Some(number), _) => Some(*number),
        (None, Some(issue)) => book.find_by_issue(issue)?,
        (None, None) => return Ok(Err("没有填写登记号或期号".to_owned())),
    };
    let case = match number {
        Some(number) => book.case(number)?,
        None => None,
    };
    Ok(case.ok_or_else(|| match (&draft.number, &draft.issue) {
        (Some(number), _) => format!("没有登记号{number}"),
        (None, Some(issue)) => format!("没有{issue}"),
        (None, None) => String::new(),
    }))
}

/// The dropped files that a row names, or which of them are not there.
fn evidence(book: &Book<'_>, attachments: &[String]) -> Outcome<Result<Vec<Evidence>, Vec<String>>> {
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for name in attachments {
        match book.arrival_named(FEEDBACK_INBOX, name)? {
            Some(arrival) => found.push(Evidence { name: name.clone(), sha256: arrival.file.fingerprint }),
            None => missing.push(format!("附件“{name}”没有放入“反馈”文件夹（文件名须带扩展名）")),
        }
    }
    Ok(if missing.is_empty() { Ok(found) } else { Err(missing) })
}

/// Boards of the office's scheme; none while that is at fault, which `check` tells.
pub(super) fn boards_and_events(room: &Room) -> (Vec<String>, Vec<String>) {
    let Ok(scheme) = room.scheme() else { return Default::default() };
    let events = [UNMET.to_owned()].into_iter().chain(scheme.events).collect();
    (scheme.boards.into_iter().map(|board| board.name).collect(), events)
}
