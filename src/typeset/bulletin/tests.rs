//! The bulletin's sentences at 0, 1 and many.
//! They never count; figures are given.

use super::*;
use crate::office::activity::Activity;
use crate::office::bulletin::counts::{Instructions, LevelCount, Replies};
use crate::office::bulletin::{self, Files, GroupMeetings, Organ, Period, Source};
use crate::office::feedback::{Feedback, Outcome};
use crate::office::settings::STOCK;
use crate::office::wanted::WantedTopic;

fn settings() -> Settings {
    Settings::parse(STOCK).unwrap()
}

fn empty() -> Figures {
    bulletin::figures(&Source {
        period: Period::quarter(2026, 1),
        as_of: day(4, 1),
        cases: &[],
        files: &|_| Files::default(),
        returned: &[],
        activities: &[],
        topics: &[],
        rosters: &[],
        settings: &settings(),
    })
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn heard(result: Outcome) -> Heard {
    Heard {
        number: "2026-0001".parse().unwrap(),
        title: "关于停车的建议".into(),
        authors: vec!["张三".into()],
        unit: "区第一小学".into(),
        feedback: Feedback {
            organ: "区委".into(),
            result,
            form: None,
            leader: Some("王书记".into()),
            level: Some("区".into()),
            chief: true,
            date: day(3, 9),
            content: "请交通局研究".into(),
            grade: None,
            follow_up: None,
            evidence: Vec::new(),
        },
        seq: 1,
    }
}

#[test]
fn an_empty_quarter_reads_sensibly() {
    let view = view(&empty(), &settings());
    let said = [
        &view.总体情况,
        &view.时限情况,
        &view.采用情况,
        &view.批示情况,
        &view.答复情况,
        &view.跟踪情况,
        &view.统计情况,
        &view.活动情况,
        &view.要点情况,
    ];
    insta::assert_snapshot!(said.map(String::as_str).join("\n"));
}

#[test]
fn one_and_many_read_well() {
    let mut figures = empty();
    figures.counts.files = Files { registered: 3, returned: 1, duplicate: 0 };
    figures.counts.papers = 3;
    figures.counts.cases_issued = 2;
    figures.counts.issues = vec![("委员反映".into(), 2), ("转送".into(), 0)];
    figures.counts.adopted = 1;
    figures.counts.on_time = 2;
    figures.counts.unsent = 1;
    figures.counts.instructions = Instructions {
        cases: 1,
        times: 1,
        by_chiefs: 1,
        by_level: vec![LevelCount { level: "区".into(), cases: 1, times: 1 }],
    };
    figures.counts.replies = Replies { a: 1, ..Replies::default() };
    figures.previous.papers = 5;
    figures.previous.cases_issued = 2;
    figures.adopted = vec![Organ { name: "市政协".into(), cases: 1, items: Vec::new() }];
    figures.groups = vec![
        GroupMeetings {
            name: "经济小组".into(),
            meetings: vec![Activity {
                group: "经济小组".into(),
                date: day(3, 5),
                place: String::new(),
                topic: "选题会".into(),
                present: "8".into(),
            }],
            missed: Vec::new(),
        },
        GroupMeetings {
            name: "农业小组".into(),
            meetings: Vec::new(),
            missed: vec![Period::quarter(2026, 1)],
        },
    ];
    figures.next_topics =
        vec![WantedTopic { name: "电梯".into(), from: day(4, 1), to: day(6, 30), words: Vec::new() }];
    figures.instructions = vec![heard(Outcome::Instructed)];
    let view = view(&figures, &settings());
    let said = [
        &view.总体情况,
        &view.时限情况,
        &view.采用情况,
        &view.批示情况,
        &view.批示[0].文字,
        &view.答复情况,
        &view.活动情况,
        &view.要点情况,
    ];
    insta::assert_snapshot!(said.map(String::as_str).join("\n"));
}
