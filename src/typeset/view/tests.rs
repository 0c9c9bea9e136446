//! Cases as templates see them.
//! They never open a template.

use super::*;
use crate::rejection::Code;
use crate::typeset::fixtures::{author, date, district, registered};
use std::collections::BTreeMap;

fn view_of(one: &Case, paper: &Paper) -> CaseView {
    case(one, paper, &district(), None)
}

#[test]
fn the_signature_says_who_each_author_is() {
    let authors = vec![
        author("张某某", "委员", "某某社区", "党委书记"),
        author("李某某", "信息员", "", "教师"),
        author("王某", "", "区第一医院", "区第一医院副院长"),
    ];
    let view = view_of(&registered(authors, None), &Paper::default());
    assert_eq!(
        view.署名,
        "张某某，区政协委员，某某社区党委书记；李某某，区政协信息员，教师；王某，区第一医院副院长"
    );
    assert_eq!(view.反映人名单, "张某某、李某某、王某");
}

#[test]
fn an_author_not_on_the_roster_is_what_the_paper_says() {
    let written = |kind: &str| Paper {
        authors: vec![Author { name: "张某".into(), kind: Some(kind.into()), ..Author::default() }],
        ..Paper::default()
    };
    let one = registered(vec![author("张某", "", "", "")], None);
    assert_eq!(view_of(&one, &written("市政协委员")).署名, "张某，市政协委员");
    assert_eq!(view_of(&one, &written("非委员")).署名, "张某");
}

#[test]
fn a_collective_signs_with_its_name() {
    let view = view_of(&registered(Vec::new(), Some("民革示例区委会")), &Paper::default());
    assert_eq!([view.署名, view.反映人名单], ["民革示例区委会", "民革示例区委会"]);
    let view =
        view_of(&registered(vec![author("张某", "", "", "")], Some("民革示例区委会")), &Paper::default());
    assert_eq!(view.署名, "张某；反映单位：民革示例区委会");
}

#[test]
fn a_title_is_one_line_and_its_lines_break_by_meaning() {
    let view = view_of(&registered(Vec::new(), None), &Paper::default());
    assert_eq!(view.标题, "关于完善老旧小区加装电梯，后续管理机制的建议");
    assert_eq!(view.标题行, "关于完善老旧小区加装电梯，\n后续管理机制的建议");
}

#[test]
fn a_title_of_pages_is_named_in_brief() {
    assert_eq!(in_brief("关于停车的建议"), "关于停车的建议");
    let long = format!("关于{}", "长".repeat(200_000));
    assert_eq!(in_brief(&long).chars().count(), BRIEF + 2);
    assert!(subject(Some(0), &[Some(long)]).ends_with("长……》"));
}

#[test]
fn a_title_that_quotes_is_quoted_with_single_brackets() {
    assert_eq!(quoted("关于修订《条例》的建议"), "《关于修订〈条例〉的建议》");
}

#[test]
fn a_continuation_names_the_first_case() {
    let mut one = registered(Vec::new(), None);
    one.continues = Some(CaseNumber { year: 2026, serial: 7 });
    assert_eq!(
        case(&one, &Paper::default(), &district(), Some("关于电梯的建议")).续报,
        "2026-0007《关于电梯的建议》"
    );
    assert_eq!(view_of(&one, &Paper::default()).续报, "2026-0007");
}

#[test]
fn a_proof_bears_no_number_and_an_issue_its_own() {
    let (one, paper) = (registered(Vec::new(), None), Paper::default());
    let sheet = IssueSheet {
        case: &one,
        paper: &paper,
        publication: "委员反映",
        images: BTreeMap::new(),
        continues: None,
    };
    let publication = Publication {
        name: "委员反映".into(),
        mark: "内部资料 注意保存".into(),
        report_to: "区委书记".into(),
        ..Publication::default()
    };
    let view = issue(&sheet, &publication, &district(), false);
    assert_eq!(
        [&*view.期号, &view.编号, &view.主送, &view.签发日期],
        ["第12期", "000012", "区委", "2026年9月24日"]
    );
    assert_eq!([&*view.报, &view.送, &view.标记], ["区委书记。", "", "内部资料\u{3000}注意保存"]);
    let proof = issue(&sheet, &publication, &district(), true);
    assert_eq!((&*proof.期号, &*proof.编号, proof.期), ("（清样）", "", 0));
}

#[test]
fn a_cover_sheet_says_why_and_until_when() {
    let (one, paper) = (registered(Vec::new(), None), Paper::default());
    let sheet = CoverSheet {
        case: &one,
        paper: &paper,
        destination: "区委",
        contact_name: "陈某",
        contact_phone: "",
        continues: None,
    };
    let view = cover(&sheet, &one.routed.destinations[0], &district());
    assert_eq!([&*view.期号, &view.限期], ["委员反映2026年第12期", "2026年9月27日"]);
    assert_eq!(view.报送依据, "按“民生”报送：标题有“电梯”；急件。");
}

#[test]
fn a_receipt_shows_the_nearest_deadline_or_what_the_case_waits_for() {
    let mut waiting = registered(Vec::new(), None);
    waiting.standing = Standing::Waiting;
    waiting.reason = "无正文".into();
    let row = receipt_row(&registered(Vec::new(), None));
    assert_eq!([&*row.去向名单, &row.限期], ["区委、区住房城乡建设局、市政协", "2026年9月24日"]);
    assert_eq!(receipt_row(&waiting).去向名单, "无正文");
}

#[test]
fn faults_name_their_paper_and_a_verdict_is_the_reason() {
    let rejections = [
        Rejection::of_paper(Code::NoTitle, 1, "没有标题。").at("批量来稿!B5"),
        Rejection::of_paper(Code::NoText, 0, "没有正文。"),
        Rejection::of_file(Code::Empty, "空文件。"),
    ];
    let subjects: Vec<_> =
        faults(&rejections, &[Some("关于甲".into()), None]).into_iter().map(|row| row.篇目).collect();
    assert_eq!(subjects, ["第2篇", "《关于甲》", "全文件"]);
    let bad = |row: usize| Rejection::of_file(Code::BadRow, "日期有误").at(format!("来稿!B{row}"));
    let many: Vec<Rejection> = (0..LISTED + 7).map(bad).collect();
    let listed = faults(&many, &[]);
    assert_eq!((listed.len(), &*listed[LISTED].问题), (LISTED + 1, "还有7处问题没有逐条列出。"));
    let unknown = |name: &str| Rejection::of_paper(Code::NotOnRoster, 0, format!("名册中没有“{name}”"));
    let alike = [unknown("张三"), unknown("李四"), Rejection::of_paper(Code::NoText, 0, "没有正文")];
    let rows = faults(&alike, &[Some("长".repeat(SUBJECT + 1))]);
    let rows: Vec<_> = rows.iter().map(|row| (row.序号, &*row.问题)).collect();
    assert_eq!(rows, [(1, "名册中没有“张三”；名册中没有“李四”"), (2, "没有正文")]);
    assert_eq!(faults(&vec![unknown("张三"); ALIKE + 1], &[]).len(), 2);
    let mut returned = registered(Vec::new(), Some("民革"));
    returned.reason = "请补充数据".into();
    let sheet = NoticeSheet {
        file_name: "来稿.docx",
        case: Some(&returned),
        addressee: "",
        received: date(22),
        returned: date(23),
        reasons: &[],
        titles: &[],
    };
    let view = notice(&sheet, &district());
    assert_eq!([&*view.收件人, &view.原因[0].问题], ["民革", "请补充数据"]);
}
