//! Footnotes that are written where their mark is: `text^[A remark.]`. For the parser they become a mark and a definition.

use super::code_spans;
use std::collections::BTreeMap;

/// The label of such a footnote. It is nowhere shown: marks show numbers.
fn label(number: usize) -> String {
    format!("mb-inline-{number}")
}

/// A line with marks in the place of its inline footnotes, and their definitions, a line each; nothing where there are none. The
/// brackets in a footnote have to match, on the same line.
pub(super) fn take(line: &str, first: usize) -> Option<(String, Vec<String>)> {
    if !line.contains("^[") {
        return None;
    }
    let bytes = line.as_bytes();
    // The bracket that closes each one, found in one walk.
    let mut open: Vec<usize> = Vec::new();
    let mut closes: BTreeMap<usize, usize> = BTreeMap::new();
    for at in code_spans::outside(line) {
        match bytes[at] {
            b'[' => open.push(at),
            b']' => closes.extend(open.pop().map(|start| (start, at))),
            _ => {}
        }
    }
    let (mut text, mut definitions, mut written) = (String::with_capacity(line.len()), Vec::new(), 0);
    for (start, end) in closes {
        let is_note = start > 0 && bytes[start - 1] == b'^' && start > written && end > start + 1;
        if is_note && (start < 2 || bytes[start - 2] != b'\\') {
            let label = label(first + definitions.len());
            text.push_str(&line[written..start - 1]);
            text.push_str(&format!("[^{label}]"));
            definitions.push(format!("[^{label}]: {}", line[start + 1..end].trim()));
            written = end + 1;
        }
    }
    text.push_str(&line[written..]);
    (!definitions.is_empty()).then_some((text, definitions))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn footnotes_in_the_line_get_a_mark_and_a_definition() {
        for (line, expected) in [
            (
                "a^[b *c* [d](e)] f^[g]",
                Some(("a[^mb-inline-3] f[^mb-inline-4]", vec!["[^mb-inline-3]: b *c* [d](e)", "[^mb-inline-4]: g"])),
            ),
            ("a^[never closed", None),
            ("`a^[b]` \\^[c] [^d] ^[]", None),
            ("x^[y^[z]]", Some(("x[^mb-inline-3]", vec!["[^mb-inline-3]: y^[z]"]))),
        ] {
            let taken = take(line, 3);
            let taken = taken.as_ref().map(|(text, notes)| (text.as_str(), notes.iter().map(String::as_str).collect()));
            assert_eq!(taken, expected, "{line}");
        }
    }
}
