//! File names: which are passed over, which say that somebody has a file open, which are safe to write.
//! It never touches a folder.

use unicode_normalization::UnicodeNormalization;

/// Characters of a file name at most, so that it can be read in a folder window.
pub const CHARACTERS_MAX: usize = 80;
/// Bytes of a file name at most: Linux stops at 255, and a suffix must still fit.
pub const BYTES_MAX: usize = 240;

/// Names that Windows reserves for devices, with any ending.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Whole names, in lower case.
const NAMES: [&str; 9] = [
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    ".ds_store",
    ".gitkeep",
    ".appledouble",
    "@eadir",
    "#recycle",
    "$recycle.bin",
];
/// Beginnings.
const STARTS: [&str; 10] = ["._", "~$", ".~", "~wrd", "~wrl", "~wrf", "~wra", "~wrs", "~df", ".nfs"];
/// Beginnings of what file servers leave.
const MORE_STARTS: [&str; 4] = [".smbdelete", ".fuse_hidden", ".spotlight", ".trash"];
/// Endings of copies that are not finished.
const ENDS: [&str; 9] =
    [".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".filepart", ".asd", ".wbk"];

/// Whether a name belongs to a system, a sync client or an unfinished copy, and is passed over in silence.
pub fn is_passed_over(name: &str) -> bool {
    let lower = name.to_lowercase();
    NAMES.contains(&lower.as_str())
        || STARTS.iter().chain(&MORE_STARTS).any(|start| lower.starts_with(start))
        || ENDS.iter().any(|end| lower.ends_with(end))
        || (lower.starts_with('.') && ends_in(&lower, "swp"))
        || lower.ends_with(":zone.identifier")
        || is_excel_temporary(name)
}

fn ends_in(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, found)| found == ending)
}

/// Whether a folder is a system's own: a recycle bin, previews, versions of a sync client. What lies in it was
/// not dropped for us.
pub fn is_system_folder(name: &str) -> bool {
    const NAMES: [&str; 8] = [
        ".appledouble",
        "@eadir",
        "#recycle",
        "$recycle.bin",
        "system volume information",
        "lost+found",
        ".fseventsd",
        ".stversions",
    ];
    const STARTS: [&str; 2] = [".trash", ".spotlight"];
    let lower = name.to_lowercase();
    NAMES.contains(&lower.as_str()) || STARTS.iter().any(|start| lower.starts_with(start))
}

/// Whether a name ends as a document's or a sheet's does.
pub fn is_of_a_document(name: &str) -> bool {
    const ENDINGS: [&str; 8] = [".docx", ".xlsx", ".doc", ".xls", ".wps", ".et", ".pdf", ".docm"];
    let lower = name.to_lowercase();
    ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// Excel saves into a name of eight hexadecimal digits first.
fn is_excel_temporary(name: &str) -> bool {
    name.len() == 8 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether `owner` is the file by which Word, WPS or LibreOffice says that `name` is open.
pub fn is_owner_of(owner: &str, name: &str) -> bool {
    if let Some(rest) = owner.strip_prefix("~$") {
        // Word puts `~$` in the place of the first two characters of a long name.
        let tail: String = name.chars().skip(2).collect();
        let tail_of_one: String = name.chars().skip(1).collect();
        return !rest.is_empty() && (rest == name || rest == tail || rest == tail_of_one);
    }
    if let Some(rest) = owner.strip_prefix(".~lock.") {
        return rest.strip_suffix('#') == Some(name);
    }
    owner.strip_prefix(".~").is_some_and(|rest| rest == name)
}

/// A name as a log line may show it: controls and characters that change direction become visible.
pub fn shown(name: &str) -> String {
    let mut shown = String::with_capacity(name.len());
    for character in name.chars() {
        if character.is_control() || is_invisible(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// One component of a path that Windows and Linux both take, made of words from a submission.
/// `head` (a number) and `tail` (a mark and the ending) stay whole; the middle is cut to the limits.
pub fn safe(head: &str, middle: &str, tail: &str) -> String {
    let clean = cleaned(middle);
    let head = cleaned(head);
    let mut room_characters = CHARACTERS_MAX.saturating_sub(head.chars().count() + tail.chars().count());
    let mut room_bytes = BYTES_MAX.saturating_sub(head.len() + tail.len());
    let mut name = head;
    for character in clean.chars() {
        if room_characters == 0 || character.len_utf8() > room_bytes {
            break;
        }
        name.push(character);
        room_characters -= 1;
        room_bytes -= character.len_utf8();
    }
    let stem = name.trim_end_matches(['.', ' ', '\u{3000}']).trim_start();
    let stem = if stem.is_empty() { "无题" } else { stem };
    let full = format!("{stem}{tail}");
    let base = full.split('.').next().unwrap_or_default().trim().to_lowercase();
    if DEVICES.contains(&base.as_str()) { format!("_{full}") } else { full }
}

/// Splits a file name into stem and ending with its dot; an ending longer than 10 characters is none.
pub fn split_ending(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(at) if at > 0 && name[at..].chars().count() <= 10 => name.split_at(at),
        _ => (name, ""),
    }
}

fn cleaned(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    // What is invisible goes first: between two marks it would keep them from their canonical order.
    let visible = text.chars().filter(|character| !character.is_control() && !is_invisible(*character));
    for character in visible.nfc() {
        let kept = match character {
            '<' => '〈',
            '>' => '〉',
            ':' => '：',
            '"' => '”',
            '/' => '／',
            '\\' => '＼',
            '|' => '｜',
            '?' => '？',
            '*' => '＊',
            other => other,
        };
        clean.push(kept);
    }
    clean
}

/// Characters that hide or turn around what stands beside them: bidi controls, zero widths, tags, fillers.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFF}' | '\u{E0000}'..='\u{E0FFF}' | '\u{F0000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn system_and_temporary_names_are_passed_over() {
        for name in [
            "Thumbs.db",
            "desktop.ini",
            ".DS_Store",
            "._关于.docx",
            "a.tmp",
            "b.part",
            "c.crdownload",
            "~$于停车.docx",
            ".~lock.a.docx#",
            ".~a.docx",
            "Cedd4100",
            "a.docx:Zone.Identifier",
        ] {
            assert!(is_passed_over(name), "{name}");
        }
        for name in ["关于停车的建议.docx", "a.doc", "-rf.docx", "Cedd4100.docx", ".hidden.docx"] {
            assert!(!is_passed_over(name), "{name}");
        }
    }

    #[test]
    fn owner_files_of_three_programs_are_known() {
        assert!(is_owner_of("~$关于停车的建议.docx", "关于停车的建议.docx"));
        assert!(is_owner_of("~$停车的建议.docx", "关于停车的建议.docx"));
        assert!(is_owner_of(".~a.docx", "a.docx"));
        assert!(is_owner_of(".~lock.a.docx#", "a.docx"));
        assert!(!is_owner_of("~$b.docx", "a.docx"));
        assert!(!is_owner_of(".~lock.a.docx#", "b.docx"));
    }

    #[test]
    fn the_number_and_the_ending_stay_when_a_title_is_cut() {
        let name = safe("2026-0001 ", &"长".repeat(200), "（报送单）.docx");
        assert!(name.starts_with("2026-0001 长") && name.ends_with("长（报送单）.docx"));
        assert!(name.chars().count() <= CHARACTERS_MAX && name.len() <= BYTES_MAX);
    }

    #[test]
    fn device_names_and_empty_names_are_mended() {
        assert_eq!(safe("", "CON", ".docx"), "_CON.docx");
        assert_eq!(safe("", "\u{202E}\n", ".docx"), "无题.docx");
        assert_eq!(safe("", "a/b\\c:d", ".docx"), "a／b＼c：d.docx");
    }

    #[test]
    fn an_invisible_character_does_not_keep_marks_apart() {
        let once = safe("", "\u{1e08f}\u{fffc}\u{a3c}", "");
        assert_eq!(safe("", &once, ""), once);
    }

    proptest! {
        #[test]
        fn a_safe_name_is_legal_on_windows_and_linux(middle in "\\PC{0,200}|.{0,60}") {
            let name = safe("2026-0001 ", &middle, "（回执）.docx");
            prop_assert!(name.len() <= BYTES_MAX && name.chars().count() <= CHARACTERS_MAX);
            prop_assert!(!name.chars().any(|c| "<>:\"/\\|?*".contains(c) || c.is_control()));
            prop_assert!(!name.ends_with(['.', ' ']) && !name.starts_with(' '));
            prop_assert_eq!(safe("", &name[..name.len() - "（回执）.docx".len()], "（回执）.docx"), name);
        }
    }
}
