//! What is said of a file that is no TOML: every place, with what to write instead.
//! It never reads a value.

use super::faults::Faults;

/// Signs that input methods write where TOML wants those of half width.
const FULL_WIDTH: &[char] =
    &['“', '”', '‘', '’', '＂', '＝', '，', '［', '］', '【', '】', '｛', '｝', '：', '。', '－'];

/// Complains of what is no TOML. The parser passes over what follows some faults, so lines are looked at as well.
pub(in crate::office) fn add_syntax_errors(text: &str, errors: &[toml::de::Error], faults: &mut Faults) {
    if errors.is_empty() {
        return;
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut told = Vec::new();
    for error in errors {
        let line = error.span().map_or(0, |span| faults.line(&span));
        let written = lines.get(line.saturating_sub(1)).copied().unwrap_or_default();
        faults.add(line, format!("not TOML: {}", error.message()), hint(error.message(), written));
        told.push(line);
    }
    if text.contains("\"\"\"") || text.contains("'''") {
        return;
    }
    for (line, written) in (1..).zip(&lines).filter(|(line, _)| !told.contains(line)) {
        if let Some(sign) = outside_quotes(written) {
            let message = format!("not TOML: \"{sign}\" stands outside quotes");
            faults.add(line, message, hint("", written));
        }
    }
}

/// The first sign outside quotes and remarks that can only stand inside them.
fn outside_quotes(line: &str) -> Option<char> {
    let mut open = None;
    for sign in line.chars() {
        match (open, sign) {
            (None, '#') => return None,
            (None, '"' | '\'') => open = Some(sign),
            (None, _) if !sign.is_ascii() => return Some(sign),
            (Some(quote), _) if quote == sign => open = None,
            _ => {}
        }
    }
    None
}

fn hint(message: &str, line: &str) -> &'static str {
    let code = line.split('#').next().unwrap_or_default();
    let is_digit = |sign: char| ('０'..='９').contains(&sign);
    if code.contains(FULL_WIDTH) {
        return "write quotes, commas, brackets and = in half width: \" , [ ] =";
    }
    if code.contains(is_digit) {
        return "write digits in half width: 5";
    }
    match message {
        message if message.starts_with("string values must be quoted") => "texts stand in quotes: \"编发\"",
        message if message.starts_with("unclosed array table") => "sections stand in two brackets: [[rule]]",
        message if message.starts_with("unclosed table") => "the line ends with a bracket: [round]",
        message if message.starts_with("invalid basic string") => "close the quotes",
        message if message.starts_with("duplicate key") => {
            "keep one; sections of which there are several stand in two brackets: [[rule]]"
        }
        message if message.starts_with("key with no value") => "write a key, = and a value: points = 5",
        message if message.starts_with("invalid unquoted key") || message.is_empty() => {
            "keys stand in English (event, points), texts in quotes (\"编发\")"
        }
        _ => "",
    }
}
