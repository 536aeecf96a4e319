//! A call's tree → the body of its page: prose, whatever the source was.

use super::footnotes::Footnotes;
use super::html::{Medium, Writing, attribute};
use super::marks::{self, Marks};
use super::mentions::{Mentions, with_owners};
use super::view::ContentsView;
use crate::archive::{Archive, CallId};
use crate::base::panics;
use crate::base::text::{escape, fold};
use crate::document::plain;
use crate::document::{Block, Deck, Heading, Inline, Item, Section};
use crate::extract::{Call, HeadingVisibility, OutlineEntry, Role};
use crate::extract::{reporter_line, says_more};
use crate::language::Words;
use crate::sanitise;
use crate::site::media::Pictures;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What the page shows of a call.
pub(in crate::site) struct Body {
    pub(in crate::site) html: String,
    /// The participants' section as written, when it says more than who was there.
    pub(in crate::site) participants_html: String,
    pub(in crate::site) contents: Vec<ContentsView>,
}

/// Writes the page of a call.
pub(in crate::site) fn body(archive: &Archive, pictures: &Pictures, id: CallId, root: &str) -> Body {
    let call = archive.call(id);
    panics::planted("page", || call.title.as_str());
    let mentions = Mentions::of(archive, id);
    // The pages of people and references lead to the call whose notes a copy repeats.
    let mentions = Some(&mentions).filter(|_| archive.relations(id).original.is_none());
    let footnotes = Footnotes::of(&call.document);
    let marks = Marks::of(archive, id);
    let writing = Writing {
        archive,
        pictures,
        call: id,
        root,
        medium: Medium::Page,
        in_link: false,
        mentions,
        marks: Some(&marks),
        footnotes: &footnotes,
        slide: None,
        level: 1,
    };
    let mut participants = String::new();
    let mut sheet = Sheet::new(writing, call);
    for (index, (section, place)) in call.document.sections.iter().zip(&call.outline).enumerate() {
        if place.shown == HeadingVisibility::Hidden {
            alias(&mut sheet.html, section);
            if call.roles.get(index) == Some(&Role::Participants) && says_more(section) {
                // Who was there stands beside the text with links already.
                Writing { mentions: None, level: 2, ..writing }.blocks(&mut participants, &section.blocks);
            }
        } else {
            sheet.section(index, section, place);
        }
        anchors(&mut sheet.html, &marks.left_in(index));
    }
    let Sheet { mut html, contents, .. } = sheet;
    writing.footnotes(&mut html);
    Body {
        html: sanitise::html(&html),
        participants_html: if participants.is_empty() { participants } else { sanitise::html(&participants) },
        contents: trim_contents(contents),
    }
}

/// The page of a call as its source.
pub(in crate::site) fn source(words: &Words, text: &str) -> Body {
    let why = words.text("call.source_only");
    let mut html = format!("<p class=\"cut-notice\">{why}</p>\n<pre><code>");
    escape(&mut html, text);
    html.push_str("</code></pre>\n");
    Body { html, participants_html: String::new(), contents: Vec::new() }
}

/// Where links to statements lead that are not shown by themselves.
fn anchors(out: &mut String, ids: &[&str]) {
    for id in ids {
        marks::anchor(out, id);
        out.push('\n');
    }
}

/// A page with very many agenda items lists only those of the first level.
fn trim_contents(contents: Vec<ContentsView>) -> Vec<ContentsView> {
    const MOST: usize = 40;
    if contents.len() <= MOST {
        return contents;
    }
    contents.into_iter().filter(|entry| entry.level == 2).collect()
}

/// A page as far as it is written.
struct Sheet<'a> {
    writing: Writing<'a>,
    call: &'a Call,
    html: String,
    contents: Vec<ContentsView>,
    /// Who was said to report in this part.
    reporters: Vec<String>,
    /// The headings that the text stands under: their levels in the outline, which may leave some out, and on the page.
    open: Vec<(u8, u8)>,
    /// The part that went on below another heading of its own, until the next heading.
    continued: Option<usize>,
    /// The slide that the text is on, and the addresses of all slides.
    slide: Option<usize>,
    slides: Vec<String>,
    /// How many slides with a text have the heading of a part, by the part.
    repeated: BTreeMap<usize, usize>,
}

impl<'a> Sheet<'a> {
    fn new(writing: Writing<'a>, call: &'a Call) -> Self {
        let mut repeated = BTreeMap::new();
        let slides = call.document.deck.as_ref().map(|deck| addresses(call, deck)).unwrap_or_default();
        if !slides.is_empty() {
            for (index, (section, place)) in call.document.sections.iter().zip(&call.outline).enumerate() {
                let has_text = section.blocks.iter().any(|block| reporter_line(block).is_none());
                if has_text && (place.part == index || is_again(index, place)) {
                    *repeated.entry(place.part).or_default() += 1;
                }
            }
        }
        Self {
            writing,
            call,
            html: String::with_capacity(8 << 10),
            contents: Vec::new(),
            reporters: Vec::new(),
            open: Vec::new(),
            continued: None,
            slide: None,
            slides,
            repeated,
        }
    }

    /// The level of the heading above, on the page.
    fn level(&self) -> u8 {
        self.open.last().map_or(1, |(_, shown)| *shown)
    }

    /// Opens a heading of a level of the outline, and returns its level on the page: one below the heading above it.
    fn opens(&mut self, level: u8) -> u8 {
        while self.open.last().is_some_and(|(above, _)| *above >= level) {
            self.open.pop();
        }
        let shown = (self.level() + 1).min(6);
        self.open.push((level, shown));
        self.continued = None;
        shown
    }

    /// A section that is shown, with its heading or without.
    fn section(&mut self, index: usize, section: &Section, place: &OutlineEntry) {
        let is_again = is_again(index, place) && self.call.document.deck.is_some();
        let is_part = place.part == index && place.shown == HeadingVisibility::Heading;
        let title = (is_again || is_part)
            .then(|| self.repeated.get(&place.part).filter(|slides| **slides > 1))
            .flatten()
            .and_then(|_| self.title_of_slide(section));
        if place.shown == HeadingVisibility::Heading {
            if place.level == 2 {
                self.reporters.clear();
            }
            let level = self.opens(place.level);
            self.heading(section, place, level);
        }
        let item = title.as_ref().map(|(at, _)| *at);
        if let Some((_, item)) = title {
            // What stood under the last heading of the part ends here.
            let level = self.opens(self.call.outline[place.part].level + 1);
            self.title(section, place, item, level, is_again);
        } else if place.shown == HeadingVisibility::Folded {
            self.goes_on(section, place, is_again);
        }
        let writing = Writing { level: self.level(), ..self.writing };
        for (at, block) in section.blocks.iter().enumerate() {
            match block {
                Block::List { start, items, .. } if Some(at) == item => {
                    let mut items = items.iter().filter(|item| !item.blocks.is_empty());
                    let below = items.next().map(|first| &first.blocks[1..]).unwrap_or_default();
                    writing.blocks(&mut self.html, below);
                    let rest: Vec<Item> = items.cloned().collect();
                    writing.list(&mut self.html, *start, &rest, None);
                }
                block => text_block(&mut self.html, &writing, self.call, block, &mut self.reporters),
            }
        }
        let notes = self.call.document.speaker_notes(index);
        if !notes.is_empty() {
            self.html.push_str("<aside class=\"note note-info\"");
            attribute(&mut self.html, "aria-label", writing.words().text("text.speaker_notes"));
            self.html.push_str(">\n");
            writing.blocks(&mut self.html, notes);
            self.html.push_str("</aside>\n");
        }
    }

    /// A text whose heading is not shown: it goes on with what stands above it.
    fn goes_on(&mut self, section: &Section, place: &OutlineEntry, is_again: bool) {
        let part = &self.call.outline[place.part];
        let is_below = self.open.last().is_some_and(|(above, _)| *above > place.level);
        let has_text = !section.blocks.is_empty();
        if is_below && has_text && is_again && !part.title.is_empty() && self.continued != Some(place.part) {
            // The slides go on with the team after a heading below it: what follows is not that heading's.
            let level = self.opens(part.level + 1);
            self.continued = Some(place.part);
            let _ = write!(self.html, "<div class=\"section-heading\"><h{level}");
            if !section.id.is_empty() {
                attribute(&mut self.html, "id", &section.id);
            }
            self.html.push('>');
            self.legacy(section);
            let continued = self.writing.words().with("text.continued", &[("heading", &part.title)]);
            escape(&mut self.html, &continued);
            let _ = write!(self.html, "</h{level}>");
            self.links(section, place);
            self.html.push_str("</div>\n");
            return;
        }
        if is_below && has_text && section.heading.is_some() && self.continued != Some(place.part) {
            self.html.push_str("<hr>\n");
            while self.open.last().is_some_and(|(above, _)| *above > place.level) {
                self.open.pop();
            }
        }
        alias(&mut self.html, section);
        if has_text && self.is_new_slide(place) && !self.open.is_empty() {
            self.html.push_str("<div class=\"slide-break\">");
            self.slide_link(place);
            self.html.push_str("</div>\n");
        }
    }

    fn heading(&mut self, section: &Section, place: &OutlineEntry, level: u8) {
        let Some(heading) = &section.heading else { return };
        if level <= 3 && !place.title.is_empty() {
            self.contents.push(ContentsView { id: section.id.clone(), title: place.title.clone(), level });
        }
        let _ = write!(self.html, "<div class=\"section-heading\"><h{level}");
        attribute(&mut self.html, "id", &section.id);
        self.html.push('>');
        legacy_anchor(&mut self.html, section, heading);
        let whole = place.title == heading.text || place.title == heading.text.trim_end_matches([':', ' ']);
        if whole {
            self.writing.heading(&mut self.html, trim_colon(&heading.content).as_slice());
        } else {
            with_owners(&mut self.html, &place.title, true, escape);
        }
        let _ = write!(self.html, "</h{level}>");
        self.links(section, place);
        self.html.push_str("</div>\n");
    }

    /// The first item of a slide as its heading; where the slide's own is not shown, with the id of that.
    fn title(&mut self, section: &Section, place: &OutlineEntry, item: &Item, level: u8, is_again: bool) {
        let Some(Block::Paragraph { content, .. }) = item.blocks.first() else { return };
        let _ = write!(self.html, "<div class=\"section-heading\"><h{level}");
        if is_again && !section.id.is_empty() {
            attribute(&mut self.html, "id", &section.id);
            if level <= 3 {
                let title = plain::fold_spaces(&plain::text(content));
                self.contents.push(ContentsView { id: section.id.clone(), title, level });
            }
        }
        self.html.push('>');
        if is_again {
            self.legacy(section);
        }
        self.writing.heading(&mut self.html, content);
        let _ = write!(self.html, "</h{level}>");
        if is_again {
            self.links(section, place);
        }
        self.html.push_str("</div>\n");
    }

    fn legacy(&mut self, section: &Section) {
        if let Some(heading) = &section.heading {
            legacy_anchor(&mut self.html, section, heading);
        }
    }

    /// What stands beside a heading: a link to it, and the slide that begins there.
    fn links(&mut self, section: &Section, place: &OutlineEntry) {
        if !section.id.is_empty() {
            self.html.push_str(" <a class=\"anchor\" href=\"#");
            escape(&mut self.html, &section.id);
            self.html.push('"');
            attribute(&mut self.html, "aria-label", self.writing.words().text("text.to_section"));
            self.html.push_str(">#</a>");
        }
        if self.is_new_slide(place) {
            self.html.push(' ');
            self.slide_link(place);
        }
    }

    fn is_new_slide(&self, place: &OutlineEntry) -> bool {
        place.slide.is_some() && place.slide != self.slide && !self.slides.is_empty()
    }

    /// "Slide 5", leading there.
    fn slide_link(&mut self, place: &OutlineEntry) {
        let Some((slide, address)) = place.slide.and_then(|slide| Some((slide, self.slides.get(slide)?))) else {
            return;
        };
        self.html.push_str("<a class=\"slide-link\"");
        attribute(&mut self.html, "href", address);
        self.html.push('>');
        let number = (slide + 1).to_string();
        escape(&mut self.html, &self.writing.words().with("text.slide", &[("number", &number)]));
        self.html.push_str("</a>");
        self.slide = Some(slide);
    }

    /// The item that says what a slide is about: the first of a list that the slide begins with, when it reads as a title and
    /// not as one of several things. With it comes the place of its list.
    fn title_of_slide<'b>(&self, section: &'b Section) -> Option<(usize, &'b Item)> {
        const LONGEST: usize = 90;
        const MOST_ITEMS: usize = 6;
        let (at, list) = section.blocks.iter().enumerate().find(|(_, block)| reporter_line(block).is_none())?;
        let Block::List { start: None, items, .. } = list else { return None };
        let mut items = items.iter().filter(|item| !item.blocks.is_empty());
        let first = items.next()?;
        let Some(Block::Paragraph { content, line }) = first.blocks.first() else { return None };
        let text = plain::text(content);
        let text = text.trim();
        let is_one_line = !content
            .iter()
            .any(|inline| matches!(inline, Inline::Break | Inline::SoftBreak | Inline::Image(_) | Inline::Html(_)));
        let is_title = is_one_line
            && first.task.is_none()
            && !text.is_empty()
            && text.chars().count() <= LONGEST
            && !text.ends_with(['.', ',', ';', ':', '!', '…'])
            && !self.writing.marks.is_some_and(|marks| marks.has(*line..=*line));
        let others: Vec<&Item> = items.collect();
        let is_alone = if first.blocks.len() > 1 {
            // Its own items are the slide's; beside others it would be one of several.
            others.is_empty()
        } else {
            let is_single = |item: &&Item| item.blocks.len() == 1 && item.task.is_none();
            let is_followed = !others.is_empty() || at + 1 < section.blocks.len();
            is_followed && others.len() < MOST_ITEMS && others.iter().all(is_single)
        };
        (is_title && is_alone).then_some((at, first))
    }
}

/// Whether a slide has the heading of its part again.
fn is_again(index: usize, place: &OutlineEntry) -> bool {
    place.shown == HeadingVisibility::Folded && !place.title.is_empty() && place.part != index
}

/// Where the slides of a deck are: by their heading, or by their number across and down.
fn addresses(call: &Call, deck: &Deck) -> Vec<String> {
    let (mut across, mut down) = (None, 0);
    let address = |slide: &crate::document::Slide| {
        if slide.vertical && across.is_some() {
            down += 1;
        } else {
            across = Some(across.map_or(0, |across: usize| across + 1));
            down = 0;
        }
        let first = call.document.sections.get(slide.sections.clone()).and_then(<[Section]>::first);
        match first.map(|section| section.id.as_str()).filter(|id| !id.is_empty()) {
            Some(id) => format!("deck/#/{id}"),
            None if down == 0 => format!("deck/#/{}", across.unwrap_or(0)),
            None => format!("deck/#/{}/{down}", across.unwrap_or(0)),
        }
    };
    deck.slides.iter().map(address).collect()
}

/// The author's heading without the colon at its end.
fn trim_colon(content: &[Inline]) -> Vec<Inline> {
    let mut content = content.to_vec();
    if let Some(Inline::Text(text)) = content.last_mut() {
        text.truncate(text.trim_end_matches([':', ' ']).len());
    }
    content
}

/// A section whose heading is not shown keeps its anchor, by which the page's script finds the section's slide.
fn alias(out: &mut String, section: &Section) {
    if section.id.is_empty() {
        return;
    }
    out.push_str("<span class=\"alias folded\" id=\"");
    escape(out, &section.id);
    out.push_str("\"></span>\n");
    if let Some(heading) = &section.heading {
        legacy_anchor(out, section, heading);
    }
}

/// The id HedgeDoc gave the heading, where it differs by more than case: browsers match fragments case by case, and so
/// do we, but the page's script carries over those that differ only in case.
fn legacy_anchor(out: &mut String, section: &Section, heading: &Heading) {
    if heading.hedgedoc_id.is_empty() || heading.hedgedoc_id == section.id {
        return;
    }
    marks::anchor(out, &heading.hedgedoc_id);
}

/// A block of running text; "Report by @x" is said once in a part.
fn text_block(out: &mut String, writing: &Writing<'_>, call: &Call, block: &Block, reporters: &mut Vec<String>) {
    if call.document.deck.is_some()
        && let (Some(line), Block::Paragraph { content, .. }) = (reporter_line(block), block)
    {
        let folded = fold(&line);
        if !reporters.contains(&folded) {
            out.push_str("<p class=\"reporter\">");
            writing.inlines(out, content);
            out.push_str("</p>\n");
            reporters.push(folded);
        }
        return;
    }
    writing.blocks(out, std::slice::from_ref(block));
}

/// The first words of a call, for descriptions: what it is about, or its text.
pub(crate) fn summary(archive: &Archive, id: CallId, limit: usize) -> String {
    let call = archive.call(archive.shown_instead(id).unwrap_or(id));
    let about = archive.about(archive.shown_instead(id).unwrap_or(id));
    if !about.is_empty() {
        return plain::shorten(&about.join(" · "), limit);
    }
    let mut text = String::new();
    for (section, place) in call.document.sections.iter().zip(&call.outline) {
        if place.shown != HeadingVisibility::Hidden {
            text.push_str(&plain::lines(&section.blocks));
        }
        if text.len() > limit * 2 {
            break;
        }
    }
    plain::shorten(&plain::fold_spaces(&text), limit)
}
