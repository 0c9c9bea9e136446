//! One test a lie that a package can tell.
//! It never looks inside a part.

use super::*;
use crate::formats::packages::{Entry, Package as Builder, docx, p};

fn open(bytes: &[u8]) -> Result<Vec<String>, Code> {
    let package = Package::open(bytes, &Limits::default()).map_err(|refused| refused.code)?;
    Ok(package.names().map(str::to_owned).collect())
}

fn read(bytes: &[u8], name: &str) -> Result<Option<Vec<u8>>, Code> {
    let mut package = Package::open(bytes, &Limits::default()).map_err(|refused| refused.code)?;
    package.read(name).map_err(|refused| refused.code)
}

fn minimal() -> Builder {
    docx(&p("正文"))
}

#[test]
fn honest_members_are_read() {
    let bytes =
        Builder::new().part("a.xml", "甲").entry(Entry { stored: true, ..Entry::new("b", "乙") }).build();
    assert_eq!(read(&bytes, "a.xml"), Ok(Some("甲".into())));
    assert_eq!(read(&bytes, "B"), Ok(Some("乙".into())));
    assert_eq!(read(&bytes, "c"), Ok(None));
}

#[test]
fn a_cut_file_is_truncated() {
    let bytes = minimal().build();
    for length in [4, bytes.len() / 2, bytes.len() - 23, bytes.len() - 1] {
        assert_eq!(open(&bytes[..length]), Err(Code::Truncated), "{length}");
    }
    let mut reserved = bytes.clone();
    let half = bytes.len() / 2;
    reserved[half..].fill(0);
    assert_eq!(open(&reserved), Err(Code::Truncated));
}

#[test]
fn a_member_with_a_hole_is_not_sound() {
    let mut bytes = minimal().entry(Entry { stored: true, ..Entry::new("media/a", vec![7; 9000]) }).build();
    let at = bytes.windows(9000).position(|window| window == [7; 9000]).expect("stored");
    let sound =
        |bytes: &[u8]| Package::open(bytes, &Limits::default()).and_then(|mut it| it.is_sound("media/a"));
    assert_eq!(sound(&bytes).ok(), Some(true));
    bytes[at + 4096..at + 8192].fill(0);
    assert_eq!(sound(&bytes).ok(), Some(false));
}

#[test]
fn a_small_tail_of_blanks_is_allowed() {
    for tail in [vec![b'\n'; 3], vec![0; 60_000]] {
        assert!(open(&Builder { tail, ..minimal() }.build()).is_ok());
    }
    for tail in [b"<html>".to_vec(), vec![0; 70_000], vec![b'x'; 1 << 20]] {
        assert_eq!(open(&Builder { tail, ..minimal() }.build()), Err(Code::TrailingData));
    }
}

#[test]
fn a_comment_is_allowed_but_not_an_end_record_in_it() {
    assert!(open(&Builder { comment: b"made by hand".to_vec(), ..minimal() }.build()).is_ok());
    let other = Builder::new().part("word/document.xml", "other").build();
    assert_eq!(open(&Builder { comment: other, ..minimal() }.build()), Err(Code::AmbiguousZip));
    let mut moved = Builder::new().build();
    moved.splice(0..0, minimal().build());
    assert_eq!(open(&moved), Err(Code::AmbiguousZip));
    let record = Builder::new().build();
    assert_eq!(open(&Builder { comment: record, ..minimal() }.build()), Err(Code::AmbiguousZip));
}

#[test]
fn data_in_front_is_a_second_file() {
    assert_eq!(open(&Builder { prefix: b"MZ\x90".to_vec(), ..minimal() }.build()), Err(Code::AmbiguousZip));
    let mut bytes = minimal().build();
    bytes.splice(0..0, *b"GIF89a");
    assert_eq!(open(&bytes), Err(Code::AmbiguousZip));
}

#[test]
fn names_are_unique_without_regard_to_case() {
    let twice = minimal().entry(Entry::new("word/document.xml", "x"));
    assert_eq!(open(&twice.build()), Err(Code::DuplicateMember));
    let by_case = minimal().entry(Entry::new("WORD/Document.xml", "x"));
    assert_eq!(open(&by_case.build()), Err(Code::DuplicateMember));
    let by_slash = minimal().entry(Entry::new("word\\document.xml", "x"));
    assert_eq!(open(&by_slash.build()), Err(Code::DuplicateMember));
}

#[test]
fn names_never_lead_out() {
    for name in
        ["../evil", "a/../../evil", "/etc/passwd", "C:/x", "..\\evil", "\\\\server\\x", "a\0b", "a\nb", ""]
    {
        assert_eq!(open(&minimal().entry(Entry::new(name, "x")).build()), Err(Code::BadMemberName), "{name}");
    }
    let link = Entry { external: 0o120_777 << 16, ..Entry::new("link", "/etc/passwd") };
    assert_eq!(open(&minimal().entry(link).build()), Err(Code::BadMemberName));
    assert_eq!(open(&minimal().entry(Entry::new("a".repeat(5000), "x")).build()), Err(Code::BadMemberName));
}

#[test]
fn old_names_are_read() {
    let bytes = Builder::new()
        .part("word\\document.xml", "甲")
        .entry(Entry::new(b"\xd5\xd5\xc6\xac.png", "x"))
        .build();
    assert_eq!(open(&bytes), Ok(vec!["word/document.xml".to_owned(), "照片.png".to_owned()]));
    assert_eq!(read(&bytes, "word/document.xml"), Ok(Some("甲".into())));
}

#[test]
fn local_and_central_names_agree() {
    let lie =
        minimal().lie("word/document.xml", |entry| entry.local_name = Some(b"word/documenT.xml".to_vec()));
    assert_eq!(open(&lie.build()), Err(Code::AmbiguousZip));
}

#[test]
fn encryption_and_other_methods_are_refused() {
    assert_eq!(
        open(&minimal().lie("word/document.xml", |entry| entry.flags = 1).build()),
        Err(Code::Encrypted)
    );
    let lzma = minimal().lie("word/document.xml", |entry| entry.method = Some(14));
    assert_eq!(open(&lzma.build()), Err(Code::UnsupportedMethod));
}

#[test]
fn members_share_no_bytes() {
    let mut bomb = minimal();
    for n in 0..2_000 {
        bomb = bomb.entry(Entry { shares: Some(2), ..Entry::new(format!("word/media/{n}"), "") });
    }
    assert_eq!(open(&bomb.build()), Err(Code::Overlap));
}

#[test]
fn members_are_limited_and_counted() {
    let mut many = Builder::new();
    for n in 0..10_001 {
        many = many.entry(Entry { stored: true, ..Entry::new(format!("{n}"), "") });
    }
    assert_eq!(open(&many.build()), Err(Code::TooManyMembers));
    assert_eq!(open(&Builder { count: Some(2), ..minimal() }.build()), Err(Code::AmbiguousZip));
}

#[test]
fn declared_sizes_and_sums_are_compared() {
    let name = "word/document.xml";
    for size in [10, u32::MAX - 1] {
        assert_eq!(
            read(&minimal().lie(name, |entry| entry.size = Some(size)).build(), name),
            Err(Code::Damaged)
        );
    }
    let lie = minimal().lie(name, |entry| entry.crc = Some(1)).build();
    assert_eq!(read(&lie, name), Err(Code::Damaged));
    let mut package = Package::open(&lie, &Limits::default()).expect("the directory is sound");
    assert_eq!(package.is_sound(name), Ok(false));
    assert_eq!(package.is_sound("_rels/.rels"), Ok(true));
}

#[test]
fn members_are_inflated_alike_on_both_sides_of_a_megabyte() {
    let noise = |length: u32| (0..length).flat_map(|n| (n.wrapping_mul(2_654_435_761) >> 7).to_le_bytes());
    for length in [1 << 18, (1 << 18) + 1] {
        let content: Vec<u8> = noise(length).collect();
        let whole = Builder::new().part("a", content.clone());
        assert!(read(&whole.build(), "a") == Ok(Some(content.clone())), "{length}");
        for size in [4 * length - 1, 4 * length + 1] {
            let bytes =
                Builder::new().part("a", content.clone()).lie("a", |entry| entry.size = Some(size)).build();
            assert_eq!(read(&bytes, "a").err(), Some(Code::Damaged), "{size}");
            let mut package = Package::open(&bytes, &Limits::default()).expect("the directory is sound");
            assert_eq!(package.is_sound("a"), Ok(false), "{size}");
        }
    }
}

#[test]
fn bombs_stop_while_they_inflate() {
    let limits = Limits { part_mib: 2, ..Limits::default() };
    let bytes = Builder::new().part("a", vec![0; 3 << 20]).build();
    let mut package = Package::open(&bytes, &limits).expect("the directory is sound");
    assert_eq!(package.read("a").map_err(|refused| refused.code), Err(Code::Bomb));
    let bytes = Builder::new().part("a", vec![0; 33 << 20]).build();
    assert_eq!(read(&bytes, "a"), Err(Code::Bomb), "1000 : 1 above 32 MiB");
    let limits = Limits { unpacked_mib: 2, ..Limits::default() };
    let bytes = Builder::new().part("a", vec![0; 1 << 20]).part("b", vec![1; 3 << 19]).build();
    let mut package = Package::open(&bytes, &limits).expect("the directory is sound");
    assert!(package.read("a").is_ok());
    assert_eq!(package.read("b").map_err(|refused| refused.code), Err(Code::Bomb));
}

#[test]
fn nested_packages_do_not_confuse_the_end() {
    let inner = minimal().build();
    let outer = minimal().entry(Entry { stored: true, ..Entry::new("word/embeddings/a.docx", inner) });
    assert!(open(&outer.build()).is_ok());
}
