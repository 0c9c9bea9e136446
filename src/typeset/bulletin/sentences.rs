//! The bulletin's sentences: each reads well whether its figure is 0, 1 or many.
//! It never says a number that is not in the figures.

use super::{short_day, span};
use crate::office::bulletin::{Counts, Figures, Heard, Kind, Standing};
use crate::office::calendar::chinese_date;
use crate::office::settings::Settings;
use crate::typeset::view::{quoted, title_of};

/// Names in a sentence at most; more are counted.
const NAMES_MAX: usize = 120;

/// 一、总体情况: what came, what was issued, rates, comparison.
pub(super) fn whole(figures: &Figures) -> String {
    let mut paragraphs = vec![came(figures)];
    if figures.counts.papers > 0 || figures.counts.cases_issued > 0 {
        paragraphs.push(issued(figures));
    }
    paragraphs.push(compared(figures));
    paragraphs.join("\n")
}

fn came(figures: &Figures) -> String {
    let counts = &figures.counts;
    let files = counts.files;
    let when = span(figures.period.from(), figures.period.to());
    if files.received() == 0 && counts.papers == 0 {
        return format!("{when}，没有收到来稿。");
    }
    let mut sentence = format!("{when}，共收到来稿文件{}个，登记来稿{}件", files.received(), counts.papers);
    match (files.returned, files.duplicate) {
        (0, 0) => sentence.push_str("，没有退回的文件"),
        (returned, 0) => add(&mut sentence, format_args!("，退回文件{returned}个")),
        (0, duplicate) => add(&mut sentence, format_args!("，重复投放{duplicate}个")),
        (returned, duplicate) => {
            add(&mut sentence, format_args!("，退回文件{returned}个，重复投放{duplicate}个"));
        }
    }
    sentence.push('。');
    sentence
}

fn issued(figures: &Figures) -> String {
    let counts = &figures.counts;
    let mut sentence = if counts.cases_issued == 0 {
        "没有编发".to_owned()
    } else {
        let issues: Vec<String> = counts
            .issues
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(publication, count)| format!("《{publication}》{count}期"))
            .collect();
        format!("编发{}件，其中{}", counts.cases_issued, issues.join("、"))
    };
    match counts.adopted {
        0 => sentence.push_str("；没有收到采用反馈。"),
        adopted => add(&mut sentence, format_args!("；被采用{adopted}件。")),
    }
    if let (Some(adoption), Some(issue)) = (counts.adoption_rate(), counts.issue_rate()) {
        add(&mut sentence, format_args!("编发率{issue}%，采用率{adoption}%。"));
    }
    sentence
}

fn compared(figures: &Figures) -> String {
    let period = figures.period;
    let mut then = vec![(period.before(), &figures.previous)];
    if !period.a_year_ago().is_empty() {
        then.push((period.a_year_ago(), &figures.last_year));
    }
    let silent: Vec<&str> =
        then.iter().filter(|(_, counts)| counts.is_empty()).map(|(name, _)| *name).collect();
    let mut parts: Vec<String> = then
        .iter()
        .filter(|(_, counts)| !counts.is_empty())
        .map(|(name, counts)| comparison(name, &figures.counts, counts))
        .collect();
    if !silent.is_empty() {
        parts.push(format!("{}没有记录，不作比较", silent.join("和")));
    }
    format!("{}。", parts.join("；"))
}

fn comparison(name: &str, now: &Counts, then: &Counts) -> String {
    let changes = [
        change("登记", now.papers, then.papers, "件"),
        change("编发", now.cases_issued, then.cases_issued, "件"),
        change("采用", now.adopted, then.adopted, "件"),
        change("批示", now.instructions.times, then.instructions.times, "人次"),
    ];
    format!("与{name}相比，{}", changes.join("，"))
}

fn change(what: &str, now: u64, then: u64, unit: &str) -> String {
    match now.cmp(&then) {
        std::cmp::Ordering::Greater => format!("{what}增加{}{unit}", now - then),
        std::cmp::Ordering::Less => format!("{what}减少{}{unit}", then - now),
        std::cmp::Ordering::Equal => format!("{what}持平"),
    }
}

/// Punctuality against the deadlines.
pub(super) fn deadlines(figures: &Figures) -> String {
    let Counts { on_time, late, unsent, .. } = figures.counts;
    let mut sentence = match (on_time, late) {
        (0, 0) => format!("{}没有登记报送。", figures.period.this()),
        (on_time, 0) => format!("报送{on_time}件次，全部在限期内。"),
        (0, late) => format!("报送{late}件次，全部超过限期。"),
        (on_time, late) => {
            format!("报送{}件次，其中限期内{on_time}件次，超过限期{late}件次。", on_time + late)
        }
    };
    if unsent > 0 {
        add(&mut sentence, format_args!("另有{unsent}件次限期已过，尚未登记报送。"));
    }
    sentence
}

/// 二、采用情况.
pub(super) fn adopted(figures: &Figures) -> String {
    let this = figures.period.this();
    let organs: Vec<String> =
        figures.adopted.iter().map(|organ| format!("{}{}件", organ.name, organ.cases)).collect();
    let mut sentence = match figures.adopted.as_slice() {
        [] => format!("{this}没有收到采用反馈。"),
        [organ] => format!("{this}共有{}件来稿被{}采用。", organ.cases, organ.name),
        _ => format!("{this}共有{}件来稿被采用，其中{}。", figures.counts.adopted, organs.join("、")),
    };
    if figures.adopted.len() > 1 {
        let by_organs: u64 = figures.adopted.iter().map(|organ| organ.cases).sum();
        if by_organs > figures.counts.adopted {
            sentence.pop();
            sentence.push_str("（同一件被几个单位采用的，分别计入）。");
        }
    }
    if figures.declined > 0 {
        add(&mut sentence, format_args!("另有{}件次反馈未采用。", figures.declined));
    }
    sentence
}

/// 三、领导批示.
pub(super) fn instructions(figures: &Figures) -> String {
    let counts = &figures.counts.instructions;
    let this = figures.period.this();
    if counts.times == 0 {
        return format!("{this}没有收到领导批示。");
    }
    let mut sentence = format!("{this}共有{}件来稿获领导批示{}人次", counts.cases, counts.times);
    match counts.by_chiefs {
        0 => {}
        1 if counts.times == 1 => sentence.push_str("，为主要领导批示"),
        all if all == counts.times => sentence.push_str("，均为主要领导批示"),
        some => add(&mut sentence, format_args!("，其中主要领导{some}人次")),
    }
    let levels: Vec<String> = counts
        .by_level
        .iter()
        .map(|one| format!("{}{}件{}人次", level(&one.level), one.cases, one.times))
        .collect();
    add(&mut sentence, format_args!("。按级别：{}。", levels.join("，")));
    sentence
}

/// `市` to `市级`.
pub(super) fn level(level: &str) -> String {
    match level {
        "" => "未注明级别".to_owned(),
        "国" => "国家级".to_owned(),
        other => format!("{other}级"),
    }
}

/// One instruction as a sentence.
pub(super) fn instruction(heard: &Heard, figures: &Figures) -> String {
    let said = &heard.feedback;
    let chief = if said.chief { "主要领导" } else { "" };
    // The leader stands first: a day behind the number of a list reads as one more number.
    let who = match &said.leader {
        Some(leader) if chief.is_empty() => leader.clone(),
        Some(leader) => format!("{leader}（{chief}）"),
        None if chief.is_empty() => format!("{}领导", said.organ),
        None => format!("{}{chief}", said.organ),
    };
    let day = short_day(said.date, figures);
    let title = quoted(&title_of(&heard.title));
    let content = said.content.trim();
    let rest = match content {
        "" => "上作出批示。".to_owned(),
        text if text.ends_with(['。', '！', '”']) => format!("上批示：{text}"),
        text => format!("上批示：{text}。"),
    };
    format!("{who}{day}在{title}{rest}")
}

/// 四、答复和落实.
pub(super) fn replies(figures: &Figures) -> String {
    let replies = figures.counts.replies;
    let this = figures.period.this();
    let mut sentence = match replies.all() {
        0 => format!("{this}没有收到部门答复"),
        all => {
            let grades = [
                (replies.a, "A类（解决或基本解决）"),
                (replies.b, "B类（列入计划拟解决）"),
                (replies.c, "C类（留作参考）"),
                (replies.ungraded, "未注明类别"),
            ];
            let said: Vec<String> = grades
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, name)| format!("{name}{count}件次"))
                .collect();
            match said.as_slice() {
                [one] => format!("{this}收到部门答复{all}件次，{}", only(one, all)),
                _ => format!("{this}收到部门答复{all}件次，其中{}", said.join("，")),
            }
        }
    };
    match figures.counts.effects {
        0 => sentence.push_str("；没有登记落实情况。"),
        effects => add(&mut sentence, format_args!("；登记落实{effects}件次。")),
    }
    sentence
}

/// `A类（解决或基本解决）3件次` of three in all is `均为A类（解决或基本解决）`.
fn only(part: &str, all: u64) -> String {
    let name = part.trim_end_matches(&format!("{all}件次"));
    if all == 1 { format!("为{name}") } else { format!("均为{name}") }
}

/// 五、重点跟踪.
pub(super) fn follow_ups(figures: &Figures) -> String {
    let when = chinese_date(figures.as_of);
    match figures.follow_ups.len() {
        0 => format!("截至{when}，没有尚待落实的重点跟踪事项。"),
        count => format!("截至{when}，列入重点跟踪、尚待落实的有{count}件。"),
    }
}

/// 六: what the tables are of.
pub(super) fn standings(figures: &Figures, settings: &Settings) -> String {
    if figures.standings.is_empty() {
        return "尚未启用名册，没有分类统计。".to_owned();
    }
    let counted = settings.quota.counts.word();
    format!(
        "报送、登记、编发、采用为{}的件数；“全年”为截至{}按{counted}计的完成数和全年任务数。",
        figures.period.this(),
        chinese_date(figures.as_of.min(figures.period.to())),
    )
}

/// One sentence on a kind.
pub(super) fn standing(figures: &Figures, kind: Kind) -> String {
    let rows: Vec<&Standing> = figures.of_kind(kind).collect();
    let (all, measure) =
        (rows.len(), if kind == Kind::Member || kind == Kind::Informant { "名" } else { "个" });
    let handed_in = rows.iter().filter(|row| row.submitted > 0).count();
    let this = figures.period.this();
    let mut sentence = match handed_in {
        0 => format!("共{all}{measure}{}，{this}都没有报送", kind.word()),
        some if some == all => format!("共{all}{measure}{}，{this}都有报送", kind.word()),
        some => format!("共{all}{measure}{}，{this}有报送的{some}{measure}", kind.word()),
    };
    let asked = rows.iter().filter(|row| row.wanted > 0).count();
    if asked > 0 {
        match rows.iter().filter(|row| row.wanted > 0 && row.missing == 0).count() {
            0 => add(&mut sentence, format_args!("；尚无一{measure}完成全年任务")),
            done if done == asked => sentence.push_str("；都已完成全年任务"),
            done => add(&mut sentence, format_args!("；已完成全年任务的{done}{measure}")),
        }
    }
    sentence.push('。');
    if kind == Kind::Member {
        sentence.push_str(&silent(&rows));
    }
    sentence
}

/// Members of whom nothing came this year, by name.
fn silent(rows: &[&Standing]) -> String {
    let names: Vec<&str> =
        rows.iter().filter(|row| row.wanted > 0 && row.missing > 0).map(|row| row.name.as_str()).collect();
    match names.len() {
        0 => String::new(),
        count if count <= NAMES_MAX => format!("本年尚未完成的{count}名：{}。", names.join("、")),
        count => format!("本年尚未完成的{count}名，名单可用 minyi quota 查看。"),
    }
}

/// 七、信息小组活动.
pub(super) fn meetings(figures: &Figures) -> String {
    let this = figures.period.this();
    let times: usize = figures.groups.iter().map(|group| group.meetings.len()).sum();
    let met = figures.groups.iter().filter(|group| !group.meetings.is_empty()).count();
    let mut sentence = match (figures.groups.len(), times) {
        (0, _) => return format!("名册中没有信息小组，{this}没有登记活动。"),
        (all, 0) => format!("共{all}个信息小组，{this}没有登记活动。"),
        (all, times) if met == all => format!("{all}个信息小组都开展了活动，共{times}次。"),
        (all, times) => format!("{all}个信息小组中，{met}个开展了活动，共{times}次。"),
    };
    let quarters = figures.period.quarters();
    for quarter in &quarters {
        let missed: Vec<&str> = figures
            .groups
            .iter()
            .filter(|group| group.missed.contains(quarter))
            .map(|group| group.name.as_str())
            .collect();
        if !missed.is_empty() && (times > 0 || quarters.len() > 1) {
            let when = if quarters.len() == 1 { this.to_owned() } else { quarter.name() };
            add(&mut sentence, format_args!("{when}没有开展活动的：{}。", missed.join("、")));
        }
    }
    sentence
}

/// 八、下季度征集要点.
pub(super) fn topics(figures: &Figures) -> String {
    let (this, behind) = (figures.period.this(), figures.period.behind());
    let mut sentence = String::new();
    if !figures.topics.is_empty() {
        let each: Vec<String> =
            figures.topics.iter().map(|one| format!("“{}”{}件", one.topic.name, one.papers)).collect();
        let all: u64 = figures.topics.iter().map(|one| one.papers).sum();
        sentence = match all {
            0 => format!("{this}的征集要点还没有来稿。"),
            _ => format!("{this}的征集要点收到来稿：{}。", each.join("，")),
        };
    }
    match figures.next_topics.len() {
        0 => add(&mut sentence, format_args!("{behind}征集要点尚未确定。")),
        count => add(
            &mut sentence,
            format_args!("{behind}征集要点{count}个，请各单位和委员、信息员围绕要点反映情况："),
        ),
    }
    sentence
}

fn add(sentence: &mut String, more: std::fmt::Arguments<'_>) {
    use std::fmt::Write;
    // Writing to a string cannot fail.
    let _ = sentence.write_fmt(more);
}
