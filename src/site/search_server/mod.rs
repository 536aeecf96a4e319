//! The documents of the search index for a search server: the mapping of its index, and what to send it.
//!
//! | file | what |
//! |---|---|
//! | `index.yaml`, `index.json` | the index: its fields and how they are analysed, for Quickwit or OpenSearch |
//! | `bulk-0001.ndjson` … | actions and documents for `_bulk`, each file within what a server takes at once |
//! | `delete.json` | Quickwit only: the delete task for what is gone or changed, to be sent before the rest |
//! | `state.json` | what the server has when all of this has been sent: each document's id and hash |
//!
//! The next export reads `state.json` and writes only what has changed since. A document's id is made of its place on the
//! site and its kind, so that it stays while the note is edited around it; its hash is of everything that is in it.
//!
//! Formats: <https://quickwit.io/docs/configuration/index-config>, <https://quickwit.io/docs/reference/es_compatible_api>,
//! <https://docs.opensearch.org/latest/api-reference/document-apis/bulk/>.

mod documents;
mod mapping;

use crate::archive::Archive;
use crate::base::text::is_slug;
use crate::site::output::{Content, Output};
use crate::site::search_index;
use documents::Document;
pub use minutebook_engine::Server;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

/// The name of the file that describes the index.
pub fn index_file(server: Server) -> &'static str {
    match server {
        Server::Quickwit => "index.yaml",
        Server::OpenSearch => "index.json",
    }
}

/// The file that says what the server has.
pub const STATE: &str = "state.json";

/// What a server has when everything that was written for it has been sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The kind of server.
    pub server: Server,
    /// The name of its index.
    pub index: String,
    /// Over the description of the index: with another one the documents have to be sent anew.
    pub mapping: String,
    /// Each document's hash by its id.
    pub documents: BTreeMap<String, String>,
}

impl State {
    /// Reads what an export before has written; `None` for what is no state, of which nothing is known then.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// Files for a search server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The files, by name.
    pub files: Vec<Output>,
    /// How many documents are new or changed.
    pub sent: usize,
    /// How many documents are gone or have been replaced.
    pub deleted: usize,
    /// How many documents there are.
    pub all: usize,
    /// Whether the server has to be given everything, because nothing is known of what it has, or the index is described
    /// otherwise now.
    pub is_whole: bool,
}

/// Whether a name is one that both servers take for an index: `[a-z0-9-]`, beginning with a letter, at most 100 characters.
pub fn is_index_name(name: &str) -> bool {
    is_slug(name) && name.starts_with(|first: char| first.is_ascii_lowercase()) && (3..=100).contains(&name.len())
}

/// What to send to a server so that its `index` has the documents of the archive. `before` is what an export before this one
/// has left, or `None` to send everything.
pub fn export(archive: &Archive, server: Server, index: &str, before: Option<&State>) -> Export {
    let description = mapping::description(server, index);
    let mapping = blake3::hash(description.as_bytes()).to_hex().to_string();
    let before = before.filter(|state| state.server == server && state.index == index && state.mapping == mapping);
    let documents = documents::of(search_index::documents(archive));
    let hashes: BTreeMap<String, String> =
        documents.iter().map(|document| (document.id.clone(), document.hash.clone())).collect();
    let nothing = BTreeMap::new();
    let known = before.map_or(&nothing, |state| &state.documents);
    let changed: Vec<&Document> =
        documents.iter().filter(|document| known.get(&document.id) != Some(&document.hash)).collect();
    let gone: Vec<&str> = known
        .iter()
        .filter(|(id, hash)| hashes.get(*id) != Some(hash))
        .map(|(id, _)| id.as_str())
        .filter(|id| server == Server::Quickwit || !hashes.contains_key(*id))
        .collect();
    let mut files = vec![file(index_file(server), description)];
    if server == Server::Quickwit && !gone.is_empty() {
        let query = format!("id:IN [{}]", gone.join(" "));
        files.push(file("delete.json", format!("{}\n", json!({ "query": query }))));
    }
    files.extend(bulk(server, index, &changed, &gone));
    let state = State { server, index: index.to_owned(), mapping, documents: hashes };
    files.push(file(STATE, serde_json::to_string(&state).unwrap_or_default() + "\n"));
    Export { files, sent: changed.len(), deleted: gone.len(), all: documents.len(), is_whole: before.is_none() }
}

fn file(path: &str, text: String) -> Output {
    Output { path: path.to_owned(), content: Content::Bytes(text.into_bytes()) }
}

/// Quickwit takes 10 MB at once; OpenSearch's default is ten times that.
const LARGEST: usize = 9_000_000;

/// The actions in files that a server takes at once: first what is deleted, then what is new or changed.
fn bulk(server: Server, index: &str, changed: &[&Document], gone: &[&str]) -> Vec<Output> {
    let mut files: Vec<String> = Vec::new();
    let mut add = |lines: String| match files.last_mut() {
        Some(last) if last.len() + lines.len() <= LARGEST => last.push_str(&lines),
        _ => files.push(lines),
    };
    // Quickwit passes over `delete`; it has a task of its own for that.
    if server == Server::OpenSearch {
        gone.iter().for_each(|id| add(format!("{}\n", json!({ "delete": { "_index": index, "_id": id } }))));
    }
    for document in changed {
        let target = json!({ "_index": index, "_id": document.id });
        let action = match server {
            Server::Quickwit => json!({ "create": target }),
            // The action that replaces a document of the same id.
            Server::OpenSearch => json!({ "index": target }),
        };
        add(format!("{action}\n{}\n", serde_json::to_string(document).unwrap_or_default()));
    }
    let named = files.into_iter().enumerate();
    named.map(|(number, text)| file(&format!("bulk-{:04}.ndjson", number + 1), text)).collect()
}

#[cfg(test)]
mod tests;
