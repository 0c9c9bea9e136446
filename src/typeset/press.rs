//! The press: the office's Word templates, opened and checked once, and every document that comes from them.
//! It never reads a folder and never writes a file; templates come in as bytes, documents go out as bytes.

use super::{body, bulletin, chart, layout, promise, stock, trial, view};
use crate::failure::Complaint;
use crate::formats::rich::Rich;
use crate::formats::template::{Fault, Template};
use crate::office::bulletin::Figures;
use crate::office::case::Case;
use crate::office::numbers::Fingerprint;
use crate::office::paper::Paper;
use crate::office::settings::{Office, Publication, Settings};
use crate::office::view::{NoticeView, ReceiptView};
use crate::rejection::Rejection;
use chrono::NaiveDate;
use minijinja::Value;
use minijinja::value::Serde;
use promise::Kind;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The tag of an issue's body, alone in its paragraph.
pub const BODY: &str = "正文";

/// Opened templates and what the settings print; shared by all threads.
pub struct Press {
    office: Office,
    publications: Vec<Publication>,
    covers: BTreeMap<String, String>,
    templates: BTreeMap<String, Template>,
}

/// What an issue or a proof is made of.
pub struct IssueSheet<'a> {
    /// The case.
    pub case: &'a Case,
    /// Its paper.
    pub paper: &'a Paper,
    /// Name of the publication.
    pub publication: &'a str,
    /// Bytes of the paper's images by part name; an image without bytes is left out by the template.
    pub images: BTreeMap<String, Vec<u8>>,
    /// Title of the case that this one continues, if it does and the title is known.
    pub continues: Option<&'a str>,
}

/// What a cover sheet is made of.
pub struct CoverSheet<'a> {
    /// The case.
    pub case: &'a Case,
    /// Its paper.
    pub paper: &'a Paper,
    /// Name of the destination; it must be one of the case's.
    pub destination: &'a str,
    /// Person to contact there by the roster, or empty.
    pub contact_name: &'a str,
    /// Telephone there, or empty.
    pub contact_phone: &'a str,
    /// Title of the case that this one continues, if it does and the title is known.
    pub continues: Option<&'a str>,
}

/// What a receipt is made of.
pub struct ReceiptSheet<'a> {
    /// Name of the file as dropped.
    pub file_name: &'a str,
    /// Folder of the inbox in which it lay, as `来稿/民革`.
    pub folder: &'a str,
    /// Fingerprint of the file.
    pub sha256: Fingerprint,
    /// Day of receipt.
    pub received: NaiveDate,
    /// Registered papers, in the order of the file.
    pub cases: &'a [&'a Case],
    /// Faults of papers that were not registered.
    pub returned: &'a [Rejection],
    /// Findings that refuse nothing.
    pub warnings: &'a [Rejection],
    /// Titles of the file's papers by their index, for naming the paper of a fault.
    pub titles: &'a [Option<String>],
    /// When the same bytes came before: what they were registered as, one sentence; else empty.
    pub duplicate: &'a str,
    /// What was done with a file that holds no papers (a roster): one sentence; else empty.
    pub note: &'a str,
}

/// What a return notice is made of.
#[derive(Clone, Copy)]
pub struct NoticeSheet<'a> {
    /// Name of the file as dropped.
    pub file_name: &'a str,
    /// The case, when a registered case is returned (退回); `None` for a refused file.
    pub case: Option<&'a Case>,
    /// Whom the notice addresses, when there is no case; empty when unknown.
    pub addressee: &'a str,
    /// Day of receipt.
    pub received: NaiveDate,
    /// Day of return.
    pub returned: NaiveDate,
    /// Every reason; for a returned case the verdict's note stands in when there are none.
    pub reasons: &'a [Rejection],
    /// Titles of the file's papers by their index.
    pub titles: &'a [Option<String>],
}

impl Press {
    /// Opens every template that the settings name, and the receipt and the notice. `templates` is the content
    /// of the templates folder by file name. All faults come back at once.
    pub fn open(templates: &BTreeMap<String, Vec<u8>>, settings: &Settings) -> Result<Press, Vec<Complaint>> {
        let mut opened = BTreeMap::new();
        let mut complaints = Vec::new();
        for (name, kinds) in needed(settings) {
            // An office that is older than the bulletin has no template for it, and can do without one of its own.
            let stock = (name == stock::BULLETIN).then(stock::bulletin);
            match open_one(&name, templates.get(&name).or(stock.as_ref()), &kinds, settings) {
                Ok(template) => {
                    opened.insert(name, template);
                }
                Err(faults) => complaints.extend(faults),
            }
        }
        if !complaints.is_empty() {
            return Err(complaints);
        }
        let covers = settings.destinations.iter().map(|to| (to.name.clone(), to.cover_template.clone()));
        Ok(Press {
            office: settings.office.clone(),
            publications: settings.publications.clone(),
            covers: covers.collect(),
            templates: opened,
        })
    }

    /// The edited version in the form of a publication, with its number.
    pub fn issue(&self, sheet: IssueSheet<'_>) -> Result<Vec<u8>, Complaint> {
        self.set_issue(sheet, false)
    }

    /// The same form before 签发: （清样） in the place of the number.
    pub fn proof(&self, sheet: IssueSheet<'_>) -> Result<Vec<u8>, Complaint> {
        self.set_issue(sheet, true)
    }

    /// The cover sheet (报送单) for one destination.
    pub fn cover(&self, sheet: &CoverSheet<'_>) -> Result<Vec<u8>, Complaint> {
        let routes = &sheet.case.routed.destinations;
        let route = routes
            .iter()
            .find(|route| route.destination == sheet.destination)
            .ok_or_else(|| unknown("destination", sheet.destination))?;
        let template =
            self.covers.get(sheet.destination).ok_or_else(|| unknown("destination", sheet.destination))?;
        self.render(template, &view::cover(sheet, route, &self.office), &[])
    }

    /// The receipt (回执) for one dropped file, of a view that `view::receipt` made.
    pub fn receipt(&self, view: &ReceiptView) -> Result<Vec<u8>, Complaint> {
        self.render(stock::RECEIPT, view, &[])
    }

    /// The return notice (退稿通知), of a view that `view::notice` made.
    pub fn notice(&self, view: &NoticeView) -> Result<Vec<u8>, Complaint> {
        self.render(stock::NOTICE, view, &[])
    }

    /// The bulletin of a period, with its charts.
    pub fn bulletin(&self, figures: &Figures, settings: &Settings) -> Result<Vec<u8>, Complaint> {
        let document = self.render(stock::BULLETIN, &bulletin::view(figures, settings), &[])?;
        chart::insert(&document, &bulletin::charts(figures)).map_err(|cause| Complaint {
            file: path(stock::BULLETIN),
            place: String::new(),
            message: format!("the charts cannot be put in: {cause}"),
            hint: "let `minyi init` write the stock template".to_owned(),
        })
    }

    fn set_issue(&self, mut sheet: IssueSheet<'_>, is_proof: bool) -> Result<Vec<u8>, Complaint> {
        let publication = self
            .publications
            .iter()
            .find(|publication| publication.name == sheet.publication)
            .ok_or_else(|| unknown("publication", sheet.publication))?;
        let rich = body::of(sheet.paper, std::mem::take(&mut sheet.images));
        let view = view::issue(&sheet, publication, &self.office, is_proof);
        self.render(&publication.template, &view, &[(BODY, &rich)])
    }

    fn render(
        &self,
        name: &str,
        view: &impl Serialize,
        bodies: &[(&str, &Rich)],
    ) -> Result<Vec<u8>, Complaint> {
        let template = self.templates.get(name).ok_or_else(|| unknown("template", name))?;
        template.render(&Value::from(Serde(view)), bodies).map_err(|fault| complaint(name, &fault))
    }
}

/// Every template that the office needs, with the kinds of document it is used for.
fn needed(settings: &Settings) -> BTreeMap<String, BTreeSet<Kind>> {
    let mut needed: BTreeMap<String, BTreeSet<Kind>> = BTreeMap::new();
    let issues = settings.publications.iter().map(|publication| (publication.template.as_str(), Kind::Issue));
    let covers = settings.destinations.iter().map(|to| (to.cover_template.as_str(), Kind::Cover));
    let own =
        [(stock::RECEIPT, Kind::Receipt), (stock::NOTICE, Kind::Notice), (stock::BULLETIN, Kind::Bulletin)];
    for (name, kind) in issues.chain(covers).chain(own) {
        needed.entry(name.to_owned()).or_default().insert(kind);
    }
    needed
}

fn open_one(
    name: &str,
    bytes: Option<&Vec<u8>>,
    kinds: &BTreeSet<Kind>,
    settings: &Settings,
) -> Result<Template, Vec<Complaint>> {
    let bytes = bytes.ok_or_else(|| vec![missing(name)])?;
    let promised = |used: &str| kinds.iter().all(|kind| promise::holds(*kind, used));
    let whole = trial::whole_text(&kinds.iter().copied().collect::<Vec<_>>());
    Template::open_for(&layout::adapted(bytes, settings.layout), &promised, whole)
        .map_err(|faults| faults.iter().map(|fault| complaint(name, fault)).collect())
}

/// A fault of a template as the operator reads it.
pub(super) fn complaint(template: &str, fault: &Fault) -> Complaint {
    let excerpt = if fault.excerpt.is_empty() { String::new() } else { format!(" [{}]", fault.excerpt) };
    Complaint {
        file: path(template),
        place: fault.place.clone(),
        message: format!("{}{excerpt}", fault.message),
        hint: fault.hint.clone(),
    }
}

fn missing(template: &str) -> Complaint {
    Complaint {
        file: path(template),
        place: String::new(),
        message: "the template is missing".to_owned(),
        hint: "put it there, or let `minyi init` write the stock one".to_owned(),
    }
}

fn unknown(what: &str, name: &str) -> Complaint {
    Complaint {
        file: "office.toml".to_owned(),
        place: String::new(),
        message: format!("no {what} is named {name}"),
        hint: "add it, or route the case anew".to_owned(),
    }
}

fn path(template: &str) -> String {
    format!("templates/{template}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::settings::Layout;
    use crate::rejection::Code;
    use crate::typeset::fixtures::{PICTURE, PICTURE_PART, author, date, registered, rich_paper, settings};
    use std::io::{Cursor, Read};

    fn stock_templates() -> BTreeMap<String, Vec<u8>> {
        stock::TEMPLATES.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect()
    }

    fn press(layout: Layout) -> Press {
        Press::open(&stock_templates(), &settings(layout)).unwrap_or_else(|faults| panic!("{faults:#?}"))
    }

    fn sheet<'a>(case: &'a Case, paper: &'a Paper, publication: &'a str) -> IssueSheet<'a> {
        let images = BTreeMap::from([(PICTURE_PART.to_owned(), PICTURE.to_vec())]);
        IssueSheet { case, paper, publication, images, continues: None }
    }

    /// The text of the main part, a line a paragraph.
    fn text_of(document: &[u8]) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(document)).unwrap();
        let mut xml = String::new();
        archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
        let mut text = String::new();
        for piece in xml.split('<') {
            let (tag, rest) = piece.split_once('>').unwrap_or((piece, ""));
            match tag.split(' ').next() {
                Some("w:t") => text.push_str(rest),
                Some("/w:p" | "w:br/") => text.push('\n'),
                Some("w:tab/") => text.push('\t'),
                _ => {}
            }
        }
        text.replace("&lt;", "<").replace("&amp;", "&")
    }

    #[test]
    fn the_stock_templates_open_in_both_layouts() {
        press(Layout::Common);
        press(Layout::Gb33476);
    }

    #[test]
    fn every_fault_of_the_templates_comes_back_at_once() {
        let mut templates = stock_templates();
        templates.remove("转送.docx");
        templates.insert("退稿通知.docx".to_owned(), templates["报送单.docx"].clone());
        let complaints = Press::open(&templates, &settings(Layout::Common)).err().unwrap();
        let shown: Vec<_> = complaints.iter().map(ToString::to_string).collect();
        assert!(shown.iter().any(|one| one.contains("转送.docx") && one.contains("missing")), "{shown:#?}");
        assert!(shown.iter().any(|one| one.contains("退稿通知.docx") && one.contains("限期")), "{shown:#?}");
    }

    #[test]
    fn an_issue_holds_everything_of_substance_in_order() {
        let case = registered(vec![author("张某某", "委员", "某某社区", "党委书记")], None);
        let document = press(Layout::Common).issue(sheet(&case, &rich_paper(), "委员反映")).unwrap();
        insta::assert_snapshot!(text_of(&document));
    }

    #[test]
    fn an_issue_without_numbers_names_or_lists_leaves_their_lines_out() {
        let case = registered(Vec::new(), Some("民革示例区委会"));
        let document = press(Layout::Common).proof(sheet(&case, &rich_paper(), "社情民意信息")).unwrap();
        let text = text_of(&document);
        assert!(text.contains("（清样）") && text.contains("（反映单位：民革示例区委会）"), "{text}");
        for absent in ["编号", "报：", "送：", "共印", "编辑", "续报"] {
            assert!(!text.contains(absent), "{absent} in {text}");
        }
    }

    #[test]
    fn the_same_case_gives_the_same_bytes() {
        let case = registered(Vec::new(), Some("民革"));
        let (one, other) = (press(Layout::Common), press(Layout::Common));
        let paper = rich_paper();
        assert_eq!(
            one.issue(sheet(&case, &paper, "转送")).unwrap(),
            other.issue(sheet(&case, &paper, "转送")).unwrap()
        );
    }

    #[test]
    fn a_document_holds_nothing_of_the_one_before() {
        let press = press(Layout::Common);
        let first = registered(vec![author("甲某某", "委员", "甲单位", "")], Some("甲支部"));
        press.issue(sheet(&first, &rich_paper(), "委员反映")).unwrap();
        let mut second = registered(vec![author("乙某某", "", "", "")], None);
        second.registered.title = "关于乙的建议".into();
        let paper = Paper { body: Vec::new(), ..Paper::default() };
        let text = text_of(&press.issue(sheet(&second, &paper, "委员反映")).unwrap());
        assert!(text.contains("乙某某") && !text.contains('甲') && !text.contains("电梯"), "{text}");
    }

    #[test]
    fn an_unknown_publication_or_destination_is_a_complaint() {
        let (case, paper) = (registered(Vec::new(), None), Paper::default());
        assert!(press(Layout::Common).issue(sheet(&case, &paper, "简报")).is_err());
        let cover = CoverSheet { destination: "省政协", ..cover_sheet(&case, &paper) };
        assert!(press(Layout::Common).cover(&cover).is_err());
    }

    fn cover_sheet<'a>(case: &'a Case, paper: &'a Paper) -> CoverSheet<'a> {
        CoverSheet {
            case,
            paper,
            destination: "区委",
            contact_name: "陈某",
            contact_phone: "",
            continues: None,
        }
    }

    #[test]
    fn a_roster_is_told_as_taken_and_not_as_a_duplicate() {
        let receipt = ReceiptSheet {
            file_name: "名册.xlsx",
            folder: "名册",
            sha256: Fingerprint::of(b""),
            received: date(22),
            cases: &[],
            returned: &[],
            warnings: &[],
            titles: &[],
            duplicate: "",
            note: "已启用新名册：委员62人。",
        };
        let press = press(Layout::Common);
        let text = text_of(&press.receipt(&view::receipt(&receipt, &press.office)).unwrap());
        assert!(text.contains("办理情况\n已启用新名册：委员62人。") && !text.contains("重复来件"), "{text}");
    }

    /// Every kind of document at its easiest and its hardest. With `MINYI_SPECIMENS` set they are written there,
    /// in one folder a layout, for the layout tests to measure.
    #[test]
    fn specimens_of_every_document_are_rendered() {
        for (layout, folder) in [(Layout::Common, "common"), (Layout::Gb33476, "gb33476")] {
            let specimens = specimens(&press(layout));
            assert_eq!(specimens.len(), 9);
            let Some(root) = std::env::var_os("MINYI_SPECIMENS") else { continue };
            let folder = std::path::Path::new(&root).join(folder);
            std::fs::create_dir_all(&folder).unwrap();
            for (name, bytes) in specimens {
                std::fs::write(folder.join(name), bytes).unwrap();
            }
        }
    }

    fn specimens(press: &Press) -> Vec<(&'static str, Vec<u8>)> {
        let paper = rich_paper();
        let many = ["委员", "信息员", ""].iter().cycle().take(12);
        let many = many.enumerate().map(|(index, role)| {
            author(
                &format!("张某{}", "甲乙丙丁戊己庚辛壬癸子丑".chars().nth(index).unwrap()),
                role,
                "示例区第一人民医院",
                "主任医师",
            )
        });
        let mut hard = registered(many.collect(), Some("农工党示例区委会"));
        hard.registered.title = "关于进一步规范全区农村生活污水治理设施长效运行维护管理工作的若干建议".into();
        hard.continues = Some("2026-0007".parse().unwrap());
        hard.classified.urgent = true;
        for publication in ["社情民意信息", "转送"] {
            hard.issues.push(crate::office::numbers::IssueNumber {
                publication: publication.into(),
                year: 2026,
                number: 3,
            });
        }
        let easy = registered(Vec::new(), Some("民革示例区委会"));
        let hard_sheet = |publication| IssueSheet {
            continues: Some("关于农村生活污水治理的建议"),
            ..sheet(&hard, &paper, publication)
        };
        let rejections = [
            Rejection::of_paper(Code::NoTitle, 1, "没有找到标题。").at("批量来稿!B5"),
            Rejection::of_file(Code::Macro, "文件带有宏，不能登记。"),
        ];
        let titles = [Some("关于甲的建议".to_owned()), None];
        let receipt = ReceiptSheet {
            file_name: "批量来稿.xlsx",
            folder: "来稿/民革",
            sha256: Fingerprint::of(b""),
            received: date(22),
            cases: &[&hard, &easy],
            returned: &rejections,
            warnings: &rejections,
            titles: &titles,
            duplicate: "与2026年9月1日收到的“批量来稿.xlsx”内容完全相同，已登记为2026-0007。",
            note: "",
        };
        let notice = NoticeSheet {
            file_name: "来稿.docx",
            case: None,
            addressee: "",
            received: date(22),
            returned: date(22),
            reasons: &rejections,
            titles: &titles,
        };
        let mut judged = easy.clone();
        judged.reason = "请补充近三年的数据，并将建议写到责任部门。".into();
        let verdict = NoticeSheet { case: Some(&judged), reasons: &[], ..notice };
        let cover = CoverSheet { contact_phone: "0000-00000000", ..cover_sheet(&hard, &paper) };
        vec![
            ("社情民意信息.docx", press.issue(hard_sheet("社情民意信息")).unwrap()),
            ("委员反映.docx", press.issue(hard_sheet("委员反映")).unwrap()),
            ("转送.docx", press.issue(hard_sheet("转送")).unwrap()),
            ("清样.docx", press.proof(sheet(&easy, &paper, "社情民意信息")).unwrap()),
            ("报送单.docx", press.cover(&cover).unwrap()),
            ("回执.docx", press.receipt(&view::receipt(&receipt, &press.office)).unwrap()),
            ("退稿通知.docx", press.notice(&view::notice(&notice, &press.office)).unwrap()),
            ("退回通知.docx", press.notice(&view::notice(&verdict, &press.office)).unwrap()),
            ("委员反映-短.docx", press.issue(sheet(&easy, &Paper::default(), "委员反映")).unwrap()),
        ]
    }
}
