//! The only place that prints: data to stdout, messages to stderr.
//! It never fails because a pipe is closed or the disk of a log is full; `println!` would panic there.

use super::arguments::Global;
use crate::failure::{Complaint, Failure};
use crate::formats::template::is_turning;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::borrow::Cow;
use std::io::{ErrorKind, IsTerminal, Write};
use std::sync::OnceLock;

/// How a command speaks.
#[derive(Clone, Copy, Debug)]
pub struct Voice {
    /// One JSON object a line.
    pub json: bool,
    quiet: bool,
    verbose: bool,
}

/// A text with what misleads a reader or drives a terminal made visible.
fn shown(text: &str) -> Cow<'_, str> {
    let misleads = |c: char| is_turning(c) || (c.is_control() && c != '\n' && c != '\t');
    if !text.contains(misleads) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if misleads(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

/// Why some data was not written, for good: a script must not take half a list for the whole.
static UNWRITTEN: OnceLock<String> = OnceLock::new();

/// Remembers the first fault of writing. A reader that went away (`| head`) is no fault.
fn note(written: std::io::Result<()>) {
    if let Err(cause) = written
        && cause.kind() != ErrorKind::BrokenPipe
    {
        UNWRITTEN.get_or_init(|| cause.to_string());
    }
}

/// Why data that a command printed did not get out; `None` when all did.
pub fn unwritten() -> Option<&'static str> {
    UNWRITTEN.get().map(String::as_str)
}

impl Voice {
    /// The voice that the flags ask for.
    pub fn new(global: &Global) -> Voice {
        Voice { json: global.json, quiet: global.quiet, verbose: global.verbose }
    }

    /// A line of data. What a person reads shows what would turn its direction; a script gets what was written.
    pub fn data(&self, line: &str) {
        let mut out = std::io::stdout().lock();
        let shown = if self.json { Cow::Borrowed(line) } else { shown(line) };
        note(writeln!(out, "{shown}"));
    }

    /// An object of data that may be a hundred megabytes of JSON, piece by piece.
    #[expect(clippy::unused_self, reason = "all speaking goes through the voice")]
    pub fn large_object(&self, object: &impl Serialize) {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        note(serde_json::to_writer(&mut out, object).map_err(std::io::Error::from));
        note(writeln!(out));
        note(out.flush());
    }

    /// An object of data, one line of JSON.
    pub fn object(&self, object: &impl Serialize) {
        match serde_json::to_string(object) {
            Ok(line) => self.data(&line),
            Err(cause) => self.trouble(&format!("cannot print an object: {cause}")),
        }
    }

    /// A message, left out with `--quiet`.
    pub fn say(&self, message: &str) {
        if !self.quiet {
            self.trouble(message);
        }
    }

    /// A message that only `--verbose` shows.
    pub fn detail(&self, message: &str) {
        if self.verbose {
            self.trouble(message);
        }
    }

    /// A message that is always shown.
    #[expect(clippy::unused_self, reason = "all speaking goes through the voice")]
    pub fn trouble(&self, message: &str) {
        let mut out = std::io::stderr().lock();
        // A log on a full disk must not stop the office.
        let _ = writeln!(out, "{message}");
    }

    /// A failure for the operator.
    pub fn failure(&self, failure: &Failure) {
        self.trouble(&format!("minyi: {failure}"));
    }

    /// Faults of settings and templates: objects on stdout with `--json`, else messages.
    pub fn complaints(&self, complaints: &[Complaint]) {
        for complaint in complaints {
            if self.json {
                self.object(&super::shapes::ComplaintShape::of(complaint));
            } else {
                self.trouble(&format!("minyi: {complaint}"));
            }
        }
    }

    /// A progress bar when a person is looking, else one that draws nothing.
    pub fn bar(&self, what: &str) -> ProgressBar {
        let watched = std::io::stderr().is_terminal() && !self.quiet && !self.json;
        if !watched {
            return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        }
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template("{msg} [{bar:40}] {pos}/{len}");
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(what.to_owned());
        bar
    }
}
