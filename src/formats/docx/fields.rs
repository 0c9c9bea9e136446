//! Fields of a text: which characters are instruction and which are result.
//! It never evaluates an instruction.

use super::findings::Findings;
use super::properties::number;
use crate::formats::xml::{Event, Scanner};
use crate::rejection::Rejection;

/// Fields within fields that are kept apart. Stops a million opened fields from filling the memory.
const NESTED: usize = 256;

/// Bytes of an instruction that are kept, enough to tell its name.
const INSTRUCTION: usize = 256;

/// Fields that fetch or run something when a word processor updates them.
const OUTWARD: [&str; 11] = [
    "DDE",
    "DDEAUTO",
    "INCLUDE",
    "INCLUDETEXT",
    "INCLUDEPICTURE",
    "LINK",
    "IMPORT",
    "QUOTE",
    "DATABASE",
    "RD",
    "MACROBUTTON",
];

/// The fields that are open at a place of the text.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    unkept: usize,
}

#[derive(Debug, Default)]
struct Field {
    in_result: bool,
    has_result: bool,
    instruction: String,
    /// What a form field shows that has no text of its own.
    shown: String,
}

impl Fields {
    /// Takes a `w:fldChar` that was just opened, to its end. Gives what a form field shows, when one ends.
    pub fn take(&mut self, scanner: &mut Scanner<'_>, findings: &mut Findings) -> Result<String, Rejection> {
        let kind = scanner.attribute("fldCharType").unwrap_or_default().into_owned();
        let shown = form_field(scanner)?;
        match kind.as_str() {
            "begin" if self.open.len() == NESTED => self.unkept += 1,
            "begin" => self.open.push(Field { shown, ..Field::default() }),
            "end" if self.unkept > 0 => self.unkept -= 1,
            _ if self.unkept > 0 => {}
            "separate" => {
                if let Some(field) = self.open.last_mut() {
                    field.in_result = true;
                }
            }
            "end" => {
                if let Some(field) = self.open.pop() {
                    note(&field.instruction, findings);
                    return Ok(if field.has_result { String::new() } else { field.shown });
                }
            }
            _ => {}
        }
        Ok(String::new())
    }

    /// Takes a piece of an instruction.
    pub fn instruct(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut() {
            let room = INSTRUCTION.saturating_sub(field.instruction.len());
            field.instruction.extend(text.chars().take(room / 4));
        }
    }

    /// Whether text at this place is a part of an instruction, and not shown. Says to the fields around that they
    /// have a result, where it is shown.
    pub fn hides_text(&mut self) -> bool {
        if self.open.iter().any(|field| !field.in_result) {
            return true;
        }
        if let Some(field) = self.open.last_mut() {
            field.has_result = true;
        }
        false
    }

    /// An instruction ends with its paragraph at the latest, so that a field which nobody closes takes no text away.
    pub fn end_paragraph(&mut self) {
        for field in &mut self.open {
            field.in_result = true;
        }
    }
}

/// Tells of a field that reaches outward.
pub(super) fn note(instruction: &str, findings: &mut Findings) {
    let name = instruction.split_whitespace().next().unwrap_or_default().to_uppercase();
    if OUTWARD.contains(&name.as_str()) {
        findings.fields.add(&name);
    }
}

/// The state of a check box or the chosen entry of a list, which older forms keep in the field and not in the text.
fn form_field(scanner: &mut Scanner<'_>) -> Result<String, Rejection> {
    let mut checked: Option<bool> = None;
    let mut is_box = false;
    let mut chosen = 0;
    let mut entries: Vec<String> = Vec::new();
    let mut inner = 1_usize;
    while inner > 0 {
        match scanner.advance()? {
            Event::Start(name) => {
                inner += 1;
                match name.local {
                    "checkBox" => is_box = true,
                    "default" if is_box && checked.is_none() => checked = Some(scanner.is_on()),
                    "checked" if is_box => checked = Some(scanner.is_on()),
                    "result" => chosen = number(scanner.value().as_deref()).unwrap_or(0),
                    "listEntry" if entries.len() < 100 => {
                        entries.push(scanner.value().unwrap_or_default().into_owned());
                    }
                    _ => {}
                }
            }
            Event::End => inner -= 1,
            Event::Text(_) => {}
            Event::Finish => break,
        }
    }
    if is_box {
        return Ok(if checked == Some(true) { "☑" } else { "☐" }.to_owned());
    }
    Ok(entries.get(chosen).cloned().unwrap_or_default())
}
