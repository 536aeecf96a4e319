//! What came of each note, kept on disk for the next build.
//!
//! An entry is named by the hash of all that it depends on: the program, the configuration, the note's path and text, what the
//! paths of all notes say of it, and what reviewers said of it; see [`crate::base::keeping`]. It holds what stands in the note, so
//! that its folder is one that nobody but the user may look into.

use super::notes::{Note, ReadNote};
use crate::base::keeping::Keeping;
use crate::base::panics;
use crate::config::Config;
use std::path::Path;

/// What entries begin with.
const HEAD: &[u8] = b"minutebook note 1\n";

/// The folder of entries in a user's cache folder.
const FOLDER: &str = "notes";

/// Where is kept what came of notes.
#[derive(Debug)]
pub struct KeptNotes(Keeping);

impl KeptNotes {
    /// Those in a user's cache folder; without one, or where others may look into it, nothing is kept.
    pub fn new(cache: Option<&Path>) -> Self {
        Self(Keeping::private(cache.map(|cache| cache.join(FOLDER)), HEAD))
    }

    /// What the names of entries begin with: the program and the configuration.
    pub(super) fn of_config(config: &Config) -> blake3::Hasher {
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("MINUTEBOOK_SOURCES").as_bytes());
        // Where the site will be says nothing about a note; notices name the file of the configuration as the user did.
        let config = Config { base_url: None, notices: Vec::new(), ..config.clone() };
        hasher.update(format!("{config:?}").as_bytes());
        hasher
    }

    /// Whether anything is kept under this name, whole or not.
    pub(super) fn has(&self, key: &str) -> bool {
        self.0.has(key)
    }

    /// What came of a note the last time, else what comes of it now.
    pub(super) fn read(&self, key: &str, read: impl FnOnce() -> ReadNote) -> ReadNote {
        let kept = self.0.get(key).and_then(|kept| postcard::from_bytes(&kept).ok());
        if let Some(kept) = kept {
            return kept;
        }
        let read = read();
        // What the program has failed on it may not fail on the next time.
        let has_failed = read.diagnostics.iter().any(|finding| finding.code == panics::CODE);
        if !has_failed && let Ok(bytes) = postcard::to_allocvec(&read) {
            self.0.put(key, &bytes);
            // What was read back has no room to grow, and takes a part of the memory.
            return postcard::from_bytes(&bytes).unwrap_or(read);
        }
        read
    }

    /// Removes what has not been used for a long time.
    pub fn tidy(&self) {
        self.0.tidy();
    }
}

/// The name of what is kept of a note.
pub(super) fn key(reading: &blake3::Hasher, note: &Note<'_>) -> String {
    let mut hasher = reading.clone();
    // Each part ends where the next one begins: with a byte that is in no path and in no hash.
    for part in [&note.file.path, &note.text.hash, &format!("{:?}", note.facts), &format!("{:?}", note.verdicts)] {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    hasher.finalize().to_hex().to_string()
}
