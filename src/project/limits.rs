//! The most that one note can put on record. A row has an anchor, a line on several pages and a record in the exports, and a
//! reference has a page of its own: without bounds a note of a megabyte becomes a site of gigabytes.
//!
//! What is cut is the record only. The note's own page has all of its text.

use crate::base::diagnostic::{Diagnostic, Position, Severity};
use crate::extract::{Call, MOST_IN_STATEMENT, Records, Target};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The most decisions of a note, and the most actions. The longest note of the SCS archive has 31.
const MOST_ROWS: usize = 2_000;
/// The most things that a note refers to; each has a page.
const MOST_REFERENCES: usize = 500;
/// The most places in a note at which it refers to any of them.
const MOST_MENTIONS: usize = 2_000;

/// Takes what is too much from the calls of a note, and says so.
pub(super) fn limit(path: &str, calls: &mut [Call]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut left = (MOST_ROWS, MOST_ROWS, MOST_MENTIONS);
    let mut known: BTreeSet<Target> = BTreeSet::new();
    let mut cut: [Option<u32>; 3] = [None; 3];
    for call in calls.iter_mut() {
        findings.extend(call.records.cut_references.first().map(|line| {
            let message =
                format!("only the first {MOST_IN_STATEMENT} references of this paragraph or item are on record");
            finding(path, *line, message)
        }));
        let records = Arc::make_mut(&mut call.records);
        let Records { decisions, actions, references, .. } = records;
        if let Some(first) = decisions.get(left.0) {
            cut[0].get_or_insert(first.line);
            decisions.truncate(left.0);
        }
        if let Some(first) = actions.get(left.1) {
            cut[1].get_or_insert(first.line);
            actions.truncate(left.1);
        }
        left.0 -= decisions.len();
        left.1 -= actions.len();
        if references.len() + known.len() > MOST_REFERENCES || references.len() > left.2 {
            references.retain(|note| {
                let fits = left.2 > 0 && (known.contains(&note.target) || known.len() < MOST_REFERENCES);
                if fits {
                    left.2 -= 1;
                    known.insert(note.target.clone());
                } else {
                    cut[2].get_or_insert(note.line);
                }
                fits
            });
        } else {
            left.2 -= references.len();
            known.extend(references.iter().map(|note| note.target.clone()));
        }
    }
    let what = [
        format!("the first {MOST_ROWS} decisions"),
        format!("the first {MOST_ROWS} actions"),
        format!("the first {MOST_REFERENCES} references, at {MOST_MENTIONS} places,"),
    ];
    for (line, what) in cut.into_iter().zip(what) {
        let message =
            |line| finding(path, line, format!("only {what} of this note are on record, those above this line"));
        findings.extend(line.map(message));
    }
    findings
}

fn finding(path: &str, line: u32, message: String) -> Diagnostic {
    let finding = Diagnostic::new(Severity::Warning, "too-many-rows", path, message)
        .hint("the page has all of the text; cut the note into several when more of it should be in the registers");
    Diagnostic { position: Some(Position { line, column: 1 }), ..finding }
}
