//! What became of a case at an organ (反馈): adopted, instructed on, answered, carried out, or not taken.
//! It never overwrites: a wrong row is taken back by a later entry.

use super::numbers::Fingerprint;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

macro_rules! office_words {
    ($(#[$outer:meta])* $type:ident { $($(#[$doc:meta])* $name:ident = $word:literal,)* }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $type { $($(#[$doc])* #[serde(rename = $word)] $name,)* }

        impl $type {
            /// All of them, in order.
            pub const ALL: &'static [$type] = &[$($type::$name,)*];

            /// The office's word.
            pub fn word(self) -> &'static str {
                match self { $($type::$name => $word,)* }
            }

            /// The one that the office's word names.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(self.word())
            }
        }
    };
}

office_words! {
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

office_words! {
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

office_words! {
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
