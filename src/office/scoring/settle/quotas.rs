//! Quotas of a person or unit, and what follows from missing one.
//! It never asks who else has a quota.

use super::{QuotaState, State, Work, adjustment};
use crate::office::scoring::credit::{Credit, is_meant};
use crate::office::scoring::happening::place;
use crate::office::scoring::points::{Fraction, Points};
use crate::office::scoring::row::{NOTHING, Note, Owner, Row};
use crate::office::scoring::scheme::{Counted, Scheme, Who};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

impl Work<'_> {
    pub(super) fn count_quotas(&self, state: &mut State, credits: &[Credit], taken: &BTreeSet<u32>) {
        let whole = self.ground.period;
        for (at, ready) in (0..).zip(&self.ground.quotas) {
            let quota = ready.quota;
            if !Scheme::applies(&quota.boards, self.at) || !self.is_for(&quota.who, state) {
                continue;
            }
            for span in self.spans(quota.per, state) {
                let done = match (&quota.what, &ready.test) {
                    (Counted::Items(_), Some(test)) => {
                        let tally = self.count_signed(test, credits, span);
                        let mut free: Vec<(NaiveDate, u32)> = tally
                            .items
                            .into_iter()
                            .filter(|(item, _)| self.ground.scheme.double || !taken.contains(item))
                            .map(|(item, day)| (day, item))
                            .collect();
                        free.sort_unstable();
                        let wanted = quota
                            .least
                            .rounded(0, crate::office::scoring::points::Halves::Raise)
                            .millionths()
                            / 1_000_000;
                        let wanted = usize::try_from(wanted).unwrap_or(0);
                        state.used.extend(free.iter().take(wanted).map(|(_, item)| *item));
                        Fraction::whole(i64::from(place(free.len())))
                    }
                    (Counted::Events(_), Some(test)) => {
                        Fraction::whole(i64::from(self.count_signed(test, credits, span).events))
                    }
                    (Counted::Metric(metric), _) => self
                        .ground
                        .metrics
                        .get(*metric)
                        .map_or(Fraction::ZERO, |metric| self.metric(metric, credits, span).0),
                    _ => Fraction::ZERO,
                };
                let ended = span.to.min(whole.to) <= self.ground.as_of;
                state.quotas.push(QuotaState { quota: at, span, wanted: quota.least, done, ended });
            }
        }
    }

    /// Whether a quota is for somebody.
    pub(in crate::office::scoring) fn is_for(&self, who: &Who, state: &State) -> bool {
        is_meant(who, self.ground.all, self.ground, state.subject, state.author)
    }

    /// Quotas in points see what rules gave, before blocks are bounded.
    pub(super) fn count_points(&self, state: &mut State) {
        let State { quotas, rows, .. } = state;
        for one in quotas {
            let Counted::Points(block) = &self.ground.scheme.quotas[usize::from(one.quota)].what else {
                continue;
            };
            let counts = |row: &&Row| {
                one.span.holds(row.date) && block.is_none_or(|block| self.lies_in(row.owner, block))
            };
            one.done = rows.iter().filter(counts).map(|row| row.points).sum::<Points>().as_fraction();
        }
    }

    pub(super) fn effects_of_quotas(&self, state: &mut State) {
        let mut running: BTreeMap<u16, u32> = BTreeMap::new();
        for one in state.quotas.clone().into_iter().filter(|one| one.ended) {
            let quota = &self.ground.scheme.quotas[usize::from(one.quota)];
            let missing = one.missing();
            let count = running.entry(one.quota).or_default();
            *count = if missing.is_zero() { 0 } else { *count + 1 };
            if missing.is_zero() || *count < quota.running {
                continue;
            }
            let date = one.span.to;
            let owner = Owner::Quota(one.quota);
            if !quota.minus.is_zero() {
                let points = self.ground.scheme.rounding.row(quota.minus.times(missing));
                state.rows.push(adjustment(owner, Note::Missing, NOTHING, date, -points));
            }
            if let Some((block, scope)) = quota.lose {
                let period = self.ground.period;
                let key = period.key(scope, one.span.from);
                let near = |day| {
                    if scope == quota.per { one.span.holds(day) } else { period.key(scope, day) == key }
                };
                let in_span = |row: &&Row| near(row.date) && self.lies_in(row.owner, block);
                let sum: Points = state.rows.iter().filter(in_span).map(|row| row.points).sum();
                let at = u16::try_from(block).unwrap_or(u16::MAX);
                if sum > Points::ZERO {
                    state.rows.push(adjustment(Owner::Block(at), Note::Lost(one.quota), NOTHING, date, -sum));
                }
            }
            if quota.times != Fraction::ONE {
                state.lessened.insert(one.quota);
            }
            if quota.bar {
                state.barred.push(quota.name.clone());
            }
            if quota.fail && !state.failed.contains(&quota.name) {
                state.failed.push(quota.name.clone());
            }
        }
    }
}
