//! Deciding and committing: one transaction a batch makes entries, numbers and pending outputs of sheaves.
//! It never writes a file, and decides again from the book when another machine was faster.

mod answers;

pub(super) use answers::{file_name, new_output, stem_of};

use super::claim::takes_papers;
use super::desk::{Desk, Tools};
use super::progress::advance;
use super::read::{Found, Papers, Sheaf};
use super::recipe::Recipe;
use super::stored::{self, json};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::ledger::{ArrivalState, Book, Ledger, Moment, NewArrival, NewCase, NewEntry, NewOutput, numbers};
use crate::office::bulletin::Contribution;
use crate::office::case::{Case, Entry, Event};
use crate::office::decide::{self, Arriving};
use crate::office::numbers::{CaseNumber, Fingerprint};
use crate::office::paper::Paper;
use crate::office::roster::{Match, Roster};
use crate::office::wanted::{self, WantedTopic};
use crate::rejection::Rejection;
use chrono::Datelike;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Who passes a step by rule.
pub const PROGRAM: &str = "minyi";

/// What a batch left in the ledger, for the steps after it.
#[derive(Debug, Default)]
pub struct Committed {
    /// Arrivals to put away, with the sheaf's position in the batch.
    pub arrivals: Vec<(i64, usize)>,
    /// Files of which at least one paper was registered, or a roster taken.
    pub registered: usize,
    /// Files returned.
    pub returned: usize,
    /// Files whose bytes were known.
    pub duplicates: usize,
    /// Cases made, each with the sheaf's position in the batch.
    pub fresh: Vec<(usize, Case)>,
    /// Documents that are now due.
    pub outputs: Vec<NewOutput>,
    /// A roster came: the desk must open it.
    pub roster: Option<Roster>,
}

/// Makes a batch true: numbers, entries, arrivals and pending outputs in one transaction.
pub fn commit(desk: &mut Desk, moment: &Moment, sheaves: &[Sheaf]) -> Outcome<Committed> {
    let tools = &desk.tools;
    let roster = &desk.roster;
    let ledger: &mut Ledger = &mut desk.ledger;
    ledger.write(moment, |book| Batch::new(tools, roster, moment, book)?.take(book, sheaves))
}

/// A batch in the making.
pub(super) struct Batch<'a> {
    pub(super) tools: &'a Tools,
    /// The roster in force: one that this batch took holds for the files behind it, as if they came later.
    pub(super) roster: Cow<'a, Roster>,
    pub(super) moment: &'a Moment,
    /// Arrivals of an earlier pass that were committed and not put away, by path and fingerprint.
    unfinished: BTreeMap<(PathBuf, Fingerprint), i64>,
    /// Cases registered by this batch, by fingerprint.
    fresh: BTreeMap<Fingerprint, Vec<CaseNumber>>,
    /// Cases registered by this batch, by title and author.
    titles: BTreeMap<(String, String), CaseNumber>,
    /// Output paths given by this batch.
    paths: BTreeSet<String>,
    /// Topics wanted, as this batch leaves them so far.
    pub(super) topics: Vec<WantedTopic>,
    pub(super) entries: Vec<NewEntry>,
    outputs: Vec<NewOutput>,
    pub(super) committed: Committed,
}

impl<'a> Batch<'a> {
    fn new(tools: &'a Tools, roster: &'a Roster, moment: &'a Moment, book: &Book<'_>) -> Outcome<Batch<'a>> {
        let unfinished = book
            .uncleared_arrivals()?
            .into_iter()
            .map(|arrival| ((arrival.file.path, arrival.file.fingerprint), arrival.id))
            .collect();
        Ok(Batch {
            tools,
            roster: Cow::Borrowed(roster),
            moment,
            unfinished,
            fresh: BTreeMap::new(),
            titles: BTreeMap::new(),
            paths: BTreeSet::new(),
            topics: stored::topics(book, moment.day)?,
            entries: Vec::new(),
            outputs: Vec::new(),
            committed: Committed::default(),
        })
    }

    fn take(mut self, book: &mut Book<'_>, sheaves: &[Sheaf]) -> Outcome<Committed> {
        // Evidence first: forms of the same batch name it.
        let is_form = |position: &usize| !matches!(sheaves[*position].found, Found::Evidence);
        let mut order: Vec<usize> = (0..sheaves.len()).collect();
        order.sort_by_key(is_form);
        for position in order {
            let sheaf = &sheaves[position];
            let key = (sheaf.slot.relative.clone(), sheaf.fingerprint);
            if let Some(arrival) = self.unfinished.get(&key) {
                // Committed before a crash: only the putting away is left.
                self.committed.arrivals.push((*arrival, position));
                continue;
            }
            if let Some(arrival) = self.repeat_form(book, sheaf)? {
                self.committed.arrivals.push((arrival, position));
                continue;
            }
            let known = self.known(book, sheaf)?;
            let arrival = match &sheaf.found {
                _ if !known.is_empty() => self.repeat(book, sheaf, &known)?,
                Found::Papers(papers) => self.register(book, position, sheaf, papers)?,
                Found::Roster(roster, warnings) => self.take_roster(book, sheaf, roster, warnings)?,
                Found::Feedback(rows) => self.take_feedback(book, sheaf, rows)?,
                Found::Activities(rows) => self.take_activities(book, sheaf, rows)?,
                Found::Topics(rows) => self.take_topics(book, sheaf, rows)?,
                Found::Adjustments(rows) => self.take_adjustments(book, sheaf, rows)?,
                Found::Evidence => self.take_evidence(book, sheaf)?,
                Found::BadPapers(found) => {
                    self.note_returned(found.papers.iter())?;
                    self.refuse(book, sheaf, &found.rejections, &found.papers)?
                }
                Found::Refused(rejections) => self.refuse(book, sheaf, rejections, &[])?,
            };
            self.committed.arrivals.push((arrival, position));
        }
        book.append(self.entries)?;
        let in_the_way: BTreeSet<String> = book.add_outputs(&self.outputs)?.into_iter().collect();
        self.outputs.retain(|output| !in_the_way.contains(&output.path));
        self.committed.outputs = self.outputs;
        Ok(self.committed)
    }

    /// Cases that were made of these bytes, by this batch or before.
    fn known(&self, book: &Book<'_>, sheaf: &Sheaf) -> Outcome<Vec<CaseNumber>> {
        if !takes_papers(&sheaf.slot.folder) {
            return Ok(Vec::new());
        }
        match self.fresh.get(&sheaf.fingerprint) {
            Some(numbers) => Ok(numbers.clone()),
            None => book.find_by_fingerprint(&sheaf.fingerprint),
        }
    }

    fn register(
        &mut self,
        book: &mut Book<'_>,
        position: usize,
        sheaf: &Sheaf,
        found: &Papers,
    ) -> Outcome<i64> {
        let good: Vec<usize> = (0..found.papers.len())
            .filter(|index| found.rejections.iter().all(|one| one.paper != Some(*index)))
            .collect();
        let bad = found.papers.len() - good.len();
        let state = ArrivalState::Registered;
        let arrival = self.arrive(book, sheaf, state, good.len(), bad)?;
        let year = self.moment.day.year();
        let how_many = u32::try_from(good.len()).map_err(|_| too_many())?;
        let first = book.next_numbers(&numbers::case_counter(year), how_many)?;
        let mut cases = Vec::with_capacity(good.len());
        for (serial, index) in (first..).zip(&good) {
            let number = CaseNumber { year, serial };
            cases.push(self.open_case(book, sheaf, found, *index, number)?);
        }
        self.committed.registered += 1;
        self.fresh.insert(sheaf.fingerprint, cases.iter().map(|case| case.number).collect());
        if bad > 0 {
            self.return_bad(book, sheaf, arrival, found, &cases)?;
        }
        self.receipt(book, sheaf, arrival, Some(found), &cases, "")?;
        self.committed.fresh.extend(cases.into_iter().map(|case| (position, case)));
        Ok(arrival)
    }

    fn open_case(
        &mut self,
        book: &mut Book<'_>,
        sheaf: &Sheaf,
        found: &Papers,
        index: usize,
        number: CaseNumber,
    ) -> Outcome<Case> {
        let paper = &found.papers[index];
        let key = (decide::title_key(paper.title.as_deref().unwrap_or_default()), decide::author_key(paper));
        let resubmits = match self.titles.get(&key) {
            Some(earlier) => Some(*earlier),
            None => book.find_by_title(&key.0, &key.1)?,
        };
        let flags: Vec<Rejection> = found
            .warnings
            .iter()
            .filter(|one| one.paper.is_none_or(|paper| paper == index))
            .cloned()
            .collect();
        let (inbox, source) = sheaf.slot.name.split_once('/').unwrap_or(("", &sheaf.slot.name));
        let arriving = Arriving {
            paper,
            source,
            inbox,
            sha256: sheaf.fingerprint,
            index,
            flags: &flags,
            resubmits,
            continues: continued(book, paper)?,
            day: self.moment.day,
        };
        let desk = decide::Desk {
            settings: &self.tools.room.settings,
            rulebook: &self.tools.rulebook,
            roster: &self.roster,
        };
        let events = decide::register(&arriving, &desk);
        book.add_cases(&[NewCase {
            number,
            fingerprint: sheaf.fingerprint,
            paper_index: index,
            title_key: &key.0,
            author_key: &key.1,
            received: self.moment.day,
            paper,
        }])?;
        let mut events = events;
        let body: Vec<String> = paper.texts().collect();
        let title = paper.title.as_deref().unwrap_or_default();
        events.extend(wanted::tie(&self.topics, title, &body.join("\n"), self.moment.day));
        let mut case = fold(number, &events, self.moment).ok_or_else(unfolded)?;
        events.extend(advance(&mut case, book, self.tools, self.moment, &mut self.outputs)?);
        self.entries.extend(events.into_iter().map(|event| NewEntry::of_case(number, PROGRAM, event)));
        self.titles.insert(key, number);
        Ok(case)
    }

    fn repeat(&mut self, book: &mut Book<'_>, sheaf: &Sheaf, known: &[CaseNumber]) -> Outcome<i64> {
        let arrival = self.arrive(book, sheaf, ArrivalState::Duplicate, 0, 0)?;
        self.committed.duplicates += 1;
        let numbers: Vec<String> = known.iter().map(ToString::to_string).collect();
        let sentence = format!("该文件此前已登记为{}，内容完全相同，未重复登记。", numbers.join("、"));
        self.receipt(book, sheaf, arrival, None, &[], &sentence)?;
        Ok(arrival)
    }

    fn take_roster(
        &mut self,
        book: &mut Book<'_>,
        sheaf: &Sheaf,
        roster: &Roster,
        warnings: &[Rejection],
    ) -> Outcome<i64> {
        let arrival = self.arrive(book, sheaf, ArrivalState::Registered, 0, 0)?;
        let json = json(roster, "the roster")?;
        book.add_roster(self.moment.day, &json)?;
        let what = format!(
            "已启用新名册：委员{}人，信息员{}人，单位{}个。",
            roster.members.len(),
            roster.informants.len(),
            roster.units.len()
        );
        self.entries.push(NewEntry::of_office(PROGRAM, "roster", &what, &json));
        self.committed.registered += 1;
        self.committed.roster = Some(roster.clone());
        self.roster = Cow::Owned(roster.clone());
        let view = self.receipt_view(sheaf, &[], (&[], warnings), &[], ("", &what));
        let stem = stem_of(sheaf);
        let path = self.free_path(book, "回执", &stem, "（回执）.docx")?;
        self.output(&path, None, Some(arrival), &Recipe::Receipt { view: Box::new(view) })?;
        Ok(arrival)
    }

    fn refuse(
        &mut self,
        book: &mut Book<'_>,
        sheaf: &Sheaf,
        rejections: &[Rejection],
        papers: &[Paper],
    ) -> Outcome<i64> {
        let arrival = self.arrive(book, sheaf, ArrivalState::Returned, 0, 0)?;
        self.committed.returned += 1;
        self.return_file(book, sheaf, arrival, rejections, papers)?;
        Ok(arrival)
    }

    /// Keeps whose the papers were that are returned at the counter: handed in is handed in.
    fn note_returned<'p>(&mut self, papers: impl Iterator<Item = &'p Paper>) -> Outcome<()> {
        let day = self.moment.day;
        for paper in papers {
            let authors =
                paper.authors.iter().filter_map(|author| match self.roster.match_author(author, day) {
                    Match::Found(known) => Some(known),
                    Match::Unknown | Match::Several => None,
                });
            let unit = paper.unit.as_deref().and_then(|unit| self.roster.match_unit(unit));
            let one =
                Contribution { day, authors: authors.collect(), unit: unit.map(|unit| unit.name.clone()) };
            if one.authors.is_empty() && one.unit.is_none() {
                continue;
            }
            let title = paper.title.as_deref().unwrap_or("无标题");
            let json = json(&one, "a returned paper")?;
            self.entries.push(NewEntry::of_office(
                PROGRAM,
                Contribution::SUBJECT,
                format!("退回来稿《{title}》"),
                json,
            ));
        }
        Ok(())
    }

    pub(super) fn arrive(
        &self,
        book: &mut Book<'_>,
        sheaf: &Sheaf,
        state: ArrivalState,
        papers: usize,
        bad: usize,
    ) -> Outcome<i64> {
        let new = NewArrival {
            inbox: sheaf.slot.folder.clone(),
            path: sheaf.slot.relative.clone(),
            fingerprint: sheaf.fingerprint,
            size_bytes: sheaf.slot.stamp.size,
            day: self.moment.day,
            state,
            papers: u32::try_from(papers).map_err(|_| too_many())?,
            bad_rows: u32::try_from(bad).map_err(|_| too_many())?,
        };
        let arrived = book.add_arrivals(&[new])?;
        arrived.first().map(|one| one.id).ok_or_else(unfolded)
    }
}

/// The case that events add up to, as the book will have it.
pub(super) fn fold(number: CaseNumber, events: &[Event], moment: &Moment) -> Option<Case> {
    let entries: Vec<Entry> = events.iter().map(|event| entry(event, moment)).collect();
    Case::fold(number, &entries)
}

/// An event as an entry that the book has not numbered yet.
pub(super) fn entry(event: &Event, moment: &Moment) -> Entry {
    Entry { seq: 0, at: moment.at.clone(), day: moment.day, by: PROGRAM.to_owned(), event: event.clone() }
}

/// The earlier case that a paper names as the one it continues, when there is such a case.
fn continued(book: &Book<'_>, paper: &Paper) -> Outcome<Option<CaseNumber>> {
    let Some(written) = &paper.continues else { return Ok(None) };
    let digits = |character: char| character.is_ascii_digit() || character == '-';
    let number = written.split(|character| !digits(character)).find_map(|part| part.parse().ok());
    match number {
        Some(number) => Ok(book.case(number)?.map(|case| case.number)),
        None => book.find_by_title(&decide::title_key(written), &decide::author_key(paper)),
    }
}

fn too_many() -> Failure {
    Failure::new(FailureKind::World, "a file holds more papers than a year has numbers")
}

fn unfolded() -> Failure {
    Failure::new(FailureKind::Integrity, "a new case does not begin with its registration")
}
