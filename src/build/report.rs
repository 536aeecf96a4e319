//! What a build did: one row for every input, how large the site is, and how long the stages took.

use crate::archive::Archive;
use crate::base::diagnostic::{self, Diagnostic, Severity};
use crate::base::fs::shown;
use crate::check::{LARGEST_FILE, over_file_limit};
use crate::extract::{Kind, State};
use crate::scan::{Class, SourceFile};
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
    /// Why links have no cards, when their font is missing.
    pub no_cards: Option<String>,
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
    /// Their bytes.
    pub bytes: u64,
    /// Bytes of the images among them; PDFs, which are copied, are not counted.
    pub image_bytes: u64,
    /// The largest of them, largest first.
    pub largest: Vec<(String, u64)>,
    /// Settings without which the site would be smaller, with the bytes that they stand for, most first.
    pub spared: Vec<(&'static str, u64)>,
}

/// So many of the largest files are named.
const LARGEST: usize = 3;

/// The most that GitHub Pages publishes as one site, in bytes: 1 GB.
pub const LARGEST_SITE: u64 = 1_000_000_000;

/// Counts inputs and the files of the site, which come with their bytes; `image_bytes` is how many of these are images.
pub fn count(archive: &Archive, inputs: &[SourceFile], files_made: &BTreeMap<String, u64>, image_bytes: u64) -> Counts {
    let mut counts = Counts { teams: archive.teams.len(), files: files_made.len(), image_bytes, ..Counts::default() };
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
            Class::Note(_) if copies.contains(input.path.as_str()) => counts.copies += 1,
            Class::Note(_) if files.get(input.path.as_str()) == Some(&Kind::Page) => counts.pages += 1,
            Class::Note(_) => counts.call_files += 1,
            Class::Asset(_) => counts.assets += 1,
            Class::Excluded(reason) => *counts.excluded.entry(reason.to_string()).or_default() += 1,
        }
    }
    counts.used_assets = archive.used_files().len();
    let mut sizes: Vec<(&str, u64)> = files_made.iter().map(|(path, size)| (path.as_str(), *size)).collect();
    counts.bytes = sizes.iter().map(|(_, size)| size).sum();
    sizes.sort_by_key(|(path, size)| (std::cmp::Reverse(*size), *path));
    counts.spared = spared(files_made);
    counts.largest = sizes.into_iter().take(LARGEST).map(|(path, size)| (path.to_owned(), size)).collect();
    counts
}

/// What a site can do without: the setting, and how the path of such a file begins and ends.
const SPARED: [(&str, &str, &str); 3] = [
    ("social_cards", "assets/cards/", ".png"),
    ("decks_of_notes", "", "/deck/index.html"),
    ("markdown_copies", "", "/index.md"),
];

/// How many bytes of a site each of the settings can spare, most first.
fn spared(files: &BTreeMap<String, u64>) -> Vec<(&'static str, u64)> {
    let bytes = |start: &str, end: &str| {
        files.iter().filter(|(path, _)| path.starts_with(start) && path.ends_with(end)).map(|(_, size)| size).sum()
    };
    let mut spared: Vec<(&str, u64)> = SPARED
        .iter()
        .map(|(setting, start, end)| (*setting, bytes(start, end)))
        .filter(|(_, bytes)| *bytes > 0)
        .collect();
    spared.sort_by_key(|(setting, bytes)| (std::cmp::Reverse(*bytes), *setting));
    spared
}

/// The limits of GitHub Pages that a site of this size exceeds.
pub fn over_limits(counts: &Counts) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some((path, _)) = counts.largest.first().filter(|_| counts.bytes > LARGEST_SITE) {
        let message =
            format!("the site is {}; GitHub Pages publishes up to {}", shown(counts.bytes), shown(LARGEST_SITE));
        let finding = Diagnostic::new(Severity::Warning, "over-limit", path, message);
        let hint = "this is its largest file; make pictures smaller, or publish it on a server of your own";
        let spared =
            counts.spared.iter().map(|(setting, bytes)| format!("`{setting}: false` spares up to {}", shown(*bytes)));
        let settings = spared.collect::<Vec<_>>().join(", ");
        let finding = finding.hint(hint);
        found.push(if settings.is_empty() { finding } else { finding.hint(settings) });
    }
    for (path, size) in counts.largest.iter().filter(|(_, size)| *size > LARGEST_FILE) {
        found.push(over_file_limit(path, &format!("this file of the site is {}", shown(*size))));
    }
    found
}

impl Counts {
    /// Files of the source, each counted once.
    pub fn inputs(&self) -> usize {
        self.call_files + self.pages + self.copies + self.assets + self.excluded.values().sum::<usize>()
    }
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
        if counts.calls == 0 {
            lines.push(
                "no note has a date: a call is `team/2024-01-10.md`, or what a rule of the configuration says"
                    .to_owned(),
            );
        }
        for (reason, number) in &counts.excluded {
            lines.push(format!("{number} not published: {reason}"));
        }
        let largest: Vec<String> =
            counts.largest.iter().map(|(path, size)| format!("{path} ({})", shown(*size))).collect();
        let images = match counts.image_bytes {
            0 => String::new(),
            bytes => format!(", {} of it images", shown(bytes)),
        };
        lines.push(format!(
            "{} files written, {}{images}; the largest: {}",
            counts.files,
            shown(counts.bytes),
            largest.join(", ")
        ));
        let seconds = |time: &Duration| format!("{:.2} s", time.as_secs_f64());
        let stages: Vec<String> =
            self.stages.iter().map(|(stage, time)| format!("{stage} {}", seconds(time))).collect();
        let all = self.stages.iter().map(|(_, time)| time).sum();
        lines.push(format!("{}: {}", seconds(&all), stages.join(", ")));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_that_is_too_large_is_told_what_it_can_do_without() {
        let files =
            [("assets/cards/1.png", 3), ("ops/2024-01-10/deck/index.html", 2), ("ops/2024-01-10/index.html", 9)];
        let files = files.iter().map(|(path, size)| ((*path).to_owned(), size * 1_000_000_000)).collect();
        let spared = spared(&files);
        assert_eq!(spared, [("social_cards", 3_000_000_000), ("decks_of_notes", 2_000_000_000)]);
        let counts =
            Counts { bytes: 14_000_000_000, largest: vec![("a.png".to_owned(), 5)], spared, ..Counts::default() };
        let hints = over_limits(&counts).remove(0).hints;
        assert_eq!(hints[1], "`social_cards: false` spares up to 3.0 GB, `decks_of_notes: false` spares up to 2.0 GB");
    }

    #[test]
    fn what_github_does_not_take_is_reported() {
        let found = |bytes: u64, largest: &[(&str, u64)]| {
            let largest = largest.iter().map(|(path, size)| ((*path).to_owned(), *size)).collect();
            let counts = Counts { bytes, largest, ..Counts::default() };
            over_limits(&counts).into_iter().map(|finding| (finding.path, finding.message)).collect::<Vec<_>>()
        };
        let whole = "the site is 1.5 GB; GitHub Pages publishes up to 1.0 GB".to_owned();
        let file = "this file of the site is 100.5 MB; GitHub accepts up to 100.0 MB".to_owned();
        assert_eq!(found(1_000_000_000, &[("a.png", 100_000_000)]), []);
        assert_eq!(found(1_500_000_000, &[("a.png", 5), ("b.png", 4)]), [("a.png".to_owned(), whole.clone())]);
        assert_eq!(
            found(1_500_000_000, &[("a.pdf", 100_500_000), ("b.png", 100_000_000)]),
            [("a.pdf".to_owned(), whole), ("a.pdf".to_owned(), file)]
        );
    }
}
