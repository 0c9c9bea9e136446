//! Commands about cases: list, show, judge, explain, log.
//! It never changes a case itself; a verdict goes through `pipeline::judge`.

use super::arguments::{Global, JudgeArguments, ListArguments};
use super::shapes::{
    CaseShape, DeadlineShape, EntryShape, FeedbackShape, JudgementShape, LogShape, OutputShape, ReasonShape,
    ShowShape, VERSION, VersionShape,
};
use super::voice::Voice;
use super::{Ended, Exit, Unfinished, clock, on_one_line, open_desk_beside, open_room};
use crate::failure::{Failure, FailureKind};
use crate::intake::labels;
use crate::ledger::{CaseFilter, Ledger, LogLine, Output};
use crate::office::case::{Case, Reason};
use crate::office::feedback::{Feedback, FeedbackRow};
use crate::office::numbers::CaseNumber;
use crate::office::settings::Settings;
use crate::office::step::{Step, Verdict};
use crate::office::verdicts::Said;
use crate::pipeline::judge as judging;
use crate::pipeline::proofs;
use crate::typeset::view;

/// Entries fetched at a time by `log`.
const LOG_PAGE: usize = 1_000;

pub(super) fn list(global: &Global, voice: Voice, narrow: &ListArguments) -> Ended {
    let room = open_room(global)?;
    let ledger = room.ledger(false)?;
    let today = clock(global).day();
    let placed_is_sent = room.settings.placed_is_sent;
    let filter = CaseFilter {
        received_from: narrow.from,
        received_to: narrow.to,
        step: narrow.step.as_deref().map(step).transpose()?,
        destination: narrow.destination.clone(),
        ..CaseFilter::default()
    };
    ledger.each_case(&filter, |case| {
        let overdue = case.due(placed_is_sent).is_some_and(|route| route.due < today);
        let wanted = narrow.text.as_deref().is_none_or(|text| holds(&case, text))
            && narrow.mark.as_ref().is_none_or(|mark| case.marks.contains(mark))
            && narrow.wanted.as_ref().is_none_or(|topic| case.wanted == *topic);
        if wanted && (overdue || !narrow.overdue) {
            print_case(voice, &case, placed_is_sent);
        }
        Ok(())
    })?;
    Ok(Exit::Well)
}

pub(super) fn show(global: &Global, voice: Voice, number: &str) -> Ended {
    let room = open_room(global)?;
    let ledger = room.ledger(false)?;
    let case = case_of(&ledger, number)?;
    let shape = show_shape(&ledger, &room.settings, &case)?;
    if voice.json {
        voice.object(&shape);
        return Ok(Exit::Well);
    }
    print_case(voice, &case, room.settings.placed_is_sent);
    let usual_labels = labels::built_in();
    for field in &shape.fields {
        // What stands under no label and is none of the known fields has no usual label either.
        let usual = usual_labels.get(&field.name).filter(|_| field.name != labels::OTHER);
        let usual = usual.and_then(|words| words.first()).map_or("其他", String::as_str);
        let label = if field.label.is_empty() { usual } else { &field.label };
        voice.data(&format!("  {label}：{}（{}）", field.value, field.place));
    }
    for deadline in &shape.deadlines {
        voice.data(&format!("  限期 {} {}：{}", deadline.destination, deadline.due, deadline.derivation));
    }
    for row in &case.feedback {
        voice.data(&format!("  反馈 第{}条 {}", row.seq, heard(row)));
    }
    if let Some(next) = case.follow_up() {
        voice.data(&format!("  重点跟踪 下次{next}"));
    }
    for entry in &shape.entries {
        let what = on_one_line(&entry.what);
        voice.data(&format!("  {} {} {} {} {what}", entry.seq, entry.at, entry.by, entry.step));
    }
    for output in &shape.outputs {
        voice.data(&format!("  {} outbox/{}", output.state, output.path));
    }
    for flag in &shape.flags {
        voice.data(&format!("  提示 {}: {}", flag.code.as_str(), flag.message));
    }
    Ok(Exit::Well)
}

pub(super) fn judge(global: &Global, voice: Voice, verdict: &JudgeArguments) -> Ended {
    let number = number_of(&verdict.number)?;
    let word = Verdict::from_word(&verdict.verdict).ok_or_else(|| {
        usage(format!("\"{}\" is no verdict; verdicts are {}", verdict.verdict, Verdict::WORDS.join(", ")))
    })?;
    let said = Said {
        destinations: verdict.to.clone(),
        date: verdict.date,
        note: verdict.note.clone(),
        by: verdict.by.clone().unwrap_or_else(user),
    };
    let mut desk = open_desk_beside(global)?;
    let judgement = judging::judge(&mut desk, number, word, &said)?;
    let shape = JudgementShape {
        v: VERSION,
        number: number.to_string(),
        accepted: judgement.accepted,
        reason: judgement.reason,
    };
    if voice.json {
        voice.object(&shape);
    } else {
        voice.data(&format!(
            "{number} {word} {}：{}",
            if shape.accepted { "已记录" } else { "未接受" },
            shape.reason
        ));
    }
    for failure in &judgement.printed.refused {
        voice.failure(failure);
    }
    let well = judgement.accepted && judgement.printed.refused.is_empty();
    Ok(if well { Exit::Well } else { Exit::Attention })
}

pub(super) fn explain(global: &Global, voice: Voice, number: &str) -> Ended {
    let room = open_room(global)?;
    let ledger = room.ledger(false)?;
    let case = case_of(&ledger, number)?;
    for reason in reasons(&case) {
        if voice.json {
            voice.object(&ReasonShape::of(&reason));
        } else {
            let about = shown_about(&reason.about);
            voice.data(&format!("{about}：{}（{}）", reason.value, reason.rule));
            for fact in &reason.because {
                voice.data(&format!("  {fact}"));
            }
        }
    }
    Ok(Exit::Well)
}

pub(super) fn log(global: &Global, voice: Voice, after: i64, limit: Option<usize>) -> Ended {
    let room = open_room(global)?;
    let ledger = room.ledger(false)?;
    let mut after = after;
    let mut left = limit.unwrap_or(usize::MAX);
    while left > 0 {
        let lines = ledger.log(after, left.min(LOG_PAGE))?;
        let Some(last) = lines.last() else { break };
        after = last.seq;
        left -= lines.len();
        for line in lines {
            print_line(voice, line);
        }
    }
    Ok(Exit::Well)
}

/// What a decision is about, as a clerk reads it; scripts read the word itself.
fn shown_about(about: &str) -> &str {
    match about {
        "deadline" => "限期",
        "wanted" => "征集要点",
        "return" => "退回",
        other => other,
    }
}

/// Every decision of a case with its reasons, deadlines included.
fn reasons(case: &Case) -> Vec<Reason> {
    let mut reasons = case.classified.reasons.clone();
    reasons.extend(case.routed.reasons.iter().cloned());
    for route in &case.routed.destinations {
        reasons.push(Reason {
            about: "deadline".to_owned(),
            value: format!("{} {}", route.destination, route.due),
            because: vec![route.derivation.clone()],
            rule: route.destination.clone(),
        });
    }
    if !case.wanted.is_empty() {
        reasons.push(Reason {
            about: "wanted".to_owned(),
            value: case.wanted.clone(),
            because: vec![case.wanted_because.clone()],
            rule: "征集要点".to_owned(),
        });
    }
    if case.standing == crate::office::case::Standing::Returned {
        reasons.push(Reason {
            about: "return".to_owned(),
            value: "退回".to_owned(),
            because: vec![case.reason.clone()],
            rule: Step::Screen.to_string(),
        });
    }
    reasons
}

fn show_shape(ledger: &Ledger, settings: &Settings, case: &Case) -> Result<ShowShape, Failure> {
    let paper = ledger.paper(case.number)?.unwrap_or_default();
    let entries = ledger.entries(case.number)?;
    let outputs = ledger.outputs(case.number)?;
    let day_of = |list: &[(String, chrono::NaiveDate)], name: &str| {
        list.iter().find(|(one, _)| one == name).map(|(_, day)| *day)
    };
    let deadlines = case.routed.destinations.iter().map(|route| DeadlineShape {
        destination: route.destination.clone(),
        due: route.due,
        derivation: route.derivation.clone(),
        placed: day_of(&case.placed, &route.destination),
        sent: day_of(&case.sent, &route.destination),
    });
    Ok(ShowShape {
        case: CaseShape::of(case, settings.placed_is_sent),
        fields: paper.fields.clone(),
        papers: vec![paper],
        deadlines: deadlines.collect(),
        versions: versions(case, &outputs),
        entries: entries
            .iter()
            .map(|entry| EntryShape {
                seq: entry.seq,
                at: entry.at.clone(),
                by: entry.by.clone(),
                step: entry.event.step().to_string(),
                what: entry.event.what(),
            })
            .collect(),
        outputs: outputs.iter().map(|output| output_shape(case, output)).collect(),
        feedback: case.feedback.iter().map(FeedbackShape::of).collect(),
        follow_up: case.follow_up(),
        contributors: case.registered.authors.clone(),
        unit_known: case.registered.unit_known.clone(),
        continues: case.continues,
        resubmits: case.registered.resubmits,
        flags: case.registered.flags.clone(),
    })
}

/// A row of feedback as one line.
fn heard(row: &FeedbackRow) -> String {
    let Feedback { organ, result, form, leader, date, content, grade, .. } = &row.feedback;
    let mut line = format!("{date} {organ} {result}");
    let more = [form.map(|form| form.to_string()), leader.clone(), grade.map(|grade| grade.to_string())];
    for part in more.iter().flatten().chain(std::iter::once(content).filter(|text| !text.is_empty())) {
        line.push(' ');
        line.push_str(part);
    }
    line
}

/// Both texts that are kept: the original to the byte, and each edited version.
fn versions(case: &Case, outputs: &[Output]) -> Vec<VersionShape> {
    let original = VersionShape {
        version: "original".to_owned(),
        path: format!("archive/{}", case.registered.sha256.place()),
        sha256: Some(case.registered.sha256),
    };
    let edited = outputs.iter().filter(|output| output.document.kind == "issue").map(|output| VersionShape {
        version: "edited".to_owned(),
        path: format!("outbox/{}", output.document.path),
        sha256: output.fingerprint,
    });
    std::iter::once(original).chain(edited).collect()
}

fn output_shape(case: &Case, output: &Output) -> OutputShape {
    OutputShape {
        path: output.document.path.clone(),
        kind: output.document.kind.clone(),
        sha256: output.fingerprint,
        state: match output.placed {
            Some(_) if proofs::is_withdrawn(Some(case), output) => "withdrawn",
            Some(_) => "placed",
            None => "pending",
        },
    }
}

fn print_case(voice: Voice, case: &Case, placed_is_sent: bool) {
    if voice.json {
        voice.object(&CaseShape::of(case, placed_is_sent));
        return;
    }
    let due = case.due(placed_is_sent).map(|route| route.due.to_string());
    voice.data(&format!(
        "{}\t{}\t《{}》\t{}\t{}\t{}\t{}",
        case.number,
        case.registered.received,
        case.registered.title,
        view::names(case),
        case.destination_names().join("、"),
        case.standing_in_words(),
        due.as_deref().unwrap_or("—"),
    ));
}

fn print_line(voice: Voice, line: LogLine) {
    if voice.json {
        voice.object(&LogShape {
            v: VERSION,
            seq: line.seq,
            at: line.at,
            by: line.by,
            number: line.number,
            subject: line.subject,
            what: line.what,
            hash: line.hash,
        });
        return;
    }
    let number = line.number.map_or_else(|| line.subject.clone(), |number| number.to_string());
    let (by, what) = (on_one_line(&line.by), on_one_line(&line.what));
    voice.data(&format!("{}\t{}\t{by}\t{number}\t{what}", line.seq, line.at));
}

fn holds(case: &Case, text: &str) -> bool {
    let registered = &case.registered;
    registered.title.contains(text)
        || registered.unit.as_deref().is_some_and(|unit| unit.contains(text))
        || registered.authors.iter().any(|author| author.name.contains(text))
}

fn case_of(ledger: &Ledger, number: &str) -> Result<Case, Unfinished> {
    let number = number_of(number)?;
    let case = ledger.case(number)?;
    case.ok_or_else(|| usage(format!("there is no case {number}")).into())
}

fn number_of(text: &str) -> Result<CaseNumber, Failure> {
    text.parse().map_err(usage)
}

fn step(word: &str) -> Result<Step, Failure> {
    Step::from_word(word)
        .ok_or_else(|| usage(format!("\"{word}\" is no step; steps are {}", Step::WORDS.join(", "))))
}

fn usage(message: String) -> Failure {
    Failure::new(FailureKind::Usage, message)
}

/// The name of the person at the machine, for entries.
pub(super) fn user() -> String {
    let known = std::env::var("USER").or_else(|_| std::env::var("USERNAME"));
    known.ok().filter(|name| !name.is_empty()).unwrap_or_else(|| "值班人员".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_no_step_names_all_steps() {
        let failure = step("盖章").expect_err("no step");
        assert!(failure.message.contains("登记") && failure.kind == FailureKind::Usage);
    }
}
