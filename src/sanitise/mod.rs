//! The last word on what authors wrote: HTML, URLs, CSS and SVG files. Every function is pure; nothing here trusts the
//! stage that called it.
//!
//! Authors' raw HTML goes through [`tags::pieces`] while a note is parsed; the finished HTML of a note or slide goes
//! through [`html`] once, as the last step before the template. Nothing may edit the HTML after that: most known ways
//! around a sanitiser come from edits that follow it.

mod attributes;
pub mod css;
mod elements;
mod form;
mod html;
mod icons;
pub mod svg;
pub mod tags;
pub mod url;

pub use attributes::OUTSIDE_REL;
pub use html::{bounded, html};
