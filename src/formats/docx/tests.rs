//! What a document's text, numbers, tables and images come out as.
//! It never looks at how they were found.

use super::*;
use crate::document::{Align, Merge, Script};
use crate::formats::packages::{Package as Builder, REFERENCES, WORD, docx, namespaces, p, relationships};

fn read_of(package: &Builder) -> Reading {
    read(&package.build(), &Limits::default())
}

fn document(package: &Builder) -> Document {
    match read_of(package) {
        Reading { content: Some(Content::Document(document)), .. } => document,
        refused => panic!("refused: {refused:?}"),
    }
}

/// The blocks as lines: paragraphs as shown, cells between bars, images as their part.
fn lines(blocks: &[Block]) -> Vec<String> {
    blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(paragraph) => shown(paragraph),
            Block::Table(table) => {
                let row = |row: &crate::document::Row| {
                    row.cells.iter().map(|cell| lines(&cell.blocks).join("/")).collect::<Vec<_>>().join("|")
                };
                format!("[{}]", table.rows.iter().map(row).collect::<Vec<_>>().join("]["))
            }
        })
        .collect()
}

fn shown(paragraph: &Paragraph) -> String {
    let mut text = paragraph.look.label.clone();
    for inline in &paragraph.inlines {
        match inline {
            Inline::Text(piece) => match piece.script {
                Script::Base => text.push_str(&piece.text),
                Script::Super => text.extend(["^{", &piece.text, "}"]),
                Script::Sub => text.extend(["_{", &piece.text, "}"]),
            },
            Inline::Image(image) => text.extend(["<", &image.part, ">"]),
        }
    }
    text
}

fn body(xml: &str) -> String {
    lines(&document(&docx(xml)).blocks).join("¶")
}

fn codes(package: &Builder) -> Vec<Code> {
    read_of(package).warnings.iter().map(|warning| warning.code).collect()
}

fn r(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn field(kind: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>")
}

fn instruction(text: &str) -> String {
    format!("<w:r><w:instrText>{text}</w:instrText></w:r>")
}

#[test]
fn runs_are_joined() {
    let split =
        format!("<w:p>{}<w:proofErr w:type=\"spellStart\"/>{}{}</w:p>", r("关于"), r("停&amp;"), r("车难"));
    assert_eq!(body(&split), "关于停&车难");
}

#[test]
fn signs_of_runs() {
    let xml = "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/><w:t>e</w:t>\
        <w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/><w:sym w:font=\"Wingdings\" w:char=\"F0FF\"/></w:r></w:p>";
    assert_eq!(body(xml), "a\tb\nc\n\u{2011}de☑");
}

#[test]
fn wrappers_are_transparent() {
    for (open, close) in [
        ("<w:hyperlink r:id=\"rId9\">", "</w:hyperlink>"),
        ("<w:smartTag w:element=\"x\"><w:smartTagPr/>", "</w:smartTag>"),
        ("<w:customXml w:element=\"x\"><w:customXmlPr/>", "</w:customXml>"),
        ("<w:bdo w:val=\"rtl\">", "</w:bdo>"),
        ("<w:dir w:val=\"ltr\">", "</w:dir>"),
        ("<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:fldSimple w:instr=\" DATE \">", "</w:fldSimple>"),
        ("<w:unknown xmlns:w=\"urn:x\">", "</w:unknown>"),
    ] {
        let inside = if open.contains("urn:x") {
            r("乙").replace("<w:r>", &format!("<w:r xmlns:w=\"{WORD}\">"))
        } else {
            r("乙")
        };
        assert_eq!(
            body(&format!("<w:p>{}{open}{inside}{close}{}</w:p>", r("甲"), r("丙"))),
            "甲乙丙",
            "{open}"
        );
    }
}

#[test]
fn block_controls_are_descended() {
    let xml = format!(
        "<w:sdt><w:sdtPr/><w:sdtContent>{}<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent><w:tc>{}</w:tc></w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl></w:sdtContent></w:sdt>",
        p("甲"),
        p("乙")
    );
    assert_eq!(body(&xml), "甲¶[乙]");
}

#[test]
fn placeholders_are_no_text() {
    let placeholder = |inside: &str| {
        format!("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>")
    };
    assert_eq!(body(&format!("<w:p>{}{}</w:p>", r("姓名："), placeholder(&r("单击此处")))), "姓名：");
    let cell = placeholder(&format!("<w:tc>{}</w:tc>", p("单击")));
    assert_eq!(
        body(&format!("<w:tbl><w:tr>{cell}<w:tc>{}</w:tc></w:tr></w:tbl>", p("值"))),
        "[|值]",
        "the grid stays"
    );
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let xml = format!(
        "<w:p>{}<w:ins>{}</w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo></w:p>",
        r("甲"),
        r("增"),
        r("旧"),
        r("新")
    );
    assert_eq!(body(&xml), "甲增新");
    assert_eq!(codes(&docx(&xml)), [Code::TrackedChanges]);
    let formats =
        "<w:p><w:pPr><w:pPrChange><w:pPr><w:jc w:val=\"center\"/></w:pPr></w:pPrChange></w:pPr></w:p>";
    assert_eq!(codes(&docx(formats)), [Code::TrackedChanges]);
}

#[test]
fn a_deleted_mark_joins_paragraphs() {
    let deleted =
        |text: &str| format!("<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>{}</w:p>", r(text));
    assert_eq!(body(&(deleted("甲") + &p("乙") + &p("丙"))), "甲乙¶丙");
    assert_eq!(body(&(p("甲") + &deleted("乙"))), "甲¶乙", "nothing follows");
    let table = format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", deleted("丙"));
    assert_eq!(body(&(deleted("甲") + &table)), "甲¶[丙]");
}

#[test]
fn deleted_rows_are_gone() {
    let row = |properties: &str, text: &str| {
        format!("<w:tr><w:trPr>{properties}</w:trPr><w:tc>{}</w:tc></w:tr>", p(text))
    };
    let xml = format!("<w:tbl>{}{}</w:tbl>{}", row("<w:del w:id=\"1\"/>", "旧"), row("", "新"), p("后"));
    assert_eq!(body(&xml), "[新]¶后");
}

#[test]
fn only_results_of_fields_are_text() {
    let simple = field("begin") + &instruction(" DATE ") + &field("separate") + &r("2026年") + &field("end");
    assert_eq!(body(&format!("<w:p>{simple}{}</w:p>", r("后"))), "2026年后");
    let inner = field("begin") + &instruction("PAGE") + &field("separate") + &r("3") + &field("end");
    let nested = field("begin")
        + &instruction("IF ")
        + &inner
        + &instruction("= 3")
        + &field("separate")
        + &r("是")
        + &field("end");
    assert_eq!(body(&format!("<w:p>{nested}</w:p>")), "是");
    let open = format!("<w:p>{}{}</w:p>{}", field("begin"), instruction("X"), p("正文"));
    assert_eq!(body(&open), "¶正文", "a field that nobody closes takes nothing away");
}

#[test]
fn form_fields_show_their_state() {
    let check_box = |state: &str| {
        format!(
            "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox>{state}</w:checkBox></w:ffData></w:fldChar></w:r>{}{}{}</w:p>",
            instruction("FORMCHECKBOX"),
            field("end"),
            r("重大")
        )
    };
    assert_eq!(body(&check_box("<w:default w:val=\"0\"/><w:checked/>")), "☑重大");
    assert_eq!(body(&check_box("<w:default w:val=\"0\"/>")), "☐重大");
    let list = format!(
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:ddList><w:result w:val=\"1\"/><w:listEntry w:val=\"甲\"/><w:listEntry w:val=\"乙\"/></w:ddList></w:ffData></w:fldChar></w:r>{}</w:p>",
        field("end")
    );
    assert_eq!(body(&list), "乙");
    let text = format!(
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:textInput/></w:ffData></w:fldChar></w:r>{}{}{}{}</w:p>",
        instruction("FORMTEXT"),
        field("separate"),
        r("张三"),
        field("end")
    );
    assert_eq!(body(&text), "张三");
}

#[test]
fn fields_that_reach_outward_are_told() {
    for name in ["DDEAUTO c:\\x", "INCLUDEPICTURE \"http://x\"", " quote 1", "LINK Excel"] {
        let xml = format!(
            "<w:p>{}{}{}{}{}</w:p>",
            field("begin"),
            instruction(name),
            field("separate"),
            r("值"),
            field("end")
        );
        assert_eq!(body(&xml), "值");
        assert_eq!(codes(&docx(&xml)), [Code::Field], "{name}");
    }
    let simple = format!("<w:p><w:fldSimple w:instr=\"DDE x\">{}</w:fldSimple></w:p>", r("值"));
    assert_eq!(codes(&docx(&simple)), [Code::Field]);
}

fn text_box(inside: &str) -> String {
    format!("<w:txbxContent>{inside}</w:txbxContent>")
}

#[test]
fn one_branch_of_two_counts() {
    let shape = |inside: &str| {
        format!(
            "<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>{}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>",
            text_box(inside)
        )
    };
    let old = |inside: &str| {
        format!("<w:pict><v:shape><v:textbox>{}</v:textbox></v:shape></w:pict>", text_box(inside))
    };
    let both = |requires: &str| {
        format!(
            "<w:p><w:r><w:t>锚</w:t><mc:AlternateContent><mc:Choice Requires=\"{requires}\">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent><w:t>后</w:t></w:r></w:p>{}",
            shape(&p("新")),
            old(&p("旧")),
            p("下")
        )
    };
    assert_eq!(body(&both("wps")), "锚后¶新¶下");
    assert_eq!(body(&both("unknown")), "锚后¶旧¶下");
    let none = format!(
        "<w:p><mc:AlternateContent><mc:Choice Requires=\"unknown\">{}</mc:Choice></mc:AlternateContent>{}</w:p>",
        r("新"),
        r("后")
    );
    assert_eq!(body(&none), "后");
    let two = format!(
        "<w:p><mc:AlternateContent><mc:Choice Requires=\"wps\">{}</mc:Choice><mc:Choice Requires=\"w\">{}</mc:Choice></mc:AlternateContent></w:p>",
        r("一"),
        r("二")
    );
    assert_eq!(body(&two), "一");
}

#[test]
fn text_boxes_stand_behind_their_anchor() {
    let inner = format!("<w:p><w:r><w:pict>{}</w:pict></w:r>{}</w:p>", text_box(&p("内")), r("外"));
    let xml = format!("<w:p><w:r><w:pict>{}</w:pict></w:r>{}</w:p>", text_box(&inner), r("锚"));
    let document = document(&docx(&xml));
    assert_eq!(lines(&document.blocks), ["锚", "外", "内"]);
    let boxed: Vec<bool> = document
        .blocks
        .iter()
        .map(|block| matches!(block, Block::Paragraph(one) if one.look.boxed))
        .collect();
    assert_eq!(boxed, [false, true, true]);
}

#[test]
fn a_box_in_a_cell_with_a_table_keeps_the_grid() {
    let table = format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", p("内"));
    let cell = format!("<w:tc><w:p><w:r><w:pict>{}</w:pict></w:r>{}</w:p></w:tc>", text_box(&table), r("锚"));
    assert_eq!(body(&format!("<w:tbl><w:tr>{cell}<w:tc>{}</w:tc></w:tr></w:tbl>", p("右"))), "[锚/[内]|右]");
}

#[test]
fn hidden_text_is_counted_and_told() {
    let xml = format!("<w:p>{}<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏字</w:t></w:r></w:p>", r("甲"));
    let reading = read_of(&docx(&xml));
    assert_eq!(body(&xml), "甲");
    assert_eq!(reading.characters, 4, "hidden ones and the end of the paragraph too");
    assert_eq!(codes(&docx(&xml)), [Code::HiddenText]);
    let shown = "<w:p><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>甲</w:t></w:r></w:p>";
    assert_eq!(body(shown), "甲");
}

#[test]
fn ruby_gives_its_base() {
    let xml = format!(
        "<w:p><w:r><w:ruby><w:rubyPr/><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r></w:p>",
        r("zhōng"),
        r("中")
    );
    assert_eq!(body(&xml), "中");
}

#[test]
fn raised_and_lowered_text_is_kept_apart() {
    let run = |value: &str, text: &str| {
        format!("<w:r><w:rPr><w:vertAlign w:val=\"{value}\"/></w:rPr><w:t>{text}</w:t></w:r>")
    };
    assert_eq!(
        body(&format!(
            "<w:p>{}{}{}{}{}</w:p>",
            r("m"),
            run("superscript", "2"),
            r("和CO"),
            run("subscript", "2"),
            run("baseline", "。")
        )),
        "m^{2}和CO_{2}。"
    );
    let formula = "<w:p><m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup><m:r><m:t>=4</m:t></m:r></m:oMath></w:p>";
    assert_eq!(body(formula), "x^{2}=4");
}

#[test]
fn tables_have_spans_and_widths() {
    let cell =
        |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text));
    let xml = format!(
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"1000\"/><w:gridCol w:w=\"2000\"/></w:tblGrid>\
         <w:tr><w:trPr><w:tblHeader/></w:trPr>{}</w:tr><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("<w:gridSpan w:val=\"2\"/>", "题"),
        cell("<w:vMerge w:val=\"restart\"/>", "甲"),
        cell("", "乙"),
        cell("<w:vMerge/>", ""),
        cell("", "丙")
    );
    let document = document(&docx(&xml));
    let Block::Table(table) = &document.blocks[0] else { panic!("no table") };
    assert_eq!(table.columns, [1000, 2000]);
    assert!(table.rows[0].header && !table.rows[1].header);
    assert_eq!(table.rows[0].cells[0].span, 2);
    assert_eq!(table.rows[1].cells[0].merge, Merge::Start);
    assert_eq!(table.rows[2].cells[0].merge, Merge::Continue);
    assert_eq!(lines(&document.blocks), ["[题][甲|乙][|丙]"]);
}

#[test]
fn old_horizontal_merges_and_free_columns() {
    let cell =
        |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text));
    let xml = format!(
        "<w:tbl><w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}{}{}</w:tr></w:tbl>",
        cell("<w:hMerge w:val=\"restart\"/>", "甲"),
        "<w:tc><w:tcPr><w:hMerge/></w:tcPr><w:p/></w:tc>",
        cell("", "乙")
    );
    let document = document(&docx(&xml));
    let Block::Table(table) = &document.blocks[0] else { panic!("no table") };
    let spans: Vec<u16> = table.rows[0].cells.iter().map(|cell| cell.span).collect();
    assert_eq!(spans, [1, 2, 1]);
    assert_eq!(lines(&document.blocks), ["[|甲|乙]"]);
}

#[test]
fn deep_tables_lose_their_grid_and_not_their_text() {
    let mut xml = p("底");
    for depth in 0..60 {
        xml = format!("<w:tbl><w:tr><w:tc>{xml}{}</w:tc></w:tr></w:tbl>", p(&depth.to_string()));
    }
    let document = document(&docx(&xml));
    let json = serde_json::to_string(&document).expect("writes");
    let again: Document = serde_json::from_str(&json).expect("nests no deeper than readers of JSON allow");
    assert_eq!(again.blocks.len(), 1);
    let text = lines(&document.blocks).join("");
    assert!(text.contains('底') && (0..60).all(|depth| text.contains(&depth.to_string())));
}

fn with_styles(package: Builder, styles: &str) -> Builder {
    with_part(
        package,
        "styles",
        "word/styles.xml",
        &format!("<w:styles {}>{styles}</w:styles>", namespaces()),
    )
}

/// Adds a part that the main part names by its kind.
fn with_part(package: Builder, kind: &str, name: &str, content: &str) -> Builder {
    let list = "word/_rels/document.xml.rels";
    let old = package
        .entries
        .iter()
        .find(|entry| entry.name == list.as_bytes())
        .map(|entry| String::from_utf8(entry.data.clone()).unwrap());
    let old = old.unwrap_or_else(|| relationships(&[]));
    let target = name.strip_prefix("word/").unwrap_or(name);
    let number = old.matches("<Relationship ").count() + 1;
    let new = old.replace("</Relationships>", &format!("<Relationship Id=\"rId{number}\" Type=\"{REFERENCES}/{kind}\" Target=\"{target}\"/></Relationships>"));
    package.part(list, new).part(name, content)
}

#[test]
fn looks_come_through_styles() {
    let styles = "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val=\"21\"/></w:rPr></w:rPrDefault></w:docDefaults>\
        <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"Heading 1\"/><w:basedOn w:val=\"b\"/><w:rPr><w:b/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"b\"><w:name w:val=\"Base\"/><w:basedOn w:val=\"1\"/><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:rPr><w:sz w:val=\"44\"/></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"s\"><w:name w:val=\"Strong\"/><w:rPr><w:b/></w:rPr></w:style>";
    let xml = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr>{}</w:p>{}<w:p><w:pPr><w:jc w:val=\"right\"/><w:outlineLvl w:val=\"2\"/></w:pPr>{}<w:r><w:rPr><w:rStyle w:val=\"s\"/><w:sz w:val=\"32\"/></w:rPr><w:t>重</w:t></w:r></w:p>\
         <w:p><w:r><w:rPr><w:rStyle w:val=\"s\"/></w:rPr><w:t>粗 </w:t></w:r></w:p>",
        r("题"),
        p("文"),
        r("轻")
    );
    let document = document(&with_styles(docx(&xml), styles));
    let looks: Vec<_> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(one) => Some((
                one.look.style.as_str(),
                one.look.align,
                one.look.half_points,
                one.look.bold,
                one.look.outline,
            )),
            Block::Table(_) => None,
        })
        .collect();
    assert_eq!(
        looks,
        [
            ("heading 1", Align::Center, Some(44), true, Some(1)),
            ("", Align::Start, Some(21), false, None),
            ("", Align::End, Some(32), false, Some(3)),
            ("", Align::Start, Some(21), true, None),
        ]
    );
}

#[test]
fn pages_begin_where_they_begin() {
    let page = "<w:r><w:br w:type=\"page\"/></w:r>";
    let section = |kind: &str| format!("<w:p><w:pPr><w:sectPr>{kind}</w:sectPr></w:pPr>{}</w:p>", r("节"));
    let xml = p("一")
        + &format!("<w:p>{page}{}</w:p>", r("二"))
        + &format!("<w:p>{page}</w:p>")
        + &p("四")
        + &format!("<w:p><w:pPr><w:pageBreakBefore/></w:pPr>{}</w:p>", r("五"))
        + &section("")
        + &p("七")
        + &section("<w:type w:val=\"continuous\"/>")
        + &p("九")
        + &format!("<w:p>{}{page}{}</w:p>", r("十"), r("续"));
    let document = document(&docx(&xml));
    let new: Vec<bool> = document
        .blocks
        .iter()
        .map(|block| matches!(block, Block::Paragraph(one) if one.look.new_page))
        .collect();
    assert_eq!(new, [false, true, false, true, true, false, true, false, false, false]);
    assert_eq!(lines(&document.blocks)[9], "十\n续");
}

fn numbered(level: usize, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}</w:p>",
        r(text)
    )
}

const NUMBERING: &str = "<w:abstractNum w:abstractNumId=\"0\">\
    <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:pStyle w:val=\"h\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
    <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:pStyle w:val=\"h2\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
    </w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";

fn with_numbering(package: Builder) -> Builder {
    with_part(
        package,
        "numbering",
        "word/numbering.xml",
        &format!("<w:numbering {}>{NUMBERING}</w:numbering>", namespaces()),
    )
}

#[test]
fn labels_are_computed_and_stand_apart() {
    let xml = numbered(0, "情况") + &numbered(1, "甲") + &numbered(1, "乙") + &numbered(0, "建议") + &p("完");
    let document = document(&with_numbering(docx(&xml)));
    assert_eq!(lines(&document.blocks), ["一、情况", "（一）甲", "（二）乙", "二、建议", "完"]);
    let Block::Paragraph(first) = &document.blocks[0] else { panic!("no paragraph") };
    assert_eq!((first.text().as_str(), first.look.label.as_str()), ("情况", "一、"));
}

#[test]
fn styles_number_their_paragraphs() {
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"h\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"h2\"><w:name w:val=\"heading 2\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>";
    let styled = |id: &str, text: &str, over: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{id}\"/>{over}</w:pPr>{}</w:p>", r(text))
    };
    let none = "<w:numPr><w:numId w:val=\"0\"/></w:numPr>";
    let xml = styled("h", "情况", "")
        + &styled("h2", "甲", "")
        + &styled("h", "无号", none)
        + &styled("h", "建议", "");
    assert_eq!(
        lines(&document(&with_numbering(with_styles(docx(&xml), styles))).blocks),
        ["一、情况", "（一）甲", "无号", "二、建议"]
    );
}

#[test]
fn deleted_paragraphs_do_not_count() {
    let deleted = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>";
    assert_eq!(
        lines(&document(&with_numbering(docx(&(numbered(0, "甲") + deleted + &numbered(0, "乙"))))).blocks),
        ["一、甲", "二、乙"]
    );
}

#[test]
fn notes_follow_the_text() {
    let xml = "<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id=\"7\"/><w:t>和</w:t><w:endnoteReference w:id=\"1\"/></w:r></w:p>";
    let foot = format!(
        "<w:footnotes {}><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p/></w:footnote><w:footnote w:id=\"7\"><w:p><w:r><w:footnoteRef/></w:r>{}</w:p></w:footnote></w:footnotes>",
        namespaces(),
        r("脚注")
    );
    let end = format!(
        "<w:endnotes {}><w:endnote w:id=\"1\">{}{}</w:endnote></w:endnotes>",
        namespaces(),
        p("尾注"),
        p("续")
    );
    let package = with_part(
        with_part(docx(xml), "footnotes", "word/footnotes.xml", &foot),
        "endnotes",
        "word/endnotes.xml",
        &end,
    );
    assert_eq!(
        lines(&document(&package).blocks),
        ["正文［注1］和［注2］", "［注1］脚注", "［注2］尾注", "续"]
    );
}

#[test]
fn margins_and_comments_are_not_body() {
    let header = format!("<w:hdr {}>{}</w:hdr>", namespaces(), p("页眉"));
    let comments = format!(
        "<w:comments {}><w:comment w:id=\"0\" w:author=\"x\">{}</w:comment></w:comments>",
        namespaces(),
        p("请核实")
    );
    let package = with_part(
        with_part(docx(&p("正文")), "header", "word/header1.xml", &header),
        "comments",
        "word/comments.xml",
        &comments,
    );
    let reading = read_of(&package);
    assert_eq!(reading.characters, 10);
    assert_eq!(codes(&package), [Code::Comments]);
    let document = document(&package);
    assert_eq!(lines(&document.blocks), ["正文"]);
    assert_eq!(document.margins, ["页眉", "请核实"]);
}

const DRAWING: &str = "<w:p><w:r><w:drawing><wp:inline><wp:extent cx=\"914400\" cy=\"457200\"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed=\"rId1\"/></pic:blipFill><pic:spPr><a:xfrm><a:ext cx=\"1\" cy=\"1\"/></a:xfrm></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>";

#[test]
fn images_are_known_by_their_part() {
    let package = with_part(docx(DRAWING), "image", "word/media/image1.png", "png");
    let document = document(&package);
    let Block::Paragraph(one) = &document.blocks[0] else { panic!("no paragraph") };
    assert_eq!(
        one.inlines,
        [Inline::Image(crate::document::Image {
            part: "word/media/image1.png".into(),
            width_emu: 914_400,
            height_emu: 457_200
        })]
    );
    let names = ["word/media/image1.png".to_owned(), "word/media/none.png".to_owned()];
    let found = images(&package.build(), &names, &Limits::default());
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [(names[0].clone(), b"png".to_vec())]);
    let old = "<w:p><w:r><w:pict><v:shape style=\"width:72pt;height:36pt\"><v:imagedata r:id=\"rId1\"/></v:shape></w:pict></w:r></w:p>";
    assert_eq!(
        lines(&super::tests::document(&with_part(docx(old), "image", "word/media/image1.png", "png")).blocks),
        ["<word/media/image1.png>"]
    );
}

#[test]
fn images_that_cannot_be_used_are_told() {
    let damaged = with_part(docx(DRAWING), "image", "word/media/image1.png", "png")
        .lie("word/media/image1.png", |entry| entry.crc = Some(1));
    assert_eq!(codes(&damaged), [Code::DamagedImage]);
    assert!(images(&damaged.build(), &["word/media/image1.png".to_owned()], &Limits::default()).is_empty());
    let missing =
        with_part(docx(DRAWING), "image", "word/media/image1.png", "png").without("word/media/image1.png");
    assert_eq!(codes(&missing), [Code::DamagedImage]);
    assert_eq!(lines(&document(&missing).blocks), [""]);
    let unknown = with_part(docx(DRAWING), "image", "word/media/image1.svg", "<svg/>");
    assert_eq!(codes(&unknown), [Code::OddPackage]);
    let known = with_part(docx(DRAWING), "image", "word/media/image1.svg", "GIF89a");
    assert_eq!(codes(&known), []);
}

#[test]
fn pictures_beyond_the_limit_refuse_the_file() {
    let package =
        with_part(docx(DRAWING), "image", "word/media/image1.bmp", &format!("BM{}", "x".repeat(3 << 20)));
    let code = |pictures_mib| {
        let limits = Limits { pictures_mib, ..Limits::default() };
        read(&package.build(), &limits).rejections.first().map(|one| one.code)
    };
    assert_eq!(code(2), Some(Code::TooLarge));
    assert_eq!(code(3), None);
}

#[test]
fn a_part_that_nobody_reads_is_gone_through_all_the_same() {
    let package = || docx(&p("正文")).part("word/theme/theme1.xml", "<a:theme/>");
    assert_eq!(codes(&package()), []);
    let lying = package().lie("word/theme/theme1.xml", |entry| entry.crc = Some(1));
    assert_eq!(codes(&lying), [Code::Damaged]);
    assert_eq!(codes(&package()), []);
    let typed =
        docx(&p("正文")).part("word/settings.xml", "<!-- --><!DOCTYPE x [<!ENTITY a \"b\">]><w:settings/>");
    assert_eq!(read_of(&typed).rejections[0].code, Code::Dtd);
}

#[test]
fn a_main_part_that_is_no_document_or_lies_outside_refuses_the_file() {
    let code =
        |package: &Builder| read(&package.build(), &Limits::default()).rejections.first().map(|one| one.code);
    let header = docx("").without("word/document.xml").part(
        "word/document.xml",
        "<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>",
    );
    assert_eq!(code(&header), Some(Code::NotOoxml));
    let outside = docx(&p("正文"))
        .without("_rels/.rels")
        .part("_rels/.rels", relationships(&[("officeDocument", "../word/document.xml")]));
    assert_eq!(code(&outside), Some(Code::ExternalMain));
}

#[test]
fn embedded_files_are_told_and_not_opened() {
    let chunk = with_part(docx("<w:altChunk r:id=\"rId1\"/>"), "aFChunk", "word/chunk.html", "<html/>");
    assert_eq!(codes(&chunk), [Code::Embedded]);
    let object = "<w:p><w:r><w:object><o:OLEObject Type=\"Embed\" ProgID=\"Excel.Sheet.12\" r:id=\"rId1\"/></w:object></w:r></w:p>";
    assert_eq!(codes(&with_part(docx(object), "package", "word/embeddings/a.xlsx", "PK")), [Code::Embedded]);
}

#[test]
fn broken_side_parts_do_not_stop_the_file() {
    let broken = with_part(docx(&p("正文")), "styles", "word/styles.xml", "<w:styles>");
    assert_eq!(codes(&broken), [Code::OddPackage]);
    assert_eq!(lines(&document(&broken).blocks), ["正文"]);
    let header = with_part(docx(&p("正文")), "header", "word/header1.xml", "\0");
    assert_eq!(codes(&header), [Code::OddPackage]);
}

#[test]
fn properties_are_hints() {
    let core = "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>题</dc:title><dc:creator>某人</dc:creator></cp:coreProperties>";
    let package = docx(&p("正文"))
        .part(
            "_rels/.rels",
            relationships(&[
                ("officeDocument", "word/document.xml"),
                (
                    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                    "docProps/core.xml",
                ),
            ]),
        )
        .part("docProps/core.xml", core);
    assert_eq!(
        document(&package).properties,
        [("title".to_owned(), "题".to_owned()), ("creator".to_owned(), "某人".to_owned())]
    );
}

#[test]
fn paragraphs_cells_and_images_have_limits() {
    let few = Limits { paragraphs: 3, ..Limits::default() };
    let reading = read(&docx(&p("x").repeat(4)).build(), &few);
    assert_eq!(reading.rejections[0].code, Code::XmlLimit);
    let reading = read(&docx(&format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", "<w:tc/>".repeat(4))).build(), &few);
    assert_eq!(reading.rejections[0].code, Code::XmlLimit);
    let reading = read(&docx(&format!("<w:tbl>{}</w:tbl>", "<w:tr/>".repeat(4))).build(), &few);
    assert_eq!(reading.rejections[0].code, Code::XmlLimit);
}
