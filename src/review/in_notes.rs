//! Verdicts as comments of the author, in the notes themselves.

use super::items::Item;
use crate::base::error::Error;
use crate::base::fs;
use crate::base::text::fold;
use crate::extract::{Call, RowKind, Status};
use crate::project::{NoteReader, Project};
use crate::scan::decode;
use crate::verdicts::{Saying, Verdict};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// A note that may be written to.
#[derive(Debug)]
pub(super) struct Note {
    reader: Arc<NoteReader>,
    path: String,
    absolute: PathBuf,
    /// What is in it as far as we know.
    hash: String,
}

/// A note before and after a comment was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    before: Vec<u8>,
}

/// The notes of a project, as they were when it was read.
pub(super) fn notes(project: &Project) -> BTreeMap<String, Note> {
    let reader = Arc::new(project.note_reader());
    let notes = project.sources.notes().map(|(file, note)| {
        let note = Note {
            reader: Arc::clone(&reader),
            path: file.path.clone(),
            absolute: file.absolute.clone(),
            hash: note.hash.clone(),
        };
        (file.path.clone(), note)
    });
    notes.collect()
}

impl Note {
    /// Writes what a verdict says behind the statement.
    pub(super) fn say(&mut self, item: &Item, verdict: &Verdict) -> Result<Change, Error> {
        let words = match (verdict.kind, verdict.verdict) {
            (RowKind::Decision, Saying::Accept) => "decision",
            (RowKind::Decision, Saying::Reject) => "not a decision",
            (RowKind::Action, Saying::Accept) => "action",
            (RowKind::Action, Saying::Reject) => "not an action",
            (RowKind::Action, Saying::Done) => "done",
            (_, Saying::Merge | Saying::Done) => return Err(self.refuse("a comment cannot say that")),
        };
        if verdict.subject.is_some() || verdict.text.is_some() {
            return Err(self.refuse("a comment cannot say what the row is about"));
        }
        let before = self.read()?;
        let Ok(text) = String::from_utf8(before.clone()) else {
            return Err(self.refuse("the note is not in UTF-8").hint("`minutebook check --fix` saves it as UTF-8"));
        };
        // Which statement of a row the comment must stand behind is for its rule to say: whatever does what is meant.
        let others = others(&self.reader.read(&self.path, &decode(&before, &self.path).text), item);
        let after = (item.line..=item.end_line).find_map(|line| {
            let text = with_comment(&text, line, words)?;
            let calls = self.reader.read(&self.path, &decode(text.as_bytes(), &self.path).text);
            let is_meant = does_what_is_meant(&calls, item, verdict.verdict) && self::others(&calls, item) == others;
            is_meant.then_some(text)
        });
        let Some(after) = after else {
            return Err(self.refuse("a comment on these lines would not do that, or change what the row says"));
        };
        self.write(after.as_bytes())?;
        Ok(Change { before })
    }

    /// Writes back what was in the note before a change.
    pub(super) fn take_back(&mut self, change: &Change) -> Result<(), Error> {
        self.read()?;
        self.write(&change.before)
    }

    /// What is in the note, if it is what we know.
    fn read(&self) -> Result<Vec<u8>, Error> {
        let bytes = fs::read(&self.absolute)?;
        if *hash(&bytes) != *self.hash {
            return Err(self
                .refuse("the note has changed since it was read")
                .hint("begin anew to see what it says now"));
        }
        Ok(bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        fs::replace(&self.absolute, bytes)?;
        self.hash = hash(bytes);
        Ok(())
    }

    fn refuse(&self, why: &str) -> Error {
        Error::new("review-notes", &self.path, why.to_owned())
            .hint("without --in-notes the verdict goes into minutebook-review.yaml")
    }
}

/// The other rows of a note, which no verdict on an item may touch.
fn others(calls: &[Call], item: &Item) -> Vec<(RowKind, u32, String)> {
    let rows = calls.iter().flat_map(|call| {
        let decisions = call.records.decisions.iter().map(|row| (RowKind::Decision, row.line, row.text.clone()));
        decisions.chain(call.records.actions.iter().map(|row| (RowKind::Action, row.line, row.text.clone())))
    });
    rows.filter(|(kind, line, _)| (*kind, *line) != (item.kind, item.line)).collect()
}

/// Whether the calls of a note say what a verdict does.
fn does_what_is_meant(calls: &[Call], item: &Item, verdict: Saying) -> bool {
    let mut rows: Vec<(u32, String, &str, Option<Status>)> = Vec::new();
    for records in calls.iter().map(|call| &call.records) {
        match item.kind {
            RowKind::Decision => {
                rows.extend(records.decisions.iter().map(|row| (row.line, row.outcome().to_owned(), row.rule, None)));
            }
            RowKind::Action => {
                rows.extend(records.actions.iter().map(|row| (row.line, row.text.clone(), row.rule, Some(row.status))));
            }
        }
    }
    let mut here = rows.iter().filter(|(line, ..)| *line == item.line);
    let is_said_by_author = |text: &str, rule: &str| {
        // What was no row may say it in other words than its statement.
        rule == "author" && (item.rule.is_none() || fold(text) == fold(&item.text))
    };
    match verdict {
        Saying::Reject => here.all(|(_, text, ..)| fold(text) != fold(&item.text)),
        Saying::Done => {
            here.any(|(_, text, rule, status)| is_said_by_author(text, rule) && *status == Some(Status::Done))
        }
        Saying::Accept | Saying::Merge => here.any(|(_, text, rule, _)| is_said_by_author(text, rule)),
    }
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// A text with a comment at the end of a line, from 1: before spaces, which may mean a line break, and inside a table's
/// last cell.
fn with_comment(text: &str, line: u32, words: &str) -> Option<String> {
    let start = match line {
        0 => return None,
        1 => 0,
        _ => text.match_indices('\n').nth(line as usize - 2)?.0 + 1,
    };
    let rest = text.get(start..)?;
    let content = rest.split('\n').next()?.trim_end();
    let is_cell = content.trim_start().starts_with('|') && content.ends_with('|') && content.len() > 1;
    let content = if is_cell { content[..content.len() - 1].trim_end() } else { content };
    let at = start + content.len();
    Some(format!("{} <!-- minutebook: {words} -->{}", &text[..at], &text[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stand_where_they_change_nothing_else() {
        for (text, line, written) in [
            ("a\nb  \r\nc", 2, "a\nb <!-- minutebook: decision -->  \r\nc"),
            ("a\n", 1, "a <!-- minutebook: decision -->\n"),
            ("| a | b |\n", 1, "| a | b <!-- minutebook: decision --> |\n"),
            ("a", 1, "a <!-- minutebook: decision -->"),
        ] {
            assert_eq!(with_comment(text, line, "decision").as_deref(), Some(written), "{text}");
        }
        assert_eq!(with_comment("a\n", 0, "decision"), None);
        assert_eq!(with_comment("a\n", 7, "decision"), None);
    }
}
