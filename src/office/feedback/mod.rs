//! What became of a case at an organ (反馈): adopted, instructed on, answered, carried out, or not taken.
//! It never overwrites: a wrong row is taken back by a later entry.

mod weigh;

pub use weigh::{Draft, Which, take_back, weigh};

use super::numbers::Fingerprint;
use super::words::words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

words! {
    /// 结果.
    Outcome {
        /// Taken into what the organ puts out.
        Adopted = "采用",
        /// A leader wrote an instruction.
        Instructed = "批示",
        /// A department answered.
        Answered = "答复",
        /// It had an effect.
        Effected = "落实",
        /// Not taken.
        Declined = "未采用",
    }
}

words! {
    /// 形式 of an adoption.
    Form {
        /// Alone.
        Single = "单篇",
        /// Merged with others.
        Merged = "综合",
        /// Passed on.
        Forwarded = "转送",
    }
}

words! {
    /// 答复类别 (domain: 解决程度).
    Grade {
        /// 解决或基本解决.
        A = "A",
        /// 列入计划拟解决.
        B = "B",
        /// 因条件所限暂不能解决，留作参考.
        C = "C",
    }
}

/// 级别 of leaders and organs, the lowest first.
pub const LEVELS: &[&str] = &["区", "市", "省", "国"];

/// The level that a written word means (`市级`, `省部级`, `中央`).
pub fn level_of(written: &str) -> Option<&'static str> {
    let written = written.trim().trim_end_matches('级');
    let known = |level: &&&str| **level == written;
    LEVELS.iter().find(known).copied().or(match written {
        "县" | "区县" | "县区" | "本" => Some("区"),
        "地市" | "厅局" | "地厅" => Some("市"),
        "省部" | "部" => Some("省"),
        "国家" | "全国" | "中央" => Some("国"),
        _ => None,
    })
}

/// The level that the name of an organ tells: `市政协` is of the city, `全国政协` of the country.
pub fn level_of_organ(organ: &str) -> Option<&'static str> {
    const STARTS: &[(&str, &str)] = &[
        ("全国", "国"),
        ("中央", "国"),
        ("中共中央", "国"),
        ("国务院", "国"),
        ("国家", "国"),
        ("中办", "国"),
        ("省", "省"),
        ("自治区", "省"),
        ("市", "市"),
        ("区", "区"),
        ("县", "区"),
    ];
    let by_start = STARTS.iter().find(|(start, _)| organ.starts_with(start)).map(|(_, level)| *level);
    by_start.or_else(|| organ.ends_with("中央").then_some("国"))
}

/// One row of feedback.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// 单位: the organ, as `市政协`.
    pub organ: String,
    /// 结果.
    pub result: Outcome,
    /// 形式.
    #[serde(default)]
    pub form: Option<Form>,
    /// 领导: who wrote the instruction.
    #[serde(default)]
    pub leader: Option<String>,
    /// 级别 of the leader or organ, as the office writes it: 区, 市, 省, 国.
    #[serde(default)]
    pub level: Option<String>,
    /// 主要领导.
    #[serde(default)]
    pub chief: bool,
    /// 日期 of the event itself.
    pub date: NaiveDate,
    /// 内容.
    #[serde(default)]
    pub content: String,
    /// 答复类别.
    #[serde(default)]
    pub grade: Option<Grade>,
    /// 重点跟踪: the next day to look after it; it stays open until 落实.
    #[serde(default)]
    pub follow_up: Option<NaiveDate>,
    /// 附件: scans and letters kept in the archive.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
}

/// A file kept as evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Name as dropped.
    pub name: String,
    /// Fingerprint under which the archive holds it.
    pub sha256: Fingerprint,
}

/// A row of feedback in a case, with the entry that wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedbackRow {
    /// Position of the entry in the book, by which it can be taken back.
    pub seq: i64,
    /// Day of the entry.
    pub day: NaiveDate,
    /// The row.
    pub feedback: Feedback,
}
