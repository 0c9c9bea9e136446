//! What leaves the office: nothing of another case, and nothing of anybody's machine.
//! They never ask what a document should say.

use crate::office::{Office, form};
use std::io::Read;

#[test]
fn a_document_holds_nothing_of_another_case() {
    let office = Office::new();
    office.drop_file("来稿/甲.docx", &form("关于甲事项的建议", "张甲甲", &["甲事项独有的字句：青鸾。"]));
    office.drop_file("来稿/乙.docx", &form("关于乙事项的建议", "李乙乙", &["乙事项独有的字句：玄龟。"]));
    office.run();
    for name in office.printed() {
        let whole = office.text(&name);
        let of_first = ["甲事项", "张甲甲", "青鸾"].iter().any(|word| whole.contains(word));
        let of_second = ["乙事项", "李乙乙", "玄龟"].iter().any(|word| whole.contains(word));
        assert!(of_first != of_second, "{name}: {whole}");
    }
}

#[test]
fn text_of_a_submission_is_never_a_tag() {
    let office = Office::new();
    let line = "这里写着 {{ 机关.名称 }} 和 {% for x in y %} 以及 <w:p> & \"引号\"。";
    office.drop_file("来稿/标签.docx", &form("关于{{ 标题 }}的建议", "张三", &[line]));
    let ran = office.run();
    assert!(ran.err.contains("1 files registered"), "{}", ran.err);
    let issue = office
        .documents()
        .into_iter()
        .find(|name| !name.starts_with("回执") && !name.contains("报送单"))
        .expect("an issue");
    let text = office.text(&issue).replace(['\n', ' '], "");
    assert!(text.contains("{{") && text.contains("机关.名称") && text.contains("<w:p>&"), "{text}");
}

#[test]
fn outgoing_documents_carry_no_personal_metadata() {
    let office = Office::new();
    office.drop_file("来稿/甲.docx", &form("关于甲事项的建议", "张三", &["正文。"]));
    office.run();
    for name in office.printed().iter().filter(|name| !name.ends_with("xlsx")) {
        let bytes = std::fs::read(office.root().join("outbox").join(name)).expect("read");
        let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
        for index in 0..package.len() {
            let mut member = package.by_index(index).expect("a member");
            let part = member.name().expect("a name").to_string();
            assert!(
                !part.contains("comments") && !part.contains("vba") && !part.contains("custom"),
                "{name}: {part}"
            );
            let mut text = String::new();
            if member.read_to_string(&mut text).is_ok() {
                for word in ["lastModifiedBy>", "w:rsid", "TargetMode=\"External\"", "<w:ins ", "<w:del "] {
                    let found =
                        text.contains(word) && !text.contains("<cp:lastModifiedBy></cp:lastModifiedBy>");
                    assert!(!found, "{name}: {part} holds {word}");
                }
            }
        }
    }
}

#[test]
fn a_title_never_leads_out_of_the_outbox() {
    let office = Office::new();
    office.drop_file("来稿/甲.docx", &form("../../../tmp/CON: 关于*路径?的|建议", "张三", &["正文。"]));
    office.run();
    for name in office.printed() {
        let file = name.rsplit('/').next().expect("a name");
        assert!(!file.contains(['\\', ':', '*', '?', '|', '<', '>', '"']), "{name}");
    }
    assert_eq!(office.minyi(&["verify"]).code, Some(0));
}
