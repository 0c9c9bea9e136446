//! What office.toml may say and what is said of its faults.
//! It never tests classification; the rulebook does.

use super::*;
use crate::failure::Complaint;

const NAMED: &str = "[office]\nname = \"政协示例区委员会办公室\"\n";

fn complaints(text: &str) -> String {
    let found = Settings::parse(text).expect_err("must be refused");
    found.iter().map(Complaint::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_stock_settings_have_no_fault_and_say_every_limit_as_the_code_does() {
    let stock = Settings::parse(STOCK).unwrap();
    assert_eq!(stock.limits, Limits::default());
    assert_eq!(stock.destinations.len(), 27);
    assert_eq!(stock.topics.len(), 13);
    let names: Vec<_> = stock.categories.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(
        names,
        ["重大决策反响", "热点与情绪", "精神文明和法制勤政廉政", "突发事件与灾情", "统战和政协工作"]
    );
}

#[test]
fn the_stock_settings_say_every_key_with_a_comment_beside_it() {
    for line in STOCK.lines().filter(|line| !line.starts_with('#')) {
        let Some((key, _)) = line.split_once(" = ") else { continue };
        let key = key.trim();
        let explained = STOCK
            .lines()
            .filter_map(|line| line.split_once('#'))
            .any(|(before, comment)| before.trim().starts_with(&format!("{key} =")) || comment.contains(key));
        assert!(explained || key.starts_with('"'), "{key} is not explained");
    }
}

#[test]
fn a_name_alone_is_an_office_with_the_stock_for_the_rest() {
    let settings = Settings::parse("\u{feff}[office]\nname = \"政协东山县委员会办公室\"\n").unwrap();
    assert_eq!(settings.office.place, "东山县");
    assert_eq!(settings.office.short_name, "县政协");
    assert_eq!(settings.office.phone, "");
    assert_eq!(settings.destinations.len(), 27);
    assert_eq!(settings.default_destinations, ["区政府"]);
    assert_eq!(settings.publications.len(), 3);
}

#[test]
fn without_a_name_another_office_would_sign() {
    insta::assert_snapshot!(complaints("gates = []"), @"office.toml: there is no [office] (hint: add [office] with name = \"政协…区委员会办公室\")");
}

#[test]
fn syntax_errors_are_told_by_line() {
    insta::assert_snapshot!(
        complaints("gates = []\n[office]\nname = “政协”\nphone = \"1\n"),
        @r###"
    office.toml, line 3: not TOML: string values must be quoted, expected literal string (hint: write quotes, commas, brackets and = in half width: " , [ ] =)
    office.toml, line 4: not TOML: invalid basic string, expected `"` (hint: close the quotes)
    "###
    );
}

#[test]
fn all_faults_come_at_once_with_line_and_hint() {
    let text = r#"settle_second = 5
settle_seconds = "5"
gates = ["筛选", "筛", "登记", "签发", "签发"]
layout = "comon"
taken_days = -1
default = ["区府"]
[office]
name = "政协示例区委员会办公室"
telephone = "1"
[[publication]]
name = "委员反映"
template = "../委员反映.docx"
[[publication]]
name = "委员反映"
template = "转送.doc"
[[destination]]
name = "区政府"
publication = "委员反应"
days = 0
count = "天"
[[destination]]
name = "a/b"
aliases = ["区政府"]
publication = "委员反映"
days = 2
weeks = 2
[[destination]]
names = ["回执", "区委"]
publication = "委员反映"
[[category]]
name = "热点与情绪"
words = ["热点", 1]
[[rule]]
name = "一"
when = "急件"
category = "热点情绪"
destinations = ["市政协"]
[[rule]]
name = "一"
when = ""
[labels]
title = ["题 名"]
author = ["题名"]
titel = ["甲"]
[calendar]
holidays = ["2026-02-30", "2026-10-01 至 2027-10-07", 2026-05-01]
workdays = ["2026-05-01"]
[limits]
file_mib = 0
cells = 1.5
"#;
    insta::assert_snapshot!(complaints(text), @r###"
    office.toml, line 1: unknown key "settle_second" in the top of the file (hint: did you mean "settle_seconds"?)
    office.toml, line 2: "settle_seconds" must be a whole number, not string
    office.toml, line 3: gate "筛" is not a step (hint: did you mean "筛选"?)
    office.toml, line 3: step 登记 takes no gate (hint: gates: 筛选, 编辑, 审稿, 签发, 校对, 传送)
    office.toml, line 3: gate 签发 is listed twice
    office.toml, line 4: "layout" cannot be "comon" (hint: did you mean "common"?)
    office.toml, line 5: "taken_days" cannot be -1 (hint: write a number from 0 to 3650)
    office.toml, line 6: default names an unknown destination "区府" (hint: did you mean "区政府"?)
    office.toml, line 9: unknown key "telephone" in [office] (hint: known: name, place, short, phone, editor, reviewer, signer)
    office.toml, line 12: template "../委员反映.docx" cannot be the name of a file or folder (hint: leave out / \ : * ? " < > | and dots at either end; at most 60 characters)
    office.toml, line 14: publication "委员反映" is named twice, first on line 11 (hint: a name or alias must mean one thing)
    office.toml, line 15: template "转送.doc" is not a .docx (hint: name a Word file that lies in templates/)
    office.toml, line 18: [[destination]] 区政府 names an unknown publication "委员反应" (hint: did you mean "委员反映"?)
    office.toml, line 19: "days" cannot be 0 (hint: write a number from 1 to 366)
    office.toml, line 20: "count" cannot be "天" (hint: known: 自然日, 工作日)
    office.toml, line 21: [[destination]] a/b has both "days" and "weeks" (hint: write days = 2, or weeks = 2)
    office.toml, line 22: destination "a/b" cannot be the name of a file or folder (hint: leave out / \ : * ? " < > | and dots at either end; at most 60 characters)
    office.toml, line 23: destination "区政府" is named twice, first on line 17 (hint: a name or alias must mean one thing)
    office.toml, line 27: [[destination]] has no deadline (hint: write days = 2, or weeks = 2)
    office.toml, line 28: destination "回执" is a folder of minyi's own in outbox/ (hint: give it another name)
    office.toml, line 32: "words" of [[category]] 热点与情绪 must be a text in quotes, not integer
    office.toml, line 36: [[rule]] 一 names an unknown category "热点情绪" (hint: did you mean "热点与情绪"?)
    office.toml, line 37: [[rule]] 一 names an unknown destination "市政协" (hint: known: 区政府, a/b, 回执, 区委)
    office.toml, line 38: [[rule]] 一 does nothing (hint: give it category, topic, destinations or urgent)
    office.toml, line 39: rule "一" is named twice, first on line 34 (hint: a name or alias must mean one thing)
    office.toml, line 40: [[rule]] 一 has an empty "when"
    office.toml, line 43: label "题名" is listed for title and author (hint: keep one of them)
    office.toml, line 44: [labels] has no field "titel" (hint: did you mean "title"?)
    office.toml, line 46: "holidays" holds "2026-02-30", which is no day or span of days (hint: write "2026-04-06", or "2026-10-01 至 2026-10-07")
    office.toml, line 46: "holidays" holds "2026-10-01 至 2027-10-07", which is no day or span of days (hint: write "2026-04-06", or "2026-10-01 至 2026-10-07")
    office.toml, line 47: 2026-05-01 is both a holiday and a working day (hint: keep one of them)
    office.toml, line 49: "file_mib" cannot be 0 (hint: write a number from 1 to 1000000000)
    office.toml, line 50: "cells" of [limits] must be a whole number, not float
    "###);
}

#[test]
fn own_destinations_drop_what_the_stock_says_of_others() {
    let text = format!(
        "default = [\"县政府\"]\n{NAMED}[[destination]]\nname = \"县府\"\naliases = [\"县政府\"]\n\
         publication = \"委员反映\"\nweeks = 1\n"
    );
    let settings = Settings::parse(&text).unwrap();
    assert_eq!(settings.default_destinations, ["县府"], "an alias stands for its name");
    assert_eq!(settings.destinations[0].days, 7);
    assert!(settings.topics.iter().all(|topic| topic.destination.is_empty()));
    assert_eq!(settings.rules.len(), 2, "they still make a case urgent");
}

#[test]
fn own_publications_must_carry_the_stock_destinations() {
    let text = format!("{NAMED}[[publication]]\nname = \"政协信息\"\n");
    let found = complaints(&text);
    assert!(found.contains("destination 区委 names an unknown publication \"委员反映\""), "{found}");
}

#[test]
fn aliases_may_be_added_to_the_stock_destinations() {
    let text = format!("{NAMED}[aliases]\n\"区教育局\" = [\"教科局\"]\n");
    let settings = Settings::parse(&text).unwrap();
    assert!(settings.destination("区教育局").unwrap().aliases.contains(&"教科局".to_owned()));
}

#[test]
fn names_that_are_no_folders_are_told() {
    for name in ["", " a", "a ", ".a", "a.", "a/b", "a\\b", "a:b", "con", "CON.docx", "lpt1", "a\u{0}b"] {
        assert!(!check::is_safe_name(name), "{name:?}");
    }
    for name in ["区政府", "市生态环境局示例分局", "com", "console"] {
        assert!(check::is_safe_name(name), "{name:?}");
    }
}
