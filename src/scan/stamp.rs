//! Whether anything in a folder has changed since the last look.

use crate::base::{file_names, fs};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use walkdir::WalkDir;

/// A number over the names, sizes and times of all files in folders, and of single files. Hidden ones and sites that were
/// built there do not count: a build must not look like a change.
pub fn stamp<'a>(paths: impl Iterator<Item = &'a Path>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        let entries = WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(|entry| {
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let site = entry.file_type().is_dir() && fs::exists(&entry.path().join(file_names::MANIFEST));
            entry.depth() == 0 || !hidden && !site
        });
        for entry in entries.filter_map(Result::ok) {
            entry.path().hash(&mut hasher);
            // A folder's own time changes with its hidden files, too; what counts in it is looked at anyway.
            if !entry.file_type().is_dir() {
                fs::size_and_change(entry.path()).hash(&mut hasher);
            }
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_changes_it_and_what_does_not_does_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| fs::write(&folder.path().join(path), text.as_bytes()).expect("written");
        let look = || stamp(std::iter::once(folder.path()));
        write("a/1.md", "one");
        let mut last = look();
        assert_eq!(last, look());
        let mut changed = || std::mem::replace(&mut last, look()) != look();
        write("a/1.md", "longer");
        assert!(changed());
        write("a/2.md", "two");
        assert!(changed());
        write("a/.2.md.swp", "x");
        assert!(!changed());
        write("public/.minutebook-manifest", "");
        write("public/index.html", "x");
        assert!(!changed());
        fs::remove_file(&folder.path().join("a/2.md")).expect("removed");
        assert!(changed());
    }
}
