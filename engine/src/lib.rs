//! The search engine of minutebook: what is indexed, how text becomes terms, what a query means and in which order results come.
//!
//! The crate does no I/O, starts no thread and reads no clock, so the very same code builds the index natively and answers
//! queries in a browser. Documents go in as plain data ([`SearchDocument`]), an index comes out as files in memory ([`build`]);
//! an [`Engine`] reads such files through a [`Source`] and gives an [`Answer`]; [`snippet`] cuts the place out of a text that shows why it was
//! found. tantivy supplies the formats on disk and their readers; the scoring over its postings is our own (`score`), because
//! its queries know nothing of results that have all words, of several fields as one, or of a time that is named in words.
//!
//! # Files
//! [`build`] sorts the documents by call (in a call: the call itself, then by line) and writes one segment of tantivy 0.27 with a fixed
//! name, so the same documents give the same bytes. Of each file the part that opening reads is *hot*; a query reads more of the others.
//!
//! | file | what | hot |
//! |---|---|---|
//! | `meta.json` | tantivy's description of the schema and the segment | all |
//! | `teams.tsv` | slug and title of each team, a line each, sorted by slug | all |
//! | `….term` | the term dictionaries (finite state transducers), one for each indexed field; the engine reads their words into one list (`vocabulary`) | all |
//! | `….fieldnorm` | the length of each heading and body, a byte each | all |
//! | `columns.bin` | day, call, kind, role, flags and team of each document | all |
//! | `….fast` | nothing: tantivy writes one in any case | all |
//! | `….idx` | for each term the documents and how often it stands there | footer |
//! | `….pos` | for each term its positions; only phrases read it | footer |
//! | `….store` | nothing: tantivy writes one in any case | footer |
//!
//! # Fields
//! | field | indexed | what it is for |
//! |---|---|---|
//! | `heading` | terms, frequencies, positions | the section's heading; for a call its title and names |
//! | `body` | terms, frequencies, positions | the text |
//! | `context` | terms, frequencies | the headings above, the references, the call's title and names; a call's list of headings |
//! | `links` | terms | the words of the addresses in the text |
//! | `keys` | whole values | `person:garloff`, `topic:volume-encryption`, `ref:standards#594` for the filters; `language:german` |
//!
//! The columns are not tantivy's (`columns` says why): day (`yyyymmdd`, 0 for none), ordinal of the call, kind, role, flags and team. Nothing is stored beside that: what a list of results shows stands in one [`Fragment`] a call, of which a hit's `call` and `in_call`
//! name the text.
//!
//! # Terms
//! Words are folded (lower case, no accents, both spellings of an umlaut) and stemmed as English, in German notes as German; identifiers are
//! one term and their parts; scripts without blanks are pairs of letters; links are apart from prose. The table is in the module `tokenize`.
//!
//! # Order
//! Results that have all words come first, then those whose words are worth at least a part of the best share. Within both, the score is BM25F
//! over the fields, times the share of the query, times what the document is (a topic, a list of participants, a call that repeats others),
//! times a little for recent calls. The numbers are in [`WEIGHTS`]. A word may be there in several ways, of which the best counts: itself,
//! another spelling, two words joined or one split, the parts of an identifier, and only if it is nowhere in the index (or nearly so) a
//! longer word with it inside (`StopParse` in `NonStopParse`) or a neighbour within one or two edits.

mod build;
mod bytes;
mod columns;
mod dates;
mod document;
mod edits;
mod engine;
mod error;
mod filter;
mod fold;
mod lookup;
mod names;
pub mod pack;
pub mod query;
mod rank;
mod reader;
mod rows;
mod scan;
mod schema;
mod score;
mod search_server;
mod snippet;
mod source;
mod tokenize;
mod unspaced;
mod vocabulary;
mod weights;
mod words;

pub use build::{Builder, build};
pub use dates::Days;
pub use document::{Kind, Language, Role, SearchDocument};
pub use engine::{Answer, Engine, Facets, Hit, Options};
pub use error::Error;
pub use fold::LETTERS;
pub use names::{Named, NamedHit, NamedKind, NamedRow, Names};
pub use query::{ParsedQuery, parse};
pub use rank::Sort;
pub use rows::{Fragment, FragmentText, Row, SNIPPET, fragments};
pub use schema::{reference_forms, topic_forms};
pub use search_server::Server;
pub use snippet::{Snippet, snippet};
pub use source::Source;
pub use weights::{WEIGHTS, Weights};

#[cfg(test)]
mod tests;
