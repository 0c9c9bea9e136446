//! People as papers name them: several in one cell, with titles, units and telephones around them.
//! It never asks a roster, and never splits a name that was only spread with a space.

mod phone;
mod pieces;
mod reading;
#[cfg(test)]
mod tests;
mod word;

use super::posts;
use super::surnames;
use super::text::ideograph;
use crate::office::paper::Author;
pub use phone::is_plainly_phone;
pub use word::{closed, is_mask, is_name};

/// Who is named in some words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Persons in order.
    pub persons: Vec<Author>,
    /// Units that stand apart from persons: in their name the paper comes.
    pub units: Vec<String>,
    /// Words that are neither, so that this may be no list of people at all.
    pub unknown: usize,
    /// What was said of a person who was not named: 作者系区政协委员.
    pub about: Author,
    waiting: Author,
    waiting_unit: Option<String>,
}

/// How far words are believed to be names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// They stand under a label such as 反映人: any short word is a name.
    Labelled,
    /// They stand in a line that looks like a byline: a name needs a known surname.
    Guessed,
}

/// Reads the people in the words.
pub fn people(words: &str, trust: Trust) -> People {
    let mut people = People::default();
    reading::read_into(words, trust, &mut people);
    people.settle();
    people
}

impl People {
    fn settle(&mut self) {
        if let Some(unit) = self.waiting_unit.take() {
            // （某公司　高级工程师）: a post beside a workplace is somebody's.
            let told = self.waiting.position.is_some() || self.waiting.phone.is_some();
            let placed = told && !posts::is_submitter(&unit);
            if self.persons.is_empty() && (placed || posts::split(&unit).1.is_some()) {
                let post = self.waiting.position.take();
                set_workplace(&mut self.waiting, &unit);
                if let Some(post) = post {
                    add_post(&mut self.waiting, &post);
                }
            } else {
                self.units.push(unit);
            }
        }
        // 区政协教育界别委员 are many, and none of them is named.
        if let Some(many) = self.waiting.kind.take_if(|kind| self.persons.is_empty() && kind.contains('界'))
        {
            self.units.push(many);
        }
        if self.persons.is_empty() {
            self.about = std::mem::take(&mut self.waiting);
        }
    }

    fn add(&mut self, name: &str) {
        let mut person = std::mem::take(&mut self.waiting);
        name.clone_into(&mut person.name);
        if let Some(unit) = self.waiting_unit.take() {
            if posts::is_submitter(&unit) && posts::split(&unit).1.is_none() {
                self.units.push(unit);
            } else {
                // The post beside the unit stands in front of those that follow it.
                let later = person.position.take();
                set_workplace(&mut person, &unit);
                if let Some(later) = later {
                    add_post(&mut person, &later);
                }
            }
        }
        if !self.persons.iter().any(|other| other.name == person.name) {
            self.persons.push(person);
        }
    }

    /// Whether a unit, a post or a standing in front asks for a name, so that a rare surname is one: 民进示例区支部 黛丽丝.
    fn expects_name(&self, word: &str) -> bool {
        let led = self.waiting_unit.is_some()
            || self.waiting.position.is_some()
            || self.waiting.kind.is_some()
            || self.waiting.sector.is_some();
        // 区政协委员　易某某某: three given characters may follow a surname that is known.
        let longest = if surnames::length(word) > 0 { 4 } else { 3 };
        led && (2..=longest).contains(&word.chars().count())
            && word.chars().all(ideograph)
            && !surnames::is_word(word)
            && !posts::ends_like_unit(word)
    }

    /// Whether anything in front asks for a name.
    fn expects_any(&self) -> bool {
        !self.persons.is_empty()
            || self.waiting_unit.is_some()
            || self.waiting.position.is_some()
            || self.waiting.kind.is_some()
    }

    /// The person that a remark belongs to: the one before it, or the one to come.
    fn subject(&mut self) -> &mut Author {
        match self.persons.last_mut() {
            Some(last) => last,
            None => &mut self.waiting,
        }
    }
}

fn set_workplace(person: &mut Author, words: &str) {
    let (unit, post) = posts::split(words);
    if let Some(unit) = unit {
        person.unit.get_or_insert(unit);
    }
    if let Some(post) = post {
        add_post(person, &post);
    }
}

fn add_post(person: &mut Author, post: &str) {
    match &mut person.position {
        Some(before) if before.contains(post) => {}
        Some(before) => {
            before.push('、');
            before.push_str(post);
        }
        None => person.position = Some(post.to_owned()),
    }
}
