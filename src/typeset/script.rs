//! What kind of character one is: Chinese, a mark of Chinese text, or a plain letter or digit.
//! It never looks at a neighbour; the rules do.

/// A Chinese character, or a mark that belongs to Chinese text.
pub fn is_cjk(c: char) -> bool {
    is_han(c) || is_wide_mark(c)
}

/// A Chinese character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' | '〇')
}

/// A mark of Chinese text: full-width punctuation, curly quotes, dash and ellipsis.
pub fn is_wide_mark(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301F}' | '！' | '（' | '）' | '，' | '：' | '；' | '？'
        | '．' | '％' | '～' | '“' | '”' | '‘' | '’' | '—' | '…')
}

/// A half-width letter or digit.
pub fn is_alphanumeric(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// Width on an official page in half characters: 2 for Chinese, 1 for what Times New Roman sets.
pub fn half_width(c: char) -> usize {
    if c.is_ascii() || matches!(c, '\u{A0}'..='\u{2FF}') { 1 } else { 2 }
}

/// Width of a text in half characters.
pub fn half_widths(text: &str) -> usize {
    text.chars().map(half_width).sum()
}
