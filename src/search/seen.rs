//! What a question has seen of the minutes: while all of it is in the same state, the next one need not read them to know
//! which index is theirs.

use super::{Question, kept};
use crate::base::file_names::REVIEW;
use crate::base::fs;
use crate::config;
use crate::scan::Looked;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::SystemTime;

/// The file of it, in the folder of an archive.
const FILE: &str = "seen.json";

/// What was seen, and what was made of it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen {
    /// See [`settings`].
    settings: String,
    /// Where the notes were looked for.
    looked: Looked,
    /// The state of all that.
    state: String,
    /// See [`crate::site::search_index::fingerprint`].
    fingerprint: String,
}

/// A hash of what the configuration is made of, and of the verdicts of reviewers as they are written.
pub(super) fn settings(question: &Question<'_>) -> Option<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(config::origin(question.source, question.config).ok()?.as_bytes());
    match fs::read(&question.source.join(REVIEW)) {
        Ok(verdicts) => hasher.update(b"\0verdicts\0").update(&verdicts),
        Err(_) => hasher.update(b"\0none\0"),
    };
    Some(hasher.finalize().to_hex().to_string())
}

impl Seen {
    /// What a scan has seen that began at `began`; none where that may have changed since without a trace. `settings` are
    /// those of before the scan.
    pub(super) fn of(settings: Option<String>, looked: Looked, fingerprint: &str, began: SystemTime) -> Option<Self> {
        let state = looked.state(began)?;
        Some(Self { settings: settings?, looked, state, fingerprint: fingerprint.to_owned() })
    }

    /// The fingerprint of the minutes, when they are as they were.
    pub(super) fn fingerprint(self, question: &Question<'_>, now: SystemTime) -> Option<String> {
        let is_same = settings(question)? == self.settings && self.looked.state(now)? == self.state;
        is_same.then_some(self.fingerprint)
    }

    /// That of the question before.
    pub(super) fn read(folder: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(&folder.join(FILE)).ok()?).ok()
    }

    /// Keeps it for the next question.
    pub(super) fn write(&self, folder: &Path) -> fs::Result<()> {
        // A path that is no text cannot be written; the notes are read each time then.
        let Ok(json) = serde_json::to_vec(self) else { return Ok(()) };
        match kept::make_private(folder)? {
            Some(_) => fs::replace(&folder.join(FILE), &json),
            None => Ok(()),
        }
    }
}
