//! The statement that adds up: received = registered + returned + duplicate + waiting, by inbox folder.
//! It never takes one side from the other; received is counted from arrivals and the inbox apart.

use super::claim::Waiting;
use super::desk;
use crate::failure::Outcome;
use crate::ledger::{ArrivalState, Ledger};
use crate::office::balance::Balance;
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
