//! The text of office.toml to values, section by section, with the stock settings for what it leaves out.
//! It never compares one section with another; `check` does, by the names that are noted here.

use super::check::{Names, prune};
use super::faults::{Faults, did_you_mean};
use super::measures::{calendar, limits, quota};
use super::places::{default_destinations, destinations, publications};
use super::section::Section;
use super::sorting::{categories, labels, rules, sectors, topics};
use super::syntax::add_syntax_errors;
use super::{CalendarDays, Layout, Office, Quota, STOCK, Settings};
use crate::failure::Complaint;
use crate::limits::Limits;
use crate::office::step::Step;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use toml::de::DeTable;

/// The stock settings as values.
pub(super) fn stock() -> &'static Settings {
    static VALUES: LazyLock<Settings> =
        LazyLock::new(|| parse(STOCK, None).0.expect("a test keeps the stock settings without fault"));
    &VALUES
}

/// The settings of a text over those of `base`, without a base over nothing, and all that is wrong with it. A text
/// that is no TOML says nothing.
pub(super) fn parse(text: &str, base: Option<&Settings>) -> (Option<Settings>, Vec<Complaint>) {
    // The mark that Notepad puts in front of a UTF-8 file.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut faults = Faults::of("office.toml", text);
    let (root, errors) = DeTable::parse_recoverable(text);
    add_syntax_errors(text, &errors, &mut faults);
    if !faults.none() {
        return (None, faults.into_complaints());
    }
    let base = base.cloned().unwrap_or_else(bare);
    let mut names = Names::default();
    let mut settings = read(Section::top(root.get_ref()), base, &mut names, &mut faults);
    names.check(&settings, &mut faults);
    prune(&mut settings, &names);
    (Some(settings), faults.into_complaints())
}

fn read(mut top: Section, base: Settings, names: &mut Names, faults: &mut Faults) -> Settings {
    let seconds = top.number("settle_seconds", 0..=86_400, faults);
    let taken = top.number("taken_days", 0..=3_650, faults).and_then(|days| u32::try_from(days.value).ok());
    let settings = Settings {
        settle_seconds: seconds.map_or(base.settle_seconds, |seconds| seconds.value),
        gates: gates(&mut top, faults).unwrap_or(base.gates),
        placed_is_sent: top.flag("placed_is_sent", faults).unwrap_or(base.placed_is_sent),
        taken_days: taken.unwrap_or(base.taken_days),
        ledger: if top.has("ledger") { ledger(&mut top, faults) } else { base.ledger },
        scoring: if top.has("scoring") { scoring(&mut top, faults) } else { base.scoring },
        layout: layout(&mut top, faults).unwrap_or(base.layout),
        office: office(&mut top, faults),
        publications: publications(&mut top, base.publications, names, faults),
        destinations: destinations(&mut top, base.destinations, names, faults),
        default_destinations: default_destinations(&mut top, base.default_destinations, names, faults),
        categories: categories(&mut top, base.categories, names, faults),
        topics: topics(&mut top, base.topics, names, faults),
        rules: rules(&mut top, base.rules, names, faults),
        sectors: sectors(&mut top, base.sectors, names, faults),
        labels: labels(&mut top, base.labels, faults),
        calendar: calendar(&mut top, base.calendar, faults),
        quota: quota(&mut top, base.quota, faults),
        limits: limits(&mut top, &base.limits, faults),
    };
    top.finish(faults);
    settings
}

/// Values under the stock settings themselves, which say everything.
fn bare() -> Settings {
    Settings {
        settle_seconds: 0,
        gates: Vec::new(),
        placed_is_sent: false,
        taken_days: 0,
        ledger: String::new(),
        scoring: String::new(),
        layout: Layout::default(),
        office: Office::default(),
        publications: Vec::new(),
        destinations: Vec::new(),
        default_destinations: Vec::new(),
        categories: Vec::new(),
        topics: Vec::new(),
        rules: Vec::new(),
        sectors: Vec::new(),
        labels: BTreeMap::new(),
        calendar: CalendarDays::default(),
        quota: Quota::default(),
        limits: Limits::default(),
    }
}

fn gates(top: &mut Section, faults: &mut Faults) -> Option<Vec<Step>> {
    let mut gates = Vec::new();
    for word in top.texts("gates", faults)? {
        let known = Step::ALL.iter().filter(|step| step.takes_gate()).map(|step| step.word());
        match Step::from_word(&word.value) {
            None => faults.add(
                word.line,
                format!("gate \"{}\" is not a step", word.value),
                did_you_mean(&word.value, known),
            ),
            Some(step) if !step.takes_gate() => faults.add(
                word.line,
                format!("step {step} takes no gate"),
                format!("gates: {}", known.collect::<Vec<_>>().join(", ")),
            ),
            Some(step) if gates.contains(&step) => {
                faults.add(word.line, format!("gate {step} is listed twice"), "");
            }
            Some(step) => gates.push(step),
        }
    }
    gates.sort();
    Some(gates)
}

fn ledger(top: &mut Section, faults: &mut Faults) -> String {
    top.needed("ledger", faults).map(|path| path.value).unwrap_or_default()
}

fn scoring(top: &mut Section, faults: &mut Faults) -> String {
    let Some(name) = top.needed("scoring", faults) else { return String::new() };
    let is_toml = std::path::Path::new(&name.value).extension().is_some_and(|ending| ending == "toml");
    if !is_toml || !super::check::is_safe_name(&name.value) {
        let message = format!("scoring file \"{}\" is not the name of a .toml file", name.value);
        faults.add(name.line, message, "name a file that lies in templates/scoring/");
    }
    name.value
}

fn layout(top: &mut Section, faults: &mut Faults) -> Option<Layout> {
    let words = [("common", Layout::Common), ("gb33476", Layout::Gb33476)];
    top.chosen("layout", &words, faults)
}

fn office(top: &mut Section, faults: &mut Faults) -> Office {
    let Some(mut section) = top.table("office", faults) else {
        if !top.has("office") {
            // Printing another office's name by default would be worse than asking for this one's.
            faults.add(0, "there is no [office]", "add [office] with name = \"政协…区委员会办公室\"");
        }
        return Office::default();
    };
    let name = section.needed("name", faults).map(|name| name.value).unwrap_or_default();
    let place = match section.text("place", faults) {
        Some(place) => place.value,
        None => place_in(&name).to_owned(),
    };
    let short_name = match section.text("short", faults) {
        Some(short) => short.value,
        None => format!("{}政协", place.chars().last().unwrap_or('区')),
    };
    let office = Office {
        name,
        short_name,
        place,
        phone: section.text_or_empty("phone", faults),
        editor: section.text_or_empty("editor", faults),
        reviewer: section.text_or_empty("reviewer", faults),
        signer: section.text_or_empty("signer", faults),
    };
    section.finish(faults);
    office
}

/// `示例区` out of `政协示例区委员会办公室`.
fn place_in(office: &str) -> &str {
    let rest = office.find("政协").map_or(office, |at| &office[at + "政协".len()..]);
    rest.find("委员会").map_or("", |end| &rest[..end])
}
