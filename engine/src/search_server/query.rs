//! A query of ours as requests to a search server.
//!
//! | in the query | sent |
//! |---|---|
//! | a word | `match` on each field of text, headings before the text before titles; an identifier also as a reference |
//! | the beginning of a word | that, and `match_bool_prefix` |
//! | a phrase | `match_phrase` on headings and texts, and on the titles of calls |
//! | a date | `range` on the day, or its words in the text |
//! | `OR`, `+`, `-` | `should`, `must`, `must_not` of a `bool` |
//! | filters | `filter`: `term` on the exact fields, `range` on the day; several of a team, kind or date are alternatives |
//!
//! What the index knows beyond that stays with it: slips, words joined and split, parts of words, other spellings, and what sort of section
//! something stands in.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Server;
use super::days::range;
use crate::filter::group;
use crate::query::{Clause, Condition, Filter, MOST_CLAUSES, Occur, ParsedQuery, Unit};
use crate::rank::Sort;
use crate::schema::{reference_keys, slug};
use crate::tokenize::Analyser;
use crate::words::{begins_question, is_function_word, is_question_verb};

/// The fields of text, and how much a word in each counts: about as in [`crate::WEIGHTS`]. What counts more is asked for more often, since
/// scores are added: Quickwit documents a `boost` of `match`, but sources of its are to be had that refuse it.
const TEXTS: &[(&str, usize)] = &[("heading", 4), ("body", 2), ("title", 1), ("names", 1), ("ancestors", 1)];
/// Those in which a phrase is looked for, and words by their German stems.
const PROSE: &[&str] = &["heading", "body"];
/// Those of a call in which a phrase is looked for: they are its heading.
const PHRASES_OF_CALL: &[&str] = &["title", "names"];
/// Values that are counted for a filter, at most.
const MOST_VALUES: usize = 1000;

/// What is asked for, beside the query itself.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// Which server is asked.
    pub(crate) server: Server,
    /// The order of results.
    pub(crate) sort: Sort,
    /// How many results, at most.
    pub(crate) size: usize,
    /// Slugs of the teams that a name means.
    pub(crate) teams: &'a dyn Fn(&str) -> Vec<String>,
}

/// The bodies of the requests: one for documents that have all words, and after it one for those that have some, if there are several words.
pub(crate) fn requests(query: &ParsedQuery, asked: &Asked<'_>) -> Vec<Value> {
    let mut parts = Parts::of(&query.clauses, asked.server);
    parts.add_filters(&query.filters, asked.teams);
    parts.prefer = persons(&query.filters, asked.server);
    let several = parts.wanted.len() > 1;
    let mut requests = vec![request(&parts.with_all(), asked)];
    if several {
        requests.push(request(&parts.with_some(), asked));
    }
    requests
}

fn request(query: &Value, asked: &Asked<'_>) -> Value {
    let count = |field: &str| json!({ "terms": { "field": field, "size": MOST_VALUES } });
    let by_day = |order: &str| json!({ "date": { "order": order } });
    let sort = match asked.sort {
        Sort::Relevance => json!(["_score", by_day("desc")]),
        Sort::Newest => json!([by_day("desc"), "_score"]),
        Sort::Oldest => json!([by_day("asc"), "_score"]),
    };
    json!({
        "query": query,
        "from": 0,
        "size": asked.size,
        "sort": sort,
        "aggs": { "team": count("team"), "year": count("year"), "kind": count("kind") },
    })
}

/// The clauses of a query, by what they do.
#[derive(Debug, Default)]
struct Parts {
    /// What results with all words have.
    wanted: Vec<Value>,
    /// What every result has.
    must: Vec<Value>,
    must_not: Vec<Value>,
    filter: Vec<Value>,
    /// What comes first among equals.
    prefer: Vec<Value>,
}

impl Parts {
    fn of(clauses: &[Clause], server: Server) -> Self {
        let mut analyser = Analyser::for_queries(false);
        // A word such as `foo/bar` is two words, each a clause of its own.
        let mut entries: Vec<(Occur, Vec<Vec<Piece>>)> = Vec::new();
        for clause in clauses {
            let alternatives: Vec<Vec<Piece>> =
                clause.alternatives.iter().map(|unit| pieces(&mut analyser, unit)).collect();
            match <[Vec<Piece>; 1]>::try_from(alternatives) {
                Ok([pieces]) => entries.extend(pieces.into_iter().map(|piece| (clause.occur, vec![vec![piece]]))),
                Err(alternatives) => entries.push((clause.occur, alternatives)),
            }
        }
        entries.truncate(MOST_CLAUSES);
        let asks = |piece: &Piece| piece.folded().is_some_and(begins_question);
        let question = entries.first().is_some_and(|(_, first)| first.iter().flatten().all(asks));
        let is_empty = |piece: &Piece| {
            piece.folded().is_some_and(|word| is_function_word(word) || question && is_question_verb(word))
        };
        let is_function = |alternatives: &[Vec<Piece>]| alternatives.iter().flatten().all(is_empty);
        let only_function_words = entries.iter().all(|(_, alternatives)| is_function(alternatives));
        let mut parts = Self::default();
        for (occur, alternatives) in &entries {
            if *occur == Occur::Should && is_function(alternatives) && !only_function_words {
                continue;
            }
            let ways = alternatives.iter().filter_map(|pieces| {
                let all: Vec<Value> = pieces.iter().map(|piece| piece.clause(server)).collect();
                (!all.is_empty()).then(|| one_or(all, "must"))
            });
            let ways: Vec<Value> = ways.collect();
            let list = match occur {
                Occur::Should => &mut parts.wanted,
                Occur::Must => &mut parts.must,
                Occur::MustNot => &mut parts.must_not,
            };
            if !ways.is_empty() {
                list.push(one_or(ways, "should"));
            }
        }
        parts
    }

    /// Conditions of one group are alternatives.
    fn add_filters(&mut self, filters: &[Filter], teams: &dyn Fn(&str) -> Vec<String>) {
        let mut any_of: BTreeMap<&'static str, Vec<Value>> = BTreeMap::new();
        for filter in filters {
            let condition = condition(&filter.condition, teams);
            match group(&filter.condition) {
                _ if filter.negated => self.must_not.push(condition),
                Some(group) => any_of.entry(group).or_default().push(condition),
                None => self.filter.push(condition),
            }
        }
        self.filter.extend(any_of.into_values().map(|conditions| one_or(conditions, "should")));
    }

    fn with_all(&self) -> Value {
        let must = self.must.iter().chain(&self.wanted).cloned().collect();
        self.clause(must, self.must_not.clone())
    }

    fn with_some(self) -> Value {
        let mut must = self.must.clone();
        must.push(bool_of([("should", self.wanted.clone())]));
        let mut must_not = self.must_not.clone();
        must_not.push(bool_of([("must", self.wanted.clone())]));
        self.clause(must, must_not)
    }

    fn clause(&self, mut must: Vec<Value>, must_not: Vec<Value>) -> Value {
        // Without any of these two, one of `should` would have to match.
        if must.is_empty() && self.filter.is_empty() {
            must.push(json!({ "match_all": {} }));
        }
        bool_of([
            ("must", must),
            ("should", self.prefer.clone()),
            ("must_not", must_not),
            ("filter", self.filter.clone()),
        ])
    }
}

/// A unit of the query, cut as we cut words.
#[derive(Debug)]
enum Piece {
    /// A word as it was typed and as it is compared, and whether it is a beginning.
    Word {
        raw: String,
        folded: String,
        is_identifier: bool,
        prefix: bool,
    },
    Phrase(String),
    /// The condition on the day, and the words that named it.
    Time(Value, String),
}

fn pieces(analyser: &mut Analyser, unit: &Unit) -> Vec<Piece> {
    match unit {
        Unit::Word { text, prefix } => {
            let words = analyser.query_words(text);
            let last = words.len().saturating_sub(1);
            let piece = |(index, word): (usize, crate::tokenize::QueryWord)| Piece::Word {
                raw: word.raw,
                folded: word.folded,
                is_identifier: word.whole.is_some(),
                prefix: *prefix && index == last,
            };
            words.into_iter().enumerate().map(piece).collect()
        }
        Unit::Phrase(text) => vec![Piece::Phrase(text.clone())],
        Unit::Time { days, text } => vec![Piece::Time(range(*days), text.clone())],
    }
}

impl Piece {
    /// A word to compare with lists of words.
    fn folded(&self) -> Option<&str> {
        match self {
            Self::Word { folded, .. } => Some(folded),
            Self::Phrase(_) | Self::Time(..) => None,
        }
    }

    fn clause(&self, server: Server) -> Value {
        match self {
            Self::Word { raw, is_identifier, prefix, .. } => {
                let mut ways = matches(raw, server);
                if *prefix {
                    let beginning =
                        |field: &str| json!({ "query": raw, "operator": "AND" }).on("match_bool_prefix", field);
                    ways.extend(TEXTS.iter().map(|(field, _)| beginning(field)));
                }
                if *is_identifier || raw.contains('#') {
                    ways.push(term("references", &raw.to_lowercase()));
                }
                one_or(ways, "should")
            }
            Self::Phrase(text) => {
                let phrase = |field: &str| json!({ "query": text }).on("match_phrase", field);
                let mut ways: Vec<Value> =
                    PROSE.iter().flat_map(|field| in_languages(field, server)).map(|field| phrase(&field)).collect();
                let of_call = PHRASES_OF_CALL.iter().map(|field| phrase(field)).collect();
                ways.push(bool_of([("must", vec![one_or(of_call, "should")]), ("filter", vec![term("kind", "call")])]));
                one_or(ways, "should")
            }
            Self::Time(days, text) => {
                let mut ways = vec![days.clone()];
                ways.extend(matches(text, server));
                one_or(ways, "should")
            }
        }
    }
}

/// A text word by word in each field, all of its words in one.
fn matches(text: &str, server: Server) -> Vec<Value> {
    let mut ways = Vec::new();
    for (field, times) in TEXTS {
        for field in in_languages(field, server) {
            let way = json!({ "query": text, "operator": "AND" }).on("match", &field);
            ways.extend(std::iter::repeat_n(way, *times));
        }
    }
    ways
}

/// A field of text, and the field of its German stems where the server has them.
fn in_languages(field: &str, server: Server) -> Vec<String> {
    let mut fields = vec![field.to_owned()];
    if server == Server::OpenSearch && PROSE.contains(&field) {
        fields.push(format!("{field}.german"));
    }
    fields
}

/// Parameters as a clause on a field.
trait OnField {
    fn on(self, clause: &str, field: &str) -> Value;
}

impl OnField for Value {
    fn on(self, clause: &str, field: &str) -> Value {
        let of_field = Map::from_iter([(field.to_owned(), self)]);
        Value::Object(Map::from_iter([(clause.to_owned(), Value::Object(of_field))]))
    }
}

fn term(field: &str, value: &str) -> Value {
    json!({ "value": value }).on("term", field)
}

/// The only clause of a list, or a `bool` with all of them.
fn one_or(mut clauses: Vec<Value>, occur: &'static str) -> Value {
    match clauses.len() {
        1 => clauses.remove(0),
        _ => bool_of([(occur, clauses)]),
    }
}

/// A `bool` with the lists that have something in them.
fn bool_of<const LISTS: usize>(lists: [(&str, Vec<Value>); LISTS]) -> Value {
    let lists = lists.into_iter().filter(|(_, clauses)| !clauses.is_empty());
    let lists: Map<String, Value> = lists.map(|(occur, clauses)| (occur.to_owned(), Value::Array(clauses))).collect();
    json!({ "bool": lists })
}

fn condition(condition: &Condition, teams: &dyn Fn(&str) -> Vec<String>) -> Value {
    match condition {
        Condition::Team(name) => {
            let mut slugs = teams(name);
            if slugs.is_empty() {
                slugs.push(slug(name));
            }
            one_or(slugs.iter().map(|slug| term("team", slug)).collect(), "should")
        }
        Condition::Topic(name) => term("topics", &slug(name)),
        Condition::Person(handle) => term("people", handle),
        Condition::Reference(reference) => {
            let keys = reference_keys(reference);
            let name = keys.first().and_then(|key| key.strip_prefix("ref:")).unwrap_or_default();
            // `ref:594` may be an issue's number.
            let numbered = name.bytes().all(|byte| byte.is_ascii_digit()).then(|| format!("#{name}"));
            let names = std::iter::once(name.to_owned()).chain(numbered);
            one_or(names.map(|name| term("references", &name)).collect(), "should")
        }
        Condition::Kind(kind) => term("kind", kind.name()),
        Condition::Open => bool_of([("must", vec![term("is_open", "true"), term("kind", "action")])]),
        Condition::Days(days) | Condition::Date(days) => range(*days),
    }
}

/// Texts in which the persons of the filters are named come before those that mention them elsewhere.
fn persons(filters: &[Filter], server: Server) -> Vec<Value> {
    let handles = filters.iter().filter(|filter| !filter.negated).filter_map(|filter| match &filter.condition {
        Condition::Person(handle) => Some(handle),
        _ => None,
    });
    handles.flat_map(|handle| matches(handle, server)).collect()
}
