//! Units and posts: where 示例区第一中学教师 is cut, which words are a unit, a post, a standing.
//! It never asks whether a unit exists; the roster does.

use super::text::{blank, trim};
use super::words::Words;
use std::sync::LazyLock;

static ENDS_OF_UNITS: LazyLock<Words> = LazyLock::new(|| Words::new(STRONG));
static LESSER_ENDS: LazyLock<Words> = LazyLock::new(|| Words::new(WEAK));
static TITLES: LazyLock<Words> = LazyLock::new(|| Words::new(POSTS));
static QUALIFYING: LazyLock<Words> = LazyLock::new(|| Words::new(QUALIFIERS));

/// Ends of names of units that can stand before a post, longest first where one ends another.
#[rustfmt::skip] // A table reads better by line of meaning than by word.
const STRONG: &[&str] = &[
    "公司", "集团", "学校", "大学", "学院", "中学", "小学", "幼儿园", "医院", "卫生院", "诊所", "局", "委员会", "政府",
    "法院", "检察院", "事务所", "研究院", "研究所", "银行", "支行", "分行", "协会", "学会", "商会", "联合会", "总工会",
    "工会", "妇联", "侨联", "科协", "文联", "残联", "社科联", "工商联", "红十字会", "基金会", "合作社", "出版社", "报社",
    "电视台", "中心", "街道", "办事处", "镇", "乡", "社区", "居委会", "村委会", "酒店", "宾馆", "企业", "农场", "林场",
    "超市", "药店", "药房", "图书馆", "博物馆", "文化馆", "美术馆", "体育馆", "档案馆", "党校", "派出所", "供电所", "中专", "技校",
    "职校", "高中", "初中", "开发区", "管委会", "管理处", "服务站", "工作站", "推广站", "文化站", "兽医站", "农机站", "林业站", "水利站", "卫生站", "卫健委", "发改委", "工作室", "联系点", "联络点", "联络站", "委员之家", "农业园", "产业园", "园区", "家庭农场",
    "证券", "保险", "福利院", "少年宫", "青少年宫", "文化宫", "敬老院", "养老院", "剧团", "艺术团", "俱乐部", "工厂", "厂", "大队", "支队", "中队", "指挥部", "项目部", "门市部", "经营部",
    "寺", "教堂", "清真寺", "道观", "设计院", "规划院", "人大", "政协", "附中", "实小", "附小", "实幼", "附幼", "职高", "实验学校", "公寓", "书店", "书院",
    "民革", "民盟", "民建", "民进", "农工党", "致公党", "九三学社", "台盟",
];

/// Ends that a unit may have, but other words too.
#[rustfmt::skip] // A table reads better by line of meaning than by word.
const WEAK: &[&str] = &[
    "委", "办", "部", "会", "社", "联", "协", "盟", "党", "支部", "总支", "工委", "处", "科", "室", "组", "界", "界别", "行", "府",
    "村", "店", "所", "院", "校", "园", "队", "站", "馆", "台", "学社", "总部", "基地", "机关", "单位", "团", "庭", "场", "矿", "学系", "工程系", "管理系", "语系", "车间", "联盟", "平台", "党派",
];

/// Posts. A qualifier (副, 高级, 党委 …) may stand in front.
#[rustfmt::skip] // A table reads better by line of meaning than by word.
const POSTS: &[&str] = &[
    "主任", "主席", "书记", "局长", "处长", "科长", "股长", "部长", "院长", "校长", "园长", "所长", "站长", "馆长", "台长",
    "社长", "会长", "理事长", "秘书长", "镇长", "乡长", "区长", "市长", "县长", "村长", "组长", "队长", "团长", "行长", "店长",
    "厂长", "场长", "庭长", "董事长", "总裁", "总经理", "经理", "总监", "主管", "监事长", "董事", "监事", "理事", "工程师",
    "会计师", "经济师", "设计师", "建筑师", "规划师", "审计师", "评估师", "律师", "医师", "医生", "护士", "护士长", "护师",
    "药师", "药剂师", "教师", "老师", "教授", "讲师", "助教", "研究员", "研究馆员", "兽医", "书记员", "社工师", "营养师", "康复师", "统计师", "造价师", "架构师", "程序员", "讲解员", "导游", "驾驶员", "裁判", "运动员", "监理", "检察官助理", "法官助理", "宣传委员", "组织委员", "统战委员", "馆员", "编辑", "记者", "主持人", "演员", "导演", "编导", "编剧", "画家",
    "作家", "书法家", "干事", "科员", "职员", "员工", "干部", "工作人员", "公务员", "调研员", "巡视员", "检察官", "检察长", "法官",
    "院士", "博士", "博导", "合伙人", "创始人", "负责人", "法人", "法定代表人", "法人代表", "主委", "支委", "委员", "村民", "居民", "农民",
    "个体户", "种植户", "养殖户", "顾问", "助理", "秘书", "专员", "文员", "司机", "工人", "技师", "技术员", "农艺师", "兽医师", "畜牧师", "教练",
    "教练员", "总编辑", "主编", "总编", "住持", "方丈", "牧师", "阿訇", "主教", "神父", "道长", "学生", "召集人", "联络员", "网格员", "社工", "志愿者",
    "村医", "店主", "业主", "党员", "主任科员", "总工", "首席", "督学", "校医", "主事", "队员", "成员", "组员", "社会工作者", "社区工作者", "副职", "班长", "楼长", "楼栋长", "站员", "经纪人", "代表", "军官", "民警", "警官", "辅警", "工作者", "会计", "出纳", "退休", "带头人",
    "负责同志", "参谋", "参谋长", "董事会秘书", "车间主任", "政委", "农技员", "村官", "大学生村官", "支书", "村支书", "副总", "执行官", "个体经营户", "美术师", "农场主", "大队辅导员", "主播", "专家", "股东", "政工师", "站务员", "护林员", "河长", "楼组长", "家长", "投资人", "一级主任科员", "教研员", "科研人员", "从业者", "企业主", "企业家", "手艺人", "传承人", "个体工商户", "自由职业", "自由职业者", "务农", "理事会理事", "总干事", "理财师", "保育员", "厨师", "骑手", "快递员", "教导主任", "班主任", "检验师", "技工", "分析师", "咨询师", "心理咨询师", "社会工作师", "调解员", "仲裁员", "公证员", "执行人", "掌门人", "园艺师", "工艺师", "工艺美术师",
];

/// What may stand in front of a post and belongs to it.
#[rustfmt::skip] // A table reads better by line of meaning than by word.
const QUALIFIERS: &[&str] = &[
    "副", "主任", "常务", "执行", "高级", "中级", "初级", "正高级", "副高级", "正高", "副高", "正", "主治", "主管", "首席", "党委", "党组", "党支部", "党总支",
    "总支", "支部", "党工委", "机关党委", "党", "原", "代", "名誉", "荣誉", "资深", "一级", "二级", "三级", "四级", "特级", "总",
    "兼任", "兼", "专职", "兼职", "驻村", "第一", "区域", "联席", "终身", "业务", "行政", "技术", "财务", "市场", "销售", "人事",
    "运营", "生产", "法务", "心理", "特聘", "客座", "助产", "数学", "语文", "英语", "物理", "化学", "生物", "历史", "地理", "政治", "音乐", "美术", "体育", "科学", "信息技术",
    "驻会", "轮值", "联合", "国家一级", "国家二级", "国家三级", "退休", "离休", "在职", "青年", "骨干", "主", "团委", "纪委", "工会", "妇联", "政法委", "宣传", "组织", "统战", "专业", "注册", "执业", "助理", "值班", "三农", "大堂", "全科", "专科", "教务", "政教", "德育", "总务", "后勤", "研发", "品牌", "工程", "项目", "质量", "安全", "医务", "护理", "教学", "科研", "营销", "产品", "创意", "艺术", "新媒体", "客户", "外联", "公关",
];

/// Bodies inside a unit that are units of their own: 青石镇妇联主席 is 主席 at 青石镇妇联. A 党委书记 is the
/// unit's own.
const BODIES: &[&str] = &["妇联", "工会", "团委", "纪委", "政法委", "总工会"];

/// Words that put several posts in a row.
const JOINS: [char; 9] = ['、', '，', ',', '兼', '/', '；', ' ', '\u{3000}', '和'];

/// Words that begin what should be done, as titles do, and no unit's name: 推动非遗进社区, 警惕秋招骗局.
#[rustfmt::skip] // A table reads better by line of meaning than by word.
const CALLS: &[&str] = &[
    "警惕", "谨防", "莫让", "别让", "勿让", "不让", "不要", "打造", "推动", "推进", "加快", "加强", "助力", "进一步", "建议", "完善",
    "优化", "规范", "破解", "关注", "重视", "提升", "健全", "构建", "建立", "防止", "防范", "严防", "切实", "着力", "尽快", "亟需",
    "亟待", "应当", "应该", "应重视", "应高度", "解决", "整治", "治理", "深化", "强化", "创新", "发挥", "促进", "扩大", "支持", "鼓励", "引导",
    "保护", "保障", "改善", "补齐", "激活", "盘活", "用好", "做好", "做强", "走出", "谁来", "如何", "为何", "何以", "呼吁", "莫把", "别把",
    "把好", "守好", "守住", "守护", "织密", "筑牢", "擦亮", "畅通", "打通", "打好", "拓展", "提高", "增加", "增强", "落实", "落细", "充分", "全面",
    "请关注", "请重视", "切莫", "化解", "遏制", "根治", "杜绝", "避免", "消除", "设立", "增设", "出台", "开展", "倡导", "普及", "反映", "统筹", "积极", "大力", "持续", "严格", "严控", "严查", "缓解", "降低", "减轻", "聚焦", "探索", "培育", "让", "为",
];

fn is_call(text: &str) -> bool {
    CALLS.iter().any(|call| text.starts_with(call)) && text.chars().count() >= 5
}

/// Whether the words name a unit.
pub fn is_unit(text: &str) -> bool {
    let bare = trim(text);
    if is_call(bare) {
        return false;
    }
    let length = bare.chars().count();
    let plain = bare.trim_end_matches(['）', ')']);
    (length >= 2 && ENDS_OF_UNITS.ends(plain) && (length >= 3 || is_party(bare)))
        || (length >= 3 && LESSER_ENDS.ends(plain))
        || is_counted_school(bare)
        || is_party_of_place(bare)
}

/// Schools and hospitals as their town calls them: 区一小, 市二中, 县一院.
fn is_counted_school(text: &str) -> bool {
    let mut chars = text.chars().rev();
    matches!(chars.next(), Some('小' | '中' | '院' | '幼'))
        && chars.next().is_some_and(|c| "一二三四五六七八九十".contains(c))
        && chars.next().is_some()
}

/// Whether the word ends as units and their departments do, however short: 儿科, 课题组.
pub fn ends_like_unit(word: &str) -> bool {
    ENDS_OF_UNITS.ends(word) || LESSER_ENDS.ends(word)
}

/// A party's members of a place, as they sign: 民建海淀, 民盟示例区.
fn is_party_of_place(text: &str) -> bool {
    ["民革", "民盟", "民建", "民进", "农工党", "致公党", "九三学社", "台盟"]
        .iter()
        .find_map(|party| text.strip_prefix(party))
        .is_some_and(|place| {
            (2..=5).contains(&place.chars().count())
                && place.chars().all(super::text::ideograph)
                && !is_membership(text)
                && !is_post(place)
                && !super::names::is_name(place)
        })
}

/// Whether the unit's name leaves no doubt even where it is as short as a name (方庄镇).
pub fn is_plainly_unit(text: &str) -> bool {
    let bare = trim(text);
    let length = bare.chars().count();
    (ENDS_OF_UNITS.ends(bare) || is_counted_school(bare))
        && !is_call(bare)
        && (length >= 4
            || is_party(bare)
            || bare.starts_with(['区', '县', '市', '省', '镇'])
            || bare.ends_with(['镇', '乡', '局', '寺'])
            || bare.ends_with("公司")
            || bare.ends_with("街道")
            || bare.ends_with("社区")
            || bare.ends_with("医院")
            || bare.ends_with("联") && bare.starts_with(['工', '妇', '侨', '文', '残', '台']))
}

fn is_party(text: &str) -> bool {
    matches!(
        text,
        "民革"
            | "民盟"
            | "民建"
            | "民进"
            | "农工党"
            | "致公党"
            | "九三学社"
            | "九三"
            | "台盟"
            | "工商联"
            | "政协"
            | "妇联"
            | "侨联"
            | "科协"
            | "文联"
            | "残联"
            | "工会"
            | "知联会"
            | "台联"
    )
}

#[rustfmt::skip] // A table reads better by line of meaning than by word.
const SIGNS: &[&str] = &[
    "政协", "民革", "民盟", "民建", "民进", "农工", "致公", "九三", "台盟", "工商联", "无党派", "统战", "知联会", "侨联",
    "台联", "妇联", "科协", "残联", "文联", "社科联", "总工会", "团区委", "团县委", "团市委", "青联", "界别", "专委会", "支部", "总支", "工委", "信息小组", "联络组",
    "活动组", "街道", "联系点", "联络点", "联络站", "委员工作室", "委员之家", "文史委", "经济委", "社法委", "提案委", "新联会", "党派", "联络委", "委员会",
];

/// Whether a unit is one in whose name papers come (a party, a 界别, a committee, a street), and not
/// somebody's workplace.
pub fn is_submitter(text: &str) -> bool {
    let bare = trim(text);
    SIGNS.iter().any(|sign| bare.contains(sign))
        && !["公司", "学校", "中学", "小学", "医院", "大学", "学院"].iter().any(|end| bare.ends_with(end))
        || bare.ends_with(['界', '镇', '乡'])
        || (bare.starts_with('团') && bare.ends_with('委'))
}

/// Whether the words are a standing: 委员, 区政协委员, 信息员, 人大代表.
pub fn is_standing(text: &str) -> bool {
    let bare = trim(text);
    matches!(bare, "委员" | "常委" | "信息员" | "非委员" | "特邀信息员" | "特约信息员" | "群众" | "各界群众")
        || (bare.contains("政协")
            && (bare.ends_with("委员") || bare.ends_with("常委"))
            && !bare.ends_with("委员会"))
        || bare.ends_with("界委员")
        || bare.ends_with("界别委员")
        || bare.ends_with("信息员")
        || bare.ends_with("通讯员")
        || bare == "老委员"
        || bare.ends_with("人大代表")
        || bare.ends_with("党代表")
}

#[rustfmt::skip] // A table reads better by line of meaning than by word.
const WORDS: &[&str] = &[
    "中共党员", "党员", "共青团员", "民革党员", "民盟盟员", "民建会员", "民进会员", "农工党党员", "农工党员", "致公党党员", "致公党员",
    "九三学社社员", "台盟盟员", "无党派人士", "无党派", "归国华侨", "归侨", "侨眷", "台胞", "台属", "退役军人", "民主党派成员", "盟员", "会员", "社员", "预备党员",
];

/// Whether the words are a membership of a party, which no register of papers keeps with a name.
pub fn is_membership(text: &str) -> bool {
    let bare = trim(text);
    let of_party = ["民革", "民盟", "民建", "民进", "农工", "致公", "九三", "台盟"]
        .iter()
        .any(|party| bare.starts_with(party));
    WORDS.contains(&bare)
        || (of_party && ["党员", "盟员", "会员", "社员"].iter().any(|end| bare.ends_with(end)))
        || WORDS[..12].iter().any(|word| bare.ends_with(word))
}

/// Whether the words are one or several posts and nothing else.
pub fn is_post(text: &str) -> bool {
    let mut rest = trim(text);
    loop {
        let Some(after) = one_post(rest) else { return false };
        rest = after.trim_start_matches(JOINS);
        if rest.is_empty() {
            return true;
        }
        if rest.len() == after.len() {
            return false;
        }
    }
}

/// Whether the words name an occupation that no list holds, by how such words end: 农家书屋管理员.
pub fn is_occupation(text: &str) -> bool {
    let length = text.chars().count();
    (3..=10).contains(&length) && text.ends_with(['员', '师']) && text.chars().all(super::text::ideograph)
}

/// What remains after the longest post at the start.
fn one_post(text: &str) -> Option<&str> {
    let mut rest = text;
    let mut qualified = 0;
    loop {
        if let Some(post) = TITLES.longest_start(rest) {
            let after = &rest[post.len()..];
            if after.is_empty() || after.starts_with(JOINS) {
                return Some(after);
            }
        }
        let qualifier = QUALIFYING.longest_start(rest)?;
        qualified += 1;
        if qualified > 5 {
            return None;
        }
        rest = &rest[qualifier.len()..];
    }
}

/// Cuts 示例区第一中学教师 into unit and post; what cannot be cut is all unit, what is only a post all post.
pub fn split(text: &str) -> (Option<String>, Option<String>) {
    let bare = trim(text);
    if bare.is_empty() {
        return (None, None);
    }
    if is_post(bare) {
        return (None, Some(bare.to_owned()));
    }
    if let Some((unit, post)) = parted(bare).or_else(|| cut(bare)) {
        return (Some(unit), Some(post));
    }
    // 民盟示例区委副主委、示例区第一中学校长: the first is the unit, the words after it stay with the post.
    if let Some((first, _)) = bare.split_once(['、', '，', ',', '；', ';', '\n', '/', '／'])
        && let Some((unit, post)) = cut(trim(first))
    {
        let posts = &bare[trim(first).len() - post.len()..];
        return (Some(unit), Some(trim(posts).to_owned()));
    }
    (Some(bare.to_owned()), None)
}

/// Whether the words are a unit and a post in it: 示例区第一中学教师.
pub fn tells_workplace(words: &str) -> bool {
    matches!(split(words), (Some(unit), Some(_)) if is_unit(&unit))
}

/// Unit and post that their author parted by a blank: 某公司　人力资源部经理. A second unit behind the blank is no
/// department.
fn parted(text: &str) -> Option<(String, String)> {
    let (unit, post) = text.split_once(blank)?;
    let post = trim(post);
    let department =
        |unit: &str| unit.chars().count() <= 3 || !is_plainly_unit(unit) || unit.ends_with(['部', '心']);
    let unknown = post.chars().count() <= 6 && post.ends_with(['员', '师', '长']);
    (is_plainly_unit(unit)
        && !post.contains(blank)
        && (unknown || cut(post).is_some_and(|(inner, _)| inner.chars().count() <= 6 && department(&inner))))
    .then(|| (unit.to_owned(), post.to_owned()))
}

fn cut(text: &str) -> Option<(String, String)> {
    let edge =
        |c: char| blank(c) || matches!(c, '、' | '，' | ',' | '/' | '；' | ';' | '：' | ':' | '-' | '—');
    for (at, _) in text.char_indices().skip(2) {
        let (left, right) = (text[..at].trim_end_matches(edge), &text[at..]);
        if right.starts_with(edge)
            || !is_post(right)
            || left.is_empty()
            || left.contains(['、', '，', ',', '；', ';', '\n', '/', '／'])
            || BODIES.iter().any(|body| right.starts_with(body) && right.len() > body.len())
        {
            continue;
        }
        let parted = left.len() < at;
        if is_unit(left) || parted || left.chars().count() >= 4 && !left.ends_with(['副', '总', '主']) {
            return Some(if parted || is_unit(left) {
                (left.to_owned(), right.to_owned())
            } else {
                at_last_unit(left, right)
            });
        }
    }
    unknown_post(text)
}

/// A post that no list holds, behind a unit that leaves no doubt: 示例区人民医院营养师.
fn unknown_post(text: &str) -> Option<(String, String)> {
    if text.contains(['、', '，', ',', '；', ';', '\n', '：', ' ', '　'])
        || !text.ends_with(['员', '师', '长'])
    {
        return None;
    }
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    (2..=5).find_map(|length| {
        let at = *starts.get(starts.len().checked_sub(length)?)?;
        let (unit, post) = text.split_at(at);
        is_plainly_unit(unit).then(|| (unit.to_owned(), post.to_owned()))
    })
}

/// The last word that ends a unit's name ends the unit; what stands between it and the post belongs to the
/// post: 示例区实验小学一年级语文教师 is 一年级语文教师 at 示例区实验小学.
fn at_last_unit(words: &str, post: &str) -> (String, String) {
    let whole = || (words.to_owned(), post.to_owned());
    let Some(end) = STRONG.iter().filter_map(|end| words.rfind(end).map(|at| at + end.len())).max() else {
        return whole();
    };
    if words[end..].chars().count() > 6 || words[..end].chars().count() < 3 {
        return whole();
    }
    (words[..end].to_owned(), format!("{}{post}", trim(&words[end..])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_as_a_call_is_no_unit() {
        for words in ["莫让校门口成了停车场", "推动非遗进社区", "警惕秋招骗局", "打造夜间消费平台"]
        {
            assert!(!is_unit(words) && !is_plainly_unit(words), "{words}");
        }
        assert!(is_unit("示例区机关事务服务中心"));
    }

    #[test]
    fn a_blank_or_a_stroke_parts_unit_and_posts() {
        let split = |words| super::split(words);
        let some = |unit: &str, post: &str| (Some(unit.to_owned()), Some(post.to_owned()));
        assert_eq!(split("示例物流有限公司 人力资源部经理"), some("示例物流有限公司", "人力资源部经理"));
        assert_eq!(split("示例出版社 总编辑 / 区文联副主席"), some("示例出版社", "总编辑 / 区文联副主席"));
        assert_eq!(split("示例大学社会学系副教授"), some("示例大学社会学系", "副教授"));
        assert!(is_membership("民进示例区委会员"));
    }

    #[test]
    fn a_workplace_is_cut_at_the_post() {
        for (words, unit, post) in [
            ("示例区第一中学教师", "示例区第一中学", "教师"),
            ("示例区第一中学数学教师", "示例区第一中学", "数学教师"),
            ("示例区教育局党委书记、局长", "示例区教育局", "党委书记、局长"),
            ("示例区人民医院副主任医师", "示例区人民医院", "副主任医师"),
            ("示例区人民医院儿科主任", "示例区人民医院儿科", "主任"),
            ("示例科技有限公司董事长兼总经理", "示例科技有限公司", "董事长兼总经理"),
            ("示例区第一中学　校长", "示例区第一中学", "校长"),
            ("示例区第一中学/教师", "示例区第一中学", "教师"),
            ("示例律师事务所律师", "示例律师事务所", "律师"),
            ("青河镇向阳社区书记", "青河镇向阳社区", "书记"),
            ("青河镇党委书记", "青河镇", "党委书记"),
            ("某社区书记", "某社区", "书记"),
            ("某公司董事长", "某公司", "董事长"),
            ("示例区教育局办公室主任", "示例区教育局办公室", "主任"),
            ("示例区人民政府副区长", "示例区人民政府", "副区长"),
            ("民盟示例区委副主委、示例区第一中学校长", "民盟示例区委", "副主委、示例区第一中学校长"),
            ("示例大学经济学院教授", "示例大学经济学院", "教授"),
            ("示例区政协经济委主任", "示例区政协经济委", "主任"),
            ("示例区疾病预防控制中心主任医师", "示例区疾病预防控制中心", "主任医师"),
            ("示例区委党校副校长", "示例区委党校", "副校长"),
            ("示例区中医院护士长", "示例区中医院", "护士长"),
            ("示例区供销社理事会主任", "示例区供销社理事会", "主任"),
            ("柳溪镇应急管理站站长", "柳溪镇应急管理站", "站长"),
            ("石桥镇文明办干事", "石桥镇文明办", "干事"),
            ("青石镇妇联主席", "青石镇妇联", "主席"),
            ("示例区第一中学工会主席", "示例区第一中学工会", "主席"),
            ("示例区妇幼保健院副主任医师", "示例区妇幼保健院", "副主任医师"),
            ("示例区司法局公共法律服务科科长", "示例区司法局公共法律服务科", "科长"),
            ("示例区水利局河道管理所所长", "示例区水利局河道管理所", "所长"),
            ("示例区实验小学一年级语文教师", "示例区实验小学", "一年级语文教师"),
            ("示例区河畔社区志愿服务队队员", "示例区河畔社区志愿服务队", "队员"),
            ("示例区民政局社会工作者", "示例区民政局", "社会工作者"),
            ("华山路街道社区工作者", "华山路街道", "社区工作者"),
            ("示例区人民医院营养师", "示例区人民医院", "营养师"),
            ("示例区消防救援大队参谋", "示例区消防救援大队", "参谋"),
            ("青石镇农技推广站农技员", "青石镇农技推广站", "农技员"),
            ("青石镇石桥村大学生村官", "青石镇石桥村", "大学生村官"),
            ("示例区餐饮行业协会驻会副会长", "示例区餐饮行业协会", "驻会副会长"),
            ("示例机械有限公司首席执行官", "示例机械有限公司", "首席执行官"),
            ("示例机械有限公司董事会秘书", "示例机械有限公司", "董事会秘书"),
            ("示例书画院国家二级美术师", "示例书画院", "国家二级美术师"),
        ] {
            assert_eq!(split(words), (Some(unit.to_owned()), Some(post.to_owned())), "{words}");
        }
        assert_eq!(split("示例区第三小学"), (Some("示例区第三小学".to_owned()), None));
        assert_eq!(split("退休教师"), (None, Some("退休教师".to_owned())));
        assert_eq!(split("　"), (None, None));
    }

    #[test]
    fn standings_units_and_posts_are_told_apart() {
        assert!(is_standing("区政协委员") && is_standing("政协示例区第十五届委员会委员"));
        assert!(!is_standing("区委委员") && !is_standing("示例区政协教科委员会"));
        assert!(is_unit("民盟示例区委") && is_unit("示例区教育局") && !is_unit("王伟"));
        assert!(is_submitter("民盟示例区委") && !is_submitter("示例区第一中学"));
        assert!(is_post("党委副书记、校长") && !is_post("王主任"));
        assert!(is_unit("区二小") && is_unit("市一院") && !is_unit("大小"));
        assert!(is_occupation("农家书屋管理员") && !is_occupation("人员"));
        assert!(is_membership("民建会员"));
    }
}
