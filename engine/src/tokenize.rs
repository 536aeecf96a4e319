//! From text to the terms of the index. The same code reads documents, queries and snippets, so they cannot drift apart.
//!
//! - A word is folded (see [`fold`]) and, when it has only the letters a to z, stemmed with the Snowball algorithm for the language of the
//!   note. A query has no language: in an archive with German notes its words are looked for by both stems.
//! - A word with an umlaut gives both spellings without it, at the same position.
//! - An identifier gives its parts at following positions, and at the position of the first part the whole without its
//!   separators (`scs-0104-v1` → `scs0104v1`) and every beginning of two or more parts (`scs0104`). So `status-page`, `statuspage`
//!   and `Status_Page` are one term, and a phrase that goes on after an identifier still has its words one after the other,
//!   because the synthetic terms take no position of their own.
//! - Between two digits the separator stays, as a dot: `6.0.2` is not `602`. A purely numeric identifier (a version, a date)
//!   takes a single position, its parts are not terms, apart from a leading year.
//! - A version within an identifier (`tool-v0.9`, `v1.28.3-rc1`) is read as one standing alone, and the `v` before it says nothing:
//!   `1.28.3` and `v1.28.3` are one term, of which `1.28` is the beginning. Only the number with its `v` (`v1`) is a term beside it.
//! - Capitals within a word do not divide it: with `open` and `stack` in every `OpenStack`, a search for cluster stacks would drown.
//!   The query side joins words instead (`network policy` finds `NetworkPolicy`), and looks for a word that is nowhere inside of others.
//! - In scripts without blanks each letter and the one after it are a term, and the last letter of a run is one by itself: so a single
//!   letter is found as the beginning of terms, and a word by its pairs one after the other (see [`crate::unspaced`]).
//! - Links are no prose. Their words (see [`crate::scan::link_words`]) are read for the field `context` only, where they count little.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use frostem::{Algorithm, Stemmer};
use tantivy::tokenizer::{PreTokenizedString, Token, TokenStream, Tokenizer};

use crate::document::Language;
use crate::fold::{Folded, fold};
use crate::scan::{chunks, link_words, parts};
use crate::unspaced::{is_unspaced, letters};

/// Longer words are no words; they are skipped, but keep their position.
const LONGEST_PART: usize = 48;
/// An identifier of more parts is a sentence in disguise; it has no whole.
const MOST_PARTS: usize = 6;

/// The term or terms of one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    /// The folded and stemmed word; empty for a word too long to be one.
    pub(crate) term: String,
    /// The other spelling of a word with an umlaut.
    pub(crate) bare: Option<String>,
    /// The term in German notes, where a query is read that asks those of both languages.
    pub(crate) german: Option<String>,
    /// It stands for all terms that begin so: a single letter of a script without blanks.
    pub(crate) is_beginning: bool,
}

impl Form {
    fn of(term: String) -> Self {
        Self { term, bare: None, german: None, is_beginning: false }
    }
}

/// A term and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    pub(crate) term: &'a str,
    /// Counted in words.
    pub(crate) position: usize,
    /// In bytes.
    pub(crate) start: usize,
    /// In bytes.
    pub(crate) end: usize,
}

/// One word or identifier of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryWord {
    /// As it was typed.
    pub(crate) raw: String,
    /// What it was folded to, separators dropped, not stemmed.
    pub(crate) folded: String,
    /// The terms of its parts; one for a plain word.
    pub(crate) parts: Vec<Form>,
    /// The term of the whole, for an identifier.
    pub(crate) whole: Option<Form>,
    /// For a run of a script without blanks, of which `parts` are the pairs, its last letter: a term where the run ends.
    pub(crate) last: Option<Form>,
}

/// What of a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Everything that is not a link.
    Prose,
    /// The words of links only.
    Links,
}

/// Reads text. It remembers the words it has seen: a text has few different ones, and stemming is what costs.
#[derive(Clone)]
pub(crate) struct Analyser {
    stemmer: Stemmer,
    /// Beside the other, for queries.
    german: Option<Stemmer>,
    /// Words as they stand in texts, and the place of their form.
    seen: HashMap<Box<str>, usize>,
    forms: Vec<Form>,
}

/// One for the texts of each language, which goes on remembering from one text to the next.
#[derive(Default)]
pub(crate) struct Analysers(BTreeMap<Language, Analyser>);

impl Analysers {
    /// That of a language.
    pub(crate) fn of(&mut self, language: Language) -> &mut Analyser {
        self.0.entry(language).or_insert_with(|| Analyser::new(language))
    }
}

impl Analyser {
    /// Reads texts of a language.
    pub(crate) fn new(language: Language) -> Self {
        let algorithm = match language {
            Language::English => Algorithm::English,
            Language::German => Algorithm::German,
        };
        Self { stemmer: Stemmer::new(algorithm), german: None, seen: HashMap::new(), forms: Vec::new() }
    }

    /// Reads queries, in an archive with German notes for both languages.
    pub(crate) fn for_queries(has_german: bool) -> Self {
        let german = has_german.then(|| Stemmer::new(Algorithm::German));
        Self { german, ..Self::new(Language::English) }
    }

    /// Whether words are read as German, too.
    pub(crate) fn has_german(&self) -> bool {
        self.german.is_some()
    }

    /// The term or terms of one word as it stands in a text.
    pub(crate) fn form(&mut self, word: &str) -> &Form {
        let place = match self.seen.get(word) {
            Some(place) => *place,
            None => {
                let form = self.fresh_form(word);
                self.seen.insert(word.into(), self.forms.len());
                self.forms.push(form);
                self.forms.len() - 1
            }
        };
        &self.forms[place]
    }

    fn fresh_form(&self, word: &str) -> Form {
        if word.len() > LONGEST_PART {
            return Form::of(String::new());
        }
        let Folded { main, bare } = fold(word);
        let form = self.folded_form(&main);
        // The German stems of both spellings are one.
        let bare = bare.map(|bare| self.stem(&bare)).filter(|bare| *bare != form.term);
        Form { bare, ..form }
    }

    /// The term or terms of a word that was folded.
    pub(crate) fn folded_form(&self, folded: &str) -> Form {
        let term = self.stem(folded);
        let german = self.german.as_ref().map(|stemmer| stem(stemmer, folded)).filter(|german| *german != term);
        Form { german, ..Form::of(term) }
    }

    /// The stem of a folded word.
    pub(crate) fn stem(&self, folded: &str) -> String {
        stem(&self.stemmer, folded)
    }

    /// Hands every term of a text to `sink`, in order.
    pub(crate) fn read(&mut self, text: &str, reading: Reading, sink: &mut dyn FnMut(Piece<'_>)) {
        if reading == Reading::Links && !text.contains("://") && !text.contains("www.") {
            return;
        }
        let mut position = 0;
        for chunk in chunks(text) {
            let raw = &text[chunk.range.clone()];
            match (reading, chunk.is_link) {
                (Reading::Prose, false) => position += self.read_chunk(raw, chunk.range.start, position, sink),
                (Reading::Links, true) => {
                    for word in link_words(raw) {
                        position += self.read_chunk(&word, chunk.range.start, position, sink);
                    }
                }
                // A link is one word of the sentence it stands in.
                (Reading::Prose, true) => position += 1,
                (Reading::Links, false) => {}
            }
        }
    }

    /// Reads one word or identifier; returns how many positions it takes.
    fn read_chunk(&mut self, raw: &str, offset: usize, position: usize, sink: &mut dyn FnMut(Piece<'_>)) -> usize {
        if raw.starts_with(is_unspaced) {
            return self.read_run(raw, offset, position, sink);
        }
        let mut ranges = parts(raw);
        let (Some(first), second) = (ranges.next(), ranges.next()) else { return 0 };
        let Some(second) = second else {
            self.emit(&raw[first.clone()], &first, offset, position, sink);
            return 1;
        };
        let all: Vec<Range<usize>> = [first, second].into_iter().chain(ranges).collect();
        let units = units(raw, &all);
        let wholes = self.wholes(raw, &all, &units);
        for (term, end) in &wholes {
            sink(Piece { term, position, start: offset, end: offset + end });
        }
        if is_numeric(raw, &all) && !wholes.is_empty() {
            return 1;
        }
        for (index, unit) in units.iter().enumerate() {
            let range = &all[unit.start];
            self.emit(&raw[range.clone()], range, offset, position + index, sink);
            // One that stands first is the beginning of the whole, whose terms are there.
            if unit.len() > 1 && (index > 0 || wholes.is_empty()) {
                for (term, end) in versions(raw, &all[unit.clone()]) {
                    let start = offset + range.start;
                    sink(Piece { term: &term, position: position + index, start, end: offset + end });
                }
            }
        }
        units.len()
    }

    /// Reads a run of a script without blanks; every letter takes a position.
    fn read_run(&mut self, raw: &str, offset: usize, position: usize, sink: &mut dyn FnMut(Piece<'_>)) -> usize {
        let letters = letters(raw);
        for (index, letter) in letters.iter().enumerate() {
            let range = letter.start..letters.get(index + 1).map_or(letter.end, |next| next.end);
            self.emit(&raw[range.clone()], &range, offset, position + index, sink);
        }
        letters.len()
    }

    fn emit(
        &mut self,
        part: &str,
        range: &Range<usize>,
        offset: usize,
        position: usize,
        sink: &mut dyn FnMut(Piece<'_>),
    ) {
        let form = self.form(part);
        let (start, end) = (offset + range.start, offset + range.end);
        for term in std::iter::once(&form.term).chain(&form.bare).filter(|term| !term.is_empty()) {
            sink(Piece { term, position, start, end });
        }
    }

    /// The term of the whole identifier and those of its beginnings, each with the byte it ends at, shortest first.
    fn wholes(&self, raw: &str, parts: &[Range<usize>], units: &[Range<usize>]) -> Vec<(String, usize)> {
        if parts.len() > MOST_PARTS || raw.len() > LONGEST_PART {
            return Vec::new();
        }
        let mut joined = String::with_capacity(raw.len());
        let mut wholes = Vec::new();
        for (index, range) in parts.iter().enumerate() {
            let mut part = &raw[range.clone()];
            if units.iter().any(|unit| unit.start == index && unit.len() > 1) {
                part = without_v(part);
            }
            let digits_meet =
                joined.ends_with(|c: char| c.is_ascii_digit()) && part.starts_with(|c: char| c.is_ascii_digit());
            if digits_meet {
                joined.push('.');
            }
            joined.push_str(&fold(part).main);
            let is_year = index == 0 && part.len() == 4 && is_numeric(raw, parts);
            if index > 0 || is_year {
                wholes.push((self.stem(&joined), range.end));
            }
        }
        wholes
    }

    /// The words of a query.
    pub(crate) fn query_words(&mut self, text: &str) -> Vec<QueryWord> {
        let mut words = Vec::new();
        for chunk in chunks(text) {
            let raw = &text[chunk.range.clone()];
            if chunk.is_link {
                words.extend(link_words(raw).iter().filter_map(|word| self.query_word(word)));
            } else {
                words.extend(self.query_word(raw));
            }
        }
        words
    }

    fn query_word(&mut self, raw: &str) -> Option<QueryWord> {
        if raw.starts_with(is_unspaced) {
            return self.query_run(raw);
        }
        let ranges: Vec<Range<usize>> = parts(raw).collect();
        let units = units(raw, &ranges);
        let whole = if ranges.len() > 1 { self.wholes(raw, &ranges, &units).pop().map(|(term, _)| term) } else { None };
        let folded: String = ranges.iter().map(|range| fold(&raw[range.clone()]).main).collect();
        let mut forms: Vec<Form> = Vec::new();
        if is_numeric(raw, &ranges) && whole.is_some() {
            forms.extend(whole.clone().map(Form::of));
        } else {
            for unit in &units {
                let form = match versions(raw, &ranges[unit.clone()]).pop() {
                    Some((version, _)) => Form::of(version),
                    None => self.form(&raw[ranges[unit.start].clone()]).clone(),
                };
                forms.extend(Some(form).filter(|form| !form.term.is_empty()));
            }
        }
        let whole = whole.filter(|_| forms.len() > 1).map(|term| match self.folded_form(&folded) {
            // Where digits met, the whole is not what was folded.
            form if form.term == term => form,
            _ => Form::of(term),
        });
        (!forms.is_empty()).then(|| QueryWord { raw: raw.to_owned(), folded, parts: forms, whole, last: None })
    }

    /// The pairs of letters of a run, or its only letter as the beginning of terms.
    fn query_run(&mut self, raw: &str) -> Option<QueryWord> {
        let letters = letters(raw);
        let last = Form { is_beginning: letters.len() == 1, ..self.form(&raw[letters.last()?.clone()]).clone() };
        let mut pairs: Vec<Form> =
            letters.windows(2).map(|pair| self.form(&raw[pair[0].start..pair[1].end]).clone()).collect();
        if pairs.is_empty() {
            pairs.push(last.clone());
        }
        Some(QueryWord {
            raw: raw.to_owned(),
            folded: fold(raw).main,
            parts: pairs,
            whole: None,
            last: (letters.len() > 1).then_some(last),
        })
    }
}

/// The stem of a folded word. Words with digits and foreign letters stay as they are.
fn stem(stemmer: &Stemmer, folded: &str) -> String {
    if folded.len() < 3 || !folded.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return folded.to_owned();
    }
    stemmer.stem(folded).into_owned()
}

/// The parts of an identifier by number, those of a version (`v0.9`, `4.5.0`) together.
fn units(raw: &str, parts: &[Range<usize>]) -> Vec<Range<usize>> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut units = Vec::with_capacity(parts.len());
    let mut first = 0;
    while first < parts.len() {
        let mut end = first + 1;
        if is_number(without_v(&raw[parts[first].clone()])) {
            let goes_on = |next: usize| {
                raw[parts[next - 1].end..parts[next].start] == *"." && is_number(&raw[parts[next].clone()])
            };
            while end < parts.len() && goes_on(end) {
                end += 1;
            }
            if end - first > MOST_PARTS {
                end = first + 1;
            }
        }
        units.push(first..end);
        first = end;
    }
    units
}

/// A part without the `v` that says that it is a version.
fn without_v(part: &str) -> &str {
    part.strip_prefix(['v', 'V']).unwrap_or(part)
}

/// The terms of a version and of its beginnings, each with the byte it ends at; nothing for a single part.
fn versions(raw: &str, parts: &[Range<usize>]) -> Vec<(String, usize)> {
    let [first, rest @ ..] = parts else { return Vec::new() };
    let mut version = without_v(&raw[first.clone()]).to_owned();
    let mut versions = Vec::with_capacity(rest.len());
    for part in rest {
        version.push('.');
        version.push_str(&raw[part.clone()]);
        versions.push((version.clone(), part.end));
    }
    versions
}

/// A version or a date: more than one part, digits only.
fn is_numeric(raw: &str, parts: &[Range<usize>]) -> bool {
    parts.len() > 1 && parts.iter().all(|range| raw[range.clone()].bytes().all(|byte| byte.is_ascii_digit()))
}

/// The analyser as tantivy's indexer wants it.
#[derive(Clone)]
pub(crate) struct IndexTokenizer {
    analyser: Analyser,
    reading: Reading,
}

impl IndexTokenizer {
    pub(crate) fn new(reading: Reading) -> Self {
        Self { analyser: Analyser::new(Language::English), reading }
    }
}

impl Tokenizer for IndexTokenizer {
    type TokenStream<'a> = IndexTokenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> IndexTokenStream<'a> {
        IndexTokenStream { tokenizer: self, text, pending: None, token: Token::default() }
    }
}

/// The terms of a text for the indexer, in another language than the indexer reads.
pub(crate) fn tokens(analyser: &mut Analyser, text: &str, reading: Reading) -> PreTokenizedString {
    let mut tokens = Vec::new();
    analyser.read(text, reading, &mut |piece| {
        let Piece { term, position, start, end } = piece;
        tokens.push(Token { offset_from: start, offset_to: end, position, text: term.to_owned(), position_length: 1 });
    });
    PreTokenizedString { text: String::new(), tokens }
}

/// The terms of one text, for the indexer. It takes them all at once by `process`; `advance` is there because the trait wants it.
pub(crate) struct IndexTokenStream<'a> {
    tokenizer: &'a mut IndexTokenizer,
    text: &'a str,
    pending: Option<std::vec::IntoIter<Token>>,
    token: Token,
}

impl TokenStream for IndexTokenStream<'_> {
    fn advance(&mut self) -> bool {
        if self.pending.is_none() {
            let mut tokens = Vec::new();
            self.process(&mut |token| tokens.push(token.clone()));
            self.pending = Some(tokens.into_iter());
        }
        let next = self.pending.as_mut().and_then(Iterator::next);
        let found = next.is_some();
        self.token = next.unwrap_or_default();
        found
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }

    fn process(&mut self, sink: &mut dyn FnMut(&Token)) {
        let Self { tokenizer, text, token, .. } = self;
        tokenizer.analyser.read(text, tokenizer.reading, &mut |piece| {
            token.text.clear();
            token.text.push_str(piece.term);
            token.position = piece.position;
            token.offset_from = piece.start;
            token.offset_to = piece.end;
            sink(token);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str, reading: Reading) -> Vec<(String, usize)> {
        let mut terms = Vec::new();
        let mut analyser = Analyser::new(Language::English);
        analyser.read(text, reading, &mut |piece| terms.push((piece.term.to_owned(), piece.position)));
        terms
    }

    #[test]
    fn texts_become_terms_at_positions() {
        for (text, expected) in [
            ("Split mandatory flavors", vec![("split", 0), ("mandatori", 1), ("flavor", 2)]),
            (
                "scs-0104-v1 flavors",
                vec![("scs0104", 0), ("scs0104v1", 0), ("scs", 0), ("0104", 1), ("v1", 2), ("flavor", 3)],
            ),
            ("PR standards#594", vec![("pr", 0), ("standards594", 1), ("standard", 1), ("594", 2)]),
            ("os_purpose", vec![("ospurpos", 0), ("os", 0), ("purpos", 1)]),
            ("CVE-2024-32498", vec![("cve2024", 0), ("cve2024.32498", 0), ("cve", 0), ("2024", 1), ("32498", 2)]),
            ("räumlich nah", vec![("raeumlich", 0), ("raumlich", 0), ("nah", 1)]),
            ("OSISM 6.0.2 out", vec![("osism", 0), ("6.0", 1), ("6.0.2", 1), ("out", 2)]),
            ("on 2024-06-14", vec![("on", 0), ("2024", 1), ("2024.06", 1), ("2024.06.14", 1)]),
            ("NetworkPolicy", vec![("networkpolici", 0)]),
            ("to v1.28.3 now", vec![("to", 0), ("1.28", 1), ("1.28.3", 1), ("v1", 1), ("now", 2)]),
            ("tool-v0.9 out", vec![("tool0", 0), ("tool0.9", 0), ("tool", 0), ("v0", 1), ("0.9", 1), ("out", 2)]),
            ("每月例会 ok", vec![("每月", 0), ("月例", 1), ("例会", 2), ("会", 3), ("ok", 4)]),
            ("see https://example.org/x now", vec![("see", 0), ("now", 2)]),
        ] {
            let expected: Vec<(String, usize)> =
                expected.into_iter().map(|(term, position)| (term.to_owned(), position)).collect();
            assert_eq!(terms(text, Reading::Prose), expected, "{text}");
        }
    }

    #[test]
    fn links_are_read_on_their_own() {
        let found = terms("see https://github.com/osism/issues/issues/1027 now", Reading::Links);
        let words: Vec<&str> = found.iter().map(|(term, _)| term.as_str()).collect();
        assert_eq!(words, ["osism", "1027", "issues1027", "issu", "1027"]);
    }

    #[test]
    fn a_word_of_a_query_has_parts_and_a_whole() {
        let mut analyser = Analyser::for_queries(false);
        let words = analyser.query_words("Status-Page räumlich 6.0.2");
        assert_eq!(words[0].whole.as_ref().map(|form| form.term.as_str()), Some("statuspag"));
        assert_eq!(words[0].parts.iter().map(|form| form.term.as_str()).collect::<Vec<_>>(), ["status", "page"]);
        assert_eq!(words[1].parts[0], Form { bare: Some("raumlich".into()), ..Form::of("raeumlich".into()) });
        assert_eq!((words[2].whole.as_ref(), words[2].parts[0].term.as_str()), (None, "6.0.2"));
    }

    #[test]
    fn a_version_is_one_with_and_without_its_v() {
        let mut analyser = Analyser::for_queries(false);
        for (query, parts, whole) in [
            ("1.28.3", vec!["1.28.3"], None),
            ("V1.28.3", vec!["1.28.3"], None),
            ("tool-v0.9", vec!["tool", "0.9"], Some("tool0.9")),
            ("tool-0.9", vec!["tool", "0.9"], Some("tool0.9")),
            ("scs-0104-v1", vec!["scs", "0104", "v1"], Some("scs0104v1")),
            ("v1", vec!["v1"], None),
        ] {
            let words = analyser.query_words(query);
            assert_eq!(words[0].parts.iter().map(|form| form.term.as_str()).collect::<Vec<_>>(), parts, "{query}");
            assert_eq!(words[0].whole.as_ref().map(|form| form.term.as_str()), whole, "{query}");
        }
    }

    #[test]
    fn german_words_have_one_stem() {
        let mut german = Analyser::new(Language::German);
        let stems: Vec<String> =
            ["Häuser", "Haeuser", "Hauses", "Haus"].map(|word| german.form(word).term.clone()).into();
        assert_eq!(stems, ["haus", "haus", "haus", "haus"]);
        assert!(german.form("Häuser").bare.is_none());
        let mut queries = Analyser::for_queries(true);
        assert_eq!(queries.form("Beschlüsse").german.as_deref(), Some("beschluss"));
        assert_eq!(Analyser::for_queries(false).form("Beschlüsse").german, None);
    }

    #[test]
    fn a_run_without_blanks_is_pairs() {
        let mut analyser = Analyser::for_queries(false);
        let words = analyser.query_words("第3回会議");
        let terms: Vec<Vec<&str>> =
            words.iter().map(|word| word.parts.iter().map(|form| form.term.as_str()).collect()).collect();
        assert_eq!(terms, [vec!["第"], vec!["3"], vec!["回会", "会議"]]);
        assert!(words[0].parts[0].is_beginning && !words[2].parts[0].is_beginning);
        assert_eq!(words[2].last.as_ref().map(|form| form.term.as_str()), Some("議"));
    }

    #[test]
    fn the_stream_gives_the_same_by_steps() {
        let mut tokenizer = IndexTokenizer::new(Reading::Prose);
        let mut stream = tokenizer.token_stream("scs-0104 works");
        let mut terms = Vec::new();
        while stream.advance() {
            terms.push(stream.token().text.clone());
        }
        assert_eq!(terms, ["scs0104", "scs", "0104", "work"]);
    }
}
