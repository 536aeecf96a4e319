//! What took time to make is kept between builds, in files named by the hash of all that decides what is in them.
//!
//! An entry is written aside and moved into place, so that builds that run at the same time do not harm one another, and it
//! is looked at before it is used: one that was cut off or altered is as good as none. A folder that cannot be read or
//! written costs time and nothing else.

use super::fs;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// An entry that no build has asked for in this time is removed.
const KEPT_UNUSED: Duration = Duration::from_hours(90 * 24);

/// An entry that is used is marked as used, not more often than this.
const MARKED_EVERY: Duration = Duration::from_hours(24);

/// A folder of entries of one kind.
#[derive(Debug, Clone, Default)]
pub(crate) struct Keeping {
    /// Without one nothing is kept.
    folder: Option<PathBuf>,
    /// What entries begin with: their kind and the form they have.
    head: &'static [u8],
}

impl Keeping {
    pub(crate) fn new(folder: Option<PathBuf>, head: &'static [u8]) -> Self {
        Self { folder, head }
    }

    /// As [`Self::new`], in a folder that only the user may look into. One that others may look into is not used.
    pub(crate) fn private(folder: Option<PathBuf>, head: &'static [u8]) -> Self {
        let make = |folder: &PathBuf| fs::create_private_folder(folder).is_ok() && fs::is_private_folder(folder);
        Self::new(folder.filter(make), head)
    }

    /// Whether anything can be kept.
    pub(crate) fn is_possible(&self) -> bool {
        self.folder.is_some()
    }

    /// Whether there is an entry of this key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.folder.as_ref().is_some_and(|folder| fs::exists(&folder.join(key)))
    }

    /// What is kept under this key, as it was put there. Whether it is what belongs there is for the caller to see: the hash in
    /// an entry proves no more than that it is whole.
    pub(crate) fn get(&self, key: &str) -> Option<Vec<u8>> {
        let path = self.folder.as_ref()?.join(key);
        let kept = opened(self.head, &fs::read(&path).ok()?)?.to_vec();
        if fs::age(&path).is_some_and(|age| age > MARKED_EVERY) {
            let _ = fs::touch(&path);
        }
        Some(kept)
    }

    pub(crate) fn put(&self, key: &str, made: &[u8]) {
        let Some(folder) = &self.folder else { return };
        let thread = rayon::current_thread_index().unwrap_or(0);
        let aside = folder.join(format!("{key}.{}-{thread}", std::process::id()));
        // Nobody needs what is kept for the site to be right.
        let _ = fs::write(&aside, &sealed(self.head, made)).and_then(|()| fs::rename(&aside, &folder.join(key)));
    }

    /// Removes all entries but those of these keys.
    pub(crate) fn keep_only(&self, keys: &BTreeSet<&str>) {
        for entry in self.entries() {
            let is_wanted = entry.file_name().and_then(|name| name.to_str()).is_some_and(|name| keys.contains(name));
            if !is_wanted {
                let _ = fs::remove_file(&entry);
            }
        }
    }

    /// Removes what has not been used for a long time.
    pub(crate) fn tidy(&self) {
        for entry in self.entries().filter(|entry| is_unused(entry)) {
            let _ = fs::remove_file(&entry);
        }
    }

    fn entries(&self) -> impl Iterator<Item = PathBuf> {
        self.folder.iter().flat_map(|folder| fs::entries(folder).unwrap_or_default())
    }
}

/// Whether an entry was not used for a long time.
pub(crate) fn is_unused(entry: &Path) -> bool {
    fs::age(entry).is_some_and(|age| age > KEPT_UNUSED)
}

/// An entry: its head, the hash of what is kept, and that.
pub(crate) fn sealed(head: &[u8], kept: &[u8]) -> Vec<u8> {
    [head, blake3::hash(kept).as_bytes(), kept].concat()
}

/// What is in an entry, when it is whole.
pub(crate) fn opened<'a>(head: &[u8], entry: &'a [u8]) -> Option<&'a [u8]> {
    let (hash, kept) = entry.strip_prefix(head)?.split_at_checked(blake3::OUT_LEN)?;
    (blake3::hash(kept).as_bytes() == hash).then_some(kept)
}
