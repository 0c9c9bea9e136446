//! Word templates that a clerk edits: opened once, checked whole, rendered many times.
//! It never reads a value as template, and lets nothing out that tells of a person or a machine.
//!
//! A template is a .docx with `{{ 标题 }}` and `{% for 作者 in 反映人 %}` in its text. On opening, each part that
//! holds tags becomes one minijinja source (`source`), after tags were joined over runs (`tags`, `repair`) and block
//! tags were given their place around paragraphs and rows (`hoist`). All other parts are cleaned, compressed once and
//! copied (`relations`, `clean`, `archive`). A tag that is alone in its paragraph gives its paragraph to what its value
//! holds: the lines of a text, or a rich body (`place`, `body`).

mod annotate;
mod archive;
mod body;
mod body_table;
mod clean;
mod clerk;
mod describe;
mod engine;
mod escape;
mod expression;
mod fault;
mod finish;
mod hoist;
mod metadata;
mod names;
mod opening;
mod package;
mod pictures;
mod place;
mod properties;
mod relations;
mod repair;
mod source;
mod styles;
mod tags;
#[cfg(test)]
mod tests;
mod tree;
mod whereabouts;

pub use annotate::annotate;
pub use escape::is_turning;
pub use fault::Fault;
pub(super) use pictures::kind as picture_kind;

use crate::formats::rich::Rich;
use archive::Prepared;
use engine::Body;
use minijinja::{Environment, Value};
use package::Package;
use pictures::Pictures;
use place::Place;
use relations::{CORE_PART, Kept};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tags::Tag;

/// A template, ready to be rendered from any thread.
pub struct Template {
    environment: Environment<'static>,
    /// Static parts and the relationships of the others.
    prepared: Prepared,
    /// Static parts alone, for documents whose images change the relationships.
    prepared_for_images: Prepared,
    parts: Vec<Part>,
    /// Places of values that are alone in their paragraph.
    places: Arc<[Place]>,
    /// The names that the tag of each place uses.
    place_names: Vec<Vec<String>>,
    first_image: usize,
    media_folder: String,
    description: String,
    names: Vec<(String, String)>,
}

/// The name whose value is a whole text with paragraphs and tables, which only a paragraph of its own can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WholeText<'a> {
    /// The template has no such name.
    None,
    /// It may print it.
    May(&'a str),
    /// It must: without it the document would say nothing.
    Must(&'a str),
}

/// A part that is evaluated for each document.
struct Part {
    kept: Kept,
    /// Tags by line of the source.
    lines: Vec<Tag>,
    /// It holds marks for `finish::close`.
    is_marked: bool,
}

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.description)
    }
}

impl Template {
    /// Opens a template that may use any name.
    pub fn open(bytes: &[u8]) -> Result<Template, Vec<Fault>> {
        Template::open_for(bytes, &|_| true, WholeText::None)
    }

    /// Opens a template that may use the names that are promised. All its faults are told at once, each with its
    /// place.
    pub fn open_for(
        bytes: &[u8],
        promised: &dyn Fn(&str) -> bool,
        whole: WholeText<'_>,
    ) -> Result<Template, Vec<Fault>> {
        let package = Package::open(bytes).map_err(|fault| vec![fault])?;
        let kept = relations::choose(&package)?;
        let mut opening = opening::Opening::new(&package, &kept, promised, whole)?;
        for part in &kept {
            opening.part(part);
        }
        opening.finish(&kept)
    }

    /// Renders one document. `context` is a map of values; `bodies` are rich texts by the name of their tag. The
    /// same input gives the same bytes.
    pub fn render(&self, context: &Value, bodies: &[(&str, &Rich)]) -> Result<Vec<u8>, Fault> {
        let pictures = Pictures::collect(bodies, self.first_image);
        let full = self.with_bodies(context, bodies, &pictures);
        let mut written = Vec::with_capacity(self.parts.len() + 1);
        written.push((CORE_PART.to_owned(), finish::core_part(context)));
        let mut images = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let xml = self.evaluate(part, &full)?;
            images.push(self.images_of(part, &xml, &pictures));
            written.push((part.kept.name.clone(), xml.into_bytes()));
        }
        let packed = if images.iter().all(Vec::is_empty) {
            self.prepared.with(&written)
        } else {
            self.add_relations(&images, &mut written);
            self.prepared_for_images.with_pictures(&written, self.shown(&images, &pictures))
        };
        packed.map_err(|error| Fault::of_file(format!("the document cannot be packed: {error}"), ""))
    }

    /// Every field that the template uses, with the place of each use. A field of a list's elements is named
    /// under the list: `反映人.姓名`.
    pub fn names(&self) -> Vec<(String, String)> {
        self.names.clone()
    }

    /// The template as text: each paragraph with style, look and tags, for review and for a snapshot.
    pub fn describe(&self) -> String {
        self.description.clone()
    }

    fn with_bodies(&self, context: &Value, bodies: &[(&str, &Rich)], pictures: &Pictures<'_>) -> Value {
        if bodies.is_empty() {
            return context.clone();
        }
        let mut next_drawing = 1;
        let mut values: BTreeMap<String, Value> = BTreeMap::new();
        for (index, (name, rich)) in bodies.iter().enumerate() {
            let mut by_place = BTreeMap::new();
            for (number, (place, names)) in self.places.iter().zip(&self.place_names).enumerate() {
                if names.iter().any(|used| used == name) {
                    by_place.insert(number, body::write(rich, index, place, pictures, &mut next_drawing));
                }
            }
            values.insert(
                (*name).to_owned(),
                Value::from_object(Body { by_place, is_full: !rich.blocks.is_empty() }),
            );
        }
        minijinja::value::merge_maps([context.clone(), Value::from_pairs(values)])
    }

    fn evaluate(&self, part: &Part, context: &Value) -> Result<String, Fault> {
        let rendered =
            self.environment.get_template(&part.kept.name).and_then(|template| template.render(context));
        let closed = rendered.map(|xml| if part.is_marked { finish::close(&xml) } else { xml });
        closed.map_err(|error| {
            let line = error.line().unwrap_or(0).saturating_sub(2);
            engine::render_fault(&error, part.lines.get(line), context)
        })
    }

    /// Id and target of the images that a rendered part shows.
    fn images_of(&self, part: &Part, xml: &str, pictures: &Pictures<'_>) -> Vec<(String, String)> {
        let folder =
            part.kept.name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        // The part is gone through once: thousands of pictures asked for one by one would take minutes.
        let embedded: BTreeSet<&str> =
            xml.split("r:embed=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let shown = pictures.all().filter(|picture| embedded.contains(picture.id.as_str()));
        let target = |picture: &pictures::Picture<'_>| {
            let path = format!("{}{}", self.media_folder, picture.file);
            let target = path.strip_prefix(&folder).map_or_else(|| format!("/{path}"), str::to_owned);
            (picture.id.clone(), target)
        };
        shown.map(target).collect()
    }

    /// Adds the relationships of all parts, with those of the images that they show.
    fn add_relations(&self, images: &[Vec<(String, String)>], written: &mut Vec<(String, Vec<u8>)>) {
        for (part, images) in self.parts.iter().zip(images) {
            if !part.kept.relations.is_empty() || !images.is_empty() {
                let relations = relations::relations_part(&part.kept.relations, images);
                written.push((package::relations_name(&part.kept.name), relations));
            }
        }
    }

    /// The images that any part shows, under the names that they go out by.
    fn shown<'a>(
        &'a self,
        images: &'a [Vec<(String, String)>],
        pictures: &'a Pictures<'_>,
    ) -> impl Iterator<Item = (String, Cow<'a, [u8]>)> {
        let named: BTreeSet<&str> = images.iter().flatten().map(|(id, _)| id.as_str()).collect();
        pictures.all().filter(move |picture| named.contains(picture.id.as_str())).map(|picture| {
            (format!("{}{}", self.media_folder, picture.file), metadata::stripped(picture.bytes))
        })
    }
}
