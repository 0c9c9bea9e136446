//! Columns of the forms that people fill in and drop: one definition for the blank form and for its reader.
//! It never reads or writes a workbook.

use super::feedback::{Form, Grade, LEVELS, Outcome};

/// A column of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Header.
    pub title: &'static str,
    /// Width in characters of Latin text; a Chinese one takes two.
    pub width: u16,
    /// What to fill in, for the note at the header.
    pub note: &'static str,
    /// Values to choose from; empty where anything may be written.
    pub choices: &'static [&'static str],
    /// A row cannot do without it.
    pub required: bool,
    /// Other headers that mean the same.
    pub aliases: &'static [&'static str],
}

/// A column of free text.
pub(super) const fn column(title: &'static str, width: u16, note: &'static str) -> Column {
    Column { title, width, note, choices: &[], required: false, aliases: &[] }
}

impl Column {
    /// The same, and a row cannot do without it.
    pub(super) const fn required(self) -> Self {
        Column { required: true, ..self }
    }

    /// The same under other headers too.
    pub(super) const fn or(self, aliases: &'static [&'static str]) -> Self {
        Column { aliases, ..self }
    }

    /// The same with values to choose from.
    const fn of(self, choices: &'static [&'static str]) -> Self {
        Column { choices, ..self }
    }

    /// Whether a header means this column.
    pub fn is_called(&self, header: &str) -> bool {
        let header: String = header.chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
        header == self.title || self.aliases.contains(&header.as_str())
    }
}

/// The column by which a row that was registered is taken back.
pub const TAKE_BACK: &str = "撤回";

/// The column in which every row of a dropped form is answered.
pub const ANSWER: &str = "回执";

/// 反馈登记: what became of a case at an organ. 单位 and 结果 make the header known.
pub const FEEDBACK: &[Column] = &[
    column("登记号", 13, "如 2026-0031；与期号至少填一项。").or(&["编号"]),
    column("期号", 26, "如 社情民意信息2026年第7期；与登记号至少填一项。").or(&["刊物期号", "刊期"]),
    column("标题", 40, "可不填；填了就要与登记的一致。").or(&["题目"]),
    column("单位", 16, "采用、批示、答复或落实的单位，如 市政协、区委、区教育局。")
        .required()
        .or(&["采用单位", "反馈单位"]),
    column("结果", 10, "从列表中选；一行只写一个结果。").required().of(Outcome::WORDS),
    column("形式", 8, "采用的形式，从列表中选。").of(Form::WORDS).or(&["采用形式"]),
    column("领导", 16, "作批示的领导，一行只写一位。").or(&["批示领导"]),
    column("级别", 7, "领导或单位的级别，从列表中选；不填则按单位名称判断。").of(LEVELS).or(&["批示级别"]),
    column("主要领导", 10, "批示的是主要领导的选“是”。").of(&["是", "否"]),
    column("日期", 13, "采用、批示、答复或落实的日期，如 2026-03-05。").or(&["反馈日期"]),
    column("内容", 48, "批示原文、答复要点或落实情况。").or(&["反馈内容", "批示内容"]),
    column("答复类别", 10, "A 解决或基本解决；B 列入计划拟解决；C 留作参考。")
        .of(Grade::WORDS)
        .or(&["解决程度"]),
    column("重点跟踪", 13, "需要跟踪的填下次跟踪日期，如 2026-04-10；登记“落实”后不再提示。")
        .or(&["跟踪日期", "下次跟踪"]),
    column("附件", 24, "批示件、回函等文件的文件名，几个用顿号隔开；文件与本表一起放入“反馈”文件夹。"),
];

/// 活动: meetings of the groups.
pub const ACTIVITIES: &[Column] = &[
    column("组别", 18, "必填，与名册中信息小组的名称一致。").required().or(&["小组", "信息小组"]),
    column("日期", 13, "必填，如 2026-03-05。").required().or(&["活动日期", "时间"]),
    column("地点", 22, "").or(&["活动地点"]),
    column("主题", 44, "必填，一句话。").required().or(&["活动主题", "内容"]),
    column("出席", 24, "人数，或姓名用顿号隔开。").or(&["出席人数", "参加人员", "出席人员"]),
    column(TAKE_BACK, 24, "登记错了的：照原样再写一行，在此写明原因，原来的一行即作废。")
        .or(&["撤回原因", "作废"]),
];

/// 要点: topics wanted with period and words.
pub const TOPICS: &[Column] = &[
    column("要点", 44, "必填，一句话。").required().or(&["征集要点", "题目"]),
    column("起", 13, "必填，开始征集的日期，如 2026-04-01。").required().or(&["开始日期", "起始日期"]),
    column("止", 13, "必填，截止日期，如 2026-06-30。").required().or(&["截止日期", "结束日期"]),
    column("词语", 44, "来稿标题或正文中有其中一个词的，归入本要点；用顿号隔开。不填则只按人工指定。")
        .or(&["关键词"]),
    column(TAKE_BACK, 24, "不再征集或登记错了的：照原样再写一行，在此写明原因，该要点即作废。")
        .or(&["撤回原因", "作废"]),
];

/// 考核调整: points by hand, and points by one's own count.
pub const ADJUSTMENTS: &[Column] = &[
    column("姓名或单位", 22, "必填，与名册一致；同名的连区分一起写，如 张伟（区教育局）。")
        .required()
        .or(&["姓名", "单位", "名称", "对象"]),
    column("分值", 9, "加分写 2，扣分写 -2；只报自评分的不填。").required().or(&["得分", "调整分", "加减分"]),
    column("理由", 44, "填了分值的必填。").or(&["原因", "事由"]),
    column("决定人", 14, "填了分值的必填：谁决定的，如 秘书长、主席会议。").or(&["批准人", "审核人"]),
    column("榜", 14, "只在一个榜上调整的填榜名；不填则所在各榜都调整。").or(&["考核榜"]),
    column("日期", 13, "计入哪一天，如 2026-12-20；不填为收到之日。"),
    column("自评分", 9, "本人或本单位自评的全年总分。").or(&["自评"]),
    column("事项", 12, "不属于哪一件稿件、由规则计分的事项，如 约稿未完成；写了事项就不写分值。"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_known_by_title_or_alias_whatever_its_spaces() {
        assert!(FEEDBACK[0].is_called("登 记 号") && FEEDBACK[4].is_called("结果*"));
        assert!(!FEEDBACK[4].is_called("结论"));
    }

    #[test]
    fn no_header_means_two_columns_of_a_form() {
        for form in [FEEDBACK, ACTIVITIES, TOPICS, ADJUSTMENTS] {
            for (at, column) in form.iter().enumerate() {
                for name in std::iter::once(&column.title).chain(column.aliases) {
                    assert!(!form[..at].iter().any(|other| other.is_called(name)), "{name}");
                }
            }
        }
    }
}
