//! A call's tree → the slides of its deck: the author's own, or cut from the notes so that nothing is clipped.

use super::footnotes::Footnotes;
use super::html::{Medium, Writing, attribute};
use super::marks::{Marks, anchor};
use super::mentions::with_owners;
use super::paginate::{self, Piece};
use super::view::DateView;
use crate::archive::{Archive, CallId, ImageTarget};
use crate::base::panics;
use crate::base::text::{escape, escape_with_breaks};
use crate::document::{Block, Inline, Section, Slide, inlines_of, visit_blocks, visit_inlines};
use crate::extract::{Call, HeadingVisibility, Role};
use crate::language::Words;
use crate::media::Format;
use crate::sanitise::{self, tags};
use crate::site::media::Pictures;
use std::fmt::Write as _;

/// The longest slide, in bytes of HTML: more than a hundred times what can be read on one. Browsers measure a slide again and
/// again, and take 15 seconds for one of 200 kB without a space.
const LONGEST_SLIDE: usize = 60_000;
/// The longest deck, in bytes of HTML, and the most slides.
const LONGEST_DECK: usize = 3_000_000;
const MOST_SLIDES: usize = 1_000;

/// The slides as `<section>` elements.
pub(in crate::site) struct Slides {
    pub(in crate::site) html: String,
    /// Whether any has speaker notes.
    pub(in crate::site) has_notes: bool,
    /// What is left out.
    pub(in crate::site) cut: Cut,
}

/// What a deck leaves out, which the page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::site) enum Cut {
    /// Nothing.
    Nothing,
    /// What is on so many slides.
    Slides(usize),
    /// What comes after so many slides.
    End(usize),
}

/// How much of a deck is written.
struct Progress {
    words: &'static Words,
    slides: usize,
    too_long: usize,
    ends: bool,
}

impl Progress {
    fn new(words: &'static Words) -> Self {
        Self { words, slides: 0, too_long: 0, ends: false }
    }

    /// Whether another slide still fits.
    fn has_room(&mut self, html: &str) -> bool {
        self.ends |= html.len() > LONGEST_DECK || self.slides >= MOST_SLIDES;
        self.slides += usize::from(!self.ends);
        !self.ends
    }

    /// The HTML of a slide or its notes, cleaned; when it is too long a notice instead, the text of this key.
    fn cleaned(&mut self, html: &str, too_long: &str) -> String {
        // What is far too long is not worth the time.
        let cleaned = (html.len() <= 2 * LONGEST_SLIDE).then(|| sanitise::html(html));
        cleaned.filter(|html| html.len() <= LONGEST_SLIDE).unwrap_or_else(|| {
            self.too_long += 1;
            notice(self.words, too_long)
        })
    }

    /// The end of a deck that goes on.
    fn finish(self, mut html: String, has_notes: bool) -> Slides {
        let (words, ends) = (self.words, self.ends);
        let cut = match self {
            Self { ends: true, slides, .. } => Cut::End(slides),
            Self { too_long: 0, .. } => Cut::Nothing,
            Self { too_long, .. } => Cut::Slides(too_long),
        };
        if ends {
            let _ = writeln!(html, "<section>\n{}</section>", notice(words, "deck.ends_here"));
        }
        Slides { html, has_notes, cut }
    }
}

/// A text of the interface and a link to the page, which is the folder above the deck.
fn notice(words: &Words, why: &str) -> String {
    let (why, read) = (words.text(why), words.text("deck.read_all"));
    format!("<p class=\"cut-notice\">{why} <a href=\"../\">{read}</a></p>\n")
}

/// A deck that only says which call it is of, for notes that cannot be shown.
pub(in crate::site) fn only_title(archive: &Archive, id: CallId) -> Slides {
    let mut html = String::new();
    title_slide(&mut html, archive, archive.call(id), "");
    let _ = writeln!(html, "<section>\n{}</section>", notice(archive.config.words(), "deck.not_as_slides"));
    Slides { html, has_notes: false, cut: Cut::Nothing }
}

/// Writes the slides of a call.
pub(in crate::site) fn slides(archive: &Archive, pictures: &Pictures, id: CallId, root: &str) -> Slides {
    let call = archive.call(id);
    panics::planted("slides", || call.title.as_str());
    let footnotes = Footnotes::of(&call.document);
    let marks = Marks::on_slides(archive, id);
    let writing = Writing {
        archive,
        pictures,
        call: id,
        root,
        medium: Medium::Deck,
        in_link: false,
        mentions: None,
        marks: Some(&marks),
        footnotes: &footnotes,
        slide: None,
        level: 1,
    };
    match &call.document.deck {
        Some(deck) => own_slides(&writing, call, &deck.slides),
        None => derived_slides(&writing, call),
    }
}

/// Number of slides of a call's deck, without writing it.
pub(in crate::site) fn count(archive: &Archive, id: CallId) -> usize {
    match &archive.call(id).document.deck {
        Some(deck) => deck.slides.len(),
        None => derive(archive, id).columns.iter().map(Vec::len).sum::<usize>() + 1,
    }
}

fn own_slides(writing: &Writing<'_>, call: &Call, slides: &[Slide]) -> Slides {
    let mut html = String::with_capacity(8 << 10);
    let mut has_notes = false;
    let mut progress = Progress::new(writing.archive.config.words());
    for (index, slide) in slides.iter().enumerate() {
        if !progress.has_room(&html) {
            // A stack that is open ends as it would.
            html.push_str(if slide.vertical { "</section>\n" } else { "" });
            break;
        }
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
        html.push_str(&progress.cleaned(&inner, "deck.slide_too_long"));
        if !slide.notes.is_empty() {
            let mut notes = String::new();
            writing.blocks(&mut notes, &slide.notes);
            let _ = write!(html, "<aside class=\"notes\">{}</aside>", progress.cleaned(&notes, "deck.notes_too_long"));
            has_notes = true;
        }
        html.push_str("</section>\n");
        let ends_stack = slide.vertical && !slides.get(index + 1).is_some_and(|next| next.vertical);
        if ends_stack {
            html.push_str("</section>\n");
        }
    }
    progress.finish(html, has_notes)
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
#[derive(Default)]
struct DerivedSlide<'a> {
    /// The sections whose anchors lie on this slide; the first names the slide.
    anchors: Vec<&'a Section>,
    /// Headings before it that nothing stands under.
    before: Vec<BareHeading<'a>>,
    /// The slide's title.
    title: &'a str,
    /// The headings it stands under, where they are not its title.
    above: String,
    /// Which of how many slides the section takes.
    turn: (usize, usize),
    blocks: Vec<Piece<'a>>,
    /// Whether there is so little on it that it is set larger.
    is_sparse: bool,
    /// Headings after it, at the end of the notes, that nothing stands under.
    after: Vec<BareHeading<'a>>,
}

/// A heading that nothing stands under: no slide of its own, since it would be an empty one.
#[derive(Clone, Copy)]
struct BareHeading<'a> {
    section: &'a Section,
    title: &'a str,
    level: u8,
}

/// The slides of notes.
#[derive(Default)]
struct Derived<'a> {
    /// What stands on the title slide: a line or two that come before the first heading.
    preface: Vec<Piece<'a>>,
    /// The headings of notes that have a heading and nothing else.
    on_title: Vec<BareHeading<'a>>,
    /// Anchors of the title slide.
    anchors_of_title: Vec<&'a Section>,
    columns: Vec<Vec<DerivedSlide<'a>>>,
}

/// So many bare headings go along with the slide after them; more are a list, a slide of their own.
const MOST_BARE: usize = 2;

/// Notes: a title slide, then one column for every agenda item.
fn derived_slides(writing: &Writing<'_>, call: &Call) -> Slides {
    let mut html = String::with_capacity(8 << 10);
    let derived = derive(writing.archive, writing.call);
    let mut on_title = String::new();
    if !derived.preface.is_empty() {
        on_title.push_str("<div class=\"preface\">\n");
        for portion in &derived.preface {
            writing.blocks(&mut on_title, portion.as_blocks());
        }
        on_title.push_str("</div>\n");
    }
    for bare in &derived.on_title {
        bare_heading(&mut on_title, "p", bare);
    }
    for section in &derived.anchors_of_title {
        anchor(&mut on_title, &section.id);
    }
    let mut progress = Progress::new(writing.archive.config.words());
    let on_title = progress.cleaned(&on_title, "deck.slide_too_long");
    title_slide(&mut html, writing.archive, call, &on_title);
    for column in &derived.columns {
        if !progress.has_room(&html) {
            break;
        }
        let stack = column.len() > 1;
        if stack {
            html.push_str("<section>\n");
        }
        for (index, slide) in column.iter().enumerate() {
            if index > 0 && !progress.has_room(&html) {
                break;
            }
            derived_slide(&mut html, writing, slide, &mut progress);
        }
        if stack {
            html.push_str("</section>\n");
        }
    }
    progress.finish(html, false)
}

/// A heading without text below it, as an element of its own.
fn bare_heading(out: &mut String, tag: &str, bare: &BareHeading<'_>) {
    let _ = write!(out, "<{tag} class=\"above\"");
    if !bare.section.id.is_empty() {
        attribute(out, "id", &bare.section.id);
    }
    out.push('>');
    escape(out, bare.title);
    let _ = writeln!(out, "</{tag}>");
}

/// The first slide of notes; `more` is HTML that stands at its end.
fn title_slide(out: &mut String, archive: &Archive, call: &Call, more: &str) {
    out.push_str("<section id=\"mb-title\" class=\"title-slide\">\n<h1>");
    let words = archive.config.words();
    let team = call.team.as_ref().map(|slug| archive.team_title(slug));
    let heading = if call.date.is_some() { team.as_deref().unwrap_or(&call.title) } else { &call.title };
    escape_with_breaks(out, heading);
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
            out.push_str(if index > 0 { ", @" } else { "@" });
            escape(out, handle);
        }
        if call.participants.len() > 24 {
            out.push(' ');
            escape(out, &words.count("deck.more_participants", call.participants.len() - 24));
        }
        out.push_str("</p>\n");
    }
    out.push_str(more);
    out.push_str("</section>\n");
}

fn derived_slide(out: &mut String, writing: &Writing<'_>, slide: &DerivedSlide<'_>, progress: &mut Progress) {
    out.push_str("<section class=\"derived");
    if slide.is_sparse {
        out.push_str(" sparse");
    }
    out.push('"');
    let mut anchors = slide.anchors.iter().filter(|section| !section.id.is_empty());
    if let Some(section) = anchors.next() {
        attribute(out, "id", &section.id);
    }
    out.push_str(">\n");
    let mut inner = String::new();
    if slide.title.is_empty() && slide.blocks.is_empty() {
        // Nothing but headings: what there was to talk about.
        inner.push_str("<ul>\n");
        for bare in &slide.before {
            bare_heading(&mut inner, "li", bare);
        }
        inner.push_str("</ul>\n");
    } else {
        for bare in &slide.before {
            bare_heading(&mut inner, "h2", bare);
        }
    }
    if !slide.above.is_empty() {
        inner.push_str("<p class=\"above\">");
        escape(&mut inner, &slide.above);
        inner.push_str("</p>\n");
    }
    if !slide.title.is_empty() {
        inner.push_str("<h2>");
        with_owners(&mut inner, slide.title, true, escape);
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
    for bare in &slide.after {
        bare_heading(&mut inner, "h2", bare);
    }
    out.push_str(&progress.cleaned(&inner, "deck.slide_too_long"));
    out.push_str("</section>\n");
}

/// Cuts notes into columns of slides.
fn derive(archive: &Archive, id: CallId) -> Derived<'_> {
    let call = archive.call(id);
    let mut columns: Vec<Vec<DerivedSlide<'_>>> = Vec::new();
    // Anchors of folded and hidden sections go to the next slide, so that every id of the page is in the deck.
    let mut pending: Vec<&Section> = Vec::new();
    let mut bare: Vec<BareHeading<'_>> = Vec::new();
    // The headings that are open, outermost first.
    let mut trail: Vec<BareHeading<'_>> = Vec::new();
    let pictures = |source: &str| matches!(archive.image_target(id, source), ImageTarget::Local(_));
    // Blocks of which only their ids matter.
    let mut invisible: Vec<&Block> = Vec::new();
    let mut opens_column = true;
    for ((section, place), role) in call.document.sections.iter().zip(&call.outline).zip(&call.roles) {
        let mut blocks = shown(archive, id, &section.blocks);
        if !blocks.iter().any(|block| is_visible(archive, id, block)) {
            invisible.append(&mut blocks);
        }
        let hidden = place.shown == HeadingVisibility::Hidden || *role == Role::Participants;
        let opens = place.shown == HeadingVisibility::Heading;
        if hidden || (!opens && blocks.is_empty()) {
            pending.extend((!section.id.is_empty()).then_some(section));
            continue;
        }
        let title = if opens { place.title.as_str() } else { "" };
        if opens {
            trail.truncate(trail.iter().position(|open| open.level >= place.level).unwrap_or(trail.len()));
            // A heading that others stand under is said above them.
            while let Some(group) =
                bare.pop_if(|last| trail.iter().any(|open| std::ptr::eq(open.section, last.section)))
            {
                pending.extend((!group.section.id.is_empty()).then_some(group.section));
            }
            opens_column |= place.level <= 2;
        }
        let above = trail.iter().filter(|open| !bare.iter().any(|bare| std::ptr::eq(bare.section, open.section)));
        let above: Vec<&str> = above.map(|open| open.title).filter(|title| !title.is_empty()).collect();
        let above = above.join(" › ");
        if opens {
            trail.push(BareHeading { section, title, level: place.level });
            if blocks.is_empty() {
                bare.push(BareHeading { section, title, level: place.level });
                continue;
            }
        }
        let mut slides = Vec::new();
        if bare.len() > MOST_BARE {
            slides.push(listed(&mut pending, &mut bare));
        }
        let before = if slides.is_empty() { bare.as_slice() } else { &[] };
        let lines_above = paginate::further_lines(title)
            + usize::from(!above.is_empty())
            + before.iter().map(|bare| 2 + paginate::further_lines(bare.title)).sum::<usize>();
        let portions = paginate::portions(invisible.drain(..).chain(blocks), lines_above, &pictures);
        let of = portions.len().max(1);
        for (turn, blocks) in portions.into_iter().enumerate() {
            let first = turn == 0;
            let anchors = if first { anchors(&mut pending, section) } else { Vec::new() };
            let before = if first { std::mem::take(&mut bare) } else { Vec::new() };
            slides.push(DerivedSlide {
                anchors,
                title,
                above: above.clone(),
                turn: (turn + 1, of),
                // The parts of one section are set alike.
                is_sparse: of == 1 && before.is_empty() && paginate::is_sparse(&blocks, &pictures),
                before,
                blocks,
                ..Default::default()
            });
        }
        match columns.last_mut() {
            Some(column) if opens && !opens_column => column.append(&mut slides),
            _ => columns.push(slides),
        }
        opens_column = false;
    }
    let mut derived = Derived::default();
    let is_preface = |column: &[DerivedSlide<'_>]| match column {
        [slide] => slide.title.is_empty() && slide.before.is_empty() && paginate::is_brief(&slide.blocks, &pictures),
        _ => false,
    };
    // Notes of nothing else keep their slide.
    if (columns.len() > 1 || !bare.is_empty()) && columns.first().is_some_and(|column| is_preface(column)) {
        for slide in columns.remove(0) {
            (derived.preface, derived.anchors_of_title) = (slide.blocks, slide.anchors);
        }
    }
    if bare.len() > MOST_BARE || (columns.is_empty() && bare.len() > 1) {
        columns.push(vec![listed(&mut pending, &mut bare)]);
    }
    match columns.last_mut().and_then(|column| column.last_mut()) {
        Some(last) => {
            last.anchors.append(&mut pending);
            last.after.append(&mut bare);
        }
        None => {
            derived.on_title = bare;
            derived.anchors_of_title.append(&mut pending);
        }
    }
    Derived { columns, ..derived }
}

/// A slide that lists headings which nothing stands under.
fn listed<'a>(pending: &mut Vec<&'a Section>, bare: &mut Vec<BareHeading<'a>>) -> DerivedSlide<'a> {
    DerivedSlide { anchors: std::mem::take(pending), before: std::mem::take(bare), turn: (1, 1), ..Default::default() }
}

fn anchors<'a>(pending: &mut Vec<&'a Section>, section: &'a Section) -> Vec<&'a Section> {
    let mut anchors = vec![section];
    anchors.append(pending);
    anchors
}

/// The blocks of a section that a slide has anything of. Pictures that are not in the archive are left to the page, where they
/// have no slide of their own, and so are rules that part nothing.
fn shown<'a>(archive: &Archive, id: CallId, blocks: &'a [Block]) -> Vec<&'a Block> {
    let is_rule = |block: &Block| matches!(block, Block::Rule { .. });
    let mut shown: Vec<&Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let parts = is_rule(block) && shown.last().is_some_and(|last| !is_rule(last));
        // A directive says how the block before it appears; ids of the author's own are kept for links.
        let works = inlines_of(std::slice::from_ref(block)).into_iter().any(|inline| match inline {
            Inline::Fragment(_) => !shown.is_empty(),
            Inline::Html(tag) => tags::written_id(tag).is_some(),
            _ => false,
        });
        if parts || works || is_visible(archive, id, block) {
            shown.push(block);
        }
    }
    while shown.last().is_some_and(|last| is_rule(last)) {
        shown.pop();
    }
    shown
}

/// Whether something of a block can be seen on a slide: words, a picture, a line of code.
fn is_visible(archive: &Archive, id: CallId, block: &Block) -> bool {
    let mut is_visible = false;
    visit_blocks(std::slice::from_ref(block), &mut |block| {
        is_visible = is_visible
            || match block {
                Block::Heading { .. } => false,
                Block::Code { text, .. } => !text.trim().is_empty(),
                block => block.runs().any(|content| {
                    let mut found = false;
                    visit_inlines(content, &mut |inline| found = found || is_seen(archive, id, inline));
                    found
                }),
            };
    });
    is_visible
}

fn is_seen(archive: &Archive, id: CallId, inline: &Inline) -> bool {
    match inline {
        Inline::Image(image) => match archive.image_target(id, &image.source) {
            ImageTarget::Refused => !image.alternative.trim().is_empty(),
            target => matches!(target, ImageTarget::Local(_)) || is_linked(&target, archive),
        },
        Inline::Text(text) | Inline::Code(text) | Inline::Formula(text) => !text.trim().is_empty(),
        Inline::Emoji(_) | Inline::FootnoteReference(_) => true,
        // What the first two hold is seen for itself.
        Inline::Styled(..)
        | Inline::Link(_)
        | Inline::Html(_)
        | Inline::Break
        | Inline::SoftBreak
        | Inline::Fragment(_) => false,
    }
}

/// Whether a link to a picture that is still to be had stands on the slide.
fn is_linked(target: &ImageTarget<'_>, archive: &Archive) -> bool {
    matches!(target, ImageTarget::Elsewhere(address) if archive.config.uploaded_name(address).is_none())
}
