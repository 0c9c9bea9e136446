//! 规则, 未达标 and 说明: what the figures rest on, what is missing, and how to read and check the workbook.
//! It never holds a figure that another sheet has.

use super::super::page::{self, Cell, Column};
use crate::office::scoring::scheme::Validity;
use crate::office::scoring::{Scores, words};
use rust_xlsxwriter::{FormatAlign, Worksheet, XlsxError};

/// The scheme in words.
pub(super) fn rules(sheet: &mut Worksheet, scores: &Scores) -> Result<(), XlsxError> {
    let columns = [
        Column::center("类别", 9, 9),
        Column::text("名称", 18, 30),
        Column::text("适用的榜", 14, 22),
        Column::text("条件", 30, 46),
        Column::text("分值", 16, 34),
        Column::text("叠加、封顶等", 22, 40),
        Column::text("有效期", 14, 24),
    ];
    let rows: Vec<Vec<Cell>> = words::lines(scores.scheme)
        .into_iter()
        .map(|line| {
            let kind = line.kind.to_owned();
            [kind, line.name, line.boards, line.condition, line.points, line.terms, line.validity]
                .map(Cell::Text)
                .to_vec()
        })
        .collect();
    let title = if scores.scheme.title.is_empty() { "考核计分规则" } else { &scores.scheme.title };
    page::table(sheet, title, &scores.scheme.note, &columns, &rows)
}

/// Quotas that are not met.
pub(super) fn missing(sheet: &mut Worksheet, scores: &Scores, office: &str) -> Result<(), XlsxError> {
    let columns = [
        Column::center("榜", 12, 16),
        Column::text("姓名（单位）", 18, 28),
        Column::text("任务", 22, 34),
        Column::center("时间段", 16, 26),
        Column::center("应完成", 9, 9),
        Column::center("已完成", 9, 9),
        Column::center("尚缺", 9, 9),
        Column::center("状态", 10, 10),
    ];
    let mut rows = Vec::new();
    for board in &scores.boards {
        for standing in &board.standings {
            for one in standing.quotas.iter().filter(|one| !one.missing().is_zero()) {
                let quota = &scores.scheme.quotas[usize::from(one.quota)];
                let texts = [
                    board.name.clone(),
                    scores.text(standing.subject).to_owned(),
                    quota.name.clone(),
                    one.span.label(),
                    one.wanted.to_string(),
                    one.done.to_string(),
                    one.missing().to_string(),
                    if one.ended { "未完成" } else { "进行中" }.to_owned(),
                ];
                rows.push(texts.map(Cell::Text).to_vec());
            }
        }
    }
    let line = format!("{office}　　{}　　数据截至{}", scores.period.label(), scores.as_of);
    page::table(sheet, "未达标情况", &line, &columns, &rows)
}

/// How to read and check the workbook.
pub(super) fn explain(sheet: &mut Worksheet, scores: &Scores, office: &str) -> Result<(), XlsxError> {
    page::heading(sheet, "说明", office, 2)?;
    sheet.set_column_width(0, 16)?.set_column_width(1, 96)?;
    for (row, (about, text)) in (2..).zip(paragraphs(scores)) {
        let head = page::body_look(FormatAlign::Center).set_bold();
        let cell = Cell::Text(text);
        sheet.set_row_height(row, page::height([(&cell, 96.0)].into_iter()))?;
        page::write(sheet, row, 0, &Cell::Text(about.to_owned()), &head)?;
        page::write(sheet, row, 1, &cell, &page::body_look(FormatAlign::Left))?;
    }
    sheet
        .set_paper_size(page::A4)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_footer("&C&\"宋体,常规\"&12— &P —");
    Ok(())
}

fn paragraphs(scores: &Scores) -> Vec<(&'static str, String)> {
    let period = &scores.period;
    let rows: usize = scores.boards.iter().map(crate::office::scoring::BoardScores::row_count).sum();
    let validity = match scores.scheme.validity {
        Validity::Event => "规则按事项发生之日是否有效判断。",
        Validity::Received => "规则按来稿之日是否有效判断，旧稿按旧办法计分。",
        Validity::Rescored => "全部事项按考核期末有效的规则计分。",
    };
    let mut all = vec![
        ("考核期", format!("{}（{}至{}）", period.label(), period.from, period.to)),
        ("数据截至", format!("{}。此日以后登记的事项未计入。", scores.as_of)),
        ("怎样计分", format!("每个榜单独计分、单独排名。规则见“规则”表。{validity}")),
        ("怎样查看", "点击榜上的姓名或单位，即转到“明细”中此人（此单位）的第一笔得分。“明细”每笔一行，写明登记号、期号、标题、事项、规则和得分，可以筛选。".to_owned()),
        ("怎样核对", format!("榜上的得分是“明细”中各笔之和（共{rows}笔），名次由得分算出，都是公式：改动“明细”的得分，榜上的得分和名次随之变化。每榜末行的“与明细相符”也是公式。")),
        ("封顶等调整", "封顶、保底、只计最高、替代、清零、折算、任务扣分等，在“明细”中各列一笔正负分（没有登记号），所以合计总是各笔之和。在“明细”中改动得分，不会重新计算这些调整；要重新计算，请改正登记后由程序重做本表。".to_owned()),
        ("名次", "得分相同的名次并列，其后名次顺延（1、2、2、4）；计分办法定有比较次序的，依次比较。标“—”的不参加排名。奖项、统计量和“未达标”是成表时的结果，不随改动变化。".to_owned()),
        ("自评与审核", "“自评分”为本人或本单位所报；“审核分”为程序按登记计算的得分，可由审核人改填。".to_owned()),
        ("出处", "明细中的登记号、期号与台账一致，可用 minyi show 登记号 查看全件经过，用 minyi explain --score 姓名 --year 年度 逐笔列出得分。".to_owned()),
    ];
    if !scores.unplaced.is_empty() {
        let names: Vec<String> = scores
            .unplaced
            .iter()
            .map(|at| &scores.all.adjustments[usize::try_from(*at).unwrap_or(usize::MAX)])
            .map(|one| format!("{}（{}分，{}）", scores.text(one.name), one.points, one.reason))
            .collect();
        all.push((
            "未计入的调整",
            format!("以下手工调整的对象不在任何榜上，没有计入：{}。", names.join("；")),
        ));
    }
    all
}
