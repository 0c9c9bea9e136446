//! Elements that were read before: programs write the same properties in front of every piece of text.
//! It never passes over text that is not, byte for byte, text that was checked under the same declarations.

use super::Scanner;
use crate::rejection::Rejection;

/// Elements that are remembered; a document changes between a few.
const MOST: usize = 8;

/// What was read from the last few different elements of a kind; nothing at first.
#[derive(Default)]
pub struct Repeated<'a, T> {
    read: Vec<(Passage<'a>, T)>,
}

/// An element that was read, from behind its start tag to behind its end tag.
#[derive(Clone, Copy)]
pub(super) struct Passage<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
    pub(super) elements: usize,
    /// How deep it stood, and how often declarations had changed before it.
    pub(super) depth: usize,
    pub(super) declarations: usize,
}

impl<'a, T: Clone> Repeated<'a, T> {
    /// Reads the element that was just opened to its end, or takes what was read from one that is the same.
    pub fn read(
        &mut self,
        scanner: &mut Scanner<'a>,
        read: impl FnOnce(&mut Scanner<'a>) -> Result<T, Rejection>,
    ) -> Result<T, Rejection> {
        if let Some((_, value)) = self.read.iter().find(|(passage, _)| scanner.pass_over(passage)) {
            return Ok(value.clone());
        }
        let begun = scanner.begin_passage();
        let value = read(scanner)?;
        if let Some(passage) = begun.and_then(|begun| scanner.end_passage(begun)) {
            self.read.truncate(MOST - 1);
            self.read.insert(0, (passage, value.clone()));
        }
        Ok(value)
    }
}

impl<'a> Scanner<'a> {
    /// Passes over the element just opened, if it goes on as one that was read before.
    fn pass_over(&mut self, passage: &Passage<'a>) -> bool {
        let same = !self.close_at_once
            && self.open.last() == Some(&passage.name)
            && self.open.len() <= passage.depth
            && self.declarations == passage.declarations
            && self.elements + passage.elements <= self.most_elements
            && self.tokens.pass_over(passage.text);
        if same {
            self.elements += passage.elements;
            self.closed();
        }
        same
    }

    fn begin_passage(&self) -> Option<Passage<'a>> {
        let name = self.open.last().filter(|_| !self.close_at_once)?;
        Some(Passage {
            name,
            text: self.tokens.rest(),
            elements: self.elements,
            depth: self.open.len(),
            declarations: self.declarations,
        })
    }

    /// The passage that was begun, if it ends here: the reader has read the element to its end, and no more.
    fn end_passage(&self, begun: Passage<'a>) -> Option<Passage<'a>> {
        let length = begun.text.len() - self.tokens.rest().len();
        let whole = self.open.len() + 1 == begun.depth && !self.close_at_once;
        whole.then(|| Passage {
            text: &begun.text[..length],
            elements: self.elements - begun.elements,
            ..begun
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Event;
    use super::*;
    use crate::limits::Limits;
    use crate::rejection::Code;

    /// Reads a part whose `p` elements are read with a memory, each as the names of the spaces in it. Gives them and
    /// the number of elements.
    fn read(source: &str, limits: &Limits) -> Result<(Vec<String>, usize, usize), Code> {
        let mut scanner = Scanner::new(source, limits);
        let mut repeated = Repeated::default();
        let (mut found, mut times) = (Vec::new(), 0);
        loop {
            let opened = scanner.advance().map_err(|refused| refused.code)?;
            match opened {
                Event::Start(name) if name.local == "p" => {
                    let one = repeated.read(&mut scanner, |scanner| {
                        times += 1;
                        names(scanner)
                    });
                    found.push(one.map_err(|refused| refused.code)?);
                }
                Event::Finish => return Ok((found, times, scanner.elements())),
                _ => {}
            }
        }
    }

    fn names(scanner: &mut Scanner<'_>) -> Result<String, Rejection> {
        let (mut seen, mut open) = (String::new(), 1);
        while open > 0 {
            match scanner.advance()? {
                Event::Start(name) => {
                    open += 1;
                    seen.extend([&format!("{:?}", name.space), ":", name.local, " "]);
                }
                Event::End => open -= 1,
                Event::Text(text) => seen.push_str(&text),
                Event::Finish => break,
            }
        }
        Ok(seen)
    }

    const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    #[test]
    fn the_same_text_is_read_once_and_counted_each_time() {
        let source = format!("<w:a xmlns:w='{WORD}'>{}<w:p/></w:a>", "<w:p><w:b/>甲</w:p>".repeat(3));
        let (found, times, elements) = read(&source, &Limits::default()).expect("well formed");
        assert_eq!(found, ["Word:b 甲", "Word:b 甲", "Word:b 甲", ""]);
        assert_eq!((times, elements), (2, 8));
        let few = Limits { elements: 6, ..Limits::default() };
        assert_eq!(read(&source, &few), Err(Code::XmlLimit));
    }

    #[test]
    fn the_same_text_under_other_declarations_or_another_name_is_read_again() {
        let inner = "<w:p><w:b/></w:p>";
        let source = format!("<w:a xmlns:w='{WORD}'>{inner}<c xmlns:w='urn:x'>{inner}</c>{inner}</w:a>");
        let (found, ..) = read(&source, &Limits::default()).expect("well formed");
        assert_eq!(found, ["Word:b ", "Other:b ", "Word:b "]);
        let source = format!("<w:a xmlns:w='{WORD}' xmlns:x='{WORD}'>{inner}<x:p><w:b/></w:p></w:a>");
        assert_eq!(read(&source, &Limits::default()), Err(Code::XmlSyntax));
    }

    #[test]
    fn the_same_text_too_deep_is_refused() {
        let limits = Limits { xml_depth: 4, ..Limits::default() };
        assert!(read("<a><p><b/></p><c><p><b/></p></c></a>", &limits).is_ok());
        assert_eq!(read("<a><p><b/></p><c><c><p><b/></p></c></c></a>", &limits), Err(Code::TooDeep));
    }
}
