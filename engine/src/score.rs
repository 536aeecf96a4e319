//! How well each document has one clause of a query: BM25F over the fields, the best of the clause's ways.

use std::io;

use tantivy::DocId;

use crate::lookup::{MatchPlan, Target, Weighted};
use crate::reader::{Reader, TextField, document_id};
use crate::weights::Weights;

/// How a clause matches a document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Match {
    pub(crate) document: DocId,
    pub(crate) score: f32,
    /// The document has what was asked for, not only a part of it or something like it.
    pub(crate) full: bool,
}

/// The matches of one clause in the order of documents, and how much the clause weighs in the query.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Matches {
    pub(crate) matches: Vec<Match>,
    /// What a document with the clause has of the query: the rarity of its word.
    pub(crate) importance: f32,
}

/// Evaluates a clause.
pub(crate) fn evaluate(reader: &Reader, target: &Target, weights: &Weights) -> io::Result<Matches> {
    let mut best = Matches::default();
    for ways in &target.alternatives {
        let mut reference = None;
        for way in ways {
            let found = way_matches(reader, way, weights, reference)?;
            if !found.matches.is_empty() {
                reference.get_or_insert(found.importance);
            }
            best = better(best, found);
        }
    }
    if best.matches.is_empty() {
        best.importance = rarity(reader.documents(), 0);
    }
    Ok(best)
}

/// `reference` is the rarity of the first way, to which the others are levelled: the parts of an identifier are together
/// not worth more than the identifier.
fn way_matches(reader: &Reader, way: &MatchPlan, weights: &Weights, reference: Option<f32>) -> io::Result<Matches> {
    match way {
        MatchPlan::Time(days) => {
            let of_the_time = reader.dates.iter().enumerate().filter(|(_, date)| days.contains(**date));
            let hit = |(document, _)| Match { document: document_id(document), score: weights.time, full: true };
            Ok(Matches { matches: of_the_time.map(hit).collect(), importance: weights.time })
        }
        MatchPlan::Phrase(words) => phrase(reader, words, weights),
        MatchPlan::Terms { all, weight, some, full } => {
            let mut matches = terms(reader, all, *some, *full, weights, reference)?;
            for hit in &mut matches.matches {
                hit.score *= weight;
            }
            Ok(matches)
        }
    }
}

/// For each document the better match of two clauses; the importance is that of the first that has any.
fn better(first: Matches, second: Matches) -> Matches {
    if first.matches.is_empty() {
        return second;
    }
    let importance = first.importance;
    let mut merged = Vec::with_capacity(first.matches.len().max(second.matches.len()));
    let (mut left, mut right) = (first.matches.into_iter().peekable(), second.matches.into_iter().peekable());
    while let Some(document) = [left.peek(), right.peek()].into_iter().flatten().map(|hit| hit.document).min() {
        let left = left.next_if(|hit| hit.document == document);
        let right = right.next_if(|hit| hit.document == document);
        let both = [left, right].into_iter().flatten();
        let merge = |a: Match, b: Match| Match { document, score: a.score.max(b.score), full: a.full || b.full };
        merged.extend(both.reduce(merge));
    }
    Matches { matches: merged, importance }
}

/// Documents that have all of some words, or with `some` at least one.
fn terms(
    reader: &Reader,
    all: &[Vec<Weighted>],
    some: Option<f32>,
    full: bool,
    weights: &Weights,
    reference: Option<f32>,
) -> io::Result<Matches> {
    let words: Vec<Vec<(DocId, f32)>> =
        all.iter().map(|terms| frequencies(reader, terms, weights)).collect::<io::Result<_>>()?;
    let rarities: Vec<f32> = words.iter().map(|found| rarity(reader.documents(), found.len())).collect();
    let total: f32 = rarities.iter().sum();
    let importance = if words.len() > 1 { reference.unwrap_or(total) } else { total };
    let level = if words.len() > 1 && total > 0.0 { importance / total } else { 1.0 };
    let mut sums: Vec<(DocId, f32, f32, usize)> = Vec::new();
    for (found, rarity) in words.iter().zip(&rarities) {
        let scored = found
            .iter()
            .map(|(document, frequency)| (*document, level * rarity * saturate(*frequency, weights), *rarity, 1));
        sums = add(sums, scored);
    }
    let mut matches = Vec::with_capacity(sums.len());
    for (document, score, covered, count) in sums {
        if count == words.len() {
            matches.push(Match { document, score, full });
        } else if let Some(some) = some {
            matches.push(Match { document, score: score * some * covered / total, full: false });
        }
    }
    Ok(Matches { matches, importance })
}

/// Adds the scores of two lists in the order of documents.
fn add(
    sums: Vec<(DocId, f32, f32, usize)>,
    more: impl Iterator<Item = (DocId, f32, f32, usize)>,
) -> Vec<(DocId, f32, f32, usize)> {
    if sums.is_empty() {
        return more.collect();
    }
    let mut merged = Vec::with_capacity(sums.len());
    let mut sums = sums.into_iter().peekable();
    for (document, score, covered, count) in more {
        while let Some(earlier) = sums.next_if(|sum| sum.0 < document) {
            merged.push(earlier);
        }
        let same = sums.next_if(|sum| sum.0 == document).unwrap_or((document, 0.0, 0.0, 0));
        merged.push((document, same.1 + score, same.2 + covered, same.3 + count));
    }
    merged.extend(sums);
    merged
}

/// For each document that has one of the terms, how often, by field: weighted, and in proportion to the field's length.
fn frequencies(reader: &Reader, terms: &[Weighted], weights: &Weights) -> io::Result<Vec<(DocId, f32)>> {
    let mut dense: Vec<f32> = vec![0.0; reader.documents()];
    let fields: [(&TextField, f32, f32); 4] = [
        (&reader.heading, weights.heading, weights.heading_length),
        (&reader.body, 1.0, weights.body_length),
        (&reader.context, weights.context, 0.0),
        (&reader.links, weights.links, 0.0),
    ];
    for (field, boost, length) in fields {
        for Weighted { term, weight } in terms {
            reader.for_each(field, term, |document, frequency| {
                dense[document as usize] += boost * weight * normal(frequency, field, document, length);
            })?;
        }
    }
    Ok(sparse(&dense))
}

fn sparse(dense: &[f32]) -> Vec<(DocId, f32)> {
    dense
        .iter()
        .enumerate()
        .filter(|(_, value)| **value > 0.0)
        .map(|(document, value)| (document_id(document), *value))
        .collect()
}

fn normal(frequency: u32, field: &TextField, document: DocId, length: f32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "frequencies are small")]
    let frequency = frequency as f32;
    if length == 0.0 { frequency } else { frequency / (1.0 - length + length * field.relative_length(document)) }
}

/// Documents that have the words one after the other, in the heading or in the body.
fn phrase(reader: &Reader, words: &[Vec<Weighted>], weights: &Weights) -> io::Result<Matches> {
    let mut dense: Vec<f32> = vec![0.0; reader.documents()];
    let fields = [(&reader.heading, weights.heading, weights.heading_length), (&reader.body, 1.0, weights.body_length)];
    for (field, boost, length) in fields {
        for (document, count) in phrase_in_field(reader, field, words)? {
            dense[document as usize] += boost * normal(count, field, document, length);
        }
    }
    let found = sparse(&dense);
    let importance = rarity(reader.documents(), found.len());
    let hit = |(document, frequency): (DocId, f32)| Match {
        document,
        score: importance * saturate(frequency, weights),
        full: true,
    };
    Ok(Matches { matches: found.into_iter().map(hit).collect(), importance })
}

/// How often the words stand one after the other in each document.
fn phrase_in_field(reader: &Reader, field: &TextField, words: &[Vec<Weighted>]) -> io::Result<Vec<(DocId, u32)>> {
    let mut ends: Option<Vec<(DocId, Vec<u32>)>> = None;
    for terms in words {
        let found = positions(reader, field, terms)?;
        let next = match ends {
            None => found,
            Some(ends) => follow(&ends, &found),
        };
        if next.is_empty() {
            return Ok(Vec::new());
        }
        ends = Some(next);
    }
    let count =
        |(document, positions): (DocId, Vec<u32>)| (document, u32::try_from(positions.len()).unwrap_or(u32::MAX));
    Ok(ends.unwrap_or_default().into_iter().map(count).collect())
}

/// The positions of any of the terms in each document.
fn positions(reader: &Reader, field: &TextField, terms: &[Weighted]) -> io::Result<Vec<(DocId, Vec<u32>)>> {
    let mut found: Vec<(DocId, Vec<u32>)> = Vec::new();
    for Weighted { term, .. } in terms {
        reader.for_each_position(field, term, |document, positions| found.push((document, positions.to_vec())))?;
    }
    if terms.len() > 1 {
        found.sort();
        found = found.into_iter().fold(Vec::new(), |mut merged: Vec<(DocId, Vec<u32>)>, (document, positions)| {
            match merged.last_mut().filter(|last| last.0 == document) {
                Some(last) => {
                    last.1.extend(positions);
                    last.1.sort_unstable();
                    last.1.dedup();
                }
                None => merged.push((document, positions)),
            }
            merged
        });
    }
    Ok(found)
}

/// The positions in `found` that come right after one in `ends`.
fn follow(ends: &[(DocId, Vec<u32>)], found: &[(DocId, Vec<u32>)]) -> Vec<(DocId, Vec<u32>)> {
    let mut next = Vec::new();
    for (document, positions) in found {
        let Ok(index) = ends.binary_search_by_key(document, |end| end.0) else { continue };
        let before = &ends[index].1;
        let follows =
            |position: &&u32| position.checked_sub(1).is_some_and(|previous| before.binary_search(&previous).is_ok());
        let kept: Vec<u32> = positions.iter().filter(follows).copied().collect();
        if !kept.is_empty() {
            next.push((*document, kept));
        }
    }
    next
}

fn saturate(frequency: f32, weights: &Weights) -> f32 {
    frequency * (weights.saturation + 1.0) / (frequency + weights.saturation)
}

/// BM25's inverse document frequency.
fn rarity(documents: usize, having: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a logarithm needs no more precision")]
    let (documents, having) = (documents as f32, having as f32);
    (1.0 + (documents - having + 0.5) / (having + 0.5)).ln()
}
