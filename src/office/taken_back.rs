//! Taking back (撤回) an entry of the office at large: a meeting or a topic wanted that was written wrongly.
//! It never erases: a later entry says that an earlier one no longer holds, and why.

use serde::{Deserialize, Serialize};

/// Subject of the entry of the office at large that takes another back.
pub const SUBJECT: &str = "taken_back";

/// The entry that says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// Position of the entry that no longer holds.
    pub seq: i64,
    /// Why.
    pub note: String,
}

impl TakenBack {
    /// What the log says; `entry` is what it said of the entry taken back.
    pub fn what(&self, entry: &str) -> String {
        format!("撤回第{}条（{entry}）：{}", self.seq, self.note)
    }
}

/// A row of a form as it was written: it is to be registered, or to be taken back with a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written<T> {
    /// What it says.
    pub row: T,
    /// 撤回: why the row that was registered with the same words no longer holds.
    pub take_back: Option<String>,
}

/// An entry of the office at large that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<T> {
    /// Its position in the book.
    pub seq: i64,
    /// What it says.
    pub row: T,
}

/// Entries that hold: all but those that were taken back.
pub fn standing<T>(
    entries: impl IntoIterator<Item = Standing<T>>,
    taken_back: &[TakenBack],
) -> Vec<Standing<T>> {
    let holds = |one: &Standing<T>| taken_back.iter().all(|taken| taken.seq != one.seq);
    entries.into_iter().filter(holds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_back_no_longer_holds_and_what_came_after_does() {
        let rows = [(3, "甲"), (5, "乙"), (9, "甲")].map(|(seq, row)| Standing { seq, row });
        let taken = TakenBack { seq: 3, note: "登记有误".into() };
        assert_eq!(taken.what("甲活动"), "撤回第3条（甲活动）：登记有误");
        let left: Vec<i64> = standing(rows, &[taken]).iter().map(|one| one.seq).collect();
        assert_eq!(left, [5, 9]);
    }
}
