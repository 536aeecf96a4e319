//! Where each section stands on the page: headings nested without gaps, groups without text folded away, and the slides
//! of a deck joined to running text.

use super::call::{Call, HeadingVisibility, OutlineEntry};
use super::people::reporter_line;
use super::roles::Role;
use super::roles::has_text;
use crate::base::text::fold;
use crate::document::plain;
use crate::document::{Block, Deck, Inline, Section, inlines_of};

/// Where every section of a call stands.
pub(super) fn outline(call: &Call) -> Vec<OutlineEntry> {
    match &call.document.deck {
        Some(deck) => {
            let mut outline = deck_outline(call, deck);
            close_gaps(&mut outline);
            outline
        }
        None => notes_outline(call),
    }
}

/// Moves headings up whose parents are not shown, so that none skips a level: who hears a page finds the way by them.
pub(crate) fn close_gaps(outline: &mut [OutlineEntry]) {
    let mut open: Vec<u8> = Vec::new();
    for place in outline.iter_mut().filter(|place| place.shown == HeadingVisibility::Heading) {
        while open.last().is_some_and(|level| *level >= place.level) {
            open.pop();
        }
        open.push(place.level);
        place.level = u8::try_from(open.len() + 1).unwrap_or(6);
    }
}

/// What two copies of a slide have in common: their words, without who reports this time.
pub(super) fn fingerprint(section: &Section) -> blake3::Hash {
    let mut words = section.heading.as_ref().map(|heading| fold(&heading.text)).unwrap_or_default();
    for block in section.blocks.iter().filter(|block| reporter_line(block).is_none()) {
        words.push('\n');
        words.push_str(&fold(&plain::lines(std::slice::from_ref(block))));
    }
    blake3::hash(words.as_bytes())
}

/// Notes: the headings' own nesting, with title and participants moved to the page's header.
fn notes_outline(call: &Call) -> Vec<OutlineEntry> {
    let mut outline: Vec<OutlineEntry> = Vec::with_capacity(call.document.sections.len());
    // The open headings: their level in the source, and whether they are shown.
    let mut open: Vec<(u8, bool)> = Vec::new();
    let mut part = 0;
    for (index, (section, role)) in call.document.sections.iter().zip(&call.roles).enumerate() {
        let Some(heading) = &section.heading else {
            let level = outline.last().map_or(2, |place| place.level);
            outline.push(OutlineEntry {
                shown: HeadingVisibility::Folded,
                level,
                title: String::new(),
                part,
                slide: None,
                hidden_if_repeated: false,
            });
            continue;
        };
        while open.last().is_some_and(|(level, _)| *level >= heading.level) {
            open.pop();
        }
        let above = open.iter().filter(|(_, shown)| *shown).count();
        let level = u8::try_from((2 + above).min(6)).unwrap_or(6);
        let empty = !has_text(&section.blocks);
        let shown = match role {
            Role::Title => HeadingVisibility::Folded,
            Role::Participants => HeadingVisibility::Hidden,
            Role::Structure if empty => HeadingVisibility::Folded,
            Role::Boilerplate if empty => HeadingVisibility::Hidden,
            _ => HeadingVisibility::Heading,
        };
        if shown == HeadingVisibility::Heading && level == 2 {
            part = index;
        }
        // What stands below a title or a folded group moves up a level; what stands below hidden headings does too.
        if *role != Role::Title {
            open.push((heading.level, shown == HeadingVisibility::Heading));
        }
        outline.push(OutlineEntry {
            shown,
            level,
            title: clean_title(&heading.text),
            part,
            slide: None,
            hidden_if_repeated: false,
        });
    }
    outline
}

/// A heading as it stands on the page: no colon at the end.
fn clean_title(text: &str) -> String {
    text.trim_end_matches([':', ' ']).to_owned()
}

/// A deck: consecutive slides about one thing are one part.
fn deck_outline(call: &Call, deck: &Deck) -> Vec<OutlineEntry> {
    let sections = &call.document.sections;
    let mut outline: Vec<OutlineEntry> = Vec::with_capacity(sections.len());
    let mut part: Option<Part> = None;
    let title_slide = title_slide(call, deck);
    let mut parent_is_title = false;
    for (slide_index, slide) in deck.slides.iter().enumerate() {
        let is_title = Some(slide_index) == title_slide;
        if !slide.vertical {
            parent_is_title = is_title;
        }
        let mut first = true;
        for index in slide.sections.clone() {
            let Some(section) = sections.get(index) else { continue };
            let slide = Some(slide_index);
            let current = part.as_ref().map_or(0, |part| part.index);
            let Some(heading) = section.heading.as_ref().filter(|heading| !heading.text.is_empty()) else {
                let shown = if is_title || !has_text(&section.blocks) {
                    HeadingVisibility::Hidden
                } else {
                    HeadingVisibility::Folded
                };
                let level = outline.last().map_or(2, |place| place.level.max(2));
                // Text before any heading opens a part of its own, so that it has a place in the contents.
                outline.push(OutlineEntry {
                    shown,
                    level,
                    title: String::new(),
                    part: current,
                    slide,
                    hidden_if_repeated: false,
                });
                continue;
            };
            let empty = !has_text(&section.blocks);
            let title = clean_title(&heading.text);
            // On the title slide a heading with a text is the event's name only where one of the two has the date.
            if is_title
                && (!has_words(&section.blocks) || names_day(call, &heading.text) || says_day(call, &section.blocks))
            {
                let shown = if empty { HeadingVisibility::Hidden } else { HeadingVisibility::Folded };
                outline.push(OutlineEntry { shown, level: 2, title, part: current, slide, hidden_if_repeated: false });
                continue;
            }
            let relation = part.as_ref().map_or(Relation::New, |part| part.relation(&title));
            let stays_below = deck.slides[slide_index].vertical && !parent_is_title && part.is_some();
            let (shown, level, title) = match relation {
                Relation::Same => (HeadingVisibility::Folded, 2, title),
                Relation::Detail(detail) => (HeadingVisibility::Heading, 3, detail),
                Relation::New if !first || stays_below => {
                    let base = part.as_ref().map_or(1, |part| part.source_level);
                    let below = heading.level.saturating_sub(base).max(1);
                    let level = if first { 3 } else { (2 + below).clamp(3, 6) };
                    (HeadingVisibility::Heading, level, title)
                }
                Relation::New => {
                    part = Some(Part::new(index, heading.level, &title));
                    (HeadingVisibility::Heading, 2, title)
                }
            };
            // "Updates from the teams", "Any newcomers?": a slide that only announces.
            let only_announces =
                empty && shown == HeadingVisibility::Heading && !next_says_more(call, deck, slide_index, index, &title);
            let role = call.roles.get(index);
            let is_hidden = only_announces && (role == Some(&Role::Boilerplate) || is_structure(call, index));
            let shown = if is_hidden { HeadingVisibility::Hidden } else { shown };
            first = false;
            let current = part.as_ref().map_or(0, |part| part.index);
            let hidden_if_repeated = only_announces && role == Some(&Role::Topic);
            outline.push(OutlineEntry { shown, level, title, part: current, slide, hidden_if_repeated });
        }
    }
    outline
}

fn is_structure(call: &Call, index: usize) -> bool {
    matches!(call.roles.get(index), Some(Role::Structure | Role::Chores | Role::Title))
}

/// Whether a heading without text is continued by the slide after it: "Team Container", report on the next slide.
fn next_says_more(call: &Call, deck: &Deck, slide: usize, index: usize, title: &str) -> bool {
    let part = Part::new(index, 1, title);
    let next = deck.slides.get(slide + 1);
    let heading = next
        .and_then(|next| call.document.sections.get(next.sections.start))
        .map(|section| section.heading.as_ref().map(|heading| heading.text.clone()));
    match heading {
        Some(Some(text)) => !matches!(part.relation(&text), Relation::New) || next.is_some_and(|next| next.vertical),
        // A slide without a heading goes on with what was announced.
        Some(None) => true,
        None => false,
    }
}

struct Part {
    index: usize,
    source_level: u8,
    folded: String,
}

enum Relation {
    /// The heading of the part again.
    Same,
    /// The heading of the part with something after it: what comes after.
    Detail(String),
    New,
}

impl Part {
    fn new(index: usize, source_level: u8, title: &str) -> Self {
        Self { index, source_level, folded: fold(title) }
    }

    fn relation(&self, title: &str) -> Relation {
        let folded = fold(title);
        if folded == self.folded {
            return Relation::Same;
        }
        for separator in [" - ", " – ", " — ", ": ", " / ", " | "] {
            if let Some((before, after)) = title.split_once(separator)
                && fold(before) == self.folded
                && !fold(after).is_empty()
            {
                return Relation::Detail(after.trim().to_owned());
            }
        }
        // "Team IaaS (2)", "Team IaaS cont."
        if let Some(rest) = folded.strip_prefix(&format!("{} ", self.folded)) {
            let again =
                rest.bytes().all(|b| b.is_ascii_digit()) || ["cont", "contd", "continued", "ctd"].contains(&rest);
            if again {
                return Relation::Same;
            }
        }
        Relation::New
    }
}

/// Whether a text has the day of the call, as the year, the month and the day in figures.
fn names_day(call: &Call, text: &str) -> bool {
    call.date.is_some_and(|date| text.contains(&date.format("%Y-%m-%d").to_string()))
}

/// Whether blocks have words to read, and not pictures only.
fn has_words(blocks: &[Block]) -> bool {
    let is_word = |inline: &&Inline| matches!(inline, Inline::Text(text) if !text.trim().is_empty());
    inlines_of(blocks).iter().any(is_word)
}

/// Whether the text below a heading has the day of the call.
fn says_day(call: &Call, blocks: &[Block]) -> bool {
    names_day(call, &plain::lines(blocks))
}

/// The slide that only names the event: the first one with anything on it, when its headings are all it has.
fn title_slide(call: &Call, deck: &Deck) -> Option<usize> {
    let (index, slide) = deck.slides.iter().enumerate().find(|(_, slide)| {
        slide
            .sections
            .clone()
            .filter_map(|index| call.document.sections.get(index))
            .any(|section| section.heading.is_some() || has_text(&section.blocks))
    })?;
    let sections: Vec<&Section> =
        slide.sections.clone().filter_map(|index| call.document.sections.get(index)).collect();
    let only_headings = sections.iter().all(|section| {
        section
            .blocks
            .iter()
            .all(|block| matches!(block, Block::Paragraph { .. } | Block::Rule { .. } | Block::Html { .. }))
    });
    let names_event = sections.iter().any(|section| section.heading.as_ref().is_some_and(|heading| heading.level <= 2));
    let says_date =
        sections.iter().any(|section| section.heading.as_ref().is_some_and(|heading| names_day(call, &heading.text)));
    let several = sections.iter().filter(|section| section.heading.is_some()).count() > 1;
    (only_headings && names_event && (says_date || several)).then_some(index)
}

#[cfg(test)]
mod tests {
    use super::HeadingVisibility::{Folded, Heading, Hidden};
    use super::*;

    #[test]
    fn no_heading_skips_a_level() {
        let place = |(shown, level): (HeadingVisibility, u8)| OutlineEntry { shown, level, ..OutlineEntry::default() };
        let levels = |before: &[(HeadingVisibility, u8)]| {
            let mut outline: Vec<OutlineEntry> = before.iter().copied().map(place).collect();
            close_gaps(&mut outline);
            let shown = outline.iter().filter(|place| place.shown == Heading);
            shown.map(|place| place.level).collect::<Vec<_>>()
        };
        let well = [(Heading, 2), (Heading, 3), (Heading, 4), (Heading, 3), (Heading, 2)];
        assert_eq!(levels(&well), [2, 3, 4, 3, 2]);
        // The second "Team Container" is folded away, and what is below it stays below the first.
        assert_eq!(levels(&[(Heading, 2), (Folded, 2), (Heading, 4), (Heading, 4), (Heading, 2)]), [2, 3, 3, 2]);
        assert_eq!(levels(&[(Hidden, 2), (Heading, 3), (Heading, 5), (Heading, 4), (Heading, 2)]), [2, 3, 3, 2]);
    }
}
