//! Code in the running text of a line: what stands in it is no markup of ours.

use std::collections::BTreeMap;

/// The places of a line's bytes that are neither in a code span nor behind a backslash, in order.
pub(super) fn outside(line: &str) -> impl Iterator<Item = usize> {
    let bytes = line.as_bytes();
    let mut spans = spans(line).into_iter().peekable();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            if let Some(span) = spans.next_if(|span| span.0 <= at) {
                at = span.1.max(at);
            } else if bytes[at] == b'\\' {
                at += 2;
            } else {
                at += 1;
                return Some(at - 1);
            }
        }
        None
    })
}

/// Where code spans of a line begin and end: a run of backticks up to the next one as long.
fn spans(line: &str) -> Vec<(usize, usize)> {
    let bytes = line.as_bytes();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(offset) = line[at..].find('`') {
        let start = at + offset;
        let length = bytes[start..].iter().take_while(|byte| **byte == b'`').count();
        runs.push((start, length));
        at = start + length;
    }
    // For each run the next of its length, found from the end in one walk.
    let mut next_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut partner: Vec<Option<usize>> = vec![None; runs.len()];
    for (index, (_, length)) in runs.iter().enumerate().rev() {
        partner[index] = next_of.insert(*length, index);
    }
    let mut spans = Vec::new();
    let mut index = 0;
    while index < runs.len() {
        match partner[index] {
            Some(close) => {
                spans.push((runs[index].0, runs[close].0 + runs[close].1));
                index = close + 1;
            }
            None => index += 1,
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_what_a_backslash_takes_are_passed_over() {
        for (line, expected) in
            [("a`b`c", "ac"), ("a ``b`c`` d", "a  d"), ("`a ``b", "`a ``b"), ("a\\*b", "ab"), ("a\\", "a"), ("", "")]
        {
            let left: String = outside(line).map(|at| char::from(line.as_bytes()[at])).collect();
            assert_eq!(left, expected, "{line}");
        }
    }
}
