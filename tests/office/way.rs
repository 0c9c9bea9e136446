//! The way of one file: dropped, registered, edited, routed, answered.
//! They never give a verdict.

use crate::office::{DAY, Office, form, parking};
use std::fs;

#[test]
fn a_dropped_paper_comes_out_registered_edited_and_routed() {
    let office = Office::new();
    office.drop_file("来稿/停车.docx", &parking());
    let ran = office.run();
    insta::assert_snapshot!(ran.err);
    insta::assert_snapshot!(office.seen());
    assert_eq!(office.minyi(&["verify"]).code, Some(0));
}

#[test]
fn the_original_is_kept_to_the_byte() {
    let office = Office::new();
    let bytes = parking();
    office.drop_file("来稿/停车.docx", &bytes);
    office.run();
    let print = minyi::office::numbers::Fingerprint::of(&bytes);
    assert!(office.files("archive").values().any(|found| *found == print));
}

#[test]
fn a_paper_in_the_urgent_folder_is_urgent_and_its_sub_folder_is_recorded() {
    let office = Office::new();
    office.drop_file("急件/民革区委会/停车.docx", &parking());
    office.run();
    let case = &office.json(&["show", "2026-0001"])[0];
    assert_eq!(case["urgent"], true);
    assert_eq!(case["source"], "民革区委会/停车.docx");
    let to: Vec<_> = case["destinations"].as_array().expect("a list").iter().collect();
    for name in ["市政协", "区委", "区政府"] {
        assert!(to.iter().any(|one| *one == name), "{name} in {to:?}");
    }
}

#[test]
fn the_same_bytes_are_registered_once() {
    let office = Office::new();
    office.drop_file("来稿/甲.docx", &parking());
    office.drop_file("来稿/乙.docx", &parking());
    office.run();
    office.drop_file("来稿/丙.docx", &parking());
    office.run();
    assert_eq!(office.json(&["list"]).len(), 1);
    let receipts: Vec<_> = office.documents().into_iter().filter(|name| name.contains("重复投放")).collect();
    assert_eq!(receipts.len(), 2, "{receipts:?}");
    assert!(office.text(&receipts[0]).contains("2026-0001"));
    assert_eq!(office.json(&["status"])[0]["duplicate"], 2);
}

#[test]
fn the_same_title_by_the_same_author_is_flagged_with_the_earlier_number() {
    let office = Office::new();
    office.drop_file("来稿/甲.docx", &parking());
    office.run();
    let again = form("关于缓解老城区夜间停车难的建议", "张三", &["换了一段新的文字，说的还是停车。"]);
    office.drop_file("来稿/乙.docx", &again);
    office.run();
    let case = &office.json(&["show", "2026-0002"])[0];
    assert_eq!(case["resubmits"], "2026-0001");
}

#[test]
fn each_destination_has_its_own_last_day_with_its_derivation() {
    let office = Office::new();
    office.drop_file("急件/停车.docx", &parking());
    office.run();
    let case = &office.json(&["show", "2026-0001"])[0];
    let due = |name: &str| {
        let all = case["deadlines"].as_array().expect("a list");
        let one = all.iter().find(|one| one["destination"] == name).expect("a deadline");
        (one["due"].as_str().expect("a day").to_owned(), one["derivation"].to_string())
    };
    assert_eq!(due("市政协").0, "2026-03-11");
    assert_eq!(due("区委").0, "2026-03-14");
    assert_eq!(due("区交通运输局").0, "2026-03-23");
    assert!(due("市政协").1.contains("2026年3月9日"), "{DAY}");
    let cover = office
        .documents()
        .into_iter()
        .find(|name| name.starts_with("市政协/") && name.contains("报送单"))
        .expect("a cover sheet");
    assert!(office.text(&cover).contains("2026年3月11日"));
}

#[test]
fn an_open_file_waits_and_is_shown_with_its_reason() {
    let office = Office::new();
    office.drop_file("来稿/停车.docx", &parking());
    office.drop_file("来稿/~$停车.docx", b"owner");
    office.run();
    assert_eq!(office.json(&["list"]).len(), 0);
    let status = &office.json(&["status"])[0];
    assert_eq!(status["waiting"], 1);
    assert!(status["files_waiting"][0]["reason"].as_str().expect("a reason").contains("打开"));
}

#[test]
fn temporary_and_system_files_are_passed_over() {
    let office = Office::new();
    for name in ["Thumbs.db", ".DS_Store", "._停车.docx", "a.tmp", "b.part", "c.crdownload"] {
        office.drop_file(&format!("来稿/{name}"), b"x");
    }
    office.run();
    assert_eq!(office.inbox().len(), 6);
    assert_eq!(office.json(&["status"])[0]["received"], 0);
}

#[test]
fn a_cut_file_is_not_taken_while_it_may_still_be_copied() {
    let office = Office::with(|text| text.replacen("settle_seconds = 5", "settle_seconds = 0", 1));
    let bytes = parking();
    office.drop_file("来稿/停车.docx", &bytes[..bytes.len() / 2]);
    let ran = office.minyi(&["run"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(office.inbox(), ["来稿/停车.docx"]);
    office.drop_file("来稿/停车.docx", &bytes);
    office.minyi(&["run"]);
    assert_eq!(office.json(&["list"]).len(), 1);
}

#[test]
fn numbers_are_gapless_over_good_and_bad_papers() {
    let office = Office::new();
    for count in 1..=3 {
        let title = format!("关于第{count}件事的建议");
        office.drop_file(&format!("来稿/{count}.docx"), &form(&title, "张三", &["正文一段。"]));
        office.drop_file(&format!("来稿/坏{count}.docx"), &form("", "", &[]));
        office.run();
    }
    let numbers: Vec<_> = office.json(&["list"]).iter().map(|case| case["number"].clone()).collect();
    assert_eq!(numbers, ["2026-0001", "2026-0002", "2026-0003"]);
}

/// It would strike everybody off the roster that holds.
#[test]
fn the_blank_roster_is_returned() {
    let office = Office::new();
    let blank = fs::read(office.root().join("outbox/表样/名册.xlsx")).expect("the blank form");
    office.drop_file("名册/名册.xlsx", &blank);
    office.run();
    assert_eq!(office.documents(), ["退稿/名册.xlsx", "退稿/名册（退稿通知）.docx"]);
}

/// Registers a paper and spoils its original in the archive; gives where that lies.
fn spoilt_original(office: &Office) -> std::path::PathBuf {
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let original = office.files("archive").into_keys().next().expect("an original");
    let original = office.root().join("archive").join(original);
    fs::remove_file(&original).expect("removed");
    fs::write(&original, b"spoilt").expect("spoilt");
    original
}

#[test]
fn the_last_good_copy_of_an_original_is_never_let_go() {
    let office = Office::new();
    spoilt_original(&office);
    assert_eq!(office.minyi(&["verify"]).code, Some(6));
    let ran = office.minyi(&["run", "--now", "--today", "2026-04-09"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains("put right"), "{}", ran.err);
    assert_eq!(office.files("inbox").len(), 0, "the copy has gone only now");
    assert_eq!(office.minyi(&["verify"]).code, Some(0));
}

#[test]
fn a_spoilt_original_is_put_right_by_the_same_bytes_dropped_again() {
    let office = Office::new();
    let original = spoilt_original(&office);
    office.drop_file("来稿/又一次.docx", &parking());
    office.run();
    assert_eq!(std::fs::read(&original).expect("read"), parking());
    assert_eq!(office.minyi(&["verify"]).code, Some(0));
}

#[test]
fn a_receipt_tells_what_is_alike_in_one_row() {
    let office = Office::new();
    office.drop_file(
        "来稿/停车.docx",
        &form("关于停车的建议", "张三、李四、王五", &["停车难。", "建议开放车位。"]),
    );
    office.run();
    let receipt = office.text("回执/2026-0001 停车（回执）.docx");
    assert_eq!(receipt.matches("请核对名册").count(), 1, "{receipt}");
    for name in ["张三", "李四", "王五"] {
        assert!(receipt.contains(&format!("名册中没有“{name}”")), "{receipt}");
    }
}
