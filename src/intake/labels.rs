//! The words that forms use for the same thing: 标题, 信息标题, 题目 …, each to one key.
//! It never reads a value; what a doubtful label means is settled where the form is put together.

use super::text::{blank, narrow};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// 标题.
    Title,
    /// 名称, 主题: a title where there is no better one.
    MaybeTitle,
    /// 反映人.
    Author,
    /// 联名人.
    CoAuthor,
    /// 非委员联名人.
    Outsider,
    /// 联系人 of a collective, who is no author.
    Contact,
    /// 反映单位.
    Unit,
    /// 单位: the submitting unit or the author's own, by context.
    MaybeUnit,
    /// 提交者性质: who submitted.
    Kind,
    /// 类型: the topic or who submitted, by its value.
    MaybeKind,
    /// 工作单位及职务.
    Workplace,
    /// 职务.
    Position,
    /// 界别.
    Sector,
    /// 届次, 年度.
    Term,
    /// 专委会.
    Committee,
    /// 镇街, 联络组.
    Group,
    /// 政治面貌.
    Party,
    /// 委员证号.
    Member,
    /// 联系电话.
    Phone,
    /// 电子邮箱.
    Email,
    /// 联系地址.
    Address,
    /// 提交日期.
    Date,
    /// 编号, 序号.
    Serial,
    /// 期数.
    Issue,
    /// 信息分类.
    Category,
    /// 是否同意公开.
    Public,
    /// 情况反映.
    Situation,
    /// 正文, 内容.
    Content,
    /// 意见建议.
    Suggestion,
    /// 主送.
    Destination,
    /// 抄送.
    Copies,
    /// 紧急程度.
    Urgency,
    /// 信息来源.
    Source,
    /// 附件.
    Attachment,
    /// 备注.
    Note,
    /// 续报.
    Continues,
    /// 采用情况 and other standings of an old ledger.
    Status,
    /// What the office itself fills in, and details that no register asks for: 编辑, 核稿, 性别.
    Other,
}

impl Key {
    /// The canonical name, as fields and office.toml use it.
    pub fn name(self) -> &'static str {
        match self {
            Key::Title | Key::MaybeTitle => "title",
            Key::Author => "author",
            Key::CoAuthor => "coauthor",
            Key::Outsider => "outsider",
            Key::Contact => "contact",
            Key::Unit | Key::MaybeUnit => "unit",
            Key::Kind => "kind",
            Key::Category | Key::MaybeKind => "category",
            Key::Workplace => "workplace",
            Key::Position => "position",
            Key::Sector => "sector",
            Key::Term => "term",
            Key::Committee => "committee",
            Key::Group => "group",
            Key::Party => "party",
            Key::Member => "member",
            Key::Phone => "phone",
            Key::Email => "email",
            Key::Address => "address",
            Key::Date => "date",
            Key::Serial => "serial",
            Key::Issue => "issue",
            Key::Public => "public",
            Key::Situation => "situation",
            Key::Content => "content",
            Key::Suggestion => "suggestion",
            Key::Destination => "destination",
            Key::Copies => "copies",
            Key::Urgency => "urgency",
            Key::Source => "source",
            Key::Attachment => "attachment",
            Key::Note => "note",
            Key::Continues => "continues",
            Key::Status => "status",
            Key::Other => "other",
        }
    }

    /// Whether its value is text of the paper.
    pub fn is_body(self) -> bool {
        matches!(self, Key::Situation | Key::Content | Key::Suggestion)
    }

    /// Whether it names a person.
    pub fn is_person(self) -> bool {
        matches!(self, Key::Author | Key::CoAuthor | Key::Outsider | Key::Contact)
    }

    /// Whether it tells something of the person before it.
    pub fn is_of_person(self) -> bool {
        matches!(
            self,
            Key::Workplace | Key::Position | Key::Sector | Key::Party | Key::Member | Key::Phone | Key::Email
                | Key::Address | Key::Committee | Key::Group
        )
    }

    /// Whether a table or line that holds it is a form: a word that hardly heads a column of figures.
    pub fn is_strong(self) -> bool {
        matches!(
            self,
            Key::Title | Key::Author | Key::CoAuthor | Key::Outsider | Key::Unit | Key::Kind | Key::Workplace
                | Key::Sector | Key::Committee | Key::Party | Key::Phone | Key::Destination | Key::Urgency
                | Key::Continues | Key::Contact | Key::Public | Key::Situation | Key::Suggestion
        )
    }

    fn from_name(name: &str) -> Key {
        TABLE.iter().map(|(key, _)| *key).find(|key| key.name() == name).unwrap_or(Key::Other)
    }
}

/// Whose detail a label asks for, when the label says so: 联系人电话, 联名人单位.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// It does not say.
    Unsaid,
    /// The first author.
    Author,
    /// A co-author.
    CoAuthor,
    /// The contact person, who is no author.
    Contact,
}

/// A label that was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// What it names.
    pub key: Key,
    /// Whose it is.
    pub whose: Whose,
}

/// All labels of an office: the built-in ones and those that its office.toml adds.
pub fn with(additions: &BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
    let mut all = built_in();
    for (name, labels) in additions {
        all.entry(name.clone()).or_default().extend(labels.iter().cloned());
    }
    all
}

/// All labels known without settings, by canonical name; office.toml may add to them.
pub fn built_in() -> BTreeMap<String, Vec<String>> {
    let mut map: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, labels) in TABLE {
        map.entry(key.name().to_owned()).or_default().extend(labels.iter().map(|&label| label.to_owned()));
    }
    map
}

/// Labels ready for looking up: the built-in ones and the office's own.
pub struct Index {
    own: Vec<(String, Key)>,
}

impl Index {
    /// The index for an office's labels, as office.toml gives them with the built-in ones in them.
    pub fn new(labels: &BTreeMap<String, Vec<String>>) -> Self {
        static BUILT_IN: OnceLock<BTreeMap<String, Vec<String>>> = OnceLock::new();
        if labels == BUILT_IN.get_or_init(built_in) {
            return Index { own: Vec::new() };
        }
        let mut own = Vec::new();
        for (name, list) in labels {
            for label in list {
                let Some(normal) = Normal::of(label, Brackets::Open) else { continue };
                if look_up(normal.text()).is_none_or(|key| key.name() != name) {
                    own.push((normal.text().to_owned(), Key::from_name(name)));
                }
            }
        }
        Index { own }
    }

    /// What the words name, if they are a label. Spaces, colons, brackets and a leading number do not count.
    pub fn find(&self, words: &str) -> Option<Label> {
        // A value may be a whole text; no label is longer than this.
        if words.len() > 2 * LONGEST {
            return None;
        }
        let open = Normal::of(words, Brackets::Open)?;
        let bare = words.contains(['（', '(', '【', '[']).then(|| Normal::of(words, Brackets::Dropped)).flatten();
        let bare = bare.as_ref().map_or("", Normal::text);
        self.whole(open.text())
            .or_else(|| self.whole(bare))
            .or_else(|| self.prefixed(open.text()))
            .or_else(|| self.prefixed(bare))
    }

    fn key(&self, normal: &str) -> Option<Key> {
        self.own.iter().find(|(label, _)| label == normal).map(|(_, key)| *key).or_else(|| look_up(normal))
    }

    fn whole(&self, normal: &str) -> Option<Label> {
        self.key(normal).map(|key| Label { key, whose: Whose::Unsaid })
    }

    /// 反映人单位, 联名人电话, 来稿类别.
    fn prefixed(&self, normal: &str) -> Option<Label> {
        for (prefix, whose) in PERSONS {
            if let Some(found) = normal.strip_prefix(prefix).and_then(|rest| self.key(rest)) {
                return of_person(found, *whose);
            }
        }
        THINGS.iter().find_map(|prefix| normal.strip_prefix(prefix).and_then(|rest| self.key(rest))).and_then(of_thing)
    }
}

/// 反映人单位 is the person's workplace, 联名人姓名 the co-author.
fn of_person(key: Key, whose: Whose) -> Option<Label> {
    let key = match key {
        Key::MaybeUnit | Key::Workplace => Key::Workplace,
        Key::Author => match whose {
            Whose::CoAuthor => Key::CoAuthor,
            Whose::Contact => Key::Contact,
            Whose::Author | Whose::Unsaid => Key::Author,
        },
        Key::Kind => Key::Kind,
        Key::Serial => Key::Member,
        other if other.is_of_person() => other,
        Key::Other => Key::Other,
        _ => return None,
    };
    Some(Label { key, whose })
}

/// 信息名称 is the title, 来稿类别 the category.
fn of_thing(key: Key) -> Option<Label> {
    let key = match key {
        Key::MaybeTitle => Key::Title,
        Key::MaybeKind => Key::Category,
        Key::Author | Key::CoAuthor | Key::Contact | Key::Suggestion => return None,
        other => other,
    };
    Some(Label { key, whose: Whose::Unsaid })
}

const PERSONS: &[(&str, Whose)] = &[
    ("第一反映人", Whose::Author),
    ("主要反映人", Whose::Author),
    ("反映人", Whose::Author),
    ("反映者", Whose::Author),
    ("提交人", Whose::Author),
    ("提交者", Whose::Author),
    ("撰稿人", Whose::Author),
    ("执笔人", Whose::Author),
    ("报送人", Whose::Author),
    ("建议人", Whose::Author),
    ("作者", Whose::Author),
    ("委员", Whose::Author),
    ("本人", Whose::Author),
    ("信息员", Whose::Author),
    ("非委员联名人", Whose::CoAuthor),
    ("联名反映人", Whose::CoAuthor),
    ("联名委员", Whose::CoAuthor),
    ("联名人", Whose::CoAuthor),
    ("联系人", Whose::Contact),
    ("经办人", Whose::Contact),
    ("负责人", Whose::Contact),
];

const THINGS: &[&str] =
    &["社情民意信息", "社情民意", "信息", "来稿", "稿件", "文稿", "拟报", "原", "政协信息", "文章", "具体", "简要", "主要"];

fn look_up(normal: &str) -> Option<Key> {
    static SORTED: OnceLock<Vec<(String, Key)>> = OnceLock::new();
    let sorted = SORTED.get_or_init(|| {
        let mut all: Vec<_> = TABLE
            .iter()
            .flat_map(|(key, labels)| labels.iter().map(|label| (label, *key)))
            .filter_map(|(label, key)| Normal::of(label, Brackets::Open).map(|n| (n.text().to_owned(), key)))
            .collect();
        all.sort();
        all
    });
    sorted.binary_search_by(|(label, _)| label.as_str().cmp(normal)).ok().map(|at| sorted[at].1)
}

#[derive(Clone, Copy, PartialEq)]
enum Brackets {
    /// What is in brackets counts, the brackets do not: 联名反映人（委员）.
    Open,
    /// What is in brackets is a remark: 标题（30字以内）.
    Dropped,
}

/// The longest label in bytes once blanks are gone; longer words are no label and cost nothing.
const LONGEST: usize = 90;

/// A label without blanks, marks and leading number, on the stack: matching happens for every cell and line.
struct Normal {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Normal {
    fn of(words: &str, brackets: Brackets) -> Option<Self> {
        let mut normal = Normal { bytes: [0; LONGEST], length: 0 };
        let mut depth = 0_u32;
        for c in unnumbered(words).chars().map(narrow) {
            match c {
                '(' | '[' | '【' | '〔' | '〈' | '<' | '《' => depth += 1,
                ')' | ']' | '】' | '〕' | '〉' | '>' | '》' => depth = depth.saturating_sub(1),
                _ if depth > 0 && brackets == Brackets::Dropped => {}
                ':' | '*' | '_' | '、' | '/' | '\\' | '·' | '-' | '"' | '“' | '”' | '|' | '＊' | '※' | '★' | '●' | '■' | '◆' => {}
                '。' | '，' | '；' | ',' | ';' => return None,
                c if blank(c) => {}
                c => normal.push(c)?,
            }
        }
        (normal.length > 0).then_some(normal)
    }

    fn push(&mut self, c: char) -> Option<()> {
        let end = self.length + c.len_utf8();
        c.encode_utf8(self.bytes.get_mut(self.length..end)?);
        self.length = end;
        Some(())
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

/// The words without a leading `1.`, `一、` or `（一）`.
fn unnumbered(words: &str) -> &str {
    let bare = words.trim_start_matches(blank);
    let inner = bare.trim_start_matches(['（', '(']);
    let rest = inner.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    if rest.len() == inner.len() {
        return bare;
    }
    match rest.chars().next() {
        Some(mark @ ('、' | '.' | '．' | '）' | ')')) => &rest[mark.len_utf8()..],
        _ => bare,
    }
}

/// domain.md 2.2, the words seen in real forms first, and common office words after them.
const TABLE: &[(Key, &[&str])] = &[
    (Key::Title, &[
        "标题", "信息标题", "社情民意标题", "社情民意名称", "案由", "题目", "信息题目", "题名", "建议名称", "稿件标题",
        "标题名称", "信息名称", "反映事项", "建议标题", "文章标题", "title",
    ]),
    (Key::MaybeTitle, &["名称", "主题", "事由"]),
    (Key::Author, &[
        "反映人", "第一反映人", "反映者", "提交人", "提交者", "社情民意提交人", "撰稿人", "撰稿", "供稿", "执笔人", "主笔人",
        "姓名", "报送人", "建议人", "署名", "reporter", "作者", "供稿人", "来稿人", "投稿人", "撰写人", "起草人", "提供者",
        "信息员", "委员姓名", "反映委员", "提供人", "执笔", "主笔", "填报人", "信息提供人", "反映人姓名", "作者姓名", "提案人",
        "反映人及单位", "反映人及其单位", "反映人及所在单位", "反映人及单位职务", "姓名及单位", "姓名单位",
        "姓名及单位职务", "姓名单位职务", "姓名单位及职务", "作者及单位", "反映单位人", "反映单位或个人",
        "反映单位或反映人", "反映单位及反映人", "报送单位人", "来稿作者", "第一作者", "第一提交人", "第一联名人",
        "反映单位个人", "提交单位人", "反映人反映单位",
    ]),
    (Key::CoAuthor, &[
        "联名反映人", "联名反映人（委员）", "联名人", "联名委员", "直接参与者", "共同反映人", "合作者", "参与人", "其他作者",
        "联名人（委员）", "联名提交人", "联名者", "合作人", "共同作者", "其他反映人", "其他联名人", "附议人", "联合反映人",
        "第二反映人", "第三反映人", "第二作者", "第三作者", "第二联名人", "联名",
    ]),
    (Key::Outsider, &[
        "非委员反映人", "非委员联名人", "非委员联名反映人", "联名反映人（非委员）", "联名人（非委员）", "非委员作者",
    ]),
    (Key::Contact, &["联系人", "经办人", "信息联络员", "负责人", "联络员", "联络人", "单位联系人", "联系人姓名", "联系人及电话", "联系人及联系电话", "联系人联系电话"]),
    (Key::Unit, &[
        "反映单位", "来稿单位", "报送单位", "信息报送单位", "组织名称", "机构名称", "提交者分组", "供稿单位", "推荐单位",
        "所属单位", "党派团体", "支部", "提交单位", "撰稿单位", "投稿单位", "反映单位名称", "单位名称", "反映单位（集体）",
        "所属支部", "所在支部", "党派支部", "集体名称", "填报单位", "来文单位", "反映单位（盖章）", "上报单位", "所属组织", "所属民主党派",
    ]),
    (Key::MaybeUnit, &["单位"]),
    (Key::Kind, &[
        "提交者性质", "委员类型", "第一反映人身份", "提案人组别", "身份", "反映人身份", "提交人身份", "作者身份", "人员类别",
        "提交者类型", "提交人类型", "反映人类型", "反映人类别", "作者类型", "来稿性质", "提交人性质", "委员身份", "人员身份", "提交者类别", "反映者身份",
    ]),
    (Key::MaybeKind, &["类型", "社情民意类型", "信息类型"]),
    (Key::Workplace, &[
        "工作单位与职务", "工作单位与职位", "工作单位及职务", "单位职务", "单位及职务", "工作单位", "所在单位", "单位、职务",
        "单位与职务", "工作单位和职务", "工作单位职务", "单位及职称", "工作单位及职称", "工作单位及职位", "单位和职务",
        "所在单位及职务", "所在单位职务", "单位职位", "单位（职务）", "现工作单位", "现工作单位及职务", "任职单位", "单位职称",
        "工作单位及职务职称", "单位职务职称", "服务单位", "就职单位", "工作单位职称", "单位与职位", "所在单位与职务",
    ]),
    (Key::Position, &["职务", "职称", "现任职务", "职位", "职务职称", "社会职务", "担任职务", "职务或职称", "职务及职称"]),
    (Key::Sector, &["界别", "界别活动组", "所属界别", "所在界别", "界别小组", "委员界别", "所属界别组"]),
    (Key::Term, &["届次", "届次名称", "年度", "界次", "届别"]),
    (Key::Committee, &["专委会", "所属专委会", "专门委员会", "所属委室", "所在专委会", "所属专门委员会", "所在委室"]),
    (Key::Group, &[
        "街道活动组", "镇街委员联系小组", "联络组", "地区联络组", "镇街工委", "政协工委", "委员小组", "信息小组", "所属镇街",
        "所属小组", "活动组", "所属联络组", "所在镇街", "委员联络组",
    ]),
    (Key::Party, &["政治面貌", "所属党派", "党派"]),
    (Key::Member, &["委员证号", "委员编号", "委员证编号", "委员号"]),
    (Key::Phone, &[
        "联系电话", "联系方式", "电话", "固定电话", "手机", "手机号", "移动电话", "手机号码", "电话号码", "办公电话", "联系手机",
        "联系电话（手机）", "电话（手机）", "联络电话", "联络方式", "tel", "TEL", "Tel", "联系方式（电话）", "联系号码",
    ]),
    (Key::Email, &["电子邮箱", "邮箱", "E-mail", "Email", "email", "EMAIL", "电子邮件", "邮箱地址", "电邮", "QQ", "微信", "微信号", "传真"]),
    (Key::Address, &["联系地址", "通讯地址", "邮编", "地址", "通信地址", "邮政编码", "单位地址", "家庭住址", "住址"]),
    (Key::Date, &[
        "提交时间", "提交日期", "来稿时间", "收文日期", "日期", "报送日期", "报送时间", "收稿日期", "反映时间",
        "来稿日期", "反映日期", "撰稿日期", "撰写日期", "填报日期", "填报时间", "填表日期", "投稿日期", "投稿时间", "收稿时间",
        "收文时间", "成文日期", "时间", "登记日期", "上报日期", "上报时间", "撰写时间", "供稿日期", "落款日期", "填写日期", 
    ]),
    (Key::Serial, &[
        "自编号", "流水号", "社情民意编号", "编号", "序号", "登记号", "来稿编号", "信息编号", "稿件编号", "收文号", "收稿编号", "文号", "No", "NO",
    ]),
    (Key::Issue, &["期数", "期号", "刊期", "刊发期数"]),
    (Key::Category, &[
        "信息分类", "信息类别", "社情民意分类", "社情民意类别", "类别", "提交分类", "分类", "所属类别", "内容类别", "内容分类",
        "主题分类", "选题类别", "领域", "所属领域", "议题类别", "建议类别", "题材", "选题方向", "信息门类", "主题类别", "涉及领域",
    ]),
    (Key::Public, &[
        "是否同意公开", "是否公开", "信息是否公开", "网上公开", "不公开原由", "不公开原因", "不公开理由", "是否同意网上公开", "公开",
        "是否可以公开",
    ]),
    (Key::Situation, &[
        "情况反映", "反映的问题", "反映的问题（分析）", "情况问题", "存在问题", "现状", "问题和分析", "原因分析", "基本情况",
        "存在的问题", "主要问题", "背景", "问题分析", "问题及分析", "情况分析", "情况及分析", "情况与分析", "现状分析", "现状及问题",
        "现状与问题", "情况与问题", "情况及问题", "情况和问题", "问题反映", "反映问题", "反映情况", "反映的情况", "反映情况及分析", "问题及原因",
        "问题与分析", "问题和原因", "问题原因分析", "存在问题及原因", "存在的问题及原因", "存在问题及原因分析", "存在的问题及原因分析", "情况说明", "问题描述", "产生原因",
        "原因", "背景情况", "现状描述", "反映内容", "反映的内容", "问题现状", "分析", "情况", "问题", "存在的主要问题", "反映问题及分析", "情况简述", "反映情况和问题",
        "情况反映及问题分析", "情况反映及分析", "影响分析", "危害分析", "反映的主要问题", "基本情况及问题", "现状情况", "调研情况",
    ]),
    (Key::Content, &[
        "内容", "社情民意内容", "正文", "信息内容", "正文内容", "具体内容", "信息正文", "主要内容", "稿件内容", "社情民意正文",
        "反映事由", "全文", "建议内容", "稿件正文", "内容及建议", "情况反映及意见建议", "情况反映及建议", "问题及建议", "情况及建议", "反映情况及建议",
        "信息内容及建议", "反映问题及建议", "具体情况及建议", "内容摘要", "反映内容及建议", "情况与建议", "问题与建议", "情况和建议", "问题和建议", "问题建议",
    ]),
    (Key::Suggestion, &[
        "意见建议", "建议", "政策建议", "对策建议", "对策与建议", "工作建议", "有关建议", "意见和建议", "意见与建议", "意见及建议",
        "相关建议", "对策和建议", "具体建议", "解决建议", "建议意见", "建议措施", "对策", "建议对策", "对策措施", "建议及对策",
        "改进建议", "解决办法", "工作意见建议", "意见、建议", "几点建议", "解决措施", "建议和对策", "解决对策", "建议与对策", "对策及建议", "措施建议",
    ]),
    (Key::Destination, &[
        "主送", "建议主办单位", "建议报送", "主送单位", "主送机关", "主送部门", "建议报送单位", "报送对象", "拟报送", "建议主送",
        "建议报送部门", "建议办理单位", "报送去向", "建议送", "拟送单位", "拟报送单位", "报送范围", "主办单位", "建议承办单位", "建议主送单位", "建议报送对象", "建议转送", "建议转送单位", "建议送达单位",
    ]),
    (Key::Copies, &["抄送", "会办单位", "抄送单位", "抄送机关", "建议会办单位", "建议协办单位", "协办单位", "抄报"]),
    (Key::Urgency, &[
        "紧急程度", "缓急时限", "urgency_level", "是否紧急", "急缓程度", "缓急程度", "缓急", "是否急件", "紧急情况", "是否加急", "紧急等级", "急件标识",
    ]),
    (Key::Source, &["info_sources", "信息来源", "来源", "来稿渠道", "来稿来源", "渠道", "来稿方式"]),
    (Key::Attachment, &["附件", "附件名称", "相关附件", "附件材料"]),
    (Key::Note, &["备注", "说明", "填表说明", "注", "其他说明", "备 注", "注意事项", "填写说明", "其他需要说明的情况", "温馨提示"]),
    (Key::Continues, &[
        "续报", "跟踪", "前期编号", "续报编号", "前期信息编号", "跟踪编号", "续报前期", "跟踪续报", "承接编号", "前期信息",
        "续报信息", "跟踪信息", "前次编号", "续报来源", "前期登记号", "续报登记号", "续报前期编号", "原登记号", "跟踪续报编号",
        "前期标题", "原信息编号", "续报原编号", "前期来稿编号", "是否续报", "跟踪反映编号", "续报何件",
    ]),
    (Key::Status, &[
        "区政协采用情况", "报区", "区采纳落实情况", "报市", "市政协采用情况", "全国政协采用/市（全国）领导批示", "采用情况", "采纳情况", "批示情况", "状态",
        "是否重点", "是否合并", "合并意见", "是否编发", "办理方式", "办理单位", "办理情况", "采用", "采用单位", "录用情况", "报送情况", "省政协采用情况", "全国政协采用情况",
        "领导批示", "领导批示情况", "采用刊物", "落实情况", "采纳落实情况", "办理结果", "报省", "报全国", "区领导批示", "市领导批示", "全国政协采用", "处理情况", "处理结果", "批示",
    ]),
    (Key::Other, &[
        "编辑", "核稿", "签发", "签发人", "审核", "审核人", "审核意见", "拟办意见", "领导意见", "处理意见", "编发人", "校对", "印刷", "份数",
        "密级", "字数", "性别", "年龄", "民族", "学历", "出生年月", "籍贯", "关键词", "摘要", "内容提要", "采用请打√", "领导签字", "单位意见",
        "盖章", "单位盖章", "公章", "办公室意见", "审批意见", "审签", "审稿", "收稿人", "登记人", "审阅", "复核", "初审意见", "终审意见", "专委会意见", "支部意见",
        "填表人", "制表人", "审查意见", "初审", "复审", "终审", "主编", "责任编辑", "责编", "总编", "反映人信息", "联名人信息", "作者信息", "基本信息", "委员信息", "提交人信息",
        "出生日期", "身份证号", "开户行", "银行卡号", "账号", "人数", "字数统计", "提交次数", "是否原创", "是否首发", "本人签名", "签名", "签字", "评分", "得分", "分值", "计分",
    ]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn key(words: &str) -> Option<Key> {
        Index::new(&built_in()).find(words).map(|label| label.key)
    }

    #[test]
    fn office_toml_may_add_labels_to_every_field_that_has_some() {
        let mut fields: Vec<&str> = crate::office::settings::LABEL_FIELDS.to_vec();
        fields.sort_unstable();
        let built_in = built_in();
        let names: Vec<&str> = built_in.keys().map(String::as_str).filter(|name| *name != "other").collect();
        assert_eq!(fields, names);
    }

    #[test]
    fn spaces_colons_brackets_and_numbers_do_not_count() {
        for words in ["标题", "标　　题：", "*标题：", "【标题】", "1.标题", "一、标题", "标题（30字以内）", " 标 题 :", "（一）标题", "信息标题", "社情民意信息标题"] {
            assert_eq!(key(words), Some(Key::Title), "{words}");
        }
        assert_eq!(key("联名反映人（委员）"), Some(Key::CoAuthor));
        assert_eq!(key("联名反映人（非委员）"), Some(Key::Outsider));
        assert_eq!(key("反映的问题（分析）："), Some(Key::Situation));
        assert_eq!(key("单位、职务"), Some(Key::Workplace));
        assert_eq!(key("工作单位/职务"), Some(Key::Workplace));
        assert_eq!(key("全国政协采用/市（全国）领导批示"), Some(Key::Status));
        assert_eq!(key("关于加强治理的建议"), None);
        assert_eq!(key("：（）"), None);
    }

    #[test]
    fn a_prefix_tells_whose_it_is() {
        let index = Index::new(&built_in());
        assert_eq!(index.find("联系人电话"), Some(Label { key: Key::Phone, whose: Whose::Contact }));
        assert_eq!(index.find("反映人单位职务"), Some(Label { key: Key::Workplace, whose: Whose::Author }));
        assert_eq!(index.find("反映人（单位）"), Some(Label { key: Key::Author, whose: Whose::Unsaid }));
        assert_eq!(index.find("联名人姓名"), Some(Label { key: Key::CoAuthor, whose: Whose::CoAuthor }));
        assert_eq!(index.find("作者单位"), Some(Label { key: Key::Workplace, whose: Whose::Author }));
        assert_eq!(index.find("联名人单位职务"), Some(Label { key: Key::Workplace, whose: Whose::CoAuthor }));
    }

    #[test]
    fn each_label_has_one_key() {
        let mut seen: BTreeMap<String, Key> = BTreeMap::new();
        for (key, labels) in TABLE {
            for label in *labels {
                let normal = Normal::of(label, Brackets::Open).expect("a label").text().to_owned();
                let before = seen.insert(normal, *key);
                assert!(before.is_none_or(|other| other == *key), "{label}");
            }
        }
    }

    #[test]
    fn an_office_adds_its_own() {
        let mut labels = built_in();
        labels.entry("title".to_owned()).or_default().push("来信要点".to_owned());
        labels.entry("author".to_owned()).or_default().push("单位".to_owned());
        let index = Index::new(&labels);
        assert_eq!(index.find("来信要点：").map(|label| label.key), Some(Key::Title));
        assert_eq!(index.find("单位").map(|label| label.key), Some(Key::Author));
    }
}
