//! Where the links and images of the minutes lead.

use super::{Archive, CallId, LocalFile};
use crate::base::diagnostic::Position;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::text::composed;
use crate::document::plain;
use crate::document::{Block, Document, Inline, inlines_of, visit_blocks};
use crate::extract::Call;
use crate::sanitise::tags;
use crate::sanitise::url::{self, Target};
use std::collections::{BTreeMap, BTreeSet};

/// What a link in the minutes leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum LinkTarget<'a> {
    /// Another site.
    Outside(String),
    /// A call of the archive, at an anchor or at its start (empty).
    Call {
        /// Which.
        id: CallId,
        /// The anchor without `#`; empty for the page itself.
        anchor: String,
        /// Whether the author named an anchor that is not there.
        lost: bool,
    },
    /// A file that is published as it is.
    File(&'a LocalFile),
    /// A place in the same call.
    Anchor(String),
    /// An e-mail address: shown, not linked.
    Mail,
    /// A file of the source that is not published, and nobody knows where it is on the web: shown, not linked.
    Unpublished,
    /// A path to something that is not in the archive, or an address we do not link to (`javascript:` …).
    Missing,
    /// No address.
    Refused,
}

/// What an image in the minutes shows.
#[derive(Debug, Clone, PartialEq)]
pub enum ImageTarget<'a> {
    /// A file of the archive.
    Local(&'a LocalFile),
    /// An image on another host: it is linked to, never loaded.
    Elsewhere(String),
    /// A path to nothing, or an address we do not load from.
    Missing,
    /// No address.
    Refused,
}

impl ImageTarget<'_> {
    /// The path of the picture in the archive, where it has one.
    fn path(&self) -> Option<String> {
        match self {
            Self::Local(file) => Some(file.path.clone()),
            _ => None,
        }
    }
}

/// A link as it stands in the minutes.
#[derive(Debug, Clone, Copy)]
struct Link<'a> {
    destination: &'a String,
    at: Position,
    is_image: bool,
}

/// Where a link or an image of a call leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Destination<'a> {
    /// A link.
    Link(LinkTarget<'a>),
    /// An image, or one behind slides.
    Image(ImageTarget<'a>),
}

/// What the links and images of a call come to.
#[derive(Default)]
pub(super) struct Followed {
    /// Other calls that it links to.
    pub(super) calls: BTreeSet<CallId>,
    /// The paths of the files that it shows or links to.
    pub(super) files: Vec<String>,
    /// Links that lead nowhere and images that are not there.
    pub(super) findings: Vec<Diagnostic>,
}

/// The pictures behind the slides of a deck, each with the line its slide begins on.
fn backgrounds(document: &Document) -> impl Iterator<Item = (&String, u32)> {
    let slides = document.deck.iter().flat_map(|deck| &deck.slides);
    let parallax = document.front_matter.slide_options.parallax_background_image.as_ref();
    let own = slides.filter_map(|slide| Some((slide.attributes.background_image.as_ref()?, slide.line)));
    own.chain(parallax.map(|source| (source, 1)))
}

impl Archive {
    /// Where a destination leads from a call.
    pub fn link_target(&self, from: CallId, destination: &str) -> LinkTarget<'_> {
        match url::classify(destination) {
            Target::Outside(address) => self.own_file(&address).unwrap_or(LinkTarget::Outside(address)),
            Target::Mail(_) => LinkTarget::Mail,
            Target::Fragment(anchor) => self.anchor(from, &anchor).map_or(LinkTarget::Missing, LinkTarget::Anchor),
            Target::Relative { path, fragment } => {
                let joined = url::join(&self.call(from).file, &path);
                let target = joined.and_then(|path| {
                    self.file_target(&path, &fragment).or_else(|| self.unpublished_target(&path, &fragment))
                });
                target.unwrap_or(LinkTarget::Missing)
            }
            Target::Refused if destination.trim().is_empty() => LinkTarget::Refused,
            Target::Refused => {
                let fragment = url::fragment(destination);
                let places = url::places(destination, &self.call(from).file);
                places.iter().find_map(|path| self.file_target(path, &fragment)).unwrap_or(LinkTarget::Missing)
            }
        }
    }

    /// Which image a source names, seen from a call.
    pub fn image_target(&self, from: CallId, source: &str) -> ImageTarget<'_> {
        let call = self.call(from);
        match url::classify(source) {
            Target::Outside(address) => match self.upload(&call.file, &address) {
                Some(file) => ImageTarget::Local(file),
                None => ImageTarget::Elsewhere(address),
            },
            Target::Relative { path, .. } => {
                let found = url::join(&call.file, &path).and_then(|path| self.local(&path));
                found.map_or(ImageTarget::Missing, ImageTarget::Local)
            }
            Target::Refused if source.trim().is_empty() => ImageTarget::Refused,
            Target::Refused => {
                let places = url::places(source, &call.file);
                let found = places.iter().find_map(|path| self.local(path));
                found.map_or(ImageTarget::Missing, ImageTarget::Local)
            }
            Target::Mail(_) | Target::Fragment(_) => ImageTarget::Missing,
        }
    }

    /// Whether a source names a file that is there and was refused: that has a finding of its own.
    fn is_refused_file(&self, from: CallId, source: &str) -> bool {
        let file = &self.call(from).file;
        let paths = match url::classify(source) {
            Target::Relative { path, .. } => url::join(file, &path).into_iter().collect(),
            Target::Refused => url::places(source, file),
            Target::Outside(_) | Target::Mail(_) | Target::Fragment(_) => Vec::new(),
        };
        paths.iter().any(|path| self.refused.contains(&*composed(path)))
    }

    /// The file at a path, however its name is composed.
    fn local(&self, path: &str) -> Option<&LocalFile> {
        self.files.get(path).or_else(|| self.files.get(self.spelling(path)))
    }

    /// A path as the archive has it, where only the marks of its letters are composed otherwise.
    fn spelling<'p>(&'p self, path: &'p str) -> &'p str {
        if path.is_ascii() {
            return path;
        }
        let composed = composed(path);
        if let Some(spelling) = self.composed.get(&*composed) {
            return spelling;
        }
        let (files, notes) = (self.files.get_key_value(&*composed), self.by_file.get_key_value(&*composed));
        files.map(|(path, _)| path).or(notes.map(|(path, _)| path)).map_or(path, String::as_str)
    }

    /// The local copy of an image that was uploaded to a pad: a file of the same name beside the note, or, when there is
    /// just one of that name, anywhere.
    fn upload(&self, file: &str, address: &str) -> Option<&LocalFile> {
        let name = self.config.uploaded_name(address)?;
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        self.local(&beside).or_else(|| match self.by_name.get(&*composed(name))?.as_slice() {
            [only] => self.files.get(only),
            _ => None,
        })
    }

    /// A file of the minutes repository, named by its address on the web.
    fn own_file(&self, address: &str) -> Option<LinkTarget<'_>> {
        let repository = self.config.repository.as_ref()?;
        let rest = strip_prefix_ignoring_case(address, &repository.url)?;
        let rest = rest
            .strip_prefix("/blob/")
            .or_else(|| rest.strip_prefix("/tree/"))
            .or_else(|| rest.strip_prefix("/raw/"))?;
        let (_branch, path) = rest.split_once('/')?;
        let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
        let path = path.split('?').next().unwrap_or(path);
        let Target::Relative { path, .. } = url::classify(path) else { return None };
        let path = url::join("", &path)?;
        let folder = repository.folder.trim_matches('/');
        let path = if folder.is_empty() { path.as_str() } else { path.strip_prefix(folder)?.strip_prefix('/')? };
        self.file_target(path, fragment)
    }

    /// A place in a call as it is called on its page; nothing when there is no such place.
    fn anchor(&self, id: CallId, fragment: &str) -> Option<String> {
        // Most links lead to a call as a whole.
        if fragment.is_empty() { Some(String::new()) } else { self.anchors(id).find(fragment) }
    }

    fn anchors(&self, id: CallId) -> &Anchors {
        self.anchors[id.0].get_or_init(|| Box::new(Anchors::of(self.call(id))))
    }

    fn file_target(&self, path: &str, fragment: &str) -> Option<LinkTarget<'_>> {
        let note = |path: &str| self.by_file.get(path).or_else(|| self.by_file.get(self.spelling(path)));
        let named = note(path).or_else(|| note(&format!("{path}.md")));
        if let Some(ids) = named {
            // A file of several meetings: the one that holds the anchor, else the first.
            let holds = |id: &&CallId| !fragment.is_empty() && self.anchors(**id).sections.contains(fragment);
            let id = *ids.iter().find(holds).or_else(|| ids.first())?;
            let anchor = self.anchor(id, fragment);
            return Some(LinkTarget::Call { id, lost: anchor.is_none(), anchor: anchor.unwrap_or_default() });
        }
        self.local(path).map(LinkTarget::File)
    }

    /// Where a file or folder of the source is that has no page: in the repository.
    fn unpublished_target(&self, path: &str, fragment: &str) -> Option<LinkTarget<'_>> {
        let path = path.trim_end_matches('/');
        let below = format!("{path}/");
        let is_file = self.unpublished.contains(path);
        let starts = |first: Option<&String>| first.is_some_and(|first| first.starts_with(&below));
        let is_folder = starts(self.unpublished.range(below.clone()..).next())
            || starts(self.by_file.range(below.clone()..).next().map(|(first, _)| first));
        if !is_file && !is_folder {
            return None;
        }
        let Some(repository) = &self.config.repository else { return Some(LinkTarget::Unpublished) };
        let view = if is_file { "blob" } else { "tree" };
        let address = repository.address(view, path);
        Some(LinkTarget::Outside(if fragment.is_empty() { address } else { format!("{address}#{fragment}") }))
    }

    /// Links and images of a call, in source order.
    fn links_of(&self, id: CallId) -> impl Iterator<Item = Link<'_>> {
        let document = &self.call(id).document;
        let mut inlines = document.inlines();
        for slide in document.deck.iter().flat_map(|deck| &deck.slides) {
            inlines.extend(inlines_of(&slide.notes));
        }
        inlines.into_iter().filter_map(|inline| match inline {
            Inline::Link(link) => Some(Link { destination: &link.destination, at: link.at, is_image: false }),
            Inline::Image(image) => Some(Link { destination: &image.source, at: image.at, is_image: true }),
            _ => None,
        })
    }

    /// Where the links and images of a call lead, speaker notes and backgrounds included.
    pub fn destinations(&self, id: CallId) -> impl Iterator<Item = Destination<'_>> {
        let links = self.links_of(id).map(move |link| {
            if link.is_image {
                Destination::Image(self.image_target(id, link.destination))
            } else {
                Destination::Link(self.link_target(id, link.destination))
            }
        });
        let backgrounds = backgrounds(&self.call(id).document);
        links.chain(backgrounds.map(move |(source, _)| Destination::Image(self.image_target(id, source))))
    }

    /// Follows every link and image of a call.
    pub(super) fn follow(&self, id: CallId) -> Followed {
        let mut followed = Followed::default();
        for link in self.links_of(id) {
            let finding = if link.is_image {
                let target = self.image_target(id, link.destination);
                followed.files.extend(target.path());
                let is_said = target == ImageTarget::Missing && self.is_refused_file(id, link.destination);
                if is_said { None } else { self.image_finding(link.destination, &target) }
            } else {
                let target = self.link_target(id, link.destination);
                match &target {
                    LinkTarget::Call { id: other, .. } if *other != id => drop(followed.calls.insert(*other)),
                    LinkTarget::File(file) => followed.files.push(file.path.clone()),
                    _ => {}
                }
                self.link_finding(link.destination, &target)
            };
            followed.findings.extend(finding.map(|(code, message, hint)| {
                let finding = Diagnostic::new(Severity::Warning, code, &self.call(id).file, message).hint(hint);
                Diagnostic { position: Some(link.at), ..finding }
            }));
        }
        for (source, line) in backgrounds(&self.call(id).document) {
            let target = self.image_target(id, source);
            followed.files.extend(target.path());
            if target == ImageTarget::Missing && self.is_refused_file(id, source) {
                continue;
            }
            followed.findings.extend(background_finding(source, &target).map(|(code, message, hint)| {
                let finding = Diagnostic::new(Severity::Warning, code, &self.call(id).file, message).hint(hint);
                Diagnostic { position: Some(Position { line, column: 1 }), ..finding }
            }));
        }
        followed
    }

    /// The images and PDFs that pages show or link to, by the URL they are published at; backgrounds included.
    pub fn used_files(&self) -> BTreeMap<&str, &LocalFile> {
        let paths = self.relations.iter().flat_map(|ties| &ties.files);
        paths.filter_map(|path| self.files.get(path)).map(|file| (file.url.as_str(), file)).collect()
    }

    /// The pictures a call shows, in source order.
    pub fn pictures_of(&self, id: CallId) -> impl Iterator<Item = &LocalFile> {
        let images = self.links_of(id).filter(|link| link.is_image);
        images.filter_map(move |link| match self.image_target(id, link.destination) {
            ImageTarget::Local(file) => Some(file),
            _ => None,
        })
    }

    /// Whether a call shows files or links to them.
    pub fn has_files(&self, id: CallId) -> bool {
        !self.relations(id).files.is_empty()
    }

    /// The addresses of images that notes show from elsewhere, each with the call; backgrounds included.
    pub fn images_elsewhere(&self) -> Vec<(CallId, String)> {
        let mut found = Vec::new();
        for id in self.originals() {
            let images = self.links_of(id).filter(|link| link.is_image).map(|link| link.destination);
            for source in images.chain(backgrounds(&self.call(id).document).map(|(source, _)| source)) {
                if let ImageTarget::Elsewhere(address) = self.image_target(id, source) {
                    found.push((id, address));
                }
            }
        }
        found
    }

    /// The destinations of the links of a file, each with the call it stands in.
    pub fn destinations_of(&self, file: &str) -> Vec<(CallId, String)> {
        let ids = self.by_file.get(file).into_iter().flatten();
        let links = ids.flat_map(|id| self.links_of(*id).map(|link| (*id, link)));
        links.filter(|(_, link)| !link.is_image).map(|(id, link)| (id, link.destination.clone())).collect()
    }

    /// What is wrong with an image: code, message, hint.
    fn image_finding(&self, source: &str, target: &ImageTarget<'_>) -> Option<(&'static str, String, String)> {
        match target {
            ImageTarget::Missing => Some((
                "missing-image",
                format!("there is no image `{}`", plain::shorten(source, LONGEST_SHOWN)),
                "the page shows a placeholder; put the file beside the note or correct the path".to_owned(),
            )),
            ImageTarget::Elsewhere(address) if self.config.uploaded_name(address).is_some() => Some((
                "image-not-archived",
                format!("the image `{address}` has no copy in the archive"),
                if self.config.image_hosts.is_empty() {
                    "save it under its own name in the folder of this note; until then the page links to it"
                } else {
                    "`minutebook check --fetch-images` saves it beside this note; until then the page links to it"
                }
                .to_owned(),
            )),
            ImageTarget::Local(_) | ImageTarget::Elsewhere(_) | ImageTarget::Refused => None,
        }
    }

    /// What is wrong with a link that leads nowhere, or not where it says.
    fn link_finding(&self, destination: &str, target: &LinkTarget<'_>) -> Option<(&'static str, String, String)> {
        match target {
            LinkTarget::Missing if destination.starts_with('#') => Some((
                "dead-anchor",
                format!("there is no heading `{destination}` in this note"),
                "the text is shown without a link; take the anchor from the page's own link".to_owned(),
            )),
            LinkTarget::Missing if url::has_scheme(destination) => Some((
                "dead-link",
                format!("`{}` is no address that a page may link to", plain::shorten(destination, LONGEST_SHOWN)),
                "the text is shown without a link; write a path from this note, or an address with `https://`"
                    .to_owned(),
            )),
            LinkTarget::Missing => {
                let file = destination.split('#').next().unwrap_or(destination);
                let name = file.rsplit('/').next().unwrap_or(file);
                let hint = self.note_by_name.get(name).map_or_else(
                    || "the text is shown without a link; correct the path".to_owned(),
                    |path| format!("the text is shown without a link; did you mean `{path}`?"),
                );
                Some(("dead-link", format!("`{destination}` leads to no file of the archive"), hint))
            }
            LinkTarget::Call { id: target, lost: true, .. } => {
                let anchor = destination.split_once('#').map_or("", |(_, anchor)| anchor);
                Some((
                    "dead-anchor",
                    format!("`{}` has no heading `#{anchor}`", self.call(*target).file),
                    "the link leads to the top of the page; take the anchor from the page's own link".to_owned(),
                ))
            }
            _ => None,
        }
    }
}

/// Of a longer address a finding shows the beginning, in characters.
const LONGEST_SHOWN: usize = 100;

/// What is wrong with the picture behind a slide: code, message, hint.
fn background_finding(source: &str, target: &ImageTarget<'_>) -> Option<(&'static str, String, String)> {
    let source = plain::shorten(source, LONGEST_SHOWN);
    match target {
        ImageTarget::Missing => Some((
            "missing-image",
            format!("there is no image `{source}` for the background of this slide"),
            "the slide is shown without it; put the file beside the note or correct the path".to_owned(),
        )),
        ImageTarget::Elsewhere(_) => Some((
            "image-not-archived",
            format!("the background `{source}` has no copy in the archive"),
            "the slide is shown without it; save it under its own name in the folder of this note".to_owned(),
        )),
        ImageTarget::Local(_) | ImageTarget::Refused => None,
    }
}

/// The places of a call that links may lead to.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// The ids of the sections.
    sections: BTreeSet<String>,
    /// `HedgeDoc`'s ids of headings, each with the section's id.
    legacy: BTreeMap<String, String>,
    /// The sections that have an id, with their line, in the order of the notes.
    lines: Vec<(u32, String)>,
    /// The ids of headings inside lists or quotations.
    nested: BTreeSet<String>,
    /// The ids that authors wrote in HTML, as they are on the page.
    written: BTreeSet<String>,
    /// The slides of a deck, column by column, by the id of the section each starts with.
    slides: Vec<Vec<Option<String>>>,
}

impl Anchors {
    pub(super) fn of(call: &Call) -> Self {
        let mut anchors = Self::default();
        let document = &call.document;
        for section in &document.sections {
            if let Some(heading) = &section.heading {
                anchors.legacy.entry(heading.hedgedoc_id.clone()).or_insert_with(|| section.id.clone());
            }
            if !section.id.is_empty() {
                anchors.sections.insert(section.id.clone());
                anchors.lines.push((section.line, section.id.clone()));
            }
            nested_anchors(&section.blocks, &mut anchors.nested);
        }
        for inline in document.inlines() {
            if let Inline::Html(tag) = inline {
                anchors.written.extend(tags::written_id(tag).map(str::to_owned));
            }
        }
        for slide in document.deck.iter().flat_map(|deck| &deck.slides) {
            let id = document.sections.get(slide.sections.start).map(|section| section.id.clone());
            match anchors.slides.last_mut() {
                Some(column) if slide.vertical => column.push(id),
                _ => anchors.slides.push(vec![id]),
            }
        }
        anchors
    }

    /// The anchor as it is called on the page, for an id, `HedgeDoc`'s id of a heading, a slide (`/3/1`) or a line
    /// (`L12-L20`); nothing when the call has no such place.
    fn find(&self, fragment: &str) -> Option<String> {
        if fragment.is_empty() || self.sections.contains(fragment) {
            return Some(fragment.to_owned());
        }
        if let Some(place) = fragment.strip_prefix('/') {
            return self.slide(place);
        }
        if let Some(id) = self.legacy.get(fragment) {
            return Some(id.clone());
        }
        let line = fragment.strip_prefix('L').and_then(|rest| rest.split(['-', 'C']).next()?.parse::<u32>().ok());
        let before = |line: u32| self.lines.partition_point(|(at, _)| *at <= line).checked_sub(1);
        if let Some((_, id)) = line.and_then(before).and_then(|place| self.lines.get(place)) {
            return Some(id.clone());
        }
        let lower = fragment.to_lowercase();
        if self.sections.contains(&lower) {
            return Some(lower);
        }
        if self.nested.contains(fragment) {
            return Some(fragment.to_owned());
        }
        [fragment.to_owned(), tags::page_id(fragment)].into_iter().find(|id| self.written.contains(id))
    }

    /// The anchor of a slide by its address in a deck: `7/1` is the second slide of the eighth column, `team-iaas` an id.
    fn slide(&self, place: &str) -> Option<String> {
        let mut numbers = place.split('/').map(str::parse::<usize>);
        let (false, Some(Ok(column))) = (self.slides.is_empty(), numbers.next()) else {
            return self.find(place.trim_start_matches('/'));
        };
        let row = numbers.next().and_then(Result::ok).unwrap_or(0);
        self.slides.get(column)?.get(row)?.clone()
    }
}

/// The ids of the headings inside lists or quotations.
fn nested_anchors(blocks: &[Block], found: &mut BTreeSet<String>) {
    visit_blocks(blocks, &mut |block| {
        if let Block::Heading { id, .. } = block {
            found.insert(id.clone());
        }
    });
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let start = text.get(..prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}
