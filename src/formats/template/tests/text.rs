//! Tags in text: values, blocks, repair.
//! They never set a rich body.

use super::builder::{open, p, render, table, text_of};
use minijinja::context;

#[test]
fn a_value_is_escaped_and_is_never_template() {
    let value = "1 < 2 & \"引\" {{ 标题 }} {% if x %}";
    let xml = render(&p("甲{{ 标题 }}乙"), &context! { 标题 => value });
    assert_eq!(text_of(&xml), format!("甲{value}乙"));
    assert!(xml.contains("1 &lt; 2 &amp; \"引\""));
}

#[test]
fn a_tag_split_over_runs_takes_the_look_of_its_first_run() {
    let body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>甲{</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>{ 标</w:t></w:r>\
                <w:r><w:rPr><w:i/></w:rPr><w:t>题 }}乙</w:t></w:r></w:p>";
    let xml = render(body, &context! { 标题 => "丙" });
    assert_eq!(text_of(&xml), "甲丙乙");
    assert!(xml.contains("<w:b/></w:rPr><w:t xml:space=\"preserve\">甲丙</w:t>"), "{xml}");
    assert!(xml.contains("<w:i/></w:rPr><w:t xml:space=\"preserve\">乙</w:t>"));
    assert!(!xml.contains("proofErr"));
}

#[test]
fn smart_quotes_and_full_width_signs_in_tags_are_mended_and_text_is_not() {
    let xml = render(&p("“甲”，｛｛ 名单｜join（“、”） ｝｝"), &context! { 名单 => ["乙", "丙"] });
    assert_eq!(text_of(&xml), "“甲”，乙、丙");
}

#[test]
fn newlines_and_tabs_become_breaks_and_control_characters_go() {
    let xml = render(&p("甲{{ 文 }}"), &context! { 文 => "一\n二\t三\u{1}\u{8}" });
    assert!(xml.contains(">甲一</w:t><w:br/><w:t xml:space=\"preserve\">二</w:t><w:tab/><w:t xml:space=\"preserve\">三</w:t>"), "{xml}");
}

#[test]
fn a_paragraph_of_block_tags_disappears() {
    let body =
        [p("{% if 急件 %}"), p("急件"), p("{% else %}"), p("平件"), p("{% endif %}"), p("完")].concat();
    assert_eq!(text_of(&render(&body, &context! { 急件 => true })), "急件\n完");
    assert_eq!(text_of(&render(&body, &context! { 急件 => false })), "平件\n完");
}

#[test]
fn a_block_over_paragraphs_may_share_their_text() {
    let body = [p("{% for 人 in 名单 %}{{ 人 }}："), p("意见{% endfor %}"), p("完")].concat();
    assert_eq!(text_of(&render(&body, &context! { 名单 => ["甲", "乙"] })), "甲：\n意见\n乙：\n意见\n完");
}

#[test]
fn a_block_inside_a_paragraph_keeps_each_runs_look() {
    let body = "<w:p><w:r><w:t>由{% for 人 in 名单 %}{{ 人 }}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{% if not loop.last %}、{% endif %}{% endfor %}提</w:t></w:r></w:p>";
    let xml = render(body, &context! { 名单 => ["甲", "乙"] });
    assert_eq!(text_of(&xml), "由甲、乙提");
    assert!(xml.contains("<w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">、</w:t>"), "{xml}");
}

#[test]
fn twelve_rows_come_from_tags_in_the_first_and_last_cell() {
    let body =
        table(&[&["序号", "姓名"], &["{% for 行 in 表 %}{{ loop.index }}", "{{ 行.名 }}{% endfor %}"]]);
    let rows: Vec<_> = (1..=12).map(|n| context! { 名 => format!("第{n}") }).collect();
    let xml = render(&body, &context! { 表 => rows });
    assert_eq!(xml.matches("<w:tr>").count(), 13);
    assert!(text_of(&xml).ends_with("12\n第12"));
    let none = render(&body, &context! { 表 => Vec::<i32>::new() });
    assert_eq!(none.matches("<w:tr>").count(), 1);
}

#[test]
fn rows_of_tags_disappear_and_choose_rows() {
    let body = table(&[
        &["{% for 行 in 表 %}", ""],
        &["{% if 行.好 %}", ""],
        &["好", "{{ 行.名 }}"],
        &["{% else %}", ""],
        &["坏", "{{ 行.名 }}"],
        &["{% endif %}", ""],
        &["{% endfor %}", ""],
    ]);
    let rows = [context! { 名 => "甲", 好 => true }, context! { 名 => "乙", 好 => false }];
    let xml = render(&body, &context! { 表 => rows });
    assert_eq!(text_of(&xml), "好\n甲\n坏\n乙");
    assert_eq!(xml.matches("<w:tr>").count(), 2);
    // A table without rows is no table.
    assert!(!render(&body, &context! { 表 => Vec::<i32>::new() }).contains("<w:tbl>"));
}

#[test]
fn a_block_of_two_rows_begins_and_ends_in_their_text() {
    let body = table(&[&["{% for 行 in 表 %}名", "{{ 行 }}"], &["签字", "　{% endfor %}"]]);
    let xml = render(&body, &context! { 表 => ["甲", "乙"] });
    assert_eq!(xml.matches("<w:tr>").count(), 4);
}

#[test]
fn a_cell_emptied_by_a_condition_keeps_a_paragraph() {
    let cell = format!(
        "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tcPr/>{}{}{}</w:tc></w:tr></w:tbl>",
        p("{% if 甲 %}"),
        p("乙"),
        p("{% endif %}")
    );
    assert!(render(&cell, &context! { 甲 => false }).contains("<w:tc><w:tcPr/><w:p/></w:tc>"));
}

#[test]
fn a_section_break_stays_when_its_paragraphs_tags_go() {
    let body = format!(
        "{}<w:p><w:pPr><w:sectPr><w:pgSz w:w=\"16838\" w:h=\"11906\"/></w:sectPr></w:pPr><w:r><w:t>{{% endif %}}</w:t></w:r></w:p>{}",
        p("{% if 甲 %}"),
        p("乙")
    );
    let template = open(&body);
    let bytes = template.render(&context! { 甲 => false }, &[]).unwrap();
    assert!(super::builder::part_of(&bytes, "word/document.xml").contains("w:w=\"16838\""));
}

#[test]
fn a_text_alone_in_its_paragraph_gives_a_paragraph_a_line() {
    let body = "<w:p><w:pPr><w:pageBreakBefore/><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:sz w:val=\"44\"/></w:rPr><w:t>{{ 标题行 }}</w:t></w:r></w:p>";
    let xml = render(body, &context! { 标题行 => "关于“甲”\n的建议" });
    assert_eq!(text_of(&xml), "关于“甲”\n的建议");
    assert_eq!(xml.matches("<w:jc w:val=\"center\"/>").count(), 2);
    assert_eq!(xml.matches("<w:pageBreakBefore/>").count(), 1);
    assert!(xml.contains("w:hint=\"eastAsia\""));
}

#[test]
fn white_space_and_tabs_beside_a_lone_text_stay() {
    let xml = render(&p("　{{ 甲 }}"), &context! { 甲 => "一\n二" });
    assert_eq!(text_of(&xml), "　一\n　二");
    let xml = render(&p("</w:t><w:tab/><w:t>{{ 甲 }}"), &context! { 甲 => "一" });
    assert!(xml.contains("<w:tab/>"));
}

#[test]
fn numbers_none_and_booleans_print_as_expected() {
    let body = p("甲{{ 数 }}{{ 无 }}{{ 真 }}{{ 缺|default(\"－\") }}");
    assert_eq!(text_of(&render(&body, &context! { 数 => 3, 无 => (), 真 => true })), "甲3是－");
}

#[test]
fn a_field_instruction_takes_a_value_on_one_line() {
    let body = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK \"{{ 网址 }}\" </w:instrText></w:r>\
                <w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
    let xml = render(body, &context! { 网址 => "http://a\nb\"" });
    assert!(xml.contains("HYPERLINK &quot;http://a b&quot;&quot; </w:instrText>"), "{xml}");
}

#[test]
fn ids_are_not_multiplied_in_loops() {
    let drawing = "<w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"章\"/></wp:inline></w:drawing></w:r>";
    let body = format!(
        "{}<w:p w14:paraId=\"11111111\"><w:bookmarkStart w:id=\"0\" w:name=\"甲\"/><w:r><w:t>{{{{ 人 }}}}</w:t></w:r><w:bookmarkEnd w:id=\"0\"/>{drawing}</w:p>{}",
        p("{% for 人 in 名单 %}"),
        p("{% endfor %}")
    );
    let xml = render(&body, &context! { 名单 => ["甲", "乙"] });
    assert!(!xml.contains("paraId") && !xml.contains("bookmark"));
    let ids: Vec<&str> =
        xml.split("<wp:docPr id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(ids.len(), 2);
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn names_are_fields_with_their_place() {
    let body = [
        p("{{ 机关.名称 }}"),
        table(&[&["{% for 作者 in 反映人 %}{{ loop.index }}", "{{ 作者.姓名|default('') }}{% endfor %}"]]),
        p("{% set 总数 = 反映人|length %}{{ 总数 }}{% if 备注 is defined %}有{% endif %}"),
    ]
    .concat();
    let names = open(&body).names();
    let shown: Vec<String> = names.iter().map(|(name, place)| format!("{name} @ {place}")).collect();
    assert_eq!(
        shown,
        [
            "机关.名称 @ paragraph 1",
            "反映人 @ table 1, row 1, cell 1",
            "反映人.姓名 @ table 1, row 1, cell 2",
            "反映人 @ paragraph 2",
            "备注 @ paragraph 2",
        ]
    );
}

#[test]
fn a_template_is_shared_by_threads_and_documents_do_not_mix() {
    let template = open(&[p("{{ 标题 }}"), p("{% for 人 in 名单 %}{{ 人 }}{% endfor %}")].concat());
    let render = |title: &str, names: &[&'static str]| {
        let bytes = template.render(&context! { 标题 => title, 名单 => names.to_vec() }, &[]).unwrap();
        text_of(&super::builder::body_of(&bytes))
    };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..50 {
                    assert_eq!(render("文件甲", &["张三", "李四"]), "文件甲\n张三李四");
                    assert_eq!(render("文件乙", &[]), "文件乙\n");
                }
            });
        }
    });
}
