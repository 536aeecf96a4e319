//! What is written in one file: a tree of sections, blocks and running text, its front matter, its slides.
//!
//! [`crate::parse`] builds it, and nothing changes it afterwards.

mod deck;
mod document;
mod front_matter;
pub mod plain;
mod tree;
mod visit;

pub use deck::{Deck, FRAGMENT_EFFECTS, SPEEDS, Slide, SlideAttributes, SlideOptions, THEMES, TRANSITIONS};
pub use document::{Correction, Document};
pub use front_matter::FrontMatter;
pub use tree::{Alignment, Block, ContainerKind, Heading, ImageSize, Inline, Item, Length, Section, Style};
pub use visit::{inlines_of, visit_blocks, visit_blocks_mut, visit_inlines};
