//! From the matches of all clauses to an order of results.

use std::cmp::Ordering;
use std::io;

use serde::{Deserialize, Serialize};
use tantivy::DocId;
use tantivy::schema::IndexRecordOption;

use crate::document::{Kind, Role};
use crate::filter::allowed;
use crate::lookup::{MatchPlan, ResolvedQuery, Target, look_up};
use crate::query::{Clause, Condition, Filter, Occur, ParsedQuery, Unit};
use crate::reader::{Reader, document_id};
use crate::score::{Matches, evaluate};
use crate::tokenize::Analyser;
use crate::weights::Weights;

/// The order of results. Results that have all words come before the others in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// The best first, the recent first among equals.
    #[default]
    Relevance,
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
}

impl Sort {
    /// The order that nobody has to ask for: what is still to do is read from its newest on, all else by relevance.
    pub fn usual(query: &ParsedQuery) -> Self {
        let is_open = |filter: &Filter| !filter.negated && filter.condition == Condition::Open;
        if query.filters.iter().any(is_open) { Self::Newest } else { Self::Relevance }
    }
}

/// A result without its words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ranked {
    pub(crate) document: DocId,
    pub(crate) score: f32,
    /// It has all words of the query.
    pub(crate) complete: bool,
}

/// All results of a query in their order.
#[derive(Debug, Default)]
pub(crate) struct Ranking {
    pub(crate) results: Vec<Ranked>,
    pub(crate) corrections: Vec<(String, String)>,
    /// Words that are there, and a much more frequent neighbour that they may be misspelt from.
    pub(crate) suggestions: Vec<(String, String)>,
    /// Filters that nothing passes, as they are written.
    pub(crate) unknown: Vec<String>,
    /// The terms that were searched.
    pub(crate) terms: Vec<String>,
}

/// What is known of a document while clauses are added up.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    score: f32,
    covered: f32,
    full: u32,
    required: u32,
    excluded: bool,
}

/// Ranks all documents.
pub(crate) fn rank(reader: &Reader, query: &ParsedQuery, sort: Sort, weights: &Weights) -> io::Result<Ranking> {
    let mut analyser = Analyser::for_queries(reader.has_german());
    let ResolvedQuery { targets, mut corrections, suggestions } =
        look_up(reader, &mut analyser, &query.clauses, weights);
    if reader.is_partial {
        ask_for_all(reader, &mut analyser, &targets, query, weights)?;
    }
    let mut unknown = Vec::new();
    let allowed = allowed(reader, &query.filters, &mut corrections, &mut unknown)?;
    let counted = targets.iter().filter(|target| target.counts).count();
    let mut sums = vec![Sum::default(); reader.documents()];
    let mut whole = 0.0;
    for target in &targets {
        let matches = evaluate(reader, target, weights)?;
        if target.occur != Occur::MustNot {
            whole += importance(&matches);
        }
        add(&mut sums, target, &matches);
    }
    add_persons(reader, &mut analyser, query, weights, &mut sums)?;
    let required = count(targets.iter().filter(|target| target.occur == Occur::Must).count());
    let passes = |(index, sum): &(usize, &Sum)| {
        allowed[*index] && !sum.excluded && sum.required == required && (counted == 0 || sum.covered > 0.0)
    };
    let found: Vec<(usize, Sum)> = sums.iter().enumerate().filter(passes).map(|(index, sum)| (index, *sum)).collect();
    let most = found.iter().map(|(_, sum)| sum.covered).fold(0.0, f32::max);
    let order = Order { reader, weights, newest: span(reader), sort };
    let mut results: Vec<Ranked> = found
        .into_iter()
        .filter(|(_, sum)| counted == 0 || sum.covered >= weights.least_coverage * most)
        .map(|(index, sum)| {
            let document = document_id(index);
            let share = if counted == 0 { 1.0 } else { (sum.covered / whole).min(1.0) };
            let score = if counted == 0 { 1.0 + sum.score } else { sum.score }
                * share.powf(weights.coverage)
                * order.factor(document);
            Ranked { document, score, complete: sum.full >= count(counted) }
        })
        .collect();
    order.lower_calls(&mut results);
    results.sort_by(|a, b| order.compare(a, b));
    Ok(Ranking { results, corrections, suggestions, unknown, terms: terms(&targets) })
}

/// Reads all that the query needs, past what is lacking, so that it can be fetched at once; then the first lack is the error.
fn ask_for_all(
    reader: &Reader,
    analyser: &mut Analyser,
    targets: &[Target],
    query: &ParsedQuery,
    weights: &Weights,
) -> io::Result<()> {
    let mut asked = vec![allowed(reader, &query.filters, &mut Vec::new(), &mut Vec::new()).map(drop)];
    asked.extend(targets.iter().map(|target| touch(reader, target)));
    for filter in query.filters.iter().filter(|filter| !filter.negated) {
        let Condition::Person(handle) = &filter.condition else { continue };
        let targets = look_up(reader, analyser, &[person_clause(handle)], weights).targets;
        asked.extend(targets.iter().map(|target| touch(reader, target)));
    }
    asked.into_iter().collect()
}

fn touch(reader: &Reader, target: &Target) -> io::Result<()> {
    let mut touched = Vec::new();
    for way in target.alternatives.iter().flatten() {
        match way {
            MatchPlan::Terms { all, .. } => {
                for (term, field) in
                    all.iter().flatten().flat_map(|term| reader.text_fields().map(|field| (term, field)))
                {
                    touched.push(reader.touch(field, &term.term, IndexRecordOption::WithFreqs));
                }
            }
            MatchPlan::Phrase(words) => {
                for term in words.iter().flatten() {
                    for field in [&reader.heading, &reader.body] {
                        touched.push(reader.touch(field, &term.term, IndexRecordOption::WithFreqsAndPositions));
                    }
                }
            }
            MatchPlan::Time(_) => {}
        }
    }
    touched.into_iter().collect()
}

fn person_clause(handle: &str) -> Clause {
    let unit = Unit::Word { text: handle.to_owned(), prefix: false };
    Clause { occur: Occur::Should, alternatives: vec![unit] }
}

fn add(sums: &mut [Sum], target: &Target, matches: &Matches) {
    for hit in &matches.matches {
        let sum = &mut sums[hit.document as usize];
        match target.occur {
            Occur::MustNot => sum.excluded |= hit.full,
            occur => {
                sum.score += hit.score;
                let share = if hit.full { 1.0 } else { (hit.score / matches.importance).clamp(0.0, 0.9) };
                sum.covered += importance(matches) * share;
                sum.full += u32::from(hit.full);
                sum.required += u32::from(occur == Occur::Must && hit.full);
            }
        }
    }
}

/// What a clause weighs when shares of the query are compared. Even a word that nearly all have is a part of what was asked for.
fn importance(matches: &Matches) -> f32 {
    const LEAST: f32 = 1.0;
    matches.importance.max(LEAST)
}

/// Sections in which the persons of the filters are named come before those that mention them elsewhere.
fn add_persons(
    reader: &Reader,
    analyser: &mut Analyser,
    query: &ParsedQuery,
    weights: &Weights,
    sums: &mut [Sum],
) -> io::Result<()> {
    for filter in query.filters.iter().filter(|filter| !filter.negated) {
        let Condition::Person(handle) = &filter.condition else { continue };
        for target in look_up(reader, analyser, &[person_clause(handle)], weights).targets {
            for hit in evaluate(reader, &target, weights)?.matches {
                sums[hit.document as usize].score += weights.person * hit.score;
            }
        }
    }
    Ok(())
}

/// The days from the oldest to the newest call.
fn span(reader: &Reader) -> (u32, u32) {
    let dated = || reader.dates.iter().copied().filter(|date| *date > 0);
    (dated().min().unwrap_or_default(), dated().max().unwrap_or_default())
}

struct Order<'a> {
    reader: &'a Reader,
    weights: &'a Weights,
    newest: (u32, u32),
    sort: Sort,
}

impl Order<'_> {
    /// What a document's nature makes of its score.
    fn factor(&self, document: DocId) -> f32 {
        let traits = self.reader.traits[document as usize];
        let role = match traits.role {
            Role::Topic => 1.0,
            Role::Structure => self.weights.structure,
            Role::Participants => self.weights.participants,
            Role::Chores => self.weights.chores,
            Role::Boilerplate => self.weights.boilerplate,
        };
        let kind = if traits.kind == Kind::Action { self.weights.action } else { 1.0 };
        let community = if traits.community { self.weights.community } else { 1.0 };
        role * kind * community * (1.0 + self.weights.recency * self.recency(document))
    }

    /// 0 for the oldest call and those without a date, 1 for the newest.
    fn recency(&self, document: DocId) -> f32 {
        let (oldest, newest) = self.newest;
        let date = self.reader.dates[document as usize];
        if date == 0 || oldest == newest {
            return 0.0;
        }
        let days = |date| crate::dates::days_from_civil(date);
        #[expect(clippy::cast_precision_loss, reason = "a few thousand days")]
        let share = (days(date) - days(oldest)) as f32 / (days(newest) - days(oldest)).max(1) as f32;
        share
    }

    /// A call of which a section has a higher score has nothing to add; it goes behind the sections of all calls. That holds
    /// even if only the call has all words: what stands in different sections was hardly meant.
    fn lower_calls(&self, results: &mut [Ranked]) {
        let mut best: Option<(u32, Ranked)> = None;
        // From the end, because the call stands before its sections.
        for result in results.iter_mut().rev() {
            let call = self.reader.calls[result.document as usize];
            let section = best.filter(|(other, _)| *other == call).map(|(_, section)| section);
            if !self.reader.is_call(result.document) {
                if section.is_none_or(|section| (result.complete, result.score) > (section.complete, section.score)) {
                    best = Some((call, *result));
                }
            } else if let Some(section) = section
                && (section.score >= result.score || section.complete && !result.complete)
            {
                result.score *= self.weights.call_echo;
                result.complete &= section.complete;
            }
        }
    }

    fn compare(&self, a: &Ranked, b: &Ranked) -> Ordering {
        let date = |ranked: &Ranked| self.reader.dates[ranked.document as usize];
        // Undated pages come last in both directions.
        let by_age = || match self.sort {
            Sort::Relevance => Ordering::Equal,
            Sort::Newest => date(b).cmp(&date(a)),
            Sort::Oldest => date(a).wrapping_sub(1).cmp(&date(b).wrapping_sub(1)),
        };
        b.complete
            .cmp(&a.complete)
            .then_with(by_age)
            .then_with(|| b.score.total_cmp(&a.score))
            .then_with(|| date(b).cmp(&date(a)))
            .then_with(|| a.document.cmp(&b.document))
    }
}

/// The terms of a query, for [`crate::snippet`].
pub(crate) fn terms(targets: &[Target]) -> Vec<String> {
    let mut terms = Vec::new();
    for way in targets
        .iter()
        .filter(|target| target.occur != Occur::MustNot)
        .flat_map(|target| target.alternatives.iter().flatten())
    {
        match way {
            MatchPlan::Terms { all, .. } | MatchPlan::Phrase(all) => {
                terms.extend(all.iter().flatten().map(|weighted| weighted.term.clone()));
            }
            MatchPlan::Time(_) => {}
        }
    }
    terms.sort();
    terms.dedup();
    terms
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
