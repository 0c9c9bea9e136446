//! Telephones among the words about a person.
//! It never says whose a telephone is.

use crate::intake::text::{ideograph, narrow};

/// Whether the words can only be a telephone, so that no label need say so: a mobile one, or one with its area.
pub fn is_plainly_phone(word: &str) -> bool {
    let digits: String = word.chars().map(narrow).filter(char::is_ascii_digit).collect();
    let mobile = digits.len() == 11 && digits.starts_with('1') && !digits.starts_with("10");
    let area = (10..=12).contains(&digits.len()) && digits.starts_with('0');
    (mobile || area) && is_phone(word)
}

/// The telephone in a word that may say so in front: 电话13900000000.
pub(super) fn phone_in(word: &str) -> Option<&str> {
    let number = word.trim_start_matches(|c: char| ideograph(c) || matches!(c, '：' | ':'));
    let said = &word[..word.len() - number.len()];
    let named = said.is_empty()
        || ["电话", "手机", "方式"].iter().any(|end| said.trim_end_matches(['：', ':']).ends_with(end));
    (named && is_phone(number)).then_some(number)
}

/// A telephone: seven digits and more, with the marks that people put between them.
fn is_phone(word: &str) -> bool {
    let digits = word.chars().map(narrow).filter(char::is_ascii_digit).count();
    (7..=24).contains(&digits)
        && word
            .chars()
            .map(narrow)
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '(' | ')' | ' ' | '—' | '*'))
}
