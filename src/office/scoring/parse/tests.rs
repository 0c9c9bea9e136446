//! What is said of faults in a scoring file: all of them, with line and hint.
//! It never tests what a sound file does.

use super::super::presets::PRESETS;
use super::parse;
use crate::failure::Complaint;

fn complaints(text: &str) -> String {
    let found = parse("考核.toml", text).expect_err("must be refused");
    found.iter().map(Complaint::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn presets_have_no_fault() {
    for (name, text) in PRESETS {
        assert!(parse(name, text).is_ok(), "{name}: {}", complaints(text));
    }
}

#[test]
fn all_faults_come_at_once_with_line_and_hint() {
    let text = r#"titel = "办法"
validity = "收到"
events = ["采用", "培训"]
[period]
start = "13-01"
[round]
places = 7
[levels]
"市" = ["市政协"]
"省" = ["市政协"]
[[board]]
name = "委员"
of = "界别"
role = "委员"
ties = ["采用率"]
[[board]]
name = "委员"
[[block]]
name = "甲"
within = "乙"
cap = -1
[[block]]
name = "丙"
within = "丙"
floor = { "每件" = 5, "每天" = 1 }
cap = { "每件" = 3 }
[[rule]]
name = "编发"
event = "编法"
level = "县以上"
points = 5
colour = "红"
[[rule]]
name = "采用"
event = "采用"
points = 5
[[rule]]
name = "采用"
event = "采用"
points = 6
[[rule]]
name = "批示"
event = "批示"
points = 4
until = "2026-06-30"
[[rule]]
name = "批示"
event = "批示"
points = 6
from = "2026-06-30"
[[rule]]
points = "五"
[[rule]]
event = "培训"
[[rule]]
event = "答复"
points = { "A" = 5 }
[[rule]]
name = "表"
event = "答复"
by = ["答复类别", "形势"]
points = { "A" = 5 }
[[rule]]
name = "式"
event = "编发"
when = "人数 > 2 and 单伟 == '市政协'"
points = 1
replaces = ["编发了"]
[[factor]]
joint = true
rules = ["没有的"]
[[metric]]
name = "率"
event = "采用"
over = "很多"
[[quota]]
name = "任务"
effect = "通报"
[[money]]
event = "采用"
points = 20
[[tier]]
name = "奖"
"#;
    insta::assert_snapshot!(complaints(text));
}

#[test]
fn a_file_without_a_rule_scores_nothing() {
    insta::assert_snapshot!(complaints("title = \"空\""), @r#"考核.toml: there is no [[rule]] (hint: add [[rule]] with event = "编发" and points = 1)"#);
}

#[test]
fn words_of_tables_bounds_of_awards_and_circles_are_looked_at() {
    let text = r#"
[[rule]]
name = "采用"
event = "采用"
by = "级别"
points = { "县" = 5, "市以上" = 8, "其他" = 1 }
replaces = ["批示"]
[[rule]]
name = "批示"
event = "批示"
by = ["级别", "主要领导"]
points = { "市" = { "一把手" = 20 } }
replaces = ["答复"]
[[rule]]
name = "答复"
event = "答复"
points = "５"
replaces = ["采用"]
[[rule]]
event = "落实"
wanted = true
points = 1
[[rule]]
event = "落实"
wanted = false
points = 2
beyond = "1/2"
keep = 3
[[factor]]
times = "天数 -"
[[factor]]
times = "天 - 2"
[[factor]]
times = "联名"
[[metric]]
name = "率"
event = "采用"
over = 0
[[quota]]
name = "任务"
event = "登记"
least = -1
times = 2
[[band]]
name = "优秀"
least = 90
needs = "任物"
[[band]]
name = "优秀"
least = 80
[[tier]]
name = "奖"
top = 0
[[tier]]
name = "奖"
top = "110%"
[[block]]
name = "甲"
manual = true
[[block]]
name = "乙"
manual = true
"#;
    insta::assert_snapshot!(complaints(text));
}

#[test]
fn every_line_that_is_no_toml_is_told_of() {
    let text = "[[rule]]\nname = “编发”\nevent = 编发\npoints = {“市” = ５}\n[round]\nplaces = 2\n[round]\n";
    insta::assert_snapshot!(complaints(text));
    insta::assert_snapshot!(complaints("[[rule]\nevent = 编发\n规则 = \"甲\"\n"));
}
