//! What the template of the bulletin may name, in the office's words; `minyi fields` lists it.
//! It never holds a figure that `Figures` does not.

use crate::office::fields::{BULLETIN, FieldMeaning};
use crate::office::view::OfficeView;
use serde::Serialize;

/// The template of the bulletin.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BulletinView {
    /// The office.
    pub 机关: OfficeView,
    /// Name in the masthead.
    pub 刊名: String,
    /// Title of the document.
    pub 标题: String,
    /// Title broken into lines.
    pub 标题行: String,
    /// `2026年第1季度`.
    pub 期间: String,
    /// `2026年1月1日至3月31日`.
    pub 起止: String,
    /// Day as of which figures were taken.
    pub 截至: String,
    /// `本季度`.
    pub 本期: String,
    /// `下季度`.
    pub 下期: String,
    /// The counts.
    pub 数: CountsView,
    /// The counts of the period before.
    pub 上期: CountsView,
    /// The counts a year ago.
    pub 同期: CountsView,
    /// Paragraphs on the whole.
    pub 总体情况: String,
    /// Paragraph on deadlines.
    pub 时限情况: String,
    /// Paragraph on adoptions.
    pub 采用情况: String,
    /// Adoptions.
    pub 采用: Vec<AdoptedRow>,
    /// Paragraph on instructions.
    pub 批示情况: String,
    /// Instructions.
    pub 批示: Vec<InstructionRow>,
    /// Paragraph on replies.
    pub 答复情况: String,
    /// Replies.
    pub 答复: Vec<ReplyRow>,
    /// Effects.
    pub 落实: Vec<ReplyRow>,
    /// Paragraph on follow-ups.
    pub 跟踪情况: String,
    /// Follow-ups.
    pub 跟踪: Vec<FollowUpView>,
    /// Paragraph on the tables.
    pub 统计情况: String,
    /// Tables by kind.
    pub 统计: Vec<StandingTable>,
    /// Paragraph on meetings.
    pub 活动情况: String,
    /// Meetings.
    pub 活动: Vec<MeetingRow>,
    /// Paragraph on topics.
    pub 要点情况: String,
    /// Topics of the next period.
    pub 要点: Vec<TopicRow>,
    /// How it was counted, one paragraph each.
    pub 口径: Vec<String>,
    /// Places of the charts; each alone in a paragraph.
    pub 图表: ChartPlaces,
}

/// Counts of a period.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CountsView {
    /// Files.
    pub 收到: u64,
    /// Files.
    pub 退回: u64,
    /// Files.
    pub 重复: u64,
    /// Papers.
    pub 登记: u64,
    /// Cases.
    pub 编发: u64,
    /// Cases.
    pub 采用: u64,
    /// In per cent, or empty.
    pub 采用率: String,
    /// In per cent, or empty.
    pub 编发率: String,
    /// Cases.
    pub 批示件: u64,
    /// Times.
    pub 批示人次: u64,
    /// Replies of grade A.
    pub 答复A: u64,
    /// Replies of grade B.
    pub 答复B: u64,
    /// Replies of grade C.
    pub 答复C: u64,
    /// Effects.
    pub 落实: u64,
    /// Documents.
    pub 按时: u64,
    /// Documents.
    pub 逾期: u64,
}

/// An adoption.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AdoptedRow {
    /// 1, 2, 3.
    pub 序号: usize,
    /// Organ.
    pub 单位: String,
    /// 登记号.
    pub 登记号: String,
    /// Title.
    pub 题目: String,
    /// Names.
    pub 反映人: String,
    /// Unit.
    pub 反映单位: String,
    /// Form, or empty.
    pub 形式: String,
    /// Day.
    pub 日期: String,
}

/// An instruction.
#[derive(Clone, Debug, Default, Serialize)]
pub struct InstructionRow {
    /// 1, 2, 3.
    pub 序号: usize,
    /// One sentence.
    pub 文字: String,
    /// Leader, or the organ.
    pub 领导: String,
    /// Level, or empty.
    pub 级别: String,
    /// Title in 《》.
    pub 书名: String,
    /// Day.
    pub 日期: String,
    /// Text.
    pub 内容: String,
}

/// A reply or an effect.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ReplyRow {
    /// 1, 2, 3.
    pub 序号: usize,
    /// Organ.
    pub 单位: String,
    /// Title.
    pub 题目: String,
    /// Grade, or empty.
    pub 类别: String,
    /// Day.
    pub 日期: String,
    /// Text.
    pub 内容: String,
}

/// A case that is followed up.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FollowUpView {
    /// 登记号.
    pub 登记号: String,
    /// Title.
    pub 题目: String,
    /// What was heard last.
    pub 最近反馈: String,
    /// The next day.
    pub 下次跟踪: String,
}

/// A table of people or units of one kind.
#[derive(Clone, Debug, Default, Serialize)]
pub struct StandingTable {
    /// `（一）界别`.
    pub 名称: String,
    /// One sentence.
    pub 说明: String,
    /// Rows.
    pub 行: Vec<StandingRow>,
}

/// A person or unit.
#[derive(Clone, Debug, Default, Serialize)]
pub struct StandingRow {
    /// Name.
    pub 名称: String,
    /// In the period.
    pub 报送: u64,
    /// In the period.
    pub 登记: u64,
    /// In the period.
    pub 编发: u64,
    /// In the period.
    pub 采用: u64,
    /// In the year.
    pub 完成: u64,
    /// In the year.
    pub 任务: u64,
    /// Missing.
    pub 尚缺: u64,
}

/// A meeting, or a group without one.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MeetingRow {
    /// Group.
    pub 组别: String,
    /// Day, or `未开展`.
    pub 日期: String,
    /// Topic.
    pub 主题: String,
    /// Place.
    pub 地点: String,
    /// Those present, as a number.
    pub 出席: String,
}

/// A topic of the next period.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TopicRow {
    /// 1, 2, 3.
    pub 序号: usize,
    /// Topic.
    pub 要点: String,
    /// From when to when.
    pub 起止: String,
}

/// Where the charts stand.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ChartPlaces {
    /// Figures beside those of the periods before.
    pub 总体: String,
    /// Papers of the sectors.
    pub 界别: String,
}

const fn field(name: &'static str, meaning: &'static str, example: &'static str) -> FieldMeaning {
    FieldMeaning { name, meaning, example, place: "templates", templates: &[BULLETIN] }
}

/// The names of the bulletin's template, the office's own apart.
#[rustfmt::skip]
pub const FIELDS: &[FieldMeaning] = &[
    field("刊名", "刊头名称", "业务通讯"),
    field("标题", "标题", "2026年第1季度社情民意信息工作情况"),
    field("标题行", "断成几行的标题", "2026年第1季度\n社情民意信息工作情况"),
    field("期间", "统计期", "2026年第1季度"),
    field("起止", "统计期的起止日期", "2026年1月1日至3月31日"),
    field("截至", "数据截至日期", "2026年4月1日"),
    field("本期", "统计期的叫法", "本季度"),
    field("下期", "下一期的叫法", "下季度"),
    field("数", "本期的数", ""),
    field("数.收到", "收到的来稿文件数", "36"),
    field("数.退回", "退回的来稿文件数", "3"),
    field("数.重复", "重复投放的文件数", "1"),
    field("数.登记", "登记的来稿件数", "40"),
    field("数.编发", "编发的件数", "31"),
    field("数.采用", "被上级采用的件数", "12"),
    field("数.采用率", "采用件数除以登记件数，百分数；没有登记则为空", "30.0"),
    field("数.编发率", "编发件数除以登记件数，百分数；没有登记则为空", "77.5"),
    field("数.批示件", "有领导批示的件数", "4"),
    field("数.批示人次", "领导批示的人次", "6"),
    field("数.答复A", "A 类答复数", "5"),
    field("数.答复B", "B 类答复数", "3"),
    field("数.答复C", "C 类答复数", "1"),
    field("数.落实", "登记的落实数", "2"),
    field("数.按时", "按时报送的件次", "44"),
    field("数.逾期", "逾期报送的件次", "3"),
    field("上期", "上一期的数，各项同“数”", ""),
    field("上期.收到", "同 数.收到", "30"), field("上期.退回", "同 数.退回", "2"),
    field("上期.重复", "同 数.重复", "0"), field("上期.登记", "同 数.登记", "33"),
    field("上期.编发", "同 数.编发", "28"), field("上期.采用", "同 数.采用", "9"),
    field("上期.采用率", "同 数.采用率", "27.3"), field("上期.编发率", "同 数.编发率", "84.8"),
    field("上期.批示件", "同 数.批示件", "3"), field("上期.批示人次", "同 数.批示人次", "3"),
    field("上期.答复A", "同 数.答复A", "2"), field("上期.答复B", "同 数.答复B", "2"),
    field("上期.答复C", "同 数.答复C", "0"), field("上期.落实", "同 数.落实", "1"),
    field("上期.按时", "同 数.按时", "40"), field("上期.逾期", "同 数.逾期", "2"),
    field("同期", "去年同期的数，各项同“数”", ""),
    field("同期.收到", "同 数.收到", "30"), field("同期.退回", "同 数.退回", "2"),
    field("同期.重复", "同 数.重复", "0"), field("同期.登记", "同 数.登记", "33"),
    field("同期.编发", "同 数.编发", "28"), field("同期.采用", "同 数.采用", "9"),
    field("同期.采用率", "同 数.采用率", "27.3"), field("同期.编发率", "同 数.编发率", "84.8"),
    field("同期.批示件", "同 数.批示件", "3"), field("同期.批示人次", "同 数.批示人次", "3"),
    field("同期.答复A", "同 数.答复A", "2"), field("同期.答复B", "同 数.答复B", "2"),
    field("同期.答复C", "同 数.答复C", "0"), field("同期.落实", "同 数.落实", "1"),
    field("同期.按时", "同 数.按时", "40"), field("同期.逾期", "同 数.逾期", "2"),
    field("总体情况", "几段话，独占一段", "1月1日至3月31日，共收到来稿文件36个……"),
    field("时限情况", "一段话", "报送47件次，其中按时44件次，逾期3件次。"),
    field("采用情况", "一段话", "共有12件来稿被采用……"),
    field("采用", "采用的列表", ""),
    field("采用.序号", "从 1 起", "1"),
    field("采用.单位", "采用的单位", "市政协"),
    field("采用.登记号", "登记号", "2026-0031"),
    field("采用.题目", "题目", "关于缓解老城区停车难的建议"),
    field("采用.反映人", "反映人，没有则为反映单位", "张三、李四"),
    field("采用.反映单位", "反映单位或第一反映人的工作单位", "区第一小学"),
    field("采用.形式", "单篇、综合或转送，没有填写则为空", "单篇"),
    field("采用.日期", "采用日期", "3月9日"),
    field("批示情况", "一段话", "共有4件来稿获领导批示6人次……"),
    field("批示", "批示的列表", ""),
    field("批示.序号", "从 1 起", "1"),
    field("批示.文字", "一句话", "王书记3月9日在《……》上批示：请研究。"),
    field("批示.领导", "领导，没有填写则为单位", "王书记"),
    field("批示.级别", "级别", "区级"),
    field("批示.书名", "带书名号的标题", "《关于……的建议》"),
    field("批示.日期", "批示日期", "3月9日"),
    field("批示.内容", "批示内容", "请研究。"),
    field("答复情况", "一段话", "部门答复9件次……"),
    field("答复", "答复的列表", ""),
    field("答复.序号", "从 1 起", "1"),
    field("答复.单位", "答复的单位", "区教育局"),
    field("答复.题目", "题目", "关于……的建议"),
    field("答复.类别", "A、B 或 C，没有填写则为空", "A"),
    field("答复.日期", "答复日期", "3月9日"),
    field("答复.内容", "答复要点", "已新增学位200个。"),
    field("落实", "落实的列表", ""),
    field("落实.序号", "从 1 起", "1"),
    field("落实.单位", "落实的单位", "区教育局"),
    field("落实.题目", "题目", "关于……的建议"),
    field("落实.类别", "一般为空", ""),
    field("落实.日期", "落实日期", "3月9日"),
    field("落实.内容", "落实情况", "新增学位200个。"),
    field("跟踪情况", "一段话", "目前有2件来稿列入重点跟踪……"),
    field("跟踪", "重点跟踪的列表", ""),
    field("跟踪.登记号", "登记号", "2026-0031"),
    field("跟踪.题目", "题目", "关于……的建议"),
    field("跟踪.最近反馈", "最近一次反馈，没有则为空", "3月9日区教育局答复"),
    field("跟踪.下次跟踪", "下次跟踪日期", "4月10日"),
    field("统计情况", "一段话", "全年任务按登记件数计……"),
    field("统计", "各类统计表的列表", ""),
    field("统计.名称", "表名", "（一）界别"),
    field("统计.说明", "一句话", "共23个界别，3个已完成全年任务。"),
    field("统计.行", "表的各行", ""),
    field("统计.行.名称", "单位或姓名", "教育"),
    field("统计.行.报送", "本期报送（含收件时退回的）", "3"),
    field("统计.行.登记", "本期登记", "3"),
    field("统计.行.编发", "本期编发", "2"),
    field("统计.行.采用", "本期被采用", "1"),
    field("统计.行.完成", "本年已完成", "4"),
    field("统计.行.任务", "全年任务", "5"),
    field("统计.行.尚缺", "尚缺", "1"),
    field("活动情况", "一段话", "共有4个信息小组开展活动6次……"),
    field("活动", "活动的列表，没有开展的小组也占一行", ""),
    field("活动.组别", "信息小组", "经济小组"),
    field("活动.日期", "日期，或“未开展”", "3月5日"),
    field("活动.主题", "主题", "一季度选题会"),
    field("活动.地点", "地点，没有则为空", "区政协会议室"),
    field("活动.出席", "出席人数，没有则为空", "8"),
    field("要点情况", "一段话", "下季度征集要点2个。"),
    field("要点", "下期征集要点的列表", ""),
    field("要点.序号", "从 1 起", "1"),
    field("要点.要点", "要点", "老旧小区改造"),
    field("要点.起止", "起止日期", "4月1日至6月30日"),
    field("口径", "统计口径的列表，每项一段", ""),
    field("图表", "图表的位置：每个标签独占一段，生成时换成可编辑的图表", ""),
    field("图表.总体", "本期、上期和去年同期的对比图", ""),
    field("图表.界别", "各界别登记和采用的对比图", ""),
];
