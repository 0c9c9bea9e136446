//! Decides where each block tag takes effect: between runs, around paragraphs, around table rows.
//! It never writes anything; a block that cannot be placed is a fault.

use super::fault::Fault;
use super::tags::{Found, Keyword, Tag, TagKind};
use super::tree::{Id, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// Where tags take effect and what disappears with them.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Tags in front of an element, in order.
    pub before: BTreeMap<Id, Vec<usize>>,
    /// Tags behind an element, in order.
    pub after: BTreeMap<Id, Vec<usize>>,
    /// Paragraphs and rows that held nothing but block tags.
    pub dropped: BTreeSet<Id>,
    /// Paragraphs that are one value, by the tag: what the value holds takes the paragraph's place.
    pub placed: BTreeMap<Id, usize>,
    /// Ranges of nodes that a loop repeats.
    pub looped: Vec<(Id, Id)>,
    /// Blocks that begin and end in different worlds.
    pub faults: Vec<Fault>,
}

impl Layout {
    /// Whether the node is inside a loop.
    pub(super) fn is_looped(&self, id: Id) -> bool {
        self.looped.iter().any(|(first, last)| (*first..=*last).contains(&id))
    }

    /// Whether the tag stays where it was written.
    pub(super) fn is_inline(&self, tag: usize) -> bool {
        !self.before.values().chain(self.after.values()).any(|tags| tags.contains(&tag))
    }
}

/// Elements in which blocks may follow one another.
const CONTAINERS: [&str; 11] = [
    "w:body",
    "w:tbl",
    "w:tc",
    "w:txbxContent",
    "w:hdr",
    "w:ftr",
    "w:footnote",
    "w:endnote",
    "w:sdtContent",
    "w:customXml",
    "w:comment",
];
/// Elements around which a block tag may stand.
const CHILDREN: [&str; 5] = ["w:p", "w:tbl", "w:tr", "w:sdt", "w:customXml"];
/// Elements that a reader sees though they are no text: a paragraph with one of them stays.
const VISIBLE: [&str; 16] = [
    "w:drawing",
    "w:pict",
    "w:object",
    "w:sym",
    "w:footnoteReference",
    "w:endnoteReference",
    "m:oMath",
    "w:fldChar",
    "w:fldSimple",
    "w:ptab",
    "w:noBreakHyphen",
    "w:sectPr",
    "w:pgNum",
    "w:ruby",
    "w:dayLong",
    "w:contentPart",
];

/// Places the block tags of a part.
pub(super) fn place(tree: &Tree, found: &Found) -> Layout {
    let mut hoister =
        Hoister { tree, found, visible: visible_positions(tree, found), layout: Layout::default() };
    for group in groups(&found.tags, &mut hoister.layout.faults) {
        hoister.place_group(&group);
    }
    hoister.drop_block_paragraphs();
    hoister.drop_block_rows();
    hoister.find_placed();
    hoister.layout
}

/// An opener, what stands between, and its closer, by index of the tag.
type Group = Vec<usize>;

fn groups(tags: &[Tag], faults: &mut Vec<Fault>) -> Vec<Group> {
    let mut open: Vec<Group> = Vec::new();
    let mut groups = Vec::new();
    for (index, tag) in tags.iter().enumerate() {
        let TagKind::Block(keyword) = tag.kind else {
            continue;
        };
        let opener = open.last().map(|group| keyword_of(&tags[group[0]]));
        let fault = |message: String, hint: &str| Fault::new(&tag.place, &tag.written, message, hint);
        match keyword {
            Keyword::Set => {}
            Keyword::If | Keyword::For | Keyword::With => open.push(vec![index]),
            Keyword::Elif | Keyword::Else => match (opener, open.last_mut()) {
                (Some(Keyword::If), Some(group)) => group.push(index),
                (Some(Keyword::For), Some(group)) if keyword == Keyword::Else => group.push(index),
                _ => faults.push(fault(
                    format!("`{}` without `if`", keyword.word()),
                    "write {% if … %} before it, in the same cell or text",
                )),
            },
            Keyword::EndIf | Keyword::EndFor | Keyword::EndWith => {
                if opener.and_then(Keyword::closer) == Some(keyword) {
                    if let Some(mut group) = open.pop() {
                        group.push(index);
                        groups.push(group);
                    }
                } else {
                    let wanted = keyword.word().trim_start_matches("end");
                    let message = match opener {
                        Some(other)
                            if open.iter().any(|g| keyword_of(&tags[g[0]]).closer() == Some(keyword)) =>
                        {
                            format!(
                                "`{}` comes before the `{}` inside is closed",
                                keyword.word(),
                                other.word()
                            )
                        }
                        _ => format!("`{}` without `{wanted}`", keyword.word()),
                    };
                    faults
                        .push(fault(message, "each block ends with its own end tag, the inner block first"));
                    // It closes what it names, so that one slip is one fault.
                    if let Some(at) =
                        open.iter().rposition(|g| keyword_of(&tags[g[0]]).closer() == Some(keyword))
                    {
                        open.remove(at);
                    }
                }
            }
        }
    }
    for group in open {
        let tag = &tags[group[0]];
        let word = keyword_of(tag).word();
        faults.push(Fault::new(
            &tag.place,
            &tag.written,
            format!("`{word}` is never closed"),
            format!("write {{% end{word} %}} where the block ends"),
        ));
    }
    groups
}

fn keyword_of(tag: &Tag) -> Keyword {
    match tag.kind {
        TagKind::Block(keyword) => keyword,
        TagKind::Value => Keyword::Set,
    }
}

fn visible_positions(tree: &Tree, found: &Found) -> Vec<(Id, usize)> {
    let mut visible = found.visible.clone();
    for tag in &found.tags {
        if tag.kind == TagKind::Value {
            visible.push((tag.node, tag.start));
        }
    }
    for id in 0..tree.len() {
        let name = tree.name(id);
        if name == "w:sectPr" {
            // A section ends with its paragraph: it comes behind the paragraph's text.
            let paragraph = tree.ancestor(id, "w:p");
            visible.push((paragraph.map_or(id, |p| tree.last(p)), usize::MAX));
        } else if VISIBLE.contains(&name) || is_page_break(tree, id) {
            visible.push((id, 0));
        }
    }
    visible.sort_unstable();
    visible
}

fn is_page_break(tree: &Tree, id: Id) -> bool {
    tree.name(id) == "w:br" && tree.attribute(id, "w:type").is_some_and(|kind| kind != "textWrapping")
}

struct Hoister<'a> {
    tree: &'a Tree,
    found: &'a Found,
    visible: Vec<(Id, usize)>,
    layout: Layout,
}

impl Hoister<'_> {
    fn tag(&self, index: usize) -> &Tag {
        &self.found.tags[index]
    }

    fn place_group(&mut self, group: &Group) {
        let is_loop = keyword_of(self.tag(group[0])) == Keyword::For;
        if self.is_inline_group(group) {
            if is_loop {
                let last = group[group.len() - 1];
                self.layout.looped.push((self.tag(group[0]).node, self.tag(last).node));
            }
            return;
        }
        let Some(holders) = self.holders(group) else {
            self.refuse(
                group,
                "must begin and end in the same place",
                "put both tags into the same text, cell or text box",
            );
            return;
        };
        let mut sides = Vec::new();
        for (index, holder) in group.iter().zip(&holders) {
            let Some(side) = self.side(*index, *holder) else {
                self.refuse_middle(group, *holder);
                return;
            };
            sides.push(side);
        }
        for ((index, holder), side) in group.iter().zip(&holders).zip(sides) {
            let list = match side {
                Side::Before => &mut self.layout.before,
                Side::After => &mut self.layout.after,
            };
            list.entry(*holder).or_default().push(*index);
            list.entry(*holder).or_default().sort_unstable();
        }
        if is_loop {
            let first = holders.iter().copied().min().unwrap_or_default();
            let last = holders.iter().map(|holder| self.tree.last(*holder)).max().unwrap_or_default();
            self.layout.looped.push((first, last));
        }
    }

    fn refuse_middle(&mut self, group: &Group, holder: Id) {
        let thing = match self.tree.name(holder) {
            "w:tr" => "the row",
            "w:tbl" => "the table",
            _ => "the paragraph",
        };
        let hint = format!(
            "a block over several paragraphs or cells begins at the very beginning and ends at the very end of {thing}; \
             or give each tag a paragraph or row of its own"
        );
        self.refuse(group, &format!("begins or ends in the middle of {thing}"), &hint);
    }

    fn refuse(&mut self, group: &Group, what: &str, hint: &str) {
        let (opener, closer) = (self.tag(group[0]), self.tag(group[group.len() - 1]));
        let word = keyword_of(opener).word();
        let message = format!("the `{word}` block {what}; it ends at {}", closer.place);
        let fault = Fault::new(&opener.place, &opener.written, message, hint);
        self.layout.faults.push(fault);
    }

    /// All members stand between the runs of one parent element: by identity, not by name, since an `if` may
    /// not run from the first cell of one row into the last cell of the next.
    fn is_inline_group(&self, group: &Group) -> bool {
        let parent = |index: &usize| {
            let run = self.tree.ancestor(self.tag(*index).node, "w:r")?;
            self.tree.parent(run)
        };
        let first = parent(&group[0]);
        first.is_some() && group.iter().all(|index| parent(index) == first)
    }

    /// The child of the nearest common container that holds each member.
    fn holders(&self, group: &Group) -> Option<Vec<Id>> {
        let paragraphs: Vec<Id> = group.iter().map(|index| self.tag(*index).paragraph).collect();
        let text_box = |paragraph: &Id| self.tree.ancestor(*paragraph, "w:txbxContent");
        let same_box = paragraphs.iter().all(|paragraph| text_box(paragraph) == text_box(&paragraphs[0]));
        if !same_box || paragraphs.iter().all(|paragraph| *paragraph == paragraphs[0]) {
            return None;
        }
        let mut container = self.tree.ancestors(paragraphs[0]).find(|up| {
            paragraphs.iter().all(|paragraph| *up < *paragraph && self.tree.last(*up) >= *paragraph)
        });
        while let Some(at) = container {
            let holders: Vec<Id> = paragraphs.iter().filter_map(|p| self.child_towards(at, *p)).collect();
            let named = holders.iter().all(|holder| CHILDREN.contains(&self.tree.name(*holder)));
            if CONTAINERS.contains(&self.tree.name(at)) && named && holders.len() == group.len() {
                return Some(holders);
            }
            // From cells up to their row; nothing else may be climbed.
            let climbable = matches!(self.tree.name(at), "w:tr" | "w:sdt" | "w:sdtContent");
            container = climbable.then(|| self.tree.parent(at)).flatten();
        }
        None
    }

    fn child_towards(&self, container: Id, id: Id) -> Option<Id> {
        std::iter::once(id).chain(self.tree.ancestors(id)).find(|at| self.tree.parent(*at) == Some(container))
    }

    /// The side of the holder on which the tag can stand: nothing visible may lie between.
    fn side(&self, index: usize, holder: Id) -> Option<Side> {
        let tag = self.tag(index);
        let at = (tag.node, tag.start);
        let end = (self.tree.last(holder), usize::MAX);
        let leading = !self.sees_between((holder, 0), at);
        let trailing = !self.sees_between(at, end);
        let closes = matches!(keyword_of(tag), Keyword::EndIf | Keyword::EndFor | Keyword::EndWith);
        match (closes, leading, trailing) {
            (true, _, true) => Some(Side::After),
            (_, true, _) => Some(Side::Before),
            (false, _, true) => Some(Side::After),
            _ => None,
        }
    }

    fn sees_between(&self, from: (Id, usize), to: (Id, usize)) -> bool {
        let first = self.visible.partition_point(|position| *position < from);
        self.visible.get(first).is_some_and(|position| *position <= to)
    }

    fn sees_within(&self, id: Id) -> bool {
        self.sees_between((id, 0), (self.tree.last(id), usize::MAX))
    }

    /// A paragraph that holds only block tags disappears; tags that were not lifted higher stand in its place.
    fn drop_block_paragraphs(&mut self) {
        let mut paragraphs: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
        for (index, tag) in self.found.tags.iter().enumerate() {
            paragraphs.entry(tag.paragraph).or_default().push(index);
        }
        for (paragraph, tags) in paragraphs {
            if self.sees_within(paragraph) {
                continue;
            }
            let inline: Vec<usize> = tags.iter().copied().filter(|tag| self.layout.is_inline(*tag)).collect();
            let here =
                self.layout.before.contains_key(&paragraph) || self.layout.after.contains_key(&paragraph);
            if inline.is_empty() && !here && self.is_alone_in_cell(paragraph) {
                // Its tags went to the row: the cell keeps its one paragraph, which gives the row its height.
                continue;
            }
            let list = self.layout.before.entry(paragraph).or_default();
            list.extend(inline);
            list.sort_unstable();
            self.layout.dropped.insert(paragraph);
        }
    }

    fn is_alone_in_cell(&self, paragraph: Id) -> bool {
        self.tree.parent(paragraph).is_some_and(|up| {
            let blocks = self.tree.children(up).iter().filter(|at| CHILDREN.contains(&self.tree.name(**at)));
            self.tree.name(up) == "w:tc" && blocks.count() == 1
        })
    }

    /// A row that holds only tags of its table disappears.
    fn drop_block_rows(&mut self) {
        let rows: BTreeSet<Id> = self.layout.before.keys().chain(self.layout.after.keys()).copied().collect();
        for row in rows.into_iter().filter(|id| self.tree.name(*id) == "w:tr") {
            let inside = row + 1..=self.tree.last(row);
            let holds_more = self.layout.before.range(inside.clone()).any(|(_, tags)| !tags.is_empty())
                || self.layout.after.range(inside).any(|(_, tags)| !tags.is_empty());
            if !holds_more && !self.sees_within(row) {
                self.layout.dropped.insert(row);
            }
        }
    }

    /// Finds the paragraphs in which one value is alone.
    fn find_placed(&mut self) {
        for (index, tag) in self.found.tags.iter().enumerate() {
            if tag.kind != TagKind::Value || tag.in_field || self.is_in_link(tag.node) {
                continue;
            }
            let (start, end) = ((tag.paragraph, 0), (self.tree.last(tag.paragraph), usize::MAX));
            let first = self.visible.partition_point(|position| *position < start);
            let seen = self.visible[first..].iter().take_while(|position| **position <= end).count();
            let others_are_lifted = self
                .found
                .tags
                .iter()
                .enumerate()
                .filter(|(other, it)| *other != index && it.paragraph == tag.paragraph)
                .all(|(other, _)| !self.layout.is_inline(other));
            if seen == 1 && others_are_lifted && !self.has_breaks(tag.paragraph) {
                self.layout.placed.insert(tag.paragraph, index);
            }
        }
    }

    /// Whether tabs or line breaks stand beside the tag: they would be lost with the paragraph.
    fn has_breaks(&self, paragraph: Id) -> bool {
        let is_break = |id: Id| {
            matches!(self.tree.name(id), "w:tab" | "w:br" | "w:cr")
                && self.tree.parent(id).is_some_and(|up| self.tree.name(up) == "w:r")
                && !self.found.swallowed.contains(&id)
        };
        self.tree.below(paragraph).any(is_break)
    }

    fn is_in_link(&self, node: Id) -> bool {
        self.tree
            .ancestors(node)
            .take_while(|up| self.tree.name(*up) != "w:p")
            .any(|up| matches!(self.tree.name(up), "w:hyperlink" | "w:fldSimple"))
    }
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}
