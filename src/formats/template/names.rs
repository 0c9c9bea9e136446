//! The names that a template uses, as the fields that it is promised.
//! It never reports the names that a template makes itself: loop variables and what it sets.

use super::expression::uses;
use super::tags::{Keyword, Tag, TagKind};

/// What a name of the template stands for: a field, the elements of a field, or something computed.
type Meaning = Option<String>;

/// Every field used, in document order, with the tag that uses it. The fields of a list's elements are given
/// under the list: in `{% for 作者 in 反映人 %}`, `作者.姓名` is `反映人.姓名`.
pub(super) fn fields(tags: &[Tag]) -> Vec<(String, &Tag)> {
    let mut scopes: Vec<Vec<(String, Meaning)>> = vec![Vec::new()];
    let mut found = Vec::new();
    for tag in tags {
        let expression = match tag.kind {
            TagKind::Value => tag.inner.as_str(),
            TagKind::Block(Keyword::For) => {
                let (targets, list) = for_parts(&tag.inner);
                note(list, &scopes, tag, &mut found);
                let meaning = single_name(list).and_then(|name| resolve(&name, &scopes));
                scopes.push(bind_targets(targets, &meaning));
                continue;
            }
            TagKind::Block(Keyword::Set | Keyword::With) => {
                if matches!(tag.kind, TagKind::Block(Keyword::With)) {
                    scopes.push(Vec::new());
                }
                for (name, value) in assignments(&tag.inner) {
                    note(value, &scopes, tag, &mut found);
                    let meaning = single_name(value).and_then(|name| resolve(&name, &scopes));
                    if let Some(scope) = scopes.last_mut() {
                        scope.push((name, meaning));
                    }
                }
                continue;
            }
            TagKind::Block(Keyword::EndFor | Keyword::EndWith) => {
                if scopes.len() > 1 {
                    scopes.pop();
                }
                continue;
            }
            TagKind::Block(Keyword::If | Keyword::Elif) => {
                tag.inner.split_once(char::is_whitespace).map_or("", |(_, condition)| condition)
            }
            TagKind::Block(_) => continue,
        };
        note(expression, &scopes, tag, &mut found);
    }
    found
}

fn note<'a>(
    expression: &str,
    scopes: &[Vec<(String, Meaning)>],
    tag: &'a Tag,
    found: &mut Vec<(String, &'a Tag)>,
) {
    let uses = uses(expression);
    for name in uses.names {
        if uses.calls.contains(&name) {
            continue;
        }
        if let Some(field) = resolve(&name, scopes) {
            found.push((field, tag));
        }
    }
}

/// The field that a dotted name stands for; none for what the template computes.
fn resolve(name: &str, scopes: &[Vec<(String, Meaning)>]) -> Option<String> {
    let (root, rest) = name.split_once('.').map_or((name, ""), |(root, rest)| (root, rest));
    let bound = scopes.iter().rev().flat_map(|scope| scope.iter().rev()).find(|(bound, _)| bound == root);
    match bound {
        None => Some(name.to_owned()),
        Some((_, None)) => None,
        Some((_, Some(field))) if rest.is_empty() => Some(field.clone()),
        Some((_, Some(field))) => Some(format!("{field}.{rest}")),
    }
}

fn bind_targets(targets: &str, meaning: &Meaning) -> Vec<(String, Meaning)> {
    let names: Vec<String> = targets
        .split([',', '(', ')'])
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    let is_single = names.len() == 1;
    let mut scope: Vec<(String, Meaning)> =
        names.into_iter().map(|name| (name, if is_single { meaning.clone() } else { None })).collect();
    scope.push(("loop".to_owned(), None));
    scope
}

/// Targets and list of `for a, b in list if …`; a filter condition counts to the list.
fn for_parts(inner: &str) -> (&str, &str) {
    let rest = inner.strip_prefix("for").unwrap_or(inner);
    rest.split_once(" in ").unwrap_or((rest, ""))
}

fn assignments(inner: &str) -> Vec<(String, &str)> {
    let rest = inner.split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
    // Several assignments of one `with` are rare: their values are read as one expression.
    match rest.split_once('=') {
        Some((name, value)) => vec![(name.trim().to_owned(), value)],
        None => Vec::new(),
    }
}

fn single_name(expression: &str) -> Option<String> {
    let uses = uses(expression);
    let is_plain =
        uses.filters.iter().all(|filter| matches!(filter.as_str(), "sort" | "reverse" | "list" | "unique"));
    (uses.names.len() == 1 && is_plain && uses.calls.is_empty()).then(|| uses.names[0].clone())
}
