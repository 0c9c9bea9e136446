//! Commands about scores: score, adjust, explain --score.
//! It never computes a point.

use super::arguments::{Global, ScoreArguments};
use super::shapes::{MissingShape, PointShape, ScoreShape, VERSION};
use super::voice::Voice;
use super::{Ended, Exit};
use crate::office::scoring::scheme::{Rule, Scheme};
use crate::office::scoring::{BoardScores, Credited, Scores, Standing, describe, line, row_line, score as compute};
use crate::pipeline::score::{period_of, read_trial};
use std::path::Path;

pub(super) fn score(_global: &Global, voice: Voice, asked: &ScoreArguments) -> Ended {
    let (Some(scheme), Some(events)) = (&asked.scheme, &asked.events) else { return Ok(Exit::Well) };
    try_scheme(voice, asked, scheme, events)
}

/// A scheme on the events of a file, without an office.
fn try_scheme(voice: Voice, asked: &ScoreArguments, scheme: &Path, events: &Path) -> Ended {
    let trial = read_trial(scheme, events)?;
    let mut happenings = trial.happenings;
    if let Some(day) = asked.as_of {
        happenings.events.retain(|event| event.date <= day);
    }
    let period = period_of(asked.period.as_deref(), &trial.scheme, &happenings)?;
    let scores = compute(&trial.scheme, &happenings, period, asked.as_of.unwrap_or(period.to));
    print_scores(voice, &scores, asked);
    Ok(Exit::Well)
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
    let all = [(&board.rows, &scores.scheme.rules, "分"), (&board.money, &scores.scheme.money, "元")];
    for (rows, rules, unit) in all {
        for one in rows.iter().filter(|one| wanted(scores.text(one.subject))) {
            print_row(voice, scores, board, one, rules, unit);
        }
    }
}

fn print_row(voice: Voice, scores: &Scores, board: &BoardScores, one: &Credited, rules: &[Rule], unit: &str) {
    if voice.json {
        voice.object(&point_shape(scores, board, one, rules, unit));
    } else {
        voice.data(&row_line(scores, board, one, rules, unit));
    }
}

fn point_shape(scores: &Scores, board: &BoardScores, one: &Credited, rules: &[Rule], unit: &str) -> PointShape {
    let detail = describe(scores, one, rules);
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    PointShape {
        v: VERSION,
        board: board.name.clone(),
        name: detail.subject.to_owned(),
        rule: detail.rule,
        case: some(detail.case),
        issues: some(detail.issues),
        title: detail.title,
        organ: some(detail.organ),
        event: detail.event,
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

pub(super) fn explain(
    _global: &Global,
    _voice: Voice,
    _name: Option<&str>,
    _period: Option<&str>,
    _as_of: Option<chrono::NaiveDate>,
) -> Ended {
    Ok(Exit::Well)
}

pub(super) fn adjust(_global: &Global, _voice: Voice, _said: &super::arguments::AdjustArguments) -> Ended {
    Ok(Exit::Well)
}
