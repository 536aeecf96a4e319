//! What is written in one file: a tree of sections, blocks and running text, its front matter, its slides.
//!
//! [`crate::parse`] builds it, and nothing changes it afterwards.

mod deck;
mod footnotes;
mod front_matter;
pub mod plain;
mod tree;
mod visit;

pub use deck::{Deck, FRAGMENT_EFFECTS, SPEEDS, Slide, SlideAttributes, SlideOptions, THEMES, TRANSITIONS};
pub use footnotes::{fits_on_slide, label_key};
pub use front_matter::FrontMatter;
pub use tree::{
    Alignment, Block, ContainerKind, Emoji, Fragment, Heading, Image, ImageSize, Inline, Item, Length, Link, Section,
    Style, Table,
};
pub use visit::{inlines_of, visit_blocks, visit_blocks_mut, visit_inlines};

use serde::{Deserialize, Serialize};

/// What is written in one file, markup and all, or in that part of it that records one call.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Document {
    /// The known keys of the front matter.
    pub front_matter: FrontMatter,
    /// The text, cut at every top-level heading and, in a deck, at every slide; in source order.
    pub sections: Vec<Section>,
    /// The slides, when the source is a deck.
    pub deck: Option<Deck>,
    /// Footnote definitions by label, in source order.
    pub footnotes: Vec<(String, Vec<Block>)>,
    /// Authors' inline styles: generated class → checked declarations. Only decks use them.
    pub styles: std::collections::BTreeMap<String, String>,
    /// What authors said about the machine's reading, with the line they said it on.
    pub corrections: Vec<(u32, Correction)>,
    /// Number of lines of the source.
    pub lines: u32,
}

impl Document {
    /// The text of a section's heading; empty where there is none.
    #[must_use]
    pub fn heading_text(&self, section: usize) -> &str {
        let heading = self.sections.get(section).and_then(|section| section.heading.as_ref());
        heading.map_or("", |heading| heading.text.as_str())
    }

    /// The part of a document that holds the sections of one call; footnotes go with every part.
    #[must_use]
    pub fn part(&self, sections: std::ops::Range<usize>) -> Self {
        Self {
            front_matter: self.front_matter.clone(),
            sections: self.sections[sections].to_vec(),
            deck: None,
            footnotes: self.footnotes.clone(),
            styles: self.styles.clone(),
            corrections: self.corrections.clone(),
            lines: self.lines,
        }
    }

    /// The speaker notes of the slide that ends with a section; nothing for other sections.
    pub fn speaker_notes(&self, section: usize) -> &[Block] {
        let Some(deck) = &self.deck else { return &[] };
        let slide = deck.slides.partition_point(|slide| slide.sections.end <= section);
        let slide = deck.slides.get(slide).filter(|slide| slide.sections.end == section + 1);
        slide.map_or(&[], |slide| &slide.notes)
    }

    /// All running text, piece by piece, in source order; footnotes come last.
    pub fn inlines(&self) -> Vec<&Inline> {
        let mut found = Vec::new();
        for section in &self.sections {
            if let Some(heading) = &section.heading {
                visit_inlines(&heading.content, &mut |inline| found.push(inline));
            }
            found.extend(inlines_of(&section.blocks));
        }
        self.footnotes.iter().for_each(|(_, blocks)| found.extend(inlines_of(blocks)));
        found
    }
}

/// An author's word on what a line is: `<!-- minutebook: not a decision -->`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Correction {
    /// It is a decision.
    Decision,
    /// It is none.
    NotADecision,
    /// It is an action.
    Action,
    /// It is none.
    NotAnAction,
    /// It is an action, and done.
    Done,
}
