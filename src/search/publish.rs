//! The archive's index as files of the site.
//!
//! | file | what | when it changes |
//! |---|---|---|
//! | `search/entry.json` | which minutes the index is of, and the names of the others | with every change |
//! | `search/hot.<hash>.bin` | what every query needs | with every change |
//! | `search/names.<hash>.json` | the pages that have a name, see [`names`] | with the registers |
//! | `search/data/<hash>.bin` | blocks of the index | with the words in them |
//! | `search/data/<hash>.json` | the texts of a call | with the call |
//!
//! All but the entry carry a hash of their content in the name, so a browser may keep them as long as it likes.

use super::{documents, names};
use crate::assets::fingerprinted;
use crate::config::Config;
use crate::link::Archive;
use crate::scan::Scan;
use crate::write::{Content, Output};
use minutebook_engine::pack::{self, Name};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The folder of everything about search, below the site's root.
pub(super) const FOLDER: &str = "search/";

/// The file that says what the index was made from.
pub(super) const ENTRY: &str = "search/entry.json";

/// What an index was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Of the program, since the engine is part of it.
    pub(super) version: String,
    /// Over the names and texts of all minutes and the configuration.
    pub(super) source: String,
    /// The hot file, below the folder of the entry.
    pub(super) hot: String,
    /// The names of pages, likewise.
    pub(super) names: String,
}

/// Makes the index of an archive, as files of the site.
pub fn index(archive: &Archive<'_>, scan: &Scan) -> Result<Vec<Output>, super::SearchError> {
    let documents = documents::documents(archive);
    let files = minutebook_engine::build(&documents)?;
    // Calls whose texts are the same have one file.
    let mut outputs: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut texts: BTreeMap<u32, Name> = BTreeMap::new();
    for (call, fragment) in minutebook_engine::fragments(&documents) {
        let json = serde_json::to_vec(&fragment).unwrap_or_default();
        let name = name(&json);
        texts.insert(call, name);
        outputs.insert(path(name, "json"), json);
    }
    let pack = pack::pack(&files, &texts, name)?;
    outputs.extend(pack.blocks.into_iter().map(|(name, bytes)| (path(name, "bin"), bytes)));
    let hot = fingerprinted("hot.bin", &pack.hot);
    let names = serde_json::to_vec(&names::names(archive)).unwrap_or_default();
    let names_file = fingerprinted("names.json", &names);
    let entry = Entry {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        source: fingerprint(scan, archive.config),
        hot: hot.clone(),
        names: names_file.clone(),
    };
    outputs.insert(ENTRY.to_owned(), serde_json::to_vec(&entry).unwrap_or_default());
    outputs.insert(format!("{FOLDER}{hot}"), pack.hot);
    outputs.insert(format!("{FOLDER}{names_file}"), names);
    Ok(outputs.into_iter().map(|(path, bytes)| Output { path, content: Content::Bytes(bytes) }).collect())
}

/// Where a block (`bin`) or a fragment (`json`) lies.
pub(super) fn path(name: Name, extension: &str) -> String {
    format!("{FOLDER}data/{}.{extension}", pack::name_text(name))
}

fn name(bytes: &[u8]) -> Name {
    let hash = blake3::hash(bytes);
    std::array::from_fn(|index| hash.as_bytes()[index])
}

/// What the index depends on: the minutes, and how they are read.
pub(super) fn fingerprint(scan: &Scan, config: &Config) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(format!("{config:?}").as_bytes());
    for (input, file) in scan.notes() {
        hasher.update(input.path.as_bytes());
        hasher.update(&[0]);
        hasher.update(file.hash.as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}
