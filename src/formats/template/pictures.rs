//! The images of bodies: what they are, how large they are shown, under which names they go out.
//! It never decodes an image and never trusts what a file calls itself.

use super::styles::Area;
use crate::document::Image;
use crate::formats::rich::Rich;
use std::collections::BTreeMap;

/// Kinds of images that a document may hold: ending and content type.
pub(super) const KINDS: [(&str, &str); 7] = [
    ("png", "image/png"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("bmp", "image/bmp"),
    ("tiff", "image/tiff"),
    ("emf", "image/x-emf"),
    ("wmf", "image/x-wmf"),
];

/// English Metric Units in a twentieth of a point.
const EMU_PER_TWENTIETH: u64 = 635;
/// English Metric Units in a pixel at 96 to the inch.
const EMU_PER_PIXEL: u64 = 9525;
/// Shown size of an image that does not tell its own: 8 by 6 cm.
const UNKNOWN_SIZE: (u64, u64) = (2_880_000, 2_160_000);

/// An image that goes out.
#[derive(Debug)]
pub(super) struct Picture<'a> {
    /// Relationship id.
    pub id: String,
    /// Name of its file in the folder of media.
    pub file: String,
    /// Its bytes.
    pub bytes: &'a [u8],
    natural: Option<(u64, u64)>,
}

/// Images of all bodies of one document.
#[derive(Debug, Default)]
pub(super) struct Pictures<'a> {
    by_body: Vec<BTreeMap<&'a str, Picture<'a>>>,
}

impl<'a> Pictures<'a> {
    /// Names the images of the bodies, counting from `first`.
    pub(super) fn collect(bodies: &[(&str, &'a Rich)], first: usize) -> Pictures<'a> {
        let mut number = first;
        let mut pictures = Pictures::default();
        for (_, rich) in bodies {
            let mut named = BTreeMap::new();
            for (part, bytes) in &rich.images {
                let Some(kind) = kind(bytes) else { continue };
                let picture = Picture {
                    id: format!("rIdB{number}"),
                    file: format!("body{number}.{kind}"),
                    bytes,
                    natural: natural_size(kind, bytes),
                };
                number += 1;
                named.insert(part.as_str(), picture);
            }
            pictures.by_body.push(named);
        }
        pictures
    }

    /// The image that a body names, if its bytes are there and are an image.
    pub(super) fn get(&self, body: usize, part: &str) -> Option<&Picture<'a>> {
        self.by_body.get(body).and_then(|named| named.get(part))
    }

    /// All images in the order of their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = &Picture<'a>> {
        self.by_body.iter().flat_map(BTreeMap::values)
    }
}

impl Picture<'_> {
    /// Shown width and height in English Metric Units: as in the original, no larger than the area.
    pub(super) fn shown_size(&self, image: &Image, area: Area) -> (u64, u64) {
        let natural = || self.natural.unwrap_or(UNKNOWN_SIZE);
        let (width, height) = match (image.width_emu, image.height_emu) {
            (0, 0) => natural(),
            (0, height) => {
                let (natural_width, natural_height) = natural();
                (scale(height, natural_width, natural_height), height)
            }
            (width, 0) => {
                let (natural_width, natural_height) = natural();
                (width, scale(width, natural_height, natural_width))
            }
            both => both,
        };
        fit(width, height, area.width * EMU_PER_TWENTIETH, area.height * EMU_PER_TWENTIETH)
    }
}

/// Scales down to both limits, keeping the proportion.
fn fit(width: u64, height: u64, most_width: u64, most_height: u64) -> (u64, u64) {
    let (width, height) =
        if width > most_width { (most_width, scale(height, most_width, width)) } else { (width, height) };
    let (width, height) =
        if height > most_height { (scale(width, most_height, height), most_height) } else { (width, height) };
    (width.max(1), height.max(1))
}

fn scale(value: u64, numerator: u64, denominator: u64) -> u64 {
    let scaled = u128::from(value) * u128::from(numerator) / u128::from(denominator.max(1));
    u64::try_from(scaled).unwrap_or(u64::MAX)
}

/// The kind of an image by its first bytes.
pub(in crate::formats) fn kind(bytes: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    match () {
        () if starts(b"\x89PNG\r\n\x1a\n") => Some("png"),
        () if starts(&[0xFF, 0xD8, 0xFF]) => Some("jpeg"),
        () if starts(b"GIF87a") || starts(b"GIF89a") => Some("gif"),
        () if starts(b"BM") && bytes.len() > 26 => Some("bmp"),
        () if starts(b"II*\0") || starts(b"MM\0*") => Some("tiff"),
        () if starts(&[1, 0, 0, 0]) && bytes.get(40..44) == Some(b" EMF") => Some("emf"),
        () if starts(&[0xD7, 0xCD, 0xC6, 0x9A]) || starts(&[1, 0, 9, 0]) => Some("wmf"),
        () => None,
    }
}

fn natural_size(kind: &str, bytes: &[u8]) -> Option<(u64, u64)> {
    let big = |at: usize| Some(u64::from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)));
    let little = |at: usize| Some(u64::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    let (width, height) = match kind {
        "png" => (big(16)?, big(20)?),
        "gif" => (little(6)?, little(8)?),
        "bmp" => (little(18)?, little(22)?),
        "jpeg" => jpeg_size(bytes)?,
        _ => return None,
    };
    let is_sane = |length: u64| (1..=1 << 20).contains(&length);
    (is_sane(width) && is_sane(height)).then_some((width * EMU_PER_PIXEL, height * EMU_PER_PIXEL))
}

fn jpeg_size(bytes: &[u8]) -> Option<(u64, u64)> {
    let short = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let mut at = 2;
    loop {
        let [0xFF, marker] = *bytes.get(at..at + 2)? else {
            return None;
        };
        let is_frame = matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
        if is_frame {
            return Some((u64::from(short(at + 7)?), u64::from(short(at + 5)?)));
        }
        at += 2 + usize::from(short(at + 2)?);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_scaled_to_the_area_and_never_up() {
        assert_eq!(fit(200, 100, 100, 1000), (100, 50));
        assert_eq!(fit(200, 100, 1000, 50), (100, 50));
        assert_eq!(fit(20, 10, 1000, 50), (20, 10));
    }

    #[test]
    fn kinds_and_sizes_come_from_the_bytes() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 0, 3, 0, 0, 0, 2]);
        assert_eq!(kind(&png), Some("png"));
        assert_eq!(natural_size("png", &png), Some((3 * 9525, 2 * 9525)));
        let jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 17, 8, 0, 5, 0, 7, 3];
        assert_eq!(natural_size("jpeg", &jpeg), Some((7 * 9525, 5 * 9525)));
        assert_eq!(natural_size("jpeg", &[0xFF, 0xD8, 0xFF]), None);
        assert_eq!(kind(b"<svg/>"), None);
    }
}
