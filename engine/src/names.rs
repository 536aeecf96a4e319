//! The pages that have a name of their own (teams, topics, people, references), and which of them a query means.
//!
//! A name is compared word by word with the query, in the terms of the index: capitals, accents, plurals and both sides of the Atlantic
//! do not matter. A query may be a whole question; whoever asks "what was decided about volume encryption?" is led to the topic.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::fold::{other_spellings, umlaut_spellings};
use crate::query::{Clause, Condition, Occur, ParsedQuery, Unit};
use crate::tokenize::{Analyser, Form};
use crate::words::{begins_question, is_function_word, is_question_verb};

/// So many pages are offered, at most.
const MOST: usize = 4;
/// So many synonyms are searched with a name, at most.
const MOST_SYNONYMS: usize = 12;

/// What has a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum NamedKind {
    Team,
    Topic,
    Person,
    Reference,
}

/// A page by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name as it is shown: `Zuul`, `@ann`, `standards#594`.
    pub label: String,
    /// The page, below the site's root.
    pub url: String,
    /// What it is.
    pub kind: NamedKind,
    /// In how many calls it is spoken of.
    pub calls: u32,
    /// The day of the last of them (`yyyymmdd`), 0 for none.
    pub last: u32,
    /// How many decisions it has, a person how many open actions.
    pub records: u32,
    /// What it is called in the query language: the slug of a team, the full form of a reference; empty for the label.
    pub key: String,
    /// Other names.
    pub also: Vec<String>,
}

/// A [`Named`] as files hold it, a list of the values in their order.
pub type NamedRow = (String, String, NamedKind, u32, u32, u32, String, Vec<String>);

impl From<NamedRow> for Named {
    fn from((label, url, kind, calls, last, records, key, also): NamedRow) -> Self {
        Self { label, url, kind, calls, last, records, key, also }
    }
}

impl From<Named> for NamedRow {
    fn from(Named { label, url, kind, calls, last, records, key, also }: Named) -> Self {
        (label, url, kind, calls, last, records, key, also)
    }
}

/// A page that a query means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the other fields are described in Named")]
pub struct NamedHit {
    pub label: String,
    pub url: String,
    pub kind: NamedKind,
    pub calls: u32,
    pub last: u32,
    pub records: u32,
    /// The filter for what belongs to it: `team:iaas`.
    pub filter: String,
    /// The query has the name in it, and little else: the page is what was looked for.
    pub leads: bool,
    /// The query is the name and nothing else.
    pub whole: bool,
    /// The other names of a topic that the query is the name of.
    pub synonyms: Vec<String>,
    /// The query that finds these as well; empty without any.
    pub expanded: String,
}

/// All pages that have a name.
#[derive(Debug, Default)]
pub struct Names {
    pages: Vec<(Named, Vec<Name>)>,
}

/// One name of a page.
#[derive(Debug)]
struct Name {
    words: Vec<Word>,
    /// It is the page's own, not another name or a part of one.
    is_label: bool,
}

/// A word of a name or of a query.
#[derive(Debug, Clone)]
struct Word {
    raw: String,
    folded: String,
    terms: Vec<String>,
    german: Option<String>,
}

impl Word {
    fn is_same(&self, other: &Self) -> bool {
        let german = self.german.is_some() && self.german == other.german;
        self.folded == other.folded || german || self.terms.iter().any(|term| other.terms.contains(term))
    }

    fn is_number(&self) -> bool {
        self.folded.bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// The words of a query, and what may be made of them.
struct Asked {
    /// Those that mean something.
    words: Vec<Word>,
    /// The last one may be the beginning of a word.
    is_begun: bool,
    /// Somebody was asked for by handle.
    has_handle: bool,
}

/// How well a name fits, the best first: by sort, number of words, whether they stand together.
type Fit = (u8, Reverse<usize>, bool);

const IS_QUERY: u8 = 0;
const IN_QUERY: u8 = 1;
const BEGINS_SO: u8 = 2;
const HAS_WORD: u8 = 3;

impl Names {
    /// Reads the names of pages, which come with the most frequent first.
    pub fn new(pages: Vec<Named>) -> Self {
        let mut analyser = Analyser::for_queries(true);
        let named = |page: Named| {
            let mut names = Vec::new();
            for (text, is_label) in spellings(&page) {
                let mut words = words(&mut analyser, &text);
                if words.iter().any(|word| !is_function_word(&word.folded)) {
                    words.retain(|word| !is_function_word(&word.folded));
                }
                if !words.is_empty() {
                    names.push(Name { words, is_label });
                }
            }
            (page, names)
        };
        Self { pages: pages.into_iter().map(named).collect() }
    }

    /// The pages that a query means, the best first. `corrections` are words of the query and what was searched in their place.
    pub fn find(&self, query: &ParsedQuery, corrections: &[(String, String)]) -> Vec<NamedHit> {
        let Some(asked) = asked(query, corrections) else { return Vec::new() };
        let mut found: Vec<(Fit, usize, bool)> = Vec::new();
        for (index, (page, names)) in self.pages.iter().enumerate() {
            let fits = names.iter().filter_map(|name| Some((asked.fit(name, page.kind)?, !name.is_label)));
            if let Some((fit, is_other)) = fits.min() {
                found.push((fit, index, !is_other));
            }
        }
        // Pages come with the most frequent first, and sorting keeps that order.
        found.sort_by_key(|(fit, ..)| *fit);
        found.truncate(MOST);
        found.into_iter().map(|(fit, index, is_label)| self.hit(&asked, fit, index, is_label)).collect()
    }

    fn hit(&self, asked: &Asked, (sort, Reverse(words), apart): Fit, index: usize, is_label: bool) -> NamedHit {
        let (page, names) = &self.pages[index];
        let whole = sort == IS_QUERY;
        let is_told_by_handle = page.kind != NamedKind::Person || asked.has_handle;
        let leads = match sort {
            IS_QUERY | BEGINS_SO => true,
            IN_QUERY => !apart && is_told_by_handle && words * 2 >= asked.words.len(),
            _ => false,
        };
        let synonyms =
            if whole && is_label && page.kind == NamedKind::Topic { synonyms(page, names) } else { Vec::new() };
        let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join("/");
        let own: Vec<&str> = asked.words.iter().map(|word| word.raw.as_str()).collect();
        let expanded: Vec<String> =
            std::iter::once(own.join("/")).chain(synonyms.iter().map(|name| joined(name))).collect();
        NamedHit {
            label: page.label.clone(),
            url: page.url.clone(),
            kind: page.kind,
            calls: page.calls,
            last: page.last,
            records: page.records,
            filter: filter(page),
            leads,
            whole,
            expanded: if synonyms.is_empty() { String::new() } else { expanded.join(" OR ") },
            synonyms,
        }
    }
}

fn filter(page: &Named) -> String {
    let key = if page.key.is_empty() { page.label.trim_start_matches('@') } else { &page.key };
    let field = match page.kind {
        NamedKind::Team => "team",
        NamedKind::Topic => "topic",
        NamedKind::Person => "person",
        NamedKind::Reference => "ref",
    };
    if key.contains(char::is_whitespace) { format!("{field}:\"{key}\"") } else { format!("{field}:{key}") }
}

/// The label, the label without what it has in brackets, the parts of one with slashes; the other names.
fn spellings(page: &Named) -> Vec<(String, bool)> {
    let mut texts = vec![(page.label.clone(), true)];
    if matches!(page.kind, NamedKind::Team | NamedKind::Topic) {
        let bare = page.label.split(" (").next().unwrap_or_default();
        if bare != page.label {
            texts.push((bare.to_owned(), true));
        }
        if bare.contains(" / ") {
            texts.extend(bare.split(" / ").map(|part| (part.to_owned(), false)));
        }
    }
    texts.extend(page.also.iter().map(|name| (name.clone(), false)));
    texts
}

/// The other names of a topic, each once: not those that are the label in another spelling.
fn synonyms(page: &Named, names: &[Name]) -> Vec<String> {
    let mut analyser = Analyser::for_queries(true);
    let is_same = |a: &[Word], b: &[Word]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_same(b));
    let mut known: Vec<Vec<Word>> =
        names.iter().filter(|name| name.is_label).map(|name| name.words.iter().map(with_spellings).collect()).collect();
    let mut synonyms = Vec::new();
    for name in &page.also {
        let words: Vec<Word> = words(&mut analyser, name).iter().map(with_spellings).collect();
        let is_word = name.chars().all(|character| !matches!(character, '"' | ':' | '*'));
        if is_word && !words.is_empty() && !known.iter().any(|other| is_same(other, &words)) {
            known.push(words);
            synonyms.push(name.clone());
        }
    }
    synonyms.truncate(MOST_SYNONYMS);
    synonyms
}

/// The words of a text, identifiers in their parts.
fn words(analyser: &mut Analyser, text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for word in analyser.query_words(text) {
        if let ([form], None) = (word.parts.as_slice(), &word.last) {
            words.push(Word { raw: word.raw, folded: word.folded, ..word_of(form) });
        } else {
            words.extend(word.parts.iter().map(word_of));
        }
    }
    words
}

fn word_of(form: &Form) -> Word {
    let terms = std::iter::once(&form.term).chain(&form.bare).cloned().collect();
    Word { raw: form.term.clone(), folded: form.term.clone(), terms, german: form.german.clone() }
}

/// A word with the other spellings it may have.
fn with_spellings(word: &Word) -> Word {
    let mut word = word.clone();
    let own = word.terms[0].clone();
    word.terms.extend(other_spellings(&own).into_iter().chain(umlaut_spellings(&own)));
    word
}

/// The words of a query; `None` for one that asks for something else than a page: with phrases, signs or filters.
fn asked(query: &ParsedQuery, corrections: &[(String, String)]) -> Option<Asked> {
    let mut analyser = Analyser::for_queries(true);
    let mut all: Vec<Word> = Vec::new();
    let mut is_begun = false;
    for Clause { occur, alternatives } in &query.clauses {
        let (Occur::Should, [unit]) = (occur, alternatives.as_slice()) else { return None };
        is_begun = false;
        match unit {
            Unit::Word { text, prefix } => {
                all.extend(words(&mut analyser, text));
                is_begun = *prefix;
            }
            Unit::Time { text, .. } => all.extend(words(&mut analyser, text)),
            Unit::Phrase(_) => return None,
        }
    }
    let is_question = all.first().is_some_and(|word| begins_question(&word.folded));
    let means_nothing = |word: &Word| is_function_word(&word.folded) || is_question && is_question_verb(&word.folded);
    if !all.iter().all(means_nothing) {
        let last_is_begun = is_begun && all.last().is_some_and(|word| !means_nothing(word));
        is_begun = last_is_begun;
        all.retain(|word| !means_nothing(word));
    }
    let mut has_handle = false;
    for filter in &query.filters {
        let (Condition::Person(handle), false) = (&filter.condition, filter.negated) else { return None };
        has_handle = true;
        // What is begun stays the last.
        let at = all.len().saturating_sub(usize::from(is_begun));
        all.splice(at..at, words(&mut analyser, handle));
    }
    for word in &mut all {
        *word = with_spellings(word);
        let of_word =
            corrections.iter().filter(|(typed, _)| [&word.raw, &word.folded, &word.terms[0]].contains(&typed));
        let corrected: Vec<String> = of_word.map(|(_, used)| used.clone()).collect();
        word.terms.extend(corrected);
    }
    (!all.is_empty()).then_some(Asked { words: all, is_begun, has_handle })
}

impl Asked {
    fn fit(&self, name: &Name, kind: NamedKind) -> Option<Fit> {
        let places: Option<Vec<usize>> =
            name.words.iter().map(|word| self.words.iter().position(|asked| asked.is_same(word))).collect();
        if let Some(mut places) = places {
            places.sort_unstable();
            places.dedup();
            let (count, all) = (places.len(), self.words.len());
            let apart = places[count - 1] - places[0] + 1 > count;
            if count == all {
                return Some((IS_QUERY, Reverse(count), apart));
            }
            // A number alone means everything; a handle may be a word.
            let is_number = name.words.iter().all(Word::is_number);
            let is_short_handle = kind == NamedKind::Person && !self.has_handle && name.words[0].folded.len() < 4;
            return (!is_number && !is_short_handle).then_some((IN_QUERY, Reverse(count), apart));
        }
        if !self.is_begun {
            return None;
        }
        let last = self.words.len() - 1;
        let begins = |(index, asked): (usize, &Word)| {
            name.words.iter().any(|word| asked.is_same(word) || index == last && word.folded.starts_with(&asked.folded))
        };
        if !self.words.iter().enumerate().all(begins) || self.words[last].folded.len() < 2 {
            return None;
        }
        let in_order = self.words.iter().zip(&name.words).enumerate().all(|(index, (asked, word))| {
            asked.is_same(word) || index == last && word.folded.starts_with(&asked.folded)
        });
        Some((if in_order { BEGINS_SO } else { HAS_WORD }, Reverse(self.words.len()), false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    fn page(label: &str, kind: NamedKind, calls: u32, also: &[&str]) -> Named {
        let also = also.iter().map(|name| (*name).to_owned()).collect();
        let (label, url) = (label.to_owned(), format!("{label}/"));
        Named { label, url, kind, calls, last: 20_240_703, records: 0, key: String::new(), also }
    }

    fn names() -> Names {
        Names::new(vec![
            page("@garloff", NamedKind::Person, 300, &[]),
            page("Zuul", NamedKind::Topic, 200, &[]),
            page("Team IaaS", NamedKind::Team, 90, &["IaaS"]),
            page("SIG Documentation", NamedKind::Team, 80, &["SIG Docs"]),
            page("@mbuechse", NamedKind::Person, 70, &[]),
            page("Key manager / Barbican", NamedKind::Topic, 30, &[]),
            page("Flavor naming", NamedKind::Topic, 20, &["flavour names", "naming scheme"]),
            page("Volume encryption", NamedKind::Topic, 16, &["volume encryption", "disk encryption", "luks"]),
            page("Image encryption", NamedKind::Topic, 12, &[]),
            page("standards#594", NamedKind::Reference, 6, &[]),
            page("#12", NamedKind::Reference, 2, &[]),
            page("Räumliche Trennung", NamedKind::Topic, 2, &[]),
            page("議事録", NamedKind::Topic, 2, &[]),
        ])
    }

    fn find(query: &str, as_you_type: bool) -> Vec<NamedHit> {
        names().find(&parse(query, None, as_you_type), &[])
    }

    fn leading(query: &str) -> Vec<String> {
        find(query, false).into_iter().filter(|hit| hit.leads).map(|hit| hit.label).collect()
    }

    #[test]
    fn questions_lead_to_what_they_are_about() {
        for (query, label) in [
            ("what was decided about volume encryption?", "Volume encryption"),
            ("disk encryption", "Volume encryption"),
            ("encrypted volumes volume encryption", "Volume encryption"),
            ("flavour naming", "Flavor naming"),
            ("IaaS report", "Team IaaS"),
            ("last SIG Documentation call", "SIG Documentation"),
            ("standards 594", "standards#594"),
            ("standard#594", "standards#594"),
            ("what does @mbuechse owe us", "@mbuechse"),
            ("garloff", "@garloff"),
            ("barbican", "Key manager / Barbican"),
            ("raeumliche trennung", "Räumliche Trennung"),
            ("議事録", "議事録"),
            ("#12", "#12"),
        ] {
            assert_eq!(leading(query).first().map(String::as_str), Some(label), "{query}");
        }
    }

    #[test]
    fn a_name_among_much_else_does_not_lead() {
        assert_eq!(leading("zuul zookeeper outage post mortem"), [""; 0]);
        assert_eq!(find("zuul zookeeper outage post mortem", false)[0].label, "Zuul");
        // A handle is a word like others until it is written as one.
        assert_eq!(leading("garloff said"), [""; 0]);
        for query in ["encryption", "12 factor", "is:decision zuul", "\"zuul\"", "+zuul", "-zuul", "", "the", "ceph"] {
            assert!(find(query, false).is_empty(), "{query}");
        }
    }

    #[test]
    fn a_beginning_is_enough_while_typing() {
        let labels = |query| find(query, true).into_iter().map(|hit| (hit.label, hit.leads)).collect::<Vec<_>>();
        assert_eq!(labels("zu"), [("Zuul".to_owned(), true)]);
        assert_eq!(labels("volume enc"), [("Volume encryption".to_owned(), true)]);
        assert_eq!(labels("encryp"), [("Volume encryption".to_owned(), false), ("Image encryption".to_owned(), false)]);
        assert!(find("zu ", true).is_empty());
    }

    #[test]
    fn a_name_brings_its_synonyms() {
        let hit = &find("volume encryption", false)[0];
        assert_eq!((hit.whole, hit.filter.as_str()), (true, "topic:\"Volume encryption\""));
        assert_eq!(hit.synonyms, ["disk encryption", "luks"]);
        assert_eq!(hit.expanded, "volume/encryption OR disk/encryption OR luks");
        assert_eq!(find("flavor naming", false)[0].synonyms, ["naming scheme"]);
        assert_eq!(find("disk encryption", false)[0].expanded, "");
    }

    #[test]
    fn corrected_words_count() {
        let corrections = [("encyrption".to_owned(), "encrypt".to_owned())];
        let found = names().find(&parse("volume encyrption", None, false), &corrections);
        assert_eq!(found[0].label, "Volume encryption");
    }
}
