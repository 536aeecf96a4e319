//! Cuts a list of blocks at its top-level headings.

use super::anchors::NEEDS_ID;
use crate::document::plain;
use crate::document::{Block, Heading, Inline, Section};

/// Takes the headings out that are tags of the whole note: `###### tags: `a` `b``, as HedgeDoc reads them.
pub(super) fn take_tags(blocks: &mut Vec<Block>) -> Vec<String> {
    let mut tags = Vec::new();
    blocks.retain(|block| {
        let Block::Heading { level: 6, content, .. } = block else { return true };
        let is_label = |text: &str| text.trim_start().get(..5).is_some_and(|start| start.eq_ignore_ascii_case("tags:"));
        let [Inline::Text(first), rest @ ..] = content.as_slice() else { return true };
        if !is_label(first) {
            return true;
        }
        let words = first.trim_start()[5..].split(',').chain(rest.iter().flat_map(|inline| inline.words().split(',')));
        tags.extend(words.map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned));
        false
    });
    tags
}

/// The sections of a stretch of blocks between two lines. On a slide even a section without a heading gets an id, so that
/// it can be linked to; there is always at least one section then.
pub(super) fn cut(blocks: Vec<Block>, first_line: u32, end_line: u32, on_slide: bool) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { level, content, line, .. } => {
                let text = plain::text(&content);
                let heading = Heading { level, content, text, hedgedoc_id: String::new() };
                sections.push(Section { heading: Some(heading), line, ..Section::default() });
            }
            other => {
                if sections.is_empty() {
                    sections.push(Section { line: other.line(), ..Section::default() });
                }
                if let Some(section) = sections.last_mut() {
                    section.blocks.push(other);
                }
            }
        }
    }
    if sections.is_empty() && on_slide {
        sections.push(Section { line: first_line, ..Section::default() });
    }
    for index in 0..sections.len() {
        let next = sections.get(index + 1).map_or(end_line, |next| next.line.saturating_sub(1));
        sections[index].end_line = next.max(sections[index].line);
    }
    if on_slide {
        for section in sections.iter_mut().filter(|section| section.heading.is_none()) {
            NEEDS_ID.clone_into(&mut section.id);
        }
    }
    sections
}
