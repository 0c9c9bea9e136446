//! Boards of a scoring file: whom each ranks, and how those who signed one paper share it.
//! It never looks at a rule.

use super::rules;
use super::values::{self, limits, points, share};
use super::{Names, ONLY_BOARD, all_of, once, one_of};
use crate::office::scoring::happening::Trait;
use crate::office::scoring::points::Points;
use crate::office::scoring::scheme::{Board, Limits, Of, Share, Who};
use crate::office::settings::{Faults, Section};

const OF: &[(&str, Of)] = &[
    ("反映人", Of::Authors),
    ("反映单位", Of::Units),
    ("界别", Of::Belonging(Trait::Sector)),
    ("专委会", Of::Belonging(Trait::Committee)),
    ("镇街", Of::Belonging(Trait::Town)),
    ("党派", Of::Belonging(Trait::Party)),
    ("信息小组", Of::Belonging(Trait::Group)),
];

pub(super) fn boards(top: &mut Section, names: &Names, faults: &mut Faults) -> Vec<Board> {
    let Some(sections) = top.tables("board", faults) else {
        return vec![Board {
            name: ONLY_BOARD.to_owned(),
            of: Of::Authors,
            roles: Vec::new(),
            except: Vec::new(),
            kinds: Vec::new(),
            who: Who::default(),
            share: Share::FULL,
            counted_only: false,
            each_person: false,
            base: Points::ZERO,
            limits: Limits::default(),
            per_head: false,
            rank: None,
            ties: Vec::new(),
            unranked: None,
        }];
    };
    once(&names.boards, &sections, "board", faults);
    sections.into_iter().map(|section| board(section, names, faults)).collect()
}

fn board(mut section: Section, names: &Names, faults: &mut Faults) -> Board {
    let name = section.needed("name", faults).map(|name| name.value).unwrap_or_default();
    let of = section.chosen("of", OF, faults).unwrap_or(Of::Authors);
    let among = [("署名人", false), ("上榜人", true)];
    let board = Board {
        name,
        of,
        roles: values::texts(&mut section, "role", faults),
        except: values::texts(&mut section, "except", faults),
        kinds: values::texts(&mut section, "kind", faults),
        who: rules::who(&mut section, "who", faults).unwrap_or_default(),
        share: share(&mut section, faults).unwrap_or(Share::FULL),
        counted_only: section.chosen("among", &among, faults).unwrap_or(false),
        each_person: section.chosen("each", &[("件", false), ("人", true)], faults).unwrap_or(false),
        base: points(&mut section, "base", faults).unwrap_or(Points::ZERO),
        limits: limits(&mut section, faults),
        per_head: section.flag("average", faults).unwrap_or(false),
        rank: one_of(&mut section, "rank", "metric", &names.metrics, faults),
        ties: all_of(&mut section, "ties", "metric", &names.metrics, faults),
        unranked: unranked(&mut section, faults),
    };
    if !(board.roles.is_empty() && board.except.is_empty()) && of != Of::Authors {
        faults.add(
            section.line,
            format!("{} has a role, but ranks no people", section.title),
            "leave out role, or write of = \"反映人\"",
        );
    }
    if !board.kinds.is_empty() && of != Of::Units {
        faults.add(
            section.line,
            format!("{} has a kind, but does not rank 反映单位", section.title),
            "leave out kind, or write of = \"反映单位\"",
        );
    }
    section.finish(faults);
    board
}

/// `unranked = ["张三"]`, or `unranked = { rank = ["主席", "副主席"] }`.
pub(super) fn unranked(section: &mut Section, faults: &mut Faults) -> Option<Who> {
    if section.value("unranked").is_some_and(|value| value.get_ref().is_table()) {
        return rules::who(section, "unranked", faults);
    }
    let names = values::texts(section, "unranked", faults);
    (!names.is_empty()).then(|| Who { names, ..Who::default() })
}
