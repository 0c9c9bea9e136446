//! What labels name: the keys of fields.
//! It never knows a label's words.

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
    pub const fn name(self) -> &'static str {
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
            Key::Workplace
                | Key::Position
                | Key::Sector
                | Key::Party
                | Key::Member
                | Key::Phone
                | Key::Email
                | Key::Address
                | Key::Committee
                | Key::Group
        )
    }

    /// Whether a table or line that holds it is a form: a word that hardly heads a column of figures.
    pub fn is_strong(self) -> bool {
        matches!(
            self,
            Key::Title
                | Key::Author
                | Key::CoAuthor
                | Key::Outsider
                | Key::Unit
                | Key::Kind
                | Key::Workplace
                | Key::Sector
                | Key::Committee
                | Key::Party
                | Key::Phone
                | Key::Destination
                | Key::Urgency
                | Key::Continues
                | Key::Contact
                | Key::Public
                | Key::Situation
                | Key::Suggestion
        )
    }
}
