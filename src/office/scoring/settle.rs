//! One person's or unit's points: what matches, what is taken together, what is bounded. Order of work:
//! match and multiply; 清零; rules taken together; replaced rules; blocks taken together; quotas; bounds of rules;
//! blocks from the inside (weight, scale, bounds); board.
//! It never looks at another person, except for the best of a block that is scaled.

use super::credit::{Credit, NOBODY, heads, is_meant};
use super::ground::{Ground, Ready, ReadyMetric, chain, holds_on};
use super::happening::{Author, Happening, Item, Word, place};
use super::matching::{Facts, Test};
use super::period::{Period, Scope};
use super::points::{Fraction, Points};
use super::row::{NOTHING, Note, Owner, Row};
use super::scheme::{Amount, Board, Counted, Counting, Credit as Whom, Over, Rule, Scheme, Stack, Who};
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

    fn facts<'a>(&'a self, credit: &Credit, event: (Happening, u8)) -> Facts<'a> {
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

    fn match_events(&self, state: &mut State, credits: &[Credit]) {
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

    fn first_event(&self, item: u32) -> u32 {
        let (_, range) = &self.ground.items[usize::try_from(item).unwrap_or(usize::MAX)];
        range.start
    }

    fn match_one(
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
    fn unproved(
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
    fn keep_ordinals(&self, found: &mut Vec<Row>) {
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

    /// Rules with steps and rules on a metric: a row for each span in which something is reached.
    fn reach(&self, state: &mut State, credits: &[Credit]) {
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

    fn value_of(
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
    fn count(&self, test: &Test, credits: &[Credit], span: Period, rule: &Rule) -> Tally {
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

    fn tally(
        &self,
        tally: &mut Tally,
        test: &Test,
        credit: &Credit,
        event: (Happening, u8),
        span: Period,
        dated: Option<super::period::Dated>,
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
    fn people_behind(&self, credit: &Credit, item: &Item) -> Vec<Word> {
        let all = self.ground.all;
        if credit.author != NOBODY {
            return vec![all.author_at(credit.author).person];
        }
        let belongs = |author: &&Author| match self.board.of {
            super::scheme::Of::Belonging(of) => author.traits[of.index()].contains(&credit.subject),
            super::scheme::Of::Units | super::scheme::Of::Authors => true,
        };
        all.authors_of(item)
            .iter()
            .map(|place| all.author_at(*place))
            .filter(belongs)
            .map(|author| author.person)
            .collect()
    }

    fn count_signed(&self, test: &Test, credits: &[Credit], span: Period) -> Tally {
        let mut tally = Tally::default();
        for credit in credits.iter().filter(|credit| !credit.again) {
            let (_, events) = self.ground.item(credit.item);
            for event in events.iter() {
                self.tally(&mut tally, test, credit, event, span, None);
            }
        }
        tally
    }

    fn metric(&self, ready: &ReadyMetric, credits: &[Credit], span: Period) -> (Fraction, Option<NaiveDate>) {
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
            Fraction::whole(value.rounded(0, super::points::Halves::Cut).millionths() / 1_000_000)
        } else {
            value
        };
        (ready.metric.most.map_or(value, |most| value.min(most)), tally.last)
    }

    /// Spans of the period that have begun and in which the person was in office.
    fn spans(&self, scope: Scope, state: &State) -> Vec<Period> {
        let begun = |span: &Period| {
            span.from <= self.ground.as_of
                && state.from.is_none_or(|from| from <= span.to)
                && state.to.is_none_or(|to| span.from <= to)
        };
        self.ground.period.spans(scope).into_iter().filter(begun).collect()
    }

    fn void(&self, state: &mut State) {
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

    fn stack_rules(&self, state: &mut State) {
        for (at, ready) in (0..).zip(&self.ready.rules) {
            let lost =
                self.beaten(&state.rows, (ready.rule.stack, ready.rule.keep), ready.rule.per, &|row| {
                    row.owner == Owner::Rule(at)
                });
            strike_places(&mut state.rows, Note::InRule, &lost);
        }
    }

    fn stack_block(&self, state: &mut State, block: usize) {
        let one = &self.ground.scheme.blocks[block];
        let lost =
            self.beaten(&state.rows, (one.stack, one.keep), one.per, &|row| self.lies_in(row.owner, block));
        let at = u16::try_from(block).unwrap_or(u16::MAX);
        strike_places(&mut state.rows, Note::InBlock(at), &lost);
    }

    /// Rows that do not count because another does.
    fn beaten(
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

    fn replace(&self, state: &mut State) {
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
    pub(super) fn lies_in(&self, owner: Owner, block: usize) -> bool {
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

    fn count_quotas(&self, state: &mut State, credits: &[Credit], taken: &BTreeSet<u32>) {
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
                        let wanted =
                            quota.least.rounded(0, super::points::Halves::Raise).millionths() / 1_000_000;
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
    pub(super) fn is_for(&self, who: &Who, state: &State) -> bool {
        is_meant(who, self.ground.all, self.ground, state.subject, state.author)
    }

    /// Quotas in points see what rules gave, before blocks are bounded.
    fn count_points(&self, state: &mut State) {
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

    fn effects_of_quotas(&self, state: &mut State) {
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

/// What fits a condition.
#[derive(Debug, Default)]
struct Tally {
    items: BTreeMap<u32, NaiveDate>,
    events: u32,
    people: BTreeSet<Word>,
    last: Option<NaiveDate>,
}

fn credited(whom: Whom, credit: &Credit) -> bool {
    match whom {
        Whom::Signed => !credit.source,
        Whom::Sources => credit.source,
        Whom::All => !credit.again,
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

/// Strikes rows out: each stays, and one that takes it away stands behind it.
fn strike(rows: &mut Vec<Row>, note: Note, hit: impl Fn(&Row) -> bool) {
    let places: Vec<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.struck && matches!(row.note, Note::Event | Note::Reached) && hit(row))
        .map(|(at, _)| at)
        .collect();
    strike_places(rows, note, &places);
}

fn strike_places(rows: &mut Vec<Row>, note: Note, places: &[usize]) {
    for at in places {
        let row = &mut rows[*at];
        row.struck = true;
        let (owner, item, date, points) = (row.owner, row.item, row.date, row.points);
        if points != Points::ZERO {
            rows.push(adjustment(owner, note, item, date, -points));
        }
    }
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
