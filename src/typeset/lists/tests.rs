//! Submissions as they are packed: mended, whole, the same each time.
//! They never ask what a submission says.

use super::*;
use std::io::{Cursor, Read};

fn filled(style: SubmissionStyle) -> SubmissionDocument {
    let author = SubmissionAuthor {
        name: "林晓岚".into(),
        kind: "区政协委员".into(),
        sector: "社会福利和保障".into(),
        workplace: "某区福利院".into(),
        position: "院长".into(),
        phone: "13800000000".into(),
        ..SubmissionAuthor::default()
    };
    SubmissionDocument {
        style,
        title: "关于A&B<某事>的建议".into(),
        authors: vec![author],
        date: "2026年3月5日".into(),
        category: "热点与情绪".into(),
        destinations: "区委、区民政局".into(),
        body: [
            "近日走访发现问题。",
            "一、走访所见",
            "情况如下。",
            "二、有关建议",
            "（一）明确责任。由区里牵头。",
        ]
        .map(String::from)
        .to_vec(),
        tables: vec![SubmissionTable {
            behind: 2,
            rows: vec![vec!["项目".into(), "数".into()], vec!["甲".into(), "3".into()]],
        }],
        ..SubmissionDocument::default()
    }
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

const STYLES: [SubmissionStyle; 4] = [
    SubmissionStyle::FormTable,
    SubmissionStyle::Letter,
    SubmissionStyle::LetterWithSignature,
    SubmissionStyle::HongkouForm,
];

#[test]
fn the_same_submission_gives_the_same_bytes() {
    for style in STYLES {
        let once = submission_document(&filled(style)).unwrap();
        assert_eq!(once, submission_document(&filled(style)).unwrap(), "{style:?}");
    }
}

#[test]
fn paragraph_properties_stand_in_the_order_of_the_schema() {
    for style in STYLES {
        let document = part(&submission_document(&filled(style)).unwrap(), "word/document.xml");
        assert!(!document.contains("w14:paraId"), "{style:?}");
        for properties in document.split("<w:pPr>").skip(1) {
            let properties = properties.split("</w:pPr>").next().unwrap();
            let at = |name: &str| properties.find(name);
            assert!(at("<w:jc").is_none_or(|jc| at("<w:rPr").is_none_or(|run| jc < run)), "{properties}");
        }
        assert_eq!(document.matches("<w:sectPr").count(), 1);
        assert!(document.contains("关于A&amp;B&lt;某事&gt;的建议"), "{style:?}");
    }
}

#[test]
fn the_blank_form_holds_labels_and_its_note_outside_the_body() {
    let form = submission_form().unwrap();
    let document = part(&form, "word/document.xml");
    for label in ["标题", "反映人", "反映单位", "界别", "联系电话", "情况反映", "意见建议", "缓急"]
    {
        assert!(document.contains(label), "{label}");
    }
    assert!(!document.contains("填表说明"));
    assert!(part(&form, "word/footer1.xml").contains("填表说明"));
}
