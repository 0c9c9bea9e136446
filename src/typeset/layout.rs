//! Moves a template from the margins and line of the profile `common` to those of GB/T 33476.2.
//! It never touches a value that is not a stock one: a margin that the office has set stays.
//!
//! Both profiles give 22 lines of 28 characters. `common` types 37/35 mm into the page dialog and needs a line
//! of 28.95 pt; GB/T 33476.2 types 34.58/32.58 mm, and its line of 29.6 pt fills the type area.

use crate::office::settings::Layout;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Stock values of `common` with their counterparts in GB/T 33476.2, in twentieths of a point.
const MOVES: &[(&str, &str)] = &[
    (r#"w:top="2098""#, r#"w:top="1960""#),
    (r#"w:bottom="1984""#, r#"w:bottom="1847""#),
    (r#"w:linePitch="579""#, r#"w:linePitch="592""#),
    (r#"w:line="579""#, r#"w:line="592""#),
    // The blank line under the red rule is shorter by the rule and its distance (225).
    (r#"w:line="354""#, r#"w:line="367""#),
    // The masthead takes four lines.
    (r#"w:line="2316""#, r#"w:line="2368""#),
];

/// Parts that hold these values.
const PARTS: [&str; 2] = ["word/document.xml", "word/styles.xml"];

/// Most bytes of a part that are unpacked; a template of the office is far below.
const PART_LIMIT: u64 = 64 << 20;

/// The template in the profile; bytes that are no package come back as they are, for the opener to judge.
pub fn adapted(bytes: &[u8], layout: Layout) -> Vec<u8> {
    match layout {
        Layout::Common => bytes.to_vec(),
        Layout::Gb33476 => moved(bytes).unwrap_or_else(|_| bytes.to_vec()),
    }
}

fn moved(bytes: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let member = archive.by_index(index)?;
        let name = member.name()?.into_owned();
        if !PARTS.contains(&name.as_str()) {
            writer.raw_copy_file(member)?;
            continue;
        }
        let mut xml = String::new();
        member.take(PART_LIMIT).read_to_string(&mut xml)?;
        for (common, other) in MOVES {
            xml = xml.replace(common, other);
        }
        writer.start_file(name, SimpleFileOptions::default())?;
        writer.write_all(xml.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::stock;

    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut xml = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut xml).unwrap();
        xml
    }

    #[test]
    fn every_stock_value_has_a_counterpart() {
        for (name, bytes) in stock::TEMPLATES {
            let moved = adapted(bytes, Layout::Gb33476);
            for part_name in PARTS {
                let (before, after) = (part(bytes, part_name), part(&moved, part_name));
                for (common, other) in MOVES {
                    assert!(!after.contains(common), "{name} still has {common}");
                    assert!(!before.contains(common) || after.contains(other), "{name} lost {common}");
                }
            }
        }
    }

    #[test]
    fn another_profile_or_no_package_changes_nothing() {
        let (_, bytes) = stock::TEMPLATES[0];
        assert_eq!(adapted(bytes, Layout::Common), bytes);
        assert_eq!(adapted(b"no package", Layout::Gb33476), b"no package");
    }
}
