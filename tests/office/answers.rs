//! Answers to what cannot be taken: every reason, where, and the cure; the original beside it.
//! They never ask what a sound paper becomes.

use crate::office::{Office, form};

#[test]
fn all_faults_of_a_paper_come_back_at_once() {
    let office = Office::new();
    let bytes = form("", "", &["只有正文，没有标题，也没有反映人。"]);
    office.drop_file("来稿/缺项.docx", &bytes);
    office.run();
    let notice = office.text("退稿/缺项（退稿通知）.docx");
    assert!(notice.contains("标题") && notice.contains("反映人"), "{notice}");
    let kept = minyi::office::numbers::Fingerprint::of(&bytes);
    assert_eq!(office.files("outbox").get("退稿/缺项.docx"), Some(&kept));
    assert_eq!(office.inbox(), Vec::<String>::new());
}

#[test]
fn a_file_of_another_kind_is_told_what_to_do() {
    let office = Office::new();
    office.drop_file("来稿/旧.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest of a compound file");
    office.drop_file("来稿/版式.pdf", b"%PDF-1.7\n%%EOF\n");
    office.drop_file("来稿/名为.docx", b"%PDF-1.7\n%%EOF\n");
    office.drop_file("来稿/说明.txt", "这是一段话。".as_bytes());
    office.run();
    for name in ["旧", "版式", "名为", "说明"] {
        let notice = office.text(&format!("退稿/{name}（退稿通知）.docx"));
        assert!(notice.contains(".docx"), "{name}: {notice}");
    }
}

#[test]
fn what_lies_where_nobody_reads_is_answered_like_a_wrong_file() {
    let office = Office::new();
    office.drop_file("放错了.docx", &crate::office::parking());
    office.drop_file("随便/放错了.docx", &crate::office::parking());
    office.run();
    assert_eq!(office.inbox(), Vec::<String>::new());
    let notices: Vec<_> = office.documents().into_iter().filter(|name| name.contains("退稿通知")).collect();
    assert_eq!(notices.len(), 2, "{notices:?}");
    let balances = office.json(&["reconcile"]);
    assert!(
        !balances.is_empty() && balances.iter().all(|balance| balance["adds_up"] == true),
        "{balances:?}"
    );
}

#[test]
fn good_rows_go_through_and_bad_rows_come_back_with_their_reasons() {
    let office = Office::new();
    let rows: [&[&str]; 4] = [
        &["标题", "反映人", "反映单位", "正文"],
        &["关于增设夜间公交的建议", "张三", "", "夜班工人下班后没有公交。"],
        &["", "李四", "", "这一行没有标题。"],
        &["关于修缮河道护栏的建议", "", "", "这一行没有反映人。"],
    ];
    office.drop_file("来稿/批量.xlsx", &sheet(&rows));
    office.run();
    assert_eq!(office.json(&["list"]).len(), 1);
    assert!(office.documents().contains(&"退稿/批量（退回行）.xlsx".to_owned()), "{:?}", office.documents());
    let balance = &office.json(&["reconcile"])[..];
    let of_papers = balance.iter().find(|one| one["inbox"] == "来稿").expect("a balance");
    assert_eq!(
        (&of_papers["registered"], &of_papers["papers"], &of_papers["bad_rows"]),
        (&1.into(), &1.into(), &2.into())
    );
}

#[test]
fn of_two_letters_in_a_document_the_good_one_goes_through_and_the_document_comes_back() {
    let office = Office::new();
    let bytes = std::fs::read(crate::office::repository("fixtures/several-one-without-author.docx"));
    office.drop_file("来稿/两篇.docx", &bytes.expect("a fixture"));
    office.run();
    assert_eq!(office.json(&["list"]).len(), 1);
    let notice = office.text("退稿/两篇（退稿通知）.docx");
    assert!(notice.contains("反映人"), "{notice}");
    let documents = office.documents();
    assert!(documents.contains(&"退稿/两篇.docx".to_owned()), "{documents:?}");
    assert!(documents.iter().any(|name| name.starts_with("回执/")), "{documents:?}");
}

#[cfg(unix)]
#[test]
fn a_link_is_refused_and_never_followed() {
    let office = Office::new();
    let link = office.root().join("inbox/来稿/链接.docx");
    std::os::unix::fs::symlink("/etc/passwd", link).expect("linked");
    office.run();
    assert!(office.text("退稿/链接（退稿通知）.docx").contains("链接"));
    assert!(!office.documents().contains(&"退稿/链接.docx".to_owned()));
}

/// A sheet of text cells.
pub(crate) fn sheet(rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            sheet.write_string(row, column, *cell).expect("written");
        }
    }
    workbook.save_to_buffer().expect("a sheet")
}
