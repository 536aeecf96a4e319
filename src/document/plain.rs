//! The text of a tree without its markup: for titles, search, descriptions and rules that read words.

use super::tree::{Block, Inline};
use super::visit::{visit_blocks, visit_inlines};

/// The text of inlines; line breaks become spaces, images their alternative text.
pub fn text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_inlines(&mut out, inlines, ' ');
    // Most texts are written so, and need no second copy.
    if is_folded(&out) { out } else { fold_spaces(&out) }
}

fn is_folded(text: &str) -> bool {
    let mut last = ' ';
    let is_in_place = |c: char| {
        let before = std::mem::replace(&mut last, c);
        !c.is_whitespace() || (c == ' ' && before != ' ')
    };
    text.chars().all(is_in_place) && (last != ' ' || text.is_empty())
}

/// The text of blocks, one line for every line of the source that holds text.
pub fn lines(blocks: &[Block]) -> String {
    let mut out = String::new();
    push_blocks(&mut out, blocks);
    out
}

/// White space folded to single spaces, none at the ends.
pub fn fold_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// At most `limit` characters of a text, cut at a word, with an ellipsis where something is missing. An address behind other
/// words is whole or left out: a part of one is another address.
pub fn shorten(text: &str, limit: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(limit) else { return text.to_owned() };
    let cut = &text[..end];
    if text[end..].starts_with(char::is_whitespace) {
        return format!("{}…", cut.trim_end_matches(CUT_BEFORE));
    }
    let is_address = |at: usize| text[at..].split_whitespace().next().is_some_and(|word| word.contains("://"));
    let cut = cut.rfind(char::is_whitespace).filter(|at| *at > end / 2 || is_address(*at)).map_or(cut, |at| &cut[..at]);
    format!("{}…", cut.trim_end_matches(CUT_BEFORE))
}

/// About `limit` characters of a text around the byte `at`, cut at words, with an ellipsis where something is missing. A text
/// that is no longer is whole.
pub fn excerpt(text: &str, at: usize, limit: usize) -> String {
    if text.char_indices().nth(limit).is_none() {
        return text.to_owned();
    }
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    // A third of it before, so that what follows is seen as well.
    let before = &text[..at];
    let start = before.char_indices().rev().nth(limit / 3).map_or(0, |(start, _)| start);
    if start == 0 {
        return shorten(text, limit);
    }
    let start = before[start..].find(char::is_whitespace).map_or(start, |space| start + space);
    format!("…{}", shorten(text[start..].trim_start(), limit))
}

/// What does not stand before an ellipsis.
const CUT_BEFORE: [char; 9] = [' ', ',', ';', ':', '.', '…', '–', '-', '('];

fn push_inlines(out: &mut String, inlines: &[Inline], newline: char) {
    visit_inlines(inlines, &mut |inline| match inline {
        Inline::Break => out.push(newline),
        other => out.push_str(other.words()),
    });
}

fn push_line(out: &mut String, inlines: &[Inline]) {
    let mut line = String::new();
    push_inlines(&mut line, inlines, '\n');
    for part in line.split('\n') {
        let part = fold_spaces(part);
        if !part.is_empty() {
            out.push_str(&part);
            out.push('\n');
        }
    }
}

fn push_blocks(out: &mut String, blocks: &[Block]) {
    visit_blocks(blocks, &mut |block| match block {
        Block::Code { text, .. } => {
            for line in text.lines().filter(|line| !line.trim().is_empty()) {
                out.push_str(line.trim());
                out.push('\n');
            }
        }
        Block::Table(table) => {
            for row in std::iter::once(&table.header).chain(&table.rows) {
                let cells: Vec<String> = row.iter().map(|cell| text(cell)).collect();
                out.push_str(&fold_spaces(&cells.join(" ")));
                out.push('\n');
            }
        }
        other => other.runs().for_each(|content| push_line(out, content)),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_folded_stays_as_it_is() {
        for text in ["", "a", "a b", "é ü"] {
            assert!(is_folded(text) && fold_spaces(text) == text, "{text}");
        }
        for text in [" ", " a", "a ", "a  b", "a\nb", "a\u{a0}b"] {
            assert!(!is_folded(text) && fold_spaces(text) != text, "{text}");
        }
    }

    #[test]
    fn shortens_at_a_word() {
        assert_eq!(shorten("a quick brown fox, jumps", 18), "a quick brown fox…");
        assert_eq!(shorten("short", 18), "short");
        assert_eq!(shorten("ÄÖÜÄÖÜ", 3), "ÄÖÜ…");
        assert_eq!(shorten("PR: https://example.org/pull/587 is open", 30), "PR…");
        assert_eq!(shorten("https://example.org/pull/587", 26), "https://example.org/pull/5…");
    }

    #[test]
    fn an_excerpt_has_what_it_is_about() {
        let text = "one two three four five six seven eight nine ten";
        let of = |word: &str, limit| excerpt(text, text.find(word).expect("there"), limit);
        assert_eq!(of("five", 100), text);
        assert_eq!(of("one", 13), "one two three…");
        assert_eq!(of("six", 18), "…five six seven…");
        assert_eq!(of("ten", 18), "…nine ten");
        assert_eq!(excerpt("äöüäöüäöüäöü", 13, 6), "…äöüäöü…");
        assert_eq!(excerpt("äöüäöüäöüäöü", 99, 6), "…äöü");
    }
}
