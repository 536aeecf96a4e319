//! The notes as they were written, less what is not published: comments, marks that turn the direction of text, and
//! whole e-mail addresses.

use crate::base::text::without_direction_controls;
use crate::extract::Call;
use crate::parse::{PartKind, hide_addresses, lines};

/// The Markdown of a call. `text` is that of its file, which may hold other calls as well.
pub(super) fn published(call: &Call, text: &str) -> String {
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
    let mut out = hide_addresses(&without_comments(&without_direction_controls(&lines)));
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// The text without comments; those in code are text. A line of which nothing is left goes as well.
fn without_comments(text: &str) -> String {
    let is_comment = |kind| matches!(kind, PartKind::Comment { .. });
    let mut out = String::with_capacity(text.len() + 1);
    for line in lines(text) {
        if line.parts.iter().any(|part| is_comment(part.kind)) {
            let kept = line.without(is_comment);
            if kept.trim().is_empty() {
                continue;
            }
            out.push_str(kept.trim_end());
        } else {
            out.push_str(line.text);
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_no_part_of_what_is_published() {
        let text = "# A\n<!-- private -->\na <!-- b --> c <!-- d\ne\n--> f\n`<!-- code -->`\n```\n<!-- kept -->\n```\nend <!-- open\nrest";
        assert_eq!(without_comments(text), "# A\na  c\n f\n`<!-- code -->`\n```\n<!-- kept -->\n```\nend\n");
    }
}
