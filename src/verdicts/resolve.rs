//! Which statement a verdict is about: the one with its text. So verdicts stay where they belong when other lines of the
//! note change.

use super::parse::at_line;
use super::{Entry, Saying, Verdict, Verdicts, kind_word};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::file_names::REVIEW;
use crate::base::text::{fold, nearest};
use crate::document::Document;
use crate::extract::statements::{quoted, statements};
use crate::extract::{Place, Ruling, Word};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The verdicts on one note.
pub type FileVerdicts<'v> = Vec<&'v Entry>;

impl Verdicts {
    /// The verdicts note by note. Of two on the same thing the last one counts.
    pub fn by_file(&self) -> BTreeMap<&str, FileVerdicts<'_>> {
        let mut last = BTreeMap::new();
        for (at, entry) in self.entries.iter().enumerate() {
            last.insert(entry.verdict.key(), at);
        }
        let mut kept: Vec<usize> = last.into_values().collect();
        kept.sort_unstable();
        let mut files: BTreeMap<&str, FileVerdicts<'_>> = BTreeMap::new();
        for entry in kept.into_iter().map(|at| &self.entries[at]) {
            files.entry(&entry.verdict.file).or_default().push(entry);
        }
        files
    }
}

/// The statements of a note by their text.
#[derive(Debug, Default)]
pub struct Anchors {
    /// In the order of the note.
    all: Vec<Place>,
    by_quote: BTreeMap<String, Vec<usize>>,
    by_line: BTreeMap<u32, Vec<usize>>,
    /// Statement by statement, the one it is nested below.
    parents: Vec<Option<usize>>,
}

impl Anchors {
    /// The statements of the documents of a note, in the order of the note.
    pub fn of<'d>(documents: impl IntoIterator<Item = &'d Document>) -> Self {
        let mut anchors = Self::default();
        for document in documents {
            let first = anchors.all.len();
            for statement in statements(document) {
                let (at, quote) = (anchors.all.len(), quoted(&statement.text));
                anchors.by_quote.entry(quote.clone()).or_default().push(at);
                anchors.by_line.entry(statement.line).or_default().push(at);
                anchors.parents.push(statement.parent.map(|parent| first + parent));
                anchors.all.push(Place { line: statement.line, quote });
            }
        }
        anchors
    }

    /// The statement with this text that comes at this place among those that have it, from 1.
    pub fn find(&self, quote: &str, occurrence: usize) -> Option<&Place> {
        let at = self.by_quote.get(quote)?.get(occurrence.checked_sub(1)?)?;
        self.all.get(*at)
    }

    /// The place of a statement among those that have its text, from 1.
    pub fn occurrence(&self, place: &Place) -> Option<usize> {
        let same = self.by_quote.get(&place.quote)?;
        let at = same.partition_point(|at| self.all[*at].line < place.line);
        same.get(at).filter(|at| self.all[**at].line == place.line).map(|_| at + 1)
    }

    /// The statement on a line that says this, or that is part of what is said; else the first one that begins there.
    pub fn on_line(&self, line: u32, text: &str) -> Option<&Place> {
        let here = self.by_line.get(&line)?;
        let said = fold(text);
        let is_said = |at: &&usize| {
            let quote = fold(&self.all[**at].quote);
            !quote.is_empty() && (said.contains(&quote) || quote.contains(&said))
        };
        let at = if here.len() == 1 { here.first() } else { here.iter().find(is_said).or(here.first()) };
        at.map(|at| &self.all[*at])
    }

    /// The statement that one is nested below.
    pub fn parent(&self, place: &Place) -> Option<&Place> {
        let at = self.by_line.get(&place.line)?.iter().find(|at| self.all[**at] == *place)?;
        self.parents[*at].map(|parent| &self.all[parent])
    }

    /// The statement of this text that is nearest to a line; the one before it, of two.
    fn near(&self, quote: &str, place: &Place) -> Option<&Place> {
        let same = self.by_quote.get(quote)?;
        let next = same.partition_point(|at| self.all[*at].line < place.line);
        let before = next.checked_sub(1).map(|at| &self.all[same[at]]);
        let after = same[next..].iter().map(|at| &self.all[*at]).find(|other| *other != place);
        before.into_iter().chain(after).min_by_key(|other| other.line.abs_diff(place.line))
    }

    /// The statement that has the most words of a text, at least half of them: what it may have become.
    fn like(&self, words: &[BTreeSet<String>], quote: &str) -> Option<&Place> {
        let wanted = words_of(quote);
        let common = |at: usize| words[at].intersection(&wanted).count();
        let best = (0..self.all.len()).max_by_key(|at| (common(*at), std::cmp::Reverse(*at)))?;
        (common(best) * 2 > wanted.len()).then(|| &self.all[best])
    }
}

fn words_of(text: &str) -> BTreeSet<String> {
    fold(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A verdict whose statement is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// Its place among the verdicts on the note.
    pub verdict: usize,
    finding: Diagnostic,
}

impl Gone {
    /// The finding; where the verdict stands in its file is not known to the note.
    pub fn finding(&self, entries: &[&Entry]) -> Diagnostic {
        at_line(self.finding.clone(), entries.get(self.verdict).map_or(0, |entry| entry.line))
    }
}

/// What verdicts on a note say of its statements, and which of them are about a statement that is gone.
pub fn resolve<'v>(verdicts: impl IntoIterator<Item = &'v Verdict>, anchors: &Anchors) -> (Vec<Ruling>, Vec<Gone>) {
    let (mut rulings, mut all_gone) = (Vec::new(), Vec::new());
    // Asked for only when something is gone.
    let mut words: Option<Vec<BTreeSet<String>>> = None;
    let mut gone = |verdict: usize, message: String, quote: &str| {
        let words = words.get_or_insert_with(|| anchors.all.iter().map(|place| words_of(&place.quote)).collect());
        let finding = Diagnostic::new(Severity::Warning, "review-gone", REVIEW, message);
        let finding = match anchors.like(words, quote) {
            Some(Place { line, quote }) => {
                finding.hint(format!("line {line} of the note says “{quote}”: quote that, or delete the verdict"))
            }
            None => finding.hint("correct the quote, or delete the verdict"),
        };
        all_gone.push(Gone { verdict, finding });
    };
    for (at, verdict) in verdicts.into_iter().enumerate() {
        let Verdict { file, quote, occurrence, kind, subject, text, .. } = verdict;
        let Some(about) = anchors.find(quote, *occurrence) else {
            let message = match anchors.by_quote.get(quote).map(Vec::len) {
                Some(count) => format!("`{file}` says “{quote}” {count} times, not {occurrence}"),
                None => format!("`{file}` no longer says “{quote}”"),
            };
            gone(at, message, quote);
            continue;
        };
        let word = match verdict.verdict {
            Saying::Accept => Word::Accept,
            Saying::Reject => Word::Reject,
            Saying::Done => Word::Done,
            Saying::Merge => {
                let other = verdict.same_as.as_deref().unwrap_or_default();
                let Some(place) = anchors.near(other, about) else {
                    let message =
                        format!("`{file}` no longer says “{other}”, which a {} is merged with", kind_word(*kind));
                    gone(at, message, other);
                    continue;
                };
                Word::Merge(place.clone())
            }
        };
        let (subject, text) = (subject.clone(), text.clone());
        rulings.push(Ruling { about: about.clone(), kind: *kind, word, subject, text });
    }
    (rulings, all_gone)
}

/// Verdicts on notes that are not there. `paths` are those that are.
pub fn without_note(verdicts: &Verdicts, paths: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let gone = verdicts.by_file().into_iter().filter(|(file, _)| !paths.contains(file));
    for (file, entries) in gone {
        let name = file.rsplit('/').next().unwrap_or(file);
        let namesakes = || paths.iter().copied().filter(|path| path.rsplit('/').next() == Some(name));
        let near = nearest(file, paths.iter().copied()).or_else(|| namesakes().next());
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "correct the path, or delete the verdict".to_owned(),
        };
        for entry in entries {
            let message = format!("there is no note `{file}`");
            let finding = Diagnostic::new(Severity::Warning, "review-gone", REVIEW, message);
            found.push(at_line(finding, entry.line).hint(hint.clone()));
        }
    }
    found
}
