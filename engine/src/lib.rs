//! The search engine of minutebook.

mod build;
mod dates;
mod document;
mod edits;
mod engine;
mod error;
mod filter;
mod fold;
mod lookup;
pub mod query;
mod rank;
mod reader;
mod scan;
mod schema;
mod score;
mod snippet;
mod source;
mod tokenize;
mod weights;
mod words;

pub use build::build;
pub use dates::Days;
pub use document::{Kind, Role, SearchDocument};
pub use engine::{Answer, Engine, Facets, Hit, Options};
pub use error::Error;
pub use query::{ParsedQuery, parse};
pub use rank::Sort;
pub use snippet::{Snippet, snippet};
pub use source::Source;
pub use weights::{WEIGHTS, Weights};

#[cfg(test)]
mod tests;
