//! The recorded contract: requests and answers written from the servers' documentation, in `tests/search_server/`. `BLESS=1` writes what a
//! query is translated to and what is read of the answers; the answers themselves are those of `tests/browser/search_server.mjs`.
#![expect(
    clippy::disallowed_methods,
    reason = "the recorded files are beside this crate, which has no files of its own to read"
)]

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{TODAY, teams};
use crate::Sort;
use crate::query::parse;
use crate::search_server::{Asked, Server, read, requests};

const SIZE: usize = 2;

fn file(server: Server) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/search_server");
    folder.join(format!("{}.json", server.name()))
}

fn contract(server: Server) -> Value {
    serde_json::from_slice(&std::fs::read(file(server)).unwrap()).unwrap()
}

/// What a list shows of an answer.
fn shown(answers: &[Value]) -> Value {
    let found = read(answers, &["encrypt".to_owned(), "backup".to_owned()], SIZE).unwrap();
    let rows = found.rows.iter().map(|row| {
        let marked: Vec<&str> = row.snippet.highlights.iter().map(|range| &row.snippet.text[range.clone()]).collect();
        json!({ "url": row.url, "kind": row.kind, "date": row.date, "line": row.line, "marked": marked })
    });
    let rows: Vec<Value> = rows.collect();
    json!({ "total": found.total, "complete": found.complete, "facets": found.facets, "rows": rows })
}

/// The contract with a line for each document, and for each request, answer and result of a pair.
fn in_lines(contract: &Value) -> String {
    let lines = |values: &Value, indent: &str| {
        let values: Vec<String> = values.as_array().unwrap().iter().map(|value| format!("{indent}{value}")).collect();
        format!("[\n{}\n{}]", values.join(",\n"), &indent[1..])
    };
    let pair = |pair: &Value| {
        let of_query = format!("  \"query\": {}, \"as_you_type\": {},\n", pair["query"], pair["as_you_type"]);
        let [requests, answers] =
            ["requests", "answers"].map(|key| format!("  \"{key}\": {},\n", lines(&pair[key], "   ")));
        format!(" {{\n{of_query}{requests}{answers}  \"found\": {}\n }}", pair["found"])
    };
    let pairs: Vec<String> = contract["pairs"].as_array().unwrap().iter().map(pair).collect();
    let plain = ["about", "written_from", "body", "clauses"].map(|key| format!("\"{key}\": {},\n", contract[key]));
    let documents = lines(&contract["documents"], " ");
    format!("{{\n{}\"documents\": {documents},\n\"pairs\": [\n{}\n]\n}}\n", plain.concat(), pairs.join(",\n"))
}

#[test]
fn queries_and_answers_are_those_of_the_contract() {
    let bless = std::env::var_os("BLESS").is_some();
    for server in [Server::Quickwit, Server::OpenSearch] {
        let mut contract = contract(server);
        for pair in contract["pairs"].as_array_mut().unwrap() {
            let query = pair["query"].as_str().unwrap();
            let parsed = parse(query, TODAY, pair["as_you_type"] == true);
            let asked = Asked { server, sort: Sort::usual(&parsed), size: SIZE, teams: &teams };
            let translated = Value::Array(requests(&parsed, &asked));
            let answers = pair["answers"].as_array().unwrap();
            let shown = if answers.is_empty() { json!({}) } else { shown(answers) };
            if bless {
                pair["requests"] = translated;
                pair["found"] = shown;
            } else {
                assert_eq!(translated, pair["requests"], "{query}");
                assert_eq!(shown, pair["found"], "{query}");
            }
        }
        if bless {
            std::fs::write(file(server), in_lines(&contract)).unwrap();
        }
    }
}

/// Clauses and parameters are those that the contract has, which are in the documentation of both.
fn check(clause: &Value, contract: &Value) {
    let clause = clause.as_object().unwrap();
    assert_eq!(clause.len(), 1, "{clause:?}");
    let (name, content) = clause.iter().next().unwrap();
    let content = content.as_object().unwrap();
    match name.as_str() {
        "match_all" => assert!(content.is_empty()),
        "bool" => {
            assert!(!content.is_empty());
            for (occur, clauses) in content {
                assert!(["must", "should", "must_not", "filter"].contains(&occur.as_str()), "{occur}");
                clauses.as_array().unwrap().iter().for_each(|clause| check(clause, contract));
            }
        }
        name => {
            let parameters = contract["clauses"][name].as_array().unwrap_or_else(|| panic!("{name}"));
            assert_eq!(content.len(), 1, "one field: {content:?}");
            let given = content.values().next().unwrap().as_object().unwrap();
            assert!(given.keys().all(|key| parameters.iter().any(|known| known == key)), "{given:?}");
        }
    }
}

#[test]
fn nothing_is_sent_that_the_contract_does_not_have() {
    for server in [Server::Quickwit, Server::OpenSearch] {
        let contract = contract(server);
        let body: Vec<&str> = contract["body"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        for query in [
            "zuul",
            "a",
            "",
            "foo/bar OR \"x y\" -z",
            "@a -@b team:x -team:y ref:12 is:open since march 2024 简单 äöü*",
            "\"\"",
            "OR",
            "+",
            "https://x.org/a?b=c",
        ] {
            for request in super::translated(query, server, true) {
                check(&request["query"], &contract);
                assert!(request.as_object().unwrap().keys().all(|key| body.contains(&key.as_str())), "{request}");
            }
        }
    }
}
