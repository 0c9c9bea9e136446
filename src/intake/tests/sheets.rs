//! Batch sheets, old ledgers, and forms laid out in cells.
//! They never test a document.

use super::build::{print, read, sheet, workbook};
use crate::rejection::Code;
use insta::assert_snapshot;

#[test]
fn a_batch_with_a_title_row_and_totals() {
    let content = workbook(vec![sheet(
        "批量来稿",
        &[
            &["2026年社情民意来稿汇总表", "", "", "", "", ""],
            &["序号", "标题", "反映人", "工作单位及职务", "提交日期", "内容"],
            &["1", "关于路灯的建议", "冯 强", "示例区城管局科员", "46100", "第一段情况。\n第二段建议。"],
            &["2", "关于绿道的建议", "陈静、赵敏", "示例区园林中心工程师", "3月5日", "绿道破损。"],
            &["", "", "", "", "", ""],
            &["3", "", "王伟", "", "3月", ""],
            &["合计", "3篇", "", "", "", ""],
            &["填表人：李四", "", "", "", "", ""],
        ],
        &[(1, 0, 1, 5)],
    )]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于路灯的建议
    人 冯强 | 示例区城管局 | 科员 | - | - | -
    日期 2026-03-19
    处 批量来稿!3
    0 第一段情况。
    0 第二段建议。
    题 关于绿道的建议
    人 陈静 | 示例区园林中心 | 工程师 | - | - | -
    人 赵敏 | - | - | - | - | -
    日期 2026-03-05
    处 批量来稿!4
    0 绿道破损。
    题 -
    人 王伟 | - | - | - | - | -
    处 批量来稿!6
    退 NO_TITLE Some(2)
    退 NO_TEXT Some(2)
    注 BAD_DATE Some(2)
    ");
}

#[test]
fn a_header_of_two_rows_and_merged_authors() {
    let content = workbook(vec![sheet(
        "Sheet1",
        &[
            &["序号", "信息标题", "反映人", "", "", "情况反映", "意见建议"],
            &["", "", "姓名", "单位", "电话", "", ""],
            &["1", "关于路灯的建议", "冯强", "示例区城管局", "13800000001", "路灯不亮。", "尽快修复。"],
            &["2", "关于绿道的建议", "", "", "", "绿道破损。", "加强养护。"],
        ],
        &[
            (1, 0, 2, 0),
            (1, 1, 2, 1),
            (1, 2, 1, 4),
            (1, 5, 2, 5),
            (1, 6, 2, 6),
            (3, 2, 4, 2),
            (3, 3, 4, 3),
            (3, 4, 4, 4),
        ],
    )]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于路灯的建议
    人 冯强 | 示例区城管局 | - | - | 13800000001 | -
    处 Sheet1!3
    0 路灯不亮。
    0 尽快修复。
    题 关于绿道的建议
    人 冯强 | 示例区城管局 | - | - | 13800000001 | -
    处 Sheet1!4
    0 绿道破损。
    0 加强养护。
    ");
}

#[test]
fn the_old_ledger_of_fourteen_columns() {
    let content = workbook(vec![sheet(
        "2025年",
        &[
            &["示例区政协2025年社情民意信息台账", "", "", "", "", "", "", "", "", "", "", "", "", ""],
            &[
                "序号",
                "来稿时间",
                "姓名",
                "界别",
                "反映单位",
                "政治面貌",
                "信息标题",
                "期数",
                "区政协采用情况",
                "报区",
                "区采纳落实情况",
                "报市",
                "市政协采用情况",
                "全国政协采用/市（全国）领导批示",
            ],
            &[
                "1",
                "3月",
                "王伟",
                "教育",
                "示例区第一中学",
                "中共党员",
                "关于路灯的建议",
                "12",
                "单篇采用",
                "√",
                "区城管局采纳",
                "",
                "",
                "",
            ],
            &[
                "2",
                "4月2日",
                "",
                "",
                "民盟示例区委",
                "",
                "关于绿道的建议",
                "",
                "",
                "",
                "",
                "√",
                "综合采用",
                "",
            ],
        ],
        &[(1, 0, 1, 13)],
    )]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于路灯的建议
    人 王伟 | - | - | 教育 | - | -
    单位 示例区第一中学
    处 2025年!3
    题 关于绿道的建议
    单位 民盟示例区委
    日期 2025-04-02
    处 2025年!4
    注 BAD_DATE Some(0)
    ");
}

#[test]
fn a_form_laid_out_in_cells() {
    let content = workbook(vec![sheet(
        "来稿",
        &[
            &["社情民意信息报送表", "", "", ""],
            &["标题", "关于路灯的建议", "", ""],
            &["反映人", "冯强", "联系电话", "13800000001"],
            &["情况反映", "路灯不亮，群众夜间出行不便，存在较大的安全隐患。", "", ""],
            &["意见建议", "尽快修复。", "", ""],
        ],
        &[(1, 0, 1, 3), (2, 1, 2, 3), (4, 1, 4, 3), (5, 1, 5, 3)],
    )]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于路灯的建议
    人 冯强 | - | - | - | 13800000001 | -
    处 来稿!1
    0 路灯不亮，群众夜间出行不便，
    0 尽快修复。
    ");
}

#[test]
fn a_sheet_without_a_header() {
    let content = workbook(vec![sheet("Sheet1", &[&["甲", "乙"], &["1", "2"]], &[])]);
    assert_snapshot!(print(&read(&content)), @"
    题 -
    处 Sheet1!1
    0 甲　乙
    0 1　2
    退 NO_HEADER None
    ");
    let mut hidden = sheet("字典", &[&["甲", "乙"]], &[]);
    hidden.visible = false;
    let content = workbook(vec![hidden]);
    assert_snapshot!(print(&read(&content)), @"
    退 NO_TEXT None
    ");
}

const HEADER: &[&str] = &["标题", "反映人", "正文"];
const ROW: &[&str] = &["关于停车的建议", "张三", "停车难。"];

#[test]
fn a_hidden_sheet_is_told_and_not_read() {
    let mut hidden = sheet("暗表", &[HEADER, ROW], &[]);
    hidden.visible = false;
    let papers = read(&workbook(vec![sheet("明表", &[HEADER, ROW], &[]), hidden.clone()]));
    assert_eq!(papers.papers.len(), 1);
    assert_eq!(papers.warnings[0].code, Code::HiddenText);
    assert!(papers.warnings[0].message.contains("暗表"));
    let mut words = sheet("字典", &[&["类别"], &["城乡建设"]], &[]);
    words.visible = false;
    assert!(read(&workbook(vec![sheet("明表", &[HEADER, ROW], &[]), words])).warnings.is_empty());
    let alone = read(&workbook(vec![hidden]));
    assert_eq!(alone.rejections[0].message, "内容都在隐藏的工作表“暗表”中");
}

#[test]
fn a_form_that_nobody_filled_in_is_told_from_an_empty_sheet() {
    let blank = read(&workbook(vec![sheet("表", &[HEADER], &[])]));
    assert_eq!(blank.rejections[0].message, "表头下面没有填写来稿");
    let empty = read(&workbook(vec![]));
    assert_eq!(empty.rejections[0].message, "表格中没有文字");
    assert!(blank.rejections.iter().chain(&empty.rejections).all(|one| one.code == Code::NoText));
}

#[test]
fn a_line_above_a_header_that_repeats_is_no_paper() {
    let rows: &[&[&str]] = &[
        &["第一季度"],
        &["标题", "反映人", "内容"],
        &["关于护栏的建议", "王伟", "护栏缺失。"],
        &["第二季度"],
        &["标题", "反映人", "内容"],
        &["关于候鸟的建议", "李强", "候鸟受扰。"],
    ];
    let papers = read(&workbook(vec![sheet("汇总", rows, &[])]));
    assert_eq!(papers.papers.len(), 2);
    assert!(papers.rejections.is_empty(), "{:?}", papers.rejections);
}

#[test]
fn who_signed_a_sheet_is_no_paper() {
    let rows: &[&[&str]] = &[
        &["序号", "标题", "作者", "内容"],
        &["1", "关于护栏的建议", "王伟", "护栏缺失。"],
        &["单位负责人：甲", "", "填表人：乙"],
    ];
    let papers = read(&workbook(vec![sheet("汇总", rows, &[])]));
    assert_eq!((papers.papers.len(), papers.rejections.len()), (1, 0));
}

#[test]
fn a_detail_below_the_text_of_a_form_is_no_text() {
    let rows: &[&[&str]] = &[
        &["社情民意信息表"],
        &["标题", "关于护栏的建议"],
        &["委员姓名", "王伟"],
        &["情况反映"],
        &["护栏缺失，存在隐患。"],
        &["建议：另附图一张。"],
        &["报送日期：2026年7月19日"],
    ];
    let papers = read(&workbook(vec![sheet("表", rows, &[])])).papers;
    assert_eq!(papers[0].date.map(|date| date.to_string()).as_deref(), Some("2026-07-19"));
    assert_eq!(papers[0].body.len(), 2, "{:?}", papers[0].body);
}
