//! What all boards of a computation share: events in one order, whatever order they came in; rules made ready.
//! It never credits anybody.

use super::happening::{EVENTS, Happening, Happenings, Item, Text, Word, place};
use super::matching::{Cell, Events, Facts, Lexicon, Test, value_of};
use super::period::{Dated, Period};
use super::points::Fraction;
use super::scheme::{Amount, Block, Counted, Metric, Over, Quota, Rule, Scheme, Validity};
use chrono::{Datelike, NaiveDate};
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Range;

/// Everything that is the same for all boards.
pub(super) struct Ground<'s> {
    pub(super) scheme: &'s Scheme,
    pub(super) all: &'s Happenings,
    pub(super) period: Period,
    pub(super) as_of: NaiveDate,
    /// Items with events, in order; each with its place and the range of its events.
    pub(super) items: Vec<(u32, Range<u32>)>,
    /// Places of events by item.
    pub(super) order: Vec<u32>,
    /// Their levels.
    levels: Vec<u8>,
    pub(super) rules: Ready<'s>,
    pub(super) money: Ready<'s>,
    pub(super) metrics: Vec<ReadyMetric<'s>>,
    pub(super) quotas: Vec<ReadyQuota<'s>>,
    /// Kinds of units by the roster.
    pub(super) kinds: HashMap<Word, Word>,
}

/// Rules made ready, and found by their event.
pub(super) struct Ready<'s> {
    pub(super) rules: Vec<ReadyRule<'s>>,
    by_event: HashMap<Word, Vec<u16>>,
    of_any: Vec<u16>,
    /// For each rule the blocks that it lies in, from the inside.
    pub(super) blocks: Vec<Vec<usize>>,
    factors: Vec<ReadyFactor<'s>>,
}

/// A rule made ready.
pub(super) struct ReadyRule<'s> {
    pub(super) rule: &'s Rule,
    pub(super) test: Test<'s>,
    table: Option<Table>,
    factors: Vec<usize>,
    /// Rules that it replaces.
    pub(super) replaces: Vec<u16>,
}

struct ReadyFactor<'s> {
    factor: &'s super::scheme::Factor,
    test: Test<'s>,
    table: Option<Table>,
}

/// A metric made ready.
pub(super) struct ReadyMetric<'s> {
    pub(super) metric: &'s Metric,
    pub(super) test: Test<'s>,
    pub(super) over: Option<Test<'s>>,
}

/// A quota made ready.
pub(super) struct ReadyQuota<'s> {
    pub(super) quota: &'s Quota,
    pub(super) test: Option<Test<'s>>,
}

impl<'s> Ground<'s> {
    pub(super) fn new(scheme: &'s Scheme, all: &'s Happenings, period: Period, as_of: NaiveDate) -> Self {
        let lexicon = Lexicon::new(&all.words, scheme);
        let Ordered { items, order, levels } = in_order(all, &lexicon);
        let metrics = scheme.metrics.iter().map(|metric| ReadyMetric {
            metric,
            test: lexicon.test(&metric.condition),
            over: match &metric.over {
                Over::Count(condition) => Some(lexicon.test(condition)),
                Over::Nothing | Over::Number(_) | Over::Heads => None,
            },
        });
        let quotas = scheme.quotas.iter().map(|quota| ReadyQuota {
            quota,
            test: match &quota.what {
                Counted::Items(condition) | Counted::Events(condition) => Some(lexicon.test(condition)),
                Counted::Metric(_) | Counted::Points(_) => None,
            },
        });
        Ground {
            metrics: metrics.collect(),
            quotas: quotas.collect(),
            rules: Ready::new(scheme, &scheme.rules, &lexicon),
            money: Ready::new(scheme, &scheme.money, &lexicon),
            kinds: all.units.iter().map(|unit| (unit.name, unit.kind)).collect(),
            scheme,
            all,
            period,
            as_of,
            items,
            order,
            levels,
        }
    }

    /// The item and the events of a place in [`Ground::items`].
    pub(super) fn item(&self, at: u32) -> (&'s Item, Events<'_>) {
        let (place, range) = self.items[usize::try_from(at).unwrap_or(usize::MAX)].clone();
        let (from, to) = (index(range.start), index(range.end));
        let events =
            Events { all: &self.all.events, order: &self.order[from..to], levels: &self.levels[from..to] };
        (self.all.item_at(place), events)
    }

    /// The event at a place in the order.
    pub(super) fn event(&self, at: u32) -> Happening {
        self.all.events.get(self.order[index(at)])
    }

    /// The day that an event counts on, when that lies in the period.
    pub(super) fn counted_on(
        &self,
        dated: Option<Dated>,
        item: &Item,
        event: &Happening,
    ) -> Option<NaiveDate> {
        let day = match dated.unwrap_or(self.scheme.period.dated) {
            Dated::Event => event.date,
            Dated::Received => item.received.unwrap_or(event.date),
            Dated::Signed => item.signed.unwrap_or(event.date),
        };
        if event.year != 0 {
            let year = self.scheme.period.year(event.year)?;
            let meets = year.from <= self.period.to && self.period.from <= year.to;
            return meets.then(|| day.clamp(self.period.from, self.period.to));
        }
        self.period.holds(day).then_some(day)
    }

    /// The day by which the validity of rules is judged.
    pub(super) fn judged_on(&self, item: &Item, event: &Happening) -> NaiveDate {
        match self.scheme.validity {
            Validity::Event => event.date,
            Validity::Received => item.received.unwrap_or(event.date),
            Validity::Rescored => self.period.to.min(self.as_of),
        }
    }

    /// Blocks from the inside out: one that lies in another comes before it.
    pub(super) fn blocks_in_order(&self) -> Vec<usize> {
        let depth = |at: usize| chain(&self.scheme.blocks, Some(at)).len();
        let mut order: Vec<usize> = (0..self.scheme.blocks.len()).collect();
        order.sort_by_key(|at| (std::cmp::Reverse(depth(*at)), *at));
        order
    }
}

/// Blocks from one outwards.
pub(super) fn chain(blocks: &[Block], from: Option<usize>) -> Vec<usize> {
    let mut chain = Vec::new();
    let mut next = from;
    while let Some(at) = next.filter(|at| !chain.contains(at)) {
        chain.push(at);
        next = blocks[at].within;
    }
    chain
}

impl<'s> Ready<'s> {
    fn new(scheme: &'s Scheme, rules: &'s [Rule], lexicon: &Lexicon<'s>) -> Self {
        let factors: Vec<ReadyFactor> = scheme
            .factors
            .iter()
            .map(|factor| ReadyFactor {
                factor,
                test: lexicon.test(&factor.condition),
                table: table_of(&factor.times, lexicon),
            })
            .collect();
        let blocks: Vec<Vec<usize>> = rules.iter().map(|rule| chain(&scheme.blocks, rule.block)).collect();
        let ready: Vec<ReadyRule> = rules
            .iter()
            .zip(&blocks)
            .map(|(rule, chain)| ReadyRule {
                test: lexicon.test(&rule.condition),
                table: table_of(&rule.amount, lexicon),
                factors: factors_of(rule, chain, scheme),
                replaces: (0..)
                    .zip(rules)
                    .filter(|(_, other)| rule.replaces.contains(&other.name))
                    .map(|(at, _)| at)
                    .collect(),
                rule,
            })
            .collect();
        let mut by_event: HashMap<Word, Vec<u16>> = HashMap::new();
        let mut of_any = Vec::new();
        for (at, one) in (0..).zip(&ready).filter(|(_, one)| one.rule.metric.is_none()) {
            match one.test.events() {
                Some(events) => events.iter().for_each(|event| by_event.entry(*event).or_default().push(at)),
                None => of_any.push(at),
            }
        }
        for list in by_event.values_mut() {
            list.dedup();
        }
        Ready { rules: ready, by_event, of_any, blocks, factors }
    }

    /// Rules that an event may concern.
    pub(super) fn of_event(&self, event: Word) -> impl Iterator<Item = u16> {
        self.by_event.get(&event).into_iter().flatten().chain(&self.of_any).copied()
    }

    /// Points of a rule for an event before factors; `None` where its table says nothing.
    pub(super) fn amount(&self, rule: u16, facts: &Facts) -> Option<Fraction> {
        let ready = &self.rules[usize::from(rule)];
        look_up(&ready.rule.amount, ready.table.as_deref(), facts)
    }

    /// The product of the factors that apply.
    pub(super) fn factor(&self, rule: u16, board: usize, day: NaiveDate, facts: &Facts) -> Fraction {
        let mut product = Fraction::ONE;
        for at in &self.rules[usize::from(rule)].factors {
            let one = &self.factors[*at];
            let held = holds_on(one.factor.from, one.factor.until, day);
            if held && Scheme::applies(&one.factor.boards, board) && one.test.holds(facts) {
                // What a table of factors does not name is not multiplied.
                let times = look_up(&one.factor.times, one.table.as_deref(), facts).unwrap_or(Fraction::ONE);
                let measure = one.factor.measure.as_ref();
                let measured = measure.map_or(Fraction::ONE, |measure| measure.value(&value_of(facts)));
                product = product.times(times).times(measured);
            }
        }
        product
    }
}

/// Whether a day lies between two.
pub(super) fn holds_on(from: Option<NaiveDate>, until: Option<NaiveDate>, day: NaiveDate) -> bool {
    from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
}

type Table = Vec<(Vec<Cell>, Fraction)>;

fn look_up(amount: &Amount, table: Option<&[(Vec<Cell>, Fraction)]>, facts: &Facts) -> Option<Fraction> {
    let by = match amount {
        Amount::Fixed(points) => return Some(*points),
        Amount::Table { by, .. } => by,
    };
    let fits = |cells: &[Cell]| cells.iter().zip(by).all(|(cell, attribute)| cell.fits(*attribute, facts));
    table?.iter().find(|(cells, _)| fits(cells)).map(|(_, points)| *points)
}

fn table_of(amount: &Amount, lexicon: &Lexicon) -> Option<Table> {
    let Amount::Table { by, rows } = amount else { return None };
    let cells = |words: &[String]| {
        by.iter().zip(words).map(|(attribute, word)| lexicon.cell(*attribute, word)).collect::<Vec<_>>()
    };
    let mut ready: Vec<_> = rows.iter().map(|(words, points)| (cells(words), *points)).collect();
    // 其他 is what fits when nothing else does, wherever it stands.
    // 独立 goes before 第一人, which fits one who is alone as well.
    let alone = |cells: &[Cell]| cells.iter().any(|cell| matches!(cell, Cell::Position("独立")));
    ready.sort_by_key(|(cells, _)| {
        (cells.iter().filter(|cell| matches!(cell, Cell::Any)).count(), !alone(cells))
    });
    Some(ready)
}

fn factors_of(rule: &Rule, chain: &[usize], scheme: &Scheme) -> Vec<usize> {
    let named = |name: &String| *name == rule.name || chain.iter().any(|at| scheme.blocks[*at].name == *name);
    let factors = scheme.factors.iter().enumerate();
    factors.filter(|(_, one)| one.rules.is_empty() || one.rules.iter().any(named)).map(|(at, _)| at).collect()
}

/// By what events of one case and day are ordered: words, flags.
type Key = ([u32; 7], bool, bool, i32);

/// Items and events in their order.
struct Ordered {
    items: Vec<(u32, Range<u32>)>,
    order: Vec<u32>,
    levels: Vec<u8>,
}

/// Items by case, and their events by day and words: the order of entries is forgotten.
fn in_order(all: &Happenings, lexicon: &Lexicon) -> Ordered {
    let ranks = all.words.ranks();
    let rank = |word: Word| ranks.get(word.index()).copied().unwrap_or(0);
    // Of one day, what comes first in the office comes first here: 登记 before 编发 before 采用.
    let steps: HashMap<Word, u32> =
        (0..).zip(EVENTS).filter_map(|(step, word)| Some((all.words.find(word)?, step))).collect();
    let step = |word: Word| steps.get(&word).copied().unwrap_or_else(|| place(EVENTS.len()) + rank(word));
    let cases = case_ranks(all);
    let key = |at: u32| -> Key {
        let event = all.events.get(at);
        let words =
            [event.organ, event.level, event.form, event.leader, event.publication, event.grade].map(rank);
        let [organ, level, form, leader, publication, grade] = words;
        let words = [step(event.event), organ, level, form, leader, publication, grade];
        (words, event.chief, event.evidence, event.year)
    };
    // Case and day tell most events apart; the rest is compared only where they do not.
    let case_and_day = |(item, date): (u32, NaiveDate)| {
        let day = u32::try_from(date.num_days_from_ce()).unwrap_or(0);
        (u64::from(cases[index(item)]) << 32) | u64::from(day)
    };
    let mut keyed: Vec<(u64, u32)> =
        (0..).zip(all.events.items_and_days()).map(|(at, event)| (case_and_day(event), at)).collect();
    keyed.par_sort_unstable();
    for equal in keyed.chunk_by_mut(|one, other| one.0 == other.0).filter(|equal| equal.len() > 1) {
        equal.sort_by_key(|(_, at)| (key(*at), *at));
    }
    let mut order: Vec<u32> = keyed.into_iter().map(|(_, at)| at).collect();
    let mut items: Vec<(u32, Range<u32>)> = Vec::new();
    // Events of an item that has no label stand with those of others without one: they are brought together in
    // the order of the first of each.
    let mut slots: Vec<u32> = vec![u32::MAX; all.items.len()];
    for at in &order {
        let item = all.events.item_of(*at);
        let slot = &mut slots[index(item)];
        if *slot == u32::MAX {
            *slot = place(items.len());
            items.push((item, 0..0));
        }
    }
    if all.items.iter().any(|item| item.case == Text::default()) {
        order.sort_by_key(|at| slots[index(all.events.item_of(*at))]);
    }
    for (position, at) in (0..).zip(&order) {
        let range = &mut items[index(slots[index(all.events.item_of(*at))])].1;
        if range.start == range.end {
            *range = position..position;
        }
        range.end = position + 1;
    }
    let level_of = lexicon.level_of();
    let levels = order.iter().map(|at| level_of(&all.events.get(*at))).collect();
    Ordered { items, order, levels }
}

/// For each item the place of its label among all labels; items without one share the first.
fn case_ranks(all: &Happenings) -> Vec<u32> {
    let label = |item: u32| all.texts.get(all.items[index(item)].case);
    let mut sorted: Vec<u32> = (0..place(all.items.len())).collect();
    sorted.par_sort_by_key(|item| label(*item));
    let mut ranks = vec![0; sorted.len()];
    let (mut rank, mut last) = (0, "");
    for item in sorted {
        if label(item) != last {
            rank += 1;
            last = label(item);
        }
        ranks[index(item)] = rank;
    }
    ranks
}

fn index(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
