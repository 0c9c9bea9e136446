//! What an inbox folder received in a period, and what became of it.
//! It never takes one side from the other.

use serde::Serialize;

/// The balance of one inbox folder in a period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// Folder of the inbox; `inbox` for its top.
    pub inbox: String,
    /// Files received: every arrival by its own row, and every file that lies there.
    pub received: u64,
    /// Files of which something was registered.
    pub registered: u64,
    /// Files returned.
    pub returned: u64,
    /// Files known already.
    pub duplicate: u64,
    /// Files that lie in the inbox.
    pub waiting: u64,
    /// Papers registered.
    pub papers: u64,
    /// Papers or rows that came back.
    pub bad_rows: u64,
}

impl Balance {
    /// Whether it adds up.
    pub fn adds_up(&self) -> bool {
        self.received == self.registered + self.returned + self.duplicate + self.waiting
    }
}
