//! What was read of all notes → the archive.

use super::notes::{Note, ReadNote, read_as_source, read_once, unpublished};
use crate::archive::{self, Archive};
use crate::base::diagnostic::Diagnostic;
use crate::base::panics;
use crate::config::{Config, TeamSlug};
use crate::extract::Kind;
use crate::identify;
use crate::scan::Sources;
use crate::verdicts::Entry;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What notes are put together with.
#[derive(Clone, Copy)]
pub(super) struct Gather<'a> {
    pub(super) config: &'a Arc<Config>,
    pub(super) today: NaiveDate,
    pub(super) sources: &'a Sources,
    /// What reviewers said, by file.
    pub(super) entries: &'a BTreeMap<&'a str, Vec<&'a Entry>>,
}

/// The archive, the texts that something was taken out of by path, and what is wrong with the notes.
pub(super) struct Gathered {
    pub(super) archive: Archive,
    pub(super) redacted: BTreeMap<String, Arc<str>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Gather<'_> {
    /// Puts the notes together, in their order.
    pub(super) fn all<'n>(self, read: impl Iterator<Item = (&'n Note<'n>, ReadNote)>) -> Gathered {
        let (notes, read): (Vec<&Note<'_>>, Vec<ReadNote>) = read.unzip();
        // A folder without a dated note is one of documents; nobody meets there.
        let is_configured =
            |team: &Option<TeamSlug>| self.config.teams.iter().any(|known| Some(&known.slug) == team.as_ref());
        let read_calls = read.iter().flat_map(|note| &note.calls);
        let with_calls: BTreeSet<Option<TeamSlug>> =
            read_calls.filter(|call| call.kind != Kind::Page).map(|call| call.team.clone()).collect();
        let mut calls = Vec::with_capacity(read.len());
        let mut redacted = BTreeMap::new();
        let mut diagnostics = Vec::new();
        for (note, read) in notes.iter().zip(read) {
            let path = note.file.path.as_str();
            calls.extend(read.calls.into_iter().map(|mut call| {
                call.team = call.team.take().filter(|team| {
                    let team = Some(team.clone());
                    with_calls.contains(&team) || is_configured(&team)
                });
                call
            }));
            diagnostics.extend(read.diagnostics);
            redacted.extend(read.redacted.map(|text| (path.to_owned(), text)));
            let entries = self.entries.get(path).map_or(&[][..], Vec::as_slice);
            diagnostics.extend(read.gone.iter().map(|gone| gone.finding(entries)));
        }
        let facts = notes.iter().map(|note| (note.file.path.as_str(), note.facts));
        let (teams, found) = identify::teams(facts.filter(|(_, facts)| with_calls.contains(&facts.team)), self.config);
        diagnostics.extend(found);
        let (archive, found) = archive::assemble(Arc::clone(self.config), self.today, self.sources, &teams, calls);
        diagnostics.extend(found);
        Gathered { archive, redacted, diagnostics }
    }

    /// Puts the notes together after that has panicked: those that it panics for are their source, or left out where it
    /// panics for that as well.
    pub(super) fn without_culprits(self, notes: &[Note<'_>]) -> Gathered {
        let read: Vec<(&Note<'_>, ReadNote)> = notes.iter().zip(read_once(notes, self.config)).collect();
        let try_some =
            |some: &[&(&Note<'_>, ReadNote)]| drop(self.all(some.iter().map(|(note, read)| (*note, read.clone()))));
        let culprits = panics::culprits(&read, try_some).unwrap_or_default();
        let with = |instead: &dyn Fn(&Note<'_>) -> ReadNote| {
            let read = read
                .iter()
                .enumerate()
                .map(|(at, (note, read))| (*note, if culprits.contains(&at) { instead(note) } else { read.clone() }));
            self.all(read)
        };
        panics::caught(|| with(&|note| read_as_source(note, self.config)))
            .unwrap_or_else(|_| with(&|note| unpublished(&note.file.path)))
    }
}
