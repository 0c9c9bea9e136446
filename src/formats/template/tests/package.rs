//! What goes out with a document and what does not.
//! They never look at the words of a document.

use super::super::{Fault, Template, annotate};
use super::builder::{Builder, NAMESPACES, names_of, p, part_of};
use minijinja::context;

fn settings() -> String {
    format!(
        "<w:settings {NAMESPACES}><w:attachedTemplate r:id=\"rId1\"/><w:trackRevisions/><w:evenAndOddHeaders/>\
         <w:rsids><w:rsidRoot w:val=\"00AB12CD\"/></w:rsids></w:settings>"
    )
}

#[test]
fn documents_carry_no_metadata() {
    let body = format!(
        "{}<w:p w:rsidR=\"00AB12CD\"><w:commentRangeStart w:id=\"0\"/><w:hyperlink r:id=\"rId8\"><w:r><w:t>甲</w:t></w:r></w:hyperlink>\
         <w:hyperlink r:id=\"rId9\"><w:r><w:t>乙</w:t></w:r></w:hyperlink><w:commentRangeEnd w:id=\"0\"/>\
         <w:r><w:commentReference w:id=\"0\"/></w:r></w:p>",
        p("{{ 标题 }}")
    );
    let bytes = Builder::new(&body)
        .part("settings", "settings", &settings())
        .part("comments", "comments", "<w:comments/>")
        .relation("rId8", "hyperlink", "file:///C:/Users/wang/a.docx", "TargetMode=\"External\"")
        .relation("rId9", "hyperlink", "https://example.org/", "TargetMode=\"External\"")
        .relation("rId7", "customXml", "../customXml/item1.xml", "")
        .loose("customXml/item1.xml", "<x/>")
        .loose("docProps/custom.xml", "<x>王</x>")
        .loose("docProps/app.xml", "<x>王</x>")
        .loose("docProps/thumbnail.jpeg", "x")
        .loose("word/people.xml", "<x>王</x>")
        .bytes();
    let out = Template::open(&bytes)
        .unwrap()
        .render(&context! { 标题 => "关于甲的建议", 机关 => context! { 名称 => "示例办" } }, &[])
        .unwrap();
    assert_eq!(
        names_of(&out),
        [
            "[Content_Types].xml",
            "_rels/.rels",
            "word/settings.xml",
            "word/styles.xml",
            "word/_rels/document.xml.rels",
            "docProps/core.xml",
            "word/document.xml",
        ]
    );
    let document = part_of(&out, "word/document.xml");
    for trace in ["rsid", "comment", "rId8", "paraId"] {
        assert!(!document.contains(trace), "{trace}");
    }
    assert!(document.contains("<w:hyperlink r:id=\"rId9\">"));
    let relations = part_of(&out, "word/_rels/document.xml.rels");
    assert!(relations.contains("https://example.org/") && !relations.contains("Users"));
    let settings = part_of(&out, "word/settings.xml");
    assert!(settings.contains("evenAndOddHeaders"));
    assert!(
        !settings.contains("rsid") && !settings.contains("attached") && !settings.contains("trackRevisions")
    );
    let core = part_of(&out, "docProps/core.xml");
    assert!(core.contains("<dc:title>关于甲的建议</dc:title><dc:creator>示例办</dc:creator>"));
    assert!(!core.contains("created") && !core.contains("lastModifiedBy"));
}

#[test]
fn a_header_with_tags_is_filled_and_one_without_is_copied() {
    let header = |text: &str| format!("<w:hdr {NAMESPACES}>{}</w:hdr>", p(text));
    let bytes = Builder::new(&p("甲"))
        .part("header1", "header", &header("第{{ 期 }}期"))
        .part("header2", "header", &header("不变"))
        .bytes();
    let out = Template::open(&bytes).unwrap().render(&context! { 期 => 7 }, &[]).unwrap();
    assert!(part_of(&out, "word/header1.xml").contains("第7期"));
    assert!(part_of(&out, "word/header2.xml").contains("不变"));
}

#[test]
fn entries_have_one_date_and_the_content_types_come_first() {
    let out = Template::open(&Builder::new(&p("{{ 甲 }}")).bytes())
        .unwrap()
        .render(&context! { 甲 => 1 }, &[])
        .unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(out.as_slice())).unwrap();
    for index in 0..archive.len() {
        assert_eq!(archive.by_index(index).unwrap().last_modified(), Some(zip::DateTime::default()));
    }
    assert_eq!(archive.name_for_index(0).unwrap().unwrap(), "[Content_Types].xml");
}

#[test]
fn a_template_made_of_an_outgoing_document_keeps_its_images_apart() {
    let bytes = Builder::new(&p("{{ 正文 }}"))
        .relation("rIdB4", "image", "media/body4.png", "")
        .loose("word/media/body4.png", "x")
        .bytes();
    let template = Template::open(&bytes).unwrap();
    assert_eq!(template.first_image, 5);
}

#[test]
fn faults_are_written_beside_their_paragraphs() {
    let bytes = Builder::new(&[p("{{ 甲"), p("好"), p("{{ 乙|大写 }}")].concat()).bytes();
    let mut faults = Template::open(&bytes).unwrap_err();
    faults.push(Fault::new("header (word/header1.xml), paragraph 1", "", "x < y", ""));
    let out = annotate(&bytes, &faults).unwrap();
    let document = part_of(&out, "word/document.xml");
    assert!(
        document.contains(
            "<w:p><w:commentRangeStart w:id=\"0\"/><w:commentRangeStart w:id=\"2\"/><w:r><w:t>{{ 甲"
        )
    );
    assert!(document.contains("<w:p><w:commentRangeStart w:id=\"1\"/><w:r><w:t>{{ 乙|大写 }}</w:t></w:r><w:commentRangeEnd w:id=\"1\"/>"));
    let comments = part_of(&out, "word/comments.xml");
    assert!(comments.contains("第3段：没有“大写”这个用法") && comments.contains("x &lt; y"));
    assert!(part_of(&out, "word/_rels/document.xml.rels").contains("comments.xml"));
    // A second round adds to the comments that are there, and the mended copy opens without them.
    let again = annotate(&out, &faults[..1]).unwrap();
    assert!(part_of(&again, "word/comments.xml").contains("w:id=\"3\""));
    let good =
        annotate(&Builder::new(&p("{{ 甲 }}")).bytes(), &[Fault::new("paragraph 1", "", "x", "")]).unwrap();
    let rendered = Template::open(&good).unwrap().render(&context! { 甲 => 1 }, &[]).unwrap();
    assert!(!part_of(&rendered, "word/document.xml").contains("comment"));
    assert_eq!(annotate(b"nothing", &faults), None);
}

#[test]
fn a_description_shows_places_styles_and_tags() {
    let body = "<w:p><w:pPr><w:pStyle w:val=\"1\"/><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:rFonts w:eastAsia=\"黑体\"/>\
                <w:sz w:val=\"44\"/></w:rPr><w:t>{{ 标题 }}</w:t></w:r></w:p>";
    let template = Template::open(&Builder::new(body).bytes()).unwrap();
    insta::assert_snapshot!(template.describe(), @r#"
== document
paragraph 1 | heading 1; center; 黑体; size 44 | {{ 标题 }}
section | pgSz w=11906 h=16838; pgMar top=2098 right=1474 bottom=1984 left=1588 header=851 footer=992 gutter=0
"#);
}
