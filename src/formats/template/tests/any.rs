//! Whatever tags stand wherever: faults or a whole document, never a panic, never broken XML.
//! They never say what a rendered document reads like.

use super::super::Template;
use super::super::tree::Tree;
use super::builder::{Builder, part_of};
use crate::document::{Cell, Row, Table};
use crate::formats::rich::{Rich, RichBlock, RichParagraph};
use minijinja::context;
use proptest::prelude::*;

const FRAGMENTS: [&str; 26] = [
    "{{ 甲 }}",
    "{{ 正文 }}",
    "{% if 甲 %}",
    "{% if not 甲 %}",
    "{% else %}",
    "{% elif 乙 %}",
    "{% endif %}",
    "{% for 行 in 表 %}",
    "{% endfor %}",
    "{{ 行 }}",
    "字",
    "{{",
    "}}",
    "{%",
    "%}",
    "{# 注 #}",
    "{% set 丙 = 1 %}",
    "{{ 丙 }}",
    "“",
    "”",
    "'",
    "｛｛ 甲 ｝｝",
    " ",
    "{%tr endfor %}",
    "</w:t><w:br/><w:t>",
    "</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>",
];

fn paragraph() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(FRAGMENTS.to_vec());
    (prop::collection::vec(piece, 0..5), 0..8).prop_map(|(pieces, kind)| {
        let text = pieces.concat();
        let run = format!("<w:r><w:t>{text}</w:t></w:r>");
        match kind {
            0 => format!("<w:p><w:hyperlink w:anchor=\"x\">{run}</w:hyperlink></w:p>"),
            1 => format!("<w:p><w:pPr><w:sectPr/></w:pPr>{run}</w:p>"),
            2 => format!(
                "<w:p><w:r><w:pict><w:txbxContent><w:p>{run}</w:p></w:txbxContent></w:pict></w:r></w:p>"
            ),
            3 => format!("<w:sdt><w:sdtContent><w:p>{run}</w:p></w:sdtContent></w:sdt>"),
            _ => format!("<w:p>{run}</w:p>"),
        }
    })
}

fn block() -> impl Strategy<Value = String> {
    let cell = prop::collection::vec(paragraph(), 1..3)
        .prop_map(|inner| format!("<w:tc>{}<w:p/></w:tc>", inner.concat()));
    let row = prop::collection::vec(cell, 1..4).prop_map(|cells| format!("<w:tr>{}</w:tr>", cells.concat()));
    let table = prop::collection::vec(row, 1..4)
        .prop_map(|rows| format!("<w:tbl><w:tblPr/><w:tblGrid></w:tblGrid>{}</w:tbl>", rows.concat()));
    prop_oneof![3 => paragraph(), 1 => table]
}

/// Balanced blocks in reading order, as tokens.
fn tokens() -> impl Strategy<Value = Vec<&'static str>> {
    let leaf = prop::sample::select(vec!["{{ 甲 }}", "{{ 正文 }}", "{% set 丙 = 1 %}", "字", "　"])
        .prop_map(|token| vec![token]);
    leaf.prop_recursive(4, 24, 4, |inner| {
        let many = prop::collection::vec(inner, 0..4).prop_map(|parts| parts.concat());
        prop_oneof![
            many.clone(),
            many.clone().prop_map(|inner| [vec!["{% if 甲 %}"], inner, vec!["{% endif %}"]].concat()),
            (many.clone(), many.clone()).prop_map(|(yes, no)| [
                vec!["{% if 甲 %}"],
                yes,
                vec!["{% else %}"],
                no,
                vec!["{% endif %}"]
            ]
            .concat()),
            many.prop_map(
                |inner| [vec!["{% for 行 in 表 %}"], inner, vec!["{{ 行 }}", "{% endfor %}"]].concat()
            ),
        ]
    })
}

/// Puts the tokens into the paragraphs of a page in order, as the cuts say.
fn page(tokens: &[&str], cuts: &[usize], shape: usize) -> String {
    let mut texts = vec![String::new()];
    for (token, cut) in tokens.iter().zip(cuts.iter().cycle()) {
        if *cut > 0 {
            texts.push(String::new());
        }
        texts.last_mut().unwrap().push_str(token);
    }
    let paragraphs: Vec<String> =
        texts.iter().map(|text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")).collect();
    let cells = |width: usize| -> String {
        let rows = paragraphs.chunks(width).map(|row| {
            let cells: Vec<String> =
                row.iter().map(|paragraph| format!("<w:tc>{paragraph}</w:tc>")).collect();
            format!("<w:tr>{}</w:tr>", cells.concat())
        });
        format!("<w:tbl><w:tblPr/><w:tblGrid></w:tblGrid>{}</w:tbl>", rows.collect::<Vec<_>>().concat())
    };
    match shape {
        0 => paragraphs.concat(),
        width => cells(width),
    }
}

/// What Word asks of the structure: cells end with a paragraph, tables have rows, runs stand in paragraphs.
fn assert_sound(xml: &str) {
    let tree = Tree::parse(xml.as_bytes()).unwrap_or_else(|why| panic!("{why}: {xml}"));
    for id in 0..tree.len() {
        let last = tree.children(id).last().map_or("", |child| tree.name(*child));
        let parent = tree.parent(id).map_or("", |up| tree.name(up));
        match tree.name(id) {
            "w:tc" => assert!(matches!(last, "w:p" | "w:sdt"), "{xml}"),
            "w:tbl" => assert!(matches!(last, "w:tr" | "w:sdt"), "{xml}"),
            "w:tr" => assert!(matches!(parent, "w:tbl" | "w:sdtContent"), "{xml}"),
            "w:r" => assert!(matches!(parent, "w:p" | "w:hyperlink"), "{xml}"),
            "w:p" => assert!(matches!(parent, "w:body" | "w:tc" | "w:txbxContent" | "w:sdtContent"), "{xml}"),
            "w:t" => assert_eq!(parent, "w:r", "{xml}"),
            _ => {}
        }
    }
}

fn one_cell() -> Table {
    let cell = Cell { span: 1, ..Cell::default() };
    Table { columns: Vec::new(), rows: vec![Row { cells: vec![cell], header: false }] }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tags_anywhere_give_faults_or_a_sound_document(blocks in prop::collection::vec(block(), 1..6), flag: bool) {
        let bytes = Builder::new(&blocks.concat()).bytes();
        let body = Rich { blocks: vec![RichBlock::Paragraph(RichParagraph::default())], ..Rich::default() };
        let values = context! { 甲 => flag, 乙 => "乙\n二", 表 => if flag { vec!["一", "二"] } else { Vec::new() } };
        match Template::open(&bytes) {
            Ok(template) => {
                if let Ok(document) = template.render(&values, &[("正文", &body)]) {
                    assert_sound(&part_of(&document, "word/document.xml"));
                }
            }
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                prop_assert!(faults.iter().all(|fault| fault.place.starts_with("paragraph") || fault.place.starts_with("table")));
                let copy = super::super::annotate(&bytes, &faults).expect("a template with paragraphs takes comments");
                Tree::parse(part_of(&copy, "word/document.xml").as_bytes()).expect("comments leave the XML whole");
            }
        }
    }

    #[test]
    fn balanced_blocks_over_paragraphs_and_cells_give_faults_or_a_sound_document(
        tokens in tokens(),
        cuts in prop::collection::vec(0usize..2, 1..9),
        shape in 0usize..4,
        flag: bool,
    ) {
        let body = Rich { blocks: vec![RichBlock::Table(one_cell())], ..Rich::default() };
        let values = context! { 甲 => flag, 表 => if flag { vec!["一", "二"] } else { Vec::new() } };
        if let Ok(template) = Template::open(&Builder::new(&page(&tokens, &cuts, shape)).bytes()) {
            match template.render(&values, &[("正文", &body)]) {
                Ok(document) => assert_sound(&part_of(&document, "word/document.xml")),
                Err(fault) => prop_assert!(fault.message.contains("a paragraph of its own"), "{}", fault),
            }
        }
    }

    #[test]
    fn damaged_files_give_faults(cut in 0usize..2000, flips in prop::collection::vec((0usize..4000, 0u8..255), 0..6)) {
        let mut bytes = Builder::new("<w:p><w:r><w:t>{{ 甲 }}</w:t></w:r></w:p>").bytes();
        for (at, value) in flips {
            let length = bytes.len();
            bytes[at % length] ^= value;
        }
        bytes.truncate(bytes.len().saturating_sub(cut % 700));
        if let Ok(template) = Template::open(&bytes) {
            let _ = template.render(&context! { 甲 => 1 }, &[]);
        }
    }
}
