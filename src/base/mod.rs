//! What every stage may use: findings and errors, files, YAML, dates, text, progress. It imports nothing of ours.

pub mod dates;
pub mod diagnostic;
pub mod error;
pub mod file_names;
pub mod fs;
pub mod panics;
pub(crate) mod pattern;
mod prefilter;
pub mod progress;
pub mod text;
pub mod yaml;
