//! The bench of scores: a million events computed, a million points written as the workbook that minyi writes.
//! It never reads a ledger; what the ledger costs is measured by the pass.
//!
//! `bench-score --events 1000000` prints one JSON object with the seconds of computing and the points found;
//! with `--out FILE` the workbook is written too, row by row. With `--floor WORKBOOK` it does, instead, the least that
//! any program must: adds up the events in hash tables, and deflates as many bytes of rows as that workbook has.

use chrono::{Days, NaiveDate};
use minyi::office::scoring::happening::{Author, Happening, Happenings, Person, Trait, Unit};
use minyi::office::scoring::{parse::parse, score};
use minyi::typeset::sheets::write_score_book;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::time::Instant;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// People, units and sectors of performance.md section 5.
const PEOPLE: u64 = 3_000;
const UNITS: u64 = 200;
const SECTORS: u64 = 23;
/// Events of one case.
const EVENTS_PER_CASE: u64 = 3;

const SCHEME: &str = r#"
title = "压力测试"
[levels]
"区" = ["区委", "区政府"]
"市" = ["市政协", "市委"]
"国" = ["全国政协"]
[[board]]
name = "委员"
role = "委员"
ties = ["全国采用"]
[[board]]
name = "单位"
of = "反映单位"
[[board]]
name = "界别"
of = "界别"
[[block]]
name = "采用"
cap = { "每件" = 60, "每月" = 2000 }
[[rule]]
name = "登记"
event = "登记"
points = 1
board = "委员"
[[rule]]
name = "编发"
event = "编发"
points = 2
[[rule]]
name = "采用"
event = "采用"
by = ["级别", "形式"]
points = { "市" = { "单篇" = 8, "其他" = 5 }, "国" = { "单篇" = 30, "其他" = 20 }, "其他" = { "其他" = 3 } }
block = "采用"
board = "委员"
[[rule]]
name = "批示"
event = "批示"
by = "级别"
points = { "区" = 5, "市" = 10, "其他" = 20 }
board = "委员"
[[factor]]
name = "联名折半"
joint = true
times = "1/2"
[[metric]]
name = "全国采用"
event = "采用"
level = "国"
[[quota]]
name = "每年5件"
event = "登记"
least = 5
"#;

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        // Knuth's linear congruence; the high bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn happenings(events: u64) -> Happenings {
    let mut all = Happenings::default();
    let mut numbers = Numbers(2_026);
    let role = all.words.of("委员");
    let mut authors = Vec::new();
    for person in 0..PEOPLE {
        let mut author = Author { person: all.words.of(&format!("委员{person:04}")), ..Author::default() };
        author.traits[Trait::Role.index()] = vec![role];
        author.traits[Trait::Sector.index()] = vec![all.words.of(&format!("第{}界别", person % SECTORS))];
        all.people.push(Person { author: author.clone(), ..Person::default() });
        authors.push(all.author(author));
    }
    let kind = all.words.of("界别");
    for sector in 0..SECTORS {
        let name = all.words.of(&format!("第{sector}界别"));
        all.units.push(Unit { name, kind, ..Unit::default() });
    }
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default();
    let organs = ["区委", "区政府", "市政协", "市委", "全国政协"].map(|organ| all.words.of(organ));
    let forms = ["单篇", "综合"].map(|form| all.words.of(form));
    let kinds = ["编发", "采用", "采用", "批示"].map(|kind| all.words.of(kind));
    let registered = all.words.of("登记");
    let mut item = 0;
    for at in 0..events {
        let opens = at % EVENTS_PER_CASE == 0;
        if opens {
            let case = at / EVENTS_PER_CASE + 1;
            item = all.new_item(&format!("2026-{case:06}"));
            let unit = all.words.of(&format!("第{}单位", numbers.below(UNITS)));
            let title = all.texts.add(&format!("关于改善第{case}号社区停车和养老服务的建议"));
            all.set_authors(item, &[authors[usize::try_from(numbers.below(PEOPLE)).unwrap_or(0)]]);
            all.set_units(item, &[unit]);
            if let Some(item) = all.item_mut(item) {
                item.title = title;
            }
        }
        let date = first.checked_add_days(Days::new(numbers.below(365))).unwrap_or(first);
        let pick = |words: &[minyi::office::scoring::happening::Word], number: u64| {
            words[usize::try_from(number).unwrap_or(0)]
        };
        all.events.push(Happening {
            item,
            event: if opens { registered } else { pick(&kinds, numbers.below(4)) },
            organ: pick(&organs, numbers.below(5)),
            form: pick(&forms, numbers.below(2)),
            date,
            ..Happening::default()
        });
    }
    all
}

/// Bytes of rows that the floor deflates again and again: enough that none is in the window of deflate.
const PIECE: u64 = 4 << 20;

/// Seconds of adding every event up for its person, unit and sector.
fn floor_of_computing(all: &Happenings) -> f64 {
    let start = Instant::now();
    let mut sums = [(); 3].map(|()| HashMap::new());
    for event in all.events.iter() {
        let item = all.item_at(event.item);
        for author in all.authors_of(item).iter().map(|at| all.author_at(*at)) {
            *sums[0].entry(author.person).or_insert(0_u64) += 1;
            for sector in &author.traits[Trait::Sector.index()] {
                *sums[2].entry(*sector).or_insert(0) += 1;
            }
        }
        for unit in all.units_of(item) {
            *sums[1].entry(*unit).or_insert(0) += 1;
        }
    }
    assert!(sums.iter().all(|sums| !sums.is_empty()), "everybody has events");
    start.elapsed().as_secs_f64()
}

/// Seconds of deflating as many bytes of rows as a workbook has, into a file.
fn floor_of_writing(workbook: &str, path: &str) -> std::io::Result<f64> {
    let mut archive = ZipArchive::new(File::open(workbook)?)?;
    let mut largest = (0, 0);
    for at in 0..archive.len() {
        largest = largest.max((archive.by_index(at)?.size(), at));
    }
    let (size, at) = largest;
    let mut piece = Vec::new();
    archive.by_index(at)?.take(PIECE).read_to_end(&mut piece)?;
    let start = Instant::now();
    let mut target = ZipWriter::new(BufWriter::new(File::create(path)?));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1));
    target.start_file("sheet.xml", options)?;
    let mut left = usize::try_from(size).unwrap_or(usize::MAX);
    while left > 0 {
        let part = left.min(piece.len());
        target.write_all(&piece[..part])?;
        left -= part;
    }
    target.finish()?.flush()?;
    Ok(start.elapsed().as_secs_f64())
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let value =
        |name: &str| arguments.iter().position(|one| one == name).and_then(|at| arguments.get(at + 1));
    let events: u64 = value("--events").and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let scheme = parse("压力测试.toml", SCHEME).unwrap_or_else(|wrong| panic!("{wrong:?}"));
    let all = happenings(events);
    if let Some(workbook) = value("--floor") {
        let computing = floor_of_computing(&all);
        drop(all);
        let path = value("--out").expect("--floor needs --out FILE");
        let writing = floor_of_writing(workbook, path).unwrap_or_else(|cause| panic!("{workbook}: {cause}"));
        let report = serde_json::json!({
            "events": events, "computing_seconds": computing, "writing_seconds": writing,
        });
        return print(&report.to_string());
    }
    let period = scheme.period.year(2026).expect("2026 is a year");
    let start = Instant::now();
    let scores = score(&scheme, &all, period, period.to);
    let computing = start.elapsed().as_secs_f64();
    let rows: usize = scores.boards.iter().map(minyi::office::scoring::BoardScores::row_count).sum();
    let mut writing = 0.0;
    if let Some(path) = value("--out") {
        let start = Instant::now();
        let file = File::create(path).unwrap_or_else(|cause| panic!("cannot create {path}: {cause}"));
        write_score_book(&scores, "政协示例区委员会办公室", BufWriter::new(file)).expect("a workbook");
        writing = start.elapsed().as_secs_f64();
    }
    let total: minyi::office::scoring::points::Points =
        scores.boards.iter().flat_map(|board| &board.standings).map(|standing| standing.points).sum();
    let report = serde_json::json!({
        "events": events, "rows": rows, "points": total.to_string(), "computing_seconds": computing,
        "writing_seconds": writing, "peak_mib": peak_mib(),
    });
    print(&report.to_string());
}

/// Most memory that this process has held.
fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib / 1024)
}

#[expect(clippy::print_stdout, reason = "a bench reports on stdout")]
fn print(report: &str) {
    println!("{report}");
}
