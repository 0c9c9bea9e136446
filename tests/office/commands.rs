//! The commands: shapes of `--json`, exit codes, faults of settings all at once.
//! They never test what a paper becomes.

use crate::office::{Office, form, minyi, parking};
use std::fs;

#[test]
fn the_shapes_of_json_are_a_promise() {
    let office = Office::new();
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let shapes: Vec<String> = [
        &["list"][..],
        &["show", "2026-0001"],
        &["explain", "2026-0001"],
        &["status"],
        &["reconcile"],
        &["log"],
        &["fields"],
    ]
    .into_iter()
    .map(|arguments| office.keys(arguments))
    .collect();
    insta::assert_snapshot!(shapes.join("\n"));
}

#[test]
fn faults_of_settings_come_all_at_once_and_refuse_the_start() {
    let office = Office::with(|text| {
        text.replacen("settle_seconds = 5", "settle_secnds = 5", 1).replacen(
            "gates = []",
            "gates = [\"盖章\"]",
            1,
        )
    });
    let ran = office.minyi(&["check"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("settle_secnds") && ran.err.contains("盖章"), "{}", ran.err);
    assert_eq!(office.minyi(&["run", "--now"]).code, Some(3));
}

#[test]
fn extract_prints_a_line_a_file_also_for_one_that_is_not_there() {
    let ran = minyi(&["extract", "--json", "/nowhere/a.docx", "Cargo.toml"], &[]);
    assert_eq!(ran.code, Some(1));
    let codes: Vec<String> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("an object"))
        .map(|line| line["rejections"][0]["code"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(codes, ["NOT_A_FILE", "WRONG_TYPE"]);
}

/// The ledger keeps what was written; what people read must not read otherwise than it is.
#[test]
fn what_turns_the_direction_of_a_title_is_shown_on_no_page() {
    let office = Office::new();
    office.drop_file(
        "来稿/停车.docx",
        &form("关于\u{202E}议建的\u{202C}停车建议", "张三", &["停车难，建议治理。"]),
    );
    office.run();
    assert!(office.json(&["list"])[0]["title"].as_str().is_some_and(|title| title.contains('\u{202E}')));
    let list = office.minyi(&["list"]).out;
    assert!(list.contains("关于\\u{202e}议建的") && !list.contains('\u{202E}'), "{list}");
    for name in office.printed() {
        let file = fs::File::open(office.root().join("outbox").join(&name)).expect("a document");
        let mut package = zip::ZipArchive::new(file).expect("a package");
        let text =
            std::io::read_to_string(package.by_name("word/document.xml").expect("a part")).expect("text");
        assert!(text.contains("议建的") && !text.contains('\u{202E}'), "{name}");
    }
}

#[test]
fn usage_is_told_from_failure() {
    assert_eq!(minyi(&["list", "--office", "/nowhere/at/all"], &[]).code, Some(4));
    let empty = tempfile::tempdir().expect("a temporary folder");
    assert_eq!(minyi(&["list", "--office", &empty.path().to_string_lossy()], &[]).code, Some(3));
    assert_eq!(minyi(&["judge", "2026-0001", "盖章"], &[]).code, Some(2));
    assert_eq!(minyi(&["frobnicate"], &[]).code, Some(2));
    let office = Office::new();
    assert_eq!(office.minyi(&["show", "2026-0009"]).code, Some(2));
    fs::remove_file(office.root().join("ledger.db")).expect("removed");
    assert_eq!(office.minyi(&["list"]).code, Some(4));
}

/// A new ledger would give numbers a second time, a new inbox would hide that the share is away.
#[test]
fn what_an_office_has_worked_with_is_never_made_anew() {
    let office = Office::new();
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    for (name, word) in
        [("ledger.db", "ledger"), ("inbox", "inbox"), ("outbox", "outbox"), ("archive", "archive")]
    {
        let (there, away) = (office.root().join(name), office.root().join("away"));
        fs::rename(&there, &away).expect("moved away");
        for command in [&["run", "--now"][..], &["check"]] {
            let ran = office.minyi(command);
            assert_eq!(ran.code, Some(4), "{name}, {command:?}: {}", ran.err);
            assert!(ran.err.contains(&format!("the {word} is away")), "{}", ran.err);
        }
        assert!(!there.exists(), "{name} was made anew");
        if name != "ledger.db" {
            fs::create_dir(&there).expect("a mount point");
            assert_eq!(office.minyi(&["run", "--now"]).code, Some(4), "{name} is bare");
            fs::remove_dir(&there).expect("nothing was put there");
        }
        fs::rename(&away, &there).expect("brought back");
        assert_eq!(office.minyi(&["run", "--now"]).code, Some(0), "{name}");
        assert_eq!(office.minyi(&["verify"]).code, Some(0), "{name}");
    }
    fs::write(office.root().join("ledger.db"), b"").expect("emptied");
    assert_eq!(office.minyi(&["run", "--now"]).code, Some(4));
    assert_eq!(office.minyi(&["status"]).code, Some(4));
}

/// A ledger out of a backup does not know what was registered since, and would give its numbers again.
#[test]
fn an_older_ledger_is_refused() {
    let office = Office::new();
    let ledger = office.root().join("ledger.db");
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let older = fs::read(&ledger).expect("a ledger");
    let second = form("关于修缮人行道的建议", "李某某", &["南浦路人行道破损多处，建议尽快修缮。"]);
    office.drop_file("来稿/人行道.docx", &second);
    office.run();
    let newer = fs::read(&ledger).expect("a ledger");
    fs::write(&ledger, older).expect("the older ledger");
    for command in ["run", "check"] {
        let ran = office.minyi(&[command]);
        assert_eq!(ran.code, Some(6), "{command}: {}", ran.err);
        assert!(ran.err.contains("older than the office: it ends at file 1, and file 2"), "{}", ran.err);
    }
    fs::write(&ledger, newer).expect("the newer ledger");
    office.run();
    assert_eq!(office.json(&["list"]).len(), 2);
}

#[test]
fn a_changed_document_and_a_changed_original_are_found() {
    let office = Office::new();
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let original = office.files("archive").into_keys().next().expect("an original");
    let path = office.root().join("archive").join(original);
    let mut bytes = fs::read(&path).expect("read");
    bytes[40] ^= 1;

    fs::write(&path, bytes).expect("written");
    let receipt = office.documents().into_iter().find(|name| name.starts_with("回执")).expect("a receipt");
    fs::write(office.root().join("outbox").join(receipt), b"other").expect("written");
    let found = office.json(&["verify"]);
    let what: Vec<_> = found.iter().map(|finding| finding["what"].clone()).collect();
    assert_eq!(what, ["archive", "output"]);
    assert_eq!(office.minyi(&["verify"]).code, Some(6));
}

#[test]
fn check_goes_on_behind_faulty_settings_and_init_puts_back_what_is_missing() {
    let office = Office::with(|text| {
        text.replacen("settle_seconds = 5", "settle_seconds = -3", 1).replacen(
            "gates = []",
            "gates = [\"签法\"]",
            1,
        )
    });
    let cover = office.root().join("templates/报送单.docx");
    fs::remove_file(&cover).expect("removed");
    let root = office.root().to_string_lossy().into_owned();
    let complaints = || office.minyi(&["check"]).err.replace(&root, "OFFICE");
    insta::assert_snapshot!(complaints(), @r#"
    minyi: office.toml, line 8: "settle_seconds" cannot be -3 (hint: write a number from 0 to 86400)
    minyi: office.toml, line 9: gate "签法" is not a step (hint: did you mean "签发"?)
    minyi: templates/报送单.docx: the template is missing (hint: put it there, or let `minyi init` write the stock one)
    minyi: 3 faults in OFFICE
    "#);
    let settings = office.root().join("office.toml");
    fs::write(&settings, "gates = [“签发”]").expect("written");
    fs::write(office.root().join("templates/回执.docx"), b"no package").expect("written");
    insta::assert_snapshot!(complaints(), @r#"
    minyi: office.toml, line 1: not TOML: string values must be quoted, expected literal string (hint: write quotes, commas, brackets and = in half width: " , [ ] =)
    minyi: templates/回执.docx, the file: this is not a Word document (.docx) (hint: save the template as .docx and copy it again)
    minyi: 2 faults in OFFICE
    "#);

    let ran = minyi(&["init", &root], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(cover.exists());
    assert_eq!(fs::read_to_string(&settings).expect("read"), "gates = [“签发”]", "nothing is written over");
    assert_eq!(minyi(&["init", &root], &[]).code, Some(2));
}

#[test]
fn completions_and_the_man_page_name_every_command() {
    let page = minyi(&["man"], &[]).out;
    let script = minyi(&["completions", "bash"], &[]).out;
    for command in ["init", "run", "watch", "check", "judge", "extract", "reconcile"] {
        assert!(page.contains(command) && script.contains(command), "{command}");
    }
}

#[test]
fn a_second_run_is_refused_while_a_watch_works_and_a_verdict_is_not() {
    use std::process::{Command, Stdio};
    let office = Office::new();
    let mut watch = Command::new(env!("CARGO_BIN_EXE_minyi"))
        .args(["watch", "--office", &office.root().to_string_lossy()])
        .stderr(Stdio::piped())
        .spawn()
        .expect("a watch");
    // Its first message comes after it holds the lock.
    let mut first = [0_u8; 8];
    std::io::Read::read_exact(watch.stderr.as_mut().expect("a pipe"), &mut first).expect("a message");
    assert_eq!(office.minyi(&["run", "--now"]).code, Some(5));
    assert_eq!(office.minyi(&["status"]).code, Some(0));
    watch.kill().expect("killed");
    watch.wait().expect("ended");
    assert_eq!(office.minyi(&["run", "--now"]).code, Some(0));
}

#[test]
fn settings_in_another_encoding_are_a_fault_of_settings_with_its_line() {
    let office = Office::new();
    let path = office.root().join("office.toml");
    fs::write(&path, b"# plain\n[office]\nname = \"\xd5\xfe\xd0\xad\"\n").expect("GBK written");
    for command in [&["check"][..], &["run", "--now"], &["list"]] {
        let ran = office.minyi(command);
        assert_eq!(ran.code, Some(3), "{command:?}: {}", ran.err);
        assert!(ran.err.contains("office.toml, line 3") && ran.err.contains("UTF-8"), "{}", ran.err);
    }
}

#[test]
fn a_folder_of_templates_that_is_gone_is_a_fault_of_templates() {
    let office = Office::new();
    fs::remove_dir_all(office.root().join("templates")).expect("removed");
    for command in [&["check"][..], &["run", "--now"]] {
        let ran = office.minyi(command);
        assert_eq!(ran.code, Some(3), "{command:?}: {}", ran.err);
        assert!(ran.err.contains("minyi init"), "{}", ran.err);
    }
}

#[test]
fn init_puts_back_folders_and_forms_that_are_gone_for_good() {
    let office = Office::new();
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    fs::remove_dir_all(office.root().join("inbox")).expect("removed");
    fs::remove_dir_all(office.root().join("outbox")).expect("removed");
    assert_eq!(office.minyi(&["run", "--now"]).code, Some(4), "a share may be away");
    let ran = office.minyi(&["init"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(office.root().join("outbox/表样/来稿表.docx").exists());
    office.run();
    assert_eq!(office.minyi(&["init"]).code, Some(2), "now it lacks nothing");
}

#[test]
fn init_is_told_of_one_folder() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let office = folder.path().join("office");
    let ran = minyi(&["init", "--office", &office.to_string_lossy()], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(office.join("office.toml").exists());
    let office = office.to_string_lossy();
    fs::remove_file(folder.path().join("office/templates/回执.docx")).expect("removed");
    let ran = minyi(&["init", &office, "--office", &office], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let ran = minyi(&["init", "elsewhere", "--office", &office], &[]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
}

#[test]
fn what_a_run_did_is_an_object_as_well() {
    let office = Office::new();
    office.drop_file("来稿/停车.docx", &parking());
    let did = &office.json(&["run", "--now"])[0];
    assert_eq!((&did["registered"], &did["papers"], &did["waiting"]), (&1.into(), &1.into(), &0.into()));
}

#[test]
fn thousands_of_waiting_files_are_not_named_one_by_one() {
    let office = Office::new();
    for count in 0..25 {
        office.drop_file(&format!("来稿/{count}.docx"), b"");
    }
    let status = office.minyi(&["status"]).out;
    assert_eq!(status.lines().filter(|line| line.starts_with("未收 ")).count(), 20, "{status}");
    assert!(status.contains("另有 5 个"), "{status}");
    assert_eq!(office.json(&["status"])[0]["files_waiting"].as_array().map(Vec::len), Some(25));
}

#[cfg(target_os = "linux")]
#[test]
fn data_that_could_not_be_written_is_never_a_success() {
    let office = Office::new();
    office.drop_file("来稿/停车.docx", &parking());
    office.run();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
    let ended = std::process::Command::new(env!("CARGO_BIN_EXE_minyi"))
        .args(["list", "--json", "--office", &office.root().to_string_lossy()])
        .stdout(full)
        .status()
        .expect("started");
    assert_eq!(ended.code(), Some(1));
}
