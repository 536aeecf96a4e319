//! Asking a search server in the place of the index: the query language as JSON of Elasticsearch's query DSL, and what comes back as
//! the same rows that the index gives.
//!
//! The server has the documents that `minutebook export documents` writes. Only clauses are sent that the documentation of both Quickwit
//! and OpenSearch has: `bool`, `match`, `match_phrase`, `match_bool_prefix`, `term`, `range`, `match_all`, and `terms` aggregations.
//!
//! A query of several words is two requests, so that results with all words come first and are counted, as everywhere: one for documents
//! with all of them, one for those with some. The total is the sum of the kinds, which every document has one of: what servers
//! say of the total themselves is an estimate, or ends at ten thousand.

mod answer;
mod days;
mod query;
#[cfg(test)]
mod tests;

pub(crate) use answer::read;
pub(crate) use query::{Asked, requests};

use serde::{Deserialize, Serialize};

/// A kind of search server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Server {
    /// Quickwit, tantivy's own distributed engine.
    #[default]
    Quickwit,
    /// OpenSearch, and Elasticsearch, whose interface it keeps.
    OpenSearch,
}

impl Server {
    /// The name in configurations: `quickwit`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quickwit => "quickwit",
            Self::OpenSearch => "opensearch",
        }
    }
}
