//! Stories of the book: nothing is changed unseen.
//! They never ask what a case means.

use super::*;

#[test]
fn an_entry_is_neither_changed_nor_deleted() {
    let mut desk = Desk::new();
    desk.write(|book| register(book, "关于停车"));
    for sql in ["UPDATE entry SET actor = 'x'", "DELETE FROM entry", "DELETE FROM paper"] {
        let refused = desk.ledger.engine.batch(sql).unwrap_err();
        assert!(refused.to_string().contains("never"), "{refused}");
    }
    assert_eq!(desk.findings(), [""; 0]);
}

#[test]
fn whoever_takes_the_guards_off_is_found_by_the_chain() {
    for (sql, found) in [
        ("UPDATE entry SET actor = '别人' WHERE seq = 2", vec!["chain entry 2"]),
        ("UPDATE entry SET day = '2026-03-01' WHERE seq = 1", vec!["chain entry 1"]),
        ("UPDATE entry SET body = replace(body, '采用', '留存') WHERE seq = 2", vec!["chain entry 2"]),
        // The last entry leaves no hole, but the head remembers it.
        ("DELETE FROM entry WHERE seq = 3", vec!["chain head", "projection 2026-0001"]),
        ("DELETE FROM entry WHERE seq = 2", vec!["chain entry 2", "chain entry 3"]),
        ("UPDATE paper SET body = replace(body, '停车', '养犬')", vec!["paper 2026-0001"]),
        ("UPDATE chain SET hash = 'x'", vec!["chain head"]),
    ] {
        let mut desk = Desk::new();
        desk.write(|book| {
            let number = register(book, "关于停车")?;
            append(book, number, judged(Verdict::Adopt))?;
            append(book, number, judged(Verdict::Submit))
        });
        assert_eq!(desk.findings(), [""; 0]);
        desk.tamper_unguarded(sql);
        assert_eq!(desk.findings(), found, "{sql}");
    }
}

#[test]
fn the_same_entries_have_the_same_hash_however_they_were_committed() {
    let mut at_once = Desk::new();
    at_once.write(|book| {
        let number = register(book, "关于停车")?;
        append(book, number, judged(Verdict::Adopt))?;
        book.append(vec![NewEntry::of_office("minyi", "roster", "收到名册", "{}")])
    });
    let mut one_by_one = Desk::new();
    let number = one_by_one.write(|book| register(book, "关于停车"));
    one_by_one.write(|book| append(book, number, judged(Verdict::Adopt)));
    one_by_one.write(|book| book.append(vec![NewEntry::of_office("minyi", "roster", "收到名册", "{}")]));
    let log = at_once.ledger.log(0, 100).unwrap();
    assert_eq!(log, one_by_one.ledger.log(0, 100).unwrap());
    assert_eq!(log.len(), 3);
}

#[test]
fn the_log_tells_cases_and_the_office_in_order() {
    let mut desk = Desk::new();
    let number = desk.write(|book| {
        let number = register(book, "关于停车")?;
        book.append(vec![NewEntry::of_office("minyi", "roster", "收到名册", "{}")])?;
        append(book, number, judged(Verdict::Adopt))?;
        Ok(number)
    });
    let told: Vec<_> = desk.ledger.log(1, 100).unwrap();
    let told: Vec<_> = told
        .iter()
        .map(|line| (line.seq, line.number, line.subject.as_str(), line.step, line.what.as_str()))
        .collect();
    assert_eq!(
        told,
        [(2, None, "roster", None, "收到名册"), (3, Some(number), "case", Some(Step::Screen), "采用"),]
    );
    assert_eq!(desk.ledger.log(0, 1).unwrap().len(), 1);
}

#[test]
fn a_projection_that_says_more_than_the_entries_is_found() {
    for sql in [
        "UPDATE standing SET step = '签发' WHERE number = 20260000000002",
        "DELETE FROM standing WHERE number = 20260000000002",
        "UPDATE deadline SET due = '2027-01-01' WHERE number = 20260000000002",
        "UPDATE cases SET received = '2026-03-01' WHERE number = 20260000000002",
        "DELETE FROM deadline WHERE number = 20260000000002",
    ] {
        let (desk, _) = busy_desk();
        desk.tamper(sql);
        assert_eq!(desk.findings(), ["projection 2026-0002"], "{sql}");
    }
}

#[test]
fn numbers_that_are_missing_or_were_never_given_are_found() {
    let mut desk = Desk::new();
    desk.write(|book| {
        let number = register(book, "甲")?;
        let issue = book.next_numbers(&issue_counter("委员反映", 2026), 1)?;
        let issue = IssueNumber { publication: "委员反映".into(), year: 2026, number: issue };
        append(book, number, Event::Numbered { issues: vec![issue] })
    });
    assert_eq!(desk.findings(), [""; 0]);
    desk.tamper("UPDATE counter SET last = 3");
    assert_eq!(desk.findings(), ["numbers 期/2026/委员反映", "numbers 登记/2026"]);
    desk.tamper("UPDATE counter SET last = 0");
    assert_eq!(desk.findings(), ["numbers 期/2026/委员反映", "numbers 登记/2026"]);
}

#[test]
fn kinds_are_those_of_the_json() {
    let destinations = vec!["区委".to_owned()];
    for event in [
        Event::Registered(registered("甲")),
        Event::Classified(crate::office::case::Classified::default()),
        routed(&[]),
        Event::Waiting { step: Step::Screen, reason: String::new() },
        judged(Verdict::Adopt),
        Event::Numbered { issues: Vec::new() },
        Event::Typeset { outputs: Vec::new() },
        Event::Placed { destinations: destinations.clone() },
        Event::Sent { destinations, date: day(2), note: String::new() },
        Event::Archived { path: String::new() },
    ] {
        assert_eq!(serde_json::to_value(&event).unwrap()["event"], event.kind());
    }
}
