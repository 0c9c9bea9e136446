//! A dropped file with what was found in it.
//! It never says what becomes of the file; `commit` does.

use crate::document::Format;
use crate::intake::filled::FilledRow;
use crate::office::activity::Activity;
use crate::office::adjustment;
use crate::office::feedback::Draft;
use crate::office::numbers::Fingerprint;
use crate::office::paper::Paper;
use crate::office::roster::Roster;
use crate::office::taken_back::Written;
use crate::office::wanted::WantedTopic;
use crate::rejection::Rejection;
use crate::trays::archive::Aside;
use crate::trays::inbox::Slot;

/// A dropped file with what was found in it: what one arrival in the ledger is made of.
#[derive(Debug)]
pub struct Sheaf {
    /// Where it lies.
    pub slot: Slot,
    /// Fingerprint of its bytes; of its name, size and time where the bytes are not read (a link, a FIFO, a
    /// file over the limit), so that a crash still finds the same arrival.
    pub fingerprint: Fingerprint,
    /// What was found.
    pub found: Found,
    /// Its bytes on their way into the archive; `None` where they are not read.
    pub aside: Option<Aside>,
}

impl Sheaf {
    /// Takes the paper of an index out, when the file has papers.
    pub fn take_paper(&mut self, index: usize) -> Option<Paper> {
        match &mut self.found {
            Found::Papers(papers) => papers.papers.get_mut(index).map(std::mem::take),
            _ => None,
        }
    }
}

/// What a file turned out to be.
#[derive(Debug)]
pub enum Found {
    /// Papers, each good or with faults.
    Papers(Papers),
    /// Papers, each of them with faults.
    BadPapers(Papers),
    /// Rows of a 反馈登记.
    Feedback(Vec<FilledRow<Draft>>),
    /// Rows of a 活动登记.
    Activities(Vec<FilledRow<Written<Activity>>>),
    /// Rows of a 征集要点.
    Topics(Vec<FilledRow<Written<WantedTopic>>>),
    /// Rows of a 考核调整.
    Adjustments(Vec<FilledRow<adjustment::Draft>>),
    /// A file of any kind beside the feedback: a scan, a letter.
    Evidence,
    /// A roster that was read whole, with warnings.
    Roster(Box<Roster>, Vec<Rejection>),
    /// Refused as a whole.
    Refused(Vec<Rejection>),
}

/// Papers of one file.
#[derive(Debug)]
pub struct Papers {
    /// What the file is.
    pub format: Format,
    /// Papers in order.
    pub papers: Vec<Paper>,
    /// Faults of papers; a paper with a fault is not registered.
    pub rejections: Vec<Rejection>,
    /// Findings that refuse nothing.
    pub warnings: Vec<Rejection>,
}
