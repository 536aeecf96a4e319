//! Where the links and images of the minutes lead.

use super::{Archive, CallId, LocalFile};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Block, Call, Document, Inline, Position};
use crate::sanitise::url::{self, Target};
use rayon::prelude::*;
use std::collections::BTreeMap;

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
    /// A relative path to something that is not in the archive.
    Missing,
    /// Something we do not link to (`javascript:` …) or nothing at all.
    Refused,
}

/// What an image in the minutes shows.
#[derive(Debug, Clone, PartialEq)]
pub enum ImageTarget<'a> {
    /// A file of the archive.
    Local(&'a LocalFile),
    /// An image on another host: it is linked to, never loaded.
    Elsewhere(String),
    /// A relative path to nothing.
    Missing,
    /// No address.
    Refused,
}

/// A link as it stands in the minutes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link<'a> {
    pub(super) destination: &'a String,
    pub(super) at: Position,
    pub(super) is_image: bool,
}

impl Archive<'_> {
    /// Where a destination leads from a call.
    pub fn link_target(&self, from: CallId, destination: &str) -> LinkTarget<'_> {
        let call = self.call(from);
        match url::classify(destination) {
            Target::Outside(address) => self.own_file(&address).unwrap_or(LinkTarget::Outside(address)),
            Target::Mail(_) => LinkTarget::Mail,
            Target::Fragment(anchor) => anchor_in(call, &anchor).map_or(LinkTarget::Missing, LinkTarget::Anchor),
            Target::Relative { path, fragment } => {
                let joined = url::join(&call.file, &path);
                joined.and_then(|path| self.file_target(&path, &fragment)).unwrap_or(LinkTarget::Missing)
            }
            Target::Refused => LinkTarget::Refused,
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
                let found = url::join(&call.file, &path).and_then(|path| self.files.get(&path));
                found.map_or(ImageTarget::Missing, ImageTarget::Local)
            }
            Target::Mail(_) | Target::Fragment(_) | Target::Refused => ImageTarget::Refused,
        }
    }

    /// The local copy of an image that was uploaded to a pad: a file of the same name beside the note, or, when there is
    /// just one of that name, anywhere.
    fn upload(&self, file: &str, address: &str) -> Option<&LocalFile> {
        let name = self.config.uploaded_name(address)?;
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        self.files.get(&beside).or_else(|| match self.by_name.get(name)?.as_slice() {
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

    fn file_target(&self, path: &str, fragment: &str) -> Option<LinkTarget<'_>> {
        let named = self.by_file.get(path).or_else(|| self.by_file.get(&format!("{path}.md")));
        if let Some(ids) = named {
            // A file of several meetings: the one that holds the anchor, else the first.
            let holds = |id: &&CallId| {
                let call = self.call(**id);
                !fragment.is_empty() && call.document.sections.iter().any(|section| section.id == fragment)
            };
            let id = *ids.iter().find(holds).or_else(|| ids.first())?;
            let anchor = anchor_in(self.call(id), fragment);
            return Some(LinkTarget::Call { id, lost: anchor.is_none(), anchor: anchor.unwrap_or_default() });
        }
        self.files.get(path).map(LinkTarget::File)
    }

    /// Links and images of a call, in source order.
    pub(super) fn links_of(&self, id: CallId) -> impl Iterator<Item = Link<'_>> {
        let mut links = Vec::new();
        let Document { sections, footnotes, deck, .. } = &self.call(id).document;
        for section in sections {
            if let Some(heading) = &section.heading {
                collect_inlines(&heading.content, &mut links);
            }
            collect(&section.blocks, &mut links);
        }
        for (_, blocks) in footnotes {
            collect(blocks, &mut links);
        }
        for slide in deck.iter().flat_map(|deck| &deck.slides) {
            collect(&slide.notes, &mut links);
        }
        links.into_iter()
    }

    /// The images and PDFs that pages show or link to, by the URL they are published at; backgrounds included.
    pub fn used_files(&self) -> BTreeMap<&str, &LocalFile> {
        let ids: Vec<CallId> = self.ids().collect();
        ids.par_iter().flat_map_iter(|id| self.files_of(*id)).map(|file| (file.url.as_str(), file)).collect()
    }

    /// The pictures a call shows, in source order.
    pub fn pictures_of(&self, id: CallId) -> impl Iterator<Item = &LocalFile> {
        let images = self.links_of(id).filter(|link| link.is_image);
        images.filter_map(move |link| self.local_image(id, link.destination))
    }

    /// Whether a call shows files or links to them.
    pub fn has_files(&self, id: CallId) -> bool {
        !self.files_of(id).is_empty()
    }

    fn files_of(&self, id: CallId) -> Vec<&LocalFile> {
        let Document { deck, front_matter, .. } = &self.call(id).document;
        let linked = self.links_of(id).filter_map(|link| match self.link_target(id, link.destination) {
            _ if link.is_image => self.local_image(id, link.destination),
            LinkTarget::File(file) => Some(file),
            _ => None,
        });
        let slides = deck.iter().flat_map(|deck| &deck.slides);
        let backgrounds = slides.filter_map(|slide| slide.attributes.background_image.as_ref());
        let parallax = front_matter.slide_options.parallax_background_image.as_ref();
        linked.chain(backgrounds.chain(parallax).filter_map(|source| self.local_image(id, source))).collect()
    }

    /// The addresses of images that notes show from elsewhere, each with the call; backgrounds included.
    pub fn images_elsewhere(&self) -> Vec<(CallId, String)> {
        let mut found = Vec::new();
        for id in self.ids().filter(|id| self.call(*id).same_as.is_none()) {
            let Document { deck, front_matter, .. } = &self.call(id).document;
            let images = self.links_of(id).filter(|link| link.is_image).map(|link| link.destination);
            let slides = deck.iter().flat_map(|deck| &deck.slides);
            let backgrounds = slides.filter_map(|slide| slide.attributes.background_image.as_ref());
            let parallax = front_matter.slide_options.parallax_background_image.as_ref();
            for source in images.chain(backgrounds).chain(parallax) {
                if let ImageTarget::Elsewhere(address) = self.image_target(id, source) {
                    found.push((id, address));
                }
            }
        }
        found
    }

    fn local_image(&self, id: CallId, source: &str) -> Option<&LocalFile> {
        match self.image_target(id, source) {
            ImageTarget::Local(file) => Some(file),
            _ => None,
        }
    }

    /// The destinations of the links of a file, each with the call it stands in.
    pub fn destinations_of(&self, file: &str) -> Vec<(CallId, String)> {
        let ids = self.by_file.get(file).into_iter().flatten();
        let links = ids.flat_map(|id| self.links_of(*id).map(|link| (*id, link)));
        links.filter(|(_, link)| !link.is_image).map(|(id, link)| (id, link.destination.clone())).collect()
    }

    /// Links that lead nowhere and images that are not there.
    pub(super) fn check_links(&self) -> Vec<Diagnostic> {
        let ids: Vec<CallId> = self.ids().filter(|id| self.call(*id).same_as.is_none()).collect();
        ids.par_iter().flat_map_iter(|id| self.check_links_of(*id)).collect()
    }

    fn check_links_of(&self, id: CallId) -> Vec<Diagnostic> {
        let finding = |link: Link<'_>| {
            let finding = if link.is_image { self.check_image(id, link) } else { self.check_link(id, link) };
            let (code, message, hint) = finding?;
            let diagnostic = Diagnostic::new(Severity::Warning, code, &self.call(id).file, message).hint(hint);
            Some(Diagnostic { position: Some(link.at), ..diagnostic })
        };
        self.links_of(id).filter_map(finding).collect()
    }

    fn check_image(&self, id: CallId, link: Link<'_>) -> Option<(&'static str, String, String)> {
        let source = link.destination;
        match self.image_target(id, source) {
            ImageTarget::Missing => Some((
                "missing-image",
                format!("there is no image `{source}`"),
                "the page shows a placeholder; put the file beside the note or mend the path".to_owned(),
            )),
            ImageTarget::Elsewhere(address) if self.config.uploaded_name(&address).is_some() => Some((
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

    fn check_link(&self, id: CallId, link: Link<'_>) -> Option<(&'static str, String, String)> {
        let destination = link.destination;
        match self.link_target(id, destination) {
            LinkTarget::Missing if destination.starts_with('#') => Some((
                "dead-anchor",
                format!("there is no heading `{destination}` in this note"),
                "the text is shown without a link; take the anchor from the page's own link".to_owned(),
            )),
            LinkTarget::Missing => {
                let file = destination.split('#').next().unwrap_or(destination);
                let name = file.rsplit('/').next().unwrap_or(file);
                let nearest = self.by_file.keys().filter(|path| path.rsplit('/').next() == Some(name)).min();
                let hint = nearest.map_or_else(
                    || "the text is shown without a link; mend the path".to_owned(),
                    |path| format!("the text is shown without a link; did you mean `{path}`?"),
                );
                Some(("dead-link", format!("`{destination}` leads to no file of the archive"), hint))
            }
            LinkTarget::Call { id: target, lost: true, .. } => {
                let anchor = destination.split_once('#').map_or("", |(_, anchor)| anchor);
                Some((
                    "dead-anchor",
                    format!("`{}` has no heading `#{anchor}`", self.call(target).file),
                    "the link leads to the top of the page; take the anchor from the page's own link".to_owned(),
                ))
            }
            _ => None,
        }
    }
}

/// The anchor as it is called on the page, for an id, `HedgeDoc`'s id of a heading, a slide (`/3/1`) or a line
/// (`L12-L20`); nothing when the call has no such place.
fn anchor_in(call: &Call, fragment: &str) -> Option<String> {
    let sections = &call.document.sections;
    if fragment.is_empty() || sections.iter().any(|section| section.id == fragment) {
        return Some(fragment.to_owned());
    }
    if let Some(place) = fragment.strip_prefix('/') {
        return slide_anchor(call, place);
    }
    let legacy =
        sections.iter().find(|section| section.heading.as_ref().is_some_and(|heading| heading.hedgedoc_id == fragment));
    let line = fragment.strip_prefix('L').and_then(|rest| rest.split(['-', 'C']).next()?.parse::<u32>().ok());
    let at_line =
        line.and_then(|line| sections.iter().rev().find(|section| section.line <= line && !section.id.is_empty()));
    let lower = fragment.to_lowercase();
    let folded = sections.iter().find(|section| section.id == lower);
    let found = legacy.or(at_line).or(folded).map(|section| section.id.clone());
    found
        .or_else(|| sections.iter().any(|section| holds_anchor(&section.blocks, fragment)).then(|| fragment.to_owned()))
}

/// Whether a heading inside lists or quotations has the anchor.
fn holds_anchor(blocks: &[Block], anchor: &str) -> bool {
    blocks.iter().any(|block| match block {
        Block::Heading { id, .. } => id == anchor,
        Block::List { items, .. } => items.iter().any(|item| holds_anchor(&item.blocks, anchor)),
        Block::Quote { blocks, .. } | Block::Container { blocks, .. } => holds_anchor(blocks, anchor),
        Block::Paragraph { .. }
        | Block::Code { .. }
        | Block::Table { .. }
        | Block::Rule { .. }
        | Block::Html { .. }
        | Block::Contents { .. } => false,
    })
}

/// The anchor of a slide by its address in a deck: `7/1` is the second slide of the eighth column, `team-iaas` an id.
fn slide_anchor(call: &Call, place: &str) -> Option<String> {
    let mut numbers = place.split('/').map(str::parse::<usize>);
    let (Some(deck), Some(Ok(column))) = (&call.document.deck, numbers.next()) else {
        return anchor_in(call, place.trim_start_matches('/'));
    };
    let row = numbers.next().and_then(Result::ok).unwrap_or(0);
    let mut at: Option<usize> = None;
    let mut slides = deck.slides.iter().filter(|slide| {
        at = match at {
            Some(at) if slide.vertical => Some(at),
            Some(at) => Some(at + 1),
            None => Some(0),
        };
        at == Some(column)
    });
    let slide = slides.nth(row)?;
    call.document.sections.get(slide.sections.start).map(|section| section.id.clone())
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let start = text.get(..prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

fn collect<'a>(blocks: &'a [Block], links: &mut Vec<Link<'a>>) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content, .. } | Block::Html { content, .. } => {
                collect_inlines(content, links);
            }
            Block::List { items, .. } => items.iter().for_each(|item| collect(&item.blocks, links)),
            Block::Quote { blocks, .. } => collect(blocks, links),
            Block::Container { title, blocks, .. } => {
                collect_inlines(title, links);
                collect(blocks, links);
            }
            Block::Table { header, rows, .. } => {
                for cell in header.iter().chain(rows.iter().flatten()) {
                    collect_inlines(cell, links);
                }
            }
            Block::Code { .. } | Block::Rule { .. } | Block::Contents { .. } => {}
        }
    }
}

fn collect_inlines<'a>(inlines: &'a [Inline], links: &mut Vec<Link<'a>>) {
    for inline in inlines {
        match inline {
            Inline::Link { destination, content, at, .. } => {
                links.push(Link { destination, at: *at, is_image: false });
                collect_inlines(content, links);
            }
            Inline::Image { source, at, .. } => links.push(Link { destination: source, at: *at, is_image: true }),
            Inline::Styled(_, content) => collect_inlines(content, links),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Break
            | Inline::SoftBreak
            | Inline::Emoji { .. }
            | Inline::Html(_)
            | Inline::FootnoteReference(_)
            | Inline::Fragment { .. } => {}
        }
    }
}
