//! Whether anything in a folder has changed since the last look.

use crate::base::file_state::FileState;
use crate::base::{file_names, fs};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The files of some folders, and some single files, at one moment. Hidden ones and sites that were built there do not
/// count: a build must not look like a change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Snapshot(BTreeMap<PathBuf, Option<FileState>>);

impl Snapshot {
    /// Looks at everything below `paths`.
    pub(crate) fn of<'a>(paths: impl Iterator<Item = &'a Path>) -> Self {
        let mut files = BTreeMap::new();
        for path in paths {
            let entries = WalkDir::new(path).into_iter().filter_entry(|entry| {
                let hidden = entry.file_name().to_string_lossy().starts_with('.');
                let site = entry.file_type().is_dir() && fs::exists(&entry.path().join(file_names::MANIFEST));
                entry.depth() == 0 || !hidden && !site
            });
            for entry in entries.filter_map(Result::ok) {
                // A folder's own time changes with its hidden files, too; what counts in it is looked at anyway.
                let fingerprint = if entry.file_type().is_dir() { None } else { FileState::of(entry.path()) };
                files.insert(entry.into_path(), fingerprint);
            }
        }
        Self(files)
    }

    /// The paths that are in one of two snapshots only, or differ.
    pub(crate) fn changes<'a>(&'a self, later: &'a Self) -> impl Iterator<Item = &'a Path> {
        let gone = self.0.keys().filter(|path| !later.0.contains_key(*path));
        let new = later.0.iter().filter(|(path, now)| self.0.get(*path) != Some(now)).map(|(path, _)| path);
        gone.chain(new).map(PathBuf::as_path)
    }

    /// Looks at a single file once more; says whether it is not as it was.
    pub(crate) fn look_again(&mut self, path: &Path) -> bool {
        let known = self.0.get(path).copied();
        // A folder has no fingerprint; what is in it is not looked for here.
        if known == Some(None) {
            return false;
        }
        let now = FileState::of(path);
        match now {
            Some(_) => self.0.insert(path.to_owned(), now),
            None => self.0.remove(path),
        };
        known.flatten() != now
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::fs;

    #[test]
    fn what_counts_changes_it_and_what_does_not_does_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| fs::write(&folder.path().join(path), text.as_bytes()).expect("written");
        let look = || Snapshot::of(std::iter::once(folder.path()));
        write("a/1.md", "one");
        let mut last = look();
        assert_eq!(last, look());
        let mut changed = || {
            let before = std::mem::replace(&mut last, look());
            let names = before.changes(&last).filter_map(|path| path.file_name()?.to_str());
            names.map(str::to_owned).collect::<Vec<_>>().join(" ")
        };
        write("a/1.md", "longer");
        assert_eq!(changed(), "1.md");
        write("a/2.md", "two");
        assert_eq!(changed(), "2.md");
        write("a/.2.md.swp", "x");
        assert_eq!(changed(), "");
        write("public/.minutebook-manifest", "");
        write("public/index.html", "x");
        assert_eq!(changed(), "");
        fs::remove_file(&folder.path().join("a/2.md")).expect("removed");
        assert_eq!(changed(), "2.md");
    }

    #[test]
    fn one_file_is_compared_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let note = folder.path().join("1.md");
        fs::write(&note, b"one").expect("written");
        let mut seen = Snapshot::of(std::iter::once(folder.path()));
        assert!(!seen.look_again(&note) && !seen.look_again(folder.path()));
        fs::write(&note, b"another").expect("written");
        assert!(seen.look_again(&note) && !seen.look_again(&note));
        assert_eq!(seen, Snapshot::of(std::iter::once(folder.path())));
        fs::remove_file(&note).expect("removed");
        assert!(seen.look_again(&note) && !seen.look_again(&note));
        assert_eq!(seen, Snapshot::of(std::iter::once(folder.path())));
    }
}
