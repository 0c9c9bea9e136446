//! The parts around the main one that every Word file carries: styles, theme, fonts, settings, properties.
//! It never leaves out what Word would write: a reader has to pass over it, and the checks have to unpack it.

use super::words::Paper;
use std::fmt::Write as _;

/// The XML declaration as Word writes it.
pub const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n";
/// The namespace of word processing.
pub const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// Where the namespaces of office documents begin.
pub const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006";
/// Where the namespaces of packages begin.
pub const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
/// Font of running text.
pub const BODY_FONT: &str = "仿宋_GB2312";
/// Font of titles.
pub const TITLE_FONT: &str = "方正小标宋简体";

/// `[Content_Types].xml`.
pub fn content_types() -> String {
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let mut out = format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"{word}.document.main+xml\"/>"
    );
    for (part, kind) in [
        ("styles", "styles"),
        ("settings", "settings"),
        ("webSettings", "webSettings"),
        ("fontTable", "fontTable"),
        ("numbering", "numbering"),
    ] {
        let _ = write!(out, "<Override PartName=\"/word/{part}.xml\" ContentType=\"{word}.{kind}+xml\"/>");
    }
    out.push_str(concat!(
        "<Override PartName=\"/word/theme/theme1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.theme+xml\"/>",
        "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>",
        "<Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/></Types>"
    ));
    out
}

/// `_rels/.rels`.
pub fn package_relations() -> String {
    format!(
        "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId3\" Type=\"{OFFICE}/relationships/extended-properties\" Target=\"docProps/app.xml\"/><Relationship Id=\"rId2\" Type=\"{PACKAGE}/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/><Relationship Id=\"rId1\" Type=\"{OFFICE}/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
    )
}

/// `word/_rels/document.xml.rels`.
pub fn document_relations() -> String {
    let mut out = format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for (index, (kind, target)) in [
        ("numbering", "numbering.xml"),
        ("styles", "styles.xml"),
        ("settings", "settings.xml"),
        ("webSettings", "webSettings.xml"),
        ("fontTable", "fontTable.xml"),
        ("theme", "theme/theme1.xml"),
    ]
    .iter()
    .enumerate()
    {
        let _ = write!(
            out,
            "<Relationship Id=\"rId{}\" Type=\"{OFFICE}/relationships/{kind}\" Target=\"{target}\"/>",
            index + 1
        );
    }
    out.push_str("</Relationships>");
    out
}

/// Styles with the latent ones that Word always lists.
pub fn styles() -> String {
    let mut out = format!(
        "{HEAD}<w:styles xmlns:w=\"{WORD}\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme=\"minorHAnsi\" w:eastAsiaTheme=\"minorEastAsia\" w:hAnsiTheme=\"minorHAnsi\" w:cstheme=\"minorBidi\"/><w:kern w:val=\"2\"/><w:sz w:val=\"21\"/><w:szCs w:val=\"22\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:latentStyles w:defLockedState=\"0\" w:defUIPriority=\"99\" w:defSemiHidden=\"0\" w:defUnhideWhenUsed=\"0\" w:defQFormat=\"0\" w:count=\"376\">"
    );
    for level in 1..=9 {
        let _ = write!(
            out,
            "<w:lsdException w:name=\"heading {level}\" w:semiHidden=\"1\" w:uiPriority=\"9\" w:unhideWhenUsed=\"1\" w:qFormat=\"1\"/><w:lsdException w:name=\"toc {level}\" w:semiHidden=\"1\" w:uiPriority=\"39\" w:unhideWhenUsed=\"1\"/><w:lsdException w:name=\"index {level}\" w:semiHidden=\"1\" w:unhideWhenUsed=\"1\"/>"
        );
    }
    for accent in ["", " Accent 1", " Accent 2", " Accent 3", " Accent 4", " Accent 5", " Accent 6"] {
        for (offset, look) in [
            "Light Shading",
            "Light List",
            "Light Grid",
            "Medium Shading 1",
            "Medium Shading 2",
            "Medium List 1",
            "Medium List 2",
            "Medium Grid 1",
            "Medium Grid 2",
            "Medium Grid 3",
            "Dark List",
            "Colorful Shading",
            "Colorful List",
            "Colorful Grid",
        ]
        .iter()
        .enumerate()
        {
            let _ =
                write!(out, "<w:lsdException w:name=\"{look}{accent}\" w:uiPriority=\"{}\"/>", 60 + offset);
        }
        for table in 1..=7 {
            let _ = write!(
                out,
                "<w:lsdException w:name=\"Grid Table {table}{accent}\" w:uiPriority=\"{}\"/><w:lsdException w:name=\"List Table {table}{accent}\" w:uiPriority=\"{}\"/>",
                45 + table,
                45 + table
            );
        }
    }
    out.push_str("</w:latentStyles><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/><w:qFormat/><w:pPr><w:widowControl w:val=\"0\"/><w:jc w:val=\"both\"/></w:pPr></w:style>");
    for level in 1..=6 {
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\" w:styleId=\"{level}\"><w:name w:val=\"heading {level}\"/><w:basedOn w:val=\"a\"/><w:next w:val=\"a\"/><w:link w:val=\"{level}0\"/><w:uiPriority w:val=\"9\"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before=\"{}\" w:after=\"{}\" w:line=\"{}\" w:lineRule=\"auto\"/><w:outlineLvl w:val=\"{}\"/></w:pPr><w:rPr><w:b/><w:bCs/><w:kern w:val=\"44\"/><w:sz w:val=\"{}\"/></w:rPr></w:style>",
            360 - 20 * level,
            330 - 20 * level,
            578 - 30 * level,
            level - 1,
            46 - 3 * level
        );
    }
    for (id, name, sizes) in [
        ("a3", "header", 18),
        ("a5", "footer", 18),
        ("a8", "Balloon Text", 18),
        ("a9", "List Paragraph", 21),
        ("aa", "Body Text", 32),
        ("ab", "Plain Text", 21),
        ("ac", "Date", 32),
    ] {
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"a\"/><w:uiPriority w:val=\"99\"/><w:unhideWhenUsed/><w:rsid w:val=\"00B27C54\"/><w:pPr><w:tabs><w:tab w:val=\"center\" w:pos=\"4153\"/><w:tab w:val=\"right\" w:pos=\"8306\"/></w:tabs><w:snapToGrid w:val=\"0\"/></w:pPr><w:rPr><w:sz w:val=\"{sizes}\"/><w:szCs w:val=\"{sizes}\"/></w:rPr></w:style>"
        );
    }
    out.push_str("<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"a1\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:left w:w=\"108\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style><w:style w:type=\"table\" w:styleId=\"a7\"><w:name w:val=\"Table Grid\"/><w:basedOn w:val=\"a1\"/><w:tblPr><w:tblBorders>");
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ = write!(out, "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>");
    }
    out.push_str("</w:tblBorders></w:tblPr></w:style></w:styles>");
    out
}

/// Settings with forty revision marks.
pub fn settings() -> String {
    let mut out = format!(
        "{HEAD}<w:settings xmlns:w=\"{WORD}\"><w:zoom w:percent=\"100\"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/><w:proofState w:spelling=\"clean\" w:grammar=\"clean\"/><w:defaultTabStop w:val=\"420\"/><w:drawingGridVerticalSpacing w:val=\"156\"/><w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:adjustLineHeightInTable/><w:useFELayout/>"
    );
    for name in [
        "compatibilityMode",
        "overrideTableStyleFontSizeAndJustification",
        "enableOpenTypeFeatures",
        "doNotFlipMirrorIndents",
        "differentiateMultirowTableHeaders",
    ] {
        let _ = write!(
            out,
            "<w:compatSetting w:name=\"{name}\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"{}\"/>",
            if name == "compatibilityMode" { 15 } else { 1 }
        );
    }
    out.push_str("</w:compat><w:rsids><w:rsidRoot w:val=\"00B27C54\"/>");
    for index in 1..=40_u32 {
        let _ = write!(out, "<w:rsid w:val=\"00{:06X}\"/>", index.wrapping_mul(382_519) % 0x00FF_FFFF);
    }
    out.push_str("</w:rsids><w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/><w:decimalSymbol w:val=\".\"/><w:listSeparator w:val=\",\"/></w:settings>");
    out
}

/// Four lists of nine levels.
pub fn numbering() -> String {
    let mut out = format!("{HEAD}<w:numbering xmlns:w=\"{WORD}\">");
    for list in 0..4 {
        let _ =
            write!(out, "<w:abstractNum w:abstractNumId=\"{list}\"><w:multiLevelType w:val=\"multilevel\"/>");
        for level in 0..9 {
            let kind = if level == 0 { "chineseCountingThousand" } else { "decimal" };
            let left = 420 * (level + 1);
            let _ = write!(
                out,
                "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{kind}\"/><w:lvlText w:val=\"%{}、\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{left}\" w:hanging=\"420\"/></w:pPr></w:lvl>",
                level + 1
            );
        }
        out.push_str("</w:abstractNum>");
    }
    for list in 0..4 {
        let _ = write!(out, "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"{list}\"/></w:num>", list + 1);
    }
    out.push_str("</w:numbering>");
    out
}

/// The font table.
pub fn fonts() -> String {
    let mut out = format!("{HEAD}<w:fonts xmlns:w=\"{WORD}\">");
    for font in [
        "等线",
        "宋体",
        "黑体",
        "楷体_GB2312",
        BODY_FONT,
        TITLE_FONT,
        "Times New Roman",
        "Calibri",
        "Cambria Math",
    ] {
        let _ = write!(
            out,
            "<w:font w:name=\"{font}\"><w:panose1 w:val=\"02010600030101010101\"/><w:charset w:val=\"86\"/><w:family w:val=\"auto\"/><w:pitch w:val=\"variable\"/><w:sig w:usb0=\"A00002BF\" w:usb1=\"38CF7CFA\" w:usb2=\"00000016\" w:usb3=\"00000000\" w:csb0=\"0004000F\" w:csb1=\"00000000\"/></w:font>"
        );
    }
    out.push_str("</w:fonts>");
    out
}

/// The Office theme.
pub fn theme() -> String {
    let mut out = format!(
        "{HEAD}<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"Office 主题\"><a:themeElements><a:clrScheme name=\"Office\"><a:dk1><a:sysClr val=\"windowText\" lastClr=\"000000\"/></a:dk1><a:lt1><a:sysClr val=\"window\" lastClr=\"FFFFFF\"/></a:lt1>"
    );
    for (name, colour) in [
        ("dk2", "44546A"),
        ("lt2", "E7E6E6"),
        ("accent1", "4472C4"),
        ("accent2", "ED7D31"),
        ("accent3", "A5A5A5"),
        ("accent4", "FFC000"),
        ("accent5", "5B9BD5"),
        ("accent6", "70AD47"),
        ("hlink", "0563C1"),
        ("folHlink", "954F72"),
    ] {
        let _ = write!(out, "<a:{name}><a:srgbClr val=\"{colour}\"/></a:{name}>");
    }
    out.push_str("</a:clrScheme><a:fontScheme name=\"Office\">");
    for (kind, latin) in [("major", "等线 Light"), ("minor", "等线")] {
        let _ = write!(
            out,
            "<a:{kind}Font><a:latin typeface=\"{latin}\" panose=\"020F0302020204030204\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/>"
        );
        for (script, face) in [
            ("Jpan", "游ゴシック"),
            ("Hang", "맑은 고딕"),
            ("Hans", "等线"),
            ("Hant", "新細明體"),
            ("Arab", "Arial"),
            ("Hebr", "Arial"),
            ("Thai", "Cordia New"),
            ("Ethi", "Nyala"),
            ("Beng", "Vrinda"),
            ("Gujr", "Shruti"),
            ("Khmr", "DaunPenh"),
            ("Knda", "Tunga"),
            ("Guru", "Raavi"),
            ("Cans", "Euphemia"),
            ("Cher", "Plantagenet Cherokee"),
            ("Yiii", "Microsoft Yi Baiti"),
            ("Tibt", "Microsoft Himalaya"),
            ("Thaa", "MV Boli"),
            ("Deva", "Mangal"),
            ("Telu", "Gautami"),
            ("Taml", "Latha"),
            ("Syrc", "Estrangelo Edessa"),
            ("Orya", "Kalinga"),
            ("Mlym", "Kartika"),
            ("Laoo", "DokChampa"),
            ("Sinh", "Iskoola Pota"),
            ("Mong", "Mongolian Baiti"),
            ("Viet", "Arial"),
            ("Uigh", "Microsoft Uighur"),
            ("Geor", "Sylfaen"),
        ] {
            let _ = write!(out, "<a:font script=\"{script}\" typeface=\"{face}\"/>");
        }
        let _ = write!(out, "</a:{kind}Font>");
    }
    out.push_str("</a:fontScheme><a:fmtScheme name=\"Office\">");
    for list in ["fillStyleLst", "bgFillStyleLst"] {
        let _ = write!(out, "<a:{list}><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>");
        for tint in [67_000, 94_000] {
            let _ = write!(
                out,
                "<a:gradFill rotWithShape=\"1\"><a:gsLst><a:gs pos=\"0\"><a:schemeClr val=\"phClr\"><a:lumMod val=\"110000\"/><a:satMod val=\"105000\"/><a:tint val=\"{tint}\"/></a:schemeClr></a:gs><a:gs pos=\"100000\"><a:schemeClr val=\"phClr\"><a:lumMod val=\"105000\"/><a:satMod val=\"109000\"/><a:tint val=\"81000\"/></a:schemeClr></a:gs></a:gsLst><a:lin ang=\"5400000\" scaled=\"0\"/></a:gradFill>"
            );
        }
        let _ = write!(out, "</a:{list}>");
        if list == "fillStyleLst" {
            out.push_str("<a:lnStyleLst>");
            for width in [6_350, 12_700, 19_050] {
                let _ = write!(
                    out,
                    "<a:ln w=\"{width}\" cap=\"flat\" cmpd=\"sng\" algn=\"ctr\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill><a:prstDash val=\"solid\"/><a:miter lim=\"800000\"/></a:ln>"
                );
            }
            out.push_str("</a:lnStyleLst><a:effectStyleLst>");
            for _ in 0..3 {
                out.push_str("<a:effectStyle><a:effectLst/></a:effectStyle>");
            }
            out.push_str("</a:effectStyleLst>");
        }
    }
    out.push_str("</a:fmtScheme></a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>");
    out
}

/// Core properties.
pub fn core(paper: &Paper) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><cp:lastModifiedBy>{}</cp:lastModifiedBy><cp:revision>7</cp:revision><dcterms:created xsi:type=\"dcterms:W3CDTF\">2026-01-06T01:20:00Z</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">2026-01-06T03:05:00Z</dcterms:modified></cp:coreProperties>",
        paper.title, paper.author, paper.author
    )
}

/// Extended properties.
pub fn app(document: &str) -> String {
    format!(
        "{HEAD}<Properties xmlns=\"{OFFICE}/extended-properties\"><Template>Normal.dotm</Template><TotalTime>48</TotalTime><Pages>3</Pages><Characters>{}</Characters><Application>Microsoft Office Word</Application><DocSecurity>0</DocSecurity><ScaleCrop>false</ScaleCrop><Company>示例</Company><SharedDoc>false</SharedDoc><AppVersion>16.0000</AppVersion></Properties>",
        document.len() / 20
    )
}
