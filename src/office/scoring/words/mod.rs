//! A scheme in words, for the 规则 sheet: what each rule matches, what it gives, how far.
//! It never computes anything.

mod terms;

use super::period::Scope;
use super::points::{Fraction, Points};
use super::scheme::{
    Amount, Block, Board, Counted, Counting, Credit, Factor, Metric, Over, Quota, Range, Rule, Scheme, Share,
    Tier, Top,
};
pub use terms::condition;
use terms::{bounds, dated_word, meant, range, sharing, stacking, validity};

/// One line of the 规则 sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// 榜, 规则, 计分块, 系数, 统计量, 任务, 稿酬, 等次, 奖项.
    pub kind: &'static str,
    /// Name.
    pub name: String,
    /// Boards, or 各榜.
    pub boards: String,
    /// What it matches.
    pub condition: String,
    /// What it gives.
    pub points: String,
    /// How things are taken together and bounded.
    pub terms: String,
    /// Days between which it holds.
    pub validity: String,
}

/// All lines of a scheme in the order of its file, kind by kind.
pub fn lines(scheme: &Scheme) -> Vec<Line> {
    let mut lines: Vec<Line> = scheme.boards.iter().map(of_board).collect();
    lines.extend(scheme.rules.iter().map(|rule| of_rule(scheme, rule, "规则", "分")));
    lines.extend(scheme.blocks.iter().map(|block| of_block(scheme, block)));
    lines.extend(scheme.factors.iter().map(|factor| of_factor(scheme, factor)));
    lines.extend(scheme.metrics.iter().map(of_metric));
    lines.extend(scheme.quotas.iter().map(|quota| of_quota(scheme, quota)));
    lines.extend(scheme.money.iter().map(|rule| of_rule(scheme, rule, "稿酬", "元")));
    lines.extend(scheme.bands.iter().map(|band| Line {
        kind: "等次",
        name: band.name.clone(),
        boards: boards(scheme, &band.boards),
        points: format!("{}分以上", band.least),
        terms: needs(scheme, &band.needs),
        ..Line::default()
    }));
    lines.extend(scheme.tiers.iter().map(|tier| of_tier(scheme, tier)));
    lines
}

fn of_board(board: &Board) -> Line {
    let mut who: Vec<String> = Vec::new();
    if !board.roles.is_empty() {
        who.push(board.roles.join("、"));
    }
    if !board.except.is_empty() {
        who.push(format!("不含{}", board.except.join("、")));
    }
    who.extend(board.kinds.iter().cloned());
    who.extend(meant(&board.who));
    let mut terms = Vec::new();
    if board.share != Share::FULL {
        terms.push(format!("联名：{}", sharing(&board.share)));
    }
    if board.each_person {
        terms.push("按人计".to_owned());
    }
    if board.per_head {
        terms.push("取人均分".to_owned());
    }
    terms.extend(bounds(&board.limits));
    terms.extend(board.unranked.as_ref().and_then(meant).map(|who| format!("不排名：{who}")));
    Line {
        kind: "榜",
        name: board.name.clone(),
        boards: board.name.clone(),
        condition: who.join("；"),
        points: if board.base == Points::ZERO { String::new() } else { format!("起始{}分", board.base) },
        terms: terms.join("；"),
        validity: String::new(),
    }
}

fn of_rule(scheme: &Scheme, rule: &Rule, kind: &'static str, unit: &str) -> Line {
    let mut terms = Vec::new();
    if let Some(block) = rule.block {
        terms.push(format!("计入“{}”", scheme.blocks[block].name));
    }
    if let Some(nth) = rule.nth {
        let which = range(Range { from: nth.from, to: nth.to });
        let what = if nth.events { "次" } else { "件" };
        terms.push(format!("{}第{which}{what}", if nth.per == Scope::Whole { "" } else { nth.per.word() }));
    }
    terms.extend(stacking(rule.stack, rule.per, rule.keep));
    if let Some(share) = rule.share {
        terms.push(format!("联名：{}", sharing(&share)));
    }
    match rule.credit {
        Credit::Signed => {}
        Credit::Sources => terms.push("给各来源计分".to_owned()),
        Credit::All => terms.push("给署名和各来源计分".to_owned()),
    }
    if !rule.replaces.is_empty() {
        terms.push(format!("替代{}", rule.replaces.join("、")));
    }
    if let Some(scope) = rule.void {
        terms.push(format!("{}得分清零", scope.word()));
    }
    if rule.bar {
        terms.push("取消评优".to_owned());
    }
    terms.extend(bounds(&rule.limits));
    if let Some(dated) = rule.dated {
        terms.push(format!("按{}", dated_word(dated)));
    }
    let what = match rule.metric.and_then(|at| scheme.metrics.get(at)) {
        Some(metric) => format!("按{}，{}", metric.name, rule.per.word()),
        None if !rule.steps.is_empty() => format!("{}{}", rule.per.word(), condition(&rule.condition)),
        None => condition(&rule.condition),
    };
    Line {
        kind,
        name: rule.name.clone(),
        boards: boards(scheme, &rule.boards),
        condition: what,
        points: amount(rule, unit),
        terms: terms.join("；"),
        validity: validity(rule.from, rule.until),
    }
}

fn of_block(scheme: &Scheme, block: &Block) -> Line {
    let mut terms = Vec::new();
    if let Some(outer) = block.within {
        terms.push(format!("在“{}”之内", scheme.blocks[outer].name));
    }
    terms.extend(stacking(block.stack, block.per, block.keep));
    if block.manual {
        terms.push("含手工调整".to_owned());
    }
    if block.times != Fraction::ONE {
        terms.push(format!("权重{}", block.times));
    }
    if let Some(full) = block.scale {
        terms.push(format!("最高者{full}分，其余按比例"));
    }
    terms.extend(bounds(&block.limits));
    let rules =
        scheme.rules.iter().filter(|rule| rule.block.is_some_and(|at| scheme.blocks[at].name == block.name));
    let names: Vec<&str> = rules.map(|rule| rule.name.as_str()).collect();
    Line {
        kind: "计分块",
        name: block.name.clone(),
        boards: "各榜".to_owned(),
        condition: names.join("、"),
        points: if block.base == Points::ZERO { String::new() } else { format!("起始{}分", block.base) },
        terms: terms.join("；"),
        validity: String::new(),
    }
}

fn of_factor(scheme: &Scheme, factor: &Factor) -> Line {
    let on = if factor.rules.is_empty() { "各规则".to_owned() } else { factor.rules.join("、") };
    Line {
        kind: "系数",
        name: factor.name.clone(),
        boards: boards(scheme, &factor.boards),
        condition: condition(&factor.condition),
        points: factor
            .measure
            .as_ref()
            .map_or_else(|| in_words(&factor.times, "×", ""), |measure| format!("×（{}）", measure.source())),
        terms: format!("用于{on}"),
        validity: validity(factor.from, factor.until),
    }
}

fn of_metric(metric: &Metric) -> Line {
    let count = match metric.unit {
        Counting::Items => "件数",
        Counting::Events => "次数",
        Counting::People => "人数",
    };
    let over = match &metric.over {
        Over::Nothing => String::new(),
        Over::Count(one) => format!(" ÷ （{}）{count}", condition(one)),
        Over::Number(number) => format!(" ÷ {number}"),
        Over::Heads => " ÷ 单位人数".to_owned(),
    };
    let mut terms = Vec::new();
    terms.extend(metric.most.map(|most| format!("最多{most}")));
    if metric.whole {
        terms.push("取整数".to_owned());
    }
    Line {
        kind: "统计量",
        name: metric.name.clone(),
        condition: format!("（{}）{count}{over}", condition(&metric.condition)),
        terms: terms.join("；"),
        ..Line::default()
    }
}

fn of_quota(scheme: &Scheme, quota: &Quota) -> Line {
    let what = match &quota.what {
        Counted::Items(one) | Counted::Events(one) => condition(one),
        Counted::Metric(at) => scheme.metrics[*at].name.clone(),
        Counted::Points(Some(at)) => format!("“{}”得分", scheme.blocks[*at].name),
        Counted::Points(None) => "得分".to_owned(),
    };
    let mut terms = Vec::new();
    if !quota.minus.is_zero() {
        terms.push(format!("每缺一个扣{}分", quota.minus));
    }
    if quota.times != Fraction::ONE {
        terms.push(format!("未完成的总分乘以{}", quota.times));
    }
    if let Some((block, _)) = quota.lose {
        terms.push(format!("失去“{}”", scheme.blocks[block].name));
    }
    if quota.fail {
        terms.push("不达标".to_owned());
    }
    if quota.bar {
        terms.push("取消评优".to_owned());
    }
    if quota.running > 1 {
        terms.push(format!("连续{}次才计", quota.running));
    }
    if terms.is_empty() {
        terms.push("只提示".to_owned());
    }
    Line {
        kind: "任务",
        name: quota.name.clone(),
        boards: boards(scheme, &quota.boards),
        condition: what,
        points: format!("{}至少{}", quota.per.word(), quota.least),
        terms: terms.join("；"),
        validity: String::new(),
    }
}

fn of_tier(scheme: &Scheme, tier: &Tier) -> Line {
    let mut terms = vec![needs(scheme, &tier.needs)];
    terms.extend(tier.least.map(|least| format!("须{least}分以上")));
    terms.push(if tier.ties { "并列都评" } else { "不超名额" }.to_owned());
    terms.retain(|term| !term.is_empty());
    Line {
        kind: "奖项",
        name: tier.name.clone(),
        boards: boards(scheme, &tier.boards),
        points: match tier.top {
            Top::Number(number) => format!("前{number}名"),
            Top::Part(part) => format!("前{}%", part.times(Fraction::whole(100))),
        },
        terms: terms.join("；"),
        ..Line::default()
    }
}

fn boards(scheme: &Scheme, places: &[usize]) -> String {
    if places.is_empty() {
        return "各榜".to_owned();
    }
    let names: Vec<&str> = places.iter().map(|at| scheme.boards[*at].name.as_str()).collect();
    names.join("、")
}

fn needs(scheme: &Scheme, quotas: &[usize]) -> String {
    let names: Vec<&str> = quotas.iter().map(|at| scheme.quotas[*at].name.as_str()).collect();
    if names.is_empty() { String::new() } else { format!("须完成{}", names.join("、")) }
}

fn amount(rule: &Rule, unit: &str) -> String {
    if !rule.steps.is_empty() {
        let step = |(least, points): &(Fraction, Fraction)| format!("达到{least}：{points}{unit}");
        return rule.steps.iter().map(step).collect::<Vec<_>>().join("；");
    }
    in_words(&rule.amount, if rule.metric.is_some() { "×" } else { "" }, unit)
}

/// Numbers of a rule or factor: one, or one for each row of its table.
fn in_words(amount: &Amount, sign: &str, unit: &str) -> String {
    match amount {
        Amount::Fixed(number) => format!("{sign}{number}{unit}"),
        Amount::Table { rows, .. } => {
            let row = |(words, number): &(Vec<String>, Fraction)| {
                format!("{} {sign}{number}{unit}", words.join("·"))
            };
            rows.iter().map(row).collect::<Vec<_>>().join("；")
        }
    }
}
