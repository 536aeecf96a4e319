//! Cuts a list of blocks at its top-level headings.

use super::anchors::NEEDS_ID;
use crate::document::plain;
use crate::document::{Block, Heading, Section};

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
