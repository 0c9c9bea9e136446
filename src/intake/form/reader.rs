//! A form's cells in order: each label with its value, each section with its people, text that has no label.
//! It never reads inside a cell that holds labels of its own; that is the cell's part.

use super::cell::read_cell;
use super::crossed::heads_people;
use super::{Places, Shape, expects_a_word, is_group, is_header, kind_under, shape, spot_key};
use crate::document::{Align, Block, Cell, Table};
use crate::intake::entry::Entry;
use crate::intake::grid::{Grid, Kind, inner_tables};
use crate::intake::headings;
use crate::intake::labels::{Index, Key, Label, Whose};
use crate::intake::names::{closed, is_name};
use crate::intake::signs::{is_form_heading, is_hint};
use crate::intake::text::{ends_sentence, seen};

/// Everything that a form says, in reading order.
pub fn read(grid: Grid<'_>, index: &Index, places: &Places<'_>) -> Vec<Entry> {
    let mut used = vec![false; grid.spots.len()];
    let mut groups = vec![None; grid.rows.len()];
    for (at, spot) in grid.spots.iter().enumerate() {
        if is_group(&grid, at) {
            used[at] = true;
            let key = group_key(&grid, at);
            groups.iter_mut().skip(spot.row).take(spot.height).for_each(|group| *group = key);
        }
    }
    let mut reader = Reader { grid, index, places, used, groups, scope: None, entries: Vec::new() };
    let mut row = 0;
    while row < reader.grid.rows.len() {
        row = if heads_people(&reader.grid, row) {
            reader.crossed(row)
        } else if is_header(&reader.grid, row) {
            reader.block(row)
        } else {
            reader.row(row)
        };
    }
    reader.entries
}

/// Longest cell that holds a label and its value, and no text, in characters.
const LONGEST_DETAIL: usize = 40;

fn group_key(grid: &Grid<'_>, at: usize) -> Option<Key> {
    let text = &grid.spots[at].text;
    if text.contains('联') && !text.contains("联系") {
        return Some(if text.contains("非委员") { Key::Outsider } else { Key::CoAuthor });
    }
    grid.label(at).map(|label| label.key).filter(|key| key.is_person())
}

pub(super) struct Reader<'a, 'b> {
    pub(super) grid: Grid<'a>,
    index: &'b Index,
    places: &'b Places<'b>,
    pub(super) used: Vec<bool>,
    /// The person that a merged label in front of a row names.
    pub(super) groups: Vec<Option<Key>>,
    /// The person that a label across the table names, until the next one.
    scope: Option<Key>,
    entries: Vec<Entry>,
}

impl<'a> Reader<'a, '_> {
    /// Labels in one row, a person or paper in each row below. Returns the row after them.
    fn block(&mut self, header: usize) -> usize {
        let people = self.grid.rows[header]
            .iter()
            .any(|&at| self.grid.label(at).is_some_and(|label| label.key.is_person()))
            && !self.grid.rows[header]
                .iter()
                .any(|&at| self.grid.label(at).is_some_and(|label| label.key == Key::Title));
        let columns: Vec<(usize, usize, usize)> = self.grid.rows[header]
            .iter()
            .filter(|&&at| !self.used[at])
            .map(|&at| (self.grid.spots[at].column, self.grid.spots[at].width, at))
            .collect();
        let mut row = header + 1;
        while row < self.grid.rows.len() {
            let spots: Vec<usize> =
                self.grid.rows[row].iter().copied().filter(|&at| !self.used[at]).collect();
            let over: Vec<usize> = columns.iter().map(|column| column.2).collect();
            let labels = spots
                .iter()
                .any(|&at| matches!(kind_under(&self.grid, &over, at), Kind::Label(_) | Kind::Inline));
            let across =
                spots.len() == 1 && columns.len() > 1 && self.grid.spots[spots[0]].width > columns[0].1;
            if labels || across || (row > header + 1 && is_header(&self.grid, row)) {
                break;
            }
            for at in spots {
                let column = self.grid.spots[at].column;
                let under =
                    columns.iter().find(|(first, width, _)| (*first..first + width).contains(&column));
                if let Some(&(_, _, label_at)) = under {
                    let Some(mut label) = self.grid.label(label_at) else { continue };
                    // In a table of people the unit is each one's own.
                    label.key =
                        if people && label.key == Key::MaybeUnit { Key::Workplace } else { label.key };
                    let words = self.grid.spots[label_at].text.clone();
                    self.take(label, &words, &[at]);
                }
            }
            row += 1;
        }
        row.max(header + 1)
    }

    fn row(&mut self, row: usize) -> usize {
        let spots: Vec<usize> = self.grid.rows[row].iter().copied().filter(|&at| !self.used[at]).collect();
        let mut at = 0;
        while at < spots.len() {
            let spot = spots[at];
            at += match self.grid.spots[spot].kind {
                _ if self.used[spot] => 1,
                Kind::Empty => 1,
                Kind::Label(label) => self.label(label, &spots[at..]),
                Kind::Inline => {
                    self.inline(spot);
                    1
                }
                Kind::Value => self.loose(&spots[at..]),
            };
        }
        row + 1
    }

    /// A label and its value: to the right, or below. Returns how many cells of the row were taken.
    fn label(&mut self, label: Label, spots: &[usize]) -> usize {
        let words = self.grid.spots[spots[0]].text.clone();
        let mut rights: Vec<usize> =
            spots[1..].iter().copied().take_while(|&at| self.is_value_of(label, at)).collect();
        if !label.key.is_body() {
            let unknown = rights.iter().skip(1).position(|&at| self.is_unknown_label(at));
            rights.truncate(unknown.map_or(rights.len(), |at| at + 1));
        }
        let heading = label.key.is_body()
            && spots.get(1).is_some_and(|&at| headings::numbered(&self.grid.spots[at].text) > 0);
        if rights.is_empty() && (expects_a_word(label.key) || heading) && self.lone_label(spots) {
            rights.push(spots[1]);
        }
        let taken = 1 + rights.len();
        if rights.is_empty() {
            if self.is_section(label, spots) {
                self.scope = Some(label.key).filter(|key| key.is_person());
                return 1;
            }
            rights = self.values_below(label, spots);
        } else {
            rights.extend(self.values_beside(spots[0]));
        }
        self.take(label, &words, &rights);
        taken
    }

    fn is_value_of(&self, label: Label, at: usize) -> bool {
        match self.grid.spots[at].kind {
            Kind::Empty | Kind::Value => !self.used[at],
            Kind::Inline => label.key.is_body() && !self.used[at],
            Kind::Label(_) => false,
        }
    }

    /// A label that no list holds, such as 党内职务: a short word where other rows have their labels.
    fn is_unknown_label(&self, at: usize) -> bool {
        let spot = &self.grid.spots[at];
        let word = (2..=8).contains(&seen(&spot.text))
            && !spot.text.contains(|c: char| c.is_ascii_digit() || matches!(c, '、' | '，' | '；'))
            && !ends_sentence(&spot.text)
            && !is_name(&closed(&spot.text));
        word && self.grid.rows[spot.row].last() != Some(&at)
            && self.grid.spots.iter().any(|other| {
                other.column == spot.column && other.row != spot.row && matches!(other.kind, Kind::Label(_))
            })
    }

    /// The value of 类别 may be a word that is a label elsewhere: 建议.
    fn lone_label(&self, spots: &[usize]) -> bool {
        let Some(&next) = spots.get(1) else { return false };
        let after = spots.get(2).map(|&at| self.grid.spots[at].kind);
        matches!(self.grid.spots[next].kind, Kind::Label(label) if label.key != Key::Title)
            && !matches!(after, Some(Kind::Value | Kind::Empty | Kind::Inline))
            && self
                .grid
                .below(spots[0])
                .is_none_or(|below| self.begins_with_label(self.grid.spots[below].row))
    }

    fn begins_with_label(&self, row: usize) -> bool {
        self.grid.rows[row]
            .first()
            .is_some_and(|&at| matches!(self.grid.spots[at].kind, Kind::Label(_) | Kind::Inline))
    }

    /// A label across the table with labels below it heads a section: 联名人信息.
    fn is_section(&self, label: Label, spots: &[usize]) -> bool {
        spots.len() == 1
            && !expects_a_word(label.key)
            && !self.grid.label(spots[0]).is_some_and(|label| label.key.is_body())
            && self
                .grid
                .below(spots[0])
                .is_some_and(|below| matches!(self.grid.spots[below].kind, Kind::Label(_) | Kind::Inline))
    }

    /// Cells beside the further rows of a merged label.
    fn values_beside(&self, label: usize) -> Vec<usize> {
        let spot = &self.grid.spots[label];
        let next_label = self.grid.rows[spot.row].iter().map(|&at| &self.grid.spots[at]);
        let edge = next_label
            .filter(|other| other.column > spot.column && matches!(other.kind, Kind::Label(_)))
            .map(|other| other.column)
            .min();
        let edge = edge.unwrap_or(usize::MAX);
        let mut values = Vec::new();
        for row in spot.row + 1..spot.row + spot.height {
            let beside = self.grid.rows.get(row).into_iter().flatten().copied();
            for at in beside.filter(|&at| (spot.column..edge).contains(&self.grid.spots[at].column)) {
                if !self.is_value_of(Label { key: Key::Content, whose: Whose::Unsaid }, at) {
                    return values;
                }
                values.push(at);
            }
        }
        values
    }

    fn values_below(&self, label: Label, spots: &[usize]) -> Vec<usize> {
        let Some(below) = self.grid.below(spots[0]) else { return Vec::new() };
        let alone = spots.len() == 1 && self.grid.rows[self.grid.spots[below].row].len() == 1;
        if alone && expects_a_word(label.key) && matches!(self.grid.spots[below].kind, Kind::Label(_)) {
            return vec![below];
        }
        if !self.is_value_of(label, below) || self.used[below] {
            return Vec::new();
        }
        // A row that begins with a label holds that label's value, not this one's.
        let row = &self.grid.rows[self.grid.spots[below].row];
        if row.iter().any(|&at| {
            matches!(self.grid.spots[at].kind, Kind::Label(_))
                && self.groups[self.grid.spots[at].row].is_none()
        }) {
            return Vec::new();
        }
        let mut values = vec![below];
        if spots.len() == 1 && label.key.is_body() {
            let first = self.grid.spots[below].row;
            for row in &self.grid.rows[first..] {
                if row.iter().any(|&at| {
                    matches!(self.grid.spots[at].kind, Kind::Label(_)) || (at != below && self.is_detail(at))
                }) {
                    break;
                }
                values.extend(row.iter().copied().filter(|&at| at != below && !self.used[at]));
            }
        }
        values
    }

    /// 报送日期：2026年7月19日 in a cell of its own below a text is the form's, and no more of the text.
    fn is_detail(&self, at: usize) -> bool {
        let spot = &self.grid.spots[at];
        spot.kind == Kind::Inline
            && seen(&spot.text) <= LONGEST_DETAIL
            && spot_key(spot, self.index).is_some_and(|key| !key.is_body())
    }

    pub(super) fn take(&mut self, label: Label, words: &str, values: &[usize]) {
        let scope =
            values.first().map_or(self.scope, |&at| self.groups[self.grid.spots[at].row].or(self.scope));
        let label = scoped(label, scope);
        let (row, place) = match values.first() {
            Some(&at) => {
                (self.grid.spots[at].row, (self.places)(self.grid.spots[at].row, self.grid.spots[at].column))
            }
            None => (0, String::new()),
        };
        for &at in values {
            self.used[at] = true;
        }
        if label.key.is_body() || label.key == Key::Attachment {
            let blocks: Vec<Block> = values
                .iter()
                .flat_map(|&at| self.grid.spots[at].cell.blocks.iter().cloned())
                .filter(|block| !is_hint_block(block))
                .collect();
            let value = if label.key.is_body() { String::new() } else { join(&self.grid, values, " ") };
            let mut entry = Entry::text(label, words, blocks, place, row);
            entry.value = value;
            self.entries.push(entry);
            return;
        }
        let rows = values
            .first()
            .zip(values.last())
            .is_some_and(|(&first, &last)| self.grid.spots[first].row < self.grid.spots[last].row);
        let joint = if label.key.is_person() {
            "、"
        } else if rows {
            "\n"
        } else {
            " "
        };
        let inner: Vec<&'a Table> = values
            .iter()
            .flat_map(|&at| inner_tables(self.grid.spots[at].cell))
            .filter(|table| {
                let shape = shape(table, self.index);
                // 姓名 单位 电话 beside 反映人 heads the people, and no list of cases.
                shape == Shape::Form || (shape == Shape::Doubtful && label.key.is_person())
            })
            .collect();
        if !inner.is_empty() {
            let entries = inner
                .iter()
                .flat_map(|table| read(Grid::new(table, self.index), self.index, &|_, _| place.clone()));
            self.entries.extend(entries);
            return;
        }
        let value = join(&self.grid, values, joint);
        self.entries.push(Entry::labelled(label, words, &value, place, row));
    }

    /// A cell that holds labels and values itself, or a form of its own.
    fn inline(&mut self, at: usize) {
        let spot = &self.grid.spots[at];
        let place = (self.places)(spot.row, spot.column);
        let scope = self.groups[spot.row].or(self.scope);
        let row = spot.row;
        let cell: &'a Cell = spot.cell;
        self.used[at] = true;
        let parted = (0..self.grid.spots.len()).any(|other| {
            other != at && spot_key(&self.grid.spots[other], self.index) == Some(Key::Suggestion)
        });
        let entries = read_cell(cell, self.index, &place, row, parted);
        self.entries.extend(entries.into_iter().map(|mut entry| {
            entry.label = scoped(entry.label, scope);
            entry
        }));
    }

    /// A cell without a label: the title, a pair with an unknown label, or text.
    fn loose(&mut self, spots: &[usize]) -> usize {
        let spot = &self.grid.spots[spots[0]];
        let place = (self.places)(spot.row, spot.column);
        let (text, row, cell): (_, _, &'a Cell) = (spot.text.clone(), spot.row, spot.cell);
        self.used[spots[0]] = true;
        let nested = inner_tables(cell).find(|table| shape(table, self.index) == Shape::Form);
        if let Some(table) = nested {
            let entries = read(Grid::new(table, self.index), self.index, &|_, _| place.clone());
            self.entries.extend(entries);
            return 1;
        }
        if is_form_heading(&text) || is_hint(&text) {
            return 1;
        }
        if self.entries.last_mut().is_some_and(|last| last.add_option(&text)) {
            return 1;
        }
        let pair = spots.get(1).copied().filter(|&next| self.grid.spots[next].kind == Kind::Value);
        if let Some(next) = pair.filter(|_| seen(&text) <= 16 && !ends_sentence(&text)) {
            let value = &self.grid.spots[next].text;
            let is_text = seen(value) >= 60 || seen(value) >= 30 && ends_sentence(value);
            let key = if is_text { Key::Content } else { Key::Other };
            self.take(Label { key, whose: Whose::Unsaid }, &text, &[next]);
            return 2;
        }
        let untitled =
            !self.entries.iter().any(|entry| entry.label.key == Key::Title || entry.label.key.is_body());
        if untitled && row <= 1 && looks_like_title(cell, &text) {
            self.entries.push(Entry::found(Key::Title, &text, place));
        } else if seen(&text) >= 30 || ends_sentence(&text) || text.is_empty() {
            let label = Label { key: Key::Content, whose: Whose::Unsaid };
            self.entries.push(Entry::text(label, "", cell.blocks.clone(), place, row));
        }
        1
    }
}

fn looks_like_title(cell: &Cell, text: &str) -> bool {
    let centred =
        cell.blocks.iter().any(|block| matches!(block, Block::Paragraph(p) if p.look.align == Align::Center));
    (6..=60).contains(&seen(text))
        && !ends_sentence(text)
        && (centred || text.contains("建议") || text.contains("关于"))
}

fn join(grid: &Grid<'_>, values: &[usize], joint: &str) -> String {
    let texts: Vec<&str> = values
        .iter()
        .map(|&at| grid.spots[at].text.as_str())
        .filter(|text| !text.is_empty() && !is_hint(text))
        .collect();
    texts.join(joint)
}

fn is_hint_block(block: &Block) -> bool {
    matches!(block, Block::Paragraph(paragraph) if paragraph.inlines.len() < 40 && is_hint(&paragraph.text()))
}

/// The label for the person whose section it stands in: 姓名 among the 联名人 is a co-author.
fn scoped(label: Label, scope: Option<Key>) -> Label {
    let Some(scope) = scope else { return label };
    let whose = match scope {
        Key::Contact => Whose::Contact,
        _ => label.whose,
    };
    let key = match label.key {
        Key::Author if scope.is_person() => scope,
        Key::MaybeUnit if scope.is_person() => Key::Workplace,
        other => other,
    };
    Label { key, whose: if key.is_of_person() { whose } else { label.whose } }
}
