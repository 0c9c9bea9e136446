//! The program ended behind each step of the pass: a restart gives what an undisturbed run gives.
//! They never wait for a moment: the program ends itself where it is told to.

use crate::answers::sheet;
use crate::office::{Office, form, parking};
use rayon::prelude::*;
use std::sync::LazyLock;

/// Every failpoint of the pass, in its order.
const STEPS: [&str; 14] = [
    "claimed",
    "aside",
    "named",
    "archived",
    "committed",
    "renamed",
    "put_away",
    "cleared",
    "written",
    "document_named",
    "placed",
    "recorded",
    "remembered",
    "shown",
];

/// The drops, made once: a workbook carries the time at which it was made.
static DROPS: LazyLock<Vec<(&str, Vec<u8>)>> = LazyLock::new(|| {
    let rows: [&[&str]; 3] = [
        &["标题", "反映人", "正文"],
        &["关于增设夜间公交的建议", "王五", "夜班工人下班后没有公交。"],
        &["", "赵六", "没有标题的一行。"],
    ];
    vec![
        ("来稿/停车.docx", parking()),
        ("来稿/同一份.docx", parking()),
        ("急件/内涝.docx", form("关于防范突发内涝的建议", "李四", &["暴雨后地下车库被淹。"])),
        ("来稿/缺项.docx", form("", "", &["没有标题。"])),
        ("来稿/批量.xlsx", sheet(&rows)),
    ]
});

/// An office with the drops in its inbox, which it takes in batches of so many files.
fn filled(batch_files: usize) -> Office {
    let office = Office::with(|text| {
        let smaller = text.replacen("batch_files = 256", &format!("batch_files = {batch_files}"), 1);
        assert!(batch_files == 256 || smaller != text, "the setting has another name");
        smaller
    });
    for (path, bytes) in DROPS.iter() {
        office.drop_file(path, bytes);
    }
    office
}

/// All that a person can see, the log by case: how entries of different cases lie between each other depends on which
/// files came into one batch.
fn seen_by_case(office: &Office) -> Vec<String> {
    let seen = office.seen();
    let (outside, log) = seen.split_once("-- log\n").expect("a log");
    let mut log: Vec<&str> = log.lines().collect();
    log.sort_by_key(|line| line.split(' ').nth(1));
    outside.lines().chain(log).map(ToOwned::to_owned).collect()
}

#[test]
fn batches_beside_each_other_give_the_same_office_as_one() {
    let one = filled(256);
    one.run();
    for batch_files in 1..=4 {
        let many = filled(batch_files);
        many.run();
        assert_eq!(seen_by_case(&many), seen_by_case(&one), "batches of {batch_files}");
        assert_eq!(many.files("outbox"), one.files("outbox"), "batches of {batch_files}");
        assert_eq!(many.inbox(), Vec::<String>::new(), "batches of {batch_files}");
    }
}

/// The program is ended while one batch is read, another committed and a third printed.
#[test]
fn a_restart_after_any_step_gives_the_same_office() {
    let undisturbed = filled(256);
    undisturbed.run();
    let documents = undisturbed.files("outbox");
    let seen = seen_by_case(&undisturbed);
    let archive = undisturbed.files("archive");
    STEPS.par_iter().for_each(|step| {
        for hits_before in [0, 1, 3] {
            let office = filled(2);
            let setting = format!("{step}={hits_before}*off->return");
            let ran = office.minyi_with(&["run", "--now"], &[("FAILPOINTS", &setting)]);
            if hits_before == 0 {
                assert_eq!(ran.code, None, "{step} was not reached: {}", ran.err);
            }
            office.run();
            let shown = format!("{step} after {hits_before}");
            assert_eq!(seen_by_case(&office), seen, "{shown}");
            assert_eq!(office.files("outbox"), documents, "{shown}");
            assert_eq!(office.files("archive"), archive, "{shown}");
            let verified = office.minyi(&["verify"]);
            assert_eq!(verified.code, Some(0), "{shown}: {}{}", verified.out, verified.err);
        }
    });
}

#[test]
fn a_start_spares_what_a_command_beside_it_has_written_aside() {
    let office = Office::new();
    office.run();
    let aside = office.root().join("archive/tmp/4711-1");
    std::fs::write(&aside, b"evidence on its way").expect("written");
    let lock = std::fs::File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(office.root().join("ledger.beside"))
        .expect("the lock of commands");
    lock.lock_shared().expect("shared");
    office.run();
    assert!(aside.exists(), "swept while a command was at work");
    drop(lock);
    office.run();
    assert!(!aside.exists(), "never swept");
}
