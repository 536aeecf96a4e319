//! What came of each note, kept on disk for the next build.
//!
//! An entry is named by the hash of all that it depends on: the program, the configuration, the note's path and text, what the
//! paths of all notes say of it, and what reviewers said of it; see [`crate::base::keeping`]. It holds what stands in the note, so
//! that its folder is one that nobody but the user may look into. Each archive has a folder of its own, with the entries of its notes
//! as they were read last and no others.

use super::notes::{Note, ReadNote, Reading};
use crate::base::fs;
use crate::base::keeping::{Keeping, is_unused};
use crate::base::panics;
use crate::config::Config;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// What entries begin with.
const HEAD: &[u8] = b"minutebook note 1\n";

/// The folder of all archives in a user's cache folder.
const FOLDER: &str = "notes";

/// Where is kept what came of the notes of an archive.
#[derive(Debug)]
pub struct KeptNotes {
    entries: Keeping,
    /// The folder of all archives.
    all: Option<PathBuf>,
}

impl KeptNotes {
    /// Those in a user's cache folder; without one, or where others may look into it, nothing is kept. An archive is known by where
    /// it and its configuration are.
    pub fn new(cache: Option<&Path>, source: &Path, config: Option<&Path>) -> Self {
        let all =
            cache.map(|cache| cache.join(FOLDER)).filter(|all| Keeping::private(Some(all.clone()), HEAD).is_possible());
        let mut hasher = blake3::Hasher::new();
        for path in std::iter::once(source).chain(config) {
            let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
            hasher.update(place.as_os_str().as_encoded_bytes()).update(&[0]);
        }
        let folder = all.as_ref().map(|all| all.join(&hasher.finalize().to_hex()[..32]));
        Self { entries: Keeping::private(folder, HEAD), all }
    }

    /// What the names of entries begin with: the program and the configuration.
    fn of_config(config: &Config) -> blake3::Hasher {
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("MINUTEBOOK_SOURCES").as_bytes());
        hasher.update(config.reading().as_bytes());
        hasher
    }

    /// Whether anything is kept under this name, whole or not.
    fn has(&self, key: &str) -> bool {
        self.entries.has(key)
    }

    /// What came of a note the last time, else what comes of it now.
    fn read(&self, key: &str, read: impl FnOnce() -> ReadNote) -> ReadNote {
        let kept = self.entries.get(key).and_then(|kept| postcard::from_bytes(&kept).ok());
        if let Some(kept) = kept {
            return kept;
        }
        let read = read();
        // What the program has failed on it may not fail on the next time.
        let has_failed = read.diagnostics.iter().any(panics::is_failure);
        if !has_failed && let Ok(bytes) = postcard::to_allocvec(&read) {
            self.entries.put(key, &bytes);
            // What was read back has no room to grow, and takes a part of the memory.
            return postcard::from_bytes(&bytes).unwrap_or(read);
        }
        read
    }

    /// Removes the folders of archives that nobody has read for a long time.
    pub fn tidy(&self) {
        for folder in self.all.iter().flat_map(|all| fs::entries(all).unwrap_or_default()) {
            let is_forgotten =
                is_unused(&folder) && fs::entries(&folder).is_ok_and(|kept| kept.iter().all(|entry| is_unused(entry)));
            if is_forgotten {
                let _ = fs::remove_folder(&folder);
            }
        }
    }
}

/// Reads the notes, in their order: only those of which nothing is kept on disk.
pub(super) fn read_with(kept: &KeptNotes, notes: &[Note<'_>], config: &Arc<Config>) -> Vec<ReadNote> {
    let of_config = KeptNotes::of_config(config);
    // Its patterns need not be compiled when nothing has changed.
    let reading = OnceLock::new();
    let read = |note: &Note<'_>| reading.get_or_init(|| Reading::new(config)).read_note(note);
    let keys: Vec<String> = notes.par_iter().map(|note| key(&of_config, note)).collect();
    // The notes that have to be read come first: the others are done meanwhile.
    let mut order: Vec<usize> = (0..notes.len()).collect();
    order.sort_by_cached_key(|at| kept.has(&keys[*at]));
    let done = order.par_iter().map(|at| (*at, kept.read(&keys[*at], || read(&notes[*at]))));
    let mut done: Vec<(usize, ReadNote)> = done.collect();
    done.sort_unstable_by_key(|(at, _)| *at);
    kept.entries.keep_only(&keys.iter().map(String::as_str).collect());
    done.into_iter().map(|(_, read)| read).collect()
}

/// The name of what is kept of a note.
fn key(reading: &blake3::Hasher, note: &Note<'_>) -> String {
    let mut hasher = reading.clone();
    // Each part ends where the next one begins: with a byte that is in no path and in no hash.
    for part in [&note.file.path, &note.text.hash, &format!("{:?}", note.facts), &format!("{:?}", note.verdicts)] {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    hasher.finalize().to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept_in(cache: &Path) -> KeptNotes {
        KeptNotes::new(Some(cache), Path::new("minutes"), None)
    }

    fn note(text: &str) -> ReadNote {
        ReadNote { redacted: Some(text.into()), ..ReadNote::default() }
    }

    #[test]
    fn a_note_is_read_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = kept_in(folder.path());
        assert!(!kept.has("a"));
        assert_eq!(kept.read("a", || note("one")), note("one"));
        assert!(kept.has("a") && !kept.has("b"));
        assert_eq!(kept.read("a", || note("two")), note("one"));
        let of_archive = fs::entries(&folder.path().join(FOLDER)).expect("listed").remove(0);
        fs::write(&of_archive.join("a"), b"minutebook note 1\nnonsense").expect("written");
        assert_eq!(kept.read("a", || note("two")), note("two"), "what is not whole is read again");
        assert_eq!(kept.read("a", || note("three")), note("two"));
        assert!(!KeptNotes::new(Some(folder.path()), Path::new("others"), None).has("a"));
        kept.read("b", || note("four"));
        kept.entries.keep_only(&["b"].into());
        assert!(!kept.has("a") && kept.has("b"));
        kept.tidy();
        assert!(kept.has("b"), "it was read a moment ago");
    }

    #[test]
    fn what_the_program_fails_on_is_not_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = kept_in(folder.path());
        let failed = ReadNote { diagnostics: vec![panics::failed("a.md", "failed")], ..ReadNote::default() };
        assert_eq!(kept.read("a", || failed.clone()), failed);
        assert!(!kept.has("a"));
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_look_into_the_folder() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let notes = folder.path().join(FOLDER);
        let keeps = || {
            let kept = kept_in(folder.path());
            kept.read("a", || note("one"));
            kept.has("a")
        };
        assert!(keeps());
        assert!(fs::is_private_folder(&notes));
        std::fs::set_permissions(&notes, std::fs::Permissions::from_mode(0o755)).expect("set");
        assert!(!keeps());
    }
}
