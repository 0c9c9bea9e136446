//! Paragraphs and cells in the look that clerks give them.
//! It never knows which document they stand in.

use docx_rs::{
    AlignmentType, Docx, LineSpacing, LineSpacingType, Paragraph, Run, RunFonts, SpecialIndentType, Table,
    TableCell, TableLayoutType, TableRow, VAlignType, WidthType,
};

/// Width of the type area of an A4 page with margins of 28 and 26 mm, in twentieths of a point.
pub(super) const TYPE_AREA: usize = 8845;
/// Two characters of 16-point text.
const TWO_CHARACTERS: i32 = 640;

/// Fonts by their part in a page.
#[derive(Clone, Copy)]
pub(super) enum Face {
    Title,
    Heading,
    Subheading,
    Body,
}

impl Face {
    fn fonts(self) -> RunFonts {
        let chinese = match self {
            Face::Title => "方正小标宋简体",
            Face::Heading => "黑体",
            Face::Subheading => "楷体_GB2312",
            Face::Body => "仿宋_GB2312",
        };
        RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").east_asia(chinese)
    }
}

/// Text of a face and a size in half-points.
pub(super) fn run(text: &str, face: Face, half_points: usize) -> Run {
    Run::new().add_text(text).fonts(face.fonts()).size(half_points)
}

/// A line in the middle of the page.
pub(super) fn centred(text: &str, face: Face, half_points: usize) -> Paragraph {
    spaced(Paragraph::new()).align(AlignmentType::Center).add_run(run(text, face, half_points))
}

/// The title of a form, with a little space above its table.
pub(super) fn form_title(text: &str, half_points: usize) -> Paragraph {
    let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(700).after(120);
    centred(text, Face::Title, half_points).line_spacing(spacing)
}

/// A line at the right, a little in from the edge.
pub(super) fn signed(text: &str) -> Paragraph {
    let line =
        spaced(Paragraph::new()).align(AlignmentType::Right).indent(None, None, Some(TWO_CHARACTERS), None);
    line.add_run(run(text, Face::Body, 32))
}

/// A paragraph of the body: two characters in, headings in their fonts. The text comes in several runs, as Word
/// splits it while somebody writes.
pub(super) fn body(text: &str) -> Paragraph {
    let indented =
        spaced(Paragraph::new()).indent(None, Some(SpecialIndentType::FirstLine(TWO_CHARACTERS)), None, None);
    written(indented, text, 32)
}

/// The same text in a cell of a form.
pub(super) fn cell_body(text: &str) -> Paragraph {
    let indented = Paragraph::new().indent(None, Some(SpecialIndentType::FirstLine(560)), None, None);
    written(indented, text, 28)
}

fn written(paragraph: Paragraph, text: &str, half_points: usize) -> Paragraph {
    let face = match heading_level(text) {
        Some(1) => Face::Heading,
        Some(_) => Face::Subheading,
        None => Face::Body,
    };
    let lead = lead_of(text, face);
    let (lead, rest) = text.split_at(lead);
    let paragraph = if lead.is_empty() { paragraph } else { paragraph.add_run(run(lead, face, half_points)) };
    pieces(rest).fold(paragraph, |paragraph, piece| paragraph.add_run(run(piece, Face::Body, half_points)))
}

/// Bytes at the start that take the heading's font: all of a short line, else up to the first full stop.
fn lead_of(text: &str, face: Face) -> usize {
    match face {
        Face::Body | Face::Title => 0,
        _ if text.chars().count() <= 30 && !text.ends_with(['。', '；']) => text.len(),
        _ => text.find('。').map_or(0, |stop| stop + '。'.len_utf8()),
    }
}

/// 1 for 一、 2 for （一） of a heading.
pub(super) fn heading_level(text: &str) -> Option<u8> {
    let numerals = |text: &str| text.trim_start_matches(|c| "一二三四五六七八九十".contains(c)).to_owned();
    if let Some(inside) = text.strip_prefix('（') {
        let rest = numerals(inside);
        return (rest.len() < inside.len() && rest.starts_with('）')).then_some(2);
    }
    let rest = numerals(text);
    (rest.len() < text.len() && rest.starts_with('、')).then_some(1)
}

/// The text in pieces of uneven length, the same for the same text.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    const LENGTHS: [usize; 5] = [47, 13, 88, 5, 61];
    let mut rest = text;
    let mut turn = 0;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let length = LENGTHS[turn % LENGTHS.len()];
        turn += 1;
        let end = rest.char_indices().nth(length).map_or(rest.len(), |(end, _)| end);
        let (piece, left) = rest.split_at(end);
        rest = left;
        Some(piece)
    })
}

fn spaced(paragraph: Paragraph) -> Paragraph {
    paragraph.line_spacing(LineSpacing::new().line_rule(LineSpacingType::Exact).line(579))
}

/// A cell that names what stands beside it.
pub(super) fn label(text: &str, width: usize) -> TableCell {
    let line = Paragraph::new().align(AlignmentType::Center).add_run(run(text, Face::Heading, 28));
    cell(width).add_paragraph(line)
}

/// A cell with a short value over some columns of the grid.
pub(super) fn value(text: &str, width: usize, span: usize) -> TableCell {
    let cell = cell(width).grid_span(span);
    let mut lines = text.lines().peekable();
    if lines.peek().is_none() {
        return cell.add_paragraph(Paragraph::new().add_run(run("", Face::Body, 28)));
    }
    lines.fold(cell, |cell, line| cell.add_paragraph(Paragraph::new().add_run(run(line, Face::Body, 28))))
}

/// A cell with paragraphs of the body over some columns of the grid.
pub(super) fn passage(first: Option<Paragraph>, texts: &[String], width: usize, span: usize) -> TableCell {
    let cell = TableCell::new().width(width, WidthType::Dxa).grid_span(span);
    let cell = match first {
        Some(line) => cell.add_paragraph(line),
        None if texts.is_empty() => cell.add_paragraph(Paragraph::new().add_run(run("", Face::Body, 28))),
        None => cell,
    };
    texts.iter().fold(cell, |cell, text| cell.add_paragraph(cell_body(text)))
}

fn cell(width: usize) -> TableCell {
    TableCell::new().width(width, WidthType::Dxa).vertical_align(VAlignType::Center)
}

/// A row at least this high, in points.
pub(super) fn row(cells: Vec<TableCell>, points: f32) -> TableRow {
    TableRow::new(cells).row_height(points * 20.0)
}

/// A table as wide as the type area.
pub(super) fn table(rows: Vec<TableRow>, grid: &[usize]) -> Table {
    Table::new(rows)
        .set_grid(grid.to_vec())
        .width(grid.iter().sum(), WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
}

/// A table of data in the body, its first row in bold face.
pub(super) fn data_table(rows: &[Vec<String>]) -> Table {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let width = TYPE_AREA / columns;
    let line = |(index, texts): (usize, &Vec<String>)| {
        let cell_of = |column: usize| {
            let text = texts.get(column).map_or("", String::as_str);
            if index == 0 { label(text, width) } else { value(text, width, 1) }
        };
        row((0..columns).map(cell_of).collect(), 24.0)
    };
    table(rows.iter().enumerate().map(line).collect(), &vec![width; columns])
}

/// The paragraphs of a body with its tables between them.
pub(super) fn add_body(document: Docx, texts: &[String], tables: &[super::SubmissionTable]) -> Docx {
    let mut document = document;
    for (index, text) in texts.iter().enumerate() {
        document = document.add_paragraph(body(text));
        for table in tables.iter().filter(|table| table.behind == index) {
            document = document.add_table(data_table(&table.rows));
        }
    }
    document
}
