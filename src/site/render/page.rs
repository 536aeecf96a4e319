//! A call's tree → the body of its page: prose, whatever the source was.

use super::footnotes::Footnotes;
use super::html::{Medium, Writing, attribute};
use super::marks::{self, Marks};
use super::mentions::Mentions;
use super::view::ContentsView;
use crate::archive::{Archive, CallId};
use crate::base::panics;
use crate::base::text::{escape, fold};
use crate::document::plain;
use crate::document::{Block, Heading, Inline, Section};
use crate::extract::{Call, HeadingVisibility, OutlineEntry, Role};
use crate::extract::{reporter_line, says_more};
use crate::language::Words;
use crate::sanitise;
use crate::site::media::Pictures;
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
    };
    let mut html = String::with_capacity(8 << 10);
    let mut participants = String::new();
    let mut contents = Vec::new();
    let mut reporters: Vec<String> = Vec::new();
    let mut level = 2;
    for (index, (section, place)) in call.document.sections.iter().zip(&call.outline).enumerate() {
        match place.shown {
            HeadingVisibility::Heading => {
                if place.level == 2 {
                    reporters.clear();
                }
                heading(&mut html, &writing, call, index, section, place);
                level = place.level;
                if place.level <= 3 && !place.title.is_empty() {
                    contents.push(ContentsView {
                        id: section.id.clone(),
                        title: place.title.clone(),
                        level: place.level,
                    });
                }
            }
            HeadingVisibility::Folded if place.level < level && !section.blocks.is_empty() => {
                // The slides go on with the team after a heading below it: what follows is not that heading's.
                html.push_str("<hr>\n");
                alias(&mut html, section);
                level = place.level;
            }
            HeadingVisibility::Folded | HeadingVisibility::Hidden => alias(&mut html, section),
        }
        if place.shown == HeadingVisibility::Hidden {
            if call.roles.get(index) == Some(&Role::Participants) && says_more(section) {
                // Who was there stands above with links already.
                Writing { mentions: None, ..writing }.blocks(&mut participants, &section.blocks);
            }
            anchors(&mut html, &marks.left_in(index));
            continue;
        }
        for block in &section.blocks {
            text_block(&mut html, &writing, call, block, &mut reporters);
        }
        let notes = call.document.speaker_notes(index);
        if !notes.is_empty() {
            html.push_str("<aside class=\"note note-info\"");
            attribute(&mut html, "aria-label", writing.words().text("text.speaker_notes"));
            html.push_str(">\n");
            writing.blocks(&mut html, notes);
            html.push_str("</aside>\n");
        }
        anchors(&mut html, &marks.left_in(index));
    }
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

fn heading(
    out: &mut String,
    writing: &Writing<'_>,
    call: &Call,
    index: usize,
    section: &Section,
    place: &OutlineEntry,
) {
    let Some(heading) = &section.heading else { return };
    let level = place.level;
    let _ = write!(out, "<h{level} id=\"");
    escape(out, &section.id);
    out.push_str("\">");
    legacy_anchor(out, section, heading);
    let whole = place.title == heading.text || place.title == heading.text.trim_end_matches([':', ' ']);
    if whole {
        writing.inlines(out, trim_colon(&heading.content).as_slice());
    } else {
        escape(out, &place.title);
    }
    out.push_str(" <a class=\"anchor\" href=\"#");
    escape(out, &section.id);
    out.push('"');
    attribute(out, "aria-label", writing.words().text("text.to_section"));
    out.push_str(">#</a>");
    if level == 2 && call.document.deck.is_some() {
        slide_link(out, writing.words(), call, index, section);
    }
    let _ = writeln!(out, "</h{level}>");
}

/// The author's heading without the colon at its end.
fn trim_colon(content: &[Inline]) -> Vec<Inline> {
    let mut content = content.to_vec();
    if let Some(Inline::Text(text)) = content.last_mut() {
        text.truncate(text.trim_end_matches([':', ' ']).len());
    }
    content
}

/// "Slides 5–9", leading to the first of them.
fn slide_link(out: &mut String, words: &Words, call: &Call, index: usize, section: &Section) {
    let slides = call.outline.iter().filter(|place| place.part == index).filter_map(|place| place.slide);
    let (first, last) = slides.fold((usize::MAX, 0), |(first, last), slide| (first.min(slide), last.max(slide)));
    if first == usize::MAX {
        return;
    }
    out.push_str(" <a class=\"slide-link\" href=\"deck/#/");
    escape(out, &section.id);
    out.push_str("\">");
    let (from, to) = ((first + 1).to_string(), (last + 1).to_string());
    let text = if first == last {
        words.with("text.slide", &[("number", &from)])
    } else {
        words.with("text.slides", &[("first", &from), ("last", &to)])
    };
    escape(out, &text);
    out.push_str("</a>");
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
