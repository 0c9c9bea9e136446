//! The press: the office's Word templates, opened and checked once, and every document that comes from them.
//! It never reads a folder and never writes a file; templates come in as bytes, documents go out as bytes.

#[cfg(test)]
mod tests;

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
use crate::typeset::{body, bulletin, chart, layout, promise, stock, trial, view};
use chrono::NaiveDate;
use minijinja::Value;
use minijinja::value::Serde;
use promise::Kind;
use rayon::prelude::*;
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
        let open = |(name, kinds): (String, BTreeSet<Kind>)| {
            // An office that is older than the bulletin has no template for it, and can do without one of its own.
            let stock = (name == stock::BULLETIN).then(stock::bulletin);
            let template = open_one(&name, templates.get(&name).or(stock.as_ref()), &kinds, settings);
            (name, template)
        };
        // Nearly all of the time until the first file is read.
        let all: Vec<_> = needed(settings).into_par_iter().map(open).collect();
        let mut opened = BTreeMap::new();
        let mut complaints = Vec::new();
        for (name, template) in all {
            match template {
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
