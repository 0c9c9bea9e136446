//! The workbook as a reader finds it.
//! It never looks at styles.

use super::write_score_book;
use crate::document::{Content, Workbook};
use crate::formats::sheet;
use crate::limits::Limits;
use crate::office::scoring::{events, parse::parse, presets, score};

const EVENTS: &str = r#"
[[person]]
name = "甲"
role = "委员"
sector = "经济"
[[person]]
name = "=乙"
role = "委员"
sector = "经济"
[[person]]
name = "丙*"
role = "委员"
self = 12.5
[[unit]]
name = "经济"
kind = "界别"
[[event]]
case = "2026-0001"
title = "=HYPERLINK(\"http://x\")"
event = "登记"
authors = ["甲", "=乙"]
date = 2026-03-01
[[event]]
case = "2026-0001"
event = "编发"
date = 2026-03-03
[[event]]
case = "2026-0001"
event = "采用"
organ = "市政协"
form = "单篇"
date = 2026-04-01
[[event]]
case = "2026-0002"
title = "关于停车"
event = "编发"
authors = ["丙*"]
date = 2026-04-03
"#;

fn bytes() -> Vec<u8> {
    let scheme = parse("默认.toml", presets::preset(presets::DEFAULT).unwrap()).unwrap();
    let all = events::read("事项.toml", EVENTS, &scheme.events).unwrap_or_else(|wrong| panic!("{wrong:?}"));
    let period = scheme.period.year(2026).unwrap();
    let scores = score(&scheme, &all, period, period.to);
    let mut bytes = std::io::Cursor::new(Vec::new());
    write_score_book(&scores, "政协示例区委员会办公室", &mut bytes).unwrap();
    bytes.into_inner()
}

fn workbook(bytes: &[u8]) -> Workbook {
    match sheet::read(bytes, &Limits::default()).content {
        Some(Content::Workbook(workbook)) => workbook,
        other => panic!("{other:?}"),
    }
}

fn texts(workbook: &Workbook, sheet: &str) -> Vec<Vec<String>> {
    let found = workbook.sheets.iter().find(|one| one.name == sheet).unwrap_or_else(|| panic!("no {sheet}"));
    found.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect()).collect()
}

#[test]
fn the_same_figures_give_the_same_bytes() {
    assert!(bytes() == bytes());
}

#[test]
fn a_ranking_shows_results_that_were_computed() {
    let workbook = workbook(&bytes());
    let names: Vec<&str> = workbook.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(
        names,
        ["委员", "信息员", "界别", "专委会", "镇街工委", "信息小组", "图", "明细", "规则", "未达标", "说明"]
    );
    let ranking = texts(&workbook, "委员");
    assert_eq!(ranking[3][..4], ["1", "=乙", "2", "10"]);
    assert_eq!(ranking[4][..4], ["1", "甲", "2", "10"]);
    assert_eq!(ranking[5][..4], ["3", "丙*", "1", "2"]);
    assert_eq!(ranking[6].last().unwrap(), "与明细相符");
    let detail = texts(&workbook, "明细");
    assert_eq!(detail.len(), 3 + 5 + 2, "title, line, header, 委员 and 界别");
    assert!(detail.iter().any(|row| row.contains(&"=HYPERLINK(\"http://x\")".to_owned())));
}

#[test]
fn names_that_are_patterns_or_formulas_are_compared_plainly() {
    let bytes = bytes();
    let mut package = crate::formats::package::Package::open(&bytes, &Limits::default()).unwrap();
    let part = package.read("xl/worksheets/sheet1.xml").unwrap().unwrap();
    let xml = String::from_utf8(part).unwrap();
    let formulas: Vec<&str> = xml.split("<f>").skip(1).filter_map(|rest| rest.split("</f>").next()).collect();
    let plain = formulas.iter().filter(|formula| formula.contains("SUMIFS")).count();
    let careful = formulas.iter().filter(|formula| formula.starts_with("ROUND(SUMPRODUCT")).count();
    assert_eq!((plain, careful), (1, 2), "甲 by SUMIFS, =乙 and 丙* by comparison");
    assert!(!xml.contains("HYPERLINK"));
}

#[test]
fn no_part_needs_sizes_of_64_bits() {
    // LibreOffice 7.4 does not open a workbook with a part that says it needs version 4.5 of the format.
    let bytes = bytes();
    let entries: Vec<&[u8]> = bytes.windows(8).filter(|window| window.starts_with(b"PK\x01\x02")).collect();
    assert!(entries.len() > 10, "{} parts", entries.len());
    assert!(entries.iter().all(|entry| entry[6] == 20), "needed to extract: version 2.0");
}
