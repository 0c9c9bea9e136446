//! Grade bands and awards of a scoring file.
//! It never asks who reaches one.

use super::values::{number, points};
use super::{Names, all_of};
use crate::office::scoring::points::{Fraction, Halves, Points};
use crate::office::scoring::scheme::{Band, Tier, Top};
use crate::office::settings::{Faults, Section};

pub(super) fn bands(top: &mut Section, names: &Names, faults: &mut Faults) -> Vec<Band> {
    let Some(sections) = top.tables("band", faults) else { return Vec::new() };
    let mut bands: Vec<Band> = Vec::new();
    for mut section in sections {
        let name = section.needed("name", faults).map(|name| name.value).unwrap_or_default();
        let boards = all_of(&mut section, "board", "board", &names.boards, faults);
        let needs = all_of(&mut section, "needs", "quota", &names.quotas, faults);
        let least = points(&mut section, "least", faults);
        if least.is_none() && !section.has("least") {
            faults.add(
                section.line,
                format!("{} has no \"least\"", section.title),
                "add least = 90, the points from which it begins",
            );
        }
        if bands.iter().any(|other| other.name == name && share_a_board(&other.boards, &boards)) {
            faults.add(section.line, format!("{} is named twice", section.title), "keep one of them");
        }
        section.finish(faults);
        bands.push(Band { name, boards, least: least.unwrap_or(Points::ZERO), needs });
    }
    bands.sort_by_key(|band| std::cmp::Reverse(band.least));
    bands
}

pub(super) fn tiers(top: &mut Section, names: &Names, faults: &mut Faults) -> Vec<Tier> {
    let Some(sections) = top.tables("tier", faults) else { return Vec::new() };
    let mut tiers: Vec<Tier> = Vec::new();
    for mut section in sections {
        let name = section.needed("name", faults).map(|name| name.value).unwrap_or_default();
        let boards = all_of(&mut section, "board", "board", &names.boards, faults);
        let is_part = section.value("top").is_some_and(|value| value.get_ref().is_str());
        let top = number(&mut section, "top", faults);
        if !section.has("top") {
            faults.add(
                section.line,
                format!("{} has no \"top\"", section.title),
                "add top = 3, or top = \"10%\"",
            );
        }
        let fits = |top: Fraction| {
            let above = if is_part { Fraction::ONE } else { Fraction::whole(100_000) };
            !top.is_negative() && !top.is_zero() && top <= above && (is_part || top.is_whole())
        };
        if top.is_some_and(|top| !fits(top)) {
            faults.add(
                section.line,
                format!("{} has a \"top\" that cannot be", section.title),
                "write so many as top = 3, or a part as top = \"10%\"",
            );
        }
        if tiers.iter().any(|other| other.name == name && share_a_board(&other.boards, &boards)) {
            faults.add(section.line, format!("{} is named twice", section.title), "keep one of them");
        }
        let whole = top.map_or(0, |top| top.rounded(0, Halves::Cut).millionths() / 1_000_000);
        let top = match top {
            Some(part) if is_part => Top::Part(part),
            _ => Top::Number(u32::try_from(whole).unwrap_or(0)),
        };
        let ties = [("并列都评", true), ("不超名额", false)];
        tiers.push(Tier {
            name,
            boards,
            top,
            least: points(&mut section, "least", faults),
            needs: all_of(&mut section, "needs", "quota", &names.quotas, faults),
            ties: section.chosen("ties", &ties, faults).unwrap_or(true),
        });
        section.finish(faults);
    }
    tiers
}

/// Whether two lists of boards, of which an empty one is all, have one in common.
pub(super) fn share_a_board(one: &[usize], other: &[usize]) -> bool {
    one.is_empty() || other.is_empty() || one.iter().any(|board| other.contains(board))
}
