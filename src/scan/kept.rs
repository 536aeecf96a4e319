//! What was read of each file, for as long as the file stays as it is.

use super::walk::{Entry, Verdict};
use super::{Class, SourceFile, read_entry};
use crate::base::diagnostic::Diagnostic;
use crate::base::file_state::FileState;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::SystemTime;

/// The files of the last scan, for the next one.
#[derive(Debug, Default)]
pub struct FileCache {
    /// By path in the source folder.
    files: BTreeMap<String, KeptFile>,
    read: usize,
}

#[derive(Debug)]
struct KeptFile {
    /// Where it was read; a symbolic link may lead elsewhere the next time.
    absolute: PathBuf,
    fingerprint: FileState,
    class: Class,
    findings: Vec<Diagnostic>,
}

impl FileCache {
    /// How many files the last scan read.
    pub fn files_read(&self) -> usize {
        self.read
    }

    /// What stands in the files, in their order.
    pub(super) fn read_all(&mut self, entries: Vec<Entry>, now: SystemTime) -> Vec<(SourceFile, Vec<Diagnostic>)> {
        let known = std::mem::take(&mut self.files);
        let all: Vec<Read> = entries.into_par_iter().map(|entry| read(entry, &known)).collect();
        self.read = all.iter().filter(|read| read.is_new).count();
        let kept = all.iter().filter_map(|Read { file, findings, fingerprint, .. }| {
            // What was changed a moment ago may change once more without a difference in size or time.
            let fingerprint = fingerprint.filter(|fingerprint| fingerprint.is_settled(now))?;
            let (absolute, class, findings) = (file.absolute.clone(), file.class.clone(), findings.clone());
            Some((file.path.clone(), KeptFile { absolute, fingerprint, class, findings }))
        });
        self.files = kept.collect();
        all.into_iter().map(|read| (read.file, read.findings)).collect()
    }
}

struct Read {
    file: SourceFile,
    findings: Vec<Diagnostic>,
    /// None for what need not be read.
    fingerprint: Option<FileState>,
    is_new: bool,
}

fn read(entry: Entry, known: &BTreeMap<String, KeptFile>) -> Read {
    let is_file = !matches!(entry.verdict, Verdict::Excluded(..));
    // Taken before the file is read: a change in between is seen as one the next time.
    let fingerprint = if is_file { FileState::of(&entry.absolute) } else { None };
    let is_same_kind = |class: &Class| match entry.verdict {
        Verdict::Markdown => matches!(class, Class::Note(_)),
        Verdict::Asset => matches!(class, Class::Asset(_)),
        Verdict::Excluded(..) => false,
    };
    let kept = known.get(&entry.path).filter(|kept| {
        kept.absolute == entry.absolute && Some(kept.fingerprint) == fingerprint && is_same_kind(&kept.class)
    });
    if let Some(kept) = kept {
        let mut class = kept.class.clone();
        if let Class::Note(note) = &mut class {
            note.alias_of = entry.alias_of;
        }
        let file = SourceFile { path: entry.path, absolute: entry.absolute, class };
        return Read { file, findings: kept.findings.clone(), fingerprint, is_new: false };
    }
    let (file, findings) = read_entry(entry);
    Read { file, findings, fingerprint, is_new: is_file }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::fs;
    use crate::config::Config;
    use crate::scan::scan_at;
    use std::time::Duration;

    #[test]
    fn only_files_that_changed_are_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| fs::write(&folder.path().join(path), text.as_bytes()).expect("written");
        let mut cache = FileCache::default();
        let mut look = |seconds: u64| {
            let now = SystemTime::now() + Duration::from_secs(seconds);
            let sources = scan_at(folder.path(), &Config::default(), &mut cache, now).expect("scanned").0;
            let texts: Vec<String> = sources.notes().map(|(_, note)| note.text.to_string()).collect();
            (texts.join(" "), cache.files_read(), cache.files.len())
        };
        for name in ["a/1.md", "a/2.md", "a/3.md"] {
            write(name, name);
        }
        assert_eq!(look(0), ("a/1.md a/2.md a/3.md".to_owned(), 3, 0), "too fresh to be kept");
        assert_eq!(look(60), ("a/1.md a/2.md a/3.md".to_owned(), 3, 3));
        assert_eq!(look(60), ("a/1.md a/2.md a/3.md".to_owned(), 0, 3));
        write("a/2.md", "other");
        assert_eq!(look(60), ("a/1.md other a/3.md".to_owned(), 1, 3));
        fs::remove_file(&folder.path().join("a/3.md")).expect("removed");
        assert_eq!(look(60), ("a/1.md other".to_owned(), 0, 2), "what is gone is not kept");
    }
}
