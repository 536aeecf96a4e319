//! The notes as they were written, less what is not published: comments, marks that turn the direction of text, and
//! whole e-mail addresses.

use crate::extract::Call;
use crate::parse::{Shelter, hide_addresses};

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
    let mut out = without_comments(&lines);
    out.retain(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    let mut out = hide_addresses(&out);
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// The lines without comments; those in code are text.
fn without_comments(lines: &[&str]) -> String {
    let mut out = String::new();
    let mut fences = Shelter::default();
    let mut inside = false;
    for line in lines {
        let mut rest = *line;
        if !inside && (fences.in_fence() || !line.contains("<!--")) {
            fences.covers(line);
            out.push_str(line);
            out.push('\n');
            continue;
        }
        let mut kept = String::new();
        loop {
            if inside {
                let Some(end) = rest.find("-->") else { break };
                rest = &rest[end + 3..];
                inside = false;
            }
            let open = rest.match_indices("<!--").map(|(at, _)| at).find(|at| {
                let before = kept.matches('`').count() + rest[..*at].matches('`').count();
                before.is_multiple_of(2)
            });
            let Some(open) = open else {
                kept.push_str(rest);
                break;
            };
            kept.push_str(&rest[..open]);
            rest = &rest[open + 4..];
            inside = true;
        }
        if !kept.trim().is_empty() {
            out.push_str(kept.trim_end());
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_no_part_of_what_is_published() {
        let text = "# A\n<!-- private -->\na <!-- b --> c <!-- d\ne\n--> f\n`<!-- code -->`\n```\n<!-- kept -->\n```\nend <!-- open\nrest";
        let lines: Vec<&str> = text.lines().collect();
        let out = without_comments(&lines);
        assert_eq!(out, "# A\na  c\n f\n`<!-- code -->`\n```\n<!-- kept -->\n```\nend\n");
    }
}
