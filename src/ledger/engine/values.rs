//! Values on their way into the database and rows on their way out.
//! It never runs a statement.

use crate::failure::{Failure, FailureKind, Outcome};
use chrono::NaiveDate;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use std::borrow::Cow;

/// A value on its way into the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ledger) enum Value<'a> {
    /// NULL.
    Null,
    /// BIGINT.
    Integer(i64),
    /// TEXT.
    Text(Cow<'a, str>),
}

/// A row on its way out, columns counted from 0.
pub(in crate::ledger) struct Row<'a> {
    pub(super) row: &'a rusqlite::Row<'a>,
}

impl Row<'_> {
    /// A BIGINT.
    pub(in crate::ledger) fn integer(&self, column: usize) -> Outcome<i64> {
        match self.value(column)? {
            ValueRef::Integer(number) => Ok(number),
            other => Err(unexpected(column, "a number", &other)),
        }
    }

    /// A BIGINT or NULL.
    pub(in crate::ledger) fn integer_or_null(&self, column: usize) -> Outcome<Option<i64>> {
        match self.value(column)? {
            ValueRef::Null => Ok(None),
            _ => self.integer(column).map(Some),
        }
    }

    /// A TEXT.
    pub(in crate::ledger) fn text(&self, column: usize) -> Outcome<&str> {
        match self.value(column)? {
            ValueRef::Text(bytes) => std::str::from_utf8(bytes)
                .map_err(|_| Failure::new(FailureKind::Integrity, "the ledger holds text that is not UTF-8")),
            other => Err(unexpected(column, "text", &other)),
        }
    }

    /// A TEXT or NULL.
    pub(in crate::ledger) fn text_or_null(&self, column: usize) -> Outcome<Option<&str>> {
        match self.value(column)? {
            ValueRef::Null => Ok(None),
            _ => self.text(column).map(Some),
        }
    }

    /// A TEXT that reads as some value.
    pub(in crate::ledger) fn parsed<T: std::str::FromStr>(&self, column: usize) -> Outcome<T> {
        let text = self.text(column)?;
        text.parse().map_err(|_| {
            Failure::new(FailureKind::Integrity, format!("the ledger holds \"{text}\" in a wrong place"))
        })
    }

    /// A TEXT that reads as some value, or NULL.
    pub(in crate::ledger) fn parsed_or_null<T: std::str::FromStr>(
        &self,
        column: usize,
    ) -> Outcome<Option<T>> {
        match self.value(column)? {
            ValueRef::Null => Ok(None),
            _ => self.parsed(column).map(Some),
        }
    }

    fn value(&self, column: usize) -> Outcome<ValueRef<'_>> {
        self.row
            .get_ref(column)
            .map_err(|error| Failure::new(FailureKind::Integrity, "the ledger lacks a column").because(error))
    }
}

fn unexpected(column: usize, wanted: &str, found: &ValueRef<'_>) -> Failure {
    Failure::new(
        FailureKind::Integrity,
        format!("the ledger holds {} where {wanted} should be (column {column})", found.data_type()),
    )
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Value::Integer(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Value::Integer(i64::from(number))
    }
}

impl From<bool> for Value<'_> {
    fn from(yes: bool) -> Self {
        Value::Integer(i64::from(yes))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}

impl From<NaiveDate> for Value<'_> {
    /// Days are compared as text, which holds for years of four digits: what lies beyond is cut to them.
    fn from(day: NaiveDate) -> Self {
        let edge = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        Value::from(day.clamp(edge(0, 1, 1), edge(9999, 12, 31)).to_string())
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// A number of things as a BIGINT; more than 2⁶³ do not exist.
pub(in crate::ledger) fn integer(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
