//! Files as they arrive when something went wrong: cut, empty, of an old kind, locked, a PDF.
//! It never makes a file that could harm a reader.

use super::year::Fault;

/// The file as it arrives.
pub(super) fn spoil(whole: Vec<u8>, fault: Option<Fault>) -> Vec<u8> {
    match fault {
        None => whole,
        Some(Fault::Empty) => Vec::new(),
        Some(Fault::Cut) => whole[..whole.len() * 2 / 3].to_vec(),
        Some(Fault::OldWord) => compound("WordDocument", &whole),
        Some(Fault::Encrypted) => compound("EncryptedPackage", &whole),
        Some(Fault::Pdf) => PDF.as_bytes().to_vec(),
    }
}

/// A blank page.
const PDF: &str = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] \
/Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\ntrailer\n<< /Root 1 0 R \
>>\n%%EOF\n";

const SECTOR: usize = 512;
/// Marks in the allocation table: end of a chain, sector of the table itself, free.
const END: u32 = 0xFFFF_FFFE;
const TABLE: u32 = 0xFFFF_FFFD;
const FREE: u32 = 0xFFFF_FFFF;

/// A compound file ([MS-CFB]) with one stream: what .doc files and locked documents are packed in.
fn compound(stream: &str, content: &[u8]) -> Vec<u8> {
    // Sector 0 is the table, 1 the directory, the stream follows; 100 sectors at most fit into one table.
    let sectors = content.len().div_ceil(SECTOR).clamp(8, 100);
    let mut stored = content.to_vec();
    stored.resize(sectors * SECTOR, 0);
    let mut bytes = header();
    bytes.extend(table(sectors));
    bytes.extend(entry("Root Entry", 5, Some(1), END, 0));
    bytes.extend(entry(stream, 2, None, 2, sectors * SECTOR));
    bytes.resize(3 * SECTOR, 0);
    bytes.extend(stored);
    bytes
}

fn header() -> Vec<u8> {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.resize(24, 0);
    // Minor and major version, byte order, sectors of 2^9 bytes, small sectors of 2^6.
    for half in [0x3e_u16, 3, 0xfffe, 9, 6] {
        bytes.extend(half.to_le_bytes());
    }
    bytes.resize(44, 0);
    // One sector of table; the directory at 1; streams below 4096 bytes would be small; no small table, no more tables.
    for word in [1, 1, 0, 4096, END, 0, END, 0, 0] {
        bytes.extend(u32::to_le_bytes(word));
    }
    bytes.resize(SECTOR, 0xff);
    bytes
}

fn table(sectors: usize) -> Vec<u8> {
    let mut marks = vec![TABLE, END];
    let last = u32::try_from(sectors).unwrap_or(0) + 1;
    marks.extend((2..=last).map(|sector| if sector == last { END } else { sector + 1 }));
    marks.resize(SECTOR / 4, FREE);
    marks.into_iter().flat_map(u32::to_le_bytes).collect()
}

fn entry(name: &str, kind: u8, child: Option<u32>, start: u32, size: usize) -> Vec<u8> {
    let mut bytes: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(bytes.len() + 2).unwrap_or(64);
    bytes.resize(64, 0);
    bytes.extend(length.to_le_bytes());
    bytes.extend([kind, 1]);
    for link in [FREE, FREE, child.unwrap_or(FREE)] {
        bytes.extend(link.to_le_bytes());
    }
    bytes.resize(116, 0);
    bytes.extend(start.to_le_bytes());
    bytes.extend(u64::try_from(size).unwrap_or(0).to_le_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;
    use crate::formats::sniff::sniff;

    #[test]
    fn spoilt_files_are_what_they_pretend_to_be() {
        let spoilt = |fault| sniff(&spoil(vec![7; 9000], Some(fault)));
        assert_eq!(spoilt(Fault::OldWord), Format::Doc);
        assert_eq!(spoilt(Fault::Encrypted), Format::Encrypted);
        assert_eq!(spoilt(Fault::Pdf), Format::Pdf);
    }
}
