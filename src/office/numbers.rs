//! The checked names of things: 登记号, 期号, fingerprints.
//! It never hands out a number; the ledger does, in a transaction.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// 登记号: year and serial, printed `2026-0031`; serials above 9999 simply get longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber {
    /// Year of registration.
    pub year: i32,
    /// Serial within the year, from 1 without a gap.
    pub serial: u32,
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:04}", self.year, self.serial)
    }
}

impl FromStr for CaseNumber {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("\"{text}\" is not a case number such as 2026-0031");
        let (year, serial) = text.trim().split_once('-').ok_or_else(wrong)?;
        if year.len() != 4 || serial.len() < 4 {
            return Err(wrong());
        }
        let number = CaseNumber {
            year: year.parse().map_err(|_| wrong())?,
            serial: serial.parse().map_err(|_| wrong())?,
        };
        if number.serial == 0 { Err(wrong()) } else { Ok(number) }
    }
}

impl Serialize for CaseNumber {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CaseNumber {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The SHA-256 of a file's bytes, printed as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// The fingerprint of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest;
        Fingerprint(sha2::Sha256::digest(bytes).into())
    }

    /// The fingerprint of what a reader gives, held piece by piece.
    pub fn of_reader(mut reader: impl std::io::Read) -> std::io::Result<Self> {
        use sha2::Digest;
        let mut digest = sha2::Sha256::new();
        let mut piece = vec![0; 64 * 1024];
        loop {
            let read = reader.read(&mut piece)?;
            if read == 0 {
                return Ok(Fingerprint(digest.finalize().into()));
            }
            digest.update(&piece[..read]);
        }
    }

    /// Its place in the archive, `ab/cd/<sha256>`, as entries name it.
    pub fn place(&self) -> String {
        let hexadecimal = self.to_string();
        format!("{}/{}/{hexadecimal}", &hexadecimal[..2], &hexadecimal[2..4])
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: [char; 16] =
            ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
        let mut text = String::with_capacity(64);
        for byte in self.0 {
            text.push(DIGITS[usize::from(byte >> 4)]);
            text.push(DIGITS[usize::from(byte & 15)]);
        }
        out.write_str(&text)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Fingerprint({self})")
    }
}

impl FromStr for Fingerprint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("\"{text}\" is not a SHA-256 in hexadecimal");
        if text.len() != 64 || !text.is_ascii() {
            return Err(wrong());
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            let digits = std::str::from_utf8(pair).map_err(|_| wrong())?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong())?;
        }
        Ok(Fingerprint(bytes))
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// 期号: the number that a case got in a publication when it was signed off.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct IssueNumber {
    /// Name of the publication.
    pub publication: String,
    /// Year of sign-off.
    pub year: i32,
    /// 第 N 期, from 1 without a gap per publication and year.
    pub number: u32,
}

impl fmt::Display for IssueNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}年第{}期", self.publication, self.year, self.number)
    }
}

impl FromStr for IssueNumber {
    type Err = String;

    /// Reads `社情民意信息2026年第7期`, with spaces and 《》 as people write them.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("\"{text}\" is not an issue number such as 社情民意信息2026年第7期");
        let bare: String =
            text.chars().filter(|c| !c.is_whitespace() && !"《》〔〕[]()（）".contains(*c)).collect();
        let (before, behind) = bare.split_once("年").ok_or_else(wrong)?;
        let at = before.len().checked_sub(4).filter(|at| before.is_char_boundary(*at)).ok_or_else(wrong)?;
        let number = behind.trim_start_matches('第').strip_suffix('期').ok_or_else(wrong)?;
        let issue = IssueNumber {
            publication: before[..at].to_owned(),
            year: before[at..].parse().map_err(|_| wrong())?,
            number: number.parse().map_err(|_| wrong())?,
        };
        if issue.publication.is_empty() || issue.number == 0 { Err(wrong()) } else { Ok(issue) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_number_reads_what_it_prints() {
        for text in ["2026-0031", "2026-12345"] {
            assert_eq!(text.parse::<CaseNumber>().map(|n| n.to_string()), Ok(text.to_owned()));
        }
        for text in ["2026-31", "26-0031", "2026", "2026-0000", "2026-00a1"] {
            assert!(text.parse::<CaseNumber>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_issue_number_reads_what_it_prints() {
        for text in ["社情民意信息2026年第7期", "《社情民意信息》 2026年第 7 期", "社情民意信息〔2026年〕7期"]
        {
            let issue = text.parse::<IssueNumber>().map(|issue| issue.to_string());
            assert_eq!(issue, Ok("社情民意信息2026年第7期".to_owned()));
        }
        for text in ["2026年第7期", "社情民意信息第7期", "社情民意信息2026年第0期", "年第7期"]
        {
            assert!(text.parse::<IssueNumber>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_fingerprint_reads_what_it_prints() {
        let print = Fingerprint::of(b"");
        assert!(print.to_string().starts_with("e3b0c442"));
        assert_eq!(print.to_string().parse(), Ok(print));
        assert!("e3".parse::<Fingerprint>().is_err());
    }
}
