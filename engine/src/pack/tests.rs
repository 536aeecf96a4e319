//! A packed index answers as the index itself.

use std::collections::BTreeMap;

use super::*;
use crate::tests::archive;
use crate::{Engine, Options, build};

fn packed() -> (BTreeMap<String, Vec<u8>>, Pack) {
    let files = build(&archive()).unwrap();
    let pack = pack(files.clone(), &BTreeMap::from([(3, [1; 6]), (700, [2; 6])])).unwrap();
    (files, pack)
}

#[test]
fn the_same_answers_in_two_rounds() {
    let (files, pack) = packed();
    let whole = Engine::open(files).unwrap();
    let blocks: BTreeMap<Name, Vec<u8>> = pack.blocks.iter().cloned().collect();
    for query in ["zuul", "\"role standard\"", "volume backup", "@garloff", "standrad", "clou*", "is:call 2024", ""] {
        let source = PackedSource::open(&pack.hot).unwrap();
        let parts = Engine::open_packed(source.clone()).unwrap();
        let options = Options::default();
        let mut rounds = 0;
        let answer = loop {
            match parts.search(query, &options) {
                Ok(answer) => break answer,
                Err(_) => {
                    let missing = source.take_missing();
                    assert!(!missing.is_empty(), "{query}");
                    missing.iter().for_each(|name| source.supply(*name, &blocks[name]).unwrap());
                }
            }
            rounds += 1;
            assert!(rounds <= 1, "{query}: all that is missing is asked for at once");
        };
        assert_eq!(answer, whole.search(query, &options).unwrap(), "{query}");
    }
}

#[test]
fn fragments_are_found_by_call() {
    let source = PackedSource::open(&packed().1.hot).unwrap();
    assert_eq!([3, 4, 700].map(|call| source.fragment(call)), [Some([1; 6]), None, Some([2; 6])]);
    let name = [0, 1, 0x0a, 0xff, 16, 32];
    assert_eq!(name_text(name), "00010aff1020");
    assert_eq!(
        ["00010aff1020", "00010aff102", "+0010aff1020x", "../../../../"].map(name_of),
        [Some(name), None, None, None]
    );
}

#[test]
fn broken_files_are_errors() {
    let (_, pack) = packed();
    for length in (0..pack.hot.len()).step_by(41) {
        assert!(PackedSource::open(&pack.hot[..length]).is_err(), "{length}");
    }
    let source = PackedSource::open(&pack.hot).unwrap();
    let (name, bytes) = &pack.blocks[0];
    assert!(source.supply(*name, &bytes[1..]).is_err());
    assert!(source.supply([9; 6], bytes).is_err());
}

#[test]
fn what_was_changed_on_its_way_is_refused() {
    let (_, pack) = packed();
    for at in (0..pack.hot.len()).step_by(23) {
        let mut hot = pack.hot.clone();
        hot[at] ^= 1 << (at % 8);
        assert!(PackedSource::open(&hot).is_err(), "byte {at} of the hot file");
    }
    let portal = b"<!doctype html><title>Sign in</title>";
    assert!(PackedSource::open(portal).is_err() && PackedSource::open(b"").is_err());
    let source = PackedSource::open(&pack.hot).unwrap();
    for (name, bytes) in &pack.blocks {
        for at in (0..bytes.len()).step_by(101) {
            let mut block = bytes.clone();
            block[at] ^= 1 << (at % 8);
            assert!(source.supply(*name, &block).is_err(), "byte {at} of a block");
        }
        assert!(source.supply(*name, bytes).is_ok());
    }
}

#[test]
fn an_index_without_some_fields_or_without_anything_packs_too() {
    let bare = crate::SearchDocument { heading: "Harbour".to_owned(), ..crate::SearchDocument::default() };
    for documents in [vec![], vec![bare], archive()] {
        let pack = pack(build(&documents).unwrap(), &BTreeMap::new()).unwrap();
        let engine = Engine::open_packed(PackedSource::open(&pack.hot).unwrap()).unwrap();
        assert_eq!(engine.documents(), documents.len());
    }
}
