//! What is wrong with a template, for the operator who has to mend it in Word.
//! It never speaks of a submission: those have rejections.

use super::tags::Tag;
use std::fmt;

/// One fault of a template, found when it is opened or when it is rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where: `paragraph 3`, `table 1, row 2, cell 3`, `header (word/header1.xml), paragraph 1`, a part, or
    /// `the file`. A paragraph has one such name, so that `annotate` finds it again.
    pub place: String,
    /// The tag, or the beginning of the paragraph.
    pub excerpt: String,
    /// What is wrong, in plain English.
    pub message: String,
    /// What to do about it in Word.
    pub hint: String,
}

/// The place of a fault that belongs to no paragraph.
pub(super) const THE_FILE: &str = "the file";

impl Fault {
    /// A fault at a place. The excerpt is cut to a readable length.
    pub fn new(
        place: impl Into<String>,
        excerpt: &str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Fault { place: place.into(), excerpt: shorten(excerpt), message: message.into(), hint: hint.into() }
    }

    /// The fault of a name that this template may not use.
    pub(super) fn not_promised(name: &str, place: &str) -> Self {
        let message = format!("{name} is not a name that this kind of template may use");
        Fault::new(place, "", message, "`minyi fields` lists the names")
    }

    /// The fault of a whole text beside which something stands.
    pub(super) fn not_alone(name: &str, tag: &Tag) -> Self {
        let message = format!("{name} is a whole text with paragraphs and tables");
        Fault::new(
            &tag.place,
            &tag.written,
            message,
            "give its tag a paragraph of its own, with nothing beside it",
        )
    }

    /// The fault of a template that leaves out what its document is for.
    pub(super) fn without(name: &str) -> Self {
        let hint = format!("give {{{{ {name} }}}} a paragraph of its own where the text is to stand");
        Fault::of_file(
            format!("the template has no {{{{ {name} }}}}, so that the text would be left out"),
            hint,
        )
    }

    pub(super) fn of_file(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Fault::new(THE_FILE, "", message, hint)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)?;
        if !self.excerpt.is_empty() {
            write!(f, " [{}]", self.excerpt)?;
        }
        if !self.hint.is_empty() {
            write!(f, " ({})", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}

fn shorten(text: &str) -> String {
    const EXCERPT_CHARACTERS: usize = 60;
    let flat: String = text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if flat.chars().count() <= EXCERPT_CHARACTERS {
        return flat;
    }
    let cut: String = flat.chars().take(EXCERPT_CHARACTERS).collect();
    format!("{cut}…")
}
