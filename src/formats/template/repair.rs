//! Finds `{{ }}`, `{% %}` and `{# #}` in a text, and mends what Word's autocorrection and a Chinese keyboard did
//! between the braces. It never touches text outside tags, nor what is quoted inside them.

/// Which braces a tag has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RawKind {
    /// `{{ }}`.
    Value,
    /// `{% %}`.
    Block,
    /// `{# #}`.
    Comment,
}

/// Why a tag is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// It has no end.
    Unclosed,
    /// It has no beginning.
    Unopened,
}

/// A tag in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawTag {
    /// Its braces.
    pub kind: RawKind,
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// Mended content.
    pub inner: String,
    /// Why it is no tag.
    pub problem: Option<Problem>,
}

/// All tags of a text in order.
pub(super) fn find(text: &str) -> Vec<RawTag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(pair) = next_pair(text, at) {
        let tag = tag_at(text, &pair);
        at = tag.end;
        if tag.problem == Some(Problem::Unclosed) {
            // The rest of a broken tag is not a second fault.
            at = next_pair(text, at).filter(|next| next.opens.is_none()).map_or(at, |next| next.end);
        }
        tags.push(tag);
    }
    tags
}

fn tag_at(text: &str, pair: &Pair) -> RawTag {
    let tag = |kind, end, inner, problem| RawTag { kind, start: pair.start, end, inner, problem };
    let Some(kind) = pair.opens else {
        return tag(RawKind::Value, pair.end, String::new(), Some(Problem::Unopened));
    };
    if let Some((inner_end, end)) = closing(text, pair.end, kind) {
        return tag(kind, end, mend(&text[pair.end..inner_end], kind), None);
    }
    let end = next_pair(text, pair.end).map_or(text.len(), |next| next.start);
    tag(kind, end, String::new(), Some(Problem::Unclosed))
}

struct Pair {
    start: usize,
    end: usize,
    /// What it opens; nothing if it closes.
    opens: Option<RawKind>,
}

fn next_pair(text: &str, from: usize) -> Option<Pair> {
    let mut chars = text[from..].char_indices().peekable();
    while let Some((at, first)) = chars.next() {
        let Some((next_at, second)) = chars.peek().copied() else {
            break;
        };
        let (start, end) = (from + at, from + next_at + second.len_utf8());
        match (narrow(first), narrow(second)) {
            ('{', '{') => {
                return Some(Pair { start, end, opens: Some(RawKind::Value) });
            }
            ('{', '%') => {
                return Some(Pair { start, end, opens: Some(RawKind::Block) });
            }
            ('{', '#') => {
                return Some(Pair { start, end, opens: Some(RawKind::Comment) });
            }
            ('}' | '%' | '#', '}') => {
                return Some(Pair { start, end, opens: None });
            }
            _ => {}
        }
    }
    None
}

/// Start and end of the closing pair; none when another tag opens first. Braces in quotes do not count, unless
/// the quote is a stray one, whose partner would be found in another tag.
fn closing(text: &str, from: usize, kind: RawKind) -> Option<(usize, usize)> {
    let plain = find_closing(text, from, kind, false);
    let quoted = find_closing(text, from, kind, true)
        .filter(|(end, _)| next_pair(&text[from..*end], 0).is_none_or(|pair| pair.opens.is_none()));
    match plain {
        Some((end, _)) if quotes_are_paired(&text[from..end]) => plain,
        _ => quoted.or(plain),
    }
}

fn quotes_are_paired(inner: &str) -> bool {
    let mut open: Option<char> = None;
    for c in inner.chars() {
        match open {
            Some(quote) if ends_quote(quote, c) => open = None,
            Some(_) => {}
            None => open = quote_class(c).map(|_| c),
        }
    }
    open.is_none()
}

fn find_closing(text: &str, from: usize, kind: RawKind, quotes_count: bool) -> Option<(usize, usize)> {
    let mut quoted: Option<char> = None;
    let mut chars = text[from..].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if let Some(open) = quoted {
            if ends_quote(open, c) {
                quoted = None;
            }
            continue;
        }
        if quotes_count && kind != RawKind::Comment && quote_class(c).is_some() {
            quoted = Some(c);
            continue;
        }
        let Some((next_at, next)) = chars.peek().copied() else {
            break;
        };
        let end = from + next_at + next.len_utf8();
        match (kind, narrow(c), narrow(next)) {
            (RawKind::Value, '}', '}') | (RawKind::Block, '%', '}') | (RawKind::Comment, '#', '}') => {
                return Some((from + at, end));
            }
            (RawKind::Value | RawKind::Block, '{', '{' | '%' | '#') => return None,
            _ => {}
        }
    }
    None
}

/// The content of a tag as minijinja reads it: marks of other engines off, quotes straight, signs narrow.
fn mend(inner: &str, kind: RawKind) -> String {
    if kind == RawKind::Comment {
        return String::new();
    }
    // Marks that trim white space touch the braces; a sign elsewhere is the clerk's.
    let inner = inner.strip_prefix(['-', '+']).unwrap_or(inner);
    let mut text = inner.strip_suffix(['-', '+']).unwrap_or(inner).trim();
    if kind == RawKind::Block {
        for prefix in ["p", "tr"] {
            if let Some(rest) = text.strip_prefix(prefix)
                && rest.starts_with(char::is_whitespace)
            {
                text = rest.trim_start();
            }
        }
    }
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(straight) = quote_class(c) {
            let (literal, after) = literal(rest, c);
            mended.push(straight);
            push_literal(&mut mended, literal, straight);
            mended.push(straight);
            rest = after;
        } else {
            mended.extend(narrow_sign(c));
            rest = &rest[c.len_utf8()..];
        }
    }
    mended.trim().to_owned()
}

/// Escapes the quotes that stand inside a literal now that its own are straight.
fn push_literal(mended: &mut String, literal: &str, straight: char) {
    let mut is_escaped = false;
    for c in literal.chars() {
        if c == straight && !is_escaped {
            mended.push('\\');
        }
        is_escaped = c == '\\' && !is_escaped;
        mended.push(c);
    }
}

/// The quoted text at the start of `text`, and what follows its closing quote.
fn literal(text: &str, open: char) -> (&str, &str) {
    let body = &text[open.len_utf8()..];
    // A straight quote that has a straight partner is as the author typed it: curly ones inside are text.
    let straight = matches!(open, '"' | '\'').then(|| unescaped(body, open)).flatten();
    let end = straight.or_else(|| body.find(|c| ends_quote(open, c)));
    match end {
        Some(at) => {
            let close = body[at..].chars().next().map_or(0, char::len_utf8);
            (&body[..at], &body[at + close..])
        }
        None => (body, ""),
    }
}

fn unescaped(text: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let found = (c == quote && !is_escaped).then_some(at);
        is_escaped = c == '\\' && !is_escaped;
        found
    })
}

fn quote_class(c: char) -> Option<char> {
    match c {
        '"' | '“' | '”' | '„' | '＂' => Some('"'),
        '\'' | '‘' | '’' | '＇' => Some('\''),
        _ => None,
    }
}

fn ends_quote(open: char, c: char) -> bool {
    quote_class(c) == quote_class(open)
        && !(matches!(open, '"' | '\'') && c != open && matches!(c, '“' | '‘'))
}

fn narrow_sign(c: char) -> Option<char> {
    match c {
        '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{00AD}' => None,
        '\u{3000}' | '\u{00A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' => Some(' '),
        '。' => Some('.'),
        '–' | '—' | '－' | '−' => Some('-'),
        '【' => Some('['),
        '】' => Some(']'),
        _ if c.is_whitespace() => Some(' '),
        _ => Some(narrow(c)),
    }
}

/// The ASCII form of a full-width sign.
fn narrow(c: char) -> char {
    match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inners(text: &str) -> Vec<String> {
        find(text).into_iter().map(|tag| tag.inner).collect()
    }

    #[test]
    fn signs_of_a_chinese_keyboard_are_mended_outside_quotes() {
        assert_eq!(inners("｛｛　反映人｜join（“、”）　｝｝"), ["反映人|join(\"、\")"]);
        assert_eq!(inners("{% if 类别 ＝＝ ‘热点，情绪’ %}"), ["if 类别 == '热点，情绪'"]);
        assert_eq!(inners("{{ 作者。姓名\u{00A0}}}"), ["作者.姓名"]);
        assert_eq!(inners("{{ 甲|default(\"“无”\") }}"), ["甲|default(\"“无”\")"]);
        assert_eq!(inners("{{ 甲|default(\"无”) }}"), ["甲|default(\"无\")"]);
    }

    #[test]
    fn marks_of_other_engines_are_taken() {
        assert_eq!(
            inners("{%tr for 行 in 表 %}{%- endfor -%}{%p if 甲 %}"),
            ["for 行 in 表", "endfor", "if 甲"]
        );
    }

    #[test]
    fn broken_tags_are_one_fault_each() {
        let problems =
            |text: &str| -> Vec<Option<Problem>> { find(text).into_iter().map(|tag| tag.problem).collect() };
        assert_eq!(problems("{{ 标题"), [Some(Problem::Unclosed)]);
        assert_eq!(problems("{{ 标题 }"), [Some(Problem::Unclosed)]);
        assert_eq!(problems("标题 }}"), [Some(Problem::Unopened)]);
        assert_eq!(problems("{{ 甲 {{ 乙 }}"), [Some(Problem::Unclosed), None]);
        assert_eq!(problems("{% if 甲 }}"), [Some(Problem::Unclosed)]);
        assert_eq!(problems("{{ \"}}\" }}"), [None]);
        assert_eq!(problems("{{ it’s }}"), [None]);
    }
}
