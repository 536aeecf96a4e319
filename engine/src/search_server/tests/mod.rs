//! The table of translations, and answers in the shape that the servers' documentation shows.

mod contract;

use serde_json::{Value, json};

use super::{Asked, Server, read, requests};
use crate::Sort;
use crate::query::parse;

const TODAY: Option<u32> = Some(20_240_815);

/// The teams that a name means, in a small archive.
fn teams(name: &str) -> Vec<String> {
    let all = ["iaas", "container", "ops", "ops-tools"];
    let exact = all.iter().filter(|slug| **slug == name);
    let exact: Vec<String> = exact.map(|slug| (*slug).to_owned()).collect();
    if exact.is_empty() {
        all.iter().filter(|slug| slug.contains(name)).map(|slug| (*slug).to_owned()).collect()
    } else {
        exact
    }
}

fn translated(query: &str, server: Server, as_you_type: bool) -> Vec<Value> {
    let parsed = parse(query, TODAY, as_you_type);
    requests(&parsed, &Asked { server, sort: Sort::usual(&parsed), size: 10, teams: &teams })
}

/// The query of the first request, with the clauses of fields of text short: `heading: zuul`, not `{"match": …}` for each of five fields.
fn short(query: &str) -> Value {
    shortened(&translated(query, Server::Quickwit, false)[0]["query"])
}

fn shortened(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            if let Some(of_texts) = map.get("bool").and_then(of_texts) {
                return of_texts;
            }
            Value::Object(map.iter().map(|(key, value)| (key.clone(), shortened(value))).collect())
        }
        Value::Array(values) => Value::Array(values.iter().map(shortened).collect()),
        other => other.clone(),
    }
}

/// `{"should": [match on heading, …]}` → `words: zuul`; what else there is in the list follows.
fn of_texts(clause: &Value) -> Option<Value> {
    let ways = clause["should"].as_array().filter(|_| clause.as_object().is_some_and(|map| map.len() == 1))?;
    let is_match = |way: &&Value| way["match"].is_object();
    let text = ways.iter().find(is_match)?["match"]["heading"]["query"].as_str()?;
    assert_eq!(ways.iter().filter(is_match).count(), 9, "every field of text: {clause}");
    let mut rest: Vec<String> =
        ways.iter().filter(|way| !is_match(way)).map(|way| shortened(way).to_string()).collect();
    rest.insert(0, format!("words: {text}"));
    Some(Value::String(rest.join(" | ")))
}

#[test]
fn queries_are_translated_as_the_table_says() {
    let day = |day: &str| format!("{day}T00:00:00Z");
    let term = |field: &str, value: &str| json!({ "term": { field: { "value": value } } });
    for (query, translation) in [
        ("zuul", json!({ "bool": { "must": ["words: zuul"] } })),
        ("volume encryption", json!({ "bool": { "must": ["words: volume", "words: encryption"] } })),
        // Function words are only looked for where there is nothing else.
        ("what did we decide about the volume", json!({ "bool": { "must": ["words: volume"] } })),
        ("who is who", json!({ "bool": { "must": ["words: who", "words: is", "words: who"] } })),
        ("+volume -zuul", json!({ "bool": { "must": ["words: volume"], "must_not": ["words: zuul"] } })),
        ("rook OR ceph", json!({ "bool": { "must": [{ "bool": { "should": ["words: rook", "words: ceph"] } }] } })),
        ("-zuul", json!({ "bool": { "must": [{ "match_all": {} }], "must_not": ["words: zuul"] } })),
        // An identifier is a reference as well.
        (
            "standards#594",
            json!({ "bool": { "must": [format!("words: standards#594 | {}", term("references", "standards#594"))] } }),
        ),
        ("team:iaas", json!({ "bool": { "filter": [term("team", "iaas")] } })),
        (
            "team:op",
            json!({ "bool": { "filter": [{ "bool": { "should": [term("team", "ops"), term("team", "ops-tools")] } }] } }),
        ),
        ("team:nowhere", json!({ "bool": { "filter": [term("team", "nowhere")] } })),
        (
            "team:iaas team:container",
            json!({ "bool": { "filter": [{ "bool": { "should": [term("team", "iaas"), term("team", "container")] } }] } }),
        ),
        ("-team:iaas", json!({ "bool": { "must": [{ "match_all": {} }], "must_not": [term("team", "iaas")] } })),
        ("@Garloff", json!({ "bool": { "filter": [term("people", "garloff")], "should": in_texts("garloff") } })),
        ("topic:\"Volume Encryption\"", json!({ "bool": { "filter": [term("topics", "volume-encryption")] } })),
        ("ref:Standards#594", json!({ "bool": { "filter": [term("references", "standards#594")] } })),
        (
            "ref:594",
            json!({ "bool": { "filter": [{ "bool": { "should": [term("references", "594"), term("references", "#594")] } }] } }),
        ),
        ("is:decision", json!({ "bool": { "filter": [term("kind", "decision")] } })),
        (
            "is:open",
            json!({ "bool": { "filter": [{ "bool": { "must": [term("is_open", "true"), term("kind", "action")] } }] } }),
        ),
        (
            "after:2024-03 before:2024-07-15",
            json!({ "bool": { "filter": [
                { "range": { "date": { "gte": day("2024-03-01") } } },
                { "range": { "date": { "lt": day("2024-07-15") } } },
            ] } }),
        ),
        (
            "year:2023 year:2024",
            json!({ "bool": { "filter": [{ "bool": { "should": [
                { "range": { "date": { "gte": day("2023-01-01"), "lt": day("2024-01-01") } } },
                { "range": { "date": { "gte": day("2024-01-01"), "lt": day("2025-01-01") } } },
            ] } }] } }),
        ),
        // What is no filter is searched for as words, cut as everywhere.
        ("is:foo", json!({ "bool": { "must": ["words: foo"] } })),
        ("", json!({ "bool": { "must": [{ "match_all": {} }] } })),
    ] {
        assert_eq!(short(query), translation, "{query}");
    }
}

/// The clauses that look for a word in each field of text, in those more often that count more.
fn in_texts(word: &str) -> Vec<Value> {
    let fields = ["heading", "heading", "heading", "heading", "body", "body", "title", "names", "ancestors"];
    fields.map(|field| json!({ "match": { field: { "query": word, "operator": "AND" } } })).to_vec()
}

#[test]
fn a_phrase_is_looked_for_in_headings_and_texts_and_in_titles_of_calls() {
    let phrase = |field: &str| json!({ "match_phrase": { field: { "query": "fair use" } } });
    let of_call = json!({ "bool": {
        "must": [{ "bool": { "should": [phrase("title"), phrase("names")] } }],
        "filter": [{ "term": { "kind": { "value": "call" } } }],
    } });
    let asked =
        |server| translated("\"fair use\"", server, false)[0]["query"]["bool"]["must"][0]["bool"]["should"].clone();
    assert_eq!(asked(Server::Quickwit), json!([phrase("heading"), phrase("body"), of_call]));
    let both = json!([phrase("heading"), phrase("heading.german"), phrase("body"), phrase("body.german"), of_call]);
    assert_eq!(asked(Server::OpenSearch), both);
}

#[test]
fn the_last_word_may_be_the_beginning_of_one() {
    let ways = |query, as_you_type| {
        let query = translated(query, Server::Quickwit, as_you_type)[0]["query"].clone();
        let must = query["bool"]["must"].as_array().unwrap();
        must.last().unwrap()["bool"]["should"].as_array().unwrap().clone()
    };
    let beginning = json!({ "match_bool_prefix": { "body": { "query": "encr", "operator": "AND" } } });
    assert!(ways("volume encr", true).contains(&beginning));
    assert!(ways("encr*", false).contains(&beginning));
    assert!(!ways("volume encr", false).contains(&beginning));
}

#[test]
fn a_date_is_the_day_or_its_words() {
    let query = short("backup june 2024");
    let words =
        "words: june 2024 | {\"range\":{\"date\":{\"gte\":\"2024-06-01T00:00:00Z\",\"lt\":\"2024-07-01T00:00:00Z\"}}}";
    assert_eq!(query, json!({ "bool": { "must": ["words: backup", words] } }));
}

#[test]
fn several_words_are_two_requests() {
    assert_eq!(translated("zuul", Server::Quickwit, false).len(), 1);
    assert_eq!(translated("+volume +encryption team:iaas", Server::Quickwit, false).len(), 1);
    let [all, some] = <[Value; 2]>::try_from(translated("volume encryption +backup", Server::Quickwit, false)).unwrap();
    assert_eq!(
        shortened(&all["query"]),
        json!({ "bool": { "must": ["words: backup", "words: volume", "words: encryption"] } })
    );
    let words = json!(["words: volume", "words: encryption"]);
    let expected = json!({ "bool": {
        "must": ["words: backup", { "bool": { "should": words } }],
        "must_not": [{ "bool": { "must": words } }],
    } });
    assert_eq!(shortened(&some["query"]), expected);
}

#[test]
fn order_size_and_counts_are_asked_for() {
    let request = translated("is:open @garloff", Server::Quickwit, false).remove(0);
    assert_eq!(request["sort"], json!([{ "date": { "order": "desc" } }, "_score"]), "what is to do: the newest first");
    let request = translated("zuul", Server::Quickwit, false).remove(0);
    assert_eq!(request["sort"], json!(["_score", { "date": { "order": "desc" } }]));
    assert_eq!((&request["from"], &request["size"]), (&json!(0), &json!(10)));
    for field in ["team", "year", "kind"] {
        assert_eq!(request["aggs"][field], json!({ "terms": { "field": field, "size": 1000 } }));
    }
}

fn hit(url: &str, kind: &str) -> Value {
    json!({ "_score": 3.5, "_source": {
        "id": "00", "kind": kind, "team": "iaas", "date": "2024-07-03T00:00:00Z", "title": "Team IaaS, 3 July 2024", "heading": "Zuul",
        "ancestors": "Zuul / Ceph", "body": "The runners of Zuul are full.", "language": "english", "url": url,
        "deck_url": "iaas/2024-07-03/deck/#/zuul", "file": "iaas/20240703.md", "line": 12,
    } })
}

/// An answer of Quickwit, whose numbers in counts have a point, to `hits`.
fn answer(hits: &[Value], count: u64) -> Value {
    let buckets = |key: Value| json!({ "buckets": [{ "key": key, "doc_count": count }], "sum_other_doc_count": 0 });
    json!({
        "took": 4, "timed_out": false,
        "hits": { "total": { "value": count, "relation": "eq" }, "max_score": null, "hits": hits },
        "aggregations": { "team": buckets(json!("iaas")), "year": buckets(json!(2024.0)), "kind": buckets(json!("section")) },
    })
}

#[test]
fn documents_become_rows_with_the_words_marked() {
    let hits =
        [hit("iaas/2024-07-03/#zuul", "section"), hit("iaas/2024-07-03/", "call"), hit("ops/2024-07-03/#x", "section")];
    let found = read(&[answer(&hits, 3)], &["zuul".to_owned(), "runner".to_owned()], 10).unwrap();
    assert_eq!((found.total, found.complete, found.rows.len()), (3, 3, 3));
    let row = &found.rows[0];
    assert_eq!((row.date, row.line, row.team.as_str()), (Some(20_240_703), 12, "iaas"));
    let marked: Vec<&str> = row.snippet.highlights.iter().map(|range| &row.snippet.text[range.clone()]).collect();
    assert_eq!(marked, ["runners", "Zuul"]);
    assert_eq!(found.rows[1].snippet.text, "Zuul / Ceph", "a call shows its headings");
    assert_eq!(found.rows[0].call, found.rows[1].call, "one page, one call");
    assert_ne!(found.rows[0].call, found.rows[2].call);
    assert_eq!(found.facets.year, [(2024, 3)]);
}

#[test]
fn results_with_all_words_come_first_and_counts_are_added() {
    let all = answer(&[hit("a/#1", "section"), hit("a/#2", "section")], 2);
    let some = answer(&[hit("b/#1", "section"), hit("b/#2", "section")], 7);
    let found = read(&[all, some], &[], 3).unwrap();
    assert_eq!((found.total, found.complete), (9, 2));
    let urls: Vec<&str> = found.rows.iter().map(|row| row.url.as_str()).collect();
    assert_eq!(urls, ["a/#1", "a/#2", "b/#1"]);
    assert_eq!(found.facets.team, [("iaas".to_owned(), 9)]);
}

#[test]
fn answers_that_are_none_are_errors() {
    let mut late = answer(&[], 0);
    late["timed_out"] = json!(true);
    for nonsense in
        [json!({}), json!([1]), json!(null), json!({ "hits": { "hits": [] } }), late, answer(&[json!({})], 1)]
    {
        assert!(read(std::slice::from_ref(&nonsense), &[], 10).is_err(), "{nonsense}");
    }
}

#[test]
fn no_result_leads_off_the_site() {
    for url in [
        "https://evil.example/",
        "javascript:alert(1)",
        "//evil.example/",
        "/x/",
        "\\\\evil.example",
        "a/../../x/",
        " javascript:x",
    ] {
        assert!(read(&[answer(&[hit(url, "section")], 1)], &[], 10).is_err(), "{url}");
    }
    assert!(read(&[answer(&[hit("iaas/2024-07-03/#a:b", "section")], 1)], &[], 10).is_ok());
}
