//! The bulletin: every figure counted a second time by other means, made again to the byte, never over an edit.
//! They never take a figure from the code that they test.

use crate::answers::sheet;
use crate::office::{Office, Ran, minyi, parking};
use minyi::office::numbers::Fingerprint;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const DOCUMENT: &str = "业务通讯/2026年第1季度业务通讯.docx";

fn bulletin(office: &Office, arguments: &[&str]) -> Ran {
    let mut all = vec!["bulletin"];
    all.extend(arguments);
    office.minyi(&all)
}

/// An office with a case adopted in the first quarter of 2026.
fn adopted() -> Office {
    let office = Office::new();
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let said = ["feedback", "2026-0001", "--organ", "市政协", "--result", "采用", "--form", "单篇"];
    assert_eq!(office.minyi(&said).code, Some(0));
    office
}

#[test]
fn it_is_made_by_itself_once_when_the_quarter_has_ended() {
    let office = adopted();
    assert!(!office.documents().contains(&DOCUMENT.to_owned()));
    let ran = office.minyi(&["run", "--now", "--today", "2026-04-02"]);
    assert!(ran.err.contains("made outbox/业务通讯/2026年第1季度业务通讯.docx"), "{}", ran.err);
    let text = office.text(DOCUMENT);
    assert!(text.contains("2026年第1季度") && text.contains("2026年4月2日"), "{text}");
    assert!(text.contains("本季度共有1件来稿被市政协采用。"), "{text}");
    let before = office.files("outbox");
    let again = office.minyi(&["run", "--now", "--today", "2026-04-03"]);
    assert!(!again.err.contains("made outbox"), "{}", again.err);
    assert_eq!(office.files("outbox").get(DOCUMENT), before.get(DOCUMENT));
    assert!(office.documents().contains(&"业务通讯/2026年第1季度业务通讯（发送名单）.xlsx".to_owned()));
}

#[test]
fn a_quarter_without_entries_makes_none_by_itself_and_reads_sensibly_by_command() {
    let office = Office::new();
    let ran = office.minyi(&["run", "--now", "--today", "2026-07-02"]);
    assert!(!ran.err.contains("made outbox"), "{}", ran.err);
    let ran = bulletin(&office, &["2026Q2", "--today", "2026-07-02"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let text = office.text("业务通讯/2026年第2季度业务通讯.docx");
    assert!(
        text.contains("没有收到来稿") && text.contains("没有收到领导批示") && !text.contains('\u{E0C7}'),
        "{text}"
    );
}

#[test]
fn it_can_be_made_again_as_it_stood_to_the_byte() {
    let office = adopted();
    let path = office.root().join("outbox").join(DOCUMENT);
    assert_eq!(
        bulletin(&office, &["2026Q1", "--as-of", "2026-03-31", "--today", "2026-04-10"]).code,
        Some(0)
    );
    let first = fs::read(&path).expect("a bulletin");
    let later = [
        "feedback",
        "2026-0001",
        "--organ",
        "区委",
        "--result",
        "批示",
        "--leader",
        "王书记",
        "--today",
        "2026-04-20",
    ];
    assert_eq!(office.minyi(&later).code, Some(0));
    assert_eq!(bulletin(&office, &["2026Q1", "--today", "2026-04-21"]).code, Some(0));
    assert_ne!(fs::read(&path).expect("a bulletin"), first, "another day is printed");
    assert_eq!(
        bulletin(&office, &["2026Q1", "--as-of", "2026-03-31", "--today", "2026-06-01"]).code,
        Some(0)
    );
    assert_eq!(Fingerprint::of(&fs::read(&path).expect("a bulletin")), Fingerprint::of(&first));
}

#[test]
fn an_edited_bulletin_is_left_and_the_new_one_lies_beside_it() {
    let office = adopted();
    assert_eq!(bulletin(&office, &["2026Q1"]).code, Some(0));
    let path = office.root().join("outbox").join(DOCUMENT);
    let mut edited = fs::read(&path).expect("a bulletin");
    edited.extend_from_slice(b"edited");
    fs::write(&path, &edited).expect("written");
    assert_eq!(bulletin(&office, &["2026Q1"]).code, Some(0));
    assert_eq!(fs::read(&path).expect("a bulletin"), edited);
    assert!(office.documents().contains(&"业务通讯/2026年第1季度业务通讯（更正2）.docx".to_owned()));
}

#[test]
fn periods_of_every_kind_and_wrong_ones() {
    let office = adopted();
    for (period, name) in [("2026-03", "2026年3月"), ("2026H1", "2026年上半年"), ("2026", "2026年")] {
        assert_eq!(bulletin(&office, &[period]).code, Some(0));
        assert!(office.documents().contains(&format!("业务通讯/{name}业务通讯.docx")), "{name}");
    }
    assert_eq!(bulletin(&office, &["2026Q5"]).code, Some(2));
    assert_eq!(bulletin(&office, &["2026Q3"]).code, Some(2), "it has not begun");
    assert_eq!(bulletin(&office, &["2026Q1", "--as-of", "2027-01-01"]).code, Some(2));
}

#[test]
fn its_charts_are_native_with_their_workbook_inside() {
    let office = adopted();
    assert_eq!(bulletin(&office, &["2026Q1"]).code, Some(0));
    let bytes = fs::read(office.root().join("outbox").join(DOCUMENT)).expect("a bulletin");
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
    let mut part = |name: &str| {
        let mut bytes = Vec::new();
        let mut member = package.by_name(name).unwrap_or_else(|_| panic!("no {name}"));
        std::io::Read::read_to_end(&mut member, &mut bytes).expect("read");
        bytes
    };
    let chart = String::from_utf8(part("word/charts/chart1.xml")).expect("text");
    assert!(chart.contains("<c:barChart>") && chart.contains("r:id=\"rId1\""));
    let document = String::from_utf8(part("word/document.xml")).expect("text");
    assert!(document.contains("<c:chart ") && !document.contains('\u{E0C7}'));
    let workbook =
        minyi::formats::sheet::read(&part("word/embeddings/chart1.xlsx"), &minyi::limits::Limits::default());
    let Some(minyi::document::Content::Workbook(workbook)) = workbook.content else { panic!("no workbook") };
    let first: Vec<&str> = workbook.sheets[0].rows[1].cells.iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(first, ["登记（件）", "1"]);
}

#[test]
fn the_statement_can_be_signed() {
    let office = adopted();
    let path = office.root().join("核对.docx");
    assert_eq!(office.minyi(&["reconcile", "--docx", &path.to_string_lossy()]).code, Some(0));
    let text = crate::office::text_of(&fs::read(path).expect("a statement"));
    assert!(text.contains("收件核对表") && text.contains("经办人") && text.contains("来稿"), "{text}");
}

#[test]
fn quotas_are_of_the_roster_and_what_counts_is_a_setting() {
    let office = Office::with(|text| text.replacen("counts = \"登记\"", "counts = \"采用\"", 1));
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let members = workbook.add_worksheet().set_name("委员").expect("named");
    for (row, cells) in
        (0..).zip([["姓名", "界别", "工作单位"], ["张三", "教育", "示例区第一中学"], ["李四", "教育", ""]])
    {
        for (column, cell) in (0..).zip(cells) {
            members.write_string(row, column, cell).expect("written");
        }
    }
    let units = workbook.add_worksheet().set_name("单位").expect("named");
    for (row, cells) in (0..).zip([["名称", "类型"], ["教育", "界别"]]) {
        for (column, cell) in (0..).zip(cells) {
            units.write_string(row, column, cell).expect("written");
        }
    }
    office.drop_file("名册/名册.xlsx", &workbook.save_to_buffer().expect("a roster"));
    office.run();
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let done = |office: &Office| -> BTreeMap<String, (Value, Value)> {
        let rows = office.json(&["quota", "--year", "2026"]).into_iter();
        rows.map(|row| {
            (
                format!("{} {}", row["kind"].as_str().expect("text"), row["name"].as_str().expect("text")),
                (row["wanted"].clone(), row["done"].clone()),
            )
        })
        .collect()
    };
    assert_eq!(done(&office).get("委员 张三"), Some(&(1.into(), 0.into())));
    let said = ["feedback", "2026-0001", "--organ", "市政协", "--result", "采用"];
    assert_eq!(office.minyi(&said).code, Some(0));
    let done = done(&office);
    assert_eq!(done.get("委员 张三"), Some(&(1.into(), 1.into())));
    assert_eq!(done.get("界别 教育"), Some(&(5.into(), 1.into())));
    assert_eq!(done.get("委员 李四"), Some(&(1.into(), 0.into())));
}

/// A case as `list` and `show` print it.
struct Seen {
    show: Value,
}

impl Seen {
    fn text(&self, key: &str) -> &str {
        self.show[key].as_str().unwrap_or_default()
    }

    fn list(&self, key: &str) -> &[Value] {
        self.show[key].as_array().map(Vec::as_slice).unwrap_or_default()
    }

    fn heard<'a>(&'a self, result: &'a str, span: &'a Span) -> impl Iterator<Item = &'a Value> {
        let here = move |row: &&Value| {
            row["result"] == result && span.holds(row["date"].as_str().unwrap_or_default())
        };
        self.list("feedback").iter().filter(here)
    }
}

struct Span(String, String);

impl Span {
    fn holds(&self, day: &str) -> bool {
        !day.is_empty() && self.0.as_str() <= day && day <= self.1.as_str()
    }
}

/// Counts a period out of what `list`, `show`, `reconcile` and `log` print, in no way that the program does.
fn recounted(office: &str, cases: &[Seen], span: &Span, today: &str) -> Value {
    let count = |test: &dyn Fn(&Seen) -> bool| cases.iter().filter(|case| test(case)).count();
    let issued = |case: &&Seen| !case.list("issues").is_empty() && span.holds(case.text("signed"));
    let papers = count(&|case| span.holds(case.text("received")));
    let cases_issued = cases.iter().filter(issued).count();
    let mut issues: BTreeMap<String, u64> = BTreeMap::new();
    for issue in cases.iter().filter(issued).flat_map(|case| case.list("issues")) {
        *issues.entry(issue["publication"].as_str().expect("text").to_owned()).or_default() += 1;
    }
    let adopted = count(&|case| case.heard("采用", span).count() > 0);
    let rows = |result: &str| cases.iter().map(|case| case.heard(result, span).count()).sum::<usize>();
    let grade = |grade: &str| {
        cases.iter().flat_map(|case| case.heard("答复", span)).filter(|row| row["grade"] == grade).count()
    };
    let mut organs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for case in cases {
        for row in case.heard("采用", span) {
            organs
                .entry(row["organ"].as_str().expect("text").to_owned())
                .or_default()
                .insert(case.text("number").to_owned());
        }
    }
    let (mut on_time, mut late, mut unsent) = (0, 0, 0);
    for case in cases {
        let kept = ["已留存", "已退回"].contains(&case.text("standing"));
        for deadline in case.list("deadlines") {
            let (sent, due) =
                (deadline["sent"].as_str().unwrap_or_default(), deadline["due"].as_str().expect("text"));
            if span.holds(sent) && sent <= due {
                on_time += 1;
            } else if span.holds(sent) {
                late += 1;
            } else if sent.is_empty() && !kept && span.holds(due) && due < today {
                unsent += 1;
            }
        }
    }
    let per_cent = |part: usize| {
        let tenths = (part * 1000 * 2 + papers) / (2 * papers).max(1);
        (papers > 0).then(|| format!("{}.{}", tenths / 10, tenths % 10))
    };
    let balance = minyi(
        &[
            "reconcile",
            "--json",
            "--office",
            office,
            "--from",
            &span.0,
            "--to",
            &span.1,
            "--today",
            "2027-02-01",
        ],
        &[],
    );
    let files: Vec<Value> =
        balance.out.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    let of_papers = |key: &str| -> u64 {
        let papers = files.iter().filter(|row| row["inbox"] == "来稿" || row["inbox"] == "急件");
        papers.map(|row| row[key].as_u64().expect("a number")).sum()
    };
    serde_json::json!({
        "papers": papers,
        "received": of_papers("received"),
        "registered": of_papers("registered"),
        "returned": of_papers("returned"),
        "duplicate": of_papers("duplicate"),
        "cases_issued": cases_issued,
        "issues": issues,
        "adopted_cases": adopted,
        "adoption_rate": per_cent(adopted),
        "issue_rate": per_cent(cases_issued),
        "organs": organs.iter().map(|(organ, cases)| (organ.clone(), cases.len())).collect::<BTreeMap<_, _>>(),
        "instruction_cases": count(&|case| case.heard("批示", span).count() > 0),
        "instruction_times": rows("批示"),
        "replies": [grade("A"), grade("B"), grade("C")],
        "effects": rows("落实"),
        "on_time": on_time,
        "late": late,
        "unsent": unsent,
    })
}

/// The same keys out of `bulletin --json`.
fn told(bulletin: &Value) -> Value {
    let by = |list: &Value, name: &str, count: &str| -> BTreeMap<String, u64> {
        let rows = list.as_array().expect("a list").iter();
        rows.map(|row| (row[name].as_str().expect("text").to_owned(), row[count].as_u64().expect("a number")))
            .filter(|(_, count)| *count > 0)
            .collect()
    };
    serde_json::json!({
        "papers": bulletin["papers"],
        "received": bulletin["received"],
        "registered": bulletin["registered"],
        "returned": bulletin["returned"],
        "duplicate": bulletin["duplicate"],
        "cases_issued": bulletin["cases_issued"],
        "issues": by(&bulletin["issues"], "publication", "count"),
        "adopted_cases": bulletin["adopted_cases"],
        "adoption_rate": bulletin["adoption_rate"],
        "issue_rate": bulletin["issue_rate"],
        "organs": by(&bulletin["adopted"], "organ", "cases"),
        "instruction_cases": bulletin["instructions"]["cases"],
        "instruction_times": bulletin["instructions"]["times"],
        "replies": [bulletin["replies"]["A"], bulletin["replies"]["B"], bulletin["replies"]["C"]],
        "effects": bulletin["effects"],
        "on_time": bulletin["on_time"],
        "late": bulletin["late"],
        "unsent": bulletin["unsent"],
    })
}

/// Papers of a kind of person or unit, out of the contributors that `show` prints.
fn credited(cases: &[Seen], kind: &str, name: &str, span: &Span) -> usize {
    let is_of = |case: &&Seen| {
        let author = |author: &Value| {
            let has = |role: &str| author["roles"].as_array().expect("a list").iter().any(|one| one == role);
            let in_field =
                |key: &str| author[key].as_str().unwrap_or_default().split('、').any(|one| one == name);
            match kind {
                "委员" | "信息员" => author["person"] == name && has(kind),
                _ if author["person"].is_null() => false,
                "界别" => in_field("sector"),
                "专委会" => in_field("committee"),
                _ => in_field("town"),
            }
        };
        let unit = !["委员", "信息员"].contains(&kind) && case.text("unit_known") == name;
        span.holds(case.text("received")) && (unit || case.list("contributors").iter().any(author))
    };
    cases.iter().filter(is_of).count()
}

#[test]
fn every_figure_of_the_demos_four_bulletins_is_recounted() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("demo");
    let root = root.to_string_lossy();
    let ran = minyi(&["demo", &root, "--today", "2026-12-31"], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let json = |arguments: &[&str]| -> Vec<Value> {
        let mut all = arguments.to_vec();
        all.extend(["--json", "--office", &root, "--today", "2027-02-01"]);
        let ran = minyi(&all, &[]);
        ran.out.lines().map(|line| serde_json::from_str(line).expect("an object")).collect()
    };
    let cases: Vec<Seen> = json(&["list"])
        .iter()
        .map(|case| Seen { show: json(&["show", case["number"].as_str().expect("text")]).remove(0) })
        .collect();
    let spans = [
        ("2026Q1", "2026-01-01", "2026-03-31"),
        ("2026Q2", "2026-04-01", "2026-06-30"),
        ("2026Q3", "2026-07-01", "2026-09-30"),
        ("2026Q4", "2026-10-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
    ];
    let mut before: Option<Value> = None;
    for (period, from, to) in spans {
        let bulletin = json(&["bulletin", period]).remove(0);
        let span = Span(from.to_owned(), to.to_owned());
        let expected = recounted(&root, &cases, &span, "2027-02-01");
        assert_eq!(told(&bulletin), expected, "{period}");
        for key in ["papers", "cases_issued", "adopted_cases", "instruction_times", "effects"] {
            assert!(expected[key].as_u64().expect("a number") > 0, "{period} has no {key}");
        }
        let (year, kinds) =
            (Span("2026-01-01".to_owned(), to.to_owned()), bulletin["by_kind"].as_array().expect("a list"));
        for row in kinds {
            let (kind, name) = (row["kind"].as_str().expect("text"), row["name"].as_str().expect("text"));
            assert_eq!(row["registered"], credited(&cases, kind, name, &span), "{period} {kind} {name}");
            assert_eq!(row["done"], credited(&cases, kind, name, &year), "{period} {kind} {name}");
            assert!(row["submitted"].as_u64() >= row["registered"].as_u64());
        }
        if let Some(before) = before.filter(|_| period.contains('Q')) {
            assert_eq!(bulletin["previous"]["papers"], before["papers"], "{period}");
            assert_eq!(bulletin["previous"]["instructions"], before["instructions"], "{period}");
        }
        let meetings: u64 = bulletin["groups"]
            .as_array()
            .unwrap()
            .iter()
            .map(|group| group["meetings"].as_u64().expect("a number"))
            .sum();
        let met = json(&["log"])
            .iter()
            .filter(|line| {
                let what = line["what"].as_str().unwrap_or_default();
                line["subject"] == "activity"
                    && what.find("2026-").is_some_and(|at| span.holds(&what[at..at + 10]))
            })
            .count();
        assert_eq!(meetings, met as u64, "{period}");
        before = Some(bulletin);
    }
    let open = cases.iter().filter(|case| !case.show["follow_up"].is_null()).count();
    assert_eq!(json(&["bulletin", "2026Q4"])[0]["follow_ups"], open);
}

#[test]
fn a_paper_returned_at_the_counter_was_handed_in_all_the_same() {
    let office = with_roster_dropped();
    office.run();
    office.drop_file("来稿/批量.xlsx", &two_papers_of_a_unit());
    office.run();
    assert_eq!(handed_in(&office), ("教育界别".into(), 2.into(), 1.into()));
}

#[test]
fn papers_dropped_with_a_roster_are_matched_to_it() {
    let office = with_roster_dropped();
    office.drop_file("来稿/批量.xlsx", &two_papers_of_a_unit());
    office.run();
    assert_eq!(handed_in(&office), ("教育界别".into(), 2.into(), 1.into()));
}

fn with_roster_dropped() -> Office {
    let office = Office::new();
    let rows: [&[&str]; 2] = [&["名称", "类型"], &["教育界别", "界别"]];
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let units = workbook.add_worksheet().set_name("单位").expect("named");
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            units.write_string(row, column, *cell).expect("written");
        }
    }
    office.drop_file("名册/名册.xlsx", &workbook.save_to_buffer().expect("a roster"));
    office
}

/// One that can be registered and one that comes back.
fn two_papers_of_a_unit() -> Vec<u8> {
    sheet(&[
        &["标题", "反映单位", "正文"],
        &["关于学位的建议", "教育界别", "学位不足。"],
        &["", "教育界别", "没有标题。"],
    ])
}

/// Name, papers submitted and papers registered of the first unit of the bulletin.
fn handed_in(office: &Office) -> (Value, Value, Value) {
    let row = office.json(&["bulletin", "2026Q1"])[0]["by_kind"][0].clone();
    (row["name"].clone(), row["submitted"].clone(), row["registered"].clone())
}
