//! The index as files: the same bytes each time, honest errors, nothing read that need not be.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex};

use super::archive;
use crate::{Engine, Options, Source, build};

#[test]
fn the_same_documents_give_the_same_bytes() {
    let documents = archive();
    let mut reversed = documents.clone();
    reversed.reverse();
    let first = build(&documents).unwrap();
    assert!(first == build(&documents).unwrap());
    assert!(first == build(&reversed).unwrap());
    let names: Vec<&str> = first.keys().map(|name| name.rsplit('.').next().unwrap_or_default()).collect();
    assert_eq!(names, ["fast", "fieldnorm", "idx", "pos", "store", "term", "bin", "json", "tsv"]);
}

/// Files of which only some blocks have arrived; what is asked for and lacking is noted.
#[derive(Debug, Clone)]
struct Blocks {
    files: BTreeMap<String, Vec<u8>>,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    there: BTreeMap<(String, usize), ()>,
    missing: Vec<(String, usize)>,
}

const BLOCK: usize = 64;

impl Source for Blocks {
    fn length(&self, file: &str) -> Option<usize> {
        self.files.length(file)
    }

    fn read(&self, file: &str, range: Range<usize>) -> io::Result<Vec<u8>> {
        let mut state = self.state.lock().unwrap();
        let blocks: Vec<(String, usize)> =
            (range.start / BLOCK..=(range.end - 1) / BLOCK).map(|block| (file.to_owned(), block)).collect();
        let missing: Vec<(String, usize)> =
            blocks.into_iter().filter(|block| !state.there.contains_key(block)).collect();
        if missing.is_empty() {
            return self.files.read(file, range);
        }
        state.missing.extend(missing);
        Err(io::Error::new(io::ErrorKind::WouldBlock, "not there yet"))
    }
}

impl Blocks {
    fn fetch(&self) -> usize {
        let mut state = self.state.lock().unwrap();
        let missing = std::mem::take(&mut state.missing);
        let count = missing.len();
        state.there.extend(missing.into_iter().map(|block| (block, ())));
        count
    }
}

#[test]
fn blocks_can_be_fetched_as_they_are_missed() {
    let files = build(&archive()).unwrap();
    let expected = Engine::open(files.clone()).unwrap();
    let blocks = Blocks { files, state: Arc::default() };
    let engine = loop {
        match Engine::open(blocks.clone()) {
            Ok(engine) => break engine,
            Err(error) => assert!(blocks.fetch() > 0, "{error}"),
        }
    };
    for query in [
        "zuul incident",
        "\"fair use policy\"",
        "stor*",
        "promethues",
        "@garloff",
        "ref:standards#594 -zuul",
        "räumlich june 2024",
    ] {
        let answer = loop {
            match engine.search(query, &Options::default()) {
                Ok(answer) => break answer,
                Err(error) => assert!(blocks.fetch() > 0, "{query}: {error}"),
            }
        };
        assert_eq!(answer, expected.search(query, &Options::default()).unwrap(), "{query}");
    }
}

#[test]
fn the_document_store_is_never_read() {
    let files = build(&archive()).unwrap();
    let whole = Engine::open(files.clone()).unwrap();
    let blocks = Blocks { files: files.clone(), state: Arc::default() };
    {
        let mut state = blocks.state.lock().unwrap();
        for (name, bytes) in &files {
            // Opening looks at the footer, which is at most in the last four blocks.
            let first = if name.ends_with(".store") { (bytes.len() / BLOCK).saturating_sub(4) } else { 0 };
            state.there.extend((first..=bytes.len() / BLOCK).map(|block| ((name.clone(), block), ())));
        }
    }
    let engine = Engine::open(blocks).unwrap();
    let expected = whole.search("zuul", &Options::default()).unwrap();
    assert!(!expected.hits.is_empty());
    assert_eq!(engine.search("zuul", &Options::default()).unwrap(), expected);
}

#[test]
fn foreign_and_broken_files_are_refused() {
    assert!(Engine::open(BTreeMap::new()).is_err());
    let files = build(&archive()).unwrap();
    for name in files.keys() {
        let mut without = files.clone();
        without.remove(name);
        assert!(Engine::open(without).is_err(), "{name}");
        let mut empty = files.clone();
        empty.insert(name.clone(), Vec::new());
        assert!(name == "teams.tsv" || Engine::open(empty).is_err(), "{name}");
    }
}
