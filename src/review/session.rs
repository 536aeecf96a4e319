//! One item at a time: what is on the screen, what a key does, and how it is taken back.

use super::in_notes;
use super::items::Item;
use crate::base::error::Error;
use crate::document::plain;
use crate::extract::{RowKind, Status, Tier};
use crate::project::Project;
use crate::verdicts::{Saying, Verdict, kind_word};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What a reviewer wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// It is a row.
    Accept,
    /// It is none.
    Reject,
    /// It is about this.
    Subject(String),
    /// It says this.
    Text(String),
    /// It says the same as the row before it.
    Merge,
    /// The action is done.
    Done,
    /// The last verdict is taken back.
    Undo,
    /// The next item.
    Next,
    /// The one before.
    Previous,
}

/// Where verdicts go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Into `minutebook-review.yaml`.
    File,
    /// Into the notes, as comments.
    Notes,
}

/// A maintainer at work.
#[derive(Debug)]
pub struct Session {
    source: PathBuf,
    target: Target,
    items: Vec<Item>,
    at: usize,
    undone: Vec<Step>,
    /// The notes that comments may be written into.
    notes: BTreeMap<String, in_notes::Note>,
    by: Option<String>,
    on: NaiveDate,
    given: usize,
}

/// What can be taken back: the item, what had been said of it, and the note as it was.
#[derive(Debug)]
struct Step {
    item: usize,
    before: Option<Verdict>,
    note: Option<in_notes::Change>,
}

impl Session {
    /// Goes through the items of a project. `by` and `on` are written beside each verdict.
    pub fn new(project: &Project, items: Vec<Item>, target: Target, by: Option<String>, on: NaiveDate) -> Self {
        let notes = if target == Target::Notes { in_notes::notes(project) } else { BTreeMap::new() };
        let source = project.source.clone();
        Self { source, target, items, at: 0, undone: Vec::new(), notes, by, on, given: 0 }
    }

    /// The item on the screen, with its number from 1; none after the last one.
    pub fn current(&self) -> Option<(usize, &Item)> {
        self.items.get(self.at).map(|item| (self.at + 1, item))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.items.len()
    }

    /// How many verdicts were given and not taken back.
    pub fn given(&self) -> usize {
        self.given
    }

    /// Does what a key says; what it says of an item is on the disk when this returns. A key that can do nothing here says why.
    pub fn press(&mut self, key: Key) -> Result<Option<String>, Error> {
        match key {
            Key::Next => self.at = (self.at + 1).min(self.items.len()),
            Key::Previous => self.at = self.at.saturating_sub(1),
            Key::Undo => return self.undo(),
            key => return self.say(key),
        }
        Ok(None)
    }

    fn say(&mut self, key: Key) -> Result<Option<String>, Error> {
        if self.at >= self.items.len() {
            return nothing("that was the last one");
        }
        let stays = matches!(key, Key::Subject(_) | Key::Text(_));
        let mut verdict = match verdict_after(&self.items, self.at, key) {
            Ok(verdict) => verdict,
            Err(why) => return nothing(&why),
        };
        verdict.by.clone_from(&self.by);
        verdict.on = Some(self.on.to_string());
        let step = self.write(self.at, Some(verdict))?;
        self.given += usize::from(step.before.is_none());
        self.undone.push(step);
        if !stays {
            self.at += 1;
        }
        Ok(None)
    }

    fn undo(&mut self) -> Result<Option<String>, Error> {
        let Some(step) = self.undone.pop() else { return nothing("there is nothing to take back") };
        self.at = step.item;
        let result = match &step.note {
            Some(change) => match self.notes.get_mut(&self.items[step.item].file) {
                Some(note) => note.take_back(change),
                None => Ok(()),
            },
            None => self.write(step.item, step.before.clone()).map(drop),
        };
        if let Err(error) = result {
            self.undone.push(step);
            return Err(error);
        }
        self.given -= usize::from(step.before.is_none());
        self.items[step.item].verdict = step.before;
        Ok(None)
    }

    /// Writes what is said of an item, and returns how to take it back.
    fn write(&mut self, at: usize, verdict: Option<Verdict>) -> Result<Step, Error> {
        let item = &mut self.items[at];
        let before = item.verdict.clone();
        let note = match (self.target, &verdict) {
            (Target::File, _) | (Target::Notes, None) => {
                super::record(&self.source, &item.verdict_of(Saying::Accept), verdict.clone())?;
                None
            }
            (Target::Notes, Some(verdict)) => {
                let note = self.notes.get_mut(&item.file);
                let note =
                    note.ok_or_else(|| Error::new("review-notes", &item.file, "this note cannot be written to"))?;
                Some(note.say(item, verdict)?)
            }
        };
        item.verdict = verdict;
        Ok(Step { item: at, before, note })
    }

    /// What the screen says of the item: where it stands, why it is there, and the lines around it.
    pub fn screen(&self, text_of: &dyn Fn(&str) -> String) -> String {
        let Some((number, item)) = self.current() else {
            return format!("that was the last of {}; p goes back, q ends\n", self.items.len());
        };
        let mut out = format!("[{number}/{}] {}:{}\n", self.items.len(), place(item), item.line);
        out.push_str(&format!("{}\n", standing(item)));
        if !item.subject_now().is_empty() {
            out.push_str(&format!("subject: {}\n", printable(item.subject_now())));
        }
        out.push_str(&format!("text:    {}\n", printable(item.text_now())));
        out.push_str(&lines_around(&text_of(&item.file), item.line, item.end_line));
        out
    }
}

/// What is said of an item when a key is pressed: what was mended stays mended, and what mends a row that was none makes it
/// one. Or why the key can do nothing here.
pub fn verdict_after(items: &[Item], at: usize, key: Key) -> Result<Verdict, String> {
    let Some(item) = items.get(at) else { return Err("there is no such row".to_owned()) };
    let kept = item.verdict.clone().filter(|known| matches!(known.verdict, Saying::Accept | Saying::Done));
    let kept = kept.unwrap_or_else(|| item.verdict_of(Saying::Accept));
    match key {
        Key::Accept => Ok(Verdict { verdict: Saying::Accept, ..kept }),
        Key::Reject => Ok(item.verdict_of(Saying::Reject)),
        Key::Subject(subject) => Ok(Verdict { subject: Some(words(&subject)), ..kept }),
        Key::Text(text) => Ok(Verdict { text: Some(words(&text)), ..kept }),
        Key::Done if item.kind == RowKind::Action => Ok(Verdict { verdict: Saying::Done, ..kept }),
        Key::Done => Err("only an action can be done".to_owned()),
        Key::Merge => {
            // Before it in the minutes: here rows stand by score.
            let is_like = |other: &&Item| {
                let is_before = (other.line, other.end_line) < (item.line, item.end_line);
                is_before
                    && other.kind == item.kind
                    && other.file == item.file
                    && other.url == item.url
                    && other.is_row()
            };
            let other = items.iter().filter(is_like).max_by_key(|other| (other.line, other.end_line));
            let other =
                other.ok_or_else(|| format!("there is no {} of the same call before it", kind_word(item.kind)))?;
            Ok(Verdict { same_as: Some(other.quote.clone()), ..item.verdict_of(Saying::Merge) })
        }
        Key::Undo | Key::Next | Key::Previous => Err("this key says nothing of a row".to_owned()),
    }
}

/// What somebody typed, in one line and without what a keyboard sends besides letters.
fn words(typed: &str) -> String {
    let typed: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain::fold_spaces(&typed)
}

/// The answer to a key that can do nothing here.
#[allow(clippy::unnecessary_wraps)] // It is what the functions return that it is the last line of.
fn nothing(why: &str) -> Result<Option<String>, Error> {
    Ok(Some(why.to_owned()))
}

/// Where an item stands.
pub fn place(item: &Item) -> String {
    // A name comes from the configuration or from a folder.
    let date = item.date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
    printable(&format!("{}{date} · {}", item.call, item.file))
}

/// What an item is, why, and what was said of it.
pub fn standing(item: &Item) -> String {
    let kind = kind_word(item.kind);
    let mut parts = Vec::new();
    parts.push(match (item.rule, item.tier) {
        (Some(rule), Some(Tier::Explicit)) => format!("{kind}, explicit (rule “{rule}”)"),
        (Some(rule), _) => format!("{kind}, inferred (rule “{rule}”)"),
        (None, _) if item.verdict.is_some() && item.is_row() => format!("{kind}, which no rule found"),
        (None, _) if item.verdict.is_some() => format!("no {kind}"),
        (None, _) => format!("near miss, perhaps a {kind}"),
    });
    if let Some(score) = item.score {
        parts.push(format!("score {score:.1}"));
    }
    if item.status == Some(Status::Done) {
        parts.push("done".to_owned());
    }
    if !item.assignees.is_empty() {
        parts.push(format!("for {}", item.assignees.join(", ")));
    }
    if let Some(verdict) = &item.verdict {
        parts.push(format!("reviewed: {}", verdict.verdict.word()));
    }
    parts.join(" · ")
}

/// So many lines stand before and after those of the item.
const AROUND: u32 = 3;

/// The most lines of an item that are shown.
const MOST_LINES: u32 = 12;

/// The lines of a note that an item stands on, and some around them.
pub fn lines_around(text: &str, line: u32, end_line: u32) -> String {
    let end = end_line.min(line.saturating_add(MOST_LINES));
    let (from, to) = (line.saturating_sub(AROUND).max(1), end.saturating_add(AROUND));
    let mut out = String::new();
    let shown = (1..).zip(text.lines()).skip(from as usize - 1).take_while(|(number, _)| *number <= to);
    for (number, text) in shown {
        let mark = if (line..=end_line).contains(&number) { '>' } else { ' ' };
        let shown = plain::shorten(&text.replace('\t', "    "), 200);
        out.push_str(format!("{mark} {number:>4} | {}", printable(&shown)).trim_end());
        out.push('\n');
    }
    out
}

/// A text without what a terminal would take for a command.
pub(super) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
