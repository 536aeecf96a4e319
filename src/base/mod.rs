//! What every stage may use: findings and errors, files, YAML, dates, text, progress. It imports nothing of ours.

pub mod constant;
pub mod dates;
pub mod diagnostic;
pub mod error;
pub mod file_names;
pub(crate) mod file_state;
pub mod fs;
pub(crate) mod keeping;
pub mod panics;
pub(crate) mod pattern;
mod prefilter;
pub mod progress;
pub mod text;
pub mod yaml;
