//! What a number format shows of a serial number: a day, a month, a time or the number itself.
//! It never formats anything; it only tells dates from numbers.

use super::serial::Shown;

/// What a built-in format shows. The numbers 27 to 36 and 50 to 58 are those of Chinese Excel.
pub(super) fn built_in(id: u32) -> Shown {
    match id {
        14..=16 | 22 | 28..=31 | 51 | 53 | 54 | 58 => Shown::Day,
        17 | 27 | 36 | 50 | 52 | 57 => Shown::Month,
        18..=21 | 32..=35 | 45 | 47 | 55 | 56 => Shown::Time,
        46 => Shown::Duration,
        _ => Shown::Number,
    }
}

/// What a format code shows, by its first section.
pub(super) fn of_code(code: &str) -> Shown {
    let letters = match bare(code) {
        Bare::Elapsed => return Shown::Duration,
        Bare::Letters(letters) => letters,
    };
    if letters.starts_with("general") {
        return Shown::Number;
    }
    let letters = letters.replace("am/pm", "").replace("a/p", "");
    let without_fractions = letters.replace("s.000", "s").replace("s.00", "s").replace("s.0", "s");
    if without_fractions.contains(['0', '#', '?', '@']) {
        return Shown::Number;
    }
    let has = |letter: char| letters.contains(letter);
    let clock = has('h') || has('s');
    if has('d') || letters.contains("aaa") {
        Shown::Day
    } else if has('m') && !clock {
        Shown::Month
    } else if has('y') || has('e') {
        if clock { Shown::Day } else { Shown::Year }
    } else if clock {
        Shown::Time
    } else {
        Shown::Number
    }
}

enum Bare {
    /// The letters outside quotes, escapes and brackets, in lower case.
    Letters(String),
    /// `[h]`, `[mm]`, `[s]`.
    Elapsed,
}

fn bare(code: &str) -> Bare {
    let mut letters = String::new();
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            ';' => break,
            '\\' | '_' | '*' => drop(characters.next()),
            '"' => drop(characters.by_ref().find(|&next| next == '"')),
            '[' => {
                let inside: String = characters.by_ref().take_while(|&next| next != ']').collect();
                if is_elapsed(&inside) {
                    return Bare::Elapsed;
                }
            }
            other => letters.extend(other.to_lowercase()),
        }
    }
    Bare::Letters(letters)
}

fn is_elapsed(inside: &str) -> bool {
    let lower = inside.to_ascii_lowercase();
    ["h", "hh", "m", "mm", "s", "ss"].contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_real_workbooks() {
        let cases = [
            ("yyyy/m/d", Shown::Day),
            ("[$-804]yyyy\"年\"m\"月\"d\"日\";@", Shown::Day),
            ("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", Shown::Day),
            ("m\"月\"d\"日\"", Shown::Day),
            ("yyyy\\-mm\\-dd\\ hh:mm:ss", Shown::Day),
            ("[$-804]aaaa", Shown::Day),
            ("yyyy\"年\"m\"月\"", Shown::Month),
            ("mmm-yy", Shown::Month),
            ("yyyy", Shown::Year),
            ("h:mm AM/PM", Shown::Time),
            ("mm:ss.0", Shown::Time),
            ("[h]:mm:ss", Shown::Duration),
            ("General", Shown::Number),
            ("G/通用格式", Shown::Number),
            ("0.00E+00", Shown::Number),
            ("#,##0.00_);[Red](#,##0.00)", Shown::Number),
            ("0\"days\"", Shown::Number),
            ("@", Shown::Number),
            ("[$¥-804]#,##0", Shown::Number),
        ];
        for (code, shown) in cases {
            assert_eq!(of_code(code), shown, "{code}");
        }
    }

    #[test]
    fn chinese_built_ins() {
        assert_eq!(built_in(31), Shown::Day);
        assert_eq!(built_in(57), Shown::Month);
        assert_eq!(built_in(0), Shown::Number);
    }
}
