//! The lines of a note that are prose: without front matter, code blocks, comments and style sheets.

use super::Note;
use crate::parse::{header_lines, lines};

/// The longest line that is looked at, in bytes. Nobody writes longer ones; what is pasted in one must not make a check slow.
pub(super) const LONGEST_LINE: usize = 10_000;

/// The prose lines with their 0-based numbers.
pub(super) fn prose(note: Note<'_>) -> impl Iterator<Item = (usize, &str)> {
    let header = header_lines(note.text);
    let body = match header {
        0 => note.text,
        count => note.text.match_indices('\n').nth(count - 1).map_or("", |(newline, _)| &note.text[newline + 1..]),
    };
    let prose = (header..).zip(lines(body)).filter(|(_, line)| line.is_prose() && line.text.len() <= LONGEST_LINE);
    prose.map(|(number, line)| (number, line.text))
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
