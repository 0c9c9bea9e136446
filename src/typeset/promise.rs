//! Which names each kind of template may use: exactly those of `office::view`.
//! It keeps no list of its own; the views are asked, so that a new field is promised at once.

use super::press::BODY;
use crate::office::bulletin::view::{
    AdoptedRow, BulletinView, FollowUpView, InstructionRow, MeetingRow, ReplyRow, StandingRow, StandingTable,
    TopicRow,
};
use crate::office::view::{
    AuthorView, CaseView, CoverView, FaultRow, IssueView, NoticeView, ReceiptRow, ReceiptView,
};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Kinds of document that a template is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A publication.
    Issue,
    /// 报送单.
    Cover,
    /// 回执.
    Receipt,
    /// 退稿通知.
    Notice,
    /// 业务通讯.
    Bulletin,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 5] = [Kind::Issue, Kind::Cover, Kind::Receipt, Kind::Notice, Kind::Bulletin];
}

/// Names that the template language itself gives.
const LANGUAGE: [&str; 3] = ["loop", "range", "namespace"];

static NAMES: LazyLock<BTreeMap<Kind, BTreeSet<String>>> = LazyLock::new(|| {
    let case = CaseView { 反映人: vec![AuthorView::default()], ..CaseView::default() };
    let fault = vec![FaultRow::default()];
    let issue = IssueView { case: case.clone(), ..IssueView::default() };
    let receipt = ReceiptView {
        来稿: vec![ReceiptRow::default()],
        退回: fault.clone(),
        提示: fault.clone(),
        ..ReceiptView::default()
    };
    let mut names = BTreeMap::from([
        (Kind::Issue, names_of(&issue)),
        (Kind::Cover, names_of(&CoverView { case, ..CoverView::default() })),
        (Kind::Receipt, names_of(&receipt)),
        (Kind::Notice, names_of(&NoticeView { 原因: fault, ..NoticeView::default() })),
        (Kind::Bulletin, names_of(&bulletin())),
    ]);
    names.entry(Kind::Issue).or_default().insert(BODY.to_owned());
    names
});

/// The bulletin with one row in each of its lists.
fn bulletin() -> BulletinView {
    BulletinView {
        采用: vec![AdoptedRow::default()],
        批示: vec![InstructionRow::default()],
        答复: vec![ReplyRow::default()],
        落实: vec![ReplyRow::default()],
        跟踪: vec![FollowUpView::default()],
        统计: vec![StandingTable { 行: vec![StandingRow::default()], ..StandingTable::default() }],
        活动: vec![MeetingRow::default()],
        要点: vec![TopicRow::default()],
        口径: vec![String::new()],
        ..BulletinView::default()
    }
}

/// Whether a kind of template may use a dotted name; a list's rows have the fields of its row.
pub fn holds(kind: Kind, name: &str) -> bool {
    let root = name.split('.').next().unwrap_or_default();
    LANGUAGE.contains(&root) || NAMES.get(&kind).is_some_and(|names| names.contains(name))
}

fn names_of(view: &impl Serialize) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    collect("", &serde_json::to_value(view).unwrap_or_default(), &mut names);
    names
}

fn collect(prefix: &str, value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                collect(&name, inner, names);
                names.insert(name);
            }
        }
        Value::Array(rows) => rows.iter().for_each(|row| collect(prefix, row, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_views() {
        for (kind, name) in [
            (Kind::Issue, "正文"),
            (Kind::Issue, "机关.名称"),
            (Kind::Issue, "反映人.姓名"),
            (Kind::Cover, "限期依据"),
            (Kind::Receipt, "来稿.登记号"),
            (Kind::Notice, "原因.办法"),
            (Kind::Notice, "loop.index"),
        ] {
            assert!(holds(kind, name), "{name}");
        }
        for (kind, name) in [(Kind::Cover, "正文"), (Kind::Issue, "机关.地址"), (Kind::Notice, "限期")]
        {
            assert!(!holds(kind, name), "{name}");
        }
    }
}
