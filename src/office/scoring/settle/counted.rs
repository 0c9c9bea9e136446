//! What is counted: thresholds that are reached, and figures such as ratios, in each span.
//! It never gives points for a single event.

use super::{State, Work, credited};
use crate::office::scoring::credit::{Credit, NOBODY, heads};
use crate::office::scoring::ground::{ReadyMetric, holds_on};
use crate::office::scoring::happening::{Author, Happening, Item, Word, place};
use crate::office::scoring::matching::Test;
use crate::office::scoring::period::{Period, Scope};
use crate::office::scoring::points::Fraction;
use crate::office::scoring::row::{NOTHING, Note, Owner, Row};
use crate::office::scoring::scheme::{Amount, Counting, Over, Rule, Scheme};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

impl Work<'_> {
    /// Rules with steps and rules on a metric: a row for each span in which something is reached.
    pub(super) fn reach(&self, state: &mut State, credits: &[Credit]) {
        for (at, ready) in (0..).zip(&self.ready.rules) {
            let rule = ready.rule;
            if (rule.steps.is_empty() && rule.metric.is_none()) || !Scheme::applies(&rule.boards, self.at) {
                continue;
            }
            for span in self.spans(rule.per, state) {
                if !holds_on(rule.from, rule.until, span.to.min(self.ground.as_of)) {
                    continue;
                }
                let (value, last) = self.value_of(rule, &ready.test, credits, span);
                let points = match (&rule.steps[..], &rule.amount) {
                    ([], Amount::Fixed(points)) => points.times(value),
                    ([], Amount::Table { .. }) => Fraction::ZERO,
                    (steps, _) => {
                        let reached = steps.iter().rev().find(|(least, _)| value >= *least);
                        reached.map_or(Fraction::ZERO, |(_, points)| *points)
                    }
                };
                if !points.is_zero() {
                    let date = last.unwrap_or(span.to.min(self.ground.as_of).max(span.from));
                    state.rows.push(Row {
                        owner: Owner::Rule(at),
                        note: Note::Reached,
                        item: NOTHING,
                        event: NOTHING,
                        sharer: 0,
                        date,
                        factor: value.into(),
                        points: self.ground.scheme.rounding.row(points),
                        struck: false,
                    });
                }
            }
        }
    }

    pub(super) fn value_of(
        &self,
        rule: &Rule,
        test: &Test,
        credits: &[Credit],
        span: Period,
    ) -> (Fraction, Option<NaiveDate>) {
        if let Some(metric) = rule.metric.and_then(|at| self.ground.metrics.get(at)) {
            return self.metric(metric, credits, span);
        }
        let counted = self.count(test, credits, span, rule);
        (Fraction::whole(i64::from(place(counted.items.len()))), counted.last)
    }

    /// Items, events and the last day of what fits a condition in a span.
    pub(super) fn count(&self, test: &Test, credits: &[Credit], span: Period, rule: &Rule) -> Tally {
        let mut tally = Tally::default();
        for credit in credits.iter().filter(|credit| credited(rule.credit, credit)) {
            let (item, events) = self.ground.item(credit.item);
            for event in events.iter() {
                let held = holds_on(rule.from, rule.until, self.ground.judged_on(item, &event.0));
                if held {
                    self.tally(&mut tally, test, credit, event, span, rule.dated);
                }
            }
        }
        tally
    }

    pub(super) fn tally(
        &self,
        tally: &mut Tally,
        test: &Test,
        credit: &Credit,
        event: (Happening, u8),
        span: Period,
        dated: Option<crate::office::scoring::period::Dated>,
    ) {
        let (item, _) = self.ground.item(credit.item);
        let Some(day) = self.ground.counted_on(dated, item, &event.0) else { return };
        if span.holds(day) && test.holds(&self.facts(credit, event)) {
            tally.items.entry(credit.item).or_insert(day);
            tally.people.extend(self.people_behind(credit, item));
            tally.events += 1;
            tally.last = tally.last.max(Some(day));
        }
    }

    /// The authors who stand behind a credit.
    pub(super) fn people_behind(&self, credit: &Credit, item: &Item) -> Vec<Word> {
        let all = self.ground.all;
        if credit.author != NOBODY {
            return vec![all.author_at(credit.author).person];
        }
        let belongs = |author: &&Author| match self.board.of {
            crate::office::scoring::scheme::Of::Belonging(of) => {
                author.traits[of.index()].contains(&credit.subject)
            }
            crate::office::scoring::scheme::Of::Units | crate::office::scoring::scheme::Of::Authors => true,
        };
        all.authors_of(item)
            .iter()
            .map(|place| all.author_at(*place))
            .filter(belongs)
            .map(|author| author.person)
            .collect()
    }

    pub(super) fn count_signed(&self, test: &Test, credits: &[Credit], span: Period) -> Tally {
        let mut tally = Tally::default();
        for credit in credits.iter().filter(|credit| !credit.again) {
            let (_, events) = self.ground.item(credit.item);
            for event in events.iter() {
                self.tally(&mut tally, test, credit, event, span, None);
            }
        }
        tally
    }

    pub(super) fn metric(
        &self,
        ready: &ReadyMetric,
        credits: &[Credit],
        span: Period,
    ) -> (Fraction, Option<NaiveDate>) {
        let number = |tally: &Tally| {
            let count = match ready.metric.unit {
                Counting::Items => place(tally.items.len()),
                Counting::Events => tally.events,
                Counting::People => place(tally.people.len()),
            };
            Fraction::whole(i64::from(count))
        };
        let tally = self.count_signed(&ready.test, credits, span);
        let value = match (&ready.metric.over, &ready.over) {
            (Over::Number(target), _) => number(&tally).over(*target),
            (Over::Heads, _) => {
                let heads =
                    credits.first().map_or(1, |credit| heads(self.ground.all, self.board, credit.subject));
                number(&tally).over(Fraction::whole(i64::from(place(heads))))
            }
            (_, Some(test)) => number(&tally).over(number(&self.count_signed(test, credits, span))),
            _ => number(&tally),
        };
        let value = if ready.metric.whole {
            Fraction::whole(
                value.rounded(0, crate::office::scoring::points::Halves::Cut).millionths() / 1_000_000,
            )
        } else {
            value
        };
        (ready.metric.most.map_or(value, |most| value.min(most)), tally.last)
    }

    /// Spans of the period that have begun and in which the person was in office.
    pub(super) fn spans(&self, scope: Scope, state: &State) -> Vec<Period> {
        let begun = |span: &Period| {
            span.from <= self.ground.as_of
                && state.from.is_none_or(|from| from <= span.to)
                && state.to.is_none_or(|to| span.from <= to)
        };
        self.ground.period.spans(scope).into_iter().filter(begun).collect()
    }
}

/// What fits a condition.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) items: BTreeMap<u32, NaiveDate>,
    pub(super) events: u32,
    pub(super) people: BTreeSet<Word>,
    pub(super) last: Option<NaiveDate>,
}
