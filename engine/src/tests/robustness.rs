//! No query and no text may bring the engine down, and none may take long.

use proptest::prelude::*;

use super::{archive, engine, section};
use crate::query::{LONGEST_QUERY, MOST_CLAUSES, parse};
use crate::{Engine, Language, Options, build, snippet};

/// Queries made of the pieces of the language, put together without sense.
fn odd_query() -> impl Strategy<Value = String> {
    let pieces = [
        "\"",
        "“",
        "+",
        "-",
        "OR",
        "|",
        "*",
        ":",
        "@",
        "#",
        "team:",
        "topic:",
        "ref:",
        "is:",
        "is:open",
        "after:",
        "before:2024",
        "year:",
        "2024",
        "june",
        "last",
        "week",
        "scs-0104-v1",
        "räumlich",
        "ra\u{308}um",
        "storage",
        "storag",
        "https://x.y/z",
        "\u{202e}",
        "\0",
        " ",
        "…",
        "ß",
        "İ",
        "ﬁ",
        "'s",
        "a",
        "99999999999",
        "0000-00-00",
        "14.06.2024",
        "q9",
    ];
    prop::collection::vec(
        prop_oneof![prop::sample::select(pieces.to_vec()).prop_map(String::from), any::<String>()],
        0..12,
    )
    .prop_map(|pieces| pieces.concat())
}

fn shared() -> &'static Engine {
    static ENGINE: std::sync::OnceLock<Engine> = std::sync::OnceLock::new();
    ENGINE.get_or_init(|| engine(&archive()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_query_is_answered(query in odd_query(), as_you_type: bool) {
        let parsed = parse(&query, Some(2024_07_10), as_you_type);
        prop_assert!(parsed.clauses.len() + parsed.filters.len() <= MOST_CLAUSES);
        let options = Options { as_you_type, today: Some(2024_07_10), ..Options::default() };
        let answer = shared().search(&query, &options).unwrap();
        prop_assert!(answer.complete <= answer.total && answer.hits.len() <= answer.total);
        prop_assert!(answer.hits.iter().all(|hit| hit.score.is_finite()));
    }

    #[test]
    fn any_text_can_be_cut_to_a_snippet(body in odd_query(), other: String, width in 0_usize..200) {
        let body = format!("{body} {other} storage {body}");
        let cut = snippet(&body, &["storag".to_owned(), "scs".to_owned()], Language::English, width);
        prop_assert!(cut.text.chars().count() <= width + 8 + "storage".len());
        let mut end = 0;
        for highlight in &cut.highlights {
            prop_assert!(highlight.start >= end && highlight.start < highlight.end && cut.text.get(highlight.clone()).is_some());
            end = highlight.end;
        }
    }

    #[test]
    fn any_text_can_be_indexed(heading: String, body in odd_query(), other: String) {
        let documents = [section("a/20240101.md", 1, &heading, &(body + &other))];
        prop_assert!(Engine::open(build(&documents).unwrap()).is_ok());
    }
}

#[test]
fn huge_queries_are_bounded() {
    let words: String = (0..50_000).map(|number| format!("w{number} ")).collect();
    let slashes: String = (0..50_000).map(|number| format!("w{number}/")).collect();
    let ors: String = (0..50_000).map(|number| format!("w{number} OR ")).collect();
    for query in [
        words,
        slashes,
        ors,
        "\"".repeat(100_000),
        "-".repeat(100_000),
        "storag* ".repeat(10_000),
        "\"a b".repeat(20_000),
    ] {
        let parsed = parse(&query, None, true);
        let length: usize = parsed.clauses.iter().map(|clause| clause.alternatives.len()).sum();
        assert!(length <= LONGEST_QUERY);
        shared().search(&query, &Options::default()).unwrap();
    }
}

#[test]
fn an_index_of_nothing_answers() {
    let engine = engine(&[]);
    let answer = engine.search("storage @garloff team:iaas \"a phrase\" x*", &Options::default()).unwrap();
    assert_eq!(answer.total, 0);
    let bare = super::engine(&[section("a/b.md", 1, "", "")]);
    assert_eq!(bare.search("storage", &Options::default()).unwrap().total, 0);
    assert_eq!(bare.search("", &Options::default()).unwrap().total, 1);
}
