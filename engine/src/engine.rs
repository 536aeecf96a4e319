//! Opening an index and asking it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::document::Kind;
use crate::error::Error;
use crate::filter::teams;
use crate::lookup::look_up;
use crate::pack::PackedSource;
use crate::query::{ParsedQuery, parse};
use crate::rank::{Ranked, Sort, rank, terms};
use crate::reader::Reader;
use crate::source::Source;
use crate::tokenize::Analyser;
use crate::weights::{WEIGHTS, Weights};

/// An opened index.
pub struct Engine {
    reader: Reader,
}

/// How to answer a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// How many hits to return, at most.
    pub limit: usize,
    /// How many hits to pass over first.
    pub offset: usize,
    /// The day it is (`yyyymmdd`), for `last week`.
    pub today: Option<u32>,
    /// The order of hits; without one, the usual order of the query.
    pub sort: Option<Sort>,
    /// The last word may be the beginning of one.
    pub as_you_type: bool,
    /// The weights of the ranking.
    pub weights: Weights,
}

impl Default for Options {
    fn default() -> Self {
        Self { limit: 10, offset: 0, today: None, sort: None, as_you_type: false, weights: WEIGHTS }
    }
}

/// What the engine says to a query.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Answer {
    /// The hits asked for, in order.
    pub hits: Vec<Hit>,
    /// How many hits there are in all.
    pub total: usize,
    /// How many of them have all words; they come first, the partial ones follow.
    pub complete: usize,
    /// The hits by team, year and kind.
    pub facets: Facets,
    /// Misspelt words, as typed, and the terms that were searched instead.
    pub corrections: Vec<(String, String)>,
    /// Words that are there, as typed, and the much more frequent words that they may be misspelt from.
    pub suggestions: Vec<(String, String)>,
    /// What is written as a filter and is none, as typed.
    pub unread: Vec<String>,
    /// Filters that nothing passes, as they are written: `team:foo`.
    pub unknown: Vec<String>,
    /// The order of the hits.
    pub sort: Sort,
    /// The terms that were searched, for [`crate::snippet`].
    pub terms: Vec<String>,
}

/// How many hits there are of each team, year and kind, most frequent first (years newest first).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facets {
    /// By slug of the team.
    pub team: Vec<(String, usize)>,
    /// By year; undated pages are left out.
    pub year: Vec<(u32, usize)>,
    /// By kind.
    pub kind: Vec<(Kind, usize)>,
}

impl Facets {
    /// Counts in the order in which they are shown.
    pub(crate) fn of(team: Vec<(String, usize)>, years: BTreeMap<u32, usize>, kinds: BTreeMap<Kind, usize>) -> Self {
        let mut facets = Self { team, year: years.into_iter().rev().collect(), kind: kinds.into_iter().collect() };
        facets.team.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        facets.kind.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        facets
    }
}

/// A result; [`crate::Row`] is what a list shows of it. The meaning of the fields is that of [`crate::SearchDocument`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are described once, in SearchDocument")]
pub struct Hit {
    pub kind: Kind,
    pub team: String,
    pub date: Option<u32>,
    pub call: u32,
    /// Its number in the index: the documents sorted by call, in a call the call itself first and then by line.
    pub document: u32,
    /// Its number among the documents of its call, 0 for the first.
    pub in_call: u32,
    /// Comparable within one answer only.
    pub score: f32,
}

/// What the dictionaries say of a query. The meaning of the fields is that of [`Answer`].
pub(crate) struct Known {
    pub(crate) terms: Vec<String>,
    pub(crate) suggestions: Vec<(String, String)>,
}

impl Engine {
    /// Opens an index. Reads the dictionaries and columns, none of the postings.
    pub fn open(source: impl Source) -> Result<Self, Error> {
        Ok(Self { reader: Reader::open(source)? })
    }

    /// Opens a packed index, as far as it is here.
    pub(crate) fn open_packed(source: PackedSource) -> Result<Self, Error> {
        let vocabulary = source.vocabulary();
        Ok(Self { reader: Reader::open_with(source, vocabulary)? })
    }

    /// How many documents there are.
    pub fn documents(&self) -> usize {
        self.reader.documents()
    }

    /// Slug and title of every team, by slug.
    pub fn teams(&self) -> &[(String, String)] {
        &self.reader.teams
    }

    /// Answers a query in the language described in [`crate::query`].
    pub fn search(&self, query: &str, options: &Options) -> Result<Answer, Error> {
        self.search_parsed(&parse(query, options.today, options.as_you_type), options)
    }

    /// Answers a query that was already parsed.
    pub fn search_parsed(&self, query: &ParsedQuery, options: &Options) -> Result<Answer, Error> {
        let sort = options.sort.unwrap_or_else(|| Sort::usual(query));
        let ranking = rank(&self.reader, query, sort, &options.weights)?;
        let page = ranking.results.iter().skip(options.offset).take(options.limit);
        let hits = page.map(|ranked| self.hit(ranked)).collect();
        let mut corrections = ranking.corrections;
        corrections.sort();
        corrections.dedup();
        Ok(Answer {
            total: ranking.results.len(),
            complete: ranking.results.iter().filter(|ranked| ranked.complete).count(),
            facets: self.facets(&ranking.results),
            terms: ranking.terms,
            corrections,
            suggestions: ranking.suggestions,
            unread: query.unread.clone(),
            unknown: ranking.unknown,
            sort,
            hits,
        })
    }

    /// What the index knows of a query without reading a single posting.
    pub(crate) fn know(&self, query: &ParsedQuery) -> Known {
        let mut analyser = Analyser::for_queries(self.reader.has_german());
        let resolved = look_up(&self.reader, &mut analyser, &query.clauses, &WEIGHTS);
        Known { terms: terms(&resolved.targets), suggestions: resolved.suggestions }
    }

    /// The slugs of the teams that a name means.
    pub(crate) fn teams_called(&self, name: &str) -> Vec<String> {
        let meant = teams(&self.reader, name, &mut Vec::new());
        self.teams().iter().zip(meant).filter(|(_, meant)| *meant).map(|((slug, _), _)| slug.clone()).collect()
    }

    fn hit(&self, ranked: &Ranked) -> Hit {
        let index = ranked.document as usize;
        Hit {
            kind: self.reader.traits[index].kind,
            team: self.reader.team(ranked.document).to_owned(),
            date: Some(self.reader.dates[index]).filter(|date| *date > 0),
            call: self.reader.calls[index],
            document: ranked.document,
            in_call: ranked.document - self.reader.first_of_call(ranked.document),
            score: ranked.score,
        }
    }

    fn facets(&self, results: &[Ranked]) -> Facets {
        let mut teams: BTreeMap<&str, usize> = BTreeMap::new();
        let mut years: BTreeMap<u32, usize> = BTreeMap::new();
        let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
        for ranked in results {
            let index = ranked.document as usize;
            *teams.entry(self.reader.team(ranked.document)).or_default() += 1;
            *kinds.entry(self.reader.traits[index].kind).or_default() += 1;
            if self.reader.dates[index] > 0 {
                *years.entry(self.reader.dates[index] / 10_000).or_default() += 1;
            }
        }
        Facets::of(teams.into_iter().map(|(team, count)| (team.to_owned(), count)).collect(), years, kinds)
    }
}
