//! What a template or a rule may name: the public promise that `minyi fields` prints and a snapshot pins.
//! It never leaks a type of the program: only the names here, in the office's words.

pub use super::fields::fields;

use serde::{Deserialize, Serialize};

/// What a classification rule may name. `有('词')` is a function beside it: whether title or body holds the word.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RuleView {
    /// Title as written.
    pub 标题: String,
    /// Body text, paragraphs joined by newlines.
    pub 正文: String,
    /// Category as written on the paper, or empty.
    pub 类别: String,
    /// Names of the authors.
    pub 反映人: Vec<String>,
    /// Unit in whose name the paper comes, or empty.
    pub 反映单位: String,
    /// 界别 of the first author by paper or roster, or empty.
    pub 界别: String,
    /// What the first author is by the roster: 委员, 信息员 …; several when several.
    pub 身份: Vec<String>,
    /// Destinations as written on the paper.
    pub 主送: Vec<String>,
    /// Dropped into 急件, or the paper says so.
    pub 急件: bool,
    /// Characters of the body without white space.
    pub 字数: usize,
    /// Sub-folder of the inbox in which the file lay, or empty.
    pub 来源: String,
}

/// What every document template may name of the office.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OfficeView {
    /// Full name.
    pub 名称: String,
    /// Short name of the organ.
    pub 简称: String,
    /// Telephone.
    pub 电话: String,
    /// 编辑.
    pub 编辑: String,
    /// 审核.
    pub 审核: String,
    /// 签发.
    pub 签发: String,
}

/// 反映人 in a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AuthorView {
    /// Name.
    pub 姓名: String,
    /// Workplace, or empty.
    pub 单位: String,
    /// Post, or empty.
    pub 职务: String,
    /// Sector, or empty.
    pub 界别: String,
    /// Telephone, or empty.
    pub 电话: String,
    /// What the person is: `区政协委员`, `信息员`, or empty.
    pub 身份: String,
}

/// A case in a template.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CaseView {
    /// 登记号.
    pub 登记号: String,
    /// Title as one line.
    pub 标题: String,
    /// Title in 《》, with 〈〉 for what it quotes itself (GB/T 15834).
    pub 书名: String,
    /// Title broken by meaning into lines of at most 20 characters, joined by newlines.
    pub 标题行: String,
    /// Authors.
    pub 反映人: Vec<AuthorView>,
    /// Names joined by 、, or the unit when there are none.
    pub 反映人名单: String,
    /// The line under an issue: name, what the person is, post; joined by ；.
    pub 署名: String,
    /// Unit in whose name it comes, or empty.
    pub 反映单位: String,
    /// Day of receipt, `2026年9月24日`.
    pub 收到日期: String,
    /// Category (one of the five priorities).
    pub 类别: String,
    /// Topic, or empty.
    pub 议题: String,
    /// Urgent.
    pub 急件: bool,
    /// `急件` or `平件`.
    pub 缓急: String,
    /// Names of all destinations joined by 、.
    pub 去向名单: String,
    /// `2026-0007《…》` of the case that it continues, or empty.
    pub 续报: String,
    /// Characters of the body.
    pub 字数: usize,
}

/// The template of a publication.
#[derive(Clone, Debug, Default, Serialize)]
pub struct IssueView {
    /// The office.
    pub 机关: OfficeView,
    /// The case. Its edited body is `正文`, alone in a paragraph of the template.
    #[serde(flatten)]
    pub case: CaseView,
    /// Name of the publication.
    pub 刊名: String,
    /// Year of the issue.
    pub 年: i32,
    /// Number of the issue.
    pub 期: u32,
    /// `第12期`, or `（清样）` before sign-off.
    pub 期号: String,
    /// Six digits, `000012`, or empty before sign-off.
    pub 编号: String,
    /// Day of sign-off, `2026年9月24日`.
    pub 签发日期: String,
    /// Destinations of this publication joined by 、.
    pub 主送: String,
    /// 报：… of the publication, or empty.
    pub 报: String,
    /// 送：… of the publication, or empty.
    pub 送: String,
    /// 内部资料 注意保存, or empty.
    pub 标记: String,
    /// Print count; 0 leaves it out.
    pub 份数: u32,
}

/// The template of a cover sheet (报送单), one for each destination.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CoverView {
    /// The office.
    pub 机关: OfficeView,
    /// The case.
    #[serde(flatten)]
    pub case: CaseView,
    /// Name of the destination.
    pub 去向: String,
    /// Person to contact there by the roster, or empty.
    pub 联系人: String,
    /// Telephone there, or empty.
    pub 联系电话: String,
    /// Name of the publication.
    pub 刊名: String,
    /// `社情民意信息2026年第12期`.
    pub 期号: String,
    /// Last day, `2026年9月26日`.
    pub 限期: String,
    /// How the day was found, one sentence.
    pub 限期依据: String,
    /// Day of sign-off.
    pub 签发日期: String,
    /// Why it goes there (name of the rule), one sentence.
    pub 报送依据: String,
}

/// The template of a receipt (回执) for one dropped file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ReceiptView {
    /// The office.
    pub 机关: OfficeView,
    /// Name of the file as dropped.
    pub 文件名: String,
    /// Folder of the inbox in which it lay.
    pub 文件夹: String,
    /// SHA-256 of the file, in full.
    pub 指纹: String,
    /// Day of receipt.
    pub 收到日期: String,
    /// Registered papers of the file.
    pub 来稿: Vec<ReceiptRow>,
    /// Papers of the file that were not registered, when others were.
    pub 退回: Vec<FaultRow>,
    /// Findings that refuse nothing.
    pub 提示: Vec<FaultRow>,
    /// When the same bytes came before: what they were registered as, one sentence; else empty.
    pub 重复: String,
    /// What was done with a file that holds no papers (a roster), one sentence; else empty.
    #[serde(default)]
    pub 说明: String,
}

/// One registered paper on a receipt.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ReceiptRow {
    /// 登记号.
    pub 登记号: String,
    /// Title.
    pub 标题: String,
    /// Names of authors, or the unit.
    pub 反映人名单: String,
    /// Category.
    pub 类别: String,
    /// Destinations joined by 、, or what the case waits for.
    pub 去向名单: String,
    /// Nearest deadline, or empty.
    pub 限期: String,
}

/// One fault or finding on paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultRow {
    /// 1, 2, 3.
    pub 序号: usize,
    /// Which paper (its title or `第2篇`), or `全文件`.
    pub 篇目: String,
    /// Where: paragraph, cell; or empty.
    pub 位置: String,
    /// What is wrong.
    pub 问题: String,
    /// How to mend it.
    pub 办法: String,
}

/// The template of a return notice (退稿通知): for a refused file, and for a case judged 退回.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NoticeView {
    /// The office.
    pub 机关: OfficeView,
    /// Name of the file as dropped.
    pub 文件名: String,
    /// 登记号 of the returned case, or empty for a refused file.
    pub 登记号: String,
    /// Title of the returned case, or empty.
    pub 标题: String,
    /// That title in 《》, or empty.
    pub 书名: String,
    /// Whom the notice addresses: names or unit, or empty when unknown.
    pub 收件人: String,
    /// Day of receipt.
    pub 收到日期: String,
    /// Day of return.
    pub 退回日期: String,
    /// Every reason, with place and cure.
    pub 原因: Vec<FaultRow>,
}
