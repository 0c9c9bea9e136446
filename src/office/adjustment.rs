//! 考核调整: points that a person gives or takes by hand, with reason and name, and points by one's own count.
//! It never changes a point that a rule gave; the adjustment stands beside it.

use super::naming::key;
use super::roster::Roster;
use super::scoring::points::{Fraction, Halves, PLACES_MAX, Points};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Subject of the entry of the office at large that holds one.
pub const SUBJECT: &str = "adjustment";
/// The largest adjustment that is believed: more is a slip of the finger.
const LARGEST: i64 = 10_000;

/// An adjustment as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// Person or unit, by the key of the roster.
    pub name: String,
    /// Points, signed; `None` where only the own count is told.
    #[serde(default)]
    pub points: Option<Points>,
    /// 事项 that no case carries (约稿未完成), for the rules to score; empty where points are told.
    #[serde(default)]
    pub event: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// Who decided it.
    #[serde(default)]
    pub by: String,
    /// Board, or empty for every board on which the name stands.
    #[serde(default)]
    pub board: String,
    /// Day that it counts on.
    pub date: NaiveDate,
    /// Points by his own count (自评).
    #[serde(default)]
    pub self_points: Option<Points>,
}

/// An adjustment as somebody wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Person or unit.
    pub name: String,
    /// Points.
    pub points: String,
    /// 事项 instead of points.
    pub event: String,
    /// Why.
    pub reason: String,
    /// Who decided it.
    pub by: String,
    /// Board.
    pub board: String,
    /// Day, when it is told.
    pub date: Option<NaiveDate>,
    /// Points by his own count.
    pub self_points: String,
}

impl Adjustment {
    /// What the log says.
    pub fn what(&self) -> String {
        let points = self.points.map(|points| format!("考核调整{points}分（{}，{}）", self.reason, self.by));
        let own = self.self_points.map(|points| format!("自评{points}分"));
        let event = Some(&self.event).filter(|event| !event.is_empty());
        let event = event.map(|event| format!("{event}（{}，{}）", self.reason, self.by));
        let parts: Vec<String> = points.into_iter().chain(event).chain(own).collect();
        format!("{}：{}", self.name, parts.join("，"))
    }
}

/// The adjustment that a draft means, or every reason why it cannot be taken. `boards` and `events`, those that may
/// be told by hand, are the scheme's.
pub fn weigh(
    draft: &Draft,
    roster: &Roster,
    boards: &[String],
    events: &[String],
    today: NaiveDate,
) -> Result<Adjustment, Vec<String>> {
    let mut reasons = Vec::new();
    let name = match called(draft.name.trim(), roster) {
        Ok(name) => name,
        Err(reason) => {
            reasons.push(reason);
            String::new()
        }
    };
    let points = number(&draft.points, "分值", &mut reasons);
    let self_points = number(&draft.self_points, "自评分", &mut reasons);
    if points == Some(Points::ZERO) {
        reasons.push("分值为0，没有调整".to_owned());
    }
    let event = draft.event.trim();
    if !event.is_empty() && points.is_some() {
        reasons.push(format!("写了事项“{event}”就由规则计分，不再写分值"));
    }
    if !event.is_empty() && !events.iter().any(|one| one == event) {
        reasons.push(format!("“{event}”不是可以填写的事项，有：{}", events.join("、")));
    }
    if points.is_none() && event.is_empty() && self_points.is_none() && reasons.is_empty() {
        reasons.push("分值、事项和自评分都没有填写".to_owned());
    }
    let decided = points.is_some() || !event.is_empty();
    if decided && draft.reason.trim().is_empty() {
        reasons.push("没有填写理由".to_owned());
    }
    if decided && draft.by.trim().is_empty() {
        reasons.push("没有填写决定人".to_owned());
    }
    let board = draft.board.trim();
    if !board.is_empty() && !boards.iter().any(|one| one == board) {
        reasons.push(format!("没有“{board}”这个榜，有：{}", boards.join("、")));
    }
    if !reasons.is_empty() {
        return Err(reasons);
    }
    Ok(Adjustment {
        name,
        points,
        event: event.to_owned(),
        reason: draft.reason.trim().to_owned(),
        by: draft.by.trim().to_owned(),
        board: board.to_owned(),
        date: draft.date.unwrap_or(today),
        self_points,
    })
}

/// Person or unit by the roster's name; an office without a roster takes every name.
fn called(written: &str, roster: &Roster) -> Result<String, String> {
    if written.is_empty() {
        return Err("没有填写姓名或单位".to_owned());
    }
    if roster.is_empty() {
        return Ok(written.to_owned());
    }
    let people = roster.members.iter().map(|row| (&row.person, &row.name));
    let people = people.chain(roster.informants.iter().map(|row| (&row.person, &row.name)));
    let wanted = key(written);
    let mut keys: BTreeSet<&str> = BTreeSet::new();
    for (person, name) in people {
        if key(person) == wanted {
            return Ok(person.clone());
        }
        if key(name) == wanted {
            keys.insert(person);
        }
    }
    let groups = roster.groups.iter().map(|group| group.name.as_str());
    let unit = roster.match_unit(written).map(|unit| unit.name.as_str());
    let unit = unit.or_else(|| groups.into_iter().find(|group| key(group) == wanted));
    match (keys.len(), keys.first(), unit) {
        (1, Some(person), _) => Ok((*person).to_owned()),
        (0, _, Some(unit)) => Ok(unit.to_owned()),
        (0, ..) => Err(format!("名册中没有“{written}”")),
        _ => Err(format!(
            "有几位{written}，请写明是哪一位：{}",
            keys.into_iter().collect::<Vec<_>>().join("、")
        )),
    }
}

fn number(written: &str, column: &str, reasons: &mut Vec<String>) -> Option<Points> {
    let written = written.trim().trim_end_matches('分');
    if written.is_empty() {
        return None;
    }
    let found = Fraction::parse(written).filter(|exact| {
        let largest = Fraction::whole(LARGEST);
        *exact <= largest && Fraction::whole(-LARGEST) <= *exact
    });
    if found.is_none() {
        reasons.push(format!("{column}“{written}”不是数"));
    }
    found.map(|exact| exact.rounded(PLACES_MAX, Halves::Up))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::roster::{Member, Unit};

    fn roster() -> Roster {
        let member = |person: &str, name: &str| Member {
            person: person.into(),
            name: name.into(),
            ..Member::default()
        };
        Roster {
            members: vec![
                member("王五", "王五"),
                member("张伟（教育局）", "张伟"),
                member("张伟（交通局）", "张伟"),
            ],
            units: vec![Unit { name: "民革".into(), kind: "界别".into(), ..Unit::default() }],
            ..Roster::default()
        }
    }

    fn draft(name: &str, points: &str) -> Draft {
        Draft {
            name: name.into(),
            points: points.into(),
            reason: "座谈".into(),
            by: "秘书长".into(),
            ..Draft::default()
        }
    }

    fn weighed(draft: &Draft) -> Result<Adjustment, String> {
        let today = NaiveDate::from_ymd_opt(2026, 12, 20).unwrap();
        weigh(draft, &roster(), &["委员".to_owned()], &["约稿未完成".to_owned()], today)
            .map_err(|reasons| reasons.join("；"))
    }

    #[test]
    fn people_and_units_are_known_by_the_roster_and_never_guessed() {
        assert_eq!(weighed(&draft("王 五", "2")).unwrap().name, "王五");
        assert_eq!(weighed(&draft("张伟（交通局）", "-1.5分")).unwrap().points.unwrap().to_string(), "-1.5");
        assert_eq!(weighed(&draft("民革界别", "1")).unwrap().name, "民革");
        assert_eq!(
            weighed(&draft("张伟", "2")).unwrap_err(),
            "有几位张伟，请写明是哪一位：张伟（交通局）、张伟（教育局）"
        );
        assert_eq!(weighed(&draft("赵六", "2")).unwrap_err(), "名册中没有“赵六”");
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let bare =
            Draft {
                name: String::new(), points: "很多".into(), board: "先进".into(), ..Draft::default()
            };
        assert_eq!(
            weighed(&bare).unwrap_err(),
            "没有填写姓名或单位；分值“很多”不是数；没有“先进”这个榜，有：委员"
        );
        assert_eq!(weighed(&draft("王五", "0")).unwrap_err(), "分值为0，没有调整");
    }

    #[test]
    fn an_event_is_told_instead_of_points() {
        let told = |event: &str, points: &str| Draft { event: event.into(), ..draft("王五", points) };
        let adjustment = weighed(&told("约稿未完成", "")).unwrap();
        assert_eq!(adjustment.what(), "王五：约稿未完成（座谈，秘书长）");
        assert_eq!(
            weighed(&told("采用", "2")).unwrap_err(),
            "写了事项“采用”就由规则计分，不再写分值；“采用”不是可以填写的事项，有：约稿未完成"
        );
    }
}
