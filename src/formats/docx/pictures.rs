//! Images of a text: which part, and how large it is shown.
//! It never looks at an image's bytes and never follows a link.

use super::findings::Findings;
use super::parts::{Kind, Relationships};
use super::properties::number;
use crate::document::Image;
use crate::formats::package::Package;
use crate::formats::xml::Scanner;

/// English Metric Units of a point.
const POINT: f64 = 12_700.0;

/// The drawing around the place of the text.
#[derive(Debug, Default)]
pub(super) struct Frame {
    width: u64,
    height: u64,
    grouped: bool,
}

impl Frame {
    /// Takes the shown size of a drawing (`wp:extent`).
    pub fn take_extent(&mut self, scanner: &Scanner<'_>) {
        (self.width, self.height) = extent(scanner);
        self.grouped = false;
    }

    /// Notes that several pictures share the drawing, so that its size is not theirs.
    pub fn group(&mut self) {
        self.grouped = true;
    }

    /// Takes the size of an old drawing out of its style (`width:100pt;height:50pt`).
    pub fn take_style(&mut self, style: &str) {
        *self = Frame::default();
        for rule in style.split(';') {
            match rule.split_once(':').map(|(key, value)| (key.trim(), value)) {
                Some(("width", value)) => self.width = length(value),
                Some(("height", value)) => self.height = length(value),
                _ => {}
            }
        }
    }

    /// The image that a reference names, if it is one in the package; what is not is told.
    pub fn image(
        &self,
        id: &str,
        relationships: Option<&Relationships>,
        package: &Package<'_>,
        findings: &mut Findings,
    ) -> Option<Image> {
        let one = relationships.and_then(|list| list.get(id))?;
        if one.external || one.kind != Kind::Image {
            return None;
        }
        if !package.has(&one.target) {
            findings.images.add(&one.target);
            return None;
        }
        let (width_emu, height_emu) = if self.grouped { (0, 0) } else { (self.width, self.height) };
        Some(Image { part: one.target.clone(), width_emu, height_emu })
    }
}

/// The size in an element's `cx` and `cy`.
pub(super) fn extent(scanner: &Scanner<'_>) -> (u64, u64) {
    let side = |name| number(scanner.attribute(name).as_deref()).unwrap_or(0);
    (side("cx"), side("cy"))
}

/// A CSS length in English Metric Units; 0 when it is none.
fn length(value: &str) -> u64 {
    let value = value.trim();
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let points = match &value[digits.len()..] {
        "pt" => 1.0,
        "in" => 72.0,
        "cm" => 72.0 / 2.54,
        "mm" => 72.0 / 25.4,
        "px" | "" => 0.75,
        "pc" => 12.0,
        _ => 0.0,
    };
    let emu = digits.trim().parse::<f64>().unwrap_or(0.0) * points * POINT;
    // A page is a few million units wide; what is larger is no size.
    format!("{:.0}", emu.clamp(0.0, 1e12)).parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_old_drawings() {
        let mut frame = Frame::default();
        frame.take_style("position:absolute;width:72pt; height:2.54cm;z-index:1");
        assert_eq!((frame.width, frame.height), (914_400, 914_400));
        frame.take_style("width:1in;height:oops");
        assert_eq!((frame.width, frame.height), (914_400, 0));
    }
}
