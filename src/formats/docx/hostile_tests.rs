//! One test a hostile or odd file: what must happen to it, and that it happens for its true reason.
//! It never tries a trait twice; what a package alone decides is tried with the package.

use super::*;
use crate::formats::packages::{
    Entry, MAIN_TYPE, Package as Builder, REFERENCES, TYPES, WORD, content_types, document, docx, namespaces,
    p, relationships,
};
use std::fmt::Write;

/// What must happen to a file.
#[derive(Debug, PartialEq)]
enum Outcome {
    /// Read as if nothing were odd; its text.
    Register(&'static str),
    /// Read with this warning.
    Flag(Code),
    /// Not read, for this reason.
    Refuse(Code),
}
use Outcome::{Flag, Refuse, Register};

fn outcome(bytes: &[u8]) -> (Reading, String) {
    let reading = read(bytes, &Limits::default());
    let mut text = String::new();
    if let Some(Content::Document(document)) = &reading.content {
        let mut lines = Vec::new();
        add_lines(&document.blocks, &mut lines);
        text = lines.join("\n");
    }
    (reading, text)
}

fn check(bytes: &[u8], expected: &Outcome) {
    let (reading, text) = outcome(bytes);
    let refusals: Vec<Code> = reading.rejections.iter().map(|one| one.code).collect();
    let warnings: Vec<Code> = reading.warnings.iter().map(|one| one.code).collect();
    match expected {
        Refuse(code) => assert_eq!((refusals.as_slice(), reading.content), (&[*code][..], None)),
        Flag(code) => assert_eq!((refusals.as_slice(), warnings.as_slice()), (&[][..], &[*code][..])),
        Register(shown) => {
            assert_eq!((refusals.as_slice(), warnings.as_slice(), text.as_str()), (&[][..], &[][..], *shown));
        }
    }
}

macro_rules! rows {
    ($($name:ident: $outcome:expr, $package:expr;)*) => {
        $(#[test] fn $name() { check(&$package, &$outcome); })*
    };
}

fn minimal() -> Builder {
    docx(&p("正文"))
}

fn main_part(xml: impl AsRef<[u8]>) -> Vec<u8> {
    minimal().part("word/document.xml", xml).build()
}

/// A document whose declaration and prolog are given, around ordinary text with something in it.
fn raw(prolog: &str, text: &str) -> Vec<u8> {
    main_part(format!("{prolog}<w:document xmlns:w=\"{WORD}\"><w:body>{}</w:body></w:document>", p(text)))
}

fn with_rels(list: &[(&str, &str)]) -> Builder {
    minimal().part("word/_rels/document.xml.rels", relationships(list))
}

fn named(bytes: &[u8]) -> Vec<u8> {
    bytes.to_vec()
}

fn compound(entry: &str) -> Vec<u8> {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.resize(1024, 0);
    let name: Vec<u8> = entry.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes[512..512 + name.len()].copy_from_slice(&name);
    bytes[576] = u8::try_from(name.len() + 2).unwrap();
    bytes[578] = 2;
    bytes
}

const LAUGHS: &str = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>";

rows! {
    ok_minimal: Register("正文"), minimal().build();
    ok_no_doc_rels: Register("正文"), minimal().without("word/_rels/document.xml.rels").build();
    zero: Refuse(Code::Empty), Vec::new();
    one_byte: Refuse(Code::WrongType), named(b"\x01");
    truncated_half: Refuse(Code::Truncated), { let bytes = minimal().build(); bytes[..bytes.len() / 2].to_vec() };
    zeros_4k: Refuse(Code::Truncated), named(&[0; 4096]);
    tail_zeros: Refuse(Code::Truncated), { let mut bytes = minimal().build(); let half = bytes.len() / 2; bytes[half..].fill(0); bytes };
    html_named: Refuse(Code::WrongType), named(b"<html><body>x</body></html>");
    pdf_named: Refuse(Code::WrongType), named(b"%PDF-1.4\n");
    doc_renamed: Refuse(Code::WrongType), compound("WordDocument");
    encrypted: Refuse(Code::Encrypted), compound("EncryptedPackage");
    text_gbk_named: Refuse(Code::WrongType), named(b"\xb9\xd8\xd3\xda");
    plain_zip: Refuse(Code::NotOoxml), Builder::new().part("a.txt", "a").build();
    empty_zip: Refuse(Code::NotOoxml), Builder::new().build();
    docm_renamed: Refuse(Code::Macro), minimal().part("[Content_Types].xml", content_types("/word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml")).build();
    vba_in_docx: Flag(Code::Macro), minimal().part("word/vbaProject.bin", "x").build();
    dotx_named: Register("正文"), minimal().part("[Content_Types].xml", content_types("/word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml")).build();
    suffix_junk: Refuse(Code::TrailingData), Builder { tail: b"-- mail footer".to_vec(), ..minimal() }.build();
    suffix_1mb: Refuse(Code::TrailingData), Builder { tail: vec![b'x'; 1 << 20], ..minimal() }.build();
    suffix_line_ends: Register("正文"), Builder { tail: b"\r\n\r\n".to_vec(), ..minimal() }.build();
    comment_fake_eocd: Refuse(Code::AmbiguousZip), Builder { comment: docx(&p("另文")).build(), ..minimal() }.build();
    duplicate_case: Refuse(Code::DuplicateMember), minimal().entry(Entry::new("Word/Document.xml", "x")).build();
    local_name_differs: Refuse(Code::AmbiguousZip), minimal().lie("word/document.xml", |entry| entry.local_name = Some(b"word/other.xml".to_vec())).build();
    traversal: Refuse(Code::BadMemberName), minimal().part("../../evil.txt", "x").build();
    backslash_names: Register("正文"), { let mut package = minimal(); for entry in &mut package.entries { for byte in &mut entry.name { if *byte == b'/' { *byte = b'\\'; } } } package.build() };
    crc_bad_document: Refuse(Code::Damaged), minimal().lie("word/document.xml", |entry| entry.crc = Some(7)).build();
    method_lzma: Refuse(Code::UnsupportedMethod), minimal().lie("word/document.xml", |entry| entry.method = Some(14)).build();
    size_lie_small: Refuse(Code::Damaged), minimal().lie("word/document.xml", |entry| entry.size = Some(10)).build();
    size_lie_4g: Refuse(Code::Damaged), minimal().lie("word/document.xml", |entry| entry.size = Some(u32::MAX - 1)).build();
    bomb_10m_paragraphs: Refuse(Code::Bomb), docx(&"<w:p/>".repeat(10_000_000)).build();
    bomb_overlap: Refuse(Code::Overlap), (0..2_000).fold(minimal(), |package, n| package.entry(Entry { shares: Some(2), ..Entry::new(format!("{n}"), "") })).build();
    bomb_nested: Register("正文"), minimal().entry(Entry { stored: true, ..Entry::new("word/embeddings/inner.zip", minimal().part("bomb", vec![0; 1 << 20]).build()) }).build();
    gbk_member_name: Register("正文"), minimal().entry(Entry::new(b"word/media/\xd5\xd5\xc6\xac.png", "x")).build();
    long_member_name: Refuse(Code::BadMemberName), minimal().part(&"a".repeat(60_000), "x").build();
    xml_billion_laughs: Refuse(Code::Dtd), raw(LAUGHS, "&b;");
    xml_xxe_file: Refuse(Code::Dtd), raw("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>", "&a;");
    xml_xxe_http: Refuse(Code::Dtd), raw("<!DOCTYPE x SYSTEM \"http://127.0.0.1/x.dtd\">", "x");
    xml_xxe_param: Refuse(Code::Dtd), raw("<!DOCTYPE x [<!ENTITY % a SYSTEM \"http://127.0.0.1/x\"> %a;]>", "x");
    xml_xxe_content_types: Refuse(Code::Dtd), minimal().part("[Content_Types].xml", format!("{LAUGHS}<Types xmlns=\"{TYPES}\"/>")).build();
    xml_xxe_rels: Refuse(Code::Dtd), with_rels(&[]).edit("word/_rels/document.xml.rels", "<Relationships", &format!("{LAUGHS}<Relationships")).build();
    xml_xxe_core: Refuse(Code::Dtd), core(&format!("{LAUGHS}<a/>"));
    xml_deep_unclosed: Refuse(Code::TooDeep), main_part(format!("<w:document xmlns:w=\"{WORD}\">{}", "<w:sdt>".repeat(100_000)));
    xml_unclosed: Refuse(Code::XmlSyntax), main_part(format!("<w:document xmlns:w=\"{WORD}\"><w:body><w:p>"));
    xml_many_attrs: Refuse(Code::XmlLimit), main_part(format!("<w:document xmlns:w=\"{WORD}\"{}/>", many(" a", "=''")));
    xml_many_ns: Refuse(Code::XmlLimit), main_part(format!("<w:document xmlns:w=\"{WORD}\"{}/>", many(" xmlns:a", "='urn:x'")));
    xml_utf16le: Register("正文"), main_part(utf16(&document(&p("正文")), u16::to_le_bytes));
    xml_utf16be: Register("正文"), main_part(utf16(&document(&p("正文")), u16::to_be_bytes));
    xml_gb18030: Refuse(Code::XmlEncoding), main_part(encoding_rs::GB18030.encode(&document(&p("正文")).replace("UTF-8", "GB18030")).0);
    xml_utf7: Refuse(Code::XmlEncoding), raw("<?xml version=\"1.0\" encoding=\"UTF-7\"?>", "x");
    xml_bad_utf8: Refuse(Code::XmlEncoding), with_bytes(b"\xff\xc0");
    xml_surrogate_utf8: Refuse(Code::XmlEncoding), with_bytes(b"\xed\xa0\x80");
    xml_nul: Refuse(Code::XmlEncoding), with_bytes(b"\0");
    xml_ctrl: Refuse(Code::XmlEncoding), with_bytes(b"\x08");
    xml_ref_fffe: Refuse(Code::XmlSyntax), raw("", "&#xFFFE;");
    xml_ref_d800: Refuse(Code::XmlSyntax), raw("", "&#xD800;");
    xml_ref_big: Refuse(Code::XmlSyntax), raw("", "&#x99999999;");
    xml_mismatch: Refuse(Code::XmlSyntax), main_part(document("<w:p></w:r>"));
    xml_junk_after_root: Refuse(Code::XmlSyntax), main_part(document(&p("正文")) + "junk");
    xml_dup_attr: Refuse(Code::XmlSyntax), main_part(document("<w:p w:a=\"1\" w:a=\"2\"/>"));
    xml_other_prefix: Register("正文"), main_part(document(&p("正文")).replace("w:", "词:").replace("xmlns:w=", "xmlns:词="));
    xml_default_ns: Register("正文"), main_part(format!("<document xmlns=\"{WORD}\"><body><p><r><t>正文</t></r></p></body></document>"));
    xml_strict: Register("正文"), main_part(document(&p("正文")).replace(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main"));
    xml_cdata: Register("正<文"), main_part(document(&p("<![CDATA[正<文]]>")));
    opc_main_elsewhere: Register("正文"), Builder::new().part("[Content_Types].xml", content_types("/word/document2.xml", MAIN_TYPE)).part("_rels/.rels", relationships(&[("officeDocument", "word/document2.xml")])).part("word/document2.xml", document(&p("正文"))).build();
    opc_absolute_target: Register("正文"), minimal().part("_rels/.rels", relationships(&[("officeDocument", "/word/document.xml")])).build();
    opc_strict_rels: Register("正文"), minimal().part("_rels/.rels", relationships(&[("http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument", "word/document.xml")])).build();
    opc_no_rels: Refuse(Code::NotOoxml), minimal().without("_rels/.rels").build();
    opc_no_content_types: Refuse(Code::NotOoxml), minimal().without("[Content_Types].xml").build();
    opc_external_main: Refuse(Code::ExternalMain), minimal().part("_rels/.rels", relationships(&[("officeDocument", "http://127.0.0.1/document.xml")])).build();
    opc_two_mains: Refuse(Code::AmbiguousOpc), minimal().part("_rels/.rels", relationships(&[("officeDocument", "word/document.xml"), ("officeDocument", "word/other.xml")])).part("word/other.xml", document(&p("另文"))).build();
    opc_rels_cycle: Register("正文"), with_rels(&[("header", "document.xml"), ("footer", "document.xml")]).build();
    opc_core_broken: Flag(Code::OddPackage), core("<cp:coreProperties");
    title_bidi: Flag(Code::SuspiciousText), docx(&p("关于\u{202e}建议")).build();
    title_tags: Flag(Code::SuspiciousText), docx(&p("关于\u{e0041}建议")).build();
    title_emoji: Register("😀建议"), docx(&p("😀建议")).build();
    title_nfd: Register("e\u{301}"), docx(&p("e\u{301}")).build();
    title_html: Register("<script>alert(1)</script>"), docx(&p("&lt;script>alert(1)&lt;/script>")).build();
    title_newline: Register("甲\n乙"), docx("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>").build();
    title_formula: Register("=cmd|'/c calc'!A0"), docx(&p("=cmd|'/c calc'!A0")).build();
    ext_attached_template: Flag(Code::ExternalLink), minimal().part("word/_rels/settings.xml.rels", relationships(&[("attachedTemplate", "http://127.0.0.1/x.dotm")])).build();
    ext_ole_link: Flag(Code::ExternalLink), with_rels(&[("oleObject", "file:///x.xlsx")]).build();
    ext_image_link: Flag(Code::ExternalLink), with_rels(&[("image", "http://127.0.0.1/x.png")]).part("word/document.xml", document(&(p("正文") + "<w:p><w:r><w:drawing><a:blip r:link=\"rId1\"/><a:blip r:embed=\"rId1\"/></w:drawing></w:r></w:p>"))).build();
    ext_frame: Flag(Code::ExternalLink), with_rels(&[("frame", "\\\\\\\\127.0.0.1\\\\x")]).build();
    ext_hyperlink_js: Flag(Code::ExternalLink), with_rels(&[("hyperlink", "javascript:alert(1)")]).build();
    ext_hyperlink_mhtml: Flag(Code::ExternalLink), with_rels(&[("hyperlink", "mhtml:http://127.0.0.1!x")]).build();
    ext_hyperlink_plain: Register("正文"), with_rels(&[("hyperlink", "https://www.gov.cn"), ("hyperlink", "mailto:a@b.cn")]).build();
    field_ddeauto: Flag(Code::Field), field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe");
    field_includepicture: Flag(Code::Field), field("INCLUDEPICTURE \"http://127.0.0.1/x\"");
    field_quote: Flag(Code::Field), field("QUOTE 65 66");
    field_link: Flag(Code::Field), field("LINK Excel.Sheet.8 x");
    altchunk_html: Flag(Code::Embedded), with_rels(&[("aFChunk", "chunk.html")]).part("word/chunk.html", "<html/>").part("word/document.xml", document(&(p("正文") + "<w:altChunk r:id=\"rId1\"/>"))).build();
}

fn core(xml: &str) -> Vec<u8> {
    let kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    minimal()
        .part(
            "_rels/.rels",
            relationships(&[("officeDocument", "word/document.xml"), (kind, "docProps/core.xml")]),
        )
        .part("docProps/core.xml", xml)
        .build()
}

fn many(before: &str, after: &str) -> String {
    (0..50_000).fold(String::new(), |mut text, n| {
        write!(text, "{before}{n}{after}").unwrap();
        text
    })
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.replace("UTF-8", "UTF-16").encode_utf16()).flat_map(unit).collect()
}

fn with_bytes(bytes: &[u8]) -> Vec<u8> {
    let xml = document(&p("正@文")).into_bytes();
    let at = xml.iter().position(|byte| *byte == b'@').unwrap();
    main_part([&xml[..at], bytes, &xml[at + 1..]].concat())
}

fn field(instruction: &str) -> Vec<u8> {
    docx(&format!("<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>{instruction}</w:instrText><w:fldChar w:fldCharType=\"separate\"/><w:t>值</w:t><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>")).build()
}

#[test]
fn crc_bad_image() {
    let drawing = "<w:p><w:r><w:drawing><a:blip r:embed=\"rId1\"/></w:drawing></w:r></w:p>";
    let package = docx(drawing)
        .part("word/_rels/document.xml.rels", relationships(&[("image", "media/a.png")]))
        .part("word/media/a.png", "png")
        .lie("word/media/a.png", |entry| entry.crc = Some(7));
    check(&package.build(), &Flag(Code::DamagedImage));
}

#[test]
fn docx_named_xlsx() {
    assert_eq!(sniff(&minimal().build()), Format::Docx);
}

#[test]
fn xlsx_named_docx() {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    let bytes = Builder::new()
        .part("[Content_Types].xml", content_types("/xl/workbook.xml", kind))
        .part("_rels/.rels", relationships(&[("officeDocument", "xl/workbook.xml")]))
        .part("xl/workbook.xml", "<workbook/>")
        .build();
    let (reading, _) = outcome(&bytes);
    assert_eq!((reading.format, reading.rejections[0].code), (Format::Xlsx, Code::WrongType));
}

#[test]
fn xml_nested_tables() {
    let nested = |depth: usize| {
        let mut xml = p("底");
        for _ in 0..depth {
            xml = format!("<w:tbl><w:tr><w:tc>{xml}<w:p/></w:tc></w:tr></w:tbl>");
        }
        docx(&xml).build()
    };
    let (reading, text) = outcome(&nested(60));
    assert!(reading.rejections.is_empty() && text.contains('底'));
    check(&nested(200), &Refuse(Code::TooDeep));
}

#[test]
fn ten_million_elements_in_stored_bytes_stop_at_the_limit() {
    let noise: String = (0..500_000_u64).fold(String::new(), |mut text, n| {
        write!(text, "<w:p w:a=\"{:x}\"/><w:b/>", n * 7_919).unwrap();
        text
    });
    let limits = Limits { elements: 100_000, ..Limits::default() };
    let reading = read(&docx(&noise).build(), &limits);
    assert_eq!(reading.rejections[0].code, Code::XmlLimit);
}

#[test]
fn parts_share_one_budget_of_elements() {
    let header = format!("<w:hdr {}>{}</w:hdr>", namespaces(), "<w:x/>".repeat(600));
    let list: Vec<String> = (0..9).map(|n| format!("header{n}.xml")).collect();
    let mut package = with_rels(&list.iter().map(|name| ("header", name.as_str())).collect::<Vec<_>>());
    for name in &list {
        package = package.part(&format!("word/{name}"), &header);
    }
    let read_with = |elements| read(&package.build(), &Limits { elements, ..Limits::default() }).rejections;
    assert_eq!(read_with(2_000)[0].code, Code::XmlLimit);
    assert!(read_with(8_000).is_empty());
}

#[test]
fn long_names_are_not_repeated() {
    let style = format!(
        "<w:styles {}><w:style w:styleId=\"a\"><w:name w:val=\"{}\"/></w:style></w:styles>",
        namespaces(),
        "长".repeat(100_000)
    );
    let package = docx("<w:p><w:pPr><w:pStyle w:val=\"a\"/></w:pPr></w:p>")
        .part("word/_rels/document.xml.rels", relationships(&[("styles", "styles.xml")]))
        .part("word/styles.xml", style);
    let Some(Content::Document(document)) = read(&package.build(), &Limits::default()).content else {
        panic!("refused")
    };
    let Block::Paragraph(one) = &document.blocks[0] else { panic!("no paragraph") };
    assert_eq!(one.look.style.chars().count(), 64);
}

#[test]
fn a_part_is_named_where_it_is_at_fault() {
    let reading = read(&main_part("<a>"), &Limits::default());
    assert_eq!(reading.rejections[0].place, "word/document.xml");
    assert!(REFERENCES.starts_with("http"));
}

mod any_bytes {
    //! Files that nobody thought of: damaged bytes and elements in places where they have no business.

    use super::*;
    use proptest::prelude::*;

    const ELEMENTS: [&str; 38] = [
        "w:p",
        "w:r",
        "w:t",
        "w:pPr",
        "w:rPr",
        "w:tbl",
        "w:tr",
        "w:tc",
        "w:trPr",
        "w:tcPr",
        "w:del",
        "w:ins",
        "w:sdt",
        "w:sdtPr",
        "w:sdtContent",
        "w:showingPlcHdr",
        "w:txbxContent",
        "w:footnote",
        "w:fldChar w:fldCharType='begin'",
        "w:fldChar w:fldCharType='separate'",
        "w:fldChar w:fldCharType='end'",
        "w:instrText",
        "w:numPr",
        "w:ruby",
        "w:rt",
        "mc:AlternateContent",
        "mc:Choice Requires='wps'",
        "mc:Fallback",
        "m:sup",
        "m:t",
        "w:br w:type='page'",
        "w:sectPr",
        "w:gridSpan w:val='3'",
        "w:vMerge",
        "w:hMerge",
        "w:gridBefore w:val='2'",
        "w:footnoteReference w:id='1'",
        "a:blip",
    ];

    /// A body of elements opened and closed by chance; it is well formed, and makes no other sense.
    fn body_of(steps: &[(usize, bool)]) -> String {
        let mut open: Vec<&str> = Vec::new();
        let mut xml = String::new();
        for (pick, deeper) in steps {
            let tag = ELEMENTS[pick % ELEMENTS.len()];
            write!(xml, "<{tag}>文").unwrap();
            open.push(tag.split(' ').next().unwrap());
            if !deeper {
                for name in open.drain(pick % (open.len() + 1)..).rev() {
                    write!(xml, "</{name}>").unwrap();
                }
            }
        }
        for name in open.iter().rev() {
            write!(xml, "</{name}>").unwrap();
        }
        xml
    }

    proptest! {
        #[test]
        fn elements_in_any_order_are_read(steps in prop::collection::vec((0..1_000_usize, any::<bool>()), 0..120)) {
            let (reading, _) = outcome(&docx(&format!("{}{}", body_of(&steps), p("末"))).build());
            prop_assert!(reading.rejections.is_empty(), "{:?}", reading.rejections);
            let Some(Content::Document(document)) = reading.content else { return Err(TestCaseError::fail("nothing read")) };
            let last = document.blocks.iter().rev().find_map(|block| match block {
                Block::Paragraph(one) => Some(one.text()),
                Block::Table(_) => None,
            });
            prop_assert!(last.is_some_and(|text| text.ends_with('末')), "an open state swallowed the text behind");
        }

        #[test]
        fn damaged_files_are_answered(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
            let mut bytes = minimal().build();
            for (place, byte) in places {
                let at = place.index(bytes.len());
                bytes[at] = byte;
            }
            let reading = read(&bytes, &Limits::default());
            prop_assert_eq!(reading.rejections.is_empty(), reading.content.is_some());
        }

        #[test]
        fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..200), zip in any::<bool>()) {
            let bytes = if zip { [b"PK\x03\x04".as_slice(), &bytes].concat() } else { bytes };
            let reading = read(&bytes, &Limits::default());
            prop_assert_eq!(reading.rejections.len(), 1);
        }
    }
}
