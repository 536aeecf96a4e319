use super::*;
use crate::base::yaml;
use minutebook_engine::{Kind, SearchDocument};
use serde_json::Value;

fn written(title: &str, body: &str) -> SearchDocument {
    SearchDocument {
        kind: Kind::Section,
        url: format!("ops/2024-03-04/#{title}"),
        date: Some(20_240_304),
        heading: title.to_owned(),
        body: body.to_owned(),
        people: vec!["Garloff".to_owned()],
        references: vec!["SovereignCloudStack/standards#594".to_owned(), "SCS-0104-v1".to_owned()],
        topics: vec!["Volume Encryption".to_owned(), "zuul".to_owned()],
        ..SearchDocument::default()
    }
}

#[test]
fn every_field_is_described_to_both_servers() {
    let document = documents::of(vec![written("zuul", "It fails.")]).remove(0);
    let Ok(Value::Object(fields)) = serde_json::to_value(&document) else { panic!("an object") };
    let mut names: Vec<&str> = fields.keys().map(String::as_str).collect();
    let mut described = mapping::field_names();
    names.sort_unstable();
    described.sort_unstable();
    assert_eq!(names, described);
    let yaml_text = mapping::description(Server::Quickwit, "minutes");
    yaml::parse(&yaml_text).expect("Quickwit's file is YAML");
    let json: Value = serde_json::from_str(&mapping::description(Server::OpenSearch, "minutes")).expect("JSON");
    for name in described {
        assert!(yaml_text.contains(&format!("{{name: {name}, ")), "{name}");
        assert!(json["mappings"]["properties"][name].is_object(), "{name}");
    }
}

#[test]
fn ids_stay_and_hashes_follow_the_text() {
    let before = documents::of(vec![written("zuul", "It fails."), written("ceph", "Full.")]);
    let after = documents::of(vec![written("ceph", "Full."), written("zuul", "It is mended.")]);
    assert_eq!(before[1], after[0], "another place in the list changes nothing");
    assert_eq!(before[0].id, after[1].id);
    assert_ne!(before[0].hash, after[1].hash);
    let twice = documents::of(vec![written("zuul", "One."), written("zuul", "Two.")]);
    assert_ne!(twice[0].id, twice[1].id, "two records at one place");
}

#[test]
fn references_and_people_are_found_as_one_writes_them() {
    let document = documents::of(vec![written("zuul", "It fails.")]).remove(0);
    let references = ["#594", "scs-0104", "scs-0104-v1", "sovereigncloudstack/standards#594", "standards#594"];
    assert_eq!(document.references, references);
    assert_eq!(document.topics, ["Volume Encryption", "volume-encryption", "zuul"]);
    assert_eq!(document.people, ["garloff"]);
    assert_eq!(document.date.as_deref(), Some("2024-03-04T00:00:00Z"));
}

#[test]
fn bulk_files_are_pairs_of_lines_within_what_a_server_takes() {
    let long = "word ".repeat(400_000);
    let documents = documents::of((0..12).map(|number| written(&format!("s{number}"), &long)).collect());
    let all: Vec<&Document> = documents.iter().collect();
    for server in [Server::Quickwit, Server::OpenSearch] {
        let files = bulk(server, "minutes", &all, &["0123456789abcdef"]);
        assert!(files.len() > 1, "{}", files.len());
        let mut lines = Vec::new();
        for file in &files {
            let Content::Bytes(bytes) = &file.content else { panic!("{} is not made here", file.path) };
            assert!(bytes.len() <= 10_000_000, "{}: {} bytes", file.path, bytes.len());
            let text = std::str::from_utf8(bytes).expect("text");
            lines.extend(text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")));
        }
        let deletes = lines.iter().filter(|line| line.get("delete").is_some()).count();
        assert_eq!(deletes, usize::from(server == Server::OpenSearch));
        let verb = if server == Server::Quickwit { "create" } else { "index" };
        let pairs: Vec<&[Value]> = lines[deletes..].chunks(2).collect();
        assert_eq!(pairs.len(), 12);
        for pair in pairs {
            assert_eq!(pair[0][verb]["_index"], "minutes");
            assert_eq!(pair[0][verb]["_id"], pair[1]["id"]);
        }
    }
}

#[test]
fn names_of_indexes_are_those_that_both_take() {
    for name in ["minutes", "scs-minutes"] {
        assert!(is_index_name(name), "{name}");
    }
    for name in ["", "m", "Minutes", "_all", "2024", "a b", "../x", "minutes/"] {
        assert!(!is_index_name(name), "{name}");
    }
}
