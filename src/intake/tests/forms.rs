//! Forms in tables.
//! They never test a letter.

use super::build::{centre, document, long, p, print, read, right, table};
use crate::document::Block;
use insta::assert_snapshot;

#[test]
fn label_left_value_right() {
    let text = format!("{}\n{}", long("近年来"), "一、主要问题\n（一）底数不清");
    let content = document(vec![
        centre("示例区政协社情民意信息登记表"),
        table(&[
            &["标　　题", "关于加强老旧小区电梯加装工作的建议", ">", ">"],
            &["反映人", "王 伟", "单位职务", "示例区第一中学教师"],
            &["界别", "教育界", "联系电话", "13800000001"],
            &["信息类别", "城市建设与管理", "提交日期", "2026年3月5日"],
            &["情况反映", &text, ">", ">"],
            &["意见建议", "一是摸清底数。\n二是加强协调。", ">", ">"],
            &["备注", "", ">", ">"],
        ]),
    ]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于加强老旧小区电梯加装工作的建议
    人 王伟 | 示例区第一中学 | 教师 | 教育界 | 13800000001 | -
    日期 2026-03-05
    类别 城市建设与管理
    0 近年来据了解，示例区现有老旧
    1 一、主要问题
    2 （一）底数不清
    0 一是摸清底数。
    0 二是加强协调。
    ");
}

#[test]
fn label_above_value() {
    let content = document(vec![table(&[
        &["标题", ">", ">"],
        &["关于加强治理的建议", ">", ">"],
        &["反映人", "工作单位及职务", "联系电话"],
        &["张三", "示例区人民医院副主任医师", "0571-88888888"],
        &["情况反映", ">", ">"],
        &[&long("目前"), ">", ">"],
        &["意见建议", ">", ">"],
        &[&long("建议"), ">", ">"],
    ])]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于加强治理的建议
    人 张三 | 示例区人民医院 | 副主任医师 | - | 0571-88888888 | -
    0 目前据了解，示例区现有老旧小
    0 建议据了解，示例区现有老旧小
    ");
}

#[test]
fn label_and_value_in_one_cell() {
    let content = document(vec![table(&[
        &["标题：关于规范共享单车停放的建议", ">"],
        &["反映人：李四　　联系电话：13900000002", "工作单位：示例区城管局"],
        &[&format!("反映的问题（分析）：\n{}", long("")), ">"],
        &["建议：\n1.划定停放区\n2.加强巡查，及时清运。", ">"],
        &["（正文篇幅通常不超过1500字）", ">"],
    ])]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于规范共享单车停放的建议
    人 李四 | 示例区城管局 | - | - | 13900000002 | -
    0 据了解，示例区现有老旧小区一
    3 1.划定停放区
    0 2.加强巡查，及时清运。
    ");
}

#[test]
fn the_checking_sheet_of_a_district() {
    let content = document(vec![
        centre("社情民意信息核稿单（2026）"),
        table(&[
            &["反映单位", "", ">", ">", ">", ">", ">", ">"],
            &["反映人", "王小明", "单位职务", "示例科技有限公司董事长", ">", "联系电话", "13800000003", ">"],
            &["界别", "经济界", "专委会", "经济委", ">", "政治面貌", "民建会员", ">"],
            &["联名人", "李 强", "单位职务", "示例区第二小学校长", ">", "联系电话", "13800000004", ">"],
            &["界别", "教育界", "专委会", "教卫委", ">", "政治面貌", "中共党员", ">"],
            &["联名人", "", "单位职务", "", ">", "联系电话", "", ">"],
            &["采用：（请打√）", "（√）单篇 （　）综合，原始篇目：", ">", ">", ">", ">", ">", ">"],
            &[
                "主送：（请打√）",
                "（√）报送市政协综合信息处 （　）报送区委、区政府、区政协领导 （　）转送区＿＿委/办/局",
                ">",
                ">",
                ">",
                ">",
                ">",
                ">",
            ],
            &["编辑：（3月2日）", ">", ">", ">", "核稿：（3月3日）", ">", ">", ">"],
            &["标题：关于降低小微企业融资成本的建议", ">", ">", ">", ">", ">", ">", ">"],
            &[&format!("反映的问题（分析）：\n{}", long("融资难。")), ">", ">", ">", ">", ">", ">", ">"],
            &[&format!("建议：\n{}", long("加大支持。")), ">", ">", ">", ">", ">", ">", ">"],
        ]),
    ]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于降低小微企业融资成本的建议
    人 王小明 | 示例科技有限公司 | 董事长 | 经济界 | 13800000003 | -
    人 李强 | 示例区第二小学 | 校长 | 教育界 | 13800000004 | -
    主送 市政协综合信息处
    0 融资难。据了解，示例区现有老
    0 加大支持。据了解，示例区现有
    ");
}

#[test]
fn people_in_rows_under_a_header() {
    let content = document(vec![table(&[
        &["标题", "关于保护古树名木的建议", ">", ">"],
        &["姓名", "单位职务", "界别", "联系电话"],
        &["赵敏", "示例区园林中心高级工程师", "农业界", "13800000005"],
        &["钱　进", "示例区文旅局副局长", "文化界", "13800000006"],
        &["正文", &long("古树。"), ">", ">"],
    ])]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于保护古树名木的建议
    人 赵敏 | 示例区园林中心 | 高级工程师 | 农业界 | 13800000005 | -
    人 钱进 | 示例区文旅局 | 副局长 | 文化界 | 13800000006 | -
    0 古树。据了解，示例区现有老旧
    ");
}

#[test]
fn a_merged_label_in_front_of_people() {
    let content = document(vec![table(&[
        &["社情民意标题", "关于优化公交线路的建议", ">", ">", ">"],
        &["反映人信息", "姓名", "孙丽", "界别", "交通界"],
        &["^", "工作单位", "示例区公交公司", "职务", "工程师"],
        &["联名人信息", "姓名", "周涛", "界别", "工会"],
        &["^", "工作单位", "示例区总工会", "职务", "干事"],
        &["类型", "□委员 ☑信息员", "紧急程度", "□一般 ☑急件", ">"],
        &["建议主办单位", "区交通局和区财政局", ">", ">", ">"],
        &["内容", &long("线路。"), ">", ">", ">"],
    ])]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于优化公交线路的建议
    人 孙丽 | 示例区公交公司 | 工程师 | 交通界 | - | 信息员
    人 周涛 | 示例区总工会 | 干事 | 工会 | - | -
    主送 区交通局；区财政局
    急 
    0 线路。据了解，示例区现有老旧
    ");
}

#[test]
fn a_collective_with_a_contact_person() {
    let content = document(vec![
        centre("社情民意信息报送单"),
        table(&[
            &["反映单位", "民盟示例区委", "提交者性质", "党派团体"],
            &["联系人", "吴芳", "联系电话", "13800000007"],
            &["信息标题", "关于缓解医院停车难的建议", ">", ">"],
            &["社情民意内容", &long("停车。"), ">", ">"],
            &["报送时间", "2026.4.7", "是否同意公开", "是"],
        ]),
    ]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于缓解医院停车难的建议
    单位 民盟示例区委
    日期 2026-04-07
    0 停车。据了解，示例区现有老旧
    ");
}

#[test]
fn the_form_holds_people_and_the_text_follows() {
    let content = document(vec![
        centre("关于提升社区食堂运营能力的建议"),
        table(&[&["姓名", "郑洁", "单位", "示例区民政局"], &["电话", "88880000", "界别", "社会福利界"]]),
        p("　　一、现状"),
        p(&long("食堂。")),
        table(&[&["年份", "食堂数", "用餐人次"], &["2024", "12", "3万"], &["2025", "20", "6万"]]),
        p("　　二、建议"),
        p(&long("补贴。")),
        right("2026年5月6日"),
    ]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于提升社区食堂运营能力的建议
    人 郑洁 | - | - | 社会福利界 | 88880000 | -
    单位 示例区民政局
    日期 2026-05-06
    1 一、现状
    0 食堂。据了解，示例区现有老旧
    表 3
    1 二、建议
    0 补贴。据了解，示例区现有老旧
    ");
}

#[test]
fn two_forms_are_two_papers() {
    let form =
        |title: &str, name: &str| table(&[&["标题", title], &["反映人", name], &["正文", &long(title)]]);
    let content = document(vec![
        centre("社情民意信息表"),
        form("关于路灯的建议", "冯强"),
        p(""),
        centre("社情民意信息表"),
        form("关于绿道的建议", "陈静"),
    ]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于路灯的建议
    人 冯强 | - | - | - | - | -
    处 第1篇
    0 关于路灯的建议据了解，示例区
    题 关于绿道的建议
    人 陈静 | - | - | - | - | -
    处 第2篇
    0 关于绿道的建议据了解，示例区
    ");
}

#[test]
fn a_batch_table_set_in_word() {
    let content = document(vec![
        centre("2026年一季度来稿汇总表"),
        table(&[
            &["序号", "标题", "反映人", "单位", "内容"],
            &["1", "关于路灯的建议", "冯强", "示例区城管局", &long("路灯。")],
            &["2", "关于绿道的建议", "陈静", "示例区园林中心", &long("绿道。")],
        ]),
    ]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于路灯的建议
    人 冯强 | - | - | - | - | -
    单位 示例区城管局
    处 表1!2
    0 路灯。据了解，示例区现有老旧
    题 关于绿道的建议
    人 陈静 | - | - | - | - | -
    单位 示例区园林中心
    处 表1!3
    0 绿道。据了解，示例区现有老旧
    ");
}

#[test]
fn what_is_missing_is_all_said() {
    let content = document(vec![table(&[
        &["标题", ""],
        &["反映人", ""],
        &["联系电话", ""],
        &["提交日期", "2026年2月30日"],
        &["正文", ""],
    ])]);
    assert_snapshot!(print(&read(&content)), @"
    题 -
    退 NO_TITLE Some(0)
    退 NO_AUTHOR Some(0)
    退 NO_TEXT Some(0)
    注 BAD_DATE Some(0)
    ");
}

#[test]
fn a_form_goes_on_in_a_second_table() {
    let form = table(&[&["标题", "关于护栏的建议"], &["反映人", "王伟"], &["情况反映", "护栏缺失。"]]);
    let rest = || table(&[&["意见建议", "尽快补齐。"], &["审核人", "李强"]]);
    let papers = read(&document(vec![form, p("（接上页）"), rest()])).papers;
    assert_eq!(papers[0].body.len(), 2, "{:?}", papers[0].body);
    // In a letter such a table is the author's.
    let letter = document(vec![p("关于护栏的建议"), p("反映人：王伟"), p(&long("护栏。")), rest()]);
    assert!(read(&letter).papers[0].body.iter().any(|block| matches!(block, Block::Table(_))));
}

#[test]
fn a_batch_table_in_word_may_have_a_column_that_no_list_holds() {
    let content = document(vec![table(&[
        &["序号", "标题", "反映人", "联系电话", "篇幅说明栏", "内容摘要及建议"],
        &["1", "关于护栏的建议", "王伟", "13800000001", "甲", "护栏缺失。"],
        &["2", "关于候鸟的建议", "李强", "13800000002", "乙", "候鸟受扰。"],
    ])]);
    let papers = read(&content).papers;
    assert_eq!(papers.len(), 2);
    assert_eq!((papers[1].authors[0].name.as_str(), papers[1].body.len()), ("李强", 1));
}

#[test]
fn what_stands_behind_a_value_is_no_part_of_it() {
    let content = document(vec![table(&[
        &["标题", "关于护栏的建议", ">", ">", ">"],
        &["紧急程度", "平急", ">", ">", ">"],
        &["反映人", "王伟", "单位职务", "示例区城管局局长", "13800000001"],
        &["内容", "护栏缺失。", ">", ">", ">"],
    ])]);
    let papers = read(&content).papers;
    let author = &papers[0].authors[0];
    assert_eq!((author.unit.as_deref(), author.position.as_deref()), (Some("示例区城管局"), Some("局长")));
    assert_eq!(author.phone.as_deref(), Some("13800000001"));
    assert!(!papers[0].urgent);
    let lines = document(vec![
        p("标题：关于护栏的建议"),
        p("反映人：__王伟__"),
        p("联系电话：＿＿13800000001＿＿　　　年　　月　　日"),
        p(&long("护栏。")),
    ]);
    assert_eq!(read(&lines).papers[0].authors[0].phone.as_deref(), Some("13800000001"));
}

#[test]
fn people_in_rows_behind_one_label_are_all_kept() {
    let content = document(vec![table(&[
        &["标题", "关于护栏的建议", ">", ">"],
        &["联名人员", "姓名", "单位及职务", "联系电话"],
        &["", "王伟", "示例区急救中心主任", "13800000001"],
        &["", "李强", "示例区教育局科长", "13800000002"],
        &["正文", "护栏缺失。", ">", ">"],
    ])]);
    let authors = &read(&content).papers[0].authors;
    let phones: Vec<_> =
        authors.iter().map(|author| (author.name.as_str(), author.phone.as_deref())).collect();
    assert_eq!(phones, [("王伟", Some("13800000001")), ("李强", Some("13800000002"))]);
}
