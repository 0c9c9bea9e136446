//! office.toml as values: who we are, destinations, deadlines, gates, labels, classification, calendar.
//! It never reads a file; it is given the text, and finds all faults of it at once.

mod check;
mod faults;
mod measures;
mod parse;
mod places;
mod section;
mod sorting;
mod syntax;
#[cfg(test)]
mod tests;

pub(in crate::office) use faults::{Faults, Spotted, did_you_mean};
pub(in crate::office) use section::Section;
pub(in crate::office) use syntax::add_syntax_errors;

use super::step::Step;
use crate::failure::Complaint;
use crate::limits::Limits;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The stock office.toml, fully commented; `init` writes it, and it is the repository's own.
pub const STOCK: &str = include_str!("../../../office.toml");

/// Fields of a form for which an office may add labels: those that intake has built-in labels for.
pub const LABEL_FIELDS: &[&str] = &[
    "title",
    "author",
    "coauthor",
    "outsider",
    "contact",
    "unit",
    "workplace",
    "position",
    "kind",
    "sector",
    "committee",
    "group",
    "party",
    "member",
    "phone",
    "email",
    "address",
    "term",
    "date",
    "serial",
    "issue",
    "category",
    "destination",
    "copies",
    "urgency",
    "continues",
    "public",
    "source",
    "status",
    "situation",
    "content",
    "suggestion",
    "attachment",
    "note",
];

/// Everything that office.toml says, checked and complete.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Seconds that a file must lie still before it is taken.
    pub settle_seconds: u64,
    /// Steps that wait for a person.
    pub gates: Vec<Step>,
    /// A deadline closes when the document is placed in the outbox, not only when a person says 已送出.
    pub placed_is_sent: bool,
    /// Days that a taken file stays in `inbox/.taken` before it is purged.
    pub taken_days: u32,
    /// Where the ledger lies, relative to the office; `ledger.db` by default.
    pub ledger: String,
    /// The scoring file in `templates/scoring/`.
    pub scoring: String,
    /// Layout of official pages.
    pub layout: Layout,
    /// Who we are.
    pub office: Office,
    /// 刊物, in the order of the file.
    pub publications: Vec<Publication>,
    /// Where papers go, in the order of the file.
    pub destinations: Vec<Destination>,
    /// Destinations of a case that no rule sends anywhere.
    pub default_destinations: Vec<String>,
    /// The five priorities of founding document 二.1 with their words.
    pub categories: Vec<Category>,
    /// The office's topic list.
    pub topics: Vec<Topic>,
    /// Classification and routing rules, in the order of the file.
    pub rules: Vec<Rule>,
    /// 界别 with their other names, in the order of the file.
    pub sectors: Vec<Sector>,
    /// Labels that the office adds to the built-in ones: canonical field to labels.
    pub labels: BTreeMap<String, Vec<String>>,
    /// Holidays and make-up working days.
    pub calendar: CalendarDays,
    /// What is wanted of whom in a year.
    pub quota: Quota,
    /// Limits on a stranger's file.
    pub limits: Limits,
}

impl Settings {
    /// The settings that the text of an office.toml says; what it leaves out is as in [`STOCK`]. Otherwise
    /// every fault of it, in the order of lines.
    pub fn parse(text: &str) -> Result<Settings, Vec<Complaint>> {
        match Settings::read(text) {
            (Some(settings), complaints) if complaints.is_empty() => Ok(settings),
            (_, complaints) => Err(complaints),
        }
    }

    /// The settings as far as the text says them rightly, nothing when it is no TOML, and every fault of it: for a
    /// check that goes on to templates and folders.
    pub fn read(text: &str) -> (Option<Settings>, Vec<Complaint>) {
        parse::parse(text, Some(parse::stock()))
    }

    /// The destination of a name, or of another that it is known by.
    pub fn destination(&self, written: &str) -> Option<&Destination> {
        let means =
            |one: &&Destination| one.name == written || one.aliases.iter().any(|alias| alias == written);
        self.destinations.iter().find(means)
    }

    /// The name under which an organ is counted: that of the destination that it names, else as written.
    pub fn organ<'a>(&'a self, written: &'a str) -> &'a str {
        self.destination(written).map_or(written, |destination| destination.name.as_str())
    }
}

/// Which coordinate system official pages follow (gbt9704 section 1: both give 22 lines of 28 characters).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Margins 37/35/28/26 mm, 28.95 pt: what a secretary expects in the page dialog.
    #[default]
    Common,
    /// GB/T 33476.2: margins 34.58/32.58/28/26 mm, 29.6 pt: fills the type area.
    Gb33476,
}

/// Who we are: printed on documents, never in code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Office {
    /// Full name, as `政协示例区委员会办公室`.
    pub name: String,
    /// Short name of the organ, as `区政协`.
    pub short_name: String,
    /// The place, as `示例区`: papers write `示例区教育局` or `我区教育局` for `区教育局`.
    pub place: String,
    /// Telephone for questions.
    pub phone: String,
    /// 编辑, printed at the foot of an issue.
    pub editor: String,
    /// 审核.
    pub reviewer: String,
    /// 签发.
    pub signer: String,
}

/// 刊物: a form in which cases go out, numbered by year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publication {
    /// Name as printed in the masthead and in file names, without 《》.
    pub name: String,
    /// Word template in `templates/`.
    pub template: String,
    /// Mark at the head (`内部资料 注意保存`), or empty.
    pub mark: String,
    /// 报：…, printed at the foot, or empty.
    pub report_to: String,
    /// 送：…, printed at the foot, or empty.
    pub send_to: String,
    /// 共印 N 份; 0 leaves it out.
    pub copies: u32,
}

/// 去向: an organ that papers go to, with its deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// Name, also the folder under `outbox/`.
    pub name: String,
    /// Other names by which papers and rules may call it.
    pub aliases: Vec<String>,
    /// The publication in which cases go there.
    pub publication: String,
    /// Length of the deadline in days (weeks times seven).
    pub days: u32,
    /// The office wrote weeks; print them so.
    pub weeks: bool,
    /// Which days count.
    pub count: Count,
    /// Where the clock starts.
    pub from: From,
    /// Word template of the cover sheet in `templates/`.
    pub cover_template: String,
    /// The clause that sets the deadline, printed with the derivation; may be empty.
    pub basis: String,
}

/// Which days a deadline counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Count {
    /// 自然日.
    #[default]
    Calendar,
    /// 工作日, by the calendar of office.toml.
    Working,
}

/// Where a deadline's clock starts; that day is day 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum From {
    /// 收到: the day of receipt.
    #[default]
    Received,
    /// 决定: the day of the decision to send (采用).
    Decided,
}

/// One of the five priorities of founding document 二.1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Category {
    /// Name, to the letter of the founding text's list.
    pub name: String,
    /// Other names by which papers may call it.
    pub aliases: Vec<String>,
    /// Words that speak for it.
    pub words: Vec<String>,
    /// Marks that its words must reach; fewer are chance.
    pub least: u32,
    /// Papers for which no category reaches its marks belong here.
    pub otherwise: bool,
}

/// An entry of the office's topic list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topic {
    /// Name.
    pub name: String,
    /// Other names by which papers may call it.
    pub aliases: Vec<String>,
    /// Words that speak for it.
    pub words: Vec<String>,
    /// Destination (a department) of papers on it, or empty.
    pub destination: String,
}

/// A classification or routing rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// Name, printed by `explain`.
    pub name: String,
    /// Condition in minijinja's expression language over the names of `minyi fields`.
    pub when: String,
    /// Category that it sets, or empty.
    pub category: String,
    /// Topic that it sets, or empty.
    pub topic: String,
    /// Destinations that it adds.
    pub destinations: Vec<String>,
    /// It makes the case urgent.
    pub urgent: bool,
    /// Line of office.toml, for complaints.
    pub line: usize,
}

/// 界别 with the names by which papers and rosters may call it (民革 = 中国国民党革命委员会).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sector {
    /// Name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
}

/// Papers wanted in a year of each person or unit (founding document, S6 to S9), and what counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Of each 委员.
    pub member: u32,
    /// Of each 信息员.
    pub informant: u32,
    /// Of each 界别.
    pub sector: u32,
    /// Of each 专委会.
    pub committee: u32,
    /// Of each 镇街工委.
    pub town: u32,
    /// What counts.
    pub counts: Counted,
    /// Who is 委员 and 信息员 counts in both; otherwise as 委员 alone.
    pub both_roles: bool,
    /// A paper by a member counts for the member's 界别, 专委会 and 镇街 too, not only papers in their name.
    pub by_members: bool,
}

impl Default for Quota {
    fn default() -> Self {
        Quota {
            member: 1,
            informant: 5,
            sector: 5,
            committee: 5,
            town: 5,
            counts: Counted::Registered,
            both_roles: true,
            by_members: true,
        }
    }
}

/// What counts for a quota.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counted {
    /// 报送: every paper handed in, also one returned at the counter.
    Submitted,
    /// 登记: every paper registered.
    #[default]
    Registered,
    /// 编发: cases that were issued.
    Issued,
    /// 采用: cases that some organ adopted.
    Adopted,
}

impl Counted {
    /// The words of office.toml.
    pub(in crate::office) const WORDS: [(&'static str, Counted); 4] = [
        ("报送", Counted::Submitted),
        ("登记", Counted::Registered),
        ("编发", Counted::Issued),
        ("采用", Counted::Adopted),
    ];

    /// The office's word.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, counted)| *counted == self).map_or("", |(word, _)| word)
    }
}

/// Days that differ from the plain week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarDays {
    /// Days off (法定节假日), weekends apart.
    pub holidays: Vec<NaiveDate>,
    /// Weekend days worked (调休).
    pub workdays: Vec<NaiveDate>,
}
