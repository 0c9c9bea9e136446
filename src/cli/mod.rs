//! Commands, messages and exit codes.
//! It never holds an office rule; it reads arguments, calls the rooms and prints what they answer.

pub mod arguments;
mod bulletin;
mod cases;
mod extract;
mod feedback;
mod office;
mod passes;
mod scores;
pub mod shapes;
mod signals;
mod templates;
mod voice;

use crate::failure::{Complaint, Failure, FailureKind};
use crate::pipeline::clock::Clock;
use crate::pipeline::desk::{Closed, Desk, Room};
use arguments::{Arguments, Command, Global, Shell};
use clap::{CommandFactory, Parser};
use std::path::PathBuf;
use std::process::ExitCode;
use voice::Voice;

/// How a command ended: the promise of the exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: well.
    Well,
    /// 1: finished, but something needs the operator.
    Attention,
    /// 6: finished, but on the way something stored was not what was recorded.
    Integrity,
    /// 130 or 143: stopped by a signal, after the batch.
    Stopped(u8),
}

/// Why a command did not finish.
#[derive(Debug)]
pub enum Unfinished {
    /// Faults of settings and templates.
    Complaints(Vec<Complaint>),
    /// The world's fault, or the caller's.
    Failure(Failure),
}

impl From<Failure> for Unfinished {
    fn from(failure: Failure) -> Self {
        Unfinished::Failure(failure)
    }
}

impl From<Closed> for Unfinished {
    fn from(closed: Closed) -> Self {
        match closed {
            Closed::Complaints(complaints) => Unfinished::Complaints(complaints),
            Closed::Failure(failure) => Unfinished::Failure(failure),
        }
    }
}

/// Result of a command.
pub type Ended = Result<Exit, Unfinished>;

/// Runs the command of the process's arguments and gives its exit code.
pub fn main() -> ExitCode {
    let _failpoints = crate::failpoint::listen();
    let arguments = Arguments::parse();
    let voice = Voice::new(&arguments.global);
    let ended = dispatch(&arguments, voice);
    if let Some(cause) = voice::unwritten() {
        voice.trouble(&format!("minyi: cannot write to the standard output: {cause}"));
    }
    match ended {
        Ok(Exit::Well) if voice::unwritten().is_some() => ExitCode::from(1),
        Ok(Exit::Well) => ExitCode::SUCCESS,
        Ok(Exit::Attention) => ExitCode::from(1),
        Ok(Exit::Integrity) => ExitCode::from(code_of(FailureKind::Integrity)),
        Ok(Exit::Stopped(code)) => ExitCode::from(code),
        Err(Unfinished::Complaints(complaints)) => {
            voice.complaints(&complaints);
            ExitCode::from(3)
        }
        Err(Unfinished::Failure(failure)) => {
            voice.failure(&failure);
            ExitCode::from(code_of(failure.kind))
        }
    }
}

fn dispatch(arguments: &Arguments, voice: Voice) -> Ended {
    let global = &arguments.global;
    match &arguments.command {
        Command::Init { folder } => office::init(global, folder.as_deref(), voice),
        Command::Run { now } => passes::run(global, voice, *now),
        Command::Watch => passes::watch(global, voice),
        Command::Demo { folder } => office::demo(global, voice, folder),
        Command::Check => office::check(global, voice),
        Command::Status => office::status(global, voice),
        Command::Verify => office::verify(global, voice),
        Command::Reconcile { from, to, docx } => {
            office::reconcile(global, voice, (*from, *to), docx.as_deref())
        }
        Command::List(narrow) => cases::list(global, voice, narrow),
        Command::Show { number } => cases::show(global, voice, number),
        Command::Judge(verdict) => cases::judge(global, voice, verdict),
        Command::Feedback(said) => feedback::feedback(global, voice, said),
        Command::Quota { year } => bulletin::quota(global, voice, *year),
        Command::Bulletin { period, as_of } => bulletin::bulletin(global, voice, *period, *as_of),
        Command::Mark { number, mark, off, by } => {
            feedback::mark(global, voice, number, (mark, !off), by.as_deref())
        }
        Command::Continue { number, first, by } => {
            feedback::continues(global, voice, number, first, by.as_deref())
        }
        Command::Want { number, topic, by, .. } => {
            feedback::want(global, voice, number, topic.as_deref(), by.as_deref())
        }
        Command::Explain { number: Some(number), .. } => cases::explain(global, voice, number),
        Command::Explain { score, year, as_of, .. } => {
            scores::explain(global, voice, score.as_deref(), year.as_deref(), *as_of)
        }
        Command::Adjust(said) => scores::adjust(global, voice, said),
        Command::TakeBack { seq, note, by } => feedback::take_back(global, voice, *seq, note, by.as_deref()),
        Command::Score(asked) => scores::score(global, voice, asked),
        Command::Log { after, limit } => cases::log(global, voice, *after, *limit),
        Command::Extract { files } => extract::extract(global, voice, files),
        Command::Fields => Ok(templates::fields(voice)),
        Command::Template { action } => templates::template(global, voice, action),
        Command::Completions { shell } => Ok(completions(*shell)),
        Command::Man => man(),
        Command::ServeReader => crate::reader::serve(),
    }
}

/// Who says something, as entries have it: a name on one line, and never nobody.
fn person(written: &str) -> Result<String, String> {
    let name = on_one_line(written);
    if name.is_empty() { Err("nobody is named".to_owned()) } else { Ok(name) }
}

/// A text without its line ends and other control characters, for a place that has one line.
fn on_one_line(text: &str) -> String {
    let blank = |c: char| if c.is_control() { ' ' } else { c };
    let text: String = text.chars().map(blank).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The exit code of a failure.
fn code_of(kind: FailureKind) -> u8 {
    match kind {
        FailureKind::World => 1,
        FailureKind::Usage => 2,
        FailureKind::Settings => 3,
        FailureKind::Away => 4,
        FailureKind::Busy => 5,
        FailureKind::Integrity => 6,
    }
}

/// The folder of the office: named, or found upward from here.
fn office_folder(global: &Global) -> Result<PathBuf, Failure> {
    if let Some(folder) = &global.office {
        return Ok(folder.clone());
    }
    let here = std::env::current_dir()
        .map_err(|cause| Failure::new(FailureKind::Usage, "there is no current folder").because(cause))?;
    Room::find(&here).ok_or_else(|| {
        let message = format!(
            "there is no office.toml in {} or above it; make an office with `minyi init` or name one with --office",
            here.display()
        );
        Failure::new(FailureKind::Usage, message)
    })
}

fn open_room(global: &Global) -> Result<Room, Unfinished> {
    Ok(Room::open(&office_folder(global)?)?)
}

fn open_desk_beside(global: &Global) -> Result<Desk, Unfinished> {
    Ok(Desk::open_beside(open_room(global)?, clock(global))?)
}

fn clock(global: &Global) -> Clock {
    Clock { today: global.today }
}

fn completions(shell: Shell) -> Exit {
    use clap_complete::Shell as Known;
    let known = match shell {
        Shell::Bash => Known::Bash,
        Shell::Elvish => Known::Elvish,
        Shell::Fish => Known::Fish,
        Shell::Powershell => Known::PowerShell,
        Shell::Zsh => Known::Zsh,
    };
    let mut script = Vec::new();
    clap_complete::generate(known, &mut Arguments::command(), "minyi", &mut script);
    write_out(&script);
    Exit::Well
}

fn man() -> Ended {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command())
        .render(&mut page)
        .map_err(|cause| Failure::new(FailureKind::World, "cannot make the man page").because(cause))?;
    write_out(&page);
    Ok(Exit::Well)
}

fn write_out(bytes: &[u8]) {
    use std::io::Write;
    // A reader that went away is no failure of ours.
    let _ = std::io::stdout().lock().write_all(bytes);
}
