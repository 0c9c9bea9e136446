//! One person's or unit's points: what matches, what is taken together, what is bounded. Order of work:
//! match and multiply; 清零; rules taken together; replaced rules; blocks taken together; quotas; bounds of rules;
//! blocks from the inside (weight, scale, bounds); board.
//! It never looks at another person, except for the best of a block that is scaled.

mod counted;
mod matched;
mod quotas;
mod stacked;

use super::credit::Credit;
use super::ground::{Ground, Ready};
use super::happening::{Author, Word};
use super::period::{Period, Scope};
use super::points::{Fraction, Points};
use super::row::{NOTHING, Note, Owner, Row};
use super::scheme::{Board, Credit as Whom};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// How a quota of a span was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaState {
    /// Place of the quota in the scheme.
    pub quota: u16,
    /// The span.
    pub span: Period,
    /// What is wanted.
    pub wanted: Fraction,
    /// What was done.
    pub done: Fraction,
    /// Whether the span has ended, so that what is missing has its effect.
    pub ended: bool,
}

impl QuotaState {
    /// What is missing, or nothing.
    pub fn missing(&self) -> Fraction {
        let missing = self.wanted.minus(self.done);
        if missing.is_negative() { Fraction::ZERO } else { missing }
    }
}

/// A person or unit while its points are computed.
#[derive(Clone, Debug, Default)]
pub(super) struct State<'g> {
    pub(super) subject: Word,
    pub(super) rows: Vec<Row>,
    pub(super) quotas: Vec<QuotaState>,
    pub(super) metrics: Vec<Fraction>,
    /// Why there is no award.
    pub(super) barred: Vec<String>,
    /// Quotas that say 不达标.
    pub(super) failed: Vec<String>,
    /// Quotas for which the total is made less.
    pub(super) lessened: BTreeSet<u16>,
    pub(super) from: Option<NaiveDate>,
    pub(super) to: Option<NaiveDate>,
    /// The person by the roster, or as he last signed.
    pub(super) author: Option<&'g Author>,
    /// Items that its quotas have used.
    pub(super) used: BTreeSet<u32>,
}

/// One board in work.
pub(super) struct Work<'g> {
    pub(super) ground: &'g Ground<'g>,
    pub(super) board: &'g Board,
    pub(super) at: usize,
    pub(super) ready: &'g Ready<'g>,
    /// Money knows no quotas and no bounds of a board.
    pub(super) is_money: bool,
    /// Manual adjustments for this board by name.
    pub(super) by_hand: &'g BTreeMap<Word, Vec<u16>>,
}

impl Work<'_> {
    /// Everything before blocks are weighted and bounded. `taken` are items that other boards' quotas have used.
    pub(super) fn gather(&self, state: &mut State, credits: &[Credit], taken: &BTreeSet<u32>) {
        self.match_events(state, credits);
        if !self.is_money {
            self.begin_blocks(state);
            let whole = self.ground.period;
            state.metrics =
                self.ground.metrics.iter().map(|metric| self.metric(metric, credits, whole).0).collect();
        }
        self.reach(state, credits);
        self.void(state);
        self.stack_rules(state);
        self.replace(state);
        for block in self.ground.blocks_in_order() {
            self.stack_block(state, block);
        }
        if !self.is_money {
            self.count_quotas(state, credits, taken);
        }
        for rule in 0..self.ready.rules.len() {
            let at = u16::try_from(rule).unwrap_or(u16::MAX);
            let limits = &self.ready.rules[rule].rule.limits;
            bound(&mut state.rows, Owner::Rule(at), limits, self.ground, &|owner| owner == Owner::Rule(at));
        }
        if !self.is_money {
            self.count_points(state);
            self.effects_of_quotas(state);
            self.adjust_by_hand(state);
        }
    }

    /// Where a block takes what is adjusted by hand, it is there before the block is bounded.
    fn adjust_by_hand(&self, state: &mut State) {
        if self.ground.scheme.blocks.iter().any(|block| block.manual) {
            let adjustments = self.by_hand.get(&state.subject).map_or(&[][..], Vec::as_slice);
            state.rows.extend(adjustments.iter().map(|at| manual(self.ground, *at)));
        }
    }

    /// Points that blocks begin with.
    fn begin_blocks(&self, state: &mut State) {
        for (at, block) in (0..).zip(&self.ground.scheme.blocks) {
            if block.base != Points::ZERO {
                let first = self.ground.period.from;
                state.rows.push(adjustment(Owner::Block(at), Note::Base, NOTHING, first, block.base));
            }
        }
    }
}

/// A row that adjusts others.
pub(super) fn adjustment(owner: Owner, note: Note, item: u32, date: NaiveDate, points: Points) -> Row {
    Row {
        owner,
        note,
        item,
        event: NOTHING,
        sharer: 0,
        date,
        factor: Fraction::ONE.into(),
        points,
        struck: false,
    }
}

/// What was adjusted by hand.
pub(super) fn manual(ground: &Ground, at: u16) -> Row {
    let one = &ground.all.adjustments[usize::from(at)];
    adjustment(Owner::Manual(at), Note::Manual, NOTHING, one.date, one.points)
}

/// Caps and floors of what belongs together, from the narrowest span to the widest.
pub(super) fn bound(
    rows: &mut Vec<Row>,
    owner: Owner,
    limits: &super::scheme::Limits,
    ground: &Ground,
    of: &dyn Fn(Owner) -> bool,
) {
    let period = ground.period;
    let mut all: Vec<(Scope, bool, Points)> =
        limits.caps.iter().map(|(scope, cap)| (*scope, true, *cap)).collect();
    all.extend(limits.floors.iter().map(|(scope, floor)| (*scope, false, *floor)));
    all.sort_by_key(|(scope, is_cap, _)| (*scope, !is_cap));
    for (scope, is_cap, limit) in all {
        let mut sums: BTreeMap<(u32, i32), (Points, NaiveDate)> = BTreeMap::new();
        for row in rows.iter().filter(|row| of(row.owner)) {
            if scope == Scope::Item && row.item == NOTHING {
                continue;
            }
            let item = if scope == Scope::Item { row.item } else { NOTHING };
            let sum = sums.entry((item, period.key(scope, row.date))).or_insert((Points::ZERO, row.date));
            sum.0 += row.points;
            sum.1 = sum.1.max(row.date);
        }
        for ((item, _), (sum, date)) in sums {
            let beyond = if is_cap { sum > limit } else { sum < limit };
            if beyond {
                let note = if is_cap { Note::Capped(scope) } else { Note::Floored(scope) };
                let mut change = limit - sum;
                if is_cap && !limits.beyond.is_zero() {
                    let kept = change.as_fraction().times(limits.beyond);
                    change = change - ground.scheme.rounding.row(kept);
                }
                rows.push(adjustment(owner, note, item, date, change));
            }
        }
    }
}

fn credited(whom: Whom, credit: &Credit) -> bool {
    match whom {
        Whom::Signed => !credit.source,
        Whom::Sources => credit.source,
        Whom::All => !credit.again,
    }
}
