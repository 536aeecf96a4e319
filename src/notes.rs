//! Every note, read by itself: what is written in it and which calls it records. What was read can be kept, so that a
//! change costs the notes that have changed.

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::extract;
use crate::identity::{self, FileFacts, HeadingFacts, Identity};
use crate::model::{Call, Document, Notes};
use crate::parse;
use crate::scan::{Input, MinutesFile};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A note as it was read, and what is wrong with it.
pub(crate) type ReadNote = (Document, Identity, Vec<Diagnostic>);

/// What was read of every note.
#[derive(Default)]
pub(crate) struct NoteCache {
    /// The configuration the notes were read with.
    config: String,
    /// By path: the hash of the file and what was read.
    notes: BTreeMap<String, (String, ReadNote)>,
    /// By URL: the call before its notes were taken, and the notes.
    taken: BTreeMap<String, (Call, Notes)>,
}

impl NoteCache {
    /// Takes the notes of calls; those of a call that is as it was are known.
    pub(crate) fn take_notes(&mut self, calls: &mut [Call], config: &Config) {
        let is_known = |call: &&mut Call| self.taken.get(&call.url).is_some_and(|(known, _)| known == *call);
        let (known, changed): (Vec<&mut Call>, Vec<&mut Call>) = calls.iter_mut().partition(is_known);
        for call in known {
            if let Some((_, notes)) = self.taken.get(&call.url) {
                call.notes = notes.clone();
            }
        }
        let before: Vec<Call> = changed.iter().map(|call| (**call).clone()).collect();
        let mut after = before.clone();
        extract::take_notes(&mut after, config);
        for ((call, before), after) in changed.into_iter().zip(before).zip(after) {
            call.notes = after.notes;
            self.taken.insert(before.url.clone(), (before, call.notes.clone()));
        }
    }
}

/// Reads the notes; with a cache, those that are not in it.
pub(crate) fn read(notes: &[(&Input, &MinutesFile)], config: &Config, cache: Option<&mut NoteCache>) -> Vec<ReadNote> {
    let Some(cache) = cache else {
        return notes.par_iter().map(|(input, file)| read_note(input, file, config)).collect();
    };
    let printed = format!("{config:?}");
    if cache.config != printed {
        *cache = NoteCache { config: printed, ..NoteCache::default() };
    }
    let is_known = |(input, file): &(&Input, &MinutesFile)| {
        cache.notes.get(&input.path).is_some_and(|(hash, _)| *hash == file.hash)
    };
    let changed: Vec<&(&Input, &MinutesFile)> = notes.iter().filter(|note| !is_known(note)).collect();
    let read: Vec<(String, (String, ReadNote))> = changed
        .par_iter()
        .map(|(input, file)| (input.path.clone(), (file.hash.clone(), read_note(input, file, config))))
        .collect();
    cache.notes.extend(read);
    let known = &cache.notes;
    notes.par_iter().filter_map(|(input, _)| known.get(&input.path).map(|(_, note)| note.clone())).collect()
}

fn read_note(input: &Input, file: &MinutesFile, config: &Config) -> (Document, Identity, Vec<Diagnostic>) {
    let (document, diagnostics) = parse::parse(&input.path, &file.text);
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
        path: &input.path,
        facts: &file.facts,
        front_matter_date: document.front_matter.date.as_deref(),
        headings: &headings,
        source: &file.text,
    };
    let identity = identity::identify(&facts, config);
    (document, identity, diagnostics)
}
