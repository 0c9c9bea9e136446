//! Whom an item credits on a board: authors in their order, units, what authors belong to; each once.
//! It never knows how many points there are.

use super::ground::Ground;
use super::happening::{Author, Happenings, Source, Trait, Word};
use super::scheme::{Board, Of, Who};
use std::collections::BTreeSet;

/// No author.
pub(super) const NOBODY: u32 = u32::MAX;

/// One who shares an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Credit {
    pub(super) subject: Word,
    /// Place in [`Ground::items`].
    pub(super) item: u32,
    /// The author, where people are ranked.
    pub(super) author: u32,
    pub(super) position: u32,
    pub(super) sharers: u32,
    /// By a paper of which the item was made.
    pub(super) source: bool,
    /// By a source, and by the item itself as well.
    pub(super) again: bool,
    /// Which of several people of one unit in the item, where each counts; else 0.
    pub(super) sharer: u32,
}

/// All credits of a board, by subject and item.
pub(super) fn credits(ground: &Ground, board: &Board) -> Vec<Credit> {
    let crediting = Crediting::new(ground.all, board, ground);
    let mut credits = Vec::with_capacity(ground.items.len());
    for (at, (place, _)) in (0..).zip(&ground.items) {
        let item = ground.all.item_at(*place);
        let before = credits.len();
        crediting.share(at, ground.all.authors_of(item), ground.all.units_of(item), false, &mut credits);
        let own = credits.len();
        for Source { authors, units } in &item.sources {
            crediting.share(at, authors, units, true, &mut credits);
        }
        let (mine, sources) = credits[before..].split_at_mut(own - before);
        for credit in sources {
            credit.again = mine.iter().any(|one| one.subject == credit.subject);
        }
    }
    credits.sort_by_key(|credit| (credit.subject, credit.item));
    credits
}

/// People and units that the roster puts on a board though nothing may have happened.
pub(super) fn expected(ground: &Ground, board: &Board) -> BTreeSet<Word> {
    let all = ground.all;
    let meant = |subject: Word, author| is_meant(&board.who, all, ground, subject, author);
    match board.of {
        Of::Authors => {
            let roles = Roles::of(all, board);
            let on = |traits: &[Vec<Word>; Trait::COUNT]| roles.fit(&traits[Trait::Role.index()]);
            all.people
                .iter()
                .filter(|person| {
                    on(&person.author.traits) && meant(person.author.person, Some(&person.author))
                })
                .map(|person| person.author.person)
                .collect()
        }
        Of::Units => {
            let kinds = set(all, &board.kinds);
            let on = |kind: Word| board.kinds.is_empty() || kinds.contains(&kind);
            all.units
                .iter()
                .filter(|unit| on(unit.kind) && meant(unit.name, None))
                .map(|unit| unit.name)
                .collect()
        }
        Of::Belonging(of) => {
            let kind = all.words.find(kind_of(of));
            all.units
                .iter()
                .filter(|unit| Some(unit.kind) == kind && meant(unit.name, None))
                .map(|unit| unit.name)
                .collect()
        }
    }
}

/// The roster's kind of units to which people belong by a trait.
pub fn kind_of(of: Trait) -> &'static str {
    match of {
        Trait::Sector => "界别",
        Trait::Committee => "专委会",
        Trait::Town => "镇街工委",
        Trait::Party => "党派团体",
        Trait::Group => "信息小组",
        Trait::Role | Trait::Rank => "",
    }
}

fn set(all: &Happenings, texts: &[String]) -> Vec<Word> {
    texts.iter().filter_map(|text| all.words.find(text)).collect()
}

/// Roles by which people stand on a board.
struct Roles {
    everybody: bool,
    wanted: Vec<Word>,
    except: Vec<Word>,
}

impl Roles {
    fn of(all: &Happenings, board: &Board) -> Roles {
        let (wanted, except) = (set(all, &board.roles), set(all, &board.except));
        Roles { everybody: board.roles.is_empty(), wanted, except }
    }

    fn fit(&self, roles: &[Word]) -> bool {
        let wanted = self.everybody || roles.iter().any(|role| self.wanted.contains(role));
        wanted && !roles.iter().any(|role| self.except.contains(role))
    }
}

struct Crediting<'g> {
    all: &'g Happenings,
    board: &'g Board,
    ground: &'g Ground<'g>,
    roles: Roles,
    kinds: Vec<Word>,
    kind: Option<Word>,
}

impl<'g> Crediting<'g> {
    fn new(all: &'g Happenings, board: &'g Board, ground: &'g Ground<'g>) -> Self {
        let kind = match board.of {
            Of::Belonging(of) => all.words.find(kind_of(of)),
            Of::Authors | Of::Units => None,
        };
        Crediting { all, board, ground, roles: Roles::of(all, board), kinds: set(all, &board.kinds), kind }
    }

    /// Adds those who share, each once, with their positions.
    fn share(&self, item: u32, authors: &[u32], units: &[Word], source: bool, credits: &mut Vec<Credit>) {
        let before = credits.len();
        let mut position = 0;
        let mut off_board: Vec<Word> = Vec::new();
        self.each(authors, units, &mut |subject, author, on| {
            let same = |one: &&Credit| one.subject == subject;
            let met = credits[before..].iter().find(same).is_some() || off_board.contains(&subject);
            let each = self.board.each_person && author != NOBODY;
            if subject.is_none() || (met && !each) {
                return;
            }
            if on || !self.board.counted_only {
                position += 1;
            }
            if on {
                let sharer = if each { position } else { 0 };
                credits.push(Credit {
                    subject,
                    item,
                    author,
                    position,
                    sharers: 0,
                    source,
                    again: false,
                    sharer,
                });
            } else {
                off_board.push(subject);
            }
        });
        for credit in &mut credits[before..] {
            credit.sharers = position;
        }
    }

    /// Whether the board's `who` lets somebody on it.
    fn is_meant(&self, subject: Word, author: Option<&Author>) -> bool {
        is_meant(&self.board.who, self.all, self.ground, subject, author)
    }

    /// Everybody in order: subject, author, whether he is on the board.
    fn each(&self, authors: &[u32], units: &[Word], take: &mut dyn FnMut(Word, u32, bool)) {
        let all = self.all;
        match self.board.of {
            Of::Authors => {
                for place in authors {
                    let author = all.author_at(*place);
                    let roles = &author.traits[Trait::Role.index()];
                    let on = self.roles.fit(roles) && self.is_meant(author.person, Some(author));
                    take(author.person, *place, on);
                }
            }
            Of::Units => {
                for unit in units {
                    let kind = self.ground.kinds.get(unit);
                    let on =
                        self.board.kinds.is_empty() || kind.is_some_and(|kind| self.kinds.contains(kind));
                    take(*unit, NOBODY, on && self.is_meant(*unit, None));
                }
            }
            Of::Belonging(of) => {
                for unit in units {
                    let kind = self.ground.kinds.get(unit);
                    if kind.is_some() && kind == self.kind.as_ref() {
                        take(*unit, NOBODY, self.is_meant(*unit, None));
                    }
                }
                for place in authors {
                    let author = if self.board.each_person { *place } else { NOBODY };
                    for word in &all.author_at(*place).traits[of.index()] {
                        take(*word, author, self.is_meant(*word, None));
                    }
                }
            }
        }
    }
}

/// Whether somebody is among those whom a scheme means by names, kinds or what the roster says of people.
pub(super) fn is_meant(
    who: &Who,
    all: &Happenings,
    ground: &Ground,
    subject: Word,
    author: Option<&Author>,
) -> bool {
    if *who == Who::default() {
        return true;
    }
    let text = all.words.text(subject);
    let kind = ground.kinds.get(&subject).map_or("", |kind| all.words.text(*kind));
    let carries = |of: &Trait, words: &[String]| {
        let traits = author.map(|author| &author.traits[of.index()]);
        let among = |word: &Word| words.iter().any(|one| one == all.words.text(*word));
        traits.is_some_and(|own| own.iter().any(among))
    };
    (who.names.is_empty() || who.names.iter().any(|name| name == text))
        && (who.kinds.is_empty() || who.kinds.iter().any(|one| one == kind))
        && who.traits.iter().all(|(of, words)| carries(of, words))
        && who.not.as_ref().is_none_or(|not| !is_meant(not, all, ground, subject, author))
}

/// How many people a unit has: as the roster says, else those who belong to it there.
pub(super) fn heads(all: &Happenings, board: &Board, subject: Word) -> usize {
    let said = all.units.iter().find(|unit| unit.name == subject).and_then(|unit| unit.members);
    if let Some(said) = said.and_then(|said| usize::try_from(said).ok()) {
        return said;
    }
    let belongs = |author: &Author| match board.of {
        Of::Belonging(of) => author.traits[of.index()].contains(&subject),
        Of::Units => author.traits.iter().any(|words| words.contains(&subject)),
        Of::Authors => false,
    };
    let people = all.people.iter().filter(|person| belongs(&person.author));
    let different: BTreeSet<Word> = people.map(|person| person.author.person).collect();
    if let Of::Belonging(_) = board.of { different.len() } else { different.len().max(1) }
}
