//! The statement that adds up: received = registered + returned + duplicate + waiting, by inbox folder.
//! It never takes one side from the other; received is counted from arrivals and the inbox apart.

use super::claim::Waiting;
use super::desk;
use crate::failure::Outcome;
use crate::ledger::{ArrivalState, Ledger};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Before any arrival. The book compares days as text, so years have four digits.
pub const FIRST_DAY: NaiveDate = day(1000, 1, 1);
/// After any arrival.
pub const LAST_DAY: NaiveDate = day(9999, 12, 31);

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

/// The balance of one inbox folder in a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

/// Balances of all inbox folders from a day to a day, both included. What lies in the inbox counts when the
/// period reaches today.
pub fn balances(
    ledger: &Ledger,
    from: Option<NaiveDate>,
    to: NaiveDate,
    waiting: &[Waiting],
    today: NaiveDate,
) -> Outcome<Vec<Balance>> {
    let from = from.unwrap_or(FIRST_DAY);
    let mut balances: BTreeMap<String, Balance> = BTreeMap::new();
    for inbox in desk::inboxes() {
        balance_of(&mut balances, inbox);
    }
    for arrival in ledger.arrivals(from, to)? {
        balance_of(&mut balances, &arrival.file.inbox).received += 1;
    }
    for count in ledger.arrival_counts(from, to)? {
        let balance = balance_of(&mut balances, &count.inbox);
        match count.state {
            ArrivalState::Registered | ArrivalState::Answered => balance.registered += count.files,
            ArrivalState::Returned => balance.returned += count.files,
            ArrivalState::Duplicate => balance.duplicate += count.files,
        }
        balance.papers += count.papers;
        balance.bad_rows += count.bad_rows;
    }
    if from <= today && today <= to {
        for one in waiting {
            let folder = one.name.split_once('/').map_or("", |(folder, _)| folder);
            let balance = balance_of(&mut balances, folder);
            balance.received += 1;
            balance.waiting += 1;
        }
    }
    Ok(balances.into_values().collect())
}

fn balance_of<'a>(balances: &'a mut BTreeMap<String, Balance>, inbox: &str) -> &'a mut Balance {
    let name = if inbox.is_empty() { "inbox" } else { inbox };
    let fresh = || Balance { inbox: name.to_owned(), ..Balance::default() };
    balances.entry(name.to_owned()).or_insert_with(fresh)
}
