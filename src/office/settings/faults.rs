//! The faults of a settings file, collected with their lines while it is read.
//! It never stops at the first.

use crate::failure::Complaint;
use std::collections::BTreeSet;
use std::ops::Range;

/// A value with the line on which it stands; line 0 is a value of the stock settings.
#[derive(Clone, Debug, Default)]
pub(in crate::office) struct Spotted<T> {
    /// The value.
    pub(in crate::office) value: T,
    /// Line from 1, or 0.
    pub(in crate::office) line: usize,
}

/// Faults found so far.
pub(in crate::office) struct Faults {
    file: String,
    line_starts: Vec<usize>,
    found: Vec<(usize, Complaint)>,
}

impl Faults {
    /// No faults yet of the text of a file.
    pub(in crate::office) fn of(file: &str, text: &str) -> Self {
        let after_breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(after_breaks).collect();
        Faults { file: file.to_owned(), line_starts, found: Vec::new() }
    }

    /// Line of a span's start, from 1.
    pub(in crate::office) fn line(&self, span: &Range<usize>) -> usize {
        self.line_starts.partition_point(|start| *start <= span.start)
    }

    /// One more fault; line 0 is the file as a whole.
    pub(in crate::office) fn add(
        &mut self,
        line: usize,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let place = if line == 0 { String::new() } else { format!("line {line}") };
        let complaint =
            Complaint { file: self.file.clone(), place, message: message.into(), hint: hint.into() };
        self.found.push((line, complaint));
    }

    /// What a word of a closed list means; a fault where the list has no such word.
    pub(in crate::office) fn word<T: Copy>(
        &mut self,
        written: &Spotted<String>,
        key: &str,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let found = words.iter().find(|(word, _)| *word == written.value);
        if found.is_none() {
            let hint = did_you_mean(&written.value, words.iter().map(|(word, _)| *word));
            self.add(written.line, format!("\"{key}\" cannot be \"{}\"", written.value), hint);
        }
        found.map(|(_, value)| *value)
    }

    /// Whether nothing is wrong so far.
    pub(in crate::office) fn none(&self) -> bool {
        self.found.is_empty()
    }

    /// All faults in the order of lines, none twice.
    pub(in crate::office) fn into_complaints(mut self) -> Vec<Complaint> {
        self.found.sort_by_key(|(line, _)| *line);
        let mut complaints: Vec<_> = self.found.into_iter().map(|(_, complaint)| complaint).collect();
        complaints.dedup();
        complaints
    }
}

/// A hint that names the known word nearest to a wrong one, or else a few that are known.
pub(in crate::office) fn did_you_mean<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let mut known: Vec<&str> = known.into_iter().collect();
    let mut seen = BTreeSet::new();
    known.retain(|word| seen.insert(*word));
    let near = known
        .iter()
        .map(|word| (strsim::damerau_levenshtein(wrong, word), *word))
        .filter(|(distance, word)| *distance * 2 <= word.chars().count().max(2))
        .min_by_key(|(distance, _)| *distance);
    match near {
        Some((_, word)) => format!("did you mean \"{word}\"?"),
        None if known.is_empty() => String::new(),
        None if known.len() <= 30 => format!("known: {}", known.join(", ")),
        None => format!("known: {} …", known[..30].join(", ")),
    }
}
