//! Scores of an office: by command, by form, as a workbook that is made by itself, never over an edit.
//! They never try a rule of scoring; `office::scoring` does.

use crate::answers::sheet;
use crate::office::{Office, parking};
use serde_json::Value;
use std::fs;

const WORKBOOK: &str = "考核/2026年度社情民意信息考核.xlsx";
const YEAR_END: &str = "2026-12-31";

/// An office with a case that was issued, adopted and instructed on. The author is on no roster.
fn adopted() -> Office {
    let office = Office::new();
    // One board of everybody: the stock boards rank members only.
    let scheme = office.root().join("templates/scoring/默认.toml");
    let text = fs::read_to_string(&scheme).expect("the stock scheme");
    fs::write(&scheme, format!("{text}\n[[board]]\nname = \"全体\"\n")).expect("written");
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let adopted = ["feedback", "2026-0001", "--organ", "市政协", "--result", "采用", "--form", "单篇"];
    assert_eq!(office.minyi(&adopted).code, Some(0));
    let instructed =
        ["feedback", "2026-0001", "--organ", "区委", "--result", "批示", "--leader", "区长", "--level", "区"];
    assert_eq!(office.minyi(&instructed).code, Some(0));
    office
}

fn author(office: &Office) -> String {
    office.json(&["list"])[0]["authors"][0].as_str().expect("a name").to_owned()
}

fn standing<'a>(rows: &'a [Value], board: &str, name: &str) -> &'a Value {
    rows.iter()
        .find(|row| row["board"] == board && row["name"] == name)
        .unwrap_or_else(|| panic!("{name} in {rows:?}"))
}

#[test]
fn a_case_scores_by_the_stock_scheme_and_every_point_is_explained() {
    let office = adopted();
    let name = author(&office);
    let rows = office.json(&["score", "2026"]);
    let row = standing(&rows, "全体", &name);
    assert_eq!((&row["points"], &row["rank"], &row["v"]), (&"15".into(), &1.into(), &1.into()), "2 + 8 + 5");
    assert!(!office.root().join("outbox").join(WORKBOOK).exists(), "figures only");
    let points = office.json(&["explain", "--score", &name, "--year", "2026"]);
    let told: Vec<String> = points
        .iter()
        .filter(|point| point["board"] == "全体")
        .map(|point| format!("{} {} {} {}", point["rule"], point["case"], point["factor"], point["points"]))
        .collect();
    assert_eq!(
        told,
        [
            r#""本级编发" "2026-0001" "1" "2""#,
            r#""市级采用" "2026-0001" "1" "8""#,
            r#""领导批示" "2026-0001" "1" "5""#
        ]
    );
    assert_eq!(office.minyi(&["explain", "--score", "没有此人", "--year", "2026"]).code, Some(2));
    assert_eq!(office.minyi(&["score", "二〇二六"]).code, Some(2));
}

#[test]
fn an_adjustment_is_an_entry_with_a_reason() {
    let office = adopted();
    let name = author(&office);
    let said = office.json(&[
        "adjust",
        &name,
        "--points",
        "-1.5",
        "--reason",
        "迟报",
        "--by",
        "秘书长",
        "--board",
        "全体",
    ]);
    assert_eq!(said[0]["accepted"], true, "{said:?}");
    let rows = office.json(&["score", "2026"]);
    assert_eq!(standing(&rows, "全体", &name)["points"], "13.5");
    let refused =
        office.minyi(&["adjust", &name, "--points", "很多", "--reason", "", "--by", "秘书长", "--json"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.out.contains("分值“很多”不是数"), "{}", refused.out);
    assert!(office.json(&["log"]).iter().any(|line| line["subject"] == "adjustment"));
}

#[test]
fn what_no_case_carries_is_told_as_an_event_and_scored_by_a_rule() {
    let office = adopted();
    let name = author(&office);
    let scheme = office.root().join("templates/scoring/默认.toml");
    let text = fs::read_to_string(&scheme).expect("the scheme");
    let rule = "[[rule]]\nname = \"约稿未完成\"\nevent = \"约稿未完成\"\npoints = -5\n";
    fs::write(&scheme, format!("{text}\n{rule}")).expect("written");
    let told = ["adjust", &name, "--event", "约稿未完成", "--reason", "5月征集要点", "--by", "秘书长"];
    assert_eq!(office.minyi(&told).code, Some(0));
    assert_eq!(standing(&office.json(&["score", "2026"]), "全体", &name)["points"], "10", "15 - 5");
    let points = office.json(&["explain", "--score", &name, "--year", "2026"]);
    let unmet = points.iter().find(|point| point["rule"] == "约稿未完成").expect("a point of its own");
    assert_eq!((&unmet["points"], &unmet["case"]), (&"-5".into(), &Value::Null));
    let of_a_case = ["adjust", &name, "--event", "采用", "--reason", "x", "--by", "秘书长"];
    assert_eq!(office.minyi(&of_a_case).code, Some(1), "what a case carries is told of the case");
}

#[test]
fn adjustments_by_form_are_answered_row_by_row() {
    let office = adopted();
    let name = author(&office);
    let rows: [&[&str]; 4] = [
        &["姓名或单位", "分值", "理由", "决定人", "榜", "日期", "自评分"],
        &[&name, "2", "参加座谈", "主席会议", "全体", "2026-03-01", ""],
        &[&name, "三", "参加座谈", "主席会议", "", "", ""],
        &["", "1", "参加座谈", "", "没有的榜", "", ""],
    ];
    office.drop_file("考核/三月.xlsx", &sheet(&rows));
    office.run();
    let rows = office.json(&["score", "2026"]);
    assert_eq!(standing(&rows, "全体", &name)["points"], "17");
    let answer = office.text("回执/三月（回执）.docx");
    assert!(answer.contains("已登记1行") && answer.contains("未登记2行"), "{answer}");
    assert!(answer.contains("没有“没有的榜”这个榜"), "{answer}");
    office.drop_file(
        "考核/三月再投.xlsx",
        &sheet(&[
            &["姓名或单位", "分值", "理由", "决定人", "榜", "日期"],
            &[&name, "2", "参加座谈", "主席会议", "全体", "2026-03-01"],
        ]),
    );
    office.run();
    let rows = office.json(&["score", "2026"]);
    assert_eq!(standing(&rows, "全体", &name)["points"], "17", "the same row is not counted twice");
}

#[test]
fn the_workbook_is_made_again_to_the_byte_and_never_over_an_edit() {
    let office = adopted();
    let path = office.root().join("outbox").join(WORKBOOK);
    let made = office.minyi(&["score", "2026", "--today", YEAR_END]);
    assert!(made.out.contains(&format!("outbox/{WORKBOOK}")), "{} {}", made.out, made.err);
    let first = fs::read(&path).expect("a workbook");
    let again = ["score", "2026", "--as-of", YEAR_END, "--today", "2027-03-01"];
    let adjust = [
        "adjust",
        &author(&office),
        "--points",
        "1",
        "--reason",
        "座谈",
        "--by",
        "秘书长",
        "--today",
        "2027-02-01",
    ];
    assert_eq!(office.minyi(&adjust).code, Some(0));
    assert_eq!(office.minyi(&again).code, Some(0));
    assert!(fs::read(&path).expect("a workbook") == first, "as it stood then");
    fs::write(&path, b"edited").expect("edited");
    let beside = office.minyi(&["score", "2026", "--today", YEAR_END]);
    assert!(beside.out.contains("（更正2）.xlsx"), "{}", beside.out);
    assert_eq!(fs::read(&path).expect("a workbook"), b"edited");
}

#[test]
fn a_year_that_has_ended_makes_its_workbook_by_itself_once() {
    let office = adopted();
    let ran = office.minyi(&["run", "--now", "--today", "2027-01-04"]);
    assert!(ran.err.contains(&format!("made outbox/{WORKBOOK}")), "{}", ran.err);
    let again = office.minyi(&["run", "--now", "--today", "2027-01-05"]);
    assert!(!again.err.contains("考核"), "{}", again.err);
}

#[test]
fn faults_of_the_scoring_file_are_told_by_check_and_stop_no_paper() {
    let office = Office::with(|text| text.replacen("scoring = \"默认.toml\"", "scoring = \"本区.toml\"", 1));
    let missing = office.minyi(&["check"]);
    assert!(
        missing.code == Some(3) && missing.err.contains("no scoring file templates/scoring/本区.toml"),
        "{}",
        missing.err
    );
    let scheme = "[[rule]]\nevent = \"编法\"\npoints = 1\n[[block]]\nname = \"甲\"\ncap = -1\n";
    fs::write(office.root().join("templates/scoring/本区.toml"), scheme).expect("written");
    let faulty = office.minyi(&["check"]);
    assert!(
        faulty.err.contains("templates/scoring/本区.toml, line 2")
            && faulty.err.contains("did you mean \"编发\"?"),
        "{}",
        faulty.err
    );
    assert!(faulty.err.contains("a cap below zero"), "{}", faulty.err);
    assert_eq!(office.minyi(&["score", "2026"]).code, Some(3));
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    assert_eq!(office.json(&["list"]).len(), 1);
}

#[test]
fn a_scheme_is_tried_on_events_of_a_file_without_an_office() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (scheme, events) = (folder.path().join("办法.toml"), folder.path().join("事项.json"));
    fs::write(&scheme, "[[rule]]\nevent = \"编发\"\npoints = \"1/3\"\n").expect("written");
    fs::write(&events, r#"[{"event": "编发", "authors": "甲", "date": "2026-01-05"}]"#).expect("written");
    let tried =
        ["score", "--scheme", &scheme.to_string_lossy(), "--events", &events.to_string_lossy(), "--json"];
    let ran = crate::office::minyi(&tried, &[]);
    let row: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{} {}", ran.out, ran.err));
    assert_eq!(
        (&row["board"], &row["rank"], &row["name"], &row["points"]),
        (&"个人".into(), &1.into(), &"甲".into(), &"0.33".into())
    );
}

#[test]
fn the_shapes_of_json_are_a_promise() {
    let office = adopted();
    let name = author(&office);
    let shapes = [
        office.keys(&["score", "2026"]),
        office.keys(&["explain", "--score", &name, "--year", "2026"]),
        office.keys(&["adjust", &name, "--points", "1", "--reason", "座谈", "--by", "秘书长"]),
    ];
    insta::assert_snapshot!(shapes.join("\n"), @r"
    score: as_of band barred board failed from items metrics missing money name points rank self_points tier to v
    explain: board case date event factor issues name organ points rule title unit v
    adjust: accepted name reason v
    ");
}
