//! What a file that was read turns out to be, by the folder in which it lies.
//! It never judges a paper; what intake finds wrong goes along with it.

use super::sheaf::{Found, Papers};
use crate::document::{Content, Format, Workbook};
use crate::formats::Reading;
use crate::intake;
use crate::intake::filled;
use crate::pipeline::claim::{takes_papers, takes_rosters};
use crate::pipeline::desk::Tools;
use crate::pipeline::forms::{ACTIVITY_INBOX, ADJUSTMENT_INBOX, FEEDBACK_INBOX, FORM_INBOXES, TOPIC_INBOX};
use crate::rejection::{Code, Rejection};
use crate::trays::inbox::Slot;

pub(super) fn sort(tools: &Tools, slot: &Slot, reading: Reading) -> Found {
    if slot.folder == FEEDBACK_INBOX && is_evidence(&reading) {
        return Found::Evidence;
    }
    let Some(content) = reading.content.filter(|_| reading.rejections.is_empty()) else {
        return Found::Refused(reading.rejections);
    };
    if takes_papers(&slot.folder) {
        papers_of(tools, slot, reading.format, &content, reading.warnings)
    } else if takes_rosters(&slot.folder) {
        roster_of(tools, &content)
    } else if let Content::Workbook(workbook) = &content
        && let Some(found) = rows_of(&slot.folder, workbook)
    {
        found
    } else if FORM_INBOXES.contains(&slot.folder.as_str()) {
        let message = format!("“{}”文件夹只收 Excel 表格", slot.folder);
        Found::Refused(vec![Rejection::of_file(Code::WrongType, message)])
    } else {
        let message = match slot.folder.as_str() {
            "" => "文件直接放在了 inbox 下".to_owned(),
            folder => format!("“{folder}”不是收件文件夹"),
        };
        Found::Refused(vec![Rejection::of_file(Code::UnknownPlace, message)])
    }
}

/// Whatever is no table and not empty: a broken table is a form that somebody must send again.
fn is_evidence(reading: &Reading) -> bool {
    let table = reading.format.is_workbook() || reading.format == Format::Et;
    let empty = reading.rejections.iter().any(|one| one.code == Code::Empty);
    !table && !empty && !matches!(reading.content, Some(Content::Workbook(_)))
}

/// The rows of a filled form; `None` in a folder that takes none.
fn rows_of(folder: &str, workbook: &Workbook) -> Option<Found> {
    fn found<T>(rows: Result<T, Vec<Rejection>>, make: fn(T) -> Found) -> Found {
        rows.map_or_else(Found::Refused, make)
    }
    match folder {
        FEEDBACK_INBOX => Some(found(filled::feedback(workbook), Found::Feedback)),
        ACTIVITY_INBOX => Some(found(filled::activities(workbook), Found::Activities)),
        TOPIC_INBOX => Some(found(filled::topics(workbook), Found::Topics)),
        ADJUSTMENT_INBOX => Some(found(filled::adjustments(workbook), Found::Adjustments)),
        _ => None,
    }
}

fn papers_of(
    tools: &Tools,
    slot: &Slot,
    format: Format,
    content: &Content,
    mut warnings: Vec<Rejection>,
) -> Found {
    let file_name = slot.name.rsplit('/').next().unwrap_or(&slot.name);
    let settings = &tools.room.settings;
    let most_papers = settings.limits.papers;
    let context = intake::Context { labels: &tools.labels, file_name, today: tools.clock.day(), most_papers };
    let taken = intake::papers(content, &context);
    let for_the_file: Vec<Rejection> =
        taken.rejections.iter().filter(|one| one.paper.is_none()).cloned().collect();
    if !for_the_file.is_empty() || taken.papers.is_empty() {
        let mut reasons = taken.rejections;
        if reasons.iter().any(|one| one.code == Code::NoText) {
            reasons.extend(warnings.into_iter().filter(|one| tells_where_text_is(one.code)));
        }
        return Found::Refused(reasons);
    }
    if taken.beyond > 0 {
        let message = format!("一个文件中有{}篇，超过{most_papers}篇", most_papers + taken.beyond);
        return Found::Refused(vec![Rejection::of_file(Code::TooMuch, message)]);
    }
    let all_bad =
        (0..taken.papers.len()).all(|index| taken.rejections.iter().any(|one| one.paper == Some(index)));
    warnings.extend(taken.warnings);
    let papers = Papers { format, papers: taken.papers, rejections: taken.rejections, warnings };
    if all_bad { Found::BadPapers(papers) } else { Found::Papers(papers) }
}

/// What a clerk should know of a file without text: it may lie where nobody reads it.
fn tells_where_text_is(code: Code) -> bool {
    matches!(code, Code::HiddenText | Code::Comments | Code::Embedded | Code::Field)
}

fn roster_of(tools: &Tools, content: &Content) -> Found {
    let Content::Workbook(workbook) = content else {
        let cure = "请填写 outbox/表样 中的名册表（.xlsx）后投放；来稿请投放到“来稿”文件夹。".to_owned();
        let fault = Rejection::of_file(Code::WrongType, "名册应为 Excel 文件");
        return Found::Refused(vec![Rejection { cure, ..fault }]);
    };
    match intake::roster::read(workbook, tools.clock.day()) {
        // The blank form in the wrong hands would strike everybody off the roster that holds.
        Ok((roster, _))
            if roster.members.is_empty() && roster.informants.is_empty() && roster.units.is_empty() =>
        {
            let cure = "请填写后重新投放；现行名册仍然有效。".to_owned();
            let fault = Rejection::of_file(Code::NoText, "名册中没有填写任何人和单位");
            Found::Refused(vec![Rejection { cure, ..fault }])
        }
        Ok((roster, warnings)) => Found::Roster(Box::new(roster), warnings),
        Err(rejections) => Found::Refused(rejections),
    }
}
