//! The fields of the index and how a server analyses them.

use super::Server;
use serde_json::{Map, Value, json};

/// What a field is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Compared whole; counted and sorted by.
    Exact,
    /// The same, with several values.
    ExactList,
    /// Searched word by word, with stems and phrases.
    Prose,
    /// A day.
    Date,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// Only given back.
    Shown,
}

/// The fields of a document, in its order.
const FIELDS: &[(&str, Use)] = &[
    ("id", Use::Exact),
    ("hash", Use::Shown),
    ("kind", Use::Exact),
    ("role", Use::Exact),
    ("team", Use::Exact),
    ("team_title", Use::Shown),
    ("date", Use::Date),
    ("year", Use::Number),
    ("title", Use::Prose),
    ("names", Use::Prose),
    ("language", Use::Exact),
    ("heading", Use::Prose),
    ("subject", Use::Shown),
    ("ancestors", Use::Prose),
    ("body", Use::Prose),
    ("url", Use::Shown),
    ("deck_url", Use::Shown),
    ("file", Use::Exact),
    ("line", Use::Number),
    ("people", Use::ExactList),
    ("references", Use::ExactList),
    ("topics", Use::ExactList),
    ("is_open", Use::Flag),
    ("community", Use::Flag),
];

/// The file that describes the index, as the server takes it when the index is created.
pub(super) fn description(server: Server, index: &str) -> String {
    match server {
        Server::Quickwit => quickwit(index),
        Server::OpenSearch => serde_json::to_string_pretty(&opensearch()).unwrap_or_default() + "\n",
    }
}

/// Quickwit's index configuration. A field of the documents that is not described is an error there (`strict`), rather than
/// lost.
fn quickwit(index: &str) -> String {
    let mut yaml = format!(
        "# The index of the minutes for Quickwit: quickwit index create --index-config index.yaml\n\
         version: \"0.8\"\n\
         index_id: {index}\n\
         doc_mapping:\n  mode: strict\n  field_mappings:\n"
    );
    for (name, purpose) in FIELDS {
        let (kind, rest) = match purpose {
            Use::Exact => ("text", "tokenizer: raw, fast: true"),
            Use::ExactList => ("array<text>", "tokenizer: raw, fast: true"),
            // Stems of English words, and positions for phrases. `fieldnorms` lets long texts weigh less.
            Use::Prose => ("text", "tokenizer: en_stem, record: position, fieldnorms: true"),
            Use::Date => {
                ("datetime", "input_formats: [rfc3339], output_format: rfc3339, fast_precision: seconds, fast: true")
            }
            Use::Number => ("u64", "fast: true"),
            Use::Flag => ("bool", "fast: true"),
            Use::Shown => ("text", "indexed: false"),
        };
        yaml.push_str(&format!("    - {{name: {name}, type: {kind}, {rest}}}\n"));
    }
    yaml.push_str(
        "  tag_fields: [kind]\n\
         search_settings:\n  default_search_fields: [heading, body, title, names, ancestors]\n\
         indexing_settings:\n  commit_timeout_secs: 10\n",
    );
    yaml
}

/// The body of `PUT /<index>` of OpenSearch and Elasticsearch.
fn opensearch() -> Value {
    let fields: Map<String, Value> = FIELDS
        .iter()
        .map(|(name, purpose)| {
            let mapping = match purpose {
                // Any field may have several values there.
                Use::Exact | Use::ExactList => json!({ "type": "keyword" }),
                // Both languages that the site's own index has stems for.
                Use::Prose => json!({
                    "type": "text",
                    "analyzer": "minutes_english",
                    "fields": { "german": { "type": "text", "analyzer": "minutes_german" } },
                }),
                Use::Date => json!({ "type": "date", "format": "strict_date_time_no_millis" }),
                Use::Number => json!({ "type": "integer" }),
                Use::Flag => json!({ "type": "boolean" }),
                Use::Shown => json!({ "type": "keyword", "index": false, "doc_values": false }),
            };
            ((*name).to_owned(), mapping)
        })
        .collect();
    let analyzer = |filters: &[&str]| json!({ "type": "custom", "tokenizer": "standard", "filter": filters });
    json!({
        "settings": {
            "analysis": {
                "filter": {
                    "minutes_english_stems": { "type": "stemmer", "language": "english" },
                    "minutes_german_stems": { "type": "stemmer", "language": "light_german" },
                },
                "analyzer": {
                    "minutes_english": analyzer(&["lowercase", "asciifolding", "minutes_english_stems"]),
                    "minutes_german": analyzer(&["lowercase", "german_normalization", "minutes_german_stems"]),
                },
            },
        },
        "mappings": { "dynamic": "strict", "properties": fields },
    })
}

#[cfg(test)]
pub(super) fn field_names() -> Vec<&'static str> {
    FIELDS.iter().map(|(name, _)| *name).collect()
}
