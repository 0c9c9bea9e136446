//! What a person's verdict makes of a case: entries, or why it cannot be given, in the clerk's words.
//! It never stores anything, and never lets a verdict through that says less than who and what.

use super::case::{Case, Event, Judged, Reason, Standing};
use super::decide::route;
use super::settings::Settings;
use super::step::Verdict;
use chrono::NaiveDate;

/// What a person says of a case, beside the verdict.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Destinations named with `--to`; empty means as routed.
    pub destinations: Vec<String>,
    /// Day of sending.
    pub date: Option<NaiveDate>,
    /// Why, or what to mend.
    pub note: String,
    /// Who.
    pub by: String,
}

/// The entries that a verdict makes, or why it cannot be given, in the clerk's words.
pub fn judge(
    case: &Case,
    verdict: Verdict,
    said: &Said,
    settings: &Settings,
    day: NaiveDate,
) -> Result<Vec<Event>, String> {
    if said.by.trim().is_empty() {
        return Err("须写明是谁决定的（--by）".to_owned());
    }
    if verdict == Verdict::Sent {
        return send(case, said, settings, day);
    }
    if !may_be_judged(case, verdict) {
        return Err(out_of_turn(case, verdict));
    }
    if verdict == Verdict::Return && said.note.trim().is_empty() {
        return Err("退回须写明原因（--note）".to_owned());
    }
    if verdict != Verdict::Adopt && !said.destinations.is_empty() {
        return Err("只有采用和已送出可以写明去向（--to）".to_owned());
    }
    if said.date.is_some() {
        return Err("只有已送出可以写明日期（--date）".to_owned());
    }
    let judged = Judged { verdict, note: said.note.trim().to_owned(), by_rule: false };
    let mut events = Vec::new();
    if verdict == Verdict::Adopt {
        if case.registered.textless {
            return Err(format!("{}没有正文，不能采用；可以留存或退回", case.number));
        }
        events.extend(reroute(case, said, settings, day)?);
    }
    events.push(Event::Judged(judged));
    Ok(events)
}

/// A verdict is given where the case waits; what was kept, at 筛选 or because it was not signed, may be taken up
/// again where it was left.
fn may_be_judged(case: &Case, verdict: Verdict) -> bool {
    let here = case.step == verdict.step();
    match case.standing {
        Standing::Waiting => here,
        Standing::Kept => here && matches!(verdict, Verdict::Adopt | Verdict::Sign),
        Standing::Moving | Standing::Returned | Standing::Done => false,
    }
}

/// Why a verdict cannot be given now, and which can.
fn out_of_turn(case: &Case, verdict: Verdict) -> String {
    let open: Vec<&str> =
        Verdict::ALL.iter().filter(|one| may_be_judged(case, **one)).map(|one| one.word()).collect();
    let instead =
        if open.is_empty() { String::new() } else { format!("；现在可以：{}", open.join("、")) };
    format!("{}在“{}”环节（{}），不能作“{verdict}”{instead}", case.number, case.step, case.standing.word())
}

/// New destinations where the person named some, and new last days where a clock starts from the decision.
fn reroute(case: &Case, said: &Said, settings: &Settings, day: NaiveDate) -> Result<Option<Event>, String> {
    let chosen = if said.destinations.is_empty() {
        let names = case.destination_names();
        names.iter().map(|name| (*name).to_owned()).zip(case.routed.reasons.iter().cloned()).collect()
    } else {
        named_by_person(said, settings)?
    };
    let chosen: Vec<(String, Reason)> = chosen;
    if chosen.is_empty() {
        return Err(format!("{}没有去向，请用 --to 写明", case.number));
    }
    let routed = route(&of_today(chosen, settings)?, settings, case.registered.received, day);
    Ok((routed != case.routed).then_some(Event::Routed(routed)))
}

/// Destinations by the names that office.toml gives them now; a case may have waited while it was changed.
fn of_today(chosen: Vec<(String, Reason)>, settings: &Settings) -> Result<Vec<(String, Reason)>, String> {
    let of_one = |(name, reason): (String, Reason)| match settings.destination(&name) {
        Some(destination) => Ok((destination.name.clone(), reason)),
        None => Err(format!("去向“{name}”已不在 office.toml 中，请用 --to 写明去向")),
    };
    chosen.into_iter().map(of_one).collect()
}

fn named_by_person(said: &Said, settings: &Settings) -> Result<Vec<(String, Reason)>, String> {
    let mut chosen = Vec::new();
    for name in &said.destinations {
        let known = settings.destination(name.trim()).ok_or_else(|| format!("没有“{name}”这个去向"))?;
        let reason = Reason {
            about: "去向".to_owned(),
            value: known.name.clone(),
            because: vec![format!("{}决定", said.by)],
            rule: said.by.clone(),
        };
        chosen.push((known.name.clone(), reason));
    }
    Ok(chosen)
}

fn send(case: &Case, said: &Said, settings: &Settings, day: NaiveDate) -> Result<Vec<Event>, String> {
    let date = said.date.unwrap_or(day);
    if date > day {
        return Err(format!("报送日期{date}晚于今天{day}"));
    }
    if date < case.registered.received {
        return Err(format!("报送日期{date}早于收到日期{}", case.registered.received));
    }
    let is_sent = |name: &str| case.sent.iter().any(|(sent, _)| sent == name);
    let destinations: Vec<String> = if said.destinations.is_empty() {
        let open = case.placed.iter().filter(|(name, _)| !is_sent(name));
        open.map(|(name, _)| name.clone()).collect()
    } else {
        placed_by_name(case, said, settings)?
    };
    if destinations.is_empty() {
        return Err(format!("{}没有已置出未报送的文件", case.number));
    }
    if let Some(name) = destinations.iter().find(|name| is_sent(name)) {
        return Err(format!("{}已于此前报送“{name}”", case.number));
    }
    Ok(vec![Event::Sent { destinations, date, note: said.note.trim().to_owned() }])
}

/// The destinations that a person named, each once: by the name under which the case was placed, which office.toml
/// may have dropped since, or by one that office.toml knows.
fn placed_by_name(case: &Case, said: &Said, settings: &Settings) -> Result<Vec<String>, String> {
    let is_placed = |name: &str| case.placed.iter().any(|(placed, _)| placed == name);
    let mut destinations: Vec<String> = Vec::new();
    for written in &said.destinations {
        let name = match settings.destination(written.trim()) {
            Some(destination) if !is_placed(written) => destination.name.as_str(),
            _ => written.trim(),
        };
        if !is_placed(name) {
            return Err(format!("{}没有置出给“{name}”的文件", case.number));
        }
        if !destinations.iter().any(|one| one == name) {
            destinations.push(name.to_owned());
        }
    }
    Ok(destinations)
}
