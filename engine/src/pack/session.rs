//! Asking a packed index: what is lacking comes back as a list to fetch, and with all of it the answer does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde_json::Value;

use super::{Found, Name, PackedSource, name_text};
use crate::engine::{Engine, Options};
use crate::error::Error;
use crate::names::{Named, Names};
use crate::query::parse;
use crate::rank::Sort;
use crate::rows::Fragment;
use crate::search_server::{Asked, Server, read, requests};
use crate::tokenize::Analysers;

/// An opened pack and what was fetched of it so far.
pub struct Session {
    engine: Engine,
    source: PackedSource,
    fragments: BTreeMap<Name, Fragment>,
    names: Names,
    /// What reads the texts of results, which are the same from one letter that is typed to the next.
    analysers: Mutex<Analysers>,
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

impl Session {
    /// Opens the hot file of a pack.
    pub fn open(hot: &[u8]) -> Result<Self, Error> {
        let source = PackedSource::open(hot)?;
        Ok(Self {
            engine: Engine::open_packed(source.clone())?,
            source,
            fragments: BTreeMap::new(),
            names: Names::default(),
            analysers: Mutex::default(),
        })
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
        let mut analysers = self.analysers.lock().unwrap_or_else(PoisonError::into_inner);
        let found = Found::of(answer, &mut analysers, |call| self.fragments.get(&self.source.fragment(call)?));
        Ok(Reply::Found(Box::new(Found { named, ..found })))
    }

    /// What to ask a search server for a query: the bodies of one request or two, whose answers [`Self::read_answers`] takes.
    pub fn server_requests(&self, query: &str, options: &Options, server: Server) -> Vec<Value> {
        let parsed = parse(query, options.today, options.as_you_type);
        let asked = Asked {
            server,
            sort: options.sort.unwrap_or_else(|| Sort::usual(&parsed)),
            size: options.offset + options.limit,
            teams: &|name| self.engine.teams_called(name),
        };
        requests(&parsed, &asked)
    }

    /// The results that a search server has for a query. Names, words to mark and suggestions are those of the index.
    pub fn read_answers(&self, query: &str, options: &Options, answers: &[Value]) -> Result<Found, Error> {
        let parsed = parse(query, options.today, options.as_you_type);
        let known = self.engine.know(&parsed);
        let mut found = read(answers, &known.terms, options.offset + options.limit)?;
        found.rows.drain(..options.offset.min(found.rows.len()));
        found.named = self.names.find(&parsed, &[]);
        found.sort = options.sort.unwrap_or_else(|| Sort::usual(&parsed));
        found.suggestions = known.suggestions;
        found.unread = parsed.unread;
        Ok(found)
    }
}
