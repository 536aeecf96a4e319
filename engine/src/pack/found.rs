//! Results with everything that is shown of them.

use serde::Serialize;

use crate::engine::{Answer, Facets};
use crate::names::NamedHit;
use crate::rank::Sort;
use crate::rows::{Fragment, Row};
use crate::tokenize::Analysers;

/// An answer with everything that is shown of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Found {
    /// The results asked for, in order.
    pub rows: Vec<Row>,
    /// How many there are in all.
    pub total: usize,
    /// How many of them have all words; they come first.
    pub complete: usize,
    /// How many there are of each team, year and kind.
    pub facets: Facets,
    /// Misspelt words, and what was searched instead.
    pub corrections: Vec<(String, String)>,
    /// Words that are there, as typed, and the much more frequent words that they may be misspelt from.
    pub suggestions: Vec<(String, String)>,
    /// What is written as a filter and is none, as typed.
    pub unread: Vec<String>,
    /// Filters that nothing passes, as they are written.
    pub unknown: Vec<String>,
    /// The order of the rows.
    pub sort: Sort,
    /// The pages whose name the query has in it, the best first; only of a session that was given names.
    pub named: Vec<NamedHit>,
    /// The terms that were searched.
    pub terms: Vec<String>,
}

impl Found {
    /// An answer with the rows of its hits.
    pub(crate) fn of<'a>(
        answer: Answer,
        analysers: &mut Analysers,
        fragment: impl Fn(u32) -> Option<&'a Fragment>,
    ) -> Self {
        let rows = answer.rows_read_by(analysers, fragment);
        let corrections = answer.corrections_in(&rows);
        let Answer { total, complete, facets, suggestions, unread, unknown, sort, terms, .. } = answer;
        Self {
            rows,
            total,
            complete,
            facets,
            corrections,
            suggestions,
            unread,
            unknown,
            sort,
            named: Vec::new(),
            terms,
        }
    }
}
