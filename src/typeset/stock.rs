//! The stock templates, as `init` lays them into a fresh office.
//! It never opens them; a clerk may change every one in Word or WPS.

/// Name and bytes of every stock template.
pub const TEMPLATES: &[(&str, &[u8])] = &[
    ("社情民意信息.docx", include_bytes!("../../templates/社情民意信息.docx")),
    ("委员反映.docx", include_bytes!("../../templates/委员反映.docx")),
    ("转送.docx", include_bytes!("../../templates/转送.docx")),
    ("报送单.docx", include_bytes!("../../templates/报送单.docx")),
    (RECEIPT, include_bytes!("../../templates/回执.docx")),
    (NOTICE, include_bytes!("../../templates/退稿通知.docx")),
    (BULLETIN, include_bytes!("../../templates/业务通讯.docx")),
];

/// Template of the receipt; every office has one under this name.
pub const RECEIPT: &str = "回执.docx";

/// Template of the return notice; every office has one under this name.
pub const NOTICE: &str = "退稿通知.docx";

/// Template of the bulletin; every office has one under this name.
pub const BULLETIN: &str = "业务通讯.docx";

/// The stock template of the bulletin.
pub fn bulletin() -> Vec<u8> {
    TEMPLATES.iter().find(|(name, _)| *name == BULLETIN).map(|(_, bytes)| bytes.to_vec()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::template::Template;

    fn document(bytes: &[u8]) -> String {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        std::io::read_to_string(archive.by_name("word/document.xml").unwrap()).unwrap()
    }

    /// Neither the head of a table ends a page, nor does a signature begin one.
    #[test]
    fn heads_of_tables_and_signatures_stay_with_their_neighbours() {
        for (name, bytes) in TEMPLATES {
            let xml = document(bytes);
            let rows = xml.split("<w:tr>").skip(1).filter(|row| row.contains("<w:tblHeader"));
            for head in rows {
                let head = head.split("</w:tr>").next().unwrap();
                let paragraphs = head.matches("<w:p>").count();
                assert_eq!(head.matches("<w:keepNext/>").count(), paragraphs, "{name}: {head}");
            }
        }
        for slip in [RECEIPT, NOTICE] {
            let (_, bytes) = TEMPLATES.iter().find(|(name, _)| *name == slip).unwrap();
            let xml = document(bytes);
            let (before, _) = xml.rsplit_once("{{ 机关.名称 }}").unwrap();
            let blank = before.rsplit("</w:p>").nth(1).unwrap();
            assert!(blank.contains("<w:keepNext/>") && !blank.contains("<w:t"), "{slip}: {blank}");
        }
    }

    /// A Word file cannot be reviewed in a diff: this prints what a clerk sees in each.
    #[test]
    fn stock_templates_are_as_described() {
        for (name, bytes) in TEMPLATES {
            let template = Template::open(bytes).unwrap_or_else(|_| panic!("{name} is at fault"));
            insta::with_settings!({ prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(name.trim_end_matches(".docx"), template.describe());
            });
        }
    }
}
