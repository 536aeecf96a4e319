//! A call's tree → the slides of its deck: the author's own, or cut from the notes so that nothing is clipped.

use super::footnotes::Footnotes;
use super::html::{Medium, Writing, attribute};
use super::marks::anchor;
use super::paginate::{self, Piece};
use super::view::DateView;
use crate::archive::{Archive, CallId, ImageTarget};
use crate::base::text::escape;
use crate::document::{Section, Slide};
use crate::extract::{Call, HeadingVisibility, Role};
use crate::media::Format;
use crate::sanitise;
use crate::site::media::Pictures;
use std::fmt::Write as _;

/// The slides as `<section>` elements.
pub(in crate::site) struct Slides {
    pub(in crate::site) html: String,
    /// Whether any has speaker notes.
    pub(in crate::site) has_notes: bool,
}

/// Writes the slides of a call.
pub(in crate::site) fn slides(archive: &Archive, pictures: &Pictures, id: CallId, root: &str) -> Slides {
    let call = archive.call(id);
    let footnotes = Footnotes::of(&call.document);
    let writing = Writing {
        archive,
        pictures,
        call: id,
        root,
        medium: Medium::Deck,
        in_link: false,
        mentions: None,
        marks: None,
        footnotes: &footnotes,
        slide: None,
    };
    match &call.document.deck {
        Some(deck) => own_slides(&writing, call, &deck.slides),
        None => derived_slides(&writing, call),
    }
}

/// Number of slides of a call's deck, without writing it.
pub(in crate::site) fn count(call: &Call) -> usize {
    match &call.document.deck {
        Some(deck) => deck.slides.len(),
        None => derive(call).iter().map(Vec::len).sum::<usize>() + 1,
    }
}

fn own_slides(writing: &Writing<'_>, call: &Call, slides: &[Slide]) -> Slides {
    let mut html = String::with_capacity(8 << 10);
    let mut has_notes = false;
    for (index, slide) in slides.iter().enumerate() {
        let opens_stack = !slide.vertical && slides.get(index + 1).is_some_and(|next| next.vertical);
        if opens_stack {
            html.push_str("<section>\n");
        }
        html.push_str("<section");
        let sections = &call.document.sections[slide.sections.clone()];
        let own_id = sections.first().filter(|section| !section.id.is_empty()).map(|section| section.id.as_str());
        if let Some(id) = own_id {
            attribute(&mut html, "id", id);
        }
        slide_attributes(&mut html, writing, slide);
        html.push_str(">\n");
        let mut inner = String::new();
        let on_slide = Writing { slide: Some(index + 1), ..*writing };
        for (index, section) in sections.iter().enumerate() {
            heading(&mut inner, &on_slide, section, index == 0);
            on_slide.blocks(&mut inner, &section.blocks);
        }
        on_slide.footnotes_on_slide(&mut inner);
        html.push_str(&sanitise::html(&inner));
        if !slide.notes.is_empty() {
            let mut notes = String::new();
            writing.blocks(&mut notes, &slide.notes);
            let _ = write!(html, "<aside class=\"notes\">{}</aside>", sanitise::html(&notes));
            has_notes = true;
        }
        html.push_str("</section>\n");
        let ends_stack = slide.vertical && !slides.get(index + 1).is_some_and(|next| next.vertical);
        if ends_stack {
            html.push_str("</section>\n");
        }
    }
    Slides { html, has_notes }
}

/// A heading on a slide, at the author's level. The first one's id is the slide's own.
fn heading(out: &mut String, writing: &Writing<'_>, section: &Section, first: bool) {
    let Some(heading) = &section.heading else { return };
    let level = heading.level;
    let _ = write!(out, "<h{level}");
    if !first && !section.id.is_empty() {
        attribute(out, "id", &section.id);
    }
    out.push('>');
    writing.inlines(out, &heading.content);
    let _ = writeln!(out, "</h{level}>");
}

/// The author's slide attributes; a background that is no local image is left out.
fn slide_attributes(out: &mut String, writing: &Writing<'_>, slide: &Slide) {
    let attributes = &slide.attributes;
    if let Some(source) = &attributes.background_image
        && let ImageTarget::Local(file) = writing.archive.image_target(writing.call, source)
        && file.facts.format != Format::Pdf
    {
        attribute(out, "data-background-image", &format!("{}{}", writing.root, writing.pictures.full(file)));
    }
    let opacity = attributes.background_opacity.map(|opacity| opacity.to_string());
    for (name, value) in [
        ("data-background-color", &attributes.background_color),
        ("data-background-size", &attributes.background_size),
        ("data-background-position", &attributes.background_position),
        ("data-background-repeat", &attributes.background_repeat),
        ("data-background-opacity", &opacity),
        ("data-transition", &attributes.transition),
        ("data-transition-speed", &attributes.transition_speed),
    ] {
        if let Some(value) = value {
            attribute(out, name, value);
        }
    }
}

/// One slide cut from notes.
struct DerivedSlide<'a> {
    /// The sections whose anchors lie on this slide; the first names the slide.
    anchors: Vec<&'a Section>,
    /// The slide's title.
    title: &'a str,
    /// The agenda item it belongs to, when that is not the title.
    above: &'a str,
    /// Which of how many slides the section takes.
    turn: (usize, usize),
    blocks: Vec<Piece<'a>>,
}

/// Notes: a title slide, then one column for every agenda item.
fn derived_slides(writing: &Writing<'_>, call: &Call) -> Slides {
    let mut html = String::with_capacity(8 << 10);
    title_slide(&mut html, writing.archive, call);
    for column in derive(call) {
        let stack = column.len() > 1;
        if stack {
            html.push_str("<section>\n");
        }
        for slide in column {
            derived_slide(&mut html, writing, &slide);
        }
        if stack {
            html.push_str("</section>\n");
        }
    }
    Slides { html, has_notes: false }
}

fn title_slide(out: &mut String, archive: &Archive, call: &Call) {
    out.push_str("<section id=\"mb-title\" class=\"title-slide\">\n<h1>");
    let words = archive.config.words();
    let team = call.team.as_ref().map(|slug| archive.team_title(slug));
    let heading = if call.date.is_some() { team.as_deref().unwrap_or(&call.title) } else { &call.title };
    escape(out, heading);
    out.push_str("</h1>\n");
    if let Some(date) = call.date {
        out.push_str("<p class=\"when\">");
        escape(out, &DateView::new(words, date).with_weekday);
        out.push_str("</p>\n");
    }
    if let Some(suffix) = call.suffix_text() {
        out.push_str("<p class=\"suffix\">");
        escape(out, &suffix);
        out.push_str("</p>\n");
    }
    if !call.participants.is_empty() {
        out.push_str("<p class=\"participants\">");
        for (index, handle) in call.participants.iter().take(24).enumerate() {
            out.push_str(if index > 0 { " · @" } else { "@" });
            escape(out, handle);
        }
        if call.participants.len() > 24 {
            out.push(' ');
            escape(out, &words.count("deck.more_participants", call.participants.len() - 24));
        }
        out.push_str("</p>\n");
    }
    out.push_str("</section>\n");
}

fn derived_slide(out: &mut String, writing: &Writing<'_>, slide: &DerivedSlide<'_>) {
    out.push_str("<section class=\"derived\"");
    let mut anchors = slide.anchors.iter().filter(|section| !section.id.is_empty());
    if let Some(section) = anchors.next() {
        attribute(out, "id", &section.id);
    }
    out.push_str(">\n");
    let mut inner = String::new();
    if !slide.above.is_empty() {
        inner.push_str("<p class=\"above\">");
        escape(&mut inner, slide.above);
        inner.push_str("</p>\n");
    }
    if !slide.title.is_empty() {
        inner.push_str("<h2>");
        escape(&mut inner, slide.title);
        let (turn, of) = slide.turn;
        if of > 1 {
            let _ = write!(inner, " <span class=\"turn\">{turn}/{of}</span>");
        }
        inner.push_str("</h2>\n");
    }
    for section in anchors {
        anchor(&mut inner, &section.id);
    }
    for portion in &slide.blocks {
        writing.blocks(&mut inner, portion.as_blocks());
    }
    out.push_str(&sanitise::html(&inner));
    out.push_str("</section>\n");
}

/// Cuts notes into columns of slides.
fn derive(call: &Call) -> Vec<Vec<DerivedSlide<'_>>> {
    let mut columns: Vec<Vec<DerivedSlide<'_>>> = Vec::new();
    // Anchors of folded and hidden sections go to the next slide, so that every id of the page is in the deck.
    let mut pending: Vec<&Section> = Vec::new();
    let mut above = "";
    for ((section, place), role) in call.document.sections.iter().zip(&call.outline).zip(&call.roles) {
        let hidden = place.shown == HeadingVisibility::Hidden || *role == Role::Participants;
        let opens = place.shown == HeadingVisibility::Heading;
        if hidden || (!opens && section.blocks.is_empty()) {
            if !section.id.is_empty() {
                pending.push(section);
            }
            continue;
        }
        let title = if opens { place.title.as_str() } else { "" };
        if opens && place.level == 2 {
            above = "";
        }
        let portions = paginate::portions(&section.blocks);
        let of = portions.len().max(1);
        let mut slides: Vec<DerivedSlide<'_>> = Vec::with_capacity(of);
        for (turn, blocks) in portions.into_iter().enumerate() {
            let anchors = if turn == 0 { anchors(&mut pending, section) } else { Vec::new() };
            slides.push(DerivedSlide { anchors, title, above, turn: (turn + 1, of), blocks });
        }
        if slides.is_empty() {
            let anchors = anchors(&mut pending, section);
            slides.push(DerivedSlide { anchors, title, above, turn: (1, 1), blocks: Vec::new() });
        }
        match columns.last_mut() {
            Some(column) if opens && place.level > 2 => column.append(&mut slides),
            _ => columns.push(slides),
        }
        if opens && place.level == 2 {
            above = &place.title;
        }
    }
    if let Some(last) = columns.last_mut().and_then(|column| column.last_mut()) {
        last.anchors.append(&mut pending);
    }
    columns
}

fn anchors<'a>(pending: &mut Vec<&'a Section>, section: &'a Section) -> Vec<&'a Section> {
    let mut anchors = vec![section];
    anchors.append(pending);
    anchors
}
