//! What a list of results shows: the texts of a call, in a file of their own, and the rows made from them.
//!
//! The index has no texts. Whoever shows results fetches the [`Fragment`]s of the calls that were found, ten at most for ten results.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::build::order;
use crate::document::{Kind, Language, SearchDocument};
use crate::engine::{Answer, Hit};
use crate::scan::chunks;
use crate::snippet::{Snippet, cut};
use crate::tokenize::{Analyser, Analysers};

/// The longest snippet, in characters.
pub const SNIPPET: usize = 180;

/// The texts of one call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Fragment {
    /// Path of the source file.
    pub file: String,
    /// The call's page, relative to the site's root.
    pub url: String,
    /// The call's deck.
    pub deck_url: String,
    /// The call's title.
    pub title: String,
    /// What the texts are written in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub language: Language,
    /// Its documents in the order of the index: the call itself first, then by line.
    pub texts: Vec<FragmentText>,
}

/// One document of a call. The meaning of the fields is that of [`SearchDocument`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are described once, in SearchDocument")]
pub struct FragmentText {
    pub line: u32,
    pub heading: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    pub url: String,
    pub deck_url: String,
    pub body: String,
}

/// A result as a list shows it and as `search --json` prints it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are described once, in SearchDocument")]
pub struct Row {
    pub file: String,
    pub line: u32,
    pub url: String,
    pub deck_url: String,
    pub team: String,
    /// `yyyymmdd`.
    pub date: Option<u32>,
    pub title: String,
    pub heading: String,
    pub subject: String,
    pub kind: Kind,
    pub call: u32,
    /// Comparable within one answer only.
    pub score: f32,
    /// The place of the text that has the words.
    pub snippet: Snippet,
}

/// Most archives have one language; their fragments need not say it.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_default(language: &Language) -> bool {
    *language == Language::default()
}

/// The texts of all calls, by call.
pub fn fragments(documents: &[SearchDocument]) -> BTreeMap<u32, Fragment> {
    let mut sorted: Vec<&SearchDocument> = documents.iter().collect();
    sorted.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut fragments: BTreeMap<u32, Fragment> = BTreeMap::new();
    for document in sorted {
        let page = |url: &str| url.split('#').next().unwrap_or_default().to_owned();
        let fragment = fragments.entry(document.call).or_insert_with(|| Fragment {
            file: document.file.clone(),
            url: page(&document.url),
            deck_url: page(&document.deck_url),
            title: document.title.clone(),
            language: document.language,
            texts: Vec::new(),
        });
        let anchor = |url: &str, page: &str| url.strip_prefix(page).unwrap_or(url).to_owned();
        let is_call = document.kind == Kind::Call;
        fragment.texts.push(FragmentText {
            line: document.line,
            heading: document.heading.clone(),
            subject: document.subject.clone(),
            url: anchor(&document.url, &fragment.url),
            deck_url: anchor(&document.deck_url, &fragment.deck_url),
            body: if is_call { document.ancestors.clone() } else { document.body.clone() },
        });
    }
    fragments
}

impl Answer {
    /// The rows of the hits. Hits whose fragment is not there are left out.
    pub fn rows<'a>(&self, fragment: impl Fn(u32) -> Option<&'a Fragment>) -> Vec<Row> {
        self.rows_read_by(&mut Analysers::default(), fragment)
    }

    /// The same; the analysers may know the words of these texts from others.
    pub(crate) fn rows_read_by<'a>(
        &self,
        analysers: &mut Analysers,
        fragment: impl Fn(u32) -> Option<&'a Fragment>,
    ) -> Vec<Row> {
        self.hits.iter().filter_map(|hit| row(hit, fragment(hit.call)?, &self.terms, analysers)).collect()
    }

    /// The misspelt words, and what was searched instead as the rows spell it.
    pub fn corrections_in(&self, rows: &[Row]) -> Vec<(String, String)> {
        let texts: Vec<&str> = rows.iter().flat_map(|row| [row.heading.as_str(), row.snippet.text.as_str()]).collect();
        let spelt =
            |(typed, used): &(String, String)| (typed.clone(), word_of(used, &texts).unwrap_or_else(|| used.clone()));
        self.corrections.iter().map(spelt).collect()
    }
}

fn row(hit: &Hit, fragment: &Fragment, terms: &[String], analysers: &mut Analysers) -> Option<Row> {
    let text = fragment.texts.get(hit.in_call as usize)?;
    let at = |page: &str, rest: &str| {
        if rest.is_empty() || rest.starts_with('#') { format!("{page}{rest}") } else { rest.to_owned() }
    };
    Some(Row {
        file: fragment.file.clone(),
        line: text.line,
        url: at(&fragment.url, &text.url),
        deck_url: at(&fragment.deck_url, &text.deck_url),
        team: hit.team.clone(),
        date: hit.date,
        title: fragment.title.clone(),
        heading: text.heading.clone(),
        subject: text.subject.clone(),
        kind: hit.kind,
        call: hit.call,
        score: hit.score,
        snippet: cut(analysers.of(fragment.language), &text.body, terms, SNIPPET),
    })
}

/// The word of the texts whose term this is: a correction is shown as a word, not as a stem.
fn word_of(term: &str, texts: &[&str]) -> Option<String> {
    let mut analyser = Analyser::for_queries(true);
    let mut words = texts.iter().flat_map(|text| chunks(text).map(|chunk| &text[chunk.range]));
    words
        .find(|word| {
            let form = analyser.form(word);
            form.term == term || form.german.as_deref() == Some(term)
        })
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use crate::tests::{archive, engine, search};

    #[test]
    fn rows_say_what_the_documents_say() {
        let documents = archive();
        for query in ["zuul", "is:decision", "volume backup", "handbook"] {
            let options = Options { limit: 100, ..Options::default() };
            let hits = engine(&documents).search(query, &options).unwrap().hits;
            let rows = search(&documents, query, &options).rows;
            assert_eq!(rows.len(), hits.len(), "{query}");
            for row in rows {
                let same = |document: &&SearchDocument| {
                    (&document.file, document.line, document.kind) == (&row.file, row.line, row.kind)
                };
                let document = documents.iter().find(same).unwrap();
                let expected = (&document.url, &document.deck_url, &document.heading, &document.title);
                assert_eq!((&row.url, &row.deck_url, &row.heading, &row.title), expected, "{query}");
            }
        }
    }
}
