//! Cases, roster and adjustments of the ledger as happenings.
//! It never leaves an event out because no rule may want it.

use crate::failure::Outcome;
use crate::ledger::{CaseFilter, Ledger};
use crate::office::adjustment::{self, Adjustment};
use crate::office::case::{Case, Contributor, Standing};
use crate::office::feedback::{FeedbackRow, Outcome as Result_};
use crate::office::roster::{INFORMANT, MEMBER, Match, Member, Roster};
use crate::office::scoring::happening::{
    self, Author, Happening, Happenings, Person, SCORED_MARKS, Trait, Unit, Word,
};
use crate::office::scoring::period::Period;
use crate::office::scoring::scheme::Scheme;
use crate::office::scoring::{kind_of, points::Points};
use crate::pipeline::stored::{office_values, roster_on};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that scores of a period are made of, as it stood in the evening of a day.
pub(super) fn happenings(
    ledger: &Ledger,
    scheme: &Scheme,
    period: Period,
    as_of: NaiveDate,
) -> Outcome<Happenings> {
    let happenings = ledger.snapshot(|reading| {
        let mut gathering = Gathering::new(scheme, roster_on(reading, as_of.min(period.to))?);
        gathering.people(period, as_of);
        gathering.units();
        let filter =
            CaseFilter { as_of: Some(as_of), changed_from: Some(period.from), ..CaseFilter::default() };
        reading.each_case(&filter, |case| {
            gathering.case(&case);
            Ok(())
        })?;
        for adjustment in office_values::<Adjustment>(reading, adjustment::SUBJECT, as_of)? {
            gathering.adjustment(&adjustment, period);
            if !adjustment.event.is_empty() && adjustment.date <= as_of {
                gathering.event_by_hand(&adjustment);
            }
        }
        Ok(gathering.all)
    })?;
    ledger.let_go_of_pages()?;
    Ok(happenings)
}

struct Gathering<'s> {
    all: Happenings,
    roster: Roster,
    /// Ranks (政协职务) by person.
    ranks: BTreeMap<String, BTreeSet<String>>,
    /// Organs whose level the scheme says itself.
    levelled: BTreeSet<&'s str>,
}

impl<'s> Gathering<'s> {
    fn new(scheme: &'s Scheme, roster: Roster) -> Self {
        let mut ranks: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for member in &roster.members {
            ranks.entry(member.person.clone()).or_default().extend(member.rank.clone());
        }
        let levelled =
            scheme.levels.iter().flat_map(|(_, organs)| organs.iter().map(String::as_str)).collect();
        Gathering { all: Happenings::default(), roster, ranks, levelled }
    }

    /// People in office on some day of the period up to the day of the figures, each once.
    fn people(&mut self, period: Period, as_of: NaiveDate) {
        let last = period.to.min(as_of);
        let meets = |from: Option<NaiveDate>, to: Option<NaiveDate>| {
            from.is_none_or(|from| from <= last) && to.is_none_or(|to| period.from <= to)
        };
        let roster = std::mem::take(&mut self.roster);
        let mut people: BTreeMap<&str, Rows> = BTreeMap::new();
        for row in roster.members.iter().filter(|row| meets(row.term.from, row.term.to)) {
            people.entry(&row.person).or_default().members.push(row);
        }
        for row in roster.informants.iter().filter(|row| meets(row.term.from, row.term.to)) {
            let known = people.entry(&row.person).or_default();
            known.groups.extend(row.group.clone());
            known.informs = true;
            known.terms.push((row.term.from, row.term.to));
        }
        for (person, rows) in people {
            let one = self.person(person, &rows);
            self.all.people.push(one);
        }
        self.roster = roster;
    }

    fn person(&mut self, key: &str, rows: &Rows) -> Person {
        let mut author = Author { person: self.all.words.of(key), ..Author::default() };
        let roles: Vec<&str> = [(!rows.members.is_empty(), MEMBER), (rows.informs, INFORMANT)]
            .into_iter()
            .filter(|(is, _)| *is)
            .map(|(_, role)| role)
            .collect();
        self.give(&mut author, Trait::Role, roles);
        let field = |field: fn(&Member) -> &Option<String>| -> BTreeSet<String> {
            rows.members.iter().filter_map(|row| field(row).clone()).collect()
        };
        let traits = [
            (Trait::Sector, field(|row| &row.sector)),
            (Trait::Committee, field(|row| &row.committee)),
            (Trait::Town, field(|row| &row.town)),
            (Trait::Party, field(|row| &row.party)),
            (Trait::Rank, field(|row| &row.rank)),
            (Trait::Group, rows.groups.clone()),
        ];
        for (of, words) in traits {
            self.give(&mut author, of, words.iter().map(String::as_str));
        }
        let terms =
            rows.members.iter().map(|row| (row.term.from, row.term.to)).chain(rows.terms.iter().copied());
        let terms: Vec<_> = terms.collect();
        Person {
            author,
            unranked: rows.members.iter().any(|row| row.unranked),
            self_points: None,
            from: terms.iter().map(|(from, _)| *from).min().flatten(),
            to: if terms.iter().any(|(_, to)| to.is_none()) {
                None
            } else {
                terms.iter().filter_map(|(_, to)| *to).max()
            },
        }
    }

    fn units(&mut self) {
        let words = &mut self.all.words;
        let units =
            self.roster.units.iter().map(|unit| (unit.name.as_str(), unit.kind.as_str(), unit.members));
        let groups =
            self.roster.groups.iter().map(|group| (group.name.as_str(), kind_of(Trait::Group), None));
        for (name, kind, members) in units.chain(groups) {
            let unit = Unit { name: words.of(name), kind: words.of(kind), members, ..Unit::default() };
            self.all.units.push(unit);
        }
    }

    fn case(&mut self, case: &Case) {
        let registered = &case.registered;
        let authors: Vec<u32> =
            registered.authors.iter().map(|author| self.author(author, registered.received)).collect();
        let place = self.all.new_item(&case.number.to_string());
        self.all.set_authors(place, &authors);
        let unit = registered.unit_known.as_deref().or(registered.unit.as_deref()).unwrap_or_default();
        let unit = self.all.words.of(unit);
        if !unit.is_none() {
            self.all.set_units(place, &[unit]);
        }
        let issues: Vec<String> = case.issues.iter().map(ToString::to_string).collect();
        let Happenings { words, texts, .. } = &mut self.all;
        let (category, topic) = (words.of(&case.classified.category), words.of(&case.classified.topic));
        let (title, issues) = (texts.add(&registered.title), texts.add(&issues.join("、")));
        if let Some(item) = self.all.item_mut(place) {
            (item.title, item.issues) = (title, issues);
            (item.category, item.topic) = (category, topic);
            item.wanted = !case.wanted.is_empty();
            item.urgent = case.classified.urgent;
            item.received = Some(registered.received);
            item.signed = case.signed;
        }
        self.events_of(case, place);
    }

    fn events_of(&mut self, case: &Case, item: u32) {
        self.event(item, "登记", case.registered.received, |_, _| {});
        if let Some(day) = case.signed {
            for issue in &case.issues {
                self.event(item, "编发", day, |event, words| {
                    event.publication = words.of(&issue.publication);
                });
            }
        }
        for (destination, day) in &case.sent {
            self.event(item, "报送", *day, |event, words| event.organ = words.of(destination));
        }
        if let Some(day) = case.ended {
            match case.standing {
                Standing::Kept => self.event(item, "留存", day, |_, _| {}),
                Standing::Returned => self.event(item, "退稿", day, |_, _| {}),
                Standing::Moving | Standing::Waiting | Standing::Done => {}
            }
        }
        for (mark, day) in case.marks.iter().zip(&case.mark_days) {
            if SCORED_MARKS.contains(&mark.as_str()) {
                self.event(item, mark, *day, |_, _| {});
            }
        }
        for row in &case.feedback {
            self.feedback(item, row);
        }
    }

    fn feedback(&mut self, item: u32, row: &FeedbackRow) {
        let feedback = &row.feedback;
        // The level of an organ may be the program's guess; a scheme that lists the organ knows better.
        let guessed =
            feedback.result != Result_::Instructed && self.levelled.contains(feedback.organ.as_str());
        let level = feedback.level.as_deref().filter(|_| !guessed).unwrap_or_default();
        self.event(item, feedback.result.word(), feedback.date, |event, words| {
            event.organ = words.of(&feedback.organ);
            event.level = words.of(level);
            event.form = feedback.form.map_or(Word::NONE, |form| words.of(form.word()));
            event.leader = words.of(feedback.leader.as_deref().unwrap_or_default());
            event.grade = feedback.grade.map_or(Word::NONE, |grade| words.of(grade.word()));
            event.chief = feedback.chief;
            event.evidence = !feedback.evidence.is_empty();
        });
    }

    fn event(
        &mut self,
        item: u32,
        word: &str,
        date: NaiveDate,
        fill: impl FnOnce(&mut Happening, &mut happening::Words),
    ) {
        let words = &mut self.all.words;
        let mut event = Happening { item, event: words.of(word), date, ..Happening::default() };
        fill(&mut event, words);
        self.all.events.push(event);
    }

    /// An author with what the roster said on the day of registration. One who was not on it then is looked up
    /// again: offices write their first roster when the first papers have come.
    fn author(&mut self, contributor: &Contributor, day: NaiveDate) -> u32 {
        let written = crate::office::paper::Author {
            name: contributor.name.clone(),
            unit: contributor.unit.clone(),
            sector: contributor.sector.clone(),
            phone: contributor.phone.clone(),
            ..Default::default()
        };
        let now = match &contributor.person {
            Some(_) => None,
            None => match self.roster.match_author(&written, day) {
                Match::Found(found) => Some(found),
                Match::Unknown | Match::Several => None,
            },
        };
        let contributor = now.as_ref().unwrap_or(contributor);
        let key = contributor.person.as_deref().unwrap_or(&contributor.name);
        let mut author = Author { person: self.all.words.of(key), ..Author::default() };
        self.give(&mut author, Trait::Role, contributor.roles.iter().map(String::as_str));
        let traits = [
            (Trait::Sector, &contributor.sector),
            (Trait::Committee, &contributor.committee),
            (Trait::Town, &contributor.town),
            (Trait::Party, &contributor.party),
            (Trait::Group, &contributor.group),
        ];
        for (of, words) in traits {
            // Several at once are joined by 、 in the case.
            self.give(&mut author, of, words.iter().flat_map(|words| words.split('、')));
        }
        let ranks = self.ranks.get(key).cloned().unwrap_or_default();
        self.give(&mut author, Trait::Rank, ranks.iter().map(String::as_str));
        self.all.author(author)
    }

    fn give<'a>(&mut self, author: &mut Author, of: Trait, texts: impl IntoIterator<Item = &'a str>) {
        let words = texts.into_iter().map(|text| self.all.words.of(text)).filter(|word| !word.is_none());
        author.traits[of.index()] = words.collect();
    }

    fn adjustment(&mut self, one: &Adjustment, period: Period) {
        let words = &mut self.all.words;
        let name = words.of(&one.name);
        if let Some(points) = one.points {
            self.all.adjustments.push(happening::Adjustment {
                name,
                points,
                reason: one.reason.clone(),
                by: one.by.clone(),
                board: words.of(&one.board),
                date: one.date,
            });
        }
        if let Some(own) = one.self_points.filter(|_| period.holds(one.date)) {
            self.own_count(name, own);
        }
    }

    /// An event without a case: an item of its own, with the reason as its title.
    fn event_by_hand(&mut self, one: &Adjustment) {
        let name = self.all.words.of(&one.name);
        let person = self.all.people.iter().find(|person| person.author.person == name);
        let author = person.map(|person| person.author.clone());
        let is_unit = self.all.units.iter().any(|unit| unit.name == name);
        let item = self.all.new_item("");
        if author.is_none() && is_unit {
            self.all.set_units(item, &[name]);
        } else {
            let author = author.unwrap_or_else(|| Author { person: name, ..Author::default() });
            let author = self.all.author(author);
            self.all.set_authors(item, &[author]);
        }
        let title = self.all.texts.add(&format!("{}（{}）", one.reason, one.by));
        if let Some(item) = self.all.item_mut(item) {
            item.title = title;
        }
        self.event(item, &one.event, one.date, |_, _| {});
    }

    /// Of several own counts the latest holds.
    fn own_count(&mut self, name: Word, own: Points) {
        for person in self.all.people.iter_mut().filter(|person| person.author.person == name) {
            person.self_points = Some(own);
        }
        for unit in self.all.units.iter_mut().filter(|unit| unit.name == name) {
            unit.self_points = Some(own);
        }
    }
}

/// The rows of one person that meet a period.
#[derive(Default)]
struct Rows<'r> {
    members: Vec<&'r Member>,
    informs: bool,
    groups: BTreeSet<String>,
    terms: Vec<(Option<NaiveDate>, Option<NaiveDate>)>,
}
