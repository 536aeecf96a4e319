//! The lines of a note that are prose: without front matter, code blocks and comments.

use super::Note;
use crate::model::{Block, Document, Inline};
use crate::parse::Shelter;

/// The longest line that is looked at, in bytes. Nobody writes longer ones; what is pasted in one must not make a check slow.
pub(super) const LONGEST_LINE: usize = 10_000;

/// The prose lines with their 0-based numbers.
pub(super) fn prose(note: Note<'_>) -> impl Iterator<Item = (usize, &str)> {
    let mut shelter = Shelter::default();
    let header = header_lines(note.text);
    let lines = note.text.lines().enumerate().skip(header);
    lines.filter(move |(_, line)| !shelter.covers(line) && line.len() <= LONGEST_LINE)
}

/// How many lines the front matter takes.
fn header_lines(text: &str) -> usize {
    let mut lines = text.lines();
    if lines.next().is_none_or(|line| line.trim_end() != "---") {
        return 0;
    }
    lines.position(|line| line.trim_end() == "---").map_or(0, |end| end + 2)
}

/// The line with what stands between backticks turned into spaces, so that places stay where they are.
pub(super) fn without_code(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(open) = rest.find('`') {
        let ticks = rest[open..].bytes().take_while(|byte| *byte == b'`').count();
        let after = open + ticks;
        let mark = &rest[open..after];
        let Some(close) = rest[after..].find(mark) else { break };
        let end = after + close + ticks;
        out.push_str(&rest[..open]);
        out.extend(std::iter::repeat_n(' ', end - open));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// All running text of a document, piece by piece, in source order.
pub(crate) fn inlines(document: &Document) -> Vec<&Inline> {
    let mut found = Vec::new();
    for section in &document.sections {
        if let Some(heading) = &section.heading {
            flatten(&heading.content, &mut found);
        }
        of_blocks(&section.blocks, &mut found);
    }
    document.footnotes.iter().for_each(|(_, blocks)| of_blocks(blocks, &mut found));
    found
}

fn of_blocks<'a>(blocks: &'a [Block], found: &mut Vec<&'a Inline>) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content, .. } | Block::Html { content, .. } => {
                flatten(content, found);
            }
            Block::List { items, .. } => items.iter().for_each(|item| of_blocks(&item.blocks, found)),
            Block::Quote { blocks, .. } => of_blocks(blocks, found),
            Block::Container { title, blocks, .. } => {
                flatten(title, found);
                of_blocks(blocks, found);
            }
            Block::Table { header, rows, .. } => {
                header.iter().chain(rows.iter().flatten()).for_each(|cell| flatten(cell, found));
            }
            Block::Code { .. } | Block::Rule { .. } | Block::Contents { .. } => {}
        }
    }
}

fn flatten<'a>(inlines: &'a [Inline], found: &mut Vec<&'a Inline>) {
    for inline in inlines {
        found.push(inline);
        if let Inline::Styled(_, content) | Inline::Link { content, .. } = inline {
            flatten(content, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_neither_header_nor_code_nor_comment() {
        let text = "---\ntitle: x\n---\na\n```\nb\n```\n<!-- c\nd -->\ne\n";
        let lines: Vec<_> = prose(Note { path: "x.md", text }).collect();
        assert_eq!(lines, [(3, "a"), (9, "e")]);
        assert_eq!(prose(Note { path: "x.md", text: "a\n---\nb" }).count(), 3);
    }

    #[test]
    fn code_is_blanked_in_place() {
        assert_eq!(without_code("a `<b>` c"), "a       c");
        assert_eq!(without_code("a ``x ` y`` c `d"), "a           c `d");
    }
}
