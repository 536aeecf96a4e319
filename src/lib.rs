//! minutebook turns a repository of meeting minutes into a site; see ARCHITECTURE.md for the map.

pub mod config;
pub mod dates;
pub mod diagnostic;
pub mod fs;
pub mod highlight;
pub mod identity;
pub mod images;
pub mod model;
pub mod render;
pub mod reveal;
pub mod sanitise;
pub mod scan;
pub mod slug;
pub mod templates;
pub mod yaml;
