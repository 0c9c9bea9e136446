//! Opens a template part by part, and gathers all that is wrong with it.
//! It never stops at the first fault.

use super::archive::Prepared;
use super::fault::Fault;
use super::package::Package;
use super::place::Place;
use super::relations::{Kept, Role};
use super::source::{DRAWINGS_PER_PART, Source};
use super::styles::Styles;
use super::tags::{Tag, TagKind};
use super::tree::{Id, Tree};
use super::{Part, Template, WholeText};
use super::{
    clean, describe, engine, expression, finish, hoist, metadata, names, pictures, relations, source, tags,
    whereabouts,
};
use minijinja::{Environment, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A template on the way to being opened: faults are gathered, not returned one by one.
pub(super) struct Opening<'a> {
    package: &'a Package,
    promised: &'a dyn Fn(&str) -> bool,
    whole: WholeText<'a>,
    /// The whole text has its paragraph.
    has_whole: bool,
    styles: Styles,
    /// An environment that tags are tried in, one by one.
    checker: Environment<'static>,
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
    /// Begins with the styles, which every part needs.
    pub(super) fn new(
        package: &'a Package,
        kept: &[Kept],
        promised: &'a dyn Fn(&str) -> bool,
        whole: WholeText<'a>,
    ) -> Result<Opening<'a>, Vec<Fault>> {
        let styles_part = kept.iter().find(|part| part.role == Role::Styles);
        let styles = match styles_part {
            Some(part) => Styles::read(&parse(package, &part.name).map_err(|fault| vec![fault])?),
            None => Styles::default(),
        };
        Ok(Opening {
            package,
            promised,
            whole,
            has_whole: false,
            styles,
            checker: engine::environment(Arc::new([]), Vec::new()),
            faults: Vec::new(),
            fixed: Vec::new(),
            compiled: Vec::new(),
            stories: 0,
            places: 0,
            description: String::new(),
            names: Vec::new(),
        })
    }

    /// Takes in one part that goes out.
    pub(super) fn part(&mut self, kept: &Kept) {
        if kept.role == Role::Bytes {
            let bytes = self.package.bytes(&kept.name).unwrap_or_default();
            self.fixed.push((kept.name.clone(), metadata::stripped(bytes).into_owned()));
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
        let mut faults = std::mem::take(&mut found.faults);
        faults.extend(layout.faults.iter().cloned());
        faults.extend(clean::faults(tree, &places, &kept.name));
        faults.extend(tags::stray(tree, &places, &kept.name));
        faults.extend(found.tags.iter().filter_map(|tag| engine::check(&self.checker, tag)));
        for (name, tag) in names::fields(&found.tags) {
            if !(self.promised)(&name) {
                faults.push(Fault::not_promised(&name, &tag.place));
            }
            self.names.push((name, tag.place.clone()));
        }
        faults.extend(self.crowded(&found.tags, &layout.placed.values().copied().collect()));
        self.add_in_order(faults, &places);
        self.description.push_str(&describe::story(tree, &places, &self.styles, &label));
        let first_drawing = (self.stories + 1) * DRAWINGS_PER_PART;
        let source =
            source::write(tree, &found, &layout, &self.styles, &kept.lost, self.places, first_drawing);
        self.stories += 1;
        self.places += source.places.len();
        if source.lines.is_empty() && kept.role != Role::Document {
            self.fix(kept, finish::close(&source.text));
        } else {
            self.compiled.push((kept.clone(), source, found.tags));
        }
    }

    /// Tags of the whole text that have something beside them.
    fn crowded(&mut self, tags: &[Tag], alone: &BTreeSet<usize>) -> Vec<Fault> {
        let (WholeText::May(name) | WholeText::Must(name)) = self.whole else { return Vec::new() };
        let prints = |tag: &Tag| {
            tag.kind == TagKind::Value && expression::uses(&tag.inner).names.iter().any(|used| used == name)
        };
        let mut faults = Vec::new();
        for (index, tag) in tags.iter().enumerate().filter(|(_, tag)| prints(tag)) {
            if alone.contains(&index) {
                self.has_whole = true;
            } else {
                faults.push(Fault::not_alone(name, tag));
            }
        }
        faults
    }

    /// Adds the faults of a part in the order of its paragraphs. One fault is told once, though a text box stands
    /// in the file twice.
    fn add_in_order(&mut self, mut faults: Vec<Fault>, places: &BTreeMap<Id, String>) {
        let mut order: BTreeMap<&str, Id> = BTreeMap::new();
        for (id, place) in places {
            order.entry(place).or_insert(*id);
        }
        faults.sort_by_key(|fault| order.get(fault.place.as_str()).copied());
        for fault in faults {
            if !self.faults.contains(&fault) {
                self.faults.push(fault);
            }
        }
    }

    fn fix(&mut self, kept: &Kept, text: String) {
        self.fixed.extend(relations::kept_relations(kept));
        self.fixed.push((kept.name.clone(), text.into_bytes()));
    }

    /// The template, or all its faults.
    pub(super) fn finish(mut self, kept: &[Kept]) -> Result<Template, Vec<Fault>> {
        let places = self.compiled.iter().flat_map(|(_, source, _)| source.places.iter());
        let place_list: Arc<[Place]> = places.map(|(_, place)| place.clone()).collect();
        let names: Vec<String> = self.compiled.iter().map(|(kept, _, _)| kept.name.clone()).collect();
        let mut environment = engine::environment(Arc::clone(&place_list), names);
        if let WholeText::Must(name) = self.whole
            && !self.has_whole
            && self.faults.is_empty()
        {
            self.faults.push(Fault::without(name));
        }
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        let mut parts = Vec::new();
        let mut place_names = Vec::new();
        for (kept, source, tags) in self.compiled {
            place_names
                .extend(source.places.iter().map(|(tag, _)| expression::uses(&tags[*tag].inner).names));
            let lines: Vec<Tag> = source.lines.iter().map(|index| tags[*index].clone()).collect();
            if let Err(error) = environment.add_template_owned(kept.name.clone(), source.text) {
                let line = error.line().unwrap_or(0).saturating_sub(2);
                return Err(vec![engine::render_fault(&error, lines.get(line), &Value::UNDEFINED)]);
            }
            parts.push(Part { kept, lines, is_marked: source.is_marked });
        }
        let main = &kept[0].name;
        let types = relations::content_types_part(kept, &pictures::KINDS);
        let mut fixed = vec![
            ("[Content_Types].xml".to_owned(), types),
            ("_rels/.rels".to_owned(), relations::package_relations(main)),
        ];
        fixed.append(&mut self.fixed);
        let relations: Vec<_> =
            parts.iter().filter_map(|part| relations::kept_relations(&part.kept)).collect();
        let packed = Prepared::new(&fixed).and_then(|bare| Ok((bare.extended(&relations)?, bare)));
        let (prepared, prepared_for_images) = packed.map_err(|error| {
            vec![Fault::of_file(
                format!("the template cannot be packed: {error}"),
                "make the template anew in Word",
            )]
        })?;
        let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        Ok(Template {
            environment,
            prepared,
            prepared_for_images,
            parts,
            places: place_list,
            place_names,
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
