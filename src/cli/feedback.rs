//! Commands by which a person says what became of a case: feedback, mark, continue, want; and what no longer holds.
//! It never writes an entry itself; `pipeline::feedback` does.

use super::arguments::{FeedbackArguments, Global};
use super::cases::user;
use super::shapes::{AdjustedShape, AnswerShape, VERSION};
use super::voice::Voice;
use super::{Ended, Exit, clock, open_desk_beside};
use crate::office::feedback::{Draft, Feedback, Which};
use crate::pipeline::feedback::{self as speaking, Answer};
use crate::pipeline::forms::take_back::{self, Withdrawn};

pub(super) fn feedback(global: &Global, voice: Voice, said: &FeedbackArguments) -> Ended {
    let by = said.by.clone().unwrap_or_else(user);
    let mut desk = open_desk_beside(global)?;
    let answer = match said.take_back {
        Some(seq) => speaking::take_back(&mut desk, &said.number, seq, &said.note, &by)?,
        None => speaking::record(&mut desk, &said.number, draft(global, said), &said.evidence, &by)?,
    };
    Ok(tell(voice, &said.number, answer))
}

pub(super) fn mark(
    global: &Global,
    voice: Voice,
    number: &Which,
    (mark, on): (&str, bool),
    by: Option<&str>,
) -> Ended {
    let mut desk = open_desk_beside(global)?;
    let answer = speaking::mark(&mut desk, number, mark, on, &who(by))?;
    Ok(tell(voice, number, answer))
}

pub(super) fn continues(
    global: &Global,
    voice: Voice,
    number: &Which,
    first: &Which,
    by: Option<&str>,
) -> Ended {
    let mut desk = open_desk_beside(global)?;
    let answer = speaking::continues(&mut desk, number, first, &who(by))?;
    Ok(tell(voice, number, answer))
}

pub(super) fn want(
    global: &Global,
    voice: Voice,
    number: &Which,
    topic: Option<&str>,
    by: Option<&str>,
) -> Ended {
    let mut desk = open_desk_beside(global)?;
    let answer = speaking::want(&mut desk, number, topic, &who(by))?;
    Ok(tell(voice, number, answer))
}

pub(super) fn take_back(global: &Global, voice: Voice, seq: i64, note: &str, by: Option<&str>) -> Ended {
    let mut desk = open_desk_beside(global)?;
    let Withdrawn { name, accepted, reason } = take_back::take_back(&mut desk, seq, note, &who(by))?;
    if voice.json {
        voice.object(&AdjustedShape { v: VERSION, name, accepted, reason });
    } else {
        voice.data(&format!("{name} {}：{reason}", if accepted { "已记录" } else { "未接受" }));
    }
    Ok(if accepted { Exit::Well } else { Exit::Attention })
}

fn who(by: Option<&str>) -> String {
    by.map_or_else(user, str::to_owned)
}

fn draft(global: &Global, said: &FeedbackArguments) -> Draft {
    let feedback = said.result.map(|result| Feedback {
        organ: said.organ.clone().unwrap_or_default(),
        result,
        form: said.form,
        leader: said.leader.clone(),
        level: said.level.clone(),
        chief: said.chief,
        date: said.date.unwrap_or_else(|| clock(global).day()),
        content: said.content.trim().to_owned(),
        grade: said.grade,
        follow_up: None,
        evidence: Vec::new(),
    });
    Draft { feedback, follow_up: said.follow_up, ..Draft::default() }
}

fn tell(voice: Voice, which: &Which, answer: Answer) -> Exit {
    let shape = AnswerShape {
        v: VERSION,
        number: answer.number.map_or_else(|| which.to_string(), |number| number.to_string()),
        accepted: answer.accepted,
        reason: answer.reason,
        seq: answer.seq,
    };
    if voice.json {
        voice.object(&shape);
    } else {
        let word = if shape.accepted { "已记录" } else { "未接受" };
        let seq = shape.seq.map(|seq| format!("（第{seq}条）")).unwrap_or_default();
        voice.data(&format!("{} {word}：{}{seq}", shape.number, shape.reason));
    }
    if shape.accepted { Exit::Well } else { Exit::Attention }
}
