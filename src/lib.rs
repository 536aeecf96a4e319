//! minutebook turns a repository of meeting minutes into a site; see ARCHITECTURE.md for the map.

pub mod diagnostic;
pub mod fs;
pub mod model;
pub mod render;
pub mod templates;
