//! Submissions in forms: the office's own table, and that of another district.
//! It never leaves out a label because its value is missing; a clerk would not either.

use super::blocks::{self, Face, heading_level, label, passage, row, value};
use super::{SubmissionAuthor, SubmissionDocument};
use docx_rs::{Docx, Paragraph};

/// 社情民意信息来稿表: labels and values in four columns, the text in two wide cells below.
pub(super) fn office_form(submission: &SubmissionDocument) -> Docx {
    const GRID: [usize; 4] = [1700, 2723, 1700, 2722];
    let wide = GRID[1] + GRID[2] + GRID[3];
    let first = submission.authors.first().cloned().unwrap_or_default();
    let all = |part: fn(&SubmissionAuthor) -> String| joined(&submission.authors, part);
    let pair = |one: &str, its: &str, other: &str, others: &str| {
        let cells = vec![
            label(one, GRID[0]),
            value(its, GRID[1], 1),
            label(other, GRID[2]),
            value(others, GRID[3], 1),
        ];
        row(cells, 32.0)
    };
    let single = |name: &str, text: &str| row(vec![label(name, GRID[0]), value(text, wide, 3)], 32.0);
    let long = |name: &str, texts: &[String], points: f32| {
        row(vec![label(name, GRID[0]), passage(None, texts, wide, 3)], points)
    };
    let (situation, suggestions) = parted(&submission.body);
    let urgency = if submission.urgent {
        "急件"
    } else if submission.title.is_empty() {
        ""
    } else {
        "平件"
    };
    let mut rows = vec![
        single("标题", &submission.title),
        pair("反映人", &all(|author| author.name.clone()), "反映单位", &submission.unit),
        pair("界别", &first.sector, "专委会", &first.committee),
        pair("政治面貌", &first.party, "联系电话", &all(|author| author.phone.clone())),
        single("工作单位及职务", &all(SubmissionAuthor::workplace_and_position)),
        pair("日期", &submission.date, "类别", &submission.category),
        pair("主送", &submission.destinations, "缓急", urgency),
    ];
    if !submission.continues.is_empty() {
        rows.push(single("续报", &submission.continues));
    }
    rows.push(long("情况反映", situation, 180.0));
    rows.push(long("意见建议", suggestions, 150.0));
    let mut document = Docx::new()
        .add_paragraph(blocks::form_title("社情民意信息来稿表", 44))
        .add_table(blocks::table(rows, &GRID));
    for data in &submission.tables {
        document = document.add_paragraph(blocks::body("附表")).add_table(blocks::data_table(&data.rows));
    }
    document
}

/// 社情民意信息核稿单: three pairs a row, boxes to tick, the text in one cell with labels inside.
pub(super) fn hongkou_form(submission: &SubmissionDocument) -> Docx {
    const GRID: [usize; 6] = [1340, 1400, 1340, 1480, 1340, 1945];
    let wide: usize = GRID.iter().sum();
    let six = |texts: [&str; 6]| {
        let cells = texts.iter().enumerate().map(|(index, text)| {
            if index % 2 == 0 { label(text, GRID[index]) } else { value(text, GRID[index], 1) }
        });
        row(cells.collect(), 30.0)
    };
    let whole = |text: &str| row(vec![value(text, wide, 6)], 30.0);
    let person = |author: &SubmissionAuthor, name: &str| {
        [
            six([
                name,
                &author.name,
                "单位职务",
                &author.workplace_and_position(),
                "联系电话",
                &author.phone,
            ]),
            six(["界别", &author.sector, "专委会", &author.committee, "政治面貌", &author.party]),
        ]
    };
    let mut rows = Vec::new();
    if !submission.unit.is_empty() {
        rows.push(row(vec![label("反映单位", GRID[0]), value(&submission.unit, wide - GRID[0], 5)], 30.0));
    }
    for (index, author) in submission.authors.iter().enumerate() {
        rows.extend(person(author, if index == 0 { "反映人" } else { "联名人" }));
    }
    rows.push(whole("采用：（请打√）　（√）单篇　（）综合，原始篇目：(1)　　　　；(2)"));
    rows.push(whole(&ticks(&submission.destinations)));
    rows.push(row(
        vec![
            value("编辑：　　　　（　月　日）", wide / 2, 3),
            value("核稿：　　　　（　月　日）", wide - wide / 2, 3),
        ],
        30.0,
    ));
    let (situation, suggestions) = parted(&submission.body);
    rows.push(whole(&format!("标题：{}", submission.title)));
    rows.push(row(vec![passage(Some(inner_label("反映的问题（分析）：")), situation, wide, 6)], 150.0));
    rows.push(row(vec![passage(Some(inner_label("建议：")), suggestions, wide, 6)], 120.0));
    Docx::new()
        .add_paragraph(blocks::form_title("社情民意信息核稿单", 36))
        .add_table(blocks::table(rows, &GRID))
}

fn inner_label(text: &str) -> Paragraph {
    Paragraph::new().add_run(blocks::run(text, Face::Heading, 28))
}

/// The destinations of the printed form, ticked by the names that the submission says.
fn ticks(destinations: &str) -> String {
    let leaders = ["区委", "区政府"];
    let names: Vec<&str> = destinations.split('、').filter(|name| !name.is_empty()).collect();
    let tick = |wanted: &[&str]| if names.iter().any(|name| wanted.contains(name)) { "√" } else { "" };
    let departments: Vec<&str> =
        names.iter().copied().filter(|name| *name != "市政协" && !leaders.contains(name)).collect();
    let (mark, department) = match departments.as_slice() {
        [] => ("", "区＿＿委/办/局".to_owned()),
        some => ("√", some.join("、")),
    };
    format!(
        "主送：（请打√）\n（{}）报送市政协综合信息处\n（{}）报送区委、区政府、区政协领导，区委办、区政府办及有关部门\n（{mark}）转送{department}",
        tick(&["市政协"]),
        tick(&leaders),
    )
}

/// The body before and from the first heading that speaks of suggestions.
fn parted(body: &[String]) -> (&[String], &[String]) {
    let at = body.iter().position(|text| heading_level(text) == Some(1) && text.contains("建议"));
    body.split_at(at.unwrap_or(body.len()))
}

fn joined(authors: &[SubmissionAuthor], part: fn(&SubmissionAuthor) -> String) -> String {
    let parts: Vec<String> = authors.iter().map(part).filter(|part| !part.is_empty()).collect();
    parts.join("、")
}
