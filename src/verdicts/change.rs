//! One verdict at a time into the file, which others may have changed meanwhile.

use super::{Entry, HEAD, Verdict, Verdicts, print, read};
use crate::base::diagnostic::Severity;
use crate::base::error::Error;
use crate::base::file_names::REVIEW;
use crate::base::fs;
use std::path::Path;

/// Writes what is said now of what `before` was about, or takes the verdict back when nothing is. The file is read anew for
/// it, and written in one step. Returns what it says then.
pub fn change(source: &Path, about: &Verdict, now: Option<Verdict>) -> Result<Verdicts, Error> {
    let (mut verdicts, mut findings) = read(source);
    if verdicts.is_damaged {
        findings.retain(|finding| finding.severity == Severity::Error);
        let error = Error::new("review-file", REVIEW, "this file has mistakes, and is not written over")
            .hint("mend what is reported below, then go on");
        findings.splice(0..0, error.findings);
        return Err(Error { findings });
    }
    let is_same = |entry: &Entry| entry.verdict.key() == about.key();
    let at = verdicts.entries.iter().rposition(is_same);
    // The comments of a verdict are its reviewer's, and stay when the verdict changes.
    let old = at.map(|at| verdicts.entries[at].clone());
    verdicts.entries.retain(|entry| !is_same(entry));
    match now {
        Some(verdict) => {
            let comments = old.map(|old| old.comments).unwrap_or_default();
            verdicts.entries.push(Entry { verdict, line: 0, comments });
        }
        None => verdicts.tail.extend(old.into_iter().flat_map(|old| old.comments)),
    }
    let path = source.join(REVIEW);
    let is_ours = verdicts.head.is_empty() || verdicts.head == HEAD;
    if verdicts.entries.is_empty() && is_ours && verdicts.tail.is_empty() {
        fs::remove_file(&path)?;
    } else {
        fs::replace(&path, print(&verdicts).as_bytes())?;
    }
    Ok(read(source).0)
}
