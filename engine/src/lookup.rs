//! Resolves a query against one index: each word becomes the terms that occur there, with spellings, neighbours, completions, and words joined
//! and split.

use crate::dates::Days;
use crate::fold::{other_spellings, umlaut_spellings, without_umlauts};
use crate::query::{Clause, MOST_CLAUSES, Occur, Unit};
use crate::reader::Reader;
use crate::tokenize::{Analyser, Form, QueryWord};
use crate::weights::Weights;
use crate::words::{begins_question, is_function_word, is_question_verb};

/// Terms that stand for one prefix, at most.
const MOST_BEGINNINGS: usize = 24;
/// Terms that stand for one misspelt word, at most.
const MOST_NEIGHBOURS: usize = 6;
/// A word in no more documents may be a typing error of its writer or its seeker.
const RARE: u32 = 2;
/// What it is taken for stands in so many times more documents.
const MUCH_MORE: u32 = 20;

/// A term of the index and how much an occurrence of it counts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weighted {
    pub(crate) term: String,
    pub(crate) weight: f32,
}

/// One way in which a document can match a clause of the query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum MatchPlan {
    /// Each of these, by any of its terms.
    Terms {
        /// One entry for each word or part.
        all: Vec<Vec<Weighted>>,
        /// What the score is multiplied with.
        weight: f32,
        /// What it is multiplied with when only some are there; `None` when that does not count.
        some: Option<f32>,
        /// A document that has it this way has what was asked for.
        full: bool,
    },
    /// These words one after the other.
    Phrase(Vec<Vec<Weighted>>),
    /// A call of these days.
    Time(Days),
}

/// A clause with the terms of the index in place of its words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Target {
    pub(crate) occur: Occur,
    /// The ways of each alternative; there is more than one only after `OR`.
    pub(crate) alternatives: Vec<Vec<MatchPlan>>,
    /// A result without it does not have all words. Not so for function words among others.
    pub(crate) counts: bool,
}

/// The clauses as terms of this index.
#[derive(Debug, Default)]
pub(crate) struct ResolvedQuery {
    pub(crate) targets: Vec<Target>,
    /// Misspelt words and what they were taken for.
    pub(crate) corrections: Vec<(String, String)>,
    /// Words that are there, and a much more frequent neighbour that they may be misspelt from.
    pub(crate) suggestions: Vec<(String, String)>,
}

/// Looks up all clauses of a query.
pub(crate) fn look_up(
    reader: &Reader,
    analyser: &mut Analyser,
    clauses: &[Clause],
    weights: &Weights,
) -> ResolvedQuery {
    let mut context = Context { reader, analyser, weights, corrections: Vec::new(), suggestions: Vec::new() };
    // A word such as `foo/bar` is two words; from here on they are clauses of their own.
    let mut entries: Vec<(Occur, Vec<Vec<Piece>>)> = Vec::new();
    for clause in clauses {
        let alternatives: Vec<Vec<Piece>> = clause.alternatives.iter().map(|unit| context.pieces(unit)).collect();
        match <[Vec<Piece>; 1]>::try_from(alternatives) {
            Ok([pieces]) => entries.extend(pieces.into_iter().map(|piece| (clause.occur, vec![vec![piece]]))),
            Err(alternatives) => entries.push((clause.occur, alternatives)),
        }
    }
    entries.truncate(MOST_CLAUSES);
    let question = entries.first().is_some_and(|(_, first)| words(first).all(|word| begins_question(&word.folded)));
    let is_function = |alternatives: &[Vec<Piece>]| {
        let plain = alternatives.iter().flatten().all(|piece| matches!(piece, Piece::Word(..)));
        let is_empty = |word: &QueryWord| is_function_word(&word.folded) || question && is_question_verb(&word.folded);
        plain && words(alternatives).all(is_empty)
    };
    let only_function_words = entries.iter().all(|(_, alternatives)| is_function(alternatives));
    let mut targets = Vec::with_capacity(entries.len());
    for (index, (occur, pieces)) in entries.iter().enumerate() {
        if *occur == Occur::Should && is_function(pieces) && !only_function_words {
            continue;
        }
        let mut alternatives: Vec<Vec<MatchPlan>> = pieces.iter().map(|pieces| context.ways(pieces, *occur)).collect();
        if let (Occur::Should, [ways]) = (occur, alternatives.as_mut_slice()) {
            for first in [index.checked_sub(1), Some(index)].into_iter().flatten() {
                ways.extend(context.joined(&entries, first));
            }
        }
        let target = Target { occur: *occur, alternatives, counts: *occur != Occur::MustNot };
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    let Context { corrections, suggestions, .. } = context;
    ResolvedQuery { targets, corrections, suggestions }
}

/// A unit of the query after the tokenizer has seen it.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a query has at most a few dozen, nearly all of them words")]
enum Piece {
    Word(QueryWord, bool),
    Phrase(Vec<Form>),
    Time(Days, Vec<QueryWord>),
}

fn words(alternatives: &[Vec<Piece>]) -> impl Iterator<Item = &QueryWord> {
    alternatives.iter().flatten().filter_map(|piece| if let Piece::Word(word, _) = piece { Some(word) } else { None })
}

struct Context<'a> {
    reader: &'a Reader,
    analyser: &'a mut Analyser,
    weights: &'a Weights,
    corrections: Vec<(String, String)>,
    suggestions: Vec<(String, String)>,
}

impl Context<'_> {
    fn pieces(&mut self, unit: &Unit) -> Vec<Piece> {
        match unit {
            Unit::Word { text, prefix } => {
                let words = self.analyser.query_words(text);
                let last = words.len().saturating_sub(1);
                words.into_iter().enumerate().map(|(index, word)| Piece::Word(word, *prefix && index == last)).collect()
            }
            Unit::Phrase(text) => {
                let mut words = self.analyser.query_words(text);
                // Where a phrase goes on after a run without blanks, the run has to end.
                if let Some(last) = words.last_mut() {
                    last.last = None;
                }
                let forms: Vec<Form> =
                    words.into_iter().flat_map(|word| word.parts.into_iter().chain(word.last)).collect();
                if forms.is_empty() { Vec::new() } else { vec![Piece::Phrase(forms)] }
            }
            Unit::Time { days, text } => vec![Piece::Time(*days, self.analyser.query_words(text))],
        }
    }

    /// The ways to have all of some pieces. More than one piece (`foo/bar` after `OR`) must all be there.
    fn ways(&mut self, pieces: &[Piece], occur: Occur) -> Vec<MatchPlan> {
        match pieces {
            // What must not be there is taken by the word: nobody wants to lose results to a guess.
            [Piece::Word(word, false)] if occur == Occur::MustNot => {
                let all: Vec<Vec<Weighted>> = word.parts.iter().map(|form| self.spellings(form)).collect();
                vec![match word.last {
                    Some(_) => MatchPlan::Phrase(all),
                    None => MatchPlan::Terms { all, weight: 1.0, some: None, full: true },
                }]
            }
            [Piece::Word(word, prefix)] => self.word(word, *prefix),
            [Piece::Phrase(forms)] => {
                let mut all = Vec::with_capacity(forms.len());
                for form in forms.iter().take(MOST_CLAUSES) {
                    all.push(self.spellings_or_neighbours(form, &form.term));
                }
                vec![MatchPlan::Phrase(all)]
            }
            [Piece::Time(days, words)] => {
                let mut all = Vec::new();
                for word in words {
                    all.push(self.spellings(&word.parts[0]));
                }
                let in_text = MatchPlan::Terms { all, weight: self.weights.time_in_text, some: None, full: true };
                vec![MatchPlan::Time(*days), in_text]
            }
            pieces => {
                let mut all = Vec::new();
                for piece in pieces {
                    if let Piece::Word(word, _) = piece {
                        for form in &word.parts {
                            all.push(self.spellings_or_neighbours(form, &form.term));
                        }
                    }
                }
                if all.is_empty() {
                    Vec::new()
                } else {
                    vec![MatchPlan::Terms { all, weight: 1.0, some: None, full: true }]
                }
            }
        }
    }

    fn word(&mut self, word: &QueryWord, prefix: bool) -> Vec<MatchPlan> {
        if let Some(whole) = &word.whole {
            return self.identifier(word, whole, prefix);
        }
        if word.last.is_some() {
            return self.run(word);
        }
        let form = &word.parts[0];
        let mut terms = self.spellings(form);
        self.suggest(word, self.most_frequent(&terms));
        if prefix {
            self.add_beginnings(&mut terms, word, form);
        }
        let mut ways = Vec::new();
        let frequency = self.most_frequent(&terms);
        if frequency == 0 {
            ways.extend(self.split(word, frequency));
            if ways.is_empty() {
                terms = self.neighbours(form, &word.folded, Some(&word.raw));
            }
            // A misspelt word may stand inside of one that is misspelt likewise; what it was meant to be is better.
            ways.extend(self.inside(word, terms.is_empty()));
        } else {
            ways.extend(self.split(word, frequency));
            if frequency <= RARE {
                ways.extend(self.inside(word, true));
            }
            if frequency <= RARE && !prefix {
                ways.extend(self.likely_typo(form, &word.folded, frequency));
            }
        }
        ways.push(single(terms, 1.0, true));
        ways
    }

    /// A run of a script without blanks: its pairs of letters one after the other, else all of them, else some.
    fn run(&mut self, word: &QueryWord) -> Vec<MatchPlan> {
        let all: Vec<Vec<Weighted>> = word.parts.iter().map(|form| self.spellings(form)).collect();
        if all.len() == 1 {
            return all.into_iter().map(|terms| single(terms, 1.0, true)).collect();
        }
        let (weight, some) = (self.weights.parts, Some(self.weights.some_parts));
        let apart = MatchPlan::Terms { all: all.clone(), weight, some, full: true };
        vec![MatchPlan::Phrase(all), apart]
    }

    /// A word that is nowhere, or nearly so, as a part of longer ones: `StopParse` finds `NonStopParse`.
    fn inside(&self, word: &QueryWord, full: bool) -> Option<MatchPlan> {
        const SHORTEST: usize = 4;
        let folded = &word.folded;
        if folded.len() < SHORTEST || !folded.chars().all(char::is_alphabetic) {
            return None;
        }
        let form = &word.parts[0];
        let mut found = self.reader.containing(&form.term, MOST_NEIGHBOURS);
        if found.is_empty() {
            found = self.reader.containing(folded, MOST_NEIGHBOURS);
        }
        let terms: Vec<Weighted> = found.into_iter().map(|(term, _)| Weighted { term, weight: 1.0 }).collect();
        (!terms.is_empty()).then(|| single(terms, self.weights.inside, full))
    }

    /// An identifier: as one term, else all its parts, else some of them.
    fn identifier(&mut self, word: &QueryWord, whole: &Form, prefix: bool) -> Vec<MatchPlan> {
        let wholes = std::iter::once(&whole.term).chain(&whole.german);
        let mut terms: Vec<Weighted> = wholes.map(|term| Weighted { term: term.clone(), weight: 1.0 }).collect();
        if prefix {
            let beginnings = self.reader.beginnings(&whole.term, MOST_BEGINNINGS);
            terms.extend(beginnings.into_iter().map(|(term, _)| Weighted { term, weight: self.weights.prefix }));
        }
        let mut all = Vec::with_capacity(word.parts.len());
        for (index, form) in word.parts.iter().enumerate() {
            let mut terms = self.spellings_or_neighbours(form, &form.term);
            if prefix && index + 1 == word.parts.len() {
                let beginnings = self.reader.beginnings(&form.term, MOST_BEGINNINGS);
                terms.extend(beginnings.into_iter().map(|(term, _)| Weighted { term, weight: self.weights.prefix }));
            }
            all.push(terms);
        }
        let parts =
            MatchPlan::Terms { all, weight: self.weights.parts, some: Some(self.weights.some_parts), full: true };
        vec![single(terms, 1.0, true), parts]
    }

    /// Two neighbouring words of the query as one word of the text: `status page` finds `statuspage` and `status-page`.
    fn joined(&mut self, entries: &[(Occur, Vec<Vec<Piece>>)], first: usize) -> Option<MatchPlan> {
        let (Some(left), Some(right)) = (entries.get(first), entries.get(first + 1)) else { return None };
        let (Some(left), Some(right)) = (plain(left), plain(right)) else { return None };
        if is_function_word(&left.folded)
            || is_function_word(&right.folded)
            || left.folded.len() + right.folded.len() < 5
        {
            return None;
        }
        let form = self.analyser.folded_form(&format!("{}{}", left.folded, right.folded));
        let mut terms = self.spellings(&form);
        if self.most_frequent(&terms) == 0 {
            // Only where one of the two is misspelt may the whole be, too.
            let known =
                self.reader.frequency(&left.parts[0].term) > RARE && self.reader.frequency(&right.parts[0].term) > RARE;
            if known {
                return None;
            }
            terms = self.neighbours(&form, &form.term, None);
        }
        (!terms.is_empty()).then(|| single(terms, self.weights.joined, true))
    }

    /// A word of the query as two words of the text: `storageclass` finds `storage class`.
    fn split(&mut self, word: &QueryWord, frequency: u32) -> Option<MatchPlan> {
        const SHORTEST: usize = 3;
        const MORE: u32 = 3;
        let folded = &word.folded;
        if !folded.is_ascii() || folded.len() < 2 * SHORTEST || !folded.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return None;
        }
        let mut best: Option<(u32, [String; 2])> = None;
        for middle in SHORTEST..=folded.len() - SHORTEST {
            let halves = [&folded[..middle], &folded[middle..]].map(|half| self.analyser.stem(half));
            let known = self.reader.frequency(&halves[0]).min(self.reader.frequency(&halves[1]));
            if known > RARE + MORE * frequency && best.as_ref().is_none_or(|(most, _)| known > *most) {
                best = Some((known, halves));
            }
        }
        best.map(|(_, halves)| MatchPlan::Terms {
            all: halves.map(|term| vec![Weighted { term, weight: 1.0 }]).into(),
            weight: self.weights.split,
            some: None,
            full: frequency == 0,
        })
    }

    /// The terms of a word that are in the index, in all its spellings.
    fn spellings(&self, form: &Form) -> Vec<Weighted> {
        let mut terms = Vec::new();
        for term in std::iter::once(&form.term).chain(&form.bare).chain(&form.german) {
            if self.reader.frequency(term) > 0 {
                terms.push(Weighted { term: term.clone(), weight: 1.0 });
            }
        }
        if form.is_beginning {
            for (term, _) in self.reader.beginnings(&form.term, MOST_BEGINNINGS) {
                if terms.iter().all(|known| known.term != term) {
                    terms.push(Weighted { term, weight: 1.0 });
                }
            }
        }
        if !is_function_word(&form.term) {
            for term in umlaut_spellings(&form.term).into_iter().chain(other_spellings(&form.term)) {
                if terms.iter().all(|known| known.term != term) && self.reader.frequency(&term) > 0 {
                    terms.push(Weighted { term, weight: self.weights.spelling });
                }
            }
        }
        terms
    }

    fn spellings_or_neighbours(&mut self, form: &Form, typed: &str) -> Vec<Weighted> {
        let terms = self.spellings(form);
        if terms.is_empty() { self.neighbours(form, typed, Some(typed)) } else { terms }
    }

    fn most_frequent(&self, terms: &[Weighted]) -> u32 {
        let mut most = 0;
        for weighted in terms {
            most = most.max(self.reader.frequency(&weighted.term));
        }
        most
    }

    fn add_beginnings(&self, terms: &mut Vec<Weighted>, word: &QueryWord, form: &Form) {
        let mut beginnings = self.reader.beginnings(&word.folded, MOST_BEGINNINGS);
        if beginnings.is_empty() && terms.is_empty() {
            beginnings = self.reader.beginnings(&form.term, MOST_BEGINNINGS);
        }
        // In German stems an umlaut is its vowel.
        if self.analyser.has_german() {
            let plain = without_umlauts(&word.folded);
            if plain != word.folded {
                beginnings.extend(self.reader.beginnings(&plain, MOST_BEGINNINGS));
            }
        }
        for (term, _) in beginnings {
            if terms.iter().all(|known| known.term != term) {
                terms.push(Weighted { term, weight: self.weights.prefix });
            }
        }
    }

    /// What a word that is not in the index may have been meant to be: terms one edit away, else two for a longer word.
    /// Stems lose the ends of words, so the word is compared both as typed and as stemmed.
    fn neighbours(&mut self, form: &Form, typed: &str, report: Option<&str>) -> Vec<Weighted> {
        let letters = typed.chars().all(char::is_alphabetic);
        let most_edits = match typed.len() {
            _ if !letters => return Vec::new(),
            0..4 => return Vec::new(),
            4..6 => 1,
            _ => 2,
        };
        for edits in 1..=most_edits {
            let mut found = self.reader.neighbours(&form.term, edits, MOST_NEIGHBOURS);
            if typed != form.term {
                found.extend(self.reader.neighbours(typed, edits, MOST_NEIGHBOURS));
            }
            found.retain(|(term, ..)| term.chars().all(char::is_alphabetic));
            found.sort_by(|a, b| a.1.cmp(&b.1).then(b.2.cmp(&a.2)).then(a.0.cmp(&b.0)));
            let mut terms: Vec<Weighted> = Vec::new();
            for (term, edits, _) in found {
                let weight = if edits <= 1 { self.weights.one_edit } else { self.weights.two_edits };
                if terms.len() < MOST_NEIGHBOURS && terms.iter().all(|known| known.term != term) {
                    terms.push(Weighted { term, weight });
                }
            }
            if let (Some(best), Some(typed)) = (terms.first(), report) {
                self.corrections.push((typed.to_owned(), best.term.clone()));
            }
            if !terms.is_empty() {
                return terms;
            }
        }
        Vec::new()
    }

    /// Notes the word that a word of the index may be misspelt from: one edit away and much more frequent. Writers misspell as well,
    /// so that a misspelt word may be there.
    fn suggest(&mut self, word: &QueryWord, frequency: u32) {
        const SHORTEST: usize = 6;
        if frequency == 0 || word.folded.len() < SHORTEST || !word.folded.chars().all(char::is_alphabetic) {
            return;
        }
        let stem = &word.parts[0].term;
        let found = self.reader.neighbours(stem, 1, MOST_NEIGHBOURS);
        let frequent = found.into_iter().filter(|(term, edits, other)| {
            *edits > 0 && *other >= MUCH_MORE * frequency && term.chars().all(char::is_alphabetic)
        });
        if let Some((term, ..)) = frequent.max_by_key(|(_, _, frequency)| *frequency) {
            self.suggestions.push((word.raw.clone(), with_ending(&term, &word.folded, stem)));
        }
    }

    /// What a word that is nearly never used was probably meant to be. It does not count as the word, so exact hits come first.
    fn likely_typo(&self, form: &Form, typed: &str, frequency: u32) -> Option<MatchPlan> {
        if typed.len() < 5 || !typed.chars().all(char::is_alphabetic) {
            return None;
        }
        let found = self.reader.neighbours(&form.term, 1, MOST_NEIGHBOURS);
        let frequent = |(_, edits, other): &(String, u8, u32)| *edits > 0 && *other >= MUCH_MORE * frequency;
        let terms: Vec<Weighted> =
            found.into_iter().filter(frequent).map(|(term, ..)| Weighted { term, weight: 1.0 }).collect();
        (!terms.is_empty()).then(|| single(terms, self.weights.likely_typo, false))
    }
}

/// A stem as a word: with the ending that another word has behind its own stem.
fn with_ending(term: &str, word: &str, stem: &str) -> String {
    if let Some(ending) = word.strip_prefix(stem) {
        return format!("{term}{ending}");
    }
    // In English stems an `y` is an `i`.
    match (term.strip_suffix('i'), word.ends_with('y')) {
        (Some(beginning), true) => format!("{beginning}y"),
        _ => term.to_owned(),
    }
}

fn single(terms: Vec<Weighted>, weight: f32, full: bool) -> MatchPlan {
    MatchPlan::Terms { all: vec![terms], weight, some: None, full }
}

/// The word of an entry that is a plain word and nothing else.
fn plain((occur, alternatives): &(Occur, Vec<Vec<Piece>>)) -> Option<&QueryWord> {
    match alternatives.as_slice() {
        [pieces] if *occur == Occur::Should => match pieces.as_slice() {
            [Piece::Word(word, _)] if word.whole.is_none() && word.last.is_none() => Some(word),
            _ => None,
        },
        _ => None,
    }
}
