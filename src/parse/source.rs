//! A note as its source: what of its text is published when the text itself is.

use super::lines::{PartKind, lines};
use super::text::hide_addresses;
use crate::base::text::without_direction_controls;
use crate::document::{Block, Document, Section};

/// A text less what is not published: comments, marks that turn the direction of text, whole e-mail addresses.
pub(crate) fn publishable(text: &str) -> String {
    hide_addresses(&without_comments(&without_direction_controls(text)))
}

/// A note that says nothing but its own source.
pub(crate) fn as_source(text: &str) -> Document {
    let lines = u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
    let code = Block::Code { language: String::new(), text: publishable(text), numbered_from: None, line: 1 };
    let section = Section { line: 1, end_line: lines.max(1), blocks: vec![code], ..Section::default() };
    Document { sections: vec![section], lines, ..Document::default() }
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
