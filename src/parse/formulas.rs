//! Formulas, which stay text as written: what must be known before the CommonMark parser sees a line.
//!
//! The parser itself finds `$…$` and `$$…$$` in running text. Two things are not its own: amounts of money, of which two in a line are
//! no formula, and blocks between two lines of `$$`, in which nothing is a list, a heading or a table.

use super::code_spans;
use crate::document::{Block, Inline};

/// The info string of the code block that a formula is made of for the parser; nobody types that character.
pub(super) const INFO: &str = "\u{e000}formula";

/// What such a block opens and closes with; longer than what stands in formulas.
pub(super) const FENCE: &str = "~~~~~~~~~~";

/// The mark of a formula that is a block.
pub(super) const MARK: &str = "$$";

/// The formula of such a code block, as written.
pub(super) fn block(text: &str, line: u32) -> Block {
    let mut content = vec![Inline::Formula(MARK.to_owned())];
    for line in text.lines().chain([MARK]) {
        content.push(Inline::Break);
        content.push(Inline::Formula(line.to_owned()));
    }
    Block::Paragraph { content, line }
}

/// A line with a backslash before each dollar sign that would end a formula and begins an amount: `**$5** or *$10*`. Nothing where
/// there is none; code is left alone.
pub(super) fn with_amounts_escaped(line: &str) -> Option<String> {
    if line.bytes().filter(|byte| *byte == b'$').count() < 2 {
        return None;
    }
    let bytes = line.as_bytes();
    let mut escaped = String::with_capacity(line.len() + 2);
    let (mut is_open, mut written) = (false, 0);
    let mut dollars = code_spans::outside(line).filter(|at| bytes[*at] == b'$').peekable();
    while let Some(at) = dollars.next() {
        let after_space = at == 0 || bytes[at - 1].is_ascii_whitespace();
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        if dollars.next_if_eq(&(at + 1)).is_some() {
            // A formula that is set apart.
        } else if is_open && !after_space && next.is_ascii_digit() {
            escaped.push_str(&line[written..at]);
            escaped.push('\\');
            written = at;
            is_open = false;
        } else {
            is_open = if is_open && !after_space { false } else { !next.is_ascii_whitespace() };
        }
    }
    (written > 0).then(|| {
        escaped.push_str(&line[written..]);
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_escaped_where_they_would_end_a_formula() {
        for (line, expected) in [
            ("$5 and $10", None),
            ("$5-$10", Some("$5-\\$10")),
            ("**$5** or *$10*", Some("**$5** or *\\$10*")),
            ("$a$ costs *$10*", None),
            ("($10^3$) and ($x$)", None),
            ("`$5-$10` and `` $1`$2 ``", None),
            ("\\$5-$10", None),
            ("$$1$$", None),
            ("US$5/US$6", Some("US$5/US\\$6")),
            ("one $", None),
        ] {
            assert_eq!(with_amounts_escaped(line).as_deref(), expected, "{line}");
        }
    }
}
