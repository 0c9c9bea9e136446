//! Figures of a period as the bulletin's template names them, and its charts.
//! It never counts; it puts figures into rows and sentences.

mod notes;
mod sentences;
#[cfg(test)]
mod tests;

use super::chart::Chart;
use super::title;
use super::view::{self, quoted, title_of};
use crate::office::bulletin::view::{
    AdoptedRow, BulletinView, ChartPlaces, CountsView, FollowUpView, InstructionRow, MeetingRow, ReplyRow,
    StandingRow, StandingTable, TopicRow,
};
use crate::office::bulletin::{Counts, Figures, Heard, Kind, Standing};
use crate::office::calendar::chinese_date;
use crate::office::settings::Settings;
use chrono::{Datelike, NaiveDate};

/// Name in the masthead and in file names.
pub const NAME: &str = "业务通讯";
/// Places of the charts in the template.
const WHOLE: &str = "总体";
const SECTORS: &str = "界别";
/// Bars of the chart of sectors at most: more are not read.
const BARS_MAX: usize = 16;

/// The figures as the template names them.
pub fn view(figures: &Figures, settings: &Settings) -> BulletinView {
    let period = figures.period;
    let heading = format!("{}社情民意信息工作情况", period.name());
    BulletinView {
        机关: view::office(&settings.office),
        刊名: NAME.to_owned(),
        标题行: title::broken(&heading),
        标题: heading,
        期间: period.name(),
        起止: span(period.from(), period.to()),
        截至: chinese_date(figures.as_of),
        本期: period.this().to_owned(),
        下期: period.behind().to_owned(),
        数: counts(&figures.counts),
        上期: counts(&figures.previous),
        同期: counts(&figures.last_year),
        总体情况: sentences::whole(figures),
        时限情况: sentences::deadlines(figures),
        采用情况: sentences::adopted(figures),
        采用: adopted_rows(figures),
        批示情况: sentences::instructions(figures),
        批示: (1..)
            .zip(&figures.instructions)
            .map(|(number, heard)| instruction_row(number, heard, figures))
            .collect(),
        答复情况: sentences::replies(figures),
        答复: (1..)
            .zip(&figures.replies)
            .map(|(number, heard)| reply_row(number, heard, figures))
            .collect(),
        落实: (1..)
            .zip(&figures.effects)
            .map(|(number, heard)| reply_row(number, heard, figures))
            .collect(),
        跟踪情况: sentences::follow_ups(figures),
        跟踪: figures.follow_ups.iter().map(|row| follow_up_row(row, figures)).collect(),
        统计情况: sentences::standings(figures, settings),
        统计: tables(figures),
        活动情况: sentences::meetings(figures),
        活动: meeting_rows(figures),
        要点情况: sentences::topics(figures),
        要点: topic_rows(figures),
        口径: notes::notes(figures, settings),
        图表: ChartPlaces { 总体: Chart::place(WHOLE), 界别: Chart::place(SECTORS) },
    }
}

/// The charts, by the places that the view names.
pub fn charts(figures: &Figures) -> Vec<Chart> {
    vec![whole_chart(figures), sector_chart(figures)]
}

/// `3月9日`, with the year where it is not the period's.
pub(super) fn short_day(day: NaiveDate, figures: &Figures) -> String {
    if day.year() == figures.period.of_year() {
        format!("{}月{}日", day.month(), day.day())
    } else {
        chinese_date(day)
    }
}

/// `2026年1月1日至3月31日`.
fn span(from: NaiveDate, to: NaiveDate) -> String {
    if from.year() == to.year() {
        format!("{}至{}月{}日", chinese_date(from), to.month(), to.day())
    } else {
        format!("{}至{}", chinese_date(from), chinese_date(to))
    }
}

fn counts(counts: &Counts) -> CountsView {
    CountsView {
        收到: counts.files.received(),
        退回: counts.files.returned,
        重复: counts.files.duplicate,
        登记: counts.papers,
        编发: counts.cases_issued,
        采用: counts.adopted,
        采用率: counts.adoption_rate().unwrap_or_default(),
        编发率: counts.issue_rate().unwrap_or_default(),
        批示件: counts.instructions.cases,
        批示人次: counts.instructions.times,
        答复A: counts.replies.a,
        答复B: counts.replies.b,
        答复C: counts.replies.c,
        落实: counts.effects,
        按时: counts.on_time,
        逾期: counts.late,
    }
}

fn adopted_rows(figures: &Figures) -> Vec<AdoptedRow> {
    let items = figures.adopted.iter().flat_map(|organ| organ.items.iter().map(move |item| (organ, item)));
    let row = |(number, (organ, item)): (usize, (&crate::office::bulletin::Organ, &Heard))| AdoptedRow {
        序号: number,
        单位: organ.name.clone(),
        登记号: item.number.to_string(),
        题目: title_of(&item.title),
        反映人: if item.authors.is_empty() { item.unit.clone() } else { item.authors.join("、") },
        反映单位: item.unit.clone(),
        形式: item.feedback.form.map(|form| form.to_string()).unwrap_or_default(),
        日期: short_day(item.feedback.date, figures),
    };
    (1..).zip(items).map(row).collect()
}

fn instruction_row(number: usize, heard: &Heard, figures: &Figures) -> InstructionRow {
    let said = &heard.feedback;
    InstructionRow {
        序号: number,
        文字: sentences::instruction(heard, figures),
        领导: said.leader.clone().unwrap_or_else(|| said.organ.clone()),
        级别: said.level.as_deref().map(sentences::level).unwrap_or_default(),
        书名: quoted(&title_of(&heard.title)),
        日期: short_day(said.date, figures),
        内容: said.content.clone(),
    }
}

fn reply_row(number: usize, heard: &Heard, figures: &Figures) -> ReplyRow {
    let said = &heard.feedback;
    ReplyRow {
        序号: number,
        单位: said.organ.clone(),
        题目: title_of(&heard.title),
        类别: said.grade.map(|grade| grade.to_string()).unwrap_or_default(),
        日期: short_day(said.date, figures),
        内容: said.content.clone(),
    }
}

fn follow_up_row(row: &crate::office::bulletin::FollowUp, figures: &Figures) -> FollowUpView {
    let latest = row.latest.as_ref();
    FollowUpView {
        登记号: row.number.to_string(),
        题目: title_of(&row.title),
        最近反馈: latest
            .map(|said| format!("{}{}{}", short_day(said.date, figures), said.organ, said.result))
            .unwrap_or_default(),
        下次跟踪: short_day(row.next, figures),
    }
}

/// A table of each kind that the roster has; of 委员 only those of whom something came in the period, since they
/// are many.
fn tables(figures: &Figures) -> Vec<StandingTable> {
    let of_roster = Kind::ALL.into_iter().filter(|kind| figures.of_kind(*kind).next().is_some());
    ["一", "二", "三", "四", "五"]
        .iter()
        .zip(of_roster)
        .map(|(number, kind)| {
            let shown =
                |row: &&Standing| kind != Kind::Member || row.submitted + row.issued + row.adopted > 0;
            StandingTable {
                名称: format!("（{number}）{}", kind.word()),
                说明: sentences::standing(figures, kind),
                行: figures.of_kind(kind).filter(shown).map(standing_row).collect(),
            }
        })
        .collect()
}

fn standing_row(row: &Standing) -> StandingRow {
    StandingRow {
        名称: row.name.clone(),
        报送: row.submitted,
        登记: row.registered,
        编发: row.issued,
        采用: row.adopted,
        完成: row.done,
        任务: row.wanted,
        尚缺: row.missing,
    }
}

fn meeting_rows(figures: &Figures) -> Vec<MeetingRow> {
    let mut rows = Vec::new();
    for group in &figures.groups {
        if group.meetings.is_empty() {
            let none =
                MeetingRow {
                    组别: group.name.clone(), 日期: "未开展".to_owned(), ..MeetingRow::default()
                };
            rows.push(none);
        }
        rows.extend(group.meetings.iter().map(|meeting| MeetingRow {
            组别: group.name.clone(),
            日期: short_day(meeting.date, figures),
            主题: meeting.topic.clone(),
            地点: meeting.place.clone(),
            出席: meeting.persons().map(|persons| persons.to_string()).unwrap_or_default(),
        }));
    }
    rows
}

fn topic_rows(figures: &Figures) -> Vec<TopicRow> {
    let row = |(number, topic): (usize, &crate::office::wanted::WantedTopic)| TopicRow {
        序号: number,
        要点: topic.name.clone(),
        起止: span(topic.from, topic.to),
    };
    (1..).zip(&figures.next_topics).map(row).collect()
}

fn whole_chart(figures: &Figures) -> Chart {
    let period = figures.period;
    let of = |counts: &Counts| {
        vec![
            counts.papers,
            counts.cases_issued,
            counts.adopted,
            counts.instructions.times,
            counts.replies.all(),
            counts.effects,
        ]
    };
    let mut series = vec![(period.name(), of(&figures.counts))];
    if !figures.previous.is_empty() {
        series.push((period.previous().name(), of(&figures.previous)));
    }
    if !period.a_year_ago().is_empty() && !figures.last_year.is_empty() {
        series.push((period.last_year().name(), of(&figures.last_year)));
    }
    let categories =
        ["登记（件）", "编发（件）", "采用（件）", "批示（人次）", "答复（件次）", "落实（件次）"];
    Chart {
        key: WHOLE,
        title: format!("{}工作情况对比", period.name()),
        categories: categories.map(str::to_owned).to_vec(),
        series,
        lying: false,
    }
}

/// Papers and adoptions of the sectors of which any came; the busiest first.
fn sector_chart(figures: &Figures) -> Chart {
    let mut rows: Vec<&Standing> =
        figures.of_kind(Kind::Sector).filter(|row| row.registered + row.adopted > 0).collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.registered, row.adopted)));
    rows.truncate(BARS_MAX);
    Chart {
        key: SECTORS,
        title: format!("{}各界别登记、采用件数", figures.period.name()),
        categories: rows.iter().map(|row| row.name.clone()).collect(),
        series: vec![
            ("登记（件）".to_owned(), rows.iter().map(|row| row.registered).collect()),
            ("采用（件）".to_owned(), rows.iter().map(|row| row.adopted).collect()),
        ],
        lying: true,
    }
}
