//! Invented people, places and matters, put together from a seed into the text of a submission.
//! It never names a real person or place, and knows nothing of Word.

/// A small generator of chance (SplitMix64): the same on every machine, and no dependency.
pub struct Chance(u64);

impl Chance {
    /// Chance for one file of a series: a file depends on its own index only.
    pub fn new(seed: u64, index: u64) -> Self {
        Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ index.wrapping_mul(0xD1B5_4A32_D192_ED03))
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    /// A number from `first` to `last`.
    pub fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    /// One of several.
    pub fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// What a submission says.
pub struct Paper {
    /// Title, one line.
    pub title: String,
    /// Person who reports.
    pub author: String,
    /// The author's workplace and post.
    pub post: String,
    /// Unit that submits.
    pub unit: String,
    /// 界别.
    pub sector: String,
    /// Telephone.
    pub phone: String,
    /// Date as written.
    pub date: String,
    /// 情况反映, paragraph by paragraph.
    pub situation: Vec<String>,
    /// 意见建议, paragraph by paragraph.
    pub suggestions: Vec<String>,
}

impl Paper {
    /// A paper of 800 to 2,000 Chinese characters.
    pub fn invent(chance: &mut Chance, index: u64) -> Self {
        let place = format!("{}{}", chance.one(PLACES), chance.one(PLACE_KINDS));
        let matter = chance.one(MATTERS);
        let title = chance.one(TITLES).replace("{place}", &place).replace("{matter}", matter);
        let wanted = chance.between(740, 1_600);
        let mut sentences = Sentences { place, matter, unused: shuffled(chance, SITUATIONS), used: 0 };
        let situation = paragraphs(chance, &mut sentences, wanted * 11 / 20, &SITUATION_HEADINGS);
        sentences.unused = shuffled(chance, SUGGESTIONS);
        sentences.used = 0;
        let suggestions = paragraphs(chance, &mut sentences, wanted * 9 / 20, &SUGGESTION_HEADINGS);
        let sector = chance.one(SECTORS);
        Paper {
            title,
            author: format!("{}{}{}", chance.one(SURNAMES), chance.one(GIVEN), chance.one(GIVEN)),
            post: format!("示例区{}{}", chance.one(WORKPLACES), chance.one(POSTS)),
            unit: chance.one(UNITS).to_owned(),
            sector: sector.to_owned(),
            phone: format!("139{:08}", (index * 7_919 + 10_007) % 100_000_000),
            date: date(chance),
            situation,
            suggestions,
        }
    }
}

/// The sentences still unused in a paper, with what fills their gaps.
struct Sentences {
    place: String,
    matter: &'static str,
    unused: Vec<&'static str>,
    used: usize,
}

impl Sentences {
    fn next(&mut self, chance: &mut Chance) -> String {
        let frame = self.unused[self.used % self.unused.len()];
        self.used += 1;
        let mut sentence = frame.replace("{place}", &self.place).replace("{matter}", self.matter);
        for (gap, first, last) in [("{n}", 12, 860), ("{few}", 2, 9)] {
            while sentence.contains(gap) {
                sentence = sentence.replacen(gap, &chance.between(first, last).to_string(), 1);
            }
        }
        sentence
    }
}

/// Paragraphs of two to four sentences, until there are about `characters`, under headings as an office writes them.
fn paragraphs(
    chance: &mut Chance,
    sentences: &mut Sentences,
    characters: usize,
    headings: &[&str],
) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut written = 0;
    while written < characters {
        if let Some(heading) =
            headings.get(paragraphs.len() / 2).filter(|_| paragraphs.len().is_multiple_of(2))
        {
            paragraphs.push((*heading).to_owned());
        }
        let count = chance.between(2, 4);
        let paragraph: String = (0..count).map(|_| sentences.next(chance)).collect();
        written += paragraph.chars().count();
        paragraphs.push(paragraph);
    }
    paragraphs
}

fn shuffled(chance: &mut Chance, of: &[&'static str]) -> Vec<&'static str> {
    let mut all = of.to_vec();
    for last in (1..all.len()).rev() {
        all.swap(last, chance.below(last + 1));
    }
    all
}

/// A date of the first half of 2026 in one of the usual writings.
fn date(chance: &mut Chance) -> String {
    let (month, day) = (chance.between(1, 6), chance.between(1, 28));
    match chance.below(3) {
        0 => format!("2026.{month}.{day}"),
        1 => format!("2026-{month:02}-{day:02}"),
        _ => format!("2026年{month}月{day}日"),
    }
}

const PLACES: &[&str] = &[
    "北塘",
    "柳溪",
    "新桥",
    "石塘",
    "青浦塘",
    "云岭",
    "东岸",
    "南垟",
    "荷花",
    "白沙",
    "金竹",
    "望湖",
    "长埠",
    "清河口",
    "梅岭",
    "松坪",
    "双桥",
    "临江坪",
    "玉泉",
    "沙头",
    "枫林",
    "大畈",
    "后塘",
    "上垟",
    "古井",
    "西关",
    "紫荆",
    "马鞍",
];
const PLACE_KINDS: &[&str] = &["街道", "镇", "社区", "工业园", "片区", "村"];
const MATTERS: &[&str] = &[
    "老旧小区消防通道",
    "社区食堂运营",
    "农村饮水管护",
    "电动自行车充电",
    "校门口接送停车",
    "独居老人探访",
    "村级卫生室药品",
    "夜间公交接驳",
    "楼道堆物清理",
    "河道漂浮物打捞",
    "外卖骑手歇脚",
    "小微企业续贷",
    "高龄津贴发放",
    "电梯维保收费",
    "农田机耕路",
    "人行道盲道",
    "社区矫正就业",
    "殡葬服务收费",
    "托育机构扶持",
    "公共厕所开放",
    "雨污管网错接",
    "老年大学学位",
    "农产品冷藏",
    "背街小巷照明",
    "残疾人辅具租借",
    "校外托管",
    "古树名木保护",
    "宠物粪便清理",
    "窨井盖管理",
    "商铺转租押金",
];
const TITLES: &[&str] = &[
    "关于改进{place}{matter}工作的建议",
    "{place}{matter}问题亟待解决",
    "{place}{matter}应予重视",
    "关于{place}{matter}的几点建议",
    "健全{place}{matter}长效机制的建议",
];
const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何",
    "郭", "马", "罗",
];
const GIVEN: &[&str] = &[
    "建", "国", "明", "华", "丽", "芳", "伟", "敏", "静", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟",
    "涛", "超", "平", "文", "志", "海", "云", "晓", "春", "秋", "雨", "宁", "清",
];
const UNITS: &[&str] = &[
    "民革示例区委会",
    "民盟示例区委会",
    "民建示例区委会",
    "民进示例区委会",
    "农工党示例区委会",
    "九三学社示例区委会",
    "示例区工商联",
    "示例区总工会",
    "示例区妇联",
    "示例区科协",
    "北塘街道政协工委",
    "柳溪镇政协工委",
];
const SECTORS: &[&str] = &[
    "民革",
    "民盟",
    "民建",
    "工会",
    "妇联",
    "科技",
    "教育",
    "医药卫生",
    "经济",
    "农业",
    "社会福利和保障",
    "特邀",
];
const WORKPLACES: &[&str] =
    &["第一中学", "人民医院", "农业技术推广站", "城建设计院", "文化馆", "供水公司", "律师事务所"];
const POSTS: &[&str] = &["副校长", "主任", "高级工程师", "副经理", "站长", "科长", "副主任医师"];
const SITUATION_HEADINGS: [&str; 3] = ["一、基本情况", "二、存在的主要问题", "三、原因分析"];
const SUGGESTION_HEADINGS: [&str; 3] = ["（一）近期可以做的", "（二）需要部门会商的", "（三）长期机制"];

const SITUATIONS: &[&str] = &[
    "近期，我们就{matter}到{place}走访了{n}户居民和{n}家商户，听取了基层干部和群众的意见。",
    "据{place}统计，去年以来涉及{matter}的投诉共{n}件，比上一年多出{n}件，其中重复投诉占三成以上。",
    "不少居民反映，问题报上去以后答复来得很快，但答复里多是“已转有关单位研究”，真正办结的不到一半。",
    "现场查看的{n}处点位中，设施完好的只有{n}处，其余不同程度存在破损、被占用或者无人管理的情况。",
    "从时间上看，矛盾集中在早晚两个时段，节假日前后尤其突出，有时一天要处置{n}起。",
    "负责日常管理的{few}名工作人员大多身兼数职，平均每人要对接{n}户，难以做到按周巡查。",
    "有的点位权属不清，产权单位、使用单位和管理单位各执一词，谁都能说出不该自己出钱的理由。",
    "目前执行的标准是多年前定的，当时只考虑了{n}户的规模，如今住户已经翻了一番还多。",
    "年纪大的居民不会用手机办理，要么等子女周末回来代办，要么请楼组长帮忙，前后要跑{few}趟。",
    "经费方面，每年能够安排的约{n}万元，而按实际测算，仅维持运转就需要{n}万元。",
    "调查中还发现，同样一件事在相邻两个社区的收费相差{n}元，群众意见较大，却问不到统一的依据。",
    "一些商户表示并非不愿配合，只是改造要停业{few}天，房租照付，又没有说得清的补助办法。",
    "社区干部说，上门宣传做了{few}次，单页发出{n}份，能够留下联系方式的却只有少数。",
    "汛期和寒潮期间，这些薄弱环节更容易放大，去年就有{n}户因此受到影响，最长的一次持续了{few}小时。",
    "与之相关的数据分散在{few}个系统里，口径不同、更新不同步，基层每月要重复填报{few}张表。",
    "有委员在座谈会上提出，问题拖得越久，处理成本越高，前年花{n}万元能解决的事，今年要花{n}万元。",
    "外来务工人员较多的楼栋，平均每间住{n}人，公共部位的使用强度远远超过当初的设计。",
    "从兄弟城区的做法看，先把底数摸清、再分类处置，往往比一刀切的集中整治更见成效。",
    "个别路段虽然做过整治，但没有移交清单，整治队伍一撤，不到{few}天又回到原来的样子。",
    "受访的{n}位居民中，认为“比较急”的占七成，愿意分担一部分费用的也超过了一半。",
    "{place}曾尝试由志愿者轮流值守，最多时有{n}人报名，但缺少培训和保险，半年后只剩下{few}人。",
    "有关单位的人员变动频繁，三年里换了{few}任联系人，前面谈妥的事项后面无人接续。",
    "一些家长建议把时间错开，学校也愿意配合，难点在于沿线{few}个路口的信号要一起调整。",
    "群众最担心的不是多花几十元，而是钱花了以后仍然没有人管，出了事找不到责任人。",
    "经向第三方了解，同类设施的正常使用年限是{few}年，而{place}现有的大部分已经超期服役。",
    "由于缺少公示，居民并不知道今年做了哪些、花了多少、还剩多少，猜测和误解由此而来。",
    "在走访的企业中，有{few}家因为手续要跑多个窗口而推迟了计划，平均推迟{few}个工作日。",
    "乡镇一级没有专门的技术力量，遇到需要鉴定的情况只能等区里派人，来回少则{few}天。",
    "部分设施建成后没有通过验收，处于“能用但不敢用”的状态，闲置面积约{n}平方米。",
    "这些情况看似琐碎，却天天发生在居民身边，处理得好不好，直接影响群众对基层工作的评价。",
];
const SUGGESTIONS: &[&str] = &[
    "建议由区级主管部门牵头，用{few}天时间把{place}涉及{matter}的底数逐处登记，形成一张可以公开的清单。",
    "对清单中风险较高的{n}处，不等年度计划，先行落实临时措施，并明确到人、明确到天。",
    "把涉及的{few}个部门的职责写成一张表，前端受理、中间处置、末端回访各由谁负责，一次讲清楚。",
    "建议在年度预算中单列{n}万元，按实际完成的数量据实拨付，年底向居民代表公开账目。",
    "制定统一的收费指导标准，明码标价，超出标准的部分须经业主大会或者村民代表会议同意。",
    "推行“先修后议”的应急办法，金额在{n}万元以下的，由街道先行垫付，事后按比例分摊。",
    "依托现有网格，每{n}户确定一名联络人，发现问题当天上报，一般事项三天内办结并当面反馈。",
    "为老年人保留电话和上门两种办理方式，每周固定一个上午由工作人员到社区集中办理。",
    "把整治成果移交给有能力长期管护的单位，签订{few}年以上的管护协议，并把考核结果与费用挂钩。",
    "打通现有系统的数据，凡是部门已经掌握的，不再要求基层重复填报，争取把{few}张表减为一张。",
    "对愿意改造的商户给予一次性补助，停业期间减免部分租金，由产权单位带头执行。",
    "参照兄弟城区的经验，在{place}选择{few}个点先行先试，半年后评估，成熟一项推广一项。",
    "建立由居民代表、商户代表和委员组成的监督小组，每季度查看一次，结果张贴在公告栏。",
    "组织专业机构对超期设施做一次检测，出具明确结论，能修的限期修，不能修的列入更新计划。",
    "将志愿服务纳入积分管理，提供培训和意外保险，让愿意出力的人留得下来。",
    "在汛期、寒潮等重点时段提前{few}天启动预案，把物资和人员放到离居民最近的地方。",
    "完善联系人变动的交接制度，凡与群众承诺过的事项须列入交接清单，由双方签字确认。",
    "请新闻单位跟踪报道办理过程，既讲进展也讲困难，争取群众理解和支持。",
    "把{matter}列入下一年度民生实事的候选项目，由群众投票决定先后顺序。",
    "区政协可以把这项工作作为民主监督的议题，组织委员每半年回头看一次，推动问题真正解决。",
    "适时修订已经不适应现状的标准，按现有{n}户的规模重新核定，为今后留出余量。",
    "鼓励社会力量参与，对连续运营满{few}年且群众满意的单位，在场地和税费上给予支持。",
];
