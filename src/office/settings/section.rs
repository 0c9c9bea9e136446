//! One table of office.toml, asked for its keys one by one; what was never asked for is an unknown key.
//! It never knows what a key is for.

use super::faults::{Faults, Spotted, did_you_mean};
use std::ops::RangeInclusive;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table with the keys that were asked for.
pub(in crate::office) struct Section<'t> {
    /// How the operator knows it: `[office]`, `[[rule]] 急件`; empty at the top of the file.
    pub(in crate::office) title: String,
    /// Line on which it begins.
    pub(in crate::office) line: usize,
    table: &'t DeTable<'t>,
    asked: Vec<&'static str>,
}

impl<'t> Section<'t> {
    /// The whole file.
    pub(in crate::office) fn top(table: &'t DeTable<'t>) -> Self {
        Section { title: String::new(), line: 1, table, asked: Vec::new() }
    }

    /// A table that stands somewhere inside another, under a title of the caller's.
    pub(in crate::office) fn inner(title: String, line: usize, table: &'t DeTable<'t>) -> Self {
        Section { title, line, table, asked: Vec::new() }
    }

    /// Whether the key is there at all.
    pub(in crate::office) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// A text.
    pub(in crate::office) fn text(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Option<Spotted<String>> {
        let value = self.value(key)?;
        self.as_text(key, value, faults)
    }

    /// A text that must be there and not be empty.
    pub(in crate::office) fn needed(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Option<Spotted<String>> {
        if !self.has(key) {
            self.asked.push(key);
            faults.add(self.line, format!("{} has no \"{key}\"", self.place()), format!("add {key} = \"…\""));
            return None;
        }
        let found = self.text(key, faults)?;
        if found.value.trim().is_empty() {
            faults.add(found.line, format!("{} has an empty \"{key}\"", self.place()), "");
            return None;
        }
        Some(found)
    }

    /// A text, empty where there is none.
    pub(in crate::office) fn text_or_empty(&mut self, key: &'static str, faults: &mut Faults) -> String {
        self.text(key, faults).map(|text| text.value).unwrap_or_default()
    }

    /// One of a few words.
    pub(in crate::office) fn chosen<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&'static str, T)],
        faults: &mut Faults,
    ) -> Option<T> {
        let written = self.text(key, faults)?;
        faults.word(&written, key, words)
    }

    /// A list of texts.
    pub(in crate::office) fn texts(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Option<Vec<Spotted<String>>> {
        let value = self.value(key)?;
        self.as_texts(key, value, faults)
    }

    /// A whole number within a range.
    pub(in crate::office) fn number(
        &mut self,
        key: &'static str,
        range: RangeInclusive<u64>,
        faults: &mut Faults,
    ) -> Option<Spotted<u64>> {
        let value = self.value(key)?;
        let line = faults.line(&value.span());
        let DeValue::Integer(written) = value.get_ref() else {
            self.wrong_type(key, value, "a whole number", faults);
            return None;
        };
        match i128::from_str_radix(written.as_str(), written.radix()).ok().and_then(|n| u64::try_from(n).ok())
        {
            Some(number) if range.contains(&number) => Some(Spotted { value: number, line }),
            _ => {
                faults.add(
                    line,
                    format!("\"{key}\" cannot be {}", written.as_str()),
                    format!("write a number from {} to {}", range.start(), range.end()),
                );
                None
            }
        }
    }

    /// `true` or `false`.
    pub(in crate::office) fn flag(&mut self, key: &'static str, faults: &mut Faults) -> Option<bool> {
        let value = self.value(key)?;
        if let DeValue::Boolean(flag) = value.get_ref() {
            return Some(*flag);
        }
        self.wrong_type(key, value, "true or false", faults);
        None
    }

    /// A list of anything, with the line of each.
    pub(in crate::office) fn list(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Option<Vec<Spotted<&'t DeValue<'t>>>> {
        let value = self.value(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, value, "a list", faults);
            return None;
        };
        Some(
            items
                .iter()
                .map(|item| Spotted { value: item.get_ref(), line: faults.line(&item.span()) })
                .collect(),
        )
    }

    /// A table inside this one.
    pub(in crate::office) fn table(&mut self, key: &'static str, faults: &mut Faults) -> Option<Section<'t>> {
        let value = self.value(key)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(key, value, &format!("a section [{key}]"), faults);
            return None;
        };
        let line = faults.line(&value.span());
        Some(Section { title: format!("[{key}]"), line, table, asked: Vec::new() })
    }

    /// The tables `[[key]]`; `None` when there is not one.
    pub(in crate::office) fn tables(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Option<Vec<Section<'t>>> {
        let value = self.value(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, value, &format!("sections [[{key}]]"), faults);
            return None;
        };
        let mut sections = Vec::new();
        for item in items {
            let line = faults.line(&item.span());
            let DeValue::Table(table) = item.get_ref() else {
                self.wrong_type(key, item, &format!("sections [[{key}]]"), faults);
                continue;
            };
            let name = table.get("name").and_then(|name| name.get_ref().as_str()).unwrap_or_default();
            let title = format!("[[{key}]] {name}").trim_end().to_owned();
            sections.push(Section { title, line, table, asked: Vec::new() });
        }
        Some(sections)
    }

    /// A table whose keys are the office's own words: each key with its list, in the order of the file.
    pub(in crate::office) fn lists(
        self,
        faults: &mut Faults,
    ) -> Vec<(Spotted<String>, Vec<Spotted<String>>)> {
        let mut rows: Vec<_> = self.table.iter().collect();
        rows.sort_by_key(|(key, _)| key.span().start);
        let mut lists = Vec::new();
        for (key, value) in rows {
            let name: &str = key.get_ref();
            if let Some(texts) = self.as_texts(name, value, faults) {
                let line = faults.line(&key.span());
                lists.push((Spotted { value: name.to_owned(), line }, texts));
            }
        }
        lists
    }

    /// What the section is called in a complaint.
    fn place(&self) -> &str {
        if self.title.is_empty() { "the top of the file" } else { &self.title }
    }

    /// Complains of every key that nobody asked for.
    pub(in crate::office) fn finish(self, faults: &mut Faults) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !self.asked.contains(&name) {
                let hint = did_you_mean(name, self.asked.iter().copied());
                let message = format!("unknown key \"{name}\" in {}", self.place());
                faults.add(faults.line(&key.span()), message, hint);
            }
        }
    }

    /// The line of a key's value; that of the section where it has no such key.
    pub(in crate::office) fn line_of(&self, key: &str, faults: &Faults) -> usize {
        self.table.get(key).map_or(self.line, |value| faults.line(&value.span()))
    }

    /// Any value, as it is written.
    pub(in crate::office) fn value(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    fn as_text(
        &self,
        key: &str,
        value: &Spanned<DeValue<'t>>,
        faults: &mut Faults,
    ) -> Option<Spotted<String>> {
        if let DeValue::String(text) = value.get_ref() {
            return Some(Spotted { value: text.to_string(), line: faults.line(&value.span()) });
        }
        self.wrong_type(key, value, "a text in quotes", faults);
        None
    }

    fn as_texts(
        &self,
        key: &str,
        value: &Spanned<DeValue<'t>>,
        faults: &mut Faults,
    ) -> Option<Vec<Spotted<String>>> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, value, "a list of texts such as [\"甲\", \"乙\"]", faults);
            return None;
        };
        let mut texts = Vec::new();
        for item in items {
            let Some(text) = self.as_text(key, item, faults) else { continue };
            if text.value.trim().is_empty() {
                faults.add(text.line, format!("\"{key}\" holds an empty text"), "remove it");
            } else {
                texts.push(text);
            }
        }
        Some(texts)
    }

    /// Complains of a value that is not what is wanted.
    pub(in crate::office) fn wrong_type(
        &self,
        key: &str,
        value: &Spanned<DeValue<'t>>,
        wanted: &str,
        faults: &mut Faults,
    ) {
        let place = if self.title.is_empty() { String::new() } else { format!(" of {}", self.title) };
        let found = value.get_ref().type_str();
        let line = faults.line(&value.span());
        faults.add(line, format!("\"{key}\"{place} must be {wanted}, not {found}"), "");
    }
}
