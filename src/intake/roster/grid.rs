//! A sheet under a header that is known by its labels: rows with values by column title.
//! It never knows what the values mean to a roster.

use crate::document::{Sheet, SheetCell, SheetRow};
use crate::office::forms::{ANSWER, Column};
use crate::office::roster::{Roster, SHEETS};
use crate::rejection::{Code, Rejection};
use chrono::{Datelike, Days, NaiveDate};

/// Rows at the top in which a header is looked for: titles and notes stand above it.
const HEADER_WITHIN: usize = 12;
/// Serial numbers of Excel that can be days of a term: 1954 to 2119. Years are far below.
const SERIALS: std::ops::RangeInclusive<f64> = 20_000.0..=80_000.0;

/// Faults and findings of a workbook, in the order in which they were met.
#[derive(Default)]
pub(in crate::intake) struct Faults {
    faults: Vec<Rejection>,
    warnings: Vec<Rejection>,
}

impl Faults {
    /// What refuses, in the clerk's words.
    pub(in crate::intake) fn messages(self) -> Vec<String> {
        self.faults.into_iter().map(|fault| fault.message).collect()
    }

    /// Whether nothing refuses the workbook so far.
    pub(in crate::intake) fn none(&self) -> bool {
        self.faults.is_empty()
    }

    /// A fault at a place; an empty one is the workbook.
    pub(in crate::intake) fn add(&mut self, code: Code, message: String, place: &str) {
        self.faults.push(Rejection::of_file(code, message).at(place));
    }

    /// A sheet whose columns nobody can tell.
    pub(in crate::intake) fn no_header(&mut self, title: &str) {
        let mut fault = Rejection::of_file(Code::NoHeader, format!("“{title}”表没有找到表头")).at(title);
        "请使用 outbox/表样 中的名册表，保留表头后重新投放。".clone_into(&mut fault.cure);
        self.faults.push(fault);
    }

    /// A fault of a row or cell.
    pub(in crate::intake) fn row(&mut self, place: &str, message: String) {
        self.add(Code::BadRow, message, place);
    }

    /// A fault of a row with a cure of its own.
    pub(in crate::intake) fn row_with_cure(&mut self, place: &str, message: String, cure: &str) {
        let mut fault = Rejection::of_file(Code::BadRow, message).at(place);
        cure.clone_into(&mut fault.cure);
        self.faults.push(fault);
    }

    /// What is odd and refuses nothing.
    pub(in crate::intake) fn warn(&mut self, place: &str, message: String, cure: &str) {
        let mut warning = Rejection::of_file(Code::BadRow, message).at(place);
        cure.clone_into(&mut warning.cure);
        self.warnings.push(warning);
    }

    /// A sheet that nobody reads: its rows would be missed in silence.
    pub(in crate::intake) fn unknown_sheet(&mut self, name: &str) {
        let titles: Vec<&str> = SHEETS.iter().map(|(title, _)| *title).collect();
        let cure = format!(
            "{}表名应为：{}；说明文字请放在“说明”表中。",
            nearest(name, &titles).map(|near| format!("是否应为“{near}”？")).unwrap_or_default(),
            titles.join("、")
        );
        let mut fault = Rejection::of_file(Code::BadRow, format!("不认识名为“{name}”的表")).at(name);
        fault.cure = cure;
        self.faults.push(fault);
    }

    /// The roster with the warnings, unless something refuses it.
    pub(in crate::intake) fn into_result(
        self,
        roster: Roster,
    ) -> Result<(Roster, Vec<Rejection>), Vec<Rejection>> {
        if self.faults.is_empty() { Ok((roster, self.warnings)) } else { Err(self.faults) }
    }
}

/// The word nearest to a wrong one, if any is near.
pub(in crate::intake) fn nearest<'a>(wrong: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|word| (strsim::damerau_levenshtein(wrong, word), *word))
        .filter(|(distance, word)| *distance * 2 <= word.chars().count().max(2))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// A sheet with its header found.
pub(in crate::intake) struct Grid<'s> {
    sheet: &'s Sheet,
    title: &'static str,
    columns: &'static [Column],
    /// Column of the form and column of the sheet.
    found: Vec<(&'static Column, u32)>,
    header: u32,
}

impl<'s> Grid<'s> {
    /// The sheet under its header; `None`, with the fault told, where there is none.
    pub(in crate::intake) fn of(
        sheet: &'s Sheet,
        title: &'static str,
        columns: &'static [Column],
        faults: &mut Faults,
    ) -> Option<Self> {
        let column_of = |cell: &SheetCell| columns.iter().find(|column| column.is_called(&cell.text));
        let header = sheet.rows.iter().take(HEADER_WITHIN).find(|row| {
            let known: Vec<&Column> = row.cells.iter().filter_map(column_of).collect();
            known.len() >= 2 && known.iter().any(|column| column.required)
        });
        let Some(header) = header else {
            faults.no_header(title);
            return None;
        };
        let mut found: Vec<(&'static Column, u32)> = Vec::new();
        for cell in header.cells.iter().filter(|cell| !cell.text.trim().is_empty()) {
            let place = place_of(title, cell.column, header.number);
            match column_of(cell) {
                Some(column) if found.iter().any(|(known, _)| known.title == column.title) => {
                    faults.row(&place, format!("“{}”栏出现两次", column.title));
                }
                Some(column) => found.push((column, cell.column)),
                None if is_serial(&cell.text) => {}
                None => faults.warn(&place, format!("“{}”栏没有读取", cell.text.trim()), "请核对表头。"),
            }
        }
        for column in columns.iter().filter(|column| column.required) {
            if !found.iter().any(|(known, _)| known.title == column.title) {
                faults.row(&format!("{title}!{}", header.number), format!("缺少“{}”栏", column.title));
            }
        }
        Some(Grid { sheet, title, columns, found, header: header.number })
    }

    /// Rows below the header that hold something in a known column, notes at the foot left out.
    pub(in crate::intake) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.sheet
            .rows
            .iter()
            .filter(|row| row.number > self.header)
            .map(|row| Line { grid: self, row })
            .filter(|line| line.holds_something() && !line.is_note())
    }
}

fn is_serial(header: &str) -> bool {
    matches!(header.trim(), ANSWER | "序号" | "编号" | "备注" | "性别" | "出生年月" | "民族" | "学历")
}

/// `委员!C5`.
fn place_of(title: &str, column: u32, row: u32) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    format!("{title}!{letters}{row}")
}

/// A row by column titles.
pub(in crate::intake) struct Line<'g> {
    grid: &'g Grid<'g>,
    row: &'g SheetRow,
}

impl Line<'_> {
    /// The number of the row as Excel shows it.
    pub(in crate::intake) fn number(&self) -> u32 {
        self.row.number
    }

    /// `委员!5`.
    pub(in crate::intake) fn place(&self) -> String {
        format!("{}!{}", self.grid.title, self.row.number)
    }

    /// The value under a title, or nothing.
    pub(in crate::intake) fn text(&self, title: &str) -> Option<String> {
        let text = self.cell(title)?.text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    }

    /// A name: without the spaces that official lists put into names of two characters.
    pub(in crate::intake) fn name(&self, title: &str) -> String {
        self.text(title).unwrap_or_default().replace(' ', "")
    }

    /// One of the column's choices; what is none of them is a fault.
    pub(in crate::intake) fn choice(&self, title: &str, faults: &mut Faults) -> String {
        let written = self.name(title);
        let choices =
            self.grid.columns.iter().find(|column| column.title == title).map_or(&[][..], |c| c.choices);
        if !choices.contains(&written.as_str()) {
            let near =
                nearest(&written, choices).map(|near| format!("是否应为“{near}”？")).unwrap_or_default();
            let cure = format!("{near}可填：{}。", choices.join("、"));
            let message = format!("{title}“{written}”不在可选范围内");
            faults.row_with_cure(&self.place_under(title), message, &cure);
        }
        written
    }

    /// A day; a month or a year alone is its first day, or its last.
    pub(in crate::intake) fn date(&self, title: &str, last: bool, faults: &mut Faults) -> Option<NaiveDate> {
        let cell = self.cell(title).filter(|cell| !cell.text.trim().is_empty())?;
        if matches!(cell.text.trim(), "至今" | "—" | "-" | "/") {
            return None;
        }
        let day =
            cell.date.or_else(|| cell.number.and_then(from_serial)).or_else(|| from_words(&cell.text, last));
        if day.is_none() {
            faults.row_with_cure(
                &self.place_under(title),
                format!("{title}“{}”不是日期", cell.text.trim()),
                "请写成 2026-01-01 的样式。",
            );
        }
        day
    }

    /// Whether every required column is filled; what is not is told.
    pub(in crate::intake) fn is_complete(&self, faults: &mut Faults) -> bool {
        let mut complete = true;
        for (column, _) in self.grid.found.iter().filter(|(column, _)| column.required) {
            if self.text(column.title).is_none() {
                faults.row(&self.place_under(column.title), format!("没有填写{}", column.title));
                complete = false;
            }
        }
        complete
    }

    fn holds_something(&self) -> bool {
        self.grid.found.iter().any(|(column, _)| self.text(column.title).is_some())
    }

    /// Notes and totals at the foot of a list.
    fn is_note(&self) -> bool {
        let first = self.row.cells.iter().map(|cell| cell.text.trim()).find(|text| !text.is_empty());
        let alone = self.row.cells.iter().filter(|cell| !cell.text.trim().is_empty()).count() == 1;
        first.is_some_and(|text| {
            let opens = ["注：", "注:", "说明：", "备注：", "填表"].iter().any(|note| text.starts_with(note));
            (opens && alone) || matches!(text, "合计" | "总计")
        })
    }

    fn cell(&self, title: &str) -> Option<&SheetCell> {
        let (_, at) = self.grid.found.iter().find(|(column, _)| column.title == title)?;
        self.row.cells.iter().find(|cell| cell.column == *at)
    }

    fn place_under(&self, title: &str) -> String {
        match self.grid.found.iter().find(|(column, _)| column.title == title) {
            Some((_, at)) => place_of(self.grid.title, *at, self.row.number),
            None => self.place(),
        }
    }
}

/// A day that Excel keeps as a number, in a cell without a date format.
fn from_serial(number: f64) -> Option<NaiveDate> {
    if !SERIALS.contains(&number) {
        return None;
    }
    let days = format!("{number:.0}").parse().ok()?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

/// `2026-01-01`, `2026.1.1`, `2026年1月1日`, and a month or year alone.
fn from_words(text: &str, last: bool) -> Option<NaiveDate> {
    let mut parts = Vec::new();
    for part in text.trim().split(['-', '.', '/', '年', '月', '日', '．', '－']) {
        if !part.trim().is_empty() {
            parts.push(part.trim().parse::<u32>().ok()?);
        }
    }
    let year = i32::try_from(*parts.first()?).ok().filter(|year| (1950..=2150).contains(year))?;
    match (parts.get(1), parts.get(2), parts.len()) {
        (None, ..) if last => NaiveDate::from_ymd_opt(year, 12, 31),
        (None, ..) => NaiveDate::from_ymd_opt(year, 1, 1),
        (Some(month), None, _) if last => last_day_of_month(year, *month),
        (Some(month), None, _) => NaiveDate::from_ymd_opt(year, *month, 1),
        (Some(month), Some(day), 3) => NaiveDate::from_ymd_opt(year, *month, *day),
        _ => None,
    }
}

fn last_day_of_month(year: i32, month: u32) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    first.iter_days().take_while(|day| day.month() == month).last()
}
