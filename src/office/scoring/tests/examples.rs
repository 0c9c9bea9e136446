//! The worked examples of real schemes (T1 to T4 and T7).
//! It never asserts how, only how much.

use crate::office::scoring::{events, parse::parse, presets, score};

/// Totals of a board, as `name points`.
pub(super) fn totals(scheme: &str, happened: &str) -> Vec<String> {
    let scheme = parse("考核.toml", scheme).unwrap_or_else(|wrong| panic!("{wrong:#?}"));
    let all =
        events::read("事项.toml", happened, &scheme.events).unwrap_or_else(|wrong| panic!("{wrong:#?}"));
    let days = || all.events.iter().map(|event| event.date).chain(all.adjustments.iter().map(|one| one.date));
    let period = scheme.period.around(days().min().unwrap(), days().max().unwrap()).unwrap();
    let scores = score(&scheme, &all, period, period.to);
    let mut lines = Vec::new();
    for board in &scores.boards {
        for standing in &board.standings {
            let rows = &standing.rows;
            let sum = rows.iter().map(|row| row.points).sum();
            assert_eq!(standing.points, sum, "a total is the sum of its rows");
            lines.push(format!("{} {} {}", board.name, scores.text(standing.subject), standing.points));
        }
    }
    lines
}

fn preset(name: &str) -> &'static str {
    presets::preset(name).unwrap()
}

const T1: &str = r#"
[[event]]
case = "1"
authors = ["甲"]
event = "采用"
organ = "民建市委"
date = 2014-03-01
wanted = true
[[event]]
case = "1"
event = "采用"
organ = "民建中央"
date = 2014-03-02
[[event]]
case = "1"
event = "采用"
organ = "市政协"
date = 2014-03-03
[[event]]
case = "1"
event = "采用"
organ = "全国政协"
date = 2014-03-04
[[event]]
case = "1"
event = "批示"
level = "市"
date = 2014-03-05
"#;

#[test]
fn t1_cumulative_and_highest() {
    let scheme = preset("累计计分（民建北京市委式）.toml");
    assert_eq!(totals(scheme, T1), ["个人 甲 51"]);
    let highest = scheme
        .replace(
            "[[board]]\nname = \"个人\"",
            "[[block]]\nname = \"采用\"\nstack = \"取高\"\n[[board]]\nname = \"个人\"",
        )
        .replace("points = 1\n", "points = 1\nblock = \"采用\"\n")
        .replace("points = 5\n", "points = 5\nblock = \"采用\"\n")
        .replace("points = 20\n", "points = 20\nblock = \"采用\"\n");
    assert_eq!(totals(&highest, T1), ["个人 甲 40"]);
}

#[test]
fn t2_any_of_a_line_counts_once() {
    let happened = r#"{"events": [
        {"case": "1", "event": "登记", "unit": "一支部", "date": "2026-01-01"},
        {"case": "1", "event": "采用", "organ": "省政协", "date": "2026-01-02"},
        {"case": "1", "event": "批示", "level": "省", "date": "2026-01-03"},
        {"case": "1", "event": "采用", "organ": "民革中央", "date": "2026-01-04"},
        {"case": "1", "event": "采用", "organ": "全国政协", "date": "2026-01-05"},
        {"case": "1", "event": "批示", "level": "国", "date": "2026-01-06"}]}"#;
    assert_eq!(totals(preset("支部考评（民革安徽省委会式）.toml"), happened), ["支部 一支部 40"]);
}

#[test]
fn t3_joint_and_merged_before_and_after_the_change() {
    let scheme = preset("联名折半（虹口区政协式）.toml");
    let case = |day: &str, authors: &str, form: &str, more: &str| {
        format!(
            r#"{{"people": [{{"name": "A", "role": "委员"}}, {{"name": "B", "role": "委员"}}, {{"name": "C"}}],
            "events": [{{"case": "1", "event": "登记", "authors": [{authors}], "form": "{form}", "date": "{day}"}},
            {{"case": "1", "event": "批示", "level": "区", "date": "{day}"}}{more}]}}"#
        )
    };
    let (sole, joint) = (r#""A""#, r#""A", "B", "C""#);
    for (day, expected) in [("2020-04-02", ["6", "3", "3", "1.5"]), ("2020-04-03", ["6", "4", "3", "2"])] {
        let cases = [(sole, "单篇"), (sole, "综合"), (joint, "单篇"), (joint, "综合")];
        for ((authors, form), points) in cases.into_iter().zip(expected) {
            let found = totals(scheme, &case(day, authors, form, ""));
            let b = if authors == sole { "0" } else { points };
            assert_eq!(found, [format!("委员 A {points}"), format!("委员 B {b}")], "{day} {authors} {form}");
        }
    }
    let more = r#", {"case": "1", "event": "答复", "level": "区", "date": "2020-04-05"}"#;
    assert_eq!(totals(scheme, &case("2020-04-03", sole, "单篇", more)), ["委员 A 6", "委员 B 0"]);
}

#[test]
fn t4_caps_and_ordinals() {
    let scheme = preset("履职封顶（桐城市政协式）.toml");
    let two = r#"{"events": [{"case": 1, "event": "登记", "authors": "甲", "date": "2019-01-01"},
        {"case": 2, "event": "登记", "authors": "甲", "date": "2019-02-01"},
        {"case": 2, "event": "采用", "date": "2019-02-02"}]}"#;
    assert_eq!(totals(scheme, two), ["委员 甲 15"]);
    let one = r#"{"events": [{"case": 1, "event": "登记", "authors": "甲", "date": "2019-01-01"}]}"#;
    assert_eq!(totals(scheme, one), ["委员 甲 10"]);
    let scheme = preset("基本分加分（合肥某市式）.toml");
    for (adopted, above, expected) in [(6, 2, "40"), (8, 2, "42")] {
        let mut events = Vec::new();
        for case in 0..adopted + 3 {
            let event = if case < adopted { "编发" } else { "未采用" };
            events.push(format!(
                r#"{{"case": "{case}", "event": "{event}", "authors": "甲", "date": "2026-01-{:02}"}}"#,
                case + 1
            ));
        }
        for case in 0..above {
            events.push(format!(
                r#"{{"case": "{case}", "event": "采用", "organ": "合肥市政协", "date": "2026-02-01"}}"#
            ));
        }
        assert_eq!(totals(scheme, &format!("[{}]", events.join(","))), [format!("委员 甲 {expected}")]);
    }
}

/// Quotas of a board's people, as `quota: name 缺1`.
fn quotas(scheme: &str, happened: &str) -> Vec<String> {
    let scheme = parse("考核.toml", scheme).unwrap_or_else(|wrong| panic!("{wrong:#?}"));
    let all =
        events::read("事项.toml", happened, &scheme.events).unwrap_or_else(|wrong| panic!("{wrong:#?}"));
    let period = scheme.period.year(2026).unwrap();
    let scores = score(&scheme, &all, period, period.to);
    let mut lines = Vec::new();
    for standing in scores.boards.iter().flat_map(|board| &board.standings) {
        for one in &standing.quotas {
            let name = &scheme.quotas[usize::from(one.quota)].name;
            lines.push(format!("{name}: {} {}", scores.text(standing.subject), one.in_words()));
        }
    }
    lines
}

#[test]
fn t7_quotas_of_people_and_units() {
    let mut events = Vec::new();
    for case in 0..5 {
        events.push(format!(
            r#"{{"case": "信{case}", "event": "登记", "authors": "丙", "date": "2026-01-02"}}"#
        ));
        events.push(format!(
            r#"{{"case": "专{case}", "event": "登记", "unit": "经济委", "date": "2026-01-02"}}"#
        ));
        if case < 4 {
            events.push(format!(
                r#"{{"case": "界{case}", "event": "登记", "unit": "经济界", "date": "2026-01-02"}}"#
            ));
        }
    }
    let happened = format!(
        r#"{{"people": [{{"name": "乙", "role": "委员"}}, {{"name": "丙", "role": ["委员", "信息员"]}}],
        "units": [{{"name": "经济界", "kind": "界别"}}, {{"name": "经济委", "kind": "专委会"}}],
        "events": [{}]}}"#,
        events.join(",")
    );
    let scheme = preset(presets::DEFAULT);
    assert_eq!(
        quotas(scheme, &happened),
        [
            "委员每年1件: 丙 完成",
            "委员每年1件: 乙 缺1",
            "信息员每年5件: 丙 完成",
            "每个单位每年5件: 经济界 缺1",
            "每个单位每年5件: 经济委 完成"
        ]
    );
    let single = format!("double = false\n{scheme}");
    assert!(
        quotas(&single, &happened).contains(&"信息员每年5件: 丙 缺1".to_owned()),
        "one item met the quota of a 委员"
    );
}

#[test]
fn a_weighted_block_is_bounded_by_what_it_weighs() {
    let scheme = r#"
[[block]]
name = "成果"
times = "0.6"
cap = { "每件" = 30, "全期" = 70 }
[[rule]]
event = "采用"
points = 40
block = "成果"
[[rule]]
event = "批示"
points = 15
block = "成果"
"#;
    let happened = r#"{"events": [
        {"case": "1", "event": "采用", "authors": ["甲"], "date": "2026-01-01"},
        {"case": "1", "event": "批示", "date": "2026-01-03"},
        {"case": "2", "event": "批示", "authors": ["甲"], "date": "2026-01-04"}]}"#;
    // 55 × 0.6 = 33, of which 30; and 15 × 0.6 = 9.
    assert_eq!(totals(scheme, happened), ["个人 甲 39"]);
}

#[test]
fn the_best_few_count_of_those_whom_a_board_names() {
    let scheme = r#"
[[board]]
name = "一类单位"
of = "反映单位"
who = { name = ["甲"] }
[[board]]
name = "二类单位"
of = "反映单位"
who = { not = { name = ["甲"] } }
[[board]]
name = "委员"
unranked = { rank = "主席" }
[[block]]
name = "代表作"
stack = "取高"
keep = 2
per = "全期"
[[rule]]
event = "采用"
by = "级别"
points = { "区" = 2, "市" = 5, "省" = 9 }
block = "代表作"
"#;
    let happened = r#"{"people": [{"name": "子", "rank": "主席"}], "events": [
        {"case": "1", "event": "采用", "level": "区", "unit": "甲", "authors": ["子"], "date": "2026-01-01"},
        {"case": "2", "event": "采用", "level": "市", "unit": "甲", "authors": ["丑"], "date": "2026-01-02"},
        {"case": "3", "event": "采用", "level": "省", "unit": ["甲", "乙"], "date": "2026-01-03"}]}"#;
    let expected = ["一类单位 甲 14", "二类单位 乙 9", "委员 丑 5", "委员 子 2"];
    assert_eq!(totals(scheme, happened), expected);
}

#[test]
fn points_a_head_and_a_total_made_less() {
    let scheme = r#"
[[board]]
name = "党派"
of = "反映单位"
average = true
[[rule]]
event = "登记"
points = 10
[[quota]]
name = "2件"
event = "登记"
least = 2
times = "80%"
"#;
    let happened = r#"{"units": [{"name": "民革", "members": 4}, {"name": "民盟", "members": 8}], "events": [
        {"case": "1", "event": "登记", "unit": "民革", "date": "2026-01-01"},
        {"case": "2", "event": "登记", "unit": "民盟", "date": "2026-01-02"},
        {"case": "3", "event": "登记", "unit": "民盟", "date": "2026-01-03"}]}"#;
    assert_eq!(totals(scheme, happened), ["党派 民盟 2.5", "党派 民革 2"]);
}
