//! Every name that a template or a rule may use, with its meaning and an example: what `minyi fields` prints.
//! It never computes a value; the views of `view` and the rulebook do, and a test holds them to this table.

use super::bulletin;
use serde::Serialize;

/// A name that a template or a rule may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FieldMeaning {
    /// The name; parts of a thing and of the entries of a list follow a dot.
    pub name: &'static str,
    /// What it is, for clerks.
    pub meaning: &'static str,
    /// An example of its value.
    pub example: &'static str,
    /// `templates`, `rules` or `both`.
    #[serde(rename = "where")]
    pub place: &'static str,
    /// Templates that may use it.
    pub templates: &'static [&'static str],
}

/// The template of a publication, of whatever name.
pub const ISSUE: &str = "刊物";
/// The template of a cover sheet.
pub const COVER: &str = "报送单";
/// The template of a receipt.
pub const RECEIPT: &str = "回执";
/// The template of a return notice.
pub const NOTICE: &str = "退稿通知";

/// The template of the bulletin.
pub const BULLETIN: &str = "业务通讯";

const EVERY: &[&str] = &[ISSUE, COVER, RECEIPT, NOTICE, BULLETIN];
const OF_FILES: &[&str] = &[ISSUE, COVER, RECEIPT, NOTICE];
const OF_CASE: &[&str] = &[ISSUE, COVER];
const OF_ISSUE: &[&str] = &[ISSUE];
const OF_COVER: &[&str] = &[COVER];
const OF_RECEIPT: &[&str] = &[RECEIPT];
const OF_NOTICE: &[&str] = &[NOTICE];
const OF_FILE: &[&str] = &[RECEIPT, NOTICE];
const OF_CASE_OR_NOTICE: &[&str] = &[ISSUE, COVER, NOTICE];

/// Every name, rules first, then what all templates have, then one template after the other.
pub fn fields() -> Vec<FieldMeaning> {
    FIELDS.iter().chain(bulletin::view::FIELDS).copied().collect()
}

const fn rule(name: &'static str, meaning: &'static str, example: &'static str) -> FieldMeaning {
    FieldMeaning { name, meaning, example, place: "rules", templates: &[] }
}

const fn both(
    name: &'static str,
    meaning: &'static str,
    example: &'static str,
    templates: &'static [&'static str],
) -> FieldMeaning {
    FieldMeaning { name, meaning, example, place: "both", templates }
}

const fn of(
    templates: &'static [&'static str],
    name: &'static str,
    meaning: &'static str,
    example: &'static str,
) -> FieldMeaning {
    FieldMeaning { name, meaning, example, place: "templates", templates }
}

#[rustfmt::skip]
const FIELDS: &[FieldMeaning] = &[
    both("标题", "来稿标题", "关于缓解老城区停车难的建议", OF_CASE_OR_NOTICE),
    both("正文", "规则里是正文的文字；刊物版式里是编辑稿正文，须独占一段", "一、基本情况……", OF_ISSUE),
    both("反映单位", "以其名义来稿的单位，没有则为空", "民革区委会", OF_CASE),
    both("急件", "是否急件：放在“急件”文件夹或来稿写明；版式里还包括按规则定为急件的", "true", OF_CASE),
    both("字数", "正文字数，不计空白", "1260", OF_CASE),
    rule("类别", "来稿上写的类别，没有写则为空", "热点问题"),
    rule("反映人", "反映人姓名的列表", "['张三', '李四']"),
    rule("界别", "第一反映人的界别，按名册，没有则按来稿", "教育"),
    rule("身份", "第一反映人在名册上的身份的列表", "['委员', '信息员']"),
    rule("主送", "来稿上写的主送的列表", "['区政府']"),
    rule("来源", "文件在收件箱里所在的子文件夹，没有则为空", "专报"),
    rule("判定类别", "已定下的类别；只能用在不带 category、topic 的规则里", "突发事件与灾情"),
    rule("判定议题", "已定下的议题；只能用在不带 category、topic 的规则里", "交通出行"),
    rule("有", "有('词')：标题或正文中有这个词；有('甲', '乙')：有其中一个", "有('停车') and 字数 >= 800"),
    rule("题有", "题有('词')：标题中有这个词，不看正文；题有('甲', '乙')：有其中一个", "题有('医保', '参保')"),

    of(EVERY, "机关", "本办公室，取自 office.toml 的 [office]", ""),
    of(EVERY, "机关.名称", "全称", "政协示例区委员会办公室"),
    of(EVERY, "机关.简称", "简称", "区政协"),
    of(EVERY, "机关.电话", "联系电话", "0000-00000000"),
    of(EVERY, "机关.编辑", "编辑，没有则为空", "王芳"),
    of(EVERY, "机关.审核", "审核，没有则为空", "李明"),
    of(EVERY, "机关.签发", "签发，没有则为空", "陈军"),
    of(OF_FILES, "收到日期", "收到来稿的日期", "2026年9月24日"),

    of(OF_CASE_OR_NOTICE, "登记号", "登记号；退回的文件没有登记，为空", "2026-0031"),
    of(OF_CASE_OR_NOTICE, "书名", "带书名号的标题；标题里引用的用单书名号", "《关于落实〈实施办法〉的建议》"),
    of(OF_CASE, "标题行", "按词意断成几行的标题", "关于缓解老城区\n停车难的建议"),
    of(OF_CASE, "反映人", "反映人的列表：{% for 人 in 反映人 %}{{ 人.姓名 }}{% endfor %}", ""),
    of(OF_CASE, "反映人.姓名", "姓名", "张三"),
    of(OF_CASE, "反映人.单位", "工作单位，没有则为空", "区第一小学"),
    of(OF_CASE, "反映人.职务", "职务，没有则为空", "教师"),
    of(OF_CASE, "反映人.界别", "界别，没有则为空", "教育"),
    of(OF_CASE, "反映人.电话", "联系电话，没有则为空", "13800000000"),
    of(OF_CASE, "反映人.身份", "身份，没有则为空", "区政协委员"),
    of(OF_CASE, "反映人名单", "姓名用顿号相连；没有反映人时为反映单位", "张三、李四"),
    of(OF_CASE, "署名", "刊物文末的署名", "张三，区政协委员，区第一小学教师"),
    of(OF_CASE, "类别", "定下的类别", "热点与情绪"),
    of(OF_CASE, "议题", "定下的议题，没有则为空", "交通出行"),
    of(OF_CASE, "缓急", "“急件”或“平件”", "平件"),
    of(OF_CASE, "去向名单", "全部去向，用顿号相连", "市政协、区政府"),
    of(OF_CASE, "续报", "所续报的前一件，没有则为空", "2026-0007《关于……的建议》"),
    of(OF_CASE, "刊名", "刊物名称", "社情民意信息"),
    of(OF_CASE, "期号", "刊物版式里为第几期，签发前为（清样）；报送单里带刊名和年份", "第12期"),
    of(OF_CASE, "签发日期", "签发日期", "2026年9月24日"),

    of(OF_ISSUE, "年", "期号的年份", "2026"),
    of(OF_ISSUE, "期", "期数", "12"),
    of(OF_ISSUE, "编号", "六位期数，签发前为空", "000012"),
    of(OF_ISSUE, "主送", "以本刊物送出的去向，用顿号相连", "全国政协、市政协"),
    of(OF_ISSUE, "报", "版记“报：”后面的单位，没有则为空", "区委书记、副书记"),
    of(OF_ISSUE, "送", "版记“送：”后面的单位，没有则为空", "区委办公室"),
    of(OF_ISSUE, "标记", "首页标记，没有则为空", "内部资料 注意保存"),
    of(OF_ISSUE, "份数", "共印份数，0 表示不印", "30"),

    of(OF_COVER, "去向", "送往的单位", "市政协"),
    of(OF_COVER, "联系人", "该单位的联系人，取自名册，没有则为空", "周平"),
    of(OF_COVER, "联系电话", "该单位的联系电话，没有则为空", "0000-1111111"),
    of(OF_COVER, "限期", "最后一天", "2026年9月26日"),
    of(OF_COVER, "限期依据", "限期怎样算出，一句话",
        "自收到之日（2026年9月24日）起2个自然日，至2026年9月26日"),
    of(OF_COVER, "报送依据", "为什么送往该单位，一句话", "规则“突发事件”成立"),

    of(OF_FILE, "文件名", "投放的文件名", "关于停车难的建议.docx"),
    of(OF_RECEIPT, "文件夹", "投放的文件夹", "来稿"),
    of(OF_RECEIPT, "指纹", "文件的 SHA-256", "e3b0c44298fc1c14……"),
    of(OF_RECEIPT, "来稿", "已登记的来稿的列表", ""),
    of(OF_RECEIPT, "来稿.登记号", "登记号", "2026-0031"),
    of(OF_RECEIPT, "来稿.标题", "标题", "关于缓解老城区停车难的建议"),
    of(OF_RECEIPT, "来稿.反映人名单", "姓名用顿号相连，或反映单位", "张三、李四"),
    of(OF_RECEIPT, "来稿.类别", "类别", "热点与情绪"),
    of(OF_RECEIPT, "来稿.去向名单", "去向，或在等什么", "市政协、区政府"),
    of(OF_RECEIPT, "来稿.限期", "最近的限期，没有则为空", "2026年9月26日"),
    of(OF_RECEIPT, "退回", "同一文件里没有登记的来稿的列表", ""),
    of(OF_RECEIPT, "退回.序号", "从 1 起", "1"),
    of(OF_RECEIPT, "退回.篇目", "哪一篇", "第2篇"),
    of(OF_RECEIPT, "退回.位置", "哪一处，没有则为空", "批量来稿!C5"),
    of(OF_RECEIPT, "退回.问题", "什么问题", "没有标题"),
    of(OF_RECEIPT, "退回.办法", "怎样改", "请补充标题后重新投放。"),
    of(OF_RECEIPT, "提示", "不影响登记的提示的列表", ""),
    of(OF_RECEIPT, "提示.序号", "从 1 起", "1"),
    of(OF_RECEIPT, "提示.篇目", "哪一篇", "全文件"),
    of(OF_RECEIPT, "提示.位置", "哪一处，没有则为空", "第3段"),
    of(OF_RECEIPT, "提示.问题", "什么情况", "名册中没有“张三”"),
    of(OF_RECEIPT, "提示.办法", "怎样办", "名册中没有此人或此单位，请核对名册。"),
    of(OF_RECEIPT, "说明", "不是来稿的文件（如名册）怎样办理的，否则为空", "已启用新名册：委员62人，信息员30人，单位39个。"),
    of(OF_RECEIPT, "重复", "同一文件此前来过时的说明，否则为空", "与2026年3月2日登记的2026-0007相同"),

    of(OF_NOTICE, "收件人", "通知送给谁，不知道则为空", "张三"),
    of(OF_NOTICE, "退回日期", "退回的日期", "2026年9月25日"),
    of(OF_NOTICE, "原因", "退回原因的列表", ""),
    of(OF_NOTICE, "原因.序号", "从 1 起", "1"),
    of(OF_NOTICE, "原因.篇目", "哪一篇", "全文件"),
    of(OF_NOTICE, "原因.位置", "哪一处，没有则为空", "第3段"),
    of(OF_NOTICE, "原因.问题", "什么问题", "没有正文"),
    of(OF_NOTICE, "原因.办法", "怎样改", "请补充正文后重新投放。"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::bulletin::view as of_bulletin;
    use crate::office::rules;
    use crate::office::view::{
        AuthorView, CaseView, CoverView, FaultRow, IssueView, NoticeView, ReceiptRow, ReceiptView, RuleView,
    };
    use serde_json::Value;
    use std::collections::BTreeSet;

    /// Dotted names of a serialised view.
    fn names_of(view: impl Serialize) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        collect("", &serde_json::to_value(view).unwrap(), &mut names);
        names
    }

    fn collect(prefix: &str, value: &Value, names: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => {
                for (name, inner) in object {
                    let dotted = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
                    names.insert(dotted.clone());
                    collect(&dotted, inner, names);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| collect(prefix, item, names)),
            _ => {}
        }
    }

    fn names_in(template: &str) -> BTreeSet<String> {
        let of_template = fields().into_iter().filter(|field| field.templates.contains(&template));
        of_template.map(|field| field.name.to_owned()).collect()
    }

    fn case() -> CaseView {
        CaseView { 反映人: vec![AuthorView::default()], ..CaseView::default() }
    }

    #[test]
    fn templates_may_name_what_their_views_hold() {
        let mut issue = names_of(IssueView { case: case(), ..IssueView::default() });
        issue.insert("正文".to_owned());
        assert_eq!(names_in(ISSUE), issue);
        assert_eq!(names_in(COVER), names_of(CoverView { case: case(), ..CoverView::default() }));
        let faults = || vec![FaultRow::default()];
        let receipt = ReceiptView {
            来稿: vec![ReceiptRow::default()],
            退回: faults(),
            提示: faults(),
            ..ReceiptView::default()
        };
        assert_eq!(names_in(RECEIPT), names_of(receipt));
        assert_eq!(names_in(NOTICE), names_of(NoticeView { 原因: faults(), ..NoticeView::default() }));
    }

    #[test]
    fn the_bulletin_may_name_what_its_view_holds() {
        let view = of_bulletin::BulletinView {
            采用: vec![of_bulletin::AdoptedRow::default()],
            批示: vec![of_bulletin::InstructionRow::default()],
            答复: vec![of_bulletin::ReplyRow::default()],
            落实: vec![of_bulletin::ReplyRow::default()],
            跟踪: vec![of_bulletin::FollowUpView::default()],
            统计: vec![of_bulletin::StandingTable {
                行: vec![of_bulletin::StandingRow::default()],
                ..of_bulletin::StandingTable::default()
            }],
            活动: vec![of_bulletin::MeetingRow::default()],
            要点: vec![of_bulletin::TopicRow::default()],
            口径: vec![String::new()],
            ..of_bulletin::BulletinView::default()
        };
        assert_eq!(names_in(BULLETIN), names_of(view));
    }

    #[test]
    fn rules_may_name_what_their_view_holds_and_the_rulebook_adds() {
        let named: BTreeSet<String> = fields()
            .into_iter()
            .filter(|field| field.place != "templates")
            .map(|field| field.name.to_owned())
            .collect();
        let mut held = names_of(RuleView::default());
        held.extend(["判定类别", "判定议题", "有", "题有"].map(str::to_owned));
        assert_eq!(named, held);
        assert_eq!(named, rules::NAMES.iter().map(|name| (*name).to_owned()).collect());
    }

    #[test]
    fn a_name_means_one_thing_in_each_place() {
        let all = fields();
        for (at, field) in all.iter().enumerate() {
            assert!(!field.meaning.is_empty(), "{}", field.name);
            for other in all[..at].iter().filter(|other| other.name == field.name) {
                let both_in_rules = field.place != "templates" && other.place != "templates";
                let shared = field.templates.iter().any(|template| other.templates.contains(template));
                assert!(!both_in_rules && !shared, "{} twice", field.name);
            }
        }
    }
}
