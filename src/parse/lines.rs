//! What every line of a note is: code, comment, style sheet or text. The only place that follows fences and comments over
//! lines.
//!
//! One walk over the text, in time linear in its length: whatever is looked for ahead (the end of a comment, the next empty
//! line) is looked for by a cursor that only moves forward.

use std::ops::Range;

/// One line of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// The line without its newline.
    pub(crate) text: &'a str,
    /// Whether it opens, closes or stands in a fenced code block.
    pub(crate) in_code: bool,
    /// Comments and style sheets in it, in order and apart from each other.
    pub(crate) parts: Vec<Part>,
}

/// A part of a line that is no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// Where it stands in the line, in bytes.
    pub(crate) range: Range<usize>,
    /// What it is.
    pub(crate) kind: PartKind,
}

/// What a part of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartKind {
    /// A comment, or a part of one.
    Comment {
        /// Whether a CommonMark parser would print it: it starts in the middle of a paragraph and reaches over an empty
        /// line or is never closed, or it ends in `--!>`.
        printed: bool,
        /// Whether it goes over more than one line.
        spans_lines: bool,
    },
    /// `<style>` or `</style>`.
    StyleTag,
    /// What stands between the two; may be empty.
    StyleSheet,
}

impl Line<'_> {
    /// Whether nothing in the line can be markup of ours: it is code, or belongs to a comment over several lines that
    /// Markdown itself reads as one.
    pub(super) fn is_covered(&self) -> bool {
        let kept = PartKind::Comment { printed: false, spans_lines: true };
        self.in_code || self.parts.iter().any(|part| part.kind == kept)
    }

    /// Whether the line is prose, with at most a short comment in it.
    pub(crate) fn is_prose(&self) -> bool {
        let hidden = |part: &Part| match part.kind {
            PartKind::Comment { spans_lines, .. } => spans_lines,
            PartKind::StyleTag | PartKind::StyleSheet => true,
        };
        !self.in_code && !self.parts.iter().any(hidden)
    }

    /// The line without the parts that `cut` picks.
    pub(crate) fn without(&self, cut: impl Fn(PartKind) -> bool) -> String {
        let mut kept = String::with_capacity(self.text.len());
        let mut from = 0;
        for part in self.parts.iter().filter(|part| cut(part.kind)) {
            kept.push_str(&self.text[from..part.range.start]);
            from = part.range.end;
        }
        kept.push_str(&self.text[from..]);
        kept
    }
}

/// What was opened and never closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unclosed {
    /// A comment.
    Comment,
    /// A fenced code block.
    Fence,
}

/// The lines of a note, without its front matter.
pub(crate) fn lines(text: &str) -> Lines<'_> {
    Lines {
        text,
        offset: 0,
        number: 0,
        fence: FenceTracker::default(),
        comment: Comment::default(),
        in_style: false,
        unclosed_comment: None,
        comment_end: Cursor::new("-->"),
        odd_comment_end: Cursor::new("--!>"),
        paragraph_end: ParagraphEnds::default(),
    }
}

/// An iterator over the lines of a note.
pub(crate) struct Lines<'a> {
    text: &'a str,
    /// Where the next line starts, and its number, from 0.
    offset: usize,
    number: usize,
    fence: FenceTracker,
    /// The comment that was opened last.
    comment: Comment,
    in_style: bool,
    /// The line of the first comment that is never closed.
    unclosed_comment: Option<usize>,
    comment_end: Cursor,
    odd_comment_end: Cursor,
    paragraph_end: ParagraphEnds,
}

/// Where a comment ends, and whether it has to be cut out.
#[derive(Debug, Clone, Copy, Default)]
struct Comment {
    end: usize,
    printed: bool,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let start = self.offset;
        if start >= self.text.len() {
            return None;
        }
        let end = self.text[start..].find('\n').map_or(self.text.len(), |length| start + length);
        let mut line = Line { text: &self.text[start..end], in_code: false, parts: Vec::new() };
        let mut at = start;
        if self.in_style {
            at = self.style_sheet(&mut line, at..end);
        } else if self.comment.end > start {
            at = self.comment.end.min(end);
            let kind = PartKind::Comment { printed: self.comment.printed, spans_lines: true };
            line.parts.push(Part { range: 0..at - start, kind });
        } else {
            line.in_code = self.fence.advance(line.text, self.number);
        }
        if !line.in_code && line.text[at - start..].contains('<') {
            self.markup(&mut line, at..end);
        }
        self.offset = end + 1;
        self.number += 1;
        Some(line)
    }
}

impl Lines<'_> {
    /// Finds the comments and style sheets that start in the rest of a line.
    fn markup(&mut self, line: &mut Line<'_>, rest: Range<usize>) {
        let start = rest.end - line.text.len();
        let text_from = start + (line.text.len() - line.text.trim_start().len());
        let bytes = self.text.as_bytes();
        // An odd number of backticks before a `<` says that it is code.
        let mut in_code = false;
        let mut at = rest.start;
        while at < rest.end {
            match bytes[at] {
                b'`' => in_code = !in_code,
                b'<' if !in_code => {
                    if self.text[at..rest.end].starts_with("<!--") {
                        self.comment = self.comment_at(at, at == text_from);
                        let spans_lines = self.comment.end > rest.end;
                        let kind = PartKind::Comment { printed: self.comment.printed, spans_lines };
                        let end = self.comment.end.min(rest.end);
                        line.parts.push(Part { range: at - start..end - start, kind });
                        at = end;
                        continue;
                    }
                    if opens_style(&self.text[at..rest.end]) {
                        let end = self.text[at..rest.end].find('>').map_or(rest.end, |length| at + length + 1);
                        line.parts.push(Part { range: at - start..end - start, kind: PartKind::StyleTag });
                        self.in_style = true;
                        at = self.style_sheet(line, end..rest.end);
                        continue;
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Takes the rest of a line into the style sheet that is open, up to its end tag; returns where text goes on.
    fn style_sheet(&mut self, line: &mut Line<'_>, rest: Range<usize>) -> usize {
        let start = rest.end - line.text.len();
        let text = &self.text[rest.clone()];
        let end = find_ignoring_case(text, "</style").map_or(rest.end, |length| rest.start + length);
        line.parts.push(Part { range: rest.start - start..end - start, kind: PartKind::StyleSheet });
        if end == rest.end {
            return end;
        }
        self.in_style = false;
        let after = self.text[end..rest.end].find('>').map_or(rest.end, |length| end + length + 1);
        line.parts.push(Part { range: end - start..after - start, kind: PartKind::StyleTag });
        after
    }

    /// The comment that opens at an offset; `opens_block` says that nothing stands before it in its line.
    fn comment_at(&mut self, open: usize, opens_block: bool) -> Comment {
        let plain = self.comment_end.find(self.text, open + 2);
        let odd = self.odd_comment_end.find(self.text, open + 2);
        match (plain, odd) {
            (Some(plain), Some(odd)) if odd < plain => Comment { end: odd + "--!>".len(), printed: true },
            (None, Some(odd)) => Comment { end: odd + "--!>".len(), printed: true },
            (Some(plain), _) => {
                let printed = !opens_block && self.paragraph_end.find(self.text, open).is_some_and(|end| end < plain);
                Comment { end: plain + "-->".len(), printed }
            }
            (None, None) => {
                self.unclosed_comment.get_or_insert(self.number);
                let end = if opens_block { None } else { self.paragraph_end.find(self.text, open) };
                Comment { end: end.unwrap_or(self.text.len()), printed: !opens_block }
            }
        }
    }

    /// What is open after the last line, with the number of the line it was opened on, from 0. All that follows is hidden.
    pub(super) fn unclosed(&self) -> Option<(usize, Unclosed)> {
        let comment = self.unclosed_comment.map(|line| (line, Unclosed::Comment));
        let fence = self.fence.open.as_ref().map(|fence| (fence.line, Unclosed::Fence));
        comment.into_iter().chain(fence).min_by_key(|(line, _)| *line)
    }
}

/// Knows whether a line stands in a fenced code block.
///
/// A fence opens with three or more backticks or tildes, indented or not (list items hold fences too), and closes with at
/// least as many of the same.
#[derive(Debug, Default)]
struct FenceTracker {
    open: Option<Fence>,
}

#[derive(Debug)]
struct Fence {
    mark: char,
    length: usize,
    /// Whether it stands in a quotation: it ends with it.
    quoted: bool,
    line: usize,
}

impl FenceTracker {
    /// Takes the next line; says whether it is inside a code block, or opens or closes one.
    fn advance(&mut self, line: &str, number: usize) -> bool {
        let mut trimmed = line.trim_start();
        if self.open.as_ref().is_some_and(|fence| fence.quoted) {
            match trimmed.strip_prefix('>') {
                Some(inside) => trimmed = inside.trim_start_matches(['>', ' ', '\t']),
                None => self.open = None,
            }
        }
        if let Some(fence) = &self.open {
            let rest = trimmed.trim_start_matches(fence.mark);
            if trimmed.len() - rest.len() >= fence.length && rest.trim().is_empty() {
                self.open = None;
            }
            return true;
        }
        // A fence may open right after a bullet or a quotation mark.
        let bullet = trimmed.trim_start_matches(['-', '*', '+', '>', ' ', '\t']);
        let Some(mark) = bullet.chars().next().filter(|c| matches!(c, '`' | '~')) else { return false };
        let rest = bullet.trim_start_matches(mark);
        let length = bullet.len() - rest.len();
        if length < 3 || (mark == '`' && rest.contains('`')) {
            return false;
        }
        self.open = Some(Fence { mark, length, quoted: trimmed.starts_with('>'), line: number });
        true
    }
}

/// The places of a pattern, for questions whose offsets never fall: all of them together read the text once.
struct Cursor {
    pattern: &'static str,
    next: Next,
}

/// What a cursor has in sight.
#[derive(Clone, Copy)]
enum Next {
    NotSearched,
    At(usize),
    Nowhere,
}

impl Cursor {
    fn new(pattern: &'static str) -> Self {
        Self { pattern, next: Next::NotSearched }
    }

    /// The first place at or after an offset.
    fn find(&mut self, text: &str, from: usize) -> Option<usize> {
        match self.next {
            Next::Nowhere => return None,
            Next::At(next) if next >= from => return Some(next),
            Next::At(_) | Next::NotSearched => {}
        }
        let found = text.get(from..).and_then(|rest| rest.find(self.pattern)).map(|length| from + length);
        self.next = found.map_or(Next::Nowhere, Next::At);
        found
    }
}

/// The ends of paragraphs, for questions whose offsets never fall.
#[derive(Default)]
struct ParagraphEnds {
    /// The newline before the next empty line, and how far the text has been read.
    next: Option<usize>,
    read: usize,
}

impl ParagraphEnds {
    /// The offset of the first newline at or after an offset that an empty line follows.
    fn find(&mut self, text: &str, from: usize) -> Option<usize> {
        if let Some(next) = self.next.filter(|next| *next >= from) {
            return Some(next);
        }
        self.next = None;
        self.read = self.read.max(from);
        while let Some(length) = text.get(self.read..).and_then(|rest| rest.find('\n')) {
            let newline = self.read + length;
            self.read = newline + 1;
            let line = text[self.read..].split('\n').next().unwrap_or_default();
            if self.read < text.len() && line.trim().is_empty() {
                self.next = Some(newline);
                return self.next;
            }
        }
        self.read = text.len();
        None
    }
}

fn opens_style(text: &str) -> bool {
    let Some((name, rest)) = text.split_at_checked("<style".len()) else { return false };
    let after = rest.chars().next();
    name.eq_ignore_ascii_case("<style") && after.is_none_or(|c| c == '>' || c == '/' || c.is_whitespace())
}

fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes().windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with comments that would be printed taken out, as it goes on to the parser.
    fn without_printed_comments(text: &str) -> String {
        let printed = |kind| matches!(kind, PartKind::Comment { printed: true, .. });
        lines(text).map(|line| line.without(printed)).collect::<Vec<_>>().join("\n")
    }

    fn prose(text: &str) -> Vec<bool> {
        lines(text).map(|line| line.is_prose()).collect()
    }

    #[test]
    fn finds_the_comments_that_a_parser_would_print() {
        for (source, expected) in [
            ("a <!-- b --> c", "a <!-- b --> c"),
            ("a <!-- b\n\nc --> d", "a \n\n d"),
            ("<!-- b\n\nc -->", "<!-- b\n\nc -->"),
            ("a <!-- b --!> c", "a  c"),
            ("a <!-- b\nc\n\nd", "a \n\n\nd"),
            ("a <!-- b\nc\n \t\nd", "a \n\n \t\nd"),
            ("`<!--` a\n\n-->", "`<!--` a\n\n-->"),
            ("```\na <!-- b\n```\n\nc", "```\na <!-- b\n```\n\nc"),
            ("a <!-- b\n\n--> c <!-- d\n\n--> e", "a \n\n c \n\n e"),
            ("<!-- b\n-->\n```\na <!-- c\n\n```\n-->", "<!-- b\n-->\n```\na <!-- c\n\n```\n-->"),
        ] {
            assert_eq!(without_printed_comments(source), expected, "{source:?}");
        }
    }

    #[test]
    fn knows_code_and_comments() {
        let text = "a\n- ```js\n<!--\n- ```\n  ```\nb <!-- x\n---\n--> c\nd `<!--`\ne --> f\n<!-- g --> h";
        assert_eq!(prose(text), [true, false, false, false, false, false, false, false, true, true, true]);
        let quoted = "> ```js\n> a\n> ```\n> b\n> ```\nc\nd";
        assert_eq!(prose(quoted), [false, false, false, true, false, true, true], "a quotation's fence ends with it");
    }

    #[test]
    fn finds_style_sheets_but_not_in_code_and_comments() {
        let text = "a\n<STYLE media=x>\nh1 {}\n</style> b\n`<style>`\n```\n<style>\n```\n<!-- <style> -->\n<styled>";
        let sheet: Vec<&str> = lines(text)
            .flat_map(|line| line.parts.into_iter().map(move |part| (line.text, part)))
            .filter(|(_, part)| part.kind == PartKind::StyleSheet)
            .map(|(line, part)| &line[part.range])
            .collect();
        assert_eq!(sheet, ["", "h1 {}", ""]);
        let style = |kind| matches!(kind, PartKind::StyleTag | PartKind::StyleSheet);
        let kept: Vec<String> = lines(text).map(|line| line.without(style)).collect();
        assert_eq!(kept, ["a", "", "", " b", "`<style>`", "```", "<style>", "```", "<!-- <style> -->", "<styled>"]);
        let one = lines("a<style>b</style>c<style>d").next().expect("a line");
        assert_eq!(one.without(style), "ac");
    }

    #[test]
    fn says_what_is_never_closed() {
        for (text, expected) in [
            ("a\n```\nb", Some((1, Unclosed::Fence))),
            ("a\n<!-- b\n\n```\n", Some((1, Unclosed::Comment))),
            ("a <!-- b\n\n```\nc", Some((0, Unclosed::Comment))),
            ("```\n<!--\n```\n", None),
            ("<!-- a\n-->\n", None),
        ] {
            let mut lines = lines(text);
            lines.by_ref().for_each(drop);
            assert_eq!(lines.unclosed(), expected, "{text:?}");
        }
    }
}
