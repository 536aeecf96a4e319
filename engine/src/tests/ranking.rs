//! The order of results.

use super::{answer, archive, call, complete, engine, place, search, section};
use crate::{Kind, Options, Role, SearchDocument, Sort};

/// Sections about other things: in an archive of two, every word is frequent.
fn others() -> impl Iterator<Item = SearchDocument> {
    (0..30).map(|day| section(&format!("z/2021{:04}.md", 101 + day), 1, "Gardening", "Flowers and trees"))
}

fn first(documents: &[SearchDocument], query: &str) -> String {
    places(documents, query, Sort::Relevance).into_iter().next().unwrap_or_default()
}

fn places(documents: &[SearchDocument], query: &str, sort: Sort) -> Vec<String> {
    let options = Options { sort: Some(sort), ..Options::default() };
    search(documents, query, &options).rows.iter().map(place).collect()
}

#[test]
fn all_words_come_before_some_words() {
    let far = "A long text in which zuul and the word keycloak stand far from each other.";
    let two = [
        section("a/20240101.md", 1, "Zuul Zuul Zuul", "zuul zuul zuul"),
        section("a/20240102.md", 1, "Other things", far),
    ];
    let many: Vec<SearchDocument> = others().chain(two.clone()).collect();
    assert_eq!(places(&many, "zuul keycloak", Sort::Relevance), ["a/20240102.md:1", "a/20240101.md:1"]);
    let documents = two;
    assert_eq!(places(&documents, "zuul keycloak", Sort::Relevance), ["a/20240102.md:1", "a/20240101.md:1"]);
    let answer = engine(&documents).search("zuul keycloak", &Options::default()).unwrap();
    assert_eq!((answer.total, answer.complete), (2, 1));
}

#[test]
fn headings_weigh_more_than_bodies() {
    let documents = [
        section("a/20240102.md", 1, "Other", "About zuul and more"),
        section("a/20240101.md", 1, "Zuul", "About this and more"),
    ];
    assert_eq!(first(&documents, "zuul"), "a/20240101.md:1");
}

#[test]
fn exact_words_come_before_neighbours() {
    let mut documents: Vec<SearchDocument> =
        (0..60).map(|day| section(&format!("a/2024{:04}.md", 101 + day), 1, "Harbor", "The harbor registry")).collect();
    documents.push(section("a/20200101.md", 1, "Other", "We had fish at the harbors place called Harbon, a harbon"));
    assert_eq!(first(&documents, "harbon"), "a/20200101.md:1");
    assert!(places(&documents, "harbon", Sort::Relevance).len() > 1, "a word that rare may be misspelt");
}

#[test]
fn the_recent_come_first_among_equals() {
    let documents =
        ["a/20220101.md", "a/20240101.md", "a/20230101.md"].map(|file| section(file, 1, "Zuul", "Nothing new"));
    assert_eq!(places(&documents, "zuul", Sort::Relevance), ["a/20240101.md:1", "a/20230101.md:1", "a/20220101.md:1"]);
    assert_eq!(places(&documents, "zuul", Sort::Newest), ["a/20240101.md:1", "a/20230101.md:1", "a/20220101.md:1"]);
    assert_eq!(places(&documents, "zuul", Sort::Oldest), ["a/20220101.md:1", "a/20230101.md:1", "a/20240101.md:1"]);
}

#[test]
fn undated_pages_come_last_in_both_directions() {
    let documents = ["a/20220101.md", "a/handbook.md"].map(|file| section(file, 1, "Zuul", ""));
    for sort in [Sort::Newest, Sort::Oldest] {
        assert_eq!(places(&documents, "zuul", sort), ["a/20220101.md:1", "a/handbook.md:1"]);
    }
}

#[test]
fn minutes_come_before_the_call_that_repeats_them() {
    assert_eq!(complete("cinder volume backup")[..2], ["iaas/20240703.md:20", "community-call/20240704.md:9"]);
}

#[test]
fn what_says_little_comes_last() {
    let with_role = |file: &str, role| SearchDocument { role, ..section(file, 1, "Zuul", "zuul and others") };
    let documents = [
        with_role("a/20240105.md", Role::Participants),
        with_role("a/20240104.md", Role::Boilerplate),
        with_role("a/20240103.md", Role::Chores),
        with_role("a/20240102.md", Role::Structure),
        with_role("a/20240101.md", Role::Topic),
    ];
    let expected: Vec<String> = (1..=5).map(|day| format!("a/2024010{day}.md:1")).collect();
    assert_eq!(places(&documents, "zuul", Sort::Relevance), expected);
}

#[test]
fn a_call_comes_behind_its_sections_unless_it_alone_was_asked_for() {
    let documents = [
        call("iaas/20240703.md", "Cinder Volume Backup / Role Standard"),
        section("iaas/20240703.md", 20, "Cinder Volume Backup", "Optional"),
        section("iaas/20240703.md", 40, "Role Standard", "Later"),
        section("ops/20240703.md", 9, "Other", "Cinder was mentioned"),
    ];
    assert_eq!(
        places(&documents, "cinder", Sort::Relevance),
        ["iaas/20240703.md:20", "ops/20240703.md:9", "iaas/20240703.md:1"]
    );
    assert_eq!(first(&documents, "iaas 2024-07-03"), "iaas/20240703.md:1");
}

#[test]
fn the_section_a_person_leads_comes_first() {
    let people = vec!["kim".to_owned()];
    let documents = [
        SearchDocument {
            people: people.clone(),
            ..section("a/20240102.md", 1, "Storage", "A long discussion of storage to which @kim came")
        },
        SearchDocument { people, ..section("a/20240101.md", 1, "Storage (@kim)", "A long discussion of storage") },
        section("a/20240103.md", 1, "Storage", "Storage, storage"),
    ];
    assert_eq!(places(&documents, "@kim storage", Sort::Relevance), ["a/20240101.md:1", "a/20240102.md:1"]);
}

#[test]
fn facets_count_all_hits() {
    let answer = answer("standard");
    let teams: Vec<(&str, usize)> = answer.facets.team.iter().map(|(team, count)| (team.as_str(), *count)).collect();
    assert_eq!(teams, [("iaas", 4), ("community-call", 1)]);
    assert_eq!(answer.facets.year, [(2024, 4), (2023, 1)]);
    assert_eq!(answer.facets.kind, [(Kind::Section, 4), (Kind::Call, 1)]);
    assert_eq!(answer.total, 5);
}

#[test]
fn hits_have_what_a_row_needs() {
    let answer = answer("\"fair use policy\"");
    let hit = &answer.rows[0];
    let source = archive().into_iter().find(|document| document.line == 40).unwrap();
    assert_eq!(
        (
            hit.kind,
            &hit.file,
            hit.line,
            &hit.url,
            &hit.deck_url,
            &hit.team,
            hit.date,
            &hit.title,
            &hit.heading,
            hit.call
        ),
        (
            source.kind,
            &source.file,
            source.line,
            &source.url,
            &source.deck_url,
            &source.team,
            source.date,
            &source.title,
            &source.heading,
            source.call
        )
    );
    let hits = engine(&archive()).search("\"fair use policy\"", &Options::default()).unwrap().hits;
    assert_eq!((hits[0].call, hits[0].in_call), (source.call, 3));
}

#[test]
fn every_document_gets_its_own_words_back() {
    let documents = archive();
    let hits = search(&documents, "-qqqqq", &Options { limit: 100, ..Options::default() }).rows;
    assert_eq!(hits.len(), documents.len());
    for document in documents {
        let same =
            |hit: &&crate::Row| hit.file == document.file && hit.line == document.line && hit.kind == document.kind;
        let hit = hits.iter().find(same).unwrap();
        assert_eq!((&hit.url, &hit.deck_url, &hit.title), (&document.url, &document.deck_url, &document.title));
        assert_eq!((&hit.heading, &hit.team, hit.date), (&document.heading, &document.team, document.date));
    }
}

#[test]
fn pages_of_hits_join_without_a_gap() {
    let documents = archive();
    let page = |offset, limit| -> Vec<String> {
        let options = Options { limit, offset, ..Options::default() };
        search(&documents, "standard", &options).rows.iter().map(place).collect()
    };
    assert_eq!([page(0, 2), page(2, 2), page(4, 2)].concat(), page(0, 10));
    assert!(page(100, 2).is_empty());
}

#[test]
fn what_is_to_do_comes_with_the_newest_first() {
    let action = |file: &str, body: &str| SearchDocument {
        kind: Kind::Action,
        is_open: true,
        ..section(file, 5, "To do", body)
    };
    let documents =
        [action("a/20230101.md", "zuul zuul zuul"), action("a/20240101.md", "zuul and much else to be done")];
    let usual = |query: &str| {
        let found = search(&documents, query, &Options::default());
        (found.rows.iter().map(place).collect::<Vec<_>>(), found.sort)
    };
    let (newest, oldest) = ("a/20240101.md:5".to_owned(), "a/20230101.md:5".to_owned());
    assert_eq!(usual("zuul is:open"), (vec![newest.clone(), oldest.clone()], Sort::Newest));
    assert_eq!(usual("zuul"), (vec![oldest.clone(), newest.clone()], Sort::Relevance));
    assert_eq!(places(&documents, "zuul is:open", Sort::Relevance), [oldest, newest]);
}
