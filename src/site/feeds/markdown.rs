//! The notes as they were written, less what is not published: comments, marks that turn the direction of text, and
//! whole e-mail addresses.

use crate::extract::Call;
use crate::parse::publishable;

/// The Markdown of a call. `text` is that of its file, which may hold other calls as well.
pub(in crate::site) fn published(call: &Call, text: &str) -> String {
    let sections = &call.document.sections;
    let (first, last) = match (sections.first(), sections.last()) {
        (Some(first), Some(last)) => (first.line as usize, last.end_line as usize),
        _ => (1, usize::MAX),
    };
    // A file with one call is published with its header and what stands before the first heading.
    let whole = first <= 1 || text.lines().take(first - 1).all(|line| !line.starts_with('#'));
    let from = if whole { 0 } else { first - 1 };
    let lines: Vec<&str> = text.lines().take(last.max(from)).skip(from).collect();
    let lines = lines.join("\n");
    let mut out = publishable(&lines);
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
