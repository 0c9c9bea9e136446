//! 考核计分: what happened and a scheme in, points out, one row a point.
//! It never asks the ledger or the clock, and gives the same for the same events in any order.
//!
//! A [`scheme::Scheme`] is read by [`parse::parse`] from a TOML file in the office's words (docs/scoring.md).
//! [`happening::Happenings`] are narrow events without texts, filled from the ledger's cases or, for trying a
//! scheme, by [`events::read`] from a file. [`score`] credits each board by itself:
//!
//! 1. `credit` says who shares an item, and at which position;
//! 2. `settle` matches events with rules, multiplies, takes together (叠加), strikes out and bounds;
//! 3. `standing` adds up, ranks, finds bands and awards.
//!
//! Whatever takes points away or gives them back is a row of its own, so that a total is the sum of its rows.

mod credit;
pub mod events;
mod explain;
mod expression;
mod ground;
pub mod happening;
mod matching;
pub mod parse;
pub mod period;
pub mod points;
pub mod presets;
mod row;
pub mod scheme;
mod settle;
mod standing;
#[cfg(test)]
mod tests;
pub mod words;

pub use credit::kind_of;
pub use explain::{Detail, describe, line, row_line};
pub use row::{Credited, NOTHING, Row};
pub use standing::{BoardScores, Standing};

use chrono::NaiveDate;
use credit::{Credit, credits, expected};
use ground::Ground;
use happening::{Happening, Happenings, Item, Word};
use period::Period;
use rayon::prelude::*;
use scheme::Scheme;
use settle::{State, Work};
use std::collections::{BTreeMap, BTreeSet};

/// All boards of a period.
pub struct Scores<'s> {
    /// By what they were computed.
    pub scheme: &'s Scheme,
    /// From what.
    pub all: &'s Happenings,
    /// The scoring period.
    pub period: Period,
    /// The day as of which the figures stand.
    pub as_of: NaiveDate,
    /// The boards in the order of the scheme.
    pub boards: Vec<BoardScores>,
    /// Manual adjustments whose name stands on no board, by place.
    pub unplaced: Vec<u32>,
    ground: Ground<'s>,
}

/// Scores of a period, as they stand on a day.
pub fn score<'s>(scheme: &'s Scheme, all: &'s Happenings, period: Period, as_of: NaiveDate) -> Scores<'s> {
    let ground = Ground::new(scheme, all, period, as_of);
    let mut taken: BTreeMap<Word, BTreeSet<u32>> = BTreeMap::new();
    let mut placed: BTreeSet<u32> = BTreeSet::new();
    let mut boards = Vec::with_capacity(scheme.boards.len());
    for at in 0..scheme.boards.len() {
        let scored = score_board(&ground, at, &mut taken, &mut placed);
        boards.push(scored);
    }
    let in_period = |at: &u32| period.holds(adjustment(all, *at).date);
    let unplaced =
        (0..happening::place(all.adjustments.len())).filter(|at| in_period(at) && !placed.contains(at));
    Scores { unplaced: unplaced.collect(), scheme, all, period, as_of, boards, ground }
}

impl Scores<'_> {
    /// The item of a row; `None` for one that adjusts others.
    pub fn item(&self, row: &Row) -> Option<&Item> {
        (row.item != NOTHING && !row.adjusts()).then(|| self.ground.item(row.item).0)
    }

    /// The item that an adjustment is about, too.
    pub fn item_behind(&self, row: &Row) -> Option<&Item> {
        (row.item != NOTHING).then(|| self.ground.item(row.item).0)
    }

    /// The event of a row.
    pub fn event(&self, row: &Row) -> Option<Happening> {
        (row.event != NOTHING).then(|| self.ground.event(row.event))
    }

    /// A text.
    pub fn text(&self, word: Word) -> &str {
        self.all.words.text(word)
    }
}

fn adjustment(all: &Happenings, at: u32) -> &happening::Adjustment {
    &all.adjustments[usize::try_from(at).unwrap_or(usize::MAX)]
}

fn score_board(
    ground: &Ground,
    at: usize,
    taken: &mut BTreeMap<Word, BTreeSet<u32>>,
    placed: &mut BTreeSet<u32>,
) -> BoardScores {
    let board = &ground.scheme.boards[at];
    let credits = credits(ground, board);
    let shares = by_subject(&credits);
    let mut states = states(ground, at, &shares);
    let by_hand = standing::adjustments_of(ground, board);
    let work = Work { ground, board, at, ready: &ground.rules, is_money: false, by_hand: &by_hand };
    settle_all(&work, &mut states, &shares, taken);
    let purse = Work { ready: &ground.money, is_money: true, ..work };
    let mut money: Vec<State> = states
        .iter()
        .map(|state| State { subject: state.subject, from: state.from, to: state.to, ..State::default() })
        .collect();
    if !ground.scheme.money.is_empty() {
        settle_all(&purse, &mut money, &shares, &BTreeMap::new());
    }
    for state in &states {
        if !state.used.is_empty() {
            taken.entry(state.subject).or_default().extend(&state.used);
        }
    }
    let work = Work { ready: &ground.rules, is_money: false, ..purse };
    standing::stand(&work, states, &money, placed)
}

type Shares<'c> = BTreeMap<Word, &'c [Credit]>;

fn by_subject(credits: &[Credit]) -> Shares<'_> {
    credits
        .chunk_by(|one, other| one.subject == other.subject)
        .map(|share| (share[0].subject, share))
        .collect()
}

/// Everybody on a board, with nothing yet: those with credits, those of the roster, those with adjustments.
fn states<'g>(ground: &Ground<'g>, at: usize, shares: &Shares) -> Vec<State<'g>> {
    let all = ground.all;
    let board = &ground.scheme.boards[at];
    let mut subjects: BTreeSet<Word> = shares.keys().copied().collect();
    subjects.extend(expected(ground, board));
    let name = all.words.find(&board.name);
    let named = all.adjustments.iter().filter(|one| !one.board.is_none() && Some(one.board) == name);
    subjects.extend(named.filter(|one| ground.period.holds(one.date)).map(|one| one.name));
    let people: BTreeMap<Word, &happening::Person> =
        all.people.iter().map(|person| (person.author.person, person)).collect();
    let state = |subject: Word| {
        let person = people.get(&subject);
        let signed = shares.get(&subject).and_then(|share| share.last()).map(|credit| credit.author);
        let signed = signed.filter(|author| *author != credit::NOBODY).map(|author| all.author_at(author));
        let author = person.map(|person| &person.author).or(signed);
        let (from, to) = person.map_or((None, None), |person| (person.from, person.to));
        State { subject, from, to, author, ..State::default() }
    };
    subjects.into_iter().map(state).collect()
}

/// Rules and blocks of everybody on a board.
fn settle_all(work: &Work, states: &mut [State], shares: &Shares, taken: &BTreeMap<Word, BTreeSet<u32>>) {
    let none = BTreeSet::new();
    states.par_iter_mut().for_each(|state| {
        let credits = shares.get(&state.subject).copied().unwrap_or_default();
        work.gather(state, credits, taken.get(&state.subject).unwrap_or(&none));
    });
    for block in work.ground.blocks_in_order() {
        standing::settle_block(work, states, block);
    }
}
