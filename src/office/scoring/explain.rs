//! Rows in words: which rule, which case, which event, why points were taken away.
//! It never computes a point.

use super::happening::Word;
use super::period::Scope;
use super::points::{Fraction, Halves, Points};
use super::row::{Credited, Note, Owner, Row};
use super::scheme::{Rule, Scheme};
use super::standing::{BoardScores, Standing};
use super::{Scores, settle::QuotaState};
use chrono::NaiveDate;
use std::borrow::Cow;

/// A row as a reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail<'s> {
    /// Person or unit.
    pub subject: &'s str,
    /// Rule, or what else the row belongs to.
    pub rule: &'s str,
    /// Number of the case; empty in rows that adjust others.
    pub case: &'s str,
    /// 期号.
    pub issues: &'s str,
    /// Title, or why the row is there.
    pub title: Cow<'s, str>,
    /// Organ.
    pub organ: &'s str,
    /// Event in words, as `采用（单篇）`.
    pub event: Cow<'s, str>,
    /// Day.
    pub date: NaiveDate,
    /// What the points were multiplied with.
    pub factor: Fraction,
    /// Points.
    pub points: Points,
}

/// A row in words. `rules` are the scheme's rules, or its money.
pub fn describe<'s>(scores: &'s Scores, credited: &Credited, rules: &'s [Rule]) -> Detail<'s> {
    let row = &credited.row;
    let item = scores.item(row);
    let event = scores.event(row);
    let texts = &scores.all.texts;
    Detail {
        subject: scores.text(credited.subject),
        rule: owner(scores, row, rules),
        case: item.map_or("", |item| texts.get(item.case)),
        issues: item.map_or("", |item| texts.get(item.issues)),
        title: match row.note {
            Note::Event => Cow::Borrowed(item.map_or("", |item| texts.get(item.title))),
            _ => Cow::Owned(why(scores, row, rules)),
        },
        organ: event.map_or("", |event| scores.text(event.organ)),
        event: event.map_or(Cow::Borrowed(kind(row)), |event| event_in_words(scores, &event)),
        date: row.date,
        factor: row.factor.fraction(),
        points: row.points,
    }
}

fn owner<'s>(scores: &'s Scores, row: &Row, rules: &'s [Rule]) -> &'s str {
    let scheme = scores.scheme;
    match row.owner {
        Owner::Rule(at) => rule_name(rules, at),
        Owner::Block(at) => &scheme.blocks[usize::from(at)].name,
        Owner::Quota(at) => &scheme.quotas[usize::from(at)].name,
        Owner::Board if row.note == Note::Base => "基本分",
        Owner::Board => "本榜",
        Owner::Manual(_) => "手工调整",
    }
}

fn rule_name(rules: &[Rule], at: u16) -> &str {
    rules.get(usize::from(at)).map_or("", |rule| &rule.name)
}

/// What a row without an event is called in the column of events.
fn kind(row: &Row) -> &'static str {
    match row.note {
        Note::Event | Note::Unproved => "",
        Note::Reached => "达标计分",
        Note::InRule | Note::InBlock(_) => "叠加调整",
        Note::Replaced(_) => "替代",
        Note::Voided(_) => "清零",
        Note::Lost(_) => "失分",
        Note::Missing | Note::Lessened => "任务未完成",
        Note::Weighted => "加权",
        Note::Scaled => "折算",
        Note::Capped(_) => "封顶",
        Note::Floored(_) => "保底",
        Note::Base => "基本分",
        Note::Averaged => "人均",
        Note::Rounded => "取整",
        Note::Manual => "手工",
    }
}

fn why(scores: &Scores, row: &Row, rules: &[Rule]) -> String {
    let scheme = scores.scheme;
    let block = |at: u16| scheme.blocks[usize::from(at)].name.clone();
    let quota = |at: u16| scheme.quotas[usize::from(at)].name.clone();
    let of_case = match scores.item_behind(row).map(|item| scores.all.texts.get(item.case)) {
        Some(case) if !case.is_empty() && row.adjusts() => format!("（{case}）"),
        _ => String::new(),
    };
    let text = match row.note {
        Note::Event => String::new(),
        Note::Unproved => "缺少佐证材料，不计分".to_owned(),
        Note::Reached => format!("达到{}", row.factor.fraction()),
        Note::InRule => "同一规则只计一次或只计最高".to_owned(),
        Note::InBlock(at) => format!("“{}”内只计其一", block(at)),
        Note::Replaced(at) => format!("由“{}”替代", rule_name(rules, at)),
        Note::Voided(at) => format!("因“{}”清零", rule_name(rules, at)),
        Note::Lost(at) => format!("未完成“{}”，所得不计", quota(at)),
        Note::Missing => "未完成任务扣分".to_owned(),
        Note::Lessened => match row.owner {
            Owner::Quota(at) => format!("未完成任务，总分乘以{}", scheme.quotas[usize::from(at)].times),
            _ => String::new(),
        },
        Note::Weighted => "按权重计".to_owned(),
        Note::Scaled => "以最高者为准按比例折算".to_owned(),
        Note::Capped(scope) => format!("{}封顶", scope.word()),
        Note::Floored(scope) => format!("{}保底（扣完为止）", scope.word()),
        Note::Base => "起始分".to_owned(),
        Note::Averaged => "按人数平均".to_owned(),
        Note::Rounded => "合计取整".to_owned(),
        Note::Manual => manual(scores, row),
    };
    format!("{text}{of_case}")
}

fn manual(scores: &Scores, row: &Row) -> String {
    let Owner::Manual(at) = row.owner else { return String::new() };
    let one = &scores.all.adjustments[usize::from(at)];
    if one.by.is_empty() { one.reason.clone() } else { format!("{}（{}）", one.reason, one.by) }
}

fn event_in_words<'s>(scores: &'s Scores, event: &super::happening::Happening) -> Cow<'s, str> {
    let mut more: Vec<&str> = Vec::new();
    for word in [event.form, event.level, event.leader, event.grade, event.publication] {
        if word != Word::NONE {
            more.push(scores.text(word));
        }
    }
    if event.chief {
        more.push("主要领导");
    }
    let name = scores.text(event.event);
    if more.is_empty() {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(format!("{name}（{}）", more.join("，")))
    }
}

/// A line of a board as `minyi score` prints it: board, rank, name, points, and what is to be said of them.
pub fn line(scores: &Scores, board: &BoardScores, standing: &Standing) -> String {
    let rank = standing.rank.map_or("—".to_owned(), |rank| rank.to_string());
    let name = scores.text(standing.subject);
    let remarks = remarks(scores, board, standing);
    let gap = if remarks.is_empty() { "" } else { "\t" };
    format!("{}\t{rank}\t{name}\t{}{gap}{remarks}", board.name, standing.points)
}

/// A row as `minyi score --detail` prints it: board, name, day, rule, case, event, factor, points, title or why.
/// `unit` is 分 or 元.
pub fn row_line(
    scores: &Scores,
    board: &BoardScores,
    credited: &Credited,
    rules: &[Rule],
    unit: &str,
) -> String {
    let row = describe(scores, credited, rules);
    let case = if row.case.is_empty() { "—" } else { row.case };
    let parts = [
        board.name.as_str(),
        row.subject,
        &row.date.to_string(),
        row.rule,
        case,
        &row.event,
        &row.factor.to_string(),
        &format!("{}{unit}", row.points),
        &row.title,
    ];
    parts.join("\t").trim_end().to_owned()
}

/// Band, award, money and quotas of somebody, in words.
pub fn remarks(scores: &Scores, board: &BoardScores, standing: &Standing) -> String {
    let scheme = scores.scheme;
    let board = scheme.boards.iter().position(|one| one.name == board.name).unwrap_or(0);
    let mut parts: Vec<String> = vec![standing.band.clone(), standing.tier.clone()];
    if scheme.money.iter().any(|rule| Scheme::applies(&rule.boards, board)) {
        parts.push(format!("{}元", standing.money));
    }
    for one in standing.quotas.iter().filter(|one| !one.missing().is_zero()) {
        let quota = &scheme.quotas[usize::from(one.quota)];
        let span = if quota.per == Scope::Whole { String::new() } else { one.span.label() };
        parts.push(format!("{}{span}{}", quota.name, one.in_words()));
    }
    parts.extend(standing.failed.iter().map(|name| format!("不达标：{name}")));
    parts.extend(standing.barred.iter().map(|name| format!("取消评优：{name}")));
    parts.retain(|part| !part.is_empty());
    parts.join("；")
}

impl QuotaState {
    /// `缺1` or `完成`.
    pub fn in_words(&self) -> String {
        let missing = self.missing();
        if missing.is_zero() {
            return "完成".to_owned();
        }
        // What is wanted is below one only where it is a rate.
        if self.wanted < Fraction::ONE {
            let percent = missing.times(Fraction::whole(100)).rounded(1, Halves::Up);
            return format!("缺{percent}个百分点");
        }
        format!("缺{}", missing.rounded(2, Halves::Up))
    }
}
