//! A case, its paper and the settings as the views that templates name.
//! It never decides what a template prints; it only puts the office's words together.

#[cfg(test)]
mod tests;

use crate::office::calendar::chinese_date;
use crate::office::case::{Case, Contributor, Route, Standing};
use crate::office::numbers::CaseNumber;
use crate::office::paper::{Author, Paper};
use crate::office::settings::{Office, Publication};
use crate::office::view::{
    AuthorView, CaseView, CoverView, FaultRow, IssueView, NoticeView, OfficeView, ReceiptRow, ReceiptView,
};
use crate::rejection::Rejection;
use crate::typeset::press::{CoverSheet, IssueSheet, NoticeSheet, ReceiptSheet};
use crate::typeset::{normalise, title};
use chrono::Datelike;

/// What stands in the place of 第N期 on a proof.
const PROOF: &str = "（清样）";

/// A title on one line, normalised.
pub fn title_of(written: &str) -> String {
    let line: String = written.split(['\n', '\r']).map(str::trim).collect();
    normalise::text(line.trim())
}

/// Characters of a title where a document only names a paper. The edited version and the ledger hold all of it.
const BRIEF: usize = 200;

/// A title by which a document names a paper: one that goes on for pages would bury the rest, once for each fault.
fn in_brief(written: &str) -> String {
    cut(&title_of(written), BRIEF)
}

fn cut(title: &str, characters: usize) -> String {
    match title.char_indices().nth(characters) {
        Some((end, _)) => format!("{}……", &title[..end]),
        None => title.to_owned(),
    }
}

/// A title in 《》; what it quotes itself stands in 〈〉 (GB/T 15834, 4.15).
pub fn quoted(title: &str) -> String {
    format!("《{}》", title.replace('《', "〈").replace('》', "〉"))
}

/// The office as templates name it.
pub fn office(office: &Office) -> OfficeView {
    OfficeView {
        名称: office.name.clone(),
        简称: office.short_name.clone(),
        电话: office.phone.clone(),
        编辑: office.editor.clone(),
        审核: office.reviewer.clone(),
        签发: office.signer.clone(),
    }
}

/// A case as templates name it. `continues` is the title of the case that it continues.
pub fn case(case: &Case, paper: &Paper, office: &Office, continues: Option<&str>) -> CaseView {
    let registered = &case.registered;
    let title = title_of(&registered.title);
    let authors = authors(&registered.authors, &paper.authors, office);
    let unit = registered.unit_known.as_ref().or(registered.unit.as_ref()).cloned().unwrap_or_default();
    CaseView {
        登记号: case.number.to_string(),
        标题行: title::broken(&title),
        书名: quoted(&title),
        标题: title,
        反映人名单: names(case),
        署名: signature(&authors, &unit),
        反映人: authors,
        反映单位: unit,
        收到日期: chinese_date(registered.received),
        类别: case.classified.category.clone(),
        议题: case.classified.topic.clone(),
        急件: case.classified.urgent,
        缓急: if case.classified.urgent { "急件" } else { "平件" }.to_owned(),
        去向名单: case.destination_names().join("、"),
        续报: case.continues.map(|number| earlier(number, continues)).unwrap_or_default(),
        字数: registered.characters,
    }
}

/// The form of a publication; without a number in it, a proof.
pub fn issue(
    sheet: &IssueSheet<'_>,
    publication: &Publication,
    settings: &Office,
    is_proof: bool,
) -> IssueView {
    let number = sheet.case.issue_in(&publication.name).filter(|_| !is_proof);
    let year = sheet.case.signed.unwrap_or(sheet.case.registered.received).year();
    let here = |route: &&Route| route.publication == publication.name;
    let destinations: Vec<&str> =
        sheet.case.routed.destinations.iter().filter(here).map(|route| route.destination.as_str()).collect();
    IssueView {
        机关: office(settings),
        case: case(sheet.case, sheet.paper, settings, sheet.continues),
        刊名: publication.name.clone(),
        年: number.map_or(year, |number| number.year),
        期: number.map_or(0, |number| number.number),
        期号: number.map_or_else(|| PROOF.to_owned(), |number| format!("第{}期", number.number)),
        编号: number.map(|number| format!("{:06}", number.number)).unwrap_or_default(),
        签发日期: sheet.case.signed.filter(|_| !is_proof).map(chinese_date).unwrap_or_default(),
        主送: destinations.join("、"),
        报: ended(&publication.report_to),
        送: ended(&publication.send_to),
        标记: publication.mark.trim().replace(' ', "\u{3000}"),
        份数: publication.copies,
    }
}

/// The cover sheet for one destination of the case.
pub fn cover(sheet: &CoverSheet<'_>, route: &Route, settings: &Office) -> CoverView {
    let issue = sheet.case.issue_in(&route.publication);
    CoverView {
        机关: office(settings),
        case: case(sheet.case, sheet.paper, settings, sheet.continues),
        去向: route.destination.clone(),
        联系人: sheet.contact_name.to_owned(),
        联系电话: sheet.contact_phone.to_owned(),
        刊名: route.publication.clone(),
        期号: issue.map(ToString::to_string).unwrap_or_default(),
        限期: chinese_date(route.due),
        限期依据: route.derivation.clone(),
        签发日期: sheet.case.signed.map(chinese_date).unwrap_or_default(),
        报送依据: reason(sheet.case, &route.destination),
    }
}

/// The receipt for one dropped file.
pub fn receipt(sheet: &ReceiptSheet<'_>, settings: &Office) -> ReceiptView {
    ReceiptView {
        机关: office(settings),
        文件名: sheet.file_name.to_owned(),
        文件夹: sheet.folder.to_owned(),
        指纹: sheet.sha256.to_string(),
        收到日期: chinese_date(sheet.received),
        来稿: sheet.cases.iter().map(|case| receipt_row(case)).collect(),
        退回: faults(sheet.returned, sheet.titles),
        提示: faults(sheet.warnings, sheet.titles),
        重复: sheet.duplicate.to_owned(),
        说明: sheet.note.to_owned(),
    }
}

/// The notice for a refused file, or for a case judged 退回.
pub fn notice(sheet: &NoticeSheet<'_>, settings: &Office) -> NoticeView {
    let mut reasons = faults(sheet.reasons, sheet.titles);
    if let Some(case) = sheet.case.filter(|case| reasons.is_empty() && !case.reason.is_empty()) {
        reasons.push(verdict_row(case));
    }
    let title = sheet.case.map(|case| in_brief(&case.registered.title));
    NoticeView {
        机关: office(settings),
        文件名: sheet.file_name.to_owned(),
        登记号: sheet.case.map(|case| case.number.to_string()).unwrap_or_default(),
        书名: title.as_deref().map(quoted).unwrap_or_default(),
        标题: title.unwrap_or_default(),
        收件人: sheet.case.map_or_else(|| sheet.addressee.to_owned(), names),
        收到日期: chinese_date(sheet.received),
        退回日期: chinese_date(sheet.returned),
        原因: reasons,
    }
}

/// With the full stop in which the lists at the foot end (GB/T 9704, 7.4.2).
fn ended(list: &str) -> String {
    let list = list.trim();
    if list.is_empty() || list.ends_with('。') { list.to_owned() } else { format!("{list}。") }
}

/// Names of the authors joined by 、, or the unit when there are none.
pub fn names(case: &Case) -> String {
    let registered = &case.registered;
    if registered.authors.is_empty() {
        return registered.unit_known.as_ref().or(registered.unit.as_ref()).cloned().unwrap_or_default();
    }
    let names: Vec<&str> = registered.authors.iter().map(|author| author.name.as_str()).collect();
    names.join("、")
}

fn authors(known: &[Contributor], written: &[Author], office: &Office) -> Vec<AuthorView> {
    let kind_of = |name: &str| written.iter().find(|author| author.name == name)?.kind.clone();
    known.iter().map(|author| author_view(author, kind_of(&author.name), office)).collect()
}

fn author_view(author: &Contributor, written: Option<String>, office: &Office) -> AuthorView {
    let or_empty = |value: &Option<String>| value.clone().unwrap_or_default();
    AuthorView {
        姓名: author.name.clone(),
        单位: or_empty(&author.unit),
        职务: or_empty(&author.position),
        界别: or_empty(&author.sector),
        电话: or_empty(&author.phone),
        身份: identity(&author.roles, written, office),
    }
}

/// What a person is: by the roster `区政协委员` before `区政协信息员`, else as the paper says.
fn identity(roles: &[String], written: Option<String>, office: &Office) -> String {
    for role in ["委员", "信息员"] {
        if roles.iter().any(|one| one == role) {
            return format!("{}{role}", office.short_name);
        }
    }
    let is_telling = |kind: &String| kind.contains("委员") && !kind.starts_with('非');
    written.filter(is_telling).unwrap_or_default()
}

/// `张三，区政协委员，某某社区党委书记；李四，…`; a unit that no author belongs to stands behind.
fn signature(authors: &[AuthorView], unit: &str) -> String {
    if authors.is_empty() {
        return unit.to_owned();
    }
    let mut parts: Vec<String> = authors.iter().map(signature_of).collect();
    if !unit.is_empty() && authors.iter().all(|author| !author.单位.contains(unit)) {
        parts.push(format!("反映单位：{unit}"));
    }
    parts.join("；")
}

fn signature_of(author: &AuthorView) -> String {
    let post = if author.职务.starts_with(&author.单位) {
        author.职务.clone()
    } else {
        format!("{}{}", author.单位, author.职务)
    };
    let parts = [author.姓名.clone(), author.身份.clone(), post];
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join("，")
}

fn earlier(number: CaseNumber, title: Option<&str>) -> String {
    let title = title.map(|title| quoted(&title_of(title))).unwrap_or_default();
    format!("{number}{title}")
}

/// Why the case goes to a destination: the rule and its facts, as one sentence.
fn reason(case: &Case, destination: &str) -> String {
    let Some(reason) = case.routed.reasons.iter().find(|reason| reason.value == destination) else {
        return String::new();
    };
    let facts: Vec<&str> = reason.because.iter().map(|fact| fact.trim_end_matches('。')).collect();
    // A rule that holds is named, not told twice.
    let rules: Option<Vec<&str>> =
        facts.iter().map(|fact| fact.strip_prefix("规则“")?.strip_suffix("”成立")).collect();
    if let Some(rules) = rules.filter(|rules| !rules.is_empty()) {
        return format!("按规则“{}”报送。", rules.join("”“"));
    }
    match (reason.rule.as_str(), facts.is_empty()) {
        ("", true) => String::new(),
        ("", false) => format!("{}。", facts.join("；")),
        (rule, true) => format!("按“{rule}”报送。"),
        (rule, false) => format!("按“{rule}”报送：{}。", facts.join("；")),
    }
}

fn receipt_row(case: &Case) -> ReceiptRow {
    let waits =
        case.standing != Standing::Moving && case.standing != Standing::Done && !case.reason.is_empty();
    ReceiptRow {
        登记号: case.number.to_string(),
        标题: in_brief(&case.registered.title),
        反映人名单: names(case),
        类别: case.classified.category.clone(),
        去向名单: if waits { case.reason.clone() } else { case.destination_names().join("、") },
        限期: case
            .routed
            .destinations
            .iter()
            .map(|route| route.due)
            .min()
            .map(chinese_date)
            .unwrap_or_default(),
    }
}

fn verdict_row(case: &Case) -> FaultRow {
    FaultRow {
        序号: 1,
        篇目: in_brief(&case.registered.title),
        位置: String::new(),
        问题: case.reason.clone(),
        办法: "请按上述意见修改后重新报送。".to_owned(),
    }
}

/// Faults that a document lists one by one. Stops a sheet of 100,000 bad rows from making a document that no
/// template can be filled with and nobody reads.
const LISTED: usize = 2_000;

/// Characters of a title in the narrow column of a list, which names the paper once for each fault.
const SUBJECT: usize = 40;

/// Faults of one kind that share a row. Stops one cell from growing over pages.
const ALIKE: usize = 20;

/// Faults as rows; those of one kind at one place of one paper share one.
fn faults(rejections: &[Rejection], titles: &[Option<String>]) -> Vec<FaultRow> {
    let are_alike = |one: &Rejection, other: &Rejection| {
        (one.code, one.paper, &one.place, &one.cure) == (other.code, other.paper, &other.place, &other.cure)
    };
    let listed = rejections.get(..LISTED).unwrap_or(rejections);
    let row = |(index, alike): (usize, &[Rejection])| {
        let first = alike.first()?;
        let messages: Vec<&str> = alike.iter().map(|rejection| rejection.message.as_str()).collect();
        Some(FaultRow {
            序号: index + 1,
            篇目: subject(first.paper, titles),
            位置: first.place.clone(),
            问题: messages.join("；"),
            办法: first.cure.clone(),
        })
    };
    let alike = listed.chunk_by(are_alike).flat_map(|alike| alike.chunks(ALIKE));
    let mut rows: Vec<FaultRow> = alike.enumerate().filter_map(row).collect();
    let more = rejections.len() - listed.len();
    if more > 0 {
        rows.push(FaultRow {
            序号: rows.len() + 1,
            篇目: "其余".to_owned(),
            位置: String::new(),
            问题: format!("还有{more}处问题没有逐条列出。"),
            办法: "请先改正以上各处，重新投放后会继续告知。".to_owned(),
        });
    }
    rows
}

/// Which paper: by its title, else by its place in the file.
fn subject(paper: Option<usize>, titles: &[Option<String>]) -> String {
    let Some(paper) = paper else { return "全文件".to_owned() };
    match titles.get(paper) {
        Some(Some(title)) => quoted(&cut(&title_of(title), SUBJECT)),
        _ => format!("第{}篇", paper + 1),
    }
}
