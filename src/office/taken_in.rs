//! What a good row of a filled form came to, with the word that stands beside it.
//! It never tells why a row was not taken in; its faults do.

/// What a good row came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenIn {
    /// It is new.
    Registered,
    /// It changes what was registered under its name.
    Changed,
    /// What was registered has evidence that it lacked.
    WithEvidence,
    /// The case is followed up (重点跟踪).
    FollowedUp,
    /// What it says was registered before.
    KnownBefore,
    /// What was registered no longer holds.
    TakenBack,
    /// It had been taken back before.
    TakenBackBefore,
}

impl TakenIn {
    /// The clerk's words.
    pub fn words(self) -> &'static str {
        match self {
            TakenIn::Registered => "已登记",
            TakenIn::Changed => "已登记（更新）",
            TakenIn::WithEvidence => "已登记（补充附件）",
            TakenIn::FollowedUp => "已登记（重点跟踪）",
            TakenIn::KnownBefore => "已登记（此前）",
            TakenIn::TakenBack => "已撤回",
            TakenIn::TakenBackBefore => "已撤回（此前）",
        }
    }

    /// Whether the row changed anything.
    pub fn is_new(self) -> bool {
        !matches!(self, TakenIn::KnownBefore | TakenIn::TakenBackBefore)
    }
}
