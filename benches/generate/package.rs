//! Writes a submission as Word writes one: sentences split over several runs, each with its full properties,
//! spelling marks between them, and all the parts that an ordinary Word file carries.
//! It never simplifies the XML for the reader's sake.

use super::parts::{self, BODY_FONT, HEAD, OFFICE, TITLE_FONT, WORD};
use super::words::{Chance, Paper};
use std::fmt::Write as _;
use std::io::Write as _;
use zip::write::SimpleFileOptions;

/// The main part of a submission in the table form: label cells beside value cells, the text in merged cells.
pub fn form(paper: &Paper, chance: &mut Chance) -> String {
    let mut body = String::new();
    paragraph(&mut body, chance, "社情民意信息报送表", TITLE_FONT, 44, "center");
    body.push_str(concat!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"a7\"/><w:tblW w:w=\"9060\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>",
        "<w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"04A0\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"1\" ",
        "w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"1700\"/>",
        "<w:gridCol w:w=\"2830\"/><w:gridCol w:w=\"1700\"/><w:gridCol w:w=\"2830\"/></w:tblGrid>"
    ));
    row(&mut body, chance, &[("标　　题", 1), (&paper.title, 3)]);
    row(&mut body, chance, &[("反映人", 1), (&paper.author, 1), ("界别", 1), (&paper.sector, 1)]);
    row(&mut body, chance, &[("工作单位及职务", 1), (&paper.post, 1), ("联系电话", 1), (&paper.phone, 1)]);
    row(&mut body, chance, &[("反映单位", 1), (&paper.unit, 1), ("提交时间", 1), (&paper.date, 1)]);
    text_row(&mut body, chance, "情况反映", &paper.situation);
    text_row(&mut body, chance, "意见建议", &paper.suggestions);
    body.push_str("</w:tbl>");
    paragraph(&mut body, chance, "", BODY_FONT, 32, "both");
    document(&body)
}

/// The main part of a submission written as a letter: title, text under headings, signature at the end.
pub fn letter(paper: &Paper, chance: &mut Chance) -> String {
    let mut body = String::new();
    paragraph(&mut body, chance, &paper.title, TITLE_FONT, 44, "center");
    paragraph(&mut body, chance, "", BODY_FONT, 32, "both");
    for text in &paper.situation {
        paragraph(&mut body, chance, text, BODY_FONT, 32, "both");
    }
    paragraph(&mut body, chance, "四、意见建议", "黑体", 32, "both");
    for text in &paper.suggestions {
        paragraph(&mut body, chance, text, BODY_FONT, 32, "both");
    }
    paragraph(&mut body, chance, "", BODY_FONT, 32, "both");
    for line in [
        format!("反映单位：{}", paper.unit),
        format!("反映人：{}", paper.author),
        format!("工作单位及职务：{}", paper.post),
        format!("联系电话：{}", paper.phone),
        format!("提交时间：{}", paper.date),
    ] {
        paragraph(&mut body, chance, &line, BODY_FONT, 32, "left");
    }
    document(&body)
}

/// The package around a main part, with the parts that Word always writes.
pub fn pack(document: &str, paper: &Paper) -> anyhow::Result<Vec<u8>> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::with_capacity(20_000)));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, text) in [
        ("[Content_Types].xml", parts::content_types()),
        ("_rels/.rels", parts::package_relations()),
        ("word/document.xml", document.to_owned()),
        ("word/_rels/document.xml.rels", parts::document_relations()),
        ("word/theme/theme1.xml", parts::theme()),
        ("word/settings.xml", parts::settings()),
        ("word/styles.xml", parts::styles()),
        ("word/numbering.xml", parts::numbering()),
        ("word/fontTable.xml", parts::fonts()),
        (
            "word/webSettings.xml",
            format!("{HEAD}<w:webSettings xmlns:w=\"{WORD}\"><w:optimizeForBrowser/></w:webSettings>"),
        ),
        ("docProps/core.xml", parts::core(paper)),
        ("docProps/app.xml", parts::app(document)),
    ] {
        writer.start_file(name, options)?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

/// Wraps a body in `w:document` with the namespaces and the section that Word writes.
fn document(body: &str) -> String {
    format!(
        concat!(
            "{head}<w:document xmlns:wpc=\"http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas\" ",
            "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" ",
            "xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:r=\"{office}/relationships\" ",
            "xmlns:m=\"{office}/math\" xmlns:v=\"urn:schemas-microsoft-com:vml\" ",
            "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" ",
            "xmlns:w10=\"urn:schemas-microsoft-com:office:word\" xmlns:w=\"{word}\" ",
            "xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" ",
            "xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\" mc:Ignorable=\"w14 w15\"><w:body>{body}",
            "<w:sectPr w:rsidR=\"00B27C54\"><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" ",
            "w:bottom=\"1984\" w:left=\"1587\" w:header=\"851\" w:footer=\"992\" w:gutter=\"0\"/><w:cols w:space=\"425\"/>",
            "<w:docGrid w:type=\"lines\" w:linePitch=\"312\"/></w:sectPr></w:body></w:document>"
        ),
        head = HEAD,
        office = OFFICE,
        word = WORD,
        body = body
    )
}

/// A paragraph whose text is split as editing splits it.
fn paragraph(out: &mut String, chance: &mut Chance, text: &str, font: &str, half_points: u32, align: &str) {
    let (first, second) = (mark(chance), mark(chance));
    let indent = if align == "both" { "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>" } else { "" };
    let properties = format!(
        "<w:rFonts w:ascii=\"{font}\" w:eastAsia=\"{font}\" w:hAnsi=\"{font}\" w:hint=\"eastAsia\"/><w:sz w:val=\"{half_points}\"/><w:szCs w:val=\"{half_points}\"/>"
    );
    let _ = write!(
        out,
        "<w:p w14:paraId=\"{first}\" w14:textId=\"77777777\" w:rsidR=\"{first}\" w:rsidRDefault=\"{second}\"><w:pPr><w:spacing w:line=\"560\" w:lineRule=\"exact\"/>{indent}<w:jc w:val=\"{align}\"/><w:rPr>{properties}</w:rPr></w:pPr>"
    );
    runs(out, chance, text, &properties);
    out.push_str("</w:p>");
}

/// Several runs for a text: Word starts a new one at each revision mark, font hint and spelling mark.
fn runs(out: &mut String, chance: &mut Chance, text: &str, properties: &str) {
    let characters: Vec<char> = text.chars().collect();
    let mut start = 0;
    while start < characters.len() {
        let end = (start + chance.between(16, 84)).min(characters.len());
        let piece: String = characters[start..end].iter().collect();
        let spelling = chance.below(6) == 0;
        if spelling {
            out.push_str("<w:proofErr w:type=\"spellStart\"/>");
        }
        let language =
            if chance.below(3) == 0 { "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>" } else { "" };
        let _ = write!(
            out,
            "<w:r w:rsidRPr=\"{}\"><w:rPr>{properties}{language}</w:rPr><w:t>{piece}</w:t></w:r>",
            mark(chance)
        );
        if spelling {
            out.push_str("<w:proofErr w:type=\"spellEnd\"/>");
        }
        start = end;
    }
}

/// A table row of (text, columns spanned) cells.
fn row(out: &mut String, chance: &mut Chance, cells: &[(&str, u32)]) {
    let _ = write!(
        out,
        "<w:tr w:rsidR=\"{}\"><w:trPr><w:trHeight w:val=\"624\"/><w:jc w:val=\"center\"/></w:trPr>",
        mark(chance)
    );
    for (text, columns) in cells {
        cell_start(out, *columns);
        paragraph(out, chance, text, BODY_FONT, 28, "center");
        out.push_str("</w:tc>");
    }
    out.push_str("</w:tr>");
}

/// A row with a label and a merged cell of many paragraphs.
fn text_row(out: &mut String, chance: &mut Chance, label: &str, paragraphs: &[String]) {
    let _ = write!(out, "<w:tr w:rsidR=\"{}\"><w:trPr><w:trHeight w:val=\"4200\"/></w:trPr>", mark(chance));
    cell_start(out, 1);
    paragraph(out, chance, label, BODY_FONT, 28, "center");
    out.push_str("</w:tc>");
    cell_start(out, 3);
    for text in paragraphs {
        paragraph(out, chance, text, BODY_FONT, 28, "both");
    }
    out.push_str("</w:tc></w:tr>");
}

fn cell_start(out: &mut String, columns: u32) {
    let span = if columns > 1 { format!("<w:gridSpan w:val=\"{columns}\"/>") } else { String::new() };
    let width = if columns > 1 { 7_360 } else { 2_265 };
    let _ = write!(
        out,
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}<w:vAlign w:val=\"center\"/></w:tcPr>"
    );
}

/// A revision mark (rsid) as Word invents them.
fn mark(chance: &mut Chance) -> String {
    format!("00{:06X}", 0x0010_0000 + chance.below(0x00E0_0000))
}
