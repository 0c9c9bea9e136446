//! The year as a list: which file is dropped on which day, and what a person judges.
//! It never makes a file.

use super::people::Edition;
use chrono::NaiveDate;
use serde::Deserialize;

const YEAR: &str = include_str!("year.toml");

/// The year, file by file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Year {
    /// Files in the order of their days.
    #[serde(rename = "drop")]
    drops: Vec<Drop>,
    /// Verdicts by a person, `已送出` apart.
    #[serde(rename = "verdict")]
    pub(super) verdicts: Vec<PlannedVerdict>,
    /// Authors who are on no roster.
    #[serde(rename = "stranger")]
    pub(super) strangers: Vec<Stranger>,
}

/// A file that somebody drops.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Drop {
    pub(super) day: NaiveDate,
    /// Path below the inbox.
    pub(super) file: String,
    pub(super) form: Option<Shape>,
    #[serde(default)]
    pub(super) papers: Vec<Sent>,
    /// Rows of an old ledger.
    #[serde(default)]
    pub(super) ledger: Vec<Vec<String>>,
    pub(super) roster: Option<Edition>,
    /// How it is spoilt.
    pub(super) fault: Option<Fault>,
    /// The earlier file whose bytes it has.
    pub(super) repeat: Option<String>,
}

/// What a file looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Shape {
    /// The office's form in a table.
    #[serde(rename = "来稿表")]
    OfficeForm,
    /// The printed form of another district.
    #[serde(rename = "核稿单")]
    CheckingForm,
    /// A letter with its authors under the title.
    #[serde(rename = "署名在前")]
    Byline,
    /// A letter with its authors at the end.
    #[serde(rename = "署名在后")]
    Signature,
    /// Letters one behind the other.
    #[serde(rename = "两篇")]
    Two,
    /// The office's batch sheet.
    #[serde(rename = "批量表")]
    Batch,
    /// A sheet with columns of somebody's own.
    #[serde(rename = "自制表")]
    OwnSheet,
    /// A sheet without a header.
    #[serde(rename = "无表头")]
    Headless,
    /// A register of papers without their texts.
    #[serde(rename = "登记表")]
    OldLedger,
    /// A roster.
    #[serde(rename = "名册")]
    Roster,
}

/// A paper as somebody sends it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sent {
    /// Which text.
    pub(super) id: String,
    #[serde(default)]
    pub(super) authors: Vec<String>,
    /// Where the first author works, when two have the name.
    #[serde(default)]
    pub(super) at: String,
    #[serde(default)]
    pub(super) unit: String,
    /// As written.
    #[serde(default)]
    pub(super) date: String,
    /// 主送 as written.
    #[serde(default)]
    pub(super) to: String,
    /// 类别 as written.
    #[serde(default)]
    pub(super) category: String,
    /// The text that it follows.
    pub(super) continues: Option<String>,
    pub(super) without: Option<Missing>,
    /// A paragraph at the end: `[-…-]` is struck, `[+…+]` inserted, `[~…~]` hidden.
    #[serde(default)]
    pub(super) more: String,
    pub(super) table: Option<Table>,
    /// The picture stands behind this paragraph.
    pub(super) picture: Option<usize>,
}

/// What an author forgot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Missing {
    #[serde(rename = "标题")]
    Title,
    #[serde(rename = "署名")]
    Author,
    #[serde(rename = "正文")]
    Text,
}

/// A table of a body, behind a paragraph.
#[derive(Debug, Deserialize)]
pub(super) struct Table {
    pub(super) behind: usize,
    pub(super) rows: Vec<Vec<String>>,
}

/// How a file is spoilt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Fault {
    #[serde(rename = "空文件")]
    Empty,
    #[serde(rename = "残缺")]
    Cut,
    #[serde(rename = "旧版文档")]
    OldWord,
    #[serde(rename = "加密")]
    Encrypted,
    #[serde(rename = "PDF")]
    Pdf,
}

/// A verdict that a person gives.
#[derive(Debug, Deserialize)]
pub(super) struct PlannedVerdict {
    pub(super) day: NaiveDate,
    pub(super) title: String,
    pub(super) word: String,
    pub(super) note: String,
}

/// Somebody who is on no roster.
#[derive(Debug, Deserialize)]
pub(super) struct Stranger {
    pub(super) name: String,
    pub(super) workplace: String,
    pub(super) position: String,
    pub(super) phone: String,
}

impl Year {
    /// Reads the list.
    pub(super) fn read() -> Year {
        toml::from_str(YEAR).expect("a test reads the year")
    }

    /// Files of a day.
    pub(super) fn drops_on(&self, day: NaiveDate) -> impl Iterator<Item = &Drop> {
        self.drops.iter().filter(move |drop| drop.day == day)
    }

    /// The file that was dropped under this path.
    pub(super) fn drop_at(&self, path: &str) -> Option<&Drop> {
        self.drops.iter().find(|drop| drop.file == path)
    }

    /// Days from the first drop to the last day, the clerk works on each of them.
    pub(super) fn days_until(&self, last: NaiveDate) -> Vec<NaiveDate> {
        let first = self.drops.first().map_or(last, |drop| drop.day);
        first.iter_days().take_while(|day| *day <= last).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::papers;
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_year_is_in_order_and_sends_every_paper() {
        let year = Year::read();
        assert!(year.drops.is_sorted_by_key(|drop| drop.day));
        let sent: BTreeSet<&str> =
            year.drops.iter().flat_map(|drop| &drop.papers).map(|paper| paper.id.as_str()).collect();
        assert_eq!(sent, papers::read().keys().copied().collect());
    }

    #[test]
    fn every_kind_of_fault_comes_once() {
        let year = Year::read();
        let count = |fault| year.drops.iter().filter(|drop| drop.fault == Some(fault)).count();
        for fault in [Fault::Empty, Fault::Cut, Fault::OldWord, Fault::Encrypted, Fault::Pdf] {
            assert_eq!(count(fault), 1, "{fault:?}");
        }
    }
}
