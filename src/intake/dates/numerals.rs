//! Numbers as dates write them: 2023, 二〇二三, 二十八, 廿八.
//! It never reads a number of more characters than fit an `i32`.

pub(super) fn number(chars: &[char], start: usize) -> Option<(i32, usize)> {
    arabic(chars, start).or_else(|| chinese(chars, start))
}

pub(super) fn arabic(chars: &[char], start: usize) -> Option<(i32, usize)> {
    let mut value: i32 = 0;
    let mut at = start;
    while let Some(digit) = chars.get(at).and_then(|c| c.to_digit(10)) {
        value = value.checked_mul(10)?.checked_add(i32::try_from(digit).ok()?)?;
        at += 1;
    }
    (at > start).then_some((value, at))
}

pub(super) fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| numeral(c).map(|_| 0))
}

/// `二〇二三` by position, `二十八` and `廿八` by value.
fn chinese(chars: &[char], start: usize) -> Option<(i32, usize)> {
    let mut at = start;
    let mut value: i32 = 0;
    let mut by_value = false;
    while let Some(unit) = chars.get(at).and_then(|c| numeral(*c)) {
        match unit {
            10 => {
                value = if value == 0 { 10 } else { value.checked_mul(10)? };
                by_value = true;
            }
            20 | 30 => {
                value = unit;
                by_value = true;
            }
            digit if by_value => value = value.checked_add(digit)?,
            digit => value = value.checked_mul(10)?.checked_add(digit)?,
        }
        at += 1;
    }
    (at > start).then_some((value, at))
}

fn numeral(c: char) -> Option<i32> {
    Some(match c {
        '〇' | '○' | '零' | 'O' | 'o' | '◯' => 0,
        '一' | '壹' => 1,
        '二' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        '十' | '拾' => 10,
        '廿' => 20,
        '卅' => 30,
        _ => return None,
    })
}
