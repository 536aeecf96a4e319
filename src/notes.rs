//! Every note, read by itself: what is written in it and which calls it records. What was read can be kept, so that a
//! change costs the notes that have changed.

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::extract::{self, Recorded};
use crate::identity::{self, FileFacts, HeadingFacts, Identity};
use crate::model::{Call, Document, Notes};
use crate::parse;
use crate::scan::{Input, MinutesFile, Scan};
use chrono::NaiveDate;
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

/// Reads every note and tells the calls in it apart; with a cache, only what has changed is read.
pub(crate) fn calls(scan: &Scan, config: &Config, cache: Option<&mut NoteCache>) -> (Vec<Call>, Vec<Diagnostic>) {
    let notes: Vec<(&Input, &MinutesFile)> = scan.notes().collect();
    let read = read(&notes, config, cache);
    let mut identities = Vec::with_capacity(read.len());
    let mut documents = Vec::with_capacity(read.len());
    let mut diagnostics = Vec::new();
    for (document, mut identity, found) in read {
        diagnostics.extend(found);
        diagnostics.append(&mut identity.diagnostics);
        identities.push(identity);
        documents.push(document);
    }
    let paths: Vec<&str> = notes.iter().map(|(input, _)| input.path.as_str()).collect();
    diagnostics.extend(identity::settle_urls(&paths, &mut identities));
    let originals = originals(&notes, &identities);
    // A copy has the heading of its original, and is reported as such.
    diagnostics.retain(|found| found.code != "date-conflict" || !originals.contains_key(found.path.as_str()));
    let calls: Vec<Vec<Call>> = notes
        .into_par_iter()
        .zip(documents)
        .zip(identities)
        .map(|(((input, file), document), identity)| {
            calls_of(input, file, document, &identity, originals.get(input.path.as_str()).copied(), config)
        })
        .collect();
    (calls.into_iter().flatten().collect(), diagnostics)
}

/// Which file each copy repeats: of files with the same bytes the one with the earliest date, then the first by path.
fn originals<'a>(notes: &[(&'a Input, &'a MinutesFile)], identities: &[Identity]) -> BTreeMap<&'a str, &'a str> {
    let mut first: BTreeMap<&str, (bool, Option<NaiveDate>, &str)> = BTreeMap::new();
    let mut copies = BTreeMap::new();
    let date = |identity: &Identity| identity.parts.first().and_then(|part| part.date);
    for ((input, file), identity) in notes.iter().zip(identities) {
        // Files with next to nothing in them ("skipped") are alike without being copies; empty ones too.
        if file.alias_of.is_some() || file.text.trim().is_empty() {
            continue;
        }
        let date = date(identity);
        // What has no date is the copy of what has one.
        let candidate = (date.is_none(), date, input.path.as_str());
        first.entry(&file.hash).and_modify(|known| *known = (*known).min(candidate)).or_insert(candidate);
    }
    for (input, file) in notes {
        let original = match &file.alias_of {
            Some(target) => notes.iter().find(|(other, _)| other.path == *target).map(|(other, _)| other.path.as_str()),
            None => first.get(file.hash.as_str()).map(|(.., path)| *path),
        };
        if let Some(original) = original.filter(|original| *original != input.path) {
            copies.insert(input.path.as_str(), original);
        }
    }
    copies
}

/// The calls of one file; most hold one.
fn calls_of(
    input: &Input,
    file: &MinutesFile,
    document: Document,
    identity: &Identity,
    original: Option<&str>,
    config: &Config,
) -> Vec<Call> {
    let sections = document.sections.len();
    let starts: Vec<usize> = identity.parts.iter().map(|part| part.starts_at.unwrap_or(0).min(sections)).collect();
    let several = identity.parts.len() > 1;
    let mut document = Some(document);
    let mut calls = Vec::with_capacity(identity.parts.len());
    for (index, part) in identity.parts.iter().enumerate() {
        let recorded = Recorded {
            file: input.path.clone(),
            team: file.facts.team.clone(),
            is_call: part.is_call,
            date: part.date,
            period: part.period.map(|period| match period.month {
                Some(month) => format!("{:04}-{month:02}", period.year),
                None => format!("{:04}", period.year),
            }),
            suffix: part.suffix.clone(),
            url: part.url.clone(),
            same_as: original.map(str::to_owned),
        };
        let own = if several {
            let end = starts.get(index + 1).copied().unwrap_or(sections);
            document.as_ref().map(|document| document.part(starts[index]..end.max(starts[index])))
        } else {
            document.take()
        };
        if let Some(own) = own {
            calls.push(extract::extract(recorded, own, config));
        }
    }
    calls
}

/// Reads the notes; with a cache, those that are not in it.
fn read(notes: &[(&Input, &MinutesFile)], config: &Config, cache: Option<&mut NoteCache>) -> Vec<ReadNote> {
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

fn read_note(input: &Input, file: &MinutesFile, config: &Config) -> ReadNote {
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
