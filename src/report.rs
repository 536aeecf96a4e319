//! What a build did: one row for every input, and how long the stages took.

use crate::diagnostic::{self, Diagnostic, Severity};
use crate::link::Archive;
use crate::model::{Kind, State};
use crate::scan::{Class, Input};
use crate::write::{Content, Output};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// What a build did.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// How many of what.
    pub counts: Counts,
    /// What is wrong with the minutes, by file and line.
    pub diagnostics: Vec<Diagnostic>,
    /// Why decks do not run, when reveal.js is missing.
    pub reveal: Option<String>,
    /// Wall time by stage, in order.
    pub stages: Vec<(&'static str, Duration)>,
}

/// How many inputs became what, and what was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files that hold one call or several.
    pub call_files: usize,
    /// Calls; more than files where a file holds several.
    pub calls: usize,
    /// Decks among them.
    pub decks: usize,
    /// Cancelled ones among them.
    pub cancelled: usize,
    /// Calls ahead among them.
    pub upcoming: usize,
    /// Undated documents.
    pub pages: usize,
    /// Files that repeat another one.
    pub copies: usize,
    /// Images and PDFs.
    pub assets: usize,
    /// Images and PDFs that some page uses.
    pub used_assets: usize,
    /// Files that are not published, by reason.
    pub excluded: BTreeMap<String, usize>,
    /// Teams.
    pub teams: usize,
    /// Files written.
    pub files: usize,
    /// Bytes of the pages and the index.
    pub bytes: usize,
    /// Bytes of the images; PDFs, which are copied, are not among them.
    pub image_bytes: usize,
}

/// Counts inputs and outputs; `image_bytes` is how many of the outputs' bytes are images.
pub fn count(archive: &Archive<'_>, inputs: &[Input], outputs: &[Output], image_bytes: usize) -> Counts {
    let mut counts = Counts { teams: archive.teams.len(), files: outputs.len(), image_bytes, ..Counts::default() };
    let mut files: BTreeMap<&str, Kind> = BTreeMap::new();
    let mut copies: BTreeSet<&str> = BTreeSet::new();
    for call in &archive.calls {
        files.insert(&call.file, call.kind);
        if call.same_as.is_some() {
            copies.insert(&call.file);
            continue;
        }
        if call.kind != Kind::Page {
            counts.calls += 1;
            counts.decks += usize::from(call.kind == Kind::Deck);
            counts.cancelled += usize::from(call.state == State::Cancelled);
            counts.upcoming += usize::from(archive.is_upcoming(call));
        }
    }
    for input in inputs {
        match &input.class {
            Class::Minutes(_) if copies.contains(input.path.as_str()) => counts.copies += 1,
            Class::Minutes(_) if files.get(input.path.as_str()) == Some(&Kind::Page) => counts.pages += 1,
            Class::Minutes(_) => counts.call_files += 1,
            Class::Asset(_) => counts.assets += 1,
            Class::Excluded(reason) => *counts.excluded.entry(reason.to_string()).or_default() += 1,
        }
    }
    counts.used_assets = archive.used_files().len();
    counts.bytes = bytes(outputs) - image_bytes;
    counts
}

/// The bytes of outputs, but for those that are copied.
pub fn bytes(outputs: &[Output]) -> usize {
    let size = |output: &Output| match &output.content {
        Content::Bytes(bytes) => bytes.len(),
        Content::Copy(_) => 0,
    };
    outputs.iter().map(size).sum()
}

impl Report {
    /// The number of findings of a severity.
    pub fn findings(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// The closing words of a build, a few lines.
    pub fn summary(&self) -> String {
        let counts = &self.counts;
        let mut lines = vec![format!(
            "{} files: {} with {} calls ({} decks, {} cancelled, {} upcoming) of {} teams, {} pages, {} copies, {} images and PDFs ({} used)",
            counts.inputs(),
            counts.call_files,
            counts.calls,
            counts.decks,
            counts.cancelled,
            counts.upcoming,
            counts.teams,
            counts.pages,
            counts.copies,
            counts.assets,
            counts.used_assets,
        )];
        for (reason, number) in &counts.excluded {
            lines.push(format!("{number} not published: {reason}"));
        }
        #[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
        let megabytes = |bytes: usize| format!("{:.1} MB", bytes as f64 / 1_000_000.0);
        let images = match counts.image_bytes {
            0 => String::new(),
            bytes => format!(", {} of images", megabytes(bytes)),
        };
        lines.push(format!("{} files written, {} of pages and index{images}", counts.files, megabytes(counts.bytes)));
        lines.push(diagnostic::totals(&self.diagnostics));
        lines.join("\n")
    }
}

/// Takes the time of stages that follow one another.
#[derive(Debug)]
pub struct Stopwatch {
    last: Instant,
    /// The stages so far.
    pub stages: Vec<(&'static str, Duration)>,
}

impl Default for Stopwatch {
    fn default() -> Self {
        Self { last: Instant::now(), stages: Vec::new() }
    }
}

impl Stopwatch {
    /// Ends a stage.
    pub fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.stages.push((stage, now - self.last));
        self.last = now;
    }
}
