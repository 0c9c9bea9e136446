//! Batch sheets: the header found by its labels, one paper a row, totals and notes left out.
//! It never reads a hidden sheet as papers, and never mends a row.

use super::assemble::Draft;
use super::dates;
use super::entry::Entry;
use super::form;
use super::grid::Grid;
use super::grid_of_sheet::{Cells, reference};
use super::labels::{Index, Key, Label, Whose};
use super::letter::{self, Line};
use super::lines;
use super::several;
use super::signs::is_hint;
use super::text::{dense, says_no, seen, trim, unbracketed};
use crate::document::{Area, Block, Cell, Merge, Paragraph, Row, Sheet, SheetCell, SheetRow, Table};
use chrono::NaiveDate;

/// How many rows from the top a header may stand.
const DEEPEST_HEADER: usize = 30;

/// Rows of a sheet that may hold a single form; a longer sheet is a list.
const LONGEST_FORM: usize = 300;

/// What a sheet holds.
pub enum Reading<'a> {
    /// One paper a row under a header that is known.
    Batch(Box<Rows<'a>>),
    /// Papers laid out as forms, one below the other.
    Forms(Vec<Draft>),
    /// No header that is known; what could be read, if the sheet holds anything.
    Unknown(Option<Draft>),
}

/// Reads one sheet.
pub fn read<'a>(sheet: &'a Sheet, index: &Index, today: NaiveDate) -> Reading<'a> {
    let cells = Cells::new(sheet);
    if let Some(header) = Header::find(&cells, index) {
        return Reading::Batch(Box::new(Rows::new(sheet, cells, header, index, today)));
    }
    let forms = forms(sheet, index);
    if !forms.is_empty() {
        return Reading::Forms(forms);
    }
    Reading::Unknown(plain(sheet, index))
}

/// A table of a document as a sheet, its rows numbered from 1.
pub fn from_table(table: &Table, name: &str) -> Sheet {
    let mut sheet = Sheet { name: name.to_owned(), visible: true, ..Sheet::default() };
    let mut open: Vec<Area> = Vec::new();
    for (number, row) in (1_u32..).zip(&table.rows) {
        let mut cells = Vec::new();
        let mut column = 0_u32;
        for cell in &row.cells {
            let last_column = column + u32::from(cell.span.max(1)) - 1;
            let area = Area { first_row: number, first_column: column, last_row: number, last_column };
            if cell.merge == Merge::Continue {
                if let Some(above) = open
                    .iter_mut()
                    .rev()
                    .find(|above| above.first_column == column && above.last_row + 1 == number)
                {
                    above.last_row = number;
                }
            } else {
                if cell.merge == Merge::Start || cell.span > 1 {
                    open.push(area);
                }
                let text = cell.text();
                if !trim(&text).is_empty() {
                    cells.push(SheetCell { column, text, date: None, number: None });
                }
            }
            column = last_column + 1;
        }
        if !cells.is_empty() {
            sheet.rows.push(SheetRow { number, cells });
        }
    }
    sheet.merges = open;
    sheet
}

/// Columns with what they mean, and where the header ends.
struct Header {
    first: usize,
    last: usize,
    columns: Vec<Column>,
}

struct Column {
    number: u32,
    label: Label,
    words: String,
}

impl Header {
    /// The first row, or pair of rows, with two labels and more, a title or text among them.
    fn find(cells: &Cells<'_>, index: &Index) -> Option<Header> {
        for at in 0..cells.sheet.rows.len().min(DEEPEST_HEADER) {
            if !is_label_row(&cells.sheet.rows[at], index, 1) {
                continue;
            }
            let under = at + 1;
            let double = cells.sheet.rows.get(under).is_some_and(|row| {
                is_label_row(row, index, 1)
                    && (goes_under(cells, at, under)
                        || (is_label_row(row, index, 2) && !alternates(&cells.sheet.rows[at], index)))
            });
            if double {
                let columns = columns(cells, at, under, index);
                if is_header(&columns) {
                    return Some(Header { first: at, last: under, columns });
                }
            }
            let columns = columns(cells, at, at, index);
            if is_header(&columns)
                && is_label_row(&cells.sheet.rows[at], index, 2)
                && !is_form_row(cells, at, index)
            {
                return Some(Header { first: at, last: at, columns });
            }
        }
        None
    }

    fn has_text(&self) -> bool {
        self.columns.iter().any(|column| column.label.key.is_body())
    }

    /// Repeated at the head of a printed page.
    fn repeats(&self, row: &SheetRow) -> bool {
        let same = row.cells.iter().filter(|cell| {
            self.columns
                .iter()
                .any(|column| column.number == cell.column && dense(&column.words) == dense(&cell.text))
        });
        same.count() >= 2
    }
}

/// Labels of at least this many and at least half of its cells, none of them long.
fn is_label_row(row: &SheetRow, index: &Index, least: usize) -> bool {
    let filled: Vec<&str> =
        row.cells.iter().map(|cell| trim(&cell.text)).filter(|text| !text.is_empty()).collect();
    if filled.iter().any(|text| seen(text) > 30) {
        return false;
    }
    let known = filled.iter().filter(|text| index.find(text).is_some()).count();
    known >= least && known * 2 >= filled.len()
}

/// Whether the second row fills what the first left open: under a wide cell, or beside tall ones.
fn goes_under(cells: &Cells<'_>, upper: usize, lower: usize) -> bool {
    let number = cells.sheet.rows[upper].number;
    cells.sheet.rows[lower].number == number + 1
        && cells.sheet.merges.iter().any(|area| {
            area.first_row <= number
                && number <= area.last_row
                && (area.first_column < area.last_column || area.last_row > number)
        })
}

/// A row of a form: label, value, label, value.
fn is_form_row(cells: &Cells<'_>, at: usize, index: &Index) -> bool {
    let below = cells.sheet.rows.get(at + 1);
    let label_below =
        below.and_then(|row| row.cells.first()).is_some_and(|cell| index.find(&cell.text).is_some());
    alternates(&cells.sheet.rows[at], index)
        || (label_below
            && below.is_some_and(|row| {
                row.cells.first().map(|cell| cell.column)
                    == cells.sheet.rows[at].cells.first().map(|cell| cell.column)
            }))
}

/// 报送单位 某单位 报送时间 某日: labels and values by turns.
fn alternates(row: &SheetRow, index: &Index) -> bool {
    let mut known = row.cells.iter().map(|cell| index.find(&cell.text).is_some()).enumerate();
    row.cells.len() >= 2 && known.all(|(place, known)| known == (place % 2 == 0))
}

/// Words that are labels only over a column, since they are values everywhere else.
fn only_heads(words: &str) -> Option<Label> {
    let key = match dense(words).as_str() {
        "委员" | "政协委员" | "报送者" | "来稿者" => Key::Author,
        "紧急" | "急件" | "加急" => Key::Urgency,
        _ => return None,
    };
    Some(Label { key, whose: Whose::Unsaid })
}

fn columns(cells: &Cells<'_>, upper: usize, lower: usize, index: &Index) -> Vec<Column> {
    let (top, bottom) = (cells.sheet.rows[upper].number, cells.sheet.rows[lower].number);
    let mut columns = Vec::new();
    for column in 0..cells.width {
        let above = cells.text(top, column);
        let below = if upper == lower { "" } else { cells.own_text(bottom, column) };
        let words = if trim(below).is_empty() { above } else { below };
        if trim(words).is_empty() {
            continue;
        }
        let group = index.find(above).filter(|label| !trim(below).is_empty() && label.key.is_person());
        let found = index.find(words).or_else(|| index.find(above)).or_else(|| only_heads(words));
        let mut label = found.unwrap_or(Label { key: Key::Other, whose: Whose::Unsaid });
        if let Some(group) = group {
            label.key = match label.key {
                Key::Author => group.key,
                Key::MaybeUnit => Key::Workplace,
                other => other,
            };
            label.whose = if group.key == Key::Contact { Whose::Contact } else { label.whose };
        } else if dense(above).starts_with("联名") && label.key == Key::Author {
            label.key = Key::CoAuthor;
        }
        columns.push(Column { number: column, label, words: trim(words).to_owned() });
    }
    columns
}

fn is_header(columns: &[Column]) -> bool {
    let known = columns.iter().filter(|column| column.label.key != Key::Other).count();
    let named = columns
        .iter()
        .any(|column| matches!(column.label.key, Key::Title | Key::MaybeTitle) || column.label.key.is_body());
    known >= 2 && named
}

/// The papers of a batch, one after another: a sheet of a million rows is never a million papers at once.
pub struct Rows<'a> {
    cells: Cells<'a>,
    header: Header,
    above: Vec<Entry>,
    /// Number of the header's last row.
    after: u32,
    year: Option<i32>,
    below: std::slice::Iter<'a, SheetRow>,
    /// The paper that rows below may still belong to.
    open: Option<Draft>,
}

impl<'a> Rows<'a> {
    fn new(sheet: &'a Sheet, cells: Cells<'a>, header: Header, index: &Index, today: NaiveDate) -> Self {
        let year = sheet.rows[..header.first]
            .iter()
            .flat_map(|row| &row.cells)
            .find_map(|cell| dates::year_in(&cell.text, today))
            .or_else(|| dates::year_in(&sheet.name, today));
        let above = above_header(&cells, &header, index);
        let after = sheet.rows[header.last].number;
        let below = sheet.rows[header.last + 1..].iter();
        Rows { cells, header, above, after, year, below, open: None }
    }
}

impl Iterator for Rows<'_> {
    type Item = Draft;

    fn next(&mut self) -> Option<Draft> {
        while let Some(row) = self.below.next() {
            let next = self.below.as_slice().first();
            if is_no_paper(row, &self.header) || heads_block(row, next, &self.header) {
                continue;
            }
            let joint = joint_with_above(&self.cells, &self.header, row.number, self.after);
            let mut entries = entries(&self.cells, &self.header, row.number, self.after, joint);
            if !joint {
                add_missing(&mut entries, &self.above);
            }
            if let Some(last) = self.open.as_mut().filter(|_| joint) {
                last.entries.extend(entries);
                continue;
            }
            let draft = Draft {
                entries,
                place: format!("{}!{}", self.cells.sheet.name, row.number),
                textless: !self.header.has_text(),
                year: self.year,
                ..Draft::default()
            };
            if let Some(whole) = self.open.replace(draft) {
                return Some(whole);
            }
        }
        self.open.take()
    }
}

/// 单位（盖章） on a form is where the stamp goes; above a header it names the unit.
fn key_above(pair: &lines::Pair<'_>) -> Key {
    if pair.label.key == Key::Other && dense(pair.words).starts_with("单位") {
        Key::Unit
    } else {
        pair.label.key
    }
}

/// What is said above the header holds for every row: 报送单位：民盟示例区委.
fn above_header(cells: &Cells<'_>, header: &Header, index: &Index) -> Vec<Entry> {
    let mut entries = Vec::new();
    for row in &cells.sheet.rows[..header.first] {
        for (at, cell) in row.cells.iter().enumerate() {
            let place = || format!("{}!{}", cells.sheet.name, reference(row.number, cell.column));
            // The label and its value often stand in cells of their own.
            let beside = row.cells.get(at + 1).filter(|_| index.find(&cell.text).is_some());
            let joined = beside.map(|value| {
                format!("{}：{}", trim(&cell.text).trim_end_matches(['：', ':']), trim(&value.text))
            });
            let pairs = lines::pairs(joined.as_deref().unwrap_or(&cell.text), index);
            let told = pairs.iter().filter(|pair| {
                let key = key_above(pair);
                matches!(key, Key::Unit | Key::MaybeUnit | Key::Date) && !pair.value.is_empty()
            });
            entries.extend(told.map(|pair| {
                let label = Label { key: key_above(pair), ..pair.label };
                Entry::labelled(label, pair.words, pair.value, place(), 0)
            }));
        }
    }
    entries
}

/// Adds what the row does not say itself.
fn add_missing(entries: &mut Vec<Entry>, above: &[Entry]) {
    for entry in above {
        let key = if entry.label.key == Key::MaybeUnit { Key::Unit } else { entry.label.key };
        let told = entries.iter().any(|own| {
            !own.value.is_empty()
                && (own.label.key == key || (key == Key::Unit && own.label.key == Key::MaybeUnit))
        });
        if !told {
            let mut entry = entry.clone();
            entry.label.key = key;
            entries.push(entry);
        }
    }
}

/// Totals, notes, blank lines of a template, section lines, and the header again.
fn is_no_paper(row: &SheetRow, header: &Header) -> bool {
    let filled: Vec<&SheetCell> = row.cells.iter().filter(|cell| !trim(&cell.text).is_empty()).collect();
    let Some(first) = filled.first() else { return true };
    let key = |cell: &SheetCell| {
        header.columns.iter().find(|column| column.number == cell.column).map(|column| column.label.key)
    };
    let telling = filled.iter().any(|cell| {
        !says_no(unbracketed(&cell.text))
            && key(cell).is_some_and(|key| {
                !matches!(key, Key::Serial | Key::Note | Key::Status | Key::Other | Key::Issue | Key::Term)
            })
    });
    let counted = filled.iter().take(3).any(|cell| is_total(&cell.text));
    let example = key(first) == Some(Key::Serial) && first.text.contains('例');
    let alone = filled.len() == 1
        && (is_remark(&first.text)
            || !key(first).is_some_and(|key| {
                matches!(key, Key::Title | Key::MaybeTitle | Key::Author | Key::Unit) || key.is_body()
            }));
    !telling || counted || example || alone || header.repeats(row) || is_remark(&first.text) || signs(&filled)
}

/// 单位负责人：张三 and 填表人：李四 side by side: who signed the sheet.
fn signs(filled: &[&SheetCell]) -> bool {
    filled.len() >= 2
        && filled.iter().all(|cell| {
            trim(&cell.text).split_once(['：', ':']).is_some_and(|(words, value)| {
                (2..=8).contains(&seen(words)) && seen(value) <= 20 && words.ends_with(SIGNERS)
            })
        })
}

/// How the words before a signature below a sheet end: 填表人, 填报日期, 联系电话.
const SIGNERS: [char; 8] = ['人', '员', '长', '期', '间', '话', '核', '位'];

/// 第二季度 alone above the header again: the heading of the rows below, in whatever column it stands.
fn heads_block(row: &SheetRow, next: Option<&SheetRow>, header: &Header) -> bool {
    let filled = row.cells.iter().filter(|cell| !trim(&cell.text).is_empty()).take(2).count();
    filled == 1 && next.is_some_and(|next| header.repeats(next))
}

fn is_total(text: &str) -> bool {
    let bare = dense(unbracketed(text));
    seen(&bare) <= 12
        && ["以下空白", "以下无", "合计", "总计", "小计", "共计", "本页合计", "累计", "本月合计", "全年合计"]
            .iter()
            .any(|word| bare.starts_with(word))
}

fn is_remark(text: &str) -> bool {
    let bare = trim(text);
    is_hint(bare)
        || [
            "注：",
            "注:",
            "备注：",
            "备注:",
            "说明：",
            "说明:",
            "填表说明",
            "填表人",
            "制表",
            "审核：",
            "审核人",
            "填报",
            "联系人：",
            "共",
        ]
        .iter()
        .any(|start| {
            bare.starts_with(start)
                && seen(bare) > seen(start)
                && (*start != "共" || bare.ends_with(['篇', '条', '件']))
        })
}

/// The title or the text of this row belongs to the row above: a joint paper over several rows.
fn joint_with_above(cells: &Cells<'_>, header: &Header, number: u32, after: u32) -> bool {
    header.columns.iter().any(|column| {
        (column.label.key == Key::Title || column.label.key.is_body())
            && cells.covering(number, column.number).is_some_and(|area| {
                area.first_row < number
                    && area.first_row > after
                    && !trim(cells.own_text(area.first_row, area.first_column)).is_empty()
            })
    })
}

fn entries(cells: &Cells<'_>, header: &Header, number: u32, after: u32, joint: bool) -> Vec<Entry> {
    let row_id = usize::try_from(number).unwrap_or(usize::MAX);
    let mut entries = Vec::new();
    for column in &header.columns {
        let key = column.label.key;
        let own = cells.own(number, column.number);
        let shared = cells
            .covering(number, column.number)
            .filter(|area| area.first_row < number && area.first_row > after);
        let source = match (own, shared) {
            (Some(cell), _) => Some((cell, number)),
            (None, Some(area)) if !joint => {
                cells.own(area.first_row, area.first_column).map(|cell| (cell, area.first_row))
            }
            _ => None,
        };
        let Some((cell, from)) = source.filter(|(cell, _)| !trim(&cell.text).is_empty()) else {
            // A blank cell still ends what is said of the person before it.
            if key.is_person() && !joint {
                entries.push(Entry::labelled(column.label, &column.words, "", String::new(), row_id));
            }
            continue;
        };
        let place = format!("{}!{}", cells.sheet.name, reference(from, column.number));
        let mut entry = if key.is_body() {
            Entry::text(column.label, &column.words, paragraphs(&cell.text), place, row_id)
        } else {
            Entry::labelled(column.label, &column.words, trim(&cell.text), place, row_id)
        };
        entry.date = cell.date.filter(|_| key == Key::Date);
        entries.push(entry);
    }
    entries
}

fn paragraphs(text: &str) -> Vec<Block> {
    text.replace("_x000D_", "")
        .split(['\n', '\r'])
        .filter(|line| !trim(line).is_empty())
        .map(|line| Block::Paragraph(Paragraph::plain(trim(line))))
        .collect()
}

/// Forms laid out in cells: label left, value right.
fn forms(sheet: &Sheet, index: &Index) -> Vec<Draft> {
    if sheet.rows.len() > LONGEST_FORM {
        return Vec::new();
    }
    let table = to_table(sheet);
    let grid = Grid::new(&table, index);
    if !matches!(form::shape_of(&grid, index), form::Shape::Form | form::Shape::Doubtful) {
        return Vec::new();
    }
    let first = sheet.rows.first().map_or(1, |row| row.number);
    let place = |row: usize, column: usize| {
        let number = first.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
        format!("{}!{}", sheet.name, reference(number, u32::try_from(column).unwrap_or(u32::MAX)))
    };
    let entries = form::read(grid, index, &place);
    let told = entries
        .iter()
        .filter(|entry| !entry.is_empty())
        .any(|entry| entry.label.key == Key::Title || entry.label.key.is_body());
    if !told {
        return Vec::new();
    }
    let forms = several::split_form(entries).into_iter().enumerate();
    forms
        .map(|(number, entries)| {
            let below = entries.iter().find_map(|entry| row_of(&entry.place)).filter(|_| number > 0);
            let place = format!("{}!{}", sheet.name, below.unwrap_or(first));
            Draft { entries, place, ..Draft::default() }
        })
        .collect()
}

/// The row of a place as `来稿表!B8`.
fn row_of(place: &str) -> Option<u32> {
    let (_, cell) = place.rsplit_once('!')?;
    cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()
}

/// The sheet as a table with its merges, for the form's rules.
fn to_table(sheet: &Sheet) -> Table {
    let cells = Cells::new(sheet);
    let (Some(first), Some(last)) = (sheet.rows.first(), sheet.rows.last()) else { return Table::default() };
    let last_row = last.number.min(first.number + 2 * u32::try_from(LONGEST_FORM).unwrap_or(600));
    let width = cells.width.min(64);
    let mut rows = Vec::new();
    for number in first.number..=last_row {
        let mut row = Row::default();
        let mut column = 0;
        while column < width {
            let area = cells.covering(number, column);
            let last_column = area.map_or(column, |area| area.last_column).min(width - 1).max(column);
            let merge = match area {
                Some(area) if area.first_row < number => Merge::Continue,
                Some(area) if area.last_row > number => Merge::Start,
                _ => Merge::None,
            };
            let text = if merge == Merge::Continue { "" } else { cells.own_text(number, column) };
            let text = match cells.own(number, column).and_then(|cell| cell.date) {
                Some(date) => date.to_string(),
                None => text.to_owned(),
            };
            let span = u16::try_from(last_column - column + 1).unwrap_or(1);
            row.cells.push(Cell { span, merge, blocks: paragraphs(&text) });
            column = last_column + 1;
        }
        rows.push(row);
    }
    Table { columns: Vec::new(), rows }
}

/// What can be read of a sheet without a header: its rows as lines.
fn plain(sheet: &Sheet, index: &Index) -> Option<Draft> {
    let mut blocks = Vec::new();
    for row in &sheet.rows {
        let texts: Vec<&str> =
            row.cells.iter().map(|cell| trim(&cell.text)).filter(|text| !text.is_empty()).collect();
        blocks.extend(paragraphs(&texts.join("　")));
    }
    if blocks.is_empty() {
        return None;
    }
    let numbered: Vec<Line<'_>> =
        (1..).zip(&blocks).map(|(number, block)| Line::new(block, number)).collect();
    let read = letter::read(&numbered, index, letter::Beside::default());
    let place = format!("{}!{}", sheet.name, sheet.rows.first().map_or(1, |row| row.number));
    Some(Draft { entries: read.entries, body: read.body, place, ..Draft::default() })
}
