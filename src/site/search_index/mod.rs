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

mod documents;
mod names;
mod synonyms;
mod titles;

pub use documents::documents;
pub(crate) use names::long as named_of;
pub use names::names;

use crate::archive::{Archive, CallId};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::panics;
use crate::config::Config;
use crate::scan::Sources;
use crate::site::assets::fingerprinted;
use crate::site::output::{Content, Made, Output, Put};
use crate::verdicts::{self, Verdicts};
use chrono::{Datelike, NaiveDate};
use minutebook_engine::pack::{self, Name};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// The folder of everything about search, below the site's root.
pub(crate) const FOLDER: &str = "search/";

/// The file that says what the index was made from.
pub(crate) const ENTRY: &str = "search/entry.json";

/// The hot file and the names, as they are called but for the hash.
pub(crate) const HOT: &str = "hot.bin";
pub(crate) const NAMES: &str = "names.json";

/// What an index was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// Of the program, since the engine is part of it.
    pub(crate) version: String,
    /// Over the names and texts of all minutes, the configuration, and what reviewers said.
    pub(crate) source: String,
    /// The first day that the index is right on, and the first one that it is no longer right on: a day with calls that were
    /// still ahead then.
    pub(crate) days: (u32, u32),
    /// The hot file, below the folder of the entry.
    pub(crate) hot: String,
    /// The names of pages, likewise.
    pub(crate) names: String,
}

impl Entry {
    /// Whether the index is of this program, of what [`fingerprint`] was made of, and right on a day.
    pub(crate) fn is_of(&self, fingerprint: &str, day: NaiveDate) -> bool {
        let (from, until) = self.days;
        self.version == env!("CARGO_PKG_VERSION")
            && self.source == fingerprint
            && (from..until).contains(&day_number(day))
    }
}

/// Makes the index of an archive, as files of the site. `put` takes them when they are made, so that memory need not hold the texts of
/// all calls.
///
/// Calls that it cannot be made with are not found, and said; a site without any index is one without search.
pub fn index(archive: &Archive, sources: &Sources, verdicts: &Verdicts, put: &Put<'_>) -> Result<(), Error> {
    let calls: Vec<CallId> = archive.originals().collect();
    let mut findings = Vec::new();
    // Calls whose texts are the same have one file.
    let written: Mutex<BTreeSet<Name>> = Mutex::default();
    let put_text = |name: Name, json: Vec<u8>| {
        let is_new = written.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
        if is_new { put(Made::of_bytes(path(name, "json"), json)) } else { Ok(()) }
    };
    let made = panics::caught(|| packed(archive, &calls, &put_text)).or_else(|panics::Panicked| {
        let some_of = |some: &[&CallId]| some.iter().map(|call| **call).collect::<Vec<_>>();
        let try_some = |some: &[&CallId]| drop(packed(archive, &some_of(some), &|_, _| Ok(())));
        let culprits = panics::culprits(&calls, try_some).unwrap_or_default();
        let (left_out, rest): (Vec<_>, Vec<_>) =
            calls.iter().enumerate().partition(|(place, _)| culprits.contains(place));
        findings.extend(left_out.iter().map(|(_, call)| documents::not_found(&archive.call(**call).file)));
        let rest: Vec<&CallId> = rest.into_iter().map(|(_, call)| call).collect();
        panics::caught(|| packed(archive, &some_of(&rest), &put_text))
    });
    let Ok(made) = made else {
        findings.push(panics::failed(FOLDER, "minutebook has failed on the search index: the site has no search"));
        return put(Made { outputs: Vec::new(), findings });
    };
    let Packed { pack, findings: found } = made?;
    findings.extend(found);
    let hot = fingerprinted(HOT, &pack.hot);
    let names = serde_json::to_vec(&names::rows(archive)).unwrap_or_default();
    let names_file = fingerprinted(NAMES, &names);
    let entry = Entry {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        source: fingerprint(sources, &archive.config, verdicts),
        days: days(archive),
        hot: hot.clone(),
        names: names_file.clone(),
    };
    // Blocks that hold the same are one file.
    let blocks: BTreeMap<Name, Vec<u8>> = pack.blocks.into_iter().collect();
    let blocks = blocks.into_iter().map(|(name, bytes)| (path(name, "bin"), bytes));
    let others = [
        (ENTRY.to_owned(), serde_json::to_vec(&entry).unwrap_or_default()),
        (format!("{FOLDER}{hot}"), pack.hot),
        (format!("{FOLDER}{names_file}"), names),
    ];
    let outputs = blocks.chain(others).map(|(path, bytes)| Output { path, content: Content::Bytes(bytes) }).collect();
    put(Made { outputs, findings })
}

/// The packed index of some calls, and the calls that are not found.
struct Packed {
    pack: pack::Pack,
    findings: Vec<Diagnostic>,
}

/// The documents of so many calls are in memory at once: enough to make them on all cores.
const CALLS_AT_ONCE: usize = 64;

/// Packs the index of some calls; the text of each is handed to `put`.
fn packed(
    archive: &Archive,
    calls: &[CallId],
    put: &dyn Fn(Name, Vec<u8>) -> Result<(), Error>,
) -> Result<Packed, Error> {
    let community = documents::community_teams(archive);
    let mut builder = minutebook_engine::Builder::new().map_err(|error| failed(&error))?;
    let mut names: BTreeMap<u32, Name> = BTreeMap::new();
    let mut findings = Vec::new();
    for calls in calls.chunks(CALLS_AT_ONCE) {
        let (documents, found) = documents::documents_and_findings(archive, calls, &community);
        findings.extend(found);
        documents.iter().for_each(|document| panics::planted("index", || document.heading.as_str()));
        builder.add(&documents).map_err(|error| failed(&error))?;
        for (call, fragment) in minutebook_engine::fragments(&documents) {
            let json = serde_json::to_vec(&fragment).unwrap_or_default();
            let name = pack::name(&json);
            names.insert(call, name);
            put(name, json)?;
        }
    }
    let files = builder.finish().map_err(|error| failed(&error))?;
    let pack = pack::pack(files, &names).map_err(|error| failed(&error))?;
    Ok(Packed { pack, findings })
}

/// A day as the engine takes it: `20240703`.
pub(crate) fn day_number(day: NaiveDate) -> u32 {
    u32::try_from(day.year()).unwrap_or(0) * 10_000 + day.month() * 100 + day.day()
}

/// The error of an index that cannot be made or asked.
pub(crate) fn failed(error: &minutebook_engine::Error) -> Error {
    Error::new("search-index", FOLDER, error.to_string()).hint("this is a mistake in minutebook, please report it")
}

/// Where a block (`bin`) or a fragment (`json`) lies.
pub(crate) fn path(name: Name, extension: &str) -> String {
    format!("{FOLDER}data/{}.{extension}", pack::name_text(name))
}

/// What the index depends on beside the day: the minutes, how they are read, and what reviewers said of them.
pub(crate) fn fingerprint(sources: &Sources, config: &Config, verdicts: &Verdicts) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(config.reading().as_bytes());
    hasher.update(verdicts::print(verdicts).as_bytes());
    for (input, file) in sources.notes() {
        hasher.update(input.path.as_bytes());
        hasher.update(&[0]);
        hasher.update(file.hash.as_bytes());
        hasher.update(file.alias_of.as_deref().unwrap_or_default().as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// The days from the last one with a call, as of today, to the next one.
fn days(archive: &Archive) -> (u32, u32) {
    let dates = || archive.calls.iter().filter_map(|call| call.date);
    let from = dates().filter(|date| *date <= archive.today).max().map_or(0, day_number);
    let until = dates().filter(|date| *date > archive.today).min().map_or(u32::MAX, day_number);
    (from, until)
}
