//! What holds for all events and all schemes: order does not matter, doing it again changes nothing, totals are
//! sums of rows.
//! It never names a figure.

use crate::office::scoring::happening::{Adjustment, Happening, Happenings};
use crate::office::scoring::points::{Fraction, Halves, PLACES_MAX};
use crate::office::scoring::{line, parse::parse, presets, score};
use proptest::prelude::*;

const EVENTS: [&str; 8] = ["登记", "编发", "采用", "批示", "答复", "未采用", "失实", "抄袭"];
const ORGANS: [&str; 5] = ["区委", "市政协", "省政协", "全国政协", "民建中央"];
const LEVELS: [&str; 4] = ["", "区", "市", "省"];
const FORMS: [&str; 3] = ["", "单篇", "综合"];
const PEOPLE: [(&str, &str); 4] = [("甲", "委员"), ("乙", "委员"), ("丙", "信息员"), ("丁", "")];

/// A scheme with one of everything.
const EVERYTHING: &str = r#"
double = false
[round]
at = "合计"
places = 1
[[board]]
name = "人"
base = 3
cap = 60
floor = 0
share = "第一人一半"
ties = ["率"]
[[board]]
name = "委员"
role = "委员"
among = "上榜人"
share = "平分"
[[block]]
name = "外"
cap = { "每件" = 20, "每月" = 30, "全期" = 50 }
floor = 0
[[block]]
name = "里"
within = "外"
stack = "取高"
times = "2/3"
[[block]]
name = "比"
scale = 10
[[rule]]
name = "编"
event = "编发"
nth = { no = "1-2", per = "每月" }
points = 7
block = "里"
[[rule]]
name = "采"
event = "采用"
by = ["级别", "形式"]
points = { "市" = { "单篇" = 5, "其他" = 3 }, "其他" = { "其他" = 1 } }
block = "里"
[[rule]]
name = "批"
event = "批示"
points = 6
replaces = ["采"]
stack = "计一次"
per = "每月"
[[rule]]
name = "失"
event = "失实"
points = -3
void = "每件"
bar = true
block = "外"
[[rule]]
name = "抄"
event = "抄袭"
nth = "2-"
points = -5
void = "每季"
[[rule]]
name = "登"
event = "登记"
points = 1
block = "比"
[[rule]]
name = "多"
event = "登记"
steps = { "2" = 1, "4" = 3 }
per = "每月"
[[rule]]
name = "率分"
metric = "率"
points = 10
[[metric]]
name = "率"
event = "采用"
over = { event = "登记" }
[[factor]]
joint = true
times = "1/3"
[[quota]]
name = "月"
event = "登记"
least = 1
per = "每月"
minus = "1/3"
block = "外"
[[quota]]
name = "年"
event = "编发"
least = 3
lose = "比"
effect = ["不达标", "取消评优"]
[[money]]
event = "采用"
points = 20
board = "人"
share = "平分"
[[band]]
name = "优"
least = 20
[[tier]]
name = "奖"
top = "50%"
"#;

/// One event by numbers: case, event, organ, level, form, day, chief.
type Drawn = (u8, usize, usize, usize, usize, u32, bool);

fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    let one = (
        0_u8..8,
        0..EVENTS.len(),
        0..ORGANS.len(),
        0..LEVELS.len(),
        0..FORMS.len(),
        0_u32..365,
        any::<bool>(),
    );
    proptest::collection::vec(one, 0..40)
}

fn happenings(events: &[Drawn]) -> Happenings {
    let mut all = Happenings::default();
    // Words in the order in which they come: numbers differ from order to order, figures must not.
    for (case, event, organ, level, form, day, chief) in events {
        let item = all.item(&format!("2026-{case:04}"));
        let names: Vec<&(&str, &str)> =
            PEOPLE.iter().skip(usize::from(*case) % 3).take(1 + usize::from(*case) % 4).collect();
        let authors: Vec<u32> = names
            .iter()
            .map(|(name, role)| {
                let mut author = crate::office::scoring::happening::Author {
                    person: all.words.of(name),
                    ..Default::default()
                };
                author.traits[0] = if role.is_empty() { Vec::new() } else { vec![all.words.of(role)] };
                all.author(author)
            })
            .collect();
        all.set_authors(item, &authors);
        let date = chrono::NaiveDate::from_yo_opt(2026, day + 1).unwrap();
        let happening = Happening {
            item,
            event: all.words.of(EVENTS[*event]),
            organ: all.words.of(ORGANS[*organ]),
            level: all.words.of(LEVELS[*level]),
            form: all.words.of(FORMS[*form]),
            chief: *chief,
            date,
            ..Happening::default()
        };
        all.events.push(happening);
    }
    let name = all.words.of("甲");
    let adjustment = Adjustment {
        name,
        points: Fraction::parse("1.5").unwrap().rounded(PLACES_MAX, Halves::Up),
        reason: "座谈".into(),
        by: "秘书长".into(),
        board: crate::office::scoring::happening::Word::NONE,
        date: chrono::NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(),
    };
    all.adjustments.push(adjustment);
    all
}

/// Everything that is seen of scores.
fn seen(scheme: &str, all: &Happenings) -> Vec<String> {
    let scheme = parse("办法.toml", scheme).unwrap_or_else(|wrong| panic!("{wrong:#?}"));
    let period = scheme.period.year(2026).unwrap();
    let scores = score(&scheme, all, period, period.to);
    let mut lines = Vec::new();
    for board in &scores.boards {
        for standing in &board.standings {
            let rows = &standing.rows;
            assert_eq!(
                standing.points,
                rows.iter().map(|row| row.points).sum(),
                "a total is the sum of its rows"
            );
            lines.push(line(&scores, board, standing));
        }
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn figures_do_not_depend_on_the_order_of_entries(events in drawn(), turn in 0_usize..40) {
        let schemes = presets::PRESETS.iter().map(|(_, text)| *text).chain([EVERYTHING]);
        let mut other = events.clone();
        other.reverse();
        let middle = turn.min(other.len());
        other.rotate_left(middle);
        let (one, other) = (happenings(&events), happenings(&other));
        for scheme in schemes {
            let first = seen(scheme, &one);
            prop_assert_eq!(&first, &seen(scheme, &other));
            prop_assert_eq!(&first, &seen(scheme, &one), "again");
        }
    }
}
