//! 反馈登记: rows to drafts of feedback.
//! It never looks for the case that a row means.

use super::{FilledRow, Said, parts, rows};
use crate::document::Workbook;
use crate::intake::roster::grid::{Faults, Line, nearest};
use crate::office::feedback::{Draft, Feedback, Form, Grade, LEVELS, Outcome, level_of};
use crate::office::forms::FEEDBACK;
use crate::rejection::{Code, Rejection};
use unicode_normalization::UnicodeNormalization;

/// Columns that the program fills in before anybody else does: a row with nothing beside them is blank.
const PREPARED: [&str; 4] = ["登记号", "期号", "标题", "单位"];

/// The rows of a dropped 反馈登记.
pub fn feedback(workbook: &Workbook) -> Result<Vec<FilledRow<Draft>>, Vec<Rejection>> {
    rows(workbook, "反馈登记", FEEDBACK, row)
}

fn row(line: &Line, faults: &mut Faults) -> Said<Draft> {
    let filled = FEEDBACK.iter().filter(|column| !PREPARED.contains(&column.title));
    if filled.clone().all(|column| line.text(column.title).is_none()) {
        return Said::Blank;
    }
    let mut draft = Draft {
        number: parsed(line, "登记号", "登记号（如 2026-0031）", faults),
        issue: parsed(line, "期号", "期号（如 社情民意信息2026年第7期）", faults),
        title: line.text("标题").unwrap_or_default(),
        follow_up: line.date("重点跟踪", false, faults),
        attachments: line.text("附件").map(|text| parts(&text)).unwrap_or_default(),
        ..Draft::default()
    };
    if line.text("登记号").is_none() && line.text("期号").is_none() {
        fault(faults, line, "没有填写登记号或期号".to_owned());
    }
    let only_follow_up =
        filled.filter(|column| column.title != "重点跟踪").all(|column| line.text(column.title).is_none());
    if !only_follow_up {
        draft.feedback = said(line, faults);
    }
    Said::Filled(draft)
}

fn said(line: &Line, faults: &mut Faults) -> Option<Feedback> {
    let organ = line.name("单位");
    if organ.is_empty() {
        fault(faults, line, "没有填写单位".to_owned());
    }
    let result = word(line, "结果", Outcome::WORDS, faults).and_then(|word| Outcome::from_word(&word));
    if line.text("结果").is_none() {
        fault(faults, line, "没有填写结果".to_owned());
    }
    let date = line.date("日期", false, faults);
    if line.text("日期").is_none() {
        fault(faults, line, "没有填写日期".to_owned());
    }
    let level = line.text("级别").map(|written| level_of(&written).ok_or(written));
    if let Some(Err(written)) = &level {
        fault(faults, line, format!("级别“{written}”不在可选范围内，可填：{}", LEVELS.join("、")));
    }
    Some(Feedback {
        organ,
        form: word(line, "形式", Form::WORDS, faults).and_then(|word| Form::from_word(&word)),
        leader: line.text("领导"),
        level: level.and_then(Result::ok).map(str::to_owned),
        chief: chief(line, faults),
        content: line.text("内容").unwrap_or_default(),
        grade: grade(line, faults),
        follow_up: None,
        evidence: Vec::new(),
        result: result?,
        date: date?,
    })
}

/// One of a column's words, as people also write them (`已采用`).
fn word(line: &Line, title: &str, words: &[&str], faults: &mut Faults) -> Option<String> {
    let written = line.text(title)?.replace(' ', "");
    let bare = written.trim_start_matches('已');
    if let Some(known) = words.iter().find(|word| **word == written || **word == bare) {
        return Some((*known).to_owned());
    }
    let near = nearest(&written, words).map(|near| format!("是否应为“{near}”？")).unwrap_or_default();
    fault(faults, line, format!("{title}“{written}”不在可选范围内，{near}可填：{}", words.join("、")));
    None
}

fn grade(line: &Line, faults: &mut Faults) -> Option<Grade> {
    let written = line.text("答复类别")?;
    let first: String = written.nfkc().flat_map(char::to_uppercase).take(1).collect();
    let grade = Grade::from_word(&first);
    if grade.is_none() {
        fault(faults, line, format!("答复类别“{written}”不在可选范围内，可填：A、B、C"));
    }
    grade
}

fn chief(line: &Line, faults: &mut Faults) -> bool {
    match line.text("主要领导").as_deref() {
        None | Some("否" | "×" | "无") => false,
        Some("是" | "√" | "主要领导") => true,
        Some(other) => {
            fault(faults, line, format!("主要领导“{other}”不在可选范围内，可填：是、否"));
            false
        }
    }
}

fn parsed<T: std::str::FromStr>(line: &Line, title: &str, what: &str, faults: &mut Faults) -> Option<T> {
    let written = line.text(title)?;
    // Input methods write digits and dashes in full width, Excel makes long dashes.
    let plain: String = written.nfkc().map(|c| if "—–―－".contains(c) { '-' } else { c }).collect();
    let found = plain.trim().parse().ok();
    if found.is_none() {
        fault(faults, line, format!("“{written}”不是{what}"));
    }
    found
}

fn fault(faults: &mut Faults, line: &Line, message: String) {
    faults.add(Code::BadRow, message, &line.place());
}
