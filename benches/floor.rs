//! The floor: reads, hashes, inflates, deflates, writes and syncs what minyi does for a submission, and nothing else.
//! It never parses XML, fills no template and decides nothing: minyi's time above it is minyi's own.

#[path = "floor/render.rs"]
mod render;
#[path = "floor/store.rs"]
mod store;

use anyhow::Context;
use clap::Parser;
use rayon::prelude::*;
use render::Output;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use store::{Arrival, Ledger};

/// Takes every .docx of a folder as minyi takes it, but without understanding it.
#[derive(Parser)]
struct Arguments {
    /// Folder with the submissions; they end in `.taken` below it.
    inbox: PathBuf,
    /// Fresh folder for archive, outbox and ledger.
    office: PathBuf,
    /// What to write: the JSON file that benches/run.py makes from a run of minyi.
    #[arg(long)]
    manifest: PathBuf,
    /// Submissions between two syncs.
    #[arg(long, default_value_t = 256)]
    batch: usize,
    /// Threads that read and write.
    #[arg(long, default_value_t = 2)]
    threads: usize,
}

/// The outputs of one submission, and the bytes that the ledger takes for it.
#[derive(serde::Deserialize)]
struct Manifest {
    outputs: Vec<render::Model>,
    ledger_bytes: usize,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    rayon::ThreadPoolBuilder::new().num_threads(arguments.threads).build_global()?;
    let manifest: Manifest = serde_json::from_slice(&fs::read(&arguments.manifest)?)?;
    let outputs: Vec<Output> = manifest.outputs.iter().map(Output::prepare).collect::<anyhow::Result<_>>()?;
    let report = Pass::start(&arguments, &outputs, manifest.ledger_bytes)?.run()?;
    writeln!(std::io::stdout(), "{}", serde_json::to_string(&report)?)?;
    Ok(())
}

/// What the pass did; the seconds are those inside, after the start.
#[derive(serde::Serialize)]
struct Report {
    files: usize,
    written: usize,
    seconds: f64,
    per_second: f64,
    /// Where the time went: reading with the archive copies, syncs, ledger, outputs.
    taking: f64,
    syncing: f64,
    ledger: f64,
    writing: f64,
    levels: Vec<u32>,
}

/// One pass over the inbox.
struct Pass<'a> {
    inbox: &'a Path,
    office: &'a Path,
    batch: usize,
    outputs: &'a [Output],
    ledger: Ledger,
    ledger_bytes: usize,
    times: [Duration; 4],
}

impl<'a> Pass<'a> {
    /// Makes the folders and the ledger of a fresh office.
    fn start(arguments: &'a Arguments, outputs: &'a [Output], ledger_bytes: usize) -> anyhow::Result<Self> {
        let office = arguments.office.as_path();
        for folder in ["archive/tmp".to_owned()].into_iter().chain(outputs.iter().flat_map(Output::folders)) {
            fs::create_dir_all(office.join(folder))?;
        }
        fs::create_dir_all(arguments.inbox.join(".taken"))?;
        Ok(Pass {
            inbox: &arguments.inbox,
            office,
            batch: arguments.batch.max(1),
            outputs,
            ledger: Ledger::create(&office.join("ledger.db"))?,
            ledger_bytes,
            times: [Duration::ZERO; 4],
        })
    }

    fn run(mut self) -> anyhow::Result<Report> {
        let start = Instant::now();
        let paths = submissions(self.inbox)?;
        let mut written = 0;
        for (number, batch) in paths.chunks(self.batch).enumerate() {
            written += self.take_batch(number * self.batch, batch)?;
        }
        let seconds = start.elapsed().as_secs_f64();
        let [taking, syncing, ledger, writing] = self.times.map(|time| time.as_secs_f64());
        Ok(Report {
            files: paths.len(),
            written,
            seconds,
            per_second: f64::from(u32::try_from(paths.len())?) / seconds,
            taking,
            syncing,
            ledger,
            writing,
            levels: self.outputs.iter().map(Output::level).collect(),
        })
    }

    /// Archive copies durable, then the ledger, then the outputs durable, then the ledger, then the inbox.
    fn take_batch(&mut self, first: usize, paths: &[PathBuf]) -> anyhow::Result<usize> {
        let office = self.office;
        let arrivals: Vec<Arrival> = self.timed(0, |_| {
            paths.par_iter().enumerate().map(|(index, path)| take(office, path, first + index)).collect()
        })?;
        self.timed(1, |_| store::sync(office))?;
        self.timed(0, |_| arrivals.iter().try_for_each(|arrival| store::name_in_archive(office, arrival)))?;
        self.timed(1, |_| store::sync(office))?;
        let names: Vec<String> = self.outputs.iter().flat_map(Output::folders).collect();
        self.timed(2, |pass| pass.ledger.register(&arrivals, &names, pass.ledger_bytes))?;

        let outputs = self.outputs;
        let written: Vec<usize> = self.timed(3, |_| {
            arrivals.par_iter().map(|arrival| write_aside(office, outputs, arrival)).collect()
        })?;
        self.timed(1, |_| store::sync(office))?;
        self.timed(3, |_| {
            arrivals.iter().try_for_each(|arrival| {
                names.iter().try_for_each(|folder| store::place(office, folder, arrival))
            })
        })?;
        self.timed(1, |_| store::sync(office))?;
        self.timed(2, |pass| pass.ledger.placed(&arrivals))?;
        self.timed(0, |pass| arrivals.iter().try_for_each(|arrival| store::put_away(pass.inbox, arrival)))?;
        Ok(arrivals.len() + written.iter().sum::<usize>())
    }

    /// Does a piece of work and adds its time to one of the four sums.
    fn timed<T>(
        &mut self,
        sum: usize,
        work: impl FnOnce(&mut Self) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let start = Instant::now();
        let result = work(self);
        self.times[sum] += start.elapsed();
        result
    }
}

/// The submissions of a folder, in order.
fn submissions(inbox: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in walkdir::WalkDir::new(inbox).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() && entry.path().extension().is_some_and(|ending| ending == "docx") {
            paths.push(entry.into_path());
        }
    }
    Ok(paths)
}

/// Reads a file, hashes it, unpacks every member once for its CRC, and writes the archive copy aside.
fn take(office: &Path, path: &Path, mark: usize) -> anyhow::Result<Arrival> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let fingerprint = Sha256::digest(&bytes);
    let mut package = zip::ZipArchive::new(Cursor::new(&bytes))?;
    for index in 0..package.len() {
        std::io::copy(&mut package.by_index(index)?, &mut std::io::sink())?;
    }
    fs::write(store::aside_in_archive(office, mark), &bytes)?;
    let fingerprint = fingerprint.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    Ok(Arrival { mark, path: path.to_owned(), fingerprint })
}

/// Packs every output of a submission and writes its copies aside; returns how many.
fn write_aside(office: &Path, outputs: &[Output], arrival: &Arrival) -> anyhow::Result<usize> {
    let mut written = 0;
    for output in outputs {
        let bytes = output.pack(arrival.mark)?;
        for folder in output.folders() {
            fs::write(store::aside(office, &folder, arrival), &bytes)?;
            written += 1;
        }
    }
    Ok(written)
}
