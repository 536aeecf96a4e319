//! Whether another scan would find what the last one found, without walking through the folder and without reading a file.

use crate::base::file_state::FileState;
use crate::base::fs;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::SystemTime;

/// Where a scan has looked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Looked {
    /// The folders it listed, those with a site of ours, which it left out, and the files it read.
    pub(super) paths: Vec<PathBuf>,
    /// Symbolic links, which may lead elsewhere though nothing in their folder has changed.
    pub(super) links: Vec<PathBuf>,
}

impl Looked {
    /// The state of all of it as a hash: while that is the same, so is what a scan with the same configuration finds. None where
    /// that cannot be said, or where a change after `now` might leave the state as it is.
    ///
    /// What comes to a folder, goes from it or is exchanged changes the folder's time.
    pub(crate) fn state(&self, now: SystemTime) -> Option<String> {
        // Elsewhere a program can set all times back.
        if !cfg!(unix) {
            return None;
        }
        let mut hasher = blake3::Hasher::new();
        for path in &self.paths {
            let state = FileState::of(path).filter(|state| state.is_settled(now))?;
            hasher.update(format!("{state:?}\n").as_bytes());
        }
        for link in &self.links {
            let target = fs::canonicalize(link).ok();
            let is_folder = target.as_deref().is_some_and(fs::leads_to_folder);
            let is_file = target.as_deref().is_some_and(fs::leads_to_file);
            hasher.update(format!("{target:?} {is_folder} {is_file}\n").as_bytes());
        }
        Some(hasher.finalize().to_hex().to_string())
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::scan::scan_noting;
    use std::path::Path;
    use std::time::Duration;

    /// A folder with notes, a site, and links within and through another folder.
    struct Notes {
        folder: tempfile::TempDir,
    }

    impl Notes {
        fn new() -> Self {
            let notes = Self { folder: tempfile::tempdir().expect("a folder") };
            for path in
                ["minutes/a/1.md", "minutes/b/2.md", "minutes/public/.minutebook-manifest", "minutes/public/x.md"]
            {
                notes.write(path, "one");
            }
            fs::create_folder(&notes.path("minutes/empty/deep")).expect("made");
            fs::create_folder(&notes.path("aside")).expect("made");
            notes.link("minutes/a/1.md", "aside/far");
            notes.link("aside/far", "minutes/b/far.md");
            notes.link("minutes/a", "minutes/also");
            notes
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        fn write(&self, path: &str, text: &str) {
            fs::write(&self.path(path), text.as_bytes()).expect("written");
        }

        fn link(&self, to: &str, from: &str) {
            std::os::unix::fs::symlink(self.path(to), self.path(from)).expect("linked");
        }

        fn source(&self) -> PathBuf {
            self.path("minutes")
        }
    }

    type Change = fn(&Notes);

    fn scanned(source: &Path) -> (Vec<String>, Looked) {
        let (sources, looked) = scan_noting(source, &Config::default()).expect("scanned");
        (sources.files.iter().map(|file| format!("{} {:?}", file.path, file.class)).collect(), looked)
    }

    #[test]
    fn whatever_changes_a_scan_changes_the_state() {
        let changes: [(&str, Change); 11] = [
            ("a note is edited", |notes| notes.write("minutes/a/1.md", "two")),
            ("a note is added", |notes| notes.write("minutes/a/3.md", "three")),
            ("a note is added where there was nothing", |notes| notes.write("minutes/empty/deep/3.md", "three")),
            ("a note is removed", |notes| fs::remove_file(&notes.path("minutes/b/2.md")).expect("removed")),
            ("a note is moved", |notes| {
                fs::rename(&notes.path("minutes/b/2.md"), &notes.path("minutes/b/4.md")).expect("moved");
            }),
            ("a folder is moved", |notes| {
                fs::rename(&notes.path("minutes/b"), &notes.path("minutes/c")).expect("moved");
            }),
            ("a note takes another one's place, of the same size and age", |notes| {
                let old = notes.path("minutes/b/2.md");
                let time = fs::metadata(&old).and_then(|facts| facts.modified().ok()).expect("a time");
                notes.write("minutes/b/other", "ONE");
                let other = std::fs::File::options().append(true).open(notes.path("minutes/b/other")).expect("open");
                other.set_modified(time).expect("set");
                fs::rename(&notes.path("minutes/b/other"), &old).expect("moved");
            }),
            ("a site becomes a folder of notes", |notes| {
                fs::remove_file(&notes.path("minutes/public/.minutebook-manifest")).expect("removed");
            }),
            ("a folder of notes becomes a site", |notes| notes.write("minutes/b/.minutebook-manifest", "")),
            ("a link outside leads to another note", |notes| {
                fs::remove_file(&notes.path("aside/far")).expect("removed");
                notes.link("minutes/b/2.md", "aside/far");
            }),
            ("a link leads nowhere", |notes| fs::remove_file(&notes.path("aside/far")).expect("removed")),
        ];
        let later = || SystemTime::now() + Duration::from_mins(1);
        for (what, change) in changes {
            let notes = Notes::new();
            let (before, looked) = scanned(&notes.source());
            let state = looked.state(later()).expect("a state");
            assert_eq!(looked.state(later()).as_deref(), Some(state.as_str()));
            assert_eq!(scanned(&notes.source()), (before.clone(), looked.clone()));
            // Two changes within one tick of the clock of the file system leave the same time.
            std::thread::sleep(Duration::from_millis(20));
            change(&notes);
            assert_ne!(scanned(&notes.source()).0, before, "{what}: the test changes nothing");
            assert_ne!(looked.state(later()), Some(state), "{what}");
        }
    }

    #[test]
    fn what_no_scan_reads_leaves_it_as_it_was() {
        let notes = Notes::new();
        let (_, looked) = scanned(&notes.source());
        let later = SystemTime::now() + Duration::from_mins(1);
        let state = looked.state(later).expect("a state");
        notes.write("minutes/public/x.md", "other");
        assert_eq!(looked.state(later), Some(state));
        assert_eq!(looked.state(SystemTime::now()), None, "a change of a moment ago may not be the last one");
    }
}
