//! Labels of links and footnotes that are defined twice, differently. The first definition counts in the whole file, which
//! whoever wrote the second cannot see: slides of one deck have many authors.
//!
//! The parser keeps the first definition of a link and is silent about the others. They are found as lines that look like
//! one and that none of its events accounts for: text, code and HTML all have theirs.

use super::prepass::LineStarts;
use crate::document::{label_key, plain};
use pulldown_cmark::RefDefs;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A label that is defined twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Redefined {
    /// The label as written the second time.
    pub(super) label: String,
    /// The file's lines of the first definition, which counts, and of the second.
    pub(super) lines: (u32, u32),
}

/// Finds the links that are defined anew.
pub(super) struct LinkDefinitions {
    /// What looks like such a definition, and where it starts, in order. Those before `next` have been decided.
    candidates: Vec<(usize, Redefined)>,
    next: usize,
    /// Up to here the text is accounted for.
    accounted: usize,
    found: Vec<Redefined>,
}

impl LinkDefinitions {
    /// Looks for lines of a text that define a link otherwise than the definition that counts.
    pub(super) fn new(text: &str, lines: &LineStarts, counting: &RefDefs<'_>) -> Self {
        let mut candidates = Vec::new();
        // The destinations of those that count, so that a long one is read once only.
        let mut destinations: BTreeMap<usize, Option<&str>> = BTreeMap::new();
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            let at = offset + opening(line);
            offset += line.len();
            let Some((label, destination)) = definition(text, at) else { continue };
            let Some(first) = counting.get(&plain::fold_spaces(label)).map(|first| first.span.start) else { continue };
            let counts = destinations.entry(first).or_insert_with(|| Some(definition(text, first)?.1));
            if first < at && counts.is_some_and(|counts| counts != destination) {
                let lines = (lines.line(first), lines.line(at));
                candidates.push((at, Redefined { label: label.to_owned(), lines }));
            }
        }
        Self { candidates, next: 0, accounted: 0, found: Vec::new() }
    }

    /// Takes the range of the next piece of text, code or HTML.
    pub(super) fn account(&mut self, range: &Range<usize>) {
        self.decide(range.start);
        self.accounted = self.accounted.max(range.end);
    }

    /// Decides the candidates before an offset.
    fn decide(&mut self, offset: usize) {
        while let Some((at, candidate)) = self.candidates.get(self.next).filter(|(at, _)| *at < offset) {
            if *at >= self.accounted {
                self.found.push(candidate.clone());
            }
            self.next += 1;
        }
    }

    /// The links that are defined anew, once for each label.
    pub(super) fn finish(mut self) -> Vec<Redefined> {
        self.decide(usize::MAX);
        let mut labels = BTreeSet::new();
        self.found.retain(|found| labels.insert(label_key(&found.label)));
        self.found
    }
}

/// The footnotes that are defined anew, once for each label; of each definition its label, its line and what it says.
pub(super) fn redefined_footnotes(definitions: &[(String, u32, String)]) -> Vec<Redefined> {
    let mut first: BTreeMap<String, (u32, &str, bool)> = BTreeMap::new();
    let mut found = Vec::new();
    for (label, line, text) in definitions {
        let (counting, counts, is_reported) = first.entry(label_key(label)).or_insert((*line, text, false));
        if *counts != text && !*is_reported {
            *is_reported = true;
            found.push(Redefined { label: format!("^{label}"), lines: (*counting, *line) });
        }
    }
    found
}

/// The length of what may stand in a line before a definition: white space and the marks of quotations and items.
fn opening(line: &str) -> usize {
    let mut rest = line;
    loop {
        let marked = rest.trim_start_matches([' ', '\t', '>']);
        let digits = marked.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = digits.strip_prefix(['.', ')']).filter(|_| digits.len() < marked.len());
        match marked.strip_prefix(['-', '*', '+']).or(number).filter(|rest| rest.starts_with([' ', '\t'])) {
            Some(after) => rest = after,
            None => return line.len() - marked.len(),
        }
    }
}

/// The label and the destination of what looks like the definition of a link: `[label]: destination`.
fn definition(text: &str, at: usize) -> Option<(&str, &str)> {
    let rest = text.get(at..)?.strip_prefix('[').filter(|rest| !rest.starts_with('^'))?;
    let end = rest.find([']', '\n'])?;
    let destination = rest[end..].strip_prefix("]:")?.split_whitespace().next()?;
    Some((&rest[..end], destination))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_have_a_label_and_a_destination() {
        for (line, expected) in [
            ("[a b]: c \"d\"", Some(("a b", "c"))),
            ("> - 1. [a]:\n  <b>", Some(("a", "<b>"))),
            ("[^a]: b", None),
            ("[a] b", None),
            ("a [b]: c", None),
            ("[a\nb]: c", None),
            ("-[a]: b", None),
        ] {
            assert_eq!(definition(line, opening(line)), expected, "{line}");
        }
    }
}
