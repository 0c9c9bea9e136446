//! Rich bodies: paragraphs by level, run-in headings, tables, images.
//! They never test a fault of a template.

use super::builder::{body_of, names_of, open, p, part_of, render_rich, text_of};
use crate::document::{Align, Block, Cell, Image, Inline, Merge, Paragraph, Row, Script, Table, Text};
use crate::formats::rich::{Rich, RichBlock, RichParagraph};
use minijinja::context;

const TAG: &str = "<w:p><w:pPr><w:pageBreakBefore/><w:spacing w:line=\"579\" w:lineRule=\"exact\"/></w:pPr>\
    <w:r><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"仿宋\"/><w:sz w:val=\"32\"/></w:rPr><w:t>{{ 正文 }}</w:t></w:r></w:p>";

fn text(text: &str) -> Inline {
    Inline::Text(Text { text: text.to_owned(), script: Script::Base })
}

fn paragraph(level: u8, content: &str) -> RichBlock {
    RichBlock::Paragraph(RichParagraph { level, inlines: vec![text(content)], ..RichParagraph::default() })
}

fn rich(blocks: Vec<RichBlock>) -> Rich {
    Rich { blocks, ..Rich::default() }
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes
}

fn cell(content: &str) -> Cell {
    Cell { span: 1, blocks: vec![Block::Paragraph(Paragraph::plain(content))], ..Cell::default() }
}

#[test]
fn paragraphs_take_the_tags_look_and_headings_the_style_of_their_name() {
    let xml = render_rich(
        TAG,
        &rich(vec![
            paragraph(0, "甲“乙”—"),
            paragraph(1, "一、丙"),
            paragraph(2, "（一）丁"),
            paragraph(3, "1.戊"),
        ]),
    );
    assert_eq!(text_of(&xml), "甲“乙”—\n一、丙\n（一）丁\n1.戊");
    assert!(xml.contains("<w:pPr><w:pStyle w:val=\"1\"/></w:pPr><w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t xml:space=\"preserve\">一、丙"));
    assert!(xml.contains("<w:pStyle w:val=\"2\"/>"));
    // No heading 3 in this template: the level looks like text.
    assert_eq!(xml.matches("w:lineRule=\"exact\"").count(), 2);
    assert_eq!(xml.matches("w:pageBreakBefore").count(), 1);
    assert!(xml.contains("<w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"仿宋\" w:hint=\"eastAsia\"/><w:sz w:val=\"32\"/></w:rPr><w:t xml:space=\"preserve\">甲“乙”—"));
}

#[test]
fn a_run_in_heading_takes_the_headings_fonts_and_nothing_leaks() {
    let block = RichParagraph {
        lead: 6,
        lead_level: 2,
        inlines: vec![text("（一）明"), text("确责任。"), text("由区")],
        ..RichParagraph::default()
    };
    let xml = render_rich(TAG, &rich(vec![RichBlock::Paragraph(block)]));
    let runs: Vec<&str> = xml.split("<w:r>").skip(1).collect();
    let look = |run: &str| (run.contains("楷体"), run.contains("<w:b/>"));
    assert_eq!(runs.len(), 4);
    assert_eq!(look(runs[0]), (true, true));
    assert_eq!(look(runs[1]), (true, true));
    assert!(runs[1].contains(">确责<"));
    assert_eq!(look(runs[2]), (false, false));
    assert_eq!(look(runs[3]), (false, false));
}

/// Each paragraph's XML, from its start to its end.
fn paragraphs_of(xml: &str) -> impl Iterator<Item = String> {
    xml.split("<w:p>")
        .skip(1)
        .map(|rest| format!("<w:p>{}</w:p>", rest.split("</w:p>").next().unwrap_or_default()))
}

/// Text of each paragraph that stays on one page with what follows it.
fn kept(xml: &str) -> Vec<String> {
    paragraphs_of(xml).filter(|one| one.contains("<w:keepNext/>")).map(|one| text_of(&one)).collect()
}

fn table_of(rows: usize) -> RichBlock {
    let row = |number: usize| Row { cells: vec![cell(&number.to_string())], header: false };
    RichBlock::Table(Table { rows: (0..rows).map(row).collect(), ..Table::default() })
}

fn caption(content: &str) -> RichBlock {
    let inlines = vec![text(content)];
    RichBlock::Paragraph(RichParagraph { inlines, align: Some(Align::Center), ..RichParagraph::default() })
}

#[test]
fn the_end_of_a_body_stays_with_what_the_template_sets_behind_it() {
    let xml = render_rich(TAG, &rich(vec![paragraph(0, "甲"), paragraph(0, "乙")]));
    assert_eq!(kept(&xml), ["乙"]);
    let xml = render_rich(TAG, &rich(vec![paragraph(0, "甲"), table_of(2)]));
    assert_eq!(kept(&xml), ["0", "1"]);
}

#[test]
fn words_that_announce_what_comes_do_not_end_a_page() {
    let xml =
        render_rich(TAG, &rich(vec![paragraph(0, "建议："), paragraph(0, "甲：乙。"), paragraph(0, "丙")]));
    assert_eq!(kept(&xml), ["建议：", "丙"]);
    let long = format!("{}：", "长".repeat(26));
    let xml = render_rich(TAG, &rich(vec![paragraph(0, &long), paragraph(0, "丙")]));
    assert_eq!(kept(&xml), ["丙"]);
}

#[test]
fn a_small_table_stays_whole_with_its_caption_and_a_long_one_parts() {
    let small = render_rich(TAG, &rich(vec![caption("表1"), table_of(3), paragraph(0, "甲")]));
    assert_eq!(kept(&small), ["表1", "0", "1", "甲"]);
    let long = render_rich(TAG, &rich(vec![table_of(13), paragraph(0, "甲")]));
    assert_eq!(kept(&long), ["甲"]);
}

#[test]
fn a_table_never_touches_the_text_around_it() {
    let xml = render_rich(
        TAG,
        &rich(vec![paragraph(0, "甲"), table_of(1), paragraph(0, "乙"), paragraph(0, "丙")]),
    );
    let spacing = |content: &str| {
        let one = paragraphs_of(&xml).find(|one| text_of(one) == content).unwrap_or_default();
        (one.contains("w:before=\"160\""), one.contains("w:after=\"160\""))
    };
    assert_eq!([spacing("甲"), spacing("乙"), spacing("丙")], [(false, true), (true, false), (false, false)]);
}

#[test]
fn scripts_breaks_and_alignment_are_kept() {
    let super_two = Inline::Text(Text { text: "2".to_owned(), script: Script::Super });
    let block = RichParagraph {
        inlines: vec![text("m"), super_two, text("\n次行")],
        align: Some(Align::Center),
        ..RichParagraph::default()
    };
    let xml = render_rich(TAG, &rich(vec![RichBlock::Paragraph(block)]));
    assert!(xml.contains("<w:vertAlign w:val=\"superscript\"/></w:rPr><w:t xml:space=\"preserve\">2<"));
    assert!(xml.contains("<w:br/>") && xml.contains("<w:jc w:val=\"center\"/>"));
}

#[test]
fn text_of_a_body_is_never_template_or_xml() {
    let xml = render_rich(TAG, &rich(vec![paragraph(0, "{{ 标题 }}<w:p>&amp;")]));
    assert_eq!(text_of(&xml), "{{ 标题 }}<w:p>&amp;");
}

#[test]
fn a_table_fills_the_type_area_with_merged_and_missing_cells() {
    let merged = |merge| Cell { merge, ..cell("甲") };
    let wide = Cell { span: 2, ..cell("表头") };
    let nested = Table { columns: Vec::new(), rows: vec![Row { cells: vec![cell("内")], header: false }] };
    let holder = Cell { span: 1, blocks: vec![Block::Table(nested)], ..Cell::default() };
    let table = Table {
        columns: vec![1000, 3000],
        rows: vec![
            Row { cells: vec![wide], header: true },
            Row { cells: vec![merged(Merge::Start), cell("乙")], header: false },
            Row { cells: vec![merged(Merge::Continue), holder], header: false },
            Row { cells: vec![cell("独")], header: false },
        ],
    };
    let xml = render_rich(TAG, &rich(vec![RichBlock::Table(table.clone()), RichBlock::Table(table)]));
    assert!(xml.contains("<w:tblW w:w=\"8844\" w:type=\"dxa\"/>"));
    assert!(xml.contains("<w:gridCol w:w=\"2211\"/><w:gridCol w:w=\"6633\"/>"));
    assert!(xml.contains("<w:tcW w:w=\"8844\" w:type=\"dxa\"/><w:gridSpan w:val=\"2\"/>"));
    assert!(xml.contains("<w:vMerge w:val=\"restart\"/>") && xml.contains("<w:vMerge/>"));
    assert!(xml.contains("<w:tblHeader/>") && xml.contains("<w:gridAfter w:val=\"1\"/>"));
    // A nested table is followed by a paragraph, and two tables are kept apart by one.
    assert_eq!(xml.matches("</w:tbl><w:p>").count(), 3);
    assert!(!xml.contains("</w:tbl><w:tbl>"));
}

#[test]
fn an_image_is_scaled_named_and_free_of_exact_lines() {
    let image = |part: &str| {
        Inline::Image(Image { part: part.to_owned(), width_emu: 20_000_000, height_emu: 10_000_000 })
    };
    let alone = RichParagraph { inlines: vec![image("word/media/a.png")], ..RichParagraph::default() };
    let beside = RichParagraph {
        inlines: vec![text("图"), image("word/media/b.bin"), image("word/media/c")],
        ..RichParagraph::default()
    };
    let mut body = rich(vec![RichBlock::Paragraph(alone), RichBlock::Paragraph(beside)]);
    body.images.insert("word/media/a.png".to_owned(), png(10, 5));
    body.images.insert("word/media/b.bin".to_owned(), b"not an image".to_vec());
    body.images.insert("word/media/unused.png".to_owned(), png(1, 1));
    let bytes = open(TAG).render(&context! {}, &[("正文", &body)]).unwrap();
    let xml = body_of(&bytes);
    // 8844 twentieths of a point.
    assert!(xml.contains("<wp:extent cx=\"5615940\" cy=\"2807970\"/>"), "{xml}");
    assert!(xml.contains("r:embed=\"rIdB1\"") && xml.contains("w:line=\"240\" w:lineRule=\"auto\""));
    assert!(!xml.contains("exact"));
    assert_eq!(xml.matches("〔此处图片无法载入，见原稿〕").count(), 2);
    assert!(part_of(&bytes, "word/_rels/document.xml.rels").contains("Id=\"rIdB1\""));
    assert!(part_of(&bytes, "word/_rels/document.xml.rels").contains("Target=\"media/body1.png\""));
    let media: Vec<String> = names_of(&bytes).into_iter().filter(|name| name.contains("media")).collect();
    assert_eq!(media, ["word/media/body1.png"]);
}

#[test]
fn an_image_in_a_cell_is_no_wider_than_the_cell() {
    let image = Paragraph {
        inlines: vec![Inline::Image(Image { part: "x".to_owned(), width_emu: 0, height_emu: 0 })],
        ..Paragraph::default()
    };
    let holder = Cell { span: 1, blocks: vec![Block::Paragraph(image)], ..Cell::default() };
    let table =
        Table { columns: vec![1, 1], rows: vec![Row { cells: vec![cell("甲"), holder], header: false }] };
    let mut body = rich(vec![RichBlock::Table(table)]);
    body.images.insert("x".to_owned(), png(2000, 1000));
    let xml = render_rich(TAG, &body);
    let width: u64 =
        xml.split("<wp:extent cx=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
    assert_eq!(width, (8844 / 2 - 216) * 635);
}

#[test]
fn an_empty_body_is_an_empty_paragraph_and_no() {
    assert_eq!(render_rich(TAG, &rich(Vec::new())).matches("<w:p>").count(), 1);
    let conditional = [p("{% if 正文 %}"), p("有"), p("{% endif %}")].concat();
    assert_eq!(text_of(&render_rich(&conditional, &rich(Vec::new()))), "");
    assert_eq!(text_of(&render_rich(&conditional, &rich(vec![paragraph(0, "甲")]))), "有");
    assert_eq!(text_of(&render_rich(&p("{{ 正文|default('') }}"), &rich(vec![paragraph(0, "甲")]))), "甲");
}

#[test]
fn a_body_beside_other_text_is_a_fault_since_its_tables_would_be_lost() {
    let body = rich(vec![paragraph(0, "甲")]);
    for beside in ["全文：{{ 正文 }}", "</w:t><w:tab/><w:t>{{ 正文 }}"] {
        let fault = open(&p(beside)).render(&context! {}, &[("正文", &body)]).unwrap_err();
        assert_eq!(fault.place, "paragraph 1");
        assert!(fault.message.contains("a paragraph of its own"), "{fault}");
    }
}

#[test]
fn nothing_of_one_document_is_in_the_next() {
    let template = open(&[p("{{ 标题 }}"), TAG.to_owned()].concat());
    let mut first = rich(vec![paragraph(0, "张三的秘密正文"), paragraph(1, "一、秘密")]);
    first.images.insert("a".to_owned(), png(3, 3));
    let image = Inline::Image(Image { part: "a".to_owned(), width_emu: 9525, height_emu: 9525 });
    first
        .blocks
        .push(RichBlock::Paragraph(RichParagraph { inlines: vec![image], ..RichParagraph::default() }));
    let second = rich(vec![paragraph(0, "李四的来稿")]);
    let alone = template.render(&context! { 标题 => "乙" }, &[("正文", &second)]).unwrap();
    template.render(&context! { 标题 => "甲" }, &[("正文", &first)]).unwrap();
    let after = template.render(&context! { 标题 => "乙" }, &[("正文", &second)]).unwrap();
    assert_eq!(alone, after);
    for name in names_of(&after) {
        let text = part_of(&after, &name);
        assert!(!text.contains("秘密") && !text.contains("张三") && !text.contains("rIdB"), "{name}");
    }
}

#[test]
fn the_same_document_is_the_same_bytes() {
    let body = rich(vec![paragraph(0, "甲"), paragraph(1, "一、乙")]);
    let render = || open(TAG).render(&context! { 标题 => "丙" }, &[("正文", &body)]).unwrap();
    assert_eq!(render(), render());
}
