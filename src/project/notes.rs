//! One note through [`crate::parse`], [`crate::identify`] and [`crate::extract`], and what came of it kept by content.

use super::limits;
use crate::base::diagnostic::Diagnostic;
use crate::base::panics;
use crate::config::Config;
use crate::document::Document;
use crate::extract::{Call, Rules, extract};
use crate::identify::{self, FileFacts, HeadingFacts, PathFacts};
use crate::parse;
use crate::privacy::Redaction;
use crate::scan::{NoteFile, SourceFile};
use crate::verdicts::{self, Anchors, Gone, Verdict};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A note to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Note<'a> {
    pub(super) file: &'a SourceFile,
    pub(super) text: &'a NoteFile,
    pub(super) facts: &'a PathFacts,
    /// What reviewers said of it.
    pub(super) verdicts: &'a [&'a Verdict],
}

/// The calls of a note, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct ReadNote {
    pub(super) calls: Vec<Call>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The text that was read, where something private was taken out of it.
    pub(super) redacted: Option<Arc<str>>,
    /// Verdicts on what the note no longer says.
    pub(super) gone: Vec<Gone>,
}

/// What was read of each note, for as long as the note and the configuration stay as they are.
#[derive(Debug, Default)]
pub struct NoteCache {
    /// What the notes were read by.
    reading: Option<(Arc<Config>, Reading)>,
    /// What the paths say, which each of them may need the others for.
    facts: Option<KeptFacts>,
    /// By path.
    notes: BTreeMap<String, KeptNote>,
    parsed: usize,
}

#[derive(Debug)]
struct KeptNote {
    hash: String,
    /// What the path says.
    facts: PathFacts,
    verdicts: Vec<Verdict>,
    read: ReadNote,
}

#[derive(Debug)]
struct KeptFacts {
    config: Arc<Config>,
    paths: Vec<String>,
    facts: Arc<Vec<PathFacts>>,
}

impl NoteCache {
    /// What the paths of the notes say, in their order.
    pub(super) fn facts(&mut self, paths: &[&str], config: &Arc<Config>) -> Arc<Vec<PathFacts>> {
        let is_same = |kept: &&KeptFacts| Arc::ptr_eq(&kept.config, config) && kept.paths == paths;
        if let Some(kept) = self.facts.as_ref().filter(is_same) {
            return Arc::clone(&kept.facts);
        }
        let facts = Arc::new(identify::facts_of_paths(paths, config));
        let paths = paths.iter().map(|path| (*path).to_owned()).collect();
        self.facts = Some(KeptFacts { config: Arc::clone(config), paths, facts: Arc::clone(&facts) });
        facts
    }

    /// How many notes were parsed the last time.
    pub fn notes_parsed(&self) -> usize {
        self.parsed
    }

    /// Reads the notes, in their order: only those that have changed. Afterwards the cache holds these notes and no others.
    pub(super) fn read(&mut self, notes: &[Note<'_>], config: &Arc<Config>) -> Vec<ReadNote> {
        let reading = self.reading.take().filter(|(known, _)| Arc::ptr_eq(known, config));
        let mut known = std::mem::take(&mut self.notes);
        if reading.is_none() {
            known.clear();
        }
        let new = || (Arc::clone(config), Reading::new(config));
        let reading = &self.reading.insert(reading.unwrap_or_else(new)).1;
        let is_same = |kept: &&KeptNote, note: &Note<'_>| {
            kept.hash == note.text.hash
                && kept.facts == *note.facts
                && kept.verdicts.iter().eq(note.verdicts.iter().copied())
        };
        let read: Vec<(ReadNote, bool)> = notes
            .par_iter()
            .map(|note| match known.get(&note.file.path).filter(|kept| is_same(kept, note)) {
                Some(kept) => (kept.read.clone(), false),
                None => (reading.read_note(note), true),
            })
            .collect();
        self.parsed = read.iter().filter(|(_, is_new)| *is_new).count();
        for (note, (read, is_new)) in notes.iter().zip(&read) {
            let path = &note.file.path;
            let kept = match known.remove(path).filter(|_| !is_new) {
                Some(kept) => kept,
                None => KeptNote {
                    hash: note.text.hash.clone(),
                    facts: note.facts.clone(),
                    verdicts: note.verdicts.iter().map(|verdict| (*verdict).clone()).collect(),
                    read: read.clone(),
                },
            };
            self.notes.insert(path.clone(), kept);
        }
        read.into_iter().map(|(read, _)| read).collect()
    }
}

/// Reads notes again, with another text than they have.
#[derive(Debug)]
pub struct NoteReader {
    reading: Reading,
    facts: BTreeMap<String, PathFacts>,
}

impl NoteReader {
    /// Reads notes as those of these paths.
    pub(super) fn new(paths: &[&str], config: &Arc<Config>) -> Self {
        let facts = identify::facts_of_paths(paths, config);
        let facts = paths.iter().zip(facts).map(|(path, facts)| ((*path).to_owned(), facts)).collect();
        Self { reading: Reading::new(config), facts }
    }

    /// The calls of the note at a path if it had this text and nobody had reviewed it; none for an unknown path.
    pub fn read(&self, path: &str, text: &str) -> Vec<Call> {
        let Some(facts) = self.facts.get(path) else { return Vec::new() };
        self.reading.read(path, text, facts, &[]).calls
    }
}

/// Reads the notes, in their order.
pub(super) fn read_once(notes: &[Note<'_>], config: &Arc<Config>) -> Vec<ReadNote> {
    let reading = Reading::new(config);
    notes.par_iter().map(|note| reading.read_note(note)).collect()
}

/// A note as its source, for one that the rest of the program fails on.
pub(super) fn read_as_source(note: &Note<'_>, config: &Arc<Config>) -> ReadNote {
    let reading = Reading::new(config);
    let path = &note.file.path;
    let Ok(redacted) = panics::caught(|| reading.redaction.redact(&note.text.text)) else { return unpublished(path) };
    let text = redacted.as_deref().unwrap_or(&note.text.text);
    let read = source_of(path, text, note.facts, &reading.rules, config);
    ReadNote { redacted: redacted.map(Arc::from), ..read }
}

/// What is left of a note that cannot be published at all.
pub(super) fn unpublished(path: &str) -> ReadNote {
    let finding = panics::failed(path, "minutebook has failed on this note: it is not published");
    ReadNote { diagnostics: vec![finding], ..ReadNote::default() }
}

/// What a configuration says about reading notes, compiled.
#[derive(Debug)]
pub(super) struct Reading {
    config: Arc<Config>,
    rules: Rules,
    redaction: Redaction,
}

impl Reading {
    pub(super) fn new(config: &Arc<Config>) -> Self {
        Self { config: Arc::clone(config), rules: Rules::new(Arc::clone(config)), redaction: Redaction::new(config) }
    }

    pub(super) fn read_note(&self, note: &Note<'_>) -> ReadNote {
        self.read(&note.file.path, &note.text.text, note.facts, note.verdicts)
    }

    /// Reads a text without what must not be published of it.
    fn read(&self, path: &str, text: &str, facts: &PathFacts, verdicts: &[&Verdict]) -> ReadNote {
        let redact = || {
            panics::planted("redact", || text);
            self.redaction.redact(text)
        };
        // What may hold what must not be published is not published.
        let Ok(redacted) = panics::caught(redact) else { return unpublished(path) };
        let text = redacted.as_deref().unwrap_or(text);
        let read = read_text(path, text, facts, verdicts, &self.rules, &self.config);
        ReadNote { redacted: redacted.map(Arc::from), ..read }
    }
}

fn read_text(
    path: &str,
    text: &str,
    path_facts: &PathFacts,
    verdicts: &[&Verdict],
    rules: &Rules,
    config: &Config,
) -> ReadNote {
    let read = |(document, diagnostics)| {
        panics::planted("identify", || text);
        read_document(path, text, document, diagnostics, path_facts, verdicts, rules, config)
    };
    match panics::caught(|| read(parse::parse(path, text))) {
        Ok(note) => note,
        Err(panics::Panicked) => source_of(path, text, path_facts, rules, config),
    }
}

fn source_of(path: &str, text: &str, facts: &PathFacts, rules: &Rules, config: &Config) -> ReadNote {
    let read = || read_document(path, text, parse::as_source(text), Vec::new(), facts, &[], rules, config);
    let Ok(mut note) = panics::caught(read) else { return unpublished(path) };
    note.diagnostics.push(panics::failed(path, "minutebook has failed on this note: it is published as its source"));
    note
}

#[allow(clippy::too_many_arguments, reason = "what `read_text` has, and what it has read")]
fn read_document(
    path: &str,
    text: &str,
    document: Document,
    mut diagnostics: Vec<Diagnostic>,
    path_facts: &PathFacts,
    verdicts: &[&Verdict],
    rules: &Rules,
    config: &Config,
) -> ReadNote {
    let headings: Vec<HeadingFacts> = document
        .sections
        .iter()
        .enumerate()
        .filter_map(|(index, section)| {
            let heading = section.heading.as_ref()?;
            Some(HeadingFacts { index, level: heading.level, text: heading.text.clone(), line: section.line })
        })
        .collect();
    let facts = FileFacts {
        path,
        facts: path_facts,
        front_matter_date: document.front_matter.date.as_deref(),
        headings: &headings,
        source: text,
    };
    let identity = identify::identify(&facts, config);
    diagnostics.extend(identity.diagnostics);
    let starts: Vec<usize> = identity.calls.iter().map(|draft| draft.starts_at.unwrap_or(0)).collect();
    let parts = parts(document, &starts);
    let (rulings, gone) = match verdicts {
        [] => (Vec::new(), Vec::new()),
        verdicts => verdicts::resolve(verdicts.iter().copied(), &Anchors::of(&parts)),
    };
    let calls = identity.calls.into_iter().zip(parts);
    let mut calls: Vec<Call> =
        calls.map(|(draft, part)| extract(path, path_facts.team.clone(), draft, part, rules, &rulings)).collect();
    diagnostics.extend(limits::limit(path, &mut calls));
    ReadNote { calls, diagnostics, gone, redacted: None }
}

/// The document of each call of a file: from the section it starts at to the next one. Footnotes go with every part.
fn parts(document: Document, starts: &[usize]) -> Vec<Document> {
    if starts.len() < 2 {
        return vec![document];
    }
    let count = document.sections.len();
    let ends = starts.iter().skip(1).copied().chain([count]);
    let ranges = starts.iter().zip(ends).map(|(start, end)| *start.min(&count)..end.clamp(*start.min(&count), count));
    ranges.map(|range| document.part(range)).collect()
}
