//! One note through [`crate::parse`], [`crate::identify`] and [`crate::extract`], and what came of it kept by content.

use crate::base::diagnostic::Diagnostic;
use crate::config::Config;
use crate::document::Document;
use crate::extract::{Call, Rules, extract};
use crate::identify::{self, FileFacts, HeadingFacts, PathFacts};
use crate::parse;
use crate::scan::{NoteFile, SourceFile};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A note to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Note<'a> {
    pub(super) file: &'a SourceFile,
    pub(super) note: &'a NoteFile,
    pub(super) facts: &'a PathFacts,
}

/// The calls of a note, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub(super) struct ReadNote {
    pub(super) calls: Vec<Call>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What was read of each note, for as long as the note and the configuration stay as they are.
#[derive(Debug, Default)]
pub struct NoteCache {
    /// The configuration the notes were read with.
    config: String,
    /// By path: the hash of the content, what the path says, and what was read.
    notes: BTreeMap<String, (String, PathFacts, ReadNote)>,
}

/// Reads the notes, in their order; with a cache, only those that have changed. Afterwards the cache holds these notes and
/// no others.
pub(super) fn read(
    notes: &[Note<'_>],
    rules: &Rules<'_>,
    config: &Config,
    cache: Option<&mut NoteCache>,
) -> Vec<ReadNote> {
    let Some(cache) = cache else {
        return notes.par_iter().map(|note| read_note(note, rules, config)).collect();
    };
    let printed = format!("{config:?}");
    let known = if cache.config == printed { std::mem::take(&mut cache.notes) } else { BTreeMap::new() };
    cache.config = printed;
    let read: Vec<ReadNote> = notes
        .par_iter()
        .map(|note| match known.get(&note.file.path) {
            Some((hash, facts, read)) if *hash == note.note.hash && facts == note.facts => read.clone(),
            _ => read_note(note, rules, config),
        })
        .collect();
    let entry = |(note, read): (&Note<'_>, &ReadNote)| {
        (note.file.path.clone(), (note.note.hash.clone(), note.facts.clone(), read.clone()))
    };
    cache.notes = notes.iter().zip(&read).map(entry).collect();
    read
}

fn read_note(note: &Note<'_>, rules: &Rules<'_>, config: &Config) -> ReadNote {
    let (path, text) = (note.file.path.as_str(), note.note.text.as_str());
    let (document, mut diagnostics) = parse::parse(path, text);
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
        facts: note.facts,
        front_matter_date: document.front_matter.date.as_deref(),
        headings: &headings,
        source: text,
    };
    let identity = identify::identify(&facts, config);
    diagnostics.extend(identity.diagnostics);
    let starts: Vec<usize> = identity.calls.iter().map(|draft| draft.starts_at.unwrap_or(0)).collect();
    let parts = parts(document, &starts);
    let calls = identity.calls.into_iter().zip(parts);
    let calls = calls.map(|(draft, part)| extract(path, note.facts.team.clone(), draft, part, rules)).collect();
    ReadNote { calls, diagnostics }
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
