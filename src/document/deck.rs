//! Slides, and what authors may ask reveal.js for.

use super::tree::Block;
use serde::{Deserialize, Serialize};

/// The reveal.js options an author may set; each is checked for type and range when it is parsed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SlideOptions {
    /// One of [`THEMES`].
    pub theme: Option<String>,
    /// One of [`TRANSITIONS`].
    pub transition: Option<String>,
    /// One of [`SPEEDS`].
    pub transition_speed: Option<String>,
    /// As `transition`, for backgrounds.
    pub background_transition: Option<String>,
    /// Centre slides vertically.
    pub center: Option<bool>,
    /// Show the arrows.
    pub controls: Option<bool>,
    /// Show the progress bar.
    pub progress: Option<bool>,
    /// Show the slide number.
    pub slide_number: Option<bool>,
    /// Start again after the last slide.
    pub looped: Option<bool>,
    /// Right-to-left order.
    pub rtl: Option<bool>,
    /// Show fragments one by one.
    pub fragments: Option<bool>,
    /// `default`, `linear` or `grid`.
    pub navigation_mode: Option<String>,
    /// Slide width in pixels, 320 to 3840.
    pub width: Option<u32>,
    /// Slide height in pixels, 240 to 2160.
    pub height: Option<u32>,
    /// Share of the window left empty around a slide, 0 to 0.5.
    pub margin: Option<f64>,
    /// An image behind all slides, as the author wrote it; resolved to a local file when the deck is rendered.
    pub parallax_background_image: Option<String>,
    /// `1920px 1080px`.
    pub parallax_background_size: Option<String>,
}

/// The themes a deck can have, in the order they are offered; each is a style sheet of reveal.js that is shipped.
pub const THEMES: &[&str] = &["white", "black", "white-contrast", "black-contrast", "serif", "dracula"];

/// The transitions of reveal.js.
pub const TRANSITIONS: &[&str] = &["none", "fade", "slide", "convex", "concave", "zoom"];

/// The speeds of its transitions.
pub const SPEEDS: &[&str] = &["default", "fast", "slow"];

/// The slides of a deck source.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Deck {
    /// All slides in order, empty ones included, since links such as `#/3/1` count them.
    pub slides: Vec<Slide>,
    /// The author's `<style>` blocks, unfiltered.
    pub style: String,
}

/// One slide of a deck source.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Slide {
    /// The first line of the slide.
    pub line: u32,
    /// Whether the slide stands below the one before it (`----`).
    pub vertical: bool,
    /// What `<!-- .slide: … -->` set.
    pub attributes: SlideAttributes,
    /// Which of the document's sections stand on it.
    pub sections: std::ops::Range<usize>,
    /// Speaker notes.
    pub notes: Vec<Block>,
}

/// The attributes an author may set on a slide, checked for type.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SlideAttributes {
    /// An image behind the slide: a URL or a path as the author wrote it.
    pub background_image: Option<String>,
    /// A CSS colour behind the slide.
    pub background_color: Option<String>,
    /// `cover`, `contain`, `50%`, `100px 200px`.
    pub background_size: Option<String>,
    /// `center`, `top left`, `10% 20%`.
    pub background_position: Option<String>,
    /// `repeat` or `no-repeat`.
    pub background_repeat: Option<String>,
    /// 0 to 1.
    pub background_opacity: Option<f64>,
    /// A transition of [`SlideOptions::transition`]'s values.
    pub transition: Option<String>,
    /// One of [`SPEEDS`].
    pub transition_speed: Option<String>,
}

/// The ways reveal.js lets something appear ("Fragments" in its manual).
pub const FRAGMENT_EFFECTS: &[&str] = &[
    "current-visible",
    "fade-down",
    "fade-in-then-out",
    "fade-in-then-semi-out",
    "fade-left",
    "fade-out",
    "fade-right",
    "fade-up",
    "grow",
    "highlight-blue",
    "highlight-current-blue",
    "highlight-current-green",
    "highlight-current-red",
    "highlight-green",
    "highlight-red",
    "semi-fade-out",
    "shrink",
    "strike",
];
