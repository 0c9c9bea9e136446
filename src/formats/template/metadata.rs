//! Takes out of photographs what a camera and its owner wrote into them: place, time, name, device.
//! It never touches the picture itself; bytes that it does not understand stay as they are.

use std::borrow::Cow;

/// The image without its metadata.
pub(super) fn stripped(bytes: &[u8]) -> Cow<'_, [u8]> {
    let clean = match super::pictures::kind(bytes) {
        Some("jpeg") => jpeg(bytes),
        Some("png") => png(bytes),
        _ => None,
    };
    clean.map_or(Cow::Borrowed(bytes), Cow::Owned)
}

/// Drops the application segments that hold Exif, XMP and Photoshop's fields, and comments. JFIF, colour profiles
/// and Adobe's colour transform stay: the picture needs them.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut clean = bytes.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        let [0xFF, marker] = *bytes.get(at..at + 2)? else {
            return None;
        };
        if marker == 0xDA {
            clean.extend_from_slice(&bytes[at..]);
            return Some(clean);
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?));
        let segment = bytes.get(at..at + 2 + length)?;
        if !matches!(marker, 0xE1 | 0xED | 0xFE) {
            clean.extend_from_slice(segment);
        }
        at += 2 + length;
    }
}

/// Drops the chunks of text, time and Exif.
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const SIGNATURE: usize = 8;
    let mut clean = bytes.get(..SIGNATURE)?.to_vec();
    let mut at = SIGNATURE;
    while at < bytes.len() {
        let length = usize::try_from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()?;
        let chunk = bytes.get(at..at.checked_add(length)?.checked_add(12)?)?;
        if !matches!(&chunk[4..8], b"tEXt" | b"zTXt" | b"iTXt" | b"tIME" | b"eXIf") {
            clean.extend_from_slice(chunk);
        }
        at += chunk.len();
    }
    Some(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photograph_loses_its_place_and_owner() {
        let segment = |marker: u8, text: &[u8]| {
            let length = u8::try_from(text.len() + 2).unwrap();
            [&[0xFF, marker, 0, length], text].concat()
        };
        let frame = segment(0xC0, b"frame");
        let scan = [&[0xFF, 0xDA][..], b"pixels"].concat();
        let jfif = segment(0xE0, b"JFIF");
        let photo =
            [&[0xFF, 0xD8][..], &jfif, &segment(0xE1, b"Exif GPS"), &segment(0xFE, b"owner"), &frame, &scan]
                .concat();
        assert_eq!(stripped(&photo).as_ref(), [&[0xFF, 0xD8][..], &jfif, &frame, &scan].concat());
        let cut = &photo[..12];
        assert_eq!(stripped(cut).as_ref(), cut);
    }

    #[test]
    fn a_screenshot_loses_its_author() {
        let chunk = |kind: &[u8], data: &[u8]| {
            let length = u32::try_from(data.len()).unwrap().to_be_bytes();
            [&length[..], kind, data, &[0; 4]].concat()
        };
        let signature = b"\x89PNG\r\n\x1a\n";
        let (head, end) = (chunk(b"IHDR", b"size"), chunk(b"IEND", b""));
        let image = [&signature[..], &head, &chunk(b"tEXt", b"Author=Wang"), &end].concat();
        assert_eq!(stripped(&image).as_ref(), [&signature[..], &head, &end].concat());
    }
}
