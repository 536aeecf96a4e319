//! `minutebook-review.yaml`: what reviewers said of decisions and actions.
//!
//! The file is theirs: it is sorted, so that a change is a change of its own lines, keeps its comments, and is never written
//! over when a part of it could not be read. [`resolve`] finds the statements that verdicts are about; what a verdict does
//! to the rows of a note is a matter of [`crate::extract`].

mod change;
mod parse;
mod resolve;

pub use change::change;
pub use parse::parse;
pub use resolve::{Anchors, FileVerdicts, Gone, resolve, without_note};

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::file_names::REVIEW;
use crate::base::fs;
use crate::base::yaml;
use crate::extract::RowKind;
use serde::Serialize;
use std::path::Path;

/// What a reviewer said of one statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The note, below the source folder.
    pub file: String,
    /// The statement's text, as [`crate::extract::statements::quoted`].
    pub quote: String,
    /// Which of the statements with that text it is, from 1.
    pub occurrence: usize,
    /// The register it is about.
    pub kind: RowKind,
    /// What was said.
    pub verdict: Saying,
    /// What the row is about, instead of what was read.
    pub subject: Option<String>,
    /// What the row says, instead of what was read.
    pub text: Option<String>,
    /// The row it is merged with, by the text of its statement.
    pub same_as: Option<String>,
    /// Who said so.
    pub by: Option<String>,
    /// When.
    pub on: Option<String>,
}

/// What is said of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Saying {
    /// It is a row.
    Accept,
    /// It is none.
    Reject,
    /// It is an action, and done.
    Done,
    /// It says the same as another row.
    Merge,
}

impl Saying {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Accept, Self::Reject, Self::Done, Self::Merge];

    /// The word for it in the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Done => "done",
            Self::Merge => "merge",
        }
    }
}

/// The word for a register in the file.
pub fn kind_word(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Decision => "decision",
        RowKind::Action => "action",
    }
}

/// What verdicts are told apart by.
pub type Key<'v> = (&'v str, &'v str, usize, RowKind);

impl Verdict {
    /// What it is about.
    pub fn key(&self) -> Key<'_> {
        (&self.file, &self.quote, self.occurrence, self.kind)
    }
}

/// A verdict in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What was said.
    pub verdict: Verdict,
    /// The line that it begins on; 0 where that is not known.
    pub line: u32,
    /// The lines with comments that stand before it or in it.
    pub comments: Vec<String>,
}

/// The file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// What stands before the first verdict: comments and empty lines.
    pub head: String,
    /// The verdicts, in the order of the file.
    pub entries: Vec<Entry>,
    /// Comments after the last one.
    pub tail: Vec<String>,
    /// Whether there is something in it that could not be read, and would be lost if it were written anew.
    pub is_damaged: bool,
}

/// What a new file begins with.
const HEAD: &str = "# What reviewers said of decisions and actions: written by `minutebook review`, and by hand.\n";

/// Reads the file of a folder; there is none in most of them.
pub fn read(source: &Path) -> (Verdicts, Vec<Diagnostic>) {
    let path = source.join(REVIEW);
    if !fs::exists(&path) {
        return (Verdicts::default(), Vec::new());
    }
    match fs::read(&path).map(String::from_utf8) {
        Ok(Ok(text)) => parse(&text),
        Ok(Err(_)) => damaged("this file is not in UTF-8".to_owned()),
        Err(error) => damaged(format!("this file cannot be read: {}", error.source)),
    }
}

fn damaged(message: String) -> (Verdicts, Vec<Diagnostic>) {
    let finding = Diagnostic::new(Severity::Error, "review-file", REVIEW, message)
        .hint("until it is mended the registers are as if nothing had been reviewed");
    (Verdicts { is_damaged: true, ..Verdicts::default() }, vec![finding])
}

/// The file as it is written.
pub fn print(verdicts: &Verdicts) -> String {
    let mut out = if verdicts.head.is_empty() { HEAD.to_owned() } else { verdicts.head.clone() };
    if !out.ends_with('\n') {
        out.push('\n');
    }
    let mut entries: Vec<&Entry> = verdicts.entries.iter().collect();
    entries.sort_by_key(|entry| entry.verdict.key());
    for Entry { verdict, comments, .. } in entries {
        for comment in comments {
            out.push_str(&format!("{comment}\n"));
        }
        let mut lead = "- ";
        let mut line = |key: &str, value: &str| {
            out.push_str(&format!("{lead}{key}: {value}\n"));
            lead = "  ";
        };
        line("file", &yaml::quoted(&verdict.file));
        line("quote", &yaml::quoted(&verdict.quote));
        if verdict.occurrence != 1 {
            line("occurrence", &verdict.occurrence.to_string());
        }
        line("kind", kind_word(verdict.kind));
        line("verdict", verdict.verdict.word());
        for (key, value) in [
            ("subject", &verdict.subject),
            ("text", &verdict.text),
            ("same_as", &verdict.same_as),
            ("by", &verdict.by),
            ("on", &verdict.on),
        ] {
            if let Some(value) = value {
                line(key, &yaml::quoted(value));
            }
        }
    }
    verdicts.tail.iter().for_each(|comment| out.push_str(&format!("{comment}\n")));
    out
}

#[cfg(test)]
mod tests;
