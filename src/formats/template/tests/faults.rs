//! Templates that clerks broke: every fault is told, with its place, and nothing panics.
//! They never test a sound template.

use super::super::{Template, WholeText, clerk};
use super::builder::{Builder, NAMESPACES, faults, open, p, table};
use minijinja::context;

/// `place: message` of each fault, each of which a clerk can read in Chinese.
fn told(body: &str) -> Vec<String> {
    let faults = faults(body);
    for fault in &faults {
        let lines = clerk::lines(fault);
        assert!(lines[0] != format!("{}: {}", fault.place, fault.message), "{fault}");
        for english in [&fault.message, &fault.hint].into_iter().filter(|said| !said.is_empty()) {
            assert!(lines.iter().all(|line| !line.contains(english.as_str())), "not in Chinese: {english}");
        }
    }
    faults.into_iter().map(|fault| format!("{}: {}", fault.place, fault.message)).collect()
}

#[test]
fn all_faults_are_told_at_once_with_their_places() {
    let body = [
        p("{{ 标题"),
        p("{{ 甲|大写 }}"),
        table(&[&["{% endfor %}", "{{ }}"]]),
        p("{{ 甲 + }}"),
        p("{% if 甲 %}"),
        p("{% include '别的' %}"),
        p("{{ 甲 is 好 }}"),
        p("{{ 打印(甲) }}"),
    ]
    .concat();
    insta::assert_snapshot!(told(&body).join("\n"), @r#"
paragraph 1: the tag is not closed in its paragraph
paragraph 2: there is no filter `大写`
table 1, row 1, cell 1: `endfor` without `for`
table 1, row 1, cell 2: the tag is empty
paragraph 3: the tag cannot be read: unexpected end of input, expected expression
paragraph 4: `if` is never closed
paragraph 5: `include` is not a block that templates may use
paragraph 6: there is no test `is 好`
paragraph 7: there is no function `打印()`
"#);
}

#[test]
fn a_tag_over_two_paragraphs_is_told_in_both() {
    let told = told(&[p("{{ 标"), p("题 }}")].concat());
    assert_eq!(
        told,
        [
            "paragraph 1: the tag is not closed in its paragraph",
            "paragraph 2: the tag is not opened in its paragraph"
        ]
    );
}

#[test]
fn blocks_that_cross_are_told() {
    insta::assert_snapshot!(told(&p("{% if 甲 %}{% for 乙 in 丙 %}{% endif %}{% endfor %}")).join("\n"), @r#"paragraph 1: `endif` comes before the `for` inside is closed"#);
    insta::assert_snapshot!(told(&p("{% else %}{% endif %}")).join("\n"), @r#"
paragraph 1: `else` without `if`
paragraph 1: `endif` without `if`
"#);
}

#[test]
fn a_block_in_the_middle_of_a_paragraph_may_not_end_in_another() {
    insta::assert_snapshot!(told(&[p("字{% if 甲 %}"), p("乙{% endif %}字")].concat()).join("\n"), @r#"paragraph 1: the `if` block begins or ends in the middle of the paragraph; it ends at paragraph 2"#);
}

#[test]
fn a_block_may_not_run_from_one_row_into_the_middle_of_another() {
    let body = table(&[&["字{% if 甲 %}", "乙"], &["丙", "丁{% endif %}"]]);
    insta::assert_snapshot!(told(&body).join("\n"), @r#"table 1, row 1, cell 1: the `if` block begins or ends in the middle of the row; it ends at table 1, row 2, cell 2"#);
    let body = table(&[&["甲", "{% if 甲 %}乙", "丙{% endif %}", "丁"]]);
    insta::assert_snapshot!(told(&body).join("\n"), @r#"table 1, row 1, cell 2: the `if` block begins or ends in the middle of the row; it ends at table 1, row 1, cell 3"#);
}

#[test]
fn a_block_may_not_end_in_a_link_or_a_text_box() {
    let link = "<w:p><w:r><w:t>{% if 甲 %}</w:t></w:r><w:hyperlink w:anchor=\"x\"><w:r><w:t>乙{% endif %}</w:t></w:r></w:hyperlink></w:p>";
    insta::assert_snapshot!(told(link).join("\n"), @r#"paragraph 1: the `if` block must begin and end in the same place; it ends at paragraph 1"#);
    let boxed = text_box("{% if 甲 %}", "乙{% endif %}");
    insta::assert_snapshot!(told(&boxed).join("\n"), @r#"
paragraph 1: the `if` block must begin and end in the same place; it ends at paragraph 1, text box 1, paragraph 1
paragraph 1, text box 1, paragraph 1: `endif` without `if`
"#);
    assert!(told(&text_box("字", "{% if 甲 %}{{ 乙 }}{% endif %}")).is_empty());
}

fn text_box(outside: &str, inside: &str) -> String {
    let content = format!("<w:txbxContent>{}</w:txbxContent>", p(inside));
    format!(
        "<w:p><w:r><w:t>{outside}</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>\
         <wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{content}</w:pict></mc:Fallback>\
         </mc:AlternateContent></w:r></w:p>"
    )
}

#[test]
fn tracked_changes_hidden_text_and_private_fields_are_refused() {
    let body = [
        "<w:p><w:ins w:id=\"1\" w:author=\"王\"><w:r><w:t>甲</w:t></w:r></w:ins></w:p>",
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r></w:p>",
        "<w:p><w:fldSimple w:instr=\" AUTHOR \"><w:r><w:t>王</w:t></w:r></w:fldSimple></w:p>",
        "<w:p><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>丙</w:t></w:r></w:p>",
    ];
    insta::assert_snapshot!(told(&body.concat()).join("\n"), @r#"
paragraph 1: the paragraph holds a tracked change
paragraph 2: the paragraph holds hidden text
paragraph 3: the field would read another file or print a personal name
"#);
}

#[test]
fn tags_in_equations_and_in_headers_are_found() {
    assert_eq!(
        told("<w:p><m:oMath><m:r><m:t>{{ 甲 }}</m:t></m:r></m:oMath></w:p>")[0],
        "paragraph 1: the tag stands in an equation or a drawing"
    );
    let header = format!("<w:hdr {NAMESPACES}>{}</w:hdr>", p("{{ 甲 "));
    let bytes = Builder::new("").part("header1", "header", &header).bytes();
    let faults = Template::open(&bytes).unwrap_err();
    assert_eq!(faults[0].place, "header (word/header1.xml), paragraph 1");
}

#[test]
fn files_that_are_no_templates_are_named() {
    let message = |bytes: &[u8]| Template::open(bytes).unwrap_err()[0].message.clone();
    assert!(message(b"").contains("not a Word document"));
    assert!(message(b"PK\x03\x04").contains("not a Word document"));
    let good = Builder::new("").bytes();
    assert!(message(&good[..good.len() / 2]).contains("not a Word document"));
    let broken = Builder::new("<w:p>").bytes();
    assert!(message(&broken).contains("cannot be read"));
    let lacking = Builder::new("").relation("rId7", "header", "header7.xml", "").bytes();
    assert_eq!(message(&lacking), "the part word/header7.xml is missing");
    let object = Builder::new("").relation("rId7", "oleObject", "embeddings/1.bin", "").bytes();
    assert!(message(&object).contains("embedded object"));
    let macros = Builder::new("").loose("word/vbaProject.bin", "x").bytes();
    assert!(message(&macros).contains("macros"));
}

#[test]
fn an_unknown_name_is_told_with_its_place_when_it_is_rendered() {
    let template =
        open(&[p("好"), table(&[&["甲", "{% for 人 in 名单 %}{{ 人.性名 }}{% endfor %}"]])].concat());
    let fault = template.render(&context! { 名单 => [context! { 姓名 => "王" }] }, &[]).unwrap_err();
    assert_eq!(fault.place, "table 1, row 1, cell 2");
    assert_eq!(fault.excerpt, "{{ 人.性名 }}");
    let template = open(&p("{{ 机关.名称 }}{{ 机关.电话 }}"));
    let fault = template.render(&context! { 机关 => context! { 名称 => "甲" } }, &[]).unwrap_err();
    assert_eq!(fault.message, "the name `机关.电话` is not known here");
    assert_eq!(fault.excerpt, "{{ 机关.电话 }}");
}

#[test]
fn a_whole_text_needs_a_paragraph_of_its_own() {
    let told = |body: &str, whole| {
        let faults = Template::open_for(&Builder::new(body).bytes(), &|_| true, whole).err();
        faults.unwrap_or_default().into_iter().map(|fault| fault.to_string()).collect::<Vec<_>>()
    };
    let (may, must) = (WholeText::May("正文"), WholeText::Must("正文"));
    let crowded = "paragraph 2: 正文 is a whole text with paragraphs and tables [{{ 正文 }}] (give its tag a \
                   paragraph of its own, with nothing beside it)";
    let body = [p("{{ 正文 }}"), p("正文：{{ 正文 }}")].concat();
    assert_eq!(told(&body, may), [crowded]);
    assert_eq!(told(&body, WholeText::None), Vec::<String>::new());
    assert_eq!(told(&p("{% if 正文 %}甲{% endif %}"), may), Vec::<String>::new());
    assert!(told(&p("{{ 标题 }}"), must)[0].contains("the template has no {{ 正文 }}"));
    assert_eq!(told(&p("{{ 正文 }}"), must), Vec::<String>::new());
}

#[test]
fn a_list_is_not_text_and_a_long_loop_is_stopped() {
    let template = open(&p("甲{{ 名单 }}"));
    let fault = template.render(&context! { 名单 => ["甲"] }, &[]).unwrap_err();
    assert!(fault.message.contains("not text"), "{fault}");
    let template =
        open(&p("{% for a in range(9999) %}{% for b in range(9999) %}{{ b }}{% endfor %}{% endfor %}"));
    let fault = template.render(&context! {}, &[]).unwrap_err();
    assert_eq!(fault.message, "the template runs too long");
}

#[test]
fn raw_xml_has_no_way_in() {
    for tag in [
        "{{ 甲|safe }}",
        "{{ 甲|e }}",
        "{% autoescape false %}",
        "{% raw %}",
        "{{ 甲|_place(0) }}",
        "{{ debug() }}",
    ] {
        assert!(!told(&p(tag)).is_empty(), "{tag}");
    }
}
