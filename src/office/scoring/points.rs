//! Exact numbers of scoring: fractions while a point is computed, millionths once it is written down.
//! It never uses floating point, so that a sum is the same in every order.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

/// Parts of one point.
const PARTS: i64 = 1_000_000;
/// Decimal places of one point.
pub const PLACES_MAX: u32 = 6;

/// Points, exact to a millionth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(i64);

/// A reduced fraction with a denominator above zero: a rule's points, a factor, a share, a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    numerator: i64,
    denominator: i64,
}

/// How points are rounded, said once for a scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounding {
    /// Decimal places, 0 to 6.
    pub places: u32,
    /// What becomes of the rest.
    pub halves: Halves,
    /// When it is done.
    pub moment: Moment,
}

/// What becomes of the digits that are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halves {
    /// 四舍五入: half goes away from zero.
    Up,
    /// 四舍六入五成双: half goes to the even digit.
    Even,
    /// 舍去: towards zero.
    Cut,
    /// 进一: away from zero.
    Raise,
}

/// When points are rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// 每笔: as each row is written.
    Row,
    /// 合计: the total of a person or unit; rows are exact to six places.
    Total,
}

impl Default for Rounding {
    fn default() -> Self {
        Rounding { places: 2, halves: Halves::Up, moment: Moment::Row }
    }
}

impl Rounding {
    /// What a row of points is written as.
    pub fn row(&self, exact: Fraction) -> Points {
        match self.moment {
            Moment::Row => exact.rounded(self.places, self.halves),
            Moment::Total => exact.rounded(PLACES_MAX, Halves::Up),
        }
    }

    /// A total as it counts.
    pub fn total(&self, sum: Points) -> Points {
        match self.moment {
            Moment::Row => sum,
            Moment::Total => sum.as_fraction().rounded(self.places, self.halves),
        }
    }
}

impl Points {
    /// None at all.
    pub const ZERO: Points = Points(0);

    /// Millionths.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// The same as a fraction.
    pub fn as_fraction(self) -> Fraction {
        Fraction::new(self.0.into(), PARTS.into())
    }

    /// As a number for a spreadsheet, which knows no exact ones: the nearest double of the decimal.
    pub fn as_double(self) -> f64 {
        self.to_string().parse().unwrap_or(0.0)
    }
}

impl Add for Points {
    type Output = Points;
    fn add(self, other: Points) -> Points {
        Points(self.0.saturating_add(other.0))
    }
}

impl Sub for Points {
    type Output = Points;
    fn sub(self, other: Points) -> Points {
        Points(self.0.saturating_sub(other.0))
    }
}

impl Neg for Points {
    type Output = Points;
    fn neg(self) -> Points {
        Points(self.0.saturating_neg())
    }
}

impl AddAssign for Points {
    fn add_assign(&mut self, other: Points) {
        *self = *self + other;
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Points>>(all: I) -> Points {
        all.fold(Points::ZERO, Add::add)
    }
}

impl fmt::Display for Points {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 1_000_000, self.0.unsigned_abs() % 1_000_000);
        if rest == 0 {
            return write!(out, "{sign}{whole}");
        }
        write!(out, "{sign}{whole}.{}", format!("{rest:06}").trim_end_matches('0'))
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let exact =
            Fraction::parse(&text).ok_or_else(|| serde::de::Error::custom("not a number of points"))?;
        Ok(exact.rounded(PLACES_MAX, Halves::Up))
    }
}

impl Default for Fraction {
    /// Nothing.
    fn default() -> Fraction {
        Fraction::ZERO
    }
}

impl Fraction {
    /// One.
    pub const ONE: Fraction = Fraction { numerator: 1, denominator: 1 };
    /// Zero.
    pub const ZERO: Fraction = Fraction { numerator: 0, denominator: 1 };

    /// The fraction of two numbers; a denominator of zero gives zero, as a rate of nothing is.
    pub fn new(numerator: i128, denominator: i128) -> Fraction {
        if denominator == 0 {
            return Fraction::ZERO;
        }
        let shared = common_divisor(numerator.unsigned_abs(), denominator.unsigned_abs()).max(1);
        let shared = i128::try_from(shared).unwrap_or(1);
        let sign = denominator.signum();
        let (mut top, mut bottom) = (sign * numerator / shared, sign * denominator / shared);
        // Beyond 64 bits only factors of absurd precision lead; the last bits of both go.
        while i64::try_from(top).is_err() || i64::try_from(bottom).is_err() {
            (top, bottom) = (top / 2, (bottom / 2).max(1));
        }
        let narrow = |number: i128| i64::try_from(number).unwrap_or(i64::MAX);
        Fraction { numerator: narrow(top), denominator: narrow(bottom) }
    }

    /// A whole number.
    pub fn whole(number: i64) -> Fraction {
        Fraction { numerator: number, denominator: 1 }
    }

    /// A number as people write it: `5`, `-0.5`, `1/4`, `50%`, `3分之1` is not among them.
    pub fn parse(text: &str) -> Option<Fraction> {
        let text = text.trim();
        if let Some(percent) = text.strip_suffix(['%', '％']) {
            let exact = Fraction::parse(percent)?;
            return Some(exact.times(Fraction::new(1, 100)));
        }
        if let Some((top, bottom)) = text.split_once('/') {
            let (top, bottom) = (decimal(top.trim())?, decimal(bottom.trim())?);
            return (bottom.numerator != 0).then(|| top.over(bottom));
        }
        decimal(text)
    }

    /// Numerator and denominator.
    pub(super) fn parts(self) -> (i64, i64) {
        (self.numerator, self.denominator)
    }

    /// The product.
    #[must_use]
    pub fn times(self, other: Fraction) -> Fraction {
        Fraction::new(
            i128::from(self.numerator) * i128::from(other.numerator),
            i128::from(self.denominator) * i128::from(other.denominator),
        )
    }

    /// The quotient.
    #[must_use]
    pub fn over(self, other: Fraction) -> Fraction {
        Fraction::new(
            i128::from(self.numerator) * i128::from(other.denominator),
            i128::from(self.denominator) * i128::from(other.numerator),
        )
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Fraction) -> Fraction {
        let (a, b) = (i128::from(self.numerator), i128::from(self.denominator));
        let (c, d) = (i128::from(other.numerator), i128::from(other.denominator));
        Fraction::new(a * d - c * b, b * d)
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.numerator < 0
    }

    /// Whether it is a whole number.
    pub fn is_whole(self) -> bool {
        self.denominator == 1
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// Rounded to decimal places.
    pub fn rounded(self, places: u32, halves: Halves) -> Points {
        let unit = 10_i128.pow(PLACES_MAX - places.min(PLACES_MAX));
        let scaled = i128::from(self.numerator) * i128::from(PARTS);
        let step = i128::from(self.denominator) * unit;
        let (whole, rest) = (scaled / step, (scaled % step).abs());
        let away = match halves {
            Halves::Cut => false,
            Halves::Raise => rest > 0,
            Halves::Up => rest * 2 >= step,
            Halves::Even => rest * 2 > step || (rest * 2 == step && whole % 2 != 0),
        };
        let whole = if away { whole + scaled.signum() } else { whole };
        Points(i64::try_from(whole * unit).unwrap_or(if whole < 0 { i64::MIN } else { i64::MAX }))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let left = i128::from(self.numerator) * i128::from(other.denominator);
        let right = i128::from(other.numerator) * i128::from(self.denominator);
        left.cmp(&right)
    }
}

impl fmt::Display for Fraction {
    /// A decimal where it ends within six places (`0.25`), else the fraction (`1/3`).
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if PARTS % self.denominator == 0 {
            return write!(out, "{}", self.rounded(PLACES_MAX, Halves::Up));
        }
        write!(out, "{}/{}", self.numerator, self.denominator)
    }
}

/// A decimal number of at most twelve digits on either side of the point.
fn decimal(text: &str) -> Option<Fraction> {
    let (sign, digits) = match text.strip_prefix(['-', '－', '−']) {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix(['+', '＋']).unwrap_or(text)),
    };
    // Input methods write digits in full width.
    let digits: String = digits.chars().map(half_width).collect();
    let (whole, rest) = digits.split_once('.').unwrap_or((&digits, ""));
    let sound = |part: &str| part.len() <= 12 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !sound(whole) || !sound(rest) || (whole.is_empty() && rest.is_empty()) {
        return None;
    }
    let number: i128 = format!("{whole}{rest}").parse().ok()?;
    let places = u32::try_from(rest.len()).ok()?;
    Some(Fraction::new(sign * number, 10_i128.pow(places)))
}

fn half_width(sign: char) -> char {
    match sign {
        '０'..='９' => char::from_u32(u32::from(sign) - u32::from('０') + u32::from('0')).unwrap_or(sign),
        '．' => '.',
        _ => sign,
    }
}

fn common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Fraction {
        Fraction::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, shown) in [
            ("5", "5"),
            ("-0.50", "-0.5"),
            ("1/4", "0.25"),
            ("50%", "0.5"),
            ("1/3", "1/3"),
            (" 2 ", "2"),
            ("１．５", "1.5"),
        ] {
            assert_eq!(exact(text).to_string(), shown);
        }
        for text in ["", "-", "1/0", "五", "1e3", "1.2.3", "--1", "0x10", "1234567890123"] {
            assert_eq!(Fraction::parse(text), None, "{text}");
        }
    }

    #[test]
    fn halves_go_where_the_scheme_says() {
        let cases = [
            ("2.5", ["3", "2", "2", "3"]),
            ("-2.5", ["-3", "-2", "-2", "-3"]),
            ("3.5", ["4", "4", "3", "4"]),
            ("2.1", ["2", "2", "2", "3"]),
        ];
        for (text, shown) in cases {
            for (halves, shown) in
                [Halves::Up, Halves::Even, Halves::Cut, Halves::Raise].into_iter().zip(shown)
            {
                assert_eq!(exact(text).rounded(0, halves).to_string(), shown, "{text} {halves:?}");
            }
        }
        assert_eq!(exact("10/3").rounded(2, Halves::Up).to_string(), "3.33");
    }

    #[test]
    fn thirds_make_a_whole_again() {
        let third = exact("1/3");
        assert_eq!(third.times(Fraction::whole(3)), Fraction::ONE);
        assert!(exact("1/3") < exact("0.34"));
    }
}
