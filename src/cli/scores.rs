//! Commands about scores: score, adjust, explain --score.
//! It never computes a point.

use super::arguments::{AdjustArguments, Global, ScoreArguments};
use super::cases::user;
use super::shapes::{AdjustedShape, MissingShape, PointShape, ScoreShape, VERSION};
use super::voice::Voice;
use super::{Ended, Exit, clock, open_desk_beside, open_room};
use crate::failure::{Failure, FailureKind};
use crate::office::adjustment::Draft;
use crate::office::scoring::scheme::{Rule, Scheme};
use crate::office::scoring::{BoardScores, Credited, Scores, Standing, describe, line, row_line};
use crate::pipeline::desk::Desk;
use crate::pipeline::score::{self as making, Adjusted};
use chrono::NaiveDate;

pub(super) fn score(global: &Global, voice: Voice, asked: &ScoreArguments) -> Ended {
    if let (Some(scheme), Some(events)) = (&asked.scheme, &asked.events) {
        let figures = making::try_out(scheme, events, asked.period.as_deref(), asked.as_of)?;
        print_scores(voice, &figures.scores(), asked);
        return Ok(Exit::Well);
    }
    let scheme = asked.scheme.as_deref().map(making::read_scheme).transpose()?;
    let as_of = as_of(global, asked.as_of)?;
    let period = asked.period.as_deref().unwrap_or_default();
    let figures_only = voice.json || asked.detail || scheme.is_some();
    let room = open_room(global)?;
    if figures_only {
        let ledger = room.ledger(false)?;
        let figures = making::figures(&ledger, &room, scheme, period, as_of)?;
        print_scores(voice, &figures.scores(), asked);
        return Ok(Exit::Well);
    }
    let mut desk = Desk::open_beside(room, clock(global))?;
    let figures = making::figures(&desk.ledger, &desk.tools.room, None, period, as_of)?;
    let scores = figures.scores();
    print_scores(voice, &scores, asked);
    let path = making::make(&mut desk, &scores)?;
    voice.data(&format!("outbox/{path}"));
    Ok(Exit::Well)
}

/// Every point of a person or unit in a period.
pub(super) fn explain(
    global: &Global,
    voice: Voice,
    name: Option<&str>,
    period: Option<&str>,
    day: Option<NaiveDate>,
) -> Ended {
    let (name, period) = (name.unwrap_or_default(), period.unwrap_or_default());
    let as_of = as_of(global, day)?;
    let room = open_room(global)?;
    let ledger = room.ledger(false)?;
    let figures = making::figures(&ledger, &room, None, period, as_of)?;
    let scores = figures.scores();
    let stands = |board: &BoardScores| board.standings.iter().any(|one| scores.text(one.subject) == name);
    if !scores.boards.iter().any(stands) {
        let message =
            format!("\"{name}\" stands on no board of {period}; write the name as the boards have it");
        return Err(Failure::new(FailureKind::Usage, message).into());
    }
    for board in &scores.boards {
        print_rows(voice, &scores, board, |subject| subject == name);
    }
    Ok(Exit::Well)
}

pub(super) fn adjust(global: &Global, voice: Voice, said: &AdjustArguments) -> Ended {
    let draft = Draft {
        name: said.name.clone(),
        points: said.points.clone().unwrap_or_default(),
        event: said.event.clone().unwrap_or_default(),
        reason: said.reason.clone(),
        by: said.by.clone(),
        board: said.board.clone().unwrap_or_default(),
        date: said.date,
        self_points: String::new(),
    };
    let mut desk = open_desk_beside(global)?;
    let Adjusted { name, accepted, reason } = making::adjust(&mut desk, &draft, &user())?;
    if voice.json {
        voice.object(&AdjustedShape { v: VERSION, name, accepted, reason });
    } else {
        voice.data(&format!("{name} {}：{reason}", if accepted { "已记录" } else { "未接受" }));
    }
    Ok(if accepted { Exit::Well } else { Exit::Attention })
}

/// The day of the figures: not one that is still to come.
fn as_of(global: &Global, asked: Option<NaiveDate>) -> Result<NaiveDate, Failure> {
    let today = clock(global).day();
    let day = asked.unwrap_or(today);
    if day > today {
        let message = format!("{day} is still to come; figures are taken up to {today} at most");
        return Err(Failure::new(FailureKind::Usage, message));
    }
    Ok(day)
}

fn print_scores(voice: Voice, scores: &Scores, asked: &ScoreArguments) {
    let wanted = |board: &&BoardScores| asked.board.as_ref().is_none_or(|name| *name == board.name);
    for board in scores.boards.iter().filter(wanted) {
        if asked.detail {
            print_rows(voice, scores, board, |_| true);
        } else {
            print_board(voice, scores, board);
        }
    }
    for at in &scores.unplaced {
        let one = &scores.all.adjustments[usize::try_from(*at).unwrap_or(usize::MAX)];
        let name = scores.text(one.name);
        voice.say(&format!("adjustment of {} for {name}, who stands on no board: not counted", one.points));
    }
}

fn print_board(voice: Voice, scores: &Scores, board: &BoardScores) {
    for standing in &board.standings {
        if voice.json {
            voice.object(&score_shape(scores, board, standing));
        } else {
            voice.data(&line(scores, board, standing));
        }
    }
}

/// Every point of a board, or of some on it.
fn print_rows(voice: Voice, scores: &Scores, board: &BoardScores, wanted: impl Fn(&str) -> bool) {
    for one in board.rows().filter(|one| wanted(scores.text(one.subject))) {
        print_row(voice, scores, board, &one, &scores.scheme.rules, "分");
    }
    for one in board.money().filter(|one| wanted(scores.text(one.subject))) {
        print_row(voice, scores, board, &one, &scores.scheme.money, "元");
    }
}

fn print_row(voice: Voice, scores: &Scores, board: &BoardScores, one: &Credited, rules: &[Rule], unit: &str) {
    if voice.json {
        voice.object(&point_shape(scores, board, one, rules, unit));
    } else {
        voice.data(&row_line(scores, board, one, rules, unit));
    }
}

fn point_shape(
    scores: &Scores,
    board: &BoardScores,
    one: &Credited,
    rules: &[Rule],
    unit: &str,
) -> PointShape {
    let detail = describe(scores, one, rules);
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    PointShape {
        v: VERSION,
        board: board.name.clone(),
        name: detail.subject.to_owned(),
        rule: detail.rule.to_owned(),
        case: some(detail.case),
        issues: some(detail.issues),
        title: detail.title.into_owned(),
        organ: some(detail.organ),
        event: detail.event.into_owned(),
        date: detail.date,
        factor: detail.factor.to_string(),
        points: detail.points,
        unit: unit.to_owned(),
    }
}

fn score_shape(scores: &Scores, board: &BoardScores, standing: &Standing) -> ScoreShape {
    let scheme: &Scheme = scores.scheme;
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    let missing = standing.quotas.iter().filter(|one| !one.missing().is_zero()).map(|one| MissingShape {
        quota: scheme.quotas[usize::from(one.quota)].name.clone(),
        span: one.span.label(),
        wanted: one.wanted.to_string(),
        done: one.done.to_string(),
        missing: one.missing().to_string(),
        ended: one.ended,
    });
    let metrics = scheme.metrics.iter().zip(&standing.metrics);
    ScoreShape {
        v: VERSION,
        board: board.name.clone(),
        rank: standing.rank,
        name: scores.text(standing.subject).to_owned(),
        points: standing.points,
        self_points: standing.self_points,
        items: standing.items,
        metrics: metrics.map(|(metric, value)| (metric.name.clone(), value.to_string())).collect(),
        band: some(&standing.band),
        tier: some(&standing.tier),
        missing: missing.collect(),
        failed: standing.failed.clone(),
        barred: standing.barred.clone(),
        money: (!scheme.money.is_empty()).then_some(standing.money),
        from: scores.period.from,
        to: scores.period.to,
        as_of: scores.as_of,
    }
}
