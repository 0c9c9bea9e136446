//! The look of the paragraph that a tag stands alone in: what takes its place is written in it.
//! It never knows what will be written.

use super::escape::push_text;
use super::properties::{Properties, merge_attributes};
use super::styles::{Area, LEVELS, Styles};
use crate::document::Script;

/// A tag's paragraph, made ready to write others like it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Text width and height around it.
    pub area: Area,
    /// White space before and behind the tag.
    around: [String; 2],
    paragraph: Properties,
    /// The same for the first of several paragraphs.
    opening: Properties,
    first: String,
    rest: String,
    run: Runs,
    headings: [Option<HeadingLook>; LEVELS],
    leads: [Runs; LEVELS],
    /// Look of text in tables.
    pub table: TableLook,
}

/// Starts of runs: on the line, raised, lowered.
#[derive(Clone, Debug)]
pub(super) struct Runs([String; 3]);

#[derive(Clone, Debug)]
struct HeadingLook {
    paragraph: Properties,
    start: String,
    run: Runs,
}

/// Look of text in tables.
#[derive(Clone, Debug)]
pub(super) struct TableLook {
    paragraph: Properties,
    /// Runs in three sizes, for tables of few, several and many columns.
    runs: [Runs; 3],
}

impl Runs {
    fn new(look: &Properties) -> Runs {
        let start = |script: Option<&str>| {
            let mut look = look.hinted();
            if let Some(script) = script {
                look.set("w:vertAlign", format!("<w:vertAlign w:val=\"{script}\"/>"));
            }
            format!("<w:r>{}", look.run_xml())
        };
        Runs([start(None), start(Some("superscript")), start(Some("subscript"))])
    }

    /// The start of a run at this height.
    pub(super) fn start(&self, script: Script) -> &str {
        match script {
            Script::Base => &self.0[0],
            Script::Super => &self.0[1],
            Script::Sub => &self.0[2],
        }
    }
}

impl Place {
    /// Makes a place of the properties of the tag's paragraph and run.
    pub(super) fn new(
        paragraph: &Properties,
        run: &Properties,
        around: [String; 2],
        area: Area,
        styles: &Styles,
    ) -> Place {
        let mut continued = paragraph.clone();
        // Only the first of several paragraphs starts the page.
        continued.remove("w:pageBreakBefore");
        let heading = |index: usize| {
            styles.headings[index].as_ref().map(|heading| {
                let mut paragraph = Properties::default();
                paragraph.set("w:pStyle", format!("<w:pStyle w:val=\"{}\"/>", heading.id));
                let start = format!("<w:p>{}", paragraph.paragraph_xml());
                HeadingLook { paragraph, start, run: Runs::new(&Properties::default()) }
            })
        };
        let lead = |index: usize| match &styles.headings[index] {
            Some(heading) => Runs::new(&run.overlaid(&heading.look)),
            None => Runs::new(run),
        };
        Place {
            area,
            around,
            first: format!("<w:p>{}", paragraph.paragraph_xml()),
            rest: format!("<w:p>{}", continued.paragraph_xml()),
            paragraph: continued,
            opening: paragraph.clone(),
            run: Runs::new(run),
            headings: std::array::from_fn(heading),
            leads: std::array::from_fn(lead),
            table: TableLook::new(run, styles),
        }
    }

    /// A text in the paragraph's look: each line a paragraph.
    pub(super) fn lines(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 256);
        for (index, line) in text.split('\n').enumerate() {
            out.push_str(if index == 0 { &self.first } else { &self.rest });
            if !line.is_empty() {
                out.push_str(self.run.start(Script::Base));
                out.push_str("<w:t xml:space=\"preserve\">");
                push_text(&mut out, &self.around[0]);
                push_text(&mut out, line);
                push_text(&mut out, &self.around[1]);
                out.push_str("</w:t></w:r>");
            }
            out.push_str("</w:p>");
        }
        out
    }

    /// The start of a paragraph of a level; `first` is the first of the body.
    pub(super) fn start(&self, level: usize, first: bool) -> &str {
        match self.heading(level) {
            Some(heading) => &heading.start,
            None if first => &self.first,
            None => &self.rest,
        }
    }

    /// Properties of a paragraph of a level, to be changed before they are written.
    pub(super) fn paragraph(&self, level: usize, first: bool) -> Properties {
        match self.heading(level) {
            Some(heading) => heading.paragraph.clone(),
            None if first => self.opening.clone(),
            None => self.paragraph.clone(),
        }
    }

    /// The runs of a paragraph of a level.
    pub(super) fn runs(&self, level: usize) -> &Runs {
        self.heading(level).map_or(&self.run, |heading| &heading.run)
    }

    /// The runs of a heading that stands at the beginning of a paragraph.
    pub(super) fn lead(&self, level: usize) -> &Runs {
        level.checked_sub(1).and_then(|index| self.leads.get(index)).unwrap_or(&self.run)
    }

    fn heading(&self, level: usize) -> Option<&HeadingLook> {
        level.checked_sub(1).and_then(|index| self.headings.get(index)).and_then(Option::as_ref)
    }
}

/// Half-points of text in tables of few, several and many columns: 四号, 小四, 五号.
const TABLE_SIZES: [u16; 3] = [28, 24, 21];

impl TableLook {
    fn new(run: &Properties, styles: &Styles) -> TableLook {
        let mut paragraph = Properties::default();
        if let Some(style) = &styles.table_text {
            paragraph.set("w:pStyle", format!("<w:pStyle w:val=\"{style}\"/>"));
            let own = Runs::new(&Properties::default());
            return TableLook { paragraph, runs: [own.clone(), own.clone(), own] };
        }
        paragraph.set("w:snapToGrid", "<w:snapToGrid w:val=\"0\"/>");
        paragraph
            .set("w:spacing", "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>");
        paragraph.set("w:ind", "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>");
        let sized = |size: u16| {
            let mut look = run.clone();
            look.remove("w:spacing");
            look.set("w:sz", format!("<w:sz w:val=\"{size}\"/>"));
            look.set("w:szCs", format!("<w:szCs w:val=\"{size}\"/>"));
            Runs::new(&look)
        };
        TableLook { paragraph, runs: TABLE_SIZES.map(sized) }
    }

    /// Properties of a cell's paragraph.
    pub(super) fn paragraph(&self, centered: bool, holds_image: bool) -> Properties {
        let mut paragraph = self.paragraph.clone();
        let side = if centered { "center" } else { "left" };
        paragraph.set("w:jc", format!("<w:jc w:val=\"{side}\"/>"));
        if holds_image {
            free_height(&mut paragraph);
        }
        paragraph
    }

    /// Runs of a table with so many columns.
    pub(super) fn runs(&self, columns: usize) -> &Runs {
        &self.runs[match columns {
            0..=4 => 0,
            5..=8 => 1,
            _ => 2,
        }]
    }
}

/// Lets lines grow: an exact height would cut an image off.
pub(super) fn free_height(paragraph: &mut Properties) {
    let auto = "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>";
    let spacing = merge_attributes("w:spacing", paragraph.get("w:spacing").unwrap_or("<w:spacing/>"), auto);
    paragraph.set("w:spacing", spacing);
    paragraph.set("w:snapToGrid", "<w:snapToGrid w:val=\"0\"/>");
}

/// Sets one attribute of a property and leaves its others.
pub(super) fn set_attribute(paragraph: &mut Properties, element: &str, attribute: &str, value: &str) {
    let one = format!("<{element} {attribute}=\"{value}\"/>");
    let empty = format!("<{element}/>");
    let merged = merge_attributes(element, paragraph.get(element).unwrap_or(&empty), &one);
    paragraph.set(element, merged);
}

/// Aligns a paragraph, without the first line's indent.
pub(super) fn align(paragraph: &mut Properties, side: &str) {
    paragraph.set("w:ind", "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>");
    paragraph.set("w:jc", format!("<w:jc w:val=\"{side}\"/>"));
}
