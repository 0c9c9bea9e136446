//! A document as every room sees it: blocks in order, with the look that tells a title from a sentence.
//! It never says which bytes it came from, and never knows OOXML or an office.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a file turned out to be, by its content and never by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// WordprocessingML, also under the template content type.
    Docx,
    /// WordprocessingML with the macro content type.
    Docm,
    /// SpreadsheetML.
    Xlsx,
    /// SpreadsheetML with the macro content type.
    Xlsm,
    /// Binary workbook in a package.
    Xlsb,
    /// Binary workbook of Excel 97 to 2003.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// OpenDocument text.
    Odt,
    /// PresentationML.
    Pptx,
    /// Binary Word document.
    Doc,
    /// WPS writer document.
    Wps,
    /// WPS spreadsheet.
    Et,
    /// An Office document encrypted with a password, in a compound file.
    Encrypted,
    /// A compound file of another kind.
    Ole,
    /// Rich text.
    Rtf,
    /// Portable document.
    Pdf,
    /// A page, whatever it is named.
    Html,
    /// A package that is no Office document.
    Zip,
    /// A picture.
    Image,
    /// Plain text in any encoding.
    Text,
    /// None of these.
    Unknown,
}

impl Format {
    /// Whether it is read as sheets of cells.
    pub fn is_workbook(self) -> bool {
        matches!(self, Format::Xlsx | Format::Xlsm | Format::Xlsb | Format::Xls | Format::Ods)
    }
}

/// A file's content, once read: text in order, or cells in a grid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Content {
    /// Running text with tables and images.
    Document(Document),
    /// Sheets of cells.
    Workbook(Workbook),
}

/// Running text: the body in order. Headers, footers and notes stand apart, since they are never body.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Paragraphs and tables of the body, text boxes at their anchor.
    pub blocks: Vec<Block>,
    /// Text of headers, footers and comments, which may hold a label but is not body.
    pub margins: Vec<String>,
    /// Hints of the file's own properties (title, author): never taken as 反映人.
    pub properties: Vec<(String, String)>,
}

/// One block of running text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph.
    #[serde(rename = "p")]
    Paragraph(Paragraph),
    /// A table.
    #[serde(rename = "t")]
    Table(Table),
}

/// A paragraph: text, images, and the level that it has as a heading.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Paragraph {
    /// 0 for an ordinary paragraph, 1 to 4 for 一、（一）1.（1）. A reader leaves 0; intake sets it.
    #[serde(rename = "l", default, skip_serializing_if = "is_zero")]
    pub level: u8,
    /// Text and images in order. A number that Word computed (automatic numbering) is in `look.label`
    /// until intake puts it in front of the text.
    #[serde(rename = "i", default)]
    pub inlines: Vec<Inline>,
    /// How it looked, for intake alone: not kept in the ledger.
    #[serde(skip)]
    pub look: Look,
}

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Inline {
    /// Text: `\n` is a line break, `\t` a tab.
    #[serde(rename = "x")]
    Text(Text),
    /// An image by the name of its part in the original's package.
    #[serde(rename = "g")]
    Image(Image),
}

/// Text of one script height.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The characters.
    #[serde(rename = "s")]
    pub text: String,
    /// Raised or lowered, as in m² and CO₂: this is substance, unlike bold or colour.
    #[serde(rename = "v", default, skip_serializing_if = "Script::is_base")]
    pub script: Script,
}

/// Height of text against the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Script {
    /// On the line.
    #[default]
    Base,
    /// Superscript.
    Super,
    /// Subscript.
    Sub,
}

impl Script {
    /// Whether the text stands on the line.
    pub fn is_base(&self) -> bool {
        *self == Script::Base
    }
}

/// An image, known by its part; the bytes stay in the archived original.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Part name as `word/media/image1.png`.
    pub part: String,
    /// Shown width in English Metric Units (914,400 an inch); 0 when the document does not say.
    pub width_emu: u64,
    /// Shown height in English Metric Units.
    pub height_emu: u64,
}

/// How a paragraph looked in its document; it helps intake to tell title, byline and heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// Alignment after styles.
    pub align: Align,
    /// Largest font size of its text in half-points after styles, if known.
    pub half_points: Option<u16>,
    /// All its text is bold.
    pub bold: bool,
    /// Outline level 1 to 9 from the style or the paragraph, as a heading.
    pub outline: Option<u8>,
    /// Lower-case name of its style (`heading 1`, `title`, `标题 1`).
    pub style: String,
    /// The number that Word computed and did not store in the text (`一、`, `1.`), or empty.
    pub label: String,
    /// It starts a new page (page break before, or a break in front of its text).
    pub new_page: bool,
    /// It stood in a text box.
    pub boxed: bool,
}

/// Alignment of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Align {
    /// Left or justified.
    #[default]
    Start,
    /// Centred.
    Center,
    /// Right.
    End,
}

/// A table as a grid with spans.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Column widths in twentieths of a point, empty when the document does not say.
    #[serde(rename = "c", default)]
    pub columns: Vec<u32>,
    /// Rows in order.
    #[serde(rename = "r")]
    pub rows: Vec<Row>,
}

/// A table row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Cells in order; a cell covered by a vertical merge is there, with `Merge::Continue`.
    #[serde(rename = "c")]
    pub cells: Vec<Cell>,
    /// Repeated at the head of each page.
    #[serde(rename = "h", default, skip_serializing_if = "is_false")]
    pub header: bool,
}

/// A table cell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Grid columns that it covers, at least 1.
    #[serde(rename = "n", default = "one", skip_serializing_if = "is_one")]
    pub span: u16,
    /// Its part in a vertical merge.
    #[serde(rename = "m", default, skip_serializing_if = "Merge::is_none")]
    pub merge: Merge,
    /// What it holds.
    #[serde(rename = "b", default)]
    pub blocks: Vec<Block>,
}

/// A cell's part in a vertical merge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Merge {
    /// Not merged.
    #[default]
    None,
    /// First cell of a merge.
    Start,
    /// Covered by the cell above.
    Continue,
}

impl Merge {
    /// Whether the cell takes no part in a merge.
    pub fn is_none(&self) -> bool {
        *self == Merge::None
    }
}

/// Sheets of cells, as many as hold something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Workbook {
    /// Sheets in the order of the tabs.
    pub sheets: Vec<Sheet>,
}

/// One sheet, sparse: only rows and cells that hold something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Name on the tab.
    pub name: String,
    /// Shown to the reader; a hidden sheet is read but never taken as papers.
    pub visible: bool,
    /// Rows in order.
    pub rows: Vec<SheetRow>,
    /// Merged areas.
    pub merges: Vec<Area>,
}

/// A row that holds something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SheetRow {
    /// Row number as Excel shows it, from 1.
    pub number: u32,
    /// Cells in order of their column.
    pub cells: Vec<SheetCell>,
}

/// A cell that holds something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SheetCell {
    /// Column from 0.
    pub column: u32,
    /// Its value as text: numbers in their shortest form (`2026`, `13800000000`, `3.5`), a date cell as
    /// `YYYY-MM-DD`.
    pub text: String,
    /// The civil date, where the cell is formatted as one.
    pub date: Option<NaiveDate>,
    /// The number, where the cell holds one (a serial date without a date format shows here).
    pub number: Option<f64>,
}

/// A rectangle of cells: rows from 1, columns from 0, both ends included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// First row, from 1.
    pub first_row: u32,
    /// First column, from 0.
    pub first_column: u32,
    /// Last row.
    pub last_row: u32,
    /// Last column.
    pub last_column: u32,
}

impl Paragraph {
    /// A paragraph of plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Paragraph {
            inlines: vec![Inline::Text(Text { text: text.into(), script: Script::Base })],
            ..Paragraph::default()
        }
    }

    /// Its text without images, line breaks as `\n`.
    pub fn text(&self) -> String {
        self.pieces().collect()
    }

    /// Its text with the computed number in front, as a reader of the page sees it.
    pub fn shown(&self) -> String {
        let mut joined = self.look.label.clone();
        joined.extend(self.pieces());
        joined
    }

    /// The pieces of its text, one after the other, without images.
    pub fn pieces(&self) -> impl Iterator<Item = &str> {
        self.inlines.iter().filter_map(|inline| match inline {
            Inline::Text(piece) => Some(piece.text.as_str()),
            Inline::Image(_) => None,
        })
    }
}

impl Cell {
    /// The text of the cell, one line a paragraph, tables inside it included.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write_text(&mut text, &mut 0);
        text
    }

    fn write_text(&self, text: &mut String, lines: &mut usize) {
        for block in &self.blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    begin_line(text, lines);
                    text.push_str(&paragraph.look.label);
                    text.extend(paragraph.pieces());
                }
                Block::Table(table) => {
                    for cell in table.rows.iter().flat_map(|row| &row.cells) {
                        if cell.blocks.is_empty() {
                            begin_line(text, lines);
                        }
                        cell.write_text(text, lines);
                    }
                }
            }
        }
    }
}

fn begin_line(text: &mut String, lines: &mut usize) {
    if *lines > 0 {
        text.push('\n');
    }
    *lines += 1;
}

fn is_zero(level: &u8) -> bool {
    *level == 0
}

fn is_false(value: &bool) -> bool {
    !*value
}

fn is_one(span: &u16) -> bool {
    *span == 1
}

fn one() -> u16 {
    1
}
