//! Every example of docs/scoring.md, run as it stands there.
//! It never knows what an example is about.

use crate::office::scoring::{events, line, parse::parse, row_line, score};

const PAGE: &str = include_str!("../../../../docs/scoring.md");

/// Fenced blocks with the line on which each begins.
fn blocks() -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (at, text) in PAGE.lines().enumerate() {
        match (&mut open, text.starts_with("```")) {
            (None, true) => open = Some((at + 1, String::new())),
            (Some(_), true) => blocks.extend(open.take()),
            (Some((_, inside)), false) => {
                inside.push_str(text);
                inside.push('\n');
            }
            (None, false) => {}
        }
    }
    blocks
}

/// What the command of an example prints.
fn printed(command: &str, scheme: &str, happened: &str) -> Vec<String> {
    let scheme = parse("办法.toml", scheme).unwrap_or_else(|wrong| panic!("{wrong:#?}"));
    let all =
        events::read("事项.toml", happened, &scheme.events).unwrap_or_else(|wrong| panic!("{wrong:#?}"));
    let words: Vec<&str> = command.split_whitespace().collect();
    let asked = words.iter().find(|word| word.starts_with("20")).copied();
    let period = crate::pipeline::score::period_of(asked, &scheme, &all).unwrap();
    let scores = score(&scheme, &all, period, period.to);
    let board = words.iter().position(|word| *word == "--board").map(|at| words[at + 1]);
    let mut lines = Vec::new();
    for one in scores.boards.iter().filter(|one| board.is_none_or(|name| name == one.name)) {
        if words.contains(&"--detail") {
            lines.extend(one.rows().map(|row| row_line(&scores, one, &row, &scheme.rules, "分")));
        } else {
            lines.extend(one.standings.iter().map(|standing| line(&scores, one, standing)));
        }
    }
    lines
}

/// Columns are parted by tabs; the page shows them with spaces.
fn columns(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

#[test]
fn every_example_gives_what_the_page_says() {
    let (mut scheme, mut happened, mut examples, mut wrong) = (String::new(), String::new(), 0, Vec::new());
    for (line, block) in blocks() {
        if block.starts_with("# 办法") {
            scheme = block;
        } else if block.starts_with("# 事项") {
            happened = block;
        } else if let Some((command, expected)) =
            block.split_once('\n').filter(|(first, _)| first.starts_with("$ minyi score"))
        {
            let found = printed(command, &scheme, &happened);
            examples += 1;
            if !found.iter().map(|one| columns(one)).eq(expected.lines().map(columns)) {
                wrong.push(format!("line {line} of the page gives:\n{}\n", found.join("\n")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(examples >= 28, "{examples} examples");
}
