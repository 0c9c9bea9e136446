//! A board's ranking: totals and ranks as formulas over 明细, with the results that the program found.
//! It never lets a name become a pattern: where SUMIFS would read signs in it, the formula compares plainly.

use super::super::page::{self, Cell, FIRST_ROW, HEADER_ROW};
use super::place::{Places, Span, letters};
use crate::office::scoring::points::{Fraction, Halves};
use crate::office::scoring::scheme::{Band, Of, Scheme};
use crate::office::scoring::{BoardScores, Scores, Standing};
use rust_xlsxwriter::{
    ConditionalFormatText, ConditionalFormatTextRule, Format, FormatAlign, FormatUnderline, Formula, Url,
    Worksheet, XlsxError,
};

/// Links that Excel takes on one sheet.
const LINKS_MAX: usize = 60_000;
/// Names up to which ranks are formulas: each looks at all others.
const RANKED_MAX: usize = 20_000;

/// What stands in a column.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Rank,
    Name,
    Rows,
    Points,
    Metric(usize),
    Band,
    Tier,
    Money,
    Quota,
    Own,
    Audited,
    Remark,
}

struct Column {
    kind: Kind,
    title: String,
    width: f64,
}

struct Ranking<'r> {
    scores: &'r Scores<'r>,
    board: &'r BoardScores,
    at: usize,
    places: &'r Places,
    columns: Vec<Column>,
    /// Rows that are ranked, from 0, both included; `None` where nobody is.
    ranked: Option<(u32, u32)>,
}

pub(super) fn write(
    sheet: &mut Worksheet,
    scores: &Scores,
    board: &BoardScores,
    at: usize,
    places: &Places,
    office: &str,
) -> Result<(), XlsxError> {
    let columns = columns(scores, board, at);
    let ranked = board.standings.iter().filter(|standing| standing.rank.is_some()).count();
    let ranked =
        u32::try_from(ranked).ok().filter(|count| *count > 0).map(|count| (FIRST_ROW, FIRST_ROW + count - 1));
    let ranking = Ranking { scores, board, at, places, columns, ranked };
    ranking.write(sheet, office)
}

fn columns(scores: &Scores, board: &BoardScores, at: usize) -> Vec<Column> {
    let scheme: &Scheme = scores.scheme;
    let column = |kind, title: &str, width| Column { kind, title: title.to_owned(), width };
    let of = &scheme.boards[at];
    let name = if of.of == Of::Authors { "姓名" } else { "单位" };
    let mut columns = vec![
        column(Kind::Rank, "名次", 8.0),
        column(Kind::Name, name, 24.0),
        column(Kind::Rows, "笔数", 8.0),
        column(Kind::Points, "得分", 11.0),
    ];
    for (place, metric) in scheme.metrics.iter().enumerate() {
        let width =
            f64::from(u16::try_from(metric.name.chars().count()).unwrap_or(20).clamp(4, 12)) * 2.2 + 2.0;
        columns.push(column(Kind::Metric(place), &metric.name, width));
    }
    if scheme.bands.iter().any(|band| Scheme::applies(&band.boards, at)) {
        columns.push(column(Kind::Band, "等次", 10.0));
    }
    if scheme.tiers.iter().any(|tier| Scheme::applies(&tier.boards, at)) {
        columns.push(column(Kind::Tier, "奖项", 14.0));
    }
    if board.money().next().is_some() {
        columns.push(column(Kind::Money, "稿酬（元）", 11.0));
    }
    if board.standings.iter().any(|standing| !standing.quotas.is_empty()) {
        columns.push(column(Kind::Quota, "任务", 26.0));
    }
    columns.push(column(Kind::Own, "自评分", 10.0));
    columns.push(column(Kind::Audited, "审核分", 10.0));
    columns.push(column(Kind::Remark, "备注", 22.0));
    columns
}

impl Ranking<'_> {
    fn write(&self, sheet: &mut Worksheet, office: &str) -> Result<(), XlsxError> {
        let label = self.scores.period.label();
        let label = if label.ends_with('年') { format!("{label}度") } else { label };
        let title = format!("{label}社情民意信息考核（{}）", self.board.name);
        let line = format!("{office}　　数据截至{}", self.scores.as_of);
        page::heading(sheet, &title, &line, self.columns.len())?;
        for (at, column) in (0..).zip(&self.columns) {
            sheet.set_column_width(at, column.width)?;
            sheet.write_string_with_format(HEADER_ROW, at, &column.title, &page::header_look())?;
        }
        sheet.set_row_height(HEADER_ROW, 24)?;
        for (row, standing) in (FIRST_ROW..).zip(&self.board.standings) {
            self.write_standing(sheet, row, standing)?;
        }
        self.write_sum(sheet)?;
        self.mark(sheet)?;
        page::printed(sheet)
    }

    fn write_standing(&self, sheet: &mut Worksheet, row: u32, standing: &Standing) -> Result<(), XlsxError> {
        let center = page::body_look(FormatAlign::Center);
        let left = page::body_look(FormatAlign::Left);
        let remark = remark(standing);
        let quota = quota_words(standing, self.scores);
        let texts = [(&remark, 22.0), (&quota, 26.0)].map(|(text, width)| (Cell::Text(text.clone()), width));
        sheet.set_row_height(row, page::height(texts.iter().map(|(cell, width)| (cell, *width))))?;
        for (at, column) in (0..).zip(&self.columns) {
            match column.kind {
                Kind::Rank => self.write_rank(sheet, row, standing, &center)?,
                Kind::Name => self.write_name(sheet, row, standing)?,
                Kind::Rows => {
                    let count = Formula::new(self.per_name(row, standing, None))
                        .set_result(standing.rows.len().to_string());
                    sheet.write_formula_with_format(row, at, count, &center)?;
                }
                Kind::Points => {
                    let sum = Formula::new(self.per_name(row, standing, Some('K')))
                        .set_result(standing.points.as_double().to_string());
                    sheet.write_formula_with_format(row, at, sum, &center.clone().set_bold())?;
                }
                Kind::Metric(place) => {
                    let value = standing.metrics.get(place).copied().unwrap_or(Fraction::ZERO);
                    let is_rate = !matches!(
                        self.scores.scheme.metrics[place].over,
                        crate::office::scoring::scheme::Over::Nothing
                    );
                    let look = if is_rate { center.clone().set_num_format("0.0%") } else { center.clone() };
                    sheet.write_number_with_format(
                        row,
                        at,
                        value.rounded(6, Halves::Up).as_double(),
                        &look,
                    )?;
                }
                Kind::Band => self.write_band(sheet, row, at, standing, &center)?,
                Kind::Tier => page::write(sheet, row, at, &Cell::Text(standing.tier.clone()), &center)?,
                Kind::Money => {
                    sheet.write_number_with_format(row, at, standing.money.as_double(), &center)?;
                }
                Kind::Quota => page::write(sheet, row, at, &Cell::Text(quota.clone()), &left)?,
                Kind::Own => match standing.self_points {
                    Some(points) => {
                        sheet.write_number_with_format(row, at, points.as_double(), &center)?;
                    }
                    None => {
                        sheet.write_blank(row, at, &center)?;
                    }
                },
                Kind::Audited => {
                    let formula = Formula::new(format!("{}{}", self.letter(Kind::Points), row + 1))
                        .set_result(standing.points.as_double().to_string());
                    sheet.write_formula_with_format(row, at, formula, &center)?;
                }
                Kind::Remark => page::write(sheet, row, at, &Cell::Text(remark.clone()), &left)?,
            }
        }
        Ok(())
    }

    /// A name with a link to its first point.
    fn write_name(&self, sheet: &mut Worksheet, row: u32, standing: &Standing) -> Result<(), XlsxError> {
        let name = self.scores.text(standing.subject);
        let look = page::body_look(FormatAlign::Left);
        if standing.rows.is_empty() || self.board.standings.len() > LINKS_MAX {
            return page::write(sheet, row, 1, &Cell::Text(name.to_owned()), &look);
        }
        let mut look = look.set_font_color(0x0005_63C1).set_underline(FormatUnderline::Single);
        if name.starts_with(page::FORMULA_STARTS) {
            look = look.set_quote_prefix();
        }
        let link = Url::new(self.places.link(self.at, standing.first_row));
        sheet.write_url_with_options(row, 1, link, name, "", Some(&look))?;
        Ok(())
    }

    fn write_rank(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        standing: &Standing,
        look: &Format,
    ) -> Result<(), XlsxError> {
        let (Some(rank), Some((first, last))) = (standing.rank, self.ranked) else {
            return page::write(sheet, row, 0, &Cell::Text("—".to_owned()), look);
        };
        if self.board.standings.len() > RANKED_MAX {
            sheet.write_number_with_format(row, 0, rank, look)?;
            return Ok(());
        }
        let of = &self.scores.scheme.boards[self.at];
        let merit = of.rank.map_or(Kind::Points, Kind::Metric);
        let range = |kind: Kind| {
            let letter = self.letter(kind);
            format!("${letter}${}:${letter}${}", first + 1, last + 1)
        };
        let own = |kind: Kind| format!("${}{}", self.letter(kind), row + 1);
        let mut formula = if of.ties.is_empty() {
            format!("RANK({},{})", own(merit), range(merit))
        } else {
            format!("1+COUNTIF({},\">\"&{})", range(merit), own(merit))
        };
        let mut equal = format!("{},{}", range(merit), own(merit));
        for tie in &of.ties {
            let tie = Kind::Metric(*tie);
            formula = format!("{formula}+COUNTIFS({equal},{},\">\"&{})", range(tie), own(tie));
            equal = format!("{equal},{},{}", range(tie), own(tie));
        }
        sheet.write_formula_with_format(row, 0, Formula::new(formula).set_result(rank.to_string()), look)?;
        Ok(())
    }

    /// The sum of a column of 明细 for the name in this row, or how many rows it has there.
    fn per_name(&self, row: u32, standing: &Standing, column: Option<char>) -> String {
        let name = self.scores.text(standing.subject);
        let board = text(&self.board.name);
        let plain = is_plain(name) && is_plain(&self.board.name);
        let spans = self.places.spans(self.at, standing.first_row, standing.rows.len());
        let one = |span: &Span| {
            let (boards, names) = (span.column('A'), span.column('B'));
            match (column, plain) {
                (Some(sum), true) => {
                    format!("SUMIFS({},{boards},{board},{names},$B{})", span.column(sum), row + 1)
                }
                (None, true) => format!("COUNTIFS({boards},{board},{names},$B{})", row + 1),
                (Some(sum), false) => {
                    format!("SUMPRODUCT(({boards}={board})*({names}=$B{})*{})", row + 1, span.column(sum))
                }
                (None, false) => format!("SUMPRODUCT(({boards}={board})*({names}=$B{}))", row + 1),
            }
        };
        let sum = spans.iter().map(one).collect::<Vec<_>>().join("+");
        // Halves and thirds are no exact doubles: equal totals must be equal to RANK.
        if column.is_some() { format!("ROUND({sum},6)") } else { sum }
    }

    fn write_band(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        at: u16,
        standing: &Standing,
        look: &Format,
    ) -> Result<(), XlsxError> {
        let points = format!("{}{}", self.letter(Kind::Points), row + 1);
        // What quotas decide is settled; the formula follows the points.
        let bands = self.scores.scheme.bands.iter();
        let open = bands.filter(|band| Scheme::applies(&band.boards, self.at) && standing.meets(&band.needs));
        let nested = open.rev().fold("\"\"".to_owned(), |rest, band: &Band| {
            format!("IF({points}>={},{},{rest})", band.least, text(&band.name))
        });
        sheet.write_formula_with_format(row, at, Formula::new(nested).set_result(&standing.band), look)?;
        Ok(())
    }

    /// The sum of the board, and whether it is that of its points.
    fn write_sum(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let count = u32::try_from(self.board.standings.len()).unwrap_or(0);
        let row = FIRST_ROW + count;
        let look = page::body_look(FormatAlign::Center).set_bold();
        for at in 0..self.columns.len() {
            sheet.write_blank(row, u16::try_from(at).unwrap_or(0), &look)?;
        }
        sheet.set_row_height(row, 24)?;
        sheet.write_string_with_format(row, 1, "合计", &look)?;
        if count == 0 {
            return Ok(());
        }
        let letter = self.letter(Kind::Points);
        let own = format!("SUM({letter}{}:{letter}{})", FIRST_ROW + 1, row);
        let sum: crate::office::scoring::points::Points =
            self.board.standings.iter().map(|standing| standing.points).sum();
        let total = Formula::new(format!("ROUND({own},6)")).set_result(sum.as_double().to_string());
        sheet.write_formula_with_format(row, 3, total, &look)?;
        let board = text(&self.board.name);
        let one = |span: &Span| format!("SUMPRODUCT(({}={board})*{})", span.column('A'), span.column('K'));
        let there = self.places.everything().iter().map(one).collect::<Vec<_>>().join("+");
        let check = format!("IF(ABS({own}-({there}))<0.00001,\"与明细相符\",\"与明细不符\")");
        let last = u16::try_from(self.columns.len() - 1).unwrap_or(0);
        sheet.write_formula_with_format(row, last, Formula::new(check).set_result("与明细相符"), &look)?;
        Ok(())
    }

    /// What is missing stands out.
    fn mark(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let count = u32::try_from(self.board.standings.len()).unwrap_or(0);
        if count == 0 {
            return Ok(());
        }
        let red = Format::new().set_font_color(page::RED).set_background_color(0x00FD_E9E7);
        let green = Format::new().set_font_color(0x0037_5623).set_background_color(0x00E8_F3E1);
        let marks = [
            (Kind::Quota, "缺", &red),
            (Kind::Quota, "完成", &green),
            (Kind::Remark, "取消", &red),
            (Kind::Remark, "不", &red),
        ];
        for (kind, word, look) in marks {
            let Some(at) = self.columns.iter().position(|column| column.kind == kind) else { continue };
            let at = u16::try_from(at).unwrap_or(0);
            let rule = ConditionalFormatText::new()
                .set_rule(ConditionalFormatTextRule::Contains(word.to_owned()))
                .set_format(look)
                .set_stop_if_true(true);
            sheet.add_conditional_format(FIRST_ROW, at, FIRST_ROW + count, at, &rule)?;
        }
        Ok(())
    }

    fn letter(&self, kind: Kind) -> String {
        let at = self.columns.iter().position(|column| column.kind == kind).unwrap_or(0);
        letters(u16::try_from(at).unwrap_or(0))
    }
}

/// What is to be said of somebody, quotas apart.
fn remark(standing: &Standing) -> String {
    let mut parts = Vec::new();
    if standing.rank.is_none() {
        parts.push("不排名".to_owned());
    }
    parts.extend(standing.failed.iter().map(|name| format!("不达标（{name}）")));
    parts.extend(standing.barred.iter().map(|name| format!("取消评优（{name}）")));
    parts.dedup();
    parts.join("；")
}

/// How the quotas of somebody stand: 完成, or what is missing of each.
fn quota_words(standing: &Standing, scores: &Scores) -> String {
    let missing: Vec<String> = standing
        .quotas
        .iter()
        .filter(|one| !one.missing().is_zero())
        .map(|one| {
            let quota = &scores.scheme.quotas[usize::from(one.quota)];
            let span = if quota.per == crate::office::scoring::period::Scope::Whole {
                String::new()
            } else {
                one.span.label()
            };
            format!("{span}{}", one.in_words())
        })
        .collect();
    match (standing.quotas.is_empty(), missing.is_empty()) {
        (true, _) => String::new(),
        (false, true) => "完成".to_owned(),
        (false, false) if missing.len() > 4 => {
            format!("{}等，共缺{}次", missing[..3].join("；"), missing.len())
        }
        (false, false) => missing.join("；"),
    }
}

/// A text inside a formula.
fn text(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Whether SUMIFS takes a text for itself: no pattern, no comparison, no number.
fn is_plain(text: &str) -> bool {
    let starts_well = text.chars().next().is_some_and(char::is_alphabetic);
    starts_well && !text.contains(['*', '?', '~', '<', '>', '=', '"']) && text.chars().count() < 200
}
