//! Numbers in the writings that Word's lists know.
//! It never knows lists, levels or counters.

/// Longest number in letters; Word repeats the letter, and a start value may be two billion.
const LETTERS: u32 = 10;

/// The number in a format of `w:numFmt`; formats that are not known come out in digits, as do numbers beyond a
/// format's reach.
pub(super) fn write(format: &str, number: u32) -> String {
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperLetter" => letters(number),
        "lowerLetter" => letters(number).to_lowercase(),
        "ordinal" => ordinal(number),
        "decimalFullWidth" | "decimalFullWidth2" => full_width(number),
        "numberInDash" => format!("- {number} -"),
        "hex" => format!("{number:X}"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(number),
        "decimalEnclosedFullstop" => run(number, 20, 0x2488),
        "decimalEnclosedParen" => run(number, 20, 0x2474),
        "ideographEnclosedCircle" => run(number, 10, 0x3280),
        "chineseCounting" | "chineseCountingThousand" | "taiwaneseCounting" | "taiwaneseCountingThousand" => {
            chinese(number, &PLAIN)
        }
        "japaneseCounting" => japanese(number),
        "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand" | "koreanDigital2" => {
            digital(number)
        }
        "chineseLegalSimplified" => chinese(number, &LEGAL),
        "ideographLegalTraditional" => chinese(number, &LEGAL_TRADITIONAL),
        "ideographTraditional" => pick(number, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => pick(number, "子丑寅卯辰巳午未申酉戌亥"),
        "ideographZodiacTraditional" => zodiac(number),
        _ => number.to_string(),
    }
}

/// Digits and units of one way of writing Chinese numbers.
struct Chinese {
    digits: [char; 10],
    units: [&'static str; 4],
    /// Ten thousands and their ten thousands.
    groups: [&'static str; 3],
    /// 十 instead of 一十 at the start.
    bare_ten: bool,
}

const PLAIN: Chinese = Chinese {
    digits: ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
    units: ["", "十", "百", "千"],
    groups: ["", "万", "亿"],
    bare_ten: true,
};

const LEGAL: Chinese = Chinese {
    digits: ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'],
    units: ["", "拾", "佰", "仟"],
    groups: ["", "万", "亿"],
    bare_ten: false,
};

const LEGAL_TRADITIONAL: Chinese = Chinese {
    digits: ['零', '壹', '貳', '參', '肆', '伍', '陸', '柒', '捌', '玖'],
    units: ["", "拾", "佰", "仟"],
    groups: ["", "萬", "億"],
    bare_ten: false,
};

fn chinese(number: u32, writing: &Chinese) -> String {
    if number == 0 {
        return writing.digits[0].to_string();
    }
    let digits: Vec<u32> = number.to_string().chars().filter_map(|digit| digit.to_digit(10)).collect();
    let mut text = String::new();
    let mut zero_waits = false;
    let mut group_has_digits = false;
    for (at, digit) in digits.iter().enumerate() {
        let place = digits.len() - 1 - at;
        if *digit == 0 {
            zero_waits = !text.is_empty();
        } else {
            if zero_waits {
                text.push(writing.digits[0]);
                zero_waits = false;
            }
            if !(writing.bare_ten && text.is_empty() && *digit == 1 && place % 4 == 1) {
                text.push(
                    usize::try_from(*digit)
                        .ok()
                        .and_then(|at| writing.digits.get(at))
                        .copied()
                        .unwrap_or('零'),
                );
            }
            text.push_str(writing.units[place % 4]);
            group_has_digits = true;
        }
        if place.is_multiple_of(4) && group_has_digits {
            text.push_str(writing.groups.get(place / 4).copied().unwrap_or_default());
            group_has_digits = false;
        }
    }
    text
}

/// As Chinese, but a hundred and a thousand are written without the one in front, and no zero between.
fn japanese(number: u32) -> String {
    let text = chinese(number, &PLAIN).replace('零', "");
    if number == 0 {
        "〇".to_owned()
    } else {
        text.replace("一十", "十").replace("一百", "百").replace("一千", "千")
    }
}

fn digital(number: u32) -> String {
    number.to_string().chars().map(|digit| pick_digit(digit, "〇一二三四五六七八九")).collect()
}

fn full_width(number: u32) -> String {
    number.to_string().chars().map(|digit| pick_digit(digit, "０１２３４５６７８９")).collect()
}

fn pick_digit(digit: char, digits: &str) -> char {
    digit.to_digit(10).and_then(|at| digits.chars().nth(usize::try_from(at).ok()?)).unwrap_or(digit)
}

fn pick(number: u32, signs: &str) -> String {
    let sign = usize::try_from(number).ok().and_then(|number| signs.chars().nth(number.checked_sub(1)?));
    sign.map_or_else(|| number.to_string(), String::from)
}

fn zodiac(number: u32) -> String {
    if !(1..=60).contains(&number) {
        return number.to_string();
    }
    let stem = pick((number - 1) % 10 + 1, "甲乙丙丁戊己庚辛壬癸");
    let branch = pick((number - 1) % 12 + 1, "子丑寅卯辰巳午未申酉戌亥");
    stem + &branch
}

/// Circled numbers lie in three runs of Unicode.
fn circled(number: u32) -> String {
    match number {
        0 => "⓪".to_owned(),
        1..=20 => run(number, 20, 0x2460),
        21..=35 => run(number - 20, 15, 0x3251),
        36..=50 => run(number - 35, 15, 0x32b1),
        _ => number.to_string(),
    }
}

fn run(number: u32, last: u32, first: u32) -> String {
    let sign = (1..=last).contains(&number).then(|| char::from_u32(first + number - 1)).flatten();
    sign.map_or_else(|| number.to_string(), String::from)
}

fn letters(number: u32) -> String {
    let Some(before) = number.checked_sub(1) else { return String::new() };
    let times = before / 26 + 1;
    if times > LETTERS {
        return number.to_string();
    }
    let letter = u8::try_from(before % 26).map_or('A', |at| char::from(b'A' + at));
    (0..times).map(|_| letter).collect()
}

fn roman(number: u32) -> String {
    if !(1..4_000).contains(&number) {
        return number.to_string();
    }
    let table = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number;
    let mut text = String::new();
    for (value, sign) in table {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(format: &str, numbers: &[u32]) -> String {
        numbers.iter().map(|number| write(format, *number)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn chinese_numbers() {
        let numbers =
            [1, 9, 10, 11, 20, 21, 100, 101, 110, 111, 1_000, 1_001, 1_010, 10_000, 10_010, 100_000];
        assert_eq!(
            all("chineseCountingThousand", &numbers),
            "一 九 十 十一 二十 二十一 一百 一百零一 一百一十 一百一十一 一千 一千零一 一千零一十 一万 一万零一十 十万"
        );
        assert_eq!(all("japaneseCounting", &[1, 10, 100, 111, 1_001]), "一 十 百 百十一 千一");
        assert_eq!(all("ideographDigital", &[1, 10, 21]), "一 一〇 二一");
        assert_eq!(all("chineseLegalSimplified", &[1, 10, 25]), "壹 壹拾 贰拾伍");
    }

    #[test]
    fn signs_in_order() {
        assert_eq!(all("ideographTraditional", &[1, 10, 11]), "甲 癸 11");
        assert_eq!(all("ideographZodiacTraditional", &[1, 12, 60]), "甲子 乙亥 癸亥");
        assert_eq!(all("decimalEnclosedCircle", &[1, 20, 21, 35, 36, 50, 51]), "① ⑳ ㉑ ㉟ ㊱ ㊿ 51");
        assert_eq!(all("decimalEnclosedParen", &[1, 20]), "⑴ ⒇");
    }

    #[test]
    fn western_numbers() {
        assert_eq!(all("lowerLetter", &[1, 26, 27, 52, 4_000_000_000]), "a z aa zz 4000000000");
        assert_eq!(all("upperRoman", &[4, 1999, 4000]), "IV MCMXCIX 4000");
        assert_eq!(all("ordinal", &[1, 2, 3, 4, 11, 21]), "1st 2nd 3rd 4th 11th 21st");
        assert_eq!(all("decimalZero", &[1, 10]), "01 10");
        assert_eq!(all("decimalFullWidth", &[12]), "１２");
        assert_eq!(all("somethingNew", &[7]), "7");
    }
}
