//! Web and e-mail addresses in a text, where every mark is part of the name.
//! It never asks whether there is such an address.

use super::marks::Mark;

/// Which characters belong to a web address or an e-mail address, where every mark is part of the name.
pub(super) fn kept_spans(marks: &[Mark]) -> Vec<bool> {
    let mut kept = vec![false; marks.len()];
    let mut start = 0;
    while start < marks.len() {
        let length = marks[start..].iter().take_while(|mark| mark.c.is_ascii_graphic()).count();
        keep_address(&marks[start..start + length], &mut kept[start..start + length]);
        start += length + 1;
    }
    kept
}

fn keep_address(token: &[Mark], kept: &mut [bool]) {
    let shown: String = token.iter().map(|mark| mark.c).collect();
    let begin = match (shown.find("://"), shown.find("www."), shown.find('@')) {
        (Some(colon), _, _) => {
            colon - shown[..colon].chars().rev().take_while(char::is_ascii_alphabetic).count()
        }
        (None, Some(www), _) => www,
        (None, None, Some(_)) => 0,
        (None, None, None) => return,
    };
    let end = shown.trim_end_matches(['.', ',', ';', ':', '?', '!', '(', ')', '\'', '"']).len();
    let end = if shown[begin..end].contains('(') && shown[end..].starts_with(')') { end + 1 } else { end };
    if begin < end {
        kept[begin..end].fill(true);
    }
}
