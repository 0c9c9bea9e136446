//! Makes the bench's submissions: Word files as a clerk's Word saves them, the same for the same seed and index.
//! It never uses minyi's own code, so that the bench does not read what its own writer made easy.

#[path = "generate/package.rs"]
mod package;
#[path = "generate/parts.rs"]
mod parts;
#[path = "generate/words.rs"]
mod words;

use anyhow::Context;
use clap::Parser;
use rayon::prelude::*;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes invented submissions into a folder.
#[derive(Parser)]
struct Arguments {
    /// Folder to write into; made when missing.
    folder: PathBuf,
    /// How many files.
    #[arg(long, default_value_t = 1_000)]
    count: u64,
    /// Number of the first file, for more of the same series.
    #[arg(long, default_value_t = 1)]
    first: u64,
    /// Another seed gives other people, places and matters.
    #[arg(long, default_value_t = 20_260_101)]
    seed: u64,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    std::fs::create_dir_all(&arguments.folder)
        .with_context(|| format!("cannot make {}", arguments.folder.display()))?;
    let last = arguments.first.saturating_add(arguments.count);
    let sizes: Vec<usize> = (arguments.first..last)
        .into_par_iter()
        .map(|index| write_submission(&arguments.folder, arguments.seed, index))
        .collect::<anyhow::Result<_>>()?;
    let total: usize = sizes.iter().sum();
    writeln!(std::io::stdout(), "{{\"files\":{},\"bytes\":{total}}}", sizes.len())?;
    Ok(())
}

/// Writes the file of one index and returns its size in bytes.
fn write_submission(folder: &Path, seed: u64, index: u64) -> anyhow::Result<usize> {
    let mut chance = words::Chance::new(seed, index);
    let paper = words::Paper::invent(&mut chance, index);
    let document = if index.is_multiple_of(3) {
        package::letter(&paper, &mut chance)
    } else {
        package::form(&paper, &mut chance)
    };
    let bytes = package::pack(&document, &paper)?;
    let path = folder.join(format!("{index:05} {}.docx", paper.title));
    std::fs::write(&path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(bytes.len())
}
