//! Templates tried outside an office: all their faults, and a document of an invented case.
//! It never reads a file; bytes come in, faults or bytes go out.

use super::press::{CoverSheet, IssueSheet, NoticeSheet, ReceiptSheet};
use super::promise::{self, Kind};
use super::{chart, layout, press, stock, view};
use crate::document::{Block, Paragraph};
use crate::failure::Complaint;
use crate::formats::rich::Rich;
use crate::formats::template::{Fault, Template, WholeText};
use crate::office::bulletin::{self, Files, Period};
use crate::office::case::{
    Case, Classified, Contributor, Entry, Event, Judged, Reason, Registered, Route, Routed,
};
use crate::office::feedback::{Feedback, Form, Outcome};
use crate::office::numbers::{CaseNumber, Fingerprint, IssueNumber};
use crate::office::paper::Paper;
use crate::office::settings::{Layout, Office, Publication, STOCK, Settings};
use crate::office::step::Verdict;
use crate::rejection::{Code, Rejection};
use chrono::NaiveDate;
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// The kinds of document that a template of this name is for: by the settings, else any.
pub fn kinds(name: &str, settings: Option<&Settings>) -> Vec<Kind> {
    if name == stock::RECEIPT {
        return vec![Kind::Receipt];
    }
    if name == stock::NOTICE {
        return vec![Kind::Notice];
    }
    if name == stock::BULLETIN {
        return vec![Kind::Bulletin];
    }
    let mut kinds = Vec::new();
    if let Some(settings) = settings {
        if settings.publications.iter().any(|one| one.template == name) {
            kinds.push(Kind::Issue);
        }
        if settings.destinations.iter().any(|one| one.cover_template == name) {
            kinds.push(Kind::Cover);
        }
    }
    kinds
}

/// All faults of a template: those of its own, and names that its kind does not promise. For a template that
/// the settings do not name, a name is promised when any kind promises it.
pub fn faults(name: &str, bytes: &[u8], settings: Option<&Settings>) -> Vec<Fault> {
    let kinds = kinds(name, settings);
    let promised = |used: &str| {
        if kinds.is_empty() {
            Kind::ALL.iter().any(|kind| promise::holds(*kind, used))
        } else {
            kinds.iter().all(|kind| promise::holds(*kind, used))
        }
    };
    if let Err(faults) = Template::open_for(bytes, &promised, whole_text(&kinds)) {
        return faults;
    }
    // What a value's kind forbids (a list where text is wanted) shows when a document is made.
    filled(name, bytes, settings).err().unwrap_or_default()
}

/// The body of a paper is printed by publications alone; a file that the settings do not name may be one.
pub(super) fn whole_text(kinds: &[Kind]) -> WholeText<'static> {
    match kinds {
        [] => WholeText::May(press::BODY),
        kinds if kinds.contains(&Kind::Issue) => WholeText::Must(press::BODY),
        _ => WholeText::None,
    }
}

/// [`faults`] as an operator reads them.
pub fn complaints(name: &str, bytes: &[u8], settings: Option<&Settings>) -> Vec<Complaint> {
    faults(name, bytes, settings).iter().map(|fault| press::complaint(name, fault)).collect()
}

/// A document of an invented case, in the office's own names where its settings are at hand.
pub fn preview(name: &str, bytes: &[u8], settings: Option<&Settings>) -> Result<Vec<u8>, Vec<Complaint>> {
    let faults = |faults: Vec<Fault>| faults.iter().map(|fault| press::complaint(name, fault)).collect();
    filled(name, bytes, settings).map_err(faults)
}

fn filled(name: &str, bytes: &[u8], settings: Option<&Settings>) -> Result<Vec<u8>, Vec<Fault>> {
    let layout = settings.map_or(Layout::Common, |settings| settings.layout);
    let template = Template::open(&layout::adapted(bytes, layout))?;
    let publication = publication(name, settings);
    let (case, paper) = invented(&publication.name);
    let document = if kinds(name, settings) == [Kind::Bulletin] {
        invented_bulletin(&template, case, settings)
    } else {
        let office = settings.map_or_else(invented_office, |settings| settings.office.clone());
        let context = context(&case, &paper, &publication, &office);
        let body: Rich = super::body::of(&paper, BTreeMap::new());
        template.render(&Value::from(Serde(&context)), &[(press::BODY, &body)])
    };
    document.map_err(|fault| vec![fault])
}

/// The bulletin of a quarter in which one case was issued and adopted.
fn invented_bulletin(
    template: &Template,
    mut case: Case,
    settings: Option<&Settings>,
) -> Result<Vec<u8>, Fault> {
    let stock = Settings::parse(STOCK);
    let Some(settings) = settings.or(stock.as_ref().ok()) else {
        return Err(Fault::new("", "", "the stock settings cannot be read", ""));
    };
    let adopted = Feedback {
        organ: "市政协".to_owned(),
        result: Outcome::Adopted,
        form: Some(Form::Single),
        leader: None,
        level: Some("市".to_owned()),
        chief: false,
        date: case.registered.received,
        content: String::new(),
        grade: None,
        follow_up: None,
        evidence: Vec::new(),
    };
    let day = case.registered.received;
    let event = Event::Feedback(adopted);
    case.apply(&Entry { seq: 1, at: String::new(), day, by: String::new(), event });
    let period = Period::quarter_of(day);
    let figures = bulletin::figures(&bulletin::Source {
        period,
        as_of: period.to(),
        cases: &[case],
        files: &|of| Files { registered: u64::from(of == period), ..Files::default() },
        returned: &[],
        activities: &[],
        topics: &[],
        rosters: &[],
        settings,
    });
    let view = super::bulletin::view(&figures, settings);
    let document = template.render(&Value::from(Serde(&view)), &[])?;
    chart::insert(&document, &super::bulletin::charts(&figures))
        .map_err(|cause| Fault::new("", "", format!("the charts cannot be put in: {cause}"), ""))
}

/// The names of every kind of template at once, filled from one invented case.
fn context(case: &Case, paper: &Paper, publication: &Publication, office: &Office) -> Map<String, Json> {
    let mut context = Map::new();
    let warning = Rejection::of_paper(Code::BadDate, 0, "日期“3月”不完整");
    let titles = [paper.title.clone()];
    let notice = NoticeSheet {
        file_name: "来稿/停车.docx",
        case: None,
        addressee: "张某某",
        received: case.registered.received,
        returned: case.registered.received,
        reasons: std::slice::from_ref(&warning),
        titles: &titles,
    };
    merge(&mut context, &view::notice(&notice, office));
    let receipt = ReceiptSheet {
        file_name: "停车.docx",
        folder: "来稿",
        sha256: case.registered.sha256,
        received: case.registered.received,
        cases: &[case],
        returned: std::slice::from_ref(&warning),
        warnings: std::slice::from_ref(&warning),
        titles: &titles,
        duplicate: "",
        note: "",
    };
    merge(&mut context, &view::receipt(&receipt, office));
    if let Some(route) = case.routed.destinations.first() {
        let cover = CoverSheet {
            case,
            paper,
            destination: &route.destination,
            contact_name: "王某某",
            contact_phone: "0571-00000000",
            continues: None,
        };
        merge(&mut context, &view::cover(&cover, route, office));
    }
    let issue =
        IssueSheet { case, paper, publication: &publication.name, images: BTreeMap::new(), continues: None };
    merge(&mut context, &view::issue(&issue, publication, office, false));
    context
}

fn merge(context: &mut Map<String, Json>, view: &impl Serialize) {
    // A view of strings and lists always turns into an object.
    if let Ok(Json::Object(names)) = serde_json::to_value(view) {
        context.extend(names);
    }
}

fn publication(name: &str, settings: Option<&Settings>) -> Publication {
    let known = settings.and_then(|settings| {
        let named = settings.publications.iter().find(|one| one.template == name);
        named.or_else(|| settings.publications.first()).cloned()
    });
    known.unwrap_or_else(|| Publication {
        name: "社情民意信息".to_owned(),
        template: name.to_owned(),
        mark: "内部资料 注意保存".to_owned(),
        report_to: "市政协办公厅".to_owned(),
        send_to: "区政协各专门委员会".to_owned(),
        copies: 40,
    })
}

fn invented_office() -> Office {
    Office {
        name: "政协示例区委员会办公室".to_owned(),
        short_name: "区政协".to_owned(),
        place: "示例区".to_owned(),
        phone: "0571-00000000".to_owned(),
        editor: "李某某".to_owned(),
        reviewer: "王某某".to_owned(),
        signer: "赵某某".to_owned(),
    }
}

/// One paper of each kind of paragraph, and the case that it became.
fn invented(publication: &str) -> (Case, Paper) {
    let day = NaiveDate::from_ymd_opt(2026, 9, 24).unwrap_or_default();
    let lines = [
        (0, "近期，部分区政协委员在联系界别群众时了解到，老城区夜间停车矛盾较为集中，应引起重视。"),
        (1, "一、存在的主要问题"),
        (0, "（一）车位缺口较大。老城区登记车辆1.2万辆，公共泊位不足4000个。"),
        (1, "二、几点建议"),
        (2, "（一）盘活存量车位"),
        (3, "1.开放机关车位"),
        (4, "（1）先行试点"),
        (0, "选择3个单位先行试点，总结经验后逐步推开。"),
    ];
    let body = lines
        .iter()
        .map(|(level, text)| Block::Paragraph(Paragraph { level: *level, ..Paragraph::plain(*text) }));
    let title = "关于缓解老城区夜间停车难问题的建议".to_owned();
    let paper = Paper { title: Some(title.clone()), body: body.collect(), ..Paper::default() };
    let author = Contributor {
        name: "张某某".to_owned(),
        roles: vec!["委员".to_owned()],
        position: Some("社区党委书记".to_owned()),
        unit: Some("某某社区".to_owned()),
        ..Contributor::default()
    };
    let registered = Registered {
        source: "停车.docx".to_owned(),
        inbox: "来稿".to_owned(),
        sha256: Fingerprint::of(title.as_bytes()),
        paper: 0,
        title,
        authors: vec![author],
        unit: None,
        unit_known: None,
        characters: paper.characters(),
        textless: false,
        flags: Vec::new(),
        resubmits: None,
        continues: None,
        received: day,
    };
    let classified = Classified {
        category: "热点与情绪".to_owned(),
        topic: "交通出行".to_owned(),
        ..Classified::default()
    };
    let route = Route {
        destination: "市政协".to_owned(),
        publication: publication.to_owned(),
        due: day + chrono::Days::new(2),
        derivation: "自收到之日（2026年9月24日）起2个自然日".to_owned(),
    };
    let routed = Routed { destinations: vec![route], reasons: vec![Reason::default()] };
    let issues = vec![IssueNumber { publication: publication.to_owned(), year: 2026, number: 12 }];
    let signed = Judged { verdict: Verdict::Sign, note: String::new(), by_rule: true };
    let events = [
        Event::Classified(classified),
        Event::Routed(routed),
        Event::Judged(signed),
        Event::Numbered { issues },
    ];
    let mut case = Case::new(CaseNumber { year: 2026, serial: 31 }, registered);
    for event in events {
        case.apply(&Entry { seq: 0, at: String::new(), day, by: String::new(), event });
    }
    (case, paper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stock_template_can_be_previewed_without_an_office() {
        for (name, bytes) in stock::TEMPLATES {
            assert_eq!(faults(name, bytes, None), Vec::new(), "{name}");
            assert!(preview(name, bytes, None).is_ok(), "{name}");
        }
    }

    /// The stock template with other words in it.
    fn changed(name: &str, from: &str, to: &str) -> Vec<u8> {
        let (_, bytes) = stock::TEMPLATES.iter().find(|(stock, _)| *stock == name).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(*bytes)).unwrap();
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for index in 0..archive.len() {
            let member = archive.by_index(index).unwrap();
            let part = member.name().unwrap().into_owned();
            let mut xml = std::io::read_to_string(member).unwrap();
            if part == "word/document.xml" {
                assert!(xml.contains(from), "{from}");
                xml = xml.replace(from, to);
            }
            writer.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut writer, xml.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn what_only_a_document_shows_is_a_fault_of_the_template() {
        let settings = Settings::parse(STOCK).unwrap();
        let told = |name: &str, from: &str, to: &str| {
            let faults = faults(name, &changed(name, from, to), Some(&settings));
            faults.into_iter().map(|fault| format!("{}: {}", fault.place, fault.message)).collect::<Vec<_>>()
        };
        let issue = "社情民意信息.docx";
        assert!(told(issue, "{{ 正文 }}", "（略）")[0].contains("the template has no {{ 正文 }}"));
        assert!(told(issue, "{{ 正文 }}", "正文：{{ 正文 }}")[0].contains("whole text"));
        let list = told("报送单.docx", "{{ 反映人名单 }}", "{{ 反映人 }}");
        assert!(
            list.len() == 1 && list[0].contains("table 1, row 3, cell 2") && list[0].contains("not text"),
            "{list:?}"
        );
    }
}
