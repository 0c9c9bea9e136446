//! Where papers go: publications, destinations with their deadlines, the default.
//! It never compares names; `check` does.

use super::check::{Kind, Names, is_safe_name};
use super::faults::{Faults, Spotted};
use super::section::Section;
use super::{Count, Destination, From, Publication};

pub(super) fn publications(
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
        mark: section.text_or_empty("mark", faults),
        report_to: section.text_or_empty("report", faults),
        send_to: section.text_or_empty("send", faults),
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
    if !file.value.to_lowercase().ends_with(".docx") {
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

pub(super) fn destinations(
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
        count: section.chosen("count", &counts, faults).unwrap_or_default(),
        from: section.chosen("from", &starts, faults).unwrap_or_default(),
        cover_template: template(
            &mut section,
            "cover",
            Some(&Spotted { value: "报送单".to_owned(), line: 0 }),
            faults,
        ),
        basis: section.text_or_empty("basis", faults),
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

pub(super) fn default_destinations(
    top: &mut Section,
    base: Vec<String>,
    names: &mut Names,
    faults: &mut Faults,
) -> Vec<String> {
    let line = top.line_of("default", faults);
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
        faults.add(line, "\"default\" names no destination", "without it a case could be left without any");
    }
    written.into_iter().map(|name| name.value).collect()
}
