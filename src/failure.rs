//! What the operator reads when the world is at fault: disk, share, rights, ledger, settings.
//! It never describes a fault of a submission; that is a `Rejection`, and its reader is a clerk.

use std::fmt;
use std::path::Path;

/// A failure with what was being done, on which path, and why it did not go.
#[derive(Debug)]
pub struct Failure {
    /// What kind, which decides the exit code.
    pub kind: FailureKind,
    /// What was being done, with the path, as a sentence without a full stop.
    pub message: String,
    /// The cause underneath.
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// Kinds of failure, one an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// A file or folder of the office could not be read or written (exit 1).
    World,
    /// Wrong use of a command (exit 2).
    Usage,
    /// Settings or templates are at fault (exit 3).
    Settings,
    /// The ledger or the share is away (exit 4).
    Away,
    /// Another instance holds the office (exit 5).
    Busy,
    /// What is stored is not what was recorded (exit 6).
    Integrity,
}

/// Result of what only the world can make fail.
pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// A failure of a kind with its message.
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Failure { kind, message: message.into(), source: None }
    }

    /// A failure of a file operation: `doing` is a verb phrase as "cannot write".
    pub fn file(doing: &str, path: &Path, source: std::io::Error) -> Self {
        Failure {
            kind: FailureKind::World,
            message: format!("{doing} {}", path.display()),
            source: Some(Box::new(source)),
        }
    }

    /// The same failure with its cause.
    #[must_use]
    pub fn because(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// Whether another failure tells the operator nothing new: a full disk is met at another file each time.
    pub fn is_like(&self, other: &Failure) -> bool {
        (self.is_full_disk() && other.is_full_disk()) || self.to_string() == other.to_string()
    }

    /// Whether the cause is a full disk, which passes when somebody makes room.
    pub fn is_full_disk(&self) -> bool {
        matches!(self.io_kind(), Some(std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded))
    }

    /// The kind of the cause, where it is the operating system's.
    pub fn io_kind(&self) -> Option<std::io::ErrorKind> {
        self.source.as_ref()?.downcast_ref::<std::io::Error>().map(std::io::Error::kind)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.message)?;
        match &self.source {
            Some(cause) => write!(out, ": {cause}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|cause| &**cause as &(dyn std::error::Error + 'static))
    }
}

/// A fault of settings or of a template, found when they are loaded: all at once, never one a start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// File at fault, as the operator knows it (`office.toml`, `templates/报送单.docx`).
    pub file: String,
    /// Line in a text file, or paragraph or cell in a Word file.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it, or empty.
    pub hint: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if !self.place.is_empty() {
            write!(out, ", {}", self.place)?;
        }
        write!(out, ": {}", self.message)?;
        if !self.hint.is_empty() {
            write!(out, " (hint: {})", self.hint)?;
        }
        Ok(())
    }
}
