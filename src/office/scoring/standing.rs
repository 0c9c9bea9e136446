//! Totals, ranks, bands and awards of a board, out of everybody's rows.
//! It never matches a rule.

use super::credit::heads;
use super::ground::{Ground, chain};
use super::happening::{Word, place};
use super::period::Scope;
use super::points::{Fraction, Points};
use super::row::{Credited, NOTHING, Note, Owner, Row};
use super::scheme::{Board, Scheme, Tier, Top};
use super::settle::{QuotaState, State, Work, adjustment, bound, manual};
use chrono::NaiveDate;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A board with its ranking and all of its rows.
#[derive(Debug)]
pub struct BoardScores {
    /// Name.
    pub name: String,
    /// Everybody on it, the first first, those who are not ranked at the end.
    pub standings: Vec<Standing>,
}

impl BoardScores {
    /// Rows of points in the order of the ranking, then by day.
    pub fn rows(&self) -> impl Iterator<Item = Credited> {
        self.standings.iter().flat_map(Standing::credited)
    }

    /// How many rows of points there are.
    pub fn row_count(&self) -> usize {
        self.standings.iter().map(|standing| standing.rows.len()).sum()
    }

    /// Rows of money, likewise.
    pub fn money(&self) -> impl Iterator<Item = Credited> {
        let of = |standing: &Standing| {
            let subject = standing.subject;
            standing.money_rows.clone().into_iter().map(move |row| Credited { subject, row })
        };
        self.standings.iter().flat_map(of)
    }
}

impl Standing {
    /// Whether quotas, by place, are met in every span; those that are not his do not matter.
    pub fn meets(&self, quotas: &[usize]) -> bool {
        let needed = |one: &&QuotaState| quotas.contains(&usize::from(one.quota));
        self.quotas.iter().filter(needed).all(|one| one.missing().is_zero())
    }

    /// His rows of points.
    pub fn credited(&self) -> impl Iterator<Item = Credited> {
        self.rows.iter().map(|row| Credited { subject: self.subject, row: *row })
    }
}

/// How somebody stands on a board.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Person or unit.
    pub subject: Word,
    /// Rank, equal ones sharing it (1, 2, 2, 4); `None` where he is not ranked.
    pub rank: Option<u32>,
    /// Total, the sum of his rows.
    pub points: Points,
    /// Place of his first row among the board's rows.
    pub first_row: usize,
    /// His rows, by day.
    pub rows: Vec<Row>,
    /// His rows of money.
    pub money_rows: Vec<Row>,
    /// Items that gave him rows.
    pub items: usize,
    /// Metrics in the order of the scheme.
    pub metrics: Vec<Fraction>,
    /// Grade band, or empty.
    pub band: String,
    /// Award, or empty.
    pub tier: String,
    /// Why there is no award, or empty.
    pub barred: Vec<String>,
    /// Quotas that say 不达标.
    pub failed: Vec<String>,
    /// Quotas of his.
    pub quotas: Vec<QuotaState>,
    /// Money in yuan.
    pub money: Points,
    /// Points by his own count (自评).
    pub self_points: Option<Points>,
}

/// Weights, scales and bounds a block for everybody on a board.
pub(super) fn settle_block(work: &Work, states: &mut [State], block: usize) {
    let one = &work.ground.scheme.blocks[block];
    let at = u16::try_from(block).unwrap_or(u16::MAX);
    let sum_of = |state: &State| -> Points {
        state.rows.iter().filter(|row| work.lies_in(row.owner, block)).map(|row| row.points).sum()
    };
    if one.times != Fraction::ONE {
        states.par_iter_mut().for_each(|state| multiply(work, state, block, Note::Weighted, one.times));
    }
    if let Some(full) = one.scale {
        let best = states.iter().map(sum_of).max().unwrap_or(Points::ZERO);
        if best > Points::ZERO {
            let times = full.as_fraction().over(best.as_fraction());
            states.par_iter_mut().for_each(|state| multiply(work, state, block, Note::Scaled, times));
        }
    }
    if one.limits != super::scheme::Limits::default() {
        states.par_iter_mut().for_each(|state| {
            bound(&mut state.rows, Owner::Block(at), &one.limits, work.ground, &|owner| {
                work.lies_in(owner, block)
            });
        });
    }
}

/// Multiplies the points of a block. One row says it, unless what is narrower than the period is bounded further
/// out: then each case and day has its own, so that those bounds see what was multiplied.
fn multiply(work: &Work, state: &mut State, block: usize, note: Note, times: Fraction) {
    let split = is_bounded_narrowly(work, block);
    let mut sums: BTreeMap<(u32, Option<NaiveDate>), (Points, NaiveDate)> = BTreeMap::new();
    for row in state.rows.iter().filter(|row| work.lies_in(row.owner, block)) {
        let of = if split { (row.item, Some(row.date)) } else { (NOTHING, None) };
        let sum = sums.entry(of).or_insert((Points::ZERO, row.date));
        *sum = (sum.0 + row.points, sum.1.max(row.date));
    }
    let owner = Owner::Block(u16::try_from(block).unwrap_or(u16::MAX));
    for ((item, _), (sum, date)) in sums {
        let change = work.ground.scheme.rounding.row(sum.as_fraction().times(times)) - sum;
        if change != Points::ZERO {
            state.rows.push(adjustment(owner, note, item, date, change));
        }
    }
}

fn is_bounded_narrowly(work: &Work, block: usize) -> bool {
    let blocks = &work.ground.scheme.blocks;
    let around = chain(blocks, Some(block)).into_iter().map(|at| &blocks[at].limits);
    around
        .chain([&work.board.limits])
        .flat_map(|limits| limits.caps.iter().chain(&limits.floors))
        .any(|(scope, _)| *scope != Scope::Whole)
}

/// Adds up, ranks and honours. `money` has the same people in the same order.
pub(super) fn stand(
    work: &Work,
    mut states: Vec<State>,
    money: &[State],
    placed: &mut BTreeSet<u32>,
) -> BoardScores {
    for state in &mut states {
        finish(work, state, work.by_hand.get(&state.subject).map_or(&[], Vec::as_slice), placed);
    }
    let outside = unranked(work, &states);
    let mut standings: Vec<Standing> = Vec::with_capacity(states.len());
    for (state, purse) in states.into_iter().zip(money) {
        let mut rows = state.rows;
        rows.sort_by_key(|row| (row.date, row.item, row.event, row.owner, row.note));
        rows.shrink_to_fit();
        let items: BTreeSet<u32> =
            rows.iter().filter(|row| row.note == Note::Event).map(|row| row.item).collect();
        standings.push(Standing {
            subject: state.subject,
            rank: None,
            points: rows.iter().map(|row| row.points).sum(),
            first_row: 0,
            items: items.len(),
            rows,
            metrics: state.metrics,
            band: String::new(),
            tier: String::new(),
            barred: state.barred,
            failed: state.failed,
            quotas: state.quotas,
            money: purse.rows.iter().map(|row| row.points).sum(),
            money_rows: purse.rows.clone(),
            self_points: self_points(work, state.subject),
        });
    }
    rank(work, &mut standings, &outside);
    let mut first = 0;
    for standing in &mut standings {
        standing.first_row = first;
        first += standing.rows.len();
    }
    BoardScores { name: work.board.name.clone(), standings }
}

/// Base, heads, bounds of the board, what was adjusted by hand, and rounding.
fn finish(work: &Work, state: &mut State, adjustments: &[u16], placed: &mut BTreeSet<u32>) {
    let ground = work.ground;
    let period = ground.period;
    if work.board.base != Points::ZERO {
        let base = adjustment(Owner::Board, Note::Base, NOTHING, period.from, work.board.base);
        state.rows.push(base);
    }
    if work.board.per_head {
        let heads = i64::try_from(heads(ground.all, work.board, state.subject)).unwrap_or(1);
        let sum: Points = state.rows.iter().map(|row| row.points).sum();
        let each = ground.scheme.rounding.row(sum.as_fraction().over(Fraction::whole(heads.max(1))));
        if each != sum {
            let last = state.rows.iter().map(|row| row.date).max().unwrap_or(period.from);
            state.rows.push(adjustment(Owner::Board, Note::Averaged, NOTHING, last, each - sum));
        }
    }
    for at in std::mem::take(&mut state.lessened) {
        let sum: Points = state.rows.iter().map(|row| row.points).sum();
        let times = ground.scheme.quotas[usize::from(at)].times;
        let left = ground.scheme.rounding.row(sum.as_fraction().times(times));
        // A total below zero is not made better by what is missing.
        if sum > Points::ZERO && left != sum {
            let last = state.rows.iter().map(|row| row.date).max().unwrap_or(period.from);
            state.rows.push(adjustment(Owner::Quota(at), Note::Lessened, NOTHING, last, left - sum));
        }
    }
    bound(&mut state.rows, Owner::Board, &work.board.limits, ground, &|_| true);
    placed.extend(adjustments.iter().copied().map(u32::from));
    if !ground.scheme.blocks.iter().any(|block| block.manual) {
        state.rows.extend(adjustments.iter().map(|at| manual(ground, *at)));
    }
    let sum: Points = state.rows.iter().map(|row| row.points).sum();
    let counts = ground.scheme.rounding.total(sum);
    if counts != sum {
        let last = state.rows.iter().map(|row| row.date).max().unwrap_or(period.from);
        state.rows.push(adjustment(Owner::Board, Note::Rounded, NOTHING, last, counts - sum));
    }
}

/// Manual adjustments for this board by name, those of the period, in an order of their own.
pub(super) fn adjustments_of(ground: &Ground, board: &Board) -> BTreeMap<Word, Vec<u16>> {
    let all = ground.all;
    let board = all.words.find(&board.name);
    let mut by_name: BTreeMap<Word, Vec<u16>> = BTreeMap::new();
    // Those beyond are told of as not counted; no office writes so many.
    for (at, one) in (0..u16::MAX).zip(&all.adjustments) {
        let concerns = one.board.is_none() || Some(one.board) == board;
        let in_time = ground.period.holds(one.date) && one.date <= ground.as_of;
        if concerns && in_time {
            by_name.entry(one.name).or_default().push(at);
        }
    }
    for list in by_name.values_mut() {
        list.sort_by_key(|at| {
            let one = &all.adjustments[usize::from(*at)];
            (one.date, one.points, &one.reason, &one.by)
        });
    }
    by_name
}

fn self_points(work: &Work, subject: Word) -> Option<Points> {
    let all = work.ground.all;
    let person =
        all.people.iter().find(|person| person.author.person == subject && person.self_points.is_some());
    let unit = all.units.iter().find(|unit| unit.name == subject && unit.self_points.is_some());
    person.and_then(|person| person.self_points).or(unit.and_then(|unit| unit.self_points))
}

fn unranked(work: &Work, states: &[State]) -> BTreeSet<Word> {
    let all = work.ground.all;
    let who = [&work.ground.scheme.unranked, &work.board.unranked];
    let meant = |state: &&State| who.into_iter().flatten().any(|who| work.is_for(who, state));
    let mut words: BTreeSet<Word> = states.iter().filter(meant).map(|state| state.subject).collect();
    words.extend(all.people.iter().filter(|person| person.unranked).map(|person| person.author.person));
    words.extend(all.units.iter().filter(|unit| unit.unranked).map(|unit| unit.name));
    words
}

fn rank(work: &Work, standings: &mut [Standing], outside: &BTreeSet<Word>) {
    let metric = |standing: &Standing, at: usize| standing.metrics.get(at).copied().unwrap_or(Fraction::ZERO);
    let merit = |standing: &Standing| {
        let first = work.board.rank.map_or(standing.points.as_fraction(), |at| metric(standing, at));
        let ties: Vec<Fraction> = work.board.ties.iter().map(|at| metric(standing, *at)).collect();
        (first, ties)
    };
    let names = work.ground.all.words.ranks();
    let name = |standing: &Standing| names.get(standing.subject.index()).copied().unwrap_or(0);
    standings.sort_by_cached_key(|standing| {
        (outside.contains(&standing.subject), Reverse(merit(standing)), name(standing))
    });
    let mut last: Option<((Fraction, Vec<Fraction>), u32)> = None;
    for (at, standing) in (1..).zip(standings.iter_mut()) {
        if outside.contains(&standing.subject) {
            continue;
        }
        let own = merit(standing);
        let rank = match &last {
            Some((other, rank)) if *other == own => *rank,
            _ => at,
        };
        standing.rank = Some(rank);
        last = Some((own, rank));
    }
    honour(work, standings);
}

/// Bands and awards.
fn honour(work: &Work, standings: &mut [Standing]) {
    let scheme = work.ground.scheme;
    let bands: Vec<_> = scheme.bands.iter().filter(|band| Scheme::applies(&band.boards, work.at)).collect();
    for standing in standings.iter_mut() {
        let band = bands.iter().find(|band| standing.points >= band.least && standing.meets(&band.needs));
        standing.band = band.map(|band| band.name.clone()).unwrap_or_default();
    }
    let ranked = standings.iter().filter(|standing| standing.rank.is_some()).count();
    for tier in scheme.tiers.iter().filter(|tier| Scheme::applies(&tier.boards, work.at)) {
        award(tier, standings, ranked);
    }
}

fn award(tier: &Tier, standings: &mut [Standing], ranked: usize) {
    let places = match tier.top {
        Top::Number(number) => usize::try_from(number).unwrap_or(0),
        Top::Part(part) => {
            let whole = Fraction::whole(i64::from(place(ranked))).times(part);
            let rounded = whole.rounded(0, super::points::Halves::Up).millionths() / 1_000_000;
            usize::try_from(rounded).unwrap_or(0).max(1)
        }
    };
    let mut given = 0;
    let mut last_rank = None;
    for standing in standings.iter_mut() {
        let worthy = standing.rank.is_some()
            && standing.tier.is_empty()
            && standing.barred.is_empty()
            && standing.points > Points::ZERO
            && standing.meets(&tier.needs)
            && tier.least.is_none_or(|least| standing.points >= least);
        if !worthy {
            continue;
        }
        let tied = tier.ties && given > 0 && standing.rank == last_rank;
        if given >= places && !tied {
            break;
        }
        standing.tier.clone_from(&tier.name);
        last_rank = standing.rank;
        given += 1;
    }
}
