//! What a row of feedback becomes: new entries, nothing because it is known already, or faults.
//! It never stores anything; sheet and command line are weighed alike.

use super::{Feedback, level_of_organ};
use crate::office::case::{Case, Event, Standing};
use crate::office::decide::title_key;
use crate::office::numbers::{CaseNumber, IssueNumber};
use crate::office::taken_in::TakenIn;
use chrono::NaiveDate;

/// Which case a row or a command means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// By 登记号.
    Number(CaseNumber),
    /// By 期号.
    Issue(IssueNumber),
}

impl std::str::FromStr for Which {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(number) = text.parse() {
            return Ok(Which::Number(number));
        }
        text.parse()
            .map(Which::Issue)
            .map_err(|_| format!("“{text}”不是登记号（如 2026-0031）或期号（如 社情民意信息2026年第7期）"))
    }
}

impl std::fmt::Display for Which {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Which::Number(number) => number.fmt(out),
            Which::Issue(issue) => issue.fmt(out),
        }
    }
}

/// A row of feedback as somebody wrote it, before it is known whether its case exists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// 登记号, where it is written.
    pub number: Option<CaseNumber>,
    /// 期号, where it is written.
    pub issue: Option<IssueNumber>,
    /// 标题, where it is written.
    pub title: String,
    /// What became of the case; `None` in a row that only sets a day to look after it.
    pub feedback: Option<Feedback>,
    /// 重点跟踪.
    pub follow_up: Option<NaiveDate>,
    /// Names of files to be kept as evidence.
    pub attachments: Vec<String>,
}

/// What a row comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// Entries of the case; none when all of it is known.
    pub events: Vec<Event>,
    /// The answer to the row.
    pub answer: TakenIn,
}

/// Weighs a row against its case. `draft.feedback` holds its evidence already; every fault comes back.
pub fn weigh(case: &Case, draft: &Draft, today: NaiveDate) -> Result<Weighed, Vec<String>> {
    let mut faults = faults_of_case(case, draft);
    if let Some(feedback) = &draft.feedback {
        faults.extend(faults_of_feedback(feedback, case, today));
    }
    if draft.feedback.is_none() && draft.follow_up.is_none() {
        faults.push("没有填写结果".to_owned());
    }
    if draft.follow_up.is_some_and(|next| next < case.registered.received) {
        faults.push("重点跟踪的日期早于收到日期".to_owned());
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(match &draft.feedback {
        Some(feedback) => weigh_feedback(case, &completed(feedback, draft.follow_up)),
        None => weigh_follow_up(case, draft.follow_up),
    })
}

/// The entry that takes a row of feedback back, or why it cannot be.
pub fn take_back(case: &Case, seq: i64, note: &str) -> Result<Event, String> {
    if note.trim().is_empty() {
        return Err("撤回须写明原因（--note）".to_owned());
    }
    if !case.feedback.iter().any(|row| row.seq == seq) {
        let rows: Vec<String> = case.feedback.iter().map(|row| row.seq.to_string()).collect();
        let known = if rows.is_empty() {
            "没有可撤回的反馈".to_owned()
        } else {
            format!("可撤回：{}", rows.join("、"))
        };
        return Err(format!("{}没有第{seq}条反馈，{known}", case.number));
    }
    Ok(Event::TakenBack { seq, note: note.trim().to_owned() })
}

fn faults_of_case(case: &Case, draft: &Draft) -> Vec<String> {
    let mut faults = Vec::new();
    if case.standing == Standing::Returned {
        faults.push(format!("{}已退回作者，不能登记反馈", case.number));
    }
    let title = title_key(&draft.title);
    if !title.is_empty() && title != title_key(&case.registered.title) {
        faults.push(format!("{}的标题是《{}》，与本行不符", case.number, case.registered.title));
    }
    if draft.issue.as_ref().is_some_and(|issue| !case.issues.contains(issue)) {
        faults.push(format!("登记号{}与期号不是同一件", case.number));
    }
    faults
}

fn faults_of_feedback(feedback: &Feedback, case: &Case, today: NaiveDate) -> Vec<String> {
    let mut faults = Vec::new();
    if feedback.organ.trim().is_empty() {
        faults.push("没有填写单位".to_owned());
    }
    if feedback.date > today {
        faults.push(format!("日期{}晚于今天{today}", feedback.date));
    }
    if feedback.date < case.registered.received {
        faults.push(format!("日期{}早于收到日期{}", feedback.date, case.registered.received));
    }
    // One leader a row makes 人次 a count of rows.
    let several = |leader: &String| leader.contains(['、', '，', ',', '；', ';', '\n']);
    if feedback.leader.as_ref().is_some_and(several) {
        faults.push("一行只写一位领导，几位领导请分行填写".to_owned());
    }
    faults
}

/// The row with what it leaves to be told by the organ's name, and its day to look after the case.
fn completed(feedback: &Feedback, follow_up: Option<NaiveDate>) -> Feedback {
    let level = feedback.level.clone().or_else(|| level_of_organ(&feedback.organ).map(str::to_owned));
    Feedback { level, follow_up: follow_up.or(feedback.follow_up), ..feedback.clone() }
}

fn weigh_feedback(case: &Case, feedback: &Feedback) -> Weighed {
    let told = |one: &Feedback| Feedback { follow_up: None, evidence: Vec::new(), ..one.clone() };
    let Some(known) = case.feedback.iter().find(|row| told(&row.feedback) == told(feedback)) else {
        return Weighed { events: vec![Event::Feedback(feedback.clone())], answer: TakenIn::Registered };
    };
    let mut evidence = known.feedback.evidence.clone();
    evidence.extend(feedback.evidence.iter().filter(|one| !known.feedback.evidence.contains(one)).cloned());
    if evidence.len() > known.feedback.evidence.len() {
        let with_evidence = Feedback { evidence, ..feedback.clone() };
        let taken_back = Event::TakenBack { seq: known.seq, note: "补充附件，重新登记".to_owned() };
        return Weighed {
            events: vec![taken_back, Event::Feedback(with_evidence)],
            answer: TakenIn::WithEvidence,
        };
    }
    if feedback.follow_up.is_some() && feedback.follow_up != known.feedback.follow_up {
        return weigh_follow_up(case, feedback.follow_up);
    }
    Weighed { events: Vec::new(), answer: TakenIn::KnownBefore }
}

fn weigh_follow_up(case: &Case, next: Option<NaiveDate>) -> Weighed {
    let Some(next) = next.filter(|_| case.follow_up() != next) else {
        return Weighed { events: Vec::new(), answer: TakenIn::KnownBefore };
    };
    Weighed { events: vec![Event::FollowUp { next }], answer: TakenIn::FollowedUp }
}

#[cfg(test)]
mod tests {
    use super::super::{Evidence, Form, Outcome};
    use super::*;
    use crate::office::case::{Entry, Registered};
    use crate::office::numbers::Fingerprint;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn case() -> Case {
        let registered = Registered {
            source: "a.docx".into(),
            inbox: "来稿".into(),
            sha256: Fingerprint::of(b""),
            paper: 0,
            title: "关于停车的建议".into(),
            authors: Vec::new(),
            unit: None,
            unit_known: None,
            characters: 100,
            textless: false,
            flags: Vec::new(),
            resubmits: None,
            continues: None,
            received: day(2),
        };
        Case::new(CaseNumber { year: 2026, serial: 1 }, registered)
    }

    fn adopted() -> Feedback {
        Feedback {
            organ: "市政协".into(),
            result: Outcome::Adopted,
            form: Some(Form::Single),
            leader: None,
            level: None,
            chief: false,
            date: day(9),
            content: String::new(),
            grade: None,
            follow_up: None,
            evidence: Vec::new(),
        }
    }

    fn draft(feedback: Feedback) -> Draft {
        Draft { feedback: Some(feedback), ..Draft::default() }
    }

    fn take(case: &mut Case, seq: i64, events: &[Event]) {
        for (at, event) in (seq..).zip(events) {
            let entry =
                Entry { seq: at, at: String::new(), day: day(10), by: String::new(), event: event.clone() };
            case.apply(&entry);
        }
    }

    #[test]
    fn a_row_is_registered_once_and_known_the_second_time() {
        let mut case = case();
        let first = weigh(&case, &draft(adopted()), day(10)).unwrap();
        assert_eq!(first.answer, TakenIn::Registered);
        take(&mut case, 7, &first.events);
        assert_eq!(case.feedback[0].feedback.level.as_deref(), Some("市"));
        let again = weigh(&case, &draft(adopted()), day(10)).unwrap();
        assert_eq!((again.events.len(), again.answer), (0, TakenIn::KnownBefore));
    }

    #[test]
    fn later_evidence_and_another_day_are_added_without_counting_twice() {
        let mut case = case();
        let first = weigh(&case, &draft(adopted()), day(10)).unwrap();
        take(&mut case, 7, &first.events);
        let evidence = vec![Evidence { name: "采用通知.pdf".into(), sha256: Fingerprint::of(b"x") }];
        let more = weigh(&case, &draft(Feedback { evidence, ..adopted() }), day(10)).unwrap();
        assert_eq!(more.answer, TakenIn::WithEvidence);
        take(&mut case, 8, &more.events);
        assert_eq!((case.feedback.len(), case.feedback[0].feedback.evidence.len()), (1, 1));
        let row = Draft { follow_up: Some(day(30)), ..draft(adopted()) };
        let followed = weigh(&case, &row, day(10)).unwrap();
        take(&mut case, 10, &followed.events);
        assert_eq!((case.feedback.len(), case.follow_up()), (1, Some(day(30))));
    }

    #[test]
    fn following_up_ends_with_an_effect_and_may_begin_anew() {
        let mut case = case();
        take(&mut case, 3, &[Event::FollowUp { next: day(20) }]);
        assert_eq!(case.follow_up(), Some(day(20)));
        take(&mut case, 4, &[Event::Feedback(Feedback { result: Outcome::Effected, ..adopted() })]);
        assert_eq!(case.follow_up(), None);
        take(&mut case, 5, &[Event::TakenBack { seq: 4, note: "登记有误".into() }]);
        assert_eq!(case.follow_up(), Some(day(20)));
    }

    #[test]
    fn every_fault_of_a_row_comes_back() {
        let wrong = Feedback { date: day(30), leader: Some("甲、乙".into()), ..adopted() };
        let row = Draft { title: "关于河道的建议".into(), ..draft(wrong) };
        assert_eq!(weigh(&case(), &row, day(10)).unwrap_err().len(), 3);
    }

    #[test]
    fn only_a_row_that_stands_can_be_taken_back() {
        assert!(take_back(&case(), 3, "误").is_err());
        let mut case = case();
        take(&mut case, 3, &[Event::Feedback(adopted())]);
        assert!(take_back(&case, 3, " ").is_err());
        assert!(take_back(&case, 3, "误").is_ok());
    }

    #[test]
    fn a_case_is_meant_by_either_number() {
        assert_eq!("2026-0031".parse::<Which>().unwrap().to_string(), "2026-0031");
        assert_eq!(
            "社情民意信息2026年第7期".parse::<Which>().unwrap().to_string(),
            "社情民意信息2026年第7期"
        );
        assert!("第七期".parse::<Which>().is_err());
    }
}
