//! What papers are classified as, why, and what is said of wrong conditions.
//! It never looks at the way that words are counted; `words` does.

use super::*;
use crate::failure::Complaint;
use crate::office::settings::STOCK;

fn stock() -> Rulebook {
    Rulebook::new(&Settings::parse(STOCK).unwrap()).unwrap()
}

fn with_rules(rules: &str) -> Result<Rulebook, Vec<Complaint>> {
    let text = format!("[office]\nname = \"政协示例区委员会办公室\"\n{rules}");
    Rulebook::new(&Settings::parse(&text).unwrap())
}

fn complaints(rules: &str) -> String {
    let found = with_rules(rules).expect_err("must be refused");
    found.iter().map(Complaint::to_string).collect::<Vec<_>>().join("\n")
}

fn view(title: &str, body: &str) -> RuleView {
    RuleView { 标题: title.to_owned(), 正文: body.to_owned(), ..RuleView::default() }
}

fn told(reason: &Reason) -> String {
    format!("{}={}［{}］{}", reason.about, reason.value, reason.rule, reason.because.join("；"))
}

fn explained(classification: &Classification) -> String {
    let classified = classification.classified.reasons.iter().map(told);
    let routed = classification.destinations.iter().map(|(_, reason)| told(reason));
    let findings =
        classification.findings.iter().map(|one| format!("{}：{}", one.code.as_str(), one.message));
    classified.chain(routed).chain(findings).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_plain_paper_goes_by_words_and_topic_and_says_why() {
    let view = view(
        "关于缓解幼儿园周边停车难的建议",
        "家长反映，幼儿园门口停车难，停车难，停车难，停车难。群众期盼。",
    );
    insta::assert_snapshot!(explained(&stock().classify(&view)), @r###"
    类别=热点与情绪［词语］“群众”正文1次，记1分；“期盼”正文1次，记1分；合计2分
    议题=交通出行［词语］“停车”标题1次、正文4次，记8分；“停车难”标题1次、正文4次，记8分；合计16分，其次为教育13分
    去向=区交通运输局［议题］议题为交通出行
    "###);
}

#[test]
fn a_sudden_event_is_urgent_and_goes_to_three_organs_and_its_department() {
    let view = view("暴雨内涝灾情应予重视", "突发暴雨，受灾严重，抢险救灾。");
    insta::assert_snapshot!(explained(&stock().classify(&view)), @r###"
    类别=突发事件与灾情［词语］“暴雨”标题1次、正文1次，记6分；“灾情”标题1次，记5分；“内涝”标题1次，记5分；“突发”正文1次，记1分；“受灾”正文1次，记1分；“救灾”正文1次，记1分；另有1个词；合计20分
    议题=社会治理与公共安全［词语］“暴雨”标题1次、正文1次，记6分；“内涝”标题1次，记5分；“抢险”正文1次，记1分；合计12分
    急件=是［突发事件］规则“突发事件”成立
    去向=市政协［突发事件］规则“突发事件”成立
    去向=区委［突发事件］规则“突发事件”成立
    去向=区政府［突发事件］规则“突发事件”成立
    去向=区应急管理局［议题］议题为社会治理与公共安全
    "###);
}

#[test]
fn what_the_paper_says_itself_comes_first() {
    let view = RuleView {
        类别: "3.精神文明、法制建设与勤政廉政".to_owned(),
        主送: vec!["区教体局、市教育局".to_owned()],
        急件: true,
        ..view("关于小学课后服务的建议", "学校。")
    };
    insta::assert_snapshot!(explained(&stock().classify(&view)), @r###"
    类别=精神文明和法制勤政廉政［来稿写明］来稿写明“3.精神文明、法制建设与勤政廉政”
    议题=教育［词语］“小学”标题1次，记5分；“课后服务”标题1次，记5分；“学校”正文1次，记1分；合计11分
    急件=是［来稿写明］投放在“急件”文件夹，或来稿写明急件；规则“急件”成立
    去向=市政协［急件］规则“急件”成立
    去向=区委［急件］规则“急件”成立
    去向=区政府［急件］规则“急件”成立
    去向=区教育局［来稿写明］来稿主送写明“区教体局、市教育局”
    UNKNOWN_VALUE：主送“市教育局”不在本办公室的去向中
    "###);
}

#[test]
fn a_category_that_is_a_topic_is_taken_as_one() {
    let view = RuleView { 类别: "医药卫生".to_owned(), ..view("关于停车的建议", "停车。") };
    let classification = stock().classify(&view);
    assert_eq!(classification.classified.topic, "医疗卫生");
    assert_eq!(classification.classified.category, "热点与情绪");
    assert!(classification.findings.is_empty());
}

#[test]
fn a_category_that_nobody_has_is_said() {
    let view = RuleView { 类别: "其他".to_owned(), ..view("关于停车的建议", "停车。") };
    let findings = stock().classify(&view).findings;
    assert_eq!(findings[0].message, "类别“其他”不在本办公室的类别中，已按词语归类");
}

#[test]
fn sectors_are_known_by_the_names_that_people_give_them() {
    for (written, wanted) in
        [("中国国民党革命委员会", "民革"), ("民 革", "民革"), ("教育界", "教育"), ("医药卫生界别", "医卫")]
    {
        assert_eq!(stock().sector(written), Some(wanted), "{written}");
    }
    assert_eq!(stock().sector("航天"), None);
    assert_eq!(stock().sector("界"), None);
}

#[test]
fn nothing_known_goes_to_the_default() {
    let classification = stock().classify(&view("甲", "乙"));
    assert_eq!(classification.classified.category, "热点与情绪");
    assert_eq!(classification.classified.topic, "");
    let (name, reason) = &classification.destinations[0];
    assert_eq!((name.as_str(), reason.rule.as_str()), ("区政府", "默认"));
}

#[test]
fn rules_come_before_words_and_build_on_what_others_decided() {
    let rulebook = with_rules(
        "[[rule]]\nname = \"后\"\nwhen = \"判定类别 == '统战和政协工作' and not 急件\"\ndestinations = [\"区委统战部\", \"市政协\"]\n\
         [[rule]]\nname = \"先\"\nwhen = \"有('台企', '台胞') and 字数 >= 3 and '委员' in 身份\"\ncategory = \"统战和政协工作\"\ntopic = \"经济发展\"\n",
    )
    .unwrap();
    let view = RuleView {
        字数: 3, 身份: vec!["委员".to_owned()], ..view("关于学校的建议", "台胞。")
    };
    let classification = rulebook.classify(&view);
    assert_eq!(classification.classified.category, "统战和政协工作");
    assert_eq!(classification.classified.topic, "经济发展");
    let names: Vec<_> = classification.destinations.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["市政协", "区委统战部"]);
    let other = rulebook.classify(&RuleView { 字数: 2, ..view });
    assert_eq!(other.classified.topic, "教育");
}

#[test]
fn a_title_that_speaks_of_one_department_goes_there_and_not_to_the_topics() {
    let routed = |view: RuleView| -> Vec<String> {
        stock().classify(&view).destinations.into_iter().map(|(name, _)| name).collect()
    };
    let insurance = view("居民医保断保倾向值得关注", "医院。医生。");
    assert_eq!(routed(insurance.clone()), ["区医疗保障局"]);
    assert_eq!(routed(RuleView { 主送: vec!["区卫健局".to_owned()], ..insurance }), ["区卫生健康局"]);
    assert_eq!(routed(view("村医断档问题亟待解决", "村医。医保。")), ["区卫生健康局"]);
}

#[test]
fn wrong_conditions_are_all_told_when_settings_load() {
    let rules = r#"
[[rule]]
name = "名"
when = "标提 == 'a' or 反映人.姓名 == 'b'"
urgent = true
[[rule]]
name = "句"
when = "急件 and"
urgent = true
[[rule]]
name = "值"
when = "标题"
urgent = true
[[rule]]
name = "引号"
when = "有（'突发'）"
urgent = true
[[rule]]
name = "等号"
when = "类别 = '突发'"
urgent = true
[[rule]]
name = "循环"
when = "判定类别 == '热点与情绪'"
category = "热点与情绪"
[[rule]]
name = "空"
when = "有()"
urgent = true
[[rule]]
name = "过滤"
when = "标题|长 > 5"
urgent = true
"#;
    insta::assert_snapshot!(complaints(rules), @r###"
    office.toml, line 6: rule "名": "when": 反映人 has no "姓名" (hint: write 反映人 alone)
    office.toml, line 6: rule "名": "when" names an unknown "标提" (hint: did you mean "标题"?)
    office.toml, line 10: rule "句": "when" cannot be read: syntax error: unexpected end of input, expected expression
    office.toml, line 14: rule "值": "when" gives string instead of true or false (hint: compare with ==, >=, in, or use 有('词'); join with and, or, not)
    office.toml, line 18: rule "引号": "when" cannot be read: syntax error: unexpected character (hint: write quotes, brackets, commas and = in half width)
    office.toml, line 22: rule "等号": "when" cannot be read: syntax error: unexpected input after expression (hint: to compare, write ==)
    office.toml, line 26: rule "循环": "when" names 判定类别, which is not decided yet where a rule sets category or topic (hint: use 有('词') here, or put the destinations into a rule of their own)
    office.toml, line 30: rule "空": "when" missing argument: 有() needs a word: 有('词') (hint: compare with ==, >=, in, or use 有('词'); join with and, or, not)
    office.toml, line 34: rule "过滤": "when" unknown filter: filter 长 is unknown (hint: compare with ==, >=, in, or use 有('词'); join with and, or, not)
    "###);
}

#[test]
fn a_condition_that_fails_on_one_paper_is_left_out_and_said() {
    let rulebook = with_rules(
        "[[rule]]\nname = \"首位\"\nwhen = \"标题 == '甲' and 反映人[0] == '张三'\"\nurgent = true\n",
    )
    .unwrap();
    let classification = rulebook.classify(&view("甲", "乙"));
    assert!(!classification.classified.urgent);
    assert!(
        explained(&classification).contains("规则=首位［例外］未能判断，未适用"),
        "{}",
        explained(&classification)
    );
}

#[test]
fn every_promised_name_can_be_used() {
    for name in NAMES.iter().filter(|name| **name != "有") {
        let rule =
            format!("[[rule]]\nname = \"a\"\nwhen = \"{name} is defined and 有('甲')\"\nurgent = true\n");
        let rulebook = with_rules(&rule).unwrap_or_else(|wrong| panic!("{name}: {wrong:?}"));
        assert!(rulebook.classify(&view("甲", "")).classified.urgent, "{name}");
    }
}

/// The demo's papers were sorted by people; the stock words must agree with most of them.
#[test]
fn the_stock_words_agree_with_the_sorting_of_the_demo() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/demo/papers");
    let (mut papers, mut categories, mut topics) = (0, 0, 0);
    let rulebook = stock();
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let Ok(paper) = text.parse::<toml::Table>() else { continue };
        let get = |key: &str| paper.get(key).and_then(toml::Value::as_str).unwrap_or_default();
        let classified = rulebook.classify(&view(get("title"), get("body"))).classified;
        papers += 1;
        categories += usize::from(classified.category == get("priority"));
        topics += usize::from(classified.topic == get("topic"));
    }
    assert!(papers >= 60, "{papers} papers");
    assert!(categories * 100 >= papers * 85, "{categories} of {papers} categories");
    assert!(topics * 100 >= papers * 85, "{topics} of {papers} topics");
}
