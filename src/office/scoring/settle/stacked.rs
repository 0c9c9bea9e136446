//! What does not count beside something else: 清零, the highest of several, what replaces another rule.
//! It never takes a row away: each stays, and one that takes its points away stands behind it.

use super::{State, Work, adjustment};
use crate::office::scoring::ground::chain;
use crate::office::scoring::period::Scope;
use crate::office::scoring::points::Points;
use crate::office::scoring::row::{NOTHING, Note, Owner, Row};
use crate::office::scoring::scheme::Stack;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

impl Work<'_> {
    pub(super) fn void(&self, state: &mut State) {
        let period = self.ground.period;
        let rules = (0..).zip(&self.ready.rules);
        for (at, ready) in rules.filter(|(_, ready)| ready.rule.bar || ready.rule.void.is_some()) {
            let matched: Vec<Row> = state
                .rows
                .iter()
                .filter(|row| row.owner == Owner::Rule(at) && row.note == Note::Event)
                .copied()
                .collect();
            if ready.rule.bar && !matched.is_empty() {
                state.barred.push(ready.rule.name.clone());
            }
            let Some(scope) = ready.rule.void else { continue };
            for cause in matched {
                let hit = |row: &Row| {
                    row.owner != Owner::Rule(at)
                        && row.points > Points::ZERO
                        && if scope == Scope::Item {
                            row.item == cause.item
                        } else {
                            period.key(scope, row.date) == period.key(scope, cause.date)
                        }
                };
                strike(&mut state.rows, Note::Voided(at), hit);
            }
        }
    }

    pub(super) fn stack_rules(&self, state: &mut State) {
        for (at, ready) in (0..).zip(&self.ready.rules) {
            let lost =
                self.beaten(&state.rows, (ready.rule.stack, ready.rule.keep), ready.rule.per, &|row| {
                    row.owner == Owner::Rule(at)
                });
            strike_places(&mut state.rows, Note::InRule, &lost);
        }
    }

    pub(super) fn stack_block(&self, state: &mut State, block: usize) {
        let one = &self.ground.scheme.blocks[block];
        let lost =
            self.beaten(&state.rows, (one.stack, one.keep), one.per, &|row| self.lies_in(row.owner, block));
        let at = u16::try_from(block).unwrap_or(u16::MAX);
        strike_places(&mut state.rows, Note::InBlock(at), &lost);
    }

    /// Rows that do not count because another does.
    pub(super) fn beaten(
        &self,
        rows: &[Row],
        (stack, keep): (Stack, usize),
        per: Scope,
        of: &dyn Fn(&Row) -> bool,
    ) -> Vec<usize> {
        if stack == Stack::Sum {
            return Vec::new();
        }
        let mut groups: BTreeMap<(u32, u16, i32), Vec<usize>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| !row.struck && of(row)) {
            let alone = per == Scope::Item && row.item == NOTHING;
            if matches!(row.note, Note::Event | Note::Reached) && !alone {
                let item = if per == Scope::Item { row.item } else { NOTHING };
                groups.entry((item, row.sharer, self.ground.period.key(per, row.date))).or_default().push(at);
            }
        }
        let mut lost = Vec::new();
        for group in groups.values_mut().filter(|group| group.len() > 1) {
            let order = |at: &usize| (rows[*at].date, rows[*at].item, rows[*at].event, rows[*at].owner);
            match stack {
                Stack::Sum => {}
                Stack::Highest => group.sort_by_key(|at| (std::cmp::Reverse(rows[*at].points), order(at))),
                Stack::Once => group.sort_by_key(order),
                Stack::First => group.sort_by_key(|at| (rows[*at].owner, order(at))),
            }
            if stack == Stack::First {
                let mut first: Vec<Owner> = group.iter().map(|at| rows[*at].owner).collect();
                first.dedup();
                first.truncate(keep);
                lost.extend(group.iter().filter(|at| !first.contains(&rows[**at].owner)));
            } else {
                lost.extend(group.iter().skip(keep));
            }
        }
        lost
    }

    pub(super) fn replace(&self, state: &mut State) {
        for (at, ready) in (0..).zip(&self.ready.rules).filter(|(_, ready)| !ready.replaces.is_empty()) {
            let items: BTreeSet<u32> = state
                .rows
                .iter()
                .filter(|row| row.owner == Owner::Rule(at) && !row.struck)
                .map(|row| row.item)
                .collect();
            let replaced = |owner: Owner| ready.replaces.iter().any(|other| owner == Owner::Rule(*other));
            strike(&mut state.rows, Note::Replaced(at), |row| {
                replaced(row.owner) && items.contains(&row.item)
            });
        }
    }

    /// Whether a row belongs to a block, directly or through blocks inside it.
    pub(in crate::office::scoring) fn lies_in(&self, owner: Owner, block: usize) -> bool {
        let blocks = &self.ground.scheme.blocks;
        match owner {
            Owner::Rule(rule) => self.ready.blocks[usize::from(rule)].contains(&block),
            Owner::Block(inner) => chain(blocks, Some(usize::from(inner))).contains(&block),
            Owner::Quota(quota) => {
                chain(blocks, self.ground.scheme.quotas[usize::from(quota)].block).contains(&block)
            }
            Owner::Manual(_) => {
                let by_hand = blocks.iter().position(|block| block.manual);
                by_hand.is_some() && chain(blocks, by_hand).contains(&block)
            }
            Owner::Board => false,
        }
    }
}

/// Strikes rows out: each stays, and one that takes it away stands behind it.
pub(super) fn strike(rows: &mut Vec<Row>, note: Note, hit: impl Fn(&Row) -> bool) {
    let places: Vec<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.struck && matches!(row.note, Note::Event | Note::Reached) && hit(row))
        .map(|(at, _)| at)
        .collect();
    strike_places(rows, note, &places);
}

pub(super) fn strike_places(rows: &mut Vec<Row>, note: Note, places: &[usize]) {
    for at in places {
        let row = &mut rows[*at];
        row.struck = true;
        let (owner, item, date, points) = (row.owner, row.item, row.date, row.points);
        if points != Points::ZERO {
            rows.push(adjustment(owner, note, item, date, -points));
        }
    }
}
