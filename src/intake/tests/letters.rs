//! Letters without tables, and several papers in one document.
//! They never test a form.

use super::build::{centre, document, long, look, p, print, read, read_named, right};
use crate::document::{Align, Block, Image, Inline, Paragraph};
use insta::assert_snapshot;

#[test]
fn a_byline_right_aligned_by_spaces() {
    let content = document(vec![
        look("完善社区养老服务的建议", |look| {
            look.style = "heading 1".to_owned();
            look.outline = Some(1);
            look.half_points = Some(40);
        }),
        p(&format!("{}民建示例区委　王伟", "　".repeat(25))),
        p("　　一、现状"),
        p(&long("养老。")),
        p("　　二、问题和分析"),
        p("　　（一）供给不足"),
        p(&long("")),
        p("　　三、政策建议"),
        p(&long("")),
    ]);
    assert_snapshot!(print(&read(&content)), @"
    题 完善社区养老服务的建议
    人 王伟 | - | - | - | - | -
    单位 民建示例区委
    1 一、现状
    0 养老。据了解，示例区现有老旧
    1 二、问题和分析
    2 （一）供给不足
    0 据了解，示例区现有老旧小区一
    1 三、政策建议
    0 据了解，示例区现有老旧小区一
    ");
}

#[test]
fn a_title_beyond_all_measure_is_one_where_it_is_set_as_one() {
    let title = format!("关于{}的建议", "停车难".repeat(100));
    let set = document(vec![centre(&title), p("反映人：张三"), p(&long("停车。"))]);
    let plain = document(vec![p(&title), p("反映人：张三"), p(&long("停车。"))]);
    for content in [set, plain] {
        let papers = read(&content);
        assert_eq!(papers.papers[0].title.as_deref(), Some(title.as_str()));
        assert_eq!(papers.papers[0].authors.len(), 1);
        assert_eq!(papers.papers[0].body.len(), 1);
        assert!(papers.rejections.is_empty());
        assert_eq!(papers.warnings.len(), 1, "{:?}", papers.warnings);
    }
    let sentence = document(vec![centre(&long("停车。")), p("反映人：张三"), p(&long("停车。"))]);
    assert_eq!(read(&sentence).papers[0].title, None);
}

#[test]
fn a_byline_in_brackets_and_one_with_a_branch() {
    let one = document(vec![
        centre("关于治理飞线充电的建议"),
        centre("（民盟示例区支部　李小明）"),
        p(&long("飞线。")),
    ]);
    assert_snapshot!(print(&read(&one)), @"
    题 关于治理飞线充电的建议
    人 李小明 | - | - | - | - | -
    单位 民盟示例区支部
    0 飞线。据了解，示例区现有老旧
    ");
    let two = document(vec![
        centre("关于治理飞线充电的建议"),
        p("民进示例区三支部：刘洋"),
        p(&long("飞线。")),
        p("建议："),
        p(&long("一是")),
    ]);
    assert_snapshot!(print(&read(&two)), @"
    题 关于治理飞线充电的建议
    人 刘洋 | - | - | - | - | -
    单位 民进示例区三支部
    0 飞线。据了解，示例区现有老旧
    0 建议：
    0 一是据了解，示例区现有老旧小
    ");
}

#[test]
fn a_signature_and_a_date_at_the_end() {
    let content = document(vec![
        p("关于加强校园周边交通管理的建议"),
        p("区委、区政府："),
        p(&long("校园。")),
        p("1.增设减速带"),
        p(&long("")),
        right("区政协委员　张　三"),
        right("二〇二六年三月二十八日"),
    ]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于加强校园周边交通管理的建议
    人 张三 | - | - | - | - | 区政协委员
    日期 2026-03-28
    主送 区委；区政府
    0 校园。据了解，示例区现有老旧
    3 1.增设减速带
    0 据了解，示例区现有老旧小区一
    ");
}

#[test]
fn the_author_in_a_sentence_at_the_end() {
    let content = document(vec![
        centre("关于整治河道蓝藻的建议"),
        p(&long("蓝藻。")),
        p("（反映人：张某某，区政协委员，某社区书记）"),
    ]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于整治河道蓝藻的建议
    人 张某某 | 某社区 | 书记 | - | - | 区政协委员
    0 蓝藻。据了解，示例区现有老旧
    ");
}

#[test]
fn labels_in_lines() {
    let content = document(vec![
        centre("社情民意信息"),
        p("标　　题：关于推进垃圾分类的建议"),
        p("反 映 人：张三、李四　　联系电话：13800000001"),
        p("工作单位及职务：示例区环卫所所长"),
        p("主送：区委、区政府"),
        p("抄送：区城管局"),
        p("情况反映："),
        p(&long("垃圾。")),
        p("意见建议："),
        p(&long("加强。")),
        p("提交日期：2026-03-28"),
    ]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于推进垃圾分类的建议
    人 张三 | 示例区环卫所 | 所长 | - | 13800000001 | -
    人 李四 | - | - | - | - | -
    日期 2026-03-28
    主送 区委；区政府
    0 垃圾。据了解，示例区现有老旧
    0 加强。据了解，示例区现有老旧
    ");
}

#[test]
fn a_title_over_two_lines_with_a_subtitle() {
    let content = document(vec![
        centre("关于进一步加强老旧小区"),
        centre("电梯加装工作的建议"),
        centre("——以示例区青河镇为例"),
        centre("王伟"),
        p(&long("电梯。")),
    ]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于进一步加强老旧小区电梯加装工作的建议——以示例区青河镇为例
    人 王伟 | - | - | - | - | -
    0 电梯。据了解，示例区现有老旧
    ");
}

#[test]
fn no_title_but_a_telling_file_name() {
    let content = document(vec![p(&long("电梯。")), p(&long("再说。")), p("反映人：王伟")]);
    assert_snapshot!(print(&read_named(&content, "关于电梯的建议.docx")), @"
    题 关于电梯的建议
    人 王伟 | - | - | - | - | -
    0 电梯。据了解，示例区现有老旧
    0 再说。据了解，示例区现有老旧
    ");
    assert_snapshot!(print(&read_named(&content, "新建文档.docx")), @"
    题 -
    人 王伟 | - | - | - | - | -
    0 电梯。据了解，示例区现有老旧
    0 再说。据了解，示例区现有老旧
    退 NO_TITLE Some(0)
    ");
}

#[test]
fn several_papers_told_by_page_and_byline() {
    let page = |text: &str| {
        look(text, |look| {
            look.align = Align::Center;
            look.half_points = Some(44);
            look.new_page = true;
        })
    };
    let content = document(vec![
        centre("关于路灯的建议"),
        centre("冯强"),
        p("一、问题"),
        p(&long("路灯。")),
        page("关于绿道的建议"),
        centre("陈静"),
        p("一、问题"),
        p(&long("绿道。")),
    ]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于路灯的建议
    人 冯强 | - | - | - | - | -
    处 第1篇
    1 一、问题
    0 路灯。据了解，示例区现有老旧
    题 关于绿道的建议
    人 陈静 | - | - | - | - | -
    处 第2篇
    1 一、问题
    0 绿道。据了解，示例区现有老旧
    ");
}

#[test]
fn several_papers_told_by_separators_and_labels() {
    let content = document(vec![
        p("第一篇"),
        p("关于路灯的建议"),
        p("反映人：冯强"),
        p(&long("路灯。")),
        p("第二篇"),
        p("关于绿道的建议"),
        p("反映人：陈静"),
        p(&long("绿道。")),
    ]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于路灯的建议
    人 冯强 | - | - | - | - | -
    处 第1篇
    0 路灯。据了解，示例区现有老旧
    题 关于绿道的建议
    人 陈静 | - | - | - | - | -
    处 第2篇
    0 绿道。据了解，示例区现有老旧
    ");
    let content = document(vec![
        p("标题：关于路灯的建议"),
        p("反映人：冯强"),
        p("正文："),
        p(&long("路灯。")),
        p("标题：关于绿道的建议"),
        p("反映人：陈静"),
        p("正文："),
        p(&long("绿道。")),
    ]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于路灯的建议
    人 冯强 | - | - | - | - | -
    处 第1篇
    0 路灯。据了解，示例区现有老旧
    题 关于绿道的建议
    人 陈静 | - | - | - | - | -
    处 第2篇
    0 绿道。据了解，示例区现有老旧
    ");
}

#[test]
fn one_paper_with_headings_stays_one() {
    let heading = |text: &str| {
        look(text, |look| {
            look.style = "heading 1".to_owned();
            look.outline = Some(1);
            look.half_points = Some(32);
            look.bold = true;
        })
    };
    let content = document(vec![
        centre("关于发展低空经济的建议"),
        centre("九三学社示例区委"),
        heading("一、现状"),
        p(&long("")),
        heading("二、存在的问题"),
        p(&long("")),
        look("三、建议", |look| look.new_page = true),
        p(&long("")),
        right("2026年6月"),
    ]);
    assert_snapshot!(print(&read(&content)), @"
    题 关于发展低空经济的建议
    单位 九三学社示例区委
    1 一、现状
    0 据了解，示例区现有老旧小区一
    1 二、存在的问题
    0 据了解，示例区现有老旧小区一
    1 三、建议
    0 据了解，示例区现有老旧小区一
    注 BAD_DATE Some(0)
    ");
}

#[test]
fn a_scan_is_told_from_an_empty_document() {
    let mut picture = Paragraph::default();
    picture.inlines.push(Inline::Image(Image::default()));
    let scan = read(&document(vec![Block::Paragraph(picture)]));
    assert_eq!(scan.rejections[0].message, "文件中只有图片，没有文字");
    assert_eq!(read(&document(vec![])).rejections[0].message, "文件中没有文字");
}

#[test]
fn a_mail_greets_before_its_title() {
    let by_label = document(vec![
        p("主题：社情民意征集+王伟+区教育局"),
        p("您好！现将社情民意信息一篇报上，请审阅。"),
        p("标题：关于治理飞线充电的建议"),
        p("姓名：王伟"),
        p(&long("充电。")),
    ]);
    let by_look = document(vec![
        p("发件人: 王伟"),
        p("主题: 社情民意：关于治理飞线充电的建议"),
        p("区政协办公室同志："),
        p("　　你们好！报送社情民意一篇如下，请查收。"),
        centre("关于治理飞线充电的建议"),
        p(&long("充电。")),
        right("区政协委员　王伟"),
    ]);
    for content in [by_label, by_look] {
        let papers = read(&content);
        assert_eq!(papers.papers[0].title.as_deref(), Some("关于治理飞线充电的建议"));
        assert_eq!(papers.papers[0].authors[0].name, "王伟");
        assert_eq!(papers.papers[0].body.len(), 1);
    }
}

#[test]
fn numbered_titles_with_labelled_authors_are_papers() {
    let content = document(vec![
        centre("北岭镇五月社情民意信息"),
        p("一、山区公路护栏缺失亟待补齐"),
        p("反映人：王伟"),
        p(&long("护栏。")),
        p("二、湿地候鸟保护应引起重视"),
        p("反映人：李强"),
        p(&long("候鸟。")),
    ]);
    let titles: Vec<_> = read(&content).papers.into_iter().filter_map(|paper| paper.title).collect();
    assert_eq!(titles, ["山区公路护栏缺失亟待补齐", "湿地候鸟保护应引起重视"]);
    let one = document(vec![
        centre("关于山区公路的建议"),
        p("反映人：王伟"),
        p("一、山区公路护栏缺失亟待补齐"),
        p(&long("护栏。")),
        p("二、湿地候鸟保护应引起重视"),
        p(&long("候鸟。")),
    ]);
    assert_eq!(read(&one).papers.len(), 1);
}

#[test]
fn numbered_labels_are_no_titles() {
    let content = document(vec![
        p("一、标题：关于治理飞线充电的建议"),
        p("二、反映人：王伟"),
        p("三、情况反映："),
        p(&long("充电。")),
    ]);
    let papers = read(&content).papers;
    assert_eq!(papers[0].title.as_deref(), Some("关于治理飞线充电的建议"));
}

#[test]
fn spread_names_in_a_row_below_the_title_are_people() {
    let content =
        document(vec![centre("关于治理飞线充电的建议"), centre("王 蒙　李 准　张 洁"), p(&long("充电。"))]);
    let papers = read(&content).papers;
    let names: Vec<_> = papers[0].authors.iter().map(|author| author.name.as_str()).collect();
    assert_eq!(names, ["王蒙", "李准", "张洁"]);
}

#[test]
fn a_title_below_the_masthead_needs_no_look() {
    let content = document(vec![
        p("【社情民意】"),
        p("警惕换脸诈骗向老年群体蔓延"),
        p(&long("诈骗。")),
        p("民进会员　示例区少年宫　贺敬之　13800000000"),
    ]);
    let papers = read(&content).papers;
    assert_eq!(papers[0].title.as_deref(), Some("警惕换脸诈骗向老年群体蔓延"));
    assert_eq!(papers[0].authors[0].phone.as_deref(), Some("13800000000"));
    assert_eq!(papers[0].authors[0].unit.as_deref(), Some("示例区少年宫"));
    assert_eq!(papers[0].body.len(), 1);
}

#[test]
fn a_standing_in_brackets_makes_a_post_that_no_list_holds_the_persons() {
    let signed = |signature: &str| {
        let content = document(vec![centre("关于治理飞线充电的建议"), p(&long("充电。")), p(signature)]);
        read(&content).papers[0].authors.len()
    };
    assert_eq!(signed("（夏衍，区政协委员，示例区电视台出镜人）"), 1);
    assert_eq!(signed("（夏天，天气炎热，电视台出镜人）"), 0);
}

#[test]
fn plain_titles_with_bylines_in_brackets_are_papers() {
    let content = document(vec![
        centre("示例区政协委员社情民意汇编"),
        p("关于管网改造的建议"),
        p("（区政协委员　王伟）"),
        p(&long("管网。")),
        p("快递不上门问题应引起重视"),
        p("（区政协委员　李强）"),
        p(&long("快递。")),
    ]);
    let papers = read(&content).papers;
    let titles: Vec<_> = papers.iter().filter_map(|paper| paper.title.as_deref()).collect();
    assert_eq!(titles, ["关于管网改造的建议", "快递不上门问题应引起重视"]);
    // A source in brackets below the last sentence begins nothing.
    let one = document(vec![
        centre("关于管网改造的建议"),
        p(&long("管网。")),
        p("以上情况应引起重视"),
        p("（区政协委员　王伟）"),
    ]);
    assert_eq!(read(&one).papers.len(), 1);
}
