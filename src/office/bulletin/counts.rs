//! What is counted of a period as numbers alone, so that periods can be compared.
//! It never counts an event by another day than its own.

use super::Files;
use super::period::Period;
use crate::office::case::Case;
use crate::office::feedback::{FeedbackRow, Grade, LEVELS, Outcome};
use std::collections::{BTreeMap, BTreeSet};

/// The counts of one period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files dropped as papers, by what became of them.
    pub files: Files,
    /// Papers registered (件).
    pub papers: u64,
    /// Cases issued (件).
    pub cases_issued: u64,
    /// Numbers given (期), by publication in its order.
    pub issues: Vec<(String, u64)>,
    /// Cases that some organ adopted (件).
    pub adopted: u64,
    /// 批示.
    pub instructions: Instructions,
    /// Replies by grade.
    pub replies: Replies,
    /// Effects recorded.
    pub effects: u64,
    /// Documents sent by their last day.
    pub on_time: u64,
    /// Documents sent behind it.
    pub late: u64,
    /// Documents whose last day lies in the period and is past, and which nobody has said to be sent.
    pub unsent: u64,
}

/// Instructions by leaders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Instructions {
    /// Cases with one (件).
    pub cases: u64,
    /// Instructions (人次).
    pub times: u64,
    /// Those of chief leaders (人次).
    pub by_chiefs: u64,
    /// By level, the highest first; a level without any is left out.
    pub by_level: Vec<LevelCount>,
}

/// Instructions of one level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LevelCount {
    /// 国, 省, 市, 区, or empty where nobody said.
    pub level: String,
    /// 件.
    pub cases: u64,
    /// 人次.
    pub times: u64,
}

/// Replies of departments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replies {
    /// 解决或基本解决.
    pub a: u64,
    /// 列入计划.
    pub b: u64,
    /// 留作参考.
    pub c: u64,
    /// Without a grade.
    pub ungraded: u64,
}

impl Replies {
    /// All of them.
    pub fn all(self) -> u64 {
        self.a + self.b + self.c + self.ungraded
    }
}

/// A ratio in per cent with one decimal, rounded half up; `None` of nothing.
pub fn per_cent(part: u64, whole: u64) -> Option<String> {
    if whole == 0 {
        return None;
    }
    let tenths = (part * 2_000 + whole) / (whole * 2);
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

impl Counts {
    /// 采用率 = cases adopted ÷ cases registered.
    pub fn adoption_rate(&self) -> Option<String> {
        per_cent(self.adopted, self.papers)
    }

    /// 编发率 = cases issued ÷ cases registered.
    pub fn issue_rate(&self) -> Option<String> {
        per_cent(self.cases_issued, self.papers)
    }

    /// Whether nothing at all happened.
    pub fn is_empty(&self) -> bool {
        *self
            == Counts {
                issues: self.issues.iter().map(|(name, _)| (name.clone(), 0)).collect(),
                ..Counts::default()
            }
    }

    /// Counts a period. `publications` gives their order; numbers of others stand behind.
    pub fn of(period: Period, cases: &[Case], files: Files, publications: &[String], asked: Asked) -> Counts {
        let mut counts = Counts { files, ..Counts::default() };
        let mut issues: BTreeMap<&str, u64> = BTreeMap::new();
        let mut levels: BTreeMap<&str, (BTreeSet<usize>, u64)> = BTreeMap::new();
        for (at, case) in cases.iter().enumerate() {
            counts.papers += u64::from(period.holds(case.registered.received));
            if issued_in(case, period) {
                counts.cases_issued += 1;
                for issue in &case.issues {
                    *issues.entry(&issue.publication).or_default() += 1;
                }
            }
            let heard: Vec<&FeedbackRow> = heard_in(case, period).collect();
            let has = |result| heard.iter().filter(|row| row.feedback.result == result).count() as u64;
            counts.adopted += u64::from(has(Outcome::Adopted) > 0);
            counts.effects += has(Outcome::Effected);
            counts.instructions.cases += u64::from(has(Outcome::Instructed) > 0);
            counts.instructions.times += has(Outcome::Instructed);
            for row in &heard {
                match row.feedback.result {
                    Outcome::Instructed => {
                        counts.instructions.by_chiefs += u64::from(row.feedback.chief);
                        let level = row.feedback.level.as_deref().unwrap_or_default();
                        let (cases, times) = levels.entry(level).or_default();
                        cases.insert(at);
                        *times += 1;
                    }
                    Outcome::Answered => counts.replies.add(row.feedback.grade),
                    _ => {}
                }
            }
            counts.count_deadlines(case, period, asked);
        }
        counts.issues = in_order(publications, &issues);
        let known = LEVELS.iter().rev().copied().chain([""]);
        let of_level = |level: &str| {
            let (cases, times) = levels.get(level)?;
            Some(LevelCount { level: level.to_owned(), cases: cases.len() as u64, times: *times })
        };
        counts.instructions.by_level = known.filter_map(of_level).collect();
        counts
    }

    fn count_deadlines(&mut self, case: &Case, period: Period, asked: Asked) {
        use crate::office::case::Standing;
        let day_in = |days: &[(String, chrono::NaiveDate)], name: &str| {
            days.iter().find(|(destination, _)| destination == name).map(|(_, day)| *day)
        };
        for route in &case.routed.destinations {
            let placed = day_in(&case.placed, &route.destination).filter(|_| asked.placed_is_sent);
            let closed = day_in(&case.sent, &route.destination).or(placed);
            match closed {
                Some(day) if period.holds(day) && day <= route.due => self.on_time += 1,
                Some(day) if period.holds(day) => self.late += 1,
                Some(_) => {}
                None => {
                    let goes_out = !matches!(case.standing, Standing::Kept | Standing::Returned);
                    let past = period.holds(route.due) && route.due < asked.as_of;
                    self.unsent += u64::from(goes_out && past);
                }
            }
        }
    }
}

impl Replies {
    fn add(&mut self, grade: Option<Grade>) {
        let count = match grade {
            Some(Grade::A) => &mut self.a,
            Some(Grade::B) => &mut self.b,
            Some(Grade::C) => &mut self.c,
            None => &mut self.ungraded,
        };
        *count += 1;
    }
}

/// What counting must know beside the cases.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The day in whose evening the cases stood so.
    pub as_of: chrono::NaiveDate,
    /// The office's setting.
    pub placed_is_sent: bool,
}

/// Whether a case was issued in a period: signed off and numbered.
pub(super) fn issued_in(case: &Case, period: Period) -> bool {
    !case.issues.is_empty() && case.signed.is_some_and(|day| period.holds(day))
}

/// Rows of feedback whose own day lies in a period.
pub(super) fn heard_in(case: &Case, period: Period) -> impl Iterator<Item = &FeedbackRow> {
    case.feedback.iter().filter(move |row| period.holds(row.feedback.date))
}

fn in_order(names: &[String], counts: &BTreeMap<&str, u64>) -> Vec<(String, u64)> {
    let known = names.iter().map(|name| (name.clone(), counts.get(name.as_str()).copied().unwrap_or(0)));
    let others = counts.iter().filter(|(name, _)| !names.iter().any(|one| one == *name));
    known.chain(others.map(|(name, count)| ((*name).to_owned(), *count))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_rounded_half_up_and_none_of_nothing() {
        let rates =
            [per_cent(1, 3), per_cent(2, 3), per_cent(1, 16), per_cent(5, 5), per_cent(0, 4), per_cent(1, 0)];
        let expected = [Some("33.3"), Some("66.7"), Some("6.3"), Some("100.0"), Some("0.0"), None];
        assert_eq!(rates, expected.map(|rate| rate.map(str::to_owned)));
    }
}
