//! Recipes: what a row of pending output needs to become a file, now or after a crash.
//! It never holds what the ledger holds already; a case's documents are made from the case.

use crate::office::view::{NoticeView, ReceiptView};
use crate::typeset::sheets::{RegisteredRow, RowAnswer};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a document of the outbox is made.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "make", rename_all = "snake_case")]
pub enum Recipe {
    /// The edited version in the form of a publication.
    Issue {
        /// Name of the publication.
        publication: String,
    },
    /// The cover sheet for a destination.
    Cover {
        /// Name of the destination.
        destination: String,
    },
    /// A draft of the edited version for the person at a gate.
    Proof {
        /// What stands where the number will be: `（清样）`.
        mark: String,
    },
    /// A receipt for a dropped file.
    Receipt {
        /// What it says, the office apart.
        view: Box<ReceiptView>,
    },
    /// A return notice.
    Notice {
        /// What it says, the office apart.
        view: Box<NoticeView>,
    },
    /// The refused file itself, to the byte.
    Original,
    /// A filled form with the answer beside each row.
    Answers {
        /// Answers by place (`表名!行`).
        answers: BTreeMap<String, RowAnswer>,
    },
    /// The rows of a batch sheet that were refused, with the reason beside each.
    Rows {
        /// Reasons by place (`表名!行`).
        refused: BTreeMap<String, Vec<String>>,
        /// What the rows that went through became, by place.
        registered: BTreeMap<String, RegisteredRow>,
    },
}

impl Recipe {
    /// What it is, for scripts.
    pub fn kind(&self) -> &'static str {
        match self {
            Recipe::Issue { .. } => "issue",
            Recipe::Cover { .. } => "cover",
            Recipe::Proof { .. } => "proof",
            Recipe::Receipt { .. } => "receipt",
            Recipe::Notice { .. } => "notice",
            Recipe::Original => "original",
            Recipe::Answers { .. } => "answers",
            Recipe::Rows { .. } => "rows",
        }
    }

    /// Whether it is one of the documents that go to a destination.
    pub fn goes_out(&self) -> bool {
        matches!(self, Recipe::Issue { .. } | Recipe::Cover { .. })
    }

    /// Whether it is made of a dropped sheet, which is read again for it.
    pub fn reads_the_sheet(&self) -> bool {
        matches!(self, Recipe::Rows { .. } | Recipe::Answers { .. })
    }
}
