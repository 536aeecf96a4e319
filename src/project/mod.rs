//! A folder of minutes, read: the beginning of every command.

mod cache;
mod gather;
mod kept;
mod limits;
mod notes;
#[cfg(test)]
mod tests;

pub use cache::ProjectCache;
pub use kept::KeptNotes;
pub use notes::{NoteCache, NoteReader};

use crate::archive::Archive;
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::panics;
use crate::config::{self, Config};
use crate::identify;
use crate::privacy;
use crate::scan::{self, Sources};
use crate::verdicts::{self, Entry, Verdict, Verdicts};
use chrono::NaiveDate;
use gather::{Gather, Gathered};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder of minutes and everything that is known from it.
#[derive(Debug)]
pub struct Project {
    /// The folder.
    pub source: PathBuf,
    /// Every file in it.
    pub sources: Sources,
    /// What all notes together say; the configuration is part of it.
    pub archive: Archive,
    /// What reviewers said of decisions and actions.
    pub verdicts: Verdicts,
    /// The texts of notes that something private was taken out of, by path.
    redacted: BTreeMap<String, Arc<str>>,
    /// What is wrong with the files as such, with what is written in them, and with their links. What
    /// [`crate::check`] and [`crate::site::redirects`] find is not among it.
    pub diagnostics: Vec<Diagnostic>,
}

/// What is kept of notes that were read before.
#[derive(Debug)]
pub enum Kept<'a> {
    /// Nothing: all of them are read.
    Nothing,
    /// What a program that goes on has in memory.
    InMemory(&'a mut NoteCache),
    /// What another run of this program has left.
    OnDisk(&'a KeptNotes),
}

impl Project {
    /// As [`Project::load`], with the configuration in the file `config`, else with the folder's own.
    pub fn open(source: &Path, config: Option<&Path>, today: NaiveDate) -> Result<Self, Error> {
        Self::load(source, config::load(source, config)?, today, None)
    }

    /// Reads the folder `source`. `today` is the day of the command: calls after it are upcoming. With a cache, files and
    /// notes that are as they were are not read again.
    ///
    /// The error is about the folder as such; what is wrong with single files is among the diagnostics.
    pub fn load(
        source: &Path,
        config: impl Into<Arc<Config>>,
        today: NaiveDate,
        cache: Option<&mut ProjectCache>,
    ) -> Result<Self, Error> {
        let config = config.into();
        match cache {
            None => {
                let sources = scan::scan(source, &config)?;
                Ok(Self::of_sources(source, sources, config, today, Kept::Nothing))
            }
            Some(cache) => {
                let sources = scan::scan_again(source, &config, &mut cache.files)?;
                Ok(Self::of_sources(source, sources, config, today, Kept::InMemory(&mut cache.notes)))
            }
        }
    }

    /// As [`Project::load`], of a folder that has been scanned.
    pub fn of_sources(
        source: &Path,
        sources: Sources,
        config: impl Into<Arc<Config>>,
        today: NaiveDate,
        mut kept: Kept<'_>,
    ) -> Self {
        let config = config.into();
        let paths: Vec<&str> = sources.notes().map(|(file, _)| file.path.as_str()).collect();
        let facts = match &mut kept {
            Kept::InMemory(cache) => cache.facts(&paths, &config),
            Kept::Nothing | Kept::OnDisk(_) => Arc::new(identify::facts_of_paths(&paths, &config)),
        };
        let mut diagnostics = identify::undecided_orders(&paths, &config);
        diagnostics.extend(config.notices.iter().cloned());
        let (verdicts, found) = verdicts::read(source);
        diagnostics.extend(found);
        diagnostics.extend(verdicts::without_note(&verdicts, &paths.iter().copied().collect()));
        let entries: BTreeMap<&str, Vec<&Entry>> = verdicts.by_file();
        let of_file: BTreeMap<&str, Vec<&Verdict>> = entries
            .iter()
            .map(|(file, entries)| (*file, entries.iter().map(|entry| &entry.verdict).collect()))
            .collect();
        let said_of = |path: &str| of_file.get(path).map_or(&[][..], Vec::as_slice);
        let notes: Vec<notes::Note<'_>> = sources
            .notes()
            .zip(&*facts)
            .map(|((file, note), facts)| notes::Note { file, text: note, facts, verdicts: said_of(&file.path) })
            .collect();
        let read = match kept {
            Kept::Nothing => notes::read_once(&notes, &config),
            Kept::InMemory(cache) => cache.read(&notes, &config),
            Kept::OnDisk(kept) => kept::read_with(kept, &notes, &config),
        };
        let gather = Gather { config: &config, today, sources: &sources, entries: &entries };
        let gathered = match panics::caught(|| gather.all(notes.iter().zip(read))) {
            Ok(gathered) => gathered,
            Err(panics::Panicked) => gather.without_culprits(&notes),
        };
        let Gathered { archive, redacted, diagnostics: found } = gathered;
        // A copy has the heading of its original, and is reported as such.
        diagnostics.extend(found);
        diagnostics.retain(|finding| finding.code != "date-conflict" || !archive.is_copy(&finding.path));
        diagnostics.extend(sources.diagnostics.iter().cloned());
        Self { source: source.to_owned(), sources, archive, verdicts, redacted, diagnostics }
    }

    /// What reads its notes again, with another text than they have.
    pub fn note_reader(&self) -> NoteReader {
        let paths: Vec<&str> = self.sources.notes().map(|(file, _)| file.path.as_str()).collect();
        NoteReader::new(&paths, &self.archive.config)
    }

    /// The text of every note as it is published, by path: without what [`crate::privacy::Redaction`] took out.
    pub fn published_texts(&self) -> BTreeMap<&str, &str> {
        let mut texts = self.texts();
        texts.extend(self.redacted.iter().map(|(path, text)| (path.as_str(), &**text)));
        texts
    }

    /// The text of every note as it stands in its file, by path.
    pub fn texts(&self) -> BTreeMap<&str, &str> {
        self.sources.notes().map(|(file, note)| (file.path.as_str(), &*note.text)).collect()
    }

    /// Findings in the order of files and lines, each once and with the line it is about.
    #[must_use]
    pub fn in_order(&self, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        findings.sort();
        let texts = self.texts();
        for of_file in findings.chunk_by_mut(|a, b| a.path == b.path) {
            if let Some(text) = of_file.first().and_then(|first| texts.get(first.path.as_str())) {
                Diagnostic::add_lines(&mut *of_file, text, privacy::mask);
            }
        }
        // The line is part of what they are sorted by.
        findings.sort();
        findings.dedup();
        findings
    }
}

/// A project of notes in memory, for tests.
#[cfg(test)]
pub(crate) fn project_of(files: &[(&str, &str)], config: Config) -> Project {
    use crate::scan::{Class, NoteFile, SourceFile};
    let note = |(path, text): &(&str, &str)| {
        let hash = blake3::hash(text.as_bytes()).to_hex().to_string();
        let note = NoteFile { text: (*text).into(), hash, alias_of: None };
        SourceFile { path: (*path).to_owned(), absolute: PathBuf::new(), class: Class::Note(note) }
    };
    let mut sources = Sources { files: files.iter().map(note).collect(), diagnostics: Vec::new() };
    sources.files.sort_by(|a, b| a.path.cmp(&b.path));
    let today = NaiveDate::from_ymd_opt(2024, 6, 1).unwrap_or_default();
    Project::of_sources(Path::new(""), sources, config, today, Kept::Nothing)
}
