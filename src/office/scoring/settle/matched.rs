//! Which rules an event fits, and what it is worth by each.
//! It never looks at two rules together.

use super::{State, Work, credited};
use crate::office::scoring::credit::{Credit, NOBODY};
use crate::office::scoring::ground::holds_on;
use crate::office::scoring::happening::{Happening, Item, place};
use crate::office::scoring::matching::Facts;
use crate::office::scoring::period::Scope;
use crate::office::scoring::points::{Fraction, Points};
use crate::office::scoring::row::{NOTHING, Note, Owner, Row};
use crate::office::scoring::scheme::Scheme;
use chrono::NaiveDate;
use std::collections::BTreeMap;

impl Work<'_> {
    pub(super) fn facts<'a>(&'a self, credit: &Credit, event: (Happening, u8)) -> Facts<'a> {
        let (item, events) = self.ground.item(credit.item);
        Facts {
            all: self.ground.all,
            item,
            events,
            event: event.0,
            level: event.1,
            board: &self.board.name,
            of: self.board.of,
            subject: credit.subject,
            author: (credit.author != NOBODY).then(|| self.ground.all.author_at(credit.author)),
            position: credit.position,
            sharers: credit.sharers,
        }
    }

    pub(super) fn match_events(&self, state: &mut State, credits: &[Credit]) {
        let mut found: Vec<Row> = Vec::new();
        for credit in credits {
            let (item, events) = self.ground.item(credit.item);
            let first = self.first_event(credit.item);
            for (at, event) in (first..).zip(events.iter()) {
                for rule in self.ready.of_event(event.0.event) {
                    if let Some(row) = self.match_one(rule, credit, item, event, at) {
                        found.push(row);
                    }
                }
            }
        }
        self.keep_ordinals(&mut found);
        state.rows.extend(found);
    }

    pub(super) fn first_event(&self, item: u32) -> u32 {
        let (_, range) = &self.ground.items[usize::try_from(item).unwrap_or(usize::MAX)];
        range.start
    }

    pub(super) fn match_one(
        &self,
        at: u16,
        credit: &Credit,
        item: &Item,
        event: (Happening, u8),
        place: u32,
    ) -> Option<Row> {
        let ready = &self.ready.rules[usize::from(at)];
        let rule = ready.rule;
        let day = self.ground.judged_on(item, &event.0);
        let concerns = Scheme::applies(&rule.boards, self.at)
            && rule.steps.is_empty()
            && credited(rule.credit, credit)
            && holds_on(rule.from, rule.until, day);
        if !concerns {
            return None;
        }
        let date = self.ground.counted_on(rule.dated, item, &event.0)?;
        let facts = self.facts(credit, event);
        if !ready.test.holds(&facts) {
            return self.unproved(at, credit, event, date, place);
        }
        let amount = self.ready.amount(at, &facts)?;
        let share = rule.share.unwrap_or(self.board.share).of(credit.position, credit.sharers);
        let factor = self.ready.factor(at, self.at, day, &facts).times(share);
        // One who has no share has no row, unless the rule does more than give points.
        if share.is_zero() && rule.void.is_none() && !rule.bar {
            return None;
        }
        Some(Row {
            owner: Owner::Rule(at),
            note: Note::Event,
            item: credit.item,
            event: place,
            sharer: u16::try_from(credit.sharer).unwrap_or(u16::MAX),
            date,
            factor: factor.into(),
            points: self.ground.scheme.rounding.row(amount.times(factor)),
            struck: false,
        })
    }

    /// A row of nothing where only the evidence is missing, so that somebody can look for it.
    pub(super) fn unproved(
        &self,
        at: u16,
        credit: &Credit,
        event: (Happening, u8),
        date: NaiveDate,
        place: u32,
    ) -> Option<Row> {
        let ready = &self.ready.rules[usize::from(at)];
        if ready.rule.condition.evidence != Some(true) || event.0.evidence {
            return None;
        }
        let proved = Happening { evidence: true, ..event.0 };
        ready.test.holds(&self.facts(credit, (proved, event.1))).then_some(Row {
            owner: Owner::Rule(at),
            note: Note::Unproved,
            item: credit.item,
            event: place,
            sharer: u16::try_from(credit.sharer).unwrap_or(u16::MAX),
            date,
            factor: Fraction::ZERO.into(),
            points: Points::ZERO,
            struck: true,
        })
    }

    /// Rules that count only the first, or from the second on, keep those.
    pub(super) fn keep_ordinals(&self, found: &mut Vec<Row>) {
        let mut keep = vec![true; found.len()];
        for (at, ready) in (0..).zip(&self.ready.rules) {
            let Some(nth) = ready.rule.nth else { continue };
            let mut of_rule: Vec<usize> =
                (0..found.len()).filter(|row| found[*row].owner == Owner::Rule(at)).collect();
            of_rule.retain(|row| found[*row].note == Note::Event);
            of_rule.sort_by_key(|row| (found[*row].date, found[*row].item, found[*row].event));
            let mut counted: BTreeMap<(i32, u32), BTreeMap<u32, u32>> = BTreeMap::new();
            for row in of_rule {
                let one = found[row];
                let item = if nth.per == Scope::Item { one.item } else { NOTHING };
                let numbers = counted.entry((self.ground.period.key(nth.per, one.date), item)).or_default();
                let next = place(numbers.len()) + 1;
                let number = *numbers.entry(if nth.events { one.event } else { one.item }).or_insert(next);
                keep[row] = nth.from <= number && nth.to.is_none_or(|to| number <= to);
            }
        }
        let mut kept = keep.into_iter();
        found.retain(|_| kept.next().unwrap_or(true));
    }
}
