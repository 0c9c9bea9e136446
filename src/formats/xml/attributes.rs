//! The attributes of one element, taken apart once and checked as XML demands.
//! It never keeps more than a limit, and never resolves an entity beyond the five of XML.

use super::encoding::is_allowed;
use crate::rejection::Rejection;
use std::borrow::Cow;

/// Attributes of one element. Stops duplicate checks that grow with the square.
const MOST: usize = 1_000;

/// One attribute as it is written, its value not yet resolved.
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    /// Before the colon, or empty.
    pub prefix: &'a str,
    /// Behind the colon.
    pub local: &'a str,
    /// Between the quotes.
    pub value: &'a str,
}

impl<'a> Attribute<'a> {
    /// The prefix that it declares as a namespace (empty for the default one), if it does.
    pub fn declares(&self) -> Option<&'a str> {
        match (self.prefix, self.local) {
            ("xmlns", prefix) => Some(prefix),
            ("", "xmlns") => Some(""),
            _ => None,
        }
    }
}

/// Takes the text behind an element's name apart into `into`, which is emptied first.
pub fn split<'a>(raw: &'a str, into: &mut Vec<Attribute<'a>>) -> Result<(), Rejection> {
    into.clear();
    let mut rest = raw;
    loop {
        let trimmed = rest.trim_start_matches(is_blank);
        if trimmed.is_empty() {
            break;
        }
        if trimmed.len() == rest.len() {
            return Err(super::syntax("属性之间缺少空格"));
        }
        let (attribute, behind) = first(trimmed)?;
        if into.len() == MOST {
            return Err(super::limit("一个元素的属性过多"));
        }
        into.push(attribute);
        rest = behind;
    }
    check_duplicates(into)
}

/// A name taken apart at its colon: prefix (or nothing) and local part. Refuses what is no name.
pub fn split_name(name: &str) -> Result<(&str, &str), Rejection> {
    let bytes = name.as_bytes();
    let mut colon = None;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b':' if colon.is_none() => colon = Some(at),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' | 0x80.. => {}
            _ => return Err(super::syntax("名称中有非法字符")),
        }
    }
    let (prefix, local) = match colon {
        Some(at) => (&name[..at], &name[at + 1..]),
        None => ("", name),
    };
    let starts_well = |part: &str| !part.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.');
    if local.is_empty() || colon == Some(0) || !starts_well(prefix) || !starts_well(local) {
        return Err(super::syntax("名称不合规定"));
    }
    Ok((prefix, local))
}

/// Text with its references resolved. Unknown entities and characters that XML forbids are refused, since a
/// reference must not smuggle in what may not stand in the text itself.
pub fn resolve(raw: &str) -> Result<Cow<'_, str>, Rejection> {
    if !raw.contains('&') {
        return Ok(Cow::Borrowed(raw));
    }
    let mut resolved = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(start) = rest.find('&') {
        let Some(length) = rest[start..].find(';') else {
            return Err(super::syntax("字符引用没有结束"));
        };
        resolved.push_str(&rest[..start]);
        resolved.push(resolve_reference(&rest[start + 1..start + length])?);
        rest = &rest[start + length + 1..];
    }
    resolved.push_str(rest);
    Ok(Cow::Owned(resolved))
}

/// The character behind `&name;`.
pub fn resolve_reference(name: &str) -> Result<char, Rejection> {
    let number = match name {
        "amp" => return Ok('&'),
        "lt" => return Ok('<'),
        "gt" => return Ok('>'),
        "quot" => return Ok('"'),
        "apos" => return Ok('\''),
        _ => name.strip_prefix('#').ok_or_else(|| super::syntax("引用了未知的实体"))?,
    };
    let (digits, radix) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let code = if plain { u32::from_str_radix(digits, radix).ok() } else { None };
    code.and_then(char::from_u32)
        .filter(|character| is_allowed(*character))
        .ok_or_else(|| super::syntax("字符引用指向不允许的字符"))
}

fn first(text: &str) -> Result<(Attribute<'_>, &str), Rejection> {
    let equals = text.find('=').ok_or_else(|| super::syntax("属性没有值"))?;
    let (prefix, local) = split_name(text[..equals].trim_end_matches(is_blank))?;
    let quoted = text[equals + 1..].trim_start_matches(is_blank);
    let quote = match quoted.as_bytes().first() {
        Some(quote @ (b'"' | b'\'')) => *quote,
        _ => return Err(super::syntax("属性值没有引号")),
    };
    let inside = &quoted.as_bytes()[1..];
    let mut references = false;
    for (at, byte) in inside.iter().enumerate() {
        match *byte {
            b'<' => return Err(super::syntax("属性值中有“<”")),
            b'&' => references = true,
            byte if byte == quote => {
                let value = &quoted[1..=at];
                if references {
                    resolve(value)?;
                }
                return Ok((Attribute { prefix, local, value }, &quoted[at + 2..]));
            }
            _ => {}
        }
    }
    Err(super::syntax("属性值没有结束"))
}

fn check_duplicates(attributes: &[Attribute<'_>]) -> Result<(), Rejection> {
    let key = |attribute: &Attribute<'_>| (attribute.local.len(), attribute.local.to_owned(), attribute.prefix.to_owned());
    let repeated = if attributes.len() <= 24 {
        attributes.iter().enumerate().any(|(at, one)| {
            attributes[..at].iter().any(|other| one.local == other.local && one.prefix == other.prefix)
        })
    } else {
        let mut keys: Vec<_> = attributes.iter().map(key).collect();
        keys.sort_unstable();
        keys.windows(2).any(|pair| pair[0] == pair[1])
    };
    if repeated { Err(super::syntax("属性重复")) } else { Ok(()) }
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rejection::Code;

    fn values(raw: &str) -> Result<Vec<(String, String)>, Code> {
        let mut attributes = Vec::new();
        split(raw, &mut attributes).map_err(|refused| refused.code)?;
        Ok(attributes.iter().map(|one| (one.local.to_owned(), one.value.to_owned())).collect())
    }

    #[test]
    fn attributes_come_apart() {
        let found = values(" w:val=\"一\"\n x = 'a\"b' ").expect("well formed");
        assert_eq!(found, [("val".into(), "一".into()), ("x".into(), "a\"b".into())]);
    }

    #[test]
    fn ill_formed_attributes_are_refused() {
        for raw in [
            " a", " a=", " a=1", " a=\"1", " a=\"<\"", " a=\"&x;\"", " a=\"&#0;\"", " a=\"1\" a=\"2\"", " a=\"1\"b=\"2\"",
            " =\"1\"", " 1a=\"1\"", " :a=\"1\"",
        ] {
            assert_eq!(values(raw), Err(Code::XmlSyntax), "{raw}");
        }
    }

    #[test]
    fn one_duplicate_among_many_is_found() {
        let mut raw: String = (0..100).map(|n| format!(" a{n}=\"\"")).collect();
        assert!(values(&raw).is_ok());
        raw.push_str(" a50=\"\"");
        assert_eq!(values(&raw), Err(Code::XmlSyntax));
    }

    #[test]
    fn a_thousand_attributes_are_the_end() {
        let raw: String = (0..1_001).map(|n| format!(" a{n}=\"\"")).collect();
        assert_eq!(values(&raw), Err(Code::XmlLimit));
    }

    #[test]
    fn references_resolve_or_refuse() {
        assert_eq!(resolve("甲&amp;&#20013;&#x4e2d;乙").expect("known"), "甲&中中乙");
        for raw in ["&#xFFFE;", "&#xD800;", "&#x110000;", "&#0;", "&#x1;", "&nbsp;", "&", "&#+5;", "&#;"] {
            assert_eq!(resolve(raw).map_err(|refused| refused.code), Err(Code::XmlSyntax), "{raw}");
        }
    }
}
