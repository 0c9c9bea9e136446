//! What a roster workbook may hold, and what is said of its faults.
//! It never tests who an author is; `office::roster` does.

use super::*;
use crate::document::{SheetCell, SheetRow};
use crate::office::paper::Author;
use crate::office::roster::Match;
use crate::rejection::Code;

fn sheet(name: &str, rows: &[&[&str]]) -> Sheet {
    let cells = |row: &[&str]| {
        let numbered = row.iter().enumerate().filter(|(_, text)| !text.is_empty());
        numbered
            .map(|(column, text)| SheetCell {
                column: u32::try_from(column).unwrap(),
                text: (*text).to_owned(),
                number: text.parse().ok(),
                date: None,
            })
            .collect()
    };
    let rows = rows
        .iter()
        .enumerate()
        .map(|(at, row)| SheetRow { number: u32::try_from(at).unwrap() + 1, cells: cells(row) });
    Sheet { name: name.to_owned(), visible: true, rows: rows.collect(), merges: Vec::new() }
}

fn read_sheets(sheets: Vec<Sheet>) -> Result<(Roster, Vec<Rejection>), Vec<Rejection>> {
    read(&Workbook { sheets }, "2026-06-30".parse().unwrap())
}

fn told(list: &[Rejection]) -> String {
    list.iter()
        .map(|one| format!("{} {}｜{}", one.place, one.message, one.cure))
        .collect::<Vec<_>>()
        .join("\n")
}

const UNITS: &[&[&str]] = &[
    &["名称", "类型", "别称", "联系人"],
    &["民革", "党派团体", "民革区委会、中国国民党革命委员会", "周平"],
    &["教育", "界别"],
    &["提案委员会", "专委会", "提案委"],
    &["北塘街道工委", "镇街工委"],
];

#[test]
fn a_filled_workbook_becomes_a_roster_with_the_units_own_names() {
    let members: &[&[&str]] = &[
        &["示例区政协委员名册"],
        &["序号", "姓　名", "所属界别", "专委会", "镇街", "联系电话", "任期起", "任期止", "备注"],
        &["1", "王 芳", "民革区委会", "提案委", "北塘街道", "13800000001", "2022.1", "2026年6月"],
        &["2", "王芳", "教育界", "提案委员会", "北塘街道工委", "13800000001", "46204", ""],
        &["注：年中调整的另起一行"],
    ];
    let informants: &[&[&str]] =
        &[&["姓名", "信息小组", "工作单位", "任期起"], &["李明", "第一 小组", "区图书馆", "2026"]];
    let groups: &[&[&str]] = &[&["名称", "组长"], &["第一小组", "李明"]];
    let contacts: &[&[&str]] = &[&["去向", "姓名", "联系电话"], &["区政府", "陈 军", "8001"]];
    let (roster, warnings) = read_sheets(vec![
        sheet("说明", &[&["怎样填写"]]),
        sheet("委员", members),
        sheet("信息员", informants),
        sheet("单位", UNITS),
        sheet("信息小组", groups),
        sheet("联系人", contacts),
        sheet("Sheet2", &[]),
    ])
    .unwrap_or_else(|faults| panic!("{}", told(&faults)));
    assert_eq!(told(&warnings), "");
    let terms: Vec<_> = roster
        .members
        .iter()
        .map(|row| (row.person.as_str(), row.sector.as_deref(), row.term.from, row.term.to))
        .collect();
    let day = |text: &str| text.parse().ok();
    assert_eq!(
        terms,
        [
            ("王芳", Some("民革"), day("2022-01-01"), day("2026-06-30")),
            ("王芳", Some("教育"), day("2026-07-01"), None),
        ]
    );
    assert_eq!(roster.members[0].committee.as_deref(), Some("提案委员会"));
    assert_eq!(roster.members[0].town.as_deref(), Some("北塘街道工委"));
    assert_eq!(roster.informants[0].group.as_deref(), Some("第一小组"));
    assert_eq!(roster.contact("区政府").map(|one| one.name.as_str()), Some("陈军"));
    let author = Author { name: "王芳".to_owned(), ..Author::default() };
    let Match::Found(before) = roster.match_author(&author, "2026-06-30".parse().unwrap()) else { panic!() };
    let Match::Found(after) = roster.match_author(&author, "2026-07-01".parse().unwrap()) else { panic!() };
    assert_eq!((before.sector.as_deref(), after.sector.as_deref()), (Some("民革"), Some("教育")));
}

#[test]
fn every_fault_is_told_at_once_by_sheet_and_row() {
    let members: &[&[&str]] = &[
        &["姓名", "区分", "界别", "工作单位", "委员证号", "任期起", "任期止", "特长"],
        &["张伟", "", "民革", "区教育局", "1", "2026-13-01"],
        &["", "", "教育", "区医院"],
        &["张伟", "", "民革", "区人民医院", "2"],
        &["赵敏", "甲", "民哥", "", "", "2026-05-01", "2026-04-01"],
        &["赵敏", "", "教育"],
        &["钱进", "", "教育", "区委"],
        &["钱进", "", "教育", "区委"],
    ];
    let units: &[&[&str]] = &[
        &["名称", "类型", "别称"],
        &["民革", "党派", "民革区委会"],
        &["民革支部", "党派团体", "民革区委会"],
        &["教育", "界别"],
    ];
    let faults = read_sheets(vec![
        sheet("委员", members),
        sheet("信息元", &[&["姓名"], &["孙丽"]]),
        sheet("信息小组", &[&["组别", "负责人"], &["一", "二"]]),
        sheet("单位", units),
    ])
    .unwrap_err();
    insta::assert_snapshot!(told(&faults), @r###"
    委员!F2 任期起“2026-13-01”不是日期｜请写成 2026-01-01 的样式。
    委员!A3 没有填写姓名｜请按表样填写后重新投放。
    委员!5 任期止早于任期起｜请按表样填写后重新投放。
    信息元 不认识名为“信息元”的表｜是否应为“信息员”？表名应为：委员、信息员、单位、信息小组、联系人；说明文字请放在“说明”表中。
    信息小组 “信息小组”表没有找到表头｜请使用 outbox/表样 中的名册表，保留表头后重新投放。
    单位!B2 类型“党派”不在可选范围内｜是否应为“党派团体”？可填：界别、专委会、镇街工委、党派团体、其他。
    单位!3 “民革区委会”已见于单位!2（民革）｜名称和别称只能指一个单位，请删去重复的一处。
    委员!5 “单位”表中没有界别“民哥”｜请改成“单位”表中的名称，或在该表中补上这个单位。
    委员!4 张伟与委员!2同名而证号不同｜若是两人，请在“区分”栏注明；若是一人，请填写一致，或用任期起止分开。
    委员!8 钱进与委员!7重复｜请删去一行，或用任期起止分开。
    委员!6 另有赵敏（甲），此处的赵敏没有填写“区分”｜同名的人每一行都要填写“区分”；是同一人的，各行写成一样。
    "###);
}

#[test]
fn sheets_that_are_missing_are_said() {
    let (_, warnings) = read_sheets(vec![sheet("单位", UNITS)]).unwrap();
    assert_eq!(warnings.len(), 4);
    let faults = read_sheets(vec![]).unwrap_err();
    assert_eq!(faults[0].code, Code::NoHeader);
}

#[test]
fn a_roster_whose_terms_have_all_ended_is_said() {
    let members: &[&[&str]] = &[&["姓名", "任期止"], &["王芳", "2025-12-31"]];
    let (_, warnings) = read_sheets(vec![sheet("委员", members)]).unwrap();
    assert!(told(&warnings).contains("2026-06-30没有一名委员在任期内"), "{}", told(&warnings));
}

#[test]
fn the_blank_form_is_read_by_its_own_headers() {
    let sheets = SHEETS
        .iter()
        .map(|(title, columns)| sheet(title, &[&columns.iter().map(|one| one.title).collect::<Vec<_>>()]))
        .collect();
    let (roster, warnings) = read_sheets(sheets).unwrap();
    assert!(roster.is_empty() && warnings.is_empty());
}
