//! What became of a case: told by sheet and by command, answered row by row, taken back, never erased.
//! They never write an entry but through the program.

use crate::answers::sheet;
use crate::office::{Office, form, minyi, parking};
use minyi::document::{Content, SheetRow, Workbook};
use minyi::limits::Limits;
use serde_json::Value;
use std::fs;

const HEADER: &[&str] = &[
    "登记号",
    "期号",
    "标题",
    "单位",
    "结果",
    "形式",
    "领导",
    "级别",
    "主要领导",
    "日期",
    "内容",
    "答复类别",
    "重点跟踪",
    "附件",
];

/// An office with one case, issued to 区交通运输局.
fn issued() -> Office {
    let office = Office::new();
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    office
}

fn shown(office: &Office, number: &str) -> Value {
    office.json(&["show", number]).remove(0)
}

fn workbook(office: &Office, path: &str) -> Workbook {
    let bytes = fs::read(office.root().join("outbox").join(path)).unwrap_or_else(|_| panic!("no {path}"));
    match minyi::formats::sheet::read(&bytes, &Limits::default()).content {
        Some(Content::Workbook(workbook)) => workbook,
        other => panic!("{other:?}"),
    }
}

/// The last cell of each row below a header that ends in 回执.
fn answers(workbook: &Workbook) -> Vec<String> {
    let last = |row: &SheetRow| row.cells.last().map(|cell| cell.text.clone()).unwrap_or_default();
    let rows = &workbook.sheets[0].rows;
    let header = rows.iter().position(|row| last(row) == "回执").expect("a header with 回执");
    rows[header + 1..].iter().map(last).collect()
}

fn entries(office: &Office) -> usize {
    office.json(&["log"]).len()
}

#[test]
fn good_rows_are_registered_and_every_row_is_answered() {
    let office = issued();
    let rows: [&[&str]; 6] = [
        HEADER,
        &[
            "2026-0001",
            "",
            "",
            "市政协",
            "采用",
            "单篇",
            "",
            "",
            "",
            "2026-03-09",
            "刊发于第3期",
            "",
            "2026-04-10",
            "采用通知.pdf",
        ],
        &["", "转送2026年第1期", "", "区委", "批示", "", "王书记", "", "是", "2026.3.9", "请交通局研究。"],
        &["2026-0009", "", "", "区委", "采用", "", "", "", "", "2026-03-09"],
        &["2026-0001", "", "关于河道的建议", "区委", "采用", "", "", "", "", "2026-03-30"],
        &["2026-0001", "", "", "区交通运输局"],
    ];
    office.drop_file("反馈/三月反馈.xlsx", &sheet(&rows));
    office.drop_file("反馈/采用通知.pdf", b"%PDF-1.4 a scan");
    office.run();
    let case = shown(&office, "2026-0001");
    let feedback = case["feedback"].as_array().expect("a list");
    assert_eq!(feedback.len(), 2, "{feedback:?}");
    assert_eq!(
        (&feedback[0]["organ"], &feedback[0]["form"], &feedback[0]["level"]),
        (&"市政协".into(), &"单篇".into(), &"市".into())
    );
    assert_eq!(feedback[0]["evidence"][0]["name"], "采用通知.pdf");
    let print = minyi::office::numbers::Fingerprint::of(b"%PDF-1.4 a scan");
    assert_eq!(feedback[0]["evidence"][0]["sha256"], print.to_string());
    assert!(office.files("archive").values().any(|found| *found == print));
    assert_eq!(
        (&feedback[1]["leader"], &feedback[1]["chief"], &feedback[1]["result"]),
        (&"王书记".into(), &true.into(), &"批示".into())
    );
    assert_eq!(case["follow_up"], "2026-04-10");
    let answered = answers(&workbook(&office, "回执/三月反馈（回执）.xlsx"));
    assert_eq!(answered[..3], ["已登记", "已登记", "未登记：没有登记号2026-0009"]);
    assert!(answered[3].contains("不符") && answered[3].contains("晚于今天"), "{answered:?}");
    assert_eq!(answered[4], "未填写");
    let receipt = office.text("回执/三月反馈（回执）.docx");
    assert!(
        receipt.contains("已登记2行") && receipt.contains("未登记2行") && receipt.contains("2026-0009"),
        "{receipt}"
    );
    assert!(office.text("回执/采用通知（回执）.docx").contains("附件"));
    assert!(office.inbox().is_empty());
    let balance = office.json(&["reconcile"]);
    let of_feedback = balance.iter().find(|one| one["inbox"] == "反馈").expect("a balance");
    assert_eq!(
        (&of_feedback["registered"], &of_feedback["bad_rows"], &of_feedback["adds_up"]),
        (&2.into(), &2.into(), &true.into())
    );
    assert_eq!(office.minyi(&["verify"]).code, Some(0));
}

#[test]
fn a_form_dropped_twice_or_once_more_with_a_row_changes_nothing_that_was_known() {
    let office = issued();
    let first: [&[&str]; 2] =
        [HEADER, &["2026-0001", "", "", "市政协", "采用", "单篇", "", "", "", "2026-03-09"]];
    let bytes = sheet(&first);
    office.drop_file("反馈/反馈.xlsx", &bytes);
    office.run();
    let before = entries(&office);
    office.drop_file("反馈/反馈.xlsx", &bytes);
    office.run();
    assert_eq!(entries(&office), before);
    assert!(office.documents().iter().any(|name| name.contains("重复投放回执")), "{:?}", office.documents());
    let more: [&[&str]; 3] =
        [first[0], first[1], &["2026-0001", "", "", "市政协", "采用", "综合", "", "", "", "2026-03-09"]];
    office.drop_file("反馈/反馈.xlsx", &sheet(&more));
    office.run();
    assert_eq!(entries(&office), before + 1);
    assert_eq!(answers(&workbook(&office, "回执/反馈（2）（回执）.xlsx")), ["已登记（此前）", "已登记"]);
}

#[test]
fn a_row_whose_evidence_came_late_goes_through_when_it_is_dropped_again() {
    let office = issued();
    let rows: [&[&str]; 2] = [
        HEADER,
        &["2026-0001", "", "", "区委", "批示", "", "王书记", "", "", "2026-03-09", "", "", "", "批示.jpg"],
    ];
    office.drop_file("反馈/批示.xlsx", &sheet(&rows));
    office.run();
    assert!(answers(&workbook(&office, "回执/批示（回执）.xlsx"))[0].contains("没有放入"));
    office.drop_file("反馈/批示.jpg", b"\xFF\xD8\xFF a scan");
    office.drop_file("反馈/批示.xlsx", &sheet(&rows));
    office.run();
    assert_eq!(shown(&office, "2026-0001")["feedback"][0]["evidence"][0]["name"], "批示.jpg");
}

#[test]
fn the_living_sheet_offers_what_is_not_answered_and_can_be_dropped() {
    let office = issued();
    let path = "待办/反馈登记.xlsx";
    let rows = |office: &Office| -> Vec<String> {
        let sheet = workbook(office, path).sheets.remove(0);
        let below = sheet.rows.into_iter().filter(|row| row.number > 3);
        below
            .map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" "))
            .collect()
    };
    assert_eq!(rows(&office), ["2026-0001 转送2026年第1期 关于缓解老城区夜间停车难的建议 区交通运输局"]);
    let bytes = fs::read(office.root().join("outbox").join(path)).expect("the sheet");
    office.drop_file("反馈/反馈登记.xlsx", &bytes);
    office.run();
    assert_eq!(answers(&workbook(&office, "回执/反馈登记（回执）.xlsx")), ["未填写"]);
    let said = ["feedback", "2026-0001", "--organ", "区交通运输局", "--result", "答复", "--grade", "b"];
    assert_eq!(office.minyi(&said).code, Some(0));
    office.run();
    assert_eq!(rows(&office), Vec::<String>::new());
}

#[test]
fn the_same_is_said_by_command_and_taken_back() {
    let office = issued();
    let scan = office.root().join("回函.docx");
    fs::write(&scan, b"a letter").expect("written");
    let said = office.json(&[
        "feedback",
        "转送2026年第1期",
        "--organ",
        "区交通运输局",
        "--result",
        "答复",
        "--grade",
        "A",
        "--date",
        "2026-03-09",
        "--content",
        "已新增泊位。",
        "--evidence",
        &scan.to_string_lossy(),
        "--by",
        "陈晓芸",
    ]);
    assert_eq!(
        (&said[0]["number"], &said[0]["accepted"], &said[0]["reason"]),
        (&"2026-0001".into(), &true.into(), &"已登记".into())
    );
    let seq = said[0]["seq"].to_string();
    let case = shown(&office, "2026-0001");
    assert_eq!(
        (&case["feedback"][0]["grade"], &case["feedback"][0]["evidence"][0]["name"]),
        (&"A".into(), &"回函.docx".into())
    );
    let without_reason = office.minyi(&["feedback", "2026-0001", "--take-back", &seq]);
    assert_eq!(without_reason.code, Some(1), "{}", without_reason.out);
    let ran = office.minyi(&["feedback", "2026-0001", "--take-back", &seq, "--note", "登记错了单位"]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    let case = shown(&office, "2026-0001");
    assert_eq!(case["feedback"], serde_json::json!([]));
    let whats: Vec<&str> =
        case["entries"].as_array().expect("a list").iter().filter_map(|one| one["what"].as_str()).collect();
    assert!(
        whats.iter().any(|what| what.contains("区交通运输局答复"))
            && whats.iter().any(|what| what.contains("登记错了单位")),
        "{whats:?}"
    );
    assert_eq!(office.minyi(&["verify"]).code, Some(0));
    let print = minyi::office::numbers::Fingerprint::of(b"a letter");
    fs::remove_file(office.root().join("archive").join(print.place())).expect("removed");
    assert_eq!(office.json(&["verify"])[0]["what"], "archive");
}

#[test]
fn what_is_not_accepted_exits_1_and_says_why() {
    let office = issued();
    let missing = ["feedback", "2026-0009", "--organ", "区委", "--result", "采用"];
    let said = office.json(&missing);
    assert_eq!((&said[0]["accepted"], &said[0]["reason"]), (&false.into(), &"没有登记号2026-0009".into()));
    assert_eq!(office.minyi(&missing).code, Some(1));
    assert_eq!(office.minyi(&["feedback", "2026-0001", "--organ", "区委", "--result", "表扬"]).code, Some(2));
    assert_eq!(office.minyi(&["feedback", "2026-0001", "--organ", "区委"]).code, Some(2));
}

#[test]
fn a_case_is_followed_up_until_an_effect_is_recorded() {
    let office = issued();
    assert_eq!(office.minyi(&["feedback", "2026-0001", "--follow-up", "2026-04-10"]).code, Some(0));
    assert_eq!(office.json(&["status"])[0]["follow_ups"][0]["next"], "2026-04-10");
    office.run();
    let status = workbook(&office, "收件情况.xlsx");
    let sheet = status.sheets.iter().find(|sheet| sheet.name == "重点跟踪").expect("a sheet");
    assert!(sheet.rows.iter().any(|row| row.cells.iter().any(|cell| cell.text == "2026-04-10")));
    let effect =
        ["feedback", "2026-0001", "--organ", "区交通运输局", "--result", "落实", "--content", "新增泊位80个"];
    assert_eq!(office.minyi(&effect).code, Some(0));
    assert_eq!(office.json(&["status"])[0]["follow_ups"], serde_json::json!([]));
}

#[test]
fn marks_are_put_on_found_and_taken_off() {
    let office = issued();
    assert_eq!(office.minyi(&["mark", "2026-0001", "少数意见", "--by", "王主任"]).code, Some(0));
    assert_eq!(office.json(&["list", "--mark", "少数意见"]).len(), 1);
    assert_eq!(office.json(&["list", "--mark", "不同意见"]).len(), 0);
    assert_eq!(office.minyi(&["mark", "2026-0001", "好意见"]).code, Some(1));
    assert_eq!(office.minyi(&["mark", "2026-0001", "少数意见", "--off"]).code, Some(0));
    assert_eq!(office.json(&["list", "--mark", "少数意见"]).len(), 0);
}

#[test]
fn a_continuation_is_linked_and_its_edited_version_says_so() {
    let office = Office::with_gates("\"筛选\"");
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    office.drop_file(
        "来稿/再.docx",
        &form("关于停车难的后续建议", "张三", &["此前的建议已有进展，现补充情况。"]),
    );
    office.run();
    assert_eq!(office.minyi(&["continue", "2026-0001", "2026-0002"]).code, Some(1));
    assert_eq!(office.minyi(&["continue", "2026-0002", "2026-0001"]).code, Some(0));
    assert_eq!(shown(&office, "2026-0002")["continues"], "2026-0001");
    assert_eq!(office.minyi(&["judge", "2026-0002", "采用"]).code, Some(0));
    let issue = office.documents().into_iter().find(|name| name.contains("后续") && name.contains("第1期"));
    let text = office.text(&issue.expect("an issue"));
    assert!(text.contains("续报：2026-0001《关于缓解老城区夜间停车难的建议》"), "{text}");
}

#[test]
fn topics_wanted_tie_cases_by_their_words_and_people_correct_them() {
    let office = Office::new();
    let rows: [&[&str]; 4] = [
        &["要点", "起", "止", "词语"],
        &["老城区停车治理", "2026-03-01", "2026-03-31", "停车、泊位"],
        &["加装电梯", "2026-03-01", "2026-03-31", "电梯"],
        &["没有日期", "", "", "停车"],
    ];
    office.drop_file("要点/要点.xlsx", &sheet(&rows));
    office.run();
    let answered = answers(&workbook(&office, "回执/要点（回执）.xlsx"));
    assert_eq!(answered[..2], ["已登记", "已登记"]);
    assert!(answered[2].starts_with("未登记"), "{answered:?}");
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    assert_eq!(office.json(&["list", "--wanted", "老城区停车治理"])[0]["wanted"], "老城区停车治理");
    let why = office.json(&["explain", "2026-0001"]);
    assert!(
        why.iter().any(|one| one["about"] == "wanted"
            && one["because"][0].as_str().is_some_and(|why| why.contains("停车")))
    );
    assert_eq!(office.minyi(&["want", "2026-0001", "没有的要点"]).code, Some(1));
    assert_eq!(office.minyi(&["want", "2026-0001", "加装电梯"]).code, Some(0));
    assert_eq!(shown(&office, "2026-0001")["wanted"], "加装电梯");
    assert_eq!(office.minyi(&["want", "2026-0001", "--none"]).code, Some(0));
    assert_eq!(shown(&office, "2026-0001")["wanted"], Value::Null);
}

#[test]
fn activities_are_entries_of_the_office_once() {
    let office = Office::new();
    let rows: [&[&str]; 3] = [
        &["组别", "日期", "地点", "主题", "出席"],
        &["第一信息小组", "2026-03-05", "会议室", "一季度选题会", "8"],
        &["第一信息小组", "2026-03-30", "会议室", "以后的会", "8"],
    ];
    office.drop_file("活动/活动.xlsx", &sheet(&rows));
    office.run();
    let answered = answers(&workbook(&office, "回执/活动（回执）.xlsx"));
    assert_eq!(answered[0], "已登记");
    assert!(answered[1].contains("晚于今天"), "{answered:?}");
    office.drop_file("活动/再来.xlsx", &sheet(&rows[..2]));
    office.run();
    assert_eq!(answers(&workbook(&office, "回执/再来（回执）.xlsx")), ["已登记（此前）"]);
    let log = office.json(&["log"]);
    assert_eq!(log.iter().filter(|line| line["subject"] == "activity").count(), 1);
}

fn meetings(office: &Office) -> Value {
    office.json(&["bulletin", "2026Q1"])[0]["groups"][0]["meetings"].clone()
}

#[test]
fn a_meeting_is_taken_back_by_a_row_or_by_command_and_stays_in_the_book() {
    let office = Office::new();
    let header: &[&str] = &["组别", "日期", "地点", "主题", "出席", "撤回"];
    let held: &[&str] = &["第一信息小组", "2026-03-05", "会议室", "一季度选题会", "8"];
    let second: &[&str] = &["第一信息小组", "2026-03-06", "会议室", "再次选题会", "8"];
    office.drop_file("活动/活动.xlsx", &sheet(&[header, held, second]));
    office.run();
    assert_eq!(meetings(&office), 2);
    let rows: [&[&str]; 5] = [
        header,
        &["第一信息小组", "2026-03-05", "", "一季度选题会", "", "没有开成"],
        &["第一信息小组", "2026-03-05", "", "一季度选题会", "", "又说一次"],
        &["第一信息小组", "2026-03-07", "", "没有登记过的会", "", "误"],
        held,
    ];
    office.drop_file("活动/撤回.xlsx", &sheet(&rows[..4]));
    office.run();
    let answered = answers(&workbook(&office, "回执/撤回（回执）.xlsx"));
    assert_eq!(answered[..2], ["已撤回", "已撤回（此前）"]);
    assert!(answered[2].contains("没有登记过这一行"), "{answered:?}");
    assert_eq!(meetings(&office), 1);
    let log = office.json(&["log"]);
    let entry = |what: &str| log.iter().find(|line| line["what"].as_str().unwrap_or("").contains(what));
    let seq = entry("再次选题会").expect("an entry")["seq"].to_string();
    assert!(entry("撤回第").expect("an entry")["what"].as_str().unwrap_or("").ends_with("：没有开成"));
    assert_eq!(office.minyi(&["take-back", &seq, "--note", " "]).code, Some(1));
    assert_eq!(office.minyi(&["take-back", &seq, "--note", "重复", "--by", "李秘书"]).code, Some(0));
    assert_eq!(office.minyi(&["take-back", &seq, "--note", "重复"]).code, Some(1));
    assert_ne!(meetings(&office), 1);
    let log = office.json(&["log"]);
    assert_eq!(log.iter().filter(|line| line["subject"] == "activity").count(), 2);
    // A row that was taken back may be registered anew.
    office.drop_file("活动/重来.xlsx", &sheet(&[rows[0], rows[4]]));
    office.run();
    assert_eq!(answers(&workbook(&office, "回执/重来（回执）.xlsx")), ["已登记"]);
    assert_eq!(meetings(&office), 1);
}

#[test]
fn a_topic_that_was_taken_back_ties_nothing() {
    let office = Office::new();
    let header: &[&str] = &["要点", "起", "止", "词语", "撤回"];
    let topic: &[&str] = &["老城区停车治理", "2026-03-01", "2026-06-30", "停车"];
    let back: &[&str] = &["老城区停车治理", "2026-03-01", "2026-06-30", "", "不再征集"];
    office.drop_file("要点/要点.xlsx", &sheet(&[header, topic]));
    office.run();
    assert!(office.minyi(&["bulletin", "2026Q1"]).code == Some(0));
    office.drop_file("要点/撤回.xlsx", &sheet(&[header, back]));
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    assert_eq!(answers(&workbook(&office, "回执/撤回（回执）.xlsx")), ["已撤回"]);
    office.run();
    assert_eq!(office.minyi(&["want", "2026-0001", "老城区停车治理"]).code, Some(1));
}

#[test]
fn a_bulletin_that_is_gone_is_told_and_one_that_was_edited_is_not() {
    let office = Office::new();
    assert_eq!(office.minyi(&["bulletin", "2026Q1"]).code, Some(0));
    assert_eq!(office.minyi(&["verify"]).code, Some(0));
    let path = office.root().join("outbox/业务通讯/2026年第1季度业务通讯.docx");
    fs::write(&path, b"edited").expect("written");
    assert_eq!(office.minyi(&["verify"]).code, Some(0));
    fs::remove_file(&path).expect("removed");
    assert_eq!(office.minyi(&["verify"]).code, Some(6));
}

#[test]
fn what_is_no_form_comes_back_from_the_folders_of_forms() {
    let office = Office::new();
    office.drop_file("活动/说明.docx", &parking());
    office.drop_file("反馈/空.xlsx", &sheet(&[&["甲", "乙"]]));
    office.drop_file("反馈/空.pdf", b"");
    office.run();
    let notices = office.documents().into_iter().filter(|name| name.contains("退稿通知")).count();
    assert_eq!(notices, 3, "{:?}", office.documents());
    assert!(minyi(&["feedback", "--help"], &[]).out.contains("--take-back"));
}
