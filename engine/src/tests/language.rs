//! The query language: what each form parses to, and what it finds.

use super::{answer, archive, complete, engine, place, section};
use crate::query::{Clause, Condition, Filter, Occur, Unit, parse};
use crate::{Days, Kind, Language, Options, SearchDocument};

const TODAY: Option<u32> = Some(2024_07_10);

fn word(text: &str) -> Unit {
    Unit::Word { text: text.to_owned(), prefix: false }
}

fn clause(occur: Occur, unit: Unit) -> Clause {
    Clause { occur, alternatives: vec![unit] }
}

#[test]
fn every_form_of_clause_parses() {
    let time = |from, to, text: &str| Unit::Time { days: Days { from, to }, text: text.to_owned() };
    let table: Vec<(&str, Vec<Clause>)> = vec![
        ("volume encryption", vec![clause(Occur::Should, word("volume")), clause(Occur::Should, word("encryption"))]),
        ("\"fair use policy\"", vec![clause(Occur::Must, Unit::Phrase("fair use policy".into()))]),
        ("„fair use“ x", vec![clause(Occur::Must, Unit::Phrase("fair use".into())), clause(Occur::Should, word("x"))]),
        ("+must -not", vec![clause(Occur::Must, word("must")), clause(Occur::MustNot, word("not"))]),
        ("-\"not this\"", vec![clause(Occur::MustNot, Unit::Phrase("not this".into()))]),
        ("rook OR ceph", vec![Clause { occur: Occur::Should, alternatives: vec![word("rook"), word("ceph")] }]),
        ("rook | ceph", vec![Clause { occur: Occur::Should, alternatives: vec![word("rook"), word("ceph")] }]),
        ("OR", vec![clause(Occur::Should, word("OR"))]),
        ("a OR", vec![clause(Occur::Should, word("a")), clause(Occur::Should, word("OR"))]),
        ("standard*", vec![clause(Occur::Should, Unit::Word { text: "standard".into(), prefix: true })]),
        ("june 2024", vec![clause(Occur::Should, time(2024_06_01, 2024_06_31, "june 2024"))]),
        ("2024-06-14", vec![clause(Occur::Should, time(2024_06_14, 2024_06_14, "2024-06-14"))]),
        ("14 June, 2024", vec![clause(Occur::Should, time(2024_06_14, 2024_06_14, "14 June, 2024"))]),
        ("juni 2024", vec![clause(Occur::Should, time(2024_06_01, 2024_06_31, "juni 2024"))]),
        ("q2 2024", vec![clause(Occur::Should, time(2024_04_01, 2024_06_31, "q2 2024"))]),
        ("since march 2024", vec![clause(Occur::Should, time(2024_03_01, Days::LAST, "since march 2024"))]),
        ("last week", vec![clause(Occur::Should, time(2024_07_01, 2024_07_07, "last week"))]),
        ("yesterday", vec![clause(Occur::Should, time(2024_07_09, 2024_07_09, "yesterday"))]),
        ("2024.1", vec![clause(Occur::Should, word("2024.1"))]),
        ("may fail", vec![clause(Occur::Should, word("may")), clause(Occur::Should, word("fail"))]),
        ("\"open", vec![clause(Occur::Should, word("open"))]),
        ("foo:bar", vec![clause(Occur::Should, word("foo:bar"))]),
        ("is:odd", vec![clause(Occur::Should, word("is:odd"))]),
        ("after:never", vec![clause(Occur::Should, word("after:never"))]),
        (
            "a - b --c",
            vec![
                clause(Occur::Should, word("a")),
                clause(Occur::Should, word("-")),
                clause(Occur::Should, word("b")),
                clause(Occur::Should, word("--c")),
            ],
        ),
        ("", vec![]),
    ];
    for (query, clauses) in table {
        let parsed = parse(query, TODAY, false);
        assert_eq!(parsed.clauses, clauses, "{query}");
        assert_eq!(parsed.filters, [], "{query}");
    }
}

#[test]
fn every_filter_parses() {
    let filter = |condition| Filter { negated: false, condition };
    let days = |from, to| filter(Condition::Days(Days { from, to }));
    let table: Vec<(&str, Filter)> = vec![
        ("team:iaas", filter(Condition::Team("iaas".into()))),
        ("-team:iaas", Filter { negated: true, condition: Condition::Team("iaas".into()) }),
        ("TEAM:IaaS", filter(Condition::Team("IaaS".into()))),
        ("topic:\"volume encryption\"", filter(Condition::Topic("volume encryption".into()))),
        ("@Garloff", filter(Condition::Person("garloff".into()))),
        ("person:@garloff", filter(Condition::Person("garloff".into()))),
        ("ref:standards#594", filter(Condition::Reference("standards#594".into()))),
        ("is:decision", filter(Condition::Kind(Kind::Decision))),
        ("is:actions", filter(Condition::Kind(Kind::Action))),
        ("is:open", filter(Condition::Open)),
        ("after:2024-03", days(2024_03_01, Days::LAST)),
        ("before:2024-07-15", days(0, 2024_07_14)),
        ("year:2024", days(2024_01_01, 2024_12_31)),
        ("date:2024-08-08", filter(Condition::Date(Days { from: 2024_08_08, to: 2024_08_08 }))),
        ("date:2024-08", filter(Condition::Date(Days { from: 2024_08_01, to: 2024_08_31 }))),
        ("after:yesterday", days(2024_07_09, Days::LAST)),
    ];
    for (query, filter) in table {
        let parsed = parse(query, TODAY, false);
        assert_eq!(parsed.filters, [filter], "{query}");
        assert_eq!(parsed.clauses, [], "{query}");
    }
}

#[test]
fn the_last_word_is_a_beginning_while_it_is_typed() {
    let last = |query| parse(query, None, true).clauses.pop().map(|clause| clause.alternatives);
    assert_eq!(last("volume enc"), Some(vec![Unit::Word { text: "enc".into(), prefix: true }]));
    assert_eq!(last("volume enc "), Some(vec![word("enc")]));
    assert_eq!(last("\"volume enc\""), Some(vec![Unit::Phrase("volume enc".into())]));
}

/// Query and the places that have all of it, in order.
const FOUND: &[(&str, &[&str])] = &[
    // Words, in any form.
    ("flavors alias", &["iaas/20230621.md:10"]),
    ("availability zone policies", &["iaas/20230621.md:30"]),
    // A phrase, which another order of the same words is not.
    ("\"fair use policy\"", &["iaas/20240703.md:40"]),
    // A phrase that begins, ends or goes on at an identifier, whole or in parts.
    ("\"see scs-0104-v1 flavors\"", &["iaas/20240703.md:20"]),
    ("\"0104 v1 flavors for\"", &["iaas/20240703.md:20"]),
    ("\"PR standards#567 makes\"", &["iaas/20240703.md:20", "community-call/20240704.md:9"]),
    ("\"the status page is\"", &["iaas/20240703.md:40"]),
    ("\"limit of 6.0.2 requests\"", &["iaas/20240703.md:40"]),
    // Required and excluded.
    ("+zuul", &["ops/20240614.md:5", "ops/20240614.md:8"]),
    ("backup -optional", &[]),
    ("standard -flavors is:section -optional", &["iaas/20240703.md:40", "iaas/20230621.md:30"]),
    ("storage -\"node local\"", &[]),
    // Either.
    ("prometheus OR aliases", &["iaas/20230621.md:10", "ops/20240614.md:25"]),
    ("prom*", &["ops/20240614.md:25"]),
    // Identifiers: whole, without the version, in other spellings, in parts.
    ("scs-0104-v1", &["iaas/20240703.md:20"]),
    ("SCS-0104", &["iaas/20240703.md:20"]),
    ("cve-2024-32498", &["iaas/20230621.md:30"]),
    ("os_purpose", &["ops/20240614.md:5"]),
    ("standards#567", &["iaas/20240703.md:20", "community-call/20240704.md:9"]),
    ("standards/#567", &["iaas/20240703.md:20", "community-call/20240704.md:9"]),
    ("standards#594", &["iaas/20230621.md:30"]),
    // One word or two.
    ("statuspage", &["ops/20240614.md:25", "iaas/20240703.md:40"]),
    ("network policy", &["ops/20240614.md:25"]),
    ("post pone", &["iaas/20240703.md:62", "iaas/20240703.md:60"]),
    // Umlauts: three spellings that find each other.
    ("räumlich", &["iaas/20240703.md:40", "iaas/handbook.md:1", "iaas/20230621.md:10"]),
    ("raeumlich", &["iaas/20240703.md:40", "iaas/handbook.md:1", "iaas/20230621.md:10"]),
    ("raumlich", &["iaas/handbook.md:1", "iaas/20240703.md:40", "iaas/20230621.md:10"]),
    // British and American.
    ("flavour aliases", &["iaas/20230621.md:10"]),
    // Function words need not be there.
    ("what did we decide about the harbor rate limit", &["iaas/20240703.md:40"]),
    // Dates: of the call.
    ("zuul june 2024", &["ops/20240614.md:5", "ops/20240614.md:8"]),
    ("zuul 2024-06-14", &["ops/20240614.md:5", "ops/20240614.md:8"]),
    ("flavors 2023", &["iaas/20230621.md:10"]),
    ("storage last week is:section", &["iaas/20240703.md:60"]),
    // Filters.
    ("@garloff", &["iaas/20240703.md:60", "iaas/20240703.md:3"]),
    ("@garloff etcd", &["iaas/20240703.md:60"]),
    ("team:ops is:section", &["ops/20240614.md:5", "ops/20240614.md:25"]),
    ("team:community", &["community-call/20240704.md:9"]),
    ("topic:flavor-naming", &["iaas/20230621.md:10"]),
    ("topic:\"Flavor Naming\"", &["iaas/20230621.md:10"]),
    ("ref:standards#594", &["iaas/20230621.md:30"]),
    ("ref:#594", &["iaas/20230621.md:30"]),
    ("ref:594", &["iaas/20230621.md:30"]),
    ("ref:SovereignCloudStack/standards#594", &["iaas/20230621.md:30"]),
    ("is:decision", &["iaas/20240703.md:62"]),
    ("is:open", &["iaas/20240703.md:63"]),
    ("is:action -is:open", &["ops/20240614.md:8"]),
    ("is:call year:2023", &["iaas/20230621.md:1"]),
    ("standard after:2024-07-04", &["community-call/20240704.md:9"]),
    ("standard before:2024-07-04 is:section team:iaas -role", &["iaas/20240703.md:20", "iaas/20230621.md:30"]),
    (
        "is:call year:2023 year:2024 team:iaas team:ops",
        &["iaas/20240703.md:1", "ops/20240614.md:1", "iaas/20230621.md:1"],
    ),
];

#[test]
fn queries_find_what_the_table_says() {
    let wrong: Vec<String> = FOUND
        .iter()
        .filter(|(query, places)| complete(query) != *places)
        .map(|(query, places)| format!("{query}: {:?} instead of {places:?}", complete(query)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_pasted_link_finds_the_reference() {
    let answer = answer("https://github.com/x/standards/pull/567");
    assert_eq!(answer.rows.first().map(place).as_deref(), Some("iaas/20240703.md:20"));
}

#[test]
fn misspelt_words_are_taken_for_their_neighbours() {
    for (query, place, typed, used) in [
        ("zokeeper", "ops/20240614.md:5", "zokeeper", "zookeeper"),
        ("avalability", "iaas/20230621.md:30", "avalability", "availability"),
        ("promethues", "ops/20240614.md:25", "promethues", "prometheus"),
        ("harbour rate limmit", "iaas/20240703.md:40", "limmit", "limit"),
        ("netwrok policy", "ops/20240614.md:25", "netwrok", ""),
    ] {
        let answer = answer(query);
        assert_eq!(answer.rows.first().map(super::place).as_deref(), Some(place), "{query}");
        let used = (!used.is_empty()).then(|| (typed.to_owned(), used.to_owned()));
        assert!(used.is_none_or(|used| answer.corrections.contains(&used)), "{query}: {:?}", answer.corrections);
    }
    assert_eq!(answer("@garlof").corrections, [("garlof".to_owned(), "garloff".to_owned())]);
    // A misspelt team is its nearest neighbour, one of another name is none.
    assert_eq!(answer("team:iass").corrections, [("iass".to_owned(), "iaas".to_owned())]);
    assert_eq!(answer("team:iass").total, answer("team:iaas").total);
    assert_eq!((answer("team:xyz").total, answer("team:xyz").corrections), (0, Vec::new()));
    assert_eq!(answer("scs-9999").complete, 0);
    assert_eq!(answer("qqqqqqqq").total, 0);
}

#[test]
fn what_is_typed_finds_as_one_goes() {
    let engine = engine(&archive());
    let options = Options { as_you_type: true, ..Options::default() };
    for typed in ["prom", "promet", "prometheus", "prometheus wat", "scs-01", "scs-0104-", "standards#56"] {
        assert!(engine.search(typed, &options).unwrap().complete > 0, "{typed}");
    }
}

#[test]
fn what_is_no_filter_is_named() {
    let unread = |query: &str, as_you_type: bool| parse(query, None, as_you_type).unread;
    assert_eq!(unread("storage is:foo year:24 after:spring", false), ["is:foo", "year:24", "after:spring"]);
    assert_eq!(unread("storage is:dec", true), [""; 0], "it is being typed");
    assert_eq!(unread("is:decision team:iaas @ann http://x note:this", false), [""; 0]);
    assert_eq!(answer("storage is:foo").unread, ["is:foo"]);
    assert_eq!(unread("date:soon", false), ["date:soon"]);
}

/// The headings of the sections that have all of a query, in order.
fn headings(documents: &[SearchDocument], query: &str) -> Vec<String> {
    let answer = super::search(documents, query, &Options { limit: 100, ..Options::default() });
    answer.rows.iter().take(answer.complete).map(|row| row.heading.clone()).collect()
}

#[test]
fn versions_are_found_with_and_without_their_letter() {
    let documents = [
        section("t/20240110.md", 3, "prefixed", "We move to v1.28.3, tool-v0.9 and release-4.5.0."),
        section("t/20240110.md", 5, "plain", "The plain 1.28.3 is older than 1.280.1."),
    ];
    for (query, expected) in [
        ("1.28.3", &["plain", "prefixed"][..]),
        ("v1.28.3", &["plain", "prefixed"]),
        ("V1.28", &["plain", "prefixed"]),
        ("1.280", &["plain"]),
        ("0.9", &["prefixed"]),
        ("tool-0.9", &["prefixed"]),
        ("4.5.0", &["prefixed"]),
        ("\"tool v0.9 and release\"", &["prefixed"]),
        ("2.28.3", &[]),
    ] {
        let mut found = headings(&documents, query);
        found.sort();
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn any_word_of_a_script_without_blanks_is_found() {
    let documents = [
        section("t/20240110.md", 3, "每月例会", "这是一段简单的测试文本。新幹線で行く。"),
        section("t/20240110.md", 5, "회의록", "다음 회의를 연다. 第3回会議"),
        section("t/20240110.md", 7, "การประชุม", "วันนี้เราจะประชุมเรื่องระบบเครือข่าย"),
    ];
    for (query, expected) in [
        ("例会", Some("每月例会")),
        ("简单", Some("每月例会")),
        ("一段简单", Some("每月例会")),
        ("幹線", Some("每月例会")),
        ("線", Some("每月例会")),
        ("本", Some("每月例会")),
        ("\"文本 新幹線\"", Some("每月例会")),
        ("简单 例会", Some("每月例会")),
        ("회의", Some("회의록")),
        ("第3回", Some("회의록")),
        ("\"第3回\"", Some("회의록")),
        ("ประชุม", Some("การประชุม")),
        ("เครือข่าย", Some("การประชุม")),
        ("段一", None),
    ] {
        assert_eq!(headings(&documents, query).first().map(String::as_str), expected, "{query}");
    }
    assert_eq!(headings(&documents, "例会 OR 회의 -简单"), ["회의록"]);
    let row = &super::search(&documents, "一段简单", &Options { limit: 1, ..Options::default() }).rows[0];
    let marked: Vec<&str> = row.snippet.highlights.iter().map(|range| &row.snippet.text[range.clone()]).collect();
    assert_eq!(marked, ["一段简单"]);
}

#[test]
fn a_word_that_is_nowhere_is_found_inside_of_others() {
    let documents = [
        section("t/20240110.md", 3, "names", "The class NonStopParse is old; NetworkPolicy is not."),
        section("t/20240110.md", 5, "policy", "A policy."),
    ];
    for (query, expected) in [
        ("StopParse", &["names"][..]),
        ("stop", &["names"]),
        ("NonStop", &["names"]),
        ("policy", &["policy", "names"]),
        ("network policy", &["names"]),
    ] {
        assert_eq!(headings(&documents, query), expected, "{query}");
    }
}

#[test]
fn german_notes_are_found_by_any_form_of_a_word() {
    let german = |line, heading, body| SearchDocument {
        language: Language::German,
        ..section("t/20240110.md", line, heading, body)
    };
    let documents = [
        SearchDocument { language: Language::German, ..super::call("t/20240110.md", "Häuser") },
        german(3, "Häuser", "Wir haben die Beschlüsse zu den Kosten des Hauses gefasst."),
        section("t/20240117.md", 3, "English", "The costs of storage; nobody decided on the notes."),
    ];
    for (query, expected) in [
        ("Beschluss", &["Häuser"][..]),
        ("beschluesse", &["Häuser"]),
        ("Haus kosten", &["Häuser"]),
        ("was haben wir zum Haus beschlossen", &[]),
        ("cost", &["English"]),
        ("note", &["English"]),
    ] {
        let found: Vec<String> =
            headings(&documents, query).into_iter().filter(|heading| !heading.is_empty()).collect();
        assert_eq!(found, expected, "{query}");
    }
    let row = &super::search(&documents, "Beschluss", &Options { limit: 1, ..Options::default() }).rows[0];
    let marked: Vec<&str> = row.snippet.highlights.iter().map(|range| &row.snippet.text[range.clone()]).collect();
    assert_eq!(marked, ["Beschlüsse"]);
}

#[test]
fn a_call_is_found_by_its_names() {
    let file = "2024-04-16-hackathon-town/storage.md";
    let names = "2024 hackathon town storage";
    let call = SearchDocument { names: names.to_owned(), ..super::call(file, "Agenda") };
    let agenda = SearchDocument { names: names.to_owned(), call: call.call, ..section(file, 3, "Agenda", "disks") };
    let documents =
        [section("iaas/20240110.md", 3, "Storage", "Storage at the hackathon, and storage after it."), call, agenda];
    let answer = super::search(&documents, "hackathon town storage", &Options { limit: 10, ..Options::default() });
    assert_eq!(answer.rows[0].file, file);
}

#[test]
fn what_nothing_has_is_named() {
    assert_eq!(answer("team:qqq storage").unknown, ["team:qqq"]);
    assert_eq!(answer("person:qqq topic:qqq ref:qqq").unknown, ["person:qqq", "topic:qqq", "ref:qqq"]);
    assert_eq!(answer("team:iaas storage").unknown, [""; 0]);
}

#[test]
fn a_word_that_some_misspell_suggests_what_it_was_meant_to_be() {
    let mut documents: Vec<_> = (0..50)
        .map(|day| {
            section(
                &format!("ops/2024{:02}{:02}.md", day / 25 + 1, day % 25 + 1),
                3,
                "Login",
                "Keycloak policies hold.",
            )
        })
        .collect();
    documents.push(section("ops/20240601.md", 3, "Login", "Keycloack is down, say the polices."));
    let suggestions = |query| super::search(&documents, query, &Options::default()).suggestions;
    let of = |typed: &str, used: &str| vec![(typed.to_owned(), used.to_owned())];
    assert_eq!(suggestions("keycloack"), of("keycloack", "keycloak"));
    assert_eq!(suggestions("keycloack outage"), of("keycloack", "keycloak"));
    assert_eq!(suggestions("keycloak"), []);
    assert_eq!(suggestions("keyclock"), [], "a word that is nowhere is corrected at once");
}

#[test]
fn words_in_one_alternative_have_to_be_there_together() {
    assert_eq!(complete("local/storage OR zzzz"), complete("local storage"));
    assert_eq!(complete("zzzz OR local/zzzz"), [""; 0]);
}
