//! Asking a packed index: what is lacking comes back as a list to fetch, and with all of it the answer does.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Name, PackedSource, name_text};
use crate::engine::{Answer, Engine, Facets, Options};
use crate::error::Error;
use crate::names::{Named, NamedHit, Names};
use crate::query::parse;
use crate::rank::Sort;
use crate::rows::{Fragment, Row};

/// An opened pack and what was fetched of it so far.
pub struct Session {
    engine: Engine,
    source: PackedSource,
    fragments: BTreeMap<Name, Fragment>,
    names: Names,
}

/// What a session says to a query.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reply {
    /// Fetch these files, hand them in, ask again.
    Missing {
        /// Names of blocks, to be handed to [`Session::supply_block`].
        blocks: Vec<String>,
        /// Names of fragments, to be handed to [`Session::supply_fragment`].
        fragments: Vec<String>,
    },
    /// The results.
    Found(Box<Found>),
}

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

impl Session {
    /// Opens the hot file of a pack.
    pub fn open(hot: &[u8]) -> Result<Self, Error> {
        let source = PackedSource::open(hot)?;
        Ok(Self { engine: Engine::open(source.clone())?, source, fragments: BTreeMap::new(), names: Names::default() })
    }

    /// The engine, for what does not depend on a query.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Hands in a block.
    pub fn supply_block(&self, name: Name, bytes: &[u8]) -> Result<(), Error> {
        self.source.supply(name, bytes)
    }

    /// Hands in the texts of a call.
    pub fn supply_fragment(&mut self, name: Name, fragment: Fragment) {
        self.fragments.insert(name, fragment);
    }

    /// Hands in the pages that have a name.
    pub fn supply_names(&mut self, pages: Vec<Named>) {
        self.names = Names::new(pages);
    }

    /// Answers a query, or says what it takes.
    pub fn ask(&self, query: &str, options: &Options) -> Result<Reply, Error> {
        let answer = match self.engine.search(query, options) {
            Ok(answer) => answer,
            Err(error) => {
                let blocks: Vec<String> = self.source.take_missing().into_iter().map(name_text).collect();
                return if blocks.is_empty() {
                    Err(error)
                } else {
                    Ok(Reply::Missing { blocks, fragments: Vec::new() })
                };
            }
        };
        let names: BTreeSet<Name> = answer.hits.iter().filter_map(|hit| self.source.fragment(hit.call)).collect();
        let fragments: Vec<String> =
            names.into_iter().filter(|name| !self.fragments.contains_key(name)).map(name_text).collect();
        if !fragments.is_empty() {
            return Ok(Reply::Missing { blocks: Vec::new(), fragments });
        }
        let parsed = parse(query, options.today, options.as_you_type);
        let named = self.names.find(&parsed, &answer.corrections);
        let found = Found::of(answer, |call| self.fragments.get(&self.source.fragment(call)?));
        Ok(Reply::Found(Box::new(Found { named, ..found })))
    }
}

impl Found {
    /// An answer with the rows of its hits.
    pub fn of<'a>(answer: Answer, fragment: impl Fn(u32) -> Option<&'a Fragment>) -> Self {
        let rows = answer.rows(fragment);
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
