//! The text of the file → verdicts, with a finding for everything that could not be read.

use super::{Entry, Saying, Verdict, Verdicts, damaged, kind_word};
use crate::base::diagnostic::{Diagnostic, Position, Severity};
use crate::base::file_names::REVIEW;
use crate::base::text::nearest;
use crate::base::yaml::{self, YamlValue};
use crate::extract::RowKind;
use crate::extract::statements::quoted;
use std::collections::BTreeMap;

/// The keys of a verdict.
const KEYS: [&str; 10] = ["file", "quote", "occurrence", "kind", "verdict", "subject", "text", "same_as", "by", "on"];

/// Reads the text of the file; a verdict that cannot be read is reported and costs no other one.
pub fn parse(text: &str) -> (Verdicts, Vec<Diagnostic>) {
    let value = match yaml::parse_within(text, yaml::REVIEW) {
        Ok(value) => value,
        Err(error) => {
            let (verdicts, found) = damaged(format!("this is not valid YAML: {error}"));
            let position = Position { line: error.line, column: error.column };
            return (verdicts, found.into_iter().map(|finding| finding.at(position, text)).collect());
        }
    };
    let list = match value {
        YamlValue::Null => return (Verdicts { head: text.to_owned(), ..Verdicts::default() }, Vec::new()),
        YamlValue::List(list) => list,
        other => return damaged(format!("this must be a list of verdicts, not {}", other.kind())),
    };
    let layout = Layout::of(text, list.len());
    let mut verdicts = Verdicts { head: layout.head, tail: layout.tail, ..Verdicts::default() };
    let mut findings = Vec::new();
    let mut blocks = layout.blocks.into_iter();
    for value in &list {
        let block = blocks.next().unwrap_or_default();
        let before = findings.len();
        let verdict = Reader { value, block: &block, findings: &mut findings }.verdict();
        verdicts.is_damaged |= findings.len() > before;
        if let Some(verdict) = verdict {
            verdicts.entries.push(Entry { verdict, line: block.line, comments: block.comments });
        }
    }
    findings.extend(said_twice(&verdicts.entries));
    (verdicts, findings)
}

/// Verdicts that are made of one thing, as happens when two branches are merged. All of them stay in the file.
fn said_twice(entries: &[Entry]) -> Vec<Diagnostic> {
    let mut last = BTreeMap::new();
    let mut found = Vec::new();
    for entry in entries {
        if let Some(earlier) = last.insert(entry.verdict.key(), entry.line) {
            let message = format!("this was reviewed before, on line {earlier}; the last verdict counts");
            let finding = Diagnostic::new(Severity::Warning, "review-twice", REVIEW, message);
            found.push(at_line(finding, entry.line).hint("delete one of them"));
        }
    }
    found
}

/// A finding at a line of the file, where that is known.
pub(super) fn at_line(finding: Diagnostic, line: u32) -> Diagnostic {
    let position = (line > 0).then_some(Position { line, column: 1 });
    Diagnostic { position, ..finding }
}

/// The lines of one verdict.
#[derive(Default)]
struct Block {
    line: u32,
    lines: Vec<String>,
    comments: Vec<String>,
}

/// How the lines of the file belong together.
#[derive(Default)]
struct Layout {
    head: String,
    blocks: Vec<Block>,
    tail: Vec<String>,
}

impl Layout {
    /// The lines of so many verdicts. A list that is not written one entry a line, as YAML allows, has only a head.
    fn of(text: &str, count: usize) -> Self {
        let mut layout = Self::default();
        let mut comments: Vec<String> = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let is_comment = line.trim_start().starts_with('#');
            if line.starts_with("- ") || line == "-" {
                let comments = std::mem::take(&mut comments);
                layout.blocks.push(Block { line: number, lines: vec![line.to_owned()], comments });
            } else if let Some(block) = layout.blocks.last_mut() {
                if is_comment {
                    comments.push(line.to_owned());
                } else if !line.trim().is_empty() {
                    // What stood in the middle of a verdict stays with it.
                    block.comments.append(&mut comments);
                    block.lines.push(line.to_owned());
                }
            } else if is_comment || line.trim().is_empty() {
                layout.head.push_str(line);
                layout.head.push('\n');
            }
        }
        layout.tail = comments;
        if layout.blocks.len() != count {
            layout.blocks.clear();
        }
        layout
    }
}

/// Reads one verdict.
struct Reader<'a> {
    value: &'a YamlValue,
    block: &'a Block,
    findings: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn verdict(mut self) -> Option<Verdict> {
        let YamlValue::Map(entries) = self.value else {
            self.report("review-value", None, format!("a verdict must be a mapping, not {}", self.value.kind()), "");
            return None;
        };
        for (key, _) in entries.iter().filter(|(key, _)| !KEYS.contains(&key.as_str())) {
            let hint = match nearest(key, KEYS) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("a verdict has {}", KEYS.join(", ")),
            };
            self.report("review-key", Some(key), format!("unknown key `{key}`"), &hint);
        }
        let before = self.findings.len();
        let file = self.needed("file");
        let quote = self.needed("quote").map(|quote| quoted(&quote));
        let kind = self.choice("kind", [RowKind::Decision, RowKind::Action], kind_word);
        let verdict = self.choice("verdict", Saying::ALL, Saying::word);
        let occurrence = match self.value.get("occurrence") {
            None | Some(YamlValue::Null) => Some(1),
            Some(YamlValue::Integer(number)) if *number > 0 => usize::try_from(*number).ok(),
            Some(_) => {
                self.report("review-value", Some("occurrence"), "`occurrence` must be a number from 1".to_owned(), "");
                None
            }
        };
        let [subject, text, same_as, by, on] =
            ["subject", "text", "same_as", "by", "on"].map(|key| self.text(key).filter(|text| !text.is_empty()));
        let same_as = same_as.map(|quote| quoted(&quote));
        if verdict == Some(Saying::Merge) && same_as.is_none() {
            let hint = "write the text of the other row's statement";
            self.report("review-value", Some("verdict"), "`merge` needs `same_as`".to_owned(), hint);
        }
        if verdict == Some(Saying::Done) && kind == Some(RowKind::Decision) {
            let hint = "write `accept` or `reject`";
            self.report("review-value", Some("verdict"), "only an action can be `done`".to_owned(), hint);
        }
        if self.findings.len() > before {
            return None;
        }
        let (file, quote, kind, verdict, occurrence) = (file?, quote?, kind?, verdict?, occurrence?);
        Some(Verdict { file, quote, occurrence, kind, verdict, subject, text, same_as, by, on })
    }

    /// The text of a key.
    fn text(&mut self, key: &'static str) -> Option<String> {
        let value = self.value.get(key).filter(|value| **value != YamlValue::Null)?;
        let text = value.scalar_text().map(|text| text.trim().to_owned());
        if text.is_none() {
            self.report("review-value", Some(key), format!("`{key}` must be a text, not {}", value.kind()), "");
        }
        text
    }

    /// The text of a key without which a verdict says nothing.
    fn needed(&mut self, key: &'static str) -> Option<String> {
        let before = self.findings.len();
        let text = self.text(key).filter(|text| !text.is_empty());
        if text.is_none() && self.findings.len() == before {
            self.report("review-value", None, format!("the verdict has no `{key}`"), "");
        }
        text
    }

    /// One of some words.
    fn choice<T: Copy, const N: usize>(
        &mut self,
        key: &'static str,
        all: [T; N],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        let written = self.needed(key)?;
        let found = all.into_iter().find(|one| word(*one) == written);
        if found.is_none() {
            let words = all.map(word);
            let hint = match nearest(&written, words) {
                Some(near) => format!("did you mean `{near}`?"),
                None => String::new(),
            };
            let message = format!("`{key}` must be one of {}, not `{written}`", words.join(", "));
            self.report("review-value", Some(key), message, &hint);
        }
        found
    }

    fn report(&mut self, code: &'static str, key: Option<&str>, message: String, hint: &str) {
        let finding = Diagnostic::new(Severity::Error, code, REVIEW, message);
        let own = |line: &&String| {
            let content = line.trim_start_matches(['-', ' ']);
            key.is_some_and(|key| content.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':')))
        };
        let (line, at) = (self.block.line, self.block.lines.iter().position(|line| own(&line)).unwrap_or(0));
        let finding = match self.block.lines.get(at) {
            Some(text) if line > 0 => {
                let lead = text.chars().take_while(|c| ['-', ' '].contains(c)).count();
                let position = Position {
                    line: line + u32::try_from(at).unwrap_or(0),
                    column: u32::try_from(lead + 1).unwrap_or(1),
                };
                finding.at_line(position, text)
            }
            _ => finding,
        };
        let finding = if hint.is_empty() { finding } else { finding.hint(hint) };
        self.findings.push(finding.hint("docs/reviewing.md says what a verdict is made of"));
    }
}
