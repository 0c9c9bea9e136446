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
mod describe;
mod engine;
mod escape;
mod expression;
mod fault;
mod finish;
mod hoist;
mod names;
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
pub use fault::Fault;

use crate::formats::rich::Rich;
use archive::Prepared;
use engine::Body;
use minijinja::{Environment, Value};
use package::Package;
use pictures::Pictures;
use place::Place;
use relations::{CORE_PART, Kept, Role};
use source::{DRAWINGS_PER_PART, Source};
use std::collections::BTreeMap;
use std::sync::Arc;
use styles::Styles;
use tags::Tag;
use tree::Tree;

/// A template, ready to be rendered from any thread.
pub struct Template {
    environment: Environment<'static>,
    prepared: Prepared,
    parts: Vec<Part>,
    /// Places of values that are alone in their paragraph, with the tag's expression.
    places: Arc<[Place]>,
    place_expressions: Vec<String>,
    first_image: usize,
    media_folder: String,
    description: String,
    names: Vec<(String, String)>,
}

/// A part that is evaluated for each document.
struct Part {
    kept: Kept,
    /// Tags by line of the source.
    lines: Vec<Tag>,
}

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.description)
    }
}

impl Template {
    /// Opens a template. All its faults are told at once, each with its place.
    pub fn open(bytes: &[u8]) -> Result<Template, Vec<Fault>> {
        let package = Package::open(bytes).map_err(|fault| vec![fault])?;
        let kept = relations::choose(&package)?;
        let mut opening = Opening::new(&package, &kept)?;
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
        let mut written = Vec::with_capacity(self.parts.len() + 2);
        written.push((CORE_PART.to_owned(), finish::core_part(context)));
        let mut shown = vec![false; pictures.all().count()];
        for part in &self.parts {
            let xml = self.evaluate(part, &full)?;
            let images = self.images_of(part, &xml, &pictures, &mut shown);
            if !part.kept.relations.is_empty() || !images.is_empty() {
                let relations = relations::relations_part(&part.kept.relations, &images);
                written.push((package::relations_name(&part.kept.name), relations));
            }
            written.push((part.kept.name.clone(), xml.into_bytes()));
        }
        for (picture, _) in pictures.all().zip(shown).filter(|(_, shown)| *shown) {
            written.push((
                format!("{}{}", self.media_folder, picture.file),
                picture.bytes.to_vec(),
            ));
        }
        self.prepared
            .with(&written)
            .map_err(|error| Fault::of_file(format!("the document cannot be packed: {error}"), ""))
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

    fn with_bodies(
        &self,
        context: &Value,
        bodies: &[(&str, &Rich)],
        pictures: &Pictures<'_>,
    ) -> Value {
        if bodies.is_empty() {
            return context.clone();
        }
        let mut next_drawing = 1;
        let mut values: BTreeMap<String, Value> = BTreeMap::new();
        for (index, (name, rich)) in bodies.iter().enumerate() {
            let mut by_place = BTreeMap::new();
            for (number, (place, expression)) in
                self.places.iter().zip(&self.place_expressions).enumerate()
            {
                if expression == name {
                    by_place.insert(
                        number,
                        body::write(rich, index, place, pictures, &mut next_drawing),
                    );
                }
            }
            values.insert(
                (*name).to_owned(),
                Value::from_object(Body::new(rich, by_place)),
            );
        }
        minijinja::value::merge_maps([context.clone(), Value::from_iter(values)])
    }

    fn evaluate(&self, part: &Part, context: &Value) -> Result<String, Fault> {
        let rendered = self
            .environment
            .get_template(&part.kept.name)
            .and_then(|template| template.render(context));
        rendered.map(finish::close_cells).map_err(|error| {
            let line = error.line().unwrap_or(0).saturating_sub(2);
            engine::render_fault(&error, part.lines.get(line), context)
        })
    }

    /// Id and target of the images that a rendered part shows.
    fn images_of(
        &self,
        part: &Part,
        xml: &str,
        pictures: &Pictures<'_>,
        shown: &mut [bool],
    ) -> Vec<(String, String)> {
        if pictures.is_empty() {
            return Vec::new();
        }
        let folder = part
            .kept
            .name
            .rsplit_once('/')
            .map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let mut images = Vec::new();
        for (picture, shown) in pictures.all().zip(shown) {
            if xml.contains(&format!("r:embed=\"{}\"", picture.id)) {
                *shown = true;
                let path = format!("{}{}", self.media_folder, picture.file);
                let target = path
                    .strip_prefix(&folder)
                    .map_or_else(|| format!("/{path}"), str::to_owned);
                images.push((picture.id.clone(), target));
            }
        }
        images
    }
}

/// A template on the way to being opened: faults are gathered, not returned one by one.
struct Opening<'a> {
    package: &'a Package,
    styles: Styles,
    faults: Vec<Fault>,
    /// Parts that go out as they are.
    fixed: Vec<(String, Vec<u8>)>,
    compiled: Vec<(Kept, Source, Vec<Tag>)>,
    stories: usize,
    places: usize,
    description: String,
    names: Vec<(String, String)>,
}

impl<'a> Opening<'a> {
    fn new(package: &'a Package, kept: &[Kept]) -> Result<Opening<'a>, Vec<Fault>> {
        let styles_part = kept.iter().find(|part| part.role == Role::Styles);
        let styles = match styles_part {
            Some(part) => Styles::read(&parse(package, &part.name).map_err(|fault| vec![fault])?),
            None => Styles::default(),
        };
        Ok(Opening {
            package,
            styles,
            faults: Vec::new(),
            fixed: Vec::new(),
            compiled: Vec::new(),
            stories: 0,
            places: 0,
            description: String::new(),
            names: Vec::new(),
        })
    }

    fn part(&mut self, kept: &Kept) {
        if kept.role == Role::Bytes {
            self.fixed.push((
                kept.name.clone(),
                self.package.bytes(&kept.name).unwrap_or_default().to_vec(),
            ));
            return;
        }
        let tree = match parse(self.package, &kept.name) {
            Ok(tree) => tree,
            Err(fault) => {
                self.faults.push(fault);
                return;
            }
        };
        match kept.role {
            Role::Document | Role::Margin | Role::Notes => self.story(kept, &tree),
            _ => {
                let text = clean::part(&tree, &kept.lost, kept.role == Role::Settings);
                self.fix(kept, text);
            }
        }
    }

    /// A part with running text: tags may stand in it.
    fn story(&mut self, kept: &Kept, tree: &Tree) {
        if let Err(fault) = relations::check_namespace(&kept.name, tree) {
            self.faults.push(fault);
            return;
        }
        let label = whereabouts::label(&kept.content_type, &kept.name);
        let places = whereabouts::places(tree, &label);
        let mut found = tags::find(tree, &places);
        let layout = hoist::place(tree, &found);
        self.faults.append(&mut found.faults);
        self.faults.extend(layout.faults.iter().cloned());
        self.faults.extend(clean::faults(tree, &places, &kept.name));
        self.faults.extend(tags::stray(tree, &places, &kept.name));
        self.names.extend(
            names::fields(&found.tags)
                .into_iter()
                .map(|(name, tag)| (name, tag.place.clone())),
        );
        self.description
            .push_str(&describe::story(tree, &places, &self.styles, &label));
        let first_drawing = (self.stories + 1) * DRAWINGS_PER_PART;
        let source = source::write(
            tree,
            &found,
            &layout,
            &self.styles,
            &kept.lost,
            self.places,
            first_drawing,
        );
        self.stories += 1;
        self.places += source.places.len();
        if source.lines.is_empty() && kept.role != Role::Document {
            self.fix(kept, source.text);
        } else {
            self.compiled.push((kept.clone(), source, found.tags));
        }
    }

    fn fix(&mut self, kept: &Kept, text: String) {
        self.fixed.extend(relations::kept_relations(kept));
        self.fixed.push((kept.name.clone(), text.into_bytes()));
    }

    fn finish(mut self, kept: &[Kept]) -> Result<Template, Vec<Fault>> {
        let places = self
            .compiled
            .iter()
            .flat_map(|(_, source, _)| source.places.iter());
        let place_list: Arc<[Place]> = places.map(|(_, place)| place.clone()).collect();
        let names: Vec<String> = self
            .compiled
            .iter()
            .map(|(kept, _, _)| kept.name.clone())
            .collect();
        let mut environment = engine::environment(Arc::clone(&place_list), names);
        for (_, _, tags) in &self.compiled {
            self.faults.extend(
                tags.iter()
                    .filter_map(|tag| engine::check(&environment, tag)),
            );
        }
        dedupe(&mut self.faults);
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        let mut parts = Vec::new();
        let mut place_expressions = Vec::new();
        for (kept, source, tags) in self.compiled {
            place_expressions.extend(
                source
                    .places
                    .iter()
                    .map(|(tag, _)| tags[*tag].inner.clone()),
            );
            let lines: Vec<Tag> = source
                .lines
                .iter()
                .map(|index| tags[*index].clone())
                .collect();
            if let Err(error) = environment.add_template_owned(kept.name.clone(), source.text) {
                let line = error.line().unwrap_or(0).saturating_sub(2);
                return Err(vec![engine::render_fault(
                    &error,
                    lines.get(line),
                    &Value::UNDEFINED,
                )]);
            }
            parts.push(Part { kept, lines });
        }
        let main = &kept[0].name;
        let mut fixed = vec![
            (
                "[Content_Types].xml".to_owned(),
                relations::content_types_part(kept, &pictures::KINDS),
            ),
            ("_rels/.rels".to_owned(), relations::package_relations(main)),
        ];
        fixed.append(&mut self.fixed);
        let prepared = Prepared::new(&fixed).map_err(|error| {
            vec![Fault::of_file(
                format!("the template cannot be packed: {error}"),
                "make the template anew in Word",
            )]
        })?;
        let folder = main
            .rsplit_once('/')
            .map_or(String::new(), |(folder, _)| format!("{folder}/"));
        Ok(Template {
            environment,
            prepared,
            parts,
            places: place_list,
            place_expressions,
            first_image: relations::first_image_number(kept),
            media_folder: format!("{folder}media/"),
            description: self.description,
            names: self.names,
        })
    }
}

fn parse(package: &Package, name: &str) -> Result<Tree, Fault> {
    let bytes = package.bytes(name).unwrap_or_default();
    Tree::parse(bytes).map_err(|why| {
        Fault::new(
            name,
            "",
            format!("the part cannot be read: {why}"),
            "open the template in Word or WPS and save it again",
        )
    })
}

/// One fault is told once: a text box stands in the file twice.
fn dedupe(faults: &mut Vec<Fault>) {
    let mut seen: Vec<Fault> = Vec::new();
    for fault in faults.drain(..) {
        if !seen.contains(&fault) {
            seen.push(fault);
        }
    }
    *faults = seen;
}
