//! Gates: steps that wait for a person, and the verdicts that take a case on.
//! They never ask how a document is laid out.

use crate::office::{Office, parking};

fn judged(office: &Office, arguments: &[&str]) -> (Option<i32>, String) {
    let mut all = vec!["judge", "2026-0001"];
    all.extend(arguments);
    let ran = office.minyi(&all);
    (ran.code, ran.out)
}

#[test]
fn a_case_goes_through_all_gates_by_verdicts() {
    let office = Office::with_gates("\"筛选\", \"编辑\", \"审稿\", \"签发\", \"校对\", \"传送\"");
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    for verdict in ["采用", "送审", "审核通过", "签发", "校对通过", "已送出"] {
        let (code, out) = judged(&office, &[verdict, "--by", "王主任"]);
        assert_eq!(code, Some(0), "{verdict}: {out}");
    }
    insta::assert_snapshot!(office.seen());
    assert_eq!(office.minyi(&["verify"]).code, Some(0));
}

#[test]
fn nothing_goes_out_before_sign_off() {
    let office = Office::with_gates("\"签发\"");
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let outside: Vec<_> = office
        .documents()
        .into_iter()
        .filter(|name| !name.starts_with("回执/") && !name.starts_with("待办/"))
        .collect();
    assert_eq!(outside, Vec::<String>::new());
    let draft = office.text("待办/2026-0001 关于缓解老城区夜间停车难的建议（清样）.docx");
    assert!(draft.contains("（清样）") && !draft.contains("第1期"), "{draft}");
}

/// The proofs that lie in 待办.
fn proofs(office: &Office) -> Vec<String> {
    office.documents().into_iter().filter(|name| name.starts_with("待办/") && name.contains("样）")).collect()
}

#[test]
fn a_proof_leaves_when_nobody_waits_for_it_any_more() {
    let office = Office::with_gates("\"审稿\", \"签发\", \"校对\"");
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let proof = |mark: &str| vec![format!("待办/2026-0001 关于缓解老城区夜间停车难的建议{mark}.docx")];
    assert_eq!(proofs(&office), proof("（清样）"));
    for (verdict, left) in [("退改", "（清样）"), ("审核通过", "（清样）"), ("签发", "（校样）")]
    {
        assert_eq!(judged(&office, &[verdict]).0, Some(0), "{verdict}");
        assert_eq!(proofs(&office), proof(left), "{verdict}");
        assert_eq!(office.minyi(&["verify"]).code, Some(0), "{verdict}");
    }
    assert_eq!(judged(&office, &["校对通过"]).0, Some(0));
    assert_eq!(proofs(&office), Vec::<String>::new());
    assert_eq!(office.minyi(&["verify"]).code, Some(0));
    let states = &office.json(&["show", "2026-0001"])[0]["outputs"];
    let states = states.as_array().expect("a list").iter().filter(|output| output["kind"] == "proof");
    assert_eq!(states.map(|output| output["state"].clone()).collect::<Vec<_>>(), ["withdrawn", "withdrawn"]);
}

#[test]
fn a_proof_with_a_persons_remarks_stays() {
    let office = Office::with_gates("\"签发\"");
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let path = office.root().join("outbox").join(&proofs(&office)[0]);
    std::fs::write(&path, b"with remarks").expect("written");
    assert_eq!(office.minyi(&["verify"]).code, Some(6), "it is still waited for");
    assert_eq!(judged(&office, &["签发"]).0, Some(0));
    assert_eq!(std::fs::read(&path).expect("still there"), b"with remarks");
    assert_eq!(office.minyi(&["verify"]).code, Some(0));
}

#[test]
fn a_verdict_cut_short_leaves_no_proof_behind() {
    let office = Office::with_gates("\"签发\"");
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let ended = office.minyi_with(&["judge", "2026-0001", "签发"], &[("FAILPOINTS", "judged=return")]);
    assert_eq!(ended.code, None, "{}", ended.err);
    assert_eq!(proofs(&office).len(), 1);
    assert_eq!(office.minyi(&["verify"]).code, Some(0));
    office.run();
    assert_eq!(proofs(&office), Vec::<String>::new());
}

#[test]
fn a_proof_that_comes_after_its_verdict_does_not_stay() {
    let office = Office::with_gates("\"签发\"");
    office.drop_file("来稿/停车.docx", &parking());
    let ended = office.minyi_with(&["run", "--now"], &[("FAILPOINTS", "cleared=return")]);
    assert_eq!(ended.code, None, "{}", ended.err);
    let ended = office.minyi_with(&["judge", "2026-0001", "签发"], &[("FAILPOINTS", "written=return")]);
    assert_eq!(ended.code, None, "{}", ended.err);
    office.run();
    assert_eq!(proofs(&office), Vec::<String>::new());
    assert_eq!(office.minyi(&["verify"]).code, Some(0));
}

#[test]
fn a_verdict_that_does_not_fit_changes_nothing() {
    let office = Office::with_gates("\"筛选\"");
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let before = office.seen();
    for arguments in [&["签发"][..], &["退回"], &["采用", "--to", "没有这个局"], &["已送出"]] {
        let (code, out) = judged(&office, arguments);
        assert_eq!(code, Some(1), "{arguments:?}: {out}");
    }
    assert_eq!(office.seen(), before);
}

#[test]
fn a_returned_case_sends_its_author_a_notice_with_the_reason() {
    let office = Office::with_gates("\"筛选\"");
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let (code, _) = judged(&office, &["退回", "--note", "请补充具体路段和车位数量"]);
    assert_eq!(code, Some(0));
    let notice = office.text("退稿/2026-0001 关于缓解老城区夜间停车难的建议（退稿通知）.docx");
    assert!(notice.contains("请补充具体路段和车位数量") && notice.contains("张三"), "{notice}");
    let reasons = office.json(&["explain", "2026-0001"]);
    assert!(reasons.iter().any(|reason| reason["about"] == "return"));
}

#[test]
fn a_person_may_choose_the_destinations() {
    let office = Office::with_gates("\"筛选\"");
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let (code, out) = judged(&office, &["采用", "--to", "市政协", "--to", "区教育局"]);
    assert_eq!(code, Some(0), "{out}");
    let case = &office.json(&["show", "2026-0001"])[0];
    assert_eq!(case["destinations"], serde_json::json!(["市政协", "区教育局"]));
}

#[test]
fn a_deadline_closes_only_when_a_person_says_sent() {
    let office = Office::new();
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let open = |office: &Office| office.json(&["list"])[0]["due"].clone();
    assert_ne!(open(&office), serde_json::Value::Null);
    assert_eq!(office.json(&["status"])[0]["placed_not_sent"], 1);
    let (code, out) = judged(&office, &["已送出", "--date", "2026-03-10"]);
    assert_eq!(code, Some(1), "a day to come: {out}");
    assert_eq!(judged(&office, &["已送出"]).0, Some(0));
    assert_eq!(open(&office), serde_json::Value::Null);
    assert_eq!(judged(&office, &["已送出"]).0, Some(1), "twice");
}

#[test]
fn a_verdict_out_of_turn_names_those_that_are_in_turn() {
    let office = Office::with_gates("\"筛选\", \"审稿\"");
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let (code, out) = judged(&office, &["签发"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("不能作“签发”；现在可以：采用、留存、退回"), "{out}");
    assert_eq!(judged(&office, &["采用"]).0, Some(0));
    let (_, out) = judged(&office, &["采用"]);
    assert!(out.contains("现在可以：审核通过、退改"), "{out}");
}

#[test]
fn what_was_not_signed_may_be_signed_after_all() {
    let office = Office::with_gates("\"签发\"");
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    assert_eq!(judged(&office, &["不签发", "--note", "再议"]).0, Some(0));
    assert_eq!(office.json(&["list"])[0]["due"], serde_json::Value::Null);
    let (code, out) = judged(&office, &["签发"]);
    assert_eq!(code, Some(0), "{out}");
    assert_eq!(office.json(&["list"])[0]["issues"][0]["number"], 1);
}

#[test]
fn what_a_verdict_cannot_use_is_refused_and_never_left_out() {
    let office = Office::with_gates("\"筛选\"");
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let (code, out) = judged(&office, &["采用", "--date", "2026-03-09"]);
    assert!(code == Some(1) && out.contains("--date"), "{out}");
    assert_eq!(judged(&office, &["采用", "--by", " \n"]).0, Some(2));
    assert_eq!(judged(&office, &["采用", "--by", "王\n主任"]).0, Some(0));
    let log = office.minyi(&["log"]);
    assert!(log.out.lines().all(|line| line.split('\t').count() == 5), "{}", log.out);
    assert!(log.out.contains("\t王 主任\t"), "{}", log.out);
}

#[test]
fn a_destination_is_known_by_its_other_names_when_it_was_sent() {
    let office = Office::with_gates("\"筛选\"");
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    assert_eq!(judged(&office, &["采用", "--to", "区发改局", "--to", "市政协"]).0, Some(0));
    let (code, out) = judged(&office, &["已送出", "--to", "区发改局", "--to", "区发展和改革局"]);
    assert_eq!(code, Some(0), "{out}");
    let log = office.minyi(&["log"]).out;
    assert!(log.contains("已送出：区发展和改革局，2026-03-09"), "{log}");
}

#[test]
fn a_destination_that_settings_dropped_is_told_before_a_case_goes_out_without_it() {
    let office = Office::with_gates("\"筛选\"");
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    assert_eq!(judged(&office, &["留存"]).0, Some(0));
    let names = office.json(&["list"])[0]["destinations"].clone();
    let names: Vec<&str> = names.as_array().expect("names").iter().filter_map(|one| one.as_str()).collect();
    let path = office.root().join("office.toml");
    let mut text = std::fs::read_to_string(&path).expect("settings");
    for name in &names {
        text = text.replace(&format!("\"{name}\""), &format!("\"新{name}\""));
    }
    std::fs::write(&path, text).expect("written");
    let (code, out) = judged(&office, &["采用"]);
    assert!(code == Some(1) && out.contains("已不在 office.toml 中"), "{out}");
}
