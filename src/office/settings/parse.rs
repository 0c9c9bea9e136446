//! The text of office.toml to values, section by section, with the stock settings for what it leaves out.
//! It never compares one section with another; `check` does, by the names that are noted here.

use super::check::{Kind, Names, is_safe_name, prune};
use super::faults::{Faults, Spotted, did_you_mean};
use super::section::Section;
use super::{
    CalendarDays, Category, Count, Destination, From, LABEL_FIELDS, Layout, Office, Publication, Rule,
    STOCK, Sector, Settings, Topic,
};
use crate::failure::Complaint;
use crate::limits::Limits;
use crate::office::step::Step;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use toml::de::{DeTable, DeValue};

/// Longest span of one entry of the calendar: a slip in the year would make every day a holiday.
const SPAN_DAYS: i64 = 60;

/// The stock settings as values.
pub(super) fn stock() -> &'static Settings {
    static VALUES: LazyLock<Settings> =
        LazyLock::new(|| parse(STOCK, None).expect("a test keeps the stock settings without fault"));
    &VALUES
}

/// The settings of a text over those of `base`; without a base over nothing.
pub(super) fn parse(text: &str, base: Option<&Settings>) -> Result<Settings, Vec<Complaint>> {
    // The mark that Notepad puts in front of a UTF-8 file.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut faults = Faults::of(text);
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        add_syntax_error(text, error, &mut faults);
    }
    if !faults.none() {
        return Err(faults.into_complaints());
    }
    let base = base.cloned().unwrap_or_else(bare);
    let mut names = Names::default();
    let mut settings = read(Section::top(root.get_ref()), base, &mut names, &mut faults);
    names.check(&settings, &mut faults);
    prune(&mut settings, &names);
    if faults.none() { Ok(settings) } else { Err(faults.into_complaints()) }
}

fn add_syntax_error(text: &str, error: &toml::de::Error, faults: &mut Faults) {
    let line = error.span().map_or(0, |span| faults.line(&span));
    let written = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let code = written.split('#').next().unwrap_or_default();
    let hint = if code.contains(['“', '”', '‘', '’', '＂', '＝', '，', '［', '］']) {
        "write quotes, commas, brackets and = in half width: \" , [ ] ="
    } else {
        ""
    };
    faults.add(line, format!("not TOML: {}", error.message()), hint);
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

fn layout(top: &mut Section, faults: &mut Faults) -> Option<Layout> {
    let words = [("common", Layout::Common), ("gb33476", Layout::Gb33476)];
    choice(top, "layout", &words, faults)
}

/// One of a few words.
fn choice<T: Copy>(
    section: &mut Section,
    key: &'static str,
    words: &[(&'static str, T)],
    faults: &mut Faults,
) -> Option<T> {
    let written = section.text(key, faults)?;
    let found = words.iter().find(|(word, _)| *word == written.value);
    if found.is_none() {
        let hint = did_you_mean(&written.value, words.iter().map(|(word, _)| *word));
        faults.add(written.line, format!("\"{key}\" cannot be \"{}\"", written.value), hint);
    }
    found.map(|(_, value)| *value)
}

fn text_or_empty(section: &mut Section, key: &'static str, faults: &mut Faults) -> String {
    section.text(key, faults).map(|text| text.value).unwrap_or_default()
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
        phone: text_or_empty(&mut section, "phone", faults),
        editor: text_or_empty(&mut section, "editor", faults),
        reviewer: text_or_empty(&mut section, "reviewer", faults),
        signer: text_or_empty(&mut section, "signer", faults),
    };
    section.finish(faults);
    office
}

/// `示例区` out of `政协示例区委员会办公室`.
fn place_in(office: &str) -> &str {
    let rest = office.find("政协").map_or(office, |at| &office[at + "政协".len()..]);
    rest.find("委员会").map_or("", |end| &rest[..end])
}

fn publications(
    top: &mut Section,
    base: Vec<Publication>,
    names: &mut Names,
    faults: &mut Faults,
) -> Vec<Publication> {
    let Some(sections) = top.tables("publication", faults) else {
        for publication in &base {
            names.define(Kind::Publication, &publication.name, 0);
        }
        return base;
    };
    sections.into_iter().filter_map(|section| publication(section, names, faults)).collect()
}

fn publication(mut section: Section, names: &mut Names, faults: &mut Faults) -> Option<Publication> {
    let name = section.needed("name", faults);
    let copies = section.number("copies", 0..=100_000, faults);
    let found = Publication {
        name: name.as_ref().map(|name| name.value.clone()).unwrap_or_default(),
        template: template(&mut section, "template", name.as_ref(), faults),
        mark: text_or_empty(&mut section, "mark", faults),
        report_to: text_or_empty(&mut section, "report", faults),
        send_to: text_or_empty(&mut section, "send", faults),
        copies: copies.and_then(|copies| u32::try_from(copies.value).ok()).unwrap_or(0),
    };
    section.finish(faults);
    let name = name?;
    names.define(Kind::Publication, &name.value, name.line);
    check_file_name(&name, "publication", faults);
    Some(found)
}

/// The name of a Word template, by default that of what it is for.
fn template(
    section: &mut Section,
    key: &'static str,
    default: Option<&Spotted<String>>,
    faults: &mut Faults,
) -> String {
    let Some(file) = section.text(key, faults) else {
        return default.map(|name| format!("{}.docx", name.value)).unwrap_or_default();
    };
    check_file_name(&file, "template", faults);
    if !file.value.ends_with(".docx") {
        let message = format!("template \"{}\" is not a .docx", file.value);
        faults.add(file.line, message, "name a Word file that lies in templates/");
    }
    file.value
}

/// Names become files and folders on Windows and Linux, and must not lead out of theirs.
fn check_file_name(name: &Spotted<String>, what: &str, faults: &mut Faults) {
    if !is_safe_name(&name.value) {
        faults.add(
            name.line,
            format!("{what} \"{}\" cannot be the name of a file or folder", name.value),
            "leave out / \\ : * ? \" < > | and dots at either end; at most 60 characters",
        );
    }
}

fn destinations(
    top: &mut Section,
    base: Vec<Destination>,
    names: &mut Names,
    faults: &mut Faults,
) -> Vec<Destination> {
    let mut all = if let Some(sections) = top.tables("destination", faults) {
        let mut all = Vec::new();
        for section in sections {
            all.extend(destination_group(section, names, faults));
        }
        all
    } else {
        for one in &base {
            names.define(Kind::Destination, &one.name, 0);
            names.define_aliases(Kind::Destination, &one.name, &one.aliases, 0);
            names.refer(Kind::Publication, &one.publication, 0, &format!("destination {}", one.name));
        }
        base
    };
    if let Some(section) = top.table("aliases", faults) {
        for (name, aliases) in section.lists(faults) {
            names.refer(Kind::Destination, &name.value, name.line, "[aliases]");
            for alias in aliases {
                names.define_aliases(Kind::Destination, &name.value, [&alias.value], alias.line);
                if let Some(one) = all.iter_mut().find(|one| one.name == name.value) {
                    one.aliases.push(alias.value);
                }
            }
        }
    }
    all
}

/// The destinations of one `[[destination]]`: one by `name`, or several alike by `names`.
fn destination_group(mut section: Section, names: &mut Names, faults: &mut Faults) -> Vec<Destination> {
    let called = destination_names(&mut section, faults);
    let aliases = section.texts("aliases", faults).unwrap_or_default();
    if let (Some(alias), true) = (aliases.first(), called.len() > 1) {
        let message = format!("aliases of {} destinations at once", called.len());
        faults.add(alias.line, message, "put them under [aliases], by name");
    }
    let publication = section.needed("publication", faults);
    let (days, weeks) = deadline(&mut section, faults);
    let counts = [("自然日", Count::Calendar), ("工作日", Count::Working)];
    let starts = [("收到", From::Received), ("决定", From::Decided)];
    let common = Destination {
        name: String::new(),
        aliases: aliases.iter().map(|alias| alias.value.clone()).collect(),
        publication: publication.as_ref().map(|name| name.value.clone()).unwrap_or_default(),
        days,
        weeks,
        count: choice(&mut section, "count", &counts, faults).unwrap_or_default(),
        from: choice(&mut section, "from", &starts, faults).unwrap_or_default(),
        cover_template: template(
            &mut section,
            "cover",
            Some(&Spotted { value: "报送单".to_owned(), line: 0 }),
            faults,
        ),
        basis: text_or_empty(&mut section, "basis", faults),
    };
    if weeks && common.count == Count::Working {
        // Whether two weeks of working days are ten or fourteen is for the office to say.
        faults.add(section.line, format!("{} counts weeks in 工作日", section.title), "write days = 10");
    }
    if let Some(publication) = publication {
        names.refer(Kind::Publication, &publication.value, publication.line, &section.title);
    }
    section.finish(faults);
    let mut group = Vec::new();
    for name in called {
        names.define(Kind::Destination, &name.value, name.line);
        check_folder(&name, faults);
        for alias in &aliases {
            names.define_aliases(Kind::Destination, &name.value, [&alias.value], alias.line);
        }
        group.push(Destination { name: name.value, ..common.clone() });
    }
    group
}

fn destination_names(section: &mut Section, faults: &mut Faults) -> Vec<Spotted<String>> {
    if !section.has("names") {
        return section.needed("name", faults).into_iter().collect();
    }
    if section.has("name") {
        faults.add(section.line, "a destination has both \"name\" and \"names\"", "keep one of them");
        let _ = section.text("name", faults);
    }
    section.texts("names", faults).unwrap_or_default()
}

fn check_folder(name: &Spotted<String>, faults: &mut Faults) {
    check_file_name(name, "destination", faults);
    // Folders of the outbox that are the program's own.
    let own = ["回执", "退稿", "表样", "待办", "业务通讯", "考核", "收件情况.xlsx"];
    if own.contains(&name.value.as_str()) {
        let message = format!("destination \"{}\" is a folder of minyi's own in outbox/", name.value);
        faults.add(name.line, message, "give it another name");
    }
}

/// Days, and whether the office wrote weeks.
fn deadline(section: &mut Section, faults: &mut Faults) -> (u32, bool) {
    let days = section.number("days", 1..=366, faults);
    let weeks = section.number("weeks", 1..=52, faults);
    let both = section.has("days") && section.has("weeks");
    if both || !(section.has("days") || section.has("weeks")) {
        let what = if both { "both \"days\" and \"weeks\"" } else { "no deadline" };
        faults.add(section.line, format!("{} has {what}", section.title), "write days = 2, or weeks = 2");
    }
    let length = weeks.as_ref().map(|weeks| weeks.value * 7).or(days.map(|days| days.value));
    (length.and_then(|days| u32::try_from(days).ok()).unwrap_or(0), weeks.is_some())
}

fn default_destinations(
    top: &mut Section,
    base: Vec<String>,
    names: &mut Names,
    faults: &mut Faults,
) -> Vec<String> {
    let Some(written) = top.texts("default", faults) else {
        for name in &base {
            names.refer(Kind::Destination, name, 0, "default");
        }
        return base;
    };
    for name in &written {
        names.refer(Kind::Destination, &name.value, name.line, "default");
    }
    if written.is_empty() {
        faults.add(1, "\"default\" names no destination", "without it a case could be left without any");
    }
    written.into_iter().map(|name| name.value).collect()
}

fn categories(
    top: &mut Section,
    base: Vec<Category>,
    names: &mut Names,
    faults: &mut Faults,
) -> Vec<Category> {
    let Some(sections) = top.tables("category", faults) else {
        for one in &base {
            names.define(Kind::Category, &one.name, 0);
            names.define_aliases(Kind::Category, &one.name, &one.aliases, 0);
        }
        return base;
    };
    let mut all: Vec<Category> = Vec::new();
    for mut section in sections {
        let least = section.number("least", 1..=1_000, faults);
        let otherwise = section.flag("otherwise", faults).unwrap_or(false);
        if otherwise && all.iter().any(|one| one.otherwise) {
            faults.add(section.line, "two categories say otherwise = true", "keep one of them");
        }
        let words = words(&mut section, faults);
        if let Some((name, aliases)) = named(section, Kind::Category, names, faults) {
            let least = least.and_then(|least| u32::try_from(least.value).ok()).unwrap_or(1);
            all.push(Category { name, aliases, words, least, otherwise });
        }
    }
    all
}

fn topics(top: &mut Section, base: Vec<Topic>, names: &mut Names, faults: &mut Faults) -> Vec<Topic> {
    let Some(sections) = top.tables("topic", faults) else {
        for one in &base {
            names.define(Kind::Topic, &one.name, 0);
            names.define_aliases(Kind::Topic, &one.name, &one.aliases, 0);
            names.refer(Kind::Destination, &one.destination, 0, "");
        }
        return base;
    };
    let mut all = Vec::new();
    for mut section in sections {
        let destination = section.text("destination", faults).unwrap_or_default();
        names.refer(Kind::Destination, &destination.value, destination.line, &section.title);
        let words = words(&mut section, faults);
        if let Some((name, aliases)) = named(section, Kind::Topic, names, faults) {
            all.push(Topic { name, aliases, words, destination: destination.value });
        }
    }
    all
}

/// Name and aliases of a section that has no other key left.
fn named(
    mut section: Section,
    kind: Kind,
    names: &mut Names,
    faults: &mut Faults,
) -> Option<(String, Vec<String>)> {
    let name = section.needed("name", faults);
    let aliases = section.texts("aliases", faults).unwrap_or_default();
    section.finish(faults);
    let name = name?;
    names.define(kind, &name.value, name.line);
    for alias in &aliases {
        names.define_aliases(kind, &name.value, [&alias.value], alias.line);
    }
    Some((name.value, aliases.into_iter().map(|alias| alias.value).collect()))
}

/// Words to count, each once: a word that is listed twice would count twice.
fn words(section: &mut Section, faults: &mut Faults) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in section.texts("words", faults).unwrap_or_default() {
        if !words.contains(&word.value) {
            words.push(word.value);
        }
    }
    words
}

fn rules(top: &mut Section, base: Vec<Rule>, names: &mut Names, faults: &mut Faults) -> Vec<Rule> {
    let Some(sections) = top.tables("rule", faults) else { return base };
    sections.into_iter().filter_map(|section| rule(section, names, faults)).collect()
}

fn rule(mut section: Section, names: &mut Names, faults: &mut Faults) -> Option<Rule> {
    let name = section.needed("name", faults);
    let when = section.needed("when", faults);
    let category = section.text("category", faults).unwrap_or_default();
    let topic = section.text("topic", faults).unwrap_or_default();
    let destinations = section.texts("destinations", faults).unwrap_or_default();
    let urgent = section.flag("urgent", faults).unwrap_or(false);
    names.refer(Kind::Category, &category.value, category.line, &section.title);
    names.refer(Kind::Topic, &topic.value, topic.line, &section.title);
    for destination in &destinations {
        names.refer(Kind::Destination, &destination.value, destination.line, &section.title);
    }
    if category.value.is_empty() && topic.value.is_empty() && destinations.is_empty() && !urgent {
        let message = format!("{} does nothing", section.title);
        faults.add(section.line, message, "give it category, topic, destinations or urgent");
    }
    section.finish(faults);
    let name = name?;
    names.define(Kind::Rule, &name.value, name.line);
    let when = when?;
    Some(Rule {
        name: name.value,
        line: when.line,
        when: when.value,
        category: category.value,
        topic: topic.value,
        destinations: destinations.into_iter().map(|name| name.value).collect(),
        urgent,
    })
}

fn sectors(top: &mut Section, base: Vec<Sector>, names: &mut Names, faults: &mut Faults) -> Vec<Sector> {
    let Some(section) = top.table("sectors", faults) else { return base };
    let mut all = Vec::new();
    for (name, aliases) in section.lists(faults) {
        names.define(Kind::Sector, &name.value, name.line);
        for alias in &aliases {
            names.define_aliases(Kind::Sector, &name.value, [&alias.value], alias.line);
        }
        all.push(Sector {
            name: name.value,
            aliases: aliases.into_iter().map(|alias| alias.value).collect(),
        });
    }
    all
}

fn labels(
    top: &mut Section,
    base: BTreeMap<String, Vec<String>>,
    faults: &mut Faults,
) -> BTreeMap<String, Vec<String>> {
    let Some(section) = top.table("labels", faults) else { return base };
    let mut labels: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (field, words) in section.lists(faults) {
        if !LABEL_FIELDS.contains(&field.value.as_str()) {
            let hint = did_you_mean(&field.value, LABEL_FIELDS.iter().copied());
            faults.add(field.line, format!("[labels] has no field \"{}\"", field.value), hint);
        }
        for word in words {
            let bare: String = word.value.chars().filter(|c| !c.is_whitespace()).collect();
            if let Some(other) = seen.insert(bare, field.value.clone()) {
                let message = format!("label \"{}\" is listed for {other} and {}", word.value, field.value);
                faults.add(word.line, message, "keep one of them");
            }
            labels.entry(field.value.clone()).or_default().push(word.value);
        }
    }
    labels
}

fn calendar(top: &mut Section, base: CalendarDays, faults: &mut Faults) -> CalendarDays {
    let Some(mut section) = top.table("calendar", faults) else { return base };
    let holidays = days(&mut section, "holidays", faults);
    let workdays = days(&mut section, "workdays", faults);
    section.finish(faults);
    for (day, line) in &workdays {
        if holidays.contains_key(day) {
            faults.add(*line, format!("{day} is both a holiday and a working day"), "keep one of them");
        }
    }
    CalendarDays {
        holidays: holidays.into_keys().collect(),
        workdays: workdays.into_keys().collect(),
    }
}

/// Days in order with their lines.
fn days(section: &mut Section, key: &'static str, faults: &mut Faults) -> BTreeMap<NaiveDate, usize> {
    let mut days = BTreeMap::new();
    for item in section.list(key, faults).unwrap_or_default() {
        match span_of_days(item.value) {
            Some((first, last)) => {
                days.extend(first.iter_days().take_while(|day| *day <= last).map(|day| (day, item.line)));
            }
            None => faults.add(
                item.line,
                format!("\"{key}\" holds what is no day or span of days"),
                "write \"2026-04-06\", or \"2026-10-01 至 2026-10-07\"",
            ),
        }
    }
    days
}

fn span_of_days(value: &DeValue) -> Option<(NaiveDate, NaiveDate)> {
    let text = match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(day) => day.to_string(),
        _ => return None,
    };
    let (first, last) = text.split_once(['至', '到', '~', '～']).unwrap_or((&text, &text));
    let day = |text: &str| NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok();
    let (first, last) = (day(first)?, day(last)?);
    ((0..=SPAN_DAYS).contains(&(last - first).num_days())).then_some((first, last))
}

macro_rules! limits_of {
    ($section:ident, $faults:ident, $base:ident, u64: $($large:ident)*, usize: $($small:ident)*) => {
        Limits {
            $($large: $section
                .number(stringify!($large), 1..=1_000_000_000, $faults)
                .map_or($base.$large, |number| number.value),)*
            $($small: $section
                .number(stringify!($small), 1..=1_000_000_000, $faults)
                .and_then(|number| usize::try_from(number.value).ok())
                .unwrap_or($base.$small),)*
        }
    };
}

fn limits(top: &mut Section, base: &Limits, faults: &mut Faults) -> Limits {
    let Some(mut section) = top.table("limits", faults) else { return base.clone() };
    let limits = limits_of!(section, faults, base,
        u64: file_mib sheet_mib unpacked_mib part_mib ratio workbook_mib reader_mib
            reader_seconds,
        usize: members xml_depth attribute_kib elements paragraphs cells sheets papers);
    section.finish(faults);
    limits
}
