//! The attributes of one element, taken apart once and checked as XML demands.
//! It never keeps more than a limit, and never resolves an entity beyond the five of XML.

use super::encoding::is_allowed;
use super::names::{self, Written};
use crate::rejection::Rejection;
use std::borrow::Cow;

/// Attributes of one element. Stops duplicate checks that grow with the square.
const MOST: usize = 1_000;

/// One attribute as it is written, its value not yet resolved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute<'a> {
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

/// Takes attributes from a place behind a name into `into`, which is emptied first, up to what is none. Gives the
/// place of that.
pub(super) fn take<'a>(
    source: &'a str,
    start: usize,
    most_bytes: usize,
    into: &mut Vec<Attribute<'a>>,
) -> Result<usize, Rejection> {
    into.clear();
    let bytes = source.as_bytes();
    let mut at = start;
    loop {
        let stop = behind_blanks(bytes, at);
        if stop - start > most_bytes {
            return Err(super::limit("一个元素的属性过长"));
        }
        if matches!(bytes.get(stop), None | Some(b'>' | b'/')) {
            check_duplicates(into)?;
            return Ok(stop);
        }
        if stop == at {
            return Err(super::syntax("属性之间缺少空格"));
        }
        if into.len() == MOST {
            return Err(super::limit("一个元素的属性过多"));
        }
        let (attribute, behind) = first(source, stop)?;
        into.push(attribute);
        at = behind;
    }
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

/// The attribute that begins at a place, and the place behind it.
fn first(source: &str, start: usize) -> Result<(Attribute<'_>, usize), Rejection> {
    let bytes = source.as_bytes();
    let Written { prefix, local, whole } = names::take(source, start)?;
    let mut at = behind_blanks(bytes, start + whole.len());
    if bytes.get(at) != Some(&b'=') {
        return Err(super::syntax("属性没有值"));
    }
    at = behind_blanks(bytes, at + 1);
    let quote = match bytes.get(at) {
        Some(quote @ (b'"' | b'\'')) => *quote,
        _ => return Err(super::syntax("属性值没有引号")),
    };
    let inside = at + 1;
    let ends = |from: usize| memchr::memchr3(quote, b'<', b'&', &bytes[from..]).map(|length| from + length);
    let mut end = ends(inside);
    let references = end.is_some_and(|at| bytes[at] == b'&');
    while let Some(reference) = end.filter(|at| bytes[*at] == b'&') {
        end = ends(reference + 1);
    }
    let end = end.ok_or_else(|| super::syntax("属性值没有结束"))?;
    if bytes[end] == b'<' {
        return Err(super::syntax("属性值中有“<”"));
    }
    let value = &source[inside..end];
    if references {
        resolve(value)?;
    }
    Ok((Attribute { prefix, local, value }, end + 1))
}

fn behind_blanks(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|byte| is_blank(*byte)) {
        at += 1;
    }
    at
}

fn check_duplicates(attributes: &[Attribute<'_>]) -> Result<(), Rejection> {
    let key = |attribute: &Attribute<'_>| {
        (attribute.local.len(), attribute.local.to_owned(), attribute.prefix.to_owned())
    };
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

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rejection::Code;

    fn values(raw: &str) -> Result<Vec<(String, String)>, Code> {
        let mut attributes = Vec::new();
        let stop = take(raw, 0, 1 << 20, &mut attributes).map_err(|refused| refused.code)?;
        assert_eq!(stop, raw.len(), "{raw}");
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
            " a",
            " a=",
            " a=1",
            " a=\"1",
            " a=\"<\"",
            " a=\"&x;\"",
            " a=\"&#0;\"",
            " a=\"1\" a=\"2\"",
            " a=\"1\"b=\"2\"",
            " =\"1\"",
            " 1a=\"1\"",
            " :a=\"1\"",
        ] {
            assert_eq!(values(raw), Err(Code::XmlSyntax), "{raw}");
        }
    }

    fn many(count: usize) -> String {
        (0..count).map(|n| format!(" a{n}=\"\"")).collect::<Vec<_>>().concat()
    }

    #[test]
    fn one_duplicate_among_many_is_found() {
        let mut raw = many(100);
        assert!(values(&raw).is_ok());
        raw.push_str(" a50=\"\"");
        assert_eq!(values(&raw), Err(Code::XmlSyntax));
    }

    #[test]
    fn a_thousand_attributes_are_the_end() {
        assert_eq!(values(&many(1_001)), Err(Code::XmlLimit));
        assert_eq!(
            take(" a='12'", 0, 6, &mut Vec::new()).map_err(|refused| refused.code),
            Err(Code::XmlLimit)
        );
    }

    #[test]
    fn references_resolve_or_refuse() {
        assert_eq!(resolve("甲&amp;&#20013;&#x4e2d;乙").expect("known"), "甲&中中乙");
        for raw in ["&#xFFFE;", "&#xD800;", "&#x110000;", "&#0;", "&#x1;", "&nbsp;", "&", "&#+5;", "&#;"] {
            assert_eq!(resolve(raw).map_err(|refused| refused.code), Err(Code::XmlSyntax), "{raw}");
        }
    }
}
