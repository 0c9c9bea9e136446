//! Forms as people fill them in.
//! They never ask whether a case or a group exists.

use super::*;
use crate::document::{Sheet, SheetCell, SheetRow};
use crate::office::feedback::{Grade, Outcome};

fn workbook(rows: &[&[&str]]) -> Workbook {
    let cell =
        |(column, text): (u32, &&str)| SheetCell { column, text: (*text).into(), ..SheetCell::default() };
    let row = |(number, texts): (u32, &&[&str])| SheetRow {
        number,
        cells: (0..).zip(*texts).map(cell).filter(|cell| !cell.text.is_empty()).collect(),
    };
    let sheet = Sheet {
        name: "反馈登记".into(),
        visible: true,
        rows: (1..).zip(rows).map(row).collect(),
        merges: Vec::new(),
    };
    Workbook { sheets: vec![sheet] }
}

const HEADER: &[&str] = &[
    "登记号",
    "标题",
    "单位",
    "结果",
    "领导",
    "级别",
    "主要领导",
    "日期",
    "答复类别",
    "重点跟踪",
    "附件",
    "回执",
];

#[test]
fn each_row_of_feedback_is_read_by_itself() {
    let rows = feedback(&workbook(&[
        &["反馈登记"],
        HEADER,
        &[
            "２０２６—0001",
            "",
            "市委",
            "批示",
            "王书记",
            "市级",
            "是",
            "2026.3.9",
            "",
            "",
            "批示.pdf、回函.docx",
        ],
        &["2026-0002", "某题", "区政府"],
        &["2026-0003", "", "区教育局", "答覆", "", "乡", "也许", "三月", "D"],
        &["2026-0004", "", "", "", "", "", "", "", "", "2026-04-10"],
        &["", "", "区委", "采用", "", "", "", "2026-03-09"],
    ]))
    .unwrap();
    let Said::Filled(draft) = &rows[0].said else { panic!("{:?}", rows[0]) };
    let said = draft.feedback.as_ref().unwrap();
    assert_eq!((said.result, said.level.as_deref(), said.chief), (Outcome::Instructed, Some("市"), true));
    assert_eq!(draft.attachments, ["批示.pdf", "回函.docx"]);
    assert_eq!(rows[1].said, Said::Blank);
    let Said::Faulty(faults) = &rows[2].said else { panic!("{:?}", rows[2]) };
    assert_eq!(faults.len(), 5, "{faults:?}");
    assert!(faults.iter().any(|fault| fault.contains("是否应为“答复”")), "{faults:?}");
    let Said::Filled(draft) = &rows[3].said else { panic!("{:?}", rows[3]) };
    assert!(draft.feedback.is_none() && draft.follow_up.is_some());
    assert_eq!(rows[4].said, Said::Faulty(vec!["没有填写登记号或期号".into()]));
}

#[test]
fn a_reply_has_its_grade_by_its_first_letter() {
    let rows = feedback(&workbook(&[
        HEADER,
        &["2026-0001", "", "区教育局", "已答复", "", "", "", "2026-03-09", "ａ 解决或基本解决"],
    ]));
    let Said::Filled(draft) = &rows.unwrap()[0].said.clone() else { panic!() };
    assert_eq!(draft.feedback.as_ref().and_then(|one| one.grade), Some(Grade::A));
}

#[test]
fn a_sheet_without_the_header_is_refused_with_its_form() {
    let refused = feedback(&workbook(&[&["标题", "正文"]])).unwrap_err();
    assert!(refused[0].cure.contains("反馈登记表"));
}

#[test]
fn activities_and_topics_are_read_with_their_days() {
    let meetings = activities(&workbook(&[
        &["组别", "日期", "地点", "主题", "出席"],
        &["一组", "2026-03-05", "", "座谈", "8"],
        &["一组", "", "", ""],
    ]));
    let meetings = meetings.unwrap();
    assert!(
        matches!(&meetings[0].said, Said::Filled(one) if one.row.group == "一组" && one.take_back.is_none())
    );
    assert!(matches!(&meetings[1].said, Said::Faulty(faults) if faults.len() == 2));
    let wanted =
        topics(&workbook(&[&["要点", "起", "止", "词语"], &["电梯", "2026-04", "2026-06", "电梯、加装"]]))
            .unwrap();
    let Said::Filled(topic) = &wanted[0].said else { panic!("{wanted:?}") };
    assert_eq!((topic.row.to.to_string().as_str(), topic.row.words.len()), ("2026-06-30", 2));
}
