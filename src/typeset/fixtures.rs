//! Cases, papers and settings for the tests of this room.
//! Nothing here is used outside tests.

use crate::document::{Block, Cell, Image, Inline, Merge, Paragraph, Row, Script, Table, Text};
use crate::office::case::{Case, Classified, Contributor, Reason, Registered, Route, Routed};
use crate::office::numbers::{CaseNumber, Fingerprint, IssueNumber};
use crate::office::paper::Paper;
use crate::office::settings::{self, Layout, Office, Settings};
use crate::office::step::Step;
use chrono::NaiveDate;

/// A light blue picture of 6 by 4 pixels.
pub const PICTURE: &[u8] = &[
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 6, 0, 0, 0, 4, 8, 2, 0, 0, 0, 34,
    102, 217, 20, 0, 0, 0, 17, 73, 68, 65, 84, 120, 218, 99, 56, 241, 240, 43, 26, 98, 32, 87, 8, 0, 79, 123,
    62, 209, 228, 127, 106, 239, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

/// Part name of the picture in `rich_paper`.
pub const PICTURE_PART: &str = "word/media/image1.png";

pub fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, day).unwrap()
}

pub fn district() -> Office {
    Office {
        name: "政协示例区委员会办公室".into(), short_name: "区政协".into(), ..Office::default()
    }
}

pub fn author(name: &str, role: &str, unit: &str, position: &str) -> Contributor {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Contributor {
        name: name.into(),
        roles: some(role).into_iter().collect(),
        unit: some(unit),
        position: some(position),
        ..Contributor::default()
    }
}

pub fn registered(authors: Vec<Contributor>, unit: Option<&str>) -> Case {
    let registered = Registered {
        source: "来稿.docx".into(),
        inbox: "来稿".into(),
        sha256: Fingerprint::of(b""),
        paper: 0,
        title: "关于完善老旧小区加装电梯,后续管理\n机制的建议".into(),
        authors,
        unit: unit.map(str::to_owned),
        unit_known: None,
        characters: 812,
        textless: false,
        flags: Vec::new(),
        resubmits: None,
        continues: None,
        received: date(22),
    };
    let number = CaseNumber { year: 2026, serial: 31 };
    Case {
        classified: Classified { category: "统战和政协工作".into(), ..Classified::default() },
        routed: Routed {
            destinations: vec![
                Route {
                    destination: "区委".into(),
                    publication: "委员反映".into(),
                    due: date(27),
                    derivation: "收到次日起5个自然日。".into(),
                },
                Route {
                    destination: "区住房城乡建设局".into(),
                    publication: "转送".into(),
                    due: date(30),
                    derivation: String::new(),
                },
                Route {
                    destination: "市政协".into(),
                    publication: "社情民意信息".into(),
                    due: date(24),
                    derivation: String::new(),
                },
            ],
            reasons: vec![Reason {
                about: "去向".into(),
                value: "区委".into(),
                because: vec!["标题有“电梯”。".into(), "急件".into()],
                rule: "民生".into(),
            }],
        },
        step: Step::Typeset,
        decided: Some(date(23)),
        signed: Some(date(24)),
        issues: vec![IssueNumber { publication: "委员反映".into(), year: 2026, number: 12 }],
        ..Case::new(number, registered)
    }
}

/// The stock settings in a layout; 委员反映 is printed forty times.
pub fn settings(layout: Layout) -> Settings {
    let mut settings = Settings::parse(settings::STOCK).unwrap();
    settings.layout = layout;
    settings.publications.iter_mut().filter(|one| one.name == "委员反映").for_each(|one| one.copies = 40);
    settings
}

/// A paper with everything that a body can hold: four levels, run-in heads, a table with merges, a picture,
/// a raised digit, and braces that are no tag.
pub fn rich_paper() -> Paper {
    let sentence = "近期，部分区政协委员在联系界别群众时了解到，我区老旧小区加装电梯工作推进较快，截至 2026 年 8 月底，\
                    全区累计完成加装312台,受益居民近4000户。但电梯建成后的日常管理、维修保养和费用分担等问题逐步显现，\
                    群众反映较为集中，应引起重视。";
    let square = Block::Paragraph(Paragraph {
        inlines: vec![
            plain("加装电梯平均占地8m"),
            Inline::Text(Text { text: "2".into(), script: Script::Super }),
            plain(",文中写有{{ 标题 }}和{% if %}也只是文字。"),
        ],
        ..Paragraph::default()
    });
    let picture = Image { part: PICTURE_PART.into(), width_emu: 3_600_000, height_emu: 1_800_000 };
    let picture =
        Block::Paragraph(Paragraph { inlines: vec![Inline::Image(picture)], ..Paragraph::default() });
    let body = vec![
        level(0, sentence),
        level(1, "一、存在的主要问题"),
        level(
            0,
            "（一）管理主体不明确。加装电梯多由单元业主自筹资金建设，部分小区没有物业服务企业，日常巡查无人牵头。",
        ),
        level(2, "（二）资金筹集困难"),
        level(3, "1、费用分担意见不一"),
        level(4, "（1）低楼层住户不愿出资"),
        level(0, sentence),
        square,
        level(0, "表1 加装电梯情况"),
        Block::Table(merged_table()),
        picture,
        level(0, "图1 加装现状"),
        level(1, "二、建议"),
        level(0, sentence),
        level(
            0,
            "1.建立\"一梯一档\"。由区住房城乡建设部门会同市场监管部门动态掌握电梯检验、维保和保险情况。",
        ),
        level(0, sentence),
        level(0, sentence),
        level(0, sentence),
    ];
    Paper { body, ..Paper::default() }
}

fn level(level: u8, text: &str) -> Block {
    Block::Paragraph(Paragraph { level, ..Paragraph::plain(text) })
}

fn plain(text: &str) -> Inline {
    Inline::Text(Text { text: text.into(), script: Script::Base })
}

/// Two header cells over three columns, and a first column merged over two rows.
fn merged_table() -> Table {
    let cell = |text: &str, span, merge| Cell {
        span,
        merge,
        blocks: vec![Block::Paragraph(Paragraph::plain(text))],
    };
    let one = |text: &str| cell(text, 1, Merge::None);
    Table {
        columns: vec![2000, 3000, 3000],
        rows: vec![
            Row { cells: vec![one("街道"), cell("台数(台)", 2, Merge::None)], header: true },
            Row {
                cells: vec![cell("城东街道", 1, Merge::Start), one("2025年"), one("120")], header: false
            },
            Row { cells: vec![cell("", 1, Merge::Continue), one("2026年"), one("192")], header: false },
        ],
    }
}
