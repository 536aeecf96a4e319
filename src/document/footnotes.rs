//! What holds for footnotes wherever they are shown.

use super::plain;
use super::tree::Block;

/// A longer footnote has no room on a slide, in characters.
const LONGEST_ON_SLIDE: usize = 300;

/// What labels of links and footnotes are told apart by: they are the same whatever their case and spaces.
pub fn label_key(label: &str) -> String {
    plain::fold_spaces(&label.to_lowercase())
}

/// Whether a slide that names a footnote shows it; a longer one is left to the page.
pub fn fits_on_slide(blocks: &[Block]) -> bool {
    plain::lines(blocks).chars().count() <= LONGEST_ON_SLIDE
}
