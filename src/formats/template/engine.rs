//! The minijinja environment of a template: strict, bounded, without a way to write raw XML.
//! It never loads another file and never runs for ever.

use super::escape;
use super::expression;
use super::fault::Fault;
use super::place::Place;
use super::source::{
    BLOCK, COMMENT, DRAWING_FUNCTION, DRAWINGS_IN_LOOPS, DRAWINGS_PER_PART, FIELD_FILTER, PLACE_FILTER, VALUE,
};
use super::tags::{Keyword, Tag, TagKind};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Object, ObjectRepr};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, State, UndefinedBehavior, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Steps that rendering one part may take. Stops a loop over a hundred thousand numbers.
const FUEL: u64 = 5_000_000;

/// A body in the context: its XML for each place, made before the template is evaluated.
#[derive(Debug)]
pub(super) struct Body {
    /// XML by number of the place.
    pub by_place: BTreeMap<usize, String>,
    /// It holds something.
    pub is_full: bool,
}

impl Object for Body {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        self.is_full
    }
}

/// An environment without templates. `parts` gives each part its own numbers for drawings.
pub(super) fn environment(places: Arc<[Place]>, parts: Vec<String>) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_syntax(syntax());
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("xml".into()));
    environment.set_formatter(escape::format);
    // A value is text: nothing marks it as ready XML, and nothing prints the program's inside.
    for filter in ["safe", "escape", "e", "pprint"] {
        environment.remove_filter(filter);
    }
    environment.remove_global("debug");
    environment
        .add_filter(PLACE_FILTER, move |value: Value, number: usize| place_filter(&places, &value, number));
    environment.add_filter(FIELD_FILTER, |value: Value| -> Result<Value, Error> {
        let mut flat = String::new();
        escape::push_flat(&mut flat, &escape::plain(&value)?);
        Ok(Value::from_safe_string(flat))
    });
    environment.add_function(DRAWING_FUNCTION, move |state: &mut State| {
        let part = parts.iter().position(|part| part == state.name()).unwrap_or(0);
        let counter = state.get_or_insert_extension(Drawings(part * DRAWINGS_PER_PART + DRAWINGS_IN_LOOPS));
        counter.0 += 1;
        counter.0
    });
    environment
}

struct Drawings(usize);

fn place_filter(places: &[Place], value: &Value, number: usize) -> Result<Value, Error> {
    if let Some(body) = value.downcast_object_ref::<Body>()
        && let Some(xml) = body.by_place.get(&number)
    {
        return Ok(Value::from_safe_string(xml.clone()));
    }
    let text = escape::plain(value)?;
    let place = places.get(number).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "unknown place"))?;
    Ok(Value::from_safe_string(place.lines(&text)))
}

fn syntax() -> SyntaxConfig {
    SyntaxConfig::builder()
        .block_delimiters(BLOCK.0, BLOCK.1)
        .variable_delimiters(VALUE.0, VALUE.1)
        .comment_delimiters(COMMENT.0, COMMENT.1)
        .build()
        .unwrap_or_default()
}

/// What is wrong with a tag by itself: its syntax, a filter, test or function that does not exist.
pub(super) fn check(environment: &Environment<'_>, tag: &Tag) -> Option<Fault> {
    let fault = |message: String, hint: &str| Some(Fault::new(&tag.place, &tag.written, message, hint));
    if let Err(error) = compile(environment, tag) {
        return fault(plain_syntax_error(&error), "correct what stands between the braces");
    }
    let uses = expression::uses(&tag.inner);
    let mut state = environment.empty_state();
    for filter in &uses.filters {
        let is_private = filter.starts_with('_');
        let unknown =
            matches!(state.apply_filter(filter, &[]), Err(error) if error.kind() == ErrorKind::UnknownFilter);
        if unknown || is_private {
            return fault(
                format!("there is no filter `{filter}`"),
                "use join, default, first, last, length, upper, replace, trim …",
            );
        }
    }
    for test in &uses.tests {
        if matches!(state.perform_test(test, &[]), Err(error) if error.kind() == ErrorKind::UnknownTest) {
            return fault(
                format!("there is no test `is {test}`"),
                "use is defined, is none, is even, is odd …",
            );
        }
    }
    for call in &uses.calls {
        let known = matches!(call.as_str(), "range" | "dict" | "namespace" | "loop.cycle" | "loop.changed");
        if !known {
            return fault(
                format!("there is no function `{call}()`"),
                "write the name without parentheses, or use a filter",
            );
        }
    }
    None
}

fn compile(environment: &Environment<'_>, tag: &Tag) -> Result<(), Error> {
    let around = |before: &str, inner: &str, after: &str| {
        let block = |text: &str| {
            if text.is_empty() { String::new() } else { format!("{}{text}{}", BLOCK.0, BLOCK.1) }
        };
        let source = format!("{}{}{}", block(before), block(inner), block(after));
        environment.template_from_named_str("tag", &source).map(drop)
    };
    let inner = tag.inner.as_str();
    match tag.kind {
        TagKind::Value => environment.compile_expression_owned(inner.to_owned()).map(drop),
        TagKind::Block(Keyword::If) => around("", inner, "endif"),
        TagKind::Block(Keyword::For) => around("", inner, "endfor"),
        TagKind::Block(Keyword::With) => around("", inner, "endwith"),
        TagKind::Block(Keyword::Set) => around("", inner, ""),
        TagKind::Block(Keyword::Elif | Keyword::Else) => around("if true", inner, "endif"),
        TagKind::Block(Keyword::EndIf) => around("if true", inner, ""),
        TagKind::Block(Keyword::EndFor) => around("for x in []", inner, ""),
        TagKind::Block(Keyword::EndWith) => around("with", inner, ""),
    }
}

fn plain_syntax_error(error: &Error) -> String {
    let detail = error.detail().unwrap_or("it cannot be understood");
    let mut text = detail.to_owned();
    for (private, shown) in [(BLOCK.1, "%}"), (VALUE.1, "}}"), (BLOCK.0, "{%"), (VALUE.0, "{{")] {
        text = text.replace(private, shown);
    }
    format!("the tag cannot be read: {text}")
}

/// What went wrong when a tag was evaluated.
pub(super) fn render_fault(error: &Error, tag: Option<&Tag>, context: &Value) -> Fault {
    let (message, hint) = match error.kind() {
        ErrorKind::UndefinedError => {
            let missing = tag.and_then(|tag| missing_name(tag, context));
            let message = missing.map_or_else(
                || "a name in this tag has no value".to_owned(),
                |name| format!("the name `{name}` is not known here"),
            );
            (
                message,
                "see `minyi fields` for the names; write {% if 名称 is defined %} or |default(\"\") where it may be missing",
            )
        }
        ErrorKind::OutOfFuel => ("the template runs too long".to_owned(), "shorten the loop"),
        _ => {
            let detail = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
            (format!("the tag cannot be filled in: {detail}"), "correct what stands between the braces")
        }
    };
    match tag {
        Some(tag) => Fault::new(&tag.place, &tag.written, message, hint),
        None => Fault::of_file(message, hint),
    }
}

/// The first dotted name of the tag that the context does not have; names of loops are not looked up.
fn missing_name(tag: &Tag, context: &Value) -> Option<String> {
    let names = expression::uses(&tag.inner).names;
    let is_missing = |name: &&String| {
        let mut value = context.clone();
        for step in name.split('.') {
            value = value.get_attr(step).unwrap_or_default();
            if value.is_undefined() {
                return true;
            }
        }
        false
    };
    names.iter().find(is_missing).cloned()
}
