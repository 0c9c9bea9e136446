//! Paths as text: every name that a disk can hold, also one that is no UTF-8, and back to the same bytes.
//! It never judges a name and never makes one safe.

use std::path::{Path, PathBuf};

/// First of the private characters that stand for bytes: U+F780 is 0x80, U+F7FF is 0xFF. Old clients write
/// names in GBK; such bytes must neither be lost nor refused.
#[cfg(unix)]
const BYTES_FROM: u32 = 0xF700;

/// A path as text.
#[cfg(unix)]
pub(super) fn to_text(path: &Path) -> String {
    use std::os::unix::ffi::OsStrExt;
    let mut text = String::new();
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        for character in chunk.valid().chars() {
            if is_a_byte(character) {
                // A name that holds such a character itself must not read back as a byte.
                let mut buffer = [0; 4];
                text.extend(character.encode_utf8(&mut buffer).bytes().map(as_character));
            } else {
                text.push(character);
            }
        }
        text.extend(chunk.invalid().iter().copied().map(as_character));
    }
    text
}

/// The path that a text stands for.
#[cfg(unix)]
pub(super) fn from_text(text: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        match u8::try_from(u32::from(character).wrapping_sub(BYTES_FROM)) {
            Ok(byte) if byte >= 0x80 => bytes.push(byte),
            _ => bytes.extend(character.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    PathBuf::from(std::ffi::OsString::from_vec(bytes))
}

#[cfg(unix)]
fn is_a_byte(character: char) -> bool {
    ('\u{F780}'..='\u{F7FF}').contains(&character)
}

#[cfg(unix)]
fn as_character(byte: u8) -> char {
    char::from_u32(BYTES_FROM + u32::from(byte)).expect("U+F700 to U+F7FF are characters")
}

/// A path as text.
#[cfg(not(unix))]
pub(super) fn to_text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The path that a text stands for.
#[cfg(not(unix))]
pub(super) fn from_text(text: &str) -> PathBuf {
    PathBuf::from(text)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;

    #[test]
    fn an_ordinary_path_is_its_own_text() {
        assert_eq!(to_text(Path::new("inbox/来稿/关于停车.docx")), "inbox/来稿/关于停车.docx");
    }

    proptest! {
        #[test]
        fn any_name_comes_back_byte_for_byte(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let path = PathBuf::from(OsString::from_vec(bytes));
            prop_assert_eq!(from_text(&to_text(&path)), path);
        }

        #[test]
        fn any_text_comes_back_too(name in "[\u{F770}-\u{F810}a来]{0,12}") {
            let path = PathBuf::from(name);
            prop_assert_eq!(from_text(&to_text(&path)), path);
        }
    }
}
