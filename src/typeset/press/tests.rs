//! Documents out of the stock templates, whole.
//! They never look at a page: the layout tests measure that.

use super::*;
use crate::office::settings::Layout;
use crate::rejection::Code;
use crate::typeset::fixtures::{PICTURE, PICTURE_PART, author, date, registered, rich_paper, settings};
use std::io::{Cursor, Read};

fn stock_templates() -> BTreeMap<String, Vec<u8>> {
    stock::TEMPLATES.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect()
}

fn press(layout: Layout) -> Press {
    Press::open(&stock_templates(), &settings(layout)).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn sheet<'a>(case: &'a Case, paper: &'a Paper, publication: &'a str) -> IssueSheet<'a> {
    let images = BTreeMap::from([(PICTURE_PART.to_owned(), PICTURE.to_vec())]);
    IssueSheet { case, paper, publication, images, continues: None }
}

/// The text of the main part, a line a paragraph.
fn text_of(document: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(document)).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let mut text = String::new();
    for piece in xml.split('<') {
        let (tag, rest) = piece.split_once('>').unwrap_or((piece, ""));
        match tag.split(' ').next() {
            Some("w:t") => text.push_str(rest),
            Some("/w:p" | "w:br/") => text.push('\n'),
            Some("w:tab/") => text.push('\t'),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&amp;", "&")
}

#[test]
fn the_stock_templates_open_in_both_layouts() {
    press(Layout::Common);
    press(Layout::Gb33476);
}

#[test]
fn every_fault_of_the_templates_comes_back_at_once() {
    let mut templates = stock_templates();
    templates.remove("转送.docx");
    templates.insert("退稿通知.docx".to_owned(), templates["报送单.docx"].clone());
    let complaints = Press::open(&templates, &settings(Layout::Common)).err().unwrap();
    let shown: Vec<_> = complaints.iter().map(ToString::to_string).collect();
    assert!(shown.iter().any(|one| one.contains("转送.docx") && one.contains("missing")), "{shown:#?}");
    assert!(shown.iter().any(|one| one.contains("退稿通知.docx") && one.contains("限期")), "{shown:#?}");
}

#[test]
fn an_issue_holds_everything_of_substance_in_order() {
    let case = registered(vec![author("张某某", "委员", "某某社区", "党委书记")], None);
    let document = press(Layout::Common).issue(sheet(&case, &rich_paper(), "委员反映")).unwrap();
    insta::assert_snapshot!(text_of(&document));
}

#[test]
fn an_issue_without_numbers_names_or_lists_leaves_their_lines_out() {
    let case = registered(Vec::new(), Some("民革示例区委会"));
    let document = press(Layout::Common).proof(sheet(&case, &rich_paper(), "社情民意信息")).unwrap();
    let text = text_of(&document);
    assert!(text.contains("（清样）") && text.contains("（反映单位：民革示例区委会）"), "{text}");
    for absent in ["编号", "报：", "送：", "共印", "编辑", "续报"] {
        assert!(!text.contains(absent), "{absent} in {text}");
    }
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    let case = registered(Vec::new(), Some("民革"));
    let (one, other) = (press(Layout::Common), press(Layout::Common));
    let paper = rich_paper();
    assert_eq!(
        one.issue(sheet(&case, &paper, "转送")).unwrap(),
        other.issue(sheet(&case, &paper, "转送")).unwrap()
    );
}

#[test]
fn a_document_holds_nothing_of_the_one_before() {
    let press = press(Layout::Common);
    let first = registered(vec![author("甲某某", "委员", "甲单位", "")], Some("甲支部"));
    press.issue(sheet(&first, &rich_paper(), "委员反映")).unwrap();
    let mut second = registered(vec![author("乙某某", "", "", "")], None);
    second.registered.title = "关于乙的建议".into();
    let paper = Paper { body: Vec::new(), ..Paper::default() };
    let text = text_of(&press.issue(sheet(&second, &paper, "委员反映")).unwrap());
    assert!(text.contains("乙某某") && !text.contains('甲') && !text.contains("电梯"), "{text}");
}

#[test]
fn an_unknown_publication_or_destination_is_a_complaint() {
    let (case, paper) = (registered(Vec::new(), None), Paper::default());
    assert!(press(Layout::Common).issue(sheet(&case, &paper, "简报")).is_err());
    let cover = CoverSheet { destination: "省政协", ..cover_sheet(&case, &paper) };
    assert!(press(Layout::Common).cover(&cover).is_err());
}

fn cover_sheet<'a>(case: &'a Case, paper: &'a Paper) -> CoverSheet<'a> {
    CoverSheet {
        case, paper, destination: "区委", contact_name: "陈某", contact_phone: "", continues: None
    }
}

#[test]
fn a_roster_is_told_as_taken_and_not_as_a_duplicate() {
    let receipt = ReceiptSheet {
        file_name: "名册.xlsx",
        folder: "名册",
        sha256: Fingerprint::of(b""),
        received: date(22),
        cases: &[],
        returned: &[],
        warnings: &[],
        titles: &[],
        duplicate: "",
        note: "已启用新名册：委员62人。",
    };
    let press = press(Layout::Common);
    let text = text_of(&press.receipt(&view::receipt(&receipt, &press.office)).unwrap());
    assert!(text.contains("办理情况\n已启用新名册：委员62人。") && !text.contains("重复来件"), "{text}");
}

/// Every kind of document at its easiest and its hardest. With `MINYI_SPECIMENS` set they are written there,
/// in one folder a layout, for the layout tests to measure.
#[test]
fn specimens_of_every_document_are_rendered() {
    for (layout, folder) in [(Layout::Common, "common"), (Layout::Gb33476, "gb33476")] {
        let specimens = specimens(&press(layout));
        assert_eq!(specimens.len(), 9);
        let Some(root) = std::env::var_os("MINYI_SPECIMENS") else { continue };
        let folder = std::path::Path::new(&root).join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        for (name, bytes) in specimens {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }
}

fn specimens(press: &Press) -> Vec<(&'static str, Vec<u8>)> {
    let paper = rich_paper();
    let many = ["委员", "信息员", ""].iter().cycle().take(12);
    let many = many.enumerate().map(|(index, role)| {
        author(
            &format!("张某{}", "甲乙丙丁戊己庚辛壬癸子丑".chars().nth(index).unwrap()),
            role,
            "示例区第一人民医院",
            "主任医师",
        )
    });
    let mut hard = registered(many.collect(), Some("农工党示例区委会"));
    hard.registered.title = "关于进一步规范全区农村生活污水治理设施长效运行维护管理工作的若干建议".into();
    hard.continues = Some("2026-0007".parse().unwrap());
    hard.classified.urgent = true;
    for publication in ["社情民意信息", "转送"] {
        hard.issues.push(crate::office::numbers::IssueNumber {
            publication: publication.into(),
            year: 2026,
            number: 3,
        });
    }
    let easy = registered(Vec::new(), Some("民革示例区委会"));
    let hard_sheet = |publication| IssueSheet {
        continues: Some("关于农村生活污水治理的建议"),
        ..sheet(&hard, &paper, publication)
    };
    let rejections = [
        Rejection::of_paper(Code::NoTitle, 1, "没有找到标题。").at("批量来稿!B5"),
        Rejection::of_file(Code::Macro, "文件带有宏，不能登记。"),
    ];
    let titles = [Some("关于甲的建议".to_owned()), None];
    let receipt = ReceiptSheet {
        file_name: "批量来稿.xlsx",
        folder: "来稿/民革",
        sha256: Fingerprint::of(b""),
        received: date(22),
        cases: &[&hard, &easy],
        returned: &rejections,
        warnings: &rejections,
        titles: &titles,
        duplicate: "与2026年9月1日收到的“批量来稿.xlsx”内容完全相同，已登记为2026-0007。",
        note: "",
    };
    let notice = NoticeSheet {
        file_name: "来稿.docx",
        case: None,
        addressee: "",
        received: date(22),
        returned: date(22),
        reasons: &rejections,
        titles: &titles,
    };
    let mut judged = easy.clone();
    judged.reason = "请补充近三年的数据，并将建议写到责任部门。".into();
    let verdict = NoticeSheet { case: Some(&judged), reasons: &[], ..notice };
    let cover = CoverSheet { contact_phone: "0000-00000000", ..cover_sheet(&hard, &paper) };
    vec![
        ("社情民意信息.docx", press.issue(hard_sheet("社情民意信息")).unwrap()),
        ("委员反映.docx", press.issue(hard_sheet("委员反映")).unwrap()),
        ("转送.docx", press.issue(hard_sheet("转送")).unwrap()),
        ("清样.docx", press.proof(sheet(&easy, &paper, "社情民意信息")).unwrap()),
        ("报送单.docx", press.cover(&cover).unwrap()),
        ("回执.docx", press.receipt(&view::receipt(&receipt, &press.office)).unwrap()),
        ("退稿通知.docx", press.notice(&view::notice(&notice, &press.office)).unwrap()),
        ("退回通知.docx", press.notice(&view::notice(&verdict, &press.office)).unwrap()),
        ("委员反映-短.docx", press.issue(sheet(&easy, &Paper::default(), "委员反映")).unwrap()),
    ]
}
