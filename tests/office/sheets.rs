//! Workbooks through the reader and its child: values, and one test for each odd or hostile trait.
//! It never reads a workbook in this process; the child is the real binary.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail by panic")]

#[path = "../support/sheets.rs"]
mod support;

use minyi::document::{Content, Format, Workbook};
use minyi::formats::Reading;
use minyi::limits::Limits;
use minyi::reader::Readers;
use minyi::rejection::Code;
use support::{Book, row, text, value};

fn readers(limits: &Limits) -> Readers {
    Readers::with_program(limits, env!("CARGO_BIN_EXE_minyi").into())
}

fn read(book: &Book) -> Reading {
    readers(&Limits::default()).read(&book.bytes()).unwrap()
}

fn workbook(reading: Reading) -> Workbook {
    assert_eq!(reading.rejections, []);
    match reading.content {
        Some(Content::Workbook(workbook)) => workbook,
        other => panic!("no workbook: {other:?}"),
    }
}

/// Cells as `A1=text`, in order.
fn cells(reading: Reading) -> Vec<String> {
    let mut shown = Vec::new();
    for sheet in workbook(reading).sheets {
        for row in sheet.rows {
            for cell in row.cells {
                shown.push(format!("{}{}={}", column(cell.column), row.number, cell.text));
            }
        }
    }
    shown
}

fn column(index: u32) -> String {
    match index {
        0..26 => char::from_u32(u32::from(b'A') + index).map(String::from).unwrap(),
        _ => format!("[{index}]"),
    }
}

fn refusal(reading: &Reading) -> Code {
    assert!(reading.content.is_none());
    reading.rejections[0].code
}

fn warnings(reading: &Reading) -> Vec<Code> {
    reading.warnings.iter().map(|warning| warning.code).collect()
}

#[test]
fn values_are_read_as_a_clerk_sees_them() {
    let styles = "<numFmts><numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/></numFmts>\
                  <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/></cellXfs>";
    let line = [
        text("A1", "标题"),
        value("r=\"B1\"", "13800000000"),
        value("r=\"C1\"", "1.38E10"),
        value("r=\"D1\" s=\"1\"", "46090"),
        value("r=\"E1\" s=\"2\"", "46082"),
        value("r=\"F1\" t=\"b\"", "1"),
        value("r=\"G1\" t=\"e\"", "#N/A"),
        value("r=\"H1\" t=\"str\"", "缓存"),
        value("r=\"I1\"", "0.5"),
    ];
    let reading = read(&Book::of(&row(1, &line.concat())).styles(styles));
    let sheet = workbook(reading.clone()).sheets.remove(0);
    let cell = |column: usize| sheet.rows[0].cells[column].clone();
    assert_eq!((cell(1).text.as_str(), cell(1).number), ("13800000000", Some(13_800_000_000.0)));
    assert_eq!((cell(3).text.as_str(), cell(3).date.is_some(), cell(3).number), ("2026-03-09", true, None));
    assert_eq!((cell(4).text.as_str(), cell(4).date), ("2026年3月", None));
    assert_eq!(
        cells(reading)[2..],
        ["C1=13800000000", "D1=2026-03-09", "E1=2026年3月", "F1=TRUE", "G1=#N/A", "H1=缓存", "I1=0.5"]
    );
}

#[test]
fn the_1904_date_system() {
    let styles = "<cellXfs><xf numFmtId=\"14\"/></cellXfs>";
    let book =
        Book::of(&row(1, &value("r=\"A1\" s=\"0\"", "44628"))).styles(styles).properties("date1904=\"1\"");
    assert_eq!(cells(read(&book)), ["A1=2026-03-09"]);
}

#[test]
fn shared_strings_rich_phonetic_and_wrong_count() {
    let sst = "<sst count=\"9\" uniqueCount=\"20000000000\"><si><r><t>社情</t></r><r><t> 民意</t></r></si>\
               <si><t>民</t><rPh sb=\"0\" eb=\"1\"><t>min</t></rPh></si></sst>";
    let rows = row(1, &[value("r=\"A1\" t=\"s\"", "0"), value("r=\"B1\" t=\"s\"", "1")].concat());
    assert_eq!(cells(read(&Book::of(&rows).strings(sst))), ["A1=社情 民意", "B1=民"]);
}

#[test]
fn a_string_that_the_table_does_not_have_costs_its_cell() {
    let rows = row(1, &[value("r=\"A1\" t=\"s\"", "99"), text("B1", "后")].concat());
    let reading = read(&Book::of(&rows).strings("<sst><si><t>一</t></si></sst>"));
    assert_eq!(warnings(&reading), [Code::OddPackage]);
    assert_eq!(cells(reading), ["B1=后"]);
}

#[test]
fn references_may_be_missing() {
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let rows = format!("<row>{}{}</row><row>{}</row>", cell("甲"), cell("乙"), cell("丙"));
    assert_eq!(cells(read(&Book::of(&rows))), ["A1=甲", "B1=乙", "A2=丙"]);
}

#[test]
fn references_outside_the_sheet_are_refused() {
    for reference in ["ZZZZZZZ1", "A99999999999", "XFE1"] {
        let rows = format!("<row>{}</row>", text(reference, "外"));
        assert_eq!(refusal(&read(&Book::of(&rows))), Code::Damaged, "{reference}");
    }
}

#[test]
fn two_far_cells_are_two_cells() {
    let rows = row(1, &text("A1", "头")) + &row(1_048_576, &text("XFD1048576", "尾"));
    assert_eq!(cells(read(&Book::of(&rows))), ["A1=头", "[16383]1048576=尾"]);
}

#[test]
fn a_wrong_dimension_is_not_believed() {
    for dimension in
        ["<dimension/>", "<dimension ref=\"B2:A1\"/>", "<dimension ref=\"A1:ZZZZZ9999999\"></dimension>"]
    {
        let body = format!("{dimension}<sheetData>{}</sheetData>", row(1, &text("A1", "文")));
        assert_eq!(cells(read(&Book::of_sheet(&body))), ["A1=文"], "{dimension}");
    }
}

#[test]
fn text_that_looks_like_a_formula_stays_text() {
    let rows =
        row(1, &[text("A1", "=1+1"), text("B1", "+cmd|' /C calc'!A0"), text("C1", "＝HYPERLINK()")].concat());
    assert_eq!(cells(read(&Book::of(&rows))), ["A1==1+1", "B1=+cmd|' /C calc'!A0", "C1=＝HYPERLINK()"]);
}

#[test]
fn formulas_give_their_cached_value() {
    let rows = row(
        1,
        "<c r=\"A1\"><f>1+1</f><v>2</v></c><c r=\"B1\" t=\"str\"><f>A1</f><v>二</v></c><c r=\"C1\"><f>NOW()</f></c>",
    );
    assert_eq!(cells(read(&Book::of(&rows))), ["A1=2", "B1=二"]);
}

#[test]
fn external_links_and_embedded_files_are_told() {
    let link = b"<externalLink><ddeLink ddeService=\"cmd\" ddeTopic=\"/c calc\"/></externalLink>";
    let book = Book::of(&row(1, &text("A1", "文")))
        .part("xl/externalLinks/externalLink1.xml", link)
        .part("xl/embeddings/oleObject1.bin", b"x")
        .part("xl/comments1.xml", b"<comments/>");
    let reading = read(&book);
    assert_eq!(warnings(&reading), [Code::ExternalLink, Code::Embedded, Code::Comments]);
    assert_eq!(cells(reading), ["A1=文"]);
}

#[test]
fn thousands_of_sheets_are_refused() {
    assert_eq!(refusal(&read(&Book::of(&row(1, &text("A1", "文"))).tabs(20_000))), Code::TooMuch);
}

#[test]
fn sheets_that_share_a_part_are_read_once() {
    let reading = read(&Book::of(&row(1, &text("A1", "文"))).tabs(3));
    assert_eq!(warnings(&reading)[0], Code::OddPackage);
    assert_eq!(cells(reading), ["A1=文"]);
}

#[test]
fn merges_are_listed_in_bounds() {
    let merges: Vec<String> = (1..=60_000).map(|n| format!("<mergeCell ref=\"A{n}:XFD{n}\"/>")).collect();
    let merges = merges.concat();
    let rows = row(1, &text("A1", "文"));
    let body = format!("<sheetData>{rows}</sheetData><mergeCells count=\"60000\">{merges}</mergeCells>");
    let reading = read(&Book::of_sheet(&body));
    assert_eq!(warnings(&reading), [Code::OddPackage]);
    assert_eq!(workbook(reading).sheets[0].merges.len(), 10_000);
}

#[test]
fn hidden_sheets_are_marked_and_empty_ones_left_out() {
    let book = Book::of(&row(1, &text("A1", "文")))
        .sheet("藏", "hidden", &row(1, &text("A1", "密")))
        .sheet("空", "", "");
    let sheets = workbook(read(&book)).sheets;
    let shown: Vec<_> = sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.visible)).collect();
    assert_eq!(shown, [("来稿", true), ("藏", false)]);
}

#[test]
fn utf16_sheets_are_read() {
    assert_eq!(cells(read(&Book::of(&row(1, &text("A1", "文"))).utf16())), ["A1=文"]);
}

#[test]
fn a_document_type_is_refused_in_every_part() {
    let laughs = "<!DOCTYPE sst [<!ENTITY a \"哈\"><!ENTITY b \"&a;&a;\">]><sst><si><t>&b;</t></si></sst>";
    let book = Book::of(&row(1, &value("r=\"A1\" t=\"s\"", "0"))).strings(laughs);
    assert_eq!(refusal(&read(&book)), Code::Dtd);
}

#[test]
fn a_string_of_megabytes_used_thousands_of_times_is_refused() {
    let sst = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(1 << 20));
    let rows: String = (1..=12_000).map(|n| row(n, &value(&format!("r=\"A{n}\" t=\"s\""), "0"))).collect();
    let limits = Limits { workbook_mib: 8, ..Limits::default() };
    let reading = readers(&limits).read(&Book::of(&rows).strings(&sst).bytes()).unwrap();
    assert_eq!(refusal(&reading), Code::TooMuch);
}

#[test]
fn a_cell_holds_no_more_than_excel_does() {
    let reading = read(&Book::of(&row(1, &text("A1", &"长".repeat(40_000)))));
    assert_eq!(reading.characters, 32_767);
}

#[test]
fn other_kinds_are_named_by_content() {
    let macros = "application/vnd.ms-excel.sheet.macroEnabled.main+xml";
    let reading = read(&Book::of("").content_type(macros));
    assert_eq!((reading.format, refusal(&reading)), (Format::Xlsm, Code::Macro));
    let binary = "application/vnd.ms-excel.sheet.binary.macroEnabled.main";
    let reading = read(&Book::of("").content_type(binary));
    assert_eq!((reading.format, refusal(&reading)), (Format::Xlsb, Code::WrongType));
    let empty = readers(&Limits::default()).read(&[]).unwrap();
    assert_eq!(refusal(&empty), Code::Empty);
}

#[test]
fn a_child_that_dies_costs_one_file() {
    let limits = Limits { reader_mib: 96, ratio: 100_000, ..Limits::default() };
    let readers = readers(&limits);
    let many = format!("<si><t>{}</t></si>", "字".repeat(200)).repeat(60_000);
    let rows = row(1, &value("r=\"A1\" t=\"s\"", "0"));
    let large = Book::of(&rows).strings(&format!("<sst>{many}</sst>")).bytes();
    assert_eq!(refusal(&readers.read(&large).unwrap()), Code::ParserLimit);
    let small = Book::of(&row(1, &text("A1", "文"))).bytes();
    assert_eq!(cells(readers.read(&small).unwrap()), ["A1=文"]);
}

#[test]
#[cfg(unix)]
fn a_child_that_hangs_or_babbles_costs_one_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits { reader_seconds: 1, ..Limits::default() };
    let bytes = Book::of(&row(1, &text("A1", "文"))).bytes();
    for (name, script) in [("hangs", "exec sleep 60"), ("babbles", "exec yes"), ("leaves", "exit 0")] {
        let program = folder.path().join(name);
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let reading = Readers::with_program(&limits, program).read(&bytes).unwrap();
        assert_eq!(refusal(&reading), Code::ParserLimit, "{name}");
    }
    for (name, script) in [("fails", "exit 74"), ("not-loaded", "exit 127"), ("killed", "kill -9 $$")] {
        let program = folder.path().join(name);
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let answer = Readers::with_program(&limits, program).read(&bytes);
        assert!(answer.is_err(), "a machine that fails the child is no fault of the file: {name}");
    }
    let missing = Readers::with_program(&limits, folder.path().join("missing"));
    assert!(missing.read(&bytes).is_err(), "a machine that starts no child is no fault of the file");
}

#[test]
#[cfg(unix)]
fn a_child_that_was_killed_costs_no_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (program, been) = (folder.path().join("dies-once"), folder.path().join("been"));
    let script = format!(
        "#!/bin/sh\n[ -e '{been}' ] || {{ touch '{been}'; exit 1; }}\nexec '{}' \"$@\"\n",
        env!("CARGO_BIN_EXE_minyi"),
        been = been.display(),
    );
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let bytes = Book::of(&row(1, &text("A1", "文"))).bytes();
    let reading = Readers::with_program(&Limits::default(), program).read(&bytes).unwrap();
    assert_eq!(cells(reading), ["A1=文"]);
}

#[test]
fn callers_at_the_same_time_each_get_their_own_answer() {
    let readers = readers(&Limits::default());
    std::thread::scope(|scope| {
        for n in 0..8 {
            let readers = &readers;
            scope.spawn(move || {
                let word = format!("第{n}份");
                let bytes = Book::of(&row(1, &text("A1", &word))).bytes();
                for _ in 0..5 {
                    assert_eq!(cells(readers.read(&bytes).unwrap()), [format!("A1={word}")]);
                }
            });
        }
    });
}
